"""Benzetim: elle hesaplanan çizelge, saf bir benzetimle aynı yanıt, yavaşlıkların işe bağlılığı, hiçbir şey yitmez."""

import math
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Exhausted,
    Hyperband,
    Int,
    Replayed,
    Searcher,
    Simulated,
    Space,
    StoppingASHA,
    SuccessiveHalving,
    simulate,
    tune,
)
from lrlab.hpo.engines import Assignment
from lrlab.hpo.replay import recorded


@dataclass(frozen=True)
class Recorded:
    configs: tuple
    errors: np.ndarray
    seconds: np.ndarray


class InOrder(Searcher):
    """Yapılandırmaları kayıttaki sırayla, birer kez verir: çizelgeler elle hesaplanabilsin."""

    def __init__(self, curves):
        self.space, self.left = Space({"number": Int(0, len(curves.configs) - 1)}), list(range(len(curves.configs)))

    def ask(self):
        if not self.left:
            raise Exhausted("bitti")
        return {"number": self.left.pop(0)}


def made(count=40, epochs=27, seed=0):
    """Gürültülü, birbirini kesen eğriler ve birbirinden farklı dönem süreleri."""
    rng = np.random.default_rng(seed)
    decay, floor = rng.uniform(0.5, 3, (count, 1)), rng.uniform(0.1, 0.5, (count, 1))
    errors = floor + 0.5 * np.exp(-np.arange(1, epochs + 1) / 9 * decay) + 0.01 * rng.random((count, epochs))
    configs = tuple({"rate": float(rate), "width": int(width)} for rate, width in rng.random((count, 2)) * [1, 99])
    return Recorded(configs, errors, rng.uniform(0.1, 1, count))


CURVES = made()
SCHEDULERS = {
    "random": lambda s, **end: BasicScheduler(s, resource=9, **end),
    "halving": lambda s, **end: SuccessiveHalving(s, r_min=1, r_max=27, eta=3, **end),
    "hyperband": lambda s, **end: Hyperband(s, r_max=27, eta=3, **end),
    "asha": lambda s, **end: ASHA(s, r_min=1, r_max=27, eta=3, **end),
    "stopping asha": lambda s, **end: StoppingASHA(s, r_min=1, r_max=27, eta=3, **end),
}
every_scheduler = pytest.mark.parametrize("name", SCHEDULERS)


def bars(tuning):
    """Çizelgenin çubukları: (işçi, deneme, başlangıç dönemi, kaynak, başlangıç anı, bitiş anı)."""
    return [(r.worker, r.trial, r.start, r.resource, r.began, r.ended) for r in tuning.reports]


def found(tuning):
    """Karar süresi dışında bütün kayıtlar."""
    return [(*bar, r.error, r.errors, r.status, r.attempt, r.epochs, r.config)
            for bar, r in zip(bars(tuning), tuning.reports, strict=True)]  # fmt: skip


def most_at_once(tuning):
    """Aynı anda süren en çok iş; biri bittiği anda başlayan, onunla aynı anda sürmez."""
    events = sorted([(r.ended, -1) for r in tuning.reports] + [(r.began, 1) for r in tuning.reports])
    return max(np.cumsum([change for _, change in events]))


def naive(curves, scheduler, workers):
    """Aynı benzetimin yığınsız, düz yazılmış hali: her olayda boş işçilere iş verilir, sonra ilk bitişe gidilir."""
    clock, running, done = 0.0, {}, []
    while True:
        for worker in range(workers):
            if worker not in running and (job := scheduler.ask()) is not None:
                seconds = (job.resource - job.start) * curves.seconds[job.config["number"]]
                running[worker] = (clock + seconds, len(done) + len(running), clock, job)
        if not running:
            return done
        clock = min(end for end, *_ in running.values())
        ending = sorted((turn, worker) for worker, (end, turn, *_) in running.items() if end == clock)
        for _, worker in ending:
            end, _, began, job = running.pop(worker)
            scheduler.tell(job.trial, job.resource, curves.errors[job.config["number"], job.resource - 1])
            done.append((worker, job.trial, job.start, job.resource, began, end))


