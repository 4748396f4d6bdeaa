"""read_journal: arama yalnızca dosyasından; başka yerde sürerken, yabancıdan gelmişken, hiçbir şeye dokunmadan."""

import json
import os
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.hpo import ASHA, BasicScheduler, Choice, Float, JournalError, Random, Space, read_journal, tune
from tests.hpo import objectives

SPACE = Space({"x": Float(0.0, 1.0)})


def asha():
    return ASHA(Random(SPACE), r_min=1, r_max=9, eta=3, trials=9)


def flaky(x, state=None):
    """Bazıları hata verir, biri ıraksar; ölçüleri de vardır."""
    for epoch in range(state or 0, 9):
        if 0.2 < x < 0.4:
            raise OSError("dosya yok: \udcfe.csv")
        error = float("nan") if x > 0.9 else x / (epoch + 1)
        yield {"error": error, "loss": float("inf"), "note": "iyi", "parts": [x, float("nan")]}, epoch + 1


@pytest.fixture
def path(tmp_path):
    return tmp_path / "arama.jsonl"


def untouched(folder):
    """Klasördeki her şeyin adı, boyu, değişme anı ve içi."""
    return {
        str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.is_file() and file.read_bytes())
        for file in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("maximize", [False, True])
def test_the_file_alone_tells_what_tune_returned(path, maximize):
    found = tune(flaky, asha(), retries=1, journal=path, maximize=maximize)
    assert {r.status for r in found.reports} >= {"ok", "raised", "nan"}
    before = untouched(path.parent)
    again = read_journal(str(path))
    assert untouched(path.parent) == before
    assert repr(again) == repr(found)  # NaN ölçüler kendine eşit değildir
    assert again.incumbent == found.incumbent
    assert again.incumbent_error == found.incumbent_error
    assert repr(again.trajectory()) == repr(found.trajectory())


def test_a_running_search_is_read_from_inside_its_own_job(path):
    """Kilit tutulurken, iş sürerken; yazarın gözünden her satır."""
    seen = []

    def watched(x, state=None):
        found = read_journal(path)
        seen.append(found)
        yield from objectives.continued(x, state)

    final = tune(watched, asha(), journal=path)
    assert len(seen) == len(final.reports)
    for k, found in enumerate(seen):
        assert found.stopped == "running"
        assert found.reports[:k] == final.reports[:k]
        (going,) = found.reports[k:]
        assert (going.status, going.trial, going.start, going.resource, going.config) == (
            "running", final.reports[k].trial, final.reports[k].start, final.reports[k].resource,
            final.reports[k].config,
        )  # fmt: skip
        assert "sürüyor ya da araması öldürülmüş" in going.message
        assert found.failures == ()


def test_interrupted_time_and_stuck_are_told_apart(path):
    def stops(x):
        raise KeyboardInterrupt

    interrupted = tune(stops, BasicScheduler(Random(SPACE), trials=2), journal=path)
    read = read_journal(path)
    assert (read.stopped, [r.status for r in read.reports]) == ("interrupted", ["interrupted"])
    assert read.reports[0].config == interrupted.reports[0].config
    timed = tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=2), journal=path, seconds=0)
    assert (timed.stopped, read_journal(path)) == ("time", timed)
    finished = tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=2), journal=path)
    assert (finished.stopped, read_journal(path)) == ("finished", finished)


def test_workers_are_those_of_the_last_call(path, no_leftovers):
    tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=4), workers=2, journal=path)
    assert read_journal(path).workers == 2


def test_a_torn_last_line_is_not_there_yet(path):
    found = tune(objectives.continued, asha(), journal=path)
    whole = path.read_bytes()
    ends = [k + 1 for k, byte in enumerate(whole) if byte == ord("\n")]
    for end in ends[1:]:
        path.write_bytes(whole[:end])
        expected = read_journal(path)
        assert expected.stopped == ("finished" if end == len(whole) else "running")
        for torn in (1, 5, 40):
            path.write_bytes(whole[: end + torn] if end < len(whole) else whole + b'{"event": "ask", "tri')
            if end < len(whole) and b"\n" in whole[end : end + torn]:
                continue
            assert read_journal(path) == expected
    assert replace(expected, states=found.states) == found


