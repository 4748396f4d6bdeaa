"""Yarış şekli: herkesin α'sı gerçekten kendi en iyisi mi, koşunun anı ve aynı α anahtarı."""

import numpy as np
import pytest

from lrlab.core import RULES, ravine, trajectory
from lrlab.figures import RACE_ALPHAS, RACE_LOSS, RACE_RULES, RACE_SURFACES, explore_race
from lrlab.figures.rules import race


def rates(explorer):
    return explorer.live.compute(**explorer.values)["rates"]


def final(name, surface, steps, lr):
    return trajectory(RULES[name], surface, surface.start, steps, lr=lr).loss[-1]


@pytest.mark.parametrize("name", list(RACE_RULES))
def test_each_rule_runs_with_its_own_best_alpha(name):
    explorer = explore_race(surface="yatık vadi", steps=50.0)
    surface, used = ravine(50), rates(explorer)[name]
    with np.errstate(over="ignore", invalid="ignore"):
        everything = [final(name, surface, 50, lr) for lr in RACE_ALPHAS]
    assert final(name, surface, 50, used) == pytest.approx(np.nanmin(everything))
    tuning = explorer.host.artists[f"tuning {name}"].get_ydata()
    np.testing.assert_allclose(tuning[~np.isnan(tuning)][:20], np.maximum(everything, RACE_LOSS[0])[:20], rtol=1e-9)
    (alpha,), (loss,) = explorer.host.artists[f"used {name}"].get_data()
    assert alpha == used
    assert loss == pytest.approx(max(np.nanmin(everything), RACE_LOSS[0]))


def test_no_best_alpha_lies_on_the_edge_of_the_grid():
    for name, surface in RACE_SURFACES.items():
        for steps in (50, 100, 200):
            chosen = {rule: race.best_alpha(losses) for rule, losses in race.race_losses(surface, steps).items()}
            assert all(RACE_ALPHAS[0] < alpha < RACE_ALPHAS[-1] for alpha in chosen.values()), (name, steps, chosen)


def test_same_alpha_for_everyone():
    explorer = explore_race(surface="yatık vadi", same=True, lr=0.1)
    assert set(rates(explorer).values()) == {0.1}
    assert "herkes α = 0.1 ile" in explorer.text
    run = trajectory(RULES["adam"], ravine(50), ravine(50).start, 100, lr=0.1)
    np.testing.assert_allclose(np.transpose(explorer.host.artists["path adam"].get_data()), run.path)
    np.testing.assert_allclose(explorer.host.artists["loss adam"].get_ydata(), np.maximum(run.loss, RACE_LOSS[0]))


def test_time_slider_moves_the_runners_only():
    explorer = explore_race(surface="yatık vadi", t=200.0)
    before = {name: explorer.host.artists[f"path {name}"].get_xydata() for name in RACE_RULES}
    explorer.set(t=30.0)
    for name in RACE_RULES:
        path = explorer.host.artists[f"path {name}"].get_xydata()
        np.testing.assert_array_equal(path, before[name][:31])
        runner = explorer.host.artists[f"runner {name}"].get_xydata()
        np.testing.assert_array_equal(runner, path[-1:])
    assert "t = 30 anında" in explorer.text
    np.testing.assert_array_equal(explorer.host.artists["now"].get_xdata(), [30, 30])
    assert explorer.live.handles["now"](42.0, 1e-3) == {"t": 42.0}


def test_ranking_is_sorted_and_divergence_comes_last():
    explorer = explore_race(surface="Rosenbrock", same=True, lr=0.1)
    said = explorer.text.split("kayıp: ")[1]
    assert said.index("Adam") < said.index("gradyan inişi")
    assert "100'den büyük" in said


def test_ties_below_the_floor_take_the_smallest_alpha():
    losses = np.full(len(RACE_ALPHAS), np.nan)
    losses[[10, 20, 30]] = 1e-3, 1e-20, 1e-30
    assert race.best_alpha(losses) == RACE_ALPHAS[20]
