"""Küçük PNG'ler: şeklin ya da renk haritasının kendisi ve matplotlib'in yazdığı bir satır yazı."""

import io
import math
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image

SHADES = 8  # yazının saydamlık basamakları: harflerin kenarı yine yumuşak görünür


def png(rgba: Any, effort: int = 1) -> bytes:
    """256 renkli PNG: şekillerde gözle ayırt edilmez, RGB'nin yarısından küçüktür; aynı resim hep aynı baytlardır.

    Saydam yeri olan bir resmin renkleri azaltılmaz. `effort` 1–9: sıkıştırmaya verilen emek.
    """
    pixels = np.ascontiguousarray(rgba)
    image, out = Image.fromarray(pixels), io.BytesIO()
    if (pixels[..., 3] == 255).all():
        image = image.convert("RGB").quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.save(out, "png", compress_level=effort)
    return out.getvalue()


def written(
    dpi: float, length: float, gc: GraphicsContextBase, x: float, y: float, *text: Any
) -> tuple[bytes, int, int, int, int]:
    """`length` piksel uzunluğunda bir satır yazının PNG'si, (x, y)'ye göre sol üst köşesi, eni ve boyu.

    Yazının harfleri değil resmi gider: okurun makinesinde aynı yazı tipi olmayabilir.
    """
    reach = math.ceil(length) + 4
    page = RendererAgg(2 * reach, 2 * reach, dpi)
    ink = page.new_gc()
    ink.copy_properties(gc)
    ink.set_clip_rectangle(None)
    page.draw_text(ink, x + reach, y + reach, *text)
    alpha = np.asarray(page.buffer_rgba())[..., 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return b"", 0, 0, 0, 0
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    shades = np.rint(alpha[top:bottom, left:right] * ((SHADES - 1) / 255)).astype(np.uint8)
    image, out = Image.fromarray(shades).convert("P"), io.BytesIO()
    image.putpalette([round(255 * channel) for channel in gc.get_rgb()[:3]] * SHADES)
    image.save(out, "png", bits=4, transparency=bytes(round(255 * k / (SHADES - 1)) for k in range(SHADES)))
    return out.getvalue(), left - reach, top - reach, right - left, bottom - top
