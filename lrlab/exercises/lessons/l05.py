"""05. dersin görevleri: AdamW adımı, onarılacak Adam'lar, AMSGrad, düzeltmenin süresi, bellek, gradyanın ölçeği."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import rules
from lrlab.exercises.lessons.digit_runs import rule_losses, torch_losses
from lrlab.exercises.lessons.rule_steps import one_step
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- Adam'ın adımı ve bozulmuş hâlleri

Step = Callable[..., Any]
ARGUMENTS = ("w", "m", "v", "g", "t", "lr", "beta1", "beta2", "eps")


def _case(label: str, t: int, *hyper: float) -> Case:
    """Üç ağırlıklı, `t`den türetilen rastgele bir deneme."""
    w, m, g = np.random.default_rng(t).normal(size=(3, 3)) * [[3], [1], [1]]
    m, v = (m, m * m + 0.5) if t > 1 else (0 * m, 0 * m)  # durum 1. adımdan önce sıfırdır
    return Case(label, (w, m, v, g, t, *hyper))


ADAM, BARE = one_step(rules.adam, ARGUMENTS), one_step(rules.adam_uncorrected, ARGUMENTS)
CASES = (
    _case("t = 1, varsayılanlar", 1, 0.001, 0.9, 0.999, 1e-8),
    _case("t = 2, α = 0.1, β₂ = 0.99", 2, 0.1, 0.9, 0.99, 1e-8),
    _case("t = 7, β₁ = 0.8, ε = 0.1", 7, 0.5, 0.8, 0.95, 0.1),
    _case("t = 3, β₁ = 0.875, ε = 0.003", 3, 0.375, 0.875, 0.9875, 0.003),
)


def _averages(m: Any, v: Any, g: Any, beta1: float, beta2: float) -> tuple[Any, Any]:
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g


def _corrected(m: Any, v: Any, t: float, beta1: float, beta2: float) -> tuple[Any, Any]:
    return m / (1 - beta1**t), v / (1 - beta2**t)


def _variant(
    averages: Step = _averages,
    corrected: Step = _corrected,
    direction: Step = lambda m, v, eps: m / (v**0.5 + eps),
    stored: Step = lambda new, hats, old: new,
) -> Step:
    """Adam'ın dört parçasından biri değiştirilmiş hâli: ortalamalar, düzeltme, adımın yönü, saklanan durum."""

    def step(w: Any, m: Any, v: Any, g: Any, t: int, lr: float, beta1: float, beta2: float, eps: float) -> Any:
        new = averages(m, v, g, beta1, beta2)
        hats = corrected(*new, t, beta1, beta2)
        return w - lr * direction(*hats, eps), *stored(new, hats, (m, v))

    return step


def _late(w: Any, m: Any, v: Any, g: Any, t: int, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    """Adımı eski m ve v ile atar, durumu sonra yeniler."""
    old_m, old_v = _corrected(m, v, t, beta1, beta2)
    return w - lr * old_m / (old_v**0.5 + eps), *_averages(m, v, g, beta1, beta2)


def _paper(w: Any, m: Any, v: Any, g: Any, t: int, lr: float, beta1: float, beta2: float, eps: float) -> Any:
    """Makalenin kısaltılmış yazılışı: düzeltmeler α'ya taşınır, ε düzeltilmemiş √v'ye eklenir."""
    m, v = _averages(m, v, g, beta1, beta2)
    return w - lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t) * m / (v**0.5 + eps), m, v


# Adam'ın bütün görevlerinde yapılabilen iki yanlış.
BASE = "Düzeltmede 1-β'nın kuvvetini almışsın: ilk adımda aynıdır, sonra payda 1'e gideceğine 0'a gidiyor."
PRODUCT = "Düzeltmede βᵗ yerine β·t var: kuvvet ** ile yazılır; ikinci adımda payda eksiye düşüyor."

