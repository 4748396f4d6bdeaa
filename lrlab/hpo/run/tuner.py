"""Ayarlayıcı (tuner): bir deneme zamanlayıcısının işlerini istenen yerde yapar, her girişimi kaydeder."""

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import ExitStack, closing
from os import PathLike
from pathlib import Path
from typing import Any

from tqdm import tqdm

from lrlab.core.validate import boolean, instance, integer, number
from lrlab.hpo.engines.engines import Engine, Futures, Here
from lrlab.hpo.engines.processes import Processes
from lrlab.hpo.run.interrupts import Interrupts
from lrlab.hpo.run.journal import Journal
from lrlab.hpo.run.record import Tuning
from lrlab.hpo.run.search_loop import Problems, Search
from lrlab.hpo.run.states import States
from lrlab.hpo.schedulers.scheduler import Scheduler


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
    progress: bool = False,
) -> Tuning:
    """`scheduler`ın işlerini `objective` ile yapar; deneme zamanlayıcısı bitince `Tuning` döndürür.

    `objective`: `objective(**config)` diye çağrılıp hatayı döndüren bir fonksiyon ya da her dönemin sonunda hatayı
    (istersen `hata, durum`) `yield` eden bir üreteç; ayrıntısı `lrlab.hpo.engines.objective.run`da.

    İşler nerede yapılır: `workers=1` bu süreçte; `workers=W` W ayrı süreçte (loky; deftere yazdığın fonksiyon da
    olur); `executor` verilirse onda: herhangi bir `concurrent.futures.Executor` (dask kümesi:
    `client.get_executor(pure=False)`; kaç iş birden verileceğini `workers` söyler) ya da bir motor
    (`lrlab.hpo.engines.engines.Engine`). Süreçler tek iş parçacığına inmez; torch kullanan bir amaç fonksiyonu ilk iş
    `torch.set_num_threads(1)` demeli, yoksa işçiler birbirini bekler.

    Bir girişim hata verir, NaN ya da sayı olmayan bir şey döndürür, `timeout` saniyeyi aşar, işçisini yitirirse öyle
    kaydedilir, `retries` kez yinelenir, sonra deneme başarısız sayılır; başka hiçbir deneme etkilenmez. İşçisini
    yitiren iş `retries=0` iken de bir kez yinelenir: suç onda olmayabilir. `timeout` ayrı süreç ister (`workers` en az
    2 ya da `executor=Processes(1)`): bu süreçte takılan bir fonksiyon durdurulamaz. Başka bir `executor`da süresini
    aşan iş bırakılır, ama işçisi o bitene dek dolu kalır.

    `seconds`: arama bu kadar sürdükten sonra yeni iş verilmez, süren işler beklenir. Ctrl-C (defterde "Interrupt
    kernel") süren işleri bırakır; bitenlerin hepsi dönen `Tuning`dedir.

    `journal`: her olayın hemen yazıldığı dosya. Aynı ayarlı, TAZE bir zamanlayıcıyla yeniden çağırırsan arama kaldığı
    yerden sürer, sürerken kesilmiş işler yeniden yapılır; durumlar yanındaki klasörde durur (günlük yoksa bellekte).
    Dosya başka bir aramanınsa ya da bozuksa `JournalError` verir ve dosyaya dokunmaz. `progress`: ilerleme çubuğu.

    d2l'den farkımız: işler aynı anda yürür; süre duvar saatiyle ölçülür; hata veren deneme aramayı durdurmaz. Syne
    Tune'dan farkımız: her deneme için yeni bir süreç açılmaz, işçiler aramanın sonuna dek yaşar.
    """
    if not callable(objective):
        raise TypeError(f"`objective` çağrılabilir olmalı, bir fonksiyon gibi; verilen: {type(objective).__name__}")
    if not all(hasattr(scheduler, name) for name in ("ask", "tell", "fail", "finished")):
        kind = type(scheduler).__name__
        raise TypeError(f"`scheduler` bir deneme zamanlayıcısı olmalı, ASHA(...) gibi; verilen: {kind}")
    retries, progress = integer("retries", retries, "[0, inf)"), boolean("progress", progress)
    timeout = None if timeout is None else number("timeout", timeout, "(0, inf)")
    seconds = None if seconds is None else number("seconds", seconds, "[0, inf)")
    engine = _engine(executor, integer("workers", workers))
    if timeout is not None and isinstance(engine, Here):
        told = "workers=1 ile kullanılamaz: bu süreçte takılan bir fonksiyon durdurulamaz"
        raise ValueError(f"`timeout` = {timeout:g} {told}; workers=2 ya da executor=Processes(1) ver")
    problems, size = Problems(), engine.workers
    with ExitStack() as stack:
        stack.callback(engine.close)
        diary, states = None, States()
        if journal is not None:
            diary = stack.enter_context(closing(Journal(Path(journal), scheduler, problems)))
            states = States(diary.states, problems)
            if not diary.events:
                states.clear()  # silinmiş bir günlükten kalmış olabilir
        bar = stack.enter_context(tqdm(unit=" iş", disable=not progress))
        search = Search(objective, scheduler, engine, retries, timeout, seconds, problems, states, diary, bar)
        if diary is not None:
            search.resume()
        interrupts, interrupted = stack.enter_context(Interrupts()), False
        try:
            search.run(interrupts)
        except KeyboardInterrupt:
            interrupted = True
        tuning = search.tuning(size, interrupted)
        if tuning.stopped == "finished":
            states.clear()
        return tuning


def _engine(executor: Executor | Engine | None, workers: int) -> Engine:
    if executor is None:
        return Here() if workers == 1 else Processes(workers)
    if isinstance(executor, Executor):
        return Futures(executor, workers)
    instance("executor", executor, Engine, "bir concurrent.futures.Executor ya da motor olmalı")
    if workers not in (1, executor.workers):
        raise ValueError(f"`workers` = {workers} olamaz; verdiğin motorun işçi sayısı {executor.workers}")
    return executor
