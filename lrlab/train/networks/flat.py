"""Bir ağın bütün ağırlıkları tek bir düz vektörde; parametreler o vektörün görünümleridir."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter


def flatten(model: nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """`model`i yerinde düzleştirir; ağırlıkların `w` (P,) ve gradyanların `g` (P,) vektörünü döndürür.

    Sonra her parametre `w`nin, her `.grad` `g`nin bir görünümüdür: `w`ye yerinde yazmak ağı değiştirir,
    `backward()` sonucu `g`de toplanır (her adımdan önce `g.zero_()` gerekir; `zero_grad(set_to_none=True)`
    bağı koparır, `attach_gradients` yeniden kurar). Böylece bir güncelleme, katman sayısından bağımsız olarak
    birkaç vektör işlemidir. Sıra `model.parameters()` sırasıdır; dört eksenli parametreler (evrişim çekirdekleri)
    vektörde kanal sonda (channels last) durur: biçimleri değişmez, CPU'da evrişim ve havuzlama öyle daha hızlıdır.
    Eğitilecek parametresi olmayan, parametreleri farklı türde (dtype) ya da henüz biçimsiz (nn.LazyLinear) olan
    model `ValueError` verir.
    """
    parameters = trainable(model)
    w = flat_weights("model", parameters)
    g = torch.zeros_like(w)
    attach_gradients(parameters, g)
    return w, g


def trainable(model: nn.Module) -> list[nn.Parameter]:
    """Eğitilecek (dondurulmamış) parametreler, `model.parameters()` sırasıyla."""
    return [p for p in model.parameters() if p.requires_grad]


def flat_weights(name: str, parameters: Sequence[torch.Tensor]) -> torch.Tensor:
    """Parametreleri tek bir vektörün görünümleri yapar ve o vektörü döndürür; `name` hatada geçen addır."""
    if any(isinstance(p, UninitializedParameter) for p in parameters):
        raise ValueError(
            f"`{name}` henüz biçimi belli olmayan (Lazy) bir katman içeriyor; önce ağdan bir örnek geçir: model(x[:1])"
        )
    kinds = {(p.dtype, p.device) for p in parameters}
    if len(kinds) != 1 or not parameters[0].is_floating_point():
        found = ", ".join(sorted(f"{dtype} ({device})" for dtype, device in kinds)) or "hiç parametre yok"
        raise ValueError(f"`{name}` tek türde, eğitilebilir parametreler içermeli; bulunan: {found}")
    w = torch.cat([_channels_last(p.detach()).reshape(-1) for p in parameters])
    for p, view in zip(parameters, views(w, parameters), strict=True):
        p.data = view
    return w


def attach_gradients(parameters: Sequence[torch.Tensor], g: torch.Tensor) -> None:
    """Her `.grad`ı `g`nin görünümü yapar."""
    for p, view in zip(parameters, views(g, parameters), strict=True):
        p.grad = view


def views(flat: torch.Tensor, parameters: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """`flat` (P,) vektörünün, sırayla parametrelerin biçimindeki görünümleri."""
    parts = flat.split([p.numel() for p in parameters])
    return [_view(part, p.shape) for part, p in zip(parts, parameters, strict=True)]


def _channels_last(p: torch.Tensor) -> torch.Tensor:
    return p.permute(0, 2, 3, 1) if p.ndim == 4 else p


def _view(part: torch.Tensor, shape: torch.Size) -> torch.Tensor:
    if len(shape) != 4:
        return part.view(shape)
    outputs, inputs, rows, columns = shape
    return part.view(outputs, rows, columns, inputs).permute(0, 3, 1, 2)
