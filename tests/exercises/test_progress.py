"""İlerleme: her denetim bir satır olarak kalır, yolda durmaz; `ilerleme` onları ders ders gösterir."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial

import numpy as np
import pytest
from filelock import FileLock

from lrlab.core import averages
from lrlab.exercises import check, ilerleme, tahmin
from lrlab.exercises.catalog import LESSONS, TASKS
from lrlab.exercises.progress import log
from lrlab.exercises.progress.source import lacking, program


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path / "ev"))
    return tmp_path / "ev"


def rows(home):
    return [json.loads(line) for line in (home / "denemeler.jsonl").read_text("utf-8").splitlines()]


def swapped(theta, beta):
    return averages.ewa(theta, 1 - beta)


def right(theta, beta):
    return averages.ewa(theta, beta)


# ---- kayıt


def test_on_windows_a_line_waits_for_the_one_being_written(home, monkeypatch):
    """Orada sona eklemek iki adımdır: iki defter aynı anda yazarsa biri ötekinin satırını silebilirdi."""
    one = log.Log("deneme")
    one.append("ilk")
    monkeypatch.setattr(sys, "platform", "win32")
    with ThreadPoolExecutor(1) as pool:
        with FileLock(home / "deneme.lock"):
            later = pool.submit(one.append, "sonraki")
            assert later not in wait([later], timeout=0.5).done
            assert [event["event"] for event in one.events()[0]] == ["ilk"]
        later.result(timeout=60)
    assert [event["event"] for event in one.events()[0]] == ["ilk", "sonraki"]


def test_a_check_is_one_line_with_its_result_its_time_and_its_source(home):
    check("ewa", swapped)
    check("effective_window", "50 gün")
    first, second = rows(home)
    assert (first["event"], first["task"], first["status"], first["mutant"]) == ("check", "ewa", "yanlış", "swapped")
    assert log.moment(first["at"]) is not None
    assert second["status"] == "doğru"
    assert second["source"] == "answer = '50 gün'\n"


def test_an_empty_answer_is_no_attempt(home):
    check("ewa")
    check("ewa", ...)
    check("ewa", lambda theta, beta: None)
    check("effective_window", "")
    assert not home.exists()


def test_the_report_is_the_same_whether_it_is_kept_or_not(home, monkeypatch):
    kept = check("ewa", swapped)
    (home / "denemeler.jsonl").unlink()
    home.rmdir()
    home.write_text("klasör değil, dosya")  # root olarak da yazılamaz
    told = check("ewa", swapped)
    assert told.lines[: len(kept.lines)] == kept.lines
    (more,) = told.lines[len(kept.lines) :]
    assert more.startswith("Bu deneme ilerlemene yazılamadı: ")
    assert (told.status, told.mutant, told.checks) == (kept.status, kept.mutant, kept.checks)
    assert check("ewa", right).correct
    monkeypatch.setenv("LRLAB_HOME", "~boyle-biri-yok/x")
    assert "LRLAB_HOME" in str(check("ewa", right))


def test_a_log_that_is_full_takes_no_more_and_says_so(home, monkeypatch):
    check("ewa", right)
    size = (home / "denemeler.jsonl").stat().st_size
    monkeypatch.setattr(log, "LARGEST", size + 10)
    told = check("ewa", right)
    assert told.correct
    assert "denemeler.jsonl" in told.lines[-1]
    assert (home / "denemeler.jsonl").stat().st_size == size


WRITER = """
import sys
from lrlab.exercises import check
for k in range(60):
    check("effective_window", f"{k + int(sys.argv[1])}.5 gün")
"""


def test_two_notebooks_at_once_lose_nothing(home):
    both = [subprocess.Popen([sys.executable, "-c", WRITER, start]) for start in ("1000", "2000")]
    assert [one.wait(120) for one in both] == [0, 0]
    expected = {f"answer = '{start + k}.5 gün'\n" for start in (1000, 2000) for k in range(60)}
    assert len(rows(home)) == 120
    assert {row["source"] for row in rows(home)} == expected


class Evil:
    """Her sorulana hata veren bir nesne."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __call__(self, *args):
        return 1

    def __repr__(self):
        raise RuntimeError("repr")


@pytest.mark.parametrize("make", [lambda: partial(swapped, beta=0.9), lambda: np.mean, object], ids=range(3))
def test_a_strange_answer_is_kept_too(home, make):
    answer = make()
    for task in ("ewa", "effective_window"):
        assert not check(task, answer).correct
    assert len(rows(home)) == 2


# ---- yanıtın kaynağı


