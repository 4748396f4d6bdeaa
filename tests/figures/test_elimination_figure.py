"""Erken eleme şekli: kimin nerede elendiği gerçek zamanlayıcınınkiyle aynı mı, sıralar, havuzların sayıları."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.figures import eliminated, elimination_prices, explore_elimination
from lrlab.figures.search.elimination import PRESETS, crossing, spearman
from lrlab.hpo import Replayed, Searcher, SuccessiveHalving, rungs
from lrlab.train import learning_curves
from tests.figures.curves_like import fake_curves, learning_curves_like

CURVES = learning_curves_like()
# Küçük kayıtlarda dersin hazır ayarlarının hepsi seçilemez; hangileri olduğu söylenir.
pytestmark = pytest.mark.filterwarnings("ignore:gösterilmeyen hazır ayarlar")


class InOrder(Searcher):
    """Yapılandırmaları kayıt sırasıyla verir."""

    def __init__(self, curves):
        self.space = Replayed(curves).space
        self.configs = iter({"number": k, **config} for k, config in enumerate(curves.configs))

    def ask(self):
        return next(self.configs)


def artist(explorer, name):
    return explorer.host.artists[name]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.data())
def test_fates_are_those_of_the_real_scheduler(data):
    count, epochs = data.draw(st.integers(2, 30)), data.draw(st.integers(2, 12))
    eta, first = data.draw(st.integers(2, 4)), data.draw(st.integers(1, epochs - 1))
    values = st.one_of(st.integers(0, 5).map(float), st.just(float("inf")))
    losses = np.array(
        data.draw(st.lists(st.lists(values, min_size=epochs, max_size=epochs), min_size=count, max_size=count))
    )
    losses[np.logical_or.accumulate(np.isinf(losses), axis=1)] = np.inf  # ıraksayan geri dönmez
    ladder = rungs(first, epochs, eta)
    curves = fake_curves(np.where(np.isinf(losses), np.nan, losses))
    search = SuccessiveHalving(
        InOrder(curves), r_min=first, r_max=epochs, eta=eta, factor=count, rounds=1, trials=count
    )
    reached = np.zeros(count, int)
    while (job := search.ask()) is not None:
        reached[job.trial] = ladder.index(job.resource)
        search.tell(job.trial, job.resource, float(losses[job.trial, job.resource - 1]))
    np.testing.assert_array_equal(eliminated(losses, ladder, eta), reached)


def test_rank_numbers_by_hand():
    assert spearman(np.array([1, 2, 3, 4]), np.array([1, 2, 4, 3])) == pytest.approx(0.8)  # 1 - 6·2 / (4·15)
    assert spearman(np.arange(5), -np.arange(5)) == pytest.approx(-1)
    assert spearman(np.array([1, 1, 2]), np.array([1, 1, 2])) == pytest.approx(1)
    assert spearman(np.ones(3), np.arange(3)) == 0
    assert crossing(np.array([1, 2, 3, 4]), np.array([1, 2, 4, 3])) == pytest.approx(1 / 6)
    assert crossing(np.array([1, 1, 2]), np.array([2, 1, 3])) == 0  # eşitlik kesişme değildir
    assert crossing(np.array([1.0, 2.0, np.inf]), np.array([2.0, 1.0, np.inf])) == pytest.approx(1 / 3)


def test_prices_of_a_small_pool_by_hand():
    late = [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.2, 0.1, 0.1]  # en iyi, ama ilk sıralamada sonuncu
    quick = [np.linspace(0.30 + 0.01 * k, 0.29 + 0.01 * k, 9) for k in range(8)]
    found = elimination_prices(np.array([*quick, late]), (1, 3, 8), 3)
    assert list(found["cost"]) == [9 * 1 + 3 * 2 + 1 * 6, 9 * 3 + 3 * 6, 9 * 8 + 3 * 1]
    np.testing.assert_allclose(found["gap"][0], 100 * (0.29 - 0.1))
    np.testing.assert_allclose(found["gap"][2], 0)
    assert list(found["random_cost"]) == [9 * k for k in range(1, 10)]
    assert found["random"][-1] == pytest.approx(0)
    assert (np.diff(found["random"]) <= 0).all()


def test_a_diverged_winner_counts_as_knowing_nothing():
    nothing = [[0.5, np.inf], [0.6, 0.4], [0.7, 0.45], [0.8, 0.5]]
    assert elimination_prices(np.array(nothing), (1,), 4)["gap"].mean() == pytest.approx(100 * (1 - 0.4))


def test_slow_starter_is_drawn_as_dying_at_the_first_rung():
    time = np.arange(27)
    slow = 0.9 - 0.8 * (time / 26)
    curves = fake_curves([slow, *(0.5 - 0.01 * time / 26 + 0.01 * k for k in range(8))])
    explorer = explore_elimination(curves, best=1.0)
    x, y = artist(explorer, "deaths").get_data()
    assert (list(x), list(y)) == ([1], [pytest.approx(90)])
    np.testing.assert_allclose(artist(explorer, "lost").get_ydata()[:27], 100 * slow)
    assert not len(artist(explorer, "kept").get_xdata())
    assert list(artist(explorer, "top out").get_xydata()[0]) == pytest.approx([90, 10])
    assert "Sondaki en iyi 1: 1 ilk basamakta, 0 sonraki basamaklarda elendi, 0 sona kaldı" in explorer.text
    assert "birincinin son hatası %49.0, en küçüğü %10.0" in explorer.text
    explorer.set(r_min=18.0)
    assert not len(artist(explorer, "deaths").get_xdata())
    np.testing.assert_allclose(artist(explorer, "kept").get_ydata()[:27], 100 * slow)
    assert "0 ilk basamakta, 0 sonraki basamaklarda elendi, 1 sona kaldı" in explorer.text


def test_lines_follow_the_sliders():
    explorer = explore_elimination(CURVES, r_min=3.0, eta=3.0)
    assert list(artist(explorer, "cut").get_xdata()) == [3, 3]
    later = artist(explorer, "rungs").get_xdata()
    assert list(later[~np.isnan(later)]) == [9, 9, 27, 27]
    promoted = [len(artist(explorer, name).get_xdata()) for name in ("in", "top in")]
    assert sum(promoted) == 60 // 3
    errors = np.where(np.isnan(CURVES.errors), np.inf, CURVES.errors)
    limit = artist(explorer, "line").get_xdata()[0]
    assert limit == pytest.approx(100 * np.sort(errors[:, 2])[19])
    (cost,), (gap,) = artist(explorer, "here").get_data()
    numbers = elimination_prices(errors, (3,), 3)
    assert (cost, gap) == (numbers["cost"][0], pytest.approx(numbers["gap"].mean()))
    assert explorer.point("cut", 8.7, 0.5)
    assert explorer.values["r_min"] == 9


def test_playing_the_epochs_shows_only_what_is_known_by_then():
    explorer = explore_elimination(CURVES, r_min=3.0, eta=3.0, best=40.0, epoch=8.0)
    errors = np.where(np.isnan(CURVES.errors), np.inf, CURVES.errors)
    fate = eliminated(errors, (3, 9, 27), 3)
    top = np.argsort(errors[:, -1], kind="stable")[:40]
    first = int((fate[top[np.isfinite(errors[top, -1])]] == 0).sum())
    assert len(artist(explorer, "deaths").get_xdata()) == first > 0
    assert not len(artist(explorer, "turned").get_xdata())
    assert np.nanmax(artist(explorer, "kept").get_xdata()) == 8
    assert list(artist(explorer, "now").get_xdata()) == [8, 8]
    assert f"8. döneme dek: bu 40 yapılandırmadan {first} tanesi elendi" in explorer.text
    assert artist(explorer, "kept name").get_text() == f"süren {40 - first}"
    explorer.set(epoch=2.0)
    assert not len(artist(explorer, "deaths").get_xdata())
    assert artist(explorer, "headline").get_text() == "İlk basamağa varılmadı: daha kimse elenmedi"
    assert explorer.point("now", 27.3, 50.0)
    assert not len(artist(explorer, "now").get_xdata())
    assert len(artist(explorer, "turned").get_xdata()) == int(np.isin(fate[top], (1,)).sum()) > 0
    assert "döneme dek:" not in explorer.text
    kept = int((fate[top] == 2).sum())
    assert artist(explorer, "kept name").get_text() == f"sona kalan {kept}"


def test_groups_are_drawn_as_their_medians_and_bands():
    explorer = explore_elimination(CURVES, r_min=3.0, eta=3.0, best=40.0)
    errors = np.where(np.isnan(CURVES.errors), np.inf, CURVES.errors)
    fate, top = eliminated(errors, (3, 9, 27), 3), np.argsort(errors[:, -1], kind="stable")[:40]
    for name, chosen in (("lost", fate[top] == 0), ("later", fate[top] == 1), ("kept", fate[top] == 2)):
        curves = 100 * CURVES.errors[top[chosen]]
        np.testing.assert_allclose(artist(explorer, name).get_ydata(), np.median(curves, axis=0))
        low, high = np.quantile(curves, [0.1, 0.9], axis=0)
        x, y = artist(explorer, f"{name} band").get_path().vertices.T
        np.testing.assert_array_equal(x[:27], np.arange(1, 28))
        np.testing.assert_allclose(y[:54], np.r_[low, high[::-1]])
    np.testing.assert_allclose(artist(explorer, "all").get_ydata(), 100 * np.nanmedian(CURVES.errors, axis=0))


def test_the_title_counts_the_best_that_died():
    explorer, told = explore_elimination(learning_curves()), {}
    for name in explorer.live.presets:
        explorer.preset(name)
        told[name] = artist(explorer, "headline").get_text()
    assert len(set(told.values())) == len(told)
    explorer.preset("Acele: η = 9")
    assert explorer.live.compute(**explorer.values)["sizes"]["lost"] * 2 >= 10
    assert "en az yarısı daha ilk basamakta" in told["Acele: η = 9"]
    explorer.preset("Sabır: r_min = 9")
    assert explorer.live.compute(**explorer.values)["sizes"]["lost"] == 0
    assert "hiçbirini elemedi" in told["Sabır: r_min = 9"]
    explorer.set(r_min=54.0)
    assert artist(explorer, "headline").get_text() == told["Neredeyse sonuna dek"]
    explorer.set(r_min=9.0, epoch=20.0)
    assert artist(explorer, "headline").get_text() == "Sondaki en iyilerin çoğu hâlâ yarışta"


def test_small_and_mostly_diverged_records_are_drawn():
    small = fake_curves([[0.5, 0.4], [0.6, 0.3]])
    assert explore_elimination(small).error is None
    errors = np.array([[0.4, np.nan], [np.nan, np.nan], [0.5, 0.3]])
    explorer = explore_elimination(fake_curves(errors), eta=9.0)
    assert "birincinin son hatası ıraksadı, en küçüğü %30.0" in explorer.text
    assert "nan" not in explorer.text


def test_presets_a_small_record_cannot_show_are_told():
    with pytest.warns(UserWarning, match=r"'Neredeyse sonuna dek' \(r_min = 54\).*1 … 18"):
        explorer = explore_elimination(CURVES)
    assert list(explorer.live.presets) == list(PRESETS)[:-1]


def test_wrong_curves_are_named():
    with pytest.raises(TypeError, match="`curves` learning_curves'ın verdiği"):
        explore_elimination({"errors": 1})
    with pytest.raises(ValueError, match=r"`curves.errors` biçimi \(3,\)"):
        explore_elimination(replace(CURVES, errors=np.ones(3)))
    with pytest.raises(ValueError, match="sonuna dek eğitilmiş"):
        explore_elimination(replace(CURVES, errors=np.array([[0.5, np.nan], [0.4, np.nan]])))
