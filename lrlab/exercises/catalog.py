"""Bütün görevlerin kataloğu: adıyla bulmak ve listelemek için."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lrlab.core.validate import integer, one_of
from lrlab.exercises.lessons import (
    l00,
    l01,
    l02,
    l03,
    l04,
    l05,
    l06,
    l07,
    l08,
    l09,
    tasks_adam_numbers,
    tasks_adamw,
    tasks_decay_factor,
    tasks_decay_numbers,
    tasks_decay_order,
    tasks_ewa_numbers,
    tasks_halving_asha,
    tasks_halving_numbers,
    tasks_halving_promoted,
    tasks_halving_stopping,
    tasks_minibatch,
    tasks_momentum_numbers,
    tasks_rmsprop,
    tasks_search_bayes,
    tasks_search_numbers,
    tasks_search_space,
    tasks_warmup,
    tasks_warmup_linear,
    tasks_warmup_numbers,
)
from lrlab.exercises.report import Hint, TaskList
from lrlab.exercises.task import Task

MODULES = (
    l00,
    tasks_minibatch,
    l01,
    l02,
    tasks_ewa_numbers,
    l03,
    tasks_momentum_numbers,
    tasks_rmsprop,
    l04,
    l05,
    tasks_adamw,
    tasks_adam_numbers,
    l06,
    tasks_decay_factor,
    tasks_decay_order,
    tasks_decay_numbers,
    tasks_warmup,
    tasks_warmup_linear,
    l07,
    tasks_warmup_numbers,
    tasks_search_space,
    l08,
    tasks_search_bayes,
    tasks_search_numbers,
    l09,
    tasks_halving_promoted,
    tasks_halving_asha,
    tasks_halving_stopping,
    tasks_halving_numbers,
)
TASKS: Mapping[str, Task] = MappingProxyType({task.name: task for module in MODULES for task in module.TASKS})


def find(name: Any) -> Task:
    """`name` adlı görev; öyle bir görev yoksa adları sayan `ValueError`, ad metin değilse `TypeError`."""
    if not isinstance(name, str):
        raise TypeError(
            f"`task` bir görev adı (metin) olmalı; verilen: {type(name).__name__}. "
            'Önce adı, sonra yanıtı yaz: check("ewa", fonksiyonun)'
        )
    return TASKS[one_of("task", name, TASKS)]


def hint(task: str, level: int = 1) -> Hint:
    """`task` görevinin `level` düzeyindeki ipucu; düzeyler 1'den sayılır, en sonuncusu neredeyse çözümdür.

    Hatalar: bilinmeyen görev adı ya da olmayan düzey `ValueError`.
    """
    found = find(task)
    level = integer("level", level, f"[1, {len(found.hints)}]")
    return Hint(found.name, level, len(found.hints), found.hints[level - 1])


def tasks(lesson: str | None = None) -> TaskList:
    """Görevlerin listesi; `lesson` verilirse ("00", "01", …) yalnızca o dersinkiler."""
    chosen = TASKS.values()
    if lesson is not None:
        one_of("lesson", lesson, dict.fromkeys(task.lesson for task in chosen))
        chosen = [task for task in chosen if task.lesson == lesson]
    return TaskList(tuple((task.lesson, task.name, task.title, task.question) for task in chosen))
