"""Arızalar, gerçek süreçlerle: ölen işçi, ölen ayarlayıcı, takılan, hata veren, saçmalayan iş, Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from lrlab.hpo import ASHA, BasicScheduler, Choice, Float, Grid, Processes, Random, Searcher, Space, tune
from lrlab.hpo.engines import Assignment
from tests.hpo import objectives
from tests.hpo.procs import children, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 POSIX'e özgü")
ROOT = Path(__file__).parents[2]
SPACE = Space({"x": Float(0.0, 1.0)})
# arıza -> durumu ve cümlesinden bir parça
FAULTS = {
    "raise": ("raised", "Amaç fonksiyonu hata verdi: ZeroDivisionError"),
    "exit": ("raised", "SystemExit: 3"),
    "nan": ("nan", "Amaç fonksiyonu nan verdi"),
    "inf": ("nan", "Amaç fonksiyonu inf verdi"),
    "text": ("bad_value", "'0.5' (str) döndürdü"),
    "none": ("bad_value", "`return` unutulmuş olabilir"),
    "list": ("bad_value", "[0.5] (list) döndürdü"),
    "bool": ("bad_value", "True (bool) döndürdü"),
    "hang": ("timeout", "İş 0.7 saniyelik süresini aştı; süreci kapatıldı"),
    "kill": ("lost", "İşçisi beklenmedik biçimde kapandı"),
}


def mixed(*names):
    return BasicScheduler(Grid(Space({"kind": Choice(names)})))


def numbered(count, **fixed):
    return BasicScheduler(Grid(Space({"number": Choice(tuple(range(count))), **fixed})))


# --- işçiler --------------------------------------------------------------------------------------------------------


def test_every_fault_is_recorded_and_no_innocent_trial_notices(no_leftovers):
    """On arıza, on masum denemenin arasında, iki işçide: masumların her biri bir kez çalışır ve sonucunu verir."""
    names = [name for fault in FAULTS for name in (fault, f"fine {fault}")]
    tuning = tune(objectives.faulty, mixed(*names), workers=2, timeout=0.7)
    assert (tuning.stopped, tuning.trials, tuning.problems) == ("finished", 20, ())
    found = {name: [r for r in tuning.reports if r.config["kind"] == name] for name in names}
    for name in names:
        if name.startswith("fine"):
            assert [(r.status, r.error, r.attempt) for r in found[name]] == [("ok", 0.5, 1)]
        else:
            status, told = FAULTS[name]
            tries = 2 if status == "lost" else 1  # işçisini yitiren iş bir kez yinelenir: suç onda olmayabilir
            assert [(r.status, r.attempt) for r in found[name]] == [(status, k + 1) for k in range(tries)]
            assert all(told in r.message and r.error == float("inf") for r in found[name])
    assert len(tuning.reports) == 21
    hung = found["hang"][0]
    assert 0.7 <= hung.ended - hung.began


def test_a_worker_killed_from_outside_costs_nobody_its_trial(tmp_path, no_leftovers):
    """kill -9: `retries=0` iken de o deneme yeniden yapılır ve sonucunu verir, kimse başarısız sayılmaz."""

    def shoot():
        until(lambda: (tmp_path / "pid").exists())
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)

    shooter = threading.Thread(target=shoot)
    shooter.start()
    scheduler = numbered(8, folder=str(tmp_path))
    tuning = tune(objectives.shot, scheduler, workers=2)
    shooter.join()
    assert tuning.stopped == "finished"
    assert {r.trial: r.error for r in tuning.reports if r.status == "ok"} == {k: k / 10 for k in range(8)}
    assert [(r.trial, r.status, r.attempt) for r in tuning.failures] == [(1, "lost", 1)]
    assert not [d for d in scheduler.decisions if d.kind == "fail"]


def test_a_worker_that_dies_while_idle_is_replaced_unnoticed(no_leftovers):
    engine, threads = Processes(1), set(threading.enumerate())
    before = {process.pid for process in children()}
    engine.submit(0, a_task())
    assert engine.wait()[0][1].error == pytest.approx(0.04)
    for process in children():
        if process.pid not in before:
            process.kill()
            process.wait(30)
    until(lambda: set(threading.enumerate()) <= threads)  # havuz ölümü duyunca iş parçacıkları biter
    engine.submit(1, a_task())
    assert [(key, outcome.status) for key, outcome, *_ in engine.wait()] == [(1, "ok")]
    engine.close()


def a_task():
    return Assignment(objectives.quadratic, {"x": 0.5}, 0, 1)


def test_the_time_limit_does_not_count_the_opening_of_a_process(no_leftovers):
    """Amaç fonksiyonunun kitaplıkları yüklenene dek süre işlemez: burada yükleme süre sınırından uzundur."""

    def loaded():
        import sys
        import time

        if "bir kitaplık" not in sys.modules:
            time.sleep(1.0)
            sys.modules["bir kitaplık"] = sys
        return lambda x: x

    class Heavy:
        def __call__(self, x):
            return x

        def __reduce__(self):
            return loaded, ()

    tuning = tune(Heavy(), BasicScheduler(Random(SPACE), trials=2), executor=Processes(1), timeout=0.6)
    assert [r.status for r in tuning.reports] == ["ok", "ok"]


@pytest.mark.parametrize(("deaths", "statuses"), [(1, ["ok"]), (99, ["lost", "lost"])])
def test_a_process_that_dies_while_opening_blames_no_trial(tmp_path, no_leftovers, deaths, statuses):
    """İş daha başlamamıştır: süreç yeniden açılır. Hiç açılamıyorsa arama sonsuza dek denemez."""

    def dying():
        import os

        with open(marker, "a", encoding="utf-8") as file:
            file.write("x")
        if os.path.getsize(marker) <= deaths:
            os.kill(os.getpid(), 9)
        return lambda x: x

    class Deadly:
        def __call__(self, x):
            return x

        def __reduce__(self):
            return dying, ()

    marker = str(tmp_path / "deaths")
    with pytest.warns(RuntimeWarning, match="2 işçisini yitirdi") if deaths > 1 else nullcontext():
        tuning = tune(Deadly(), BasicScheduler(Random(SPACE), trials=1), executor=Processes(1))
    assert [r.status for r in tuning.reports] == statuses
    assert os.path.getsize(marker) >= min(deaths, 4)


def test_workers_do_not_hear_ctrl_c(no_leftovers):
    """Uçbirim SIGINT'i işçilere de gönderir; ne yapılacağına ayarlayıcı karar verir."""

    def heard(x):
        os.kill(os.getpid(), signal.SIGINT)
        return x

    tuning = tune(heard, BasicScheduler(Random(SPACE), trials=2), workers=2)
    assert [r.status for r in tuning.reports] == ["ok", "ok"]


