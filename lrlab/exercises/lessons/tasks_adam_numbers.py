"""05. dersin sayı görevleri: ilk adım, düzeltmenin süresi, bellek, deneme sayısı, sönüm ve gradyanın ölçeği."""

import numpy as np

from lrlab.core.rules import adam
from lrlab.exercises.task import Mutant, NumberTask

BETA1, BETA2 = adam.hyper["beta1"], adam.hyper["beta2"]
STEPS = np.arange(1, 5001)
BARE = (1 - BETA1**STEPS) / np.sqrt(1 - BETA2**STEPS)  # gradyan sabitken düzeltmesiz adımın boyu, α cinsinden
LARGEST_99 = float(((1 - BETA1**STEPS) / np.sqrt(1 - 0.99**STEPS)).max())

FIRST = NumberTask(
    name="uncorrected_first_step",
    lesson="05",
    title="Düzeltmesiz ilk adım",
    question="Varsayılan β₁ = 0.9, β₂ = 0.999, düzeltme yok: ilk adımın boyu kaç α'dır? (ε yok sayılsın)",
    expected=float(BARE[0]),
    tolerance=0.005,
    mutants=(
        Mutant("corrected", 1.0, "Bu, düzeltmeli Adam'ın ilk adımı. Düzeltme yokken m₁ ve v₁ kaç?"),
        Mutant("only_m", 1 - BETA1, "Yalnızca m'nin küçüklüğünü saymışsın; v de küçük, o paydada."),
        Mutant("no_root", (1 - BETA1) / (1 - BETA2), "Kökü unutmuşsun: paydada √v₁ var."),
        Mutant("inverted", (1 - BETA2) ** 0.5 / (1 - BETA1), "Bölümü ters çevirmişsin: m₁ payda değil, pay."),
        Mutant("betas", BETA1 / (1 - BETA2) ** 0.5, "Payda doğru ama payda β₁'i kullanmışsın: g'nin çarpanı 1-β₁'dir."),
        Mutant("only_v", (1 - BETA2) ** -0.5, "Yalnızca v'nin küçüklüğünü saymışsın; m₁ de g'den küçük."),
        Mutant("betas_swapped", (1 - BETA2) / (1 - BETA1) ** 0.5, "β₁ ile β₂ yer değiştirmiş."),
    ),
    hints=(
        "m₀ = v₀ = 0 ile m₁ ve v₁'i g cinsinden yaz.",
        "m₁ = (1-β₁)·g ve v₁ = (1-β₂)·g². Adım α·m₁/√v₁; g sadeleşir.",
        "0.1'i √0.001'e böl.",
    ),
)

LARGEST = NumberTask(
    name="largest_uncorrected_step",
    lesson="05",
    title="Düzeltmesiz Adam'ın en uzun adımı",
    question="Gradyan hep aynı, düzeltme yok, varsayılan β'lar: en uzun adım kaç α'dır? (bütün t'ler içinde)",
    expected=float(BARE.max()),
    tolerance=0.01,
    mutants=(
        Mutant("first", float(BARE[0]), "Bu ilk adım; sonra m, v'den çabuk büyür."),
        Mutant("corrected", 1.0, "Düzeltmeli Adam'da bütün adımlar böyle olurdu; düzeltmesiz de sonunda buraya iner."),
        Mutant("second", float(BARE[1]), "Bu ikinci adım; boy bir süre daha artar."),
        Mutant("short_memory", LARGEST_99, "Bu, β₂ = 0.99'un en uzun adımı; soruda varsayılan β'lar var."),
        Mutant("where", float(BARE.argmax() + 1), "Bu, en uzun adımın kaçıncı olduğu; boyu soruluyor."),
        Mutant("where_from_zero", float(BARE.argmax()), "Bu bir dizi sırası (0'dan sayılan); adımın boyu soruluyor."),
        Mutant(
            "only_v", float((1 - BETA2) ** -0.5), "m'yi baştan tam saymışsın; o da sıfırdan başlayıp zamanla büyüyor."
        ),
    ),
    hints=(
        "g = 1 al: m_t = 1-β₁ᵗ, v_t = 1-β₂ᵗ. Adım kaç α?",
        "(1-β₁ᵗ)/√(1-β₂ᵗ) oranını t = 1, …, 100 için hesapla ve en büyüğüne bak.",
        "En büyüğü t = 12 dolayında; o t'yi formüle koy.",
    ),
)

