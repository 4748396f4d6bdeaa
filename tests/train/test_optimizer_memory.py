"""Eniyileyici parametrelerin belleğine, yerleşimine ve aygıtına dokunmaz; `state` torch kullanıcısının beklediğidir."""

import copy
import io
import pickle

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from lrlab.core import Constant, rule, sgd
from lrlab.train import (
    BertAdam,
    RuleOptimizer,
    Run,
    bert_groups,
    digits,
    fit_d2l,
    lenet,
    load_d2l,
    mlp,
    train,
    train_population,
)
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count

DIGITS = digits().take(256, 64)


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


def conv(dtype=torch.float64):
    with seeded(2):
        return nn.Sequential(
            nn.Unflatten(1, (1, 8, 8)), nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Conv2d(4, 6, 3), nn.Flatten(),
            nn.Linear(96, 10),
        ).to(dtype)  # fmt: skip


def backward(model, t=0):
    kind = next(model.parameters()).dtype
    model.zero_grad()
    cross_entropy(model(DIGITS.train_x[16 * t : 16 * t + 16].to(kind)), DIGITS.train_y[16 * t : 16 * t + 16]).backward()


def steps(model, optimizer, count=3, first=0):
    for t in range(first, first + count):
        backward(model, t)
        optimizer.step()


def size(value):
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.tell()


def far(first, second):
    return max((p - q).abs().max().item() for p, q in zip(first.parameters(), second.parameters(), strict=True))


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_parameters_keep_their_memory_and_layout(layout):
    model, theirs = (conv().to(memory_format=layout) for _ in range(2))
    before = [(p.data_ptr(), p.stride()) for p in model.parameters()]
    optimizer, oracle = RuleOptimizer(model.parameters(), "adam"), torch.optim.Adam(theirs.parameters())
    steps(model, optimizer)
    steps(theirs, oracle)
    assert [(p.data_ptr(), p.stride()) for p in model.parameters()] == before
    assert far(model, theirs) < 1e-12
    for p, q in zip(model.parameters(), theirs.parameters(), strict=True):
        assert optimizer.state[p]["m"].stride() == oracle.state[q]["exp_avg"].stride()


def test_what_works_with_torchs_optimizers_works():
    model, theirs = conv(), conv()
    optimizer, oracle = RuleOptimizer(model.parameters(), "momentum"), torch.optim.SGD(theirs.parameters(), 0.1, 0.9)
    alone = size(conv()[1].state_dict())
    steps(model, optimizer)
    steps(theirs, oracle)
    assert torch.equal(torch.cat([p.grad.view(-1) for p in model.parameters()])[:36], model[1].weight.grad.view(-1))
    assert size(model[1].state_dict()) == alone
    assert len(pickle.dumps(model)) < 1.01 * len(pickle.dumps(theirs))
    for each in (model, theirs):  # ağırlıkları dışarıdan değiştirmenin her yolu
        vector_to_parameters(0.9 * parameters_to_vector(each.parameters()), each.parameters())
    steps(model, optimizer, first=3)
    steps(theirs, oracle, first=3)
    for each in (model, theirs):
        each[3].weight.data = 0.5 * each[3].weight.data
        each[5].bias.data.add_(0.01)
        each[1].weight.data = each[1].weight.data.to(memory_format=torch.channels_last)
        with torch.no_grad():
            each[1].bias.copy_(torch.ones(4))
    steps(model, optimizer, first=6)
    steps(theirs, oracle, first=6)
    assert far(model, theirs) < 1e-12


def test_the_model_may_move_afterwards_with_its_state():
    model, theirs = conv(), conv()
    optimizer, oracle = RuleOptimizer(model.parameters(), "momentum"), torch.optim.SGD(theirs.parameters(), 0.1, 0.9)
    steps(model, optimizer)
    steps(theirs, oracle)
    for each in (model, theirs):
        each.to(torch.float32)
    for q in theirs.parameters():  # torch bunu kendiliğinden yapmaz
        oracle.state[q]["momentum_buffer"] = oracle.state[q]["momentum_buffer"].float()
    steps(model, optimizer, first=3)
    steps(theirs, oracle, first=3)
    assert far(model, theirs) < 1e-6
    assert all(optimizer.state[p]["m"].dtype == torch.float32 for p in model.parameters())
    assert {one["step"] for one in optimizer.state.values()} == {6}


def test_state_is_seen_and_changed_as_in_torch():
    model = conv()
    optimizer = RuleOptimizer(model.parameters(), "adam")
    assert len(optimizer.state) == 0
    steps(model, optimizer)
    assert list(optimizer.state) == list(model.parameters())
    for p in model.parameters():
        assert set(optimizer.state[p]) == {"step", "m", "v"}
        assert optimizer.state[p]["step"] == 3
        assert optimizer.state[p]["m"].shape == optimizer.state[p]["v"].shape == p.shape
    kept = optimizer.state_dict()["state"]
    assert all(torch.equal(kept[i]["v"], optimizer.state[p]["v"]) for i, p in enumerate(model.parameters()))
    assert size(kept[0]) < 4000


