"""d2l köprüsü: d2l'nin zamanlayıcıları bizim ayarlayıcımızda, bizimkiler d2l.HPOTuner'da aynı aramayı yapar."""

import json
import math

import numpy as np
import pytest

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Choice,
    D2LScheduler,
    D2LSearcher,
    Float,
    Grid,
    Int,
    Random,
    Space,
    SuccessiveHalving,
    tune,
)

SPACE = Space({"learning_rate": Float(1e-2, 1, log=True), "batch_size": Int(32, 256), "rule": Choice(("sgd", "adam"))})


@pytest.fixture(scope="module")
def d2l():
    """d2l.torch; kurulu değilse testler atlanır."""
    compat = pytest.importorskip("lrlab.train.d2l")
    try:
        return compat.load_d2l()
    except ImportError as missing:
        pytest.skip(f"d2l köprüsü sınanmadı: {missing}")


def error_of(learning_rate, batch_size, rule, max_epochs=10):
    return abs(math.log10(learning_rate) + 1) + batch_size / 1000 + (rule == "adam") / 3 + 1 / max_epochs


def tensor_error(**config):
    """d2l.HPOTuner hatayı tensör bekler."""
    import torch

    return torch.tensor(error_of(**config), dtype=torch.float64)


def their_records(d2l, scheduler, count):
    tuner = d2l.HPOTuner(scheduler, tensor_error)
    tuner.run(number_of_trials=count)
    return tuner


def own(report):
    return {**report.config, "max_epochs": report.resource}


def halving(d2l, seed=3, initial=()):
    searcher = Random(SPACE, seed=seed, initial=initial)
    return d2l.SuccessiveHalvingScheduler(searcher, eta=2, r_min=2, r_max=16, prefact=1)


def test_our_tuner_drives_its_halving_as_its_own_tuner_does(d2l, capsys):
    theirs = their_records(d2l, halving(d2l), 40)
    tuning = tune(error_of, D2LScheduler(halving(d2l), jobs=40))
    assert [(own(report), report.error) for report in tuning.reports] == [
        (record["config"], record["error"]) for record in theirs.records
    ]
    assert tuning.stopped == "finished"
    assert tuning.incumbent_error == theirs.incumbent_error
    assert tuning.incumbent_trajectory == theirs.incumbent_trajectory
    assert {report.resource for report in tuning.reports} == {2, 4, 8, 16}


def test_a_promoted_configuration_is_the_same_trial_going_on(d2l):
    started = []

    def objective(learning_rate, batch_size, rule, *, state=None):
        started.append(state)
        for epoch in range(1 if state is None else state + 1, 100):
            yield error_of(learning_rate, batch_size, rule, epoch), epoch

    scheduler = D2LScheduler(halving(d2l), jobs=15)
    tuning = tune(objective, scheduler)
    promoted = [report for report in tuning.reports if report.start]
    assert tuning.trials == 8  # eta^K = 2^3 yapılandırma; 15 işin 7'si terfi
    assert len(promoted) == 7
    assert sorted(state for state in started if state) == [2, 2, 2, 2, 4, 4, 8]
    assert all(report.epochs == report.resource - report.start for report in tuning.reports)
    assert scheduler.spent == sum(report.epochs for report in tuning.reports) == 8 * 2 + 4 * 2 + 2 * 4 + 1 * 8


@pytest.mark.parametrize("workers", [1, 2])
def test_its_basic_scheduler_takes_the_resource_given_here(d2l, workers):
    scheduler = D2LScheduler(d2l.BasicScheduler(Random(SPACE, seed=1)), resource=5, jobs=6)
    jobs, configs = [scheduler.ask() for _ in range(workers)], {}
    while jobs:
        job = jobs.pop(0)
        configs[job.trial] = job.config
        scheduler.tell(job.trial, job.resource, error_of(**job.config, max_epochs=job.resource))
        jobs += [job] if (job := scheduler.ask()) is not None else []
    draws = Random(SPACE, seed=1)
    assert [configs[trial] for trial in range(6)] == [draws.ask() for _ in range(6)]
    assert len(configs) == 6
    assert {(decision.kind, decision.resource) for decision in scheduler.decisions} == {("start", 5)}
    assert scheduler.finished
    assert scheduler.ask() is None


