"""Gerçek JupyterLab, gerçek Chromium: tarayıcı testlerinin ve gecikme ölçümünün ortak zemini."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.server import Lab

BADGE = "<svg xmlns='http://www.w3.org/2000/svg' width='117' height='20'/>"


def chromium() -> str | None:
    """Makinedeki Chromium'un yolu."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextlib.contextmanager
def browser() -> Iterator[Page]:
    """Başsız Chromium'da 1400 x 1000'lik tek sayfa."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield chrome.new_page(viewport={"width": 1400, "height": 1000})
        finally:
            chrome.close()


def watched(page: Page) -> Page:
    """Sayfanın yazdığı hatalar `page.problems`ta toplanır; ağ yoktur."""
    page.problems = []
    # Dışarıdan gelecek tek şey Colab düğmesinin resmidir, yerine boş bir resim konur.
    page.route(re.compile("^https://"), lambda route: route.fulfill(content_type="image/svg+xml", body=BADGE))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    # JupyterLab hücreye ekli resmi (attachment:) koymadan önce, adını adres sanıp bir kez ister.
    harmless = "net::ERR_UNKNOWN_URL_SCHEME"
    page.on(
        "console",
        lambda line: page.problems.append(line.text) if line.type == "error" and harmless not in line.text else None,
    )
    return page


def open_notebook(page: Page, lab: Lab, name: str) -> None:
    """Defteri açar ve çekirdeği boşta olana dek bekler; sayfada JupyterLab zaten açıksa ikinci kez yüklenmez."""
    if page.evaluate("() => Boolean(window.jupyterapp)"):
        # Açılan pencere döndürülmez: bütün nesneleriyle Python'a taşınması saniyeler sürer.
        page.evaluate("async path => { await window.jupyterapp.commands.execute('docmanager:open', { path }); }", name)
    else:
        page.goto(f"{lab.base}/lab/tree/{name}?token={lab.token}&reset")
    page.wait_for_function(
        """name => { const w = window.jupyterapp?.shell.currentWidget;
                     return w?.context?.path === name && w.node.querySelector('.jp-Cell')
                         && w.sessionContext.session?.kernel?.status === 'idle'; }""",
        arg=name,
        timeout=60_000,
    )


def close_notebooks(page: Page) -> None:
    """Açık defterleri, kaydetmeden, sayfadan kaldırır; şekiller çekirdekle vedalaşsın diye önce çıktılar silinir."""
    page.evaluate(
        """() => { for (const open of [...(window.jupyterapp?.shell.widgets('main') ?? [])]) {
                     for (const cell of open.content?.widgets ?? []) cell.model?.outputs?.clear();
                     open.dispose();
                   } }"""
    )


def run_all(page: Page, seconds: float = 120) -> None:
    """Bütün hücreleri çalıştırır, bitmelerini ve çekirdeğin boşalmasını bekler; hata veren hücre beklemeyi bitirir."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    ended = page.wait_for_function(
        """() => { const w = window.jupyterapp.shell.currentWidget;
                   const code = w.content.model.sharedModel.cells.filter(
                     c => c.cell_type === 'code' && c.source.trim());
                   const error = code.flatMap(c => c.outputs).find(o => o.output_type === 'error');
                   if (error) return `${error.ename}: ${error.evalue}`;
                   return code.every(c => c.execution_count) && w.sessionContext.session.kernel.status === 'idle'; }""",
        timeout=seconds * 1000,
    ).json_value()
    assert ended is True, ended


# Denetimler: tuvalde sayfanın kendi girdileri, temel ev sahibinde ipywidgets'ınkiler.
SLIDER = ":is(.noUi-handle, .lrlab-figure input[type=range])"  # klavyeyle tutulan
TRACK = ":is(.noUi-base, .lrlab-figure input[type=range])"  # fareyle sürüklenen yol
VALUE = ":is(.widget-readout, .lrlab-value)"
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


def settled(page: Page, before: str | None = None, seconds: float = 30, place: int = 0) -> str:
    """Resim `before`dan farklı olup durulunca özetini verir; ilk özet, şekil sütununa uyunca alınır."""
    if before is None:
        fitted(page)
    last = None
    for _ in range(int(seconds / 0.15)):
        page.wait_for_timeout(150)
        now = pixels(page, place)
        if now == last and now != before:
            return now
        last = now
    raise AssertionError("resim değişmedi")


def fitted(page: Page) -> None:
    """Bütün tuvaller sütunlarının eninde olana dek bekler: şekil 900 piksel gelir, ekrana girince sütununa uyar."""
    page.wait_for_function(
        """() => [...document.querySelectorAll('canvas.lrlab')].every(
             (one) => Math.abs(one.width - one.clientWidth * devicePixelRatio) <= 5)"""
    )


def returned(page: Page, wanted: str, seconds: float = 30, place: int = 0) -> None:
    """Resim `wanted` olana dek bekler."""
    for _ in range(int(seconds / 0.15)):
        if pixels(page, place) == wanted:
            return
        page.wait_for_timeout(150)
    now = page.evaluate(
        """([css, place]) => { const shown = document.querySelectorAll('.jp-OutputArea-output ' + css)[place];
             const held = document.activeElement;
             return [shown.width, shown.clientWidth, shown.ariaLabel, held.tagName, held.className,
                     ...[...document.querySelectorAll('.lrlab-value')].map((one) => one.textContent)]; }""",
        [FIGURE, place],
    )
    raise AssertionError(f"resim eski haline dönmedi: {now}")


def said(page: Page, words: str, seconds: float = 30) -> None:
    """Şeklin altındaki söz (cümlesi ya da kıvrımdaki sayıları) `words`ü söyleyene dek bekler."""
    page.wait_for_function(
        """words => [...document.querySelectorAll('.lrlab-sentence, .lrlab-numbers, .widget-html [role=status]')].some(
            (one) => ` ${one.textContent}`.includes(words))""",
        arg=words,
        timeout=1000 * seconds,
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
