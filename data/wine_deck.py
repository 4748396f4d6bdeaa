"""Bir sunumdaki ızgara, harfi harfine: `python data/wine_deck.py`; wine_deck.csv'yi yazar.

Izgaranın 1200 ayarından 400'ünü (min_samples_split = 1) scikit-learn geri çevirir. Kalan 800'ünün çoğu aynı ormandır:
derinlik sınırına hiçbir ağaç varmaz, `2 * min_samples_leaf` örneği olmayan düğüm zaten bölünmez. Bu yüzden birbirinden
farklı 150 ayar birer kez eğitilir. Aynı tohumla, çok ağaçlı ormanın ilk ağaçları az ağaçlınınkilerdir: ağaçlar
eklenerek (`warm_start`) ilerlenir; bir ayarın süresi, sıfırdan eğitilseydi süreceği kadar yazılır.
"""

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from time import process_time

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold
from tqdm import tqdm

from lrlab.train import wine

PATH = Path(__file__).resolve().parent / "wine_deck.csv"
GRID = {
    "bootstrap": [True],
    "max_depth": [80, 90, 100, 110],
    "max_features": [2, 3],
    "min_samples_leaf": range(1, 11),
    "min_samples_split": range(1, 15, 5),
    "n_estimators": [100, 200, 300, 500, 1000],
}
COLUMNS = (
    "n_estimators", "max_features", "min_samples_leaf", "min_samples_split", "depth", "accuracy", "sd", "seconds",
    "test_accuracy",
)  # fmt: skip


def forests(features: int, leaf: int, split: int, x: np.ndarray, y: np.ndarray) -> Iterator[tuple]:
    """Ağaç sayısı artan ormanlar, her birinin o ana dek harcadığı işlemci süresiyle."""
    forest = RandomForestClassifier(
        max_depth=80, max_features=features, min_samples_leaf=leaf, min_samples_split=split, random_state=0,
        warm_start=True, n_jobs=1,
    )  # fmt: skip
    spent = 0.0
    for trees in GRID["n_estimators"]:
        began = process_time()
        forest.set_params(n_estimators=trees).fit(x, y)
        spent += process_time() - began
        yield forest, spent


def distinct() -> list[tuple[int, int, int]]:
    """Birbirinden farklı (max_features, min_samples_leaf, min_samples_split) üçlüleri."""
    splits = [split for split in GRID["min_samples_split"] if split > 1]
    given = product(GRID["max_features"], GRID["min_samples_leaf"], splits)
    return list(dict.fromkeys((features, leaf, max(split, 2 * leaf)) for features, leaf, split in given))


def main() -> None:
    """Farklı her ayar bir satırdır; yalnızca çapraz geçerlemede ilk birincinin test doğruluğu yazılır."""
    data = wine(0)
    x, y, test_x, test_y = (part.numpy() for part in (data.train_x, data.train_y, data.val_x, data.val_y))
    folds = list(StratifiedKFold(5).split(x, y))  # cv=5: sunumdaki gibi, karıştırmadan
    rows = []
    for setting in tqdm(distinct()):
        scores, seconds, depth = np.zeros((5, 5)), np.zeros(5), np.zeros(5, int)
        for fold, (train, rest) in enumerate(folds):
            for k, (forest, spent) in enumerate(forests(*setting, x[train], y[train])):
                began = process_time()
                scores[k, fold] = forest.score(x[rest], y[rest])
                seconds[k] += spent + process_time() - began
                depth[k] = max(depth[k], *(tree.get_depth() for tree in forest.estimators_))
        for k, trees in enumerate(GRID["n_estimators"]):
            mean, sd = scores[k].mean(), scores[k].std()
            rows.append([trees, *setting, depth[k], f"{mean:.6f}", f"{sd:.6f}", f"{seconds[k]:.3f}", ""])
    best = max(rows, key=lambda row: float(row[5]))
    chosen = RandomForestClassifier(
        best[0], max_features=best[1], min_samples_leaf=best[2], min_samples_split=best[3], random_state=0
    ).fit(x, y)
    best[-1] = f"{chosen.score(test_x, test_y):.6f}"
    with PATH.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])


if __name__ == "__main__":
    main()
