"""Bir koşunun geçmişi: ne kadar uzun sürerse sürsün belleği sınırlı eğriler ve değişiklik işaretleri."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from operator import add
from threading import Lock
from typing import Any, get_args

import numpy as np
import torch

from lrlab.core.rules import SYMBOLS
from lrlab.core.schedules import Duration, Rate, Schedule
from lrlab.core.schedules.fields import kinds
from lrlab.core.validate import integer

CAPACITY = 2048
MARKS = 256
RATE, DURATION = (get_args(one)[1] for one in (Rate, Duration))  # alan türleri
LABELS = {"rule": "kural", "batch_size": "m", "warmup": "ısınma", **SYMBOLS}


@dataclass(frozen=True)
class Mark:
    """Bir ayar değişikliği: `step` güncelleme yapılmışken istendi, bir sonrakinden başlayarak geçerlidir.

    `changes`: yalnızca değişen ayarlar ve yeni değerleri; aynı değişiklikleri aynı `step`lerde yapmak aynı koşuyu
    verir. `text`: şekilde gösterilecek kısa yazı.
    """

    step: int
    text: str
    changes: Mapping[str, Any]


def words(changes: Mapping[str, Any]) -> str:
    """Değişikliklerin kısa yazısı: "α = 0.01, β = 0.9", "α = kosinüs (0.1 → 0, 300 adım)"."""
    return ", ".join(f"{LABELS.get(name, name)} = {_shown(value)}" for name, value in changes.items())


def _shown(value: Any) -> str:
    if isinstance(value, Schedule):
        own: Any = value
        kind: Any = type(value)
        known = kinds(kind).items()  # öğrencinin zamanlayıcısında aynı adların anlamı başka olabilir
        if ("lr", RATE) not in known:
            return own.label
        told = f"{own.lr:g}" + (f" → {own.end:g}" if ("end", RATE) in known else "")
        return f"{own.label} ({told}" + (f", {own.steps:g} adım)" if ("steps", DURATION) in known else ")")
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    return value if isinstance(value, str) else f"{value:g}"


@dataclass(frozen=True)
class RunCurves:
    """Geçmişin bir andaki kopyası; diziler numpy, float64 (adımlar int64).

    Her satır art arda `stride` adımı anlatır: `loss` ve `grad_norm` (minigrup gradyanının boyu) onların
    ortalaması, `step`, `rate` (gerçekten kullanılan α) ve `seconds` (güncellemelere giden toplam süre)
    sonuncusununkidir; en son satır henüz dolmamış olabilir. `val_step`, `val_loss`, `val_accuracy` (V,):
    değerlendirmeler, olduğu gibi; yer kalmayınca biri atlanarak seyreltilir, sonuncusu hep durur. `marks`: son
    değişiklikler; `marks_dropped`: yer kalmadığı için atılan eskilerin sayısı.
    """

    step: np.ndarray
    loss: np.ndarray
    rate: np.ndarray
    grad_norm: np.ndarray
    seconds: np.ndarray
    val_step: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    stride: int
    marks: tuple[Mark, ...]
    marks_dropped: int


class Rows:
    """En çok `capacity` satırlık tablo; dolunca komşu satırlar birleşir ve satır başına düşen kayıt ikiye katlanır.

    Birleşen kayıtların `averaged` sütunları ortalanır, öbürlerinde sonuncunun değeri kalır.
    """

    def __init__(self, averaged: tuple[bool, ...], capacity: int) -> None:
        self.averaged = averaged
        self.table = np.zeros((capacity, len(averaged)))
        self.clear()

    def clear(self) -> None:
        self.full, self.stride, self.inside = 0, 1, 0
        self.total = self.last = (0.0,) * len(self.averaged)

    def add(self, row: tuple[float, ...]) -> None:
        if self.full == len(self.table):
            first, second = self.table[::2], self.table[1::2]
            self.table[: len(first)] = np.where(self.averaged, (first + second) / 2, second)
            self.full, self.stride = len(first), 2 * self.stride
        # Dolmakta olan satır Python sayılarıdır: her adımda beş sayı için numpy daha yavaştır.
        self.total = tuple(map(add, self.total, row)) if self.inside else row
        self.last, self.inside = row, self.inside + 1
        if self.inside == self.stride:
            self.table[self.full] = self._filling()
            self.full, self.inside = self.full + 1, 0

    def _filling(self) -> list[float]:
        columns = zip(self.averaged, self.total, self.last, strict=True)
        return [total / self.inside if averaged else last for averaged, total, last in columns]

    def columns(self) -> np.ndarray:
        """Dolu satırların ve varsa dolmakta olanın kopyası, (sütun, satır)."""
        done = self.table[: self.full]
        return np.vstack([done, self._filling()] if self.inside else [done]).T.copy()

    def state_dict(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in ("full", "stride", "inside", "total", "last")}
        return {"table": torch.from_numpy(self.table[: self.full].copy()), **own}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.table[: state["full"]] = state["table"].cpu().numpy()
        for name in ("full", "stride", "inside", "total", "last"):
            setattr(self, name, state[name])


class History:
    """Adımların, değerlendirmelerin ve değişikliklerin kaydı; bir iş parçacığı yazarken öbürleri okuyabilir.

    `capacity`: eğri başına en çok satır (çift sayıya indirilir). Bellek en baştan ayrılır ve büyümez.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        capacity = integer("capacity", capacity, "[2, inf)") // 2 * 2
        self._lock = Lock()
        self._steps = Rows((False, True, False, True, False), capacity)
        self._evaluations = Rows((False, False, False), capacity)
        self._marks: deque[Mark] = deque(maxlen=MARKS)
        self._marked = 0

    def add(self, step: int, loss: float, rate: float, grad_norm: float, seconds: float) -> None:
        """Yapılmış bir güncellemeyi kaydeder."""
        with self._lock:
            self._steps.add((step, loss, rate, grad_norm, seconds))

    def add_evaluation(self, step: int, loss: float, accuracy: float) -> None:
        """`step` güncellemeden sonraki geçerleme kaybını ve doğruluğunu kaydeder."""
        with self._lock:
            self._evaluations.add((step, loss, accuracy))

    def add_mark(self, step: int, changes: Mapping[str, Any]) -> None:
        """`step` güncellemeden sonra yapılmış bir değişikliği kaydeder; MARKS'tan fazlası en eskileri atar."""
        with self._lock:
            self._marks.append(Mark(step, words(changes), changes))
            self._marked += 1

    def clear(self) -> None:
        """Her şeyi siler."""
        with self._lock:
            self._steps.clear()
            self._evaluations.clear()
            self._marks.clear()
            self._marked = 0

    def curves(self) -> RunCurves:
        """O anki eğrilerin kopyası."""
        with self._lock:
            steps, evaluations = self._steps.columns(), self._evaluations.columns()
            stride, marks, marked = self._steps.stride, tuple(self._marks), self._marked
        step, loss, rate, grad_norm, seconds = steps
        val_step, val_loss, val_accuracy = evaluations
        return RunCurves(
            step.astype(np.int64), loss, rate, grad_norm, seconds,
            val_step.astype(np.int64), val_loss, val_accuracy,
            stride, marks, marked - len(marks),
        )  # fmt: skip

    def state_dict(self) -> dict[str, Any]:
        """torch.save ile yazılabilen kopya."""
        with self._lock:
            return {
                "steps": self._steps.state_dict(),
                "evaluations": self._evaluations.state_dict(),
                "marks": [(mark.step, dict(mark.changes)) for mark in self._marks],
                "marked": self._marked,
            }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """`state_dict`in kaydettiği geçmişe döner."""
        with self._lock:
            self._steps.load_state_dict(state["steps"])
            self._evaluations.load_state_dict(state["evaluations"])
            marks = (Mark(step, words(changes), changes) for step, changes in state["marks"])
            self._marks, self._marked = deque(marks, maxlen=MARKS), state["marked"]
