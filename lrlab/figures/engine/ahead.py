"""Elin önünden kayıt: bir denetime dokunulunca çevresindeki anlar, yakından uzağa, tarayıcıya önceden yollanır.

Kayıt tek bir iş parçacığında, öndeki iş (`front`) yokken, kısa dilimlerle yürür. Hangi anın kaydedileceği her
seferinde o anki yere göre seçilir: el ilerledikçe kayıt da ilerler.
"""

import atexit
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, zip_longest
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from lrlab.core.courtesy import courteous
from lrlab.figures.engine.controls import Slider, Values
from lrlab.figures.engine.figure import LiveFigure
from lrlab.figures.engine.front import FRONT
from lrlab.figures.engine.panel import Desk
from lrlab.figures.hosts.store import BUDGET, Key

if TYPE_CHECKING:
    from lrlab.figures.hosts.canvas import CanvasHost

SLICE = 0.010  # bir dilimde geçen süre (s); tek bir an bundan uzun sürebilir
REST = 0.002  # iki dilim arasında çekirdeğe kalan süre (s)
REACH = 12  # iki denetimi birden oynatan bir sürüklemede, çevrede en çok kaç adım uzağa bakılır
SHARE = 0.8  # bir dokunuşun kayıtları, belleğin en çok bu kadarını doldurur: yakın anları uzaktakiler silmesin
MOST = 1500  # bir dokunuşta kaydedilen en çok an


def around(desk: Desk, place: Sequence[int], axes: Sequence[int], useful: Sequence[int]) -> Iterator[Key]:
    """`place`in çevresindeki yerler, en gerekliden: tutulan denetimler boyunca, hazır ayarlar, seçimler, ötekiler."""
    here = list(place)
    sizes = [len(control.extent) for control in desk.controls]

    def at(moved: dict[int, int]) -> Key:
        return tuple(moved.get(k, old) for k, old in enumerate(here))

    def line(axis: int) -> Iterator[Key]:
        for far in range(1, sizes[axis]):
            for there in (here[axis] + far, here[axis] - far):
                if 0 <= there < sizes[axis]:
                    yield at({axis: there})

    def rings(one: int, other: int) -> Iterator[Key]:
        for far in range(1, REACH + 1):
            for i in range(-far, far + 1):
                for j in range(-far, far + 1) if abs(i) == far else (-far, far):
                    a, b = here[one] + i, here[other] + j
                    if 0 <= a < sizes[one] and 0 <= b < sizes[other]:
                        yield at({one: a, other: b})

    held = [k for k in axes if k in useful]
    if len(held) == 2:
        yield from rings(*held)
    yield from chain.from_iterable(map(line, held))
    for action in desk.actions.values():
        if action.values is not None:
            yield tuple(desk.place(action.values))
    rest = [k for k in useful if k not in held]
    few = [k for k in rest if not isinstance(desk.controls[k], Slider)]
    yield from chain.from_iterable(map(line, few))
    slow = zip_longest(*(line(k) for k in rest if k not in few))  # öteki kaydırıcılar birlikte, yakından uzağa
    yield from (key for keys in slow for key in keys if key is not None)


