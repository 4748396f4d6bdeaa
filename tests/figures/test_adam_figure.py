"""Adam'ın parçaları: anahtarların hangi kurala denk geldiği, ilk adımın boyu, gradyanın ölçeği."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from lrlab.core import adam, adam_uncorrected, bowl, momentum_ewa, rmsprop, sgd, trajectory
from lrlab.figures import adam_parts, explore_adam, scaled_surface
from lrlab.figures.rules.adam import NAMES


@pytest.fixture(scope="module")
def built():
    return explore_adam()


@pytest.fixture
def explorer(built):
    """Başlangıç değerlerindeki şekil; bir kez kurulur."""
    built.set(**built.initial)
    return built


def path(rule, lr=0.3, steps=60, surface=None, **hyper):
    surface = surface or bowl(50)
    return trajectory(rule, surface, surface.start, steps, lr=lr, **hyper).path


def shown(explorer):
    return np.transpose(explorer.host.artists["path"].get_data())


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((True, True, True), lambda: path(adam)),
        ((True, True, False), lambda: path(adam_uncorrected)),
        ((False, True, False), lambda: path(rmsprop, beta=0.999)),
        ((False, True, True), lambda: path(adam, beta1=0.0)),
        ((True, False, False), lambda: path(momentum_ewa, beta=0.9)),
        ((True, False, True), lambda: path(momentum_ewa, beta=0.9, lr=lambda step: 0.3 / (1 - 0.9 ** (step + 1)))),
        ((False, False, True), lambda: path(sgd)),
        ((False, False, False), lambda: path(sgd)),
    ],
    ids=lambda item: str(item) if isinstance(item, tuple) else "",
)
def test_toggles_are_the_rules_of_the_core(parts, expected, explorer):
    explorer.set(steps=60.0, **dict(zip(("momentum", "rms", "corrected"), parts, strict=True)))
    np.testing.assert_allclose(shown(explorer), expected(), rtol=1e-12, atol=1e-15)
    assert explorer.host.artists["name"].get_text() == f"Yol: {NAMES[parts]}"


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_first_step_of_adam_is_alpha_whatever_the_scale(scale, explorer):
    explorer.set(scale=scale)
    first = [explorer.host.artists[name].get_ydata()[1] for name in "xy"]
    np.testing.assert_allclose(first, 1, rtol=1e-4)
    explorer.set(corrected=False)
    first = [explorer.host.artists[name].get_ydata()[1] for name in "xy"]
    np.testing.assert_allclose(first, 10**0.5, rtol=2e-3)  # 0.001 katında gradyan küçük: ε'un payı binde ikiye dek
    explorer.set(rms=False, corrected=True)
    first = [explorer.host.artists[name].get_ydata()[1] for name in "xy"]
    np.testing.assert_allclose(first, scale * np.array([0.18, 1.6]))


def test_tiny_gradient_meets_eps(explorer):
    explorer.set(scale=1e-8)
    first = [explorer.host.artists[name].get_ydata()[1] for name in "xy"]
    np.testing.assert_allclose(first, [0.18 / 1.18, 1.6 / 2.6], rtol=1e-6)


def headline(explorer, **values):
    explorer.set(**values)
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def test_every_preset_has_its_own_title_and_the_first_is_not_the_opening(explorer):
    opening, titles = explorer.values, {}
    for name in explorer.live.presets:
        explorer.preset(name)
        titles[name] = headline(explorer)
        assert (explorer.values == opening) == (name == "Adam")
        assert max(map(len, explorer.text.split("\n")[:1])) <= 160
    assert next(iter(titles)) != "Adam"
    assert len(set(titles.values())) == len(titles)
    assert all(len(title) <= 80 for title in titles.values())


def test_titles_follow_what_is_on_the_screen(explorer):
    assert headline(explorer).startswith("İlk adım iki yönde de tam α")
    assert "yol dibi aşıp" in headline(explorer, corrected=False)
    assert headline(explorer, lr=0.01) == "Düzeltme yoksa ilk adımlar α'nın birkaç katı"  # dibe daha varmadı
    assert headline(explorer, momentum=False, rms=False, lr=2.2).startswith("Bu ayarda yol dipten")
    for scale, kept in ((1e3, True), (1e-3, True), (1.0, False)):
        assert ("yol değişmedi" in headline(explorer, **explorer.initial | {"scale": scale})) == kept
    assert "ε kadar küçük" in headline(explorer, scale=1e-8)


def test_the_size_panel_is_linear_and_says_what_it_cannot_hold(explorer):
    panel = explorer.host.artists["x"].axes
    assert panel.get_yscale() == "linear"
    assert panel.get_ylim()[1] == 7
    assert not explorer.host.artists["beyond"].get_visible()
    assert explorer.host.artists["first name"].get_text() == "1·α"
    explorer.set(corrected=False)
    assert np.nanmax(explorer.host.artists["x"].get_ydata()) < 7
    assert explorer.host.artists["first name"].get_text() == "3.16·α"
    explorer.preset("1000 kat, RMS'siz")
    assert explorer.host.artists["beyond"].get_text() == "ilk adım 1600·α ↑"
    assert not explorer.host.artists["first name"].get_visible()


def test_one_unit_is_as_long_on_both_axes_and_the_window_follows_the_path(explorer):
    plane = explorer.host.artists["path"].axes
    for values in ({}, {"corrected": False}, {"surface": "eyer"}):
        explorer.set(**explorer.initial | values)
        (x0, x1), (y0, y1) = plane.get_xlim(), plane.get_ylim()
        assert (x1 - x0) / plane.bbox.width == pytest.approx((y1 - y0) / plane.bbox.height)
        assert x0 <= shown(explorer)[:, 0].min() <= shown(explorer)[:, 0].max() <= x1


def test_nothing_to_correct_hides_the_correction(explorer):
    assert explorer.useful == set(explorer.values)
    explorer.preset("Hiçbiri")
    assert explorer.values.keys() - explorer.useful == {"corrected"}


def test_scaled_surface_has_the_same_loss_and_a_scaled_gradient():
    surface, w = replace(bowl(50), noise=0.5, seed=3), np.array([1.0, -2.0])
    assert scaled_surface(surface, 100).value(w) == surface.value(w)
    np.testing.assert_allclose(scaled_surface(surface, 100).grad(w, 7), 100 * surface.grad(w, 7), rtol=1e-12)


def test_losses_and_steps_are_those_of_the_path(explorer):
    explorer.set(surface="eyer", steps=40.0, lr=0.1)
    artists, walked = explorer.host.artists, shown(explorer)
    for axis, name in enumerate("xy"):
        start, *sizes = artists[name].get_ydata()
        assert np.isnan(start)  # başlangıca gelen adım yoktur
        np.testing.assert_allclose(sizes, abs(np.diff(walked[:, axis])) / 0.1)
    (x, y), loss = walked.T, artists["loss"].get_ydata()
    np.testing.assert_allclose(loss, 0.5 * x**2 - 0.5 * y**2 + 0.25 * y**4 + 0.25, atol=1e-12)
    assert np.isnan(artists["contours"].get_xdata()).any()  # eğriler birbirinden ayrı


def test_divergence_is_said_in_words_and_no_huge_number_is_printed(explorer):
    explorer.preset("1000 kat, RMS'siz")
    assert "pencereden çıktı: 1. adım" in explorer.text
    explorer.set(rms=False, momentum=False, scale=1e3, steps=200.0)
    assert "ıraksadı" in explorer.text
    assert "e+" not in explorer.text


def test_every_combination_is_called_by_the_label_of_its_rule(explorer):
    assert set(NAMES) == set(itertools.product((True, False), repeat=3))
    for parts, name in NAMES.items():
        momentum, rms, corrected = parts
        rule, _ = adam_parts(momentum, rms, corrected, 0.3)
        if not momentum and rms:  # β₁ = 0 iken Adam, RMSProp'tur
            rule = rmsprop
        fixed = corrected and (momentum != rms)  # tek başına düzeltilmiş bir parçanın hazır kuralı yoktur
        assert name == ("düzeltmeli " if fixed else "") + rule.label
        explorer.set(momentum=momentum, rms=rms, corrected=corrected)
        assert explorer.text.startswith(f"{name[0].upper()}{name[1:]}, α = 0.3")


def shares(rule, t, *, lr, **hyper):
    """t. noktada gradyan sıfır olsaydı atılacak adım ve gerisi; kuralı baştan, elle yürüterek."""
    w, state = np.array(bowl(50).start), rule.zeros(np.zeros(2))
    for k in range(1, t + 1):
        w, state = rule(w, bowl(50).grad(w, k), state, k, lr=lr, **hyper)
    whole = rule(w, bowl(50).grad(w, t + 1), state, t + 1, lr=lr, **hyper)[0] - w
    memory = rule(w, np.zeros(2), state, t + 1, lr=lr, **hyper)[0] - w
    return whole - memory, memory


@pytest.mark.parametrize("parts", [(True, True, True), (True, True, False), (False, True, False), (True, False, False)])
def test_the_arrows_at_the_walker_add_up_to_its_next_step(parts, explorer):
    explorer.set(lr=1.0, steps=60.0, t=1.0, **dict(zip(("momentum", "rms", "corrected"), parts, strict=True)))
    rule, hyper = adam_parts(*parts, 1.0)
    gradient, memory = shares(rule, 1, **hyper | {"lr": 1.0})
    moment, walked = explorer.live.compute(**explorer.values)["walk"], shown(explorer)
    np.testing.assert_allclose(moment.gradient, gradient, rtol=1e-9)
    np.testing.assert_allclose(moment.memory, memory, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(moment.gradient + moment.memory, walked[2] - walked[1], rtol=1e-9)
    artists = explorer.host.artists
    np.testing.assert_array_equal(np.ravel(artists["walker"].get_data()), walked[1])
    assert artists["memory"].get_visible() == parts[0]
    assert artists["gradient_key"].get_text() == ("→ gradyanın payı" if parts[0] else "→ sıradaki adım")


def test_the_moment_is_dragged_on_the_loss(explorer):
    assert explorer.point("now", 33.4, 1e-3)
    assert explorer.values["t"] == 33
    assert np.ravel(explorer.host.artists["now"].get_data())[0] == 33
    explorer.preset("Gürültü")
    assert explorer.values["t"] == 200
