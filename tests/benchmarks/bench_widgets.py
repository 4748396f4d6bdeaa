"""Canlı şekillerin hızı: gerçek JupyterLab ve Chromium'da, önden gelen sahnelerle ve onlarsız (her değer çekirdeğe).

Gecikme, tuşa basıştan (keydown) tuvale çizimi (drawImage) izleyen animasyon karesine (requestAnimationFrame) dek geçen
süredir: ilk örneğin ölçüsü, değişmedi. Satırlar: soğuk (hücre yeni çalıştı, ilk basışlar), sıcak (tutulan kaydırıcının
bütün ekseni bellekte), 300 ms gidiş dönüşlü bir vekilin ardında, bir C çağrısı yorumlayıcıyı tutarken, hücrede eğitim
sürerken.

    python tests/benchmarks/bench_widgets.py [ewa descent …] [önden eski]
"""

import dataclasses
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.browser import lab
from tests.browser.proxy import Proxy, proxy
from tests.browser.server import Lab, server

PRESSES = 60
FIRST = 8  # soğuk basışlar: sonrakiler ısınmıştır
UPDATES = 1000
ROUND_TRIP = 0.3
PATIENCE_MS = 5000  # bundan geç gelen piksel bu kadar sayılır
WAYS = {"önden": "", "eski": "import lrlab.figures.engine.ahead as ahead\nahead.MOST = 0\n"}  # eski: hiçbir şey önden
MAKERS = {  # şekil: (kuran satırlar, ölçülen kaydırıcı)
    "ewa": (
        "from lrlab.train import temperature\nfrom lrlab.figures import explore_ewa\n"
        "e = explore_ewa(temperature('Londra'), temperature('İstanbul'))",
        "beta",
    ),
    "descent": (
        "from lrlab.core import bowl\nfrom lrlab.figures import explore_descent\ne = explore_descent(bowl(50))",
        "lr",
    ),
    "minibatch": (
        "import numpy as np\nfrom lrlab.figures import explore_minibatch\nrng = np.random.default_rng(0)\n"
        "x = rng.standard_normal((142, 2)); y = x @ [0.6, 0.4] + 0.6 * rng.standard_normal(142)\n"
        "e = explore_minibatch(x, y)",
        "lr",
    ),
    "adam": ("from lrlab.figures import explore_adam\ne = explore_adam()", "lr"),
    "race": ("from lrlab.figures import explore_race\ne = explore_race()", "t"),
    "noise_ball": ("from lrlab.figures import explore_noise_ball\ne = explore_noise_ball()", "noise"),
}

SLEEP = "import ctypes\nctypes.PyDLL(None).sleep(20)"
TRAINING = """
import time, torch
net = torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(256, 64), torch.randint(10, (256,))
end = time.monotonic() + SECONDS
while time.monotonic() < end:
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
"""
# 1 ms'lik hesap: kayıt araya girerse uzar. (Hücre bittiğinde en uzunu yazar.)
ARITHMETIC = """
from time import perf_counter
taken = []
end = perf_counter() + 2
while (began := perf_counter()) < end:
    sum(range(40_000))
    taken.append(1000 * (perf_counter() - began))
taken.sort()
print(f"HESAP {taken[len(taken) // 2]:.2f} {taken[-1]:.2f}")
"""

# Her yeni resmin ekrana geldiği an: tuvalin her karesi zeminle başlar.
WATCH = """() => {
    window.paints = []; window.keys = []; window.moves = [];
    const drawImage = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...given) {
        // İşaretler de basılır: kare bir zeminle başlar.
        const frame = given.length === 3 && !(given[0] instanceof OffscreenCanvas);
        if (frame) requestAnimationFrame(() => window.paints.push(performance.now()));
        return drawImage.apply(this, given);
    };
    document.addEventListener('keydown', () => window.keys.push(performance.now()), true);
    document.addEventListener('pointermove', () => window.moves.push(performance.now()), true);
}"""
SET_CELL = """([place, source]) => window.jupyterapp.shell.currentWidget.content.model.sharedModel
    .cells[place].setSource(source)"""
