"""Azaltma deneyleri: data/decay_runs.csv, zamanlayıcı adından, kendi en iyi oranındaki koşularına."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from lrlab.core.validate import one_of
from lrlab.train.data.places import DataError
from lrlab.train.records.reading import Recorded, Row, read

DECAY_SETTINGS = ("fashion", "blog", "transformer")


@dataclass(frozen=True, eq=False)
class DecayRuns(Recorded):
    """Bir zamanlayıcının kayıtlı koşuları; S tohum, E ölçüm ("fashion"da her dönem, öbürlerinde on tane).

    `lr`: seçim tohumlarında en iyi çıkan başlangıç oranı; koşular onunladır. `tried`: denenen oran -> seçim
    tohumlarının son doğruluğunun ortalaması (0–1). `seeds` (S,); `rate` (S, E): her dönemin başındaki oran
    (öbür ayarlarda yalnızca ilki); `accuracy` (S, E): dönemin sonunda, seçime karışmamış görüntülerdeki doğruluk (0–1).
    """

    lr: float
    tried: dict[float, float]
    seeds: np.ndarray
    rate: np.ndarray
    accuracy: np.ndarray


def decay_runs(setting: str = "fashion", path: Path | None = None) -> dict[str, DecayRuns]:
    """Kayıtlı koşular: zamanlayıcının adı -> `DecayRuns`; ayarlarını data/README.md ve data/decay_runs.py söyler.

    "fashion": Fashion-MNIST örneği, 784-32-10, SGD, 15 dönem; "blog": bir yazının tarifi, rakamlar, Adam;
    "transformer": ünlü uyumu, Adam, sabit oranlar.
    `path`: verilmezse lrlab ile gelen kayıt. Dosya yoksa ya da bozuksa `DataError`.
    """
    return read("decay_runs.csv", path, partial(_schedules, one_of("setting", setting, DECAY_SETTINGS)))


def _schedules(setting: str, rows: list[Row]) -> dict[str, DecayRuns]:
    found: dict[str, dict[tuple[str, float], list[tuple[int, np.ndarray, np.ndarray]]]] = {}
    for row in rows:
        lr, seed = float(row["lr"]), int(row["seed"])
        rates, accuracies = (np.array(row[name].split(), dtype=float) for name in ("rates", "accuracies"))
        if row["setting"] == setting:
            runs = found.setdefault(row["schedule"], {})
            runs.setdefault((row["role"], lr), []).append((seed, rates, accuracies))
    if not found:
        raise DataError(f"decay_runs.csv içinde {setting!r} ayarının kaydı yok; lrlab'ı yeniden kur")
    return {name: _best(runs) for name, runs in found.items()}


def _best(runs: dict[tuple[str, float], list[tuple[int, np.ndarray, np.ndarray]]]) -> DecayRuns:
    tried = {lr: float(np.mean([one[2][-1] for one in ones])) for (role, lr), ones in runs.items() if role == "select"}
    lr = max(tried, key=lambda one: tried[one]) if tried else next(lr for _, lr in runs)
    seeds, rate, accuracy = zip(*runs["report", lr], strict=True)
    return DecayRuns(lr, tried, np.array(seeds), np.array(rate), np.array(accuracy))
