"""Aramanın günlüğü (journal): her olay bir satır, hemen yazılır; öldürülen arama ondan sürer."""

import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from lrlab.hpo.run import journal_lines as lines
from lrlab.hpo.run.journal_lines import JournalError
from lrlab.hpo.run.record import Report
from lrlab.hpo.run.states import reason
from lrlab.hpo.schedulers.scheduler import Job, Scheduler


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
        header = lines.header_of(scheduler)
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
            self.events, self._good = lines.read_lines(path, header)
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
        self._append(lines.ask_event(job))

    def end(self, report: Report, closed: bool) -> None:
        """Bir girişim bitti."""
        self._append(lines.end_event(report, closed))

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
                reports.append(lines.report_of(event, job))
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
        wanted = lines.job_of(event)
        if job is None or lines.plain(lines.ask_event(job)) != event:
            raise JournalError(
                f"`{self.path}` {number}. satırdaki işi deneme zamanlayıcısı yeniden vermedi: kayıtlı {wanted}, "
                f"verilen {job}. Daha önce kullanılmamış, taze bir zamanlayıcı ver; kodu değiştiyse yeni bir günlük aç"
            )
        return wanted

    def _append(self, event: dict[str, Any]) -> None:
        self._waiting.append(lines.line_of(event))
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
        self._searcher, self.config = searcher, {}

    def ask(self) -> dict[str, Any]:
        self._searcher.ask()
        return dict(self.config)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)