SWEEP = """async ([name, updates]) => {
    const input = document.querySelector(`.lrlab-figure input[name=${name}]`);
    const whole = Number(input.max);
    for (let k = 0; k < updates; k += 1) {
        const turn = k % (2 * whole);
        input.value = turn <= whole ? turn : 2 * whole - turn;
        input.dispatchEvent(new Event('input'));
        await new Promise(requestAnimationFrame);
    }
}"""
SCENE = re.compile(rb'"scene":\s*\{"at":\s*\[([\d,\s]*)\]')
MOST_SCENES = 180  # ısınma en çok bu kadar saniye beklenir


class Wire:
    """Sayfanın WebSocket'inden gelenler: bayt ve önden gelen sahnelerin yerleri (geldikleri anla)."""

    def __init__(self, page: lab.Page) -> None:
        self.bytes = 0
        self.scenes: dict[tuple[int, ...], float] = {}
        page.on("websocket", lambda socket: socket.on("framereceived", self._receive))

    def _receive(self, frame: str | bytes) -> None:
        data = frame.encode() if isinstance(frame, str) else frame
        self.bytes += len(data)
        if found := SCENE.search(data):
            self.scenes[tuple(map(int, found[1].split(b",")))] = time.monotonic()


@dataclasses.dataclass(frozen=True)
class Bench:
    """Açık bir defter (0: ölçülen şekil, 1: boş hücre) ve ölçülen kaydırıcı."""

    page: lab.Page
    lab: Lab
    wire: Wire
    proxy: Proxy
    slider: str

    @property
    def handle(self) -> Any:
        return self.page.locator(f".lrlab-figure input[name={self.slider}]").first

    def fresh(self) -> None:
        """Şeklin hücresi yeniden çalışır: bellek boştur."""
        self.page.evaluate("document.querySelector('canvas.lrlab')?.classList.add('old')")
        lab.run_cell(self.page, 0)
        self.page.wait_for_selector("canvas.lrlab:not(.old)", timeout=60_000)
        self.handle.scroll_into_view_if_needed()
        self.page.wait_for_timeout(1500)
        self.wire.scenes.clear()

    def cell(self, source: str) -> None:
        """İkinci hücreyi başlatır, bitmesini beklemez."""
        self.page.evaluate(SET_CELL, [1, source])
        self.page.evaluate(
            """() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
                       window.jupyterapp.commands.execute('notebook:run-cell'); }"""
        )

    def idle(self, seconds: float = 120) -> None:
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'",
            timeout=1000 * seconds,
        )

    def arithmetic(self) -> tuple[float, float]:
        """1 ms'lik hesabın medyanı ve en uzunu."""
        self.cell(ARITHMETIC)
        self.idle()
        text = self.page.locator(".jp-OutputArea-output", has_text="HESAP ").last.inner_text()
        middle, longest = map(float, text.split()[1:])
        return middle, longest

    def presses(self, count: int = PRESSES) -> list[float]:
        """Her tuş basışından, onu izleyen ilk yeni resme kadar geçen süreler (ms)."""
        page, handle = self.page, self.handle
        handle.focus()
        at, last = page.evaluate("() => [document.activeElement.valueAsNumber, Number(document.activeElement.max)]")
        run = min(8, max(at, last - at))  # ucuna gelen kaydırıcı oynamaz, resim de yenilenmez
        there, back = ("ArrowRight", "ArrowLeft") if at + run <= last else ("ArrowLeft", "ArrowRight")
        taken = []
        for k in range(count):
            before = page.evaluate("() => window.paints.length")
            handle.press(there if (k // run) % 2 == 0 else back)
            taken.append(
                page.evaluate(
                    """async ([n, patience]) => {
                        const key = window.keys[window.keys.length - 1];
                        while (window.paints.length <= n && performance.now() - key < patience)
                            await new Promise(done => setTimeout(done, 2));
                        return Math.min((window.paints[n] ?? Infinity) - key, patience); }""",
                    [before, PATIENCE_MS],
                )
            )
            page.wait_for_timeout(60)
        return taken

    def drawn(self, count: int = 8) -> int:
        """`count` basıştan kaçının pikselleri 300 ms içinde ekrandadır."""
        seen = 0
        self.handle.focus()
        at, last = self.page.evaluate("() => [document.activeElement.valueAsNumber, +document.activeElement.max]")
        for _ in range(count):
            before = self.page.evaluate("() => window.paints.length")
            self.handle.press("ArrowRight" if at + count <= last else "ArrowLeft")
            self.page.wait_for_timeout(300)
            seen += self.page.evaluate("() => window.paints.length") > before
        return seen

    def drag(self) -> tuple[float, float]:
        """Hızlı sürüklemede saniyedeki kare, son değerin ekrana gelme süresi (ms)."""
        page, box = self.page, self.handle.bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.5 * box["width"], y)
        page.mouse.down()
        page.evaluate("() => { window.paints = []; window.moves = []; }")
        for sweep in range(4):
            for k in range(30):
                part = k / 29 if sweep % 2 == 0 else 1 - k / 29
                page.mouse.move(box["x"] + (0.05 + 0.9 * part) * box["width"], y)
                page.wait_for_timeout(12)
        page.mouse.move(box["x"] + 0.5 * box["width"], y)
        page.mouse.up()
        page.wait_for_timeout(2500)
        paints, moves = page.evaluate("() => [window.paints, window.moves]")
        during = [t for t in paints if t <= moves[-1]]
        return len(during) / (moves[-1] - moves[0]) * 1000, max(0.0, paints[-1] - moves[-1])

    def warm(self) -> tuple[float, float]:
        """Kaydırıcıya dokunur; bütün ekseni belleğe gelene dek geçen saniye ve gelen MB."""
        self.page.evaluate("() => document.activeElement.blur()")
        place, at, last = self.page.evaluate(
            """name => { const inputs = [...document.querySelectorAll('.lrlab-control :is(input, select)[name]')];
                 const k = inputs.findIndex(one => one.name === name);
                 return [k, inputs[k].valueAsNumber, Number(inputs[k].max)]; }""",
            self.slider,
        )
        before, began = self.wire.bytes, time.monotonic()
        self.handle.focus()
        while time.monotonic() - began < MOST_SCENES:
            self.page.wait_for_timeout(50)
            along: dict[tuple[int, ...], set[int]] = {}
            for key in list(self.wire.scenes):
                along.setdefault(key[:place] + key[place + 1 :], set()).add(key[place])
            if any(len(found | {at}) == last + 1 for found in along.values()):
                return time.monotonic() - began, (self.wire.bytes - before) / 1e6
        return float("nan"), (self.wire.bytes - before) / 1e6

    def memory(self) -> tuple[float, float, float]:
        """Sayfanın JavaScript belleği, Chromium'un sayfa süreçleri, çekirdek (MB)."""
        client = self.page.context.new_cdp_session(self.page)
        client.send("Performance.enable")
        client.send("HeapProfiler.collectGarbage")
        metrics = {one["name"]: one["value"] for one in client.send("Performance.getMetrics")["metrics"]}
        client.detach()
        pages = resident(psutil.Process(), "--type=renderer")
        return metrics["JSHeapUsedSize"] / 1e6, pages, resident(psutil.Process(self.lab.process.pid), "ipykernel")

    def sweep(self, updates: int = UPDATES) -> None:
        """Kaydırıcıyı baştan sona, sondan başa, her karede bir değer oynatır."""
        self.page.evaluate(SWEEP, [self.slider, updates])
        self.idle()


def resident(parent: psutil.Process, mark: str) -> float:
    """`parent`ın, komutunda `mark` geçen torunlarının belleği (MB)."""
    total = 0
    for child in parent.children(recursive=True):
        try:
            total += child.memory_info().rss if mark in " ".join(child.cmdline()) else 0
        except psutil.Error:  # bu arada bitmiş
            continue
    return total / 1e6


@contextmanager
def opened(name: str, way: str, *cells: str) -> Iterator[Bench]:
    """`name` şekli, ilk hücresi çalışmış bir defterde; vekil henüz gecikme koymaz."""
    source, slider = MAKERS[name]
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder, "nb"), Path(folder, "home")
        root.mkdir(), home.mkdir()
        lab.notebook(root / "bench.ipynb", WAYS[way] + source + "\ne", "0", *cells)
        with (
            server(root, home, LRLAB_HOST="canvas") as running,
            proxy(urlsplit(running.base).port) as between,
            lab.browser() as page,
        ):
            wire = Wire(page)
            lab.watched(page)
            there = dataclasses.replace(running, base=f"http://localhost:{between.port}")
            lab.open_notebook(page, there, "bench.ipynb")
            lab.run_all(page)
            page.wait_for_selector("canvas.lrlab", timeout=60_000)
            page.wait_for_timeout(1500)
            page.evaluate(WATCH)
            yield Bench(page, running, wire, between, slider)
            if page.problems:
                print("sayfadaki hatalar:", page.problems[:3], file=sys.stderr)


