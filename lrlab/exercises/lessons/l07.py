"""07. dersin görevleri: ısınma; bir de Ek B'nin gürültüsü."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import Cosine, Linear, Warmup
from lrlab.exercises.lessons.l05 import SIZES, STEPS  # düzeltmesiz Adam'ın adımları
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- warmup_cosine

AXES = ("kaçıncı güncelleme", "öğrenme oranı α")


def _cosine(lr: float, end: float, warmup: int, T: int) -> Any:
    return Warmup(Cosine(lr, end, T - warmup), warmup)(np.arange(T))


def _tail(curve: Any) -> Any:
    """Isınması doğru, gerisi `curve(lr, end, warmup, T, t)` olan oranlar; t eğitimin 0. adımından sayılır."""

    def rates(lr: float, end: float, warmup: int, T: int) -> Any:
        t = np.arange(T, dtype=float)
        return np.where(t < warmup, lr * t / warmup, curve(lr, end, warmup, T, t))

    return rates


def _half(lr: float, end: float, share: Any) -> Any:
    return end + (lr - end) * (1 + np.cos(np.pi * share)) / 2


COSINE = FunctionTask(
    name="warmup_cosine",
    title="Isınma + kosinüs",
    question="T güncellemelik eğitim: ilk warmup güncelleme 0'dan lr'ye doğrusal, kalan T - warmup güncelleme lr'den "
    "end'e kosinüs. Toplam süre T'dir: ısınma onun İÇİNDE. T oranı döndür; end'e tam t = T'de varılırdı.",
    arguments=("lr", "end", "warmup", "T"),
    reference=_cosine,
    cases=(
        Case("α = 0.3, end = 0.01", (0.3, 0.01, 5, 20)),
        Case("α = 1, end = 0", (1.0, 0.0, 10, 40)),
        Case("α = 1.875, end = 0.125, uzun ısınma", (1.875, 0.125, 7, 11)),
    ),
    plot=AXES,
    mutants=(
        Mutant(
            "outside",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, (t - warmup) / T)),
            "Kosinüs T adıma yayılmış: eğitim bitince oran hâlâ yüksek. Isınmadan sonra kaç güncelleme kalıyor?",
        ),
        Mutant(
            "from_zero",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, t / T)),
            "Birleşme yerinde sıçrama var: kosinüs kendi 0'ından başlamalı, eğitimin 0'ından değil.",
        ),
        Mutant(
            "product",
            lambda lr, end, warmup, T: _half(lr, end, np.arange(T) / T) * np.minimum(np.arange(T) / warmup, 1.0),
            "İki zamanlayıcıyı çarpmışsın: oran lr'ye hiç ulaşmıyor. Biri bitince öteki başlar.",
        ),
        Mutant(
            "ends_early",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, (t - warmup) / (T - warmup - 1))),
            "end'e son güncellemede varmışsın; burada varış t = T'dedir, son güncelleme ondan bir önce.",
        ),
        Mutant(
            "full_wave",
            _tail(lambda lr, end, warmup, T, t: end + (lr - end) * np.cos(np.pi * (t - warmup) / (T - warmup))),
            "Kosinüs +1'den -1'e iner; olduğu gibi çarpınca oran eksiye düşüyor. 1 ekleyip 2'ye bölmek neyi düzeltir?",
        ),
        Mutant(
            "quarter_wave",
            _tail(lambda lr, end, warmup, T, t: end + (lr - end) * np.cos(np.pi / 2 * (t - warmup) / (T - warmup))),
            "Çeyrek dalga: sonda en dik yerinde bitiyor. Yarım dalga gerek: 0'dan π'ye.",
        ),
        Mutant(
            "starts_above_zero",
            lambda lr, end, warmup, T: np.where(
                np.arange(T) < warmup, lr * (np.arange(T) + 1) / warmup, _cosine(lr, end, warmup, T)
            ),
            "Kosinüs doğru; ama ısınma lr/warmup'tan başlıyor, 0'dan değil.",
        ),
        Mutant(
            "early_peak",
            lambda lr, end, warmup, T: np.where(
                np.arange(T) < warmup, lr * np.arange(T) / (warmup - 1), _cosine(lr, end, warmup, T)
            ),
            "Isınma lr'ye bir güncelleme erken varıyor: t = warmup'ta varmalı. np.linspace son noktayı da sayar.",
        ),
        Mutant(
            "linear",
            lambda lr, end, warmup, T: Warmup(Linear(lr, end, T - warmup), warmup)(np.arange(T)),
            "Süreler doğru ama azaltma doğru parçası: kosinüs uçlarda yavaş, ortada hızlı iner.",
        ),
        Mutant(
            "no_end",
            lambda lr, end, warmup, T: _cosine(lr, 0.0, warmup, T) + end * (np.arange(T) >= warmup),
            "end'i üstüne eklemişsin: tepe lr + end olmuş. Kosinüs lr ile end ARASINDA iner.",
        ),
        Mutant("no_warmup", lambda lr, end, warmup, T: _half(lr, end, np.arange(T) / T), "Isınma hiç yok."),
        Mutant(
            "half_of_cosine",
            _tail(
                lambda lr, end, warmup, T, t: end + (lr - end) * (1 + np.cos(np.pi * (t - warmup) / (T - warmup)) / 2)
            ),
            "Parantez eksik: yalnızca kosinüs ikiye bölünmüş, 1 bölünmemiş; oran birleşme yerinde lr'yi aşıyor.",
        ),
        Mutant(
            "no_parentheses",
            _tail(lambda lr, end, warmup, T, t: end + lr - end * _half(1, 0, (t - warmup) / (T - warmup))),
            "(lr - end)'in parantezi eksik: dalga yalnızca end'i çarpıyor, ısınmadan sonra oran hemen hiç azalmıyor.",
        ),
        Mutant(
            "share_parentheses",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, t - warmup / T - warmup)),
            "Payın ve paydanın parantezleri eksik: bölme, çıkarmalardan önce yapılmış; oran titriyor.",
        ),
    ),
    hints=(
        "İki parça: t < warmup iken 0'dan lr'ye giden doğru; sonra kosinüs, kendi 0'ından başlayarak.",
        "Kosinüs yolunun ne kadarında: s = (t - warmup) bölü (T - warmup). s = 0 iken oran lr, 1 iken end olmalı.",
        "end + (lr - end)·(1 + cos(π·s))/2; iki parçayı np.where ile birleştir.",
    ),
)

# ---- sayılar: ısınmanın süresi, bedeli, düzeltmesiz Adam'a etkisi; SGLD'nin gürültüsü


def longest(steps: int) -> float:
    """Düzeltmesiz Adam'ın, `steps` adımlık doğrusal ısınma (ilk oran 0) altında en uzun adımı."""
    return float((SIZES * np.minimum((STEPS - 1) / steps, 1.0)).max())


