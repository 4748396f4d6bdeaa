"""Canlı şekil: yarış. Bütün kurallar aynı yüzeyde, aynı noktadan, aynı sayıda adımla; her biri kendi en iyi α'sıyla."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import cycle
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.core.rules import RULES, Rule, a_rule
from lrlab.core.surfaces import Surface, bowl, noisy, plateau, ravine, rosenbrock, saddle
from lrlab.core.trajectories import Trajectory, final_loss, trajectory
from lrlab.figures.engine import (
    Along,
    Arrays,
    Choice,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Toggle,
    Values,
    complete,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    GRIP,
    RULE_LOOKS,
    SPARE_LOOKS,
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
Point = tuple[float, float]
RACE_ALPHAS = tuple(float(f"{10.0**k:.3g}") for k in np.arange(-60, 15) / 20)  # 0.001 … 5.01, her 10 katta 20 değer
# Elle seçilen başlangıcın yerleri: dar pencereli yüzeylerin bulunduğu ortada sık. Pencere dışındaki, kenara gelir.
START_X = (*np.arange(-11, -4, 0.5), *np.arange(-40, 20) / 10, *np.arange(2, 4.5, 0.5))
START_Y = (*np.arange(-6, -2.5, 0.5), *np.arange(-25, 25) / 10, *np.arange(2.5, 4.5, 0.5))
RACE_LOSS = (1e-8, 1e2)  # kayıp eksenlerinin sınırları; altı sıfır, üstü ıraksamış sayılır
NOW = (RACE_LOSS[0], 30.0)  # koşunun anını gösteren çizginin uçları; üsttekinden tutulur
CONTROLS = (
    Choice("surface", "yüzey", {name: name for name in RACE_SURFACES}, "çanak"),
    Slider("steps", "bütçe T", tuple(float(t) for t in range(10, 201, 10)), 100.0, "{:.0f}"),
    Slider("t", "koşunun anı t", tuple(float(t) for t in range(0, 201, 2)), 200.0, "{:.0f}", play=True, until="steps"),
    Toggle("same", "herkese aynı α"),
    Slider("lr", "ortak α", RACE_ALPHAS, 0.1, "{:g}"),
    Toggle("own", "başlangıcı sen seç"),
    Slider("x", "başlangıç x", tuple(map(float, START_X)), -9.0, "{:g}"),
    Slider("y", "başlangıç y", tuple(map(float, START_Y)), 1.6, "{:g}"),
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
    return {rule.name: Racer(rule, labels[rule.name], *(RULE_LOOKS.get(rule.name) or next(spare))) for rule in rules}


RACE_RULES = race_rules()


def explore_race(rules: Iterable[Rule] = (), *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Kuralların yarışı: yollar, kayıplar ve her kuralın T adım sonraki kaybı α'ya göre.

    Her kural, `RACE_ALPHAS` içinde T adım sonraki kaybı en küçük yapan α ile koşar; `same` açıksa hepsi `lr` ile. `t`
    koşucuların gösterildiği adımdır. `own` açıksa başlangıç (`x`, `y`)'dir ve herkes kendi α'sını oradan yeniden arar;
    yüzeyin penceresine sığmayan yer pencerenin kenarına gelir. `rules`: yarışa katacağın kendi kuralların.
    """
    return Explorer(RaceFigure(race_rules(rules)), lecture=lecture, **start)


def race_losses(surface: Surface, steps: int, racers: Mapping[str, Racer] = RACE_RULES) -> dict[str, np.ndarray]:
    """Her kuralın, `RACE_ALPHAS`ın her biriyle `steps` adım sonraki kaybının en küçük kayıptan farkı; ıraksayan NaN."""
    low, alphas = lowest(surface), np.array(RACE_ALPHAS)
    return {
        name: final_loss(one.rule, surface, surface.start, steps, dtype=np.float64, lr=alphas)[0] - low
        for name, one in racers.items()
    }


def started(surface: str, start: Point | None) -> Surface:
    """`surface` adlı yüzey, başlangıcı `start`ın penceredeki yeri olarak; `None` ise kendi başlangıcıyla."""
    made = RACE_SURFACES[surface]
    if start is None:
        return made
    (x0, x1, y0, y1), (x, y) = made.bounds, start
    return replace(made, start=(min(max(x, x0), x1), min(max(y, y0), y1)))


def best_alpha(losses: np.ndarray) -> float:
    """En küçük kaybı veren α; `RACE_LOSS`un altındakiler eşittir ve eşitler içinde en küçüğü seçilir."""
    return RACE_ALPHAS[int(np.nanargmin(np.maximum(losses, RACE_LOSS[0])))]


