"""Canlı eğitim: arka planda süren bir koşu, onu yöneten denetimler ve düğmeler."""

from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Any

import ipywidgets

from lrlab.figures.engine.explorer import LiveFigure
from lrlab.figures.engine.place import Place
from lrlab.figures.engine.player import Player
from lrlab.figures.engine.steering import Run
from lrlab.figures.engine.stepped import CLOSED, Stepped

SLICE = 0.015  # iki bakış arasındaki eğitim süresi (s); bir değişiklik en çok bu kadar bekler
SILENT = 90.0  # tarayıcı bu kadar saniyedir şekli görmediyse sayfa kapanmıştır (arka sekme dakikada bir haber verir)
UNTOUCHED = 600.0  # sayfayı bilemeyen ev sahibinde, dokunulmadan geçen en uzun süre (s)


class Live(Stepped):
    """Süren bir koşuyu denetimleriyle birlikte gösterir; hücrenin son satırı olarak gösterilir.

    Fareyle yapılan her şey kodla da yapılır: `start()`, `pause()`, `step(n)`, `reset()`, `run(steps)` (arka plan
    olmadan, hep aynı sonucu verir), `set(lr=0.1)`, `preset("…")` (ayarlayıp baştan başlar), `keep()`, `clear()`,
    `state()`/`load(state)`. Denetimlerin varsayılanları koşunun ayarlarıdır; koşuda zamanlayıcıyla verilen bir ayar,
    denetimine dokunulana dek zamanlayıcısıyla sürer. `options`: `Stepped`inkiler ve denetimlerin başlangıç değerleri.
    """

    def __init__(self, live: LiveFigure, run: Run, **options: Any) -> None:
        self._player = Player(self._slice, self._refresh, self._left_alone, self._halted)
        self._touched, self._displayed = monotonic(), False
        super().__init__(live, run, **options)
        self.view._view_count = 0  # boş (None) olmayınca tarayıcı, sayfada kaç görünüm olduğunu yazar
        self._place = Place(self.pause, self.close)

    # --- kodla kullanım ---------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Eğitim arka planda sürüyor mu?"""
        return self._player.playing

    def start(self) -> None:
        """Eğitimi arka planda başlatır; sürüyorsa ya da koşu ıraksamışsa bir şey yapmaz."""
        if not self.training.diverged_at:
            self._touched, self._toggle.description = monotonic(), "Duraklat"
            self._halted()
            self._player.start(self._place.name)

    def pause(self) -> None:
        """Eğitimi durdurur; en çok sürmekte olan adımı bekler."""
        self._player.pause()

    def reset(self) -> None:
        """İlk ağırlıklara ve boş eğrilere döner, ayarlar kalır; oynuyorsa baştan oynamayı sürdürür."""
        self._playing_on(super().reset)

    def preset(self, name: str) -> None:
        """Bir sınamayı kurar: sözünü etmediği denetimler başlangıç değerine döner, eğitim baştan başlar."""
        self._playing_on(lambda: super(Live, self).preset(name))

    def close(self) -> None:
        """Şekli kapatır: iş parçacığı biter; koşu, resim ve denetimler bellekten çıkar."""
        if self._host is None:
            return
        self._place.leave()
        self._player.end()
        with self._lock:
            _close(self.view)
            # Defterin Out'u bu nesneyi tutar: ağır olan hiçbir şey ona bağlı kalmasın.
            self.view = self.live = self._steering = self._host = self._toggle = self._status = None
            self._widgets = {}

    # --- arka plan --------------------------------------------------------------------------------------------

    def _slice(self) -> bool:
        """Arka planın bir dilimi: bekleyen değişiklikler, sonra birkaç adım."""
        self._steering.take()
        self.training.run(seconds=SLICE)
        return not self.training.diverged_at

    def _left_alone(self) -> str:
        """Şekle bakan yoksa bunu söyleyen cümle, varsa boş."""
        self._displayed = self._displayed or bool(self.view._view_count)
        seen = inf if self._displayed and not self.view._view_count else self._host.seen()
        if seen is None:
            alone = monotonic() - self._touched > UNTOUCHED
            return f"{UNTOUCHED / 60:.0f} dakikadır dokunulmadı: duraklatıldı." if alone else ""
        # Bir hücre çalışırken çekirdek tarayıcının haberlerini alamaz: o sessizlik sayılmaz.
        gone = seen == inf or min(seen, self._place.idle()) > SILENT
        return "Şekil sayfada görünmüyor: duraklatıldı." if gone else ""

    def _playing_on(self, change: Callable[[], None]) -> None:
        """`change`i duraklatarak yapar; oynuyor idiyse sürdürür."""
        playing = self.playing
        change()
        if playing:
            self.start()

    def _woken(self) -> bool:
        self._touched = monotonic()
        if self.playing:  # arka plan alır, birkaç adım atar ve hemen çizer
            self._player.wake()
            self.training.pause()
        return self.playing

    # --- görünüş ----------------------------------------------------------------------------------------------

    def _refresh(self, told: bool = True) -> None:
        with self._lock:
            if self._host is not None:
                self._toggle.description = "Duraklat" if self.playing else "Başlat"
                super()._refresh(told)

    def _layout(self) -> ipywidgets.Widget:
        def button(label: str, action: Callable[[], None]) -> ipywidgets.Widget:
            made = ipywidgets.Button(description=label, layout=ipywidgets.Layout(width="110px"))
            made.on_click(lambda _: self._press(action))
            return made

        self._toggle = button("Başlat", lambda: self.pause() if self.playing else self.start())
        row = ipywidgets.Layout(flex_flow="row wrap", align_items="center")
        buttons = [self._toggle, button("Bir adım", self.step), button("Baştan", self.reset)]
        whole = super()._layout()
        presets, controls, picture, status, tools = whole.children
        *kept, back = tools.children
        _close(back)  # "Başa dön" yerine "Baştan" var
        tools.children = kept
        whole.children = (presets, controls, ipywidgets.Box(buttons, layout=row), picture, status, tools)
        return whole

    def _press(self, action: Callable[[], None]) -> None:
        """Düğmenin işi; hatası günlükte kaybolmaz, şekilde gösterilir."""
        try:
            action()
        except Exception as error:
            self.failure = error
            self._refresh()

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if self._host is None:
            return {"text/plain": f"{self.text} ({CLOSED})"}
        self._place.here()
        return super()._repr_mimebundle_(**options)


def _close(widget: ipywidgets.Widget) -> None:
    """Bir widget'ı ve içindeki her şeyi kapatır: yerleşimler ve biçimler de birer widget'tır."""
    for one in (*getattr(widget, "children", ()), getattr(widget, "layout", None), getattr(widget, "style", None)):
        if isinstance(one, ipywidgets.Widget):
            _close(one)
    widget.close()
