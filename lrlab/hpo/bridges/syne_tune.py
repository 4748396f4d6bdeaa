"""Syne Tune köprüsü: onun ASHA'sı ve PythonBackend'i bizim amaç fonksiyonumuzu çalıştırır, sonuç bizim kaydımızdır."""

import io
import json
import logging
import math
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from heapq import heappop, heappush
from inspect import isgeneratorfunction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from lrlab.core.validate import integer, number
from lrlab.hpo.bridges.convert import extra
from lrlab.hpo.bridges.syne_tune_trial import entry, write_config, write_shared
from lrlab.hpo.run.record import Report, Tuning
from lrlab.hpo.schedulers.halving import rungs
from lrlab.hpo.searchers.searcher import Random, Searcher
from lrlab.hpo.space.space import Space

LOST = "Denemenin süreci sonuç vermeden kapandı; bellek bitmiş ya da süreç dışarıdan durdurulmuş olabilir."
CUT = "Arama kesildi; deneme sürüyordu."
MARK = "[tune-metric]"  # Syne Tune'un Reporter'ı her bildirimi denemenin çıktısına bu imle yazar


def run_syne_tune(
    objective: Callable[..., Any],
    space: Space,
    *,
    r_min: int,
    r_max: int,
    eta: int = 3,
    workers: int = 1,
    trials: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    sleep_time: float = 0.05,
) -> Tuning:
    """`objective`i Syne Tune'un (0.16) ASHA'sıyla, onun yerel PythonBackend'inde arar; `Tuning` döndürür.

    `objective`: her dönemin sonunda hatasını veren bir üreteç (generator) fonksiyonu; defterde yazılmış olabilir.
    Sonunda tek sayı döndüren fonksiyon kabul edilmez: ASHA'nın durduracağı bir şey kalmaz, her deneme r_max'a dek
    sürer. `trials`: kaç yeni deneme; `seconds`: kaç saniyeden sonra yeni deneme başlamaz (süren denemeler biter). En az
    biri verilmeli. Yapılandırmaları `Random(space, seed)` çeker: aynı tohumla bizim ASHA'mızla aynı yapılandırmalar
    denenir (Syne Tune'un kendi rastgele araması, 5 sonuçtan sonra `random_seed`e değil numpy'nin ortak akışına
    bağlıdır) ve koşullu uzaylar da olur. `sleep_time`: Syne Tune sonuçlara bu kadar saniyede bir bakar; kendi
    varsayılanı olan 5 s kısa denemelerde süreye egemen olur.

    Bizim `tune(objective, ASHA(...))`tan farkları:

    - Syne Tune her deneme için yeni bir Python süreci başlatır (yarım saniye ve üstü); bizde işçiler kalıcıdır.
    - ASHA'sı durduran türdendir, kuralı da biraz gevşektir (`StoppingASHA`nın açıklamasına bak). 0.16'da denemeyi
      bekletip sonra sürdüren (terfili) ASHA kalmadı: deneme tek süreçte kesintisiz ilerler, denetim noktasına
      (checkpoint) gerek olmaz, `state` hep None'dır. Durdurulan deneme bir daha sürmez.
    - Karar verilirken deneme beklemez, süreç durdurulana dek fazladan dönem eğitebilir; bunlar `Report.epochs`ta
      sayılır, hataları kullanılmaz.
    - Başarısız deneme yinelenmez; zaman aşımı yoktur.

    Kayıtlar: denemenin bir basamaktan öbürüne giden her parçası bir `Report`tur; `ended` basamağın sonucunun verildiği,
    son parçada işçinin boşaldığı andır. Ctrl-C'de o ana dek gelenler döner (stopped="interrupted").

    Syne Tune'un yazdığı her şey geçici bir klasöre gider ve silinir; ekrana ve günlüğe (logging) hiçbir şey çıkmaz.
    Syne Tune yoksa `ImportError`; geçici klasörün ya da Python'ın yolunda boşluk varsa `OSError` (Syne Tune komut
    satırını boşluklardan böler).
    """
    if not isgeneratorfunction(objective):
        raise TypeError(
            f"`objective` = {getattr(objective, '__name__', objective)!r} olamaz; her dönemin sonunda hatasını veren "
            "(yield) bir üreteç fonksiyonu olmalı: tek bir sayı döndürende Syne Tune'un durduracağı bir şey kalmaz"
        )
    levels, searcher, workers = rungs(r_min, r_max, eta), Random(space, seed), integer("workers", workers)
    if trials is None and seconds is None:
        raise ValueError("`trials` ve `seconds` birlikte None olamaz; en az birini ver, yoksa arama bitmez")
    trials = None if trials is None else integer("trials", trials)
    seconds = None if seconds is None else number("seconds", seconds, "(0, inf)")
    sleep_time = number("sleep_time", sleep_time, "(0, 60]")
    with TemporaryDirectory(prefix="lrlab-") as name, undisturbed(Path(name)):
        extra("syne_tune")  # yoksa kurma komutunu söyler; yüklenmesi aramanın süresine girmesin
        folder, source, log = Path(name), _Source(searcher, trials), _Log(workers)
        write_shared(folder, objective, levels[-1])
        tuner = _tuner(folder, source, log, levels, int(eta), seconds, sleep_time)
        stopped = "interrupted"
        try:
            tuner.run()
            stopped = "finished" if source.exhausted else "time"
        except KeyboardInterrupt:
            pass
        finally:
            for process in tuner.trial_backend.trial_subprocess.values():
                process.kill()
                process.wait()
        return Tuning(log.reports(folder, levels), workers, stopped)


