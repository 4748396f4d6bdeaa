"""Nezaket: arka planda yapılan uzun bir hesabın, öndeki iş sürerken durup beklediği yer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_local = threading.local()


@contextmanager
def courteous(wait: Callable[[], None]) -> Iterator[None]:
    """Blok boyunca bu iş parçacığının hesapları, iki adım arasında (`give_way`) `wait()`i çağırır."""
    _local.wait = wait
    try:
        yield
    finally:
        del _local.wait


def give_way() -> None:
    """Hesabın iki adımı arasında çağrılır: öndeki iş sürüyorsa bekler; nezaket istenmemişse bir şey yapmaz."""
    wait = getattr(_local, "wait", None)
    if wait is not None:
        wait()
