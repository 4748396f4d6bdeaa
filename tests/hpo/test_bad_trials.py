"""Bir denemenin atabileceği, döndürebileceği, bozabileceği her şey: kaydedilir, sürdürülür, gerisi etkilenmez."""

import enum
import json
import math
import os
import signal
import subprocess
import sys
import threading
import types
import warnings
from concurrent.futures import Executor, Future
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Choice,
    D2LScheduler,
    Float,
    Grid,
    Processes,
    Random,
    Replayed,
    Searcher,
    Space,
    SuccessiveHalving,
    read_journal,
    tune,
)
from lrlab.hpo.engines import Assignment
from lrlab.hpo.engines.objective import carry_out, described
from tests.hpo import objectives

ROOT = Path(__file__).parents[2]
SPACE = Space({"x": Float(0.0, 1.0)})


def numbered(count):
    return BasicScheduler(Grid(Space({"number": Choice(tuple(range(count)))})))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "arama.jsonl"


# --- attıkları --------------------------------------------------------------------------------------------------------


class Mute(Exception):
    def __str__(self):
        raise ValueError("metnim yok")

    __repr__ = __str__


class Numeric(Exception):
    def __str__(self):
        return 5


class Deadly(Exception):
    def __str__(self):
        raise SystemExit


class Shouting(Exception):
    def __str__(self):
        return "Ğ" * 10**8


class Odd(str):
    __slots__ = ()

    def __getitem__(self, key):
        raise RuntimeError

    split = encode = isprintable = splitlines = __getitem__


class Subclassed(Exception):
    def __str__(self):
        return Odd("tuhaf")


class Quitting(BaseException):
    pass


def local():
    class Local(Exception):
        def __init__(self, a, b):
            super().__init__(a)

        def __reduce__(self):
            raise RuntimeError("paketlenmem")

    return Local("yerel", 1)


def looped():
    first, second = ValueError("ilk"), ValueError("son")
    first.__cause__, second.__cause__ = second, first
    return first


def deep():
    error = ValueError("dip")
    for _ in range(5000):
        above = ValueError("üst")
        above.__cause__, error = error, above
    return error


THROWN = {
    "surrogate": (lambda: OSError("dosya yok: \udcfe.csv"), r"OSError: dosya yok: \udcfe.csv"),
    "control": (lambda: OSError("a\0b\x1b[31mkırmızı\u202e"), r"OSError: a\x00b\x1b[31mkırmızı\u202e"),
    "mute": (Mute, "Mute (iletisi okunamadı)"),
    "numeric": (Numeric, "Numeric (iletisi okunamadı)"),
    "deadly": (Deadly, "Deadly (iletisi okunamadı)"),
    "shouting": (Shouting, "Shouting: " + "Ğ" * 297 + "..."),
    "subclassed": (Subclassed, "Subclassed: tuhaf"),
    "base": (lambda: Quitting("bitti"), "Quitting: bitti"),
    "exit": (lambda: SystemExit(3), "SystemExit: 3"),
    "generator exit": (GeneratorExit, "GeneratorExit"),
    "local": (local, "Local: yerel"),
    "loop": (looped, "ValueError: ilk"),
    "deep": (deep, "ValueError: üst"),
    "recursion": (lambda: RecursionError("derin"), "RecursionError: derin"),
    "memory": (MemoryError, "MemoryError"),
    "group": (lambda: BaseExceptionGroup("çok", [Mute(), KeyError(1)]), "çok (2 sub-exceptions)"),
    "warning": (lambda: UserWarning("uyarı"), "UserWarning: uyarı"),
    "stop": (lambda: StopIteration(5), "StopIteration: 5"),
    "empty": (ValueError, "ValueError (test_bad_trials.py"),
}


def throwing(kind, when):
    def plain(number):
        if number == 1:
            raise THROWN[kind][0]()
        return number / 10

    def stepwise(number, state=None):
        yield number / 10, 1
        if number == 1:
            raise THROWN[kind][0]()

    return plain if when == "at once" else stepwise


