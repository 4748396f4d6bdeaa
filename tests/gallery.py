"""Galeri: bütün şekillerin açılışı ve her hazır ayarı, başlığı ve sözüyle, tek bir HTML sayfasında (.artifacts).

    python tests/gallery.py [ewa descent …] [--out .artifacts/gallery] [--width 390] [--lecture] [--before KLASÖR]

`--before`: daha önce yazılmış bir galerinin klasörü; her resmin yanına oradaki aynı adlı resim konur.
"""

import argparse
import html
import os
import sys
from pathlib import Path

os.environ["LRLAB_HOST"] = "image"
sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.figures.catalog import FIGURES

SHARP = 150  # dpi


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(FIGURES))
    parser.add_argument("--out", type=Path, default=Path(".artifacts/gallery"))
    parser.add_argument("--width", type=int, default=0)
    parser.add_argument("--lecture", action="store_true")
    parser.add_argument("--before", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for name in given.names or FIGURES:
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
