"""Denetimler veri olarak: kaydırıcı, seçim, anahtar; her biri klavyeyle kullanılır ve düz JSON değer taşır."""

import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import ipywidgets
import numpy as np

from lrlab.core.averages import beta_for_window
from lrlab.core.validate import one_of
from lrlab.figures.parts.wording import readable

Values = dict[str, Any]


@dataclass(frozen=True)
class Slider:
    """`values` içindeki sayılar arasında kaydırıcı; `text` her sayının yazılışı ("{:g}" gibi bir kalıp).

    `play`: değerler zamandır (adım, gün, basamak); tuvalde yanında ▶ durur, basılınca sona dek kendiliğinden yürür.
    `until`: sonun, değeri kadar olan denetimin adı (koşunun uzunluğu T gibi); verilmezse kaydırıcının sonu.
    """

    name: str
    label: str
    values: tuple[float, ...]
    default: float
    text: str = "{:g}"
    play: bool = False
    until: str = ""

    @property
    def extent(self) -> tuple[Any, ...]:
        """Seçilebilen bütün değerler, sırasıyla."""
        return self.values

    @property
    def extremes(self) -> tuple[Any, ...]:
        return (self.values[0], self.values[-1])

    def including(self, *values: float) -> "Slider":
        """Aynı kaydırıcı, verilen sayılar da tam olarak seçilebilir (hazır ayarlar için)."""
        return replace(self, values=tuple(sorted({*self.values, *values})))

    def accept(self, value: Any) -> float:
        """Kaydırıcıda bulunan sayıyı döndürür; yoksa adını ve en yakınını söyleyen `ValueError`."""
        low, high = self.values[0], self.values[-1]
        if isinstance(value, bool) or not isinstance(value, int | float | np.number):
            raise TypeError(f"`{self.name}` bir sayı olmalı; verilen: {value!r}; izin verilen: {low:g} … {high:g}")
        nearest = self.nearest(float(value))
        if not np.isclose(nearest, value, rtol=1e-6, atol=1e-12):
            raise ValueError(
                f"`{self.name}` = {value!r} bu kaydırıcıda yok; izin verilen: {low:g} … {high:g}, en yakını {nearest:g}"
            )
        return nearest

    def nearest(self, value: float) -> float:
        """Kaydırıcıda `value`ye en yakın sayı: şekilde sürüklenen bir nokta buna oturur."""
        return min(self.values, key=lambda known: abs(known - value))

    def shown(self, value: float) -> str:
        return readable(self.text.format(value))

    def widget(self, value: float) -> ipywidgets.Widget:
        return ipywidgets.SelectionSlider(
            options=[(self.shown(known), known) for known in self.values],
            value=value,
            description=self.label,
            style={"description_width": "initial"},
            layout=ipywidgets.Layout(width="340px", margin="2px 16px 2px 2px"),
        )


@dataclass(frozen=True)
class Choice:
    """Adlandırılmış birkaç seçenekten biri; `options` görünen ad -> değer."""

    name: str
    label: str
    options: dict[str, Any]
    default: Any

    @property
    def extent(self) -> tuple[Any, ...]:
        return tuple(self.options.values())

    @property
    def extremes(self) -> tuple[Any, ...]:
        return self.extent

    def accept(self, value: Any) -> Any:
        return one_of(self.name, value, self.options.values())

    nearest = accept

    def shown(self, value: Any) -> str:
        return next(label for label, known in self.options.items() if known == value)

    def widget(self, value: Any) -> ipywidgets.Widget:
        return ipywidgets.Dropdown(
            options=list(self.options.items()),
            value=value,
            description=self.label,
            style={"description_width": "initial"},
            layout=ipywidgets.Layout(width="260px", margin="2px 16px 2px 2px"),
        )


@dataclass(frozen=True)
class Toggle:
    """Açık ya da kapalı."""

    name: str
    label: str
    default: bool = False

    @property
    def extent(self) -> tuple[Any, ...]:
        return (False, True)

    @property
    def extremes(self) -> tuple[Any, ...]:
        return self.extent

    def accept(self, value: Any) -> bool:
        return bool(one_of(self.name, value, (False, True)))

    nearest = accept

    def shown(self, value: bool) -> str:
        return "açık" if value else "kapalı"

    def widget(self, value: bool) -> ipywidgets.Widget:
        return ipywidgets.Checkbox(
            value=value,
            description=self.label,
            indent=False,
            layout=ipywidgets.Layout(width="auto", margin="2px 16px 2px 2px"),
        )


Control = Slider | Choice | Toggle


@dataclass(frozen=True)
class Along:
    """Bir eksen boyunca oynayan kaydırıcı: `at(değer)`, değerin o eksendeki yeridir (veri koordinatıyla)."""

    control: str
    at: Callable[[float], float] = float


