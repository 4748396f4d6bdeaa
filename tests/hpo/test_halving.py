"""Eşzamanlı ardışık yarılama ve Hyperband: basamaklar, tablo, bariyer, terfi edenler; saf hesapla karşılaştırma."""

import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lrlab.hpo import Decision, Hyperband, SuccessiveHalving, brackets, rungs
from tests.hpo.streams import Counting, best, check_story, play

rung_settings = st.tuples(st.integers(1, 3), st.integers(0, 30), st.integers(2, 4))
limits = st.fixed_dictionaries(
    {},
    optional={"rounds": st.integers(1, 3), "trials": st.integers(1, 60), "budget": st.integers(1, 250)},
)


def test_rungs_by_hand():
    assert rungs(1, 9, 3) == (1, 3, 9)
    assert rungs(2, 10, 2) == (2, 4, 8, 10)
    assert rungs(1, 81, 3) == (1, 3, 9, 27, 81)
    assert rungs(5, 5, 2) == (5,)
    assert rungs(2, 3, 4) == (2, 3)
    assert rungs(1, 3**40, 3)[-2:] == (3**39, 3**40)  # tam sayıyla: kesirli logaritma burada yanılabilir


@given(r_min=st.integers(1, 50), more=st.integers(0, 5000), eta=st.integers(2, 10))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_rungs_grow_by_eta_and_end_at_r_max(r_min, more, eta):
    levels = rungs(r_min, r_min + more, eta)
    assert levels[0] == r_min
    assert levels[-1] == r_min + more
    assert all(level == r_min * eta**k for k, level in enumerate(levels[:-1]))
    assert len(levels) == 1 or levels[-2] < levels[-1] <= eta * levels[-2]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"r_min": 0}, r"`r_min` = 0 olamaz; izin verilen aralık: \[1, inf\)"),
        ({"r_min": 4, "r_max": 3}, r"`r_max` = 3 olamaz; izin verilen aralık: \[4, inf\)"),
        ({"eta": 1}, r"`eta` = 1 olamaz; izin verilen aralık: \[2, inf\)"),
        ({"eta": 0.1}, r"`eta` = 0\.1 olamaz"),  # eta öğrenme oranı sanılınca
        ({"eta": 2.5}, r"`eta` = 2\.5 olamaz; bir tam sayı olmalı"),
        ({"r_max": 9.5}, r"`r_max` = 9\.5 olamaz; bir tam sayı olmalı"),
    ],
)
def test_bad_rungs_are_named(wrong, message):
    asked = {"r_min": 1, "r_max": 9, "eta": 3, **wrong}
    for make in (rungs, brackets, lambda **own: SuccessiveHalving(Counting(), **own)):
        with pytest.raises(ValueError, match=message):
            make(**asked)
    with pytest.raises(ValueError, match=r"`factor` = 0 olamaz"):
        SuccessiveHalving(Counting(), r_min=1, r_max=9, factor=0)
    for make in (SuccessiveHalving, Hyperband):
        with pytest.raises(ValueError, match=r"`rounds` = 0 olamaz"):
            make(Counting(), r_min=1, r_max=9, rounds=0)


