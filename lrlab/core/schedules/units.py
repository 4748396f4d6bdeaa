"""Zamanlayıcının birimi: dönem başına oran (PerEpoch) ve d2l'nin bir dönem geciken sırası (D2LOrder).

Eğitim, zamanlayıcıyı hep güncelleme numarasıyla çağırır. Bir zamanlayıcının birimi dönemse onu PerEpoch ile sar:
PerEpoch(Cosine(0.3, 0.01, 20), 235), her biri 235 güncelleme olan 20 dönemdir.
"""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from lrlab.core.schedules.fields import Kind, Rate
from lrlab.core.schedules.given import Inner
from lrlab.core.schedules.schedule import Schedule
from lrlab.core.validate import integer


@dataclass(frozen=True)
class PerEpoch(Schedule):
    """schedule(⌊t/updates⌋): t güncelleme, `updates` bir dönemdeki güncelleme sayısı (updates_per_epoch).

    Dönem e'nin (0'dan sayılır) oranı o dönem BAŞLAMADAN kurulur ve dönem boyunca aynıdır. torch'ta
    `scheduler.step()`i her dönemin sonunda bir kez çağırmakla aynı.
    """

    schedule: Inner
    updates: Annotated[int, Kind(integer)]

    def at(self, t: Any) -> Any:
        return self.schedule.at(np.floor(t / self.updates))


@dataclass(frozen=True)
class D2LOrder(Schedule):
    """Dönem 1'den önce `first`, sonra schedule(dönem - 1): d2l'nin zamanlayıcı bölümündeki train() sırası.

    O döngü `scheduler(epoch)`u dönemin SONUNDA çağırır: dönem 0 eniyileyicinin ilk oranıyla (`first`), dönem 1
    schedule(0) ile yürür. Isınmada bu, ilk dönemi tam oranla, ikincisini 0 ile yapmak demektir. Bir dönem birimi
    olduğundan PerEpoch(D2LOrder(schedule, first=0.3), updates) diye kullanılır; kendi eğitiminde gerekmez.
    """

    schedule: Inner
    first: Rate

    def at(self, t: Any) -> Any:
        return np.where(t < 1, self.first, self.schedule.at(np.maximum(t - 1, 0.0)))