# Adam adımının adlandırılmış hataları; AdamW da bunları yapabilir.
ADAM_MISTAKES = (
    Mutant("uncorrected", BARE, "Yanlılık düzeltmesi yok: 1. adımda m ve v olması gerekenden ne kadar küçük?"),
    Mutant(
        "only_m_corrected",
        _variant(corrected=lambda m, v, t, beta1, beta2: (m / (1 - beta1**t), v)),
        "Yalnızca m düzeltilmiş; v de sıfırdan başladı, o da küçük. Payda küçük kalınca adım ne olur?",
    ),
    Mutant(
        "only_v_corrected",
        _variant(corrected=lambda m, v, t, beta1, beta2: (m, v / (1 - beta2**t))),
        "Yalnızca v düzeltilmiş; m de sıfırdan başladı, o da küçük.",
    ),
    Mutant(
        "corrections_swapped",
        _variant(corrected=lambda m, v, t, beta1, beta2: (m / (1 - beta2**t), v / (1 - beta1**t))),
        "Düzeltmeler yer değiştirmiş: her ortalama kendi β'sıyla düzeltilir.",
    ),
    Mutant(
        "betas_swapped",
        lambda w, m, v, g, t, lr, beta1, beta2, eps: ADAM(w, m, v, g, t, lr, beta2, beta1, eps),
        "β₁ ile β₂ yer değiştirmiş: hangisi gradyanın, hangisi karesinin belleği?",
    ),
    Mutant(
        "t_minus_one",
        _variant(corrected=lambda m, v, t, beta1, beta2: _corrected(m, v, t - 1.0, beta1, beta2)),
        "Düzeltmede t yerine t-1 var: ilk adımda 1-β⁰ = 0'a bölünür. t zaten 1'den sayılıyor.",
    ),
    Mutant(
        "t_plus_one",
        _variant(corrected=lambda m, v, t, beta1, beta2: _corrected(m, v, t + 1, beta1, beta2)),
        "Düzeltmede t yerine t+1 var: t zaten 1'den sayılıyor, bir daha artırma.",
    ),
    Mutant(
        "no_power",
        _variant(corrected=lambda m, v, t, beta1, beta2: _corrected(m, v, 1, beta1, beta2)),
        "Düzeltmede β'nın üssü yok: 1-β yalnızca ilk adım için doğru; bölen adım adım 1'e gitmeli.",
    ),
    Mutant(
        "eps_inside",
        _variant(direction=lambda m, v, eps: m / (v + eps) ** 0.5),
        "ε kökün içinde: Adam'da ε, kök alındıktan SONRA eklenir.",
    ),
    Mutant(
        "eps_uncorrected",
        _paper,
        "Düzeltmeleri α'ya taşımışsın (makalenin kısa yazılışı): ε o zaman √v'ye eklenir. Burada √v̂'ye eklenir.",
    ),
    Mutant(
        "no_eps",
        _variant(direction=lambda m, v, eps: m / v**0.5),
        "ε yok: v̂ sıfırken (gradyan hiç gelmemişse) ne olur?",
    ),
    Mutant(
        "no_root",
        _variant(direction=lambda m, v, eps: m / (v + eps)),
        "Paydada kök yok: v gradyanın KARESİNİN ortalaması; adım, gradyanın boyundan bağımsız olmalı.",
    ),
    Mutant(
        "not_squared",
        _variant(averages=lambda m, v, g, b1, b2: (b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g)),
        "v'ye g girmiş, g² değil: v gradyanın karelerinin ortalaması; negatif olamaz.",
    ),
    Mutant(
        "m_squared",
        _variant(
            averages=lambda m, v, g, b1, b2: (
                b1 * m + (1 - b1) * g,
                b2 * v + (1 - b2) * (b1 * m + (1 - b1) * g) ** 2,
            )
        ),
        "v'ye m'nin karesi girmiş: v bu adımın gradyanının karesini toplar, ortalamanınkini değil.",
    ),
    Mutant(
        "forgot_factors",
        _variant(averages=lambda m, v, g, b1, b2: (b1 * m + g, b2 * v + g * g)),
        "(1-β) çarpanları yok: bunlar ortalama değil, toplam; düzeltme de o zaman anlamını yitirir.",
    ),
    Mutant(
        "correction_parentheses",
        _variant(corrected=lambda m, v, t, beta1, beta2: (m - beta1**t, v - beta2**t)),
        "Düzeltmenin paydası parantezsiz: önce 1'e bölünmüş, βᵗ sonra çıkarılmış; v̂ eksi olunca kökü alınamaz.",
    ),
    Mutant(
        "correction_base",
        _variant(corrected=lambda m, v, t, beta1, beta2: (m / (1 - beta1) ** t, v / (1 - beta2) ** t)),
        BASE,
    ),
    Mutant(
        "product_for_power",
        _variant(corrected=lambda m, v, t, beta1, beta2: (m / (1 - beta1 * t), v / (1 - beta2 * t))),
        PRODUCT,
    ),
    Mutant(
        "average_parentheses",
        _variant(averages=lambda m, v, g, b1, b2: (b1 * m + 1 - b1 * g, b2 * v + 1 - b2 * g * g)),
        "Ortalamalarda (1-β)'nın parantezi eksik: her adımda 1 eklenmiş, yeni terim eksi işaretle girmiş.",
    ),
    Mutant(
        "squared_average",
        _variant(averages=lambda m, v, g, b1, b2: (b1 * m + (1 - b1) * g, (b2 * v + (1 - b2) * g) ** 2)),
        "v'de ortalamanın karesini almışsın; istenen, karelerin ortalaması. Kare alma ortalamadan önce gelir.",
    ),
    Mutant(
        "half_not_root",
        _variant(direction=lambda m, v, eps: m / (v / 2 + eps)),
        "v̂**1/2 kök değildir: önce 1. kuvvet alınır, sonra ikiye bölünür.",
    ),
    Mutant(
        "eps_outside_fraction",
        _variant(direction=lambda m, v, eps: m / v**0.5 + eps),
        "ε kesrin dışında kalmış: paydaya değil, bölümün sonucuna eklenmiş.",
    ),
    Mutant(
        "denominator_parentheses",
        lambda w, m, v, g, t, lr, b1, b2, eps: ADAM(w + eps, m, v, g, t, lr, b1, b2, 0.0),
        "Paydanın parantezi eksik: yalnızca köke bölünmüş, ε doğrudan w'ye eklenmiş.",
    ),
    Mutant(
        "no_rate",
        lambda w, m, v, g, t, lr, *rest: ADAM(w, m, v, g, t, 1.0, *rest),
        "α yok: m ve v doğru ama w'den bölümün tamamı çıkmış.",
    ),
    Mutant(
        "gradient_used",
        lambda w, m, v, g, t, lr, b1, b2, eps: (
            w - lr * g / ((_averages(m, v, g, b1, b2)[1] / (1 - b2**t)) ** 0.5 + eps),
            *_averages(m, v, g, b1, b2),
        ),
        "m güncellenmiş ama adımda kullanılmamış: payda g'nin kendisi duruyor; bu, düzeltilmiş RMSProp.",
    ),
    Mutant("old_moments", _late, "Adımı ESKİ m ve v ile atmışsın; durum, kullanılmadan önce yenilenir."),
    Mutant(
        "corrected_stored",
        _variant(stored=lambda new, hats, old: hats),
        "Düzeltilmiş m ve v'yi durum diye döndürmüşsün: düzeltme yalnızca adım içindir, yoksa sonraki adımda "
        "bir daha uygulanır.",
    ),
    Mutant(
        "state_not_returned",
        _variant(stored=lambda new, hats, old: old),
        "w doğru ama eski m ve v'yi döndürmüşsün: bellek hiç birikmez.",
    ),
    Mutant(
        "sign",
        lambda w, m, v, g, t, lr, *rest: ADAM(w, m, v, g, t, -lr, *rest),
        "m ve v doğru ama w yokuş yukarı gidiyor.",
    ),
    Mutant("v_first", lambda *args: ADAM(*args)[::2] + ADAM(*args)[1:2], "Sıra w, m, v olmalı; m ile v ters."),
    Mutant("only_w", lambda *args: ADAM(*args)[0], "w doğru ama m ve v dönmüyor; sonraki adım nereden bilsin?"),
)

