"""Ctrl-C'nin (çekirdeği durdur, "Interrupt kernel") yalnızca beklerken kesmesi: kayıt yarım kalmaz."""

import signal
import threading
from _signal import getsignal  # type: ignore[import-not-found]  # signal.getsignal her çağrıda bir Enum kurmayı dener: yavaş
from collections.abc import Callable
from types import FrameType
from typing import Any


class Interrupts:
    """`with` içinde SIGINT'i tutar: `call` sürerken gelirse hemen, başka anda gelirse bir sonraki `call`da keser.

    İkinci Ctrl-C nerede gelirse gelsin `KeyboardInterrupt` verir. Yalnızca ana iş parçacığında bir şey yapar; başka
    iş parçacığına sinyal gelmez. Sinyal zaten duyulmuyorsa (SIG_IGN) öyle kalır.
    """

    def __init__(self) -> None:
        self.asked = self._waiting = self._installed = False
        self._previous: Any = None
        self._hear = self._heard  # bağlı metot her sorulduğunda yeni bir nesnedir; bu hep aynısıdır

    def __enter__(self) -> "Interrupts":
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) not in (None, signal.SIG_IGN):
            self._previous = signal.signal(signal.SIGINT, self._hear)
            self._installed = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._installed:
            signal.signal(signal.SIGINT, self._previous)

    def call(self, function: Callable[[], Any]) -> Any:
        """`function()` sonucunu döndürür; Ctrl-C geldiyse, `function` onu yutmuş olsa da, `KeyboardInterrupt` verir.

        Yutulmuş bir Ctrl-C'den sonra gelen sonuç yarım bir eğitimin olabilir; kabul edilmez.
        """
        self._waiting = True
        if self._installed and getsignal(signal.SIGINT) is not self._hear:
            signal.signal(signal.SIGINT, self._hear)  # önceki iş (amaç fonksiyonu) kendininkini kurup bırakmış
        try:
            if self.asked:
                raise KeyboardInterrupt
            found = function()
            if self.asked:
                raise KeyboardInterrupt
            return found
        finally:
            self._waiting = False

    def _heard(self, signum: int, frame: FrameType | None) -> None:
        again, self.asked = self.asked, True
        if again or self._waiting:
            raise KeyboardInterrupt
