"""Tuval gerçek JupyterLab'de: sürükleme, ok tuşları, aynı şeklin iki görünüşü, yeniden çalıştırma, büyütülen sayfa."""

import pytest

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

from tests.browser.lab import (
    SLIDER,
    fitted,
    notebook,
    open_notebook,
    pixels,
    returned,
    run_all,
    run_cell,
    said,
    settled,
    watched,
)

FIGURE = """
from lrlab.core import bowl
from lrlab.figures import explore_descent
sekil = explore_descent(bowl(50))
sekil
"""
FAILING = """
from lrlab.figures import Explorer
bozulan = explore_descent(bowl(50)).live
update = bozulan.update
def hatched(artists, arrays):
    update(artists, arrays)
    artists["here"].set_sketch_params(3 if arrays["here"][1] > 0.4 else None)
bozulan.update = hatched
Explorer(bozulan)
"""
SEEN = "print('görüldü', sekil.host.seen())"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(context, lab):
    """Çok testin ortak sayfası: bir şekil ve onu gören bir hücre."""
    notebook(lab.root / "one.ipynb", FIGURE, SEEN)
    page = watched(context.new_page())
    open_notebook(page, lab, "one.ipynb")
    yield page
    page.close()
    lab.shut(lab.sessions())


@pytest.fixture
def one(opened):
    """Yeniden kurulmuş şekil; sonunda tarayıcı hiçbir hata yazmamış olmalı."""
    run_all(opened)
    opened.wait_for_selector("canvas.lrlab")
    settled(opened)
    yield opened
    assert opened.problems == []


def at(page, x, y):
    box = page.locator("canvas.lrlab").first.bounding_box()
    scale = box["width"] / 900  # yerler 900 piksellik şekle göredir
    return box["x"] + scale * x, box["y"] + scale * y


def test_dragging_the_start_moves_the_path_the_sliders_and_the_words(one):
    before, top = pixels(one), one.locator("canvas.lrlab").bounding_box()["y"]
    one.mouse.move(*at(one, 120, 60))
    one.mouse.down()
    for k in range(30):
        one.mouse.move(*at(one, 120 + 5 * k, 60 + 3 * k))
        one.wait_for_timeout(10)
    one.mouse.move(*at(one, 460, 300))  # panelin sağ alt köşesinin ötesi: iki kaydırıcının da ucu
    one.mouse.up()
    one.wait_for_function(
        """() => ['x', 'y'].map(name => document.querySelector(`.lrlab-figure input[name=${name}]`)
                   .getAttribute('aria-valuetext')).join(' ') === '3 -2.4'"""
    )
    settled(one, before)
    assert one.locator("canvas.lrlab").bounding_box()["y"] == top
    one.wait_for_timeout(200)
    label = one.locator("canvas.lrlab").get_attribute("aria-label")
    assert label.split("\n")[0] == one.locator("[role=status]").inner_text()  # ekran okuyucu aynı cümleyi duyar


def test_arrow_keys_belong_to_the_focused_figure_not_to_the_notebook(one):
    canvas = one.locator("canvas.lrlab")
    assert canvas.get_attribute("role") == "application"
    canvas.focus()
    cell = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    where, before = one.evaluate(cell), settled(one)
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        canvas.press(key)
    settled(one, before)
    assert one.evaluate(cell) == where
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft"):
        canvas.press(key)
    returned(one, before)


def test_arrow_keys_belong_to_the_slider_where_the_window_looks_at_them_first(one):
    """Notebook 7 kısayollarına tuş inerken (capture) bakar, JupyterLab yükselirken."""
    slider, before = one.locator(SLIDER).first, settled(one)
    one.evaluate("""() => { window.first = event => window.jupyterapp.commands.processKeydownEvent(event);
                            document.addEventListener('keydown', window.first, true); }""")
    try:
        slider.press("ArrowRight")
        settled(one, before)
        slider.press("ArrowLeft")
        returned(one, before)
    finally:
        one.evaluate("() => document.removeEventListener('keydown', window.first, true)")


