"""Aramanın günlüğü (journal): her olay bir satır, hemen yazılır; öldürülen arama ondan sürer.

İlk satır başlıktır: biçimin sürümü ve deneme zamanlayıcısının ayarları. Sonraki her satır bir olaydır: "ask" bir iş
soruldu, "end" bir girişim bitti (`closed`: iş kapandı mı, yoksa yinelenecek mi). Sonlu olmayan sayılar metin olarak
durur ("inf", "nan"), böylece her satır geçerli JSON'dur.
"""

import json
import math
import os
from collections import deque
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from lrlab.hpo.run.record import STATUSES, Report
from lrlab.hpo.run.states import reason
from lrlab.hpo.schedulers.scheduler import Job, Scheduler

NAME, VERSION = "lrlab.hpo", 1
_JOB = ("trial", "start", "resource", "config")
_END = tuple(field.name for field in fields(Report) if field.name != "config")


class JournalError(ValueError):
    """Günlük kullanılamıyor: başka bir aramanın, bozuk, ya da başkası yazıyor. Dosyaya dokunulmamıştır."""


class Journal:
    """`path`teki günlük; yoksa ilk satırla birlikte oluşur. Durumlar yanındaki `states` klasöründedir.

    Dosyaya aynı anda tek bir arama yazar (yanındaki .lock dosyası). Yarım kalmış son satır (yazarken öldürülmüş bir
    arama) atılır. Disk dolarsa satırlar bellekte bekler ve her yeni olayda yeniden denenir; dosyada hiçbir zaman yarım
    satırdan sonra başka satır olmaz. Satırlar işletim sistemine verilir (kill -9'a dayanır), diske inmesi beklenmez
    (elektrik kesintisi son saniyeleri götürebilir).
    """

    def __init__(self, path: Path, scheduler: Scheduler, problem: Callable[[str], None]) -> None:
        self.path, self.states, self._problem = path, path.with_name(path.name + ".states"), problem
        self._waiting: deque[bytes] = deque()
        header = _header(scheduler)
        self._lock = FileLock(path.with_name(path.name + ".lock"), timeout=0)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            told = "günlüğüne başka bir arama yazıyor; onun bitmesini bekle ya da başka bir dosya ver"
            raise JournalError(f"`{path}` {told}") from error
        except NotImplementedError:  # kilit bilmeyen dosya sistemi (bazı ağ diskleri)
            problem(f"`{path}` kilitlenemiyor; aynı günlüğe iki arama birden yazmamalı.")
        except OSError as error:
            raise JournalError(f"`{path}` günlüğü açılamıyor: {reason(error)}") from error
        try:
            self.events, self._good = _read(path, header)
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
        except (OSError, JournalError) as error:
            self._lock.release()
            if isinstance(error, JournalError):
                raise
            raise JournalError(f"`{path}` günlüğü açılamıyor: {reason(error)}") from error
        self._failing = False
        self._torn = True  # eski bir yarım satır olabilir: ilk yazıştan önce kesilir
        if not self._good:
            self._append(header)

    def ask(self, job: Job) -> None:
        """Bir iş soruldu."""
        self._append(_ask_event(job))

    def end(self, report: Report, closed: bool) -> None:
        """Bir girişim bitti."""
        self._append(_end_event(report, closed))

    def replay(self, scheduler: Scheduler) -> tuple[list[Report], list[tuple[Job, int]]]:
        """Kayıtlı olayları taze `scheduler`a sırasıyla yaşatır: (kayıtlar, açık işler ve sıradaki girişimleri).

        Arayıcıya her yapılandırma yine sorulur (rastgele sayıları ilerlesin diye) ama kayıttaki kullanılır.
        """
        reports, opened = [], {}
        searcher = getattr(scheduler, "searcher", None)
        recorded = _Recorded(searcher)
        if searcher is not None:
            scheduler.searcher = recorded
        try:
            for number, event in enumerate(self.events, start=2):
                if event["event"] == "ask":
                    recorded.config = event["config"]
                    opened[event["trial"]] = (self._same(scheduler.ask(), event, number), 1)
                    continue
                job, attempt = opened[event["trial"]]
                reports.append(_report_of(event, job))
                if not event["closed"]:
                    opened[event["trial"]] = (job, attempt + 1)
                    continue
                del opened[event["trial"]]
                if event["status"] == "ok":
                    scheduler.tell(job.trial, job.resource, reports[-1].error)
                else:
                    scheduler.fail(job.trial)
        finally:
            if searcher is not None:
                scheduler.searcher = searcher
        return reports, list(opened.values())

    def close(self) -> None:
        """Bekleyen satırları son kez dener, dosyayı ve kilidi bırakır."""
        self._flush()
        os.close(self._file)
        self._lock.release()

    def _same(self, job: Job | None, event: dict[str, Any], number: int) -> Job:
        wanted = _job_of(event)
        if job is None or _read_back(_ask_event(job)) != event:
            raise JournalError(
                f"`{self.path}` {number}. satırdaki işi deneme zamanlayıcısı yeniden vermedi: kayıtlı {wanted}, "
                f"verilen {job}. Daha önce kullanılmamış, taze bir zamanlayıcı ver; kodu değiştiyse yeni bir günlük aç"
            )
        return wanted

    def _append(self, event: dict[str, Any]) -> None:
        self._waiting.append(_line_of(event))
        self._flush()

    def _flush(self) -> None:
        try:
            while self._waiting:
                if self._torn:
                    os.ftruncate(self._file, self._good)
                    self._torn = False
                line = memoryview(self._waiting[0])
                self._torn = True
                while line:
                    line = line[os.write(self._file, line) :]
                self._torn = False
                self._good += len(self._waiting.popleft())
            self._failing = False
        except OSError as error:
            self._cut()
            if not self._failing:
                self._failing = True
                self._problem(
                    f"`{self.path}` günlüğüne yazılamıyor: {reason(error)}. Arama sürüyor; satırlar bellekte bekliyor, "
                    "her yeni olayda yeniden denenecek."
                )

    def _cut(self) -> None:
        """Yarım yazılmış satırı geri alır; o da olmazsa bir sonraki yazıştan önce yeniden denenir."""
        try:
            os.ftruncate(self._file, self._good)
            self._torn = False
        except OSError:
            self._torn = True