def test_its_own_searcher_gives_plain_values(d2l):
    from scipy import stats

    searcher = d2l.RandomSearcher(
        {"learning_rate": stats.loguniform(1e-2, 1), "batch_size": stats.randint(32, 256)},
        initial_config={"learning_rate": 0.1, "batch_size": 128},
    )
    scheduler = D2LScheduler(d2l.SuccessiveHalvingScheduler(searcher, eta=2, r_min=1, r_max=4), jobs=4)
    tuning = tune(lambda learning_rate, batch_size: learning_rate, scheduler)
    assert {type(value) for report in tuning.reports for value in report.config.values()} == {float, int}
    # d2l kuyruğun sonundan alır: ilk yapılandırma ilk değil, turun sonuncusu olarak denenir.
    assert tuning.reports[3].config == {"learning_rate": 0.1, "batch_size": 128}


def test_a_failed_job_does_not_block_its_rung(d2l):
    scheduler = D2LScheduler(halving(d2l), jobs=15)
    failed = None
    while (job := scheduler.ask()) is not None:
        if job.start == 0 and job.trial in (2, 5):
            failed = job.trial
            scheduler.fail(job.trial)
        else:
            scheduler.tell(job.trial, job.resource, math.nan if job.trial == 6 else float(job.trial))
    assert failed == 5
    promoted = [(d.trial, d.resource) for d in scheduler.decisions if d.kind == "promote"]
    # d2l kuyruğu sondan boşaltır; 2, 5 ve 6 sonuç vermediği için geriye kalanların en iyi dördü terfi eder.
    assert promoted == [(4, 4), (3, 4), (1, 4), (0, 4), (1, 8), (0, 8), (0, 16)]


def test_equal_configurations_are_separate_trials_until_promoted(d2l):
    same = Space({"learning_rate": Choice((0.1, 0.1 + 1e-9)), "batch_size": 64, "rule": "sgd"})
    scheduler = D2LScheduler(d2l.SuccessiveHalvingScheduler(Random(same), eta=2, r_min=1, r_max=4), jobs=7)
    tuning = tune(error_of, scheduler)
    assert tuning.trials == 4  # iki farklı yapılandırma, ama dört ayrı çekiliş
    assert sorted((report.start, report.resource) for report in tuning.reports) == [(0, 1)] * 4 + [(1, 2)] * 2 + [
        (2, 4)
    ]


def test_its_tuner_drives_our_searchers(d2l, capsys):
    initial = {"learning_rate": 0.1, "batch_size": 128, "rule": "adam"}
    theirs = their_records(d2l, d2l.BasicScheduler(Random(SPACE, seed=2, initial=[initial])), 8)
    tuning = tune(error_of, BasicScheduler(Random(SPACE, seed=2, initial=[initial]), resource=10, trials=8))
    assert [record["config"] for record in theirs.records] == [report.config for report in tuning.reports]
    assert theirs.records[0]["config"] == initial
    assert theirs.incumbent == tuning.incumbent
    grid = their_records(d2l, d2l.BasicScheduler(Grid(SPACE, levels=2)), 8)
    assert [record["config"] for record in grid.records] == SPACE.grid(2)


def test_its_tuner_drives_our_schedulers(d2l, capsys):
    def scheduler():
        return ASHA(Random(SPACE, seed=5), r_min=1, r_max=9, eta=3, trials=9)

    tuning = tune(error_of, scheduler())
    theirs = their_records(d2l, scheduler(), len(tuning.reports))
    assert [record["config"] for record in theirs.records] == [own(report) for report in tuning.reports]
    assert max(record["config"]["max_epochs"] for record in theirs.records) == 9


def test_a_killed_search_resumes_from_its_journal(d2l, tmp_path):
    whole = tune(error_of, D2LScheduler(halving(d2l), jobs=15))
    path, seen = tmp_path / "arama.jsonl", []

    def interrupted(**config):
        seen.append(config)
        if len(seen) == 11:
            raise KeyboardInterrupt
        return error_of(**config)

    interrupted.__signature__ = __import__("inspect").signature(error_of)
    first = tune(interrupted, D2LScheduler(halving(d2l), jobs=15), journal=path)
    assert first.stopped == "interrupted"
    second = tune(error_of, D2LScheduler(halving(d2l), jobs=15), journal=path)
    done = [report for report in second.reports if report.status == "ok"]
    assert [(own(r), r.error) for r in done] == [(own(r), r.error) for r in whole.reports]