def _tuner(
    folder: Path,
    source: "_Source",
    log: "_Log",
    levels: tuple[int, ...],
    eta: int,
    seconds: float | None,
    sleep_time: float,
) -> Any:
    """Syne Tune'un ayarlayıcısı: onun ASHA'sı, onun PythonBackend'i, bizim izimiz."""
    from syne_tune import Tuner
    from syne_tune.backend.python_backend.python_backend import PythonBackend
    from syne_tune.optimizer.schedulers.asha import AsynchronousSuccessiveHalving
    from syne_tune.tuner_callback import TunerCallback

    class Asha(AsynchronousSuccessiveHalving):
        """Onun ASHA'sı; son kararının süresini de tutar."""

        def suggest(self) -> Any:
            return self._timed(super().suggest)

        def on_trial_result(self, trial: Any, result: dict[str, Any]) -> str:
            return self._timed(super().on_trial_result, trial, result)

        def _timed(self, decide: Callable[..., Any], *given: Any) -> Any:
            began = perf_counter()
            try:
                return decide(*given)
            finally:
                self.seconds = perf_counter() - began

    class Backend(PythonBackend):
        """Onun PythonBackend'i; yapılandırma dosyayla gider: komut satırında "iki kelime", -1e-05, None bozulurdu."""

        def _schedule(self, trial_id: int, config: dict[str, Any]) -> None:
            write_config(folder, trial_id, config["config"])
            super()._schedule(trial_id, {"lrlab_folder": str(folder), "lrlab_trial": trial_id})

    class Watch(TunerCallback):
        def on_start_trial(self, trial: Any) -> None:
            log.start(trial.trial_id, trial.config["config"], scheduler.seconds)

        def on_fetch_status_results(self, trial_status_dict: Mapping[int, Any], new_results: list) -> None:
            for trial_id, (_, status) in trial_status_dict.items():
                if status == "Failed":
                    log.over(trial_id, failed=True)

        def on_trial_result(self, trial: Any, status: str, result: dict[str, Any], decision: str) -> None:
            log.epoch(trial.trial_id, result, scheduler.seconds)
            if decision != "CONTINUE":
                log.over(trial.trial_id)

        def on_trial_complete(self, trial: Any, result: dict[str, Any]) -> None:
            log.over(trial.trial_id)

    # Yapılandırma tek parça gider: Syne Tune'un uzayı koşullu hiperparametre bilmez.
    rule = {"max_t": levels[-1], "grace_period": levels[0], "reduction_factor": eta}
    scheduler = Asha({"config": None}, metric="error", searcher=source, time_attr="epoch", random_seed=0, **rule)
    backend = Backend(entry, {"lrlab_folder": "", "lrlab_trial": 0}, rotate_gpus=False)
    for part in (backend.binary, backend.entry_point, str(folder)):
        if " " in part:
            raise OSError(f"Syne Tune komut satırını boşluklardan böler; şu yolda boşluk olamaz: {part!r}")
    return Tuner(
        backend,
        scheduler,
        stop_criterion=lambda status: seconds is not None and status.wallclock_time > seconds,
        n_workers=log.workers,
        sleep_time=sleep_time,
        max_failures=sys.maxsize,
        wait_trial_completion_when_stopping=True,
        callbacks=[Watch()],
        save_tuner=False,
        trial_backend_path=str(folder / "trials"),
    )


class _Source:
    """Bizim arayıcımız, Syne Tune'un ASHA'sının beklediği adlarla; `trials` dolunca tükenir."""

    def __init__(self, searcher: Searcher, trials: int | None) -> None:
        self.searcher, self.trials, self.asked, self.exhausted = searcher, trials, 0, False

    def suggest(self) -> dict[str, Any] | None:
        self.exhausted = self.asked == self.trials
        if not self.exhausted:
            self.asked += 1
            return {"config": self.searcher.ask()}
        return None

    def on_trial_result(self, *given: Any, **named: Any) -> None:
        pass  # Random sonuçlardan öğrenmez

    on_trial_complete = on_trial_error = on_trial_result


@dataclass
class _Trace:
    """Bir denemenin izi; `epochs`: her dönemin (an, hata, karar süresi) üçlüsü, `chosen`: seçilmesinin süresi."""

    config: dict[str, Any]
    worker: int
    began: float
    chosen: float
    epochs: list[tuple[float, float, float]] = field(default_factory=list)
    ended: float | None = None
    failed: bool = False


