"""Nüfusun hızı: 256 ağ bir arada, aynı ağların tek tek `train` ile eğitilmesinin yanında.

Döngünün tamamı uzun sürer: ağların birkaçı tek tek eğitilir, süreleri 256 ağa ölçeklenir ve sayıların aynı olduğu
onlarda denetlenir.
"""

import statistics
import time

import numpy as np

from lrlab.core import RULES
from lrlab.train import Population, digits, mlp, train, train_population

SIZES, STEPS, ALONE, REPEATS = (64, 32, 10), 300, 6, 3
LRS = {
    "momentum": np.geomspace(0.01, 3, 16),
    "adam": np.geomspace(1e-4, 0.1, 16),
    "rmsprop": np.geomspace(1e-4, 0.1, 16),
}
ACROSS = {"momentum": "beta", "adam": "beta1", "rmsprop": "beta"}
BETAS = 1 - np.geomspace(1, 0.02, 16)


def seconds(call):
    """Çağrının en kısa süresi ve sonucu: dolu bir makinede en az bozulan ölçüdür."""
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        result = call()
        taken.append(time.perf_counter() - began)
    return min(taken), result


def alone(data, name: str, population: Population) -> tuple[float, float, float]:
    """Izgaradan seçilen ağlar tek tek: (ağ başına ortanca saniye, en büyük bağıl fark ve onun ortancası)."""
    rule, taken, apart = RULES[name], [], []
    for k in np.linspace(0, len(LRS[name]) * len(BETAS) - 1, ALONE).astype(int):
        i, j = divmod(int(k), len(BETAS))
        hyper = {"lr": float(LRS[name][i]), ACROSS[name]: float(BETAS[j])}
        began = time.perf_counter()
        one = train(data, mlp(SIZES), rule, batch_size=64, steps=STEPS, every=50, **hyper)
        taken.append(time.perf_counter() - began)
        if not one.diverged_at:
            apart.append(np.max(np.abs(population.val_loss[:, i, j] / one.val_loss - 1)))
    return statistics.median(taken), max(apart), statistics.median(apart)


def main() -> None:
    data, networks = digits(), 16 * len(BETAS)
    print(f"{networks} ağ ({'-'.join(map(str, SIZES))}), {STEPS} adım, m = 64, her 50 adımda değerlendirme (s)")
    print(f"{'':10} {'nüfus':>6} {'döngü*':>7} {'oran':>5}   geçerleme kaybında bağıl fark: en büyük, ortanca")
    for name, lrs in LRS.items():
        hyper = {"lr": lrs[:, None], ACROSS[name]: BETAS}
        together, population = seconds(
            lambda h=hyper, n=name: train_population(data, SIZES, RULES[n], steps=STEPS, every=50, **h)
        )
        each, worst, middle = alone(data, name, population)
        loop = each * networks
        print(f"{name:10} {together:>6.2f} {loop:>7.1f} {loop / together:>5.1f}   {worst:.1e}, {middle:.1e}")
    several, _ = seconds(lambda: train_population(data, SIZES, RULES["adam"], steps=STEPS, seed=np.arange(networks)))
    print(f"{networks} ayrı tohum, adam: {several:.2f}")
    print(f"* {ALONE} ağın ortancasından {networks} ağa ölçeklenmiştir")


if __name__ == "__main__":
    main()
