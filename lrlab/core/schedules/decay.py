"""Öğrenme oranı azaltma formülleri: her birinin tek tanımı.

Ortak davranış (adım 0'dan sayılır, sayı ve dizi, sondan sonrası, hatalar) `Schedule` açıklamasındadır.
Formüllerde α başlangıç oranı `lr`, t adımdır. `steps` süreli bir zamanlayıcı `end` değerine tam t = `steps`
adımında varır: T güncellemelik bir eğitimin son güncellemesi t = T-1'dir, yani `steps` = T iken varıştan bir
adım önce biter (torch'ta da öyle). Süre 0 ise sona hemen varılmıştır. Alanlardaki aralık dışı değer, adını ve
izin verileni söyleyen hata verir.

Başka kitaplıklarda (tests/core/test_schedules_elsewhere.py'de ölçüldü): keras'ın ve optax'ın `alpha`sı taban oranın
PAYIDIR, burada `end` oranın kendisidir: CosineDecay(α, T, alpha=0.1) = Cosine(α, 0.1·α, T). MXNet güncellemeyi 1'den
sayar ve sınırın kendisini eski oranda bırakır. keras ve optax float32 hesaplar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import tau
from typing import Any, Self

import numpy as np

from lrlab.core.schedules.fields import Boundaries, Duration, Factor, Period, Positive, Rate, Rates, one_more
from lrlab.core.schedules.schedule import Schedule


def between(lr: float, end: float, share: Any) -> Any:
    """`share` 1'den 0'a inerken `lr`den `end`e; iki uçta da değer tamdır (yuvarlama hatası yok)."""
    return lr * share + end * (1 - share)


def _gone(t: Any, steps: float) -> Any:
    """Yolun gidilen payı: t = 0'da 0, t ≥ steps iken 1."""
    return np.minimum(t / steps, 1.0) if steps else np.ones_like(t)


def _stair(boundaries: Sequence[float], rates: Sequence[float], t: Any) -> Any:
    """`boundaries` içinde t'yi aşmayan kaç adım varsa `rates`in o sıradaki öğesi."""
    return np.take(rates, np.searchsorted(boundaries, t, side="right"))


@dataclass(frozen=True)
class Constant(Schedule, label="sabit"):
    """Sabit oran: α."""

    lr: Rate

    def at(self, t: Any) -> Any:
        return np.full_like(t, self.lr)


@dataclass(frozen=True)
class InverseTime(Schedule, label="1/(1+k·t)"):
    """α / (1 + rate·t); `rate` ne kadar çabuk azalacağıdır: t = 1/rate'te oran α/2'dir."""

    lr: Rate
    rate: Rate

    def at(self, t: Any) -> Any:
        return self.lr / (1 + self.rate * t)

    @classmethod
    def over(cls, lr: float, steps: float, /, **given: Any) -> Self:
        return super().over(lr, steps, **{"rate": 99 / steps, **given})


@dataclass(frozen=True)
class Exponential(Schedule, label="çarpımsal"):
    """Çarpımsal azaltma: max(floor, α·factor^t); `floor` oranın altına inmeyeceği değerdir.

    floor = 0 iken torch.optim.lr_scheduler.ExponentialLR ile aynı; keras'ın ExponentialDecay(α, n, γ)'sında ve optax'ın
    exponential_decay'inde çarpan n adımdadır: factor = γ^(1/n). d2l'nin FactorScheduler'ı durumludur:
    adıma bakmaz, her ÇAĞRIDA çarpar; 50 noktasını çizersen oran 50 kez azalmış olur. Ayrıca ilk çağrısı α
    değil α·factor verir.
    """

    lr: Rate
    factor: Factor
    floor: Rate = 0.0

    def at(self, t: Any) -> Any:
        return np.maximum(self.floor, self.lr * self.factor**t)

    @classmethod
    def over(cls, lr: float, steps: float, /, **given: Any) -> Self:
        return super().over(lr, steps, **{"factor": 0.01 ** (1 / steps), "floor": 0.01 * lr, **given})


@dataclass(frozen=True)
class SquareRoot(Schedule, label="karekök"):
    """α·(1 + t/scale)^(-1/2); scale = 1 iken d2l'nin SquareRootScheduler'ı. t = 0'da α, t = 3·scale'de α/2'dir.

    Isınmalı halleri: transformers'ınki `inverse_sqrt`, Vaswani ve ark.'ınınki `vaswani`.
    """

    lr: Rate
    scale: Period = 1

    def at(self, t: Any) -> Any:
        return self.lr * (t / self.scale + 1) ** -0.5


@dataclass(frozen=True)
class Staircase(Schedule, label="merdiven"):
    """Merdiven: α·factor^⌊t/every⌋, her `every` adımda bir basamak.

    torch'un StepLR'ı, keras'ın ExponentialDecay(staircase=True)'su ile aynı. MXNet'in FactorScheduler'ı güncellemeyi
    1'den sayar: aynı sayıda bir adım geç, gerçekte aynı güncellemede iner.
    """

    lr: Rate
    factor: Factor
    every: Period

    def at(self, t: Any) -> Any:
        return self.lr * self.factor ** np.floor(t / self.every)


