"""Bir ağın içine bakmak: katmanların gradyanı, ilk adımların boyu, gösterimlerin sözcükten sözcüğe değişimi."""

from itertools import groupby

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core.validate import instance, integer
from lrlab.train.networks.transformers import Transformer, mean_of_real
from lrlab.train.runs.run import Run


def layer_of(name: str) -> str:
    """Parametrenin katmanı: "blocks.3.wide.weight" -> "blocks.3", "head.bias" -> "head"."""
    first, *rest = name.split(".")
    return f"{first}.{rest[0]}" if rest and rest[0].isdigit() else first


def gradient_norms(model: nn.Module, x: torch.Tensor, y: torch.Tensor, ending: str = "") -> dict[str, float]:
    """Ortalama çapraz entropinin gradyanının boyu, katman katman (`layer_of`); model ve gradyanları değişmez.

    `ending` verilirse yalnızca adı öyle biten parametreler: "narrow.weight" ileri beslemelerin son matrisi.
    """
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad and n.endswith(ending)]
    if not named:
        raise ValueError(f"`ending` = {ending!r} olamaz; modelde adı böyle biten bir parametre yok")
    with torch.enable_grad():
        gradients = torch.autograd.grad(cross_entropy(model(x), y), [p for _, p in named], materialize_grads=True)
    return _by_layer([(name, g) for (name, _), g in zip(named, gradients, strict=True)])


def update_sizes(run: Run, steps: int) -> dict[str, np.ndarray]:
    """`run`ı en çok `steps` adım ilerletir; katman -> her adımda ‖Δw‖/‖w‖, (yapılan adım,).

    ‖w‖ adımdan öncekidir: 0.01, katmanın ağırlıkları bir adımda yüzde bir değişti demektir.
    """
    instance("run", run, Run, "bir koşu olmalı, Run(...) gibi")
    rows: list[dict[str, float]] = []
    for _ in range(integer("steps", steps)):
        before = [(name, p.detach().clone()) for name, p in run.model.named_parameters()]
        if not run.step():
            break
        change = [(name, p.detach() - old) for (name, old), p in zip(before, run.model.parameters(), strict=True)]
        weight, moved = _by_layer(before), _by_layer(change)
        rows.append({layer: moved[layer] / weight[layer] if weight[layer] else np.inf for layer in weight})
    return {layer: np.array([row[layer] for row in rows]) for layer in (rows[0] if rows else ())}


def variety(model: Transformer, x: torch.Tensor) -> np.ndarray:
    """Her bloktan sonra gösterimlerin ne kadarının sözcükten sözcüğe değiştiği, (blok + 1,), 0–1; ilki gömmedir.

    Sözcüğün gösterimi harflerinin ortalamasıdır. Pay, gösterimlerin varyansının ortalama karelerine oranıdır: 0 ise ağ
    her sözcüğe aynı gösterimi veriyor, onları ayırt edemiyor demektir.
    """
    instance("model", model, Transformer, "transformer(...) ile kurulmuş bir ağ olmalı")
    seen: list[torch.Tensor] = []

    def keep(block: nn.Module, given: tuple, out: torch.Tensor) -> None:
        seen.extend([out] if seen else [given[0], out])

    hooks = [block.register_forward_hook(keep) for block in model.blocks]
    try:
        with torch.no_grad():
            model(x)
    finally:
        for hook in hooks:
            hook.remove()
    pooled = [mean_of_real(each, x != 0) for each in seen]
    return np.array([(each.var(0, correction=0).mean() / each.square().mean()).item() for each in pooled])


def _by_layer(named: list[tuple[str, torch.Tensor]]) -> dict[str, float]:
    """Katman -> tensörlerinin birlikte boyu."""
    groups = groupby(named, key=lambda pair: layer_of(pair[0]))
    return {layer: float(sum(t.square().sum().item() for _, t in group)) ** 0.5 for layer, group in groups}
