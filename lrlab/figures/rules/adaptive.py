"""Canlı şekil: RMSProp'un etkin adımı, koordinat koordinat; elips ve çubuklar yol boyunca değişir."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.averages import ewa
from lrlab.core.rules import RULES, momentum, rmsprop, rmsprop_eps_inside, sgd
from lrlab.core.surfaces import Surface, bowl, noisy, ravine, saddle
from lrlab.core.trajectories import trajectory
from lrlab.core.validate import integer
from lrlab.figures.engine import (
    Along,
    Arrays,
    Choice,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Values,
    complete,
    log_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREEN,
    GRIP,
    ORANGE,
    PURPLE,
    VERMILION,
    WALKING,
    Ground,
    corner_words,
    ending,
    first_outside,
    grip_line,
    ground,
    ground_lines,
    show_grip,
    show_ground,
    show_walk,
    walk,
    walk_lines,
    write,
)

STEPS = 150
TILT = 30.0  # yatık vadinin açısı, derece
NOISE = 0.3
RANGE, BAR_RANGE = (1e-4, 1e2), (1e-4, 1e4)  # uzaklık ekseninin ve çubukların uçları
ANGLES = np.linspace(0, 2 * np.pi, 73)
CIRCLE = np.stack([np.cos(ANGLES), np.sin(ANGLES)])
BARS = ("gradient", "effective", "step")
WALL = 7.0  # sürüklenen eşyükselti elipsinin uzun yarı ekseni, düz vadide; kısası √κ kat kısadır
RULE_NAMES = {rule.label: rule.name for rule in (rmsprop, rmsprop_eps_inside, sgd)}


def tilted_valley(kappa: float, degrees: float = TILT) -> Surface:
    """`bowl(kappa)`nın döndürülmüşü; başlangıç noktası da birlikte döner: iki vadide uzaklıklar aynıdır."""
    angle = np.deg2rad(degrees)
    (x, y), cos, sin = bowl().start, np.cos(angle), np.sin(angle)
    start = (float(x * cos - y * sin), float(x * sin + y * cos))
    return replace(ravine(kappa, degrees), start=start)


SURFACES: dict[str, Callable[[float], Surface]] = {
    "düz vadi": bowl,
    "yatık vadi": tilted_valley,
    "gürültülü vadi": lambda kappa: noisy(bowl(kappa), NOISE),
    "eyer": lambda kappa: saddle(),
}
PRESETS: dict[str, Values] = {
    "Tek α": {"rule": "sgd", "lr": 1.9},
    "RMSProp": {},
    "κ 100 kat": {"kappa": 1e4},
    "Dipte": {"lr": 0.2, "t": float(STEPS)},
    "Büyük ε": {"eps": 1.0, "lr": 1.9},
    "Yatık vadi": {"surface": "yatık vadi"},
    "Gürültü": {"surface": "gürültülü vadi", "t": 100.0},
    "Eyer": {"surface": "eyer"},
}
CONTROLS = (
    Choice("surface", "yüzey", {name: name for name in SURFACES}, "düz vadi"),
    Slider("kappa", "κ (vadiler)", (10.0, 30.0, 100.0, 300.0, 1e3, 3e3, 1e4), 100.0, "{:.0f}"),
    Choice("rule", "kural", RULE_NAMES, "rmsprop"),
    log_slider("lr", "α", 0.001, 2.0, 0.1).including(PRESETS["Tek α"]["lr"]),
    Slider("beta", "β", (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999), 0.9),
    Slider("eps", "ε", tuple(10.0**k for k in range(-10, 1)), 1e-8),
    Slider("t", "adım t", tuple(float(t) for t in range(1, STEPS + 1)), 10.0, "{:.0f}", play=True),
)


@dataclass(frozen=True)
class Course:
    """Parkur: bir yüzey, düzlemi, en iyi ayarlı momentumun (α, β)'sı ve uzaklığı; hiçbiri seçilen kurala bakmaz."""

    surface: Surface
    ground: Ground
    best: tuple[float, float]
    rival: np.ndarray


def adaptive_course(surface: str, kappa: float) -> Course:
    """`surface` adlı yüzey; rakip, (α, β) ızgarasında uzaklığının logaritması ortalamada en küçük olan momentumdur."""
    made = SURFACES[surface](kappa)
    lrs, betas = np.geomspace(0.01, 4, 30)[:, None], np.linspace(0, 0.98, 15)
    runs = trajectory(momentum, made, made.start, STEPS, lr=lrs, beta=betas)
    away = distance(made, runs.path)
    height = np.log(np.maximum(away, RANGE[0])).mean(axis=0)  # ıraksayan hücreler NaN'dır
    i, j = np.unravel_index(np.nanargmin(height), height.shape)
    return Course(made, ground(made), (float(lrs[i, 0]), float(betas[j])), away[:, i, j])


