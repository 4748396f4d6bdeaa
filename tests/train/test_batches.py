"""Minigruplar: hiçbir örnek kaybolmaz, eşler bozulmaz, sıra yalnızca tohuma bağlıdır."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.train import minibatches, updates_per_epoch
from lrlab.train.data.batches import epoch_order


@settings(deadline=None, derandomize=True)
@given(n=st.integers(1, 60), size=st.integers(1, 80), seed=st.integers(0, 10), tensor=st.booleans())
def test_every_row_appears_once_with_its_label(n, size, seed, tensor):
    x, y = np.arange(2.0 * n).reshape(n, 2), np.arange(n)
    if tensor:
        x, y = torch.from_numpy(x), torch.from_numpy(y)
    parts = list(minibatches(x, y, size, seed=seed))
    assert [part.t for part in parts] == list(range(1, updates_per_epoch(n, size) + 1))
    assert [len(part.x) for part in parts[:-1]] == [size] * (len(parts) - 1)
    assert len(parts[-1].x) == (n - 1) % size + 1
    rows = [int(label) for part in parts for label in part.y]
    assert sorted(rows) == list(range(n))
    assert all(type(part.x) is type(x) and (part.x[:, 0] == 2 * part.y).all() for part in parts)


def test_lesson_example():
    x, y = np.arange(10).reshape(5, 2), np.arange(5)
    assert [(t, len(X), len(Y)) for t, X, Y in minibatches(x, y, 2)] == [(1, 2, 2), (2, 2, 2), (3, 1, 1)]


def test_seed_decides_the_order_and_epochs_differ():
    x = y = np.arange(100)

    def order(seed):
        return [int(v) for part in minibatches(x, y, 7, seed=seed) for v in part.y]

    assert order((5, 0)) == order((5, 0))
    assert order((5, 0)) != order((5, 1))
    assert order((5, 0)) != order((6, 0))
    assert order(3) != list(range(100))


def test_numpy_and_torch_give_the_same_order_and_touch_nothing():
    x, y = np.random.default_rng(0).normal(size=(20, 3)), np.arange(20)
    before, state = x.copy(), torch.get_rng_state()
    for a, b in zip(minibatches(x, y, 6), minibatches(torch.tensor(x), torch.tensor(y), 6), strict=True):
        assert np.array_equal(a.x, b.x.numpy())
        a.x[:] = 0
    assert np.array_equal(x, before)
    assert torch.equal(state, torch.get_rng_state())


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"size": 0}, ValueError, "`size` = 0 olamaz"),
        ({"size": 2.5}, ValueError, "`size` = 2.5 olamaz"),
        ({"size": "64"}, TypeError, "`size` bir sayı olmalı"),
        ({"seed": -1}, ValueError, "`seed` = -1 olamaz"),
        ({"seed": (0, None)}, TypeError, "`seed`"),
        ({"x": [1, 2, 3]}, TypeError, "`x` bir numpy dizisi ya da torch tensörü olmalı; verilen: list"),
        ({"y": np.zeros(0)}, ValueError, "`y` boş olamaz"),
        ({"x": np.float64(3)}, TypeError, "`x`"),
        ({"y": np.zeros(4)}, ValueError, "aynı sayıda örnek içermeli; verilen: 3 ve 4"),
    ],
)
def test_bad_input_is_named_at_the_call(arguments, error, said):
    good = {"x": np.zeros((3, 2)), "y": np.zeros(3), "size": 2, "seed": 0}
    with pytest.raises(error, match=said):
        minibatches(**{**good, **arguments})


@pytest.mark.parametrize(("n", "size", "expected"), [(1437, 64, 23), (60_000, 256, 235), (64, 64, 1), (5, 9, 1)])
def test_updates_per_epoch(n, size, expected):
    assert updates_per_epoch(n, size) == expected


def test_updates_per_epoch_names_bad_input():
    with pytest.raises(ValueError, match="`n` = 0 olamaz"):
        updates_per_epoch(0, 64)


def test_epoch_order_is_the_order_minibatches_cut():
    rows = torch.arange(10)
    cut = torch.cat([part.x for part in minibatches(rows, rows, 3, seed=(4, 2))])
    assert torch.equal(epoch_order(10, 4, 2), cut)
    assert not torch.equal(epoch_order(10, 4, 3), cut)
