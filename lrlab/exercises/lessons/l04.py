"""04. dersin görevleri: RMSProp adımı ve koordinat koordinat etkin adım."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import rules
from lrlab.exercises.lessons.rule_steps import one_step
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- rmsprop_step

ARGUMENTS = ("w", "v", "g", "lr", "beta", "eps")


def _case(label: str, size: int, lr: float, beta: float, eps: float) -> Case:
    w, v, g = np.random.default_rng(size).normal(size=(3, size))
    return Case(label, (w, v * v, g, lr, beta, eps))


# ε'lar büyük seçildi: yeri değişince ya da unutulunca sonuç, hoşgörünün çok üstünde değişsin.
CASES = (
    _case("α = 0.1, β = 0.9", 3, 0.1, 0.9, 0.01),
    _case("α = 0.02, β = 0.99", 2, 0.02, 0.99, 0.1),
    Case("ilk adım (v = 0)", (np.array([1.0, -2.0]), np.zeros(2), np.array([0.5, -3.0]), 0.2, 0.75, 0.05)),
    Case("gradyan 0", (np.array([1.0, -2.0]), np.array([0.0, 4.0]), np.array([0.0, 1.0]), 0.1, 0.9, 0.01)),
    _case("α = 0.0375, β = 0.875, ε = 0.003", 4, 0.0375, 0.875, 0.003),
)
OUTSIDE, INSIDE = one_step(rules.rmsprop, ARGUMENTS), one_step(rules.rmsprop_eps_inside, ARGUMENTS)


def _average(v: Any, g: Any, beta: float) -> Any:
    return beta * v + (1 - beta) * g * g


def _divide(g: Any, v: Any, eps: float) -> Any:
    return g / (v**0.5 + eps)


def _variant(new_v: Callable[..., Any] = _average, direction: Callable[..., Any] = _divide) -> Callable[..., Any]:
    """v ← new_v(v, g, β), w ← w - α·direction(g, v, ε)."""

    def step(w: Any, v: Any, g: Any, lr: float, beta: float, eps: float) -> tuple[Any, Any]:
        v = new_v(v, g, beta)
        return w - lr * direction(g, v, eps), v

    return step


def _momentum(w: Any, v: Any, g: Any, lr: float, beta: float, eps: float) -> tuple[Any, Any]:
    v = beta * v + (1 - beta) * g
    return w - lr * v, v


RMSPROP = FunctionTask(
    name="rmsprop_step",
    title="RMSProp adımı",
    question="v ← β·v + (1-β)·g², w ← w - α·g/(√v + ε): bir adım at, yeni (w, v) çiftini döndür.",
    arguments=ARGUMENTS,
    reference=OUTSIDE,
    cases=CASES,
    parts=("w", "v"),
    mutants=(
        Mutant("eps_inside", INSIDE, "ε'u kökün İÇİNE almışsın (d2l'nin biçimi); burada kökün dışında istenir."),
        Mutant(
            "no_eps",
            _variant(direction=lambda g, v, eps: g / v**0.5),
            "ε yok: v = 0 olan bir ağırlıkta payda sıfır olur.",
        ),
        Mutant(
            "swapped",
            _variant(lambda v, g, beta: (1 - beta) * v + beta * g * g),
            "β ile 1-β yer değiştirmiş: v kareleri ortalamıyor, neredeyse yalnızca son kareyi izliyor.",
        ),
        Mutant(
            "forgot_root",
            _variant(direction=lambda g, v, eps: g / (v + eps)),
            "Kök yok: v, gradyanın KARESİNİN ortalaması. Gradyanla aynı boya inmesi için ne gerekir?",
        ),
        Mutant(
            "not_squared",
            _variant(lambda v, g, beta: beta * v + (1 - beta) * g),
            "v'ye g'nin kendisi girmiş, karesi değil: işaretler birbirini götürür, v eksi olunca kökü de alınamaz.",
        ),
        Mutant(
            "absolute",
            _variant(lambda v, g, beta: beta * v + (1 - beta) * abs(g)),
            "v'ye |g| girmiş; formülde karesi var. Kök ancak kareyle birlikte gradyanın boyuna döner.",
        ),
        Mutant(
            "adagrad",
            _variant(lambda v, g, beta: v + g * g),
            "β yok: kareler hiç unutulmadan toplanıyor. Bu Adagrad'dır; adımları durmadan küçülür.",
        ),
        Mutant(
            "sum_not_average",
            _variant(lambda v, g, beta: beta * v + g * g),
            "g²'nin çarpanı eksik: ağırlıkların toplamı 1'e gitmiyor, v bir ortalama değil.",
        ),
        Mutant(
            "corrected",
            _variant(lambda v, g, beta: _average(v, g, beta) / (1 - beta)),
            "v'yi 1-β'ya bölmüşsün: yanlılık düzeltmesi burada istenmiyor ve v'nin içine hiç yazılmaz.",
        ),
        Mutant(
            "one_v_for_all",
            _variant(lambda v, g, beta: beta * v + (1 - beta) * (g * g).mean()),
            "Karelerin koordinatlar arası ortalamasını almışsın: hepsine aynı sayı giriyor. Ortalama ADIMLAR "
            "üzerindendir; her koordinatın kendi v'si olur.",
        ),
        Mutant(
            "old_v",
            lambda w, v, g, lr, beta, eps: (w - lr * _divide(g, v, eps), _average(v, g, beta)),
            "Adımı ESKİ v ile atmışsın: bu adımın gradyanı paydaya bir adım geç giriyor. Önce v'yi güncelle.",
        ),
        Mutant(
            "squared_step",
            _variant(direction=lambda g, v, eps: g * _divide(g, v, eps)),
            "Payın da karesini almışsın: g²'nin işareti yoktur, w hep aynı yöne gider.",
        ),
        Mutant(
            "multiplied",
            _variant(direction=lambda g, v, eps: g * (v**0.5 + eps)),
            "Köke bölmek yerine onunla çarpmışsın: dik yönün adımı küçüleceğine büyüyor.",
        ),
        Mutant(
            "half_not_root",
            _variant(direction=lambda g, v, eps: g / (v / 2 + eps)),
            "v**1/2 kök değildir: önce 1. kuvvet alınır, sonra ikiye bölünür. Üssü paranteze al ya da ondalık yaz.",
        ),
        Mutant(
            "eps_outside_fraction",
            _variant(direction=lambda g, v, eps: g / v**0.5 + eps),
            "ε kesrin dışında kalmış: paydaya değil, bölümün sonucuna eklenmiş; v = 0 iken yine sıfıra bölünür.",
        ),
        Mutant(
            "denominator_parentheses",
            lambda w, v, g, lr, beta, eps: (w - lr * g / _average(v, g, beta) ** 0.5 + eps, _average(v, g, beta)),
            "Paydanın parantezi eksik: yalnızca köke bölünmüş, ε doğrudan w'ye eklenmiş.",
        ),
        Mutant(
            "average_parentheses",
            _variant(lambda v, g, beta: beta * v + 1 - beta * g * g),
            "(1-β)'nın parantezi eksik: v'ye 1 eklenmiş, g² ise eksi işaretle girmiş.",
        ),
        Mutant(
            "squared_average",
            _variant(lambda v, g, beta: (beta * v + (1 - beta) * g) ** 2),
            "Ortalamanın karesini almışsın; istenen, karelerin ortalaması. Kare alma, ortalamadan önce gelir.",
        ),
        Mutant(
            "no_rate",
            lambda w, v, g, lr, beta, eps: OUTSIDE(w, v, g, 1.0, beta, eps),
            "α yok: v doğru ama w'den bölümün tamamı çıkmış.",
        ),
        Mutant(
            "gradient_used",
            lambda w, v, g, lr, beta, eps: (w - lr * g, _average(v, g, beta)),
            "v güncellenmiş ama adımda kullanılmamış: w hâlâ düz gradyan inişiyle gidiyor.",
        ),
        Mutant(
            "momentum",
            _momentum,
            "Bu momentum: gradyanın kendisini ortalayıp onunla adım atmışsın. RMSProp karesini ortalar, köküne böler.",
        ),
        Mutant(
            "plain_descent",
            lambda w, v, g, lr, beta, eps: (w - lr * g, v),
            "Bu düz gradyan inişi: v ne güncelleniyor ne de kullanılıyor.",
        ),
        Mutant(
            "sign",
            lambda w, v, g, lr, beta, eps: OUTSIDE(w, v, g, -lr, beta, eps),
            "v doğru ama w yanlış yöne gidiyor: inmek için gradyan yönünde mi, tersine mi gidilir?",
        ),
        Mutant(
            "v_not_returned",
            lambda w, v, g, lr, beta, eps: (OUTSIDE(w, v, g, lr, beta, eps)[0], v),
            "w doğru ama eski v'yi döndürmüşsün: ortalama hiç birikmez.",
        ),
        Mutant(
            "only_w",
            lambda *args: OUTSIDE(*args)[0],
            "w doğru ama v dönmüyor; sonraki adım onu nereden bilecek?",
        ),
        Mutant(
            "v_first",
            lambda *args: OUTSIDE(*args)[::-1],
            "Değerler doğru ama sıraları ters: önce w, sonra v dönmeli.",
        ),
    ),
    hints=(
        "İki satır: önce karelerin ortalaması (v), sonra w. Sıra önemli.",
        "Yeni v, eskisinin β katı ile g karesinin 1-β katının toplamı; bütün işlemler öğe öğe.",
        "v'yi yeni değerine getir; w'den α çarpı g bölü (YENİ v'nin kökü artı ε) çıkar; w, v sırasıyla döndür. "
        "Girdileri yerinde (*=, +=, -=) değiştirme.",
    ),
)

# ---- etkin adım: koordinat koordinat yazmak; ilk ve son adım, ε, hangi yön


def _outside(lr: float, v: Any, eps: float) -> Any:
    return lr / (v**0.5 + eps)


def _effective(shown: Callable[..., Any] = _outside, new_v: Callable[..., Any] = _average) -> Callable[..., Any]:
    """Gradyanların (T, d) her satırında v'yi yenileyip shown(α, v, ε)'u toplayan fonksiyon."""

    def steps(gradients: Any, lr: float, beta: float, eps: float) -> Any:
        rows, v = [], np.zeros(gradients.shape[1])
        for g in gradients:
            v = new_v(v, g, beta)
            rows.append(shown(lr, v, eps))
        return np.stack(rows)

    return steps


REFERENCE = _effective()

EFFECTIVE = FunctionTask(
    name="effective_steps",
    title="Etkin adımlar",
    question="(T, d) biçimindeki gradyanların her satırından sonra α/(√v + ε) kaç? v₀ = 0; (T, d) biçiminde döndür.",
    arguments=("gradients", "lr", "beta", "eps"),
    reference=REFERENCE,
    cases=(
        Case("dik yön y", (np.array([[0.2, 2.0], [0.2, -1.0], [0.1, 0.5]]), 0.1, 0.9, 0.01)),
        Case("dik yön x", (np.array([[-3.0, 0.5], [2.0, 0.25], [-1.0, 0.5], [0.0, 0.25]]), 0.02, 0.6, 0.1)),
        Case("üç koordinat", (np.array([[1.0, 9.0, 0.1], [-0.5, 7.0, 0.2], [2.0, -8.0, 0.1]]), 0.05, 0.99, 0.05)),
        Case("tek adım, tek koordinat", (np.array([[-0.25]]), 0.0375, 0.875, 0.003)),
        Case("hiç gradyan gelmeyen koordinat", (np.array([[0.0, 1.0], [0.0, -2.0]]), 0.1, 0.9, 0.01)),
    ),
    mutants=(
        Mutant("eps_inside", _effective(lambda lr, v, eps: lr / (v + eps) ** 0.5), "ε kökün içinde kalmış."),
        Mutant("no_eps", _effective(lambda lr, v, eps: lr / v**0.5), "Paydada ε eksik."),
        Mutant("forgot_root", _effective(lambda lr, v, eps: lr / (v + eps)), "Kök eksik: v bir KARENİN ortalaması."),
        Mutant(
            "multiplied",
            _effective(lambda lr, v, eps: lr * (v**0.5 + eps)),
            "Bölmek yerine çarpmışsın: dik yönün çarpanı küçülmeliydi.",
        ),
        Mutant(
            "old_v",
            lambda gradients, *rest: REFERENCE(np.vstack([0 * gradients[:1], gradients[:-1]]), *rest),
            "v bir adım geç: satırı, o adımın gradyanı v'ye girmeden yazmışsın. Önce v'yi güncelle.",
        ),
        Mutant("no_alpha", _effective(lambda lr, v, eps: 1 / (v**0.5 + eps)), "α eksik: payda hazır, pay 1 kalmış."),
        Mutant("only_v", _effective(lambda lr, v, eps: v), "Bunlar v'ler; etkin adım onlardan hesaplanır."),
        Mutant(
            "adagrad",
            _effective(new_v=lambda v, g, beta: v + g * g),
            "Kareleri toplamışsın, ortalamamışsın: bu Adagrad'ın etkin adımı.",
        ),
        Mutant(
            "swapped",
            _effective(new_v=lambda v, g, beta: (1 - beta) * v + beta * g * g),
            "β ile 1-β yer değiştirmiş.",
        ),
        Mutant(
            "one_v_for_all",
            _effective(new_v=lambda v, g, beta: _average(v, np.full_like(g, (g * g).mean() ** 0.5), beta)),
            "Bütün koordinatlara tek bir v düşmüş; her koordinat kendi karelerini ortalar.",
        ),
        Mutant(
            "axes_reversed",
            lambda gradients, *rest: REFERENCE(gradients, *rest)[:, ::-1],
            "Koordinatlar yer değiştirmiş: her koordinatın paydasında KENDİ karelerinin ortalaması durur.",
        ),
        Mutant(
            "step_itself",
            lambda gradients, *rest: REFERENCE(gradients, *rest) * abs(gradients),
            "Bu adımın boyu: içine |g| de girmiş. Etkin adım, gradyanın ÇARPANIDIR.",
        ),
        Mutant(
            "last_row",
            lambda gradients, *rest: REFERENCE(gradients, *rest)[-1],
            "Yalnızca son satır dönmüş; her adım için bir satır gerek.",
        ),
        Mutant(
            "half_not_root",
            _effective(lambda lr, v, eps: lr / (v / 2 + eps)),
            "v**1/2 kök değildir: önce 1. kuvvet alınır, sonra ikiye bölünür.",
        ),
        Mutant(
            "eps_outside_fraction",
            _effective(lambda lr, v, eps: lr / v**0.5 + eps),
            "Paydanın parantezi eksik: ε bölümün sonucuna eklenmiş.",
        ),
        Mutant(
            "average_parentheses",
            _effective(new_v=lambda v, g, beta: beta * v + 1 - beta * g * g),
            "(1-β)'nın parantezi eksik: v'ye her adımda 1 eklenmiş, g² eksi işaretle girmiş.",
        ),
        Mutant(
            "squared_average",
            _effective(new_v=lambda v, g, beta: (beta * v + (1 - beta) * g) ** 2),
            "Ortalamanın karesi bu; istenen, karelerin ortalaması.",
        ),
        Mutant(
            "not_squared",
            _effective(new_v=lambda v, g, beta: beta * v + (1 - beta) * g),
            "v'ye g'nin kendisi girmiş, karesi değil: v eksi olunca kökü alınamaz.",
        ),
    ),
    hints=(
        "v'yi sıfırdan başlat, gradyanların satırlarını sırayla gez.",
        "Her satırda önce v'yi güncelle, sonra α bölü (v'nin kökü artı ε)'u bir listeye ekle.",
        "Listedeki satırları np.array ile (T, d) biçimine getir; v'nin her koordinatı yalnızca kendi sütununu görür.",
    ),
)

DIRECTION = NumberTask(
    name="damped_direction",
    title="Hangi yön frenlenir?",
    question="Gradyan hep (0.3, 6). v oturduktan sonra x'in etkin adımı y'ninkinin kaç katıdır? (ε yok say)",
    expected=20.0,
    tolerance=0.01,
    mutants=(
        Mutant(
            "axes_swapped",
            0.05,
            "Eksenler yer değiştirmiş: kareleri büyük olan (dik) yönün PAYDASI büyüktür. Öyleyse hangisi frenlenir?",
        ),
        Mutant("forgot_root", 400.0, "Kareleri oranlamışsın; etkin adımda v'nin kökü var."),
        Mutant("both", 0.0025, "Hem kök eksik hem eksenler ters: kareler oranlanmış."),
        Mutant("root_twice", 20.0**0.5, "Kök iki kez alınmış: v zaten karelerin ortalaması, bir kök yeter."),
        Mutant("single_alpha", 1.0, "α tek, ama etkin adım α/√v'dir; iki yönün v'si aynı değil. (1, adımların oranı.)"),
        Mutant("difference", 5.7, "İki gradyanın farkını almışsın; sorulan bir oran."),
    ),
    hints=(
        "Gradyan sabitse v, karesine oturur: iki v'yi yaz.",
        "Etkin adım α/√v. İkisini oranlayınca α gider.",
        "Geriye √v'lerin oranı kalır: altıyı 0.3'e böl.",
    ),
)

FIRST = NumberTask(
    name="first_step_rmsprop",
    title="İlk adımın boyu",
    question="α = 0.01, β = 0.99, v₀ = 0, ilk gradyan 5: ilk adımın boyu kaç? (ε yok say)",
    expected=0.1,
    tolerance=1e-4,
    mutants=(
        Mutant("alpha", 0.01, "Yanlılık düzeltmesi olsaydı α olurdu; burada v ilk adımda g²'nin küçük bir parçası."),
        Mutant("plain_descent", 0.05, "Bu α·g, düz inişin adımı: paydada √v var."),
        Mutant("forgot_root", 0.2, "Kök eksik: g'yi v'ye bölmüşsün."),
        Mutant("effective_step", 0.02, "Bu etkin adım (α/√v₁); adımın boyu onun |g| katıdır."),
        Mutant(
            "no_root_of_factor", 1.0, "1-β de kökün içinde: kökünü almadan böldüysen 1 çıkar; adımın boyu öyle değil."
        ),
        Mutant("multiplied", 0.001, "√(1-β) ile çarpmışsın: payda küçülünce adım küçülür mü, büyür mü?"),
        Mutant("times_gradient", 0.5, "Gradyan bir kez daha girmiş: paydada kendi boyuyla sadeleşmeliydi."),
        Mutant("half_not_root", 0.4, "v'nin kökü yerine yarısını almışsın: **1/2 üs değil, bölmedir."),
        Mutant("half_not_root_of_factor", 2.0, "(1-β)'nın kökü yerine yarısını almışsın: **1/2 üs değil, bölmedir."),
    ),
    hints=(
        "v₁ = (1-β)·g². Kökünü al, g'yi ona böl.",
        "g sadeleşir; geriye α/√(1-β) kalır.",
        "√(1-0.99) = √0.01 = 1/10: α'yı ona böl.",
    ),
)

STEADY = NumberTask(
    name="steady_step_rmsprop",
    title="Sabit yokuşta son adım",
    question="α = 0.02, β = 0.9, gradyan hep 4: bir adımın boyu hangi sayıya yaklaşır? (ε yok say)",
    expected=0.02,
    tolerance=1e-4,
    mutants=(
        Mutant("plain_descent", 0.08, "Bu α·g; payda, gradyanın boyunu götürür."),
        Mutant(
            "effective_step",
            0.005,
            "Bu etkin adım (α/√v); adımın boyu onun |g| katıdır. Kökü unutup α·g/v aldıysan da bu çıkar.",
        ),
        Mutant("first_step", 0.02 / 0.1**0.5, "Bu ilk adım; v oturdukça payda büyür, adım kısalır."),
        Mutant("momentum_habit", 0.2, "α/(1-β) momentumun son adımıdır; v bir toplam değil, ortalama."),
        Mutant("v_itself", 16.0, "Bu v'nin oturduğu değer: g²."),
        Mutant("root_of_v", 4.0, "Bu √v; adımda o paydadadır."),
        Mutant("forgot_root", 0.00125, "Kök eksik: α/v almışsın; |g| ile çarpmayı da atlamışsın."),
        Mutant("half_not_root", 0.01, "v'nin kökü yerine yarısını almışsın: **1/2 üs değil, bölmedir."),
    ),
    hints=(
        "v'nin değişmediği anı bul: v = β·v + (1-β)·g².",
        "v = g², √v = |g|. Adım α·|g|/√v.",
        "|g| sadeleşir: geriye tek bir sayı kalır, o da soruda.",
    ),
)

EPSILON = NumberTask(
    name="eps_ratio",
    title="ε nerede?",
    question="v = 0 ve ε = 0.000001: dıştaki ε'la etkin adım α/(√v + ε), içteki ε'la olanın α/√(v + ε) kaç katıdır?",
    expected=1000.0,
    tolerance=0.5,
    mutants=(
        Mutant("same", 1.0, "v büyükken öyle; v = 0 iken iki payda aynı değil: biri ε, öbürü √ε."),
        Mutant("inverse", 0.001, "Ters oranlamışsın: küçük payda büyük adım demektir; ε mi küçük, √ε mu?"),
        Mutant("only_outside", 1e6, "Bu 1/ε; içteki ε'un etkin adımına da bölmen gerek."),
        Mutant("root_twice", 1000.0**0.5, "Bir kök fazla almışsın."),
        Mutant("half", 2.0, "Kök, sayıyı yarıya indirmez; üssünü yarıya indirir."),
        Mutant("half_not_root", 0.5, "ε'un kökü yerine yarısını almışsın: **1/2 üs değil, bölmedir."),
    ),
    hints=(
        "v = 0 koy: paydalar ε ve √ε olur.",
        "Oran √ε/ε = 1/√ε.",
        "Milyonda birin kökü binde birdir.",
    ),
)

BOUNCE = NumberTask(
    name="bounce_amplitude",
    title="Dibin çevresinde",
    question="α sabitse RMSProp çok adım sonra en küçük noktanın çevresinde kaç α uzaklıkta gidip gelir? (ε yok say)",
    expected=0.5,
    tolerance=0.01,
    mutants=(
        Mutant("whole_step", 1.0, "Bu bir adımın boyu, yani iki uç arasındaki uzaklık; en küçük nokta ortada."),
        Mutant("not_in_alpha", 0.05, "Bu, uzaklığın kendisi; kaç α ettiği soruluyor."),
        Mutant("converges", 0.0, "Sıfıra inmiyor: gradyan küçülünce √v de küçülür, adımın boyu α'da kalır."),
        Mutant(
            "inverse",
            2.0,
            "α'yı uzaklığa bölmüşsün; uzaklığı α'ya böl. (Dik yönün etkin adımı 2/λ da bu sayıdır; sorulan uzaklık.)",
        ),
        Mutant("one_over", 20.0, "Bu, α = 0.1 iken 1/uzaklık; uzaklığı α'ya böl."),
        Mutant(
            "half_again",
            0.25,
            "Bir adım α boyundadır; iki uç, en küçük noktadan eşit uzakta: bir uç ne kadar uzakta olur?",
        ),
    ),
    hints=(
        "Çok adım yürüt, son adımların |y|'sine bak ve α'ya böl; başka bir α ile yinele.",
        "Gidip gelirken |g| değişmez; √v = |g| olur. Bir adımın boyu kaç?",
        "Adım α boyunda ve seni tam karşıya götürüyor: iki uç, en küçük noktadan eşit uzakta.",
    ),
)

# ---- onarılacak koşu: bütün koordinatlara tek v


def _rms_losses(square: Callable[[Any], Any]) -> Callable[..., Any]:
    """Eksenlere hizalı çanakta RMSProp; v'ye her adımda `square(g)` girer."""

    def losses(w: Any, curvature: Any, lr: float, beta: float, steps: int) -> list[float]:
        v, found = 0 * w, []
        for _ in range(steps):
            g = curvature * w
            v = beta * v + (1 - beta) * square(g)
            w = w - lr * g / (np.sqrt(v) + 1e-8)
            found.append(np.sum(curvature * w**2) / 2)
        return found

    return losses


