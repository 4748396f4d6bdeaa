"""Dersler gerçek JupyterLab'de, gerçek Chromium'da: açılır, çalışır, kaydırıcılar fareyle ve klavyeyle yanıt verir."""

import re
import runpy
import shutil
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

ROOT = Path(__file__).resolve().parents[2]
LAB = runpy.run_path(str(Path(__file__).with_name("lab.py")))
FIGURE, pixels, settled, said = (LAB[name] for name in ("FIGURE", "pixels", "settled", "said"))
SHOTS = ROOT / ".artifacts"
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("0*.ipynb"))
PROBE = """
from lrlab.train import temperature
from lrlab.figures import explore_ewa
sekil = explore_ewa(temperature("Londra"), temperature("İstanbul"))
sekil
"""

BADGE = "<svg xmlns='http://www.w3.org/2000/svg' width='117' height='20'/>"

SLOW = """
import time
from dataclasses import replace
from lrlab.figures import Explorer
asked = []
def slow(**values):
    asked.append(values["beta"])
    time.sleep(0.3)
    return hizli.compute(**values)
hizli = explore_ewa(temperature("Londra")).live
Explorer(replace(hizli, compute=slow))
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(chromium, tmp_path_factory, request):
    """JupyterLab'in adresi; canlı şekillerin ev sahibi söylenmezse varsayılandır."""
    root, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    for path in (ROOT / "notebooks").iterdir():
        shutil.copy(path, root)
    below = "\n".join(f"# dolgu {k}" for k in range(60))  # sayfa kaydırılabilsin diye
    LAB["notebook"](root / "probe.ipynb", PROBE, "kayit = sekil.state()", "sekil.load(kayit)", below)
    LAB["notebook"](root / "slow.ipynb", PROBE.rsplit("\n", 3)[0] + SLOW, "print(len(asked), 'son hesap', asked[-1])")
    SHOTS.mkdir(exist_ok=True)
    with LAB["server"](root, home, getattr(request, "param", None)) as url:
        yield url


def watched(page):
    """Sayfanın yazdığı hatalar `problems`ta toplanır; ağ yoktur."""
    page.problems = []
    # Dışarıdan gelecek tek şey Colab düğmesinin resmidir, yerine boş bir resim konur.
    page.route(re.compile("^https://"), lambda route: route.fulfill(content_type="image/svg+xml", body=BADGE))
    page.on("requestfailed", lambda request: page.problems.append(f"{request.url}: {request.failure}"))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
    return page


@pytest.fixture
def page(address):
    with LAB["browser"]() as page:
        yield watched(page)


# Her iki ev sahibiyle de aynı davranış beklenir.
both_hosts = pytest.mark.parametrize(
    "address", [{"LRLAB_HOST": "canvas"}, {"LRLAB_HOST": "image"}], ids=["canvas", "image"], indirect=True
)


def shot(page, name):
    page.screenshot(path=SHOTS / f"{name}.png")


# Dersler ikişer ikişer açılır: çekirdekleri yan yana çalışır, sayfaların bekleyişleri üst üste biner.
GROUPS = [LESSONS[k::5] for k in range(5)]


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: "+".join(name[:2] for name in names))
def test_lessons_open_and_run(page, address, names):
    more = [watched(page.context.browser.new_page(viewport=page.viewport_size)) for _ in names[1:]]
    pages = dict(zip(names, [page, *more], strict=True))
    for name, shown in pages.items():
        LAB["open_notebook"](shown, address, name)
        # Çalıştırmadan önce de kaydedilmiş resimler görünür.
        shown.wait_for_selector(".jp-OutputArea-output img", timeout=30_000, state="attached")
        shot(shown, f"{name[:2]}-acilis")
        LAB["start_all"](shown)
    for name, shown in pages.items():
        LAB["finish"](shown, 240)
        shown.wait_for_selector(FIGURE, timeout=30_000, state="attached")
        shown.wait_for_timeout(1500)
        assert shown.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count() == 0
        assert shown.get_by_text("Click to show javascript error").count() == 0
        shown.locator(FIGURE).first.scroll_into_view_if_needed()
        shown.wait_for_timeout(500)
        shot(shown, f"{name[:2]}-calismis")
        assert shown.problems == []


@pytest.fixture
def probe(page, address):
    LAB["open_notebook"](page, address, "probe.ipynb")
    LAB["run_all"](page)
    page.wait_for_selector(FIGURE)
    settled(page)
    return page


@both_hosts
def test_keyboard_moves_the_figure_and_back(probe):
    handle = probe.locator(".noUi-handle").first
    before = pixels(probe)
    handle.press("ArrowRight")
    moved = settled(probe, before)
    handle.press("ArrowLeft")
    assert settled(probe, moved) == before
    assert probe.problems == []


