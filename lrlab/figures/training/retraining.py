"""Canlı şekil: her denetim değişince gerçek bir ağ baştan eğitilir (minigrup kaybı, geçerleme doğruluğu, süre)."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.rules import RULES, SYMBOLS, momentum, nesterov, sgd
from lrlab.core.validate import one_of
from lrlab.figures.engine import (
    Arrays,
    Choice,
    Control,
    Explorer,
    LiveFigure,
    Readout,
    Slider,
    Title,
    Values,
    log_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLUE,
    above,
    beside_title,
    end_label,
    ending,
    show_end_labels,
    write,
)
from lrlab.figures.parts.loss import SMOOTH, TrainingRecord, loss_curves, loss_lines
from lrlab.figures.parts.wording import short_labels
from lrlab.figures.training.sliders import batch_slider, memory_slider

WHOLE = {"batch_size", "epochs", "seed"}  # tam sayı isteyen ayarlar
LOWEST_NAME = 0.12  # nat
ENDS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)  # eksenlerin basamakları
NAMES = 1.22  # panellerin eni, eğrilerin adlarına yer kalsın diye verinin bu katıdır
# Başlıkların eşikleri, doğruluk puanı olarak: öğrenmiş sayılan artış, sonda hâlâ artmak, geri düşmek.
LEARNT, RISING, FALLEN = 15.0, 3.0, 8.0
FEW = 100  # bundan az güncelleme azdır
UNEVEN = 0.25  # minigrup kaybının ortalamasından sapması, ortalamanın payı: bundan çoğu gözle görülür zikzaktır


def _gain(arrays: Arrays) -> float:
    """Doğruluğun eğitim boyunca artışı."""
    return float(arrays["accuracy"][-1] - arrays["accuracy"][0])


def _late_gain(arrays: Arrays) -> float:
    """Doğruluğun, eğitimin son dörtte birindeki artışı."""
    at = arrays["epoch"]
    return float(arrays["accuracy"][-1] - np.interp(0.75 * at[-1], at, arrays["accuracy"]))


def _fall(arrays: Arrays) -> float:
    """Bir değerlendirmeden ertesine doğruluğun en büyük düşüşü."""
    return float(-np.diff(arrays["accuracy"]).min(initial=0.0))


def _uneven(arrays: Arrays) -> float:
    """Eğitimin ikinci yarısında minigrup kaybının ortalamasından sapması, ortalamanın payı olarak."""
    half = len(arrays["loss"]) // 2
    smooth = arrays["smooth"][half:]
    return float(np.std(arrays["loss"][half:] - smooth) / max(np.mean(smooth), 1e-12)) if len(smooth) else 0.0


def _fell(arrays: Arrays) -> bool:
    """Kaybın ortalaması başlangıçtakinin yarısından da aşağıda mı?"""
    return bool(len(arrays["smooth"]) and arrays["smooth"][-1] < 0.5 * arrays["smooth"][0])


TITLES = (
    Title("Bu α'da eğitim ıraksadı: kayıp sayı olmaktan çıktı", lambda v, a: a["ending"]),
    Title("Doğruluk yükselip geri düşüyor: adımlar büyük", lambda v, a: _fall(a) > FALLEN),
    Title("Ağ neredeyse hiç öğrenmedi: doğruluk başladığı yerin yakınında", lambda v, a: _gain(a) < LEARNT),
    Title("Az güncelleme: doğruluk sonda hâlâ artıyor", lambda v, a: _late_gain(a) > RISING and a["updates"] <= FEW),
    Title("Doğruluk sonda hâlâ artıyor: eğitim erken bitti", lambda v, a: _late_gain(a) > RISING),
    Title(
        "Minigrup kaybı zikzak çiziyor, ortalaması iniyor",
        lambda v, a: _fell(a) and _uneven(a) > UNEVEN,
    ),
    Title("Kayıp indi, doğruluk düzleşti", lambda v, a: _fell(a)),
    Title("Her denetim değişince ağ baştan eğitilir"),
)
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

    on_page = {"rule": 3, "lr": 6, "batch_size": 3, "beta": 2, "epochs": 5}
    titles = TITLES
    passing = ("loss",)

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
            title=f"Minigrup kaybı ve üssel ortalaması (β = {SMOOTH})", xlabel="güncelleme (t)", ylabel="kayıp (nat)",
            xlim=(0, 100), ylim=(0, 3),
        )  # fmt: skip
        for axes, title, label in (
            (epochs, "Geçerleme doğruluğu, dönemlere karşı", "dönem"),
            (clock, "Aynı doğruluk, saate karşı", "geçen eğitim süresi (ms)"),
        ):
            axes.set(title=title, xlabel=label, ylabel="doğruluk (%)", xlim=(0, 1), ylim=(0, 105))
        return {
            **loss_lines(loss, f"üssel ortalaması (β = {SMOOTH})"),
            "loss name": end_label(loss, "dimgrey", "minigrup"),
            "smooth name": end_label(loss, BLUE, "ortalaması"),
            "epochs": epochs.plot([], [], "o-", color=BLUE)[0],
            "clock": clock.plot([], [], "o-", color=BLUE)[0],
            "epochs last": end_label(epochs, BLUE),
            "clock last": end_label(clock, BLUE),
            "words": beside_title(loss),
        }

    def update(self, artists: Artists, arrays: Arrays) -> None:
        for name in ("loss", "smooth"):
            artists[name].set_data(arrays["step"], arrays[name])
        for name, against in (("epochs", "epoch"), ("clock", "milliseconds")):
            artists[name].set_data(arrays[against], arrays["accuracy"])
            artists[name].axes.set_xlim(0, NAMES * above(max(arrays[against][-1], 1e-3), ENDS))
            artists[f"{name} last"].set_text(f"%{arrays['accuracy'][-1]:.1f}")
            show_end_labels((artists[f"{name} last"], arrays[against], arrays["accuracy"]))
        artists["loss"].axes.set_xlim(0, NAMES * above(arrays["updates"], ENDS))
        ends = []
        for name in ("smooth", "loss"):  # sıfıra inen eğrinin adı eksenin üstüne yazılmasın
            ends.append((artists[f"{name} name"], arrays["step"], np.maximum(arrays[name], LOWEST_NAME)))
        show_end_labels(*ends)
        write(artists["words"], arrays["ending"])

    def useful(self, values: Values) -> set[str]:
        """β'sı olmayan kuralda β işe yaramaz."""
        names = super().useful(values)
        plain = "rule" in values and "beta" not in RULES[values["rule"]].hyper
        return names - {"beta"} if plain else names

    def describe(self, values: Values, arrays: Arrays) -> str:
        settings = ", ".join(f"{CONTROLS[name].label} = {CONTROLS[name].shown(v)}" for name, v in values.items())
        said = arrays["ending"] or f"son geçerleme doğruluğu %{arrays['accuracy'][-1]:.1f}"
        return (
            f"{settings}: {said}.\n{arrays['updates']} güncelleme yapıldı. Eğitim öncesi doğruluk "
            f"%{arrays['accuracy'][0]:.1f}. Gri zikzak minigrup kaybıdır, mavi eğri onun düzeltilmiş üssel ortalaması "
            f"(β = {SMOOTH})."
        )
