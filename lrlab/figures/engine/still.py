"""Durağan şekil: denetimi olmayan, canlı şekillerle aynı görünüşte ve sözle anlatılmış tek resim."""

import base64
from collections.abc import Callable
from typing import Any

from ipywidgets import Widget
from matplotlib.figure import Figure

from lrlab.figures.hosts.image import ImageHost
from lrlab.figures.hosts.pictures import png as small_png
from lrlab.figures.parts.style import chosen, own_look
from lrlab.jupyter.outputs import live_output

SHARP = 2  # kaydedilen resmin bir sayfa pikselindeki nokta sayısı: yüksek çözünürlüklü ekranda da yazılar keskindir


def saved(
    words: str, png: bytes, view: Widget | None = None, *, width: int | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Defterde saklanan gösterim ve üst bilgisi: anlatım ve resim; `view` verilirse canlı görünüm de.

    Çekirdeksiz okur (GitHub, HTML) resmi görür, ekran okuyucu `words`ü okur. `width`: resmin sayfadaki eni; verilmezse
    resmin kendi eni. Boyu, resmin oranından bulunur.
    """
    across, down = (int.from_bytes(png[place : place + 4]) for place in (16, 20))  # PNG'nin başlığındaki ölçüler
    width = across if width is None else width
    data = {"text/plain": words, "image/png": base64.b64encode(png).decode()}
    metadata = {"image/png": {"width": width, "height": round(width * down / across), "alt": words}}
    return (data, metadata) if view is None else live_output(data, view, metadata)


class Still:
    """`draw(figure)`in çizdiği resim; hücrenin son satırı olarak gösterilir. `words` resimde görüneni anlatır.

    `figure`: matplotlib şekli; dosyaya yazmak için `figure.savefig("ad.png")`. `png`: resmin baytları, iki kat keskin.
    """

    def __init__(self, draw: Callable[[Figure], Any], words: str, *, lecture: bool | None = None) -> None:
        style = chosen(lecture)
        host = ImageHost(lambda figure: draw(figure) or {}, style)
        for artist in host.artists.values():  # burada hiçbir şey oynamaz
            artist.set_animated(False)
        self.figure, self.words, self._width = host.figure, words, style.width
        own = self.figure.dpi
        with own_look():
            self.figure.dpi = SHARP * own
            host.agg.draw()
            self.png = small_png(host.agg.buffer_rgba(), effort=6)  # bir kez çizilir; üçte bir küçüktür
            self.figure.dpi = own

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return saved(self.words, self.png, width=self._width)
