"""Yüzeyler: gradyanlar sonlu farklarla, en küçük noktalar gradyanla denetlenir."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.core import bowl, noisy, ravine, rosenbrock, surfaces

MAKERS = {
    "bowl": bowl, "ravine": ravine, "rosenbrock": rosenbrock, "saddle": surfaces.saddle,
    "plateau": surfaces.plateau, "two_minima": surfaces.two_minima,
}  # fmt: skip


def finite_difference(surface, w, h=1e-5):
    steps = h * np.eye(2)
    return np.array([(surface.value(w + d) - surface.value(w - d)) / (2 * h) for d in steps])


@pytest.mark.parametrize("name", MAKERS)
@settings(deadline=None, derandomize=True, max_examples=60)
@given(x=st.floats(-2.5, 2.5), y=st.floats(-2.5, 2.5))
def test_gradient_matches_finite_differences(name, x, y):
    surface, w = MAKERS[name](), np.array([x, y])
    expected = finite_difference(surface, w)
    np.testing.assert_allclose(surface.grad(w), expected, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("name", MAKERS)
def test_grid_gives_the_same_numbers_as_single_points(name):
    surface = MAKERS[name]()
    w = np.random.default_rng(0).uniform(-2, 2, (2, 3, 4))
    value, gradient = surface.value(w), surface.grad(w)
    assert value.shape == (3, 4)
    assert gradient.shape == (2, 3, 4)
    for i, j in np.ndindex(3, 4):
        assert surface.value(w[:, i, j]) == pytest.approx(value[i, j], abs=1e-12)
        np.testing.assert_allclose(surface.grad(w[:, i, j]), gradient[:, i, j], rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", MAKERS)
def test_minima_are_minima_and_in_the_window(name):
    surface = MAKERS[name]()
    x0, x1, y0, y1 = surface.bounds
    around = 1e-3 * np.random.default_rng(0).standard_normal((2, 50))
    for minimum in surface.minima:
        w = np.array(minimum)
        np.testing.assert_allclose(surface.grad(w), 0, atol=1e-12)
        assert (surface.value(w[:, None] + around) >= surface.value(w)).all()
        assert x0 < w[0] < x1
        assert y0 < w[1] < y1
    assert x0 < surface.start[0] < x1
    assert y0 < surface.start[1] < y1


@pytest.mark.parametrize("name", MAKERS)
def test_float32_stays_float32(name):
    w = np.ones((2, 3), np.float32)
    surface = noisy(MAKERS[name](), 0.1)
    assert surface.grad(w, 1).dtype == np.float32
    assert surface.value(w).dtype == np.float32


@pytest.mark.parametrize("name", MAKERS)
def test_whole_numbers_and_lists_are_the_same_point(name):
    surface = noisy(MAKERS[name](), 0.4)
    value, gradient = surface.value(np.array([-9.0, 2.0])), surface.grad(np.array([-9.0, 2.0]), 1)
    for same in (np.array([-9, 2]), [-9, 2], (-9.0, 2)):
        assert surface.value(same) == value
        np.testing.assert_array_equal(surface.grad(same, 1), gradient)


@pytest.mark.parametrize("maker", [bowl, ravine])
@pytest.mark.parametrize("kappa", [1.0, 50.0, 1e4])
def test_quadratics_have_the_promised_condition_number(maker, kappa):
    surface = maker(kappa)
    hessian = np.stack([surface.grad(e) for e in np.eye(2)])
    low, high = np.linalg.eigvalsh(hessian)
    assert high / low == pytest.approx(kappa, rel=1e-9)
    assert (low, high) == pytest.approx(surface.eigenvalues)


def test_noise_is_fixed_by_seed_and_step_and_has_the_promised_spread():
    clean, dirty = bowl(), noisy(bowl(), 0.5, seed=3)
    w = np.array([1.0, 2.0])
    np.testing.assert_array_equal(dirty.grad(w, 7), dirty.grad(w, 7))
    assert (dirty.grad(w, 7) != dirty.grad(w, 8)).all()
    assert (dirty.grad(w, 7) != noisy(bowl(), 0.5, seed=4).grad(w, 7)).all()
    drawn = np.array([dirty.grad(w, t) - clean.grad(w) for t in range(1, 4001)])
    assert drawn.std() == pytest.approx(0.5, rel=0.03)
    assert abs(drawn.mean()) < 0.02
    assert dirty.value(w) == clean.value(w)


@pytest.mark.parametrize("degrees", [0, 30])
def test_aligned_noise_spreads_as_the_square_root_of_the_curvature(degrees):
    clean = ravine(100, degrees)
    dirty = noisy(clean, 0.5, seed=3, aligned=True)
    w, turn = np.array([1.0, 2.0]), np.deg2rad(degrees)
    drawn = np.array([dirty.grad(w, t) - clean.grad(w) for t in range(1, 4001)])
    flat, steep = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    assert (drawn @ flat).std() == pytest.approx(0.5 / 10, rel=0.03)
    assert (drawn @ steep).std() == pytest.approx(0.5, rel=0.03)
    assert abs(np.corrcoef(drawn @ flat, drawn @ steep)[0, 1]) < 0.05
    assert dirty.grad(np.ones((2, 5, 3)), 1).shape == (2, 5, 3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: noisy(rosenbrock(), 1, aligned=True), ["`aligned`", "Rosenbrock"]),
        (lambda: noisy(bowl(), 1, aligned=1), ["`aligned`", "1"]),
        (lambda: bowl(0.5), ["`kappa`", "0.5", "[1, inf)"]),
        (lambda: bowl("dik"), ["`kappa`", "dik"]),
        (lambda: noisy(bowl(), -1), ["`scale`", "-1", "[0, inf)"]),
        (lambda: noisy(bowl(), 1, seed=-1), ["`seed`", "-1"]),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert all(word in str(caught.value) for word in words)
