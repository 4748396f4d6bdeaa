"""Büyük minigrup, büyük oran: data/scaling_runs.csv'nin okunuşu."""

from pathlib import Path

import numpy as np

from lrlab.core.validate import one_of
from lrlab.train.records.reading import Row, read

NETWORKS = ("digits", "lenet")
Cell = tuple[int, float, int]  # minigrup boyu, oran, ısınmanın dönemi


def scaling_runs(network: str = "digits", path: Path | None = None) -> dict[Cell, np.ndarray]:
    """Kayıtlı eğitimler: (minigrup boyu, oran, ısınma dönemi) -> tohumların son geçerleme doğruluğu, (S,), 0–1.

    `"digits"`: rakamlar, 64-32-10, Adam; `"lenet"`: Fashion-MNIST örneği, SGD. Ayarları data/README.md söyler. `path`:
    verilmezse lrlab ile gelen kayıt. Dosya yoksa ya da bozuksa `DataError`.
    """
    one_of("network", network, NETWORKS)

    def cells(rows: list[Row]) -> dict[Cell, np.ndarray]:
        found: dict[Cell, list[float]] = {}
        for row in rows:
            key = int(row["batch_size"]), float(row["rate"]), int(row["warmup"])
            if row["network"] == network:
                found.setdefault(key, []).append(float(row["accuracy"]))
        return {key: np.array(values) for key, values in found.items()}

    return read("scaling_runs.csv", path, cells)
