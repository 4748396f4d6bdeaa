"""Canlı eğitim gerçek JupyterLab'de: oynar, durur, yönetilir, hücresiyle birlikte biter; iki ev sahibiyle de."""

import os
import time
from pathlib import Path
from statistics import median

import pytest

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

from tests.browser.lab import SLIDER, notebook, open_notebook, run_all, said, watched

SHOTS = Path(__file__).resolve().parents[2] / ".artifacts"
SOAK = float(os.environ.get("LRLAB_SOAK_SECONDS", "10"))

SETUP = """
import ctypes, gc, os, sys, threading, time
os.environ["LRLAB_HOST"] = "HOST"
import psutil
from lrlab.train import digits
from lrlab.train import Run
from lrlab.train import mlp
from lrlab.figures import live_training
data = digits()
def yeni(**k):
    global run
    run = Run(data, mlp((64, 32, 10)), "sgd", lr=0.1)
    return live_training(run, ("rule", "lr"), presets={"çok yavaş": {"lr": 0.001}}, steps=20, **k)
"""
FIGURE = "sekil = yeni()\nsekil"
NOTHING = "None"
ASK = """
threads = [t.name for t in threading.enumerate() if t.name.startswith("lrlab-live")]
gc.collect()
if sys.platform == "linux":
    ctypes.CDLL(None).malloc_trim(0)  # glibc boşalan belleği kendi zamanında verir: RSS testere dişi çizerdi
print("YANIT", run.t, sekil.playing, len(threads), round(psutil.Process().memory_info().rss / 1e6, 1))
"""
SECOND = "ilk = sekil\nikinci = yeni()\nikinci"
BOTH = """
a = ilk.training.t, ikinci.training.t
time.sleep(1)
print("YANIT", a, (ilk.training.t, ikinci.training.t))
"""
BREAK = """
def patla(*_, **__): raise MemoryError("bellek yetmedi")
run.run = patla
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["canvas", "image"])
def opened(request, context, lab):
    """Sınanan defterin sayfası, bir kez açılır: hazırlık, şekil, soru ve testlerin dolduracağı iki hücre."""
    book = notebook(lab.root / "live.ipynb", SETUP.replace("HOST", request.param), FIGURE, ASK, NOTHING, NOTHING)
    SHOTS.mkdir(exist_ok=True)
    page = watched(context.new_page())
    open_notebook(page, lab, book.name)
    run_all(page)
    yield page
    page.close()
    lab.shut(lab.sessions())


@pytest.fixture
def page(opened):
    """Sayfadaki şekil, yeniden kurulmuş; ikinci şekil ve eski yanıtlar yok. Tarayıcı hiçbir hata yazmamış olmalı."""
    opened.evaluate(
        """() => { const book = window.jupyterapp.shell.currentWidget.content.model.sharedModel;
                   if (book.cells.length < 5) book.insertCell(1, {cell_type: 'code', source: ''}); }"""
    )  # silinen şekil hücresi
    for place in (2, 3, 4):
        run_cell(opened, place, NOTHING)
    run_cell(opened, 1, FIGURE)
    opened.get_by_role("button", name="Başlat", exact=True).wait_for()
    opened.wait_for_timeout(500)
    yield opened
    assert opened.problems == []


def run_cell(page, place, source=None):
    """`place`teki hücreyi (istenirse yeni kaynağıyla) çalıştırır ve bitmesini bekler."""
    page.evaluate(
        """([place, source]) => { const book = window.jupyterapp.shell.currentWidget.content;
             book.activeCellIndex = place;
             if (source !== null) book.model.cells.get(place).sharedModel.setSource(source); }""",
        [place, source],
    )
    count = "k => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells[k].execution_count"
    before = page.evaluate(count, place)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-cell'); }")
    page.wait_for_function(
        f"([k, before]) => {{ const now = ({count})(k); return now && now !== before; }}", arg=[place, before]
    )


def asked(page, place=2):
    """Başka bir hücreyi çalıştırıp yanıtını okur: [adım, oynuyor mu, iş parçacığı sayısı, RSS MB]."""
    run_cell(page, place, ASK)
    answer = page.locator(".jp-OutputArea-output", has_text="YANIT")
    answer.wait_for()
    words = answer.inner_text().split()
    return int(words[1]), words[2] == "True", int(words[3]), float(words[4])


def status(page):
    return page.locator("[role=status]").first.inner_text()


def press(page, label, place=0):
    page.get_by_role("button", name=label, exact=True).nth(place).click()


def test_plays_answers_pauses_steps_and_starts_over(page):
    assert asked(page)[:3] == (20, False, 0)  # düğmeye basılmadan iş parçacığı yok
    picture = page.locator(".jp-OutputArea-output canvas.lrlab, .jp-OutputArea-output img.widget-image").first
    before = picture.screenshot()
    press(page, "Başlat")
    page.get_by_role("button", name="Duraklat", exact=True).wait_for()
    said(page, "güncelleme")
    first = asked(page)  # başka bir hücre eğitim sürerken yanıt verir
    page.wait_for_timeout(600)
    second = asked(page)
    assert second[0] > first[0] > 20
    assert second[1:3] == (True, 1)
    page.locator(SLIDER).first.press("ArrowRight")
    said(page, "adımda α = 0.12")
    page.wait_for_timeout(500)
    assert picture.screenshot() != before  # eğri yürüdü
    page.screenshot(path=SHOTS / "canli-egitim.png")
    press(page, "Duraklat")
    page.get_by_role("button", name="Başlat", exact=True).wait_for()
    stopped = asked(page)
    page.wait_for_timeout(500)
    assert asked(page)[:3] == stopped[:3] == (stopped[0], False, 0)
    press(page, "Bir adım")
    said(page, f"{stopped[0] + 1} güncelleme")
    press(page, "Öncekini sakla")
    said(page, "Soluk eğriler")
    press(page, "Baştan")
    said(page, " 0 güncelleme")
    press(page, "çok yavaş")
    said(page, "α = 0.001")
    assert asked(page)[0] == 0


def test_running_the_cell_again_leaves_one_thread_and_flat_memory(page):
    memory = []
    for _ in range(20):
        run_cell(page, 1)
        page.get_by_role("button", name="Başlat", exact=True).wait_for()
        page.wait_for_timeout(300)
        press(page, "Başlat")
        page.get_by_role("button", name="Duraklat", exact=True).wait_for()
        _steps, playing, threads, used = asked(page)
        assert (playing, threads) == (True, 1)
        memory.append(used)
    # İlk onu ısınmadır: glibc'nin iş parçacıklarına ayırdığı yer (her seferinde 7 MB kadar) o sırada büyür.
    assert min(memory[-4:]) - median(memory[10:13]) < 20, memory


def test_deleting_the_cell_ends_the_thread(page):
    press(page, "Başlat")
    assert asked(page)[2] == 1
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1; }")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:delete-cell')")
    for _ in range(10):  # sayfadan kalktığını hücre çalıştırmadan da öğrenir; yüklü bir makinede daha geç
        page.wait_for_timeout(4500)
        answer = asked(page, place=1)
        if answer[1:3] == (False, 0):
            break
    assert answer[1:3] == (False, 0)
    page.wait_for_timeout(300)
    assert asked(page, place=1)[0] == answer[0]


def test_two_figures_play_side_by_side(page):
    run_cell(page, 3, SECOND)
    page.get_by_role("button", name="Başlat", exact=True).nth(1).wait_for()
    for k in range(2):
        press(page, "Başlat")
        page.get_by_role("button", name="Duraklat", exact=True).nth(k).wait_for()
        page.wait_for_timeout(1000)
    run_cell(page, 4, BOTH)
    answer = page.locator(".jp-OutputArea-output", has_text="YANIT")
    answer.wait_for()
    one, two, later_one, later_two = (int(word.strip("(),")) for word in answer.inner_text().split()[1:])
    assert later_one > one > 20
    assert later_two > two > 20


def test_an_error_in_the_background_is_told_in_the_figure(page):
    press(page, "Başlat")
    page.get_by_role("button", name="Duraklat", exact=True).wait_for()
    run_cell(page, 2, BREAK)
    said(page, "Eğitim durdu: bellek yetmedi (MemoryError)")
    page.get_by_role("button", name="Başlat", exact=True).wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=SHOTS / "canli-hata.png")
    run_cell(page, 2, "del run.run")
    press(page, "Başlat")
    said(page, "güncelleme")
    assert "Eğitim durdu" not in status(page)


def test_soak(page):
    """LRLAB_SOAK_SECONDS boyunca saniyede iki değişiklik: iş parçacığı yitmez, bellek büyümez."""
    press(page, "Başlat")
    handle = page.locator(SLIDER).first

    def move(seconds):
        end, k = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            handle.press("ArrowRight" if (k // 5) % 2 == 0 else "ArrowLeft")
            page.wait_for_timeout(500)
            k += 1

    move(min(10, SOAK / 2))  # ısınma
    begin = asked(page)
    move(SOAK)
    end = asked(page)
    assert end[0] > begin[0]
    assert begin[1:3] == end[1:3] == (True, 1)
    assert end[3] - begin[3] < 20, f"RSS {begin[3]} MB iken {end[3]} MB oldu"
