"""Derslerin ağları: tohumla kurulan, genel rastgele üretece dokunmayan küçük modeller."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import torch
from torch import nn

from lrlab.core.validate import integer
from lrlab.train.runs.dice import Dice


def mlp(sizes: Sequence[int], seed: int = 0, *, dtype: torch.dtype = torch.float32) -> nn.Sequential:
    """Katman boyları `sizes` olan tam bağlı ağ; ara katmanlarda ReLU, çıkışta etkinleştirme yok (logitler).

    `mlp((64, 32, 10))`: 64 girdi, 32 gizli birim, 10 sınıf. Girdi (n, ...) önce (n, sizes[0]) biçimine
    düzleştirilir. Ağırlıklar torch'un `nn.Linear` varsayılanıyla, `seed`den, float32 olarak çekilir ve
    `dtype`a çevrilir: aynı tohum her dtype'ta aynı ağdır. En az iki boy ister; boylar 1'den küçükse
    `ValueError`.
    """
    if isinstance(sizes, str) or not isinstance(sizes, Sequence) or len(sizes) < 2:
        raise ValueError(f"`sizes` = {sizes!r} olamaz; en az iki boy gerekli: girdi ve çıkış, örneğin (64, 32, 10)")
    _real(dtype)
    sizes = [integer(f"sizes[{i}]", size) for i, size in enumerate(sizes)]
    layers: list[nn.Module] = [nn.Flatten()]
    with seeded(seed):
        for inputs, outputs in pairwise(sizes):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1]).to(dtype)


def softmax_regression(
    inputs: int, classes: int, seed: int = 0, *, dtype: torch.dtype = torch.float32
) -> nn.Sequential:
    """Softmax bağlanımı: (n, inputs) girdiden (n, classes) logite tek doğrusal katman."""
    return mlp((inputs, classes), seed, dtype=dtype)


def lenet(seed: int = 0, *, dtype: torch.dtype = torch.float32) -> nn.Sequential:
    """ReLU'lu, en büyük havuzlamalı LeNet: d2l'nin zamanlayıcı bölümündeki ağ; 61 706 parametre.

    Girdi (n, 1, 28, 28), çıktı (n, 10) logittir. LeCun'un 1998'deki ağından farkı: sigmoid yerine ReLU, ortalama
    yerine en büyük havuzlama. Ağırlıklar torch'un varsayılanıyla, `seed`den çekilir. Havuzlama ReLU'dan önce yazılır:
    ReLU sırayı bozmadığından sayılar ve gradyanlar son bitine dek aynıdır, ReLU ise dörtte bir sayıya bakar.
    """
    _real(dtype)
    with seeded(seed):
        return nn.Sequential(
            nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
            nn.Conv2d(6, 16, kernel_size=5), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(),
            nn.Linear(16 * 5 * 5, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
        ).to(dtype)  # fmt: skip


def _real(dtype: torch.dtype) -> None:
    if not (isinstance(dtype, torch.dtype) and dtype.is_floating_point):
        raise TypeError(f"`dtype` = {dtype!r} olamaz; kesirli bir torch türü olmalı, torch.float32 gibi")


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Blok boyunca torch'un (CPU) genel üretecini `seed` ile kurar, çıkışta eski durumuna döndürür."""
    with Dice(integer("seed", seed, f"[0, {2**64})"), torch.device("cpu")):
        yield
