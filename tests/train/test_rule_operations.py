"""Kural olağan dizi işlemleridir: işaret, mutlak değer, karşılaştırma, indis; dört kullanımda da aynı sayılar."""

import numpy as np
import pytest
import torch
from torch import nn

from lrlab.core import bowl, rule, trajectory
from lrlab.train import RuleOptimizer, Run, digits, mlp, train, train_population
from lrlab.train.runs.device import thread_count

DIGITS = digits().take(256, 64)


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


@rule("m", label="Lion (işaretli momentum)")
def lion(w, g, s, t, *, lr=1e-2, beta1=0.9, beta2=0.99, weight_decay=0.1):
    """Chen ve ark. 2023: adımın boyu değil, yalnızca yönü gradyandan gelir."""
    u = np.sign(beta1 * s["m"] + (1 - beta1) * g)
    return w - lr * (u + weight_decay * w), {"m": beta2 * s["m"] + (1 - beta2) * g}


def simple(name, step):
    """Tek durum dizili bir kural: `step(w, g, m, lr)` yeni w'yi ve m'yi verir."""

    @rule("m", label=name)
    def made(w, g, s, t, *, lr=0.05):
        new, m = step(w, g, s["m"], lr)
        return new, {"m": m}

    return made


OPERATIONS = {
    "!=": lambda w, g, m, lr: (w - lr * g * (g != 0), m + (w != g)),
    ">": lambda w, g, m, lr: (w - lr * (0.5 * (g > m) + 0.1 * (g <= m)), g),
    "abs": lambda w, g, m, lr: (w - lr * g / (abs(m) + 1), 0.5 * m + abs(g)),
    "negative, reversed": lambda w, g, m, lr: (1 - (1 - w) - lr * -g / 2, 1 / (2 + g * g)),
    "a numpy number": lambda w, g, m, lr: (w - np.float64(lr) * g, np.float64(0.9) * m + g),
    "np.sign": lambda w, g, m, lr: (w - lr * np.sign(g), m),
    "np.abs, np.sqrt": lambda w, g, m, lr: (w - lr * g / (np.sqrt(np.abs(m)) + 1), g * g),
    "np.maximum": lambda w, g, m, lr: (w - lr * g / (1 + np.maximum(m, abs(g))), np.maximum(m, abs(g))),
    "np.clip": lambda w, g, m, lr: (w - lr * np.clip(g, -1, 1), m),
    "np.where in the middle": lambda w, g, m, lr: (w - lr * np.where(g * m < 0, 0.5, 1.0) * g, g),
    "clip": lambda w, g, m, lr: (w - lr * g.clip(-1, 1), m),
    "//, %": lambda w, g, m, lr: (w - lr * (g // 0.5) - 0.01 * (g % 0.3), m),
    "np.where": lambda w, g, m, lr: (np.where(abs(g) > 0.01, w - lr * g, w), np.where(g > 0, m, g)),
    "np.isfinite": lambda w, g, m, lr: (w - lr * g * np.isfinite(g) - ~np.isfinite(m), g),
    "index": lambda w, g, m, lr: (w[...] - lr * g[...], m[...] + g[...]),
    "the last gradient": lambda w, g, m, lr: (w - lr * (2 * g - m), g),
    "a view of the last gradient": lambda w, g, m, lr: (w - lr * (2 * g - m), g[...]),
    "the last weights": lambda w, g, m, lr: (w - lr * g + 0.1 * (w - m), w),
    "the weights as they are": lambda w, g, m, lr: (w, m),
}
RULES = {"Lion": lion, **{name: simple(name, step) for name, step in OPERATIONS.items()}}
STEPS = 12


@pytest.mark.parametrize("name", RULES)
def test_trajectory_optimizer_and_floats_agree(name):
    chosen, surface, start = RULES[name], bowl(5), (-1.3, 0.7)
    wanted = trajectory(chosen, surface, start, STEPS).path
    p = nn.Parameter(torch.tensor(start, dtype=torch.float64))
    optimizer = RuleOptimizer([p], chosen)
    w, s = list(start), [chosen.zeros(x) for x in start]
    for t in range(1, STEPS + 1):
        p.grad = torch.from_numpy(surface.grad(p.detach().numpy().copy()))
        optimizer.step()
        np.testing.assert_allclose(p.detach().numpy(), wanted[t], rtol=1e-12)
        for i, g in enumerate(surface.grad(np.array(w)).tolist()):
            w[i], s[i] = chosen(w[i], g, s[i], t)
            assert type(w[i]) is float
        np.testing.assert_allclose(w, wanted[t], rtol=1e-12)
    assert name == "the weights as they are" or np.abs(wanted[-1] - wanted[0]).max() > 1e-3


@pytest.mark.parametrize("name", RULES)
def test_optimizer_run_and_population_agree(name):
    chosen, lrs = RULES[name], np.array([0.01, 0.05])
    many = train_population(
        DIGITS, (64, 8, 10), chosen, steps=STEPS, every=STEPS, batch_size=64, lr=lrs, dtype=torch.float64
    )
    for k, lr in enumerate(lrs):
        one = train(DIGITS, mlp((64, 8, 10), dtype=torch.float64), chosen, batch_size=64, steps=STEPS, lr=lr)
        np.testing.assert_allclose(many.loss[:, k], one.loss, rtol=1e-10)
        model = mlp((64, 8, 10), dtype=torch.float64)
        optimizer = RuleOptimizer(model.parameters(), chosen, lr=lr)
        run = Run(DIGITS, model, chosen, batch_size=64, lr=lr, every=None, device="cpu")
        for loss in one.loss:  # koşunun ağı, kendi gradyanlarıyla eniyileyiciyi de sürer
            before = [q.detach().clone() for q in run.model.parameters()]
            run.step()
            assert run.loss == loss
            for p, q, old in zip(model.parameters(), run.model.parameters(), before, strict=True):
                assert torch.allclose(p, old, rtol=1e-10, atol=1e-12)
                p.grad = q.grad.clone()
            optimizer.step()


def test_torch_functions_work_where_there_are_tensors():
    @rule()
    def signed(w, g, s, t, *, lr=0.1):
        return w - lr * torch.sign(g), {}

    p = nn.Parameter(torch.tensor([1.0, -2.0]))
    optimizer = RuleOptimizer([p], signed)
    p.grad = torch.tensor([3.0, 0.0])
    optimizer.step()
    assert p.tolist() == pytest.approx([0.9, -2.0])


def test_numbers_divide_by_zero_as_arrays_do():
    @rule()
    def scaled(w, g, s, t, *, lr=1.0):
        return w - lr * g / abs(g), {}

    assert np.isnan(scaled(1.0, 0.0, {}, 1)[0])
    assert np.isnan(trajectory(scaled, bowl(), (0.0, 1.0), 1).path[1]).all()


def test_numpy_functions_are_refused_in_words_where_numpy_cannot_go():
    """bfloat16 de, ekran kartı gibi, numpy'nin okuyamadığı bir bellektir."""
    p = nn.Parameter(torch.ones(3, dtype=torch.bfloat16))
    p.grad = torch.tensor([1.0, -1.0, 0.0]).to(p)
    RuleOptimizer([p], "adam", lr=0.5).step()
    assert p.tolist() == [0.5, 1.5, 1.0]
    with pytest.raises(TypeError, match=r"lion kuralı torch tensöründe çalışmadı: .*yalnızca CPU'da"):
        RuleOptimizer([p], lion).step()


def optimized(chosen):
    p = nn.Parameter(torch.ones(3))
    RuleOptimizer([p], chosen).step(lambda: (p * p).sum().backward())


@pytest.mark.parametrize(
    "use",
    [
        optimized,
        lambda spoiled: Run(DIGITS, mlp((64, 10)), spoiled, every=None, device="cpu").step(),
        lambda spoiled: train_population(DIGITS, (64, 10), spoiled, steps=1, lr=np.array([0.1, 0.2])),
    ],
)
def test_a_state_of_another_shape_is_named(use):
    spoiled = simple("bozuk", lambda w, g, m, lr: (w - lr * g, g.sum()))
    with pytest.raises(ValueError, match=r"made kuralının verdiği `m` \(\) biçiminde olamaz"):
        use(spoiled)
