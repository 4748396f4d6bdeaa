"""Üssel ağırlıklı ortalama (EWA): kendisi, ağırlıkları, yanlılık düzeltmesi ve etkin penceresi.

Gözlemler θ₁, θ₂, … 1'den sayılır; v₀ = 0 ve v_t = β·v_{t-1} + (1-β)·θ_t. Başlangıç sıfır olduğu için v_t ilk
adımlarda sıfıra doğru yanlıdır: θ'ların ağırlıkları toplamı 1 değil, 1-βᵗ'dir. Yanlılık düzeltmesi v_t'yi
OKURKEN bu toplama böler; düzeltilmiş değer özyinelemeye geri verilmez.
"""

from functools import cache
from math import ceil
from typing import Any

import numpy as np

from lrlab.core.validate import boolean, finite, integer, numbers, plain_array

BETA = "[0, 1)"
BLOCK = 8192  # önbelleğe sığan parça: 1-βᵗ'nin ara dizileri ana belleğe taşmaz


@cache
def _filter() -> Any:
    """scipy'nin süzgeci; yüklenmesi yarım saniyedir, yalnızca ortalama alan bekler."""
    from scipy.signal import lfilter

    return lfilter


def _weight_sum(beta: Any, t: Any) -> Any:
    """1-βᵗ; β 1'e çok yakınken çıkarmanın yitirdiği basamakları expm1 korur. β = 0 için 1'dir (t ≥ 1)."""
    with np.errstate(divide="ignore", under="ignore"):
        return -np.expm1(t * np.log(beta))


def _corrected(averages: np.ndarray, beta: float) -> np.ndarray:
    """`averages`ı (son eksen t = 1, 2, …) yerinde 1-βᵗ'ye böler.

    βᵗ < 2⁻⁵⁴ olunca 1-βᵗ tam olarak 1'e yuvarlanır (β = 0.9'da 360. adımdan sonra); gerisine dokunulmaz.
    """
    with np.errstate(divide="ignore", under="ignore"):
        settled = -38 / np.log(beta)  # e⁻³⁸ < 2⁻⁵⁴
    head = averages[..., : ceil(min(settled, averages.shape[-1]))]
    for start in range(0, head.shape[-1], BLOCK):
        block = head[..., start : start + BLOCK]
        block /= _weight_sum(beta, np.arange(start + 1.0, start + block.shape[-1] + 1))
    return averages


def _ewa(values: np.ndarray, beta: float, bias_correction: bool) -> np.ndarray:
    # Katsayılar float64 olduğundan float32 girdide de hesap float64'tür; yuvarlama yalnızca en sonda olur.
    averages = _filter()([1 - beta], [1, -beta], values)
    # En büyük sayının yuvarlanması sonsuza taşabilir, en küçüğününki sıfıra iner.
    with np.errstate(over="ignore", under="ignore"):
        if bias_correction:
            averages = _corrected(averages, beta)
        return averages.astype(values.dtype, copy=False)


def ewa(values: Any, beta: Any, *, bias_correction: bool = False) -> np.ndarray:
    """`values`un son ekseni boyunca üssel ağırlıklı ortalaması: v_t = β·v_{t-1} + (1-β)·θ_t, v₀ = 0.

    values: θ₁, …, θ_n son eksende; biçimi (..., n), n ≥ 1. Değiştirilmez.
    beta: [0, 1) aralığında sayı ya da dizi. Her β bütün `values`a ayrı ayrı uygulanır.
    bias_correction: doğruysa v_t yerine v_t / (1-βᵗ) döner; ilk değer o zaman θ₁'dir.

    Sonucun biçimi shape(beta) + shape(values)'dur: tek β için `values` gibi, 3 β ve 365 gün için (3, 365).
    0'dan sayılan `sonuc[..., i]`, v_{i+1}'dir. float32 girdi float32 sonuç verir (ara hesap float64),
    ötekiler float64; birimi `values`un birimidir.

    Hatalar: boş dizi ya da aralık dışı β `ValueError`; NaN ya da sonsuz değer, yerini söyleyen `ValueError`;
    sayı olmayan girdi `TypeError`. Eksik günler atlanmaz: ne yapılacağına sen karar ver.

    pandas'tan farkı: `ewm(alpha=1-β, adjust=False)` v₁ = θ₁ ile başlar, yani v₀ = 0 kullanmaz;
    `ewm(alpha=1-β, adjust=True)` ise buradaki `bias_correction=True` ile aynıdır. Orada ortalama bir tablonun
    satırları boyunca (aşağı doğru), burada son eksen boyunca alınır; bu yüzden DataFrame `TypeError` verir: bir sütun
    (Series) ya da `df.to_numpy().T` ver.
    """
    values = plain_array("values", values, "ortalama son eksen boyunca alınır; tek sütun ya da .to_numpy().T ver")
    series, betas = finite("values", values), numbers("beta", beta, BETA)
    bias_correction = boolean("bias_correction", bias_correction)
    if betas.ndim == 0:
        return _ewa(series, float(betas), bias_correction)
    averages = np.empty(betas.shape + series.shape, series.dtype)
    for index, one in np.ndenumerate(betas):
        averages[index] = _ewa(series, float(one), bias_correction)
    return averages


def ewa_weights(beta: Any, t: int, *, bias_correction: bool = False) -> np.ndarray:
    """v_t'nin içinde θ₁, …, θ_t'nin ağırlıkları: θ_i için (1-β)·β^(t-i); düzeltilmişse bölü (1-βᵗ).

    Biçimi shape(beta) + (t,); en yeni gözlemin ağırlığı sondadır. Toplamları 1-βᵗ, düzeltilmişse 1'dir;
    `ewa_weights(β, t) @ θ[:t]`, `ewa(θ, β)[t-1]`e eşittir.
    Hatalar: β [0, 1) dışındaysa ya da t 1'den küçükse veya tam sayı değilse `ValueError`.
    """
    betas, t = numbers("beta", beta, BETA)[..., None], integer("t", t)
    bias_correction = boolean("bias_correction", bias_correction)
    with np.errstate(under="ignore"):  # çok eski gözlemlerin ağırlığı sıfıra iner; istenen de budur
        weights = (1 - betas) * betas ** np.arange(t - 1.0, -1.0, -1.0)
        return weights / _weight_sum(betas, t) if bias_correction else weights


def effective_window(beta: Any) -> Any:
    """Etkin pencere 1/(1-β): EWA'nın kabaca kaç gözlemin ortalaması gibi davrandığı (gözlem sayısı).

    β = 0.9 için 10, 0.98 için 50. Bu kadar adım eski bir gözlemin ağırlığı, en yeninin β^pencere katıdır; bu
    kat β 1'e giderken 1/e ≈ 0.3679'a yaklaşır ama ona eşit değildir: 0.9¹⁰ = 0.3487. Sayı için `float`, dizi
    için aynı biçimde dizi döner. β [0, 1) dışındaysa `ValueError`.
    """
    window = 1 / (1 - numbers("beta", beta, BETA))
    return window if window.ndim else float(window)


def beta_for_window(window: Any) -> Any:
    """Etkin penceresi `window` gözlem olan β: 1 - 1/window. `effective_window`un tersidir.

    Sayı için `float`, dizi için aynı biçimde dizi döner. `window` [1, inf) dışındaysa `ValueError`.
    """
    beta = 1 - 1 / numbers("window", window, "[1, inf)")
    return beta if beta.ndim else float(beta)
