"""Canlı şekil: oyuncak yüzeyin α x β haritası, yanında gerçek ağların haritası ve seçilen ağın eğrileri."""

from functools import partial
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from lrlab.core.surfaces import Surface
from lrlab.figures.engine.controls import Slider
from lrlab.figures.engine.explorer import Arrays, Explorer, LiveFigure, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.contours import lowest
from lrlab.figures.parts.maps import LEARNED, Maps, Population, best_cell, falling, paired, presets, ridge
from lrlab.figures.parts.style import BLACK, BLUE, GREEN, ORANGE, VERMILION
from lrlab.figures.rules.descent import DIVERGED

TOY_FLOOR = 1e-8  # oyuncak haritada bundan küçük kayıplar aynı renktedir


def explore_population(
    population: Population, surface: Surface, *, lecture: bool | None = None, **start: Any
) -> Explorer:
    """Bir nüfusun geçerleme kaybı haritasını, aynı kuralın `surface` üzerindeki haritasıyla yan yana gösterir.

    Nüfusun ızgarası α (A, 1) ve başka tek bir hiperparametre (B,) ile kurulmuş olmalı; ikisi de artan sırada. Haritada
    bir hücreye tıklamak ya da kaydırıcılar o ağı seçer; altta onun eğrileri görünür.
    """
    maps = paired(population, surface)
    last = float(maps.steps[-1])
    row, column = best if (best := best_cell(maps.real[-1])) else (0, 0)
    controls = (
        Slider("lr", "α", tuple(maps.alphas.tolist()), float(maps.alphas[row]), "{:.4g}"),
        Slider(maps.name, maps.letter, tuple(maps.across.tolist()), float(maps.across[column]), "{:.4g}"),
        Slider("steps", "adım T", tuple(map(float, maps.steps)), last, "{:.0f}"),
    )

    def cell(x: float, y: float) -> Values:
        row, column = (int(np.clip(np.rint(v), 0, n - 1)) for v, n in zip((y, x), population.grid, strict=True))
        return {"lr": float(maps.alphas[row]), maps.name: float(maps.across[column])}

    live = LiveFigure(
        controls, presets(maps), partial(compute, maps), partial(draw, maps), update, partial(describe, maps),
        handles={"real here": cell, "toy here": cell},
    )  # fmt: skip
    return Explorer(live, lecture=lecture, **start)


def compute(maps: Maps, *, lr: float, steps: float, **across: float) -> Arrays:
    population = maps.population
    row, column = int(np.argmin(abs(maps.alphas - lr))), int(np.argmin(abs(maps.across - across[maps.name])))
    at = int(np.flatnonzero(maps.steps == steps)[0])
    best = best_cell(maps.real[at])
    return {
        "cell": (row, column), "best": best, "real": maps.real[at], "toy": maps.toy[at], "step": population.val_step,
        "loss": population.val_loss[:, row, column], "accuracy": 100 * population.val_accuracy[:, row, column],
        "best loss": population.val_loss[(slice(None), *best)] if best else None,
        "best accuracy": 100 * population.val_accuracy[(slice(None), *best)] if best else None,
        "here": int(np.flatnonzero(population.val_step == steps)[0]),
    }  # fmt: skip


def _ticks(values: np.ndarray, most: int) -> tuple[np.ndarray, list[str]]:
    """Sıra numaralı eksende okunacak kadar çentik ve yanlarına yazılacak değerler."""
    places = np.unique(np.rint(np.linspace(0, len(values) - 1, min(most, len(values)))).astype(int))
    digits = next((k for k in (2, 3, 4) if len({f"{v:.{k}g}" for v in values}) == len(values)), 6)
    return places, [f"{values[place]:.{digits}g}" for place in places]


def _nice(low: float, high: float) -> dict[float, str]:
    """Logaritmik eksende `low` ile `high` arasındaki 1, 2, 5 x 10ᵏ sayıları ve yazılışları."""
    decades = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    return {v: f"{v:g}" for k in decades for v in (10.0**k, 2 * 10.0**k, 5 * 10.0**k) if low <= v <= high}


def _map(axes: Axes, maps: Maps, low: float, high: float, ticks: dict[float, str]) -> AxesImage:
    """Hücreleri ızgaranın sıra numaralarında duran boş harita ve renk çubuğu; renkler log₁₀ kayıptır."""
    image = axes.imshow(
        np.zeros(maps.population.grid), origin="lower", aspect="auto", interpolation="nearest",
        cmap=colormaps["cividis_r"].with_extremes(bad=DIVERGED), norm=Normalize(np.log10(low), np.log10(high)),
    )  # fmt: skip
    axes.grid(False)
    axes.set_xticks(*_ticks(maps.across, 6))
    axes.set_yticks(*_ticks(maps.alphas, 6))
    axes.set(xlabel=maps.letter, ylabel="α")
    bar = axes.figure.colorbar(image, ax=axes, ticks=np.log10(list(ticks)), pad=0.02, label="kayıp")
    bar.ax.set_yticklabels(ticks.values())
    return image


