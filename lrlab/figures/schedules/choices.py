"""Zamanlayıcı denetimleri: denetimlerden zamanlayıcıya, kullandığı denetimler ve kendi sayılarının kaydırıcıları."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from operator import itemgetter
from typing import Any

from lrlab.core.schedules import (
    SCHEDULES,
    WSD,
    Cosine,
    Cyclic,
    Exponential,
    InverseTime,
    Linear,
    MultiStep,
    OneCycle,
    Piecewise,
    PiecewiseLinear,
    Polynomial,
    Schedule,
    SquareRoot,
    Staircase,
    WarmRestarts,
)
from lrlab.core.schedules.fields import labels
from lrlab.core.validate import one_of
from lrlab.figures.engine.controls import Slider
from lrlab.figures.parts.schedule_options import ALPHAS, HORIZONS

Taken = Callable[[Mapping[str, Any]], Any]

END: Taken = itemgetter("end")
FACTOR: Taken = itemgetter("factor")
KNOTS = tuple(f"knot{k}" for k in range(1, 7))  # kırık çizginin, süreye eşit aralıklı düğümlerinin denetimleri
# Şeklin ortak denetimlerini kullanan hazır zamanlayıcılar: sınıf -> alan -> denetimlerden değeri; None olan alan
# varsayılanında kalır. Başka hiçbir alanın adına bakılmaz: burada anılmayan her sayı kendi kaydırıcısını getirir.
# Süreler, `rate` ve çarpımsalın `factor`ü aynı birimdedir (güncelleme ya da dönem): birimi çağıran seçer.
COMMON: Mapping[type[Schedule], Mapping[str, Taken | None]] = {
    InverseTime: {"rate": itemgetter("rate")},
    Exponential: {"factor": FACTOR, "floor": END},
    SquareRoot: {"scale": None},
    Staircase: {"factor": FACTOR},
    MultiStep: {"factor": FACTOR},
    Piecewise: {"rates": lambda values: tuple(values["lr"] * part for part in values["manual"])},
    PiecewiseLinear: {"rates": itemgetter(*KNOTS)},
    Polynomial: {"end": END, "power": itemgetter("power")},
    Linear: {"end": END},
    Cosine: {"end": END, "cycles": None},
    WarmRestarts: {"end": END},
    Cyclic: {"end": END, "factor": FACTOR, "gamma": None},
    OneCycle: {"pct_start": itemgetter("share"), "div_factor": None, "final_div_factor": None},
    WSD: {"warmup": None, "decay": lambda values: values["share"] * values["horizon"], "end": END},
}
# Bir denetimin işe yarayıp yaramadığı, iki değeriyle kurulan zamanlayıcılar karşılaştırılarak anlaşılır.
PROBES: Mapping[str, tuple[Any, Any]] = {
    "lr": ALPHAS, "horizon": HORIZONS, "end": (0.01, 0.02), "rate": (0.1, 0.2), "factor": (0.5, 0.9),
    "power": (2.0, 3.0), "share": (0.2, 0.3), "manual": ((1.0, 0.5), (1.0, 0.2)),
    **{knot: (0.1, 0.2) for knot in KNOTS},
}  # fmt: skip


def build(name: str, **values: Any) -> Schedule:
    """`name` zamanlayıcısı; `values` içinden kullandıklarını alır, ötekilere bakmaz.

    Ne ortak ne de kendi denetimi olan alanlar örnekteki değerini alır (`Schedule.over`).
    """
    kind = SCHEDULES[one_of("schedule", name, SCHEDULES)]
    given = {field: taken(values) for field, taken in COMMON.get(kind, {}).items() if taken}
    own = {field: type(usual)(values[key]) for key, (field, usual) in own_fields(name).items() if key in values}
    return kind.over(values["lr"], values["horizon"], **given, **own)


@cache
def uses(name: str) -> frozenset[str]:
    """`name` zamanlayıcısının kullandığı denetimlerin adları."""
    known = PROBES if SCHEDULES[name] in COMMON else ("lr", "horizon")
    first = {control: one for control, (one, _) in PROBES.items()}
    # Dizili alanlar == ile karşılaştırılamaz; alanların yazılışı sayıları tam verir.
    plain = repr(build(name, **first))
    common = (control for control in known if repr(build(name, **{**first, control: PROBES[control][1]})) != plain)
    return frozenset(common) | own_fields(name).keys()


@cache
def own_fields(name: str) -> dict[str, tuple[str, int | float]]:
    """`name`in kendi kaydırıcısı olan sayıları: denetimin adı ("Sınıf.alan") -> (alan, örnekteki değeri).

    Ortak denetimlerle verilenler, α'ya ya da süreye bağlı olanlar ve sonsuzlar bunların dışındadır.
    """
    kind: Any = SCHEDULES[name]
    one, other = (kind.over(*example) for example in zip(ALPHAS, HORIZONS, strict=True))
    known = {field.name: getattr(one, field.name) for field in fields(kind) if field.init}
    return {
        f"{name}.{field}": (field, value)
        for field, value in known.items()
        if type(value) in (int, float) and abs(value) < 1e300 and value == getattr(other, field)
        if field != "lr" and field not in COMMON.get(kind, {})
    }


def own_sliders(names: Iterable[str], taken: Iterable[str] = ()) -> tuple[Slider, ...]:
    """`names` zamanlayıcılarının `own_fields`inin kaydırıcıları; her birinin yanında alanın kendi görünen adı yazar.

    O ad bir başka kaydırıcınınkiyle ya da `taken` içindekilerden biriyle aynıysa zamanlayıcınınki de eklenir.
    """
    found = [(name, key, field, usual) for name in names for key, (field, usual) in own_fields(name).items()]
    count = Counter([*taken, *(labels(SCHEDULES[name])[field] for name, _, field, _ in found)])
    made = []
    for name, key, field, usual in found:
        label = labels(SCHEDULES[name])[field]
        label = label if count[label] == 1 else f"{label} ({SCHEDULES[name].label})"
        made.append(Slider(key, label, _around(name, field, usual), float(usual)))
    return tuple(made)


def _around(name: str, field: str, usual: int | float) -> tuple[float, ...]:
    """`usual`ın çevresinde, zamanlayıcının kabul ettiği değerler."""
    parts = (0.0, 0.001, 0.01, 0.1, 1.0) if usual == 0 else (usual * part for part in (0.1, 0.2, 0.5, 1, 2, 5, 10))
    kind, accepted = SCHEDULES[name], {float(usual)}
    for value in (float(f"{part:.6g}") for part in parts):
        try:
            kind.over(ALPHAS[0], HORIZONS[0], **{field: type(usual)(value)})
        except Exception:  # alanın denetimi öğrencinindir: ne verirse versin o değer yoktur
            continue
        if type(usual)(value) == value:
            accepted.add(value)
    return tuple(sorted(accepted))
