"""Tek boyutta Bayesçi arama: x = log₁₀ α ekseninde Gauss süreci ve beklenen iyileşmeyle, 20 arama birlikte."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lrlab.hpo.searchers.gaussian import expected_improvement

LOW, HIGH = -5.0, 0.0  # x'in uçları
FIRST, STEPS, SEARCHES = 3, 15, 20  # rastgele başlangıç noktası, EI ile ölçüm ve arama sayıları
GRID = np.linspace(LOW, HIGH, 126)  # EI'nin en büyüğü bu noktalarda aranır
LENGTHS = np.geomspace(0.25, 5, 10)  # veriden öğrenilen uzunluk ölçeğinin adayları, onluk; en kısası aralığın 1/20'si
LEAST_SCALE = 0.01  # bütün ölçümler aynıyken de bir belirsizlik kalsın
JITTER = 1e-8  # matris tersinir kalsın diye; ölçümün gürültüsünden çok küçüktür


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def _dip(x: np.ndarray, centre: float, width: float) -> np.ndarray:
    return np.exp(-0.5 * ((x - centre) / width) ** 2)


# Gerçek hata, x'in (log₁₀ α) fonksiyonu; arama onu yalnız ölçtüğü noktalarda bilir.
OBJECTIVES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "öğrenme oranı": lambda x: 0.2 + 0.01 * (x + 1.2) ** 2 + 0.55 * _sigmoid(-(x + 3.2) / 0.3)
    + 0.5 * _sigmoid((x + 0.45) / 0.06),
    "iki çukur": lambda x: 0.65 - 0.3 * _dip(x, -3.7, 0.5) - 0.45 * _dip(x, -1.1, 0.25),
    "plato": lambda x: 0.6 - 0.4 * _dip(x, -1.6, 0.15),
    "çanak": lambda x: 0.2 + 0.06 * (x + 2) ** 2,
}  # fmt: skip


class Searches(NamedTuple):
    """S aramanın N = FIRST + STEPS ölçümü; `length[:, k]`: ilk FIRST + k ölçümden sonra kullanılan uzunluk ölçeği."""

    x: np.ndarray  # (S, N)
    y: np.ndarray  # (S, N)
    length: np.ndarray  # (S, STEPS + 1)


def correlation(one: np.ndarray, other: np.ndarray, length: np.ndarray | float) -> np.ndarray:
    """Matérn 5/2: iki nokta arasındaki bağ, uzaklık büyüdükçe 1'den 0'a iner."""
    r = np.sqrt(5) * abs(one - other) / length
    return (1 + r + r**2 / 3) * np.exp(-r)


def scaled(y: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ölçümler ortalaması 0, sapması 1 olacak biçimde; ortalamaları, ölçekleri ve gürültünün o birimdeki varyansı."""
    centre, scale = y.mean(-1, keepdims=True), np.maximum(y.std(-1, keepdims=True), LEAST_SCALE)
    return (y - centre) / scale, np.concatenate([centre, scale], axis=-1), (noise / scale[..., 0]) ** 2 + JITTER


def posterior(x: np.ndarray, y: np.ndarray, length: np.ndarray, noise: float, at: np.ndarray) -> tuple:
    """Gauss sürecinin `at`teki (S, M) ortalaması ve standart sapması; x, y (S, n), length (S,). Gürültü bilinir.

    Formülün kendisidir: ortalama k·K⁻¹·y, varyans 1 - k·K⁻¹·kᵀ; K'nın köşegenine gürültünün varyansı eklenir. sklearn
    aynı sayıları verir; burada bütün aramalar birlikte hesaplanır, kaydırıcı beklemez. `lrlab.hpo.fit_gp` ayrıca
    sinyalin genliğini de öğrenir; burada genlik hep ölçümlerin sapmasıdır.
    """
    z, units, variance = scaled(y, noise)
    length = np.asarray(length)[:, None, None]
    K = correlation(x[:, :, None], x[:, None, :], length) + variance[:, None, None] * np.eye(x.shape[1])
    k = correlation(at[:, :, None], x[:, None, :], length)
    weights = k @ np.linalg.inv(K)
    mean, shrink = (weights @ z[..., None])[..., 0], (weights * k).sum(-1)
    centre, scale = units[:, :1], units[:, 1:]
    return centre + scale * mean, scale * np.sqrt(np.maximum(1 - shrink, 0))


