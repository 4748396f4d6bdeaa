"""Syne Tune köprüsü: onun ASHA'sı onun kararlarıyla yürür, sonuç bizim kaydımızdır, ardında hiçbir şey bırakmaz.

Her deneme yarım saniyeyi aşan bir süreçtir; aramalar bu yüzden az denemelidir ve bir kez yapılır.
"""

import logging
import math
import os
import random
import sys
import tempfile
from itertools import pairwise

import numpy as np
import pytest

from lrlab.hpo import Choice, Float, Random, Space, When

pytest.importorskip("syne_tune", reason="Syne Tune kurulu değil: Syne Tune köprüsü sınanmadı")
from lrlab.hpo import run_syne_tune
from lrlab.hpo.bridges.syne_tune import undisturbed

# Komut satırında bozulacak her şey: eksili küçük sayı, boşluklu metin, None, -h, argparse'ın kısaltma sayacağı `t`.
ODD = Space(
    {
        "t": Float(-1e-4, -1e-5),
        "name": Choice(("iki kelime", None, True, "-h")),
        "fixed": 3,
        "only": When(Float(0, 1), "name", ("iki kelime",)),
    }
)
KINDS = ("good", "raises", "nan", "killed")


def notebook(function):
    """Fonksiyonu defterde yazılmış gibi yapar: süreçlere adıyla değil, koduyla gider."""
    function.__module__ = "__main__"
    return function


@notebook
def odd_objective(t, name, fixed, only=0.0, *, state=None):
    assert state is None
    for epoch in range(1, 100):
        yield abs(t) * 1e5 + len(repr(name)) + fixed + only + 1 / epoch, {"epoch": epoch}


def odd_errors(config, epochs):
    start = abs(config["t"]) * 1e5 + len(repr(config["name"])) + config["fixed"] + config.get("only", 0.0)
    return [start + 1 / epoch for epoch in range(1, epochs + 1)]


@notebook
def faulty_objective(kind):
    import os
    import signal
    import time

    yield 1.0
    if kind == "raises":
        raise ArithmeticError("sıfıra bölündü")
    if kind == "killed":
        time.sleep(0.3)  # ilk dönemin bildirimi okunabilsin
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows'ta ikisi birdir
    yield float("nan") if kind == "nan" else 0.5
    yield 0.25


@notebook
def slow_objective(x):
    import time

    while True:
        time.sleep(0.01)
        yield x


@pytest.fixture
def places(tmp_path, monkeypatch, no_leftovers):
    """Ev, geçici klasör ve çalışma klasörü boş birer klasör; sonunda yine boştur, süreç de kalmaz."""
    found = [tmp_path / name for name in ("home", "temporary", "work")]
    for place in found:
        place.mkdir()
    monkeypatch.setenv("HOME", str(found[0]))
    monkeypatch.setattr(tempfile, "tempdir", str(found[1]))
    monkeypatch.chdir(found[2])
    yield found
    assert [list(place.iterdir()) for place in found] == [[], [], []]


def surroundings():
    root, own = logging.getLogger(), logging.getLogger("syne_tune")
    state = np.random.get_state()  # noqa: NPY002
    return (
        (root.level, root.handlers[:], own.level, own.handlers[:]),
        (dict(os.environ), random.getstate(), state[1].tolist(), state[2]),
        (sys.stdout, os.getcwd()),
    )


def by_trial(tuning):
    found = {}
    for report in tuning.reports:
        found.setdefault(report.trial, []).append(report)
    return found


def test_its_own_asha_decides_and_the_records_are_ours(places, capfd):
    from syne_tune.backend.trial_status import Trial
    from syne_tune.optimizer.baselines import ASHA

    before = surroundings()
    tuning = run_syne_tune(odd_objective, ODD, r_min=1, r_max=9, eta=3, workers=1, trials=5, seed=4)
    assert surroundings() == before
    assert capfd.readouterr() == ("", "")
    assert (tuning.stopped, tuning.workers, tuning.trials, tuning.problems) == ("finished", 1, 5, ())

    draws = Random(ODD, seed=4)
    configs = [draws.ask() for _ in range(5)]
    with undisturbed(places[1]):
        theirs = ASHA({"x": 0}, metric="error", time_attr="epoch", max_t=9, grace_period=1, reduction_factor=3)
    reached = []
    for number, config in enumerate(configs):
        trial = Trial(number, {"x": 0}, None)
        theirs.on_trial_add(trial)
        for epoch, error in enumerate(odd_errors(config, 9), start=1):
            if theirs.on_trial_result(trial, {"epoch": epoch, "error": error}) == "STOP":
                break
        reached.append(epoch)
    reports = by_trial(tuning)
    assert len(set(reached)) > 1  # bu tohumda durdurulan da var, sonuna giden de
    assert [reports[number][-1].resource for number in range(5)] == reached
    for number, config in enumerate(configs):
        parts = reports[number]
        assert {tuple(part.config.items()) for part in parts} == {tuple(config.items())}
        assert [error for part in parts for error in part.errors] == odd_errors(config, reached[number])
        assert [part.error for part in parts] == [part.errors[-1] for part in parts]
        assert [(part.start, part.resource) for part in parts] == list(pairwise((0, 1, 3, 9)))[: len(parts)]
        assert all(part.epochs == part.resource - part.start for part in parts[:-1])
        assert parts[-1].epochs >= parts[-1].resource - parts[-1].start
        assert all(first.ended == second.began for first, second in pairwise(parts))
    assert {part.status for part in tuning.reports} == {"ok"}
    best = min(range(5), key=lambda number: odd_errors(configs[number], reached[number])[-1])
    assert tuning.incumbent == configs[best]
    moments = [report.ended for report in tuning.reports]
    assert moments == sorted(moments)
    assert 0 < tuning.decision_seconds < tuning.evaluation_seconds <= tuning.makespan


