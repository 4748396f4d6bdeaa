"""torch.optim'in durum sözlüğü, aynı kuralın lrlab'daki adlarıyla."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lrlab.core.rules import RULES, Rule


@dataclass(frozen=True)
class Theirs:
    """Kuralın torch'taki karşılığı: sınıfı, grubunda onu tanıtan ad, durum dizileri, hiperparametreler, ayarlar."""

    name: str
    mark: str
    state: dict[str, str]
    hyper: Callable[[dict[str, Any]], dict[str, Any]]
    settings: dict[str, Any]


def _momentum(group: dict[str, Any]) -> dict[str, Any]:
    return {"beta": group["momentum"]}


def _adam(group: dict[str, Any]) -> dict[str, Any]:
    beta1, beta2 = group["betas"]
    return {"beta1": beta1, "beta2": beta2, "eps": group["eps"]}


BUFFER, MOMENTS = {"momentum_buffer": "m"}, {"exp_avg": "m", "exp_avg_sq": "v"}
THEIRS = {
    "sgd": Theirs("SGD", "dampening", {}, lambda group: {}, {"momentum": 0}),
    "momentum": Theirs("SGD", "dampening", BUFFER, _momentum, {"dampening": 0, "nesterov": False}),
    "nesterov": Theirs("SGD", "dampening", BUFFER, _momentum, {"dampening": 0, "nesterov": True}),
    "adagrad": Theirs("Adagrad", "lr_decay", {"sum": "v"}, lambda group: {"eps": group["eps"]}, {"lr_decay": 0}),
    "rmsprop": Theirs(
        "RMSprop", "centered", {"square_avg": "v"}, lambda group: {"beta": group["alpha"], "eps": group["eps"]},
        {"momentum": 0, "centered": False},
    ),
    "adam": Theirs("Adam", "amsgrad", MOMENTS, _adam, {"amsgrad": False, "decoupled_weight_decay": False}),
    "adamw": Theirs("AdamW", "amsgrad", MOMENTS, _adam, {"amsgrad": False, "decoupled_weight_decay": True}),
}  # fmt: skip
ONLY_THEIRS = {
    "momentum", "dampening", "nesterov", "lr_decay", "initial_accumulator_value", "alpha", "centered", "betas",
    "amsgrad", "decoupled_weight_decay", "maximize", "foreach", "fused", "capturable", "differentiable",
}  # fmt: skip


def translated(rule: Rule, state_dict: dict[str, Any]) -> dict[str, Any]:
    """`rule`ün torch'taki karşılığının durumu ise onun lrlab'daki hali, değilse `state_dict`in kendisi.

    Karşılığı olup da kuralın yapmadığı bir ayar istenmişse `ValueError` onu adıyla söyler.
    """
    groups, theirs = state_dict["param_groups"], THEIRS.get(rule.name)
    if theirs is None or rule != RULES[rule.name] or not all(theirs.mark in group for group in groups):
        return state_dict
    for group in groups:
        for name, wanted in {**theirs.settings, "maximize": False}.items():
            unused = name == "decoupled_weight_decay" and not group["weight_decay"]
            if not unused and group.get(name, wanted) != wanted:
                raise ValueError(
                    f"`state_dict` {rule.name} kuralına çevrilemez; torch.optim.{theirs.name} durumunda "
                    f"`{name}` = {group[name]!r}, gereken: {wanted!r}"
                )
    made = [
        {**{k: v for k, v in group.items() if k not in ONLY_THEIRS}, "lr": float(group["lr"]), **theirs.hyper(group)}
        for group in groups
    ]
    return {**state_dict, "param_groups": made, "state": {i: _one(theirs, s) for i, s in state_dict["state"].items()}}


def _one(theirs: Theirs, state: dict[str, Any]) -> dict[str, Any]:
    """Bir parametrenin durumu; torch'un henüz kurmadığı momentum `None`dır, SGD adımlarını saymaz."""
    found = {theirs.state.get(name, name): value for name, value in state.items() if value is not None}
    return {**found, "step": int(found.get("step", 1))} if found else {}
