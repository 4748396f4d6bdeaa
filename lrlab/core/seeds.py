"""Tohumlar üzerinden karşılaştırma: ortalama, standart hata, eşlenmiş fark ve kaç tohumda kimin önde olduğu.

Aynı tohum iki yanda da aynı başlangıcı ve aynı sırayı verdiğinden farklar tohum tohum alınır (eşlenmiş); ortalama
farkın standart hatası sd/√n'dir. Tohumların yayılımı (sd) tek bir koşunun ne kadar oynadığını söyler; bir farkın
ölçülüp ölçülmediğini standart hatası söyler.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lrlab.core.validate import integer, numbers, one_of


@dataclass(frozen=True)
class Measured:
    """Bir ortalama ve standart hatası; `print` ikisini "0.54 ± 0.21" diye yazar."""

    mean: float
    error: float
    digits: int = 2

    def __str__(self) -> str:
        return f"{self.mean:.{self.digits}f} ± {self.error:.{self.digits}f}"


@dataclass(frozen=True)
class Difference(Measured):
    """Eşlenmiş fark: ortalaması, standart hatası, `n` tohumun kaçında artı (`wins`), kaçında sıfır (`ties`) olduğu."""

    wins: int = 0
    ties: int = 0
    n: int = 0

    @property
    def clear(self) -> bool:
        """Fark, standart hatasının iki katını aşıyor mu; aşmıyorsa bu kadar tohumla ölçülemiyordur."""
        return abs(self.mean) > 2 * self.error

    def __str__(self) -> str:
        tied = f", {self.ties} eşit" if self.ties else ""
        return f"{self.mean:+.{self.digits}f} ± {self.error:.{self.digits}f}, {self.wins}/{self.n} tohumda artı{tied}"


@dataclass(frozen=True)
class Comparison:
    """`compare`ın sonucu: ortalamalar (`means`), `against`ten farklar (`differences`); `print` tabloyu basar."""

    against: str
    means: dict[str, Measured]
    differences: dict[str, Difference]
    unit: str = ""

    def __str__(self) -> str:
        header = ("", f"ortalama ± standart hata{f' ({self.unit})' if self.unit else ''}", f"- {self.against}")
        rows = [(str(name), str(mean), str(self.differences.get(name, ""))) for name, mean in self.means.items()]
        widths = [max(len(row[k]) for row in [header, *rows]) for k in range(3)]
        lines = (
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in [header, *rows]
        )
        return "\n".join(line.rstrip() for line in lines)

    __repr__ = __str__


def standard_error(values: Any) -> np.ndarray:
    """Ortalamanın standart hatası, son eksen (tohumlar, n ≥ 2) boyunca: sd/√n, sd'nin böleni n-1."""
    values = numbers("values", values)
    if not values.ndim or values.shape[-1] < 2:
        raise ValueError(f"`values`ın son ekseninde en az iki tohum olmalı; verilen dizi biçimi: {values.shape}")
    return values.std(axis=-1, ddof=1) / np.sqrt(values.shape[-1])


def paired(ours: Any, theirs: Any, *, digits: int = 2) -> Difference:
    """`ours` - `theirs`, tohum tohum.

    Args:
        ours, theirs: (n,) aynı tohumların sonuçları, aynı sırada; n ≥ 2.
        digits: yazılırken noktadan sonraki basamak.

    Returns:
        `Difference`: ortalama fark, standart hatası sd/√n (sd'nin böleni n-1), artı ve sıfır farkların sayısı.

    Raises:
        ValueError: dizilerin boyu başkaysa, ikiden azsa ya da içlerinde sonlu olmayan varsa (`name` ve değeriyle).
    """
    ours, theirs = _one_a_seed("ours", ours), _one_a_seed("theirs", theirs)
    if len(ours) != len(theirs):
        raise ValueError(f"`ours` ve `theirs` aynı tohumlarla ölçülmeli; verilen boylar: {len(ours)} ve {len(theirs)}")
    apart = ours - theirs
    one = _measured(apart, integer("digits", digits, "[0, 17]"))
    return Difference(one.mean, one.error, one.digits, int((apart > 0).sum()), int((apart == 0).sum()), len(apart))


def compare(results: Mapping[str, Any], *, against: str | None = None, unit: str = "", digits: int = 2) -> Comparison:
    """Adlandırılmış sonuçları tohum tohum karşılaştırır; dersin tablosu budur.

    Args:
        results: ad -> (n,) tohumların sonuçları; bütün adlarda aynı tohumlar, aynı sırada, n ≥ 2.
        against: farkların kime göre alınacağı; verilmezse ilk ad.
        unit: tablonun başlığındaki birim: "%", "puan".
        digits: noktadan sonraki basamak.

    Raises:
        TypeError: `results` bir sözlük değilse.
        ValueError: `results` boşsa, boylar başkaysa, `against` adlardan biri değilse ya da bir değer sonlu değilse.

    >>> print(compare({"sgd": [90.0, 91.0, 92.0], "adam": [92.0, 92.0, 95.0]}, unit="%"))
          ortalama ± standart hata (%)  - sgd
    sgd   91.00 ± 0.58
    adam  93.00 ± 1.00                  +2.00 ± 0.58, 3/3 tohumda artı
    """
    if not isinstance(results, Mapping):
        raise TypeError(f"`results` addan sonuçlara bir sözlük olmalı; verilen: {type(results).__name__}")
    if not results:
        raise ValueError("`results` boş; en az bir ad ve tohumlarının sonuçları verilmeli")
    values = {name: _one_a_seed(f"results[{name!r}]", one) for name, one in results.items()}
    if len({len(one) for one in values.values()}) > 1:
        sizes = ", ".join(f"{name}: {len(one)}" for name, one in values.items())
        raise ValueError(f"`results` içindeki adlar aynı tohumlarla ölçülmeli; verilen boylar: {sizes}")
    base = next(iter(values)) if against is None else one_of("against", against, values)
    return Comparison(
        base,
        {name: _measured(one, integer("digits", digits, "[0, 17]")) for name, one in values.items()},
        {name: paired(one, values[base], digits=digits) for name, one in values.items() if name != base},
        unit,
    )


def _measured(values: np.ndarray, digits: int) -> Measured:
    return Measured(float(values.mean()), float(standard_error(values)), digits)


def _one_a_seed(name: str, values: Any) -> np.ndarray:
    array = numbers(name, values)
    if array.ndim != 1 or len(array) < 2:
        raise ValueError(f"`{name}` tohum başına bir sayı, en az iki tohum olmalı; verilen dizi biçimi: {array.shape}")
    return array
