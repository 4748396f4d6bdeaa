"""Her ders şekli: denetimlerin uçlarında hesap, sayıların doğruluğu, başlıkların iddiası, kırpılmayan yazılar."""

import itertools
import json
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import pytest

from lrlab.core.averages import ewa
from lrlab.core.quadratic import best_momentum
from lrlab.core.surfaces import bowl, rosenbrock
from lrlab.widgets import descent, minibatch
from lrlab.widgets.descent import explore_descent
from lrlab.widgets.ewa import explore_ewa, roughness, trailing_mean
from lrlab.widgets.minibatch import explore_minibatch
from lrlab.widgets.training import explore_training


@dataclass
class Daily:
    city: str
    celsius: np.ndarray
    label: str = "deneme dizisi"


@dataclass
class Fake:
    """Bir eğitim kaydının biçimi; burada yalnızca şeklin onu nasıl gösterdiği denenir."""

    step: np.ndarray
    loss: np.ndarray
    seconds: np.ndarray
    val_step: np.ndarray
    val_accuracy: np.ndarray
    val_seconds: np.ndarray
    diverged_at: int
    updates_per_epoch: int = 10


def trainer(*, batch_size, lr, epochs, seed):
    assert all(isinstance(value, int) for value in (batch_size, epochs, seed))
    t = np.arange(1, 10 * epochs + 1)
    loss = np.exp(-lr * t / 10)
    burst = lr > 2.5
    if burst:
        t, loss = t[:7], np.array([1, 2, 4, 8, 16, 32, np.nan])
    evaluations = np.array([0, len(t)]) if burst else np.arange(0, len(t) + 1, 10)
    return Fake(t, loss, 1e-3 * t, evaluations, evaluations / 300, 1e-3 * evaluations, 7 if burst else 0)


def daily(city="Londra", seed=0):
    rng, day = np.random.default_rng(seed), np.arange(365)
    return Daily(city, 12 - 7 * np.cos(2 * np.pi * day / 365) + 2 * rng.standard_normal(365))


def regression(n=100, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, 2))
    return x, x @ [0.6, 0.4] + 0.6 * rng.standard_normal(n)


FIGURES = {
    "ewa": lambda **k: explore_ewa(daily(), daily("İstanbul", 1), **k),
    "minibatch": lambda **k: explore_minibatch(*regression(), **k),
    "descent": lambda **k: explore_descent(bowl(50), **k),
    "training": lambda **k: explore_training(trainer, **k),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_control_at_its_extremes_draws(name):
    explorer = FIGURES[name]()
    controls = explorer.live.controls
    corners = [{c.name: c.extremes[end] for c in controls} for end in (0, -1)]
    alone = [{c.name: value} for c in controls for value in c.extremes]
    for values in corners + alone:
        explorer.set(**explorer._initial | values)
        assert explorer.error is None, explorer.text
        assert "nan" not in explorer.text.lower()
        assert "inf" not in explorer.text.lower()


@pytest.mark.parametrize("name", FIGURES)
def test_presets_apply_and_are_told_apart(name):
    explorer = FIGURES[name]()
    seen = set()
    for preset in explorer.live.presets:
        explorer.preset(preset)
        assert explorer.error is None
        seen.add(json.dumps(explorer.values))
    assert len(seen) >= len(explorer.live.presets) - 1  # biri başlangıçla ya da bir başkasıyla aynı olabilir


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lecture", [False, True])
def test_no_text_is_clipped_and_axes_are_labelled(name, lecture):
    explorer = FIGURES[name](lecture=lecture)
    figure = explorer._host.figure
    with mpl.rc_context(explorer._host.style.rc()):
        inked = figure.get_tightbbox(explorer._host._canvas.get_renderer())  # inç
    width, height = figure.get_size_inches()
    assert min(inked.x0, inked.y0, width - inked.x1, height - inked.y1) > -0.01, inked
    panels = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
    assert all(axes.get_title() and axes.get_xlabel() and axes.get_ylabel() for axes in panels)


@pytest.mark.parametrize("name", FIGURES)
def test_axes_titles_do_not_overlap(name):
    figure = FIGURES[name](lecture=True)._host.figure
    boxes = [axes.title.get_window_extent() for axes in figure.axes if axes.get_title()]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)


