"""Canlı eğitim: denetimleriyle yönetilen, arka planda da süren bir koşu; düğmeleri, resmi ve hikâyesi."""

import copy
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import inf
from time import monotonic, sleep
from typing import Any, final

import ipywidgets

from lrlab.core.rules import RULES, Rule
from lrlab.core.validate import integer, one_of
from lrlab.figures.engine.board import Board
from lrlab.figures.engine.controls import Values
from lrlab.figures.engine.figure import LiveFigure
from lrlab.figures.engine.panel import Action
from lrlab.figures.engine.place import Place
from lrlab.figures.engine.player import SHARE, Player
from lrlab.figures.engine.steering import SteeredRun, Steering, stories

LONG = 1_000_000  # bir dilimde en çok adım: sınır aslında süredir
SLICE = 0.015  # iki bakış arasındaki eğitim süresi (s); bir değişiklik en çok bu kadar bekler
# Saniyede kaç güncelleme: öğrenci eğriyi izlerken ayarı değiştirebilsin. Sonuncusu makinenin hızıdır.
PACES = {"yavaş": 15.0, "olağan": 75.0, "tam hız": inf}
WATCHED = 0.5  # eğitim beklerken çizimlerin süredeki payı: acele eden kimse yoktur
SILENT = 90.0  # tarayıcı bu kadar saniyedir şekli görmediyse sayfa kapanmıştır (arka sekme dakikada bir haber verir)
UNTOUCHED = 600.0  # sayfayı bilemeyen ev sahibinde, dokunulmadan geçen en uzun süre (s)
CLOSED = "bu şekil kapandı (hücresi yeniden çalıştı ya da silindi); hücreyi yeniden çalıştır"


