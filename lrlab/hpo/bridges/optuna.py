"""Optuna köprüsü: onun örnekleyicileri bizim arayıcımız, onun budayıcıları bizim deneme zamanlayıcımız olur."""

import json
import logging
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, final

from lrlab.core.validate import instance, integer
from lrlab.hpo.bridges.convert import extra, to_optuna_distribution
from lrlab.hpo.schedulers.scheduler import Decision, Job, Scheduler
from lrlab.hpo.searchers.searcher import Exhausted, Searcher, a_space
from lrlab.hpo.space.domains import When
from lrlab.hpo.space.space import Space, domain_of

WARMUP = 10  # Optuna'nın TPE'si de varsayılan olarak 10 sonuçtan sonra modele geçer (n_startup_trials)
STUDY = "lrlab"  # Optuna'nın rastgele vereceği ad, HyperbandPruner'ın braket seçimini her koşuda değiştirirdi


@final
class OptunaSearcher(Searcher):
    """Optuna'nın bir örnekleyicisiyle arama; varsayılanı TPE'dir (Bergstra ve ark., 2011), `seed` yalnızca onundur.

    `sampler`: optuna.samplers'tan bir nesne; tohumunu kendisi taşır. Koşullu uzaylar da olur: Optuna'ya yalnızca var
    olan hiperparametreler sorulur (define-by-run). Sabit değerler Optuna'ya gitmez.

    Optuna'da bir deneme tek bir sonuçla kapanır; ardışık yarılamada ise aynı yapılandırma birkaç kaynakta sonuç verir.
    Karışık kaynaklar modeli yanıltmasın diye çalışma (study) tek bir kaynağın sonuçlarından oluşur: en az 10 sonucu
    olan en büyük kaynak (BOHB'deki gibi, Falkner ve ark., 2018); kaynak büyüyünce çalışma yeniden kurulur. NaN ve
    sonsuz hata, başarısız deneme (FAIL) olarak bildirilir. `study`: o anki Optuna çalışması. Optuna yoksa
    `ImportError`.
    """

    def __init__(self, space: Space, sampler: Any = None, seed: int = 0) -> None:
        optuna = extra("optuna")
        self.space, self.seed = a_space(space), integer("seed", seed, f"[0, {2**32})")
        if sampler is None:
            sampler = optuna.samplers.TPESampler(seed=self.seed)
        self.sampler = instance("sampler", sampler, optuna.samplers.BaseSampler, "optuna.samplers'tan olmalı")
        self.study = _study(sampler=sampler)
        self._level: int | None = None  # ilk sonuca dek belirsiz
        self._results: dict[int, list[tuple[dict[str, Any], float]]] = defaultdict(list)
        self._asked: dict[str, list[Any]] = defaultdict(list)
        self._exhausted = False

    def ask(self) -> dict[str, Any]:
        if self._exhausted:
            raise Exhausted(f"Optuna'nın örnekleyicisi ({type(self.sampler).__name__}) bütün yapılandırmaları verdi")
        with _quiet():
            trial, config = self.study.ask(), {}
            for name, entry in self.space.parameters.items():
                if (domain := domain_of(entry)) is None:
                    config[name] = entry
                elif not isinstance(entry, When) or (entry.parent in config and config[entry.parent] in entry.values):
                    config[name] = _suggest(trial, name, to_optuna_distribution(domain))
        self._asked[_key(config)].append(trial)
        return config

    def tell(self, config: Mapping[str, Any], error: float, resource: int | None = None) -> None:
        config = self.space.check(config)
        level = 0 if resource is None else integer("resource", resource)
        waiting = self._asked[_key(config)]
        with _quiet():
            if not math.isfinite(error):
                if waiting:
                    self._close(waiting.pop(0), state=_states().FAIL)
                return
            self._results[level].append((config, float(error)))
            wanted = self._wanted()
            if self._level is None:
                self._level = wanted
            if wanted != self._level:
                self._move(wanted)
            elif level == self._level and waiting:
                self._close(waiting.pop(0), float(error))
            elif level == self._level:
                self._add(config, float(error))

    def _wanted(self) -> int:
        enough = [level for level, results in self._results.items() if len(results) >= WARMUP]
        return max(enough, default=min(self._results))

    def _move(self, level: int) -> None:
        """Çalışmayı `level` kaynağının sonuçlarıyla yeniden kurar; örnekleyici ve rastgele akışı sürer."""
        self._level, self.study = level, _study(sampler=self.sampler)
        self._asked.clear()  # eski çalışmanın açık denemeleri; sonuçları gelince yapılandırmadan eklenirler
        for config, error in self._results[level]:
            self._add(config, error)

    def _add(self, config: dict[str, Any], error: float) -> None:
        chosen = {name: domain for name in config if (domain := domain_of(self.space.parameters[name])) is not None}
        trial = import_module("optuna.trial").create_trial(
            params={name: config[name] for name in chosen},
            distributions={name: to_optuna_distribution(domain) for name, domain in chosen.items()},
            value=error,
        )
        self.study.add_trial(trial)

    def _close(self, trial: Any, value: float | None = None, state: Any = None) -> None:
        try:
            self.study.tell(trial, value, state=state)
        except RuntimeError as error:
            # Izgara gibi tükenen örnekleyiciler sonucu yazar, sonra burada olmayan optimize döngüsünü durdurur.
            if "Study.stop" not in str(error):
                raise
            self._exhausted = True

    def _own_settings(self) -> dict[str, Any]:
        return {"sampler": type(self.sampler).__name__, "seed": self.seed}