class _Recorded:
    """Arayıcının yerine geçer: gerçek arayıcıyı ilerletir ama kayıttaki yapılandırmayı verir."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self.config: dict[str, Any] = {}

    def ask(self) -> dict[str, Any]:
        self._searcher.ask()
        return dict(self.config)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)


def _header(scheduler: Scheduler) -> dict[str, Any]:
    """Günlüğün ilk satırı."""
    return _read_back({"journal": NAME, "version": VERSION, "settings": scheduler.settings()})


def _ask_event(job: Job) -> dict[str, Any]:
    """Bir işin sorulduğu olay."""
    return {"event": "ask", "trial": job.trial, "start": job.start, "resource": job.resource, "config": job.config}


def _end_event(report: Report, closed: bool) -> dict[str, Any]:
    """Bir girişimin bittiği olay; yapılandırma "ask" satırındadır."""
    told = {name: getattr(report, name) for name in _END}
    told |= {"error": _number(report.error), "errors": [_number(error) for error in report.errors]}
    return {"event": "end", **told, "closed": closed}


def _job_of(event: dict[str, Any]) -> Job:
    """ "ask" olayının işi."""
    return Job(*(event[name] for name in ("trial", "config", "start", "resource")))


def _report_of(event: dict[str, Any], job: Job) -> Report:
    """ "end" olayının kaydı."""
    told = {name: event[name] for name in _END}
    told |= {"error": float(event["error"]), "errors": tuple(float(error) for error in event["errors"])}
    return Report(config=dict(job.config), **told)


def _line_of(event: dict[str, Any]) -> bytes:
    """Olayın, satır sonuyla biten baytları."""
    return _json(event).encode() + b"\n"


def _read_back(event: dict[str, Any]) -> dict[str, Any]:
    """Olayın dosyadan geri okunmuş hali: numpy sayıları Python sayısı, çokuzlular liste olur."""
    return json.loads(_json(event))


def _read(path: Path, header: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
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
        if not _line_of(header).startswith(torn):
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
