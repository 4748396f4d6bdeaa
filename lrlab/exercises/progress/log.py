"""Öğrencinin kaydı: LRLAB_HOME'da, her olayı bir JSON satırı olan ve yalnızca sonuna eklenen dosyalar."""

import errno
import json
import os
import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lrlab.terms.system import reason

LARGEST = 2**25  # 32 MB: döngü içinde unutulmuş bir check diski doldurmasın
FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


def home() -> Path:
    """lrlab'ın yazdığı klasör: LRLAB_HOME ortam değişkeni, yoksa ~/.lrlab.

    Ev klasörü yoksa (HOME'suz bir kapsayıcı) geçici klasördedir. LRLAB_HOME'daki ~ açılamazsa `ValueError`.
    """
    asked = os.environ.get("LRLAB_HOME")
    try:
        return Path(asked or Path.home() / ".lrlab").expanduser()
    except RuntimeError as error:  # ~ad biçimindeki kullanıcı yok ya da (kapsayıcıda) ev klasörü bilinmiyor
        if not asked:
            return Path(tempfile.gettempdir()) / "lrlab"
        raise ValueError(f"`LRLAB_HOME` = {asked!r} olamaz; ev klasörü bulunamadı, klasörün tam yolunu yaz") from error


def now() -> str:
    """Şu an, UTC'de ISO 8601 olarak; kayıtlarda zaman hep böyle durur."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def moment(at: str) -> datetime | None:
    """ISO 8601 zamanı, saat dilimiyle (yazılmamışsa UTC); öyle bir zaman değilse None."""
    try:
        found = datetime.fromisoformat(at)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def local(at: str) -> str:
    """Zamanın bu bilgisayarın saatiyle okunuşu: 29.11.2026 14.05; zaman değilse boş."""
    found = moment(at)
    return f"{found:%d.%m.%Y %H.%M}" if found else ""


@dataclass(frozen=True)
class Log:
    """Bir kayıt dosyası.

    Her olay tek bir yazma çağrısıyla sona eklenir (O_APPEND): iki defter aynı anda yazsa da satırlar karışmaz, var olan
    satır hiç değişmez. Yarıda kalmış bir satırdan sonra yenisi kendi satırında başlar; okurken yalnızca o atlanır.
    """

    name: str

    @property
    def path(self) -> Path:
        """Dosyanın LRLAB_HOME'daki yeri; o klasör bulunamazsa `ValueError`."""
        return home() / f"{self.name}.jsonl"

    def append(self, event: str, **fields: Any) -> None:
        """Bir olayı zamanıyla ekler; yazılamazsa `OSError`, LRLAB_HOME bulunamazsa `ValueError` (nedeni: `reason`)."""
        row = json.dumps({"event": event, "at": now(), **fields}, ensure_ascii=False, allow_nan=False)
        line = row.encode("utf-8", "backslashreplace") + b"\n"  # eşsiz bir vekil harf de geçerli bir JSON kaçışı olur
        path = self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path):
            _add(path, line)

    def events(self) -> tuple[list[dict[str, Any]], str]:
        """(olaylar, not): eskiden yeniye; okunamayan bir şey varsa not onu söyler, dosyaya dokunulmaz."""
        try:
            with self.path.open("rb") as file:
                lines = file.read(2 * LARGEST).split(b"\n")
        except FileNotFoundError:
            return [], ""
        except OSError as error:
            return [], f"{self.name}.jsonl okunamadı ({reason(error)})."
        except ValueError as error:
            return [], f"{error}; o zamana dek hiçbir şey saklanmıyor."
        found = [_event(line) for line in lines if line.strip()]
        broken = found.count(None)
        told = f"{self.name}.jsonl dosyasının {broken} satırı bozuk; atlandı." if broken else ""
        return [event for event in found if event is not None], told


def _alone(path: Path) -> AbstractContextManager[Any]:
    """Windows sona ekleyemez, sona gidip yazar; arada başka bir süreç yazabilir: orada kilit gerekir."""
    if sys.platform != "win32":
        return nullcontext()
    from filelock import FileLock

    return FileLock(path.with_suffix(".lock"), timeout=10)


def _add(path: Path, line: bytes) -> None:
    file = os.open(path, FLAGS, 0o600)
    try:
        size = os.fstat(file).st_size
        if size + len(line) > LARGEST:
            raise OSError(
                f"{path.name} {LARGEST >> 20} MB'a ulaştı; önce `teslim` ile teslim dosyanı yaz, sonra {path} "
                "dosyasını başka bir klasöre taşı"
            )
        if size:
            os.lseek(file, size - 1, os.SEEK_SET)
            line = line if os.read(file, 1) == b"\n" else b"\n" + line
        if os.write(file, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(file)


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # yarım kalmış ya da elle bozulmuş satır
        return None
    fits = isinstance(found, dict) and isinstance(found.get("event"), str) and isinstance(found.get("at"), str)
    return found if fits else None
