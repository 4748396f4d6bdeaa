"""Klasik yanlışlar, öğrencinin yazacağı gibi: her biri, olabildiği her görevde kendi adıyla anılır."""

import math

import numpy as np
import pytest

from lrlab.exercises import check

EWA = """
def ewa(theta, beta):
    v, history = 0.0, []
    for theta_t in theta:
        v = {average}
        history.append(v)
    return history
"""
CORRECTION = """
def bias_correction(theta, beta):
    v, history = 0.0, []
    for t, theta_t in enumerate(theta, start=1):
        v = beta * v + (1 - beta) * theta_t
        history.append({corrected})
    return np.array(history)
"""
WEIGHTS = """
def ewa_weights(beta, t):
    age = np.arange(t - 1, -1, -1)
    return {weights}
"""
RMSPROP = """
def rmsprop_step(w, v, g, lr, beta, eps):
    v = {average}
    return {step}, v
"""
AVERAGE, STEP = "beta * v + (1 - beta) * g**2", "w - lr * g / (v**0.5 + eps)"
ADAMW = """
def adamw_step(w, m, v, g, t, lr, beta1, beta2, eps, weight_decay):
    w = w - lr * weight_decay * w
    m = {m}
    v = {v}
    m_hat = {m_hat}
    v_hat = {v_hat}
    return {step}, m, v
"""
ADAM = {
    "m": "beta1 * m + (1 - beta1) * g",
    "v": "beta2 * v + (1 - beta2) * g**2",
    "m_hat": "m / (1 - beta1**t)",
    "v_hat": "v / (1 - beta2**t)",
    "step": "w - lr * m_hat / (v_hat**0.5 + eps)",
}
NESTEROV = """
def nesterov_losses(lr, beta, steps, seed):
    @rule("m")
    def own(w, g, s, t, *, lr=0.1, beta=0.9):
        m = beta * s["m"] + g
        return {step}, {{"m": m}}

    model = mlp((64, 16, 10), seed, dtype=torch.float64)
    return train(digits(), model, own, batch_size=64, steps=steps, seed=seed, lr=lr, beta=beta).loss
"""
COSINE = """
def warmup_cosine(lr, end, warmup, T):
    t = np.arange(T)
    share = {share}
    return np.where(t < warmup, lr * t / warmup, {cosine})
"""
SHARE = "(t - warmup) / (T - warmup)"


def simple(name, arguments, body):
    return f"def {name}({arguments}):\n    return {body}\n"


def adamw(**changed):
    return ADAMW.format(**{**ADAM, **changed})


