"""Canlı şekil: bir yüzeyde iniş (eşyükselti eğrileri, yol, kayıp) ve yanında α x β haritası."""

from functools import partial
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from lrlab.core.quadratic import best_descent, best_momentum, momentum_boundaries
from lrlab.core.rules import RULES
from lrlab.core.surfaces import Surface, a_surface
from lrlab.core.trajectories import final_loss, trajectory
from lrlab.core.validate import integer, numbers
from lrlab.figures.engine.controls import Choice, Slider, log_slider
from lrlab.figures.engine.explorer import Arrays, Explorer, LiveFigure, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.style import BLACK, BLUE, GREEN, ORANGE, VERMILION

BETAS = np.linspace(0.0, 0.99, 67)
ALPHA_ROWS = 80
LOSS_RANGE = (-8.0, 2.0)  # haritanın ve kayıp ekseninin log₁₀ sınırları

DIVERGED = "#B0B0B0"
REGIMES = ("salınımsız yakınsama", "salınarak yakınsama", "ıraksama")
AT_EDGE = "dik yönde tam sınırda, ne yaklaşır ne uzaklaşır"

RULE_NAMES = {RULES[name].label: name for name in ("sgd", "momentum", "momentum_ewa", "nesterov")}


def presets(surface: Surface) -> dict[str, Values]:
    """Hazır ayarlar; en dik yönün λₙ'sine göre yazıldıkları için yalnızca ikinci dereceden yüzeylerde vardır."""
    if surface.eigenvalues is None:
        return {}
    steep, best = surface.eigenvalues[1], best_momentum(*surface.eigenvalues)
    return {
        "Zikzak: momentumsuz": {"rule": "sgd", "lr": 1.9 / steep, "beta": 0.0},
        "Aşırı adım": {"rule": "sgd", "lr": 2.1 / steep, "beta": 0.0},
        "Buzul": {"rule": "sgd", "lr": 0.1 / steep, "beta": 0.0},
        "Momentum, aynı α": {"rule": "momentum", "lr": 1.9 / steep, "beta": 0.5},
        "En iyi nokta": {"rule": "momentum", "lr": round(best.lr, 2), "beta": round(best.beta, 3)},
        "Sarkaç": {"rule": "momentum", "lr": 0.1 / steep, "beta": 0.97},
    }


def explore_descent(
    surface: Surface, *, lr_range: tuple[float, float] = (0.01, 10.0), lecture: bool | None = None, **start: Any
) -> Explorer:
    """Bir yüzeyde kuralı, α'yı, β'yı ve başlangıç noktasını canlı değiştirir; harita aynı başlangıçtan T adım sonradır.

    `lr_range`: α kaydırıcısının ve haritanın uçları (Rosenbrock gibi dik yüzeyler küçük α ister). Haritadaki sınırlar
    ve en iyi nokta kuramdan gelir (`core.quadratic`); yalnızca ikinci dereceden yüzeylerde çizilir.
    """
    surface = a_surface(surface)
    ends = numbers("lr_range", lr_range, "[1e-12, 1e12]")
    if ends.shape != (2,) or ends[1] < 2 * ends[0]:
        raise ValueError(f"`lr_range` = {lr_range} olamaz; (küçük, büyük) gerekli, büyük en az küçüğün iki katı")
    low, high = map(float, ends)
    story = {name: values for name, values in presets(surface).items() if low <= values["lr"] <= high}
    told = {key: {values[key] for values in story.values()} for key in ("lr", "beta")}
    middle = float(np.clip(float(f"{(low * high) ** 0.5:.1g}"), low, high))
    x0, x1, y0, y1 = surface.bounds
    controls = (
        Choice("rule", "kural", RULE_NAMES, "momentum"),
        log_slider("lr", "α", low, high, middle).including(*told["lr"]),
        Slider("beta", "β", tuple(np.arange(100) / 100), 0.5, "{:.3g}").including(*told["beta"]),
        Slider("x", "başlangıç x", _ticks(x0, x1, surface.start[0]), surface.start[0], "{:.3g}"),
        Slider("y", "başlangıç y", _ticks(y0, y1, surface.start[1]), surface.start[1], "{:.3g}"),
        Slider("steps", "adım T", tuple(float(t) for t in range(10, 201, 10)), 60.0, "{:.0f}"),
    )
    alphas = np.geomspace(low, high, ALPHA_ROWS)
    live = LiveFigure(
        controls,
        story,
        partial(compute, surface, alphas),
        partial(draw, surface, alphas),
        update,
        describe,
        handles={"start": lambda x, y: {"x": x, "y": y}, "here": lambda x, y: {"beta": x, "lr": 10**y}},
    )
    return Explorer(live, lecture=lecture, **start)


