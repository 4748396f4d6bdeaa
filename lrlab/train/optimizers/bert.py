"""BertAdam: BERT'in ince ayarındaki eniyileyici, ısınması adım sayısına bağlı; ve ağırlık sönümünün iki grubu."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn

from lrlab.core.rules import bert_adam
from lrlab.core.schedules import Constant, Cosine, Schedule, Warmup, warmup_linear
from lrlab.core.validate import instance, integer, number, one_of
from lrlab.train.optimizers.rule_optimizer import RuleOptimizer

# Adı -> (bütün adımlar, ısınmanın payı) verilince oranın çarpanı.
FACTORS: dict[str | None, Callable[[int, float], Schedule]] = {
    "warmup_linear": lambda steps, warmup: warmup_linear(1.0, steps, warmup),
    "warmup_cosine": lambda steps, warmup: Warmup(Cosine(1.0, 0.0, steps * (1 - warmup)), steps * warmup),
    "warmup_constant": lambda steps, warmup: Warmup(Constant(1.0), steps * warmup),
    "none": lambda steps, warmup: Constant(1.0),
    None: lambda steps, warmup: Constant(1.0),
}
RANGES = {"b1": "[0, 1)", "b2": "[0, 1)", "e": "[0, inf)", "max_grad_norm": "(-inf, inf)"}


class BertAdam(RuleOptimizer):
    """Adam, yanlılık düzeltmesi olmadan; ayrık ağırlık sönümü adımın, zamanlayıcı eniyileyicinin içinde.

        eniyileyici = BertAdam(bert_groups(model), lr=2e-5, warmup=0.1, t_total=1000)

    Adlar pytorch-pretrained-bert'in BertAdam'ındakilerdir. `lr`: ulaşılacak en büyük oran; `warmup`: ısınmanın
    `t_total`a oranı, -1 yok; `t_total`: bütün güncellemelerin sayısı, -1 sabit oran; `schedule`: "warmup_linear"
    (sonra t_total'da 0'a iner), "warmup_cosine", "warmup_constant" ya da None. Oran, her parametrenin 0'dan saydığı
    adımla schedule(adım/t_total)·lr'dir: ilk güncelleme ısınma varken ağırlıkları değiştirmez. `b1`, `b2`, `e`: kuralın
    β₁, β₂ ve ε'u; `max_grad_norm`: her adımda her parametre tensörünün `.grad`ı, ayrı ayrı ve yerinde, bu boya kırpılır
    (0 ya da negatif: kırpma yok). Grup sözlüğünde `lr`, `b1`, `b2`, `e`, `weight_decay`, `max_grad_norm` verilebilir.

    Özgününden farkları: orada `t_total` verilmezse `warmup` (ve zamanlayıcı) sessizce kapanır, yalnızca günlüğe bir
    uyarı yazılır; burada etkisiz kalacak bir `warmup` `ValueError`dır. Orada t_total'dan sonra kosinüs yeniden
    yükselir; burada 0'da kalır.
    Adım sayısı `state_dict`tedir; `t_total`, `warmup` ve `schedule` değildir, onlar kurarken verdiklerindir.
    """

    def __init__(
        self,
        params: Any,
        lr: float,
        warmup: float = -1,
        t_total: int = -1,
        schedule: str | None = "warmup_linear",
        b1: float = 0.9,
        b2: float = 0.999,
        e: float = 1e-6,
        weight_decay: float = 0.01,
        max_grad_norm: float = 1.0,
    ) -> None:
        factor = _factor(warmup, t_total, schedule)
        names = ("lr", "b1", "b2", "e", "weight_decay", "max_grad_norm")
        hyper = dict(zip(names, (lr, b1, b2, e, weight_decay, max_grad_norm), strict=True))
        _check(hyper)
        super().__init__(params, replace(bert_adam, name="BertAdam", step=Scheduled(factor), hyper=hyper))

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Yeni bir grup ekler; verilmeyen hiperparametreler kuruluştaki değerlerini alır."""
        _check(param_group)
        super().add_param_group(param_group)

    def _update_group(self, index: int, group: dict[str, Any]) -> None:
        if group["max_grad_norm"] > 0:
            clip_each(group["params"], group["max_grad_norm"])
        super()._update_group(index, group)


