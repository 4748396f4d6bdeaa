"""Kâşif (explorer): denetimler -> hesap -> güncelleme; her zaman en son değer ekranda kalır."""

import html
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import ipywidgets
from matplotlib.figure import Figure

from lrlab.core.validate import one_of
from lrlab.figures.engine.controls import Control
from lrlab.figures.engine.still import saved
from lrlab.figures.hosts.choice import make_host
from lrlab.figures.hosts.image import Artists
from lrlab.figures.parts.style import chosen

Arrays = dict[str, Any]
Values = dict[str, Any]


@dataclass(frozen=True)
class LiveFigure:
    """Bir ders şeklinin dört küçük parçası, hazır ayarları ve sözle anlatımı.

    `compute(**values)` saf bir fonksiyondur: denetim değerlerinden diziler sözlüğü. `draw(figure)` hiç değişmeyenleri
    bir kez çizer ve oynayan matplotlib çizimlerini adlarıyla döndürür. `update(artists, arrays)` yalnızca onların
    verisini değiştirir. `describe(values, arrays)` şekilde ne göründüğünü söyler (görmeyen okur için de).
    `presets`: ad -> değişecek denetim değerleri. `handles`: çizimin adı -> (x, y) -> denetim değerleri; hızlı ev sahibi
    o çizimi eksenlerinde sürükletir, x ve y eksenlerin veri koordinatlarıdır, değerler kaydırıcının en yakınına oturur.
    `useful`: denetim değerleri -> onlarla işe yarayan denetimlerin adları; ötekiler kapalı durur. `passing`: soluk
    kopyası saklanmayacak çizimler.
    """

    controls: tuple[Control, ...]
    presets: dict[str, Values]
    compute: Callable[..., Arrays]
    draw: Callable[[Figure], Artists]
    update: Callable[[Artists, Arrays], None]
    describe: Callable[[Values, Arrays], str]
    handles: dict[str, Callable[[float, float], Values]] = field(default_factory=dict)
    useful: Callable[[Values], set[str]] | None = None
    passing: tuple[str, ...] = ()


