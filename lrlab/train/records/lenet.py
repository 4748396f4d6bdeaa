"""LeNet'in kayıtlı eğitimleri: data/lenet_runs.csv, zamanlayıcı adından dizilere."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lrlab.core.validate import one_of
from lrlab.train.data.places import DataError, kept

SETTINGS = ("full", "fast")
METRICS = ("train_loss", "train_accuracy", "test_loss", "test_accuracy")


@dataclass(frozen=True)
class LenetRuns:
    """Bir zamanlayıcının kayıtlı koşuları; S tohum, E dönem.

    `seeds` (S,): tohumlar; `epoch` (E,): dönem numaraları, 1'den; `rate` (E,): her dönemin öğrenme oranı (tohuma bağlı
    değildir). `train_loss`, `train_accuracy` (S, E): dönem boyunca ölçülenlerin ortalaması; `test_loss`,
    `test_accuracy` (S, E): dönem sonunda. Kayıplar nat, doğruluklar 0–1; ıraksayan koşunun sonrası NaN'dır.
    """

    seeds: np.ndarray
    epoch: np.ndarray
    rate: np.ndarray
    train_loss: np.ndarray
    train_accuracy: np.ndarray
    test_loss: np.ndarray
    test_accuracy: np.ndarray


def lenet_runs(setting: str = "full") -> dict[str, LenetRuns]:
    """Kayıtlı eğitimler: zamanlayıcının adı ("sabit", "kosinüs", ...) -> `LenetRuns`; sıra dosyadaki sıradır.

    "full": Fashion-MNIST'in tamamı, d2l'nin zamanlayıcı bölümündeki gibi; "fast": `fashion_sample()`, saniyeler süren
    koşular. Ayarları ve nasıl yapıldığını data/README.md ve data/lenet_runs.py söyler.
    """
    one_of("setting", setting, SETTINGS)
    return read_runs(kept("lenet_runs.csv"), setting)


def read_runs(path: Path, setting: str) -> dict[str, LenetRuns]:
    """`path`teki kayıttan `setting` ayarının koşuları."""
    found: dict[str, dict[int, dict[int, list[float]]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["setting"] == setting:
                seeds = found.setdefault(row["schedule"], {})
                numbers = [float(row[name]) for name in ("rate", *METRICS)]
                seeds.setdefault(int(row["seed"]), {})[int(row["epoch"])] = numbers
    if not found:
        raise DataError(f"{path.name} içinde {setting!r} ayarının kaydı yok; lrlab'ı yeniden kur")
    epochs = max(epoch for seeds in found.values() for rows in seeds.values() for epoch in rows)
    return {schedule: _runs(seeds, epochs) for schedule, seeds in found.items()}


def _runs(seeds: dict[int, dict[int, list[float]]], epochs: int) -> LenetRuns:
    table = np.full((1 + len(METRICS), len(seeds), epochs), np.nan)
    for s, rows in enumerate(seeds.values()):
        for epoch, numbers in rows.items():
            table[:, s, epoch - 1] = numbers
    longest = np.isfinite(table[0]).sum(1).argmax()
    return LenetRuns(np.array(list(seeds)), np.arange(1, epochs + 1), table[0, longest], *table[1:])
