"""Öğrenme eğrileri: dönemlere karşı geçerleme hatasının paneli, çok sayıda eğrinin ortancası ve şeridi."""

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

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


def middle(curves: np.ndarray, share: float = 0.8) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(n, E) eğrinin her dönemdeki ortancası, ortadaki `share` payının altı ve üstü; olmayan (NaN) sayılmaz."""
    low, mid, high = (np.full(curves.shape[1], np.nan) for _ in range(3))
    known = np.isfinite(curves).any(axis=0)
    if known.any():
        ends = ((1 - share) / 2, 0.5, (1 + share) / 2)
        low[known], mid[known], high[known] = np.nanquantile(curves[:, known], ends, axis=0)
    return mid, low, high


def band(low: np.ndarray, high: np.ndarray, at: np.ndarray | None = None) -> Path:
    """`at` dönemlerinde (verilmezse 1 … E) `low` ile `high` arasında kalan alan; sayı olmayan dönemler çizilmez."""
    known = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
    if len(known) < 2:
        return Path(np.empty((0, 2)))
    x = known + 1.0 if at is None else at[known]
    edge = np.column_stack([np.r_[x, x[::-1]], np.r_[low[known], high[known][::-1]]])
    return Path(np.r_[edge, edge[:1]], closed=True)


def joined(curves: Iterable[np.ndarray]) -> np.ndarray:
    """(n, 2) biçimindeki eğriler, aralarında boşlukla, (2, toplam): hepsi tek bir çizgiyle çizilir."""
    gap = [[np.nan, np.nan]]
    return np.concatenate([np.empty((0, 2)), *(np.concatenate([curve, gap]) for curve in curves)]).T
