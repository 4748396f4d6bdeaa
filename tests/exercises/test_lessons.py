"""Görevlerle defterler birbirini tutar: her görev dersinin defterinde durur, her check ve hint bir görevi anar."""

import json
import re
from pathlib import Path

import pytest

from lrlab.exercises import tasks
from lrlab.exercises.catalog import LESSONS, TASKS

NOTEBOOKS = {path.name[:2]: path for path in sorted(Path(__file__).parents[2].glob("notebooks/[0-9][0-9]_*.ipynb"))}
CALL = re.compile(r"\b(check|hint)\(\s*[\"'](\w+)[\"']")
PLACEHOLDERS = {"ad", "görev_adı"}  # anlatımda, herhangi bir görevin adı yerine


def calls(lesson, kind):
    """Defterin `kind` türündeki hücrelerinde geçen (check ya da hint, görev adı) çiftleri."""
    cells = json.loads(NOTEBOOKS[lesson].read_text("utf-8"))["cells"]
    return [call for cell in cells if cell["cell_type"] == kind for call in CALL.findall("".join(cell["source"]))]


def test_every_lesson_has_its_notebook_and_its_module():
    assert list(LESSONS) == list(NOTEBOOKS)


@pytest.mark.parametrize("lesson", NOTEBOOKS)
def test_every_task_is_checked_once_in_the_notebook_of_its_lesson(lesson):
    checked = [name for verb, name in calls(lesson, "code") if verb == "check"]
    assert sorted(checked) == sorted(task.name for task in LESSONS[lesson])


@pytest.mark.parametrize("lesson", NOTEBOOKS)
def test_every_call_names_a_task_of_its_lesson(lesson):
    known = {task.name for task in LESSONS[lesson]}
    assert {name for _, name in calls(lesson, "code")} <= known
    assert {name for _, name in calls(lesson, "markdown")} <= known | PLACEHOLDERS


def test_names_are_distinct_and_all_are_listed():
    names = [task.name for found in LESSONS.values() for task in found]
    assert len(names) == len(set(names))
    assert list(TASKS) == names == [row[1] for row in tasks().rows]
    assert all(len(found) >= 3 for found in LESSONS.values())
