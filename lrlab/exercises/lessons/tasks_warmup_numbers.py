"""07. dersin sayı görevleri: ısınmanın süresi, bedeli, düzeltmesiz Adam'a etkisi; t_total; SGLD'nin gürültüsü."""

import numpy as np

from lrlab.core.rules import adam
from lrlab.exercises.task import Mutant, NumberTask

BETA1, BETA2 = adam.hyper["beta1"], adam.hyper["beta2"]
T = np.arange(1, 5001)
BARE = (1 - BETA1**T) / np.sqrt(1 - BETA2**T)  # gradyan sabitken düzeltmesiz Adam'ın adımı, α cinsinden


def longest(steps: int) -> float:
    """Düzeltmesiz Adam'ın, `steps` adımlık doğrusal ısınma (ilk oran 0) altında en uzun adımı."""
    return float((BARE * np.minimum((T - 1) / steps, 1.0)).max())


FIVE = NumberTask(
    name="five_percent_steps",
    lesson="07",
    title="Yüzde 5 ısınma kaç adım?",
    question="3210 örnek, minigrup 64 (kısa son minigrup da bir güncelleme), 20 dönem. Güncellemelerin ilk yüzde 5'i "
    "ısınma olacak: kaç güncelleme?",
    expected=51.0,
    tolerance=0.1,
    near=0.05,
    units=("güncelleme", "adım"),
    mutants=(
        Mutant("epochs", 1.0, "Bu, dönem olarak: 20 dönemin yüzde 5'i. Güncelleme olarak yaz."),
        Mutant("floor", 50.0, "Kısa son minigrup da bir güncelleme: bir dönemde 50 değil, bir fazla güncelleme var."),
        Mutant("not_rounded", 3210 / 64, "Bir dönemdeki güncelleme sayısı tam sayıdır; önce onu yukarı yuvarla."),
        Mutant("one_epoch", 2.55, "Yalnızca bir dönemin yüzde 5'i: eğitim 20 dönem."),
        Mutant("samples", 160.5, "Örneklerin yüzde 5'i bu; ısınma güncellemelerle sayılır."),
        Mutant("total", 1020.0, "Bu, bütün güncellemeler; yüzde 5'i kaç?"),
        Mutant("rest", 969.0, "Bu, azaltmaya kalan yüzde 95."),
        Mutant("half", 510.0, "Yüzde 5 yerine yüzde 50 almışsın."),
    ),
    hints=(
        "Bir dönemde ⌈3210/64⌉ güncelleme var.",
        "Bütün eğitim: dönem başına güncelleme çarpı 20. Onun yüzde 5'i.",
        "0.05 çarpı 1020.",
    ),
)

TOTAL = NumberTask(
    name="t_total",
    lesson="07",
    title="t_total kaç olmalı?",
    question="7700 cümle, minigrup 32 (kısa son minigrup atılmıyor), 4 dönem ince ayar. BertAdam'a t_total olarak "
    "kaç vermelisin?",
    expected=964.0,
    tolerance=0.4,
    near=0.4,
    mutants=(
        Mutant("floor", 960.0, "Kısa son minigrup da bir güncelleme: bir dönemdeki sayı yukarı yuvarlanır."),
        Mutant("across", 963.0, "Kısa minigrup HER dönemin sonunda gelir: önce dönem başına yuvarla, sonra çarp."),
        Mutant("not_rounded", 962.5, "Güncelleme sayısı tam sayıdır: dönem başına yuvarlamadan çarpmışsın."),
        Mutant("one_epoch", 241.0, "Bu, bir dönemin güncelleme sayısı; t_total bütün eğitimindir."),
        Mutant("samples", 30800.0, "Bu, görülen örneklerin sayısı; güncelleme her minigrupta bir kez."),
        Mutant("epochs", 4.0, "Dönem değil güncelleme: BertAdam her step() çağrısını sayar."),
        Mutant("off", -1.0, "Bu, varsayılan: zamanlayıcıyı sessizce kapatan değer."),
        Mutant("with_warmup", 1060.4, "Isınmayı üstüne eklemişsin; warmup, t_total'ın içinden bir paydır."),
        Mutant("without_warmup", 867.6, "Isınmayı çıkarmışsın; warmup, t_total'ın içinden bir paydır."),
    ),
    hints=(
        "BertAdam'ın sayacı her step() çağrısında bir artar: her minigrupta bir kez.",
        "Bir dönemde ⌈7700/32⌉ minigrup var.",
        "O sayıyı 4 ile çarp.",
    ),
)

