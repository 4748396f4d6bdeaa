"""Ayarlayıcı: amaç fonksiyonunun biçimleri, başarısızlıklar, kesilme, motorlar."""

import math
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Choice,
    Float,
    Futures,
    Grid,
    Here,
    Processes,
    Random,
    Searcher,
    Space,
    SuccessiveHalving,
    tune,
)
from lrlab.hpo.engines.objective import Assignment, Outcome, carry_out
from tests.hpo import objectives

SPACE = Space({"x": Float(0.0, 1.0)})


def halving(trials=8):
    return SuccessiveHalving(Random(SPACE), r_min=1, r_max=8, eta=2, trials=trials)


def basic(trials, resource=1):
    return BasicScheduler(Random(SPACE), trials=trials, resource=resource)


def kinds(*names):
    return BasicScheduler(Grid(Space({"kind": Choice(names)})))


# --- bir iş ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [0.25, np.float32(0.25), np.array(0.25), torch.tensor(0.25), torch.tensor(0.25, requires_grad=True)],
    ids=["float", "float32", "0-d array", "tensor", "tensor with grad"],
)
def test_every_kind_of_number_is_an_error(value):
    outcome = carry_out(Assignment(lambda: value, {}, 0, 3))
    assert (outcome.status, outcome.error, outcome.errors, outcome.epochs) == ("ok", 0.25, (0.25,), 3)
    assert type(outcome.error) is float


@pytest.mark.parametrize(
    "value",
    ["0.5", b"0.5", None, True, np.True_, torch.tensor(True), [0.5], np.array([0.5]), torch.zeros(2), 1j, 10**400, {}],
    ids=repr,
)
def test_what_is_not_one_number_is_said_to_be_so(value):
    outcome = carry_out(Assignment(lambda: value, {}, 0, 1))
    assert (outcome.status, outcome.error) == ("bad_value", math.inf)
    assert type(value).__name__ in outcome.message
    assert "tek bir sayı vermeli" in outcome.message


def test_max_epochs_is_given_to_whom_it_asks():
    assert carry_out(Assignment(objectives.to_the_end, {"x": 0.5}, 0, 4)).error == 0.125
    # d2l'nin zamanlayıcısı onu yapılandırmaya da yazar.
    assert carry_out(Assignment(objectives.to_the_end, {"x": 0.5, "max_epochs": 4}, 0, 4)).error == 0.125


def test_a_continued_job_is_the_same_as_a_straight_one():
    straight = carry_out(Assignment(objectives.continued, {"x": 0.4}, 0, 5))
    first = carry_out(Assignment(objectives.continued, {"x": 0.4}, 0, 2))
    rest = carry_out(Assignment(objectives.continued, {"x": 0.4}, 2, 5, state=first.state))
    assert first.errors + rest.errors == straight.errors
    assert (first.epochs, rest.epochs, straight.epochs) == (2, 3, 5)
    again = carry_out(Assignment(objectives.continued, {"x": 0.4}, 2, 5, state=first.state))
    assert again.errors == rest.errors  # durum bir kopyadır, kullanılınca bozulmaz


def test_without_a_state_the_job_starts_again_and_reports_its_own_epochs():
    outcome = carry_out(Assignment(objectives.retrained, {"x": 1.0}, 2, 4))
    assert outcome.errors == (1 / 3, 1 / 4)
    assert outcome.epochs == 4


def test_an_unreadable_state_trains_from_the_beginning_and_says_so():
    outcome = carry_out(Assignment(objectives.continued, {"x": 0.4}, 2, 5, state=b"bozuk"))
    assert outcome.errors == carry_out(Assignment(objectives.continued, {"x": 0.4}, 0, 5)).errors[2:]
    assert outcome.epochs == 5
    assert "baştan eğitildi" in outcome.notes[0]


def test_a_generator_that_ends_early_or_diverges():
    def short():
        yield 0.5

    def diverges():
        yield 0.5
        yield math.nan
        raise AssertionError("ıraksayan eğitim sürdürülmez")

    outcome = carry_out(Assignment(short, {}, 0, 3))
    assert (outcome.status, outcome.epochs, outcome.errors) == ("bad_value", 1, (0.5,))
    assert "1 dönemden sonra bitti" in outcome.message
    outcome = carry_out(Assignment(diverges, {}, 0, 3))
    assert (outcome.status, outcome.epochs, outcome.error) == ("nan", 2, math.inf)
    assert "2. dönemde nan verdi" in outcome.message


def test_the_generator_is_closed_when_its_job_ends():
    closed = []

    def careful():
        try:
            while True:
                yield 0.5
        finally:
            closed.append(True)

    carry_out(Assignment(careful, {}, 0, 3))
    assert closed == [True]


