"""Isınma deneylerinin kaydı: `python data/warmup_runs.py`; warmup_runs.csv'ye ekler.

Yarım bırakılabilir: biten her koşu hemen dosyaya eklenir, yeniden çalıştırılınca yalnızca eksikler yapılır. Bir tohumun
bütün koşuları bitmeden öbürüne geçilmez. Veri hepsinde aynıdır; tohum ilk ağırlıkları ve minigrup sırasını belirler:
aynı tohumda bütün oran ve ısınmalar aynı ağdan, aynı sırayla başlar.
"""

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np

from lrlab.train import Dataset, Run, vowel_harmony, warmup_network
from lrlab.train.records.warmup import BATCH, BIAS_DEPTH, DEPTH, EVERY, STEPS, Key, key_of

PATH = Path(__file__).with_name("warmup_runs.csv")
COLUMNS = ("rule", "depth", "norm", "rate", "warmup", "seed", "accuracy", "loss")
SEEDS = range(5)
RATES, WARMUPS = (1e-3, 2e-3, 2.5e-3, 3e-3, 4e-3), (0, 10, 25, 50, 100)
BIAS_RULES, BIAS_RATES, BIAS_WARMUPS = ("adam", "adam_uncorrected"), (3e-4, 1e-3, 2e-3, 4e-3), (0, 30)


def plan() -> Iterator[Key]:
    """Yapılacak bütün koşular, sırasıyla: önce ısınma haritası, sonra yanlılık düzeltmesi."""
    for seed in SEEDS:
        for cell in product(("adam",), (DEPTH,), ("post", "pre"), RATES, WARMUPS):
            yield *cell, seed
    for seed in SEEDS:
        for cell in product(BIAS_RULES, (BIAS_DEPTH,), ("post", "pre"), BIAS_RATES, BIAS_WARMUPS):
            yield *cell, seed


def run(data: Dataset, key: Key) -> str:
    """Tek koşu, dosyadaki satırı olarak: son geçerleme doğruluğu ve onar adımın ortalama kayıpları."""
    rule, depth, norm, rate, warmup, seed = key
    one = Run(
        data, warmup_network(norm, seed, depth), rule, batch_size=BATCH, seed=seed, every=None, warmup=warmup, lr=rate,
        device="cpu",
    )  # fmt: skip
    losses = np.full(STEPS, np.nan)
    for t in range(STEPS):
        if not one.step():
            break
        losses[t] = one.loss
    accuracy = one.evaluate()[1]
    means = " ".join(f"{value:.4f}" for value in losses.reshape(-1, EVERY).mean(1))
    return f"{rule},{depth},{norm},{rate:g},{warmup},{seed},{accuracy:.3f},{means}\n"


def record_all(path: Path) -> None:
    """Eksik koşuları yapıp dosyaya ekler."""
    if not path.is_file():
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8", newline="\n")
    with path.open(encoding="utf-8", newline="") as file:
        done = {key_of(row) for row in csv.DictReader(file)}
    data = vowel_harmony()
    for key in plan():
        if key not in done:
            line = run(data, key)
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(line)


if __name__ == "__main__":
    record_all(PATH)
