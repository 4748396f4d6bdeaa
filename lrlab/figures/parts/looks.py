"""Görünüşler: bir renk bütün şekillerde aynı anlamdadır; adı olan her yöntemin rengi, çizgisi ve işareti bellidir.

Anlamlar: BLUE elin biçim verdiği eğri, koşu, yol; ORANGE (siyah kenarlı) elin tuttuğu nokta, başlangıç; GREEN en küçük
nokta, en iyi, hedef; VERMILION sınır, ıraksama, elenen; GREY bağlam (veri, zemin, ham kayıp); PURPLE bellek, öğrencinin
kendi eklediği; AMBER gürültü; BLACK yalın olan, karşılaştırılan. Koordinatlar ayrı çizildiğinde x BLUE, y OLIVE'dir.
Birkaç yöntem yan yana durduğunda renk yöntemindir: aşağıdaki tablolardan alınır, anlamı çizgi biçimi ve ucundaki adı da
taşır.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from lrlab.figures.parts.style import AMBER, BLACK, BLUE, GREEN, GREY, OLIVE, PURPLE, SKY, VERMILION


class Look(NamedTuple):
    """Bir yöntemin rengi, çizgi biçimi, işareti."""

    color: str
    line: Any
    marker: str


RULE_LOOKS = {
    "sgd": Look(BLACK, "-", "s"),
    "momentum": Look(BLUE, "--", "o"),
    "nesterov": Look(SKY, "-.", "^"),
    "adagrad": Look(GREEN, ":", "D"),
    "rmsprop": Look(AMBER, (0, (6, 1, 1, 1, 1, 1)), "v"),
    "adam": Look(VERMILION, (0, (9, 1)), "*"),
    "lion": Look(OLIVE, (0, (2, 1)), "h"),
}
# Yukarıda adı olmayan kurallar sırayla bunları alır; biterse baştan.
SPARE_LOOKS = (
    Look(PURPLE, (0, (4, 1)), "P"),
    Look(GREY, (0, (4, 1, 1, 1)), "X"),
    Look(PURPLE, (0, (1, 1)), "<"),
    Look(GREY, "-", ">"),
    Look(PURPLE, (0, (8, 2, 2, 2)), "p"),
)
SEARCH_LOOKS = {
    "grid": Look(BLACK, "-", "s"),
    "random": Look(AMBER, (0, (6, 1, 1, 1)), "o"),
    "bayes": Look(SKY, "-.", "D"),
    "sync": Look(BLACK, "--", "s"),
    "asha": Look(PURPLE, "-", "^"),
    "own": Look(BLUE, "-", "o"),
}


def end_label(axes: Axes, color: str, words: str = "") -> Annotation:
    """Bir eğrinin ucundaki adı, eğrinin renginde; yerini `show_end_labels` koyar."""
    return axes.annotate(
        words, (0, 0), (8, 0), textcoords="offset points", color=color, ha="left", va="center", annotation_clip=False,
        zorder=8, in_layout=False,
    )  # fmt: skip


def show_end_labels(*ends: tuple[Annotation, Any, Any], inside: bool = False) -> None:
    """(ad, x, y) üçlüleri: her adı eğrisinin panelde görünen son noktasının yanına koyar.

    Şeklin sağ kenarından taşacak ad ucun sol üstüne yazılır; `inside`: panelin sağ kenarına yakın biten eğrininki de.
    Hepsi aynı paneldedir; üst üste gelecek adlar düşeyde birbirini iter. Görünen noktası olmayan eğrinin adı da yoktur.
    """
    axes: Any = ends[0][0].axes
    (x0, x1), (y0, y1) = (sorted(limits) for limits in (axes.get_xlim(), axes.get_ylim()))
    placed = []
    for label, xs, ys in ends:
        x, y = np.asarray(xs, float), np.asarray(ys, float)
        seen = np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
        label.set_visible(bool(len(seen)))
        if len(seen):
            label.xy = (float(x[seen[-1]]), float(y[seen[-1]]))
            placed.append((float(axes.transData.transform(label.xy)[1]), label))
    placed.sort(key=lambda one: one[0])
    point = axes.figure.dpi / 72
    floor = -np.inf
    for height, label in placed:
        end = float(axes.transData.transform(label.xy)[0])
        outside = end + 8 * point + label.get_window_extent().width > axes.figure.bbox.width
        back = outside or (inside and end > axes.bbox.x0 + 0.75 * axes.bbox.width)
        lifted = max(height + (11 * point if back else 0), floor)
        label.set(ha="right" if back else "left", position=(-4 if back else 8, (lifted - height) / point))
        floor = lifted + 1.25 * float(label.get_fontsize()) * point
