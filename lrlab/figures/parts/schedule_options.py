"""Zamanlayıcı seçenekleri: şekillerde hangi zamanlayıcıların hangi adla seçilebildiği."""

import warnings
from functools import cache
from itertools import product

import numpy as np

from lrlab.core.schedules import SCHEDULES
from lrlab.figures.parts.wording import told_apart

# Zamanlayıcıların denendiği α'lar ve süreler; süreler, varsayılanı uzun olan bir ısınma da sığsın diye uzundur.
ALPHAS, HORIZONS = (1.0, 0.7), (1000.0, 2000.0)


def schedule_options() -> dict[str, str]:
    """Görünen ad -> sınıf adı; yalnızca α ve süreyle kurulabilenler, ötekiler bir uyarıyla ve nedeniyle söylenir."""
    reasons = {name: why_not(name) for name in SCHEDULES}
    if any(reasons.values()):
        told = "; ".join(reason for reason in reasons.values() if reason)
        warnings.warn(f"seçeneklerde olmayan zamanlayıcılar: {told}", stacklevel=3)
    labels = told_apart({name: kind.label for name, kind in SCHEDULES.items() if not reasons[name]})
    return {label: name for name, label in labels.items()}


@cache
def why_not(name: str) -> str:
    """`name` zamanlayıcısının neden seçilemediği; seçilebiliyorsa boş."""
    try:
        made, *_ = (SCHEDULES[name].over(*example) for example in product(ALPHAS, HORIZONS))
        made(np.arange(3.0))  # şekil, oranı adımların dizisinde bir kerede ister
    except Exception as error:  # alanlarının denetimi de formülü de öğrencinindir
        return f"{name!r}: {error} ({type(error).__name__})"
    return ""


@cache
def has_horizon(name: str) -> bool:
    """`name` zamanlayıcısı süreye bakıyor mu?"""
    # Dizili alanlar == ile karşılaştırılamaz; alanların yazılışı sayıları tam verir.
    short, long = (repr(SCHEDULES[name].over(ALPHAS[0], horizon)) for horizon in HORIZONS)
    return short != long
