"""Kayıtlar: en iyi, yol, boş ve dolu süre, d2l'nin adları."""

import math
from dataclasses import replace

import numpy as np
import pytest

from lrlab.hpo import ASHA, BasicScheduler, Choice, Float, Random, Report, Space, Tuning, When, read_journal, tune


def report(trial, error, ended, *, status="ok", epochs=1, began=0.0, worker=0, attempt=1):
    config = {"x": float(trial)}
    return Report(
        trial, config, 0, epochs, error, (error,), status, "", worker, began, ended, 0.001, attempt, epochs
    )  # fmt: skip


@pytest.fixture
def tuning():
    reports = (
        report(0, math.inf, 1.0, status="raised", epochs=0),
        report(1, 0.5, 2.0, began=0.5, worker=1),
        report(0, 0.7, 3.0, began=1.0, epochs=3, attempt=2),
        report(2, 0.2, 5.0, began=2.0, epochs=9, worker=1),
        report(3, 0.2, 6.0, began=3.0),
        report(4, math.inf, 6.0, status="interrupted", began=6.0, epochs=0),
    )
    return Tuning(reports, 2, "interrupted")


def test_incumbent_is_the_first_of_the_best(tuning):
    assert tuning.incumbent == {"x": 2.0}
    assert tuning.incumbent_error == 0.2
    assert tuning.incumbent_report.trial == 2
    tuning.incumbent["x"] = 99.0
    assert tuning.incumbent == {"x": 2.0}


def test_trajectory_is_the_running_best_over_time_and_epochs(tuning):
    time, epochs, error = tuning.trajectory()
    assert time.tolist() == [1, 2, 3, 5, 6, 6]
    assert epochs.tolist() == [0, 1, 4, 13, 14, 14]
    assert error.tolist() == [math.inf, 0.5, 0.5, 0.2, 0.2, 0.2]


def test_d2l_names(tuning):
    assert tuning.incumbent_trajectory == [math.inf, 0.5, 0.5, 0.2, 0.2, 0.2]
    assert tuning.cumulative_runtime == [1, 2, 3, 5, 6, 6]
    assert tuning.records[1] == {"config": {"x": 1.0}, "error": 0.5, "runtime": 1.5}


def test_worker_seconds_add_up(tuning):
    assert tuning.makespan == 6.0
    assert tuning.busy == tuning.evaluation_seconds == 1 + 1.5 + 2 + 3 + 3
    assert tuning.idle == 2 * 6 - 10.5
    assert tuning.decision_seconds == pytest.approx(0.006)


def test_failures_and_trials(tuning):
    assert [r.trial for r in tuning.failures] == [0]
    assert tuning.trials == 5


def test_a_search_without_reports():
    empty = Tuning((), 1, "finished")
    assert empty.incumbent is None
    assert empty.incumbent_error == math.inf
    assert [array.shape for array in empty.trajectory()] == [(0,)] * 3
    assert (empty.makespan, empty.busy, empty.idle, empty.trials) == (0, 0, 0, 0)


def test_a_failure_never_becomes_the_incumbent():
    """Kesilmiş ya da başarısız kaydın hatası sonlu olsa bile (elle kurulmuş) en iyi sayılmaz."""
    only = Tuning((report(0, 0.1, 1.0, status="timeout"), report(1, 0.4, 2.0)), 1, "finished")
    assert only.incumbent_error == 0.4
    np.testing.assert_array_equal(only.trajectory()[2], [np.inf, 0.4])


# --- tablo, özet, resim ---------------------------------------------------------------------------------------------

CONDITIONAL = Space(
    {"rule": Choice(("sgd", "adam")), "momentum": When(Float(0.0, 0.9), "rule", ("sgd",)), "lr": Float(1e-3, 1.0)}
)


def accuracy(rule, lr, momentum=0.0):
    if lr > 0.9:
        raise ValueError("fazla büyük")
    return {"accuracy": 1 - (lr - 0.4) ** 2, "loss": lr + momentum}


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    """Günlüğüyle birlikte küçük bir arama: koşullu hiperparametre, ek ölçü, başarısız denemeler."""
    path = tmp_path_factory.mktemp("search") / "arama.jsonl"
    scheduler = BasicScheduler(Random(CONDITIONAL, seed=1), trials=24)
    return tune(accuracy, scheduler, journal=path, metric="accuracy", maximize=True), path