@dataclass(frozen=True)
class Scheduled:
    """bert_adam'ın adımı, BertAdam'ın adlarıyla; oranı `factor`ın o adımdaki değeriyle çarpılır."""

    factor: Schedule

    def __call__(
        self, w: Any, g: Any, s: Any, t: int, *, lr: float, b1: float, b2: float, e: float, weight_decay: float,
        max_grad_norm: float,
    ) -> Any:  # fmt: skip
        rate = lr * self.factor(t - 1)  # kural adımı 1'den, zamanlayıcı 0'dan sayar
        return bert_adam.step(w, g, s, t, lr=rate, beta1=b1, beta2=b2, eps=e, weight_decay=weight_decay)


def clip_each(parameters: list[torch.Tensor], limit: float) -> None:
    """Boyu `limit`i aşan her gradyanı, yönünü koruyarak, ayrı ayrı ve yerinde `limit`e indirir."""
    gradients = [p.grad for p in parameters if p.grad is not None and p.grad.layout is torch.strided]
    if gradients:
        shares = [(limit / (norm + 1e-6)).clamp(max=1.0) for norm in torch._foreach_norm(gradients)]
        torch._foreach_mul_(gradients, shares)


def bert_groups(model: nn.Module, weight_decay: float = 0.01) -> list[dict[str, Any]]:
    """Eniyileyiciye verilecek iki grup: ağırlık sönümü `weight_decay` olanlar, sonra sönümü 0 olanlar.

    Sönümsüz olanlar adı bias ile biten parametreler ve LayerNorm ağırlıklarıdır; LayerNorm katmanın türünden tanınır
    (özgün örnekler adına bakar). Boş kalan grup listede yer almaz.
    """
    instance("model", model, nn.Module, "bir torch.nn.Module olmalı")
    decay = number("weight_decay", weight_decay, "[0, inf)")
    norms = {id(p) for module in model.modules() if isinstance(module, nn.LayerNorm) for p in module.parameters()}
    free = {id(p) for name, p in model.named_parameters() if name.endswith("bias")} | norms
    sides = ([p for p in model.parameters() if (id(p) in free) == side] for side in (False, True))
    groups = [{"params": side, "weight_decay": own} for side, own in zip(sides, (decay, 0.0), strict=True)]
    return [group for group in groups if group["params"]]


def _factor(warmup: float, t_total: int, schedule: str | None) -> Schedule:
    """Adımdan oranın çarpanına zamanlayıcı; etkisi olmayacak bir ısınma `ValueError` verir."""
    one_of("schedule", schedule, FACTORS)
    share = 0.0 if warmup == -1 else number("warmup", warmup, "[0, 1)")
    if schedule in (None, "none"):
        if share:
            raise ValueError(f"`warmup` = {warmup} etkisiz kalırdı; `schedule` = {schedule!r} iken ısınma yok")
        return FACTORS[None](0, 0.0)
    if t_total == -1:
        if share or schedule != "warmup_linear":
            what = f"`warmup` = {warmup}" if share else f"`schedule` = {schedule!r}"
            raise ValueError(
                f"{what}, `t_total` verilmeden etkisiz kalırdı: ısınma `t_total`ın payıdır (pytorch-pretrained-bert "
                "bunu sessizce kapatır); `t_total`a bütün güncellemelerin sayısını ver"
            )
        return FACTORS[None](0, 0.0)
    return FACTORS[schedule](integer("t_total", t_total), share)


def _check(hyper: dict[str, Any]) -> None:
    """Kuralların ortak tablosunda olmayan adların aralığı."""
    for name, allowed in RANGES.items():
        if name in hyper:
            number(name, hyper[name], allowed)
