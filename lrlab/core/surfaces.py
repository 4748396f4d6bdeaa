"""İki boyutlu kayıp yüzeyleri: değer, gradyan ve gürültülü gradyan.

Nokta `w`nin biçimi (2, *ızgara)'dır: `w[0]` yatay (x), `w[1]` düşey (y) koordinat. Değer (*ızgara), gradyan
(2, *ızgara) biçimindedir; tek nokta (2,) biçimindedir.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lrlab.core.validate import boolean, instance, integer, number, numbers, plain_array

Array = np.ndarray
# Çok uzaktaki noktada kayıp ve gradyan taşar, en küçük noktanın dibinde sıfıra iner: ikisi de hata değildir.
OUTSIDE: dict[str, Any] = {"over": "ignore", "under": "ignore", "invalid": "ignore"}


@dataclass(frozen=True)
class Surface:
    """Bir kayıp yüzeyi: değeri `value(w)`, gradyanı `grad(w)`; `formula` ve `gradient` bunların formülleridir.

    `start` önerilen başlangıç noktası, `minima` en küçük noktalar, `bounds` çizim penceresi (x0, x1, y0, y1).
    `noise` > 0 ise `grad`, her adımda seed ve t'nin belirlediği, standart sapması `noise` olan normal bir gürültü
    ekler. Aynı (seed, t) hep aynı gürültüdür ve ızgaranın bütün noktaları onu paylaşır: kurallar aynı gürültüyle
    karşılaştırılabilsin diye. `aligned` ise gürültü eğriliği izler: λ özdeğerli yönde standart sapması `noise`·√λ'dır.
    """

    name: str
    formula: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    start: tuple[float, float]
    minima: tuple[tuple[float, float], ...]
    bounds: tuple[float, float, float, float]
    eigenvalues: tuple[float, float] | None = None  # yalnızca ikinci dereceden yüzeylerde: (λ₁, λₙ)
    noise: float = 0.0
    seed: int = 0
    aligned: bool = False

    def value(self, w: Any) -> Array:
        """`w`deki kayıp, (*ızgara)."""
        with np.errstate(**OUTSIDE):
            return self.formula(_point(w))

    def grad(self, w: Any, t: int = 0) -> Array:
        """`w`deki gradyan; yüzeyin gürültüsü varsa t. adımınkiyle (1'den sayılır)."""
        w = _point(w)
        try:
            return self._grad(w, t)
        except FloatingPointError:  # np.seterr(all="raise")
            with np.errstate(**OUTSIDE):
                return self._grad(w, t)

    def _grad(self, w: Array, t: int) -> Array:
        g = self.gradient(w)
        if self.noise:
            drawn = self.noise * np.random.default_rng((self.seed, t)).standard_normal(2)
            g = g + _column(self._root() @ drawn if self.aligned else drawn, w)
        return g

    def _root(self) -> Array:
        """İkinci dereceden yüzeyin Hessian'ının karekökü; gradyanı doğrusaldır, sütunları birim vektörlerdekidir."""
        values, vectors = np.linalg.eigh(self.gradient(np.eye(2)))
        return (vectors * np.sqrt(values)) @ vectors.T


def a_surface(value: Any) -> Surface:
    """`value` bir yüzeyse onu döndürür, değilse `TypeError`; bowl değil bowl() bir yüzeydir."""
    return instance("surface", value, Surface, "bir yüzey olmalı, bowl() gibi")


def _point(w: Any) -> Array:
    """`w`, kesirli sayılardan bir dizi olarak: tam sayı dizisinde eğrilikler ve gürültü sıfıra yuvarlanırdı."""
    if not (isinstance(w, np.ndarray) and w.dtype.kind == "f"):
        w = numbers("w", plain_array("w", w, "ilk ekseni (x, y) olan bir dizi ver: .to_numpy().T"))
    if w.shape[:1] != (2,):
        raise ValueError(f"`w` biçimi {w.shape} olamaz; ilk ekseni (x, y) için 2 olmalı")
    return w


def _column(pair: Array, w: Array) -> Array:
    """İki sayıyı `w`nin ilk ekseni boyunca yayınlanacak biçime ve onun veri türüne getirir."""
    return np.asarray(pair, dtype=w.dtype).reshape((2,) + (1,) * (w.ndim - 1))


def bowl(kappa: float = 50.0) -> Surface:
    """İkinci dereceden çanak f = ½(x²/κ + y²): özdeğerler λ₁ = 1/κ (yatay, yassı) ve λₙ = 1 (düşey, dik).

    λₙ = 1 olduğundan α eksenindeki sayı doğrudan α·λₙ'dir. Koşul sayısı κ = λₙ/λ₁ en az 1'dir.
    """
    kappa = number("kappa", kappa, "[1, inf)")
    curvature = np.array([1 / kappa, 1.0])
    return Surface(
        f"çanak (κ = {kappa:g})",
        lambda w: 0.5 * (w[0] ** 2 / kappa + w[1] ** 2),
        lambda w: _column(curvature, w) * w,
        start=(-9.0, 1.6),
        minima=((0.0, 0.0),),
        bounds=(-11.0, 3.0, -2.4, 2.4),
        eigenvalues=(1 / kappa, 1.0),
    )


def ravine(kappa: float = 100.0, degrees: float = 30.0) -> Surface:
    """Yatık vadi: `degrees` kadar döndürülmüş çanak; dik yön hiçbir eksene denk gelmez (λ₁ = 1/κ, λₙ = 1)."""
    kappa = number("kappa", kappa, "[1, inf)")
    angle = np.deg2rad(number("degrees", degrees))
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    hessian = np.outer(along, along) / kappa + np.outer(across, across)
    return Surface(
        f"yatık vadi (κ = {kappa:g})",
        lambda w: 0.5 * (w * _times(hessian, w)).sum(axis=0),
        lambda w: _times(hessian, w),
        start=(-8.0, -2.0),
        minima=((0.0, 0.0),),
        bounds=(-10.0, 4.0, -6.0, 4.0),
        eigenvalues=(1 / kappa, 1.0),
    )


def _times(hessian: Array, w: Array) -> Array:
    """½·wᵀHw'nin gradyanı Hw, ızgaranın her noktasında."""
    return np.tensordot(hessian.astype(w.dtype), w, axes=1)


def rosenbrock() -> Surface:
    """Rosenbrock (1960): f = (1-x)² + 100(y-x²)²; kıvrık, dar bir vadinin dibinde tek en küçük nokta (1, 1)."""

    def gradient(w: Array) -> Array:
        x, y = w
        off = y - x * x
        return np.stack([-2 * (1 - x) - 400 * x * off, 200 * off])

    return Surface(
        "Rosenbrock",
        lambda w: (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2,
        gradient,
        start=(-1.2, 1.0),
        minima=((1.0, 1.0),),
        bounds=(-1.8, 1.8, -0.6, 2.2),
    )


def saddle() -> Surface:
    """Eyer f = ½x² - ½y² + ¼y⁴: (0, 0) eyer noktası, (0, ±1) en küçük noktalar; başlangıç eyere yakındır."""
    return Surface(
        "eyer",
        lambda w: 0.5 * w[0] ** 2 - 0.5 * w[1] ** 2 + 0.25 * w[1] ** 4,
        lambda w: np.stack([w[0], w[1] ** 3 - w[1]]),
        start=(-1.8, 0.01),
        minima=((0.0, -1.0), (0.0, 1.0)),
        bounds=(-2.2, 1.2, -1.6, 1.6),
    )


def plateau() -> Surface:
    """Plato f = r²/(1+r²): en küçük noktadan uzakta gradyan neredeyse sıfırdır."""
    return Surface(
        "plato",
        lambda w: (w[0] ** 2 + w[1] ** 2) / (1 + w[0] ** 2 + w[1] ** 2),
        lambda w: 2 * w / (1 + w[0] ** 2 + w[1] ** 2) ** 2,
        start=(-3.0, 1.5),
        minima=((0.0, 0.0),),
        bounds=(-4.0, 2.0, -2.4, 2.4),
    )


def two_minima() -> Surface:
    """İki çukur f = ¼(x²-1)² + 0.1x + ½y²: solda derin (x ≈ -1.05), sağda sığ (x ≈ 0.95) bir en küçük nokta."""
    deep, _, shallow = np.sort(np.roots([1, 0, -1, 0.1]).real)
    return Surface(
        "iki çukur",
        lambda w: 0.25 * (w[0] ** 2 - 1) ** 2 + 0.1 * w[0] + 0.5 * w[1] ** 2,
        lambda w: np.stack([w[0] ** 3 - w[0] + 0.1, w[1]]),
        start=(1.9, 1.0),
        minima=((float(deep), 0.0), (float(shallow), 0.0)),
        bounds=(-2.0, 2.2, -1.4, 1.4),
    )


def noisy(surface: Surface, scale: float, seed: int = 0, *, aligned: bool = False) -> Surface:
    """Aynı yüzey, gradyanına standart sapması `scale` olan normal gürültü eklenmiş.

    `aligned`: gürültü eğrilikle orantılı; λ özdeğerli yönde standart sapması `scale`·√λ. Doğrusal bir modelin karesel
    kaybında, en küçük noktanın yakınında minigrup gürültüsü böyledir; yalnızca ikinci dereceden yüzeylerde.
    """
    surface = a_surface(surface)
    scale = number("scale", scale, "[0, inf)")
    seed = integer("seed", seed, "[0, inf)")
    if boolean("aligned", aligned) and surface.eigenvalues is None:
        raise ValueError(f"`aligned` = True olamaz; {surface.name} ikinci dereceden bir yüzey değil, özdeğerleri yok")
    return replace(surface, name=f"gürültülü {surface.name}", noise=scale, seed=seed, aligned=aligned)
