"""Büyütülen arama: aynı günlük, daha büyük (ya da küçük) sınırlarla; ayrılan ayarların adıyla reddi."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Bayesian,
    Choice,
    D2LScheduler,
    Float,
    Grid,
    Hyperband,
    Int,
    JournalError,
    Random,
    Replayed,
    Simulated,
    Space,
    StoppingASHA,
    SuccessiveHalving,
    read_journal,
    tune,
)
from lrlab.hpo.replay import recorded
from tests.hpo import objectives, streams

SPACE = Space({"x": Float(0.0, 1.0)})
MAKERS = {
    "basic": lambda **end: BasicScheduler(Random(SPACE), resource=2, **end),
    "halving": lambda **end: SuccessiveHalving(Random(SPACE), r_min=1, r_max=4, eta=2, **end),
    "hyperband": lambda **end: Hyperband(Random(SPACE), r_max=9, eta=3, **end),
    "asha": lambda **end: ASHA(Random(SPACE), r_min=1, r_max=9, eta=3, **end),
    "stopping": lambda **end: StoppingASHA(Random(SPACE), r_min=1, r_max=9, eta=3, **end),
}
# zamanlayıcı, küçük ve büyük sınır: baştan büyük kurulmuş aramayla karar karar aynı olması beklenenler
SAME = [
    ("basic", {"trials": 3}, {"trials": 8}),
    ("basic", {"budget": 7}, {"budget": 16}),
    ("asha", {"trials": 5}, {"trials": 20}),
    ("stopping", {"trials": 7}, {"trials": 20}),
    ("halving", {"rounds": 1}, {"rounds": 3}),
    ("halving", {"trials": 8}, {"trials": 12}),
    ("halving", {"trials": 4, "budget": 6}, {"trials": 4}),  # bütçe terfilerden birini kesmişti
    ("halving", {"rounds": 1, "budget": 3}, {"rounds": 1}),  # ilk basamağı bile kesmişti
    ("hyperband", {"rounds": 1}, {"rounds": 2}),
    ("hyperband", {"trials": 9}, {"trials": 17}),  # braketler 9, 5 ve 3 denemeyle başlar
]


def story(tuning):
    return [(r.trial, r.config, r.start, r.resource, r.errors, r.status) for r in tuning.reports]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "arama.jsonl"


@pytest.mark.parametrize(("name", "small", "large"), SAME, ids=str)
def test_an_extended_search_is_the_search_that_was_large_from_the_start(path, name, small, large):
    make = MAKERS[name]
    first = tune(objectives.continued, make(**small), journal=path, keep="all")
    assert first.stopped == "finished"
    scheduler, straight = make(**large), make(**large)
    extended, whole = tune(objectives.continued, scheduler, journal=path), tune(objectives.continued, straight)
    assert len(extended.reports) > len(first.reports)
    assert extended.reports[: len(first.reports)] == first.reports
    assert story(extended) == story(whole)
    assert scheduler.decisions == straight.decisions
    # keep="all": hiçbir dönem iki kez eğitilmez.
    assert all(r.epochs == r.resource - r.start for r in extended.reports)


def test_a_limit_is_taken_away(path):
    tune(objectives.continued, MAKERS["asha"](trials=9), journal=path)
    done = len(read_journal(path).reports)
    extended = tune(stopping_after(30 - done), MAKERS["asha"](), journal=path)
    assert (extended.stopped, len(extended.reports)) == ("interrupted", 31)
    assert story(extended)[:-1] == story(tune(stopping_after(30), MAKERS["asha"]()))[:-1]


@pytest.mark.parametrize("name", MAKERS)
def test_many_workers_leave_a_journal_that_can_be_extended(path, name):
    """Dört işçinin birbirine karışan olayları: her büyütmede eski kararlar durur, hiçbir iş yinelenmez."""
    curves = SimpleNamespace(
        configs=[{"rate": k / 40} for k in range(40)],
        errors=np.random.default_rng(0).random((40, 9)),
        seconds=np.linspace(1.0, 3.0, 40),
    )
    makers = {
        "basic": lambda s, **end: BasicScheduler(s, resource=9, **end),
        "halving": lambda s, **end: SuccessiveHalving(s, r_min=1, r_max=9, eta=3, **end),
        "hyperband": lambda s, **end: Hyperband(s, r_max=9, eta=3, **end),
        "asha": lambda s, **end: ASHA(s, r_min=1, r_max=9, eta=3, **end),
        "stopping": lambda s, **end: StoppingASHA(s, r_min=1, r_max=9, eta=3, **end),
    }
    before, decisions = (), []
    for seconds, limits in (
        (None, {"trials": 7}),
        (9, {"trials": 21, "budget": 150}),
        (None, {"trials": 20, "budget": 150}),
        (None, {"budget": 400}),
    ):
        scheduler = makers[name](Replayed(curves), **limits)
        engine = Simulated(curves, workers=4, stragglers=0.5)
        tuning = tune(recorded, scheduler, executor=engine, journal=path, seconds=seconds)
        assert tuning.reports[: len(before)] == before
        assert scheduler.decisions[: len(decisions)] == decisions
        assert len(tuning.reports) > len(before)
        before, decisions = tuning.reports, list(scheduler.decisions)
    assert len({(r.trial, r.resource) for r in before}) == len(before)
    assert 300 < scheduler.spent <= 400


def stopping_after(jobs):
    """`jobs` işten sonra Ctrl-C gelmiş gibi keser."""
    calls = []

    def stops(x, state=None):
        calls.append(x)
        if len(calls) > jobs:
            raise KeyboardInterrupt
        yield from objectives.continued(x, state)

    return stops


def test_the_new_limits_are_recorded_for_the_third_call(path):
    for trials in (3, 9, 9, 27):
        assert tune(objectives.continued, MAKERS["asha"](trials=trials), journal=path).trials == trials
    events = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [e["limits"] for e in events if e.get("event") == "limits"] == [
        {"trials": trials, "budget": None} for trials in (9, 27)
    ]
    assert [e["stopped"] for e in events if e.get("event") == "stop"] == ["finished"] * 3
    assert read_journal(path).trials == 27
    # Küçük sınırla yeniden: yapılmış işler kalır, yenisi verilmez; sınır yine büyüyebilir.
    again = tune(pytest.fail, MAKERS["asha"](trials=5), journal=path)
    assert (again.stopped, again.trials) == ("finished", 27)
    assert tune(objectives.continued, MAKERS["asha"](trials=28), journal=path).trials == 28


def test_a_smaller_limit_finishes_what_is_open_and_starts_nothing(path):
    tune(stopping_after(10), MAKERS["halving"](rounds=9), journal=path)
    begun = read_journal(path).trials
    for limits in ({"trials": 2}, {"budget": 3}, {"rounds": 1, "trials": 2, "budget": 5}):
        tuning = tune(objectives.continued, MAKERS["halving"](**limits), journal=path)
        assert (tuning.stopped, tuning.trials) == ("finished", begun)
    tuning = tune(objectives.continued, MAKERS["halving"](rounds=3), journal=path)
    assert story(tuning) == story(tune(objectives.continued, MAKERS["halving"](rounds=3)))


def test_a_search_stopped_by_time_or_by_hand_is_extended_too(path):
    tune(stopping_after(4), MAKERS["asha"](trials=6), journal=path)
    tune(objectives.continued, MAKERS["asha"](trials=6), journal=path, seconds=0)
    extended = tune(objectives.continued, MAKERS["asha"](trials=12), journal=path)
    assert story(extended) == story(tune(objectives.continued, MAKERS["asha"](trials=12)))


def test_a_learning_searcher_goes_on_with_what_it_learned(path):
    def scheduler(trials):
        return BasicScheduler(Bayesian(SPACE, warmup=3, candidates=20), trials=trials)

    tune(objectives.quadratic, scheduler(5), journal=path)
    extended = tune(objectives.quadratic, scheduler(8), journal=path)
    assert story(extended) == story(tune(objectives.quadratic, scheduler(8)))


class Theirs:
    """d2l'nin bir zamanlayıcısı gibi: suggest ve update."""

    def __init__(self):
        self.searcher = Random(SPACE)

    def suggest(self):
        return self.searcher.sample_configuration()

    def update(self, config, error, info=None):
        self.searcher.update(config, error, info)


