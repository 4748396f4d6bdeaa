"""İşçiler şekli: çizelgeler gerçek kayıtlarla aynı mı, boşta geçen süre, aynı sıra ve aynı bütçe, en iyinin yolu."""

import numpy as np
import pytest

from lrlab.figures import explore_workers
from lrlab.figures.search.workers import asynchronous, boxes, idleness, longest_wait, synchronous
from lrlab.hpo import ASHA, Replayed, SuccessiveHalving, simulate
from lrlab.train import learning_curves
from tests.figures.curves_like import learning_curves_like

CURVES = learning_curves_like()
CLOCK = {"workers": 4, "stragglers": 0.5, "seed": 3}


@pytest.fixture(scope="module")
def explorer():
    return explore_workers(CURVES)


def arrays(explorer, **values):
    explorer.set(**explorer.initial | values)
    assert explorer.error is None, explorer.text
    return explorer.live.compute(**explorer.values)


def test_both_ways_are_the_real_searches():
    one, other = synchronous(CURVES, (1, 27, 3), 200, 2, **CLOCK), asynchronous(CURVES, (1, 27, 3), 200, **CLOCK)
    halving = SuccessiveHalving(Replayed(CURVES, 3), r_min=1, r_max=27, eta=3, factor=2, budget=200)
    asha = ASHA(Replayed(CURVES, 3), r_min=1, r_max=27, eta=3, budget=200)
    for run, scheduler in ((one, halving), (other, asha)):
        truth = simulate(CURVES, scheduler, **CLOCK)
        assert [(r.trial, r.resource, r.ended, r.error) for r in run.reports] == [
            (r.trial, r.resource, r.ended, r.error) for r in truth.reports
        ]
    configs = [{r.trial: r.config["number"] for r in run.reports} for run in (one, other)]
    shared = set(configs[0]) & set(configs[1])
    assert len(shared) > 20
    assert all(configs[0][trial] == configs[1][trial] for trial in shared)


def test_bars_hold_every_job_once_and_never_overlap_on_a_worker(explorer):
    found = arrays(explorer, workers=4.0, stragglers=0.5, budget=300.0)
    for way in ("sync", "asha"):
        jobs = np.concatenate(found[way]["bars"])
        assert set(jobs[:, 0]) == {1, 2, 3, 4}
        for worker in range(1, 5):
            mine = jobs[jobs[:, 0] == worker]
            mine = mine[np.argsort(mine[:, 1])]
            assert (mine[1:, 1] >= mine[:-1, 2] - 1e-9).all()
        busy = (jobs[:, 2] - jobs[:, 1]).sum()
        assert found[way]["idle"] == pytest.approx(1 - busy / (4 * found[way]["makespan"]))
        assert found[way]["epochs"] <= 300


def test_one_worker_never_waits_and_asha_waits_only_at_the_end(explorer):
    alone = arrays(explorer, workers=1.0)
    assert alone["sync"]["idle"] == pytest.approx(0)
    assert alone["asha"]["idle"] == pytest.approx(0)
    many = arrays(explorer, workers=8.0)
    assert many["asha"]["waiting"] == pytest.approx(0)
    assert many["sync"]["waiting"] > 0.2
    lone = arrays(explorer, workers=4.0, factor=1.0, budget=1200.0)
    crowd = arrays(explorer, workers=4.0, factor=4.0, budget=1200.0)
    assert crowd["sync"]["waiting"] < lone["sync"]["waiting"] / 2


def test_idleness_by_hand():
    class Job:
        def __init__(self, began, ended):
            self.began, self.ended = began, ended

    class Run:
        workers, makespan, idle = 2, 10.0, 20.0 - (4 + 2 + 6)
        reports = (Job(0, 4), Job(0, 2), Job(4, 10))

    assert idleness(Run) == {"idle": pytest.approx(8 / 20), "waiting": pytest.approx(2 / 20)}


def test_path_is_the_running_best_and_ends_where_the_words_say(explorer):
    found = arrays(explorer, workers=4.0, budget=400.0)
    for way in ("sync", "asha"):
        time, error = found[way]["path"]
        assert (np.diff(time) >= 0).all()
        assert (np.diff(error[np.isfinite(error)]) <= 0).all()
        assert time[-1] == pytest.approx(found[way]["makespan"])
        assert f"{found[way]['trials']} deneme, en küçük hata %{error[-1]:.2f}" in explorer.text
        assert f"boşta geçen zaman %{100 * found[way]['idle']:.0f} " in explorer.text
        np.testing.assert_allclose(explorer.host.artists[f"{way} path"].get_ydata(), error)
        told = f"{time[-1]:.0f} s, boşta %{100 * found[way]['idle']:.0f}"
        assert explorer.host.artists[f"{way} idle"].get_text() == told
        assert explorer.host.artists[f"{way} name"].get_text().endswith(f"%{error[-1]:.1f}")
    goal, (time, error) = found["sync"]["path"][1][-1], found["asha"]["path"]
    reached = np.flatnonzero(error <= goal)
    said = f"hataya {time[reached[0]]:.0f} s'de indi" if len(reached) else "inmedi; ASHA bittiğinde eşzamanlı %"
    assert said in explorer.text


