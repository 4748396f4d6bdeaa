"""Zamanlayıcı yerine verilenler: adımdan orana bir fonksiyon ya da d2l'nin zamanlayıcı nesnesi gibi çağrılan bir nesne.

Zamanlayıcı isteyen her yer (Run, attach, Warmup, trajectory, …) bunları da kabul eder; tek kapısı `a_schedule`dır.
Fonksiyon olduğu gibi, adımla çağrılır; yanıtı yalnızca adıma bağlı olmalıdır. Başka her nesne, çağrıldıkça değişiyor
olabilir: d2l'nin FactorScheduler'ı adıma bakmaz, her ÇAĞRIDA çarpar. Bu yüzden nesnenin kopyası oynatılır (`Played`).
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from math import inf
from threading import RLock
from types import BuiltinFunctionType, FunctionType
from typing import Annotated, Any, final

import numpy as np

from lrlab.core.schedules.fields import Kind
from lrlab.core.schedules.schedule import Schedule
from lrlab.core.validate import number

MOST = 10**7  # oynatılan bir nesnenin en ileri adımı: her adım bir çağrı ve saklanan bir sayıdır
FUNCTIONS = (FunctionType, BuiltinFunctionType, partial, np.ufunc)
_PLAYING = RLock()  # bir nesneyi iki iş parçacığı birden oynatmasın


@final
class Played:
    """Çağrılınca değişebilen bir nesne, adımın saf bir fonksiyonu olarak.

    Nesnenin kopyası 0, 1, 2, … ile sırayla, her adımda bir kez çağrılır ve verdikleri saklanır: t. adımın değeri, ne
    zaman, kaç kez, hangi sırayla sorulursa sorulsun aynıdır ve verilen nesneye dokunulmaz. Kesirli adım, bir önceki tam
    adımdır. FactorScheduler(α, factor) böylece t. adımda α·factor^(t+1) verir: kitabın döngüsünde t. çağrının verdiği.
    """

    def __init__(self, given: Callable[[int], Any]) -> None:
        try:
            self._given, self._playing = deepcopy(given), deepcopy(given)
        except Exception as error:  # kilit, üreteç ya da dosya tutan bir nesne
            raise TypeError(
                f"{type(given).__name__} zamanlayıcı olarak kullanılamaz; kopyalanamıyor ({error}): "
                "yalnızca adıma bakan bir fonksiyon ver"
            ) from error
        self.__name__ = getattr(given, "__name__", type(given).__name__)
        self._values: list[Any] = []

    def __call__(self, step: float) -> Any:
        last = int(step)
        if last >= MOST:
            raise ValueError(f"`step` = {step:g} olamaz; {self.__name__} adım adım çağrılır, en çok {MOST:,} adım")
        with _PLAYING:
            while len(self._values) <= last:
                self._values.append(self._playing(len(self._values)))
        return self._values[last]

    def __eq__(self, other: object) -> bool:
        """Aynı türden, aynı durumdaki iki nesne birdir; durumu okunamayan nesne yalnızca kendisine eşittir."""
        if not isinstance(other, Played):
            return NotImplemented
        one, two = self._given, other._given
        try:
            return self is other or (type(one) is type(two) and bool(one == two or vars(one) == vars(two)))
        except Exception:  # dizili durumların == karşılaştırması doğru ya da yanlış vermez
            return False

    def __hash__(self) -> int:
        return hash(type(self._given))

    def __repr__(self) -> str:
        return repr(self._given)


def pure(name: str, value: Any) -> Callable[[Any], Any]:
    """Çağrılabilir `value`nun, çağırmakla değişmeyen hali: zamanlayıcı ve fonksiyon kendisidir, nesne oynatılır."""
    if isinstance(value, type):
        raise TypeError(f"`{name}` bir sınıf olamaz; bir zamanlayıcı NESNESİ ver: {value.__name__}(...)")
    if hasattr(value, "optimizer"):
        raise TypeError(
            f"`{name}` bir eniyileyiciye bağlı ({type(value).__name__}); onun oranını kendi `step()`i yazar, buraya "
            "Cosine(...) gibi bir zamanlayıcı ya da adımdan orana bir fonksiyon ver"
        )
    return value if isinstance(value, (Schedule, Played, *FUNCTIONS)) else Played(value)


@dataclass(frozen=True)
class Given(Schedule, label="verilen fonksiyon"):
    """Bir fonksiyonun ya da çağrılan bir nesnenin zamanlayıcısı: rate(t) = function(t), her adımda denetlenmiş.

    Tam sayı olan adım `int` olarak verilir: `lambda epoch: [0.1, 0.01][epoch]` de olur. Dizide adımlar tek tek sorulur.
    """

    function: Annotated[Callable[[Any], Any], Kind(pure, wraps=True)]

    def at(self, t: Any) -> Any:
        if isinstance(t, float):
            return self._rate(t)
        return np.array([self._rate(step) for step in t.ravel().tolist()], dtype=float).reshape(t.shape)

    def _rate(self, t: float) -> float:
        step = int(t) if t.is_integer() else t
        rate = self.function(step)
        if type(rate) is float and 0 <= rate < inf:
            return rate
        called = f"{getattr(self.function, '__name__', type(self.function).__name__)}({step:g})"
        if rate is None:
            raise TypeError(f"`{called}` bir oran döndürmeli; verilen: None (`return` unutulmuş olabilir)")
        return number(called, rate, "[0, inf)")


def a_schedule(name: str, value: Any) -> Schedule:
    """`value` bir zamanlayıcıysa kendisi, çağrılabiliyorsa zamanlayıcısı; değilse `TypeError`."""
    if isinstance(value, Schedule):
        return value
    if not callable(value) and not hasattr(value, "optimizer"):
        raise TypeError(
            f"`{name}` bir zamanlayıcı olmalı, Cosine(...) gibi, ya da adımdan orana bir fonksiyon; verilenin türü: "
            f"{type(value).__name__}"
        )
    return Given(pure(name, value))


Inner = Annotated[Schedule, Kind(a_schedule, wraps=True)]  # başka bir zamanlayıcıyı saran alan
