"""Öğrencinin kodunu süreyle ve bellekle sınırlı çalıştırır: bitmeyen döngü ve durmadan büyüyen liste kesilir."""

import ctypes
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import copy_context
from mmap import PAGESIZE
from pathlib import Path
from time import monotonic
from traceback import FrameSummary, StackSummary, walk_stack
from types import FrameType
from typing import Any

SECONDS = 10.0  # bir çağrının süresi; eğitim yapan görevde tanımın süresi kadar uzar
SLOWER = 5  # eğitim yapan bir yanıt tanımdan en çok bu kadar kat yavaş olabilir
MEGABYTES = 500.0  # bir çağrının süreçte büyütebileceği bellek (torch'u ilk kez yüklemek 250 MB)
LOOK = 0.02  # saniye: saatle belleğe bu arayla bakılır, kesme bu arayla yinelenir
GRACE = 2.0  # saniye: kesilen kodun bitmesi en çok bu kadar beklenir
OURS = str(Path(__file__).parent)  # denetimin kendi dosyaları


class _Cut(BaseException):
    """Kesilen kodun içinde yükselir; öğrencinin `except Exception`ı yakalamasın diye BaseException'dır.

    Çıplak `except:` onu da yutar. Yutulan hata silinirken öğrencinin dosyasındaki çağrılar izlenmeye başlar ve sıradaki
    satırda, artık o `except`in dışında, yenisi yükselir. İz o iş parçacığınındır, onunla biter.
    """

    def __del__(self) -> None:
        frames = list(_outward(sys._getframe(1)))
        files = [frame.f_code.co_filename for frame in frames if not frame.f_code.co_filename.startswith(OURS)]
        for frame in frames:
            if frame.f_code.co_filename in files[-1:]:
                frame.f_trace = _cut_again
        sys.settrace(lambda *event: None)  # yeni çağrılar izlenmez


def _outward(frame: FrameType | None) -> Iterator[FrameType]:
    """İçten dışa, iş parçacığının kendi çağrısına kadar."""
    while frame and frame.f_code is not _Run._work.__code__:
        yield frame
        frame = frame.f_back


def _cut_again(frame: FrameType, event: str, arg: Any) -> Any:
    raise _Cut


class Unfinished(Exception):
    """Kod kesildi.

    limit: aşılan sınır, "10 saniye" ya da "500 MB". stack: kesildiği yer, en içteki çağrı sonda. alive: sürüyor mu.
    """

    def __init__(self, memory: bool, seconds: float, stack: list[FrameSummary], alive: bool) -> None:
        self.memory, self.limit = memory, f"{MEGABYTES:g} MB" if memory else f"{round(seconds, 1):g} saniye"
        self.stack, self.alive = stack, alive
        super().__init__(self.limit)


def _resident() -> float:
    """Sürecin bellekteki boyu (MB), Linux'ta dosyalarla paylaştığı hariç.

    Linux dışında psutil'e (ipykernel'le gelir) sorulur; o da yoksa 0.
    """
    try:
        with open("/proc/self/statm", "rb") as file:
            _, resident, shared, *_ = map(int, file.read().split())
        return (resident - shared) * PAGESIZE / 1e6
    except (OSError, ValueError, IndexError):
        pass
    try:
        import psutil
    except ImportError:
        return 0.0
    return float(psutil.Process().memory_info().rss) / 1e6


