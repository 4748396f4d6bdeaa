"""Bir aramanın kayıtları: her girişim için `Report`, aramanın tamamı için `Tuning`.

d2l'nin defter tutma adları da vardır (`incumbent`, `incumbent_trajectory`, `cumulative_runtime`, `records`). Farkımız:
d2l süreleri uç uca ekler, biz her kaydın başladığı ve bittiği anı saklarız; çünkü işçiler aynı anda çalışır.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

STATUSES = ("ok", "raised", "nan", "bad_value", "timeout", "lost", "interrupted")


@dataclass(frozen=True, slots=True)
class Report:
    """Bir işin bir girişimi: `trial` (0'dan) denemesi `start` dönemden `resource` döneme eğitildi.

    `error`: son dönemin geçerleme hatası; başarısızsa inf. `errors`: `start`tan sonraki her dönemin hatası (sayı
    döndüren amaç fonksiyonunda tek hata). `status`: "ok"; "raised" hata verdi; "nan" sonlu olmayan hata; "bad_value"
    sayı olmayan değer; "timeout" süresini aştı; "lost" işçisi kapandı; "interrupted" arama kesildi, iş sürüyordu.
    `message`: ne olduğunu söyleyen cümle, "ok" ise boş. `worker`: işçi, 0'dan. `began`, `ended`: aramanın başından
    sayılan saniyeler. `decision`: deneme zamanlayıcısının ve arayıcının bu iş için harcadığı saniyeler. `attempt`:
    kaçıncı girişim, 1'den. `epochs`: gerçekten eğitilen dönemler; baştan eğitilen iş hepsini sayar, sonucu gelmeyen
    iş (süresi aşan, işçisini yitiren, kesilen) 0 sayar.
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


@dataclass(frozen=True)
class Tuning:
    """Bir aramanın sonucu. `reports`: geliş sırasıyla bütün girişimler, başarısızlar da.

    `workers`: işçi sayısı. `stopped`: "finished" deneme zamanlayıcısı bitti; "time" süre doldu; "interrupted" Ctrl-C;
    "stuck" yapılacak iş kaldı ama ya işçi kalmadı ya da deneme zamanlayıcısı iş vermedi. `problems`: aramayı
    durdurmayan aksaklıklar (disk doldu, ...), birer cümle.
    """

    reports: tuple[Report, ...]
    workers: int
    stopped: str
    problems: tuple[str, ...] = ()

    @property
    def incumbent_report(self) -> Report | None:
        """Hatası en küçük kayıt, hangi kaynakta ölçülmüş olursa olsun; eşitlikte önce gelen. Yoksa None."""
        done = [report for report in self.reports if report.status == "ok"]
        return min(done, key=lambda report: report.error, default=None)

    @property
    def incumbent(self) -> dict[str, Any] | None:
        """O ana dek en iyi (incumbent) yapılandırmanın kopyası; başarılı kayıt yoksa None."""
        best = self.incumbent_report
        return None if best is None else dict(best.config)

    @property
    def incumbent_error(self) -> float:
        """En iyi yapılandırmanın hatası; başarılı kayıt yoksa inf."""
        best = self.incumbent_report
        return np.inf if best is None else best.error

    @property
    def trials(self) -> int:
        """Kaydı olan farklı denemelerin sayısı."""
        return len({report.trial for report in self.reports})

    @property
    def failures(self) -> tuple[Report, ...]:
        """Başarısız girişimler; kesilenler başarısız sayılmaz."""
        return tuple(report for report in self.reports if report.status not in ("ok", "interrupted"))

    def trajectory(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """O ana dek en küçük hatanın yolu: (saniye, toplam dönem, hata), her biri (n,); n kayıt sayısıdır.

        İlk başarılı kayda dek hata inf'tir.
        """
        time = np.array([report.ended for report in self.reports], dtype=float)
        epochs = np.cumsum([report.epochs for report in self.reports], dtype=int)
        errors = [report.error if report.status == "ok" else np.inf for report in self.reports]
        return time, epochs, np.minimum.accumulate(np.array(errors, dtype=float)) if errors else np.zeros(0)

    @property
    def incumbent_trajectory(self) -> list[float]:
        """d2l'nin adıyla: her kayıttan sonra o ana dek en küçük hata."""
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
