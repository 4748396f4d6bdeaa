"""Öğrenme eğrileri: dönemlere karşı geçerleme hatasının paneli ve çok sayıda eğrinin tek çizgi oluşu."""

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes

from lrlab.figures.parts.limits import plain_ticks


def learning_panel(axes: Axes, title: str, epochs: int, ends: tuple[float, float]) -> None:
    """Paneli kurar: dönem `epochs`a dek, hata (%) `ends` arasında; iki eksen de logaritmiktir."""
    axes.set(title=title, xlabel="dönem", ylabel="geçerleme hatası (%)", xscale="log", yscale="log")
    axes.set(xlim=(0.95, 1.05 * epochs), ylim=ends)
    plain_ticks(axes.xaxis, [r for r in (1, 3, 9, 27, 81, 243) if r <= epochs])
    plain_ticks(axes.yaxis, error_marks(ends))


def error_marks(ends: tuple[float, float]) -> list[int]:
    """Logaritmik hata ekseninde (%) `ends` arasında yazılacak sayılar."""
    return [mark for mark in (5, 10, 15, 20, 30, 50, 90) if ends[0] < mark < ends[1]]


def joined(curves: Iterable[np.ndarray]) -> np.ndarray:
    """(n, 2) biçimindeki eğriler, aralarında boşlukla, (2, toplam): hepsi tek bir çizgiyle çizilir."""
    gap = [[np.nan, np.nan]]
    return np.concatenate([np.empty((0, 2)), *(np.concatenate([curve, gap]) for curve in curves)]).T
