"""Optuna köprüsü: aynı tohumla Optuna'nın kendisi gibi arar ve budar; günlük (logging) ayarlarına dokunmaz."""

import json
import logging
import math

import pytest

from lrlab.hpo import BasicScheduler, Choice, Exhausted, Float, Int, Random, Space, When, tune

optuna = pytest.importorskip("optuna", reason="Optuna kurulu değil: Optuna köprüsü sınanmadı")
from lrlab.hpo import OptunaPruning, OptunaSearcher  # noqa: E402
from lrlab.hpo.bridges.optuna import WARMUP  # noqa: E402

SPACE = Space({"rate": Float(1e-3, 1, log=True), "layers": Int(1, 4), "rule": Choice(("sgd", "adam")), "fixed": 7})


def error_of(config):
    return (math.log10(config["rate"]) + 1.5) ** 2 + 0.1 * config["layers"] + (config["rule"] == "adam")


def curve(config, epoch):
    return error_of(config) + 1 / epoch


@pytest.fixture
def direct(monkeypatch):
    """Optuna'yı köprüsüz, sessizce çağırmak için."""
    monkeypatch.setattr(logging.getLogger("optuna"), "level", logging.ERROR)


def suggested(trial):
    return {
        "rate": trial.suggest_float("rate", 1e-3, 1, log=True),
        "layers": trial.suggest_int("layers", 1, 4),
        "rule": trial.suggest_categorical("rule", ("sgd", "adam")),
        "fixed": 7,
    }


@pytest.mark.parametrize("resource", [None, 5])
def test_it_searches_exactly_as_optuna_itself(direct, resource):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=3))
    searcher = OptunaSearcher(SPACE, seed=3)
    for _ in range(25):
        trial, config = study.ask(), searcher.ask()
        assert config == suggested(trial)
        study.tell(trial, error_of(config))
        searcher.tell(config, error_of(config), resource)
    assert searcher.study.best_value == study.best_value
    assert searcher.study.best_params == study.best_params


def test_the_model_is_used_and_beats_random_search_here():
    def best(searcher):
        found = []
        for _ in range(60):
            config = searcher.ask()
            found.append(error_of(config))
            searcher.tell(config, found[-1])
        return sum(found[30:]) / 30  # son yarının ortalaması: rastgele arama iyileşmez

    assert sum(best(OptunaSearcher(SPACE, seed=s)) < 0.7 * best(Random(SPACE, seed=s)) for s in range(3)) == 3


def test_another_sampler_is_taken_as_it_is(direct):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=8))
    searcher = OptunaSearcher(SPACE, optuna.samplers.RandomSampler(seed=8))
    assert [searcher.ask() for _ in range(4)] == [suggested(study.ask()) for _ in range(4)]
    assert searcher.settings()["sampler"] == "RandomSampler"


def test_a_sampler_that_runs_out_ends_the_search_with_every_result_kept():
    space = Space({"layers": Int(1, 3)})
    searcher = OptunaSearcher(space, optuna.samplers.GridSampler({"layers": [1, 2, 3]}, seed=0))
    scheduler = BasicScheduler(searcher)
    while (job := scheduler.ask()) is not None:
        scheduler.tell(job.trial, job.resource, float(job.config["layers"]))
    assert scheduler.finished
    assert sorted(trial.params["layers"] for trial in searcher.study.trials) == [1, 2, 3]
    assert {trial.state.name for trial in searcher.study.trials} == {"COMPLETE"}
    with pytest.raises(Exhausted, match="GridSampler"):
        searcher.ask()


def test_a_conditional_parameter_is_asked_only_where_it_exists():
    space = Space({"layers": Choice((0, 1)), "width": When(Int(8, 64), "layers", (1,))})
    searcher, seen = OptunaSearcher(space, seed=0), set()
    for _ in range(20):
        config = searcher.ask()
        assert space.check(config) == config
        assert ("width" in config) == (config["layers"] == 1)
        seen.add(config["layers"])
        searcher.tell(config, 1.0 if config["layers"] else 2.0)
    assert seen == {0, 1}
    assert {len(trial.params) for trial in searcher.study.trials} == {1, 2}