HALF = NumberTask(
    name="steps_to_half",
    lesson="05",
    title="v'nin yarısı ne zaman dolar?",
    question="β₂ = 0.999: 1-β₂ᵗ ilk kez hangi t'de 0.5'i geçer? (t 1'den sayılan tam sayı)",
    expected=float(np.argmax(1 - BETA2**STEPS > 0.5) + 1),
    tolerance=0.1,
    near=0.1,
    mutants=(
        Mutant("window", 1000.0, "Bu etkin pencere, 1/(1-β₂); orada 1-β₂ᵗ çoktan 0.63'tür."),
        Mutant("not_rounded", float(np.log(0.5) / np.log(BETA2)), "Bölüm doğru; ama t tam sayı: geçen ilk t hangisi?"),
        Mutant("rounded_down", 692.0, "Bir eksik: o adımda daha 0.5'in altında."),
        Mutant("beta1", 7.0, "Bu β₁ = 0.9'un yanıtı; sorulan, v'nin belleği."),
        Mutant("half_window", 500.0, "Pencerenin yarısını almışsın; β₂ᵗ düz değil, üssel azalır."),
        Mutant("one_more", 694.0, "Bir fazla: bir önceki adımda zaten geçmişti."),
        Mutant("root", 288.0, "Kökü yarıya getirmişsin: √(1-β₂ᵗ)'nin değil, 1-β₂ᵗ'nin 0.5'i geçmesi soruluyor."),
        Mutant("ninety", 2302.0, "Bu, 0.9'u geçtiği yerin dolayı; sorulan 0.5."),
    ),
    hints=(
        "β₂ᵗ < 0.5 olmalı; iki yanın logaritmasını al.",
        "t > ln 0.5 / ln 0.999. Kesirli çıkarsa ilk tam sayı hangisi?",
        "Bölüm 692.8; geçen ilk tam sayıyı yaz.",
    ),
)

MEMORY = NumberTask(
    name="adam_memory",
    lesson="05",
    title="Adam'ın belleği",
    question="110 milyon parametreli bir ağ (BERT-base kadar), float32: Adam'ın m ve v'si kaç MB? (1 MB = 10⁶ bayt)",
    expected=880.0,
    tolerance=1.0,
    units=("MB", "megabayt"),
    mutants=(
        Mutant("one_array", 440.0, "Tek dizi saymışsın: momentumun belleği bu kadar; Adam'ın kaç dizisi var?"),
        Mutant("with_weights", 1320.0, "Ağırlıkları da saymışsın; soru yalnızca durum."),
        Mutant("binary", 880e6 / 2**20, "1 MB'ı 2²⁰ bayt almışsın; burada 10⁶ bayt."),
        Mutant("gigabytes", 0.88, "Bu GB; MB olarak yaz."),
        Mutant("float64", 1760.0, "float32 4 bayttır; bu, ya 8 baytlık sayı ya da dört dizi demek."),
        Mutant("numbers", 220.0, "Bu, milyon SAYI; her biri kaç bayt?"),
        Mutant("bits", 7040.0, "Bayt yerine bit saymışsın."),
        Mutant("sgd", 0.0, "Düz gradyan inişinin durumu yoktur; Adam'ınki var."),
    ),
    hints=(
        "m ve v, w ile aynı biçimde birer dizidir.",
        "float32 bir sayı 4 bayt: bir dizi 110·10⁶·4 bayt eder.",
        "440 MB'lık dizilerden iki tane.",
    ),
)

TRIALS = NumberTask(
    name="alpha_trials",
    lesson="05",
    title="Kaç eğitim?",
    question="α 10⁻⁵'ten 10⁻¹'e (uçlar dahil), her 10 katlık aralıkta 2 adım; her α 3 tohumla. Toplam kaç eğitim?",
    expected=27.0,
    tolerance=0.4,
    near=0.4,
    mutants=(
        Mutant("no_seeds", 9.0, "α'ların sayısı bu; her biri kaç kez eğitilecek?"),
        Mutant("forgot_end", 24.0, "Uçlardan biri eksik: adım sayısı ile nokta sayısı aynı değil."),
        Mutant("five_decades", 33.0, "10⁻⁵ ile 10⁻¹ arasında beş değil, dört tane 10 katlık aralık var."),
        Mutant("powers_only", 15.0, "Yalnızca 10'un kuvvetlerini saymışsın; her aralıkta iki adım var."),
        Mutant("ends_twice", 30.0, "On α saymışsın: iki aralığın ortak ucu bir kez sayılır."),
        Mutant("added", 12.0, "α'larla tohumları toplamışsın; her α her tohumla eğitilir."),
        Mutant("three_steps", 39.0, "Aralık başına üç adım saymışsın: iki adımda arada tek bir α vardır."),
        Mutant("steps_only", 8.0, "Bu, adımların sayısı; α'lar bir fazladır, tohumlar da eksik."),
    ),
    hints=(
        "10⁻⁵'ten 10⁻¹'e kaç tane 10 katlık aralık var?",
        "4 aralık, her birinde 2 adım: 8 adım. Noktalar adımlardan bir fazladır.",
        "9 farklı α, her biri 3 tohumla.",
    ),
)

