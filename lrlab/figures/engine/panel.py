"""Denetim masası (panel): denetimler, hazır ayarlar, düğmeler ve cümle; tuvalde sayfanın, resimde ipywidgets'ın.

Denetimlerin gerçek değerlerini pano tutar; masa onları gösterir ve elle değişenleri bildirir.
"""

import html
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, final

import ipywidgets

from lrlab.figures.engine.controls import Control, Slider, Values
from lrlab.figures.engine.front import FRONT
from lrlab.figures.hosts.host import FigureHost
from lrlab.figures.parts.style import Style

if TYPE_CHECKING:
    from lrlab.figures.hosts.canvas import CanvasHost


@dataclass(frozen=True)
class Action:
    """Bir düğme: `name` adı, `label` üstündeki yazı, `run` işi. `values` verilirse iş denetimleri oraya getirmektir."""

    name: str
    label: str
    run: Callable[[], Any]
    values: Values | None = None


@dataclass(frozen=True)
class Desk:
    """Masada ne olduğu: denetimler, hazır ayarlar (üstte), koşunun düğmeleri (ortada), araçlar (altta)."""

    controls: Sequence[Control]
    presets: Sequence[Action]
    runs: Sequence[Action]
    tools: Sequence[Action]

    def place(self, values: Values) -> list[int]:
        """Değerlerin denetimlerdeki sıraları."""
        return [control.extent.index(values[control.name]) for control in self.controls]

    def values(self, place: Sequence[int]) -> Values:
        """Sıralardaki değerler; aralık dışındaki bir sıra `IndexError`dır."""
        if min(place, default=0) < 0:
            raise IndexError(f"`place` negatif olamaz; verilen: {list(place)}")
        return {control.name: control.extent[at] for control, at in zip(self.controls, place, strict=True)}

    @property
    def actions(self) -> dict[str, Action]:
        return {action.name: action for action in (*self.presets, *self.runs, *self.tools)}


class Panel(ABC):
    """Masanın ekrandaki hali; `view` gösterilecek widget."""

    view: ipywidgets.DOMWidget

    @abstractmethod
    def show(self, values: Values, useful: set[str]) -> None:
        """Denetimleri değerlerine getirir, işe yaramayanları kapatır; hiçbir şey bildirmez."""

    @abstractmethod
    def tell(self, text: str, aloud: bool = True) -> None:
        """Şeklin altındaki söz; `aloud` doğru değilse ekran okuyucu onu okumaz."""

    @property
    @abstractmethod
    def told(self) -> str:
        """Ekranda duran cümle."""

    @abstractmethod
    def label(self, name: str, label: str) -> None:
        """Bir düğmenin üstündeki yazı."""


def make_panel(host: FigureHost, desk: Desk, values: Values, hand: "Hand") -> Panel:
    """Ev sahibine uyan masa; elle yapılanları `hand` duyar."""
    if hasattr(host, "page"):
        return PagePanel(host, desk, values, hand)  # type: ignore[arg-type]
    return WidgetPanel(host, desk, values, hand)


class Hand(Protocol):
    """Elle yapılanları duyan pano."""

    def moved(self, values: Values, drawn: bool = False) -> None:
        """Denetimler oynadı; `drawn`: tarayıcı o anı önden yollanan sahneden çizdi."""

    def touched(self, controls: Sequence[str]) -> None:
        """El bu denetimlerin üstünde, birazdan oynatabilir."""


@final
class WidgetPanel(Panel):
    """ipywidgets'ın temel denetimleri; her yerde çalışır."""

    def __init__(self, host: FigureHost, desk: Desk, values: Values, hand: Hand) -> None:
        self._hand, self._quiet, self._style, self._text = hand, False, host.style, ""
        self.widgets = {control.name: control.widget(values[control.name]) for control in desk.controls}
        for widget in self.widgets.values():
            widget.observe(self._changed, names="value")
        self._buttons = {action.name: button(action.label, action.run) for action in desk.actions.values()}
        self._status = ipywidgets.HTML()

        def rowed(actions: Iterable[Action]) -> ipywidgets.Box:
            return row(self._buttons[action.name] for action in actions)

        above = [rowed(desk.presets), row(self.widgets.values()), *([rowed(desk.runs)] if desk.runs else [])]
        self.view = ipywidgets.VBox([*above, host.view, self._status, rowed(desk.tools)])

    def show(self, values: Values, useful: set[str]) -> None:
        self._quiet = True
        try:
            for name, widget in self.widgets.items():
                widget.value, widget.disabled = values[name], name not in useful
        finally:
            self._quiet = False

    def tell(self, text: str, aloud: bool = True) -> None:
        self._text = text
        self._status.value = spoken(text, self._style, lines=2, aloud=aloud)

    @property
    def told(self) -> str:
        return self._text

    def label(self, name: str, label: str) -> None:
        self._buttons[name].description = label

    def _changed(self, _change: Any) -> None:
        # Tarayıcı, yanıtı beklenen iletiden sonra yalnızca en son değeri yollar: burada kuyruk tutmak geciktirirdi.
        if not self._quiet:
            self._hand.moved({name: widget.value for name, widget in self.widgets.items()})


