"""Bayesçi arama: Gauss süreci hatayı kestirir, beklenen iyileşmesi en büyük yapılandırma denenir."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, final

import numpy as np

from lrlab.core.validate import integer, number
from lrlab.hpo.searchers.gaussian import expected_improvement, fit_gp
from lrlab.hpo.searchers.searcher import Searcher, a_space, initial_configs
from lrlab.hpo.space.space import Space

MOST = 200  # modelin gördüğü en çok gözlem: oturtmanın süresi gözlem sayısının küpüyle büyür
NEAR = 5  # çevresinden de aday çekilen en iyi yapılandırmalar
STEP = 0.1  # o adayların birim küpteki uzaklığı (standart sapma)


@final
class Bayesian(Searcher):
    """Gauss süreci (Matérn 5/2 ve gürültü) ile Bayesçi arama (Snoek ve diğerleri, 2012).

    Önce `initial`, sonra yeterince gözlem birikene dek rastgele yapılandırmalar; ardından uzaydan ve şimdiye dek en iyi
    `NEAR` yapılandırmanın çevresinden çekilen `candidates` aday arasından beklenen iyileşmesi en büyük olan, denenmemiş
    varsa denenmemiş olan. Log ölçekler ve seçenekler modele `Space.vector` ile girer.

    - Birden çok kaynakta (dönem) sonuç gelirse model, en az `warmup` sonucu olan en büyük kaynağınkileri kullanır
      (BOHB'deki gibi; Falkner ve diğerleri, 2018).
    - Sorulup sonucu gelmemiş yapılandırmalar, hataları ortalama çıkmış gibi sayılır (constant liar; Ginsbourger ve
      diğerleri, 2010): birçok işçi aynı noktayı almaz.
    - NaN ve sonsuz hata, görülen en kötü sonlu hata sayılır. Çok büyük sonlu hatalar (ıraksayan kayıplar) da ortancanın
      üstünde, ortancayla en iyi arasının 5 katında kırpılır; yoksa geri kalanların farkını ezerler.

    `seed` ve olayların sırası aynıysa öneriler de aynıdır (kitaplıkların sürümü değişmedikçe).
    """

    def __init__(
        self,
        space: Space,
        seed: int = 0,
        initial: Sequence[Mapping[str, Any]] = (),
        warmup: int = 5,
        candidates: int = 1000,
    ) -> None:
        self.space = a_space(space)
        self.seed = integer("seed", seed, f"[0, {2**64})")
        self.initial = initial_configs(space, initial)
        self.warmup, self.candidates = integer("warmup", warmup), integer("candidates", candidates)
        self._rng = np.random.default_rng(self.seed)
        self._asked = 0
        self._pending: dict[tuple, tuple[int, dict[str, Any]]] = {}  # anahtar -> (kaç kez soruldu, yapılandırma)
        self._told: dict[tuple, dict[str, Any]] = {}
        self._seen: dict[int, list[tuple[dict[str, Any], float]]] = {}  # kaynak -> (yapılandırma, hata)

    def ask(self) -> dict[str, Any]:
        self._asked += 1
        if self._asked <= len(self.initial):
            config = dict(self.initial[self._asked - 1])
        else:
            config = self._proposal()
        times, _ = self._pending.get(_key(config), (0, config))
        self._pending[_key(config)] = times + 1, dict(config)
        return config

    def tell(self, config: Mapping[str, Any], error: float, resource: int | None = None) -> None:
        """Sonucu modele katar; `ask`ten gelmemiş bir sonuç da bildirilebilir. `resource` verilmezse 0 sayılır."""
        config = self.space.check(config)
        missing = isinstance(error, float | np.floating) and math.isnan(error)
        error = math.inf if missing else number("error", error, "[-inf, inf]")
        level = 0 if resource is None else integer("resource", resource, "[0, inf)")
        key = _key(config)
        times, _ = self._pending.get(key, (0, config))
        if times > 1:
            self._pending[key] = times - 1, config
        else:
            self._pending.pop(key, None)
        self._told[key] = config
        self._seen.setdefault(level, []).append((config, error))

    def _own_settings(self) -> dict[str, Any]:
        initial = [dict(config) for config in self.initial]
        return {"seed": self.seed, "initial": initial, "warmup": self.warmup, "candidates": self.candidates}

    def _proposal(self) -> dict[str, Any]:
        ready = [level for level, seen in self._seen.items() if _usable(seen, self.warmup)]
        if not ready:
            return self.space.sample(self._rng)
        configs, errors = _observations(self._seen[max(ready)])
        lies = [config for _, config in self._pending.values()]
        x = np.array([self.space.vector(config) for config in [*configs, *lies]])
        if not x.shape[1]:  # her şeyi sabit bir uzayda seçilecek bir şey yok
            return self.space.sample(self._rng)
        predict = fit_gp(x, np.concatenate([errors, np.full(len(lies), errors.mean())]))
        options = self._candidates([configs[k] for k in np.argsort(errors, kind="stable")[:NEAR]])
        # Gürültülü ölçümde şanslı tek bir sayı değil, modelin en iyi bulduğu nokta geçilmeye çalışılır.
        best = predict(x[: len(configs)])[0].min()
        gain = expected_improvement(*predict(np.array([self.space.vector(option) for option in options])), best)
        order = np.argsort(-gain, kind="stable")
        tried = self._told.keys() | self._pending.keys()
        fresh = (options[k] for k in order if _key(options[k]) not in tried)
        return next(fresh, options[order[0]])

    def _candidates(self, leaders: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Adayların yarısı bütün uzaydan, yarısı `leaders`ın çevresinden."""
        near = self.candidates // 2
        wide = [self.space.sample(self._rng) for _ in range(self.candidates - near)]
        units = np.array([self.space.unit(leader) for leader in leaders])
        chosen = units[self._rng.integers(len(units), size=near)]
        steps = self._rng.normal(0.0, STEP, size=chosen.shape)
        return wide + [self.space.at(u) for u in np.clip(chosen + steps, 0.0, 1.0)]


def _key(config: Mapping[str, Any]) -> tuple:
    return tuple((name, type(value), value) for name, value in config.items())


def _usable(seen: list[tuple[dict[str, Any], float]], warmup: int) -> bool:
    return len(seen) >= warmup and any(math.isfinite(error) for _, error in seen)


def _observations(seen: list[tuple[dict[str, Any], float]]) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Modelin göreceği yapılandırmalar ve hataları: sonsuzlar ve aşırılar indirilmiş, çoksa en iyiler ve en yeniler."""
    errors = np.array([error for _, error in seen])
    finite = errors[np.isfinite(errors)]
    errors = np.where(np.isfinite(errors), errors, finite.max())
    middle = np.median(finite)
    if middle > finite.min():
        errors = np.minimum(errors, middle + 5 * (middle - finite.min()))
    rows = np.arange(len(errors))
    if len(errors) > MOST:
        leading = np.argsort(errors, kind="stable")[: MOST // 2]
        rows = np.union1d(leading, rows[-(MOST // 2) :])
    return [seen[k][0] for k in rows], errors[rows]
