"""Ağın içine bakan ölçüler: elle hesaplanan gradyan, adım ve değişkenlikle karşılaştırma."""

import pickle

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from lrlab.train import Run, digits, gradient_norms, minibatches, mlp, transformer, update_sizes, variety, vowel_harmony
from lrlab.train.data.words import LENGTH, VOCABULARY
from lrlab.train.runs.probe import layer_of

WORDS = vowel_harmony(64, 10)
SIZES = {"length": LENGTH, "width": 8, "heads": 2, "depth": 2}


def small(norm="post", **changed):
    return transformer(VOCABULARY, 2, norm=norm, **{**SIZES, **changed})


def test_layers_are_the_blocks_and_what_stands_around_them():
    assert [layer_of(name) for name in ("blocks.3.wide.weight", "head.bias", "0.weight")] == ["blocks.3", "head", "0"]
    norms = gradient_norms(small("pre"), WORDS.train_x, WORDS.train_y)
    assert list(norms) == ["letters", "places", "blocks.0", "blocks.1", "last", "head"]
    assert min(norms.values()) > 0


def test_gradient_norms_are_those_of_backward():
    model = small()
    norms = gradient_norms(model, WORDS.train_x, WORDS.train_y)
    assert all(p.grad is None for p in model.parameters())
    cross_entropy(model(WORDS.train_x), WORDS.train_y).backward()
    by_hand = torch.cat([p.grad.reshape(-1) for p in model.blocks[1].parameters()]).norm().item()
    assert norms["blocks.1"] == pytest.approx(by_hand, rel=1e-6)
    narrow = gradient_norms(model, WORDS.train_x, WORDS.train_y, ending="narrow.weight")
    assert narrow == {f"blocks.{i}": pytest.approx(model.blocks[i].narrow.weight.grad.norm().item()) for i in (0, 1)}


def test_sgd_moves_by_the_rate_times_the_gradient():
    data = digits()
    model = mlp((64, 16, 10))
    run = Run(data, model, "sgd", lr=0.5, batch_size=32, every=None, device="cpu")
    x, y = next((x, y) for _, x, y in minibatches(data.train_x, data.train_y, 32, seed=(0, 0)))
    weights = {"1": model[1], "3": model[3]}
    norms = gradient_norms(model, x, y)
    sizes = update_sizes(run, 3)
    assert set(sizes) == {"1", "3"}
    assert run.t == 3
    for layer, module in weights.items():
        weight = torch.cat([module.weight.reshape(-1), module.bias]).norm().item()
        assert len(sizes[layer]) == 3
        assert sizes[layer][0] == pytest.approx(0.5 * norms[layer] / weight, rel=1e-4)


def test_uncorrected_adam_takes_larger_first_steps():
    def first(rule):
        run = Run(digits(), mlp((64, 16, 10)), rule, lr=1e-3, every=None, device="cpu")
        return update_sizes(run, 2)["1"]

    ratio = first("adam_uncorrected") / first("adam")
    # (1-β₁)/√(1-β₂) = 3.16: düzeltmesiz ilk adım, bu kadar kat büyüktür.
    assert ratio[0] == pytest.approx(3.16, rel=0.01)
    assert ratio[1] > 3


def test_a_diverged_run_gives_the_steps_it_made():
    run = Run(digits(), mlp((64, 16, 10)), "sgd", lr=1e30, every=None, device="cpu")
    sizes = update_sizes(run, 50)
    assert len(sizes["1"]) == run.t < 50


def test_variety_is_zero_when_every_word_looks_the_same():
    model = small().eval()
    share = variety(model, WORDS.train_x)
    assert share.shape == (3,)
    assert np.all((share > 0) & (share < 1))
    same = WORDS.train_x[:1].repeat(5, 1)
    assert variety(model, same) == pytest.approx([0, 0, 0], abs=1e-9)
    pickle.dumps(model)  # ağda kanca (hook) kalmaz; kalsaydı saklanamazdı


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: gradient_norms(small(), WORDS.train_x, WORDS.train_y, ending="yok"), ValueError, "`ending` = 'yok'"),
        (lambda: update_sizes(small(), 3), TypeError, "`run` bir koşu olmalı"),
        (lambda: variety(mlp((4, 2)), WORDS.train_x), TypeError, "`model` transformer"),
    ],
)
def test_bad_input_is_named(call, error, said):
    with pytest.raises(error, match=said):
        call()