def test_an_error_names_its_type_and_the_students_own_line():
    outcome = carry_out(Assignment(objectives.faulty, {"kind": "raise"}, 0, 1))
    assert outcome.status == "raised"
    assert "ZeroDivisionError: division by zero (objectives.py, " in outcome.message


def test_only_a_keyboard_interrupt_gets_out():
    def stopped():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(Assignment(stopped, {}, 0, 1))
    assert carry_out(Assignment(lambda: exec("raise GeneratorExit"), {}, 0, 1)).status == "raised"


# --- arama ----------------------------------------------------------------------------------------------------------


def test_here_and_processes_find_the_same(no_leftovers):
    here = tune(objectives.continued, halving())
    there = tune(objectives.continued, halving(), workers=2)
    assert here.stopped == there.stopped == "finished"
    found = [{(r.trial, r.start, r.resource): r.errors for r in tuning.reports} for tuning in (here, there)]
    assert found[0] == found[1]
    assert len(found[0]) == 8 + 4 + 2 + 1
    assert {r.worker for r in there.reports} == {0, 1}
    assert (here.workers, there.workers) == (1, 2)
    assert here.incumbent == there.incumbent


def test_promotion_continues_instead_of_retraining():
    continued, retrained = tune(objectives.continued, halving()), tune(objectives.retrained, halving())
    assert continued.trajectory()[1][-1] == 8 * 1 + 4 * 1 + 2 * 2 + 1 * 4
    assert retrained.trajectory()[1][-1] == 8 * 1 + 4 * 2 + 2 * 4 + 1 * 8
    assert all(len(r.errors) == r.resource - r.start for r in (*continued.reports, *retrained.reports))


def test_reports_keep_the_order_and_the_clock():
    tuning = tune(objectives.quadratic, basic(5))
    assert [r.trial for r in tuning.reports] == list(range(5))
    ends = [r.ended for r in tuning.reports]
    assert ends == sorted(ends)
    assert all(0 <= r.began <= r.ended for r in tuning.reports)
    assert all(r.decision > 0 for r in tuning.reports)
    assert tuning.incumbent_error == min((r.config["x"] - 0.3) ** 2 for r in tuning.reports)


def test_retries_are_counted_and_the_state_is_not_spoiled():
    """Terfi edince ilk girişimi, durumu bozduktan sonra hata verir: ikinci girişim bozulmamış durumla başlar."""
    tries = []

    def flaky(x, state=None):
        state = state or {"epoch": 0}
        tries.append(state["epoch"])
        while True:
            state["epoch"] += 1
            if state["epoch"] == 3 and len(tries) == 3:
                raise OSError("geçici")
            yield x + state["epoch"], state

    scheduler = ASHA(Random(SPACE), r_min=2, r_max=4, eta=2, trials=2)
    tuning = tune(flaky, scheduler, retries=1)
    assert tries == [0, 0, 2, 2]
    failed, again = tuning.reports[2:]
    assert (failed.status, failed.attempt, again.status, again.attempt) == ("raised", 1, "ok", 2)
    assert again.error == again.config["x"] + 4
    assert (tuning.stopped, tuning.failures) == ("finished", (failed,))


def test_a_failed_trial_is_told_to_the_scheduler_once_its_retries_are_used_up():
    scheduler = kinds("raise", "ok")
    tuning = tune(objectives.faulty, scheduler, retries=2)
    assert [(r.trial, r.attempt, r.status) for r in tuning.reports if r.trial == 0] == [
        (0, 1, "raised"), (0, 2, "raised"), (0, 3, "raised"),
    ]  # fmt: skip
    assert [d.trial for d in scheduler.decisions if d.kind == "fail"] == [0]
    assert tuning.incumbent == {"kind": "ok"}


def test_a_state_that_cannot_be_kept_is_a_problem_not_a_failure():
    def locked(x, state=None):
        while True:
            yield x, threading.Lock()

    with pytest.warns(RuntimeWarning, match="durum saklanamıyor"):
        tuning = tune(locked, halving())
    assert tuning.stopped == "finished"
    assert not tuning.failures
    assert len(tuning.problems) == 1
    assert tuning.trajectory()[1][-1] == 8 * 1 + 4 * 2 + 2 * 4 + 1 * 8


class Clocked(Here):
    """Her işi tam bir saniye sayan motor."""

    def __init__(self):
        super().__init__()
        self.time = 0.0

    def now(self):
        return self.time

    def wait(self, timeout=None):
        (key, outcome, worker, _, _), began = super().wait()[0], self.time
        self.time += 1.0
        return [(key, outcome, worker, began, self.time)]


def test_no_job_begins_after_the_given_seconds():
    tuning = tune(objectives.quadratic, basic(10), executor=Clocked(), seconds=3)
    assert (tuning.stopped, len(tuning.reports), tuning.makespan) == ("time", 3, 3.0)
    assert tune(objectives.quadratic, basic(3), executor=Clocked(), seconds=3).stopped == "finished"
    assert tune(objectives.quadratic, basic(3), executor=Clocked(), seconds=0).reports == ()


