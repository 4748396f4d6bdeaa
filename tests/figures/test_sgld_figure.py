"""SGLD şekli: ölçülen dağılım sonsal dağılıma ve kurama karşı, sıcaklık, azalan adım, hazır ayarlar."""

import re

import numpy as np
import pytest
from scipy.integrate import trapezoid

from lrlab.core import mixture_posterior, regression_posterior
from lrlab.figures import explore_sgld
from lrlab.figures.noise.sgld import SgldFigure


@pytest.fixture(scope="module")
def explorer():
    return explore_sgld()


def shown(explorer):
    """Cümledeki sayılar: ölçülen ortalama ve sapma, sonsal dağılımdakiler, varsa kuramın dediği sapma."""
    pairs = re.findall(r"(-?[\d.]+) ± (\d+\.\d+)", explorer.text)
    settled = re.findall(r"varılacak sapma ([\d.]+\d)", explorer.text)
    return [float(part) for pair in pairs for part in pair] + [float(one) for one in settled]


def test_sampling_agrees_with_the_posterior(explorer):
    explorer.preset("Örnekleme")
    mean, spread, true_mean, true_spread, settled = shown(explorer)
    exact = regression_posterior()
    assert true_mean == pytest.approx(exact.mean[0], abs=0.005)
    assert true_spread == pytest.approx(np.sqrt(exact.covariance[0, 0]), abs=0.005)
    assert settled == pytest.approx(np.sqrt(exact.stationary(0.004, batch_size=10)[0, 0]), abs=0.005)
    assert mean == pytest.approx(true_mean, abs=0.05)
    assert spread == pytest.approx(settled, abs=0.02)


def test_optimising_ends_at_the_most_probable_point(explorer):
    explorer.preset("Eniyileme")
    exact, path = regression_posterior(), np.array(explorer.host.artists["path"].get_data())
    np.testing.assert_allclose(path[:, -1], exact.mean, atol=1e-4)
    assert shown(explorer)[1] < 1e-3
    energy = explorer.host.artists["energy"].get_ydata()
    assert (np.diff(energy) <= 0).all()


@pytest.mark.parametrize("preset", ["Büyük adım: yanlı", "Küçük minigrup: yanlı"])
def test_biased_presets_spread_too_wide_by_what_theory_says(preset, explorer):
    for seed in range(3):
        explorer.preset(preset)
        explorer.set(seed=float(seed))
        _, spread, _, true_spread, settled = shown(explorer)
        assert spread > 1.35 * true_spread
        assert spread == pytest.approx(settled, rel=0.12)


def test_decaying_step_is_less_biased_than_its_start(explorer):
    for seed in range(3):
        spreads = []
        for preset in ("Büyük adım: yanlı", "Azalan adım"):
            explorer.preset(preset)
            explorer.set(seed=float(seed))
            spreads.append(shown(explorer)[1])
        assert spreads[1] < 0.8 * spreads[0]
        assert spreads[1] == pytest.approx(0.2, abs=0.06)
    assert "γ = 0.55 ile azalıyor" in explorer.text
    assert "Kurama göre" not in explorer.text  # kapalı biçim yalnızca sabit adım içindir


def test_histogram_is_a_density_and_curve_is_the_posterior(explorer):
    explorer.preset("Örnekleme")
    edges, bars = explorer.host.artists["bars"].get_data()
    assert (bars[:-1] * np.diff(edges)).sum() == pytest.approx(1, abs=0.01)
    axis, density = explorer.host.artists["density"].get_data()
    assert trapezoid(density, axis) == pytest.approx(1, abs=1e-3)
    height = np.interp((edges[:-1] + edges[1:]) / 2, axis, density)
    assert np.abs(bars[:-1] - height).mean() < 0.15 * density.max()


