"""Kâşif (explorer): denetimler -> hesap -> güncelleme; her zaman en son değer ekranda kalır."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any, final

from lrlab.core.validate import one_of
from lrlab.figures.engine.ahead import Ahead
from lrlab.figures.engine.board import Board
from lrlab.figures.engine.controls import Values
from lrlab.figures.engine.figure import LiveFigure
from lrlab.figures.engine.front import FRONT
from lrlab.figures.engine.panel import Action, PagePanel


@final
class Explorer(Board):
    """Bir `LiveFigure`ü denetimleriyle birlikte canlı tutar; hücrenin son satırı olarak gösterilir.

    `set(beta=0.9)`, `preset("…")`, `keep()` (öncekini sakla), `clear()`, `state()`/`load(state)` fareyle yapılan her
    şeyi kodla da yapar. `lecture=True` yazıyı sunum için büyütür (en az 14 punto); verilmezse LRLAB_LECTURE ortam
    değişkenine bakılır.
    `start` ile verilen denetim değerleri başlangıç olur; tanınmayan ad ya da değer adıyla reddedilir.
    """

    def __init__(self, live: LiveFigure, *, lecture: bool | None = None, **start: Any) -> None:
        self._late = False  # tarayıcının çizdiği an burada daha hesaplanmadı mı
        self._sent = True  # ekrandaki an alanlarda mı; tarayıcı kendisi çizdiyse değildir
        self.ahead: Ahead | None = None
        super().__init__(live, start, lecture=lecture)
        if isinstance(self.panel, PagePanel):
            self.ahead = Ahead(live, self.panel.host, self.desk, self._with_ghosts)
        self._refresh()
        if self.error:  # ilk karede gizlenmiş bir hata dersi sessizce bozardı
            raise self.error

    def set(self, **values: Any) -> None:
        """Birkaç denetimi birlikte değiştirir; şekil bir kez yenilenir."""
        accepted = self._accepted(values)
        with self._lock:
            self._values |= accepted
            self._parted = ""
            self._refresh()

    def preset(self, name: str) -> None:
        """Hazır bir ayarı uygular; sözünü etmediği denetimler başlangıç değerine döner."""
        one_of("name", name, self.live.presets)
        self.set(**self.initial | self.live.presets[name])

    def state(self) -> dict[str, Any]:
        """Düz JSON: denetim değerleri ve soluk eğrilerin değerleri."""
        return json.loads(json.dumps({"values": self.values, "ghosts": [ghost.memory for ghost in self._ghosts]}))

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

    def moved(self, values: Values, drawn: bool = False) -> None:
        """Denetimler elle oynadı; `drawn`: tarayıcı o anı önden yollanan sahneden çizdi, hesap sorulana dek bekler."""
        with FRONT, self._lock:
            self._values |= values
            self._parted = ""
            if drawn and not self._part(self._values):
                self._late, self._sent = True, False
                self.useful = self.live.useful(self._values)
            else:
                self._refresh()
        if self.ahead:
            self.ahead.follow(self.values)

    def touched(self, controls: Sequence[str]) -> None:
        """El bu denetimlerin üstünde: çevresindeki anlar önden kaydedilir."""
        if self.ahead:
            self.ahead.follow(self.values, controls)

    def _memory(self) -> Values:
        return self._shown

    def _catch_up(self, sending: bool = False) -> None:
        if sending and not self._sent:
            self._refresh()
        elif self._late:
            with self._lock:
                self._renew(sending=False)

    def _refresh(self) -> None:
        with self._lock, self.host.together():
            self._part(self._values)
            self._renew(sending=True)
            self._sent = True
            self.panel.show(self._values, self.useful)
            self.panel.tell(self._text)

    def _renew(self, *, sending: bool) -> None:
        values, self._late = dict(self._values), False
        self.useful = self.live.useful(values)
        try:
            moment = self.live.moment(values)
            text = moment.text
            self.host.show(partial(self.live.show, moment=moment), sending=sending)
            self._error, self._shown = None, values
        except Exception as error:  # şeklin yerinde sözle gösterilir; bir sonraki değişiklik toparlar
            self._error = error
            text = f"Bu ayarla hesap yapılamadı: {error} ({type(error).__name__}). Bir denetimi değiştir."
            self.host.say(text)
        self._text = self._with_ghosts(text, values, self._parted)

    def _presets(self) -> Sequence[Action]:
        actions = [
            Action(f"preset {name}", name, partial(self.preset, name), self.initial | self._accepted(values))
            for name, values in self.live.presets.items()
        ]
        # Ders şekli bir hazır ayarda açtıysa o sona gider: ilk düğmeye (1 tuşuna) basınca hep bir şey değişsin.
        return sorted(actions, key=lambda action: action.values == self.initial)

    def _tools(self) -> Sequence[Action]:
        return *super()._tools(), Action("home", "Başa dön", lambda: self.set(**self.initial), self.initial)
