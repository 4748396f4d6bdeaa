"""Zamanlayıcılar: torch'a ve d2l kitabının formüllerine karşı."""

import math

import numpy as np
import pytest
from torch.optim import lr_scheduler as tl

from lrlab.core import (
    WSD,
    Constant,
    Cosine,
    Exponential,
    InverseTime,
    Join,
    Linear,
    MultiStep,
    OneCycle,
    Piecewise,
    PiecewiseLinear,
    Polynomial,
    SquareRoot,
    Staircase,
    Warmup,
    warmup_linear,
)
from tests.core.rates import torch_rates

STEPS = np.arange(80)


AGAINST_TORCH = {
    "constant": (Constant(0.3), lambda o: tl.ConstantLR(o, factor=1.0), 80),
    "square root": (SquareRoot(0.3), lambda o: tl.LambdaLR(o, lambda t: (t + 1) ** -0.5), 80),
    "inverse time": (InverseTime(0.3, 0.7), lambda o: tl.LambdaLR(o, lambda t: 1 / (1 + 0.7 * t)), 80),
    "exponential": (Exponential(0.3, 0.95), lambda o: tl.ExponentialLR(o, 0.95), 80),
    "staircase": (Staircase(0.3, 0.5, 7), lambda o: tl.StepLR(o, 7, 0.5), 80),
    "multi-step": (MultiStep(0.3, (15, 30, 31), 0.5), lambda o: tl.MultiStepLR(o, [15, 30, 31], 0.5), 80),
    "same milestone twice": (MultiStep(0.3, (9, 9), 0.5), lambda o: tl.MultiStepLR(o, [9, 9], 0.5), 60),
    "polynomial": (Polynomial(0.3, 0, 60, 1.7), lambda o: tl.PolynomialLR(o, 60, 1.7), 80),
    "linear down": (Linear(0.3, 0.03, 60), lambda o: tl.LinearLR(o, 1.0, 0.1, 60), 80),
    "linear up": (Linear(0.03, 0.3, 60), lambda o: tl.LinearLR(o, 0.1, 1.0, 60), 80),
    "cosine": (Cosine(0.3, 0.01, 70), lambda o: tl.CosineAnnealingLR(o, 70, 0.01), 71),  # sonra torch geri yükselir
    "constant warmup": (
        Warmup(Constant(0.3), 12, "constant", 0.1),
        lambda o: tl.ConstantLR(o, factor=1 / 3, total_iters=12),
        60,
    ),
    "linear warmup": (Warmup(Constant(0.3), 12, start=0.1), lambda o: tl.LinearLR(o, 1 / 3, 1.0, 12), 60),
    "join": (
        Join((Exponential(0.3, 0.9), Cosine(0.3, 0.0, 40), Constant(0.3)), (10, 50)),
        lambda o: tl.SequentialLR(
            o, [tl.ExponentialLR(o, 0.9), tl.CosineAnnealingLR(o, 40), tl.ConstantLR(o, 1.0)], [10, 50]
        ),
        80,
    ),
    "warmup and cosine": (
        Warmup(Cosine(0.3, 0.01, 60), 10, start=0.03),
        lambda o: tl.SequentialLR(o, [tl.LinearLR(o, 0.1, 1.0, 10), tl.CosineAnnealingLR(o, 60, 0.01)], [10]),
        70,
    ),
    "one cycle": (OneCycle(0.3, 60), lambda o: tl.OneCycleLR(o, 0.3, 60, cycle_momentum=False), 60),
    "one cycle, fractional peak": (
        OneCycle(0.3, 77, pct_start=0.21, div_factor=10, final_div_factor=50, anneal="linear"),
        lambda o: tl.OneCycleLR(o, 0.3, 77, None, None, 0.21, "linear", False, 0.85, 0.95, 10.0, 50.0),
        77,
    ),
}


@pytest.mark.filterwarnings("ignore:The epoch parameter:UserWarning")  # torch ≤ 2.7 SequentialLR kendi kendine uyarır
@pytest.mark.parametrize("name", AGAINST_TORCH)
def test_equals_torch(name):
    schedule, make, count = AGAINST_TORCH[name]
    # CosineAnnealingLR özyinelemeli çarpar; hata orana göre değil başlangıca göre 1e-12'dir.
    np.testing.assert_allclose(schedule(np.arange(count)), torch_rates(make, 0.3, count), rtol=1e-12, atol=1e-12)


