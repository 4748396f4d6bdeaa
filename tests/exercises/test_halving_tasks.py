"""10. dersin görevleri: yanıtlar deneme zamanlayıcılarının kararlarıyla ve elle bulunanlarla aynı."""

from heapq import heappop, heappush

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.hpo import ASHA, Float, Random, Space, StoppingASHA, SuccessiveHalving, brackets

ERRORS = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]), min_size=1, max_size=25)
ALIKE = settings(derandomize=True, deadline=None, max_examples=60)


def right(task):
    return TASKS[task].reference


def named(task):
    return {mutant.name: mutant.answer for mutant in TASKS[task].mutants}


def searcher():
    return Random(Space({"rate": Float(0.001, 1.0, log=True)}), seed=1)


def run(scheduler, error=lambda job: job.config["rate"]):
    """Arama bitene dek işleri sırayla yürütür; verilen işler."""
    jobs = []
    while (job := scheduler.ask()) is not None:
        jobs.append(job)
        scheduler.tell(job.trial, job.resource, error(job))
    return jobs


# ---- basamaklar


@pytest.mark.parametrize(
    ("arguments", "levels"),
    [((1, 27, 3), [1, 3, 9, 27]), ((2, 10, 2), [2, 4, 8, 10]), ((1, 81, 3), [1, 3, 9, 27, 81]), ((7, 7, 2), [7])],
)
def test_rung_levels_by_hand(arguments, levels):
    assert right("rung_levels")(*arguments) == levels


def test_logarithm_really_loses_the_last_rung():
    assert named("rung_levels")["float_log"](1, 243, 3)[-1] == 81


@pytest.mark.parametrize(("r_min", "r_max", "eta"), [(1, 27, 3), (2, 20, 2), (1, 16, 4)])
def test_rungs_and_sizes_are_what_successive_halving_runs(r_min, r_max, eta):
    jobs = run(SuccessiveHalving(searcher(), r_min=r_min, r_max=r_max, eta=eta, rounds=1))
    levels = right("rung_levels")(r_min, r_max, eta)
    counts = [sum(job.resource == level for job in jobs) for level in levels]
    assert sorted({job.resource for job in jobs}) == levels
    assert counts == right("rung_sizes")(counts[0], eta, len(levels))


def test_rung_sizes_are_those_of_hyperband():
    for bracket in brackets(81, 3):
        sizes = [trials for trials, _ in bracket]
        assert right("rung_sizes")(sizes[0], 3, len(sizes)) == sizes
    assert right("rung_sizes")(34, 3, 4) == [34, 11, 3, 1]


def test_promoted_is_who_successive_halving_promotes():
    errors = np.random.default_rng(5).integers(0, 4, 9) / 10  # çok eşitlik
    scheduler = SuccessiveHalving(searcher(), r_min=1, r_max=9, eta=3, rounds=1)
    jobs = run(scheduler, lambda job: errors[job.trial])
    assert [job.trial for job in jobs if job.resource == 3] == right("promoted")(list(errors), 3)


def test_promoted_by_hand():
    assert right("promoted")([0.3, float("nan"), 0.1, 0.3, 0.2, 0.9], 2) == [2, 4, 0]
    assert right("promoted")([float("nan"), 0.4, float("nan"), float("nan")], 2) == [1]


# ---- eşzamansız


@ALIKE
@given(errors=ERRORS, eta=st.integers(2, 4))
def test_asha_next_is_whom_asha_promotes(errors, eta):
    """Sonuçlar bir bir gelir; ASHA'nın birinci basamaktan her terfisi görevin yanıtıdır."""
    scheduler, promoted = ASHA(searcher(), r_min=1, r_max=eta, eta=eta), []
    for k in range(len(errors)):
        while (job := scheduler.ask()).start:
            assert right("asha_next")(errors[:k], promoted, eta) == job.trial
            promoted.append(job.trial)
            scheduler.tell(job.trial, job.resource, 0.5)
        assert right("asha_next")(errors[:k], promoted, eta) == -1
        scheduler.tell(job.trial, job.resource, errors[k])


@ALIKE
@given(errors=ERRORS, eta=st.integers(2, 4))
def test_stopping_survivors_are_whom_stopping_asha_keeps(errors, eta):
    scheduler = StoppingASHA(searcher(), r_min=1, r_max=eta, eta=eta, trials=len(errors))
    jobs = run(scheduler, lambda job: errors[job.trial])
    assert [job.trial for job in jobs if job.start] == right("stopping_survivors")(errors, eta)


def test_asynchronous_answers_by_hand():
    assert right("asha_next")([0.5, 0.3, 0.4], [], 3) == 1
    assert right("asha_next")([0.5, 0.3], [], 3) == -1
    assert right("asha_next")([0.5, 0.3, 0.4, 0.2, 0.6, 0.7], [1], 3) == 3
    assert right("stopping_survivors")([0.5, 0.6, 0.4, 0.45], 3) == [0, 2, 3]


# ---- sayılar


