"""Hazır birleşimler: ısınma, OneCycle, WSD; azaltma formülleri `decay`, ortak davranış `schedule` içindedir."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lrlab.core.schedules.decay import Constant, Cosine, Linear
from lrlab.core.schedules.schedule import Join, Schedule
from lrlab.core.validate import number


class _Chain(Schedule):
    """Art arda bağlanmış parçalardan oluşan zamanlayıcı: `parts` alanlardan bir kez kurulur."""

    parts: Join

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
    de budur: onun `max_update`i ısınmayı içerir. torch'un LinearLR'ı taban oranı çarpar, sıfırdan başlayamaz
    (start_factor > 0) ve arkasından gelene SequentialLR ile bağlanır.
    """

    schedule: Schedule
    steps: float
    kind: str = "linear"
    start: float = 0.0

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


@dataclass(frozen=True)
class OneCycle(_Chain):
    """Tek çevrim (Smith 2018): lr/div_factor'dan `lr`ye çıkar, sonra lr/div_factor/final_div_factor'a iner.

    `lr` EN BÜYÜK orandır (torch'ta max_lr); `steps` bütün adımların sayısıdır: tepe pct_start·steps - 1'de,
    en son değer steps - 1'dedir. anneal: "cos" ya da "linear". torch'un OneCycleLR(total_steps=steps)'ü ile
    aynı oranları verir; momentumu çevirmez, sondan sonra hata vermeyip son değerde kalır. pct_start·steps < 1
    ise tepe 0. adımdadır.
    """

    lr: float
    steps: float
    pct_start: float = 0.3
    div_factor: float = 25.0
    final_div_factor: float = 1e4
    anneal: str = "cos"

    @cached_property
    def parts(self) -> Join:
        curve = Cosine if self.anneal == "cos" else Linear
        low, peak = self.lr / self.div_factor, max(self.pct_start * self.steps - 1, 0)
        fall = curve(self.lr, low / self.final_div_factor, max(self.steps - 1 - peak, 0))
        return Join((curve(low, self.lr, peak), fall), (peak,))


@dataclass(frozen=True)
class WSD(_Chain):
    """Isın, sabit kal, azalt (warmup-stable-decay).

    İlk `warmup` adımda 0'dan α'ya, sonra α, son `decay` adımda α'dan `end`e. İki kenar da doğru parçasıdır;
    `steps` bütün süredir, warmup + decay onu aşamaz. torch'ta hazırı yoktur.
    """

    lr: float
    steps: float
    warmup: float
    decay: float
    end: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if (both := self.warmup + self.decay) > self.steps * (1 + 1e-9):  # 0.1 + 0.2, 0.3'ü aşar
            raise ValueError(f"`warmup` + `decay` = {both} olamaz; en çok `steps` = {self.steps} olabilir")

    @cached_property
    def parts(self) -> Join:
        rise = Warmup(Constant(self.lr), self.warmup)
        return Join((rise, Linear(self.lr, self.end, self.decay)), (max(self.steps - self.decay, self.warmup),))
