"""Benzetilmiş saatli motor (engine): işlerin hataları kayıtlı eğrilerden okunur, saat bir sonraki bitişe atlar."""

import math
from collections.abc import Hashable, Mapping, Sequence
from heapq import heappop, heappush
from pickle import dumps
from statistics import NormalDist
from typing import Any, Protocol, final, runtime_checkable

import numpy as np

from lrlab.core.validate import integer, number
from lrlab.hpo.engines.engine import Finished
from lrlab.hpo.engines.objective import Assignment, Outcome

SLOWNESS, LOSS, MOMENT = range(3)  # bir işin ayrı rastgele sayıları: yavaşlığı, yiter mi, ne zaman yiter
TRAINED = dumps(None)  # sakladığı durum: eğri zaten kayıtta, deneme kaldığı dönemden sürebilir demek yeter
WORD = 2**64 - 1
_quantile = NormalDist().inv_cdf


@runtime_checkable
class RecordedCurves(Protocol):
    """Kayıtlı eğriler: N yapılandırma, E dönem (`lrlab.train.learning_curves()` gibi).

    `configs` (N,): yapılandırma sözlükleri; `errors` (N, E): k. sütun k+1. dönemin sonundaki hata, ıraksadıysa NaN;
    `seconds` (N,): bir dönemin süresi, saniye.
    """

    configs: Sequence[Mapping[str, Any]]
    errors: np.ndarray
    seconds: np.ndarray


