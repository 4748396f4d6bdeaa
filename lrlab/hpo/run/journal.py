"""Aramanın günlüğü (journal): her olay bir satır, hemen yazılır; öldürülen arama ondan sürer.

İlk satır başlıktır: biçimin sürümü, deneme zamanlayıcısının ayarları, aranan sayının adı ve yönü. Sonraki her satır bir
olaydır: "ask" bir iş soruldu, "end" bir girişim bitti (`closed`: iş kapandı mı, yoksa yinelenecek mi), "limits"
sınırlar değişti, "stop" bir tune çağrısı bitti. Sonlu olmayan sayılar metin olarak durur ("inf", "nan"), böylece her
satır geçerli JSON'dur.
"""

import errno
import json
import math
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from lrlab.hpo.engines.objective import described, shown
from lrlab.hpo.run.record import FAILED, Report, Tuning
from lrlab.hpo.run.states import Sealed
from lrlab.hpo.schedulers.scheduler import Job, Scheduler
from lrlab.terms.system import reason

NAME, VERSION = "lrlab.hpo", 2  # 1. sürümde yön, sayının adı, "limits" ve "stop" yoktu; o da okunur
STOPS = ("finished", "time", "interrupted", "stuck")
LARGEST, MOST_WORKERS, DEEPEST, MOST_SHOWN = 2**40, 2**20, 50, 8
FLAGS = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
_END = tuple(field.name for field in fields(Report) if field.name not in ("config", "metrics"))


class JournalError(ValueError):
    """Günlük kullanılamıyor: başka bir aramanın, bozuk, ya da başkası yazıyor. Dosyaya dokunulmamıştır."""


def read_journal(path: str | os.PathLike[str]) -> Tuning:
    """Bir günlükteki arama, yalnızca okunarak: arama bitmiş, yarıda kalmış ya da o an başka bir yerde sürüyor olabilir.

    Hiçbir şey yazmaz, kilitlemez, turşu (pickle) açmaz; tanımadığın birinin günlüğü de okunabilir. Bu yüzden
    `incumbent_state` gelmez: aramayı `tune` ile yeniden çağır. Dosya arama günlüğü değilse ya da bir satırı bozuksa
    `JournalError`; yazılmakta olan yarım son satır yok sayılır. `path`: dosya; "~" ev klasörüdür.

    `stopped`: son tune çağrısı nasıl bittiyse o; bir bitiş yazılmamışsa "running". Sonucu gelmemiş işler de kayıttır:
    arama sürüyor olabilirken "running", kesilmişse "interrupted"; anları son bilinen andır. Bitiş yazılmamışsa
    `workers`, görülen işçilerin sayısıdır.
    """
    file = journal_path("path", path)
    try:
        if file.exists() and not file.is_file():
            raise _foreign(file)
        lines = file.read_bytes().split(b"\n")[:-1]
    except OSError as error:
        told = "böyle bir dosya yok" if isinstance(error, FileNotFoundError) else reason(error)
        raise JournalError(f"`{file}` günlüğü okunamıyor: {told}") from error
    if not lines:
        raise JournalError(f"`{file}` bir arama günlüğü değil ya da başlığı daha yazılmamış")
    header, events = _parsed(file, lines)
    story = _story(events)
    end = story.stop or {"stopped": "running", "workers": max((r.worker for r in story.reports), default=0) + 1}
    status, told = _unfinished(end["stopped"])
    now = max((report.ended for report in story.reports), default=0.0)
    worst = -math.inf if header["maximize"] else math.inf
    left = [
        Report(job.trial, job.config, job.start, job.resource, worst, (), status, told, 0, now, now, 0.0, attempt, 0)
        for job, attempt in story.opened.values()
        if end["stopped"] != "time"  # süresi dolan aramanın yinelenmeyi bekleyen işleri; tune de saymaz
    ]
    return Tuning(
        (*story.reports, *left), end["workers"], end["stopped"], (), header["maximize"], header["metric"], Sealed()
    )


