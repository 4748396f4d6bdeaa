"""09. dersin yazma görevi: bir basamaktan terfi edenler."""

import math

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant
from lrlab.hpo.schedulers.scheduler import Rung


def _promoted(errors: list[float], eta: int) -> list[int]:
    rung = Rung()
    for trial, error in enumerate(errors):
        rung.add(float(error), trial)
    return [trial for _, trial in rung.ranked[: rung.size // eta]]


def _finite(errors: list[float]) -> list[int]:
    """Sonuç veren denemeler, iyiden kötüye; eşitlikte küçük numaralı önce."""
    return _promoted(errors, 1)


TIES = [0.42, 0.31, 0.55, np.nan, 0.31, 0.60, 0.35, 0.28, 0.35, 0.71, 0.50]
FAILED = [np.nan, 0.4, np.nan, np.nan, 0.2, np.nan]

PROMOTED_TASK = FunctionTask(
    name="promoted",
    lesson="09",
    title="Kim terfi eder?",
    question="`errors[i]`, i. denemenin basamaktaki hatası; başarısız olanınki NaN. n denemenin (başarısızlar dahil) "
    "en iyi ⌊n/eta⌋'sı terfi eder, NaN hiç etmez; eşitlikte küçük numara öndedir. Numaraların listesini, en iyiden "
    "başlayarak döndür.",
    arguments=("errors", "eta"),
    reference=_promoted,
    cases=(
        Case("9 deneme, eta = 3", (TIES[:9], 3)),
        Case("11 deneme, eta = 2", (TIES, 2)),
        Case("altı denemenin dördü başarısız, eta = 2", (FAILED, 2)),
        Case("11 deneme, eta = 4", (TIES, 4)),
    ),
    mutants=(
        Mutant(
            "worst",
            lambda errors, eta: _finite(errors)[::-1][: len(errors) // eta],
            "En BÜYÜK hatalılar terfi etmiş; küçük hata iyidir.",
        ),
        Mutant(
            "ceil",
            lambda errors, eta: _finite(errors)[: math.ceil(len(errors) / eta)],
            "Bir fazla terfi: ⌊n/eta⌋ aşağı yuvarlanır. (Yukarı yuvarlayan, durduran ASHA'dır.)",
        ),
        Mutant(
            "finite_counted",
            lambda errors, eta: _finite(errors)[: len(_finite(errors)) // eta],
            "n'ye başarısızları katmamışsın: onlar da basamağa girmiş denemelerdir, yerleri eksilmez.",
        ),
        Mutant(
            "nan_fills",
            lambda errors, eta: [int(i) for i in np.argsort(errors, kind="stable")[: len(errors) // eta]],
            "Yer kalınca başarısız deneme de terfi etmiş: argsort NaN'ları sona koyar ama atmaz.",
        ),
        Mutant(
            "nan_best",
            lambda errors, eta: [
                int(i) for i in np.argsort(np.nan_to_num(errors), kind="stable")[: len(errors) // eta]
            ],
            "NaN'ı 0 saymışsın: başarısız deneme birinci oluyor.",
        ),
        Mutant(
            "by_number",
            lambda errors, eta: sorted(_promoted(errors, eta)),
            "Kümeyi doğru buldun, ama liste numara sırasında; en iyiden başlamalı.",
        ),
        Mutant(
            "late_tie",
            lambda errors, eta: sorted(_finite(errors), key=lambda i: (errors[i], -i))[: len(errors) // eta],
            "Eşitlikte büyük numara öne geçmiş; küçük numara öndedir.",
        ),
        Mutant(
            "one_based",
            lambda errors, eta: [trial + 1 for trial in _promoted(errors, eta)],
            "Numaralar 1'den sayılmış; denemeler 0'dan sayılır.",
        ),
        Mutant(
            "values",
            lambda errors, eta: [errors[trial] for trial in _promoted(errors, eta)],
            "Hataları döndürmüşsün; denemelerin NUMARALARI isteniyor (argsort).",
        ),
        Mutant(
            "eliminates",
            lambda errors, eta: _finite(errors)[: len(errors) - len(errors) // eta],
            "1/eta'sını ELEMİŞSİN; 1/eta'sı KALIR.",
        ),
        Mutant(
            "eta_many",
            lambda errors, eta: _finite(errors)[:eta],
            "eta TANE deneme almışsın; n'nin 1/eta'sı kadarı alınır.",
        ),
        Mutant(
            "halved",
            lambda errors, eta: _finite(errors)[: len(errors) // 2],
            "Hep yarısı terfi etmiş: adı yarılama ama çarpan eta.",
        ),
    ),
    hints=(
        "Önce NaN olmayanların numaralarını topla, sonra hataya göre sırala, sonra baştan ⌊n/eta⌋ tanesini al.",
        "n = len(errors): başarısızlar da sayılır. Bu yüzden alacak deneme yetmeyebilir; olan kadarı terfi eder.",
        "sorted(numaralar, key=lambda i: errors[i]) eşitlikte sırayı korur; sonra [: n // eta].",
    ),
)

TASKS = (PROMOTED_TASK,)
