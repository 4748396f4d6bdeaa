"""Süreçlerle uğraşan testlerin ortağı: çocuk süreçleri sayar, bir koşulu bekler."""

import time

import psutil


def children():
    """Bu sürecin çocukları ve torunları, zombiler de; yorumlayıcıyla yaşayan kaynak izleyicileri sayılmaz."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if not any("tracker" in word for word in process.cmdline()):
                found.append(process)
        except psutil.ZombieProcess:
            found.append(process)
        except psutil.NoSuchProcess:
            pass
    return found


def until(condition, seconds=30.0):
    """`condition()` doğru olana dek bekler; olmazsa test düşer."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "beklenen olmadı"
        time.sleep(0.01)
