"""Şaraplarda ızgara ve rastgele aramanın tam ayarı: `python data/wine_search.py`; wine_search.csv'yi yazar.

Rastgele orman, 124 eğitim şarabı, 5 katlı çapraz geçerleme: ızgarada 1200, rastgele aramada 200 yapılandırma. Seçimden
sonra 54 test şarabına bir kez bakılır. Toplam süre tek çekirdekte işlemci süresidir (makinedeki öbür
işler saymaz); yapılandırmalara duvar saatiyle ölçülen payları oranında dağıtılır.
"""

import csv
from pathlib import Path
from time import process_time

import numpy as np
from scipy.stats import randint
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, StratifiedKFold
from tqdm import tqdm

from lrlab.train import wine

PATH = Path(__file__).resolve().parent / "wine_search.csv"
GRID = {
    "n_estimators": [10, 25, 50, 100, 200],
    "max_depth": [2, 3, 5, 8, None],
    "min_samples_split": [2, 4, 8, 16],
    "min_samples_leaf": [1, 2, 4, 8],
    "max_features": [2, 3, 13],
}
RANDOM = {
    "n_estimators": randint(10, 201),
    "max_depth": [2, 3, 4, 5, 6, 7, 8, None],
    "min_samples_split": randint(2, 17),
    "min_samples_leaf": randint(1, 9),
    "max_features": randint(2, 14),
}
COLUMNS = ("search", "number", *GRID, "accuracy", "sd", "seconds", "test_accuracy")


def main() -> None:
    """İki aramayı yapar; her yapılandırma bir satırdır, yalnızca seçilenin test doğruluğu yazılır."""
    data = wine(0)
    x, y, test_x, test_y = (part.numpy() for part in (data.train_x, data.train_y, data.val_x, data.val_y))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    forest = RandomForestClassifier(random_state=0, n_jobs=1)
    searches = {
        "grid": GridSearchCV(forest, GRID, cv=folds, refit=True),
        "random": RandomizedSearchCV(forest, RANDOM, n_iter=200, cv=folds, refit=True, random_state=0),
    }
    rows = []
    for name, search in tqdm(searches.items()):
        began = process_time()
        search.fit(x, y)
        spent = process_time() - began
        found, share = search.cv_results_, search.cv_results_["mean_fit_time"]
        share = share / share.sum()
        for k, params in enumerate(found["params"]):
            test = f"{np.mean(search.predict(test_x) == test_y):.6f}" if k == search.best_index_ else ""
            values = ["" if params[key] is None else params[key] for key in GRID]
            score = (f"{found['mean_test_score'][k]:.6f}", f"{found['std_test_score'][k]:.6f}")
            rows.append([name, k, *values, *score, f"{spent * share[k]:.4f}", test])
    with PATH.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])


if __name__ == "__main__":
    main()
