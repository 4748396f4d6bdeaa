"""LeNet'in kayıtlı eğitimleri: `python data/lenet_runs.py --setting full|fast`; lenet_runs.csv'ye ekler.

Yarım bırakılabilir: biten her koşu hemen dosyaya eklenir, süren koşu .artifacts/ içindeki kaydından, kaldığı dönemden
sürer; yeniden çalıştırılınca yalnızca eksikler yapılır. Aynı tohumda bütün zamanlayıcılar aynı ilk ağırlıklardan,
aynı minigrup sırasıyla başlar. `full` Fashion-MNIST'i ister (yoksa indirir) ve saatler sürebilir.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

from lrlab.core import Constant, Cosine, D2LOrder, Linear, MultiStep, PerEpoch, Schedule, SquareRoot, Warmup
from lrlab.train import Dataset, fashion_mnist, fashion_sample, lenet, train_epochs, updates_per_epoch
from lrlab.train.runs.epochs import EpochRecord

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / "data" / "lenet_runs.csv"
COLUMNS = (
    "setting", "schedule", "seed", "epoch", "rate", "train_loss", "train_accuracy", "test_loss", "test_accuracy"
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """Bir ayar: minigrup boyu, dönem ve tohum sayısı, adından zamanlayıcıya tablo (birimi dönem)."""

    batch_size: int
    epochs: int
    seeds: int
    schedules: dict[str, Schedule]


def schedules(
    *, top: float, end: float, root: float, multi: float, milestones: tuple[int, ...], horizon: int, warmup: int
) -> dict[str, Schedule]:
    """Kayıttaki zamanlayıcılar; `root` karekökün, `multi` çok adımlının, `top` öbürlerinin başlangıç oranıdır."""
    warm = Warmup(Cosine(top, end, horizon - warmup), warmup)
    return {
        "sabit": Constant(top),
        "karekök": SquareRoot(root),
        "çok adımlı": MultiStep(multi, milestones, 0.5),
        "kosinüs": Cosine(top, end, horizon),
        "ısınma + kosinüs": warm,
        "ısınma + kosinüs (d2l sırası)": D2LOrder(warm, first=top),
        "doğrusal": Linear(top, end, horizon),
    }


SETTINGS = {
    # d2l'nin zamanlayıcı bölümündeki sayılar.
    "full": Setting(
        256, 30, 3, schedules(top=0.3, end=0.01, root=0.1, multi=0.5, milestones=(15, 30), horizon=20, warmup=5)
    ),
    # Saniyeler süren koşular: az görüntü, küçük minigrup, ona göre küçük oranlar.
    "fast": Setting(
        32, 10, 10, schedules(top=0.2, end=0.01, root=0.2, multi=0.3, milestones=(5, 8), horizon=9, warmup=2)
    ),
}
DATASETS = {"full": fashion_mnist, "fast": fashion_sample}


def run(dataset: Dataset, setting: Setting, schedule: Schedule, seed: int, **how: object) -> EpochRecord:
    """Tek bir koşu; `how`: train_epochs'un `threads`, `progress`, `checkpoint` gibi ayarları."""
    rate = PerEpoch(schedule, updates_per_epoch(len(dataset.train_y), setting.batch_size))
    return train_epochs(
        dataset, lenet(seed), "sgd", epochs=setting.epochs, batch_size=setting.batch_size, seed=seed, lr=rate, **how
    )


def recorded(path: Path) -> set[tuple[str, str, int]]:
    """Dosyada bulunan koşular: (ayar, zamanlayıcı, tohum)."""
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["setting"], row["schedule"], int(row["seed"])) for row in csv.DictReader(file)}


def rows(name: str, schedule: str, seed: int, record: EpochRecord) -> list[str]:
    """Koşunun satırları; doğruluklar tam, kayıplar altı basamaktır."""
    parts = zip(
        record.epoch, record.rate, record.train_loss, record.train_accuracy, record.val_loss, record.val_accuracy,
        strict=True,
    )  # fmt: skip
    return [
        f"{name},{schedule},{seed},{epoch},{rate:.6g},{loss:.6g},{right:.6g},{test_loss:.6g},{test_right:.6g}"
        for epoch, rate, loss, right, test_loss, test_right in parts
    ]


def record_all(name: str, dataset: Dataset, path: Path, threads: int) -> None:
    """Eksik koşuları, önce bütün zamanlayıcıların ilk tohumu olmak üzere, yapıp dosyaya ekler."""
    setting, done = SETTINGS[name], recorded(path)
    if not path.is_file():
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8", newline="\n")
    folder = ROOT / ".artifacts" / "lenet-runs"
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(setting.seeds):
        for k, (schedule, rate) in enumerate(setting.schedules.items()):
            if (name, schedule, seed) in done:
                continue
            kept = folder / f"{name}-{k}-{seed}.pt"
            record = run(dataset, setting, rate, seed, threads=threads, device="cpu", progress=True, checkpoint=kept)
            if len(record.epoch) < setting.epochs and not record.diverged_at:
                raise SystemExit("yarıda kesildi; aynı komut kaldığı yerden sürer")
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write("\n".join(rows(name, schedule, seed, record)) + "\n")
            kept.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--setting", choices=SETTINGS, default="full")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    record_all(given.setting, DATASETS[given.setting](), PATH, given.threads)


if __name__ == "__main__":
    main()
