"""Deneme zamanlayıcıları (trial scheduler): sıradaki iş hangi deneme, kaç dönem; sorulan ve bildirilen bir durum.

Zamanlayıcı ne saat bilir ne iş parçacığı: `ask()` sıradaki işi verir, `tell()` sonucunu alır. Aynı arayıcı ve aynı
bildirim sırası hep aynı kararları verir. İşleri yürüten `lrlab.hpo.tune`dur.
"""

import math
from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar, NamedTuple, final

from lrlab.core.validate import integer, number, one_of
from lrlab.hpo.searchers.searcher import Exhausted


@dataclass(frozen=True, slots=True)
class Job:
    """Bir iş: `trial` numaralı (0'dan) denemeyi `start` dönemden (0: sıfırdan) toplam `resource` döneme dek eğit.

    `config` her işte yeni bir sözlüktür: onu değiştirmen ne aramayı ne öteki işleri etkiler.
    """

    trial: int
    config: dict[str, Any]
    start: int
    resource: int


class Decision(NamedTuple):
    """Bir karar; `kind` şunlardan biridir.

    "start": yeni deneme `resource` dönem için başlar. "promote" (terfi) ve "continue": deneme bir üst basamağa,
    `resource` döneme sürer. "stop": `resource` dönemde durdurulur. "finish": en üst basamağı bitirdi. "fail": işi
    sonuç vermedi. `rank` (1'den): denemenin, karar anında `of` sonucu olan basamağındaki yeri; anlamsızsa ikisi de 0.
    """

    kind: str
    trial: int
    resource: int
    rank: int = 0
    of: int = 0


class Rung:
    """Bir basamak: aynı kaynağa ulaşmış denemelerin sonuçları, iyiden kötüye.

    `ranked`: (hata, deneme) çiftleri; eşit hatada küçük numaralı deneme öndedir. `size`, sonuç veremeyenleri de sayar:
    onlar en kötü sonuç yerine geçer.
    """

    def __init__(self) -> None:
        self.ranked: list[tuple[float, int]] = []
        self.size = 0

    def add(self, error: float, trial: int) -> None:
        self.size += 1
        if math.isfinite(error):
            insort(self.ranked, (error, trial))

    def rank(self, error: float, trial: int) -> int:
        """Denemenin 1'den sayılan yeri."""
        return bisect_left(self.ranked, (error, trial)) + 1


