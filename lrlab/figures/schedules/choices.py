"""Zamanlayıcı seçenekleri: denetimlerden seçilen adın zamanlayıcısı nasıl kurulur, hangi değerleri kullanır."""

from collections.abc import Callable
from inspect import signature
from typing import Any

from lrlab.core.schedules import (
    WSD,
    Constant,
    Cosine,
    Exponential,
    InverseTime,
    Linear,
    MultiStep,
    OneCycle,
    Piecewise,
    Polynomial,
    Schedule,
    SquareRoot,
    Staircase,
)
from lrlab.core.validate import one_of
from lrlab.terms import SCHEDULE_LABELS

STAIRS = 4  # merdivenin ve elle verilen oranların süre içindeki parça sayısı


def _manual(lr: float, horizon: float, manual: tuple[float, ...]) -> Schedule:
    pieces = len(manual)
    return Piecewise(tuple(horizon * k / pieces for k in range(1, pieces)), tuple(lr * share for share in manual))


# Sınıf adı -> kurucu; argümanlarının adları, o zamanlayıcının kullandığı değerlerdir. Süreler, `rate` ve çarpımsalın
# `factor`ü aynı birimdedir (güncelleme ya da dönem): birimi çağıran seçer.
MAKERS: dict[str, Callable[..., Schedule]] = {
    "Constant": lambda lr: Constant(lr),
    "InverseTime": lambda lr, rate: InverseTime(lr, rate),
    "Exponential": lambda lr, factor, end: Exponential(lr, factor, end),
    "SquareRoot": lambda lr: SquareRoot(lr),
    "Staircase": lambda lr, factor, horizon: Staircase(lr, factor, horizon / STAIRS),
    "MultiStep": lambda lr, factor, horizon: MultiStep(lr, (horizon / 2, 3 * horizon / 4), factor),
    "Piecewise": _manual,
    "Polynomial": lambda lr, horizon, end, power: Polynomial(lr, end, horizon, power),
    "Linear": lambda lr, horizon, end: Linear(lr, end, horizon),
    "Cosine": lambda lr, horizon, end: Cosine(lr, end, horizon),
    "OneCycle": lambda lr, horizon, share: OneCycle(lr, horizon, pct_start=share),
    "WSD": lambda lr, horizon, end, share: WSD(lr, horizon, 0, share * horizon, end),
}
OPTIONS = {SCHEDULE_LABELS[name]: name for name in MAKERS}  # görünen ad -> sınıf adı


def uses(name: str) -> set[str]:
    """`name` zamanlayıcısının kullandığı değerlerin adları."""
    return set(signature(MAKERS[one_of("schedule", name, MAKERS)]).parameters)


def build(name: str, **values: Any) -> Schedule:
    """`name` zamanlayıcısı; `values` içinden kullandıklarını alır, ötekilere bakmaz."""
    return MAKERS[name](**{key: values[key] for key in uses(name)})


def over(name: str, lr: float, horizon: float) -> Schedule:
    """Tek bir süreyle kurulan `name`: `horizon` adımda `lr`den onun yüzde birine iner.

    Sabit inmez; karekök süreye bakmaz; merdivenin son basamağı yüzde birin bir üstüdür; OneCycle `lr`ye süresinin
    yüzde 30'unda çıkar ve sıfıra yakın biter; WSD son yüzde 20'de iner.
    """
    share = 0.3 if name == "OneCycle" else 0.2
    factor = {"Exponential": 0.01 ** (1 / horizon), "MultiStep": 0.1}.get(name, 0.01 ** (1 / STAIRS))
    return build(
        name, lr=lr, horizon=horizon, end=0.01 * lr, rate=99 / horizon, factor=factor, power=2.0, share=share,
        manual=(1.0, 0.3, 0.1, 0.01),
    )  # fmt: skip
