"""Azaltma deneyleri: `python data/decay_runs.py`; decay_runs.csv'yi baştan yazar (on dakika kadar).

`fashion`: sekiz yöntem. Her birinin oranı, seçim tohumlarında ve seçim görüntülerinde en iyi çıkanıdır; ölçüm başka
tohumlarda ve başka görüntülerdedir. `blog`: bir yazının
tarifi, rakamlarda. `transformer`: sıfırdan eğitilen küçük bir transformer, Adam, sabit oranlar.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch.optim.lr_scheduler import ReduceLROnPlateau

from lrlab.core import Constant, Cosine, Cyclic, Linear, MultiStep, PerEpoch, Schedule, WarmRestarts, adam, sgd
from lrlab.train import Dataset, Run, digits, fashion_sample, mlp, train_population, vowel_harmony, warmup_network

PATH = Path(__file__).with_name("decay_runs.csv")
COLUMNS = ("setting", "schedule", "lr", "seed", "role", "rates", "accuracies")
SIZES, BATCH, EPOCHS, UPDATES = (784, 32, 10), 32, 15, 94
STEPS = EPOCHS * UPDATES
LRS = (0.05, 0.1, 0.2, 0.4, 0.8)
SEEDS = {"select": range(100, 105), "report": range(20)}
PATIENCE = (1, 3)  # platoda bekleme, dönem; ikisinden biri seçimle kalır
BLOG = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2)
SLOW, SLOW_STEPS = (1e-5, 1e-4, 1e-3), 300  # transformer


def schedules(lr: float) -> dict[str, Schedule]:
    """Önceden belli zamanlayıcılar; hepsi tam eğitimin boyunca sürer."""
    return {
        "sabit": Constant(lr),
        "çok adımlı": MultiStep(lr, (STEPS // 2, 3 * STEPS // 4), 0.1),
        "doğrusal": Linear(lr, 0, STEPS),
        "kosinüs": Cosine(lr, 0, STEPS),
        "yeniden başlayan kosinüs": WarmRestarts(lr, 0, UPDATES, 2),  # 1, 2, 4, 8 dönemlik dört iniş
        "çevrimsel": Cyclic(lr, lr / 10, STEPS / 6),  # üç üçgen
    }


def halves(data: Dataset) -> dict[str, Dataset]:
    """Geçerleme görüntülerinin yarısıyla seçilir (plato da ona bakar), öbür yarısıyla ölçülür."""
    cut = len(data.val_y) // 2
    first, second = slice(None, cut), slice(cut, None)
    return {
        role: replace(data, val_x=data.val_x[part], val_y=data.val_y[part])
        for role, part in (("select", first), ("report", second))
    }


def numbers(values: np.ndarray) -> str:
    return " ".join(f"{value:.4g}" for value in values)


def fashion_rows(data: Dataset) -> Iterator[list]:
    """Her yöntem önce seçim tohumlarında bütün oranlarla, sonra ölçüm tohumlarında yalnızca en iyisiyle koşar."""
    for name in (*schedules(1.0), *(f"plato {patience}" for patience in PATIENCE)):
        chosen = {lr: measured(data, name, lr, "select") for lr in LRS}
        best = max(LRS, key=lambda lr: np.mean([found[-1] for _, _, found in chosen[lr]]))
        for role, runs in (*(("select", one) for one in chosen.items()),
                           ("report", (best, measured(data, name, best, "report")))):  # fmt: skip
            for seed, rates, found in runs[1]:
                yield ["fashion", name, runs[0], seed, role, numbers(rates), numbers(found)]


def measured(data: Dataset, name: str, lr: float, role: str) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """Bir yöntemin bir oranla koşuları: tohum, her dönemin başındaki oran, sonundaki doğruluk."""
    parts, seeds = halves(data), SEEDS[role]
    if name not in schedules(lr):
        patience = int(name.split()[-1])
        return [(seed, *plateau(parts["select"], parts[role], lr, patience, seed)) for seed in seeds]
    schedule = schedules(lr)[name]
    options = {"steps": STEPS, "batch_size": BATCH, "every": UPDATES, "seed": np.array(seeds)}
    found = train_population(parts[role], SIZES, sgd, lr=schedule, **options).val_accuracy[1:]
    return [(seed, schedule(np.arange(0, STEPS, UPDATES)), one) for seed, one in zip(seeds, found.T, strict=True)]


def plateau(watched: Dataset, measured: Dataset, lr: float, patience: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """torch'un ReduceLROnPlateau'su: seçim görüntülerinin kaybı durunca oran onda bire iner; dönem dönem ölçülür."""
    options = {"batch_size": BATCH, "seed": seed, "every": None, "lr": lr, "device": "cpu"}
    run, rates, found = Run(watched, mlp(SIZES, seed), "sgd", **options), [], []
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = ReduceLROnPlateau(optimizer, factor=0.1, patience=patience)
    for _ in range(EPOCHS):
        rates.append(optimizer.param_groups[0]["lr"])
        run.step(UPDATES)
        with torch.no_grad():
            right = run.model(measured.val_x).argmax(1) == measured.val_y
        found.append(right.double().mean().item())
        scheduler.step(run.evaluate()[0])
        run.change(lr=optimizer.param_groups[0]["lr"])
    return np.array(rates), np.array(found)


def transformer_rows() -> Iterator[list]:
    words = vowel_harmony()
    for lr in SLOW:
        for seed in range(3):
            options = {"batch_size": 32, "seed": seed, "every": None, "lr": lr, "device": "cpu"}
            run, found = Run(words, warmup_network("pre", seed, 4), "adam", **options), []
            for _ in range(10):
                run.step(SLOW_STEPS // 10)
                found.append(run.evaluate()[1])
            yield ["transformer", f"Adam, sabit {lr:g}", lr, seed, "report", numbers([lr]), numbers(found)]


def blog_rows() -> Iterator[list]:
    """Bir yazının tarifi: rakamlar, Adam, 100 dönemde 3e-4'ten 1e-7'ye; yanında sabiti ve seçilmiş oran."""
    data, updates, chosen = digits(), 23, {}

    def runs(schedule: Schedule, seeds: range, steps: int = 100 * 23) -> np.ndarray:
        options = {"steps": steps, "every": steps // 10, "seed": np.array(seeds), "lr": schedule}
        return train_population(data, (64, 32, 10), adam, **options).val_accuracy[1:].T

    def fall(lr: float, end: float = 1e-7) -> Schedule:
        return PerEpoch(Cosine(lr, end, 100), updates)

    for lr in BLOG:
        chosen[lr] = runs(fall(lr), range(100, 105))
        for seed, found in zip(range(100, 105), chosen[lr], strict=True):
            yield ["blog", "kosinüs, seçilen oran", lr, seed, "select", numbers([lr]), numbers(found)]
    best = max(BLOG, key=lambda lr: chosen[lr][:, -1].mean())
    for name, lr, schedule, steps in (
        ("yazının tarifi", 3e-4, fall(3e-4), 2300),
        ("sonu 1e-7 değil 0", 3e-4, fall(3e-4, 0.0), 2300),
        ("sabit 3e-4", 3e-4, Constant(3e-4), 2300),
        ("kosinüs, seçilen oran", best, fall(best), 2300),
        ("harfi harfine kod", 3e-4, Cosine(3e-4, 1e-7, 100), 100),
    ):
        for seed, found in enumerate(runs(schedule, range(10), steps)):
            yield ["blog", name, lr, seed, "report", numbers([lr]), numbers(found)]


def main() -> None:
    torch.set_num_threads(1)
    data = fashion_sample()
    with PATH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rows in (transformer_rows(), blog_rows(), fashion_rows(data)):
            for row in rows:
                writer.writerow(row)
                file.flush()


if __name__ == "__main__":
    main()