@final
class Live(Board):
    """Süren bir koşuyu denetimleriyle birlikte gösterir; hücrenin son satırı olarak gösterilir.

    Fareyle yapılan her şey kodla da yapılır: `start()`, `pause()`, `step(n)`, `reset()`, `run(steps)` (arka plan
    olmadan, hep aynı sonucu verir), `set(lr=0.1)`, `preset("…")` (ayarlayıp baştan başlar), `keep()`, `clear()`,
    `state()`/`load(state)`. Denetimlerin varsayılanları koşunun ayarlarıdır; koşuda zamanlayıcıyla verilen bir
    ayar, denetimine dokunulana dek zamanlayıcısıyla sürer. `rules`: öğrencinin kendi kuralları, adlarıyla. `steps`:
    gösterilmeden önce atılacak adımlar; `start`: denetimlerin başlangıç değerleri. `budgets`: hazır ayarın adı ->
    en çok kaç güncelleme süreceği; bütçesi dolan koşu durur. `pace`: arka planın hızı, PACES içindeki adlardan
    biri. `note`: koşunun neden durduğu; `failure`: verdiği hata; `player`: arka plan; `place`: defterdeki yeri;
    `closed`: şekil kapandı mı.
    """

    def __init__(
        self,
        live: LiveFigure,
        run: SteeredRun,
        *,
        rules: Mapping[str, Rule] = RULES,
        budgets: Mapping[str, int] | None = None,
        steps: int = 0,
        lecture: bool | None = None,
        **start: Any,
    ) -> None:
        self.player = Player(self._slice, self._refresh, self._left_alone, self._halted)
        self._budgets = {
            one_of("budgets", name, live.presets): integer("budgets", most) for name, most in (budgets or {}).items()
        }
        self.budget = 0  # şu anki sınamanın en çok güncellemesi, yoksa 0
        self._pace, self._since, self._paced = "olağan", monotonic(), 0
        self._touched, self._displayed, self.closed = monotonic(), False, False
        self._steering = Steering(run, {control.name: control for control in live.controls}, rules)
        self.note = ""
        self.failure: Exception | None = None
        super().__init__(live, {}, lecture=lecture)
        self._refresh()
        self._raise_hidden_error()
        self._apply(self._accepted(start))
        self._raise_hidden_error()
        self.initial = self.values
        if steps:
            self.run(steps)
        self.view._view_count = 0  # boş (None) olmayınca tarayıcı, sayfada kaç görünüm olduğunu yazar
        self.place = Place(self.pause, self.close)

    # --- kodla kullanım ---------------------------------------------------------------------------------------

    @property
    def training(self) -> SteeredRun:
        """Yönetilen koşunun kendisi."""
        if self.closed:
            raise RuntimeError(CLOSED)
        return self._steering.training

    @property
    def playing(self) -> bool:
        """Eğitim arka planda sürüyor mu?"""
        return self.player.playing

    @property
    def pace(self) -> str:
        """Arka planın hızı: "yavaş", "olağan" ya da "tam hız"."""
        return self._pace

    @pace.setter
    def pace(self, name: str) -> None:
        self._pace = one_of("pace", name, PACES)
        self._since, self._paced = monotonic(), 0
        self.player.share = SHARE if PACES[name] == inf else WATCHED
        self.panel.label("pace", f"Hız: {name}")

    def start(self) -> None:
        """Eğitimi arka planda başlatır; sürüyorsa, ıraksamışsa ya da bütçesi dolmuşsa bir şey yapmaz."""
        if not (self.training.diverged_at or self.spent):
            self._touched = monotonic()
            self.panel.label("toggle", "Duraklat")
            self._halted()
            self.pace = self._pace
            self.player.start(self.place.name)

    def pause(self) -> None:
        """Eğitimi durdurur; en çok sürmekte olan adımı bekler."""
        self.player.pause()

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
        """İlk ağırlıklara ve boş eğrilere döner, ayarlar kalır; oynuyorsa baştan oynamayı sürdürür."""
        self._playing_on(self._begin_again)

    def set(self, **values: Any) -> None:
        """Birkaç denetimi birlikte değiştirir; koşu hepsini aynı adımda alır."""
        self._apply(self._accepted(values))

    def preset(self, name: str) -> None:
        """Bir sınamayı kurar: sözünü etmediği denetimler başlangıç değerine döner, eğitim baştan başlar."""
        one_of("name", name, self.live.presets)

        def change() -> None:
            self.pause()
            self.set(**self.initial | self.live.presets[name])
            self.budget = self._budgets.get(name, 0)
            self._begin_again()

        self._playing_on(change)

    def state(self) -> dict[str, Any]:
        """Düz JSON: baştaki değerler, hangi adımda neyin değiştiği, adım sayısı; soluk eğrilerinki de `ghosts`ta."""
        with self._lock:
            return {**self._memory(), "ghosts": copy.deepcopy([ghost.memory for ghost in self._ghosts])}

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

    def close(self) -> None:
        """Şekli kapatır: iş parçacığı biter; koşu, resim ve denetimler bellekten çıkar."""
        if self.closed:
            return
        self.place.leave()
        self.player.end()
        with self._lock:
            self.closed = True
            _close(self.view)
            # Defterin Out'u bu nesneyi tutar: ağır olan hiçbir şey ona bağlı kalmasın.
            del self.view, self.live, self._steering, self.host, self.panel, self.desk
            self._ghosts.clear()

    # --- iç işleyiş -------------------------------------------------------------------------------------------

    def _raise_hidden_error(self) -> None:
        if self._error:  # ilk karede gizlenmiş bir hata dersi sessizce bozardı
            raise self._error

    def _memory(self) -> dict[str, Any]:
        return self._steering.story()

    def _halted(self, note: str = "", failure: Exception | None = None) -> None:
        """Koşunun durma nedeni; boş çağrı eskisini unutur."""
        over = f"Bütçe bitti: {self.budget} güncelleme. Yeniden denemek için Baştan'a bas." if self.spent else ""
        self.note, self.failure = note or over, failure

    def _begin_again(self) -> None:
        self.pause()
        self._halted()
        self._steering.take()
        self._steering.reset()
        self._refresh()

    def _playing_on(self, change: Callable[[], None]) -> None:
        """`change`i duraklatarak yapar; oynuyor idiyse sürdürür."""
        playing = self.playing
        change()
        if playing:
            self.start()

    def moved(self, values: Values, drawn: bool = False) -> None:
        """Denetimler elle oynadı."""
        with self._lock:
            self._turn(self._values | values, {})

    def touched(self, controls: Sequence[str]) -> None:
        """Süren bir koşunun birazdan ne göstereceği bilinmez: önden kayıt yoktur."""

    def _catch_up(self, sending: bool = False) -> None:
        """Ekrandaki an hep burada hesaplanmıştır."""

    def _apply(self, given: Values) -> None:
        """Denetimleri `given`e getirir; koşu bir sonraki adımda alır, resim de hemen yenilenir."""
        with self._lock:
            self._turn(self._values | given, given)

    def _turn(self, values: Values, given: Values) -> None:
        self._values = self._steering.turn(values, given)
        self._parted = ""
        self.useful = self._steering.useful(self._values)
        self.panel.show(self._values, self.useful)
        self._touched = monotonic()
        if self.playing:  # arka plan bekleyen değişikliği alır, birkaç adım atar ve hemen çizer
            self.player.wake()
            self.training.pause()
            return
        self._halted()
        try:
            self._steering.take()
        except Exception as error:
            self.failure = error
        self._refresh()

    # --- arka plan --------------------------------------------------------------------------------------------

    def _slice(self) -> bool:
        """Arka planın bir dilimi: bekleyen değişiklikler, sonra hızın izin verdiği birkaç adım."""
        self._steering.take()
        rate, training = PACES[self._pace], self.training
        left = self.budget - training.t if self.budget else None
        due = left if rate == inf else int(rate * (monotonic() - self._since)) - self._paced
        if due is not None and due <= 0:
            sleep(min(SLICE, 1 / rate))
        else:
            made = training.run(seconds=SLICE, steps=min(one for one in (due, left, LONG) if one is not None))
            self._paced += made
            if rate < inf and made < (due or 0):  # makine yetişemiyor: geride kalan adımlar birikip üst üste yapılmasın
                self._since, self._paced = monotonic(), 0
        return not (training.diverged_at or self.spent)

    @property
    def spent(self) -> bool:
        """Sınamanın bütçesi doldu mu?"""
        return bool(self.budget) and self._steering.training.t >= self.budget

    def _left_alone(self) -> str:
        """Şekle bakan yoksa bunu söyleyen cümle, varsa boş."""
        self._displayed = self._displayed or bool(self.view._view_count)
        seen = inf if self._displayed and not self.view._view_count else self.host.seen()
        if seen is None:
            alone = monotonic() - self._touched > UNTOUCHED
            return f"{UNTOUCHED / 60:.0f} dakikadır dokunulmadı: duraklatıldı." if alone else ""
        # Bir hücre çalışırken çekirdek tarayıcının haberlerini alamaz: o sessizlik sayılmaz.
        gone = seen == inf or min(seen, self.place.idle()) > SILENT
        return "Şekil sayfada görünmüyor: duraklatıldı." if gone else ""

    # --- görünüş ----------------------------------------------------------------------------------------------

    def _refresh(self, told: bool = True) -> None:
        """Resmi ve cümlesini yeniler; `told` ise cümle okunur da: ekran okuyucu saniyede on cümleye yetişemez."""
        with self._lock:
            if self.closed:
                return
            with self.host.together():
                self._renew(told)

    def _renew(self, told: bool) -> None:
        self.panel.label("toggle", "Duraklat" if self.playing else "Başlat")
        values = self.values
        self._part(values)
        try:
            moment = self.live.moment(values)
            text = moment.text
            if self.failure is None:
                self.host.show(partial(self.live.show, moment=moment))
                self._shown = values
            self._error = self.failure
        except Exception as error:
            self._error = error
        if self._error is not None:
            cause = f"{self._error} ({type(self._error).__name__})"
            text = f"Eğitim durdu: {cause}. Bir ayarı değiştir ya da Baştan düğmesine bas."
            self.host.say(text)
        self._text = self._with_ghosts(text, values, " ".join(filter(None, (self.note, self._parted))))
        self.panel.tell(self._text, aloud=told)

    def _presets(self) -> Sequence[Action]:
        return [Action(f"preset {name}", name, partial(self.preset, name)) for name in self.live.presets]

    def _runs(self) -> Sequence[Action]:
        def pressed(name: str, label: str, action: Callable[[], None]) -> Action:
            return Action(name, label, partial(self._press, action))

        return (
            pressed("toggle", "Başlat", lambda: self.pause() if self.playing else self.start()),
            pressed("step", "Bir adım", self.step),
            pressed("reset", "Baştan", self.reset),
            pressed("pace", f"Hız: {self._pace}", self._next_pace),
        )

    def _next_pace(self) -> None:
        names = list(PACES)
        self.pace = names[(names.index(self._pace) + 1) % len(names)]

    def _press(self, action: Callable[[], None]) -> None:
        """Düğmenin işi; hatası günlükte kaybolmaz, şekilde gösterilir."""
        try:
            action()
        except Exception as error:
            self.failure = error
            self._refresh()

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if self.closed:
            return {"text/plain": f"{self.text} ({CLOSED})"}, {}
        self.place.here()
        return super()._repr_mimebundle_(**options)


def _close(widget: ipywidgets.Widget) -> None:
    """Bir widget'ı ve içindeki her şeyi kapatır: yerleşimler ve biçimler de birer widget'tır."""
    for one in (*getattr(widget, "children", ()), getattr(widget, "layout", None), getattr(widget, "style", None)):
        if isinstance(one, ipywidgets.Widget):
            _close(one)
    widget.close()
