"""Bir sorunun tahminleri: ilki zamanıyla kalır, sonrakiler yanına değişiklik olarak yazılır."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

NEAR = 0.1  # sayılı soruda "tuttu" denecek en büyük bağıl uzaklık


@dataclass(frozen=True)
class Guessed:
    """Bir tahmin: değeri, zamanı ve sonucu gördükten sonra mı yapıldığı."""

    value: str | float
    at: str
    after: bool = False


@dataclass(frozen=True)
class History:
    """Bir sorunun tahminleri, eskiden yeniye, ve görülmüşse sonucu. `options` boşsa yanıt bir sayıdır."""

    key: str
    question: str
    options: tuple[str, ...] = ()
    unit: str = ""
    guesses: tuple[Guessed, ...] = ()
    actual: str | float | None = None

    @property
    def first(self) -> Guessed | None:
        """İlk tahmin."""
        return self.guesses[0] if self.guesses else None

    @property
    def last(self) -> Guessed | None:
        """Son tahmin."""
        return self.guesses[-1] if self.guesses else None

    def fits(self, value: Any) -> bool:
        """Bu sorunun yanıtı olabilir mi: seçeneklerden biri ya da sonlu bir sayı (kayıt elle bozulmuş olabilir)."""
        return value in self.options if self.options else not isinstance(value, str) and is_answer(value)

    def guessed(self, value: Any, at: str) -> "History":
        """`value` tahmini eklenmiş hali; sonuncuyla aynıysa kendisi."""
        new = _new(self.last, value, at, self.actual)
        return replace(self, guesses=(*self.guesses, new)) if new else self

    def fitting(self) -> "History":
        """Yalnızca sorunun yanıtı olabilecek tahminleri."""
        return replace(self, guesses=tuple(guess for guess in self.guesses if self.fits(guess.value)))


def _new(last: Guessed | None, value: Any, at: str, actual: Any) -> Guessed | None:
    """`last`tan sonra yapılan tahmin; onun aynısıysa None. Sonucu (`actual`) biliniyorsa onu gördükten sonradır."""
    return None if last and last.value == value else Guessed(value, at, actual is not None)


def right(guess: str | float, actual: str | float) -> bool:
    """Tahmin tuttu mu: aynı seçenek ya da olandan en çok onda biri kadar uzak bir sayı."""
    if isinstance(guess, str) or isinstance(actual, str):
        return guess == actual
    return abs(guess - actual) <= NEAR * abs(actual)


def is_answer(value: Any) -> bool:
    """Bir yanıt olabilir mi: metin ya da sonlu bir sayı."""
    if isinstance(value, str):
        return True
    return type(value) in (int, float) and abs(value) < 2**1000 and math.isfinite(value)


def histories(events: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], History]:
    """Kayıttaki olaylardan (anahtar, soru) -> tahminler; tanınmayan olaylar atlanır."""
    found: dict[tuple[str, str], History] = {}
    made: dict[tuple[str, str], list[Guessed]] = {}
    for event in events:
        key, question = event.get("key"), event.get("question")
        if not (isinstance(key, str) and isinstance(question, str)):
            continue
        known = found.get((key, question), History(key, question))
        if event["event"] == "guess" and _asked(event):
            guesses = made.setdefault((key, question), [])
            if new := _new(guesses[-1] if guesses else None, event.get("value"), event["at"], known.actual):
                guesses.append(new)
            found[key, question] = replace(known, options=tuple(event["options"]), unit=event["unit"])
        elif event["event"] == "outcome" and is_answer(event.get("actual")):
            found[key, question] = replace(known, actual=event["actual"])
    return {which: replace(one, guesses=tuple(made.get(which, ()))) for which, one in found.items()}


def _asked(event: Mapping[str, Any]) -> bool:
    options = event.get("options")
    return (
        isinstance(options, list)
        and all(isinstance(option, str) for option in options)
        and isinstance(event.get("unit"), str)
    )
