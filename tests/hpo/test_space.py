"""lrlab.hpo.Space: çekiliş, denetim, JSON, ızgara, vektör; rastgele uzaylar üzerinde özellikler."""

import copy
import json
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.hpo import Choice, Float, Int, Space, When

prop = settings(deadline=None, derandomize=True, max_examples=60)
NET = Space({
    "rate": Float(1e-3, 1.0, log=True),
    "layers": Int(1, 3),
    "width2": When(Int(8, 64, log=True), "layers", (2, 3)),
    "drop": When(Choice((True, False)), "layers", (3,)),
    "drop_rate": When(Float(0.1, 0.5), "drop", (True,)),
    "activation": Choice(("relu", "tanh", None)),
    "momentum": 0.9,
})  # fmt: skip
FULL = dict(rate=0.1, layers=3, width2=32, drop=True, drop_rate=0.2, activation=None, momentum=0.9)

scalars = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(-5, 5), st.text(max_size=3))
domains = st.one_of(
    st.builds(lambda low, by: Float(low, low + by), st.floats(-10, 10), st.floats(0.1, 9)),
    st.builds(lambda low, by: Float(low, low * by, log=True), st.floats(1e-6, 10), st.floats(1.5, 1e4)),
    st.builds(lambda low, by, log: Int(low, low + by, log), st.integers(1, 50), st.integers(0, 9), st.booleans()),
    st.lists(scalars, min_size=1, max_size=4, unique=True).map(tuple).map(Choice),
)


@st.composite
def spaces(draw):
    parameters = {}
    for k in range(draw(st.integers(1, 6))):
        entry = draw(st.one_of(domains, scalars))
        parents = [name for name, e in parameters.items() if not isinstance(getattr(e, "domain", e), Float)]
        if parents and isinstance(entry, Float | Int | Choice) and draw(st.booleans()):
            parent = draw(st.sampled_from(parents))
            above = getattr(parameters[parent], "domain", parameters[parent])
            values = above.levels(3) if isinstance(above, Int | Choice) else [above]
            entry = When(entry, parent, tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=3))))
        parameters[f"p{k}"] = entry
    return Space(parameters)


seeds = st.integers(0, 2**32)


def draws(space, seed, count):
    rng = np.random.default_rng(seed)
    return [space.sample(rng) for _ in range(count)]


@prop
@given(spaces(), seeds)
def test_every_sample_is_valid_plain_and_survives_json(space, seed):
    for config in draws(space, seed, 5):
        checked = space.check(config)
        assert checked == config
        assert list(checked) == list(config)
        assert all(type(value) in (int, float, str, bool, type(None)) for value in config.values())
        assert space.check(json.loads(json.dumps(config))) == config


@prop
@given(spaces())
def test_json_and_pickle_give_an_equal_space(space):
    text = json.dumps(space.to_json(), sort_keys=True)  # sıra, anahtarlar sıralansa da korunur
    for other in (Space.from_json(json.loads(text)), pickle.loads(pickle.dumps(space)), copy.deepcopy(space)):
        assert other == space
        assert hash(other) == hash(space)
        assert list(other.parameters) == list(space.parameters)
        assert draws(other, 1, 3) == draws(space, 1, 3)


@prop
@given(spaces(), seeds)
def test_one_number_is_drawn_for_each_free_parameter(space, seed):
    used, counted = np.random.default_rng(seed), np.random.default_rng(seed)
    config = space.sample(used)
    u = np.array([counted.random() for _ in range(space.size)])
    assert used.random() == counted.random()
    assert space.at(u) == config


@prop
@given(spaces(), seeds)
def test_the_unit_cube_leads_back_to_the_configuration(space, seed):
    (config,) = draws(space, seed, 1)
    unit = space.unit(config)
    assert unit.shape == (space.size,)
    back = space.at(unit)
    assert back.keys() == config.keys()
    for name, value in config.items():
        assert back[name] == (pytest.approx(value, rel=1e-9, abs=1e-9) if type(value) is float else value)


@prop
@given(spaces(), seeds)
def test_vectors_lie_in_the_unit_cube_and_have_one_length(space, seed):
    rows = np.array([space.vector(config) for config in draws(space, seed, 4)])
    assert rows.dtype == np.float64
    assert ((rows >= 0) & (rows <= 1)).all()


@prop
@given(spaces())
def test_grid_points_are_valid_and_different(space):
    grid = space.grid(2)
    assert [space.check(config) for config in grid] == grid
    assert len({repr(config) for config in grid}) == len(grid) >= 1


def test_streams_stay_aligned_whatever_the_conditions_say():
    always = Space({name: getattr(entry, "domain", entry) for name, entry in NET.parameters.items()})
    pairs = list(zip(draws(NET, 5, 200), draws(always, 5, 200), strict=True))
    assert all(config.items() <= full.items() for config, full in pairs)
    assert {"width2" in config for config, _ in pairs} == {True, False}
    assert {"drop_rate" in config for config, _ in pairs} == {True, False}


def test_a_conditional_exists_exactly_when_its_condition_holds():
    for config in draws(NET, 0, 300):
        assert ("width2" in config) == (config["layers"] >= 2)
        assert ("drop" in config) == (config["layers"] == 3)
        assert ("drop_rate" in config) == (config.get("drop") is True)


def test_vector_by_hand():
    # rate | layers | width2 | drop | drop_rate | activation
    np.testing.assert_allclose(
        NET.vector({"rate": 1.0, "layers": 1, "activation": "tanh", "momentum": 0.9}),
        [1.0, 1 / 6, 0.5, 0, 0, 0.5, 0, 1, 0],
    )
    width = (np.log(32 / 8) + np.log(33 / 8)) / 2 / np.log(65 / 8)
    np.testing.assert_allclose(NET.vector(FULL), [2 / 3, 5 / 6, width, 1, 0, 0.25, 0, 0, 1])


def test_grid_by_hand():
    space = Space({"a": Choice((1, 2)), "b": When(Choice(("x", "y")), "a", (2,)), "c": Float(0, 1), "d": "sabit"})
    ends = [{"c": c, "d": "sabit"} for c in (0.0, 1.0)]
    expected = [{"a": 1, **end} for end in ends] + [{"a": 2, "b": b, **end} for b in "xy" for end in ends]
    assert space.grid(2) == expected
    assert space.grid({"c": 2}) == expected
    assert len(NET.grid({"rate": 4, "layers": 3, "width2": 2, "drop_rate": 5})) == 4 * 3 * (1 + 2 + 2 * (1 + 5))


def test_check_orders_copies_and_converts():
    shuffled = dict(reversed(FULL.items())) | {"layers": np.int64(3), "rate": np.float32(0.5)}
    before = dict(shuffled)
    checked = NET.check(shuffled)
    assert list(checked) == list(FULL)
    assert (type(checked["layers"]), type(checked["rate"])) == (int, float)
    assert shuffled == before
    assert checked is not shuffled


def test_order_and_types_matter_for_equality():
    a, b = Float(0, 1), Int(1, 2)
    assert Space({"a": a, "b": b}) != Space({"b": b, "a": a})
    assert Space({"a": 1}) == Space({"a": 1})
    assert len({Space({"a": value}) for value in (1, 1.0, True, "1")}) == 4
    assert Space({"a": 1}) != {"a": 1}


def test_a_space_cannot_be_changed():
    given_mapping = {"a": 1}
    space = Space(given_mapping)
    given_mapping["b"] = 2
    assert list(space.parameters) == ["a"]
    with pytest.raises(TypeError):
        space.parameters["b"] = 2
    with pytest.raises(FrozenInstanceError):
        space.parameters = {}
