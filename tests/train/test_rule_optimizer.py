"""RuleOptimizer: torch.optim ile eşitlik, gruplar, gradyanı olmayan parametreler, durum ve yanlış kullanım."""

import copy
import io

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core import RULES, Cosine, rule
from lrlab.train import RuleOptimizer, digits, minibatches, mlp
from lrlab.train.networks.flat import flatten
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count

OPTIM = torch.optim
DIGITS = digits()
ORACLES = {
    "sgd": ("sgd", {"lr": 0.1}, lambda p: OPTIM.SGD(p, lr=0.1)),
    "sgd+l2": ("sgd", {"lr": 0.1, "weight_decay": 0.01}, lambda p: OPTIM.SGD(p, lr=0.1, weight_decay=0.01)),
    "momentum": ("momentum", {"lr": 0.05}, lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.9)),
    "nesterov": ("nesterov", {"lr": 0.05}, lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.9, nesterov=True)),
    "nesterov+l2": (
        "nesterov",
        {"lr": 0.05, "weight_decay": 0.01},
        lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    ),
    "adagrad": ("adagrad", {"lr": 0.02}, lambda p: OPTIM.Adagrad(p, lr=0.02)),
    "rmsprop": ("rmsprop", {"lr": 1e-3}, lambda p: OPTIM.RMSprop(p, lr=1e-3)),
    "rmsprop+l2": ("rmsprop", {"lr": 1e-3, "weight_decay": 0.1}, lambda p: OPTIM.RMSprop(p, 1e-3, weight_decay=0.1)),
    "adam": ("adam", {}, lambda p: OPTIM.Adam(p)),
    "adam+l2": ("adam", {"weight_decay": 0.1}, lambda p: OPTIM.Adam(p, weight_decay=0.1)),
    "adamw": ("adamw", {}, lambda p: OPTIM.AdamW(p)),
}


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


def conv():
    with seeded(2):
        return nn.Sequential(
            nn.Unflatten(1, (1, 8, 8)), nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 10)
        ).double()  # fmt: skip


def net():
    return mlp((64, 32, 10), 1, dtype=torch.float64)


def small():
    return mlp((64, 6, 10), 3, dtype=torch.float64)


def steps(model, optimizer, count, first=0, **zeroing):
    """Rakamların minigruplarıyla `count` olağan güncelleme."""
    done = 0
    for epoch in range(first, first + 100):
        for _, x, y in minibatches(DIGITS.train_x, DIGITS.train_y, 64, seed=epoch):
            optimizer.zero_grad(**zeroing)
            cross_entropy(model(x.double()), y).backward()
            optimizer.step()
            done += 1
            if done == count:
                return


def weights(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])


@pytest.mark.parametrize("make", [net, conv])
@pytest.mark.parametrize("name", ORACLES)
def test_equals_torch_over_200_steps(name, make):
    ours, hyper, theirs = ORACLES[name]
    a, b = make(), make()
    steps(a, RuleOptimizer(a.parameters(), ours, **hyper), 200)
    steps(b, theirs(b.parameters()), 200)
    assert (weights(a) - weights(b)).abs().max() < 1e-12
    assert (weights(a) - weights(make())).abs().max() > 1e-2


# np.sign gibi bir fonksiyon CPU'daki tensörde de çalışır; torch'un eski numpy arayüzü bunu uyararak yapar.
@pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")
@pytest.mark.parametrize("name", RULES)
def test_equals_the_plain_rule(name):
    a, b = small(), small()
    steps(a, RuleOptimizer(a.parameters(), name, lr=0.01), 50)
    w, g = flatten(b)
    state = RULES[name].zeros(w)
    batches = [batch for epoch in range(3) for batch in minibatches(DIGITS.train_x, DIGITS.train_y, 64, seed=epoch)]
    for t, (_, x, y) in enumerate(batches[:50], start=1):
        g.zero_()
        cross_entropy(b(x.double()), y).backward()
        with torch.no_grad():
            new, state = RULES[name](w, g, state, t, **{**RULES[name].hyper, "lr": 0.01})
            w.copy_(new)
    assert (weights(a) - w).abs().max() < 1e-12


