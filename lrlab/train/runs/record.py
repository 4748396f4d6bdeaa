"""Baştan sona tek ayarla bir eğitim ve adım adım tutulan bütün kaydı."""

import math
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from torch import nn

from lrlab.core.rules import Rule, a_rule
from lrlab.core.validate import instance, integer, number
from lrlab.train.data.batches import updates_per_epoch
from lrlab.train.data.datasets import Dataset
from lrlab.train.runs.device import thread_count
from lrlab.train.runs.fit import fitting
from lrlab.train.runs.run import Run


@dataclass(frozen=True)
class StepRecord:
    """Bir eğitimin kaydı; diziler numpy'dır.

    `step` (T,): adım numaraları, 1'den; `loss` (T,): o adımın minigrubunda, güncellemeden ÖNCEKİ ortalama
    çapraz entropi (nat); `seconds` (T,): o adımın sonuna dek yalnızca güncellemelere giden duvar saati süresi
    (değerlendirme hariç). `val_step` (V,): değerlendirmelerin yapıldığı adım (0: eğitimden önce); `val_loss`,
    `val_accuracy` (V,): geçerleme kümesinin tamamında kayıp ve doğruluk (0–1). `diverged_at`: sonlu olmayan
    ilk kaybın görüldüğü adım, 0 ise ıraksama yok. `updates_per_epoch`: bir dönemdeki adım sayısı. `model`:
    eğitilmiş ağ, her parametresi kendi belleğinde, verdiğin modelin yerleşiminde.
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
) -> StepRecord:
    """`model`in bir kopyasını `rule` ile eğitir; verdiğin model değişmez, eğitileni `StepRecord.model`dir.

    Bitiş için tam birini ver: `epochs` (dönem), `steps` (adım) ya da `seconds` (güncellemelere ayrılan süre,
    en az bir adım). `batch_size`: minigrup boyu; kısa son minigrup atılmaz, her dönem yeniden karıştırılır.
    `every`: kaç adımda bir değerlendirileceği (verilmezse her dönemin sonunda); adım 0 ve son adım hep
    değerlendirilir. `seed` minigrupların sırasını (ve varsa dropout'u) belirler. `hyper`: kuralın
    hiperparametreleri (ve `lrlab.train.Run`ın `warmup`, `weight_decay`i); kuralınkilerden herhangi biri, 0'dan
    sayılan adımın fonksiyonu (zamanlayıcı) olabilir. Kural t'yi 1'den sayar. Eğitim CPU'dadır.

    `threads`: eğitim süresince torch'un iş parçacığı sayısı (sonra eskisine döner). Küçük ağlarda fazlası
    hızlandırmaz, dolu makinede yavaşlatır; Fashion-MNIST'te 64'ten büyük minigruplarda boş makinede 2 yararlıdır.
    Sonlu olmayan ilk kayıpta durur (`StepRecord.diverged_at`), hata vermez. Eşdeğeri: `torch.optim`in aynı
    kuralıyla yazılmış olağan döngü. Hatalar: bilinmeyen hiperparametre `TypeError`; aralık dışı değer
    `ValueError`.
    """
    instance("dataset", dataset, Dataset, "bir veri kümesi olmalı, digits() gibi")
    size = integer("batch_size", batch_size)
    per_epoch = updates_per_epoch(len(dataset.train_y), size)
    last, budget = _limits(per_epoch, epochs, steps, seconds)
    every = per_epoch if every is None else integer("every", every)
    run = Run(
        dataset, model, a_rule(rule), batch_size=size, seed=seed, every=None, device="cpu", threads=threads, **hyper
    )
    if last >= per_epoch:  # dönemin kısa son minigrubuna sıra gelecek
        fitting(model, dataset, size, shortest=(len(dataset.train_y) - 1) % size + 1)
    losses: list[float] = []
    spent, evaluations, diverged_at = [], [], 0

    def evaluated() -> bool:
        evaluations.append((len(losses), *run.evaluate()))
        return math.isfinite(evaluations[-1][1])

    with thread_count(threads), run.flat():
        evaluated()
        elapsed = 0.0
        while True:
            clock = perf_counter()
            finite = run.step() == 1
            losses.append(run.loss)
            elapsed += perf_counter() - clock
            spent.append(elapsed)
            t = len(losses)
            done = t == last or elapsed >= budget or not finite
            if done or t % every == 0:
                finite = evaluated() and finite
            if not finite:
                diverged_at = t
            if done or not finite:
                break
    val_step, val_loss, val_accuracy = (np.array(column) for column in zip(*evaluations, strict=True))
    return StepRecord(
        np.arange(1, len(losses) + 1),
        np.array(losses),
        np.array(spent),
        val_step,
        val_loss,
        val_accuracy,
        diverged_at,
        per_epoch,
        run.model,
    )


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
