"""Sayının adı ve yönü: `metric`, `maximize`, öbür ölçüler; süre sınırı; günlüğün adı."""

import json
import math
import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import torch

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Bayesian,
    Float,
    Grid,
    Here,
    Hyperband,
    JournalError,
    Random,
    Space,
    StoppingASHA,
    SuccessiveHalving,
    Tuning,
    read_journal,
    tune,
)
from tests.hpo import objectives

SPACE = Space({"x": Float(0.0, 1.0)})
MAKERS = {
    "basic": lambda: BasicScheduler(Random(SPACE), resource=2, trials=6),
    "bayes": lambda: BasicScheduler(Bayesian(SPACE, warmup=3, candidates=20), trials=7),
    "halving": lambda: SuccessiveHalving(Random(SPACE), r_min=1, r_max=4, eta=2, rounds=1),
    "hyperband": lambda: Hyperband(Random(SPACE), r_max=4, eta=2, rounds=1),
    "asha": lambda: ASHA(Random(SPACE), r_min=1, r_max=9, eta=3, trials=9),
    "stopping": lambda: StoppingASHA(Random(SPACE), r_min=1, r_max=9, eta=3, trials=9),
}


def accuracy(x, state=None):
    """0.3'te en yüksek, dönemlerle büyüyen doğruluk; x > 0.9 ıraksar."""
    for epoch in range(state or 0, 9):
        yield math.nan if x > 0.9 else 1 - (x - 0.3) ** 2 - 1 / (epoch + 2), epoch + 1


def negated(x, state=None):
    for value, after in accuracy(x, state):
        yield -value, after


@pytest.fixture
def path(tmp_path):
    return tmp_path / "arama.jsonl"


# --- maximize ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKERS)
def test_maximizing_is_minimizing_the_opposite_in_the_users_own_numbers(name, path):
    up, down = MAKERS[name](), MAKERS[name]()
    highest = tune(accuracy, up, maximize=True, journal=path)
    lowest = tune(negated, down)
    assert up.decisions == down.decisions
    assert [r.config for r in highest.reports] == [r.config for r in lowest.reports]
    flipped = [tuple(-error for error in r.errors) for r in lowest.reports]
    assert repr([r.errors for r in highest.reports]) == repr(flipped)
    assert [r.error for r in highest.reports] == [-r.error for r in lowest.reports]  # başarısızlar -inf
    assert highest.incumbent == lowest.incumbent
    assert highest.incumbent_error == max(r.error for r in highest.reports) == -lowest.incumbent_error > 0
    assert highest.incumbent_state == lowest.incumbent_state
    np.testing.assert_array_equal(highest.trajectory()[2], -lowest.trajectory()[2])
    assert highest.incumbent_trajectory[-1] == highest.incumbent_error
    assert repr(read_journal(path)) == repr(highest)
    assert repr(tune(pytest.fail, MAKERS[name](), maximize=True, journal=path)) == repr(highest)


def test_a_maximizing_search_resumes_to_the_same(path):
    def stops(x, state=None):
        calls.append(x)
        if len(calls) % 4 == 0:
            raise KeyboardInterrupt
        yield from accuracy(x, state)

    calls, straight = [], tune(accuracy, MAKERS["asha"](), maximize=True)
    while (found := tune(stops, MAKERS["asha"](), maximize=True, journal=path)).stopped == "interrupted":
        assert found.reports[-1].error == -math.inf
    shown = [[repr((r.trial, r.resource, r.errors)) for r in tuning.reports] for tuning in (found, straight)]
    assert shown[0] == shown[1]
    assert found.incumbent_state == straight.incumbent_state


def test_another_direction_is_another_search(path):
    tune(accuracy, MAKERS["asha"](), maximize=True, journal=path)
    with pytest.raises(JournalError, match="`maximize`: orada True, burada False"):
        tune(pytest.fail, MAKERS["asha"](), journal=path)


def test_infinite_and_failed_are_the_worst_when_maximizing():
    values = {0.0: math.inf, 0.25: math.nan, 0.5: -math.inf, 0.75: "a", 1.0: -5.0}
    found = tune(lambda x: values[x], BasicScheduler(Grid(SPACE, levels=5)), maximize=True)
    assert [r.status for r in found.reports] == ["nan", "nan", "nan", "bad_value", "ok"]
    assert [r.error for r in found.reports] == [-math.inf] * 4 + [-5.0]
    assert found.incumbent_error == -5.0
    assert Tuning((), 1, "finished", maximize=True).incumbent_error == -math.inf


def test_the_first_of_equal_best_wins_when_maximizing():
    found = tune(lambda x: 1.0, BasicScheduler(Random(SPACE), trials=5), maximize=True)
    assert found.incumbent_report.trial == 0