def journal_path(name: str, given: Any) -> Path:
    """Verilen günlük adı, tam yol olarak: arama sürerken çalışma klasörü değişse de aynı dosya."""
    if not isinstance(given, str | os.PathLike) or not isinstance(text := os.fspath(given), str):
        raise TypeError(f"`{name}` bir dosya adı olmalı, arama.jsonl gibi; verilen: {shown(given)}")
    if not text.strip() or "\0" in text:
        raise JournalError(f"`{name}` = {shown(text)} olamaz; bir dosya adı ver, arama.jsonl gibi")
    try:
        path = Path(os.path.abspath(Path(text).expanduser()))
        folder = path.is_dir() or text.endswith(("/", os.sep))
    except OSError as error:
        raise JournalError(f"`{text}` günlüğü açılamıyor: {reason(error)}") from error
    except UnicodeError as error:
        raise JournalError(f"`{name}` = {shown(text)} olamaz; bu ad dosya adı olarak yazılamıyor") from error
    except RuntimeError as error:
        raise JournalError(f"`{name}` = {shown(text)}: ev klasörü (~) bulunamadı; tam yolu ver") from error
    if folder:
        raise JournalError(f"`{text}` bir dosya değil; günlük için bir dosya adı ver, arama.jsonl gibi")
    return path


