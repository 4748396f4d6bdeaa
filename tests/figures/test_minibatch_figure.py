"""Minigrup şekli: yollar düz minigrup inişidir, başlıkların iddiaları tutar."""

import warnings

import numpy as np
import pytest
from matplotlib.figure import Figure

from lrlab.figures import explore_minibatch
from lrlab.figures.noise import minibatch


def shown(x, y, seconds):
    """Adım süreleri ölçülmemiş, verilmiş şekil."""
    return minibatch.MinibatchFigure(x, y, ("a", "b"), (8.0,), seconds, {})


def test_descend_equals_plain_minibatch_descent(regression):
    x, y = regression(50)
    orders = minibatch.batch_orders(50, 3, seed=2)
    path, costs = minibatch.descend_in_batches(x, y, orders, 16, 0.1)
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


def test_the_three_paths_see_the_same_shuffle(regression):
    x, y = regression(40)
    result = shown(x, y, {1: 1e-6, 8: 1e-6, 40: 1e-6}).compute(size=8.0, lr=0.05, epochs=2.0, seed=3.0)
    orders = minibatch.batch_orders(40, 2, 3)
    for name, m in (("single", 1), ("mini", 8), ("full", 40)):
        np.testing.assert_array_equal(result[name]["path"], minibatch.descend_in_batches(x, y, orders, m, 0.05)[0])
        assert result[name]["updates"] == 2 * (40 // m)


@pytest.mark.parametrize("seed", range(5))
def test_minibatch_titles_claims_hold(seed, regression):
    """Tek örnek savrulur, bütün küme düzgün iner; minigrup kaybı zikzak çizer."""
    x, y = regression(142, seed)
    orders = minibatch.batch_orders(142, 5, seed)
    turns, rises = {}, {}
    for m in (1, 32, 142):
        path, costs = minibatch.descend_in_batches(x, y, orders, m, 0.1)
        steps = np.diff(path[-20:], axis=0)
        turns[m] = np.mean((steps[1:] * steps[:-1]).sum(1) < 0)
        rises[m] = int((np.diff(costs) > 0).sum())
    assert turns[142] == 0
    assert turns[1] > 0.1
    assert rises[142] == 0
    assert rises[32] >= 3
    assert rises[1] > 100


def test_minibatch_divergence_is_said_in_words(regression):
    explorer = explore_minibatch(4 * regression()[0], regression()[1], lr=1.0)
    assert "ıraksadı" in explorer.text
    assert explorer.error is None


def test_every_artist_shows_its_own_path_cost_and_clock(regression):
    x, y = regression(40)
    seconds = {1: 1e-6, 8: 2e-6, 40: 5e-6}
    figure = shown(x, y, seconds)
    artists = figure.draw(Figure())
    figure.update(artists, figure.compute(size=8.0, lr=0.05, epochs=2.0, seed=3.0))
    orders = minibatch.batch_orders(40, 2, 3)
    for name, m in (("single", 1), ("mini", 8), ("full", 40)):
        path, cost = minibatch.descend_in_batches(x, y, orders, m, 0.05)
        steps = np.arange(len(path))
        np.testing.assert_array_equal(np.transpose(artists[name].get_data()), path)
        np.testing.assert_array_equal(np.transpose(artists[f"{name}_end"].get_data()), path[-1:])
        np.testing.assert_array_equal(artists[f"{name}_cost"].get_data(), (steps, [np.nan, *cost]))
        np.testing.assert_allclose(artists[f"{name}_clock"].get_xdata(), 1e3 * seconds[m] * steps)
        np.testing.assert_allclose(artists[f"{name}_clock"].get_ydata()[1:], minibatch.mean_cost(x, y, path[1:]))


def test_an_update_is_the_same_point_in_every_panel_and_an_epoch_adds_to_the_path(regression):
    explorer = explore_minibatch(*regression(40), epochs=2.0)
    artists = explorer.host.artists
    for index in ("güncelleme single", "güncelleme mini", "güncelleme full"):
        linked = [name for name, told in explorer.live.readouts.items() if told.index == index]
        assert len({len(artists[name].get_xdata()) for name in linked}) == 1
        assert len(linked) == 3
    before = artists["mini"].get_xydata()
    explorer.set(epochs=3.0)
    np.testing.assert_array_equal(artists["mini"].get_xydata()[: len(before)], before)


@pytest.mark.parametrize(("n", "beyond"), [(3, 1), (5, 0), (40, 0)])
def test_small_data_keeps_only_the_presets_it_can_show_and_names_the_others(regression, n, beyond):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        explorer = explore_minibatch(*regression(n))
    words = " ".join(str(one.message) for one in caught)
    gone = set(minibatch.PRESETS) - set(explorer.live.presets)
    assert len(gone) == beyond
    assert all(name in words for name in gone)
    assert ("`size`" in words) == bool(beyond)
    for preset in explorer.live.presets:
        explorer.preset(preset)
        assert explorer.error is None


@pytest.mark.parametrize(
    ("x", "y"), [(np.ones((2, 2)), np.ones(2)), (np.zeros((9, 2)), np.arange(9.0)), (np.eye(9)[:, :2], np.zeros(9))]
)
def test_data_without_a_single_minimum_is_refused(x, y):
    with pytest.raises(ValueError, match="`x` ve `y`"):
        explore_minibatch(x, y)


def title(explorer):
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def left(explorer, name):
    """Kaybın en küçüğünden fazlası, başlangıçtaki fazlanın payı olarak."""
    live = explorer.live
    losses = live.compute(**explorer.values)[name]["total"]
    floor = minibatch.mean_cost(live.x, live.y, np.linalg.lstsq(live.x, live.y, rcond=None)[0])
    return (losses[-1] - floor) / (losses[0] - floor)


def test_titles_are_what_the_losses_say(regression):
    explorer = explore_minibatch(*regression(124), epochs=5.0)
    assert title(explorer).startswith("Minigrup yıldıza vardı")
    assert left(explorer, "mini") < 0.05 < 0.15 < left(explorer, "full")
    explorer.preset("Küçük adım: yalnız B = 1 varır")
    assert title(explorer).startswith("Küçük α: yalnız B = 1 yıldıza vardı")
    assert left(explorer, "single") < 0.05 < 0.15 < min(left(explorer, "mini"), left(explorer, "full"))
    explorer.preset("Büyük adım: tek örnek savrulur")
    assert title(explorer).startswith("Büyük α: B = 1 savruluyor")
    assert max(left(explorer, "mini"), left(explorer, "full")) < 0.05
    explorer.set(epochs=1.0)
    assert "yalnızca bir adım" in title(explorer)
    explorer.set(lr=2.0, epochs=20.0)
    assert "ıraksa" in title(explorer)
    assert explorer.host.artists["words"].get_text().startswith("ıraksadı: B = 1")


def test_a_small_batch_trembles_in_its_title_and_a_large_one_does_not(regression):
    explorer = explore_minibatch(*regression(124), lr=0.1, size=4)
    assert title(explorer).startswith("Küçük minigrup da titriyor")
    explorer.set(size=32.0)
    assert "titriyor" not in title(explorer)


def test_the_first_line_names_the_three_losses_and_no_preset_is_the_opening(regression):
    explorer = explore_minibatch(*regression(124))
    first = explorer.text.split("\n")[0]
    runs = explorer.live.compute(**explorer.values)
    assert all(f"{runs[name]['total'][-1]:.3f}" in first for name in minibatch.PATHS)
    opening = explorer.values
    for preset in explorer.live.presets:
        explorer.preset(preset)
        assert explorer.values != opening


def test_one_unit_is_as_long_on_both_axes_of_the_plane(regression):
    axes = explore_minibatch(*regression(60)).host.artists["mini"].axes
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    assert (x1 - x0) / axes.bbox.width == pytest.approx((y1 - y0) / axes.bbox.height)