def test_boxes_are_rectangles_with_a_gap_that_never_swallows_a_short_job():
    path = boxes(np.array([[0, 0, 10], [2, 5, 5.1]], float), 0.5, 1.0)
    first, second = path.vertices.reshape(2, 5, 2)
    assert (first.min(0).tolist(), first.max(0).tolist()) == ([0, -0.25], [9, 0.25])
    assert (second.min(0).tolist(), second.max(0).tolist()) == ([5, 1.75], [pytest.approx(5.08), 2.25])
    assert boxes(np.empty((0, 3)), 0.5, 1.0).vertices.shape == (0, 2)


def test_lanes_and_rungs_follow_the_sliders(explorer):
    found = arrays(explorer, workers=8.0, eta=2.0, r_min=3.0)
    assert found["levels"] == (3, 6, 12, 24, 27)
    artists = explorer.host.artists
    assert len(artists["sync lanes"].get_path().vertices) == 5 * 8
    for way in ("sync", "asha"):
        for k, jobs in enumerate(found[way]["bars"]):
            assert len(artists[f"{way} {k}"].get_path().vertices) == 5 * len(jobs)
        assert not len(artists[f"{way} {len(found['levels'])}"].get_path().vertices)
    told = [artists[f"key {k}"].get_text() for k in range(8)]
    assert told == ["3", "6", "12", "24", "27", "", "", ""]  # gösterge yalnızca var olan basamaklarındır
    assert "eta" in explorer.useful
    explorer.set(r_min=9.0, r_max=9.0)
    assert "eta" not in explorer.useful
    shown = [artists[f"key {k}"] for k in range(8)]
    assert [key.get_text() for key in shown if key.get_visible()] == ["9"]


def test_longest_wait_by_hand():
    class Job:
        def __init__(self, began, ended):
            self.began, self.ended = began, ended

    class Run:
        workers = 3
        reports = (Job(0, 4), Job(0, 2), Job(0, 1), Job(4, 10), Job(10, 11), Job(10, 11))

    assert longest_wait(Run) == (4, 10, 2)


def test_the_longest_wait_is_marked_above_the_lanes(explorer):
    found = arrays(explorer, workers=8.0, budget=600.0)
    began, ended, idle = found["sync"]["gap"]
    jobs = np.concatenate(found["sync"]["bars"])
    middle = (began + ended) / 2
    assert idle == 8 - ((jobs[:, 1] <= middle) & (middle < jobs[:, 2])).sum() > 4
    artists = explorer.host.artists
    assert list(artists["gap"].get_xdata()) == [began, ended]
    assert min(artists["gap"].get_ydata()) > 8.5
    assert artists["gap words"].get_text() == f"{idle} işçi bekliyor"
    arrays(explorer, workers=1.0)
    assert not len(artists["gap"].get_xdata())
    assert not artists["gap words"].get_visible()


def test_the_title_says_what_the_clock_of_the_preset_says():
    explorer, told = explore_workers(learning_curves()), {}
    for name in explorer.live.presets:
        explorer.preset(name)
        told[name] = explorer.host.artists["headline"].get_text()
    assert len(set(told.values())) == len(told)
    explorer.preset("Tek işçi")
    found = explorer.live.compute(**explorer.values)
    assert found["sync"]["makespan"] == pytest.approx(found["asha"]["makespan"], rel=0.1)
    assert "aynı anda biter" in told["Tek işçi"]
    explorer.preset("On altı işçi")
    found = explorer.live.compute(**explorer.values)
    assert found["sync"]["idle"] > 0.5
    assert found["asha"]["makespan"] < found["sync"]["makespan"] / 2
    assert "çoğu boş bekliyor" in told["On altı işçi"]
    assert f"eşzamanlı {found['sync']['makespan']:.0f} s (boşta %" in explorer.text.split("\n")[0]
    explorer.set(workers=1.0)
    assert explorer.host.artists["headline"].get_text() == told["Tek işçi"]
    explorer.preset("Geride kalanlar")
    found = explorer.live.compute(**explorer.values)
    assert found["asha"]["waiting"] < 0.05 < found["sync"]["waiting"]
    assert "ASHA beklemiyor" in told["Geride kalanlar"]
    explorer.preset("Kalabalık tur")
    assert explorer.live.compute(**explorer.values)["sync"]["idle"] < 0.25
    assert "az bekliyor" in told["Kalabalık tur"]


def test_the_seed_changes_the_order_and_settings_are_not_recomputed(explorer):
    first = arrays(explorer, seed=0.0)
    assert first["asha"]["path"][1].tolist() != arrays(explorer, seed=1.0)["asha"]["path"][1].tolist()
    again = arrays(explorer, seed=0.0)
    np.testing.assert_array_equal(first["asha"]["path"], again["asha"]["path"])


def test_short_curves_offer_only_rungs_they_have():
    with pytest.warns(UserWarning, match="'Eleme yok'"):
        explorer = explore_workers(learning_curves_like(epochs=5))
    controls = {c.name: c for c in explorer.live.controls}
    assert controls["r_max"].values == (5,)
    assert controls["r_min"].values == (1, 3)


def test_wrong_curves_are_named():
    with pytest.raises(TypeError, match="`curves` learning_curves'ın verdiği"):
        explore_workers({"errors": 1})
