"""Derslerin veri kümeleri: rakamlar, şaraplar, Fashion-MNIST; eğitim ve geçerleme diye ayrılmış tensörler."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from lrlab.core.validate import instance, integer
from lrlab.train.data import fashion
from lrlab.train.data.places import DataError, cache_dir, folder_of, shipped_file


@dataclass(frozen=True)
class Dataset:
    """Bir sınıflandırma veri kümesi.

    `train_x`, `val_x`: girdiler, (n, ...), float32 (sözcüklerde harf numaraları, int64); `train_y`, `val_y`: sınıf
    numaraları, int64, (n,), 0'dan sayılır; `classes`: sınıfların Türkçe adları, numara sırasında; `name`: kümenin adı.
    """

    name: str
    train_x: torch.Tensor
    train_y: torch.Tensor
    val_x: torch.Tensor
    val_y: torch.Tensor
    classes: tuple[str, ...]

    def __post_init__(self) -> None:
        for part in ("train", "val"):
            x, y = getattr(self, f"{part}_x"), getattr(self, f"{part}_y")
            for name, value in ((f"{part}_x", x), (f"{part}_y", y)):
                instance(name, value, torch.Tensor, "bir torch tensörü olmalı (torch.from_numpy ile çevir)")
            if y.dtype != torch.int64:
                raise TypeError(f"`{part}_y` sınıf numaraları int64 olmalı; verilen: {y.dtype}")
            if not len(x) == len(y) > 0:
                raise ValueError(
                    f"`{part}_x` ve `{part}_y` aynı sayıda, en az bir örnek içermeli; verilen: {len(x)} ve {len(y)}"
                )
            for label in (y.min().item(), y.max().item()):
                integer(f"{part}_y", label, f"[0, {len(self.classes) - 1}]")

    def take(self, train: int, val: int | None = None) -> "Dataset":
        """İlk `train` eğitim ve ilk `val` geçerleme örneği (`val` verilmezse geçerlemenin tamamı)."""
        train = integer("train", train, f"[1, {len(self.train_y)}]")
        val = len(self.val_y) if val is None else integer("val", val, f"[1, {len(self.val_y)}]")
        return replace(
            self,
            train_x=self.train_x[:train],
            train_y=self.train_y[:train],
            val_x=self.val_x[:val],
            val_y=self.val_y[:val],
        )


def digits(seed: int = 0) -> Dataset:
    """El yazısı rakamlar (scikit-learn ile gelir, ağ istemez): 8x8 piksel, düzleştirilmiş, parlaklık 0–1.

    1437 eğitim ve 360 geçerleme örneği; bölme sınıf oranlarını korur ve `seed` ile belirlenir. Biçimler: (n,
    64), (n,).
    """
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return _split("Rakamlar", x / 16.0, y, 360, seed, tuple("0123456789"))


def wine(seed: int = 0) -> Dataset:
    """178 İtalyan şarabının 13 kimyasal ölçümü ve üç üzüm çeşidi (scikit-learn ile gelir, ağ istemez).

    124 eğitim ve 54 geçerleme örneği, sınıf oranları korunarak, `seed` ile. Her ölçüm, yalnızca EĞİTİM
    örneklerinin ortalaması ve standart sapmasıyla ölçeklenir: geçerlemeden eğitime bilgi sızmaz. Biçimler:
    (n, 13), (n,).
    """
    from sklearn.datasets import load_wine

    x, y = load_wine(return_X_y=True)
    raw = _split("Şaraplar", x, y, 54, seed, ("1. çeşit", "2. çeşit", "3. çeşit"), torch.float64)
    mean, sd = raw.train_x.mean(0), raw.train_x.std(0, correction=0)
    return replace(raw, train_x=((raw.train_x - mean) / sd).float(), val_x=((raw.val_x - mean) / sd).float())


def fashion_mnist(directory: str | Path | None = None) -> Dataset:
    """Fashion-MNIST: 60 000 eğitim, 10 000 geçerleme (özgün "test") görüntüsü, (n, 1, 28, 28), parlaklık 0–1.

    `directory` verilirse dört özgün .gz dosyası oradan okunur; klasöre hiçbir şey yazılmaz, sayılar ve
    biçimler denetlenir. Verilmezse dosyalar önbellekteki `fashion-mnist/` klasöründe aranır, yoksa bir kez
    indirilir (31 MB) ve sha256 özetleri denetlenir. Önbelleğin yerini LRLAB_DATA ortam değişkeni değiştirir.
    Her sorun `DataError` verir ve ne yapılacağını söyler. Kaynak: Xiao, Rasul ve Vollgraf (2017), MIT
    lisansı.
    """
    if directory is None:
        folder = fashion.ensure(cache_dir() / "fashion-mnist")
    elif not (folder := folder_of(directory)).is_dir():
        raise DataError(f"`directory` = {str(directory)!r} bir klasör değil; dört .gz dosyasının durduğu klasörü ver")
    parts = fashion.read(folder)
    (train_x, train_y), (val_x, val_y) = (_images(*parts[part]) for part in ("train", "t10k"))
    return Dataset("Fashion-MNIST", train_x, train_y, val_x, val_y, fashion.CLASSES)


def fashion_sample() -> Dataset:
    """Fashion-MNIST'ten lrlab ile gelen örnek, ağ istemez: 3000 eğitim, 1000 geçerleme (özgün "test") görüntüsü.

    Sınıflar eşit sayıdadır; biçimler `fashion_mnist()`teki gibi: (n, 1, 28, 28), parlaklık 0–1. Nasıl çekildiğini
    data/README.md söyler.
    """
    with np.load(shipped_file("fashion_sample.npz")) as file:
        (train_x, train_y), (val_x, val_y) = (
            _images(file[f"{part}_x"], file[f"{part}_y"]) for part in ("train", "val")
        )
    return Dataset("Fashion-MNIST örneği", train_x, train_y, val_x, val_y, fashion.CLASSES)


def _images(x: np.ndarray, y: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    # torch.tensor kopyalar: okunan arabellek salt okunurdur ve 255'e bölme yerinde yapılır.
    return torch.tensor(x[:, None], dtype=torch.float32).div_(255), torch.tensor(y, dtype=torch.int64)


def _split(
    name: str,
    x: np.ndarray,
    y: np.ndarray,
    val: int,
    seed: int,
    classes: tuple[str, ...],
    dtype: torch.dtype = torch.float32,
) -> Dataset:
    """Sınıf oranlarını koruyarak, `seed` ile, `val` örneği geçerlemeye ayırır."""
    from sklearn.model_selection import train_test_split

    seed = integer("seed", seed, "[0, 4294967295]")
    train_x, val_x, train_y, val_y = train_test_split(x, y, test_size=val, stratify=y, random_state=seed)
    xs = [torch.tensor(part, dtype=dtype) for part in (train_x, val_x)]
    ys = [torch.tensor(part, dtype=torch.int64) for part in (train_y, val_y)]
    return Dataset(name, xs[0], ys[0], xs[1], ys[1], classes)
