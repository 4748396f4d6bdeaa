"""Derslerin ortak biçimi: süre sözü, bölüm numaraları, görünen kodun boyu, resim altı cümlesi, baştaki resim."""

import re
from pathlib import Path

import nbformat
import pytest

from tests import lesson_time

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if path.stem[:2].isdigit()]  # ekler değil
CAPTION = re.compile(r"\*Nereye bak: [^*\n]+[.!?]\*(\n|$)")
SECTION = re.compile(r"^## (\d+) · ", re.MULTILINE)
BANNED = ("Acıtan soru", "**Söz.**", "Görülmeyen:", "katman normu")


def name(path):
    return path.stem[:4].strip("_")


@pytest.fixture
def nb(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_the_time_in_the_header_is_the_estimate(nb):
    assert lesson_time.stated(nb) == pytest.approx(lesson_time.core_path(nb).minutes, rel=0.15)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_the_core_path_fits_its_hour(path, nb):
    assert lesson_time.core_path(nb).minutes <= (20.5 if path.stem.startswith("00") else 60.5)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_sections_are_numbered_from_one(nb):
    text = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    numbers = [int(one) for one in SECTION.findall(text)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_no_heading_skips_a_level(nb):
    text = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    found = re.findall(r"^(#+) (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    levels = [len(marks) for marks, _ in found]
    assert levels[0] == 1
    skipped = [one[1] for one, before in zip(found[1:], levels, strict=False) if len(one[0]) > before + 1]
    assert skipped == []


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_visible_code_of_the_core_path_is_short(nb):
    long = {
        cell.id: len(lines)
        for cell, aside in lesson_time.cells(nb)
        if cell.cell_type == "code" and not aside and not lesson_time.collapsed(cell)
        if cell.id != "kurulum" and len(lines := [line for line in cell.source.splitlines() if line.strip()]) > 12
    }
    assert long == {}


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_figure_is_followed_by_where_to_look(nb):
    after = {
        cell.id: following.source.split("\n\n")[0]
        for cell, following in zip(nb.cells, nb.cells[1:], strict=False)
        if "sekil" in cell.metadata.get("tags", ())
    }
    assert len(after) >= 3
    assert {key: text for key, text in after.items() if not CAPTION.match(text)} == {}


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_picture_comes_before_any_code(nb):
    first_code = next(k for k, cell in enumerate(nb.cells) if cell.cell_type == "code")
    assert any(cell.get("attachments") for cell in nb.cells[:first_code])


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_the_lecture_shows_the_lesson_s_own_code(nb):
    shown = [cell for cell in nb.cells if "ders" in cell.metadata.get("tags", ())]
    assert len(shown) >= 2
    assert all(cell.cell_type == "code" and not lesson_time.collapsed(cell) for cell in shown)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_no_calque_is_left(nb):
    text = "\n".join(cell.source for cell in nb.cells)
    assert [one for one in BANNED if one in text] == []


def test_the_estimate_counts_what_is_on_the_core_path():
    def text(source):
        return nbformat.v4.new_markdown_cell(source)

    def code(source, hidden=False):
        return nbformat.v4.new_code_cell(source, metadata={"jupyter": {"source_hidden": True}} if hidden else {})

    nb = nbformat.v4.new_notebook()
    nb.cells = [
        text("# Ders\n\n**Süre:** 12 dakika. ![resim](attachment:a.png) [iki söz](https://ornek.org/uzun)"),
        code("x = 1\n\ny = 2\n"),
        code("gizli = 1", hidden=True),
        text("### 1.1 Derinleş: ispat\n\n" + "söz " * 500),
        code("z = 3"),
        text("#### Derinin altı\n\nsöz"),
        text("### 1.2 Sonra\n\n" + "söz " * 10 + "<details><summary>Çözüm</summary>\n\n# değil\n\nsöz</details>"),
        code('t1 = tahmin("?", ["a", "b"])'),
        text("#### Alıştırma 1 · Yaz\n\n```python\n# başlık değil\n```"),
        code('check("a", 1)\ncheck("b", 2)'),
        text("### Daha fazlası\n\n#### Alıştırma 2 · Yaz"),
        code('check("c", 3)'),
    ]
    one = lesson_time.core_path(nb)
    assert (one.lines, one.guesses, one.exercises) == (5, 1, 1)
    # "# Ders", "**Süre:** 12 dakika.", "iki söz" (köşeli ayraçlarıyla), "### 1.2 Sonra" + 10, "#### Alıştırma 1 · Yaz"
    assert one.words == 2 + 3 + 2 + 3 + 10 + 5
    assert one.minutes == pytest.approx(25 / 150 + 5 * 5 / 60 + 3 + 4)
    assert lesson_time.stated(nb) == 12
