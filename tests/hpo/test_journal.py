"""Günlük: yarım kalan her yerden aynı sonuca, bozuk ve yabancı dosyalara açık hata, dolu disk."""

import json
import os
import pickle
import subprocess
import sys
import textwrap
from dataclasses import replace

import numpy as np
import pytest

from lrlab.hpo import ASHA, BasicScheduler, Float, JournalError, Random, Searcher, Space, SuccessiveHalving, tune

SPACE = Space({"x": Float(0.0, 1.0)})


def asha(seed=0, trials=9):
    return ASHA(Random(SPACE, seed=seed), r_min=1, r_max=9, eta=3, trials=trials)


def timeless(tuning):
    """Zamanlar dışında her şey, yazıyla (NaN kendine eşit değildir): kesintisiz aramayla karşılaştırmak için."""
    return [repr(replace(report, began=0.0, ended=0.0, decision=0.0)) for report in tuning.reports]


def flaky(x, state=None):
    """`continued` gibi, ama bazı yapılandırmalarda hep hata verir ya da ıraksar."""
    epoch, total = state or (0, 0.0)
    while True:
        epoch, total = epoch + 1, total + x / (epoch + 1)
        if 0.2 < x < 0.4:
            raise OSError("olmadı")
        yield (float("nan") if x > 0.9 else total), (epoch, total)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "arama.jsonl"


# --- sürdürme -------------------------------------------------------------------------------------------------------


def test_every_line_is_json_and_a_finished_search_is_only_read_back(path):
    first = tune(flaky, asha(), journal=path, retries=1)
    lines = path.read_text(encoding="utf-8").splitlines()
    header, *events = [json.loads(line, parse_constant=pytest.fail) for line in lines]
    settings = json.loads(json.dumps(asha().settings()))
    assert header == {
        "journal": "lrlab.hpo", "version": 2, "settings": settings, "maximize": False, "metric": "error",
    }  # fmt: skip
    assert events[-1] == {"event": "stop", "stopped": "finished", "workers": 1}
    assert [event["event"] for event in events].count("end") == len(first.reports)
    assert {r.status for r in first.reports} >= {"ok", "raised"}
    before = path.read_bytes()
    again = tune(pytest.fail, asha(), journal=path, retries=1)  # amaç fonksiyonu hiç çağrılmaz
    assert repr(again) == repr(first)
    assert path.read_bytes() == before
    best = first.incumbent_report
    assert states(path) == {f"{best.trial}-{best.resource}.state"}


def states(path):
    """Günlüğün yanında duran durum dosyaları."""
    return {file.name for file in path.with_name("arama.jsonl.states").glob("*")}


def test_a_search_cut_anywhere_resumes_to_the_same_result(path):
    """Dosya her satırda ve satırların ortasında kesilir; sürdürülen arama kesintisiz olanın aynısıdır."""

    def found(tuning):
        return [repr((r.trial, r.config, r.start, r.errors, r.status, r.attempt)) for r in tuning.reports]

    straight = found(tune(flaky, asha(), retries=1, journal=path))
    whole = path.read_bytes()
    ends = [k + 1 for k, byte in enumerate(whole) if byte == ord("\n")]
    rng = np.random.default_rng(0)
    for cut in {0, 1, *ends, *(end - 1 for end in ends), *rng.integers(len(whole), size=30).tolist()}:
        path.write_bytes(whole[:cut])
        resumed = tune(flaky, asha(), journal=path, retries=1)
        assert (found(resumed), resumed.stopped) == (straight, "finished")
        kept = whole[:cut].rpartition(b"\n")[0]
        assert path.read_bytes().startswith(kept)
        assert len(path.read_bytes().splitlines()) == len(ends)


