"""`deneme`: denetimin fonksiyonu çağırdığı girdiler; ve o çağrının, kopyalanıp çalıştırılabilecek yazılışı."""

import inspect
from collections import namedtuple
from collections.abc import Callable
from copy import deepcopy
from math import isnan
from typing import Any

import numpy as np

from lrlab.core.validate import integer
from lrlab.exercises.catalog import find
from lrlab.exercises.task import FunctionTask

LONGEST = 400  # harf: daha uzun yazılacak bir çağrının girdileri deneme(...) ile verilir


def deneme(task: str, k: int) -> tuple[Any, ...]:
    """`task` görevinin k. denemesindeki girdiler (1'den sayılır): `fonksiyonun(*deneme("ewa", 2))`.

    Argümanların adlarıyla da okunur: deneme("ewa", 2).beta. Her çağrıda yeni kopyalardır.
    Hatalar: bilinmeyen görev, olmayan deneme ya da sayıyla yanıtlanan (denemesi olmayan) görev `ValueError`.
    """
    found = find(task)
    if not isinstance(found, FunctionTask):
        raise ValueError(f"`task` = {task!r} olamaz; yanıtı bir sayı olan görevin denemesi yoktur, sorusu vardır")
    k = integer("k", k, f"[1, {len(found.cases)}]")
    inputs: Any = namedtuple(found.name, found.arguments)  # type: ignore[misc]  # adlar görevden gelir
    return inputs(*deepcopy(found.cases[k - 1].args))


def written(value: Any) -> str | None:
    """Değerin, numpy'si np olan bir deftere yapıştırılabilecek yazılışı; yazılamazsa (fonksiyon, …) None."""
    if isinstance(value, np.ndarray):
        inside = written(value.tolist()) if value.size else None
        kind = "" if value.dtype in (np.dtype(float), np.dtype(int), np.dtype(bool)) else f", dtype='{value.dtype}'"
        return f"np.array({inside}{kind})" if inside else None
    if isinstance(value, (list, tuple)):
        parts = [written(item) for item in value]
        if any(part is None for part in parts):
            return None
        inside = ", ".join(part for part in parts if part)
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' if len(parts) == 1 else ''})"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and (isnan(value) or value in (np.inf, -np.inf)):
        return f"np.{value}" if value != -np.inf else "-np.inf"
    return repr(value) if value is None or isinstance(value, (bool, int, float, str)) else None


def _parameters(function: Callable[..., Any], count: int) -> list[str] | None:
    """Fonksiyonun ilk `count` argümanının adları; hepsi adıyla verilemiyorsa None."""
    try:
        found = list(inspect.signature(function).parameters.values())[:count]
    except (TypeError, ValueError):
        return None
    named = [one.name for one in found if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    return named if len(named) == count else None


def call_text(task: FunctionTask, function: Callable[..., Any], k: int) -> str:
    """k. denemenin (1'den) çağrısı, öğrencinin adlarıyla: `adamw_step(w=…, g=…)`; uzunsa `adamw_step(*deneme(…))`."""
    name = getattr(function, "__name__", "")
    name = name if isinstance(name, str) and name.isidentifier() else task.name  # lambda'nın adı yazılamaz
    args = task.cases[k - 1].args
    values = [written(value) for value in args]
    names = _parameters(function, len(args))
    given = [f"{left}={right}" for left, right in zip(names, values, strict=True)] if names else values
    text = f"{name}({', '.join(str(one) for one in given)})"
    return text if None not in values and len(text) <= LONGEST else f'{name}(*deneme("{task.name}", {k}))'
