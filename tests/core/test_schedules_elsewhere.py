"""Aynı adlı zamanlayıcılar Keras, optax ve MXNet'te: nerede eşit, nerede başka oldukları.

Keras ve optax kuruluysa kendileri çağrılır (`pip install .[compare]`); ikisi de float32 hesaplar. MXNet 2023'te emekli
oldu, kurulmaz: formülleri yayımlanmış tanımlarından buraya kapalı biçimde yazılmıştır.
"""

import math

import numpy as np
import pytest

from lrlab.core import (
    Constant,
    Cosine,
    Exponential,
    InverseTime,
    Join,
    Linear,
    MultiStep,
    OneCycle,
    Piecewise,
    Polynomial,
    Staircase,
    Warmup,
)

STEPS = np.arange(100)
FLOAT32 = {"rtol": 1e-5, "atol": 1e-7}  # en büyük oran 0.3


def same(schedule, theirs, steps=STEPS):
    np.testing.assert_allclose(schedule(steps), [float(theirs(int(t))) for t in steps], **FLOAT32)


@pytest.fixture
def keras(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "torch")  # yalnızca ilk içe aktarmada okunur
    return pytest.importorskip("keras").optimizers.schedules


@pytest.fixture
def optax():
    return pytest.importorskip("optax")


# alpha Keras'ta ve optax'ta taban oranın payıdır, burada `end` oranın kendisidir.
KERAS = {
    "CosineDecay": (Cosine(0.3, 0.03, 60), lambda k: k.CosineDecay(0.3, 60, alpha=0.1)),
    "CosineDecay with warmup": (
        Warmup(Cosine(0.3, 0.03, 60), 10, start=0.02),
        lambda k: k.CosineDecay(0.02, 60, alpha=0.1, warmup_target=0.3, warmup_steps=10),
    ),
    "ExponentialDecay": (Exponential(0.3, 0.5 ** (1 / 7)), lambda k: k.ExponentialDecay(0.3, 7, 0.5)),
    "ExponentialDecay, staircase": (Staircase(0.3, 0.5, 7), lambda k: k.ExponentialDecay(0.3, 7, 0.5, staircase=True)),
    "InverseTimeDecay": (InverseTime(0.3, 0.5 / 7), lambda k: k.InverseTimeDecay(0.3, 7, 0.5)),
    "PolynomialDecay": (Polynomial(0.3, 0.01, 60, 1.7), lambda k: k.PolynomialDecay(0.3, 60, 0.01, power=1.7)),
    "PolynomialDecay, its default": (Linear(0.3, 0.01, 60), lambda k: k.PolynomialDecay(0.3, 60, 0.01)),
}


@pytest.mark.parametrize("name", KERAS)
def test_equals_keras(name, keras):
    schedule, make = KERAS[name]
    same(schedule, make(keras))


def test_keras_boundary_step_still_has_the_old_rate(keras):
    theirs, ours = keras.PiecewiseConstantDecay([20, 50], [0.3, 0.1, 0.01]), Piecewise((20, 50), (0.3, 0.1, 0.01))
    differ = [t for t in STEPS if float(theirs(int(t))) != pytest.approx(ours(t))]
    assert differ == [20, 50]
    same(Piecewise((21, 51), (0.3, 0.1, 0.01)), theirs)


OPTAX = {
    "constant_schedule": (Constant(0.3), lambda o: o.constant_schedule(0.3)),
    "cosine_decay_schedule": (Cosine(0.3, 0.03, 60), lambda o: o.cosine_decay_schedule(0.3, 60, alpha=0.1)),
    "exponential_decay": (
        Exponential(0.3, 0.5 ** (1 / 7), floor=0.02),
        lambda o: o.exponential_decay(0.3, 7, 0.5, end_value=0.02),
    ),
    "exponential_decay, staircase": (
        Staircase(0.3, 0.5, 7),
        lambda o: o.exponential_decay(0.3, 7, 0.5, staircase=True),
    ),
    "polynomial_schedule": (Polynomial(0.3, 0.01, 60, 1.7), lambda o: o.polynomial_schedule(0.3, 0.01, 1.7, 60)),
    "linear_schedule": (Linear(0.3, 0.01, 60), lambda o: o.linear_schedule(0.3, 0.01, 60)),
    # Sınır adımında optax da yeni orandadır; katsayılar birikir.
    "piecewise_constant_schedule": (
        MultiStep(0.3, (20, 50), 0.5),
        lambda o: o.piecewise_constant_schedule(0.3, {20: 0.5, 50: 0.5}),
    ),
    "join_schedules": (
        Join((Linear(0.0, 0.3, 10), Exponential(0.3, 0.9), Constant(0.1)), (10, 40)),
        lambda o: o.join_schedules(
            [o.linear_schedule(0.0, 0.3, 10), o.exponential_decay(0.3, 1, 0.9), o.constant_schedule(0.1)], [10, 40]
        ),
    ),
    "warmup_constant_schedule": (
        Warmup(Constant(0.3), 10, start=0.02),
        lambda o: o.warmup_constant_schedule(0.02, 0.3, 10),
    ),
    # decay_steps orada ısınmayı İÇERİR; burada ısınma süreye eklenir.
    "warmup_cosine_decay_schedule": (
        Warmup(Cosine(0.3, 0.01, 60 - 10), 10, start=0.02),
        lambda o: o.warmup_cosine_decay_schedule(0.02, 0.3, 10, 60, 0.01),
    ),
    "warmup_exponential_decay_schedule": (
        Warmup(Exponential(0.3, 0.5 ** (1 / 7)), 10, start=0.02),
        lambda o: o.warmup_exponential_decay_schedule(0.02, 0.3, 10, 7, 0.5),
    ),
    # Tepe pct_start·steps'tedir (burada ve torch'ta bir adım önce); son değer steps'te, lr/(25·10⁴)'tür.
    "cosine_onecycle_schedule": (
        Join((Cosine(0.012, 0.3, 18), Cosine(0.3, 0.012 / 1e4, 42)), (18,)),
        lambda o: o.cosine_onecycle_schedule(60, 0.3),
    ),
    # Üç doğru: inişi ikiye böler, önce başlangıca (pct_final), oradan sona; burada tek doğrudur.
    "linear_onecycle_schedule": (
        Join((Linear(0.012, 0.3, 18), Linear(0.3, 0.012, 33), Linear(0.012, 0.012 / 1e4, 9)), (18, 51)),
        lambda o: o.linear_onecycle_schedule(60, 0.3),
    ),
}


