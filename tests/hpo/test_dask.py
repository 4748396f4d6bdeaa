"""Aynı `tune` çağrısı bir dask kümesinde: zamanlayıcı ve iki işçi süreci, TCP üzerinden; biri ortada öldürülür."""

import os
import signal
import sys
import threading

import pytest

from lrlab.hpo import ASHA, BasicScheduler, Choice, Float, Grid, Random, Space, tune
from tests.hpo import objectives
from tests.hpo.procs import until

distributed = pytest.importorskip("distributed", reason='dask kümesi kurulu değil: pip install -e ".[hpo]"')
# Kapanan bir kümenin arkasında bıraktığı uyarılar (kapanmamış soket, iptal edilmiş görev) bizim değil.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.skipif(sys.platform == "win32", reason="kill -9")]


@pytest.fixture(scope="module")
def client():
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, protocol="tcp://", dashboard_address=None,
            silence_logs=50,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):  # fmt: skip
        assert cluster.scheduler_address.startswith("tcp://")
        yield client


def pids(client):
    return set(client.run(os.getpid).values())


def test_the_same_search_on_a_cluster(client):
    def asha():
        return ASHA(Random(Space({"x": Float(0.0, 1.0)})), r_min=1, r_max=9, eta=3, trials=9)

    tuning = tune(objectives.continued, asha(), executor=client.get_executor(pure=False), workers=2)
    assert (tuning.stopped, tuning.trials, tuning.failures) == ("finished", 9, ())
    assert all(r.epochs == r.resource - r.start for r in tuning.reports)  # durumlar kümede de taşınır
    straight = {(r.trial, r.resource): r.errors for r in tune(objectives.continued, asha()).reports}
    assert all(straight.get((r.trial, r.resource), r.errors) == r.errors for r in tuning.reports)


def test_faults_on_a_cluster(client):
    names = ("fine", "raise", "also fine", "text", "nan", "the last")
    scheduler = BasicScheduler(Grid(Space({"kind": Choice(names)})))
    tuning = tune(objectives.faulty, scheduler, executor=client.get_executor(pure=False), workers=2)
    assert {r.config["kind"]: r.status for r in tuning.reports} == {
        "fine": "ok", "raise": "raised", "also fine": "ok", "text": "bad_value", "nan": "nan", "the last": "ok",
    }  # fmt: skip


def test_a_worker_killed_in_the_middle_loses_nothing(client, tmp_path):
    killed = []

    def shoot():
        until(lambda: (tmp_path / "pid").exists())
        killed.append(int((tmp_path / "pid").read_text()))
        os.kill(killed[0], signal.SIGKILL)

    before, shooter = pids(client), threading.Thread(target=shoot)
    shooter.start()
    space = Space({"number": Choice(tuple(range(8))), "folder": str(tmp_path)})
    tuning = tune(objectives.shot, BasicScheduler(Grid(space)), executor=client.get_executor(pure=False), workers=2)
    shooter.join()
    assert killed[0] in before
    assert tuning.stopped == "finished"
    assert {r.trial: r.error for r in tuning.reports if r.status == "ok"} == {k: k / 10 for k in range(8)}
    assert tuning.failures == ()  # dask ölen işçinin işini kendisi yeniden verir