@pytest.mark.parametrize("when", ["at once", "in a generator"])
@pytest.mark.parametrize("kind", THROWN)
def test_whatever_is_thrown_is_recorded_and_the_rest_goes_on(kind, when, path):
    """Günlüğe yazılır, geri okunur, sürdürülür; arayıcı ve komşu denemeler bir şey duymaz."""
    found = tune(throwing(kind, when), numbered(4), journal=path)
    expected = ["ok", "raised", "ok", "ok"] if when == "at once" else ["ok"] * 4
    if when == "at once":
        assert THROWN[kind][1] in found.reports[1].message
        assert found.reports[1].message.isprintable()
        assert len(found.reports[1].message) < 500
        found.reports[1].message.encode("utf-8")
    assert [r.status for r in found.reports] == expected
    assert tune(pytest.fail, numbered(4), journal=path) == found
    assert read_journal(path) == found


def test_whatever_is_thrown_in_a_worker_comes_back_as_a_report(path, no_leftovers):
    """Hepsi aynı aramada, iki ayrı süreçte: anlatılan süreçte anlatılır, hata nesnesinin kendisi taşınmaz."""
    kinds = [kind for kind in THROWN if kind not in ("shouting", "deep")]
    told = {kind: THROWN[kind] for kind in kinds}

    def objective(kind):
        if kind in told:
            raise told[kind][0]()
        return 0.5

    names = [name for kind in kinds for name in (kind, f"fine {kind}")]
    scheduler = BasicScheduler(Grid(Space({"kind": Choice(tuple(names))})))
    found = tune(objective, scheduler, workers=2, journal=path)
    assert found.stopped == "finished"
    for report in found.reports:
        kind = report.config["kind"]
        if kind in told:
            assert report.status == "raised"
            assert told[kind][1].partition(" (test_bad")[0] in report.message
        else:
            assert (report.status, report.error, report.attempt) == ("ok", 0.5, 1)
    assert read_journal(path) == found


@given(st.text(alphabet=st.characters(), max_size=50), st.sampled_from([ValueError, OSError, KeyError, SystemExit]))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_every_text_is_told_on_one_printable_line_and_written(tmp_path_factory, text, kind):
    """Bütün harfler, yalnız vekiller de: cümle her ekrana basılır, günlük her programla okunur."""
    error = kind(text)
    told = described(error)
    assert told.isprintable()
    assert told.startswith(kind.__name__)
    assert told.encode("utf-8").decode("utf-8") == told
    path = tmp_path_factory.getbasetemp() / "metin.jsonl"
    path.unlink(missing_ok=True)

    def throws(number):
        if number == 0:
            raise error
        return {"error": 0.5, text: text}

    found = tune(throws, numbered(2), journal=path)
    for line in path.read_bytes().decode("utf-8").splitlines():
        json.loads(line)
    assert read_journal(path) == found


# --- döndürdükleri ----------------------------------------------------------------------------------------------------

NUMBERS = {
    "longdouble": np.longdouble("0.25"),
    "float16": np.float16(0.25),
    "int8": np.int8(3),
    "decimal": Decimal("0.25"),
    "fraction": Fraction(1, 4),
    "huge fraction": Fraction(10**400, 10**400 + 1),
    "int": 2**200,
    "subnormal": 5e-324,
    "minus zero": -0.0,
}


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_is_a_float_after_a_resume_too(name, path):
    found = tune(lambda x: NUMBERS[name], BasicScheduler(Random(SPACE), trials=1), journal=path)
    assert (type(found.incumbent_error), repr(found.incumbent_error)) == (float, repr(float(NUMBERS[name])))
    assert repr(read_journal(path)) == repr(found)


class Trap:
    """Dokunulan her yeri hata veren nesne."""

    def __getattr__(self, name):
        raise SystemExit(name)

    def __repr__(self):
        raise SystemExit

    __float__ = __len__ = __iter__ = __repr__


