"""Ayrı süreçlerde çalışan motor: her işçi kendi tek süreçlik loky havuzudur.

Tek bir büyük havuz bir süreci ölünce bütünüyle kırılır ve suçlu belli olmaz. Burada ölen süreç yalnızca kendi işini
yitirir, süresini aşan iş yalnızca kendi sürecini kapattırır; öbür işler sürer.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, final

from lrlab.core.validate import integer
from lrlab.hpo.engines.engine import TICK, Finished, lost, unsent
from lrlab.hpo.engines.objective import Assignment, Outcome, carry_out

# Süre sınırı süreç açılıp amaç fonksiyonunun kitaplıklarını yükledikten sonra işler; bu açılışın kendi sınırı, saniye.
OPENING = 120.0
OPENINGS = 3  # açılırken ölen süreç bu kadar kez denenir; iş daha başlamadığından deneme suçlanmaz
ORPHAN_CHECK = 0.5


@final
class Processes:
    """`workers` ayrı süreç; ilk işle açılır, `close` ile kapanır, sonra yeniden kullanılabilir.

    Amaç fonksiyonu cloudpickle ile gönderilir: deftere yazılmış fonksiyon ve sınıflar da olur. Süresini aşan işin
    süreci, onun açtığı süreçlerle birlikte, kapatılır ve yerine yenisi açılır. Ayarlayıcının süreci ölürse (kill -9)
    işçiler de en çok yarım saniyede kapanır (Windows'ta ancak işleri bitince).
    """

    def __init__(self, workers: int) -> None:
        self.workers = integer("workers", workers)
        self._slots = [_Worker(number) for number in range(self.workers)]

    def now(self) -> float:
        return time.perf_counter()

    def submit(self, key: Hashable, assignment: Assignment) -> None:
        next(slot for slot in self._slots if slot.future is None).submit(key, assignment)

    def wait(self) -> list[Finished]:
        while busy := [(slot, slot.future) for slot in self._slots if slot.future is not None]:
            waited = [future for _, future in busy]
            waited += [slot.opened for slot, _ in busy if not slot.opened.done()]
            pause = min(*(slot.deadline for slot, _ in busy), self.now() + TICK) - self.now()
            wait(waited, max(0.0, pause), FIRST_COMPLETED)
            found = [done for slot, future in busy if future.done() and (done := slot.take(future))]
            found += [slot.stop() for slot, _ in busy if slot.future is not None and self.now() >= slot.deadline]
            if found:
                return sorted(found, key=lambda item: item[4])
        return []

    def close(self) -> None:
        for slot in self._slots:
            slot.discard()


class _Worker:
    """Bir işçi: tek süreçlik havuz ve onda süren iş."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pool: Any = None
        self._openings = 0
        self._forget()

    def _forget(self) -> None:
        """İşi olmayan, süreci açılmamış işçi."""
        self.future: Future | None = None
        self.opened: Future = Future()  # süreç açılınca biter
        self._ended: dict[Future, float] = {}
        self._opened_at: float | None = None

    def submit(self, key: Hashable, assignment: Assignment) -> None:
        self.key, self.assignment, self.given = key, assignment, time.perf_counter()
        self.limit = float("inf") if assignment.timeout is None else assignment.timeout
        try:
            self.future = self._pool(assignment.objective).submit(carry_out, assignment)
        except BrokenProcessPool:  # süreç boş beklerken ölmüş: yenisi açılır
            self.discard()
            self.future = self._pool(assignment.objective).submit(carry_out, assignment)
        self.future.add_done_callback(self._note_end)

    @property
    def deadline(self) -> float:
        """İşin kapatılacağı an; süre, süreç açılınca işlemeye başlar."""
        if self._opened_at is None and self.opened.done():
            self._opened_at = time.perf_counter()
        start = self.given + OPENING if self._opened_at is None else max(self.given, self._opened_at)
        return start + self.limit

    def take(self, future: Future) -> Finished | None:
        """Biten işin sonucu; süreç öldüyse havuz atılır. İş başlamadan ölmüşse iş yeniden verilir: None."""
        self.future = None
        ended = self._ended.pop(future, time.perf_counter())
        try:
            outcome = future.result()
        except BrokenProcessPool as error:
            begun = self.opened.done() and self.opened.exception() is None
            self.discard()
            if not begun and error.__cause__ is None and self._openings < OPENINGS:
                self.submit(self.key, self.assignment)
                return None
            # Süreç çökmeden kırılan havuz: iş işçide açılamadı (loky o hatayı `__cause__`ta taşır).
            outcome = lost(error) if error.__cause__ is None else unsent(error.__cause__)
        except BaseException as error:
            outcome = unsent(error)
        self._openings = 0
        began = max(self.given, ended - outcome.seconds) if outcome.seconds else self.given
        return self.key, outcome, self.number, began, ended

    def stop(self) -> Finished:
        """Süresini aşan işin sürecini kapatır."""
        began, now = self.deadline - self.limit, time.perf_counter()
        told = f"İş {self.limit:g} saniyelik süresini aştı; süreci kapatıldı, yerine yenisi açılır."
        self.discard()
        return self.key, Outcome(status="timeout", message=told, seconds=now - began), self.number, began, now

    def discard(self) -> None:
        """Süreci, açtığı süreçlerle birlikte kapatır ve bekler."""
        pool, self.pool = self.pool, None
        self._forget()
        if pool is not None:
            pool.shutdown(wait=True, kill_workers=True)

    def _pool(self, objective: Callable[..., Any]) -> Any:
        if self.pool is None:
            from loky import ProcessPoolExecutor

            self._openings += 1
            self.pool = ProcessPoolExecutor(1, initializer=_settle_in, initargs=(os.getpid(),))
            self.opened = self.pool.submit(_warm_up, objective)
        return self.pool

    def _note_end(self, future: Future) -> None:
        self._ended[future] = time.perf_counter()


def _settle_in(parent: int) -> None:
    """İşçi süreci açılırken: Ctrl-C'yi ayarlayıcıya bırakır, ayarlayıcı ölürse kendini kapatır."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    if os.name == "nt":  # orada üst sürecin numarası, o ölünce de değişmez
        if (opener := multiprocessing.parent_process()) is None:
            return
        opener.join()
    else:
        while os.getppid() == parent:
            time.sleep(ORPHAN_CHECK)
    os._exit(1)


def _warm_up(objective: Callable[..., Any]) -> None:
    """`objective` buraya ulaştıysa kitaplıkları yüklenmiştir."""
