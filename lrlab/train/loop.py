"""Bir sınıflandırıcının eğitimi: bir güncelleme kuralı, minigruplar ve adım adım tutulan kayıt."""

import copy
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core.rules import Rule, a_rule
from lrlab.core.validate import instance, integer, number
from lrlab.train.batches import minibatches, updates_per_epoch
from lrlab.train.data import Dataset
from lrlab.train.fit import fitting
from lrlab.train.flat import flatten
from lrlab.train.models import seeded

CHUNK = 4096  # değerlendirmede bir kerede geçen örnek


@dataclass(frozen=True)
class Record:
    """Bir eğitimin kaydı; diziler numpy'dır.

    `step` (T,): adım numaraları, 1'den; `loss` (T,): o adımın minigrubunda, güncellemeden ÖNCEKİ ortalama
    çapraz entropi (nat); `seconds` (T,): o adımın sonuna dek yalnızca güncellemelere giden duvar saati süresi
    (değerlendirme hariç). `val_step` (V,): değerlendirmelerin yapıldığı adım (0: eğitimden önce); `val_loss`,
    `val_accuracy` (V,): geçerleme kümesinin tamamında kayıp ve doğruluk (0–1). `diverged_at`: sonlu olmayan
    ilk kaybın görüldüğü adım, 0 ise ıraksama yok. `updates_per_epoch`: bir dönemdeki adım sayısı. `model`:
    eğitilmiş ağ.
    """

    step: np.ndarray
    loss: np.ndarray
    seconds: np.ndarray
    val_step: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    diverged_at: int
    updates_per_epoch: int
    model: nn.Module

    @property
    def val_seconds(self) -> np.ndarray:
        """Her değerlendirmeye dek güncellemelere giden süre, (V,), saniye; adım 0 için 0."""
        return np.concatenate([[0.0], self.seconds])[self.val_step]


def train(
    dataset: Dataset,
    model: nn.Module,
    rule: Rule,
    *,
    batch_size: int,
    epochs: int | None = None,
    steps: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    every: int | None = None,
    threads: int = 1,
    **hyper: Any,
) -> Record:
    """`model`in bir kopyasını `rule` ile eğitir; verdiğin model değişmez, eğitileni `Record.model`dir.

    Bitiş için tam birini ver: `epochs` (dönem), `steps` (adım) ya da `seconds` (güncellemelere ayrılan süre,
    en az bir adım). `batch_size`: minigrup boyu; kısa son minigrup atılmaz, her dönem yeniden karıştırılır.
    `every`: kaç adımda bir değerlendirileceği (verilmezse her dönemin sonunda); adım 0 ve son adım hep
    değerlendirilir. `seed` minigrupların sırasını (ve varsa dropout'u) belirler. `hyper`: kuralın
    hiperparametreleri; herhangi biri, 0'dan sayılan adımın fonksiyonu (zamanlayıcı) olabilir. Kural t'yi
    1'den sayar.

    `threads`: eğitim süresince torch'un iş parçacığı sayısı (sonra eskisine döner). Küçük ağlarda fazlası
    hızlandırmaz, dolu makinede yavaşlatır; Fashion-MNIST'te 64'ten büyük minigruplarda boş makinede 2 yararlıdır.
    Sonlu olmayan ilk kayıpta durur (`Record.diverged_at`), hata vermez. Eşdeğeri: `torch.optim`in aynı
    kuralıyla yazılmış olağan döngü. Hatalar: bilinmeyen hiperparametre `TypeError`; aralık dışı değer
    `ValueError`.
    """
    instance("dataset", dataset, Dataset, "bir veri kümesi olmalı, digits() gibi")
    size, seed = integer("batch_size", batch_size), integer("seed", seed, "[0, inf)")
    per_epoch = updates_per_epoch(len(dataset.train_y), size)
    last, budget = _limits(per_epoch, epochs, steps, seconds)
    every = per_epoch if every is None else integer("every", every)
    values, scheduled = a_rule(rule).scheduled(**hyper)
    fixed = {name: number(name, value) for name, value in values.items()}
    shortest = (len(dataset.train_y) - 1) % size + 1 if last >= per_epoch else size
    model = copy.deepcopy(fitting(model, dataset, size, shortest))
    w, g = flatten(model)
    train_x, val_x = dataset.train_x.to(w.dtype), dataset.val_x.to(w.dtype)
    state = rule.zeros(w)
    losses, spent, evaluations, diverged_at = [], [], [], 0

    def evaluated(step: int) -> bool:
        evaluations.append((step, *evaluate(model, val_x, dataset.val_y)))
        return math.isfinite(evaluations[-1][1])

    with _threads(integer("threads", threads, "[1, 1024]")), seeded(seed):
        evaluated(0)
        model.train()
        elapsed, clock = 0.0, perf_counter()
        for t, (x, y) in enumerate(_endless(train_x, dataset.train_y, size, seed), start=1):
            g.zero_()
            loss = cross_entropy(model(x), y)
            losses.append(loss.item())
            if finite := math.isfinite(losses[-1]):
                loss.backward()
                with torch.no_grad():
                    new, state = rule(w, g, state, t, **fixed, **scheduled(t - 1))
                    w.copy_(new)
            elapsed += perf_counter() - clock
            spent.append(elapsed)
            done = t == last or elapsed >= budget or not finite
            if done or t % every == 0:
                finite = evaluated(t) and finite
            if not finite:
                diverged_at = t
            if done or not finite:
                break
            clock = perf_counter()
    val_step, val_loss, val_accuracy = (np.array(column) for column in zip(*evaluations, strict=True))
    return Record(
        np.arange(1, len(losses) + 1),
        np.array(losses),
        np.array(spent),
        val_step,
        val_loss,
        val_accuracy,
        diverged_at,
        per_epoch,
        model,
    )


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> tuple[float, float]:
    """Bütün örneklerde ortalama çapraz entropi (nat) ve doğruluk (0–1); modelin kipini değiştirmez.

    Kayıp örneklerin ortalamasıdır: parça ortalamalarının ortalaması alınsaydı kısa son parça fazla sayılırdı.
    """
    if not len(y):
        raise ValueError("`y` boş olamaz; en az bir örnek gerekli")
    training = model.training
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for xs, ys in zip(x.split(CHUNK), y.split(CHUNK), strict=True):
            logits = model(xs)
            loss += cross_entropy(logits, ys, reduction="sum").item()
            right += int((logits.argmax(1) == ys).sum())
    model.train(training)
    return loss / len(y), right / len(y)


def _limits(per_epoch: int, epochs: int | None, steps: int | None, seconds: float | None) -> tuple[float, float]:
    """Son adım ve süre sınırı (verilmeyen sonsuz)."""
    given = {"epochs": epochs, "steps": steps, "seconds": seconds}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        found = ", ".join(f"`{name}`" for name in named) or "hiçbiri"
        raise TypeError(f"`epochs`, `steps` ve `seconds`tan tam birini ver; verilen: {found}")
    if seconds is not None:
        return math.inf, number("seconds", seconds, "(0, inf)")
    return (integer("steps", steps) if epochs is None else integer("epochs", epochs) * per_epoch), math.inf


def _endless(x: torch.Tensor, y: torch.Tensor, size: int, seed: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Dönem dönem, her dönemde yeniden karıştırılmış minigruplar, sonsuza dek."""
    for epoch in count():
        for batch in minibatches(x, y, size, seed=(seed, epoch)):
            yield batch.x, batch.y


@contextmanager
def _threads(wanted: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(wanted)
    try:
        yield
    finally:
        torch.set_num_threads(before)
