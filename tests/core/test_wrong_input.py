"""Öğrencinin yapabileceği yanlışlar: her biri parametreyi adıyla söyleyen Türkçe bir hata verir."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
import torch

from lrlab.core import (
    WSD,
    Cosine,
    InverseTime,
    Linear,
    Schedule,
    Staircase,
    adam,
    bowl,
    convergence_rate,
    ewa,
    ewa_weights,
    final_loss,
    langevin,
    momentum,
    noisy,
    rule,
    sgd,
    trajectory,
)
from lrlab.core.quadratic import momentum_boundaries
from lrlab.core.validate import boolean, finite, integer, number, numbers, one_of

W = np.ones(2)
POINTS = pd.DataFrame({"x": [1.0, 2.0], "y": [0.5, 0.5]})  # satırları nokta: eksenleri bizimkinin tersi


def walk(chosen=momentum, surface=None, start=(1.0, 1.0), steps=3, **more):
    return trajectory(chosen, surface or bowl(), start, steps, **more)


@dataclass(frozen=True)
class Nothing(Schedule):
    def at(self, t):
        return None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: finite("values", [[1, 2], [3]]), ["`values`", "[[1, 2], [3]]", "aynı boyda"]),
        (lambda: numbers("lr", torch.ones(2, requires_grad=True)), ["`lr`", ".detach()"]),
        (lambda: numbers("lr", torch.ones(2, dtype=torch.bfloat16)), ["`lr`", ".float()"]),
        (lambda: finite("values", np.ma.array([1, 999], mask=[0, 1])), ["`values`[1]", "nan"]),
        (lambda: number("lr", 10**400), ["`lr`", "1.8e308"]),
        (lambda: number("lr", 10**5000), ["`lr`", "1.8e308"]),
        (lambda: finite("values", [1, 10**400]), ["`values`", "1.8e308"]),
        (lambda: one_of("kind", np.array(["a", "b"]), ("a", "b")), ["`kind`", "array", "'a', 'b'"]),
        (lambda: one_of("kind", torch.ones(2), (1.0, 2.0)), ["`kind`", "tensor", "1.0, 2.0"]),
        (lambda: one_of("kind", ["a"], ("a", "b")), ["`kind`", "['a']", "'a', 'b'"]),
        (lambda: boolean("live", "hayır"), ["`live`", "hayır", "True", "False"]),
        (lambda: ewa([1, 2], 0.9, bias_correction="hayır"), ["`bias_correction`", "hayır"]),
        (lambda: ewa_weights(0.9, 2, bias_correction=1), ["`bias_correction`", "1"]),
        (lambda: convergence_rate([1, 2], [0.1, 0.2, 0.3], 1.0), ["`lr` (2,)", "`beta` (3,)"]),
        (lambda: Nothing()(3), ["`Nothing.at`", "None"]),
        (lambda: noisy(bowl, 0.1), ["`surface`", "function", "bowl()"]),
        (lambda: noisy(None, 0.1), ["`surface`", "NoneType"]),
        (lambda: bowl().value(POINTS), ["`w` bir tablo", "DataFrame", "(x, y)", ".to_numpy().T"]),
        (lambda: walk(start=POINTS), ["`start` bir tablo", "DataFrame", ".to_numpy().T"]),
        (lambda: langevin(lambda w, r: w, POINTS, 3, 0.1), ["`start` bir tablo", "DataFrame", ".to_numpy().T"]),
        (lambda: bowl().grad(["a", "b"]), ["`w`", "a"]),
        (lambda: bowl().value(3.0), ["`w`", "()"]),
        (lambda: bowl().grad(np.ones(3)), ["`w`", "(3,)", "2"]),
        (lambda: walk("sgd"), ["`rule`", "'sgd'"]),
        (lambda: walk(lambda w, g, s, t, *, lr: w), ["`rule`", "lambda"]),
        (lambda: walk(surface=bowl), ["`surface`", "function", "bowl()"]),
        (lambda: walk(dtype=int), ["`dtype`", "int", "float32", "float64"]),
        (lambda: walk(dtype="abc"), ["`dtype`", "'abc'", "float32", "float64"]),
        (lambda: walk(lr=[0.1, 0.2], beta=[0.1, 0.2, 0.3]), ["`lr` (2,)", "`beta` (3,)"]),
        (lambda: walk(start=np.ones((2, 3)), lr=np.full(4, 0.1)), ["`start` (3,)", "`lr` (4,)"]),
        (lambda: walk(lr=lambda t: -1), ["`lr(0)`", "-1", "[0, inf)"]),
        (lambda: walk(lr=lambda t: None if t else 0.1), ["`lr(1)`", "None"]),
        (lambda: walk(lr=Cosine), ["`lr`", "NESNESİ", "Cosine(...)"]),
        (lambda: walk(beta=lambda t: 1.5), ["`beta(0)`", "1.5", "[0, 1)"]),
        (lambda: momentum(W, W, {}, 1), ["`s`", "'m'", "momentum.zeros(w)"]),
        (lambda: sgd(W, W, {}, 1, alpha=0.1), ["`alpha`", "`lr`"]),
        (lambda: sgd(W, W, {}, 1, lr="0.1"), ["`lr`", "'0.1'"]),
        (lambda: sgd([1.0], [1.0], {}, 1), ["`w`", "list"]),
        (lambda: adam(W, W, adam.zeros(W), 0), ["`t`", "0", "1"]),
        (lambda: WSD(0.1, 0.3, 0.1, 0.21), ["`warmup` + `decay`", "0.3"]),
    ],
)
def test_mistake_is_named(call, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_error_of_the_learners_own_rule_is_not_hidden():
    @rule()
    def broken(w, g, s, t, *, lr=0.1):
        return {}["x"]

    with pytest.raises(KeyError, match="x"):
        broken(W, W, {}, 1)


def test_whole_numbers_stay_exact():
    assert integer("seed", 2**60 + 1) == 2**60 + 1
    assert integer("seed", np.int64(2**60 + 1)) == 2**60 + 1
    assert integer("seed", 10**30) == 10**30
    assert number("lr", 2**64) == 2.0**64


def test_masked_values_that_are_not_masked_are_kept():
    values = finite("values", np.ma.array([1.0, 2.0], mask=[0, 0], dtype=np.float32))
    assert values.tolist() == [1, 2]
    assert values.dtype == np.float32


@pytest.mark.parametrize("value", [True, np.True_])
def test_real_booleans_are_booleans(value):
    assert boolean("live", value) is True


def test_whole_float_counts_as_steps():
    assert walk(steps=10.0).path.shape == (11, 2)
    assert final_loss(sgd, bowl(), (1, 1), 10.0)[0] == final_loss(sgd, bowl(), (1, 1), 10)[0]


def test_every_hyperparameter_may_be_a_schedule():
    moving = walk(lr=0.1, beta=lambda t: [0.0, 0.5, 0.9][t])
    w, s = W, momentum.zeros(W)
    for t, beta in enumerate([0.0, 0.5, 0.9], start=1):
        w, s = momentum(w, bowl().grad(w), s, t, lr=0.1, beta=beta)
    np.testing.assert_array_equal(moving.path[-1], w)


def test_own_rule_may_name_its_hyperparameters():
    @rule("m")
    def mine(w, g, s, t, *, step=0.1, mu=0.9):
        m = mu * s["m"] + g
        return w - step * m, {"m": m}

    np.testing.assert_array_equal(walk(mine, mu=0.5).path, walk(lr=0.1, beta=0.5).path)
    with pytest.raises(TypeError, match=r"`mu`.*'hız'"):
        mine.checked(mu="hız")


def test_hyperparameter_without_a_default_is_named():
    with pytest.raises(TypeError, match=r"`beta`.*varsayılan.*eksik"):

        @rule("m")
        def eksik(w, g, s, t, *, lr=0.1, beta):
            return w, s


def test_extremes_give_numbers_without_warnings():
    top = np.finfo(float).max
    assert ewa(np.full(50, top), 0.9, bias_correction=True)[-1] >= 0.999 * top
    assert convergence_rate(1e300, 0.5, 1.0) == pytest.approx(1e300)
    assert convergence_rate(1e300, 0.5, 1e300) == np.inf
    assert np.isinf(momentum_boundaries("momentum", 0.5, 1e-320)).all()
    steps = np.array([0, 1, 1e3, 1e300])
    assert InverseTime(0.1, 1e308)(steps).tolist() == [0.1, pytest.approx(1e-309), 0, 0]
    assert Linear(0.1, 0.02, 1e-300)(steps).tolist() == [0.1, 0.02, 0.02, 0.02]
    assert Staircase(0.1, 0.5, 1e-300)(steps).tolist() == [0.1, 0, 0, 0]
    assert [Staircase(0.1, 0.5, 1e-300)(t) for t in steps] == [0.1, 0, 0, 0]
    final_loss(sgd, bowl(), (1, 1), 3, lr=[1e-300, 1e300])


def test_rounding_does_not_forbid_a_full_schedule():
    schedule = WSD(0.1, 0.3, 0.1, 0.2)  # 0.1 + 0.2 > 0.3
    assert schedule(np.array([0.0, 0.05, 0.1, 0.3])) == pytest.approx([0, 0.05, 0.1, 0])
    assert WSD(0.1, 0.3, 0, 0.3 * (1 + 1e-12))(0) == 0.1