def test_an_interrupted_search_continues_from_the_kept_states(path, tmp_path):
    """Durumlar da diskte: sürdürülen arama hiçbir dönemi iki kez eğitmez."""
    straight = tune(flaky, asha())
    interrupted = 0
    while (tuning := tune(stopping(flaky, after=4), asha(), journal=path)).stopped == "interrupted":
        interrupted += 1
        assert tuning.reports[-1].status == "interrupted"
    assert interrupted >= 3
    assert timeless(tuning) == timeless(straight)
    assert all(r.epochs == r.resource - r.start for r in tuning.reports if r.status == "ok")


def stopping(objective, after):
    """`after` çağrıdan sonra Ctrl-C gelmiş gibi keser."""
    calls = []

    def stops(x, state=None):
        calls.append(x)
        if len(calls) > after:
            raise KeyboardInterrupt
        yield from objective(x, state)

    return stops


def test_a_lost_state_only_costs_retraining(path):
    tune(stopping(flaky, after=9), asha(), journal=path)
    assert states(path)
    for file in path.with_name("arama.jsonl.states").iterdir():
        file.unlink()
    resumed, straight = tune(flaky, asha(), journal=path), tune(flaky, asha())
    found = [[repr((r.trial, r.resource, r.errors)) for r in tuning.reports] for tuning in (resumed, straight)]
    assert found[0] == found[1]
    assert any(r.epochs == r.resource > r.start > 0 for r in resumed.reports)


def test_states_are_dropped_when_no_longer_needed(path):
    """Terfi eden denemenin eski durumu ve bitmiş denemeninki silinir; arama sürerken de `keep`ten bağımsız."""
    seen = []

    def watched(x, state=None):
        seen.append(sorted(states(path)))
        # Hata dönemlerle azalır: en iyi hep en son terfi edendir, alt basamaktaki durumu ayrıca tutulmaz.
        for error, after in flaky(x / 10, state):
            yield error / after[0] ** 2, after

    halving = SuccessiveHalving(Random(SPACE), r_min=1, r_max=4, eta=2, rounds=1)
    tune(watched, halving, journal=path, keep="none")
    assert seen[4] == ["0-1.state", "1-1.state", "2-1.state", "3-1.state"]
    assert all(len({name.split("-")[0] for name in names}) == len(names) for names in seen)
    assert not path.with_name("arama.jsonl.states").exists()


def test_another_searchs_leftover_states_are_not_used(path):
    def stateless(x, state=None):
        assert state is None
        while True:
            yield x

    folder = path.with_name("arama.jsonl.states")
    for _ in range(2):
        folder.mkdir()
        for trial in range(9):
            (folder / f"{trial}-1.state").write_bytes(pickle.dumps("eski"))
        tuning = tune(stateless, asha(), journal=path)
        assert (tuning.failures, tuning.problems) == ((), ())
        path.unlink()
    # Silinmez de: günlüğü silinmiş bir aramanın modeli olabilir.
    assert not folder.exists()
    assert [len(list(old.iterdir())) for old in sorted(folder.parent.glob("arama.jsonl.states.old*"))] == [9, 9]


def test_retries_go_on_across_a_resume(path):
    """Yinelenmeyi bekleyen iş kesilirse, sürdürülünce kaldığı girişimden sürer."""

    def fails(x):
        calls.append(x)
        if len(calls) == 2:
            raise KeyboardInterrupt
        raise OSError

    calls = []
    with pytest.warns(RuntimeWarning, match="Hiçbir deneme sonuç vermedi"):
        first = tune(fails, BasicScheduler(Random(SPACE), trials=1), retries=2, journal=path)
    assert [(r.status, r.attempt) for r in first.reports] == [("raised", 1), ("interrupted", 2)]
    with pytest.warns(RuntimeWarning, match="3 girişim: 3 hata verdi"):
        second = tune(fails, BasicScheduler(Random(SPACE), trials=1), retries=2, journal=path)
    assert [(r.status, r.attempt) for r in second.reports] == [("raised", 1), ("raised", 2), ("raised", 3)]
    assert second.stopped == "finished"


