"""Canlı şekil: bir yüzeyde iniş (eşyükselti eğrileri, yol, kayıp) ve yanında α x β haritası."""

from functools import lru_cache
from typing import Any, final

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from lrlab.core.quadratic import BOUNDED, best_descent, best_momentum, momentum_boundaries
from lrlab.core.rules import RULES
from lrlab.core.surfaces import Surface, a_surface
from lrlab.core.trajectories import final_loss
from lrlab.core.validate import integer, numbers
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
    log_slider,
    within,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLUE,
    DIVERGED,
    GREEN,
    GRIP,
    STAR,
    VERMILION,
    WALKING,
    corner_words,
    draw_contours,
    ending,
    first_outside,
    grip_line,
    show_grip,
    show_walk,
    time_slider,
    told_walk,
    walk,
    walk_lines,
    write,
)

BETAS = np.linspace(0.0, 0.99, 67)
ALPHA_ROWS = 80
LOSS_RANGE = (-8.0, 2.0)  # haritanın ve kayıp ekseninin log₁₀ sınırları

REGIMES = ("salınımsız yakınsama", "salınarak yakınsama", "ıraksama")
AT_EDGE = "dik yönde tam sınırda, ne yaklaşır ne uzaklaşır"

# Haritaya sığan kurallar: α'dan ve β'dan başka hiperparametresi olmayanlar.
RULE_NAMES = {rule.label: name for name, rule in RULES.items() if rule.hyper.keys() <= {"lr", "beta"}}


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

    `lr_range`: α kaydırıcısının ve haritanın uçları (Rosenbrock gibi dik yüzeyler küçük α ister); dışında kalan hazır
    ayarlar gösterilmez, adları bir uyarıyla söylenir. Haritadaki sınırlar ve en iyi nokta kuramdan gelir
    (`core.quadratic`); yalnızca ikinci dereceden yüzeylerde çizilir.
    """
    surface = a_surface(surface)
    ends = numbers("lr_range", lr_range, "[1e-12, 1e12]")
    if ends.shape != (2,) or ends[1] < 2 * ends[0]:
        raise ValueError(f"`lr_range` = {lr_range} olamaz; (küçük, büyük) gerekli, büyük en az küçüğün iki katı")
    low, high = map(float, ends)
    story = within(presets(surface), lr=(low, high))
    return Explorer(DescentFigure(surface, low, high, story), lecture=lecture, **start)


@final
class DescentFigure(LiveFigure):
    """Solda yüzeydeki yol ve kaybı; sağda, aynı başlangıçtan T adım sonraki kaybın α x β haritası."""

    handles = {
        "start": Handle(Along("x"), Along("y")),
        "here": Handle(Along("beta"), Along("lr", np.log10)),
        "now": Handle(Along("t")),
    }
    passing = (*WALKING, "now")

    def __init__(self, surface: Surface, low: float, high: float, story: dict[str, Values]) -> None:
        self.surface, self.presets = surface, story
        self.alphas = np.geomspace(low, high, ALPHA_ROWS)
        told = {key: {values[key] for values in story.values()} for key in ("lr", "beta")}
        middle = float(np.clip(float(f"{(low * high) ** 0.5:.1g}"), low, high))
        (x0, x1, y0, y1), (x, y) = surface.bounds, surface.start
        self.axis_names = ("x (yassı yön)", "y (dik yön)") if surface.eigenvalues else ("x", "y")
        self.readouts = {
            "path": Readout("yol", "x", "y", "adım"),
            "loss": Readout("kayıp", "adım", "kayıp", "adım"),
        }
        # Yürüyen kayarken ya da α, β değişirken harita baştan hesaplanmasın: onlara bakmaz.
        self.charted = lru_cache(maxsize=16)(self._chart)
        self.controls = (
            Choice("rule", "kural", RULE_NAMES, "momentum"),
            log_slider("lr", "α", low, high, middle).including(*told["lr"]),
            Slider("beta", "β", tuple(np.arange(100) / 100), 0.5, "{:.3g}").including(*told["beta"]),
            Slider("x", "başlangıç x", _ticks(x0, x1, x), x, "{:.3g}"),
            Slider("y", "başlangıç y", _ticks(y0, y1, y), y, "{:.3g}"),
            Slider("steps", "adım T", tuple(float(t) for t in range(10, 201, 10)), 60.0, "{:.0f}"),
            time_slider(200),
        )

    def compute(self, *, rule: str, lr: float, beta: float, x: float, y: float, steps: float, t: float) -> Arrays:
        """Yol, kaybı, harita; ikinci dereceden yüzeyde kuramın sınırları, en iyi noktası ve bölgenin adı."""
        T, chosen, surface = integer("steps", steps), RULES[rule], self.surface
        here = {"lr": lr, "beta": beta} if "beta" in chosen.hyper else {"lr": lr}
        run = walk(chosen, surface, (x, y), T, t, **here)
        result: Arrays = {
            "walk": run, "path": run.path, "loss": run.loss, "map": self.charted(rule, x, y, T),
            "ending": ending(run.diverged_at, first_outside(run.path, surface.bounds)),
            "here": (beta if "beta" in here else 0.0, lr),
            "regime": "", "ringing": None, "diverging": None, "best": None,
        }  # fmt: skip
        if surface.eigenvalues and rule in BOUNDED:
            low, high = surface.eigenvalues
            result["ringing"], result["diverging"] = momentum_boundaries(rule, BETAS, high)
            result["best"] = _best(rule, low, high)
            ringing, diverging = momentum_boundaries(rule, here.get("beta", 0.0), high)
            at_edge = np.isclose(lr, diverging)
            result["regime"] = AT_EDGE if at_edge else REGIMES[int(lr > ringing) + int(lr > diverging)]
        return result

    def _chart(self, rule: str, x: float, y: float, steps: int) -> np.ndarray:
        """Haritanın hücreleri: (x, y)'den başlayan `steps` adımın sonundaki kaybın log₁₀'u."""
        chosen = RULES[rule]
        grid = {"lr": self.alphas[:, None], "beta": BETAS}
        last, _ = final_loss(chosen, self.surface, (x, y), steps, **{name: grid[name] for name in chosen.hyper})
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.broadcast_to(np.log10(last), (len(self.alphas), len(BETAS)))

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.25, 1], height_ratios=[1.5, 1])
        plane, curve = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[1, 0])
        chart, surface = figure.add_subplot(grid[:, 1]), self.surface
        draw_contours(plane, surface.value, surface.bounds, colors="0.75")
        for minimum in surface.minima:
            plane.plot(*minimum, "*", color=GREEN, markersize=14)
        plane.set(title=f"Yol: {surface.name}", xlabel=self.axis_names[0], ylabel=self.axis_names[1])
        curve.set(
            title="Kayıp: düz inen çizgi, sabit oranla yakınsamadır", xlabel="adım (t)", ylabel="kayıp",
            yscale="log", ylim=(10 ** LOSS_RANGE[0], 10 ** LOSS_RANGE[1]),
        )  # fmt: skip
        rows = np.log10(self.alphas)  # haritanın düşey ekseni log₁₀ α
        decades = np.arange(np.ceil(rows[0] - 1e-9), rows[-1] + 1e-9)
        chart.set(
            title="T adım sonra: en küçük kayıp sınırın altında", xlabel="β", ylabel="α",
            yticks=decades, yticklabels=[f"{10.0**decade:g}" for decade in decades],
        )  # fmt: skip
        chart.grid(False)
        image = chart.imshow(
            np.zeros((len(rows), len(BETAS))), origin="lower", aspect="auto",
            cmap=colormaps["cividis_r"].with_extremes(bad=DIVERGED, over=DIVERGED), interpolation="nearest",
            extent=(*_edges(BETAS), *_edges(rows)), norm=Normalize(*LOSS_RANGE),
        )  # fmt: skip
        bar = figure.colorbar(
            image, ax=chart, ticks=[-8, -6, -4, -2, 0, 2], extend="max", pad=0.02, label="kayıp (gri: 100'den büyük)"
        )
        bar.ax.set_yticklabels(["≤10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1", "100"])
        artists = {
            "map": image,
            "ringing": chart.plot([], [], "--", color="white", label="altı: salınımsız yakınsama")[0],
            "diverging": chart.plot([], [], "-", color=VERMILION, label="üstü: ıraksama")[0],
            "between": chart.plot([], [], " ", label="arası: salınarak yakınsama")[0],
            "best": chart.plot([], [], "*", **STAR, markersize=15, label="kuramın en iyisi")[0],
            "here": chart.plot([], [], "o", **GRIP, label="buradasın")[0],
            **walk_lines(plane),
            "loss": curve.plot([], [], "-", color=BLUE)[0],
            "now": grip_line(curve),
            "words": corner_words(plane, 0.96),
        }
        artists["start"].set(**GRIP)
        chart.set(xlim=(BETAS[0], BETAS[-1]), ylim=(rows[0], rows[-1]))
        chart.legend(loc="lower left", facecolor="#DDDDDD")
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        show_walk(artists, arrays["walk"])
        loss = np.clip(arrays["loss"], 1e-30, 1e30)  # tam sıfır, logaritmik eksende de görünsün
        artists["loss"].set_data(np.arange(len(loss)), loss)
        artists["loss"].axes.set_xlim(0, len(loss) - 1)
        t = arrays["walk"].t
        show_grip(artists["now"], t, loss[t])
        artists["map"].set_data(np.ma.masked_invalid(arrays["map"]))
        beta, lr = arrays["here"]
        artists["here"].set_data([beta], [np.log10(lr)])
        for name in ("ringing", "diverging"):
            edge = arrays[name]
            artists[name].set_data(*([], []) if edge is None else (BETAS, np.log10(edge)))
        best = arrays["best"]
        artists["best"].set_data([best[0]] if best else [], [np.log10(best[1])] if best else [])
        write(artists["words"], arrays["ending"])

    def describe(self, values: Values, arrays: Arrays) -> str:
        rule = RULES[values["rule"]]
        beta = f", β = {values['beta']:g}" if "beta" in rule.hyper else ""
        regime = f" Kurama göre: {arrays['regime']}." if arrays["regime"] else ""
        first, last = arrays["loss"][[0, -1]]
        loss = f"kayıp {first:.3g} iken {last:.2g} oldu" if np.isfinite(last) else ""
        moment = told_walk(arrays["walk"])
        ended = "; ".join(filter(None, (loss, arrays["ending"])))
        return f"{rule.label}, α = {values['lr']:g}{beta}: {values['steps']:.0f} adımda {ended}.{regime}{moment}"


def _ticks(low: float, high: float, default: float) -> tuple[float, ...]:
    return tuple(sorted({float(f"{v:.2g}") for v in np.linspace(low, high, 41)} | {default}))


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
