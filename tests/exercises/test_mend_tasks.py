"""Onarılacak koşular, kendi kuralını yazdıran görevler ve ana yol: defterle katalog birbirini tutar."""

import json
import re
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from lrlab.core import nesterov
from lrlab.exercises import check, ilerleme, tasks
from lrlab.exercises.catalog import CORE, LESSONS, TASKS
from lrlab.train import digits, mlp, train

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = {path.name[:2]: path for path in sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))}
BROKEN = [task for task in TASKS.values() if getattr(task, "given", None)]
CHECKED = re.compile(r"^check\(\"(\w+)\"", re.MULTILINE)


def test_there_are_runs_to_mend_in_every_lesson_but_the_first():
    found = {lesson for lesson, tasks in LESSONS.items() for task in tasks if task in BROKEN}
    assert found == set(LESSONS) - {"00"}
    assert len(BROKEN) >= 10


@pytest.mark.parametrize("task", BROKEN, ids=lambda task: task.name)
def test_the_given_run_is_neither_right_nor_counted_and_its_curve_is_shown(task, tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path))  # başka testlerin çözdükleri karışmasın
    told = check(task.name, lambda *args: task.given(*args))
    assert (told.status, bool(told), told.mutant) == ("denenmedi", False, None)
    assert "Sonuç hâlâ verilen koşununki" in str(told)
    assert "image/png" in told._repr_mimebundle_()
    assert task.name not in ilerleme().stories
    yours, mended = told.comparison.yours, told.comparison.expected
    assert np.abs(yours - mended).max() > 0.1 * np.abs(mended).max()  # eğride görülecek kadar ayrılır


@pytest.mark.parametrize("task", BROKEN, ids=lambda task: task.name)
def test_a_wrong_mend_is_named_and_is_not_the_given_run(task):
    assert len(task.mutants) >= 2
    for mutant in task.mutants:
        assert check(task.name, mutant.answer).mutant == mutant.name


@pytest.mark.parametrize("task", BROKEN, ids=lambda task: task.name)
def test_a_run_to_mend_says_so_and_has_three_hints(task):
    assert len(task.hints) == 3
    assert task.title.startswith("Onar: ")


def cells(lesson):
    return json.loads(NOTEBOOKS[lesson].read_text("utf-8"))["cells"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_tasks_are_listed_in_the_order_of_the_lesson(lesson):
    codes = ["".join(cell["source"]) for cell in cells(lesson) if cell["cell_type"] == "code"]
    assert [name for code in codes for name in CHECKED.findall(code)] == [task.name for task in LESSONS[lesson]]


@pytest.mark.parametrize("lesson", sorted(set(LESSONS) - {"00"}))
def test_the_core_path_is_three_exercises_of_three_kinds(lesson):
    path, kinds, names = None, [], []
    for cell in cells(lesson):
        text = "".join(cell["source"])
        if text in ("### Ana yol", "### Daha fazlası"):
            path = text
        elif path == "### Ana yol" and cell["cell_type"] == "code":
            names += CHECKED.findall(text)
        elif path == "### Ana yol":
            kinds += re.findall(r"^#### Alıştırma \d+ · (.+?):", text, re.MULTILINE)
    assert path == "### Daha fazlası"
    assert kinds == ["Kâğıt kalem", "Yaz", "Onar"]
    assert set(names) == CORE & {task.name for task in LESSONS[lesson]}


@pytest.mark.parametrize("lesson", sorted(set(LESSONS) - {"00"}))
def test_exercises_are_numbered_from_one(lesson):
    text = "\n".join("".join(cell["source"]) for cell in cells(lesson))
    numbers = [int(number) for number in re.findall(r"^#### Alıştırma (\d+) · ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_core_tasks_have_a_star_in_the_list_and_in_the_progress():
    for shown in (str(tasks("05")), str(ilerleme())):
        assert "★ Onar: birkaç adımda duran Adam" in shown
        assert "★ Adam'ın belleği" not in shown


def test_a_network_updated_by_hand_is_what_autograd_gives():
    task = TASKS["two_layer_step"]
    for case in task.cases:
        *weights, x, y, lr = deepcopy(case.args)
        W1, b1, W2, b2 = parameters = [torch.tensor(value, requires_grad=True) for value in weights]
        error = torch.relu(torch.tensor(x) @ W1 + b1) @ W2 + b2 - torch.tensor(y)
        (error.square().sum() / (2 * len(x))).backward()
        for new, old in zip(task.reference(*case.args), parameters, strict=True):
            np.testing.assert_allclose(new, (old - lr * old.grad).detach(), rtol=1e-12)


def test_lrlabs_own_rule_passes_as_the_students():
    def nesterov_losses(lr, beta, steps, seed):
        model = mlp((64, 16, 10), seed, dtype=torch.float64)
        return train(digits(), model, nesterov, batch_size=64, steps=steps, seed=seed, lr=lr, beta=beta).loss

    assert check("nesterov_losses", nesterov_losses)


def test_amsgrad_and_adam_part_on_these_cases():
    """Tepe yalnızca v inince işe yarar; denemelerde gerçekten iniyor."""
    assert check("amsgrad_losses", TASKS["amsgrad_losses"].mutants[0].answer).mutant == "adam"


def test_cosine_run_is_torchs_scheduler():
    task = TASKS["cosine_losses"]
    for case in task.cases:
        w, noise, lr = deepcopy(case.args)
        p = nn.Parameter(torch.tensor(w))
        optimizer = torch.optim.SGD([p], lr=lr)
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=len(noise))
        found = []
        for updates in torch.tensor(noise):
            for one in updates:
                p.grad = p.detach() + one
                optimizer.step()
                found.append(p.detach().square().sum().item() / 2)
            scheduler.step()
        np.testing.assert_allclose(task.reference(*case.args), found, rtol=1e-9)


def test_the_zigzag_is_what_momentum_does():
    flat = steep = 0.0
    for t in range(400):
        flat, steep = 0.9 * flat + 1, 0.9 * steep + (-1) ** t
    assert flat / abs(steep) == pytest.approx(TASKS["zigzag_gain"].expected)
