"""Canlı şekil: bir yüzeyde iniş (eşyükselti eğrileri, yol, kayıp) ve yanında α x β haritası."""

from functools import lru_cache
from typing import Any, final

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.ticker import NullLocator

from lrlab.core.quadratic import BOUNDED, best_descent, best_momentum, momentum_boundaries
from lrlab.core.rules import RULES
from lrlab.core.surfaces import Surface, a_surface
from lrlab.core.trajectories import final_loss, trajectory
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
    Title,
    Values,
    log_slider,
    within,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    DIVERGED,
    GRIP,
    STAR,
    VERMILION,
    WALKING,
    beside_title,
    end_label,
    ending,
    even,
    first_outside,
    fitted,
    grip_line,
    ground,
    ground_lines,
    show_grip,
    show_ground,
    show_walk,
    time_slider,
    told_walk,
    walk,
    walk_lines,
    widened,
    write,
)

BETAS = np.linspace(0.0, 0.99, 67)
ALPHA_ROWS = 80
MAP_RANGE = (-13.0, 0.5)  # haritanın log₁₀ sınırları
LOSS_RANGE = (-16.0, 4.0)  # kayıp ekseninin log₁₀ sınırları
WIDEST = 4.0  # pencere yolu alsın diye en çok bu kadar genişler; daha uzağa giden yol pencereden çıkmıştır

REGIMES = ("salınımsız yakınsama", "salınarak yakınsama", "ıraksama")
TITLES = (
    Title("Bu α'da yol dipten uzaklaşıyor: kayıp büyüyor", lambda v, a: not a["loss"][-1] <= a["loss"][0]),
    Title(
        "Kuramın en iyi noktası: yol dibe en hızlı burada iner",
        lambda v, a: a["best"] is not None and np.allclose(a["here"], a["best"], rtol=0.01),
    ),
    Title(
        "Buzul: α küçük, yol yassı yönde yerinde sayıyor",
        lambda v, a: a["left"] > 0.5 and not a["turns"][0] and a["turns"][1] < 2,
    ),
    Title(
        "Sarkaç: büyük β dibi aşıp geri dönüyor",
        lambda v, a: v["rule"] != "sgd" and a["turns"][0] and v["beta"] > 0.9,
    ),
    Title(
        "Zikzak: dik yönde savruluyor, yassı yönde ağır ilerliyor",
        lambda v, a: v["rule"] == "sgd" and a["turns"][1] > 4,
    ),
    Title(
        "Momentum, aynı α'daki momentumsuz inişi geride bıraktı",
        lambda v, a: v["rule"] != "sgd" and v["beta"] > 0 and a["loss"][-1] < 0.1 * a["plain"],
    ),
    Title("Yol, başladığı yerden dibe doğru iniyor", lambda v, a: a["loss"][-1] < a["loss"][0]),
    Title("Bir yüzeyde iniş"),
)
AT_EDGE = "dik yönde tam sınırda, ne yaklaşır ne uzaklaşır"

