"""Az kapı: dersler ve belgeler beş kapıdan alır, her kapının her adı açılır, kapılar tembeldir."""

import ast
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOORS = ("lrlab.core", "lrlab.train", "lrlab.figures", "lrlab.hpo", "lrlab.exercises")
STUBS = sorted((ROOT / "lrlab").rglob("__init__.pyi"))
PACKAGES = sorted((ROOT / "lrlab").rglob("__init__.py"))
DOCUMENTS = [*sorted((ROOT / "notebooks").glob("*.ipynb")), *sorted(ROOT.glob("*.md")), ROOT / "data" / "README.md"]


def name_of(path):
    """`lrlab/core/__init__.pyi` -> lrlab.core"""
    return ".".join(path.parent.relative_to(ROOT).parts)


def short(path):
    return str(path.relative_to(ROOT))


def codes(path):
    """Bir defterin bütün hücreleri; bir belgenin Python kod blokları ve düz yazısı."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    return [text]


IMPORT = re.compile(r"^[ \t>]*(?:from (lrlab[\w.]*) import|import (lrlab[\w.]*))", re.MULTILINE)


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_lessons_and_documents_import_from_the_doors_only(path):
    found = {one or other for text in codes(path) for one, other in IMPORT.findall(text)}
    assert found <= {"lrlab", *DOORS}


def test_the_search_finds_imports_in_cells_and_in_solutions():
    text = "x = 1\nfrom lrlab.core.rules import sgd\n<details>\n\n    import lrlab.hpo.space\n"
    assert [one or other for one, other in IMPORT.findall(text)] == ["lrlab.core.rules", "lrlab.hpo.space"]


DOTTED = re.compile(r"`(lrlab(?:\.\w+)+)")


def resolves(name):
    """Noktalı ad bir modül ya da bir modülün içindeki bir ad mı."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


SOURCES = sorted((ROOT / "lrlab").rglob("*.py"))


@pytest.mark.parametrize("path", [*DOCUMENTS, *SOURCES], ids=short)
def test_every_dotted_name_in_a_text_exists(path):
    found = {name for text in codes(path) for name in DOTTED.findall(text)}
    assert [name for name in sorted(found) if not resolves(name)] == []


def test_a_name_that_is_gone_is_seen():
    assert resolves("lrlab.core.rules.sgd")
    assert not resolves("lrlab.core.rules.adamm")
    assert DOTTED.findall("`lrlab.train.fit(...)`, lrlab.yok, `lrlab.hpo`") == ["lrlab.train.fit", "lrlab.hpo"]


@pytest.mark.parametrize("path", PACKAGES, ids=short)
def test_a_package_says_in_one_sentence_what_lives_there(path):
    words = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert words
    assert words.splitlines()[0].endswith(".")


@pytest.mark.parametrize("path", STUBS, ids=short)
def test_every_name_of_a_door_opens(path):
    package = importlib.import_module(name_of(path))
    assert package.__all__
    missing = [name for name in package.__all__ if not hasattr(package, name)]
    assert missing == []
    assert set(package.__all__) <= set(dir(package))


@pytest.mark.parametrize("path", STUBS, ids=short)
def test_no_name_of_a_door_is_also_a_module_behind_it(path):
    """Öyle olsaydı `from lrlab.core import ad`, modülün yüklenip yüklenmediğine göre iki ayrı şey verirdi."""
    modules = {one.stem for one in path.parent.glob("*.py")} | {one.parent.name for one in path.parent.glob("*/*.py")}
    assert set(importlib.import_module(name_of(path)).__all__) & modules == set()


@pytest.mark.parametrize("door", DOORS)
def test_a_door_has_a_stub(door):
    assert door in map(name_of, STUBS)


def loaded(code):
    """`code`u çalıştıran taze bir Python'un yüklediği modüller."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def ours(modules):
    return {name for name in modules if name.startswith("lrlab.")}


def test_opening_lrlab_or_a_door_loads_nothing_behind_it():
    found = loaded("import lrlab, " + ", ".join(DOORS))
    assert ours(found) == set(DOORS)
    assert found & {"numpy", "scipy", "torch", "matplotlib", "ipywidgets", "IPython"} == set()


def test_core_stays_as_light_as_numpy():
    names = importlib.import_module("lrlab.core").__all__
    found = loaded(f"from lrlab.core import {', '.join(names)}")
    assert found & {"torch", "matplotlib", "ipywidgets", "IPython", "sklearn", "anywidget"} == set()
    assert {name.split(".")[1] for name in ours(found)} <= {"core", "terms"}


@pytest.mark.parametrize(
    ("line", "unneeded"),
    [
        ("from lrlab.core import ewa", {"lrlab.core.schedules", "lrlab.core.surfaces"}),
        ("from lrlab.train import temperature", {"torch", "sklearn"}),
        ("from lrlab.hpo import Float", {"sklearn", "loky", "lrlab.hpo.run.tuner", "lrlab.hpo.bridges"}),
        ("from lrlab.exercises import tahmin", {"matplotlib", "lrlab.exercises.lessons"}),
        ("from lrlab.figures import explore_ewa", {"torch", "lrlab.figures.search", "lrlab.figures.game"}),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_name_loads_only_what_it_needs(line, unneeded):
    assert loaded(line) & unneeded == set()
