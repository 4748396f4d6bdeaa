"""Canlı şekil: oyuncak yüzeyin α x β haritası, yanında gerçek ağların haritası ve seçilen ağın eğrileri."""

from dataclasses import dataclass
from typing import Any, Protocol, final, runtime_checkable

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from lrlab.core import Rule, Surface, trajectory
from lrlab.core.rules import SYMBOLS
from lrlab.core.surfaces import a_surface
from lrlab.core.validate import instance
from lrlab.figures.engine import Along, Arrays, Explorer, Handle, LiveFigure, Readout, Slider, Title, Values
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLUE,
    DIVERGED,
    GREEN,
    GRIP,
    STAR,
    end_label,
    ending,
    lowest,
    plain_ticks,
    show_end_labels,
)

TOY_FLOOR = 1e-8  # oyuncak haritada bundan küçük kayıplar aynı renktedir
TOY_TICKS = {1e-8: "≤10⁻⁸", 1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "10⁻²", 1: "1"}
BESIDE = 17.0  # seçilen hücre en iyisiyse yıldız noktanın bu kadar yanında durur (piksel)
NAMES = 1.5  # alttaki panellerin sağında, eğrilerin adlarına: son adımın katı
UNLEARNED_SHARE = 0.98  # kaybı, eğitim öncesindekinin bu katının altına inmeyen ağ öğrenmemiştir


@runtime_checkable
class TrainedPopulation(Protocol):
    """Şeklin bir nüfustan istedikleri; `lrlab.train.Population` bunları taşır."""

    grid: tuple[int, ...]
    rule: Rule
    val_step: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    diverged_at: np.ndarray
    hyper: dict[str, Any]


def explore_population(
    population: TrainedPopulation, surface: Surface, *, lecture: bool | None = None, **start: Any
) -> Explorer:
    """Bir nüfusun geçerleme kaybı haritasını, aynı kuralın `surface` üzerindeki haritasıyla yan yana gösterir.

    Nüfusun ızgarası α (A, 1) ve başka tek bir hiperparametre (B,) ile kurulmuş olmalı; ikisi de artan sırada. Haritada
    bir hücreye tıklamak ya da kaydırıcılar o ağı seçer; altta onun eğrileri görünür.
    """
    return Explorer(PopulationFigure(paired(population, surface)), lecture=lecture, **start)


@dataclass(frozen=True)
class Maps:
    """İki harita: `alphas` (A,), `across` (B,) ve her T için (A, B) biçiminde `real` ile `toy` kayıpları.

    Başlangıçtaki kaybın UNLEARNED_SHARE katının altına inmeyen kayıplar NaN'dır: ıraksamış ya da öğrenmemiştir.
    """

    population: TrainedPopulation
    surface: Surface
    name: str
    alphas: np.ndarray
    across: np.ndarray
    steps: np.ndarray
    real: np.ndarray
    toy: np.ndarray

    @property
    def letter(self) -> str:
        return SYMBOLS.get(self.name, self.name)

    def at(self, row: int, column: int) -> Values:
        """Hücrenin denetim değerleri."""
        return {"lr": float(self.alphas[row]), self.name: float(self.across[column])}