SLIPS = [
    # ---- işlem önceliği
    (EWA.format(average="beta * v + 1 - beta * theta_t"), "no_parentheses"),
    (CORRECTION.format(corrected="v / 1 - beta**t"), "no_parentheses"),
    (WEIGHTS.format(weights="1 - beta * beta**age"), "no_parentheses"),
    (simple("retune_alpha", "lr, beta", "lr * 1 - beta"), "no_parentheses"),
    (RMSPROP.format(average="beta * v + 1 - beta * g**2", step=STEP), "average_parentheses"),
    (RMSPROP.format(average=AVERAGE, step="w - lr * g / (v**1/2 + eps)"), "half_not_root"),
    (RMSPROP.format(average=AVERAGE, step="w - lr * g / v**0.5 + eps"), "denominator_parentheses"),
    (RMSPROP.format(average=AVERAGE, step="w - lr * (g / v**0.5 + eps)"), "eps_outside_fraction"),
    (adamw(m="beta1 * m + 1 - beta1 * g", v="beta2 * v + 1 - beta2 * g**2"), "average_parentheses"),
    (adamw(m_hat="m / 1 - beta1**t", v_hat="v / 1 - beta2**t"), "correction_parentheses"),
    (adamw(step="w - lr * m_hat / (v_hat**1/2 + eps)"), "half_not_root"),
    (adamw(step="w - lr * m_hat / v_hat**0.5 + eps"), "denominator_parentheses"),
    (adamw(step="w - lr * (m_hat / v_hat**0.5 + eps)"), "eps_outside_fraction"),
    (NESTEROV.format(step="w - lr * g + beta * m"), "no_parentheses"),
    (simple("per_epoch_rate", "step, updates, lr, rate", "lr / 1 + rate * (step // updates)"), "no_parentheses"),
    (COSINE.format(share=SHARE, cosine="end + lr - end * (1 + np.cos(np.pi * share)) / 2"), "no_parentheses"),
    (COSINE.format(share=SHARE, cosine="end + (lr - end) * (1 + np.cos(np.pi * share) / 2)"), "half_of_cosine"),
    (
        COSINE.format(share="t - warmup / T - warmup", cosine="end + (lr - end) * (1 + np.cos(np.pi * share)) / 2"),
        "share_parentheses",
    ),
    (simple("log_uniform", "u, low, high", "low * high / low**u"), "no_parentheses"),
    (simple("rung_sizes", "n, eta, rungs", "[(n // eta) ** k for k in range(rungs)]"), "power_outside"),
    (
        simple("decay_groups", "names", '([], [i for i, name in enumerate(names) if "bias" or "norm" in name])'),
        "always_true",
    ),
    # ---- (1-β)ᵗ ve 1-β·t
    (CORRECTION.format(corrected="v / (1 - (1 - beta)**t)"), "wrong_base"),
    (CORRECTION.format(corrected="v / (1 - beta * t)"), "product_for_power"),
    (WEIGHTS.format(weights="(1 - beta) * beta * age"), "product_for_power"),
    (adamw(m_hat="m / (1 - beta1)**t", v_hat="v / (1 - beta2)**t"), "correction_base"),
    (adamw(m_hat="m / (1 - beta1 * t)", v_hat="v / (1 - beta2 * t)"), "product_for_power"),
    # ---- α unutulmuş; m yenilenmiş ama g kullanılmış; ortalamanın karesi
    (simple("sgd_step", "w, g, lr", "w - g"), "no_rate"),
    (RMSPROP.format(average=AVERAGE, step="w - g / (v**0.5 + eps)"), "no_rate"),
    (adamw(step="w - m_hat / (v_hat**0.5 + eps)"), "no_rate"),
    (NESTEROV.format(step="w - (g + beta * m)"), "no_rate"),
    (RMSPROP.format(average=AVERAGE, step="w - lr * g"), "gradient_used"),
    (adamw(step="w - lr * g / (v_hat**0.5 + eps)"), "gradient_used"),
    (NESTEROV.format(step="w - lr * g"), "plain_descent"),
    (RMSPROP.format(average="(beta * v + (1 - beta) * g) ** 2", step=STEP), "squared_average"),
    (adamw(v="(beta2 * v + (1 - beta2) * g) ** 2"), "squared_average"),
    (adamw(v="beta2 * v + (1 - beta2) * m**2"), "m_squared"),
    # ---- Y, X'ten ayrı karışmış; dönem başına yerine adım başına
    (
        simple(
            "split_minibatches", "x, y, order, m",
            "[(x[order[i : i + m]], y[i : i + m]) for i in range(0, len(order), m)]",
        ),
        "broke_pairs",
    ),
    (
        simple("gradient_minibatch", "w, x, y, batch", "x[batch].T @ (x[batch] @ w - y[: len(batch)]) / len(batch)"),
        "labels_apart",
    ),
    (
        "def minibatch_epoch(w, x, y, order, m, lr):\n    x = x[order]\n    for i in range(0, len(x), m):\n"
        "        X, Y = x[i : i + m], y[i : i + m]\n        w = w - lr * X.T @ (X @ w - Y) / len(Y)\n    return w\n",
        "broke_pairs",
    ),
    (simple("per_epoch_rate", "step, updates, lr, rate", "lr / (1 + rate * step)"), "per_step"),
    (simple("warmup_linear", "step, t_total, warmup", "step / warmup if step < warmup else 0.0"), "steps_not_shares"),
    # ---- sınırlar ve yerler
    (simple("rung_sizes", "n, eta, rungs", "[max(1, n // eta**k) for k in range(rungs)]"), "at_least_one"),
    (simple("rung_sizes", "n, eta, rungs", "[math.floor(n * eta**-k) for k in range(rungs)]"), "float_power"),
    (
        simple(
            "promoted", "errors, eta",
            "sorted((i for i in range(len(errors)) if errors[i] == errors[i]), key=lambda i: errors[i])"
            "[: max(1, len(errors) // eta)]",
        ),
        "at_least_one",
    ),
    (
        simple(
            "asha_next", "errors, promoted, eta",
            "sorted(range(len(errors)), key=lambda i: errors[i])[len(promoted)] "
            "if len(promoted) < len(errors) // eta else -1",
        ),
        "by_position",
    ),
    (
        simple("per_epoch_rate", "step, updates, lr, rate", "lr / (1 + rate * (np.arange(len(step)) // updates))"),
        "each_item",
    ),
]  # fmt: skip


def written(source):
    """Yazılan fonksiyon; koşulara dersin içe aktardıkları da verilir."""
    space = {"np": np, "math": math}
    if "mlp(" in source:
        torch, train = pytest.importorskip("torch"), pytest.importorskip("lrlab.train")
        space |= {"torch": torch, "rule": pytest.importorskip("lrlab.core").rule}
        space |= {name: getattr(train, name) for name in ("digits", "mlp", "train")}
    exec(source, space)
    return next(value for name, value in space.items() if source.lstrip().startswith(f"def {name}("))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(("source", "name"), SLIPS, ids=[f"{s.split('(')[0].split()[1]}-{name}" for s, name in SLIPS])
def test_a_classic_slip_is_told_by_its_name(source, name):
    function = written(source)
    report = check(function.__name__, function)
    assert report.status == "yanlış"
    assert report.mutant == name