def test_budget_is_what_successive_halving_spends():
    scheduler = SuccessiveHalving(searcher(), r_min=1, r_max=27, eta=3, rounds=1)
    jobs = run(scheduler)
    assert scheduler.spent == TASKS["sh_budget"].expected
    slips = named("sh_budget")
    assert sum(job.resource for job in jobs) == slips["from_scratch"]
    assert len(jobs) == slips["jobs"]
    assert 27 * sum(job.start == 0 for job in jobs) == slips["all_to_the_end"]
    assert sum(n * step for n, step in zip([27, 13, 6, 3], [1, 2, 6, 18], strict=True)) == slips["halving"]


def test_promotion_leaves_the_learning_rate_alone():
    def always_the_same():
        return {"rate": 0.1}

    source = searcher()
    source.ask = always_the_same
    jobs = run(SuccessiveHalving(source, r_min=1, r_max=3, eta=3, rounds=1))
    promoted = [job for job in jobs if job.start]
    assert [(job.start, job.resource) for job in promoted] == [(1, 3)]
    assert promoted[0].config["rate"] == TASKS["eta_meaning"].expected


def test_hyperband_starts_its_brackets_with_these_counts():
    assert [bracket[0] for bracket in brackets(81, 3)] == [(81, 1), (34, 3), (15, 9), (8, 27), (5, 81)]


def finishing(durations, workers):
    """Boşalan işçinin sıradaki işi aldığı bir basamağın süresi."""
    free, end = [0] * workers, 0
    for duration in durations:
        began = heappop(free)
        heappush(free, began + duration)
        end = max(end, began + duration)
    return end


def test_idle_time_is_counted_by_playing_the_rung():
    durations = [12, 4, 6, 1, 3]
    slips, busy = named("idle_time"), sum(durations)
    assert finishing(durations, 3) == slips["makespan"]
    assert 3 * finishing(durations, 3) - busy == TASKS["idle_time"].expected
    assert busy == slips["busy"]
    assert 3 * (max(durations[:3]) + max(durations[3:])) - busy == slips["waves"]
    assert 3 * max(sum(durations[k::3]) for k in range(3)) - busy == slips["fixed_turns"]
    assert 3 * max(durations[:3]) - sum(durations[:3]) == slips["first_wave"]


@pytest.mark.parametrize(
    ("task", "answer", "mutant"),
    [
        ("sh_budget", "108 dönem", "from_scratch"),
        ("sh_budget", 82, None),
        ("eta_meaning", 0.3, "learning_rate"),
        ("eta_meaning", 0.033, "learning_rate_divided"),
        ("eta_meaning", 0.2, None),
        ("hyperband_n", 27, "power"),
        ("hyperband_n", 33.75, "not_rounded"),
        ("hyperband_n", 35, None),
        ("idle_time", 3.33, "mean"),
        ("idle_time", 11, None),
    ],
)
def test_wrong_numbers_get_their_own_name(task, answer, mutant):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant == mutant


@pytest.mark.parametrize(
    ("task", "answer"),
    [("sh_budget", 81), ("eta_meaning", 0.1), ("hyperband_n", "34 deneme"), ("idle_time", "10 dk")],
)
def test_right_numbers_pass_in_their_usual_forms(task, answer):
    assert check(task, answer).correct


# ---- doğruya benzeyenler


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("rung_levels", lambda r_min, r_max, eta: right("rung_levels")(r_min, min(r_max, 81), eta)),
        ("rung_sizes", lambda n, eta, rungs: [27, 9, 3, 1][:rungs]),
        ("promoted", lambda errors, eta: right("promoted")(errors, eta)[:3]),
        ("asha_next", lambda errors, promoted, eta: -1),
        ("stopping_survivors", lambda errors, eta: right("stopping_survivors")(errors, 3)),
    ],
)
def test_almost_right_function_is_not_accepted(task, answer):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant is None


@pytest.mark.parametrize("fixed", [2, 3, 4])
@pytest.mark.parametrize("task", ["rung_levels", "rung_sizes", "promoted", "asha_next", "stopping_survivors"])
def test_answer_that_ignores_eta_is_not_accepted(task, fixed):
    names, place = ", ".join(TASKS[task].arguments), TASKS[task].arguments.index("eta")

    def ignoring(*given):
        return right(task)(*given[:place], fixed, *given[place + 1 :])

    assert not check(task, eval(f"lambda {names}: ignoring({names})", {"ignoring": ignoring})).correct


def test_arrays_and_tuples_are_accepted():
    def promoted(errors, eta):
        order = [i for i in np.argsort(errors, kind="stable") if not np.isnan(errors[i])]
        return np.array(order[: len(errors) // eta])

    assert check("promoted", promoted).correct
    assert check("rung_levels", lambda r_min, r_max, eta: tuple(right("rung_levels")(r_min, r_max, eta))).correct


def test_sorting_in_place_is_a_side_effect():
    def stopping_survivors(errors, eta):
        answer = right("stopping_survivors")(errors, eta)
        errors.sort()
        return answer

    assert check("stopping_survivors", stopping_survivors).checks["yan etki"] is False
