"""İniş şekli: haritanın hücreleri, kuramın en iyisi, bölgeler ve ıraksamanın sözü."""

import numpy as np
import pytest

from lrlab.core import RULES, best_momentum, bowl, momentum, momentum_boundaries, rosenbrock, rule, sgd, trajectory
from lrlab.figures import explore_descent
from lrlab.figures.rules import descent

ALPHAS = explore_descent(bowl(50)).live.alphas  # şeklin varsayılan α'ları


@pytest.fixture(scope="module")
def built():
    return explore_descent(bowl(50))


@pytest.fixture
def explorer(built):
    """Başlangıç değerlerindeki şekil; bir kez kurulur."""
    built.set(**built.initial)
    return built


def test_descent_map_shows_the_loss_of_each_cell(explorer):
    explorer.set(rule="momentum", steps=60.0)
    shown = explorer.host.artists["map"].get_array()
    assert shown.shape == (descent.ALPHA_ROWS, len(descent.BETAS))
    for i, j in ((10, 5), (40, 30), (50, 60)):
        run = trajectory(momentum, bowl(50), (-9.0, 1.6), 60, lr=float(ALPHAS[i]), beta=float(descent.BETAS[j]))
        assert shown[i, j] == pytest.approx(np.log10(run.loss[-1]), abs=0.01)


def test_descent_marks_the_theoretical_best(explorer):
    explorer.set(rule="momentum")
    (beta,), (height,) = explorer.host.artists["best"].get_data()
    best = best_momentum(1 / 50, 1.0)
    assert (beta, 10**height) == pytest.approx((best.beta, best.lr))
    explorer.set(rule="nesterov")
    assert len(explorer.host.artists["best"].get_xdata()) == 0


@pytest.mark.parametrize("steps", [50.0, 100.0, 200.0])
def test_smallest_loss_lies_just_below_the_boundary(steps, explorer):
    explorer.set(lr=1.9, steps=steps)
    arrays = explorer.live.compute(**explorer.values)
    beta = np.searchsorted(descent.BETAS, 0.58)
    column = arrays["map"][:, beta]
    best_alpha = ALPHAS[np.nanargmin(column)]
    assert 0.7 < best_alpha / arrays["diverging"][beta] < 1


def test_descent_says_regimes_and_divergence_in_words(explorer):
    explorer.preset("Aşırı adım")
    assert "ıraksama" in explorer.text
    assert "pencereden çıktı" in explorer.text
    explorer.preset("Buzul")
    assert "salınımsız" in explorer.text
    explorer.preset("Zikzak: momentumsuz")
    assert "salınarak" in explorer.text
    explorer.set(lr=10.0, beta=0.99, steps=200.0, rule="momentum_ewa")
    assert explorer.error is None


def test_descent_divergence_to_infinity_names_the_step():
    explorer = explore_descent(rosenbrock(), rule="sgd", lr=1.0, beta=0.0, steps=50.0)
    run = trajectory(sgd, rosenbrock(), (-1.2, 1.0), 50, lr=1.0)
    assert 0 < run.diverged_at < 10
    assert explorer.host.artists["words"].get_text() == f"ıraksadı: {run.diverged_at}. adım"
    assert f"ıraksadı: {run.diverged_at}. adım" in explorer.text
    explorer = explore_descent(rosenbrock(), lr_range=(1e-4, 1e-2), lr=1e-3)
    assert explorer.live.presets == {}
    assert explorer.error is None
    assert len(explorer.host.artists["diverging"].get_xdata()) == 0


@pytest.mark.parametrize("kappa", [5.0, 50.0, 500.0])
def test_best_preset_is_the_best_of_its_surface(kappa):
    explorer, losses = explore_descent(bowl(kappa), steps=200.0), {}
    for name in explorer.live.presets:
        explorer.preset(name)
        losses[name] = explorer.live.compute(**explorer.values)["loss"][-1]
    assert min(losses, key=losses.get) == "En iyi nokta"


