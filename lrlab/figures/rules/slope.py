"""Canlı şekil: tek ağırlığın kaybı J(w) = w² ve üstünde gradyan inişinin adımları; tek denetimi α'dır."""

from typing import Any, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.rules import sgd
from lrlab.figures.engine import Arrays, Explorer, LiveFigure, Readout, Slider, Title, Values
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREY,
    POINT,
    STAR,
    arrow,
    beside_title,
    end_label,
    ending,
    first_outside,
    show_arrow,
    write,
)

START, STEPS = 3.0, 10
WINDOW = (-4.5, 4.5, -1.2, 18.0)  # w ile J(w)'nin görünen aralığı
ALPHAS = tuple(k / 100 for k in range(1, 121))
PRESETS: dict[str, Values] = {f"α = {lr:g}": {"lr": lr} for lr in (0.01, 0.3, 0.5, 0.9, 1.05)}
TITLES = (
    Title(
        "Adım fazla uzun: her seferinde dipten daha uzağa düşüyor",
        lambda v, a: abs(a["w"][-1]) > 1.0001 * abs(a["w"][0]),
    ),
    Title(
        "Tam sınırda: hep aynı iki nokta arasında gidip geliyor", lambda v, a: abs(a["w"][-1]) > 0.9999 * abs(a["w"][0])
    ),
    Title("Adım tam dibe: bir adımda varıldı", lambda v, a: abs(a["w"][1]) < 1e-9),
    Title("Adım kısa: on adımda yolun yarısı bile gidilemedi", lambda v, a: a["w"][-1] > 0.5 * a["w"][0]),
    Title("Zikzak: dip her adımda aşılıyor, yine de yaklaşılıyor", lambda v, a: a["w"][1] < 0),
    Title("Dibe yaklaştıkça eğim azalıyor, adımlar kendiliğinden kısalıyor"),
)


def explore_slope(*, lecture: bool | None = None, **start: float) -> Explorer:
    """J(w) = w² eğrisinde, w = 3'ten başlayan on gradyan inişi adımı; `lr` α'dır ve tek denetimdir."""
    return Explorer(SlopeFigure(), lecture=lecture, **start)


def cost(w: Any) -> Any:
    """Eğri: J(w) = w²; eğimi 2w'dir."""
    return w * w


@final
class SlopeFigure(LiveFigure):
    """Kayıp eğrisi ve üstünde okla birbirine bağlanan adımlar."""

    on_page = {"lr": 60}
    presets = PRESETS
    controls = (Slider("lr", "α", ALPHAS, 0.1),)
    titles = TITLES
    passing = ("start",)
    readouts = {"path": Readout("adım", "w", "kayıp", "adım")}

    def compute(self, *, lr: float) -> Arrays:
        w = np.full(STEPS + 1, START)
        for t in range(STEPS):
            w[t + 1], _ = sgd(w[t], 2 * w[t], {}, t + 1, lr=lr)
        path = np.stack([w, cost(w)], axis=1)
        return {"w": w, "path": path, "left": first_outside(path, WINDOW)}

    def draw(self, figure: Figure) -> Artists:
        axes = figure.subplots()
        axes.set(
            title="Kayıp J(w) = w²", xlabel="ağırlık w", ylabel="kayıp J(w)", xlim=WINDOW[:2], ylim=WINDOW[2:],
            yticks=range(0, 17, 4),
        )  # fmt: skip
        w = np.linspace(*WINDOW[:2], 181)
        axes.plot(w, cost(w), "-", color=GREY, zorder=1)
        axes.plot(0, 0, "*", **STAR, markersize=15, zorder=2)
        beside = START + np.array([-0.75, 0.75])
        tangent = cost(START) + 2 * START * (beside - START)
        axes.plot(beside, tangent, "--", color=BLACK, linewidth=1.5, zorder=2)
        axes.annotate(f"eğim 2w = {2 * START:g}", (beside[0], tangent[0]), (8, -9), textcoords="offset points")
        return {
            "path": axes.plot([], [], "o-", color=BLUE, markersize=5, zorder=4)[0],
            "start": axes.plot([], [], "s", **POINT, markersize=8, zorder=5)[0],
            "now": end_label(axes, BLUE),
            "words": beside_title(axes),
            **{f"step {t}": arrow(axes, BLUE, "-") for t in range(STEPS)},
        }

    def update(self, artists: Artists, arrays: Arrays) -> None:
        path, left = arrays["path"], arrays["left"]
        last = left or STEPS  # pencereden çıkan yolun gerisi çizilmez
        shown = np.where(np.arange(STEPS + 1)[:, None] <= last, path, np.nan)
        artists["path"].set_data(*shown.T)
        artists["start"].set_data(*path[:1].T)
        for t in range(STEPS):
            show_arrow(artists[f"step {t}"], shown[t], shown[t + 1])
        seen = last - 1 if left else last
        artists["now"].xy = tuple(path[seen])
        right = path[seen, 0] >= 0  # adı eğrinin dışında durur, oklar içindedir
        artists["now"].set(
            text=f"{seen}. adım", position=(10, -8) if right else (0, 12), ha="left" if right else "center"
        )
        write(artists["words"], ending(0, left))

    def describe(self, values: Values, arrays: Arrays) -> str:
        w = arrays["w"]
        far = np.sign(np.round(abs(w[-1]) / START - 1, 4))  # α = 1'de ne yaklaşır ne uzaklaşır
        found = {-1: "dibe başladığından yakın", 0: "dibe başladığı uzaklıkta", 1: "başladığından uzakta"}[int(far)]
        where = f"w = {w[-1]:.2f}, J(w) = {cost(w[-1]):.3g}"
        return (
            f"α = {values['lr']:g}: w = {START:g}'ten on adımda {where}; {found}.\n"
            f"İlk adımlar: w = {', '.join(f'{one:.2f}' for one in w[:5])}. Dip w = 0'dadır; eğimin sıfır olduğu yer."
        )