def test_the_jobs_of_d2ls_scheduler_are_a_limit_too(path):
    tune(objectives.quadratic, D2LScheduler(Theirs(), jobs=3), journal=path)
    for jobs, done in ((8, 8), (5, 8), (9, 9)):
        extended = tune(objectives.quadratic, D2LScheduler(Theirs(), jobs=jobs), journal=path)
        assert story(extended) == story(tune(objectives.quadratic, D2LScheduler(Theirs(), jobs=done)))


def test_an_exhausted_grid_stays_exhausted(path):
    def scheduler(trials):
        return BasicScheduler(Grid(SPACE, levels=4), trials=trials)

    assert tune(objectives.quadratic, scheduler(3), journal=path).trials == 3
    assert tune(objectives.quadratic, scheduler(None), journal=path).trials == 4
    assert tune(objectives.quadratic, scheduler(100), journal=path).trials == 4


@given(
    name=st.sampled_from(["basic", "halving", "hyperband", "asha", "stopping"]),
    seed=st.integers(0, 10**6),
    workers=st.integers(1, 4),
    failures=st.sampled_from([0.0, 0.3]),
    limits=st.lists(
        st.fixed_dictionaries({"trials": st.integers(1, 40), "budget": st.integers(1, 150)}), min_size=2, max_size=5
    ),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_limits_may_move_at_any_moment(name, seed, workers, failures, limits):
    """Sınırlar her bitişte değişir (büyür, küçülür): öykünün sözleri ve en büyük sınırlar hep tutar."""
    makers = {
        "basic": lambda s, **end: BasicScheduler(s, resource=9, **end),
        "halving": lambda s, **end: SuccessiveHalving(s, r_min=1, r_max=9, eta=2, **end),
        "hyperband": lambda s, **end: Hyperband(s, r_max=9, eta=3, **end),
        "asha": lambda s, **end: ASHA(s, r_min=1, r_max=9, eta=2, **end),
        "stopping": lambda s, **end: StoppingASHA(s, r_min=1, r_max=9, eta=2, **end),
    }
    scheduler, events, spent = makers[name](streams.Counting(), **limits[0]), [], 0
    for more in limits:
        before, begun = list(scheduler.decisions), scheduler.searcher.asked
        scheduler.limit(**more)
        assert scheduler.limits == {**({"rounds": None} if name in ("halving", "hyperband") else {}), **more}
        events += streams.play(scheduler, seed, workers, failures)
        assert scheduler.decisions[: len(before)] == before
        assert scheduler.searcher.asked <= max(begun, more["trials"])
        assert scheduler.spent <= max(spent, more["budget"])
        spent = scheduler.spent
    scheduler.limit(trials=max(1, scheduler.searcher.asked), budget=max(1, spent))
    streams.check_story(scheduler, events, top=9)


def test_wrong_limits_are_named():
    scheduler = MAKERS["asha"](trials=3)
    with pytest.raises(ValueError, match="`limits` = 'rounds' olamaz; seçenekler: 'trials', 'budget'"):
        scheduler.limit(rounds=2)
    with pytest.raises(ValueError, match="`trials` = 0"):
        scheduler.limit(trials=0)
    assert scheduler.limits == {"trials": 3, "budget": None}


# --- ayrılan ayarlar --------------------------------------------------------------------------------------------------


def refusal(path, scheduler, **given):
    before = path.read_bytes()
    with pytest.raises(JournalError) as refused:
        tune(pytest.fail, scheduler, journal=path, **given)
    assert path.read_bytes() == before
    return str(refused.value)


def test_only_the_differing_settings_are_named(path):
    def scheduler(high=0.1, options=("sgd", "adam"), eta=3, seed=0):
        space = Space({"lr": Float(1e-3, high), "rule": Choice(options), "width": Int(8, 64)})
        return ASHA(Random(space, seed=seed), r_min=1, r_max=9, eta=eta, trials=3)

    tune(lambda lr, rule, width: lr, scheduler(), journal=path)
    told = refusal(path, scheduler(high=1.0))
    assert "ayrılan ayarlar: `searcher.space.lr.high`: orada 0.1, burada 1.0. Aynı ayarları kullan" in told
    told = refusal(path, scheduler(options=("sgd", "lion"), eta=2, seed=5))
    assert "`eta`: orada 3, burada 2; `searcher.seed`: orada 0, burada 5; `searcher.space.rule.options`: orada " in told
    assert "width" not in told
    assert "r_min" not in told
    told = refusal(path, scheduler(), maximize=True, metric="accuracy")
    assert "ayrılan ayarlar: `maximize`: orada False, burada True; `metric`: orada 'error', burada 'accuracy'. " in told


def test_a_missing_and_a_reordered_parameter_are_named(path):
    def scheduler(*names):
        return BasicScheduler(Random(Space({name: Float(0.0, 1.0) for name in names})), trials=1)

    tune(lambda a, b: a, scheduler("a", "b"), journal=path)
    assert "`searcher.space.b`: orada var, burada yok; `searcher.space.c`: orada yok, burada var." in refusal(
        path, scheduler("a", "c")
    )
    assert "ayrılan ayarlar: `searcher.space` sırası: orada a, b; burada b, a." in refusal(path, scheduler("b", "a"))


def test_many_differences_are_counted_not_listed(path):
    def scheduler(high):
        return BasicScheduler(Random(Space({f"p{k}": Float(0.0, high) for k in range(30)})), trials=1)

    tune(lambda **config: 0.5, scheduler(1.0), journal=path)
    told = refusal(path, scheduler(2.0))
    assert told.count("orada 1.0, burada 2.0") == 8
    assert "ve 22 ayar daha" in told


def test_a_journal_of_the_first_format_goes_on(path):
    """Yön, sayının adı, sınır ve bitiş satırları olmayan eski günlük: okunur, büyütülür."""
    tuning = tune(objectives.continued, MAKERS["asha"](trials=4), journal=path)
    header, *events = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    old = {"journal": "lrlab.hpo", "version": 1, "settings": header["settings"]}
    path.write_text("".join(json.dumps(line) + "\n" for line in [old, *events[:-1]]))
    assert read_journal(path) == replace(tuning, stopped="running")
    extended = tune(objectives.continued, MAKERS["asha"](trials=8), journal=path)
    assert story(extended) == story(tune(objectives.continued, MAKERS["asha"](trials=8)))


def test_a_journal_of_a_later_format_is_refused(path):
    tune(objectives.continued, MAKERS["asha"](trials=1), journal=path)
    path.write_bytes(path.read_bytes().replace(b'"version": 2', b'"version": 3'))
    assert "sürümü 3; bu lrlab 1 ve 2 sürümlerini okur" in refusal(path, MAKERS["asha"](trials=1))


def test_a_used_scheduler_opens_no_journal(path):
    used = MAKERS["asha"](trials=3)
    tune(objectives.continued, used)
    with pytest.raises(JournalError, match="taze bir zamanlayıcı"):
        tune(objectives.continued, used, journal=path)
    assert not path.exists()
