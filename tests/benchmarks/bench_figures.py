"""Canlı şekillerin hızı: gerçek JupyterLab ve Chromium'da, iki ev sahibiyle ve `interact` ile.

Ölçülenler: tuşa basıştan yeni piksellere geçen süre (medyan, p95), hızlı sürüklemede saniyedeki kare ve tarayıcının
çekirdeğe ulaştırdığı sürgü değeri, son değerin ekrana gelme süresi, güncelleme başına ağdan geçen bayt, bin
güncellemeden sonra çekirdeğin belleği.
"""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.browser import lab
from tests.browser.server import server

PRESSES = 60
UPDATES = {"canvas": 1000, "image": 1000, "interact": 300}  # interact'in bini dakikalar sürer

DATA = """
import os, psutil
import matplotlib; matplotlib.use("module://matplotlib_inline.backend_inline")
import numpy as np
import matplotlib.pyplot as plt
from ipywidgets import fixed, interact
from lrlab.core import bowl
from lrlab.train import temperature
from lrlab.figures import explore_descent, explore_ewa, explore_minibatch
rng = np.random.default_rng(0)
x = rng.standard_normal((142, 2)); y = x @ [0.6, 0.4] + 0.6 * rng.standard_normal(142)
explorer = {"ewa": lambda: explore_ewa(temperature("Londra"), temperature("İstanbul")),
            "minibatch": lambda: explore_minibatch(x, y),
            "descent": lambda: explore_descent(bowl(50))}[NAME]()
slider = {"ewa": "beta", "minibatch": "lr", "descent": "lr"}[NAME]
"""

INTERACT = """
live, values = explorer.live, explorer.values
moved = next(c for c in live.controls if c.name == slider).widget(values[slider])
def redraw(**now):
    figure = plt.figure(figsize=(9, 4.8), dpi=100, layout="constrained")
    artists = live.draw(figure)
    live.update(artists, live.compute(**now))
    plt.show()
shown = interact(redraw, **{**{name: fixed(value) for name, value in values.items()}, slider: moved})
"""

# Bellek: sürgünün değeri çekirdekten değiştirilir; iletiler ve resimler tarayıcıya yine gider.
MEMORY = """
values = moved.options
def rss(): return psutil.Process().memory_info().rss / 1e6
for k in range(100): moved.value = values[k % len(values)][1]
before = rss()
for k in range(UPDATES): moved.value = values[k % len(values)][1]
print(f"RSS {before:.0f} {rss():.0f}")
"""

# Her yeni resmin ekrana geldiği an: kaynak değişir, çözülür, bir sonraki kareye çizilir.
WATCH = """() => {
    window.paints = []; window.keys = []; window.moves = [];
    const painted = img => img.decode().catch(() => {}).then(() =>
        requestAnimationFrame(() => window.paints.push(performance.now())));
    new MutationObserver(changes => {
        for (const change of changes) {
            if (change.type === 'attributes' && change.target.tagName === 'IMG') painted(change.target);
            for (const node of change.addedNodes)
                if (node.tagName === 'IMG') painted(node);
                else if (node.querySelectorAll) node.querySelectorAll('img').forEach(painted);
        }
    }).observe(document.querySelector('.jp-Notebook'),
               {subtree: true, childList: true, attributes: true, attributeFilter: ['src']});
    const drawImage = CanvasRenderingContext2D.prototype.drawImage;  // tuvalin her karesi zeminle başlar
    CanvasRenderingContext2D.prototype.drawImage = function (...given) {
        if (given.length === 3) requestAnimationFrame(() => window.paints.push(performance.now()));
        return drawImage.apply(this, given);
    };
    document.addEventListener('keydown', () => window.keys.push(performance.now()), true);
    document.addEventListener('pointermove', () => window.moves.push(performance.now()), true);
}"""