def test_brackets_follow_algorithm_1_of_li_2018():
    table = brackets(81, 3)
    assert table == (
        ((81, 1), (27, 3), (9, 9), (3, 27), (1, 81)),
        ((34, 3), (11, 9), (3, 27), (1, 81)),
        ((15, 9), (5, 27), (1, 81)),
        ((8, 27), (2, 81)),
        ((5, 81),),
    )
    # Makalenin basılı tablosu: kaynaklar aynı; deneme sayıları algoritmadakinin aşağı yuvarlanan kardeşinden gelir.
    printed = {1: 81, 3: 27, 9: 9, 27: 6, 81: 5}
    assert {bracket[0][1]: (5 // (s + 1)) * 3**s for s, bracket in zip((4, 3, 2, 1, 0), table, strict=True)} == printed
    assert [n - printed[r] for n, r in (bracket[0] for bracket in table)] == [0, 7, 6, 2, 0]


@given(r_min=st.integers(1, 5), more=st.integers(0, 500), eta=st.integers(2, 5))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_brackets_against_exact_fractions(r_min, more, eta):
    r_max = r_min + more
    table = brackets(r_max, eta, r_min)
    s_max = len(table) - 1
    assert r_min * eta**s_max <= r_max < r_min * eta ** (s_max + 1)
    for s, bracket in zip(range(s_max, -1, -1), table, strict=True):
        n, r = math.ceil(Fraction((s_max + 1) * eta**s, s + 1)), Fraction(r_max, eta**s)
        assert bracket == tuple((math.floor(Fraction(n, eta**i)), math.floor(r * eta**i)) for i in range(s + 1))
        resources = [resource for _, resource in bracket]
        assert r_min <= resources[0]
        assert resources == sorted(set(resources))
        assert resources[-1] == r_max
        assert min(count for count, _ in bracket) >= 1


def expected_jobs(events, plans, eta, rounds=None, trials=math.inf, budget=math.inf):
    """Saf hesap: her "ask" olayında beklenen (deneme, kaynak); her seferinde bütün sonuçları sıralayarak.

    Tur: (ilk basamaktaki deneme sayısı, basamaklar). `plans` dönüşümlüdür, `rounds` kaç tam dönüş.
    """
    turns, started, spent, turn = math.inf if rounds is None else rounds * len(plans), 0, 0, -1
    levels, k, queue, rung, live, begun = (), 0, [], {}, set(), 0
    for kind, job, error in events:
        if kind == "tell":
            live.remove(job.trial)
            rung[job.trial] = error
            continue
        if not queue and not live:
            places = []
            if k + 1 < len(levels):
                fits = (budget - spent) // (levels[k + 1] - levels[k]) if budget < math.inf else len(rung)
                places = best(rung, min(max(1, begun // eta ** (k + 1)), fits))
            if places:
                queue, rung, k = [(trial, levels[k + 1]) for trial in places], {}, k + 1
            else:
                while not queue and turn + 1 < turns and started < trials and spent + plans[0][1][0] <= budget:
                    turn, k, rung = turn + 1, 0, {}
                    size, levels = plans[turn % len(plans)]
                    begun = int(min(size, trials - started, (budget - spent) // levels[0]))
                    queue = [(started + i, levels[0]) for i in range(begun)]
        if not queue:
            yield job, None
            continue
        trial, resource = queue.pop(0)
        yield job, (trial, resource)
        spent += resource - (0 if k == 0 else levels[k - 1])
        started += k == 0
        live.add(trial)


@given(
    seed=st.integers(0, 2**32),
    numbers=rung_settings,
    factor=st.integers(1, 3),
    limited=limits.filter(len),
    workers=st.integers(1, 7),
    failures=st.sampled_from([0.0, 0.1, 0.6]),
    coarse=st.booleans(),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_halving_equals_the_naive_computation(seed, numbers, factor, limited, workers, failures, coarse):
    r_min, more, eta = numbers
    levels = rungs(r_min, r_min + more, eta)
    first = factor * eta ** (len(levels) - 1)
    assume(first <= 600)
    scheduler = SuccessiveHalving(Counting(), r_min=r_min, r_max=r_min + more, eta=eta, factor=factor, **limited)
    events = play(scheduler, seed, workers, failures, coarse)
    check_story(scheduler, events, r_min + more)
    for job, expected in expected_jobs(events, [(first, levels)], eta, **limited):
        assert (None if job is None else (job.trial, job.resource)) == expected


@given(
    seed=st.integers(0, 2**32),
    r_max=st.integers(1, 30),
    eta=st.integers(2, 4),
    limited=limits.filter(len),
    workers=st.integers(1, 7),
    failures=st.sampled_from([0.0, 0.3]),
)
@settings(derandomize=True, deadline=None, max_examples=80)
def test_hyperband_equals_the_naive_computation(seed, r_max, eta, limited, workers, failures):
    scheduler = Hyperband(Counting(), r_max=r_max, eta=eta, **limited)
    events = play(scheduler, seed, workers, failures)
    check_story(scheduler, events, r_max)
    plans = [(bracket[0][0], tuple(r for _, r in bracket)) for bracket in brackets(r_max, eta)]
    for job, expected in expected_jobs(events, plans, eta, **limited):
        assert (None if job is None else (job.trial, job.resource)) == expected


@given(seed=st.integers(0, 2**32), numbers=rung_settings, factor=st.integers(1, 3), workers=st.integers(1, 7))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_nothing_is_promoted_before_its_rung_is_full(seed, numbers, factor, workers):
    r_min, more, eta = numbers
    levels = rungs(r_min, r_min + more, eta)
    assume(factor * eta ** (len(levels) - 1) <= 600)
    scheduler = SuccessiveHalving(Counting(), r_min=r_min, r_max=r_min + more, eta=eta, factor=factor, rounds=2)
    events = play(scheduler, seed, workers)
    sizes, told = [factor * eta ** (len(levels) - 1 - k) for k in range(len(levels))], Counter()
    for kind, job, _ in events:
        if kind == "tell":
            told[job.resource] += 1
        elif job is not None and job.start:
            assert told[job.start] % sizes[levels.index(job.start)] == 0
            assert told[job.start] > 0
    assert [told[level] for level in levels] == [2 * size for size in sizes]


def test_idle_worker_waits_at_the_barrier():
    scheduler = SuccessiveHalving(Counting(), r_min=1, r_max=4, eta=2)
    first = [scheduler.ask() for _ in range(4)]
    assert [job.trial for job in first] == [0, 1, 2, 3]
    for job, error in zip(first[:3], (0.4, 0.1, 0.3), strict=True):
        assert scheduler.ask() is None
        scheduler.tell(job.trial, 1, error)
    assert scheduler.ask() is None  # üç sonuç var, geride kalan dördüncü bekleniyor
    assert not scheduler.finished
    scheduler.tell(3, 1, 0.2)
    assert scheduler.decisions[4:] == []
    promoted = [scheduler.ask(), scheduler.ask()]
    assert [(job.trial, job.start, job.resource) for job in promoted] == [(1, 1, 2), (3, 1, 2)]
    assert scheduler.decisions[4:] == [Decision("promote", 1, 2, 1, 4), Decision("promote", 3, 2, 2, 4)]
    assert scheduler.spent == 4 * 1 + 2 * 1


def test_only_those_with_a_result_are_promoted():
    scheduler = SuccessiveHalving(Counting(), r_min=1, r_max=4, eta=2, rounds=1)
    for error in (math.nan, 0.5, math.inf, -math.inf):
        job = scheduler.ask()
        scheduler.tell(job.trial, 1, error)
    job = scheduler.ask()
    assert (job.trial, job.start, job.resource) == (1, 1, 2)
    assert scheduler.decisions[-1] == Decision("promote", 1, 2, 1, 4)
    assert scheduler.ask() is None
    scheduler.tell(1, 2, 0.4)
    job = scheduler.ask()
    assert (job.trial, job.start, job.resource) == (1, 2, 4)
    scheduler.fail(1)
    assert scheduler.finished


def test_rung_where_all_fail_opens_the_next_round():
    scheduler = SuccessiveHalving(Counting(), r_min=1, r_max=2, eta=2, rounds=2)
    for trial in (0, 1):
        assert scheduler.ask().trial == trial
        scheduler.fail(trial)
    assert (scheduler.ask().trial, scheduler.ask().trial) == (2, 3)


def test_last_round_shrinks_to_what_trials_or_budget_allow():
    scheduler = SuccessiveHalving(Counting(), r_min=1, r_max=9, eta=3, trials=13)
    events = play(scheduler, 0, 1)
    sizes = Counter(job.resource for kind, job, _ in events if kind == "tell")
    assert sizes == {1: 9 + 4, 3: 3 + 1, 9: 1 + 1}  # ikinci tur 4 denemeyle: 4, 4 // 3, en az 1
    scheduler = SuccessiveHalving(Counting(), r_min=1, r_max=9, eta=3, budget=9 + 2 * 2 + 1)
    events = play(scheduler, 0, 1)
    sizes = Counter(job.resource for kind, job, _ in events if kind == "tell")
    assert sizes == {1: 9 + 1, 3: 2}  # üç terfiden ikisi sığar; 9'a terfi sığmaz, kalan 1 dönem yeni denemenindir


def test_hyperband_runs_the_brackets_in_turn():
    scheduler = Hyperband(Counting(), r_max=9, eta=3, rounds=2)
    jobs = [job for kind, job, _ in play(scheduler, 1, 1) if kind == "tell"]
    once = [1] * 9 + [3] * 3 + [9] + [3] * 5 + [9] + [9] * 3
    assert [job.resource for job in jobs] == once * 2
    assert scheduler.brackets == (((9, 1), (3, 3), (1, 9)), ((5, 3), (1, 9)), ((3, 9),))


def test_hyperband_skips_a_bracket_that_does_not_fit():
    scheduler = Hyperband(Counting(), r_max=9, eta=3, budget=(9 + 3 * 2 + 6) + (5 * 3 + 6) + 8)
    jobs = [job for kind, job, _ in play(scheduler, 1, 1) if kind == "tell"]
    # Kalan 8 dönem: s = 0 braketi (9 dönemlik) atlanır, s = 2 braketi 8 denemeyle başlar, terfiye bir şey kalmaz.
    assert [job.resource for job in jobs[18 + 1 :]] == [1] * 8
