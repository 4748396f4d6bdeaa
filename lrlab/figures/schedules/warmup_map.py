"""Canlı şekil: ısınma haritası. Her oran ve ısınmada kaç tohumun öğrendiği, seçilen hücrenin kayıp eğrileri."""

import warnings
from collections.abc import Mapping
from typing import Any, Protocol, final, runtime_checkable

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.core.validate import instance
from lrlab.figures.engine import Along, Arrays, Choice, Explorer, Handle, LiveFigure, Readout, Slider, Values, among
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, ORANGE, VERMILION

LEARNED_ACCURACY = 0.9  # son geçerleme doğruluğu bundan büyük olan eğitim öğrenmiştir
CHANCE = float(np.log(2))  # iki sınıfta hiçbir şey bilmeyen ağın kaybı
COLOURS = colormaps["cividis"]
NORMS = {"post": "post-LN", "pre": "pre-LN"}


@runtime_checkable
class WarmupGrid(Protocol):
    """Şeklin kayıtlardan istedikleri; `lrlab.train.records.warmup.WarmupRuns` bunları taşır.

    N katman normu (post, pre), R oran, W ısınma, S tohum, T ölçülen adım.
    """

    rates: np.ndarray  # (R,)
    warmups: np.ndarray  # (W,)
    norms: tuple[str, ...]
    seeds: np.ndarray  # (S,)
    step: np.ndarray  # (T,)
    loss: np.ndarray  # (N, R, W, S, T)
    accuracy: np.ndarray  # (N, R, W, S)


