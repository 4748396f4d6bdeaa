"""Ev sahibi (host) nedir: bir matplotlib şekli, saklanan zemini, oynayan çizimleri ve soluk eğrileri.

Tek bir Agg şekli tutar, hiç değişmeyen zemini bir kez çizip saklar; her güncellemede yalnızca oynayan çizimler üzerine
çizilir. Ekrana nasıl ulaştığını `image` ve `canvas` söyler. pyplot'a hiçbir şey kaydetmez. Şekillerin dosyaları bu
dosyayı tanımaz; bu dosya da hangi şekli gösterdiğini bilmez.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from lrlab.core.validate import instance
from lrlab.figures.hosts.fold import Fold, inches
from lrlab.figures.hosts.pictures import png
from lrlab.figures.parts.style import FONT, GREY, GRID_ALPHA, Style, own_look

# Çizimin adı -> matplotlib çizimi: çizgi, yazı, resim; her birinin verisini veren yöntem başkadır.
Artists = dict[str, Any]
# (çizimin adı, x, y) -> bir şey değişti mi; x ve y çizimin eksenlerinin veri koordinatlarıdır.
Pointed = Callable[[str, float, float], bool]


@dataclass(frozen=True)
class Background:
    """Saklanan zemin: hangi eksen sınırlarıyla çizildiği, resmi, gösterge kutularının yerleri ve resimleri."""

    limits: tuple[Any, ...]
    whole: Any
    boxes: tuple[Bbox, ...]
    legends: tuple[Any, ...]


class FigureHost(ABC):
    """Bir şekli ekranda tutan nesne; `view` gösterilecek widget, `figure` matplotlib şekli, `artists` oynayan çizimler.

    `notice`: şeklin yerinde söylenen söz (hata), yoksa boş yazı; `agg`: şeklin matplotlib tuvali.
    """

    def __init__(self, draw: Callable[[Figure], Artists], style: Style) -> None:
        self.style = style
        with own_look(style.rc()):
            self.figure = Figure(figsize=inches(style.width, style.height), dpi=100)
            self.agg = FigureCanvasAgg(self.figure)
            self.figure.set_layout_engine("constrained")
            self.artists = draw(self.figure)
            for name, artist in self.artists.items():
                instance(
                    f"draw()[{name!r}]", artist, Artist, "tek bir matplotlib çizimi olmalı, axes.plot(...)[0] gibi"
                )
            for axes in self.figure.axes:  # panelin adı sola yaslıdır
                axes.title.set(x=0, ha="left")
            self.fold = Fold(self.figure, self.artists.values(), self.artists.get("headline"))
            self.notice = self.figure.text(
                0.5, 0.5, "", ha="center", va="center", wrap=True, zorder=100,
                bbox={"facecolor": "white", "edgecolor": "#D55E00", "boxstyle": "round,pad=0.8"}, parse_math=False,
            )  # fmt: skip
        for axes in self.figure.axes:  # sonradan doğan çentikler de aynı görünsün: şeklin biçimi artık geçerli değil
            axes.tick_params(which="both", labelsize=style.font, labelfontfamily=FONT, grid_alpha=GRID_ALPHA)
        for artist in (*self.artists.values(), self.notice):
            artist.set_animated(True)
        self._lock = threading.RLock()  # canlı eğitim başka bir iş parçacığından gösterir
        self._background: Background | None = None
        self._moment: Callable[[], list[Artist]] = list  # çizimleri ekrandaki ana getirir, oynayanları verir
        self._moving: list[Artist] = []
        self._stray = False  # çizimler başka bir anı mı gösteriyor (önden kaydedilen bir sahneyi)
        # Pano koyar: ekrandaki anı tarayıcı çizdiyse burada da hesaplar; resmi baştan yollar.
        self.catch_up: Callable[[bool], None] = lambda sending: None
        self.resend: Callable[[], None] = self._repaint
        self.view = self._view()

    def show(self, update: Callable[[Artists], None], *, sending: bool = True) -> None:
        """`update` ile oynayan çizimleri yeniler ve ekrana yollar; her iş parçacığından çağrılabilir.

        `sending` doğru değilse ekrana bir şey yollanmaz: tarayıcı bu anı zaten çizmiştir.

        Bir eksenin sınırları değişirse zemin (sayılar, ızgara) baştan çizilir; bu, olağan bir güncellemeden onlarca
        kat pahalıdır. Büyüyen bir eğri bu yüzden ekseni her noktada değil, seyrek ve büyük adımla (1, 2, 5, 10, …
        katına) genişletmelidir.
        """

        def moment() -> list[Artist]:
            update(self.artists)
            self.notice.set_text("")
            return sorted(self.artists.values(), key=Artist.get_zorder)

        self._present(moment, sending)

    def say(self, message: str) -> None:
        """Şeklin yerinde bir ileti gösterir (hata sözle anlatılır); bir sonraki `show` onu siler."""

        def moment() -> list[Artist]:
            self.notice.set_text("".join(letter if letter.isprintable() else " " for letter in message))
            return [self.notice]

        self._present(moment, True)

    def add_ghosts(self, except_for: Iterable[str] = (), name: str = "", color: str = GREY) -> tuple[Artist, ...]:
        """Ekrandaki eğrilerin, adları `except_for` içinde olmayanlarının soluk kopyalarını zemine bırakır ve verir.

        Her eksende, noktası en çok olan eğrinin ucuna `name` yazılır; `color` hepsinin rengidir.
        """
        with self._drawing():
            self._settle()
            lines = [artist for name, artist in self.artists.items() if name not in except_for]
            shown = [one for one in lines if isinstance(one, Line2D) and one.get_visible() and np.size(one.get_xdata())]
            self._restyle()
            longest: dict[Any, Line2D] = {}
            for line in sorted(shown, key=lambda line: np.size(line.get_xdata())):
                longest[line.axes] = line
            names = [_named(line, name, color) for line in longest.values() if name]
            return *(_ghost(line, color) for line in shown), *(made for made in names if made)

    def remove_ghosts(self, ghosts: Iterable[Artist]) -> None:
        """`add_ghosts`un verdiği soluk eğrileri kaldırır."""
        with self._lock:
            for ghost in ghosts:
                ghost.remove()
            self._restyle()

    @abstractmethod
    def on_pointer(self, handles: Mapping[str, Any], callback: Pointed) -> None:
        """Şekilde sürüklenebilen çizimleri bildirir; `callback` yeri veri koordinatlarıyla alır.

        `handles`: çizimin adı -> sürüklemenin denetimlerdeki karşılığı (JSON), ki tarayıcı çekirdeğe sormadan oynatsın.
        """

    @abstractmethod
    def on_readout(self, readouts: Mapping[str, Any]) -> None:
        """Üstüne gelince okunan çizimleri bildirir: adı -> nasıl okunduğu (JSON)."""

    @abstractmethod
    def seen(self) -> float | None:
        """Tarayıcı şekli sayfada en son kaç saniye önce gördü; `None`: bu ev sahibi bilemez, `inf`: sayfadan kalktı."""

    def picture(self, dpi: float, effort: int = 1) -> bytes:
        """Ekrandaki resim, `dpi` keskinliğinde: 100, sayfa pikseli başına bir nokta. `effort`: sıkıştırmaya emek."""
        self.catch_up(False)
        with self._drawing():
            self._settle()
            before, background = self.figure.dpi, self._background
            if before == dpi:
                return self._picture(self._moving, effort)
            self.figure.dpi, self._background = dpi, None
            try:
                return self._picture(self._moving, effort)
            finally:
                self.figure.dpi, self._background = before, background

    @property
    @abstractmethod
    def png(self) -> bytes:
        """Ekrandaki resmin kendisi."""

    @abstractmethod
    def _view(self) -> ipywidgets.DOMWidget:
        """Sayfaya konacak widget."""

    @abstractmethod
    def _paint(self, moving: list[Artist]) -> None:
        """Oynayan çizimleri, alttan üste sırayla, ekrana ulaştırır."""

    def together(self) -> AbstractContextManager[Any]:
        """Bu blokta ekrana gidenler birlikte varır."""
        return nullcontext()

    def _repaint(self) -> None:
        with self._drawing():
            self._settle()
            self._paint(self._moving)

    def _present(self, moment: Callable[[], list[Artist]], sending: bool) -> None:
        with self._drawing():
            before, self._moment, self._stray = self._moment, moment, True
            try:
                self._settle()
            except Exception:
                self._moment = before
                raise
            if sending:
                self._paint(self._moving)

    def _restyle(self) -> None:
        """Zemin artık başka görünüyor."""
        self._background = None

    def _settle(self) -> None:
        if self._stray:
            self._moving = self._moment()
            self._stray = False

    @contextmanager
    def _drawing(self) -> Iterator[None]:
        """Tek iş parçacığında ve kullanıcının ayarlarından uzakta çizmek."""
        with self._lock, own_look():
            yield

    def _layout(self) -> ipywidgets.Layout:
        size = {"width": f"{self.style.width}px", "height": f"{self.style.height}px"}
        return ipywidgets.Layout(**size, max_width="100%", object_fit="contain")

    def _current(self) -> Background:
        """Ekrandaki eksenlerin zemini; eskimişse yeniden çizer: sınırlar değiştiyse sayılar, ızgara da değişmiştir."""
        limits = tuple(map(limits_of, self.figure.axes))
        if self._background is None or self._background.limits != limits:
            self._background = self._drawn(self.figure.axes)
        return self._background

    def _drawn(self, shown: Sequence[Axes]) -> Background:
        """Yalnızca `shown` eksenlerinin görüldüğü zemin."""
        hidden = [axes for axes in self.figure.axes if axes not in shown and axes.get_visible()]
        for axes in hidden:
            axes.set_visible(False)
        try:
            self.agg.draw()
        finally:
            for axes in hidden:
                axes.set_visible(True)
        whole = self.agg.copy_from_bbox(self.figure.bbox)
        # Gösterge kutularının resmi ayrıca saklanır: oynayan çizimlerin üstüne, yeniden yazılmadan konsun diye.
        boxes = tuple(legend.get_window_extent() for axes in shown if (legend := axes.get_legend()))
        legends = tuple(self.agg.copy_from_bbox(box) for box in boxes)
        return Background(tuple(map(limits_of, shown)), whole, boxes, legends)

    def _picture(self, moving: list[Artist], effort: int = 1) -> bytes:
        """Zemin, üzerinde oynayan çizimler, en üstte gösterge kutuları: PNG."""
        background = self._current()
        self.agg.restore_region(background.whole)
        for artist in moving:
            (artist.axes or self.figure).draw_artist(artist)
        for legend in background.legends:
            self.agg.restore_region(legend)
        return png(self.agg.buffer_rgba(), effort)


def limits_of(axes: Axes) -> tuple[float, ...]:
    """Eksenin sınırları: x'in iki ucu, y'nin iki ucu."""
    return (*axes.get_xlim(), *axes.get_ylim())


def _ghost(line: Any, color: str) -> Line2D:
    """Eğrinin soluk kopyası, aynı eksenlerde ve zeminin parçası olarak; soluk eğrinin görünüşü yalnızca buradadır."""
    ghost = Line2D(*(np.array(data) for data in line.get_data()), transform=line.get_transform())
    ghost.update_from(line)
    ghost.set(animated=False, alpha=0.7, color=color, zorder=1.5, label="_soluk")
    if line.get_marker() not in ("None", None, "", " "):
        ghost.set_markeredgecolor(color)
    line.axes.add_line(ghost)
    return ghost


def _named(line: Any, name: str, color: str) -> Annotation | None:
    """Soluk eğrinin panelde görünen son noktasının yanına adı; görünen noktası yoksa None."""
    x, y = (np.asarray(data, float) for data in line.get_data())
    (x0, x1), (y0, y1) = (sorted(ends) for ends in (line.axes.get_xlim(), line.axes.get_ylim()))
    seen = np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
    if not len(seen) or line.get_transform() != line.axes.transData:
        return None
    end = x[seen[-1]], y[seen[-1]]
    # Yazı panelin içinde kalsın: sağ yarıdaki ucun soluna, üst yarıdakinin altına.
    across, up = line.axes.transAxes.inverted().transform(line.axes.transData.transform(end))
    return line.axes.annotate(
        name, end, (-4 if across > 0.5 else 4, -5 if up > 0.5 else 5), textcoords="offset points", color=color,
        ha="right" if across > 0.5 else "left", va="top" if up > 0.5 else "bottom", zorder=1.6, in_layout=False,
        bbox={"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.5},
    )  # fmt: skip