def test_what_cannot_be_sent_to_a_worker_is_said(no_leftovers):
    lock = threading.Lock()

    def holds(x):
        return lock, x

    with pytest.warns(RuntimeWarning, match="İş, işçisinde başlatılamadı"):
        tuning = tune(holds, BasicScheduler(Random(SPACE), trials=2), workers=2)
    assert [r.status for r in tuning.reports] == ["raised"] * 2
    assert "İş, işçisinde başlatılamadı" in tuning.reports[0].message


def test_an_error_in_the_scheduler_leaves_no_process(no_leftovers):
    class Breaks(Searcher):
        space, source = SPACE, Random(SPACE)

        def ask(self):
            return self.source.ask()

        def tell(self, config, error, resource=None):
            raise RuntimeError("arayıcı bozuk")

    with pytest.raises(RuntimeError, match="arayıcı bozuk"):
        tune(objectives.quadratic, BasicScheduler(Breaks(), trials=4), workers=2)


# --- başkasının havuzu ------------------------------------------------------------------------------------------------


def test_a_hanging_thread_is_given_up_and_its_worker_stays_busy():
    """İki iş parçacığından biri takılır: deneme bırakılır, gerisini öbürü yapar."""
    release = threading.Event()

    def hangs(number):
        if number == 0:
            release.wait(60)
        return number / 10

    with ThreadPoolExecutor(2) as pool:
        tuning = tune(hangs, numbered(6), executor=pool, workers=2, timeout=0.3)
        release.set()
    assert (tuning.stopped, tuning.trials) == ("finished", 6)
    assert [(r.trial, r.status) for r in tuning.failures] == [(0, "timeout")]
    assert "dolu kalacak" in tuning.failures[0].message
    assert {r.worker for r in tuning.reports if r.trial} == {1}


