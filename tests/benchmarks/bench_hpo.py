"""Hiperparametre araması: 10,000 denemede bir kararın süresi ve 100,000 denemelik benzetimin süresi (tek çekirdek).

Kararlarda zamanlayıcılar sırayla değil dönüşümlü ölçülür, ortancaları yazılır; paylaşılan makinede oranlar süreden
güvenilirdir. Benzetimin yanına işlemci süresi de yazılır: başka işler sürerken duvar saati onların da saatidir.
"""

import math
from itertools import count
from statistics import median, quantiles
from time import perf_counter, process_time

import numpy as np

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Bayesian,
    Float,
    Hyperband,
    Int,
    Random,
    Replayed,
    Space,
    StoppingASHA,
    SuccessiveHalving,
    simulate,
)
from lrlab.train import learning_curves

TRIALS, MEASURED = 10_000, 1000
SIMULATED, WORKERS = 100_000, 10
SPACE = Space({"rate": Float(1e-3, 1, log=True), "batch_size": Int(16, 512, log=True), "momentum": Float(0, 0.99)})
SCHEDULERS = {
    "BasicScheduler": lambda s, **end: BasicScheduler(s, resource=81, **end),
    "SuccessiveHalving": lambda s, **end: SuccessiveHalving(s, r_min=1, r_max=81, eta=3, **end),
    "Hyperband": lambda s, **end: Hyperband(s, r_max=81, eta=3, **end),
    "ASHA": lambda s, **end: ASHA(s, r_min=1, r_max=81, eta=3, **end),
    "StoppingASHA": lambda s, **end: StoppingASHA(s, r_min=1, r_max=81, eta=3, **end),
}


def turn(scheduler, rng):
    """Bir iş sorar ve sonucunu bildirir; ikisinin süresi, mikrosaniye. Yeni denemenin numarasını da döndürür."""
    began = perf_counter()
    job = scheduler.ask()
    asked = perf_counter()
    error = math.exp(-job.resource / 30) + rng.random()
    told = perf_counter()
    scheduler.tell(job.trial, job.resource, error)
    return job.trial, (asked - began) * 1e6, (perf_counter() - told) * 1e6


def decisions():
    """Her zamanlayıcı önce 10,000 denemeye getirilir; sonraki 1000 karar ölçülür."""
    rng, ready, found = np.random.default_rng(0), {}, {}
    for name, make in SCHEDULERS.items():
        ready[name], found[name] = make(Random(SPACE)), []
        while turn(ready[name], rng)[0] < TRIALS:
            pass
    for _ in range(MEASURED):
        for name, scheduler in ready.items():
            found[name].append(turn(scheduler, rng)[1:])
    print(f"\n{TRIALS:,} denemede bir karar (mikrosaniye); hedef 100'ün altı")
    print(f"{'zamanlayıcı':<20}{'ask':>8}{'tell':>8}{'ikisi':>8}{'ikisi, 100 karardan 99’unda en çok':>38}")
    for name, rows in found.items():
        both = [ask + tell for ask, tell in rows]
        asks, tells = (median(column) for column in zip(*rows, strict=True))
        print(f"{name:<20}{asks:>8.1f}{tells:>8.1f}{median(both):>8.1f}{quantiles(both, n=100)[98]:>38.1f}")


def bayesian():
    """Bayesçi aramanın kararı bir model kurar; öğrendiği deneme sayısıyla büyür."""
    print("\nBayesian: bir kararın süresi (milisaniye)")
    searcher, rng = Bayesian(SPACE), np.random.default_rng(0)
    for trial in count(1):
        began = perf_counter()
        config = searcher.ask()
        spent = (perf_counter() - began) * 1e3
        searcher.tell(config, abs(math.log10(config["rate"]) + 1) + 0.1 * rng.random())
        if trial in (10, 30, 60):
            print(f"{trial:>4}. deneme{spent:>8.1f}")
        if trial == 60:
            return


def simulations():
    curves = learning_curves()
    print(f"\n{SIMULATED:,} denemelik benzetim, {WORKERS} işçi, yavaşlık sapması 0.5; hedef en çok 5 s")
    print(f"{'zamanlayıcı':<20}{'iş':>9}{'saniye':>9}{'işlemci s':>11}{'deneme başına µs':>18}{'boş işçi payı':>15}")
    for name, make in SCHEDULERS.items():
        scheduler = make(Replayed(curves), trials=SIMULATED)
        wall, cpu = perf_counter(), process_time()
        tuning = simulate(curves, scheduler, workers=WORKERS, stragglers=0.5)
        cpu, wall = process_time() - cpu, perf_counter() - wall
        idle = tuning.idle / (tuning.busy + tuning.idle)
        print(
            f"{name:<20}{len(tuning.reports):>9}{wall:>9.2f}{cpu:>11.2f}{cpu / SIMULATED * 1e6:>18.1f}{idle:>15.1%}"
        )  # fmt: skip


def main():
    decisions()
    bayesian()
    simulations()


if __name__ == "__main__":
    main()
