"""Tek bir hiperparametrenin tanım kümesi: Float, Int, Choice ve koşullu When; birim aralıkla gidiş gelişleri.

Her tanım kümesi `at(u)` ile [0, 1]'i değerlere, `unit(değer)` ile değerleri [0, 1]'e götürür; `u` düzgün (uniform)
çekilirse `at(u)` da tanım kümesinin dağılımındandır: log ölçekte her on katın (decade) olasılığı eşittir.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from lrlab.core.validate import boolean, instance, integer, number, one_of

LARGEST_INT = 2**40  # bundan büyüklerde hücrelerin ortası float64'te yuvarlanmaya başlar
SCALARS = str | int | float | bool | None


def plain(name: str, value: Any) -> Any:
    """JSON'a yazılabilen tek bir değer ister; numpy sayısını Python sayısına çevirir."""
    value = value.item() if isinstance(value, np.generic) else value
    if not isinstance(value, SCALARS):
        raise TypeError(f"`{name}` = {value!r} olamaz; str, int, float, bool ya da None olmalı")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"`{name}` = {value!r} olamaz; sonlu bir sayı olmalı")
    if isinstance(value, int) and abs(value) >= 2**1023:
        raise ValueError(f"`{name}` içinde 1.8e308'den büyük bir tam sayı olamaz; float64'e sığmıyor")
    return value


