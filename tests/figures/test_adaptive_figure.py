"""Etkin adım şekli: elips ve çubuklar gerçek adımlarla uyuşur, anlatılan hikâye hesapta da vardır."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest

from lrlab.core import RULES, bowl, final_loss, trajectory
from lrlab.figures import adaptive_course, explore_adaptive, tilted_valley
from lrlab.figures.rules import adaptive
from lrlab.figures.rules.adaptive import BAR_RANGE, SURFACES, AdaptiveFigure

FIGURE = AdaptiveFigure()


def computed(**values):
    wanted = {"surface": "düz vadi", "kappa": 100.0, "rule": "rmsprop", "lr": 0.1, "beta": 0.9, "eps": 1e-8, "t": 10.0}
    return FIGURE.compute(**wanted | values)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("rule", ["rmsprop", "rmsprop_eps_inside", "sgd"])
@pytest.mark.parametrize("t", [1.0, 37.0, 150.0])
def test_effective_step_times_gradient_is_the_step(surface, rule, t):
    arrays = computed(surface=surface, rule=rule, t=t, eps=0.01, lr=0.05)
    np.testing.assert_allclose(arrays["effective"] * arrays["gradient"], arrays["step"], rtol=1e-6, atol=1e-15)


def test_rules_are_called_by_their_own_labels():
    explorer = explore_adaptive(rule="rmsprop_eps_inside")
    options = next(one for one in explorer.live.controls if one.name == "rule").options
    assert options == {RULES[name].label: name for name in ("rmsprop", "rmsprop_eps_inside", "sgd")}
    assert f"(κ = 100), {RULES['rmsprop_eps_inside'].label}, α = 0.1" in explorer.text


def test_every_artist_shows_its_own_quantity():
    explorer = explore_adaptive(t=7.0)
    arrays, artists = computed(t=7.0), explorer.host.artists
    run = trajectory(RULES["rmsprop"], bowl(100), bowl().start, 150, lr=0.1, beta=0.9, eps=1e-8)
    np.testing.assert_array_equal(np.transpose(artists["path"].get_data()), run.path)
    np.testing.assert_array_equal(np.ravel(artists["walker"].get_data()), run.path[6])
    np.testing.assert_allclose(artists["distance"].get_ydata(), np.maximum(np.hypot(*run.path.T), 1e-4))
    assert np.ravel(artists["now"].get_data()) == pytest.approx([7, np.hypot(*run.path[7])])
    ellipse = np.array(artists["ellipse"].get_data())
    np.testing.assert_allclose((ellipse.max(axis=1) - ellipse.min(axis=1)) / 2, arrays["effective"], rtol=1e-3)
    for name, unit in zip(adaptive.BARS, (1, 0.1, 0.1), strict=True):  # etkin adım ve adım α'nın katıdır
        for axis, value in zip("xy", arrays[name] / unit, strict=True):
            bar = artists[f"{name}_{axis}"]
            ends = sorted((1, np.clip(value, *BAR_RANGE)))
            assert [bar.get_y(), bar.get_y() + bar.get_height()] == pytest.approx(ends)
            assert float(artists[f"{name}_{axis} value"].get_text()) == pytest.approx(value, rel=0.05)


def test_bars_start_at_one_and_their_heights_add_up():
    explorer = explore_adaptive()
    for preset in ("Tek α", "RMSProp", "Eyer"):
        explorer.preset(preset)
        for axis in "xy":
            ends = []
            for name in adaptive.BARS:
                bar = explorer.host.artists[f"{name}_{axis}"]
                low, high = bar.get_y(), bar.get_y() + bar.get_height()
                ends.append(np.log10(high if low >= 1 - 1e-12 else low))
            assert ends[0] + ends[1] == pytest.approx(ends[2], abs=1e-6)


def test_single_rate_is_a_circle_and_a_large_eps_nearly_one():
    plain = computed(rule="sgd", lr=1.9)["effective"]
    assert plain[0] == plain[1] == 1.9
    small, large = (computed(eps=eps)["effective"] for eps in (1e-8, 1.0))
    assert small[0] / small[1] > 5
    assert large[0] / large[1] < 2


def test_narrower_valley_leaves_rmsprop_where_it_was_but_not_momentum():
    wide, narrow = computed(), computed(kappa=1e4)
    np.testing.assert_allclose(wide["distance"], narrow["distance"], atol=1e-3)
    assert wide["rival"][-1] < 1e-6
    assert narrow["rival"][-1] > 0.1


def test_tilting_the_valley_takes_the_advantage_away():
    straight, oblique = computed(kappa=1e4), computed(kappa=1e4, surface="yatık vadi")
    assert straight["distance"][-1] < 0.1
    assert oblique["distance"][-1] > 5
    np.testing.assert_allclose(straight["rival"], oblique["rival"], rtol=1e-6)  # momentum dönmeye bakmaz


def test_tilted_valley_starts_at_the_same_height_and_distance():
    for kappa in (10.0, 100.0, 1e4):
        level, slanted = bowl(kappa), tilted_valley(kappa)
        assert slanted.value(slanted.start) == pytest.approx(level.value(level.start))
        x0, x1, y0, y1 = slanted.bounds
        assert x0 < slanted.start[0] < x1
        assert y0 < slanted.start[1] < y1


def test_at_the_bottom_the_effective_step_is_the_stability_limit():
    arrays = computed(lr=0.2, t=150.0)
    assert arrays["effective"][1] == pytest.approx(2.0, rel=0.1)  # 2/λₙ
    assert arrays["step"][1] == pytest.approx(0.2, rel=0.1)


@pytest.mark.parametrize("surface", SURFACES)
def test_rival_is_the_best_of_the_grid(surface):
    made = adaptive_course(surface, 100.0)
    lr, beta = made.best
    assert np.isfinite(made.rival).all()
    if not made.surface.noise:
        tried = final_loss(
            RULES["momentum"],
            made.surface,
            made.surface.start,
            150,
            dtype=np.float64,
            lr=lr * np.array([1, 0.1]),
            beta=beta,
        )
        assert tried[0][0] <= tried[0][1]


def test_leaving_the_window_is_said():
    explorer = explore_adaptive()
    explorer.set(lr=2.0, beta=0.999)
    assert "pencereden çıktı" in explorer.text
    assert explorer.host.artists["words"].get_text()


def headline(explorer, **values):
    explorer.set(**values)
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def test_presets_have_titles_of_their_own():
    explorer, titles = explore_adaptive(), {}
    opening = headline(explorer)
    for name in explorer.live.presets:
        explorer.preset(name)
        titles[name] = headline(explorer)
        assert len(explorer.text.split("\n")[0]) <= 160
    assert titles.pop("RMSProp") == opening
    assert opening not in titles.values()
    assert len(set(titles.values())) == len(titles)
    assert all(len(title) <= 80 for title in titles.values())


def test_titles_follow_what_is_on_the_screen():
    explorer = explore_adaptive()
    start = explorer.initial
    assert headline(explorer).startswith("Gradyanlar birbirinden uzak, adımlar yakın")
    assert "zikzak" in headline(explorer, rule="sgd", lr=1.9)
    assert headline(explorer, lr=0.1) == "Tek α: iki koordinatın etkin adımı aynı, halka bir çember"  # zikzaksız
    assert "en iyi ayarlı momentumun önünde" in headline(explorer, **start | {"kappa": 1e4})
    assert "en iyi ayarlı momentumun önünde" not in headline(explorer, kappa=1e3)
    assert "çembere yaklaşıyor" in headline(explorer, **start | {"eps": 1.0, "lr": 1.8})
    assert "Dibe oturamıyor" in headline(explorer, **start | {"lr": 0.2, "t": 150.0})
    assert "Dibe oturamıyor" not in headline(explorer, t=20.0)
    assert "Dibe oturamıyor" not in headline(explorer, **start | {"beta": 0.999})  # sonunda oturuyor
    assert "elips dönemiyor" in headline(explorer, **start | {"surface": "yatık vadi"})
    assert "√v eşitleniyor" in headline(explorer, **start | {"surface": "gürültülü vadi", "t": 100.0})
    assert "elips yassı yönde uzun" in headline(explorer, **start | {"surface": "√λ gürültülü vadi", "t": 100.0})
    explorer.set(**start)
    assert headline(explorer, lr=2.0, beta=0.999) == "Adımlar çok uzun: yol pencerenin dışına fırladı"


def test_the_circle_of_a_single_rate_is_round_and_whole_on_the_screen():
    explorer = explore_adaptive()
    explorer.preset("Tek α")
    ring = explorer.host.artists["ellipse"]
    pixels = ring.axes.transData.transform(ring.get_xydata())
    width, height = pixels.max(axis=0) - pixels.min(axis=0)
    assert width == pytest.approx(height, rel=1e-2)
    assert np.all((pixels >= ring.axes.bbox.min) & (pixels <= ring.axes.bbox.max))


def test_the_zigzag_is_seen_coordinate_by_coordinate():
    explorer = explore_adaptive(rule="sgd", lr=1.9, kappa=1e4)
    x, y = (explorer.host.artists[f"left {axis}"].get_ydata() for axis in "xy")
    assert x[50] > 0.9  # yassı yönde yerinde
    assert (np.diff(np.sign(y[:40])) != 0).all()
    np.testing.assert_allclose(y[:3], [1, -0.9, 0.81])
    explorer.set(t=51.0)
    left = explorer.host.artists["left x"]  # sayfa sayfa
    assert np.flatnonzero(np.isfinite(left.get_ydata())).tolist() == list(range(50, 101))
    assert left.axes.get_xlim()[0] == 50
    np.testing.assert_array_equal(explorer.host.artists["left now"].get_xdata(), [51, 51])


@pytest.mark.parametrize("lecture", [False, True])
@pytest.mark.parametrize("surface", SURFACES)
def test_no_text_is_clipped_and_titles_do_not_overlap(lecture, surface):
    host = explore_adaptive(lecture=lecture, surface=surface).host
    drawn = host.figure
    with mpl.rc_context(host.style.rc()):
        inked = drawn.get_tightbbox()
    width, height = drawn.get_size_inches()
    assert min(inked.x0, inked.y0, width - inked.x1, height - inked.y1) > -0.01, inked
    assert all(axes.get_title() and axes.get_xlabel() and axes.get_ylabel() for axes in drawn.axes)
    boxes = [axes.title.get_window_extent() for axes in drawn.axes]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_the_marker_is_dragged_along_the_steps():
    explorer = explore_adaptive()
    assert explorer.point("now", 42.3, 0.1)
    assert explorer.values["t"] == 42


@pytest.mark.parametrize("surface", ["düz vadi", "yatık vadi"])
def test_the_wall_of_the_valley_is_a_contour_whose_height_is_kappa(surface):
    explorer = explore_adaptive(surface=surface)
    for kappa in (10.0, 100.0, 1e4):
        explorer.set(kappa=kappa)
        artists, heights = explorer.host.artists, adaptive_course(surface, kappa).surface.value
        wall, end = np.array(artists["wall"].get_data()), np.ravel(artists["width"].get_data())
        np.testing.assert_allclose(heights(wall), heights(end), rtol=1e-9)
        assert end[1] == pytest.approx(7 / kappa**0.5)
        lengths = np.hypot(*wall)
        assert lengths.max() / lengths.min() == pytest.approx(kappa**0.5, rel=1e-3)
    assert explorer.point("width", 0.0, 1.2)
    assert explorer.values["kappa"] == 30


def test_a_saddle_has_no_kappa_to_drag_and_a_single_rate_no_memory():
    explorer = explore_adaptive(surface="eyer")
    assert explorer.values.keys() - explorer.useful == {"kappa"}
    assert np.isnan(explorer.host.artists["width"].get_xdata()).all()
    assert not explorer.host.artists["width_name"].get_text()
    explorer.set(surface="düz vadi", rule="sgd")
    assert explorer.values.keys() - explorer.useful == {"beta", "eps"}


@pytest.mark.parametrize("t", [1.0, 37.0, 150.0])
def test_the_arrow_at_the_walker_is_the_step(t):
    explorer = explore_adaptive(t=t)
    arrays, at = explorer.live.compute(**explorer.values), int(t)
    moment = arrays["walk"]
    np.testing.assert_array_equal(moment.memory, 0)  # RMSProp gradyanı ölçekler, hatırlamaz
    np.testing.assert_allclose(moment.gradient, arrays["path"][at] - arrays["path"][at - 1], rtol=1e-9)
    np.testing.assert_allclose(abs(moment.gradient), arrays["step"], rtol=1e-9)
