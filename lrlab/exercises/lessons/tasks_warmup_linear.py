"""07. dersin görevi: BertAdam'ın warmup_linear'ı, yani oranın çarpanı."""

from typing import Any

from lrlab.core.schedules import Linear, Warmup
from lrlab.exercises.task import Case, FunctionTask, Mutant


def _factor(step: int, t_total: int, warmup: float) -> float:
    n = warmup * t_total
    return Warmup(Linear(1.0, 0.0, t_total - n), n)(step)


def _after(tail: Any) -> Any:
    """Isınması doğru, gerisi `tail(x, warmup)` olan katsayı."""
    return lambda step, t_total, warmup: (
        step / t_total / warmup if step / t_total < warmup else tail(step / t_total, warmup)
    )


LINEAR = FunctionTask(
    name="warmup_linear",
    lesson="07",
    title="BertAdam'ın warmup_linear'ı",
    question="step numaralı (0'dan) güncellemede α'nın çarpanı: t_total güncellemenin ilk warmup PAYINDA (0.1: onda "
    "biri) 0'dan 1'e, sonra t_total'da 0'a inecek biçimde doğrusal; t_total'dan sonra 0.",
    arguments=("step", "t_total", "warmup"),
    reference=_factor,
    cases=tuple(
        Case(f"step = {step}, t_total = {total}, warmup = {warmup}", (step, total, warmup))
        for step, total, warmup in (
            *((step, 1000, 0.1) for step in (0, 30, 100, 550, 1000, 1200)),
            (80, 200, 0.25),
        )
    ),
    mutants=(
        Mutant(
            "one_minus_x",
            _after(lambda x, warmup: max(1 - x, 0.0)),
            "Isınma bitince çarpan 1'den 1 - warmup'a düşüyor: inen çizgi tepeden, (warmup, 1) noktasından başlamalı.",
        ),
        Mutant(
            "wrong_sign",
            _after(lambda x, warmup: max((x - 1) / (1 - warmup), 0.0)),
            "Isınmadan sonra çarpan hep 0: pay ile payda aynı işaretli değil. x < 1 iken x - 1'in işareti ne?",
        ),
        Mutant(
            "no_clamp",
            _after(lambda x, warmup: (x - 1) / (warmup - 1)),
            "t_total'dan sonra çarpan eksi: α eksiye düşerse yokuş YUKARI gidersin.",
        ),
        Mutant(
            "counts_from_one",
            lambda step, t_total, warmup: _factor(step + 1, t_total, warmup),
            "Bir ileriden sayıyorsun: ilk güncelleme 0 numaralıdır, çarpanı 0'dır.",
        ),
        Mutant(
            "steps_not_shares",
            lambda step, t_total, warmup: step / warmup if step < warmup else max((step - 1) / (warmup - 1), 0.0),
            "warmup bir PAYDIR: step'i onunla karşılaştırmadan önce t_total'a böl.",
        ),
        Mutant(
            "own_horizon",
            _after(lambda x, warmup: max(1 - (x - warmup), 0.0)),
            "Azalma ısınmanın üstüne tam bir t_total istiyor: eğitim bitince çarpan hâlâ warmup kadar.",
        ),
        Mutant(
            "stays",
            _after(lambda x, warmup: 1.0),
            "Isınıp orada kalıyor: bu warmup_constant. Buradaki sonra 0'a iner.",
        ),
        Mutant(
            "no_warmup",
            lambda step, t_total, warmup: max(1 - step / t_total, 0.0),
            "Isınma yok: ilk güncellemede çarpan 1.",
        ),
    ),
    hints=(
        "Önce x = step/t_total: eğitimin geçen payı. İki durum: x < warmup ve ötesi.",
        "Ötesi bir doğru: x = warmup'ta 1, x = 1'de 0. Eğimi kaç?",
        "(1 - x) bölü (1 - warmup); x > 1 iken 0'da tut (max).",
    ),
)

TASKS = (LINEAR,)