# --- ewa ------------------------------------------------------------------------------------------------------


def test_ewa_draws_the_one_definition():
    explorer = FIGURES["ewa"]()
    for beta, corrected in itertools.product((0.5, 0.9, 0.98), (False, True)):
        explorer.set(beta=beta, corrected=corrected, city="İstanbul")
        drawn = explorer._host.artists["curve"].get_ydata()
        np.testing.assert_array_equal(drawn, ewa(daily("İstanbul", 1).celsius, beta, bias_correction=corrected))


def test_trailing_mean_is_the_plain_definition():
    values = np.random.default_rng(0).standard_normal(40)
    for window in (1, 2, 7, 40):
        means = trailing_mean(values, window)
        assert np.isnan(means[: window - 1]).all()
        expected = [values[i - window + 1 : i + 1].mean() for i in range(window - 1, 40)]
        np.testing.assert_allclose(means[window - 1 :], expected, atol=1e-12)
    assert np.isnan(trailing_mean(values, 41)).all()


@pytest.mark.parametrize("seed", range(5))
def test_ewa_titles_claim_holds(seed):
    """β büyüdükçe eğri düzleşir, ama geride kalır: oynama azalır, en sıcak güne gecikme artar."""
    day = np.arange(365)
    theta = daily(seed=seed).celsius
    season = 12 - 7 * np.cos(2 * np.pi * day / 365)
    curves = [ewa(theta, beta, bias_correction=True) for beta in (0.5, 0.9, 0.98)]
    rough = [roughness(curve[30:]) for curve in curves]
    assert rough[0] > 2 * rough[1] > 4 * rough[2]
    lags = [int(np.argmax(ewa(season, beta, bias_correction=True))) - 182 for beta in (0.5, 0.9, 0.98)]
    assert lags == sorted(lags)
    assert lags[2] > 30


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: explore_ewa(), ["`series`", "boş"]),
        (lambda: explore_ewa(daily(), Daily("Ankara", np.ones(3))), ["`series`", "Ankara: 3"]),
        (lambda: explore_ewa(daily(), beta=1.2), ["`beta`", "1.2"]),
        (lambda: explore_ewa(daily(), city="Paris"), ["`city`", "Paris", "Londra"]),
        (lambda: explore_minibatch(np.ones((5, 3)), np.ones(5)), ["`x`", "(5, 3)", "(n, 2)"]),
        (lambda: explore_minibatch(np.full((5, 2), np.nan), np.ones(5)), ["`x`", "nan"]),
        (lambda: explore_training(trainer, ("hız",)), ["`names`", "hız", "'lr'"]),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)


# --- minibatch ------------------------------------------------------------------------------------------------