class Journal:
    """`path`teki günlük; yoksa ilk satırla birlikte oluşur. Durumlar yanındaki `states` klasöründedir.

    Dosyaya aynı anda tek bir arama yazar (yanındaki .lock dosyası). Yarım kalmış son satır (yazarken öldürülmüş bir
    arama) atılır. Disk dolarsa satırlar bellekte bekler ve her yeni olayda yeniden denenir; dosyada hiçbir zaman yarım
    satırdan sonra başka satır olmaz. Satırlar işletim sistemine verilir (kill -9'a dayanır), diske inmesi beklenmez
    (elektrik kesintisi son saniyeleri götürebilir).
    """

    def __init__(
        self, path: Path, scheduler: Scheduler, maximize: bool, metric: str, problem: Callable[[str], None]
    ) -> None:
        self.path, self.states, self._problem = path, path.with_name(path.name + ".states"), problem
        self._waiting: deque[bytes] = deque()
        if getattr(scheduler, "decisions", None):
            told = "Daha önce kullanılmamış, taze bir zamanlayıcı ver: günlük aramayı baştan tutar"
            raise JournalError(f"`scheduler` daha önce kullanılmış; `{path}` günlüğüyle olmaz. {told}")
        header = _header(scheduler, maximize, metric)
        lock = path.with_name(path.name + ".lock")
        self._lock = FileLock(lock, timeout=0)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(lock, os.O_RDWR | os.O_CREAT, 0o644))  # yazılamayan klasör, dolu bir kilit sanılmasın
            self._lock.acquire()
        except Timeout as error:
            told = "günlüğüne başka bir arama yazıyor; onun bitmesini bekle ya da başka bir dosya ver"
            raise JournalError(f"`{path}` {told}") from error
        except NotImplementedError:  # kilit bilmeyen dosya sistemi (bazı ağ diskleri)
            problem(f"`{path}` kilitlenemiyor; aynı günlüğe iki arama birden yazmamalı.")
        except OSError as error:
            raise JournalError(f"`{path}` günlüğü açılamıyor: {reason(error)}{_only_reading(path)}") from error
        try:
            self.header, self.events, self._good = _read(path, header, getattr(scheduler, "limits", {}))
            self._file = os.open(path, FLAGS | os.O_CREAT, 0o644)
            self._inode = _inode(self._file)
        except (OSError, JournalError) as error:
            self._lock.release()
            if isinstance(error, JournalError):
                raise
            raise JournalError(f"`{path}` günlüğü açılamıyor: {reason(error)}{_only_reading(path)}") from error
        self._failing = False
        self._torn = True  # eski bir yarım satır olabilir: ilk yazıştan önce kesilir
        self._last = self.events[-1] if self.events else {}
        if not self._good:
            self._append(header)

    def ask(self, job: Job) -> None:
        """Bir iş soruldu."""
        self._append(_ask_event(job))

    def end(self, report: Report, closed: bool) -> None:
        """Bir girişim bitti."""
        self._append(_end_event(report, closed))

    def stop(self, stopped: str, workers: int) -> None:
        """Bir tune çağrısı bitti; yalnızca okunmuş, bitmiş bir aramaya bir şey yazılmaz."""
        if (self._last.get("event"), self._last.get("stopped")) != ("stop", stopped):
            self._append({"event": "stop", "stopped": stopped, "workers": workers})

    def replay(self, scheduler: Scheduler) -> tuple[list[Report], list[tuple[Job, int]]]:
        """Kayıtlı olayları taze `scheduler`a sırasıyla yaşatır: (kayıtlar, açık işler ve sıradaki girişimleri).

        Arayıcıya her yapılandırma yine sorulur (rastgele sayıları ilerlesin diye); verdiği, kayıttakiyle JSON'da eşitse
        (çokuzlular, numpy sayıları türünü korusun) odur, değilse kayıttaki. Olaylar o günkü sınırlarla yaşanır;
        zamanlayıcınınkiler başkaysa sonunda geçerli olur ve günlüğe yazılır.
        """
        limits = self._limited(scheduler, self.header["settings"])
        searcher = getattr(scheduler, "searcher", None)
        recorded, jobs = _Recorded(searcher), {}
        if searcher is not None:
            scheduler.searcher = recorded
        try:
            for number, event in enumerate(self.events, start=2):
                if event["event"] == "ask":
                    recorded.config = event["config"]
                    jobs[event["trial"]] = self._same(scheduler.ask(), event, number)
                elif event["event"] == "limits":
                    self._limited(scheduler, event["limits"])
                elif event["event"] == "end" and event["closed"]:
                    if event["status"] == "ok":
                        error = float(event["error"])
                        scheduler.tell(event["trial"], event["resource"], -error if self.header["maximize"] else error)
                    else:
                        scheduler.fail(event["trial"])
        finally:
            if searcher is not None:
                scheduler.searcher = searcher
        if limits != getattr(scheduler, "limits", {}):
            scheduler.limit(**limits)
            self._append({"event": "limits", "limits": limits})
        story = _story(self.events, jobs)
        return story.reports, list(story.opened.values())

    def close(self) -> None:
        """Bekleyen satırları son kez dener, dosyayı ve kilidi bırakır."""
        self._flush()
        for release in (lambda: os.close(self._file), self._lock.release):
            with suppress(OSError):  # amaç fonksiyonu onları kapatmış
                release()

    def _limited(self, scheduler: Scheduler, given: dict[str, Any]) -> dict[str, int | None]:
        """Zamanlayıcının kendi sınırlarını döndürür, yerine `given`dekileri koyar."""
        own = getattr(scheduler, "limits", {})
        if own and (recorded := {name: given.get(name) for name in own}) != own:
            scheduler.limit(**recorded)
        return own

    def _same(self, job: Job | None, event: dict[str, Any], number: int) -> Job:
        if job is None or _read_back(_ask_event(job)) != event:
            raise JournalError(
                f"`{self.path}` {number}. satırdaki işi deneme zamanlayıcısı yeniden vermedi: kayıtlı "
                f"{_job_of(event)}, verilen {job}. Daha önce kullanılmamış, taze bir zamanlayıcı ver "
                "(yapılandırmaları kendi seçiyorsa aynı tohumla); kodu değiştiyse yeni bir günlük aç"
            )
        return job

    def _append(self, event: dict[str, Any]) -> None:
        self._waiting.append(_line_of(event))
        self._last = event
        self._flush()

    def _flush(self) -> None:
        try:
            if self._waiting:
                self._hold()
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

    def _hold(self) -> None:
        """Amaç fonksiyonu dosyamızı kapatmış, numarasını da kendi dosyasına almış olabilir: onunkine yazılmaz."""
        with suppress(OSError):
            found = os.fstat(self._file)
            if not stat.S_ISREG(found.st_mode) or (found.st_dev, found.st_ino) == self._inode:
                return
        file = os.open(self.path, FLAGS)
        if _inode(file) != self._inode:
            os.close(file)
            raise OSError(errno.ENOENT, "dosya değiştirilmiş")
        self._file = file

    def _cut(self) -> None:
        """Yarım yazılmış satırı geri alır; o da olmazsa bir sonraki yazıştan önce yeniden denenir."""
        try:
            if self._torn:
                self._hold()
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
        own = self._searcher.ask()
        try:
            same = _read_back({"config": own}) == {"config": self.config}
        except TypeError:
            same = False
        return own if same else dict(self.config)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)


