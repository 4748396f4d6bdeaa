"""Sorular HTML'e çevrilir: bütün derslerin tahminleri, sonuçları ve görevleri; okunamayan hücre adıyla söylenir."""

import base64
import json
import re
from html import unescape

import nbformat
import pytest

from lrlab.exercises import tahmin
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.task import FunctionTask, NumberTask
from lrlab.site import questions
from tests.notebooks import FOLDER

NUMBER_TASKS = [task for task in TASKS.values() if isinstance(task, NumberTask)]
ASKED = 't1 = tahmin("Kaç <adım>?", ["az", "çok & çok"], key="03-1")\nt1'


def told(question="Kaç <adım>?", actual="çok & çok", note="Çünkü 'öyle'.", options=("az", "çok & çok"), unit=""):
    """`sonuc`un deftere yazdığı HTML."""
    shown = tahmin(question, options, key="deneme", unit=unit).sonuc(actual, note)
    return shown._repr_mimebundle_()["text/html"]


def marks(html):
    """İlk öğenin data- özellikleri."""
    return {name: unescape(value) for name, value in re.findall(r'data-([\w-]+)="([^"]*)"', html.split(">")[0])}


def cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(scope="module", params=sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def lesson(request):
    return cells(request.param)


def test_every_question_of_every_lesson_is_understood(lesson):
    kinds = {kind: [c for c in lesson if questions.kind_of(c.source) == kind] for kind in questions.CALLS}
    outcomes = {}
    for cell in kinds["outcome"]:
        [html] = [one.data["text/html"] for one in cell.outputs if "text/html" in one.get("data", {})]
        found = marks(questions.outcome_block(cell.source, html))
        outcomes[found["lrlab-outcome"]] = (found, html)
    guessed = {}
    for cell in kinds["guess"]:
        name = cell.source.split(" = tahmin(")[0].split()[-1]
        found = marks(questions.guess_block(cell.source, outcomes[name][1]))
        assert found["key"] == questions.guess_key(cell.source)
        guessed[found["lrlab-guess"]] = found["question"]
    assert guessed == {name: found["question"] for name, (found, _) in outcomes.items()}
    for cell in kinds["exercise"]:
        task = questions.task_of(cell.source)
        assert questions.exercise_block(task.name).count("<summary>") == len(task.hints)


def test_every_call_in_the_lessons_is_one_of_the_kinds(lesson):
    for cell in lesson:
        called = [name for name in ("tahmin", "sonuc", "check") if re.search(rf"\b{name}\(", cell.source)]
        assert [questions.CALLS[kind] for kind in [questions.kind_of(cell.source)] if kind] == called


@pytest.mark.parametrize("task", NUMBER_TASKS, ids=lambda task: task.name)
def test_the_table_on_the_page_is_the_task(task):
    html = questions.exercise_block(task.name)
    table = json.loads(base64.b64decode(marks(html)["table"]))
    kept = ("name", "title", "question", "expected", "tolerance")
    assert [table[name] for name in kept] == [getattr(task, name) for name in kept]
    assert tuple(table["units"]) == task.units
    assert (float("inf") if table["near"] is None else table["near"]) == task.near
    mutants = [(one["name"], one["answer"], one["message"]) for one in table["mutants"]]
    assert mutants == [(one.name, one.answer, one.message) for one in task.mutants]
    visible = unescape(re.sub(r"<[^>]*>", "", html))
    assert [hint.replace("`", "") in visible for hint in task.hints] == [True] * len(task.hints)
    assert not [one.message for one in task.mutants if one.message in visible]  # hatalar kaynakta okunmaz


def test_a_guess_shows_its_options_and_nothing_of_its_outcome():
    html = questions.guess_block(ASKED, told())
    assert marks(html) == {"lrlab-guess": "t1", "key": "03-1", "question": "Kaç <adım>?", "unit": ""}
    assert re.findall(r'type="radio" name="([^"]*)" value="([^"]*)"', html) == [
        ("tahmin-03-1", "az"), ("tahmin-03-1", "çok &amp; çok"),
    ]  # fmt: skip
    assert "Çünkü" not in html
    assert "<adım>" not in html


def test_a_guess_without_options_takes_a_number_with_its_unit():
    html = questions.guess_block('t2 = tahmin("Kaç?", key="x-1", unit="α")', told("Kaç?", 3.16, "", None, "α"))
    assert marks(html)["unit"] == "α"
    assert "radio" not in html


def test_the_outcome_is_closed_and_keeps_what_happened():
    html = questions.outcome_block("note = 1\nt1.sonuc(x, note)", told())
    assert marks(html) == {"lrlab-outcome": "t1", "question": "Kaç <adım>?", "actual": "çok & çok"}
    inside = html.split("<details>")[1]
    assert "Gerçekte: çok &amp; çok" in inside
    assert "Çünkü &#x27;öyle&#x27;." in inside


def test_a_question_written_with_a_variable_is_read_from_its_outcome():
    source = 't1 = tahmin(f"{n} tohumun kaçı?", ["az", "çok"], key="k")'
    html = told("12 tohumun kaçı?", "az", "", ("az", "çok"))
    assert marks(questions.guess_block(source, html))["question"] == "12 tohumun kaçı?"
    for other in (None, told("12 koşunun kaçı?", "az", "", ("az", "çok"))):
        with pytest.raises(ValueError, match="sorusunda değişken var"):
            questions.guess_block(source, other)


@pytest.mark.parametrize(
    ("source", "outcome", "why"),
    [
        ("x = 1", None, "tek bir tahmin"),
        ("a = tahmin('Kaç?', key='a')\nb = tahmin('Kaç?', key='b')", None, "2 tane var"),
        ("tahmin('Kaç?', ['a', 'b'], key='a')", None, "bir değişkene verilmeli"),
        ("t1 = tahmin('Kaç?', options, key='a')", None, "olduğu gibi yazılmış"),
        ("t1 = tahmin('Kaç?')", None, "bir `key`i olmalı"),
        (ASKED, {"question": "Başka soru?"}, "başka bir sorunun"),
        (ASKED.replace("az", "biraz"), {"actual": "az"}, "seçeneklerden biri değil"),
        (ASKED, "<p>boş</p>", "kapalı bir sonuç değil"),
    ],
)
def test_a_guess_that_is_not_understood_names_its_cell(source, outcome, why):
    html = told(**outcome) if isinstance(outcome, dict) else outcome
    with pytest.raises(ValueError, match=why) as error:
        questions.guess_block(source, html)
    assert source in str(error.value)


@pytest.mark.parametrize("source", ["sonuc(1)", "x = 1", "(t1 or t2).sonuc(1)"])
def test_an_outcome_that_is_not_understood_names_its_cell(source):
    with pytest.raises(ValueError, match=re.escape(source)):
        questions.outcome_block(source, told())


@pytest.mark.parametrize("source", ['check("yok", x)', "check()", "check(name, x)", 'check("ewa", f)\ncheck("ewa", g)'])
def test_an_exercise_that_is_not_understood_names_its_cell(source):
    with pytest.raises(ValueError, match=re.escape(source)):
        questions.task_of(source)


def test_a_code_exercise_leads_to_colab_or_says_that_there_is_no_address():
    [task, *_] = [task for task in TASKS.values() if isinstance(task, FunctionTask)]
    html = questions.exercise_block(task.name)
    assert task.signature in unescape(html)
    linked = questions.with_colab(html, "https://colab.test/a?b=1&c=2")
    assert 'href="https://colab.test/a?b=1&amp;c=2"' in linked
    for missing in (None, ""):
        unlinked = questions.with_colab(html, missing)
        assert "<a " not in unlinked
        assert "adresi yok" in unlinked
        assert questions.COLAB not in unlinked


def test_progress_counts_guesses_and_number_exercises():
    sources = [ASKED, 'check("ewa", f)', 'check("v2_by_hand", v)', "t1.sonuc(1)", "%pip install x"]
    row = questions.lesson_questions("02 · <EWA>", "02.html", sources)
    assert (row.guesses, row.tasks) == (("03-1",), ("v2_by_hand",))
    [table] = re.findall(r'json">(.*?)</script>', questions.progress_block([row]))
    assert json.loads(table) == [
        {"title": "02 · <EWA>", "href": "02.html", "guesses": ["03-1"], "tasks": ["v2_by_hand"]}
    ]
    assert "<EWA>" not in table