def test_progress_names_the_number(capsys):
    tune(lambda x: {"doğruluk": x}, BasicScheduler(Grid(SPACE)), metric="doğruluk", maximize=True, progress=True)
    assert "en iyi doğruluk 1" in capsys.readouterr().err


# --- öbür ölçüler -----------------------------------------------------------------------------------------------------

MEASURES = {
    "loss": np.float32(0.5),
    "tensor": torch.tensor([0.5, 1.0], requires_grad=True),
    "scalar": torch.tensor(2),
    "params": 10**6,
    "decimal": Decimal("0.5"),
    "diverged": math.nan,
    "range": (1, -math.inf, None, True, "a"),
    "note": "ad: \udcfe",
    "text nan": "nan",
    "matrix": np.eye(2),
    "object": object,
    "huge": 10**5000,
    3: "anahtar",
}
RECORDED = {
    "loss": 0.5, "tensor": [0.5, 1.0], "scalar": 2, "params": 10**6, "decimal": 0.5, "diverged": math.nan,
    "range": [1, -math.inf, None, True, "a"], "note": r"ad: \udcfe", "text nan": "nan",
    "matrix": "[[1.0, 0.0], [0.0, 1.0]]", "object": "<class 'object'>", "huge": "(yazılamayan bir değer)",
    "3": "anahtar",
}  # fmt: skip


def returned(x):
    return {"error": x, **MEASURES}


def yielded(x, state=None):
    for epoch in range(state or 0, 9):
        yield {**MEASURES, "error": x / (epoch + 1), "epoch": epoch + 1}, epoch + 1


@pytest.mark.parametrize("workers", [1, 2])
def test_the_other_measures_are_kept_plain_and_journaled(path, workers, no_leftovers):
    found = tune(returned, MAKERS["basic"](), workers=workers, journal=path)
    assert found.failures == ()
    for report in found.reports:
        assert report.error == report.config["x"]
        assert repr(report.metrics) == repr(RECORDED)
    for line in path.read_text("utf-8").splitlines():
        json.loads(line, parse_constant=pytest.fail)
    again = [read_journal(path), tune(pytest.fail, MAKERS["basic"](), journal=path, workers=workers)]
    assert [repr(tuning) for tuning in again] == [repr(found)] * 2


def test_a_generators_measures_are_those_of_its_last_epoch():
    found = tune(yielded, MAKERS["asha"]())
    assert all(r.metrics["epoch"] == r.resource for r in found.reports)
    assert all(r.errors == tuple(r.config["x"] / k for k in range(r.start + 1, r.resource + 1)) for r in found.reports)
    assert found.incumbent_state == found.incumbent_report.resource


def test_the_named_number_is_the_one_that_counts(path):
    def both(x):
        return {"error": x, "accuracy": 1 - (x - 0.5) ** 2}

    assert tune(both, BasicScheduler(Grid(SPACE))).incumbent == {"x": 0.0}
    best = tune(both, BasicScheduler(Grid(SPACE)), metric="accuracy", maximize=True, journal=path)
    assert (best.incumbent, best.incumbent_error, best.metric) == ({"x": 0.5}, 1.0, "accuracy")
    assert best.reports[0].metrics == {"error": 0.0}
    with pytest.raises(JournalError, match="`metric`: orada 'accuracy', burada 'error'"):
        tune(pytest.fail, BasicScheduler(Grid(SPACE)), maximize=True, journal=path)


def test_a_missing_name_is_said():
    with pytest.warns(RuntimeWarning, match=r"tek bir sayı vermeli, 0.25 gibi, ya da içinde `error` olan bir sözlük"):
        found = tune(lambda x: {"hata": x}, BasicScheduler(Random(SPACE), trials=1))
    assert found.reports[0].status == "bad_value"
    with pytest.warns(RuntimeWarning, match=r"içinde `hata` olan bir sözlük"):
        tune(lambda x: {}, BasicScheduler(Random(SPACE), trials=1), metric="hata")
    assert tune(lambda x: x, BasicScheduler(Grid(SPACE)), metric="hata").incumbent_error == 0.0


def test_a_failed_job_keeps_the_measures_it_gave():
    def diverges(x):
        yield {"error": 0.5, "loss": 1.0}
        yield {"error": math.nan, "loss": 99.0}

    with pytest.warns(RuntimeWarning, match="sonlu olmayan"):
        found = tune(diverges, BasicScheduler(Random(SPACE), resource=3, trials=1))
    assert (found.reports[0].status, found.reports[0].metrics) == ("nan", {"loss": 99.0})