def test_the_table_has_one_row_a_report_and_is_ready_for_pandas(searched):
    pandas = pytest.importorskip("pandas")
    found, path = searched
    frame = pandas.DataFrame(found.table())
    assert len(frame) == len(found.reports) == 24
    assert sorted(list(frame)[-4:]) == ["config_lr", "config_momentum", "config_rule", "metric_loss"]
    assert frame["error"].max() == found.incumbent_error
    assert frame["status"].value_counts()["raised"] == len(found.failures) > 0
    assert set(frame["config_rule"]) == {"sgd", "adam"}
    assert frame.loc[frame["config_rule"] == "adam", "config_momentum"].isna().all()
    assert frame.loc[frame["config_rule"] == "sgd", "config_momentum"].notna().all()
    fine = frame[frame["status"] == "ok"]
    np.testing.assert_allclose(fine["metric_loss"], fine["config_lr"] + fine["config_momentum"].fillna(0))
    assert read_journal(path).table() == found.table()


def test_a_column_of_the_configuration_never_covers_one_of_the_record():
    odd = replace(report(0, 0.5, 1.0), config={"trial": "benim", "error": 3})
    (row,) = Tuning((odd,), 1, "finished").table()
    assert (row["trial"], row["error"], row["config_trial"], row["config_error"]) == (0, 0.5, "benim", 3)


def test_the_summary_is_one_short_line(tuning, searched):
    assert repr(tuning) == "<Tuning: kesildi; 5 deneme, 6 kayıt, 1 başarısız; en iyi hata 0.2 (x=2)>"
    assert repr(Tuning((), 1, "finished")) == "<Tuning: bitti; 0 deneme, 0 kayıt; sonuç yok>"
    assert len(repr(searched[0])) < 160
    assert "en iyi accuracy" in repr(searched[0])


def test_the_page_shows_the_best_trials_once_each_and_escapes_what_it_did_not_write():
    many = [replace(report(k % 7, 0.1 * (k % 7) + 0.5 / (k + 1), k + 1.0)) for k in range(21)]
    page = Tuning(tuple(many), 1, "finished")._repr_html_()
    assert page.count("<tr>") == 6
    assert page.index("<td>0</td>") < page.index("<td>1</td>") < page.index("<td>4</td>")
    evil = "<script>alert(1)</script>"
    page = Tuning((replace(report(0, 0.5, 1.0), config={evil: evil}),), 1, "finished", metric=evil)._repr_html_()
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") >= 3
    best_first = Tuning((report(0, 0.5, 1.0), report(1, 0.9, 2.0)), 1, "finished", maximize=True)._repr_html_()
    assert best_first.index("<td>0.9</td>") < best_first.index("<td>0.5</td>")


def epochs(x, state=None):
    for epoch in range(1 + (state or 0), 100):
        yield abs(x - 0.3) + 1 / epoch, epoch


def titles(picture):
    return [axes.get_title() for axes in picture.figure.axes]


def curve(axes, label):
    (line,) = [line for line in axes.lines if line.get_label() == label]
    return line.get_xdata(), line.get_ydata()


def test_the_plot_shows_the_incumbent_the_curves_and_the_rungs(tmp_path):
    space = Space({"x": Float(0.0, 1.0)})
    found = tune(epochs, ASHA(Random(space), r_min=1, r_max=9, trials=9), journal=tmp_path / "a.jsonl")
    picture = found.plot()
    assert titles(picture) == ["Bulunan en iyi", "Öğrenme eğrileri", "Basamaklardaki sonuçlar"]
    time, _, best = found.trajectory()
    title, *_ = picture.figure.texts
    assert title.get_text().startswith(f"En iyisi {best[-1]:.4g}, deneme {found.incumbent_report.trial}; ")
    np.testing.assert_array_equal(curve(picture.figure.axes[0], "o ana dek en iyi"), [time, best])
    trial = found.incumbent_report.trial
    ends, errors = curve(picture.figure.axes[1], f"en iyi deneme ({trial})")
    np.testing.assert_allclose(errors, abs(found.incumbent["x"] - 0.3) + 1 / ends)
    assert ends.tolist() == list(range(1, found.incumbent_report.resource + 1))
    levels, medians = curve(picture.figure.axes[2], "ortanca")
    assert list(levels) == sorted({r.resource for r in found.reports})
    assert medians[0] == np.median([r.error for r in found.reports if r.resource == 1])
    assert read_journal(tmp_path / "a.jsonl").plot().png == picture.png
    assert bytes(picture.png).startswith(b"\x89PNG")
    assert repr(found) in picture.words
    spent = curve(found.plot("epochs").figure.axes[0], "o ana dek en iyi")[0]
    assert spent[-1] == sum(r.epochs for r in found.reports)
    picture.figure.savefig(tmp_path / "arama.png")
    assert (tmp_path / "arama.png").stat().st_size > 5000


