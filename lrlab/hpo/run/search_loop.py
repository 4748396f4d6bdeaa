"""Süren bir arama: iş sorar, motora verir, sonucu deneme zamanlayıcısına ve günlüğe bildirir."""

import warnings
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from tqdm import tqdm

from lrlab.hpo.engines.engines import Engine
from lrlab.hpo.engines.objective import Outcome, Task
from lrlab.hpo.run.interrupts import Interrupts
from lrlab.hpo.run.journal import Journal
from lrlab.hpo.run.record import Report, Tuning
from lrlab.hpo.run.states import States
from lrlab.hpo.schedulers.scheduler import Job, Scheduler

# İşçisini yitiren iş, suçlu olmayabilir (süreci dışarıdan öldürülmüş olabilir): `retries` 0 da olsa bir kez yinelenir.
LOST_RETRIES = 1
OVER = ("finish", "stop", "fail")  # bu kararlardan sonra denemenin durumu gerekmez


@dataclass(slots=True)
class Opened:
    """Sorulmuş ve kapanmamış bir iş; `attempt` sıradaki girişimi, `decision` onu sormanın süresi."""

    job: Job
    attempt: int = 1
    decision: float = 0.0


class Problems(list):
    """Aramayı durdurmayan aksaklıklar; her cümle bir kez yazılır ve uyarı olarak verilir."""

    def __call__(self, text: str) -> None:
        if text not in self:
            self.append(text)
            warnings.warn(text, RuntimeWarning, stacklevel=2)


@dataclass
class Search:
    """Aramanın durumu. `queue`: motora verilmeyi bekleyenler (yinelenenler, günlükten gelenler); `open`: verilenler."""

    objective: Callable[..., Any]
    scheduler: Scheduler
    engine: Engine
    retries: int
    timeout: float | None
    seconds: float | None
    problems: Problems
    states: States
    journal: Journal | None
    bar: tqdm

    def __post_init__(self) -> None:
        self.queue: deque[Opened] = deque()
        self.open: dict[int, Opened] = {}
        self.reports: list[Report] = []
        self.best, self.out_of_time = float("inf"), False
        self._count = self._seen = 0
        self._zero = self.engine.now()

    def resume(self) -> None:
        """Günlükteki olayları taze deneme zamanlayıcısına yeniden yaşatır; saat son kaydın bitişinden sürer."""
        self.reports, opened = self.journal.replay(self.scheduler)
        self.queue.extend(Opened(job, attempt) for job, attempt in opened)
        self.best = min((report.error for report in self.reports), default=self.best)
        self._zero -= max((report.ended for report in self.reports), default=0.0)
        self.bar.update(len(self.reports))

    def run(self, interrupts: Interrupts) -> None:
        """İş kalmayana ya da süre dolana dek sürer."""
        engine, wait = self.engine, self.engine.wait
        while True:
            while len(self.open) < engine.workers and (opened := self._next()) is not None:
                self._submit(opened)
            if not self.open:
                return
            for finished in interrupts.call(wait):
                self._take(*finished)

    def _next(self) -> Opened | None:
        if self.seconds is not None and self.engine.now() - self._zero >= self.seconds:
            self.out_of_time = True
            return None
        if self.queue:
            return self.queue.popleft()
        began = perf_counter()
        job = self.scheduler.ask()
        if job is None:
            return None
        if self.journal is not None:
            self.journal.ask(job)
        return Opened(job, 1, perf_counter() - began)

    def _submit(self, opened: Opened) -> None:
        job, self._count = opened.job, self._count + 1
        state = self.states.find(job.trial, job.start) if job.start and self.states else None
        self.open[self._count] = opened
        task = Task(self.objective, job.config, job.start, job.resource, job.trial, opened.attempt, state, self.timeout)
        self.engine.submit(self._count, task)

    def _take(self, key: int, outcome: Outcome, worker: int, began: float, ended: float) -> None:
        """Bir sonucu bildirir ve kaydeder. Durum, günlük satırından önce yazılır: satır varsa durumu da vardır."""
        opened = self.open.pop(key)
        job, status = opened.job, outcome.status
        for note in outcome.notes:
            self.problems(note)
        if status == "interrupted":  # motor işi yapamadı: deneme suçsuz, iş geri alındı
            self.queue.appendleft(opened)
            return
        fine = status == "ok"
        closed = fine or opened.attempt > (max(self.retries, LOST_RETRIES) if status == "lost" else self.retries)
        if fine and outcome.state is not None:
            self.states.keep(job.trial, job.resource, outcome.state)
        asked = perf_counter()
        if fine:
            self.scheduler.tell(job.trial, job.resource, outcome.error)
        elif closed:
            self.scheduler.fail(job.trial)
        decision = opened.decision + perf_counter() - asked
        report = Report(
            job.trial, job.config, job.start, job.resource, outcome.error, outcome.errors, status, outcome.message,
            worker, began - self._zero, ended - self._zero, decision, opened.attempt, outcome.epochs,
        )  # fmt: skip
        self.reports.append(report)
        if self.journal is not None:
            self.journal.end(report, closed)
        if not closed:
            self.queue.append(Opened(job, opened.attempt + 1))
        if self.states:
            self._settle(report)
        if not self.bar.disable:
            self._show(report)

    def _settle(self, report: Report) -> None:
        if report.status == "ok":
            self.states.settle(report.trial, report.resource)
        decisions = self.scheduler.decisions
        for decision in decisions[self._seen :]:
            if decision.kind in OVER:
                self.states.settle(decision.trial)
        self._seen = len(decisions)

    def _show(self, report: Report) -> None:
        self.best = min(self.best, report.error)
        self.bar.set_postfix_str(f"en iyi hata {self.best:.4g}", refresh=False)
        self.bar.update()

    def tuning(self, workers: int, interrupted: bool) -> Tuning:
        """Aramanın sonucu. Sürerken kesilen işler "interrupted" diye yazılır; günlükte açık kalır, sonra sürer."""
        if interrupted:
            stopped = "interrupted"
        elif not self.queue and self.scheduler.finished:
            stopped = "finished"
        else:
            stopped = "time" if self.out_of_time else "stuck"
        if stopped == "stuck":
            self.problems(self._why_stuck())
        left = [] if stopped == "time" else [*self.open.values(), *self.queue]
        return Tuning((*self.reports, *map(self._unfinished, left)), workers, stopped, tuple(self.problems))

    def _unfinished(self, opened: Opened) -> Report:
        job, now = opened.job, self.engine.now() - self._zero
        told = "Arama kesildiğinde iş sürüyordu; günlük verilmişse aynı çağrı onu yeniden yapar."
        return Report(
            job.trial, job.config, job.start, job.resource, float("inf"), (), "interrupted", told,
            0, now, now, opened.decision, opened.attempt, 0,
        )  # fmt: skip

    def _why_stuck(self) -> str:
        if self.queue:
            return "Arama durdu: kullanılabilen işçi kalmadı; takılan işler bütün işçileri tutuyor ya da havuz kırıldı."
        return (
            "Arama durdu: deneme zamanlayıcısı bitmedi ama iş de vermiyor. Kesilmiş bir aramanın zamanlayıcısı yeniden "
            "kullanılmışsa açık işlerinin sonucu hiç gelmeyecek; taze bir zamanlayıcı ver, kesilene `journal` ile dön."
        )
