"""Bir ders şekli ne söyler: denetimler, hesap, çizim, güncelleme ve cümle."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lrlab.figures.engine.controls import Control, Handle, Readout, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.style import ARITHMETIC

Arrays = dict[str, Any]


class LiveFigure(ABC):
    """Bütün ders şekillerinin soyut tabanı; yerleşimi, PNG'yi, iş parçacığını, tarayıcıyı bilmez.

    `controls`: denetimler; `presets`: hazır ayarın adı -> değişecek denetim değerleri. `passing`: soluk kopyası
    saklanmayacak çizimlerin adları. `handles`: sürüklenebilen çizimin adı -> hangi eksende hangi denetimi oynattığı
    (sürüklemeyi yalnızca tuval bilir). `readouts`: üstüne gelince okunan çizimin adı -> nasıl okunduğu.
    """

    controls: tuple[Control, ...]
    presets: Mapping[str, Values] = {}
    passing: tuple[str, ...] = ()
    handles: Mapping[str, Handle] = {}
    readouts: Mapping[str, Readout] = {}

    @abstractmethod
    def compute(self, *args: Any, **values: Any) -> Arrays:
        """Denetim değerlerinden (hepsi adıyla verilir) çizilecek diziler; saf bir fonksiyondur."""

    @abstractmethod
    def draw(self, figure: Figure) -> Artists:
        """Hiç değişmeyenleri bir kez çizer; oynayan matplotlib çizimlerini adlarıyla döndürür."""

    @abstractmethod
    def update(self, artists: Artists, arrays: Arrays) -> None:
        """Oynayan çizimlerin verisini `arrays`e getirir; başka bir şeye dokunmaz."""

    @abstractmethod
    def describe(self, values: Values, arrays: Arrays) -> str:
        """Şekilde ne göründüğü, sözle; görmeyen okur için de."""

    def useful(self, values: Values) -> set[str]:
        """Bu değerlerle işe yarayan denetimlerin adları; ötekiler kapalı durur."""
        return {control.name for control in self.controls}

    def moment(self, values: Values) -> tuple[Arrays, str]:
        """Bir anın dizileri ve cümlesi; kullanıcının numpy ayarlarından etkilenmez."""
        with np.errstate(**ARITHMETIC):
            arrays = self.compute(**values)
            return arrays, self.describe(values, arrays)
