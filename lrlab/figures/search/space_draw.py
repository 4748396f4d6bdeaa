"""Canlı şekil: arama uzayından çekim. Aynı zarlar doğrusal ve logaritmik ölçekte nereye düşer."""

from functools import lru_cache
from itertools import pairwise
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.figures.engine import Arrays, Choice, Explorer, LiveFigure, Readout, Slider, Values, complete
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREY, ORANGE
from lrlab.hpo import Float, Int, Space

WIDTHS = (4, 256)  # katman genişliğinin uçları; ikisi de içinde
TENTHS = 10  # doğrusal eksen bu kadar eşit dilime bölünür
MOST = 10  # bir eksendeki en çok parça (10⁻⁶–10¹ arasında 7 onluk var)
SCALES = {"doğrusal": False, "logaritmik": True}
NAMES = {"rate": "öğrenme oranı α", "width": "katman genişliği (birim)"}
FOLDS = {"rate": ("onluk", "onluğa"), "width": ("ikiye katlama", "ikiye katlamaya")}
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PRESETS: dict[str, Values] = {
    "Log ölçek unutuldu": {"log": False},
    "Log ölçek": {},
    "Daha geniş aralık": {"log": False, "low": -6.0},
    "On çekim": {"count": 10.0},
    "Genişlik, doğrusal": {"kind": "width", "log": False},
    "Genişlik, logaritmik": {"kind": "width"},
}