@dataclass(frozen=True)
class Float:
    """[low, high] aralığında bir gerçek sayı; `log=True` ise logaritması düzgün dağılır (0 < low gerekir)."""

    low: float
    high: float
    log: bool = False

    def __post_init__(self) -> None:
        log = boolean("log", self.log)
        low = number("low", self.low, "(0, inf)" if log else "(-inf, inf)")
        high = number("high", self.high, f"({low!r}, inf)")
        if not math.isfinite(high - low) or (log and not math.isfinite(high / low)):
            raise ValueError(f"`high` = {high!r} olamaz; `low` = {low!r} ile arası float64'e sığmıyor")
        _freeze(self, low=low, high=high, log=log)

    def at(self, u: float) -> float:
        """Birim aralıktaki `u`nun değeri: doğrusal low + u·(high - low), log low·(high/low)^u."""
        value = self.low * (self.high / self.low) ** u if self.log else self.low + u * (self.high - self.low)
        return self.high if u == 1 else float(min(value, self.high))  # yuvarlama üst ucu kaçırabilir ya da aşabilir

    def unit(self, value: float) -> float:
        """`at`in tersi, [0, 1]."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def check(self, name: str, value: Any) -> float:
        """Aralıktaki sayıyı float olarak döndürür, başkasına hata verir."""
        return number(name, value, f"[{self.low!r}, {self.high!r}]")

    def levels(self, count: int) -> list[float]:
        """Kendi ölçeğinde eşit aralıklı, iki ucu da içeren `count` değer; 1 ise ortası."""
        return [self.at(u) for u in _spread(count)]


@dataclass(frozen=True)
class Int:
    """low, …, high tam sayılarından biri, iki uç da içinde (scipy'nin randint'inde üst uç dışındadır).

    `log=True` ise v'nin olasılığı log((v+1)/v) ile orantılıdır: loguniform(low, high + 1)'in tam kısmı (low ≥ 1).
    """

    low: int
    high: int
    log: bool = False

    def __post_init__(self) -> None:
        log = boolean("log", self.log)
        low = integer("low", self.low, f"[{1 if log else -LARGEST_INT}, {LARGEST_INT}]")
        _freeze(self, low=low, high=integer("high", self.high, f"[{low}, {LARGEST_INT}]"), log=log)

    def at(self, u: float) -> int:
        """Birim aralıktaki `u`nun değeri: doğrusal low + ⌊u·n⌋ (n değer var), log ⌊low·((high + 1)/low)^u⌋."""
        end = self.high + 1
        value = self.low * (end / self.low) ** u if self.log else self.low + u * (end - self.low)
        return min(max(math.floor(value), self.low), self.high)

    def unit(self, value: int) -> float:
        """Değerin hücresinin ortası: `at(unit(v)) == v`."""
        end = self.high + 1
        if self.log:
            return (math.log(value / self.low) + math.log((value + 1) / self.low)) / (2 * math.log(end / self.low))
        return (value - self.low + 0.5) / (end - self.low)

    def check(self, name: str, value: Any) -> int:
        """Aralıktaki tam sayıyı int olarak döndürür (64.0 de olur), başkasına hata verir."""
        return int(integer(name, value, f"[{self.low}, {self.high}]"))

    def levels(self, count: int) -> list[int]:
        """Kendi ölçeğinde eşit aralıklı en çok `count` ayrı değer, uçlar içinde; o kadar değer yoksa hepsi."""
        if count > self.high - self.low:
            return list(range(self.low, self.high + 1))
        return list(dict.fromkeys(self.at(u) for u in _spread(count)))


@dataclass(frozen=True)
class Choice:
    """Sırasız seçeneklerden biri, hepsi eşit olasılıkla; seçenekler JSON değerleridir (str, int, float, bool, None)."""

    options: tuple

    def __post_init__(self) -> None:
        given = instance("options", self.options, tuple | list, "bir liste ya da çoklu (tuple) olmalı")
        options = tuple(plain("options", option) for option in given)
        if not options:
            raise ValueError("`options` boş olamaz; en az bir seçenek gerekli")
        if repeated := [option for k, option in enumerate(options) if option in options[:k]]:
            raise ValueError(f"`options` içinde {repeated[0]!r} iki kez var; seçenekler birbirinden farklı olmalı")
        _freeze(self, options=options)

    def at(self, u: float) -> Any:
        """Birim aralıktaki `u`nun seçeneği: options[⌊u·n⌋]."""
        return self.options[min(math.floor(u * len(self.options)), len(self.options) - 1)]

    def unit(self, value: Any) -> float:
        """Seçeneğin hücresinin ortası: `at(unit(v)) == v`."""
        return (self.options.index(value) + 0.5) / len(self.options)

    def check(self, name: str, value: Any) -> Any:
        """Seçeneklerden birini, bildirildiği türle döndürür, başkasına hata verir."""
        return self.options[self.options.index(one_of(name, value, self.options))]

    def levels(self, count: int) -> list[Any]:
        """Bütün seçenekler; sırasız oldukları için `count` kullanılmaz."""
        return list(self.options)


Domain = Float | Int | Choice


@dataclass(frozen=True)
class When:
    """Koşullu hiperparametre: `domain`, yalnızca `parent` adlı hiperparametre `values`tan biriyse vardır.

    Üst de koşullu olabilir; üst yoksa bu da yoktur. Bir katmanın genişliği, katman varsa vardır:
    When(Int(8, 256), "layers", (2, 3)).
    """

    domain: Domain
    parent: str
    values: tuple

    def __post_init__(self) -> None:
        instance("domain", self.domain, Domain, "Float, Int ya da Choice olmalı")
        instance("parent", self.parent, str, "üst hiperparametrenin adı olmalı")
        given = instance("values", self.values, tuple | list, "bir liste ya da çoklu (tuple) olmalı")
        if not given:
            raise ValueError("`values` boş olamaz; üstün en az bir değeri gerekli")
        _freeze(self, values=tuple(plain("values", value) for value in given))


KINDS = {"Float": Float, "Int": Int, "Choice": Choice}


def entry_to_json(entry: Any) -> dict[str, Any]:
    """Bir bildirimin (tanım kümesi, When ya da sabit değer) JSON'a yazılabilen hali."""
    if isinstance(entry, When):
        return {
            "kind": "When",
            "domain": entry_to_json(entry.domain),
            "parent": entry.parent,
            "values": [*entry.values],
        }
    if not isinstance(entry, Domain):
        return {"kind": "fixed", "value": entry}
    found = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {"kind": type(entry).__name__} | {k: [*v] if isinstance(v, tuple) else v for k, v in found.items()}


def entry_from_json(row: Mapping[str, Any]) -> Any:
    """`entry_to_json`un tersi."""
    rest = dict(row)
    kind = one_of("kind", rest.pop("kind"), [*KINDS, "When", "fixed"])
    if kind == "fixed":
        return rest["value"]
    if kind == "When":
        return When(**{**rest, "domain": entry_from_json(rest["domain"])})
    return KINDS[kind](**rest)


def _spread(count: int) -> list[float]:
    return [k / (count - 1) for k in range(count)] if count > 1 else [0.5]


def _freeze(item: Any, **fields: Any) -> None:
    for name, value in fields.items():
        object.__setattr__(item, name, value)
