"""Bir koşunun ayarları: denetlenmiş, değişmez; kuralın o adımda kullanacağı hiperparametreler bunlardan çıkar."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lrlab.core.rules import Rule
from lrlab.core.schedules import Constant, Warmup
from lrlab.core.validate import integer, number
from lrlab.train.optimizers.rule_step import decaying, known

OWN = ("rule", "batch_size", "warmup", "weight_decay")  # koşunun, kurala bağlı olmayan ayarları


@dataclass(frozen=True)
class Settings:
    """Koşunun o anki ayarları.

    `rule`: kuralın adı; `batch_size`: minigrup boyu; `warmup`: ısınma adımları, koşunun 0. adımından sayılır;
    `weight_decay`: ağırlık sönümü λ; `hyper`: kuralın öbür hiperparametreleri (ad -> sayı ya da zamanlayıcı).
    """

    rule: str
    batch_size: int
    warmup: int
    weight_decay: Any
    hyper: Mapping[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "hyper", MappingProxyType(dict(self.hyper)))

    def __reduce__(self) -> tuple:
        # pickle salt okur bir sözlüğü saklayamaz.
        return Settings, (*(getattr(self, name) for name in OWN), dict(self.hyper))

    def as_dict(self) -> dict[str, Any]:
        """Bütün ayarlar tek sözlükte; `Run(**...)` ve `run.change(**...)` adlarıyla."""
        return {**{name: getattr(self, name) for name in OWN}, **self.hyper}


@dataclass(frozen=True)
class Plan:
    """Ayarların adıma hazır hali: `acting`, ağırlık sönümü de içinde olan kural; `hyper(step)` onun değerleri."""

    rule: Rule
    settings: Settings
    acting: Rule
    fixed: dict[str, float]
    moving: Callable[[int], dict[str, float]]
    still_from: float  # bu adımdan başlayarak hiçbir değer değişmez

    def hyper(self, step: int) -> dict[str, float]:
        """0'dan sayılan `step` adımında geçerli hiperparametreler."""
        return self.fixed if step >= self.still_from else {**self.fixed, **self.moving(step)}

    def changed(self, **given: Any) -> "Plan":
        """`given` ile değişmiş plan; kural değişirse aynı adlı değerler korunur, öbürleri varsayılana döner."""
        rule, old = known(given.get("rule", self.rule)), self.settings.as_dict()
        kept = {name: value for name, value in old.items() if name in OWN or name in rule.hyper}
        made = make_plan(**{**kept, **given, "rule": rule})
        # Hiçbir şey değişmediyse planın kendisi döner: çağıran bunu `is` ile görür.
        return self if made.rule is self.rule and made.settings == self.settings else made


def make_plan(rule: Rule | str, *, batch_size: int, warmup: int = 0, weight_decay: Any = None, **hyper: Any) -> Plan:
    """Ayarları denetler ve planı kurar; yanlış ad `TypeError`, aralık dışı değer `ValueError` verir.

    `weight_decay` verilmezse kuralın kendi varsayılanı, kuralda yoksa 0'dır.
    """
    rule, size = known(rule), integer("batch_size", batch_size)
    warmup = integer("warmup", warmup, "[0, inf)")
    if warmup and "lr" not in rule.hyper:
        raise ValueError(f"`warmup` = {warmup} olamaz; {rule.name} kuralının ısıtılacak bir `lr` hiperparametresi yok")
    acting = decaying(rule)
    decay = acting.hyper["weight_decay"] if weight_decay is None else weight_decay
    values = acting.checked(**hyper, weight_decay=decay)
    values = {name: value if callable(value) else number(name, value) for name, value in values.items()}
    decay = values["weight_decay"]
    others = {name: value for name, value in values.items() if name != "weight_decay"}
    settings = Settings(rule.name, size, warmup, decay, others)
    if "weight_decay" not in rule.hyper and not callable(decay) and decay == 0:
        acting, values = rule, others  # sönüm yokken gradyana dokunulmaz
    scheduled = any(map(callable, values.values()))
    moving = acting.scheduled(**{**values, "lr": warmed(values["lr"], warmup)} if warmup else values)[1]
    fixed = {name: value for name, value in values.items() if not callable(value)}
    return Plan(rule, settings, acting, fixed, moving, math.inf if scheduled else warmup)


def warmed(lr: Any, steps: int) -> Callable[[int], float]:
    """`lrlab.core.Warmup(lr, steps)`; `lr` bir sayı, bir zamanlayıcı ya da adımın herhangi bir fonksiyonu."""
    rate = lr if callable(lr) else lambda step: lr

    def at(step: int) -> float:
        if step >= steps:
            return rate(step - steps)
        return Warmup(Constant(number("lr(0)", rate(0), "[0, inf)")), steps)(step)

    return at
