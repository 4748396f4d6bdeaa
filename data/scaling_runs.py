"""Büyük minigrup, büyük oran: `python data/scaling_runs.py`; scaling_runs.csv'yi baştan yazar (beş dakika kadar).

Doğrusal ölçekleme kuralı (Goyal ve ark. 2017): B k katına çıkınca α da k katına; dönem sayısı aynı. Isınma k = 1'in
oranından başlar, iki dönem sürer; sonra oran sabittir.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from lrlab.core import Constant, Schedule, Warmup, adam
from lrlab.train import Run, digits, fashion_sample, lenet, train_population

PATH = Path(__file__).with_name("scaling_runs.csv")
COLUMNS = ("network", "batch_size", "rate", "warmup", "seed", "accuracy")
WARM = 2  # ısınmanın dönemi
DIGITS = {"batch_size": 32, "rate": 0.02, "epochs": 20, "times": (1, 2, 4, 8, 16), "seeds": range(10)}
LENET = {"batch_size": 32, "rate": 0.1, "epochs": 10, "times": (1, 2, 4, 8), "seeds": range(5)}


def schedule(rate: float, base: float, warmup: int) -> Schedule:
    """Sabit oran; ısınma varsa `base`den."""
    return Warmup(Constant(rate), warmup, start=min(base, rate)) if warmup else Constant(rate)


def digit_rows() -> Iterator[list]:
    """Rakamlar, 64-32-10, Adam: kuralın oranları, bir de en büyük B'de aynı oranlar."""
    data, base, rate = digits(), DIGITS["batch_size"], DIGITS["rate"]
    largest = base * DIGITS["times"][-1]
    cells = [(base * k, rate * k) for k in DIGITS["times"]] + [(largest, rate * k) for k in DIGITS["times"][:-1]]
    for size, lr in cells:
        updates = -(-len(data.train_y) // size)
        for warm in (0, WARM):
            steps = updates * DIGITS["epochs"]
            options = {"steps": steps, "every": steps, "seed": np.array(DIGITS["seeds"]), "batch_size": size}
            rates = schedule(lr, rate, warm * updates)
            found = train_population(data, (64, 32, 10), adam, lr=rates, **options).val_accuracy[-1]
            for seed, accuracy in zip(DIGITS["seeds"], found, strict=True):
                yield ["digits", size, f"{lr:g}", warm, seed, f"{accuracy:.4f}"]


def lenet_rows() -> Iterator[list]:
    """Fashion-MNIST örneği, LeNet, SGD."""
    data, base, rate = fashion_sample(), LENET["batch_size"], LENET["rate"]
    for k in LENET["times"]:
        updates = -(-len(data.train_y) // (base * k))
        for warm in (0, WARM):
            for seed in LENET["seeds"]:
                rates = schedule(rate * k, rate, warm * updates)
                one = Run(
                    data, lenet(seed=seed), "sgd", batch_size=base * k, seed=seed, every=None, lr=rates, device="cpu"
                )
                one.step(updates * LENET["epochs"])
                yield ["lenet", base * k, f"{rate * k:g}", warm, seed, f"{one.evaluate()[1]:.4f}"]


def record_all(path: Path) -> None:
    """Bütün koşular, sırasıyla."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rows in (digit_rows(), lenet_rows()):
            for row in rows:
                writer.writerow(row)
                file.flush()


if __name__ == "__main__":
    torch.set_num_threads(1)
    record_all(PATH)
