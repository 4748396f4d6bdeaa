"""Eşyükselti eğrileri: hiç değişmeyen zemine çizilmiş ya da yüzeyle birlikte değişen tek bir çizgi olarak."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lrlab.core.surfaces import Surface
from lrlab.figures.parts.style import own_look

Bounds = tuple[float, float, float, float]  # x0, x1, y0, y1
LEVELS = np.geomspace(1e-4, 1, 14)  # en küçük ile en büyük değer arasındaki pay; alçakta sık


def contour_line(surface: Surface, levels: np.ndarray | None = None) -> np.ndarray:
    """Yüzeyin penceresindeki eşyükselti eğrileri, (2, N); eğriler birbirinden NaN ile ayrılır.

    `levels` eğrilerin değerleridir; verilmezse `LEVELS`e göre seçilir. Pencerede hiç geçmeyen değerin eğrisi yoktur.
    """
    xs, ys, height = _heights(surface.value, surface.bounds, 160, 120)
    low, high = height.min(), height.max()
    chosen = low + (high - low) * LEVELS if levels is None else np.asarray(levels)
    chosen = chosen[(low <= chosen) & (chosen <= high)]
    if not len(chosen):
        return np.empty((2, 0))
    with own_look():
        drawn = Figure().subplots().contour(xs, ys, height, levels=chosen)
    gap = np.full((1, 2), np.nan)
    pieces = [piece for level in drawn.allsegs for segment in level for piece in (segment, gap)]
    return np.concatenate(pieces).T


def draw_contours(
    axes: Axes, value: Callable[[np.ndarray], np.ndarray], bounds: Bounds, shares: np.ndarray = LEVELS,
    low: float | None = None, grid: tuple[int, int] = (160, 120), **look: Any,
) -> None:  # fmt: skip
    """`value(w)`nin eşyükselti eğrilerini zemine çizer ve ekseni `bounds`a getirir.

    `shares`: `low` (verilmezse penceredeki en küçük değer) ile en büyük değer arasındaki paylar. `grid`:
    değerin hesaplandığı noktaların yatay ve düşey sayısı.
    """
    xs, ys, height = _heights(value, bounds, *grid)
    floor = height.min() if low is None else low
    axes.contour(xs, ys, height, levels=floor + (height.max() - floor) * shares, **look)
    axes.set(xlim=bounds[:2], ylim=bounds[2:])


def _heights(value: Callable[[np.ndarray], np.ndarray], bounds: Bounds, columns: int, rows: int) -> tuple[Any, ...]:
    x0, x1, y0, y1 = bounds
    xs, ys = np.linspace(x0, x1, columns), np.linspace(y0, y1, rows)
    return xs, ys, value(np.stack(np.meshgrid(xs, ys)))


def lowest(surface: Surface) -> float:
    """Yüzeyin en küçük noktalarındaki en küçük kayıp."""
    return min(float(surface.value(np.array(minimum))) for minimum in surface.minima)
