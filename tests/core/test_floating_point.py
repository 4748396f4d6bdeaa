"""np.seterr(all="raise") altında: zararsız inme, taşma ve tanımsızlık hata vermez, sayılar aynıdır."""

import numpy as np
import pytest
import torch

from lrlab.core import (
    RULES,
    SCHEDULES,
    Constant,
    Exponential,
    Join,
    PerEpoch,
    Warmup,
    best_descent,
    best_momentum,
    bowl,
    convergence_rate,
    ewa,
    ewa_weights,
    final_loss,
    inverse_sqrt,
    langevin,
    mixture_posterior,
    momentum_boundaries,
    noisy,
    plateau,
    ravine,
    regression_posterior,
    rosenbrock,
    saddle,
    sgd,
    trajectory,
    two_minima,
    vaswani,
)

TOP, TINY = np.finfo(float).max, 5e-324
SURFACES = [bowl, ravine, rosenbrock, saddle, plateau, two_minima, lambda: noisy(bowl(), 1e-320)]


def strictly(call):
    """`call()`, numpy'nin her aykırılıkta hata verdiği bir yerde; sonuç, olağan ayardakiyle aynı olmalı."""
    with np.errstate(all="ignore"):
        usual = call()
    with np.errstate(all="raise"):
        found = call()
    np.testing.assert_array_equal(found, usual)
    return found


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("lr", [0.1, TINY, 1e300])
@pytest.mark.parametrize("steps", [400, 1])
def test_schedules(name, lr, steps):
    # 1e300 süreden bile uzağa: çarpanlar sıfıra iner, oranlar yine sonlu kalır
    schedule = SCHEDULES[name].over(lr, steps)
    rates = strictly(lambda: schedule(np.array([0, 0.5, 1, 399, 400, 1e5, 1e300, TOP])))
    assert np.isfinite(rates).all()
    for t in (0, 399, 1e5, 1e300):
        strictly(lambda t=t: schedule(t))
    for outer in (Warmup(schedule, 3), PerEpoch(schedule, 7), Join((schedule, Constant(lr)), (1e5,))):
        strictly(lambda outer=outer: outer(np.arange(0, 1e6, 1e5)))


def test_the_schedule_that_raised():
    rates = strictly(lambda: Exponential(0.1, 0.5)(np.arange(0, 2000, 100.0)))
    assert (rates[0], rates[-1]) == (0.1, 0.0)
    assert rates[5] == 0.1 * 0.5**500
    strictly(lambda: inverse_sqrt(1e-300, 10)(np.array([0, 5, 1e300])))
    strictly(lambda: vaswani(1e300, 1e300)(np.array([0, 5, 1e300])))


GRADIENTS = [0.0, TINY, 1e-200, 1.0, 1e200, -1e200]


@pytest.mark.parametrize("name", RULES)
def test_rules_on_arrays(name):
    rule, w, g = RULES[name], np.zeros(len(GRADIENTS)), np.array(GRADIENTS)

    def steps():
        x, s = w, rule.zeros(w)
        for t in range(1, 4):
            x, s = rule(x, g, s, t)
        return x

    found = strictly(steps)
    assert np.isfinite(found[:4]).all()
    p = torch.nn.Parameter(torch.zeros(len(g), dtype=torch.float64))
    x, s = p.detach(), rule.zeros(p.detach())
    for t in range(1, 4):
        x, s = rule(x, torch.from_numpy(g), s, t)
    np.testing.assert_allclose(found, x.numpy(), rtol=1e-12)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if "eps" in rule.hyper])