def explore_warmups(runs: WarmupGrid, *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Kayıtlı eğitimlerin oran x ısınma haritaları: `explore_warmups(warmup_runs())`.

    Hücredeki "4/5", beş tohumdan dördünün öğrendiğini söyler. Bir hücreye tıklamak ya da kaydırıcılar o hücrenin
    eğitim kaybı eğrilerini gösterir.
    """
    instance("runs", runs, WarmupGrid, "warmup_runs'ın verdiği kayıtlar olmalı")
    shape = (len(runs.norms), len(runs.rates), len(runs.warmups), len(runs.seeds))
    if np.shape(runs.accuracy) != shape or np.shape(runs.loss) != (*shape, len(runs.step)):
        raise ValueError(
            f"`runs` biçimleri uyuşmuyor: accuracy {np.shape(runs.accuracy)}, loss {np.shape(runs.loss)}; "
            f"norm x oran x ısınma x tohum {shape} olmalı, loss'ta bir de adım ({len(runs.step)})"
        )
    if "post" not in runs.norms:
        warnings.warn("gösterilmeyen hazır ayarlar: hepsi; `runs` içinde 'post' yok, ona göre bulunurlar", stacklevel=2)
    story = among(presets(runs), norm=tuple(runs.norms))
    return Explorer(WarmupMapFigure(runs, story), lecture=lecture, **start)


@final
class WarmupMapFigure(LiveFigure):
    """Solda her katman normunun haritası; sağda seçilen hücrenin tohumları."""

    def __init__(self, runs: WarmupGrid, story: Mapping[str, Values]) -> None:
        self.runs, self.presets = runs, story
        self.rates, self.warmups = (tuple(map(float, values)) for values in (runs.rates, runs.warmups))
        alone: Values = {"norm": runs.norms[0], "lr": self.rates[-1], "warmup": self.warmups[0]}
        first = next(iter(self.presets.values()), alone)
        self.controls = (
            Choice("norm", "katman normu", {NORMS.get(name, name): name for name in runs.norms}, first["norm"]),
            Slider("lr", "α", self.rates, first["lr"]),
            Slider("warmup", "ısınma (adım)", self.warmups, first["warmup"], "{:.0f}"),
        )
        warmup, lr = Along("warmup", self.warmups.index), Along("lr", self.rates.index)
        self.handles = {f"here {norm}": Handle(warmup, lr, {"norm": norm}) for norm in runs.norms}
        self.readouts = {
            f"seed {k}": Readout(f"tohum {seed}", "adım", "eğitim kaybı (nat)", "adım")
            for k, seed in enumerate(np.asarray(runs.seeds).tolist())
        }

    def compute(self, *, norm: str, lr: float, warmup: float) -> Arrays:
        runs = self.runs
        place = (list(runs.norms).index(norm), self.rates.index(lr), self.warmups.index(warmup))
        accuracy = np.asarray(runs.accuracy)[place]
        return {
            "norm": norm, "place": place, "step": np.asarray(runs.step), "loss": np.asarray(runs.loss)[place],
            "accuracy": accuracy, "learned": accuracy > LEARNED_ACCURACY, "warmup": warmup,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        runs = self.runs
        cells = figure.add_gridspec(len(runs.norms), 2, width_ratios=[1, 1.25])
        artists: Artists = {}
        for k, (norm, counts) in enumerate(zip(runs.norms, learned(runs), strict=True)):
            axes = figure.add_subplot(cells[k, 0])
            axes.set_title(f"{NORMS.get(norm, norm)}: kaç tohum öğrendi")
            _map(axes, counts, runs)
            artists[f"here {norm}"] = axes.plot([], [], "-", color=VERMILION, linewidth=4, clip_on=False)[0]
        chart = figure.add_subplot(cells[:, 1])
        last, top = float(runs.step[-1]), float(np.max(runs.loss, initial=CHANCE, where=np.isfinite(runs.loss)))
        chart.set(
            title="Seçilen hücrenin tohumları", xlabel="adım (t)", ylabel="eğitim kaybı (nat)", xlim=(0, last),
            ylim=(0, min(1.08 * top, 2.0)),
        )  # fmt: skip
        chart.axhline(CHANCE, color=BLACK, linestyle=":", linewidth=1.2)
        artists["end"] = chart.plot([], [], "--", color=ORANGE, linewidth=1.2)[0]
        for k in range(len(runs.seeds)):
            artists[f"seed {k}"] = chart.plot([], [], linewidth=1.3)[0]
        keys = [
            Line2D([], [], color=BLUE, label="öğrenen tohum"),
            Line2D([], [], color=VERMILION, linestyle="--", label="öğrenemeyen tohum"),
            Line2D([], [], color=BLACK, linestyle=":", label=f"şans: ln 2 = {CHANCE:.3f}"),
            Line2D([], [], color=ORANGE, linestyle="--", label="ısınmanın sonu"),
        ]
        figure.legend(handles=keys, loc="outside lower center", ncols=len(keys))
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        _, row, column = arrays["place"]
        for name, line in artists.items():
            if name.startswith("here "):
                chosen = name == f"here {arrays['norm']}"
                line.set_data(column + 0.47 * np.array([-1, 1, 1, -1, -1]), row + 0.47 * np.array([-1, -1, 1, 1, -1]))
                line.set(linewidth=4 if chosen else 1.5, linestyle="-" if chosen else ":")
        for k, (loss, good) in enumerate(zip(arrays["loss"], arrays["learned"], strict=True)):
            artists[f"seed {k}"].set_data(arrays["step"], loss)
            artists[f"seed {k}"].set(color=BLUE if good else VERMILION, linestyle="-" if good else "--")
        artists["end"].set_data([arrays["warmup"]] * 2, artists["end"].axes.get_ylim())

    def describe(self, values: Values, arrays: Arrays) -> str:
        good, everyone = arrays["learned"], len(arrays["learned"])
        counts, (_, row, column) = learned(self.runs), arrays["place"]
        said = (
            f"{NORMS.get(values['norm'], values['norm'])}, α = {values['lr']:g}, ısınma {values['warmup']:.0f} adım: "
            f"{everyone} tohumdan {good.sum()} tanesi öğrendi (doğruluk > {LEARNED_ACCURACY:g})"
        )
        if good.any():
            said += f"; öğrenenlerin doğruluğu {_range(arrays['accuracy'][good])}"
        if np.isfinite(arrays["accuracy"][~good]).any():
            said += f"; öğrenemeyenlerinki {_range(arrays['accuracy'][~good])}"
        said += "."
        if column:
            said += f" Aynı oran ısınmasız: {counts[arrays['place'][0], row, 0]}/{everyone}."
        for other, count in zip(self.runs.norms, counts[:, row, column], strict=True):
            if other != values["norm"]:
                said += f" Aynı hücre {NORMS.get(other, other)} ile: {count}/{everyone}."
        return said


def learned(runs: WarmupGrid) -> np.ndarray:
    """Öğrenen tohum sayısı, (N, R, W)."""
    return (np.asarray(runs.accuracy) > LEARNED_ACCURACY).sum(-1)


def presets(runs: WarmupGrid) -> dict[str, Values]:
    """Hazır ayarlar kayıtlardan bulunur: post-LN'de ısınmanın en çok iş gördüğü oran ve onun çevresi."""
    norms, counts = list(runs.norms), learned(runs)
    if "post" not in norms:
        return {}
    post, everyone = counts[norms.index("post")], len(runs.seeds)
    row = int(np.argmax(post.max(1) - post[:, 0]))
    best = int(np.argmax(post[row]))

    def at(norm: str, row: int, column: int) -> Values:
        return {"norm": norm, "lr": float(runs.rates[row]), "warmup": float(runs.warmups[column])}

    story = {}
    if post[row, best] > post[row, 0]:
        story["Isınmasız"] = at("post", row, 0)
        if best > 1 and post[row, 1] < post[row, best]:
            story["Kısa ısınma"] = at("post", row, 1)
        story["Yeterli ısınma"] = at("post", row, best)
    easy = np.flatnonzero(post[:, 0] == everyone)
    if len(easy):
        story["Küçük oran, ısınmasız"] = at("post", int(easy[-1]), 0)
    story["pre-LN, ısınmasız"] = at("pre", row, 0)
    hopeless = np.flatnonzero(post.max(1) < everyone)
    if len(hopeless):
        worst = int(hopeless[-1])
        story["Isınma yetmiyor"] = at("post", worst, len(runs.warmups) - 1)
    return story


def _map(axes: Axes, counts: np.ndarray, runs: WarmupGrid) -> None:
    """Bir katman normunun haritası: renk ve hücrelerdeki sayı aynı şeyi söyler."""
    everyone = len(runs.seeds)
    axes.imshow(counts, origin="lower", aspect="auto", cmap=COLOURS, vmin=0, vmax=everyone)
    axes.grid(False)
    axes.set_xticks(range(len(runs.warmups)), [f"{value:g}" for value in runs.warmups])
    axes.set_yticks(range(len(runs.rates)), [f"{value:g}" for value in runs.rates])
    axes.set(xlabel="ısınma (adım)", ylabel="α")
    for (row, column), count in np.ndenumerate(counts):
        colour = BLACK if count > everyone / 2 else "white"
        axes.text(column, row, f"{count}/{everyone}", ha="center", va="center", color=colour)


def _range(values: np.ndarray) -> str:
    low, high = f"{np.fmin.reduce(values):.2f}", f"{np.fmax.reduce(values):.2f}"
    return low if low == high else f"{low}–{high}"
