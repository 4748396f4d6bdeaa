"""Canlı şekil: Adam'ın üç parçası (momentum, RMS ölçekleme, yanlılık düzeltmesi) tek tek açılıp kapanır."""

from dataclasses import replace
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.rules import Rule, adam, adam_uncorrected, momentum_ewa, rmsprop, sgd
from lrlab.core.surfaces import Surface, bowl, noisy, ravine, saddle
from lrlab.figures.engine import (
    Along,
    Arrays,
    Choice,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Toggle,
    Values,
    complete,
    log_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    VERMILION,
    WALKING,
    corner_words,
    ending,
    first_outside,
    grip_line,
    ground,
    ground_lines,
    lowest,
    show_grip,
    show_ground,
    show_walk,
    time_slider,
    told_walk,
    walk,
    walk_lines,
    write,
)

BETA1 = adam.hyper["beta1"]
FLOOR, LARGE = 1e-12, 1e6  # kayıp bunların altında ve üstünde artık sayıyla anlatılmaz
SURFACES = {
    "çanak": bowl(50),
    "yatık vadi": ravine(50),
    "eyer": saddle(),
    "gürültülü çanak": noisy(bowl(50), 0.5),
}
# (momentum, RMS, düzeltme) -> bu parçalardan oluşan kuralın adı; ölçek ve bellek yoksa düzeltilecek şey de yoktur.
NAMES = {
    (True, True, True): adam.label,
    (True, True, False): adam_uncorrected.label,
    (False, True, True): f"düzeltmeli {rmsprop.label}",
    (False, True, False): rmsprop.label,
    (True, False, True): f"düzeltmeli {momentum_ewa.label}",
    (True, False, False): momentum_ewa.label,
    (False, False, True): sgd.label,
    (False, False, False): sgd.label,
}
CONTROLS = (
    Toggle("momentum", "momentum (m)", True),
    Toggle("rms", "RMS ölçekleme (√v)", True),
    Toggle("corrected", "yanlılık düzeltmesi", True),
    Choice("surface", "yüzey", {name: name for name in SURFACES}, "çanak"),
    log_slider("lr", "α", 0.01, 3.0, 0.3),
    Slider("scale", "gradyan çarpanı", tuple(10.0**k for k in range(-9, 4)), 1.0, "{:g}"),
    Slider("steps", "adım T", tuple(float(t) for t in range(10, 201, 10)), 100.0, "{:.0f}"),
    time_slider(200),
)
PRESETS: dict[str, Values] = {
    "Adam": {},
    "Düzeltmesiz": {"corrected": False},
    "Momentumsuz": {"momentum": False},
    "RMS'siz": {"rms": False},
    "Hiçbiri": {"momentum": False, "rms": False, "corrected": False},
    "Gradyan 1000 kat": {"scale": 1e3},
    "1000 kat, RMS'siz": {"scale": 1e3, "rms": False},
    "ε'un sınırı": {"scale": 1e-8},
    "Gürültü": {"surface": "gürültülü çanak"},
    "Gürültü, momentumsuz": {"surface": "gürültülü çanak", "momentum": False},
}


