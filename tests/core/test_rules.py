"""Güncelleme kuralları torch'un (ya da özgün kodun) yaptığıyla aynı mı."""

import math
from inspect import signature

import numpy as np
import pytest
import torch

from lrlab.core import RULES, momentum, momentum_ewa, rule, sgd

STEPS = 50


def gradients(n=7, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((STEPS, n)) * np.geomspace(0.01, 10, n), rng.standard_normal(n)


def ours(rule, **hyper):
    grads, w = gradients()
    s, path = rule.zeros(w), []
    for t, g in enumerate(grads, start=1):
        w, s = rule(w, g, s, t, **hyper)
        path.append(w)
    return np.array(path)


def torchs(make):
    grads, w = gradients()
    p = torch.nn.Parameter(torch.from_numpy(w.copy()))
    optimizer, path = make([p]), []
    for g in grads:
        p.grad = torch.from_numpy(g.copy())
        optimizer.step()
        path.append(p.detach().numpy().copy())
    return np.array(path)


O = torch.optim
ORACLES = {
    "sgd": (dict(lr=0.03), lambda p: O.SGD(p, lr=0.03)),
    "momentum": (dict(lr=0.03, beta=0.8), lambda p: O.SGD(p, lr=0.03, momentum=0.8)),
    "nesterov": (dict(lr=0.03, beta=0.8), lambda p: O.SGD(p, lr=0.03, momentum=0.8, nesterov=True)),
    "adagrad": (dict(lr=0.03), lambda p: O.Adagrad(p, lr=0.03)),
    "rmsprop": (dict(lr=0.03, beta=0.9, eps=1e-3), lambda p: O.RMSprop(p, lr=0.03, alpha=0.9, eps=1e-3)),
    "adam": (dict(lr=0.03, beta1=0.8, beta2=0.99), lambda p: O.Adam(p, lr=0.03, betas=(0.8, 0.99))),
    "adamw": (dict(lr=0.03, weight_decay=0.1), lambda p: O.AdamW(p, lr=0.03, weight_decay=0.1)),
}


@pytest.mark.parametrize("name", ORACLES)
def test_equals_torch(name):
    hyper, make = ORACLES[name]
    np.testing.assert_allclose(ours(RULES[name], **hyper), torchs(make), rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["sgd", "momentum", "adagrad", "rmsprop", "adam", "adamw"])
def test_defaults_are_torchs_where_torch_has_one(name):
    defaults = {"sgd": dict(lr=0.1), "momentum": dict(lr=0.1, momentum=0.9)}.get(name)
    cls = {"adagrad": O.Adagrad, "rmsprop": O.RMSprop, "adam": O.Adam, "adamw": O.AdamW}.get(name, O.SGD)
    np.testing.assert_allclose(ours(RULES[name]), torchs(lambda p: cls(p, **(defaults or {}))), rtol=0, atol=1e-12)


def test_torch_dampening_differs_from_the_course_form_only_by_the_first_gradient():
    beta, lr = 0.8, 0.03
    damped = torchs(lambda p: O.SGD(p, lr=lr, momentum=beta, dampening=beta))
    grads, _ = gradients()
    # torch'un ilk adımı sönümlemesizdir: fazladan β·g₁, her adımda β ile küçülerek sürer.
    extra = -lr * beta * grads[0] * np.cumsum(beta ** np.arange(STEPS))[:, None]
    course = ours(momentum_ewa, lr=lr, beta=beta)
    np.testing.assert_allclose(course + extra, damped, rtol=0, atol=1e-12)
    assert np.abs(course[0] - damped[0]).max() > 1e-3


def test_course_form_is_the_torch_form_at_a_scaled_rate():
    np.testing.assert_allclose(
        ours(momentum_ewa, lr=0.3, beta=0.9), ours(momentum, lr=0.3 * (1 - 0.9), beta=0.9), rtol=0, atol=1e-13
    )


def test_momentum_without_beta_is_sgd():
    np.testing.assert_array_equal(ours(momentum, lr=0.03, beta=0.0), ours(sgd, lr=0.03))


def test_rmsprop_eps_inside_follows_the_books_formula():
    grads, w = gradients()
    v, path = np.zeros_like(w), []
    for g in grads:
        v = 0.9 * v + 0.1 * g**2
        w = w - 0.01 * g / np.sqrt(v + 1e-3)
        path.append(w)
    inside = ours(RULES["rmsprop_eps_inside"], lr=0.01, beta=0.9, eps=1e-3)
    np.testing.assert_allclose(inside, path, rtol=0, atol=1e-12)
    assert np.abs(inside - ours(RULES["rmsprop"], lr=0.01, beta=0.9, eps=1e-3)).max() > 1e-3


def test_bert_adam_equals_the_original_loop():
    # pytorch-pretrained-bert'teki sınıfın yaptığı, tek tek sayılarla: düzeltme yok, sönüm adımın içinde.
    grads, w = gradients()
    expected = []
    m, v = [0.0] * len(w), [0.0] * len(w)
    w = list(w)
    for g in grads:
        for i in range(len(w)):
            m[i] = 0.9 * m[i] + 0.1 * g[i]
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
            w[i] -= 2e-2 * (m[i] / (math.sqrt(v[i]) + 1e-6) + 0.01 * w[i])
        expected.append(list(w))
    np.testing.assert_allclose(ours(RULES["bert_adam"], lr=2e-2), expected, rtol=0, atol=1e-12)


def test_lion_follows_the_papers_loop():
    # Chen ve ark. 2023, Algoritma 2, tek tek sayılarla: adım β₁'li karışımın işareti, bellek β₂'li ortalama.
    grads, w = gradients()
    grads[3] = 0 * grads[3]
    w, m, expected = list(w), [0.0] * len(w), []
    for g in grads:
        for i in range(len(w)):
            mixed = 0.8 * m[i] + 0.2 * g[i]
            w[i] -= 0.03 * (math.copysign(1.0, mixed) if mixed else 0.0) + 0.03 * 0.1 * w[i]
            m[i] = 0.95 * m[i] + 0.05 * g[i]
        expected.append(list(w))
    rows, w = [], gradients()[1]
    s = RULES["lion"].zeros(w)
    for t, g in enumerate(grads, start=1):
        w, s = RULES["lion"](w, g, s, t, lr=0.03, beta1=0.8, beta2=0.95, weight_decay=0.1)
        rows.append(w)
    np.testing.assert_allclose(rows, expected, rtol=0, atol=1e-12)


def test_lion_by_hand():
    # m: 0 → 0.01·4 = 0.04 → 0.99·0.04 - 0.01·0.3 = 0.0366; karışım: 0.4, sonra 0.9·0.04 - 0.1·0.3 = +0.006.
    lion, w, s = RULES["lion"], 1.0, {"m": 0.0}
    w, s = lion(w, 4.0, s, 1, lr=0.1)
    assert (w, s["m"]) == (pytest.approx(0.9), pytest.approx(0.04))
    w, s = lion(w, -0.3, s, 2, lr=0.1)  # gradyan döndü ama karışımın işareti dönmedi: adım yine aşağı
    assert (w, s["m"]) == (pytest.approx(0.8), pytest.approx(0.0366))
    assert lion(1.0, 0.0, {"m": 0.0}, 1, lr=0.1)[0] == 1.0


def test_lion_keeps_the_kind_of_its_numbers():
    for kind in (np.float32, np.float64):
        w = np.array([1.0, 0.0, -2.0], dtype=kind)
        assert RULES["lion"](w, w, {"m": 0 * w}, 1, lr=0.1)[0].dtype == kind
    w = torch.tensor([1.0, 0.0, -2.0], dtype=torch.float64)
    new, _ = RULES["lion"](w, w, {"m": 0 * w}, 1, lr=0.1)
    assert new.tolist() == [1.0 - 0.1, 0.0, -2.0 + 0.1]


def test_uncorrected_adam_first_step_is_larger():
    g, w = np.array([2.0]), np.array([0.0])
    rule = RULES["adam_uncorrected"]
    w, _ = rule(w, g, rule.zeros(w), 1, lr=1.0, eps=0.0)
    assert w[0] == pytest.approx(-0.1 / math.sqrt(0.001))  # 3.16


# np.sign gibi bir fonksiyon CPU'daki tensörde de çalışır; torch'un eski numpy arayüzü bunu uyararak yapar.
@pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")
@pytest.mark.parametrize("name", RULES)
def test_same_definition_on_float_array_and_tensor(name):
    rule = RULES[name]
    grads, w = gradients()
    results = []
    for convert in (lambda a: a, torch.from_numpy):
        x, s = convert(w), rule.zeros(convert(w))
        for t, g in enumerate(grads[:5], start=1):
            x, s = rule(x, convert(g), s, t)
        results.append(np.asarray(x))
    x, s = float(w[0]), rule.zeros(0.0)
    for t, g in enumerate(grads[:5], start=1):
        x, s = rule(x, float(g[0]), s, t)
    np.testing.assert_allclose(results[0], results[1], rtol=0, atol=1e-14)
    assert x == pytest.approx(results[0][0], abs=1e-14)


@pytest.mark.parametrize("name", RULES)
def test_inputs_are_not_changed(name):
    rule = RULES[name]
    grads, w = gradients()
    s = {key: np.ones_like(w) for key in rule.state}
    before = w.copy(), grads[0].copy()
    rule(w, grads[0], s, 1)
    np.testing.assert_array_equal(w, before[0])
    np.testing.assert_array_equal(grads[0], before[1])
    assert all((array == 1).all() for array in s.values())


@pytest.mark.parametrize("name", RULES)
def test_hyperparameters_broadcast_like_separate_runs(name):
    rule = RULES[name]
    grads, w = gradients()
    rates = np.array([0.01, 0.1])[:, None]
    together, s = np.broadcast_to(w, (2, len(w))), None
    s = rule.zeros(together)
    for t, g in enumerate(grads[:10], start=1):
        together, s = rule(together, g, s, t, lr=rates)
    for row, lr in enumerate((0.01, 0.1)):
        x, s = w, rule.zeros(w)
        for t, g in enumerate(grads[:10], start=1):
            x, s = rule(x, g, s, t, lr=lr)
        np.testing.assert_allclose(together[row], x, rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("hyper", "error", "words"),
    [
        ({"beta": 1.2}, ValueError, ["`beta`", "1.2", "[0, 1)"]),
        ({"lr": -1}, ValueError, ["`lr`", "-1", "[0, inf)"]),
        ({"lr": "hızlı"}, TypeError, ["`lr`", "hızlı"]),
        ({"lr": True}, TypeError, ["`lr`", "True"]),
        ({"lr": float("nan")}, ValueError, ["`lr`", "nan"]),
        ({"beta": np.array([0.5, 1.0])}, ValueError, ["`beta`", "1.0"]),
        ({"rate": 0.1}, TypeError, ["`rate`", "`lr`", "`beta`"]),
    ],
)
def test_bad_hyperparameters_are_named(hyper, error, words):
    with pytest.raises(error) as caught:
        momentum.checked(**hyper)
    assert all(word in str(caught.value) for word in words)


def test_every_rule_explains_itself():
    assert all(rule.__doc__ and rule.name in RULES for rule in RULES.values())
    assert set(RULES) >= {"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "bert_adam", "lion"}
    assert str(signature(momentum)) == "(w, g, s, t, *, lr=0.1, beta=0.9)"


def test_every_rule_is_registered_once_with_its_label():
    assert [rule.name for rule in RULES.values()] == list(RULES)
    assert len({rule.label for rule in RULES.values()}) == len(RULES)
    assert RULES["rmsprop"].label == "RMSProp"
    with pytest.raises(TypeError):
        RULES["mine"] = sgd


def test_variants_name_the_rule_they_vary():
    assert all(not RULES[rule.variant_of].variant_of for rule in RULES.values() if rule.variant_of)
    found = {name: rule.variant_of for name, rule in RULES.items()}
    assert {found[name] for name in ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")} == {""}
    assert (found["momentum_ewa"], found["rmsprop_eps_inside"]) == ("momentum", "rmsprop")
    assert {found[name] for name in ("adam_uncorrected", "adamw", "bert_adam")} == {"adam"}


def test_an_own_rule_is_named_by_its_function_until_it_has_a_label():
    def halving(w, g, s, t, *, lr=0.1):
        return w - lr * g / t, {}

    assert (rule()(halving).label, rule()(halving).variant_of) == ("halving", "")
    assert rule(label="yarılanan")(halving).label == "yarılanan"
    assert "halving" not in RULES


@pytest.mark.parametrize(
    ("given", "told"),
    [(lambda w, s: w, "ndarray"), (lambda w, s: None, "NoneType"), (lambda w, s: (w, w), r"\(ndarray, ndarray\)")],
)
def test_a_rule_that_does_not_give_a_pair_is_told_what_to_give(given, told):
    @rule("m")
    def own(w, g, s, t, *, lr=0.1):
        return given(w, s)

    with pytest.raises(ValueError, match=rf'own kuralı iki şey döndürmeli.*`return w, {{"m": …}}`.*döndürdüğü: {told}'):
        own(np.ones(2), np.ones(2), {"m": np.zeros(2)}, 1)
    with pytest.raises(ValueError, match="own kuralı iki şey döndürmeli"):
        own(1.0, 1.0, {"m": 0.0}, 1)