NOTEBOOK = """
import math
import numpy as np
from collections import deque as kuyruk

SABIT = 0.0
AGIRLIK = np.array([1.0, 2.0])
kat = lambda x: 1.0 * x

def karis(v, yeni, beta):
    return beta * v + (1 - beta) * kat(yeni)

def ewa(theta, beta):
    bakilan, v = kuyruk(maxlen=2), SABIT
    out = []
    for x in theta:
        v = karis(v, x, beta) * AGIRLIK[0]
        out.append(v)
    def son():
        return np.array(out) + math.log(1.0)
    return son()

from lrlab.exercises import check
assert check("ewa", ewa).correct
ikinci = ewa
assert check("ewa", lambda theta, beta: ikinci(theta, beta)).correct
assert check(
    "ewa",
    lambda theta, beta: np.zeros(3),
).status == "yanlış"
"""


def test_the_source_stands_on_its_own(home, tmp_path):
    """Kullandığı fonksiyonlar, içe aktarmalar ve sabitler yanındadır: başka bir yerde, tek başına çalışır."""
    script = tmp_path / "defter.py"
    script.write_text(NOTEBOOK, "utf-8")
    subprocess.run([sys.executable, str(script)], check=True, timeout=120)
    first, second, third = (row["source"] for row in rows(home))
    for source in (first, second):
        space = {}
        exec(source, space)
        assert check("ewa", space["answer"]).correct
    assert "check(" not in first
    assert third.splitlines() == ["import numpy as np", "answer = lambda theta, beta: np.zeros(3)"]


HONEST = """
import functools
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from lrlab.exercises.progress.source import program

START, LOW, LONG = 0.0, float("-inf"), np.arange(1000)

def start():
    return 0.0

def averaged(theta, beta, v, scale=1.0):
    out = []
    for x in theta:
        v = beta * v + (1 - beta) * x
        out.append(v)
    return np.array(out) * scale

def annotated(theta: np.ndarray, beta: float) -> Sequence[float]:
    out: np.ndarray = averaged(theta, beta, 0.0)
    return out

def default(theta, beta, v=START, *, scale=np.ones(1)):
    return averaged(theta, beta, v, scale)

def infinite(theta, beta):
    return np.maximum(averaged(theta, beta, 0.0), LOW)

def doubled(f):
    @functools.wraps(f)
    def inside(theta, beta):
        return 2 * f(theta, beta)
    return inside

@doubled
def decorated(theta, beta):
    return averaged(theta, beta, 0.0) / 2

@doubled
def half(theta, beta):
    return averaged(theta, beta, 0.0) / 2

@doubled
def twice(theta, beta):
    return half(theta, beta) / 2

def power(n):
    def raised(x):
        return x ** n
    return raised

first, none = power(1), power(0)

def raised_twice(theta, beta):
    return first(averaged(theta, beta, 0.0)) * none(2.0)

@functools.cache
def rest(beta):
    return 1 - beta

def cached(theta, beta):
    return averaged(theta, 1 - rest(beta), 0.0)

@dataclass
class State:
    v: float = START

class Average(State):
    def __init__(self, scale):
        super().__init__()
        self.scale, self.whole = scale, (scale, [scale])

    def __call__(self, theta, beta):
        return averaged(theta, beta, self.v, self.scale)

    def both(self, theta, beta):
        return self(theta, beta)

def classy(theta, beta):
    return Average(1.0)(theta, beta)

thing = Average(1.0)
method = Average(1.0).both
part = functools.partial(averaged, v=0.0)

def through(theta, beta):
    return thing(theta, beta)

class Own(list):
    pass

own, other, source_of = Own([1.0]), Own, torch.zeros(3)

def lost(theta, beta):
    return averaged(theta, beta, LONG[0] * own[0] + source_of[0]) if other else print(theta)

names = ["twice", "raised_twice"]
names += ["annotated", "default", "infinite", "decorated", "cached", "classy", "thing", "method", "part", "through"]
json.dump({name: program(globals()[name]) for name in [*names, "lost"]}, sys.stdout)
"""


def test_the_source_takes_what_annotations_defaults_decorators_and_classes_need(tmp_path):
    script = tmp_path / "defter.py"
    script.write_text(HONEST, "utf-8")
    done = subprocess.run([sys.executable, str(script)], check=True, timeout=120, capture_output=True)
    sources = json.loads(done.stdout)
    assert lacking(sources.pop("lost")) == "LONG, own, source_of"
    assert len(sources) == 12
    for name, source in sources.items():
        space = {"__name__": "__main__"}
        exec(source, space)
        assert check("ewa", space["answer"]).correct, (name, source)
        assert not lacking(source), (name, source)


def test_a_cell_of_a_notebook_has_a_source_too(home):
    cell = "from lrlab.exercises import check\ndef pencere(beta):\n    return 1 / (1 - beta)\ncheck('ewa', pencere)"
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", cell]
    subprocess.run(command, check=True, timeout=120, capture_output=True, env={**os.environ, "IPYTHONDIR": str(home)})
    (row,) = rows(home)
    assert row["source"] == "def pencere(beta):\n    return 1 / (1 - beta)\nanswer = pencere\n"


