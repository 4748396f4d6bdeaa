"""Durağan şekil: denetimi olmayan, canlı şekillerle aynı görünüşte ve sözle anlatılmış tek resim."""

import base64
from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure

from lrlab.widgets.figure import FigureHost
from lrlab.widgets.style import chosen


class Still:
    """`draw(figure)`in çizdiği resim; hücrenin son satırı olarak gösterilir. `words` resimde görüneni anlatır."""

    def __init__(self, draw: Callable[[Figure], Any], words: str, *, lecture: bool | None = None) -> None:
        host = FigureHost(lambda figure: draw(figure) or {}, chosen(lecture))
        host.show(lambda artists: None)
        self.png, self.words = host.png, words

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.words, "image/png": base64.b64encode(self.png).decode()}
