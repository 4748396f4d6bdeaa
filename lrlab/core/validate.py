"""Girdi denetimi: her hata parametrenin adını, verilen değeri ve izin verileni söyler."""

from operator import index
from types import UnionType
from typing import Any

import numpy as np


def _shown(value: Any) -> str:
    """Değerin tek satırlık, kısa yazılışı (uzun diziler kırpılır)."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _array(name: str, value: Any) -> np.ndarray:
    """`value`nun numpy dizisi; maskeli (eksik) öğeler NaN olur. Dizi olamayan değer `TypeError` verir."""
    if isinstance(value, np.ma.MaskedArray):
        return np.ma.filled(value.astype(float) if value.dtype.kind in "iu" else value, np.nan)
    try:
        raw = np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        tensor = hasattr(value, "detach")
        cure = "torch tensörünü önce .detach().float() ile çevir" if tensor else "satırları aynı boyda olmalı"
        raise TypeError(f"`{name}` bir sayı dizisine çevrilemiyor; {cure}; verilen: {_shown(value)}") from error
    if raw.dtype.kind != "O" or not raw.size or any(type(item) is not int for item in raw.flat):
        return raw
    try:
        return raw.astype(float)  # numpy, int64'e sığmayan tam sayıları nesne olarak saklar
    except OverflowError as error:
        raise ValueError(f"`{name}` içinde 1.8e308'den büyük bir tam sayı olamaz; float64'e sığmıyor") from error


def _inside(array: np.ndarray, allowed: str) -> np.ndarray:
    low, high = (float(end) for end in allowed[1:-1].split(","))
    above = array >= low if allowed[0] == "[" else array > low
    below = array <= high if allowed[-1] == "]" else array < high
    return above & below


def numbers(name: str, value: Any, allowed: str = "(-inf, inf)") -> np.ndarray:
    """`value`yu float64 diziye çevirir (sayı için boyutsuz dizi); her öğe `allowed` aralığında olmalı.

    `allowed` matematikteki gibi yazılır: "[0, 1)", "(0, inf)". NaN hiçbir aralıkta değildir.
    Sayı olmayan değer `TypeError`, aralık dışı değer `ValueError` verir.
    """
    raw = _array(name, value)
    if raw.dtype.kind not in "fiu":  # bool, metin, nesne ve karmaşık sayılar öğrenci hatasıdır
        raise TypeError(f"`{name}` bir sayı olmalı; verilen: {_shown(value)} ({type(value).__name__})")
    if raw.dtype.itemsize > 8:  # longdouble'dan yuvarlama taşabilir; sonsuzu aralık söyler
        with np.errstate(over="ignore", under="ignore"):
            raw = raw.astype(float)
    array = raw.astype(float)
    inside = _inside(array, allowed)
    if not inside.all():
        bad = value if array.ndim == 0 else float(array[~inside].flat[0])
        raise ValueError(f"`{name}` = {_shown(bad)} olamaz; izin verilen aralık: {allowed}")
    return array


def number(name: str, value: Any, allowed: str = "(-inf, inf)") -> float:
    """`numbers` gibi, ama tek bir sayı ister ve `float` döndürür."""
    array = numbers(name, value, allowed)
    if array.ndim:
        raise TypeError(f"`{name}` tek bir sayı olmalı; verilen dizi biçimi: {array.shape}")
    return float(array)


def integer(name: str, value: Any, allowed: str = "[1, inf)") -> int:
    """Tek bir tam sayı ister (64.0 de olur, 64.5 olmaz) ve `int` döndürür; `int` verilen basamak yitirmez."""
    result = number(name, value, allowed)
    if not result.is_integer():  # sonsuz da tam sayı değildir
        raise ValueError(f"`{name}` = {_shown(value)} olamaz; bir tam sayı olmalı, aralık: {allowed}")
    try:
        return index(value)
    except TypeError:
        return int(result)


def plain_array(name: str, value: Any, cure: str) -> Any:
    """Eksenleri adlı, iki ya da daha çok eksenli bir tabloyu (DataFrame, DataArray) reddeder; başkasını aynen döndürür.

    Tabloda sütunlar ayrı ayrı dizilerdir, burada ise eksenin anlamını sırası belirler: sessizce yanlış eksende
    hesaplanmasın. `cure` yerine ne verileceğini söyler.
    """
    named = any(hasattr(value, axes) for axes in ("columns", "column_names", "dims"))
    if named and len(getattr(value, "shape", (0, 0))) > 1:
        raise TypeError(f"`{name}` bir tablo ({type(value).__name__}) olamaz; {cure}")
    return value


def boolean(name: str, value: Any) -> bool:
    """True ya da False ister: "hayır" gibi bir metin ya da 1, doğru sayılmaz."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"`{name}` = {_shown(value)} olamaz; seçenekler: True, False")
    return bool(value)


