"""Canlı şekil: gerçek bir eğitimin minigrup kaybını düzleştirmek; hangi β gerçek kayba yakın?"""

from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.averages import ewa
from lrlab.core.validate import finite
from lrlab.figures.engine.controls import beta_slider
from lrlab.figures.engine.explorer import Arrays, Explorer, LiveFigure, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.style import BLUE, GREY, VERMILION

PRESETS: dict[str, Values] = {f"β = {beta:g}": {"beta": beta} for beta in (0.0, 0.5, 0.9, 0.98, 0.99)}


def explore_smoothing(loss: Any, truth: Any, *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Kaydedilmiş minigrup kaybının düzeltilmiş EWA'sını gerçek kaybın yanında gösterir; denetim β'dır.

    `loss` ve `truth` (T,): t = 1, …, T adımlarının minigrup kaybı ve bütün verinin kaybı (nat).
    """
    loss, truth = finite("loss", loss), finite("truth", truth)
    if loss.ndim != 1 or loss.shape != truth.shape:
        raise ValueError(f"`loss` biçimi {loss.shape}, `truth` biçimi {truth.shape} olamaz; ikisi de (T,) olmalı")
    live = LiveFigure(
        (beta_slider(0.98),),
        PRESETS,
        partial(compute, loss, truth),
        partial(draw, loss, truth),
        update,
        describe,
    )
    return Explorer(live, lecture=lecture, **start)


def compute(loss: np.ndarray, truth: np.ndarray, *, beta: float) -> Arrays:
    """Düzeltilmiş ortalama ve gerçekten sapması: ilk dörtte birinde ve ikinci yarısında (karesel ortalama kökü)."""
    curve = ewa(loss, beta, bias_correction=True)
    off, n = (curve - truth) ** 2, len(loss)
    return {
        "curve": curve,
        "early": float(np.sqrt(np.mean(off[: max(1, n // 4)]))),
        "late": float(np.sqrt(np.mean(off[n // 2 :]))),
        "edges": (max(1, n // 4), n - n // 2),
    }


def draw(loss: np.ndarray, truth: np.ndarray, figure: Figure) -> Artists:
    axes, step = figure.subplots(), np.arange(1, len(loss) + 1)
    axes.set(
        title="Küçük β titrer, büyük β gerçeğin gerisinde kalır", xlabel="güncelleme (t)", ylabel="kayıp (nat)",
        xlim=(0, len(loss)), ylim=(0, 1.1 * max(truth.max(), np.quantile(loss, 0.99))),
    )  # fmt: skip
    axes.plot(step, loss, ".", color=GREY, label="minigrup kaybı θ")
    axes.plot(step, truth, "--", color=VERMILION, label="bütün verinin kaybı")
    curve = axes.plot([], [], color=BLUE, label="v (düzeltilmiş)")[0]
    axes.legend(loc="upper right")
    return {"curve": curve}


def update(artists: Artists, arrays: Arrays) -> None:
    artists["curve"].set_data(np.arange(1, len(arrays["curve"]) + 1), arrays["curve"])


def describe(values: Values, arrays: Arrays) -> str:
    early, late = arrays["edges"]
    return (
        f"β = {values['beta']:g}: gerçek kayıptan sapma ilk {early} adımda {arrays['early']:.2f}, "
        f"son {late} adımda {arrays['late']:.2f} nat."
    )