COUPLED = NumberTask(
    name="coupled_decay_by_hand",
    lesson="05",
    title="Adam'da L2'nin ilk adımı",
    question="w = 2, kaybın gradyanı 0, α = 0.1, λ = 0.01. Adam'a L2 eklenirse (g + λ·w) ilk adımdan sonra w kaç?",
    expected=1.9,
    tolerance=0.0005,
    near=0.0004,  # 1.99 ile 1.998 başka yanlışlardır
    mutants=(
        Mutant(
            "adamw",
            1.998,
            "Bu AdamW'nin (ve gradyan inişinin) yanıtı: w'den α·λ·w çıkar. L2'de λ·w gradyana girer, Adam'dan geçer.",
        ),
        Mutant("only_decay", 1.99, "w'den λ'nın kendisini çıkarmışsın: ne w ile çarpılmış ne Adam'dan geçmiş."),
        Mutant("step", 0.1, "Bu adımın boyu; yeni w soruluyor."),
        Mutant("sgd_no_lr", 1.98, "w'den λ·w çıkarmışsın: ne α var ne Adam."),
        Mutant("unchanged", 2.0, "Kaybın gradyanı 0 ama L2'ninki değil: g = λ·w."),
        Mutant("wrong_sign", 2.1, "Yön ters: L2 w'yi sıfıra çeker."),
        Mutant("uncorrected", 2 - 0.1 * float(BARE[0]), "Düzeltmeyi unutmuşsun: ilk adım √10 kat uzamış."),
        Mutant("decay_times", 1.999, "w'den α·λ çıkarmışsın; Adam'ın ilk adımı gradyanın boyuna bakar mı?"),
        Mutant("times_w", 1.8, "α·w çıkarmışsın; Adam'ın ilk adımı w'nin boyuna da bakmaz."),
    ),
    hints=(
        "Adam'a giren gradyan: 0 + λ·w = 0.02.",
        "Düzeltilmiş Adam'ın ilk adımı, gradyan kaç olursa olsun, işareti yönünde kaç α'dır?",
        "w'den α çıkar; 0.02 sadeleşir.",
    ),
)

SCALE = NumberTask(
    name="scaled_best_alpha",
    lesson="05",
    title="Kayıp 1000 ile çarpılırsa",
    question="Aynı yüzeyde kayıp 1000 ile çarpılıyor. Adam'ın en iyi α'sı eskisinin kaç katı olur?",
    expected=1.0,
    tolerance=0.05,
    mutants=(
        Mutant("sgd", 0.001, "Bu, gradyan inişinin yanıtı: orada adım α·g'dir. Adam'da g'nin boyu sadeleşir."),
        Mutant("larger", 1000.0, "Gradyan büyüdüğü için mi? Adam'ın adımında g hem payda hem paydada."),
        Mutant("root", 1000**-0.5, "Kök fazladan: √v, gradyanla AYNI oranda büyür."),
        Mutant("root_up", 1000**0.5, "Kök fazladan, yönü de ters: √v, gradyanla aynı oranda büyür."),
        Mutant("tenth", 0.1, "Daha küçük bir α'ya gerek yok: hesapla ya da şekilde gradyanın ölçeğini değiştirip bak."),
    ),
    hints=(
        "Gradyan 1000 katına çıkınca m kaç katına çıkar? Ya √v?",
        "m/√v oranı değişmez (ε'u yok say). O hâlde yol değişir mi?",
        "Yol aynıysa en iyi α da aynıdır.",
    ),
)

TASKS = (FIRST, LARGEST, HALF, MEMORY, TRIALS, COUPLED, SCALE)
