"""LeNet'in bir dönemi: train_epochs, d2l'nin kendi döngüsünün ve ara adımların yanında (Fashion-MNIST, 2 iş parçacığı).

Dönem: bütün eğitim görüntüleri, 256'lık minigruplar, SGD, ve bütün test görüntüleri. Her yol kendi sürecinde, dönüşümlü
ölçülür; ikinci dönem yazılır, turların en kısası alınır. Bellek, sürecin (ve yükleyici süreçlerinin) gördüğü en büyük
yerleşik boydur. `python tests/benchmarks/bench_lenet.py [görüntü sayısı]`.
"""

import json
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import psutil
import torch
from torch.nn.functional import cross_entropy

from lrlab.train import d2l_fashion, fashion_mnist, lenet, minibatches, train_epochs

BATCH, LR, EPOCHS, ROUNDS, THREADS = 256, 0.1, 2, 2, 2
IMAGES, CURVE = 60_000, 6_000  # dönemin görüntüleri; kayıp eğrisi karşılaştırmasınınkiler


def d2l_loop(dataset, workers):
    """d2l'nin döngüsü: kendi yükleyicisi, torch.optim.SGD, her minigrupta okunan kayıp ve doğruluk."""
    model = lenet()
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    data = d2l_fashion(dataset, BATCH, workers=workers)
    train, test = data.train_dataloader(), data.val_dataloader()
    for _ in range(EPOCHS):
        began = time.perf_counter()
        model.train()
        total = [0.0, 0.0]
        for x, y in train:
            optimizer.zero_grad()
            logits = model(x)
            loss = cross_entropy(logits, y)
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                total[0] += float(loss * len(y))
                total[1] += float((logits.argmax(1) == y).sum())
        model.eval()
        with torch.no_grad():
            for x, y in test:
                total[1] += float((model(x).argmax(1) == y).sum())
        yield time.perf_counter() - began


def in_memory(dataset, *, last=False, inference=False, compiled=False, half=False):
    """Bellekteki tensörlerle düz torch döngüsü; her seçenek bir hızlandırma denemesidir."""
    model = lenet()
    if last:
        model = model.to(memory_format=torch.channels_last)
    run = torch.compile(model) if compiled else model
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    for epoch in range(EPOCHS):
        began = time.perf_counter()
        for _, x, y in minibatches(dataset.train_x, dataset.train_y, BATCH, seed=(0, epoch)):
            optimizer.zero_grad()
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                logits = run(x)
            loss = cross_entropy(logits.float(), y)
            loss.backward()
            optimizer.step()
        with torch.inference_mode() if inference else torch.no_grad():
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                for x, y in zip(dataset.val_x.split(4096), dataset.val_y.split(4096), strict=True):
                    float((run(x).argmax(1) == y).sum())
        yield time.perf_counter() - began


def ours(dataset):
    record = train_epochs(dataset, lenet(), epochs=EPOCHS, batch_size=BATCH, lr=LR, device="cpu", threads=THREADS)
    yield from record.seconds


WAYS = {
    "lrlab train_epochs": ours,
    "d2l, 0 yükleyici": lambda dataset: d2l_loop(dataset, 0),
    "d2l, 4 yükleyici (varsayılanı)": lambda dataset: d2l_loop(dataset, 4),
    "bellekte": in_memory,
    "bellekte + channels_last": lambda dataset: in_memory(dataset, last=True),
    "bellekte + channels_last + inference": lambda dataset: in_memory(dataset, last=True, inference=True),
    "bellekte + torch.compile": lambda dataset: in_memory(dataset, compiled=True),
    "bellekte + channels_last + bf16": lambda dataset: in_memory(dataset, last=True, half=True),
}


def watched(call):
    """(dönem süreleri, süreçlerin birlikte gördüğü en büyük yerleşik bellek, MiB)."""
    own, top, stop = psutil.Process(), [0], threading.Event()

    def watch():
        while not stop.wait(0.1):
            try:
                every = [own, *own.children(recursive=True)]
                top[0] = max(top[0], sum(p.memory_full_info().pss for p in every))
            except (psutil.Error, AttributeError):  # süreç bitti; ya da pss bu işletim sisteminde yok
                continue

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        return list(call()), top[0] / 2**20
    finally:
        stop.set()
        thread.join()


def curves(dtype):
    """Aynı sırayla beslenen train_epochs'un ve düz torch.optim.SGD döngüsünün dönem kayıpları, (2, dönem)."""
    dataset = fashion_mnist().take(CURVE, 1000)
    record = train_epochs(dataset, lenet(dtype=dtype), epochs=4, batch_size=BATCH, lr=LR, device="cpu", threads=THREADS)
    model, losses = lenet(dtype=dtype), []
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    for epoch in range(4):
        total = 0.0
        for _, x, y in minibatches(dataset.train_x.to(dtype), dataset.train_y, BATCH, seed=(0, epoch)):
            optimizer.zero_grad()
            loss = cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        losses.append(total / CURVE)
    return np.array([record.train_loss, losses])


def alone(way, images):
    """Bir yol, kendi sürecinde; çıktının son satırı sonuçtur."""
    done = subprocess.run([sys.executable, __file__, str(images), way], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main(images=IMAGES):
    found = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way in WAYS:
            found[way].append(alone(way, images))
    best = {way: min(epochs[-1] for epochs, _ in runs) for way, runs in found.items()}
    print(f"{images} görüntü, {THREADS} iş parçacığı; torch {torch.__version__}")
    print(f"{'yol':<38}{'ilk dönem':>10}{'dönem':>9}{'kat':>7}{'bellek':>11}")
    for way, runs in found.items():
        first, memory = min(epochs[0] for epochs, _ in runs), max(memory for _, memory in runs)
        ratio = best[way] / best["lrlab train_epochs"]
        print(f"{way:<38}{first:>8.2f} s{best[way]:>7.2f} s{ratio:>7.2f}{memory:>7.0f} MiB")
    print(f"\naynı sırayla {CURVE} görüntü: train_epochs ile düz döngünün dönem kayıpları arasındaki bağıl fark")
    for dtype in (torch.float64, torch.float32):
        found = curves(dtype)
        apart = " ".join(f"{one:.0e}" for one in np.abs(found[0] / found[1] - 1))
        print(f"  {dtype}: {apart}   (kayıplar {' '.join(f'{loss:.4f}' for loss in found[0])})")


if __name__ == "__main__":
    torch.set_num_threads(THREADS)
    if len(sys.argv) > 2:
        warnings.filterwarnings("ignore", "This DataLoader will create", UserWarning)  # d2l'nin 4 süreci, 2 çekirdekte
        subset = fashion_mnist().take(int(sys.argv[1]))
        print(json.dumps(watched(lambda: WAYS[sys.argv[2]](subset))))
    else:
        main(*map(int, sys.argv[1:]))