def test_the_model_learns_from_one_resource_the_largest_with_enough_results():
    searcher = OptunaSearcher(SPACE, seed=0)
    configs = [searcher.ask() for _ in range(WARMUP + 2)]
    for config in configs:
        searcher.tell(config, curve(config, 1), 1)
    assert [trial.value for trial in searcher.study.trials] == [curve(config, 1) for config in configs]
    for config in configs[: WARMUP - 1]:
        searcher.tell(config, curve(config, 3), 3)
    assert len(searcher.study.trials) == WARMUP + 2  # 3 dönemde daha yeterince sonuç yok
    searcher.tell(configs[-1], curve(configs[-1], 3), 3)
    wanted = [curve(config, 3) for config in (*configs[: WARMUP - 1], configs[-1])]
    assert [trial.value for trial in searcher.study.trials] == wanted
    searcher.tell(configs[-2], curve(configs[-2], 3), 3)
    searcher.tell(searcher.ask(), 0.5, 1)  # küçük kaynağın sonucu modele girmez
    assert [t.value for t in searcher.study.trials if t.state.name == "COMPLETE"][-1] == curve(configs[-2], 3)


def test_failures_are_told_as_failures_and_foreign_results_are_added():
    searcher = OptunaSearcher(SPACE, seed=0)
    searcher.tell(searcher.ask(), math.nan, 1)
    searcher.tell(searcher.ask(), math.inf, 1)
    assert [trial.state.name for trial in searcher.study.trials] == ["FAIL", "FAIL"]
    foreign = {"rate": 0.5, "layers": 2, "rule": "sgd", "fixed": 7}
    searcher.tell(foreign, 0.25, 1)
    assert searcher.study.best_params == {name: foreign[name] for name in ("rate", "layers", "rule")}
    with pytest.raises(ValueError, match="`rate`"):
        searcher.tell({**foreign, "rate": 5.0}, 0.25, 1)


def run(scheduler, epochs=curve):
    """Zamanlayıcıyı tek işçiyle sonuna dek yürütür; hep aynı iş bir denemeyi bir adım ilerletir."""
    while (job := scheduler.ask()) is not None:
        scheduler.tell(job.trial, job.resource, epochs(job.config, job.resource))
    return scheduler


@pytest.mark.parametrize(
    "pruner",
    [
        optuna.pruners.MedianPruner(n_startup_trials=3, n_warmup_steps=2),
        optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=3),
        optuna.pruners.HyperbandPruner(min_resource=1, max_resource=9, reduction_factor=3),
        optuna.pruners.NopPruner(),
    ],
    ids=lambda pruner: type(pruner).__name__,
)
def test_it_prunes_exactly_what_optuna_prunes(direct, pruner):
    draws = Random(SPACE, seed=1)

    def objective(trial):
        config = draws.ask()
        for epoch in range(1, 10):
            trial.report(curve(config, epoch) + 0.3 * math.sin(trial.number + epoch), epoch)
            if epoch < 9 and trial.should_prune():  # biten deneme budanmaz
                raise optuna.TrialPruned
        return curve(config, 9) + 0.3 * math.sin(trial.number + 9)

    study = optuna.create_study(study_name="lrlab", pruner=pruner)
    study.optimize(objective, n_trials=30)
    scheduler = OptunaPruning(Random(SPACE, seed=1), pruner, resource=9, trials=30)
    while (job := scheduler.ask()) is not None:
        error = curve(job.config, job.resource) + 0.3 * math.sin(job.trial + job.resource)
        scheduler.tell(job.trial, job.resource, error)
    theirs = [(trial.state, trial.last_step, trial.value) for trial in study.trials]
    assert [(trial.state, trial.last_step, trial.value) for trial in scheduler.study.trials] == theirs
    assert scheduler.spent == sum(trial.last_step for trial in study.trials)
    stopped = {(d.trial, d.resource) for d in scheduler.decisions if d.kind == "stop"}
    assert stopped == {(t.number, t.last_step) for t in study.trials if t.state.name == "PRUNED"}
    assert bool(stopped) != isinstance(pruner, optuna.pruners.NopPruner)
    assert scheduler.finished