def press_latencies(page: lab.Page, place: int) -> list[float]:
    """Her tuş basışından, onu izleyen ilk yeni resme kadar geçen süreler (ms)."""
    handle = page.locator(".noUi-handle").nth(place)
    handle.focus()
    taken = []
    for k in range(PRESSES):
        count = page.evaluate("() => window.paints.length")
        handle.press("ArrowRight" if (k // 8) % 2 == 0 else "ArrowLeft")
        page.wait_for_function("n => window.paints.length > n", arg=count, polling=5)
        taken.append(page.evaluate("n => window.paints[n] - window.keys[window.keys.length - 1]", count))
        page.wait_for_timeout(60)
    return taken


def drag(page: lab.Page, place: int, sent: list[str]) -> tuple[float, float, float]:
    """Hızlı sürüklemede saniyedeki kare ve ulaşan sürgü değeri, son değerin ekrana gelme süresi (ms)."""
    box = page.locator(".noUi-base").nth(place).bounding_box()
    handle = page.locator(".noUi-handle").nth(place).bounding_box()
    y = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, y)
    page.mouse.down()
    page.evaluate("() => { window.paints = []; window.moves = []; }")
    sent.clear()
    for sweep in range(4):
        for k in range(30):
            part = k / 29 if sweep % 2 == 0 else 1 - k / 29
            page.mouse.move(box["x"] + (0.05 + 0.9 * part) * box["width"], y)
            page.wait_for_timeout(12)
    page.mouse.move(box["x"] + 0.5 * box["width"], y)
    events = len(sent)
    page.mouse.up()
    page.wait_for_timeout(2500)
    paints, moves = page.evaluate("() => [window.paints, window.moves]")
    during, seconds = [t for t in paints if t <= moves[-1]], (moves[-1] - moves[0]) / 1000
    return len(during) / seconds, events / seconds, max(0.0, paints[-1] - moves[-1])


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def measure(name: str, way: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder, "nb"), Path(folder, "home")
        root.mkdir(), home.mkdir()
        setup = f"NAME = {name!r}\n" + DATA
        cell = INTERACT if way == "interact" else "moved = explorer.widgets[slider]\nexplorer"
        lab.notebook(root / "bench.ipynb", setup, cell, "")
        host = "canvas" if way == "canvas" else "image"
        with server(root, home, LRLAB_HOST=host) as running, lab.browser() as page:
            received: list[int] = []
            sent: list[str] = []

            def watch(socket: Any) -> None:
                socket.on("framereceived", lambda frame: received.append(len(frame)))
                socket.on("framesent", lambda frame: sent.append(frame) if b'"index"' in _bytes(frame) else None)

            page.on("websocket", watch)
            lab.open_notebook(page, running, "bench.ipynb")
            lab.run_all(page)
            page.wait_for_selector(".noUi-handle")
            page.wait_for_timeout(1500)
            page.evaluate(WATCH)
            place = int(name == "minibatch" and way != "interact")  # α, minigrup kaydırıcısından sonradır
            press_latencies(page, place)  # ısınma
            received.clear()
            taken = press_latencies(page, place)
            kilobytes = sum(received) / PRESSES / 1000
            frames, events, last = drag(page, place, sent)
            page.evaluate(
                """source => { const w = window.jupyterapp.shell.currentWidget.content;
                     w.activeCellIndex = 2; w.model.cells.get(2).sharedModel.setSource(source); }""",
                f"UPDATES = {UPDATES[way]}\n" + MEMORY,
            )
            page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
            text = page.locator(".jp-OutputArea-output", has_text="RSS ")
            text.wait_for(timeout=300_000)
            before, after = map(float, text.inner_text().split()[1:])
    return {
        "median": statistics.median(taken), "p95": sorted(taken)[int(0.95 * len(taken))], "fps": frames,
        "events": events, "last": last, "kb": kilobytes, "before": before, "after": after,
    }  # fmt: skip


def main() -> None:
    if lab.chromium() is None:
        print("Atlandı: Chromium yok.")
        return
    print("| şekil | yol | medyan ms | p95 ms | kare/s | olay/s | son değer ms | kB/güncelleme | RSS MB, güncelleme |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in sys.argv[1:] or ("ewa", "minibatch", "descent"):
        for way in UPDATES:
            r = measure(name, way)
            print(
                f"| {name} | {way} | {r['median']:.0f} | {r['p95']:.0f} | {r['fps']:.1f} | "
                f"{r['events']:.1f} | {r['last']:.0f} | {r['kb']:.1f} | {r['before']:.0f} → {r['after']:.0f}, "
                f"{UPDATES[way]} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
