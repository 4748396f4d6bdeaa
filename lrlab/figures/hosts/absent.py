"""Tuvali tanımayan pencere: anywidget'ın eklentisi orada kurulu değilse tuvalin yerine resim geçer.

Çekirdek başka bir ortamdaki JupyterLab'de açılınca olur. Pencere bunu söylemez; temel widget'ları ise gösterir ve
gösterdiğini yazar: kutu ekrandadır, içindeki tuvalden hiç ses gelmemiştir.
"""

import threading
from collections.abc import Callable
from typing import Any

import ipywidgets

PATIENCE = 4.0  # saniye; yavaş bir ağda tuvalin kendisi de geç gelir
TOLD = (
    "Bu pencere canlı şekli gösteremiyor: Jupyter'in çalıştığı ortamda anywidget kurulu değil. "
    "Hücreyi yeniden çalıştır, şekil denetimleriyle, resim olarak gelir."
)

_absent = threading.Event()


def absent() -> bool:
    """Bu çekirdeğe bakan bir pencerenin tuvali tanımadığı anlaşıldı mı?"""
    return _absent.is_set()


def stand_in(box: ipywidgets.Box, heard: Callable[[], bool], picture: Callable[[], ipywidgets.Image]) -> None:
    """`box` ekrana gelir de içindeki tuvalden ses gelmezse (`heard`) tuvalin yerine `picture()` ile bir cümle geçer."""
    canvas = box.children
    box._view_count = 0  # boş (None) olmayınca pencere, sayfada kaç görünüm olduğunu yazar

    def shown(change: dict[str, Any]) -> None:
        box.unobserve(shown, "_view_count")
        timer = threading.Timer(PATIENCE, ask)
        timer.daemon = True
        timer.start()

    def ask() -> None:
        """Sessizlik, hücre çalışırken bekleyen bir haber de olabilir: resmin gösterildiği haberi onun arkasındadır."""
        if not heard():
            still = ipywidgets.VBox([picture(), ipywidgets.HTML(TOLD)])
            still._view_count = 0
            still.observe(settle, "_view_count")
            box.children = (*canvas, still)

    def settle(change: dict[str, Any]) -> None:
        still = change["owner"]
        still.unobserve(settle, "_view_count")
        if heard():
            box.children = canvas
        else:
            _absent.set()
            box.children = (still,)

    box.observe(shown, "_view_count")
