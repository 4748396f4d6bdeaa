"""Kâşif (explorer): denetimler -> hesap -> güncelleme; her zaman en son değer ekranda kalır."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any, final

import ipywidgets
import numpy as np

from lrlab.core.validate import one_of
from lrlab.figures.engine.board import Board, button
from lrlab.figures.engine.controls import Values
from lrlab.figures.engine.figure import LiveFigure
from lrlab.figures.parts.style import ARITHMETIC


@final
class Explorer(Board):
    """Bir `LiveFigure`ü denetimleriyle birlikte canlı tutar; hücrenin son satırı olarak gösterilir.

    `set(beta=0.9)`, `preset("…")`, `keep()` (öncekini sakla), `clear()`, `state()`/`load(state)` fareyle yapılan her
    şeyi kodla da yapar. `lecture=True` yazıyı sunum için büyütür (en az 14 punto); verilmezse LRLAB_LECTURE ortam
    değişkenine bakılır.
    `start` ile verilen denetim değerleri başlangıç olur; tanınmayan ad ya da değer adıyla reddedilir.
    """

    def __init__(self, live: LiveFigure, *, lecture: bool | None = None, **start: Any) -> None:
        super().__init__(live, start, lecture=lecture)
        self._refresh()
        if self.error:  # ilk karede gizlenmiş bir hata dersi sessizce bozardı
            raise self.error

    def set(self, **values: Any) -> None:
        """Birkaç denetimi birlikte değiştirir; şekil bir kez yenilenir."""
        accepted = self._accepted(values)
        with self._lock:
            self._quiet = True
            try:
                for name, value in accepted.items():
                    self.widgets[name].value = value
            finally:
                self._quiet = False
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

    def _memory(self) -> Values:
        return self._shown

    def _changed(self, _change: Any) -> None:
        # Tarayıcı, yanıtı beklenen iletiden sonra yalnızca en son değeri yollar: burada kuyruk tutmak geciktirirdi.
        if not self._quiet:
            self._refresh()

    def _refresh(self) -> None:
        with self._lock:
            values = self.values
            useful = self.live.useful(values)
            for name, widget in self.widgets.items():
                widget.disabled = name not in useful
            try:
                with np.errstate(**ARITHMETIC):
                    arrays = self.live.compute(**values)
                    text = self.live.describe(values, arrays)
                self.host.show(partial(self.live.update, arrays=arrays))
                self.error, self._shown = None, values
            except Exception as error:  # şeklin yerinde sözle gösterilir; bir sonraki değişiklik toparlar
                self.error = error
                text = f"Bu ayarla hesap yapılamadı: {error} ({type(error).__name__}). Bir denetimi değiştir."
                self.host.say(text)
            self.text = text + self._ghost_words()
            self._tell()

    def _tools(self) -> Sequence[ipywidgets.Widget]:
        return *super()._tools(), button("Başa dön", lambda: self.set(**self.initial))
