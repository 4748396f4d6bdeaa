"""03. dersin kâğıt kalem görevleri: α'yı yeniden ayarlamak ve κ = 50'nin en iyi (α, β) noktası."""

from lrlab.core.quadratic import best_descent, best_momentum, momentum_boundaries
from lrlab.core.surfaces import bowl
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

KAPPA = 50.0
LOW, HIGH = bowl(KAPPA).eigenvalues
BEST, PLAIN = best_momentum(LOW, HIGH), best_descent(LOW, HIGH)
DIVERGING = float(momentum_boundaries("momentum", BEST.beta, HIGH)[1])

RETUNE = FunctionTask(
    name="retune_alpha",
    lesson="03",
    title="Biçim değişince α",
    question="EWA biçiminde α = lr ile giden yol, torch biçiminde hangi α ile AYNI olur? O α'yı döndür.",
    arguments=("lr", "beta"),
    reference=lambda lr, beta: lr * (1 - beta),
    cases=(
        Case("α = 0.1, β = 0.9", (0.1, 0.9)),
        Case("α = 1, β = 0.98", (1.0, 0.98)),
        Case("α = 0.3, β = 0.75", (0.3, 0.75)),
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
    ),
    hints=(
        "İki biçimi m₀ = 0 ile üç adım elle yaz. m'ler arasındaki oran her adımda aynı mı?",
        "EWA biçiminin m'si, torch biçimininkinin (1-β) katıdır. α·m'lerin eşit olmasını iste.",
        "torch'un m'si büyük olduğundan α, 1-β katına inmeli.",
    ),
)

RETUNE_BETA = NumberTask(
    name="retune_alpha_beta",
    lesson="03",
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
    lesson="03",
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
    lesson="03",
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
        Mutant("plain_rate", PLAIN.rate, "Bu, düz gradyan inişinin en iyi yakınsama hızı (β = 0)."),
        Mutant(
            "default",
            0.9,
            "0.9 yaygın varsayılandır; bu çanakta fazla bellek demek. Haritada sarı bölgeyi sola, ıraksama sınırına "
            "değdiği yere doğru izle.",
        ),
        Mutant("kappa_without_root", PLAIN.rate**2, "κ'nın kökünü almamışsın: √κ ile yaz."),
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
    lesson="03",
    title="κ = 50 için en iyi α",
    question="κ = 50 için α* = (2/(√λ₁+√λₙ))²: α*·λₙ kaçtır? (λ₁ = λₙ/50)",
    expected=BEST.lr * HIGH,
    tolerance=0.02,
    mutants=(
        Mutant("plain_best", PLAIN.lr * HIGH, "Bu, momentumsuz inişin en iyisi: 2/(λ₁+λₙ). Kökler nerede kaldı?"),
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

TASKS = (RETUNE, RETUNE_BETA, TERMINAL, BETA, ALPHA)
