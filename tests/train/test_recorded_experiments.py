"""Kayıtlı deneylerin okuyucuları: hepsinde salt okunur diziler, aynı `path`, bozuk dosyada aynı cümle."""

import importlib.util
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import numpy as np
import pytest

from lrlab.train import DataError, bias_runs, decay_runs, learning_curves, lenet_runs, warmup_runs, wine_searches
from lrlab.train.data.places import shipped_file

DATA = Path(__file__).parents[2] / "data"
LOADERS = {
    "decay_runs": (lambda path=None: decay_runs("fashion", path)["plato 3"], "decay_runs.csv"),
    "learning_curves": (lambda path=None: learning_curves(path), "learning_curves.csv"),
    "lenet_runs": (lambda path=None: lenet_runs("fast", path)["kosinüs"], "lenet_runs.csv"),
    "warmup_runs": (lambda path=None: warmup_runs(path), "warmup_runs.csv"),
    "bias_runs": (lambda path=None: bias_runs(path), "warmup_runs.csv"),
    "wine_searches": (lambda path=None: wine_searches(path)["grid"], "wine_search.csv"),
}
loaders = pytest.mark.parametrize(("load", "name"), LOADERS.values(), ids=LOADERS)


@loaders
def test_a_record_cannot_be_changed(load, name):
    record = load()
    arrays = [getattr(record, field.name) for field in fields(record)]
    arrays = [array for array in arrays if isinstance(array, np.ndarray)]
    assert len(arrays) > 2
    for array in arrays:
        assert not array.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(FrozenInstanceError):
        setattr(record, fields(record)[0].name, None)


@loaders
def test_a_given_path_is_read_like_the_shipped_one(load, name):
    first, second = load(), load(shipped_file(name))
    for field in fields(first):
        np.testing.assert_equal(getattr(first, field.name), getattr(second, field.name))


@loaders
def test_missing_empty_and_broken_files_are_said_alike(load, name, tmp_path):
    with pytest.raises(DataError, match=r"yok\.csv açılamıyor"):
        load(tmp_path / "yok.csv")
    head, *rows = shipped_file(name).read_text(encoding="utf-8").splitlines()
    path = tmp_path / "kayit.csv"
    path.write_text(head + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"kayit\.csv içinde hiç kayıt yok; lrlab'ı yeniden kur"):
        load(path)
    half = ",".join(rows[-1].split(",")[:3])
    for broken in ([head, *rows[:-1], half], [head.replace("se", "xx"), *rows]):  # yarım bir satır; eksik bir sütun
        path.write_text("\n".join(broken), encoding="utf-8")
        with pytest.raises(DataError, match=r"kayit\.csv okunamıyor, bir satırı eksik ya da bozuk; lrlab'ı yeniden"):
            load(path)


def test_wine_searches_hold_what_the_script_tried():
    spec = importlib.util.spec_from_file_location("wine_search", DATA / "wine_search.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    searches = wine_searches()
    assert {name: len(one.configs) for name, one in searches.items()} == {"grid": 1200, "random": 200}
    seen = {name: {config[name] for config in searches["grid"].configs} for name in script.GRID}
    assert seen == {name: set(values) for name, values in script.GRID.items()}
    for one in searches.values():
        assert one.accuracy.shape == one.sd.shape == one.seconds.shape == (len(one.configs),)
        assert ((one.accuracy > 0) & (one.accuracy <= 1) & (one.sd >= 0) & (one.seconds > 0)).all()
        assert 0.9 < one.test_accuracy <= 1
        assert {type(value) for config in one.configs for value in config.values()} <= {int, type(None)}


def test_decay_runs_hold_each_schedule_at_the_rate_chosen_on_other_seeds():
    spec = importlib.util.spec_from_file_location("decay_runs", DATA / "decay_runs.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    runs = decay_runs()
    assert set(script.schedules(1.0)) < set(runs)
    for name, one in runs.items():
        assert set(one.tried) == set(script.LRS)
        assert one.tried[one.lr] == max(one.tried.values())
        assert one.seeds.tolist() == list(script.SEEDS["report"])
        assert one.accuracy.shape == one.rate.shape == (len(one.seeds), script.EPOCHS)
        if name in script.schedules(one.lr):
            planned = script.schedules(one.lr)[name](np.arange(0, script.STEPS, script.UPDATES))
            np.testing.assert_allclose(one.rate, np.broadcast_to(planned, one.rate.shape), rtol=1e-3)
        else:  # plato: oran ya kalır ya onda bire iner
            steps = one.rate[:, 1:] / one.rate[:, :-1]
            assert (np.isclose(steps, 1) | np.isclose(steps, 0.1)).all()
    assert {len(one.seeds) for one in decay_runs("transformer").values()} == {3}
    assert decay_runs("blog")["kosinüs, seçilen oran"].lr in script.BLOG
    with pytest.raises(ValueError, match="setting"):
        decay_runs("full")