@pytest.mark.parametrize("name", ["momentum", "adam"])
def test_both_ways_of_zeroing_are_the_same(name):
    a, b = small(), small()
    steps(a, RuleOptimizer(a.parameters(), name, lr=0.01), 30, set_to_none=True)
    steps(b, RuleOptimizer(b.parameters(), name, lr=0.01), 30, set_to_none=False)
    assert torch.equal(weights(a), weights(b))


absent = st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=8)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(absent, st.sampled_from(["adam", "momentum", "adamw", "rmsprop"]))
def test_parameters_without_gradient_are_skipped_as_in_torch(missing, name):
    rules, hyper, theirs = ORACLES[name]
    generator = torch.Generator().manual_seed(0)
    start = [torch.randn(shape, dtype=torch.float64, generator=generator) for shape in ((3, 2), (3,), (2, 3), (1,))]
    a, b = ([nn.Parameter(s.clone()) for s in start] for _ in range(2))
    ours, oracle = RuleOptimizer(a, rules, **hyper), theirs(b)
    for skipped in missing:
        for i, (p, q) in enumerate(zip(a, b, strict=True)):
            g = torch.randn(p.shape, dtype=torch.float64, generator=generator)
            p.grad, q.grad = (None, None) if i in skipped else (g, g.clone())
        ours.step()
        oracle.step()
        for p, q in zip(a, b, strict=True):
            assert (p - q).abs().max() < 1e-12


def test_frozen_parameters_stay_and_thaw():
    a, b = small(), small()
    ours, theirs = RuleOptimizer(a.parameters(), "adam"), OPTIM.Adam(b.parameters())
    for frozen in (True, False):
        for model, optimizer in ((a, ours), (b, theirs)):
            before = model[1].weight.detach().clone()
            model[1].requires_grad_(not frozen)
            steps(model, optimizer, 10)
            assert torch.equal(model[1].weight, before) == frozen
    assert (weights(a) - weights(b)).abs().max() < 1e-12


def test_groups_have_their_own_hyperparameters_and_can_be_added():
    def built(make):
        model = small()
        body, head = model[1], model[3]
        groups = [{"params": [body.weight], "lr": 0.01}, {"params": [body.bias], "weight_decay": 0.1}]
        optimizer = make(groups)
        steps(model, optimizer, 10)
        optimizer.add_param_group({"params": list(head.parameters()), "lr": 0.02})
        steps(model, optimizer, 10)
        return weights(model)

    ours = built(lambda groups: RuleOptimizer(groups, "adam"))
    assert (ours - built(lambda groups: OPTIM.Adam(groups))).abs().max() < 1e-12


@pytest.mark.parametrize(
    "attach",
    [
        lambda o: OPTIM.lr_scheduler.StepLR(o, 5, 0.5),
        lambda o: OPTIM.lr_scheduler.CosineAnnealingLR(o, 20),
        lambda o: OPTIM.lr_scheduler.OneCycleLR(o, 0.05, 20, cycle_momentum=False),
        lambda o: OPTIM.lr_scheduler.LambdaLR(o, Cosine(1.0, 0.1, 20)),
    ],
)
def test_torch_schedulers_steer_the_rate(attach):
    def built(make):
        model = small()
        optimizer = make(model.parameters())
        scheduler = attach(optimizer)
        for epoch in range(20):
            steps(model, optimizer, 1, first=epoch)
            scheduler.step()
        return weights(model)

    ours = built(lambda p: RuleOptimizer(p, "momentum", lr=0.05))
    assert (ours - built(lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.9))).abs().max() < 1e-12