def explore_space(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """`lrlab.hpo.Space`ten çekilen öğrenme oranları (Float) ya da katman genişlikleri (Int, 4–256).

    Her çekim bir u ∈ [0, 1) zarıdır; ölçek onu bir değere çevirir: doğrusal low + u·(high - low), logaritmik
    low·(high/low)^u. Aynı tohumla ölçek değişince zarlar (u) yerinde kalır, değerler kayar. `low` ve `high` öğrenme
    oranının uçlarının 10 tabanındaki üsleridir.
    """
    return Explorer(SpaceFigure(), lecture=lecture, **start)


@final
class SpaceFigure(LiveFigure):
    """Üstte zardan değere çekimler, altında paylar; solda logaritmik, sağda doğrusal eksen."""

    passing = ("line", "line other")
    readouts = {f"draws {axis}": Readout("bir çekim", "değer", "zar u", "çekim") for axis in ("log", "plain")}

    def __init__(self) -> None:
        self.controls = (
            Choice("kind", "hiperparametre", {"öğrenme oranı": "rate", "genişlik": "width"}, "rate"),
            Choice("log", "ölçek", SCALES, True),
            Slider("low", "en küçük oran", tuple(float(k) for k in range(-6, -1)), -4.0, "10^{:.0f}"),
            Slider("high", "en büyük oran", (-1.0, 0.0, 1.0), 0.0, "10^{:.0f}"),
            Slider("count", "çekim sayısı", (10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0), 200.0, "{:.0f}"),
            Slider("seed", "tohum", tuple(float(k) for k in range(10)), 0.0, "{:.0f}"),
        )
        self.presets = complete(self.controls, PRESETS)

    def useful(self, values: Values) -> set[str]:
        return super().useful(values) - (set() if values["kind"] == "rate" else {"low", "high"})

    def compute(self, *, kind: str, log: bool, low: float, high: float, count: float, seed: float) -> Arrays:
        one, other = domain(kind, log, low, high), domain(kind, not log, low, high)
        values, dice = drawn(one, int(count), int(seed))
        edges, u = {"log": folds(one), "plain": np.linspace(one.low, one.high, TENTHS + 1)}, np.linspace(0, 1, 201)
        return {
            "kind": kind, "log": log, "values": values, "u": dice, "edges": edges,
            "line": (np.array([one.at(each) for each in u]), u), "other": (np.array([other.at(each) for each in u]), u),
            "shares": {axis: np.histogram(values, ends)[0] / len(values) for axis, ends in edges.items()},
            "expected": {axis: expected(one, ends) for axis, ends in edges.items()},
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        panels = figure.subplots(2, 2, width_ratios=[1.4, 1], height_ratios=[1.35, 1])
        artists: Artists = {}
        for column, axis in enumerate(("log", "plain")):
            dots, parts = panels[:, column]
            # İlk sınırlar ve başlıklar en yer kaplayanlardır: yerleşim bir kez, burada hesaplanır.
            dots.set(xlim=(1e-4, 0.1), ylim=(0, 1), xlabel=NAMES["width"], ylabel="zar u")
            parts.set(
                xlim=(1e-4, 0.1), ylim=(0, 112), xlabel=NAMES["width"], ylabel="pay (%)", yticks=(0, 25, 50, 75, 100)
            )
            if axis == "log":
                dots.set_xscale("log")
                parts.set_xscale("log")
            for axes in (dots, parts):
                axes.minorticks_off()
            parts.grid(False, axis="x")
            artists |= {
                f"other {axis}": dots.plot([], [], "--", color=GREY, linewidth=1.3)[0],
                f"line {axis}": dots.plot([], [], "-", color=ORANGE)[0],
                f"draws {axis}": dots.plot([], [], "o", color=BLUE, alpha=0.6, zorder=3)[0],
                f"where {axis}": dots.set_title("Doğrusal ölçek, son ikiye katlama: %100"),
                f"even {axis}": parts.set_title("Her ikiye katlamaya eşit pay beklenir"),
                f"expected {axis}": parts.plot([], [], "--", color=BLACK, linewidth=1.5, zorder=4)[0],
            }
            for k in range(MOST):
                artists[f"bar {k} {axis}"] = parts.bar([5], [0], color=BLUE, edgecolor="white", alpha=0.6)[0]
                artists[f"share {k} {axis}"] = parts.text(5, 0, "", ha="center", va="bottom", zorder=5)
        keys = [
            Line2D([], [], color=BLUE, marker="o", linestyle="", label="çekimler"),
            Line2D([], [], color=ORANGE, label="seçilen ölçek: u'dan değere"),
            Line2D([], [], color=GREY, linestyle="--", label="öteki ölçek"),
            Line2D([], [], color=BLACK, linestyle="--", label="beklenen pay"),
        ]
        figure.legend(handles=keys, loc="outside lower center", ncols=len(keys))
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        (fold, to_fold), scale = FOLDS[arrays["kind"]], "Logaritmik" if arrays["log"] else "Doğrusal"
        for axis, edges in arrays["edges"].items():
            shares, wanted = 100 * arrays["shares"][axis], 100 * arrays["expected"][axis]
            logarithmic = axis == "log"
            for name in ("line", "expected"):
                axes = artists[f"{name} {axis}"].axes
                axes.set(xlim=(edges[0], edges[-1]), xlabel=NAMES[arrays["kind"]])
                if logarithmic:
                    axes.set_xticks(edges, [written(edge) for edge in edges])
            for name in ("line", "other"):
                artists[f"{name} {axis}"].set_data(*arrays[name])
            artists[f"draws {axis}"].set_data(arrays["values"], arrays["u"])
            artists[f"expected {axis}"].set_data(np.repeat(edges, 2)[1:-1], np.repeat(wanted, 2))
            middles = np.sqrt(edges[1:] * edges[:-1]) if logarithmic else (edges[1:] + edges[:-1]) / 2
            for k in range(MOST):
                bar, text, there = artists[f"bar {k} {axis}"], artists[f"share {k} {axis}"], k < len(shares)
                bar.set_visible(there)
                text.set_visible(there)
                if there:
                    bar.set(x=edges[k], width=edges[k + 1] - edges[k], height=shares[k])
                    text.set(position=(middles[k], max(shares[k], wanted[k]) + 2), text=percent(shares[k]))
            first_or_last = (
                f"son {fold}: %{percent(shares[-1])}" if logarithmic else f"ilk onda bir: %{percent(shares[0])}"
            )
            artists[f"where {axis}"].set_text(f"{scale} ölçek, {first_or_last}")
            artists[f"even {axis}"].set_text(evenness(wanted, to_fold if logarithmic else "onda bire"))

    def describe(self, values: Values, arrays: Arrays) -> str:
        fold, _ = FOLDS[values["kind"]]
        scale = "logaritmik" if values["log"] else "doğrusal"
        edges, shares = arrays["edges"]["log"], 100 * arrays["shares"]["log"]
        told = ", ".join(
            f"{written(a)}–{written(b)}: %{share:.3g} (beklenen %{100 * wanted:.3g})"
            for (a, b), share, wanted in zip(pairwise(edges), shares, arrays["expected"]["log"], strict=True)
        )
        return f"{NAMES[values['kind']]}, {scale} ölçek, {values['count']:.0f} çekim. Her {fold} için pay: {told}."


def domain(kind: str, log: bool, low: float, high: float) -> Float | Int:
    """Denetimlerin anlattığı tanım kümesi."""
    return Float(10.0**low, 10.0**high, log) if kind == "rate" else Int(*WIDTHS, log)


def folds(one: Float | Int) -> np.ndarray:
    """Katların sınırları: oranda onluklar (10 kat), genişlikte ikiye katlamalar; son kat üst ucu da içerir."""
    base, digits = (10, 9) if isinstance(one, Float) else (2, 0)
    count = round(np.log(one.high / one.low) / np.log(base))
    return np.round(one.low * float(base) ** np.arange(count + 1), digits)


@lru_cache(32)
def drawn(one: Float | Int, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`Space.sample`in verdiği `count` değer ve bir bir harcadığı zarlar."""
    space, rng = Space({"value": one}), np.random.default_rng(seed)
    values = [space.sample(rng)["value"] for _ in range(count)]
    return np.array(values, dtype=float), np.random.default_rng(seed).random(count)


def expected(one: Float | Int, edges: np.ndarray) -> np.ndarray:
    """Değerin ardışık sınırlar arasına düşme olasılığı; son aralık üst ucu da içerir."""
    whole = isinstance(one, Int)  # v < e, tam sayıda v < ⌈e⌉ demektir
    end = one.high + whole
    edges = np.append(np.ceil(edges[:-1]) if whole else edges[:-1], end)
    return np.diff(np.log(edges / one.low) / np.log(end / one.low) if one.log else (edges - one.low) / (end - one.low))


def evenness(wanted: np.ndarray, part: str) -> str:
    """Beklenen paylar (%) eşit mi; tam sayıların yuvarlanması %5'e dek bağışlanır."""
    if wanted.max() < 1.05 * wanted.min():
        return f"Her {part} eşit pay beklenir"
    return f"Beklenen paylar: %{percent(wanted.min())} … %{percent(wanted.max())}"


def percent(value: float) -> str:
    """Yüzdenin kısa yazılışı: 1'in altında ilk anlamlı basamağına dek."""
    return f"{value:.0f}" if value >= 0.95 or value == 0 else f"{value:.1g}"


def written(edge: float) -> str:
    """Katın sınırı: 10⁻³ ya da 64."""
    if edge >= WIDTHS[0] and edge != 10:
        return f"{edge:g}"
    return "10" + f"{np.log10(edge):.0f}".translate(SUPERSCRIPT)
