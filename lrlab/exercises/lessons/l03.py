"""03. dersin görevleri: momentumun iki biçimi, Nesterov, α'yı yeniden ayarlamak ve en iyi (α, β) noktası."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import best_descent, best_momentum, momentum_boundaries, rules
from lrlab.exercises.lessons.rule_steps import one_step
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- yazma: momentumun iki biçimi ve Nesterov

ARGUMENTS = ("w", "m", "g", "lr", "beta")


def _case(label: str, size: int, lr: float, beta: float) -> Case:
    w, m, g = np.random.default_rng(size).normal(size=(3, size))
    return Case(label, (w, m, g, lr, beta))


CASES = (
    _case("α = 0.1, β = 0.9", 3, 0.1, 0.9),
    _case("α = 0.05, β = 0.8", 2, 0.05, 0.8),
    Case("ilk adım (m = 0)", (np.array([1.0, -2.0]), np.zeros(2), np.array([0.5, 3.0]), 0.2, 0.98)),
    Case("büyük m, tek parametre", (np.array([0.75]), np.array([2.5]), np.array([-0.5]), 0.0375, 0.875)),
)
TORCH, COURSE = one_step(rules.momentum, ARGUMENTS), one_step(rules.momentum_ewa, ARGUMENTS)
NESTEROV = one_step(rules.nesterov, ARGUMENTS)


def _ascent(step: Callable[..., Any]) -> Callable[..., Any]:
    return lambda w, m, g, lr, beta: step(w, m, g, -lr, beta)


def _old_m(step: Callable[..., Any]) -> Callable[..., Any]:
    return lambda w, m, g, lr, beta: (w - lr * m, step(w, m, g, lr, beta)[1])


def _plain(w: Any, m: Any, g: Any, lr: float, beta: float) -> tuple[Any, Any]:
    return w - lr * g, m


def _lr_inside(step: Callable[..., Any]) -> Callable[..., Any]:
    """m ← β·m + α·(g'nin katkısı), w ← w - m; m = 0'dan atılan adımın m'si g'nin katkısıdır."""

    def inside(w: Any, m: Any, g: Any, lr: float, beta: float) -> tuple[Any, Any]:
        m = beta * m + lr * step(w, 0 * m, g, lr, beta)[1]
        return w - m, m

    return inside


def _variant(new_m: Callable[..., Any], direction: Callable[..., Any] = lambda m, g, beta: m) -> Callable[..., Any]:
    """m ← new_m(m, g, β), w ← w - α·direction(m, g, β); direction verilmezse yeni m'nin kendisi."""

    def step(w: Any, m: Any, g: Any, lr: float, beta: float) -> tuple[Any, Any]:
        m = new_m(m, g, beta)
        return w - lr * direction(m, g, beta), m

    return step


def _shared(step: Callable[..., Any]) -> tuple[Mutant, ...]:
    """Momentumun iki biçiminde de yapılan hatalar; `step` o görevin doğru adımıdır."""
    return (
        Mutant(
            "sign", _ascent(step), "m doğru ama w yanlış yöne gidiyor: inmek için m yönünde mi, tersine mi gidilir?"
        ),
        Mutant("old_m", _old_m(step), "w'yi ESKİ m ile güncellemişsin; bu adımın gradyanı bir adım geç etki ediyor."),
        Mutant("plain_descent", _plain, "Bu düz gradyan inişi: m ne güncelleniyor ne de kullanılıyor."),
        Mutant(
            "m_first", lambda *args: step(*args)[::-1], "Değerler doğru ama sıraları ters: önce w, sonra m dönmeli."
        ),
        Mutant("only_w", lambda *args: step(*args)[0], "w doğru ama m dönmüyor; sonraki adım onu nereden bilecek?"),
        Mutant(
            "m_not_returned",
            lambda w, m, g, lr, beta: (step(w, m, g, lr, beta)[0], m),
            "w doğru ama eski m'yi döndürmüşsün: bellek hiç birikmez.",
        ),
        Mutant(
            "gradient_used",
            lambda w, m, g, lr, beta: (w - lr * g, step(w, m, g, lr, beta)[1]),
            "m güncellenmiş ama w'nin adımında kullanılmamış: w hâlâ düz gradyan inişiyle gidiyor.",
        ),
        Mutant(
            "no_rate",
            lambda w, m, g, lr, beta: step(w, m, g, 1.0, beta),
            "α yok: m doğru ama w'den adımın tamamı çıkmış. Boyunu kim ayarlayacak?",
        ),
        Mutant(
            "lr_inside",
            _lr_inside(step),
            "α'yı m'nin içine katmışsın (w ← w - v biçimi). α sabitken yol aynı kalır ama m başka bir "
            "şeydir; α değişince yollar da ayrılır. Burada m yalnızca gradyanları biriktirsin.",
        ),
    )


MOMENTUM = FunctionTask(
    name="momentum_step",
    title="Momentum adımı (torch biçimi)",
    question="m ← β·m + g, w ← w - α·m: bir adım at, yeni (w, m) çiftini döndür.",
    arguments=ARGUMENTS,
    reference=TORCH,
    cases=CASES,
    parts=("w", "m"),
    mutants=(
        Mutant("ewa_form", COURSE, "Bu öteki biçim: g'yi (1-β) ile çarpmışsın. torch biçiminde g'nin çarpanı kaçtır?"),
        *_shared(TORCH),
        Mutant(
            "forgot_beta",
            _variant(lambda m, g, beta: m + g),
            "β yok: eski gradyanlar hiç unutulmuyor, m durmadan birikir. Sürtünme nerede?",
        ),
        Mutant(
            "beta_on_g",
            _variant(lambda m, g, beta: m + beta * g),
            "β yanlış terimde: yeni gradyanı küçültmüş, eskiyi olduğu gibi bırakmışsın.",
        ),
        Mutant(
            "beta_on_both",
            _variant(lambda m, g, beta: beta * (m + g)),
            "β hem m'yi hem g'yi çarpıyor: parantezin yerine bak, yeni gradyan tam ağırlıkla girmeliydi.",
        ),
        Mutant("nesterov", NESTEROV, "Bu Nesterov adımı: m doğru, ama w'yi g + β·m ile güncellemişsin."),
    ),
    hints=(
        "İki satır: önce belleği (m) güncelle, sonra w'yi. Sıra önemli.",
        "Yeni m, eskisinin β katı ile bu adımın gradyanının toplamı; gradyanın önünde çarpan yok.",
        "m'yi yeni değerine getir, sonra w'den α çarpı YENİ m'yi çıkar; ikisini w, m sırasıyla döndür. Girdileri "
        "yerinde (*=, +=, -=) değiştirme.",
    ),
)

MOMENTUM_EWA = FunctionTask(
    name="momentum_ewa_step",
    title="Momentum adımı (dersin EWA biçimi)",
    question="m ← β·m + (1-β)·g, w ← w - α·m: bir adım at, yeni (w, m) çiftini döndür.",
    arguments=ARGUMENTS,
    reference=COURSE,
    cases=CASES,
    parts=("w", "m"),
    mutants=(
        Mutant(
            "torch_form", TORCH, "Bu torch biçimi: g'nin çarpanı (1-β) eksik. EWA'da ağırlıkların toplamı 1'e gider."
        ),
        *_shared(COURSE),
        Mutant(
            "swapped",
            _variant(lambda m, g, beta: (1 - beta) * m + beta * g),
            "β ile 1-β yer değiştirmiş: bellek neredeyse silinmiş, m son gradyanın peşinden gidiyor.",
        ),
        Mutant(
            "forgot_beta",
            _variant(lambda m, g, beta: m + (1 - beta) * g),
            "Eski m'nin çarpanı eksik: hiç unutmayan bir toplam bu, ortalama değil.",
        ),
        Mutant(
            "scaled_twice",
            lambda w, m, g, lr, beta: (
                w - lr * (1 - beta) * COURSE(w, m, g, lr, beta)[1],
                COURSE(w, m, g, lr, beta)[1],
            ),
            "(1-β) iki kez girmiş: m'nin içinde zaten var, w'nin adımında bir daha gerekmez.",
        ),
        Mutant(
            "corrected",
            _variant(lambda m, g, beta: (beta * m + (1 - beta) * g) / (1 - beta)),
            "m'yi 1-β'ya bölmüşsün: yanlılık düzeltmesi burada istenmiyor ve m'nin içine hiç yazılmaz.",
        ),
        Mutant(
            "no_parentheses",
            _variant(lambda m, g, beta: beta * m + 1 - beta * g),
            "(1-β)'nın parantezi eksik: m'ye 1 eklenmiş, g ise eksi işaretle girmiş.",
        ),
    ),
    hints=(
        "02. dersteki EWA'nın aynısı: θ'nın yerinde g, v'nin yerinde m var.",
        "Yeni m, eski m ile g'nin karışımıdır; iki çarpanın toplamı 1'dir.",
        "m, β kere eski m artı 1-β kere g olur; sonra w'den α çarpı yeni m'yi çıkar, w, m sırasıyla döndür.",
    ),
)

NESTEROV_TASK = FunctionTask(
    name="nesterov_step",
    title="Nesterov adımı (torch biçimi)",
    question="m ← β·m + g, w ← w - α·(g + β·m): bir adım at, yeni (w, m) çiftini döndür.",
    arguments=ARGUMENTS,
    reference=NESTEROV,
    cases=CASES,
    parts=("w", "m"),
    mutants=(
        Mutant(
            "classical",
            TORCH,
            "Bu klasik momentum çıktı. ESKİ m ile yazılan g + β·m yeni m'nin kendisidir; adımda hangi m durmalı?",
        ),
        *(mutant for mutant in _shared(NESTEROV) if mutant.name not in ("old_m", "lr_inside")),
        Mutant(
            "no_beta_in_step",
            _variant(lambda m, g, beta: beta * m + g, lambda m, g, beta: g + m),
            "w'nin adımında m'nin β'sı eksik: ileri bakış bir adım daha SÖNMÜŞ bellektir.",
        ),
        Mutant(
            "no_gradient_in_step",
            _variant(lambda m, g, beta: beta * m + g, lambda m, g, beta: beta * m),
            "w'nin adımında g yok: yalnızca sönmüş belleği kullanmışsın.",
        ),
        Mutant(
            "ewa_form",
            _variant(lambda m, g, beta: beta * m + (1 - beta) * g, lambda m, g, beta: (1 - beta) * g + beta * m),
            "Bu, EWA biçiminin Nesterov'u: g'yi (1-β) ile çarpmışsın; torch biçiminde çarpan yok.",
        ),
        Mutant(
            "no_parentheses",
            lambda w, m, g, lr, beta: (w - lr * g + beta * (beta * m + g), beta * m + g),
            "w'nin adımında parantez eksik: α yalnızca g'yi çarpıyor, β·m ise α'sız ve artı işaretle girmiş.",
        ),
    ),
    hints=(
        "m'nin güncellemesi klasik momentumla aynı; fark yalnızca w'nin adımında.",
        "Adım, belleğin bir adım SONRAKİ hâline bakar: yeni m'yi bir kez daha β ile söndür ve g'yi ekle.",
        "Önce m'yi güncelle. w'den α çarpı (g artı β kere yeni m) çıkar. w, m sırasıyla döndür.",
    ),
)

# ---- kâğıt kalem: α'yı yeniden ayarlamak ve κ = 50'nin en iyi (α, β) noktası

KAPPA = 50.0
LOW, HIGH = 1 / KAPPA, 1.0  # bowl(KAPPA)'nın özdeğerleri
BEST, BEST_PLAIN = best_momentum(LOW, HIGH), best_descent(LOW, HIGH)
DIVERGING = float(momentum_boundaries("momentum", BEST.beta, HIGH)[1])

RETUNE = FunctionTask(
    name="retune_alpha",
    title="Biçim değişince α",
    question="EWA biçiminde α = lr ile giden yol, torch biçiminde hangi α ile AYNI olur? O α'yı döndür.",
    arguments=("lr", "beta"),
    reference=lambda lr, beta: lr * (1 - beta),
    cases=(
        Case("α = 0.1, β = 0.9", (0.1, 0.9)),
        Case("α = 1, β = 0.98", (1.0, 0.98)),
        Case("α = 0.3, β = 0.75", (0.3, 0.75)),
        Case("α = 2.375, β = 0.125", (2.375, 0.125)),
    ),
    mutants=(
        Mutant(
            "inverse",
            lambda lr, beta: lr / (1 - beta),
            "Ters yöne çevirmişsin: torch biçiminde m daha BÜYÜK, o hâlde α büyümeli mi, küçülmeli mi?",
        ),
        Mutant("unchanged", lambda lr, beta: lr, "α'yı değiştirmemişsin; ama iki biçimin m'leri aynı boyda değil."),
        Mutant(
            "times_beta",
            lambda lr, beta: lr * beta,
            "β ile çarpmışsın. g'nin önünden kalkan çarpan neydi?",
        ),
        Mutant(
            "one_plus_beta",
            lambda lr, beta: lr * (1 + beta),
            "İşarete bak: β büyüdükçe torch'un m'si büyür; α da onunla büyümeli mi?",
        ),
        Mutant("over_beta", lambda lr, beta: lr / beta, "β'ya bölmüşsün. m'ler arasındaki oran β değil."),
        Mutant("only_factor", lambda lr, beta: 1 - beta, "Çarpan doğru ama α'nın kendisi yok."),
        Mutant(
            "squared",
            lambda lr, beta: lr * (1 - beta) ** 2,
            "Çarpan iki kez girmiş: m'ler arasında yalnızca bir tane var.",
        ),
        Mutant(
            "no_parentheses",
            lambda lr, beta: lr * 1 - beta,
            "Parantez eksik: α önce 1 ile çarpılmış, β sonra çıkarılmış. Öğrenme oranı eksi olamaz.",
        ),
    ),
    hints=(
        "İki biçimi m₀ = 0 ile üç adım elle yaz. m'ler arasındaki oran her adımda aynı mı?",
        "EWA biçiminin m'si, torch biçimininkinin (1-β) katıdır. α·m'lerin eşit olmasını iste.",
        "torch'un m'si büyük olduğundan α, 1-β katına inmeli.",
    ),
)

RETUNE_BETA = NumberTask(
    name="retune_alpha_beta",
    title="β değişince α",
    question="torch biçiminde α = 0.1, β = 0.9. β'yı 0.99 yaparken α/(1-β) aynı kalsın: yeni α kaç?",
    expected=0.1 / (1 - 0.9) * (1 - 0.99),
    tolerance=1e-4,
    mutants=(
        Mutant(
            "wrong_direction", 1.0, "Ters yön: β büyüyünce bellek uzar, adımlar kendiliğinden büyür; α'yı da büyütme."
        ),
        Mutant("unchanged", 0.1, "α aynı kalırsa uzun vadedeki adım on katına çıkar."),
        Mutant("ratio_of_betas", 0.1 * 0.9 / 0.99, "β'ların oranını kullanmışsın; önemli olan 1-β'ların oranı."),
        Mutant("inverse_ratio", 0.1 * 0.99 / 0.9, "β'ların oranını, o da ters, kullanmışsın; 1-β'ların oranına bak."),
        Mutant("form_change", 0.001, "Biçim çevirisini (α·(1-β)) yapmışsın; burada biçim aynı, yalnızca β değişiyor."),
        Mutant("difference", 0.09, "0.99 - 0.9 farkını kullanmışsın; korunması istenen bir ORAN."),
    ),
    hints=(
        "Gradyan sabit kalsa adım α/(1-β)·g'ye gider. Eski değerle bu oran kaç?",
        "Eski oran 0.1/0.1 = 1. Yeni 1-β ile oran yine 1 olmalı.",
        "Yeni α'nın 0.01'e bölümü 1 olsun.",
    ),
)

TERMINAL = NumberTask(
    name="terminal_step",
    title="Sabit yokuşta son adım boyu",
    question="torch biçimi, α = 0.1, β = 0.9, gradyan hep 1: bir adımın boyu hangi sayıya yaklaşır?",
    expected=1.0,
    tolerance=0.005,
    mutants=(
        Mutant("first_step", 0.1, "Bu ilk adım (α·g); sonraki adımlara eski gradyanlar da eklenir."),
        Mutant("shrunk", 0.01, "(1-β) ile çarpmışsın: torch biçiminde bellek adımı küçültmez, büyütür."),
        Mutant("m_itself", 10.0, "Bu m'nin yaklaştığı değer; adımın boyu α·m'dir."),
        Mutant("times_beta", 0.09, "α·β almışsın; gradyanların toplamı bir geometrik dizidir, tek terim değil."),
        Mutant("two_terms", 0.19, "Yalnızca iki adımı toplamışsın; dizi sürüyor."),
        Mutant("past_only", 0.9, "Bugünün gradyanı eksik: toplam β'dan değil, 1'den başlar."),
    ),
    hints=(
        "m'nin değişmediği anı bul: m = β·m + 1.",
        "1 + β + β² + … toplamı 1/(1-β)'dır.",
        "m 10'a yaklaşır; adımın boyu α ile çarpılmış hâlidir.",
    ),
)

BETA = NumberTask(
    name="best_beta_50",
    title="κ = 50 için en iyi β",
    question="α x β haritasında κ = 50 çanağının en hızlı yakınsadığı hücrenin β'sı kaç? (haritadan okuma payı var)",
    expected=BEST.beta,
    tolerance=0.05,  # T adım sonraki haritada en iyi hücre, T'ye göre 0.57–0.61 arasındadır
    mutants=(
        Mutant(
            "rate",
            BEST.rate,
            "Bu √β*: en iyi noktadaki yakınsama hızı, β'nın kendisi değil. Formülden geldinse kareyi unutmuşsun.",
        ),
        Mutant("plain_rate", BEST_PLAIN.rate, "Bu, düz gradyan inişinin en iyi yakınsama hızı (β = 0)."),
        Mutant(
            "default",
            0.9,
            "0.9 yaygın varsayılandır; bu çanakta fazla bellek demek. Haritada sarı bölgeyi sola, ıraksama sınırına "
            "değdiği yere doğru izle.",
        ),
        Mutant("kappa_without_root", BEST_PLAIN.rate**2, "κ'nın kökünü almamışsın: √κ ile yaz."),
        Mutant("complement", 1 - BEST.beta, "Bu 1-β*: EWA'da gradyanın çarpanı."),
        Mutant("no_memory", 0.0, "β = 0 düz gradyan inişi; haritanın sol kenarı en hızlı yer mi?"),
        Mutant("alpha", BEST.lr * HIGH, "Bu α* (λₙ ile çarpılmış); haritanın öteki ekseni."),
    ),
    hints=(
        "Haritada en sarı (kaybı en küçük) bölgenin sınıra değen ucunu bul: ne en küçük ne en büyük β.",
        "Kuram da aynı yeri söyler: (√κ - 1)/(√κ + 1) oranını kur; √50 yaklaşık 7.07.",
        "6.07'yi 8.07'ye böl ve sonucun karesini al.",
    ),
)

ALPHA = NumberTask(
    name="best_alpha_50",
    title="κ = 50 için en iyi α",
    question="κ = 50 için α* = (2/(√λ₁+√λₙ))²: α*·λₙ kaçtır? (λ₁ = λₙ/50)",
    expected=BEST.lr * HIGH,
    tolerance=0.02,
    mutants=(
        Mutant("plain_best", BEST_PLAIN.lr * HIGH, "Bu, momentumsuz inişin en iyisi: 2/(λ₁+λₙ). Kökler nerede kaldı?"),
        Mutant("plain_limit", 2.0, "2/λₙ, momentumsuz inişin ıraksama sınırı. Momentum bu sınırı yukarı taşır."),
        Mutant("safe", 1.0, "1/λₙ güvenli bir adım; ama en hızlısı değil."),
        Mutant(
            "momentum_limit",
            DIVERGING * HIGH,
            "Bu, β*'daki ıraksama sınırı 2(1+β*)/λₙ. En iyi α ona çok yakın durur ama biraz altında.",
        ),
        Mutant("times_low", BEST.lr * LOW, "α*'ı λ₁ ile çarpmışsın; sorulan, dik yönün özdeğeri λₙ ile çarpımı."),
        Mutant("no_square", (BEST.lr * HIGH) ** 0.5, "Kareyi unutmuşsun: bu 2/(√λ₁+√λₙ)'nin kendisi."),
        Mutant("beta", BEST.beta, "Bu β*; haritanın öteki ekseni."),
    ),
    hints=(
        "λₙ = 1 seç; o zaman λ₁ = 1/50 ve istenen α*'ın kendisi.",
        "√λₙ = 1, √λ₁ = 1/√50 ≈ 0.1414. Toplamları kaç?",
        "2'yi 1.1414'e böl ve sonucun karesini al.",
    ),
)

TASKS = (
    MOMENTUM,
    MOMENTUM_EWA,
    NESTEROV_TASK,
    RETUNE,
    RETUNE_BETA,
    TERMINAL,
    BETA,
    ALPHA,
)