def test_every_kind_of_failure_is_recorded_and_the_search_goes_on(places):
    space = Space({"kind": Choice(KINDS)})

    def kinds(seed):
        searcher = Random(space, seed)
        return [searcher.ask()["kind"] for _ in KINDS]

    seed = next(seed for seed in range(1000) if set(kinds(seed)) == set(KINDS))
    tuning = run_syne_tune(faulty_objective, space, r_min=3, r_max=3, workers=2, trials=4, seed=seed)
    found = {report.config["kind"]: report for report in tuning.reports}
    assert len(tuning.reports) == 4
    assert found["good"].errors == (1.0, 0.5, 0.25)
    wanted = {"good": "ok", "raises": "raised", "nan": "nan", "killed": "lost"}
    assert {kind: report.status for kind, report in found.items()} == wanted
    assert all(report.errors == (1.0,) and report.error == math.inf for report in tuning.failures)
    assert "ArithmeticError: sıfıra bölündü" in found["raises"].message
    assert "2. dönemde" in found["nan"].message
    assert "süreci sonuç vermeden kapandı" in found["killed"].message
    assert {report.worker for report in tuning.reports} == {0, 1}
    for worker in (0, 1):  # bir işçi aynı anda iki denemeyle uğraşmaz
        own = sorted((r.began, r.ended) for r in tuning.reports if r.worker == worker)
        assert all(first[1] <= second[0] for first, second in pairwise(own))
    assert tuning.incumbent == {"kind": "good"}


def test_seconds_stop_new_trials_and_the_running_one_ends(places):
    tuning = run_syne_tune(slow_objective, Space({"x": Float(0, 1)}), r_min=2, r_max=2, seconds=0.1)
    assert tuning.stopped == "time"
    assert [(report.trial, report.status, report.resource) for report in tuning.reports] == [(0, "ok", 2)]


@notebook
def interrupting_objective(x):
    """Otuzuncu dönemde aramanın sürecine Ctrl-C gönderir; o zamana dek ilk dönemin bildirimi okunmuştur."""
    import os
    import signal
    import time

    for epoch in range(1, 10_000):
        if epoch == 30:
            os.kill(os.getppid(), signal.SIGINT)
        time.sleep(0.03)
        yield x


@pytest.mark.skipif(os.name == "nt", reason="Windows'ta os.kill, Ctrl-C göndermez, süreci bitirir")
def test_an_interrupt_keeps_what_came_and_leaves_no_process(places):
    tuning = run_syne_tune(interrupting_objective, Space({"x": Float(0, 1)}), r_min=1, r_max=10_000, trials=3)
    assert tuning.stopped == "interrupted"
    assert [report.status for report in tuning.reports][-1] == "interrupted"
    assert tuning.reports[0].errors == (tuning.incumbent["x"],)
    assert tuning.reports[-1].error == math.inf


@notebook
def returning(x):
    return x


@pytest.mark.parametrize(
    ("changed", "error", "told"),
    [
        ({"objective": returning}, TypeError, "`objective` = 'returning' olamaz"),
        ({"objective": 3}, TypeError, "`objective` = 3 olamaz"),
        ({"space": {"x": 1}}, TypeError, "`space`"),
        ({"trials": None}, ValueError, "`trials` ve `seconds` birlikte None olamaz"),
        ({"trials": 0}, ValueError, "`trials` = 0"),
        ({"seconds": -1.0}, ValueError, "`seconds` = -1.0"),
        ({"workers": 0}, ValueError, "`workers` = 0"),
        ({"r_min": 0}, ValueError, "`r_min` = 0"),
        ({"r_max": 1, "r_min": 2}, ValueError, "`r_max` = 1"),
        ({"eta": 1}, ValueError, "`eta` = 1"),
        ({"seed": -1}, ValueError, "`seed` = -1"),
        ({"sleep_time": 0}, ValueError, "`sleep_time` = 0"),
    ],
)
def test_wrong_input_is_named_before_anything_starts(places, changed, error, told):
    given = {"objective": slow_objective, "space": Space({"x": Float(0, 1)}), "r_min": 1, "r_max": 3, "trials": 1}
    with pytest.raises(error, match=told):
        run_syne_tune(**{**given, **changed})


def test_a_space_in_the_path_is_said_at_the_start(tmp_path, monkeypatch):
    place = tmp_path / "iki kelime"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with pytest.raises(OSError, match=r"şu yolda boşluk olamaz: .*iki kelime"):
        run_syne_tune(slow_objective, Space({"x": Float(0, 1)}), r_min=1, r_max=3, trials=1)


def test_its_absence_is_told_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "syne_tune", None)
    with pytest.raises(ImportError, match=r'pip install "lrlab\[hpo\]"'):
        run_syne_tune(slow_objective, Space({"x": Float(0, 1)}), r_min=1, r_max=3, trials=1)


@pytest.mark.parametrize("gone", ["mode", "resource_attr", "max_resource_attr"])
def test_the_arguments_that_the_lesson_calls_gone_are_gone(tmp_path, gone):
    from syne_tune.optimizer.baselines import ASHA

    with undisturbed(tmp_path), pytest.raises(TypeError, match=f"unexpected keyword argument '{gone}'"):
        ASHA({"x": 0}, metric="error", time_attr="epoch", max_t=9, **{gone: "min"})


def test_the_old_import_of_its_backend_is_gone():
    with pytest.raises(ImportError, match="cannot import name 'PythonBackend'"):
        from syne_tune.backend.python_backend import PythonBackend  # noqa: F401