def test_drives_torch_as_a_lambda():
    schedule = Warmup(Cosine(0.3, 0.01, 50), 10)
    rates = torch_rates(lambda o: tl.LambdaLR(o, schedule), 1.0, 80)
    assert np.array_equal(rates, schedule(STEPS))


# Kitabın formülleri, düz kod olarak.
def book_factor(lr, factor, floor, calls):
    rates = []
    for _ in range(calls):
        lr = max(floor, lr * factor)
        rates.append(lr)
    return rates


def book_cosine(t, max_update, base, final, warmup, begin):
    if t < warmup:
        return begin + (base - begin) * t / warmup
    t = min(t, max_update)
    return final + (base - final) * (1 + math.cos(math.pi * (t - warmup) / (max_update - warmup))) / 2


@pytest.mark.parametrize("floor", [0.0, 1e-2])
def test_factor_is_the_books_one_call_earlier(floor):
    schedule = Exponential(2.0, 0.9, floor)
    assert schedule(0) == 2.0
    np.testing.assert_allclose(schedule(STEPS[1:]), book_factor(2.0, 0.9, floor, 79), rtol=1e-12)


@pytest.mark.parametrize(("warmup", "begin"), [(0, 0.0), (5, 0.0), (5, 0.02)])
def test_warmup_and_cosine_is_the_books(warmup, begin):
    schedule = Warmup(Cosine(0.3, 0.01, 20 - warmup), warmup, start=begin)
    expected = [book_cosine(t, 20, 0.3, 0.01, warmup, begin) for t in STEPS]
    np.testing.assert_allclose(schedule(STEPS), expected, rtol=1e-12)


def test_warmup_linear_is_berts():
    lr, total, part = 2e-5, 90, 0.15  # ısınma 13.5 adım: süre tam sayı olmak zorunda değil
    schedule = warmup_linear(lr, total, part)
    x = np.arange(120) / total
    expected = lr * np.where(x < part, x / part, np.maximum((x - 1) / (part - 1), 0))
    np.testing.assert_allclose(schedule(np.arange(120)), expected, rtol=1e-12, atol=1e-18)
    assert schedule == Warmup(Linear(lr, 0, total * (1 - part)), total * part)


def test_warmup_linear_at_its_corners():
    assert [warmup_linear(1.0, 200)(t) for t in (0, 10, 20, 110, 200, 500)] == [0, 0.5, 1, 0.5, 0, 0]
    assert np.array_equal(warmup_linear(0.3, 60, 0)(STEPS), Linear(0.3, 0, 60)(STEPS))
    assert warmup_linear(0.3, 100, 0.05)(STEPS).argmax() == 5
    for wrong in (1.0, -0.1, 20):
        with pytest.raises(ValueError, match=r"`warmup` = .*\[0, 1\)"):
            warmup_linear(0.3, 100, wrong)
    with pytest.raises(ValueError, match="`steps` = -1"):
        warmup_linear(0.3, -1)


def test_piecewise():
    schedule = Piecewise([10, 20], [0.3, 0.1, 0.01])
    assert [schedule(t) for t in (0, 9, 10, 19, 20, 500)] == [0.3, 0.3, 0.1, 0.1, 0.01, 0.01]
    assert Piecewise([], [0.2])(7) == 0.2
    steps = MultiStep(1.0, (10, 20), 0.5)
    assert np.array_equal(Piecewise((10, 20), (1.0, 0.5, 0.25))(STEPS), steps(STEPS))


def test_lines_between_knots():
    schedule = PiecewiseLinear((10, 20, 40), (0.1, 0.5, 0.0))
    assert [schedule(t) for t in (0, 10, 12.5, 20, 30, 40, 99)] == pytest.approx([0.1, 0.1, 0.2, 0.5, 0.25, 0.0, 0.0])
    assert PiecewiseLinear((10, 10), (0.3, 0.1))([9, 10]).tolist() == [0.3, 0.1]
    assert PiecewiseLinear((0, 60), (0.3, 0.02))(STEPS) == pytest.approx(Linear(0.3, 0.02, 60)(STEPS))
    assert PiecewiseLinear.over(0.3, 60, rates=(0.3, 0.1, 0.2)).knots == (0, 30, 60)
    assert (PiecewiseLinear((0, 3e-3), (0.1, 0))(np.linspace(0, 3e-3, 997)) >= 0).all()


