"""Gauss süreci şekli: model sklearn'ünkidir, sıradaki deneme EI'nin en büyüğüdür, başlık her adımda doğrudur."""

import itertools

import numpy as np
import pytest

from lrlab.figures import explore_gp, gp_leader
from lrlab.figures.search.gp import (
    ENOUGH,
    FIRST,
    GRID,
    JITTER,
    LENGTHS,
    OBJECTIVES,
    OWN,
    PRESETS,
    STEPS,
    GpFigure,
    dice,
    improvement,
    incumbents,
    likeliest,
    posterior,
    random_incumbents,
    reason,
    searched,
)
from lrlab.hpo import expected_improvement


@pytest.fixture(scope="module")
def explorer():
    return explore_gp()


def shown(explorer):
    return explorer.live.compute(**explorer.values)


def sklearn_gp(x, y, length, noise):
    gaussian_process = pytest.importorskip("sklearn.gaussian_process", reason="sklearn ile karşılaştırılır")
    kernel = gaussian_process.kernels.Matern(length, nu=2.5)
    alpha = (noise / y.std()) ** 2 + JITTER
    return gaussian_process.GaussianProcessRegressor(kernel, alpha=alpha, optimizer=None, normalize_y=True).fit(
        x[:, None], y
    )


@pytest.mark.parametrize("noise", [0.0, 0.05])
@pytest.mark.parametrize("length", [0.3, 1.0])
def test_posterior_is_that_of_sklearn(noise, length):
    x, y, _ = searched("iki çukur", noise, length)
    x, y = x[:4, :7], y[:4, :7]
    at = np.broadcast_to(GRID, (4, len(GRID)))
    mean, sd = posterior(x, y, np.full(4, length), noise, at)
    for k in range(4):
        wanted, spread = sklearn_gp(x[k], y[k], length, noise).predict(GRID[:, None], return_std=True)
        np.testing.assert_allclose(mean[k], wanted, atol=1e-6)
        np.testing.assert_allclose(sd[k], spread, atol=1e-5)


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_learned_length_has_the_largest_likelihood(noise):
    x, y, _ = searched("öğrenme oranı", noise, None)
    x, y = x[:3, :8], y[:3, :8]
    for k, found in enumerate(likeliest(x, y, noise)):
        gps = [sklearn_gp(x[k], y[k], length, noise) for length in LENGTHS]
        scores = [gp.log_marginal_likelihood(gp.kernel_.theta) for gp in gps]
        assert scores[list(LENGTHS).index(found)] == pytest.approx(max(scores), rel=1e-6)


@pytest.mark.parametrize(("objective", "noise", "length"), [("çanak", 0.0, 1.0), ("öğrenme oranı", 0.05, None)])
def test_every_measurement_is_where_the_improvement_was_largest(objective, noise, length):
    runs = searched(objective, noise, length)
    start, luck = dice()
    np.testing.assert_array_equal(runs.x[:, :FIRST], start[:, :FIRST])
    np.testing.assert_allclose(runs.y, OBJECTIVES[objective](runs.x) + noise * luck)
    for k in (0, 5, STEPS - 1):
        n = FIRST + k
        mean, sd, gain, best = improvement(runs.x[:, :n], runs.y[:, :n], runs.length[:, k], noise)
        np.testing.assert_allclose(gain, expected_improvement(mean, sd, best[:, None]))
        np.testing.assert_array_equal(runs.x[:, n], GRID[gain.argmax(1)])


def test_one_step_shown_is_the_same_as_in_the_batch(explorer):
    explorer.set(**explorer.initial | {"objective": "iki çukur", "seed": 4.0, "step": 6.0})
    arrays, runs = shown(explorer), searched("iki çukur", 0.0, None)
    assert GRID[arrays["next"]] == runs.x[4, FIRST + 6]
    np.testing.assert_array_equal(arrays["x"], runs.x[4, : FIRST + 6])
    artists = explorer.host.artists
    np.testing.assert_array_equal(artists["first"].get_xdata(), runs.x[4, :FIRST])
    np.testing.assert_array_equal(artists["chosen"].get_xdata(), runs.x[4, FIRST : FIRST + 6])
    np.testing.assert_array_equal(artists["next mean"].get_xdata(), [runs.x[4, FIRST + 6]] * 2)
    np.testing.assert_allclose(artists["truth"].get_ydata(), OBJECTIVES["iki çukur"](GRID))
    assert artists["gain"].get_ydata().max() == pytest.approx(1)


def test_incumbent_is_the_true_error_of_the_smallest_measurement():
    x, y = np.array([[-2.0, -4.0, -1.0]]), np.array([[0.3, 0.1, 0.2]])
    truth = OBJECTIVES["çanak"]
    np.testing.assert_allclose(incumbents("çanak", x, y), [[truth(-2.0), truth(-4.0), truth(-4.0)]])
    smooth = incumbents("çanak", x, truth(x))
    assert (np.diff(smooth) <= 0).all()


