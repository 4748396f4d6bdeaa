"""Ayarlayıcı testlerinin ortağı: sınama amaç fonksiyonları ve süreç sayımı."""

import runpy
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

HERE = Path(__file__).parent


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


@pytest.fixture(autouse=True)
def ctrl_c_is_heard():
    """Arka planda başlatılan bir kabuk SIGINT'i kapatır, çocuklar da öyle açılır; testler onu hep açık bulsun."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def objectives():
    return SimpleNamespace(**runpy.run_path(str(HERE / "objectives.py")))


@pytest.fixture
def no_leftovers():
    """Test bitince ne süreç ne zombi kalmış olmalı."""
    before = {process.pid for process in children()}
    yield
    left = [process for process in children() if process.pid not in before]
    assert not left


@pytest.fixture(scope="session")
def procs():
    return SimpleNamespace(children=children, until=until)
