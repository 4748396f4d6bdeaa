"""Zamanlayıcı nedir, alanları nasıl denetlenir ve zamanlayıcılar art arda nasıl bağlanır.

Hazır zamanlayıcılar `lrlab.core.schedules.compose` içindedir; kendininkini de böyle yazarsın:

    @dataclass(frozen=True)
    class Yarilanan(Schedule):
        lr: float

        def at(self, t):
            return self.lr * 0.5**t
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import numpy as np

from lrlab.core.validate import integer, number, numbers, one_of


class Schedule:
    """Bütün zamanlayıcıların ortak tabanı: adımdan öğrenme oranına saf bir fonksiyon.

    `s(step)`: `step` sayıysa `float`, diziyse aynı biçimde float64 dizi döner (üs alan formüllerde ikisi son
    basamakta ayrılabilir). Adım 0'dan sayılır; birimi (güncelleme ya da dönem) sana aittir, yeter ki `steps` gibi
    süreler de aynı birimde olsun. Kesirli adım da olur: dönem 2.5. Sonu olan zamanlayıcı sonundan sonra son
    değerinde kalır. Aynı adım hep aynı oranı verir; çağırmak hiçbir şeyi değiştirmez.

    Negatif, NaN ya da sonsuz adım `ValueError`, sayı olmayan adım `TypeError` verir.

    torch'tan farkı: torch'un zamanlayıcıları eniyileyiciye bağlı sayaçlardır ve çoğu bir taban oranı çarpar;
    burada değer oranın kendisidir.
    """

    def __post_init__(self) -> None:
        for field in fields(self):
            if check := CHECKS.get(field.name):
                object.__setattr__(self, field.name, check(field.name, getattr(self, field.name)))

    def __call__(self, step: Any) -> Any:
        if type(step) in (int, float) and 0 <= step < 1e308:  # olağan adım: numpy'ye çevirip denetlemek pahalıdır
            t = float(step)
        else:
            t = numbers("step", step, "[0, inf)")
            t = t if t.ndim else float(t)
        with np.errstate(over="ignore"):  # çok kısa sürelerde t/steps taşar; sınırı yine doğrudur
            rate = self.at(t)
        if rate is None:
            raise TypeError(
                f"`{type(self).__name__}.at` bir oran döndürmeli; verilen: None (`return` unutulmuş olabilir)"
            )
        return float(rate) if isinstance(t, float) else rate

    def at(self, t: Any) -> Any:
        """Denetlenmiş `t`deki (`float` ya da float64 dizi) oran, `t` ile aynı biçimde; formül buradadır."""
        raise NotImplementedError(f"{type(self).__name__} zamanlayıcısı `at(t)` yöntemini tanımlamalı")


def _whole(value: float) -> int | float:
    """Süreler tam sayıysa `int` olarak saklanır: 20.0 değil 20 görünsün."""
    return int(value) if value == int(value) else value


def _duration(name: str, value: Any, allowed: str) -> int | float:
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


def _schedule(name: str, value: Any) -> Schedule:
    if not isinstance(value, Schedule):
        raise TypeError(f"`{name}` bir zamanlayıcı olmalı, Cosine(...) gibi; verilenin türü: {type(value).__name__}")
    return value


def _schedules(name: str, value: Any) -> tuple[Schedule, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"`{name}` bir zamanlayıcı listesi olmalı; verilenin türü: {type(value).__name__}")
    return tuple(_schedule(f"{name}[{i}]", item) for i, item in enumerate(value))


def one_more(name: str, items: tuple[Any, ...], boundaries: tuple[Any, ...]) -> None:
    """n sınır adımı n+1 parça ayırır: `items` sınırlardan bir uzun değilse `ValueError`."""
    if len(items) != len(boundaries) + 1:
        raise ValueError(
            f"`{name}` uzunluğu {len(items)} olamaz; `boundaries` içinde {len(boundaries)} adım var, "
            f"bir fazlası gerekli: {len(boundaries) + 1}"
        )


# Alan adı -> denetimi. Bir ad bütün zamanlayıcılarda aynı anlama gelir, bu yüzden tek bir denetimi vardır.
CHECKS: dict[str, Callable[[str, Any], Any]] = {
    **{name: partial(number, allowed="[0, inf)") for name in ("lr", "end", "floor", "start", "rate", "first")},
    **{name: partial(number, allowed="(0, inf)") for name in ("power", "div_factor", "final_div_factor")},
    **{name: partial(_duration, allowed="[0, inf)") for name in ("steps", "warmup", "decay")},
    "every": partial(_duration, allowed="(0, inf)"),
    "updates": partial(integer, allowed="[1, inf)"),
    "factor": partial(number, allowed="(0, 1]"),
    "pct_start": partial(number, allowed="[0, 1)"),
    "kind": partial(one_of, allowed=("linear", "constant")),
    "anneal": partial(one_of, allowed=("cos", "linear")),
    "boundaries": _boundaries,
    "milestones": _boundaries,
    "rates": _row,
    "schedule": _schedule,
    "schedules": _schedules,
}


@dataclass(frozen=True)
class Join(Schedule):
    """Zamanlayıcıları art arda bağlar: k. zamanlayıcı `boundaries[k-1]` adımında, KENDİ 0. adımından başlar.

    k 1'den sayılır; ilk zamanlayıcı (k = 0) 0. adımda başlar. `boundaries` zamanlayıcılardan bir eksik, artan
    sırada adımlardır; sınır adımının kendisi yeni zamanlayıcınındır. İki sınır eşitse aradaki zamanlayıcıya
    sıra gelmez. Sınırda oran sıçrayabilir: sürekliliği parçaları seçen sağlar.
    torch.optim.lr_scheduler.SequentialLR(milestones=boundaries) ile aynı.
    """

    schedules: tuple[Schedule, ...]
    boundaries: tuple[float, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        one_more("schedules", self.schedules, self.boundaries)

    def at(self, t: Any) -> Any:
        if isinstance(t, float):  # tek adımda yalnızca sırası gelmiş olan hesaplanır
            k = bisect_right(self.boundaries, t)
            return self.schedules[k].at(t - self.boundaries[k - 1] if k else t)
        rate = self.schedules[0].at(t)
        for boundary, schedule in zip(self.boundaries, self.schedules[1:], strict=True):
            rate = np.where(t >= boundary, schedule.at(np.maximum(t - boundary, 0.0)), rate)
        return rate