# ---- adamw_step

ADAMW = one_step(rules.adamw, (*ARGUMENTS, "weight_decay"))


def _decayed(change: Step) -> Step:
    """Adam adımı ve ağırlık sönümü; sönümü `change(w, yeni w, α, λ)` verir, w'den çıkarılır."""

    def step(w: Any, m: Any, v: Any, g: Any, t: int, lr: float, *rest: float) -> Any:
        new, m, v = ADAM(w, m, v, g, t, lr, *rest[:-1])
        return new - change(w, new, lr, rest[-1]), m, v

    return step


def _coupled(w: Any, m: Any, v: Any, g: Any, *rest: float) -> Any:
    return ADAM(w, m, v, g + rest[-1] * w, *rest[:-1])


def _scaled(w: Any, m: Any, v: Any, g: Any, t: int, lr: float, b1: float, b2: float, eps: float, decay: float) -> Any:
    """Sönüm √v'ye de bölünmüş: adımın yönüne gradyan gibi katılmış."""
    new, m, v = ADAM(w, m, v, g, t, lr, b1, b2, eps)
    return new - lr * decay * w / ((v / (1 - b2**t)) ** 0.5 + eps), m, v


def _after_decay(step: Step) -> Step:
    """Sönümü doğru, Adam adımı `step` olan AdamW."""
    return lambda w, m, v, g, t, lr, *rest: step(w - lr * rest[-1] * w, m, v, g, t, lr, *rest[:-1])


