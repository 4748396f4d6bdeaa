"""Langevin örneklemesi: kapalı biçimli sonsal dağılıma karşı ortalama, kovaryans, ε'un yanlılığı ve T = 0."""

import numpy as np
import pytest

from lrlab.core import (
    Constant,
    InverseTime,
    bowl,
    langevin,
    mixture_posterior,
    posterior_on_a_grid,
    regression_posterior,
    sgd,
    trajectory,
)

POSTERIORS = {"regression": regression_posterior, "mixture": mixture_posterior}


def late(posterior, rate, *, batch_size=None, temperature=1.0, chains=8000, steps=250, seed=0):
    """Durulmuş zincirlerin son noktaları, (2, zincir): birbirinden bağımsızdırlar."""
    start = np.repeat(np.array(posterior.surface.start)[:, None], chains, axis=1)
    return langevin(posterior.gradient(batch_size), start, steps, rate, temperature=temperature, seed=seed)[-1]


def relative(measured, truth):
    """Kovaryansın, doğrusunun özyönlerinde ve ölçeğinde ölçülmüş hali: eşitse birim matristir."""
    root = np.linalg.cholesky(np.linalg.inv(truth))
    return root.T @ measured @ root


# --- sonsal dağılımlar ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", POSTERIORS)
def test_exact_gradient_matches_finite_differences_and_the_sum_over_examples(name):
    posterior, h = POSTERIORS[name](), 1e-5
    for w in np.random.default_rng(0).uniform(-2, 3, (5, 2)):
        value = posterior.surface.value
        expected = [(value(w + d) - value(w - d)) / (2 * h) for d in h * np.eye(2)]
        np.testing.assert_allclose(posterior.surface.grad(w), expected, rtol=1e-6, atol=1e-5)
        summed = posterior.likelihood_gradient(w, np.arange(posterior.examples)) + posterior.prior_gradient(w)
        np.testing.assert_allclose(summed, expected, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("name", POSTERIORS)
@pytest.mark.parametrize("batch_size", [1, 10])
def test_minibatch_gradient_is_unbiased(name, batch_size):
    posterior, w = POSTERIORS[name](), np.array([0.3, -0.9])
    walkers = np.repeat(w[:, None], 40_000, axis=1)
    drawn = posterior.gradient(batch_size)(walkers, np.random.default_rng(0))
    error = drawn.std(1) / np.sqrt(40_000)
    assert (np.abs(drawn.mean(1) - posterior.surface.grad(w)) < 4 * error).all()


def test_grid_agrees_with_the_closed_form_of_the_regression():
    exact, grid = regression_posterior(), regression_posterior().truth
    np.testing.assert_allclose(grid.mean, exact.mean, atol=1e-6)
    np.testing.assert_allclose(grid.covariance, exact.covariance, rtol=1e-4)
    assert grid.excess == pytest.approx(1, abs=1e-3)  # iki parametreli normal dağılımda E[U] - en küçük U = 2/2
    for axis, density, k in zip(grid.axes, grid.densities, (0, 1), strict=True):
        variance = exact.covariance[k, k]
        normal = np.exp(-((axis - exact.mean[k]) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
        np.testing.assert_allclose(density, normal, atol=1e-3 * normal.max())
    assert posterior_on_a_grid(exact.surface, 101).covariance == pytest.approx(grid.covariance, rel=1e-3)


def test_mixture_has_two_peaks_of_almost_equal_probability():
    posterior = mixture_posterior()
    for minimum in posterior.surface.minima:
        np.testing.assert_allclose(posterior.surface.grad(np.array(minimum)), 0, atol=1e-8)
    (_, upper), (_, lower) = posterior.surface.minima
    assert (upper, lower) == (pytest.approx(1.69, abs=0.01), pytest.approx(-1.65, abs=0.01))
    axis, density = posterior.truth.axes[1], posterior.truth.densities[1]
    assert density[axis > 0].sum() / density.sum() == pytest.approx(0.53, abs=0.01)
    assert density[np.abs(axis) < 0.3].max() < density.max() / 2


# --- örnekleme ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_small_step_samples_the_posterior(seed):
    posterior = regression_posterior()
    points = late(posterior, 0.002, steps=400, seed=seed)
    error = np.sqrt(np.diag(posterior.covariance) / points.shape[1])
    assert (np.abs(points.mean(1) - posterior.mean) < 4 * error).all()
    # Monte Carlo hatası √(2/8000) = 0.016; ε = 0.002'nin yanlılığı en çok 1/(1 - ελ/4) - 1 = 0.028
    np.testing.assert_allclose(relative(np.cov(points), posterior.covariance), np.eye(2), atol=0.028 + 4 * 0.016)


@pytest.mark.parametrize("rate", [0.005, 0.02, 0.05])
def test_bias_of_a_constant_step_is_the_one_derived(rate):
    posterior = regression_posterior()
    curvatures, directions = np.linalg.eigh(posterior.precision)
    derived = posterior.stationary(rate)
    along = np.diag(directions.T @ derived @ directions)
    np.testing.assert_allclose(along, 1 / (curvatures * (1 - rate * curvatures / 4)))
    measured = np.mean([np.cov(late(posterior, rate, seed=s)) for s in range(3)], axis=0)
    np.testing.assert_allclose(relative(measured, derived), np.eye(2), atol=4 * np.sqrt(2 / 24_000))
    if rate == 0.05:  # dik yönde varyans üç katından çok: yanlılık Monte Carlo hatasının çok üstünde
        assert relative(measured, posterior.covariance).max() > 2


@pytest.mark.parametrize(("rate", "batch_size"), [(0.004, 1), (0.004, 10), (0.02, 10)])
def test_minibatch_noise_widens_the_cloud_by_the_derived_amount(rate, batch_size):
    posterior = regression_posterior()
    derived = posterior.stationary(rate, batch_size=batch_size)
    measured = np.mean([np.cov(late(posterior, rate, batch_size=batch_size, seed=s)) for s in range(3)], axis=0)
    np.testing.assert_allclose(relative(measured, derived), np.eye(2), atol=0.06)
    assert np.trace(derived) > np.trace(posterior.stationary(rate))


def test_bias_vanishes_with_the_step():
    posterior = regression_posterior()
    off = [
        np.abs(relative(posterior.stationary(rate, batch_size=5), posterior.covariance) - np.eye(2)).max()
        for rate in (1e-2, 1e-3, 1e-4)
    ]
    assert off[0] > 8 * off[1] > 64 * off[2]
    assert off[2] < 0.02


def test_too_large_a_step_never_settles():
    posterior = regression_posterior()
    edge = 4 / np.linalg.eigvalsh(posterior.precision).max()
    assert np.isfinite(posterior.stationary(0.99 * edge)).all()
    assert np.isinf(posterior.stationary(1.01 * edge)).all()
    assert np.isinf(posterior.stationary(0.5 * edge, batch_size=1)).all()  # minigrup sınırı daraltır
    assert not np.abs(late(posterior, 2 * edge, chains=1, steps=3000)).max() < 1e6


def test_decaying_step_removes_the_bias_of_its_start():
    posterior = regression_posterior()

    def off(rate):
        points = late(posterior, rate, batch_size=10, chains=2000, steps=600)
        return relative(np.cov(points), posterior.covariance).max()

    assert off(0.02) > 1.5
    assert off(InverseTime(0.02, 0.02)) < 1.2


def test_temperature_scales_the_covariance_of_the_exact_gradient():
    posterior = regression_posterior()
    np.testing.assert_allclose(posterior.stationary(0.01, temperature=0.25), posterior.stationary(0.01) / 4)
    measured = np.cov(late(posterior, 0.01, temperature=0.25))
    derived = posterior.stationary(0.01, temperature=0.25)
    np.testing.assert_allclose(relative(measured, derived), np.eye(2), atol=0.07)


@pytest.mark.parametrize("name", POSTERIORS)
def test_zero_temperature_descends_to_a_minimum(name):
    posterior = POSTERIORS[name]()
    points = late(posterior, 0.02, temperature=0.0, chains=2, steps=3000)
    distance = [np.abs(points - np.array(minimum)[:, None]).max() for minimum in posterior.surface.minima]
    assert min(distance) < 1e-9


def test_zero_temperature_is_gradient_descent_with_half_the_step():
    surface = bowl(20)
    path = langevin(lambda w, rng: surface.grad(w), surface.start, 50, 0.3, temperature=0.0)
    np.testing.assert_allclose(path, trajectory(sgd, surface, surface.start, 50, lr=0.15).path, rtol=1e-12)


def test_mixture_chains_reach_the_other_peak():
    posterior = mixture_posterior()
    points = late(posterior, 0.1, chains=1000, steps=1500)
    axis, density = posterior.truth.axes[1], posterior.truth.densities[1]
    assert np.mean(points[1] > 0) == pytest.approx(density[axis > 0].sum() / density.sum(), abs=0.05)
    np.testing.assert_allclose(points.std(1), np.sqrt(np.diag(posterior.truth.covariance)), rtol=0.08)


# --- arayüz ---------------------------------------------------------------------------------------------------


def test_seed_decides_everything_and_temperature_keeps_the_minibatches():
    posterior, start = regression_posterior(), np.zeros((2, 3))
    one, same, other = (langevin(posterior.gradient(5), start, 20, 0.01, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    rows = []

    def spying(w, rng):
        rows.append(rng.integers(40, size=5))
        return 0 * w

    for temperature in (0.0, 1.0):
        langevin(spying, (0.0, 0.0), 4, 0.01, temperature=temperature)
    assert np.array_equal(rows[:4], rows[4:])


def test_shapes_schedules_and_the_start():
    gradient = regression_posterior().gradient()
    assert langevin(gradient, (1, 2), 0, 0.1).tolist() == [[1.0, 2.0]]
    assert langevin(gradient, np.zeros((2, 5)), 7, 0.01).shape == (8, 2, 5)
    assert np.array_equal(langevin(gradient, (0, 0), 9, 0.01), langevin(gradient, (0, 0), 9, Constant(0.01)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: langevin(3, (0, 0), 5, 0.1), ["`gradient`", "3"]),
        (lambda: langevin(bowl().grad, 1.0, 5, 0.1), ["`start`", "1.0"]),
        (lambda: langevin(bowl().grad, (0, 0), 1.5, 0.1), ["`steps`", "1.5"]),
        (lambda: langevin(bowl().grad, (0, 0), 5, -0.1), ["`rate`", "-0.1"]),
        (lambda: langevin(bowl().grad, (0, 0), 5, 0.1, temperature=-1), ["`temperature`", "-1"]),
        (lambda: regression_posterior().gradient(41), ["`batch_size`", "41", "[1, 40]"]),
        (lambda: regression_posterior().stationary(0.0), ["`rate`", "0.0"]),
        (lambda: mixture_posterior(1), ["`examples`", "1"]),
    ],
)
def test_wrong_input_is_named(call, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)
