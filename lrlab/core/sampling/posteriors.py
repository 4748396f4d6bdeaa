"""İki parametreli sonsal dağılımlar: U'ları, minigruptan kestirilen gradyanları ve karşılaştırılacak doğru değerler.

U, sonsal dağılımın negatif logaritmasıdır (sabit terimi atılmış); `langevin` exp(-U) ile orantılı dağılımdan örnekler.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lrlab.core.sampling.dynamics import Gradient
from lrlab.core.surfaces import Surface
from lrlab.core.validate import integer, number

Array = np.ndarray


class Posterior(ABC):
    """İki parametreli bir sonsal dağılım: `surface` U'nun kendisi, `gradient(m)` minigruptan gradyanı."""

    @property
    @abstractmethod
    def surface(self) -> Surface:
        """U'nun kendisi."""

    @property
    @abstractmethod
    def examples(self) -> int:
        """Örnek sayısı."""

    @abstractmethod
    def likelihood_gradient(self, w: Array, rows: Array) -> Array:
        """Seçilen örneklerin U'ya katkısının gradyanı, örnek ekseni (0) boyunca toplanmış; `rows` (m, *ızgara)."""

    @abstractmethod
    def prior_gradient(self, w: Array) -> Array:
        """Önselin U'ya katkısının gradyanı."""

    def gradient(self, batch_size: int | None = None) -> Gradient:
        """Langevin'e verilecek gradyan: her adımda, her zincir için `batch_size` örnek (yinelenebilen) seçilir.

        Örneklerin toplamı n/m ile büyütülür: ortalaması tam gradyandır. `None` ya da m = n tam gradyanı verir.
        """
        n = self.examples
        m = n if batch_size is None else integer("batch_size", batch_size, f"[1, {n}]")
        if m == n:
            return lambda w, rng: self.surface.gradient(w)
        return lambda w, rng: (
            n / m * self.likelihood_gradient(w, rng.integers(n, size=(m, *w.shape[1:]))) + self.prior_gradient(w)
        )

    @cached_property
    def truth(self) -> "Truth":
        """Sonsal dağılım ızgarada: karşılaştırılacak doğru değerler."""
        return posterior_on_a_grid(self.surface)


@dataclass(frozen=True)
class Truth:
    """Izgarada toplanarak bulunan ortalama (2,), kovaryans (2, 2), `excess` = E[U] - en küçük U ve iki marjinal.

    `axes[k]` k. parametrenin değerleri, `densities[k]` oradaki olasılık yoğunluğudur.
    """

    mean: Array
    covariance: Array
    excess: float
    lowest: float
    axes: tuple[Array, Array]
    densities: tuple[Array, Array]


def posterior_on_a_grid(surface: Surface, points: int = 301) -> Truth:
    """exp(-U), yüzeyin penceresindeki ızgarada; pencerenin dışında kalan olasılık yok sayılır."""
    x0, x1, y0, y1 = surface.bounds
    axes = np.linspace(x0, x1, points), np.linspace(y0, y1, points)
    places = np.stack(np.meshgrid(*axes))
    energy = surface.value(places)
    with np.errstate(under="ignore"):  # uzaktaki noktaların olasılığı sıfıra iner
        weight = np.exp(energy.min() - energy)
        weight /= weight.sum()
        mean = (weight * places).sum((1, 2))
        away = places - mean[:, None, None]
        covariance = np.einsum("yx,iyx,jyx->ij", weight, away, away)
        excess = float((weight * (energy - energy.min())).sum())
    cells = [axis[1] - axis[0] for axis in axes]
    return Truth(
        mean, covariance, excess, float(energy.min()), axes, (weight.sum(0) / cells[0], weight.sum(1) / cells[1])
    )


