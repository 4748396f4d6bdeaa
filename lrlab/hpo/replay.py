"""Kayıtlı öğrenme eğrileriyle arama: gerçek aramanın deneme zamanlayıcıları ve ayarlayıcısı, benzetilmiş saatle.

Eğitim yapılmaz: saatler sürecek bir arama saniyenin altında, yüzlerce tohumla yinelenebilir.
"""

from typing import Any, final

import numpy as np

from lrlab.core.validate import integer
from lrlab.hpo.engines.simulated import RecordedCurves, Simulated
from lrlab.hpo.run.record import Tuning
from lrlab.hpo.run.tuner import tune
from lrlab.hpo.schedulers.scheduler import Scheduler
from lrlab.hpo.searchers.searcher import Searcher
from lrlab.hpo.space.domains import Choice, Float, Int
from lrlab.hpo.space.space import Space


@final
class Replayed(Searcher):
    """Kayıtlı yapılandırmaları rastgele sırayla veren arayıcı; yapılandırmaya kayıttaki sırası, `number`, eklenir.

    Yerine koymadan çeker: hepsi verilmeden hiçbiri yinelenmez, sonra yeni bir sırayla baştan başlar. Sırayı yalnızca
    `seed` belirler: aynı tohumla her deneme zamanlayıcısı aynı yapılandırmaları aynı sırayla görür. `space` kayıttaki
    değerlerin aralıklarıdır: kaydın çekildiği uzay değil, onun görülen kısmı.
    """

    def __init__(self, curves: RecordedCurves, seed: int = 0) -> None:
        if any("number" in config for config in curves.configs):
            raise ValueError("`curves`: yapılandırmalarda `number` adı olamaz; kayıttaki sıra o adla verilir")
        self._configs = tuple({"number": k, **config} for k, config in enumerate(curves.configs))
        if not self._configs:
            raise ValueError("`curves` boş olamaz; en az bir yapılandırma gerekli")
        self.seed = integer("seed", seed, f"[0, {2**64})")
        self.space = Space({name: _domain([config[name] for config in self._configs]) for name in self._configs[0]})
        self._rng = np.random.default_rng(self.seed)
        self._left: list[int] = []

    def ask(self) -> dict[str, Any]:
        if not self._left:
            self._left = self._rng.permutation(len(self._configs)).tolist()
        return dict(self._configs[self._left.pop()])

    def _own_settings(self) -> dict[str, Any]:
        return {"seed": self.seed}


def simulate(
    curves: RecordedCurves,
    scheduler: Scheduler,
    *,
    workers: int = 1,
    stragglers: float = 0.0,
    failures: float = 0.0,
    retries: int = 100,
    seed: int = 0,
    seconds: float | None = None,
) -> Tuning:
    """`scheduler`ın aramasını kayıtlı eğrilerle yürütür: `tune`un kendisidir, motoru `Simulated`dır.

        simulate(curves, ASHA(Replayed(curves), r_min=1, r_max=81, budget=729), workers=4, stragglers=0.5)

    Arayıcı `Replayed(curves)` olmalı; kaynak dönemdir. `workers`, `stragglers`, `failures`, `seed`: `Simulated`daki
    gibi. `retries`: `failures` ile yiten bir iş en çok kaç kez yinelenir; `failures` 0 ise hiçbir iş yinelenmez, çünkü
    ıraksamış bir eğri yinelense de ıraksar. `seconds`: benzetilmiş saatte bu andan sonra yeni iş başlamaz. Kayıtların
    süreleri benzetilmiş saniyelerdir; yalnızca `Report.decision` gerçek süredir.
    """
    engine = Simulated(curves, workers=workers, stragglers=stragglers, failures=failures, seed=seed)
    retries = retries if failures else 0
    return tune(recorded, scheduler, executor=engine, retries=retries, seconds=seconds, keep="none")


def recorded(number: int, **settings: Any) -> float:
    """Amaç fonksiyonunun yerini tutar; benzetimde hatalar eğrilerden okunur, bu hiç çağrılmaz."""
    raise RuntimeError("kayıtlı eğriler yalnızca Simulated motoruyla yürütülür; gerçek arama bir amaç fonksiyonu ister")


def _domain(values: list[Any]) -> Float | Int | Choice:
    """Kayıttaki değerleri içeren en dar tanım kümesi."""
    if all(type(value) is int for value in values):
        return Int(min(values), max(values))
    if all(type(value) is float for value in values) and min(values) < max(values):
        return Float(min(values), max(values))
    return Choice(tuple(dict.fromkeys(values)))
