"""Canlı şekil: yarış. Bütün kurallar aynı yüzeyde, aynı noktadan, aynı sayıda adımla; her biri kendi en iyi α'sıyla."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.core.rules import RULES
from lrlab.core.surfaces import Surface, bowl, noisy, plateau, ravine, rosenbrock, saddle
from lrlab.core.trajectories import final_loss, trajectory
from lrlab.figures.engine.controls import Choice, Slider, Toggle, complete
from lrlab.figures.engine.explorer import Arrays, Explorer, LiveFigure, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.contours import contour_line, lowest
from lrlab.figures.parts.style import BLACK, BLUE, GREEN, ORANGE, SKY, VERMILION

RACE_SURFACES = {
    "çanak": bowl(50),
    "yatık vadi": ravine(50),
    "Rosenbrock": rosenbrock(),
    "eyer": saddle(),
    "plato": plateau(),
    "gürültülü vadi": noisy(ravine(50), 0.5),
}
# kural -> (görünen adı, rengi, çizgisi, işareti); α dışındaki hiperparametreler kuralın varsayılanlarıdır
RACE_RULES: dict[str, tuple[str, str, Any, str]] = {
    "sgd": ("gradyan inişi", BLACK, "-", "s"),
    "momentum": ("momentum", BLUE, "--", "o"),
    "nesterov": ("Nesterov", SKY, "-.", "^"),
    "adagrad": ("Adagrad", GREEN, ":", "D"),
    "rmsprop": ("RMSProp", ORANGE, (0, (6, 1, 1, 1, 1, 1)), "v"),
    "adam": ("Adam", VERMILION, (0, (9, 1)), "*"),
}
RACE_ALPHAS = tuple(float(f"{10.0**k:.3g}") for k in np.arange(-60, 15) / 20)  # 0.001 … 5.01, her 10 katta 20 değer
RACE_LOSS = (1e-8, 1e2)  # kayıp eksenlerinin sınırları; altı sıfır, üstü ıraksamış sayılır
PRESETS: dict[str, Values] = {
    "Çanak": {},
    "Yatık vadi": {"surface": "yatık vadi"},
    "Herkese α = 0.1": {"surface": "yatık vadi", "same": True, "lr": 0.1},
    "Rosenbrock": {"surface": "Rosenbrock"},
    "Eyer": {"surface": "eyer", "steps": 50.0},
    "Plato": {"surface": "plato", "steps": 50.0},
    "Gürültülü vadi": {"surface": "gürültülü vadi"},
}


def explore_race(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """Altı kuralın yarışı: yollar, kayıplar ve her kuralın T adım sonraki kaybı α'ya göre.

    Her kural, `RACE_ALPHAS` içinde T adım sonraki kaybı en küçük yapan α ile koşar; `same` açıksa hepsi `lr` ile. `t`
    koşucuların gösterildiği adımdır.
    """
    controls = (
        Choice("surface", "yüzey", {name: name for name in RACE_SURFACES}, "çanak"),
        Slider("steps", "bütçe T", tuple(float(t) for t in range(10, 201, 10)), 100.0, "{:.0f}"),
        Slider("t", "koşunun anı t", tuple(float(t) for t in range(0, 201, 2)), 200.0, "{:.0f}"),
        Toggle("same", "herkese aynı α"),
        Slider("lr", "ortak α", RACE_ALPHAS, 0.1, "{:g}"),
    )
    contours = {name: contour_line(surface) for name, surface in RACE_SURFACES.items()}
    # Koşunun anı kayarken ızgara yeniden hesaplanmasın: sonuç yalnızca yüzeye ve bütçeye bağlıdır.
    live = LiveFigure(
        controls, complete(controls, PRESETS), partial(compute, contours, lru_cache(16)(race_losses)), draw, update,
        describe,
        handles={"now": lambda x, y: {"t": x}},
    )  # fmt: skip
    return Explorer(live, lecture=lecture, **start)


def race_losses(surface: Surface, steps: int) -> dict[str, np.ndarray]:
    """Her kuralın, `RACE_ALPHAS`ın her biriyle `steps` adım sonraki kaybının en küçük kayıptan farkı; ıraksayan NaN."""
    low = lowest(surface)
    return {
        name: final_loss(RULES[name], surface, surface.start, steps, dtype=np.float64, lr=np.array(RACE_ALPHAS))[0]
        - low
        for name in RACE_RULES
    }


def best_alpha(losses: np.ndarray) -> float:
    """En küçük kaybı veren α; `RACE_LOSS`un altındakiler eşittir ve eşitler içinde en küçüğü seçilir."""
    return RACE_ALPHAS[int(np.nanargmin(np.maximum(losses, RACE_LOSS[0])))]


def compute(
    contours: dict[str, np.ndarray], tuned: Callable[..., dict[str, np.ndarray]], *, surface: str, steps: float,
    t: float, same: bool, lr: float,
) -> Arrays:  # fmt: skip
    chosen, T = RACE_SURFACES[surface], int(steps)
    losses = tuned(chosen, T)
    rates = {name: lr if same else best_alpha(losses[name]) for name in RACE_RULES}
    runs = {name: trajectory(RULES[name], chosen, chosen.start, T, lr=rate) for name, rate in rates.items()}
    return {
        "contours": contours[surface],
        "bounds": chosen.bounds,
        "minima": np.array(chosen.minima).T,
        "paths": {name: run.path for name, run in runs.items()},
        "curves": {name: run.loss - lowest(chosen) for name, run in runs.items()},
        "losses": losses,
        "rates": rates,
        "t": min(int(t), T),
    }


def draw(figure: Figure) -> Artists:
    cells = figure.add_gridspec(2, 2, width_ratios=[1.15, 1])
    plane = figure.add_subplot(cells[:, 0])
    curve, tuning = figure.add_subplot(cells[0, 1]), figure.add_subplot(cells[1, 1])
    # İlk sınırlar, en geniş yazılı çentikleri getirsin: yerleşim bir kez, burada hesaplanır.
    plane.set(title="Aynı başlangıç, aynı bütçe", xlabel="x", ylabel="y", ylim=(-1.6, 1.6))
    plane.grid(False)
    curve.set(
        title="Kim önde, yüzeye göre değişir", xlabel="adım (t)", ylabel="en küçük kayıpla fark",
        xlim=(0, 100), yscale="log", ylim=RACE_LOSS,
    )  # fmt: skip
    tuning.set(
        title="Her kuralın en iyi α'sı başkadır", xlabel="α", ylabel="T adım sonraki kayıp",
        xscale="log", yscale="log", xlim=(RACE_ALPHAS[0], RACE_ALPHAS[-1]), ylim=RACE_LOSS,
    )  # fmt: skip
    artists: Artists = {
        "contours": plane.plot([], [], "-", color="0.8", linewidth=0.8, zorder=1)[0],
        "minima": plane.plot([], [], "*", color=GREEN, markeredgecolor=BLACK, markersize=13)[0],
        "now": curve.plot([], [], "-", color=BLACK, linewidth=0.8)[0],
    }
    keys = []
    for name, (label, color, line, marker) in RACE_RULES.items():
        style = {"color": color, "linestyle": line}
        artists[f"path {name}"] = plane.plot([], [], **style, linewidth=1.6)[0]
        runner = plane.plot([], [], marker, color=color, markeredgecolor=BLACK, markersize=9, zorder=5)[0]
        artists[f"runner {name}"] = runner
        artists[f"loss {name}"] = curve.plot([], [], **style, linewidth=1.6)[0]
        artists[f"tuning {name}"] = tuning.plot([], [], **style, linewidth=1.6)[0]
        used = tuning.plot([], [], marker, color=color, markeredgecolor=BLACK, markersize=9, zorder=5)[0]
        artists[f"used {name}"] = used
        keys.append(Line2D([], [], **style, marker=marker, markeredgecolor=BLACK, label=label))
    figure.legend(handles=keys, loc="outside lower center", ncols=len(keys))
    return artists


def update(artists: Artists, arrays: Arrays) -> None:
    x0, x1, y0, y1 = arrays["bounds"]
    t, T = arrays["t"], len(arrays["curves"]["sgd"]) - 1
    artists["contours"].axes.set(xlim=(x0, x1), ylim=(y0, y1))
    artists["contours"].set_data(*arrays["contours"])
    artists["minima"].set_data(*arrays["minima"])
    artists["now"].set_data([t, t], RACE_LOSS)
    artists["now"].axes.set_xlim(0, T)
    for name in RACE_RULES:
        path = np.where(abs(arrays["paths"][name]) < 1e3, arrays["paths"][name], np.nan)[: t + 1]
        artists[f"path {name}"].set_data(*path.T)
        artists[f"runner {name}"].set_data(*path[-1:].T)
        artists[f"loss {name}"].set_data(np.arange(T + 1), _shown(arrays["curves"][name]))
        losses = _shown(arrays["losses"][name])
        artists[f"tuning {name}"].set_data(RACE_ALPHAS, losses)
        used = RACE_ALPHAS.index(arrays["rates"][name])
        artists[f"used {name}"].set_data(RACE_ALPHAS[used : used + 1], losses[used : used + 1])


def _shown(loss: np.ndarray) -> np.ndarray:
    """Logaritmik eksende çizilecek kayıp: sıfır eksenin dibinde, ıraksayan boşlukta."""
    return np.clip(loss, RACE_LOSS[0], 1e30)


def describe(values: Values, arrays: Arrays) -> str:
    t, alphas = arrays["t"], arrays["rates"]
    at = {name: float(np.maximum(curve[t], RACE_LOSS[0])) for name, curve in arrays["curves"].items()}
    order = sorted(RACE_RULES, key=lambda name: at[name] if at[name] < RACE_LOSS[1] else np.inf)
    told = ", ".join(f"{RACE_RULES[name][0]} {_worded(at[name])} (α = {alphas[name]:g})" for name in order)
    kind = f"herkes α = {values['lr']:g} ile" if values["same"] else "herkes kendi en iyi α'sıyla"
    return f"{values['surface']}, T = {values['steps']:.0f}, {kind}; t = {t} anında kayıp: {told}."


def _worded(loss: float) -> str:
    if not loss < RACE_LOSS[1]:
        return "100'den büyük"
    return f"{loss:.1g}" if loss > RACE_LOSS[0] else "10⁻⁸'den küçük"