@dataclass(frozen=True)
class Regression(Posterior):
    """y = eğim·x + kesme + N(0, 1) modelinin sonsal dağılımı; önsel N(0, 10²). Tam olarak normal dağılımdır."""

    x: Array  # (2, n): ilk satır girdiler, ikinci satır birler
    y: Array

    @property
    def examples(self) -> int:
        return len(self.y)

    @cached_property
    def precision(self) -> Array:
        """Λ = XXᵀ + I/10²: U'nun Hesse matrisi, kovaryansın tersi."""
        return self.x @ self.x.T + np.eye(2) / 100

    @cached_property
    def mean(self) -> Array:
        return np.linalg.solve(self.precision, self.x @ self.y)

    @cached_property
    def covariance(self) -> Array:
        return np.linalg.inv(self.precision)

    @cached_property
    def surface(self) -> Surface:
        (x, y), (dx, dy) = self.mean, 5 * np.sqrt(np.diag(self.covariance))

        def away(w: Array) -> Array:
            return w - self.mean.reshape((2,) + (1,) * (w.ndim - 1))

        return Surface(
            "doğrusal regresyon",
            lambda w: 0.5 * (away(w) * np.tensordot(self.precision, away(w), axes=1)).sum(0),
            lambda w: np.tensordot(self.precision, away(w), axes=1),
            start=(x - 0.8 * dx, y - 0.8 * dy),
            minima=((float(x), float(y)),),
            bounds=(x - dx, x + dx, y - dy, y + dy),
            eigenvalues=tuple(np.linalg.eigvalsh(self.precision)),
        )

    def likelihood_gradient(self, w: Array, rows: Array) -> Array:
        x = self.x[0].take(rows)
        wrong = w[0] * x + w[1] - self.y.take(rows)
        return np.array([(wrong * x).sum(0), wrong.sum(0)])

    def prior_gradient(self, w: Array) -> Array:
        return w / 100

    def stationary(self, rate: float, *, temperature: float = 1.0, batch_size: int | None = None) -> Array:
        """Sabit ε ile sonsuza dek yürüyen zincirlerin kovaryansı, (2, 2); zincirler ıraksıyorsa sonsuz.

        Sapma d = w - ortalama her adımda d ← A·d - (ε/2)·(minigrup gürültüsü) + √(εT)·N(0, 1) olur, A = I - (ε/2)Λ.
        Durağan kovaryans bu yüzden S = A·S·A + εT·I + (ε²/4)·V(S) denklemini çözer; V, minigrup gradyanının
        kovaryansıdır ve S'ye doğrusal bağlıdır. Tam gradyanda V = 0, her özyönde S = T / (λ(1 - ελ/4)): asıl varyans
        1/λ'dan büyük. Yanlılık ε ile sıfıra gider.
        """
        rate = number("rate", rate, "(0, inf)")
        n = self.examples
        m = n if batch_size is None else integer("batch_size", batch_size, f"[1, {n}]")
        inertia = np.eye(2) - rate / 2 * self.precision
        grow, source = np.kron(inertia, inertia), rate * number("temperature", temperature, "[0, inf)") * np.eye(2)
        if m < n:
            share = (rate * n) ** 2 / (4 * m)
            single = np.einsum("in,jn->nij", self.x, self.x)
            pull = self.x * (self.mean @ self.x - self.y)  # her örneğin, ortalamadaki gradyanı
            source = source + share * np.cov(pull, bias=True)
            whole = single.mean(0)
            grow = grow + share * (np.mean([np.kron(one, one) for one in single], axis=0) - np.kron(whole, whole))
        if np.abs(np.linalg.eigvals(grow)).max() >= 1:
            return np.full((2, 2), np.inf)
        return np.linalg.solve(np.eye(4) - grow, source.ravel()).reshape(2, 2)


def regression_posterior(examples: int = 40, seed: int = 0) -> Regression:
    """Eğimi 0.8, kesmesi 0.5 olan doğrunun çevresinde `examples` gürültülü nokta."""
    rng = np.random.default_rng(seed)
    x = 0.5 + rng.standard_normal(integer("examples", examples, "[2, inf)"))
    return Regression(np.stack([x, np.ones_like(x)]), 0.8 * x + 0.5 + rng.standard_normal(len(x)))


@dataclass(frozen=True)
class Mixture(Posterior):
    """½N(θ₁, 2) + ½N(θ₁+θ₂, 2) karışımının iki tepeli sonsal dağılımı; önseller θ₁ ~ N(0, 10), θ₂ ~ N(0, 1).

    Welling ve Teh'in (2011) 5.1'deki örneği. İkinci sayı varyanstır.
    """

    x: Array

    @property
    def examples(self) -> int:
        return len(self.x)

    @cached_property
    def surface(self) -> Surface:
        def value(w: Array) -> Array:
            from_first = self.x.reshape((-1,) + (1,) * (w.ndim - 1)) - w[0]
            both = np.logaddexp(-(from_first**2) / 4, -((from_first - w[1]) ** 2) / 4)
            return w[0] ** 2 / 20 + w[1] ** 2 / 2 - both.sum(0)

        def gradient(w: Array) -> Array:
            return self.likelihood_gradient(
                w, np.arange(len(self.x)).reshape((-1,) + (1,) * (w.ndim - 1))
            ) + self.prior_gradient(w)

        def bottom(w: Array) -> tuple[float, float]:
            for _ in range(2000):  # gradyan inişi: en dik eğrilik n'den küçük
                w = w - gradient(w) / len(self.x)
            return float(w[0]), float(w[1])

        minima = bottom(np.array([0.0, 2.0])), bottom(np.array([2.0, -2.0]))
        return Surface("iki tepeli karışım", value, gradient, (-1.2, -2.0), minima, (-2.0, 3.5, -4.0, 4.0))

    def likelihood_gradient(self, w: Array, rows: Array) -> Array:
        first = self.x.take(rows) - w[0]
        share = 0.5 + 0.5 * np.tanh((first - 0.5 * w[1]) * (0.25 * w[1]))  # ikinci bileşenin payı
        second = (0.5 * share * (w[1] - first)).sum(0)
        return np.array([second - (0.5 * (1 - share) * first).sum(0), second])

    def prior_gradient(self, w: Array) -> Array:
        return np.array([w[0] / 10, w[1]])


def mixture_posterior(examples: int = 40, seed: int = 3) -> Mixture:
    """Ortalamaları 0 ve 2 (kaynakta 1) olan iki bileşenden `examples` nokta: tepelerin arası alçaktır."""
    rng = np.random.default_rng(seed)
    second = rng.random(integer("examples", examples, "[2, inf)")) >= 0.5
    return Mixture(2.0 * second + np.sqrt(2) * rng.standard_normal(len(second)))
