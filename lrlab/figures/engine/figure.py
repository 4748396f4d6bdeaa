"""Bir ders şekli ne söyler: denetimler, hesap, çizim, güncelleme ve cümle."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lrlab.figures.engine.controls import Control, Handle, Readout, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.headline import headline_text, write_headline
from lrlab.figures.parts.style import ARITHMETIC
from lrlab.figures.parts.wording import readable

Arrays = dict[str, Any]


@dataclass(frozen=True)
class Title:
    """Bir başlık: bulguyu söyleyen cümle ve `holds(değerler, diziler)`: doğru olduğu anlar.

    `holds` verilmezse başlık yalnızca neye bakıldığını söyler ve her an doğrudur.
    """

    text: str
    holds: Callable[[Values, Arrays], bool] | None = None

    def true(self, values: Values, arrays: Arrays) -> bool:
        """Bu anda doğru mu?"""
        return self.holds is None or bool(self.holds(values, arrays))


@dataclass(frozen=True)
class Moment:
    """Bir an: çizilecek diziler, başlık (yoksa boş) ve altındaki söz; sözün ilk satırı cümle, gerisi sayılardır."""

    arrays: Arrays
    title: str
    text: str


class LiveFigure(ABC):
    """Bütün ders şekillerinin soyut tabanı; yerleşimi, PNG'yi, iş parçacığını, tarayıcıyı bilmez.

    `controls`: denetimler; `presets`: hazır ayarın adı -> değişecek denetim değerleri. `passing`: soluk kopyası
    saklanmayacak çizimlerin adları. `ground`: yüzeyi ya da veriyi değiştiren denetimler; biri değişince soluk eğriler
    kalkar. `handles`: sürüklenebilen çizimin adı -> hangi eksende hangi denetimi oynattığı
    (sürüklemeyi yalnızca tuval bilir). `readouts`: üstüne gelince okunan çizimin adı -> nasıl okunduğu. `titles`:
    başlıklar; ekranda, o anda doğru olanların ilki durur, onun için sonuncusu her an doğru olmalıdır. `on_page`:
    çekirdeksiz sayfada oynayan denetimler -> orada en çok kaç değeri olduğu; anılmayan denetim orada kilitlidir.
    """

    controls: tuple[Control, ...]
    presets: Mapping[str, Values] = {}
    passing: tuple[str, ...] = ()
    ground: tuple[str, ...] = ()
    handles: Mapping[str, Handle] = {}
    readouts: Mapping[str, Readout] = {}
    titles: tuple[Title, ...] = ()
    on_page: Mapping[str, int] = {}

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
        """Şekilde ne göründüğü, sözle; görmeyen okur için de. İlk satır bulgunun cümlesidir, varsa ötekiler sayılar."""

    def useful(self, values: Values) -> set[str]:
        """Bu değerlerle işe yarayan denetimlerin adları; ötekiler kapalı durur."""
        return {control.name for control in self.controls}

    def moment(self, values: Values) -> Moment:
        """Bir anın dizileri, başlığı ve sözü; kullanıcının numpy ayarlarından etkilenmez."""
        with np.errstate(**ARITHMETIC):
            arrays = self.compute(**values)
            title = next((one.text for one in self.titles if one.true(values, arrays)), "")
            return Moment(arrays, readable(title), readable(self.describe(values, arrays)))

    def drawn(self, figure: Figure) -> Artists:
        """`draw`un çizdikleri ve başlığın yeri."""
        title = {"headline": headline_text(figure)} if self.titles else {}
        return self.draw(figure) | title

    def show(self, artists: Artists, moment: Moment) -> None:
        """`drawn`ın verdiklerini bu ana getirir."""
        if "headline" in artists:
            write_headline(artists["headline"], moment.title)
        self.update(artists, moment.arrays)
