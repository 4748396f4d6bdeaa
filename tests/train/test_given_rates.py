"""Eğitimlere zamanlayıcı yerine verilen fonksiyonlar ve d2l nesneleri: oranlar, dokunulmayan nesne, denetim noktası."""

import numpy as np
import pytest
import torch

from lrlab.core import Cosine, Exponential, Warmup, momentum, sgd
from lrlab.train import (
    Run,
    d2l_fashion,
    digits,
    fashion_sample,
    fit_d2l,
    load_d2l,
    mlp,
    train,
    train_epochs,
    train_population,
)

DATA, SIZES = digits(), (64, 8, 10)


class FactorScheduler:
    """Kitaptaki gibi: adıma bakmaz, her çağrıda çarpar."""

    def __init__(self, factor=0.9, base_lr=0.5):
        self.factor, self.base_lr = factor, base_lr

    def __call__(self, num_update):
        self.base_lr *= self.factor
        return self.base_lr


SAME = Exponential(0.45, 0.9)  # FactorScheduler'ın ilk çağrısı 0.45 verir


def test_every_training_uses_the_rates_of_a_books_object_and_leaves_it_alone():
    given = FactorScheduler()
    ways = {
        "train": lambda lr: train(DATA, mlp(SIZES), sgd, batch_size=64, steps=40, lr=lr).loss,
        "train_epochs": lambda lr: (
            train_epochs(DATA, mlp(SIZES), "sgd", epochs=3, batch_size=256, device="cpu", threads=1, lr=lr).rate
        ),
        "population": lambda lr: train_population(DATA, SIZES, sgd, steps=12, lr=lr, seed=[0, 1]).loss,
    }
    for way in ways.values():
        np.testing.assert_allclose(way(given), way(SAME), rtol=1e-6)
        np.testing.assert_allclose(way(given), way(SAME), rtol=1e-6)
    assert given.base_lr == 0.5


def test_a_run_takes_them_back_and_forth_and_warms_them_up():
    def rates(lr, warmup=0):
        run = Run(DATA, mlp(SIZES), "sgd", lr=0.1, every=None, warmup=warmup)
        run.step(3)
        run.change(lr=lr)
        run.change(lr=lr)  # aynısı: işaret koymaz
        run.step(6)
        assert len(run.history.curves().marks) == 1
        return run.history.curves().rate

    np.testing.assert_allclose(rates(FactorScheduler()), rates(SAME), rtol=1e-12)
    np.testing.assert_allclose(rates(FactorScheduler(), 5), rates(SAME, 5), rtol=1e-12)
    np.testing.assert_allclose(rates(lambda t: 0.45 * 0.9**t), rates(SAME), rtol=1e-12)
    run = Run(DATA, mlp(SIZES), "sgd", lr=0.1, every=None)
    run.change(lr=FactorScheduler())
    assert run.history.curves().marks[-1].text == "α = FactorScheduler"


def test_any_hyperparameter_may_be_an_object():
    class Rising:
        def __init__(self):
            self.beta = 0.0

        def __call__(self, step):
            self.beta = min(0.9, self.beta + 0.1)
            return self.beta

    ours = train(DATA, mlp(SIZES), momentum, batch_size=64, steps=20, lr=0.05, beta=Rising())
    plain = train(DATA, mlp(SIZES), momentum, batch_size=64, steps=20, lr=0.05, beta=lambda t: min(0.9, 0.1 * (t + 1)))
    np.testing.assert_allclose(ours.loss, plain.loss, rtol=1e-6)


def checkpointed(lr, path, epochs):
    return train_epochs(
        DATA, mlp(SIZES), "sgd", epochs=epochs, batch_size=64, device="cpu", threads=1, checkpoint=path, lr=lr
    )


MAKERS = {
    "object": lambda: FactorScheduler(0.99),
    "function": lambda: lambda t: 0.3 * 0.99**t,
    "wrapped function": lambda: Warmup(lambda t: 0.3 * 0.99**t, 5),
    "wrapped object": lambda: Warmup(FactorScheduler(0.99), 5),
    "schedule": lambda: Cosine(0.3, 0.0, 100),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_checkpoint_goes_on_with_the_same_rates_of_a_new_object(name, tmp_path):
    whole = checkpointed(MAKERS[name](), None, 3)
    checkpointed(MAKERS[name](), tmp_path / "a.pt", 1)
    found = checkpointed(MAKERS[name](), tmp_path / "a.pt", 3)
    np.testing.assert_array_equal(found.val_loss, whole.val_loss)
    np.testing.assert_array_equal(found.rate, whole.rate)


DIFFERENT = {
    "late": (lambda t: 0.1 if t < 5000 else 0.05, lambda t: 0.1 if t < 5000 else 0.02),
    "object": (FactorScheduler(0.99), FactorScheduler(0.98)),
    "wrapped": (Warmup(lambda t: 0.1, 5), Warmup(lambda t: 0.2, 5)),
    "list": (lambda t: 0.1, lambda t: ([0.1] * 30)[t]),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_checkpoint_of_other_rates_is_refused_by_name(name, tmp_path):
    one, other = DIFFERENT[name]
    checkpointed(one, tmp_path / "a.pt", 1)
    with pytest.raises(ValueError, match="`lr` orada fonksiyon"):
        checkpointed(other, tmp_path / "a.pt", 1)


def test_fit_d2l_takes_them_too():
    data, d2l = d2l_fashion(fashion_sample(), 256), load_d2l()

    def rates(schedule):
        return fit_d2l(d2l.SoftmaxRegression(num_outputs=10, lr=0.1), data, schedule, epochs=1).rate

    assert np.array_equal(rates(lambda t: 0.5 * 0.9**t), rates(Exponential(0.5, 0.9)))
    np.testing.assert_allclose(rates(FactorScheduler()), rates(SAME), rtol=1e-12)
    with pytest.raises(TypeError, match="`schedule` bir zamanlayıcı olmalı"):
        rates(0.1)


def test_torchs_own_schedulers_are_sent_where_they_belong():
    optimizer = torch.optim.SGD(mlp(SIZES).parameters(), lr=0.1)
    theirs = torch.optim.lr_scheduler.StepLR(optimizer, 3)
    for way in (
        lambda: Run(DATA, mlp(SIZES), "sgd", lr=theirs),
        lambda: train(DATA, mlp(SIZES), sgd, batch_size=64, steps=4, lr=theirs),
        lambda: train_population(DATA, SIZES, sgd, steps=2, lr=theirs),
    ):
        with pytest.raises(TypeError, match=r"`lr` bir eniyileyiciye bağlı \(StepLR\)"):
            way()