@final
class Simulated:
    """`workers` işçiyi benzetir; bir iş, boş işçilerin en küçük numaralısında hemen başlar.

    Süresi = dönem sayısı x o yapılandırmanın dönem süresi x yavaşlık / işçinin hızı. Yavaşlık, ortancası 1,
    logaritmasının standart sapması `stragglers` olan log-normal bir sayıdır (0: hep 1); `stragglers` büyüdükçe geride
    kalan (straggler) işler çoğalır. `failures`: bir işin, süresi içinde rastgele bir anda, işçisini yitirme olasılığı;
    ölen işçinin yerine hemen yenisi gelir. `speeds` (W,): işçilerin hızları, verilmezse hepsi 1.

    Rastgele sayıları `seed`, deneme, kaynak ve kaçıncı girişim olduğu belirler; işin ne zaman, kaçıncı sırada verildiği
    belirlemez. Başka bir deneme zamanlayıcısı aynı işi verirse aynı yavaşlıkla karşılaşır. Terfi eden deneme kaldığı
    dönemden sürer; eğrisi NaN olan deneme o dönemde biter ("nan"). Amaç fonksiyonu çağrılmaz.
    """

    def __init__(
        self,
        curves: RecordedCurves,
        *,
        workers: int = 1,
        stragglers: float = 0.0,
        failures: float = 0.0,
        speeds: Sequence[float] | None = None,
        seed: int = 0,
    ) -> None:
        self.workers = integer("workers", workers)
        self.stragglers = number("stragglers", stragglers, "[0, 10]")
        self.failures = number("failures", failures, "[0, 1)")
        self.seed = integer("seed", seed, f"[0, {2**64})")
        self.speeds = tuple(number("speeds", speed, "(0, inf)") for speed in speeds or [1.0] * self.workers)
        if len(self.speeds) != self.workers:
            raise ValueError(f"`speeds` = {speeds!r} olamaz; her işçi için bir hız gerekli: {self.workers}")
        errors = np.asarray(curves.errors, dtype=float)
        broken = ~np.isfinite(errors)
        self._diverges = np.where(broken.any(1), broken.argmax(1) + 1, errors.shape[1] + 1).tolist()
        self._errors = [tuple(row) for row in errors.tolist()]
        self._seconds = np.asarray(curves.seconds, dtype=float).tolist()
        self._origin = _mixed(self.seed) * 0x9E3779B97F4A7C15  # ardışık tohumlar birbirinden uzağa düşsün
        self._clock, self._count = 0.0, 0
        self._idle = list(range(self.workers))  # iki öncelik kuyruğu: boş işçiler ve bitiş anına göre süren işler
        self._running: list[tuple[float, int, Hashable, Outcome, int, float]] = []

    def now(self) -> float:
        """Benzetilmiş saat, saniye, 0'dan."""
        return self._clock

    def submit(self, key: Hashable, assignment: Assignment) -> None:
        """İşi başlatır; boş işçi yoksa `RuntimeError` (ayarlayıcı `workers`tan çok iş vermez)."""
        if not self._idle:
            raise RuntimeError(f"boş işçi yok: {self.workers} işçinin hepsi çalışıyor; önce wait() çağrılmalı")
        outcome, seconds = self._run(assignment)
        worker = heappop(self._idle)
        seconds /= self.speeds[worker]
        if assignment.timeout is not None and seconds > assignment.timeout:
            seconds = assignment.timeout
            outcome = Outcome((), "timeout", f"İş {seconds:g} saniyelik süresini aştı.", seconds=seconds)
        self._count += 1
        heappush(self._running, (self._clock + seconds, self._count, key, outcome, worker, self._clock))

    def wait(self) -> list[Finished]:
        """Saati ilk bitişe götürür; o anda biten bütün işler, veriliş sırasıyla."""
        running = self._running
        found: list[Finished] = []
        if not running:
            return found
        self._clock = end = running[0][0]
        while running and running[0][0] == end:
            _, _, key, outcome, worker, began = heappop(running)
            heappush(self._idle, worker)
            found.append((key, outcome, worker, began, end))
        return found

    def close(self) -> None:
        """Süren işleri bırakır; motor yeniden kullanılabilir, saati sürer."""
        self._running.clear()
        self._idle = list(range(self.workers))

    def _run(self, assignment: Assignment) -> tuple[Outcome, float]:
        """İşin sonucu ve hızı 1 olan bir işçide süresi."""
        row, resource = self._row(assignment), assignment.resource
        errors, diverges = self._errors[row], self._diverges[row]
        if resource > len(errors):
            raise ValueError(f"`resource` = {resource} olamaz; kayıtlı eğriler {len(errors)} dönemlik")
        begin = assignment.start if assignment.state is not None else 0  # durumu yitirilmiş deneme baştan eğitilir
        epochs = min(resource, diverges) - begin
        seconds = epochs * self._seconds[row]
        if self.stragglers:
            seconds *= math.exp(self.stragglers * _quantile(self._chance(assignment, SLOWNESS)))
        if self.failures and self._chance(assignment, LOSS) < self.failures:
            seconds *= self._chance(assignment, MOMENT)
            return Outcome((), "lost", "Benzetimde işçi işin ortasında öldü.", seconds=seconds), seconds
        if diverges <= resource:
            told = f"Kayıtlı eğitim {diverges}. dönemde ıraksamış."
            return Outcome(errors[assignment.start : diverges], "nan", told, epochs, seconds), seconds
        return Outcome(errors[assignment.start : resource], "ok", "", epochs, seconds, TRAINED), seconds

    def _row(self, assignment: Assignment) -> int:
        row = assignment.config.get("number")
        if type(row) is not int or not 0 <= row < len(self._errors):
            raise ValueError(
                f"`config`: `number` = {row!r} olamaz; kayıttaki bir sıra olmalı (0–{len(self._errors) - 1}); "
                "yapılandırmaları Replayed(curves) versin"
            )
        return row

    def _chance(self, assignment: Assignment, stream: int) -> float:
        """(0, 1)'de düzgün dağılan, yalnızca `seed`, iş ve `stream`e bağlı sayı.

        SplitMix64'ün (Steele, Lea ve Flood, 2014) karıştırmasıdır: her iş için bir numpy üreteci kurmak, benzetimin
        kalanından uzun sürerdi. Çarpanlar, işin sayılarını 64 bitin her yerine dağıtan tek sayılardır.
        """
        x = (
            self._origin + 0x9E3779B97F4A7C15 * assignment.trial + 0xD1342543DE82EF95 * assignment.resource
            + 0xA0761D6478BD642F * assignment.attempt + 0xE7037ED1A0B428DB * stream
        ) & WORD  # fmt: skip
        return (_mixed(x) + 0.5) * 2.0**-52


def _mixed(x: int) -> int:
    """64 bitlik `x`in karıştırılmış 52 biti."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & WORD
    return (x ^ (x >> 31)) >> 12