class Malicious:
    def __reduce__(self):
        return os.system, (f"touch {Path(__file__).with_name('açıldı')}",)


def test_nothing_is_unpickled_written_or_locked(path):
    tune(flaky, asha(), journal=path, keep="all")
    folder = path.with_name("arama.jsonl.states")
    for file in [*folder.iterdir(), folder / "99-1.state"]:
        file.write_bytes(pickle.dumps(Malicious()))
    path.with_name("arama.jsonl.lock").unlink()
    path.chmod(0o444)
    before = untouched(path.parent)
    found = read_journal(path)
    repr(found), found.trajectory(), found.incumbent, found.failures, found.records
    assert found == found
    with pytest.raises(ValueError, match="turşu"):
        _ = found.incumbent_state
    assert untouched(path.parent) == before
    assert not Path(__file__).with_name("açıldı").exists()


def test_the_home_folder_is_known(path, monkeypatch):
    tune(objectives.quadratic, BasicScheduler(Random(SPACE), trials=1), journal=path)
    monkeypatch.setenv("HOME", str(path.parent))
    monkeypatch.setenv("USERPROFILE", str(path.parent))
    assert read_journal("~/arama.jsonl") == read_journal(path)


# --- yabancılar -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"notlar",
        b"notlar\n",
        b"[]\n",
        b"{}\n",
        b"\xff\xfe\n",
        b'{"journal": "ba\xc5\x9fka"}\n',
        b"[" * 10**6 + b"\n",
    ],
)
def test_what_is_no_journal_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(JournalError, match="bir arama günlüğü değil"):
        read_journal(path)


def test_what_cannot_be_read_is_said(path, tmp_path):
    with pytest.raises(JournalError, match="böyle bir dosya yok"):
        read_journal(path)
    with pytest.raises(JournalError, match="bir dosya değil"):
        read_journal(tmp_path)
    for empty in ("", " ", "a\0b"):
        with pytest.raises(JournalError, match=r"`path` = .* olamaz; bir dosya adı ver"):
            read_journal(empty)
    with pytest.raises(TypeError, match="`path` bir dosya adı olmalı"):
        read_journal(5)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="mkfifo POSIX'e özgü")
def test_a_pipe_is_not_waited_for(path):
    os.mkfifo(path)
    with pytest.raises(JournalError, match="bir arama günlüğü değil"):
        read_journal(path)


HEADER = {"journal": "lrlab.hpo", "version": 2, "settings": {}, "maximize": False, "metric": "error"}
ASK = {"event": "ask", "trial": 0, "start": 0, "resource": 1, "config": {"x": 0.5}}
END = {
    "event": "end", "trial": 0, "start": 0, "resource": 1, "error": 0.5, "errors": [0.5], "status": "ok",
    "message": "", "worker": 0, "began": 0.0, "ended": 1.0, "decision": 0.0, "attempt": 1, "epochs": 1,
    "closed": True,
}  # fmt: skip


def written(path, *lines):
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_the_strangers_journal_in_its_right_form_is_read(path):
    found = read_journal(written(path, HEADER, ASK, {**END, "metrics": {"loss": 1, "all": [1, None, "a", True]}}))
    assert (found.incumbent, found.incumbent_error) == ({"x": 0.5}, 0.5)
    assert found.reports[0].metrics == {"loss": 1, "all": [1, None, "a", True]}


def nested(deep):
    return json.loads("[" * deep + "]" * deep)


