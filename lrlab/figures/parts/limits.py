"""Eksenlerin uçları ve çentikleri; uçlar basamak basamak büyür ki her karede zemin baştan çizilmesin."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axis import Axis


def below(value: float) -> float:
    """`value`yu aşmayan en büyük 10ᵏ."""
    return float(10.0 ** np.floor(np.log10(value) + 1e-9))


def above(value: float, marks: tuple[float, ...] = (1, 2, 5, 10)) -> float:
    """`value`dan küçük olmayan ilk `marks` x 10ᵏ; küçük değişikliklerde eksen yerinde kalır."""
    scale = below(value)
    return float(next(mark * scale for mark in marks if mark * scale >= value * (1 - 1e-9)))


def plain_ticks(axis: Axis, marks: Sequence[float]) -> None:
    """Eksende yalnızca bu sayılar, 10'un üssü olarak değil olduğu gibi yazılır."""
    axis.set_ticks(marks, [f"{mark:g}" for mark in marks])
    axis.set_ticks([], minor=True)