class _Run:
    """Ayrı bir iş parçacığında süren tek çağrı.

    Kesme (PyThreadState_SetAsyncExc) yalnızca o iş parçacığına yükseldiğinden, geç kalanı ne çekirdeğe ne de
    denetimin kendi koduna sıçrar; Ctrl-C (■) da bekleyen ana iş parçacığına gelir.
    """

    def __init__(self, job: Callable[[], Any]) -> None:
        self.value: Any = None
        self.error: BaseException | None = None
        self.done = threading.Event()
        self._over, self._lock = False, threading.Lock()
        self._context, self._job = copy_context(), job  # numpy ve decimal ayarları bağlamda durur
        self.thread = threading.Thread(target=self._work, name="lrlab-denetim", daemon=True)

    def _work(self) -> None:
        try:
            try:
                self.value = self._context.run(self._job)
            except _Cut:  # izi tutulmaz: çerçeveler, içlerindeki büyümüş listeyi yaşatırdı
                pass
            except BaseException as error:
                self.error = error
            sys.settrace(None)
            with self._lock:
                self._over = True
        except _Cut:  # iş biterken gelen ikinci kesme
            pass
        finally:
            sys.settrace(None)
            self._over = True
            self.done.set()

    def stack(self) -> list[FrameSummary]:
        """Kodun şu anda durduğu yer; en içteki çağrı sonda."""
        frame = sys._current_frames().get(self.thread.ident or 0)
        return list(reversed(StackSummary.extract(walk_stack(frame)))) if frame else []

    @property
    def ended(self) -> bool:
        """Kod bitti mi (ya da hiç başlamadı mı)."""
        return self.done.is_set() or not self.thread.is_alive()

    def _poke(self) -> None:
        with self._lock:  # biten iş parçacığının numarasını başkası almış olabilir
            if not self._over and not self.ended and self.thread.ident:
                ident, cut = ctypes.c_ulong(self.thread.ident), ctypes.py_object(_Cut)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, cut)

    def _poke_until(self, end: float) -> None:
        while monotonic() < end and not self.ended:
            self._poke()
            self.done.wait(LOOK)

    def cut(self) -> bool:
        """Kodu keser ve bittiyse True verir. Çıplak `except:` kesmeyi yutabilir, bu yüzden yinelenir.

        Uyuyan ya da C'de süren kod o sırada kesilemez: beklenmez, ilk fırsatta bitsin diye arkada kesilmeye sürer.
        """
        self._poke_until(monotonic() + GRACE)
        if not self.ended:
            threading.Thread(target=self._poke_until, args=(float("inf"),), daemon=True).start()
        return self.ended


def watched(job: Callable[[], Any], known: Callable[[], Any] = lambda: None) -> Any:
    """`job()`un sonucu; verdiği hata burada yükselir.

    SystemExit ve KeyboardInterrupt da öyle; başka bir BaseException RuntimeError olur.

    SECONDS içinde bitmezse ya da süreci MEGABYTES'tan çok büyütürse kesilir ve `Unfinished` yükselir; süre dolunca önce
    `known`un (tanımın aynı çağrısının) ne kadar sürdüğüne bakılır, süre onun SLOWER katı uzar. Ctrl-C önce işi keser.
    Tek bir C çağrısının içinde GIL'i bırakmadan süren iş (`sum(itertools.count())`) kesilemez.
    """
    run = _Run(job)
    before, start, allowed, asked = _resident(), monotonic(), SECONDS, False
    try:
        try:
            run.thread.start()
        except RuntimeError:  # iş parçacığı açılamayan yer (tarayıcıdaki Python): sınırsız çalışır
            return job()
        while not run.done.wait(LOOK):
            memory = _resident() - before > MEGABYTES
            if not memory and not asked and monotonic() - start > allowed:
                asked, since = True, monotonic()
                with suppress(Exception):  # tanımın çalışmadığı bir girdi: süre uzamaz
                    known()
                allowed += SLOWER * (monotonic() - since)
            if memory or monotonic() - start > allowed:
                stack = run.stack()
                raise Unfinished(memory, allowed, stack, not run.cut())
    except KeyboardInterrupt:
        run.cut()
        raise
    if isinstance(run.error, (Exception, SystemExit, KeyboardInterrupt)):
        raise run.error
    if run.error is not None:  # öğrencinin kendi BaseException'ı: defteri durdurmasın
        raise RuntimeError(f"{type(run.error).__name__}: {run.error}") from run.error
    return run.value
