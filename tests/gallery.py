"""Galeri: bütün şekillerin açılışı ve her hazır ayarı, başlığı ve sözüyle, tek bir HTML sayfasında (.artifacts).

    python tests/gallery.py [ewa descent …] [--out .artifacts/gallery] [--width 390] [--lecture] [--before KLASÖR]
    python tests/gallery.py [ewa descent …] --screens [--out .artifacts/screens]

`--before`: daha önce yazılmış bir galerinin klasörü; her resmin yanına oradaki aynı adlı resim konur.
`--screens`: şekillerin gerçek JupyterLab'de, sunumdaki ekran görüntüleri, 1280 x 720 ve 1920 x 1080; ekrana sığmayan
söylenir.
"""

import argparse
import html
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ["LRLAB_HOST"] = "image"
sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.figures.catalog import FIGURES

ROOT = Path(__file__).parents[1]
SHARP = 100  # dpi
SCREENS = ((1280, 720), (1920, 1080))
# Resim kutusuna yerleşmiş mi (yeni ölçüsüyle gelmiş mi), sayfa yenilenmiş mi.
SETTLED = """() => { const canvas = document.querySelector('.lrlab-lecture canvas.lrlab');
    return canvas && Math.abs(canvas.width - canvas.clientWidth * devicePixelRatio) < 12; }"""
# Ekranın dışında kalan: şeklin kutusunun, denetimlerin kutusunun kaydırılması gereken pikselleri.
BEYOND = """() => [...document.querySelectorAll('.lrlab-lecture, .lrlab-lecture .lrlab-desk')].map(
    (one) => Math.max(one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth))"""


def shown(name: str, lecture: bool, width: int) -> list[tuple[str, bytes, str]]:
    """Her durumun adı, PNG'si ve sözü."""
    board = FIGURES[name](lecture=lecture)
    if width:
        board.host.fold.apply(board.host.fold.fits(width))
        board.set(**board.values)  # başlık yeni ene göre bölünsün
    states = []
    for preset in ("", *board.live.presets):
        if preset:
            board.preset(preset)
            if hasattr(board, "training"):
                board.run(100)
        states.append((preset or "açılış", board.host.picture(SHARP), board.text))
    return states


def on_screen(names: list[str], out: Path) -> Iterator[tuple[str, list[str]]]:
    """Şekilleri bir defterde açar, sunumda gezer; her birinin adı ve yazdığı ekran görüntüleri."""
    from tests.browser import lab
    from tests.browser.server import server

    with tempfile.TemporaryDirectory() as folder:
        book, home = Path(folder, "book"), Path(folder, "home")
        book.mkdir(), home.mkdir()
        ready = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom tests.figures.catalog import FIGURES"
        lab.notebook(book / "screens.ipynb", ready, *(f"FIGURES[{name!r}]()" for name in names))
        with server(book, home, LRLAB_HOST="canvas") as running, lab.browser() as page:
            lab.open_notebook(page, running, "screens.ipynb")
            lab.run_all(page, 300)
            for k, name in enumerate(names):
                files = []
                stand = page.locator(f".jp-Cell[data-windowed-list-index='{k + 1}'] .lrlab-stand")
                stand.scroll_into_view_if_needed()
                stand.click()
                for wide, tall in SCREENS:
                    page.set_viewport_size({"width": wide, "height": tall})
                    page.wait_for_timeout(700)
                    page.wait_for_function(SETTLED, timeout=60_000)
                    page.wait_for_timeout(700)
                    beyond = page.evaluate(BEYOND)
                    if max(beyond) > 1:
                        print(f"sığmıyor: {name}, {wide} x {tall}: {beyond} piksel", flush=True)
                    files.append(f"{name}-{wide}.png")
                    page.screenshot(path=out / files[-1])
                page.keyboard.press("Escape")
                page.wait_for_selector(".lrlab-bar", state="detached")
                yield name, files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(FIGURES))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--width", type=int, default=0)
    parser.add_argument("--lecture", action="store_true")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--screens", action="store_true")
    given = parser.parse_args()
    names = list(given.names or FIGURES)
    given.out = given.out or Path(".artifacts", "screens" if given.screens else "gallery")
    given.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, files in on_screen(names, given.out) if given.screens else ():
        rows.append(f"<h2>{html.escape(name)}</h2>" + "".join(f'<img src="{file}">' for file in files))
    for name in () if given.screens else names:
        rows.append(f"<h2>{html.escape(name)}</h2>")
        for k, (preset, picture, text) in enumerate(shown(name, given.lecture, given.width)):
            file = f"{name}-{k}.png"
            (given.out / file).write_bytes(picture)
            old = f'<img src="{(given.before / file).resolve()}">' if given.before else ""
            told = "<br>".join(map(html.escape, text.split("\n")))
            rows.append(f'<h3>{html.escape(preset)}</h3><div>{old}<img src="{file}"></div><p>{told}</p>')
    page = "<!doctype html><meta charset=utf-8><style>img{max-width:49%}body{font:15px sans-serif}</style>"
    (given.out / "index.html").write_text(page + "\n".join(rows), encoding="utf-8")
    print(given.out / "index.html")


if __name__ == "__main__":
    main()
