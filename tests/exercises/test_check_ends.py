"""`check` her zaman biter: bitmeyen döngü ve büyüyen liste kesilir, sonrasında hiçbir şey değişmiş değildir."""

import sys
import threading
import time
import warnings
from decimal import Decimal, getcontext, localcontext

import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.checking import watch
from lrlab.exercises.checking.functions import check_function
from lrlab.exercises.task import Case, FunctionTask


@pytest.fixture
def hurried(monkeypatch):
    """Testler on saniye beklemesin."""
    monkeypatch.setattr(watch, "SECONDS", 0.3)


def never_below(theta, beta):
    v = 0.0
    while v < 1:
        v = v * beta
    return v


def own_list(theta, beta):
    out = list(theta)
    while out:
        out.append(out.pop() * beta)
    return out


def waits_for_a_flag(theta, beta):
    ready = False
    while not ready:
        time.sleep(0.01)


def swallows(theta, beta):
    v = 0.0
    while True:
        try:
            v = v / 0
        except:  # noqa: E722
            pass


def swallows_around_numpy(theta, beta):
    """Kesmelerin çoğu numpy'nin içine düşer; onu da içteki `except` yutar."""
    while True:
        try:
            np.linalg.inv(np.eye(60))
        except:  # noqa: E722
            continue


def swallows_twice(theta, beta):
    while True:
        try:
            try:
                np.sort(np.ones(1000))
            except:  # noqa: E722
                pass
        except BaseException:
            pass


def counts_in_a_generator(theta, beta):
    return sum(1 for _ in iter(int, 1))


@pytest.mark.parametrize(
    "answer",
    [
        never_below, own_list, waits_for_a_flag, swallows, swallows_around_numpy, swallows_twice, counts_in_a_generator,
    ],
)  # fmt: skip
@pytest.mark.usefixtures("hurried")
def test_a_loop_without_end_is_ended(answer):
    threads = threading.active_count()
    report = check("ewa", answer)
    assert report.status == "hata"
    assert "bitmedi: döngünün koşulu?" in report.lines[0]
    assert "0.3 saniye" in report.lines[0]
    assert report.lines[1].startswith("Satır ")
    assert threading.active_count() == threads


@pytest.mark.usefixtures("hurried")
def test_the_line_where_it_turned_is_shown():
    line = never_below.__code__.co_firstlineno
    assert check("ewa", never_below).lines[1] in (
        f"Satır {line + 2}: while v < 1:",
        f"Satır {line + 3}: v = v * beta",
    )


@pytest.mark.usefixtures("hurried")
def test_code_that_cannot_be_cut_is_left_behind_and_told(monkeypatch):
    monkeypatch.setattr(watch, "GRACE", 0.1)
    woken = threading.Event()

    def sleeps(theta, beta):
        woken.wait(5)  # C'de bekler: kesme ancak uyanınca yükselir
        return averages.ewa(theta, beta)

    report = check("ewa", sleeps)
    assert "çekirdeği yeniden başlat" in str(report)
    woken.set()
    monkeypatch.undo()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(5)
    assert check("ewa", lambda theta, beta: averages.ewa(theta, beta)).correct


def grows(size):
    """Her turda `size` sayılık bir dizi daha tutar; kaç tane tutabildiği `held`dedir."""

    def answer(theta, beta):
        kept = answer.held
        while True:
            kept.append(np.ones(size))

    answer.held = []
    return answer


def test_a_list_without_end_is_stopped_long_before_a_gigabyte(monkeypatch):
    monkeypatch.setattr(watch, "MEGABYTES", 60.0)
    answer = grows(10_000)
    report = check("ewa", answer)
    held = len(answer.held) * 0.08  # MB
    answer.held.clear()
    assert report.status == "hata"
    assert "60 MB" in report.lines[0]
    assert "büyüyen bir liste" in report.lines[0]
    assert 30 < held < 400
    assert watch.MEGABYTES < 600


@pytest.mark.parametrize("psutil", [True, False])
def test_memory_is_asked_of_psutil_where_there_is_no_proc(monkeypatch, psutil):
    """Windows ve macOS; orada psutil de yoksa süre yine bitirir."""

    def no_proc(*given):
        raise FileNotFoundError

    monkeypatch.setattr(watch, "open", no_proc, raising=False)
    monkeypatch.setattr(watch, "MEGABYTES", 60.0)
    monkeypatch.setattr(watch, "SECONDS", 0.2)
    if not psutil:
        monkeypatch.setitem(sys.modules, "psutil", None)

    def answer(theta, beta):
        kept = []
        while True:
            kept.append(np.ones(10_000 if psutil else 10))
            time.sleep(0 if psutil else 0.01)

    if psutil:
        monkeypatch.setattr(watch, "SECONDS", 60.0)
    assert ("60 MB" if psutil else "0.2 saniye") in check("ewa", answer).lines[0]


def test_what_was_grown_is_let_go(monkeypatch):
    monkeypatch.setattr(watch, "MEGABYTES", 60.0)
    gone = []

    class Held:
        def __del__(self):
            gone.append(True)

    def answer(theta, beta):
        kept = [Held()]
        while True:
            kept.append(np.ones(10_000))

    check("ewa", answer)
    assert gone == [True]