def test_random_search_starts_from_the_same_points():
    for objective, noise in itertools.product(OBJECTIVES, (0.0, 0.05)):
        runs = searched(objective, noise, 0.5)
        ours, theirs = incumbents(objective, runs.x, runs.y), random_incumbents(objective, noise)
        np.testing.assert_allclose(ours[:, :FIRST], theirs[:, :FIRST])


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_titles_are_true_of_every_step(objective, noise):
    for seed, step in itertools.product((0.0, 7.0), range(0, STEPS + 1, 3)):
        figure = GpFigure()
        usual = {control.name: control.default for control in figure.controls}
        arrays = figure.compute(**usual | {"objective": objective, "step": float(step), "noise": noise, "seed": seed})
        why, there = reason(arrays), arrays["next"]
        if arrays["gain"].max() < ENOUGH:
            assert why.startswith("Model iyileşme beklemiyor")
        else:
            assert why.startswith("Sömürü" if arrays["mean"][there] < arrays["best"] else "Keşif")
        apart, margin = arrays["gap"]
        ours, theirs = (curve[FIRST + step - 1] for curve in arrays["means"].values())
        assert apart == pytest.approx(theirs - ours)
        who = gp_leader(apart, margin)
        assert (who == "fark ölçülemiyor") == (abs(apart) <= 2 * margin)
        assert who != "EI önde" or ours < theirs
        assert who != "rastgele önde" or theirs < ours


TITLES = {
    "Keşif": "Keşif: sıradaki deneme, modelin bilmediği yerde",
    "Sömürü": "Sömürü: sıradaki deneme, modelin iyi sandığı yerde",
    "En iyiyi buldu": "En küçük hata bulundu: model artık iyileşme beklemiyor",
    "Gürültülü amaç": "Gürültü yanıltıyor: en küçük ölçümün gerçek hatası çok daha büyük",
    "Plato": "Düz yerde model aramayı bıraktı: çukuru hiç görmedi",
    "Sıra sende": "Bu ölçümde EI ile eşitsin",
    "ℓ çok uzun": "Model kendinden emin ama yanlış: gerçek, bandın dışında kalıyor",
}


def test_each_preset_has_its_own_title_and_none_is_the_opening(explorer):
    live = explorer.live
    assert {name: live.moment(values).title for name, values in live.presets.items()} == TITLES
    opening = {control.name: control.default for control in live.controls}
    assert live.moment(opening).title == "Üç rastgele nokta: model, ölçmediği yerde belirsiz"
    assert opening not in live.presets.values()
    explore = live.presets["Keşif"]
    assert live.moment(explore | {"noise": 0.05, "step": 0.0}).title.startswith("Üç rastgele nokta")
    assert live.moment(live.presets["ℓ çok uzun"] | {"length": 0.5}).title == TITLES["En iyiyi buldu"]


def test_headline_never_contradicts_the_numbers(explorer):
    live = explorer.live
    for objective, seed, step, noise in itertools.product(OBJECTIVES, (0.0, 4.0), (1.0, 7.0, 15.0), (0.0, 0.05)):
        values = explorer.initial | {"objective": objective, "seed": seed, "step": step, "noise": noise}
        found = live.moment(values)
        arrays = found.arrays
        missed = arrays["mine"][-1] > arrays["truth"].min() + 0.05
        if found.title.startswith("En küçük hata bulundu"):
            assert not missed
        if "bulamadı" in found.title or "bıraktı" in found.title:
            assert missed
            assert arrays["gain"].max() < ENOUGH
        if found.title.startswith("Sömürü"):
            assert arrays["mean"][arrays["next"]] < arrays["best"]


def test_titles_are_those_of_the_step_shown(explorer):
    explorer.set(**explorer.initial | {"objective": "plato", "step": 9.0})
    arrays, artists = shown(explorer), explorer.host.artists
    alpha = 10 ** GRID[arrays["next"]]
    assert artists["next name"].get_text() == f"sıradaki α = {alpha:.3g}"
    finding, numbers = explorer.text.split("\n")
    assert finding.startswith("plato, 12 ölçüm: sıradaki deneme")
    assert len(finding) <= 160
    assert numbers.startswith(f"{reason(arrays)}.")
    assert f"ℓ = {arrays['length']:.2g} onluk" in numbers
    assert gp_leader(*arrays["gap"]) in numbers