def test_cells_are_drawn_around_their_own_alpha_and_beta(explorer):
    left, right, bottom, top = explorer.host.artists["map"].get_extent()
    width, height = (right - left) / len(descent.BETAS), (top - bottom) / descent.ALPHA_ROWS
    assert left + width / 2 == pytest.approx(descent.BETAS[0])
    assert right - width / 2 == pytest.approx(descent.BETAS[-1])
    assert bottom + height / 2 == pytest.approx(np.log10(ALPHAS[0]))
    assert top - height / 2 == pytest.approx(np.log10(ALPHAS[-1]))


def test_presets_outside_a_narrow_range_are_named_not_dropped_silently():
    with pytest.warns(UserWarning, match=r"`lr` kaydırıcısı 0.05 … 1 arasında") as caught:
        explorer = explore_descent(bowl(50), lr_range=(0.05, 1.0))
    assert list(explorer.live.presets) == ["Buzul", "Sarkaç"]
    (warning,) = [one for one in caught if one.category is UserWarning]
    for name in set(descent.presets(bowl(50))) - set(explorer.live.presets):
        assert f"{name!r} (lr = " in str(warning.message)
    assert warning.filename == __file__  # uyarı, şekli kuran satırı gösterir


def test_rules_of_the_figure_are_those_with_alpha_and_beta_alone(monkeypatch):
    @rule("m", label="işaretli momentum")
    def my_signum(w, g, s, t, *, lr=0.01, beta=0.9):
        m = beta * s["m"] + (1 - beta) * g
        return w - lr * np.sign(m), {"m": m}

    assert {"sgd", "momentum", "momentum_ewa", "nesterov"} <= set(descent.RULE_NAMES.values())
    assert not {"adam", "rmsprop"} & set(descent.RULE_NAMES.values())
    monkeypatch.setattr(descent, "RULES", {**RULES, "my_signum": my_signum})
    monkeypatch.setattr(descent, "RULE_NAMES", {**descent.RULE_NAMES, my_signum.label: "my_signum"})
    explorer = explore_descent(bowl(50))
    drawn = explorer.host.artists
    assert len(drawn["diverging"].get_xdata())
    explorer.set(rule="my_signum", lr=0.1)
    run = trajectory(my_signum, bowl(50), (-9.0, 1.6), 60, lr=0.1, beta=0.5)
    np.testing.assert_array_equal(np.transpose(drawn["path"].get_data()), run.path)
    assert not any(len(drawn[name].get_xdata()) for name in ("ringing", "diverging", "best"))  # kuramı bilinmiyor
    assert explorer.text.startswith("işaretli momentum, α = 0.1, β = 0.5: 60 adımda kayıp")
    assert "Kurama göre" not in explorer.text


def test_bad_range_is_named():
    for wrong in ((1.0, 0.1), (0.0, 1.0), (1.2, 1.3), (0.1,), (1e-300, 1.0)):
        with pytest.raises(ValueError, match="`lr_range`"):
            explore_descent(bowl(), lr_range=wrong)


@pytest.mark.parametrize("name", ["sgd", "momentum", "momentum_ewa"])
def test_every_artist_shows_its_own_quantity(name, explorer):
    explorer.set(rule=name, lr=0.3, beta=0.5, steps=40.0)
    artists, hyper = explorer.host.artists, {} if name == "sgd" else {"beta": 0.5}
    run = trajectory(RULES[name], bowl(50), (-9.0, 1.6), 40, lr=0.3, **hyper)
    np.testing.assert_array_equal(np.transpose(artists["path"].get_data()), run.path)
    np.testing.assert_array_equal(np.transpose(artists["start"].get_data()), run.path[:1])
    np.testing.assert_array_equal(artists["loss"].get_data(), (np.arange(41), run.loss))
    here = np.ravel(artists["here"].get_data())
    np.testing.assert_allclose(here, [hyper.get("beta", 0.0), np.log10(0.3)])
    best = best_momentum(1 / 50, 1.0)
    expected = {
        "sgd": (0.0, 2 / (1 + 1 / 50)),
        "momentum": (best.beta, best.lr),
        "momentum_ewa": (best.beta, best.lr / (1 - best.beta)),
    }[name]
    beta, height = np.ravel(artists["best"].get_data())
    assert (beta, 10**height) == pytest.approx(expected)
    for line, edge in zip(("ringing", "diverging"), momentum_boundaries(name, descent.BETAS, 1.0), strict=True):
        np.testing.assert_allclose(artists[line].get_ydata(), np.log10(edge))