@final
class PopulationFigure(LiveFigure):
    """Üstte iki harita, oyuncak ve gerçek; altta seçilen ve en iyi ağın geçerleme kaybı ve doğruluğu."""

    passing = (*(f"{who} {what}" for who in ("toy", "real") for what in ("ridge", "best", "here")), "loss here",
               "accuracy here", "best loss", "best accuracy")  # fmt: skip

    def __init__(self, maps: Maps) -> None:
        self.maps = maps
        last = float(maps.steps[-1])
        row, column = best if (best := best_cell(maps.real[-1])) else (0, 0)
        self.on_page = {"lr": 12, maps.name: 12, "steps": 5}
        self.controls = (
            Slider("lr", "α", tuple(maps.alphas.tolist()), float(maps.alphas[row]), "{:.4g}"),
            Slider(maps.name, maps.letter, tuple(maps.across.tolist()), float(maps.across[column]), "{:.4g}"),
            Slider("steps", "adım T", tuple(map(float, maps.steps)), last, "{:.0f}", play=True),
        )
        self.presets, self.titles = presets(maps), titles(maps.letter)
        cell = Handle(Along(maps.name, maps.across.tolist().index), Along("lr", maps.alphas.tolist().index))
        time = Handle(Along("steps"))
        self.handles = {"real here": cell, "toy here": cell, "loss here": time, "accuracy here": time}
        self.readouts = {
            f"{best}{name}": Readout(told, "adım", unit, "adım")
            for best, told in (("", "seçilen ağ"), ("best ", "en iyi ağ"))
            for name, unit in (("loss", "geçerleme kaybı (nat)"), ("accuracy", "doğruluk (%)"))
        }

    def compute(self, *, lr: float, steps: float, **across: float) -> Arrays:
        """T. adımdaki haritalar, seçilen ve en iyi ağın eğrileri ve başlığın baktıkları.

        `relative`: seçilen α, sütununun en iyi α'sının kaç katı; `behind`: seçilen ağın kaybı en iyininkinin kaç katı;
        `change`: büyük bellekte en iyi α, küçük bellektekinin kaç katı (gerçek ağda ve oyuncakta). Yoksa NaN'dır.
        """
        maps, population = self.maps, self.maps.population
        row, column = int(np.argmin(abs(maps.alphas - lr))), int(np.argmin(abs(maps.across - across[maps.name])))
        at = int(np.flatnonzero(maps.steps == steps)[0])
        best = best_cell(maps.real[at])
        nothing = np.full(len(population.val_step), np.nan)
        columns, rows = ridge(maps.real[at])
        top = dict(zip(columns.tolist(), maps.alphas[rows].tolist(), strict=True))
        diverged = int(population.diverged_at[row, column])
        return {
            "cell": (row, column), "best": best, "real": maps.real[at], "toy": maps.toy[at],
            "step": population.val_step, "loss": population.val_loss[:, row, column],
            "accuracy": 100 * population.val_accuracy[:, row, column],
            "best loss": population.val_loss[(slice(None), *best)] if best else nothing,
            "best accuracy": 100 * population.val_accuracy[(slice(None), *best)] if best else nothing,
            "here": int(np.flatnonzero(population.val_step == steps)[0]),
            "relative": maps.alphas[row] / top.get(column, np.nan),
            "behind": maps.real[at][row, column] / maps.real[at][best] if best else np.nan,
            "change": change(maps.alphas, maps.real[at]), "toy change": change(maps.alphas, maps.toy[at]),
            "narrow": bool(top) and max(top.values()) < 10 * min(top.values()),
            "end": "first" if column in columns[:1] else "last" if column in columns[-1:] else "",
            "diverged": 0 < diverged <= steps,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        maps, population = self.maps, self.maps.population
        grid = figure.add_gridspec(2, 2, height_ratios=[1.6, 1])
        toy, real = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[0, 1])
        curve, accuracy = figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 1])
        toy.set_title(f"Oyuncak: {maps.surface.name}")
        real.set_title("Gerçek ağ: geçerleme kaybı")
        start = float(np.nanmax(population.val_loss[0]))
        best = float(np.nanmin(maps.real)) if np.isfinite(maps.real).any() else start / 10
        top = float(maps.surface.value(np.array(maps.surface.start))) - lowest(maps.surface)
        artists: Artists = {
            "toy map": _map(toy, maps, TOY_FLOOR, top, TOY_TICKS),
            "real map": _map(real, maps, best, start, {v: f"{v:g}" for v in nice(best, start)}),
        }
        dot: dict[str, Any] = {"marker": "o", "color": GREEN, "markeredgecolor": "white"}
        for who, axes in (("toy", toy), ("real", real)):
            artists[f"{who} ridge"] = axes.plot([], [], linestyle="", markersize=6, **dot)[0]
            artists[f"{who} here"] = axes.plot([], [], "o", **GRIP)[0]
            artists[f"{who} best"] = axes.plot([], [], "*", **STAR, markersize=14)[0]
        last = float(population.val_step[-1])
        ends = (0, NAMES * last)
        curve.set(xlabel="adım (t)", ylabel="geçerleme kaybı", yscale="log", xlim=ends, ylim=(best * 0.8, start * 2))
        plain_ticks(curve.yaxis, nice(best * 0.8, start * 2))
        accuracy.set(xlabel="adım (t)", ylabel="doğruluk (%)", xlim=ends, ylim=(0, 105), yticks=[0, 50, 100])
        for name, axes in (("loss", curve), ("accuracy", accuracy)):
            axes.set_xticks([tick for tick in axes.get_xticks() if tick <= last])
            artists[f"best {name}"] = axes.plot([], [], "--", color=GREEN)[0]
            artists[name] = axes.plot([], [], "-", color=BLUE)[0]
            artists[f"best {name} name"] = end_label(axes, GREEN, "en iyi ağ")
            artists[f"{name} name"] = end_label(axes, BLUE)
            artists[f"{name} here"] = axes.plot([], [], "o", **GRIP)[0]
        keys = [
            Line2D([], [], linestyle="", marker="o", **GRIP, label="seçilen ağ"),
            Line2D([], [], linestyle="", marker="*", **STAR, markersize=14, label="en iyi ağ"),
            Line2D([], [], linestyle="", markersize=6, **dot, label=f"her {maps.letter} için en iyi α"),
            Line2D([], [], linestyle="", marker="s", color=DIVERGED, markersize=9, label="ıraksadı ya da öğrenmedi"),
        ]
        figure.legend(handles=keys, loc="outside lower center", ncols=2)  # telefona da sığsın
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        row, column = arrays["cell"]
        for who in ("toy", "real"):
            artists[f"{who} map"].set_data(np.ma.masked_invalid(np.log10(arrays[who])))
            artists[f"{who} ridge"].set_data(*ridge(arrays[who]))
            artists[f"{who} here"].set_data([column], [row])
            best, star = best_cell(arrays[who]), artists[f"{who} best"]
            if best == (row, column):  # seçilen hücre en iyisiyse yıldız noktanın yanında
                columns = len(self.maps.across)
                aside = BESIDE * star.axes.figure.dpi / 100 * columns / star.axes.bbox.width
                best = (row, column + (aside if column < columns - 1 else -aside))
            star.set_data([best[1]] if best else [], [best[0]] if best else [])
        same = arrays["best"] == arrays["cell"]
        for name in ("loss", "accuracy"):
            artists[name].set_data(arrays["step"], arrays[name])
            artists[f"{name} here"].set_data([arrays["step"][arrays["here"]]], [arrays[name][arrays["here"]]])
            artists[f"best {name}"].set_data(arrays["step"], arrays[f"best {name}"])
            artists[f"{name} name"].set_text("seçilen, en iyi" if same else "seçilen ağ")
            ends = [(artists[f"{name} name"], arrays["step"], arrays[name])]
            if not same:
                ends.append((artists[f"best {name} name"], arrays["step"], arrays[f"best {name}"]))
            show_end_labels(*ends)
            artists[f"best {name} name"].set_visible(not same and bool(arrays["best"]))

    def describe(self, values: Values, arrays: Arrays) -> str:
        maps = self.maps

        def cell(row: int, column: int) -> str:
            return f"α = {maps.alphas[row]:.3g}, {maps.letter} = {maps.across[column]:.3g}"

        at, population = arrays["here"], maps.population
        loss, before = arrays["loss"][at], arrays["loss"][0]
        diverged = int(population.diverged_at[arrays["cell"]])
        if np.isfinite(loss):
            found = f"geçerleme kaybı {loss:.3g}, doğruluk %{arrays['accuracy'][at]:.1f}"
            found += "" if loss < UNLEARNED_SHARE * before else f"; öğrenmedi: kayıp eğitim öncesinde {before:.3g} idi"
        else:
            found = ending(diverged) or "eğitim bu ağda yarıda kesildi"
        said = f"{population.rule.name}, {cell(*arrays['cell'])}: {values['steps']:.0f} adımda {found}."
        if arrays["best"]:
            columns, rows = ridge(arrays["real"])
            said += (
                f"\nEn iyi hücre: {cell(*arrays['best'])}, kayıp {arrays['real'][arrays['best']]:.3g}."
                f" En iyi α, {maps.letter} = {maps.across[columns[0]]:.3g} iken {maps.alphas[rows[0]]:.3g}, "
                f"{maps.letter} = {maps.across[columns[-1]]:.3g} iken {maps.alphas[rows[-1]]:.3g}."
            )
        toy = arrays["toy"][arrays["cell"]]
        found = f"bu hücrenin kaybı {toy:.2g}" if np.isfinite(toy) else "bu hücrede kayıp azalmıyor"
        return f"{said} Oyuncakta {found}." if arrays["best"] else f"{said}\nOyuncakta {found}."


