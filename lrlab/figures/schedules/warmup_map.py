"""Canlı şekil: ısınma haritası. Her oran ve ısınmada kaç tohumun öğrendiği, seçilen hücrenin kayıp eğrileri."""

import warnings
from collections.abc import Mapping
from typing import Any, Protocol, final, runtime_checkable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from lrlab.core.validate import instance
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
    among,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREY, PALE, VERMILION, end_label, grip_line, show_end_labels

LEARNED_ACCURACY = 0.9  # son geçerleme doğruluğu bundan büyük olan eğitim öğrenmiştir
CHANCE = float(np.log(2))  # iki sınıfta hiçbir şey bilmeyen ağın kaybı
# Haritanın rengi eğrilerinkidir: öğrenemeyenin VERMILION'undan öğrenenin BLUE'suna, üstündeki sayı okunacak kadar açık.
COLOURS = LinearSegmentedColormap.from_list("öğrenen", ["#F4B998", "#FBE9DF", PALE, "#7DB9DE"])
NORMS = {"post": "post-LN", "pre": "pre-LN"}
NAMES = 0.55  # sağda eğrilerin adlarına ayrılan yer, eğitimin payı
TITLES = (
    Title(
        "Isınma yetti: ısınmasız öğrenemeyen tohumlar da öğrendi",
        lambda v, a: v["warmup"] > 0 and everyone(a) and a["unwarmed"] < a["good"],
    ),
    Title(
        "pre-LN ısınma istemedi: post-LN'in öğrenemediği oranda hepsi öğrendi",
        lambda v, a: v["norm"] == "pre" and not v["warmup"] and everyone(a) and a["others"].get("post", 99) < a["good"],
    ),
    Title(
        "Oran küçükken ısınmasız da bütün tohumlar öğreniyor",
        lambda v, a: not v["warmup"] and everyone(a) and a["bolder"] < a["good"],
    ),
    Title(
        "Isınmasız: tohumların çoğu şans düzeyinde takılıyor",
        lambda v, a: not v["warmup"] and 2 * a["idle"] > len(a["learned"]),
    ),
    Title(
        "Bu oranda en uzun ısınma bile bütün tohumlara yetmiyor",
        lambda v, a: a["longest"] and a["row"].max() < len(a["learned"]),
    ),
    Title(
        "Isınma kısa: kimi tohum öğrendi, daha uzunu daha çoğunu öğretiyor",
        lambda v, a: v["warmup"] > 0 and 0 < a["good"] < a["later"],
    ),
    Title(
        "Bu kadar ısınmayla hiçbir tohum öğrenmedi, daha uzunu öğretiyor",
        lambda v, a: v["warmup"] > 0 and a["good"] == 0 < a["later"],
    ),
    Title("Bütün tohumlar öğrendi", lambda v, a: everyone(a)),
    Title("Hiçbir tohum öğrenmedi", lambda v, a: not a["good"]),
    Title("Aynı ayar, başka tohumlar: kimi öğrendi, kimi öğrenemedi"),
)