AGAIN = "import functools\nfrom lrlab.core.averages import ewa\nanswer = functools.partial(ewa, beta=0.5)\n"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (0.5, "answer = 0.5\n"),
        (np.float64(0.5), "answer = 0.5\n"),
        ("½", "answer = '½'\n"),
        ((0, 95), "answer = (0, 95)\n"),
        (averages.ewa, "from lrlab.core.averages import ewa\nanswer = ewa\n"),
        (object(), ""),
        ("x" * 30_000, ""),
        (float("nan"), 'answer = float("nan")\n'),
        ([np.inf, (1,)], 'answer = [float("inf"), (1,)]\n'),
        (partial(averages.ewa, beta=0.5), AGAIN),
    ],
)
def test_the_source_of_other_answers(answer, text):
    assert program(answer) == text


def test_the_source_of_an_object_that_fails_at_every_touch_is_empty():
    assert program(Evil()) == ""


# ---- sayfa


def test_the_page_tells_done_tried_and_open_lesson_by_lesson():
    check("ewa", swapped)
    check("ewa", right)
    check("bias_correction", averages.ewa)
    found = ilerleme()
    assert [found.mark(name) for name in ("ewa", "bias_correction", "effective_window")] == ["✔", "◐", "○"]
    total = len(TASKS)
    assert str(found).startswith(f"İlerleme: 1/{total} tamam, 1 denendi, {total - 2} duruyor\n")
    assert "Tahminler: Henüz tahmin yok." in str(found)
    lesson = str(found).split("02. ders: ")[1].split("03. ders")[0]
    there = len(LESSONS["02"])
    assert lesson.startswith(f"1/{there} tamam, 1 denendi, {there - 2} duruyor")
    assert "✔ ewa" in lesson
    assert "2 deneme" in lesson
    assert "karşılaşılan: β ile 1-β yer değiştirmiş\n" in lesson
    assert "karşılaşılan: Bölme eksik\n" in lesson
    html = found._repr_mimebundle_()["text/html"]
    assert found._repr_mimebundle_()["text/plain"] == str(found)
    assert f"<details open><summary style='cursor:pointer'>02. ders: 1/{there} tamam" in html
    assert "<details><summary style='cursor:pointer'>03. ders: 0/" in html
    assert "β ile 1-β yer değiştirmiş" in html


def test_the_same_cell_run_again_is_the_same_attempt():
    for _ in range(3):
        check("effective_window", 49)
    check("effective_window", 50)
    for _ in range(3):
        check("effective_window", 50)
    story = ilerleme().stories["effective_window"]
    assert (story.attempts, story.solved, sum(story.mistakes.values())) == (2, True, len(story.mistakes))
    assert story.source == "answer = 50\n"


def test_what_comes_after_the_right_answer_does_not_undo_it():
    check("ewa", right)
    check("ewa", swapped)
    story = ilerleme().stories["ewa"]
    assert (story.solved, story.attempts, story.mistakes) == (True, 1, {"swapped": 1})


def test_the_page_counts_guesses():
    first, second = (tahmin("Kaç?", ["a", "b"], key=key) for key in ("02-1", "02-2"))
    first.save("a")
    first.save("b")
    second.save("b")
    first.sonuc("b")
    second.sonuc("b")
    told = "2 soruda tahmin; sonucu görülen 2 tahminin 1 tanesi tuttu, 1 tanesi sonradan değişti."
    assert f"Tahminler: {told}" in str(ilerleme())


def test_damaged_lines_are_skipped_and_counted(home):
    check("ewa", right)
    path = home / "denemeler.jsonl"
    whole = path.read_bytes()
    strange = b'{"event": "check", "at": "x", "task": 5}\n{"event": "check", "at": 3}\n'
    path.write_bytes(whole + b"[" * 100_000 + b"\n" + strange + b'{"event": "check", "at": "2026')
    check("bias_correction", averages.ewa)
    found = ilerleme()
    assert (found.mark("ewa"), found.mark("bias_correction")) == ("✔", "◐")
    assert "denemeler.jsonl dosyasının 3 satırı bozuk; atlandı." in str(found)
    assert path.read_bytes().startswith(whole)


def test_a_damaged_record_is_shown_escaped(home):
    home.mkdir()
    row = {"event": "check", "at": "<b>", "task": "ewa", "status": "yanlış", "mutant": "<script>", "source": 5}
    (home / "denemeler.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    html = ilerleme()._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_looking_writes_nothing(home):
    str(ilerleme()), ilerleme()._repr_mimebundle_()
    assert not home.exists()
