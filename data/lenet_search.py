"""LeNet'te bir ardışık yarılamanın denemeleri: `python data/lenet_search.py`; lenet_search.csv'yi yazar.

d2l'nin (ve bir sunumun) ayarları: r_min = 2, r_max = 10, η = 2; iki tur, 30 iş, 16 yapılandırma; ilki 0.1 ve 128'dir.
Her yapılandırma 10 dönem eğitilir: arama eğrilerden yeniden oynatılır, elenenlerin sonu da görülür.
Yarım bırakılabilir.
"""

import csv
from dataclasses import replace
from pathlib import Path
from time import process_time

from tqdm import tqdm

from lrlab.hpo import Float, Int, Random, Space
from lrlab.train import Dataset, evaluate, fashion_mnist, lenet, train_epochs

PATH = Path(__file__).resolve().parent / "lenet_search.csv"
SPACE = Space({"learning_rate": Float(1e-2, 1.0, log=True), "batch_size": Int(32, 255)})
FIRST = {"learning_rate": 0.1, "batch_size": 128}
TRAIN, VAL, EPOCHS, CONFIGS = 10_000, 5_000, 10, 16
COLUMNS = ("number", "learning_rate", "batch_size", "seconds", "test_wrong", *(f"e{k}" for k in range(1, EPOCHS + 1)))


def configurations() -> list[dict[str, float | int]]:
    """Denenecekler, sırasıyla: d2l'nin başlangıcı, sonra rastgele çekilenler."""
    searcher = Random(SPACE, seed=0, initial=[FIRST])
    return [searcher.ask() for _ in range(CONFIGS)]


def row(number: int, config: dict[str, float | int], full: Dataset) -> list[float | int | str]:
    """Bir eğitim: dosyanın bir satırı."""
    rows = slice(TRAIN, TRAIN + VAL)
    parts = replace(
        full, train_x=full.train_x[:TRAIN], train_y=full.train_y[:TRAIN],
        val_x=full.train_x[rows], val_y=full.train_y[rows],
    )  # fmt: skip
    began = process_time()
    found = train_epochs(
        parts, lenet(number), "sgd", epochs=EPOCHS, batch_size=config["batch_size"], seed=number, device="cpu",
        threads=1, lr=config["learning_rate"],
    )  # fmt: skip
    spent = (process_time() - began) / EPOCHS
    wrong = [round((1 - accuracy) * VAL) for accuracy in found.val_accuracy]
    wrong += [round(0.9 * VAL)] * (EPOCHS - len(wrong))  # ıraksayan bir ağ rastgele tahmin eder
    _, accuracy = evaluate(found.model, full.val_x, full.val_y)
    return [number, *config.values(), f"{spent:.3f}", round((1 - accuracy) * len(full.val_y)), *wrong]


def main() -> None:
    """Eksik eğitimleri yapar; biten her eğitim hemen dosyaya eklenir."""
    if not PATH.is_file():
        PATH.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    done = len(PATH.read_text(encoding="utf-8").splitlines()) - 1
    full = fashion_mnist()
    for number, config in tqdm(list(enumerate(configurations()))[done:]):
        found = row(number, config, full)
        with PATH.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(found)


if __name__ == "__main__":
    main()
