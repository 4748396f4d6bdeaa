"""Bir ağın bütün ağırlıkları tek bir düz vektörde; parametreler o vektörün görünümleridir."""

import torch
from torch import nn


def flatten(model: nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """`model`i yerinde düzleştirir; ağırlıkların `w` (P,) ve gradyanların `g` (P,) vektörünü döndürür.

    Sonra her parametre `w`nin, her `.grad` `g`nin bir görünümüdür: `w`ye yerinde yazmak ağı değiştirir,
    `backward()` sonucu `g`de toplanır (her adımdan önce `g.zero_()` gerekir; `zero_grad(set_to_none=True)`
    bağı koparır). Böylece bir güncelleme, katman sayısından bağımsız olarak birkaç vektör işlemidir. Sıra
    `model.parameters()` sırasıdır. Eğitilecek parametresi olmayan ya da parametreleri farklı türde (dtype)
    olan model `ValueError` verir.
    """
    parameters = [p for p in model.parameters() if p.requires_grad]
    kinds = {(p.dtype, p.device) for p in parameters}
    if len(kinds) != 1:
        found = ", ".join(sorted(f"{dtype} ({device})" for dtype, device in kinds)) or "hiç parametre yok"
        raise ValueError(f"`model` tek türde, eğitilebilir parametreler içermeli; bulunan: {found}")
    w = torch.cat([p.detach().reshape(-1) for p in parameters])
    g = torch.zeros_like(w)
    start = 0
    for p in parameters:
        stop = start + p.numel()
        p.data, p.grad = w[start:stop].view_as(p), g[start:stop].view_as(p)
        start = stop
    return w, g
