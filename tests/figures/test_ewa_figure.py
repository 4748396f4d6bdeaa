"""EWA şekli: çizdiği tek tanımdır, başlığının iddiası tutar."""

import dataclasses
import itertools

import numpy as np
import pytest

from lrlab.core import ewa, ewa_weights
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
    explorer = explore_ewa(one, beta=0.9, mean="pencere")
    artists = explorer.host.artists
    np.testing.assert_array_equal(artists["points"].get_ydata(), one.celsius)
    np.testing.assert_array_equal(artists["points"].get_xdata(), np.arange(1, 366))
    np.testing.assert_array_equal(artists["mean"].get_ydata(), trailing_mean(one.celsius, 10))
    np.testing.assert_allclose(artists["weights"].get_ydata(), 0.9 ** np.arange(121))
    np.testing.assert_allclose(artists["window"].get_xdata(), [10, 10])
    assert artists["note"].get_text().split() == one.label.split()
    assert "10 gün" in artists["window_text"].get_text()


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"beta": 0.0}, "β = 0"),
        ({"beta": 0.5}, "Küçük β"),
        ({"beta": 0.9}, "Eğri düzleşti"),
        ({"beta": 0.98, "corrected": True}, "Büyük β"),
        ({"beta": 0.98}, "Düzeltme kapalı"),
        ({"beta": 0.98, "corrected": True, "mean": "pencere"}, "Aynı pencerede hareketli ortalama daha az gecikir"),
        ({"beta": 0.98, "corrected": True, "mean": "gürültü"}, "Gürültü eşitlenince hareketli ortalama da"),
    ],
)
def test_the_title_says_what_this_curve_does(daily, values, title):
    explorer = explore_ewa(daily(), **values)
    assert explorer.host.artists["headline"].get_text().startswith(title)


def test_the_lag_is_measured_on_the_curve(daily):
    theta = np.sin(np.arange(365) / 25) + 0.1 * np.random.default_rng(0).standard_normal(365)
    explorer = explore_ewa(dataclasses.replace(daily(), celsius=theta), corrected=True)
    assert explorer.live.compute(beta=0.0, corrected=True, city="Londra")["lag"] == 0
    # Yavaş bir sinüste gecikme, ağırlıkların ortalama yaşı kadardır: β/(1-β).
    assert explorer.live.compute(beta=0.9, corrected=True, city="Londra")["lag"] == pytest.approx(9, abs=2)


def test_the_moving_average_is_drawn_only_when_asked_for_and_over_the_asked_days(daily):
    one = daily()
    explorer = explore_ewa(one, beta=0.98, corrected=True)
    drawn = explorer.host.artists["mean"]
    assert np.isnan(drawn.get_ydata()).all()
    assert "hareketli" not in explorer.text
    for mean, days in (("pencere", 50), ("gürültü", 99)):
        explorer.set(mean=mean)
        np.testing.assert_array_equal(drawn.get_ydata(), trailing_mean(one.celsius, days))
        assert f"{days} günlük hareketli ortalama" in explorer.text


@pytest.mark.parametrize("beta", [0.9, 0.98])
def test_the_arrow_goes_from_the_peak_of_the_season_to_the_peak_of_the_curve(beta, daily):
    day = np.arange(1, 366)
    wave = 12 + 7 * np.cos(2 * np.pi * (day - 200) / 365)
    explorer = explore_ewa(dataclasses.replace(daily(), celsius=wave), beta=beta, corrected=True)
    artists = explorer.host.artists
    x, y = artists["delay"].get_data()
    assert (x[0], y[0]) == pytest.approx((200, 19))
    # Tam oturmuş bir dalgada gecikme, ağırlıkların aktarım fonksiyonunun açısıdır.
    lag = -np.angle((1 - beta) / (1 - beta * np.exp(-2j * np.pi / 365))) * 365 / (2 * np.pi)
    assert x[-1] - x[0] == pytest.approx(lag, abs=2)
    assert y[-1] == pytest.approx(explorer.live.compute(**explorer.values)["curve"].max(), abs=0.4)
    assert artists["delay text"].get_text() == f"{x[-1] - x[0]:.0f} gün geç"


def test_without_a_lag_or_without_a_whole_year_there_is_no_arrow(daily):
    one = daily()
    autumn = dataclasses.replace(one, celsius=one.celsius[243:334])
    for explorer in (explore_ewa(one, beta=0.0), explore_ewa(autumn, beta=0.98, corrected=True)):
        assert len(explorer.host.artists["delay"].get_xdata()) == 0
        assert explorer.host.artists["delay text"].get_text() == ""
    assert "Mevsimin tepesi" not in explorer.text  # 91 günde mevsimin tepesi yok


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize(("beta", "t"), [(0.0, 3.0), (0.5, 1.0), (0.9, 200.0), (0.98, 5.0), (0.98, 365.0)])
def test_the_dots_of_a_day_are_as_large_as_its_weights(beta, t, corrected, daily):
    theta, day = daily().celsius, int(t)
    explorer = explore_ewa(daily(), beta=beta, corrected=corrected, t=t)
    weights = ewa_weights(beta, day, bias_correction=corrected)
    average = ewa(theta, beta, bias_correction=corrected)[day - 1]
    artists = explorer.host.artists
    (places, sizes), seen = (artists["shares"].get_offsets(), artists["shares"].get_sizes()), weights > 0.001
    np.testing.assert_array_equal(places[-seen.sum() :], np.column_stack([np.arange(1, day + 1), theta[:day]])[seen])
    np.testing.assert_allclose(sizes[-seen.sum() :], 600 * weights[seen])
    assert len(sizes) <= day
    shown = explorer.live.compute(**explorer.values)
    assert shown["shares"] @ theta[:day] == pytest.approx(average, rel=1e-12)
    np.testing.assert_array_equal(np.ravel(artists["today"].get_data()), [t, shown["curve"][day - 1]])
    assert f"t = {day}: dairelerin alanı, günlerin vₜ'deki ağırlığıdır" in explorer.text
    assert f"ağırlıkların toplamı {weights.sum():.3g}, " in explorer.text
    assert f"ağırlık x sıcaklık toplamı tam vₜ = {average:.2f} °C" in explorer.text


def test_correction_enlarges_the_dots_until_their_areas_make_the_whole(daily):
    explorer = explore_ewa(daily(), beta=0.98, t=5.0)
    assert explorer.host.artists["shares"].get_sizes().sum() == pytest.approx(600 * (1 - 0.98**5))
    explorer.set(corrected=True)
    assert explorer.host.artists["shares"].get_sizes().sum() == pytest.approx(600)


def test_the_day_is_dragged_and_opens_on_the_last_one(daily):
    explorer = explore_ewa(daily())
    assert explorer.values["t"] == 365
    assert explorer.point("today", 100.3, -2.0)
    assert explorer.values["t"] == 100
    explorer.preset("On günlük pencere: β = 0.9")
    assert explorer.values["t"] == 365
    last = explorer.live.compute(beta=0.9, corrected=False, city="Londra")
    assert len(last["shares"]) == 365
