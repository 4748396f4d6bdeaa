"""BertAdam: yayımlanmış kuralın düz bir yazılışına ve (kuruluysa) özgün sınıfa karşı; grupları, durumu, tuzağı."""

import io
import logging
import math
import warnings

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core import Constant, Cosine
from lrlab.train import BertAdam, attach, bert_groups, digits
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count

DIGITS = digits()
WHOLE = {"lr": 0.02, "warmup": 0.15, "t_total": 90}  # ısınma 13.5 güncelleme


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


def net(dtype=torch.float64):
    with seeded(5):
        return nn.Sequential(nn.Linear(64, 12), nn.LayerNorm(12), nn.ReLU(), nn.Linear(12, 10)).to(dtype)


def backward(model, t, scale=1.0):
    start = 16 * t % 1200
    x, y = DIGITS.train_x[start : start + 16], DIGITS.train_y[start : start + 16]
    model.zero_grad()
    (scale * cross_entropy(model(x.to(model[0].weight.dtype)), y)).backward()


def share(schedule, x, warmup):
    """Yayımlanmış zamanlayıcılar: x = adım/t_total, adım 0'dan sayılır."""
    if schedule in (None, "none"):
        return 1.0
    if x < warmup:
        return x / warmup
    if schedule == "warmup_constant":
        return 1.0
    if schedule == "warmup_linear":
        return max((x - 1) / (warmup - 1), 0.0)
    return (1 + math.cos(math.pi * (x - warmup) / (1 - warmup))) / 2


class Published:
    """Kuralın, tensör tensör, düz yazılışı: kırp, ortalamalar (düzeltmesiz), oran, sönüm, adım."""

    def __init__(self, groups, lr, warmup, t_total, schedule="warmup_linear", limit=1.0):
        self.groups, self.memory = groups, {}
        self.lr, self.limit = lr, limit
        self.factor = lambda step: share(schedule, step / t_total, warmup)

    @torch.no_grad()
    def step(self):
        for group in self.groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                step, m, v = self.memory.get(p, (0, torch.zeros_like(p), torch.zeros_like(p)))
                g, norm = p.grad.clone(), float(p.grad.pow(2).sum()) ** 0.5
                if self.limit > 0 and norm + 1e-6 > self.limit:
                    g *= self.limit / (norm + 1e-6)
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
                update = m / (v.sqrt() + 1e-6) + group["weight_decay"] * p
                p -= self.lr * self.factor(step) * update
                self.memory[p] = (step + 1, m, v)


def pairs(make, other, count, scale=1.0, model=net):
    """Aynı ağın iki kopyası, iki eniyileyiciyle; her güncellemeden sonra en büyük fark."""
    a, b = model(), model()
    first, second, worst = make(bert_groups(a)), other(bert_groups(b)), 0.0
    for t in range(count):
        for each, optimizer in ((a, first), (b, second)):
            backward(each, t, scale)
            optimizer.step()
        far = max((p - q).abs().max().item() for p, q in zip(a.parameters(), b.parameters(), strict=True))
        worst = max(worst, far)
    moved = max((p - q).abs().max().item() for p, q in zip(a.parameters(), model().parameters(), strict=True))
    return worst, moved


@pytest.mark.parametrize("schedule", ["warmup_linear", "warmup_cosine", "warmup_constant"])
@pytest.mark.parametrize("scale", [1.0, 40.0])  # 40: bütün tensörler kırpılır
def test_equals_the_published_rule(schedule, scale):
    worst, moved = pairs(
        lambda g: BertAdam(g, **WHOLE, schedule=schedule),
        lambda g: Published(g, 0.02, 0.15, 90, schedule),
        90,
        scale,
    )
    assert worst < 1e-12
    assert moved > 0.1


def test_equals_the_published_rule_past_the_end_and_without_clipping():
    worst, _ = pairs(
        lambda g: BertAdam(g, 0.02, 0.2, 30, max_grad_norm=-1), lambda g: Published(g, 0.02, 0.2, 30, limit=-1), 60, 40
    )
    assert worst < 1e-12