def distance(surface: Surface, path: np.ndarray) -> np.ndarray:
    """Yolun (T+1, 2, *ızgara) her noktasının en yakın en küçük noktaya uzaklığı, (T+1, *ızgara)."""
    return np.min([np.hypot(path[:, 0] - x, path[:, 1] - y) for x, y in surface.minima], axis=0)


def effective_steps(rule: str, v: np.ndarray, lr: float, eps: float) -> np.ndarray:
    """Gradyanı adıma çeviren çarpan, koordinat koordinat; `v` gradyan karelerinin ortalamasıdır."""
    if rule == "sgd":
        return np.full_like(v, lr)
    return lr / (v**0.5 + eps) if rule == "rmsprop" else lr / (v + eps) ** 0.5


def wall(surface: str, kappa: float) -> tuple[np.ndarray, np.ndarray]:
    """Vadinin bir eşyükselti elipsi (2, N) ve kısa ekseninin üst ucu (2,); vadi değilse elips boş, uç NaN'dır.

    Elips, ucun yüksekliği iki vadide de WALL/√κ olacak boydadır: sürükleyen elin yeri tek başına κ'yı söyler.
    """
    if surface == "eyer":
        return np.empty((2, 0)), np.full(2, np.nan)
    angle = np.deg2rad(TILT) if surface == "yatık vadi" else 0.0
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    long, short = WALL / np.cos(angle), WALL / np.cos(angle) / np.sqrt(kappa)
    return turn @ (np.array([[long], [short]]) * CIRCLE), turn @ np.array([0.0, short])


