"""Günlüğün satırları: yazılışı, okunuşu ve denetimi.

İlk satır başlıktır: biçimin sürümü ve deneme zamanlayıcısının ayarları. Sonraki her satır bir olaydır: "ask" bir iş
soruldu, "end" bir girişim bitti (`closed`: iş kapandı mı, yoksa yinelenecek mi). Sonlu olmayan sayılar metin olarak
durur ("inf", "nan"), böylece her satır geçerli JSON'dur.
"""

import json
import math
from dataclasses import fields
from pathlib import Path
from typing import Any

from lrlab.hpo.run.record import STATUSES, Report
from lrlab.hpo.schedulers.scheduler import Job, Scheduler

NAME, VERSION = "lrlab.hpo", 1
_JOB = ("trial", "start", "resource", "config")
_END = tuple(field.name for field in fields(Report) if field.name != "config")


class JournalError(ValueError):
    """Günlük kullanılamıyor: başka bir aramanın, bozuk, ya da başkası yazıyor. Dosyaya dokunulmamıştır."""


def header_of(scheduler: Scheduler) -> dict[str, Any]:
    """Günlüğün ilk satırı."""
    return plain({"journal": NAME, "version": VERSION, "settings": scheduler.settings()})


def ask_event(job: Job) -> dict[str, Any]:
    """Bir işin sorulduğu olay."""
    return {"event": "ask", "trial": job.trial, "start": job.start, "resource": job.resource, "config": job.config}


def end_event(report: Report, closed: bool) -> dict[str, Any]:
    """Bir girişimin bittiği olay; yapılandırma "ask" satırındadır."""
    told = {name: getattr(report, name) for name in _END}
    told |= {"error": _number(report.error), "errors": [_number(error) for error in report.errors]}
    return {"event": "end", **told, "closed": closed}


def job_of(event: dict[str, Any]) -> Job:
    """ "ask" olayının işi."""
    return Job(*(event[name] for name in ("trial", "config", "start", "resource")))


def report_of(event: dict[str, Any], job: Job) -> Report:
    """ "end" olayının kaydı."""
    told = {name: event[name] for name in _END}
    told |= {"error": float(event["error"]), "errors": tuple(float(error) for error in event["errors"])}
    return Report(config=dict(job.config), **told)


def line_of(event: dict[str, Any]) -> bytes:
    """Olayın, satır sonuyla biten baytları."""
    return _json(event).encode() + b"\n"


def plain(event: dict[str, Any]) -> dict[str, Any]:
    """Olayın dosyadan geri okunmuş hali: numpy sayıları Python sayısı, çokuzlular liste olur."""
    return json.loads(_json(event))


def read_lines(path: Path, header: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    """Dosyanın olayları ve tam satırlarının toplam boyu (bayt).

    Sonu gelmemiş son satır sayılmaz. Dosya günlük değilse, başka bir aramanınsa ya da bir satırı bozuksa
    `JournalError` verir.
    """
    if not path.exists():
        return [], 0
    if not path.is_file():
        raise JournalError(f"`{path}` bir dosya değil; günlük için bir dosya adı ver, arama.jsonl gibi")
    *lines, torn = path.read_bytes().split(b"\n")
    if not lines:
        if not line_of(header).startswith(torn):
            raise JournalError(f"`{path}` bir arama günlüğü değil; başka bir dosya adı ver")
        return [], 0
    first, *events = [_parsed(path, number, line) for number, line in enumerate(lines, start=1)]
    if first.get("journal") != NAME:
        raise JournalError(f"`{path}` bir arama günlüğü değil; başka bir dosya adı ver")
    for name in ("version", "settings"):
        if first.get(name) != header[name]:
            raise JournalError(
                f"`{path}` başka bir aramanın günlüğü: `{name}` orada {first.get(name)}, bu aramada {header[name]}. "
                "Aynı ayarları kullan ya da başka bir dosya adı ver"
            )
    _in_order(path, events)
    return events, sum(len(line) + 1 for line in lines)


def _parsed(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    raise (
        _broken(path, number)
        if number > 1
        else JournalError(f"`{path}` bir arama günlüğü değil; başka bir dosya adı ver")
    )


def _in_order(path: Path, events: list[dict[str, Any]]) -> None:
    """Her olayın alanları tam mı ve her "end" açık bir işin mi."""
    opened = set()
    for number, event in enumerate(events, start=2):
        trial = event.get("trial")
        ask, end = (event.get("event") == kind for kind in ("ask", "end"))
        if ask and trial not in opened and all(name in event for name in _JOB):
            opened.add(trial)
        elif end and trial in opened and "closed" in event and all(name in event for name in _END):
            if event["status"] not in STATUSES:
                raise _broken(path, number)
            if event["closed"]:
                opened.remove(trial)
        else:
            raise _broken(path, number)


def _broken(path: Path, number: int) -> JournalError:
    told = "dosyaya dokunulmadı, yedeğinden geri al ya da başka bir dosya adı ver"
    return JournalError(f"`{path}` günlüğünün {number}. satırı bozuk; {told}")


def _number(value: float) -> float | str:
    return value if math.isfinite(value) else str(float(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_unboxed)


def _unboxed(value: Any) -> Any:
    """numpy sayısı Python sayısına; JSON'a yazılamayan başka bir şeyse hangisi olduğunu söyler."""
    if getattr(value, "ndim", None) == 0:
        return value.item()
    kind = type(value).__name__
    raise TypeError(f"günlüğe {value!r} ({kind}) yazılamaz; yapılandırmalar metin, sayı, True, False, None içermeli")
