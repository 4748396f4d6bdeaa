"""09. dersin yazma görevi: durduran ASHA'da kim sürer."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant
from lrlab.hpo.schedulers.scheduler import Rung


def _going(goes: Callable[[int, int, int], bool]) -> Callable[..., Any]:
    """Sonuçlar geldikçe goes(yer, n, eta) doğruysa süren denemeler; yer ve n, gelenin kendisini de sayar."""

    def answer(errors: list[float], eta: int) -> list[int]:
        rung, going = Rung(), []
        for trial, error in enumerate(errors):
            rung.add(float(error), trial)
            if goes(rung.rank(float(error), trial), rung.size, eta):
                going.append(trial)
        return going

    return answer


SURVIVORS = _going(lambda rank, n, eta: rank <= math.ceil(n / eta))

STOPPING_TASK = FunctionTask(
    name="stopping_survivors",
    lesson="09",
    title="Durduran ASHA'da kim sürer?",
    question="Sonuçlar `errors` sırasıyla geliyor. n. gelen deneme, o ana dek gelenler içindeki yeri (kendisi dahil, "
    "en iyi 1.) ⌈n/eta⌉'yi aşmıyorsa sürer, aşıyorsa durur; eşitlikte önce gelen öndedir. Sürenlerin numaralarını "
    "(0'dan) liste olarak döndür.",
    arguments=("errors", "eta"),
    reference=SURVIVORS,
    cases=(
        Case("yedi sonuç, eta = 3", ([0.5, 0.6, 0.55, 0.52, 0.4, 0.45, 0.7], 3)),
        Case("yedi sonuç, eta = 2, eşitlik", ([0.4, 0.4, 0.3, 0.35, 0.38, 0.3, 0.6], 2)),
        Case("iyiden kötüye gelen altı sonuç, eta = 3", ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 3)),
        Case("altı sonuç, eta = 4", ([0.3, 0.4, 0.1, 0.2, 0.15, 0.5], 4)),
    ),
    mutants=(
        Mutant(
            "floor",
            _going(lambda rank, n, eta: rank <= n // eta),
            "Aşağı yuvarlamışsın: ilk gelen hiç süremiyor. Durduran türde ⌈n/eta⌉ yukarı yuvarlanır.",
        ),
        Mutant(
            "afterwards",
            lambda errors, eta: sorted(
                int(i) for i in np.argsort(errors, kind="stable")[: math.ceil(len(errors) / eta)]
            ),
            "Bütün sonuçlar geldikten SONRA karar vermişsin; bu tür beklemez, karar geliş anında verilir.",
        ),
        Mutant(
            "only_best",
            _going(lambda rank, n, eta: rank == 1),
            "Yalnızca rekor kıranlar sürmüş; ilk ⌈n/eta⌉ içindeki de sürer.",
        ),
        Mutant(
            "without_itself",
            _going(lambda rank, n, eta: rank <= math.ceil((n - 1) / eta) or n == 1),
            "n'ye gelenin kendisini katmamışsın.",
        ),
        Mutant(
            "stopped",
            lambda errors, eta: [trial for trial in range(len(errors)) if trial not in SURVIVORS(errors, eta)],
            "Bunlar DURANLAR; sürenler soruluyor.",
        ),
        Mutant(
            "one_based",
            lambda errors, eta: [trial + 1 for trial in SURVIVORS(errors, eta)],
            "Numaralar 1'den sayılmış; denemeler 0'dan sayılır.",
        ),
        Mutant(
            "one_more",
            _going(lambda rank, n, eta: (rank - 1) * eta <= n),
            "n, eta'nın katıyken bir fazla deneme sürüyor: bu, Syne Tune'un kuralı (yer - 1 ≤ n/eta).",
        ),
        Mutant(
            "tie_wins",
            lambda errors, eta: [
                trial
                for trial, error in enumerate(errors)
                if 1 + sum(earlier < error for earlier in errors[:trial]) <= math.ceil((trial + 1) / eta)
            ],
            "Eşit hatada sonra gelen de öne geçmiş; eşitlikte önce gelen öndedir.",
        ),
        Mutant(
            "worst",
            lambda errors, eta: SURVIVORS([-error for error in errors], eta),
            "Büyük hatalılar sürmüş; küçük hata iyidir.",
        ),
        Mutant(
            "everyone",
            _going(lambda rank, n, eta: True),
            "Hiç kimse durmamış: bu, eleme yapmayan rastgele aramadır.",
        ),
    ),
    hints=(
        "Sonuçları sırayla gez; t. denemede (0'dan) n = t + 1 sonuç gelmiştir.",
        "Yeri: 1 + kendisinden önce gelip hatası ondan büyük OLMAYANLARIN sayısı.",
        "Yer ≤ ⌈n/eta⌉ ise numarayı listeye ekle (math.ceil).",
    ),
)

TASKS = (STOPPING_TASK,)
