"""Dönem dönem, en hızlı yoldan eğitim: LeNet gibi ağlar için; kesilirse kaldığı yerden sürer."""

import math
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from lrlab.core.rules import Rule
from lrlab.core.validate import boolean, instance, integer
from lrlab.train.data.batches import epoch_order, updates_per_epoch
from lrlab.train.data.datasets import Dataset
from lrlab.train.runs.checkpoint import fingerprint, read, write
from lrlab.train.runs.device import chosen_device, thread_count
from lrlab.train.runs.fit import fitting
from lrlab.train.runs.learner import Learner
from lrlab.train.runs.settings import Plan, make_plan

COLUMNS = ("rate", "train_loss", "train_accuracy", "val_loss", "val_accuracy", "seconds")


@dataclass(frozen=True)
class EpochRecord:
    """Dönemlerin kaydı; diziler numpy'dır, her dönem için bir öğe.

    `epoch` (E,): dönem numaraları, 1'den; `rate` (E,): dönemin ilk güncellemesindeki öğrenme oranı. `train_loss`,
    `train_accuracy` (E,): dönem boyunca, her minigrubun güncellemesinden ÖNCE ölçülenlerin ortalaması (d2l'deki
    gibi; ağ o sırada değişmektedir, bu yüzden dönem sonundaki ağın eğitim doğruluğundan biraz düşüktür). `val_loss`,
    `val_accuracy` (E,): dönemin sonunda geçerleme kümesinin tamamında. Kayıplar nat, doğruluklar 0–1. `seconds`
    (E,): o dönemin, değerlendirmeyle birlikte, süresi. `diverged_at`: kaybı sonlu olmayan dönem, 0 ise ıraksama yok.
    `updates_per_epoch`: bir dönemdeki güncelleme sayısı; `model`: eğitilmiş ağ,
    her parametresi kendi belleğinde, verdiğin modelin yerleşiminde.
    """

    epoch: np.ndarray
    rate: np.ndarray
    train_loss: np.ndarray
    train_accuracy: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    seconds: np.ndarray
    diverged_at: int
    updates_per_epoch: int
    model: nn.Module


def train_epochs(
    dataset: Dataset,
    model: nn.Module,
    rule: Rule | str = "sgd",
    *,
    epochs: int,
    batch_size: int = 256,
    seed: int = 0,
    device: torch.device | str | None = None,
    threads: int = 2,
    progress: bool = False,
    checkpoint: str | Path | None = None,
    warmup: int = 0,
    weight_decay: Any = None,
    **hyper: Any,
) -> EpochRecord:
    """`model`in bir kopyasını `epochs` dönem eğitir; verdiğin model değişmez, eğitileni `EpochRecord.model`dir.

    `lrlab.train.train` ile aynı güncellemeleri aynı sırayla yapar; farkı, her adımda kaybı okuyup beklememesi
    ve yalnızca dönem sonlarını kaydetmesidir. `hyper`: kuralın hiperparametreleri, sayı ya da 0'dan sayılan
    GÜNCELLEMENİN fonksiyonu (zamanlayıcı); birimi dönem olan zamanlayıcıyı PerEpoch ile sar. `warmup` (güncelleme),
    `weight_decay`: `lrlab.train.Run`daki gibi. `device`: verilmezse varsa CUDA ya da MPS, yoksa CPU.
    `threads`: CPU'da iş parçacığı sayısı; dolu makinede 1 ver. `progress`: ilerleme çubuğu.

    `checkpoint`: verilirse her dönemin sonunda bu dosyaya yazılır; aynı ayarlarla (aynı ya da daha büyük `epochs`)
    yeniden çağrılınca kaldığı yerden, CPU'da son bitine dek aynı koşu olarak sürer. Dosya başka ayarlarınsa
    `ValueError` farkı söyler ve dosyaya dokunulmaz. Kesilirse (Ctrl-C, "Interrupt kernel") biten dönemlerin kaydı
    döner. Kayıp sonlu değilse o dönemin sonunda durur, hata vermez.
    """
    instance("dataset", dataset, Dataset, "bir veri kümesi olmalı, digits() gibi")
    epochs, seed = integer("epochs", epochs), integer("seed", seed, f"[0, {2**64})")
    threads, progress = integer("threads", threads, "[1, 1024]"), boolean("progress", progress)
    plan = make_plan(rule, batch_size=batch_size, warmup=warmup, weight_decay=weight_decay, **hyper)
    n, size = len(dataset.train_y), plan.settings.batch_size
    fitting(model, dataset, size, shortest=(n - 1) % size + 1)
    work = _Epochs(dataset, model, plan, seed, chosen_device(device))
    if checkpoint is not None:
        checkpoint = Path(checkpoint)
        wanted = fingerprint(dataset, model, plan, seed)
        if (saved := read(checkpoint, wanted, epochs)) is not None:
            work.restore(saved)
    done = work.state()
    with (
        tqdm(total=epochs * work.updates, initial=work.epoch * work.updates, unit=" adım", disable=not progress) as bar,
        thread_count(threads),
        work.learner.flat,
        torch.enable_grad(),
    ):
        try:
            while work.epoch < epochs and not work.diverged_at:
                work.run_epoch(bar)
                done = work.state()
                if checkpoint is not None:
                    write(checkpoint, wanted, done)
        except KeyboardInterrupt:
            work.restore(done)  # yarım kalan dönem atılır
    return work.record()


