"""Bir yanıtı beklenenle karşılaştırır; tür, biçim ve değer sorunlarını ayrı ayrı söyler."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from lrlab.exercises.task import ATOL, RTOL

KINDS = ("tür", "biçim", "değer")
LONGEST = 1_000_000  # öğe: bundan uzun liste okunmaz


@dataclass(frozen=True)
class Problem:
    """Bulunan bir sorun: `kind` KINDS'tan biri, `text` öğrenciye söylenecek cümle."""

    kind: str
    text: str


def _bare(value: Any) -> Any:
    """Tensörleri gradyan izinden ve aygıttan ayırır; torch'u yüklemeden, yalnızca yöntemlerinin adından tanır."""
    if isinstance(value, (list, tuple)):
        return [_bare(item) for item in value]
    for method in ("detach", "cpu"):
        if hasattr(value, method):
            value = getattr(value, method)()
    if "bfloat16" in str(getattr(value, "dtype", "")):  # numpy'de olmayan tek torch türü
        value = value.float()
    return np.asarray(value) if hasattr(value, "__array__") else value


def _exact(array: np.ndarray) -> np.ndarray:
    """Nesne dizisindeki gerçek sayıları (Fraction, Decimal, büyük tam sayı, float) float64'e çevirir."""
    for item in array.flat:
        if isinstance(item, bool) or not isinstance(item, (Real, Decimal)):
            raise TypeError(f"sayı beklenirken {type(item).__name__} geldi")
    try:
        return array.astype(float)
    except (OverflowError, ValueError) as error:  # float'a sığmayan tam sayı, Decimal("sNaN")
        raise TypeError("çok büyük ya da tanımsız bir sayı geldi") from error


def to_array(value: Any) -> np.ndarray:
    """Sayı, kesir, liste, numpy dizisi ya da tensörü float64 diziye çevirir; sayı değilse nedeniyle `TypeError`."""
    if hasattr(value, "__next__"):
        raise TypeError("üreteç (yield, map, zip) geldi, sonuç beklenirken; değerleri bir listede topla: list(...)")
    if callable(value):
        raise TypeError("fonksiyon geldi, sayı beklenirken; çağırmayı unutmuş olabilir misin?")
    if not hasattr(value, "__array__") and (_size(value) or 0) > LONGEST:  # range(10**9) belleği doldururdu
        raise TypeError(f"sayı beklenirken bir milyondan çok öğeli {type(value).__name__} geldi")
    try:
        array = np.asarray(_bare(value))
    except Exception as error:  # satırları farklı uzunlukta liste, tanınmayan nesne, …
        raise TypeError(f"{type(value).__name__} sayı dizisine çevrilemedi; satırların uzunluğu aynı mı?") from error
    if array.dtype.kind == "O":
        return _exact(array)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"sayı beklenirken {type(value).__name__} geldi (öğe türü: {array.dtype})")
    return array.astype(float)


def close(expected: np.ndarray, got: np.ndarray) -> bool:
    """Biçimleri aynı ve her öğe hoşgörü içinde mi; aynı yerdeki NaN ve sonsuzlar eşit sayılır."""
    return expected.shape == got.shape and bool(np.allclose(got, expected, RTOL, ATOL, equal_nan=True))


def equal(expected: Any, got: Any) -> bool:
    """İki yanıt, iç içe parçalarıyla birlikte, hoşgörü içinde aynı mı."""
    return next(problems(expected, got), None) is None


def _size(value: Any) -> int | None:
    """Sıralı bir kabın uzunluğu; kap değilse None."""
    try:
        return None if isinstance(value, (str, dict, set)) else len(value)
    except TypeError:  # sayılar, üreteçler ve boyutsuz diziler
        return None
    except OverflowError:  # range(10**30)
        return sys.maxsize


