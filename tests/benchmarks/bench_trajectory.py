"""Haritanın hızı: 200 x 200 α x β, 200 adım, float32; lrlab'ın `final_loss`u, düz numpy döngüsünün yanında."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from lrlab.core import adam, bowl, final_loss, momentum, rmsprop

STEPS, SURFACE = 200, bowl(50)
LRS = np.geomspace(0.01, 4, 200, dtype=np.float32)[:, None]
BETAS = np.linspace(0, 0.99, 200, dtype=np.float32)


def plain_momentum() -> np.ndarray:
    """Denetimsiz, düz numpy: aynı işin alt sınırı."""
    curvature = np.array([1 / 50, 1], np.float32)[:, None, None]
    w = np.empty((2, 200, 200), np.float32)
    w[0], w[1] = SURFACE.start
    m = np.zeros_like(w)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(STEPS):
            m = BETAS * m + curvature * w
            w = w - LRS * m
        return 0.5 * (w[0] ** 2 / 50 + w[1] ** 2)


def medians(calls: dict[str, Callable[[], object]], repeats: int = 15) -> dict[str, float]:
    """Her çağrının medyan süresi (ms); sırayla yinelenir ki yük hepsine aynı düşsün."""
    taken = {name: [] for name in calls}
    for _ in range(repeats):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            taken[name].append(1e3 * (time.perf_counter() - began))
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    def ours(rule: object, **hyper: object) -> Callable[[], object]:
        return lambda: final_loss(rule, SURFACE, SURFACE.start, STEPS, **hyper)

    calls = {
        "düz numpy, momentum": plain_momentum,
        "lrlab, momentum": ours(momentum, lr=LRS, beta=BETAS),
        "lrlab, rmsprop": ours(rmsprop, lr=LRS, beta=BETAS),
        "lrlab, adam": ours(adam, lr=LRS, beta1=BETAS),
    }
    loss, _ = calls["lrlab, momentum"]()
    plain = plain_momentum()
    both = np.isfinite(loss)
    assert np.array_equal(loss[both], plain[both])
    for name, ms in (found := medians(calls)).items():
        print(f"{name:22} {ms:6.1f} ms   düz numpy'nin {ms / found['düz numpy, momentum']:.2f} katı")


if __name__ == "__main__":
    main()