@dataclass
class _Story:
    """Olayların anlattığı: kayıtlar, açık işler (deneme -> iş, sıradaki girişim), son olaysa bitiş."""

    reports: list[Report] = field(default_factory=list)
    opened: dict[int, tuple[Job, int]] = field(default_factory=dict)
    stop: dict[str, Any] | None = None


def _story(events: list[dict[str, Any]], jobs: dict[int, Job] | None = None) -> _Story:
    """Denetlenmiş olayların öyküsü; `jobs` verilirse yapılandırmalar (türleriyle) onunkilerdir."""
    story = _Story()
    for event in events:
        kind = event["event"]
        story.stop = event if kind == "stop" else None
        if kind == "ask":
            job = _job_of(event)
            config = job.config if jobs is None else jobs[job.trial].config
            story.opened[job.trial] = (Job(job.trial, config, job.start, job.resource), 1)
        elif kind == "end":
            job, attempt = story.opened[event["trial"]]
            story.reports.append(_report_of(event, job))
            if event["closed"]:
                del story.opened[event["trial"]]
            else:
                story.opened[event["trial"]] = (job, attempt + 1)
    return story


def _unfinished(stopped: str) -> tuple[str, str]:
    """Sonucu gelmemiş bir işin durumu ve cümlesi."""
    if stopped == "running":
        return "running", "Sonucu günlükte yok: iş sürüyor ya da araması öldürülmüş."
    return "interrupted", "Arama kesildiğinde iş sürüyordu; aynı günlükle yeni bir tune çağrısı onu yeniden yapar."


def _header(scheduler: Scheduler, maximize: bool, metric: str) -> dict[str, Any]:
    """Günlüğün ilk satırı."""
    settings = scheduler.settings()
    return _read_back(
        {"journal": NAME, "version": VERSION, "settings": settings, "maximize": maximize, "metric": metric}
    )


def _ask_event(job: Job) -> dict[str, Any]:
    """Bir işin sorulduğu olay."""
    return {"event": "ask", "trial": job.trial, "start": job.start, "resource": job.resource, "config": job.config}


def _end_event(report: Report, closed: bool) -> dict[str, Any]:
    """Bir girişimin bittiği olay; yapılandırma "ask" satırındadır."""
    told = {name: getattr(report, name) for name in _END}
    told |= {"error": _number(report.error), "errors": [_number(error) for error in report.errors]}
    if report.metrics:
        told["metrics"] = {name: _boxed(value) for name, value in report.metrics.items()}
    return {"event": "end", **told, "closed": closed}


def _job_of(event: dict[str, Any]) -> Job:
    """ "ask" olayının işi."""
    return Job(*(event[name] for name in ("trial", "config", "start", "resource")))


def _report_of(event: dict[str, Any], job: Job) -> Report:
    """ "end" olayının kaydı."""
    told = {name: event[name] for name in _END}
    told |= {"error": float(event["error"]), "errors": tuple(float(error) for error in event["errors"])}
    metrics = {name: _opened_box(value) for name, value in event.get("metrics", {}).items()}
    return Report(config=dict(job.config), metrics=metrics, **told)


def _line_of(event: dict[str, Any]) -> bytes:
    """Olayın, satır sonuyla biten baytları. UTF-8'e sığmayan yalnız vekiller (surrogate) JSON kaçışı olarak yazılır."""
    try:
        text = json.dumps(event, ensure_ascii=False, allow_nan=False, default=_unboxed)
    except (TypeError, ValueError, RecursionError) as error:
        told = shown(event.get("config", event.get("settings", event)))
        raise TypeError(
            f"günlüğe {told} yazılamaz ({described(error)}); metin, sonlu sayı, True, False, None içermeli"
        ) from error
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _read_back(event: dict[str, Any]) -> dict[str, Any]:
    """Olayın dosyadan geri okunmuş hali: numpy sayıları Python sayısı, çokuzlular liste olur."""
    return json.loads(_line_of(event))


