"""Derslerin katlı çözümleri kendi denetimlerinden geçer; kayıtlı iskeletler çözülmemiştir."""

import ast
import json
import re
from pathlib import Path

import pytest

from lrlab.exercises import check
from lrlab.site.slices import plain, slice_of

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("[0-9][0-9]_*.ipynb"))
CHECK = re.compile(r"^check\(\"(\w+)\", (\w+)\)$", re.MULTILINE)
ANY_CHECK = re.compile(r"\bcheck\(")
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def cells(name):
    return json.loads((FOLDER / name).read_text("utf-8"))["cells"]


def exercises(name):
    """(görev, yanıtın adı, çözüm bloğu, önceki hücreler): çözüm, denetimden sonraki ilk katlı bloktur."""
    found, waiting, before = [], [], []
    for cell in cells(name):
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            waiting += CHECK.findall(text)
            before.append(text)
        elif "<details>" in text and waiting:
            block = "\n".join(BLOCK.findall(text.split("</details>")[0]))
            found += [(task, answer, block, tuple(before)) for task, answer in waiting]
            waiting = []
    return found, waiting


@pytest.mark.parametrize("name", NAMES)
def test_every_check_is_written_as_the_tests_read_it(name):
    """`check("ad", değişken)`, satırın tamamı: başka türlü yazılmış bir denetimin çözümü sınanmazdı."""
    codes = ["".join(cell["source"]) for cell in cells(name) if cell["cell_type"] == "code"]
    for code in codes:
        assert len(ANY_CHECK.findall(code)) == len(CHECK.findall(code)), code


def solved(block, before):
    """Çözümün bağladığı adlar; dersin içe aktardıkları ve, gerekirse, önceki hücrelerde hesapladıkları elindedir."""
    statements = [statement for source in before for statement in ast.parse(plain(source)).body]
    space: dict = {}
    for statement in statements:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            exec(ast.unparse(statement), space)
    while True:
        try:
            exec(block, space)
            return space
        except NameError as missing:
            name = missing.name
        exec("\n".join(slice_of([*before, name], {len(before)})[:-1]), space)
        assert name in space, f"çözümün kullandığı {name} önceki hücrelerde yok"


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_a_solution_that_passes(name):
    found, waiting = exercises(name)
    assert waiting == []
    assert len(found) >= 3
    for task, answer, block, before in found:
        space = solved(block, before)
        report = check(task, space[answer])
        assert report.correct, f"{name}: {task}\n{report}"


@pytest.mark.parametrize("name", NAMES)
def test_committed_stubs_are_unsolved(name):
    for cell in cells(name):
        if cell["cell_type"] == "code" and CHECK.search("".join(cell["source"])):
            told = "".join("".join(o.get("data", {}).get("text/plain", "")) for o in cell["outputs"])
            assert "denenmedi" in told, cell["id"]
