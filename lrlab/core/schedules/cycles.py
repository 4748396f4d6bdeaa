"""Yinelenen zamanlayıcılar: yeniden başlayan kosinüs (SGDR) ve çevrimsel oran; sonları yoktur."""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from lrlab.core.schedules.decay import between
from lrlab.core.schedules.fields import Factor, Kind, Period, Rate, duration
from lrlab.core.schedules.schedule import Schedule
from lrlab.core.validate import number

NEARLY = 1 + 4 * np.finfo(float).eps  # 50 adım üç tane 50/3'tür: bölmenin yuvarlaması bir çevrim geride bırakmasın
FARTHEST = 1e100  # bundan çok çevrim sonra sayının içinde çevrimin yeri kalmaz; taşmasın yeter


def _turns(t: Any, length: float) -> Any:
    """Boyu `length` olan çevrimlerden kaçı, t'de, bitmiştir."""
    return np.floor(np.minimum(t / length, FARTHEST) * NEARLY)


def _same_or_longer(name: str, value: Any) -> float:
    return number(name, value, "[1, inf)")


def _period_or_none(name: str, value: Any) -> float | None:
    return None if value is None else duration(name, value, "(0, inf)")


@dataclass(frozen=True)
class WarmRestarts(Schedule, label="yeniden başlayan kosinüs"):
    """Kosinüs α'dan `end`e iner, sonra yeniden α'dan başlar (SGDR; Loshchilov ve Hutter 2017).

    k. çevrim (0'dan sayılır) period·growth^k adım sürer; s çevrimin kendi adımı, n süresi iken oran
    end + (α - end)·(1 + cos(π·s/n))/2'dir. torch'un CosineAnnealingWarmRestarts(T_0=period, T_mult=growth,
    eta_min=end)'iyle aynı; orada ikisi de tam sayıdır.

    transformers'ın get_cosine_with_hard_restarts_schedule_with_warmup(w, T, num_cycles=n)'i `steps` = T - w adımı n'ye
    böler ve sonunda 0'da kalır: Warmup(Join((WarmRestarts(α, 0, steps / n), Constant(0)), (steps,)), w).
    """

    lr: Rate
    end: Rate
    period: Period
    growth: Annotated[float, Kind(_same_or_longer), "çevrim boyu çarpanı"] = 1.0

    def at(self, t: Any) -> Any:
        if self.growth == 1:
            begun, length = _turns(t, self.period) * self.period, self.period
        else:
            turns = np.minimum(t / self.period, FARTHEST)
            k = np.rint(np.log1p(turns * (self.growth - 1)) / np.log(self.growth))
            k = k - (self._begun(k) > t * NEARLY)  # logaritma en yakın sınırı verir: henüz gelinmediyse bir önceki
            begun, length = self._begun(k), self.period * self.growth**k
        share = np.clip((t - begun) / length, 0.0, 1.0)
        return between(self.lr, self.end, (1 + np.cos(np.pi * share)) / 2)

    def _begun(self, k: Any) -> Any:
        """k. çevrimin başladığı adım: period·(1 + growth + … + growth^(k-1))."""
        return self.period * ((self.growth**k - 1) / (self.growth - 1))


@dataclass(frozen=True)
class Cyclic(Schedule, label="çevrimsel"):
    """Üçgen: `up` adımda `end`den α'ya çıkar, `down` adımda (verilmezse `up`) geri iner, yeniden çıkar (Smith 2017).

    `lr` EN BÜYÜK, `end` en küçük orandır. Tepenin yüksekliği her çevrimde `factor`, her adımda `gamma` ile çarpılır.
    torch'un CyclicLR(base_lr=end, max_lr=lr, step_size_up=up, step_size_down=down, mode)'uyla aynı: "triangular"
    varsayılandır, "triangular2" factor=0.5, "exp_range" gamma=γ; momentumu çevirmez.
    """

    lr: Rate
    end: Rate
    up: Period
    down: Annotated[float | None, Kind(_period_or_none, lambda lr, steps: None)] = None
    factor: Factor = 1.0
    gamma: Factor = 1.0

    def at(self, t: Any) -> Any:
        down = self.up if self.down is None else self.down
        cycle = self.up + down
        k = _turns(t, cycle)
        place = t - k * cycle
        share = np.clip(np.minimum(place / self.up, (cycle - place) / down), 0.0, 1.0)
        return between(self.lr, self.end, share * self.factor**k * self.gamma**t)
