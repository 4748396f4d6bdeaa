"""Yeniden başlayan kosinüs, çevrimsel oran, dalgalı kosinüs, ters karekök: torch'a ve yayımlanmış formüllere karşı."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.optim import lr_scheduler as tl

from lrlab.core import Constant, Cosine, Cyclic, Join, SquareRoot, WarmRestarts, Warmup, inverse_sqrt, vaswani
from tests.core.rates import torch_rates

prop = settings(deadline=None, derandomize=True, max_examples=150)


def cyclic(up, down=None, mode="triangular", gamma=1.0):
    return lambda o: tl.CyclicLR(o, 0.01, 0.3, up, down, mode, gamma, cycle_momentum=False)


AGAINST_TORCH = {
    "restarts of one length": (
        WarmRestarts(0.3, 0.01, 10), lambda o: tl.CosineAnnealingWarmRestarts(o, 10, eta_min=0.01)
    ),
    "restarts that double": (
        WarmRestarts(0.3, 0.0, 5, growth=2), lambda o: tl.CosineAnnealingWarmRestarts(o, 5, T_mult=2)
    ),
    "restarts that triple": (
        WarmRestarts(0.3, 0.02, 1, growth=3), lambda o: tl.CosineAnnealingWarmRestarts(o, 1, 3, 0.02)
    ),
    "triangular": (Cyclic(0.3, 0.01, 20), cyclic(20)),
    "triangular, quick fall": (Cyclic(0.3, 0.01, 20, 3), cyclic(20, 3)),
    "triangular2": (Cyclic(0.3, 0.01, 20, 30, factor=0.5), cyclic(20, 30, "triangular2")),
    "exp_range": (Cyclic(0.3, 0.01, 20, gamma=0.99), cyclic(20, None, "exp_range", 0.99)),
}  # fmt: skip


@pytest.mark.parametrize("name", AGAINST_TORCH)
def test_equals_torch(name):
    schedule, make = AGAINST_TORCH[name]
    expected = torch_rates(make, 0.3, 2000)
    np.testing.assert_allclose(schedule(np.arange(2000)), expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose([schedule(t) for t in range(2000)], expected, rtol=0, atol=1e-12)


# transformers 5.24'ün optimization.py'sindeki formüller; hepsi taban oranın çarpanıdır.
def hf_warmup(t, warmup):
    return t / max(1, warmup)


def hf_cosine(t, warmup, total, cycles):
    if t < warmup:
        return hf_warmup(t, warmup)
    progress = (t - warmup) / max(1, total - warmup)
    return max(0.0, 0.5 * (1 + math.cos(math.pi * cycles * 2 * progress)))


def hf_hard_restarts(t, warmup, total, cycles):
    if t < warmup:
        return hf_warmup(t, warmup)
    progress = (t - warmup) / max(1, total - warmup)
    return 0.0 if progress >= 1 else max(0.0, 0.5 * (1 + math.cos(math.pi * ((cycles * progress) % 1.0))))


def hf_inverse_sqrt(t, warmup, timescale):
    return hf_warmup(t, warmup) if t < warmup else 1 / math.sqrt((t + timescale - warmup) / timescale)


@pytest.mark.parametrize(("warmup", "total"), [(0, 100), (10, 100), (7, 98)])
@pytest.mark.parametrize("cycles", [0.5, 1, 1.5, 3])
def test_cosine_with_cycles_is_transformers_until_its_end(warmup, total, cycles):
    schedule, steps = Warmup(Cosine(0.3, 0.0, total - warmup, cycles), warmup), np.arange(total + 1)
    expected = [0.3 * hf_cosine(t, warmup, total, cycles) for t in steps]
    np.testing.assert_allclose(schedule(steps), expected, rtol=0, atol=1e-12)
    assert schedule(10 * total) == schedule(total)  # onlarınki dalgayı sürdürür


@pytest.mark.parametrize(("warmup", "total"), [(0, 100), (10, 100), (7, 98)])
@pytest.mark.parametrize("cycles", [1, 2, 3, 6, 7])
def test_restarts_in_a_join_are_transformers_hard_restarts(warmup, total, cycles):
    length, steps = total - warmup, np.arange(3 * total)
    schedule = Warmup(Join((WarmRestarts(0.3, 0, length / cycles), Constant(0)), (length,)), warmup)
    expected = [0.3 * hf_hard_restarts(t, warmup, total, cycles) for t in steps]
    np.testing.assert_allclose(schedule(steps), expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose([schedule(t) for t in steps], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("warmup", [0, 1, 30])
@pytest.mark.parametrize("timescale", [None, 7, 500])
def test_inverse_sqrt_is_transformers(warmup, timescale):
    steps, used = np.arange(1000), timescale or warmup or 10_000
    expected = [0.3 * hf_inverse_sqrt(t, warmup, used) for t in steps]
    np.testing.assert_allclose(inverse_sqrt(0.3, warmup, timescale)(steps), expected, rtol=1e-12)


@pytest.mark.parametrize("warmup", [1, 4000])
def test_vaswani_counts_its_steps_from_one(warmup):
    schedule, n = vaswani(512, warmup, 2.0), np.arange(1, 10_001)
    expected = 2.0 * 512**-0.5 * np.minimum(n**-0.5, n * warmup**-1.5)
    np.testing.assert_allclose(schedule(n - 1), expected, rtol=1e-12)
    assert schedule(np.arange(10_000)).argmax() == warmup - 1
    assert schedule(warmup - 1) == pytest.approx(2 / (512 * warmup) ** 0.5, rel=1e-12)


def test_a_scale_stretches_the_square_root():
    steps = np.arange(100)
    np.testing.assert_array_equal(SquareRoot(0.3)(steps), 0.3 * (steps + 1.0) ** -0.5)
    np.testing.assert_allclose(SquareRoot(0.3, 20)(20 * steps), SquareRoot(0.3)(steps), rtol=1e-15)
    assert SquareRoot(0.3, 20)(60) == pytest.approx(0.15, rel=1e-15)


def test_restarts_by_hand():
    s = WarmRestarts(1.0, 0.2, 4, growth=2)
    assert [s(t) for t in (0, 4, 12, 28)] == [1.0] * 4
    assert s(2) == s(8) == pytest.approx(0.6)
    assert s(3.999999) == pytest.approx(0.2, abs=1e-9)
    third = WarmRestarts(1.0, 0.0, 50 / 3)  # bölmenin yuvarlaması 50'yi bir önceki çevrimin sonunda bırakırdı
    assert third(50) == third(0) == 1.0
    assert WarmRestarts(1.0, 0.0, 10, growth=1.0)(15) == pytest.approx(0.5)


def test_cycles_by_hand():
    s = Cyclic(1.0, 0.2, 4, 2, factor=0.5)
    assert [s(t) for t in (0, 2, 4, 5, 6)] == pytest.approx([0.2, 0.6, 1.0, 0.6, 0.2])
    assert s(10) == pytest.approx(0.6)  # ikinci çevrimin tepesi yarı yüksekliktedir
    assert Cyclic(0.1, 0.5, 4)(4) == pytest.approx(0.1)  # lr en küçüğü de olabilir: üçgen ters döner


rate, length = st.floats(0, 10), st.floats(0.1, 60)
repeating = st.one_of(
    st.builds(WarmRestarts, rate, rate, length, st.one_of(st.just(1.0), st.floats(1, 10))),
    st.builds(Cyclic, rate, rate, length, st.one_of(st.none(), length), st.floats(0.01, 1), st.floats(0.01, 1)),
    st.builds(Cosine, rate, rate, st.floats(0, 60), st.floats(0.1, 5)),
    st.builds(SquareRoot, rate, length),
    st.builds(inverse_sqrt, rate, st.floats(0, 60), st.one_of(st.none(), length)),
    st.builds(vaswani, st.floats(1, 2000), st.floats(1, 60)),
)


@prop
@given(repeating, st.lists(st.one_of(st.integers(0, 500), st.floats(0, 1e6)), min_size=1, max_size=8))
def test_rates_stay_between_the_ends_and_arrays_agree_with_numbers(schedule, steps):
    rates = schedule(np.array(steps))
    assert np.isfinite(rates).all()
    assert (rates >= 0).all()
    if hasattr(schedule, "end"):
        low, high = sorted((schedule.lr, schedule.end))
        assert (rates >= low * (1 - 1e-12)).all()
        assert (rates <= high * (1 + 1e-12)).all()
    np.testing.assert_allclose(rates, [schedule(t) for t in steps], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    "schedule",
    [
        WarmRestarts(0.3, 0.1, 1e-300),
        WarmRestarts(0.3, 0.1, 1e-300, growth=1.001),
        WarmRestarts(0.3, 0.1, 7, growth=9),
        Cyclic(0.3, 0.1, 1e-300),
        Cyclic(0.3, 0.1, 5, 1e-300, 0.5, 0.5),
        Cosine(0.3, 0.1, 0, 3),
        SquareRoot(0.3, 1e-300),
    ],
    ids=repr,
)
def test_far_past_the_end_and_at_tiny_lengths_rates_stay_numbers(schedule):
    steps = np.array([0.0, 1, 1e6, 1e15, 1e300, 1.7e308])
    rates = schedule(steps)
    assert np.isfinite(rates).all()
    assert ((rates >= 0) & (rates <= 0.3)).all()
    assert [schedule(t) for t in steps] == pytest.approx(rates.tolist())