class _Log:
    """Aramanın izi: Syne Tune'un haber verdikleri. Anlar aramanın başından sayılan saniyelerdir."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.trials: dict[int, _Trace] = {}
        self._free, self._zero = list(range(workers)), time.time()

    def now(self) -> float:
        return time.time() - self._zero

    def start(self, number: int, config: dict[str, Any], seconds: float) -> None:
        """Deneme boş işçilerin en küçük numaralısında başladı."""
        self.trials[number] = _Trace(config, heappop(self._free), self.now(), seconds)

    def epoch(self, number: int, result: dict[str, Any], seconds: float) -> None:
        """Bir dönemin sonucu ASHA'ya ulaştı; anı denemenin sürecinin yazdığıdır."""
        self.trials[number].epochs.append((result["st_worker_timestamp"] - self._zero, result["error"], seconds))

    def over(self, number: int, *, failed: bool = False) -> None:
        """Deneme bitti ya da durduruldu: işçisi boş."""
        trial = self.trials[number]
        trial.failed = trial.failed or failed
        if trial.ended is None:
            trial.ended = self.now()
            heappush(self._free, trial.worker)

    def reports(self, folder: Path, levels: tuple[int, ...]) -> tuple[Report, ...]:
        """Bütün denemelerin kayıtları, geliş sırasıyla."""
        found = [report for number in self.trials for report in self._of(number, folder, levels)]
        return tuple(sorted(found, key=lambda report: report.ended))

    def _of(self, number: int, folder: Path, levels: tuple[int, ...]) -> Iterator[Report]:
        """Bir denemenin basamaklardan kesilmiş parçaları. Zamanlayıcı yalnızca basamakta durdurur."""
        trial = self.trials[number]
        status, message = _ending(folder, number, trial)
        reached, began = len(trial.epochs), trial.began
        for start, resource in pairwise((0, *levels)):
            ok, rows = reached >= resource, trial.epochs[start:resource]
            last = not ok or resource == levels[-1] or (reached == resource and status == "ok")
            if last:
                ended = self.now() if trial.ended is None else trial.ended
                trained = max(reached, _trained(folder, number))
            else:
                ended, trained = rows[-1][0], resource
            yield Report(
                trial=number,
                config=dict(trial.config),
                start=start,
                resource=resource,
                error=rows[-1][1] if ok else math.inf,
                errors=tuple(error for _, error, _ in rows),
                status="ok" if ok else status,
                message="" if ok else message,
                worker=trial.worker,
                began=began,
                ended=ended,
                decision=sum(seconds for _, _, seconds in rows) + (0 if start else trial.chosen),
                attempt=1,
                epochs=trained - start,
            )
            if last:
                return
            began = ended


def _ending(folder: Path, number: int, trial: _Trace) -> tuple[str, str]:
    """Denemenin sonu: (status, message)."""
    if trial.failed:
        told = folder / f"{number}.failure.json"
        found = json.loads(told.read_text("utf-8")) if told.exists() else {"status": "lost", "message": LOST}
        return found["status"], found["message"]
    return ("interrupted", CUT) if trial.ended is None else ("ok", "")


def _trained(folder: Path, number: int) -> int:
    """Sürecin gerçekten eğittiği dönemler; durdurma kararı yetişene dek fazladan eğitilenler de."""
    output = folder / "trials" / str(number) / "std.out"
    return output.read_text("utf-8", errors="replace").count(MARK) if output.exists() else 0


@contextmanager
def undisturbed(folder: Path) -> Iterator[None]:
    """Syne Tune'un süreç genelinde değiştirdiklerini bu süre boyunca `folder`a ve sessizliğe çevirir, sonra geri alır.

    Değiştirdikleri: yüklenirken kök günlükçüye bir işleyici (handler) ekler ve OMP_NUM_THREADS'i 1 yapar; yürürken
    ekrana yazar, ev klasöründe syne-tune/ açar, `random` ve numpy'nin ortak akışlarından çeker.
    """
    root, own = logging.getLogger(), logging.getLogger("syne_tune")
    handlers, levels = root.handlers[:], (root.level, own.level)
    drawn, numpy_drawn = random.getstate(), np.random.get_state()  # noqa: NPY002
    environment = {name: os.environ.get(name) for name in ("SYNETUNE_FOLDER", "OMP_NUM_THREADS")}
    own.setLevel(logging.CRITICAL)
    os.environ["SYNETUNE_FOLDER"] = str(folder / "results")
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # denemelerin süreçleri için; ikinci çağrıda Syne Tune artık kurmaz
    try:
        with redirect_stdout(io.StringIO()):
            yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(levels[0])
        own.setLevel(levels[1])
        random.setstate(drawn)
        np.random.set_state(numpy_drawn)  # noqa: NPY002
        for name, value in environment.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
