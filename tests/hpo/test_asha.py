"""ASHA, terfili ve durduran: her karar, o ana dek gelen bütün sonuçları yeniden sıralayan saf hesapla aynıdır."""

import math
import warnings
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.hpo import ASHA, Decision, StoppingASHA, rungs
from tests.hpo.streams import Counting, best, check_story, play

both = pytest.mark.parametrize("kind", [ASHA, StoppingASHA])
streams = given(
    seed=st.integers(0, 2**32),
    numbers=st.tuples(st.integers(1, 3), st.integers(0, 80), st.integers(2, 4)),
    limited=st.sampled_from([{"trials": 40}, {"budget": 300}, {"trials": 60, "budget": 150}, {"trials": 3}]),
    workers=st.integers(1, 8),
    failures=st.sampled_from([0.0, 0.1, 0.6]),
    coarse=st.booleans(),
)


def place(results, trial):
    """Denemenin 1'den sayılan yeri, bütün sonuçlar arasında."""
    return best(results, None).index(trial) + 1


def expected_asha(events, levels, eta, trials=math.inf, budget=math.inf):
    """Her "ask"te beklenen (deneme, kaynak, yer, kaçta) ya da None."""
    rung, promoted, started, spent = [{} for _ in levels], [set() for _ in levels], 0, 0
    for kind, job, error in events:
        if kind == "tell":
            rung[levels.index(job.resource)][job.trial] = error
            continue
        expected = None
        for k in reversed(range(len(levels) - 1)):
            cost = levels[k + 1] - levels[k]
            top = [trial for trial in best(rung[k], len(rung[k]) // eta) if trial not in promoted[k]]
            if top and spent + cost <= budget:
                expected = (top[0], levels[k + 1], place(rung[k], top[0]), len(rung[k]))
                promoted[k].add(top[0])
                spent += cost
                break
        else:
            if started < trials and spent + levels[0] <= budget:
                expected = (started, levels[0], 0, 0)
                started += 1
                spent += levels[0]
        yield job, expected


@streams
@settings(derandomize=True, deadline=None, max_examples=150)
def test_promotions_equal_the_naive_computation(seed, numbers, limited, workers, failures, coarse):
    r_min, more, eta = numbers
    scheduler = ASHA(Counting(), r_min=r_min, r_max=r_min + more, eta=eta, **limited)
    events = play(scheduler, seed, workers, failures, coarse)
    check_story(scheduler, events, r_min + more)
    handed = iter([decision for decision in scheduler.decisions if decision.kind in ("start", "promote")])
    for job, expected in expected_asha(events, rungs(r_min, r_min + more, eta), eta, **limited):
        assert (None if job is None else next(handed)[1:]) == expected


@streams
@settings(derandomize=True, deadline=None, max_examples=150)
def test_stopping_equals_the_naive_computation(seed, numbers, limited, workers, failures, coarse):
    r_min, more, eta = numbers
    scheduler = StoppingASHA(Counting(), r_min=r_min, r_max=r_min + more, eta=eta, **limited)
    events = play(scheduler, seed, workers, failures, coarse)
    check_story(scheduler, events, r_min + more)
    levels, trials, budget = scheduler.levels, limited.get("trials", math.inf), limited.get("budget", math.inf)
    rung, going, stopped, started, committed = {level: {} for level in levels}, [], [], 0, 0
    for kind, job, error in events:
        if kind == "ask":
            if going:
                expected = going.pop(0)
            elif started < trials and committed + levels[0] <= budget:
                expected = (started, levels[0])
                started, committed = started + 1, committed + levels[0]
            else:
                expected = None
            assert (None if job is None else (job.trial, job.resource)) == expected
            continue
        results = rung[job.resource]
        results[job.trial] = error
        if not math.isfinite(error) or job.resource == levels[-1]:
            continue
        rank, above = place(results, job.trial), levels[levels.index(job.resource) + 1]
        cost = above - job.resource
        if rank <= -(-len(results) // eta) and committed + cost <= budget:
            going.append((job.trial, above))
            committed += cost
        else:
            stopped.append(Decision("stop", job.trial, job.resource, rank, len(results)))
    assert [decision for decision in scheduler.decisions if decision.kind == "stop"] == stopped
    assert scheduler.spent == committed


def asked(scheduler):
    job = scheduler.ask()
    return None if job is None else (job.trial, job.start, job.resource)


def test_asha_by_hand():
    scheduler = ASHA(Counting(), r_min=1, r_max=9, eta=3)
    assert [asked(scheduler) for _ in range(3)] == [(0, 0, 1), (1, 0, 1), (2, 0, 1)]
    scheduler.tell(1, 1, 0.5)
    scheduler.tell(0, 1, 0.4)
    assert asked(scheduler) == (3, 0, 1)  # iki sonuçtan ⌊2/3⌋ = 0 terfi: işçi beklemez, yenisi başlar
    scheduler.tell(2, 1, 0.6)
    assert asked(scheduler) == (0, 1, 3)  # üçün en iyisi
    scheduler.tell(3, 1, 0.1)
    assert asked(scheduler) == (3, 1, 3)  # dördün en iyisi artık 3; 0 numara erken gelmiş olduğu için terfi etmişti
    assert asked(scheduler) == (4, 0, 1)
    for trial, resource, error in ((4, 1, 0.2), (0, 3, 0.3), (3, 3, 0.05)):
        scheduler.tell(trial, resource, error)
    assert asked(scheduler) == (5, 0, 1)  # 3. dönemde iki sonuç, 1. dönemde beş: kimse ilk üçte bire girmiyor
    assert scheduler.decisions[-3:] == [
        Decision("promote", 3, 3, 1, 4),
        Decision("start", 4, 1),
        Decision("start", 5, 1),
    ]


def test_upper_rungs_come_first():
    scheduler = ASHA(Counting(), r_min=1, r_max=4, eta=2, trials=6)
    for _ in range(6):
        scheduler.ask()
    for trial, error in enumerate((0.1, 0.2, 0.3)):
        scheduler.tell(trial, 1, error)
        if trial == 1:
            assert asked(scheduler) == (0, 1, 2)
    scheduler.tell(3, 1, 0.4)
    assert asked(scheduler) == (1, 1, 2)
    scheduler.tell(0, 2, 0.2)
    scheduler.tell(4, 1, 0.5)
    scheduler.tell(5, 1, 0.6)
    scheduler.tell(1, 2, 0.1)
    assert asked(scheduler) == (1, 2, 4)  # 1. dönemde 2 numara da beklerken üst basamak önce
    assert asked(scheduler) == (2, 1, 2)
    assert scheduler.ask() is None
    assert not scheduler.finished


def test_failures_count_as_the_worst_results():
    scheduler = ASHA(Counting(), r_min=1, r_max=3, eta=3, trials=3)
    for error in (math.nan, 0.9, math.inf):
        job = scheduler.ask()
        scheduler.tell(job.trial, 1, error)
    assert asked(scheduler) == (1, 1, 3)
    assert scheduler.decisions[-1] == Decision("promote", 1, 3, 1, 3)
    stopping = StoppingASHA(Counting(), r_min=1, r_max=3, eta=3, trials=5)
    for error in (math.nan, math.inf, 0.9, 0.95):
        job = stopping.ask()
        stopping.tell(job.trial, 1, error)
        if error == 0.9:
            assert asked(stopping) == (2, 1, 3)
    assert asked(stopping) == (3, 1, 3)  # dört sonuç, ⌈4/3⌉ = 2: ikinci yer yeter
    assert stopping.decisions[-1] == Decision("continue", 3, 3, 2, 4)


def test_stopping_by_hand():
    scheduler = StoppingASHA(Counting(), r_min=1, r_max=9, eta=3)
    for _ in range(4):
        scheduler.ask()
    scheduler.tell(0, 1, 0.5)  # ilk gelen hep sürer
    scheduler.tell(1, 1, 0.6)  # ⌈2/3⌉ = 1, yeri 2: durur
    scheduler.tell(2, 1, 0.4)  # ⌈3/3⌉ = 1, yeri 1: sürer
    scheduler.tell(3, 1, 0.45)  # ⌈4/3⌉ = 2, yeri 2: sürer
    assert [asked(scheduler) for _ in range(4)] == [(0, 1, 3), (2, 1, 3), (3, 1, 3), (4, 0, 1)]
    assert scheduler.decisions[4:] == [
        Decision("stop", 1, 1, 2, 2),
        Decision("continue", 0, 3, 1, 1),
        Decision("continue", 2, 3, 1, 3),
        Decision("continue", 3, 3, 2, 4),
        Decision("start", 4, 1),
    ]


def test_trial_whose_next_part_does_not_fit_is_stopped():
    scheduler = StoppingASHA(Counting(), r_min=1, r_max=9, eta=3, budget=2 + 2 + 1)
    scheduler.ask(), scheduler.ask()
    scheduler.tell(0, 1, 0.5)
    scheduler.tell(1, 1, 0.1)  # yeri 1, ama 0 numaraya söz verilen 2 dönemden sonra 1 dönem kalıyor
    assert scheduler.decisions[-1] == Decision("stop", 1, 1, 1, 2)
    assert [asked(scheduler) for _ in range(3)] == [(0, 1, 3), (2, 0, 1), None]
    assert scheduler.spent == 5


def test_promotion_that_does_not_fit_gives_way_to_a_cheaper_job():
    scheduler = ASHA(Counting(), r_min=1, r_max=9, eta=3, budget=3 * 3 + 3 * 2 + 5)
    resources = [job.resource for kind, job, _ in play(scheduler, 0, 1) if kind == "tell"]
    assert resources.count(9) == 0  # 6 dönem sığmıyor
    assert scheduler.spent == scheduler.budget


@both
def test_asynchronous_worker_never_waits(kind):
    scheduler = kind(Counting(), r_min=1, r_max=9, eta=3)
    straggler = scheduler.ask()
    for _ in range(300):
        job = scheduler.ask()
        scheduler.tell(job.trial, job.resource, (job.trial * 37 % 101) / 101)
    assert (straggler.trial, straggler.resource) == (0, 1)
    scheduler.tell(0, 1, 0.0)
    assert asked(scheduler) == (0, 1, 3)


@both
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"r_min": 0}, r"`r_min` = 0 olamaz; izin verilen aralık: \[1, inf\)"),
        ({"r_max": 1, "r_min": 2}, r"`r_max` = 1 olamaz; izin verilen aralık: \[2, inf\)"),
        ({"eta": 1}, r"`eta` = 1 olamaz; izin verilen aralık: \[2, inf\)"),
        ({"eta": 2.5}, r"`eta` = 2\.5 olamaz; bir tam sayı olmalı"),
    ],
)
def test_bad_settings_are_named(kind, wrong, message):
    with pytest.raises(ValueError, match=message):
        kind(Counting(), **{"r_min": 1, "r_max": 9, "eta": 3, **wrong})