ADAMW_TASK = FunctionTask(
    name="adamw_step",
    title="AdamW adımı",
    question="AdamW'nin t. adımını at: ağırlık sönümü λ = weight_decay gradyana karışmadan; yeni (w, m, v) döndür.",
    arguments=(*ARGUMENTS, "weight_decay"),
    reference=ADAMW,
    cases=(
        _case("t = 1, λ = 0.5", 1, 0.1, 0.9, 0.999, 1e-8, 0.5),
        _case("t = 2, λ = 0.1", 2, 0.3, 0.9, 0.99, 1e-8, 0.1),
        _case("t = 7, λ = 0.3", 7, 0.5, 0.8, 0.95, 0.1, 0.3),
        _case("t = 3, λ = 0.0625, ε = 0.003", 3, 0.375, 0.875, 0.9875, 0.003, 0.0625),
        Case(
            "hiç gradyan gelmemiş bir ağırlık",
            (*np.array([[1.0, -2.0], [0.0, 0.1], [0.0, 0.04], [0.0, 0.5]]), 4, 0.1, 0.9, 0.99, 0.01, 0.2),
        ),
    ),
    parts=("w", "m", "v"),
    mutants=(
        Mutant(
            "coupled",
            _coupled,
            "λ·w'yi gradyana eklemişsin (L2): o zaman sönüm de √v̂'ye bölünür. AdamW'nin bütün derdi bunu yapmamak.",
        ),
        Mutant("no_decay", lambda *args: ADAM(*args[:-1]), "Bu düz Adam: λ hiç kullanılmamış."),
        Mutant("lr_twice", _decayed(lambda w, new, lr, d: lr * lr * d * w), "Sönüme α iki kez girmiş."),
        Mutant("no_lr", _decayed(lambda w, new, lr, d: d * w), "Sönümde α yok: her adımda w'nin α·λ katı çıkar."),
        Mutant(
            "after_step",
            _decayed(lambda w, new, lr, d: lr * d * new),
            "Sönümü adımdan SONRAKİ w'ye uygulamışsın: adım atılmadan önceki w küçültülür.",
        ),
        Mutant("wrong_sign", _decayed(lambda w, new, lr, d: -lr * d * w), "Sönüm ters işaretli: w büyüyor."),
        Mutant("constant", _decayed(lambda w, new, lr, d: lr * d), "Sönüm w ile orantılı değil: sabit çıkarılmış."),
        Mutant("squared", _decayed(lambda w, new, lr, d: lr * d * w * w), "w² çıkarılmış: cezanın türevi w'dir."),
        Mutant("divided", _scaled, "Sönüm de √v̂ + ε'a bölünmüş: o bölme yalnızca gradyanın adımı içindir."),
        Mutant(
            "uncorrected",
            lambda *args: (lambda new, m, v: (new - args[5] * args[-1] * args[0], m, v))(*BARE(*args[:-1])),
            "Yanlılık düzeltmesi yok: sönüm doğru ama bu, BertAdam'ın adımı.",
        ),
        Mutant("only_w", lambda *args: ADAMW(*args)[0], "w doğru ama m ve v dönmüyor."),
        *(
            Mutant(mutant.name, _after_decay(mutant.answer), mutant.message)
            for mutant in ADAM_MISTAKES
            if mutant.name not in ("uncorrected", "only_w")
        ),
    ),
    hints=(
        "m ve v, λ'dan hiç haberdar değil: Adam'daki gibi, yalnızca g ile yenilenirler.",
        "Adam adımından önce w'yi biraz küçült; küçülme hem α'yla hem λ'yla orantılı.",
        "w'den önce α çarpı λ çarpı w çıkar; kalan w'den Adam adımını at. Girdileri yerinde değiştirme.",
    ),
)

