"""Rastgele ve Bayesçi arama yan yana: `python data/svm_race.py`; svm_race.csv'yi baştan yazar (bir dakika kadar).

Amaç: 200 rakam görüntüsüyle eğitilen SVM'nin C ve γ'sı; hata, sonraki 800 görüntüdedir. Her tohumda iki arama aynı beş
rastgele denemeyle başlar. Süreler işlemci süresidir: makinedeki öbür işler saymaz.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import numpy as np
from sklearn.svm import SVC
from tqdm import tqdm

from lrlab.hpo import Bayesian, Float, Random, Searcher, Space
from lrlab.train import digits

PATH = Path(__file__).resolve().parent / "svm_race.csv"
SPACE = Space({"C": Float(1e-2, 1e4, log=True), "gamma": Float(1e-5, 10.0, log=True)})
TRAIN, VAL, SEEDS = 200, 800, 16
TRIALS = {"random": 60, "bayes": 15}
COLUMNS = ("searcher", "seed", "wrong", "decision", "evaluation")


def searcher(name: str, seed: int) -> Searcher:
    """Yarışan arayıcı; tohum iki yanda da ilk beş denemeyi belirler."""
    return Random(SPACE, seed=seed) if name == "random" else Bayesian(SPACE, seed=seed, candidates=200)


def wrong(config: dict[str, float], x: np.ndarray, y: np.ndarray) -> int:
    """Yapılandırmanın 800 geçerleme görüntüsünde yanlış bildikleri."""
    rest = slice(TRAIN, TRAIN + VAL)
    return int((SVC(**config).fit(x[:TRAIN], y[:TRAIN]).predict(x[rest]) != y[rest]).sum())


def race(asked: Searcher, trials: int) -> Iterator[tuple[int, float, float]]:
    """Denemeler: yanlış sayısı; karar vermenin (sormak ve sonucu öğrenmek) ve değerlendirmenin işlemci süresi (s)."""
    data = digits()
    x, y = data.train_x.numpy(), data.train_y.numpy()
    for _ in range(trials):
        start = process_time()
        config = asked.ask()
        decided = process_time()
        missed = wrong(config, x, y)
        evaluated = process_time()
        asked.tell(config, missed / VAL)
        yield missed, decided - start + process_time() - evaluated, evaluated - decided


def main() -> None:
    """Bir satır bir aramadır; önce ölçüye katılmayan bir arama koşar ki kitaplıkların yüklenmesi sayılmasın."""
    list(race(searcher("bayes", SEEDS), 7))
    with PATH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for seed in tqdm(range(SEEDS)):
            for name, trials in TRIALS.items():
                missed, *seconds = zip(*race(searcher(name, seed), trials), strict=True)
                times = (" ".join(f"{value:.5f}" for value in part) for part in seconds)
                writer.writerow([name, seed, " ".join(map(str, missed)), *times])


if __name__ == "__main__":
    main()