def test_the_clock_goes_on_across_a_resume(path):
    first = tune(stopping(flaky, after=4), asha(), journal=path)
    last = first.reports[-2].ended
    resumed = tune(flaky, asha(), journal=path)
    assert resumed.reports[3].ended == last
    assert all(r.began >= last for r in resumed.reports[4:])
    assert tune(flaky, asha(), journal=path, seconds=last).stopped == "finished"


def test_the_recorded_configuration_is_the_truth(path):
    """Yinelenemeyen bir arayıcıyla da: kayıttaki yapılandırma kullanılır, arayıcı yine de ilerletilir."""

    class Unseeded(Searcher):
        space, asked = SPACE, 0

        def ask(self):
            self.asked += 1
            return SPACE.sample(np.random.default_rng())

    first = tune(stopping(flaky, after=3), BasicScheduler(Unseeded(), trials=6), journal=path)
    searcher = Unseeded()
    resumed = tune(flaky, BasicScheduler(searcher, trials=6), journal=path)
    assert [r.config for r in resumed.reports[:4]] == [r.config for r in first.reports]
    assert searcher.asked == 6
    assert resumed.stopped == "finished"


# --- bozuk, yabancı, kilitli ------------------------------------------------------------------------------------------


def refused(path, scheduler, match):
    before = path.read_bytes()
    with pytest.raises(JournalError, match=match):
        tune(flaky, scheduler, journal=path)
    assert path.read_bytes() == before


def test_another_searchs_journal_is_refused_and_untouched(path):
    tune(flaky, asha(), journal=path)
    refused(path, asha(seed=1), "başka bir aramanın günlüğü; ayrılan ayarlar: `searcher.seed`: orada 0, burada 1. Aynı")
    refused(path, BasicScheduler(Random(SPACE), trials=9), "başka bir aramanın günlüğü")


def test_a_used_scheduler_is_refused(path):
    tune(stopping(flaky, after=4), asha(), journal=path)
    used = asha()
    tune(flaky, used)
    refused(path, used, "taze bir zamanlayıcı")


def test_a_broken_line_in_the_middle_is_named(path):
    tune(flaky, asha(), journal=path)
    good = path.read_bytes().splitlines(keepends=True)
    for broken in (b"{yarim\n", b"[1, 2]\n", b'{"event": "end"}\n', b'{"event": "ask", "trial": 0}\n', b"\xff\xfe\n"):
        path.write_bytes(b"".join([*good[:4], broken, *good[5:]]))
        refused(path, asha(), "5. satırı bozuk")
    path.write_bytes(b"".join([*good[:3], good[2], *good[3:]]))  # aynı sonuç iki kez
    refused(path, asha(), "4. satırı bozuk")
    tuned = [line.replace(b'"resource": 1', b'"resource": 2') for line in good[1:3]]  # iş ve sonucu
    path.write_bytes(b"".join([good[0], *tuned, *good[3:]]))
    refused(path, asha(), "2. satırdaki işi")


@pytest.mark.parametrize("text", ["number,rate\n1,0.5\n", "notlarım", '{"a": 1}\n', "[]\n"])
def test_a_file_that_is_no_journal_is_refused_and_untouched(path, text):
    path.write_text(text, encoding="utf-8")
    refused(path, asha(), "bir arama günlüğü değil")


def test_a_folder_is_no_journal(tmp_path):
    with pytest.raises(JournalError, match="bir dosya değil"):
        tune(flaky, asha(), journal=tmp_path)


def test_a_journal_that_cannot_be_opened_is_said(tmp_path):
    (tmp_path / "dosya").write_text("klasör değil", "utf-8")
    with pytest.raises(JournalError, match="günlüğü açılamıyor"):
        tune(flaky, asha(), journal=tmp_path / "dosya" / "a.jsonl")