@pytest.mark.parametrize("schedule", ["warmup_linear", "warmup_cosine", "warmup_constant", "none"])
def test_equals_the_original(schedule):
    """pytorch-pretrained-bert 0.6.2; eski biçimli toplama çağrıları yeni torch'ta yalnızca uyarı verir."""
    original = pytest.importorskip("pytorch_pretrained_bert.optimization")
    given = {"lr": 0.02} if schedule == "none" else WHOLE
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "This overload of", UserWarning)
        worst, moved = pairs(
            lambda g: BertAdam(g, **given, schedule=schedule),
            lambda g: original.BertAdam(g, **given, schedule=schedule),
            90,
            5.0,
        )
    assert worst < 1e-12
    assert moved > 0.1


def test_the_originals_warmup_without_t_total_is_silently_off(caplog):
    original = pytest.importorskip("pytorch_pretrained_bert.optimization")
    p = nn.Parameter(torch.zeros(1))
    with caplog.at_level(logging.WARNING):
        optimizer = original.BertAdam([p], lr=2e-5, warmup=0.1)
    assert "not being applied" in caplog.text
    assert optimizer.param_groups[0]["schedule"].get_lr(0) == 1.0


def test_schedule_counts_updates_from_zero_and_ends_at_zero():
    p = nn.Parameter(torch.tensor([1.0], dtype=torch.float64))
    optimizer, seen = BertAdam([p], 0.1, 0.2, 10, weight_decay=0.0, b1=0.0, b2=0.0), []
    for _ in range(12):
        before = p.item()
        p.grad = torch.full_like(p, 0.5)
        optimizer.step()
        seen.append(before - p.item())
    expected = [0, 0.05, 0.1, 0.0875, 0.075, 0.0625, 0.05, 0.0375, 0.025, 0.0125, 0, 0]
    assert seen == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_clipping_is_per_tensor_and_in_place():
    big, small = nn.Parameter(torch.zeros(4)), nn.Parameter(torch.zeros(2))
    optimizer = BertAdam([big, small], lr=0.1)
    big.grad, small.grad = torch.full((4,), 3.0), torch.tensor([0.3, 0.4])
    optimizer.step()
    assert big.grad.norm().item() == pytest.approx(1.0, rel=1e-5)
    assert small.grad.tolist() == pytest.approx([0.3, 0.4])


def test_clipping_is_torchs_for_one_tensor_and_keeps_the_direction():
    for scale in (1.0, 0.1):  # boyu 5 ve 0.5
        p, other = (nn.Parameter(torch.zeros(2, dtype=torch.float64)) for _ in range(2))
        for each in (p, other):
            each.grad = scale * torch.tensor([3.0, -4.0], dtype=torch.float64)
        nn.utils.clip_grad_norm_([other], 1.0)
        BertAdam([p], lr=0.1).step()
        assert torch.allclose(p.grad, other.grad, rtol=0, atol=1e-15)
    assert p.grad.tolist() == pytest.approx([0.3, -0.4], abs=1e-15)  # kısa gradyana dokunulmaz


def test_decay_touches_only_the_first_group():
    model = net()
    before = [p.detach().clone() for p in model.parameters()]
    optimizer = BertAdam(bert_groups(model, 0.5), lr=0.1)
    for p in model.parameters():
        p.grad = torch.zeros_like(p)
    optimizer.step()
    for (name, p), old in zip(model.named_parameters(), before, strict=True):
        expected = 0.95 * old if name in ("0.weight", "3.weight") else old
        assert torch.allclose(p, expected, rtol=1e-12, atol=0), name


def test_groups():
    attention = nn.MultiheadAttention(8, 2)
    model = nn.Sequential(net(), attention, nn.Embedding(5, 8))
    first, second = bert_groups(model, 0.03)
    names = {id(p): name for name, p in model.named_parameters()}
    assert (first["weight_decay"], second["weight_decay"]) == (0.03, 0.0)
    assert [names[id(p)] for p in first["params"]] == [
        "0.0.weight", "0.3.weight", "1.in_proj_weight", "1.out_proj.weight", "2.weight"
    ]  # fmt: skip
    assert {names[id(p)] for p in second["params"]} == {
        "0.0.bias", "0.1.weight", "0.1.bias", "0.3.bias", "1.in_proj_bias", "1.out_proj.bias"
    }  # fmt: skip
    assert len(bert_groups(nn.Linear(3, 2, bias=False))) == 1


