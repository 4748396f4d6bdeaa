"""Bir işin işçide yapılışı: amaç fonksiyonunu çağırır, hatalarını toplar, ne olursa olsun bir sonuç döndürür."""

import inspect
import math
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

# Motorun amaç fonksiyonuna verdikleri; uzayda ya da yapılandırmada olsalar kaydedilen ile fonksiyonun aldığı ayrılırdı.
OWNED = {
    "max_epochs": "dönem sayısını deneme zamanlayıcısı belirler (`resource`, `r_min`, `r_max`)",
    "state": "terfi eden denemenin saklanan durumu bu adla verilir",
}
SHOWN, TOLD, LONGEST = 60, 300, 100_000  # gösterilen değerin, hata metninin ve onlar için bakılanın en çok harfi


@dataclass(frozen=True, slots=True)
class Assignment:
    """İşçiye giden iş. `state`: `start` dönemin sonunda saklanan durumun baytları ya da None.

    `timeout`: işin en uzun süresi, saniye; motor (engine) uygular, `carry_out` değil. `metric`: sözlük veren bir amaç
    fonksiyonunda aranan sayının adı.
    """

    objective: Callable[..., Any]
    config: dict[str, Any]
    start: int
    resource: int
    trial: int = 0
    attempt: int = 1
    state: bytes | None = None
    timeout: float | None = None
    metric: str = "error"


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
    metrics: dict[str, Any] = field(default_factory=dict)

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

    Sayının yerine bir sözlük de verilebilir: aranan sayı onun `metric` adlı öğesidir, ötekiler son dönemdeki
    değerleriyle `metrics`e geçer (sayı, metin, True, False, None ve onların listeleri; başka bir şeyin yazılışı).

    İmzasında `max_epochs` varsa ona `resource` verilir (d2l'nin yolu). Durum cloudpickle ile baytlara çevrilir: her
    motorda aynı şey olur, yeniden deneme bozulmamış bir kopyayla başlar. Yalnızca `KeyboardInterrupt` dışarı çıkar;
    `SystemExit` bile sonucun `status` ve `message`ına yazılır. Üretecin kapanırken verdiği hata işi bozmaz: sonuçları
    gelmiştir, hata `notes`a yazılır.
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
    return Outcome(
        tuple(work.errors), status, message, work.epochs, seconds, work.state, tuple(work.notes), work.metrics
    )  # fmt: skip


class _Work:
    """Süren iş: o ana dek gelen hatalar, eğitilen dönemler, son durum ve son dönemin öbür ölçüleri."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.errors: list[float] = []
        self.notes: list[str] = []
        self.metrics: dict[str, Any] = {}
        self.epochs = 0
        self.state: bytes | None = None

    def go(self) -> None:
        assignment = self.assignment
        self._refuse_owned()
        accepted, done = _accepted(assignment.objective), 0
        extra: dict[str, Any] = {}
        if "max_epochs" in accepted:
            extra["max_epochs"] = assignment.resource
        if "state" in accepted:
            extra["state"] = state = self._unpacked()
            done = 0 if state is None else assignment.start
        found = assignment.objective(**{**assignment.config, **extra})
        if hasattr(found, "__next__"):
            self._each_epoch(found, done)
        else:
            self.errors.append(self._error(found, "döndürdü"))
            self.epochs = assignment.resource
            _finite(self.errors[0], "")

    def _refuse_owned(self) -> None:
        """Yapılandırmadaki `max_epochs` işin kaynağıysa (d2l'nin yolu) kabul edilir."""
        config = self.assignment.config
        for name, why in OWNED.items():
            if name in config and not (name == "max_epochs" and config[name] == self.assignment.resource):
                told = f"Yapılandırmada `{name}` = {shown(config[name])} olamaz: bu ad motorundur, {why}."
                raise _Rejected("bad_value", told)

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
                error = self._error(error, f"{epoch}. dönemde verdi")
                if epoch > assignment.start:
                    self.errors.append(error)
                _finite(error, f"{epoch}. dönemde ")
            self.state = self._packed(state)
        finally:
            self._close(steps)

    def _close(self, steps: Iterator) -> None:
        try:
            getattr(steps, "close", int)()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self.notes.append(f"Amaç fonksiyonunun üreteci kapanırken hata verdi ({described(error)}); sonucu geçerli.")

    def _error(self, value: Any, verb: str) -> float:
        """Verilenin aranan sayısı; sözlükse öbür öğeleri `metrics`e geçer."""
        metric = self.assignment.metric
        if isinstance(value, Mapping):
            found = {str(name): value[name] for name in value}
            if metric not in found:
                told = f", ya da içinde `{metric}` olan bir sözlük (adını `metric` söyler)"
                raise _Rejected("bad_value", _no_number(value, verb, told))
            value = found.pop(metric)
            self.metrics = {cleaned(name): _measure(other) for name, other in found.items()}
        return _number(value, verb)

    def _packed(self, state: Any) -> bytes | None:
        from cloudpickle import dumps

        if state is None:
            return None
        try:
            return dumps(state)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
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
        except KeyboardInterrupt:
            raise
        except BaseException as error:
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
    try:
        plain = value.detach() if hasattr(value, "detach") else value
        dtype = getattr(plain, "dtype", None)
        odd = getattr(dtype, "kind", "f") not in "fiu" or str(dtype) == "torch.bool"
        if not odd and not tuple(getattr(plain, "shape", ())) and not isinstance(plain, bool | str | bytes | bytearray):
            return float(plain)
    except KeyboardInterrupt:
        raise
    except BaseException:  # sayıya çevrilemeyen her şey aşağıdaki cümleyi alır
        pass
    raise _Rejected("bad_value", _no_number(value, verb))


def _no_number(value: Any, verb: str, otherwise: str = "") -> str:
    told = f"Amaç fonksiyonu {shown(value)} ({type(value).__name__}) {verb}; tek bir sayı vermeli, 0.25 gibi{otherwise}"
    return told + (" (`return` unutulmuş olabilir)." if value is None else ".")


def _finite(error: float, when: str) -> None:
    if not math.isfinite(error):
        told = f"Amaç fonksiyonu {when}{error} verdi; hata sonlu olmalı, eğitim ıraksamış olabilir."
        raise _Rejected("nan", told)


def _measure(value: Any) -> Any:
    """Bir ölçünün JSON'a yazılabilen düz hali: sayı, metin, True, False, None, onların listesi; değilse yazılışı."""
    try:
        value = value.detach() if hasattr(value, "detach") else value
        value = value.tolist() if hasattr(value, "tolist") else value
        return [_scalar(item) for item in value] if isinstance(value, list | tuple) else _scalar(value)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return shown(value)


def _scalar(value: Any) -> Any:
    if value is None or type(value) in (bool, float) or (type(value) is int and abs(value) < 2**63):
        return value
    if isinstance(value, str):
        return cleaned(value)
    return _number(value, "")  # Decimal, Fraction, büyük tam sayı; başkası _measure'da yazılışına döner


def shown(value: Any) -> str:
    """Değerin tek satırlık, kısa yazılışı; `repr`i hata verse de."""
    try:
        return _short(_exact(repr(value)), SHOWN)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return "(yazılamayan bir değer)"


def described(error: BaseException) -> str:
    """Hatanın türü ve tek satırlık, temiz metni; kendi metnini veremeyen hata da anlatılır.

    Uzak işçiden gelen hata izinin (loky, dask, concurrent.futures) yalnızca sonu, hatanın kendisi alınır.
    """
    kind = cleaned(type(error).__name__)
    try:
        text = _short(_last_error(_exact(str(error))), TOLD)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return f"{kind} (iletisi okunamadı)"
    if type(error).__name__ == "_RemoteTraceback" and text:
        return text
    return f"{kind}: {text}" if text else kind


def _last_error(text: str) -> str:
    """Metinde bir hata izi varsa izden öncesi ve son izin altındaki hata; yoksa metnin kendisi."""
    *traces, last = text.replace('"""', "").split("Traceback (most recent call last):")
    lines = last.splitlines()
    told = next((k for k, line in enumerate(lines) if line.strip() and not line[0].isspace()), None)
    return text if not traces or told is None else "\n".join([traces[0], *lines[told:]])


def _exact(text: str) -> str:
    """Metnin başı, düz bir str olarak: `__str__` bir alt sınıf ya da 100 MB da döndürebilir."""
    return str.__getitem__(text, slice(LONGEST))


def _short(text: str, most: int) -> str:
    """Metnin boşlukları tek boşluk olan, en çok `most` harfli, temiz hali."""
    told = cleaned(" ".join(text.split()))
    return told if len(told) <= most else told[: most - 3] + "..."


def cleaned(text: str) -> str:
    """Her ekrana ve dosyaya yazılabilen metin: yalnız vekiller (surrogate) ve denetim harfleri kaçışlı yazılır."""
    text = str.__str__(text)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _place(error: BaseException) -> str:
    """Hatanın amaç fonksiyonunun kendi dosyasındaki yeri: öğrenci kitaplığın değil kendi satırını arar."""
    try:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
        mine = [frame for frame in frames if frame.filename == frames[0].filename][-1]
        where = "defter hücresi" if "ipykernel" in mine.filename else cleaned(Path(mine.filename).name)
        return f" ({where}, {mine.lineno}. satır)"
    except Exception:  # izi olmayan ya da okunamayan hatanın yeri söylenmez
        return ""
