"""Şaraplarda kayıtlı iki arama: data/wine_search.csv, ızgaranın ve rastgele aramanın denedikleri."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lrlab.train.records.reading import Recorded, Row, read

SETTINGS = ("n_estimators", "max_depth", "min_samples_split", "min_samples_leaf", "max_features")


@dataclass(frozen=True, eq=False)
class WineSearch(Recorded):
    """Bir aramanın denedikleri, sırasıyla; N yapılandırma.

    `configs` (N,): ormanların hiperparametreleri, ad -> tam sayı ya da `None`; `accuracy`, `sd` (N,): beş katın
    geçerleme doğruluğunun ortalaması ve standart sapması, 0–1; `seconds` (N,): her birine giden işlemci süresi.
    `test_accuracy`: en iyisinin, seçildikten sonra bir kez ölçülen test doğruluğu.
    """

    configs: tuple[dict[str, int | None], ...]
    accuracy: np.ndarray
    sd: np.ndarray
    seconds: np.ndarray
    test_accuracy: float


def wine_searches(path: Path | None = None) -> dict[str, WineSearch]:
    """Kayıtlı aramalar: "grid" (ızgara) ve "random" (rastgele); nasıl yapıldıklarını data/wine_search.py söyler.

    `path`: verilmezse lrlab ile gelen kayıt. Dosya yoksa ya da bozuksa `DataError`.
    """
    return read("wine_search.csv", path, _searches)


def _searches(rows: list[Row]) -> dict[str, WineSearch]:
    names = dict.fromkeys(row["search"] for row in rows)
    return {name: _search([row for row in rows if row["search"] == name]) for name in names}


def _search(rows: list[Row]) -> WineSearch:
    configs = tuple({name: int(row[name]) if row[name] else None for name in SETTINGS} for row in rows)
    accuracy, sd, seconds = (np.array([float(row[name]) for row in rows]) for name in ("accuracy", "sd", "seconds"))
    (test,) = [float(row["test_accuracy"]) for row in rows if row["test_accuracy"]]
    return WineSearch(configs, accuracy, sd, seconds, test)
