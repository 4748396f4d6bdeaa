"""Hızlı ev sahibi: zemini matplotlib bir kez çizer, oynayan çizimleri tarayıcı bir tuvale (canvas) çizer.

Çekirdekten ekrana yalnızca değişen çizimlerin noktaları gider; noktaları `scene` aynı matplotlib çizimlerinden okur.
Okuyamadığı bir çizim çıkarsa şeklin bütünü zemin olarak, PNG halinde gider.
"""

import math
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, final

import anywidget
import ipywidgets
import numpy as np
import traitlets
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from lrlab.figures.hosts.absent import stand_in
from lrlab.figures.hosts.host import Artists, Background, FigureHost, Pointed, limits_of
from lrlab.figures.hosts.page import STYLE, module
from lrlab.figures.hosts.pictures import png
from lrlab.figures.hosts.scene import Part, Recorder
from lrlab.figures.hosts.store import Store
from lrlab.figures.parts.style import Style

SMALLEST, LARGEST = 0.5, 3.0  # ekran pikseli / şekil pikseli: bundan keskinini göz seçmez, resmi büyür
FORGOTTEN = 60.0  # saniye
FRAMES = 256  # saklanan en çok eksen görünüşü
NOTHING = Part([], b"", [], [])


class Page(anywidget.AnyWidget):
    """Tarayıcıdaki yarısı hosts/page olan widget; her çizimin kendi alanları vardır, yalnızca değişeni yollanır."""

    _esm = module()
    _css = STYLE

    size = traitlets.Any().tag(sync=True)  # şeklin piksel ölçüsü
    background = traitlets.Bytes().tag(sync=True)  # PNG; ölçüsü ekranın gerçek pikselleridir
    boxes = traitlets.Any([]).tag(sync=True)  # zeminin en üstte yinelenecek parçaları: gösterge kutuları
    axes = traitlets.Any([]).tag(sync=True)  # eksenlerin yeri, sınırları, ölçeği
    order = traitlets.Any([]).tag(sync=True)  # çizimlerin sırası
    grips = traitlets.Any([]).tag(sync=True)  # sürüklenebilen çizimler
    reads = traitlets.Any([]).tag(sync=True)  # üstüne gelince okunan çizimler
    pulse = traitlets.Bool().tag(sync=True)  # her görünüş iki saniyede bir "buradayım" desin mi
    panel = traitlets.Any(None, allow_none=True).tag(sync=True)  # denetimler, hazır ayarlar, düğmeler
    place = traitlets.Any({"at": [], "drawn": False, "epoch": 0}).tag(sync=True)  # denetimlerin yerleri
    shown = traitlets.Any([]).tag(sync=True)  # çekirdeğin son yolladığı resmin yerleri
    useful = traitlets.Any([]).tag(sync=True)  # işe yarayan denetimlerin sırası
    labels = traitlets.Any({}).tag(sync=True)  # adı değişen düğmeler
    text = traitlets.Unicode().tag(sync=True)  # şeklin altındaki cümle
    hushed = traitlets.Bool().tag(sync=True)  # cümle ekran okuyucuya okunmasın mı
    epoch = traitlets.Int().tag(sync=True)  # önden kaydedilen sahnelerin çağı; eskisininkiler geçersizdir

    def __init__(self, parts: int, size: tuple[int, int]) -> None:
        kinds: dict[str, Callable[[], Any]] = {
            "l": lambda: traitlets.Any([]), "d": traitlets.Bytes, "p": lambda: traitlets.Any([]),
            "v": lambda: traitlets.Any([]),
        }  # fmt: skip
        self.add_traits(**{f"{kind}{k}": new().tag(sync=True) for k in range(parts) for kind, new in kinds.items()})
        super().__init__(size=list(size))

    def hear(self, content: dict[str, Any]) -> None:
        """Tarayıcıdan bu ileti gelmiş gibi."""
        self._handle_custom_msg(content, [])


@dataclass(frozen=True)
class Floor:
    """Zeminin tarayıcıya giden hali: resmi (PNG), üstte yinelenecek kutuları."""

    picture: bytes
    boxes: list[list[int]]


