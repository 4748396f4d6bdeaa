"""Hesabın yapılacağı yer: aygıt ve torch'un iş parçacığı sayısı."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


def chosen_device(device: torch.device | str | None) -> torch.device:
    """`device`; `None` ise varsa CUDA, yoksa varsa MPS, o da yoksa CPU."""
    if device is None:
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        found = torch.device(device)
        torch.empty(1, device=found)
    except (RuntimeError, TypeError, AssertionError) as error:
        raise ValueError(f"`device` = {device!r} olamaz; bu bilgisayarda kullanılamıyor: {error}") from error
    return found


@contextmanager
def thread_count(wanted: int) -> Iterator[None]:
    """Blok boyunca torch bu kadar iş parçacığı kullanır; sayı, torch'ta, yalnızca çağıran iş parçacığınındır.

    Bu yüzden yan yana süren iki eğitim birbirinin sayısını değiştirmez.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(wanted)
    try:
        yield
    finally:
        torch.set_num_threads(before)
