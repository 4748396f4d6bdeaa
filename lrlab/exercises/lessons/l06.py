"""06. dersin yazma görevleri: kosinüs ve merdiven."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core.schedules import Cosine, Staircase
from lrlab.exercises.task import Case, FunctionTask, Mutant

AXES = ("adım", "öğrenme oranı")


def _part(step: Any, steps: float) -> Any:
    return np.minimum(step / steps, 1.0)


def _cosine(wave: Callable[[Any], Any]) -> Callable[..., Any]:
    """Kosinüsün, adımın payından (0–1) ağırlığa giden parçası değiştirilmiş hâli."""
    return lambda step, lr, end, steps: end + (lr - end) * wave(_part(step, steps))


def _half_wave(part: Any) -> Any:
    return (1 + np.cos(np.pi * part)) / 2


COSINE_TASK = FunctionTask(
    name="cosine_rate",
    lesson="06",
    title="Kosinüs",
    question="`step` adımlarındaki öğrenme oranı: 0. adımda `lr`, `steps` adımında ve sonrasında `end`, arada yarım "
    "kosinüs dalgası.",
    arguments=("step", "lr", "end", "steps"),
    reference=lambda step, lr, end, steps: Cosine(lr, end, steps)(step),
    cases=(
        Case("0.3'ten 0.01'e, 20 adım", (np.arange(31.0), 0.3, 0.01, 20)),
        Case("1'den 0'a, 10 adım", (np.array([0.0, 2.5, 5.0, 10.0, 13.0]), 1.0, 0.0, 10)),
    ),
    plot=AXES,
    mutants=(
        Mutant(
            "no_clamp",
            lambda step, lr, end, steps: end + (lr - end) * _half_wave(step / steps),
            "Süre bitince oran yeniden yükseliyor: dalganın ikinci yarısına girmişsin. Son adımdan sonra `end`de kal.",
        ),
        Mutant(
            "zero_after",
            lambda step, lr, end, steps: np.where(step < steps, Cosine(lr, end, steps)(step), 0.0),
            "Süre bitince oran 0 oluyor: orada `end` olmalı.",
        ),
        Mutant(
            "full_wave",
            _cosine(lambda part: _half_wave(2 * part)),
            "Bu bütün bir dalga: ortada `end`e iniyor, sonda yine `lr`de. Yarım dalga π'de biter.",
        ),
        Mutant(
            "quarter_wave",
            _cosine(lambda part: np.cos(np.pi / 2 * part)),
            "Bu çeyrek dalga: başta yavaş, sonda en hızlı azalıyor. İki uçta da yavaşlamalı.",
        ),
        Mutant(
            "degrees",
            _cosine(lambda part: (1 + np.cos(180 * part)) / 2),
            "np.cos radyan ister: yarım dalga 180 değil, π.",
        ),
        Mutant(
            "floor_added",
            lambda step, lr, end, steps: end + lr * _half_wave(_part(step, steps)),
            "0. adımda oran `lr`yi aşıyor: dalganın boyu `lr` değil, iki ucun farkı.",
        ),
        Mutant(
            "floor_not_reached",
            lambda step, lr, end, steps: (lr - end) * _half_wave(_part(step, steps)),
            "Dalga doğru ama sıfıra iniyor, `end`e değil: tabanı eklemeyi unutmuşsun.",
        ),
        Mutant(
            "no_floor",
            lambda step, lr, end, steps: lr * _half_wave(_part(step, steps)),
            "`end` hiç kullanılmamış: oran sıfıra iniyor.",
        ),
        Mutant(
            "clipped",
            lambda step, lr, end, steps: np.maximum(end, lr * _half_wave(_part(step, steps))),
            "Sıfıra inen dalgayı `end`de kesmişsin: eğri orada köşe yapıyor. Dalga `end`e yumuşak varmalı.",
        ),
        Mutant(
            "no_half",
            _cosine(lambda part: 1 + np.cos(np.pi * part)),
            "0. adımda fark iki kat: 1 + kosinüs 2'den 0'a iner, yarısını almalısın.",
        ),
        Mutant(
            "no_one",
            _cosine(lambda part: np.cos(np.pi * part)),
            "Kosinüs 1'den -1'e iner; 1 ekleyip ikiye bölmezsen oran `end`in altına, sıfırın da altına düşer.",
        ),
        Mutant("linear", _cosine(lambda part: 1 - part), "Bu doğru parçası; kosinüs uçlarda yavaş, ortada hızlıdır."),
        Mutant(
            "reversed",
            _cosine(lambda part: 1 - _half_wave(part)),
            "Eğri ters: `end`den başlayıp `lr`ye çıkıyor.",
        ),
        Mutant(
            "one_early",
            lambda step, lr, end, steps: end + (lr - end) * _half_wave(_part(step, steps - 1)),
            "Bir adım erken bitiyor: `end`e `steps` adımında varılmalı, ondan önceki adımda değil.",
        ),
    ),
    hints=(
        "Önce gidilen payı bul: step / steps, 0'dan 1'e. Süre bitince 1'de kalmalı (np.minimum).",
        "(1 + cos(π · pay)) / 2, 1'den 0'a iner; iki uçta yavaş.",
        "`end` ile (lr - end) çarpı o sayının toplamı.",
    ),
)

STAIR_TASK = FunctionTask(
    name="staircase_rate",
    lesson="06",
    title="Merdiven",
    question="`step` adımlarındaki oran: `lr`den başlar, her `every` adımda bir `factor` ile çarpılır; adım 0'dan "
    "sayılır, çarpma tam `every`, 2·`every`, … adımlarında olur.",
    arguments=("step", "lr", "factor", "every"),
    reference=lambda step, lr, factor, every: Staircase(lr, factor, every)(step),
    cases=(
        Case("0.5, yarıya, her 15 adım", (np.arange(46.0), 0.5, 0.5, 15)),
        Case("1, 0.1 katına, her 4 adım", (np.arange(13.0), 1.0, 0.1, 4)),
    ),
    plot=AXES,
    mutants=(
        Mutant(
            "no_floor_division",
            lambda step, lr, factor, every: lr * factor ** (step / every),
            "Basamak yok, eğri var: bölümün tam sayı kısmı alınmamış (//).",
        ),
        Mutant(
            "one_late",
            lambda step, lr, factor, every: lr * factor ** np.maximum((step - 1) // every, 0),
            "Basamaklar bir adım geç: `every` adımının kendisinde yeni oran geçerli olmalı.",
        ),
        Mutant(
            "one_early",
            lambda step, lr, factor, every: lr * factor ** ((step + 1) // every),
            "Basamaklar bir adım erken: adım 0'dan sayılıyor, bir eklemene gerek yok.",
        ),
        Mutant(
            "ceil",
            lambda step, lr, factor, every: lr * factor ** np.ceil(step / every),
            "Yukarı yuvarlamışsın: 1. adımda oran çoktan azalmış.",
        ),
        Mutant(
            "rounded",
            lambda step, lr, factor, every: lr * factor ** np.round(step / every),
            "En yakına yuvarlamışsın: ilk basamak `every`nin yarısında iniyor. Aşağı yuvarla.",
        ),
        Mutant(
            "once",
            lambda step, lr, factor, every: np.where(step < every, lr, lr * factor),
            "Yalnızca bir kez azalıyor; her `every` adımda bir yeniden çarpılmalı.",
        ),
        Mutant(
            "every_step",
            lambda step, lr, factor, every: lr * factor**step,
            "Her adımda çarpmışsın; `every` adımda bir çarpılacak.",
        ),
        Mutant(
            "times",
            lambda step, lr, factor, every: lr * factor * (step // every),
            "`factor` basamak sayısıyla çarpılmış: 0. adımda oran 0 oluyor. Basamak sayısı üs olmalı.",
        ),
        Mutant(
            "divided",
            lambda step, lr, factor, every: lr / factor ** (step // every),
            "Oran büyüyor: `factor`e bölmüşsün, onunla çarp.",
        ),
        Mutant(
            "remainder",
            lambda step, lr, factor, every: lr * factor ** (step % every),
            "Kalanı (%) kullanmışsın: oran her `every` adımda başa dönüyor. Bölüm (//) gerekli.",
        ),
        Mutant("only_factor", lambda step, lr, factor, every: factor ** (step // every), "`lr` ile çarpılmamış."),
    ),
    hints=(
        "t. adıma kadar kaç basamak inildi? İlk `every` adımda (0'dan every-1'e) sıfır.",
        "Basamak sayısı: step // every.",
        "Her basamakta bir kez çarpılır: `factor` üzeri basamak sayısı.",
    ),
)

TASKS = (COSINE_TASK, STAIR_TASK)