def _ticks(low: float, high: float, default: float) -> tuple[float, ...]:
    return tuple(sorted({float(f"{v:.2g}") for v in np.linspace(low, high, 41)} | {default}))


def compute(
    surface: Surface, alphas: np.ndarray, *, rule: str, lr: float, beta: float, x: float, y: float, steps: float
) -> Arrays:
    steps = integer("steps", steps)
    chosen = RULES[rule]
    here = {"lr": lr, "beta": beta} if "beta" in chosen.hyper else {"lr": lr}
    run = trajectory(chosen, surface, (x, y), steps, **here)
    grid = {"lr": alphas[:, None], "beta": BETAS} if "beta" in chosen.hyper else {"lr": alphas[:, None]}
    last, _ = final_loss(chosen, surface, (x, y), steps, **grid)
    with np.errstate(divide="ignore", invalid="ignore"):
        shown = np.log10(last)
    outside = np.flatnonzero(_outside(surface, run.path))
    result: Arrays = {
        "path": run.path, "loss": run.loss, "diverged_at": int(run.diverged_at),
        "left_at": int(outside[0]) if len(outside) else 0,
        "map": np.broadcast_to(shown, (len(alphas), len(BETAS))),
        "here": (beta if "beta" in here else 0.0, lr),
        "regime": "", "ringing": None, "best": None,
    }  # fmt: skip
    if surface.eigenvalues:
        low, high = surface.eigenvalues
        result["ringing"], result["diverging"] = momentum_boundaries(rule, BETAS, high)
        result["best"] = _best(rule, low, high)
        ringing, diverging = momentum_boundaries(rule, here.get("beta", 0.0), high)
        at_edge = np.isclose(lr, diverging)
        result["regime"] = AT_EDGE if at_edge else REGIMES[int(lr > ringing) + int(lr > diverging)]
    return result


def _outside(surface: Surface, path: np.ndarray) -> np.ndarray:
    x0, x1, y0, y1 = surface.bounds
    return ~((path[:, 0] >= x0) & (path[:, 0] <= x1) & (path[:, 1] >= y0) & (path[:, 1] <= y1))


def _best(rule: str, low: float, high: float) -> tuple[float, float] | None:
    """Kuramın en iyi (β, α)'sı; Nesterov için kapalı biçimini göstermiyoruz."""
    if rule == "sgd":
        return 0.0, best_descent(low, high).lr
    best = best_momentum(low, high)
    return {"momentum": (best.beta, best.lr), "momentum_ewa": (best.beta, best.lr / (1 - best.beta))}.get(rule)


def _edges(centers: np.ndarray) -> tuple[float, float]:
    """Hücrelerin orta noktalarından haritanın dış kenarları: değerler hücrelerin ortasına düşsün."""
    half = (centers[1] - centers[0]) / 2
    return centers[0] - half, centers[-1] + half