def _array_problems(expected: Any, got: Any, place: str) -> Iterator[Problem]:
    want = to_array(expected)
    try:
        have = to_array(got)
    except TypeError as error:
        yield Problem("tür", f"{place}{error}")
        return
    if want.shape != have.shape:
        comma = "; `return 0,5` iki sayı döndürür: ondalık ayırıcı noktadır" if _comma(want, got) else ""
        yield Problem("biçim", f"{place}{_shape(want)} bekleniyordu, {_shape(have)} geldi{comma}")
    elif not close(want, have):
        yield Problem("değer", place + _difference(want, have))


def _comma(want: np.ndarray, got: Any) -> bool:
    """Tek sayı yerine gelen iki tam sayılık demet: 0,5."""
    return not want.ndim and type(got) is tuple and len(got) == 2 and all(type(item) is int for item in got)


def problems(
    expected: Any, got: Any, parts: tuple[str, ...] = (), place: str = "", item: str = "parça"
) -> Iterator[Problem]:
    """`got`taki sorunları sırayla verir. `expected` liste ya da demetse parça parça, değilse dizi olarak bakılır.

    parts: demetin parçalarının adları; place: iletinin başına yazılacak yer.
    """
    if not isinstance(expected, (list, tuple)):
        yield from _array_problems(expected, got, place)
        return
    names = parts or tuple(f"{i}. {item}" for i in range(1, len(expected) + 1))
    wanted = f"{len(expected)} parça ({', '.join(parts)})" if parts else f"{len(expected)} parçalı liste"
    if (size := _size(got)) is None:
        yield Problem("tür", f"{place}{wanted} bekleniyordu, {_kind(got)} geldi")
    elif parts and _one_array(expected, got):
        yield Problem(
            "biçim",
            f"{place}{wanted} bekleniyordu, tek bir dizi geldi; hepsini döndür: return {', '.join(parts)}",
        )
    elif size != len(expected):
        yield Problem("biçim", f"{place}{wanted} bekleniyordu, {size} parça geldi{_shown(got)}")
    else:
        for name, want, have in zip(names, expected, got, strict=True):
            yield from problems(want, have, place=f"{place}{name}: ")


def _one_array(expected: Any, got: Any) -> bool:
    """Demet beklenirken yalnızca bir parçası (ya da onun biçiminde bir dizi) mi geldi."""
    shape = getattr(got, "shape", ())
    return len(shape) > 0 and tuple(shape) in [np.shape(part) for part in expected if hasattr(part, "shape")]


def _shown(value: Any) -> str:
    """Kısa bir liste ya da demetin kendisi; uzunsa ya da sayılardan oluşmuyorsa boş."""
    plain = isinstance(value, (list, tuple)) and all(isinstance(item, (int, float)) for item in value)
    return f": {value}" if plain and len(str(value)) <= 60 else ""


def _kind(value: Any) -> str:
    if hasattr(value, "__next__"):
        return "üreteç (yield)"
    return "tek sayı" if np.ndim(value) == 0 and isinstance(value, (int, float, np.number)) else type(value).__name__


def _shape(array: np.ndarray) -> str:
    return f"biçimi {array.shape} olan dizi" if array.ndim else "tek sayı"


def _difference(want: np.ndarray, have: np.ndarray) -> str:
    """İlk farklı öğenin yeri (1'den sayarak), iki değeri ve kaç öğenin farklı olduğu."""
    wrong = ~np.isclose(have, want, RTOL, ATOL, equal_nan=True)
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    values = f"{want[first]:.6g} bekleniyordu, {have[first]:.6g} geldi"
    if not want.ndim:
        return values
    where = f"{first[0] + 1}. öğe" if want.ndim == 1 else f"{tuple(i + 1 for i in first)} konumu"
    missing = "; sonucunda NaN ya da sonsuz var" if not np.isfinite(have).all() else ""
    return f"{where}: {values} ({want.size} öğeden {int(wrong.sum())} tanesi farklı{missing})"
