"""Ayarlayıcı (tuner): bir deneme zamanlayıcısının işlerini istenen yerde yapar, her girişimi kaydeder."""

import sys
import warnings
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from lrlab.core.validate import boolean, instance, integer, number, one_of
from lrlab.hpo.engines.engine import Engine, Futures, Here
from lrlab.hpo.engines.objective import OWNED, Assignment, Outcome
from lrlab.hpo.engines.processes import Processes
from lrlab.hpo.run.interrupts import Interrupts
from lrlab.hpo.run.journal import Journal, journal_path
from lrlab.hpo.run.record import FAILED, Report, Tuning, measured
from lrlab.hpo.run.states import KEEPS, States
from lrlab.hpo.schedulers.scheduler import Job, Scheduler

# İşçisini yitiren iş, suçlu olmayabilir (süreci dışarıdan öldürülmüş olabilir): `retries` 0 da olsa bir kez yinelenir.
LOST_RETRIES = 1
OVER = ("finish", "stop", "fail")  # bu kararlardan sonra deneme sürmez
HERE = str(Path(__file__).parents[1])  # lrlab/hpo: uyarılar bunun dışındaki, çağıran satırı gösterir
CAUSES = {
    "raised": "hata verdi", "nan": "sonlu olmayan bir sayı verdi", "bad_value": "sayı olmayan bir şey verdi",
    "timeout": "süresini aştı", "lost": "işçisini yitirdi",
}  # fmt: skip


