"""Hızlı ev sahibi: zemini matplotlib bir kez çizer, oynayan çizimleri tarayıcı bir tuvale (canvas) çizer.

Çekirdekten ekrana yalnızca değişen çizimlerin noktaları gider; noktaları `scene` aynı matplotlib çizimlerinden okur.
Okuyamadığı bir çizim çıkarsa şekil kendiliğinden temel ev sahibine (PNG) döner.
"""

import math
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, final

import anywidget
import ipywidgets
import numpy as np
import traitlets
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from lrlab.figures.hosts.host import Artists, Background, FigureHost, Pointed
from lrlab.figures.hosts.pictures import png
from lrlab.figures.hosts.scene import Part, Recorder
from lrlab.figures.parts.style import Style

LARGEST = 3.0  # ekran pikseli / şekil pikseli: bundan keskinini göz seçmez, resmi büyür
FORGOTTEN = 60.0  # saniye
NOTHING = Part([], b"", [])


class Page(anywidget.AnyWidget):
    """Tarayıcıdaki yarısı canvas.js olan widget; her çizimin kendi alanları vardır, yalnızca değişeni yollanır."""

    _esm = Path(__file__).with_name("canvas.js").read_text("utf-8")
    _css = """
        canvas.lrlab { display: block; max-width: 100%; height: auto; }
        canvas.lrlab:focus-visible { outline: 3px solid #0072B2; outline-offset: -3px; }
    """

    size = traitlets.Any().tag(sync=True)  # şeklin piksel ölçüsü
    background = traitlets.Bytes().tag(sync=True)  # PNG; ölçüsü ekranın gerçek pikselleridir
    boxes = traitlets.Any([]).tag(sync=True)  # zeminin en üstte yinelenecek parçaları: gösterge kutuları
    order = traitlets.Any([]).tag(sync=True)  # çizimlerin sırası
    grips = traitlets.Any([]).tag(sync=True)  # sürüklenebilen çizimler ve eksenlerinin yeri
    pulse = traitlets.Bool().tag(sync=True)  # her görünüş iki saniyede bir "buradayım" desin mi

    def __init__(self, parts: int, size: tuple[int, int]) -> None:
        kinds: dict[str, Callable[[], Any]] = {
            "l": lambda: traitlets.Any([]), "d": traitlets.Bytes, "p": lambda: traitlets.Any([]),
        }  # fmt: skip
        self.add_traits(**{f"{kind}{k}": new().tag(sync=True) for k in range(parts) for kind, new in kinds.items()})
        super().__init__(size=list(size))


