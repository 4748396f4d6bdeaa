"""Canlı şekil: her denetim değişince gerçek bir ağ baştan eğitilir (minigrup kaybı, geçerleme doğruluğu, süre)."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.rules import SYMBOLS, momentum, nesterov, sgd
from lrlab.core.validate import one_of
from lrlab.figures.engine import Arrays, Choice, Control, Explorer, LiveFigure, Readout, Slider, Values, log_slider
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLUE, above, centre_words, ending, write
from lrlab.figures.parts.labels import short_labels
from lrlab.figures.parts.loss import SMOOTH, TrainingRecord, loss_curves, loss_lines
from lrlab.figures.training.sliders import batch_slider, memory_slider

WHOLE = {"batch_size", "epochs", "seed"}  # tam sayı isteyen ayarlar
RULES_SHOWN = (sgd, momentum, nesterov)
CONTROLS: dict[str, Control] = {
    control.name: control
    for control in (
        Choice("rule", "kural", {label: name for name, label in short_labels(RULES_SHOWN).items()}, "sgd"),
        batch_slider(4),
        log_slider("lr", SYMBOLS["lr"], 0.001, 3.0, 0.1),
        memory_slider("beta", 0.9),
        Slider("epochs", "dönem", tuple(float(k) for k in range(1, 21)), 5.0, "{:.0f}", play=True),
        Slider("seed", "tohum", tuple(float(k) for k in range(10)), 0.0, "{:.0f}"),
    )
}


class TimedRecord(TrainingRecord, Protocol):
    """Değerlendirmelere dek geçen süreyi de (saniye) tutan eğitim kaydı."""

    @property
    def val_seconds(self) -> np.ndarray: ...


Trainer = Callable[..., TimedRecord]


def explore_training(
    trainer: Trainer,
    names: Sequence[str] = ("batch_size", "lr", "epochs", "seed"),
    *,
    presets: dict[str, Values] | None = None,
    lecture: bool | None = None,
    **start: Any,
) -> Explorer:
    """`trainer(**values) -> kayıt`ı, `names` denetimleriyle her değişiklikte yeniden çağırır ve sonucu gösterir.

    `names`: CONTROLS içindeki adlardan gerekenler; `trainer` tam o adları alır. Yavaş bir `trainer` şekli de
    yavaşlatır: bir saniyeden kısa süren eğitimler için yazılmıştır.
    """
    if not callable(trainer):
        raise TypeError(f"`trainer` çağrılabilir olmalı: (**değerler) -> kayıt; verilen: {trainer!r}")
    controls = tuple(CONTROLS[one_of("names", name, CONTROLS)] for name in names)
    return Explorer(RetrainingFigure(trainer, controls, presets or {}), lecture=lecture, **start)


@final
class RetrainingFigure(LiveFigure):
    """Solda minigrup kaybı; sağda geçerleme doğruluğu, dönemlere ve saate karşı."""

    readouts = {
        "loss": Readout("minigrup kaybı", "güncelleme", "kayıp (nat)", "güncelleme"),
        "smooth": Readout(f"üssel ortalaması (β = {SMOOTH})", "güncelleme", "kayıp (nat)", "güncelleme"),
        "epochs": Readout("geçerleme", "dönem", "doğruluk (%)", "değerlendirme"),
        "clock": Readout("geçerleme", "geçen eğitim süresi (ms)", "doğruluk (%)", "değerlendirme"),
    }

    def __init__(self, trainer: Trainer, controls: tuple[Control, ...], presets: dict[str, Values]) -> None:
        self.trainer, self.controls, self.presets = trainer, controls, presets

    def compute(self, **values: Any) -> Arrays:
        record = self.trainer(**{name: int(value) if name in WHOLE else value for name, value in values.items()})
        return {
            **loss_curves(record.step, record.loss),
            "updates": int(record.step[-1]),
            "epoch": record.val_step / record.updates_per_epoch,
            "milliseconds": 1e3 * record.val_seconds,
            "accuracy": 100 * record.val_accuracy,
            "ending": ending(record.diverged_at),
        }

    def draw(self, figure: Figure) -> Artists:
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
            **loss_lines(loss, f"üssel ortalaması (β = {SMOOTH})"),
            "epochs": epochs.plot([], [], "o-", color=BLUE)[0],
            "clock": clock.plot([], [], "o-", color=BLUE)[0],
            "words": centre_words(loss),
        }
        loss.legend(loc="upper right")
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        for name in ("loss", "smooth"):
            artists[name].set_data(arrays["step"], arrays[name])
        for name, against in (("epochs", "epoch"), ("clock", "milliseconds")):
            artists[name].set_data(arrays[against], arrays["accuracy"])
            artists[name].axes.set_xlim(0, above(max(arrays[against][-1], 1e-3)))
        artists["loss"].axes.set_xlim(0, above(arrays["updates"]))
        write(artists["words"], arrays["ending"])

    def describe(self, values: Values, arrays: Arrays) -> str:
        settings = ", ".join(f"{CONTROLS[name].label} = {CONTROLS[name].shown(v)}" for name, v in values.items())
        said = arrays["ending"] or f"son geçerleme doğruluğu %{arrays['accuracy'][-1]:.1f}"
        return (
            f"{settings}: {arrays['updates']} güncelleme; {said}. Eğitim öncesi doğruluk %{arrays['accuracy'][0]:.1f}."
        )
