"""Canlı eğitim şeklinin bedeli ve gecikmesi: gerçek JupyterLab ve Chromium'da, iki ev sahibiyle.

Ölçülenler: tam hızda, şekil gösterilirken ve gösterilmezken saniyedeki adım (dönüşümlü, aynı koşu), öbür hızlarda
saniyedeki adım, bir tuş basışından değişikliğin etkisini gösteren resme geçen süre (medyan, p95). Argümanlar: image,
canvas (verilmezse ikisi).
"""

import random
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.browser import lab
from tests.browser.server import server

PRESSES, PAIRS, SECONDS = 60, 5, 20

SETUP = """
import statistics, threading, time
from lrlab.train import Run, digits, mlp
from lrlab.figures import live_training
run = Run(digits(), mlp((64, 32, 10)), "sgd", lr=0.1)
sekil = live_training(run, ("lr",), steps=50)
"""
SPEED = """
def bare():
    run.reset()
    thread = threading.Thread(target=lambda: run.run(seconds=SECONDS))
    begun = time.perf_counter(); thread.start(); thread.join()
    return run.t / (time.perf_counter() - begun)
def shown(pace="tam hız"):
    sekil.reset()
    sekil.pace = pace
    begun = time.perf_counter(); sekil.start(); time.sleep(SECONDS); speed = run.t / (time.perf_counter() - begun)
    sekil.pause()
    return speed
pairs = [(bare(), shown()) if k % 2 else (shown(), bare())[::-1] for k in range(PAIRS)]
ratio = statistics.median(b / a for a, b in pairs)
paces = [shown(pace) for pace in ("yavaş", "olağan")]
print("HIZ", *(statistics.median(column) for column in zip(*pairs)), ratio, *paces)
"""
# Değişikliğin koşuya girdiğini ve sonrasındaki adımların çizildiğini, şeklin altındaki cümle söyler.
WATCH = """() => {
    window.told = []; window.keys = [];
    const status = document.querySelector('.lrlab-figure, .widget-html:has([role=status])');
    new MutationObserver(() => {
        const found = status.textContent.match(/\\d+. adımda α = /);
        if (found) requestAnimationFrame(() => window.told.push([found[0], performance.now()]));
    }).observe(status, {subtree: true, childList: true, characterData: true});
    document.addEventListener('keydown', () => window.keys.push(performance.now()), true);
}"""


def latencies(page: lab.Page) -> list[float]:
    """Her tuş basışından, değişikliğin görüldüğü kareye kadar geçen süreler (ms)."""
    handle = page.locator(lab.SLIDER).first
    handle.focus()
    taken, wait, before = [], random.Random(0), ""
    for k in range(PRESSES):
        handle.press("ArrowRight" if (k // 6) % 2 == 0 else "ArrowLeft")
        new = "before => window.told.find(([one]) => one !== before)"
        page.wait_for_function(new, arg=before, polling=10)
        before, at = page.evaluate(new, before)
        taken.append(at - page.evaluate("() => window.keys.at(-1)"))
        page.wait_for_timeout(wait.uniform(150, 600))
        page.evaluate("() => { window.told = []; }")
    return taken


def ran(page: lab.Page, place: int, word: str) -> list[float]:
    """`place`teki hücreyi çalıştırır ve `word` ile başlayan satırındaki sayıları okur."""
    page.evaluate("k => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = k; }", place)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    text = page.locator(".jp-OutputArea-output", has_text=word)
    text.wait_for(timeout=600_000)
    return [float(number) for number in text.inner_text().split()[1:]]


def measure(host: str) -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder, "nb"), Path(folder, "home")
        root.mkdir(), home.mkdir()
        lab.notebook(root / "bench.ipynb", SETUP, "sekil", f"PAIRS, SECONDS = {PAIRS}, {SECONDS}")
        with server(root, home, LRLAB_HOST=host) as running, lab.browser() as page:
            lab.open_notebook(page, running, "bench.ipynb")
            lab.run_all(page)
            page.wait_for_selector(lab.SLIDER)
            page.wait_for_timeout(1500)
            page.evaluate(
                "source => window.jupyterapp.shell.currentWidget.content.model.cells.get(2).sharedModel"
                ".setSource(source)",
                f"PAIRS, SECONDS = {PAIRS}, {SECONDS}\n" + SPEED,
            )
            speeds = ran(page, 2, "HIZ")
            page.evaluate(WATCH)
            page.get_by_role("button", name="Başlat", exact=True).click()
            page.wait_for_timeout(3000)
            return speeds, latencies(page)


def main() -> None:
    if lab.chromium() is None:
        print("Atlandı: Chromium yok.")
        return
    print("| ev sahibi | adım/s şekilsiz | şekille, tam hız | oran (medyan) | yavaş | olağan | etki medyan ms | p95 |")
    print("|---|---|---|---|---|---|---|---|")
    for host in sys.argv[1:] or ("image", "canvas"):
        (bare, shown, ratio, slow, usual), taken = measure(host)
        p95 = sorted(taken)[int(0.95 * len(taken))]
        print(
            f"| {host} | {bare:.0f} | {shown:.0f} | %{100 * ratio:.1f} | {slow:.1f} | {usual:.1f} "
            f"| {statistics.median(taken):.0f} | {p95:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