def test_hand_made_chart_of_two_workers_and_five_jobs():
    # Süreler 2 x (1, 2, 3, 1, 0.5) = 2, 4, 6, 2, 1. İşçi 0: iş 0, iş 2 (2–8); işçi 1: iş 1, iş 3 (4–6), iş 4 (6–7).
    curves = Recorded(({},) * 5, np.array([[0.9, e] for e in (0.5, 0.4, 0.2, 0.3, 0.6)]), [1, 2, 3, 1, 0.5])
    tuning = simulate(curves, BasicScheduler(InOrder(curves), resource=2), workers=2)
    assert bars(tuning) == [
        (0, 0, 0, 2, 0, 2), (1, 1, 0, 2, 0, 4), (1, 3, 0, 2, 4, 6), (1, 4, 0, 2, 6, 7), (0, 2, 0, 2, 2, 8),
    ]  # fmt: skip
    assert (tuning.makespan, tuning.busy, tuning.idle, tuning.workers, tuning.stopped) == (8, 15, 1, 2, "finished")
    assert [r.errors for r in tuning.reports][:2] == [(0.9, 0.5), (0.9, 0.4)]
    time, epochs, error = tuning.trajectory()
    assert (time.tolist(), epochs.tolist()) == ([2, 4, 6, 7, 8], [2, 4, 6, 8, 10])
    assert error.tolist() == [0.5, 0.4, 0.3, 0.3, 0.2]
    assert (tuning.incumbent, tuning.incumbent_error) == ({"number": 2}, 0.2)


def test_hand_made_chart_of_a_synchronous_barrier():
    # Basamak 1: süreler 1, 2, 3, 1; işçi 0 iş 0 (0–1), iş 2 (1–4); işçi 1 iş 1 (0–2), iş 3 (2–3) ve 4'e dek bekler.
    # En iyi iki (3 ve 2) 2. döneme: iş 3 (4–5), iş 2 (4–7). En iyisi (2) 4. döneme: 2 dönem x 3 s, 7–13.
    curves = Recorded(({},) * 4, np.array([[0.9] * 4, [0.8] * 4, [0.7, 0.5, 0.4, 0.3], [0.6] * 4]), [1, 2, 3, 1])
    scheduler = SuccessiveHalving(InOrder(curves), r_min=1, r_max=4, eta=2, rounds=1)
    tuning = simulate(curves, scheduler, workers=2)
    assert bars(tuning) == [
        (0, 0, 0, 1, 0, 1), (1, 1, 0, 1, 0, 2), (1, 3, 0, 1, 2, 3), (0, 2, 0, 1, 1, 4),
        (0, 3, 1, 2, 4, 5), (1, 2, 1, 2, 4, 7), (0, 2, 2, 4, 7, 13),
    ]  # fmt: skip
    assert (tuning.makespan, tuning.busy, tuning.idle) == (13, 17, 9)
    assert tuning.reports[-1].errors == (0.4, 0.3)  # yalnızca bu işin dönemleri
    assert sum(r.epochs for r in tuning.reports) == scheduler.spent == 8


@every_scheduler
@pytest.mark.parametrize("workers", [1, 3, 8])
def test_same_answers_as_a_naive_simulation(name, workers):
    ours, theirs = (SCHEDULERS[name](Replayed(CURVES, 3), budget=400) for _ in range(2))
    tuning = simulate(CURVES, ours, workers=workers)
    assert bars(tuning) == naive(CURVES, theirs, workers)
    assert ours.decisions == theirs.decisions
    assert tuning.stopped == "finished"


@every_scheduler
def test_one_worker_is_the_serial_order(name):
    # Tek işçide çizelge uç uca işlerdir ve ask/tell'in elle yürütülmesinin aynısıdır.
    tuning = simulate(CURVES, SCHEDULERS[name](Replayed(CURVES, 1), budget=200))
    scheduler, clock, expected = SCHEDULERS[name](Replayed(CURVES, 1), budget=200), 0.0, []
    while (job := scheduler.ask()) is not None:
        seconds = (job.resource - job.start) * CURVES.seconds[job.config["number"]]
        expected.append((0, job.trial, job.start, job.resource, clock, clock + seconds))
        clock += seconds
        scheduler.tell(job.trial, job.resource, CURVES.errors[job.config["number"], job.resource - 1])
    assert bars(tuning) == expected
    assert tuning.idle == pytest.approx(0, abs=1e-9)


