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


class Vectors:
    """Bir kuralın yürüdüğü vektörler: ağırlıklar `w` ve gradyan `g` çağıranın, durum (`state`, sıfırdan) kuralındır.

    CPU'daki tensörün belleğini numpy de okur: kural orada, `trajectory`deki gibi, numpy dizileriyle yürür ve sayıları
    oradakilerdir; küçük ağlarda daha da hızlıdır. Başka aygıtta ya da torch fonksiyonu kullanan kuralda dizi tensördür.
    """

    def __init__(self, rule: Rule, w: torch.Tensor, g: torch.Tensor) -> None:
        self.w, self.g = w, g
        self.state = {name: torch.zeros_like(w) for name in rule.state}
        readable = w.device.type == "cpu" and w.dtype in (torch.float32, torch.float64)
        self._arrays = (w.numpy(), g.numpy(), _arrays(self.state)) if readable else None

    def advance(self, rule: Rule, t: int, hyper: dict[str, Any]) -> None:
        """Kuralın bir adımı; `w` ve `state` yerinde değişir, bir hata çıkarsa hiçbiri.

        Kural gradyanın ya da ağırlıkların kendisini, bir görünümünü (`g[:]`, `g.detach()`), aynı diziyi iki adla
        verebilir: değerler yazılmadan önce vektörlerle paylaşılan bellek ayrılır.
        """
        if self._arrays is not None:
            w, g, s = self._arrays
            try:
                with np.errstate(all="ignore"):
                    new, state = rule(w, g, s, t, **_arrays(hyper))
                made = [_unshared(value) for value in self._checked(rule, new, state)]
                for into, value in zip((w, *s.values()), made, strict=True):
                    np.copyto(into, value, casting="unsafe")
                return
            except (AttributeError, TypeError):  # torch.sign(g) ya da g.clamp(...) numpy dizisini almaz
                pass
        new, state = rule(self.w, self.g, self.state, t, **hyper)
        vectors = self.w, *self.state.values()
        taken = {one.untyped_storage().data_ptr() for one in (*vectors, self.g)}
        found = [torch.as_tensor(value).to(self.w) for value in self._checked(rule, new, state)]
        found = [one.clone() if one.untyped_storage().data_ptr() in taken else one for one in found]
        for vector, one in zip(vectors, found, strict=True):
            vector.copy_(one)

    def _checked(self, rule: Rule, new: Any, state: dict[str, Any]) -> list[Any]:
        """Kuralın verdikleri, `w` ve durumun sırasıyla; adı ya da biçimi yanlış olan `ValueError`."""
        if state.keys() != self.state.keys():
            raise ValueError(
                f"{rule.name} kuralının verdiği durum {sorted(state)} olamaz; gereken: {sorted(self.state)}"
            )
        found = [new, *(state[name] for name in self.state)]
        for name, value in zip(("w", *self.state), found, strict=True):
            if np.shape(value) != tuple(self.w.shape):
                raise ValueError(
                    f"{rule.name} kuralının verdiği `{name}` {np.shape(value)} biçiminde olamaz; `w` gibi olmalı: "
                    f"{tuple(self.w.shape)}"
                )
        return found


def _arrays(tensors: dict[str, Any]) -> dict[str, Any]:
    return {name: value.numpy() if isinstance(value, torch.Tensor) else value for name, value in tensors.items()}


def _unshared(value: Any) -> np.ndarray:
    """Dizi, kendi belleğinde; vektörlerin belleği torch'undur, ona bakan hiçbir dizi belleğinin sahibi değildir."""
    array = np.asarray(value)
    return array if array.flags.owndata else array.copy()
