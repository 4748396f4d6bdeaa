"""Zamanlayıcılar: bağlanmış `attach` adımı torch'unkilere karşı, tek çağrı ve dizi çağrısı (CPU, tek iş parçacığı).

Biçimler sırayla değil dönüşümlü ölçülür ve ortancaları yazılır; paylaşılan makinede oranlar süreden güvenilirdir.
Ölçülen yalnızca `scheduler.step()`tir: eniyileyicide iki parametre grubu vardır ve hiç güncelleme yapılmaz.
"""

import warnings
from statistics import median
from time import perf_counter

import numpy as np
import torch
from torch.optim import lr_scheduler as tl

from lrlab.core import WSD, Cosine, Exponential, MultiStep, OneCycle, Staircase, Warmup, warmup_linear
from lrlab.train import attach

STEPS = 10**6  # hiçbir zamanlayıcı ölçüm sırasında sonuna varmasın
WARMED = Warmup(Cosine(0.3, 0.0, STEPS), 100)
SCHEDULES = {
    "Cosine": Cosine(0.3, 0.01, 900),
    "Warmup(Cosine)": Warmup(Cosine(0.3, 0.01, 900), 100),
    "warmup_linear": warmup_linear(0.3, 1000),
    "OneCycle": OneCycle(0.3, 1000),
    "WSD": WSD(0.3, 1000, 100, 200),
    "Exponential": Exponential(0.3, 0.99),
    "Staircase": Staircase(0.3, 0.5, 100),
    "MultiStep": MultiStep(0.3, (300, 600), 0.5),
}
SCHEDULERS = {
    "attach(Cosine)": lambda o: attach(Cosine(0.3, 0.0, STEPS), o),
    "CosineAnnealingLR": lambda o: tl.CosineAnnealingLR(o, STEPS),
    "LambdaLR(Cosine)": lambda o: tl.LambdaLR(o, Cosine(1.0, 0.0, STEPS)),
    "attach(Warmup(Cosine))": lambda o: attach(WARMED, o),
    "SequentialLR(Linear, Cosine)": lambda o: tl.SequentialLR(
        o, [tl.LinearLR(o, 0.01, 1.0, 100), tl.CosineAnnealingLR(o, STEPS)], [100]
    ),
    "attach, grup başına bir": lambda o: attach([WARMED, Cosine(0.3, 0.0, STEPS)], o),
}


def optimizer():
    parameters = [torch.nn.Parameter(torch.zeros(1)) for _ in range(2)]
    return torch.optim.SGD([{"params": [p]} for p in parameters], lr=0.3)


def medians(calls, repeats=201, inner=20):
    """Çağrıların ortanca süresi, mikrosaniye; her ölçüm işletim sisteminin zaman diliminden kısadır."""
    times = {name: [] for name in calls}
    for _ in range(repeats):
        for name, call in calls.items():
            start = perf_counter()
            for _ in range(inner):
                call()
            times[name].append((perf_counter() - start) / inner * 1e6)
    return {name: median(found) for name, found in times.items()}


def main():
    torch.set_num_threads(1)
    warnings.simplefilter("ignore", UserWarning)  # torch, güncellemesiz scheduler.step() için uyarır
    print("\nscheduler.step(), iki grup (mikrosaniye)")
    for name, time in medians({name: make(optimizer()).step for name, make in SCHEDULERS.items()}).items():
        print(f"{name:<32}{time:>8.2f}")

    several = np.arange(1000.0)
    scalar = medians({name: lambda s=s: s(500) for name, s in SCHEDULES.items()})
    array = medians({name: lambda s=s: s(several) for name, s in SCHEDULES.items()})
    print("\nçağrı: s(500) ve s(1000 adımlık dizi), mikrosaniye")
    print(f"{'zamanlayıcı':<20}{'tek adım':>10}{'dizi':>10}{'dizide adım başına':>20}")
    for name in SCHEDULES:
        print(f"{name:<20}{scalar[name]:>10.2f}{array[name]:>10.1f}{array[name] / len(several):>20.3f}")


if __name__ == "__main__":
    main()
