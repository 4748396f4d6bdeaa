"""Durağan şekil: denetimi olmayan, canlı şekillerle aynı görünüşte ve sözle anlatılmış tek resim."""

import base64
from collections.abc import Callable
from typing import Any

from ipywidgets import Widget
from matplotlib.figure import Figure

from lrlab.figures.hosts.image import ImageHost
from lrlab.figures.parts.style import chosen


def saved(words: str, png: bytes, view: Widget | None = None) -> dict[str, Any]:
    """Defterde saklanan gösterim: anlatım ve resim; `view` verilirse canlı görünüm de. Çekirdeksiz okur şekli görür."""
    bundle = {"text/plain": words, "image/png": base64.b64encode(png).decode()}
    if view is None:
        return bundle
    live = {"version_major": 2, "version_minor": 0, "model_id": view.model_id}
    return bundle | {"application/vnd.jupyter.widget-view+json": live}


class Still:
    """`draw(figure)`in çizdiği resim; hücrenin son satırı olarak gösterilir. `words` resimde görüneni anlatır.

    `figure`: matplotlib şekli; dosyaya yazmak için `figure.savefig("ad.png")`. `png`: resmin baytları.
    """

    def __init__(self, draw: Callable[[Figure], Any], words: str, *, lecture: bool | None = None) -> None:
        host = ImageHost(lambda figure: draw(figure) or {}, chosen(lecture))
        host.show(lambda artists: None)
        self.figure, self.png, self.words = host.figure, host.png, words

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return saved(self.words, self.png)
