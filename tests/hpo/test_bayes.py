"""lrlab.hpo.Bayesian: rastgeleyi geçer; her tür boyut, bekleyenler, başarısızlar, kaynaklar, yinelemeler."""

import math

import numpy as np
import pytest

from lrlab.hpo import Bayesian, Choice, Float, Int, Random, Space, When
from lrlab.hpo.searchers import bayes

RATES = Space({"rate": Float(1e-4, 1.0, log=True), "momentum": Float(0.0, 1.0)})
MIXED = Space({
    "rate": Float(1e-4, 1.0, log=True),
    "layers": Int(1, 2),
    "width2": When(Int(8, 256, log=True), "layers", (2,)),
    "activation": Choice(("relu", "tanh", "sigmoid")),
    "epochs": 8,
})  # fmt: skip


def bowl(config):
    return (math.log10(config["rate"]) + 1.5) ** 2 / 4 + (config["momentum"] - 0.8) ** 2


def mixed(config):
    miss = abs(math.log2(config["width2"]) - 6) / 10 if "width2" in config else 0.3
    worse = {"relu": 0.0, "tanh": 0.3, "sigmoid": 0.6}[config["activation"]]
    return (math.log10(config["rate"]) + 2) ** 2 / 4 + miss + worse


def errors(searcher, function, count):
    found = []
    for _ in range(count):
        config = searcher.ask()
        found.append(function(config))
        searcher.tell(config, found[-1])
    return np.array(found)


def started(space, function, count, *, seed=0, resource=None, **options):
    """`count` rastgele sonucu bildirilmiş bir Bayesian."""
    searcher, source = (
        Bayesian(space, seed, candidates=options.pop("candidates", 100), **options),
        Random(space, seed + 99),
    )
    for _ in range(count):
        config = source.ask()
        searcher.tell(config, function(config), resource)
    return searcher


def models(monkeypatch):
    """Modele verilen (x, y) çiftlerinin listesi."""
    seen = []
    real = bayes.fit_gp
    monkeypatch.setattr(bayes, "fit_gp", lambda x, y: seen.append((x, y)) or real(x, y))
    return seen


@pytest.mark.parametrize(("space", "function", "count", "share"), [(RATES, bowl, 10, 0.2), (MIXED, mixed, 14, 0.6)])
def test_beats_random_on_average_over_seeds(space, function, count, share):
    model = [errors(Bayesian(space, seed, candidates=100), function, count).min() for seed in range(10)]
    chance = [errors(Random(space, seed), function, count).min() for seed in range(10)]
    assert np.mean(model) < share * np.mean(chance)


def test_first_the_initial_then_random_then_the_model(monkeypatch):
    seen, initial = models(monkeypatch), [{"rate": 0.5, "momentum": 0.5}, {"rate": 0.1, "momentum": 0.1}]
    searcher, rng = Bayesian(RATES, 4, initial=initial, warmup=4, candidates=50), np.random.default_rng(4)
    for expected in [*initial, RATES.sample(rng), RATES.sample(rng)]:
        assert searcher.ask() == expected
        searcher.tell(expected, bowl(expected))
    assert not seen
    searcher.ask()
    assert [len(y) for _, y in seen] == [4]


def test_same_seed_and_order_give_the_same_stream():
    first, second = (errors(Bayesian(MIXED, 2, candidates=50), mixed, 12) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, errors(Bayesian(MIXED, 3, candidates=50), mixed, 12))


def test_every_proposal_is_valid_even_while_many_are_pending():
    searcher = started(MIXED, mixed, 8)
    asked = [searcher.ask() for _ in range(12)]
    assert all(MIXED.check(config) == config for config in asked)
    assert len({repr(config) for config in asked}) == len(asked)


def test_pending_ones_push_the_next_away():
    busy = started(RATES, bowl, 10, seed=1)
    spread = [RATES.unit(busy.ask()) for _ in range(6)]
    gaps = [np.linalg.norm(a - b) for k, a in enumerate(spread) for b in spread[:k]]
    assert min(gaps) > 0.01


def test_a_pending_one_is_a_lie_at_the_mean_until_it_is_told(monkeypatch):
    told = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]  # hiçbiri kırpılmaz
    values = iter(told)
    seen, searcher = models(monkeypatch), started(RATES, lambda config: next(values), 6)
    first = searcher.ask()
    searcher.ask()
    assert len(seen[-1][1]) == 7
    assert seen[-1][1][-1] == pytest.approx(0.75)
    np.testing.assert_array_equal(seen[-1][0][-1], RATES.vector(first))
    searcher.tell(first, 0.4)
    searcher.ask()
    np.testing.assert_allclose(seen[-1][1], [*told, 0.4, 0.7])


def test_one_asked_twice_stays_pending_until_both_are_told(monkeypatch):
    seen, only = models(monkeypatch), Space({"a": Choice((1, 2))})
    searcher = Bayesian(only, initial=[{"a": 1}, {"a": 1}], warmup=1, candidates=4)
    searcher.tell({"a": 2}, 0.5)
    assert searcher.ask() == searcher.ask() == {"a": 1}
    searcher.tell({"a": 1}, 0.1)
    searcher.ask()
    np.testing.assert_allclose(seen[-1][1], [0.5, 0.1, 0.3])  # ikisi bildirilmiş, biri hâlâ bekliyor
    searcher.tell({"a": 1}, 0.3)
    searcher.ask()
    np.testing.assert_allclose(seen[-1][1], [0.5, 0.1, 0.3, 0.3])


