"""Bütün görevlerin kataloğu: lessons klasöründeki ders modülleri adlarından bulunur (l04.py, 04. dersindir)."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from re import fullmatch
from types import MappingProxyType
from typing import Any

from lrlab.core.validate import integer, one_of
from lrlab.exercises import lessons
from lrlab.exercises.feedback import Hint, TaskList
from lrlab.exercises.task import Task

_FOUND = sorted(module.name for module in iter_modules(lessons.__path__) if fullmatch(r"l\d\d", module.name))
# Ders ("00", "01", …) -> görevleri; ad -> görev. İkisi de ders sırasındadır.
_MODULES = {name[1:]: import_module(f"{lessons.__name__}.{name}") for name in _FOUND}
LESSONS: Mapping[str, tuple[Task, ...]] = MappingProxyType({key: module.TASKS for key, module in _MODULES.items()})
TASKS: Mapping[str, Task] = MappingProxyType({task.name: task for found in LESSONS.values() for task in found})
CORE = frozenset(task.name for module in _MODULES.values() for task in module.CORE)  # ana yolun görevleri


def starred(task: Task) -> str:
    """Görevin başlığı; ana yoldaysa önünde yıldızla."""
    return f"★ {task.title}" if task.name in CORE else task.title


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
    """Görevlerin listesi, derste geldikleri sırayla; `lesson` verilirse ("00", "01", …) yalnızca o dersinkiler.

    ★: dersin ana yolundaki görev; öbürleri isteyene.
    """
    chosen = LESSONS if lesson is None else [one_of("lesson", lesson, LESSONS)]
    return TaskList(tuple((key, task.name, starred(task), task.question) for key in chosen for task in LESSONS[key]))