@dataclass(frozen=True)
class MultiStep(Schedule, label="çok adımlı"):
    """α·factor^k; k, `milestones` içinde t'yi aşmayanların sayısıdır. torch'un MultiStepLR'ı ile aynı."""

    lr: Rate
    milestones: Boundaries
    factor: Factor

    def at(self, t: Any) -> Any:
        rates = [self.lr * self.factor**k for k in range(len(self.milestones) + 1)]
        return _stair(self.milestones, rates, t)

    @classmethod
    def over(cls, lr: float, steps: float, /, **given: Any) -> Self:
        return super().over(lr, steps, **{"factor": 0.1, **given})


@dataclass(frozen=True)
class Piecewise(Schedule, label="elle"):
    """Elle verilen oranlar: `boundaries[k-1]` ≤ t < `boundaries[k]` iken `rates[k]`; bir oran fazladır.

    Sınır adımında yeni oran geçerlidir. Keras'ın PiecewiseConstantDecay'i sınır adımında hâlâ eski orandadır.
    """

    boundaries: Boundaries
    rates: Rates

    def __post_init__(self) -> None:
        super().__post_init__()
        one_more("rates", self.rates, self.boundaries)

    def at(self, t: Any) -> Any:
        return _stair(self.boundaries, self.rates, t)

    @classmethod
    def over(cls, lr: float, steps: float, /, **given: Any) -> Self:
        rates = given.get("rates", (lr, 0.3 * lr, 0.1 * lr, 0.01 * lr))
        edges = tuple(steps * k / len(rates) for k in range(1, len(rates)))
        return cls(**{"boundaries": edges, "rates": rates, **given})


@dataclass(frozen=True)
class PiecewiseLinear(Schedule, label="kırık çizgi"):
    """Düğümler arasında doğru parçaları: `knots[k]` adımında oran tam `rates[k]`dir.

    İlk düğümden önce ilk, son düğümden sonra son oranda kalır. İki düğüm aynı adımdaysa oran orada sıçrar: o adımda
    sonrakinin oranı geçerlidir. optax'ın piecewise_interpolate_schedule("linear", ...)'ı; orada oranlar çarpandır.
    """

    knots: Boundaries
    rates: Rates

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.knots) != len(self.rates) or not self.knots:
            raise ValueError(
                f"`rates` uzunluğu {len(self.rates)} olamaz; `knots` içinde {len(self.knots)} düğüm var: en az bir "
                "düğüm ve her düğüme bir oran gerekli"
            )

    def at(self, t: Any) -> Any:
        return np.maximum(np.interp(t, self.knots, self.rates), 0.0)  # sıfıra inerken yuvarlama eksiye düşürmesin

    @classmethod
    def over(cls, lr: float, steps: float, /, **given: Any) -> Self:
        rates = given.get("rates", tuple(lr * part for part in (0.2, 1.0, 1.0, 0.5, 0.2, 0.01)))
        knots = tuple(steps * k / max(1, len(rates) - 1) for k in range(len(rates)))
        return cls(**{"knots": knots, "rates": rates, **given})


@dataclass(frozen=True)
class Polynomial(Schedule, label="polinom"):
    """end + (α - end)·(1 - t/steps)^power; t ≥ steps iken `end`. end = 0 iken torch'un PolynomialLR'ı.

    keras'ın PolynomialDecay'inin ve torch'unkinin varsayılan üssü 1, buradaki (MXNet'teki gibi) 2'dir.
    """

    lr: Rate
    end: Rate
    steps: Duration
    power: Positive = 2.0

    def at(self, t: Any) -> Any:
        return between(self.lr, self.end, (1 - _gone(t, self.steps)) ** self.power)


@dataclass(frozen=True)
class Linear(Schedule, label="doğrusal"):
    """α'dan `end`e doğru parçası: power = 1 olan Polynomial. `end` α'dan büyükse oran yükselir.

    torch'un LinearLR'ı aynı doğruyu taban oranın çarpanlarıyla (start_factor, end_factor) verir.
    """

    lr: Rate
    end: Rate
    steps: Duration

    def at(self, t: Any) -> Any:
        return between(self.lr, self.end, 1 - _gone(t, self.steps))


@dataclass(frozen=True)
class Cosine(Schedule, label="kosinüs"):
    """end + (α - end)·(1 + cos(2π·cycles·t/steps))/2; varsayılan yarım dalga uçlarda yavaş, ortada hızlı azalır.

    `cycles`: `steps` adımdaki dalga sayısı; 1.5 iner, çıkar, yeniden iner, tam sayı α'da biter. Baştan başlayan dalga
    `WarmRestarts`tır. transformers'ın get_cosine_schedule_with_warmup(w, T, num_cycles)'ı t ≤ T iken
    Warmup(Cosine(α, 0, T - w, num_cycles), w)'dir.

    Loshchilov ve Hutter 2017. cycles = 0.5 ve t ≤ steps iken torch'un CosineAnnealingLR(T_max=steps, eta_min=end)'i ve
    d2l'nin CosineScheduler'ı ile aynı. Sondan sonra burada son değerinde kalır; torch'unki ve transformers'ınki dalgayı
    sürdürür, d2l'ninki son hesapladığı değeri saklar (yeni bir nesnede `max_update`i aşan ilk adım AttributeError
    verir).
    """

    lr: Rate
    end: Rate
    steps: Duration
    cycles: Positive = 0.5

    def at(self, t: Any) -> Any:
        return between(self.lr, self.end, (1 + np.cos(tau * self.cycles * _gone(t, self.steps))) / 2)
