"""Denetimler gerçek JupyterLab'de: kaydırıcılar fareyle ve klavyeyle, iki ev sahibinde de, gecikmeden yanıt verir."""

import time
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

from tests.browser.lab import (
    FIGURE,
    SLIDER,
    TRACK,
    VALUE,
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

SHOTS = Path(__file__).resolve().parents[2] / ".artifacts"
DATA = """
import os
os.environ["LRLAB_HOST"] = "WHICH"
from lrlab.train import temperature
from lrlab.figures import explore_ewa
"""
PROBE = """
sekil = explore_ewa(temperature("Londra"), temperature("İstanbul"))
sekil
"""
SLOW = """
import time
from lrlab.figures import Explorer
from lrlab.figures.engine import ahead
ahead.MOST = 0  # önden kaydedilen değerler sayılmasın
hizli = explore_ewa(temperature("Londra")).live
asked, compute = [], hizli.compute
def slow(**values):
    asked.append((time.time(), values["beta"]))
    time.sleep(0.3)
    return compute(**values)
hizli.compute = slow
Explorer(hizli)
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["canvas", "image"])
def host(request):
    """Her iki ev sahibiyle de aynı davranış beklenir."""
    SHOTS.mkdir(exist_ok=True)
    return request.param


@pytest.fixture(scope="module")
def opened(context, lab, host):
    """Sınanan şeklin sayfası: bir kez açılır, her test başlangıç durumundan başlar."""
    below = "\n".join(f"# dolgu {k}" for k in range(60))  # sayfa kaydırılabilsin diye
    notebook(
        lab.root / f"probe-{host}.ipynb",
        DATA.replace("WHICH", host) + PROBE,
        "kayit = sekil.state()",
        "sekil.load(kayit)",
        below,
    )
    page = watched(context.new_page())
    open_notebook(page, lab, f"probe-{host}.ipynb")
    run_all(page)
    page.wait_for_selector(FIGURE)
    page.start = settled(page)
    yield page
    page.close()
    lab.shut(lab.sessions())


@pytest.fixture
def probe(opened):
    opened.get_by_role("button", name="Soluk eğrileri sil").click()
    opened.get_by_role("button", name="Başa dön").click()
    returned(opened, opened.start)
    yield opened
    assert opened.problems == []


def test_keyboard_moves_the_figure_and_back(probe):
    handle = probe.locator(SLIDER).first
    before = pixels(probe)
    handle.press("ArrowRight")
    settled(probe, before)
    handle.press("ArrowLeft")
    returned(probe, before)


def test_mouse_drag_ends_on_the_last_value(probe):
    probe.locator(SLIDER).first.scroll_into_view_if_needed()
    base, handle = (probe.locator(css).first.bounding_box() for css in (TRACK, SLIDER))
    before, y = pixels(probe), handle["y"] + handle["height"] / 2
    probe.mouse.move(handle["x"] + handle["width"] / 2, y)
    probe.mouse.down()
    for k in range(40):
        probe.mouse.move(base["x"] + base["width"] * (0.1 + 0.8 * (k % 20) / 19), y)
    probe.mouse.move(base["x"] + base["width"], y)  # en sağ: β'nın en büyüğü
    probe.mouse.up()
    said(probe, "β = 0.995")
    assert probe.locator(VALUE).first.inner_text() == "0.995"
    at_end = settled(probe, before)
    probe.locator(SLIDER).first.press("End")  # zaten sondadır: bir şey değişmez
    assert settled(probe) == at_end
    probe.screenshot(path=SHOTS / "surukleme.png")


def test_a_slow_figure_has_no_backlog(tab, lab, host):
    """Her hesap 0.3 s sürse de sürükleme bitince ara değerler kuyrukta beklemez: son değer hemen gelir."""
    page = tab
    told = "print(len(asked), 'son hesap', asked[-1][1], 'anlar', *[at for at, _ in asked])"
    notebook(lab.root / f"slow-{host}.ipynb", DATA.replace("WHICH", host) + SLOW, told)
    open_notebook(page, lab, f"slow-{host}.ipynb")
    run_all(page)
    page.wait_for_selector(FIGURE)
    page.wait_for_timeout(1000)
    page.locator(SLIDER).first.scroll_into_view_if_needed()
    base, handle = (page.locator(css).first.bounding_box() for css in (TRACK, SLIDER))
    y = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, y)
    page.mouse.down()
    for k in range(100):
        page.mouse.move(base["x"] + base["width"] * (0.02 + 0.96 * (k % 25) / 24), y)
        page.wait_for_timeout(8)
    page.mouse.move(base["x"] + base["width"] + 5, y)
    page.mouse.up()
    released = time.time()
    # Kuyruk tutulsaydı 100 ara değer 30 saniye sürerdi; sürmekte olan hesap ve sonuncusu 0.6 saniyedir.
    said(page, "β = 0.995", seconds=10)
    run_cell(page, 1)
    told = page.locator(".jp-OutputArea-output", has_text="son hesap 0.995")
    told.wait_for(timeout=30_000)
    count, moments = told.inner_text().split("anlar")
    assert int(count.split()[0]) >= 2
    late = [at for at in moments.split() if float(at) > released]
    assert len(late) <= 3, late  # el çekildikten sonra kuyruktan gelen yoktur: yoldaki hesap, bekleyen ve sonuncusu


def test_preset_toggle_ghost_and_reset(probe):
    start = pixels(probe)
    probe.get_by_role("button", name="Soğuk başlangıç").click()
    cold = settled(probe, start)
    probe.get_by_role("button", name="Öncekini sakla").click()
    ghosted = settled(probe, cold)
    told = probe.locator("[role=status], .lrlab-numbers").all_text_contents()
    assert any("Soluk eğriler" in one for one in told)
    probe.get_by_role("checkbox", name="Yanlılık düzeltmesi").check()
    corrected = settled(probe, ghosted)
    probe.screenshot(path=SHOTS / "soluk-egri.png")
    probe.get_by_role("button", name="Soluk eğrileri sil").click()
    settled(probe, corrected)
    probe.get_by_role("button", name="Başa dön").click()
    returned(probe, start)


def test_saved_state_is_restored(probe):
    start = pixels(probe)  # 2. hücre bu durumu sakladı
    probe.get_by_role("button", name="Gürültülü sarı eğri: β = 0.5").click()
    settled(probe, start)
    probe.wait_for_timeout(1000)  # tarayıcı önden çizmiş olabilir: değer çekirdeğe de ulaşsın
    run_cell(probe, 2)
    returned(probe, start)
    assert probe.locator(VALUE).first.inner_text() == "0.9"


def test_page_does_not_jump(probe):
    where = """css => { const img = document.querySelector(css).getBoundingClientRect();
                        return [img.top, img.width, img.height]; }"""
    handle = probe.locator(SLIDER).first
    handle.focus()
    before, places = probe.evaluate(where, FIGURE), set()
    for k in range(12):
        handle.press("ArrowRight" if k < 6 else "ArrowLeft")
        for _ in range(5):
            probe.wait_for_timeout(16)
            places.add(tuple(probe.evaluate(where, FIGURE)))
    assert places == {tuple(before)}


def test_controls_are_reached_in_order_by_tab(probe, host):
    probe.locator(SLIDER).first.focus()
    reached = []
    for _ in range(3):
        probe.keyboard.press("Tab")
        reached.append(probe.evaluate("() => document.activeElement.type || document.activeElement.classList[0] || ''"))
    assert reached == (
        ["checkbox", "select-one", "select-one"] if host == "canvas" else ["widget-readout", "checkbox", "select-one"]
    )