def explore_adaptive(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """RMSProp'un yolu, t. adımdaki etkin adımları ve dibe uzaklığı; rakibi, o yüzeyde en iyi ayarlı momentumdur.

    Etkin adım α/(√v + ε)'dur. Elips, boyu 1 olan gradyanların atacağı adımları gösterir: yarı eksenleri iki
    koordinatın etkin adımıdır.
    """
    return Explorer(AdaptiveFigure(), lecture=lecture, **start)


@final
class AdaptiveFigure(LiveFigure):
    """Solda yol ve etkin adımların elipsi, altında dibe uzaklık; sağda iki koordinatın çubukları."""

    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    handles = {"now": Handle(x=Along("t")), "width": Handle(y=Along("kappa", lambda kappa: WALL / kappa**0.5))}
    passing = (*WALKING, "now", "ellipse", "wall", "width")
    readouts = {
        "path": Readout("yol", "x", "y", "adım"),
        "distance": Readout("bu kural", "adım", "dibe uzaklık", "adım"),
        "rival": Readout("momentum", "adım", "dibe uzaklık", "adım"),
    }

    def __init__(self) -> None:
        self.course = cache(adaptive_course)  # t kaydırılırken yüzey baştan hesaplanmasın

    def compute(self, *, surface: str, kappa: float, rule: str, lr: float, beta: float, eps: float, t: float) -> Arrays:
        shown, at = self.course(surface, kappa), integer("t", t)
        hyper = {"lr": lr} if rule == "sgd" else {"lr": lr, "beta": beta, "eps": eps}
        run = walk(RULES[rule], shown.surface, shown.surface.start, STEPS, at - 1, **hyper)
        g = np.stack([shown.surface.grad(w, k) for k, w in enumerate(run.path[:at], start=1)], axis=1)  # (2, t)
        effective = effective_steps(rule, ewa(g**2, beta)[:, -1], lr, eps)
        return {
            "ground": shown.ground, "walk": run, "path": run.path, "wall": wall(surface, kappa), "t": at,
            "left_at": first_outside(run.path, shown.ground.bounds),
            "ellipse": run.path[at - 1][:, None] + effective[:, None] * CIRCLE,
            "gradient": abs(g[:, -1]), "effective": effective, "step": abs(run.path[at] - run.path[at - 1]),
            "distance": distance(shown.surface, run.path), "rival": shown.rival, "best": shown.best,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.4, 1], height_ratios=[1.4, 1])
        plane, curve = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[1, 0])
        chart = figure.add_subplot(grid[:, 1])
        plane.set(title="Elips: etkin adımlar, hep eksenlere hizalı", xlabel="x", ylabel="y", ylim=(-2.4, 2.4))
        curve.set(
            title="Uzaklık, en iyi ayarlı momentumla yan yana", xlabel="adım (t)", ylabel="dibe uzaklık",
            xlim=(0, STEPS), yscale="log", ylim=RANGE,
        )  # fmt: skip
        places = np.array([0, 1, 3, 4, 6, 7])
        chart.set(
            title="|g| x etkin adım = adımın boyu", ylabel="t. adımdaki büyüklük (logaritmik eksen)",
            xlabel="koordinat", xlim=(-0.8, 7.8), xticks=places,
            xticklabels=list("xyxyxy"), yscale="log", ylim=BAR_RANGE,
        )  # fmt: skip
        chart.grid(False, axis="x")
        for place, name in zip((0.5, 3.5, 6.5), ("|g|", "etkin adım", "adım boyu"), strict=True):
            chart.text(place, BAR_RANGE[1], name, ha="center", va="top")
        colors = [GREEN, PURPLE] * 3
        bars = chart.bar(places, BAR_RANGE[1], 0.9, BAR_RANGE[0], color=colors, edgecolor=BLACK, linewidth=1)
        artists = {
            **ground_lines(plane, color="0.75"),
            "wall": plane.plot([], [], ":", color=ORANGE)[0],
            **walk_lines(plane),
            "width": plane.plot([], [], "D", **GRIP, zorder=6)[0],
            "width_name": plane.text(0, 0, "", va="center"),
            "ellipse": plane.plot([], [], "-", color=VERMILION, zorder=3)[0],
            "words": corner_words(plane, 0.2),
            "distance": curve.plot([], [], "-", color=BLUE, label="bu kural")[0],
            "rival": curve.plot([], [], "--", color=VERMILION, label="momentum")[0],
            "now": grip_line(curve),
        }
        curve.legend(loc="lower left", ncols=2)
        for i, name in enumerate(BARS):
            for k, axis in enumerate("xy"):
                artists[f"{name}_{axis}"] = bars[2 * i + k]
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        show_ground(artists, arrays["ground"])
        show_walk(artists, arrays["walk"])
        artists["ellipse"].set_data(*arrays["ellipse"])
        contour, end = arrays["wall"]
        artists["wall"].set_data(*contour)
        artists["width"].set_data(*end[:, None])
        artists["width_name"].set_position(np.nan_to_num(end) + np.array([0.4, 0.0]))
        artists["width_name"].set_text("κ" if contour.size else "")
        write(artists["words"], ending(0, arrays["left_at"]))
        t = np.arange(STEPS + 1)
        for name in ("distance", "rival"):
            artists[name].set_data(t, np.maximum(arrays[name], RANGE[0]))
        show_grip(artists["now"], arrays["t"], arrays["distance"][arrays["t"]])
        for name in BARS:
            for axis, value in zip("xy", np.clip(arrays[name], *BAR_RANGE), strict=True):
                artists[f"{name}_{axis}"].set_height(value - BAR_RANGE[0])

    def useful(self, values: Values) -> set[str]:
        unused = {"kappa"} if values["surface"] == "eyer" else set()
        return super().useful(values) - unused - ({"beta", "eps"} if values["rule"] == "sgd" else set())

    def describe(self, values: Values, arrays: Arrays) -> str:
        label = RULES[values["rule"]].label
        hyper = "" if values["rule"] == "sgd" else f", β = {values['beta']:g}, ε = {values['eps']:g}"
        kappa = "" if values["surface"] == "eyer" else f" (κ = {values['kappa']:g})"
        (gx, gy), (ex, ey), (sx, sy) = (arrays[name] for name in BARS)
        lr, beta = arrays["best"]
        left = f" Yol {arrays['left_at']}. adımda pencereden çıktı." if arrays["left_at"] else ""
        return (
            f"{values['surface']}{kappa}, {label}, α = {values['lr']:g}{hyper}; {arrays['t']}. adımda (x, y): "
            f"|g| = ({gx:.2g}, {gy:.2g}), etkin adım ({ex:.2g}, {ey:.2g}), adımın boyu ({sx:.2g}, {sy:.2g}). "
            f"{STEPS} adım sonra dibe uzaklık {arrays['distance'][-1]:.1g}; en iyi ayarlı momentumda "
            f"(α = {lr:.2g}, β = {beta:.2g}) {arrays['rival'][-1]:.1g}.{left}"
        )
