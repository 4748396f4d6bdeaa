"""08. dersin yazma görevi: bir adayın beklenen iyileşmesi (expected improvement), hatayı küçültürken."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant
from lrlab.hpo.searchers.bayes import expected_improvement

MEAN = np.array([0.30, 0.20, 0.25, 0.40, 0.10, 0.30, 0.22])
SD = np.array([0.05, 0.10, 0.00, 0.20, 0.00, 0.00, 0.01])


def _below(z: np.ndarray) -> np.ndarray:
    """Standart normal bir sayının z'den küçük olma olasılığı, Φ(z)."""
    return np.array([(1 + math.erf(each / math.sqrt(2))) / 2 for each in np.ravel(z)]).reshape(np.shape(z))


def _density(z: np.ndarray) -> np.ndarray:
    """Standart normal yoğunluk, φ(z)."""
    return np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def _changed(formula: Callable[..., np.ndarray]) -> Callable[..., Any]:
    """(kazanç, sd, z) ile yazılmış bir formül; sd = 0 olan adaylarda doğru yanıt olan max(kazanç, 0)."""

    def answer(mean: np.ndarray, sd: np.ndarray, best: float) -> np.ndarray:
        gain, safe = best - mean, np.where(sd > 0, sd, 1.0)
        return np.where(sd > 0, formula(gain, safe, gain / safe), np.maximum(gain, 0))

    return answer


def _careless(mean: np.ndarray, sd: np.ndarray, best: float) -> np.ndarray:
    z = (best - mean) / sd
    return (best - mean) * _below(z) + sd * _density(z)


EI_TASK = FunctionTask(
    name="expected_improvement",
    lesson="08",
    title="Beklenen iyileşme",
    question="Vekil model adayların hatasını `mean` ± `sd` (normal dağılım) kestiriyor; o ana dek en küçük hata "
    "`best`. Beklenen iyileşmeyi, max(best - hata, 0)'ın ortalamasını, her aday için döndür; sd 0 da olabilir.",
    arguments=("mean", "sd", "best"),
    reference=expected_improvement,
    cases=(
        Case("bir doğru boyunca 13 aday", (np.linspace(0.2, 0.5, 13), np.linspace(0.02, 0.2, 13), 0.3)),
        Case("yedi aday, üçünde sd = 0", (MEAN, SD, 0.25)),
        Case("hepsi kötü görünüyor", (np.array([0.5, 0.6, 0.9]), np.array([0.1, 0.3, 0.05]), 0.4)),
    ),
    plot=("aday", "beklenen iyileşme"),
    mutants=(
        Mutant(
            "maximised",
            _changed(lambda gain, sd, z: -gain * _below(-z) + sd * _density(z)),
            "İşaret ters: bu, BÜYÜTÜRKEN beklenen iyileşme. Hata küçülsün istiyoruz: kazanç best - mean.",
        ),
        Mutant(
            "sign_in_z",
            _changed(lambda gain, sd, z: gain * _below(-z) + sd * _density(z)),
            "z'nin işareti ters: z = (best - mean)/sd olmalı, çarpandaki kazançla aynı işaretli.",
        ),
        Mutant(
            "minus_density",
            _changed(lambda gain, sd, z: gain * _below(z) - sd * _density(z)),
            "İkinci terim çıkarılmış: belirsizlik iyileşme umudunu artırır, azaltmaz.",
        ),
        Mutant(
            "no_density",
            _changed(lambda gain, sd, z: gain * _below(z)),
            "İkinci terim (sd·φ(z)) yok: ortalaması kötü ama belirsiz adaylar eksi değer alıyor.",
        ),
        Mutant(
            "no_probability",
            _changed(lambda gain, sd, z: gain + sd * _density(z)),
            "Kazanç, iyileşme olasılığıyla (Φ(z)) çarpılmamış.",
        ),
        Mutant(
            "swapped",
            _changed(lambda gain, sd, z: gain * _density(z) + sd * _below(z)),
            "Φ ile φ yer değiştirmiş: kazanç olasılıkla (cdf), sd yoğunlukla (pdf) çarpılır.",
        ),
        Mutant(
            "no_sd",
            _changed(lambda gain, sd, z: gain * _below(z) + _density(z)),
            "φ(z), sd ile çarpılmamış: belirsizliği küçük adaylar da büyük görünüyor.",
        ),
        Mutant(
            "variance",
            lambda mean, sd, best: _changed(
                lambda gain, sd, z: gain * _below(gain / sd**2) + sd * _density(gain / sd**2)
            )(mean, sd, best),
            "z'yi varyansa bölmüşsün; standart sapmaya bölünür.",
        ),
        Mutant(
            "probability",
            _changed(lambda gain, sd, z: _below(z)),
            "Bu, iyileşme OLASILIĞI: kıl payı iyileşme ile büyük iyileşmeyi bir tutar.",
        ),
        Mutant(
            "greedy",
            lambda mean, sd, best: np.maximum(best - mean, 0),
            "Belirsizlik hiç kullanılmamış: ortalaması kötü ama belirsiz adayların da umudu var.",
        ),
        Mutant(
            "zero_division",
            _careless,
            "sd = 0 olan adaylarda 0'a bölmüşsün: orada belirsizlik yok, kazanç bellidir. Onları ayrıca ele al.",
        ),
        Mutant(
            "certain_is_zero",
            lambda mean, sd, best: np.where(sd > 0, expected_improvement(mean, sd, best), 0.0),
            "sd = 0 olanlara hep 0 vermişsin; ortalaması best'ten küçükse iyileşme kesindir.",
        ),
        Mutant(
            "certain_negative",
            lambda mean, sd, best: np.where(sd > 0, expected_improvement(mean, sd, best), best - mean),
            "sd = 0 iken eksi değer çıkıyor: kötüleşme eksi değil, 0 sayılır.",
        ),
    ),
    hints=(
        "z = (best - mean)/sd. Formül: (best - mean)·Φ(z) + sd·φ(z).",
        "Φ için scipy.stats.norm.cdf, φ için norm.pdf. sd = 0 olan adayları ayır (np.where).",
        "sd = 0 iken yanıt max(best - mean, 0). Bölmeyi np.where(sd > 0, sd, 1) ile güvenli yap.",
    ),
)

TASKS = (EI_TASK,)