def test_energy_settles_where_the_posterior_says(explorer):
    explorer.preset("Örnekleme")
    energy = explorer.host.artists["energy"].get_ydata()
    assert energy[0] > 10
    assert energy[len(energy) // 2 :].mean() == pytest.approx(1, abs=0.4)
    np.testing.assert_allclose(explorer.host.artists["excess"].get_ydata(), 1, atol=1e-3)


def test_two_peaks_sampling_visits_both_and_optimising_only_one(explorer):
    explorer.preset("İki tepe")
    sampled = explorer.host.artists["cloud"].get_ydata()
    explorer.preset("İki tepe, eniyileme")
    np.testing.assert_allclose(
        explorer.host.artists["cloud"].get_ydata(), mixture_posterior().surface.minima[1][1], atol=1e-6
    )
    assert 0.3 < np.mean(sampled > 0) < 0.7
    assert "Üst tepedeki pay %0, sonsal dağılımda %53" in explorer.text
    assert explorer.host.artists["path"].axes.get_xlabel() == "θ₁"
    assert explorer.host.artists["bars"].axes.get_xlabel() == "θ₂"


def test_divergence_and_a_cloud_that_never_settles_are_said_in_words(explorer):
    explorer.preset("Örnekleme")
    explorer.set(rate=0.2)
    assert "zincirler ıraksadı" in explorer.text
    explorer.set(rate=0.04, batch_size=1.0, steps=100.0, seed=0.0)
    assert np.isinf(regression_posterior().stationary(0.04, batch_size=1)).all()
    assert "hiç durulmaz" in explorer.text
    explorer.preset("Örnekleme")
    assert "ıraksadı" not in explorer.text


def test_the_arrows_at_the_walker_add_up_to_the_step_it_takes():
    figure = SgldFigure()
    usual = {control.name: control.default for control in figure.controls}
    now, later = (figure.compute(**usual | {"steps": steps}) for steps in (380.0, 400.0))
    np.testing.assert_array_equal(now["path"], later["path"][:381])  # adım sayısı zamandır: yol aynı yoldur
    step = later["path"][381] - now["path"][-1]
    np.testing.assert_allclose(now["pull"] + now["kick"], step, atol=1e-12)
    posterior = figure.problems["regresyon"]
    exact = figure.compute(**usual | {"steps": 380.0, "batch_size": 40.0, "temperature": 0.0})
    drift = posterior.gradient(40)(exact["path"][-1][:, None], np.random.default_rng(0))[:, 0]
    np.testing.assert_allclose(exact["pull"], -0.5 * 0.004 * drift)
    np.testing.assert_allclose(exact["kick"], 0, atol=1e-15)


def test_a_step_count_is_time_and_playing_it_keeps_the_axis_still():
    explorer = explore_sgld(steps=420.0)
    artists = explorer.host.artists
    limits = artists["energy"].axes.get_xlim()
    explorer.set(steps=560.0)
    assert artists["energy"].axes.get_xlim() == limits
    assert limits[1] >= 600
    np.testing.assert_array_equal(artists["walker"].get_xydata(), artists["path"].get_xydata()[-1:])
    assert [control.name for control in explorer.live.controls if getattr(control, "play", False)] == ["steps"]


def title(explorer):
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def test_titles_are_what_the_spreads_say(explorer):
    for preset, wanted in (
        ("Örnekleme", "Örnekleme dipte durmaz"),
        ("Eniyileme", "Eniyileme: bütün zincirler tek noktaya indi ve durdu"),
        ("Büyük adım: yanlı", "Adım büyük: noktalar sonsal dağılımdan geniş"),
        ("Azalan adım", "Azalan adım: noktalar sonsal dağılım kadar"),
        ("Küçük minigrup: yanlı", "Küçük minigrup: fazladan gürültü"),
        ("İki tepe", "Örnekleme iki tepeyi de gezer"),
        ("İki tepe, eniyileme", "Eniyileme tek tepede durur"),
    ):
        explorer.preset(preset)
        assert title(explorer).startswith(wanted), preset
        _, spread, _, true_spread, *_ = shown(explorer)
        ratio = spread / true_spread
        if "geniş" in title(explorer):
            assert ratio > 1.2
        elif "kadar" in title(explorer):
            assert 0.85 < ratio < 1.2
        elif "Eniyileme" in title(explorer):
            assert ratio < 0.05


def test_a_title_goes_with_its_finding(explorer):
    explorer.preset("Eniyileme")
    explorer.set(steps=20.0, rate=0.0005)  # dibe varmadılar: durdukları da söylenmez
    assert "durdu" not in title(explorer)
    explorer.preset("Örnekleme")
    explorer.set(temperature=0.0)
    assert title(explorer).startswith("T = 0, ama minigrubun gürültüsü")
    assert shown(explorer)[1] > 0.05
    explorer.set(temperature=1.0, steps=20.0)
    assert title(explorer).startswith("Zincirler daha yolda")
    explorer.set(rate=0.2, steps=400.0)
    assert "ıraksadı" in title(explorer)
    assert explorer.host.artists["words"].get_text() == "ıraksadı"


def test_seed_is_of_no_use_where_no_die_is_thrown(explorer):
    explorer.preset("Eniyileme")
    assert "seed" not in explorer.live.useful(explorer.values)
    paths = []
    for seed in (0.0, 1.0):
        explorer.set(seed=seed)
        paths.append(explorer.live.compute(**explorer.values)["path"])
    np.testing.assert_array_equal(*paths)
    explorer.preset("Örnekleme")
    assert "seed" in explorer.live.useful(explorer.values)


def test_the_words_of_an_arrow_go_with_it(explorer):
    artists = explorer.host.artists
    explorer.preset("Örnekleme")
    assert artists["pull words"].get_text()
    explorer.preset("Eniyileme")  # varıldı: atılacak adım yoktur
    assert not artists["pull words"].get_text()
    assert not artists["kick words"].get_text()
