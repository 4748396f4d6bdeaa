"""Kayıtlı ısınma deneyleri: dosyanın okunması, yarım kayıt ve onu yapan betik."""

import importlib.util
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from lrlab.train import DataError, bias_runs, vowel_harmony, warmup_network, warmup_runs
from lrlab.train.records.warmup import BIAS_DEPTH, DEPTH, EVERY, STEPS

DATA = Path(__file__).parents[2] / "data"
HEAD = "rule,depth,norm,rate,warmup,seed,accuracy,loss"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("warmup_script", DATA / "warmup_runs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def value(norm, rate, warmup, seed):
    """Satırın yerini ele veren bir sayı."""
    return (norm == "pre") / 2 + rate * 10 + warmup / 1000 + seed / 10


def written(tmp_path, seeds=(0, 1), rules=("adam",), depth=DEPTH, cut=0):
    cells = product(seeds, rules, ("post", "pre"), (0.001, 0.002), (0, 50))
    lines = [f"{u},{depth},{n},{r},{w},{s},{value(n, r, w, s):.4f},0.7 {0.5 + s} nan" for s, u, n, r, w in cells]
    path = tmp_path / "warmup_runs.csv"
    path.write_text("\n".join([HEAD, *lines[: len(lines) - cut]]) + "\n", encoding="utf-8")
    return path


def test_rows_land_in_their_places(tmp_path):
    runs = warmup_runs(written(tmp_path))
    assert runs.norms == ("post", "pre")
    assert (runs.rates.tolist(), runs.warmups.tolist(), runs.seeds.tolist()) == ([0.001, 0.002], [0, 50], [0, 1])
    assert runs.step.tolist() == [10, 20, 30]
    assert runs.loss.shape == (2, 2, 2, 2, 3)
    for (i, norm), (j, rate), (k, warmup), s in product(
        enumerate(runs.norms), enumerate(runs.rates), enumerate(runs.warmups), (0, 1)
    ):
        assert runs.accuracy[i, j, k, s] == pytest.approx(value(norm, rate, warmup, s))
        assert runs.loss[i, j, k, s, :2].tolist() == [0.7, 0.5 + s]
    assert np.isnan(runs.loss[..., 2]).all()


def test_a_seed_that_is_not_finished_is_left_out(tmp_path):
    assert warmup_runs(written(tmp_path, cut=1)).seeds.tolist() == [0]
    with pytest.raises(DataError, match="tamamlanmış bir tohum yok"):
        warmup_runs(written(tmp_path, seeds=(0,), cut=1))


def test_bias_table_is_read_apart_from_the_map(tmp_path):
    path = written(tmp_path, rules=("adam", "adam_uncorrected"), depth=BIAS_DEPTH)
    runs = bias_runs(path)
    assert runs.rules == ("adam", "adam_uncorrected")
    assert runs.accuracy.shape == (2, 2, 2, 2, 2)
    assert runs.accuracy[1, 1, 0, 1, 1] == pytest.approx(value("pre", 0.001, 50, 1))
    with pytest.raises(DataError):
        warmup_runs(path)


def test_script_goes_on_where_it_stopped(script, tmp_path, monkeypatch):
    monkeypatch.setattr(script, "SEEDS", range(1))
    monkeypatch.setattr(script, "RATES", (1e-3,))
    monkeypatch.setattr(script, "WARMUPS", (0,))
    monkeypatch.setattr(script, "BIAS_RATES", (1e-3,))
    monkeypatch.setattr(script, "BIAS_WARMUPS", (0,))
    monkeypatch.setattr(script, "STEPS", EVERY)
    monkeypatch.setattr(script, "vowel_harmony", lambda: vowel_harmony(50, 10))
    path = tmp_path / "warmup_runs.csv"
    script.record_all(path)
    whole = path.read_bytes()
    lines = whole.decode().splitlines(keepends=True)
    assert len(lines) == 1 + 2 + 4
    path.write_text("".join(lines[:2] + lines[3:5]), encoding="utf-8", newline="\n")
    script.record_all(path)
    assert sorted(path.read_text(encoding="utf-8").splitlines()) == sorted(whole.decode().splitlines())
    assert warmup_runs(path).step.tolist() == [EVERY]


def test_recorded_network_is_the_one_the_lesson_trains():
    assert len(warmup_network().blocks) == DEPTH
    assert warmup_network("pre", seed=2, depth=3).blocks[0].norm == "pre"


def test_kept_record_shows_what_warmup_is_for():
    runs = warmup_runs()
    assert (runs.norms, runs.step[-1]) == (("post", "pre"), STEPS)
    assert 0.4 < runs.accuracy.min() <= runs.accuracy.max() <= 1
    learned = (runs.accuracy > 0.9).mean(-1)
    here = runs.rates.tolist().index(0.0025)
    none, fifty = (runs.warmups.tolist().index(steps) for steps in (0, 50))
    assert learned[0, here, none] <= 0.4
    assert learned[0, here, fifty] >= 0.8
    assert learned[1, here].min() == 1  # pre-LN'de ısınma gerekmez
    stuck = runs.loss[0, here, none][runs.accuracy[0, here, none] < 0.6]
    assert stuck[:, -1] == pytest.approx(np.log(2), abs=0.03)  # takılan ağ hiçbir şey bilmez
