"""Bir aramanın kayıtları: her girişim için `Report`, aramanın tamamı için `Tuning`.

d2l'nin defter tutma adları da vardır (`incumbent`, `incumbent_trajectory`, `cumulative_runtime`, `records`). Farkımız:
d2l süreleri uç uca ekler, biz her kaydın başladığı ve bittiği anı saklarız; çünkü işçiler aynı anda çalışır.
"""

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from lrlab.hpo.engines.objective import cleaned, described
from lrlab.hpo.run.states import States
from lrlab.terms.console import for_console

FAILED = ("raised", "nan", "bad_value", "timeout", "lost")
STOPPED = {
    "finished": "bitti", "time": "süresi doldu", "interrupted": "kesildi", "stuck": "durdu",
    "running": "bitişi yazılmamış",
}  # fmt: skip
STATUSES = ("ok", *FAILED, "interrupted", "running")


@dataclass(frozen=True, slots=True)
class Report:
    """Bir işin bir girişimi: `trial` (0'dan) denemesi `start` dönemden `resource` döneme eğitildi.

    `error`: son dönemin geçerleme hatası (tune'a `maximize=True` verildiyse büyümesi istenen sayı), amaç fonksiyonunun
    verdiği gibi; başarısızsa inf (`maximize`da -inf). `errors`: `start`tan sonraki her dönemin hatası (sayı döndüren
    amaç fonksiyonunda tek hata). `status`: "ok"; "raised" hata verdi; "nan" sonlu olmayan hata; "bad_value" sayı
    olmayan değer; "timeout" süresini aştı; "lost" işçisi kapandı; "interrupted" arama kesildi, iş sürüyordu; "running"
    (yalnızca `read_journal`da) sonucu günlükte yok: sürüyor ya da araması öldürülmüş.
    `message`: ne olduğunu söyleyen cümle, "ok" ise boş. `worker`: işçi, 0'dan. `began`, `ended`: aramanın başından
    sayılan saniyeler. `decision`: deneme zamanlayıcısının ve arayıcının bu iş için harcadığı saniyeler. `attempt`:
    kaçıncı girişim, 1'den. `epochs`: gerçekten eğitilen dönemler; baştan eğitilen iş hepsini sayar, sonucu gelmeyen
    iş (süresi aşan, işçisini yitiren, kesilen) 0 sayar. `metrics`: sözlük veren amaç fonksiyonunun, son dönemdeki öbür
    ölçüleri; JSON'a yazılabilir.
    """

    trial: int
    config: dict[str, Any]
    start: int
    resource: int
    error: float
    errors: tuple[float, ...]
    status: str
    message: str
    worker: int
    began: float
    ended: float
    decision: float
    attempt: int
    epochs: int
    metrics: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Tuning:
    """Bir aramanın sonucu. `reports`: geliş sırasıyla bütün girişimler, başarısızlar da.

    `workers`: işçi sayısı. `stopped`: "finished" deneme zamanlayıcısı bitti; "time" süre doldu; "interrupted" Ctrl-C;
    "stuck" yapılacak iş kaldı ama ya işçi kalmadı ya da deneme zamanlayıcısı iş vermedi; "running" (yalnızca
    `read_journal`da) günlükte bitiş yok: arama sürüyor ya da yarıda kalmış. `problems`: aramayı durdurmayan
    aksaklıklar (disk doldu, ...), birer cümle. `maximize`: büyük sayı mı iyi; `metric`: sayının adı (bkz. `tune`).
    `states`: saklanan durumlar (`incumbent_state`, `state`).
    """

    reports: tuple[Report, ...]
    workers: int
    stopped: str
    problems: tuple[str, ...] = ()
    maximize: bool = False
    metric: str = "error"
    states: States = field(default_factory=States, repr=False, compare=False)

    @property
    def incumbent_report(self) -> Report | None:
        """En iyi kayıt: hatası en küçük (`maximize`da sayısı en büyük) olan, kaynağı ne olursa olsun.

        Eşitlikte önce gelen; başarılı kayıt yoksa None.
        """
        done = [report for report in self.reports if report.status == "ok"]
        return (max if self.maximize else min)(done, key=lambda report: report.error, default=None)

    @property
    def incumbent_state(self) -> Any:
        """En iyi kaydın durumu: amaç fonksiyonunun `yield hata, durum` ile verdiği, eğitilmiş modelin kendisi.

        Her erişim yeni bir kopyadır. Amaç fonksiyonu durum vermiyorsa, `keep="none"` ise ya da dosyası silinmişse None.
        """
        best = self.incumbent_report
        return None if best is None else self.state(best.trial, best.resource)

    def state(self, trial: int, epoch: int | None = None) -> Any:
        """Denemenin `epoch` dönemindeki (verilmezse saklanan sonuncu) durumu; saklanmamışsa None.

        Hangi durumların aramadan sonra durduğunu tune'un `keep`i belirler.
        """
        found = self.states.find(trial, epoch)
        if found is None:
            return None
        try:
            return pickle.loads(found)
        except Exception as error:  # turşu her türlü hatayı verebilir
            raise ValueError(f"{trial}. denemenin saklanan durumu okunamadı ({described(error)})") from error

    @property
    def incumbent(self) -> dict[str, Any] | None:
        """O ana dek en iyi (incumbent) yapılandırmanın kopyası; başarılı kayıt yoksa None."""
        best = self.incumbent_report
        return None if best is None else dict(best.config)

    @property
    def incumbent_error(self) -> float:
        """En iyi yapılandırmanın hatası; başarılı kayıt yoksa inf (`maximize`da -inf)."""
        best = self.incumbent_report
        return self._worst if best is None else best.error

    @property
    def _worst(self) -> float:
        return -np.inf if self.maximize else np.inf

    @property
    def trials(self) -> int:
        """Kaydı olan farklı denemelerin sayısı."""
        return len({report.trial for report in self.reports})

    @property
    def failures(self) -> tuple[Report, ...]:
        """Başarısız girişimler; kesilenler ve sürenler başarısız sayılmaz."""
        return tuple(report for report in self.reports if report.status in FAILED)

    def trajectory(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """O ana dek en iyi hatanın yolu: (saniye, toplam dönem, hata), her biri (n,); n kayıt sayısıdır.

        İlk başarılı kayda dek hata inf'tir (`maximize`da -inf).
        """
        time = np.array([report.ended for report in self.reports], dtype=float)
        epochs = np.cumsum([report.epochs for report in self.reports], dtype=int)
        errors = [report.error if report.status == "ok" else self._worst for report in self.reports]
        best = np.maximum if self.maximize else np.minimum
        return time, epochs, best.accumulate(np.array(errors, dtype=float)) if errors else np.zeros(0)

    @property
    def incumbent_trajectory(self) -> list[float]:
        """d2l'nin adıyla: her kayıttan sonra o ana dek en iyi hata."""
        return self.trajectory()[2].tolist()

    @property
    def cumulative_runtime(self) -> list[float]:
        """d2l'nin adıyla: her kaydın bittiği an, saniye. Tek işçide d2l'nin toplam süresidir."""
        return [report.ended for report in self.reports]

    @property
    def records(self) -> list[dict[str, Any]]:
        """d2l'nin adıyla ve biçimiyle kayıtlar: `config`, `error`, `runtime` (saniye)."""
        return [{"config": dict(r.config), "error": r.error, "runtime": r.ended - r.began} for r in self.reports]

    @property
    def makespan(self) -> float:
        """Başlangıçtan son kaydın bitişine dek geçen süre, saniye."""
        return max((report.ended for report in self.reports), default=0.0)

    @property
    def busy(self) -> float:
        """İşçilerin denemelerle geçirdiği toplam süre, işçi-saniye."""
        return float(sum(report.ended - report.began for report in self.reports))

    @property
    def evaluation_seconds(self) -> float:
        """Değerlendirmelere giden süre: `busy`."""
        return self.busy

    @property
    def idle(self) -> float:
        """İşçilerin boş beklediği toplam süre, işçi-saniye: `workers` x `makespan` - `busy`."""
        return max(0.0, self.workers * self.makespan - self.busy)

    @property
    def decision_seconds(self) -> float:
        """Deneme zamanlayıcısının ve arayıcının harcadığı toplam süre, saniye."""
        return float(sum(report.decision for report in self.reports))

    def table(self) -> list[dict[str, Any]]:
        """Kayıtlar düz satırlar olarak, pandas'a hazır: `pandas.DataFrame(found.table())`.

        Her kayıt bir satır. Sütunlar `Report`un alanlarıdır (`errors` dışında; `error`, `metric` ne olursa olsun aranan
        sayıdır); yapılandırma `config_` önekli, öbür ölçüler `metric_` önekli ayrı sütunlardır. Bir satırda olmayan
        (koşulu tutmayan hiperparametre, başarısız girişimin ölçüsü) None'dır.
        """
        configs = list(dict.fromkeys(name for report in self.reports for name in report.config))
        metrics = list(dict.fromkeys(name for report in self.reports for name in report.metrics))
        return [
            {
                "trial": report.trial, "attempt": report.attempt, "start": report.start, "resource": report.resource,
                "epochs": report.epochs, "error": report.error, "status": report.status, "message": report.message,
                "worker": report.worker, "began": report.began, "ended": report.ended, "decision": report.decision,
                **{f"config_{name}": report.config.get(name) for name in configs},
                **{f"metric_{name}": report.metrics.get(name) for name in metrics},
            }
            for report in self.reports
        ]  # fmt: skip

    def plot(self, against: str = "seconds", *, lecture: bool | None = None) -> Any:
        """Aramanın resmi: en iyinin yolu, öğrenme eğrileri, basamaklar; bkz. `lrlab.figures.plot_search`."""
        from lrlab.figures import plot_search  # çizim istenene dek matplotlib yüklenmez

        return plot_search(self, against, lecture=lecture)

    def __repr__(self) -> str:
        config = ", ".join(f"{cleaned(name)}={_shown(value)}" for name, value in (self.incumbent or {}).items())
        return for_console(f"<Tuning: {self._summary()}{f' ({config})' if config else ''}>")

    def _summary(self) -> str:
        """Tek satır: nasıl durdu, kaç deneme, en iyi sayı."""
        failed = f", {len(self.failures)} başarısız" if self.failures else ""
        told = f"{STOPPED[self.stopped]}; {self.trials} deneme, {len(self.reports)} kayıt{failed}"
        best = self.incumbent_report
        if best is not None:
            return f"{told}; en iyi {self.measure} {best.error:.6g}"
        first = f"; ilk neden: {cleaned(self.failures[0].message)}" if self.failures else ""
        return f"{told}; sonuç yok{first}"

    @property
    def measure(self) -> str:
        """Sayının yazıdaki adı: "hata" ya da verdiğin `metric`."""
        return measured(self.metric)

    def _repr_html_(self) -> str:
        """Özet ve en iyi beş deneme; günlük yabancıdan da gelebilir, bütün metinler kaçışlıdır."""
        best: dict[int, Report] = {}
        done = (report for report in self.reports if report.status == "ok")
        for report in sorted(done, key=lambda report: -report.error if self.maximize else report.error):
            best.setdefault(report.trial, report)
        rows = list(best.values())[:5]
        names = list(dict.fromkeys(name for report in rows for name in report.config))
        head = ("deneme", "dönem", self.measure, *map(cleaned, names))
        cells = [
            (report.trial, report.resource, f"{report.error:.6g}", *(_shown(report.config.get(name)) for name in names))
            for report in rows
        ]
        table = "".join(_row(row, "td") for row in cells)
        shown = f"<table>{_row(head, 'th')}{table}</table>" if rows else ""
        return f"<p>{escape(self._summary())}</p>{shown}"


def measured(metric: str) -> str:
    """Aranan sayının yazıdaki adı: "hata" ya da verilen `metric`."""
    return "hata" if metric == "error" else cleaned(metric)


def _shown(value: Any) -> Any:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else cleaned(str(value))


def _row(cells: Iterable[Any], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(str(cell))}</{tag}>" for cell in cells) + "</tr>"
