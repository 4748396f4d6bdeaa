"""Syne Tune'un bir denemesi: kendi sürecinde eğitilip bildirilişi ve ona giden dosyalar."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import Any

from lrlab.hpo.engines.objective import Assignment, carry_out


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
    from lrlab.hpo.bridges.syne_tune_trial import run_trial

    run_trial(Path(lrlab_folder), lrlab_trial)


def run_trial(folder: Path, number: int) -> None:
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
                yield item  # carry_out() kabul etmediği değerde ve son dönemde buradan geri dönmez
                report(epoch=epoch, error=float(item[0] if isinstance(item, tuple) else item))

    outcome = carry_out(Assignment(reporting, config, 0, resource, number))
    if outcome.status != "ok":
        failure = {"status": outcome.status, "message": outcome.message}
        (folder / f"{number}.failure.json").write_text(json.dumps(failure), "utf-8")
        sys.exit(1)
    report(epoch=resource, error=outcome.error)