@every_scheduler
@settings(derandomize=True, deadline=None, max_examples=15)
@given(
    workers=st.integers(1, 9), stragglers=st.sampled_from([0, 0.5, 1.5]), failures=st.sampled_from([0, 0.3]),
    seed=st.integers(0, 2**63), budget=st.integers(30, 300),
)  # fmt: skip
def test_bookkeeping_holds_for_every_setting(name, workers, stragglers, failures, seed, budget):
    scheduler = SCHEDULERS[name](Replayed(CURVES, seed), budget=budget)
    given_settings = {"workers": workers, "stragglers": stragglers, "failures": failures, "seed": seed}
    tuning = simulate(CURVES, scheduler, **given_settings)
    good = [r for r in tuning.reports if r.status == "ok"]
    assert tuning.stopped == "finished"
    assert most_at_once(tuning) <= workers
    assert tuning.busy + tuning.idle == pytest.approx(workers * tuning.makespan)
    assert [r.ended for r in tuning.reports] == sorted(r.ended for r in tuning.reports)
    # Verilen her iş tam bir kez başarıyla biter; yiten her girişimden sonra aynı iş bir daha denenir.
    jobs = Counter((r.trial, r.resource) for r in good)
    given_jobs = [(d.trial, d.resource) for d in scheduler.decisions if d.kind in ("start", "promote", "continue")]
    assert jobs == Counter(given_jobs)
    assert max(jobs.values()) == 1
    assert all(r.status in ("ok", "lost") for r in tuning.reports)
    attempts = Counter((r.trial, r.resource) for r in tuning.reports)
    assert all(attempts[r.trial, r.resource] == r.attempt for r in good)
    # Dönemler: bütçe kadar iş, her iş kendi parçası kadar eğitim; yiten girişimin dönemleri sayılmaz.
    assert sum(r.epochs for r in tuning.reports) == scheduler.spent <= budget
    for r in good:
        assert r.epochs == len(r.errors) == r.resource - r.start
        assert r.errors == tuple(CURVES.errors[r.config["number"], r.start : r.resource])
        assert r.error == r.errors[-1]
    assert found(simulate(CURVES, SCHEDULERS[name](Replayed(CURVES, seed), budget=budget), **given_settings)) == found(
        tuning
    )


def slowness(tuning):
    """Her işin yavaşlığı: (deneme, kaynak) -> gerçek süre / beklenen süre."""
    return {
        (r.trial, r.resource): (r.ended - r.began) / ((r.resource - r.start) * CURVES.seconds[r.config["number"]])
        for r in tuning.reports
    }


def test_slowness_belongs_to_the_job_whatever_the_scheduler():
    make = [SCHEDULERS[name] for name in ("halving", "asha", "stopping asha")]
    all_found = [
        slowness(simulate(CURVES, scheduler(Replayed(CURVES, 2), trials=60), workers=workers, stragglers=1, seed=5))
        for scheduler in make for workers in (2, 7)
    ]  # fmt: skip
    first = all_found[0]
    for other in all_found[1:]:
        shared = first.keys() & other.keys()
        assert len(shared) >= 60
        assert [other[job] for job in shared] == pytest.approx([first[job] for job in shared], rel=1e-9)
    assert len({round(value, 9) for value in first.values()}) == len(first)  # her işin kendi yavaşlığı vardır


def test_slowness_is_log_normal_with_median_one():
    tuning = simulate(CURVES, BasicScheduler(Replayed(CURVES), resource=1, trials=20_000), stragglers=0.5)
    logs = np.log(list(slowness(tuning).values()))
    assert logs.mean() == pytest.approx(0, abs=4 * 0.5 / math.sqrt(20_000))
    assert logs.std() == pytest.approx(0.5, rel=4 / math.sqrt(2 * 20_000))
    assert (np.abs(logs) > 2 * 0.5).mean() == pytest.approx(0.0455, abs=4 * math.sqrt(0.0455 / 20_000))
    assert np.corrcoef(logs[1:], logs[:-1])[0, 1] == pytest.approx(0, abs=4 / math.sqrt(20_000))


def test_other_seed_gives_other_slowness():
    one, two = (
        slowness(simulate(CURVES, BasicScheduler(Replayed(CURVES), trials=30), stragglers=1, seed=seed))
        for seed in (0, 1)
    )
    assert not set(one.values()) & set(two.values())


def test_workers_are_lost_as_often_as_asked_and_midway():
    tuning = simulate(CURVES, BasicScheduler(Replayed(CURVES), resource=9, trials=5000), failures=0.25, workers=4)
    lost = [r for r in tuning.reports if r.status == "lost"]
    assert len(lost) / len(tuning.reports) == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / 6667))
    share = [(r.ended - r.began) / (9 * CURVES.seconds[r.config["number"]]) for r in lost]
    assert 0 < min(share) < 0.01 < 0.99 < max(share) < 1
    assert all((r.error, r.errors, r.epochs) == (math.inf, (), 0) and "öldü" in r.message for r in lost)
    assert tuning.trials == 5000


