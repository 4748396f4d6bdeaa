"""Syne Tune'un bir denemesi: kendi sürecinde eğitilip bildirilişi ve izinden bizim kayıtlarımızın çıkarılışı."""

import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import wraps
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path
from typing import Any

from lrlab.hpo.engines.objective import Task, run
from lrlab.hpo.run.record import Report

LOST = "Denemenin süreci sonuç vermeden kapandı; bellek bitmiş ya da süreç dışarıdan durdurulmuş olabilir."
CUT = "Arama kesildi; deneme sürüyordu."
MARK = "[tune-metric]"  # Syne Tune'un Reporter'ı her bildirimi denemenin çıktısına bu imle yazar


def write_shared(folder: Path, objective: Callable[..., Any], resource: int) -> None:
    """Bütün denemelerin ortağını `folder`a yazar: amaç fonksiyonu, en büyük kaynak, modüllerin arandığı yerler."""
    from cloudpickle import dumps

    (folder / "objective.pickle").write_bytes(dumps(objective))
    (folder / "shared.json").write_text(json.dumps({"path": sys.path, "resource": resource}), "utf-8")


def write_config(folder: Path, number: int, config: dict[str, Any]) -> None:
    """`number` numaralı denemenin yapılandırmasını `folder`a yazar."""
    (folder / f"{number}.json").write_text(json.dumps(config), "utf-8")


def entry(lrlab_folder, lrlab_trial):  # noqa: ANN001, ANN201
    """Syne Tune'un her süreçte çağırdığı; yalnızca kodu taşınır, dışarıdaki hiçbir ad ona ulaşmaz."""
    import json
    import sys
    from pathlib import Path

    sys.path[:] = json.loads((Path(lrlab_folder) / "shared.json").read_text("utf-8"))["path"]
    from lrlab.hpo.bridges.syne_tune_trial import train

    train(Path(lrlab_folder), lrlab_trial)


def train(folder: Path, number: int) -> None:
    """Denemeyi bu süreçte dönem dönem eğitir, her hatayı Syne Tune'a bildirir; başarısızsa nedenini yazıp çıkar."""
    from cloudpickle import loads
    from syne_tune import Reporter

    objective = loads((folder / "objective.pickle").read_bytes())
    config = json.loads((folder / f"{number}.json").read_text("utf-8"))
    resource = json.loads((folder / "shared.json").read_text("utf-8"))["resource"]
    report = Reporter()

    @wraps(objective)
    def reporting(**given: Any) -> Iterator:
        with closing(objective(**given)) as steps:
            for epoch, item in enumerate(steps, start=1):
                yield item  # run() kabul etmediği değerde ve son dönemde buradan geri dönmez
                report(epoch=epoch, error=float(item[0] if isinstance(item, tuple) else item))

    outcome = run(Task(reporting, config, 0, resource, number))
    if outcome.status != "ok":
        failure = {"status": outcome.status, "message": outcome.message}
        (folder / f"{number}.failure.json").write_text(json.dumps(failure), "utf-8")
        sys.exit(1)
    report(epoch=resource, error=outcome.error)


@dataclass
class Trial:
    """Bir denemenin izi; `epochs`: her dönemin (an, hata, karar süresi) üçlüsü, `chosen`: seçilmesinin süresi."""

    config: dict[str, Any]
    worker: int
    began: float
    chosen: float
    epochs: list[tuple[float, float, float]] = field(default_factory=list)
    ended: float | None = None
    failed: bool = False


class Log:
    """Aramanın izi: Syne Tune'un haber verdikleri. Anlar aramanın başından sayılan saniyelerdir."""

    def __init__(self, workers: int) -> None:
        self.workers, self.trials = workers, {}
        self._free, self._zero = list(range(workers)), time.time()

    def now(self) -> float:
        return time.time() - self._zero

    def start(self, number: int, config: dict[str, Any], seconds: float) -> None:
        """Deneme boş işçilerin en küçük numaralısında başladı."""
        self.trials[number] = Trial(config, heappop(self._free), self.now(), seconds)

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


def _ending(folder: Path, number: int, trial: Trial) -> tuple[str, str]:
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
