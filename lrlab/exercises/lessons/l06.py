"""06. dersin görevleri: azaltma formülleri, oranın birimi ve sırası, ortalaması ve gürültü topunun boyu."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lrlab.core import Cosine, Exponential, InverseTime, Linear, Schedule, Staircase, Warmup
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- cosine_rate, staircase_rate

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
    title="Kosinüs",
    question="`step` adımlarındaki öğrenme oranı: 0. adımda `lr`, `steps` adımında ve sonrasında `end`, arada yarım "
    "kosinüs dalgası.",
    arguments=("step", "lr", "end", "steps"),
    reference=lambda step, lr, end, steps: Cosine(lr, end, steps)(step),
    cases=(
        Case("0.3'ten 0.01'e, 20 adım", (np.arange(31.0), 0.3, 0.01, 20)),
        Case("1'den 0'a, 10 adım", (np.array([0.0, 2.5, 5.0, 10.0, 13.0]), 1.0, 0.0, 10)),
        Case("karışık sırada, yinelenen adımlar", (np.array([7.0, 0.0, 3.0, 50.0, 7.0, 1.0]), 1.875, 0.125, 8)),
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
        Mutant(
            "half_of_cosine",
            _cosine(lambda part: 1 + np.cos(np.pi * part) / 2),
            "Parantez eksik: yalnızca kosinüs ikiye bölünmüş, 1 bölünmemiş. Oran 0. adımda `lr`yi aşıyor.",
        ),
        Mutant(
            "no_parentheses",
            lambda step, lr, end, steps: end + lr - end * _half_wave(_part(step, steps)),
            "(lr - end)'in parantezi eksik: dalga yalnızca `end`i çarpıyor, oran neredeyse hiç azalmıyor.",
        ),
        Mutant(
            "each_item",
            lambda step, lr, end, steps: Cosine(lr, end, steps)(np.arange(len(step))),
            "Oran adıma değil, adımın listedeki YERİNE bağlı; `step` 0, 1, 2, … olmayabilir.",
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
    title="Merdiven",
    question="`step` adımlarındaki oran: `lr`den başlar, her `every` adımda bir `factor` ile çarpılır; adım 0'dan "
    "sayılır, çarpma tam `every`, 2·`every`, … adımlarında olur.",
    arguments=("step", "lr", "factor", "every"),
    reference=lambda step, lr, factor, every: Staircase(lr, factor, every)(step),
    cases=(
        Case("0.5, yarıya, her 15 adım", (np.arange(46.0), 0.5, 0.5, 15)),
        Case("1, 0.1 katına, her 4 adım", (np.arange(13.0), 1.0, 0.1, 4)),
        Case("karışık sırada, yinelenen adımlar", (np.array([9.0, 0.0, 2.0, 3.0, 40.0, 2.0, 12.0]), 1.375, 0.875, 3)),
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
        Mutant(
            "no_parentheses",
            lambda step, lr, factor, every: lr * factor**step // every,
            "Üs parantezsiz: kuvvet, bölmeden önce hesaplanır; bölünen, adımın kendisi değil sonuç olmuş.",
        ),
        Mutant(
            "rate_in_power",
            lambda step, lr, factor, every: (lr * factor) ** (step // every),
            "Kuvvet `lr`yi de almış: 0. adımda oran 1. Yalnızca `factor` yinelenir.",
        ),
        Mutant(
            "each_item",
            lambda step, lr, factor, every: Staircase(lr, factor, every)(np.arange(len(step))),
            "Basamak, adımın kendisine değil listedeki YERİNE bakıyor; `step` 0, 1, 2, … olmayabilir.",
        ),
    ),
    hints=(
        "t. adıma kadar kaç basamak inildi? İlk `every` adımda (0'dan every-1'e) sıfır.",
        "Basamak sayısı: step // every.",
        "Her basamakta bir kez çarpılır: `factor` üzeri basamak sayısı.",
    ),
)

# ---- factor_rate: çağrı sayısına değil adıma bakan çarpımsal azaltma

UNSORTED = np.array([0.0, 7.0, 2.0, 50.0, 1.0, 120.0, 7.0])

FACTOR_TASK = FunctionTask(
    name="factor_rate",
    title="Tabanlı çarpımsal azaltma",
    question="`step` adımlarındaki oran: `lr` çarpı `factor` üzeri adım, ama `floor`un altına inmez. `step` herhangi "
    "bir sırada gelebilir; aynı adım hep aynı oranı vermeli.",
    arguments=("step", "lr", "factor", "floor"),
    reference=lambda step, lr, factor, floor: Exponential(lr, factor, floor)(step),
    cases=(
        Case("2, 0.9 katına, taban 0.01, karışık sırada", (UNSORTED, 2.0, 0.9, 0.01)),
        Case("0.5, 0.95 katına, taban 0.1", (np.arange(61.0), 0.5, 0.95, 0.1)),
        Case("tabansız (0)", (np.array([3.0, 0.0, 10.0]), 1.0, 0.5, 0.0)),
        Case("1.375, 0.875 katına, taban 0.0375", (np.array([1.0, 30.0, 4.0]), 1.375, 0.875, 0.0375)),
    ),
    mutants=(
        Mutant(
            "min",
            lambda step, lr, factor, floor: np.minimum(floor, lr * factor**step),
            "Oran hep tabanda ya da altında: ikisinin küçüğünü almışsın, büyüğü gerekli.",
        ),
        Mutant(
            "no_floor",
            lambda step, lr, factor, floor: lr * factor**step,
            "Taban yok: oran `floor`un altına iniyor.",
        ),
        Mutant(
            "each_call",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** np.arange(1, len(step) + 1)),
            "Oran adıma değil, kaçıncı ÇAĞRI olduğuna bağlı: her sorulduğunda bir kez daha çarpılıyor. `step`i kullan.",
        ),
        Mutant(
            "each_item",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** np.arange(len(step))),
            "Oran adıma değil, adımın listedeki YERİNE bağlı; adımlar karışık sırada gelebilir. `step`i kullan.",
        ),
        Mutant(
            "from_one",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** (step + 1)),
            "0. adımda oran çoktan bir kez çarpılmış: adım 0'dan sayılıyor.",
        ),
        Mutant(
            "one_late",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** np.maximum(step - 1, 0)),
            "Oran bir adım geriden geliyor: 0. ve 1. adımda aynı. Üs adımın kendisidir.",
        ),
        Mutant(
            "floor_added",
            lambda step, lr, factor, floor: floor + lr * factor**step,
            "Tabanı eklemişsin: 0. adımda oran `lr`yi aşıyor.",
        ),
        Mutant(
            "toward_floor",
            lambda step, lr, factor, floor: floor + (lr - floor) * factor**step,
            "Tabana yumuşakça yaklaşan başka bir eğri bu; burada çarpım tabana kadar değişmeden iner, sonra kesilir.",
        ),
        Mutant(
            "floor_of_factor",
            lambda step, lr, factor, floor: lr * np.maximum(floor, factor**step),
            "Tabanı çarpana uygulamışsın; `floor` ORANIN tabanıdır, `lr` ile çarpıldıktan sonra.",
        ),
        Mutant(
            "times_step",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor * step),
            "`factor` adımla çarpılmış: oran adımla büyüyor. Adım, üs olmalı.",
        ),
        Mutant(
            "minus",
            lambda step, lr, factor, floor: np.maximum(floor, lr * (1 - (1 - factor) * step)),
            "Her adımda `lr`nin aynı miktarını çıkarmışsın: doğru parçası. Çarpımsal azaltmada o miktar da azalır.",
        ),
        Mutant(
            "rate_in_power",
            lambda step, lr, factor, floor: np.maximum(floor, (lr * factor) ** step),
            "Kuvvet `lr`yi de almış: 0. adımda oran 1 çıkıyor. Yalnızca `factor` yinelenir.",
        ),
    ),
    hints=(
        "Döngü gerekmez: oran yalnızca `step`in fonksiyonudur, önceki orana bakmaz.",
        "lr * factor**step, dizilerle de çalışır.",
        "`floor` ile o sayının BÜYÜĞÜ: np.maximum.",
    ),
)

# ---- oranın birimi (adım mı, dönem mi) ve sırası (dönemden önce mi, sonra mı)


def _of_epoch(epoch: Callable[[Any, int], Any]) -> Callable[..., Any]:
    """1/(1 + rate·dönem), dönemi adımdan bulma biçimi değiştirilmiş hâliyle."""
    return lambda step, updates, lr, rate: lr / (1 + rate * epoch(step, updates))


EPOCH_TASK = FunctionTask(
    name="per_epoch_rate",
    title="Oran dönem başına",
    question="`step`. güncellemedeki oran (0'dan sayılır): α = lr / (1 + rate·dönem). Bir dönem `updates` "
    "güncellemedir; dönem de 0'dan sayılır ve oran dönem boyunca değişmez.",
    arguments=("step", "updates", "lr", "rate"),
    reference=lambda step, updates, lr, rate: InverseTime(lr, rate)(np.floor(step / updates)),
    cases=(
        Case("dönemde 5 güncelleme", (np.arange(21.0), 5, 0.2, 1.0)),
        Case("dönemde 23 güncelleme, rate = 0.5", (np.array([0.0, 22.0, 23.0, 45.0, 46.0, 230.0]), 23, 0.1, 0.5)),
        Case("karışık sırada, yinelenen adımlar", (np.array([14.0, 0.0, 6.0, 7.0, 70.0, 6.0]), 7, 1.375, 0.125)),
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
        Mutant(
            "no_parentheses",
            lambda step, updates, lr, rate: lr + rate * (step // updates),
            "Payda parantezsiz: `lr` önce 1'e bölünmüş, sonra rate·dönem EKLENMİŞ; oran büyüyor.",
        ),
        Mutant(
            "sum_times_epoch",
            lambda step, updates, lr, rate: lr / ((1 + rate) * (step // updates)),
            "Parantez yersiz: dönemle çarpılan yalnızca `rate`; 0. dönemde payda 0 olmamalı.",
        ),
        Mutant(
            "each_item",
            lambda step, updates, lr, rate: lr / (1 + rate * (np.arange(len(step)) // updates)),
            "Dönemi, adımın kendisinden değil listedeki YERİNDEN bulmuşsun; `step` 0, 1, 2, … olmayabilir.",
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
    title="Oran dönemden sonra kurulursa",
    question="Bir döngü eniyileyiciyi `first` oranıyla kurar, oranı her dönemin SONUNDA schedule(o dönem) yapar; "
    "dönemler 0'dan sayılır. `epochs` dönemde sırayla hangi oranlar KULLANILIR? Liste döndür.",
    arguments=("schedule", "first", "epochs"),
    reference=_used,
    cases=(
        Case("ısınma + kosinüs", (Warmup(Cosine(0.3, 0.01, 15), 5), 0.3, 12)),
        Case("doğrusal", (Linear(0.5, 0.0, 10), 0.1, 6)),
        Case("tek dönem", (Cosine(0.3, 0.01, 20), 1.125, 1)),
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

# ---- sayılar: azaltma formülleri, oranın ortalaması ve gürültü topunun boyu

LR, RATE, EPOCH = 0.2, 0.5, 4  # inverse_time_by_hand

INVERSE = NumberTask(
    name="inverse_time_by_hand",
    title="1/(1 + rate·dönem)",
    question="α₀ = 0.2, rate = 0.5; dönemler 0'dan sayılıyor, α = α₀ / (1 + rate·dönem). 4 numaralı dönemde oran kaç? "
    "(üç ondalık yeter)",
    expected=InverseTime(LR, RATE)(EPOCH),
    tolerance=0.0004,
    near=0.0005,
    mutants=(
        Mutant("no_rate", LR / (1 + EPOCH), "rate'i kullanmamışsın: paydada 1 + rate·dönem var."),
        Mutant("no_one", LR / (RATE * EPOCH), "Paydadaki 1'i unutmuşsun; dönem 0'da ne olurdu?"),
        Mutant("one_less", LR / (1 + RATE * (EPOCH - 1)), "Bir dönem geridesin: dönemler 0'dan sayılıyor, numara 4."),
        Mutant(
            "one_more", LR / (1 + RATE * (EPOCH + 1)), "Bir dönem ilerdesin: numara zaten 4, bir eklemene gerek yok."
        ),
        Mutant("power", LR * RATE**EPOCH, "Bu çarpımsal azaltma: rate'in kuvvetini almışsın."),
        Mutant(
            "cumulative",
            LR / math.prod(1 + RATE * k for k in range(1, EPOCH + 1)),
            "Her dönemde bir önceki oranı bölmüşsün; formül hep α₀'dan başlar.",
        ),
        Mutant("root", LR / math.sqrt(1 + RATE * EPOCH), "Karekök yok: o, k/√t formülünde."),
        Mutant("inverted", LR * (1 + RATE * EPOCH), "Çarpmışsın: oran büyüyor. Böl."),
        Mutant("factor_only", 1 / (1 + RATE * EPOCH), "Çarpanı bulmuşsun; α₀ ile çarp."),
        Mutant("no_parentheses", LR + RATE * EPOCH, "Paydanın parantezi eksik: α₀ önce 1'e bölünmüş."),
    ),
    hints=(
        "Önce paydayı hesapla: 1 + 0.5·4.",
        "α₀'ı paydaya böl.",
        "0.2 bölü 3.",
    ),
)

TENTH = NumberTask(
    name="epochs_to_tenth",
    title="Onda bire kaç dönem?",
    question="α = α₀·0.95^dönem. Oran ilk kez hangi dönemde α₀'ın onda birinin altına iner? (0'dan sayılan tam sayı)",
    expected=float(math.ceil(math.log(0.1) / math.log(0.95))),
    tolerance=0.05,
    near=0.05,
    mutants=(
        Mutant("linear", 18.0, "Her dönemde α₀'ın yirmide birini çıkarmışsın; azalan miktar da her dönem küçülür."),
        Mutant("linear_strict", 19.0, "Doğru parçası gibi saymışsın: her dönem ÇARPILIR, çıkarılmaz."),
        Mutant(
            "not_rounded", math.log(0.1) / math.log(0.95), "Bölüm doğru; ama dönem tam sayı: inen ilk dönem hangisi?"
        ),
        Mutant("rounded_down", 44.0, "Bir eksik: o dönemde oran daha onda birin üstünde."),
        Mutant("one_more", 46.0, "Bir fazla: bir önceki dönemde zaten inmişti."),
        Mutant("half", 14.0, "Bu, oranın yarıya indiği dönem; onda bir soruluyor."),
        Mutant("window", 20.0, "Bu 1/(1-0.95): orada oran α₀'ın onda birine değil, kabaca üçte birine inmiştir."),
        Mutant("hundredth", 90.0, "Bu yüzde birin dönemi; onda bir soruluyor."),
        Mutant("lost_a_tenth", 3.0, "Oranın onda BİR AZALDIĞI (0.9'un altına indiği) dönem bu; onda birine inmeli."),
    ),
    hints=(
        "0.95^dönem < 0.1 olmalı; iki yanın logaritmasını al.",
        "dönem > ln 0.1 / ln 0.95. Kesirli çıkarsa ilk tam sayı hangisi?",
        "Bölüm 44.9; inen ilk dönem ondan sonraki tam sayı.",
    ),
)

AVERAGE = NumberTask(
    name="average_rate",
    title="Kosinüsün ortalaması",
    question="Kosinüs 0.3'ten 0.01'e iniyor. Bütün süre boyunca oranın ortalaması kaç? (Eğri sürekli sayılsın.)",
    expected=(0.3 + 0.01) / 2,
    tolerance=0.0005,
    near=0.002,
    mutants=(
        Mutant("no_floor", 0.15, "Sonda varılan 0.01'i unutmuşsun: oran sıfıra inmiyor."),
        Mutant("difference", 0.145, "Farkın yarısını almışsın; onu en küçük orana, 0.01'e eklemelisin."),
        Mutant(
            "two_over_pi",
            0.01 + 0.29 * 2 / math.pi,
            "2/π çeyrek dalganın ortalaması; yarım dalga ortasına göre simetrik.",
        ),
        Mutant("start", 0.3, "Bu ilk oran; azaldıkça ortalama da düşer."),
        Mutant(
            "geometric",
            math.sqrt(0.3 * 0.01),
            "Uçların geometrik ortalamasını almışsın; çarpımsal azaltma sürenin ortasında ondan geçer, kosinüs değil.",
        ),
        Mutant("sum", 0.31, "Uçları toplamışsın; ortalama için ikiye böl."),
        Mutant("no_parentheses", 0.305, "Parantez eksik: yalnızca ikinci uç ikiye bölünmüş."),
        Mutant(
            "zero", 0.0, "Kosinüsün kendisinin ortalaması 0'dır; oranda ise (1 + kosinüs)/2 var, onun ortalaması 1/2."
        ),
    ),
    hints=(
        "Eğri, tam ortadaki noktasına göre simetriktir: yarıda ne kadar yukarıdaysa öteki yarıda o kadar aşağıda.",
        "Ortadaki değer kaç? (1 + cos(π/2))/2 = 1/2.",
        "İki ucun tam ortası.",
    ),
)

ALPHA, SIGMA, CURVE = 0.1, 3.0, 4.0  # gürültü topu


def stationary_variance(alpha: float, sigma: float, curve: float) -> float:
    """Gürültülü gradyan inişinin, eğriliği `curve` olan çanakta vardığı varyans."""
    return alpha * sigma**2 / (curve * (2 - alpha * curve))


BALL = NumberTask(
    name="stationary_variance",
    title="Gürültü topunun varyansı",
    question="f(w) = ½·λ·w², λ = 4; gradyana her adımda standart sapması σ = 3 olan taze gürültü ekleniyor, α = 0.1 "
    "sabit. w'nin varyansı hangi değere oturur? (üç ondalık yeter)",
    expected=stationary_variance(ALPHA, SIGMA, CURVE),
    tolerance=0.0005,
    near=0.002,
    mutants=(
        Mutant(
            "approximate", ALPHA * SIGMA**2 / (2 * CURVE), "Bu, αλ çok küçükken geçerli yaklaşıklık; burada αλ = 0.4."
        ),
        Mutant("deviation", 0.375, "Bu standart sapma; karesi soruluyor."),
        Mutant("loss", 0.28125, "Bu ortalama kayıp, yani ½·λ çarpı varyans; varyansın kendisi soruluyor."),
        Mutant("sigma_not_squared", ALPHA * SIGMA / (CURVE * 1.6), "σ'nın karesi girmeli: gürültünün varyansı σ²'dir."),
        Mutant("no_curvature", ALPHA * SIGMA**2 / 1.6, "Paydada λ çarpanı eksik."),
        Mutant("one_step", (ALPHA * SIGMA) ** 2, "Bu tek adımın kattığı varyans; adımlar birikir, çanak geri çeker."),
        Mutant("no_alpha", SIGMA**2 / (CURVE * 1.6), "α çarpanı eksik: α küçüldükçe top da küçülmeli."),
        Mutant("plus", ALPHA * SIGMA**2 / (CURVE * 2.4), "Paydada 2 - αλ var, 2 + αλ değil."),
        Mutant(
            "no_parentheses",
            ALPHA * SIGMA**2 / CURVE * 1.6,
            "Paydanın parantezi eksik: λ'ya bölünüp 2 - αλ ile ÇARPILMIŞ; ikisi de paydada.",
        ),
        Mutant("zero", 0.0, "Gürültü her adımda yenileniyor; α sabitken varyans sıfıra inmez."),
    ),
    hints=(
        "Bir adım: w ← w - α(λw + σ·gürültü) = (1 - αλ)·w - ασ·gürültü. Varyans V iken sonraki varyans ne olur?",
        "Durağan hâlde V = (1-αλ)²·V + α²σ². V'yi çek.",
        "V = ασ² / (λ(2 - αλ)); sayıları koy.",
    ),
)

SHRINK = NumberTask(
    name="noise_ball_ratio",
    title="α'yı onda bire indirince",
    question="λ = 1, σ = 1. α = 0.5'ten 0.05'e iniyor: durağan kayıp kaç katı küçülür? (büyük kayıp bölü küçük kayıp)",
    expected=stationary_variance(0.5, 1, 1) / stationary_variance(0.05, 1, 1),
    tolerance=0.3,
    near=0.3,
    mutants=(
        Mutant("ten", 10.0, "α'nın küçüldüğü kadar demişsin; küçük α'larda öyledir. 0.5 küçük değil: 2 - αλ'ya bak."),
        Mutant(
            "square",
            100.0,
            "α² değil: α küçülünce gürültünün ittiği kadar çanağın geri çekişi de azalır; V, α ile orantılı kalır.",
        ),
        Mutant(
            "root",
            math.sqrt(10),
            "Bu, aşağı yukarı, topun YARIÇAPININ küçülmesi; kayıp yarıçapın karesiyle orantılıdır.",
        ),
        Mutant(
            "radius",
            math.sqrt(13),
            "Bu, topun yarıçapının (standart sapmanın) küçülmesi; kayıp onun karesiyle orantılıdır.",
        ),
        Mutant("inverted", 1 / 13, "Bölümü ters almışsın: büyük kayıp bölü küçük kayıp soruluyor."),
        Mutant("only_denominator", 1.3, "Yalnızca 2 - αλ'ların oranı bu; α çarpanı da değişiyor."),
        Mutant("divided_wrong", 10 / 1.3, "2 - αλ'lar ters girmiş: α büyükken payda küçüktür, kayıp daha da büyür."),
        Mutant("difference", 0.5 / 1.5 - 0.05 / 1.95, "Varyansların farkını almışsın; oranı soruluyor."),
        Mutant("one", 1.0, "Durağan kayıp α'ya bağlıdır; azaltmanın bütün amacı bu."),
    ),
    hints=(
        "Durağan kayıp ½·λ·V; λ aynı kaldığından V'lerin oranı yeter.",
        "V = ασ²/(λ(2-αλ)): 0.5/1.5 ile 0.05/1.95.",
        "Birinciyi ikinciye böl; 10'dan biraz büyük.",
    ),
)

TASKS = (
    COSINE_TASK,
    STAIR_TASK,
    FACTOR_TASK,
    EPOCH_TASK,
    ORDER_TASK,
    INVERSE,
    TENTH,
    AVERAGE,
    BALL,
    SHRINK,
)
