"""Eniyileyicinin kopyası aynı sayılarla sürer: deepcopy, pickle, torch.save ve aramada terfi eden durum."""

import copy
import io
import pickle
import subprocess
import sys

import cloudpickle
import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils import parameters_to_vector

from lrlab.core import RULES, Linear, rule
from lrlab.hpo import ASHA, Float, Random, Space, SuccessiveHalving, tune
from lrlab.train import BertAdam, RuleOptimizer, Run, bert_groups, digits, mlp
from lrlab.train.runs.device import thread_count

DIGITS = digits()


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


@rule("m", "last")
def own(w, g, s, t, *, lr=0.02, beta=0.9):
    """Modülde süslenmiş bir kural: adı artık fonksiyonu değil kuralı gösterir."""
    m = beta * s["m"] + g
    return w - lr * (m + s["last"]) / 2, {"m": m, "last": g}


def through(save, load):
    def copied(value):
        buffer = io.BytesIO()
        save(value, buffer)
        buffer.seek(0)
        return load(buffer)

    return copied


COPIES = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "cloudpickle": lambda value: cloudpickle.loads(cloudpickle.dumps(value)),
    "torch.save": through(torch.save, lambda buffer: torch.load(buffer, weights_only=False)),
}
MAKERS = {
    **{name: lambda model, name=name: RuleOptimizer(model.parameters(), name, lr=0.02) for name in RULES},
    "own": lambda model: RuleOptimizer(model.parameters(), own, weight_decay=0.01),
    "groups": lambda model: RuleOptimizer(
        [{"params": model[1].parameters(), "lr": 0.05}, {"params": model[3].parameters()}], "adam", weight_decay=0.1
    ),
    "BertAdam": lambda model: BertAdam(bert_groups(model), lr=0.02, warmup=0.2, t_total=30),
    "BertAdam, cosine": lambda model: BertAdam(
        model.parameters(), lr=0.02, warmup=0.1, t_total=30, schedule="warmup_cosine"
    ),
}


def advance(model, optimizer, first, count):
    for t in range(first, first + count):
        x, y = DIGITS.train_x[16 * t : 16 * t + 16], DIGITS.train_y[16 * t : 16 * t + 16]
        optimizer.zero_grad()
        cross_entropy(model(x), y).backward()
        if t % 3 == 1:
            model[1].bias.grad = None  # adım sayısı ötekilerden ayrılır
        optimizer.step()


def same(first, second):
    return all(torch.equal(p, q) for p, q in zip(first.parameters(), second.parameters(), strict=True))


@pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")
@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("name", MAKERS)
def test_a_copied_network_and_optimizer_go_on_with_the_same_numbers(name, how):
    model = mlp((64, 6, 10), 1)
    optimizer = MAKERS[name](model)
    advance(model, optimizer, 0, 5)
    other, twin = COPIES[how]((model, optimizer))
    assert [p for group in twin.param_groups for p in group["params"]] == [
        q for group in twin.param_groups for p in group["params"] for q in other.parameters() if q is p
    ]
    before = copy.deepcopy(model)
    advance(other, twin, 5, 10)
    assert same(before, model)  # kopya yürürken aslı durur
    assert not same(other, model)
    advance(model, optimizer, 5, 10)
    assert same(other, model)
    assert optimizer.state_dict()["state"].keys() == twin.state_dict()["state"].keys()


@pytest.mark.parametrize("how", COPIES)
def test_a_fresh_and_a_lonely_copy_work_too(how):
    p = nn.Parameter(torch.ones(2))
    twin = COPIES[how](RuleOptimizer([p], "adam", lr=0.5))
    q = twin.param_groups[0]["params"][0]
    q.grad = torch.ones(2)
    twin.step()
    twin.add_param_group({"params": [nn.Parameter(torch.zeros(1))], "lr": 1.0})
    assert q.tolist() == pytest.approx([0.5, 0.5])
    assert p.tolist() == [1.0, 1.0]


def test_a_pickled_optimizer_writes_its_state_once():
    def size(make):
        layers = [nn.Parameter(torch.zeros(50, 50)) for _ in range(20)]
        optimizer = make(layers)
        for p in layers:
            p.grad = torch.ones_like(p)
        optimizer.step()
        return len(pickle.dumps(optimizer))

    assert size(lambda p: RuleOptimizer(p, "adam")) < 1.1 * size(torch.optim.Adam)


def test_a_rule_is_the_same_after_pickling():
    for one in (*RULES.values(), own):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert again.step is one.step  # fonksiyon kopyalanmaz, adından bulunur
        assert again.__doc__ == one.__doc__
        assert copy.deepcopy(one) == one


