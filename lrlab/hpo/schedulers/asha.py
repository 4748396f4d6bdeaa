"""Eşzamansız (asynchronous) ardışık yarılama, ASHA: bariyer yoktur, karar o ana dek gelen sonuçlarla verilir."""

import math
from abc import abstractmethod
from collections import deque
from heapq import heappop, heappush
from typing import Any, final

from lrlab.hpo.schedulers.halving import rungs
from lrlab.hpo.schedulers.scheduler import Decision, Job, Rung, Scheduler


class Asynchronous(Scheduler):
    """İki ASHA'nın ortak ayarları; `levels` basamakların kaynaklarıdır, `rungs(r_min, r_max, eta)`."""

    def __init__(
        self,
        searcher: Any,
        *,
        r_min: int,
        r_max: int,
        eta: int = 3,
        trials: int | None = None,
        budget: int | None = None,
    ) -> None:
        self.levels = rungs(r_min, r_max, eta)
        self.eta = int(eta)
        own = {"r_min": self.levels[0], "r_max": self.levels[-1], "eta": self.eta}
        super().__init__(searcher, trials=trials, budget=budget, **own)
        self._prepare()

    @abstractmethod
    def _prepare(self) -> None:
        """Basamakların boş hâli."""


@final
class ASHA(Asynchronous):
    """Terfili ASHA (Li ve ark., 2020, "A System for Massively Parallel Hyperparameter Tuning").

    `ask()` en üst basamaktan aşağı bakar: n sonucu olan basamağın en iyi ⌊n/eta⌋ denemesi içinde terfi etmemiş olan
    varsa en iyisi bir üst basamağa sürer; hiçbir basamakta yoksa r_min dönemlik yeni bir deneme başlar. İşçi bu yüzden
    hiç beklemez; bedeli, erken gelen bir sonucun sonradan ilk 1/eta dışında kalacak bir denemeyi terfi ettirmesidir.
    Basamaklar `levels` = rungs(r_min, r_max, eta). Sonuç vermeyen iş n'de en kötü sonuç olarak sayılır, terfi etmez.
    Eşit hatada küçük numaralı deneme öndedir. Terfisi bütçeye sığmayan basamak atlanır. `trials` dolunca ya da arayıcı
    tükenince yalnızca terfiler kalır, onlar da bitince arama biter; `trials` ve `budget` None ise hiç bitmez.

    d2l bu yöntemi Syne Tune'a bırakır; Syne Tune 0.16'nın ASHA'sı terfili değil, durduran türdür (`StoppingASHA`).
    """

    def _prepare(self) -> None:
        self._rungs = [Rung() for _ in self.levels]
        # Basamak başına terfi etmemişler, öncelik kuyruğunda: en iyisi ilk 1/eta içinde değilse ötekiler de değildir.
        self._waiting: list[list[tuple[float, int]]] = [[] for _ in self.levels]
        self._index = {level: k for k, level in enumerate(self.levels)}

    def _next(self) -> Decision | None:
        for k in range(len(self.levels) - 2, -1, -1):
            rung = self._rungs[k]
            if not self._waiting[k] or self._affordable(self.levels[k + 1] - self.levels[k]) < 1:
                continue
            best, places = self._waiting[k][0], rung.size // self.eta
            # Yeri aramadan önce sınırdaki denemeyle karşılaştırmak, çoğu soruda yeter.
            if places and (len(rung.ranked) < places or best <= rung.ranked[places - 1]):
                return Decision("promote", best[1], self.levels[k + 1], rung.rank(*best), rung.size)
        return self._start(self.levels[0])

    def _given(self, decision: Decision) -> None:
        if decision.kind == "promote":
            heappop(self._waiting[self._index[decision.resource] - 1])

    def _arrived(self, job: Job, error: float) -> None:
        k = self._index[job.resource]
        if k + 1 == len(self.levels):
            self._finish(job, error, self._rungs[k])
        else:
            self._rungs[k].add(error, job.trial)
            if math.isfinite(error):
                heappush(self._waiting[k], (error, job.trial))


@final
class StoppingASHA(Asynchronous):
    """Durduran ASHA: karar sonuç geldiği anda verilir; süren deneme işçisini bırakmaz, durdurulan bir daha sürmez.

    Basamağına n. sonuç olarak gelen deneme, o andaki yeri (kendisi içinde) ⌈n/eta⌉'yi aşmıyorsa bir üst basamağa sürer
    ve bu, `ask()`in vereceği ilk işlerdendir; aşıyorsa durur ("stop"). İlk gelen hep sürer. Her iş bir basamakta biter
    (`levels` = rungs(r_min, r_max, eta)). Sonuç vermeyen iş n'de en kötü sonuç olarak sayılır; eşit hatada küçük
    numaralı deneme öndedir. Sıradaki parçası bütçeye sığmayan deneme de durdurulur. `trials` ve `budget` None ise
    arama hiç bitmez.

    Syne Tune'un ASHA'sından (Ray'den uyarlanmış) farkı: orada deneme, kendinden kesin iyilerin payı (yer - 1)/n,
    1/eta'yı aşmıyorsa sürer, yani yer <= ⌊n/eta⌋ + 1. İkisi yalnızca n, eta'nın katıyken ayrılır: bizde en iyi n/eta,
    onda bir fazlası sürer. Orada eşit hatalar birbirini geçmez ve sonuç vermeyen deneme n'ye girmez.
    """

    def _prepare(self) -> None:
        self._rungs = {level: Rung() for level in self.levels}
        self._above = dict(zip(self.levels, self.levels[1:], strict=False))
        self._going: deque[Decision] = deque()

    def _next(self) -> Decision | None:
        return self._going[0] if self._going else self._start(self.levels[0])

    def _given(self, decision: Decision) -> None:
        if decision.kind == "continue":
            self._going.popleft()

    def _arrived(self, job: Job, error: float) -> None:
        rung, above = self._rungs[job.resource], self._above.get(job.resource)
        if above is None:
            return self._finish(job, error, rung)
        rung.add(error, job.trial)
        if not math.isfinite(error):
            return None
        rank = rung.rank(error, job.trial)
        # Bekleyen parçalar da bütçeden düşülür: sürer denen deneme parçasını mutlaka alır.
        promised = sum(decision.resource - self._reached[decision.trial] for decision in self._going)
        fits = self._affordable(promised + above - job.resource) >= 1
        if rank <= math.ceil(rung.size / self.eta) and fits:
            self._going.append(Decision("continue", job.trial, above, rank, rung.size))
        else:
            self.decisions.append(Decision("stop", job.trial, job.resource, rank, rung.size))
        return None
