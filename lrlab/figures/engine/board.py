"""Pano (board): ekranda duran bir şekil; denetimleri, resmi, cümlesi ve soluk eğrileri."""

import html
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import ipywidgets
from matplotlib.lines import Line2D

from lrlab.core.validate import one_of
from lrlab.figures.engine.controls import Values
from lrlab.figures.engine.figure import LiveFigure
from lrlab.figures.engine.still import saved
from lrlab.figures.hosts.choice import make_host
from lrlab.figures.parts.style import Style, chosen


@dataclass(frozen=True)
class Ghost:
    """Saklanan bir an: denetim değerleri, `state()`e yazılan karşılığı ve zemindeki soluk çizgileri."""

    values: Values
    memory: dict[str, Any]
    lines: tuple[Line2D, ...]


class Board(ABC):
    """Bir `LiveFigure`ün ekrandaki yeri; `Explorer` hesabı denetimlerden, `Live` süren bir koşudan alır.

    `live`: şekil; `host`: resmi ekranda tutan ev sahibi; `widgets`: denetim adı -> ipywidgets denetimi; `initial`:
    başlangıç değerleri; `text`: altındaki cümle; `error`: son hesabın hatası, yoksa None.
    """

    def __init__(self, live: LiveFigure, start: Values, *, lecture: bool | None) -> None:
        self.live = live
        self._by_name = {control.name: control for control in live.controls}
        self.initial: Values = {c.name: c.default for c in live.controls} | self._accepted(start)
        for name, values in live.presets.items():  # bozuk bir hazır ayar, düğmesine basılınca değil hemen görülsün
            try:
                self._accepted(values)
            except (TypeError, ValueError) as error:
                raise type(error)(f"{name!r} hazır ayarı bu şekilde seçilemez: {error}") from error
        self._lock = threading.RLock()  # yeni çekirdeklerde widget iletileri ayrı bir iş parçacığından gelir
        self._quiet = False
        self._ghosts: list[Ghost] = []
        self._shown: Values = {}  # ekrandaki resmin değerleri; yarıda kesilen bir hesap onları değiştirmez
        self.error: Exception | None = None
        self.text = ""
        self.widgets = {c.name: c.widget(self.initial[c.name]) for c in live.controls}
        for widget in self.widgets.values():
            widget.observe(self._changed, names="value")
        self.host = make_host(live.draw, chosen(lecture))
        for name in live.handles:
            one_of("handles", name, self.host.artists)
        self.host.on_pointer(live.handles, self.point)
        self.status = ipywidgets.HTML()
        self.view = self._layout()

    # --- kodla kullanım ---------------------------------------------------------------------------------------

    @property
    def values(self) -> Values:
        """Denetimlerin şu anki değerleri."""
        return {name: widget.value for name, widget in self.widgets.items()}

    @abstractmethod
    def set(self, **values: Any) -> None:
        """Birkaç denetimi birlikte değiştirir; şekil bir kez yenilenir."""

    @abstractmethod
    def preset(self, name: str) -> None:
        """Hazır bir ayarı uygular; sözünü etmediği denetimler başlangıç değerine döner."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """Düz JSON: ekrandaki an ve soluk eğriler."""

    @abstractmethod
    def load(self, state: dict[str, Any]) -> None:
        """`state()`in verdiğini geri yükler. Bir değer bile uymuyorsa hiçbir şeyi değiştirmeden hata verir."""

    def keep(self) -> None:
        """Ekrandaki eğrileri soluk olarak saklar (öncekini sakla)."""
        with self._lock:
            if not self.error:
                lines = self.host.add_ghosts(except_for=self.live.passing)
                self._ghosts.append(Ghost(self._shown, self._memory(), lines))
                self._refresh()

    def clear(self) -> None:
        """Soluk eğrilerin hepsini siler."""
        with self._lock:
            self.host.remove_ghosts([line for ghost in self._ghosts for line in ghost.lines])
            self._ghosts.clear()
            self._refresh()

    def point(self, name: str, x: float, y: float) -> bool:
        """Şekilde sürüklenen `name` çizimi (x, y)'ye gelsin; kaydırıcıların hiçbiri yerinden oynamazsa `False`."""
        wanted = self.live.handles[name].values(self._by_name, x, y)
        if all(self.widgets[key].value == value for key, value in wanted.items()):
            return False
        self.set(**wanted)
        return True

    # --- iç işleyiş -------------------------------------------------------------------------------------------

    @abstractmethod
    def _memory(self) -> dict[str, Any]:
        """Ekrandaki anın `state()`e yazılan karşılığı, düz JSON."""

    @abstractmethod
    def _changed(self, _change: Any) -> None:
        """Bir denetim elle değişti."""

    @abstractmethod
    def _refresh(self) -> None:
        """Resmi ve cümleyi yeniler."""

    def _accepted(self, values: Values) -> Values:
        if not isinstance(values, dict):
            raise TypeError(f"denetim değerleri ad -> değer sözlüğü olmalı; verilen: {values!r}")
        for name in values:
            one_of("denetim", name, self._by_name)
        return {name: self._by_name[name].accept(value) for name, value in values.items()}

    def _ghost_words(self) -> str:
        told = "; ".join(self._difference(ghost.values) for ghost in self._ghosts)
        return f" Soluk eğriler: {told}." if told else ""

    def _difference(self, ghost: Values) -> str:
        """Bir soluk eğriyi öbürlerinden ayıran değerler: şu ankinden farklı olanlar, yoksa hepsi."""
        now = self.values
        changed = {k: v for k, v in ghost.items() if v != now[k]} or ghost
        return ", ".join(f"{(c := self._by_name[name]).label} = {c.shown(value)}" for name, value in changed.items())

    def _tell(self) -> None:
        """Şeklin altındaki cümle: göze de ekran okuyucuya da."""
        self.status.value = spoken(self.text, self.host.style, lines=2)

    # --- görünüş ----------------------------------------------------------------------------------------------

    def _layout(self) -> ipywidgets.VBox:
        """Yukarıdan aşağı: hazır ayarlar, denetimler, varsa koşunun düğmeleri, resim, cümle, araçlar."""
        presets = [button(name, partial(self.preset, name)) for name in self.live.presets]
        rows = [row(presets), row(self.widgets.values()), *self._run_row()]
        return ipywidgets.VBox([*rows, self.host.view, self.status, row(self._tools())])

    def _run_row(self) -> Sequence[ipywidgets.Widget]:
        """Denetimlerle resim arasındaki düğmeler; süren bir koşusu olmayan panoda yoktur."""
        return ()

    def _tools(self) -> Sequence[ipywidgets.Widget]:
        """Resmin altındaki düğmeler."""
        return button("Öncekini sakla", self.keep), button("Soluk eğrileri sil", self.clear)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Canlı görünümün yanında resim ve anlatım da kaydedilir: çekirdeksiz okur (GitHub, HTML) şekli görür."""
        return saved(self.text, self.host.png, self.view)


def button(label: str, action: Callable[[], Any], width: str = "auto") -> ipywidgets.Button:
    """Basılınca `action()`ı çağıran düğme."""
    made = ipywidgets.Button(description=label, layout=ipywidgets.Layout(width=width))
    made.on_click(lambda _: action())
    return made


def row(widgets: Any) -> ipywidgets.Box:
    """Yan yana, sığmayınca alt satıra geçen widget'lar."""
    return ipywidgets.Box(list(widgets), layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))


def spoken(text: str, style: Style, *, lines: int) -> str:
    """Ekran okuyucunun da söylediği cümle, HTML; uzasa da yeri `lines` satırdır ki sayfa oynamasın."""
    size = style.font + 3
    return (
        f'<div role="status" aria-live="polite" style="font-size:{size:g}px;line-height:1.4;'
        f'height:{1.4 * lines * size:g}px;overflow:auto;max-width:{style.width}px">{html.escape(text)}</div>'
    )