def test_state_resumes_to_the_bit_with_its_step_counter():
    def built(model):
        return BertAdam(bert_groups(model), **WHOLE)

    model = net(torch.float32)
    first = built(model)
    for t in range(20):
        backward(model, t)
        first.step()
    buffer = io.BytesIO()
    torch.save({"model": model.state_dict(), "optimizer": first.state_dict()}, buffer)
    buffer.seek(0)
    saved = torch.load(buffer, weights_only=True)
    assert {one["step"] for one in saved["optimizer"]["state"].values()} == {20}
    other = net(torch.float32)
    second = built(other)
    other.load_state_dict(saved["model"])
    second.load_state_dict(saved["optimizer"])
    for t in range(20, 60):
        for each, optimizer in ((model, first), (other, second)):
            backward(each, t)
            optimizer.step()
    assert all(torch.equal(p, q) for p, q in zip(model.parameters(), other.parameters(), strict=True))


def test_a_parameter_without_gradient_keeps_its_own_step_count():
    def half(model, make):
        optimizer = make(bert_groups(model))
        for t in range(20):
            backward(model, t)
            if t < 8:
                model[3].weight.grad = None
            optimizer.step()
        return model

    a = half(net(), lambda g: BertAdam(g, **WHOLE))
    b = half(net(), lambda g: Published(g, 0.02, 0.15, 90))
    assert max((p - q).abs().max().item() for p, q in zip(a.parameters(), b.parameters(), strict=True)) < 1e-12


def test_groups_may_have_their_own_hyperparameters_and_a_closure_is_called():
    model = net()
    groups = bert_groups(model)
    groups[0].update(lr=0.05, b1=0.5, max_grad_norm=0.1)
    optimizer = BertAdam(groups, lr=0.01)
    assert [(g["lr"], g["b1"], g["e"], g["max_grad_norm"]) for g in optimizer.param_groups] == [
        (0.05, 0.5, 1e-6, 0.1), (0.01, 0.9, 1e-6, 1.0)
    ]  # fmt: skip

    def closure():
        backward(model, 0, 40.0)
        return torch.tensor(7.0)

    assert optimizer.step(closure).item() == 7.0
    assert model[0].weight.grad.norm().item() == pytest.approx(0.1, rel=1e-4)


def test_any_schedule_can_be_attached_instead():
    p = nn.Parameter(torch.ones(1))
    optimizer = BertAdam([p], lr=2e-5)
    scheduler = attach(Cosine(0.1, 0.0, 10), optimizer)
    p.grad = torch.ones(1)
    optimizer.step()
    scheduler.step()
    assert optimizer.param_groups[0]["lr"] == Cosine(0.1, 0.0, 10)(1)


def made(**given):
    return lambda: BertAdam(net().parameters(), **{"lr": 2e-5, **given})


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (made(warmup=0.1), ValueError, ["`warmup` = 0.1", "`t_total`", "etkisiz"]),
        (made(schedule="warmup_cosine"), ValueError, ["`schedule` = 'warmup_cosine'", "`t_total`"]),
        (made(warmup=0.1, t_total=100, schedule=None), ValueError, ["`warmup` = 0.1", "`schedule` = None"]),
        (made(warmup=1.0, t_total=100), ValueError, ["`warmup` = 1.0", "[0, 1)"]),
        (made(warmup=0.1, t_total=0), ValueError, ["`t_total` = 0"]),
        (made(warmup=0.1, t_total=99.5), ValueError, ["`t_total` = 99.5"]),
        (made(schedule="linear"), ValueError, ["`schedule` = 'linear'", "'warmup_linear'"]),
        (made(lr=-1.0), ValueError, ["`lr` = -1.0"]),
        (made(b1=1.0), ValueError, ["`b1` = 1.0", "[0, 1)"]),
        (made(e=-1e-6), ValueError, ["`e` = -1e-06"]),
        (made(weight_decay=-0.1), ValueError, ["`weight_decay` = -0.1"]),
        (made(lr=Constant(0.1)), TypeError, ["`lr`", "attach("]),
        (lambda: BertAdam([{"params": net().parameters(), "b2": 2}], 0.1), ValueError, ["`b2` = 2"]),
        (lambda: bert_groups([]), TypeError, ["`model`"]),
        (lambda: bert_groups(net(), -1), ValueError, ["`weight_decay` = -1"]),
    ],
)
def test_mistake_is_named(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)