def test_when_every_thread_hangs_the_search_stops_and_says_so():
    release = threading.Event()

    def hangs(number):
        release.wait(60)

    with ThreadPoolExecutor(1) as pool:
        with (
            pytest.warns(RuntimeWarning, match="kullanılabilen işçi kalmadı"),
            pytest.warns(RuntimeWarning, match="1 girişim: 1 süresini aştı"),
        ):
            tuning = tune(hangs, numbered(3), executor=pool, timeout=0.2, retries=1)
        release.set()
    assert tuning.stopped == "stuck"
    assert [(r.trial, r.status) for r in tuning.reports] == [(0, "timeout"), (0, "interrupted")]


class KilledWorker(Exception):
    """dask'ın aynı adlı hatasının yerine."""


class Failing(Executor):
    """Verilen her işi `error` ile bitiren havuz."""

    def __init__(self, error):
        self.error = error

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        future.set_exception(self.error)
        return future


@pytest.mark.parametrize(
    ("error", "statuses"),
    [(KilledWorker(), ["lost"] * 2), (CancelledError(), ["lost"] * 2), (KeyError("uzak"), ["raised"])],
    ids=lambda value: type(value).__name__,
)
def test_what_a_cluster_says_of_a_lost_worker(error, statuses):
    with pytest.warns(RuntimeWarning, match="Hiçbir deneme sonuç vermedi"):
        tuning = tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=1), executor=Failing(error))
    assert [r.status for r in tuning.reports] == statuses
    assert type(error).__name__ in tuning.reports[0].message


def test_a_closed_pool_is_said_to_be_closed():
    with ThreadPoolExecutor(1) as pool:
        pass
    with pytest.warns(RuntimeWarning) as heard:
        tuning = tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=2), executor=pool)
    assert "Verdiğin havuz artık iş almıyor" in str(heard[0].message)
    assert (tuning.stopped, [r.status for r in tuning.reports]) == ("stuck", ["interrupted"])


def test_a_broken_pool_of_the_user_blames_nobody(tmp_path, no_leftovers):
    """Verilen süreç havuzu kırılınca açık işler yapılmamış sayılır; günlükle, kendi havuzumuzda, hiçbiri yitmez."""
    from loky import ProcessPoolExecutor

    names, path = ("fine", "kill", "also fine", "the last"), tmp_path / "a.jsonl"
    pool = ProcessPoolExecutor(2)
    with pytest.warns(RuntimeWarning) as heard:
        tuning = tune(objectives.faulty, mixed(*names), executor=pool, workers=2, journal=path)
    pool.shutdown(kill_workers=True)
    assert "yalnızca `workers` verirsen" in str(heard[0].message)
    assert tuning.stopped == "stuck"
    assert tuning.failures == ()
    again = tune(objectives.faulty, mixed(*names), workers=2, journal=path)
    assert again.stopped == "finished"
    assert {r.config["kind"] for r in again.reports if r.status == "ok"} == {"fine", "also fine", "the last"}
    assert {r.config["kind"] for r in again.failures} == {"kill"}


# --- ayarlayıcının kendisi --------------------------------------------------------------------------------------------

SCRIPT = """
import json, os, sys, time
from pathlib import Path
from lrlab.hpo import ASHA, Float, Random, Space, tune
from tests.hpo.objectives import slowly

path, workers, most = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

def objective(x, state=None):
    # Hangi süreçte olduğunu yazar; `most` girişim bitince bekler: arama, sinyal gelmeden bitmesin.
    (path.parent / f"{os.getpid()}.pid").touch()
    for found in slowly(x, state):
        while path.read_bytes().count(b'"event": "end"') >= most:
            time.sleep(0.01)
        yield found

scheduler = ASHA(Random(Space({"x": Float(0.0, 1.0)})), r_min=1, r_max=9, eta=3, trials=27)
tuning = tune(objective, scheduler, workers=workers, journal=path)
print(json.dumps([tuning.stopped, [[r.trial, r.resource, r.status] for r in tuning.reports]]))
"""


