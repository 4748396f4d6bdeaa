"""Eğitimde yapılabilecek yanlışlar: her biri parametreyi adıyla söyleyen Türkçe bir hata verir."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from lrlab.core import Cosine, momentum, sgd
from lrlab.train import DataError, archive_temperature, digits, evaluate, fashion_mnist, mlp, train

DIGITS = digits()


def run(dataset=DIGITS, model=None, rule=sgd, **more):
    return train(dataset, model or mlp((64, 10)), rule, **{"batch_size": 64, "steps": 2, **more})


def net_doing(what):
    return type("Net", (nn.Module,), {"forward": lambda self, *x: what(*x)})()


def normed():
    return nn.Sequential(nn.Linear(64, 8), nn.BatchNorm1d(8), nn.Linear(8, 10))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: run(None), ["`dataset`", "NoneType", "digits()"]),
        (lambda: run((DIGITS.train_x, DIGITS.train_y)), ["`dataset`", "tuple"]),
        (lambda: run(digits), ["`dataset`", "function"]),
        (lambda: run(model=net_doing(lambda x: (x, x))), ["`model`", "(n, 10)", "tuple"]),
        (lambda: run(model=net_doing(lambda x: x.nope)), ["`model`", "nope"]),
        (lambda: run(model=net_doing(lambda x, y: x)), ["`model`", "'y'"]),
        (lambda: run(model=normed(), batch_size=1436, epochs=1, steps=None), ["`batch_size` = 1436", "1 örnek"]),
        (lambda: run(model=normed(), batch_size=1), ["`batch_size` = 1", "1 örnek"]),
        (lambda: run(threads=10**12), ["`threads`", "1000000000000"]),
        (lambda: run(seed=2**64), ["`seed`", str(2**64)]),
        (lambda: run(lr=lambda t: None), ["`lr(0)`", "None"]),
        (lambda: run(lr=lambda t: -t), ["`lr(1)`", "-1", "[0, inf)"]),
        (lambda: run(lr=Cosine), ["`lr`", "NESNESİ", "Cosine(...)"]),
        (lambda: run(rule=momentum, beta=lambda t: 5.0), ["`beta(0)`", "5.0", "[0, 1)"]),
        (lambda: replace(DIGITS, train_y=DIGITS.train_y + 5), ["`train_y`", "14", "[0, 9]"]),
        (lambda: replace(DIGITS, val_y=DIGITS.val_y - 1), ["`val_y`", "-1", "[0, 9]"]),
        (lambda: replace(DIGITS, train_y=DIGITS.train_y.float()), ["`train_y`", "float32", "int64"]),
        (lambda: replace(DIGITS, train_x=DIGITS.train_x.numpy()), ["`train_x`", "ndarray", "torch.from_numpy"]),
        (lambda: replace(DIGITS, val_x=DIGITS.val_x[:5]), ["`val_x`", "`val_y`", "5", "360"]),
        (lambda: replace(DIGITS, val_x=DIGITS.val_x[:0], val_y=DIGITS.val_y[:0]), ["`val_x`", "0", "en az bir"]),
        (lambda: evaluate(mlp((64, 10)), DIGITS.val_x[:0], DIGITS.val_y[:0]), ["`y`", "boş"]),
        (lambda: mlp((4, 2), dtype="float32"), ["`dtype`", "'float32'", "torch.float32"]),
        (lambda: mlp((4, 2), dtype=torch.int64), ["`dtype`", "torch.int64", "torch.float32"]),
        (lambda: fashion_mnist(5), ["`directory`", "int"]),
        (lambda: fashion_mnist(b"x"), ["`directory`", "bytes"]),
        (lambda: archive_temperature("Londra", 2020, directory=5), ["`directory`", "int"]),
        (lambda: archive_temperature("Londra", 2020, url="abc"), ["`url`", "'abc", "https://"]),
        (lambda: archive_temperature("Londra", 2020, url="file:///etc/hosts"), ["`url`", "file:", "https://"]),
        (lambda: archive_temperature("Londra", 2020, timeout=-1), ["`timeout`", "-1", "(0, "]),
        (lambda: archive_temperature("Londra", 2020, timeout="a"), ["`timeout`", "'a'"]),
    ],
)
def test_mistake_is_named(call, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_unknown_home_folder_is_named():
    with pytest.raises(DataError, match="`directory` = '~nosuchuser/x'"):
        fashion_mnist("~nosuchuser/x")


def test_short_batch_that_is_never_reached_is_allowed():
    assert len(run(model=normed(), batch_size=1436, steps=1).step) == 1


def test_trial_of_a_short_batch_leaves_the_run_as_it_was():
    model = nn.Sequential(nn.Linear(64, 8), nn.Dropout(0.5), nn.Linear(8, 10))
    first, again = (run(model=model, batch_size=1436, steps=2) for _ in range(2))
    assert np.array_equal(first.loss, again.loss)
