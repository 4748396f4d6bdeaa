"""Zamanlayıcıların ortak sözleri: işlerin açılıp kapanması, hatalı girdiler, d2l'nin adları, temel zamanlayıcı."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Choice,
    Decision,
    Float,
    Grid,
    Hyperband,
    Job,
    Random,
    Space,
    StoppingASHA,
    SuccessiveHalving,
)
from tests.hpo.streams import Counting, check_story, play

SCHEDULERS = {
    "basic": lambda searcher, **limits: BasicScheduler(searcher, resource=4, **limits),
    "halving": lambda searcher, **limits: SuccessiveHalving(searcher, r_min=1, r_max=4, eta=2, **limits),
    "hyperband": lambda searcher, **limits: Hyperband(searcher, r_max=4, eta=2, **limits),
    "asha": lambda searcher, **limits: ASHA(searcher, r_min=1, r_max=4, eta=2, **limits),
    "stopping": lambda searcher, **limits: StoppingASHA(searcher, r_min=1, r_max=4, eta=2, **limits),
}
every = pytest.mark.parametrize("make", SCHEDULERS.values(), ids=SCHEDULERS)


@given(
    seed=st.integers(0, 2**32),
    resource=st.integers(1, 9),
    workers=st.integers(1, 5),
    failures=st.sampled_from([0.0, 0.3, 1.0]),
    limits=st.sampled_from([{"trials": 7}, {"budget": 40}, {"trials": 30, "budget": 25}, {"budget": 1}]),
)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_basic_scheduler_runs_every_trial_once_and_whole(seed, resource, workers, failures, limits):
    scheduler = BasicScheduler(Counting(), resource=resource, **limits)
    events = play(scheduler, seed, workers, failures)
    reached = check_story(scheduler, events, resource)
    jobs = [job for kind, job, _ in events if kind == "ask" and job is not None]
    assert all((job.start, job.resource) == (0, resource) for job in jobs)
    assert len(reached) == len(jobs) == min(limits.get("trials", 10**9), limits.get("budget", 10**9) // resource)


@every
@given(seed=st.integers(0, 2**32), workers=st.integers(1, 6), failures=st.sampled_from([0.0, 0.3]))
@settings(derandomize=True, deadline=None, max_examples=15)
def test_same_reports_in_the_same_order_give_the_same_decisions(make, seed, workers, failures):
    runs = []
    for _ in range(2):
        scheduler = make(Counting(), budget=60)
        runs.append((play(scheduler, seed, workers, failures), scheduler.decisions, scheduler.searcher.told))
    assert runs[0] == runs[1]


@every
@given(seed=st.integers(0, 2**32), workers=st.integers(1, 6))
@settings(derandomize=True, deadline=None, max_examples=10)
def test_search_ends_when_every_job_fails(make, seed, workers):
    scheduler = make(Counting(), budget=50)
    events = play(scheduler, seed, workers, failures=1.0)
    reached = check_story(scheduler, events, top=4)
    assert {decision.kind for decision in scheduler.decisions} == {"start", "fail"}
    assert len(reached) == sum(decision.kind == "start" for decision in scheduler.decisions) > 1


@every
@given(seed=st.integers(0, 2**32), workers=st.integers(1, 6), failures=st.sampled_from([0.0, 0.3]))
@settings(derandomize=True, deadline=None, max_examples=15)
def test_exhausted_searcher_ends_the_search(make, seed, workers, failures):
    scheduler = make(Counting(limit=11))
    reached = check_story(scheduler, play(scheduler, seed, workers, failures), top=4)
    assert len(reached) == scheduler.searcher.asked == 11


@every
def test_grid_is_tried_to_its_last_point(make):
    space = Space({"kind": Choice(("a", "b")), "x": Choice((1, 2, 3))})
    scheduler = make(Grid(space))
    tried = []
    while not scheduler.finished:
        if (job := scheduler.ask()) is not None:
            tried += [job.config] if job.start == 0 else []
            scheduler.tell(job.trial, job.resource, job.config["x"])
    assert tried == space.grid(3)


@every
def test_jobs_are_closed_exactly_once(make):
    scheduler = make(Counting(), trials=9)
    first, second = scheduler.ask(), scheduler.ask()
    assert (first, second) == (Job(0, {"number": 0}, 0, first.resource), Job(1, {"number": 1}, 0, first.resource))
    spent, decisions = scheduler.spent, list(scheduler.decisions)
    with pytest.raises(ValueError, match=r"`trial` = 2 olamaz; başlatılmış deneme sayısı: 2 \(0'dan\)"):
        scheduler.tell(2, first.resource, 0.5)
    with pytest.raises(ValueError, match=r"`trial` = -1 olamaz; başlatılmış deneme sayısı: 2"):
        scheduler.fail(-1)
    with pytest.raises(ValueError, match=rf"`resource` = 81 olamaz; 1. denemenin açık işi {first.resource} dönemlik"):
        scheduler.tell(1, 81, 0.5)
    with pytest.raises(TypeError, match=r"`trial` bir sayı olmalı; verilen: 'ilk' \(str\)"):
        scheduler.tell("ilk", 1, 0.5)
    for wrong, shown in (("0.5", "'0.5'"), (None, "None"), (True, "True")):
        with pytest.raises(TypeError, match=rf"`error` bir sayı olmalı; verilen: {shown}"):
            scheduler.tell(0, first.resource, wrong)
    assert (scheduler.spent, scheduler.decisions, scheduler.searcher.told) == (spent, decisions, [])
    scheduler.tell(0, first.resource, 0.5)
    scheduler.fail(1)
    for trial in (0, 1):
        with pytest.raises(ValueError, match=rf"`trial` = {trial} için açık iş yok"):
            scheduler.tell(trial, first.resource, 0.5)
        with pytest.raises(ValueError, match=rf"`trial` = {trial} için açık iş yok"):
            scheduler.fail(trial)
    assert scheduler.searcher.told == [({"number": 0}, 0.5, first.resource), ({"number": 1}, math.inf, first.resource)]


@every
def test_changing_a_jobs_config_changes_nothing_else(make):
    class Reusing(Counting):  # hep aynı sözlüğü verir
        kept = {}

        def ask(self):
            self.kept.update(super().ask())
            return self.kept

    scheduler = make(Reusing(), trials=8)
    while (job := scheduler.ask()) is not None:
        assert job.config == {"number": job.trial}
        job.config["number"] = job.config["extra"] = "bozuldu"
        assert "extra" not in scheduler.searcher.kept
        scheduler.tell(job.trial, job.resource, job.trial)
    assert scheduler.finished
    assert all(config == {"number": config["number"]} for config, _, _ in scheduler.searcher.told)


@every
def test_numpy_numbers_are_errors_too(make):
    scheduler = make(Counting(), trials=9)
    for value in (np.float32(0.25), np.int64(1), 1, np.array(0.25)):
        job = scheduler.ask()
        scheduler.tell(np.int64(job.trial), job.resource, value)
        assert scheduler.searcher.told[-1][1] == float(value)
        assert type(scheduler.searcher.told[-1][1]) is float
    job = scheduler.ask()
    scheduler.tell(job.trial, job.resource, np.float32("nan"))
    assert scheduler.decisions[-1][:2] == ("fail", job.trial)


@every
def test_settings_are_json_and_rebuild_the_scheduler(make):
    space = Space({"x": Float(0.0, 1.0)})
    scheduler = make(Random(space, seed=3), budget=40, trials=12)
    told = json.loads(json.dumps(scheduler.settings()))
    assert told["scheduler"] == type(scheduler).__name__
    assert told["searcher"] == json.loads(json.dumps(Random(space, seed=3).settings()))
    own = {name: value for name, value in told.items() if name not in ("scheduler", "searcher")}
    assert {"trials", "budget"} < set(own)
    again = type(scheduler)(Random(space, seed=3), **own)
    assert again.settings() == scheduler.settings()
    assert play(again, 5, 3) == play(scheduler, 5, 3)


@every
@pytest.mark.parametrize(
    ("limits", "kind", "message"),
    [
        ({"trials": 0}, ValueError, r"`trials` = 0 olamaz; izin verilen aralık: \[1, inf\)"),
        ({"trials": 2.5}, ValueError, r"`trials` = 2\.5 olamaz; bir tam sayı olmalı"),
        ({"budget": -3}, ValueError, r"`budget` = -3 olamaz; izin verilen aralık: \[1, inf\)"),
        ({"budget": "çok"}, TypeError, r"`budget` bir sayı olmalı; verilen: 'çok' \(str\)"),
    ],
)
def test_bad_limits_are_named(make, limits, kind, message):
    with pytest.raises(kind, match=message):
        make(Counting(), **limits)


@every
def test_searcher_must_be_a_searcher(make):
    with pytest.raises(TypeError, match=r"`searcher` bir arayıcı olmalı \(ask ve tell\).*; verilen: dict"):
        make({"x": 1})


def test_basic_schedulers_resource_is_checked():
    with pytest.raises(ValueError, match=r"`resource` = 0 olamaz; izin verilen aralık: \[1, inf\)"):
        BasicScheduler(Counting(), resource=0)


def test_budget_below_the_first_job_starts_nothing():
    scheduler = BasicScheduler(Counting(), resource=5, budget=4)
    assert scheduler.finished
    assert scheduler.ask() is None
    assert scheduler.spent == scheduler.searcher.asked == 0


def test_basic_scheduler_ranks_each_result_among_those_so_far():
    scheduler = BasicScheduler(Counting(), resource=2, trials=5)
    for error in (0.5, 0.3, math.nan, 0.3, 0.1):
        job = scheduler.ask()
        scheduler.tell(job.trial, 2, error)
    assert [decision for decision in scheduler.decisions if decision.kind != "start"] == [
        Decision("finish", 0, 2, 1, 1),
        Decision("finish", 1, 2, 1, 2),
        Decision("fail", 2, 2, 0, 0),
        Decision("finish", 3, 2, 2, 4),  # eşitlikte küçük numara önde; sonuç vermeyen de sayılır
        Decision("finish", 4, 2, 1, 5),
    ]


@every
def test_d2l_names_drive_the_same_search(make):
    ours, theirs = make(Counting(), trials=8), make(Counting(), trials=8)
    while not ours.finished:
        job, config = ours.ask(), theirs.suggest()
        assert config == {**job.config, "max_epochs": job.resource}
        ours.tell(job.trial, job.resource, (job.trial * 7) % 5)
        theirs.update(config, (job.trial * 7) % 5, info={"yok": "sayılır"})
    assert ours.decisions == theirs.decisions
    assert ours.searcher.told == theirs.searcher.told
    with pytest.raises(RuntimeError, match="şimdi önerilecek yapılandırma yok: arama bitti"):
        theirs.suggest()


def test_d2l_names_say_what_they_cannot_do():
    scheduler = SuccessiveHalving(Counting(), r_min=1, r_max=2, eta=2)
    configs = [scheduler.suggest(), scheduler.suggest()]
    with pytest.raises(RuntimeError, match="şimdi önerilecek yapılandırma yok: açık 2 işin sonucu bekleniyor"):
        scheduler.suggest()
    with pytest.raises(ValueError, match=r"`config` = \{'number': 7, 'max_epochs': 1\} olamaz; suggest\(\) ile"):
        scheduler.update({"number": 7, "max_epochs": 1}, 0.5)
    scheduler.update(configs[1], 0.1)
    scheduler.update(configs[0], 0.2)
    assert scheduler.suggest() == {"number": 1, "max_epochs": 2}
