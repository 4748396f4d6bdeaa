"""Bitirme oyununun kuralları: bütçe, sıra, puan; robotların hamleleri gerçek aramanınki mi."""

import copy
import json
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.figures.game.robots import ROBOTS, asha, played
from lrlab.figures.game.rules import Match, OutOfBudget
from lrlab.hpo import ASHA, Replayed, simulate
from tests.figures.curves_like import learning_curves_like

CURVES = learning_curves_like(count=40)  # 27 dönem; ilk üçü ıraksar
LONGEST = 27


def row(match, trial):
    return CURVES.errors[match.trials[trial].config["number"]]


# --- kurallar -------------------------------------------------------------------------------------------------


def test_everyone_sees_the_same_configurations_in_the_same_order():
    match = Match(CURVES, 50, seed=4)
    for _ in range(50):
        match.start()
    pool = Replayed(CURVES, 4)
    assert [trial.config for trial in match.trials] == [pool.ask() for _ in range(50)]
    for policy in ROBOTS.values():
        robot = played(CURVES, policy, 50, 4)
        assert [t.config for t in robot.trials] == [t.config for t in match.trials[: len(robot.trials)]]


def test_continuing_costs_only_the_new_epochs_and_shows_them():
    match = Match(CURVES, 60, seed=1)
    assert match.start() == 0
    assert (match.spent, match.left) == (1, 59)
    error = match.go(0, 9)
    assert error == row(match, 0)[9]
    assert match.spent == 10
    np.testing.assert_array_equal(match.trials[0].errors, row(match, 0)[:10])
    match.go(0, 99)  # eğrinin sonunda durur
    assert match.spent == LONGEST
    with pytest.raises(ValueError, match=r"sonuna dek \(27 dönem\)"):
        match.go(0)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 12)), max_size=40), st.integers(1, 70), st.integers(0, 5))
def test_budget_is_never_exceeded_and_the_score_is_the_smallest_error_paid_for(moves, budget, seed):
    match = Match(CURVES, budget, seed)
    paid = []
    for trial, epochs in moves:
        before = match.spent
        try:
            number = match.start() if trial >= len(match.trials) else trial
            if trial == number:
                match.go(trial, epochs)
        except OutOfBudget:
            assert match.left == 0
        except ValueError:
            assert match.spent == before
        paid = [error for t in match.trials for error in t.errors]
        assert match.spent == len(paid) <= budget
    assert match.spent + match.left == budget
    assert match.score == min(paid, default=inf)
    if match.best is not None:
        assert min(match.trials[match.best].errors) == match.score


def test_one_by_one_or_all_at_once_is_the_same_game():
    one, other = Match(CURVES, 40, seed=1), Match(CURVES, 40, seed=1)
    for match in (one, other):
        match.start()
        match.start()
    one.go(0, 9)
    for _ in range(9):
        other.go(0, 1)
    assert (one.score, one.spent, one.seen) == (other.score, other.spent, other.seen)


def test_a_diverging_trial_pays_until_it_diverges_and_no_further():
    seed = next(s for s in range(40) if Replayed(CURVES, s).ask()["number"] == 1)  # 4. dönemde NaN
    match = Match(CURVES, 60, seed)
    match.start()
    assert match.go(0, 20) == inf
    assert match.spent == 4
    assert match.score == min(CURVES.errors[1, :3])
    assert match.running() == []
    with pytest.raises(ValueError, match="`trial` = 0 sürdürülemez; bu deneme ıraksadı"):
        match.go(0)


def test_bad_moves_are_named_and_change_nothing():
    match = Match(CURVES, 3, seed=1)
    with pytest.raises(ValueError, match="daha hiç deneme"):
        match.go(0)
    match.start()
    for call, words in (
        (lambda: match.go(1), r"`trial` = 1 olamaz.*\[0, 0\]"),
        (lambda: match.go(0, 0), "`epochs` = 0"),
        (lambda: match.go(0, 1.5), "`epochs` = 1.5"),
        (lambda: match.stop(-1), "`trial` = -1"),
    ):
        before = copy.deepcopy((match.moves, match.seen))
        with pytest.raises(ValueError, match=words):
            call()
        assert (match.moves, match.seen) == before
    match.stop(np.int64(0))
    assert match.moves[-1] == ["stop", 0]
    json.dumps(match.moves)
    with pytest.raises(ValueError, match="`trial` = 0 sürdürülemez; bu deneme durduruldu"):
        match.go(0)
    match.start()
    match.go(1, 99)
    assert match.left == 0
    with pytest.raises(OutOfBudget, match="bütçe bitti: 3"):
        match.start()
    for name, value in (("budget", 0), ("budget", 2.5), ("seed", -1)):
        with pytest.raises(ValueError, match=f"`{name}`"):
            Match(CURVES, **{"budget": 9, "seed": 0} | {name: value})


# --- robotlar -------------------------------------------------------------------------------------------------


def test_asha_plays_the_moves_of_the_real_search():
    seed, budget = 3, 150
    match = played(CURVES, asha, budget, seed)
    truth = simulate(CURVES, ASHA(Replayed(CURVES, seed), r_min=1, r_max=LONGEST, eta=3, budget=600), retries=0)
    wanted = [(r.trial, r.resource - r.start) for r in truth.reports]
    moves = [(m[1], m[2]) if m[0] == "go" else ("start",) for m in match.moves]
    started = iter(range(len(match.trials)))
    done = [(next(started), 1) if move == ("start",) else move for move in moves]
    diverged = {t for t, trial in enumerate(match.trials) if trial.diverged}
    same = [pair for pair in wanted if pair[0] not in diverged][: len(done) - 1]
    mine = [pair for pair in done if pair[0] not in diverged]
    assert len(mine) > 40
    assert mine[:-1] == same[: len(mine) - 1]  # sonuncu hamle bütçenin yettiği kadardır
    assert match.left == 0


def test_random_search_trains_each_to_the_end():
    match = played(CURVES, ROBOTS["random"], 2 * LONGEST + 5, 1)
    assert [trial.epochs for trial in match.trials] == [LONGEST, LONGEST, 5]
    assert match.score == min(np.nanmin(row(match, k)[:n]) for k, n in enumerate((LONGEST, LONGEST, 5)))


def test_choices_never_look_at_the_test_error():
    upside = replace(CURVES, test_error=1 - CURVES.test_error)
    for policy in ROBOTS.values():
        assert played(CURVES, policy, 100, 0).chosen == played(upside, policy, 100, 0).chosen
