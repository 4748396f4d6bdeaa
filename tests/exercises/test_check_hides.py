"""Geri bildirim yanıtı ele vermez: ne yanıtın kendisi ne de onu bir işlemle veren bir sayı ya da söz geçer."""

import re

import pytest

from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.task import NumberTask

NUMBERS = [task for task in TASKS.values() if isinstance(task, NumberTask)]
MISTAKES = [(task, mutant) for task in NUMBERS for mutant in task.mutants]
NUMBER = re.compile(r"(?<![\w./])\d+(?:\.\d+)?(?![\d/])")
FACTORS = {"iki kat": 2, "üç kat": 3, "dört kat": 4, "on kat": 10, "yüz kat": 100, "bin kat": 1000, "ikiye böl": 2}


def near(task, value):
    """Değer, doğru yanıt ya da onun yüzdesi mi."""
    return any(abs(value - right) <= max(task.tolerance, 1e-9) for right in (task.expected, 100 * task.expected))


def told(text, task):
    """Metinde geçip soruda geçmeyen sayılar: soruda verilen bir sayıyı anmak bir şey söylemez."""
    return {float(word) for word in NUMBER.findall(text)} - {float(word) for word in NUMBER.findall(task.question)}


def spoken(report):
    """Geri bildirimin cümleleri, ipucuna götüren sonuncusu (görevin adı geçer) dışında."""
    return " ".join(line for line in report.lines if "hint(" not in line)


@pytest.mark.parametrize(("task", "mutant"), MISTAKES, ids=lambda item: item.name)
def test_a_named_mistake_does_not_print_the_answer(task, mutant):
    numbers = told(spoken(check(task.name, mutant.answer)), task)
    assert not [value for value in numbers if near(task, value) and value != 1]  # "1'den sayılır" yanıt değildir


@pytest.mark.parametrize(("task", "mutant"), MISTAKES, ids=lambda item: item.name)
def test_a_named_mistake_is_not_one_operation_from_the_answer(task, mutant):
    """Kendi yanıtıyla iletideki bir sayının çarpımı, bölümü ya da toplamı doğru yanıt olmamalı."""
    text, wrong = spoken(check(task.name, mutant.answer)), mutant.answer
    for value in told(text, task) - {0.0, 1.0}:
        assert not near(task, wrong * value), text
        assert not near(task, wrong / value), text
    if re.search(r"\b(?:ekle|çıkar(?!m)|kaybol)", text):  # burada soruda verilen sayı da söyler
        for value in map(float, NUMBER.findall(text)):
            assert not near(task, wrong + value), text
            assert not near(task, wrong - value), text
    for word, factor in FACTORS.items():
        if word in text.casefold():
            assert not near(task, wrong * factor), text
            assert not near(task, wrong / factor), text


@pytest.mark.parametrize(("task", "mutant"), MISTAKES, ids=lambda item: item.name)
def test_a_mistake_by_one_does_not_say_which_way(task, mutant):
    if abs(abs(mutant.answer - task.expected) - 1) < 1e-9 and task.expected > 5:
        assert not re.search(r"\bbir (?:fazla|eksik)\b", mutant.message.casefold()), mutant.message


@pytest.mark.parametrize("task", NUMBERS, ids=lambda task: task.name)
def test_what_check_says_itself_does_not_print_the_answer(task):
    unit = f" {task.units[0]}" if task.units else ""
    wrong = [
        task.expected * 1.37 + 0.7,
        -task.expected - 3,
        12345.678,
        f"{task.expected * 2.3 + 1:.5f} fersah",
        "elli",
        None,
    ]
    for answer in [*wrong, f"{task.expected * 1.7 + 2:.4f}{unit}", float("nan"), [0] * 777]:
        report = check(task.name, answer)
        if not report and report.status != "denenmedi":
            assert not [value for value in told(spoken(report), task) if near(task, value) and value not in (0, 1)], (
                report
            )