def test_every_job_goes_on_from_where_the_trial_stands():
    scheduler = OptunaPruning(Random(SPACE), optuna.pruners.NopPruner(), resource=7, trials=3, step=3)
    jobs = []
    first, second = scheduler.ask(), scheduler.ask()  # iki işçi
    scheduler.tell(second.trial, 3, 0.5)
    scheduler.tell(first.trial, 3, 0.4)
    while (job := scheduler.ask()) is not None:
        jobs.append((job.trial, job.start, job.resource))
        scheduler.tell(job.trial, job.resource, 0.3)
    assert jobs == [(1, 3, 6), (0, 3, 6), (1, 6, 7), (0, 6, 7), (2, 0, 3), (2, 3, 6), (2, 6, 7)]
    assert [d.trial for d in scheduler.decisions if d.kind == "finish"] == [1, 0, 2]


def test_a_failed_trial_is_not_compared_with_and_the_budget_holds():
    scheduler = OptunaPruning(Random(SPACE), optuna.pruners.NopPruner(), resource=4, budget=10)
    scheduler.fail(scheduler.ask().trial)
    run(scheduler)
    assert scheduler.study.trials[0].state.name == "FAIL"
    assert scheduler.study.trials[0].intermediate_values == {}
    assert scheduler.spent == 10
    assert scheduler.finished


def test_the_same_seed_repeats_the_search_and_another_does_not():
    def asked(seed):
        searcher = OptunaSearcher(SPACE, seed=seed)
        scheduler = OptunaPruning(searcher, optuna.pruners.HyperbandPruner(max_resource=9), resource=9, trials=20)
        return run(scheduler).decisions, [trial.params for trial in searcher.study.trials]

    assert asked(5) == asked(5)
    assert asked(5) != asked(6)


def test_settings_are_json_and_wrong_input_is_named():
    scheduler = OptunaPruning(OptunaSearcher(SPACE, seed=2), optuna.pruners.NopPruner(), resource=4, trials=3)
    settings = json.loads(json.dumps(scheduler.settings()))
    assert settings["scheduler"] == "OptunaPruning"
    assert settings["pruner"] == "NopPruner"
    assert settings["searcher"] == {
        "searcher": "OptunaSearcher",
        "sampler": "TPESampler",
        "seed": 2,
        "space": SPACE.to_json(),
    }
    with pytest.raises(TypeError, match="`space`"):
        OptunaSearcher({"rate": Float(0, 1)})
    with pytest.raises(TypeError, match="`sampler`"):
        OptunaSearcher(SPACE, sampler="tpe")
    with pytest.raises(ValueError, match="`seed` = -1"):
        OptunaSearcher(SPACE, seed=-1)
    with pytest.raises(TypeError, match="`pruner`"):
        OptunaPruning(Random(SPACE), "median", resource=4)
    with pytest.raises(ValueError, match=r"`step` = 5 .*\[1, 4\]"):
        OptunaPruning(Random(SPACE), optuna.pruners.NopPruner(), resource=4, step=5)


def test_nothing_is_logged_and_the_loggers_are_left_as_they_were(capfd):
    before = {name: (logging.getLogger(name).level, [*logging.getLogger(name).handlers]) for name in (None, "optuna")}
    run(OptunaPruning(OptunaSearcher(SPACE), optuna.pruners.MedianPruner(), resource=3, trials=8))
    after = {name: (logging.getLogger(name).level, [*logging.getLogger(name).handlers]) for name in (None, "optuna")}
    assert after == before
    assert capfd.readouterr() == ("", "")


def test_a_cut_search_resumes_from_its_journal_as_if_uncut(tmp_path):
    def scheduler():
        pruner = optuna.pruners.MedianPruner(n_startup_trials=3)
        return OptunaPruning(OptunaSearcher(SPACE, seed=1), pruner, resource=3, trials=16)

    def objective(rate, layers, rule, fixed, max_epochs):
        if len(calls := [*called, max_epochs]) == 25:
            raise KeyboardInterrupt
        called[:] = calls
        return curve({"rate": rate, "layers": layers, "rule": rule}, max_epochs)

    called, path = [100] * 25, tmp_path / "arama.jsonl"  # 25'i geçmiş: kesilmez
    whole = tune(objective, scheduler())
    called = []
    assert tune(objective, scheduler(), journal=path).stopped == "interrupted"
    called = [100] * 25
    resumed = [report for report in tune(objective, scheduler(), journal=path).reports if report.status == "ok"]
    assert [(r.config, r.resource, r.error) for r in resumed] == [
        (r.config, r.resource, r.error) for r in whole.reports
    ]