@pytest.mark.parametrize(
    ("error", "named", "wrong"),
    [
        (TypeError, "`metric` aranan sayının adı olmalı", {"metric": 5}),
        (TypeError, "`maximize` = 'evet' olamaz", {"maximize": "evet"}),
    ],
)
def test_wrong_settings_are_named(error, named, wrong):
    with pytest.raises(error, match=named):
        tune(accuracy, MAKERS["basic"](), **wrong)


# --- süre -------------------------------------------------------------------------------------------------------------


class Clocked(Here):
    """Her işi tam bir saniye sayan, her çağrıda saati 100'den başlayan motor."""

    def __init__(self):
        super().__init__()
        self.time = 100.0

    def now(self):
        return self.time

    def wait(self):
        (key, outcome, worker, _, _), began = super().wait()[0], self.time
        self.time += 1.0
        return [(key, outcome, worker, began, self.time)]


def test_seconds_are_those_of_each_call(path):
    """Aynı çağrı her seferinde üç saniye daha çalışır; kayıtların saati ise baştan beri sürer."""

    def call():
        scheduler = BasicScheduler(Random(SPACE), trials=8)
        return tune(objectives.quadratic, scheduler, executor=Clocked(), seconds=3, journal=path)

    counts = []
    while (found := call()).stopped == "time":
        counts.append((len(found.reports), found.makespan))
    assert counts == [(3, 3.0), (6, 6.0)]
    assert (found.stopped, len(found.reports), found.makespan) == ("finished", 8, 8.0)
    straight = tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=8), executor=Clocked())
    assert [replace(r, decision=0) for r in found.reports] == [replace(r, decision=0) for r in straight.reports]


def test_what_a_hung_objective_needs_is_in_the_docstring():
    told = " ".join(tune.__doc__.split())
    assert "Verilmezse takılan (hiç bitmeyen) bir amaç fonksiyonu aramayı da sonsuza dek bekletir" in told
    assert len(re.findall(r"^    `(\w+)`: ", tune.__doc__, re.M)) == 12  # her parametrenin bir paragrafı


# --- günlüğün adı -----------------------------------------------------------------------------------------------------


def search(journal):
    return tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=1), journal=journal)


def test_the_home_folder_is_known(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    search("~/aramalar/x.jsonl")
    assert (tmp_path / "aramalar" / "x.jsonl").is_file()
    assert not (tmp_path / "~").exists()
    with pytest.raises(JournalError, match="ev klasörü"):
        search("~boyle_biri_yok/x.jsonl")


@pytest.mark.parametrize("wrong", ["", "  ", "a\0b"])
def test_an_empty_name_is_refused(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JournalError, match=r"`journal` = .* olamaz; bir dosya adı ver, arama.jsonl gibi"):
        search(wrong)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [".", "..", "/", "./", "~", "yeni/", Path(".")])
def test_a_folder_is_refused_and_gets_no_lock_file(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JournalError, match="bir dosya değil; günlük için bir dosya adı ver"):
        search(wrong)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [5, b"a.jsonl", True, ["a"]])
def test_what_is_no_name_is_refused(wrong):
    with pytest.raises(TypeError, match="`journal` bir dosya adı olmalı"):
        search(wrong)


def test_a_path_through_a_file_and_a_name_too_long_are_told(tmp_path):
    (tmp_path / "dosya").write_text("klasör değil", "utf-8")
    with pytest.raises(JournalError, match="günlüğü açılamıyor: yolun bir parçası klasör değil"):
        search(tmp_path / "dosya" / "a.jsonl")
    with pytest.raises(JournalError, match="günlüğü açılamıyor: dosya adı çok uzun"):
        search(tmp_path / ("a" * 300))


@pytest.mark.parametrize("number", ["EACCES", "EROFS"])
def test_a_folder_that_cannot_be_written_is_no_other_search(tmp_path, monkeypatch, number):
    """root her yere yazabilir; izinsiz klasör, kilit dosyasını açarken gelen hatayla anlatılır."""
    import errno

    real = os.open

    def refuses(path, flags, *rest, **named):
        if str(path).endswith(".lock"):
            code = getattr(errno, number)
            raise OSError(code, os.strerror(code), path)
        return real(path, flags, *rest, **named)

    search(tmp_path / "eski.jsonl")
    monkeypatch.setattr(os, "open", refuses)
    told = {"EACCES": "izin yok", "EROFS": "disk salt okunur"}[number]
    with pytest.raises(JournalError, match=f"a.jsonl` günlüğü açılamıyor: {told}$"):
        search(tmp_path / "a.jsonl")
    with pytest.raises(JournalError, match=f"günlüğü açılamıyor: {told}; yalnızca okumak için read_journal"):
        search(tmp_path / "eski.jsonl")
    assert read_journal(tmp_path / "eski.jsonl").stopped == "finished"