@pytest.mark.usefixtures("hurried")
def test_nothing_is_left_behind(monkeypatch):
    """Ne geç kalmış bir kesme, ne izleme, ne değişmiş bir ayar; doğru yanıt yine doğrudur."""
    before = sys.gettrace(), sys.getswitchinterval(), sys.getrecursionlimit(), warnings.filters[:], np.geterr()
    check("ewa", swallows)
    total = 0
    for i in range(200_000):
        total += i
    assert total == 19_999_900_000
    monkeypatch.undo()
    assert (sys.gettrace(), sys.getswitchinterval(), sys.getrecursionlimit(), warnings.filters, np.geterr()) == before
    assert check("ewa", lambda theta, beta: averages.ewa(theta, beta)).correct


def test_the_students_settings_reach_the_code():
    """numpy'nin, decimal'in ayarları bağlamda durur; öğrencinin kodu başka bir iş parçacığında da onları görür."""
    seen = []

    def answer(theta, beta):
        seen.append(getcontext().prec)
        return averages.ewa(theta, beta)

    with localcontext() as context:
        context.prec = 7
        assert check("ewa", answer).correct
    assert set(seen) == {7}
    assert Decimal(1) / 3 != 0


@pytest.mark.usefixtures("hurried")
def test_stopping_the_kernel_while_it_waits_ends_the_code_first():
    """■ ana iş parçacığına gelir: öğrencinin döngüsü de biter, KeyboardInterrupt yükselir."""
    import _thread

    turns = []

    def answer(theta, beta):
        _thread.interrupt_main()
        while True:
            turns.append(1)

    with pytest.raises(KeyboardInterrupt):
        check("ewa", answer)
    seen = len(turns)
    time.sleep(0.1)
    assert len(turns) == seen


def test_the_budget_is_for_one_call_and_a_slow_answer_is_right(monkeypatch):
    monkeypatch.setattr(watch, "SECONDS", 2.0)

    def slow(theta, beta):
        time.sleep(0.4)
        return averages.ewa(theta, beta)

    assert len(TASKS["ewa"].cases) * 0.4 > watch.SECONDS
    assert check("ewa", slow).correct


def test_a_training_is_given_as_long_as_the_definition_needs(monkeypatch):
    """Süre dolunca tanımın aynı çağrısı ölçülür: bu makinede eğitim uzun sürüyorsa yanıtınki de sürer."""
    monkeypatch.setattr(watch, "SECONDS", 0.2)

    def trains(x):
        time.sleep(0.3)
        return x

    task = FunctionTask("train", "Eğit", "Eğit.", ("x",), trains, (Case("bir", (1.0,)),), (), ("İpucu.",))
    assert check_function(task, lambda x: trains(trains(x)))
    report = check_function(task, lambda x: never_below(x, 0.5))
    assert "bitmedi: döngünün koşulu?" in report.lines[0]


def test_a_place_without_threads_still_checks(monkeypatch):
    def cannot(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", cannot)
    assert check("ewa", lambda theta, beta: averages.ewa(theta, beta)).correct
    assert check("ewa", lambda theta, beta: averages.ewa(theta, 1 - beta)).mutant == "swapped"


def test_a_number_starts_no_thread(monkeypatch):
    monkeypatch.setattr(threading.Thread, "start", None)
    assert check("effective_window", "50 gün").correct


@pytest.mark.parametrize("endless", [range(10**9), range(10**30)])
def test_a_result_too_long_to_read_is_told(endless):
    assert "öğeli range geldi" in str(check("ewa", lambda theta, beta: endless))
    assert "öğeli range geldi" in str(check("effective_window", endless))


def test_a_result_that_holds_itself_is_told():
    def own(theta, beta):
        out = []
        out.append(out)
        return out

    assert check("ewa", own).status == "hata"


def test_endless_recursion_is_told():
    def again(theta, beta):
        return again(theta, beta)

    assert "durmadan kendini çağırıyor" in str(check("ewa", again))


def test_the_second_call_may_not_hang_either(monkeypatch):
    monkeypatch.setattr(watch, "SECONDS", 1.0)
    calls = []

    def tires(theta, beta):
        calls.append(1)
        while len(calls) > len(TASKS["ewa"].cases):
            pass
        return averages.ewa(theta, beta)

    assert check("ewa", tires).checks["yan etki"] is False


def test_a_real_kernel_goes_on_after_an_endless_loop():
    """Defterin çekirdeğinde: döngü kesilir, yazdıkları hücresindedir, sıradaki hücre çalışır."""
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    cells = (
        "from lrlab.core import ewa\nfrom lrlab.exercises import check\n"
        "from lrlab.exercises.checking import watch\nwatch.SECONDS = 0.5",
        "def mine(theta, beta):\n    print('girdi')\n    while True:\n        pass\n\ncheck('ewa', mine)",
        "check('ewa', lambda theta, beta: ewa(theta, beta))",
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(book, timeout=60, kernel_name="python3").execute()
    printed, ended = book.cells[1].outputs
    assert printed.text == "girdi\n"
    assert "bitmedi: döngünün koşulu?" in ended.data["text/plain"]
    assert "Satır 3: while True:" in ended.data["text/plain"] or "Satır 4: pass" in ended.data["text/plain"]
    assert "doğru" in book.cells[2].outputs[0].data["text/plain"]
