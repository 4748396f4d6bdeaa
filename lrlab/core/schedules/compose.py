"""Zamanlayıcıları bağlamak: art arda (Join), ısınma, OneCycle, WSD; azaltma formülleri `decay` içindedir."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Self

import numpy as np

from lrlab.core.schedules.decay import Constant, Cosine, Linear, SquareRoot
from lrlab.core.schedules.fields import Boundaries, Duration, Kind, Positive, Rate, Share, one_more, one_option
from lrlab.core.schedules.given import Inner, a_schedule
from lrlab.core.schedules.schedule import Schedule
from lrlab.core.validate import number


def _schedules(name: str, value: Any) -> tuple[Schedule, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"`{name}` bir zamanlayıcı listesi olmalı; verilenin türü: {type(value).__name__}")
    return tuple(a_schedule(f"{name}[{i}]", item) for i, item in enumerate(value))


@dataclass(frozen=True)
class Join(Schedule):
    """Zamanlayıcıları art arda bağlar: k. zamanlayıcı `boundaries[k-1]` adımında, KENDİ 0. adımından başlar.

    k 1'den sayılır; ilk zamanlayıcı (k = 0) 0. adımda başlar. `boundaries` zamanlayıcılardan bir eksik, artan
    sırada adımlardır; sınır adımının kendisi yeni zamanlayıcınındır. İki sınır eşitse aradaki zamanlayıcıya
    sıra gelmez. Sınırda oran sıçrayabilir: sürekliliği parçaları seçen sağlar.
    torch.optim.lr_scheduler.SequentialLR(milestones=boundaries) ile aynı.
    """

    schedules: Annotated[tuple[Schedule, ...], Kind(_schedules, wraps=True)]
    boundaries: Boundaries

    def __post_init__(self) -> None:
        super().__post_init__()
        one_more("schedules", self.schedules, self.boundaries)

    def at(self, t: Any) -> Any:
        if isinstance(t, float):  # tek adımda yalnızca sırası gelmiş olan hesaplanır
            k = bisect_right(self.boundaries, t)
            return self.schedules[k].at(t - self.boundaries[k - 1] if k else t)
        rate = self.schedules[0].at(t)
        for boundary, schedule in zip(self.boundaries, self.schedules[1:], strict=True):
            rate = np.where(t >= boundary, schedule.at(np.maximum(t - boundary, 0.0)), rate)
        return rate


class _Chain(Schedule):
    """Art arda bağlanmış parçalardan oluşan zamanlayıcı: `parts` alanlardan bir kez kurulur."""

    @property
    def parts(self) -> Join:
        raise NotImplementedError(f"{type(self).__name__} zamanlayıcısı `parts`ı tanımlamalı")

    def at(self, t: Any) -> Any:
        return self.parts.at(t)


@dataclass(frozen=True)
class Warmup(_Chain):
    """Isınma: ilk `steps` adımda `start`tan yükselir, sonra `schedule` KENDİ 0. adımından başlar.

    kind="linear": t < steps iken start + (schedule(0) - start)·t/steps; t = steps'te oran tam
    schedule(0)'dır, yani birleşme yerinde sıçrama yoktur. kind="constant": t < steps iken `start`, sonra
    schedule(0)'a sıçrar. steps = 0 ısınma yok demektir.

    0. adımın oranı `start`tır: start = 0 iken ilk güncelleme w'yi değiştirmez (kind="constant" ile bütün
    ısınma boyunca). İlk adımı α/n olan n adımlık ısınma istersen: Warmup(schedule, n - 1, start=α/n). Isınma
    süreye EKLENİR: Warmup(Cosine(α, end, 15), 5) 20 adım sürer. d2l'nin CosineScheduler(20, warmup_steps=5)'i
    de budur: onun `max_update`i, optax'ın `decay_steps`i gibi, ısınmayı içerir. torch'un LinearLR'ı taban oranı
    çarpar, sıfırdan başlayamaz (start_factor > 0) ve arkasından gelene SequentialLR ile bağlanır.
    """

    schedule: Inner
    steps: Duration
    kind: Annotated[str, one_option("linear", "constant")] = "linear"
    start: Rate = 0.0

    @cached_property
    def parts(self) -> Join:
        line, flat = Linear(self.start, self.schedule(0), self.steps), Constant(self.start)
        return Join((line if self.kind == "linear" else flat, self.schedule), (self.steps,))


def warmup_linear(lr: float, steps: float, warmup: float = 0.1) -> Warmup:
    """`steps` adımın `warmup` payında 0'dan `lr`ye doğrusal ısınma, kalanında doğrusal azaltma: `steps`te 0'dır.

    BertAdam'ın aynı adlı zamanlayıcısı (adım 0'dan sayılır). Burada `warmup` bir paydır, [0, 1); ısınma `steps`in
    İÇİNDEDİR. %5 ısınma, %95 azaltma: warmup_linear(α, steps, 0.05).
    """
    total = number("steps", steps, "[0, inf)")
    rising = number("warmup", warmup, "[0, 1)") * total
    return Warmup(Linear(lr, 0, total - rising), rising)


def inverse_sqrt(lr: float, warmup: float, timescale: float | None = None) -> Warmup:
    """`warmup` adımda 0'dan `lr`ye doğrusal ısınma, sonra α/√(1 + s/timescale); s ısınmadan sonraki adımdır.

    transformers'ın get_inverse_sqrt_schedule'ı. `timescale` verilmezse `warmup`tır (o da 0 ise 10,000), yani oran
    ısınmadan sonra α·√(warmup/t)'dir.
    """
    rising = number("warmup", warmup, "[0, inf)")
    return Warmup(SquareRoot(lr, (rising or 10_000) if timescale is None else timescale), rising)


def vaswani(d_model: float, warmup: float, factor: float = 1.0) -> Warmup:
    """Transformer'ın kendi zamanlayıcısı: factor·d_model^(-1/2)·min(n^(-1/2), n·warmup^(-3/2)); n = t + 1.

    Vaswani ve ark. 2017 adımı 1'den sayar: ilk güncelleme (t = 0) orada n = 1'dir, oran 0 değildir. Tepe t = warmup -
    1'dedir ve factor/√(d_model·warmup)'tır. "Noam" zamanlayıcısı da denir.
    """
    width, rising = number("d_model", d_model, "(0, inf)"), number("warmup", warmup, "[1, inf)")
    peak = number("factor", factor, "[0, inf)") / (width * rising) ** 0.5
    return Warmup(SquareRoot(peak, rising), rising - 1, start=peak / rising)


@dataclass(frozen=True)
class OneCycle(_Chain, label="OneCycle"):
    """Tek çevrim (Smith 2018): lr/div_factor'dan `lr`ye çıkar, sonra lr/div_factor/final_div_factor'a iner.

    `lr` EN BÜYÜK orandır (torch'ta max_lr); `steps` bütün adımların sayısıdır: tepe pct_start·steps - 1'de,
    en son değer steps - 1'dedir. anneal: "cos" ya da "linear". torch'un OneCycleLR(total_steps=steps)'ü ile
    aynı oranları verir; momentumu çevirmez, sondan sonra hata vermeyip son değerde kalır. pct_start·steps < 1
    ise tepe 0. adımdadır. optax'ın cosine_onecycle_schedule'ında tepe bir adım sonra, pct_start·steps'te, son değer
    steps'tedir; linear_onecycle_schedule inişi ikiye böler.
    """

    lr: Rate
    steps: Duration
    pct_start: Share = 0.3
    div_factor: Positive = 25.0
    final_div_factor: Positive = 1e4
    anneal: Annotated[str, one_option("cos", "linear")] = "cos"

    @cached_property
    def parts(self) -> Join:
        curve = Cosine if self.anneal == "cos" else Linear
        low, peak = self.lr / self.div_factor, max(self.pct_start * self.steps - 1, 0)
        fall = curve(self.lr, low / self.final_div_factor, max(self.steps - 1 - peak, 0))
        return Join((curve(low, self.lr, peak), fall), (peak,))


@dataclass(frozen=True)
class WSD(_Chain, label="WSD"):
    """Isın, sabit kal, azalt (warmup-stable-decay).

    İlk `warmup` adımda 0'dan α'ya, sonra α, son `decay` adımda α'dan `end`e. İki kenar da doğru parçasıdır;
    `steps` bütün süredir, warmup + decay onu aşamaz. torch'ta hazırı yoktur.
    """

    lr: Rate
    steps: Duration
    warmup: Duration
    decay: Duration
    end: Rate = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if (both := self.warmup + self.decay) > self.steps * (1 + 1e-9):  # 0.1 + 0.2, 0.3'ü aşar
            raise ValueError(f"`warmup` + `decay` = {both} olamaz; en çok `steps` = {self.steps} olabilir")

    @cached_property
    def parts(self) -> Join:
        rise = Warmup(Constant(self.lr), self.warmup)
        return Join((rise, Linear(self.lr, self.end, self.decay)), (max(self.steps - self.decay, self.warmup),))

    @classmethod
    def over(cls, lr: float, steps: float, /, **given: Any) -> Self:
        return super().over(lr, steps, **{"warmup": 0, "decay": 0.2 * steps, "end": 0.01 * lr, **given})
