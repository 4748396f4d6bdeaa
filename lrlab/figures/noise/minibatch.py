"""Canlı şekil: tek örnek, minigrup ve tam grup aynı veri sırasıyla iner (yol, zikzak, duvar saati)."""

import time
from collections.abc import Mapping
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.rules import sgd
from lrlab.core.surfaces import Surface
from lrlab.core.validate import finite, integer
from lrlab.figures.engine import Arrays, Explorer, LiveFigure, Readout, Slider, Title, Values, log_slider, within
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREY,
    POINT,
    STAR,
    Bounds,
    beside_title,
    contour_line,
    ending,
    even,
    near,
    widened,
    write,
)

PATHS = ("single", "mini", "full")
LABELS = {"single": "B = 1 (tek örnek)", "mini": "minigrup", "full": "B = n (tam grup)"}
SHORT = {name: label.split(" (")[0] for name, label in LABELS.items()}
FADED = "#CDCDCD"  # B = 1 geride durur: yüzlerce adımı ötekilerin ve eşyükselti eğrilerinin altında kalır
LOOK: dict[str, dict[str, Any]] = {
    "single": {"color": FADED, "linestyle": "-", "linewidth": 1.1, "zorder": 0.9},
    "mini": {"color": BLUE, "linestyle": "-", "marker": "o", "zorder": 2.4},
    "full": {"color": BLACK, "linestyle": "-.", "marker": "s", "markersize": 5, "zorder": 2.6},
}
ENDS = {"single": ("D", GREY), "mini": ("o", BLUE), "full": ("s", BLACK)}  # yolların bittiği yerin işareti

PRESETS: dict[str, Values] = {
    "Küçük minigrup: B = 4": {"size": 4},
    "Küçük adım: yalnız B = 1 varır": {"lr": 0.01},
    "Büyük adım: tek örnek savrulur": {"lr": 0.3},
    "Başka bir karıştırma": {"seed": 1},
}

# Başlıkların eşikleri; ikisi de kaybın başlangıçtaki fazlasının payıdır: sonda kalan (`left`), son dönemde yukarı
# çıktığı adımların toplamı (`climbs`).
CLOSE, FAR = 0.05, 0.15
STILL, SHAKEN, THROWN = 0.05, 0.5, 5.0


TITLES = (
    Title("Bu α herkese büyük: üç yol da ıraksadı", lambda v, a: all(a[name]["ending"] for name in PATHS)),
    Title(
        "Bu α tek örneğe büyük: B = 1 ıraksadı, tam grup iniyor",
        lambda v, a: a["single"]["ending"] and not a["mini"]["ending"] and a["full"]["left"] < 1,
    ),
    Title("Bu α büyük: ıraksayan yol var", lambda v, a: any(a[name]["ending"] for name in PATHS)),
    Title("Her örneğe bir kez bakıldı: tam grup yalnızca bir adım atabildi", lambda v, a: v["epochs"] == 1),
    Title(
        "Küçük α: yalnız B = 1 yıldıza vardı, az adım atanlar yolda kaldı",
        lambda v, a: a["single"]["left"] < CLOSE and min(a["mini"]["left"], a["full"]["left"]) > FAR,
    ),
    Title(
        "Büyük α: B = 1 savruluyor, öbür ikisi yıldıza yerleşti",
        lambda v, a: a["single"]["climbs"] > THROWN and _settled(a["mini"]) and _settled(a["full"]),
    ),
    Title(
        "Küçük minigrup da titriyor, ama tek örnek kadar savrulmuyor",
        lambda v, a: a["mini"]["left"] < CLOSE and STILL < a["mini"]["climbs"] < a["single"]["climbs"] / 2,
    ),
    Title(
        "Minigrup yıldıza vardı; tam grup yolda kaldı, tek örnek savruluyor",
        lambda v, a: _settled(a["mini"]) and a["full"]["left"] > FAR and a["single"]["climbs"] > SHAKEN,
    ),
    Title("Aynı veri, aynı karıştırma: üç yol, üç ayrı adım sayısı"),
)


def _settled(run: Arrays) -> bool:
    """Yol yıldızın yanında mı duruyor?"""
    return bool(run["left"] < CLOSE and run["climbs"] < STILL)


def explore_minibatch(
    x: Any, y: Any, *, names: tuple[str, str] = ("w₁", "w₂"), lecture: bool | None = None, **start: Any
) -> Explorer:
    """İki ağırlıklı doğrusal bağlanımda B = 1, minigrup ve B = n yollarını aynı karıştırmayla karşılaştırır.

    `x` (n, 2), `y` (n,); kayıp ½·ortalama((x·w - y)²). `names` iki ağırlığın eksenlerdeki adıdır. Duvar saati için
    adım süreleri, şekil kurulurken bu makinede ölçülür. Verinin yetmediği minigrup boyutlarının hazır ayarları
    gösterilmez, adları bir uyarıyla söylenir.
    """
    x, y = finite("x", x).astype(float), finite("y", y).astype(float)
    if x.ndim != 2 or x.shape[1] != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"`x` biçimi {x.shape}, `y` biçimi {y.shape} olamaz; (n, 2) ve (n,) gerekli")
    if len(x) < 3 or not np.ptp(y) or not np.linalg.matrix_rank(x) == 2:
        raise ValueError(f"`x` ve `y` en az 3 farklı örnek içermeli, y sabit olmamalı; verilen örnek sayısı: {len(x)}")
    sizes = tuple(float(size) for size in 2 ** np.arange(1, 11) if size < len(x))
    story = within(PRESETS, size=(sizes[0], sizes[-1]))
    seconds = {size: step_seconds(x, y, size) for size in (1, *map(int, sizes), len(x))}
    return Explorer(MinibatchFigure(x, y, names, sizes, seconds, story), lecture=lecture, **start)


