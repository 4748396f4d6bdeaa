"""Yanlış kod kabul edilmez: bir görevin çözümünün tek yeri değişmiş hâllerinden yalnızca denk olanlar geçer."""

import pytest

from lrlab.exercises.catalog import TASKS
from lrlab.exercises.task import FunctionTask
from tests.equivalents import ROWS
from tests.mutate import EVERY, accepted, judged, mutations, programs

FUNCTIONS = [task for task in TASKS.values() if isinstance(task, FunctionTask)]


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_every_mutation_that_is_not_equivalent_is_refused(task):
    every = EVERY.get(task.name, 1)
    found = judged(task, every)
    assert found.made >= 25
    assert found.wrong == ()
    if every == 1:
        assert found.unused == (), "tests/equivalents.py'deki bu satırlar hiçbir mutasyonu anlatmıyor"


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_the_programs_that_are_mutated_are_right(task):
    assert all(accepted(task, [program.run for program in programs(task)]))


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
        "beta1 * m + (1 - beta1) * g → beta1 * m - (1 - beta1) * g",  # işlem
        "1 - beta1 → 2 - beta1",  # sabit
        "(1 - beta1) * g → 1 - beta1 * g",  # unutulan parantez
        "1 - beta1 ** t → (1 - beta1) ** t",  # yersiz parantez
        "v_hat ** 0.5 → v_hat ** 1 / 2",
        "lr * m_hat → lr * g",  # başka bir ad
        "m = beta1 * m + (1 - beta1) * g ↔ v = beta2 * v + (1 - beta2) * g ** 2",  # sıra
        "m = beta1 * m + (1 - beta1) * g → yerinde: m *= beta1; m += (1 - beta1) * g",  # kopya
        "g = w",  # yok sayılan girdi
        "lr = 0",
        "lr ↔ beta1",
        "m = -m",  # sonucun bir parçası
    } <= keys("adamw_step")
    assert "step = np.arange(len(step))" in keys("per_epoch_rate")
    assert {"2 * size <= limit → 2 * size < limit", "2 * size <= limit → True"} <= keys("choose_batch_size")
    assert "logits[i:i + size].argmax(axis=1) → logits[i:i + size].argmax()" in keys("epoch_accuracy")
    assert {
        "order[start:start + batch_size] → order[start + 1:start + batch_size]",
        "order[start:start + batch_size] → order[start:]",
    } <= keys("split_minibatches")
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
    assert not any(accepted(TASKS[name], [one.function for one in endless]))