class Scheduler(ABC):
    """Bütün zamanlayıcıların ortağı; alt sınıf sıradaki kararı (`_next`) ve bir sonucun etkisini (`_arrived`) söyler.

    `searcher`: yeni yapılandırmaları veren arayıcı; her (yapılandırma, hata, kaynak) ona da bildirilir, sonuç
    vermeyen iş sonsuz hatayla. `trials`: en çok kaç yeni deneme; `budget`: toplam en çok kaç dönem. Bütçeyi aşacak bir
    iş başlatılmaz, ama sığan daha ucuz bir iş başlatılabilir. İkisi de None ise arama kendiliğinden bitmez.

    Sınırlar (`limits`) aramanın kimliği değildir: `limit` ile arama sürerken ya da bitince büyütülür, küçültülür.

    `decisions`: alınan kararlar, sırasıyla; verilen her işin tam bir "start", "promote" ya da "continue" kararı vardır.
    `spent`: verilen işlerin toplam dönemi (sürdürülen iş `resource - start` sayılır; sonuç vermeyen de harcamıştır).
    """

    LIMITS: ClassVar[tuple[str, ...]] = ("trials", "budget")

    def __init__(self, searcher: Any, *, trials: int | None = None, budget: int | None = None, **own: Any) -> None:
        if not (hasattr(searcher, "ask") and hasattr(searcher, "tell")):
            given = f"verilen: {type(searcher).__name__}"
            if hasattr(searcher, "sample_configuration"):
                given += "; d2l'nin arayıcısını D2LSearcher(...) ile ver"
            raise TypeError(f"`searcher` bir arayıcı olmalı (ask ve tell), Random(space) gibi; {given}")
        self.searcher = searcher
        self.trials = None if trials is None else integer("trials", trials)
        self.budget = None if budget is None else integer("budget", budget)
        self.decisions: list[Decision] = []
        self.spent = 0
        self._own = own
        self._configs: list[dict[str, Any]] = []
        self._reached: list[int] = []
        self._open: dict[int, Job] = {}
        self._exhausted = False

    def ask(self) -> Job | None:
        """Sıradaki iş; şimdi verilecek iş yoksa None (açık işlerin sonucu bekleniyordur ya da arama bitmiştir)."""
        while (decision := self._next()) is not None:
            if decision.kind == "start":
                try:
                    self._configs.append(dict(self.searcher.ask()))
                except Exhausted:
                    self._exhausted = True
                    self._no_more()
                    continue
                self._reached.append(0)
            trial, start = decision.trial, self._reached[decision.trial]
            self._open[trial] = job = Job(trial, dict(self._configs[trial]), start, decision.resource)
            self._given(decision)
            self.decisions.append(decision)
            self.spent += job.resource - start
            return job
        return None

    def tell(self, trial: int, resource: int, error: float) -> None:
        """Açık bir işin sonucu: `trial`, işin `resource` döneminde `error` hatasını verdi.

        NaN ya da sonsuz hata, `fail` gibi sayılır. Bilinmeyen ya da açık işi olmayan deneme ve işinkinden başka bir
        kaynak `ValueError` verir; zamanlayıcı değişmez.
        """
        job = self._job(trial)
        if resource != job.resource:
            raise ValueError(f"`resource` = {resource!r} olamaz; {trial}. denemenin açık işi {job.resource} dönemlik")
        # number() NaN'ı kabul etmez; burada NaN, sonuç vermeyen bir iş demektir.
        real = type(error) is float or (isinstance(error, Real) and not isinstance(error, bool))
        self._close(job, float(error) if real else number("error", error, "[-inf, inf]"))

    def fail(self, trial: int) -> None:
        """Açık bir iş sonuç vermeden kapandı (hata verdi, süresi doldu, işçisi yitti); deneme bir daha sürmez."""
        self._close(self._job(trial), math.inf)

    @property
    def finished(self) -> bool:
        """Açık iş yok ve bir daha iş gelmeyecek. Arayıcının tükendiği ancak `ask()` çağrılınca anlaşılır."""
        return not self._open and self._next() is None

    def settings(self) -> dict[str, Any]:
        """Zamanlayıcıyı yeniden kurmaya yeten ayarlar; JSON'a yazılabilir."""
        return {
            "scheduler": type(self).__name__, **self._own, **self.limits, "searcher": self.searcher.settings(),
        }  # fmt: skip

    @property
    def limits(self) -> dict[str, int | None]:
        """Aramanın nerede biteceğini söyleyen ayarlar: `trials`, `budget`, zamanlayıcının kendi sınırları."""
        return {name: getattr(self, name) for name in self.LIMITS}

    def limit(self, **limits: int | None) -> None:
        """Sınırları değiştirir: scheduler.limit(trials=40). Alınmış kararlar hep kalır.

        Büyüyen sınırla arama sürer. Sınır yapılmış olandan küçükse onu harcayan yeni iş verilmez (StoppingASHA'nın
        sürdürmeye söz verdiği denemeler dışında). Eski sınırın verdirdiği kararlar (bütçeye sığmadığı için durdurulan
        deneme, kısa kalan tur) geri alınmaz: arama onlarda, baştan bu sınırla kurulmuş olandan ayrılır.
        """
        for name, value in limits.items():
            one_of("limits", name, self.LIMITS)
            setattr(self, name, None if value is None else integer(name, value))
        self._limited()

    def suggest(self) -> dict[str, Any]:
        """d2l'nin adıyla `ask()`: yapılandırma, yanında `max_epochs` (işin kaynağı); iş yoksa `RuntimeError`."""
        if "max_epochs" in getattr(getattr(self.searcher, "space", None), "parameters", ()):
            raise ValueError("`max_epochs` uzayda olamaz; dönem sayısını deneme zamanlayıcısı belirler")
        if (job := self.ask()) is None:
            why = f"açık {len(self._open)} işin sonucu bekleniyor" if self._open else "arama bitti"
            raise RuntimeError(f"şimdi önerilecek yapılandırma yok: {why}")
        return {**job.config, "max_epochs": job.resource}

    def update(self, config: dict[str, Any], error: float, info: Any = None) -> None:
        """d2l'nin adıyla `tell()`: `config`, `suggest()`in verdiği sözlük (eşiti de olur); `info` kullanılmaz."""
        for job in self._open.values():
            if {**job.config, "max_epochs": job.resource} == config:
                return self.tell(job.trial, job.resource, error)
        raise ValueError(f"`config` = {config!r} olamaz; suggest() ile verilmiş ve sonucu bildirilmemiş olmalı")

    @abstractmethod
    def _next(self) -> Decision | None:
        """Şimdi verilecek işin kararı; hiçbir şeyi değiştirmez."""

    def _given(self, decision: Decision) -> None:  # noqa: B027
        """`decision` kararının işi verildi."""

    @abstractmethod
    def _arrived(self, job: Job, error: float) -> None:
        """`job` kapandı; `error` sonlu değilse sonuç vermedi."""

    def _no_more(self) -> None:  # noqa: B027
        """Arayıcı tükendi; bir daha yeni deneme yok."""

    def _limited(self) -> None:  # noqa: B027
        """Sınırlar değişti; onları her kararda kendisi soran zamanlayıcıda yapılacak bir şey yok."""

    def _affordable(self, cost: int) -> float:
        """Her biri `cost` dönem tutan işlerden kaçı daha bütçeye sığar."""
        return math.inf if self.budget is None else (self.budget - self.spent) // cost

    def _startable(self, resource: int) -> float:
        """`resource` dönemlik kaç yeni deneme daha başlatılabilir."""
        trials = math.inf if self.trials is None else self.trials - len(self._configs)
        return 0 if self._exhausted else min(trials, self._affordable(resource))

    def _start(self, resource: int) -> Decision | None:
        return Decision("start", len(self._configs), resource) if self._startable(resource) >= 1 else None

    def _finish(self, job: Job, error: float, rung: Rung) -> None:
        """`job` denemenin son işiydi: sonucunu `rung`a yazar, yerini bildirir."""
        rung.add(error, job.trial)
        if math.isfinite(error):
            self.decisions.append(Decision("finish", job.trial, job.resource, rung.rank(error, job.trial), rung.size))

    def _job(self, trial: int) -> Job:
        if type(trial) is not int:
            trial = integer("trial", trial, "[0, inf)")
        if (job := self._open.get(trial)) is not None:
            return job
        if 0 <= trial < len(self._configs):
            raise ValueError(f"`trial` = {trial!r} için açık iş yok; sonucu bildirilmiş bir iş yeniden kapatılamaz")
        raise ValueError(f"`trial` = {trial!r} olamaz; başlatılmış deneme sayısı: {len(self._configs)} (0'dan)")

    def _close(self, job: Job, error: float) -> None:
        del self._open[job.trial]
        if math.isfinite(error):
            self._reached[job.trial] = job.resource
        else:
            self.decisions.append(Decision("fail", job.trial, job.resource))
        self._arrived(job, error)
        self.searcher.tell(self._configs[job.trial], error, job.resource)


@final
class BasicScheduler(Scheduler):
    """Her deneme tek işte `resource` döneme gider; rastgele arama ve Bayesçi arama böyle yürür.

    d2l'nin BasicScheduler'ıdır; oradaki `suggest()` kaynağı bilmez, buradaki `max_epochs`u da verir.
    """

    def __init__(
        self, searcher: Any, *, resource: int = 1, trials: int | None = None, budget: int | None = None
    ) -> None:
        self.resource = integer("resource", resource)
        super().__init__(searcher, trials=trials, budget=budget, resource=self.resource)
        self._rung = Rung()

    def _next(self) -> Decision | None:
        return self._start(self.resource)

    def _arrived(self, job: Job, error: float) -> None:
        self._finish(job, error, self._rung)
