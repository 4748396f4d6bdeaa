"""lrlab.hpo.fit_gp: beklenen iyileşme sayısal tümleve, Gauss süreci kapalı formüle ve sklearn'ünkine karşı."""

import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

from lrlab.hpo import expected_improvement, fit_gp

prop = settings(deadline=None, derandomize=True, max_examples=100)
normal = st.floats(-5, 5)


@prop
@given(normal, st.floats(0.01, 5), normal)
def test_expected_improvement_equals_the_integral(mean, sd, best):
    low = min(best, mean) - 12 * sd
    # Tepe dar bir aralıktadır; quad'a nerede olduğu söylenir.
    points = [point for point in (mean - 3 * sd, mean, mean + 3 * sd) if low < point < best]
    law = stats.norm(mean, sd)
    expected, _ = quad(lambda y: (best - y) * law.pdf(y), low, best, points=points, epsabs=1e-12, limit=200)
    assert expected_improvement(mean, sd, best) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_without_uncertainty_only_the_gap_counts():
    np.testing.assert_array_equal(expected_improvement([1.0, 2.0, 3.0], 0.0, 2.5), [1.5, 0.5, 0.0])
    np.testing.assert_allclose(expected_improvement([1.0, 3.0], 1e-12, 2.5), [1.5, 0.0], atol=1e-12)
    assert expected_improvement(0.0, 1.0, 0.0) == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-15)


@prop
@given(normal, st.floats(0, 5), normal, st.floats(0.001, 2))
def test_expected_improvement_is_never_negative_and_grows_with_doubt(mean, sd, best, more):
    less, wider, worse = expected_improvement([mean, mean, mean + more], [sd, sd + more, sd], best)
    assert 0 <= less <= wider
    assert worse <= less
    assert less >= best - mean - 1e-12


def test_far_away_points_give_no_negative_rounding():
    z = np.linspace(-60, -5, 500)
    assert (expected_improvement(-z, 1.0, 0.0) >= 0).all()
    assert expected_improvement(5.0, 1.0, 0.0) > 0


def test_arrays_broadcast():
    got = expected_improvement(np.zeros((3, 1)), np.ones(4), 0.5)
    assert got.shape == (3, 4)
    assert np.ptp(got) == 0


def matern(a, b, length):
    distance = np.sqrt(5) * np.linalg.norm((a[:, None] - b[None]) / length, axis=-1)
    return (1 + distance + distance**2 / 3) * np.exp(-distance)