def tune(
    objective: Callable[..., Any],
    scheduler: Scheduler,
    *,
    workers: int = 1,
    executor: Executor | Engine | None = None,
    retries: int = 0,
    timeout: float | None = None,
    seconds: float | None = None,
    journal: str | PathLike[str] | None = None,
    keep: str = "best",
    metric: str = "error",
    maximize: bool = False,
    progress: bool = False,
) -> Tuning:
    """`scheduler`ın işlerini `objective` ile yapar; deneme zamanlayıcısı bitince `Tuning` döndürür.

    `objective`: `objective(**config)` diye çağrılıp hatayı döndüren bir fonksiyon ya da her dönemin sonunda hatayı
    (istersen `hata, durum`) `yield` eden bir üreteç; ayrıntısı `lrlab.hpo.engines.objective.carry_out`ta. `max_epochs`
    ve `state` adlı parametrelerine motor değer verir; bu adlar arama uzayında olamaz.

    `scheduler`: hangi deneme, kaç dönem; aramanın sınırları da ondadır (`trials`, `budget`, `rounds`).

    `workers`: aynı anda kaç iş. 1: bu süreçte; W: W ayrı süreçte (loky; deftere yazdığın fonksiyon da olur). Süreçler
    tek iş parçacığına inmez; torch kullanan bir amaç fonksiyonu ilk iş `torch.set_num_threads(1)` demeli, yoksa işçiler
    birbirini bekler.

    `executor`: işlerin yapılacağı başka bir yer: herhangi bir `concurrent.futures.Executor` (dask kümesi:
    `client.get_executor(pure=False)`; kaç iş birden verileceğini `workers` söyler) ya da bir motor
    (`lrlab.hpo.engines.Engine`). Bir iş kendi sürecini öldürüyorsa (bellek, C kodu) `executor=Processes(1)` ver: o
    zaman yalnızca işçisi ölür; bu süreçte ise aramayı da götürür.

    `retries`: bir girişim hata verir, NaN ya da sayı olmayan bir şey döndürür, `timeout` saniyeyi aşar, işçisini
    yitirirse öyle kaydedilir, `retries` kez yinelenir, sonra deneme başarısız sayılır; başka hiçbir deneme etkilenmez.
    İşçisini yitiren iş `retries=0` iken de bir kez yinelenir: suç onda olmayabilir. Hiçbir deneme sonuç vermediyse
    arama bitince ilk neden uyarı olarak söylenir ve `problems`a girer; hata verilmez, kayıtlar döner.

    `timeout`: bir işin en uzun süresi, saniye. Verilmezse takılan (hiç bitmeyen) bir amaç fonksiyonu aramayı da sonsuza
    dek bekletir: Ctrl-C'den başka çıkışı yoktur. Ayrı süreç ister (`workers` en az 2 ya da `executor=Processes(1)`): bu
    süreçte takılan bir fonksiyon durdurulamaz. Başka bir `executor`da süresini aşan iş bırakılır, ama işçisi o bitene
    dek dolu kalır.

    `seconds`: BU çağrı başladıktan bu kadar saniye sonra yeni iş verilmez, süren işler beklenir. Günlükten süren bir
    aramada önceki çağrıların süresi sayılmaz: aynı çağrı her seferinde bu kadar daha çalışır. Ctrl-C (defterde
    "Interrupt kernel") ise süren işleri bırakır; bitenlerin hepsi dönen `Tuning`dedir.

    `journal`: her olayın hemen yazıldığı dosya ("~" ev klasörüdür). Aynı ayarlı, TAZE bir zamanlayıcıyla yeniden
    çağırırsan arama kaldığı yerden sürer, sürerken kesilmiş işler yeniden yapılır. Sınırlar (`trials`, `budget`,
    `rounds`) değişebilir: büyürlerse bitmiş arama da sürer, küçülürlerse yapılmış işler kalır, yenisi verilmez (bkz.
    `Scheduler.limit`). Dosya başka bir aramanınsa ya da bozuksa `JournalError` verir ve dosyaya dokunmaz. Yanında bir
    .lock dosyası ve durumların `.states` klasörü durur; günlük silinip yeniden başlanırsa o klasör `.old` ekiyle kenara
    alınır. Durumlar turşudur (pickle): yabancı bir günlüğü sürdürme, `read_journal` ile oku.

    `keep`: hangi durumlar (amaç fonksiyonunun `yield hata, durum`daki ikincisi) arama BİTİNCE kalsın; sürerken terfi
    edebilecek her denemeninki zaten saklanır. "best": en iyi kaydınki (`Tuning.incumbent_state`), bir durum kadar yer
    tutar; "all": her denemenin sonuncusu (`Tuning.state`), deneme sayısı kadar durum; büyütülen aramada terfi edenler
    ancak böyle baştan eğitilmez; "none": hiçbiri. Günlük varsa diskte, yoksa bellekte.

    `metric`: amaç fonksiyonu sayı yerine bir sözlük verirse aranan sayının adı: {"error": 0.1, "loss": 0.3}. Öbür
    öğeler son dönemdeki değerleriyle `Report.metrics`tedir.

    `maximize`: sayı küçülsün değil büyüsün (doğruluk gibi). Kayıtlarda ve `incumbent`ta senin sayın durur; arayıcı ve
    zamanlayıcı onun ters işaretlisini görür.

    `progress`: ilerleme çubuğu.

    d2l'den farkımız: işler aynı anda yürür; süre duvar saatiyle ölçülür; hata veren deneme aramayı durdurmaz. Syne
    Tune'dan farkımız: her deneme için yeni bir süreç açılmaz, işçiler aramanın sonuna dek yaşar.
    """
    if not callable(objective):
        raise TypeError(f"`objective` çağrılabilir olmalı, bir fonksiyon gibi; verilen: {type(objective).__name__}")
    if not all(hasattr(scheduler, name) for name in ("ask", "tell", "fail", "finished")):
        given = f"verilen: {type(scheduler).__name__}"
        if hasattr(scheduler, "suggest"):
            given += "; d2l'nin zamanlayıcısını D2LScheduler(...) ile ver"
        raise TypeError(f"`scheduler` bir deneme zamanlayıcısı olmalı, ASHA(...) gibi; {given}")
    _refuse_owned(scheduler)
    retries, progress = integer("retries", retries, "[0, inf)"), boolean("progress", progress)
    timeout = None if timeout is None else number("timeout", timeout, "(0, inf)")
    seconds = None if seconds is None else number("seconds", seconds, "[0, inf)")
    keep, maximize = one_of("keep", keep, KEEPS), boolean("maximize", maximize)
    instance("metric", metric, str, "aranan sayının adı olmalı, 'error' gibi")
    path = None if journal is None else journal_path("journal", journal)
    engine = _engine(executor, integer("workers", workers))
    if timeout is not None and isinstance(engine, Here):
        told = "workers=1 ile kullanılamaz: bu süreçte takılan bir fonksiyon durdurulamaz"
        raise ValueError(f"`timeout` = {timeout:g} {told}; workers=2 ya da executor=Processes(1) ver")
    problems, size = Problems(), engine.workers
    with ExitStack() as stack:
        stack.callback(engine.close)
        diary, states = None, States(keep=keep)
        if path is not None:
            diary = stack.enter_context(closing(Journal(path, scheduler, maximize, metric, problems)))
            states = States(diary.states, problems, keep)
            if not diary.events:
                states.set_aside()  # silinmiş bir günlükten kalmış olabilir
        bar = stack.enter_context(tqdm(unit=" iş", disable=not progress))
        search = Search(
            objective, scheduler, engine, retries, timeout, seconds, metric, maximize, problems, states, diary, bar
        )
        if diary is not None:
            search.resume(diary)
        interrupts, interrupted = stack.enter_context(Interrupts()), False
        try:
            search.run(interrupts)
        except KeyboardInterrupt:
            interrupted = True
        tuning = search.tuning(size, interrupted)
        if tuning.stopped == "finished":
            states.finish()
        if diary is not None:
            diary.stop(tuning.stopped, size)
        return tuning


