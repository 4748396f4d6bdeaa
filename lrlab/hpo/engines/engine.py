"""Motorlar: işleri yapan yer. `Here` bu süreçte, `Futures` herhangi bir `concurrent.futures.Executor`da yapar.

`Processes` kendi süreçlerinde, `Simulated` benzetilmiş saatte yapar; onlar yandaki iki dosyadadır.
"""

import time
from collections import deque
from collections.abc import Hashable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from typing import Protocol, final, runtime_checkable

from lrlab.core.validate import instance, integer
from lrlab.hpo.engines.objective import Assignment, Outcome, carry_out, described

# Windows'ta süresiz bekleyiş Ctrl-C'yi duymaz.
TICK = 1.0
Finished = tuple[Hashable, Outcome, int, float, float]


@runtime_checkable
class Engine(Protocol):
    """Bir motorun yapması gerekenler. `workers`: şu anda kullanılabilen işçiler; 0'a inerse arama durur.

    `submit` bir işi verir; ayarlayıcı (tuner) `workers`tan çok iş vermez. `wait` en az bir iş bitene dek bekler;
    bitenler, bitiş sırasıyla: (anahtar, sonuç, işçi, başlangıç, bitiş), süren iş yoksa boş liste. `now`: motorun saati,
    saniye. `close`: süren işleri bırakır. Sonucun `status`u "interrupted" ise iş yapılmamış sayılır ve yeniden verilir.
    """

    @property
    def workers(self) -> int: ...
    def submit(self, key: Hashable, assignment: Assignment) -> None: ...
    def wait(self) -> list[Finished]: ...
    def now(self) -> float: ...
    def close(self) -> None: ...


@final
class Here:
    """İşleri bu süreçte, birer birer yapar. Takılan bir işi durduramaz."""

    workers = 1

    def __init__(self) -> None:
        self._queue: deque[tuple[Hashable, Assignment]] = deque()

    def now(self) -> float:
        return time.perf_counter()

    def submit(self, key: Hashable, assignment: Assignment) -> None:
        self._queue.append((key, assignment))

    def wait(self) -> list[Finished]:
        """Sıradaki işi sonuna dek yapar."""
        if not self._queue:
            return []
        key, assignment = self._queue.popleft()
        began = self.now()
        outcome = carry_out(assignment)
        return [(key, outcome, 0, began, self.now())]

    def close(self) -> None:
        self._queue.clear()


@dataclass(frozen=True)
class _Given:
    """Havuza verilmiş bir iş."""

    key: Hashable
    worker: int
    timeout: float | None
    began: float


@final
class Futures:
    """İşleri verilen `executor`da yapar: iş parçacığı ya da süreç havuzu, dask kümesi. Onu kapatmaz.

    Süresini aşan iş durdurulamaz, yalnızca bırakılır: işçisi iş bitene dek dolu sayılır ve yeni iş almaz. Süre, iş
    havuza verilince işlemeye başlar. Süreç havuzu bir işçisini yitirince bütünüyle kırılır ve onarılamaz: açık işler
    yapılmamış sayılır (suçlu belli değildir), işçi kalmaz. dask ise ölen işçinin işini kendisi başkasına verir.
    """

    def __init__(self, executor: Executor, workers: int) -> None:
        self.executor = instance("executor", executor, Executor, "bir concurrent.futures.Executor olmalı")
        self._size = integer("workers", workers)
        self._open: dict[Future, _Given] = {}
        self._stuck: dict[Future, int] = {}
        self._ended: dict[Future, float] = {}
        self._ready: list[Finished] = []
        self._broken = False

    @property
    def workers(self) -> int:
        self._stuck = {future: worker for future, worker in self._stuck.items() if not future.done()}
        return 0 if self._broken else self._size - len(self._stuck)

    def now(self) -> float:
        return time.perf_counter()

    def submit(self, key: Hashable, assignment: Assignment) -> None:
        taken = {given.worker for given in self._open.values()} | set(self._stuck.values())
        given = _Given(key, min(set(range(self._size)) - taken), assignment.timeout, self.now())
        try:
            future = self.executor.submit(carry_out, assignment)
        except (BrokenExecutor, RuntimeError) as error:  # kırılmış ya da kapatılmış havuz
            self._ready.append((key, self._broke(error), given.worker, given.began, given.began))
            return
        except Exception as error:  # iş daha verilirken paketlenemedi (dask)
            self._ready.append((key, unsent(error), given.worker, given.began, given.began))
            return
        self._open[future] = given
        future.add_done_callback(self._note_end)

    def wait(self) -> list[Finished]:
        while not self._ready and self._open:
            ends = [given.began + given.timeout for given in self._open.values() if given.timeout is not None]
            pause = max(0.0, min([*ends, self.now() + TICK]) - self.now())
            for future in wait(self._open, pause, FIRST_COMPLETED).done:
                given, ended = self._open.pop(future), self._ended.pop(future, self.now())
                outcome = self._outcome(future)
                began = max(given.began, ended - outcome.seconds) if outcome.seconds else given.began
                self._ready.append((given.key, outcome, given.worker, began, ended))
            self._give_up()
        found, self._ready = sorted(self._ready, key=lambda item: item[4]), []
        return found

    def close(self) -> None:
        for future in self._open:
            future.cancel()
        self._open.clear()

    def _note_end(self, future: Future) -> None:
        self._ended[future] = self.now()

    def _give_up(self) -> None:
        now = self.now()
        for future, given in list(self._open.items()):
            if given.timeout is None or now < given.began + given.timeout or future.done():
                continue
            del self._open[future]
            told = f"İş {given.timeout:g} saniyelik süresini aştı ve bırakıldı"
            if not future.cancel() and not future.done():
                self._stuck[future] = given.worker
                told += "; bu havuzda durdurulamadığı için işçisi, iş kendiliğinden bitene dek dolu kalacak"
            outcome = Outcome(status="timeout", message=told + ".", seconds=now - given.began)
            self._ready.append((given.key, outcome, given.worker, given.began, now))

    def _outcome(self, future: Future) -> Outcome:
        try:
            return future.result()
        except BrokenExecutor as error:
            return self._broke(error)
        except CancelledError as error:
            return lost(error)
        except BaseException as error:
            # dask'ın hataları, dask yüklenmeden adlarından tanınır.
            if type(error).__name__ in ("KilledWorker", "CommClosedError", "FutureCancelledError"):
                return lost(error)
            return unsent(error)

    def _broke(self, error: BaseException) -> Outcome:
        self._broken = True
        told = (
            f"Verdiğin havuz artık iş almıyor ({described(error)}); yarım kalan işler yapılmamış sayıldı. `executor` "
            "yerine yalnızca `workers` verirsen ölen işçinin yerine yenisi gelir."
        )
        return Outcome(status="interrupted", message=told, notes=(told,))


def lost(error: BaseException) -> Outcome:
    """İşçisini yitiren işin sonucu."""
    told = (
        f"İşçisi beklenmedik biçimde kapandı: öldürülmüş, çökmüş ya da bellek yetmemiş olabilir ({described(error)})."
    )
    return Outcome(status="lost", message=told)


def unsent(error: BaseException) -> Outcome:
    """İşçiye gönderilemeyen ya da orada açılamayan işin sonucu; hatalar zincirinin en içtekini söyler."""
    for _ in range(100):  # zincir bir halka olabilir
        if error.__cause__ is None:
            break
        error = error.__cause__
    what = "durduruldu" if isinstance(error, KeyboardInterrupt) else "başlatılamadı"
    return Outcome(status="raised", message=f"İş, işçisinde {what}: {described(error)}.")
