"""Canlı şekil: her denetim değişince gerçek bir ağ baştan eğitilir (minigrup kaybı, geçerleme doğruluğu, süre)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.averages import ewa
from lrlab.core.validate import one_of
from lrlab.figures.engine.controls import Choice, Slider, log_slider
from lrlab.figures.engine.explorer import Arrays, Explorer, LiveFigure, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.limits import above
from lrlab.figures.parts.style import BLACK, BLUE, ORANGE, VERMILION

SMOOTH = 0.9  # minigrup kaybının yanında çizilen üssel ağırlıklı ortalamanın β'sı

CONTROLS = {
    control.name: control
    for control in (
        Choice("rule", "kural", {"gradyan inişi": "sgd", "momentum": "momentum", "Nesterov": "nesterov"}, "sgd"),
        Slider("batch_size", "minigrup m", tuple(float(m) for m in 2 ** np.arange(2, 11)), 64.0, "{:.0f}"),
        log_slider("lr", "α", 0.001, 3.0, 0.1),
        Slider("beta", "β", (0.0, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99), 0.9, "{:g}"),
        Slider("epochs", "dönem", tuple(float(k) for k in range(1, 21)), 5.0, "{:.0f}"),
        Slider("seed", "tohum", tuple(float(k) for k in range(10)), 0.0, "{:.0f}"),
    )
}


class Record(Protocol):
    """Şeklin bir eğitim kaydından istedikleri; `lrlab.train.runs.record.Record` bunları taşır."""

    step: np.ndarray
    loss: np.ndarray
    seconds: np.ndarray
    val_step: np.ndarray
    val_accuracy: np.ndarray
    val_seconds: np.ndarray
    diverged_at: int
    updates_per_epoch: int


def explore_training(
    trainer: Callable[..., Record],
    names: Sequence[str] = ("batch_size", "lr", "epochs", "seed"),
    *,
    presets: dict[str, Values] | None = None,
    lecture: bool | None = None,
    **start: Any,
) -> Explorer:
    """`trainer(**values) -> Record`u, `names` denetimleriyle her değişiklikte yeniden çağırır ve sonucu gösterir.

    `names`: CONTROLS içindeki adlardan gerekenler; `trainer` tam o adları alır. Yavaş bir `trainer` şekli de
    yavaşlatır: bir saniyeden kısa süren eğitimler için yazılmıştır.
    """
    if not callable(trainer):
        raise TypeError(f"`trainer` çağrılabilir olmalı: (**değerler) -> kayıt; verilen: {trainer!r}")
    controls = tuple(CONTROLS[one_of("names", name, CONTROLS)] for name in names)
    live = LiveFigure(controls, presets or {}, partial(compute, trainer), draw, update, describe)
    return Explorer(live, lecture=lecture, **start)


def compute(trainer: Callable[..., Record], **values: Any) -> Arrays:
    whole = {"batch_size", "epochs", "seed"}
    record = trainer(**{name: int(value) if name in whole else value for name, value in values.items()})
    finite = np.isfinite(record.loss)
    return {
        "step": record.step,
        "loss": np.where(finite, record.loss, np.nan),
        "smooth": ewa(record.loss[finite], SMOOTH, bias_correction=True) if finite.any() else np.zeros(0),
        "epoch": record.val_step / record.updates_per_epoch,
        "milliseconds": 1e3 * record.val_seconds,
        "accuracy": 100 * record.val_accuracy,
        "diverged_at": record.diverged_at,
    }


def draw(figure: Figure) -> Artists:
    grid = figure.add_gridspec(2, 2, width_ratios=[1.3, 1])
    loss = figure.add_subplot(grid[:, 0])
    epochs, clock = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
    loss.set(
        title="Minigrup kaybı zikzak çizer, ortalaması iner", xlabel="güncelleme (t)", ylabel="kayıp (nat)",
        xlim=(0, 100), ylim=(0, 3),
    )  # fmt: skip
    for axes, label in ((epochs, "dönem"), (clock, "geçen eğitim süresi (ms)")):
        axes.set(xlabel=label, ylabel="geçerleme doğruluğu (%)", xlim=(0, 1), ylim=(0, 101))
    epochs.set_title("Doğruluk dönem dönem artar mı?")
    clock.set_title("Aynı eğri, saatle")
    artists: Artists = {
        "loss": loss.plot([], [], "-", color=ORANGE, linewidth=0.8, label="minigrup kaybı")[0],
        "smooth": loss.plot([], [], "-", color=BLUE, label=f"üssel ortalaması (β = {SMOOTH})")[0],
        "epochs": epochs.plot([], [], "o-", color=BLUE)[0],
        "clock": clock.plot([], [], "o-", color=BLUE)[0],
        "words": loss.text(
            0.5, 0.5, "", transform=loss.transAxes, ha="center", color=VERMILION,
            bbox={"facecolor": "white", "edgecolor": BLACK}, visible=False,
        ),
    }  # fmt: skip
    loss.legend(loc="upper right")
    return artists


def update(artists: Artists, arrays: Arrays) -> None:
    artists["loss"].set_data(arrays["step"], arrays["loss"])
    artists["smooth"].set_data(arrays["step"][: len(arrays["smooth"])], arrays["smooth"])
    for name, against in (("epochs", "epoch"), ("clock", "milliseconds")):
        artists[name].set_data(arrays[against], arrays["accuracy"])
        artists[name].axes.set_xlim(0, above(max(arrays[against][-1], 1e-3)))
    artists["loss"].axes.set_xlim(0, above(arrays["step"][-1]))
    artists["words"].set(text=diverged(arrays), visible=bool(arrays["diverged_at"]))


def diverged(arrays: Arrays) -> str:
    return f"ıraksadı: {arrays['diverged_at']}. adım" if arrays["diverged_at"] else ""


def describe(values: Values, arrays: Arrays) -> str:
    settings = ", ".join(f"{CONTROLS[name].label} = {CONTROLS[name].shown(value)}" for name, value in values.items())
    ending = diverged(arrays) or f"son geçerleme doğruluğu %{arrays['accuracy'][-1]:.1f}"
    return (
        f"{settings}: {arrays['step'][-1]} güncelleme; {ending}. Eğitim öncesi doğruluk %{arrays['accuracy'][0]:.1f}."
    )
