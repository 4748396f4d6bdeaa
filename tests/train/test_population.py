"""Nüfus: her hücre tek başına eğitilmiş ağla aynı sayıları verir; ıraksama, tohumlar, yarıda kesme, hatalar."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lrlab.core import RULES, Cosine, adam, momentum, rule, sgd
from lrlab.train import digits, mlp, train, train_population
from lrlab.train.runs import population

SIZES = (64, 16, 10)


@pytest.fixture(scope="module")
def data():
    return digits()


def alone(data, sizes, rule, *, seed=0, dtype=torch.float64, **arguments):
    """Aynı ağ, tek başına."""
    return train(data, mlp(sizes, int(seed), dtype=dtype), rule, batch_size=64, seed=int(seed), **arguments)


@pytest.mark.parametrize("name", RULES)
def test_every_network_equals_its_own_run(data, name):
    # 30 adım: bir dönem 23 minigruptur ve sonuncusu 29 örnekliktir. Her satır başka bir tohumdur.
    rule, seeds, lrs = RULES[name], np.array([[3], [0]]), np.array([0.001, 0.01, 0.05])
    many = train_population(data, SIZES, rule, steps=30, every=20, seed=seeds, lr=lrs, dtype=torch.float64)
    assert many.grid == (2, 3)
    assert many.val_step.tolist() == [0, 20, 30]
    assert many.loss.shape == (30, 2, 3)
    for i, j in ((0, 0), (0, 2), (1, 1)):
        one = alone(data, SIZES, rule, seed=seeds[i, 0], steps=30, every=20, lr=lrs[j])
        for found, expected in ((many.loss, one.loss), (many.val_loss, one.val_loss)):
            np.testing.assert_allclose(found[:, i, j], expected, rtol=0, atol=1e-10)
        np.testing.assert_array_equal(many.val_accuracy[:, i, j], one.val_accuracy)
    assert (many.steps_done == 30).all()
    assert (many.diverged_at == 0).all()


@pytest.mark.parametrize("sizes", [(64, 10), (64, 12, 8, 10)])
def test_any_depth(data, sizes):
    many = train_population(data, sizes, sgd, steps=25, lr=np.array([0.1, 0.3]), dtype=torch.float64)
    one = alone(data, sizes, sgd, steps=25, lr=0.3)
    np.testing.assert_allclose(many.loss[:, 1], one.loss, rtol=0, atol=1e-10)
    assert many.val_step.tolist() == one.val_step.tolist() == [0, 23, 25]


def test_float32_is_the_default_and_close(data):
    lrs = np.array([0.003, 0.03])
    many = train_population(data, SIZES, adam, steps=200, lr=lrs, beta1=np.array([0.8, 0.9]))
    for j, beta in enumerate((0.8, 0.9)):
        one = alone(data, SIZES, adam, steps=200, dtype=torch.float32, lr=lrs[j], beta1=beta)
        np.testing.assert_allclose(many.val_loss[:, j], one.val_loss, rtol=1e-3)
        np.testing.assert_allclose(many.loss[:30, j], one.loss[:30], rtol=1e-4)


def test_numbers_do_not_depend_on_who_walks_together(data, monkeypatch):
    arguments = {"steps": 25, "every": 10, "seed": np.arange(6)[:, None] % 3, "lr": np.geomspace(0.01, 0.2, 4)}
    whole = train_population(data, SIZES, momentum, dtype=torch.float64, **arguments)
    monkeypatch.setattr(population, "TOGETHER", 5)
    monkeypatch.setattr(population, "ROWS", 100)
    parts = train_population(data, SIZES, momentum, dtype=torch.float64, **arguments)
    for name in ("loss", "val_loss", "val_accuracy"):
        np.testing.assert_allclose(getattr(whole, name), getattr(parts, name), rtol=0, atol=1e-10)


def test_schedule_is_called_once_with_steps_from_zero_and_shared(data):
    asked, cosine = [], Cosine(0.2, 0.01, 10)
    many = train_population(
        data, SIZES, momentum, steps=12, dtype=torch.float64, beta=np.array([0.5, 0.9]),
        lr=lambda step: asked.append(step) or cosine(step),
    )  # fmt: skip
    one = alone(data, SIZES, momentum, steps=12, lr=cosine, beta=0.9)
    np.testing.assert_allclose(many.loss[:, 1], one.loss, rtol=0, atol=1e-10)
    assert asked == list(range(12))
    assert many.hyper["beta"].tolist() == [0.5, 0.9]
    assert callable(many.hyper["lr"])


def test_one_diverging_network_leaves_the_others_alone(data):
    many = train_population(data, SIZES, sgd, steps=40, every=10, lr=np.array([0.1, 1e200]), dtype=torch.float64)
    good, bad = (alone(data, SIZES, sgd, steps=40, every=10, lr=lr) for lr in (0.1, 1e200))
    assert many.diverged_at.tolist() == [0, bad.diverged_at]
    assert 1 < bad.diverged_at < 40
    np.testing.assert_allclose(many.loss[:, 0], good.loss, rtol=0, atol=1e-10)
    assert np.isfinite(many.loss[: bad.diverged_at - 1, 1]).all()
    assert np.isnan(many.loss[bad.diverged_at - 1 :, 1]).all()
    assert np.isnan(many.val_loss[many.val_step >= bad.diverged_at, 1]).all()


def test_divergence_seen_only_by_the_evaluation_counts(data):
    many = train_population(data, SIZES, sgd, steps=1, lr=np.array([0.1, 1e38]))
    assert many.diverged_at.tolist() == [0, 1]
    assert np.isfinite(many.loss).all()
    assert np.isnan(many.val_loss[-1]).tolist() == [False, True]


def test_interrupting_keeps_what_is_done(data, monkeypatch):
    monkeypatch.setattr(population, "TOGETHER", 2)
    made = []

    @rule()
    def stopping(w, g, s, t, *, lr=0.1):
        if w.ndim == 2:  # bir kümenin ağları; kural önce küçük bir vektörde denenir
            made.append(t)
        if len(made) == 32:  # ikinci parçanın ikinci kümesinde, 12. adımda
            raise KeyboardInterrupt
        return sgd(w, g, s, t, lr=lr)

    part = train_population(data, SIZES, stopping, steps=30, every=10, lr=np.array([0.1, 0.2, 0.3]))
    assert part.steps_done.tolist() == [20, 20, 11]
    assert (part.diverged_at == 0).all()
    assert np.isfinite(part.loss).sum(0).tolist() == [20, 20, 11]
    assert np.isfinite(part.val_loss).sum(0).tolist() == [3, 3, 2]


def test_progress_is_shown_only_when_asked(data, capsys):
    train_population(data, SIZES, sgd, steps=2, lr=np.array([0.1, 0.2]))
    assert capsys.readouterr().err == ""
    train_population(data, SIZES, sgd, steps=2, lr=np.array([0.1, 0.2]), progress=True)
    assert "2 ağ" in capsys.readouterr().err


def test_generator_threads_and_data_are_untouched(data):
    before, rows = torch.get_rng_state(), data.train_x.clone()
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        train_population(data, SIZES, adam, steps=3)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(data.train_x, rows)


def test_one_network_and_images(data):
    images = replace(data, train_x=data.train_x.reshape(-1, 1, 8, 8), val_x=data.val_x.reshape(-1, 1, 8, 8))
    one, flat = (train_population(d, SIZES, adam, steps=5, every=2) for d in (images, data))
    assert one.grid == ()
    assert one.val_step.tolist() == [0, 2, 4, 5]
    assert one.val_loss.shape == (4,)
    np.testing.assert_array_equal(one.loss, flat.loss)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"steps": 0}, ValueError, "`steps` = 0 olamaz"),
        ({"batch_size": 0}, ValueError, "`batch_size` = 0 olamaz"),
        ({"every": 0}, ValueError, "`every` = 0 olamaz"),
        ({"seed": [0, -1]}, ValueError, "`seed` = -1.0 olamaz"),
        ({"seed": 0.5}, ValueError, "bir tam sayı olmalı"),
        ({"lr": [0.1, -1.0]}, ValueError, "`lr` = -1.0 olamaz"),
        ({"lr": "hız"}, TypeError, "`lr` bir sayı olmalı"),
        ({"lr": lambda step: 0.1 - step}, ValueError, r"`lr\(1\)` = -0.9 olamaz"),
        ({"lr": []}, ValueError, r"ortak biçimi \(0,\) olamaz"),
        ({"lr": np.ones(3), "beta": np.zeros(2)}, ValueError, r"`lr` \(3,\), `beta` \(2,\) birlikte yayınlanamaz"),
        ({"eps": 1e-8}, TypeError, "`eps` momentum kuralının hiperparametresi değil"),
        ({"sizes": (784, 10)}, ValueError, r"`sizes` = \(784, 10\) olamaz; Rakamlar için ilk boy 64 \(girdi\)"),
        ({"sizes": (64,)}, ValueError, "en az iki boy"),
        ({"rule": "sgd"}, TypeError, "`rule` bir güncelleme kuralı olmalı"),
        ({"dtype": "float32"}, TypeError, "`dtype`"),
        ({"dataset": None}, TypeError, "`dataset` bir veri kümesi olmalı"),
    ],
)
def test_bad_input_is_named(data, arguments, error, said):
    with pytest.raises(error, match=said):
        train_population(**{"dataset": data, "sizes": SIZES, "rule": momentum, "steps": 2} | arguments)
