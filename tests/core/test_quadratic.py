"""İkinci dereceden kuram, yürüyüşün kendisiyle denetlenir."""

import numpy as np
import pytest

from lrlab.core import RULES, best_descent, best_momentum, bowl, convergence_rate, momentum_boundaries, trajectory


def test_best_points_for_condition_number_50():
    best, plain = best_momentum(1 / 50, 1.0), best_descent(1 / 50, 1.0)
    assert (best.lr, best.beta, best.rate) == pytest.approx((3.070, 0.566, 0.7522), abs=5e-4)
    assert (plain.lr, plain.rate) == pytest.approx((1.9608, 0.9608), abs=5e-5)


def test_best_momentum_is_the_best_cell_of_the_eigenvalue_map():
    lrs, betas = np.linspace(0.02, 4, 400)[:, None], np.linspace(0, 0.99, 400)
    worst = np.maximum(convergence_rate(lrs, betas, 1 / 50), convergence_rate(lrs, betas, 1.0))
    # Kökler karmaşıkken hız √β'dır, α'ya bağlı değildir: eşit en iyi hücrelerin ortasına bakılır.
    i, j = np.argwhere(worst == worst.min()).mean(axis=0).astype(int)
    best = best_momentum(1 / 50, 1.0)
    assert lrs[i, 0] == pytest.approx(best.lr, abs=0.03)
    assert betas[j] == pytest.approx(best.beta, abs=0.01)
    assert worst.min() == pytest.approx(best.rate, abs=0.01)


def test_rate_is_the_measured_shrinkage():
    run = trajectory(RULES["momentum"], bowl(1.0), (1.0, 0.0), 400, lr=0.3, beta=0.2)
    sizes = np.abs(run.path[:, 0])
    measured = (sizes[110] / sizes[80]) ** (1 / 30)
    assert measured == pytest.approx(convergence_rate(0.3, 0.2, 1.0), abs=1e-6)


@pytest.mark.parametrize("name", ["sgd", "momentum", "momentum_ewa", "nesterov"])
@pytest.mark.parametrize("beta", [0.0, 0.3, 0.8, 0.95])
def test_regimes_are_what_the_walk_does(name, beta):
    ringing, diverging = (float(edge) for edge in momentum_boundaries(name, beta, 1.0))
    rule = RULES[name]
    hyper = {"beta": beta} if "beta" in rule.hyper else {}

    def walk(lr):
        return trajectory(rule, bowl(1.0), (0.0, 1.0), 3000, lr=lr, **hyper).path[:, 1]

    calm, ring, burst = walk(0.98 * ringing), walk(0.98 * diverging), walk(1.02 * diverging)
    assert (calm[np.abs(calm) > 1e-200] > 0).all()
    assert (ring < 0).any()
    assert abs(ring[-1]) < 1e-3
    assert not abs(burst[-1]) < 1e3


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: best_momentum(2.0, 1.0), ["`low`", "2"]),
        (lambda: best_descent(0, 1.0), ["`low`", "0", "(0, inf)"]),
        (lambda: momentum_boundaries("adam", 0.5, 1.0), ["`rule_name`", "adam"]),
        (lambda: momentum_boundaries("sgd", 1.5, 1.0), ["`beta`", "1.5"]),
        (lambda: convergence_rate(-1, 0.5, 1.0), ["`lr`", "-1"]),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match="`") as caught:
        call()
    assert all(word in str(caught.value) for word in words)