@both_hosts
def test_mouse_drag_ends_on_the_last_value(probe):
    base, handle = (probe.locator(css).first.bounding_box() for css in (".noUi-base", ".noUi-handle"))
    before, y = pixels(probe), handle["y"] + handle["height"] / 2
    probe.mouse.move(handle["x"] + handle["width"] / 2, y)
    probe.mouse.down()
    for k in range(40):
        probe.mouse.move(base["x"] + base["width"] * (0.1 + 0.8 * (k % 20) / 19), y)
    probe.mouse.move(base["x"] + base["width"], y)  # en sağ: β'nın en büyüğü
    probe.mouse.up()
    said(probe, "β = 0.995")
    assert probe.locator(".widget-readout").first.inner_text() == "0.995"
    at_end = settled(probe, before)
    probe.locator(".noUi-handle").first.press("End")  # zaten sondadır: bir şey değişmez
    assert settled(probe) == at_end
    shot(probe, "surukleme")


@both_hosts
def test_a_slow_figure_has_no_backlog(page, address):
    """Her hesap 0.3 s sürse de sürükleme bitince ara değerler kuyrukta beklemez: son değer hemen gelir."""
    LAB["open_notebook"](page, address, "slow.ipynb")
    LAB["run_all"](page)
    page.wait_for_selector(FIGURE)
    page.wait_for_timeout(1000)
    base, handle = (page.locator(css).first.bounding_box() for css in (".noUi-base", ".noUi-handle"))
    y = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, y)
    page.mouse.down()
    for k in range(100):
        page.mouse.move(base["x"] + base["width"] * (0.02 + 0.96 * (k % 25) / 24), y)
        page.wait_for_timeout(8)
    page.mouse.move(base["x"] + base["width"] + 5, y)
    page.mouse.up()
    # Kuyruk tutulsaydı 100 ara değer 30 saniye sürerdi; sürmekte olan hesap ve sonuncusu 0.6 saniyedir.
    said(page, "β = 0.995", seconds=10)
    LAB["run_cell"](page, 1)
    told = page.locator(".jp-OutputArea-output", has_text="son hesap 0.995")
    told.wait_for(timeout=30_000)
    assert 2 <= int(told.inner_text().split()[0]) < 50  # ara değerlerin çoğu hiç hesaplanmadı


@both_hosts
def test_preset_toggle_ghost_and_reset(probe):
    start = pixels(probe)
    probe.get_by_role("button", name="Soğuk başlangıç").click()
    cold = settled(probe, start)
    probe.get_by_role("button", name="Öncekini sakla").click()
    ghosted = settled(probe, cold)
    assert "Soluk eğriler" in probe.locator("[role=status]").first.inner_text()
    probe.get_by_role("checkbox", name="Yanlılık düzeltmesi").check()
    corrected = settled(probe, ghosted)
    shot(probe, "soluk-egri")
    probe.get_by_role("button", name="Soluk eğrileri sil").click()
    clean = settled(probe, corrected)
    probe.get_by_role("button", name="Başa dön").click()
    assert settled(probe, clean) == start
    assert probe.problems == []


@both_hosts
def test_saved_state_is_restored(probe):
    start = pixels(probe)  # 2. hücre bu durumu sakladı
    probe.get_by_role("button", name="Gürültülü sarı eğri: β = 0.5").click()
    yellow = settled(probe, start)
    LAB["run_cell"](probe, 2)
    assert settled(probe, yellow) == start
    assert probe.locator(".widget-readout").first.inner_text() == "0.9"


@both_hosts
def test_page_does_not_jump(probe):
    where = """css => { const img = document.querySelector(css).getBoundingClientRect();
                        return [img.top, img.width, img.height]; }"""
    handle = probe.locator(".noUi-handle").first
    handle.focus()
    before, places = probe.evaluate(where, FIGURE), set()
    for k in range(12):
        handle.press("ArrowRight" if k < 6 else "ArrowLeft")
        for _ in range(5):
            probe.wait_for_timeout(16)
            places.add(tuple(probe.evaluate(where, FIGURE)))
    assert places == {tuple(before)}


@both_hosts
def test_controls_are_reached_in_order_by_tab(probe):
    probe.locator(".noUi-handle").first.focus()
    reached = []
    for _ in range(3):
        probe.keyboard.press("Tab")
        reached.append(probe.evaluate("() => document.activeElement.type || document.activeElement.classList[0] || ''"))
    assert reached == ["widget-readout", "checkbox", "select-one"]
