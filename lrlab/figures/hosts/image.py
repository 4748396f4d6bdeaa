"""Temel ev sahibi: şeklin resmi tek bir `ipywidgets.Image`e PNG olarak konur; her yerde çalışır."""

from collections.abc import Mapping
from typing import Any, final

import ipywidgets
from matplotlib.artist import Artist

from lrlab.figures.hosts.host import FigureHost, Pointed


@final
class ImageHost(FigureHost):
    """Resmi çekirdek çizer; yalnızca ipywidgets'ın temel widget'ları gerekir."""

    @property
    def png(self) -> bytes:
        return self.view.value

    def on_pointer(self, handles: Mapping[str, Any], callback: Pointed) -> None:
        """Resim sürüklenemez: aynı şeyi denetimler yapar."""

    def on_readout(self, readouts: Mapping[str, Any]) -> None:
        """Resmin üstüne gelmek bir şey söylemez: sayılar cümlededir."""

    def seen(self) -> float | None:
        """Resmin sayfada olup olmadığı buradan bilinmez."""
        return None

    def _view(self) -> ipywidgets.Image:
        return ipywidgets.Image(format="png", layout=self._layout())

    def _paint(self, moving: list[Artist]) -> None:
        self.view.value = self._picture(moving)
