"""Canlı şekil: gerçek bir eğitimin minigrup kaybını düzleştirmek; hangi β gerçek kayba yakın?"""

from typing import Any, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.averages import ewa
from lrlab.core.validate import finite
from lrlab.figures.engine import Arrays, Explorer, LiveFigure, Readout, Title, Values, beta_slider
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREY, end_label, readable, show_end_labels

NAMES = 0.2  # sağda adlara ayrılan yer, adımların payı
DOTS = "#A8A8A8"  # minigrup kayıpları geride durur
TITLES = (
    Title("β = 0: ortalama alınmaz, eğri gürültünün kendisidir", lambda v, a: v["beta"] == 0),
    Title(
        "Küçük β: eğri gerçeğe geç kalmıyor, ama titriyor",
        lambda v, a: a["lag"] < 0.5 * a["shake"] and a["shake"] > 0.3 * a["raw"],
    ),
    Title(
        "Büyük β: eğri düz, ama düşüşte gerçeğin üstünde kalıyor",
        lambda v, a: a["lag"] > 1.5 * a["shake"],
    ),
    Title(
        "Arada bir β: titreme de gecikme de küçük",
        lambda v, a: max(a["lag"], a["shake"]) < 0.5 * a["raw"],
    ),
    Title("Minigrup kaybının üssel ortalaması, gerçek kaybın yanında"),
)


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

    on_page = {"beta": 40}
    controls = (beta_slider(0.98),)
    presets = {f"β = {beta:g}": {"beta": beta} for beta in (0.0, 0.5, 0.9, 0.98, 0.99)}
    passing = ("truth",)
    titles = TITLES
    readouts = {
        "curve": Readout("v (düzeltilmiş)", "güncelleme", "kayıp (nat)", "güncelleme"),
        "truth": Readout("bütün verinin kaybı", "güncelleme", "kayıp (nat)", "güncelleme"),
    }

    def __init__(self, loss: np.ndarray, truth: np.ndarray) -> None:
        self.loss, self.truth = loss, truth
        self.step = np.arange(1, len(loss) + 1)
        self.early = max(1, len(loss) // 4)

    def compute(self, *, beta: float) -> Arrays:
        """Düzeltilmiş ortalama ve gerçekten sapması: ilk dörtte birde ve ikinci yarıda (karesel ortalama kökü).

        `lag`: ilk dörtte birde ortalama kaç nat yukarıda; `shake`: ikinci yarıdaki farkın standart sapması, `raw`: ham
        kaybınki.
        """
        curve = ewa(self.loss, beta, bias_correction=True)
        off, n = curve - self.truth, len(self.loss)
        early, late = off[: self.early], off[n // 2 :]
        return {
            "curve": curve,
            "early": float(np.sqrt(np.mean(early**2))), "late": float(np.sqrt(np.mean(late**2))),
            "lag": float(np.mean(early)), "shake": float(np.std(late)),
            "raw": float(np.std((self.loss - self.truth)[n // 2 :])),
            "edges": (self.early, n - n // 2),
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        axes = figure.subplots()
        n, top = len(self.loss), max(self.truth.max(), np.quantile(self.loss, 0.99))
        axes.set(
            title="Minigrup kaybı θ ve üssel ortalaması v", xlabel="güncelleme (t)", ylabel="kayıp (nat)",
            xlim=(0, (1 + NAMES) * n), ylim=(0, 1.4 * top),
        )  # fmt: skip
        axes.set_xticks([t for t in axes.get_xticks() if t <= n])
        for ends in ((1, self.early), (n - n // 2, n)):  # sapmanın ölçüldüğü iki evre
            axes.plot(ends, [0.8, 0.8], "|-", color=GREY, transform=axes.get_xaxis_transform())
        axes.plot(self.step, self.loss, ".", color=DOTS, markersize=3)
        words: dict[str, Any] = {"va": "top", "transform": axes.get_xaxis_transform()}
        return {
            "curve": axes.plot([], [], color=BLUE, linewidth=1.6, zorder=3)[0],
            "truth": axes.plot(self.step, self.truth, "--", color=BLACK, linewidth=1.4, zorder=4)[0],
            "curve name": end_label(axes, BLUE, "üssel v"),
            "truth name": end_label(axes, BLACK, "gerçek"),
            "dots name": end_label(axes, "dimgrey", "ham θ"),
            "early": axes.text(0.01 * n, 0.98, "", ha="left", **words),
            "late": axes.text(n, 0.98, "", ha="right", **words),
        }

    def update(self, artists: Artists, arrays: Arrays) -> None:
        artists["curve"].set_data(self.step, arrays["curve"])
        (first, last), tail = arrays["edges"], max(1, len(self.loss) // 20)
        show_end_labels(
            (artists["curve name"], self.step[-1:], arrays["curve"][-tail:].mean(keepdims=True)),
            (artists["truth name"], self.step, self.truth),
            (artists["dots name"], self.step[-1:], self.loss[-tail:].max(keepdims=True)),
        )
        for name, words in (("early", f"ilk {first} adım"), ("late", f"son {last} adım")):
            artists[name].set_text(readable(f"{words}:\nsapma {arrays[name]:.2f} nat"))

    def describe(self, values: Values, arrays: Arrays) -> str:
        early, late = arrays["edges"]
        return (
            f"β = {values['beta']:g}: gerçek kayıptan sapma ilk {early} adımda {arrays['early']:.2f}, "
            f"son {late} adımda {arrays['late']:.2f} nat.\n"
            f"Sapma, farkın karelerinin ortalamasının kareköküdür. İlk {early} adımda eğri gerçekten ortalama "
            f"{arrays['lag']:.2g} nat yukarıda; son {late} adımda çevresinde {arrays['shake']:.2g} nat titriyor "
            f"(ham kayıp {arrays['raw']:.2g})."
        )
