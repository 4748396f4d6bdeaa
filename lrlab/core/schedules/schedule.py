"""Zamanlayıcı nedir: adımdan öğrenme oranına saf bir fonksiyon.

Hazır zamanlayıcılar `decay` ve `compose` içindedir; kendininkini de böyle yazarsın:

    @dataclass(frozen=True)
    class Yarilanan(Schedule, label="yarılanan"):
        lr: Rate

        def at(self, t):
            return self.lr * 0.5**t

Alanların adı ve türü sana aittir: `Rate`, `Duration` gibi bir tür (`fields`) denetimini kendi getirir, düz `float`
denetlenmez.
"""

from dataclasses import MISSING, fields, is_dataclass
from typing import Any, ClassVar, Self

import numpy as np

from lrlab.core.schedules.fields import kinds
from lrlab.core.validate import numbers


class Schedule:
    """Bütün zamanlayıcıların ortak tabanı: adımdan öğrenme oranına saf bir fonksiyon.

    `s(step)`: `step` sayıysa `float`, diziyse aynı biçimde float64 dizi döner (üs alan formüllerde ikisi son
    basamakta ayrılabilir). Adım 0'dan sayılır; birimi (güncelleme ya da dönem) sana aittir, yeter ki `steps` gibi
    süreler de aynı birimde olsun. Kesirli adım da olur: dönem 2.5. Sonu olan zamanlayıcı sonundan sonra son
    değerinde kalır. Aynı adım hep aynı oranı verir; çağırmak hiçbir şeyi değiştirmez.

    Negatif, NaN ya da sonsuz adım `ValueError`, sayı olmayan adım `TypeError` verir.

    `label`: şekillerde görünen Türkçe ad; sınıf yazılırken verilir, verilmezse sınıfın adıdır.

    torch'tan farkı: torch'un zamanlayıcıları eniyileyiciye bağlı sayaçlardır ve çoğu bir taban oranı çarpar;
    burada değer oranın kendisidir.

    d2l'nin zamanlayıcı bölümündeki train() döngüsünde neden bir dönem geriden gelir: o döngü scheduler(epoch)'u dönem
    BİTTİKTEN sonra çağırır, yani dönem 0 eniyileyicinin kendi oranıyla, dönem 1 s(0) ile yürür. İlacı bir satırdır:
    s yerine `lrlab.train.attach(s, eniyileyici)` ver. Bu gecikmeyi görmek için `D2LOrder` var.

    Zamanlayıcı istenen her yerde onun yerine adımdan orana bir fonksiyon (lambda epoch: 0.1 * 0.9**epoch) ya da d2l'nin
    zamanlayıcı nesneleri de verilebilir (`given`).
    """

    label: ClassVar[str]

    def __init_subclass__(cls, label: str = "") -> None:
        super().__init_subclass__()
        cls.label = label or cls.__name__

    def __post_init__(self) -> None:
        own: Any = type(self)
        for name, kind in kinds(own).items():
            object.__setattr__(self, name, kind.check(name, getattr(self, name)))

    @classmethod
    def over(cls, lr: float, steps: float, /, **given: Any) -> Self:
        """`steps` adıma yayılan, oranı en çok `lr` olan bir örnek; `given` alanları adlarıyla değiştirir.

        Adı `lr` olan alan α'dır. Verilmeyen öteki alanlar varsayılanını, varsayılanı yoksa türünün örnek değerini
        alır: en küçük oran α/100'dür. İkisi de olmayan bir alan varsa `TypeError`.
        """
        if not is_dataclass(cls):
            raise TypeError(f"{cls.__name__} bir dataclass olmalı: sınıfın üstüne @dataclass(frozen=True) yaz")
        own: Any = cls
        taken = [field for field in fields(own) if field.init]
        needed = {f.name for f in taken if f.default is MISSING and f.default_factory is MISSING}
        values = {name: kind.example(lr, steps) for name, kind in kinds(own).items() if name in needed and kind.example}
        values |= {f.name: lr for f in taken if f.name == "lr"} | given
        if unknown := [f"`{name}`" for name in needed if name not in values]:
            raise TypeError(
                f"{cls.__name__} yalnızca α ve süreyle kurulamaz; varsayılanı ya da örnek değeri bilinen bir türü "
                f"(Rate, Duration, …) olmayan alan: {', '.join(sorted(unknown))}"
            )
        return cls(**values)

    def __call__(self, step: Any) -> Any:
        t: Any
        if type(step) in (int, float) and 0 <= step < 1e308:  # olağan adım: numpy'ye çevirip denetlemek pahalıdır
            t = float(step)
        else:
            t = numbers("step", step, "[0, inf)")
            t = t if t.ndim else float(t)
        # Çok kısa sürelerde t/steps taşar, çok uzak adımlarda çarpanlar sıfıra iner; sınırları yine doğrudur.
        with np.errstate(over="ignore", under="ignore"):
            rate = self.at(t) if isinstance(t, float) else self._at_each(t)
        if rate is None:
            name = _without_return(self, t)
            raise TypeError(f"`{name}.at` bir oran döndürmeli; verilen: None (`return` unutulmuş olabilir)")
        return float(rate) if isinstance(t, float) else rate

    def _at_each(self, t: np.ndarray) -> Any:
        """`at`in dizideki sonucu, t'nin biçiminde; öğrencinin `at`i t'ye bakmayan tek bir sayı da verebilir."""
        try:
            rate = self.at(t)
        except ValueError as error:
            if "truth value" not in str(error):
                raise
            raise ValueError(
                f"`{type(self).__name__}.at` adımların dizisiyle de çağrılır; `if t < 10` yerine np.where(t < 10, …, …)"
            ) from error
        if rate is None or (shape := np.shape(rate)) == t.shape:
            return rate
        if shape:
            raise ValueError(f"`{type(self).__name__}.at` {shape} biçiminde döndürdü; `t` gibi olmalı: {t.shape}")
        return np.full_like(t, rate)

    def at(self, t: Any) -> Any:
        """Denetlenmiş `t`deki (`float` ya da float64 dizi) oran, `t` ile aynı biçimde; formül buradadır."""
        raise NotImplementedError(f"{type(self).__name__} zamanlayıcısı `at(t)` yöntemini tanımlamalı")


def _without_return(schedule: Any, t: Any) -> str:
    """None veren en içteki zamanlayıcının adı: sarmalayan, içindekinin verdiğini aktarır."""
    inner = [one for one in vars(schedule).values() if isinstance(one, Schedule) and one.at(t) is None]
    return _without_return(inner[0], t) if inner else type(schedule).__name__