def asha():
    return ASHA(Random(SPACE), r_min=1, r_max=9, eta=3, trials=27)


def begun(path, workers, most):
    script = [sys.executable, "-c", textwrap.dedent(SCRIPT), str(path), str(workers), str(most)]
    return subprocess.Popen(
        script, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT
    )  # fmt: skip


def ended(path):
    return path.read_bytes().count(b'"event": "end"') if path.exists() else 0


def gone(processes):
    """Hepsi bitmiş mi; üst süreci ölmüş bir zombiyi toplamak bizim işimiz değil."""
    return not any(alive(process) for process in processes)


def alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_kill_9_of_the_tuner_loses_nothing(tmp_path):
    """Ayarlayıcı arama sürerken iki kez öldürülür; sonuç kesintisiz aramanınkidir, işçiler arkada kalmaz."""
    path, seen = tmp_path / "a.jsonl", 0
    for workers in (2, 1):
        wanted = seen + 5
        running = begun(path, workers, wanted + 3)
        until(lambda wanted=wanted: ended(path) >= wanted)
        family = psutil.Process(running.pid).children(recursive=True)
        running.kill()
        assert running.wait(30) == -signal.SIGKILL
        until(lambda family=family: gone(family))
        running.communicate(timeout=30)
        seen = ended(path)
    resumed = tune(objectives.slowly, asha(), journal=path)
    assert (resumed.stopped, resumed.failures, resumed.problems) == ("finished", (), ())
    assert seen < len(resumed.reports)
    # Her iş tam bir kez, her deneme kaldığı dönemden; hatalar kesintisiz eğitiminkiler.
    jobs = [(r.trial, r.resource) for r in resumed.reports]
    assert len(set(jobs)) == len(jobs)
    assert all(r.epochs == r.resource - r.start for r in resumed.reports)
    straight = {(r.trial, r.resource): r.errors for r in tune(objectives.continued, asha()).reports}
    assert all(straight.get(job, r.errors) == r.errors for job, r in zip(jobs, resumed.reports, strict=True))
    assert {trial for trial, _ in jobs} == set(range(27))


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_what_is_finished_and_leaves_no_process(tmp_path, workers):
    """Gerçek bir SIGINT, uçbirimin yaptığı gibi bütün süreç grubuna: işçiler onu duymaz."""
    path = tmp_path / "a.jsonl"
    running = begun(path, workers, 9)
    until(lambda: ended(path) >= 6 and len(list(tmp_path.glob("*.pid"))) == workers)
    family = psutil.Process(running.pid).children(recursive=True)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, "")
    stopped, reports = json.loads(out)
    assert stopped == "interrupted"
    assert [status for *_, status in reports].count("ok") == ended(path) >= 6
    assert 1 <= [status for *_, status in reports].count("interrupted") <= workers
    until(lambda: gone(family))
    assert tune(objectives.slowly, asha(), journal=path).stopped == "finished"


def test_a_full_disk_under_the_states_only_costs_memory(tmp_path):
    """Durum klasörüne yazılamaz: durumlar bellekte kalır, arama aynı sonuçla biter."""
    path = tmp_path / "a.jsonl"
    path.with_name("a.jsonl.states").write_text("klasör değil")
    straight = tune(objectives.continued, asha())
    with pytest.warns(RuntimeWarning, match="klasörüne yazılamıyor"):
        tuning = tune(objectives.continued, asha(), journal=path)
    assert len(tuning.problems) == 1
    assert [replace(r, began=0, ended=0, decision=0) for r in tuning.reports] == [
        replace(r, began=0, ended=0, decision=0) for r in straight.reports
    ]