# ---- sayılar: düzeltmenin süresi, bellek, deneme sayısı, sönüm ve gradyanın ölçeği

BETA1, BETA2 = rules.adam.hyper["beta1"], rules.adam.hyper["beta2"]
STEPS = np.arange(1, 5001)
SIZES = (1 - BETA1**STEPS) / np.sqrt(1 - BETA2**STEPS)  # gradyan sabitken düzeltmesiz adımın boyu, α cinsinden


HALF = NumberTask(
    name="steps_to_half",
    title="v'nin yarısı ne zaman dolar?",
    question="β₂ = 0.999: 1-β₂ᵗ ilk kez hangi t'de 0.5'i geçer? (t 1'den sayılan tam sayı)",
    expected=float(np.argmax(1 - BETA2**STEPS > 0.5) + 1),
    tolerance=0.1,
    near=0.1,
    mutants=(
        Mutant("window", 1000.0, "Bu etkin pencere, 1/(1-β₂); orada 1-β₂ᵗ çoktan 0.63'tür."),
        Mutant("not_rounded", float(np.log(0.5) / np.log(BETA2)), "Bölüm doğru; ama t tam sayı: geçen ilk t hangisi?"),
        Mutant("rounded_down", 692.0, "O adımda 1-β₂ᵗ daha 0.5'in altında: koyup hesapla."),
        Mutant("beta1", 7.0, "Bu β₁ = 0.9'un yanıtı; sorulan, v'nin belleği."),
        Mutant("half_window", 500.0, "Pencerenin yarısını almışsın; β₂ᵗ düz değil, üssel azalır."),
        Mutant("one_more", 694.0, "0.5'i geçtiği İLK adım bu değil: daha küçük t'leri de dene."),
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
        Mutant("bytes", 880e6, "Bu bayt; MB olarak yaz."),
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
        Mutant("steps_only", 8.0, "Bu, adımların sayısı; uçlar da dahilse kaç nokta olur? Tohumlar da eksik."),
    ),
    hints=(
        "10⁻⁵'ten 10⁻¹'e kaç tane 10 katlık aralık var?",
        "4 aralık, her birinde 2 adım: 8 adım. Noktalar adımlardan bir fazladır.",
        "9 farklı α, her biri 3 tohumla.",
    ),
)

