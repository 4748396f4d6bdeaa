"""09 ve 10. dersin kayıtlı aramaları: dosyalar, onları yapan betiklerin dediği gibidir."""

import importlib.util
import json

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import ParameterGrid

from lrlab.hpo import Random
from lrlab.train import DataError, digits, search_rows, wine, wine_searches
from tests.texts import ROOT


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "data" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_search_is_one_of_those_recorded_and_a_missing_file_is_said(tmp_path):
    with pytest.raises(ValueError, match="wine_deck"):
        search_rows("wines")
    with pytest.raises(DataError, match=r"yok\.csv açılamıyor"):
        search_rows("wine_deck", tmp_path / "yok.csv")


def test_the_deck_s_grid_is_the_deck_s_and_each_distinct_setting_is_recorded_once():
    deck, found = script("wine_deck"), search_rows("wine_deck")
    assert len(ParameterGrid(deck.GRID)) == 1200
    assert {key: list(values) for key, values in deck.GRID.items()} == {
        "bootstrap": [True],
        "max_depth": [80, 90, 100, 110],
        "max_features": [2, 3],
        "min_samples_leaf": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        "min_samples_split": [1, 6, 11],
        "n_estimators": [100, 200, 300, 500, 1000],
    }
    settings = {(row["n_estimators"], *(row[name] for name in deck.COLUMNS[1:4])) for row in found}
    assert len(settings) == len(found) == 150
    assert max(int(row["depth"]) for row in found) < 80


@pytest.mark.parametrize(("leaf", "split"), [(6, 11), (3, 6)])
def test_a_split_below_two_leaves_changes_nothing_and_depth_eighty_neither(leaf, split):
    data = wine(0)
    x, y = data.train_x.numpy(), data.train_y.numpy()
    plain, same, shallow = (
        RandomForestClassifier(10, min_samples_leaf=leaf, random_state=0, **more).fit(x, y).predict_proba(x)
        for more in ({"min_samples_split": split, "max_depth": 80}, {"min_samples_split": 2 * leaf}, {"max_depth": 2})
    )
    np.testing.assert_array_equal(plain, same)
    assert (plain != shallow).any()


def test_growing_a_forest_gives_the_forest_of_that_size():
    data = wine(0)
    x, y = data.train_x.numpy(), data.train_y.numpy()
    deck = script("wine_deck")
    (grown, _), (larger, spent), *_ = deck.forests(2, 5, 11, x, y)
    assert grown is larger  # aynı orman büyüyor
    assert spent > 0
    direct = RandomForestClassifier(1000, max_features=2, min_samples_leaf=5, min_samples_split=11, random_state=0)
    *_, (last, _) = deck.forests(2, 5, 11, x, y)
    np.testing.assert_array_equal(direct.fit(x, y).predict_proba(x), last.predict_proba(x))


def test_the_network_search_holds_what_the_script_would_try():
    search, found = script("network_search"), search_rows("network_search")
    tried = [row for row in found if row["kind"] == "search"]
    searcher = Random(search.SPACE, seed=0)
    assert [json.loads(row["config"]) for row in tried] == [searcher.ask() for _ in range(search.TRIALS)]
    for row in found:
        assert len(row["val_wrong"].split()) == len(row["test_wrong"].split()) == search.EPOCHS
        assert 0 <= int(row["train_wrong"]) <= search.TRAIN
    again = [row for row in found if row["kind"] == "again"]
    assert len(again) == search.BEST * search.SEEDS
    last = [int(row["val_wrong"].split()[-1]) for row in tried]
    assert {row["number"] for row in again} == {str(k) for k in np.argsort(last, kind="stable")[: search.BEST]}


def test_the_lenet_search_starts_where_d2l_starts():
    search, found = script("lenet_search"), search_rows("lenet_search")
    asked = [(float(row["learning_rate"]), int(row["batch_size"])) for row in found]
    assert asked == [tuple(config.values()) for config in search.configurations()]
    assert asked[0] == (0.1, 128)
    wrong = np.array([[int(row[f"e{k}"]) for k in range(1, 11)] for row in found])
    assert wrong.shape == (16, 10)
    assert ((wrong >= 0) & (wrong <= search.VAL)).all()


def test_the_svm_race_is_what_its_searchers_ask_for():
    race, found = script("svm_race"), search_rows("svm_race")
    assert [(row["searcher"], int(row["seed"])) for row in found] == [
        (name, seed) for seed in range(race.SEEDS) for name in race.TRIALS
    ]
    for row in found:
        assert {len(row[part].split()) for part in race.COLUMNS[2:]} == {race.TRIALS[row["searcher"]]}
    wrong = {(row["searcher"], row["seed"]): [int(one) for one in row["wrong"].split()] for row in found}
    for seed in map(str, range(race.SEEDS)):
        assert wrong["random", seed][:5] == wrong["bayes", seed][:5]
    data = digits()
    searcher, images, labels = race.searcher("random", 0), data.train_x.numpy(), data.train_y.numpy()
    again = [race.wrong(searcher.ask(), images, labels) for _ in range(5)]
    assert again == pytest.approx(wrong["random", "0"][:5], abs=2)


def test_the_forests_measured_again_are_those_that_were_chosen():
    again, found = script("wine_again"), search_rows("wine_again")
    deck, ours = search_rows("wine_deck"), wine_searches()["grid"]
    chosen = max(deck, key=lambda row: float(row["accuracy"]))  # ilk birinci
    shape = {name: int(chosen[name]) for name in ("n_estimators", "max_features", "min_samples_split")}
    assert again.SETTINGS["deck"] == shape
    assert chosen["min_samples_leaf"] == "1"  # scikit-learn'ün varsayılanı
    assert again.SETTINGS["ours"] | {"min_samples_leaf": 1} == ours.configs[int(ours.accuracy.argmax())]
    assert [(row["setting"], int(row["seed"])) for row in found] == [
        (name, seed) for name in again.SETTINGS for seed in again.SEEDS
    ]
    first = next(float(row["accuracy"]) for row in found if row["setting"] == "ours")
    assert again.accuracy(again.SETTINGS["ours"], again.SEEDS[0]) == pytest.approx(first, abs=0.02)