@final
class OptunaPruning(Scheduler):
    """Her denemeyi `step` dönemlik işlerle yürütür; her işten sonra Optuna'nın budayıcısı (pruner) durdurabilir.

    `searcher`: herhangi bir arayıcı. `pruner`: optuna.pruners'tan bir nesne. `resource`: bir denemenin en çok kaç
    dönem süreceği; `trials`: kaç deneme; `budget`: toplam dönem. Süren denemeler yeni denemelerden önce gelir,
    aralarında bekleyiş sırası geçerlidir.

    Adım (step) olarak budayıcıya o ana dek eğitilen dönem sayısı bildirilir (1'den; Optuna'nın örnekleri 0'dan sayar:
    n_warmup_steps ve min_resource bundan etkilenir). Budanan deneme bir daha sürdürülmez; başarısız deneme budayıcının
    karşılaştırmalarına girmez. Yalnızca durumu taşıyabilen (yield error, state) bir amaç fonksiyonu her işte kaldığı
    yerden sürer; ötekiler her adımda baştan eğitilir. `study`: kararların verildiği Optuna çalışması.
    """

    def __init__(
        self,
        searcher: Any,
        pruner: Any,
        *,
        resource: int,
        trials: int | None = None,
        budget: int | None = None,
        step: int = 1,
    ) -> None:
        optuna = extra("optuna")
        self.pruner = instance("pruner", pruner, optuna.pruners.BasePruner, "optuna.pruners'tan olmalı")
        self.resource = integer("resource", resource)
        self.step = integer("step", step, f"[1, {self.resource}]")
        own = {"pruner": type(pruner).__name__, "resource": self.resource, "step": self.step}
        super().__init__(searcher, trials=trials, budget=budget, **own)
        # Yapılandırmaları `searcher` verir; çalışmanın kendi örnekleyicisine hiçbir şey sorulmaz.
        self.study = _study(pruner=pruner, sampler=optuna.samplers.RandomSampler(seed=0))
        self._pruned: dict[int, Any] = {}
        self._waiting: list[tuple[int, int]] = []

    def _next(self) -> Decision | None:
        for trial, reached in self._waiting:
            target = min(reached + self.step, self.resource)
            if self._affordable(target - reached) >= 1:
                return Decision("continue", trial, target)
        return self._start(self.step)

    def _given(self, decision: Decision) -> None:
        if decision.kind == "start":
            with _quiet():
                self._pruned[decision.trial] = self.study.ask()
        else:
            self._waiting = [(trial, reached) for trial, reached in self._waiting if trial != decision.trial]

    def _arrived(self, job: Job, error: float) -> None:
        own = self._pruned[job.trial]
        with _quiet():
            if not math.isfinite(error):
                self.study.tell(own, state=_states().FAIL)
                return
            own.report(error, job.resource)
            if job.resource == self.resource:
                self.study.tell(own, error)
                self.decisions.append(Decision("finish", job.trial, job.resource))
            elif own.should_prune():
                self.study.tell(own, state=_states().PRUNED)
                self.decisions.append(Decision("stop", job.trial, job.resource))
            else:
                self._waiting.append((job.trial, job.resource))


def _study(**parts: Any) -> Any:
    with _quiet():
        return extra("optuna").create_study(study_name=STUDY, **parts)


def _states() -> Any:
    return import_module("optuna.trial").TrialState


def _suggest(trial: Any, name: str, distribution: Any) -> Any:
    kind = import_module("optuna.distributions")
    if isinstance(distribution, kind.CategoricalDistribution):
        return trial.suggest_categorical(name, distribution.choices)
    suggest = trial.suggest_int if isinstance(distribution, kind.IntDistribution) else trial.suggest_float
    return suggest(name, distribution.low, distribution.high, log=distribution.log)


def _key(config: Mapping[str, Any]) -> str:
    return json.dumps(config, sort_keys=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Optuna her denemeyi kendi günlükçüsüne (logger) yazar; bu süre boyunca yalnızca hataları yazsın."""
    logger = logging.getLogger("optuna")
    level = logger.level
    logger.setLevel(max(level, logging.ERROR))
    try:
        yield
    finally:
        logger.setLevel(level)