class _Epochs:
    """Süren eğitim: öğrenen ağ ve biten dönemlerin sütunları."""

    def __init__(self, dataset: Dataset, model: nn.Module, plan: Plan, seed: int, device: torch.device) -> None:
        self.plan, self.seed, self.epoch, self.diverged_at = plan, seed, 0, 0
        self.learner = Learner(dataset, model, plan.rule, seed, device)
        self.columns: dict[str, list[float]] = {name: [] for name in COLUMNS}
        self.updates = updates_per_epoch(len(dataset.train_y), plan.settings.batch_size)

    def run_epoch(self, bar: tqdm) -> None:
        """Bir dönem eğitir, değerlendirir ve sütunlara ekler."""
        began, first = perf_counter(), self.plan.hyper(self.epoch * self.updates)
        losses, right = [], []
        y = self.learner.y
        order = epoch_order(len(y), self.seed, self.epoch).to(y.device)
        parts = order.split(self.plan.settings.batch_size)
        for step, rows in enumerate(parts, start=self.epoch * self.updates):
            loss, logits = self.learner.forward(rows)
            self.learner.update(loss, self.plan.acting, step + 1, self.plan.hyper(step))
            losses.append(loss.detach())
            right.append((logits.argmax(1) == y.index_select(0, rows)).sum())
            bar.update()
        sizes = torch.tensor([len(rows) for rows in parts], dtype=torch.float64)
        # Aygıt yalnızca burada beklenir: dönem boyunca hiçbir sayı okunmadı.
        train_loss = float(torch.stack(losses).cpu().double() @ sizes / len(y))
        train_accuracy = int(torch.stack(right).sum()) / len(y)
        val_loss, val_accuracy = self.learner.evaluate()
        self.epoch += 1
        if not (math.isfinite(train_loss) and math.isfinite(val_loss)):
            self.diverged_at = self.epoch
        found = (first.get("lr", math.nan), train_loss, train_accuracy, val_loss, val_accuracy)
        for name, value in zip(COLUMNS, (*found, perf_counter() - began), strict=True):
            self.columns[name].append(value)
        bar.set_postfix_str(f"dönem {self.epoch}: geçerleme doğruluğu {val_accuracy:.3f}")

    def state(self) -> dict[str, Any]:
        """Biten dönemlerin sonundaki her şey, kopya olarak."""
        columns = {name: list(values) for name, values in self.columns.items()}
        return {"epoch": self.epoch, "diverged_at": self.diverged_at, "columns": columns, **self.learner.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """`state()`in anlattığı ana döner."""
        self.epoch, self.diverged_at = state["epoch"], state["diverged_at"]
        self.columns = {name: list(values) for name, values in state["columns"].items()}
        self.learner.load_state_dict(state, self.plan.rule)

    def record(self) -> EpochRecord:
        columns = {name: np.array(values, dtype=float) for name, values in self.columns.items()}
        epoch, model = np.arange(1, self.epoch + 1), self.learner.model
        return EpochRecord(epoch, **columns, diverged_at=self.diverged_at, updates_per_epoch=self.updates, model=model)
