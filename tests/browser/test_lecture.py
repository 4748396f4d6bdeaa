"""Sunum: şekil pencereyi doldurur, defter bölüm bölüm gezilir, yalnızca `ders` kodu görünür, çıkınca her şey eski."""

import json

import nbformat
import pytest

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.browser.lab import close_notebooks, open_notebook, run_all, watched
from tests.browser.server import server, setting

pytestmark = pytest.mark.browser

LONG = "\n\nUzun bir metin." * 40
CELLS = (
    new_markdown_cell("# 99 · Deneme dersi" + LONG),
    new_markdown_cell("## 1 · Kurulum"),
    new_code_cell("import numpy as np"),
    new_markdown_cell("## 2 · Sorun\n\n```python\n## kod içinde başlık olmaz\n```"),
    new_code_cell(
        "from lrlab.core import bowl\nfrom lrlab.figures import explore_descent\nexplore_descent(bowl(50))",
        metadata={"tags": ["sekil"]},
    ),
    new_markdown_cell("*Nereye bak: soldaki yola.*"),
    new_markdown_cell("### 2.1 Kural" + LONG),
    new_code_cell("def step(w, slope, lr):\n    return w - lr * slope", metadata={"tags": ["ders"]}),
    new_code_cell("print(step(1, 2, 0.1))", metadata={"jupyter": {"source_hidden": True}}),
    new_markdown_cell("## 3 · Oyna"),
    new_code_cell(
        "from lrlab.figures import explore_ewa\nfrom lrlab.train import temperature\n"
        "explore_ewa(temperature('Londra'), temperature('İstanbul'))",
        metadata={"tags": ["sekil"]},
    ),
)
FIGURES = (4, 10)
STATE = """() => {
    const root = document.querySelector('.lrlab-lecture');
    if (!root) return null;
    const box = root.getBoundingClientRect(), canvas = root.querySelector('canvas.lrlab').getBoundingClientRect();
    const bottoms = [...root.querySelectorAll('.lrlab-picture > *, .lrlab-desk > *')].map(
        (one) => one.getBoundingClientRect().bottom);
    return { box: [box.left, box.top, box.width, box.height], bottom: Math.max(...bottoms),
             right: canvas.right, sharp: root.querySelector('canvas.lrlab').width / canvas.width,
             bar: document.querySelector('.lrlab-bar').getBoundingClientRect().top,
             type: parseFloat(getComputedStyle(root).fontSize), canvas: [canvas.width, canvas.height],
             names: [...root.querySelectorAll('input, select')].map((one) => one.name) };
}"""
# Öğrencinin gördüğü her şey: seçili hücre, odak, katlanmış kod, görünen kod, ilk hücre ve yeri, açıkta kalan bir iz.
LOOK = """() => {
    const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
    const outer = document.querySelector('.jp-WindowedPanel-outer').getBoundingClientRect();
    const first = cells.find((one) => one.getBoundingClientRect().bottom > outer.top);
    const content = window.jupyterapp.shell.currentWidget.content;
    return { classes: cells.map((one) => one.className), active: content.activeCellIndex, mode: content.mode,
             code: cells.map((one) => Boolean(one.querySelector('.jp-InputArea')?.checkVisibility())),
             first: cells.indexOf(first), top: Math.round(first.getBoundingClientRect().top - outer.top),
             focus: document.activeElement.className, dirty: content.model.dirty,
             left: document.querySelectorAll('[popover], .lrlab-bar').length };
}"""
TEXT = "document.querySelector('.jp-MarkdownOutput p')"
SECTION = "() => document.querySelector('.lrlab-bar select').selectedOptions[0].text.trim()"


def written(root, *cells):
    book = new_notebook(cells=cells)
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, root / "lecture.ipynb")


def opened(page, lab):
    written(lab.root, *CELLS)
    open_notebook(page, lab, "lecture.ipynb")
    run_all(page)
    page.wait_for_function("() => document.querySelectorAll('canvas.lrlab').length === 2")
    return page


@pytest.fixture
def page(tab, lab):
    tab.set_viewport_size({"width": 1280, "height": 720})
    yield opened(tab, lab)
    close_notebooks(tab)
    tab.wait_for_selector(".lrlab-bar", state="detached")  # defter kapanınca sunum da biter
    tab.set_viewport_size({"width": 1400, "height": 1000})


def stood(page, place=0):
    """Bir şeklin "Sunum" düğmesine basar; şekil açılana dek bekler."""
    button = page.locator(".lrlab-stand").nth(place)
    button.scroll_into_view_if_needed()
    button.click()
    page.wait_for_selector(".lrlab-lecture")


def settled(page, wide):
    """Kutuya yeniden yerleşmiş şeklin hali: tuvalin biçimi kutununki olana dek beklenir."""
    page.wait_for_function(
        """wide => { const root = document.querySelector('.lrlab-lecture'); if (!root) return false;
        const canvas = root.querySelector('canvas.lrlab'); const stage = canvas.parentElement.parentElement;
        const bottom = stage.lastElementChild.getBoundingClientRect().bottom;
        return Math.abs(canvas.width - canvas.clientWidth) < 12 && bottom <= innerHeight && innerWidth === wide; }""",
        arg=wide,
        timeout=60_000,
    )
    return page.evaluate(STATE)


def walked(page, key):
    """Bir durak ilerler; çubuktaki bölümü ve büyüyen şeklin hücresini (yoksa None) verir."""
    page.keyboard.press(key)
    page.wait_for_timeout(100)
    page.wait_for_selector(".lrlab-bar[aria-busy=false]")
    figure = page.evaluate(
        "() => document.querySelector('.lrlab-lecture')?.closest('.jp-Cell').dataset.windowedListIndex ?? null"
    )
    return page.evaluate(SECTION), figure and int(figure)