def _bowl_case(label: str, size: int, lr: float, beta: float, steps: int) -> Case:
    rng = np.random.default_rng((size, steps))
    return Case(label, (rng.normal(0, 2, size), np.geomspace(5, 0.05, size), lr, beta, steps))


RMS_RUN = FunctionTask(
    name="rmsprop_losses",
    title="Onar: yassı yönde yavaş kalan RMSProp",
    question=(
        "κ = 100'lük çanakta RMSProp'un κ'ya aldırmaması gerekir, ama yassı yönde yavaş. Tek hatayı bul ve onar; "
        "her adımdan sonraki kaybı döndür."
    ),
    arguments=("w", "curvature", "lr", "beta", "steps"),
    reference=_rms_losses(lambda g: g**2),
    given=_rms_losses(lambda g: g @ g),
    cases=(
        Case("dik ve yassı yön", (np.array([1.0, -8.0]), np.array([5.0, 0.05]), 0.1375, 0.9, 80)),
        _bowl_case("beş koordinat, β = 0.625", 5, 0.1, 0.625, 20),
        Case("sıfırdan başlayan ağırlık, β = 0", (np.array([0.0, -2.0, 1.0]), np.array([5.0, 0.5, 0.05]), 0.1, 0.0, 3)),
        _bowl_case("tek adım", 3, 0.3, 0.99, 1),
        Case("ε kadar küçük gradyan", (np.array([1e4, -2e4]), np.array([1e-12, 2e-12]), 1e3, 0.9, 6)),
        _bowl_case("hiç adım yok", 3, 0.3, 0.99, 0),
    ),
    mutants=(
        Mutant(
            "mean_square",
            _rms_losses(lambda g: np.mean(g**2)),
            "Toplam yerine ortalama almışsın: v hâlâ tek sayı, bütün koordinatların ortağı.",
        ),
        Mutant(
            "not_squared",
            _rms_losses(np.abs),
            "Koordinatlar ayrılmış ama v'ye g²'nin değil |g|'nin ortalaması giriyor; kök ondan alınınca ölçek tutmaz.",
        ),
        Mutant(
            "largest",
            _rms_losses(lambda g: np.max(g**2)),
            "En dik yönün karesi herkese bölen olmuş: yassı yönün kendi küçük karesi gerekli.",
        ),
    ),
    hints=(
        "Döngünün sonunda `print(v)` yaz: v kaç sayı?",
        "İki dizinin `@` çarpımı bir toplamdır; koordinatlar kaybolur.",
        "v, w ile aynı biçimde olmalı: her koordinatın kendi karesi.",
    ),
    plot=("adım", "kayıp"),
)

TASKS = (
    DIRECTION,
    EFFECTIVE,
    RMS_RUN,
    RMSPROP,
    FIRST,
    STEADY,
    EPSILON,
    BOUNCE,
)
CORE = (DIRECTION, EFFECTIVE, RMS_RUN)  # ana yol