@dataclass(frozen=True)
class Handle:
    """Şekilde sürüklenen bir çizim: eninde ve boyunda oynattığı kaydırıcılar, dokununca gelen başka değerler.

    Kaydırıcı, eksendeki yeri dokunulan yere en yakın değerine gelir.
    """

    x: Along | None = None
    y: Along | None = None
    fixed: Values = field(default_factory=dict)

    def values(self, sliders: Mapping[str, Control], x: float, y: float) -> Values:
        """(x, y)'ye sürüklenince denetimlerin alacağı değerler."""
        moved = {}
        for along, place in ((self.x, x), (self.y, y)):
            if along is not None:
                known = sliders[along.control].extent
                places = np.array([along.at(value) for value in known], float)
                moved[along.control] = known[int(np.argmin(abs(places - place)))]
        return self.fixed | moved


@dataclass(frozen=True)
class Readout:
    """Üstüne gelince okunan bir çizim: `name` eğrinin adı; `x`, `y` eksenlerin ne olduğu, birimi sonda ayraç
    içinde ("sıcaklık (°C)"). Ayraca simge yazılmaz ("adım (t)" değil "adım"): oradaki, sayının ardından okunur.

    `index` aynı olan çizimler birbirine bağlıdır: birinin k. noktasına gelince ötekilerin k. noktası da yanar.
    """

    name: str
    x: str
    y: str
    index: str = ""


def complete(controls: tuple[Control, ...], presets: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Hazır ayarlar, sözünü etmedikleri denetimlerin varsayılanıyla.

    Böylece şekil hangi değerlerle açılırsa açılsın bir düğme hep adının söylediğini gösterir.
    """
    defaults = {control.name: control.default for control in controls}
    return {name: defaults | values for name, values in presets.items()}


def among(presets: Mapping[str, dict[str, Any]], **options: Collection[Any]) -> dict[str, dict[str, Any]]:
    """Hazır ayarlardan, `options` (denetim adı -> seçenekler) içinde kalanlar; ötekilerin adını bir uyarıyla söyler.

    Elindeki kayıtların birkaçını veren öğrenci şekli yine görür, ama hangi düğmenin neden olmadığını bilir.
    """
    shown = dict(presets)
    for control, known in options.items():
        beyond = {name: told[control] for name, told in shown.items() if control in told and told[control] not in known}
        if beyond:
            names = ", ".join(f"{name!r} ({control} = {value!r})" for name, value in beyond.items())
            there = ", ".join(repr(value) for value in known)
            warnings.warn(f"gösterilmeyen hazır ayarlar: {names}; `{control}` seçenekleri: {there}", stacklevel=3)
            shown = {name: values for name, values in shown.items() if name not in beyond}
    return shown


def within(presets: Mapping[str, dict[str, Any]], **ranges: tuple[float, float]) -> dict[str, dict[str, Any]]:
    """Hazır ayarlardan, `ranges` (denetim adı -> uçları) içinde kalanlar; ötekilerin adını bir uyarıyla söyler.

    Dar bir aralık seçen öğrenci şekli yine görür, ama hangi düğmenin neden olmadığını bilir.
    """
    shown = dict(presets)
    for control, (low, high) in ranges.items():
        told = {name: values[control] for name, values in presets.items() if control in values}
        beyond = {name: value for name, value in told.items() if not low <= value <= high}
        if beyond:
            names = ", ".join(f"{name!r} ({control} = {value:g})" for name, value in beyond.items())
            warnings.warn(
                f"gösterilmeyen hazır ayarlar: {names}; `{control}` kaydırıcısı {low:g} … {high:g} arasında",
                stacklevel=3,
            )
            shown = {name: values for name, values in shown.items() if name not in beyond}
    return shown


def beta_slider(default: float = 0.9, name: str = "beta", label: str = "β") -> Slider:
    """β kaydırıcısı, pencere uzunluğu 1/(1-β)'ya göre aralıklı: 0.5, 0.9 ve 0.98 birbirinden iyice ayrıdır."""
    windows = sorted({1, 2, 10, 50, 100, *np.round(np.geomspace(1, 200, 46), 1)})
    values = tuple(round(float(beta_for_window(window)), 4) for window in windows)
    return Slider(name, label, tuple(sorted(set(values))), default, "{:.4g}")


# Her ondalık basamakta seçilebilen sayılar: aralıkları aşağı yukarı eşit oranlı, okunuşları kısa.
MANTISSAS = (1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.3, 3.6, 4, 4.5, 5, 5.5, 6, 7, 8, 9)


def log_slider(name: str, label: str, low: float, high: float, default: float) -> Slider:
    """`low` ile `high` arasında logaritmik aralıklı kaydırıcı: 0.01, 0.012, …, 0.09, 0.1, …; `default` da bulunur."""
    decades = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    values = (float(f"{mantissa}e{decade}") for decade in decades for mantissa in MANTISSAS)
    return Slider(name, label, tuple(v for v in values if low <= v <= high), default, "{:g}").including(default)
