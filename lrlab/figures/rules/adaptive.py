"""Canlı şekil: RMSProp'un etkin adımı, koordinat koordinat; elips ve çubuklar yol boyunca değişir."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

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
    Title,
    Values,
    complete,
    log_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREY,
    GRIP,
    OLIVE,
    PURPLE,
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
    plain_ticks,
    readable,
    remaining,
    show_end_labels,
    show_grip,
    show_ground,
    show_walk,
    walk,
    walk_lines,
    widened,
    write,
)

STEPS = 150
TILT = 30.0  # yatık vadinin açısı, derece
NOISE = 0.3
RANGE, BAR_RANGE = (1e-4, 1e2), (1e-4, 1e4)  # uzaklık ekseninin ve çubukların uçları
NAMES, PAGE_NAMES = 60, 8  # sağda eğrilerin adlarına ayrılan yer, adım
PAGE = 50  # koordinatların panelinde bir arada görünen adımlar
WIDEST = 4.0  # pencere yolu alsın diye en çok bu kadar genişler
ANGLES = np.linspace(0, 2 * np.pi, 73)
CIRCLE = np.stack([np.cos(ANGLES), np.sin(ANGLES)])
BARS = ("gradient", "effective", "step")
LEVEL = ("düz vadi", "gürültülü vadi", "√λ gürültülü vadi")  # dik yönü y ekseni olan yüzeyler
COLORS = {"x": BLUE, "y": OLIVE}
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
    "√λ gürültülü vadi": lambda kappa: noisy(bowl(kappa), NOISE, aligned=True),
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
    "Gürültü √λ ile": {"surface": "√λ gürültülü vadi", "t": 100.0},
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

TITLES = (
    Title("Bu ayarda yol dipten uzaklaşıyor", lambda v, a: not a["distance"][-1] <= a["distance"][0]),
    Title("Adımlar çok uzun: yol pencerenin dışına fırladı", lambda v, a: a["left_at"] > 0),
    Title(
        "Tek α: dik yönde zikzak çiziyor, yassı yönde ağır ilerliyor",
        lambda v, a: v["rule"] == "sgd" and v["surface"] in LEVEL and a["turns"] > 4 and a["left"][a["t"], 0] > 0.7,
    ),
    Title("Tek α: iki koordinatın etkin adımı aynı, halka bir çember", lambda v, a: v["rule"] == "sgd"),
    Title(
        "RMSProp eyerde oyalanmıyor: birkaç adımda bir dibe sapıyor",
        lambda v, a: v["surface"] == "eyer" and a["escaped"] <= 15,
    ),
    Title(
        "Gürültü iki yönde aynı: √v eşitleniyor, elips çembere dönüyor",
        lambda v, a: v["surface"] == "gürültülü vadi" and a["apart"]["effective"] < 1.6,
    ),
    Title(
        "Gürültü de dik yönde büyük: elips yassı yönde uzun kalıyor",
        lambda v, a: (
            v["surface"] == "√λ gürültülü vadi" and v["rule"] != "sgd" and a["effective"][0] > 2 * a["effective"][1]
        ),
    ),
    Title(
        "Büyük ε ölçeklemeyi söndürüyor: elips çembere yaklaşıyor",
        lambda v, a: a["braked"] and a["apart"]["effective"] < 1.6,
    ),
    Title(
        "Vadi yatık, elips dönemiyor: iki koordinatın etkin adımı birbirine yakın",
        lambda v, a: v["surface"] == "yatık vadi" and a["apart"]["effective"] < 2.5,
    ),
    Title(
        "Dibe oturamıyor: adımın boyu hâlâ α dolayında",
        lambda v, a: (
            a["distance"][a["t"]] < 5 * v["lr"]
            and a["distance"][-1] > 0.1 * v["lr"]
            and 0.5 < a["step"].max() / v["lr"] < 2
        ),
    ),
    Title(
        "Çok dar vadi: RMSProp, en iyi ayarlı momentumun önünde",
        lambda v, a: v["surface"] == "düz vadi" and a["rival"][-1] > max(0.1, 3 * a["distance"][-1]),
    ),
    Title(
        "Gradyanlar birbirinden uzak, adımlar yakın: her koordinatın etkin adımı ayrı",
        lambda v, a: a["apart"]["gradient"] > 3 and a["apart"]["step"] < min(3, 0.6 * a["apart"]["gradient"]),
    ),
    Title("Etkin adım koordinattan koordinata değişiyor", lambda v, a: a["apart"]["effective"] > 1.6),
    Title("RMSProp'un etkin adımı, koordinat koordinat"),
)


@dataclass(frozen=True)
class Course:
    """Parkur: bir yüzey, en iyi ayarlı momentumun (α, β)'sı ve uzaklığı; hiçbiri seçilen kurala bakmaz."""

    surface: Surface
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
    return Course(made, (float(lrs[i, 0]), float(betas[j])), away[:, i, j])


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
    """Solda yol ve etkin adımların elipsi, altında dibe uzaklık; sağda iki koordinatın çubukları ve kalan yolu."""

    on_page = {"kappa": 3, "rule": 3, "lr": 6, "t": 24}
    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    handles = {"now": Handle(x=Along("t")), "width": Handle(y=Along("kappa", lambda kappa: WALL / kappa**0.5))}
    passing = (*WALKING, "now", "ellipse", "wall", "width", "left x", "left y", "left now", "rival")
    ground = ("surface", "kappa")
    titles = TITLES
    readouts = {
        "path": Readout("yol", "x", "y", "adım"),
        "distance": Readout("bu kural", "adım", "dibe uzaklık", "adım"),
        "rival": Readout("momentum", "adım", "dibe uzaklık", "adım"),
        "left x": Readout("x'te kalan yol", "adım", "başlangıçtakinin katı", "adım"),
        "left y": Readout("y'de kalan yol", "adım", "başlangıçtakinin katı", "adım"),
    }

    def __init__(self) -> None:
        # t kaydırılırken yüzey ve eşyükselti eğrileri baştan hesaplanmasın.
        self.course, self.grounded = (
            cache(adaptive_course),
            lru_cache(maxsize=16)(lambda name, kappa, window: ground(SURFACES[name](kappa), window=window)),
        )

    def compute(self, *, surface: str, kappa: float, rule: str, lr: float, beta: float, eps: float, t: float) -> Arrays:
        """Yol, t. adımın iki koordinattaki |g|'si, etkin adımı ve boyu, dibe uzaklık ve koordinatların kalan yolu.

        `apart`: bu üçünden her birinin iki koordinatta birbirinin kaç katı olduğu; `turns`: yolun y'de dibi kaç kez
        aştığı; `braked`: ε, iki koordinatın √v'sinden de büyük mü; `escaped`: eyerin dibine varılan adım.
        """
        shown, at = self.course(surface, kappa), integer("t", t)
        made = shown.surface
        hyper = {"lr": lr} if rule == "sgd" else {"lr": lr, "beta": beta, "eps": eps}
        run = walk(RULES[rule], made, made.start, STEPS, at - 1, **hyper)
        g = np.stack([made.grad(w, k) for k, w in enumerate(run.path[:at], start=1)], axis=1)  # (2, t)
        v = ewa(g**2, beta)[:, -1]
        bars = {
            "gradient": abs(g[:, -1]), "effective": effective_steps(rule, v, lr, eps),
            "step": abs(run.path[at] - run.path[at - 1]),
        }  # fmt: skip
        window, left = fitted(made.bounds, run.path, WIDEST), remaining(made, run.path)
        arrived = np.flatnonzero(abs(left[:, 1]) < 0.1)
        return {
            "ground": self.grounded(surface, kappa, window), "window": window, "walk": run, "path": run.path,
            "wall": wall(surface, kappa), "t": at, "lr": lr,
            "left_at": first_outside(run.path, widened(made.bounds, WIDEST)),
            "ellipse": run.path[at - 1][:, None] + bars["effective"][:, None] * CIRCLE, **bars,
            "distance": distance(made, run.path), "rival": shown.rival, "best": shown.best, "left": left,
            "turns": int((np.diff(np.sign(np.nan_to_num(left[:, 1]))) != 0).sum()),
            "apart": {name: float(pair.max() / max(pair.min(), 1e-300)) for name, pair in bars.items()},
            "braked": rule != "sgd" and bool((eps > (v**0.5 if rule == "rmsprop" else v)).all()),
            "escaped": int(arrived[0]) if len(arrived) else STEPS + 1,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.25, 1], height_ratios=[1.5, 1])
        plane, curve = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[1, 0])
        chart, left = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        plane.set(title="Yol ve etkin adımların elipsi", xlabel="x", ylabel="y", ylim=(-2.4, 2.4))
        curve.set(
            title="Dibe uzaklık", xlabel="adım (t)", ylabel="uzaklık", xlim=(0, STEPS + NAMES),
            xticks=range(0, STEPS + 1, 50), yscale="log", ylim=(RANGE[0] / 4, RANGE[1]), yticks=[1e-4, 1e-2, 1, 1e2],
        )  # fmt: skip
        curve.yaxis.set_minor_locator(NullLocator())
        left.set(
            title="Koordinatların dibe kalan yolu", xlabel="adım (t)", ylabel="kalan oran", xlim=(0, PAGE + PAGE_NAMES),
            ylim=(-1.3, 1.7), yticks=[-1, 0, 1],
        )  # fmt: skip
        left.axhline(0, xmax=PAGE / (PAGE + PAGE_NAMES), color=GREY, linewidth=1.2)
        places = np.array([0, 1, 3, 4, 6, 7])
        chart.set(
            title="t. adımda |g| x etkin adım = adımın boyu", ylabel="büyüklük (logaritmik)", xlabel="koordinat",
            xlim=(-0.8, 7.8), xticks=places, xticklabels=list("xyxyxy"), yscale="log",
            ylim=(BAR_RANGE[0] / 10, BAR_RANGE[1] * 100),
        )  # fmt: skip
        plain_ticks(chart.yaxis, (1e-4, 1e-2, 1, 1e2, 1e4))
        chart.grid(False, axis="x")
        for place, name in zip((0.5, 3.5, 6.5), ("|g|", "etkin adım / α", "adım / α"), strict=True):
            chart.text(place, 0.98, name, transform=chart.get_xaxis_transform(), ha="center", va="top")
        # Çubuklar 1'den çıkar: yukarısı büyütür, aşağısı küçültür; ilk iki çiftin boyları toplanınca üçüncüsü eder.
        bars = chart.bar(places, 1, 0.9, 1, color=list(COLORS.values()) * 3, edgecolor=BLACK, linewidth=1)
        chart.axhline(1, color=BLACK, linewidth=1.5)
        artists = {
            **ground_lines(plane, color="0.75", zorder=4),
            "wall": plane.plot([], [], ":", color=GREY)[0],
            **walk_lines(plane),
            "width": plane.plot([], [], "D", **GRIP, zorder=6)[0],
            "width_name": plane.text(0, 0, "", va="center"),
            "ellipse": plane.plot([], [], "-", color=PURPLE, zorder=3)[0],
            "words": beside_title(plane),
            "distance": curve.plot([], [], "-", color=BLUE)[0],
            "rival": curve.plot([], [], "--", color=BLACK)[0],
            "distance name": end_label(curve, BLUE, "bu kural"),
            "rival name": end_label(curve, BLACK, "momentum"),
            "now": grip_line(curve),
            "left x": left.plot([], [], "-", color=COLORS["x"])[0],
            "left y": left.plot([], [], ".--", color=COLORS["y"])[0],
            "left x name": end_label(left, COLORS["x"], "x'te"),
            "left y name": end_label(left, COLORS["y"], "y'de"),
            "left now": left.plot([], [], "o", color=BLUE, markeredgecolor=BLACK, markersize=6.5, zorder=6)[0],
        }
        for i, name in enumerate(BARS):
            for k, axis in enumerate("xy"):
                artists[f"{name}_{axis}"] = bars[2 * i + k]
                artists[f"{name}_{axis} value"] = chart.text(places[2 * i + k], 1, "", ha="center", color=BLACK)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        show_ground(artists, arrays["ground"])
        even(artists["path"].axes, arrays["window"])
        show_walk(artists, arrays["walk"])
        artists["ellipse"].set_data(*arrays["ellipse"])
        contour, end = arrays["wall"]
        artists["wall"].set_data(*contour)
        artists["width"].set_data(*end[:, None])
        artists["width_name"].set_position(np.nan_to_num(end) + np.array([0.4, 0.0]))
        artists["width_name"].set_text("κ" if contour.size else "")
        write(artists["words"], ending(0, arrays["left_at"]))
        t, at = np.arange(STEPS + 1), arrays["t"]
        for name in ("distance", "rival"):
            artists[name].set_data(t, np.maximum(arrays[name], RANGE[0]))
        show_end_labels(*((artists[f"{name} name"], *artists[name].get_data()) for name in ("distance", "rival")))
        show_grip(artists["now"], at, arrays["distance"][at])
        first = PAGE * ((at - 1) // PAGE)  # koordinatlar sayfa sayfa görünür ki zikzağın dişleri seçilsin
        left = np.clip(arrays["left"], -99, 99)
        page = np.where(((t >= first) & (t <= first + PAGE))[:, None], left, np.nan)  # k. nokta her panelde k. adımdır
        artists["left x"].axes.set(xlim=(first, first + PAGE + PAGE_NAMES), xticks=range(first, first + PAGE + 1, 10))
        for k, axis in enumerate("xy"):
            artists[f"left {axis}"].set_data(t, page[:, k])
        show_end_labels(*((artists[f"left {axis} name"], *artists[f"left {axis}"].get_data()) for axis in "xy"))
        artists["left now"].set_data([at, at], left[at])
        for name in BARS:
            for axis, value in zip("xy", arrays[name], strict=True):
                times = value if name == "gradient" else value / arrays["lr"]
                _raise(artists[f"{name}_{axis}"], artists[f"{name}_{axis} value"], times)

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
            f"{values['surface']}{kappa}, {label}, α = {values['lr']:g}{hyper}: {STEPS} adım sonra dibe uzaklık "
            f"{arrays['distance'][-1]:.1g}; en iyi ayarlı momentumda {arrays['rival'][-1]:.1g}.\n"
            f"{arrays['t']}. adımda (x, y): |g| = ({gx:.2g}, {gy:.2g}), etkin adım ({ex:.2g}, {ey:.2g}), "
            f"adımın boyu ({sx:.2g}, {sy:.2g}). Momentumun ayarı α = {lr:.2g}, β = {beta:.2g}.{left}"
        )


def _raise(bar: Any, told: Any, times: float) -> None:
    """Çubuğu 1'den `times`a uzatır, ucuna sayıyı yazar."""
    end = float(np.clip(times, *BAR_RANGE))
    up = end >= 1
    bar.set(y=min(end, 1.0), height=abs(end - 1))
    told.set(y=end * (1.15 if up else 1 / 1.15), va="bottom" if up else "top", text=readable(f"{times:.2g}"))