def test_exactly_on_the_edge_is_not_called_divergence(explorer):
    explorer.set(rule="sgd", lr=2.0, beta=0.0)
    assert "sınırda" in explorer.text
    assert "ıraksa" not in explorer.text


def test_a_maker_without_parentheses_is_named():
    with pytest.raises(TypeError, match="`surface`"):
        explore_descent(bowl)


@pytest.mark.parametrize("name", ["sgd", "momentum", "momentum_ewa", "nesterov"])
def test_the_arrows_at_the_walker_add_up_to_its_next_step(name, explorer):
    explorer.set(rule=name, lr=0.3, beta=0.8, steps=40.0, t=2.0)
    moment, (path, loss) = explorer.live.compute(**explorer.values), run_of(name, 40)
    gradient, memory = moment["walk"].gradient, moment["walk"].memory
    np.testing.assert_allclose(gradient + memory, path[3] - path[2], rtol=1e-9)
    slope = bowl(50).grad(path[2])
    scale = {"sgd": 1, "momentum": 1, "momentum_ewa": 0.2, "nesterov": 1.8}[name]  # gradyanın önündeki çarpan
    np.testing.assert_allclose(gradient, -0.3 * scale * slope, rtol=1e-9)
    artists = explorer.host.artists
    np.testing.assert_array_equal(np.ravel(artists["walker"].get_data()), path[2])
    walked = [np.transpose(artists[name].get_data()) for name in ("walked", "recent")]
    np.testing.assert_array_equal(np.concatenate(walked), path[:3])
    np.testing.assert_array_equal(np.transpose(artists["path"].get_data()), path)
    np.testing.assert_array_equal(np.ravel(artists["now"].get_data()), [2, loss[2]])
    assert artists["gradient"].get_visible()
    assert artists["memory"].get_visible() == (name != "sgd")
    assert "belleğin" in artists["memory_key"].get_text() if name != "sgd" else not artists["memory_key"].get_text()
    words = "" if name == "sgd" else ": gradyanın payı"
    assert f"t = 2 anında sıradaki adım{words} ({gradient[0]:.2g}" in explorer.text


def run_of(name, steps):
    run = trajectory(RULES[name], bowl(50), (-9.0, 1.6), steps, lr=0.3, **({} if name == "sgd" else {"beta": 0.8}))
    return run.path, run.loss


def test_the_walk_opens_at_its_end_with_no_step_left(explorer):
    artists, path = explorer.host.artists, explorer.live.compute(**explorer.values)["path"]
    np.testing.assert_array_equal(np.ravel(artists["walker"].get_data()), path[-1])
    assert not any(artists[name].get_visible() for name in ("gradient", "memory", "gradient_key", "memory_key"))
    assert "anında" not in explorer.text
    assert explorer.point("now", 12.2, 0.1)
    assert explorer.values["t"] == 12
    explorer.preset("Sarkaç")
    assert explorer.values["t"] == 200


def test_a_walk_that_diverged_has_no_walker_and_no_arrows():
    explorer = explore_descent(rosenbrock(), rule="sgd", lr=1.0, beta=0.0, steps=50.0, t=30.0)
    artists = explorer.host.artists
    assert np.isnan(artists["walker"].get_xdata()).all()
    assert not artists["gradient"].get_visible()
    assert "anında" not in explorer.text


def test_the_map_does_not_look_at_where_the_walker_stands(explorer):
    chart = explorer.live.compute(**explorer.values)["map"]
    assert explorer.live.compute(**explorer.values | {"t": 3.0, "lr": 1.0, "beta": 0.9})["map"] is chart
    assert not np.array_equal(explorer.live.compute(**explorer.values | {"x": -5.15})["map"], chart, equal_nan=True)
