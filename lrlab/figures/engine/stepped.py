"""Denetimleriyle yönetilen bir koşu: adımları beklenerek atılır, resmi ve hikâyesi tutulur; arka planı yoktur."""

import copy
from functools import partial
from typing import Any

from lrlab.core.validate import integer, one_of
from lrlab.figures.engine.explorer import Explorer, LiveFigure, Values
from lrlab.figures.engine.steering import Run, Steering, stories

CLOSED = "bu şekil kapandı (hücresi yeniden çalıştı ya da silindi); hücreyi yeniden çalıştır"


class Stepped(Explorer):
    """Bir koşuyu adım adım yürütür ve gösterir; `Live` onu arka planda oynatır.

    `steps`: gösterilmeden önce atılacak adımlar. `note`: koşunun neden durduğu; `failure`: verdiği hata.
    """

    def __init__(
        self,
        live: LiveFigure,
        run: Run,
        *,
        steps: int = 0,
        lecture: bool | None = None,
        **start: Any,
    ) -> None:
        self._steering: Steering | None = Steering(run, {control.name: control for control in live.controls})
        self._stories: list[dict[str, Any]] = []
        self.note, self.failure = "", None
        super().__init__(live, lecture=lecture)
        self._apply(self._accepted(start))
        if self.error:  # ilk karede gizlenmiş bir hata dersi sessizce bozardı
            raise self.error
        self._initial = self.values
        if steps:
            self.run(steps)

    # --- kodla kullanım ---------------------------------------------------------------------------------------

    @property
    def training(self) -> Run:
        """Yönetilen koşunun kendisi."""
        if self._steering is None:
            raise RuntimeError(CLOSED)
        return self._steering.training

    @property
    def playing(self) -> bool:
        """Eğitim arka planda sürüyor mu?"""
        return False

    def pause(self) -> None:
        """Arka planı durdurur; burada arka plan yoktur."""

    def run(self, steps: int) -> None:
        """Duraklatır ve `steps` adım atar (ıraksarsa daha az); arka planı kullanmaz, hep aynı sonucu verir."""
        steps = integer("steps", steps)
        self.pause()
        self._halted()
        try:
            self._steering.take()
            self.training.run(steps=steps)
        except Exception as error:
            self.failure = error
            raise
        finally:
            self._refresh()

    def step(self, n: int = 1) -> None:
        """Bir (ya da `n`) adım."""
        self.run(n)

    def reset(self) -> None:
        """İlk ağırlıklara ve boş eğrilere döner; ayarlar kalır."""
        self.pause()
        self._halted()
        self._steering.take()
        self._steering.reset()
        self._refresh()

    def set(self, **values: Any) -> None:
        """Birkaç denetimi birlikte değiştirir; koşu hepsini aynı adımda alır."""
        self._apply(self._accepted(values))

    def preset(self, name: str) -> None:
        """Bir sınamayı kurar: sözünü etmediği denetimler başlangıç değerine döner, eğitim baştan başlar."""
        one_of("name", name, self.live.presets)
        self.pause()
        self.set(**self._initial | self.live.presets[name])
        self.reset()

    def keep(self) -> None:
        """Ekrandaki eğrileri soluk olarak saklar (öncekini sakla)."""
        with self._lock:
            super().keep()
            if not self.error:
                self._stories.append(self._steering.story())
                self._refresh()

    def clear(self) -> None:
        """Soluk eğrilerin hepsini siler."""
        with self._lock:
            self._stories.clear()
            super().clear()

    def state(self) -> dict[str, Any]:
        """Düz JSON: baştaki değerler, hangi adımda neyin değiştiği, adım sayısı; soluk eğrilerinki de `ghosts`ta."""
        with self._lock:
            return {**self._steering.story(), "ghosts": copy.deepcopy(self._stories)}

    def load(self, state: dict[str, Any]) -> None:
        """`state()`in anlattığını baştan yaşar: aynı adımlar, aynı yerlerde aynı değişiklikler, aynı eğriler."""
        told = stories(state, self._accepted)
        self.pause()
        self.clear()
        for k, story in enumerate(told):
            if k:
                self.keep()
            self._apply(story["values"])
            self.reset()
            for at, values in (*story["changes"], (story["steps"], {})):
                if at > self.training.t:
                    self.run(at - self.training.t)
                self._apply(values)

    # --- iç işleyiş -------------------------------------------------------------------------------------------

    def _halted(self, note: str = "", failure: Exception | None = None) -> None:
        """Koşunun durma nedeni; boş çağrı eskisini unutur."""
        self.note, self.failure = note, failure

    def _woken(self) -> bool:
        """Arka plan, bekleyen değişikliği kendisi alıp çizecekse doğru."""
        return False

    def _changed(self, _change: Any) -> None:
        with self._lock:
            if not self._quiet:
                self._apply({})

    def _apply(self, given: Values) -> None:
        """Denetimleri `given`e getirir; koşu bir sonraki adımda alır, resim de hemen yenilenir."""
        with self._lock:
            values = self._steering.turn(self.values | given, given)
            self._quiet = True
            try:
                useful = self._steering.useful(values)
                for name, widget in self._widgets.items():
                    widget.value, widget.disabled = values[name], name not in useful
            finally:
                self._quiet = False
            if self._woken():
                return
            self._halted()
            try:
                self._steering.take()
            except Exception as error:
                self.failure = error
            self._refresh()

    def _refresh(self, told: bool = True) -> None:
        """Resmi, `told` ise altındaki cümleyi de yeniler: ekran okuyucu saniyede on cümleye yetişemez."""
        with self._lock:
            values = self.values
            try:
                arrays = self.live.compute(**values)
                text = self.live.describe(values, arrays)
                if self.failure is None:
                    self._host.show(partial(self.live.update, arrays=arrays))
                    self._shown = values
                self.error = self.failure
            except Exception as error:
                self.error = error
            if self.error is not None:
                cause = f"{self.error} ({type(self.error).__name__})"
                text = f"Eğitim durdu: {cause}. Bir ayarı değiştir ya da Baştan düğmesine bas."
                self._host.say(text)
            self.text = " ".join(filter(None, (text + self._ghost_words(), self.note)))
            if told:
                self._tell()
