"""Aramaların amaç fonksiyonları: rakamlarda dönem dönem süren bir eğitim, d2l'nin softmax'ı ve LeNet'i.

Hepsinin değeri geçerleme hatasıdır (0–1): geçerleme ÖRNEKLERİNİN yanlış sınıflanan oranı. d2l'nin `validation_error`ı
minigrup doğruluklarının ortalamasını alır; kısa son minigrup orada fazla sayılır.
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from torch import nn

from lrlab.core.validate import integer, number
from lrlab.train.data.batches import updates_per_epoch
from lrlab.train.data.datasets import Dataset, digits, fashion_sample
from lrlab.train.networks.models import lenet, mlp, softmax_regression
from lrlab.train.runs.device import thread_count
from lrlab.train.runs.epochs import train_epochs
from lrlab.train.runs.run import Run

# Bir işçi süreci yüzlerce iş yapar; veri her işte yeniden okunmasın. Kümeler değişmez.
_digits, _fashion = cache(digits), cache(fashion_sample)


def digits_objective(
    rate: float, batch_size: int, momentum: float, width: int, *, seed: int = 0, state: Any = None
) -> Iterator[tuple[float, Any]]:
    """`digits()`te tek gizli katmanlı ağı momentumla eğitir; her dönemin sonunda (geçerleme hatası, durum) üretir.

    `rate`: öğrenme oranı; `batch_size`: minigrup boyutu; `momentum`: β, [0, 1), kural β·m + g'dir; `width`: gizli
    birim sayısı. Tek iş parçacığı kullanır. `seed`: ilk ağırlıklar ve minigrupların sırası; başka tohumlarla aynı
    yapılandırmanın gürültüsü görülür. Üreteç kendiliğinden bitmez, isteyen yeterince dönem alır; yalnızca kayıp
    sonlu kalmazsa NaN üretip biter.

    `state`: verilirse o ana dek üretilmiş son durumdur (aynı yapılandırmayla) ve eğitim oradan sürer: terfi eden
    deneme baştan eğitilmez. Durdurulup sürdürülen eğitim, durdurulmamışla CPU'da son bitine dek aynıdır. Başka bir
    yapılandırmanın durumu `ValueError` verir.
    """
    dataset, size = _digits(), integer("batch_size", batch_size)
    rate, momentum = number("rate", rate, "(0, inf)"), number("momentum", momentum, "[0, 1)")
    model = mlp((dataset.train_x.shape[1], integer("width", width), len(dataset.classes)), seed)
    run = Run(
        dataset, model, "momentum", batch_size=size, seed=seed, every=None, device="cpu", lr=rate, beta=momentum
    )  # fmt: skip
    if state is not None:
        asked = (run.settings, run.seed)
        run.load_state_dict(state)
        if (run.settings, run.seed) != asked:
            raise ValueError("`state` başka bir yapılandırmanın ya da tohumun durumu; aynı ayarlarla üretilmiş olmalı")
    updates = updates_per_epoch(len(dataset.train_y), size)
    while True:
        # Yan yana süren işçiler birbirini beklemesin; küçük ağda tek iş parçacığı zaten en hızlısıdır.
        with thread_count(1):
            whole = run.step(updates) == updates
            loss, accuracy = run.evaluate()
        if not (whole and math.isfinite(loss)):
            break
        run.history.clear()  # adım adım kayıt burada gerekmez; durum her dönem büyümesin
        yield 1 - accuracy, run.state_dict()
    yield math.nan, None


def softmax_objective(learning_rate: float, batch_size: int = 16, max_epochs: int = 8, *, seed: int = 0) -> float:
    """Softmax bağlanımının `fashion_sample()`da, `max_epochs` dönem SGD'den sonraki geçerleme hatası (0–1).

    d2l'nin ilk amaç fonksiyonu (`batch_size`ı 16, `max_epochs`u 8'de sabittir, bütün Fashion-MNIST'i kullanır); burada
    veri lrlab'ın örneğidir, ilk ağırlıklar ve sıra `seed`den gelir. Iraksarsa NaN.
    """
    return _final_error(_fashion(), softmax_regression(784, 10, seed), learning_rate, batch_size, max_epochs, seed)


def lenet_objective(learning_rate: float, batch_size: int, max_epochs: int = 10, *, seed: int = 0) -> float:
    """LeNet'in `fashion_sample()`da, `max_epochs` dönem SGD'den sonraki geçerleme hatası (0–1).

    d2l'nin `hpo_objective_lenet`i gibi çağrılır. Ağ onunkinden başkadır: `lenet()` ReLU ve en büyük havuzlama kullanır,
    d2l'ninki sigmoid ve ortalama; ilk ağırlıklar torch'un varsayılanıyla `seed`den çekilir. Iraksarsa NaN.
    """
    return _final_error(_fashion(), lenet(seed), learning_rate, batch_size, max_epochs, seed)


def _final_error(dataset: Dataset, model: nn.Module, rate: float, size: int, epochs: int, seed: int) -> float:
    rate, size, epochs = (
        number("learning_rate", rate, "(0, inf)"), integer("batch_size", size), integer("max_epochs", epochs)
    )  # fmt: skip
    found = train_epochs(
        dataset, model, "sgd", epochs=epochs, batch_size=size, seed=seed, device="cpu", threads=1, lr=rate
    )  # fmt: skip
    return math.nan if found.diverged_at else 1 - float(found.val_accuracy[-1])
