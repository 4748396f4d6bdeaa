"""Üzerinde yürünen düzlem: eşyükselti eğrileri, en küçük noktalar, yol ve başlangıcı."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from lrlab.core.surfaces import Surface
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.contours import Bounds, contour_line
from lrlab.figures.parts.outcome import first_outside
from lrlab.figures.parts.style import BLACK, BLUE, GREEN, ORANGE

REACH = 2.2  # eşyükselti eğrileri pencerenin bu kadar katına dek çizilir: eksen panelin biçimine göre uzar
FAR = 1e3  # pencereden bu kadar uzaktaki noktalar çizilmez: ıraksayan yolun milyonları çizimi yavaşlatırdı
POINT: dict[str, Any] = {"color": ORANGE, "markeredgecolor": BLACK}  # başlangıç, "buradasın"
GRIP: dict[str, Any] = {**POINT, "markersize": 9}  # elle tutulup sürüklenen işaret
STAR: dict[str, Any] = {"color": GREEN, "markeredgecolor": BLACK}  # en küçük nokta, en iyi


@dataclass(frozen=True)
class Ground:
    """Bir yüzeyin düzlemi: penceresi, eşyükselti eğrileri (2, N), en küçük noktaları (2, M)."""

    bounds: Bounds
    contours: np.ndarray
    minima: np.ndarray


def ground(surface: Surface, levels: np.ndarray | None = None, window: Bounds | None = None) -> Ground:
    """Yüzeyin düzlemi; `levels` verilmezse eğriler `contours.LEVELS`e göre seçilir.

    `window`: gösterilecek pencere, verilmezse yüzeyinki; eğriler ondan taşar, `even` ekseni uzatınca da boşluk kalmaz.
    """
    seen = surface if window is None else replace(surface, bounds=widened(window, REACH))
    return Ground(seen.bounds, contour_line(seen, levels), np.array(surface.minima).T)


def ground_lines(axes: Axes, color: str = "0.8", linewidth: float = 0.8, **star: Any) -> Artists:
    """Yüzeyi değişen düzlemin boş eşyükselti eğrileri ve en küçük nokta yıldızları."""
    axes.grid(False)
    return {
        "contours": axes.plot([], [], "-", color=color, linewidth=linewidth, zorder=1)[0],
        "minima": axes.plot([], [], "*", **STAR, markersize=13, **star)[0],
    }


def show_ground(artists: Artists, shown: Ground) -> None:
    """`ground_lines`ın verdiklerini ve eksenin sınırlarını bu yüzeye getirir."""
    artists["contours"].axes.set(xlim=shown.bounds[:2], ylim=shown.bounds[2:])
    artists["contours"].set_data(*shown.contours)
    artists["minima"].set_data(*shown.minima)


def widened(bounds: Bounds, times: float) -> Bounds:
    """Ortası aynı kalan, `times` katına genişlemiş pencere."""
    (x0, x1, y0, y1), grow = bounds, (times - 1) / 2
    return x0 - grow * (x1 - x0), x1 + grow * (x1 - x0), y0 - grow * (y1 - y0), y1 + grow * (y1 - y0)


def fitted(bounds: Bounds, path: np.ndarray, widest: float) -> Bounds:
    """Yolu alacak kadar, ama en çok `widest` katına genişlemiş pencere; basamakları 1, 2, 4, … katıdır."""
    times = 1.0
    while times < widest and first_outside(path, widened(bounds, times)):
        times *= 2
    return widened(bounds, times)


def even(axes: Axes, bounds: Bounds) -> None:
    """Ekseni pencereyi alan sınırlara getirir; bir birim iki eksende de aynı boydadır, yani açılar gerçektir."""
    x0, x1, y0, y1 = bounds
    unit = max((x1 - x0) / axes.bbox.width, (y1 - y0) / axes.bbox.height)
    half_x, half_y = unit * axes.bbox.width / 2, unit * axes.bbox.height / 2
    (cx, cy) = (x0 + x1) / 2, (y0 + y1) / 2
    axes.set(xlim=(cx - half_x, cx + half_x), ylim=(cy - half_y, cy + half_y))


def remaining(surface: Surface, path: np.ndarray) -> np.ndarray:
    """Yolun (T+1, 2), sonunda en yakın olduğu en küçük noktaya kalan payı, eksen eksen.

    Başlangıçta 1, dipte 0, dibin ötesinde eksidir.
    """
    minima, end = np.array(surface.minima), np.nan_to_num(path[-1])
    minimum = minima[np.hypot(*(minima - end).T).argmin()]
    return (path - minimum) / np.where(path[0] == minimum, 1, path[0] - minimum)


def path_lines(axes: Axes) -> Artists:
    """Boş bir yol ve başlangıç karesi."""
    return {"path": axes.plot([], [], ".-", color=BLUE)[0], "start": axes.plot([], [], "s", **POINT)[0]}


def show_path(artists: Artists, path: np.ndarray) -> None:
    """`path_lines`ın verdiklerini (T+1, 2) biçimindeki yola getirir."""
    shown = near(path)
    artists["path"].set_data(*shown.T)
    artists["start"].set_data(*shown[:1].T)


def near(points: np.ndarray) -> np.ndarray:
    """Çizilecek noktalar: çok uzaktakiler boşluktur (NaN)."""
    return np.where(abs(points) < FAR, points, np.nan)