def test_descend_equals_plain_minibatch_descent():
    x, y = regression(50)
    orders = minibatch.batch_orders(50, 3, seed=2)
    path, costs = minibatch.descend(x, y, orders, 16, 0.1)
    w, expected, losses = np.zeros(2), [np.zeros(2)], []
    for order in orders:
        for first in range(0, 50, 16):
            xb, yb = x[order[first : first + 16]], y[order[first : first + 16]]
            losses.append(0.5 * np.mean((xb @ w - yb) ** 2))
            w = w - 0.1 * xb.T @ (xb @ w - yb) / len(yb)
            expected.append(w)
    np.testing.assert_allclose(path, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(costs, losses, rtol=0, atol=1e-12)
    assert len(costs) == 3 * 4  # 16 + 16 + 16 + 2: kısa son minigrup da bir güncellemedir


def test_the_three_paths_see_the_same_shuffle():
    x, y = regression(40)
    result = minibatch.compute(x, y, {1: 1e-6, 8: 1e-6, 40: 1e-6}, size=8.0, lr=0.05, epochs=2.0, seed=3.0)
    orders = minibatch.batch_orders(40, 2, 3)
    for name, m in (("single", 1), ("mini", 8), ("full", 40)):
        np.testing.assert_array_equal(result[name]["path"], minibatch.descend(x, y, orders, m, 0.05)[0])
        assert result[name]["updates"] == 2 * (40 // m)


@pytest.mark.parametrize("seed", range(5))
def test_minibatch_titles_claims_hold(seed):
    """Tek örnek savrulur, bütün küme düzgün iner; minigrup kaybı zikzak çizer."""
    x, y = regression(142, seed)
    orders = minibatch.batch_orders(142, 5, seed)
    turns, rises = {}, {}
    for m in (1, 32, 142):
        path, costs = minibatch.descend(x, y, orders, m, 0.1)
        steps = np.diff(path[-20:], axis=0)
        turns[m] = np.mean((steps[1:] * steps[:-1]).sum(1) < 0)
        rises[m] = int((np.diff(costs) > 0).sum())
    assert turns[142] == 0
    assert turns[1] > 0.1
    assert rises[142] == 0
    assert rises[32] >= 3
    assert rises[1] > 100


def test_minibatch_divergence_is_said_in_words():
    explorer = explore_minibatch(4 * regression()[0], regression()[1], lr=1.0)
    assert "ıraksadı" in explorer.text
    assert explorer.error is None


# --- descent --------------------------------------------------------------------------------------------------


def test_descent_map_shows_the_loss_of_each_cell():
    explorer = FIGURES["descent"](rule="momentum", steps=60.0)
    shown = explorer._host.artists["map"].get_array()
    assert shown.shape == (len(descent.ALPHAS), len(descent.BETAS))
    from lrlab.core.rules import momentum
    from lrlab.core.trajectory import trajectory

    for i, j in ((10, 5), (40, 30), (50, 60)):
        run = trajectory(momentum, bowl(50), (-9.0, 1.6), 60, lr=float(descent.ALPHAS[i]), beta=float(descent.BETAS[j]))
        assert shown[i, j] == pytest.approx(np.log10(run.loss[-1]), abs=0.01)


def test_descent_marks_the_theoretical_best():
    explorer = FIGURES["descent"](rule="momentum")
    (beta,), (height,) = explorer._host.artists["best"].get_data()
    best = best_momentum(1 / 50, 1.0)
    assert (beta, 10**height) == pytest.approx((best.beta, best.lr))
    explorer.set(rule="nesterov")
    assert len(explorer._host.artists["best"].get_xdata()) == 0


@pytest.mark.parametrize("steps", [50.0, 100.0, 200.0])
def test_smallest_loss_lies_just_below_the_boundary(steps):
    arrays = descent.compute(bowl(50), rule="momentum", lr=1.9, beta=0.5, x=-9.0, y=1.6, steps=steps)
    beta = np.searchsorted(descent.BETAS, 0.58)
    column = arrays["map"][:, beta]
    best_alpha = descent.ALPHAS[np.nanargmin(column)]
    assert 0.7 < best_alpha / arrays["diverging"][beta] < 1


def test_descent_says_regimes_and_divergence_in_words():
    explorer = FIGURES["descent"]()
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
    arrays = descent.compute(rosenbrock(), rule="sgd", lr=1.0, beta=0.0, x=-1.2, y=1.0, steps=50.0)
    assert 0 < arrays["diverged_at"] < 10
    assert descent.outcome(arrays) == f"ıraksadı: {arrays['diverged_at']}. adım"
    explorer = explore_descent(rosenbrock(), lr=0.01)
    assert explorer.live.presets == {}
    assert explorer._host.artists["diverging"].get_xdata().size == 0 if explorer.error is None else False


# --- training -------------------------------------------------------------------------------------------------


def test_training_shows_the_record():
    explorer = FIGURES["training"](epochs=3.0)
    lines = explorer._host.artists
    assert list(lines["epochs"].get_xdata()) == [0, 1, 2, 3]
    np.testing.assert_allclose(lines["clock"].get_xdata(), [0, 10, 20, 30])
    np.testing.assert_allclose(lines["epochs"].get_ydata(), [0, 10 / 3, 20 / 3, 10])
    np.testing.assert_allclose(lines["smooth"].get_ydata(), ewa(lines["loss"].get_ydata(), 0.9, bias_correction=True))


def test_training_divergence_is_said_in_words():
    explorer = FIGURES["training"](lr=3.0)
    assert "ıraksadı: 7. adım" in explorer.text
    assert explorer._host.artists["words"].get_visible()
    explorer.set(lr=0.1)
    assert not explorer._host.artists["words"].get_visible()
