"""d2l kitaplığının tuhaflıkları: açılışı, kendi verimizle FashionMNIST'i, lrlab zamanlayıcısıyla Trainer'ı.

Derslerde: `from lrlab.train import d2l_fashion, fit_d2l, load_d2l`.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import numpy as np
import torch

from lrlab.core.schedules.given import a_schedule
from lrlab.core.schedules.schedule import Schedule
from lrlab.core.validate import instance, integer
from lrlab.train.data.datasets import Dataset
from lrlab.train.data.fashion import COUNTS, IMAGES, LABELS, SIDE
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count

# torchvision'ın derlenmiş parçası yüklenemezse (CPU torch ile başka yerden gelen torchvision) bu iki işlecin
# tanımı eksik kalır ve `import torchvision` durur. d2l ikisini de kullanmaz; tanım (gövdesiz) yeter.
MISSING_OPERATORS = ("torchvision::nms", "torchvision::qnms")
SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
INSTALL = {
    "d2l": "pip install --no-deps d2l==1.0.3",  # sabitlediği eski numpy Python 3.12'de kurulamaz
    "torchvision": "pip install torchvision",
}


def load_d2l() -> ModuleType:
    """`d2l.torch` modülünü yükler ve döndürür; ilk çağrı birkaç saniye sürebilir.

    d2l ya da gerektirdiği bir paket yoksa, kurma komutunu söyleyen `ImportError` verir. Açılıştaki uyarılar
    yalnızca yükleme süresince susturulur; matplotlib ayarları değişmez.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _import_torchvision()
            return import_module("d2l.torch")
        except ModuleNotFoundError as error:
            missing = (error.name or "d2l").partition(".")[0]
            command = INSTALL.get(missing, f"pip install {missing}")
            raise ImportError(f"d2l yüklenemedi: {missing} kurulu değil; kurmak için: {command}") from error


def _import_torchvision() -> ModuleType:
    try:
        return import_module("torchvision")
    except RuntimeError as error:
        if MISSING_OPERATORS[0] not in str(error):
            raise ImportError(
                f"torchvision yüklenemedi: {error}; torch ile uyuşan sürümünü kur: pip install --upgrade torchvision"
            ) from error
    for name in MISSING_OPERATORS:
        torch.library.define(name, SCHEMA)
    return import_module("torchvision")


def d2l_fashion(dataset: Dataset, batch_size: int = 64, *, workers: int = 0) -> Any:
    """`dataset`in görüntülerini sunan bir d2l.FashionMNIST nesnesi; ağ istemez.

    `dataset`: `fashion_sample()` ya da `fashion_mnist()` gibi, (n, 1, 28, 28) ve parlaklık 0–1. Görüntüler geçici bir
    klasöre özgün dosya biçiminde yazılır ve d2l onları kendi yoluyla okur. `workers`: yükleyici süreç sayısı; d2l'nin
    varsayılanı 4'tür, 0 ek süreç açmaz.
    """
    instance("dataset", dataset, Dataset, "bir veri kümesi olmalı, fashion_sample() gibi")
    size, workers = integer("batch_size", batch_size), integer("workers", workers, "[0, inf)")
    if tuple(dataset.train_x.shape[1:]) != (1, SIDE, SIDE):
        shape = tuple(dataset.train_x.shape[1:])
        raise ValueError(f"`dataset` görüntüleri {shape} biçiminde olamaz; gereken: (1, {SIDE}, {SIDE})")
    with TemporaryDirectory() as folder:

        class FashionMNIST(load_d2l().FashionMNIST):  # type: ignore[misc]  # d2l ancak çağrılınca yüklenir
            # d2l bu ikisini kurucusunda sabitler ("../data" ve 4); yazdığı yok sayılır.
            root = property(lambda self: folder, lambda self, given: None)
            num_workers = property(lambda self: workers, lambda self, given: None)

        _write_idx(dataset, Path(folder) / "FashionMNIST" / "raw")
        return FashionMNIST(batch_size=size)