@dataclass(frozen=True)
class Scene:
    """Tarayıcının bir anı çizmek için istedikleri: zemin, eksenler, alttan üste sayfadaki numarası -> çizim."""

    floor: Floor
    axes: list[dict[str, Any]]
    parts: dict[int, Part]


@final
class CanvasHost(FigureHost):
    """Çizimleri `page` tarayıcıda çizer; `png` istendiğinde aynı durumu matplotlib çizer.

    `place`: çizim -> sayfadaki numarası; `store`: tarayıcıya önden yollanan sahneler; `painted`: tuvalin bilmediği bir
    çizim çıktı, şeklin bütününü matplotlib boyuyor.
    """

    def __init__(self, draw: Callable[[Figure], Artists], style: Style) -> None:
        super().__init__(draw, style)
        # Oynayan çizimler, ileti; sonra eksenlerin kendileri ve göstergeleri: sınırları oynayanlar da çizim gibi gider.
        legends = [legend for axes in self.figure.axes if (legend := axes.get_legend())]
        shown = (*self.artists.values(), self.notice, *self.figure.axes, *legends)
        self.place: dict[Artist, int] = {artist: k for k, artist in enumerate(shown)}
        self.page = Page(len(self.place), (style.width, style.height))
        self.page.on_msg(self.hear)
        self.store = Store(self.page)
        self.painted = False
        self._parts = [NOTHING] * len(self.place)
        self._sent: Floor | None = None
        self._loose: list[Axes] = []  # sınırları oynayan eksenler
        self._fixed: Background | None = None  # sınırları hiç oynamamış eksenlerin zemini
        self._frames: dict[tuple[Any, ...], Part] = {}  # (eksen, sınırları) -> çentikleri, ızgarası, yazıları
        self._floor: tuple[Background, Floor] | None = None
        self._recorder: Recorder | None = None
        self._handles: list[tuple[str, Any]] = []
        self._pointed: Pointed = lambda name, x, y: False
        self._touched: dict[str, tuple[float, float]] = {}
        # Görünüş -> (son ses, sütunun eni, sunumdaysa resmin boyu, ekranın ölçeği); hiç ses gelmediyse None.
        self._views: dict[str, tuple[float, float, float, float]] | None = None
        self._asked = 0.0
        self._read: dict[Artist, Any] = {}
        self.view.children = (self.page,)
        stand_in(self.view, lambda: self._views is not None, self._still)

    def together(self) -> AbstractContextManager[Any]:
        return self.page.hold_sync()

    def record(self, update: Callable[[Artists], None]) -> Scene:
        """`update`in getireceği anın sahnesi; ekrandakine dokunmaz."""
        with self._drawing():
            self._stray = True
            update(self.artists)
            self.notice.set_text("")
            return self._scene(sorted(self.artists.values(), key=Artist.get_zorder))

    def on_readout(self, readouts: Mapping[str, Any]) -> None:
        """Üstüne gelince okunacak çizimler: adı -> nasıl okunduğu (JSON)."""
        self._read = {self.artists[name]: told for name, told in readouts.items()}
        self.page.reads = [
            {"part": self.place[artist], "axes": self._axes_of(artist), **told} for artist, told in self._read.items()
        ]

    def on_pointer(self, handles: Mapping[str, Any], callback: Pointed) -> None:
        """Bu çizimler fareyle, dokunarak ve ok tuşlarıyla sürüklenir; `callback` yeri veri koordinatlarıyla alır."""
        self._handles = [(name, self.artists[name]) for name in handles]
        self._pointed = callback
        self.page.grips = [
            {"part": self.place[artist], "axes": self._axes_of(artist), "moves": handles[name]}
            for name, artist in self._handles
        ]

    def _axes_of(self, artist: Artist) -> int:
        return [axes is artist.axes for axes in self.figure.axes].index(True)

    def seen(self) -> float | None:
        """Tarayıcının son haberinden bu yana geçen saniye; görünüşler, ilk soruluştan sonra 2 saniyede bir haber verir.

        Bir hücre çalışırken çekirdek haberleri bekletir: büyük bir sayı tek başına şeklin kalktığını göstermez.
        Sayfadan kaldırılan şekil ise bunu kendisi bildirir ve `inf` gelir.
        """
        with self._lock:
            if self._views is None:
                return None
            if not self.page.pulse:
                self.page.pulse, self._asked = True, time.monotonic()
            heard = [max(heard, self._asked) for heard, *_ in self._views.values()]
            return time.monotonic() - max(heard) if heard else math.inf

    def alone(self) -> bool:
        """Bütün görünüşleri sayfadan kalktı mı?"""
        return self._views is not None and not self._views

    @property
    def png(self) -> bytes:
        return self.picture(100)

    def _view(self) -> ipywidgets.DOMWidget:
        return ipywidgets.Box(layout=ipywidgets.Layout(width="100%", overflow="visible"))

    def _still(self) -> ipywidgets.Image:
        return ipywidgets.Image(value=self.png, format="png", layout=self._layout())

    def _paint(self, moving: list[Artist]) -> None:
        scene = self._scene(moving)
        with self.page.hold_sync():
            self._send(scene)

    def _scene(self, moving: list[Artist]) -> Scene:
        if not self.painted:
            try:
                return self._read_scene(moving)
            except NotImplementedError:  # tuvalin bilmediği bir çizim: bundan sonra bu şekli matplotlib boyar
                self.painted = True
        return Scene(Floor(self._picture(moving), []), self._axes(), {})

    def _read_scene(self, moving: list[Artist]) -> Scene:
        background = self._fixed_background()
        if self._recorder is None:
            width, height = (round(length) for length in self.figure.bbox.size)
            self._recorder = Recorder(width, height, self.figure.dpi)
        parts = {self.place[axes]: self._frame(axes, self._recorder) for axes in self._loose}
        parts |= {self.place[artist]: self._recorder.read(artist, artist in self._read) for artist in moving}
        parts |= {
            self.place[legend]: self._recorder.read(legend) for axes in self._loose if (legend := axes.get_legend())
        }
        return Scene(self._floor_of(background), self._axes(), parts)

    def _fixed_background(self) -> Background:
        """Sınırları oynamayan eksenlerin zemini; oynayan eksen bundan sonra her karede çizim gibi yollanır.

        Bütün zemini yeniden boyamak bir ekseni kaydetmekten çok pahalıdır, önden yollanan sahneleri de şişirirdi.
        """
        fixed = [axes for axes in self.figure.axes if axes not in self._loose]
        if self._fixed is not None:
            moved = [axes for axes, before in zip(fixed, self._fixed.limits, strict=True) if limits_of(axes) != before]
            if not moved:
                return self._fixed
            self._loose += moved
            fixed = [axes for axes in fixed if axes not in moved]
        self._fixed = self._drawn(fixed)
        return self._fixed

    def _frame(self, axes: Axes, recorder: Recorder) -> Part:
        """Eksenin kendisi: çerçevesi, çentikleri, ızgarası, yazıları, durağan çizimleri; göstergesi ayrıdır."""
        key = (axes, limits_of(axes))
        if key not in self._frames:
            if len(self._frames) > FRAMES:
                self._frames.clear()
            legend = axes.get_legend()
            if legend is not None:
                legend.set_visible(False)
            try:
                self._frames[key] = recorder.read(axes)
            finally:
                if legend is not None:
                    legend.set_visible(True)
        return self._frames[key]

    def _floor_of(self, background: Background) -> Floor:
        if self._floor is None or self._floor[0] is not background:
            height = self.figure.bbox.height
            self.agg.restore_region(background.whole)
            corners = [np.rint([b.x0, height - b.y1, b.x1, height - b.y0]) for b in background.boxes]
            boxes = [corner.astype(int).tolist() for corner in corners]
            self._floor = background, Floor(png(self.agg.buffer_rgba()), boxes)
        return self._floor[1]

    def _axes(self) -> list[dict[str, Any]]:
        """Her eksenin yeri (sol üst köşeden, şeklin eni ve boyu 1 sayılarak), sınırları ve ölçeği."""
        to_page = self.figure.transFigure.inverted()
        told = []
        for axes in self.figure.axes:
            box = to_page.transform_bbox(axes.bbox)
            told.append(
                {
                    "box": [round(float(v), 5) for v in (box.x0, 1 - box.y1, box.x1, 1 - box.y0)],
                    "x": [*map(float, axes.get_xlim())],
                    "y": [*map(float, axes.get_ylim())],
                    "scales": [axes.get_xscale(), axes.get_yscale()],
                }
            )
        return told

    def _send(self, scene: Scene) -> None:
        page = self.page
        if self._sent is not scene.floor:
            page.background, page.boxes = scene.floor.picture, scene.floor.boxes
            self._sent = scene.floor
        if page.axes != scene.axes:
            page.axes = scene.axes
        page.order = list(scene.parts)
        for k, part in scene.parts.items():
            old, self._parts[k] = self._parts[k], part
            for kind, before, now in (
                ("l", old.looks, part.looks), ("d", old.points, part.points), ("p", old.pictures, part.pictures),
                ("v", old.values, part.values),
            ):  # fmt: skip
                if now != before:
                    setattr(page, f"{kind}{k}", now)

    def hear(self, _page: Any, content: dict[str, Any], _buffers: Any) -> None:
        """Tarayıcıdan gelenler: buradayım (ve ekranımın ölçeği), gittim, buraya sürüklendi, ok tuşuna basıldı."""
        kind = content["kind"]
        if kind in ("here", "gone"):
            self._heard(kind == "here", content)
        elif kind in ("point", "step"):
            try:
                name, artist = self._handles[content["grip"]]
                if kind == "point":
                    self._point(name, artist, content["x"], content["y"])
                else:
                    self._step(name, artist, *content["step"])
            finally:
                self.page.send({"done": content["turn"]})

    def _heard(self, here: bool, content: dict[str, Any]) -> None:
        view = content["view"]
        with self._lock:
            now, others = time.monotonic(), (self._views or {}).items()
            # Yenilenen sayfa gittiğini söyleyemez: haber vermesi beklenip de susan görünüş sayılmaz.
            limit = FORGOTTEN if self.page.pulse else math.inf
            fresh = here and view not in dict(others)
            self._views = {other: one for other, one in others if other != view and now - one[0] < limit}
            if here:
                self._views[view] = (now, content["width"], content.get("height", 0), content["scale"])
        if fresh and content.get("empty") and len(self.store):  # başka bir sayfa açıldı: belleği boştur
            self.store.forget()
        if fresh:
            self.catch_up(True)  # yeni görünüş alanlardan çizer: eski anı göstermesin
        if here:
            self._fit()

    def _fit(self) -> None:
        """Şekil en geniş görünüşün sütununa göre yerleşir, zemin ekranın pikselleriyle bire bir çizilir: hep keskindir.

        Gizli bir sekmenin eni sıfırdır: sayılmaz. Sunumda olan görünüş öndedir: şekil onun kutusunu doldurur.
        """
        seen = [view[1:] for view in (self._views or {}).values()]
        column, tall, scale = max(seen, key=lambda view: (view[1] > 0, view[0]), default=(0, 0, 1))
        if not column:
            return
        width, height = (round(column), round(tall)) if tall else (self.fold.fits(column), 0)
        dpi = round(100 * min(max(scale * (1 if tall else column / width), SMALLEST), LARGEST))
        with self._drawing():
            moved, sharper = (width, height) != (self.fold.width, self.fold.filled), dpi != self.figure.dpi
            if not (moved or sharper):
                return
            self._settle()
            self.figure.dpi = dpi
            if moved:
                self.fold.apply(width, height)
                self.page.size = [round(100 * inches) for inches in self.figure.get_size_inches()]
            self._restyle()
        self.resend()

    def _restyle(self) -> None:
        super()._restyle()
        self._recorder = self._fixed = None
        self._frames.clear()
        self.store.forget()

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
        self._settle()
        if isinstance(artist, AxesImage) and name in self._touched:
            return artist.axes.transData.transform(self._touched[name])
        if isinstance(artist, Line2D) and np.size(artist.get_xydata()):
            return artist.get_transform().transform(artist.get_xydata()).mean(axis=0)
        box = artist.get_window_extent(self._recorder)
        return np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2