def draw(surface: Surface, alphas: np.ndarray, figure: Figure) -> Artists:
    grid = figure.add_gridspec(2, 2, width_ratios=[1.25, 1], height_ratios=[1.5, 1])
    plane, curve = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[1, 0])
    chart = figure.add_subplot(grid[:, 1])
    x0, x1, y0, y1 = surface.bounds
    xs, ys = np.linspace(x0, x1, 160), np.linspace(y0, y1, 120)
    height = surface.value(np.stack(np.meshgrid(xs, ys)))
    span = height.max() - height.min()
    plane.contour(xs, ys, height, levels=height.min() + span * np.geomspace(1e-4, 1, 14), colors="0.75")
    for minimum in surface.minima:
        plane.plot(*minimum, "*", color=GREEN, markersize=14)
    plane.set(title=f"Yol: {surface.name}", xlabel="x (yassı yön)" if surface.eigenvalues else "x", ylabel="y")
    if surface.eigenvalues:
        plane.set_ylabel("y (dik yön)")
    plane.set(xlim=(x0, x1), ylim=(y0, y1))
    curve.set(
        title="Kayıp: düz inen çizgi, sabit oranla yakınsamadır", xlabel="adım (t)", ylabel="kayıp",
        yscale="log", ylim=(10 ** LOSS_RANGE[0], 10 ** LOSS_RANGE[1]),
    )  # fmt: skip
    rows = np.log10(alphas)  # haritanın düşey ekseni log₁₀ α
    decades = np.arange(np.ceil(rows[0] - 1e-9), rows[-1] + 1e-9)
    chart.set(
        title="T adım sonra: en küçük kayıp sınırın altında", xlabel="β", ylabel="α",
        yticks=decades, yticklabels=[f"{10.0**decade:g}" for decade in decades],
    )  # fmt: skip
    chart.grid(False)
    image = chart.imshow(
        np.zeros((len(alphas), len(BETAS))), origin="lower", aspect="auto",
        cmap=colormaps["cividis_r"].with_extremes(bad=DIVERGED, over=DIVERGED), interpolation="nearest",
        extent=(*_edges(BETAS), *_edges(rows)), norm=Normalize(*LOSS_RANGE),
    )  # fmt: skip
    bar = figure.colorbar(
        image, ax=chart, ticks=[-8, -6, -4, -2, 0, 2], extend="max", pad=0.02, label="kayıp (gri: 100'den büyük)"
    )
    bar.ax.set_yticklabels(["≤10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1", "100"])
    artists: Artists = {
        "map": image,
        "ringing": chart.plot([], [], "--", color="white", label="altı: salınımsız yakınsama")[0],
        "diverging": chart.plot([], [], "-", color=VERMILION, label="üstü: ıraksama")[0],
        "between": chart.plot([], [], " ", label="arası: salınarak yakınsama")[0],
        "best": chart.plot([], [], "*", color=GREEN, markeredgecolor=BLACK, markersize=15, label="kuramın en iyisi")[0],
        "here": chart.plot([], [], "o", color=ORANGE, markeredgecolor=BLACK, markersize=9, label="buradasın")[0],
        "path": plane.plot([], [], ".-", color=BLUE)[0],
        "start": plane.plot([], [], "s", color=ORANGE, markeredgecolor=BLACK)[0],
        "loss": curve.plot([], [], "-", color=BLUE)[0],
        "words": plane.text(0.98, 0.96, "", transform=plane.transAxes, ha="right", va="top", color=VERMILION),
    }
    chart.set(xlim=(BETAS[0], BETAS[-1]), ylim=(rows[0], rows[-1]))
    chart.legend(loc="lower left", facecolor="#DDDDDD")
    return artists


def update(artists: Artists, arrays: Arrays) -> None:
    path = np.where(np.abs(arrays["path"]) < 1e3, arrays["path"], np.nan)
    artists["path"].set_data(path[:, 0], path[:, 1])
    artists["start"].set_data(path[:1, 0], path[:1, 1])
    loss = np.clip(arrays["loss"], 1e-30, 1e30)  # tam sıfır, logaritmik eksende de görünsün
    artists["loss"].set_data(np.arange(len(loss)), loss)
    artists["loss"].axes.set_xlim(0, len(loss) - 1)
    artists["map"].set_data(np.ma.masked_invalid(arrays["map"]))
    beta, lr = arrays["here"]
    artists["here"].set_data([beta], [np.log10(lr)])
    if arrays["ringing"] is not None:
        edges = [np.log10(arrays[name]) for name in ("ringing", "diverging")]
        artists["ringing"].set_data(BETAS, edges[0])
        artists["diverging"].set_data(BETAS, edges[1])
    best = arrays["best"]
    artists["best"].set_data([best[0]] if best else [], [np.log10(best[1])] if best else [])
    artists["words"].set_text(outcome(arrays))


def outcome(arrays: Arrays) -> str:
    """Iraksamayı ya da pencereden çıkışı sözle anlatır; ikisi de yoksa boştur."""
    if arrays["diverged_at"]:
        return f"ıraksadı: {arrays['diverged_at']}. adım"
    return f"pencereden çıktı: {arrays['left_at']}. adım" if arrays["left_at"] else ""


def describe(values: Values, arrays: Arrays) -> str:
    label = RULES[values["rule"]].label
    beta = f", β = {values['beta']:g}" if values["rule"] != "sgd" else ""
    regime = f" Kurama göre: {arrays['regime']}." if arrays["regime"] else ""
    first, last = arrays["loss"][[0, -1]]
    loss = f"kayıp {first:.3g} iken {last:.2g} oldu" if np.isfinite(last) else ""
    ending = "; ".join(filter(None, (loss, outcome(arrays))))
    return f"{label}, α = {values['lr']:g}{beta}: {values['steps']:.0f} adımda {ending}.{regime}"