def step_seconds(x: np.ndarray, y: np.ndarray, size: int, repeats: int = 200) -> float:
    """`size` örneklik bir minigrubun gradyanı ve adımı kaç saniye sürer (ortanca, bu makinede ölçülür)."""
    xb, yb, w = x[:size], y[:size], np.zeros(2)
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        sgd(w, xb.T @ (xb @ w - yb) / size, {}, 1, lr=0.1)
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))


def batch_orders(n: int, epochs: int, seed: int) -> np.ndarray:
    """Her dönemin karıştırması, (epochs, n): üç yol da örnekleri bu sırayla görür."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.permutation(n) for _ in range(epochs)])


def descend_in_batches(
    x: np.ndarray, y: np.ndarray, orders: np.ndarray, size: int, lr: float
) -> tuple[np.ndarray, np.ndarray]:
    """Yol (T+1, 2) ve her adımın, adımdan önceki minigrup kaybı (T,); son minigrup kısa kalabilir."""
    starts = np.arange(0, len(x), size)
    counts = np.diff([*starts, len(x)])[:, None]
    w = np.zeros(2)
    path, costs = [w], []
    for order in orders:
        xo, yo = x[order], y[order]
        # Minigrup başına XᵀX, Xᵀy ve yᵀy yeter: kayıp w'nin ikinci dereceden bir fonksiyonudur.
        hessian = np.add.reduceat(xo[:, :, None] * xo[:, None, :], starts) / counts[..., None]
        linear = np.add.reduceat(xo * yo[:, None], starts) / counts
        constant = np.add.reduceat(yo * yo, starts) / counts[:, 0]
        for h, b, c in zip(hessian, linear, constant, strict=True):
            hw = h @ w
            costs.append(0.5 * float(w @ hw) - float(b @ w) + 0.5 * float(c))
            w, _ = sgd(w, hw - b, {}, 1, lr=lr)
            path.append(w)
    return np.array(path), np.array(costs)


def mean_cost(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Bütün verinin kaybı ½·ortalama((x·w - y)²); `w` (..., 2), sonuç (...)."""
    hessian, linear = x.T @ x / len(x), x.T @ y / len(x)
    return 0.5 * ((w @ hessian) * w).sum(-1) - w @ linear + 0.5 * np.mean(y * y)