def _refuse_owned(scheduler: Scheduler) -> None:
    """Motorun verdiği bir ad uzayda olsaydı fonksiyon kaydedilenden başka bir değer alırdı."""
    space = getattr(getattr(scheduler, "searcher", None), "space", None)
    for name in getattr(space, "parameters", ()):
        if name in OWNED:
            raise ValueError(f"`{name}` uzayda olamaz: bu ad motorundur, {OWNED[name]}; uzaydaki adını değiştir")


def _engine(executor: Executor | Engine | None, workers: int) -> Engine:
    if executor is None:
        return Here() if workers == 1 else Processes(workers)
    if isinstance(executor, Executor):
        return Futures(executor, workers)
    instance("executor", executor, Engine, "bir concurrent.futures.Executor ya da motor olmalı")
    if workers not in (1, executor.workers):
        raise ValueError(f"`workers` = {workers} olamaz; verdiğin motorun işçi sayısı {executor.workers}")
    return executor


@dataclass(slots=True)
class Opened:
    """Sorulmuş ve kapanmamış bir iş; `attempt` sıradaki girişimi, `decision` onu sormanın süresi."""

    job: Job
    attempt: int = 1
    decision: float = 0.0


class Problems(list):
    """Aramayı durdurmayan aksaklıklar; her cümle bir kez yazılır ve uyarı olarak, tune'u çağıran satırla verilir.

    Uyarıları hataya çeviren (`simplefilter("error")`) bir kullanıcıda da arama bir uyarı yüzünden bitmez: cümle yine
    gösterilir.
    """

    def __call__(self, text: str) -> None:
        if text in self:
            return
        self.append(text)
        frame = sys._getframe()
        while frame.f_back is not None and frame.f_code.co_filename.startswith(HERE):
            frame = frame.f_back
        told = text, RuntimeWarning, frame.f_code.co_filename, frame.f_lineno
        try:
            warnings.warn_explicit(*told, registry={})  # boş kayıt: aynı cümle sonraki aramada da gösterilir
        except Exception:  # hataya çevrilmiş uyarı; kapatılmış stderr
            with warnings.catch_warnings(), suppress(Exception):
                warnings.simplefilter("always")
                warnings.warn_explicit(*told, registry={})


