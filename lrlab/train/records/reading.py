"""Kayıt dosyalarının ortak okunuşu: satırlar, salt okunur diziler ve bozuk dosyada hep aynı cümle."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

import numpy as np

from lrlab.terms.system import reason
from lrlab.train.data.places import DataError, shipped_file

T = TypeVar("T")
Row = dict[str, str]


@dataclass(frozen=True, eq=False)
class Recorded:
    """Okunmuş bir kayıt; dizileri salt okunurdur."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if isinstance(value := getattr(self, field.name), np.ndarray):
                value.flags.writeable = False


def read(name: str, path: Path | None, parse: Callable[[list[Row]], T]) -> T:
    """`path`in (verilmezse lrlab ile gelen `name`in) satırlarını `parse`a verir.

    Dosya yoksa, boşsa ya da bir satırı eksik veya bozuksa `DataError`.
    """
    path = shipped_file(name) if path is None else path
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if not rows:
            raise DataError(f"{path.name} içinde hiç kayıt yok; lrlab'ı yeniden kur")
        return parse(rows)
    except OSError as error:
        raise DataError(f"{path} açılamıyor ({reason(error)}); lrlab'ı yeniden kur") from error
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path.name} okunamıyor, bir satırı eksik ya da bozuk; lrlab'ı yeniden kur") from error


def number(text: str) -> float:
    """Boş bırakılmış hücre NaN'dır."""
    return float(text) if text else np.nan
