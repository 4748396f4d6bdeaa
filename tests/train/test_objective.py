"""Amaç fonksiyonları: durdurulup sürdürülen eğitim durdurulmamışla aynı, hata örneklerin ortalaması, ıraksama NaN."""

import inspect
import math
import pickle
from itertools import islice

import numpy as np
import pytest
import torch

from lrlab.train import (
    digits,
    digits_objective,
    fashion_sample,
    lenet,
    lenet_objective,
    mlp,
    softmax_objective,
    softmax_regression,
    train_epochs,
)

CONFIG = {"rate": 0.1, "batch_size": 100, "momentum": 0.9, "width": 16}


def taken(epochs, **given):
    return list(islice(digits_objective(**{**CONFIG, **given}), epochs))


@pytest.fixture(scope="module")
def straight():
    return taken(6)


def test_each_epoch_gives_the_error_of_the_same_training():
    errors = [error for error, _ in taken(3)]
    found = train_epochs(
        digits(), mlp((64, 16, 10), 0), "momentum", epochs=3, batch_size=100, threads=1, device="cpu", lr=0.1, beta=0.9
    )  # fmt: skip
    assert errors == (1 - found.val_accuracy).tolist()
    wrong = np.array(errors) * 360
    assert np.allclose(wrong, wrong.round(), rtol=0, atol=1e-9)
    assert errors[0] > errors[2]


@pytest.mark.parametrize("pause", [1, 2, 5])
def test_continued_training_is_bit_for_bit_the_uninterrupted_one(straight, pause):
    state = pickle.loads(pickle.dumps(straight[pause - 1][1]))  # başka bir işçi sürece gider gibi
    rest = taken(6 - pause, state=state)
    assert [error for error, _ in rest] == [error for error, _ in straight[pause:]]
    for part in ("model", "state"):
        left, right = straight[-1][1][part], rest[-1][1][part]
        assert list(left) == list(right)
        assert all(torch.equal(left[name], right[name]) for name in left)


def test_state_holds_only_its_own_epoch_and_does_not_grow(straight):
    before = {name: value.clone() for name, value in straight[0][1]["model"].items()}
    taken(3, state=straight[0][1])
    assert all(torch.equal(before[name], value) for name, value in straight[0][1]["model"].items())
    sizes = [len(pickle.dumps(state)) for _, state in straight]
    assert max(sizes) - min(sizes) < 100


@pytest.mark.parametrize("other", [{"rate": 0.2}, {"batch_size": 50}, {"momentum": 0.5}, {"seed": 1}])
def test_state_of_another_configuration_is_refused(straight, other):
    with pytest.raises(ValueError, match="`state` başka bir yapılandırmanın ya da tohumun durumu"):
        taken(1, state=straight[0][1], **other)


def test_state_of_another_width_is_refused(straight):
    with pytest.raises(ValueError, match="`state` bu koşuya uymuyor"):
        taken(1, state=straight[0][1], width=8)


def test_seed_is_the_noise_of_one_configuration(straight):
    assert [error for error, _ in taken(2)] == [error for error, _ in straight[:2]]
    assert len({taken(2, seed=seed)[-1][0] for seed in range(4)}) > 1


def test_diverging_training_ends_with_nan():
    found = taken(3, rate=1e30)
    assert len(found) == 1
    assert math.isnan(found[0][0])


@pytest.mark.parametrize(("name", "value", "allowed"), [
    ("rate", 0, r"\(0, inf\)"), ("rate", math.nan, r"\(0, inf\)"), ("batch_size", 0, r"\[1, inf\)"),
    ("momentum", 1, r"\[0, 1\)"), ("width", 2.5, r"\[1, inf\)"),
])  # fmt: skip
def test_wrong_hyperparameter_is_named(name, value, allowed):
    with pytest.raises(ValueError, match=f"`{name}.*{allowed}"):
        taken(1, **{name: value})


def expected(model, rate, size, epochs):
    """Aynı eğitimin son ağının yanlış sınıfladığı geçerleme örneklerinin oranı."""
    dataset = fashion_sample()
    found = train_epochs(dataset, model, "sgd", epochs=epochs, batch_size=size, threads=1, device="cpu", lr=rate)
    with torch.inference_mode():
        wrong = found.model.eval()(dataset.val_x).argmax(1) != dataset.val_y
    return wrong.double().mean().item()


def test_softmax_objective_is_the_error_over_all_samples():
    assert softmax_objective(0.1, max_epochs=2) == pytest.approx(
        expected(softmax_regression(784, 10), 0.1, 16, 2), abs=1e-12
    )
    assert softmax_objective(0.1) < 0.25  # d2l'nin ayarları: minigrup 16, 8 dönem


def test_lenet_objective_is_the_error_over_all_samples():
    assert lenet_objective(0.1, 64, max_epochs=1) == pytest.approx(expected(lenet(), 0.1, 64, 1), abs=1e-12)


def test_diverging_d2l_objective_is_nan():
    assert math.isnan(softmax_objective(1e38, max_epochs=1))


@pytest.mark.parametrize("objective", [softmax_objective, lenet_objective])
def test_d2l_objectives_take_the_names_of_the_chapter(objective):
    assert list(inspect.signature(objective).parameters)[:3] == ["learning_rate", "batch_size", "max_epochs"]
    with pytest.raises(ValueError, match=r"`max_epochs` = 0 olamaz"):
        objective(0.1, 32, max_epochs=0)
    with pytest.raises(ValueError, match=r"`learning_rate` = 0 olamaz"):
        objective(0, 32)
