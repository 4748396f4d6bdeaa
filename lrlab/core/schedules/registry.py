"""Hazır zamanlayıcıların dizini: bu klasörün dosyalarında tanımlanmış, başka zamanlayıcıyı sarmayan her sınıf.

Yeni bir zamanlayıcı, yazıldığı dosyadan kendiliğinden girer: seçenekler, koşuların yazıları ve testler buradan alır.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

import lrlab.core.schedules as package
from lrlab.core.schedules.fields import kinds
from lrlab.core.schedules.schedule import Schedule


def _defined() -> Iterator[type[Schedule]]:
    """Klasördeki sınıflar, tanımlandıkları sırada; temel formüller (`decay`) en başta."""
    names = (f"{package.__name__}.{module.name}" for module in iter_modules(package.__path__))
    for name in sorted(names, key=lambda name: (not name.endswith(".decay"), name)):
        if name == __name__:
            continue
        for value in tuple(vars(import_module(name)).values()):
            if isinstance(value, type) and issubclass(value, Schedule) and value.__module__ == name:
                yield value


def _complete(kind: Any) -> bool:
    """Soyut taban ya da bir sargı değil."""
    return kind.at is not Schedule.at and not any(one.wraps for one in kinds(kind).values())


def _named(kinds: Iterable[type[Schedule]]) -> dict[str, type[Schedule]]:
    """Sınıflar, adlarıyla; bir ad iki sınıfınsa hangi dosyalarda olduğunu söyleyen hata."""
    found: dict[str, type[Schedule]] = {}
    for kind in kinds:
        if (other := found.setdefault(kind.__name__, kind)) is not kind:
            raise ValueError(
                f"{kind.__name__!r} iki zamanlayıcının adı olamaz: {other.__module__}, {kind.__module__}; birine başka "
                "bir ad ver"
            )
    return found


SCHEDULES: Mapping[str, type[Schedule]] = MappingProxyType(
    _named(kind for kind in _defined() if not kind.__name__.startswith("_") and _complete(kind))
)
