"""Kayıtlı LeNet eğitimleri: dosya eksiksiz, tutarlı ve betiğin ayarlarıyla aynı; okuyucu yanlışı söyler."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from lrlab.train import DataError, lenet_runs
from lrlab.train.records.lenet import METRICS, SETTINGS

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["sabit", "karekök", "çok adımlı", "kosinüs", "ısınma + kosinüs", "ısınma + kosinüs (d2l sırası)", "doğrusal"]


def script():
    spec = importlib.util.spec_from_file_location("lenet_runs", ROOT / "data" / "lenet_runs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("setting", SETTINGS)
def test_record_holds_every_run_of_the_script(setting):
    runs, made = lenet_runs(setting), script().SETTINGS[setting]
    assert list(runs) == list(made.schedules) == NAMES
    for name, schedule in made.schedules.items():
        found = runs[name]
        assert found.seeds.tolist() == list(range(made.seeds))
        assert found.epoch.tolist() == list(range(1, made.epochs + 1))
        assert np.allclose(found.rate, schedule(np.arange(made.epochs)), rtol=1e-5, atol=0)
        for metric in METRICS:
            values = getattr(found, metric)
            assert values.shape == (made.seeds, made.epochs)
            if metric.endswith("accuracy"):
                known = values[np.isfinite(values)]
                assert ((known >= 0) & (known <= 1)).all()


@pytest.mark.parametrize("setting", SETTINGS)
def test_rerun_of_the_script_would_add_nothing(setting):
    module = script()
    made = module.SETTINGS[setting]
    wanted = {(setting, name, seed) for name in made.schedules for seed in range(made.seeds)}
    assert wanted <= module.recorded(module.PATH)


def test_script_resumes_and_appends(tmp_path, monkeypatch):
    module = script()
    from lrlab.core import Constant
    from lrlab.train import fashion_sample

    tiny = module.Setting(64, 2, 1, {"sabit": Constant(0.1)})
    monkeypatch.setattr(module, "SETTINGS", {"fast": tiny})
    monkeypatch.setattr(module, "ROOT", tmp_path)
    dataset, path = fashion_sample().take(100, 50), tmp_path / "runs.csv"
    module.record_all("fast", dataset, path, threads=1)
    once = path.read_text(encoding="utf-8")
    assert len(once.splitlines()) == 3
    two = module.Setting(64, 2, 2, {**tiny.schedules, "kosinüs": Constant(0.2)})
    monkeypatch.setattr(module, "SETTINGS", {"fast": two})
    module.record_all("fast", dataset, path, threads=1)
    assert path.read_text(encoding="utf-8").startswith(once)
    runs = lenet_runs("fast", path)
    assert [len(found.seeds) for found in runs.values()] == [2, 2]


def test_diverged_run_is_nan_after_its_end(tmp_path):
    path = tmp_path / "runs.csv"
    header = "setting,schedule,seed,epoch,rate,train_loss,train_accuracy,test_loss,test_accuracy\n"
    rows = ["fast,sabit,0,1,0.5,nan,0.1,nan,0.1", "fast,sabit,1,1,0.5,2,0.2,2,0.2", "fast,sabit,1,2,0.4,1,0.5,1,0.5"]
    path.write_text(header + "\n".join(rows), encoding="utf-8")
    found = lenet_runs("fast", path)["sabit"]
    assert found.rate.tolist() == [0.5, 0.4]
    assert np.array_equal(found.test_accuracy, [[0.1, np.nan], [0.2, 0.5]], equal_nan=True)
    assert np.isnan(found.train_loss[0]).all()
    with pytest.raises(DataError, match="'full' ayarının kaydı yok"):
        lenet_runs("full", path)


def test_unknown_setting_is_named():
    with pytest.raises(ValueError, match="`setting` = 'quick' olamaz; seçenekler: 'full', 'fast'"):
        lenet_runs("quick")
