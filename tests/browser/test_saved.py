"""Kaydedilen defter, düz `jupyter lab`de: şekiller kaydedince yaşamayı sürdürür, çekirdeksiz açılınca resim olur."""

import json
import sys
from pathlib import Path

import pytest

from tests.browser.server import server

SHOTS = Path(__file__).resolve().parents[2] / ".artifacts"
FIGURE_CELL = "from lrlab.core import bowl\nfrom lrlab.figures import explore_descent\nexplore_descent(bowl(50))"
GUESS_CELL = "from lrlab.exercises import tahmin\ntahmin('α büyürse?', ['Hızlanır', 'Iraksar'], key='03-alfa')"
TOLD = "çalıştırınca yeniden canlanır"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """`lrlab lab` değil: eklenti, paket kurulu olduğu için kendiliğinden açık olmalı."""
    home = tmp_path_factory.mktemp("home")
    root = home / "defterler"
    root.mkdir()
    with server(root, home, program=(sys.executable, "-m", "jupyter")) as running:
        yield running


def save(page):
    """Kaydeder; JupyterLab bir şey sorarsa (dosya değişmiş gibi) hata verir."""
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=30_000)
    assert page.locator(".jp-Dialog").count() == 0


def test_a_saved_figure_lives_on_and_is_a_picture_tomorrow(tab, lab):
    from tests.browser.lab import figures, notebook, open_notebook, run_all, run_cell, settled

    path, before = notebook(lab.root / "odev.ipynb", FIGURE_CELL, GUESS_CELL), lab.sessions()
    output = tab.locator(".jp-Notebook .jp-OutputArea")
    open_notebook(tab, lab, path.name)
    run_all(tab)
    figures(tab).wait_for(timeout=30_000)
    drawn = settled(tab)

    save(tab)
    written = [cell["outputs"][0]["data"] for cell in json.loads(path.read_text("utf-8"))["cells"]]
    assert [set(data) for data in written] == [{"image/png", "text/plain"}, {"text/plain"}]
    slider = tab.locator("input[type=range], .noUi-handle, .ui-slider-handle").first
    slider.focus()
    slider.press("ArrowRight")  # kaydetmek açık sayfayı değiştirmez
    assert settled(tab, drawn) != drawn
    assert output.get_by_text(TOLD).count() == 0
    save(tab)

    tab.goto("about:blank")
    open_notebook(tab, lab, path.name)  # sayfa yenilendi, çekirdek sürüyor
    figures(tab).wait_for(timeout=30_000)
    assert output.get_by_text("Tahminimi kaydet").count() == 1
    assert output.get_by_text(TOLD).count() == 0
    save(tab)

    tab.goto("about:blank")
    lab.shut(lab.sessions() - before)
    open_notebook(tab, lab, path.name)  # ertesi gün
    tab.wait_for_selector(".jp-OutputArea-output img", timeout=30_000)
    SHOTS.mkdir(exist_ok=True)
    tab.screenshot(path=SHOTS / "kayitli-defter.png")
    words = output.first.inner_text() + output.nth(1).inner_text()
    assert words.count(TOLD) == 2
    assert "60 adımda kayıp" in words
    assert "Iraksar" in words
    assert "model not found" not in words
    assert figures(tab).count() == 0
    assert tab.locator(".jp-OutputArea-output img").first.bounding_box()["width"] == pytest.approx(900, abs=1)

    run_cell(tab, 0)
    figures(tab).wait_for(timeout=30_000)
    assert output.first.get_by_text(TOLD).count() == 0


def test_a_lesson_just_opened_is_not_changed(tab, lab):
    from tests.browser.lab import open_notebook

    lesson = Path(__file__).resolve().parents[2] / "notebooks" / "03_momentum.ipynb"
    (lab.root / lesson.name).write_bytes(lesson.read_bytes())
    open_notebook(tab, lab, lesson.name)
    tab.wait_for_timeout(5000)
    assert not tab.evaluate("() => window.jupyterapp.shell.currentWidget.context.model.dirty")
    assert (lab.root / lesson.name).read_bytes() == lesson.read_bytes()