@pytest.mark.parametrize("number", [float, np.float64, np.float32, int])
def test_zero_gradient_without_epsilon_is_torchs_nan(name, number):
    rule, zero = RULES[name], number(0)
    tensor = torch.zeros(2)
    expected, _ = rule(tensor, tensor, rule.zeros(tensor), 1, eps=0.0)
    assert torch.isnan(expected).all()
    for state in (rule.zeros(zero), {key: 0.0 for key in rule.state}):
        found, s = (
            strictly(lambda state=state: rule(zero, zero, state, 1, eps=0.0)[0]),
            rule(zero, 0.0, state, 1, eps=0.0)[1],
        )
        assert np.isnan(found)
        assert all(value == 0 for value in s.values())
    if number is np.float32 and np.lib.NumpyVersion(np.__version__) < "2.0.0":
        return  # numpy 1'de tek sayının türü Python sayısıyla işlemde float64 olur
    assert type(rule(number(1), number(1), rule.zeros(number(1)), 1)[0]) is (float if number is int else number)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("make", [bowl, rosenbrock, SURFACES[-1]])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_trajectories_and_maps(name, make, dtype):
    rule, surface, lrs = RULES[name], make(), np.array([0.0, 1e-300, 0.1, 3.0, 1e30, 1e300])
    for start in (surface.start, (TINY, -1e-200), (1e30, 1e30)):
        strictly(lambda start=start: trajectory(rule, surface, start, 40, dtype=dtype, lr=lrs).path)
        strictly(lambda start=start: trajectory(rule, surface, start, 40, dtype=dtype, lr=lrs).loss)
        strictly(lambda start=start: final_loss(rule, surface, start, 40, dtype=dtype, lr=lrs)[0])
    moving = {"lr": Exponential(0.5, 1e-3)}
    strictly(lambda: trajectory(rule, surface, surface.start, 200, dtype=dtype, **moving).path)


@pytest.mark.parametrize("make", SURFACES)
def test_surfaces(make):
    surface, numbers = make(), [0.0, TINY, 1e-200, 1.0, 1e160, TOP, -TOP]
    places = np.array(np.meshgrid(numbers, numbers))
    strictly(lambda: surface.value(places))
    strictly(lambda: surface.grad(places, 3))


@pytest.mark.parametrize("beta", [0.0, TINY, 0.5, 0.9, 1 - 1e-9, [0.1, 0.999]])
@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_averages(beta, corrected, dtype):
    largest, least = np.finfo(dtype).max, np.finfo(dtype).smallest_subnormal
    for values in ([1.0] + [0.0] * 3000, [least] * 50, [largest] * 500, [least, largest, -largest, 0.0]):
        strictly(lambda values=values: ewa(np.array(values, dtype), beta, bias_correction=corrected))
    strictly(lambda: ewa_weights(beta, 5000, bias_correction=corrected))


def test_theory():
    for low, high in ((TINY, TINY), (1e-300, 1e300), (1.0, 50.0)):
        best_descent(low, high)
        strictly(lambda low=low, high=high: best_momentum(low, high).rate)
    lrs, eigenvalues = np.array([0.0, TINY, 1.0, 1e300])[:, None], np.array([TINY, 1.0, TOP])
    strictly(lambda: convergence_rate(lrs, 0.5, eigenvalues))
    for name in ("sgd", "momentum", "momentum_ewa", "nesterov"):
        strictly(lambda name=name: momentum_boundaries(name, [0.0, TINY, 0.999], TINY))


@pytest.mark.parametrize("posterior", [regression_posterior, mixture_posterior])
def test_sampling(posterior):
    made = posterior()
    start = np.array(made.surface.start)
    for rate in (1e-300, 1e-3, 1e3, 1e300):
        strictly(lambda rate=rate: langevin(made.gradient(5), start, 30, rate, temperature=1e-300))
    strictly(lambda: posterior().truth.covariance)
    strictly(lambda: made.surface.value(np.array(np.meshgrid([0.0, 1e3, 1e150], [0.0, 1e3, 1e150]))))


def test_without_a_reason_nothing_is_hidden():
    """Kuralın kendisindeki 0/0, diziyle, kullanıcının ayarına göre söylenir."""
    w, rule = np.zeros(2), RULES["rmsprop"]
    with np.errstate(all="raise"), pytest.raises(FloatingPointError):
        rule(w, w, rule.zeros(w), 1, eps=0.0)
    with np.errstate(invalid="ignore"):
        assert np.isnan(rule(w, w, rule.zeros(w), 1, eps=0.0)[0]).all()
    assert sgd(1.0, 1.0, {}, 1) == (0.9, {})