NOTEBOOK = """
import pickle, sys, cloudpickle, torch
from lrlab.core import rule
from lrlab.train import RuleOptimizer

@rule("m")
def heavy(w, g, s, t, *, lr=0.5):
    m = s["m"] + g
    return w - lr * m, {"m": m}

p = torch.nn.Parameter(torch.ones(2))
optimizer = RuleOptimizer([p], heavy)
p.grad = torch.ones(2)
optimizer.step()
assert pickle.loads(pickle.dumps(optimizer)).rule.step is heavy.step
open(sys.argv[1], "wb").write(cloudpickle.dumps(optimizer))
"""
WORKER = """
import sys, cloudpickle, torch
optimizer = cloudpickle.loads(open(sys.argv[1], "rb").read())
p = optimizer.param_groups[0]["params"][0]
p.grad = torch.ones(2)
optimizer.step()
print(p.tolist(), optimizer.state[p]["step"])
"""


def test_a_rule_of_a_notebook_reaches_another_process(tmp_path):
    """Defterin kuralı `__main__`dedir; işçi sürecin `__main__`i başkadır."""
    for code in (NOTEBOOK, WORKER):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "optimizer")], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[-0.5, -0.5] 2"


def objective(make):
    """Durumu ağ ile eniyileyici olan bir amaç fonksiyonu."""

    def trained(lr, state=None):
        torch.set_num_threads(1)
        model = mlp((64, 6, 10), 1)
        model, optimizer, epoch = state or (model, make(model.parameters(), lr), 0)
        while True:
            advance(model, optimizer, 5 * epoch, 5)
            epoch += 1
            with torch.no_grad():
                error = (model(DIGITS.val_x).argmax(1) != DIGITS.val_y).float().mean().item()
            yield error, (model, optimizer, epoch)

    return trained


SCHEDULERS = {
    "halving": lambda searcher: SuccessiveHalving(searcher, r_min=1, r_max=4, rounds=1),
    "ASHA": lambda searcher: ASHA(searcher, r_min=1, r_max=4, eta=2, trials=6),
}
OPTIMIZERS = {
    "torch": lambda p, lr: torch.optim.Adam(p, lr=lr, foreach=False),
    "lrlab": lambda p, lr: RuleOptimizer(p, "adam", lr=lr),
    "BertAdam": lambda p, lr: BertAdam(p, lr=lr, warmup=0.1, t_total=40),
}


def searched(name, optimizer, workers):
    """Arama: her işin denemesi, kaynakları ve hatası; terfi eden hiçbir deneme baştan eğitilmemiş olmalı."""
    searcher = Random(Space({"lr": Float(1e-3, 1e-1, log=True)}), seed=3)
    found = tune(objective(OPTIMIZERS[optimizer]), SCHEDULERS[name](searcher), workers=workers)
    assert {one.status for one in found.reports} == {"ok"}
    assert all(one.epochs == one.resource - one.start for one in found.reports)
    assert any(one.start for one in found.reports)
    return sorted((one.trial, one.start, one.resource, round(one.error, 6)) for one in found.reports)


@pytest.mark.parametrize("name", SCHEDULERS)
def test_every_promotion_continues(name):
    assert searched(name, "lrlab", 1) == searched(name, "torch", 1)
    searched(name, "BertAdam", 1)


@pytest.mark.parametrize("name", SCHEDULERS)
def test_every_promotion_continues_in_another_process(name):
    ours = searched(name, "lrlab", 2)
    if name == "halving":  # eşzamansız aramanın sırası işçilerin hızına bağlıdır
        assert ours == searched(name, "torch", 1)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_of_a_run_goes_on_alone_with_the_same_numbers(name):
    net = nn.Sequential(mlp((64, 8, 10)), nn.Dropout(0.3))
    run = Run(DIGITS, net, own, lr=Linear(0.05, 0.01, 40), warmup=5, batch_size=50, every=7, seed=3, weight_decay=0.01)
    run.step(12)
    twin = COPIES[name](run)
    run.step(9)
    assert (twin.t, twin.settings, twin.seed) == (12, run.settings, 3)
    twin.step(9)
    assert torch.equal(parameters_to_vector(twin.model.parameters()), parameters_to_vector(run.model.parameters()))
    ours, theirs = run.history.curves(), twin.history.curves()
    assert np.array_equal(ours.loss, theirs.loss)
    twin.reset(), run.reset()
    assert torch.equal(parameters_to_vector(twin.model.parameters()), parameters_to_vector(run.model.parameters()))
    twin.change(lr=0.5)
    assert run.settings.hyper["lr"] == Linear(0.05, 0.01, 40)


def train_a_run(lr, *, state=None):
    run = Run(DIGITS, mlp((64, 8, 10)), "adam", lr=lr, batch_size=50, every=None) if state is None else state
    while True:
        run.step(10)
        yield run.evaluate()[0], run


def test_a_search_promotes_whole_runs():
    scheduler = SuccessiveHalving(
        Random(Space({"lr": Float(1e-3, 0.1, log=True)}), seed=0), r_min=1, r_max=4, eta=2, trials=4
    )
    found = tune(train_a_run, scheduler)
    best = max(found.reports, key=lambda report: report.resource)
    alone = Run(DIGITS, mlp((64, 8, 10)), "adam", lr=best.config["lr"], batch_size=50, every=None)
    alone.step(40)
    assert (best.resource, best.status) == (4, "ok")
    assert best.error == alone.evaluate()[0]
