"""Öğrenme oranı taraması: yanıtı bilinen eğriler, gerçek ağlar ve dokunulmayan model."""

import copy
import math

import numpy as np
import pytest
import torch
from torch import nn

from lrlab.core import ewa
from lrlab.train import Dataset, Run, digits, lr_range_test, mlp
from lrlab.train.finder import range_test
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count

DIGITS = digits()
RATES = np.geomspace(1e-5, 10, 101)
X = np.linspace(0, 1, 101)


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


def valley(start=0.4, bottom=0.7, depth=2.0):
    """`start`a dek düz, `bottom`da en alçak, sonra aynı eğimle yükselen kayıp."""
    slope = depth / (bottom - start)
    return 2.3 - slope * np.clip(X - start, 0, bottom - start) + slope * np.maximum(X - bottom, 0)


def test_smoothing_has_no_lag_where_a_one_way_average_lags():
    loss = valley(start=0.0, bottom=0.5)
    found = range_test(RATES, loss)
    assert found.smooth.argmin() == loss.argmin() == 50
    assert ewa(loss, 0.9, bias_correction=True).argmin() >= 55
    ramp = range_test(RATES, X)
    np.testing.assert_allclose(ramp.smooth[45:56], X[45:56], atol=2e-3)  # β^45 kadar kenar etkisi
    assert X[50] - ewa(X, 0.9, bias_correction=True)[50] == pytest.approx(0.09, rel=0.1)  # 9 adım gecikme


def test_smoothing_is_the_two_way_bias_corrected_average():
    loss = np.random.default_rng(0).normal(2, 1, 60)
    there, back = ewa(loss, 0.8), ewa(loss[::-1], 0.8)[::-1]
    weight = ewa(np.ones(60), 0.8)
    expected = (there + back - 0.2 * loss) / (weight + weight[::-1] - 0.2)
    np.testing.assert_allclose(range_test(RATES[:60], loss, beta=0.8).smooth, expected, rtol=1e-12)


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_the_range_of_a_known_valley(noise):
    for seed in range(20):
        found = range_test(RATES, valley() + np.random.default_rng(seed).normal(0, noise, 101))
        assert RATES[40 - 9] < found.low < RATES[40 + 9]  # düşüş 40. oranda başlar; köşe 9 adım yayılır
        assert RATES[66] < 3 * found.high < RATES[74]  # en alt nokta 70. oranda
        assert f"{found.low:.2g}" in found.why


@pytest.mark.parametrize(
    ("loss", "diverged", "words"),
    [
        (np.full(101, 2.3), False, "gürültüden"),
        (2.3 + X, False, "gürültüden"),
        (2.3 - X, False, "`high`ı büyüt"),
        (valley()[:8], True, "`low` çok büyük"),
        (np.array([]), True, "`low` çok büyük"),
        (valley()[:12], False, "Nokta az: 12"),
    ],
)
def test_no_range_when_it_must_not_be_trusted(loss, diverged, words):
    found = range_test(RATES[: len(loss)], loss, diverged=diverged)
    assert found.low is found.high is None
    assert words in found.why


def test_a_fall_cut_by_divergence_has_its_bottom_at_the_end():
    found = range_test(RATES[:71], valley()[:71], diverged=True)
    assert found.low is not None
    assert 3 * found.high == pytest.approx(RATES[70])


def test_pure_noise_is_hardly_ever_taken_for_learning():
    rng = np.random.default_rng(1)
    given = [range_test(RATES, rng.normal(2.3, 0.2, 101)).low is not None for _ in range(400)]
    assert np.mean(given) < 0.02


def trained(rule, rate, seed):
    run = Run(DIGITS, mlp((64, 32, 10), seed), rule, lr=rate, seed=seed + 100, every=None)
    run.run(steps=150)
    return (math.inf, 0.0) if run.diverged_at else run.evaluate()


@pytest.mark.parametrize(("rule", "enough"), [("sgd", 0.9), ("momentum", 0.92), ("adam", 0.85)])
def test_the_upper_rate_trains_digits_and_ten_times_it_does_not(rule, enough):
    for seed in range(6):
        found = lr_range_test(DIGITS, mlp((64, 32, 10), seed), rule, seed=seed)
        assert found.diverged
        assert found.low < found.high < found.rate[-1]
        loss, accuracy = trained(rule, found.high, seed)
        far_loss, far_accuracy = trained(rule, 10 * found.high, seed)
        assert accuracy > enough
        assert far_loss > 3 * loss
        assert far_accuracy < accuracy - 0.1