def draw(maps: Maps, figure: Figure) -> Artists:
    population = maps.population
    grid = figure.add_gridspec(2, 2, height_ratios=[1.5, 1])
    toy, real = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[0, 1])
    curve, accuracy = figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 1])
    claim = f"büyük {maps.letter}, küçük α ister"
    names = (
        ("Oyuncak", maps.toy, f"Oyuncak: {maps.surface.name}"),
        ("Gerçek ağ", maps.real, "Gerçek ağ: geçerleme kaybı"),
    )
    for axes, (who, losses, plain) in zip((toy, real), names, strict=True):
        axes.set_title(f"{who}: {claim}" if all(falling(maps.alphas, one) for one in losses) else plain)
    start = float(np.nanmax(population.val_loss[0]))
    best = float(np.nanmin(maps.real)) if np.isfinite(maps.real).any() else start / 10
    top = float(maps.surface.value(np.array(maps.surface.start))) - lowest(maps.surface)
    artists: Artists = {
        "toy map": _map(toy, maps, TOY_FLOOR, top, {1e-8: "≤10⁻⁸", 1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "10⁻²", 1: "1"}),
        "real map": _map(real, maps, best, start, _nice(best, start)),
    }
    for who, axes in (("toy", toy), ("real", real)):
        artists[f"{who} ridge"] = axes.plot([], [], ".", color=VERMILION)[0]
        artists[f"{who} best"] = axes.plot([], [], "*", color=GREEN, markeredgecolor=BLACK, markersize=14)[0]
        artists[f"{who} here"] = axes.plot([], [], "o", color=ORANGE, markeredgecolor=BLACK, markersize=9)[0]
    ends = (0, 1.03 * population.val_step[-1])  # son değerlendirmenin işareti kenarda kesilmesin
    curve.set(xlabel="adım (t)", ylabel="geçerleme kaybı", yscale="log", xlim=ends, ylim=(best * 0.8, start * 2))
    ticks = _nice(best * 0.8, start * 2)
    curve.set_yticks(list(ticks), ticks.values())
    curve.set_yticks([], minor=True)
    accuracy.set(xlabel="adım (t)", ylabel="doğruluk (%)", xlim=ends, ylim=(0, 101))
    for name, axes in (("loss", curve), ("accuracy", accuracy)):
        artists[f"best {name}"] = axes.plot([], [], "--", color=GREEN)[0]
        artists[name] = axes.plot([], [], "-", color=BLUE)[0]
        artists[f"{name} here"] = axes.plot([], [], "o", color=ORANGE, markeredgecolor=BLACK, markersize=8)[0]
    keys = [
        Line2D([], [], linestyle="-", marker="o", color=BLUE, markerfacecolor=ORANGE, label="seçilen ağ"),
        Line2D([], [], linestyle="--", marker="*", color=GREEN, markersize=12, label="en iyi ağ"),
        Line2D([], [], linestyle="", marker=".", color=VERMILION, label=f"her {maps.letter} için en iyi α"),
        Line2D([], [], linestyle="", marker="s", color=DIVERGED, label="ıraksadı ya da öğrenmedi"),
    ]
    figure.legend(handles=keys, loc="outside lower center", ncols=len(keys))
    return artists


def update(artists: Artists, arrays: Arrays) -> None:
    row, column = arrays["cell"]
    for who in ("toy", "real"):
        artists[f"{who} map"].set_data(np.ma.masked_invalid(np.log10(arrays[who])))
        artists[f"{who} ridge"].set_data(*ridge(arrays[who]))
        artists[f"{who} here"].set_data([column], [row])
        best = best_cell(arrays[who])
        artists[f"{who} best"].set_data([best[1]] if best else [], [best[0]] if best else [])
    for name in ("loss", "accuracy"):
        artists[name].set_data(arrays["step"], arrays[name])
        artists[f"{name} here"].set_data([arrays["step"][arrays["here"]]], [arrays[name][arrays["here"]]])
        best_curve = arrays[f"best {name}"]
        artists[f"best {name}"].set_data(*([], []) if best_curve is None else (arrays["step"], best_curve))


def describe(maps: Maps, values: Values, arrays: Arrays) -> str:
    def cell(row: int, column: int) -> str:
        return f"α = {maps.alphas[row]:.3g}, {maps.letter} = {maps.across[column]:.3g}"

    at, population = arrays["here"], maps.population
    loss, before = arrays["loss"][at], arrays["loss"][0]
    diverged = population.diverged_at[arrays["cell"]]
    if np.isfinite(loss):
        ending = f"geçerleme kaybı {loss:.3g}, doğruluk %{arrays['accuracy'][at]:.1f}"
        ending += "" if loss < LEARNED * before else f"; öğrenmedi: kayıp eğitim öncesinde {before:.3g} idi"
    else:
        ending = f"ıraksadı: {diverged}. adım" if diverged else "eğitim bu ağda yarıda kesildi"
    said = f"{population.rule.name}, {cell(*arrays['cell'])}: {values['steps']:.0f} adımda {ending}."
    if arrays["best"]:
        columns, rows = ridge(arrays["real"])
        said += (
            f" En iyi hücre: {cell(*arrays['best'])}, kayıp {arrays['real'][arrays['best']]:.3g}."
            f" En iyi α, {maps.letter} = {maps.across[columns[0]]:.3g} iken {maps.alphas[rows[0]]:.3g}, "
            f"{maps.letter} = {maps.across[columns[-1]]:.3g} iken {maps.alphas[rows[-1]]:.3g}."
        )
    toy = arrays["toy"][arrays["cell"]]
    ending = f"bu hücrenin kaybı {toy:.2g}" if np.isfinite(toy) else "bu hücrede kayıp azalmıyor"
    return f"{said} Oyuncakta {ending}."
