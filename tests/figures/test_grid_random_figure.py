"""Izgara–rastgele şekli: ayrı değer sayıları, ölçülen ortalamalar, başlıkların her ayarda doğruluğu."""

import itertools

import numpy as np
import pytest

from lrlab.figures import explore_grid_random
from lrlab.figures.parts.wording import verdict
from lrlab.figures.search.grid_random import (
    PRESETS,
    RATIOS,
    SEARCHES,
    GridRandomFigure,
    draws,
    error,
    levels,
    measured,
    where,
)
from lrlab.hpo import Float, Grid, Space

SETTINGS = list(itertools.product(range(2, 11), (False, True), (False, True)))


@pytest.fixture(scope="module")
def explorer():
    return explore_grid_random()


def shown(explorer):
    return explorer.live.compute(**explorer.values)


@pytest.mark.parametrize("n", [2, 3, 10])
def test_grid_tries_n_values_of_the_important_axis_and_random_n_squared(n, explorer):
    explorer.set(**explorer.initial | {"n": float(n)})
    artists = explorer.host.artists
    assert len(set(np.round(artists["shadow grid"].get_xdata(), 9))) == n
    assert len(set(artists["shadow random"].get_xdata())) == n * n
    assert artists["count grid"].get_text() == f"{n} ayrı x₁"
    assert artists["count random"].get_text() == f"{n * n} ayrı x₁"
    assert len(artists["points grid"].get_xdata()) == len(artists["points random"].get_xdata()) == n * n


def test_grid_with_ends_is_what_our_grid_searcher_tries():
    space = Space({"a": Float(0.0, 1.0), "b": Float(0.0, 1.0)})
    searcher = Grid(space, levels=4)
    asked = [searcher.ask() for _ in range(16)]
    points = measured(4, True, False)[1]["grid"][0]
    wanted = sorted((config["a"], config["b"]) for config in asked)
    np.testing.assert_allclose(sorted(map(tuple, points)), wanted, atol=1e-12)


@pytest.mark.parametrize("ratio", [1.0, 10.0])
def test_found_errors_are_the_plain_definition(ratio):
    best, drawn = draws()
    _, points, found = measured(3, False, False)
    row = RATIOS.index(ratio)
    for kind, search in itertools.product(("grid", "random"), (0, 7, 299)):
        c = best[search]
        by_hand = [
            0.05 + 0.85 * (1 - np.exp(-((x - c[0]) ** 2 + ((y - c[1]) / ratio) ** 2) / 0.15**2 / 2))
            for x, y in points[kind][search]
        ]
        assert found[kind][row, search] == pytest.approx(min(by_hand))
    np.testing.assert_array_equal(points["random"], drawn[:, :9])


def test_more_trials_keep_the_earlier_random_points():
    np.testing.assert_array_equal(measured(5, False, False)[1]["random"][:, :9], measured(3, False, False)[1]["random"])


def test_the_claims_of_the_presets_hold(explorer):
    outcomes = {name: explorer.live.compute(**explorer.initial | values)["verdict"] for name, values in PRESETS.items()}
    assert outcomes == {
        "x₁ on kat önemli": "rastgele önde",
        "Yalnız x₁ önemli": "rastgele önde",
        "İkisi eşit önemli": "ızgara önde",
        "Başa baş": "fark ölçülemiyor",
        "100 deneme": "rastgele önde",
        "Şanslı ızgara": "ızgara önde",
        "Uçları da deneyen ızgara": "rastgele önde",
    }


@pytest.mark.parametrize(("n", "ends", "lucky"), SETTINGS)
def test_the_title_of_the_ratios_is_true_of_every_setting(n, ends, lucky):
    found = measured(n, ends, lucky)[2]
    ahead = []
    for grid, random in zip(found["grid"], found["random"], strict=True):
        apart = grid - random
        ahead.append(apart.mean() > 2 * apart.std(ddof=1) / np.sqrt(SEARCHES))
    title = GridRandomFigure().compute(n=float(n), ratio=1.0, search=1.0, ends=ends, lucky=lucky)["where"]
    if title == "Rastgele her r'de önde":
        assert all(ahead)
    elif title == "Hiçbir r'de rastgele önde değil":
        assert not any(ahead)
    else:
        first = RATIOS.index(float(title.split()[2]))
        assert title == f"r ≥ {RATIOS[first]:g} iken rastgele önde"
        assert all(ahead[first:])
        assert not ahead[first - 1]