def likeliest(x: np.ndarray, y: np.ndarray, noise: float) -> np.ndarray:
    """Her aramanın (S,), ölçümlerini en olası kılan (marjinal olabilirlik) uzunluk ölçeği, `LENGTHS` içinden."""
    z, _, variance = scaled(y, noise)
    K = correlation(x[:, None, :, None], x[:, None, None, :], LENGTHS[None, :, None, None])
    L = np.linalg.cholesky(K + variance[:, None, None, None] * np.eye(x.shape[1]))
    white = np.linalg.solve(L, np.broadcast_to(z[:, None, :, None], (*L.shape[:3], 1)))[..., 0]
    score = -0.5 * np.square(white).sum(-1) - np.log(np.diagonal(L, axis1=2, axis2=3)).sum(-1)
    return LENGTHS[score.argmax(1)]


def improvement(x: np.ndarray, y: np.ndarray, length: np.ndarray, noise: float) -> tuple:
    """`GRID`deki (S, 126) ortalama, sapma, EI ve geçilecek değer (S,): modelin ölçülen noktalardaki en küçüğü."""
    grid = np.broadcast_to(GRID, (len(x), len(GRID)))
    mean, sd = posterior(x, y, length, noise, np.concatenate([grid, x], axis=1))
    best = mean[:, len(GRID) :].min(1)
    mean, sd = mean[:, : len(GRID)], sd[:, : len(GRID)]
    return mean, sd, expected_improvement(mean, sd, best[:, None]), best


@lru_cache(1)
def dice() -> tuple[np.ndarray, np.ndarray]:
    """Her aramanın düzgün çekilmiş noktaları ve ölçümlerinin gürültüsü, (S, N); ayar değişince aynı kalırlar."""
    rng = np.random.default_rng(0)
    shape = SEARCHES, FIRST + STEPS
    return rng.uniform(LOW, HIGH, shape), rng.standard_normal(shape)


@lru_cache(32)
def searched(objective: str, noise: float, length: float | None) -> Searches:
    """EI ile 20 arama: üç rastgele nokta, sonra hep EI'nin en büyüğü. `length` `None` ise her adımda öğrenilir."""
    (x, luck), truth, lengths = dice(), OBJECTIVES[objective], np.empty((SEARCHES, STEPS + 1))
    x, y = x.copy(), truth(x) + noise * luck
    for k in range(STEPS + 1):
        n = FIRST + k
        lengths[:, k] = likeliest(x[:, :n], y[:, :n], noise) if length is None else length
        if k < STEPS:
            gain = improvement(x[:, :n], y[:, :n], lengths[:, k], noise)[2]
            x[:, n] = GRID[gain.argmax(1)]
            y[:, n] = truth(x[:, n]) + noise * luck[:, n]
    return Searches(x, y, lengths)


def incumbents(objective: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """İlk n ölçümden en küçüğünü veren noktanın GERÇEK hatası, (S, N): gürültüde en küçük ölçüm iyimserdir."""
    leading = np.array([y[:, : n + 1].argmin(1) for n in range(y.shape[1])]).T
    return OBJECTIVES[objective](np.take_along_axis(x, leading, axis=1))


@lru_cache(32)
def random_incumbents(objective: str, noise: float) -> np.ndarray:
    """Rastgele aramanın aynısı: her arama EI'ninkiyle aynı üç noktadan başlar."""
    x, luck = dice()
    return incumbents(objective, x, OBJECTIVES[objective](x) + noise * luck)