class Endless:
    def __next__(self):
        return self

    def __iter__(self):
        return self


RETURNED = {
    "trap": Trap(), "class": Trap, "nan decimal": Decimal("NaN"), "signalling": Decimal("sNaN"),
    "too large": 10**400, "too large to show": 10**6000, "bytes": b"0.5", "series": np.arange(3.0),
    "complex": 1j, "date": np.datetime64("2020-01-01"), "object": np.array(None), "pair": (0.5, 1, 2),
    "endless": Endless(), "long text": "a" * 10**6, "surrogate": "\udcfe",
}  # fmt: skip


@pytest.mark.parametrize("name", RETURNED)
def test_whatever_is_returned_or_yielded_is_recorded(name, path):
    def returns(number):
        return RETURNED[name] if number == 1 else number / 10

    def yields(number):
        yield RETURNED[name] if number == 1 else number / 10

    for k, objective in enumerate((returns, yields)):
        file = path.with_name(f"{k}.jsonl")
        found = tune(objective, numbered(3), journal=file)
        assert [r.status == "ok" for r in found.reports] == [True, False, True]
        assert found.reports[1].status in ("bad_value", "nan", "raised")
        assert found.reports[1].message.isprintable()
        assert len(found.reports[1].message) < 400
        assert repr(tune(pytest.fail, numbered(3), journal=file)) == repr(found)  # NaN kendine eşit değildir


class Closing:
    """Kapanırken hata veren üreteç."""

    def __init__(self, error):
        self.error = error

    def __next__(self):
        return 0.5

    def close(self):
        raise self.error


@pytest.mark.parametrize(
    "error",
    [RuntimeError("kapanmıyor"), SystemExit(1), GeneratorExit(), Mute()],
    ids=lambda error: type(error).__name__,
)
def test_a_generator_that_fails_while_closing_has_given_its_result(error):
    with pytest.warns(RuntimeWarning, match="kapanırken hata verdi"):
        found = tune(lambda x: Closing(error), BasicScheduler(Random(SPACE), trials=2))
    assert [(r.status, r.error) for r in found.reports] == [("ok", 0.5)] * 2
    assert len(found.problems) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_generator_that_refuses_to_close():
    def stubborn(x):
        while True:
            try:
                yield x
            except GeneratorExit:
                pass

    with pytest.warns(RuntimeWarning, match="generator ignored GeneratorExit"):
        found = tune(stubborn, BasicScheduler(Random(SPACE), trials=1))
    assert found.reports[0].status == "ok"


# --- durumları --------------------------------------------------------------------------------------------------------


class Poison:
    """Açılırken `call` çağrılan durum."""

    def __init__(self, call, *given):
        self.call, self.given = call, given

    def __reduce__(self):
        return self.call, self.given


class Sticky:
    def __init__(self, error):
        self.error = error

    def __reduce__(self):
        raise self.error


def raised(kind):
    raise THROWN[kind][0]()


def halving():
    return SuccessiveHalving(Random(SPACE), r_min=1, r_max=4, eta=2, rounds=1)


@pytest.mark.parametrize("kind", ["surrogate", "mute", "exit", "recursion", "memory", "base", "local"])
def test_a_state_that_cannot_be_opened_or_packed_costs_retraining(kind, path):
    def opens(x, state=None):
        for _ in range(9):
            yield x, Poison(raised, kind)

    def packs(x, state=None):
        for _ in range(9):
            yield x, Sticky(THROWN[kind][0]())

    for k, (objective, told) in enumerate([(opens, "okunamadı"), (packs, "saklanamıyor")]):
        with pytest.warns(RuntimeWarning, match=told):
            found = tune(objective, halving(), journal=path.with_name(f"{k}.jsonl"))
        assert found.stopped == "finished"
        assert found.failures == ()
        assert found.trajectory()[1][-1] == 4 * 1 + 2 * 2 + 1 * 4  # terfi edenler baştan eğitildi
        assert len(found.problems) == 1