def test_a_small_space_is_searched_without_repeats():
    space = Space({"a": Int(1, 3), "b": Choice(("x", "y")), "c": When(Int(1, 2), "a", (3,))})
    searcher = Bayesian(space, 0, warmup=1, initial=[{"a": 1, "b": "x"}], candidates=200)
    asked = []
    for k in range(8):
        asked.append(searcher.ask())
        if k % 2:  # her ikinci sonuç geç gelsin
            searcher.tell(asked[-1], len(asked) / 10)
            searcher.tell(asked[-2], len(asked) / 20)
    assert {repr(config) for config in asked} == {repr(config) for config in space.grid(3)}
    assert space.check(searcher.ask()) in asked  # bütün uzay denendi: yine de bir öneri gelir


@pytest.mark.parametrize("bad", [math.inf, math.nan, -math.inf, np.float32("nan")])
def test_failures_count_as_the_worst_seen(monkeypatch, bad):
    seen = models(monkeypatch)
    searcher = Bayesian(RATES, warmup=4, candidates=30)
    for k, error in enumerate([0.5, bad, 0.7, 0.3]):
        searcher.tell({"rate": 0.1 + 0.1 * k, "momentum": 0.5}, error)
    searcher.ask()
    np.testing.assert_array_equal(seen[0][1], [0.5, 0.7, 0.7, 0.3])


def test_only_failures_means_random():
    searcher, rng = Bayesian(RATES, 6, warmup=2), np.random.default_rng(6)
    for _ in range(5):
        config = searcher.ask()
        assert config == RATES.sample(rng)
        searcher.tell(config, math.inf)


def test_failing_regions_are_avoided():
    def half(config):
        return math.inf if config["rate"] > 0.1 else -math.log10(config["rate"]) / 10 + config["momentum"] / 10

    found = np.array(
        [np.isfinite(errors(Bayesian(RATES, seed, candidates=100), half, 20)[8:]).mean() for seed in range(4)]
    )
    assert found.mean() > 0.6


def test_an_exploding_loss_does_not_hide_the_rest(monkeypatch):
    seen = models(monkeypatch)
    searcher = Bayesian(RATES, warmup=5, candidates=30)
    for k, error in enumerate([1.0, 2.0, 3.0, 4.0, 1e30]):
        searcher.tell({"rate": 0.1 + 0.1 * k, "momentum": 0.5}, error)
    searcher.ask()
    np.testing.assert_array_equal(seen[0][1], [1, 2, 3, 4, 3 + 5 * (3 - 1)])


def test_the_largest_resource_with_enough_results_is_modelled(monkeypatch):
    seen, searcher = models(monkeypatch), Bayesian(RATES, warmup=3, candidates=30)
    source = Random(RATES, 1)
    for resource, count in [(1, 9), (3, 3), (9, 2)]:
        for k in range(count):
            searcher.tell(source.ask(), resource + k / 10, resource)
    searcher.ask()
    np.testing.assert_allclose(seen[-1][1], [3.0, 3.1, 3.2])
    searcher.tell(source.ask(), 9.2, 9)
    searcher.ask()
    np.testing.assert_allclose(seen[-1][1][:3], [9.0, 9.1, 9.2])


def test_a_long_history_keeps_the_best_and_the_newest(monkeypatch):
    monkeypatch.setattr(bayes, "MOST", 20)
    seen = models(monkeypatch)
    searcher = Bayesian(RATES, warmup=5, candidates=30)
    source = Random(RATES, 1)
    for k in range(60):
        searcher.tell(source.ask(), float(abs(k - 10)))
    searcher.ask()
    told = seen[0][1]
    assert len(told) == 20
    assert told[:10].max() <= 5
    np.testing.assert_array_equal(told[10:], np.arange(40.0, 50.0))


def test_half_of_the_candidates_surround_the_best_ones(monkeypatch):
    points, flat = [], np.ones(200)
    monkeypatch.setattr(bayes, "fit_gp", lambda x, y: lambda new: points.append(new) or (flat[: len(new)],) * 2)
    told = []

    def noted(config):
        told.append((config, bowl(config)))
        return told[-1][1]

    searcher = started(RATES, noted, 40, candidates=200)
    searcher.ask()
    known = sorted(told, key=lambda pair: pair[1])
    leaders = np.array([RATES.vector(config) for config, _ in known[:5]])
    gaps = np.linalg.norm(points[-1][:, None] - leaders, axis=-1).min(axis=1)
    assert gaps[100:].mean() < 0.15 < gaps[:100].mean() / 1.5


def test_a_space_with_nothing_to_choose_still_answers():
    searcher = Bayesian(Space({"a": 1}), warmup=1)
    for _ in range(4):
        config = searcher.ask()
        assert config == {"a": 1}
        searcher.tell(config, 0.5)
