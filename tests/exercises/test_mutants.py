"""Yanlış kod kabul edilmez: bir görevin çözümünün tek yeri değişmiş hâllerinden yalnızca denk olanlar geçer."""

import pytest

from lrlab.exercises.catalog import TASKS
from lrlab.exercises.task import FunctionTask
from tests.equivalents import ROWS
from tests.mutate import accepted, judged, mutations, programs

FUNCTIONS = [task for task in TASKS.values() if isinstance(task, FunctionTask)]


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_every_mutation_that_is_not_equivalent_is_refused(task):
    found = judged(task)
    assert found.made >= 40
    assert found.wrong == ()
    assert found.unused == (), "tests/equivalents.py'deki bu satırlar hiçbir mutasyonu anlatmıyor"


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_the_programs_that_are_mutated_are_right(task):
    for program in programs(task):
        assert accepted(task, program.run)


def test_equivalent_rows_have_a_reason_and_known_tasks():
    names = {task.name for task in FUNCTIONS}
    for tasks, pattern, reason in ROWS:
        assert set(tasks.split()) <= names, tasks
        assert reason, pattern


def keys(name):
    return {one.key for one in mutations(TASKS[name])}


def test_the_kinds_of_mutation():
    """Her türden bir örnek; araç bir türü yitirirse denetimler sessizce gevşerdi."""
    assert {
        "beta * m + (1 - beta) * g → beta * m - (1 - beta) * g",  # işlem
        "1 - beta → 2 - beta",  # sabit
        "(1 - beta) * g → 1 - beta * g",  # unutulan parantez
        "lr * m → lr * g",  # başka bir ad
        "g = w",  # yok sayılan girdi
        "lr = 0",
        "lr ↔ beta",
        "m = -m",  # sonucun bir parçası
    } <= keys("momentum_ewa_step")
    assert "m = beta * m + (1 - beta) * g → yerinde: m *= beta; m += (1 - beta) * g" in keys("momentum_ewa_step")
    assert "step = np.arange(len(step))" in keys("staircase_rate")
    assert {"2 * m <= limit → 2 * m < limit", "2 * m <= limit → True"} <= keys("choose_batch_size")
    assert "logits[i:i + size].argmax(axis=1) → logits[i:i + size].argmax()" in keys("epoch_accuracy")
    assert {"order[start:start + m] → order[start + 1:start + m]", "order[start:start + m] → order[start:]"} <= keys(
        "split_minibatches"
    )
    assert {
        "len(errors) // eta → max(1, len(errors) // eta)",
        "len(errors) // eta → -(-len(errors) // eta)",
        "len(errors) // eta → int(len(errors) / eta)",
    } <= keys("promoted")
    assert "n // eta ** k → math.floor(n * eta ** (-k))" in keys("rung_sizes")
    assert any(key.startswith("levels.append(r_min) ↔ ") for key in keys("rung_levels"))  # sıra


@pytest.mark.parametrize("name", ["rung_levels", "choose_batch_size"])
def test_a_loop_that_never_ends_is_refused(name):
    endless = [one for one in mutations(TASKS[name]) if one.key.endswith("→ True")]
    assert endless
    assert not any(accepted(TASKS[name], one.function) for one in endless)
