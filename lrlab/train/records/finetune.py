"""İnce ayarın kayıtlı deneyleri: data/finetune_runs.csv; 2018'in yolu, bugünkü yol, sıfırdan başlayanlar."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from lrlab.train.data.places import DataError
from lrlab.train.records.reading import Recorded, Row, number, read

WAYS = ("bert", "bert flat", "today", "today cold", "bert scratch", "today scratch")
RATES = (2e-5, 3e-4, 1e-3, 3e-3)
EPOCHS, LONG = 8, 40  # ince ayarın dönemi; kaç dönem gerektiğini gösteren uzun koşununki


@dataclass(frozen=True, eq=False)
class FinetuneRuns(Recorded):
    """Bir yolun kayıtlı ince ayarları; R oran, S tohum.

    `rates` (R,); `seeds` (S,): sekizi ölçmek (0–7), üçü oranı seçmek için (20–22). `accuracy` (R, S): geçerleme
    adlarında doğruluk (0–1); `exceptions` (R, S): onlardan kuraldan sapanlarda; `old` (R, S): eski çıkış katmanı geri
    takılınca eski görevde, sıfırdan başlayanlarda NaN.
    """

    rates: np.ndarray
    seeds: np.ndarray
    accuracy: np.ndarray
    exceptions: np.ndarray
    old: np.ndarray


@dataclass(frozen=True, eq=False)
class EpochRuns(Recorded):
    """Aynı ince ayar, uzun: E dönem, S tohum.

    `epoch` (E,): 1'den; `train_loss`, `val_loss` (S, E): dönemin sonunda bütün kümede (nat); `accuracy` (S, E):
    geçerlemede (0–1).
    """

    epoch: np.ndarray
    seeds: np.ndarray
    train_loss: np.ndarray
    val_loss: np.ndarray
    accuracy: np.ndarray


def finetune_runs(path: Path | None = None) -> dict[str, FinetuneRuns]:
    """Kayıtlı ince ayarlar: yolun adı (`WAYS`) -> `FinetuneRuns`; ayarları data/README.md söyler.

    Bütün koşuları kaydedilmiş tohumlar okunur. `path`: verilmezse lrlab ile gelen kayıt. Dosya yoksa, bozuksa ya da
    hiçbir tohum bitmemişse `DataError`.
    """
    return read("finetune_runs.csv", path, _ways)


def epoch_runs(path: Path | None = None) -> dict[int, EpochRuns]:
    """Bugünkü yol, α = 0.001: kaç dönem için kurulduğu -> dönem dönem ölçülen koşular; `finetune_runs` gibi okunur."""
    return read("finetune_runs.csv", path, _epochs)


def _ways(rows: list[Row]) -> dict[str, FinetuneRuns]:
    found = {(r["way"], float(r["rate"]), int(r["seed"])): r for r in rows if not r["curve"]}
    seeds = [s for s in _seeds(rows) if all((way, rate, s) in found for way in WAYS for rate in RATES)]
    if not seeds:
        raise DataError("finetune_runs.csv içinde tamamlanmış bir tohum yok; lrlab'ı yeniden kur")

    def table(way: str, column: str) -> np.ndarray:
        return np.array([[number(found[way, rate, s][column]) for s in seeds] for rate in RATES])

    measures = ("accuracy", "exceptions", "old")
    return {way: FinetuneRuns(np.array(RATES), np.array(seeds), *map(partial(table, way), measures)) for way in WAYS}


def _epochs(rows: list[Row]) -> dict[int, EpochRuns]:
    found: dict[int, dict[int, list]] = {}
    for row in rows:
        if row["curve"]:
            curve = [[float(value) for value in part.split(":")] for part in row["curve"].split()]
            found.setdefault(int(row["epochs"]), {})[int(row["seed"])] = curve
    if not found:
        raise DataError("finetune_runs.csv içinde dönem dönem ölçülmüş koşu yok; lrlab'ı yeniden kur")
    return {epochs: _curves(epochs, seeds) for epochs, seeds in sorted(found.items())}


def _curves(epochs: int, seeds: dict[int, list]) -> EpochRuns:
    values = np.array(list(seeds.values()))  # (S, E, 3)
    return EpochRuns(np.arange(1, epochs + 1), np.array(list(seeds)), *np.moveaxis(values, -1, 0))


def _seeds(rows: list[Row]) -> list[int]:
    return sorted({int(row["seed"]) for row in rows})
