"""Göz için kanıt: her şekil dört pencere eninde, ▶ üç şekilde kare kare, bütün sayfada axe-core denetimi.

Resimler .artifacts/ klasörüne yazılır.
"""

import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from PIL import Image

from tests.figures.catalog import FIGURES

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

from tests.browser.lab import notebook, open_notebook, run_all

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / ".artifacts"
WIDTHS = (390, 848, 1280, 1920)
AXE = "axe-core@4.14.1"
FRAMES = 5

pytestmark = pytest.mark.browser

# Sayfadaki her şeklin adı, sırasıyla; hepsi tek hücrede: JupyterLab görünmeyen hücreleri sayfadan kaldırır.
PAGE = f"""
import os, sys
os.environ["LRLAB_HOST"] = "canvas"
sys.path.insert(0, {str(ROOT)!r})
from tests.figures.catalog import FIGURES
for make in FIGURES.values():
    display(make())
"""
OVERFLOW = """() => [...document.querySelectorAll('.lrlab-figure')].map((figure, k) => {
    const body = figure.getBoundingClientRect(), canvas = figure.querySelector('canvas.lrlab').getBoundingClientRect();
    return [k, Math.round(figure.scrollWidth - body.width), Math.round(canvas.right - body.right), canvas.height];
})"""
SIZES = "() => [...document.querySelectorAll('canvas.lrlab')].map(c => [c.width, c.height, c.clientHeight]).join()"


def settle(page):
    """Şekiller yeni enlerinde yerleşinceye dek bekler: ölçüler bir saniye boyunca değişmez."""
    last, same = None, 0
    for _ in range(120):
        page.wait_for_timeout(250)
        now = page.evaluate(SIZES)
        same, last = (same + 1 if now == last else 0), now
        if same == 4:
            return
    pytest.fail("şekillerin ölçüsü durulmadı")


def axe_source(folder):
    """axe-core'un tek dosyası; alınamıyorsa test atlanır."""
    reason = f"{AXE} alınamadı: npm yok ya da paket deposuna ulaşılamıyor"
    npm = shutil.which("npm")
    done = npm and subprocess.run([npm, "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True)
    if not done or done.returncode:
        pytest.fail(reason) if os.environ.get("LRLAB_BROWSER") == "required" else pytest.skip(reason)
    with tarfile.open(folder / done.stdout.split()[-1]) as packed:
        return packed.extractfile("package/axe.min.js").read().decode()


def strip(page, button, name):
    """▶'ya basar; şeklin karelerini yan yana bir resme yazar, birbirinden farklı karelerin sayısını verir."""
    figure = button.locator("xpath=ancestor::*[contains(@class, 'lrlab-figure')]")
    figure.scroll_into_view_if_needed()
    button.click()
    shots = []
    for _ in range(FRAMES):
        page.wait_for_timeout(300)
        shots.append(figure.locator("canvas.lrlab").screenshot())
    while len(set(shots)) == 1 and len(shots) < 30:  # yüklü bir makinede geç yürür
        page.wait_for_timeout(500)
        shots.append(figure.locator("canvas.lrlab").screenshot())
    button.click()
    frames = [Image.open(io.BytesIO(shot)) for shot in shots]
    film = Image.new("RGB", (sum(frame.width for frame in frames), frames[0].height), "white")
    for k, frame in enumerate(frames):
        film.paste(frame, (k * frames[0].width, 0))
    film.save(SHOTS / f"film_{name}.png")
    return len(set(shots))


def test_every_figure_at_every_width(tab, lab, tmp_path):
    SHOTS.mkdir(exist_ok=True)
    notebook(lab.root / "kanit.ipynb", PAGE)
    open_notebook(tab, lab, "kanit.ipynb")
    tab.evaluate(
        "() => { if (window.jupyterapp.shell.leftCollapsed === false) window.jupyterapp.shell.collapseLeft(); }"
    )
    run_all(tab)
    tab.wait_for_function("n => document.querySelectorAll('canvas.lrlab').length === n", arg=len(FIGURES))
    names = list(FIGURES)
    wide = {}
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 1000})
        settle(tab)
        height = tab.evaluate("() => document.querySelector('.jp-OutputArea').scrollHeight")
        tab.set_viewport_size({"width": width, "height": min(height + 400, 16_000)})
        settle(tab)  # uzaktaki şekiller ancak ekrana gelince yerleşir
        tab.screenshot(path=SHOTS / f"sekiller_{width}.png")
        tab.set_viewport_size({"width": width, "height": 1000})
        for k, beyond, out, tall in tab.evaluate(OVERFLOW):
            if beyond > 1 or out > 1 or tall < 50:
                wide[names[k], width] = (beyond, out, tall)
    tab.set_viewport_size({"width": 1280, "height": 1000})
    settle(tab)

    players = tab.locator(".lrlab-play button")
    films = {f"{k}": strip(tab, players.nth(k), f"{k + 1}") for k in range(3)}

    tab.evaluate(axe_source(tmp_path))
    found = tab.evaluate("() => axe.run({ include: ['.lrlab-figure'] }, { resultTypes: ['violations'] })")
    grave = {one["id"]: [one["help"], one["nodes"][0]["html"][:200], len(one["nodes"])]
             for one in found["violations"] if one["impact"] in ("serious", "critical")}  # fmt: skip
    (SHOTS / "axe.txt").write_text("\n".join(f"{one['impact']} {one['id']}: {one['help']} ({len(one['nodes'])})"
                                             for one in found["violations"]) + "\n", "utf-8")  # fmt: skip
    assert wide == {}
    assert min(films.values()) > 1
    assert len(found["passes"]) > 0
    assert grave == {}