@runtime_checkable
class WarmupGrid(Protocol):
    """Şeklin kayıtlardan istedikleri; `lrlab.train.records.warmup.WarmupRuns` bunları taşır.

    N katman normalleştirmesi (post, pre), R oran, W ısınma, S tohum, T ölçülen adım.
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
    """Solda her katman normalleştirmesinin haritası; sağda seçilen hücrenin tohumları."""

    on_page = {"norm": 4, "lr": 20, "warmup": 20}
    titles = TITLES
    passing = ("end", "grip")

    def __init__(self, runs: WarmupGrid, story: Mapping[str, Values]) -> None:
        self.runs, self.presets = runs, story
        self.rates, self.warmups = (tuple(map(float, values)) for values in (runs.rates, runs.warmups))
        alone: Values = {"norm": runs.norms[0], "lr": self.rates[-1], "warmup": self.warmups[0]}
        # Açılış öğrenen hücredir: ilk hazır ayar ısınmayı kaldırır.
        first = self.presets.get("Yeterli ısınma", next(iter(self.presets.values()), alone))
        self.controls = (
            Choice("norm", "normalleştirme", {NORMS.get(name, name): name for name in runs.norms}, first["norm"]),
            Slider("lr", "α", self.rates, first["lr"]),
            Slider("warmup", "ısınma (adım)", self.warmups, first["warmup"], "{:.0f}"),
        )
        warmup, lr = Along("warmup", self.warmups.index), Along("lr", self.rates.index)
        self.handles = {f"here {norm}": Handle(warmup, lr, {"norm": norm}) for norm in runs.norms}
        self.handles["grip"] = Handle(x=Along("warmup"))
        self.readouts = {
            f"seed {k}": Readout(f"tohum {seed}", "adım", "eğitim kaybı (nat)", "adım")
            for k, seed in enumerate(np.asarray(runs.seeds).tolist())
        }

    def compute(self, *, norm: str, lr: float, warmup: float) -> Arrays:
        """Hücrenin kayıpları, doğrulukları; satırında öğrenen tohum sayıları, `idle` sonu şansta kalan tohum sayısı."""
        runs = self.runs
        place = (list(runs.norms).index(norm), self.rates.index(lr), self.warmups.index(warmup))
        accuracy, counts, loss = np.asarray(runs.accuracy)[place], learned(runs), np.asarray(runs.loss)[place]
        good = accuracy > LEARNED_ACCURACY
        (norms, row, column), late = place, loss[:, -max(1, len(runs.step) // 10) :]
        return {
            "norm": norm, "place": place, "step": np.asarray(runs.step), "loss": loss, "accuracy": accuracy,
            "learned": good, "warmup": warmup, "good": int(good.sum()), "row": counts[norms, row],
            "unwarmed": int(counts[norms, row, 0]), "later": int(counts[norms, row, column + 1 :].max(initial=0)),
            "bolder": int(counts[norms, row + 1 :, 0].min(initial=len(good))),  # daha büyük oranlarda, ısınmasız
            "longest": column == len(self.warmups) - 1,
            "others": {one: int(counts[k, row, column]) for k, one in enumerate(runs.norms) if one != norm},
            "idle": int((~good & (abs(late.mean(1) - CHANCE) < 0.05)).sum()),
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        runs = self.runs
        cells = figure.add_gridspec(len(runs.norms), 2, width_ratios=[1, 1.25])
        artists: Artists = {}
        for k, (norm, counts) in enumerate(zip(runs.norms, learned(runs), strict=True)):
            axes = figure.add_subplot(cells[k, 0])
            axes.set_title(f"{NORMS.get(norm, norm)}: kaç tohum öğrendi")
            _map(axes, counts, runs)
            artists[f"here {norm}"] = axes.plot([], [], "-", color=BLACK, linewidth=3.5, clip_on=False)[0]
        chart = figure.add_subplot(cells[:, 1])
        last, top = float(runs.step[-1]), float(np.max(runs.loss, initial=CHANCE, where=np.isfinite(runs.loss)))
        high = min(1.08 * top, 2.0)
        chart.set(
            title="Seçilen hücrenin tohumları", xlabel="adım (t)", ylabel="eğitim kaybı (nat)",
            xlim=(0, (1 + NAMES) * last), ylim=(-0.03 * high, high),
        )  # fmt: skip
        chart.set_xticks(np.linspace(0, last, 4).round())
        chart.plot([0, last], [CHANCE] * 2, color=BLACK, linestyle=":", linewidth=1.4)
        artists["end"] = chart.plot([], [], "-", color=GREY, linewidth=1.3)[0]
        artists["grip"] = grip_line(chart)
        artists["grip name"] = chart.text(0, 0.95 * high, "ısınma biter", va="center", color="dimgrey")
        for k in range(len(runs.seeds)):
            artists[f"seed {k}"] = chart.plot([], [], linewidth=1.4)[0]
        for name, color in (("good name", BLUE), ("bad name", VERMILION), ("chance name", BLACK)):
            artists[name] = end_label(chart, color, "şans: ln 2")
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        _, row, column = arrays["place"]
        for name, line in artists.items():
            if name.startswith("here "):
                chosen = name == f"here {arrays['norm']}"
                line.set_data(column + 0.47 * np.array([-1, 1, 1, -1, -1]), row + 0.47 * np.array([-1, -1, 1, 1, -1]))
                line.set(linewidth=3.5 if chosen else 1.5, linestyle="-" if chosen else ":")
        step, loss, good = arrays["step"], arrays["loss"], arrays["learned"]
        for k, each in enumerate(loss):
            artists[f"seed {k}"].set_data(step, each)
            artists[f"seed {k}"].set(color=BLUE if good[k] else VERMILION, linestyle="-" if good[k] else "--")
        high = artists["end"].axes.get_ylim()[1]
        artists["end"].set_data([arrays["warmup"]] * 2, [0, 0.95 * high])
        artists["grip"].set_data([arrays["warmup"]], [0.95 * high])
        artists["grip name"].set(
            x=arrays["warmup"] + 0.06 * step[-1], text="ısınma biter" if arrays["warmup"] else "ısınma yok"
        )
        ends = [np.full(len(step), CHANCE)]
        for name, these, words in (("good name", good, "öğrendi"), ("bad name", ~good, "öğrenmedi")):
            ends.append(average_end(loss[these], len(step)))
            artists[name].set_text(f"{these.sum()} {words}")
        names = (artists[name] for name in ("chance name", "good name", "bad name"))
        show_end_labels(*((name, step, end) for name, end in zip(names, ends, strict=True)))

    def describe(self, values: Values, arrays: Arrays) -> str:
        good, column = arrays["learned"], arrays["place"][2]
        total = len(good)
        said = (
            f"{NORMS.get(values['norm'], values['norm'])}, α = {values['lr']:g}, ısınma {values['warmup']:.0f} adım: "
            f"{total} tohumdan {good.sum()} tanesi öğrendi"
        )
        said += f", ısınmasız {arrays['unwarmed']} tanesi" if column else ""
        said += f".\nÖğrenmek: son doğruluk > {LEARNED_ACCURACY:g}"
        if good.any():
            said += f"; öğrenenlerin doğruluğu {_range(arrays['accuracy'][good])}"
        if np.isfinite(arrays["accuracy"][~good]).any():
            said += f"; öğrenemeyenlerinki {_range(arrays['accuracy'][~good])}"
        said += "."
        if column:
            said += f" Aynı oran ısınmasız: {arrays['unwarmed']}/{total}."
        for other, count in arrays["others"].items():
            said += f" Aynı hücre {NORMS.get(other, other)} ile: {count}/{total}."
        return said


def everyone(arrays: Arrays) -> bool:
    """Bütün tohumlar öğrendi mi?"""
    return bool(arrays["learned"].all())


def average_end(loss: np.ndarray, count: int) -> np.ndarray:
    """(S, T) kayıpların sonlarının ortalaması, `count` kez; adlarının boyu. Ölçüm yoksa NaN'dır."""
    ends = loss[:, -1][np.isfinite(loss[:, -1])]
    return np.full(count, ends.mean() if len(ends) else np.nan)


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
    """Bir katman normalleştirmesinin haritası: renk ve hücrelerdeki sayı aynı şeyi söyler."""
    axes.imshow(counts, origin="lower", aspect="auto", cmap=COLOURS, vmin=0, vmax=len(runs.seeds))
    axes.grid(False)
    axes.set_xticks(range(len(runs.warmups)), [f"{value:g}" for value in runs.warmups])
    axes.set_yticks(range(len(runs.rates)), [f"{value:g}" for value in runs.rates])
    axes.set(xlabel="ısınma (adım)", ylabel="α")
    for (row, column), count in np.ndenumerate(counts):
        axes.text(column, row, f"{count}/{len(runs.seeds)}", ha="center", va="center")


def _range(values: np.ndarray) -> str:
    low, high = f"{np.fmin.reduce(values):.2f}", f"{np.fmax.reduce(values):.2f}"
    return low if low == high else f"{low}–{high}"
