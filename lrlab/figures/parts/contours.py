"""Eşyükselti eğrileri tek bir çizgi olarak: yüzeyi değişen şekiller onları da oynayan çizim olarak günceller."""

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.surfaces import Surface

LEVELS = np.geomspace(1e-4, 1, 14)  # en küçük ile en büyük değer arasındaki pay; alçakta sık


def contour_line(surface: Surface, levels: np.ndarray | None = None) -> np.ndarray:
    """Yüzeyin penceresindeki eşyükselti eğrileri, (2, N); eğriler birbirinden NaN ile ayrılır.

    `levels` eğrilerin değerleridir; verilmezse `LEVELS`e göre seçilir.
    """
    x0, x1, y0, y1 = surface.bounds
    xs, ys = np.linspace(x0, x1, 120), np.linspace(y0, y1, 90)
    height = surface.value(np.stack(np.meshgrid(xs, ys)))
    low, high = height.min(), height.max()
    chosen = low + (high - low) * LEVELS if levels is None else levels
    drawn = Figure().subplots().contour(xs, ys, height, levels=chosen)
    gap = np.full((1, 2), np.nan)
    pieces = [piece for level in drawn.allsegs for segment in level for piece in (segment, gap)]
    return np.concatenate(pieces).T


def lowest(surface: Surface) -> float:
    """Yüzeyin en küçük noktalarındaki en küçük kayıp."""
    return min(float(surface.value(np.array(minimum))) for minimum in surface.minima)
