"""Temel ev sahibi (host): değişen çizimlerin ekrana nasıl ulaştığı.

Tek bir Agg şekli tutar, hiç değişmeyen zemini bir kez çizip saklar, her güncellemede yalnızca oynayan çizimleri
üzerine çizer ve sonucu tek bir `ipywidgets.Image`e PNG olarak koyar. pyplot'a hiçbir şey kaydetmez. Şekillerin
dosyaları bu dosyayı tanımaz; bu dosya da hangi şekli gösterdiğini bilmez.
"""

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets
import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

from lrlab.widgets.style import FONT, GREY, GRID_ALPHA, Style

Artists = dict[str, Artist]

# rc_context bütün sürecin ayarlarını geçici olarak değiştirir: iki şekil aynı anda kurulursa ayarlar karışırdı.
_BUILDING = threading.Lock()


class FigureHost:
    """Bir şekli ekranda tutan nesne; `view` gösterilecek widget'tır."""

    def __init__(self, draw: Callable[[Figure], Artists], style: Style) -> None:
        self.style = style
        with _BUILDING, mpl.rc_context(style.rc()):
            self.figure = Figure(figsize=(style.width / 100, style.height / 100), dpi=100)
            self._canvas = FigureCanvasAgg(self.figure)
            self.figure.set_layout_engine("constrained")
            self.artists = draw(self.figure)
            # Yerleşim bir kez hesaplanıp dondurulur: her çizimde yinelenseydi hem yavaş olur hem eksenler oynardı.
            self.figure.draw_without_rendering()
            self.figure.set_layout_engine("none")
            self._notice = self.figure.text(
                0.5, 0.5, "", ha="center", va="center", wrap=True, zorder=100,
                bbox={"facecolor": "white", "edgecolor": "#D55E00", "boxstyle": "round,pad=0.8"}, parse_math=False,
            )  # fmt: skip
        for axes in self.figure.axes:  # sonradan doğan çentikler de aynı görünsün: rc_context artık kapalı
            axes.tick_params(which="both", labelsize=style.font, labelfontfamily=FONT, grid_alpha=GRID_ALPHA)
        for artist in (*self.artists.values(), self._notice):
            artist.set_animated(True)
        self._ghosts: list[Line2D] = []
        self._frame: tuple[Any, ...] | None = None
        self._background: Any = None
        self._legends: list[Any] = []
        self.view = ipywidgets.Image(
            format="png",
            layout=ipywidgets.Layout(
                width=f"{style.width}px", height=f"{style.height}px", max_width="100%", object_fit="contain"
            ),
        )

    def show(self, update: Callable[[Artists], None]) -> None:
        """`update` ile oynayan çizimleri yeniler ve resmi gönderir."""
        update(self.artists)
        self._notice.set_text("")
        self._paint(self.artists.values())

    def say(self, message: str) -> None:
        """Şeklin yerinde bir ileti gösterir (hata sözle anlatılır); bir sonraki `show` onu siler."""
        self._notice.set_text("".join(letter if letter.isprintable() else " " for letter in message))
        self._paint((self._notice,))

    def keep_ghost(self) -> None:
        """Ekrandaki eğrilerin soluk birer kopyasını zemine bırakır."""
        for line in self.artists.values():
            if isinstance(line, Line2D) and line.get_visible() and len(line.get_xdata()):
                ghost = Line2D(*(np.array(data) for data in line.get_data()), transform=line.get_transform())
                ghost.update_from(line)
                ghost.set(animated=False, alpha=0.7, color=GREY, zorder=1.5, label="_soluk")
                line.axes.add_line(ghost)
                self._ghosts.append(ghost)
        self._background = None

    def clear_ghosts(self) -> None:
        """Bütün soluk eğrileri kaldırır."""
        for ghost in self._ghosts:
            ghost.remove()
        self._ghosts.clear()
        self._background = None

    @property
    def png(self) -> bytes:
        """Ekrandaki resmin kendisi."""
        return self.view.value

    def _paint(self, moving: Iterable[Artist]) -> None:
        # Eksen sınırları değiştiyse zemin de değişmiştir (sayılar, ızgara): o zaman baştan çizilir.
        frame = tuple((*ax.get_xlim(), *ax.get_ylim()) for ax in self.figure.axes)
        if self._background is None or frame != self._frame:
            self._canvas.draw()
            self._background = self._canvas.copy_from_bbox(self.figure.bbox)
            # Gösterge kutularının resmi ayrıca saklanır: oynayan çizimlerin üstüne, yeniden yazılmadan konsun diye.
            boxes = [legend.get_window_extent() for ax in self.figure.axes if (legend := ax.get_legend())]
            self._legends = [self._canvas.copy_from_bbox(box) for box in boxes]
            self._frame = frame
        self._canvas.restore_region(self._background)
        for artist in sorted(moving, key=Artist.get_zorder):
            (artist.axes or self.figure).draw_artist(artist)
        for legend in self._legends:
            self._canvas.restore_region(legend)
        self.view.value = _png(self._canvas.buffer_rgba())


def _png(rgba: Any) -> bytes:
    """256 renkli PNG: şekillerde gözle ayırt edilmez, RGB'nin yarısından küçüktür; aynı resim hep aynı baytlardır."""
    image = Image.fromarray(np.asarray(rgba)).convert("RGB")
    out = io.BytesIO()
    image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "png", compress_level=1)
    return out.getvalue()
