"""Canlı şekil: yarış. Bütün kurallar aynı yüzeyde, aynı noktadan, aynı sayıda adımla; her biri kendi en iyi α'sıyla."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.core.rules import RULES, Rule, a_rule
from lrlab.core.surfaces import Surface, bowl, noisy, plateau, ravine, rosenbrock, saddle
from lrlab.core.trajectories import final_loss, trajectory
from lrlab.figures.engine import Along, Arrays, Choice, Explorer, Handle, LiveFigure, Slider, Toggle, Values, complete
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    YELLOW,
    ground,
    ground_lines,
    lowest,
    near,
    show_ground,
)
from lrlab.figures.parts.labels import short_labels

RACE_SURFACES = {
    "çanak": bowl(50),
    "yatık vadi": ravine(50),
    "Rosenbrock": rosenbrock(),
    "eyer": saddle(),
    "plato": plateau(),
    "gürültülü vadi": noisy(ravine(50), 0.5),
}
Look = tuple[str, Any, str]  # renk, çizgi, işaret
LOOKS: dict[str, Look] = {
    "sgd": (BLACK, "-", "s"),
    "momentum": (BLUE, "--", "o"),
    "nesterov": (SKY, "-.", "^"),
    "adagrad": (GREEN, ":", "D"),
    "rmsprop": (ORANGE, (0, (6, 1, 1, 1, 1, 1)), "v"),
    "adam": (VERMILION, (0, (9, 1)), "*"),
}
# Yukarıda adı olmayan kurallar sırayla bunları alır; biterse baştan.
SPARE_LOOKS: tuple[Look, ...] = (
    (PURPLE, (0, (4, 1)), "P"),
    (GREY, (0, (4, 1, 1, 1)), "X"),
    (YELLOW, (0, (2, 1)), "h"),
    (PURPLE, (0, (1, 1)), "<"),
    (GREY, "-", ">"),
)
RACE_ALPHAS = tuple(float(f"{10.0**k:.3g}") for k in np.arange(-60, 15) / 20)  # 0.001 … 5.01, her 10 katta 20 değer
RACE_LOSS = (1e-8, 1e2)  # kayıp eksenlerinin sınırları; altı sıfır, üstü ıraksamış sayılır
CONTROLS = (
    Choice("surface", "yüzey", {name: name for name in RACE_SURFACES}, "çanak"),
    Slider("steps", "bütçe T", tuple(float(t) for t in range(10, 201, 10)), 100.0, "{:.0f}"),
    Slider("t", "koşunun anı t", tuple(float(t) for t in range(0, 201, 2)), 200.0, "{:.0f}"),
    Toggle("same", "herkese aynı α"),
    Slider("lr", "ortak α", RACE_ALPHAS, 0.1, "{:g}"),
)
PRESETS: dict[str, Values] = {
    "Çanak": {},
    "Yatık vadi": {"surface": "yatık vadi"},
    "Herkese α = 0.1": {"surface": "yatık vadi", "same": True, "lr": 0.1},
    "Rosenbrock": {"surface": "Rosenbrock"},
    "Eyer": {"surface": "eyer", "steps": 50.0},
    "Plato": {"surface": "plato", "steps": 50.0},
    "Gürültülü vadi": {"surface": "gürültülü vadi"},
}


@dataclass(frozen=True)
class Racer:
    """Yarışan bir kural, görünen adı ve görünüşü; α dışındaki hiperparametreler kuralın varsayılanlarıdır."""

    rule: Rule
    label: str
    color: str
    line: Any
    marker: str


def race_rules(added: Iterable[Rule] = ()) -> dict[str, Racer]:
    """Yarışanlar: başka bir kuralın biçimi olmayan bütün kurallar, sonra `added` içindekiler.

    Görünen adı kuralın etiketinin ayraçtan öncesidir; aynı kuralın iki biçimi yarışıyorsa bütünü.
    """
    own = [a_rule(one) for one in added]
    rules = [one for one in RULES.values() if not one.variant_of]
    for one in own:
        if one.name in {rule.name for rule in rules}:
            raise ValueError(f"`rules` içindeki {one.name!r} adıyla bir kural zaten yarışıyor; ona başka bir ad ver")
        if "lr" not in one.hyper:
            raise ValueError(f"`rules` içindeki {one.name!r} yarışamaz; α'sı, yani `lr` hiperparametresi olmalı")
        rules.append(one)
    spare, labels = cycle(SPARE_LOOKS), short_labels(rules)
    return {rule.name: Racer(rule, labels[rule.name], *(LOOKS.get(rule.name) or next(spare))) for rule in rules}


RACE_RULES = race_rules()


def explore_race(rules: Iterable[Rule] = (), *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Kuralların yarışı: yollar, kayıplar ve her kuralın T adım sonraki kaybı α'ya göre.

    Her kural, `RACE_ALPHAS` içinde T adım sonraki kaybı en küçük yapan α ile koşar; `same` açıksa hepsi `lr` ile. `t`
    koşucuların gösterildiği adımdır. `rules`: yarışa katacağın kendi kuralların.
    """
    return Explorer(RaceFigure(race_rules(rules)), lecture=lecture, **start)


