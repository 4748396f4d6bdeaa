"""Canlı şekil: Gauss süreciyle arama, adım adım: model, beklenen iyileşme (EI), sıradaki deneme."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from lrlab.figures.engine.controls import Choice, Slider, Toggle, complete
from lrlab.figures.engine.explorer import Arrays, Explorer, LiveFigure, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.limits import above
from lrlab.figures.parts.style import BLACK, BLUE, GREEN, GREY, ORANGE, SKY, VERMILION
from lrlab.figures.search.gp_searches import (
    FIRST,
    GRID,
    HIGH,
    LOW,
    OBJECTIVES,
    SEARCHES,
    STEPS,
    improvement,
    incumbents,
    random_incumbents,
    searched,
)

ENOUGH = 1e-3  # en büyük EI bundan küçükse model, sıradaki denemeden binde bir bile iyileşme beklemez
BOTTOM = 0.15  # sağdaki eksenin ucu: amaç fonksiyonlarının hepsinin en küçüğü 0.2'dir
PRESETS: dict[str, Values] = {
    "Başlangıç: üç nokta": {},
    "Keşif": {"objective": "iki çukur", "fit": False, "seed": 1.0, "step": 3.0},
    "Sömürü": {"objective": "iki çukur", "fit": False, "seed": 1.0, "step": 7.0},
    "En iyiyi buldu": {"step": 10.0},
    "Gürültülü amaç": {"noise": 0.05, "seed": 7.0, "step": 10.0},
    "Plato": {"objective": "plato", "seed": 4.0, "step": 3.0},
    "ℓ çok uzun": {"objective": "iki çukur", "fit": False, "length": 3.0, "step": 12.0},
}


def explore_gp(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """Tek hiperparametreli (x = log₁₀ α) Bayesçi arama: Gauss süreci (Matérn 5/2) ve beklenen iyileşme.

    `objective`: gerçek hata, OBJECTIVES içindeki ad. Her arama üç rastgele noktayla başlar, sonraki her ölçüm EI'nin en
    büyük olduğu yerdedir; `step` bunların sayısı. `noise`: ölçümün standart sapması, model onu bilir. `fit`: ℓ (uzunluk
    ölçeği, onluk) her adımda veriden öğrenilir; kapalıysa `length`tir. `seed`: gösterilen aramanın numarası (0'dan);
    sağdaki eğriler aynı noktalardan başlayan 20 EI aramasının ve 20 rastgele aramanın ortalamasıdır.
    """
    controls = (
        Choice("objective", "amaç fonksiyonu", {name: name for name in OBJECTIVES}, "öğrenme oranı"),
        Slider("step", "EI ile ölçüm", tuple(float(k) for k in range(STEPS + 1)), 0.0, "{:.0f}"),
        Slider("noise", "ölçüm gürültüsü", (0.0, 0.01, 0.02, 0.03, 0.05), 0.0),
        Toggle("fit", "ℓ veriden öğrenilsin", True),
        Slider("length", "ℓ (onluk)", (0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0), 0.5),
        Slider("seed", "arama", tuple(float(k) for k in range(SEARCHES)), 0.0, "{:.0f}"),
    )
    always = {control.name for control in controls} - {"length"}
    live = LiveFigure(
        controls, complete(controls, PRESETS), compute, draw, update, describe,
        handles={"now": lambda x, y: {"step": x - FIRST}},
        useful=lambda values: always | (set() if values["fit"] else {"length"}),
        passing=("first", "chosen", "next mean", "next gain", "now", "here", "truth"),
    )  # fmt: skip
    return Explorer(live, lecture=lecture, **start)


def compute(*, objective: str, step: float, noise: float, fit: bool, length: float, seed: float) -> Arrays:
    runs = searched(objective, noise, None if fit else length)
    k, n, one = int(step), FIRST + int(step), int(seed)
    x, y, used = runs.x[one : one + 1, :n], runs.y[one : one + 1, :n], runs.length[one : one + 1, k]
    (mean,), (sd,), (gain,), (best,) = improvement(x, y, used, noise)
    following = int(gain.argmax())
    ours, theirs = incumbents(objective, runs.x, runs.y), random_incumbents(objective, noise)
    apart = (theirs - ours)[:, n - 1]
    return {
        "n": n, "x": x[0], "y": y[0], "truth": OBJECTIVES[objective](GRID), "mean": mean, "sd": sd, "gain": gain,
        "best": float(best), "next": following, "length": float(used[0]), "mine": ours[one, :n],
        "means": {"EI": ours.mean(0), "rastgele": theirs.mean(0)},
        "gap": (float(apart.mean()), float(apart.std(ddof=1) / np.sqrt(SEARCHES))),
    }  # fmt: skip


def draw(figure: Figure) -> Artists:
    cells = figure.add_gridspec(2, 2, width_ratios=[1.7, 1], height_ratios=[2.2, 1])
    model, gain = figure.add_subplot(cells[0, 0]), figure.add_subplot(cells[1, 0])
    race = figure.add_subplot(cells[:, 1])
    model.set(xlabel="log₁₀ α", ylabel="hata", xlim=(LOW, HIGH), ylim=(-0.05, 1.05))
    gain.set(xlabel="log₁₀ α", ylabel="EI / en büyüğü", xlim=(LOW, HIGH), ylim=(0, 1.08))
    race.set(
        xlabel="ölçüm sayısı", ylabel="en iyi noktanın gerçek hatası", xlim=(FIRST, FIRST + STEPS), ylim=(BOTTOM, 0.25)
    )
    race.set_xticks(range(FIRST, FIRST + STEPS + 1, 3))
    line = {"linestyle": "--", "color": GREEN, "linewidth": 1.6}
    filled = {"linestyle": "", "markeredgecolor": BLACK, "zorder": 4, "clip_on": False, "in_layout": False}
    artists: Artists = {
        **_filled(model, "band", SKY, "±2 sapma"), **_filled(gain, "area", GREEN, ""),
        "truth": model.plot([], [], ":", color=GREY, label="gerçek hata")[0],
        "mean": model.plot([], [], "-", color=BLUE, label="model ortalaması")[0],
        "next mean": model.plot([], [], label="sıradaki deneme", **line)[0],
        "first": model.plot([], [], marker="s", color=ORANGE, label="rastgele başlangıç", **filled)[0],
        "chosen": model.plot([], [], marker="o", color=VERMILION, label="EI'nin seçtiği", **filled)[0],
        "gain": gain.plot([], [], "-", color=GREEN)[0],
        "next gain": gain.plot([], [], **line)[0],
        "EI": race.plot([], [], "-", color=VERMILION, label="ortalama: EI")[0],
        "rastgele": race.plot([], [], "--", color=BLACK, label="ortalama: rastgele")[0],
        "mine": race.plot([], [], "-", color=GREY, linewidth=1.2, drawstyle="steps-post", label="bu arama")[0],
        "here": race.plot([], [], marker="o", color=GREY, **filled | {"clip_on": True})[0],
        "least": race.plot([], [], ":", color=BLACK, linewidth=1.2, label="en küçük hata")[0],
        "now": race.plot([], [], "-", color=BLACK, linewidth=0.8)[0],
        "what": model.set_title("18 ölçüm, ℓ = 0.84 onluk; sıradaki α = 0.0631"),
        "why": gain.set_title("Keşif: ortalama geçilecek değerin üstünde, ama belirsiz"),
        "who": race.set_title(f"{SEARCHES} arama, 18 ölçüm: fark ölçülemiyor"),
    }  # fmt: skip
    keys = [artist for artist in artists.values() if not artist.get_label().startswith("_") and artist.get_label()]
    figure.legend(handles=keys, loc="outside lower center", ncols=5)
    return artists


def _filled(axes: Axes, name: str, color: str, label: str) -> Artists:
    shape = Polygon([(LOW, 0), (LOW, 0)], closed=True, facecolor=color, edgecolor="none", alpha=0.35, label=label)
    return {name: axes.add_patch(shape)}


def update(artists: Artists, arrays: Arrays) -> None:
    n, x, y, mean, reach = arrays["n"], arrays["x"], arrays["y"], arrays["mean"], 2 * arrays["sd"]
    share = arrays["gain"] / max(arrays["gain"].max(), 1e-300)
    there = GRID[arrays["next"]]
    artists["band"].set_xy(np.column_stack([np.r_[GRID, GRID[::-1]], np.r_[mean - reach, (mean + reach)[::-1]]]))
    artists["area"].set_xy(np.column_stack([np.r_[GRID, HIGH, LOW], np.r_[share, 0, 0]]))
    artists["truth"].set_data(GRID, arrays["truth"])
    artists["mean"].set_data(GRID, mean)
    artists["gain"].set_data(GRID, share)
    artists["next mean"].set_data([there, there], artists["mean"].axes.get_ylim())
    artists["next gain"].set_data([there, there], [0, 1.08])
    artists["first"].set_data(x[:FIRST], y[:FIRST])
    artists["chosen"].set_data(x[FIRST:], y[FIRST:])
    counts = np.arange(FIRST, FIRST + STEPS + 1)
    for name, values in arrays["means"].items():
        artists[name].set_data(counts, values[FIRST - 1 :])
    top = above(max(values[FIRST - 1] for values in arrays["means"].values()), (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
    artists["EI"].axes.set_ylim(BOTTOM, top)
    artists["least"].set_data([FIRST, FIRST + STEPS], [arrays["truth"].min()] * 2)
    artists["mine"].set_data(counts[: n - FIRST + 1], arrays["mine"][FIRST - 1 :])
    artists["here"].set_data([n], arrays["mine"][-1:])
    artists["now"].set_data([n, n], [BOTTOM, top])
    artists["what"].set_text(f"{n} ölçüm, ℓ = {arrays['length']:.2g} onluk; sıradaki α = {10**there:.3g}")
    artists["why"].set_text(reason(arrays))
    artists["who"].set_text(f"{SEARCHES} arama, {n} ölçüm: {gp_leader(*arrays['gap'])}")


def reason(arrays: Arrays) -> str:
    """Sıradaki deneme neden orada: model oranın zaten daha iyi olduğunu mu sanıyor, yoksa yalnızca bilmiyor mu."""
    if arrays["gain"].max() < ENOUGH:
        return f"Model iyileşme beklemiyor: en büyük EI {ENOUGH:g}'den küçük"
    if arrays["mean"][arrays["next"]] < arrays["best"]:
        return "Sömürü: ortalama, geçilecek değerin altında"
    return "Keşif: ortalama geçilecek değerin üstünde, ama belirsiz"


def gp_leader(apart: float, margin: float) -> str:
    """Kim önde; iki standart hatadan küçük bir fark ölçülmüş sayılmaz."""
    if abs(apart) <= 2 * margin:
        return "fark ölçülemiyor"
    return "EI önde" if apart > 0 else "rastgele önde"


def describe(values: Values, arrays: Arrays) -> str:
    n, following, (apart, margin) = arrays["n"], arrays["next"], arrays["gap"]
    learned = "veriden öğrenildi" if values["fit"] else "verildi"
    ours, theirs = (curve[n - 1] for curve in arrays["means"].values())
    return (
        f"{values['objective']}, {n} ölçüm ({FIRST} rastgele, {n - FIRST} EI ile), ölçüm gürültüsü "
        f"{values['noise']:g}, ℓ = {arrays['length']:.2g} onluk ({learned}). Sıradaki deneme α = "
        f"{10 ** GRID[following]:.3g}: model {arrays['mean'][following]:.3f} ± {arrays['sd'][following]:.3f} bekliyor, "
        f"geçilecek değer {arrays['best']:.3f}, EI {arrays['gain'].max():.2g}. {reason(arrays)}. En küçük ölçüm "
        f"{arrays['y'].min():.3f}, o noktanın gerçek hatası {arrays['mine'][-1]:.3f}, ulaşılabilecek en küçük "
        f"{arrays['truth'].min():.3f}. {SEARCHES} aramanın ortalaması: EI {ours:.3f}, rastgele {theirs:.3f}; farkları "
        f"{apart:+.3f} ± {margin:.3f} (standart hata): {gp_leader(apart, margin)}."
    )
