"""05. dersin yazma görevi: ağırlık sönümünü gradyandan ayrı tutan AdamW adımı."""

from typing import Any

from lrlab.core import rules
from lrlab.exercises.lessons.l05 import ADAM, ARGUMENTS, BARE, Step, a_case, one_step
from lrlab.exercises.task import FunctionTask, Mutant

ADAMW = one_step(rules.adamw, "weight_decay")


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


ADAMW_TASK = FunctionTask(
    name="adamw_step",
    lesson="05",
    title="AdamW adımı",
    question="AdamW'nin t. adımını at: ağırlık sönümü λ = weight_decay gradyana karışmadan; yeni (w, m, v) döndür.",
    arguments=(*ARGUMENTS, "weight_decay"),
    reference=ADAMW,
    cases=(
        a_case("t = 1, λ = 0.5", 1, 0.1, 0.9, 0.999, 1e-8, 0.5),
        a_case("t = 2, λ = 0.1", 2, 0.3, 0.9, 0.99, 1e-8, 0.1),
        a_case("t = 7, λ = 0.3", 7, 0.5, 0.8, 0.95, 0.1, 0.3),
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
        Mutant("divided", _scaled, "Sönüm de √v̂ + ε'a bölünmüş: o bölme yalnızca gradyanın payı içindir."),
        Mutant(
            "uncorrected",
            lambda *args: (lambda new, m, v: (new - args[5] * args[-1] * args[0], m, v))(*BARE(*args[:-1])),
            "Yanlılık düzeltmesi yok: sönüm doğru ama bu, BertAdam'ın adımı.",
        ),
        Mutant("only_w", lambda *args: ADAMW(*args)[0], "w doğru ama m ve v dönmüyor."),
    ),
    hints=(
        "m ve v, λ'dan hiç haberdar değil: adam_step'teki gibi, yalnızca g ile yenilenirler.",
        "Adam adımından önce w'yi biraz küçült; küçültme payı hem α'yla hem λ'yla orantılı.",
        "w'den önce α çarpı λ çarpı w çıkar; kalan w'den Adam adımını at. Girdileri yerinde değiştirme.",
    ),
)

TASKS = (ADAMW_TASK,)
