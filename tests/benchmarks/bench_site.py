"""Sayfaların hızı ve ağırlığı: Chromium'da, imgelenen yavaş bir telefonla ve bilgisayarla, kurulu bir sitede.

Telefon: 390 x 844, dört kat yavaş işlemci, 1.6 Mbit/s iniş, 750 kbit/s çıkış, 150 ms, boş önbellek. Sunucu, GitHub
Pages gibi, yazıyı gzip'ler. Metnin okunması, metnin en büyük parçasının boyanmasıdır. Bir şekil, ekrana 700 piksel
kalınca yüklenmeye başlar; oynadığı an, canlısının ilk karesidir. Tuştan piksele geçen süre, tuşa basıştan (keydown)
tuvale çizimi izleyen animasyon karesine dektir; basışlar şeklin bütün kaydırıcılarını baştan sona, sondan başa gezer.

    python tests/benchmarks/bench_site.py [SİTE] [--build]

SİTE: kurulu sitenin klasörü (yoksa _site). --build: siteyi boş bir klasöre iki kez kurar, süreleri de yazar.
"""

import dataclasses
import functools
import gzip
import http.server
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.browser.lab import chromium

LOADS = 3
PRESSES = 60
PAUSE_MS = 60  # iki basışın arası
PATIENCE_MS = 30_000
SLOW = 4
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
TEXTS = (".html", ".css", ".js", ".svg", ".json")
PICTURES = ("pictures/", "_images/")
FIGURES = "figures/"
NEAR = 700  # şekil, ekrana bu kadar kala ölçülmeye başlar (sayfa 800 kala yükler)
PLAYED = {  # tuşları ölçülen şekiller: ad -> (sayfanın başı, hücre)
    "ewa": ("02", "sekil-oyna"),
    "descent": ("03", "sekil-zikzak"),
    "minibatch": ("01", "sekil-zikzak"),
    "adam": ("05", "sekil-parcalar"),
    "race": ("05", "sekil-yaris"),
    "noise_ball": ("06", "sekil-sabit"),
    "film": ("05", "sekil-canli"),
}

