"""Öğrenme oranı azaltma formülleri: her birinin tek tanımı.

Ortak davranış (adım 0'dan sayılır, sayı ve dizi, sondan sonrası, hatalar) `Schedule` açıklamasındadır.
Formüllerde α başlangıç oranı `lr`, t adımdır. `steps` süreli bir zamanlayıcı `end` değerine tam t = `steps`
adımında varır: T güncellemelik bir eğitimin son güncellemesi t = T-1'dir, yani `steps` = T iken varıştan bir
adım önce biter (torch'ta da öyle). Süre 0 ise sona hemen varılmıştır. Alanlardaki aralık dışı değer, adını ve
izin verileni söyleyen hata verir.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lrlab.core.schedules.schedule import Schedule, one_more


def _between(lr: float, end: float, share: Any) -> Any:
    """`share` 1'den 0'a inerken `lr`den `end`e; iki uçta da değer tamdır (yuvarlama hatası yok)."""
    return lr * share + end * (1 - share)


def _gone(t: Any, steps: float) -> Any:
    """Yolun gidilen payı: t = 0'da 0, t ≥ steps iken 1."""
    return np.minimum(t / steps, 1.0) if steps else np.ones_like(t)


def _stair(boundaries: Sequence[float], rates: Sequence[float], t: Any) -> Any:
    """`boundaries` içinde t'yi aşmayan kaç adım varsa `rates`in o sıradaki öğesi."""
    return np.take(rates, np.searchsorted(boundaries, t, side="right"))


@dataclass(frozen=True)
class Constant(Schedule):
    """Sabit oran: α."""

    lr: float

    def at(self, t: Any) -> Any:
        return np.full_like(t, self.lr)


@dataclass(frozen=True)
class SquareRoot(Schedule):
    """α·(t+1)^(-1/2); d2l'nin SquareRootScheduler'ı ile aynı. t = 0'da α'dır."""

    lr: float

    def at(self, t: Any) -> Any:
        return self.lr * (t + 1) ** -0.5


@dataclass(frozen=True)
class InverseTime(Schedule):
    """α / (1 + rate·t); `rate` ne kadar çabuk azalacağıdır: t = 1/rate'te oran α/2'dir."""

    lr: float
    rate: float

    def at(self, t: Any) -> Any:
        return self.lr / (1 + self.rate * t)


@dataclass(frozen=True)
class Exponential(Schedule):
    """Çarpımsal azaltma: max(floor, α·factor^t); `floor` oranın altına inmeyeceği değerdir.

    floor = 0 iken torch.optim.lr_scheduler.ExponentialLR ile aynı. d2l'nin FactorScheduler'ı durumludur:
    adıma bakmaz, her ÇAĞRIDA çarpar; 50 noktasını çizersen oran 50 kez azalmış olur. Ayrıca ilk çağrısı α
    değil α·factor verir.
    """

    lr: float
    factor: float
    floor: float = 0.0

    def at(self, t: Any) -> Any:
        return np.maximum(self.floor, self.lr * self.factor**t)


@dataclass(frozen=True)
class Staircase(Schedule):
    """Merdiven: α·factor^⌊t/every⌋, her `every` adımda bir basamak. torch'un StepLR'ı ile aynı."""

    lr: float
    factor: float
    every: float

    def at(self, t: Any) -> Any:
        return self.lr * self.factor ** np.floor(t / self.every)


@dataclass(frozen=True)
class Piecewise(Schedule):
    """Elle verilen oranlar: `boundaries[k-1]` ≤ t < `boundaries[k]` iken `rates[k]`; bir oran fazladır.

    Sınır adımında yeni oran geçerlidir. Keras'ın PiecewiseConstantDecay'i sınır adımında hâlâ eski orandadır.
    """

    boundaries: tuple[float, ...]
    rates: tuple[float, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        one_more("rates", self.rates, self.boundaries)

    def at(self, t: Any) -> Any:
        return _stair(self.boundaries, self.rates, t)


@dataclass(frozen=True)
class MultiStep(Schedule):
    """α·factor^k; k, `milestones` içinde t'yi aşmayanların sayısıdır. torch'un MultiStepLR'ı ile aynı."""

    lr: float
    milestones: tuple[float, ...]
    factor: float

    def at(self, t: Any) -> Any:
        rates = [self.lr * self.factor**k for k in range(len(self.milestones) + 1)]
        return _stair(self.milestones, rates, t)


@dataclass(frozen=True)
class Polynomial(Schedule):
    """end + (α - end)·(1 - t/steps)^power; t ≥ steps iken `end`. end = 0 iken torch'un PolynomialLR'ı."""

    lr: float
    end: float
    steps: float
    power: float = 2.0

    def at(self, t: Any) -> Any:
        return _between(self.lr, self.end, (1 - _gone(t, self.steps)) ** self.power)


@dataclass(frozen=True)
class Linear(Schedule):
    """α'dan `end`e doğru parçası: power = 1 olan Polynomial. `end` α'dan büyükse oran yükselir.

    torch'un LinearLR'ı aynı doğruyu taban oranın çarpanlarıyla (start_factor, end_factor) verir.
    """

    lr: float
    end: float
    steps: float

    def at(self, t: Any) -> Any:
        return _between(self.lr, self.end, 1 - _gone(t, self.steps))


@dataclass(frozen=True)
class Cosine(Schedule):
    """end + (α - end)·(1 + cos(π·t/steps))/2; uçlarda yavaş, ortada hızlı azalır.

    Loshchilov ve Hutter 2017. t ≤ steps iken torch'un CosineAnnealingLR(T_max=steps, eta_min=end)'i ve
    d2l'nin CosineScheduler'ı ile aynı. Sondan sonra burada `end`de kalır; torch'unki yeniden yükselir,
    d2l'ninki son hesapladığı değeri saklar (yeni bir nesnede `max_update`i aşan ilk adım AttributeError
    verir).
    """

    lr: float
    end: float
    steps: float

    def at(self, t: Any) -> Any:
        return _between(self.lr, self.end, (1 + np.cos(np.pi * _gone(t, self.steps))) / 2)