def test_lost_segment_is_repeated_from_its_own_start():
    scheduler = ASHA(Replayed(CURVES), r_min=1, r_max=27, eta=3, trials=60)
    tuning = simulate(CURVES, scheduler, failures=0.4)
    again = [r for r in tuning.reports if r.attempt > 1 and r.start > 0 and r.status == "ok"]
    assert again
    assert all(r.epochs == r.resource - r.start for r in again)  # baştan eğitilmedi: durumu saklıydı


def test_without_retries_a_lost_trial_has_failed():
    scheduler = BasicScheduler(Replayed(CURVES), trials=200)
    tuning = simulate(CURVES, scheduler, failures=0.5, retries=0)
    tries = Counter(r.trial for r in tuning.reports)  # işçisi ölen iş, suçlu olmayabileceği için bir kez yinelenir
    failed = {r.trial for r in tuning.reports if r.status == "lost" and r.attempt == 2}
    assert (tuning.trials, max(tries.values())) == (200, 2)
    assert {d.trial for d in scheduler.decisions if d.kind == "fail"} == failed
    assert len(failed) / 200 == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / 200))


def test_diverged_curve_fails_at_its_epoch_once_and_is_not_promoted():
    errors = np.array(CURVES.errors)
    errors[::2, 4:] = np.nan  # çift numaralılar 5. dönemde ıraksar
    curves = replace(CURVES, errors=errors)
    tuning = simulate(curves, BasicScheduler(Replayed(curves), resource=9, trials=40), retries=0)
    for r in tuning.reports:
        assert r.status == ("ok" if r.config["number"] % 2 else "nan")
        assert r.epochs == len(r.errors) == (9 if r.config["number"] % 2 else 5)
        assert r.ended - r.began == pytest.approx(r.epochs * curves.seconds[r.config["number"]])
    assert "5. dönemde ıraksamış" in tuning.failures[0].message
    halving = SuccessiveHalving(Replayed(curves), r_min=1, r_max=27, eta=3, rounds=1)
    climbed = [r for r in simulate(curves, halving, retries=0).reports if r.resource == 27]
    assert all(r.config["number"] % 2 for r in climbed)


def test_faster_worker_does_more():
    engine = Simulated(CURVES, workers=2, speeds=[4, 1])
    tuning = tune(recorded, BasicScheduler(Replayed(CURVES), resource=3, trials=200), executor=engine)
    share = Counter(r.worker for r in tuning.reports)
    assert share[0] / share[1] == pytest.approx(4, rel=0.15)
    for r in tuning.reports:
        assert r.ended - r.began == pytest.approx(3 * CURVES.seconds[r.config["number"]] / (4, 1)[r.worker])


def test_clock_limit_starts_no_job_after_it():
    whole = simulate(CURVES, BasicScheduler(Replayed(CURVES), resource=9, trials=100), workers=3)
    tuning = simulate(CURVES, BasicScheduler(Replayed(CURVES), resource=9, trials=100), workers=3, seconds=20)
    assert tuning.stopped == "time"
    assert 0 < len(tuning.reports) < 100
    assert max(r.began for r in tuning.reports) <= 20 < tuning.makespan
    assert bars(tuning) == [bar for bar in bars(whole) if bar[4] < 20]  # süren işler sonuna dek beklenir


def test_job_past_its_timeout_is_cut_there():
    tuning = tune(
        recorded, BasicScheduler(Replayed(CURVES), resource=9, trials=40), executor=Simulated(CURVES), timeout=5.0
    )
    slow = [r for r in tuning.reports if 9 * CURVES.seconds[r.config["number"]] > 5]
    assert 0 < len(slow) < 40
    assert all(r.status == "timeout" and r.ended - r.began == pytest.approx(5) for r in slow)
    assert all(r.status == "ok" for r in tuning.reports if r not in slow)


def test_engine_goes_to_the_end_of_the_first_job():
    engine = Simulated(replace(CURVES, seconds=np.full(40, 2.0)))
    assert engine.wait() == []
    assert engine.now() == 0  # süren iş yoksa beklenecek bir şey de yoktur
    engine.submit("a", Assignment(recorded, {"number": 0}, 0, 1))
    ((key, outcome, worker, began, ended),) = engine.wait()
    assert (key, outcome.status, worker, began, ended, engine.now()) == ("a", "ok", 0, 0, 2, 2)


