"""Canlı şekil: arama uzayından çekim. Aynı zarlar doğrusal ve logaritmik ölçekte nereye düşer."""

from functools import lru_cache
from itertools import pairwise
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from lrlab.figures.engine import Arrays, Choice, Explorer, LiveFigure, Readout, Slider, Title, Values, complete
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREY, PALE
from lrlab.hpo import Float, Int, Space

WIDTHS = (4, 256)  # katman genişliğinin uçları; ikisi de içinde
TENTHS = 10  # doğrusal eksen bu kadar eşit dilime bölünür
MOST = 10  # bir eksendeki en çok parça (10⁻⁶–10¹ arasında 7 onluk var)
SCALES = {"doğrusal": False, "logaritmik": True}
NAMES = {"rate": "öğrenme oranı α", "width": "katman genişliği (birim)"}
FOLDS = {"rate": "onluk", "width": "ikiye katlama"}
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Bir çizginin adının durduğu yer: eksen, çizginin ölçeği -> u, yazının o noktaya göre yanı ve kayması (punto).
PLACES = {
    ("log", True): (0.55, "right", (-6, 6)), ("log", False): (0.4, "right", (-8, 2)),
    ("plain", True): (0.8, "left", (8, -8)), ("plain", False): (0.3, "left", (8, -6)),
}  # fmt: skip
WIDE = -5.0  # bundan küçük bir alt uç geniş bir aralıktır
TITLES = (
    Title(
        "Aralık genişledi, doğrusal çekim yine son onluğa yığılıyor",
        lambda v, a: v["kind"] == "rate" and not v["log"] and v["low"] <= WIDE and a["shares"]["log"][-1] > 0.8,
    ),
    Title(
        "Doğrusal ölçekte çekimlerin onda dokuzu son onluğa yığılıyor",
        lambda v, a: v["kind"] == "rate" and not v["log"] and 0.85 <= a["shares"]["log"][-1] < 0.95,
    ),
    Title(
        "Doğrusal ölçekte çekimlerin çoğu son onluğa yığılıyor",
        lambda v, a: v["kind"] == "rate" and not v["log"] and a["shares"]["log"][-1] > 0.5,
    ),
    Title(
        "Doğrusal ölçekte genişliklerin yarıdan çoğu son ikiye katlamada",
        lambda v, a: v["kind"] == "width" and not v["log"] and a["shares"]["log"][-1] > 0.5,
    ),
    Title(
        "Az çekimde oranlar, beklenen eşitlikten iyice ayrılır",
        lambda v, a: v["log"] and v["count"] <= 20 and unevenness(a) >= 0.1,
    ),
    Title(
        "Logaritmik ölçekte her onluk aşağı yukarı eşit çekim alıyor",
        lambda v, a: v["kind"] == "rate" and v["log"] and unevenness(a) < 0.1,
    ),
    Title(
        "Logaritmik ölçekte her ikiye katlama aşağı yukarı eşit çekim alıyor",
        lambda v, a: v["kind"] == "width" and v["log"] and unevenness(a) < 0.1,
    ),
    Title("Aynı zarlar, iki ölçek: çekimler nereye düşüyor"),
)
PRESETS: dict[str, Values] = {
    "Log ölçek": {"log": True},
    "Log ölçek unutuldu": {"log": False},
    "Daha geniş aralık": {"log": False, "low": -6.0},
    "On çekim": {"log": True, "count": 10.0},
    "Genişlik, doğrusal": {"kind": "width", "log": False},
    "Genişlik, logaritmik": {"kind": "width", "log": True},
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

    on_page = {"kind": 2, "log": 2, "low": 3, "high": 3, "count": 7}
    titles = TITLES
    ground = ("kind", "low", "high")
    passing = tuple(f"{name} {axis}" for name in ("draws", "other", "expected") for axis in ("log", "plain"))
    readouts = {f"draws {axis}": Readout("bir çekim", "değer", "zar u", "çekim") for axis in ("log", "plain")}

    def __init__(self) -> None:
        self.controls = (
            Choice("kind", "hiperparametre", {"öğrenme oranı": "rate", "genişlik": "width"}, "rate"),
            Choice("log", "ölçek", SCALES, False),
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
            (dots, parts), logarithmic = panels[:, column], axis == "log"
            # İlk sınırlar ve adlar en yer kaplayanlardır: yerleşim bir kez, burada hesaplanır.
            dots.set(xlim=(1e-4, 0.1), ylim=(0, 1), xlabel=NAMES["width"], ylabel="zar u")
            dots.set_title("Her nokta bir çekim: logaritmik eksen" if logarithmic else "Aynı çekimler: doğrusal eksen")
            parts.set(xlim=(1e-4, 0.1), ylim=(0, 118), yticks=(0, 25, 50, 75, 100))
            parts.set(xlabel=NAMES["width"], ylabel="çekimlerin oranı (%)")
            parts.set_title("Onluk başına oran (kesikli: beklenen)" if logarithmic else "Onda bir başına oran")
            if logarithmic:
                dots.set_xscale("log")
                parts.set_xscale("log")
            for axes in (dots, parts):
                axes.minorticks_off()
            parts.grid(False)
            artists |= {
                f"other {axis}": dots.plot([], [], "--", color=GREY, linewidth=1.4)[0],
                f"line {axis}": dots.plot([], [], "-", color=BLUE, linewidth=1.2)[0],
                f"draws {axis}": dots.plot([], [], "o", color=BLUE, zorder=3)[0],
                f"line name {axis}": _name(dots, BLUE), f"other name {axis}": _name(dots, "dimgrey"),
                f"expected {axis}": parts.plot([], [], "--", color=BLACK, linewidth=1.5, zorder=4)[0],
            }  # fmt: skip
            for k in range(MOST):
                artists[f"bar {k} {axis}"] = parts.bar([5], [0], color=PALE, edgecolor=BLUE, linewidth=1.1)[0]
                artists[f"share {k} {axis}"] = parts.text(5, 0, "", ha="center", va="bottom", zorder=5)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        for axis, edges in arrays["edges"].items():
            shares, wanted = 100 * arrays["shares"][axis], 100 * arrays["expected"][axis]
            logarithmic = axis == "log"
            for name in ("line", "expected"):
                axes = artists[f"{name} {axis}"].axes
                axes.set(xlim=(edges[0], edges[-1]), xlabel=NAMES[arrays["kind"]])
                if logarithmic:
                    axes.set_xticks(edges, [written(edge) for edge in edges])
            for name, log in (("line", arrays["log"]), ("other", not arrays["log"])):
                values, u = arrays[name]
                artists[f"{name} {axis}"].set_data(values, u)
                height, side, shift = PLACES[axis, log]
                place: Annotation = artists[f"{name} name {axis}"]
                place.xy = (float(np.interp(height, u, values)), height)
                place.set(ha=side, position=shift, text="logaritmik" if log else "doğrusal")
            artists[f"draws {axis}"].set_data(arrays["values"], arrays["u"])
            artists[f"expected {axis}"].set_data(np.repeat(edges, 2)[1:-1], np.repeat(wanted, 2))
            middles = np.sqrt(edges[1:] * edges[:-1]) if logarithmic else (edges[1:] + edges[:-1]) / 2
            for k in range(MOST):
                bar, text, there = artists[f"bar {k} {axis}"], artists[f"share {k} {axis}"], k < len(shares)
                bar.set_visible(there)
                text.set_visible(there)
                if there:
                    heaped = shares[k] > 200 / len(shares)  # eşit payının iki katından çok: yığılma buradadır
                    bar.set(x=edges[k], width=edges[k + 1] - edges[k], height=shares[k])
                    bar.set_facecolor(BLUE if heaped else PALE)
                    text.set(position=(middles[k], max(shares[k], wanted[k]) + 2), text=percent(shares[k]))

    def describe(self, values: Values, arrays: Arrays) -> str:
        fold, scale = FOLDS[values["kind"]], "logaritmik" if values["log"] else "doğrusal"
        edges, shares, wanted = arrays["edges"]["log"], 100 * arrays["shares"]["log"], 100 * arrays["expected"]["log"]
        told = ", ".join(
            f"{written(a)}–{written(b)}: %{share:.3g} (beklenen %{due:.3g})"
            for (a, b), share, due in zip(pairwise(edges), shares, wanted, strict=True)
        )
        top = int(shares.argmax())
        tenth, expected_tenth = (percent(100 * arrays[each]["plain"][0]) for each in ("shares", "expected"))
        return (
            f"{NAMES[values['kind']]}, {scale} ölçekte {values['count']:.0f} çekim: en çok çekimi alan {fold} "
            f"{written(edges[top])}–{written(edges[top + 1])}, %{percent(shares[top])} (beklenen "
            f"%{percent(wanted[top])}).\nHer {fold} için oran: {told}. Doğrusal eksenin ilk onda birine düşen: "
            f"%{tenth} (beklenen %{expected_tenth})."
        )


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


def unevenness(arrays: Arrays) -> float:
    """Katların paylarının eşit paydan en büyük ayrılığı (0–1)."""
    shares = arrays["shares"]["log"]
    return float(abs(shares - 1 / len(shares)).max())


def _name(axes: Axes, color: str) -> Annotation:
    return axes.annotate("", (5, 0.5), textcoords="offset points", xytext=(0, 0), color=color, va="center", zorder=5)


def percent(value: float) -> str:
    """Yüzdenin kısa yazılışı: 1'in altında ilk anlamlı basamağına dek."""
    return f"{value:.0f}" if value >= 0.95 or value == 0 else f"{value:.1g}"


def written(edge: float) -> str:
    """Katın sınırı: 10⁻³ ya da 64."""
    if edge >= WIDTHS[0] and edge != 10:
        return f"{edge:g}"
    return "10" + f"{np.log10(edge):.0f}".translate(SUPERSCRIPT)
