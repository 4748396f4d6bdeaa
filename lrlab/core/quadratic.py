"""İkinci dereceden yüzeyde kuram: en iyi α ve β, yakınsama hızı, salınım ve ıraksama sınırları.

Özdeğerler λ₁ ≤ … ≤ λₙ olan bir yüzeyde her özyön öbürlerinden bağımsız, doğrusal bir yinelemedir; hızını o
yinelemenin kökleri belirler (Polyak 1964; Goh 2017, "Why Momentum Really Works").
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lrlab.core.validate import grid_shape, number, numbers, one_of

# Salınım ve ıraksama sınırları kuramda bilinen kurallar (`momentum_boundaries`).
BOUNDED = ("sgd", "momentum", "momentum_ewa", "nesterov")


@dataclass(frozen=True)
class Best:
    """En hızlı yakınsayan ayar; `rate` her adımda uzaklığın sonunda çarpıldığı sayıdır (küçük olan hızlıdır)."""

    lr: float
    beta: float
    rate: float


def _eigenvalues(low: Any, high: Any) -> tuple[float, float]:
    low, high = number("low", low, "(0, inf)"), number("high", high, "(0, inf)")
    if low > high:
        raise ValueError(f"`low` = {low:g} olamaz; en küçük özdeğer en büyüğünden ({high:g}) büyük olamaz")
    return low, high


def best_descent(low: float, high: float) -> Best:
    """Momentumsuz en iyi: α = 2/(λ₁+λₙ), hız (κ-1)/(κ+1); `low` = λ₁, `high` = λₙ."""
    low, high = _eigenvalues(low, high)
    return Best(2 / (low + high), 0.0, (high - low) / (high + low))


def best_momentum(low: float, high: float) -> Best:
    """Momentumun (β·m + g biçimi) en iyisi: α* = (2/(√λ₁+√λₙ))², β* = ((√λₙ-√λ₁)/(√λₙ+√λ₁))², hız √β*."""
    low, high = _eigenvalues(low, high)
    root_low, root_high = low**0.5, high**0.5
    ratio = (root_high - root_low) / (root_high + root_low)
    root_lr = 2 / (root_low + root_high)
    return Best(root_lr * root_lr, ratio**2, ratio)


def convergence_rate(lr: Any, beta: Any, eigenvalue: Any) -> np.ndarray:
    """Momentumun bir özyöndeki hızı: r² - (1+β-αλ)·r + β = 0 köklerinin en büyük mutlak değeri; 1'den büyükse ıraksar.

    Argümanlar birlikte yayınlanır (broadcast); sonuç onların ortak biçimindedir.
    """
    lr, beta = numbers("lr", lr, "[0, inf)"), numbers("beta", beta, "[0, 1)")
    eigenvalue = numbers("eigenvalue", eigenvalue, "(0, inf)")
    grid_shape(lr=lr, beta=beta, eigenvalue=eigenvalue)
    root = np.sqrt(beta)  # kökler karmaşıkken ikisinin de mutlak değeri √β'dır
    with np.errstate(over="ignore", under="ignore"):
        middle = abs(1 + beta - lr * eigenvalue)
        # middle² - 4β iki çarpana ayrılır: büyük middle'ın karesi taşmasın.
        gap = np.sqrt(np.maximum(middle - 2 * root, 0)) * np.sqrt(middle + 2 * root)
    return np.where(middle > 2 * root, middle / 2 + gap / 2, root)[()]


def momentum_boundaries(rule_name: str, beta: Any, eigenvalue: float) -> tuple[np.ndarray, np.ndarray]:
    """(salınımın başladığı α, ıraksamanın başladığı α), `beta` biçiminde; `eigenvalue` en dik yönün λₙ'si.

    Birincinin altında yol o yönde hiç işaret değiştirmeden yaklaşır, ikisinin arasında en küçük noktanın iki yanına
    geçerek yaklaşır, ikincinin üstünde uzaklaşır.
    """
    one_of("rule_name", rule_name, BOUNDED)
    beta = numbers("beta", beta, "[0, 1)")
    eigenvalue = number("eigenvalue", eigenvalue, "(0, inf)")
    if rule_name == "sgd":
        beta = np.zeros_like(beta)
    if rule_name == "nesterov":
        ringing, diverging = ((1 - beta) / (1 + beta)) ** 2, 2 * (1 + beta) / (1 + 2 * beta)
    else:
        ringing, diverging = (1 - np.sqrt(beta)) ** 2, 2 * (1 + beta)
    if rule_name == "momentum_ewa":  # bu biçim, α·(1-β) öğrenme oranındaki momentumun ta kendisidir
        ringing, diverging = ringing / (1 - beta), diverging / (1 - beta)
    with np.errstate(over="ignore", under="ignore"):
        return ringing / eigenvalue, diverging / eigenvalue
