"""Arama uzayı (search space): hangi hiperparametre hangi değerleri alabilir, nasıl çekilir, nasıl denetlenir."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from lrlab.core.validate import instance, integer, numbers, one_of
from lrlab.hpo.space.domains import SCALARS, Choice, Domain, Float, Int, When, entry_from_json, entry_to_json, plain

LARGEST_GRID = 1_000_000
ENTRIES = Domain | SCALARS | np.generic


@dataclass(frozen=True, eq=False)
class Space:
    """Ad -> Float, Int, Choice, When ya da sabit değer (str, int, float, bool, None); sıra önemlidir.

    `When` ile verilen koşullu bir hiperparametre, üstü (`parent`) kendisinden ÖNCE bildirilmişse ve istenen değerlerden
    birini almışsa yapılandırmada bulunur; yoksa sözlükte hiç yer almaz. Koşulsuz bir uzay d2l'nin scipy dağılımlarından
    oluşan sözlüğünün karşılığıdır (`lrlab.hpo.from_scipy`).

    `size`: sabit olmayan hiperparametre sayısı, birim küpün boyutu.

    Yanlış bir bildirim `TypeError` ya da `ValueError` verir; hata adı, değeri ve izin verileni söyler.
    """

    parameters: Mapping[str, Any]
    size: int = field(init=False)
    _rows: tuple[tuple[str, Any, Domain | None], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        given = instance("parameters", self.parameters, Mapping, "ad -> tanım kümesi sözlüğü olmalı")
        if not given:
            raise ValueError("`parameters` boş olamaz; en az bir hiperparametre gerekli")
        declared: dict[str, Any] = {}
        for name, entry in given.items():
            if not isinstance(name, str) or not name:
                raise TypeError(f"`parameters` içinde {name!r} bir ad olamaz; boş olmayan bir metin olmalı")
            declared[name] = _entry(name, entry, declared)
        object.__setattr__(self, "parameters", MappingProxyType(declared))
        rows = tuple((name, entry, domain_of(entry)) for name, entry in declared.items())
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "size", sum(domain is not None for _, _, domain in rows))

    # repr hem türleri (1, 1.0 ve True ayrı) hem sırayı taşır; eşitlik ve hash ondan gelir.
    def __repr__(self) -> str:
        return f"Space({dict(self.parameters)!r})"

    def __eq__(self, other: object) -> bool:
        return repr(self) == repr(other) if isinstance(other, Space) else NotImplemented

    def __hash__(self) -> int:
        return hash(repr(self))

    def __reduce__(self) -> tuple:
        return Space, (dict(self.parameters),)  # pickle, MappingProxyType saklayamaz

    def sample(self, rng: np.random.Generator) -> dict[str, Any]:
        """Uzaydan bir yapılandırma çeker.

        Sabit olmayan her hiperparametre için, bildirim sırasında, bir `rng.random()` harcanır; koşulu tutmayan için de.
        Böylece aynı tohumun k. çekilişi, koşullar nasıl çıkarsa çıksın hep aynı sayıları kullanır.
        """
        return self._at(rng.random(self.size))

    def at(self, u: Sequence[float]) -> dict[str, Any]:
        """Birim küpün `u` noktasındaki (`size` tane sayı, her biri [0, 1]'de) yapılandırma."""
        point = numbers("u", u, "[0, 1]")
        if point.shape != (self.size,):
            raise ValueError(f"`u` biçimi {point.shape} olamaz; ({self.size},) olmalı: sabit olmayan her ada bir sayı")
        return self._at(point)

    def _at(self, u: np.ndarray) -> dict[str, Any]:
        coordinates = iter(u.tolist())
        config: dict[str, Any] = {}
        for name, entry, domain in self._rows:
            value = entry if domain is None else domain.at(next(coordinates))
            if _present(entry, config):
                config[name] = value
        return config

    def unit(self, config: Mapping[str, Any]) -> np.ndarray:
        """Denetlenmiş bir yapılandırmanın birim küpteki noktası, float64 (`size`,); `at(unit(config))` ona döner.

        Tam sayılar ve seçenekler hücrelerinin ortasındadır; yapılandırmada bulunmayan koşullu hiperparametre 0.5'tir.
        """
        rows = [(name, domain) for name, _, domain in self._rows if domain is not None]
        return np.array([domain.unit(config[name]) if name in config else 0.5 for name, domain in rows])

    def check(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """Yapılandırmayı denetler ve bildirim sırasındaki, düz Python değerli bir kopyasını döndürür.

        Eksik, fazla, aralık dışı ya da koşulu tutmadığı halde verilmiş bir hiperparametre `ValueError`, yanlış türdeki
        bir değer `TypeError` verir. 64.0 tam sayı sayılır, 64.5 sayılmaz.
        """
        instance("config", config, Mapping, "ad -> değer sözlüğü olmalı")
        for name in config:
            one_of("config", name, self.parameters)
        found: dict[str, Any] = {}
        for name, entry in self.parameters.items():
            present = _present(entry, found)
            if present and name not in config:
                raise ValueError(f"`{name}` yapılandırmada yok; uzaydaki adlar: {', '.join(self.parameters)}")
            if present:
                found[name] = _value(name, entry, config[name])
            elif name in config:
                raise ValueError(
                    f"`{name}` = {config[name]!r} olamaz; yalnızca `{entry.parent}` şunlardan biriyken verilir: "
                    + ", ".join(map(repr, entry.values))
                )
        return found

    def to_json(self) -> dict[str, Any]:
        """Uzayın JSON'a yazılabilen hali; sıra korunsun diye hiperparametreler bir listedir."""
        return {"parameters": [{"name": name, **entry_to_json(entry)} for name, entry in self.parameters.items()]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Space":
        """`to_json()`un tersi; eşit bir uzay verir. Tanınmayan bir yapı `ValueError` verir."""
        instance("data", data, Mapping, "Space.to_json()un verdiği sözlük olmalı")
        try:
            rows = [dict(row) for row in data["parameters"]]
            entries = {row.pop("name"): entry_from_json(row) for row in rows}
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"`data` bir uzay değil; Space.to_json()un verdiği sözlük olmalı; sorun: {error}"
            ) from error
        if len(entries) != len(rows):
            raise ValueError("`data` bir uzay değil; bir ad iki kez geçiyor")
        return cls(entries)

    def grid(self, levels: int | Mapping[str, int] = 3) -> list[dict[str, Any]]:
        """Izgaradaki bütün yapılandırmalar; ilk bildirilen hiperparametre en yavaş değişir.

        Float ve Int için kendi ölçeğinde (doğrusal ya da log) eşit aralıklı, iki ucu da içeren en çok `levels` değer
        (1 ise orta değer; Int'te çakışanlar bir kez); Choice'un bütün seçenekleri. `levels` ad -> sayı sözlüğü de
        olabilir; o zaman her Float ve Int'i adlandırmalıdır. Koşulu tutmayan hiperparametre ızgarayı çoğaltmaz.
        """
        numeric = [name for name, _, domain in self._rows if isinstance(domain, Float | Int)]
        if isinstance(levels, Mapping):
            for name in levels:
                one_of("levels", name, numeric)
            if missing := [name for name in numeric if name not in levels]:
                raise ValueError(f"`levels` içinde `{missing[0]}` yok; gerekenler: {', '.join(numeric)}")
            counts = {name: integer(f"levels[{name!r}]", levels[name], f"[1, {LARGEST_GRID}]") for name in numeric}
        else:
            counts = dict.fromkeys(numeric, integer("levels", levels, f"[1, {LARGEST_GRID}]"))
        columns = {
            name: [entry] if domain is None else domain.levels(counts.get(name, 1))
            for name, entry, domain in self._rows
        }
        if (worst := math.prod(map(len, columns.values()))) > LARGEST_GRID:
            raise ValueError(
                f"`levels` = {levels!r} olamaz; ızgarada {worst} nokta olur, en çok {LARGEST_GRID} olabilir"
            )
        found: list[dict[str, Any]] = [{}]
        for name, entry in self.parameters.items():
            grown = []
            for config in found:
                values = columns[name] if _present(entry, config) else None
                grown += [config] if values is None else [{**config, name: value} for value in values]
            found = grown
        return found

    def vector(self, config: Mapping[str, Any]) -> np.ndarray:
        """Denetlenmiş bir yapılandırmanın birim küpteki yeri, float64 (D,).

        Float ve Int kendi ölçeğinde [0, 1]'e gider (bir sütun), Choice'un her seçeneği bir sütundur (one-hot).
        Yapılandırmada bulunmayan koşullu hiperparametre 0.5 (Choice ise sıfırlar) olur; sabit değerlerin sütunu yoktur.
        """
        row: list[float] = []
        for name, _, domain in self._rows:
            if isinstance(domain, Choice):
                chosen = domain.options.index(config[name]) if name in config else -1
                row.extend(float(k == chosen) for k in range(len(domain.options)))
            elif domain is not None:
                row.append(domain.unit(config[name]) if name in config else 0.5)
        return np.array(row)


def domain_of(entry: Any) -> Domain | None:
    """Bir bildirimin tanım kümesi: When'inki içindekidir, sabit değerinki None."""
    if isinstance(entry, When):
        return entry.domain
    return entry if isinstance(entry, Domain) else None


def _present(entry: Any, config: Mapping[str, Any]) -> bool:
    if not isinstance(entry, When):
        return True
    return entry.parent in config and config[entry.parent] in entry.values


def _value(name: str, entry: Any, value: Any) -> Any:
    domain = domain_of(entry)
    return Choice((entry,)).check(name, value) if domain is None else domain.check(name, value)


def _entry(name: str, entry: Any, declared: Mapping[str, Any]) -> Any:
    """Bir bildirimi denetler; koşulun istediği değerler üstün gerçekten alabildiği değerler olmalı."""
    if not isinstance(entry, When):
        instance(name, entry, ENTRIES, "Float, Int, Choice, When ya da sabit bir değer olmalı (liste için Choice)")
        return entry if isinstance(entry, Domain) else plain(name, entry)
    if entry.parent not in declared:
        listed = ", ".join(map(repr, declared)) or "hiçbiri yok"
        raise ValueError(f"`{name}`: `parent` = {entry.parent!r} olamaz; daha önce bildirilmiş olmalı: {listed}")
    parent = declared[entry.parent]
    if isinstance(domain_of(parent), Float):
        raise ValueError(f"`{name}`: `parent` = {entry.parent!r} olamaz; üst bir Float olamaz, Int ya da Choice olmalı")
    return When(entry.domain, entry.parent, tuple(_value(f"{name}.values", parent, value) for value in entry.values))