class Deaf(nn.Module):
    """Ağırlıkları çıktısını etkilemeyen model: kaybı her oranda aynıdır."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return x.flatten(1)[:, :10] + 0 * self.w


def test_a_loss_that_does_not_depend_on_the_weights_gives_none():
    for seed in range(10):
        found = lr_range_test(DIGITS, Deaf(), seed=seed)
        assert found.low is found.high is None
        assert "gürültüden" in found.why
        assert len(found.rate) == 100


def test_a_start_that_is_already_too_high_is_said():
    found = lr_range_test(DIGITS, mlp((64, 32, 10)), low=100.0, high=1e6)
    assert found.diverged
    assert "`low` çok büyük" in found.why


def test_a_scan_that_ends_too_low_asks_for_a_wider_one():
    found = lr_range_test(DIGITS, mlp((64, 32, 10)), "adam", low=1e-5, high=1e-2)
    assert found.low is None
    assert not found.diverged
    assert "`high`ı büyüt" in found.why


def test_loss_follows_the_update_made_with_its_rate():
    found = lr_range_test(DIGITS, mlp((64, 32, 10)), low=1e-3, high=0.1, steps=30, seed=4)
    run = Run(DIGITS, mlp((64, 32, 10)), "sgd", seed=4, every=None, lr=lambda t: 1e-3 * 100 ** (t / 29))
    losses = []
    for _ in range(31):
        run.step()
        losses.append(run.loss)
    np.testing.assert_allclose(found.rate, 1e-3 * 100 ** (np.arange(30) / 29), rtol=1e-12)
    np.testing.assert_allclose(found.loss, losses[1:], rtol=1e-6)


def fussy():
    with seeded(0):
        return nn.Sequential(nn.Linear(64, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 10))


@pytest.mark.parametrize("mode", [True, False])
def test_model_and_generator_are_left_as_they_were(mode):
    model = fussy().train(mode)
    model[0].bias.requires_grad_(False)
    model[0].weight.grad = torch.ones_like(model[0].weight)
    state, places = copy.deepcopy(model.state_dict()), [p.data_ptr() for p in model.parameters()]
    generator = torch.get_rng_state()
    found = lr_range_test(DIGITS, model, "momentum", beta=0.8, weight_decay=1e-4)
    assert found.diverged
    assert torch.equal(torch.get_rng_state(), generator)
    assert all(torch.equal(value, state[name]) for name, value in model.state_dict().items())
    assert [p.data_ptr() for p in model.parameters()] == places
    assert all(module.training == mode for module in model.modules())
    assert [p.grad is None for p in model.parameters()] == [False] + [True] * 5
    assert torch.equal(model[0].weight.grad, torch.ones_like(model[0].weight))


def test_same_seed_same_scan():
    first, second, other = (lr_range_test(DIGITS, fussy(), steps=40, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.loss, second.loss)
    assert not np.array_equal(first.loss[:20], other.loss[:20])


def scan(**given):
    return lr_range_test(DIGITS, mlp((64, 32, 10)), **given)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: scan(lr=0.1), TypeError, ["`lr`", "`low`"]),
        (lambda: scan(warmup=5), TypeError, ["`warmup`"]),
        (lambda: scan(low=0.0), ValueError, ["`low` = 0.0", "(0, inf)"]),
        (lambda: scan(low=1.0, high=0.5), ValueError, ["`high` = 0.5", "(1.0, inf)"]),
        (lambda: scan(steps=1), ValueError, ["`steps` = 1"]),
        (lambda: scan(steps=12, beta=1.0), ValueError, ["`beta` = 1.0"]),
        (lambda: scan(rule="sdg"), ValueError, ["`rule`", "'sgd'"]),
        (lambda: lr_range_test(Dataset, mlp((64, 10))), TypeError, ["`dataset`"]),
    ],
)
def test_mistake_is_named(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)
