"""Gerçek JupyterLab, gerçek Chromium: tarayıcı testlerinin ve gecikme ölçümünün ortak zemini."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, sync_playwright

SETTINGS = {
    # Ağ isteyen ve araya giren bildirimler kapalı; gerisi öğrencinin göreceği varsayılanlar.
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def chromium() -> str | None:
    """Makinedeki Chromium'un yolu."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextlib.contextmanager
def server(root: Path, home: Path, env: dict[str, str] | None = None) -> Iterator[str]:
    """`root` klasörünü açan bir JupyterLab başlatır; ayarları `home`da tutar. Adresi verir: http://…/lab?token=…"""
    for name, values in SETTINGS.items():
        path = home / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={root}", f"--LabApp.user_settings_dir={home / 'settings'}",
        f"--LabApp.workspaces_dir={home / 'workspaces'}",
    ]  # fmt: skip
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "LRLAB_HOME": str(home / "lrlab")}
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=environment | (env or {}), stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_up(f"{address}/api?token={token}", process)
            yield f"{address}/lab?token={token}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_up(url: str, process: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab açılmadan kapandı (çıkış kodu {process.returncode})")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise TimeoutError(f"JupyterLab {seconds:g} saniyede açılmadı")


@contextlib.contextmanager
def browser() -> Iterator[Page]:
    """Başsız Chromium'da 1400 x 1000'lik tek sayfa."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield chrome.new_page(viewport={"width": 1400, "height": 1000})
        finally:
            chrome.close()


def open_notebook(page: Page, address: str, name: str) -> None:
    """Defteri açar ve çekirdeği boşta olana dek bekler."""
    base, query = address.split("?")
    page.goto(f"{base}/tree/{name}?{query}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(
        """() => { const w = window.jupyterapp?.shell.currentWidget;
                   return w?.sessionContext?.session?.kernel?.status === 'idle'; }""",
        timeout=60_000,
    )


def start_all(page: Page) -> None:
    """Bütün hücreleri sıraya koyar, bitmelerini beklemez."""
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(  # kayıtlı numaralar silinmeden bakan biri, hücreleri çalışmış sanırdı
        """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells.some(
             c => c.cell_type === 'code' && c.source.trim() && !c.execution_count)"""
    )


def run_all(page: Page, seconds: float = 120) -> None:
    """Bütün hücreleri çalıştırır ve bitmesini bekler."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    finish(page, seconds)


def finish(page: Page, seconds: float = 120) -> None:
    """Bütün hücreler çalışıp çekirdek boşalana dek bekler."""
    page.wait_for_function(
        """() => { const w = window.jupyterapp.shell.currentWidget;
                   const code = w.content.model.sharedModel.cells.filter(
                     c => c.cell_type === 'code' && c.source.trim());
                   return code.every(c => c.execution_count) && w.sessionContext.session.kernel.status === 'idle'; }""",
        timeout=seconds * 1000,
    )


FIGURE = ":is(img.widget-image, canvas.lrlab)"  # bir canlı şekil: temel ev sahibinin resmi ya da tuval


def figures(page: Page) -> Locator:
    """Sayfadaki canlı şekiller."""
    return page.locator(f".jp-OutputArea-output {FIGURE}")


def pixels(page: Page, place: int = 0) -> str:
    """Sayfadaki `place`inci canlı şeklin ekrandaki resmi (piksellerin özeti)."""
    return page.evaluate(
        """async ([css, place]) => { const shown = document.querySelectorAll('.jp-OutputArea-output ' + css)[place];
             if (shown.decode) await shown.decode();
             const bytes = await (await fetch(shown.src ?? shown.toDataURL())).arrayBuffer();
             const hash = await crypto.subtle.digest('SHA-256', bytes);
             return Array.from(new Uint8Array(hash)).join(','); }""",
        [FIGURE, place],
    )


def settled(page: Page, before: str | None = None, seconds: float = 10, place: int = 0) -> str:
    """Resim `before`dan farklı olup durulunca özetini verir."""
    last = None
    for _ in range(int(seconds / 0.15)):
        page.wait_for_timeout(150)
        now = pixels(page, place)
        if now == last and now != before:
            return now
        last = now
    raise AssertionError("resim değişmedi")


def said(page: Page, words: str, seconds: float = 30) -> None:
    """Şeklin altındaki cümle `words`ü söyleyene dek bekler."""
    page.wait_for_function(
        "words => document.querySelector('[role=status]').innerText.includes(words)", arg=words, timeout=1000 * seconds
    )


def run_cell(page: Page, place: int) -> None:
    """Bir hücreyi yeniden çalıştırır."""
    page.evaluate("k => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = k; }", place)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")


def notebook(path: Path, *sources: str) -> Path:
    """Kod hücrelerinden küçük bir defter yazar."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, path)
    return path