def test_settings_are_json_and_wrong_input_is_named(d2l):
    settings = D2LScheduler(halving(d2l), jobs=4).settings()
    assert json.loads(json.dumps(settings)) == settings
    assert (settings["of"], settings["jobs"]) == ("SuccessiveHalvingScheduler", 4)
    assert settings["searcher"] == Random(SPACE, seed=3).settings()
    with pytest.raises(TypeError, match="`scheduler` d2l'nin"):
        D2LScheduler(object())
    with pytest.raises(ValueError, match="`jobs` = 0"):
        D2LScheduler(halving(d2l), jobs=0)
    with pytest.raises(ValueError, match="`resource` = 0"):
        D2LScheduler(halving(d2l), resource=0)


# --- d2l'nin arayıcıları bizim zamanlayıcılarımızda -----------------------------------------------------------------


def their_searcher(d2l, initial=None):
    from scipy import stats

    space = {"learning_rate": stats.loguniform(1e-2, 1), "batch_size": stats.randint(32, 256)}
    return d2l.RandomSearcher(space, initial_config=initial)


def two(learning_rate, batch_size, max_epochs=10):
    return abs(math.log10(learning_rate) + 1) + batch_size / 1000 + 1 / max_epochs


@pytest.fixture
def same_draws():
    """d2l'nin RandomSearcher'ı numpy'nin ortak akışından çeker; testten sonra akış olduğu yerdedir."""
    before = np.random.get_state()  # noqa: NPY002
    yield lambda: np.random.seed(7)  # noqa: NPY002
    np.random.set_state(before)  # noqa: NPY002


def test_its_searcher_draws_for_our_scheduler_what_it_draws_for_its_own(d2l, same_draws):
    initial = {"learning_rate": 0.1, "batch_size": 128}
    same_draws()
    theirs = d2l.BasicScheduler(their_searcher(d2l, dict(initial)))
    expected = [theirs.suggest() for _ in range(6)]
    same_draws()
    given = dict(initial)
    found = tune(two, BasicScheduler(D2LSearcher(their_searcher(d2l, given)), resource=10, trials=6))
    assert [report.config for report in found.reports] == expected
    assert {type(value) for report in found.reports for value in report.config.values()} == {float, int}
    assert given == initial
    assert found.incumbent_error == min(two(**config) for config in expected)


@pytest.mark.parametrize("kind", [ASHA, SuccessiveHalving])
def test_its_searcher_feeds_our_halving_and_hears_every_result(d2l, kind, same_draws, tmp_path):
    same_draws()
    searcher, heard = their_searcher(d2l), []
    searcher.update = lambda config, error, additional_info=None: heard.append((config, error, additional_info))

    def objective(learning_rate, batch_size, max_epochs):
        if batch_size > 200:
            raise ValueError("sığmaz")
        return two(learning_rate, batch_size, max_epochs)

    def search(one):
        scheduler = kind(D2LSearcher(one), r_min=1, r_max=9, eta=3, trials=9)
        return tune(objective, scheduler, journal=tmp_path / "arama.jsonl")

    found = search(searcher)
    assert found.stopped == "finished"
    assert {report.resource for report in found.reports} >= {1, 3}
    assert heard == [(r.config, r.error, {"max_epochs": r.resource}) for r in found.reports]
    assert any(math.isinf(error) for _, error, _ in heard)
    assert search(their_searcher(d2l)).reports == found.reports


def test_a_name_of_the_engine_and_a_bare_searcher_are_told(d2l):
    from scipy import stats

    clash = d2l.RandomSearcher({"max_epochs": stats.randint(1, 9)})
    with pytest.raises(ValueError, match="`max_epochs` d2l'nin arama uzayında olamaz"):
        D2LSearcher(clash).ask()
    with pytest.raises(TypeError, match=r"D2LSearcher\(\.\.\.\) ile ver"):
        ASHA(their_searcher(d2l), r_min=1, r_max=9)
    with pytest.raises(TypeError, match="`searcher` d2l'nin bir arayıcısı olmalı"):
        D2LSearcher(object())
    settings = D2LSearcher(their_searcher(d2l)).settings()
    assert settings == {"searcher": "D2LSearcher", "of": "RandomSearcher"}