@pytest.mark.parametrize(("wide", "tall"), [(1280, 720), (1920, 1080)])
def test_a_figure_fills_the_screen_without_scrolling(page, wide, tall):
    page.set_viewport_size({"width": wide, "height": tall})
    stood(page)
    state = settled(page, wide)
    assert state["box"] == [0, 0, wide, state["bar"]]
    assert state["bottom"] <= state["bar"]
    assert state["bar"] < tall
    assert state["right"] <= wide
    assert state["type"] >= 20
    assert state["canvas"][1] > 0.6 * tall
    page.locator(".lrlab-lecture select").first.focus()
    page.keyboard.press("2")  # seçim listesinde harf aranır, hazır ayar değişmez
    page.locator(".lrlab-lecture .lrlab-stand").focus()
    assert "α = 2.1" not in page.locator(".lrlab-lecture .lrlab-sentence").inner_text()
    page.keyboard.press("2")  # ikinci hazır ayar
    page.wait_for_function(
        "() => document.querySelector('.lrlab-lecture .lrlab-sentence').textContent.includes('α = 2.1')"
    )


def test_the_keys_walk_the_sections_and_the_figures(page):
    stood(page)
    assert page.evaluate(SECTION) == "2 · Sorun"
    menu = page.locator(".lrlab-bar select option")
    assert [text.strip() for text in menu.all_inner_texts()] == [
        "99 · Deneme dersi", "1 · Kurulum", "2 · Sorun", "2.1 Kural", "3 · Oyna",
    ]  # fmt: skip
    assert walked(page, "PageUp") == ("2 · Sorun", None)
    assert walked(page, "PageUp") == ("1 · Kurulum", None)
    assert walked(page, "PageDown") == ("2 · Sorun", None)
    assert walked(page, "PageDown") == ("2 · Sorun", FIGURES[0])
    assert walked(page, "PageDown") == ("2 · Sorun", None)  # şeklin altındaki yazı
    assert page.locator("em", has_text="Nereye bak").bounding_box()["y"] < 60
    assert walked(page, "PageDown") == ("2.1 Kural", None)
    screens = 0
    while walked(page, "PageDown")[0] == "2.1 Kural":  # uzun bölüm ekran ekran okunur
        screens += 1
        assert screens < 10
    assert screens >= 1
    assert walked(page, "PageDown") == ("3 · Oyna", FIGURES[1])
    page.get_by_label("Önceki bölüm ya da şekil").click()
    page.wait_for_function("() => !document.querySelector('.lrlab-lecture')")
    assert page.evaluate(SECTION) == "3 · Oyna"
    page.locator(".lrlab-bar select").select_option(index=0)
    page.wait_for_function("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop < 40")


def test_only_the_lesson_s_code_is_seen(page):
    stood(page)
    walked(page, "PageDown")
    look = page.evaluate(LOOK)
    assert [k for k, seen in enumerate(look["code"]) if seen and CELLS[k].cell_type == "code"] == [7]
    hidden = page.locator(".jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser")
    assert not any(one.is_visible() for one in hidden.all())
    assert (
        page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.jp-MarkdownOutput p')).fontSize)")
        >= 20
    )
    page.locator(".jp-MarkdownOutput").nth(3).click()
    page.keyboard.press("1")  # komut kipinde hücreyi başlık yapardı
    page.keyboard.press("d")
    page.keyboard.press("d")  # hücreyi silerdi
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.cells.length") == len(CELLS)


def test_leaving_brings_everything_back_and_writes_nothing(page, lab):
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.content.model.dirty")
    saved = json.loads((lab.root / "lecture.ipynb").read_text("utf-8"))
    page.locator(".lrlab-stand").first.scroll_into_view_if_needed()
    page.locator(".lrlab-stand").first.hover()
    page.mouse.down()
    page.wait_for_timeout(300)
    before = page.evaluate(LOOK)
    page.mouse.up()
    page.wait_for_selector(".lrlab-lecture")
    for key in ("PageDown", "PageDown", "PageDown", "PageDown", "PageUp"):
        walked(page, key)
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('.lrlab-lecture, .lrlab-bar')")
    page.wait_for_timeout(1500)  # şekiller eski enlerine yerleşir
    after = page.evaluate(LOOK)
    assert abs(after.pop("top") - before.pop("top")) <= 2
    assert after == before
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(500)
    assert json.loads((lab.root / "lecture.ipynb").read_text("utf-8")) == saved


def test_a_virtualised_notebook_is_walked_too(chrome, tmp_path):
    setting(tmp_path, "@jupyterlab/notebook-extension/tracker", {"windowingMode": "full"})
    with server(tmp_path / "dersler", tmp_path) as lab:
        page = watched(chrome.new_page(viewport={"width": 1280, "height": 720}))
        opened(page, lab)
        stood(page, 1)
        assert walked(page, "PageUp") == ("3 · Oyna", None)
        page.locator(".lrlab-bar select").select_option(index=0)
        page.wait_for_function("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop < 40")
        page.locator(".lrlab-bar select").select_option(index=3)
        page.wait_for_function(f"() => ({SECTION})() === '2.1 Kural'")
        page.keyboard.press("Escape")
        page.wait_for_function("() => !document.querySelector('.lrlab-bar')")
        assert page.problems == []
        page.close()