class Explorer:
    """Bir `LiveFigure`ü denetimleriyle birlikte canlı tutar; hücrenin son satırı olarak gösterilir.

    `set(beta=0.9)`, `preset("…")`, `keep()` (öncekini sakla), `clear()`, `state()`/`load(state)` fareyle yapılan her
    şeyi kodla da yapar. `lecture=True` yazıyı sunum için büyütür (en az 14 punto); verilmezse LRLAB_LECTURE ortam
    değişkenine bakılır.
    `start` ile verilen denetim değerleri başlangıç olur; tanınmayan ad ya da değer adıyla reddedilir.
    """

    def __init__(self, live: LiveFigure, *, lecture: bool | None = None, **start: Any) -> None:
        self.live = live
        self._by_name = {control.name: control for control in live.controls}
        self._initial = {c.name: c.default for c in live.controls} | self._accepted(start)
        for values in live.presets.values():  # bozuk bir hazır ayar, düğmesine basılınca değil hemen görülsün
            self._accepted(values)
        self._lock = threading.RLock()  # yeni çekirdeklerde widget iletileri ayrı bir iş parçacığından gelir
        self._quiet = False
        self._ghosts: list[Values] = []
        self._shown: Values = {}  # ekrandaki resmin değerleri; yarıda kesilen bir hesap onları değiştirmez
        self.error: Exception | None = None
        self.text = ""
        self._widgets = {c.name: c.widget(self._initial[c.name]) for c in live.controls}
        for widget in self._widgets.values():
            widget.observe(self._changed, names="value")
        self._host = make_host(live.draw, chosen(lecture))
        for name in live.handles:
            one_of("handles", name, self._host.artists)
        self._host.on_pointer(live.handles, self._pointed)
        self._status = ipywidgets.HTML()
        self.view = self._layout()
        self._refresh()
        if self.error:  # ilk karede gizlenmiş bir hata dersi sessizce bozardı
            raise self.error

    # --- kodla kullanım ---------------------------------------------------------------------------------------

    @property
    def values(self) -> Values:
        """Denetimlerin şu anki değerleri."""
        return {name: widget.value for name, widget in self._widgets.items()}

    def set(self, **values: Any) -> None:
        """Birkaç denetimi birlikte değiştirir; şekil bir kez yenilenir."""
        accepted = self._accepted(values)
        with self._lock:
            self._quiet = True
            try:
                for name, value in accepted.items():
                    self._widgets[name].value = value
            finally:
                self._quiet = False
            self._refresh()

    def preset(self, name: str) -> None:
        """Hazır bir ayarı uygular; sözünü etmediği denetimler başlangıç değerine döner."""
        one_of("name", name, self.live.presets)
        self.set(**self._initial | self.live.presets[name])

    def keep(self) -> None:
        """Ekrandaki eğrileri soluk olarak saklar (öncekini sakla)."""
        with self._lock:
            if not self.error:
                self._ghosts.append(self._shown)
                self._host.keep_ghost(except_for=self.live.passing)
                self._refresh()

    def clear(self) -> None:
        """Soluk eğrilerin hepsini siler."""
        with self._lock:
            self._ghosts.clear()
            self._host.clear_ghosts()
            self._refresh()

    def state(self) -> dict[str, Any]:
        """Düz JSON: denetim değerleri ve soluk eğrilerin değerleri."""
        return json.loads(json.dumps({"values": self.values, "ghosts": self._ghosts}))

    def load(self, state: dict[str, Any]) -> None:
        """`state()`in verdiğini geri yükler. Bir değer bile uymuyorsa hiçbir şeyi değiştirmeden hata verir."""
        whole = isinstance(state, dict) and set(state) == {"values", "ghosts"}
        if not whole or not isinstance(state["ghosts"], list):
            raise ValueError(
                f"`state` = {state!r} olamaz; `values` (sözlük) ve `ghosts` (liste) alanları olan bir sözlük gerekli"
            )
        values, ghosts = self._accepted(state["values"]), [self._accepted(ghost) for ghost in state["ghosts"]]
        with self._lock:
            self.clear()
            for ghost in ghosts:
                self.set(**ghost)
                self.keep()
            self.set(**values)

    # --- iç işleyiş -------------------------------------------------------------------------------------------

    def _accepted(self, values: Values) -> Values:
        if not isinstance(values, dict):
            raise TypeError(f"denetim değerleri ad -> değer sözlüğü olmalı; verilen: {values!r}")
        for name in values:
            one_of("denetim", name, self._by_name)
        return {name: self._by_name[name].accept(value) for name, value in values.items()}

    def _changed(self, _change: Any) -> None:
        # Tarayıcı, yanıtı beklenen iletiden sonra yalnızca en son değeri yollar: burada kuyruk tutmak geciktirirdi.
        if not self._quiet:
            self._refresh()

    def _pointed(self, name: str, x: float, y: float) -> bool:
        """Şekilde sürüklenen `name`, (x, y)'ye gelsin; kaydırıcıların hiçbiri yerinden oynamazsa `False`."""
        wanted = {key: self._by_name[key].nearest(value) for key, value in self.live.handles[name](x, y).items()}
        if all(self._widgets[key].value == value for key, value in wanted.items()):
            return False
        self.set(**wanted)
        return True

    def _refresh(self) -> None:
        with self._lock:
            values = self.values
            if self.live.useful:
                useful = self.live.useful(values)
                for name, widget in self._widgets.items():
                    widget.disabled = name not in useful
            try:
                arrays = self.live.compute(**values)
                text = self.live.describe(values, arrays)
                self._host.show(partial(self.live.update, arrays=arrays))
                self.error, self._shown = None, values
            except Exception as error:  # şeklin yerinde sözle gösterilir; bir sonraki değişiklik toparlar
                self.error = error
                text = f"Bu ayarla hesap yapılamadı: {error} ({type(error).__name__}). Bir denetimi değiştir."
                self._host.say(text)
            self.text = text + self._ghost_words()
            self._tell()

    def _ghost_words(self) -> str:
        told = "; ".join(self._difference(ghost) for ghost in self._ghosts)
        return f" Soluk eğriler: {told}." if told else ""

    def _tell(self) -> None:
        """Şeklin altındaki cümle: göze de ekran okuyucuya da."""
        size, width = self._host.style.font + 3, self._host.style.width
        self._status.value = (
            f'<div role="status" aria-live="polite" style="font-size:{size:g}px;line-height:1.4;'
            f'height:{2.8 * size:g}px;overflow:auto;max-width:{width}px">{html.escape(self.text)}</div>'
        )

    def _difference(self, ghost: Values) -> str:
        """Bir soluk eğriyi öbürlerinden ayıran değerler: şu ankinden farklı olanlar, yoksa hepsi."""
        now = self.values
        changed = {k: v for k, v in ghost.items() if v != now[k]} or ghost
        return ", ".join(f"{(c := self._by_name[name]).label} = {c.shown(value)}" for name, value in changed.items())

    def _layout(self) -> ipywidgets.Widget:
        def button(label: str, action: Callable[[], None]) -> ipywidgets.Widget:
            made = ipywidgets.Button(description=label, layout=ipywidgets.Layout(width="auto"))
            made.on_click(lambda _: action())
            return made

        row = ipywidgets.Layout(flex_flow="row wrap", align_items="center")
        presets = [button(name, partial(self.preset, name)) for name in self.live.presets]
        tools = [
            button("Öncekini sakla", self.keep),
            button("Soluk eğrileri sil", self.clear),
            button("Başa dön", lambda: self.set(**self._initial)),
        ]
        return ipywidgets.VBox(
            [
                ipywidgets.Box(presets, layout=row),
                ipywidgets.Box(list(self._widgets.values()), layout=row),
                self._host.view,
                self._status,
                ipywidgets.Box(tools, layout=row),
            ]
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Canlı görünümün yanında resim ve anlatım da kaydedilir: çekirdeksiz okur (GitHub, HTML) şekli görür."""
        return saved(self.text, self._host.png, self.view)