@pytest.mark.skipif(
    find_spec("syne_tune") is None, reason='Syne Tune kurulu değil; kurmak için: pip install "lrlab[hpo]"'
)
@pytest.mark.parametrize(("eta", "r_max"), [(2, 16), (3, 27), (4, 64)])
def test_stopping_against_syne_tune_on_the_same_stream(eta, r_max):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from syne_tune.optimizer.scheduler import SchedulerDecision
        from syne_tune.optimizer.schedulers.asha import Bracket
    scheduler = StoppingASHA(Counting(), r_min=1, r_max=r_max, eta=eta, trials=300)
    theirs, same, apart = Bracket(1, r_max, eta, 0), 0, 0
    events = play(scheduler, seed=eta, workers=4)
    fates = {(d.trial, d.resource): d for d in scheduler.decisions if d.kind == "stop"}
    for d in scheduler.decisions:
        if d.kind == "continue":
            fates[d.trial, scheduler.levels[scheduler.levels.index(d.resource) - 1]] = d
    for kind, job, error in events:
        if kind == "tell" and job.resource < r_max:
            ours = fates[job.trial, job.resource]
            goes_on = theirs.on_result(str(job.trial), job.resource, {"error": error}) == SchedulerDecision.CONTINUE
            if ours.of % eta == 0 and ours.rank == ours.of // eta + 1:  # aşağıdaki tek fark
                assert (ours.kind, goes_on) == ("stop", True)
                apart += 1
            else:
                assert goes_on == (ours.kind == "continue")
                same += 1
    assert same > 300
    assert apart > 0