@final
class RaceFigure(LiveFigure):
    """Solda bütün kuralların yolu; sağda kayıpları ve her birinin α'ya göre son kaybı."""

    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    handles = {"now": Handle(x=Along("t")), "start": Handle(Along("x"), Along("y"), fixed={"own": True})}

    def __init__(self, racers: Mapping[str, Racer]) -> None:
        self.racers = racers
        told = [(name, one.label) for name, one in racers.items()]
        self.readouts = {
            **{f"path {name}": Readout(label, "x", "y", "adım") for name, label in told},
            **{f"loss {name}": Readout(label, "adım", "en küçük kayıpla fark", "adım") for name, label in told},
            **{f"tuning {name}": Readout(label, "α", "T adım sonraki kayıp", "α") for name, label in told},
        }
        self.grounds = {name: ground(surface) for name, surface in RACE_SURFACES.items()}
        # Koşunun anı kayarken ızgara ve koşular yeniden hesaplanmasın: ikisi de ona bakmaz.
        self.tuned, self.raced = lru_cache(maxsize=64)(self._tuned), lru_cache(maxsize=8)(self._raced)

    def compute(
        self, *, surface: str, steps: float, t: float, same: bool, lr: float, own: bool, x: float, y: float
    ) -> Arrays:
        chosen, T = started(surface, (x, y) if own else None), int(steps)
        losses = self.tuned(surface, chosen.start, T)
        rates = {name: lr if same else best_alpha(losses[name]) for name in self.racers}
        runs = self.raced(surface, chosen.start, T, tuple(rates.values()))
        return {
            "ground": self.grounds[surface],
            "start": chosen.start,
            "paths": {name: run.path for name, run in runs.items()},
            "curves": {name: run.loss - lowest(chosen) for name, run in runs.items()},
            "losses": losses,
            "rates": rates,
            "t": min(int(t), T),
            "T": T,
        }

    def _tuned(self, surface: str, start: Point, steps: int) -> dict[str, np.ndarray]:
        return race_losses(started(surface, start), steps, self.racers)

    def _raced(self, surface: str, start: Point, steps: int, rates: tuple[float, ...]) -> dict[str, Trajectory]:
        chosen = started(surface, start)
        return {
            name: trajectory(one.rule, chosen, start, steps, lr=rate)
            for (name, one), rate in zip(self.racers.items(), rates, strict=True)
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
            title="En iyi α, kuraldan kurala 100 kat değişir", xlabel="α", ylabel="T adım sonraki kayıp",
            xscale="log", yscale="log", xlim=(RACE_ALPHAS[0], RACE_ALPHAS[-1]), ylim=RACE_LOSS,
        )  # fmt: skip
        grip = {"markerfacecolor": GRIP["color"], "markersize": GRIP["markersize"], "markevery": [1], "zorder": 6}
        artists = ground_lines(plane) | {
            "start": plane.plot([], [], "s", **GRIP)[0],
            "spread": tuning.title,
            "now": curve.plot([], [], "-o", color=BLACK, linewidth=0.8, clip_on=False, **grip)[0],
        }
        artists["now"].set_in_layout(False)
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
        artists["start"].set_data(*np.array(arrays["start"])[:, None])
        artists["spread"].set_text(_spread([best_alpha(losses) for losses in arrays["losses"].values()]))
        artists["now"].set_data([t, t], NOW)
        artists["now"].axes.set_xlim(0, T)
        ahead = np.arange(T + 1)[:, None] > t  # daha gidilmemiş yol: boşluktur, ama k. nokta hep k. adımdır
        for name in self.racers:
            path = near(arrays["paths"][name])
            artists[f"path {name}"].set_data(*np.where(ahead, np.nan, path).T)
            artists[f"runner {name}"].set_data(*path[t : t + 1].T)
            artists[f"loss {name}"].set_data(np.arange(T + 1), _shown(arrays["curves"][name]))
            losses = _shown(arrays["losses"][name])
            artists[f"tuning {name}"].set_data(RACE_ALPHAS, losses)
            used = RACE_ALPHAS.index(arrays["rates"][name])
            artists[f"used {name}"].set_data(RACE_ALPHAS[used : used + 1], losses[used : used + 1])

    def useful(self, values: Values) -> set[str]:
        unused = (set() if values["same"] else {"lr"}) | (set() if values["own"] else {"x", "y"})
        return super().useful(values) - unused

    def describe(self, values: Values, arrays: Arrays) -> str:
        t, alphas = arrays["t"], arrays["rates"]
        at = {name: float(np.maximum(curve[t], RACE_LOSS[0])) for name, curve in arrays["curves"].items()}
        order = sorted(at, key=lambda name: at[name] if at[name] < RACE_LOSS[1] else np.inf)
        told = ", ".join(f"{self.racers[name].label} {_worded(at[name])} (α = {alphas[name]:g})" for name in order)
        kind = f"herkes α = {values['lr']:g} ile" if values["same"] else "herkes kendi en iyi α'sıyla"
        x, y = arrays["start"]
        start = f", başlangıç ({x:g}, {y:g})" if values["own"] else ""
        return f"{values['surface']}{start}, T = {values['steps']:.0f}, {kind}; t = {t} anında kayıp: {told}."


def _legend(figure: Figure, keys: list[Line2D]) -> None:
    """Şeklin altındaki gösterge; şekle sığdığı en az satırda."""
    for rows in range(1, len(keys) + 1):
        legend = figure.legend(handles=keys, loc="outside lower center", ncols=-(-len(keys) // rows))
        if legend.get_window_extent().width < figure.bbox.width:
            return
        legend.remove()


def _spread(alphas: list[float]) -> str:
    """Kuralların en iyi α'larının birbirinden ne kadar ayrıldığı."""
    times = max(alphas) / min(alphas)
    if times == 1:
        return "En iyi α herkeste aynı"
    return (
        f"En iyi α, kuraldan kurala {times:.0f} kat değişir" if times >= 10 else f"En iyi α'lar {times:.2g} kat ayrışır"
    )


def _shown(loss: np.ndarray) -> np.ndarray:
    """Logaritmik eksende çizilecek kayıp: sıfır eksenin dibinde, ıraksayan boşlukta."""
    return np.clip(loss, RACE_LOSS[0], 1e30)


def _worded(loss: float) -> str:
    if not loss < RACE_LOSS[1]:
        return "100'den büyük"
    return f"{loss:.1g}" if loss > RACE_LOSS[0] else "10⁻⁸'den küçük"
