"""Canlı şekil: gerçek bir eğitimin minigrup kaybını düzleştirmek; hangi β gerçek kayba yakın?"""

from typing import Any, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.averages import ewa
from lrlab.core.validate import finite
from lrlab.figures.engine import Arrays, Explorer, LiveFigure, Readout, Values, beta_slider
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLUE, GREY, VERMILION


def explore_smoothing(loss: Any, truth: Any, *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Kaydedilmiş minigrup kaybının düzeltilmiş EWA'sını gerçek kaybın yanında gösterir; denetim β'dır.

    `loss` ve `truth` (T,): t = 1, …, T adımlarının minigrup kaybı ve bütün verinin kaybı (nat).
    """
    loss, truth = finite("loss", loss), finite("truth", truth)
    if loss.ndim != 1 or loss.shape != truth.shape:
        raise ValueError(f"`loss` biçimi {loss.shape}, `truth` biçimi {truth.shape} olamaz; ikisi de (T,) olmalı")
    return Explorer(SmoothingFigure(loss, truth), lecture=lecture, **start)


@final
class SmoothingFigure(LiveFigure):
    """Minigrup kaybının noktaları, bütün verinin kaybı ve düzeltilmiş ortalama."""

    controls = (beta_slider(0.98),)
    presets = {f"β = {beta:g}": {"beta": beta} for beta in (0.0, 0.5, 0.9, 0.98, 0.99)}
    passing = ("truth",)
    readouts = {
        "curve": Readout("v (düzeltilmiş)", "güncelleme", "kayıp (nat)", "güncelleme"),
        "truth": Readout("bütün verinin kaybı", "güncelleme", "kayıp (nat)", "güncelleme"),
    }

    def __init__(self, loss: np.ndarray, truth: np.ndarray) -> None:
        self.loss, self.truth = loss, truth
        self.step = np.arange(1, len(loss) + 1)

    def compute(self, *, beta: float) -> Arrays:
        """Düzeltilmiş ortalama ve gerçekten sapması: ilk dörtte birde ve ikinci yarıda (karesel ortalama kökü)."""
        curve = ewa(self.loss, beta, bias_correction=True)
        off, n = (curve - self.truth) ** 2, len(self.loss)
        return {
            "curve": curve,
            "early": float(np.sqrt(np.mean(off[: max(1, n // 4)]))),
            "late": float(np.sqrt(np.mean(off[n // 2 :]))),
            "edges": (max(1, n // 4), n - n // 2),
        }

    def draw(self, figure: Figure) -> Artists:
        axes = figure.subplots()
        axes.set(
            title="Küçük β titrer, büyük β gerçeğin gerisinde kalır", xlabel="güncelleme (t)", ylabel="kayıp (nat)",
            xlim=(0, len(self.loss)), ylim=(0, 1.1 * max(self.truth.max(), np.quantile(self.loss, 0.99))),
        )  # fmt: skip
        axes.plot(self.step, self.loss, ".", color=GREY, label="minigrup kaybı θ")
        truth = axes.plot(self.step, self.truth, "--", color=VERMILION, label="bütün verinin kaybı")[0]
        curve = axes.plot([], [], color=BLUE, label="v (düzeltilmiş)")[0]
        axes.legend(loc="upper right")
        return {"curve": curve, "truth": truth}

    def update(self, artists: Artists, arrays: Arrays) -> None:
        artists["curve"].set_data(self.step, arrays["curve"])

    def describe(self, values: Values, arrays: Arrays) -> str:
        early, late = arrays["edges"]
        return (
            f"β = {values['beta']:g}: gerçek kayıptan sapma ilk {early} adımda {arrays['early']:.2f}, "
            f"son {late} adımda {arrays['late']:.2f} nat."
        )
