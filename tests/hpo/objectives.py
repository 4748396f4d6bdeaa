"""Sınama amaç fonksiyonları; ayrı süreçlere değer olarak giderler, deftere yazılmışlar gibi."""

import os
import signal
import sys
import time
from pathlib import Path

from cloudpickle import register_pickle_by_value

register_pickle_by_value(sys.modules[__name__])


def quadratic(x):
    return (x - 0.3) ** 2


def to_the_end(x, max_epochs):
    return x / max_epochs


def retrained(x):
    """Durumsuz üreteç: her iş baştan."""
    for epoch in range(1, 1000):
        yield x / epoch


def continued(x, state=None):
    """Durumu yerinde değişen bir sözlük olan üreteç: kaldığı dönemden sürerse hata aynı sayılardır."""
    state = state or {"epoch": 0, "sum": 0.0}
    while True:
        state["epoch"] += 1
        state["sum"] += x / state["epoch"]
        yield x / state["sum"] + x, state


def slowly(x, state=None):
    """`continued` gibi, her dönemi 5 ms."""
    state = state or {"epoch": 0, "sum": 0.0}
    while True:
        time.sleep(0.005)
        state["epoch"] += 1
        state["sum"] += x / state["epoch"]
        yield x / state["sum"] + x, state


def faulty(kind):
    """Adı verilen arızayı yapar."""
    if kind == "raise":
        return 1 / 0
    if kind == "exit":
        sys.exit(3)
    if kind == "hang":
        time.sleep(600)
    if kind == "kill":
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows'ta ikisi birdir
    values = {"nan": float("nan"), "inf": float("inf"), "text": "0.5", "none": None, "list": [0.5], "bool": True}
    if kind in values:
        return values[kind]
    time.sleep(0.005)
    return 0.5


def shot(number, folder):
    """1 numaralı deneme ilk kez çalışırken süreç numarasını yazar ve öldürülmeyi bekler."""
    marker = Path(folder) / "pid"
    if number == 1 and not marker.exists():
        unfinished = Path(folder) / "unfinished"
        unfinished.write_text(str(os.getpid()))
        unfinished.rename(marker)
        time.sleep(600)
    time.sleep(0.01)
    return number / 10