def _map(axes: Axes, maps: Maps, low: float, high: float, ticks: dict[float, str]) -> AxesImage:
    """Hücreleri ızgaranın sıra numaralarında duran boş harita ve renk çubuğu; renkler log₁₀ kayıptır."""
    image = axes.imshow(
        np.zeros(maps.population.grid), origin="lower", aspect="auto", interpolation="nearest",
        cmap=colormaps["cividis_r"].with_extremes(bad=DIVERGED), norm=Normalize(np.log10(low), np.log10(high)),
    )  # fmt: skip
    axes.grid(False)
    axes.set_xticks(*_ticks(maps.across))
    axes.set_yticks(*_alpha_ticks(maps.alphas))
    axes.set(xlabel=maps.letter, ylabel="α")
    bar = axes.figure.colorbar(image, ax=axes, ticks=np.log10(list(ticks)), pad=0.02, label="kayıp", use_gridspec=False)
    bar.ax.set_yticklabels(ticks.values())
    return image


def _ticks(values: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Sıra numaralı eksende eşit aralıklı, okunacak kadar çentik ve yanlarına yazılacak değerler."""
    places = np.arange(0, len(values), -(-len(values) // 6))
    digits = next((k for k in (2, 3, 4) if len({f"{v:.{k}g}" for v in values}) == len(values)), 6)
    return places, [f"{values[place]:.{digits}g}" for place in places]


def _alpha_ticks(alphas: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Sıra numaralı eksende 1 ve 3 x 10ᵏ sayılarının yeri; ikiden azı varsa α'ların kendileri."""
    powers = range(int(np.floor(np.log10(alphas[0]))), int(np.ceil(np.log10(alphas[-1]))) + 1)
    marks = [v for k in powers for v in (10.0**k, 3 * 10.0**k) if 0.98 * alphas[0] <= v <= 1.02 * alphas[-1]]
    if len(marks) < 2:
        return _ticks(alphas)
    return np.interp(np.log10(marks), np.log10(alphas), np.arange(len(alphas))), [f"{mark:g}" for mark in marks]


def nice(low: float, high: float) -> list[float]:
    """Logaritmik eksende `low` ile `high` arasındaki 1, 2, 5 x 10ᵏ sayıları."""
    decades = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    return [v for k in decades for v in (10.0**k, 2 * 10.0**k, 5 * 10.0**k) if low <= v <= high]


# --- haritalar ------------------------------------------------------------------------------------------------


def paired(population: TrainedPopulation, surface: Surface) -> Maps:
    """Nüfusun ve yüzeyin haritaları; ızgarası harita olamayan ya da hiç değerlendirilmemiş nüfus `ValueError`."""
    instance("population", population, TrainedPopulation, "train_population'ın verdiği bir nüfus olmalı")
    surface, grid = a_surface(surface), population.grid
    arrays = {name: np.asarray(v) for name, v in population.hyper.items() if not callable(v)}
    varied = [name for name, a in arrays.items() if a.size and a.min() < a.max()]
    names = [name for name in varied if name != "lr"]
    if len(grid) != 2 or len(varied) != 2 or len(names) != 1:
        raise ValueError(
            f"`population` ızgarası {grid} ve değişen hiperparametreleri {varied} olamaz; "
            "lr (A, 1) ve başka tek bir hiperparametre (B,) biçiminde değişmeli"
        )
    alphas, across = arrays["lr"][:, 0], arrays[names[0]][0]
    for name, values, back in (("lr", alphas, alphas[:, None]), (names[0], across, across)):
        if (np.diff(values) <= 0).any() or not np.array_equal(arrays[name], np.broadcast_to(back, grid)):
            raise ValueError(
                f"`population`da {name} artan sırada olmalı; lr satırlarda, {names[0]} sütunlarda değişmeli"
            )
    reached = np.flatnonzero(np.isfinite(population.val_loss[1:]).any((1, 2))) + 1
    if not len(reached):
        raise ValueError("`population` ilk değerlendirmeye ulaşmadan kesilmiş; eğitimi yeniden çalıştır")
    steps = population.val_step[reached]
    walk = trajectory(population.rule, surface, surface.start, int(steps[-1]), **population.hyper)
    real, toy = population.val_loss[reached], walk.loss - lowest(surface)
    with np.errstate(invalid="ignore"):
        real = np.where(real < UNLEARNED_SHARE * population.val_loss[0], real, np.nan)
        toy = np.where(toy < UNLEARNED_SHARE * toy[0], np.maximum(toy, 1e-300), np.nan)[steps]
    return Maps(population, surface, names[0], alphas, across, steps, real, toy)


def best_cell(losses: np.ndarray) -> tuple[int, int] | None:
    """En küçük kaybın (satır, sütun)u; hepsi NaN ise yoktur."""
    if not np.isfinite(losses).any():
        return None
    row, column = np.unravel_index(np.nanargmin(losses), losses.shape)
    return int(row), int(column)


def ridge(losses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sırt: her sütunun en küçük kayıplı satırı, (sütunlar, satırlar); bütünüyle NaN olan sütunlar yoktur."""
    columns = np.flatnonzero(np.isfinite(losses).any(0))
    return columns, np.argmin(np.where(np.isnan(losses), np.inf, losses)[:, columns], axis=0)


def change(alphas: np.ndarray, losses: np.ndarray) -> float:
    """Sütunların son çeyreğinde en iyi α'nın ortancası, ilk çeyrektekinin kaç katı; dörtten az sütun varsa NaN."""
    columns, rows = ridge(losses)
    quarter = len(columns) // 4
    return float(np.median(alphas[rows[-quarter:]]) / np.median(alphas[rows[:quarter]])) if quarter else float("nan")


def falling(alphas: np.ndarray, losses: np.ndarray) -> bool:
    """Sırt iniyor mu: büyük bellekte en iyi α, küçük bellektekinin yarısından küçük mü?"""
    return change(alphas, losses) < 0.5


def titles(letter: str) -> tuple[Title, ...]:
    """Başlıklar; `letter` α'nın yanında değişen hiperparametrenin harfidir."""
    return (
        Title("α çok büyük: seçilen ağ ıraksadı", lambda v, a: a["diverged"]),
        Title("α çok büyük: seçilen ağ hiçbir şey öğrenmedi", lambda v, a: _unlearned(a) and a["relative"] > 1),
        Title("α çok küçük: seçilen ağ bu kadar adımda öğrenemedi", lambda v, a: _unlearned(a) and a["relative"] < 1),
        Title(
            f"α, bu {letter} için küçük: seçilen ağ yavaş öğreniyor",
            lambda v, a: a["relative"] < 0.5 and a["behind"] > 1.5,
        ),
        Title(
            f"α, bu {letter} için büyük: seçilen ağ en iyinin gerisinde",
            lambda v, a: a["relative"] > 2 and a["behind"] > 1.5,
        ),
        Title(
            f"Büyük {letter} ile en iyi sonuç küçük α'da",
            lambda v, a: a["change"] < 0.5 and a["relative"] == 1 and a["end"] == "last" and a["behind"] > 1,
        ),
        Title(
            f"{letter} en küçükken de en iyi α aynı dolayda",
            lambda v, a: a["narrow"] and a["end"] == "first" and 1 < a["behind"] < 2 and 0.5 <= a["relative"] <= 2,
        ),
        Title(
            f"Oyuncakta da gerçek ağda da büyük {letter}, küçük α istiyor",
            lambda v, a: a["change"] < 0.5 and a["toy change"] < 0.5,
        ),
        Title(f"Gerçek ağda büyük {letter}, küçük α istiyor", lambda v, a: a["change"] < 0.5),
        Title(
            f"{letter} büyürken gerçek ağın en iyi α'sı aynı dolayda kalıyor",
            lambda v, a: a["narrow"] and a["change"] <= 2,
        ),
        Title("Bir nüfus: her hücre ayrı bir ağ"),
    )


def _unlearned(arrays: Arrays) -> bool:
    """Seçilen ağın o anda sonlu bir kaybı var, ama eğitim öncesindekinden iyi değil mi?"""
    return bool(np.isfinite(arrays["loss"][arrays["here"]]) and np.isnan(arrays["real"][arrays["cell"]]))


def presets(maps: Maps) -> dict[str, Values]:
    """Hazır ayarlar verinin kendisinden bulunur; veride olmayan ayar yoktur."""
    best, last = best_cell(maps.real[-1]), maps.real[-1]
    if best is None:
        return {}
    story = {}
    columns, rows = ridge(last)
    if falling(maps.alphas, last):
        story[f"Büyük {maps.letter}, küçük α"] = maps.at(rows[-1], columns[-1])
        story[f"Aynı α, küçük {maps.letter}"] = maps.at(rows[-1], columns[0])
    elif best[1] != columns[0]:
        story[f"En küçük {maps.letter}, aynı α"] = maps.at(best[0], columns[0])
    beyond = np.flatnonzero(np.isnan(last[best[0] :, best[1]]))
    if len(beyond):
        worse = best[0] + int(beyond[0])
        diverged = maps.population.diverged_at[worse, best[1]]
        story["Iraksama" if diverged else "Aşırı adım"] = maps.at(worse, best[1])
    return story | {"En iyi hücre": maps.at(*best)}  # şekil onunla açılır, onun için sonuncudur