def replaced(optimizer, oracle, model, theirs):
    first, second = model[5].weight, theirs[5].weight
    optimizer.state[first]["m"], oracle.state[second]["momentum_buffer"] = (torch.ones_like(first) for _ in range(2))


def written(optimizer, oracle, model, theirs):
    optimizer.state[model[5].weight]["m"].mul_(3)
    oracle.state[theirs[5].weight]["momentum_buffer"].mul_(3)


def forgotten(optimizer, oracle, model, theirs):
    del optimizer.state[model[5].weight]
    del oracle.state[theirs[5].weight]


def cleared(optimizer, oracle, model, theirs):
    optimizer.state.clear()
    oracle.state.clear()


def another(optimizer, oracle, model, theirs):
    optimizer.state[model[1].weight] = {"step": 7, "m": torch.full_like(model[1].weight, 2.0)}
    oracle.state[theirs[1].weight] = {"momentum_buffer": torch.full_like(theirs[1].weight, 2.0)}


@pytest.mark.parametrize("change", [replaced, written, forgotten, cleared, another])
def test_what_the_user_does_to_the_state_is_obeyed(change):
    model, theirs = conv(), conv()
    optimizer, oracle = RuleOptimizer(model.parameters(), "momentum"), torch.optim.SGD(theirs.parameters(), 0.1, 0.9)
    steps(model, optimizer)
    steps(theirs, oracle)
    change(optimizer, oracle, model, theirs)
    steps(model, optimizer, first=3)
    steps(theirs, oracle, first=3)
    assert far(model, theirs) < 1e-12


def test_the_counter_is_the_users_too():
    p, q = (nn.Parameter(torch.ones(2, dtype=torch.float64)) for _ in range(2))
    optimizer, oracle = RuleOptimizer([p], "adam", lr=0.1), torch.optim.Adam([q], lr=0.1)
    for t in range(6):
        for each in (p, q):
            each.grad = torch.full_like(each, 1.0 + t)
        if t == 3:
            optimizer.state[p]["step"], oracle.state[q]["step"] = 0, torch.tensor(0.0)
        optimizer.step()
        oracle.step()
        assert (p - q).abs().max() < 1e-12


def test_a_rule_sees_the_whole_group():
    @rule()
    def normalized(w, g, s, t, *, lr=1.0):
        return w - lr * g / (g * g).sum() ** 0.5, {}

    first, second = nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(1, 1))
    first.grad, second.grad = torch.tensor([2.0, 1.0]), torch.tensor([[2.0]])
    RuleOptimizer([first, second], normalized).step()
    assert first.tolist() == pytest.approx([-2 / 3, -1 / 3])
    assert second.tolist() == [pytest.approx([-2 / 3])]


# Kural girdisinin kendisini ya da bir görünümünü saklarsa saklanan, o andaki değeridir.
KEPT = {
    "g": lambda w, g: g,
    "g[:]": lambda w, g: g[:],
    "g[...]": lambda w, g: g[...],
    "g reversed twice": lambda w, g: g[::-1][::-1],
    "g.T": lambda w, g: g.T.T,
    "g.data": lambda w, g: g.data,
    "g.detach()": lambda w, g: g.detach(),
    "g.view(-1)": lambda w, g: g.view(-1),
    "g.reshape(-1)": lambda w, g: g.reshape(-1),
    "torch.as_tensor(g)": lambda w, g: torch.as_tensor(g),
}
WEIGHTS = {
    "w": lambda w, g: w, "w[:]": lambda w, g: w[:], "w.detach()": lambda w, g: w.detach(),
    "w.data": lambda w, g: w.data, "w.view(-1)": lambda w, g: w.view(-1),
}  # fmt: skip


def keeping(keep):
    @rule("last", "again")
    def made(w, g, s, t, *, lr=0.1):
        kept = keep(w, g)
        return w - lr * (g + 0.3 * s["last"] - 0.2 * s["again"]), {"last": kept, "again": kept}

    return made


def in_optimizer(chosen):
    model = mlp((64, 6, 10), 1)
    optimizer = RuleOptimizer(model.parameters(), chosen)
    steps(model, optimizer, 6)
    return parameters_to_vector(model.parameters())


def in_optimizer_with_gaps(chosen):
    """Gradyanı arada olmayan bir parametre: ötekiler vektörün bir parçasıyla yürür."""
    model = mlp((64, 6, 10), 1)
    optimizer = RuleOptimizer(model.parameters(), chosen)
    for t in range(8):
        backward(model, t)
        if t % 3:
            model[1].weight.grad = None
        optimizer.step()
    return parameters_to_vector(model.parameters())


