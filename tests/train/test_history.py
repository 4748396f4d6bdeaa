"""Geçmiş: sınırlı bellek, doğru ortalamalar, işaretler, kopya ve saklama."""

import io
import math
import threading
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.core import Constant, Cosine, InverseTime, OneCycle, Piecewise, Warmup
from lrlab.train.runs.history import CAPACITY, MARKS, History


def filled(count, capacity=CAPACITY):
    history = History(capacity)
    for t in range(1, count + 1):
        history.add(t, 1 / t, 0.1 * t, float(t % 7), 0.5 * t)
    return history


@settings(deadline=None, derandomize=True, max_examples=120)
@given(st.integers(0, 700), st.integers(2, 40))
def test_every_row_is_the_mean_of_its_steps(count, capacity):
    curves = filled(count, capacity).curves()
    ends = list(range(curves.stride, count + 1, curves.stride))
    if count % curves.stride:
        ends.append(count)
    assert curves.step.tolist() == ends
    assert len(curves.step) <= capacity
    assert curves.stride == 1 or len(curves.step) > capacity // 4
    starts = [0, *ends][: len(ends)]
    means = [(1 / np.arange(a + 1, b + 1)).mean() for a, b in zip(starts, ends, strict=True)]
    np.testing.assert_allclose(curves.loss, means, rtol=1e-12)
    np.testing.assert_allclose(curves.rate, 0.1 * np.array(ends), rtol=1e-15)
    np.testing.assert_allclose(curves.seconds, 0.5 * np.array(ends), rtol=1e-15)


def test_memory_is_flat_after_200_000_rows():
    history, held = History(), {}
    tracemalloc.start()
    try:
        for t in range(1, 200_001):
            history.add(t, 0.5, 0.1, 1.0, 1.0)
            if t % 10 == 0:
                history.add_evaluation(t, 0.5, 0.9)
                history.add_mark(t, {"lr": 0.1})
            if t in (100_000, 200_000):
                held[t] = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert held[200_000] - held[100_000] < 20_000
    curves = history.curves()
    assert CAPACITY // 2 < len(curves.step) <= CAPACITY
    assert CAPACITY // 2 < len(curves.val_step) <= CAPACITY
    assert curves.step[-1] == curves.val_step[-1] == 200_000
    assert curves.stride == 128
    assert len(curves.marks) == MARKS
    assert curves.marks_dropped == 20_000 - MARKS


def test_evaluations_are_thinned_not_averaged():
    history = History(8)
    for t in range(0, 1000, 10):
        history.add_evaluation(t, float(t), t / 1000)
    curves = history.curves()
    assert len(curves.val_step) <= 8
    assert curves.val_step[-1] == 990
    assert np.array_equal(curves.val_loss, curves.val_step)
    assert np.array_equal(curves.val_accuracy, curves.val_step / 1000)


def test_curves_are_copies_with_plain_types():
    history = filled(3)
    curves = history.curves()
    curves.loss[:] = 9
    assert history.curves().loss.tolist() == [1, 1 / 2, 1 / 3]
    assert curves.step.dtype == np.int64
    assert curves.val_step.shape == curves.val_loss.shape == (0,)
    assert curves.val_step.dtype == np.int64


def test_marks_are_told_in_words():
    history = History()
    history.add_mark(7, {"rule": "adam", "lr": 0.001, "beta1": 0.9, "batch_size": 32, "weight_decay": 0.0})
    (mark,) = history.curves().marks
    assert (mark.step, mark.text) == (7, "kural = adam, α = 0.001, β₁ = 0.9, m = 32, λ = 0")
    history.clear()
    assert history.curves().marks == ()
    assert history.curves().step.shape == (0,)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Cosine(0.1, 0.0, 300), "kosinüs (0.1 → 0, 300 adım)"),
        (InverseTime(0.5, 0.01), "1/(1+k·t) (0.5)"),
        (OneCycle(1.0, 200), "OneCycle (1, 200 adım)"),
        (Piecewise((10,), (0.1, 0.01)), "elle"),
        (Warmup(Constant(0.1), 5), "Warmup"),
        (math.sqrt, "sqrt"),
    ],
)
def test_schedules_are_told_with_their_ends(rate, text):
    history = History()
    history.add_mark(7, {"lr": rate})
    assert history.curves().marks[0].text == f"α = {text}"


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.integers(0, 300), st.integers(0, 100))
def test_saved_history_goes_on_as_if_never_stopped(before, after):
    history = filled(before, 16)
    history.add_mark(before, {"lr": 0.5})
    history.add_evaluation(before, 1.0, 0.5)
    buffer = io.BytesIO()
    torch.save(history.state_dict(), buffer)
    buffer.seek(0)
    again = filled(3, 16)
    again.load_state_dict(torch.load(buffer, weights_only=True))
    for one in (history, again):
        for t in range(before + 1, before + after + 1):
            one.add(t, 2.0, 0.1, 1.0, 1.0)
    first, second = history.curves(), again.curves()
    assert first.marks == second.marks
    for name in ("step", "loss", "rate", "grad_norm", "seconds", "val_step", "val_loss", "val_accuracy"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_readable_while_written():
    history, torn = History(64), []
    stop = threading.Event()

    def read():
        while not stop.is_set():
            curves = history.curves()
            if len({len(c) for c in (curves.step, curves.loss, curves.rate)}) != 1 or (np.diff(curves.step) <= 0).any():
                torn.append(curves)

    reader = threading.Thread(target=read)
    reader.start()
    for t in range(1, 20_001):
        history.add(t, 0.1, 0.1, 0.1, 0.1)
    stop.set()
    reader.join()
    assert not torn


@pytest.mark.parametrize("capacity", [0, 1, 2.5])
def test_capacity_is_checked(capacity):
    with pytest.raises(ValueError, match="`capacity`"):
        History(capacity)
