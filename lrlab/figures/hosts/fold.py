"""Yerleşim: şeklin panelleri geniş sütunda çizildiği gibi yan yana, dar sütunda alt alta; yazılar küçülmez.

Çizimlerin kendisine dokunulmaz: eksenler ve gösterge kutuları başka yerlere taşınır.
"""

from collections.abc import Iterable
from typing import Any, final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from lrlab.figures.parts.headline import NARROW_LINES, reserved

NARROW = 700  # sütun bundan darsa (CSS pikseli) paneller alt alta gelir
SMALLEST, STEP = 320, 20  # dar yerleşimin en küçük eni; ara enler bu adımla
PANEL = (180, 300)  # alt alta duran bir panelin en küçük ve en büyük boyu (piksel)
FILLED_LINES = 2  # sunumda başlığa ayrılan satırlar
CRUMB = 1e-6  # 5.1 inç, 100 dpi'de 509.99… pikseldir ve Agg onu 509 yapar: boylar bu kadar fazladır (piksel)
PAD = 8  # yazılarla çevreleri arasında kalan boşluk (piksel)


@final
class Fold:
    """Bir şeklin yerleşimi; `width` şu anki eni (piksel, 100 dpi), `narrow`: paneller alt alta mı, `filled`: sunumda
    doldurulan kutunun boyu, yoksa 0.

    Şekil matplotlib'in "constrained" düzeniyle çizilmiştir. `moving`: oynayan çizimler; yerleşime katılmazlar, yoksa
    eksenler her karede oynardı. `headline`: varsa şeklin başlığı; dar yerleşimde de üstte yeri ayrılır.
    """

    def __init__(self, figure: Figure, moving: Iterable[Artist], headline: Text | None = None) -> None:
        self.figure, self.narrow, self.filled = figure, False, 0
        self._headline = headline
        self._above = reserved(headline, NARROW_LINES) if headline is not None else 0.0
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # bir kez hesaplanıp dondurulur
        for artist in moving:
            artist.set_in_layout(False)
        self._texts = [text for axes in figure.axes for text in (axes.title, *axes.texts)]
        self.width, self._height = (round(100 * inches) for inches in figure.get_size_inches())
        self._wide = self.width
        self._places = {axes: axes.get_position(original=True) for axes in figure.axes}
        panels = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
        # Okuma sırası: yukarıdan aşağı, soldan sağa.
        self._panels = sorted(panels, key=lambda axes: (-round(self._places[axes].y1, 1), self._places[axes].x0))
        self._bars = {bar: self._owner(bar) for bar in figure.axes if bar not in panels}
        self._anchors = {legend: legend.get_bbox_to_anchor() for legend in figure.legends}

    def fits(self, column: float) -> int:
        """Bu sütuna uyan yerleşimin eni."""
        if column >= min(NARROW, self._wide):
            return self._wide
        return int(max(SMALLEST, STEP * (column // STEP)))

    def apply(self, width: int, height: int = 0) -> None:
        """Şekli `fits`in verdiği ene, `height` verilmişse tam olarak o kutuya yerleştirir."""
        self.width, self.filled = width, height
        self.narrow = not height and width < self._wide
        dpi, self.figure.dpi = self.figure.dpi, 100
        try:
            if height:
                self._fill(width, height)
            elif self.narrow:
                self._stack(width)
            else:
                self._spread()
        finally:
            self.figure.dpi = dpi

    def _owner(self, bar: Axes) -> Axes:
        """Renk çubuğunun paneli: solunda, aynı yükseklikte ve en yakın olan."""
        place = self._places[bar]
        beside = [axes for axes in self._panels if self._places[axes].x1 <= place.x0 + 1e-3]
        level = [axes for axes in beside if abs(self._places[axes].y0 - place.y0) < 0.1] or beside or self._panels
        return max(level, key=lambda axes: self._places[axes].x1)

    def _spread(self) -> None:
        self.figure.set_size_inches(*inches(self._wide, self._height))
        for axes, place in self._places.items():
            axes.set_position(place)
            if legend := axes.get_legend():
                legend.set_bbox_to_anchor(None)
        for text in self._texts:
            text.set_wrap(False)
        for legend, anchor in self._anchors.items():
            legend.set_bbox_to_anchor(anchor)

    def _fill(self, width: int, height: int) -> None:
        """Yan yana paneller, başka bir kutuda: matplotlib'in düzeni yeniden hesaplanır ve yine dondurulur."""
        self._spread()
        for axes in self.figure.axes:
            axes.set_in_layout(True)  # `set_position` onu düzenin dışında bırakmıştır
            axes.title.set_wrap(True)
        self.figure.set_size_inches(*inches(width, height))
        self.figure.set_layout_engine("constrained")
        engine: Any = self.figure.get_layout_engine()
        above = 0.0 if self._headline is None else reserved(self._headline, FILLED_LINES)
        engine.set(rect=(0, 0, 1, 1 - above / height))
        try:
            self.figure.draw_without_rendering()
        finally:
            self.figure.set_layout_engine("none")

    def _stack(self, width: int) -> None:
        """İki geçiş: yazıların ve göstergelerin boyu bilinmeden yerler bilinmez."""
        self.figure.set_size_inches(*inches(width, self._height))
        for text in self._texts:
            text.set_wrap(True)
        for _ in range(2):
            self._place(width)
            self.figure.draw_without_rendering()

    def _place(self, width: int) -> None:
        left = PAD + max(self._outside(axes)[0] for axes in self._panels)
        bars: dict[Axes, list[Axes]] = {}
        for bar, owner in self._bars.items():
            bars.setdefault(owner, []).append(bar)
        rows: list[tuple[Axes, float, float, float, float]] = []  # eksen, üstü, altı, boyu, sağındaki yer
        top = self._above
        for axes in self._panels:
            was = self._places[axes]
            tall = np.clip(width * was.height * self._height / (was.width * self._wide), *PANEL)
            _, _, below, above = self._outside(axes)
            right = 2 * PAD + sum(14 + PAD + self._outside(bar)[1] for bar in bars.get(axes, ()))
            legend = axes.get_legend()
            box = legend.get_window_extent() if legend else None
            top += above + PAD
            rows.append((axes, top, float(tall), below, right))
            top += float(tall) + below + (box.height + PAD if box else 0) + PAD
        tail = sum(legend.get_window_extent().height + PAD for legend in self.figure.legends)
        total = float(np.ceil(top + tail))
        self.figure.set_size_inches(*inches(width, total))
        for axes, start, tall, below, right in rows:
            x1 = width - right
            axes.set_position((left / width, 1 - (start + tall) / total, (x1 - left) / width, tall / total))
            for bar in bars.get(axes, ()):
                bar.set_position(((x1 + PAD) / width, 1 - (start + tall) / total, 14 / width, tall / total))
            if legend := axes.get_legend():
                height = legend.get_window_extent().height
                _anchor(legend, 0, total - start - tall - below - PAD - height, width, height, total)
        for legend in self.figure.legends:
            height = legend.get_window_extent().height
            _anchor(legend, 0, tail - PAD - height, width, height, total)
            tail -= height + PAD

    def _outside(self, axes: Axes) -> tuple[float, float, float, float]:
        """Eksenin dışına taşan yazıların solda, sağda, altta, üstte tuttuğu yer (piksel)."""
        renderer = self.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        box = axes.bbox
        parts = [axis.get_tightbbox(renderer) for axis in (axes.xaxis, axes.yaxis)]
        title = axes.title.get_window_extent(renderer) if axes.title.get_text() else None
        boxes = [part for part in (*parts, title) if part is not None]
        if not boxes:
            return 0, 0, 0, 0
        sides = (
            box.x0 - min((part.x0 for part in boxes if part is not title), default=box.x0),
            max((part.x1 for part in boxes if part is not title), default=box.x1) - box.x1,
            box.y0 - min(part.y0 for part in boxes),
            max(part.y1 for part in boxes) - box.y1,
        )
        return tuple(max(0.0, float(side)) for side in sides)  # type: ignore[return-value]


def inches(width: float, height: float) -> tuple[float, float]:
    """Pikselle (100 dpi) verilen ölçü, Agg'ın tam o kadar piksel saydığı inçlerle."""
    return (width + CRUMB) / 100, (height + CRUMB) / 100


def _anchor(legend: Any, x: float, y: float, width: float, height: float, total: float) -> None:
    """Göstergeyi şeklin (x, y)'sindeki kutuya koyar (100 dpi'de piksel, sol alttan)."""
    figure = legend.get_figure()
    legend.set_bbox_to_anchor((x / width, y / total, 1, height / total), transform=figure.transFigure)
