"""Fashion-MNIST'in dört idx dosyası: getirilmesi, okunması ve sayılarının denetimi.

Kaynak: Xiao, Rasul ve Vollgraf (2017), Zalando Research, MIT lisansı.
"""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lrlab.terms.system import reason
from lrlab.train.data.download import fetch
from lrlab.train.data.places import DataError

IMAGES, LABELS = "images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"
COUNTS = {"train": 60_000, "t10k": 10_000}
SIDE = 28
CLASSES = (
    "Tişört",
    "Pantolon",
    "Kazak",
    "Elbise",
    "Mont",
    "Sandalet",
    "Gömlek",
    "Spor ayakkabı",
    "Çanta",
    "Bot",
)


@dataclass(frozen=True)
class Home:
    """Dosyaların indirildiği yer: `url` (sonunda / ile) ve dosya adından sha256'ya tablo."""

    url: str
    sha256: Mapping[str, str]


HOME = Home(
    # Adres şifrelemesizdir; değişmiş içerik özetten anlaşılır.
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    {
        f"train-{IMAGES}": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        f"train-{LABELS}": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        f"t10k-{IMAGES}": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        f"t10k-{LABELS}": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
)


def ensure(folder: Path, home: Home = HOME, *, timeout: float = 30.0) -> Path:
    """Dört dosyayı `folder`da hazır eder: eksik olanı indirir, hepsinin sha256'sını denetler."""
    for name, sha256 in home.sha256.items():
        fetch(home.url + name, folder / name, sha256=sha256, timeout=timeout)
    return folder


def read(folder: Path, counts: Mapping[str, int] = COUNTS) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """`folder`daki dört dosyayı okur: "train" ve "t10k" için (görüntüler (n, 28, 28), etiketler (n,)), uint8.

    Görüntü sayısı `counts`taki gibi, boyu 28x28, etiketler 0–9 değilse `DataError`. Hiçbir dosyayı
    değiştirmez.
    """
    names = [f"{part}-{kind}" for part in counts for kind in (IMAGES, LABELS)]
    if missing := [name for name in names if not (folder / name).is_file()]:
        raise DataError(
            f"{folder} klasöründe {missing[0]} yok; Fashion-MNIST için şu dosyaların hepsi gerekli: " + ", ".join(names)
        )
    return {part: _part(folder, part, count) for part, count in counts.items()}


def _part(folder: Path, part: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    images, labels = folder / f"{part}-{IMAGES}", folder / f"{part}-{LABELS}"
    x, y = read_idx(images), read_idx(labels)
    for path, array, shape in ((images, x, (count, SIDE, SIDE)), (labels, y, (count,))):
        if array.shape != shape:
            raise DataError(f"{path} beklenen biçimde değil: {shape} beklendi, {array.shape} bulundu. {_again(path)}")
    if y.max() >= len(CLASSES):
        raise DataError(f"{labels} içinde {y.max()} etiketi var; etiketler 0–9 olmalı. {_again(labels)}")
    return x, y


def read_idx(path: Path) -> np.ndarray:
    """Gzip'li bir idx dosyasını uint8 diziye okur; bozuk ya da yarım dosya `DataError` verir."""
    try:
        with gzip.open(path) as file:
            raw = file.read()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path} yarım kalmış ya da bozuk bir gzip dosyası ({error}). {_again(path)}") from error
    except OSError as error:
        raise DataError(f"{path} okunamadı: {reason(error)}. Dosyanın okuma iznini denetle") from error
    axes = raw[3] if len(raw) > 3 else 0
    start = 4 + 4 * axes
    if raw[:3] != b"\0\0\x08" or len(raw) < start:  # 0, 0, 8: işaretsiz bayt türünde idx
        raise DataError(f"{path} bir idx dosyası değil. {_again(path)}")
    shape = tuple(np.frombuffer(raw, ">i4", axes, 4).tolist())
    if len(raw) - start != np.prod(shape):
        raise DataError(f"{path} yarım: {shape} için {len(raw) - start} bayt var. {_again(path)}")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def _again(path: Path) -> str:
    return f"{path.name} dosyasını sil ve özgün dosyayı yeniden indir"
