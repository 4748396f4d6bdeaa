"""03. dersin görevleri: birikenle sönen, kendi Nesterov kuralı, onarılacak tamponlar, α'yı yeniden ayarlamak."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import best_descent, best_momentum
from lrlab.exercises.lessons.digit_runs import rule_losses, torch_losses
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- kâğıt kalem: birikenle sönen

ZIGZAG_BETA = 0.9
GROWN, FADED = 1 / (1 - ZIGZAG_BETA), 1 / (1 + ZIGZAG_BETA)

ZIGZAG = NumberTask(
    name="zigzag_gain",
    title="Biri birikir, öteki söner",
    question=(
        "torch biçimi, β = 0.9. Yassı yönde gradyan hep +1, dik yönde +1, -1, +1, …: m'ler oturunca yassınınki, "
        "boyca, dikinkinin kaç katıdır?"
    ),
    expected=GROWN / FADED,
    tolerance=0.1,
    units=("kat",),
    mutants=(
        Mutant("grown", GROWN, "Bu, yassı yöndeki m'nin kendisi; dik yöndeki de bir sayıya oturur, ona böl."),
        Mutant("faded", FADED, "Bu, dik yöndeki m'nin boyu; yassınınki bunun kaç katı?"),
        Mutant("inverse", FADED / GROWN, "Bölümü ters çevirmişsin: yassı yöndeki büyük olan."),
        Mutant(
            "ewa_grown",
            1.0,
            "Bu, EWA biçiminde yassı yöndeki m. Oran biçime bağlı değil; ama dik yöndekine de bölmelisin.",
        ),
        Mutant(
            "vanishing",
            1 / (1 - ZIGZAG_BETA) / ZIGZAG_BETA,
            "Dik yönde m'nin boyunu β almışsın: m = β·m + g'yi işaret değiştirerek çöz.",
        ),
        Mutant("difference", GROWN - FADED, "Farkı almışsın; kaç katı olduğu soruluyor."),
        Mutant("squared", (GROWN / FADED) ** 2, "Oranın karesini almışsın: m gradyanın kendisini biriktirir."),
    ),
    hints=(
        "Yassı yön oturunca m = β·m + 1. Dik yönde, bir adım sonra m'nin işareti değişmiştir: -m = β·m - 1.",
        "Birincisi 1/(1-β), ikincisi 1/(1+β).",
        "10'u 0.526'ya böl.",
    ),
)

# ---- kâğıt kalem: α'yı yeniden ayarlamak ve κ = 50'nin en iyi β'sı

KAPPA = 50.0
LOW, HIGH = 1 / KAPPA, 1.0  # bowl(KAPPA)'nın özdeğerleri
BEST, BEST_PLAIN = best_momentum(LOW, HIGH), best_descent(LOW, HIGH)

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
            "Parantez eksik: α 1 ile çarpılmış (ya da 1'e bölünmüş), β sonra çıkarılmış. Öğrenme oranı eksi olamaz.",
        ),
    ),
    hints=(
        "İki biçimi m₀ = 0 ile üç adım elle yaz. m'ler arasındaki oran her adımda aynı mı?",
        "EWA biçiminin m'si, torch biçimininkinin (1-β) katıdır. α·m'lerin eşit olmasını iste.",
        "torch'un m'si büyük olduğundan α, 1-β katına inmeli.",
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


# ---- onarılacak koşu: iki katmana bir tampon

Buffers = Callable[[Any], list[Any]]


def _buffered(buffers: Buffers, new: Callable[..., Any] = lambda m, g, beta: beta * m + g) -> Callable[..., Any]:
    """Katman katman momentum; `buffers(layers)` baştaki tamponları, `new(m, g, β)` yeni m'yi verir."""

    def losses(layers: Any, curvature: Any, lr: float, beta: float, steps: int) -> list[float]:
        layers, found, held = layers.copy(), [], buffers(layers)
        for _ in range(steps):
            for i, m in enumerate(held):
                m[:] = new(m, curvature[i] * layers[i], beta)
                layers[i] -= lr * m
            found.append(np.sum(curvature @ layers**2) / 2)
        return found

    return losses


def _own_buffers(layers: Any) -> list[Any]:
    return [np.zeros(layers.shape[1]) for _ in layers]


def _no_memory(layers: Any, curvature: Any, lr: float, beta: float, steps: int) -> list[float]:
    return _buffered(_own_buffers, lambda m, g, beta: g)(layers, curvature, lr, beta, steps)


def _layers_case(label: str, count: int, size: int, lr: float, beta: float, steps: int) -> Case:
    rng = np.random.default_rng((count, size, steps))
    return Case(label, (rng.normal(0, 2, (count, size)), np.geomspace(1.5, 0.2, count), lr, beta, steps))


