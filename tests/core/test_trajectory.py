"""Yörüngeler ve haritalar: elle yazılmış döngüyle aynı sayılar, ıraksamanın adımı, zamanlayıcı."""

import numpy as np
import pytest
import torch

from lrlab.core import RULES, adam, bowl, final_loss, momentum, noisy, rosenbrock, sgd, trajectory


def test_path_equals_torch_on_the_same_surface():
    surface = rosenbrock()
    run = trajectory(adam, surface, surface.start, 40, lr=0.05)
    p = torch.nn.Parameter(torch.tensor(surface.start, dtype=torch.float64))
    optimizer = torch.optim.Adam([p], lr=0.05)
    for t in range(1, 41):
        optimizer.zero_grad()
        ((1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2).backward()
        optimizer.step()
        np.testing.assert_allclose(run.path[t], p.detach().numpy(), rtol=0, atol=1e-11)
    np.testing.assert_array_equal(run.path[0], surface.start)
    np.testing.assert_allclose(run.loss, surface.value(run.path.T), rtol=1e-15)
    assert run.diverged_at == 0


@pytest.mark.parametrize("name", RULES)
def test_every_cell_of_a_map_equals_its_own_run(name):
    rule, surface = RULES[name], noisy(bowl(10), 0.1)
    lrs = np.array([0.01, 0.3, 1.5])[:, None]
    betas = {"beta": np.array([0.0, 0.5, 0.9])} if "beta" in rule.hyper else {"lr": lrs}
    grid = trajectory(rule, surface, surface.start, 15, **{"lr": lrs, **betas})
    last, _ = final_loss(rule, surface, surface.start, 15, dtype=np.float64, **{"lr": lrs, **betas})
    columns = 3 if "beta" in rule.hyper else 1
    assert grid.path.shape == (16, 2, 3, columns)
    for i in range(3):
        for j in range(columns):
            one = {"beta": float(betas["beta"][j])} if "beta" in rule.hyper else {}
            run = trajectory(rule, surface, surface.start, 15, lr=float(lrs[i, 0]), **one)
            np.testing.assert_allclose(grid.path[..., i, j], run.path, rtol=1e-12, atol=1e-12)
            assert last[i, j] == pytest.approx(run.loss[-1], rel=1e-12)


def test_divergence_is_reported_at_the_first_non_finite_step():
    # Dik yönde her adım -(α-1) ile çarpar: |w| > 1.8e308 olan ilk adım doğrudan hesaplanır.
    surface = bowl(1.0)
    run = trajectory(sgd, surface, (0.0, 1.0), 400, lr=11.0)
    expected = int(np.ceil(np.log10(np.finfo(float).max)))  # |w_t| = 10ᵗ
    assert run.diverged_at == expected
    assert np.isfinite(run.path[: expected - 1]).all()
    assert np.isnan(run.path[expected:]).all()
    loss, at = final_loss(sgd, surface, (0.0, 1.0), 400, dtype=np.float64, lr=np.array([0.5, 11.0]))
    assert list(at) == [0, expected]
    assert loss[0] == 0 or loss[0] < 1e-100
    assert np.isnan(loss[1])


def test_nan_gradient_stops_at_once():
    surface = bowl()
    broken = type(surface)("bozuk", surface.value, lambda w: w * np.nan, surface.start, surface.minima, surface.bounds)
    run = trajectory(sgd, broken, (1.0, 1.0), 10, lr=0.1)
    assert run.diverged_at == 1


def test_schedule_gets_the_step_counted_from_zero():
    asked = []

    def schedule(step):
        asked.append(step)
        return [0.5, 0.1, 0.02][step]

    run = trajectory(sgd, bowl(1.0), (1.0, 0.0), 3, lr=schedule)
    assert asked == [0, 1, 2]
    np.testing.assert_allclose(run.path[:, 0], [1, 0.5, 0.45, 0.441])


def test_start_may_be_a_grid():
    starts = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 1.0]])
    run = trajectory(sgd, bowl(1.0), starts, 1, lr=0.1)
    np.testing.assert_allclose(run.path[1], 0.9 * starts)
    both = trajectory(sgd, bowl(1.0), starts, 1, lr=np.array([[0.1], [0.2]]))
    assert both.path.shape == (2, 2, 2, 3)


def test_map_is_float32_by_default_and_close_to_float64():
    grid = {"lr": np.geomspace(0.01, 1.5, 9)[:, None], "beta": np.linspace(0, 0.9, 7)}
    surface = bowl(50)
    small, _ = final_loss(momentum, surface, surface.start, 60, **grid)
    large, _ = final_loss(momentum, surface, surface.start, 60, dtype=np.float64, **grid)
    assert small.dtype == np.float32
    np.testing.assert_allclose(small, large, rtol=2e-3, atol=1e-6)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"steps": -1}, ["`steps`", "-1"]),
        ({"steps": 2.5}, ["`steps`", "2.5"]),
        ({"start": (1.0, 2.0, 3.0)}, ["`start`", "(3,)"]),
        ({"start": (1.0, np.nan)}, ["`start`", "nan"]),
        ({"lr": -0.1}, ["`lr`", "-0.1"]),
        ({"beta": 1.2}, ["`beta`", "1.2", "[0, 1)"]),
        ({"betta": 0.2}, ["`betta`"]),
    ],
)
def test_bad_input_is_named(change, words):
    arguments = {"start": (1.0, 1.0), "steps": 3, "lr": 0.1, **change}
    with pytest.raises((TypeError, ValueError)) as caught:
        trajectory(momentum, bowl(), **arguments)
    assert all(word in str(caught.value) for word in words)
