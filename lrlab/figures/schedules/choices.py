"""Zamanlayıcı denetimleri: seçenekler, denetimlerden zamanlayıcıya ve bir zamanlayıcının kullandığı denetimler."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from lrlab.core.schedules import SCHEDULES, Schedule
from lrlab.core.validate import one_of

OPTIONS = {kind.label: name for name, kind in SCHEDULES.items()}  # görünen ad -> sınıf adı

# Alan -> denetimlerin ona verdiği değer; burada olmayan alanlar örnekteki değerini alır (`Schedule.over`). Süreler,
# `rate` ve çarpımsalın `factor`ü aynı birimdedir (güncelleme ya da dönem): birimi çağıran seçer.
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
# Bir denetimin işe yarayıp yaramadığı, iki değeriyle kurulan zamanlayıcılar karşılaştırılarak anlaşılır.
PROBES: Mapping[str, tuple[Any, Any]] = {
    "lr": (0.5, 0.1), "horizon": (100.0, 200.0), "end": (0.01, 0.02), "rate": (0.1, 0.2), "factor": (0.5, 0.9),
    "power": (2.0, 3.0), "share": (0.2, 0.3), "manual": ((1.0, 0.5), (1.0, 0.2)),
}  # fmt: skip


def build(name: str, **values: Any) -> Schedule:
    """`name` zamanlayıcısı; `values` içinden kullandıklarını alır, ötekilere bakmaz."""
    kind: Any = SCHEDULES[one_of("schedule", name, SCHEDULES)]
    given = {field.name: FIELDS[field.name](values) for field in fields(kind) if field.name in FIELDS}
    return kind.over(values["lr"], values["horizon"], **given)


@cache
def uses(name: str) -> frozenset[str]:
    """`name` zamanlayıcısının kullandığı denetimlerin adları."""
    first = {control: one for control, (one, _) in PROBES.items()}
    plain = build(name, **first)
    return frozenset(control for control, (_, two) in PROBES.items() if build(name, **{**first, control: two}) != plain)
