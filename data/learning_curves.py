"""Kayıtlı öğrenme eğrileri: `python data/learning_curves.py [--workers 2]`; learning_curves.csv'ye ekler.

Fashion-MNIST'te tek gizli katmanlı bir ağ, rastgele çekilmiş 320 hiperparametre yapılandırmasıyla 81 dönem eğitilir.
Yarım bırakılabilir: biten her eğitim hemen dosyaya eklenir; yeniden çalıştırılınca yalnızca eksikler yapılır.
"""

import argparse
import csv
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from time import process_time

import numpy as np
from tqdm import tqdm

from lrlab.train import Dataset, evaluate, fashion_mnist, mlp, train_epochs
from lrlab.train.runs.epochs import EpochRecord

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / "data" / "learning_curves.csv"
EPOCHS = 81
TRAIN, VAL = 10_000, 5_000
CONFIGS = 320
SETTINGS = ("rate", "batch_size", "momentum", "width")
COLUMNS = ("number", *SETTINGS, "seconds", "diverged_at", "test_wrong", *(f"e{k}" for k in range(1, EPOCHS + 1)))


def configuration(number: int) -> dict[str, float | int]:
    """`number`. yapılandırma; oran, minigrup ve genişlik logaritmik, momentum doğrusal ölçekte çekilir."""
    u = np.random.default_rng(number).random(4)
    return {
        "rate": float(1e-3 * (1.0 / 1e-3) ** u[0]),
        "batch_size": int(16 * (513 / 16) ** u[1]),
        "momentum": float(0.99 * u[2]),
        "width": int(4 * (257 / 4) ** u[3]),
    }


@cache
def parts() -> tuple[Dataset, Dataset]:
    """Eğitim ve geçerleme (özgün eğitim kümesinden), bir de geçerlemesi özgün test kümesi olan aynısı."""
    full = fashion_mnist()
    tested = replace(full, train_x=full.train_x[:TRAIN], train_y=full.train_y[:TRAIN])
    rows = slice(TRAIN, TRAIN + VAL)
    return replace(tested, val_x=full.train_x[rows], val_y=full.train_y[rows]), tested


def train(number: int, epochs: int) -> EpochRecord:
    """`number`. yapılandırmanın `epochs` dönemlik eğitimi."""
    config = configuration(number)
    return train_epochs(
        parts()[0], mlp((784, config["width"], 10), seed=number), "momentum", epochs=epochs, seed=number, threads=1,
        batch_size=config["batch_size"], lr=config["rate"], beta=config["momentum"],
    )  # fmt: skip


def seconds(number: int) -> float:
    """Bir dönemin süresi: üç dönemin işlemci süresinin üçte biri. Makinedeki öbür işler onu pek uzatmaz."""
    began = process_time()
    train(number, 3)
    return (process_time() - began) / 3


def run(number: int) -> list[float | int | str]:
    """Bir eğitim: dosyanın bir satırı. Tohum yapılandırmanın numarasıdır: gerçek bir aramada da her deneme başkadır."""
    _, tested = parts()
    config = configuration(number)
    found = train(number, EPOCHS)
    wrong = [round((1 - accuracy) * VAL) for accuracy in found.val_accuracy]
    wrong += [""] * (EPOCHS - len(wrong))
    _, accuracy = evaluate(found.model, tested.val_x, tested.val_y)
    test = "" if found.diverged_at else round((1 - accuracy) * len(tested.val_y))
    return [number, *config.values(), f"{seconds(number):.4f}", found.diverged_at, test, *wrong]


def recorded(path: Path) -> dict[int, list[str]]:
    """Dosyadaki satırlar, numaralarıyla."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row[0]): row for row in list(csv.reader(file))[1:] if len(row) == len(COLUMNS)}


def main() -> None:
    """Eksik eğitimleri yapar; sonunda dosyayı numara sırasına dizer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2, help="aynı anda süren eğitim sayısı")
    parser.add_argument("--first", type=int, default=CONFIGS, help="yalnızca ilk bu kadar yapılandırma")
    args = parser.parse_args()
    missing = [number for number in range(args.first) if number not in recorded(PATH)]
    if not PATH.is_file():
        PATH.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    # spawn: çalışan torch'u fork etmek güvenli değildir.
    with ProcessPoolExecutor(args.workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(run, number) for number in missing]
        for future in tqdm(as_completed(futures), total=len(futures), unit=" eğitim"):
            with PATH.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerow(future.result())
    rows = recorded(PATH)
    with PATH.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *(rows[number] for number in sorted(rows))])


if __name__ == "__main__":
    main()