@final
class PagePanel(Panel):
    """Tuvalin sayfasındaki yerli denetimler; denetimlerin yerleri tek bir alandır (`place`)."""

    def __init__(self, host: "CanvasHost", desk: Desk, values: Values, hand: Hand) -> None:
        self._desk, self._hand, self._quiet = desk, hand, False
        self.host, self.view, self.page = host, host.view, host.page

        def told(actions: Iterable[Action]) -> list[dict[str, Any]]:
            return [
                {"name": action.name, "label": action.label}
                | ({} if action.values is None else {"at": desk.place(action.values)})
                for action in actions
            ]

        self.page.panel = {
            "controls": [_control(control, desk.controls) for control in desk.controls],
            "presets": told(desk.presets), "runs": told(desk.runs), "tools": told(desk.tools),
            "font": host.style.font,
        }  # fmt: skip
        self.page.place = self._place(values)
        self.page.observe(self._changed, names="place")
        self.page.on_msg(self.hear)

    def show(self, values: Values, useful: set[str]) -> None:
        page, place = self.page, self._place(values)
        self._quiet = True
        try:
            page.shown = place["at"]
            page.useful = [k for k, control in enumerate(self._desk.controls) if control.name in useful]
            if page.place["at"] != place["at"]:
                page.place = place
        finally:
            self._quiet = False

    def tell(self, text: str, aloud: bool = True) -> None:
        self.page.hushed, self.page.text = not aloud, text

    @property
    def told(self) -> str:
        return self.page.text

    def label(self, name: str, label: str) -> None:
        self.page.labels = self.page.labels | {name: label}

    def _place(self, values: Values) -> dict[str, Any]:
        return {"at": self._desk.place(values), "drawn": False, "epoch": self.page.epoch}

    def _changed(self, change: Any) -> None:
        if not self._quiet:
            told = change["new"]
            drawn = bool(told["drawn"]) and told["epoch"] == self.page.epoch
            self._hand.moved(self._desk.values(told["at"]), drawn)

    def hear(self, _page: Any, content: dict[str, Any], _buffers: Any) -> None:
        """Tarayıcıdan gelenler: bir düğmeye basıldı, el bir denetimin üstünde."""
        if content["kind"] == "press":
            with FRONT:
                self._desk.actions[content["name"]].run()
        elif content["kind"] == "touch":
            self._hand.touched([self._desk.controls[k].name for k in content["controls"]])


def _control(control: Control, others: Sequence[Control]) -> dict[str, Any]:
    """Bir denetim, tarayıcıya giden haliyle; `until`: sonu belirleyen denetim ve her değerinde sonun sırası."""
    texts = [control.shown(value) for value in control.extent]
    told: dict[str, Any] = {
        "kind": type(control).__name__.lower(),
        "name": control.name,
        "label": control.label,
        "texts": texts,
    }
    if not isinstance(control, Slider):
        return told
    told["play"] = control.play
    for k, other in enumerate(others):
        if other.name == control.until:
            ends = [sum(value <= end for value in control.extent) - 1 for end in other.extent]
            told["until"] = {"control": k, "ends": ends}
    return told


def button(label: str, action: Callable[[], Any], width: str = "auto") -> ipywidgets.Button:
    """Basılınca `action()`ı çağıran düğme."""
    made = ipywidgets.Button(description=label, layout=ipywidgets.Layout(width=width))
    made.on_click(lambda _: action())
    return made


def row(widgets: Any) -> ipywidgets.Box:
    """Yan yana, sığmayınca alt satıra geçen widget'lar."""
    return ipywidgets.Box(list(widgets), layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))


def spoken(text: str, style: Style, *, lines: int, aloud: bool = True) -> str:
    """Ekran okuyucunun da (`aloud` ise) söylediği söz, HTML; kısası da `lines` satır yer tutar ki sayfa oynamasın."""
    size, live = style.font + 3, "polite" if aloud else "off"
    finding, *rest = text.split("\n")
    numbers = f'<div style="color:#595959">{html.escape(" ".join(rest))}</div>' if rest else ""
    return (
        f'<div role="status" aria-live="{live}" style="font-size:{size:g}px;line-height:1.4;'
        f'min-height:{1.4 * lines * size:g}px;max-width:{style.width}px">{html.escape(finding)}{numbers}</div>'
    )
