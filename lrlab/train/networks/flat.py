"""Bir ağın bütün ağırlıkları tek bir düz vektörde; parametreler o vektörün görünümleridir."""

from collections.abc import Collection, Iterable, Sequence
from operator import is_
from types import TracebackType

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def flatten(model: nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """`model`i yerinde düzleştirir; ağırlıkların `w` (P,) ve gradyanların `g` (P,) vektörünü döndürür.

    Sonra her parametre `w`nin, her `.grad` `g`nin bir görünümüdür: `w`ye yerinde yazmak ağı değiştirir,
    `backward()` sonucu `g`de toplanır (her adımdan önce `g.zero_()` gerekir; `zero_grad(set_to_none=True)`
    bağı koparır). Böylece bir güncelleme, katman sayısından bağımsız olarak birkaç vektör işlemidir. Sıra
    `model.parameters()` sırasıdır; dört eksenli parametreler (evrişim çekirdekleri) vektörde kanal sonda (channels
    last) durur: biçimleri değişmez, CPU'da evrişim ve havuzlama öyle daha hızlıdır. Kalıcıdır; yalnızca eğitim sürerken
    düz olan ağ için `Flat`.
    Eğitilecek parametresi olmayan, parametreleri farklı türde (dtype) ya da henüz biçimsiz (nn.LazyLinear) olan,
    belleği başka bir parametre ya da arabellekle (buffer) ortak olan model `ValueError` verir.
    """
    flat = Flat(model)
    flat.enter()
    return flat.w, flat.g


class Flat:
    """`model`in düz `w` ve `g` vektörleri; `with flat:` bloğunda ağ düz, dışında olağan bir torch ağıdır.

    Blokta her parametre `w`nin, her `.grad` `g`nin görünümüdür (`flatten`deki gibi). Dışında parametreler kendi
    bellekleri ve yerleşimleriyle durur, gradyanları da öyle: `parameters_to_vector`, `p.grad.view(-1)`, tek katmanı
    kaydetmek, pickle, deepcopy ve ağırlıkları değiştirmek her ağdaki gibidir. Bloklar iç içe olabilir.
    """

    def __init__(self, model: nn.Module) -> None:
        self._model, self._parameters, self._depth = model, trainable(model), 0
        flattenable(model)
        first, size = self._parameters[0].detach(), sum(p.numel() for p in self._parameters)
        self.w, self.g = first.new_empty(size), first.new_zeros(size)
        quick = [_channels_last(p) for p in self._parameters]
        self._quick, self._gradients = views(self.w, quick), views(self.g, quick)
        self._own: list[torch.Tensor] = []

    def enter(self) -> None:
        """Ağı düzleştirir; `leave()` ile eşleşir."""
        if self._depth == 0:
            now = trainable(self._model)
            if len(now) != len(self._parameters) or not all(map(is_, now, self._parameters)):
                raise ValueError(
                    "`run.model` eğitilemez: eğitilen parametreleri değişmiş (yerine yenisi konmuş, dondurulmuş ya da "
                    "çözülmüş); o modelle yeni bir Run kur"
                )
            self._own = [p.data for p in self._parameters]
            torch._foreach_copy_(self._quick, self._own)
            for p, view in zip(self._parameters, self._quick, strict=True):
                p.data = view
            self.attach_gradients()
        self._depth += 1

    def leave(self) -> None:
        """Dıştaki blok bitince ağırlıkları ve gradyanları parametrelerin kendi belleğine döndürür."""
        self._depth -= 1
        if self._depth == 0:
            gradients = [torch.empty_like(own) for own in self._own]
            torch._foreach_copy_(self._own, self._quick)
            torch._foreach_copy_(gradients, self._gradients)
            for p, own, gradient in zip(self._parameters, self._own, gradients, strict=True):
                p.data, p.grad = own, gradient

    def __enter__(self) -> None:
        self.enter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def attach_gradients(self) -> None:
        """Her `.grad`ı `g`nin görünümü yapar; `zero_grad()` bu bağı koparır."""
        for p, view in zip(self._parameters, self._gradients, strict=True):
            p.grad = view


def trainable(model: nn.Module) -> list[nn.Parameter]:
    """Eğitilecek (dondurulmamış) parametreler, `model.parameters()` sırasıyla."""
    return [p for p in model.parameters() if p.requires_grad]


def flattenable(model: nn.Module) -> None:
    """`model` düzleştirilip eğitilemiyorsa nedenini söyleyen `ValueError`."""
    trained = trainable(model)
    one_kind("model", trained)
    named = *model.named_parameters(), *model.named_buffers()
    if pair := shared(named, {id(p) for p in trained}):
        raise ValueError(
            f"`model` eğitilemez: `{pair[0]}` ile `{pair[1]}` aynı belleği paylaşıyor ama ayrı nesneler; bağlı "
            "ağırlıklar için iki katmana aynı Parameter nesnesini ver, kopyaysa .clone() ile ayır"
        )


def one_kind(name: str, parameters: Sequence[torch.Tensor]) -> None:
    """Parametreler tek bir vektörde toplanamıyorsa nedenini söyleyen `ValueError`; `name` hatada geçen addır."""
    if any(is_lazy(p) for p in parameters):
        raise ValueError(
            f"`{name}` henüz biçimi belli olmayan (Lazy) bir katman içeriyor; önce ağdan bir örnek geçir: model(x[:1])"
        )
    kinds = {(p.dtype, p.device) for p in parameters}
    if len(kinds) != 1 or not parameters[0].is_floating_point():
        found = ", ".join(sorted(f"{dtype} ({device})" for dtype, device in kinds)) or "hiç parametre yok"
        raise ValueError(
            f"`{name}` tek türde, eğitilebilir parametreler içermeli (gerçek sayılı, kesirli); bulunan: {found}"
        )


def shared(named: Iterable[tuple[str, torch.Tensor]], trained: Collection[int]) -> tuple[str, str] | None:
    """Ayrı nesneler oldukları halde belleği ortak ilk iki tensörün adı, en az biri (id'si `trained`te) eğitiliyorsa."""
    places = sorted(
        (one.data_ptr(), one.data_ptr() + _span(one), name, id(one) in trained)
        for name, one in named
        if not is_lazy(one) and one.layout is torch.strided and one.numel()
    )
    end, last, mine = 0, "", False
    for start, stop, name, own in places:
        if start < end and (own or mine):
            return last, name
        if stop > end:
            end, last, mine = stop, name, own
    return None


def views(flat: torch.Tensor, like: Iterable[torch.Tensor]) -> list[torch.Tensor]:
    """`flat` (P,) vektörünün, sırayla `like` tensörlerinin biçiminde ve yerleşiminde görünümleri."""
    found, start = [], 0
    for one in like:
        found.append(flat[start : start + one.numel()].as_strided(one.shape, one.stride()))
        start += one.numel()
    return found


def _channels_last(p: torch.Tensor) -> torch.Tensor:
    """`p`nin hızlı yerleşimi, belleksiz bir örnek olarak."""
    layout = torch.channels_last if p.ndim == 4 else torch.contiguous_format
    return torch.empty(p.shape, device="meta", memory_format=layout)


def _span(one: torch.Tensor) -> int:
    """İlk öğesinden son öğesine, bayt olarak."""
    return (1 + sum((n - 1) * step for n, step in zip(one.shape, one.stride(), strict=True))) * one.element_size()