WRONG = {
    "ask": {
        "trial": ["0", -1, True, 1.0, None, [0], 2**60],
        "start": ["0", -1, False, 1, 5],
        "resource": [0, "1", 1.5, True, 10**300, None],
        "config": [None, [], "x", 5, {"x": 10**400}, {"x": nested(200)}],
    },
    "end": {
        "trial": [1, "0", None, {}],
        "start": [1, False],
        "resource": [2, True, "1"],
        "error": ["0.5", None, "inf", [0.5], True],
        "errors": ["0.5", None, 0.5, {"a": 1}, ["a"], [None], [[0.5]], [10**400]],
        "status": ["tamam", None, [], "interrupted", "running"],
        "message": [None, 5, ["a"]],
        "worker": [-1, "0", 2**40, None, True],
        "began": ["0", None, "nan", True],
        "ended": ["1", None, "inf"],
        "decision": [None, "0"],
        "attempt": [0, -1, "1", None],
        "epochs": [-1, 0.5, 10**30, None],
        "closed": [None, 1, "true"],
        "metrics": [[], None, "a", {"a": {"b": 1}}, {"a": [[1]]}, {"a": {"float": "5"}}, {"a": 10**400}],
    },
}
CASES = [(kind, name, value) for kind, fields in WRONG.items() for name, values in fields.items() for value in values]


@pytest.mark.parametrize(("kind", "name", "value"), CASES, ids=lambda value: repr(value)[:20])
def test_every_field_is_checked_and_its_line_named(path, kind, name, value):
    ask, end = ({**ASK, name: value}, END) if kind == "ask" else (ASK, {**END, name: value})
    with pytest.raises(JournalError, match=rf"günlüğünün {2 if kind == 'ask' else 3}\. satırı bozuk"):
        read_journal(written(path, HEADER, ask, end))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ('{"event": "ask", "trial": 0, "start": 0, "resource": 1, "config": {"x": NaN}}', 2),
        ('{"event": "ask", "trial": 0, "start": 0, "resource": 1, "config": {"x": 1e999}}', 2),
        ('{"event": "ask", "trial": 0, "start": 0, "resource": 1, "config": {"x": ' + "9" * 5000 + "}}", 2),
        ('{"event": "ask", "trial": 0, "start": 0, "resource": 1, "config": ' + "[" * 10**5 + "}", 2),
        ({"event": "limits", "limits": [1]}, 2),
        ({"event": "limits", "limits": {"trials": "çok"}}, 2),
        ({"event": "stop", "stopped": "bitti", "workers": 1}, 2),
        ({"event": "stop", "stopped": "finished", "workers": 10**9}, 2),
        ({"event": "başka"}, 2),
        ("", 2),
        (END, 2),
    ],
    ids=lambda value: str(value)[:40],
)
def test_every_other_line_too(path, line, number):
    with pytest.raises(JournalError, match=rf"günlüğünün {number}\. satırı bozuk"):
        read_journal(written(path, HEADER, line))


@pytest.mark.parametrize(
    "wrong", [{"settings": []}, {"maximize": 1}, {"metric": None}, {"settings": {"a": 10**400}}], ids=str
)
def test_the_header_too(path, wrong):
    with pytest.raises(JournalError, match=r"günlüğünün 1\. satırı bozuk"):
        read_journal(written(path, {**HEADER, **wrong}, ASK))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(st.tuples(st.sampled_from([ASK, END]), st.dictionaries(st.sampled_from([*END, "config"]), VALUES))))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_whatever_a_stranger_wrote_is_a_search_or_a_journal_error(tmp_path_factory, lines):
    path = tmp_path_factory.getbasetemp() / "yabanci.jsonl"
    written(path, HEADER, *({**line, **changed} for line, changed in lines))
    try:
        found = read_journal(path)
    except JournalError:
        return
    time, epochs, error = found.trajectory()
    assert time.shape == epochs.shape == error.shape == (len(found.reports),)
    assert np.isfinite(time).all()
    assert isinstance(repr(found), str)
    assert found.makespan >= 0
    assert found.trials <= len(found.reports)


def test_every_value_a_space_may_hold_comes_back_exactly(path):
    space = Space({"x": Choice((10**30, "\udcfe", "😀", -0.0, 5e-324, 1.7e308, True, None))})
    found = tune(lambda x: 0.5, BasicScheduler(Random(space), trials=40), journal=path)
    assert len({r.config["x"] for r in found.reports}) == 8
    assert repr(read_journal(path)) == repr(found)
