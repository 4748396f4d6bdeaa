"""ewa, pandas ewm'e karşı: `python tests/benchmarks/bench_averages.py`.

Ölçümler sırayla değil dönüşümlü yapılır ve ortancaları yazılır: paylaşılan bir makinede oranlar süreden güvenilirdir.
"""

from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from lrlab.core import ewa


def seconds(call):
    start = perf_counter()
    call()
    return perf_counter() - start


def compare(ours, theirs, repeats):
    """İki çağrının ortanca süreleri (saniye); ısınmak için ikisi de önce bir kez çağrılır."""
    ours(), theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(repeats)]
    return tuple(median(times) for times in zip(*pairs, strict=True))


def averages(points=10**7, repeats=9):
    print(f"\newa, {points:,} nokta (ms)")
    print(f"{'β':>9} {'düzeltme':>9} {'tür':>8} {'lrlab':>8} {'pandas':>8} {'oran':>6}")
    for dtype in (np.float64, np.float32):
        values = np.random.default_rng(0).normal(10, 4, points).astype(dtype)
        frame = pd.Series(values)
        for beta in (0.9, 0.98, 0.9999, 1 - 1e-7):
            for corrected in (False, True):
                ours, theirs = compare(
                    lambda b=beta, c=corrected, v=values: ewa(v, b, bias_correction=c),
                    lambda b=beta, c=corrected, f=frame: f.ewm(alpha=1 - b, adjust=c).mean(),
                    repeats,
                )
                row = f"{beta:>9.7g} {'var' if corrected else 'yok':>9} {np.dtype(dtype).name:>8}"
                print(f"{row} {ours * 1e3:>8.1f} {theirs * 1e3:>8.1f} {theirs / ours:>6.2f}")


def many_betas(days=365, count=200, repeats=30):
    values, betas = np.random.default_rng(0).normal(10, 4, days), np.linspace(0.01, 0.99, count)
    frame = pd.Series(values)
    ours, theirs = compare(
        lambda: ewa(values, betas, bias_correction=True),
        lambda: [frame.ewm(alpha=1 - b).mean() for b in betas],
        repeats,
    )
    print(f"\newa, {count} β x {days} gün (ms): lrlab {ours * 1e3:.2f}, pandas {theirs * 1e3:.2f}")


if __name__ == "__main__":
    averages()
    many_betas()
