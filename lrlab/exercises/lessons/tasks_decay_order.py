"""06. dersin yazma görevleri: oranın birimi (adım mı, dönem mi) ve sırası (dönemden önce mi, sonra mı)."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lrlab.core.schedules import Cosine, InverseTime, Linear, Schedule, Warmup
from lrlab.exercises.task import Case, FunctionTask, Mutant


def _of_epoch(epoch: Callable[[Any, int], Any]) -> Callable[..., Any]:
    """1/(1 + rate·dönem), dönemi adımdan bulma biçimi değiştirilmiş hâliyle."""
    return lambda step, updates, lr, rate: lr / (1 + rate * epoch(step, updates))


EPOCH_TASK = FunctionTask(
    name="per_epoch_rate",
    lesson="06",
    title="Oran dönem başına",
    question="`step`. güncellemedeki oran (0'dan sayılır): α = lr / (1 + rate·dönem). Bir dönem `updates` "
    "güncellemedir; dönem de 0'dan sayılır ve oran dönem boyunca değişmez.",
    arguments=("step", "updates", "lr", "rate"),
    reference=lambda step, updates, lr, rate: InverseTime(lr, rate)(np.floor(step / updates)),
    cases=(
        Case("dönemde 5 güncelleme", (np.arange(21.0), 5, 0.2, 1.0)),
        Case("dönemde 23 güncelleme, rate = 0.5", (np.array([0.0, 22.0, 23.0, 45.0, 46.0, 230.0]), 23, 0.1, 0.5)),
    ),
    plot=("güncelleme", "öğrenme oranı"),
    mutants=(
        Mutant(
            "per_step",
            _of_epoch(lambda step, updates: step),
            "Oranı her GÜNCELLEMEDE azaltmışsın; dönemde bir azalmalı. Bir dönemde kaç güncelleme var?",
        ),
        Mutant(
            "fractional",
            _of_epoch(lambda step, updates: step / updates),
            "Oran dönemin içinde de azalıyor: dönem sayısı tam olmalı (//).",
        ),
        Mutant(
            "epoch_from_one",
            _of_epoch(lambda step, updates: step // updates + 1),
            "Dönemi 1'den saymışsın: ilk dönem azalmış oranla başlıyor.",
        ),
        Mutant(
            "one_epoch_late",
            _of_epoch(lambda step, updates: np.maximum(step // updates - 1, 0)),
            "Oran bir dönem geriden geliyor: her dönemin oranı o dönem BAŞLAMADAN kurulmalı.",
        ),
        Mutant(
            "one_step_early",
            _of_epoch(lambda step, updates: (step + 1) // updates),
            "Oran, dönemin son güncellemesinde değişiyor: adım 0'dan sayılıyor, bir eklemene gerek yok.",
        ),
        Mutant(
            "one_step_late",
            _of_epoch(lambda step, updates: np.maximum(step - 1, 0) // updates),
            "Yeni dönemin ilk güncellemesi hâlâ eski oranla: sınır bir adım geç.",
        ),
        Mutant(
            "ceil",
            _of_epoch(lambda step, updates: np.ceil(step / updates)),
            "Yukarı yuvarlamışsın: oran, dönemin 2. güncellemesinde azalıyor.",
        ),
        Mutant(
            "remainder",
            _of_epoch(lambda step, updates: step % updates),
            "Bu, dönemin içindeki sıra (%); kaçıncı dönem olduğu bölümdür (//).",
        ),
        Mutant(
            "no_one",
            lambda step, updates, lr, rate: lr / np.maximum(rate * (step // updates), 1),
            "Paydadaki 1'i unutmuşsun: formül 1 + rate·dönem.",
        ),
        Mutant(
            "no_rate",
            lambda step, updates, lr, rate: lr / (1 + step // updates),
            "`rate` kullanılmamış.",
        ),
        Mutant(
            "cumulative",
            lambda step, updates, lr, rate: (
                lr / np.array([np.prod(1 + rate * np.arange(int(s // updates) + 1)) for s in step])
            ),
            "Her dönemde bir önceki ORANI bölmüşsün; formül hep ilk orandan, `lr`den başlar.",
        ),
    ),
    hints=(
        "`step`. güncelleme kaçıncı dönemin içinde? 0'dan updates-1'e kadar olanlar 0. dönem.",
        "Dönem: step // updates.",
        "lr'yi 1 + rate çarpı o döneme böl.",
    ),
)


def _used(schedule: Schedule, first: float, epochs: int) -> list[float]:
    return [first, *(schedule(epoch) for epoch in range(epochs - 1))]


def _rates(formula: Callable[[Callable[[int], float], float, int], Sequence[float]]) -> Callable[..., Any]:
    return lambda schedule, first, epochs: formula(schedule, first, epochs)


ORDER_TASK = FunctionTask(
    name="late_rates",
    lesson="06",
    title="Oran dönemden sonra kurulursa",
    question="Bir döngü eniyileyiciyi `first` oranıyla kurar, oranı her dönemin SONUNDA schedule(o dönem) yapar; "
    "dönemler 0'dan sayılır. `epochs` dönemde sırayla hangi oranlar KULLANILIR? Liste döndür.",
    arguments=("schedule", "first", "epochs"),
    reference=_used,
    cases=(
        Case("ısınma + kosinüs", (Warmup(Cosine(0.3, 0.01, 15), 5), 0.3, 12)),
        Case("doğrusal", (Linear(0.5, 0.0, 10), 0.1, 6)),
        Case("tek dönem", (Cosine(0.3, 0.01, 20), 0.2, 1)),
    ),
    mutants=(
        Mutant(
            "right_order",
            _rates(lambda schedule, first, epochs: [schedule(e) for e in range(epochs)]),
            "Bu doğru sıranın oranları: her dönemden ÖNCE kurulsaydı. Burada oran dönemden sonra kuruluyor.",
        ),
        Mutant(
            "from_one",
            _rates(lambda schedule, first, epochs: [first, *(schedule(e) for e in range(1, epochs))]),
            "İlk dönem doğru, sonrası değil: 0. dönemin sonunda schedule'a hangi dönem verildi?",
        ),
        Mutant(
            "two_late",
            _rates(lambda schedule, first, epochs: [first, first, *(schedule(e) for e in range(epochs - 2))][:epochs]),
            "`first` iki dönem sürmüş: 0. dönem biter bitmez oran değişir.",
        ),
        Mutant(
            "one_more",
            _rates(lambda schedule, first, epochs: [first, *(schedule(e) for e in range(epochs))]),
            "Bir fazla oran: son dönemden sonra kurulan oran hiç kullanılmaz.",
        ),
        Mutant(
            "first_forgotten",
            _rates(lambda schedule, first, epochs: [schedule(max(e - 1, 0)) for e in range(epochs)]),
            "0. dönemde schedule daha çağrılmadı: o dönem hangi oranla geçti?",
        ),
        Mutant(
            "zero_first",
            _rates(lambda schedule, first, epochs: [0.0, *(schedule(e) for e in range(epochs - 1))]),
            "Eniyileyici 0 oranıyla değil, `first` ile kuruldu.",
        ),
        Mutant(
            "one_early",
            _rates(lambda schedule, first, epochs: [schedule(e + 1) for e in range(epochs)]),
            "Oranları bir dönem ERKENE almışsın; dönemden sonra kurulan oran bir dönem GEÇ kullanılır.",
        ),
        Mutant(
            "always_first",
            _rates(lambda schedule, first, epochs: [first] * epochs),
            "Oran hiç değişmemiş: her dönemin sonunda schedule'ın verdiği oran kurulur.",
        ),
    ),
    hints=(
        "Döngüyü kâğıda aç: kur (first), 0. dönem, kur, 1. dönem, kur, … Her dönem hangi orandan hemen sonra geliyor?",
        "1. dönem, 0. dönemin sonunda kurulan oranla geçer: schedule(0).",
        "Önce `first`, sonra schedule(0), schedule(1), …; toplam `epochs` tane.",
    ),
)

TASKS = (EPOCH_TASK, ORDER_TASK)