BUDGET = NumberTask(
    name="warmup_cost",
    title="Isınmanın bedeli",
    question="α = 0.01, 1000 güncelleme, ilk 100'ü doğrusal ısınma (0. güncellemenin oranı 0, 100.'nünki 0.01). Sabit "
    "α'ya göre oranların toplamı Σα ne kadar eksilir? (üç ondalık)",
    expected=0.505,
    tolerance=0.0008,
    near=0.0005,
    mutants=(
        Mutant("triangle", 0.5, "Üçgenin alanı yaklaşıktır: oranları tek tek topla (0. güncelleme boşa gidiyor)."),
        Mutant("other_start", 0.495, "Bu, α/100'den başlayan ısınmanın kaybı; burada ilk oran 0."),
        Mutant("whole", 1.0, "Isınmada oran 0 değil; yalnızca eksik kalan parça kayıp."),
        Mutant("kept", 9.495, "Bu, kalan toplam; eksilen soruluyor."),
        Mutant("full", 10.0, "Bu, ısınmasız toplam; eksilen soruluyor."),
        Mutant("share", 0.0505, "Bu, kaybın bütçeye oranı; kaybın kendisi soruluyor."),
        Mutant("no_lr", 50.5, "α ile çarpmayı unutmuşsun: bu, kaybın kaç güncellemeye denk geldiği."),
    ),
    hints=(
        "t. güncellemede eksilen: α·(1 - t/100), t = 0, …, 99.",
        "1 - t/100 değerleri 1, 0.99, …, 0.01. Toplamları 100 terimli bir aritmetik dizi.",
        "(1 + 0.01)/2 çarpı 100, çarpı α.",
    ),
)

