"""Noktaların tarayıcıya giden biçimi: pikselin sekizde birine yuvarlanmış koordinatların bir öncekinden farkları."""

from typing import Any

import numpy as np
from matplotlib.path import Path

UNIT = 8
BREAK = -32768  # x'i bu olan nokta koordinat değil işarettir; y'si hangisi olduğunu söyler
MOVE, CLOSE, NEXT, END = 0, 1, 2, 3  # yeni alt yol; alt yolu kapat; aynı görünüşte ayrı bir çizim; görünüş değişir
FARTHEST = 4095.0  # işaretle karışmayan en uzak piksel


def quantised(points: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(points * UNIT), BREAK + 1, -BREAK - 1).astype(np.int64)


def sign(kind: int) -> np.ndarray:
    """Noktaların arasına konan işaret."""
    return np.array([(BREAK, kind)])


def encoded(vertices: Any, codes: Any) -> np.ndarray:
    """Düz parçalardan oluşan bir yolun (matplotlib'in `vertices` ve `codes`u) noktaları ve aralarındaki işaretler."""
    vertices, codes = np.asarray(vertices), np.asarray(codes)
    ends = codes == Path.STOP
    if ends.any():
        vertices, codes = vertices[~ends], codes[~ends]
    if len(codes) > 100 and (codes[1:] == Path.LINETO).all():
        vertices = thinned(vertices)
        codes = codes[: len(vertices)]
    points = quantised(vertices)
    points[codes == Path.CLOSEPOLY] = (BREAK, CLOSE)
    moves = np.flatnonzero(codes == Path.MOVETO)[1:]
    return np.insert(points, moves, (BREAK, MOVE), axis=0) if len(moves) else points


def thinned(vertices: np.ndarray) -> np.ndarray:
    """Soldan sağa giden kalabalık bir çizginin her piksel sütununda ilk, son, en alt ve en üst noktası kalır."""
    if (np.diff(vertices[:, 0]) < 0).any():
        return vertices
    column = np.floor(vertices[:, 0])
    starts = np.flatnonzero(np.diff(column, prepend=-np.inf))
    ends = np.append(starts[1:], len(column)) - 1
    if (ends - starts).max() < 4:
        return vertices
    order = np.lexsort((vertices[:, 1], column))  # her sütunda y'ye göre sıralı: uçlar dilimin başı ve sonu
    return vertices[np.unique(np.concatenate([starts, ends, order[starts], order[ends]]))]


def packed(pieces: list[np.ndarray]) -> bytes:
    """Parçaları arka arkaya baytlara çevirir: x ve y'nin bir önceki noktadan farkları, küçük sayı az bayt tutarak.

    Her sayının işareti en küçük bitindedir (0, -1, 1, -2, … → 0, 1, 2, 3, …); bir bayt yedi bit taşır, sekizinci bit
    sayının sürdüğünü söyler.
    """
    if not pieces:
        return b""
    steps = np.diff(np.concatenate(pieces), axis=0, prepend=[[0, 0]]).ravel()
    whole = (steps << 1) ^ (steps >> 63)
    sizes = 1 + (whole >= 1 << 7) + (whole >= 1 << 14)  # farklar 17 bitten kısadır: üç bayt hep yeter
    shifted = whole[:, None] >> np.array([0, 7, 14])
    more = np.arange(3) < sizes[:, None] - 1
    return ((shifted & 127) | (more << 7)).astype(np.uint8)[np.arange(3) < sizes[:, None]].tobytes()
