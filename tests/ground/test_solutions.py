"""Derslerin katlı çözümleri kendi denetimlerinden geçer; kayıtlı iskeletler çözülmemiştir."""

import json
import re
from pathlib import Path

import pytest

from lrlab.exercises import check

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("[0-9][0-9]_*.ipynb"))
CHECK = re.compile(r"^check\(\"(\w+)\", (\w+)\)$", re.MULTILINE)
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def cells(name):
    return json.loads((FOLDER / name).read_text("utf-8"))["cells"]


def exercises(name):
    """(görev, yanıtın adı, çözüm bloğu): çözüm, denetimden sonraki ilk katlı bloktur."""
    found, waiting = [], []
    for cell in cells(name):
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            waiting += CHECK.findall(text)
        elif "<details>" in text and waiting:
            block = "\n".join(BLOCK.findall(text.split("</details>")[0]))
            found += [(task, answer, block) for task, answer in waiting]
            waiting = []
    return found, waiting


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_a_solution_that_passes(name):
    found, waiting = exercises(name)
    assert waiting == []
    assert len(found) >= 3
    for task, answer, block in found:
        space = _space()
        exec(compile(block, f"{name}: {task}", "exec"), space)
        report = check(task, space[answer])
        assert report.correct, f"{name}: {task}\n{report}"


def _space():
    """Çözümlerin dersin önceki hücrelerinden beklediği adlar."""
    import numpy as np

    from lrlab.core import bowl, ewa_weights, final_loss, momentum

    lrs, betas = np.linspace(0.02, 4, 200)[:, None], np.linspace(0, 0.99, 100)
    return {
        "np": np, "ewa_weights": ewa_weights, "momentum": momentum, "bowl": bowl, "final_loss": final_loss,
        "lrs": lrs, "betas": betas,
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_committed_stubs_are_unsolved(name):
    for cell in cells(name):
        if cell["cell_type"] == "code" and CHECK.search("".join(cell["source"])):
            told = "".join("".join(o.get("data", {}).get("text/plain", "")) for o in cell["outputs"])
            assert "denenmedi" in told, cell["id"]
