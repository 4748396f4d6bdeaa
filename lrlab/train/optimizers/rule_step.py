"""Bir kuralın torch'taki adımı: hangi kural, ağırlık sönümüyle nasıl, tensörlerle hangi sayılar."""

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from lrlab.core.rules import RULES, Rule, a_rule
from lrlab.core.validate import one_of


def known(rule: Rule | str) -> Rule:
    """Bir kural ya da RULES içindeki bir adın kuralı."""
    return RULES[one_of("rule", rule, RULES)] if isinstance(rule, str) else a_rule(rule)


def decaying(rule: Rule) -> Rule:
    """`weight_decay` hiperparametresi olan kural: kendininki varsa kendisi, yoksa bağlı (coupled) L2'li hali.

    Bağlı L2 gradyana λ·w ekler: torch.optim'in (AdamW dışındaki) `weight_decay`i. adamw ve bert_adam'ınki ise
    ayrıktır (decoupled), gradyana karışmaz.
    """
    if "weight_decay" in rule.hyper:
        return rule

    def step(w: Any, g: Any, s: Any, t: int, *, weight_decay: float = 0.0, **hyper: Any) -> Any:
        return rule.step(w, g + weight_decay * w, s, t, **hyper)

    return replace(rule, step=step, hyper={**rule.hyper, "weight_decay": 0.0})


def rule_step(
    rule: Rule, w: torch.Tensor, g: torch.Tensor, s: dict[str, torch.Tensor], t: int, hyper: dict[str, Any]
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Kuralın bir adımı: yeni ağırlıklar ve durum, `w`nin biçiminde ve türünde, her biri kendi belleğinde.

    Kural gradyanın ya da ağırlıkların kendisini, bir görünümünü (`g[:]`, `g.detach()`), aynı diziyi iki adla
    verebilir; çağıran ise `w` ile `g`yi yerinde değiştirir. Paylaşılan bellek burada kopyalanır.

    CPU'daki tensörün belleğini numpy de okur: kural orada, `trajectory`deki gibi, numpy dizileriyle yürür ve sayıları
    oradakilerdir; küçük ağlarda daha da hızlıdır. Başka aygıtta ya da torch fonksiyonu kullanan kuralda dizi tensördür.
    """
    if w.device.type == "cpu" and w.dtype in (torch.float32, torch.float64):
        try:
            with np.errstate(all="ignore"):
                new, state = rule(w.numpy(), g.numpy(), _arrays(s), t, **_arrays(hyper))
            return _own(rule, new, state, w, ())
        except (AttributeError, TypeError):  # torch.sign(g) ya da g.clamp(...) numpy dizisini almaz
            pass
    new, state = rule(w, g, s, t, **hyper)
    return _own(rule, new, state, w, (w, g, *s.values()))


def _arrays(tensors: dict[str, Any]) -> dict[str, Any]:
    return {name: value.numpy() if isinstance(value, torch.Tensor) else value for name, value in tensors.items()}


def _own(rule: Rule, new: Any, state: dict[str, Any], w: torch.Tensor, inputs: tuple[torch.Tensor, ...]) -> Any:
    """Kuralın verdiği diziler, her biri kendi belleğinde bir tensör olarak."""
    if state.keys() != set(rule.state):
        raise ValueError(f"{rule.name} kuralının verdiği durum {sorted(state)} olamaz; gereken: {sorted(rule.state)}")
    taken = {one.untyped_storage().data_ptr() for one in inputs}
    own = []
    for name, value in (("w", new), *state.items()):
        if not isinstance(value, torch.Tensor):
            array = np.asarray(value)
            # numpy'nin girdileri tensörlerin belleğindedir: onlara bakan hiçbir dizi belleğinin sahibi değildir.
            value = array if array.flags.owndata else array.copy()
        elif not inputs:
            value = value.clone()
        made = torch.as_tensor(value, dtype=w.dtype, device=w.device)
        if made.shape != w.shape:
            raise ValueError(
                f"{rule.name} kuralının verdiği `{name}` {tuple(made.shape)} biçiminde olamaz; `w` gibi olmalı: "
                f"{tuple(w.shape)}"
            )
        place = made.untyped_storage().data_ptr()
        if place in taken:
            made = made.clone()
        taken.add(place)
        own.append(made)
    return own[0], dict(zip(state, own[1:], strict=True))
