"""02. dersin yazma görevleri: üssel ağırlıklı ortalama ve yanlılık düzeltmesi."""

from typing import Any

import numpy as np

from lrlab.core import averages
from lrlab.exercises.task import Case, FunctionTask, Mutant

WEATHER = np.round(12 + 6 * np.sin(np.arange(30) / 5) + np.random.default_rng(98).normal(0, 3, 30), 1)


def _recursion(theta: Any, keep: float, take: float, start: float = 0.0) -> np.ndarray:
    """v ← keep·v + take·θ; yanlış katsayılı ve yanlış başlangıçlı yanıtlar bununla yazılır."""
    values, v = [], start
    for value in theta:
        v = keep * v + take * value
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
)
AXES = ("t (gün)", "sıcaklık (°C)")

EWA = FunctionTask(
    name="ewa",
    lesson="02",
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
    lesson="02",
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
    ),
    hints=(
        "Sabit bir θ = 10 dizisi düşün. v₁, v₂ kaç olur; 10 olmaları için neye bölünmeliler?",
        "v_t'deki ağırlıkların toplamı 1-βᵗ'dir; v'yi her gün o günün toplamına böl (enumerate(…, start=1)).",
        "Önce EWA'yı olduğu gibi hesapla ve v'yi hiç değiştirmeden ilerlet; listeye v yerine, v'nin 1-βᵗ'ye bölümünü "
        "ekle. t ilk gün 1'dir.",
    ),
)

TASKS = (EWA, CORRECTION)