def test_the_title_of_the_plot_says_how_long_nothing_better_was_found():
    def said(*reports):
        return Tuning(reports, 1, "finished").plot("epochs").figure.texts[0].get_text()

    assert said(report(0, 0.5, 1.0)) == "Tek sonuç: 0.5"
    assert said(report(0, 0.5, 1.0), report(1, 0.4, 2.0)) == ("En iyisi 0.4, deneme 1; sonlara doğru hâlâ iyileşiyordu")
    worse = [report(k, 0.6, 1.0 + k) for k in range(1, 10)]
    assert said(report(0, 0.5, 1.0), *worse) == "En iyisi 0.5, deneme 0; dönemlerin son %90 kadarında daha iyisi yok"
    assert said() == "Henüz kayıt yok"


def test_many_learning_curves_are_drawn_as_the_median_of_those_alive():
    space = Space({"x": Float(0.0, 1.0)})
    found = tune(epochs, ASHA(Random(space, seed=0), r_min=1, r_max=9, trials=40))
    axes = found.plot().figure.axes[1]
    x, median = curve(axes, "sürenlerin ortancası")
    best = found.incumbent_report.trial
    alive = {r.trial: r.config["x"] for r in found.reports if r.resource >= 3 and r.trial != best}
    assert median[list(x).index(3)] == pytest.approx(np.median([abs(v - 0.3) + 1 / 3 for v in alive.values()]))
    assert len(axes.lines) <= 4  # ortanca, uçlar, en iyi; her deneme ayrı bir çizgi değildir


def test_the_plot_leaves_out_panels_that_would_say_nothing(searched):
    found, _ = searched
    picture = found.plot()
    assert titles(picture) == ["Bulunan en iyi"]
    assert picture.figure.axes[0].get_ylabel() == "accuracy"
    failed, _ = curve(picture.figure.axes[0], "sonuç yok")
    assert len(failed) == len(found.failures)
    _, best = curve(picture.figure.axes[0], "o ana dek en iyi")
    assert (np.diff(best) >= 0).all()


@pytest.mark.parametrize(
    ("reports", "said"),
    [((), "henüz kayıt yok"), ((report(0, math.inf, 1.0, status="raised", epochs=0),), "hiçbir iş sonuç vermedi")],
)
def test_a_search_without_results_says_so_in_its_plot(reports, said):
    (axes,) = Tuning(reports, 1, "finished").plot().figure.axes
    assert said in [text.get_text() for text in axes.texts]


def test_wrong_input_of_the_plot_is_named(tuning):
    from lrlab.figures import plot_search

    with pytest.raises(ValueError, match="`against` = 'hours'"):
        tuning.plot("hours")
    with pytest.raises(TypeError, match="`found`"):
        plot_search([1, 2])


@pytest.mark.parametrize("metric", ["trial", "status", "resource", "error", "config_x", "metric_loss", "kayıp"])
def test_no_name_of_a_metric_covers_a_column(metric):
    (row,) = Tuning((report(3, 0.5, 1.0),), 1, "finished", metric=metric).table()
    assert (row["trial"], row["error"], row["status"], row["resource"], row["config_x"]) == (3, 0.5, "ok", 1, 3.0)


def test_names_and_values_that_no_screen_can_write_are_escaped():
    odd = replace(report(0, 0.5, 1.0), config={"\ud800": "\udcfe.csv"})
    found = Tuning((odd,), 1, "finished", metric="\ud800")
    for text in (str(found), repr(found), found._repr_html_()):
        assert "udcfe" in text
        text.encode()
    assert found.plot().png


def test_a_search_without_a_result_tells_the_first_cause(tmp_path):
    def broken(x):
        raise ValueError("dosya yok")

    with pytest.warns(RuntimeWarning, match="dosya yok"):
        tune(broken, BasicScheduler(Random(Space({"x": Float(0, 1)})), trials=3), journal=tmp_path / "a.jsonl")
    read = read_journal(tmp_path / "a.jsonl")
    assert "dosya yok" in repr(read)
    assert "dosya yok" in read._repr_html_()


def test_a_used_scheduler_and_a_damaged_state_are_told(tmp_path):
    scheduler = BasicScheduler(Random(Space({"x": Float(0, 1)})), trials=2)

    def objective(x, state=None):
        while True:
            yield x, {"x": x}

    found = tune(objective, scheduler, journal=tmp_path / "a.jsonl")
    with pytest.warns(RuntimeWarning, match="tazesini ver"):
        assert tune(objective, scheduler).reports == ()
    assert found.incumbent_state == {"x": found.incumbent_error}
    for path in (tmp_path / "a.jsonl.states").glob("*.state"):
        path.write_bytes(b"junk")
    with pytest.raises(ValueError, match="saklanan durumu okunamadı"):
        _ = found.incumbent_state
