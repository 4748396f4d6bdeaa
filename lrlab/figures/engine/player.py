"""Arka planda süren iş: küçük dilimler ve aralarında resim, tek bir iş parçacığında.

İş ile çizim sırayla yürür, yarışmaz. Çizim sürenin küçük bir payını alır; `wake` bir resmi öne aldırır. İş
parçacığı yalnızca oynarken vardır.
"""

import atexit
import threading
from collections.abc import Callable
from time import monotonic, perf_counter

SHARE = 0.03  # kendiliğinden çizimlerin süredeki payı
BURST = 0.1  # başlarken (ve uzun aradan sonra) peşin harcanabilecek çizim süresi (s): eksenler o sıra hızlı büyür
FRAMES = 15  # saniyede en çok bu kadar kendiliğinden çizim
LOOK = 2.0  # kaç saniyede bir şekle bakan olup olmadığı sorulur, altındaki cümle okunur
SIDE_BY_SIDE = 2  # birlikte oynayan en çok şekil: fazlası işlemciyi bölüşüp hepsini yavaşlatırdı
CROWDED = f"Aynı anda en çok {SIDE_BY_SIDE} şekil oynar: yenisi başladığı için duraklatıldı."


class Worker(threading.Thread):
    """`loop(self)`i bir kez çağıran iş parçacığı; `over` doğru olunca döngü biter."""

    def __init__(self, name: str, loop: Callable[["Worker"], None], retire: Callable[[str], None]) -> None:
        super().__init__(name=f"lrlab-live:{name}", daemon=True)
        self._loop, self.retire = loop, retire
        self.since, self.over = monotonic(), False

    def run(self) -> None:
        # Python kapanırken torch'un içinde kalan bir iş parçacığı çekirdeği çökertebilir: önce o biter.
        atexit.register(self.end)
        try:
            self._loop(self)
        finally:
            self.over = True
            atexit.unregister(self.end)

    def end(self) -> None:
        """Bitmesini ister ve bekler: en çok sürmekte olan dilim kadar."""
        self.over = True
        if self is not threading.current_thread():
            self.join()


class Player:
    """Bir işi arka planda oynatır ve duraklatır.

    `work()`: işin bir dilimi; sürecekse doğru döner. `paint(told)`: resim ve cümlesi, `told` ise okunur da. `alone()`:
    durmak için bir neden varsa onu söyleyen cümle. `halted(cümle, hata)`: neden durduğu bildirilir. `share`:
    kendiliğinden çizimlerin süredeki payı.
    """

    def __init__(
        self,
        work: Callable[[], bool],
        paint: Callable[[bool], None],
        alone: Callable[[], str],
        halted: Callable[[str, Exception | None], None],
    ) -> None:
        self._work, self._paint, self._alone, self._halted = work, paint, alone, halted
        self._worker: Worker | None = None
        self._woken = False
        self.share = SHARE

    @property
    def playing(self) -> bool:
        return self._worker is not None and not self._worker.over

    def start(self, name: str) -> None:
        """Oynatır; oynayanlar çoksa en eskisi duraklar. `name`, iş parçacığının adına girer."""
        if self.playing:
            return
        others = [one for one in threading.enumerate() if isinstance(one, Worker) and not one.over]
        for oldest in sorted(others, key=lambda one: one.since)[: max(0, len(others) + 1 - SIDE_BY_SIDE)]:
            oldest.retire(CROWDED)
        self._woken = True
        self._worker = Worker(name, self._loop, self.pause)
        self._worker.start()

    def pause(self, note: str = "") -> None:
        """Durdurur ve durmuş halini çizer; duruyorsa bir şey yapmaz."""
        if self.end():
            self._halted(note, None)
            self._paint(True)

    def end(self) -> bool:
        """Çizmeden durdurur; oynuyor idiyse doğru döner."""
        worker, self._worker = self._worker, None
        playing = worker is not None and not worker.over
        if worker is not None:
            worker.end()
        return playing

    def wake(self) -> None:
        """Bir sonraki dilimden sonra beklemeden çizdirir."""
        self._woken = True

    def _loop(self, worker: Worker) -> None:
        due = look = 0.0
        credit, then = BURST, perf_counter()
        note, failure = "", None
        try:
            while not (worker.over or note):
                woken, self._woken = self._woken, False  # dilimden ÖNCE: resim, istenen dilimin sonunu göstersin
                if not self._work():
                    break
                now = perf_counter()
                credit, then = min(BURST, credit + self.share * (now - then)), now
                if woken or (credit > 0 and now >= due):
                    self._paint(woken or now >= look)
                    took, due = perf_counter() - now, now + 1 / FRAMES
                    credit -= 0 if woken else took  # öğrencinin istediği çizimin bedeli yoktur
                if now >= look:
                    look, note = now + LOOK, self._alone()
        except Exception as error:  # şeklin yerinde sözle gösterilir
            failure = error
        if not worker.over:  # kendiliğinden bitti: durmuş halini burası çizer
            worker.over = True
            self._halted(note, failure)
            self._paint(True)
