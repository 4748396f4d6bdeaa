"""Koşunun sonu: hangi adımda ıraksadığı ya da pencereden çıktığı, sözü ve resimdeki yazısı."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from lrlab.figures.parts.style import BLACK, VERMILION


def ending(diverged_at: int, left_at: int = 0) -> str:
    """Koşu ıraksadıysa ya da pencereden çıktıysa bunu söyler; ikisi de 0 ise boştur."""
    if diverged_at:
        return f"ıraksadı: {diverged_at}. adım"
    return f"pencereden çıktı: {left_at}. adım" if left_at else ""


def first_outside(path: np.ndarray, bounds: tuple[float, float, float, float]) -> int:
    """`path` (T+1, 2) yolunun pencereden çıktığı ilk adım, hiç çıkmadıysa 0; sayı olmayan nokta dışarıdadır."""
    x0, x1, y0, y1 = bounds
    x, y = path.T
    outside = np.flatnonzero(~((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)))
    return int(outside[0]) if len(outside) else 0


def corner_words(axes: Axes, y: float = 0.97) -> Text:
    """Düzlemin sağ köşesinde, boşken görünmeyen kırmızı yazı; `y` eksenin boyuna göre yeri."""
    return axes.text(
        0.98, y, "", transform=axes.transAxes, ha="right", va="top" if y > 0.5 else "bottom", color=VERMILION
    )


def beside_title(axes: Axes, color: str = VERMILION) -> Text:
    """Panelin adının satırında, sağa yaslı boş yazı: çizilenlerin hiçbirini örtmez, sığmazsa adın ucunu örter."""
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    return axes.text(1, 1.02, "", transform=axes.transAxes, ha="right", va="bottom", color=color, bbox=paper)


def centre_words(axes: Axes, **style: Any) -> Text:
    """Panelin ortasında, boşken görünmeyen çerçeveli kırmızı yazı."""
    frame = {"facecolor": "white", "edgecolor": BLACK}
    centred = {"ha": "center", "va": "center", **style}
    return axes.text(0.5, 0.5, "", transform=axes.transAxes, color=VERMILION, bbox=frame, visible=False, **centred)


def write(place: Text, words: str) -> None:
    """Yazıyı değiştirir; söz boşsa çerçevesi de görünmez."""
    place.set(text=words, visible=bool(words))