def spread(taken: list[float]) -> str:
    return f"{statistics.median(taken):.0f} / {sorted(taken)[int(0.95 * len(taken))]:.0f}"


def measure(name: str, way: str) -> list[str]:
    with opened(name, way) as bench:
        bench.presses(FIRST)  # sayfanın kendi ısınması: ilk derlenen JavaScript, ilk tuş
        bench.fresh()
        cold = bench.presses(FIRST)
        seconds, megabytes = float("nan"), 0.0
        slowed = (float("nan"), float("nan"))
        if way != "eski":
            bench.fresh()
            seconds, megabytes = bench.warm()
        warm = bench.presses()
        frames, last = bench.drag()
        bench.proxy.delay = ROUND_TRIP / 2
        far = bench.presses(24)
        bench.proxy.delay = 0.0
        bench.cell(SLEEP)
        bench.page.wait_for_timeout(1500)
        held = bench.drawn()
        bench.idle()
        bench.cell(TRAINING.replace("SECONDS", "12"))
        bench.page.wait_for_timeout(1500)
        trained = bench.presses(24)
        bench.idle()
        bench.sweep(UPDATES // 4)
        before = bench.memory()
        bench.sweep()
        after = bench.memory()
        quiet = bench.arithmetic()
        if way != "eski":
            bench.fresh()
            bench.handle.focus()
            slowed = bench.arithmetic()
    grown = [f"{one:.0f} → {other:.0f}" for one, other in zip(before, after, strict=True)]
    return [
        name, way, spread(cold), spread(warm), f"{frames:.0f}", f"{last:.0f}", spread(far), f"{held}/8",
        spread(trained), f"{seconds:.1f}", f"{megabytes:.1f}", *grown,
        f"{quiet[0]:.1f}, {quiet[1]:.0f}", f"{slowed[0]:.1f}, {slowed[1]:.0f}",
    ]  # fmt: skip


HEAD = [
    "şekil", "yol", "soğuk ms", "sıcak ms", "kare/s", "son değer ms", "vekil ms", "C çağrısında", "eğitimde ms",
    "ısınma s", "MB", "JS MB", "sayfa MB", "çekirdek MB", "hesap ms", "kayıt sürerken",
]  # fmt: skip


def main() -> None:
    if lab.chromium() is None:
        print("Atlandı: Chromium yok.")
        return
    given = sys.argv[1:]
    print("Süreler medyan / p95; hesap: 1 ms'lik hesabın medyanı ve en uzunu; bellek: sürüklemeden önce → sonra.\n")
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD))
    for name in [one for one in MAKERS if one in given] or MAKERS:
        for way in [one for one in WAYS if one in given] or WAYS:
            print("| " + " | ".join(measure(name, way)) + " |", flush=True)


if __name__ == "__main__":
    main()
