"""torch.optim'in kaydettiği durum aynı kurala yüklenir ve eğitim torch'un sayılarıyla sürer; çevrilemeyen söylenir."""

import copy

import pytest
import torch
from torch import nn

from lrlab.train import RuleOptimizer

OPTIM = torch.optim
# Kural -> onun torch'taki karşılığının kuruluşu.
PAIRS = {
    "sgd": lambda p: OPTIM.SGD(p, lr=0.05, weight_decay=0.01),
    "momentum": lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.01),
    "nesterov": lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.8, nesterov=True),
    "adagrad": lambda p: OPTIM.Adagrad(p, lr=0.05, eps=1e-6),
    "adagrad, 0.1'den": lambda p: OPTIM.Adagrad(p, lr=0.05, initial_accumulator_value=0.1),
    "rmsprop": lambda p: OPTIM.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-5),
    "adam": lambda p: OPTIM.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.02),
    "adam, fused": lambda p: OPTIM.Adam(p, lr=0.05, fused=True),
    "adam, foreach": lambda p: OPTIM.Adam(p, lr=0.05, foreach=True),
    "adamw": lambda p: OPTIM.AdamW(p, lr=0.05, weight_decay=0.1),
    "adamw, iki grup": lambda p: OPTIM.AdamW([{"params": p[:1]}, {"params": p[1:], "weight_decay": 0.0}], lr=0.05),
}


def parameters():
    generator = torch.Generator().manual_seed(0)
    return [nn.Parameter(torch.randn(shape, dtype=torch.float64, generator=generator)) for shape in ((3, 2), (4,))]


def go(parameters, optimizer, first, count, missing=()):
    for t in range(first, first + count):
        generator = torch.Generator().manual_seed(100 + t)
        for i, p in enumerate(parameters):
            g = torch.randn(p.shape, dtype=torch.float64, generator=generator)
            p.grad = None if i in missing else g
        optimizer.step()


def ours(name, theirs):
    made = parameters()
    groups = [{"params": made[:1]}, {"params": made[1:]}] if len(theirs.param_groups) == 2 else made
    return made, RuleOptimizer(groups, name.partition(",")[0])


@pytest.mark.parametrize("missing", [(), (1,), (0, 1)])  # bir parametre henüz hiç yürümemiş olabilir
@pytest.mark.parametrize("name", PAIRS)
def test_loaded_state_goes_on_with_torchs_numbers(name, missing):
    their = parameters()
    theirs = PAIRS[name](their)
    go(their, theirs, 0, 7, missing)
    mine, optimizer = ours(name, theirs)
    saved = theirs.state_dict()
    kept = copy.deepcopy(saved)
    optimizer.load_state_dict(saved)
    assert repr(saved) == repr(kept)  # verilen sözlük değişmez
    with torch.no_grad():
        for p, q in zip(mine, their, strict=True):
            p.copy_(q)
    go(mine, optimizer, 7, 20)
    go(their, theirs, 7, 20)
    assert max((p - q).abs().max().item() for p, q in zip(mine, their, strict=True)) < 1e-12
    again, second = ours(name, theirs)  # kendi durumumuz da yüklenir
    second.load_state_dict(optimizer.state_dict())
    assert repr(second.state_dict()) == repr(optimizer.state_dict())
    assert len(again) == 2


def test_the_schedulers_own_keys_stay():
    their = parameters()
    theirs = OPTIM.Adam(their, lr=0.05)
    scheduler = OPTIM.lr_scheduler.StepLR(theirs, 1, 0.5)
    go(their, theirs, 0, 1)
    scheduler.step()
    _, optimizer = ours("adam", theirs)
    optimizer.load_state_dict(theirs.state_dict())
    assert (optimizer.param_groups[0]["lr"], optimizer.param_groups[0]["initial_lr"]) == (0.025, 0.05)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("adam", lambda p: OPTIM.Adam(p, amsgrad=True), ["adam", "torch.optim.Adam", "`amsgrad` = True", "False"]),
        ("adam", lambda p: OPTIM.Adam(p, maximize=True), ["`maximize` = True"]),
        ("adam", lambda p: OPTIM.AdamW(p), ["`decoupled_weight_decay` = True"]),
        ("adamw", lambda p: OPTIM.Adam(p, weight_decay=0.1), ["`decoupled_weight_decay` = False"]),
        ("rmsprop", lambda p: OPTIM.RMSprop(p, centered=True), ["`centered` = True"]),
        ("rmsprop", lambda p: OPTIM.RMSprop(p, momentum=0.9), ["`momentum` = 0.9"]),
        ("momentum", lambda p: OPTIM.SGD(p, momentum=0.9, nesterov=True), ["`nesterov` = True", "False"]),
        ("nesterov", lambda p: OPTIM.SGD(p, momentum=0.9), ["`nesterov` = False", "True"]),
        ("momentum", lambda p: OPTIM.SGD(p, momentum=0.9, dampening=0.5), ["`dampening` = 0.5"]),
        ("sgd", lambda p: OPTIM.SGD(p, momentum=0.9), ["`momentum` = 0.9", "0"]),
        ("adagrad", lambda p: OPTIM.Adagrad(p, lr_decay=0.1), ["`lr_decay` = 0.1"]),
        ("adam", lambda p: OPTIM.RMSprop(p), ["adam kuralının değil", "square_avg", "'m'", "'v'"]),
        ("adagrad", lambda p: OPTIM.RMSprop(p), ["adagrad kuralının değil", "square_avg"]),
        ("rmsprop", lambda p: OPTIM.Adagrad(p), ["rmsprop kuralının değil", "sum"]),
        ("rmsprop_eps_inside", lambda p: OPTIM.RMSprop(p), ["rmsprop_eps_inside kuralının değil", "square_avg"]),
        ("adam", lambda p: OPTIM.Adamax(p), ["adam kuralının değil", "exp_inf"]),
        ("adam", lambda p: OPTIM.Adam(p[:1]), ["bu ağın değil", "[1]", "[2]"]),
        ("adam", lambda p: OPTIM.Adam([{"params": p[:1]}, {"params": p[1:]}]), ["bu ağın değil", "[1, 1]", "[2]"]),
    ],
)
def test_what_cannot_be_translated_is_named_and_changes_nothing(name, make, words):
    their, mine = parameters(), parameters()
    theirs, optimizer = make(their), RuleOptimizer(mine, name)
    for made, one in ((their, theirs), (mine, optimizer)):
        go(made, one, 0, 3)
    before = optimizer.state_dict()
    with pytest.raises(ValueError, match="`state_dict`") as caught:
        optimizer.load_state_dict(theirs.state_dict())
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert repr(optimizer.state_dict()) == repr(before)


def test_decay_of_zero_is_the_same_in_both_adams():
    their = parameters()
    theirs = OPTIM.AdamW(their, weight_decay=0.0)
    go(their, theirs, 0, 2)
    RuleOptimizer(parameters(), "adam").load_state_dict(theirs.state_dict())