@dataclass
class Search:
    """Aramanın durumu. `queue`: motora verilmeyi bekleyenler (yinelenenler, günlükten gelenler); `open`: verilenler."""

    objective: Callable[..., Any]
    scheduler: Scheduler
    engine: Engine
    retries: int
    timeout: float | None
    seconds: float | None
    metric: str
    maximize: bool
    problems: Problems
    states: States
    journal: Journal | None
    bar: tqdm

    def __post_init__(self) -> None:
        self.queue: deque[Opened] = deque()
        self.open: dict[int, Opened] = {}
        self.reports: list[Report] = []
        self.sign = -1.0 if self.maximize else 1.0  # işaretli sayı hep küçülsün istenir
        self.worst = self.sign * float("inf")
        self.lowest, self.failed, self.out_of_time = float("inf"), 0, False
        self._count = self._seen = 0
        self._began = self._zero = self.engine.now()

    def resume(self, journal: Journal) -> None:
        """Günlükteki olayları taze deneme zamanlayıcısına yeniden yaşatır; saat son kaydın bitişinden sürer."""
        self.reports, opened = journal.replay(self.scheduler)
        self.queue.extend(Opened(job, attempt) for job, attempt in opened)
        self._zero -= max((report.ended for report in self.reports), default=0.0)
        reached, best = {}, None
        for report in self.reports:
            if report.status == "ok":
                reached[report.trial] = report.resource
            else:
                self.failed += 1
            if self.sign * report.error < self.lowest:
                self.lowest, best = self.sign * report.error, (report.trial, report.resource)
        decisions = self.scheduler.decisions
        self._seen = len(decisions)
        self.states.restore(reached, {decision.trial for decision in decisions if decision.kind in OVER}, best)
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
        if self.seconds is not None and self.engine.now() - self._began >= self.seconds:
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
        state = self.states.find(job.trial, job.start) if job.start and self.states.kept else None
        self.open[self._count] = opened
        assignment = Assignment(
            self.objective, job.config, job.start, job.resource, job.trial, opened.attempt, state, self.timeout,
            self.metric,
        )  # fmt: skip
        self.engine.submit(self._count, assignment)

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
        error = outcome.error if fine else self.worst
        signed = self.sign * error
        asked = perf_counter()
        if fine:
            self.scheduler.tell(job.trial, job.resource, signed)
        elif closed:
            self.scheduler.fail(job.trial)
        decision = opened.decision + perf_counter() - asked
        report = Report(
            job.trial, job.config, job.start, job.resource, error, outcome.errors, status, outcome.message,
            worker, began - self._zero, ended - self._zero, decision, opened.attempt, outcome.epochs, outcome.metrics,
        )  # fmt: skip
        self.reports.append(report)
        decisions, states = self.scheduler.decisions, self.states
        over: tuple[int, ...] = ()
        for made in decisions[self._seen :]:
            if made.kind in OVER:
                over += (made.trial,)
        self._seen = len(decisions)
        if best := signed < self.lowest:  # eşitlikte önceki kalır
            self.lowest = signed
        if not fine:
            self.failed += 1
        elif outcome.state is not None and (job.trial not in over or states.wants(best)):
            states.keep(job.trial, job.resource, outcome.state)
        if self.journal is not None:
            self.journal.end(report, closed)
        if not closed:
            self.queue.append(Opened(job, opened.attempt + 1))
        if best:
            states.best(job.trial, job.resource)
        if states.kept:
            if fine:
                states.settle(job.trial, job.resource)
            for trial in over:
                states.settle(trial)
        if not self.bar.disable:
            self._show()

    def _show(self) -> None:
        told = f"en iyi {measured(self.metric)} {self.sign * self.lowest:.4g}" + (
            f", başarısız {self.failed}" if self.failed else ""
        )
        self.bar.set_postfix_str(told, refresh=False)
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
        if self.reports and self.failed == len(self.reports):
            self.problems(self._why_nothing())
        if not self.reports and stopped == "finished" and self.scheduler.decisions:
            self.problems("Hiçbir iş yapılmadı: bu deneme zamanlayıcısı kullanılmış ve bitmiş; tazesini ver.")
        left = [] if stopped == "time" else [*self.open.values(), *self.queue]
        return Tuning(
            (*self.reports, *map(self._unfinished, left)), workers, stopped, tuple(self.problems), self.maximize,
            self.metric, self.states,
        )  # fmt: skip

    def _unfinished(self, opened: Opened) -> Report:
        job, now = opened.job, self.engine.now() - self._zero
        told = "Arama kesildiğinde iş sürüyordu; günlük verilmişse aynı çağrı onu yeniden yapar."
        return Report(
            job.trial, job.config, job.start, job.resource, self.worst, (), "interrupted", told,
            0, now, now, opened.decision, opened.attempt, 0,
        )  # fmt: skip

    def _why_nothing(self) -> str:
        counts = Counter(report.status for report in self.reports)
        told = ", ".join(f"{counts[status]} {CAUSES[status]}" for status in FAILED if counts[status])
        first = next((report for report in self.reports if report.message), self.reports[0])
        return f"Hiçbir deneme sonuç vermedi ({len(self.reports)} girişim: {told}). İlki: {first.message}"

    def _why_stuck(self) -> str:
        if self.queue:
            return "Arama durdu: kullanılabilen işçi kalmadı; takılan işler bütün işçileri tutuyor ya da havuz kırıldı."
        return (
            "Arama durdu: deneme zamanlayıcısı bitmedi ama iş de vermiyor. Kesilmiş bir aramanın zamanlayıcısı yeniden "
            "kullanılmışsa açık işlerinin sonucu hiç gelmeyecek; taze bir zamanlayıcı ver, kesilene `journal` ile dön."
        )
