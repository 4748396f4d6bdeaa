"""Dersler gerçek JupyterLab'de, gerçek Chromium'da: açılır; tahminleri ve canlı şekilleri çalışır ve görünür.

Dersin bütün hücrelerini nbval çalıştırır. Burada yalnızca nbval'in göremediği, tarayıcının çizdiği şey sınanır: tahmin
hücreleri, canlı şekil hücreleri ve onların gerektirdiği deyimler çalışır.
"""

import re
from pathlib import Path

import nbformat
import pytest

from lrlab import figures
from lrlab.site.slices import slice_of
from tests.browser.server import setting

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / ".artifacts"
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
LIVE = re.compile(
    r"\b(" + "|".join(name for name in figures.__all__ if re.match("explore_|live_|play_", name)) + r")\("
)

pytestmark = pytest.mark.browser


def kind(cell):
    """Hücrenin tarayıcıda ne gösterdiği: "tahmin", "canlı" şekil ya da bunların hiçbiri."""
    if re.search(r"\btahmin\(", cell.source):
        return "tahmin"
    if "sekil" in cell.metadata.get("tags", ()) and LIVE.search(cell.source):
        return "canlı"
    return None


def shorten(path):
    """Dersi, kayıtlı çıktılarıyla, dilimine indirir; kalan kod hücrelerinin türlerini verir."""
    book = nbformat.read(path, as_version=4)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    wanted = {place for place, cell in enumerate(code) if kind(cell) or cell.id == "kurulum"}
    for cell, source in zip(code, slice_of([cell.source for cell in code], wanted), strict=True):
        cell.source, cell.execution_count = source, None
    book.cells = [cell for cell in book.cells if cell.cell_type != "code" or cell.source]
    nbformat.write(book, path)
    return [kind(cell) if cell.cell_type == "code" else None for cell in book.cells]


def test_lessons_have_live_figures_and_guesses():
    for name in filter(re.compile(r"\d\d_").match, LESSONS):  # eklerde (ek_…) zorunlu değil
        kinds = [kind(cell) for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells]
        assert kinds.count("canlı") >= 1, name
        assert kinds.count("tahmin") >= 2, name


@pytest.mark.parametrize("name", LESSONS)
def test_its_figures_and_guesses_are_shown(name, tab, lab):
    from tests.browser.lab import FIGURE, open_notebook, run_all

    kinds = shorten(lab.root / name)
    SHOTS.mkdir(exist_ok=True)
    open_notebook(tab, lab, name)
    # Çalıştırmadan önce de resimler görünür: dersin başındaki, hücresine eklidir.
    tab.wait_for_selector(".jp-RenderedMarkdown img:is([src^='data:'], [src^='blob:'])", timeout=30_000)
    tab.screenshot(path=SHOTS / f"{Path(name).stem}-acilis.png")
    run_all(tab, 240)
    assert tab.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count() == 0
    for place, what in enumerate(kinds):
        if what:  # JupyterLab, ekrandan uzak hücreleri sayfaya koymaz: her birine gidilir
            tab.evaluate(
                """place => { const book = window.jupyterapp.shell.currentWidget.content;
                              book.activeCellIndex = place;
                              return book.scrollToItem(place, 'start'); }""",
                place,
            )
            shown = FIGURE if what == "canlı" else "button"
            tab.wait_for_selector(f".jp-Cell.jp-mod-active .jp-OutputArea-output {shown}", timeout=30_000)
    assert tab.get_by_text("Click to show javascript error").count() == 0
    tab.screenshot(path=SHOTS / f"{Path(name).stem}-calismis.png")


def menu(tab, lab):
    """Menü çubuğunun ilk adı."""
    tab.goto(f"{lab.base}/lab?token={lab.token}&reset")
    first = tab.locator("#jp-MainMenu .lm-MenuBar-itemLabel").first
    first.wait_for(timeout=60_000)
    return first.inner_text()


def test_jupyterlab_opens_in_turkish_and_writes_no_setting(tab, lab):
    before = {path: path.read_bytes() for path in lab.home.rglob("*.jupyterlab-settings")}
    assert menu(tab, lab) == "Dosya"
    assert {path: path.read_bytes() for path in lab.home.rglob("*.jupyterlab-settings")} == before


def test_the_language_the_user_chose_stays(tab, lab):
    chosen = setting(lab.home, "@jupyterlab/translation-extension/plugin", {"locale": "en"})
    try:
        assert menu(tab, lab) == "File"
    finally:
        chosen.unlink()