def test_closure_is_called_with_gradients_on_and_its_loss_returned():
    model = small()
    optimizer, before = RuleOptimizer(model.parameters(), "sgd", lr=0.1), weights(model)
    x, y = DIGITS.train_x[:64].double(), DIGITS.train_y[:64]

    def closure():
        optimizer.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        return loss

    with torch.no_grad():
        loss = optimizer.step(closure)
    assert loss.item() > closure().item()
    assert not torch.equal(weights(model), before)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.sampled_from(sorted(RULES)), st.integers(1, 30), st.integers(1, 10))
def test_state_resumes_to_the_bit_in_a_fresh_optimizer(name, before, after):
    model = small()
    first = RuleOptimizer(model.parameters(), name, lr=0.02)
    steps(model, first, before)
    buffer = io.BytesIO()
    torch.save({"optimizer": first.state_dict(), "model": model.state_dict()}, buffer)
    steps(model, first, after, first=50)

    buffer.seek(0)
    saved = torch.load(buffer, weights_only=True)
    other = small()
    other.load_state_dict(saved["model"])
    second = RuleOptimizer(other.parameters(), name)
    second.load_state_dict(saved["optimizer"])
    assert second.param_groups[0]["lr"] == 0.02
    steps(other, second, after, first=50)
    assert torch.equal(weights(model), weights(other))


def test_state_is_a_copy_and_keeps_only_what_was_stepped():
    model = small()
    optimizer = RuleOptimizer(model.parameters(), "adam")
    assert optimizer.state_dict()["state"] == {}
    steps(model, optimizer, 3)
    saved = optimizer.state_dict()
    assert set(saved["state"][0]) == {"step", "m", "v"}
    assert saved["state"][0]["step"] == 3
    assert saved["state"][0]["m"].shape == model[1].weight.shape
    kept = copy.deepcopy(saved)
    steps(model, optimizer, 3)
    assert all(torch.equal(saved["state"][i]["m"], kept["state"][i]["m"]) for i in range(4))


def test_parameters_stay_usable():
    model = small()
    names, before = list(model.state_dict()), weights(model)
    optimizer = RuleOptimizer(model.parameters(), "sgd", lr=0.1)
    assert torch.equal(weights(model), before)
    assert all(p.grad is None for p in model.parameters())
    other = mlp((64, 6, 10), 9, dtype=torch.float64)
    model.load_state_dict(other.state_dict())
    steps(model, optimizer, 5)
    steps(other, OPTIM.SGD(other.parameters(), lr=0.1), 5)
    assert (weights(model) - weights(other)).abs().max() < 1e-12
    assert list(model.state_dict()) == names
    model[1].weight.data = model[1].weight.detach().clone()  # başka bir vektöre bağlanan ağırlık geri alınır
    steps(model, optimizer, 5)
    steps(other, OPTIM.SGD(other.parameters(), lr=0.1), 5)
    assert (weights(model) - weights(other)).abs().max() < 1e-12


def test_clipping_acts_on_the_gradients():
    a, b = small(), small()
    ours, theirs = RuleOptimizer(a.parameters(), "sgd", lr=1.0), OPTIM.SGD(b.parameters(), lr=1.0)
    for model, optimizer in ((a, ours), (b, theirs)):
        cross_entropy(model(DIGITS.train_x[:9].double()), DIGITS.train_y[:9]).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.01)
        optimizer.step()
    assert (weights(a) - weights(b)).abs().max() < 1e-12