def test_a_state_that_kills_only_kills_its_worker(no_leftovers):
    def once(number, state=None):
        for _ in range(9):
            yield number, Poison(suicide) if number == 0 else None

    scheduler = SuccessiveHalving(Grid(Space({"number": Choice((0, 1, 2, 3))})), r_min=1, r_max=4, eta=2, rounds=1)
    found = tune(once, scheduler, workers=2)
    assert found.stopped == "finished"
    assert {(r.trial, r.status) for r in found.failures} == {(0, "lost")}
    assert {(r.trial, r.resource) for r in found.reports if r.status == "ok" and r.trial} >= {(1, 2), (1, 4)}


def suicide():
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


KILLER = """
import os, sys
from lrlab.hpo import BasicScheduler, Choice, Grid, Processes, Space, tune

def objective(number):
    if number == 1:
        os._exit(9)
    return number / 10

scheduler = BasicScheduler(Grid(Space({"number": Choice((0, 1, 2))})))
found = tune(objective, scheduler, journal=sys.argv[1], executor=Processes(1) if sys.argv[2] == "apart" else None)
print([r.status for r in found.reports])
"""


def test_a_trial_that_kills_the_search_is_passed_in_its_own_process(path):
    """Bu süreçte çalışan iş süreci öldürür; aynı günlük `executor=Processes(1)` ile onu geçer."""
    ends = []
    for where in ("here", "here", "apart"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", KILLER, str(path), where], capture_output=True, text=True, timeout=120
        )
        ends.append((done.returncode, done.stdout.strip()))
    assert ends == [(9, ""), (9, ""), (0, "['ok', 'lost', 'lost', 'ok']")]


# --- çevreye yaptıkları -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("filter_of", ["error", "always", "ignore"])
def test_warnings_turned_into_errors_do_not_end_the_search(filter_of):
    """Saklanamayan durumun uyarısı: hataya çevrilse de arama sürer, cümle görünür ve kayıttadır."""

    def locked(x, state=None):
        while True:
            yield x, threading.Lock()

    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter(filter_of)
        found = tune(locked, halving())
    assert [str(w.message) for w in heard] == ([] if filter_of == "ignore" else [*found.problems])
    assert found.stopped == "finished"
    assert len(found.reports) == 4 + 2 + 1
    assert len(found.problems) == 1


def test_a_warning_filter_set_by_the_objective_is_survived():
    def strict(x, state=None):
        warnings.simplefilter("error")
        while True:
            yield x, threading.Lock()

    with warnings.catch_warnings(record=True) as heard:
        found = tune(strict, halving())
    assert (found.stopped, len(found.problems), len(heard)) == ("finished", 1, 1)


def test_the_same_sentence_is_shown_again_in_the_next_search():
    """Python aynı satırın aynı uyarısını bir kez gösterir; ikinci arama da sessiz kalmamalı. Yeri çağıran satırdır."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("default")
        for _ in range(2):
            tune(lambda x: 1 / 0, BasicScheduler(Random(SPACE), trials=1))
    assert [Path(w.filename).name for w in heard] == ["test_bad_trials.py"] * 2


RUDE = """
import locale, os, signal, sys, warnings
from pathlib import Path
from lrlab.hpo import ASHA, Float, Random, Space, tune

what, mine = sys.argv[1], []

