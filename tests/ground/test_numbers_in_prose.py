"""Metindeki ondalık sayılar ve yüzdeler, aynı bölümde basılan, hesaplanan ya da formülde duran sayılardır.

Metin basılanı yuvarlayabilir (84.7 basıldı, "%85" yazıldı) ve oranı yüzdeye çevirebilir (0.847 basıldı).
"""

import re
from pathlib import Path

import nbformat
import pytest

LESSONS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
SECTION = re.compile(r"## \d+ · (.*)")
HEADING = re.compile(r"^#+ (\d+\.\d+)\b", re.MULTILINE)
WHOLE = ("Alıştırmalar", "Kapanış")  # bütün dersten söz eden bölümler
NUMBER = re.compile(r"\d+(?:\.\d+)?")
CLAIMED = re.compile(r"(?<![\w.,])(?:%(\d+(?:\.\d+)?)|(\d+\.\d+))(?!\w|\.\d)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", re.DOTALL)
ASIDE = re.compile(r"\]\([^)]*\)|<[^>]+>|^#.*$|^\|.*$", re.MULTILINE)  # adresler, HTML, başlıklar, tablolar


def written(cell):
    """Hücrede basılan, kodda ya da formülde geçen sayılar."""
    if cell.cell_type == "markdown":
        text = " ".join(FORMULA.findall(cell.source) + re.findall(r"^\|.*$", cell.source, re.MULTILINE))
        return text + " ".join(FENCE.findall(cell.source))
    outputs = ("".join(one.get("text") or one.get("data", {}).get("text/plain", "")) for one in cell.outputs)
    return " ".join([cell.source, *outputs])


def claimed(cell):
    """Hücrenin düz yazısındaki ondalık sayılar ve yüzdeler: (yazılışı, yüzde mi, geçtiği yer)."""
    prose = ASIDE.sub(" ", FORMULA.sub(" ", FENCE.sub(" ", cell.source.partition("### Kaynaklar")[0])))
    for found in CLAIMED.finditer(prose):
        place = " ".join(prose[max(0, found.start() - 30) : found.end() + 20].split())
        yield found[1] or found[2], found[1] is not None, place


def founded(number, percent, known):
    """Basılanlardan biri, metindeki basamaklara yuvarlanınca bu sayı mı?"""
    value, digits = float(number), len(number.partition(".")[2])
    near = 0.5000001 * 10**-digits
    return any(abs(one - value) <= near or (percent and abs(100 * one - value) <= near) for one in known)


def sections(nb):
    """(bölümün adı, hücreleri); başlık hücresi ilk bölümündür."""
    parts = [("", [])]
    for cell in nb.cells:
        if cell.cell_type == "markdown" and (found := SECTION.match(cell.source)):
            parts.append((found[1], []))
        parts[-1][1].append(cell)
    return parts


def unfounded(nb):
    """Metnin, yerinde dayanağı olmayan sayıları: (hücre, sayı çevresiyle)."""
    whole = " ".join(map(written, nb.cells))
    chapters = {one for cell in nb.cells if cell.cell_type == "markdown" for one in HEADING.findall(cell.source)}
    for name, cells in sections(nb):
        text = whole if name.startswith(WHOLE) else " ".join(map(written, cells))
        known = {float(one) for one in NUMBER.findall(text)} | {float(one) for one in chapters}
        for cell in cells:
            if cell.cell_type == "markdown":
                yield from ((cell.id, place) for *one, place in claimed(cell) if not founded(*one, known))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem[:4])
def test_every_number_stands_where_it_is_said(path):
    assert list(unfounded(nbformat.read(path, as_version=4))) == []


def test_a_number_that_no_cell_prints_is_found():
    def text(source, name):
        return nbformat.v4.new_markdown_cell(source, id=name)

    printed = nbformat.v4.new_output("stream", text="bulut 0.97 katı\n%12\n")
    nb = nbformat.v4.new_notebook()
    nb.cells = [
        text("# Ders", "baslik"),
        text("## 1 · Ölç\n\n### 1.1 Bulut", "olc"),
        nbformat.v4.new_code_cell("lr = 0.5\nprint(lr)", id="kod", outputs=[printed]),
        text("0.97 katı, %12, α = 0.5, $0.25$ ve 0.25; 1.1'e bak; 2 tohum, 1984.", "dogru"),
        text("0.98 katı ve %13, ama `0.99` değil.", "yanlis"),
        text("## 2 · Sonra\n\n0.97 burada basılmadı.", "uzak"),
        text("## 3 · Kapanış\n\n0.97 idi.", "kapanis"),
    ]
    assert [(cell, place.split()[0]) for cell, place in unfounded(nb)] == [
        ("yanlis", "0.98"), ("yanlis", "0.98"), ("uzak", "0.97")
    ]  # fmt: skip
