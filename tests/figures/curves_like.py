"""Öğrenme eğrilerinin biçiminde küçük, uydurma kayıtlar: yalnızca şekillerin ve oyunun kuralları denensin diye."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class FakeCurves:
    configs: tuple
    errors: np.ndarray
    test_error: np.ndarray
    seconds: np.ndarray


def fake_curves(errors, seconds=0.1):
    """Verilen eğriler, (N, E)."""
    errors = np.asarray(errors, float)
    configs = tuple(
        {"rate": 10.0 ** -(1 + k % 3), "batch_size": 16 + k, "momentum": 0.5, "width": 8} for k in range(len(errors))
    )
    return FakeCurves(
        configs, errors, errors[:, -1] + 0.01, np.full(len(errors), seconds) * (1 + np.arange(len(errors)) % 5)
    )


def learning_curves_like(count=60, epochs=27, seed=0, diverging=3):
    """Düşen, kesişen, gürültülü eğriler; ilk `diverging` tanesi ortada ıraksar."""
    rng, time = np.random.default_rng(seed), np.arange(1, epochs + 1)
    floor, speed = 0.12 + 0.3 * rng.random((count, 1)) ** 2, 10 ** rng.uniform(-1.5, 0.5, (count, 1))
    errors = floor + (0.9 - floor) * np.exp(-speed * time) + 0.01 * rng.random((count, epochs))
    for k in range(diverging):
        errors[k, 2 + k :] = np.nan
    return fake_curves(np.round(errors, 4))
