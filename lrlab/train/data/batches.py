"""Minigruplar: karıştırılmış veriyi, dersteki X^{t} gibi 1'den numaralı parçalara böler."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from lrlab.core.validate import integer


class Minibatch(NamedTuple):
    """Bir minigrup: numarası `t` (1'den sayılır), girdileri `x` (m, ...) ve etiketleri `y` (m, ...)."""

    t: int
    x: Any
    y: Any


def minibatches(x: Any, y: Any, size: int, *, seed: int | Sequence[int] = 0) -> Iterator[Minibatch]:
    """`x` ve `y`yi birlikte karıştırır ve `size` örneklik minigruplara böler; bir dönemlik gezinti döndürür.

    `x`, `y`: ilk ekseni örnekler olan numpy dizileri ya da torch tensörleri; değişmezler, minigruplar
    kopyadır. Örnek sayısı `size`a bölünmüyorsa son minigrup kısadır ama atılmaz (torch DataLoader'ın
    varsayılanı gibi); `size` örnek sayısını aşarsa tek minigrup vardır. Aynı `seed` aynı sırayı verir; her
    dönemde başka bir sıra için dönemi de kat:

        for epoch in range(3):
            for t, X, Y in minibatches(x, y, 64, seed=(0, epoch)):
                ...

    `seed`: negatif olmayan bir tam sayı ya da onların dizisi. Hatalar: yanlış tür `TypeError`, boş veri,
    farklı boylar ya da aralık dışı `size`/`seed` `ValueError`.
    """
    n = _count(x, y)
    size = integer("size", size)
    seeds = [integer("seed", s, "[0, inf)") for s in (seed if isinstance(seed, (tuple, list)) else (seed,))]
    return _parts(x, y, _order(n, seeds), min(size, n))


def epoch_order(n: int, seed: int, epoch: int) -> torch.Tensor:
    """`epoch` dönemindeki örnek sırası, (n,): minibatches(..., seed=(seed, epoch)) minigrupları bu sıradan keser."""
    return torch.from_numpy(_order(n, [seed, epoch]))


def updates_per_epoch(n: int, size: int) -> int:
    """Bir dönemdeki güncelleme (minigrup) sayısı: ⌈n / size⌉; kısa son minigrup da sayılır."""
    return -(-integer("n", n) // integer("size", size))


def _order(n: int, seeds: list[int]) -> np.ndarray:
    return np.random.default_rng(seeds).permutation(n)


def _parts(x: Any, y: Any, order: np.ndarray, size: int) -> Iterator[Minibatch]:
    order_x, order_y = (torch.from_numpy(order) if isinstance(a, torch.Tensor) else order for a in (x, y))
    for t, start in enumerate(range(0, len(order), size), start=1):
        stop = start + size
        yield Minibatch(t, x[order_x[start:stop]], y[order_y[start:stop]])


def _count(x: Any, y: Any) -> int:
    for name, array in (("x", x), ("y", y)):
        if not isinstance(array, (np.ndarray, torch.Tensor)):
            raise TypeError(
                f"`{name}` bir numpy dizisi ya da torch tensörü olmalı; verilen: {type(array).__name__} "
                f"(önce np.asarray({name}) ile çevir)"
            )
        if array.ndim == 0 or len(array) == 0:
            raise ValueError(f"`{name}` boş olamaz; verilen biçim: {tuple(array.shape)}, en az bir örnek gerekli")
    if len(x) != len(y):
        raise ValueError(f"`x` ve `y` aynı sayıda örnek içermeli; verilen: {len(x)} ve {len(y)}")
    return len(x)