class Ahead:
    """Bir kâşifin önden kaydı. `words(söz, değerler)`: soluk eğrilerin anlatımı eklenmiş söz."""

    def __init__(self, live: LiveFigure, host: "CanvasHost", desk: Desk, words: Callable[[str, Values], str]) -> None:
        self._live, self._host, self._desk, self._words = live, host, desk, words
        self._lock = threading.Lock()
        self._axes: list[int] | None = None  # hiç dokunulmamış şekil kaydedilmez
        self._place: list[int] = []
        self._next: Iterator[Key] = iter(())
        self._epoch = -1
        self._failed: set[Key] = set()
        self._made = 0  # bu dokunuştan beri kaydedilen anlar ve tuttukları bayt
        self._added = 0
        self.wishes = 0  # kaç kez istendi
        FRONT.watch_cells()

    def follow(self, values: Values, controls: Sequence[str] | None = None) -> None:
        """El `controls`a dokundu ya da değerler `values` oldu: kayıt oradan yürüsün."""
        names = [control.name for control in self._desk.controls]
        with self._lock:
            if controls is not None:
                self._axes = [names.index(name) for name in controls]
                self._made, self._added = 0, 0
            if self._axes is None:
                return
            self._place = self._desk.place(values)
            self._restart()
        FILLER.wish(self)

    def step(self) -> bool:
        """Sıradaki anı kaydeder; kaydedecek bir şey kalmadıysa `False`."""
        key = self._following()
        if key is None:
            return False
        try:
            self._record(key)
        except Exception:  # bu an kayıtsız kalır: oraya gidilince çekirdek hatayı sözle söyler
            self._failed.add(key)
        return True

    def _restart(self) -> None:
        useful = self._live.useful(self._desk.values(self._place))
        wanted = [k for k, control in enumerate(self._desk.controls) if control.name in useful]
        self._next = around(self._desk, self._place, self._axes or (), wanted)
        if self._epoch != self._host.page.epoch:  # bellek boşaldı: baştan
            self._epoch, self._made, self._added = self._host.page.epoch, 0, 0

    def _following(self) -> Key | None:
        with self._lock:
            if self._host.page.epoch != self._epoch:
                self._restart()
            if self._made >= MOST or self._added > SHARE * BUDGET or self._host.alone():
                return None
            store = self._host.store
            return next((key for key in self._next if key not in store and key not in self._failed), None)

    def _record(self, key: Key) -> None:
        self._made += 1
        epoch, values = self._epoch, self._desk.values(key)
        moment = self._live.moment(values)
        scene = self._host.record(partial(self._live.show, moment=moment))
        useful = self._live.useful(values)
        able = [k for k, control in enumerate(self._desk.controls) if control.name in useful]
        self._added += self._host.store.put(key, scene, self._words(moment.text, values), able, epoch)


class Filler:
    """Kaydı yürüten tek iş parçacığı; son dokunulan şekil öndedir. İşi bitince iş parçacığı da biter."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wishes: list[Ahead] = []
        self._thread: threading.Thread | None = None
        self._over = False

    def wish(self, ahead: Ahead) -> None:
        """Bu şekil kaydedilsin, hem de ilk."""
        with self._lock:
            ahead.wishes += 1
            self._wishes = [ahead, *(other for other in self._wishes if other is not ahead)]
            if self._thread is None and not self._over:
                self._thread = threading.Thread(target=self._run, name="lrlab-ahead", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Kaydedilecek bir şey kalmayıncaya dek bekler."""
        while (thread := self._thread) is not None:
            thread.join()

    def _run(self) -> None:
        # Python kapanırken torch'un içinde kalan bir iş parçacığı çekirdeği çökertebilir: önce o biter.
        atexit.register(self._end)
        try:
            with courteous(FRONT.wait):
                while True:
                    with self._lock:
                        if not self._wishes or self._over:
                            self._thread = None
                            return
                        ahead = self._wishes[0]
                        wishes = ahead.wishes
                    FRONT.wait()
                    began, more = perf_counter(), True
                    while more and perf_counter() - began < SLICE and not FRONT.busy:
                        more = _stepped(ahead)
                    if not more:
                        with self._lock:
                            if ahead.wishes == wishes:  # bu arada yeniden istenmediyse
                                self._wishes = [other for other in self._wishes if other is not ahead]
                    sleep(REST)
        finally:
            atexit.unregister(self._end)

    def _end(self) -> None:
        self._over = True
        if (thread := self._thread) is not None:
            thread.join(2)


def _stepped(ahead: Ahead) -> bool:
    try:
        return ahead.step()
    except Exception:  # bir şeklin hatası ötekilerin kaydını durdurmasın; o şekil eskisi gibi çekirdekten yanıt alır
        return False


FILLER = Filler()
