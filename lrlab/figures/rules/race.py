"""Canlı şekil: yarış. Bütün kurallar aynı yüzeyde, aynı noktadan, aynı sayıda adımla; her biri kendi en iyi α'sıyla."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import cycle
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation
from matplotlib.textpath import text_to_path
from matplotlib.ticker import NullLocator

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
    Title,
    Toggle,
    Values,
    complete,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    FONT,
    GRIP,
    RULE_LOOKS,
    SPARE_LOOKS,
    end_label,
    even,
    ground,
    ground_lines,
    lowest,
    near,
    show_end_labels,
    show_ground,
)
from lrlab.figures.parts.wording import short_labels

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
GAP = 18.0  # eğrinin ucuyla adı, adı ile panelin kenarı arası toplam (piksel)
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
    "Yatık vadi": {"surface": "yatık vadi"},
    "Çanak": {},
    "Herkese α = 0.1": {"surface": "yatık vadi", "same": True, "lr": 0.1},
    "Rosenbrock": {"surface": "Rosenbrock"},
    "Eyer": {"surface": "eyer", "steps": 50.0},
    "Plato": {"surface": "plato", "steps": 50.0},
    "Gürültülü vadi": {"surface": "gürültülü vadi"},
}


TITLES = (
    Title("Koşu başlıyor: herkes aynı noktada", lambda v, a: a["t"] == 0),
    Title(
        "Herkese aynı α haksız: en iyi α'lar birbirinden 10 kattan çok ayrı",
        lambda v, a: v["same"] and a["spread"] > 10,
    ),
    Title(
        "Gürültüde kimse dibe oturamıyor, kayıplar birbirine yakın",
        lambda v, a: v["surface"] == "gürültülü vadi" and 1e-3 < min(a["at"].values()) > 0.01 * max(a["at"].values()),
    ),
    Title(
        "Dik yön eksen boyunca: Adagrad ile RMSProp en önde",
        lambda v, a: v["surface"] == "çanak" and set(a["leaders"]) == {"adagrad", "rmsprop"},
    ),
    Title(
        "Vadi döndü: momentumlular önde, Adagrad ile RMSProp geriledi",
        lambda v, a: (
            v["surface"] == "yatık vadi"
            and set(a["leaders"]) <= {"momentum", "nesterov"}
            and min(a["at"]["adagrad"], a["at"]["rmsprop"]) > 100 * min(a["at"].values())
        ),
    ),
    Title(
        "Gradyan inişi düzlükte uzun süre bekledi, Adagrad ile RMSProp hemen yol aldı",
        lambda v, a: (
            v["surface"] == "plato"
            and a["half"]["sgd"] > 0.3 * a["first"]
            and max(a["half"]["adagrad"], a["half"]["rmsprop"]) < 0.1 * a["first"]
        ),
    ),
    Title(
        "Eyerden önce Adagrad ile RMSProp ayrıldı, gradyan inişi arkadan yetişti",
        lambda v, a: (
            v["surface"] == "eyer"
            and "sgd" in a["leaders"]
            and a["half"]["sgd"] > 10 * max(a["half"]["adagrad"], a["half"]["rmsprop"])
        ),
    ),
    Title(
        "En iyi α'lar 100 kattan çok ayrı: her kurala kendi α'sı gerek",
        lambda v, a: not v["same"] and a["spread"] > 100,
    ),
)


TIED = Title(
    "Öndekiler eşit: kayıpları sıfıra indi",
    lambda v, a: len(a["leaders"]) > 1 and min(a["at"].values()) <= RACE_LOSS[0],
)


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
    """Solda bütün kuralların yolu, altında her birinin α'ya göre son kaybı; sağda kayıpları, ucunda adları."""

    on_page = {"surface": 8, "t": 24, "same": 2, "lr": 8}
    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    handles = {"now": Handle(x=Along("t")), "start": Handle(Along("x"), Along("y"), fixed={"own": True})}
    ground = ("surface",)

    def __init__(self, racers: Mapping[str, Racer]) -> None:
        self.racers = racers
        told = [(name, one.label) for name, one in racers.items()]
        self.readouts = {
            **{f"path {name}": Readout(label, "x", "y", "adım") for name, label in told},
            **{f"loss {name}": Readout(label, "adım", "en küçük kayıpla fark", "adım") for name, label in told},
            **{f"tuning {name}": Readout(label, "α", "T adım sonraki kayıp", "α") for name, label in told},
        }
        marked = ("path", "runner", "at", "tuning", "used")
        self.passing = ("now", "start", *(f"{kind} {name}" for kind in marked for name in racers))
        self.titles = (
            *TITLES,
            *(_leading(name, label) for name, label in told),
            TIED,
            Title("Aynı başlangıç, aynı bütçe"),
        )
        # Düzlemin eşyükselti eğrileri, panelin biçimine göre uzayan eksenleri de doldursun.
        self.grounds = {name: ground(surface, window=surface.bounds) for name, surface in RACE_SURFACES.items()}
        # Koşunun anı kayarken ızgara ve koşular yeniden hesaplanmasın: ikisi de ona bakmaz.
        self.tuned, self.raced = lru_cache(maxsize=64)(self._tuned), lru_cache(maxsize=8)(self._raced)

    def compute(
        self, *, surface: str, steps: float, t: float, same: bool, lr: float, own: bool, x: float, y: float
    ) -> Arrays:
        """Yollar, kayıplar, α'ya göre son kayıplar ve koşunun anı.

        `at`: o andaki, `half`: o anın yarısındaki kayıplar; `leaders`: en öndekiler (`RACE_LOSS`un altındakiler
        eşittir); `spread`: kuralların en iyi α'larının en büyüğü en küçüğünün kaç katı.
        """
        chosen, T = started(surface, (x, y) if own else None), int(steps)
        losses = self.tuned(surface, chosen.start, T)
        best = {name: best_alpha(losses[name]) for name in self.racers}
        rates = dict.fromkeys(self.racers, lr) if same else best
        runs, low, now = self.raced(surface, chosen.start, T, tuple(rates.values())), lowest(chosen), min(int(t), T)
        curves = {name: run.loss - low for name, run in runs.items()}
        at, half = ({name: _told(curve[k]) for name, curve in curves.items()} for k in (now, now // 2))
        return {
            "ground": self.grounds[surface],
            "window": chosen.bounds,
            "start": chosen.start,
            "paths": {name: run.path for name, run in runs.items()},
            "curves": curves,
            "losses": losses,
            "rates": rates,
            "spread": max(best.values()) / min(best.values()),
            "first": float(chosen.value(np.array(chosen.start))) - low,
            "at": at,
            "half": half,
            "leaders": [name for name, loss in at.items() if loss == min(at.values())],
            "t": now,
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
        cells = figure.add_gridspec(2, 2, width_ratios=[1.1, 1], height_ratios=[1.3, 1])
        plane, tuning = figure.add_subplot(cells[0, 0]), figure.add_subplot(cells[1, 0])
        curve = figure.add_subplot(cells[:, 1])
        # İlk sınırlar, en geniş yazılı çentikleri getirsin: yerleşim bir kez, burada hesaplanır.
        plane.set(title="Yollar", xlabel="x", ylabel="y", ylim=(-1.6, 1.6))
        ends, marks = (RACE_LOSS[0] / 4, RACE_LOSS[1]), [1e-8, 1e-6, 1e-4, 1e-2, 1, 1e2]
        curve.set(
            title="Sıralama: kayıp, adım adım", xlabel="adım (t)", ylabel="en küçük kayıpla fark", xlim=(0, 100),
            yscale="log", ylim=ends, yticks=marks,
        )  # fmt: skip
        tuning.set(
            title="Seçilen α (işaret) ve yanındakiler", xlabel="α", ylabel="T. adımda kayıp",
            xscale="log", yscale="log", xlim=(RACE_ALPHAS[0], RACE_ALPHAS[-1]), ylim=ends, yticks=marks[::2],
        )  # fmt: skip
        for axes in (curve, tuning):
            axes.yaxis.set_minor_locator(NullLocator())
        grip = {"markerfacecolor": GRIP["color"], "markersize": GRIP["markersize"], "markevery": [1], "zorder": 7}
        artists = ground_lines(plane, zorder=4) | {
            "start": plane.plot([], [], "s", **GRIP)[0],
            "now": curve.plot([], [], "-o", color=BLACK, linewidth=1.2, clip_on=False, **grip)[0],
        }
        artists["now"].set_in_layout(False)
        for name, one in self.racers.items():
            style: dict[str, Any] = {"color": one.color, "linestyle": one.line}
            point: dict[str, Any] = {"color": one.color, "markeredgecolor": BLACK, "markersize": 9, "zorder": 5}
            artists[f"path {name}"] = plane.plot([], [], **style)[0]
            artists[f"runner {name}"] = plane.plot([], [], one.marker, **point)[0]
            artists[f"loss {name}"] = curve.plot([], [], **style)[0]
            artists[f"at {name}"] = curve.plot([], [], one.marker, **point)[0]
            artists[f"name {name}"] = end_label(curve, one.color, one.label)
            artists[f"tuning {name}"] = tuning.plot([], [], **style)[0]
            artists[f"used {name}"] = tuning.plot([], [], one.marker, **point)[0]
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        t, T = arrays["t"], arrays["T"]
        show_ground(artists, arrays["ground"])
        even(artists["start"].axes, arrays["window"])
        artists["start"].set_data(*np.array(arrays["start"])[:, None])
        artists["now"].set_data([t, t], NOW)
        names = [artists[f"name {name}"] for name in self.racers]
        every = next(step for step in (2, 5, 10, 20, 50) if T / step <= 5)
        artists["now"].axes.set(xlim=(0, T * _widened(names)), xticks=range(0, T + 1, every))
        ahead = np.arange(T + 1)[:, None] > t  # daha gidilmemiş yol: boşluktur, ama k. nokta hep k. adımdır
        for name in self.racers:
            path = near(arrays["paths"][name])
            artists[f"path {name}"].set_data(*np.where(ahead, np.nan, path).T)
            artists[f"runner {name}"].set_data(*path[t : t + 1].T)
            loss = _shown(arrays["curves"][name])
            artists[f"loss {name}"].set_data(np.arange(T + 1), loss)
            artists[f"at {name}"].set_data([t], loss[t : t + 1])
            losses = _shown(arrays["losses"][name])
            artists[f"tuning {name}"].set_data(RACE_ALPHAS, losses)
            used = RACE_ALPHAS.index(arrays["rates"][name])
            artists[f"used {name}"].set_data(RACE_ALPHAS[used : used + 1], losses[used : used + 1])
        show_end_labels(*((artists[f"name {name}"], *artists[f"loss {name}"].get_data()) for name in self.racers))

    def useful(self, values: Values) -> set[str]:
        unused = (set() if values["same"] else {"lr"}) | (set() if values["own"] else {"x", "y"})
        return super().useful(values) - unused

    def describe(self, values: Values, arrays: Arrays) -> str:
        t, alphas, at = arrays["t"], arrays["rates"], arrays["at"]
        order = sorted(at, key=lambda name: at[name])
        told = ", ".join(f"{self.racers[name].label} {_worded(at[name])} (α = {alphas[name]:g})" for name in order)
        kind = f"herkes α = {values['lr']:g} ile" if values["same"] else "herkes kendi en iyi α'sıyla"
        x, y = arrays["start"]
        start = f", başlangıç ({x:g}, {y:g})" if values["own"] else ""
        ahead = " ile ".join(self.racers[name].label for name in arrays["leaders"][:2])
        if len(arrays["leaders"]) > 2:
            ahead += f" ve {len(arrays['leaders']) - 2} kural daha"
        if len(arrays["leaders"]) == len(at):
            found = f"{t}. adımda herkesin kaybı aynı ({_worded(at[order[0]])})"
        else:
            found = f"{t}. adımda en önde {ahead} ({_worded(at[order[0]])}), en geride {self.racers[order[-1]].label}"
            found += f" ({_worded(at[order[-1]])})"
        return (
            f"{values['surface']}{start}, T = {values['steps']:.0f}, {kind}: {found}.\n"
            f"t = {t} anında kayıp: {told}. {_spread(arrays['spread'])}."
        )


def _leading(name: str, label: str) -> Title:
    """Yarışı tek başına bu kuralın önde götürdüğünü söyleyen başlık."""
    return Title(f"Bu yarışta en önde {label}", lambda v, a: a["leaders"] == [name])


def _widened(names: list[Annotation]) -> float:
    """Adların en uzunu sağa sığsın diye yatay eksenin, eğrilerin boyuna göre kaç katı olacağı."""
    axes: Any = names[0].axes
    longest = max(_length(name.get_text(), float(name.get_fontsize())) for name in names) + GAP
    wide = axes.bbox.width * 100 / axes.figure.dpi  # keskin ya da büyütülmüş bir ekranda da sayfa pikseli
    return float(1 / max(0.3, 1 - longest / wide))


@lru_cache(maxsize=64)
def _length(words: str, size: float) -> float:
    """Yazının boyu, sayfa pikseli."""
    font = FontProperties(family=FONT, size=size)
    return float(text_to_path.get_text_width_height_descent(words, font, ismath=False)[0] * 100 / 72)


def _spread(times: float) -> str:
    """Kuralların en iyi α'larının birbirinden ne kadar ayrıldığı."""
    return "En iyi α herkeste aynı" if times == 1 else f"En iyi α'lar {times:.2g} kat ayrışır"


def _told(loss: float) -> float:
    """Sıralamada sayılan kayıp: `RACE_LOSS`un altındakiler eşittir, üstündekiler ve ıraksayan sonsuzdur."""
    return float(max(loss, RACE_LOSS[0])) if loss < RACE_LOSS[1] else float("inf")


def _shown(loss: np.ndarray) -> np.ndarray:
    """Logaritmik eksende çizilecek kayıp: sıfır eksenin dibinde, ıraksayan boşlukta."""
    return np.clip(loss, RACE_LOSS[0], 1e30)


def _worded(loss: float) -> str:
    if not loss < RACE_LOSS[1]:
        return "100'den büyük"
    return f"{loss:.1g}" if loss > RACE_LOSS[0] else "10⁻⁸'den küçük"
