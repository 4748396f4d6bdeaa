"""Kayıtlı defterler derslerin ortak kurallarına uyar (çalıştırmadan; çalıştırma nbval'in işi)."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lrlab.terms import glossary_markdown
from tests import notebooks as tool

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
REQUIRED = {
    "00_baslangic.ipynb",
    "01_minigrup_gradyan_inisi.ipynb",
    "02_ussel_agirlikli_ortalama.ipynb",
    "03_momentum.ipynb",
    "04_rmsprop.ipynb",
    "05_adam.ipynb",
    "06_ogrenme_orani_azaltma.ipynb",
    "07_isinma.ipynb",
    "08_bugunun_tarifi.ipynb",
    "09_hiperparametre_optimizasyonu.ipynb",
    "10_coklu_sadakat.ipynb",
}
NAMES = sorted(REQUIRED | {path.name for path in FOLDER.glob("*.ipynb")})
LESSONS = [name for name in NAMES if re.match(r"\d\d_", name) and not name.startswith("00_")]
SETUP_ID, FIGURE_TAG = "kurulum", "sekil"


def opened(name):
    path = FOLDER / name
    if not path.is_file():
        pytest.fail(f"{name} yok")
    return json.loads(path.read_text("utf-8"))


def source(cell):
    return "".join(cell["source"])


def code_cells(name):
    return [cell for cell in opened(name)["cells"] if cell["cell_type"] == "code"]


def setup(name):
    cells = [cell for cell in opened(name)["cells"] if cell.get("id") == SETUP_ID]
    assert len(cells) == 1, f"{name}: kimliği {SETUP_ID!r} olan tek bir kurulum hücresi olmalı"
    return source(cells[0])


@pytest.mark.parametrize("name", NAMES)
def test_is_as_make_notebooks_leaves_it(name):
    opened(name)
    assert tool.check(FOLDER / name) == []


def test_glossary_page_is_current():
    done = subprocess.run([sys.executable, "tests/notebooks.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert "SOZLUK.md" not in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_setup_cell_is_the_same_everywhere(name):
    assert setup(name) == setup("00_baslangic.ipynb")


@pytest.mark.parametrize("name", LESSONS)
def test_lesson_has_at_least_five_checked_outputs(name):
    marked = [cell for cell in code_cells(name) if "# NBVAL_CHECK_OUTPUT" in source(cell)]
    assert len(marked) >= 5
    assert [cell["id"] for cell in marked if not cell["outputs"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_code_cells_are_short(name):
    long = {cell["id"]: len(source(cell).splitlines()) for cell in code_cells(name)}
    tagged = [cell["id"] for cell in code_cells(name) if FIGURE_TAG in cell["metadata"].get("tags", [])]
    assert {name: lines for name, lines in long.items() if lines > 25} == {}
    assert {name: long[name] for name in tagged if long[name] > 12} == {}


@pytest.mark.parametrize("name", LESSONS)
def test_lesson_has_a_figure_cell(name):
    assert any(FIGURE_TAG in cell["metadata"].get("tags", []) for cell in code_cells(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_an_alt_text(name):
    for cell in code_cells(name):
        for output in cell["outputs"]:
            if any(kind.startswith("image/") for kind in output.get("data", {})):
                words = "".join(output["data"].get("text/plain", ""))
                assert len(words) >= 20, (cell["id"], words)
                assert not words.startswith("<"), (
                    cell["id"],
                    words,
                )  # "<Figure size 640x480 ...>" bir betimleme değildir


@pytest.mark.parametrize("name", NAMES)
def test_file_is_small(name):
    opened(name)
    assert (FOLDER / name).stat().st_size < 1_500_000


@pytest.mark.parametrize("name", NAMES)
def test_file_name_is_plain_ascii(name):
    assert re.fullmatch(r"(\d\d|ek_[a-z])_[a-z0-9_]+\.ipynb", name)


@pytest.mark.parametrize("name", NAMES)
def test_terms_table_comes_from_the_one_table(name):
    known = set(glossary_markdown().splitlines())
    text = "\n".join(source(cell) for cell in opened(name)["cells"] if cell["cell_type"] == "markdown")
    rows = [line for line in text.splitlines() if re.match(r"\| \*\*[^|]+\*\* \| [a-z]", line)]
    assert len(rows) >= 5, f"{name}: Terimler tablosu eksik"
    assert [row for row in rows if row not in known] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_placeholder_is_left(name):
    for cell in opened(name)["cells"]:
        assert not re.search(r"^[A-Z_]{5,}$", source(cell), re.MULTILINE), cell["id"]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("ek_")])
def test_lesson_has_its_parts(name):
    text = "\n".join(source(cell) for cell in opened(name)["cells"] if cell["cell_type"] == "markdown")
    for heading in ("Sık yapılan hatalar", "Beş satırda özet", "Terimler", "Kaynaklar"):
        assert heading in text, f"{name}: {heading} eksik"
    summary = text.split("Beş satırda özet")[1].split("Terimler")[0]
    assert len(re.findall(r"^\d\. ", summary, re.MULTILINE)) == 5
    assert len(re.findall(r"<details>", text)) >= 3
    assert sum("tahmin(" in source(cell) for cell in code_cells(name)) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_no_paragraph_turns_into_a_list_by_a_lesson_number(name):
    """Satır başındaki "06. dersin" Markdown'da 6 numaralı bir liste maddesi olur; orada "06\\. dersin" yazılır."""
    texts = [source(cell) for cell in opened(name)["cells"] if cell["cell_type"] == "markdown"]
    assert [line[:60] for text in texts for line in text.splitlines() if re.match(r"\d+\. ders", line)] == []