def _read(
    path: Path, header: dict[str, Any], limits: dict[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]], int]:
    """Dosyanın başlığı, olayları ve tam satırlarının toplam boyu (bayt).

    Sonu gelmemiş son satır sayılmaz. Dosya günlük değilse, başka bir aramanınsa ya da bir satırı bozuksa
    `JournalError` verir. `limits`: aramanın kimliğine girmeyen sınırlar.
    """
    if not path.exists():
        return header, [], 0
    if not path.is_file():
        raise JournalError(f"`{path}` bir dosya değil; günlük için bir dosya adı ver, arama.jsonl gibi")
    *lines, torn = path.read_bytes().split(b"\n")
    if not lines:
        if not _line_of(header).startswith(torn):
            raise _foreign(path)
        return header, [], 0
    found, events = _parsed(path, lines)
    differing = [
        line
        for name in ("settings", "maximize", "metric")
        for line in _differences(_identity(found[name], limits), _identity(header[name], limits), _named(name))
    ]
    if differing:
        if len(differing) > MOST_SHOWN:
            differing[MOST_SHOWN:] = [f"ve {len(differing) - MOST_SHOWN} ayar daha"]
        raise JournalError(
            f"`{path}` başka bir aramanın günlüğü; ayrılan ayarlar: {'; '.join(differing)}. Aynı ayarları kullan ya da "
            "başka bir dosya adı ver"
        )
    for name in limits:
        if not _limit(found["settings"].get(name)):
            raise _broken(path, 1)
    return found, events, sum(len(line) + 1 for line in lines)


def _identity(value: Any, limits: dict[str, Any]) -> Any:
    return {name: own for name, own in value.items() if name not in limits} if isinstance(value, dict) else value


def _named(name: str) -> str:
    return "" if name == "settings" else name


def _differences(there: Any, here: Any, name: str) -> Iterator[str]:
    """İki ayarın ayrılan uçları: "`searcher.space.lr.high`: orada 0.1, burada 1.0"."""
    if isinstance(there, dict) and isinstance(here, dict):
        for key in [*there, *(key for key in here if key not in there)]:
            # Uzayın hiperparametreleri bir listedir; adları yola doğrudan girer.
            inner = name if key == "parameters" and _rows(here.get(key)) is not None else f"{name}.{key}".lstrip(".")
            if key in there and key in here:
                yield from _differences(there[key], here[key], inner)
            else:
                yield f"`{inner}`: " + ("orada var, burada yok" if key in there else "orada yok, burada var")
    elif (old := _rows(there)) is not None and (new := _rows(here)) is not None:
        yield from _differences(old, new, name)
        if list(old) != list(new) and set(old) == set(new):
            yield f"`{name}` sırası: orada {', '.join(old)}; burada {', '.join(new)}"
    elif there != here or type(there) is not type(here):
        yield f"`{name}`: orada {shown(there)}, burada {shown(here)}"


def _rows(value: Any) -> dict[str, Any] | None:
    """Adlı satırların listesi, ad -> satırın geri kalanı; değilse None."""
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) and "name" in row for row in value):
        return None
    return {str(row["name"]): {key: own for key, own in row.items() if key != "name"} for row in value}


