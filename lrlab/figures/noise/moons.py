"""Canlı şekil: iki ayı ayıran küçük bir ağ, tek örnekle, minigrupla ve tam grupla; üçünün karar sınırı yan yana."""

from functools import lru_cache
from typing import Any, NamedTuple, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.rules import sgd
from lrlab.core.surfaces import Surface
from lrlab.core.validate import integer
from lrlab.figures.engine import Arrays, Explorer, LiveFigure, Readout, Slider, Title, Values, log_slider
from lrlab.figures.hosts import Artists
from lrlab.figures.noise.minibatch import PATHS, SHORT, batch_orders
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREY,
    VERMILION,
    beside_title,
    contour_line,
    end_label,
    even,
    show_end_labels,
    widened,
    write,
)

POINTS, HIDDEN, EPOCHS = 120, 12, 40
SPREAD = 0.15  # noktaların ayların çevresine saçılması, standart sapma
WINDOW = (-1.9, 1.9, -1.4, 1.4)
NAMES = 9  # kayıp panelinde eğrilerin adlarına ayrılan yer, dönem
DONE, LOST = 0.97, 0.9  # doğruluk: aylar ayrıldı; ayrılmaktan uzak
LOOK: dict[str, tuple[str, str]] = {"single": (GREY, "-"), "mini": (BLUE, "-"), "full": (BLACK, "-.")}
PRESETS: dict[str, Values] = {
    "Orta α: 1": {"lr": 1.0},
    "Büyük α: 10": {"lr": 10.0},
    "Büyük minigrup: B = 64, α = 1": {"size": 64.0, "lr": 1.0},
    "Başka bir başlangıç": {"seed": 1.0},
}


class Network(NamedTuple):
    """Bir gizli katmanlı ağ: logit = tanh(x·inner + shift)·outer + bias."""

    inner: np.ndarray
    shift: np.ndarray
    outer: np.ndarray
    bias: np.ndarray


def _done(arrays: Arrays, name: str) -> bool:
    """Ağ ayları ayırdı mı?"""
    return bool(arrays[name]["accuracy"] >= DONE)


TITLES = (
    Title("Başlangıç: üç ağ da aynı, ağırlıkları rastgele", lambda v, a: v["epochs"] == 0),
    Title("Üç boy da ayları ayırdı", lambda v, a: all(_done(a, name) for name in PATHS)),
    Title(
        "Bu α tek örneğe büyük: B = 1 savruldu, minigrup ayları ayırdı",
        lambda v, a: a["single"]["accuracy"] < LOST and _done(a, "mini"),
    ),
    Title(
        "Yalnız B = 1 ayları ayırdı: öbür ikisinin adımları yetmedi",
        lambda v, a: _done(a, "single") and not _done(a, "mini") and not _done(a, "full"),
    ),
    Title(
        "B = 1 ve minigrup ayları ayırdı, tam grubun adımları yetmedi",
        lambda v, a: _done(a, "single") and _done(a, "mini"),
    ),
    Title("Aynı veri, aynı karıştırma: üç boy, üç karar sınırı"),
)


