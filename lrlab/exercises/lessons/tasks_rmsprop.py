"""04. dersin yazma görevi: RMSProp adımı."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import rules
from lrlab.exercises.task import Case, FunctionTask, Mutant


def _step(rule: rules.Rule) -> Callable[..., tuple[Any, Any]]:
    """Bir kuralı (w, v, g, α, β, ε) -> (w, v) fonksiyonuna çevirir."""

    def step(w: Any, v: Any, g: Any, lr: float, beta: float, eps: float) -> tuple[Any, Any]:
        new, state = rule(w, g, {"v": v}, 1, lr=lr, beta=beta, eps=eps)
        return new, state["v"]

    return step


def _case(label: str, size: int, lr: float, beta: float, eps: float) -> Case:
    w, v, g = np.random.default_rng(size).normal(size=(3, size))
    return Case(label, (w, v * v, g, lr, beta, eps))


# ε'lar büyük seçildi: yeri değişince ya da unutulunca sonuç, hoşgörünün çok üstünde değişsin.
CASES = (
    _case("α = 0.1, β = 0.9", 3, 0.1, 0.9, 0.01),
    _case("α = 0.02, β = 0.99", 2, 0.02, 0.99, 0.1),
    Case("ilk adım (v = 0)", (np.array([1.0, -2.0]), np.zeros(2), np.array([0.5, -3.0]), 0.2, 0.75, 0.05)),
    Case("gradyan 0", (np.array([1.0, -2.0]), np.array([0.0, 4.0]), np.array([0.0, 1.0]), 0.1, 0.9, 0.01)),
)
OUTSIDE, INSIDE = _step(rules.rmsprop), _step(rules.rmsprop_eps_inside)


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
    lesson="04",
    title="RMSProp adımı",
    question="v ← β·v + (1-β)·g², w ← w - α·g/(√v + ε): bir adım at, yeni (w, v) çiftini döndür.",
    arguments=("w", "v", "g", "lr", "beta", "eps"),
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

TASKS = (RMSPROP,)