def in_run(chosen):
    one = Run(DIGITS, mlp((64, 6, 10), 1), chosen, batch_size=16, every=None, device="cpu")
    one.step(6)
    return parameters_to_vector(one.model.parameters())


USES = (in_optimizer, in_optimizer_with_gaps, in_run)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("name", [*KEPT, *WEIGHTS])
def test_a_kept_view_is_its_value_of_that_step(name, use):
    keep = {**KEPT, **WEIGHTS}[name]
    wanted = use(keeping((lambda w, g: w + 0) if name in WEIGHTS else (lambda w, g: g + 0)))
    assert torch.equal(use(keeping(keep)), wanted)


@pytest.mark.parametrize("name", [name for name in (*KEPT, *WEIGHTS) if "(-1)" not in name])
def test_a_kept_view_is_its_value_of_that_step_in_a_population(name):
    def trained(keep):
        return train_population(
            DIGITS, (64, 6, 10), keeping(keep), steps=6, batch_size=16, lr=np.array([0.1, 0.2])
        ).loss

    wanted = trained((lambda w, g: w + 0) if name in WEIGHTS else (lambda w, g: g + 0))
    assert np.array_equal(trained({**KEPT, **WEIGHTS}[name]), wanted)


@pytest.mark.parametrize("use", USES)
def test_a_state_may_be_swapped_or_written_in_place(use):
    @rule("a", "b")
    def swapped(w, g, s, t, *, lr=0.1):
        return w - lr * (g + 0.3 * s["a"] - 0.1 * s["b"]), {"a": s["b"], "b": g}

    @rule("a", "b")
    def copied(w, g, s, t, *, lr=0.1):
        return w - lr * (g + 0.3 * s["a"] - 0.1 * s["b"]), {"a": s["b"] + 0, "b": g + 0}

    @rule("m")
    def in_place(w, g, s, t, *, lr=0.1):
        m = s["m"]
        m *= 0.9
        m += g
        w -= lr * m
        return w, {"m": m}

    assert torch.equal(use(swapped), use(copied))
    assert (use(in_place) - use("momentum")).abs().max() < 1e-6


@pytest.mark.parametrize("use", USES)
def test_a_rule_that_forgets_a_state_is_named(use):
    @rule("m")
    def forgetful(w, g, s, t, *, lr=0.1):
        return w - lr * g, {}

    with pytest.raises(ValueError, match=r"forgetful kuralının verdiği durum \[\] olamaz; gereken: \['m'\]"):
        use(forgetful)


def test_empty_groups_are_as_in_torch():
    def built(make):
        model = mlp((64, 10), 2, dtype=torch.float64)[1:]
        model[0].bias = None
        optimizer = make([{"params": model.parameters()}, {"params": [], "weight_decay": 0.5}])
        steps(model, optimizer)
        optimizer.load_state_dict(copy.deepcopy(optimizer.state_dict()))
        steps(model, optimizer, first=3)
        assert [len(group["params"]) for group in optimizer.param_groups] == [1, 0]
        return parameters_to_vector(model.parameters())

    ours = built(lambda groups: RuleOptimizer(groups, "adam"))
    assert (ours - built(lambda groups: torch.optim.Adam(groups))).abs().max() < 1e-12
    built(lambda groups: BertAdam(groups, lr=0.1))


def test_parameters_sharing_memory_are_named():
    whole = torch.zeros(6)
    RuleOptimizer([nn.Parameter(whole[:3]), nn.Parameter(whole[3:])], "sgd")  # bitişik parçalar ortak değildir
    first, second = nn.Parameter(whole[:4]), nn.Parameter(whole[2:])
    first.grad, second.grad = torch.ones(4), torch.ones(4)
    with pytest.raises(ValueError, match=r"`params` .*aynı belleği paylaşan"):
        RuleOptimizer([first, second], "sgd").step()


def test_complex_parameters_are_refused_in_words():
    with pytest.raises(ValueError, match=r"`params` .*gerçek sayılı.*complex64"):
        RuleOptimizer([nn.Parameter(torch.zeros(2, dtype=torch.complex64))], "sgd")


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_parameters_are_torchs(dtype):
    p, q = (nn.Parameter(torch.linspace(-1, 1, 5, dtype=dtype)) for _ in range(2))
    ours, theirs = RuleOptimizer([p], "momentum", lr=0.1), torch.optim.SGD([q], lr=0.1, momentum=0.9)
    for t in range(5):
        p.grad, q.grad = (torch.linspace(t, 1, 5, dtype=dtype) for _ in range(2))
        ours.step()
        theirs.step()
    assert torch.allclose(p, q, rtol=0.05, atol=0.02)