def race_losses(surface: Surface, steps: int, racers: Mapping[str, Racer] = RACE_RULES) -> dict[str, np.ndarray]:
    """Her kuralın, `RACE_ALPHAS`ın her biriyle `steps` adım sonraki kaybının en küçük kayıptan farkı; ıraksayan NaN."""
    low, alphas = lowest(surface), np.array(RACE_ALPHAS)
    return {
        name: final_loss(one.rule, surface, surface.start, steps, dtype=np.float64, lr=alphas)[0] - low
        for name, one in racers.items()
    }


def best_alpha(losses: np.ndarray) -> float:
    """En küçük kaybı veren α; `RACE_LOSS`un altındakiler eşittir ve eşitler içinde en küçüğü seçilir."""
    return RACE_ALPHAS[int(np.nanargmin(np.maximum(losses, RACE_LOSS[0])))]


@final
class RaceFigure(LiveFigure):
    """Solda bütün kuralların yolu; sağda kayıpları ve her birinin α'ya göre son kaybı."""

    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    handles = {"now": Handle(x=Along("t"))}

    def __init__(self, racers: Mapping[str, Racer]) -> None:
        self.racers = racers
        self.grounds = {name: ground(surface) for name, surface in RACE_SURFACES.items()}
        # Koşunun anı kayarken ızgara yeniden hesaplanmasın: sonuç yalnızca yüzeye ve bütçeye bağlıdır.
        self.tuned = cache(lambda surface, steps: race_losses(RACE_SURFACES[surface], steps, racers))

    def compute(self, *, surface: str, steps: float, t: float, same: bool, lr: float) -> Arrays:
        chosen, T = RACE_SURFACES[surface], int(steps)
        losses = self.tuned(surface, T)
        rates = {name: lr if same else best_alpha(losses[name]) for name in self.racers}
        runs = {
            name: trajectory(one.rule, chosen, chosen.start, T, lr=rates[name]) for name, one in self.racers.items()
        }
        return {
            "ground": self.grounds[surface],
            "paths": {name: run.path for name, run in runs.items()},
            "curves": {name: run.loss - lowest(chosen) for name, run in runs.items()},
            "losses": losses,
            "rates": rates,
            "t": min(int(t), T),
            "T": T,
        }

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.15, 1])
        plane = figure.add_subplot(cells[:, 0])
        curve, tuning = figure.add_subplot(cells[0, 1]), figure.add_subplot(cells[1, 1])
        # İlk sınırlar, en geniş yazılı çentikleri getirsin: yerleşim bir kez, burada hesaplanır.
        plane.set(title="Aynı başlangıç, aynı bütçe", xlabel="x", ylabel="y", ylim=(-1.6, 1.6))
        curve.set(
            title="Kim önde, yüzeye göre değişir", xlabel="adım (t)", ylabel="en küçük kayıpla fark",
            xlim=(0, 100), yscale="log", ylim=RACE_LOSS,
        )  # fmt: skip
        tuning.set(
            title="Her kuralın en iyi α'sı başkadır", xlabel="α", ylabel="T adım sonraki kayıp",
            xscale="log", yscale="log", xlim=(RACE_ALPHAS[0], RACE_ALPHAS[-1]), ylim=RACE_LOSS,
        )  # fmt: skip
        artists = ground_lines(plane) | {"now": curve.plot([], [], "-", color=BLACK, linewidth=0.8)[0]}
        keys = []
        for name, one in self.racers.items():
            style: dict[str, Any] = {"color": one.color, "linestyle": one.line}
            point: dict[str, Any] = {"color": one.color, "markeredgecolor": BLACK, "markersize": 9, "zorder": 5}
            artists[f"path {name}"] = plane.plot([], [], **style, linewidth=1.6)[0]
            artists[f"runner {name}"] = plane.plot([], [], one.marker, **point)[0]
            artists[f"loss {name}"] = curve.plot([], [], **style, linewidth=1.6)[0]
            artists[f"tuning {name}"] = tuning.plot([], [], **style, linewidth=1.6)[0]
            artists[f"used {name}"] = tuning.plot([], [], one.marker, **point)[0]
            keys.append(Line2D([], [], **style, marker=one.marker, markeredgecolor=BLACK, label=one.label))
        _legend(figure, keys)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        t, T = arrays["t"], arrays["T"]
        show_ground(artists, arrays["ground"])
        artists["now"].set_data([t, t], RACE_LOSS)
        artists["now"].axes.set_xlim(0, T)
        for name in self.racers:
            path = near(arrays["paths"][name])[: t + 1]
            artists[f"path {name}"].set_data(*path.T)
            artists[f"runner {name}"].set_data(*path[-1:].T)
            artists[f"loss {name}"].set_data(np.arange(T + 1), _shown(arrays["curves"][name]))
            losses = _shown(arrays["losses"][name])
            artists[f"tuning {name}"].set_data(RACE_ALPHAS, losses)
            used = RACE_ALPHAS.index(arrays["rates"][name])
            artists[f"used {name}"].set_data(RACE_ALPHAS[used : used + 1], losses[used : used + 1])

    def describe(self, values: Values, arrays: Arrays) -> str:
        t, alphas = arrays["t"], arrays["rates"]
        at = {name: float(np.maximum(curve[t], RACE_LOSS[0])) for name, curve in arrays["curves"].items()}
        order = sorted(at, key=lambda name: at[name] if at[name] < RACE_LOSS[1] else np.inf)
        told = ", ".join(f"{self.racers[name].label} {_worded(at[name])} (α = {alphas[name]:g})" for name in order)
        kind = f"herkes α = {values['lr']:g} ile" if values["same"] else "herkes kendi en iyi α'sıyla"
        return f"{values['surface']}, T = {values['steps']:.0f}, {kind}; t = {t} anında kayıp: {told}."


def _legend(figure: Figure, keys: list[Line2D]) -> None:
    """Şeklin altındaki gösterge; şekle sığdığı en az satırda."""
    for rows in range(1, len(keys) + 1):
        legend = figure.legend(handles=keys, loc="outside lower center", ncols=-(-len(keys) // rows))
        if legend.get_window_extent().width < figure.bbox.width:
            return
        legend.remove()


def _shown(loss: np.ndarray) -> np.ndarray:
    """Logaritmik eksende çizilecek kayıp: sıfır eksenin dibinde, ıraksayan boşlukta."""
    return np.clip(loss, RACE_LOSS[0], 1e30)


def _worded(loss: float) -> str:
    if not loss < RACE_LOSS[1]:
        return "100'den büyük"
    return f"{loss:.1g}" if loss > RACE_LOSS[0] else "10⁻⁸'den küçük"