LONGEST = NumberTask(
    name="warmed_longest_step",
    title="Isınma fırlamayı ne kadar kısar?",
    question="Düzeltmesiz Adam, gradyan hep aynı, varsayılan β'lar. 100 adımlık doğrusal ısınmayla (t = 1'in oranı 0, "
    "t = 101'inki α) en uzun adım kaç α'dır? (iki ondalık)",
    expected=longest(100),
    tolerance=0.008,
    near=0.004,
    mutants=(
        Mutant("no_warmup", float(SIZES.max()), "Bu, ısınmasız en uzun adım; her adımı o adımın oranıyla çarp."),
        Mutant("first", float(SIZES[0]), "Bu, ısınmasız ilk adım; ısınmayla ilk adımın oranı 0."),
        Mutant(
            "at_old_peak", float(SIZES[11] * 0.11), "Bu, 12. adım: ısınmasız tepe oradaydı, ısınmayla yeri değişti."
        ),
        Mutant(
            "other_start",
            float((SIZES * np.minimum(STEPS / 100, 1.0)).max()),
            "Bu, ilk oranı α/100 olan ısınma; burada ilk oran 0.",
        ),
        Mutant("corrected", 1.0, "Bu, düzeltmeli Adam'ın adımı: v 101. adımda da daha ısınmış değil."),
        Mutant(
            "no_root",
            float((SIZES / np.sqrt(1 - 0.999**STEPS) * np.minimum((STEPS - 1) / 100, 1.0)).max()),
            "Paydada kök yok: v'nin kendisine bölmüşsün.",
        ),
        Mutant(
            "half_not_root",
            float((2 * SIZES / np.sqrt(1 - 0.999**STEPS) * np.minimum((STEPS - 1) / 100, 1.0)).max()),
            "v'nin kökü yerine yarısını almışsın: **1/2 üs değil, bölmedir.",
        ),
        Mutant("short", longest(50), "Bu, 50 adımlık ısınma."),
        Mutant("where", 101.0, "Bu, en uzun adımın kaçıncı olduğu; boyu soruluyor."),
    ),
    hints=(
        "Isınmasız boy (1-β₁ᵗ)/√(1-β₂ᵗ). Isınma bunu t'nin oranıyla çarpar: (t-1)/100, en çok 1.",
        "Isınma sürerken boy büyür, bitince küçülür: tepe, ısınmanın bittiği yerdedir.",
        "t = 101'de m dolmuştur, √(1-0.999¹⁰¹) ise daha 0.31'dir.",
    ),
)

ENOUGH = NumberTask(
    name="warmup_for_two",
    title="Kaç adımlık ısınma yeter?",
    question="Aynı kurulumda en uzun adımın 2α'yı aşmaması için ısınma en az kaç adım olmalı? (tam sayı)",
    expected=float(next(n for n in range(1, 2000) if longest(n) <= 2)),
    tolerance=0.4,
    near=0.4,
    mutants=(
        Mutant(
            "one_more",
            float(next(n for n in range(1, 2000) if longest(n) <= 2) + 1),
            "Bu, ısınmanın bittiği adımın 1'den sayılan numarası; soru ısınmanın uzunluğu.",
        ),
        Mutant(
            "one_less",
            float(next(n for n in range(1, 2000) if longest(n) <= 2) - 1),
            "Bununla en uzun adım daha 2'nin kıl payı üstünde.",
        ),
        Mutant("window", 1000.0, "Bu, v'nin etkin penceresi; o kadarı gerekmez."),
        Mutant("half_full", 693.0, "Bu, v'nin yarısının dolduğu yer; 2α için √'nin yarıya varması yeter."),
        Mutant("m_window", 10.0, "Bu, m'nin etkin penceresi; asıl geç kalan v'dir."),
        Mutant("no_root", 692.0, "1-0.999ᵗ'nin 0.5 olması değil, KÖKÜNÜN 0.5 olması gerek."),
        Mutant("hundred", 100.0, "100 adımda en uzun adımın 3'ü aştığını bir önceki soruda buldun."),
    ),
    hints=(
        "Tepe ısınmanın bittiği adımdadır; orada m doludur, oran α'dır. Geriye v'nin doluluğu, 1-0.999ᵗ kalır.",
        "1/√(1-0.999ᵗ) ≤ 2 ne demek? Kareyi al: 1-0.999ᵗ ≥ 1/4.",
        "0.999ᵗ ≤ 0.75 olan ilk t'yi bul; ısınma n adımsa tepe t = n + 1'dedir.",
    ),
)