def test_lines_between_knots_are_those_of_torch():
    def make(optimizer):
        rise, fall = tl.LinearLR(optimizer, 0.02, 0.3, 7), tl.LinearLR(optimizer, 0.3, 0.01, 13)
        return tl.SequentialLR(optimizer, [rise, fall], [7])

    ours = PiecewiseLinear((0, 7, 20), (0.02, 0.3, 0.01))
    np.testing.assert_allclose(ours(np.arange(40)), torch_rates(make, 1.0, 40), rtol=1e-12)
    np.testing.assert_array_equal(ours(np.arange(40)), torch_rates(lambda o: tl.LambdaLR(o, ours), 1.0, 40))


@pytest.mark.parametrize(("knots", "rates"), [((0, 5), (0.1,)), ((), ())])
def test_every_knot_has_a_rate(knots, rates):
    with pytest.raises(ValueError, match=f"`rates` uzunluğu {len(rates)} olamaz; `knots` içinde {len(knots)} düğüm"):
        PiecewiseLinear(knots, rates)


def test_polynomial_between_two_rates():
    t = np.minimum(STEPS, 50)
    expected = 0.02 + (0.5 - 0.02) * (1 - t / 50) ** 2
    np.testing.assert_allclose(Polynomial(0.5, 0.02, 50)(STEPS), expected, rtol=1e-12)
    assert np.array_equal(Polynomial(0.5, 0.02, 50, power=1)(STEPS), Linear(0.5, 0.02, 50)(STEPS))


def test_wsd():
    schedule = WSD(0.4, 60, warmup=10, decay=20, end=0.1)
    expected = [
        0.4 * t / 10 if t < 10 else 0.4 if t < 40 else 0.4 - 0.3 * (t - 40) / 20 if t < 60 else 0.1 for t in STEPS
    ]
    np.testing.assert_allclose(schedule(STEPS), expected, rtol=1e-12)
    assert schedule(60) == 0.1
    assert WSD(0.4, 60, 0, 0)(STEPS[:60]).tolist() == [0.4] * 60
    assert WSD(0.4, 60, 30, 30)(30) == 0.4


def test_cosine_falls_fastest_in_the_middle_and_slowest_at_both_ends():
    drop = -np.diff(Cosine(1.0, 0.0, 60)(np.arange(61)))
    assert 29 <= drop.argmax() <= 30
    assert drop[0] < drop[15] < drop[29]
    assert drop[59] < drop[44] < drop[30]


def test_one_cycle_reaches_its_three_rates_and_stays():
    schedule = OneCycle(1.0, 100, pct_start=0.3, div_factor=20, final_div_factor=100)
    assert schedule(0) == pytest.approx(0.05, rel=1e-14)
    assert schedule(29) == 1.0
    assert schedule(99) == schedule(10_000) == pytest.approx(0.05 / 100, rel=1e-14)
    assert OneCycle(1.0, 100, pct_start=0.0)(0) == 1.0


def test_warmup_step_zero_and_joint():
    inner = Exponential(0.3, 0.9)
    schedule = Warmup(inner, 5)
    assert schedule(0) == 0.0
    assert schedule(5) == inner(0) == 0.3
    np.testing.assert_allclose(schedule(np.arange(5, 40)), inner(np.arange(35)), rtol=1e-15)
    assert np.array_equal(Warmup(inner, 0)(STEPS), inner(STEPS))
    held = Warmup(inner, 5, kind="constant", start=0.05)
    assert [held(t) for t in (0, 4, 4.999, 5)] == [0.05, 0.05, 0.05, 0.3]


def test_warmup_that_starts_at_lr_over_n():
    schedule = Warmup(Constant(0.3), 4, start=0.3 / 5)
    np.testing.assert_allclose(schedule(np.arange(7)), 0.3 * np.minimum(np.arange(1, 8) / 5, 1), rtol=1e-12)


def test_join_of_equal_boundaries_skips_the_middle():
    schedule = Join((Constant(3.0), Constant(2.0), Constant(1.0)), (5, 5))
    assert [schedule(4), schedule(5)] == [3.0, 1.0]