def test_two_searches_never_write_to_one_journal(path):
    def nested(x):
        with pytest.raises(JournalError, match="başka bir arama yazıyor"):
            tune(flaky, asha(), journal=path)
        return x

    assert tune(nested, BasicScheduler(Random(SPACE), trials=1), journal=path).failures == ()


def test_what_json_cannot_hold_is_named(path):
    class Odd(Searcher):
        space = SPACE

        def ask(self):
            return {"x": {1, 2}}

    with pytest.raises(TypeError, match="günlüğe"):
        tune(flaky, BasicScheduler(Odd(), trials=1), journal=path)


# --- dolu disk ------------------------------------------------------------------------------------------------------

FULL = """
import json, resource, signal, sys, warnings
from pathlib import Path
from lrlab.hpo import ASHA, Float, Random, Space, tune

path, limit, freed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
calls = []

def objective(x, state=None):
    calls.append(x)
    if len(calls) == freed:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    total, epoch = state or (0.0, 0)
    while True:
        total, epoch = total + x / (epoch + 1), epoch + 1
        yield total, (total, epoch)

def scheduler():
    return ASHA(Random(Space({"x": Float(0.0, 1.0)})), r_min=1, r_max=9, eta=3, trials=9)

resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    full = tune(objective, scheduler(), journal=path)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
written, ended = path.read_bytes(), len(calls)
again = tune(objective, scheduler(), journal=path)
shown = lambda tuning: [(r.trial, r.resource, r.errors, r.status) for r in tuning.reports]
print(json.dumps({
    "stopped": full.stopped, "problems": full.problems, "warned": [str(w.message) for w in heard],
    "size": len(written), "whole": written.endswith(b"\\n"), "same": shown(full) == shown(again),
    "repeated": len(calls) - ended, "trials": full.trials,
}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="dosya boyu sınırı POSIX'e özgü")
@pytest.mark.parametrize("freed", [8, 10**6], ids=["freed later", "never freed"])
def test_a_full_disk_loses_no_trial_and_leaves_no_torn_line(tmp_path, freed):
    """Gerçek bir yarım yazış: dosya boyu sınırı (RLIMIT_FSIZE) satırın ortasında keser."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(FULL), str(tmp_path / "a.jsonl"), "1500", str(freed)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["stopped"], found["trials"], found["whole"], found["same"]) == ("finished", 9, True, True)
    assert len(found["problems"]) == 1
    assert found["problems"] == found["warned"]
    assert "günlüğüne yazılamıyor" in found["problems"][0]
    if freed == 8:
        assert found["size"] > 1500
        assert found["repeated"] == 0  # yer açılınca bekleyen satırların hepsi yazıldı
    else:
        assert found["size"] <= 1500
        assert found["repeated"] > 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full yalnızca Linux'ta var")
def test_dev_full_under_the_journal(path):
    """Günlüğün dosyası arama sürerken /dev/full olur (ne yazılır ne kesilir), sonra düzelir."""

    def objective(x):
        calls.append(x)
        if len(calls) in (3, 6):
            wanted = str(path) if len(calls) == 6 else "/dev/full"
            opened = os.open(wanted, os.O_WRONLY | os.O_APPEND)
            os.dup2(opened, descriptor())
            os.close(opened)
        return x

    def descriptor():
        if not known:
            here = os.stat(path)
            known.extend(fd for fd in range(3, 200) if same(fd, here))
        return known[0]

    def same(fd, here):
        try:
            return os.path.sameopenfile(fd, fd) and os.path.samestat(os.fstat(fd), here)
        except OSError:
            return False

    calls, known = [], []
    with pytest.warns(RuntimeWarning, match="disk dolu"):
        tuning = tune(objective, BasicScheduler(Random(SPACE), trials=9), journal=path)
    assert (tuning.stopped, len(tuning.reports), len(tuning.problems)) == ("finished", 9, 1)
    assert tune(objective, BasicScheduler(Random(SPACE), trials=9), journal=path) == replace(tuning, problems=())
    assert len(calls) == 9