def test_own_rules_may_do_more_than_arithmetic():
    @rule("m", "last")
    def sign(w, g, s, t, *, lr=0.1, beta=0.9):
        m = beta * s["m"] + (1 - beta) * g
        return w - lr * torch.sign(m) * g.abs().clamp(max=1.0) + 0 * s["last"], {"m": m, "last": g}

    p = nn.Parameter(torch.tensor([1.0, -2.0]))
    optimizer = RuleOptimizer([p], sign)
    for g in ([3.0, -0.5], [-1.0, 0.0]):
        p.grad = torch.tensor(g)
        optimizer.step()
    state = optimizer.state_dict()["state"][0]
    p.grad = torch.tensor([7.0, 7.0])
    assert p.tolist() == pytest.approx([0.8, -1.95])
    assert state["last"].tolist() == [-1.0, 0.0]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: RuleOptimizer([], "sgd"), ValueError, ["`params`", "en az bir"]),
        (lambda: RuleOptimizer(torch.zeros(2), "sgd"), ValueError, ["`params`", "model.parameters()"]),
        (lambda: RuleOptimizer(small().parameters(), "sdg"), ValueError, ["`rule`", "'sdg'", "'sgd'"]),
        (lambda: RuleOptimizer(small().parameters(), 3), TypeError, ["`rule`", "3"]),
        (lambda: RuleOptimizer(small().parameters(), "adam", betas=(0.9, 0.99)), TypeError, ["`betas`", "`beta1`"]),
        (lambda: RuleOptimizer(small().parameters(), "adam", beta1=1.0), ValueError, ["`beta1` = 1.0", "[0, 1)"]),
        (lambda: RuleOptimizer(small().parameters(), "sgd", lr=Cosine(1, 0, 5)), TypeError, ["`lr`", "attach("]),
        (
            lambda: RuleOptimizer([{"params": small().parameters(), "lr": -1}], "sgd"),
            ValueError,
            ["`lr` = -1", "[0, inf)"],
        ),
        (
            lambda: RuleOptimizer([*small().parameters(), nn.Parameter(torch.zeros(2))], "sgd"),
            ValueError,
            ["`params`", "torch.float32", "torch.float64"],
        ),
    ],
)
def test_mistake_is_named(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_bad_group_is_not_added():
    optimizer = RuleOptimizer(small().parameters(), "sgd")
    with pytest.raises(ValueError, match="tek türde"):
        optimizer.add_param_group({"params": [nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(2).double())]})
    assert len(optimizer.param_groups) == 1


def test_moving_one_parameter_afterwards_is_named():
    model = small()
    optimizer = RuleOptimizer(model.parameters(), "sgd")
    model[1].to(torch.float32)
    before = weights(model)
    for p in model.parameters():
        p.grad = torch.ones_like(p)
    with pytest.raises(ValueError, match=r"`params` tek türde.*torch\.float32 .*torch\.float64"):
        optimizer.step()
    assert torch.equal(weights(model), before)


def test_sparse_gradients_are_named():
    table = nn.Embedding(5, 2, sparse=True)
    optimizer = RuleOptimizer(table.parameters(), "sgd")
    table(torch.tensor([1, 2])).sum().backward()
    before = table.weight.detach().clone()
    with pytest.raises(ValueError, match=r"seyrek \(sparse\).*sparse=False"):
        optimizer.step()
    assert torch.equal(table.weight, before)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lambda: RuleOptimizer(small().parameters(), "momentum"), ["adam", "'m'", "'v'"]),
        (lambda: RuleOptimizer(net().parameters(), "adam"), ["(32, 64)", "(6, 64)"]),
        (lambda: OPTIM.Adam(small().parameters(), amsgrad=True), ["adam", "amsgrad"]),
        (lambda: OPTIM.Adamax(small().parameters()), ["adam", "exp_avg"]),
    ],
)
def test_a_foreign_state_is_named_and_changes_nothing(other, words):
    model = small()
    optimizer = RuleOptimizer(model.parameters(), "adam")
    steps(model, optimizer, 2)
    foreign = other()
    for p in foreign.param_groups[0]["params"]:
        p.grad = torch.ones_like(p)
    foreign.step()
    before = optimizer.state_dict()["state"][0]["m"]
    with pytest.raises(ValueError, match="`state_dict`") as caught:
        optimizer.load_state_dict(foreign.state_dict())
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert torch.equal(optimizer.state_dict()["state"][0]["m"], before)
