"""Zamanlayıcı alanlarının türleri: her tür, alanın denetimini ve bir örnekte alacağı değeri birlikte getirir.

`lr: Rate` yazan alan denetlenir; `lr: float` yazan denetlenmez. Kendi türünü de kurabilirsin:
Annotated[float, Kind(denetim, örnek)]. Türe eklenen yazı alanın şekillerde görünen adıdır:
depth: Annotated[Share, "derinlik"] = 0.5. Tür, yazı olarak verilmişse (from __future__ import annotations) görülmez.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from typing import Annotated, Any

from lrlab.core.validate import number, numbers, one_of


@dataclass(frozen=True)
class Kind:
    """Bir alan türü: `check(ad, değer)` saklanacak değeri, `example(α, adım sayısı)` örnekteki değeri verir.

    `wraps`: alan başka bir zamanlayıcıyı (ya da fonksiyonu) tutar; böyle bir sınıf hazır zamanlayıcılara girmez.
    """

    check: Callable[[str, Any], Any]
    example: Callable[[float, float], Any] | None = None
    wraps: bool = False


@cache
def kinds(schedule: Any) -> dict[str, Kind]:
    """`schedule` sınıfının türünü bildiren alanları, tanımlandıkları sırada."""
    return {name: one for name, notes in _notes(schedule).items() for one in notes if isinstance(one, Kind)}


def labels(schedule: Any) -> dict[str, str]:
    """`schedule` sınıfının alanları ve görünen adları: türüne eklenen yazı, yoksa alanın kendi adı."""
    return {
        name: next((one for one in notes if isinstance(one, str)), name) for name, notes in _notes(schedule).items()
    }


def _notes(schedule: Any) -> dict[str, tuple[Any, ...]]:
    """Alanların türüne (`Annotated`) eklenenler; dataclass olmayan bir sınıfın alanı yoktur."""
    known = fields(schedule) if is_dataclass(schedule) else ()
    return {field.name: getattr(field.type, "__metadata__", ()) for field in known}


def _whole(value: float) -> int | float:
    """Süreler tam sayıysa `int` olarak saklanır: 20.0 değil 20 görünsün."""
    return int(value) if value == int(value) else value


def duration(name: str, value: Any, allowed: str) -> int | float:
    """Denetlenmiş bir süre."""
    return _whole(number(name, value, allowed))


def _row(name: str, value: Any) -> tuple[float, ...]:
    """Bir eksenli, negatif olmayan sayı listesi."""
    row = numbers(name, value, "[0, inf)")
    if row.ndim != 1:
        raise TypeError(f"`{name}` (10, 20) gibi bir sayı listesi olmalı; verilenin biçimi: {row.shape}")
    return tuple(row.tolist())


def _boundaries(name: str, value: Any) -> tuple[int | float, ...]:
    row = tuple(_whole(step) for step in _row(name, value))
    for i in range(1, len(row)):
        if row[i] < row[i - 1]:
            raise ValueError(f"`{name}`[{i}] = {row[i]} olamaz; bir önceki adım {row[i - 1]}, sıra artan olmalı")
    return row


def one_more(name: str, items: tuple[Any, ...], boundaries: tuple[Any, ...]) -> None:
    """n sınır adımı n+1 parça ayırır: `items` sınırlardan bir uzun değilse `ValueError`."""
    if len(items) != len(boundaries) + 1:
        raise ValueError(
            f"`{name}` uzunluğu {len(items)} olamaz; `boundaries` içinde {len(boundaries)} adım var, "
            f"bir fazlası gerekli: {len(boundaries) + 1}"
        )


def one_option(*options: str) -> Kind:
    """Seçeneklerden biri olan alan; örnekte ilki."""
    return Kind(partial(one_of, allowed=options), lambda lr, steps: options[0])


# Öğrenme oranı; örnekte `lr` α'nın kendisi, öbürleri (son, taban) yüzde biridir.
Rate = Annotated[float, Kind(partial(number, allowed="[0, inf)"), lambda lr, steps: 0.01 * lr)]
# Çarpan; örnekte dört basamakta yüzde bire indirir.
Factor = Annotated[float, Kind(partial(number, allowed="(0, 1]"), lambda lr, steps: 0.01 ** (1 / 4))]
Share = Annotated[float, Kind(partial(number, allowed="[0, 1)"), lambda lr, steps: 0.2)]
Positive = Annotated[float, Kind(partial(number, allowed="(0, inf)"), lambda lr, steps: 1.0)]
# Adım sayıları: süre 0 olabilir, yinelenen bir aralık olamaz.
Duration = Annotated[float, Kind(partial(duration, allowed="[0, inf)"), lambda lr, steps: steps)]
Period = Annotated[float, Kind(partial(duration, allowed="(0, inf)"), lambda lr, steps: steps / 4)]
Boundaries = Annotated[tuple[float, ...], Kind(_boundaries, lambda lr, steps: (steps / 2, 3 * steps / 4))]
Rates = Annotated[tuple[float, ...], Kind(_row, lambda lr, steps: (lr, 0.1 * lr, 0.01 * lr))]
