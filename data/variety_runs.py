"""Isınmanın içi: ağın sözcükleri ayırt etme gücü, 300 adım boyunca: `python data/variety_runs.py`.

Yarım bırakılabilir: biten her koşu hemen dosyaya eklenir, yeniden çalıştırılınca yalnızca eksikler yapılır. Bir tohumun
bütün koşuları bitmeden öbürüne geçilmez; aynı tohumda bütün durumlar aynı ağdan, aynı sırayla başlar (Xavier'le
başlayanların ağırlıkları ayrı çekilir).
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.optim.lr_scheduler import LambdaLR

from lrlab.train import Dataset, evaluate, minibatches, variety, vowel_harmony, warmup_network
from lrlab.train.records.variety import CASES, SEEN, STEPS, WORDS, Case, done_in
from lrlab.train.records.warmup import BATCH, DEPTH

PATH = Path(__file__).with_name("variety_runs.csv")
COLUMNS = ("case", "seed", "accuracy", "variety")
SEEDS = range(8)


def network(case: Case, seed: int) -> nn.Module:
    """Koşunun ağı; Xavier'de blokların bütün matrisleri yeniden çekilir, yanlılıkları sıfırlanır."""
    model = warmup_network(case.norm, seed)
    if case.xavier:
        torch.manual_seed(seed)
        for name, p in model.blocks.named_parameters():
            if p.dim() > 1:
                nn.init.xavier_uniform_(p)
            elif name.endswith("bias"):
                nn.init.zeros_(p)
    return model


def rates(case: Case, warmed: bool) -> Callable[[int], float]:
    """Oranın çarpanı: ısınan parçada 0'dan 1'e; dondurulan parçada ısınma bitene dek 0; öbüründe hep 1."""
    if not warmed or not case.warmup:
        return lambda t: 1.0
    return lambda t: float(t >= case.warmup) if case.frozen else min(t / case.warmup, 1.0)


def batches(data: Dataset, seed: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """STEPS minigrup, dönem dönem karıştırılmış."""
    made, epoch = 0, 0
    while made < STEPS:
        for _, x, y in minibatches(data.train_x, data.train_y, BATCH, seed=(seed, epoch)):
            if made < STEPS:
                yield x, y
                made += 1
        epoch += 1


def run(data: Dataset, case: Case, seed: int) -> str:
    """Tek koşu, dosyadaki satırı olarak."""
    model, half = network(case, seed), DEPTH // 2
    deep = [p for part in (*model.blocks[half:], model.last, model.head) for p in part.parameters()]
    known = {id(p) for p in deep}
    shallow = [p for p in model.parameters() if id(p) not in known]
    optimizer = torch.optim.Adam([{"params": shallow}, {"params": deep}], lr=case.rate)
    factors = [rates(case, case.where in ("all", "shallow")), rates(case, case.where in ("all", "deep"))]
    scheduler, sample = LambdaLR(optimizer, factors), data.val_x[:WORDS]
    seen = [variety(model, sample)[-1]]
    for t, (x, y) in enumerate(batches(data, seed), 1):
        optimizer.zero_grad()
        cross_entropy(model(x), y).backward()
        optimizer.step()
        scheduler.step()
        if t in SEEN:
            seen.append(variety(model, sample)[-1])
    accuracy = evaluate(model, data.val_x, data.val_y)[1]
    return f"{case.name},{seed},{accuracy:.3f},{' '.join(f'{value:.5f}' for value in seen)}\n"


def record_all(path: Path) -> None:
    """Eksik koşuları yapıp dosyaya ekler."""
    if not path.is_file():
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8", newline="\n")
    with path.open(encoding="utf-8", newline="") as file:
        done = done_in(csv.DictReader(file))
    data = vowel_harmony()
    for seed in SEEDS:
        for case in CASES:
            if (case.name, seed) not in done:
                line = run(data, case, seed)
                with path.open("a", encoding="utf-8", newline="\n") as file:
                    file.write(line)


if __name__ == "__main__":
    torch.set_num_threads(1)
    record_all(PATH)
