"""EWA şekli: çizdiği tek tanımdır, başlığının iddiası tutar."""

import itertools

import numpy as np
import pytest

from lrlab.core import ewa
from lrlab.figures import explore_ewa
from lrlab.figures.averages.ewa import roughness, trailing_mean


def test_ewa_draws_the_one_definition(daily):
    explorer = explore_ewa(daily(), daily("İstanbul", 1))
    for beta, corrected in itertools.product((0.5, 0.9, 0.98), (False, True)):
        explorer.set(beta=beta, corrected=corrected, city="İstanbul")
        drawn = explorer.host.artists["curve"].get_ydata()
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
def test_ewa_titles_claim_holds(seed, daily):
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


def test_every_artist_shows_its_own_quantity(daily):
    one = daily()
    explorer = explore_ewa(one, beta=0.9)
    artists = explorer.host.artists
    np.testing.assert_array_equal(artists["points"].get_ydata(), one.celsius)
    np.testing.assert_array_equal(artists["points"].get_xdata(), np.arange(1, 366))
    np.testing.assert_array_equal(artists["mean"].get_ydata(), trailing_mean(one.celsius, 10))
    np.testing.assert_allclose(artists["weights"].get_ydata(), 0.9 ** np.arange(121))
    np.testing.assert_allclose(artists["window"].get_xdata(), [10, 10])
    assert artists["note"].get_text() == one.label
    assert "10 gün" in artists["window_text"].get_text()


def test_title_can_name_the_finding_of_the_moment(daily):
    axes = explore_ewa(daily(), title="Mevsim gürültüye gömülür").host.figure.axes[0]
    assert axes.get_title() == "Mevsim gürültüye gömülür"
