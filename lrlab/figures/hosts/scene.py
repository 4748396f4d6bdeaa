"""Sahne: matplotlib çizimlerini, tarayıcının tuvale çizebileceği piksel koordinatlarına ve renklere çevirir.

Çizimin kendisi çizilir, ama boyayan matplotlib'in `RendererBase`inden türeyen bir kaydedicidir: çizgi, işaret, çubuk,
elips, dolgu, saçılım, yazı ve renk haritası aynı kapıdan geçer, hiçbir şeklin ikinci bir anlatımı yoktur.

Yeni bir çizim türü, yollardan, işaretlerden, resimlerden ya da yazılardan oluşuyorsa hiçbir şey yapmadan çalışır.
Kaydedicinin tanımadığı bir şey istiyorsa dokunulacak tek dosya budur: `RendererBase`in o yöntemi burada tanımlanır ve
`_add` ile yeni bir `kind` adıyla bırakılır; tarayıcının da yeni bir şey çizmesi gerekiyorsa o `kind` için
page/draw.js'teki `drawRun`a bir dal eklenir.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

from lrlab.figures.hosts.pictures import png, written
from lrlab.figures.hosts.points import END, FARTHEST, NEXT, encoded, packed, quantised, sign

CAPS = {"butt": "butt", "round": "round", "projecting": "square"}


@dataclass(frozen=True)
class Part:
    """Bir çizimin tarayıcıdaki karşılığı: görünüşleri (JSON), noktaları (`points.packed`) ve küçük resimleri (PNG).

    `values`: üstüne gelince okunacaksa verisinin x'leri ve y'leri (float64 baytları), yoksa boş.
    """

    looks: list[dict[str, Any]]
    points: bytes
    pictures: list[bytes]
    values: list[bytes]


class Recorder(RendererBase):
    """Çizimleri boyamaz, kaydeder. Çizemeyeceği bir şeye (tarama, eğri kırpma, süzgeç) `NotImplementedError` verir.

    `written_lines`: son yazılan satırlar ve resimleri; aynı yazı ikinci kez boyanmaz.
    """

    def __init__(self, width: int, height: int, dpi: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self._letters = RendererAgg(1, 1, dpi)  # yazı ölçüleri matplotlib'inkinin aynısı olsun
        self.written_lines: dict[Any, tuple[bytes, int, int, int, int]] = {}
        self._down = Affine2D().scale(1, -1).translate(0, height)  # tuvalde y aşağı doğru artar
        self._start()

    def _start(self) -> None:
        self._looks: list[dict[str, Any]] = []
        self._points: list[np.ndarray] = []
        self._pictures: list[bytes] = []

    def read(self, artist: Artist, told: bool = False) -> Part:
        """Bir çizimi kaydeder; görünmeyen ya da boş olanın hiç görünüşü yoktur. `told`: verisi de yazılır."""
        self._start()
        if type(artist) is AxesImage and artist.get_visible() and self._blocks(artist):
            self._draw_blocks(artist)
        else:
            artist.draw(self)
        return Part(self._looks, packed(self._points), self._pictures, _values(artist) if told else [])

    # --- matplotlib'in çağırdıkları ---------------------------------------------------------------------------

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points * self.dpi / 72

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        return self._letters.get_text_width_height_descent(s, prop, ismath)

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:
        look, width = self._look(gc, rgbFace)
        clip = (0, 0, self.width, self.height) if rgbFace is None else None
        clean = path.cleaned(
            transform + self._down, True, clip, simplify=None if rgbFace is None else False,
            stroke_width=width, snap=gc.get_snap(),
        )  # fmt: skip
        if rgbFace is not None and np.abs(clean.vertices).max(initial=0) > FARTHEST:
            near = Bbox.from_extents(-99, -99, self.width + 99, self.height + 99)
            whole = path.to_polygons(transform + self._down)
            clean = Path.make_compound_path(*(Path(polygon).clip_to_bbox(near) for polygon in whole))
        if clean.codes is not None and np.size(clean.codes):
            self._add("path", look, encoded(clean.vertices, clean.codes))

    def draw_markers(
        self, gc: GraphicsContextBase, marker_path: Path, marker_trans: Transform, path: Path, trans: Transform,
        rgbFace: Any = None,
    ) -> None:  # fmt: skip
        look, width = self._look(gc, rgbFace)
        upside, snap = marker_trans + Affine2D().scale(1, -1), gc.get_snap()
        free = marker_path.cleaned(upside)
        stamp = marker_path.cleaned(upside, stroke_width=width, snap=snap)
        # Agg de böyle yapar: kenarları piksele oturtulmayan işaretin ortası bir pikselin ortasına gelir.
        free_to_move = not snap and np.array_equal(free.vertices, stamp.vertices)
        look["stamp"] = encoded(np.asarray(stamp.vertices) + 0.5 * free_to_move, stamp.codes).ravel().tolist()
        places = (trans + self._down).transform(path.vertices)
        places = places[np.isfinite(places).all(axis=1)]
        reach = np.abs(stamp.vertices).max(initial=0) + width
        inside = (places > -reach) & (places < np.array([self.width, self.height]) + reach)
        places = np.floor(places[inside.all(axis=1)] + 0.5)  # Agg işaretleri tam piksellere koyar
        if len(places):
            self._add("marks", look, quantised(places))

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Transform | None = None
    ) -> None:
        if transform is None:
            x, y = round(x), round(y)
            transform = Affine2D().scale(im.shape[1], im.shape[0])
        (a, b, _), (c, d, _), _ = transform.get_matrix()
        if b or c:
            raise NotImplementedError("döndürülmüş resim")
        corners = transform.transform([(0, 0), (1, 1)])
        left, right = sorted(corners[:, 0] + x)
        low, high = sorted(corners[:, 1] + y)
        im = im[:: -1 if d > 0 else 1, :: 1 if a > 0 else -1]
        self._add_picture(gc, png(im, effort=6), left, self.height - high, right, self.height - low)

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False,
        mtext: Any = None,
    ) -> None:  # fmt: skip
        left, top = math.floor(x), math.floor(y)
        key = (s, hash(prop), angle, ismath, gc.get_rgb(), round(64 * (x - left)), round(64 * (y - top)))
        if key not in self.written_lines:
            if len(self.written_lines) > 64:  # her karede değişen bir yazı belleği büyütmesin
                self.written_lines.clear()
            length = math.hypot(*self.get_text_width_height_descent(s, prop, ismath))
            self.written_lines[key] = written(self.dpi, length, gc, x - left, y - top, s, prop, angle, ismath, mtext)
        picture, x0, y0, width, height = self.written_lines[key]
        if width:
            self._add_picture(gc, picture, left + x0, top + y0, left + x0 + width, top + y0 + height)

    def start_filter(self) -> None:
        raise NotImplementedError("süzgeç (agg_filter)")

    # --- iç işleyiş -------------------------------------------------------------------------------------------

    def _look(self, gc: GraphicsContextBase, face: Any) -> tuple[dict[str, Any], float]:
        """Çizgi ve dolgunun görünüşü ile çizgi kalınlığı (piksel)."""
        if gc.get_hatch() or gc.get_sketch_params():
            raise NotImplementedError("tarama (hatch) ya da eskiz çizgisi")
        look = self._clip(gc)
        width = self.points_to_pixels(gc.get_linewidth())
        if face is not None and (len(face) == 3 or gc.get_forced_alpha()):
            face = (*face[:3], gc.get_alpha())
        if face is not None and face[3] > 0:
            look["fill"] = _css(face)
        line = gc.get_rgb()
        if width and (len(line) == 3 or line[3] > 0):
            look |= {
                "stroke": _css(line), "width": round(width, 3), "cap": CAPS[gc.get_capstyle()],
                "join": str(gc.get_joinstyle()),
            }  # fmt: skip
            offset, dashes = gc.get_dashes()
            if dashes is not None:
                look["dash"] = [round(self.points_to_pixels(d), 5) for d in np.asarray(dashes).tolist()]
                look["shift"] = round(self.points_to_pixels(offset), 5)
        return look, width

    def _clip(self, gc: GraphicsContextBase) -> dict[str, Any]:
        if gc.get_clip_path()[0] is not None:
            raise NotImplementedError("dikdörtgen olmayan kırpma")
        box = gc.get_clip_rectangle()
        if box is None:
            return {}
        left, right = (math.floor(x + 0.5) for x in (box.x0, box.x1))
        top, bottom = (self.height - math.floor(y + 0.5) for y in (box.y1, box.y0))
        return {"clip": [left, top, right - left, bottom - top]}

    def _add(self, kind: str, look: dict[str, Any], points: np.ndarray) -> None:
        if not {"fill", "stroke", "picture"} & set(look):
            return
        look = {"kind": kind, **look}
        same = bool(self._looks) and self._looks[-1] == look  # bir çizgi demeti tek görünüşle gider
        if self._points:
            self._points.append(sign(NEXT if same else END))
        if not same:
            self._looks.append(look)
        self._points.append(points)

    def _add_picture(self, gc: GraphicsContextBase, picture: bytes, x0: float, y0: float, x1: float, y1: float) -> None:
        look = self._clip(gc) | {"picture": len(self._pictures)}
        self._pictures.append(picture)
        self._add("picture", look, quantised(np.array([(x0, y0), (x1, y1)])))

    def _blocks(self, image: AxesImage) -> bool:
        """Renk haritası keskin kareler olarak mı görünür: öyleyse hücre başına tek piksel yollamak yeter."""
        if not image.get_transform().is_affine or np.ndim(image.get_alpha() or 0):
            return False
        rows, columns = image.get_size()
        box = image.get_window_extent(self)
        large = box.width >= 3 * columns and box.height >= 3 * rows
        smooth_when_small = ("auto", "antialiased")  # matplotlib da büyütürken araya renk katmaz
        return image.get_interpolation() in ("nearest", "none", *(smooth_when_small if large else ()))

    def _draw_blocks(self, image: AxesImage) -> None:
        pixels, left, bottom, transform = image.make_image(self, unsampled=True)
        if pixels is not None:
            gc = self.new_gc()
            gc.set_clip_rectangle(image.get_clip_box())
            if image.get_alpha() is not None:
                pixels[..., 3] = np.rint(pixels[..., 3] * image.get_alpha())
            whole = Affine2D().scale(pixels.shape[1], pixels.shape[0]) + transform
            self.draw_image(gc, left, bottom, pixels, whole)


def _values(artist: Any) -> list[bytes]:
    """Çizginin ya da saçılımın verisi, x ve y ayrı; görünmüyorsa boş."""
    if not artist.get_visible():
        return []
    data = artist.get_xydata() if isinstance(artist, Line2D) else artist.get_offsets()
    return [np.ascontiguousarray(column, dtype="<f8").tobytes() for column in np.ma.filled(data, np.nan).T]


def _css(color: Any) -> str:
    red, green, blue = (round(255 * channel) for channel in color[:3])
    alpha = float(color[3]) if len(color) > 3 else 1.0
    return f"rgba({red},{green},{blue},{alpha:.3g})"
