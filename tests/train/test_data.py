"""Gömülü veri kümeleri: boylar, ölçek, tohumlu ve oranları koruyan bölme."""

import numpy as np
import pytest
import torch

from lrlab.train import digits, fashion_sample, wine


def test_digits_shapes_scale_and_classes():
    d = digits()
    assert (d.train_x.shape, d.val_x.shape) == ((1437, 64), (360, 64))
    assert (d.train_y.shape, d.val_y.shape) == ((1437,), (360,))
    assert (d.train_x.dtype, d.train_y.dtype) == (torch.float32, torch.int64)
    assert (d.train_x.min().item(), d.train_x.max().item()) == (0.0, 1.0)
    assert d.classes == tuple("0123456789")


def test_digits_split_is_a_partition_and_keeps_class_shares():
    d = digits()
    both = torch.cat([d.train_x, d.val_x]).numpy()
    from sklearn.datasets import load_digits

    whole = (load_digits().data / 16).astype(np.float32)
    assert np.array_equal(both[np.lexsort(both.T)], whole[np.lexsort(whole.T)])
    shares = d.val_y.bincount() / (d.train_y.bincount() + d.val_y.bincount())
    assert (shares - 360 / 1797).abs().max() < 0.004


@pytest.mark.parametrize("make", [digits, wine])
def test_split_depends_only_on_the_seed(make):
    state = (np.random.get_state()[1].copy(), torch.get_rng_state())  # noqa: NPY002
    first, same, other = make(3), make(3), make(4)
    assert torch.equal(first.train_x, same.train_x)
    assert torch.equal(first.val_y, same.val_y)
    assert not torch.equal(first.train_x, other.train_x)
    assert np.array_equal(state[0], np.random.get_state()[1])  # noqa: NPY002
    assert torch.equal(state[1], torch.get_rng_state())


def test_wine_is_scaled_by_training_rows_only():
    d = wine()
    assert (d.train_x.shape, d.val_x.shape) == ((124, 13), (54, 13))
    assert d.train_x.mean(0).abs().max() < 1e-6
    assert (d.train_x.std(0, correction=0) - 1).abs().max() < 1e-6
    # Geçerleme de aynı sayılarla ölçeklenir, kendi ortalamasıyla değil.
    assert d.val_x.mean(0).abs().max() > 0.05
    assert len(d.classes) == 3


def test_take_keeps_the_first_rows():
    d = digits()
    small = d.take(100)
    assert torch.equal(small.train_x, d.train_x[:100])
    assert len(small.train_y) == 100
    assert len(small.val_y) == 360
    assert len(d.take(10, 20).val_x) == 20


@pytest.mark.parametrize("bad", [0, 1438, 2.5])
def test_take_names_a_bad_count(bad):
    with pytest.raises(ValueError, match="`train` = "):
        digits().take(bad)


@pytest.mark.parametrize(("seed", "error"), [(-1, ValueError), ("on", TypeError)])
def test_bad_seed_is_named(seed, error):
    with pytest.raises(error, match="`seed`"):
        digits(seed)


def test_fashion_sample_shapes_scale_and_classes():
    d = fashion_sample()
    assert (d.train_x.shape, d.val_x.shape) == ((3000, 1, 28, 28), (1000, 1, 28, 28))
    assert (d.train_x.dtype, d.train_y.dtype) == (torch.float32, torch.int64)
    assert (d.train_x.min().item(), d.train_x.max().item()) == (0.0, 1.0)
    assert d.train_y.bincount().tolist() == [300] * 10
    assert d.val_y.bincount().tolist() == [100] * 10
    assert d.classes[1] == "Pantolon"
    assert d.train_y[:100].bincount(minlength=10).min() > 0  # karışık sıradadır: baştan alınan parça da her sınıftandır