def explore_adam(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """Adam'ı parçalarına ayırır: yol, her eksendeki adımın boyu (α cinsinden) ve kayıp.

    `scale`: gradyanın çarpıldığı sayı; Adam'ın yolu ona bakmaz, ölçeklemesiz kurallarınki bakar.
    """
    return Explorer(AdamFigure(), lecture=lecture, **start)


def adam_parts(momentum: bool, rms: bool, corrected: bool, lr: float) -> tuple[Rule, dict[str, Any]]:
    """Açık parçalardan oluşan kural ve hiperparametreleri; düzeltilmiş momentum, α/(1-β₁ᵗ) zamanlayıcısıdır."""
    if rms:
        return adam if corrected else adam_uncorrected, {"lr": lr, "beta1": BETA1 if momentum else 0.0}
    if not momentum:
        return sgd, {"lr": lr}
    rate = (lambda step: lr / (1 - BETA1 ** (step + 1))) if corrected else lr  # zamanlayıcının adımı 0'dan, t 1'den
    return momentum_ewa, {"lr": rate, "beta": BETA1}


def scaled_surface(surface: Surface, factor: float) -> Surface:
    """Aynı yüzey, gradyanı (gürültüsüyle birlikte) `factor` ile çarpılmış."""
    return replace(surface, gradient=lambda w: factor * surface.gradient(w), noise=factor * surface.noise)


@final
class AdamFigure(LiveFigure):
    """Solda yol; sağda her eksendeki adımın boyu ve kayıp."""

    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    handles = {"now": Handle(Along("t"))}
    passing = (*WALKING, "now")
    readouts = {
        "path": Readout("yol", "x", "y", "adım"),
        "x": Readout("x'teki adım", "adım", "boyu / α", "adım"),
        "y": Readout("y'deki adım", "adım", "boyu / α", "adım"),
        "loss": Readout("kayıp", "adım", "en küçük kayıpla fark", "adım"),
    }

    def __init__(self) -> None:
        self.grounds = {name: ground(surface) for name, surface in SURFACES.items()}

    def compute(
        self, *, momentum: bool, rms: bool, corrected: bool, surface: str, lr: float, scale: float, steps: float,
        t: float,
    ) -> Arrays:  # fmt: skip
        chosen = SURFACES[surface]
        rule, hyper = adam_parts(momentum, rms, corrected, lr)
        run = walk(rule, scaled_surface(chosen, scale), chosen.start, int(steps), t, **hyper)
        return {
            "ground": self.grounds[surface],
            "walk": run,
            "path": run.path,
            "sizes": abs(np.diff(run.path, axis=0)) / lr,
            "loss": run.loss - lowest(chosen),
            "ending": ending(run.diverged_at, first_outside(run.path, chosen.bounds)),
            "name": NAMES[momentum, rms, corrected],
        }

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.15, 1])
        plane = figure.add_subplot(grid[:, 0])
        size, curve = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        # İlk sınırlar, en geniş yazılı çentikleri getirsin: yerleşim bir kez, burada hesaplanır.
        plane.set(title="Hangi parça yolu nasıl değiştiriyor?", xlabel="x", ylabel="y", ylim=(-1.6, 1.6))
        size.set(
            title="Düzeltmeli RMS: ilk adım, ε'a dek, α'dır", xlabel="adım (t)", ylabel="adımın boyu / α",
            xscale="log", yscale="log", xlim=(0.9, 100), ylim=(1e-4, 1e4),
        )  # fmt: skip
        size.axhline(1, color=BLACK, linewidth=0.8)
        curve.set(
            title="RMS açıksa kayıp, ε'a dek ölçeğe bakmaz", xlabel="adım (t)", ylabel="en küçük kayıpla fark",
            xlim=(0, 100), yscale="log", ylim=(1e-8, 1e3),
        )  # fmt: skip
        artists = {
            **ground_lines(plane),
            **walk_lines(plane),
            "x": size.plot([], [], ".-", color=BLUE, label="x ekseninde")[0],
            "y": size.plot([], [], ".--", color=VERMILION, label="y ekseninde")[0],
            "loss": curve.plot([], [], "-", color=BLUE)[0],
            "now": grip_line(curve),
            "words": corner_words(plane),
            "name": plane.text(0.02, 0.97, "", transform=plane.transAxes, ha="left", va="top"),
        }
        size.legend(loc="lower left")
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        show_ground(artists, arrays["ground"])
        show_walk(artists, arrays["walk"])
        T, at = len(arrays["loss"]) - 1, arrays["walk"].t
        t = np.arange(T + 1)
        for name, lengths in zip("xy", arrays["sizes"].T, strict=True):
            # Başlangıca gelen bir adım yoktur; yeri boş durur ki k. nokta her panelde aynı adım olsun.
            artists[name].set_data(t, [np.nan, *np.clip(lengths, 1e-30, 1e30)])
        artists["x"].axes.set_xlim(0.9, T + 1)
        loss = np.clip(arrays["loss"], FLOOR, 1e30)
        artists["loss"].set_data(t, loss)
        artists["loss"].axes.set_xlim(0, T)
        show_grip(artists["now"], at, loss[at])
        artists["name"].set_text(arrays["name"])
        write(artists["words"], arrays["ending"])

    def describe(self, values: Values, arrays: Arrays) -> str:
        first, last = arrays["sizes"][0], arrays["loss"][-1]
        said = [f"ilk adım x'te {first[0]:.4g}·α, y'de {first[1]:.4g}·α"]
        if last < LARGE:  # NaN de küçük değildir
            said.append(f"{values['steps']:.0f} adımda kayıp {arrays['loss'][0]:.3g} iken {max(last, 0.0):.2g} oldu")
        said += filter(None, [arrays["ending"]])
        label = f"{arrays['name'][0].upper()}{arrays['name'][1:]}"
        whole = f"{label}, α = {values['lr']:g}, gradyan çarpanı {values['scale']:g}: {'; '.join(said)}."
        return whole + told_walk(arrays["walk"])
