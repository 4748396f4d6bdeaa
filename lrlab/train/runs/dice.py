"""Dropout katmanlarının ve ilk ağırlıkların zarı: torch'un genel üretecini yalnızca bir anlığına ödünç alır."""

from threading import RLock
from types import TracebackType

import torch

# Genel üreteç süreçte bir tanedir: iki iş parçacığı onu aynı anda ödünç alırsa ikisinin de sayıları karışır.
_BORROWED = RLock()


class Dice:
    """`with dice:` bloğunda torch'un genel üreteci bu zarınkidir; çıkışta eski durumuna döner.

    `seed` sayıların başlangıcı, `device` üretecin aygıtıdır. `state` sonraki bloğun başlayacağı yerdir; onu saklayıp
    geri koymak aynı sayıları verir.
    """

    def __init__(self, seed: int, device: torch.device) -> None:
        self.state = torch.Generator(device).manual_seed(seed).get_state()
        self._source = torch if device.type == "cpu" else getattr(torch, device.type)

    def __enter__(self) -> None:
        _BORROWED.acquire()
        self._outer = self._source.get_rng_state()
        self._source.set_rng_state(self.state)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.state = self._source.get_rng_state()
        self._source.set_rng_state(self._outer)
        _BORROWED.release()