def explore_moons(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """İki aya ayrılmış 120 noktada küçük bir ağı B = 1, `size` ve B = n ile, aynı karıştırmayla eğitir.

    Ağ 2-12-1, tanh; kayıp çapraz entropidir (nat). `lr` α, `seed` ağın başlangıcı ile karıştırmadır.
    """
    return Explorer(MoonsFigure(), lecture=lecture, **start)


def two_moons() -> tuple[np.ndarray, np.ndarray]:
    """Noktalar (n, 2) ve hangi ayda oldukları (n,), 0 ya da 1."""
    angle = np.linspace(0, np.pi, POINTS // 2)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    points = np.concatenate([upper, -upper])
    scatter = SPREAD * np.random.default_rng(0).standard_normal(points.shape)
    return points + scatter, np.repeat([0.0, 1.0], POINTS // 2)


def initial(seed: int) -> Network:
    """Rastgele başlangıç; üç boy da bundan başlar."""
    rng = np.random.default_rng((seed, HIDDEN))
    return Network(
        rng.standard_normal((2, HIDDEN)), 0.5 * rng.standard_normal(HIDDEN),
        rng.standard_normal(HIDDEN) / np.sqrt(HIDDEN), np.zeros(1),
    )  # fmt: skip


def logits(network: Network, x: np.ndarray) -> np.ndarray:
    """(..., 2) noktaların logitleri, (...)."""
    return np.tanh(x @ network.inner + network.shift) @ network.outer + network.bias[0]


def mean_loss(network: Network, x: np.ndarray, y: np.ndarray) -> float:
    """Ortalama çapraz entropi, nat."""
    z = logits(network, x)
    return float(np.mean(np.logaddexp(0, z) - y * z))


def gradient(network: Network, x: np.ndarray, y: np.ndarray) -> Network:
    """`mean_loss`un gradyanı, ağ biçiminde."""
    hidden = np.tanh(x @ network.inner + network.shift)
    z = hidden @ network.outer + network.bias[0]
    error = ((1 + np.tanh(z / 2)) / 2 - y) / len(x)  # sigmoid, taşmadan
    back = error[:, None] * network.outer * (1 - hidden * hidden)
    return Network(x.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(keepdims=True))


def trained(x: np.ndarray, y: np.ndarray, size: int, lr: float, seed: int) -> tuple[Network, ...]:
    """Her dönemin sonundaki ağ; ilki başlangıçtır."""
    networks = [initial(seed)]
    for order in batch_orders(len(x), EPOCHS, seed):
        network = networks[-1]
        for start in range(0, len(x), size):
            rows = order[start : start + size]
            grads = gradient(network, x[rows], y[rows])
            network = Network(*(sgd(w, g, {}, 1, lr=lr)[0] for w, g in zip(network, grads, strict=True)))
        networks.append(network)
    return tuple(networks)


def boundary(network: Network) -> np.ndarray:
    """Karar sınırı, logitin 0 olduğu çizgiler, (2, N); parçalar NaN ile ayrılır, sınır pencerede yoksa N = 0."""
    bounds = widened(WINDOW, 1.3)  # eksen panelin biçimine göre uzar
    height = Surface("logit", lambda w: logits(network, np.moveaxis(w, 0, -1)), np.copy, (0.0, 0.0), (), bounds)
    return contour_line(height, np.zeros(1))


@final
class MoonsFigure(LiveFigure):
    """Üstte üç ağın karar sınırı, altta bütün verideki kayıpları."""

    on_page = {"size": 6, "lr": 6, "epochs": 14}
    presets = PRESETS
    titles = TITLES
    passing = tuple(f"{name}_wrong" for name in PATHS)
    ground = ("seed",)
    controls = (
        Slider("size", "minigrup B", tuple(2.0**k for k in range(1, 7)), 16.0, "{:.0f}"),
        log_slider("lr", "α", 0.03, 10.0, 0.1),
        Slider("epochs", "dönem", tuple(float(k) for k in range(EPOCHS + 1)), float(EPOCHS), "{:.0f}", play=True),
        Slider("seed", "tohum", tuple(float(k) for k in range(10)), 0.0, "{:.0f}"),
    )
    readouts = {f"{name}_loss": Readout(SHORT[name], "dönem", "kayıp (nat)", "dönem") for name in PATHS}

    def __init__(self) -> None:
        self.x, self.y = two_moons()
        # Dönem kayarken ağlar baştan eğitilmesin; tek örnek ve tam grup minigrubun boyuna bakmaz.
        self.learned = lru_cache(maxsize=32)(lambda size, lr, seed: trained(self.x, self.y, size, lr, seed))

    def compute(self, *, size: float, lr: float, epochs: float, seed: float) -> Arrays:
        x, y, result = self.x, self.y, {}
        for name, batch in zip(PATHS, (1, integer("size", size), len(x)), strict=True):
            networks = self.learned(batch, lr, int(seed))[: int(epochs) + 1]
            wrong = (logits(networks[-1], x) > 0) != (y > 0)
            result[name] = {
                "boundary": boundary(networks[-1]), "loss": np.array([mean_loss(one, x, y) for one in networks]),
                "wrong": x[wrong].T, "accuracy": float(1 - wrong.mean()), "updates": int(epochs) * -(-len(x) // batch),
            }  # fmt: skip
        return result

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 3, height_ratios=[1.5, 1])
        losses = figure.add_subplot(grid[1, :])
        losses.set(
            title="Bütün verideki kayıp", xlabel="dönem", ylabel="kayıp (nat)", yscale="log",
            xlim=(0, EPOCHS + NAMES), ylim=(1e-4, 1e2), yticks=[1e-4, 1e-2, 1, 1e2],
            xticks=range(0, EPOCHS + 1, 10),
        )  # fmt: skip
        artists: Artists = {}
        for column, name in enumerate(PATHS):
            color, line = LOOK[name]
            plane = figure.add_subplot(grid[0, column])
            plane.grid(False)
            plane.set(title=SHORT[name], xlabel="x₁", ylabel="x₂")
            for moon, (marker, shade) in enumerate((("o", "0.75"), ("^", "0.45"))):
                plane.plot(*self.x[self.y == moon].T, marker, color=shade, markersize=3.5, zorder=1)
            artists |= {
                f"{name}_wrong": plane.plot([], [], "x", color=VERMILION, markersize=7, zorder=3)[0],
                f"{name}_boundary": plane.plot([], [], line, color=color, linewidth=2.2, zorder=2.5)[0],
                f"{name}_words": beside_title(plane, color=BLACK),
                f"{name}_loss": losses.plot([], [], line, color=color)[0],
                f"{name}_name": end_label(losses, color, SHORT[name]),
            }
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        for name in PATHS:
            run = arrays[name]
            even(artists[f"{name}_boundary"].axes, WINDOW)
            artists[f"{name}_boundary"].set_data(*run["boundary"])
            artists[f"{name}_wrong"].set_data(*run["wrong"])
            artists[f"{name}_loss"].set_data(np.arange(len(run["loss"])), run["loss"])
            write(artists[f"{name}_words"], f"%{100 * run['accuracy']:.0f} doğru")
        show_end_labels(*((artists[f"{name}_name"], *artists[f"{name}_loss"].get_data()) for name in PATHS))

    def describe(self, values: Values, arrays: Arrays) -> str:
        labels = ("B = 1", f"B = {values['size']:.0f}", f"B = n = {len(self.x)}")
        runs = list(zip(labels, (arrays[name] for name in PATHS), strict=True))
        found = "; ".join(f"{label}: %{100 * run['accuracy']:.0f}" for label, run in runs)
        counts = "; ".join(f"{label}: {run['updates']}" for label, run in runs)
        losses = "; ".join(f"{label}: {run['loss'][-1]:.3f}" for label, run in runs)
        return (
            f"α = {values['lr']:g}, {values['epochs']:.0f} dönem; doğru ayrılan noktalar {found}.\n"
            f"Güncelleme sayısı {counts}. Kayıp (nat) {losses}. Kızıl çarpılar yanlış ayrılan noktalardır."
        )
