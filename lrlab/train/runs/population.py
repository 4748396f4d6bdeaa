"""Nüfus: her biri kendi hiperparametreleriyle, K küçük ağ aynı anda eğitilir.

Ağlar tek tek değil, toplu matris çarpımlarıyla yürür: bütün ağırlıklar tek bir (K, P) tensörüdür, ileri ve geri
geçiş elle yazılmıştır. Aynı güncelleme kuralı (K, 1) biçimindeki hiperparametrelerle bütün ağları birden günceller.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice, pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from lrlab.core.rules import Rule, a_rule
from lrlab.core.validate import grid_shape, instance, integer, numbers
from lrlab.train.data.batches import minibatches, updates_per_epoch
from lrlab.train.data.datasets import Dataset
from lrlab.train.networks.flat import flatten
from lrlab.train.networks.models import mlp
from lrlab.train.optimizers.rule_step import Vectors
from lrlab.train.runs.device import thread_count

TOGETHER = 64  # bir kümede birlikte yürüyen ağ: ağırlıkları, gradyanları ve kuralın durumu önbelleğe sığsın
ROWS = 1024  # değerlendirmede bir kerede geçen örnek


@dataclass(frozen=True)
class Population:
    """Bir nüfusun kaydı; diziler numpy'dır. `grid`: hiperparametrelerin ve tohumların birlikte yayınlandığı biçim.

    `val_step` (V,): değerlendirilen adımlar (0: eğitimden önce); `val_loss`, `val_accuracy` (V, *ızgara): geçerleme
    kümesinin tamamında ortalama çapraz entropi (nat) ve doğruluk (0–1); `loss` (T, *ızgara): her adımın
    minigrubunda, güncellemeden ÖNCEKİ kayıp. `diverged_at` (*ızgara): sonlu olmayan ilk kaybın görüldüğü adım, 0 ise
    ıraksama yok; ıraksayan ağın o kayıptan sonraki değerleri NaN'dır. `steps_done` (*ızgara): ulaşılan adım; T'den
    küçükse eğitim yarıda kesilmiştir, kalan değerler NaN'dır. `hyper`: ad -> ızgara biçiminde dizi (zamanlayıcı
    olduğu gibi durur).
    """

    grid: tuple[int, ...]
    rule: Rule
    val_step: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    loss: np.ndarray
    diverged_at: np.ndarray
    steps_done: np.ndarray
    hyper: dict[str, Any]


def train_population(
    dataset: Dataset,
    sizes: Sequence[int],
    rule: Rule,
    *,
    steps: int,
    batch_size: int = 64,
    seed: Any = 0,
    every: int | None = None,
    progress: bool = False,
    dtype: torch.dtype = torch.float32,
    **hyper: Any,
) -> Population:
    """`mlp(sizes, seed)` ağlarından, ızgaranın her hücresi için birini, `rule` ile birlikte eğitir.

    `hyper` ve `seed` sayı ya da birlikte yayınlanan dizilerdir: α'lar (A, 1), β'lar (B,) biçiminde verilirse A x B
    ağ eğitilir. Bir hiperparametre, 0'dan sayılan adımın fonksiyonu (zamanlayıcı) da olabilir; o bütün ağlarda
    aynıdır. Her ağ, aynı tohumla tek başına `train` edilseydi göreceği minigrupları görür ve aynı sayıları verir:
    float64'te 1e-10'a kadar, float32'de 1e-5 oranına kadar; ıraksama sınırındaki ağlarda yuvarlama farkı büyür.
    `every`: kaç adımda bir değerlendirileceği (verilmezse her dönemin sonunda); adım 0 ve son adım hep değerlendirilir.

    `progress`: ilerlemeyi gösterir. Kesilirse (KeyboardInterrupt) hata vermez, o ana kadarki kayıt döner. Hatalar:
    bilinmeyen hiperparametre `TypeError`; aralık dışı değer, uyuşmayan biçimler ya da veriye uymayan `sizes`
    `ValueError`.
    """
    instance("dataset", dataset, Dataset, "bir veri kümesi olmalı, digits() gibi")
    steps, size = integer("steps", steps), integer("batch_size", batch_size)
    every = updates_per_epoch(len(dataset.train_y), size) if every is None else integer("every", every)
    values, scheduled = a_rule(rule).scheduled(**hyper)
    moving = [scheduled(t) for t in range(steps)]
    arrays = {name: np.asarray(value, dtype=float) for name, value in values.items()}
    seeds = numbers("seed", seed, f"[0, {2**32 - 1}]")
    grid = grid_shape(seed=seeds, **arrays)
    if 0 in grid:
        raise ValueError(f"hiperparametrelerin ortak biçimi {grid} olamaz; ızgarada en az bir ağ olmalı")
    seeds = np.array([integer("seed", one, "[0, inf)") for one in np.broadcast_to(seeds, grid).flat])
    first = {one: _initial(dataset, sizes, one, dtype) for one in set(seeds.tolist())}
    train_x, val_x = (x.to(dtype).flatten(1) for x in (dataset.train_x, dataset.val_x))

    def own(who: np.ndarray) -> dict[str, Any]:
        # Herkeste aynı olan sayı Python sayısı kalır: kural onu float32'ye yuvarlamadan kullanır.
        spread = {name: np.broadcast_to(a, grid).reshape(-1, 1)[who] for name, a in arrays.items() if a.ndim}
        return {name: float(arrays[name]) for name in arrays if name not in spread} | {
            name: torch.tensor(a, dtype=dtype) for name, a in spread.items()
        }

    order = np.argsort(seeds, kind="stable")  # aynı tohumlu ağlar aynı minigrupları paylaşsın
    parts = [order[k : k + TOGETHER] for k in range(0, len(order), TOGETHER)]
    groups = [_Group(rule, sizes, torch.stack([first[s] for s in seeds[who].tolist()]), own(who)) for who in parts]
    endless = {one: _endless(len(train_x), size, one) for one in first}

    val_step = np.unique([0, *range(every, steps, every), steps])
    loss, val_loss, val_accuracy = (np.full((rows, len(seeds)), np.nan) for rows in (steps, *2 * (len(val_step),)))
    diverged_at, steps_done = np.zeros((2, len(seeds)), dtype=int)

    def write(row: np.ndarray, who: np.ndarray, t: int, values: Tensor) -> None:
        found = values.numpy()
        new = who[~np.isfinite(found) & (diverged_at[who] == 0)]
        diverged_at[new] = t
        row[who] = np.where(diverged_at[who] == 0, found, np.nan)

    bar = tqdm(total=steps * len(seeds), desc=f"{len(seeds)} ağ", unit=" adım", disable=not progress, leave=False)
    with suppress(KeyboardInterrupt), torch.no_grad(), thread_count(1), bar:
        for row, (begin, end) in enumerate(pairwise([0, *val_step])):
            batches = {one: list(islice(endless[one], end - begin)) for one in first}
            for who, group in zip(parts, groups, strict=True):
                shared = sorted(set(seeds[who].tolist()))
                for t in range(begin, end):
                    seen = shared if len(shared) == 1 else seeds[who].tolist()
                    picked = torch.stack([batches[one][t - begin] for one in seen])
                    write(loss[t], who, t + 1, group.step(train_x[picked], dataset.train_y[picked], t + 1, moving[t]))
                    steps_done[who] = t + 1
                    bar.update(len(who))
                found, right = group.evaluate(val_x, dataset.val_y)
                write(val_loss[row], who, end, found)
                write(val_accuracy[row], who, end, right)
    val_loss, val_accuracy, loss = (one.reshape(-1, *grid) for one in (val_loss, val_accuracy, loss))
    given = {name: v if callable(v) else np.broadcast_to(v, grid) for name, v in values.items()} | {
        name: hyper[name] for name in hyper if callable(hyper[name])
    }
    ends = diverged_at.reshape(grid), steps_done.reshape(grid)
    return Population(grid, rule, val_step, val_loss, val_accuracy, loss, *ends, given)


class _Group:
    """Birlikte yürüyen K ağ: ağırlıkları `w` (K, P, yerinde değişir), kuralın durumu ve hiperparametreleri."""

    def __init__(self, rule: Rule, sizes: Sequence[int], w: Tensor, hyper: dict[str, Any]) -> None:
        self.rule, self.sizes, self.w, self.hyper = rule, sizes, w, hyper
        self.g = torch.zeros_like(w)
        self._vectors = Vectors(rule, w, self.g)

    def step(self, x: Tensor, y: Tensor, t: int, moving: dict[str, float]) -> Tensor:
        """Bir güncelleme; minigrup `x` (1 ya da K, m, n), `y` (1 ya da K, m). Güncellemeden önceki kayıp, (K,)."""
        inputs = self._forward(x)
        log_p = inputs.pop()
        loss = _cross_entropy(log_p, y).mean(1)
        target = torch.arange(log_p.shape[1])[:, None] == y[:, None]
        d = log_p.exp_().sub_(target.to(log_p)).div_(y.shape[1])  # ∂kayıp/∂logit = (olasılık - hedef) / m
        layers = zip(_layers(self.w, self.sizes), _layers(self.g, self.sizes), inputs, strict=True)
        for (weight, _), (weight_grad, bias_grad), a in reversed(list(layers)):
            weight_grad.copy_(d @ a.mT)
            torch.sum(d, 2, keepdim=True, out=bias_grad)
            if a is not inputs[0]:
                d = (weight.mT @ d).mul_(a.sign())  # ReLU'nun türevi: etkin birimde 1, sönükte 0
        self._vectors.advance(self.rule, t, {**self.hyper, **moving})
        return loss

    def evaluate(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """Bütün örneklerde ortalama kayıp ve doğruluk, (K,) ve (K,)."""
        loss: Any = 0
        right: Any = 0
        for xs, ys in zip(x.split(ROWS), y.split(ROWS), strict=True):
            log_p = self._forward(xs[None])[-1]
            each = _cross_entropy(log_p, ys[None])
            loss = loss + each.sum(1)
            # argmax bu eksende 100 kat yavaştır; doğru sınıfın en büyük olup olmadığına bakmak yeter.
            right = right + (log_p.amax(1) == -each).sum(1)
        return loss / len(y), right.double() / len(y)

    def _forward(self, x: Tensor) -> list[Tensor]:
        """Her katmanın girdisi ve sonda log olasılıklar; hepsi (ağ, birim, örnek) biçiminde: örnekler sütundur."""
        outputs = [x.mT]
        for weight, bias in _layers(self.w, self.sizes):
            if len(outputs) > 1:
                outputs[-1].clamp_(min=0)
            outputs.append((weight @ outputs[-1]).add_(bias))
        # Sınıflar son eksende olmadığından softmax örnekler boyunca vektörlenir: 10 sınıfta 15 kat hızlı.
        outputs[-1] = torch.log_softmax(outputs[-1], 1)
        return outputs


def _layers(flat: Tensor, sizes: Sequence[int]) -> Iterator[tuple[Tensor, Tensor]]:
    """`flat`ın (K, P) görünümleri olarak her katmanın ağırlığı (K, çıkış, girdi) ve sabiti (K, çıkış, 1)."""
    start = 0
    for inputs, outputs in pairwise(sizes):
        middle, stop = start + inputs * outputs, start + (inputs + 1) * outputs
        yield flat[:, start:middle].unflatten(1, (outputs, inputs)), flat[:, middle:stop, None]
        start = stop


def _cross_entropy(log_p: Tensor, y: Tensor) -> Tensor:
    """Her ağın her örnekteki kaybı, (K, m)."""
    return -log_p.gather(1, y.expand(len(log_p), -1)[:, None]).squeeze(1)


def _initial(dataset: Dataset, sizes: Sequence[int], seed: int, dtype: torch.dtype) -> Tensor:
    """`mlp(sizes, seed)`in düz ağırlıkları (P,); boyları veriye uymuyorsa `ValueError`."""
    w, _ = flatten(mlp(sizes, seed, dtype=dtype))
    wanted = dataset.train_x[0].numel(), len(dataset.classes)
    if (sizes[0], sizes[-1]) != wanted:
        raise ValueError(
            f"`sizes` = {sizes!r} olamaz; {dataset.name} için ilk boy {wanted[0]} (girdi), "
            f"son boy {wanted[1]} (sınıf) olmalı"
        )
    return w


def _endless(n: int, size: int, seed: int) -> Iterator[Tensor]:
    """`train`in bu tohumla gördüğü minigrupların örnek numaraları, sonsuza dek."""
    rows = torch.arange(n)
    for epoch in count():
        for _, picked, _ in minibatches(rows, rows, size, seed=(seed, epoch)):
            yield picked
