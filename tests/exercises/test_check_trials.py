"""Yanlış deneme yinelenebilir: çağrısı yazılır, girdilerini `deneme` verir; geri bildirim yalnız doğruda True'dur."""

import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check, deneme
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.checking.trials import LONGEST, call_text, written
from lrlab.exercises.task import FunctionTask, NumberTask

FUNCTIONS = [task for task in TASKS.values() if isinstance(task, FunctionTask)]


def same(left, right):
    """Girdiler öğesi öğesine aynı mı; NaN kendisine eşittir, fonksiyonlar adlarıyla tanınır."""
    if isinstance(left, (list, tuple)):
        return type(left) is type(right) and len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, (np.ndarray, float, np.generic)):
        return np.asarray(left).dtype == np.asarray(right).dtype and np.array_equal(left, right, equal_nan=True)
    return callable(left) or left == right


def called(line):
    """Geri bildirimin "Bu deneme: …" satırındaki çağrı."""
    return line.split("Bu deneme: ")[1].split("  (from lrlab")[0]


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_the_call_can_be_pasted_and_gives_the_trial(task):
    given = []

    def my_answer(*args):
        given.append(args)

    for k, case in enumerate(task.cases, start=1):
        text = call_text(task, my_answer, k)
        assert text.startswith("my_answer(")
        assert len(text) <= LONGEST
        eval(text, {"np": np, "deneme": deneme, "my_answer": my_answer})
        assert same(given.pop(), case.args)


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_deneme_gives_fresh_inputs_by_name(task):
    first = deneme(task.name, 1)
    assert type(first).__name__ == task.name
    assert first._fields == task.arguments
    assert same(tuple(first), task.cases[0].args)
    for value in first:
        if isinstance(value, np.ndarray):
            value.fill(0)
    assert same(tuple(deneme(task.name, 1)), task.cases[0].args)


def test_deneme_names_what_it_cannot_give():
    with pytest.raises(ValueError, match="yanıtı bir sayı olan görevin denemesi yoktur"):
        deneme("effective_window", 1)
    with pytest.raises(ValueError, match=rf"`k` = 0 olamaz; izin verilen aralık: \[1, {len(TASKS['ewa'].cases)}\]"):
        deneme("ewa", 0)
    with pytest.raises(ValueError, match="`task` = 'eva' olamaz"):
        deneme("eva", 1)
    with pytest.raises(TypeError, match="`task` bir görev adı"):
        deneme(averages.ewa, 1)


def test_the_failing_call_uses_the_students_own_names():
    def adam_adimi(w, m, v, grad, t, alfa, beta1, beta2, eps, sonum):
        return w, m, v + 1

    report = check("adamw_step", adam_adimi)
    call = called(report.lines[-2])
    assert call.startswith("adam_adimi(w=np.array([")
    assert ", grad=np.array([" in call
    assert "alfa=" in call
    assert len(eval(call, {"np": np, "adam_adimi": adam_adimi})) == 3


def test_the_failing_trial_is_the_one_that_is_told():
    right = averages.ewa

    def wrong_for_integers(theta, beta):
        return right(theta, beta) + (theta.dtype.kind == "i")

    report = check("ewa", wrong_for_integers)
    k = next(i for i, case in enumerate(TASKS["ewa"].cases, start=1) if case.args[0].dtype.kind == "i")
    assert report.lines[0].startswith(TASKS["ewa"].cases[k - 1].label)
    assert f"{len(TASKS['ewa'].cases)} denemenin {len(TASKS['ewa'].cases) - 1} tanesi doğru" in report.lines[1]
    got = eval(called(report.lines[1]), {"np": np, "wrong_for_integers": wrong_for_integers})
    np.testing.assert_allclose(got, right(*deneme("ewa", k)) + 1)
    assert f"{got[0]:.6g} geldi" in report.lines[0]


def test_none_right_is_told_in_words():
    assert "denemenin hiçbiri doğru değil. Bu deneme: ewa(theta=" in str(check("ewa", lambda theta, beta: theta + 9))


def test_an_error_shows_its_call_too():
    def broken(theta, beta):
        return theta["gün"]

    report = check("ewa", broken)
    with pytest.raises(IndexError):
        eval(called(report.lines[-2]), {"np": np, "broken": broken})


def test_a_long_call_goes_by_its_number():
    def step_sizes(schedule, first, epochs):
        return [first] * (epochs + 1)

    report = check("late_rates", step_sizes)
    assert 'step_sizes(*deneme("late_rates", 1))  (from lrlab.exercises import deneme)' in str(report)


@pytest.mark.parametrize(
    "value",
    [
        np.array([1.5, np.nan, -np.inf]), np.array([[1, 2], [3, 4]]), np.array([True, False]), np.float32(0.1), 3, -0.0,
        np.array([0.1, 0.2], np.float32), [1, (2.5, np.inf), "ad"], (1,), True, None, np.inf, np.int64(7),
    ],
)  # fmt: skip
def test_values_are_written_so_that_they_come_back(value):
    back = eval(written(value), {"np": np})
    assert same(value.item() if isinstance(value, np.generic) else value, back)


@pytest.mark.parametrize("value", [len, object(), {1: 2}, np.zeros((0, 2)), [len]])
def test_what_cannot_be_written_is_not(value):
    assert written(value) is None


# ---- assert check(...)


def test_feedback_is_true_only_for_a_right_answer():
    right = averages.ewa
    assert check("ewa", lambda theta, beta: right(theta, beta))
    assert check("effective_window", 50)
    for wrong in (lambda theta, beta: theta, lambda theta: 1, None, 5, lambda theta, beta: None):
        assert not check("ewa", wrong)
    for wrong in (49, "elli", None, "50 hafta"):
        assert not check("effective_window", wrong)


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_the_definition_itself_is_recognised(task):
    report = check(task.name, task.reference)
    assert not report
    assert report.status == "denenmedi"
    assert "denetimin kendi tanımı" in report.lines[0]


def test_expected_numbers_are_numbers():
    assert all(check(task.name, task.expected) for task in TASKS.values() if isinstance(task, NumberTask))