# Sayfa daha yüklenirken kurulur: metnin boyandığı, şekillerin oynadığı anlar ve yerinden oynayan yazı.
WATCH = """() => {
    window.seen = { text: null, playing: {}, shift: 0 };
    const each = (type, call) => new PerformanceObserver((list) => list.getEntries().forEach(call))
        .observe({ type, buffered: true });
    // Yazıyla aynı karede gelen büyük bir resim, yazının yerine yazılır.
    each('largest-contentful-paint', (one) => { if (!one.url || seen.text === null) seen.text = one.startTime; });
    each('layout-shift', (one) => { if (!one.hadRecentInput) seen.shift += one.value; });
    new MutationObserver((changes) => {
        for (const { target } of changes)
            if (target.classList?.contains('lrlab-playing'))
                requestAnimationFrame(() => { seen.playing[target.id] ??= performance.now(); });
    }).observe(document, { subtree: true, attributeFilter: ['class'] });
}"""
PAINTED = """async (patience) => {
    while (seen.text === null && performance.now() < patience) await new Promise((done) => setTimeout(done, 50));
    return [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null, seen.text];
}"""
# Şekli ekranın `near` piksel altına getirir, oynamasını bekler: [geçen süre ya da null, açılışta mı].
ARRIVE = """async ([id, near, patience]) => {
    const host = document.getElementById(id);
    for (let one = host; one; one = one.parentElement) if (one.tagName === 'DETAILS') one.open = true;
    const early = seen.playing[id];
    if (early) return [early - seen.text, true];
    const began = performance.now();
    const top = host.getBoundingClientRect().top - innerHeight - near;
    window.scrollBy({ top, behavior: 'instant' });
    while (!seen.playing[id] && !host.matches('.lrlab-failed') && performance.now() - began < patience)
        await new Promise(requestAnimationFrame);
    return [seen.playing[id] ? seen.playing[id] - began : null, false];
}"""
# Şekli ekrana getirir, oynamasını bekler; kaydırıcılarının adları. Sonra her yeni resmin ekrana geldiği an yazılır.
TAKE = """async ([id, patience]) => {
    const host = document.getElementById(id);
    for (let one = host; one; one = one.parentElement) if (one.tagName === 'DETAILS') one.open = true;
    host.scrollIntoView({ block: 'center', behavior: 'instant' });
    const began = performance.now();
    while (!host.matches('.lrlab-playing')) {
        if (performance.now() - began > patience) return null;
        await new Promise(requestAnimationFrame);
    }
    host.querySelector('canvas.lrlab').scrollIntoView({ block: 'center', behavior: 'instant' });
    window.paints = []; window.keys = [];
    const drawImage = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...given) {
        // İşaretler de basılır: kare bir zeminle başlar.
        const frame = given.length === 3 && !(given[0] instanceof OffscreenCanvas) && host.contains(this.canvas);
        if (frame) requestAnimationFrame(() => paints.push(performance.now()));
        return drawImage.apply(this, given);
    };
    document.addEventListener('keydown', (event) => keys.push(event.timeStamp), true);
    return [...host.querySelectorAll('input[type=range]')].map((one) => one.name);
}"""
HOLD = """([id, name]) => {
    const input = document.querySelector(`#${id} input[name="${name}"]`);
    if (input.disabled || !input.offsetParent || input.max === input.min) return null;
    input.focus({ preventScroll: true });
    return [input.valueAsNumber, Number(input.max)];
}"""
PAINT = """async ([before, patience]) => {
    const key = keys.at(-1);
    while (paints.length <= before && performance.now() - key < patience)
        await new Promise((done) => setTimeout(done, 2));
    return Math.min((paints[before] ?? Infinity) - key, patience);
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Düz dosya sunucusu; yazıyı gzip'ler, giden her dosyanın (yolu, açık baytı, giden baytı) `sent`te durur."""

    protocol_version = "HTTP/1.1"
    sent: list[tuple[str, int, int]] = []

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.sent.append((path, 0, 0))
            return self.send_error(404)
        content = file.read_bytes()
        packed = squeezed(file) if file.suffix in TEXTS else content
        self.sent.append((path.removeprefix("/"), len(content), len(packed)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(packed)))
        if packed is not content:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(packed)
        return None

    def log_message(self, *_: Any) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """Kapanan bir sayfanın yarım kalan isteklerini söylemez."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@functools.cache
def squeezed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


@contextmanager
def served(site: Path) -> Iterator[str]:
    with Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@dataclasses.dataclass(frozen=True)
class Bench:
    """Kurulu site, onu okuyan tarayıcı; `problems`: sayfaların yazdığı hatalar."""

    site: Path
    base: str
    browser: Browser
    problems: Counter[str]

    @property
    def pages(self) -> list[str]:
        """Canlı şekli olan sayfalar."""
        return [one.name for one in sorted(self.site.glob("*.html")) if 'class="lrlab-live' in one.read_text("utf-8")]

    @contextmanager
    def page(self, device: dict[str, Any], slow: float = 1, network: dict[str, float] | None = None) -> Iterator[Page]:
        """Boş önbellekli bir sayfa."""
        with self.browser.new_context(**device) as context:
            page = context.new_page()
            client = context.new_cdp_session(page)
            client.send("Emulation.setCPUThrottlingRate", {"rate": slow})
            if network:
                client.send("Network.enable")
                client.send("Network.emulateNetworkConditions", network)
            page.add_init_script(f"({WATCH})()")
            page.on("pageerror", lambda error: self.note(page, str(error)))
            page.on("console", lambda line: self.note(page, line.text) if line.type in ("error", "warning") else None)
            page.on("request", lambda asked: None if self.own(asked.url) else self.note(page, f"dışarı: {asked.url}"))
            page.on("response", lambda got: self.note(page, f"{got.status}: {got.url}") if got.status >= 400 else None)
            yield page

    def own(self, address: str) -> bool:
        return address.startswith((self.base, "data:", "blob:"))

    def note(self, page: Page, words: str) -> None:
        self.problems[f"{urlsplit(page.url).path}: {words[:200].replace(self.base, '')}"] += 1

    def size(self, name: str) -> int:
        """Sitedeki bir dosyanın baytı; yoksa 0."""
        file = self.site / name
        return file.stat().st_size if file.is_file() else 0


def kilo(size: float) -> str:
    return f"{size / 1000:.0f}"


def seconds(taken: float | None) -> str:
    return "?" if taken is None else f"{taken / 1000:.2f}"


def spread(taken: list[float]) -> str:
    """Medyan / p95."""
    return f"{statistics.median(taken):.0f} / {sorted(taken)[int(0.95 * len(taken))]:.0f}" if taken else "?"


def middle(taken: list[float | None]) -> float | None:
    found = [one for one in taken if one is not None]
    return statistics.median(found) if found else None


def table(head: list[str]) -> None:
    print("\n| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))


def row(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def phone(bench: Bench) -> None:
    """Her sayfanın telefondaki açılışı ve ağırlığı; ardından şekillerinin gelişi."""
    figures = []
    head = ["sayfa", "ilk boya s", "metin s", "giden kB", "açık kB", "resimler kB", "kayıtlar kB (dar)", "kayma"]
    print(f"\nTelefonda açılış ({LOADS} açılışın medyanı); giden ve açık: kayıtlar ve resimler dışında her şey.")
    table(head)
    for name in bench.pages:
        firsts, texts = [], []
        for k in range(LOADS):
            Handler.sent.clear()
            with bench.page(PHONE, SLOW, NETWORK) as page:
                page.goto(f"{bench.base}/{name}", wait_until="load", timeout=PATIENCE_MS)
                sent = [one for one in Handler.sent if not one[0].startswith((*PICTURES, FIGURES))]
                first, text = page.evaluate(PAINTED, PATIENCE_MS)
                firsts.append(first)
                texts.append(text)
                if k < LOADS - 1:
                    continue
                stills = page.evaluate("() => [...new Set([...document.images].map((one) => one.src))]")
                hosts = page.evaluate(
                    "() => [...document.querySelectorAll('.lrlab-live')].map((one) => ({ id: one.id, ...one.dataset }))"
                )
                for host in hosts:
                    taken, early = page.evaluate(ARRIVE, [host["id"], NEAR, PATIENCE_MS])
                    figures.append((name, host, taken, early))
                shift = page.evaluate("() => seen.shift")
        pictures = sum(bench.size(one.removeprefix(f"{bench.base}/")) for one in stills if one.startswith(bench.base))
        row(
            name, seconds(middle(firsts)), seconds(middle(texts)), kilo(sum(one[2] for one in sent)),
            kilo(sum(one[1] for one in sent)), kilo(pictures),
            kilo(sum(bench.size(host["narrow"]) for host in hosts)), f"{shift:.3f}",
        )  # fmt: skip
    print("\nŞekiller (birer kez ölçüldü); yaklaşınca: ekrana 700 piksel kalmasından oynamasına, telefonda.")
    print("Açılışta: sayfa açılırken zaten yakın olan şeklin, metin okunduktan sonra oynaması.")
    table(["sayfa", "şekil", "geniş kB", "dar kB", "yaklaşınca s"])
    for name, host, taken, early in figures:
        told = "oynamadı" if taken is None else seconds(taken) + (" (açılışta)" if early else "")
        row(name, host["id"], kilo(bench.size(host["wide"])), kilo(bench.size(host["narrow"])), told)
    waits = [taken for _, _, taken, early in figures if taken is not None and not early]
    if waits:
        ordered = sorted(waits)
        print(
            f"\n{len(figures)} şekil; yaklaşınca medyan {seconds(statistics.median(waits))}, "
            f"p95 {seconds(ordered[int(0.95 * len(ordered))])}, en çok {seconds(ordered[-1])} s."
        )


def presses(page: Page, id: str) -> list[float] | None:
    """Basışlardan piksellere geçen süreler (ms); şekil oynamıyorsa None."""
    names = page.evaluate(TAKE, [id, PATIENCE_MS])
    if names is None:
        return None
    page.wait_for_timeout(1000)
    taken: list[float] = []
    while names and len(taken) < PRESSES:
        before = len(taken)
        for name in names:
            held = page.evaluate(HOLD, [id, name])
            if held is None:
                continue
            at, last = held
            key, steps = ("ArrowRight", last - at) if at <= last / 2 else ("ArrowLeft", at)
            for _ in range(min(steps, PRESSES - len(taken))):
                drawn, value = page.evaluate("() => [paints.length, document.activeElement.value]")
                page.keyboard.press(key)
                if page.evaluate("() => document.activeElement.value") == value:
                    break  # o yönde kayıtlı başka an yok
                taken.append(page.evaluate(PAINT, [drawn, 5000]))
                page.wait_for_timeout(PAUSE_MS)
        if len(taken) == before:
            break
    return taken


def keys(bench: Bench) -> None:
    print(f"\nTuştan piksele, ms (medyan / p95; en çok {PRESSES} basış, aralarında {PAUSE_MS} ms).")
    table(["şekil", "bilgisayar", "telefon (işlemci 4x yavaş)", "basış"])
    for name, (lesson, id) in PLAYED.items():
        page_name = next((one for one in bench.pages if one.startswith(lesson)), None)
        if page_name is None or f'id="{id}"' not in (bench.site / page_name).read_text("utf-8"):
            continue
        found = []
        for device, slow in ((DESKTOP, 1), (PHONE, SLOW)):
            with bench.page(device, slow) as page:
                page.goto(f"{bench.base}/{page_name}", wait_until="load")
                found.append(presses(page, id))
        told = ["oynamadı" if one is None else spread(one) for one in found]
        row(name, *told, ", ".join(str(len(one or ())) for one in found))


def whole(site: Path) -> None:
    """Sitenin büyüklüğü."""
    files = [(one.relative_to(site).as_posix(), one.stat().st_size) for one in site.rglob("*") if one.is_file()]
    kinds = {
        "kayıtlar": lambda name: name.startswith(FIGURES),
        "resimler": lambda name: name.startswith(PICTURES),
        "sayfalar": lambda name: name.endswith(".html"),
        "kalanlar": lambda name: True,
    }
    left, rows = files, []
    for kind, belongs in kinds.items():
        rows.append((kind, [size for name, size in left if belongs(name)]))
        left = [one for one in left if not belongs(one[0])]
    print("\nSite.")
    table(["", "dosya", "MB"])
    for kind, sizes in [*rows, ("hepsi", [size for _, size in files])]:
        row(kind, str(len(sizes)), f"{sum(sizes) / 1e6:.1f}")


def build() -> None:
    """Sitenin kurulması, önce boş klasöre, sonra kayıtlar dururken."""
    print("\nSitenin kurulması.")
    table(["", "s"])
    with tempfile.TemporaryDirectory() as folder:
        alone = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}  # `make site` gibi
        command = [sys.executable, "-m", "lrlab", "site", "--out", str(Path(folder, "site"))]
        for kind in ("soğuk", "sıcak"):
            began = time.monotonic()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **alone})
            row(kind, f"{time.monotonic() - began:.0f}")


def main() -> None:
    words = [one for one in sys.argv[1:] if one != "--build"]
    site = Path(words[0] if words else "_site").resolve()
    if not (site / "index.html").is_file():
        print(f"Atlandı: kurulu bir site yok: {site}. Kurmak için: make site")
        return
    if chromium() is None:
        print("Atlandı: Chromium yok.")
        return
    with served(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        bench = Bench(site, base, browser, Counter())
        phone(bench)
        keys(bench)
        browser.close()
    whole(site)
    if "--build" in sys.argv:
        build()
    print("\nSayfalardaki hatalar: " + ("yok." if not bench.problems else ""))
    for words_, count in bench.problems.items():
        print(f"- {words_} ({count} kez)")


if __name__ == "__main__":
    main()
