"""Bir hatanın adından önce söylenecekler: hep sıfır, hep aynı, girdinin kendisi, ilk öğesi; yuvarlanmış, float16."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import numpy as np

from lrlab.exercises.checking.compare import KINDS, equal, problems, to_array
from lrlab.exercises.task import FunctionTask

Args = tuple[Any, ...]


def turned(args: Args) -> Args | None:
    """Aynı girdiler, listeleri ve dizileri tersinden; hiçbiri değişmiyorsa None.

    Bir adlandırılmış hata denemelerde rastlantıyla tutmuş olabilir (en büyük öğe hep baştaydı): ters sırada da
    tutuyorsa adı söylenir.
    """
    found = tuple(
        value[::-1].copy() if isinstance(value, np.ndarray) and value.ndim
        else value[::-1] if isinstance(value, (list, tuple))
        else deepcopy(value)
        for value in args
    )  # fmt: skip
    return None if all(_alike(one, other) for one, other in zip(args, found, strict=True)) else found


def _alike(one: Any, other: Any) -> bool:
    try:
        return equal(one, other)
    except TypeError:  # sayı olmayan girdiler (adlar, fonksiyonlar)
        return type(one) is type(other) and bool(np.all(one == other))


def _numbers(value: Any) -> np.ndarray:
    """İç içe sonucun bütün sayıları, düz bir dizide; sayı değilse `TypeError`."""
    if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple, np.ndarray)) for item in value):
        return np.concatenate([np.zeros(0), *(_numbers(item) for item in value)])
    return to_array(value).ravel()


def _taken(task: FunctionTask, inputs: list[Args], results: list[Any]) -> str | None:
    """Sonucun olduğu gibi alındığı girdi ya da girdinin ucu."""
    for i, name in enumerate(task.arguments):
        if all(_alike(args[i], result) for args, result in zip(inputs, results, strict=True)):
            return f"`{name}` girdisini olduğu gibi veriyor."
        for end, word in ((0, "ilk"), (-1, "son")):
            if all(
                isinstance(args[i], (list, tuple, np.ndarray)) and len(args[i]) and _alike(args[i][end], result)
                for args, result in zip(inputs, results, strict=True)
            ):
                return f"`{name}` girdisinin {word} öğesini veriyor."
    return None


def empty_handed(task: FunctionTask, inputs: list[Args], wants: list[Any], results: list[Any]) -> str | None:
    """Soruya hiç girmemiş bir yanıtı ne yaptığıyla anlatır; öyle değilse None.

    inputs: denemelerin girdileri; wants, results: onlara beklenen ve gelen. Yanlış olduğu bilinen yanıt verilir.
    """
    if taken := _taken(task, inputs, results):
        return f"Fonksiyonun {taken}"
    if task.parts and all(isinstance(result, (list, tuple)) for result in results):
        columns = [[result[k] for result in results if k < len(result)] for k in range(len(task.parts))]
        told = [_taken(task, inputs, column) if len(column) == len(results) else None for column in columns]
        if all(told):
            return "Fonksiyonun girdileri olduğu gibi veriyor: " + " ".join(
                f"{part}: {text}" for part, text in zip(task.parts, told, strict=True)
            )
    try:
        given = [_numbers(result) for result in results]
        expected = np.concatenate([_numbers(want) for want in wants])
    except TypeError:
        return None
    together = np.concatenate(given)
    if together.size and not together.any() and expected.any():
        return "Fonksiyonun her girdide sıfır veriyor."
    varied = len(results) > 1 and not all(_alike(wants[0], want) for want in wants[1:])
    if varied and together.size > 1 and np.all(together == together[0]):
        return f"Fonksiyonun her girdide aynı sayıyı veriyor: {together[0]:.6g}."
    if varied and all(_alike(results[0], result) for result in results[1:]):
        return "Fonksiyonun her girdide aynı sonucu veriyor: girdilerine bakıyor mu?"
    return None


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def imprecise(wants: list[Any], results: list[Any]) -> str | None:
    """Doğru yanıtın kabalaşmışıysa nedeni: yarım duyarlıkla hesaplanmış ya da yuvarlanmış; değilse None."""
    found = {problem.kind for pair in zip(wants, results, strict=True) for problem in problems(*pair)}
    if found != {KINDS[-1]}:  # türü ya da biçimi yanlış: kabalaşmış değil, başka bir şey
        return None
    have, want = (np.concatenate([_numbers(value) for value in side]) for side in (results, wants))
    if not np.isfinite(want).all() or not np.isfinite(have).all():
        return None
    kinds = {str(getattr(leaf, "dtype", "")).removeprefix("torch.") for result in results for leaf in _leaves(result)}
    if half := kinds & {"float16", "bfloat16"}:
        if np.allclose(have, want, 2e-2, 1e-3):
            return f"Sonucun {min(half)}: ancak iki üç basamak taşır. Hesabı float64 ile yap."
        return None
    for places in range(5):
        if np.allclose(have, np.round(want, places), 0, 1e-9) and (have != 0).any():
            return f"Doğru yanıtın {places} ondalığa yuvarlanmışı da bunları verir: round ya da int varsa kaldır."
    return None
