"""d2l köprüsü: d2l'nin arayıcıları ve deneme zamanlayıcıları bizimkilerin yerine geçer.

Öbür yön köprü istemez: arayıcılarımızda sample_configuration ve update, deneme zamanlayıcılarımızda suggest ve update
vardır; d2l'nin zamanlayıcıları ve d2l.HPOTuner onları olduğu gibi alır.
"""

import json
import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar, final

from lrlab.core.validate import integer
from lrlab.hpo.engines.objective import OWNED
from lrlab.hpo.schedulers.scheduler import Decision, Job, Scheduler
from lrlab.hpo.searchers.searcher import Searcher
from lrlab.hpo.space.domains import plain


@final
class D2LSearcher(Searcher):
    """d2l'nin bir arayıcısı (sample_configuration ve update'i olan herhangi bir nesne), bizimkilerden biri gibi.

        tune(objective, ASHA(D2LSearcher(d2l.RandomSearcher(space)), r_min=1, r_max=9, trials=20))

    Yapılandırma kopyalanır ve düz Python değerli olur: d2l'nin RandomSearcher'ı `initial_config`in kendisini verir,
    bizde o sözlük değişmez. d2l'nin arayıcısı kaynağı bilmez; sonuç ona yapılandırmayla ve
    additional_info={"max_epochs": kaynak} ile bildirilir, sonuç vermeyen iş sonsuz hatayla. Uzayında `max_epochs` ve
    `state` adlı hiperparametreler olamaz: değerlerini motor verir.

    Günlükten (journal) sürdürülen bir aramada kayıttaki yapılandırmalar kullanılır; d2l'nin RandomSearcher'ı numpy'nin
    ortak akışından çektiğinden, sonrakiler kesilmemiş aramanınkilerden başkadır.
    """

    def __init__(self, searcher: Any) -> None:
        if not (hasattr(searcher, "sample_configuration") and hasattr(searcher, "update")):
            kind = type(searcher).__name__
            told = "d2l'nin bir arayıcısı olmalı (sample_configuration ve update)"
            raise TypeError(f"`searcher` {told}; verilen: {kind}")
        self.searcher = searcher

    def ask(self) -> dict[str, Any]:
        config = {name: plain(name, value) for name, value in self.searcher.sample_configuration().items()}
        for name in OWNED.keys() & config.keys():
            raise ValueError(f"`{name}` d2l'nin arama uzayında olamaz: bu ad motorundur, {OWNED[name]}")
        return config

    def tell(self, config: Mapping[str, Any], error: float, resource: int | None = None) -> None:
        self.searcher.update(dict(config), error, additional_info={"max_epochs": resource})

    def settings(self) -> dict[str, Any]:
        """d2l'nin arayıcısının yalnızca sınıf adı bilinir; uzayı JSON'a yazılamayabilir."""
        return {"searcher": type(self).__name__, "of": type(self.searcher).__name__}


@final
class D2LScheduler(Scheduler):
    """d2l'nin bir deneme zamanlayıcısı (suggest ve update'i olan herhangi bir nesne), bizimkilerden biri gibi.

        tune(objective, D2LScheduler(d2l.SuccessiveHalvingScheduler(searcher, eta=2, r_min=1, r_max=8), jobs=30))

    d2l'nin zamanlayıcısı hiç bitmez; `jobs` kaç kez suggest() çağrılacağıdır (d2l'de HPOTuner.run'ın
    number_of_trials'ı; terfiler de sayılır), None ise arama kendiliğinden bitmez; günlükten süren bir aramada
    değişebilir. İşin kaynağı yapılandırmadaki `max_epochs`tur; BasicScheduler'daki gibi yoksa `resource`.

    d2l denemeleri numaralamaz. Daha önce verilmiş bir yapılandırma daha büyük `max_epochs` ile yeniden gelirse aynı
    deneme terfi etmiş sayılır ve kaldığı yerden sürer (d2l sıfırdan eğitir); başka her yapılandırma yeni bir
    denemedir. Sonuç vermeyen iş d2l'ye sonsuz hata olarak bildirilir: bildirilmeseydi basamağı hiç dolmazdı. d2l
    beklemeyi bilmez: çok işçiyle, basamak dolmadan kuyruğu biterse yeni bir tur başlatır.

    Günlükten (journal) sürdürmek için d2l'nin zamanlayıcısına tohumlu bir arayıcı ver (bizim Random gibi): d2l'nin
    RandomSearcher'ı numpy'nin ortak akışından çeker, yeniden kurulunca başka yapılandırmalar önerir.
    """

    LIMITS: ClassVar = ("jobs", "trials", "budget")

    def __init__(self, scheduler: Any, *, resource: int = 1, jobs: int | None = None) -> None:
        if not (hasattr(scheduler, "suggest") and hasattr(scheduler, "update")):
            kind = type(scheduler).__name__
            raise TypeError(f"`scheduler` d2l'nin bir deneme zamanlayıcısı olmalı (suggest ve update); verilen: {kind}")
        self.scheduler, self.resource = scheduler, integer("resource", resource)
        self.jobs = None if jobs is None else integer("jobs", jobs)
        own: dict[str, Any] = {"of": type(scheduler).__name__, "resource": self.resource}
        super().__init__(_Chosen(getattr(scheduler, "searcher", None)), **own)
        self._asked = 0
        self._suggested: Any = None  # d2l'nin önerdiği, daha verilmemiş sözlük
        self._sent: dict[int, Mapping[str, Any]] = {}
        self._resting: dict[str, list[int]] = defaultdict(list)

    def _next(self) -> Decision | None:
        if self._suggested is None:
            if self.jobs is not None and self._asked >= self.jobs:
                return None
            self._suggested = self.scheduler.suggest()
            self._asked += 1
        config = {name: plain(name, value) for name, value in self._suggested.items()}
        resource = integer("max_epochs", config.pop("max_epochs", self.resource))
        if same := [trial for trial in self._resting[_key(config)] if self._reached[trial] < resource]:
            return Decision("promote", max(same, key=self._reached.__getitem__), resource)
        self.searcher.config = config
        return Decision("start", len(self._configs), resource)

    def _given(self, decision: Decision) -> None:
        self._sent[decision.trial], self._suggested = self._suggested, None
        if decision.kind == "promote":
            self._resting[_key(self._configs[decision.trial])].remove(decision.trial)

    def _arrived(self, job: Job, error: float) -> None:
        self._resting[_key(self._configs[job.trial])].append(job.trial)
        self.scheduler.update(self._sent.pop(job.trial), error if math.isfinite(error) else math.inf)


class _Chosen:
    """Yapılandırmayı d2l'nin zamanlayıcısı seçmiş ve arayıcısını kendi bilgilendirir; burada yalnızca iletilir."""

    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher
        self.config: dict[str, Any] = {}

    def ask(self) -> dict[str, Any]:
        return self.config

    def tell(self, config: Mapping[str, Any], error: float, resource: int | None = None) -> None:
        pass

    def settings(self) -> dict[str, Any]:
        if hasattr(self.searcher, "settings"):
            return self.searcher.settings()
        return {"searcher": type(self.searcher).__name__}


def _key(config: Mapping[str, Any]) -> str:
    return json.dumps(config, sort_keys=True)