def test_the_kernel_hears_that_the_figure_is_shown_and_removed(one):
    told = one.locator(".jp-OutputArea-output", has_text="görüldü")
    for _ in range(10):  # yüklü bir makinede haber geç kalabilir
        one.wait_for_timeout(3000)
        run_cell(one, 1)
        one.wait_for_timeout(500)
        seconds = float(told.inner_text().split()[1])
        if 0 <= seconds < 5:
            break
    assert 0 <= seconds < 5
    one.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    one.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-cell-output')")
    one.wait_for_selector("canvas.lrlab", state="detached")
    run_cell(one, 1)
    one.wait_for_function("() => document.querySelector('.jp-Notebook').innerText.includes('görüldü inf')")


def test_a_restarted_kernel_leaves_a_quiet_page(one):
    one.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    one.wait_for_timeout(6000)  # birkaç kez "buradayım" denecek kadar
    one.mouse.click(*at(one, 200, 100))
    run_all(one)
    one.wait_for_selector("canvas.lrlab")
    settled(one)


def test_two_views_of_one_figure_move_together(tab, lab):
    page = tab
    notebook(lab.root / "two.ipynb", FIGURE, "sekil")
    open_notebook(page, lab, "two.ipynb")
    run_all(page)
    page.wait_for_function("() => document.querySelectorAll('canvas.lrlab').length === 2")
    before = settled(page, place=0)
    returned(page, before, place=1)
    page.locator(SLIDER).first.press("ArrowRight")
    after = settled(page, before, place=0)
    returned(page, after, place=1)
    run_cell(page, 1)  # ikinci görünüş yenilenir, birincisi yaşamayı sürdürür
    page.wait_for_timeout(1000)
    page.wait_for_function("() => document.querySelectorAll('canvas.lrlab').length === 2")
    returned(page, after, place=1)
    page.locator(SLIDER).first.focus()
    page.wait_for_timeout(300)  # çalışan hücre, bitince odağı kendine alabilir
    page.locator(SLIDER).first.press("ArrowLeft")
    returned(page, before, place=0)
    returned(page, before, place=1)


def test_a_zoomed_page_stays_sharp(one):
    size = "() => { const c = document.querySelector('canvas.lrlab'); return [c.width, c.clientWidth]; }"
    fitted(one)
    before, _ = one.evaluate(size)
    session = one.context.new_cdp_session(one)
    # Tarayıcının büyütmesi gibi: pikseller sıklaşır, pencere CSS pikseliyle küçülür.
    zoomed = {"width": 1390, "height": 990, "mobile": False, "deviceScaleFactor": 2}
    session.send("Emulation.setDeviceMetricsOverride", zoomed)
    one.wait_for_function(
        "before => document.querySelector('canvas.lrlab').width > 1.8 * before", arg=before, timeout=10_000
    )
    one.wait_for_function(f"() => {{ const [width, column] = ({size})(); return Math.abs(width - 2 * column) <= 9; }}")


def test_a_drawing_the_canvas_does_not_know_is_painted_by_matplotlib(tab, lab):
    page = tab
    notebook(lab.root / "fails.ipynb", FIGURE + "\nNone", FAILING)
    open_notebook(page, lab, "fails.ipynb")
    run_all(page)
    page.wait_for_selector("canvas.lrlab")
    before = settled(page)
    page.locator(SLIDER).first.press("End")
    settled(page, before)
    said(page, "α = 10")


def test_a_window_without_the_extension_shows_the_picture_and_runs_the_cell_again_with_controls(context, lab):
    """Çekirdek lrlab'ın ortamında, JupyterLab başka bir ortamda: anywidget'ın eklentisi pencerede yoktur."""
    notebook(lab.root / "bare.ipynb", FIGURE)
    page, before = context.new_page(), lab.sessions()
    page.route("**/extensions/anywidget/**", lambda route: route.abort())
    try:
        open_notebook(page, lab, "bare.ipynb")
        run_all(page)
        page.get_by_text("anywidget kurulu değil").wait_for(timeout=60_000)
        assert page.locator(".jp-OutputArea-output img.widget-image").count() == 1
        run_cell(page, 0)
        slider = page.locator(".noUi-handle").first
        slider.wait_for(timeout=60_000)
        first = settled(page)
        slider.press("ArrowRight")
        settled(page, first)
    finally:
        page.close()
        lab.shut(lab.sessions() - before)
