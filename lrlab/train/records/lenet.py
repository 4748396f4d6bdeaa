"""LeNet'in kayıtlı eğitimleri: data/lenet_runs.csv, zamanlayıcı adından dizilere."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from lrlab.core.validate import one_of
from lrlab.train.data.places import DataError
from lrlab.train.records.reading import Recorded, Row, read

SETTINGS = ("full", "fast")
METRICS = ("train_loss", "train_accuracy", "test_loss", "test_accuracy")


@dataclass(frozen=True, eq=False)
class LenetRuns(Recorded):
    """Bir zamanlayıcının kayıtlı koşuları; S tohum, E dönem.

    `seeds` (S,): tohumlar; `epoch` (E,): dönem numaraları, 1'den; `rate` (E,): her dönemin öğrenme oranı (tohuma bağlı
    değildir). `train_loss`, `train_accuracy` (S, E): dönem boyunca ölçülenlerin ortalaması; `test_loss`,
    `test_accuracy` (S, E): dönem sonunda, Fashion-MNIST'in özgün test görüntülerinde (hiçbir seçime karışmadılar).
    Kayıplar nat, doğruluklar 0–1; ıraksayan koşunun sonrası NaN'dır.
    """

    seeds: np.ndarray
    epoch: np.ndarray
    rate: np.ndarray
    train_loss: np.ndarray
    train_accuracy: np.ndarray
    test_loss: np.ndarray
    test_accuracy: np.ndarray


def lenet_runs(setting: str = "full", path: Path | None = None) -> dict[str, LenetRuns]:
    """Kayıtlı eğitimler: zamanlayıcının adı ("sabit", "kosinüs", ...) -> `LenetRuns`; sıra dosyadaki sıradır.

    "full": Fashion-MNIST'in tamamı, d2l'nin zamanlayıcı bölümündeki gibi; "fast": `fashion_sample()`, saniyeler süren
    koşular. Ayarları ve nasıl yapıldığını data/README.md ve data/lenet_runs.py söyler. `path`: verilmezse lrlab ile
    gelen kayıt. Dosya yoksa ya da bozuksa `DataError`.
    """
    return read("lenet_runs.csv", path, partial(_schedules, one_of("setting", setting, SETTINGS)))


def _schedules(setting: str, rows: list[Row]) -> dict[str, LenetRuns]:
    found: dict[str, dict[int, dict[int, list[float]]]] = {}
    for row in rows:
        numbers = [float(row[name]) for name in ("rate", *METRICS)]
        if row["setting"] == setting:
            found.setdefault(row["schedule"], {}).setdefault(int(row["seed"]), {})[int(row["epoch"])] = numbers
    if not found:
        raise DataError(f"lenet_runs.csv içinde {setting!r} ayarının kaydı yok; lrlab'ı yeniden kur")
    epochs = max(epoch for seeds in found.values() for one in seeds.values() for epoch in one)
    return {schedule: _runs(seeds, epochs) for schedule, seeds in found.items()}


def _runs(seeds: dict[int, dict[int, list[float]]], epochs: int) -> LenetRuns:
    table = np.full((1 + len(METRICS), len(seeds), epochs), np.nan)
    for s, rows in enumerate(seeds.values()):
        for epoch, numbers in rows.items():
            table[:, s, epoch - 1] = numbers
    longest = np.isfinite(table[0]).sum(1).argmax()
    return LenetRuns(np.array(list(seeds)), np.arange(1, epochs + 1), table[0, longest], *table[1:])
