"""Zamanlayıcı denetimleri: seçenekler, denetimlerden zamanlayıcıya ve bir zamanlayıcının kullandığı denetimler."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from lrlab.core.schedules import SCHEDULES, Schedule
from lrlab.core.validate import one_of
from lrlab.figures.engine.controls import Slider

OPTIONS = {kind.label: name for name, kind in SCHEDULES.items()}  # görünen ad -> sınıf adı

# Alan -> ortak denetimlerin ona verdiği değer. Süreler, `rate` ve çarpımsalın `factor`ü aynı birimdedir (güncelleme ya
# da dönem): birimi çağıran seçer.
FIELDS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "end": lambda values: values["end"],
    "floor": lambda values: values["end"],
    "rate": lambda values: values["rate"],
    "factor": lambda values: values["factor"],
    "power": lambda values: values["power"],
    "pct_start": lambda values: values["share"],
    "decay": lambda values: values["share"] * values["horizon"],
    "rates": lambda values: tuple(values["lr"] * part for part in values["manual"]),
}
# Denetimi olmayan alanlar: şeklin kendi α'sı ve ısınması var, OneCycle'ın bölenleri torch'unkilerdir.
PLAIN = {"lr", "warmup", "div_factor", "final_div_factor"}
# Bir denetimin işe yarayıp yaramadığı, iki değeriyle kurulan zamanlayıcılar karşılaştırılarak anlaşılır.
PROBES: Mapping[str, tuple[Any, Any]] = {
    "lr": (0.5, 0.1), "horizon": (100.0, 200.0), "end": (0.01, 0.02), "rate": (0.1, 0.2), "factor": (0.5, 0.9),
    "power": (2.0, 3.0), "share": (0.2, 0.3), "manual": ((1.0, 0.5), (1.0, 0.2)),
}  # fmt: skip


def build(name: str, **values: Any) -> Schedule:
    """`name` zamanlayıcısı; `values` içinden kullandıklarını alır, ötekilere bakmaz.

    Ne ortak ne de kendi denetimi olan alanlar örnekteki değerini alır (`Schedule.over`).
    """
    kind: Any = SCHEDULES[one_of("schedule", name, SCHEDULES)]
    given = {field.name: FIELDS[field.name](values) for field in fields(kind) if field.name in FIELDS}
    own = {field: type(usual)(values[field]) for field, usual in own_fields(name).items() if field in values}
    return kind.over(values["lr"], values["horizon"], **given, **own)


@cache
def uses(name: str) -> frozenset[str]:
    """`name` zamanlayıcısının kullandığı denetimlerin adları."""
    first = {control: one for control, (one, _) in PROBES.items()}
    plain = build(name, **first)
    common = (control for control, (_, two) in PROBES.items() if build(name, **{**first, control: two}) != plain)
    return frozenset(common) | own_fields(name).keys()


@cache
def own_fields(name: str) -> dict[str, int | float]:
    """`name`in ortak denetimlerle verilmeyen sayıları ve örnekteki değerleri; süreye bağlı olanları süre belirler."""
    kind: Any = SCHEDULES[name]
    short, long = kind.over(1.0, 100.0), kind.over(1.0, 200.0)
    known = {field.name: getattr(short, field.name) for field in fields(kind)}
    return {
        field: value
        for field, value in known.items()
        if type(value) in (int, float) and field not in PLAIN | FIELDS.keys() and value == getattr(long, field)
    }


def own_sliders() -> tuple[Slider, ...]:
    """`own_fields`in kaydırıcıları: yeni yazılmış bir zamanlayıcının sayıları da şekilde oynanabilsin."""
    made: dict[str, Slider] = {}
    for name in SCHEDULES:
        for field, usual in own_fields(name).items():
            made.setdefault(field, Slider(field, field, _around(name, field, usual), float(usual)))
    return tuple(made.values())


def _around(name: str, field: str, usual: int | float) -> tuple[float, ...]:
    """`usual`ın çevresinde, zamanlayıcının kabul ettiği değerler."""
    parts = (0.0, 0.001, 0.01, 0.1, 1.0) if usual == 0 else (usual * part for part in (0.1, 0.2, 0.5, 1, 2, 5, 10))
    kind, accepted = SCHEDULES[name], {float(usual)}
    for value in (float(f"{part:.6g}") for part in parts):
        try:
            kind.over(1.0, 100.0, **{field: type(usual)(value)})
        except (TypeError, ValueError):
            continue
        if type(usual)(value) == value:
            accepted.add(value)
    return tuple(sorted(accepted))