@final
class MinibatchFigure(LiveFigure):
    """Solda üç yol; sağda minigrup kaybı adım adım ve bütün verinin kaybı duvar saatiyle.

    `seconds`: minigrup boyutu -> bir adımın süresi (s).
    """

    on_page = {"size": 6, "lr": 8, "epochs": 20}
    passing = ("contours", "star", "start", *(f"{name}_end" for name in PATHS), "single", "single_cost", "single_clock")
    titles = TITLES

    def __init__(
        self, x: np.ndarray, y: np.ndarray, names: tuple[str, str], sizes: tuple[float, ...],
        seconds: Mapping[int, float], story: Mapping[str, Values],
    ) -> None:  # fmt: skip
        self.x, self.y, self.names, self.seconds, self.presets = x, y, names, seconds, story
        self.best = np.linalg.lstsq(x, y, rcond=None)[0]
        self.floor, self.start = float(mean_cost(x, y, self.best)), float(np.mean(y * y)) / 2
        reach, (a, b) = 1.3 * max(np.abs(self.best).max(), 0.1), self.best / 2
        self.window: Bounds = (a - reach, a + reach, b - reach, b + reach)
        self.readouts = {}
        for path, label in LABELS.items():  # bir güncelleme üç panelde de aynı sıradadır
            self.readouts |= {
                path: Readout(label, *names, f"güncelleme {path}"),
                f"{path}_cost": Readout(label, "güncelleme", "minigrup kaybı", f"güncelleme {path}"),
                f"{path}_clock": Readout(label, "süre (ms)", "bütün verinin kaybı", f"güncelleme {path}"),
            }
        self.controls = (
            Slider("size", "minigrup B", sizes, min(32.0, sizes[-1]), "{:.0f}"),
            log_slider("lr", "α", 0.01, 2.0, 0.1),
            Slider("epochs", "dönem", tuple(float(k) for k in range(1, 21)), 5.0, "{:.0f}", play=True),
            Slider("seed", "karıştırma", tuple(float(k) for k in range(10)), 0.0, "{:.0f}"),
        )

    def compute(self, *, size: float, lr: float, epochs: float, seed: float) -> Arrays:
        n = len(self.x)
        orders = batch_orders(n, integer("epochs", epochs), integer("seed", seed, "[0, inf)"))
        result: Arrays = {}
        for name, batch in zip(PATHS, (1, integer("size", size), n), strict=True):
            with np.errstate(over="ignore", invalid="ignore"):
                path, costs = descend_in_batches(self.x, self.y, orders, batch, lr)
                total = mean_cost(self.x, self.y, path)
                excess = (total - self.floor) / max(self.start - self.floor, 1e-12)
                last = np.diff(excess[-len(costs) // len(orders) - 1 :])
            bad = np.flatnonzero(~np.isfinite(total) | (total > 1e6))
            result[name] = {
                "path": path, "cost": costs, "total": total, "updates": len(costs),
                "milliseconds": 1e3 * self.seconds[batch] * np.arange(len(path)),
                "ending": ending(int(bad[0]) if len(bad) else 0),
                "left": float(excess[-1]), "climbs": float(last[last > 0].sum()),
            }  # fmt: skip
        return result

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.1, 1])
        plane = figure.add_subplot(grid[:, 0])
        steps, clock = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        n, times = len(self.x), self.seconds.values()
        plane.grid(False)
        plane.set(title="Yollar", xlabel=self.names[0], ylabel=self.names[1])
        steps.set(
            title="Her adımın kendi minigrubundaki kayıp", xlabel="güncelleme (t)", ylabel="minigrup kaybı",
            xscale="log", xlim=(0.9, 20 * n), ylim=(0, 2.5 * self.start),
        )  # fmt: skip
        clock.set(
            title="Bütün verinin kaybı, saatle", xlabel="süre (ms, bu makinede)", ylabel="bütün verinin kaybı",
            xscale="log", xlim=(500 * min(times), 2e4 * n * self.seconds[1]),
            ylim=(0.9 * self.floor, 1.15 * self.start),
        )  # fmt: skip
        surface = Surface(
            "kayıp", lambda w: mean_cost(self.x, self.y, np.moveaxis(w, 0, -1)), np.copy, (0.0, 0.0),
            (tuple(self.best),), widened(self.window, 2),
        )  # fmt: skip
        levels = self.floor + (self.start - self.floor) * np.geomspace(0.004, 8, 10)
        artists = {
            "contours": plane.plot(*contour_line(surface, levels), "-", color=GREY, linewidth=0.8, zorder=1)[0],
            "start": plane.plot(0, 0, "s", **POINT, markersize=6, zorder=5)[0],
            "star": plane.plot(*self.best, "*", **STAR, markersize=15, zorder=4)[0],
            "words": beside_title(plane),
        }
        for name in PATHS:
            marker, color = ENDS[name]
            artists[name] = plane.plot([], [], **LOOK[name])[0]
            artists[f"{name}_end"] = plane.plot(
                [], [], marker, color=color, markeredgecolor=BLACK, markersize=7, zorder=6
            )[0]
            artists[f"{name}_cost"] = steps.plot([], [], **LOOK[name])[0]
            artists[f"{name}_clock"] = clock.plot([], [], **LOOK[name])[0]
        marks: list[Any] = [(artists[name], artists[f"{name}_end"]) for name in PATHS]
        figure.legend(marks, list(SHORT.values()), loc="outside lower center", ncols=len(PATHS))
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        even(artists["contours"].axes, self.window)
        gone = [SHORT[name] for name in PATHS if arrays[name]["ending"]]
        write(artists["words"], f"ıraksadı: {', '.join(gone)}" if gone else "")
        for name in PATHS:
            run = arrays[name]
            path = near(run["path"])
            artists[name].set_data(*path.T)
            artists[f"{name}_end"].set_data(*path[-1:].T)
            # Sıfırıncı güncellemenin ne kaybı ne süresi vardır (eksenler logaritmiktir): ilk nokta boştur.
            start = [np.nan]
            artists[f"{name}_cost"].set_data(np.arange(run["updates"] + 1), np.r_[start, np.minimum(run["cost"], 1e3)])
            artists[f"{name}_clock"].set_data(run["milliseconds"], np.r_[start, np.minimum(run["total"][1:], 1e3)])

    def describe(self, values: Values, arrays: Arrays) -> str:
        labels = ("B = 1", f"B = {values['size']:.0f}", f"B = n = {len(self.x)}")
        runs = list(zip(labels, (arrays[name] for name in PATHS), strict=True))
        ends = "; ".join(f"{label}: {run['ending'] or format(run['total'][-1], '.3f')}" for label, run in runs)
        counts = "; ".join(f"{label}: {run['updates']}" for label, run in runs)
        return (
            f"α = {values['lr']:g}, {values['epochs']:.0f} dönem; sondaki kayıp {ends} (en küçüğü {self.floor:.3f}).\n"
            f"Güncelleme sayısı {counts}. Başlangıçta kayıp {self.start:.3f}. Kare başlangıç, yıldız en küçük kayıptır."
        )
