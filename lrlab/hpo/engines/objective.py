"""Bir işin işçide yapılışı: amaç fonksiyonunu çağırır, hatalarını toplar, ne olursa olsun bir sonuç döndürür."""

import inspect
import math
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Assignment:
    """İşçiye giden iş. `state`: `start` dönemin sonunda saklanan durumun baytları ya da None.

    `timeout`: işin en uzun süresi, saniye; motor (engine) uygular, `carry_out` değil.
    """

    objective: Callable[..., Any]
    config: dict[str, Any]
    start: int
    resource: int
    trial: int = 0
    attempt: int = 1
    state: bytes | None = None
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """İşçiden dönen sonuç; alanlar `Report`taki gibidir.

    `state`: son dönemin sonundaki durumun baytları. `seconds`: amaç fonksiyonunun süresi. `notes`: aramayı
    durdurmayan aksaklıklar, birer cümle.
    """

    errors: tuple[float, ...] = ()
    status: str = "ok"
    message: str = ""
    epochs: int = 0
    seconds: float = 0.0
    state: bytes | None = None
    notes: tuple[str, ...] = ()

    @property
    def error(self) -> float:
        """Son hata; başarısızsa inf."""
        return self.errors[-1] if self.status == "ok" else math.inf


class _Rejected(Exception):
    """Amaç fonksiyonunun verdiği değer kabul edilmedi."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


def carry_out(assignment: Assignment) -> Outcome:
    """`assignment`i yapar. Amaç fonksiyonunun iki biçimi vardır:

    - `objective(**config)` bir sayı (ya da 0 boyutlu dizi, tensör) döndürür. Her iş baştan eğitir.
    - Üreteç (generator): her dönemin sonunda `yield hata` ya da `yield hata, durum` der. İmzasında `state` varsa terfi
      eden deneme saklanan son durumla çağrılır ve kaldığı dönemden sürer; yoksa baştan eğitir.

    İmzasında `max_epochs` varsa ona `resource` verilir (d2l'nin yolu). Durum cloudpickle ile baytlara çevrilir: her
    motorda aynı şey olur, yeniden deneme bozulmamış bir kopyayla başlar. Yalnızca `KeyboardInterrupt` dışarı çıkar;
    `SystemExit` bile sonucun `status` ve `message`ına yazılır.
    """
    began, work, status, message = perf_counter(), _Work(assignment), "ok", ""
    try:
        work.go()
    except KeyboardInterrupt:
        raise
    except _Rejected as rejected:
        status, message = rejected.status, str(rejected)
    except BaseException as error:
        status, message = "raised", f"Amaç fonksiyonu hata verdi: {described(error)}{_place(error)}."
    seconds = perf_counter() - began
    return Outcome(tuple(work.errors), status, message, work.epochs, seconds, work.state, tuple(work.notes))


class _Work:
    """Süren iş: o ana dek gelen hatalar, eğitilen dönemler, son durum."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.errors: list[float] = []
        self.notes: list[str] = []
        self.epochs = 0
        self.state: bytes | None = None

    def go(self) -> None:
        assignment = self.assignment
        accepted, done = _accepted(assignment.objective), 0
        extra: dict[str, Any] = {}
        if "max_epochs" in accepted:
            extra["max_epochs"] = assignment.resource
        if "state" in accepted and "state" not in assignment.config:
            extra["state"] = state = self._unpacked()
            done = 0 if state is None else assignment.start
        found = assignment.objective(**{**assignment.config, **extra})
        if hasattr(found, "__next__"):
            self._each_epoch(found, done)
        else:
            self.errors.append(_number(found, "döndürdü"))
            self.epochs = assignment.resource
            _finite(self.errors[0], "")

    def _each_epoch(self, steps: Iterator, done: int) -> None:
        assignment, state = self.assignment, None
        try:
            for epoch in range(done + 1, assignment.resource + 1):
                item = next(steps, steps)
                if item is steps:
                    wanted = f"{assignment.resource} dönemin her birinin sonunda bir hata vermeli"
                    raise _Rejected("bad_value", f"Amaç fonksiyonu {epoch - 1} dönemden sonra bitti; {wanted}.")
                self.epochs += 1
                error, state = item if isinstance(item, tuple) and len(item) == 2 else (item, None)
                error = _number(error, f"{epoch}. dönemde verdi")
                if epoch > assignment.start:
                    self.errors.append(error)
                _finite(error, f"{epoch}. dönemde ")
            self.state = self._packed(state)
        finally:
            getattr(steps, "close", int)()

    def _packed(self, state: Any) -> bytes | None:
        from cloudpickle import dumps

        if state is None:
            return None
        try:
            return dumps(state)
        except Exception as error:
            self.notes.append(
                f"Amaç fonksiyonunun verdiği durum saklanamıyor ({described(error)}); terfi eden denemeler baştan "
                "eğitilecek. Açık dosya, kilit, üreteç gibi şeyleri duruma koyma."
            )
            return None

    def _unpacked(self) -> Any:
        from cloudpickle import loads

        if self.assignment.state is None:
            return None
        try:
            return loads(self.assignment.state)
        except Exception as error:
            self.notes.append(f"Saklanan durum okunamadı ({described(error)}); deneme baştan eğitildi.")
            return None


def _accepted(objective: Callable[..., Any]) -> frozenset[str]:
    """İmzada adıyla geçen parametreler; `**kwargs` sayılmaz, çünkü başka bir fonksiyona gidiyor olabilir."""
    try:
        return frozenset(inspect.signature(objective).parameters)
    except (TypeError, ValueError):  # imzası okunamayan, C'de yazılmış fonksiyonlar
        return frozenset()


def _number(value: Any, verb: str) -> float:
    """Tek bir sayıyı float yapar; metin, None, bool ve boyutlu diziler sayı değildir ("0.5" bile)."""
    plain = value.detach() if hasattr(value, "detach") else value
    dtype = getattr(plain, "dtype", None)
    odd = getattr(dtype, "kind", "f") not in "fiu" or str(dtype) == "torch.bool" or tuple(getattr(plain, "shape", ()))
    if not odd and not isinstance(plain, bool | str | bytes | bytearray):
        try:
            return float(plain)
        except Exception:  # sayıya çevrilemeyen her şey aşağıdaki cümleyi alır
            pass
    shown = " ".join(repr(value).split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    told = f"Amaç fonksiyonu {shown} ({type(value).__name__}) {verb}; tek bir sayı vermeli, 0.25 gibi"
    raise _Rejected("bad_value", told + (" (`return` unutulmuş olabilir)." if value is None else "."))


def _finite(error: float, when: str) -> None:
    if not math.isfinite(error):
        told = f"Amaç fonksiyonu {when}{error} verdi; hata sonlu olmalı, eğitim ıraksamış olabilir."
        raise _Rejected("nan", told)


def described(error: BaseException) -> str:
    """Hatanın türü ve tek satırlık metni."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:300]}" if text else type(error).__name__


def _place(error: BaseException) -> str:
    """Hatanın amaç fonksiyonunun kendi dosyasındaki yeri: öğrenci kitaplığın değil kendi satırını arar."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    if not frames:
        return ""
    mine = [frame for frame in frames if frame.filename == frames[0].filename][-1]
    where = "defter hücresi" if "ipykernel" in mine.filename else Path(mine.filename).name
    return f" ({where}, {mine.lineno}. satır)"