NOISE = NumberTask(
    name="sgld_noise",
    title="SGLD'nin gürültüsü",
    question="SGLD adımı w ← w - (ε/2)·∇U(w) + gürültü. T = 1, ε = 0.04 iken gürültünün standart sapması kaç olmalı?",
    expected=0.2,
    tolerance=0.001,
    mutants=(
        Mutant("variance", 0.04, "Bu, gürültünün varyansı; standart sapma onun kökü."),
        Mutant("double", 0.08**0.5, "Bu, gradyanın önünde ε olan (yarımsız) yazılışın gürültüsü; burada ε/2 var."),
        Mutant(
            "half",
            0.02,
            "Bu, gradyanın çarpanı; gürültünün varyansı ε'dur. Kökü **1/2 diye yazdıysan da bu çıkar: o, ikiye böler.",
        ),
        Mutant("half_root", 0.02**0.5, "Varyansı ε/2 almışsın: yarım, gradyanın önünde; gürültününki ε."),
        Mutant("squared", 0.0016, "Kare almışsın; varyanstan standart sapmaya kökle geçilir."),
        Mutant("none", 0.0, "Gürültü olmazsa bu gradyan inişidir: örneklemez, dibe iner."),
    ),
    hints=(
        "Gürültü √(εT)·z, z ~ N(0, 1): varyansı εT.",
        "Standart sapma varyansın köküdür.",
        "√0.04'ü hesapla.",
    ),
)

# ---- onarılacak koşu: bitmeyen ısınma


def _rates(warmup: Callable[[int, int, int], float]) -> Callable[..., Any]:
    """Koşunun bütün oranları; ısınmanın adım sayısı `warmup(güncelleme, örnek, dönem)`in verdiği bütünün %5'i."""

    def rates(n: int, batch_size: int, epochs: int, lr: float) -> list[float]:
        updates = -(-n // batch_size) * epochs
        return [lr * min(t / (0.05 * warmup(updates, n, epochs)), 1) for t in range(updates)]

    return rates


WARMED = FunctionTask(
    name="warmed_rates",
    title="Onar: bitmeyen ısınma",
    question=(
        "Güncellemelerin ilk %5'i ısınma olacaktı; ısınma olması gerekenden kat kat uzun sürüyor. Tek hatayı bul ve "
        "onar; bütün güncellemelerin oranlarını döndür (kısa son minigrup da bir güncelleme)."
    ),
    arguments=("n", "batch_size", "epochs", "lr"),
    reference=_rates(lambda updates, n, epochs: updates),
    given=_rates(lambda updates, n, epochs: n * epochs),
    cases=(
        Case("1437 örnek, B = 64, 4 dönem", (1437, 64, 4, 0.1)),
        Case("100 örnek, B = 10, 2 dönem", (100, 10, 2, 1.0)),
        Case("7 örnek, B = 7, 30 dönem", (7, 7, 30, 0.3)),
        Case("65 örnek, B = 64, 24 dönem", (65, 64, 24, 2.0375)),
    ),
    mutants=(
        Mutant(
            "one_epoch",
            _rates(lambda updates, n, epochs: updates / epochs),
            "Bir dönemin %5'i alınmış: ısınma, dönem sayısı kadar kez daha kısa.",
        ),
        Mutant(
            "epochs",
            _rates(lambda updates, n, epochs: epochs),
            "Dönem sayısının %5'i alınmış: sayaç güncellemeleri sayıyor, ısınma ilk adımda bitiyor.",
        ),
        Mutant(
            "samples_of_one_epoch",
            _rates(lambda updates, n, epochs: n),
            "Bir dönemin ÖRNEKLERİ sayılmış: birim hâlâ örnek, oysa t güncelleme.",
        ),
        Mutant(
            "rounded",
            _rates(lambda updates, n, epochs: 20 * max(1, int(0.05 * updates))),
            "Birim doğru; ama ısınmanın süresini tam sayıya indirmişsin. Burada kesirli kalabilir.",
        ),
    ),
    hints=(
        "Isınma kaç adım sürüyor, eğitim kaç güncelleme? İkisini yazdır.",
        "t güncellemeleri sayıyor; ısınmanın süresi hangi birimde?",
        "Isınma, örneklerin değil güncellemelerin %5'i kadar sürmeli.",
    ),
    plot=AXES,
)

TASKS = (BUDGET, COSINE, WARMED, LONGEST, ENOUGH, NOISE)
CORE = (BUDGET, COSINE, WARMED)  # ana yol