# Haritadaki bölgelerin adları ve renkleri.
REGIONS = {
    "apart": ("ıraksar", BLACK),
    "swinging": ("salınarak yakınsar", "white"),
    "still": ("salınmadan yakınsar", "white"),
}

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

    on_page = {"lr": 12, "beta": 9, "t": 24}
    handles = {
        "start": Handle(Along("x"), Along("y")),
        "here": Handle(Along("beta"), Along("lr", np.log10)),
        "now": Handle(Along("t")),
    }
    passing = (*WALKING, "now")
    titles = TITLES

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
        self.grounded = lru_cache(maxsize=4)(lambda window: ground(surface, window=window))
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
        window = fitted(surface.bounds, run.path, WIDEST)
        away = run.path - np.array(surface.minima[0])
        result: Arrays = {
            "walk": run, "path": run.path, "loss": run.loss, "map": self.charted(rule, x, y, T),
            "window": window, "ground": self.grounded(window),
            "ending": ending(run.diverged_at, first_outside(run.path, widened(surface.bounds, WIDEST))),
            "left": abs(away[-1, 0] / away[0, 0]) if away[0, 0] else 0.0, "turns": _turns(away),
            "plain": trajectory(RULES["sgd"], surface, (x, y), T, lr=lr).loss[-1],
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
        plane.set(title=surface.name, xlabel=self.axis_names[0], ylabel=self.axis_names[1])
        curve.set(
            title="Kayıp", xlabel="adım (t)", ylabel="kayıp", yscale="log",
            ylim=(10 ** LOSS_RANGE[0], 10 ** LOSS_RANGE[1]), yticks=[1e-16, 1e-8, 1],
        )  # fmt: skip
        curve.yaxis.set_minor_locator(NullLocator())
        rows = np.log10(self.alphas)  # haritanın düşey ekseni log₁₀ α
        decades = np.arange(np.ceil(rows[0] - 1e-9), rows[-1] + 1e-9)
        chart.set(
            title="T adım sonraki kayıp", xlabel="β", ylabel="α",
            yticks=decades, yticklabels=[f"{10.0**decade:g}" for decade in decades],
        )  # fmt: skip
        chart.grid(False)
        image = chart.imshow(
            np.zeros((len(rows), len(BETAS))), origin="lower", aspect="auto",
            cmap=colormaps["cividis_r"].with_extremes(bad=DIVERGED, over=DIVERGED), interpolation="nearest",
            extent=(*_edges(BETAS), *_edges(rows)), norm=Normalize(*MAP_RANGE),
        )  # fmt: skip
        bar = figure.colorbar(
            image, ax=chart, ticks=[-12, -8, -4, 0], extend="both", pad=0.02, label="kayıp (gri: 3'ten büyük)"
        )
        bar.ax.set_yticklabels(["10⁻¹²", "10⁻⁸", "10⁻⁴", "1"])
        artists = {
            "map": image,
            "ringing": chart.plot([], [], "--", color="white")[0],
            "diverging": chart.plot([], [], "-", color=VERMILION)[0],
            **{name: _region(chart, words, color) for name, (words, color) in REGIONS.items()},
            "best": chart.plot([], [], "*", **STAR, markersize=15)[0],
            "best name": end_label(chart, BLACK, "en iyi"),
            "here": chart.plot([], [], "o", **GRIP)[0],
            "here name": end_label(chart, BLACK, "buradasın"),
            **ground_lines(plane, color="0.75"),
            **walk_lines(plane),
            "loss": curve.plot([], [], "-", color=BLUE)[0],
            "now": grip_line(curve),
            "words": beside_title(plane),
        }
        artists["start"].set(**GRIP)
        for name in ("best name", "here name"):
            artists[name].set_bbox({"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1})
        chart.set(xlim=(BETAS[0], BETAS[-1]), ylim=(rows[0], rows[-1]))
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        show_ground(artists, arrays["ground"])
        even(artists["path"].axes, arrays["window"])
        show_walk(artists, arrays["walk"])
        loss = np.clip(arrays["loss"], 1e-30, 1e30)  # tam sıfır, logaritmik eksende de görünsün
        artists["loss"].set_data(np.arange(len(loss)), loss)
        artists["loss"].axes.set_xlim(0, len(loss) - 1)
        t = arrays["walk"].t
        show_grip(artists["now"], t, loss[t])
        artists["map"].set_data(np.ma.masked_invalid(arrays["map"]))
        beta, lr = arrays["here"]
        artists["here"].set_data([beta], [np.log10(lr)])
        _beside(artists["here name"], beta, np.log10(lr))
        ringing, diverging = arrays["ringing"], arrays["diverging"]
        for name, edge in (("ringing", ringing), ("diverging", diverging)):
            artists[name].set_data(*([], []) if edge is None else (BETAS, np.log10(edge)))
        known = ringing is not None
        low, high = artists["map"].axes.get_ylim()
        if known:
            (one, two), at = (np.log10(edge) for edge in (ringing, diverging)), len(BETAS) // 2
            artists["apart"].set(x=0.03, y=(two[2] + high) / 2, visible=bool(two[2] < high - 0.15))
            artists["swinging"].set(x=0.97, ha="right", y=(one[at] + two[at]) / 2, visible=bool(low < one[at]))
            artists["still"].set(x=0.03, y=(low + one[2]) / 2, visible=bool(one[2] > low + 0.15))
        for name in REGIONS:  # nokta bir adın üstündeyken o ad çekilir
            x, y = artists[name].get_position()
            under = -0.35 < beta - x < 0.5 and abs(np.log10(lr) - y) < 0.05 * (high - low)
            artists[name].set_visible(known and not under and artists[name].get_visible())
        best = arrays["best"]
        artists["best"].set_data([best[0]] if best else [], [np.log10(best[1])] if best else [])
        near_best = best is not None and np.hypot(beta - best[0], np.log10(lr / best[1]) / 3) < 0.15
        artists["best name"].set_visible(best is not None and not near_best)
        if best:
            _beside(artists["best name"], best[0], np.log10(best[1]))
        write(artists["words"], arrays["ending"])

    def describe(self, values: Values, arrays: Arrays) -> str:
        rule = RULES[values["rule"]]
        beta = f", β = {values['beta']:g}" if "beta" in rule.hyper else ""
        regime = f"Kurama göre: {arrays['regime']}." if arrays["regime"] else ""
        first, last = arrays["loss"][[0, -1]]
        loss = f"kayıp {first:.3g} iken {last:.2g} oldu" if np.isfinite(last) else ""
        ended = "; ".join(filter(None, (loss, arrays["ending"])))
        told = f"{rule.label}, α = {values['lr']:g}{beta}: {values['steps']:.0f} adımda {ended}."
        return f"{told}\n{regime}{told_walk(arrays['walk'])}"


def _turns(away: np.ndarray) -> tuple[int, int]:
    """Yolun, x'te ve y'de en küçük noktayı kaç kez aştığı."""
    signs = np.sign(np.nan_to_num(away))
    across, up = (signs[1:] * signs[:-1] < 0).sum(axis=0)
    return int(across), int(up)


def _region(chart: Axes, words: str, color: str) -> Text:
    return chart.text(0, 0, words, color=color, va="center", visible=False)


def _beside(name: Annotation, x: float, y: float) -> None:
    """Adı noktanın sağına, sağ yarıdaysa soluna yazar."""
    left = x > 0.55
    name.xy = (x, y)
    name.set(ha="right" if left else "left", position=(-9 if left else 9, 0))


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