def test_titles_of_the_edge_cases():
    assert verdict(0.0, 0.0, "rastgele", "ızgara") == "fark ölçülemiyor"
    assert verdict(-0.3, 0.1, "rastgele", "ızgara") == "ızgara önde"
    assert verdict(0.3, 0.1, "rastgele", "ızgara") == "rastgele önde"
    everywhere = np.full(len(RATIOS), 1.0)
    assert where(everywhere, 0 * everywhere) == "Rastgele her r'de önde"
    assert where(-everywhere, 0 * everywhere) == "Hiçbir r'de rastgele önde değil"
    assert where(np.r_[-everywhere[1:], 1.0], 0 * everywhere) == "r ≥ 100 iken rastgele önde"


def test_lucky_grid_finds_the_best_point_itself():
    found = measured(3, False, True)[2]["grid"]
    np.testing.assert_allclose(found, 0.05, atol=1e-12)


def test_cell_middles_are_the_better_grid_when_nothing_is_known():
    for n in (2, 3, 5, 10):
        assert measured(n, False, False)[2]["grid"].mean() < measured(n, True, False)[2]["grid"].mean()
    np.testing.assert_allclose(levels(4, False), [0.125, 0.375, 0.625, 0.875])


def test_artists_show_the_search_and_its_errors(explorer):
    explorer.set(**explorer.initial | {"search": 5.0, "ratio": 4.0})
    artists, arrays = explorer.host.artists, shown(explorer)
    c = draws()[0][4]
    for kind in ("grid", "random"):
        errors = error(np.square((arrays["points"][kind] - c) / [1, 4]).sum(-1))
        best = int(np.argmin(errors))
        np.testing.assert_allclose(artists[f"best {kind}"].get_xydata(), arrays["points"][kind][best : best + 1])
        np.testing.assert_allclose(artists[f"mine {kind}"].get_xdata(), [errors[best]])
        assert artists[f"least {kind}"].get_text().endswith(f"{errors[best]:.3f}")
        found = measured(3, False, False)[2][kind][RATIOS.index(4.0)]
        np.testing.assert_allclose(artists[f"strip {kind}"].get_xdata(), found)
        assert found[4] == pytest.approx(errors[best])
        assert artists[f"words {kind}"].get_text() == f"ortalama {found.mean():.3f}"
        assert artists[f"mean {kind}"].get_ydata()[RATIOS.index(4.0)] == pytest.approx(found.mean())
        ring = artists[f"ring 1.0 {kind}"]
        assert (ring.width, ring.height) == pytest.approx((0.3, 1.2))
        assert f"; {arrays['verdict']}." in explorer.text.split("\n")[0]
        assert artists["where"].get_text() == arrays["where"]
        assert artists[f"strip {kind}"].axes.get_xlim()[1] >= found.max()


@pytest.mark.parametrize("lecture", [False, True])
def test_the_rings_of_an_equal_importance_are_circles_on_the_screen(lecture):
    explorer = explore_grid_random(lecture=lecture, ratio=1.0)
    for kind in ("grid", "random"):
        box = explorer.host.artists[f"ring 1.0 {kind}"].get_window_extent()
        assert box.width == pytest.approx(box.height, rel=0.01)
        planes = [explorer.host.artists[f"{part} {kind}"].axes for part in ("points", "shadow")]
        assert planes[0].get_xlim() == planes[1].get_xlim()


def test_the_title_names_the_winner_of_the_searches(explorer):
    told = {}
    for name in PRESETS:
        explorer.preset(name)
        told[name] = explorer.host.artists["headline"].get_text()
    assert len(set(told.values())) == len(told)
    for name, words in {
        "x₁ on kat önemli": "rastgele önde",
        "İkisi eşit önemli": "ızgara önde",
        "Başa baş": "fark ölçülemiyor",
        "100 deneme": "rastgele yine önde",
        "Uçları da deneyen ızgara": "rastgelenin gerisinde",
    }.items():
        assert words in told[name]
    explorer.preset("Uçları da deneyen ızgara")
    explorer.set(ends=False)
    assert explorer.host.artists["headline"].get_text() == told["İkisi eşit önemli"]
    explorer.set(ratio=10.0)
    assert explorer.host.artists["headline"].get_text() == told["x₁ on kat önemli"]


def test_ratio_line_can_be_dragged(explorer):
    explorer.set(ratio=10.0)
    assert explorer.point("now", 2.1, 0.3)
    assert explorer.values["ratio"] == 2.0
    np.testing.assert_array_equal(explorer.host.artists["now"].get_xdata(), [2.0, 2.0])