BUDGET = NumberTask(
    name="warmup_cost",
    lesson="07",
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
    lesson="07",
    title="Isınma fırlamayı ne kadar kısar?",
    question="Düzeltmesiz Adam, gradyan hep aynı, varsayılan β'lar. 100 adımlık doğrusal ısınmayla (t = 1'in oranı 0, "
    "t = 101'inki α) en uzun adım kaç α'dır? (iki ondalık)",
    expected=longest(100),
    tolerance=0.008,
    near=0.004,
    mutants=(
        Mutant("no_warmup", float(BARE.max()), "Bu, ısınmasız en uzun adım; her adımı o adımın oranıyla çarp."),
        Mutant("first", float(BARE[0]), "Bu, ısınmasız ilk adım; ısınmayla ilk adımın oranı 0."),
        Mutant("at_old_peak", float(BARE[11] * 0.11), "Bu, 12. adım: ısınmasız tepe oradaydı, ısınmayla yeri değişti."),
        Mutant(
            "other_start",
            float((BARE * np.minimum(T / 100, 1.0)).max()),
            "Bu, ilk oranı α/100 olan ısınma; burada ilk oran 0.",
        ),
        Mutant("corrected", 1.0, "Bu, düzeltmeli Adam'ın adımı: v 101. adımda da daha ısınmış değil."),
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
    lesson="07",
    title="Kaç adımlık ısınma yeter?",
    question="Aynı kurulumda en uzun adımın 2α'yı aşmaması için ısınma en az kaç adım olmalı? (tam sayı)",
    expected=float(next(n for n in range(1, 2000) if longest(n) <= 2)),
    tolerance=0.4,
    near=0.4,
    mutants=(
        Mutant(
            "one_more",
            float(next(n for n in range(1, 2000) if longest(n) <= 2) + 1),
            "Bir fazla: bu, ısınmanın bittiği adımın 1'den sayılan numarası.",
        ),
        Mutant(
            "one_less",
            float(next(n for n in range(1, 2000) if longest(n) <= 2) - 1),
            "Bir eksik: en uzun adım daha 2'nin kıl payı üstünde.",
        ),
        Mutant("window", 1000.0, "Bu, v'nin etkin penceresi; o kadarı gerekmez."),
        Mutant("half_full", 693.0, "Bu, v'nin yarısının dolduğu yer; 2α için √'nin yarıya varması yeter."),
        Mutant("m_window", 10.0, "Bu, m'nin etkin penceresi; asıl geç kalan v'dir."),
        Mutant("no_root", 692.0, "v'nin payının 0.5 olması değil, KÖKÜNÜN 0.5 olması gerek."),
        Mutant("hundred", 100.0, "100 adımda en uzun adımın 3'ü aştığını bir önceki soruda buldun."),
    ),
    hints=(
        "Tepe ısınmanın bittiği adımdadır; orada m doludur, oran α'dır. Geriye v'nin payı kalır.",
        "1/√(1-0.999ᵗ) ≤ 2 ne demek? Kareyi al: 1-0.999ᵗ ≥ 1/4.",
        "0.999ᵗ ≤ 0.75 olan ilk t'yi bul; ısınma n adımsa tepe t = n + 1'dedir.",
    ),
)

NOISE = NumberTask(
    name="sgld_noise",
    lesson="07",
    title="SGLD'nin gürültüsü",
    question="SGLD adımı θ ← θ + (ε/2)·∇log p(θ) + η. ε = 0.04 iken η'nın standart sapması kaç olmalı?",
    expected=0.2,
    tolerance=0.001,
    mutants=(
        Mutant("variance", 0.04, "Bu, η'nın varyansı; standart sapma onun kökü."),
        Mutant("double", 0.08**0.5, "Bu, gradyanın önünde ε olan (yarımsız) yazılışın gürültüsü; burada ε/2 var."),
        Mutant("half", 0.02, "Bu, gradyanın çarpanı; gürültünün varyansı ε'dur."),
        Mutant("half_root", 0.02**0.5, "Varyansı ε/2 almışsın: yarım, gradyanın önünde; gürültününki ε."),
        Mutant("squared", 0.0016, "Kare almışsın; varyanstan standart sapmaya kökle geçilir."),
        Mutant("none", 0.0, "Gürültü olmazsa bu gradyan çıkışıdır: örneklemez, tepeye tırmanır."),
    ),
    hints=(
        "η ~ N(0, ε): varyans ε.",
        "Standart sapma varyansın köküdür.",
        "√0.04'ü hesapla.",
    ),
)

TASKS = (FIVE, TOTAL, BUDGET, LONGEST, ENOUGH, NOISE)
