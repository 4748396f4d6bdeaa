"""Hangi ev sahibi: hızlı tuval (anywidget) ya da her yerde çalışan resim."""

import os
import sys
from collections.abc import Callable

from matplotlib.figure import Figure

from lrlab.core.validate import one_of
from lrlab.figures.hosts.absent import absent
from lrlab.figures.hosts.host import Artists, FigureHost
from lrlab.figures.hosts.image import ImageHost
from lrlab.figures.parts.style import Style


def make_host(draw: Callable[[Figure], Artists], style: Style) -> FigureHost:
    """Şekli ekranda tutacak ev sahibi.

    LRLAB_HOST=canvas ya da LRLAB_HOST=image ortam değişkeni seçer. Söylenmemişse anywidget kuruluysa tuval, değilse
    resim kullanılır; Colab'da resim, çünkü tuval orada ayrı bir widget yöneticisi ister. Tuvali tanımayan bir pencere
    görüldüyse de resim kullanılır.
    """
    wanted = os.environ.get("LRLAB_HOST")
    if wanted:
        one_of("LRLAB_HOST", wanted, ("canvas", "image"))
    elif "google.colab" in sys.modules or absent():
        wanted = "image"
    if wanted == "image":
        return ImageHost(draw, style)
    try:
        from lrlab.figures.hosts.canvas import CanvasHost
    except ImportError as error:
        if wanted:
            raise ImportError("LRLAB_HOST=canvas anywidget ister: python -m pip install anywidget") from error
        return ImageHost(draw, style)
    return CanvasHost(draw, style)