def _parsed(path: Path, lines: list[bytes]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Tam satırların başlığı ve denetlenmiş olayları."""
    header, *events = [_object(path, number, line) for number, line in enumerate(lines, start=1)]
    if header.get("journal") != NAME:
        raise _foreign(path)
    if header.get("version") not in (1, VERSION):
        told = f"günlüğünün sürümü {shown(header.get('version'))}; bu lrlab 1 ve {VERSION} sürümlerini okur"
        raise JournalError(f"`{path}` {told}")
    header = {"maximize": False, "metric": "error", **header}
    kinds = {"settings": dict, "maximize": bool, "metric": str}
    if not all(type(header.get(name)) is kind for name, kind in kinds.items()) or not _plain(header["settings"]):
        raise _broken(path, 1)
    opened: dict[int, dict[str, Any]] = {}
    for number, event in enumerate(events, start=2):
        if not _fits(event, opened):
            raise _broken(path, number)
        if event["event"] == "ask":
            opened[event["trial"]] = event
        elif event["event"] == "end" and event["closed"]:
            del opened[event["trial"]]
    return header, events


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    raise _broken(path, number) if number > 1 else _foreign(path)


def _no_constant(name: str) -> None:
    raise ValueError(name)  # JSON'da NaN ve Infinity yoktur


def _fits(event: dict[str, Any], opened: dict[int, dict[str, Any]]) -> bool:
    """Olayın her alanı yerinde ve türünde mi, "end" açık bir işin mi: dosya bir yabancıdan gelmiş olabilir."""
    kind, trial = event.get("event"), event.get("trial")
    if kind == "ask":
        whole = _whole(trial) and _whole(event.get("start")) and _whole(event.get("resource"))
        config = event.get("config")
        return (
            whole and trial not in opened and event["start"] < event["resource"]
            and isinstance(config, dict) and _plain(config)
        )  # fmt: skip
    if kind == "limits":
        limits = event.get("limits")
        return isinstance(limits, dict) and all(map(_limit, limits.values()))
    if kind == "stop":
        return event.get("stopped") in STOPS and _whole(event.get("workers")) and event["workers"] <= MOST_WORKERS
    if kind != "end" or not _whole(trial) or trial not in opened or not all(name in event for name in _END):
        return False
    asked, status, errors = opened[trial], event["status"], event["errors"]
    return (
        all(_whole(event[name]) and event[name] == asked[name] for name in ("start", "resource"))
        and type(event.get("closed")) is bool and status in ("ok", *FAILED) and (event["closed"] or status != "ok")
        and (_real(event["error"]) if status == "ok" else _error(event["error"]))
        and isinstance(errors, list) and all(map(_error, errors)) and type(event["message"]) is str
        and _whole(event["worker"]) and event["worker"] < MOST_WORKERS and _whole(event["attempt"], 1)
        and _whole(event["epochs"]) and all(_real(event[name]) for name in ("began", "ended", "decision"))
        and isinstance(event.get("metrics", {}), dict) and all(map(_measure, event.get("metrics", {}).values()))
    )  # fmt: skip


def _whole(value: Any, least: int = 0) -> bool:
    return type(value) is int and least <= value <= LARGEST


def _limit(value: Any) -> bool:
    return value is None or (type(value) is int and value >= 1 and _plain(value))


def _real(value: Any) -> bool:
    return (type(value) is float and math.isfinite(value)) or (type(value) is int and abs(value) <= LARGEST)


def _error(value: Any) -> bool:
    return _real(value) or (type(value) is str and value in ("inf", "-inf", "nan"))


def _measure(value: Any) -> bool:
    """Bir ölçü: düz bir değer, sonlu olmayan bir sayının kutusu ya da onların listesi."""
    for item in value if isinstance(value, list) else [value]:
        boxed = isinstance(item, dict) and item.keys() == {"float"} and item["float"] in ("inf", "-inf", "nan")
        if not boxed and (isinstance(item, dict | list) or not _plain(item)):
            return False
    return True


def _plain(value: Any, deep: int = DEEPEST) -> bool:
    """İçinde float64'e sığmayan sayı, çok derin iç içe liste ya da sözlük yok."""
    if isinstance(value, dict | list):
        return deep > 0 and all(_plain(item, deep - 1) for item in (value.values() if type(value) is dict else value))
    return math.isfinite(value) if isinstance(value, float) else not isinstance(value, int) or abs(value) < 2**1023


def _foreign(path: Path) -> JournalError:
    return JournalError(f"`{path}` bir arama günlüğü değil; başka bir dosya adı ver")


def _broken(path: Path, number: int) -> JournalError:
    told = "dosyaya dokunulmadı, yedeğinden geri al ya da başka bir dosya adı ver"
    return JournalError(f"`{path}` günlüğünün {number}. satırı bozuk; {told}")


def _inode(file: int) -> tuple[int, int]:
    found = os.fstat(file)
    return found.st_dev, found.st_ino


def _only_reading(path: Path) -> str:
    return "; yalnızca okumak için read_journal" if path.is_file() else ""


def _number(value: float) -> float | str:
    return value if math.isfinite(value) else str(float(value))


def _boxed(value: Any) -> Any:
    """Ölçünün JSON'daki hali; ölçü sözlük olamadığından sonlu olmayan sayı bir sözlüktür, metinle karışmaz."""
    if isinstance(value, list):
        return [_boxed(item) for item in value]
    return value if not isinstance(value, float) or math.isfinite(value) else {"float": str(value)}


def _opened_box(value: Any) -> Any:
    if isinstance(value, list):
        return [_opened_box(item) for item in value]
    return float(value["float"]) if isinstance(value, dict) else value


def _unboxed(value: Any) -> Any:
    """numpy sayısı Python sayısına; JSON'a yazılamayan başka bir şeyse türünü söyler."""
    if getattr(value, "ndim", None) == 0:
        return value.item()
    raise TypeError(type(value).__name__)