@pytest.mark.parametrize("name", OPTAX)
def test_equals_optax(name, optax):
    schedule, make = OPTAX[name]
    same(schedule, make(optax))


def test_one_cycle_peaks_one_step_before_optax(optax):
    theirs, ours = optax.cosine_onecycle_schedule(60, 0.3), OneCycle(0.3, 60)
    assert max(STEPS, key=lambda t: float(theirs(int(t)))) == 18
    assert ours(STEPS).argmax() == 17
    assert ours(59) == pytest.approx(float(theirs(60)), rel=1e-4)
    assert ours(59) == pytest.approx(0.012 / 1e4)


# MXNet: num_update 1'den sayılır (ilk güncelleme num_update = 1) ve sınırın kendisi hâlâ eski orandadır.
def mxnet_warmup(u, warmup, begin, base):
    return begin + (base - begin) * u / warmup


def mxnet_factor(u, base, step, factor, floor):
    """FactorScheduler'ın kodu: ilk basamak step + 1'inci güncellemede (belgesindeki ⌊u/step⌋ bir önce derdi)."""
    return max(floor, base * factor ** max(0, math.ceil(u / step) - 1))


def mxnet_multi_factor(u, base, steps, factor):
    """MultiFactorScheduler: u > step olunca çarpar; u = step hâlâ eski orandadır."""
    return base * factor ** sum(u > step for step in steps)


def mxnet_poly(u, base, final, top, power, warmup, begin):
    """PolyScheduler: max_update ısınmayı içerir; ondan sonra oran donar."""
    if u < warmup:
        return mxnet_warmup(u, warmup, begin, base)
    share = (min(u, top) - warmup) / (top - warmup)
    return final + (base - final) * (1 - share) ** power


def mxnet_cosine(u, base, final, top, warmup, begin):
    """CosineScheduler: max_update ısınmayı içerir; d2l'nin sınıfı bundan alınmıştır."""
    if u < warmup:
        return mxnet_warmup(u, warmup, begin, base)
    share = (min(u, top) - warmup) / (top - warmup)
    return final + (base - final) * (1 + math.cos(math.pi * share)) / 2


# Adım t'nin güncellemesi MXNet'te u = t + 1'dir; aynı u'da karşılaştırılır.
MXNET = {
    "PolyScheduler": (
        Warmup(Polynomial(0.3, 0.01, 50, 2), 10, start=0.02),
        lambda u: mxnet_poly(u, 0.3, 0.01, 60, 2, 10, 0.02),
    ),
    "CosineScheduler": (
        Warmup(Cosine(0.3, 0.01, 50), 10, start=0.02),
        lambda u: mxnet_cosine(u, 0.3, 0.01, 60, 10, 0.02),
    ),
    "CosineScheduler without warmup": (Cosine(0.3, 0.01, 60), lambda u: mxnet_cosine(u, 0.3, 0.01, 60, 0, 0.0)),
}


@pytest.mark.parametrize("name", MXNET)
def test_equals_the_published_mxnet_formula_at_the_same_count(name):
    schedule, theirs = MXNET[name]
    np.testing.assert_allclose(schedule(STEPS), [theirs(u) for u in STEPS], rtol=1e-12)


def test_mxnet_factors_fall_one_update_later_at_the_same_count():
    """u 1'den, t 0'dan sayıldığından t = u - 1: ikisi de tam aynı güncellemede basamak atar."""
    updates = np.arange(1, 100)
    theirs = [mxnet_factor(u, 0.3, 7, 0.5, 0.0) for u in updates]
    np.testing.assert_allclose(Staircase(0.3, 0.5, 7)(updates - 1), theirs, rtol=1e-12)
    assert theirs[7 - 1] == 0.3 != Staircase(0.3, 0.5, 7)(7)
    several = [mxnet_multi_factor(u, 0.3, (15, 30), 0.5) for u in updates]
    np.testing.assert_allclose(MultiStep(0.3, (15, 30), 0.5)(updates - 1), several, rtol=1e-12)
    assert several[15 - 1] == 0.3 != MultiStep(0.3, (15, 30), 0.5)(15)


def test_mxnet_floor_holds_as_ours():
    rates = [mxnet_factor(u, 2.0, 1, 0.9, 0.01) for u in range(1, 100)]
    np.testing.assert_allclose(Exponential(2.0, 0.9, floor=0.01)(np.arange(99)), rates, rtol=1e-12)
