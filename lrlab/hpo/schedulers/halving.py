"""Eşzamanlı (synchronous) ardışık yarılama ve Hyperband: bir basamağın bütün sonuçları gelmeden kimse terfi etmez."""

from abc import abstractmethod
from typing import Any, ClassVar, final

from lrlab.core.validate import integer
from lrlab.hpo.schedulers.scheduler import Decision, Job, Rung, Scheduler


def rungs(r_min: int, r_max: int, eta: int) -> tuple[int, ...]:
    """Basamakların kaynakları (dönem): r_min·eta^k, r_max'a varmadan; son basamak hep r_max'tır.

    rungs(1, 9, 3) = (1, 3, 9); rungs(2, 10, 2) = (2, 4, 8, 10). d2l ile aynı basamaklar; d2l sayılarını kesirli
    logaritmadan bulur (log 243 / log 3 = 4.99…, int'i 4), buradaki tam sayıyladır.
    """
    r_min, eta = integer("r_min", r_min), integer("eta", eta, "[2, inf)")
    r_max = integer("r_max", r_max, f"[{r_min}, inf)")
    levels, level = [], r_min
    while level < r_max:
        levels.append(level)
        level *= eta
    return (*levels, r_max)


def brackets(r_max: int, eta: int = 3, r_min: int = 1) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Hyperband'in tablosu: her braket, basamaklarının (kaç deneme, kaç dönem) çiftleri; s = s_max, …, 0 sırasıyla.

    s_max, r_min·eta^s <= r_max olan en büyük s'dir. s braketi n = ⌈(s_max + 1)/(s + 1)·eta^s⌉ denemeyle başlar;
    i. basamağında (0'dan) ⌊n/eta^i⌋ deneme ⌊r_max/eta^(s-i)⌋ döneme ulaşır (Li ve ark., 2018, Algoritma 1).
    r_max = 81, eta = 3 için ilk basamaklar 81, 34, 15, 8, 5 denemedir. Makalenin tablosunda 81, 27, 9, 6, 5 yazar:
    orada n = ⌊(s_max + 1)/(s + 1)⌋·eta^s ile hesaplanmıştır, algoritmanın satırıyla değil.
    """
    r_min, eta = integer("r_min", r_min), integer("eta", eta, "[2, inf)")
    r_max = integer("r_max", r_max, f"[{r_min}, inf)")
    s_max = 0
    while r_min * eta ** (s_max + 1) <= r_max:
        s_max += 1
    firsts = {s: -(-(s_max + 1) * eta**s // (s + 1)) for s in range(s_max, -1, -1)}  # -(-a // b): yukarı yuvarlar
    return tuple(tuple((n // eta**i, r_max // eta ** (s - i)) for i in range(s + 1)) for s, n in firsts.items())


class Synchronous(Scheduler):
    """Eşzamanlıların ortağı, ardışık yarılamanın yürüyüşü: art arda turlar, her turda basamak basamak.

    `plans`: sırayla ve dönüşümlü yürütülen turlar; her biri (ilk basamaktaki deneme sayısı, basamakların kaynakları).
    İlkinin ilk kaynağı en küçük olmalı. `rounds`: `plans` en çok kaç kez yürütülür, None: sınırsız.

    Bir basamağın verilecek işi kalmayıp açık işleri sürerken `ask()` None döndürür: bu bekleyiş bariyerdir (barrier).
    Son iş de kapanınca, n denemeyle başlamış turda en iyi ⌊n/eta^(k+1)⌋ deneme (en az bir) iyiden kötüye sırayla k+1.
    basamağa terfi eder. Sonuç verenler yetmezse yalnızca onlar terfi eder; bütçeye sığmayan terfi yapılmaz. Terfi eden
    yoksa tur biter. Bütçe, `trials` ya da tükenen arayıcı ilk basamağı kısaltırsa n, gerçekte başlayanların sayısıdır.
    Terfi etmeyene ayrı bir karar yazılmaz.

    Sınırlar (`rounds`, `trials`, `budget`) sonradan büyürse (`limit`) eski sınırın kısa bıraktığı son basamak
    tamamlanır; kendisinden terfi yapılmış bir basamak ise o boyda kalır. `rounds` ya da turların boyuna uyan bir
    `trials` büyüyünce kararlar, baştan öyle kurulmuş aramanınkilerdir.
    """

    LIMITS: ClassVar = ("rounds", "trials", "budget")

    @abstractmethod
    def __init__(
        self,
        searcher: Any,
        plans: tuple[tuple[int, tuple[int, ...]], ...],
        rounds: int | None,
        *,
        eta: int,
        **own: Any,
    ) -> None:
        super().__init__(searcher, eta=eta, **own)
        self.rounds = None if rounds is None else integer("rounds", rounds)
        self._plans, self._eta, self._turn = plans, eta, 0
        self._size, self._levels = 0, plans[0][1]
        self._rung, self._k, self._begun, self._places, self._promoted = Rung(), 0, 0, 0, 0
        self._to_start = 0
        self._next_turn()

    def _next_turn(self) -> None:
        """Sığan ilk turu açar; kalmadıysa arama biter, son turun hali durur (sınırlar büyüyebilir)."""
        turns = None if self.rounds is None else self.rounds * len(self._plans)
        while (turns is None or self._turn < turns) and self._startable(self._plans[0][1][0]) >= 1:
            size, levels = self._plans[self._turn % len(self._plans)]
            self._turn += 1
            if (to_start := int(min(size, self._startable(levels[0])))) >= 1:
                self._size, self._levels, self._to_start = size, levels, to_start
                self._rung, self._k, self._begun, self._places, self._promoted = Rung(), 0, 0, 0, 0
                return

    def _next(self) -> Decision | None:
        if self._to_start:
            return Decision("start", len(self._configs), self._levels[0])
        if self._promoted < self._places:
            trial = self._below.ranked[self._promoted][1]
            return Decision("promote", trial, self._levels[self._k], self._promoted + 1, self._below.size)
        return None

    def _given(self, decision: Decision) -> None:
        if decision.kind == "start":
            self._to_start -= 1
            self._begun += 1
        else:
            self._promoted += 1

    def _arrived(self, job: Job, error: float) -> None:
        if self._k + 1 == len(self._levels):
            self._finish(job, error, self._rung)
        else:
            self._rung.add(error, job.trial)
        self._close_rung()

    def _no_more(self) -> None:
        self._to_start = 0
        self._close_rung()

    def _limited(self) -> None:
        if self._k:
            self._places = max(self._promoted, self._fitting(self._k, self._below, self._promoted))
        else:
            self._to_start = max(0, int(min(self._size - self._begun, self._startable(self._levels[0]))))
        self._close_rung()

    def _fitting(self, k: int, below: Rung, given: int = 0) -> int:
        """Altındaki basamağın sonuçları `below` olan k. basamağa kaç deneme çıkar; `given`i çıkmış, ödenmiş."""
        wanted = max(1, self._begun // self._eta**k)
        return int(min(wanted, len(below.ranked), given + self._affordable(self._levels[k] - self._levels[k - 1])))

    def _close_rung(self) -> None:
        """Basamağın verilecek ve süren işi kalmadıysa en iyileri bir üste, o da yoksa sıradaki tura geçirir."""
        if self._open or self._to_start or self._promoted < self._places:
            return
        if self._k + 1 < len(self._levels) and (places := self._fitting(self._k + 1, self._rung)) >= 1:
            self._below, self._rung = self._rung, Rung()
            self._k, self._places, self._promoted = self._k + 1, places, 0
            return
        self._next_turn()


@final
class SuccessiveHalving(Synchronous):
    """Eşzamanlı ardışık yarılama (Jamieson ve Talwalkar, 2016): çok denemeyle az dönem, en iyi 1/eta ile daha çok.

    Basamaklar `rungs(r_min, r_max, eta)`, K + 1 tane. Tur factor·eta^K yeni denemeyle r_min dönemden başlar; k.
    basamağın (0'dan) bütün sonuçları gelince en iyi factor·eta^(K-k-1) deneme terfi eder; eşitlikte küçük numaralı
    öndedir. r_max'ı bitirenlerin ardından yeni tur başlar. `rounds`: en çok kaç tur; `trials`, `budget`: bkz.
    `Scheduler`. Üçü de None ise arama kendiliğinden bitmez (d2l'deki gibi). eta indirgeme çarpanıdır, öğrenme oranı
    değil.

    d2l'nin SuccessiveHalvingScheduler'ı işler birer birer yürütülürken aynı turlarda aynı denemeleri terfi ettirir;
    ayrıldığımız yerler: (1) d2l kuyruğu sondan boşaltır, yani son çekilen yapılandırma ilk çalışır, terfi edenlerin de
    en kötüsü ilk; burada ikisi de sırasıyladır. (2) d2l, basamağın sonuçları beklenirken boşta kalan işçiye yeni bir
    tur açar, turların sonuçları birbirine karışır ve basamak dolmadan terfi olabilir; burada bariyer vardır. (3) d2l
    arayıcının sözlüğüne `max_epochs` yazar, ilk yapılandırman da değişir; burada sözlükler kopyalanır. (4) d2l'de
    eşit iki hatanın önce geleni öndedir, NaN terfi edebilir, sonuç vermeyen denemenin yerini sonraki turun bir sonucu
    doldurur; burada sonuç vermeyen deneme basamağı bekletmez ve terfi etmez.
    """

    def __init__(
        self,
        searcher: Any,
        *,
        r_min: int,
        r_max: int,
        eta: int = 2,
        factor: int = 1,
        rounds: int | None = None,
        trials: int | None = None,
        budget: int | None = None,
    ) -> None:
        self.levels = rungs(r_min, r_max, eta)
        factor = integer("factor", factor)
        plans = ((factor * eta ** (len(self.levels) - 1), self.levels),)
        own: dict[str, Any] = {
            "r_min": self.levels[0],
            "r_max": self.levels[-1],
            "eta": int(eta),
            "factor": factor,
        }
        super().__init__(searcher, plans, rounds, trials=trials, budget=budget, **own)


@final
class Hyperband(Synchronous):
    """Hyperband (Li ve ark., 2018): r_min'i seçmek yerine, birkaçını sırayla dener.

    Her tur (`rounds`) `brackets(r_max, eta, r_min)` tablosunun bütün braketlerini yürütür: s = s_max en çok denemeyle
    en erken eler, s = 0 hiç elemez (r_max dönemlik rastgele arama). Her braket eşzamanlı bir ardışık yarılamadır;
    biri bitmeden öteki başlamaz. Bütçeye ilk basamağı bile sığmayan braket atlanır. d2l'de karşılığı yoktur.
    """

    def __init__(
        self,
        searcher: Any,
        *,
        r_max: int,
        eta: int = 3,
        r_min: int = 1,
        rounds: int | None = None,
        trials: int | None = None,
        budget: int | None = None,
    ) -> None:
        self.brackets = brackets(r_max, eta, r_min)
        plans = tuple((bracket[0][0], tuple(r for _, r in bracket)) for bracket in self.brackets)
        own: dict[str, Any] = {"r_max": int(r_max), "eta": int(eta), "r_min": int(r_min)}
        super().__init__(searcher, plans, rounds, trials=trials, budget=budget, **own)