def test_jobs_that_end_together_arrive_together_in_the_order_given():
    engine = Simulated(replace(CURVES, seconds=np.full(40, 1.0)), workers=3)
    for key, resource in (("a", 2), ("b", 1), ("c", 2)):
        engine.submit(key, Assignment(recorded, {"number": 0}, 0, resource))
    assert [key for key, *_ in engine.wait()] == ["b"]
    assert [key for key, *_ in engine.wait()] == ["a", "c"]


def test_trial_that_lost_its_state_is_trained_from_zero():
    engine = Simulated(replace(CURVES, seconds=np.full(40, 1.0)))
    engine.submit("a", Assignment(recorded, {"number": 3}, start=9, resource=27))
    ((_, outcome, _, began, ended),) = engine.wait()
    assert (outcome.epochs, ended - began) == (27, 27)
    assert outcome.errors == tuple(CURVES.errors[3, 9:27])


def test_closed_engine_has_all_its_workers_again():
    engine = Simulated(CURVES)
    engine.submit("a", Assignment(recorded, {"number": 0}, 0, 1))
    with pytest.raises(RuntimeError, match="boş işçi yok: 1 işçinin hepsi çalışıyor"):
        engine.submit("b", Assignment(recorded, {"number": 1}, 0, 1))
    engine.close()
    assert engine.wait() == []
    engine.submit("b", Assignment(recorded, {"number": 1}, 0, 1))
    assert [key for key, *_ in engine.wait()] == ["b"]


def test_replayed_draws_without_replacement_and_never_shares_a_dict():
    searcher, again = Replayed(CURVES, 7), Replayed(CURVES, 7)
    drawn = [searcher.ask() for _ in range(80)]
    numbers = [config["number"] for config in drawn]
    assert sorted(numbers[:40]) == sorted(numbers[40:]) == list(range(40))
    assert numbers[:40] != numbers[40:]
    drawn[0].clear()
    assert [again.ask()["number"] for _ in range(80)] == numbers
    assert [Replayed(CURVES, 8).ask()["number"] for _ in range(5)] != numbers[:5]
    for config in drawn[1:]:  # ikinci turda yeniden çekilen, silinen sözlüğün kendisi olmamalı
        assert config == {"number": config["number"], **CURVES.configs[config["number"]]}
        assert searcher.space.check(config) == config


def test_replayed_space_holds_any_recorded_value():
    curves = Recorded([{"rule": "adam", "rate": 0.1, "width": 8}, {"rule": "sgd", "rate": 0.1, "width": 4}], None, None)
    searcher = Replayed(curves)
    assert [searcher.space.check(searcher.ask()) for _ in range(2)]
    settings_found = searcher.settings()
    assert (settings_found["searcher"], settings_found["seed"]) == ("Replayed", 0)
    assert Space.from_json(settings_found["space"]) == searcher.space


@pytest.mark.parametrize(("given_settings", "message"), [
    ({"workers": 0}, r"`workers` = 0 olamaz"), ({"workers": 1.5}, r"`workers` = 1\.5 olamaz"),
    ({"stragglers": -1}, r"`stragglers` = -1 olamaz"), ({"stragglers": math.inf}, r"`stragglers` = inf olamaz"),
    ({"failures": 1}, r"`failures` = 1 olamaz"), ({"seed": -1}, r"`seed` = -1 olamaz"),
    ({"speeds": [1, 2]}, r"`speeds` = \[1, 2\] olamaz; her işçi için bir hız gerekli: 1"),
    ({"speeds": [0]}, r"`speeds` = 0 olamaz"),
])  # fmt: skip
def test_wrong_setting_of_the_engine_is_named(given_settings, message):
    with pytest.raises(ValueError, match=message):
        Simulated(CURVES, **given_settings)


def test_configuration_that_is_not_recorded_is_named():
    class Foreign(InOrder):
        def ask(self):
            return {"rate": 0.1}

    with pytest.raises(ValueError, match=r"`number` = None olamaz; kayıttaki bir sıra olmalı \(0–39\)"):
        simulate(CURVES, BasicScheduler(Foreign(CURVES), trials=1))


def test_resource_past_the_record_is_named():
    with pytest.raises(ValueError, match=r"`resource` = 28 olamaz; kayıtlı eğriler 27 dönemlik"):
        simulate(CURVES, BasicScheduler(Replayed(CURVES), resource=28, trials=1))


def test_no_recorded_curve_is_an_error():
    with pytest.raises(ValueError, match="`curves` boş olamaz"):
        Replayed(Recorded((), np.zeros((0, 3)), []))


def test_objective_of_the_record_cannot_be_called_for_real():
    with pytest.raises(RuntimeError, match="yalnızca Simulated motoruyla"):
        recorded(number=3, rate=0.1)
