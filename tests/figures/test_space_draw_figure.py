"""Arama uzayı şekli: çekimler Space'inkidir, paylar her ayarda doğrudur, başlık payların söylediğidir."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from lrlab.figures import BLUE, explore_space
from lrlab.figures.search.space_draw import (
    MOST,
    SpaceFigure,
    domain,
    drawn,
    expected,
    folds,
    percent,
    unevenness,
    written,
)
from lrlab.hpo import Float, Int, Space

FIGURE = SpaceFigure()
ALL = list(itertools.product(("rate", "width"), (False, True), (-6.0, -2.0), (-1.0, 1.0), (10.0, 1000.0)))


@pytest.fixture(scope="module")
def artists():
    """Ekrana basmadan: çizimler bir kez kurulur, `update` onları yeniler."""
    return FIGURE.draw(Figure())


START = {"kind": "rate", "log": True, "low": -4.0, "high": 0.0, "count": 200.0, "seed": 0.0}


def shown(artists, **values):
    arrays = FIGURE.compute(**START | values)
    FIGURE.update(artists, arrays)
    return arrays


def test_draws_are_those_of_the_space_and_their_dice():
    one = Float(1e-4, 1.0, log=True)
    values, dice = drawn(one, 30, 3)
    rng = np.random.default_rng(3)
    np.testing.assert_array_equal(values, [Space({"rate": one}).sample(rng)["rate"] for _ in range(30)])
    np.testing.assert_allclose(values, [one.at(u) for u in dice])


def test_forgotten_log_scale_puts_nine_tenths_into_the_last_decade(artists):
    arrays = shown(artists, log=False, count=1000.0)
    np.testing.assert_allclose(arrays["edges"]["log"], [1e-4, 1e-3, 1e-2, 0.1, 1.0])
    width = 1 - 1e-4
    np.testing.assert_allclose(arrays["expected"]["log"], [9e-4 / width, 9e-3 / width, 0.09 / width, 0.9 / width])
    assert arrays["shares"]["log"][-1] == pytest.approx(0.9, abs=0.03)
    assert arrays["shares"]["log"][0] < 0.01
    bars = [to_hex(artists[f"bar {k} log"].get_facecolor()) for k in range(4)]
    assert [bar == to_hex(BLUE) for bar in bars] == [False, False, False, True]  # yığılma boyalıdır


def test_log_scale_gives_every_decade_the_same_share(artists):
    arrays = shown(artists, count=1000.0)
    np.testing.assert_allclose(arrays["expected"]["log"], 0.25)
    np.testing.assert_allclose(arrays["shares"]["log"], 0.25, atol=0.05)
    assert not any(to_hex(artists[f"bar {k} log"].get_facecolor()) == to_hex(BLUE) for k in range(4))
    assert to_hex(artists["bar 0 plain"].get_facecolor()) == to_hex(BLUE)


def test_scale_moves_the_values_not_the_dice(artists):
    shown(artists, log=False)
    before = artists["draws log"].get_xydata().copy()
    shown(artists, log=True)
    after = artists["draws log"].get_xydata()
    np.testing.assert_array_equal(after[:, 1], before[:, 1])
    assert (after[:, 0] < before[:, 0]).all()


@pytest.mark.parametrize("log", [False, True])
def test_expected_shares_of_the_whole_numbers_are_counted(log):
    one = Int(4, 256, log)
    weights = np.array([np.log((v + 1) / v) if log else 1.0 for v in range(4, 257)])
    for edges in (folds(one), np.linspace(4, 256, 11)):
        counted, _ = np.histogram(np.arange(4, 257), edges, weights=weights / weights.sum())
        np.testing.assert_allclose(expected(one, edges), counted, atol=1e-12)
    np.testing.assert_array_equal(folds(one), [4, 8, 16, 32, 64, 128, 256])


@pytest.mark.parametrize(("kind", "log", "low", "high", "count"), ALL)
def test_shares_hold_at_every_setting(kind, log, low, high, count, artists):
    values = START | {"kind": kind, "log": log, "low": low, "high": high, "count": count}
    arrays = shown(artists, **values)
    one = domain(kind, log, low, high)
    for axis in ("log", "plain"):
        edges, shares, wanted = arrays["edges"][axis], arrays["shares"][axis], arrays["expected"][axis]
        assert shares.sum() == pytest.approx(1)
        assert wanted.sum() == pytest.approx(1)
        assert (edges[0], edges[-1]) == (pytest.approx(one.low), pytest.approx(one.high))
        bars = [artists[f"bar {k} {axis}"] for k in range(MOST)]
        seen = [bar.get_height() for bar in bars if bar.get_visible()]
        np.testing.assert_allclose(seen, 100 * shares)
        for name, log_scale in (("line", log), ("other", not log)):
            label = artists[f"{name} name {axis}"]
            assert label.get_text() == ("logaritmik" if log_scale else "doğrusal")
            x, u = artists[f"{name} {axis}"].get_data()
            assert np.interp(label.xy[1], u, x) == pytest.approx(label.xy[0])  # adı çizgisinin yanındadır
    finding, numbers = FIGURE.describe(values, arrays).split("\n")
    assert len(finding) <= 160
    assert numbers.count("beklenen") == len(arrays["edges"]["log"])
    assert f"%{percent(100 * arrays['shares']['log'].max())}" in finding


def test_ends_belong_to_the_learning_rate_only():
    explorer = explore_space(kind="width")
    assert not {"low", "high"} & explorer.useful
    explorer.set(kind="rate")
    assert "low" in explorer.useful


def test_short_numbers():
    assert [percent(v) for v in (0, 0.0009, 0.09, 0.97, 12.4, 90)] == ["0", "0.0009", "0.09", "1", "12", "90"]
    assert [written(v) for v in (1e-4, 1.0, 10.0, 4.0, 256.0)] == ["10⁻⁴", "10⁰", "10¹", "4", "256"]


TITLES = {
    "Log ölçek": "Logaritmik ölçekte her onluk aşağı yukarı eşit çekim alıyor",
    "Log ölçek unutuldu": "Doğrusal ölçekte çekimlerin onda dokuzu son onluğa yığılıyor",
    "Daha geniş aralık": "Aralık genişledi, doğrusal çekim yine son onluğa yığılıyor",
    "On çekim": "Az çekimde oranlar, beklenen eşitlikten iyice ayrılır",
    "Genişlik, doğrusal": "Doğrusal ölçekte genişliklerin yarıdan çoğu son ikiye katlamada",
    "Genişlik, logaritmik": "Logaritmik ölçekte her ikiye katlama aşağı yukarı eşit çekim alıyor",
}


def test_titles_are_what_the_draws_show():
    assert {name: FIGURE.moment(values).title for name, values in FIGURE.presets.items()} == TITLES
    one = FIGURE.presets["Log ölçek"]
    assert FIGURE.moment(one | {"log": False, "high": 1.0, "low": -2.0}).title == TITLES["Log ölçek unutuldu"]
    few = one | {"count": 10.0}
    for seed in range(10):
        found = FIGURE.moment(few | {"seed": float(seed)})
        apart = abs(found.arrays["shares"]["log"] - 0.25).max()
        assert unevenness(found.arrays) == pytest.approx(apart)
        assert found.title == TITLES["On çekim" if apart >= 0.1 else "Log ölçek"]


def test_no_preset_is_the_opening_or_another():
    states = [str(values) for values in FIGURE.presets.values()]
    assert len(set(states)) == len(states)
    assert states[0] != str(explore_space().initial)
