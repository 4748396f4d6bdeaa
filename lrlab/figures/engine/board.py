"""Pano (board): ekranda duran bir şekil; denetimleri, resmi, cümlesi ve soluk eğrileri."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from matplotlib.artist import Artist

from lrlab.core.validate import one_of
from lrlab.figures.engine.controls import Along, Handle, Slider, Values
from lrlab.figures.engine.figure import LiveFigure
from lrlab.figures.engine.front import FRONT
from lrlab.figures.engine.panel import Action, Desk, make_panel
from lrlab.figures.engine.still import SHARP, saved
from lrlab.figures.hosts.choice import make_host
from lrlab.figures.parts.style import GHOSTS, chosen


@dataclass(frozen=True)
class Ghost:
    """Saklanan bir an: denetim değerleri, `state()`e yazılan karşılığı ve zemindeki soluk çizgileri."""

    values: Values
    memory: dict[str, Any]
    lines: tuple[Artist, ...]
    color: str


class Board(ABC):
    """Bir `LiveFigure`ün ekrandaki yeri; `Explorer` hesabı denetimlerden, `Live` süren bir koşudan alır.

    `live`: şekil; `host`: resmi ekranda tutan ev sahibi; `panel`: denetimlerin ekrandaki hali; `initial`: başlangıç
    değerleri; `useful`: işe yarayan denetimlerin adları.
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
        self._values = dict(self.initial)
        self._ghosts: list[Ghost] = []
        self._parted = ""  # son değişiklikte kendiliğinden kalkan soluk eğrilerin sözü
        self._shown: Values = {}  # ekrandaki resmin değerleri; yarıda kesilen bir hesap onları değiştirmez
        self._error: Exception | None = None
        self._text = ""
        self.useful = set(self._by_name)
        self.host = make_host(live.drawn, chosen(lecture))
        for name in (*live.handles, *live.readouts):
            one_of("handles" if name in live.handles else "readouts", name, self.host.artists)
        self.host.on_pointer({name: self._told(handle) for name, handle in live.handles.items()}, self.point)
        self.host.on_readout({name: asdict(readout) for name, readout in live.readouts.items()})
        self.host.catch_up, self.host.resend = self._catch_up, self._refresh
        self.desk = Desk(live.controls, self._presets(), self._runs(), self._tools())
        self.panel = make_panel(self.host, self.desk, self.initial, self)
        self.view = self.panel.view

    # --- kodla kullanım ---------------------------------------------------------------------------------------

    @property
    def values(self) -> Values:
        """Denetimlerin şu anki değerleri."""
        return dict(self._values)

    @property
    def text(self) -> str:
        """Şeklin altındaki cümle."""
        self._catch_up()
        return self._text

    @property
    def error(self) -> Exception | None:
        """Son hesabın hatası, yoksa None."""
        self._catch_up()
        return self._error

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
        """Ekrandaki eğrileri soluk olarak saklar (öncekini sakla); en çok iki an durur, üçüncüsü en eskisini siler."""
        with self._lock:
            if not self.error:
                self._parted = ""
                if len(self._ghosts) == len(GHOSTS):
                    self._forget(self._ghosts[:1])
                    self._parted = "En eski soluk eğri silindi: en çok iki an saklanır."
                color = next(color for color in GHOSTS if color not in {ghost.color for ghost in self._ghosts})
                lines = self.host.add_ghosts(self.live.passing, self._name(self._shown), color)
                self._ghosts.append(Ghost(self._shown, self._memory(), lines, color))
                self._refresh()

    def clear(self) -> None:
        """Soluk eğrilerin hepsini siler."""
        with self._lock:
            self._parted = ""
            self._forget(list(self._ghosts))
            self._refresh()

    def point(self, name: str, x: float, y: float) -> bool:
        """Şekilde sürüklenen `name` çizimi (x, y)'ye gelsin; kaydırıcıların hiçbiri yerinden oynamazsa `False`."""
        wanted = self.live.handles[name].values(self._by_name, x, y)
        if wanted.items() <= self._values.items():
            return False
        with FRONT:
            self.set(**wanted)
        return True

    # --- iç işleyiş -------------------------------------------------------------------------------------------

    @abstractmethod
    def _memory(self) -> dict[str, Any]:
        """Ekrandaki anın `state()`e yazılan karşılığı, düz JSON."""

    @abstractmethod
    def moved(self, values: Values, drawn: bool = False) -> None:
        """Denetimler elle oynadı; `drawn`: tarayıcı o anı önden yollanan sahneden çizdi."""

    @abstractmethod
    def touched(self, controls: Sequence[str]) -> None:
        """El bu denetimlerin üstünde, birazdan oynatabilir."""

    @abstractmethod
    def _refresh(self) -> None:
        """Resmi ve cümleyi yeniler."""

    @abstractmethod
    def _catch_up(self, sending: bool = False) -> None:
        """Ekrandaki anı tarayıcı kendisi çizdiyse resmi ve cümleyi burada da o ana getirir; `sending`: alanları da."""

    def _accepted(self, values: Values) -> Values:
        if not isinstance(values, dict):
            raise TypeError(f"denetim değerleri ad -> değer sözlüğü olmalı; verilen: {values!r}")
        for name in values:
            one_of("denetim", name, self._by_name)
        return {name: self._by_name[name].accept(value) for name, value in values.items()}

    def _forget(self, ghosts: Sequence[Ghost]) -> None:
        self.host.remove_ghosts([line for ghost in ghosts for line in ghost.lines])
        self._ghosts = [ghost for ghost in self._ghosts if ghost not in ghosts]

    def _part(self, now: Values) -> bool:
        """Yüzey ya da veri değiştiyse soluk eğriler kalkar: başka bir zeminin eğrileri karşılaştırılamaz."""
        other = [ghost for ghost in self._ghosts if any(ghost.values[name] != now[name] for name in self.live.ground)]
        if other:
            self._forget(other)
            changed = ", ".join(self._by_name[name].label for name in self.live.ground)
            self._parted = f"Soluk eğriler silindi: {changed} değişti, karşılaştırılamazlar."
        return bool(other)

    def _with_ghosts(self, text: str, now: Values, note: str = "") -> str:
        """`text`e soluk eğrilerin sözü eklenmiş hali; `note` cümlenin hemen ardındadır."""
        finding, *rest = text.split("\n")
        told = "; ".join(self._difference(ghost.values, now) for ghost in self._ghosts)
        rest += [f"Soluk eğriler: {told}."] if told else []
        return "\n".join((" ".join(filter(None, (finding, note))), *rest))

    def _name(self, values: Values) -> str:
        """Saklanan anın eğrisinin adı: işe yarayan denetimlerin varsayılandan, yoksa başlangıçtan ayrıldığı."""
        timed = {name for name, one in self._by_name.items() if isinstance(one, Slider) and one.play}
        named = {k: v for k, v in values.items() if k in self.useful - timed}
        changed = {k: v for k, v in named.items() if v != self._by_name[k].default}
        changed = changed or {k: v for k, v in named.items() if v != self.initial[k]}
        return self._told_values(changed) if changed else "ilk ayar"

    def _difference(self, ghost: Values, now: Values) -> str:
        changed = {k: v for k, v in ghost.items() if v != now[k]} or ghost
        return self._told_values(changed)

    def _told_values(self, values: Values) -> str:
        return ", ".join(f"{(c := self._by_name[name]).label} = {c.shown(value)}" for name, value in values.items())

    def _told(self, handle: Handle) -> dict[str, Any]:
        """Sürüklemenin denetimlerdeki karşılığı, tarayıcıya giden haliyle: sıralar ve eksendeki yerleri."""
        names = [control.name for control in self.live.controls]

        def axis(along: Along | None) -> dict[str, Any] | None:
            if along is None:
                return None
            places = [float(along.at(value)) for value in self._by_name[along.control].extent]
            return {"control": names.index(along.control), "at": places}

        fixed = {names.index(name): self._by_name[name].extent.index(value) for name, value in handle.fixed.items()}
        return {"x": axis(handle.x), "y": axis(handle.y), "fixed": fixed}

    # --- masa -------------------------------------------------------------------------------------------------

    @abstractmethod
    def _presets(self) -> Sequence[Action]:
        """Hazır ayarların düğmeleri."""

    def _runs(self) -> Sequence[Action]:
        """Denetimlerle resim arasındaki düğmeler; süren bir koşusu olmayan panoda yoktur."""
        return ()

    def _tools(self) -> Sequence[Action]:
        """Resmin altındaki düğmeler."""
        return Action("keep", "Öncekini sakla", self.keep), Action("clear", "Soluk eğrileri sil", self.clear)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Canlı görünümün yanında resim ve anlatım da kaydedilir: çekirdeksiz okur (GitHub, HTML) şekli görür."""
        return saved(self.text, self.host.picture(100 * SHARP, effort=6), self.view, width=self.host.fold.width)
