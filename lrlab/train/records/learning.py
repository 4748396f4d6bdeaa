"""Kayıtlı öğrenme eğrileri: data/learning_curves.csv, yapılandırmadan geçerleme hatalarına."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lrlab.train.records.reading import Recorded, Row, number, read

EPOCHS = 81  # her eğitimin dönem sayısı
VALIDATION, TEST = 5_000, 10_000  # hataların sayıldığı görüntüler
SETTINGS = ("rate", "batch_size", "momentum", "width")  # bir yapılandırmanın hiperparametreleri


@dataclass(frozen=True, eq=False)
class LearningCurves(Recorded):
    """Kayıtlı eğitimler, numara sırasında; N yapılandırma, 81 dönem.

    `configs` (N,): her birinin sözlüğü (`rate`: öğrenme oranı, `batch_size`: minigrup boyutu, `momentum`: β, `width`:
    gizli birim sayısı). `errors` (N, 81): her dönemin sonunda geçerleme hatası, 0–1; k. sütun k+1. dönemdir. Iraksayan
    eğitim, kaybının sonlu olmadığı dönemden başlayarak NaN'dır. `test_error` (N,): 81 dönemden sonra test hatası, 0–1,
    ıraksayanda NaN: yapılandırma SEÇMEK için değil, seçileni en sonda bir kez ölçmek içindir. `seconds` (N,): bir
    dönemin ortanca süresi.
    """

    configs: tuple[dict[str, float | int], ...]
    errors: np.ndarray
    test_error: np.ndarray
    seconds: np.ndarray


def learning_curves(path: Path | None = None) -> LearningCurves:
    """Kayıtlı eğriler: Fashion-MNIST'te tek gizli katmanlı ağ, rastgele çekilmiş yapılandırmalar.

    Nasıl yapıldığını data/README.md ve data/learning_curves.py söyler. `path`: verilmezse lrlab ile gelen kayıt. Dosya
    yoksa ya da bozuksa `DataError`.
    """
    return read("learning_curves.csv", path, _curves)


def _curves(rows: list[Row]) -> LearningCurves:
    rows = sorted(rows, key=lambda row: int(row["number"]))
    return LearningCurves(
        tuple(_config(row) for row in rows),
        np.array([_errors(row) for row in rows]),
        np.array([number(row["test_wrong"]) for row in rows]) / TEST,
        np.array([float(row["seconds"]) for row in rows]),
    )


def _config(row: Row) -> dict[str, float | int]:
    return {name: int(row[name]) if name in ("batch_size", "width") else float(row[name]) for name in SETTINGS}


def _errors(row: Row) -> np.ndarray:
    """Satırdaki geçerleme hataları (81,)."""
    wrong = np.array([number(row[f"e{epoch}"]) for epoch in range(1, EPOCHS + 1)])
    if diverged_at := int(row["diverged_at"]):
        wrong[diverged_at - 1 :] = np.nan  # kaybı sonlu olmayan ağın yanıtı bir tahmin değildir
    elif np.isnan(wrong).any():
        raise ValueError("ıraksamamış bir eğitimin bütün dönemleri yazılmış olmalı")
    return wrong / VALIDATION
