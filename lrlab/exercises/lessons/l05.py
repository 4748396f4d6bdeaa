"""05. dersin yazma görevi: Adam adımı."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import rules
from lrlab.exercises.task import Case, FunctionTask, Mutant

Step = Callable[..., Any]
ARGUMENTS = ("w", "m", "v", "g", "t", "lr", "beta1", "beta2", "eps")


def one_step(rule: rules.Rule, *extra: str) -> Step:
    """Bir kuralı (w, m, v, g, t, α, β₁, β₂, ε, ...) -> (w, m, v) fonksiyonuna çevirir."""

    def step(w: Any, m: Any, v: Any, g: Any, t: int, *hyper: float) -> tuple[Any, Any, Any]:
        named = dict(zip((*ARGUMENTS[5:], *extra), hyper, strict=True))
        new, state = rule(w, g, {"m": m, "v": v}, t, **named)
        return new, state["m"], state["v"]

    return step


def a_case(label: str, t: int, *hyper: float) -> Case:
    """Üç ağırlıklı, `t`den türetilen rastgele bir deneme."""
    w, m, g = np.random.default_rng(t).normal(size=(3, 3))
    m, v = (m, m * m + 0.5) if t > 1 else (0 * m, 0 * m)  # durum 1. adımdan önce sıfırdır
    return Case(label, (w, m, v, g, t, *hyper))


ADAM, BARE = one_step(rules.adam), one_step(rules.adam_uncorrected)
CASES = (
    a_case("t = 1, varsayılanlar", 1, 0.001, 0.9, 0.999, 1e-8),
    a_case("t = 2, α = 0.1, β₂ = 0.99", 2, 0.1, 0.9, 0.99, 1e-8),
    a_case("t = 7, β₁ = 0.8, ε = 0.1", 7, 0.5, 0.8, 0.95, 0.1),
)


def _averages(m: Any, v: Any, g: Any, beta1: float, beta2: float) -> tuple[Any, Any]:
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g


def _corrected(m: Any, v: Any, t: int, beta1: float, beta2: float) -> tuple[Any, Any]:
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


ADAM_TASK = FunctionTask(
    name="adam_step",
    lesson="05",
    title="Adam adımı",
    question="Adam'ın t. adımını at: yeni (w, m, v) üçlüsünü döndür. t 1'den sayılır; m ve v bir önceki adımınkiler.",
    arguments=ARGUMENTS,
    reference=ADAM,
    cases=CASES,
    parts=("w", "m", "v"),
    mutants=(
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
            _variant(corrected=lambda m, v, t, beta1, beta2: _corrected(m, v, np.float64(t - 1), beta1, beta2)),
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
    ),
    hints=(
        "Beş satır: iki ortalama, iki düzeltme, bir adım. Ortalamalar 02. dersteki EWA: biri g'nin, biri g²'nin.",
        "Düzeltme ayrı değişkenlere yazılır (m̂, v̂): her ortalama 1 eksi KENDİ β'sının t. kuvvetine bölünür.",
        "w'den α çarpı m̂ bölü (v̂'nin kökü artı ε) çıkar; düzeltilmemiş yeni m ve v'yi w ile birlikte döndür.",
    ),
)

TASKS = (ADAM_TASK,)