def _write_idx(dataset: Dataset, folder: Path) -> None:
    folder.mkdir(parents=True)
    pairs = ((dataset.train_x, dataset.train_y), (dataset.val_x, dataset.val_y))
    for part, (x, y) in zip(COUNTS, pairs, strict=True):
        for kind, array in ((IMAGES, (x[:, 0] * 255).round()), (LABELS, y)):
            header = b"\0\0\x08" + bytes([array.ndim]) + np.array(array.shape, ">i4").tobytes()
            (folder / f"{part}-{kind.removesuffix('.gz')}").write_bytes(header + array.byte().numpy().tobytes())


@dataclass(frozen=True)
class D2LRun:
    """d2l'nin Trainer'ıyla bir eğitim; diziler numpy'dır.

    `rate`, `loss` (T,): her güncellemenin öğrenme oranı ve güncellemeden önceki minigrup kaybı; `val_loss`,
    `val_accuracy` (E,): her dönemin sonunda geçerleme kümesinin tamamında.
    """

    rate: np.ndarray
    loss: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray


def fit_d2l(
    model: Any, data: Any, schedule: Schedule | Callable[[int], float], *, epochs: int, seed: int = 0, threads: int = 1
) -> D2LRun:
    """d2l'nin bir modelini d2l'nin Trainer'ıyla, öğrenme oranını `schedule`dan alarak eğitir.

        fit_d2l(d2l.LeNet(lr=0.1), d2l_fashion(fashion_sample(), 64), Cosine(0.5, 0.01, 141), epochs=3)

    `schedule` (zamanlayıcı, fonksiyon ya da d2l'nin zamanlayıcı nesnesi) güncelleme numarasıyla çağrılır ve oran
    güncellemeden ÖNCE kurulur; modelin kendi `lr`si kullanılmaz.
    Birimi dönem olan zamanlayıcıyı PerEpoch ile sar. d2l'de olduğu gibi modelin kendisi eğitilir. `seed` henüz
    kurulmamış (Lazy) katmanların ağırlıklarını ve minigrupların sırasını belirler. d2l'nin hareketli çizimi yapılmaz,
    çizeceği sayılar döndürülür.
    """
    schedule = a_schedule("schedule", schedule)
    epochs, threads = integer("epochs", epochs), integer("threads", threads)
    d2l = load_d2l()
    instance("model", model, d2l.Classifier, "d2l'nin bir sınıflandırıcısı olmalı, d2l.LeNet() gibi")
    rates, losses, found = [], [], []

    class Trainer(d2l.Trainer):  # type: ignore[name-defined]  # d2l ancak çağrılınca yüklenir
        def prepare_batch(self, batch: Any) -> Any:
            self.rows = len(batch[-1])
            if self.model.training:
                rates.append(schedule(self.train_batch_idx))
                for group in self.optim.param_groups:
                    group["lr"] = rates[-1]
            return super().prepare_batch(batch)

    def keep(key: str, value: torch.Tensor, train: bool) -> None:
        if train:
            losses.append(float(value.detach()))
        else:
            found.append((trainer.epoch, key, trainer.rows, float(value)))

    def mean(epoch: int, key: str) -> float:
        rows, values = zip(*(f[2:] for f in found if f[:2] == (epoch, key)), strict=True)
        return float(np.average(values, weights=rows))

    trainer, model.plot = Trainer(epochs), keep
    try:
        with seeded(seed), thread_count(threads):
            trainer.fit(model, data)
    finally:
        del model.plot  # sınıfın kendi çizimi geri gelir
    val_loss, val_accuracy = (np.array([mean(epoch, key) for epoch in range(epochs)]) for key in ("loss", "acc"))
    return D2LRun(np.array(rates), np.array(losses), val_loss, val_accuracy)
