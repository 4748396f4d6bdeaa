"""02. dersin kâğıt kalem görevleri: ağırlıkları açmak, elle v₂, etkin pencere ve ağırlıkların payı."""

import math

import numpy as np

from lrlab.core import averages
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

DAYS = np.array([10.0, 20.0])
DEGREES = ("°C", "derece", "C", "C°", "santigrat")
SPAN = ("gün", "gözlem", "adım")

WEIGHTS = FunctionTask(
    name="ewa_weights",
    lesson="02",
    title="Ağırlıkları aç",
    question="v_t açıldığında θ₁, …, θ_t'nin ağırlıkları nedir? En eskisi başta olan t öğeli diziyi döndür.",
    arguments=("beta", "t"),
    reference=averages.ewa_weights,
    cases=(Case("β = 0.9, t = 20", (0.9, 20)), Case("β = 0.5, t = 4", (0.5, 4)), Case("t = 1", (0.98, 1))),
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
    ),
    hints=(
        "v₃'ü elle aç: v₂ yerine formülünü, sonra v₁ yerine formülünü yaz. θ₃, θ₂ ve θ₁'in önünde ne kalıyor?",
        "Her geçen gün ağırlığı bir kez daha β ile çarpar; en yeni günün ağırlığı 1-β'dır.",
        "θᵢ, t - i gün önce girdi: ağırlığı 1-β çarpı β'nın (t - i). kuvveti. i'yi 1'den t'ye dolaştır.",
    ),
)

V2 = NumberTask(
    name="v2_by_hand",
    lesson="02",
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
    ),
    hints=(
        "Önce v₁: v₀ = 0 olduğundan yalnızca θ₁'in katkısı kalır.",
        "v₁ = (1-β)·θ₁ = 1. Şimdi aynı formülü v₁ ve θ₂ ile bir kez daha uygula.",
        "v₂, eski değerin 0.9 katı ile 20'nin 0.1 katının toplamıdır; eski değer 1.",
    ),
)

V2_CORRECTED = NumberTask(
    name="v2_corrected_by_hand",
    lesson="02",
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
    ),
    hints=(
        "Önce düzeltmesiz v₂'yi bul (v2_by_hand).",
        "Ağırlıkların toplamını yaz: θ₁'inki 0.9·0.1, θ₂'ninki 0.1. Toplam 1-β²'ye eşit mi?",
        "Düzeltmesiz v₂ = 2.9'u 1-0.81 = 0.19'a böl.",
    ),
)

WINDOW = NumberTask(
    name="effective_window",
    lesson="02",
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
        Mutant("one_minus_beta", 0.02, "Bu 1-β: en yeni günün ağırlığı. Kaç güne karşılık geldiğini sor."),
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
    lesson="02",
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
    lesson="02",
    title="Son 50 günün payı",
    question="β = 0.98, t çok büyük: v_t'nin ağırlığının ne kadarı son 50 gündedir? (0 ile 1 arasında, üç ondalıkla)",
    expected=float(averages.ewa_weights(0.98, 50).sum()),
    tolerance=0.002,
    mutants=(
        Mutant("remaining", 0.98**50, "Bu, son 50 günden ESKİ günlerin payı; sorulan öteki parça."),
        Mutant("limit", 1 - math.exp(-1), "1 - 1/e sınır değeridir (β 1'e giderken); β = 0.98'de biraz farklı çıkar."),
        Mutant(
            "all", 1.0, "Etkin pencere her şeyi kapsamaz: daha eski günlerin de küçük ama sıfır olmayan ağırlığı var."
        ),
        Mutant("single_weight", 0.02 * 0.98**50, "Bu tek bir günün ağırlığı; sorulan, 50 günün toplamı."),
        Mutant("one_short", 1 - 0.98**49, "Bir gün eksik: bugünden başlayıp 50 gün say."),
        Mutant("one_over", 1 - 0.98**51, "Bir gün fazla: bugünün ağırlığı β⁰ ile başlar."),
    ),
    hints=(
        "Ağırlıklar (1-β), (1-β)·β, (1-β)·β², … İlk 50 tanesini topla.",
        "Geometrik toplam: ilk k ağırlığın toplamı, 1 eksi β'nın bir kuvvetidir.",
        "1'den 0.98'in 50. kuvvetini çıkar. Kalan parça 1/e'ye yakındır ama ona eşit değildir.",
    ),
)

TASKS = (WEIGHTS, V2, V2_CORRECTED, WINDOW, BETA, SHARE)
