"""Bir eniyileyici adımı: RuleOptimizer, torch.optim'in varsayılanı, foreach ve fused biçimleri (CPU, tek iş parçacığı).

Ölçülen, gradyanlar hazırken `step()`tir; biçimler sırayla değil dönüşümlü ölçülür ve ortancaları yazılır. Son sütun
varsayılana göre kaç kat hızlı olduğumuzdur. Sonraki tablo bütün bir güncellemedir: zero_grad, ileri, geri, adım.
Eniyileyici ağın yerleşimine dokunmaz; LeNet'in kanal sonda (channels last) hali de bu yüzden ölçülür.
"""

from statistics import median
from time import perf_counter

import torch
from torch.nn.functional import cross_entropy

from lrlab.train import RuleOptimizer, lenet, mlp

TORCH = {
    "sgd": (torch.optim.SGD, {}, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}, {}),
    "rmsprop": (torch.optim.RMSprop, {}, {}),
    "adam": (torch.optim.Adam, {}, {}),
    "adamw": (torch.optim.AdamW, {}, {}),
}
WAYS = {"varsayılan": {}, "foreach": {"foreach": True}, "fused": {"fused": True}}
LR = 1e-5


NETS = {
    "mlp 64-32-10": (lambda: mlp((64, 32, 10)), (64, 64)),
    "LeNet": (lenet, (64, 1, 28, 28)),
    "LeNet, kanal s.": (lambda: lenet().to(memory_format=torch.channels_last), (64, 1, 28, 28)),
}


def optimizers(name, make):
    """Her biçim için (ağ, eniyileyici); torch'ta o biçimi olmayan kural atlanır."""
    kind, hyper, _ = TORCH[name]
    model = make()
    made = {"lrlab": (model, RuleOptimizer(model.parameters(), name, lr=LR))}
    for way, choice in WAYS.items():
        model = make()
        try:
            made[way] = (model, kind(model.parameters(), lr=LR, **hyper, **choice))
        except (TypeError, RuntimeError):
            continue
    return made


def medians(calls, repeats, inner):
    """Çağrıların ortanca süresi, mikrosaniye."""
    times = {name: [] for name in calls}
    for _ in range(repeats):
        for name, call in calls.items():
            start = perf_counter()
            for _ in range(inner):
                call()
            times[name].append((perf_counter() - start) / inner * 1e6)
    return {name: median(found) for name, found in times.items()}


def table(title, calls_of, repeats, inner):
    print(f"\n{title} (mikrosaniye)")
    print(f"{'ağ':<16}{'kural':<10}{'lrlab':>9}" + "".join(f"{way:>12}" for way in WAYS) + f"{'kat':>7}")
    for net, (make, shape) in NETS.items():
        x = torch.rand(shape, generator=torch.Generator().manual_seed(0))
        y = torch.arange(shape[0]) % 10
        for name in TORCH:
            calls = {}
            for way, (model, optimizer) in optimizers(name, make).items():
                cross_entropy(model(x), y).backward()
                calls[way] = calls_of(model, optimizer, x, y)
            found = medians(calls, repeats, inner)
            row = "".join(f"{found[way]:>12.1f}" if way in found else f"{'-':>12}" for way in WAYS)
            print(f"{net:<16}{name:<10}{found['lrlab']:>9.1f}{row}{found['varsayılan'] / found['lrlab']:>7.2f}")


def whole(model, optimizer, x, y):
    def update():
        optimizer.zero_grad()
        cross_entropy(model(x), y).backward()
        optimizer.step()

    return update


def main():
    torch.set_num_threads(1)
    table("eniyileyici adımı", lambda model, optimizer, x, y: optimizer.step, 151, 10)
    table("bütün güncelleme, 64 örnek", whole, 31, 3)


if __name__ == "__main__":
    main()
