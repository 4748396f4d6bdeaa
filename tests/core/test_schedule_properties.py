"""Zamanlayıcılar: her zamanlayıcının sözünü verdiği özellikler."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
)

prop = settings(deadline=None, derandomize=True, max_examples=150)

rate = st.floats(0, 10)
span = st.one_of(st.integers(0, 60), st.floats(0, 60))
sorted_steps = st.lists(st.integers(0, 60), max_size=4).map(sorted)
fraction = st.floats(1e-3, 1)
simple = st.one_of(
    st.builds(Constant, rate),
    st.builds(SquareRoot, rate),
    st.builds(InverseTime, rate, rate),
    st.builds(Exponential, rate, fraction, rate),
    st.builds(Staircase, rate, fraction, st.floats(0.1, 30)),
    st.builds(MultiStep, rate, sorted_steps, fraction),
    sorted_steps.flatmap(
        lambda b: st.builds(Piecewise, st.just(b), st.lists(rate, min_size=len(b) + 1, max_size=len(b) + 1))
    ),
    st.lists(st.tuples(st.integers(0, 60), rate), min_size=1, max_size=5).map(
        lambda knots: PiecewiseLinear(*zip(*sorted(knots), strict=True))
    ),
    st.builds(Polynomial, rate, rate, span, st.floats(0.1, 5)),
    st.builds(Linear, rate, rate, span),
    st.builds(Cosine, rate, rate, span),
)
any_schedule = st.one_of(
    simple,
    st.builds(Warmup, simple, span, st.sampled_from(["linear", "constant"]), rate),
    st.builds(lambda a, b, at: Join((a, b), (at,)), simple, simple, span),
    st.builds(OneCycle, rate, st.integers(0, 60), st.floats(0, 0.99), anneal=st.sampled_from(["cos", "linear"])),
    st.builds(lambda lr, w, flat, d, end: WSD(lr, w + flat + d, w, d, end), rate, *[st.integers(0, 20)] * 3, rate),
)
some_steps = st.lists(st.one_of(st.integers(0, 200), st.floats(0, 200)), min_size=1, max_size=12)


@prop
@given(any_schedule, some_steps)
def test_scalar_calls_array_calls_and_second_calls_agree(schedule, steps):
    one_by_one = [schedule(step) for step in steps]
    assert all(type(r) is float for r in one_by_one)
    many = schedule(np.array(steps))
    assert many.dtype == np.float64
    np.testing.assert_allclose(many, one_by_one, rtol=1e-14, atol=1e-300)  # `**` son basamakta ayrılabilir
    assert np.array_equal(many, schedule(np.array(steps)))
    assert one_by_one == [schedule(step) for step in steps]


@prop
@given(any_schedule, some_steps)
def test_rates_are_finite_and_never_negative(schedule, steps):
    rates = schedule(steps)
    assert np.isfinite(rates).all()
    assert (rates >= 0).all()


ENDING = {
    "polynomial": (Polynomial(0.3, 0.02, 30, 3), 30),
    "linear": (Linear(0.3, 0.02, 30), 30),
    "cosine": (Cosine(0.3, 0.02, 30), 30),
    "warmup": (Warmup(Cosine(0.3, 0.02, 25), 5), 30),
    "join": (Join((Constant(0.3), Linear(0.3, 0.02, 10)), (20,)), 30),
    "wsd": (WSD(0.3, 30, 5, 10, 0.02), 30),
    "multi-step": (MultiStep(0.3, (10, 30), 0.1), 30),
    "piecewise": (Piecewise((10, 30), (0.3, 0.1, 0.02)), 30),
    "one cycle": (OneCycle(0.3, 31), 30),
}


@pytest.mark.parametrize("name", ENDING)
def test_stays_at_the_last_value_past_the_end(name):
    schedule, end = ENDING[name]
    assert set(schedule([end, end + 0.5, end + 1, 10 * end, 1e12])) == {schedule(end)}
    assert schedule(end - 1) > schedule(end) > 0


@pytest.mark.parametrize("kind", [Linear, Cosine, Polynomial])
def test_end_and_start_are_exact_and_a_zero_span_is_over_at_once(kind):
    for lr, end in ((0.3, 0.1), (1e-9, 1.0), (0.1, 0.1)):
        assert kind(lr, end, 7)(0) == lr
        assert kind(lr, end, 7)(7) == end
        assert kind(lr, end, 0)(0) == end


@prop
@given(simple, st.floats(0.5, 60), rate)
def test_linear_warmup_is_continuous_at_its_joint(schedule, steps, start):
    s, joint = Warmup(schedule, steps, start=start), schedule(0)
    assert s(steps) == pytest.approx(joint, rel=1e-12, abs=1e-12)
    assert s(steps * (1 - 1e-9)) == pytest.approx(joint, rel=1e-6, abs=1e-7)
    assert s(0) == pytest.approx(start, rel=1e-12)


@pytest.mark.parametrize("schedule", [OneCycle(0.3, 60, anneal=a) for a in ("cos", "linear")] + [WSD(0.3, 60, 10, 20)])
def test_composed_schedules_have_no_jump(schedule):
    rates = schedule(np.linspace(0, 70, 70_001))
    assert np.abs(np.diff(rates)).max() < 1e-4
