"""Öğreten sayfası: andığı her şekil, hazır ayar, tahmin ve alıştırma, andığı dersin defterinde vardır."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from lrlab.site.slices import plain
from tests.figures.catalog import FIGURES

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
PAGE = (FOLDER / "OGRETEN.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## ((?:\d\d|Ek \w) · [^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
LESSONS = [title for title in SECTIONS if title[0].isdigit()]
FIGURE = re.compile(r"`(sekil-[\w-]+)`")
GUESS = re.compile(r"`((?:\d\d|[ab])-\w+)`")
PRESET = re.compile(r"«([^»]+)»")
EXERCISE = re.compile(r"Alıştırma (\d+)(?: \(`(\w+)`\))?")
IN_CATALOG = {"lenet_runs": "lenet"}


def stem(title):
    """ "03 · Momentum" -> 03, "Ek B · …" -> ek_b"""
    return title.split(" · ")[0].lower().replace(" ", "_")


@cache
def cells(title):
    (path,) = FOLDER.glob(f"{stem(title)}_*.ipynb")
    found = json.loads(path.read_text("utf-8"))["cells"]
    return [
        (cell["id"], cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", ())) for cell in found
    ]


def figures(title):
    """Şekil hücreleri: kimliği -> kaynağı."""
    return {name: source for name, _, source, tags in cells(title) if "sekil" in tags}


def guesses(title):
    """Tahminin anahtarı -> ondan sonraki ilk şekil hücresi."""
    found, waiting = {}, []
    for name, kind, source, tags in cells(title):
        if kind == "code" and "tahmin(" in source:
            waiting += re.findall(r'key="([\w-]+)"', source)
        if "sekil" in tags:
            found |= dict.fromkeys(waiting, name)
            waiting = []
    return found


@cache
def presets(title, figure):
    """O hücredeki şeklin hazır ayarları: şeklin kendisinin ve defterde yazılanlar."""
    found = {name for _, kind, source, _ in cells(title) if kind == "code" for name in written(source)}
    for name in re.findall(r"explore_(\w+)\(", figures(title)[figure]):
        if (known := IN_CATALOG.get(name, name)) in FIGURES:
            found |= FIGURES[known]().live.presets.keys()
    return found


def written(source):
    """Hücrede yazılmış sözlüklerin anahtarları."""
    dicts = [node for node in ast.walk(ast.parse(plain(source))) if isinstance(node, ast.Dict)]
    return {key.value for one in dicts for key in one.keys if isinstance(key, ast.Constant)}


def exercises(title):
    """Alıştırmanın numarası -> sonraki alıştırmaya dek denetlenen görevler."""
    found, number = {}, None
    for _, kind, source, _ in cells(title):
        if kind == "markdown" and (heading := re.search(r"^#### Alıştırma (\d+) · ", source, re.MULTILINE)):
            number = heading[1]
            found[number] = []
        elif kind == "code" and number:
            found[number] += re.findall(r"^check\(\"(\w+)\"", source, re.MULTILINE)
    return found


def test_every_lesson_and_appendix_has_its_section_under_its_own_name():
    titles = {}
    for path in sorted(FOLDER.glob("*.ipynb")):
        first = "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])
        titles[path.name] = re.match(r"# ([^\n]+)", first)[1]
    assert sorted(titles.values()) == sorted(SECTIONS)


@pytest.mark.parametrize("title", LESSONS)
def test_a_lesson_has_two_paths_and_says_what_to_ask_and_to_leave(title):
    for part in ("20 dakika", "45 dakika", "Kafalarda", "Ev ödevi"):
        assert SECTIONS[title].count(f"**{part}.**") == 1, part
    short = SECTIONS[title].split("**20 dakika.**")[1].split("**45 dakika.**")[0]
    assert FIGURE.search(short)
    assert GUESS.search(short)
    assert EXERCISE.search(SECTIONS[title].split("**Ev ödevi.**")[1])
    assert PRESET.search(SECTIONS[title])


@pytest.mark.parametrize("title", SECTIONS)
def test_its_figures_are_in_the_lesson(title):
    assert set(FIGURE.findall(SECTIONS[title])) - figures(title).keys() == set()


@pytest.mark.parametrize("title", SECTIONS)
def test_its_presets_are_of_the_figure_named_before_them(title):
    figure = None
    for name in re.finditer(rf"{FIGURE.pattern}|{PRESET.pattern}", SECTIONS[title]):
        figure = name[1] or figure
        if name[2]:
            assert figure, f"«{name[2]}»den önce şekil anılmamış"
            assert name[2] in presets(title, figure), f"{figure}: «{name[2]}» yok"


@pytest.mark.parametrize("title", SECTIONS)
def test_its_guesses_are_in_the_lesson_and_the_figure_named_next_answers_them(title):
    answered = guesses(title)
    for found in GUESS.finditer(SECTIONS[title]):
        assert found[1] in answered
        following = FIGURE.search(SECTIONS[title], found.end())
        assert following
        assert following[1] == answered[found[1]], f"{found[1]}: yanıtı {answered[found[1]]} şeklindedir"


@pytest.mark.parametrize("title", SECTIONS)
def test_its_exercises_are_in_the_lesson_under_that_number(title):
    there = exercises(title)
    for number, task in EXERCISE.findall(SECTIONS[title]):
        assert number in there
        assert not task or task in there[number], f"Alıştırma {number}: {task} orada denetlenmiyor"


def test_the_term_has_fourteen_weeks_and_teaches_every_lesson():
    plan = PAGE.split("## On dört haftalık plan")[1].split("\n## ")[0]
    weeks = re.findall(r"^\| (\d+) \| ([^|]+) \|", plan, re.MULTILINE)
    assert [int(number) for number, _ in weeks] == list(range(1, 15))
    assert set(re.findall(r"\b\d\d\b", " ".join(what for _, what in weeks))) == {stem(title) for title in LESSONS}
