"""Fashion-MNIST örneğini seçer: `python data/fashion_sample.py [klasör]`, fashion_sample.npz'yi yazar.

Özgün eğitim kümesinden sınıf başına 300, özgün test kümesinden sınıf başına 100 görüntü, sabit tohumla ve yerine
koymadan çekilir; sonra sıraları karıştırılır. Görüntüler değiştirilmez. Özgün dosyalar yoksa indirilir.
"""

import sys
from pathlib import Path

import numpy as np

from lrlab.train.data import fashion
from lrlab.train.data.places import cache_dir

SEED = 28
EACH = {"train": 300, "t10k": 100}  # sınıf başına


def chosen(labels: np.ndarray, each: int, seed: int) -> np.ndarray:
    """Her sınıftan `each` örneğin satır numaraları, karışık sırada."""
    random = np.random.default_rng(seed)
    rows = [random.choice(np.flatnonzero(labels == k), each, replace=False) for k in range(len(fashion.CLASSES))]
    return random.permutation(np.concatenate(rows))


def sample() -> dict[str, np.ndarray]:
    """Dosyadaki diziler: train_x (3000, 28, 28), train_y (3000,), val_x (1000, 28, 28), val_y (1000,); uint8."""
    parts = fashion.read(fashion.ensure(cache_dir() / "fashion-mnist"))
    found = {}
    for name, (part, each) in zip(("train", "val"), EACH.items(), strict=True):
        x, y = parts[part]
        rows = chosen(y, each, SEED)
        found |= {f"{name}_x": x[rows], f"{name}_y": y[rows]}
    return found


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    np.savez_compressed(folder / "fashion_sample.npz", **sample())