def sample(n=12, d=2, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.random((n, d))
    return x, 3 + np.sin(5 * x[:, 0]) + 0.1 * rng.normal(size=n), rng.random((30, d))


def test_with_both_given_the_band_follows_the_closed_form():
    x, y, points = sample()
    mean, sd = fit_gp(x, y, length=0.4, noise=0.05)(points)
    # Genlik öğrenilir; ortalamadan geri bulunamaz, bu yüzden sd'lerin oranından çıkarılır.
    scale = y.std()
    far = fit_gp(x, y, length=0.4, noise=0.05)(np.full((1, 2), 1e3))
    amplitude = (far[1][0] / scale) ** 2
    k = amplitude * matern(x, x, 0.4) + (0.05 / scale) ** 2 * np.eye(len(x))
    across = amplitude * matern(points, x, 0.4)
    by_hand = y.mean() + across @ np.linalg.solve(k, y - y.mean())
    variance = amplitude - np.einsum("ij,ji->i", across, np.linalg.solve(k, across.T))
    np.testing.assert_allclose(mean, by_hand, rtol=1e-7)
    np.testing.assert_allclose(sd, scale * np.sqrt(variance), rtol=1e-6)
    assert far[0][0] == pytest.approx(y.mean())  # uzakta hiçbir şey bilinmez: ortalamaya döner


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_learned_model_is_as_likely_as_that_of_scikit_learn(seed):
    x, y, points = sample(n=20, seed=seed)
    kernel = ConstantKernel(1.0, (0.05, 20)) * Matern([0.3, 0.3], (0.05, 5), nu=2.5) + WhiteKernel(1e-2, (1e-6, 1.0))
    theirs = GaussianProcessRegressor(kernel, normalize_y=True, n_restarts_optimizer=3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sınıra değen parametreler için uyarır; bizimki uyarmamalı
        theirs.fit(x, y)
    mean, sd = fit_gp(x, y)(points)
    their_mean, their_sd = theirs.predict(points, return_std=True)
    np.testing.assert_allclose(mean, their_mean, atol=0.02)
    noise = theirs.kernel_.k2.noise_level * y.var()
    np.testing.assert_allclose(sd**2 + noise, their_sd**2, atol=0.01)  # onların sd'sinde ölçüm gürültüsü de var


def test_band_is_narrow_at_the_data_and_wide_away_from_it():
    x = np.linspace(0, 1, 5)[:, None]
    predict = fit_gp(x, np.sin(6 * x[:, 0]), length=0.3, noise=1e-3)
    mean, at_data = predict(x)
    np.testing.assert_allclose(mean, np.sin(6 * x[:, 0]), atol=1e-3)
    _, between = predict(x[:-1] + 0.125)
    _, outside = predict(np.array([[2.0]]))
    assert at_data.max() < 2e-3 < 5 * at_data.max() < between.min() < between.max() < outside[0]


def test_noise_keeps_the_band_open_where_measurements_disagree():
    x = np.repeat([[0.2], [0.8]], 4, axis=0)
    y = np.array([1.0, 1.4, 0.8, 1.2, 3.0, 3.3, 2.9, 2.8])
    mean, sd = fit_gp(x, y)(np.array([[0.2], [0.8]]))
    np.testing.assert_allclose(mean, [1.1, 3.0], atol=0.1)
    assert (sd > 0.05).all()
    assert (sd < 0.4).all()


@pytest.mark.parametrize("y", [[2.0, 2.0, 2.0], [0.0, 0.0, 0.0], [1e-12, 2e-12, 3e-12], [1e9, 2e9, 3e9]])
def test_any_scale_of_error_gives_finite_numbers_and_no_warning(y):
    mean, sd = fit_gp([[0.1], [0.5], [0.5]], y)([[0.1], [0.3], [0.9]])
    assert np.isfinite(mean).all()
    assert (sd >= 0).all()
    assert np.isfinite(sd).all()
    assert min(y) - 2 * np.ptp(y) - 1e-9 <= mean.min() <= mean.max() <= max(y) + 2 * np.ptp(y) + 1e-9


def test_one_measurement_is_enough():
    mean, sd = fit_gp([[0.5, 0.5]], [4.0])([[0.5, 0.5], [0.0, 1.0]])
    np.testing.assert_allclose(mean, 4.0)
    assert sd[0] < sd[1]


def test_an_unimportant_dimension_gets_a_long_scale():
    x, y, _ = sample(n=40, seed=4)
    predict = fit_gp(x, y)
    line = np.linspace(0.1, 0.9, 9)
    important = np.ptp(predict(np.column_stack([line, np.full(9, 0.5)]))[0])
    other = np.ptp(predict(np.column_stack([np.full(9, 0.5), line]))[0])
    assert important > 10 * other


WRONG = [
    (lambda: expected_improvement(0.0, -1.0, 0.0), ValueError, "`sd` = -1.0 olamaz; izin verilen aralık: [0, inf)"),
    (lambda: expected_improvement(np.nan, 1.0, 0.0), ValueError, "`mean` = nan olamaz"),
    (lambda: expected_improvement(0.0, 1.0, "0"), TypeError, "`best` bir sayı olmalı; verilen: '0'"),
    (lambda: expected_improvement(np.zeros(2), np.zeros(3), 0.0), ValueError, "`mean` (2,), `sd` (3,) birlikte"),
    (lambda: fit_gp([[0.1], [np.nan]], [1, 2]), ValueError, "`x`[(1, 0)] = nan olamaz"),
    (lambda: fit_gp([[0.1]], [np.inf]), ValueError, "`y`[0] = inf olamaz"),
    (lambda: fit_gp([0.1, 0.2], [1.0, 2.0]), ValueError, "`x` (2,) ve `y` (2,) olamaz; biçimleri (n, d) ve (n,)"),
    (lambda: fit_gp([[0.1]], [1.0, 2.0]), ValueError, "`x` (1, 1) ve `y` (2,) olamaz"),
    (lambda: fit_gp([[0.1]], [1.0], length=0), ValueError, "`length` = 0 olamaz; izin verilen aralık: (0, inf)"),
    (lambda: fit_gp([[0.1]], [1.0], noise=0), ValueError, "`noise` = 0 olamaz; izin verilen aralık: (0, inf)"),
    (lambda: fit_gp([[0.1]], [1.0])([0.1]), ValueError, "`points` biçimi (1,) olamaz; (m, 1) olmalı"),
]


@pytest.mark.parametrize(("call", "error", "message"), WRONG)
def test_wrong_input_is_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


def test_harmless_underflow_never_raises():
    """Uzak noktaların bağı sıfıra iner; np.seterr(all="raise") bunu hataya çevirmesin."""
    x = np.linspace(0, 1, 12)[:, None]
    y, far = np.where(x[:, 0] > 0.5, 1.0, 1e-3 * x[:, 0]), np.array([[0.5], [1e4], [1e6]])

    def found():
        predict = fit_gp(x, y)
        mean, sd = predict(far)
        narrow = fit_gp(x, y, length=1e-3, noise=1e-9)(far)
        return np.concatenate([mean, sd, *narrow, expected_improvement([0.0, 5.0, 1e300], [1e-320, 0.1, 1.0], 0.1)])

    with np.errstate(all="ignore"):
        usual = found()
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(found(), usual)
