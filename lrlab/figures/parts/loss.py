"""Gerçek eğitimlerin panelleri: minigrup kaybı ile üssel ortalaması ve geçerleme doğruluğu."""

from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from lrlab.core.averages import ewa
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.limits import above, below
from lrlab.figures.parts.style import BLUE, GREY

SMOOTH = 0.9  # minigrup kaybının yanında çizilen üssel ağırlıklı ortalamanın β'sı
LOSSES = (0.01, 5.0)  # ölçülmeden önceki kayıp ekseni
FLOORS = (0, 50, 70, 80, 90)  # doğruluk ekseninin (%) başlayabildiği yerler
FLOOR = 1e-12  # logaritmik eksende görünecek en küçük değer


class TrainingRecord(Protocol):
    """Şekillerin bir eğitim kaydından istedikleri; `lrlab.train.train`in verdiği kayıt bunları taşır."""

    step: np.ndarray
    loss: np.ndarray
    val_step: np.ndarray
    val_accuracy: np.ndarray
    diverged_at: int
    updates_per_epoch: int


def loss_curves(step: np.ndarray, loss: np.ndarray) -> dict[str, Any]:
    """Çizilecek diziler: sonlu kayıplar `loss`, adımları `step`, üssel ortalamaları `smooth`."""
    finite = np.isfinite(loss)
    loss = loss[finite]
    return {
        "step": step[finite],
        "loss": loss,
        "smooth": ewa(loss, SMOOTH, bias_correction=True) if len(loss) else loss,
    }


def loss_lines(axes: Axes, averaged: str = "üssel ortalaması") -> Artists:
    """Minigrup kaybının ve üssel ortalamasının boş çizgileri: `loss` ve `smooth`."""
    return {
        "loss": axes.plot([], [], "-", color=GREY, linewidth=1.1, label="minigrup kaybı")[0],
        "smooth": axes.plot([], [], "-", color=BLUE, label=averaged)[0],
    }


def log_loss_panel(axes: Axes, title: str) -> Artists:
    """Logaritmik eksende minigrup kaybı; verisini ve eksenini `show_log_loss` getirir."""
    axes.set(title=title, xlabel="güncelleme (t)", ylabel="kayıp (nat)", yscale="log", ylim=LOSSES)
    axes.yaxis.set_minor_locator(NullLocator())  # ara çentikler, eksen her değiştiğinde zemini pahalılaştırırdı
    return loss_lines(axes)


def show_log_loss(artists: Artists, curves: dict[str, Any]) -> None:
    """`loss_curves`in verdiğini çizer; eksen, üssel ortalamaya göre basamak basamak büyür."""
    smooth = curves["smooth"]
    for name in ("loss", "smooth"):
        artists[name].set_data(curves["step"], np.clip(curves[name], FLOOR, 1 / FLOOR))
    ends = LOSSES
    if len(smooth):
        low, high = np.clip([smooth.min(), 1.2 * smooth.max()], 1e-6, 1e3)
        ends = 0.5 * below(min(0.1, low)), above(max(2.5, high))
    artists["loss"].axes.set_ylim(ends)


def accuracy_floor(lowest: float) -> int:
    """Doğruluk ekseninin alt ucu (%): `lowest`in içeride kaldığı en yüksek basamak; iyilerin farkı da görünsün."""
    return max(mark for mark in FLOORS if mark <= max(lowest, 0.0))


def accuracy_panel(axes: Axes) -> Line2D:
    """Güncelleme numarasına karşı geçerleme doğruluğu; boş çizgisi döner."""
    axes.set(title="Geçerleme doğruluğu", xlabel="güncelleme (t)", ylabel="doğruluk (%)", ylim=(0, 101))
    return axes.plot([], [], ".-", color=BLUE)[0]