@pytest.mark.filterwarnings("ignore:Lazy modules")
def test_lazy_layers_get_their_shape_later():
    with seeded(4):
        model = nn.Sequential(nn.LazyLinear(6), nn.ReLU(), nn.LazyLinear(10))
        optimizer = RuleOptimizer(model.parameters(), "adam")
        optimizer.step()  # henüz gradyan yok
        steps(model, optimizer)
    with seeded(4):
        theirs = nn.Sequential(nn.LazyLinear(6), nn.ReLU(), nn.LazyLinear(10))
        oracle = torch.optim.Adam(theirs.parameters())
        steps(theirs, oracle)
    assert far(model, theirs) < 1e-6


try:
    D2L = load_d2l()
except ImportError:
    D2L = None


@pytest.mark.skipif(D2L is None, reason="d2l kurulu değil")
@pytest.mark.filterwarnings("ignore:Lazy modules")
def test_d2ls_trainer_takes_a_lazy_model_with_our_optimizer():
    """Trainer.fit eniyileyiciyi ilk geçişten ÖNCE kurar: parametreler o sırada biçimsizdir."""

    class Net(D2L.Classifier):
        def __init__(self, make):
            super().__init__()
            self.make, self.net = make, nn.Sequential(nn.LazyLinear(6), nn.ReLU(), nn.LazyLinear(10))

        def configure_optimizers(self):
            return self.make(self.parameters())

    class Data(D2L.DataModule):
        def __init__(self):
            self.save_hyperparameters()
            self.batch_size = 32

        def get_dataloader(self, train):
            x, y = (DIGITS.train_x, DIGITS.train_y) if train else (DIGITS.val_x, DIGITS.val_y)
            return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), 32)

    def fitted(make):
        model = Net(make)
        fit_d2l(model, Data(), Constant(0.05), epochs=2, seed=3)
        return model

    ours = fitted(lambda p: RuleOptimizer(p, "momentum"))
    assert far(ours, fitted(lambda p: torch.optim.SGD(p, lr=1.0, momentum=0.9))) < 1e-5


def test_a_run_hands_out_an_ordinary_network():
    run = Run(DIGITS, conv(torch.float32), "momentum", batch_size=16, every=4, device="cpu")
    held = run.model
    alone = size(conv(torch.float32)[3].state_dict())
    for count in (0, 1, 5):
        run.step(count)
        assert run.model is held
        assert all(p.is_contiguous() and p.untyped_storage().nbytes() == p.nbytes for p in held.parameters())
        assert size(held[3].state_dict()) == alone
        vector = parameters_to_vector(held.parameters())
    assert torch.cat([p.grad.view(-1) for p in held.parameters()]).shape == vector.shape
    assert pickle.loads(pickle.dumps(held))[5].bias.tolist() == held[5].bias.tolist()
    with torch.no_grad():  # dışarıdan değiştirilen ağırlık bir sonraki adımın başlangıcıdır
        vector_to_parameters(torch.zeros_like(vector), held.parameters())
    run.change(lr=0.0)
    run.step()
    assert not parameters_to_vector(held.parameters()).any()
    weights = run.state_dict()["model"]
    assert all(one.is_contiguous() and one.untyped_storage().nbytes() == one.nbytes for one in weights.values())


def test_records_hand_out_an_ordinary_network():
    record = train(DIGITS, conv(torch.float32), sgd, batch_size=64, steps=2)
    assert parameters_to_vector(record.model.parameters()).isfinite().all()
    assert all(p.untyped_storage().nbytes() == p.nbytes for p in record.model.parameters())


def test_looking_at_the_network_changes_no_number():
    def trained(look):
        run = Run(DIGITS, conv(torch.float32), "adam", batch_size=16, every=None, device="cpu")
        for _ in range(6):
            run.step()
            if look:
                parameters_to_vector(run.model.parameters())
                run.evaluate()
        return parameters_to_vector(run.model.parameters())

    def at_once():
        run = Run(DIGITS, conv(torch.float32), "adam", batch_size=16, every=None, device="cpu")
        run.step(6)
        return parameters_to_vector(run.model.parameters())

    assert torch.equal(trained(True), trained(False))
    assert torch.equal(trained(True), at_once())


def test_a_layout_chosen_by_the_user_stays():
    run = Run(DIGITS, conv(torch.float32).to(memory_format=torch.channels_last), every=None, device="cpu")
    run.step(2)
    assert run.model[3].weight.is_contiguous(memory_format=torch.channels_last)
    assert lenet()[3].weight.is_contiguous()


def test_bert_groups_may_be_empty():
    model = nn.Sequential(nn.Linear(64, 10, bias=False))
    optimizer = BertAdam(bert_groups(model), lr=0.1)
    steps(model, optimizer)
    assert optimizer.state[model[0].weight]["step"] == 3
