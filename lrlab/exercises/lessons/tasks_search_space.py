"""08. dersin yazma görevi: log ölçekte çekme."""

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant
from lrlab.hpo.space.space import Float


def _log_uniform(u: np.ndarray, low: float, high: float) -> np.ndarray:
    domain = Float(low, high, log=True)
    return np.array([domain.at(float(each)) for each in u])


LOG_TASK = FunctionTask(
    name="log_uniform",
    lesson="08",
    title="Log ölçekte çekme",
    question="`u`, [0, 1) aralığında düzgün dağılmış sayıların dizisi. Onları `low` ile `high` arasında LOG ölçekte "
    "düzgün dağılan sayılara çevir: u = 0 `low`a gider, her 10 katlık aralığa eşit pay düşer.",
    arguments=("u", "low", "high"),
    reference=_log_uniform,
    cases=(
        Case("10⁻⁴ ile 1 arası", (np.linspace(0, 1, 21)[:-1], 1e-4, 1.0)),
        Case("8 ile 512 arası", (np.array([0.5, 0.0, 0.999, 0.25]), 8.0, 512.0)),
        Case("0.5 ile 0.9 arası", (np.array([0.1, 0.9]), 0.5, 0.9)),
    ),
    plot=("u'nun sırası", "değer"),
    mutants=(
        Mutant(
            "log_forgotten",
            lambda u, low, high: low + u * (high - low),
            "Log ölçek unutulmuş: bu DOĞRUSAL ölçek. Çekilişlerin onda dokuzu en üstteki 10 katlık aralığa düşer.",
        ),
        Mutant(
            "still_log",
            lambda u, low, high: np.log(low) + u * (np.log(high) - np.log(low)),
            "Logaritmada kalmışsın: sonuç değerin kendisi değil, logaritması. Geri dön (exp).",
        ),
        Mutant(
            "still_log10",
            lambda u, low, high: np.log10(low) + u * (np.log10(high) - np.log10(low)),
            "log10'da kalmışsın: sonuç değerin kendisi değil, üssü. Geri dön (10 üzeri).",
        ),
        Mutant(
            "bases_mixed",
            lambda u, low, high: np.exp(np.log10(low) + u * (np.log10(high) - np.log10(low))),
            "Tabanlar karışmış: log10 ile gidip exp ile dönmüşsün. log ile exp ya da log10 ile 10 üzeri.",
        ),
        Mutant(
            "bases_mixed_back",
            lambda u, low, high: 10 ** (np.log(low) + u * (np.log(high) - np.log(low))),
            "Tabanlar karışmış: log ile gidip 10 üzeriyle dönmüşsün. log ile exp ya da log10 ile 10 üzeri.",
        ),
        Mutant(
            "one_decade",
            lambda u, low, high: low * 10**u,
            "Hep tek bir 10 katlık aralık: `high` kullanılmamış.",
        ),
        Mutant(
            "difference",
            lambda u, low, high: low * (high - low) ** u,
            "Farkın kuvvetini almışsın; log ölçekte uzaklık farkla değil ORANLA ölçülür.",
        ),
        Mutant(
            "no_low",
            lambda u, low, high: (high / low) ** u,
            "Başlangıç noktası eksik: u = 0 iken 1 çıkıyor, `low` çıkmalı.",
        ),
        Mutant(
            "reversed",
            lambda u, low, high: high * (low / high) ** u,
            "Ters yönde: u = 0 `high`a gidiyor. Dağılım aynı ama istenen dönüşüm u = 0'ı `low`a götürüyor.",
        ),
        Mutant(
            "log_of_linear",
            lambda u, low, high: np.log(low + u * (high - low)),
            "Önce doğrusal çekip sonra logaritma almışsın; sıra tersi: logaritmada düzgün çek, sonra geri dön.",
        ),
    ),
    hints=(
        "Değerin kendisi değil, logaritması düzgün dağılsın: log(low) ile log(high) arasında çek.",
        "log(değer) = log(low) + u·(log(high) - log(low)). İki yanın exp'ini al.",
        "exp(a + u·(b - a)) ile low·(high/low)^u aynı şeydir.",
    ),
)

TASKS = (LOG_TASK,)