def instance(name: str, value: Any, kind: type | UnionType, wanted: str) -> Any:
    """`kind` türünde bir nesne ister ve aynen döndürür; `wanted`, "bir yüzey olmalı" gibi, isteneni söyler."""
    if not isinstance(value, kind):
        raise TypeError(f"`{name}` {wanted}; verilen: {type(value).__name__}")
    return value


def grid_shape(**arrays: np.ndarray) -> tuple[int, ...]:
    """Birlikte yayınlanan (broadcast) dizilerin ortak biçimi; uyuşmayanların adlarını ve biçimlerini söyler."""
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"`{name}` {array.shape}" for name, array in arrays.items() if array.ndim)
        raise ValueError(f"{shapes} birlikte yayınlanamaz; sondan hizalanan boylar eşit ya da 1 olmalı") from error


def series(name: str, values: Any) -> np.ndarray:
    """Sonlu sayılardan oluşan, boş olmayan, en az bir eksenli float dizi ister.

    float32 girdi float32 kalır; öteki sayılar float64 olur.
    """
    raw = _array(name, values)
    if raw.dtype.kind not in "fiu" and raw.size:
        raise TypeError(f"`{name}` sayılardan oluşmalı; verilen: {_shown(values)} ({type(values).__name__})")
    array = raw if raw.dtype == np.float32 else raw.astype(float, copy=False)
    if array.ndim == 0:
        raise TypeError(f"`{name}` bir dizi olmalı; verilen tek sayı: {_shown(values)}")
    if array.size == 0:
        raise ValueError(f"`{name}` boş olamaz; verilen dizi biçimi: {array.shape}, en az bir öğe gerekli")
    return array


def finite(name: str, values: Any) -> np.ndarray:
    """`series` gibi, ayrıca NaN ve sonsuz değerleri reddeder; ilkinin yerini (0'dan sayarak) söyler."""
    array = series(name, values)
    missing = ~np.isfinite(array)
    if missing.any():
        where = tuple(int(i) for i in np.argwhere(missing)[0])
        place = where[0] if len(where) == 1 else where
        raise ValueError(
            f"`{name}`[{place}] = {array[where]} olamaz; eksik (NaN) ya da sonsuz değer kabul edilmez, "
            "önce onları çıkar ya da doldur"
        )
    return array


def one_of(name: str, value: Any, allowed: Any) -> Any:
    """`value`nun `allowed` içinde olmasını ister ve aynen döndürür."""
    options = list(allowed)
    if not _single(value) or value not in options:
        listed = ", ".join(repr(option) for option in options)
        raise ValueError(f"`{name}` = {_shown(value)} olamaz; seçenekler: {listed}")
    return value


def _single(value: Any) -> bool:
    """Seçenek olabilecek tek bir değer mi: dizilerin == karşılaştırması doğru ya da yanlış vermez."""
    try:
        hash(value)
    except TypeError:
        return False
    return not getattr(value, "ndim", 0)