def test_presets_tell_their_story(explorer):
    told = {}
    for name, values in PRESETS.items():
        arrays = explorer.live.compute(**explorer.initial | values)
        told[name] = reason(arrays).split()[0], arrays
    assert told["Keşif"][0] == "Keşif:"
    assert told["Sömürü"][0] == "Sömürü:"
    done = told["En iyiyi buldu"][1]
    assert told["En iyiyi buldu"][0] == "Model"
    assert done["mine"][-1] == pytest.approx(done["truth"].min(), abs=1e-3)
    noisy = told["Gürültülü amaç"][1]
    assert noisy["mine"][-1] > noisy["y"].min() + 0.1  # şanslı ölçüm gerçekten iyimserdir
    flat = told["Plato"][1]
    assert told["Plato"][0] == "Model"  # çukuru hiç görmediği için aramayacaktır
    assert flat["mine"][-1] > flat["truth"].min() + 0.3
    stiff = told["ℓ çok uzun"][1]
    assert told["ℓ çok uzun"][0] == "Model"
    assert stiff["mine"][-1] > stiff["truth"].min() + 0.1
    assert (abs(stiff["truth"] - stiff["mean"]) > 2 * stiff["sd"] + 1e-3).mean() > 0.5  # bandı gerçeği kaçırır


def test_learned_length_switches_the_slider_off(explorer):
    explorer.set(**explorer.initial)
    assert "length" not in explorer.useful
    before = explorer.text
    explorer.set(length=2.0)
    assert explorer.text == before
    explorer.set(fit=False)
    assert "length" in explorer.useful
    assert "ℓ = 2 onluk (verildi)" in explorer.text


def test_measurement_line_can_be_dragged(explorer):
    explorer.set(**explorer.initial)
    assert explorer.point("now", 8.2, 0.2)
    assert explorer.values["step"] == 5.0
    assert list(explorer.host.artists["now"].get_xdata()) == [8, 8]


def test_ones_own_trial_is_measured_as_the_choice_of_the_improvement_is(explorer):
    explorer.set(**explorer.initial | {"objective": "plato", "noise": 0.05, "seed": 4.0, "step": 3.0, "own": True})
    runs, luck, n = searched("plato", 0.05, None), dice()[1], FIRST + 3
    assert explorer.point("own point", -1.61, 0.9)  # ölçüm yerini seçersin, sonucunu değil
    assert explorer.values["x"] == -1.6
    duel = shown(explorer)["duel"]
    assert duel["EI"][0] == pytest.approx(runs.y[4, n])
    assert duel["sen"][0] == pytest.approx(OBJECTIVES["plato"](-1.6) + 0.05 * luck[4, n])
    for who, place in (("EI", runs.x[4, n]), ("sen", -1.6)):
        x, y = np.append(runs.x[4, :n], place), np.append(runs.y[4, :n], duel[who][0])
        assert duel[who][1] == pytest.approx(OBJECTIVES["plato"](x[y.argmin()]))
    artists = explorer.host.artists
    np.testing.assert_allclose(artists["own point"].get_xydata(), [[-1.6, duel["sen"][0]]])
    np.testing.assert_allclose(artists["rival"].get_xydata(), [[runs.x[4, n], duel["EI"][0]]])
    np.testing.assert_allclose(artists["own race"].get_xydata(), [[n + 1, duel["sen"][1]]])
    np.testing.assert_allclose(artists["own gain"].get_xdata(), [-1.6])
    assert artists["headline"].get_text() == "Bu ölçümde sen EI'den iyi seçtin"
    explorer.set(x=-4.0)
    theirs, mine = (shown(explorer)["duel"][who][1] for who in ("EI", "sen"))
    assert (artists["headline"].get_text() == "Bu ölçümde EI ile eşitsin") == (theirs == pytest.approx(mine))
    explorer.set(x=-1.6)
    assert "sen öndesin (tek bir ölçümle)" in explorer.text


def test_choosing_what_the_improvement_chose_finds_the_same(explorer):
    explorer.set(**explorer.initial | {"own": True, "noise": 0.03})
    for step in (0.0, float(STEPS)):  # sonuncunun zarı aramanınkiler arasında yoktur
        explorer.set(step=step)
        assert explorer.point("own gain", GRID[shown(explorer)["next"]], 0.5) or step
        duel = shown(explorer)["duel"]
        assert duel["sen"] == duel["EI"]
        assert "ikisi eşit" in explorer.text
    explorer.set(own=False)
    assert shown(explorer)["duel"] is None
    assert "x" not in explorer.useful
    assert not any(len(explorer.host.artists[f"own {part}"].get_xdata()) for part in OWN)
    assert "sen" not in explorer.text.split()


def test_curves_that_share_an_index_have_as_many_points(explorer):
    explorer.set(**explorer.initial | {"step": 4.0})
    for index in ("x", "ölçüm"):
        linked = [name for name, told in explorer.live.readouts.items() if told.index == index]
        assert len(linked) > 1
        assert len({len(explorer.host.artists[name].get_xdata()) for name in linked}) == 1
