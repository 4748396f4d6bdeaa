"""03. dersin yazma görevleri: momentumun iki biçimi, Nesterov ve α'yı yeniden ayarlamak."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import rules
from lrlab.exercises.task import Case, FunctionTask, Mutant

ARGUMENTS = ("w", "m", "g", "lr", "beta")


def _step(rule: rules.Rule) -> Callable[..., tuple[Any, Any]]:
    """Bir kuralı (w, m, g, α, β) -> (w, m) fonksiyonuna çevirir."""

    def step(w: Any, m: Any, g: Any, lr: float, beta: float) -> tuple[Any, Any]:
        new, state = rule(w, g, {"m": m}, 1, lr=lr, beta=beta)
        return new, state["m"]

    return step


def _case(label: str, size: int, lr: float, beta: float) -> Case:
    w, m, g = np.random.default_rng(size).normal(size=(3, size))
    return Case(label, (w, m, g, lr, beta))


CASES = (
    _case("α = 0.1, β = 0.9", 3, 0.1, 0.9),
    _case("α = 0.05, β = 0.8", 2, 0.05, 0.8),
    Case("ilk adım (m = 0)", (np.array([1.0, -2.0]), np.zeros(2), np.array([0.5, 3.0]), 0.2, 0.98)),
)
TORCH, COURSE, NESTEROV = _step(rules.momentum), _step(rules.momentum_ewa), _step(rules.nesterov)


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
            "lr_inside",
            _lr_inside(step),
            "α'yı m'nin içine katmışsın (w ← w - v biçimi). α sabitken yol aynı kalır ama m başka bir "
            "şeydir; α değişince yollar da ayrılır. Burada m yalnızca gradyanları biriktirsin.",
        ),
    )


MOMENTUM = FunctionTask(
    name="momentum_step",
    lesson="03",
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
    lesson="03",
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
    ),
    hints=(
        "02. dersteki EWA'nın aynısı: θ'nın yerinde g, v'nin yerinde m var.",
        "Yeni m, eski m ile g'nin karışımıdır; iki çarpanın toplamı 1'dir.",
        "m, β kere eski m artı 1-β kere g olur; sonra w'den α çarpı yeni m'yi çıkar, w, m sırasıyla döndür.",
    ),
)

NESTEROV_TASK = FunctionTask(
    name="nesterov_step",
    lesson="03",
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
    ),
    hints=(
        "m'nin güncellemesi klasik momentumla aynı; fark yalnızca w'nin adımında.",
        "Adım, belleğin bir adım SONRAKİ hâline bakar: yeni m'yi bir kez daha β ile söndür ve g'yi ekle.",
        "Önce m'yi güncelle. w'den α çarpı (g artı β kere yeni m) çıkar. w, m sırasıyla döndür.",
    ),
)

TASKS = (MOMENTUM, MOMENTUM_EWA, NESTEROV_TASK)
