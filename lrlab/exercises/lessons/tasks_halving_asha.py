"""09. dersin yazma görevi: ASHA'nın bir basamaktan sıradaki terfisi."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from lrlab.exercises.task import Case, FunctionTask, Mutant
from lrlab.hpo.schedulers.scheduler import Rung


def _ranked(errors: Sequence[float]) -> list[int]:
    """Denemeler, iyiden kötüye; eşitlikte küçük numaralı önce."""
    rung = Rung()
    for trial, error in enumerate(errors):
        rung.add(float(error), trial)
    return [trial for _, trial in rung.ranked]


def _first(trials: Sequence[int], promoted: Sequence[int]) -> int:
    """`trials` içinde terfi etmemiş ilk deneme, yoksa -1."""
    return next((trial for trial in trials if trial not in promoted), -1)


def _of_top(choose: Callable[[list[int], list[int]], Any]) -> Callable[..., Any]:
    """En iyi ⌊n/eta⌋ denemeden choose(onlar, terfi edenler) ile seçen yanıt."""
    return lambda errors, promoted, eta: choose(_ranked(errors)[: len(errors) // eta], promoted)


def _remaining(errors: list[float], promoted: list[int], eta: int) -> int:
    rest = [trial for trial in _ranked(errors) if trial not in promoted]
    return _first(rest[: len(rest) // eta], [])


SEVEN = [0.50, 0.30, 0.45, 0.20, 0.60, 0.30, 0.25]

NEXT_TASK = FunctionTask(
    name="asha_next",
    lesson="09",
    title="ASHA sıradaki işe kimi seçer?",
    question="Bir basamağı bitirenlerin hataları geliş sırasıyla `errors`, oradan terfi etmiş olanların numaraları "
    "`promoted`. En iyi ⌊n/eta⌋ deneme içinde terfi etmemişlerin en iyisinin numarasını döndür; yoksa -1. Eşitlikte "
    "küçük numara öndedir.",
    arguments=("errors", "promoted", "eta"),
    reference=_of_top(_first),
    cases=(
        Case("yedi sonuç, 3 terfi etmiş", (SEVEN, [3], 3)),
        Case("yedi sonuç, ilk ikisi terfi etmiş", (SEVEN, [3, 6], 3)),
        Case("yedi sonuç, üçü terfi etmiş", (SEVEN, [1, 3, 6], 3)),
        Case("yedi sonuç, erken gelen ikisi terfi etmiş", (SEVEN, [0, 2], 3)),
        Case("iki sonuç, eta = 3", (SEVEN[:2], [], 3)),
        Case("altı sonuç, eşitlik", ([0.50, 0.30, 0.45, 0.30, 0.60, 0.50], [], 2)),
        Case("altı sonuç, eşitlerin ikisi terfi etmiş", ([0.50, 0.30, 0.45, 0.30, 0.60, 0.50], [1, 3], 2)),
        Case("altı sonuç, hiç terfi yok", ([0.5, 0.4, 0.3, 0.6, 0.2, 0.7], [], 3)),
        Case("yedi sonuç, eşitlerden biri terfi etmiş", (SEVEN, [1, 3, 6], 2)),
    ),
    mutants=(
        Mutant(
            "ceil",
            lambda errors, promoted, eta: _first(_ranked(errors)[: math.ceil(len(errors) / eta)], promoted),
            "Yukarı yuvarlamışsın: iki sonuçla bile terfi veriyor. ⌊n/eta⌋ aşağı yuvarlanır.",
        ),
        Mutant(
            "at_least_one",
            lambda errors, promoted, eta: _first(_ranked(errors)[: max(1, len(errors) // eta)], promoted),
            "n < eta iken de birini terfi ettirmişsin: karşılaştıracak kadar sonuç yokken ASHA yeni deneme başlatır.",
        ),
        Mutant(
            "no_limit",
            lambda errors, promoted, eta: _first(_ranked(errors), promoted),
            "En iyi 1/eta sınırı yok: herkes sırayla terfi ediyor, eleme kalmıyor.",
        ),
        Mutant(
            "remaining_top",
            _remaining,
            "Terfi edenleri SAYIMDAN da çıkarmışsın: önce bütün sonuçların en iyi ⌊n/eta⌋'sı, sonra terfi etmemişler.",
        ),
        Mutant(
            "counted",
            lambda errors, promoted, eta: (
                _first(_ranked(errors), promoted) if len(promoted) < len(errors) // eta else -1
            ),
            "Terfi edenlerin SAYISINA bakmışsın. Erken terfi edenler artık en iyiler içinde olmayabilir: sıraya bak.",
        ),
        Mutant(
            "again",
            _of_top(lambda top, promoted: _first(top, [])),
            "`promoted`a bakılmamış: aynı deneme bir basamaktan iki kez terfi edemez.",
        ),
        Mutant(
            "worst_of_top",
            _of_top(lambda top, promoted: _first(top[::-1], promoted)),
            "En iyilerin içinden en KÖTÜSÜNÜ seçmişsin.",
        ),
        Mutant(
            "smallest_number",
            _of_top(lambda top, promoted: _first(sorted(top), promoted)),
            "En küçük numaralıyı (en önce geleni) seçmişsin; en küçük hatalıyı seç.",
        ),
        Mutant(
            "largest_error",
            lambda errors, promoted, eta: _first(_ranked([-error for error in errors])[: len(errors) // eta], promoted),
            "En BÜYÜK hatalılar içinden seçmişsin; küçük hata iyidir.",
        ),
        Mutant(
            "none_is_zero",
            _of_top(lambda top, promoted: max(0, _first(top, promoted))),
            "Terfi yokken 0 dönüyor; 0 da bir denemenin numarası. -1 döndür.",
        ),
        Mutant(
            "eta_many",
            lambda errors, promoted, eta: _first(_ranked(errors)[:eta], promoted),
            "En iyi eta TANEye bakmışsın; n'nin 1/eta'sı kadarına bakılır.",
        ),
        Mutant(
            "late_tie",
            lambda errors, promoted, eta: _first(
                sorted(range(len(errors)), key=lambda i: (errors[i], -i))[: len(errors) // eta], promoted
            ),
            "Eşitlikte büyük numara öne geçmiş; küçük numara öndedir.",
        ),
    ),
    hints=(
        "Numaraları hataya göre sırala; baştan ⌊n/eta⌋ tanesini al.",
        "O parçada, en iyiden başlayarak, `promoted`da olmayan ilkini bul.",
        "for trial in parça: if trial not in promoted: return trial. Döngü bitince -1.",
    ),
)

TASKS = (NEXT_TASK,)