def test_a_thread_pool_is_an_executor_too():
    with ThreadPoolExecutor(3) as pool:
        tuning = tune(objectives.slowly, halving(), executor=pool, workers=3)
        assert pool.submit(int).result() == 0  # havuz bizim değil, kapatılmadı
    assert {(r.trial, r.resource): r.error for r in tuning.reports} == {
        (r.trial, r.resource): r.error for r in tune(objectives.continued, halving()).reports
    }
    assert {r.worker for r in tuning.reports} == {0, 1, 2}


def test_processes_can_be_used_again(no_leftovers):
    engine = Processes(1)
    for _ in range(2):
        assert tune(objectives.quadratic, basic(2), executor=engine, timeout=60).stopped == "finished"


def test_progress_shows_jobs_and_the_best_error(capsys):
    tune(objectives.quadratic, basic(4), progress=True)
    shown = capsys.readouterr().err
    assert "4 iş" in shown
    assert "en iyi hata" in shown
    tune(objectives.quadratic, basic(4))
    assert capsys.readouterr() == ("", "")


def test_the_scheduler_of_an_interrupted_search_is_said_to_be_stuck():
    scheduler = basic(2)
    scheduler.ask()
    with pytest.warns(RuntimeWarning, match="taze bir zamanlayıcı"):
        tuning = tune(objectives.quadratic, scheduler)
    assert tuning.stopped == "stuck"
    assert [r.trial for r in tuning.reports] == [1]


# --- kesilme --------------------------------------------------------------------------------------------------------


def test_an_interrupt_keeps_everything_finished():
    def stops(x):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(x)
        return x

    done = []
    tuning = tune(stops, basic(10))
    assert tuning.stopped == "interrupted"
    assert [r.status for r in tuning.reports] == ["ok"] * 3 + ["interrupted"]
    assert tuning.incumbent_error == min(done)
    assert tuning.failures == ()


def test_an_interrupt_swallowed_by_the_objective_still_stops():
    """Ctrl-C'yi yakalayıp yarım sonucunu döndüren bir eğitim (lrlab'inki de öyledir) aramayı sürdürtmez."""

    def swallows(x):
        try:
            signal.raise_signal(signal.SIGINT)
            while True:
                pass
        except KeyboardInterrupt:
            return x

    before = signal.getsignal(signal.SIGINT)
    tuning = tune(swallows, basic(10))
    assert [r.status for r in tuning.reports] == ["interrupted"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_while_deciding_waits_until_the_record_is_complete():
    class Interrupted(Searcher):
        space, source = SPACE, Random(SPACE)

        def ask(self):
            return self.source.ask()

        def tell(self, config, error, resource=None):
            told.append(error)
            if len(told) == 3:
                signal.raise_signal(signal.SIGINT)

    told = []
    tuning = tune(objectives.quadratic, BasicScheduler(Interrupted(), trials=10))
    assert tuning.stopped == "interrupted"
    assert [r.error for r in tuning.reports if r.status == "ok"] == told
    assert len(told) == 3


def test_a_search_in_a_thread_leaves_the_signals_alone():
    found = []
    thread = threading.Thread(target=lambda: found.append(tune(objectives.quadratic, basic(3))))
    thread.start()
    thread.join(60)
    assert found[0].stopped == "finished"


# --- yanlış girdi ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "named", "wrong"),
    [
        (ValueError, "`workers` = 0", {"workers": 0}),
        (ValueError, "`workers` = 1.5", {"workers": 1.5}),
        (ValueError, "`retries` = -1", {"retries": -1}),
        (ValueError, "`timeout` = 0", {"timeout": 0, "workers": 2}),
        (ValueError, "`timeout` = 5 workers=1", {"timeout": 5}),
        (ValueError, "`seconds` = nan", {"seconds": math.nan}),
        (TypeError, "`progress` = 'evet'", {"progress": "evet"}),
        (TypeError, "`executor`", {"executor": "dask"}),
        (ValueError, "`workers` = 3", {"executor": Processes(2), "workers": 3}),
        (TypeError, "`objective`", {"objective": 0.5}),
        (TypeError, "`scheduler`", {"scheduler": Random(SPACE)}),
    ],
)
def test_wrong_input_is_named(error, named, wrong):
    given = {"objective": objectives.quadratic, "scheduler": basic(1), **wrong}
    with pytest.raises(error, match=named):
        tune(given.pop("objective"), given.pop("scheduler"), **given)


def test_futures_want_an_executor():
    with pytest.raises(TypeError, match="`executor`"):
        Futures("havuz", 1)


def test_outcome_of_a_failure_is_infinite():
    assert Outcome(errors=(0.5,), status="lost").error == math.inf
    assert Outcome(errors=(0.5, 0.25)).error == 0.25
