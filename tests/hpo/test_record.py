"""Kayıtlar: en iyi, yol, boş ve dolu süre, d2l'nin adları."""

import math

import numpy as np
import pytest

from lrlab.hpo import Report, Tuning


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