@final
class CanvasHost(FigureHost):
    """Çizimleri `page` tarayıcıda çizer; `png` istendiğinde aynı durumu matplotlib çizer.

    `place`: çizim -> sayfadaki numarası; `image`: tuvalin bilmediği bir çizim çıktıysa onun yerini alan resim,
    yoksa None.
    """

    def __init__(self, draw: Callable[[Figure], Artists], style: Style) -> None:
        super().__init__(draw, style)
        self.place = {artist: k for k, artist in enumerate((*self.artists.values(), self.notice))}
        self.page = Page(len(self.place), (style.width, style.height))
        self.page.on_msg(self.hear)
        self._parts = [NOTHING] * len(self.place)
        self._moving: list[Artist] = []
        self._sent: Background | None = None
        self._recorder: Recorder | None = None
        self._handles: list[tuple[str, Any]] = []
        self._pointed: Pointed = lambda name, x, y: False
        self._touched: dict[str, tuple[float, float]] = {}
        self._views: dict[str, tuple[float, float]] | None = None  # görünüm -> (son ses, ölçek); `None`: hiç ses yok
        self._asked = 0.0
        self.image: ipywidgets.Image | None = None
        self.view.children = (self.page,)

    def on_pointer(self, names: Iterable[str], callback: Pointed) -> None:
        """Bu çizimler fareyle, dokunarak ve ok tuşlarıyla sürüklenir; `callback` yeri veri koordinatlarıyla alır."""
        self._handles = [(name, self.artists[name]) for name in names]
        self._pointed = callback
        to_page = self.figure.transFigure.inverted()
        boxes = [to_page.transform_bbox(artist.axes.bbox) for _, artist in self._handles]
        self.page.grips = [
            {"part": self.place[artist], "box": [box.x0, 1 - box.y1, box.x1, 1 - box.y0]}
            for (_, artist), box in zip(self._handles, boxes, strict=True)
        ]

    def seen(self) -> float | None:
        """Tarayıcının son haberinden bu yana geçen saniye; görünüşler, ilk soruluştan sonra 2 saniyede bir haber verir.

        Bir hücre çalışırken çekirdek haberleri bekletir: büyük bir sayı tek başına şeklin kalktığını göstermez.
        Sayfadan kaldırılan şekil ise bunu kendisi bildirir ve `inf` gelir.
        """
        with self._lock:
            if self._views is None or self.image:
                return None
            if not self.page.pulse:
                self.page.pulse, self._asked = True, time.monotonic()
            heard = [max(heard, self._asked) for heard, _ in self._views.values()]
            return time.monotonic() - max(heard) if heard else math.inf

    @property
    def png(self) -> bytes:
        with self._drawing():
            if self.image:
                return self.image.value
            if self.figure.dpi == 100:
                return self._picture(self._moving)
            dpi, background = self.figure.dpi, self._background
            self.figure.dpi, self._background = 100, None
            try:
                return self._picture(self._moving)
            finally:
                self.figure.dpi, self._background = dpi, background

    def _view(self) -> ipywidgets.DOMWidget:
        return ipywidgets.Box(layout=self._layout())

    def _paint(self, moving: list[Artist]) -> None:
        self._moving = moving
        if self.image:
            self.image.value = self._picture(moving)
            return
        background = self._current()
        if self._recorder is None:
            width, height = (int(length) for length in self.figure.bbox.size)
            self._recorder = Recorder(width, height, self.figure.dpi)
        try:
            parts = {self.place[artist]: self._recorder.read(artist) for artist in moving}
        except NotImplementedError:  # tuvalin bilmediği bir çizim: bundan sonra bu şekli matplotlib boyar
            self.image = ipywidgets.Image(format="png", layout=self._layout())
            self.image.value = self._picture(moving)
            self.view.children = (self.image,)
            return
        with self.page.hold_sync():
            self._send(background, self._recorder.height, parts)

    def _send(self, background: Background, height: float, parts: dict[int, Part]) -> None:
        page = self.page
        if self._sent is not background:
            self.agg.restore_region(background.whole)
            page.background = png(self.agg.buffer_rgba())
            corners = [np.rint([b.x0, height - b.y1, b.x1, height - b.y0]) for b in background.boxes]
            page.boxes = [corner.astype(int).tolist() for corner in corners]
            self._sent = background
        page.order = list(parts)
        for k, part in parts.items():
            old, self._parts[k] = self._parts[k], part
            for kind, before, now in (
                ("l", old.looks, part.looks), ("d", old.points, part.points), ("p", old.pictures, part.pictures),
            ):  # fmt: skip
                if now != before:
                    setattr(page, f"{kind}{k}", now)

    def hear(self, _page: Any, content: dict[str, Any], _buffers: Any) -> None:
        """Tarayıcıdan gelenler: buradayım (ve ekranımın ölçeği), gittim, buraya sürüklendi, ok tuşuna basıldı."""
        kind, view = content["kind"], content["view"]
        if kind in ("here", "gone"):
            with self._drawing():
                now, others = time.monotonic(), (self._views or {}).items()
                # Yenilenen sayfa gittiğini söyleyemez: haber vermesi beklenip de susan görünüş sayılmaz.
                limit = FORGOTTEN if self.page.pulse else math.inf
                self._views = {other: one for other, one in others if other != view and now - one[0] < limit}
                if kind == "here":
                    self._views[view] = (now, content["scale"])
                    self._fit(max(scale for _, scale in self._views.values()))
            return
        try:
            name, artist = self._handles[content["grip"]]
            if kind == "point":
                self._point(name, artist, content["x"], content["y"])
            else:
                self._step(name, artist, *content["step"])
        finally:
            self.page.send({"done": content["turn"]})

    def _fit(self, scale: float) -> None:
        """Zemin ekranın pikselleriyle bire bir çizilsin: büyütülmüş sayfada ve sık pikselli ekranda da keskin olur."""
        dpi = round(100 * min(max(scale, 1.0), LARGEST))
        if dpi != self.figure.dpi and self.image is None:
            self.figure.dpi = dpi
            self._background = self._recorder = None
            self._paint(self._moving)

    def _point(self, name: str, artist: Any, x: float, y: float) -> bool:
        """(x, y) şeklin sol üst köşesinden, şeklin eni ve boyu 1 sayılarak; eksenlerin dışına çıkamaz."""
        with self._lock:
            axes, (width, height) = artist.axes, self.figure.bbox.size
            place = np.clip((x * width, (1 - y) * height), axes.bbox.min, axes.bbox.max)
            self._touched[name] = tuple(axes.transData.inverted().transform(place))
        return self._pointed(name, *self._touched[name])

    def _step(self, name: str, artist: Any, right: int, down: int) -> None:
        """Her adım, kaydırıcılardan birini oynatan en yakın piksele kadar gider."""
        for toward in [(np.sign(right), 0)] * abs(right) + [(0, np.sign(down))] * abs(down):
            with self._lock:
                (x, y), (width, height) = self._where(name, artist), self.figure.bbox.size
            for far in np.arange(0.5, width, 0.5):
                if self._point(name, artist, (x + far * toward[0]) / width, 1 - (y - far * toward[1]) / height):
                    break

    def _where(self, name: str, artist: Any) -> np.ndarray:
        """Sürüklenebilen çizimin pikseli; renk haritasında son dokunulan yerdir."""
        if isinstance(artist, AxesImage) and name in self._touched:
            return artist.axes.transData.transform(self._touched[name])
        if isinstance(artist, Line2D) and np.size(artist.get_xydata()):
            return artist.get_transform().transform(artist.get_xydata()).mean(axis=0)
        box = artist.get_window_extent(self._recorder)
        return np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2