COUPLED = NumberTask(
    name="coupled_decay_by_hand",
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
        Mutant("uncorrected", 2 - 0.1 * float(SIZES[0]), "Düzeltmeyi unutmuşsun: ilk adım √10 kat uzamış."),
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

# ---- onarılacak koşular: geri yazılan düzeltme, gradyana karışan sönüm


def _adam_losses(hats: Step, stored: Step = lambda new, hats: new) -> Callable[..., Any]:
    """Çanakta Adam, β'lar 0.9 ve 0.999; `hats(m, v, t)` düzeltilmişleri, `stored(yeni, düzeltilmiş)` durumu verir."""

    def losses(w: Any, curvature: Any, noise: Any, lr: float) -> list[float]:
        m, v, found = 0 * w, 0 * w, []
        for t, one in enumerate(noise, start=1):
            new = _averages(m, v, curvature * w + one, BETA1, BETA2)
            m_hat, v_hat = hats(*new, t)
            m, v = stored(new, (m_hat, v_hat))
            w = w - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
            found.append(np.sum(curvature * w**2) / 2)
        return found

    return losses


def _hats(m: Any, v: Any, t: float) -> Any:
    return _corrected(m, v, t, BETA1, BETA2)


def _noisy_case(label: str, size: int, steps: int, lr: float) -> Case:
    rng = np.random.default_rng((size, steps))
    w = 3 + rng.uniform(size=size)
    return Case(label, (w, np.geomspace(5, 0.5, size), rng.normal(size=(steps, size)), lr))


ADAM_RUN = FunctionTask(
    name="adam_losses",
    title="Onar: birkaç adımda duran Adam",
    question=(
        "Adam birkaç adım atıyor, sonra kıpırdamıyor; oysa gradyan sıfır değil. Tek hatayı bul ve onar; her adımdan "
        "sonraki kaybı döndür."
    ),
    arguments=("w", "curvature", "noise", "lr"),
    reference=_adam_losses(_hats),
    given=_adam_losses(_hats, lambda new, hats: hats),
    cases=(
        _noisy_case("iki koordinat", 2, 60, 0.0875),
        _noisy_case("dört koordinat", 4, 12, 0.3125),
        _noisy_case("tek adım", 3, 1, 0.5),
        Case("ε kadar küçük gradyan", (np.array([1e4, -2e4]), np.array([1e-12, 2e-12]), np.zeros((6, 2)), 1e3)),
        Case("sıfırdan başlayan ağırlık", (np.array([0.0, -4.0]), np.array([1.0, 3.0]), 2 * np.eye(2), 0.3)),
        _noisy_case("hiç adım yok", 3, 0, 0.5),
    ),
    mutants=(
        Mutant(
            "uncorrected",
            _adam_losses(lambda m, v, t: (m, v)),
            "Koşu yürüyor ama düzeltme de gitmiş: ilk adım √10·α. Düzeltme kalsın, yalnızca durum olmasın.",
        ),
        Mutant(
            "nan",
            _adam_losses(lambda m, v, t: _hats(m, v, t - 1.0)),
            "Ağırlıklar ilk adımda NaN: t 0'dan mı sayılıyor (1-β⁰ = 0'a bölünür), düzeltmenin paydası parantezsiz mi "
            "(eksi sayının kökü)?",
        ),
        Mutant(
            "m_still_stored",
            _adam_losses(_hats, lambda new, hats: (hats[0], new[1])),
            "v düzeldi; m hâlâ düzeltilmiş hâliyle saklanıyor, sonraki adım onu bir daha düzeltiyor.",
        ),
        Mutant(
            "v_still_stored",
            _adam_losses(_hats, lambda new, hats: (new[0], hats[1])),
            "m düzeldi; v hâlâ düzeltilmiş hâliyle saklanıyor, sonraki adım onu bir daha düzeltiyor.",
        ),
        Mutant(
            "only_m_kept",
            _adam_losses(lambda m, v, t: (_hats(m, v, t)[0], v)),
            "v'nin düzeltmesi gitmiş: m̂ tam, v küçük; ilk adımlar çok uzun.",
        ),
        Mutant(
            "only_v_kept",
            _adam_losses(lambda m, v, t: (m, _hats(m, v, t)[1])),
            "m'nin düzeltmesi gitmiş: v̂ tam, m küçük; ilk adımlar çok kısa.",
        ),
        Mutant(
            "first_step_only",
            _adam_losses(lambda m, v, t: _hats(m, v, 1)),
            "Düzeltmede hep t = 1 var: bölenler adım adım 1'e gitmeli.",
        ),
        Mutant(
            "correction_base",
            _adam_losses(lambda m, v, t: (m / (1 - BETA1) ** t, v / (1 - BETA2) ** t)),
            BASE,
        ),
        Mutant(
            "product_for_power",
            _adam_losses(lambda m, v, t: (m / (1 - BETA1 * t), v / (1 - BETA2 * t))),
            PRODUCT,
        ),
    ),
    hints=(
        "Adımın boyunu yazdır: w ne kadar değişiyor? Sonra m'yi ve v'yi yazdır: v neden bu kadar büyük?",
        "Bir önceki adımda düzeltilmiş v, bu adımda bir daha düzeltiliyor.",
        "Düzeltilmişleri ayrı adlara yaz (m̂, v̂); m ile v düzeltilmemiş kalsın.",
    ),
    plot=("adım", "kayıp"),
)


def _norms(before: Callable[..., Any], grad: Callable[..., Any], after: Callable[..., Any]) -> Callable[..., Any]:
    """Verilmiş gradyanlarla sönümlü Adam'ın |w|'leri; sönüm w'ye önce, gradyana ya da w'ye sonra uygulanır."""

    def norms(w: Any, gradients: Any, lr: float, decay: float) -> list[float]:
        m, v, found = 0 * w, 0 * w, []
        for t, g in enumerate(gradients, start=1):
            m, v = _averages(m, v, grad(g, w, decay), BETA1, BETA2)
            w = before(w, lr, decay)
            m_hat, v_hat = _hats(m, v, t)
            w = after(w - lr * m_hat / (np.sqrt(v_hat) + 1e-8), lr, decay)
            found.append(np.sqrt(w @ w))
        return found

    return norms


def _kept(w: Any, lr: float, decay: float) -> Any:
    return w


def _shrunk(w: Any, lr: float, decay: float) -> Any:
    return w - lr * decay * w


def _plain(g: Any, w: Any, decay: float) -> Any:
    return g


def _decay_case(label: str, size: int, steps: int, lr: float, decay: float) -> Case:
    rng = np.random.default_rng((size, steps))
    gradients = rng.normal(size=(steps, size)) * np.geomspace(0.1, 10, size)
    return Case(label, (rng.normal(0, 4, size), gradients, lr, decay))


DECAYED = FunctionTask(
    name="decayed_norms",
    title="Onar: söndürmeyen sönüm",
    question=(
        "Bu AdamW koşusunda gradyanı büyük ağırlıklar sönmüyor. Tek hatayı bul ve onar (sönüm, adımdan önceki w'ye); "
        "her adımdan sonraki |w|'yi döndür."
    ),
    arguments=("w", "gradients", "lr", "decay"),
    reference=_norms(_shrunk, _plain, _kept),
    given=_norms(_kept, lambda g, w, decay: g + decay * w, _kept),
    cases=(
        _decay_case("üç ağırlık, λ = 0.5375", 3, 80, 0.0175, 0.5375),
        _decay_case("dört ağırlık, λ = 0.125", 4, 10, 0.3125, 0.125),
        _decay_case("tek adım, λ = 2", 2, 1, 0.1, 2.0),
        Case("ε kadar küçük gradyan, sıfır ağırlık", (np.array([0.0, -0.4]), 1e-8 * np.ones((5, 2)), 0.03, 0.1)),
        _decay_case("hiç adım yok", 2, 0, 0.1, 2.0),
    ),
    mutants=(
        Mutant(
            "decay_removed",
            _norms(_kept, _plain, _kept),
            "Sönüm gradyandan çıkmış ama hiçbir yerde kalmamış: bu düz Adam.",
        ),
        Mutant(
            "after_step",
            _norms(_kept, _plain, _shrunk),
            "Sönüm, adımdan SONRAKİ w'ye uygulanıyor: w önce küçülür, sonra Adam adımı atılır.",
        ),
        Mutant(
            "no_rate",
            _norms(lambda w, lr, decay: w - decay * w, _plain, _kept),
            "Sönümde α yok: w her adımda λ kadar küçülüyor; α küçülünce sönüm de küçülmeli.",
        ),
        Mutant(
            "sign",
            _norms(lambda w, lr, decay: w + lr * decay * w, _plain, _kept),
            "Sönümün işareti ters: ağırlıklar her adımda büyüyor.",
        ),
        Mutant(
            "both",
            _norms(_shrunk, lambda g, w, decay: g + decay * w, _kept),
            "Sönüm hem w'de hem gradyanda: iki kez uygulanıyor.",
        ),
    ),
    hints=(
        "λ·w gradyana eklenince nereden geçer? Paydada ne var?",
        "Adam'ın adımı gradyanın boyuna bakmaz: eklenen λ·w, gradyan büyükse içinde kaybolur.",
        "m ile v yalnızca g'yi görsün; w'yi, adımdan önce, ayrıca α·λ·w kadar küçült.",
    ),
    plot=("adım", "|w|"),
)

# ---- kendi kuralın: AMSGrad, gerçek veride


def _own_amsgrad(
    peak: Callable[[Any, Any, Any], Any], root: Callable[..., Any], hat: Callable[..., Any] = lambda m, beta, t: m
) -> Callable[..., Any]:
    """Rakamlarda Adam: paydaya `root(v, tepe, t)`nin kökü girer; tepe `peak(eski tepe, v, t)`, m̂ `hat(m, β₁, t)`."""

    def losses(lr: float, steps: int, seed: int) -> Any:
        def step(w: Any, g: Any, s: Any, t: int, *, lr: float = 0.001) -> Any:
            m, v = _averages(s["m"], s["v"], g, BETA1, BETA2)
            top = peak(s["top"], v, t)
            return w - lr * hat(m, BETA1, t) / (root(v, top, t) ** 0.5 + 1e-8), {"m": m, "v": v, "top": top}

        return rule_losses(("m", "v", "top"), step, steps, seed, lr=lr)

    return losses


def _larger(old: Any, new: Any, t: int) -> Any:
    return (old + new + abs(old - new)) / 2  # iki sayının büyüğü: sayıda, dizide ve tensörde


def _first_hat(m: Any, beta: float, t: int) -> Any:
    return m / (1 - beta**t)


OWN_AMSGRAD = FunctionTask(
    name="amsgrad_losses",
    title="Kendi kuralın: AMSGrad",
    question=(
        "AMSGrad'ı @rule ile yaz: Adam gibi (β₁ = 0.9, β₂ = 0.999, ε = 1e-8), ama paydada v'nin o ana dek aldığı EN "
        "BÜYÜK değer; yanlılık düzeltmesi ondan sonra. Kayıplar torch.optim.Adam(amsgrad=True) ile aynı olmalı."
    ),
    arguments=("lr", "steps", "seed"),
    reference=lambda lr, steps, seed: torch_losses("Adam", steps, seed, lr=lr, amsgrad=True),
    cases=(Case("α = 0.0375", (0.0375, 20, 0)), Case("α = 0.3, başka tohum", (0.3, 16, 3))),
    mutants=(
        Mutant(
            "adam",
            _own_amsgrad(_larger, lambda v, top, t: v / (1 - BETA2**t), _first_hat),
            "Tepe saklanmış ama paydada v var: bu Adam. En büyük değer ne işe yarayacaktı?",
        ),
        Mutant(
            "corrected_peak",
            _own_amsgrad(lambda old, v, t: _larger(old, v / (1 - BETA2**t), t), lambda v, top, t: top, _first_hat),
            "Düzeltilmiş v'lerin en büyüğü alınmış: önce v'nin en büyüğü, düzeltme sonra.",
        ),
        Mutant(
            "uncorrected",
            _own_amsgrad(_larger, lambda v, top, t: top),
            "Yanlılık düzeltmesi yok: makalenin ilk yazılışı öyledir, torch'unkinde m de tepe de düzeltilir.",
        ),
        Mutant(
            "m_uncorrected",
            _own_amsgrad(_larger, lambda v, top, t: top / (1 - BETA2**t)),
            "Tepe düzeltilmiş, m düzeltilmemiş: ilk adımlar onda bir boyda.",
        ),
        Mutant(
            "correction_base",
            _own_amsgrad(_larger, lambda v, top, t: top / (1 - BETA2) ** t, lambda m, beta, t: m / (1 - beta) ** t),
            BASE,
        ),
        Mutant(
            "nan",
            _own_amsgrad(_larger, lambda v, top, t: top - BETA2**t, lambda m, beta, t: m - beta**t),
            "Kayıp NaN oluyor: düzeltmenin paydası parantezsiz mi (eksi sayının kökü), ε eksik ya da kesrin dışında mı "
            "(hep siyah piksellerde 0/0), t 0'dan mı sayılıyor?",
        ),
        Mutant(
            "product_for_power",
            _own_amsgrad(_larger, lambda v, top, t: top / (1 - BETA2 * t), lambda m, beta, t: m / (1 - beta * t)),
            PRODUCT,
        ),
        Mutant(
            "half_not_root",
            _own_amsgrad(_larger, lambda v, top, t: (top / (1 - BETA2**t) / 2) ** 2, _first_hat),
            "**1/2 kök değildir: önce 1. kuvvet alınır, sonra ikiye bölünür.",
        ),
        Mutant(
            "no_root",
            _own_amsgrad(_larger, lambda v, top, t: (top / (1 - BETA2**t)) ** 2, _first_hat),
            "Paydada kök yok: tepe bir KARENİN ortalaması.",
        ),
        Mutant(
            "no_rate",
            lambda lr, steps, seed: _own_amsgrad(_larger, lambda v, top, t: top / (1 - BETA2**t), _first_hat)(
                1.0, steps, seed
            ),
            "α yok: w'den bölümün tamamı çıkmış; koşuya verilen lr kuralda kullanılmıyor.",
        ),
    ),
    hints=(
        "Üç durum: m, v ve v'nin tepesi. v her zamanki gibi yürür; tepe, eskisi ile yeni v'nin büyüğüdür.",
        "torch tensörlerinde öğe öğe büyüğü torch.maximum verir.",
        "Paydada tepe / (1 - β₂ᵗ)'nin kökü artı ε; payda değişir, m̂ Adam'daki gibi kalır.",
    ),
    plot=("güncelleme", "minigrup kaybı"),
)

TASKS = (
    COUPLED,
    ADAMW_TASK,
    ADAM_RUN,
    DECAYED,
    OWN_AMSGRAD,
    HALF,
    MEMORY,
    TRIALS,
    SCALE,
)
CORE = (COUPLED, ADAMW_TASK, ADAM_RUN)  # ana yol
