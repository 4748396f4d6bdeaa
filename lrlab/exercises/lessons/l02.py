"""02. dersin görevleri: üssel ağırlıklı ortalama, yanlılık düzeltmesi, ağırlıklar ve etkin pencere."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import averages
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- yazma: ortalama ve düzeltme

WEATHER = np.round(12 + 6 * np.sin(np.arange(30) / 5) + np.random.default_rng(98).normal(0, 3, 30), 1)


def _recursion(theta: Any, keep: float, take: float, start: float = 0.0, extra: float = 0.0) -> np.ndarray:
    """v ← keep·v + take·θ + extra; yanlış katsayılı ve yanlış başlangıçlı yanıtlar bununla yazılır."""
    values, v = [], start
    for value in theta:
        v = keep * v + take * value + extra
        values.append(v)
    return np.array(values)


def _stored(theta: Any, beta: float) -> np.ndarray:
    """Ara değerleri girdinin veri türünde saklayan özyineleme (np.zeros_like tuzağı)."""
    values = np.zeros_like(theta)
    for i, value in enumerate(theta):
        values[i] = beta * (values[i - 1] if i else 0) + (1 - beta) * value
    return values


def _moving_average(theta: Any, beta: float) -> np.ndarray:
    k = max(round(1 / (1 - beta)), 1)
    return np.array([np.mean(theta[max(0, i + 1 - k) : i + 1]) for i in range(len(theta))])


def _times(theta: Any) -> np.ndarray:
    return np.arange(1.0, len(theta) + 1)


CASES = (
    Case("β = 0.9, 30 gün", (WEATHER, 0.9)),
    Case("β = 0.5, 8 gün", (WEATHER[:8].copy(), 0.5)),
    Case("β = 0.98, tam sayılı 6 gün", (np.array([9, 12, 8, 15, 11, 14]), 0.98)),
    Case("tek gün", (np.array([10.0]), 0.9)),
    Case("β = 0.8, sıfırın altında 5 gün", (np.array([-6.0, -2.5, 1.0, -4.0, -8.0]), 0.8)),
    Case("β = 0.995, 0 °C'li, yinelenen günler", (np.array([0.0, 0.0, 12.5, 12.5, -3.0]), 0.995)),
)
AXES = ("t (gün)", "sıcaklık (°C)")

EWA = FunctionTask(
    name="ewa",
    title="Üssel ağırlıklı ortalama",
    question="v₀ = 0 ile v_t = β·v_{t-1} + (1-β)·θ_t: v₁, …, v_n dizisini döndür (yanlılık düzeltmesi yok).",
    arguments=("theta", "beta"),
    reference=averages.ewa,
    cases=CASES,
    plot=AXES,
    mutants=(
        Mutant(
            "swapped",
            lambda theta, beta: averages.ewa(theta, 1 - beta),
            "β ile 1-β yer değiştirmiş: β'yı büyütünce eğrin düzleşeceğine oynaklaşıyor. Geçmişi hangisi çarpıyordu?",
        ),
        Mutant(
            "started_at_first",
            lambda theta, beta: _recursion(theta, beta, 1 - beta, theta[0]),
            "v₁ = θ₁ ile başlamışsın (pandas'ın adjust=False biçimi). Burada v₀ = 0; ilk değer bu yüzden θ₁'den "
            "küçük çıkar. Soğuk başlangıcın ilacı başka bir adım.",
        ),
        Mutant(
            "corrected",
            lambda theta, beta: averages.ewa(theta, beta, bias_correction=True),
            "Yanlılık düzeltmesini de yapmışsın; bu görev düzeltmesiz eğriyi istiyor; düzeltilmişi sonraki görevde.",
        ),
        Mutant(
            "no_one_minus_beta",
            lambda theta, beta: _recursion(theta, beta, 1.0),
            "Yeni gözlemin çarpanı (1-β) eksik: eğrin sıcaklıkların çok üstüne çıkıyor, ağırlıkların toplamı 1 değil.",
        ),
        Mutant(
            "shifted",
            lambda theta, beta: np.concatenate([[0.0], averages.ewa(theta, beta)[:-1]]),
            "Eğrin bir gün geriden geliyor: v_t'yi θ_t'yi kullanmadan önce kaydetmişsin, ilk öğe v₀ olmuş.",
        ),
        Mutant(
            "with_v0",
            lambda theta, beta: np.concatenate([[0.0], averages.ewa(theta, beta)]),
            "v₀'ı da listeye koymuşsun: n gözlemden n + 1 değer çıkmış. Dizi v₁'den başlamalı.",
        ),
        Mutant(
            "last_only",
            lambda theta, beta: averages.ewa(theta, beta)[-1],
            "Yalnızca son değeri döndürmüşsün; her gün için bir v_t gerekiyor. Ara değerleri nerede topluyorsun?",
        ),
        Mutant(
            "moving_average",
            _moving_average,
            "Bu, 1/(1-β) günlük düz hareketli ortalama: eski günü birden unutuyor. EWA ise her günü azar azar unutur "
            "ve yalnızca bir sayı saklar.",
        ),
        Mutant(
            "no_decay",
            lambda theta, beta: _recursion(theta, 1.0, 1 - beta),
            "Eski değer hiç azalmıyor: v_{t-1}'in çarpanı eksik, eğri durmadan büyüyor.",
        ),
        Mutant(
            "integer_buffer",
            lambda theta, beta: averages.ewa(theta, beta).astype(theta.dtype),
            "Tam sayılı girdide ondalıklar kesiliyor: np.zeros_like(theta) o zaman tam sayılı bir dizi açar.",
        ),
        Mutant(
            "integer_recursion",
            _stored,
            "Tam sayılı girdide her adımda ondalıklar kesiliyor: v'yi theta'nın veri türünde bir dizide saklıyorsun.",
        ),
        Mutant(
            "no_parentheses",
            lambda theta, beta: _recursion(theta, beta, -beta, extra=1.0),
            "(1-β)'nın parantezi eksik: çarpma çıkarmadan önce yapılır; her gün v'ye 1 eklenmiş, θ ise eksi işaretle "
            "girmiş.",
        ),
    ),
    hints=(
        "Elinde tek bir sayı var: v. Her gün, eski v ile yeni θ'nın karışımı olur. Karışımın oranları hangileri?",
        "v = 0 ile başla; her θ için v'yi güncelle ve SONRA listeye ekle. Büyük β, eskiye çok yer vermek demek.",
        "Döngünün her turunda yeni v, β kere eski v artı 1-β kere o günün θ'sıdır. Değerleri bir listede topla ve "
        "listeyi ondalıklı bir diziye çevirip döndür.",
    ),
)


def _fed_back(theta: Any, beta: float) -> np.ndarray:
    values, v = [], 0.0
    for t, value in enumerate(theta, start=1):
        v = (beta * v + (1 - beta) * value) / (1 - beta**t)
        values.append(v)
    return np.array(values)


CORRECTION = FunctionTask(
    name="bias_correction",
    title="Yanlılık düzeltmesi",
    question="v_t'yi EWA gibi hesapla, her gün için v_t / (1-βᵗ) döndür (t 1'den sayılır).",
    arguments=("theta", "beta"),
    reference=lambda theta, beta: averages.ewa(theta, beta, bias_correction=True),
    cases=CASES,
    plot=AXES,
    mutants=(
        Mutant(
            "forgotten",
            averages.ewa,
            "Bölme eksik: eğrin hâlâ sıfıra yakın başlıyor. İlk gün v₁'in içinde θ₁'in kaçta kaçı var?",
        ),
        Mutant(
            "t_from_zero",
            lambda theta, beta: averages.ewa(theta, beta) / (1 - beta ** (_times(theta) - 1)),
            "t'yi 0'dan saymışsın: ilk günde 1-β⁰ = 0'a bölünüyor. Python 0'dan sayar, formül 1'den.",
        ),
        Mutant(
            "t_from_two",
            lambda theta, beta: averages.ewa(theta, beta) / (1 - beta ** (_times(theta) + 1)),
            "t bir fazla: sayacı, onu kullanmadan önce iki kez artırmış ya da 2'den başlatmış olabilirsin.",
        ),
        Mutant(
            "fed_back",
            _fed_back,
            "Düzeltilmiş değeri bir sonraki adıma geri vermişsin; bölmeler üst üste biniyor. v'nin kendisi "
            "düzeltilmeden ilerler, düzeltme yalnızca okurken yapılır.",
        ),
        Mutant(
            "constant_divisor",
            lambda theta, beta: averages.ewa(theta, beta) / (1 - beta),
            "Her gün aynı sayıya, 1-β'ya bölmüşsün: ilk gün doğru, sonra eğri uçuyor. Payda günle değişmeliydi.",
        ),
        Mutant(
            "last_t",
            lambda theta, beta: averages.ewa(theta, beta) / (1 - beta ** len(theta)),
            "Bütün günleri son günün 1-βᵗ'sine bölmüşsün; ilk günlerin yanlılığı çok daha büyüktü.",
        ),
        Mutant(
            "multiplied",
            lambda theta, beta: averages.ewa(theta, beta) * (1 - beta ** _times(theta)),
            "Bölmek yerine çarpmışsın: zaten küçük olan ilk değerler daha da küçüldü.",
        ),
        Mutant(
            "correction_base",
            lambda theta, beta: averages.ewa(theta, beta) / (1 - beta) ** _times(theta),
            "Paydada 1-β'nın kuvvetini almışsın: ilk gün aynıdır, sonra payda 1'e gideceğine 0'a gidiyor.",
        ),
        Mutant(
            "wrong_base",
            lambda theta, beta: averages.ewa(theta, beta) / (1 - (1 - beta) ** _times(theta)),
            "Paydada β yerine 1-β'nın kuvvetini almışsın. v_t'deki ağırlıkların toplamını elle yaz: hangisi kalıyor?",
        ),
        Mutant(
            "swapped",
            lambda theta, beta: averages.ewa(theta, 1 - beta, bias_correction=True),
            "β ile 1-β baştan sona yer değiştirmiş: geçmişi çarpması gereken büyük katsayı, yeni günü çarpıyor.",
        ),
        Mutant(
            "started_at_first",
            lambda theta, beta: _recursion(theta, beta, 1 - beta, theta[0]),
            "Bölmek yerine v₁ = θ₁ ile başlamışsın. İlk gün aynı, sonra değil: θ₁ hak ettiğinden fazla ağırlık alıyor.",
        ),
        Mutant(
            "both_cures",
            lambda theta, beta: _recursion(theta, beta, 1 - beta, theta[0]) / (1 - beta ** _times(theta)),
            "Hem v₁ = θ₁ ile başlamış hem bölmüşsün: aynı derde iki ilaç. Düzeltme, v₀ = 0 varsayar.",
        ),
        Mutant(
            "no_parentheses",
            lambda theta, beta: averages.ewa(theta, beta) - beta ** _times(theta),
            "Paydanın parantezi eksik: v önce 1'e bölünmüş, βᵗ sonra sonuçtan çıkarılmış.",
        ),
        Mutant(
            "product_for_power",
            lambda theta, beta: averages.ewa(theta, beta) / (1 - beta * _times(theta)),
            "Paydada βᵗ yerine β·t var: kuvvet ** ile yazılır. Payda günle büyümüyor, eksiye düşüyor.",
        ),
        Mutant(
            "average_parentheses",
            lambda theta, beta: _recursion(theta, beta, -beta, extra=1.0) / (1 - beta ** _times(theta)),
            "Bölme doğru ama ortalama değil: v'nin güncellemesinde (1-β)'nın parantezi eksik.",
        ),
    ),
    hints=(
        "Sabit bir θ = 10 dizisi düşün. v₁, v₂ kaç olur; 10 olmaları için neye bölünmeliler?",
        "v_t'deki ağırlıkların toplamı 1-βᵗ'dir; v'yi her gün o günün toplamına böl (enumerate(…, start=1)).",
        "Önce EWA'yı olduğu gibi hesapla ve v'yi hiç değiştirmeden ilerlet; listeye v yerine, v'nin 1-βᵗ'ye bölümünü "
        "ekle. t ilk gün 1'dir.",
    ),
)

# ---- kâğıt kalem: ağırlıkları açmak, elle v₂, etkin pencere, son günlerin ağırlığı

DAYS = np.array([10.0, 20.0])
DEGREES = ("°C", "derece", "C", "C°", "santigrat")
SPAN = ("gün", "gözlem", "adım")

WEIGHTS = FunctionTask(
    name="ewa_weights",
    title="Ağırlıkları aç",
    question="v_t açıldığında θ₁, …, θ_t'nin ağırlıkları nedir? En eskisi başta olan t öğeli diziyi döndür.",
    arguments=("beta", "t"),
    reference=averages.ewa_weights,
    cases=(
        Case("β = 0.9, t = 20", (0.9, 20)),
        Case("β = 0.5, t = 4", (0.5, 4)),
        Case("t = 1", (0.98, 1)),
        Case("β = 0.125, t = 3", (0.125, 3)),
    ),
    plot=("i (θᵢ)", "ağırlık"),
    mutants=(
        Mutant(
            "reversed",
            lambda beta, t: averages.ewa_weights(beta, t)[::-1],
            "Sıra ters: en büyük ağırlık en eski güne düşmüş. v_t en çok hangi günü hatırlamalı?",
        ),
        Mutant(
            "no_one_minus_beta",
            lambda beta, t: averages.ewa_weights(beta, t) / (1 - beta),
            "(1-β) çarpanı eksik: θ_t, v_t'ye tam 1 ağırlıkla girmiyor.",
        ),
        Mutant(
            "normalised",
            lambda beta, t: averages.ewa_weights(beta, t, bias_correction=True),
            "Ağırlıkların toplamı 1 çıkıyor: yanlılık düzeltmesini de katmışsın. Düzeltmesiz toplam 1-βᵗ olmalı.",
        ),
        Mutant(
            "off_by_one",
            lambda beta, t: averages.ewa_weights(beta, t) * beta,
            "Kuvvetler bir fazla: en yeni günün ağırlığı, daha hiç azalmadan, kaçtır?",
        ),
        Mutant(
            "swapped",
            lambda beta, t: averages.ewa_weights(1 - beta, t),
            "β ile 1-β yer değiştirmiş: ağırlıklar çok hızlı sönüyor.",
        ),
        Mutant(
            "uniform",
            lambda beta, t: np.full(t, 1 / t),
            "Bu düz ortalamanın ağırlıkları: hepsi eşit. EWA'da eskidikçe ne olur?",
        ),
        Mutant(
            "no_parentheses",
            lambda beta, t: 1 - beta ** np.arange(t, 0, -1.0),
            "(1-β)'nın parantezi eksik: 1'den bir çarpım çıkmış, en eski günün ağırlığı en büyük olmuş.",
        ),
        Mutant(
            "factor_in_power",
            lambda beta, t: ((1 - beta) * beta) ** np.arange(t - 1.0, -1, -1),
            "Kuvvet (1-β)'yı da almış: yalnızca β her gün yeniden çarpılır, (1-β) bir kez girer.",
        ),
        Mutant(
            "product_for_power",
            lambda beta, t: (1 - beta) * beta * np.arange(t - 1.0, -1, -1),
            "Kuvvet yerine çarpım yazmışsın: eski günün ağırlığı büyüyor, en yenininki 0.",
        ),
        Mutant(
            "wrong_base",
            lambda beta, t: (1 - beta) ** np.arange(t, 0, -1.0),
            "Kuvveti alınan 1-β olmuş: geçen her gün ağırlığı hangi sayıyla çarpar?",
        ),
    ),
    hints=(
        "v₃'ü elle aç: v₂ yerine formülünü, sonra v₁ yerine formülünü yaz. θ₃, θ₂ ve θ₁'in önünde ne kalıyor?",
        "Her geçen gün ağırlığı bir kez daha β ile çarpar; en yeni günün ağırlığı 1-β'dır.",
        "θᵢ, t - i gün önce girdi: ağırlığı 1-β çarpı β'nın (t - i). kuvveti. i'yi 1'den t'ye dolaştır.",
    ),
)

V2 = NumberTask(
    name="v2_by_hand",
    title="Elle v₂",
    question="β = 0.9, v₀ = 0, θ₁ = 10 °C, θ₂ = 20 °C. Yanlılık düzeltmesi olmadan v₂ kaç °C?",
    expected=float(averages.ewa(DAYS, 0.9)[1]),
    tolerance=0.005,
    units=DEGREES,
    mutants=(
        Mutant("corrected", 2.9 / 0.19, "Yanlılık düzeltmesini de yapmışsın; burada düzeltmesiz v₂ soruluyor."),
        Mutant("started_at_first", 11.0, "v₁ = θ₁ almışsın. v₀ = 0 iken v₁, θ₁'in yalnızca (1-β) katıdır."),
        Mutant("swapped", 18.9, "β ile 1-β yer değiştirmiş: bugüne 0.9 ağırlık verdin, bellek 0.1'e düştü."),
        Mutant("v1", 1.0, "Bu v₁; bir adım daha var."),
        Mutant("no_one_minus_beta", 29.0, "(1-β) çarpanı yok: θ'lar tam ağırlıkla girmiş."),
        Mutant("no_decay", 3.0, "v₁ azalmadan kalmış: v₂ hesaplanırken v₁'in çarpanı neydi?"),
        Mutant("only_today", 2.0, "Yalnızca θ₂'nin katkısı bu; v₁'den kalan nerede?"),
        Mutant("plain_mean", 15.0, "Bu düz ortalama; EWA sıfırdan başlar ve ilk günlerde küçük kalır."),
        Mutant(
            "no_parentheses", -24.2, "(1-β)'nın parantezi eksik: β·v + 1 - β·θ hesaplamışsın; sonuç sıfırın altında."
        ),
    ),
    hints=(
        "Önce v₁: v₀ = 0 olduğundan yalnızca θ₁'in katkısı kalır.",
        "v₁ = (1-β)·θ₁ = 1. Şimdi aynı formülü v₁ ve θ₂ ile bir kez daha uygula.",
        "v₂, eski değerin 0.9 katı ile 20'nin 0.1 katının toplamıdır; eski değer 1.",
    ),
)

V2_CORRECTED = NumberTask(
    name="v2_corrected_by_hand",
    title="Elle düzeltilmiş v₂",
    question="β = 0.9, v₀ = 0, θ₁ = 10 °C, θ₂ = 20 °C. Yanlılık düzeltmesinden sonra ikinci gün kaç °C?",
    expected=float(averages.ewa(DAYS, 0.9, bias_correction=True)[1]),
    tolerance=0.05,
    units=DEGREES,
    mutants=(
        Mutant("forgotten", 2.9, "Bu düzeltmesiz v₂; onu ağırlıkların toplamına böl."),
        Mutant("t_is_one", 29.0, "1-β'ya bölmüşsün: bu, t = 1'in paydası. İkinci gündeyiz."),
        Mutant(
            "square_of_difference",
            290.0,
            "(1-β)²'ye bölmüşsün. İki ağırlığın toplamını elle yaz: kuvvet hangisinin üstünde?",
        ),
        Mutant("fed_back", 11 / 0.19, "Düzeltilmiş v₁'i (10) geri vermişsin. Özyineleme düzeltilmemiş v₁ ile sürer."),
        Mutant("plain_mean", 15.0, "Bu düz ortalama. Yakın ama aynı değil: ikinci gün biraz daha ağır basar."),
        Mutant("t_is_three", 2.9 / 0.271, "1-β³'e bölmüşsün; ikinci günde t kaç?"),
        Mutant("beta_power", 2.9 / 0.81, "β²'ye bölmüşsün: bu, ağırlıkların toplamının 1'den EKSİK kalan parçası."),
        Mutant("no_parentheses", 2.9 - 0.81, "Paydanın parantezi eksik: önce 1'e bölmüş, β²'yi sonra çıkarmışsın."),
        Mutant("product_for_power", 2.9 / (1 - 1.8), "β² yerine β·2 almışsın: payda eksi, sıcaklık da."),
    ),
    hints=(
        "Önce düzeltmesiz v₂'yi bul (v2_by_hand).",
        "Ağırlıkların toplamını yaz: θ₁'inki 0.9·0.1, θ₂'ninki 0.1. Toplam 1-β²'ye eşit mi?",
        "Düzeltmesiz v₂ = 2.9'u 1-0.81 = 0.19'a böl.",
    ),
)

WINDOW = NumberTask(
    name="effective_window",
    title="Etkin pencere",
    question="β = 0.98 kabaca kaç günün ortalaması gibi davranır? (1/(1-β) kuralıyla)",
    expected=averages.effective_window(0.98),
    tolerance=0.1,
    units=SPAN,
    mutants=(
        Mutant("inverse_beta", 1 / 0.98, "1/β almışsın: β büyüdükçe pencere küçülürdü. Unutma hızı β mı, 1-β mı?"),
        Mutant("mean_age", 0.98 / 0.02, "β/(1-β) ağırlıkların ortalama yaşıdır (bugün 0). Pencereye bugün de girer."),
        Mutant(
            "exact_e",
            -1 / math.log(0.98),
            "Bu, βᵏ = 1/e denkleminin tam çözümü; güzel. Dersin kuralı ise bunun yaklaşığı olan 1/(1-β).",
        ),
        Mutant(
            "half_life", -math.log(2) / math.log(0.98), "Bu yarılanma süresi: ağırlığın 1/e'ye değil 1/2'ye indiği gün."
        ),
        Mutant(
            "one_minus_beta",
            0.02,
            "Bu 1-β: en yeni günün ağırlığı. Paydayı parantezsiz yazdıysan da bu çıkar: 1/1 - β.",
        ),
        Mutant("percent", 98.0, "98, β'nın yüzde hâli; gün sayısı değil."),
        Mutant("ten", 10.0, "10 gün β = 0.9'un penceresi; β = 0.98 daha uzun hatırlar."),
    ),
    hints=(
        "β = 0.9 için yanıt 10 gün. Aynı kuralı β = 0.98'e uygula.",
        "En yeni günün ağırlığı 1-β. Kaç tane böyle ağırlık 1 eder?",
        "1'i 0.02'ye böl.",
    ),
)

BETA = NumberTask(
    name="beta_for_window",
    title="Pencereden β'ya",
    question="Etkin penceresi 20 gün olan β kaçtır? (1/(1-β) kuralıyla)",
    expected=averages.beta_for_window(20),
    tolerance=0.0005,
    mutants=(
        Mutant("one_minus_beta", 0.05, "Bu 1-β; sorulan β'nın kendisi."),
        Mutant("mean_age", 20 / 21, "Ortalama yaşı (β/(1-β)) 20 yapan β bu; pencere kuralı 1/(1-β) idi."),
        Mutant("exact_e", math.exp(-1 / 20), "Bu, β²⁰ = 1/e'nin tam çözümü; çok yakın. Ders 1/(1-β) kuralını soruyor."),
        Mutant("half_life", 0.5**0.05, "Ağırlığı 20 günde YARIYA indiren β bu; etkin pencere 1/e'ye bakar."),
        Mutant("percent", 0.8, "1 - 20/100 almışsın; 20 bir yüzde değil, gün sayısı."),
        Mutant("default", 0.9, "0.9'un penceresi 10 gün; burada iki katı isteniyor."),
        Mutant("doubled", 0.98, "0.98'in penceresi 50 gün; o kadar uzun değil."),
    ),
    hints=(
        "effective_window'un tersini arıyorsun: 1/(1-β) = 20.",
        "Önce 1-β'yı bul: 20 ile çarpınca 1 eden sayı.",
        "1-β, 1/20'dir; β'yı bulmak için bunu 1'den çıkar.",
    ),
)

SHARE = NumberTask(
    name="weight_share",
    title="Son 50 günün ağırlığı",
    question="β = 0.98, t çok büyük: v_t'nin ağırlığının ne kadarı son 50 gündedir? (0 ile 1 arasında, üç ondalıkla)",
    expected=float(averages.ewa_weights(0.98, 50).sum()),
    tolerance=0.002,
    mutants=(
        Mutant("remaining", 0.98**50, "Bu, son 50 günden ESKİ günlerin ağırlığı; sorulan öteki parça."),
        Mutant("limit", 1 - math.exp(-1), "1 - 1/e sınır değeridir (β 1'e giderken); β = 0.98'de biraz farklı çıkar."),
        Mutant(
            "all", 1.0, "Etkin pencere her şeyi kapsamaz: daha eski günlerin de küçük ama sıfır olmayan ağırlığı var."
        ),
        Mutant("single_weight", 0.02 * 0.98**50, "Bu tek bir günün ağırlığı; sorulan, 50 günün toplamı."),
        Mutant("one_short", 1 - 0.98**49, "Bir gün eksik: bugünden başlayıp 50 gün say."),
        Mutant("one_over", 1 - 0.98**51, "Bir gün fazla: bugünün ağırlığı β⁰ ile başlar."),
        Mutant(
            "product_for_power",
            1 - 0.98 * 50,
            "β'yı 50 ile çarpmışsın; ağırlık eksi olamaz. Geçen her gün ağırlığı yeniden β ile çarpar.",
        ),
    ),
    hints=(
        "Ağırlıklar (1-β), (1-β)·β, (1-β)·β², … İlk 50 tanesini topla.",
        "Geometrik toplam: ilk k ağırlığın toplamı, 1 eksi β'nın bir kuvvetidir.",
        "1'den 0.98'in 50. kuvvetini çıkar. Kalan parça 1/e'ye yakındır ama ona eşit değildir.",
    ),
)

# ---- onarılacak koşu: ağırlıkların ortalaması, ağırlıkların kendisi olmuş


def _averaged(average: Callable[[Any, Any, float, int], Any]) -> Callable[..., Any]:
    """Doğrusal modelin eğitimi; ölçülen, ağırlıkların `average(ortalama, w, beta, t)` ile güncellenen ortalamasıdır."""

    def losses(x: Any, y: Any, w: Any, rows: Any, lr: float, beta: float) -> list[float]:
        mean, found = w, []
        for t, batch in enumerate(rows, start=1):
            w = w - lr * x[batch].T @ (x[batch] @ w - y[batch]) / len(batch)
            mean = average(mean, w, beta, t)
            found.append(np.mean((x @ mean - y) ** 2) / 2)
        return found

    return losses


def _shared_average(x: Any, y: Any, w: Any, rows: Any, lr: float, beta: float) -> list[float]:
    """Ortalama ile ağırlık aynı dizi: ortalamayı güncellemek ağırlığı da küçültür."""
    w, found = w.copy(), []
    for batch in rows:
        w -= lr * x[batch].T @ (x[batch] @ w - y[batch]) / len(batch)
        w *= beta
        w += (1 - beta) * w
        found.append(np.mean((x @ w - y) ** 2) / 2)
    return found


def _mean_of_weights(mean: Any, w: Any, beta: float, t: int) -> Any:
    return beta * mean + (1 - beta) * w


def _average_case(label: str, n: int, size: int, updates: int, lr: float, beta: float) -> Case:
    rng = np.random.default_rng((n, size, updates))
    x = rng.normal(size=(n, 3))
    y = x @ np.array([2.0, -1.0, 0.5]) + 0.5 * rng.normal(size=n)
    return Case(label, (x, y, rng.normal(size=3), rng.integers(n, size=(updates, size)), lr, beta))


AVERAGED = FunctionTask(
    name="averaged_losses",
    title="Onar: ağırlıkları küçülten ortalama",
    question=(
        "Ağırlıkların üssel ortalaması (w'nin ilk değerinden başlar, düzeltme yok) ölçülecek; ama ortalama eğitimi de "
        "bozuyor. Tek hatayı bul ve onar; her güncellemeden sonra ortalamanın kaybını döndür."
    ),
    arguments=("x", "y", "w", "rows", "lr", "beta"),
    reference=_averaged(_mean_of_weights),
    given=_shared_average,
    cases=(
        _average_case("β = 0.725, 60 güncelleme", 40, 4, 60, 0.0875, 0.725),
        _average_case("β = 0.9, tek örneklik minigruplar", 12, 1, 20, 0.05, 0.9),
        _average_case("β = 0", 12, 3, 6, 0.2, 0.0),
        _average_case("β = 0.875, iki güncelleme", 5, 2, 2, 0.3125, 0.875),
        _average_case("hiç güncelleme yok", 5, 2, 0, 0.3, 0.5),
    ),
    mutants=(
        Mutant(
            "not_averaged",
            _averaged(lambda mean, w, beta, t: w),
            "Eğitim düzelmiş ama ölçülen, ortalama değil ağırlığın kendisi.",
        ),
        Mutant(
            "betas_swapped",
            _averaged(lambda mean, w, beta, t: (1 - beta) * mean + beta * w),
            "β ile 1-β yer değiştirmiş: β eskiyi çarpar.",
        ),
        Mutant(
            "first_shared",
            _averaged(lambda mean, w, beta, t: _mean_of_weights(w if t == 1 else mean, w, beta, t)),
            "Ortalama, ilk güncellemeden SONRAKİ w'den başlıyor: ilk adımda hâlâ aynı dizi.",
        ),
        Mutant(
            "from_zero",
            _averaged(lambda mean, w, beta, t: _mean_of_weights(0 * w if t == 1 else mean, w, beta, t)),
            "Ortalamayı 0'dan başlatmışsın: burada w'nin ilk değerinden başlıyor.",
        ),
        Mutant(
            "no_parentheses",
            _averaged(lambda mean, w, beta, t: beta * mean + 1 - beta * w),
            "(1-β)'nın parantezi eksik: ortalamaya 1 eklenmiş, w ise eksi işaretle girmiş.",
        ),
    ),
    hints=(
        "Fonksiyonun ilk satırlarından sonra `print(average is w)` yaz. Bir dizi mi var, iki dizi mi?",
        "`*=` ve `+=` diziyi yerinde değiştirir: aynı diziye iki ad verilmişse ikisi de değişir.",
        "Ortalama, w'nin bir kopyasıyla başlamalı.",
    ),
    plot=("güncelleme", "ortalamanın kaybı"),
)

TASKS = (
    V2,
    V2_CORRECTED,
    CORRECTION,
    AVERAGED,
    WINDOW,
    BETA,
    SHARE,
    EWA,
    WEIGHTS,
)
CORE = (V2, V2_CORRECTED, CORRECTION, AVERAGED)  # ana yol
