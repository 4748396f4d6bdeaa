"""Başlık: şeklin üstünde, sola yaslı, bulguyu söyleyen cümle; sığmazsa alt satıra geçer, yeri hep ayrılmıştır."""

from functools import lru_cache
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import ScaledTranslation

from lrlab.figures.parts.style import BLACK, FONT

SIZE = 1.25  # öteki yazıların kaç katı
LINE = 1.3  # satır aralığı, yazının katı
LINES, NARROW_LINES = 1, 4  # geniş ve dar sütunda ayrılan satırlar
PAD = 8  # kenarla arası (piksel)


def headline_text(figure: Figure) -> Text:
    """Başlığın boş yazısı; üstünde ona yer ayrılır. Yazı boyu geçerli ayarlardandır (`own_look`)."""
    place = figure.transFigure + ScaledTranslation(PAD / 100, -PAD / 100, figure.dpi_scale_trans)
    text = figure.text(0, 1, "", transform=place, ha="left", va="top", color=BLACK, linespacing=LINE)
    text.set_fontsize(SIZE * _size(text))
    engine: Any = figure.get_layout_engine()
    if engine is not None:
        height = 100 * figure.get_size_inches()[1]
        engine.set(rect=(0, 0, 1, 1 - reserved(text, LINES) / height))
    return text


def reserved(text: Text, lines: int) -> float:
    """`lines` satırlık bir başlığın tuttuğu yer (piksel)."""
    return PAD + lines * LINE * _size(text) * 100 / 72


def write_headline(text: Text, words: str) -> None:
    """Başlığı yazar; satırları şeklin şu anki enine göre böler."""
    figure: Any = text.get_figure()
    text.set_text(wrapped(words, 100 * figure.get_size_inches()[0] - 2 * PAD, _size(text)))


def _size(text: Text) -> float:
    return float(text.get_fontsize())


@lru_cache(maxsize=512)
def wrapped(words: str, width: float, size: float) -> str:
    """Satırları `width` pikseli aşmayan aynı sözler; sözcükler bölünmez."""
    font = FontProperties(family=FONT, size=size)

    def length(line: str) -> float:
        return text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] * 100 / 72

    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and length(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)
