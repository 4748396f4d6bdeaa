"""Kayıtlı öğrenme eğrileri: dosya betiğin yapılandırmalarıyla aynı ve tutarlı; okuyucu bozuk satırı söyler."""

import csv
import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lrlab.train import DataError, fashion_sample, learning_curves
from lrlab.train.data.places import shipped_file
from lrlab.train.records.learning import EPOCHS, SETTINGS, TEST, VALIDATION

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("learning_curves", ROOT / "data" / "learning_curves.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(script, number, wrong, diverged_at=0, test=900):
    """Dosyanın bir satırı; verilmeyen dönemler boştur."""
    config = script.configuration(number)
    return [number, *config.values(), 0.5, diverged_at, test, *wrong, *[""] * (EPOCHS - len(wrong))]


def written(path, header, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def test_settings_of_the_reader_are_those_of_the_script(script):
    assert (EPOCHS, VALIDATION, SETTINGS) == (script.EPOCHS, script.VAL, script.SETTINGS)
    assert TEST == 10_000  # Fashion-MNIST'in özgün test kümesi


def test_record_holds_every_configuration_of_the_script(script):
    curves = learning_curves()
    assert curves.configs == tuple(script.configuration(number) for number in range(script.CONFIGS))
    assert set(script.recorded(shipped_file("learning_curves.csv"))) == set(
        range(script.CONFIGS)
    )  # betik bir şey eklemezdi
    assert curves.errors.shape == (script.CONFIGS, EPOCHS)
    assert curves.test_error.shape == curves.seconds.shape == (script.CONFIGS,)


def test_recorded_errors_are_counts_of_images():
    curves = learning_curves()
    for errors, images in ((curves.errors, VALIDATION), (curves.test_error, TEST)):
        known = errors[np.isfinite(errors)]
        assert ((known >= 0) & (known <= 1)).all()
        assert np.allclose(known * images, np.round(known * images), rtol=0, atol=1e-8)
    assert (curves.seconds > 0).all()
    assert np.array_equal(np.isnan(curves.errors[:, -1]), np.isnan(curves.test_error))


def test_validation_and_test_error_agree_up_to_sampling_noise():
    # Aynı ağın 5000 ve 10,000 görüntüdeki hataları: farkın standart sapması 1 puanın altındadır.
    curves = learning_curves()
    trained = curves.errors[:, -1] < 0.5
    difference = (curves.test_error - curves.errors[:, -1])[trained]
    assert trained.mean() > 0.5
    assert np.abs(difference).max() < 0.04


def test_rows_are_put_in_the_order_of_their_numbers(script, tmp_path):
    rows = [row(script, number, [100 * number + 1] * EPOCHS, test=number) for number in (2, 0, 1)]
    curves = learning_curves(written(tmp_path / "c.csv", script.COLUMNS, *rows))
    assert curves.errors[:, 0].tolist() == [1 / 5000, 101 / 5000, 201 / 5000]
    assert curves.test_error.tolist() == [0, 1e-4, 2e-4]
    assert curves.configs == tuple(script.configuration(number) for number in range(3))
    assert [type(value) for value in curves.configs[0].values()] == [float, int, float, int]


def test_diverged_training_is_nan_from_the_epoch_of_its_divergence(script, tmp_path):
    rows = [row(script, 0, [2000, 1500, 4500], diverged_at=3, test=""), row(script, 1, [500] * EPOCHS)]
    curves = learning_curves(written(tmp_path / "c.csv", script.COLUMNS, *rows))
    assert curves.errors[0, :2].tolist() == [0.4, 0.3]
    assert np.isnan(curves.errors[0, 2:]).all()
    assert np.isnan(curves.test_error[0])
    assert np.isfinite(curves.errors[1]).all()


@pytest.mark.parametrize("cut", [["x"], 4, 20], ids=["not a number", "short row", "missing epochs"])
def test_broken_row_is_an_error(script, tmp_path, cut):
    good = row(script, 0, [500] * EPOCHS)
    bad = [*cut, *good[1:]] if isinstance(cut, list) else good[:cut]
    path = written(tmp_path / "c.csv", script.COLUMNS, good, bad)
    with pytest.raises(DataError, match=r"c\.csv okunamıyor, bir satırı eksik ya da bozuk"):
        learning_curves(path)


def test_missing_epochs_of_a_training_that_did_not_diverge_are_an_error(script, tmp_path):
    path = written(tmp_path / "c.csv", script.COLUMNS, row(script, 0, [500] * (EPOCHS - 1)))
    with pytest.raises(DataError, match="eksik ya da bozuk"):
        learning_curves(path)


def test_empty_record_is_an_error(script, tmp_path):
    with pytest.raises(DataError, match="hiç kayıt yok"):
        learning_curves(written(tmp_path / "c.csv", script.COLUMNS))


def test_arrays_cannot_be_changed():
    curves = learning_curves()
    for array in (curves.errors, curves.test_error, curves.seconds):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_script_writes_rows_that_the_reader_understands(script, tmp_path, monkeypatch):
    dataset = fashion_sample().take(200, 100)
    monkeypatch.setattr(script, "parts", lambda: (dataset, dataset))
    monkeypatch.setattr(script, "VAL", VALIDATION)
    rows = [script.run(number) for number in (1, 0)]
    curves = learning_curves(written(tmp_path / "c.csv", script.COLUMNS, *rows))
    assert curves.configs == (script.configuration(0), script.configuration(1))
    # İki küme aynı olduğundan son dönemin geçerleme hatası ile test hatası aynı orandır.
    assert np.allclose(curves.errors[:, -1], [found[7] / 100 for found in reversed(rows)], rtol=0, atol=1e-12)
    assert script.run(0)[8:] == rows[1][8:]


def test_reading_needs_no_torch():
    code = "import sys, lrlab.train.records.learning as c; c.learning_curves(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
