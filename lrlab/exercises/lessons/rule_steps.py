"""Bir güncelleme kuralının görevlerdeki hâli: sıralı argümanlar alan, (w, durum…) döndüren bir fonksiyon."""

from collections.abc import Callable
from typing import Any

from lrlab.core import Rule


def one_step(rule: Rule, arguments: tuple[str, ...]) -> Callable[..., tuple[Any, ...]]:
    """Kuralı, değerlerini `arguments` sırasıyla alan bir adıma çevirir; `t` verilmezse adım birincidir."""

    def step(*values: Any) -> tuple[Any, ...]:
        given = dict(zip(arguments, values, strict=True))
        state = {name: given.pop(name) for name in rule.state}
        new, state = rule(given.pop("w"), given.pop("g"), state, given.pop("t", 1), **given)
        return new, *(state[name] for name in rule.state)

    return step
