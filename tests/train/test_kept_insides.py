"""Isınmanın içi, büyük minigrup ve ince ayar kayıtları: okunuşları, yarım kayıt ve derste söylenenler."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from lrlab.core import paired
from lrlab.train import (
    EXCEPTION_NOUNS,
    DataError,
    decode_words,
    epoch_runs,
    finetune_runs,
    real_plurals,
    scaling_runs,
    variety_runs,
)
from lrlab.train.data.words import plural

DATA = Path(__file__).parents[2] / "data"


def script(name):
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cut(tmp_path, name, rows):
    """Kaydın ilk `rows` satırı."""
    lines = (DATA / name).read_text("utf-8").splitlines(keepends=True)
    path = tmp_path / name
    path.write_text("".join(lines[: rows + 1]), "utf-8")
    return path


def test_every_case_is_measured_at_the_same_steps_with_the_same_seeds():
    runs = variety_runs()
    assert len({tuple(one.seeds) for one in runs.values()}) == 1
    cold = runs["cold"]
    assert cold.variety.shape == (len(cold.seeds), len(cold.step))
    assert (cold.step[0], cold.step[-1]) == (0, 300)
    assert (runs["warm"].variety[:, 0] == cold.variety[:, 0]).all()  # aynı tohum, aynı ağ
    assert (runs["xavier cold"].variety[:, 0] != cold.variety[:, 0]).any()


def test_a_seed_of_which_a_case_is_missing_is_left_out(tmp_path):
    cases = len(variety_runs())
    assert len(variety_runs(cut(tmp_path, "variety_runs.csv", 2 * cases - 1))["cold"].seeds) == 1
    assert len(variety_runs(cut(tmp_path, "variety_runs.csv", 2 * cases))["cold"].seeds) == 2


def test_warming_the_lower_half_saves_more_seeds_than_warming_the_upper():
    good = {name: int((one.accuracy > 0.9).sum()) for name, one in variety_runs().items()}
    assert good["cold"] <= 2
    assert good["warm"] == len(variety_runs()["warm"].seeds)
    assert good["shallow warm"] >= good["deep warm"] + 4
    assert good["deep frozen"] >= good["deep warm"] + 4


def test_learning_runs_lose_variety_too():
    slow = variety_runs()["slower cold"]
    assert slow.variety[slow.accuracy > 0.9].min() < 0.001


def test_the_linear_scaling_rule_breaks_and_warmup_mends_it_only_on_the_digits():
    digits, lenet = scaling_runs("digits"), scaling_runs("lenet")
    assert paired(digits[512, 0.32, 2], digits[512, 0.32, 0]).mean > 0.4
    assert abs(digits[64, 0.04, 0].mean() - digits[32, 0.02, 0].mean()) < 0.01
    assert not paired(lenet[128, 0.4, 2], lenet[128, 0.4, 0]).clear
    with pytest.raises(ValueError, match="network"):
        scaling_runs("resnet")


def test_the_written_nouns_leave_the_rule_exactly_where_they_are_listed():
    data = real_plurals()
    words = decode_words(data.train_x) + decode_words(data.val_x)
    labels = [*data.train_y.tolist(), *data.val_y.tolist()]
    assert len(set(words)) == len(words) == 335
    strange = {w for w, label in zip(words, labels, strict=True) if (plural(w) == "-ler") != bool(label)}
    assert strange == set(EXCEPTION_NOUNS)
    assert (len(data.train_y), len(data.val_y)) == (220, 115)
    assert decode_words(real_plurals(seed=1).train_x) != decode_words(data.train_x)


def test_finetuning_is_recorded_for_every_way_rate_and_seed(tmp_path):
    runs = finetune_runs()
    assert {one.accuracy.shape for one in runs.values()} == {(len(runs["today"].rates), len(runs["today"].seeds))}
    assert np.isnan(runs["today scratch"].old).all()
    assert (runs["today"].old[0] > 0.9).all()  # en küçük oran eski görevi unutturmaz
    with pytest.raises(DataError, match="tamamlanmış bir tohum yok"):
        finetune_runs(cut(tmp_path, "finetune_runs.csv", 3))


def test_validation_loss_turns_up_while_training_loss_goes_to_nothing():
    long = epoch_runs()[40]
    mean = long.val_loss.mean(0)
    assert mean.argmin() < 10
    assert mean[-1] > 1.5 * mean.min()
    assert long.train_loss[:, -1].mean() < 0.05


@pytest.mark.parametrize("name", ["variety_runs", "finetune_runs", "scaling_runs"])
def test_the_scripts_write_the_columns_of_the_record(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == script(name).COLUMNS