def objective(x, state=None):
    if what == "stdout":
        sys.stdout.close()
    if what == "stderr":
        sys.stderr.close()
    if what == "no stderr":
        sys.stderr = None
    if what == "chdir":
        os.chdir("/")
    if what == "signal":
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if what == "locale":
        for name in ("tr_TR.UTF-8", "de_DE.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
                break
            except locale.Error:
                pass
    if what == "fds":
        os.closerange(3, 256)  # günlüğünki de; açılan dosya onun numarasını alabilir
        mine.extend(open(f"benim{len(mine)}.txt", "w") for _ in range(8))
    if what == "recursion limit":
        sys.setrecursionlimit(60 + len(__import__("inspect").stack()))
    for epoch in range(state or 0, 9):
        yield x / (epoch + 1), epoch + 1

scheduler = ASHA(Random(Space({"x": Float(0.0, 1.0)})), r_min=1, r_max=9, eta=3, trials=9)
found = tune(objective, scheduler, workers=int(sys.argv[2]), journal="arama.jsonl", progress=True)
os.write(1, f"{found.stopped} {len(found.reports)} {len(found.failures)} {found.incumbent_state}".encode())
"""


RUDENESS = ("stdout", "stderr", "no stderr", "chdir", "signal", "locale", "recursion limit")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
# İşçisinin borularını kapatan iş işçisini yitirir; o ayrıca sınanır.
@pytest.mark.parametrize(("what", "workers"), [*((what, n) for what in RUDENESS for n in (1, 2)), ("fds", 1)])
def test_what_an_objective_does_to_its_process(tmp_path, what, workers):
    done = subprocess.run(
        [sys.executable, "-c", RUDE, what, str(workers)],
        capture_output=True, text=True, timeout=120, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    stopped, reports, failures, state = done.stdout.split()
    assert (stopped, failures) == ("finished", "0"), done.stderr
    found = read_journal(tmp_path / "arama.jsonl")
    assert (found.stopped, len(found.reports)) == ("finished", int(reports))
    assert int(state) == found.incumbent_report.resource
    assert len(list((tmp_path / "arama.jsonl.states").iterdir())) == 1
    assert [file for file in tmp_path.glob("benim*") if file.stat().st_size] == []


def test_ctrl_c_is_heard_after_an_objective_took_the_handler():
    def takes(x):
        calls.append(x)
        if len(calls) == 2:
            signal.raise_signal(signal.SIGINT)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return x

    calls, before = [], signal.getsignal(signal.SIGINT)
    found = tune(takes, BasicScheduler(Random(SPACE), trials=5))
    assert (found.stopped, [r.status for r in found.reports]) == ("interrupted", ["ok", "interrupted"])
    assert signal.getsignal(signal.SIGINT) is before


# --- yapılandırmalar --------------------------------------------------------------------------------------------------


class Shade(enum.StrEnum):
    DARK = "koyu"


EXACT = [(1, (2, 3)), np.float32(0.1), np.int64(7), np.str_("a"), np.bool_(True), Shade.DARK, "\ud83d\ude00", "\udcfe"]


def test_a_value_json_cannot_hold_exactly_is_the_same_after_a_resume(path):
    """Çokuzlu liste olmaz, numpy sayısı Python sayısı olmaz: sürdürülen arama aynı nesneleri verir."""

    class Given(Searcher):
        space, asked = SPACE, 0

        def ask(self):
            self.asked += 1
            return {"value": EXACT[self.asked - 1]}

    def objective(value):
        seen.append(value)
        if len(seen) in stops:
            raise KeyboardInterrupt
        return 0.5

    seen, stops = [], range(2, 30, 2)
    while tune(objective, BasicScheduler(Given(), trials=len(EXACT)), journal=path).stopped == "interrupted":
        pass
    assert len(seen) == 2 * len(EXACT) - 1
    for value in seen:
        twin = next(own for own in EXACT if type(own) is type(value) and own == value)
        assert repr(twin) == repr(value)
    assert {type(value) for value in seen} == {type(value) for value in EXACT}


@pytest.mark.parametrize("value", [{1, 2}, b"a", math.nan, math.inf, 1j, {(1, 2): 3}, object], ids=repr)
def test_what_no_journal_can_hold_is_named_in_turkish(path, value):
    class Given(Searcher):
        space = SPACE

        def ask(self):
            return {"x": value}

    with pytest.raises(TypeError, match=r"^günlüğe \{'x': .* yazılamaz \(.*metin, sonlu sayı, True, False, None"):
        tune(lambda x: 0.5, BasicScheduler(Given(), trials=1), journal=path)
    assert tune(lambda x: 0.5, BasicScheduler(Given(), trials=1)).incumbent_error == 0.5


# --- motorun adları ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["max_epochs", "state"])
@pytest.mark.parametrize("entry", [Float(1.0, 100.0), 10], ids=["Float", "fixed"])
def test_a_name_of_the_engine_is_refused_in_a_space(name, entry):
    space = Space({"x": Float(0.0, 1.0), name: entry})
    for make in (
        lambda: BasicScheduler(Random(space), trials=3),
        lambda: ASHA(Random(space), r_min=1, r_max=9, trials=3),
        lambda: SuccessiveHalving(Grid(space), r_min=1, r_max=4, trials=3),
    ):
        for objective in (objectives.to_the_end, objectives.continued, lambda **config: 0.5):
            with pytest.raises(ValueError, match=f"`{name}` uzayda olamaz: bu ad motorundur, "):
                tune(objective, make())


def test_a_searcher_that_gives_such_a_name_fails_its_trial_not_silently():
    class Given(Searcher):
        space = SPACE

        def ask(self):
            return {"x": 0.5, "max_epochs": 30}

    with pytest.warns(RuntimeWarning, match="Yapılandırmada `max_epochs` = 30 olamaz: bu ad motorundur"):
        found = tune(objectives.to_the_end, BasicScheduler(Given(), trials=2))
    assert [r.status for r in found.reports] == ["bad_value"] * 2
    outcome = carry_out(Assignment(objectives.continued, {"x": 0.5, "state": None}, 0, 1))
    assert "`state` = None olamaz" in outcome.message


def test_what_is_recorded_is_what_the_function_received():
    """d2l'nin yolunda `max_epochs` işin kaynağıdır: kayıttaki `resource` ile fonksiyonun aldığı hep aynıdır."""

    class Theirs:
        """d2l'nin BasicScheduler'ı gibi: yapılandırmayı, uzaydaki `max_epochs` ile, olduğu gibi verir."""

        def __init__(self, searcher):
            self.searcher = searcher

        def suggest(self):
            return self.searcher.sample_configuration()

        def update(self, config, error, info=None):
            self.searcher.update(config, error, info)

    def objective(x, max_epochs):
        received.append(max_epochs)
        return x

    received = []
    space = Space({"x": Float(0.0, 1.0), "max_epochs": Choice((2, 3, 5))})
    found = tune(objective, D2LScheduler(Theirs(Random(space)), jobs=30))
    assert [r.resource for r in found.reports] == received
    assert set(received) == {2, 3, 5}
    assert all("max_epochs" not in r.config for r in found.reports)
    with pytest.raises(ValueError, match="`max_epochs` uzayda olamaz"):
        BasicScheduler(Random(space), trials=3).suggest()


def test_a_recorded_curve_may_not_own_the_name_number():
    curves = types.SimpleNamespace(configs=[{"number": 5}], errors=np.ones((1, 3)), seconds=[1.0])
    with pytest.raises(ValueError, match="`number` adı olamaz"):
        Replayed(curves)


# --- hiçbiri sonuç vermeyince -----------------------------------------------------------------------------------------


def test_when_nothing_worked_the_first_cause_is_said(path, capsys):
    def broken(x):
        raise NameError("name 'modle' is not defined")

    told = r"Hiçbir deneme sonuç vermedi \(6 girişim: 6 hata verdi\)\. İlki: .*NameError: name 'modle' is not defined"
    for journal in (None, path, path):  # bitmiş günlüğü yeniden okumak da sessiz değildir
        with pytest.warns(RuntimeWarning, match=told + r" \(test_bad_trials\.py, \d+\. satır\)"):
            found = tune(broken, BasicScheduler(Random(SPACE), trials=3), retries=1, journal=journal)
        assert (found.stopped, len(found.reports), found.incumbent) == ("finished", 6, None)
        assert found.problems[0].startswith("Hiçbir deneme sonuç vermedi")
    assert capsys.readouterr() == ("", "")


def test_causes_are_counted_by_kind(no_leftovers):
    scheduler = BasicScheduler(Grid(Space({"kind": Choice(("nan", "raise", "none", "hang", "kill", "inf"))})))
    told = "2 sonlu olmayan bir sayı verdi, 1 sayı olmayan bir şey verdi, 1 süresini aştı, 2 işçisini yitirdi"
    with pytest.warns(RuntimeWarning, match=rf"\(7 girişim: 1 hata verdi, {told}\)"):
        tune(objectives.faulty, scheduler, workers=2, timeout=1)


def test_one_success_is_enough_for_silence():
    found = tune(lambda number: 1 / number, numbered(2))
    assert (found.problems, len(found.failures)) == ((), 1)


def test_with_progress_failures_are_counted_on_the_bar(capsys):
    tune(lambda number: 1 / number, numbered(3), progress=True)
    assert "en iyi hata 0.5, başarısız 1" in capsys.readouterr().err


def test_a_missing_module_in_a_worker_is_named_not_its_trace(no_leftovers):
    module = types.ModuleType("yardimci_yok")
    exec("def objective(x):\n    return x", module.__dict__)
    sys.modules["yardimci_yok"] = module
    try:
        with pytest.warns(RuntimeWarning) as heard:
            found = tune(module.objective, BasicScheduler(Random(SPACE), trials=1), executor=Processes(1))
    finally:
        del sys.modules["yardimci_yok"]
    told = "İş, işçisinde başlatılamadı: ModuleNotFoundError: No module named 'yardimci_yok'."
    assert found.reports[0].message == told
    assert str(heard[0].message).endswith(told)


TRACE = '''
"""
Traceback (most recent call last):
  File "/uzak/worker.py", line 5, in run
    import yardimci
ModuleNotFoundError: No module named 'yardimci'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/uzak/a.py", line 1, in f
    raise Olmadi(
Olmadi: birinci satır
  ikinci satır
"""'''


class _RemoteTraceback(Exception):
    """loky'nin ve concurrent.futures'ın aynı adlı hatasının yerine."""

    def __str__(self):
        return self.args[0]


def test_the_last_error_of_a_trace_is_told():
    assert described(_RemoteTraceback(TRACE)) == "Olmadi: birinci satır ikinci satır"
    assert (
        described(RuntimeError(f"alt süreç bitti: {TRACE}"))
        == "RuntimeError: alt süreç bitti: Olmadi: birinci satır ikinci satır"
    )
    assert described(_RemoteTraceback(TRACE.split("During")[0])) == "ModuleNotFoundError: No module named 'yardimci'"


class Refusing(Executor):
    """İşi alırken ya da bitirirken verilen hatayı veren havuz (dask, paketleyemediği işi alırken hata verir)."""

    def __init__(self, error, when):
        self.error, self.when = error, when

    def submit(self, function, /, *args, **kwargs):
        if self.when == "submit":
            raise self.error
        future = Future()
        future.set_exception(self.error)
        return future


@pytest.mark.parametrize("when", ["submit", "result"])
def test_the_innermost_cause_of_a_cluster_is_told(when):
    error = TypeError("Error during deserialization of the task graph. " * 20)
    error.__cause__ = ModuleNotFoundError("No module named 'yardimci'")
    with pytest.warns(RuntimeWarning, match="ModuleNotFoundError: No module named 'yardimci'"):
        found = tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=2), executor=Refusing(error, when))
    assert (found.stopped, [r.status for r in found.reports]) == ("finished", ["raised"] * 2)
    with pytest.warns(RuntimeWarning, match="ValueError: "):
        tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=1), executor=Refusing(looped(), when))