BUFFERED = FunctionTask(
    name="buffered_losses",
    title="Onar: birbirini iten katmanlar",
    question=(
        "Her katmanın kendi momentumu olmalı (torch biçimi: m ← βm + g). Katmanlar birbirini itiyor; tek hatayı bul, "
        "onar. Her adımdan sonraki kaybı döndür."
    ),
    arguments=("layers", "curvature", "lr", "beta", "steps"),
    reference=_buffered(_own_buffers),
    given=_buffered(lambda layers: [np.zeros(layers.shape[1])] * len(layers)),
    cases=(
        _layers_case("iki katman", 2, 2, 0.0875, 0.875, 40),
        _layers_case("üç katman, β = 0.625", 3, 4, 0.3125, 0.625, 12),
        _layers_case("beş katman, β = 0", 5, 1, 0.2, 0.0, 4),
        _layers_case("tek adım", 2, 3, 0.5, 0.9, 1),
        _layers_case("hiç adım yok", 2, 3, 0.5, 0.9, 0),
    ),
    mutants=(
        Mutant(
            "no_memory",
            _no_memory,
            "Tamponlar her adımda sıfırdan başlıyor: katmanlar ayrıldı ama momentum kalmadı, bu düz iniş.",
        ),
        Mutant(
            "ewa_form",
            _buffered(_own_buffers, lambda m, g, beta: beta * m + (1 - beta) * g),
            "Tamponlar ayrılmış ama biçim değişmiş: (1-β) çarpanı EWA biçiminindir, burada torch biçimi isteniyor.",
        ),
        Mutant(
            "averaged_gradient",
            lambda layers, curvature, lr, beta, steps: _buffered(_own_buffers)(
                layers, curvature, lr / len(layers), beta, steps
            ),
            "Adım katman sayısına bölünmüş: tampon paylaşılmıyorsa bölecek bir şey yok.",
        ),
    ),
    hints=(
        "İlk adımın ortasında tamponlara bak: `[id(m) for m in buffers]`.",
        "`[a] * 3` üç dizi kurmaz; aynı dizinin üç adıdır.",
        "Her katman için yeni bir sıfır dizisi kur: liste üreteci (`[... for _ in layers]`).",
    ),
    plot=("adım", "kayıp"),
)

# ---- kendi kuralın: Nesterov, gerçek veride


def _own_momentum(direction: Callable[[Any, Any, Any, float], Any], blend: float = 1.0) -> Callable[..., Any]:
    """Rakamlarda m ← βm + blend·g kuralıyla eğitim; adımın yönü `direction(g, m, eski m, β)`."""

    def losses(lr: float, beta: float, steps: int, seed: int) -> Any:
        def step(w: Any, g: Any, s: Any, t: int, *, lr: float = 0.1, beta: float = 0.9) -> Any:
            m = beta * s["m"] + blend * g
            return w - lr * direction(g, m, s["m"], beta), {"m": m}

        return rule_losses(("m",), step, steps, seed, lr=lr, beta=beta)

    return losses


def _ahead(g: Any, m: Any, old: Any, beta: float) -> Any:
    return g + beta * m


OWN_NESTEROV = FunctionTask(
    name="nesterov_losses",
    title="Kendi kuralın: Nesterov",
    question=(
        "Nesterov momentumunu @rule ile yaz: m ← βm + g, sonra w ← w - α(g + βm), m'nin yenisiyle. Rakamlarda eğit; "
        "kayıplar torch.optim.SGD(nesterov=True) ile aynı olmalı."
    ),
    arguments=("lr", "beta", "steps", "seed"),
    reference=lambda lr, beta, steps, seed: torch_losses("SGD", steps, seed, lr=lr, momentum=beta, nesterov=True),
    cases=(
        Case("α = 0.4125, β = 0.875, 20 güncelleme", (0.4125, 0.875, 20, 0)),
        Case("α = 0.4375, β = 0.625, başka tohum", (0.4375, 0.625, 3, 3)),
    ),
    mutants=(
        Mutant(
            "plain_momentum",
            _own_momentum(lambda g, m, old, beta: m),
            "Bu düz momentum: yön yalnızca m (g + β·(eski m) de odur). Nesterov bir adım ileriye bakar.",
        ),
        Mutant(
            "no_beta",
            _own_momentum(lambda g, m, old, beta: g + m),
            "İleri bakışta β yok: g, m'ye zaten bir kez girmişti.",
        ),
        Mutant(
            "plain_descent",
            _own_momentum(lambda g, m, old, beta: g),
            "Adımda m yok: bu düz iniş. Yön, g ile yeni m'den kurulur.",
        ),
        Mutant(
            "no_rate",
            lambda lr, beta, steps, seed: _own_momentum(_ahead)(1.0, beta, steps, seed),
            "α yok: w'den yönün tamamı çıkmış; koşuya verilen lr kuralda kullanılmıyor.",
        ),
        Mutant(
            "no_parentheses",
            lambda lr, beta, steps, seed: _own_momentum(lambda g, m, old, beta: g - beta * m / lr)(
                lr, beta, steps, seed
            ),
            "Yönün parantezi eksik: α yalnızca g'yi çarpıyor, β·m ise α'sız ve artı işaretle girmiş.",
        ),
        Mutant(
            "ewa_form",
            lambda lr, beta, steps, seed: _own_momentum(_ahead, 1 - beta)(lr, beta, steps, seed),
            "m'ye g'nin (1-β) katı girmiş: bu, EWA biçimi. Burada g'nin çarpanı yok.",
        ),
    ),
    hints=(
        'Kural iki şey döndürür: yeni w ve yeni durum sözlüğü {"m": ...}. Eski m, s["m"]dir.',
        "Önce yeni m'yi bul; adımın yönünde m'nin yenisi kullanılır.",
        "Yön: g artı β çarpı yeni m. w'den α çarpı o yön çıkar.",
    ),
    plot=("güncelleme", "minigrup kaybı"),
)

TASKS = (
    ZIGZAG,
    OWN_NESTEROV,
    BUFFERED,
    RETUNE,
    BETA,
)
CORE = (ZIGZAG, OWN_NESTEROV, BUFFERED)  # ana yol
