"""Canlı şekil: Gauss süreciyle arama, adım adım: model, beklenen iyileşme (EI), sıradaki deneme.

Aramalar x = log₁₀ α ekseninde, tek boyuttadır; 20 arama birlikte hesaplanır.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from lrlab.core.seeds import standard_error
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
    BLUE,
    GREEN,
    GREY,
    GRIP,
    ORANGE,
    PALE,
    PURPLE,
    SEARCH_LOOKS,
    above,
    beside_title,
    end_label,
    readable,
    show_end_labels,
    write,
)
from lrlab.figures.parts.wording import verdict
from lrlab.hpo import expected_improvement

LOW, HIGH = -5.0, 0.0  # x'in uçları
FIRST, STEPS, SEARCHES = 3, 15, 20  # rastgele başlangıç noktası, EI ile ölçüm ve arama sayıları
GRID = np.linspace(LOW, HIGH, 126)  # EI'nin en büyüğü bu noktalarda aranır
LENGTHS = np.geomspace(0.25, 5, 10)  # veriden öğrenilen uzunluk ölçeğinin adayları, onluk; en kısası aralığın 1/20'si
LEAST_SCALE = 0.01  # bütün ölçümler aynıyken de bir belirsizlik kalsın
JITTER = 1e-8  # matris tersinir kalsın diye; ölçümün gürültüsünden çok küçüktür
ENOUGH = 1e-3  # en büyük EI bundan küçükse model, sıradaki denemeden binde bir bile iyileşme beklemez
OWN = ("point", "line", "gain", "gain line", "race")  # senin denemenin çizimleri
BOTTOM = 0.15  # sağdaki eksenin ucu: amaç fonksiyonlarının hepsinin en küçüğü 0.2'dir
HOPE = "#BFE5D9"  # beklenen iyileşmenin alanı, GREEN'in açığı
NAMES = 7  # sağda eğrilerin adlarına ayrılan yer, ölçüm
FAR = 0.05  # gerçek en küçük hatadan bundan uzakta kalan arama onu bulamamıştır
TITLES = (
    Title("Bu ölçümde sen EI'den iyi seçtin", lambda v, a: a["duel"] and ahead(a["duel"]) > 0),
    Title("Bu ölçümde EI senden iyi seçti", lambda v, a: a["duel"] and ahead(a["duel"]) < 0),
    Title("Bu ölçümde EI ile eşitsin", lambda v, a: a["duel"]),
    Title("Üç rastgele nokta: model, ölçmediği yerde belirsiz", lambda v, a: a["n"] == FIRST),
    Title(
        "Model kendinden emin ama yanlış: gerçek, bandın dışında kalıyor",
        lambda v, a: given_up(a) and missed(a) and outside(a) > 0.5,
    ),
    Title(
        "Düz yerde model aramayı bıraktı: çukuru hiç görmedi",
        lambda v, a: given_up(a) and missed(a) and np.ptp(a["y"]) < 0.05,
    ),
    Title("Model iyileşme beklemiyor, ama en küçük hatayı bulamadı", lambda v, a: given_up(a) and missed(a)),
    Title("En küçük hata bulundu: model artık iyileşme beklemiyor", lambda v, a: given_up(a) and not missed(a)),
    Title(
        "Gürültü yanıltıyor: en küçük ölçümün gerçek hatası çok daha büyük",
        lambda v, a: v["noise"] and a["mine"][-1] > a["y"].min() + 2 * v["noise"],
    ),
    Title("Sömürü: sıradaki deneme, modelin iyi sandığı yerde", lambda v, a: reason(a).startswith("Sömürü")),
    Title("Keşif: sıradaki deneme, modelin bilmediği yerde", lambda v, a: reason(a).startswith("Keşif")),
    Title("Model, ölçtükleri ve sıradaki denemesi"),
)
PRESETS: dict[str, Values] = {
    "Keşif": {"objective": "iki çukur", "fit": False, "seed": 1.0, "step": 3.0},
    "Sömürü": {"objective": "iki çukur", "fit": False, "seed": 1.0, "step": 7.0},
    "En iyiyi buldu": {"step": 10.0},
    "Gürültülü amaç": {"noise": 0.05, "seed": 7.0, "step": 10.0},
    "Plato": {"objective": "plato", "seed": 4.0, "step": 3.0},
    "Sıra sende": {"objective": "iki çukur", "fit": False, "seed": 1.0, "step": 3.0, "own": True},
    "ℓ çok uzun": {"objective": "iki çukur", "fit": False, "length": 3.0, "step": 12.0},
}


def explore_gp(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """Tek hiperparametreli (x = log₁₀ α) Bayesçi arama: Gauss süreci (Matérn 5/2) ve beklenen iyileşme.

    `objective`: gerçek hata, OBJECTIVES içindeki ad. Her arama üç rastgele noktayla başlar, sonraki her ölçüm EI'nin en
    büyük olduğu yerdedir; `step` bunların sayısı. `noise`: ölçümün standart sapması, model onu bilir. `fit`: ℓ (uzunluk
    ölçeği, onluk) her adımda veriden öğrenilir; kapalıysa `length`tir. `seed`: gösterilen aramanın numarası (0'dan);
    sağdaki eğriler aynı noktalardan başlayan 20 EI aramasının ve 20 rastgele aramanın ortalamasıdır. `own`: sıradaki
    denemeyi sen de seçersin, `x`te (log₁₀ α); EI'nin seçtiği ile seninki aynı gürültüyle ölçülür ve karşılaştırılır.
    """
    return Explorer(GpFigure(), lecture=lecture, **start)


@final
class GpFigure(LiveFigure):
    """Solda model, gerçek hata ve altında EI; sağda bu aramanın ve 20 aramanın ortalamasının en iyi noktası."""

    on_page = {"objective": 4, "step": 16, "noise": 2, "fit": 2, "length": 3}
    titles = TITLES
    ground = ("objective",)
    passing = (
        "first", "chosen", "next mean", "next gain", "now", "here", "truth", "least", *(f"own {part}" for part in OWN),
        "rival", "rival race",
    )  # fmt: skip
    readouts = {
        "truth": Readout("gerçek hata", "log₁₀ α", "hata", "x"),
        "mean": Readout("model ortalaması", "log₁₀ α", "hata", "x"),
        "gain": Readout("beklenen iyileşme", "log₁₀ α", "EI / en büyüğü", "x"),
        "first": Readout("rastgele başlangıç", "log₁₀ α", "ölçülen hata"),
        "chosen": Readout("EI'nin seçtiği", "log₁₀ α", "ölçülen hata"),
        "EI": Readout("ortalama: EI", "ölçüm sayısı", "gerçek hata", "ölçüm"),
        "rastgele": Readout("ortalama: rastgele", "ölçüm sayısı", "gerçek hata", "ölçüm"),
        "mine": Readout("bu arama", "ölçüm sayısı", "gerçek hata"),
    }

    def __init__(self) -> None:
        self.controls = (
            Choice("objective", "amaç fonksiyonu", {name: name for name in OBJECTIVES}, "öğrenme oranı"),
            Slider("step", "EI ile ölçüm", tuple(float(k) for k in range(STEPS + 1)), 0.0, "{:.0f}", play=True),
            Slider("noise", "ölçüm gürültüsü", (0.0, 0.01, 0.02, 0.03, 0.05), 0.0),
            Toggle("fit", "ℓ veriden öğrenilsin", True),
            Slider("length", "ℓ (onluk)", (0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0), 0.5),
            Slider("seed", "arama", tuple(float(k) for k in range(SEARCHES)), 0.0, "{:.0f}"),
            Toggle("own", "sıradakini sen de seç"),
            Slider("x", "senin denemen (log₁₀ α)", tuple(float(f"{x:.2f}") for x in GRID), -2.0, "{:.2f}"),
        )
        self.presets = complete(self.controls, PRESETS)
        self.handles = {
            **dict.fromkeys(("now", "here"), Handle(x=Along("step", lambda step: step + FIRST))),
            **{f"own {part}": Handle(x=Along("x")) for part in ("point", "gain")},
        }

    def useful(self, values: Values) -> set[str]:
        closed = ({"length"} if values["fit"] else set()) | (set() if values["own"] else {"x"})
        return super().useful(values) - closed

    def compute(
        self, *, objective: str, step: float, noise: float, fit: bool, length: float, seed: float, own: bool, x: float
    ) -> Arrays:  # fmt: skip
        runs = searched(objective, noise, None if fit else length)
        k, n, one = int(step), FIRST + int(step), int(seed)
        places, y, used = runs.x[one : one + 1, :n], runs.y[one : one + 1, :n], runs.length[one : one + 1, k]
        (mean,), (sd,), (gain,), (best,) = improvement(places, y, used, noise)
        following = int(gain.argmax())
        ours, theirs = incumbents(objective, runs.x, runs.y), random_incumbents(objective, noise)
        apart, chosen = (theirs - ours)[:, n - 1], int(abs(GRID - x).argmin())
        return {
            "n": n, "x": places[0], "y": y[0], "truth": OBJECTIVES[objective](GRID), "mean": mean, "sd": sd,
            "gain": gain, "best": float(best), "next": following, "length": float(used[0]), "mine": ours[one, :n],
            "means": {"EI": ours.mean(0), "rastgele": theirs.mean(0)},
            "gap": (float(apart.mean()), float(standard_error(apart))),
            "own": chosen,
            "duel": measured_next(objective, places, y, noise, one, following, chosen) if own else None,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.6, 1], height_ratios=[2.2, 1])
        model, gain = figure.add_subplot(cells[0, 0]), figure.add_subplot(cells[1, 0])
        race, last = figure.add_subplot(cells[:, 1]), FIRST + STEPS
        width = 0.16 * (HIGH - LOW)  # soldaki eğrilerin adlarının yeri
        marks = range(int(LOW), int(HIGH) + 1)
        model.set(title="Model", xlabel="log₁₀ α", ylabel="hata", ylim=(-0.05, 1.05))
        gain.set(title="Beklenen iyileşme", xlabel="log₁₀ α", ylabel="EI / en büyüğü", ylim=(0, 1.08))
        for axes in (model, gain):
            axes.set(xlim=(LOW, HIGH + width), xticks=marks)
        race.set(title=f"{SEARCHES} aramada ortalama", xlabel="ölçüm sayısı")
        race.set(ylabel="en iyi noktanın gerçek hatası", xlim=(FIRST, last + NAMES), ylim=(BOTTOM, 0.25))
        race.set_xticks(range(FIRST, last + 1, 3))
        bayes, chance = SEARCH_LOOKS["bayes"], SEARCH_LOOKS["random"]
        line: dict[str, Any] = {"linestyle": "--", "color": GREEN, "linewidth": 1.6}
        filled: dict[str, Any] = {
            "linestyle": "", "markeredgecolor": BLACK, "zorder": 4, "clip_on": False, "in_layout": False
        }  # fmt: skip
        paper: dict[str, Any] = {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}, "in_layout": False}
        held: dict[str, Any] = {"marker": "o", "linestyle": "", "clip_on": False, "in_layout": False, "zorder": 6}
        rival: dict[str, Any] = filled | {"marker": bayes.marker, "color": "white", "zorder": 5, "markersize": 7}
        rival |= {"markeredgecolor": bayes.color, "markeredgewidth": 2}
        artists: Artists = {
            **_filled(model, "band", PALE, "±2 sapma"), **_filled(gain, "area", HOPE, ""),
            "truth": model.plot([], [], ":", color=GREY)[0],
            "mean": model.plot([], [], "-", color=BLUE)[0],
            "next mean": model.plot([], [], **line)[0],
            "first": model.plot([], [], marker="s", color=ORANGE, label="rastgele", **filled)[0],
            "chosen": model.plot([], [], marker=bayes.marker, color=bayes.color, label="EI'nin seçtiği", **filled)[0],
            "gain": gain.plot([], [], "-", color=GREEN)[0],
            "next gain": gain.plot([], [], **line)[0],
            "EI": race.plot([], [], linestyle=bayes.line, color=bayes.color)[0],
            "rastgele": race.plot([], [], linestyle=chance.line, color=chance.color)[0],
            "mine": race.plot([], [], "-", color=BLUE, drawstyle="steps-post")[0],
            "least": race.plot([], [], ":", color=GREEN)[0],
            "now": race.plot([], [], "-", color=GREY, linewidth=1.1)[0],
            "here": race.plot([], [], **GRIP, **held)[0],
            "own line": model.plot([], [], **line | {"color": PURPLE})[0],
            "own words": model.text(LOW, 0.97, "", ha="center", va="center", color=PURPLE, **paper),
            "own gain line": gain.plot([], [], **line | {"color": PURPLE})[0],
            "rival": model.plot([], [], **rival)[0],
            "rival race": race.plot([], [], **rival)[0],
            "own point": model.plot([], [], **GRIP, **held)[0],
            "own gain": gain.plot([], [], **GRIP, **held)[0],
            "own race": race.plot([], [], **GRIP, **held)[0],
            # Sıradaki denemenin adı panelin üstündedir: modelin hiçbir yerini örtmez.
            "next name": model.text(LOW, 1.02, "", transform=model.get_xaxis_transform(), ha="center", color=GREEN),
            "mean name": end_label(model, BLUE, "model"),
            "truth name": end_label(model, "dimgrey", "gerçek"),
            "EI name": end_label(race, bayes.color, "EI"),
            "rastgele name": end_label(race, chance.color, "rastgele"),
            "least name": end_label(race, GREEN, "en küçük"),
            "mine name": beside_title(race, BLUE),
        }  # fmt: skip
        keys = [artists[name] for name in ("band", "first", "chosen")]
        figure.legend(handles=keys, loc="outside lower left", ncols=3, columnspacing=0.7, handletextpad=0.4)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        n, x, y, mean, reach = arrays["n"], arrays["x"], arrays["y"], arrays["mean"], 2 * arrays["sd"]
        share = arrays["gain"] / max(arrays["gain"].max(), 1e-300)
        there = GRID[arrays["next"]]
        artists["band"].set_xy(np.column_stack([np.r_[GRID, GRID[::-1]], np.r_[mean - reach, (mean + reach)[::-1]]]))
        artists["area"].set_xy(np.column_stack([np.r_[GRID, HIGH, LOW], np.r_[share, 0, 0]]))
        artists["truth"].set_data(GRID, arrays["truth"])
        artists["mean"].set_data(GRID, mean)
        artists["gain"].set_data(GRID, share)
        artists["next mean"].set_data([there, there], artists["mean"].axes.get_ylim())
        artists["next gain"].set_data([there, there], [0, 1.08])
        artists["next name"].set(
            x=max(there, LOW + 0.42 * (HIGH - LOW)), text=readable(f"sıradaki α = {10**there:.3g}")
        )
        artists["first"].set_data(x[:FIRST], y[:FIRST])
        artists["chosen"].set_data(x[FIRST:], y[FIRST:])
        counts = np.arange(FIRST, FIRST + STEPS + 1)
        for name, values in arrays["means"].items():
            artists[name].set_data(counts, values[FIRST - 1 :])
        highest = max(arrays["mine"][-1], *(values[FIRST - 1] for values in arrays["means"].values()))
        top = above(highest, (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
        artists["EI"].axes.set_ylim(BOTTOM, top)
        artists["least"].set_data([FIRST, FIRST + STEPS], [arrays["truth"].min()] * 2)
        artists["mine"].set_data(counts[: n - FIRST + 1], arrays["mine"][FIRST - 1 :])
        artists["here"].set_data([n], arrays["mine"][-1:])
        artists["now"].set_data([n, n], [BOTTOM, top])
        artists["mine name"].set_text(f"bu arama {arrays['mine'][-1]:.3f}")
        for kind in (("mean", "truth"), ("EI", "rastgele", "least")):
            show_end_labels(*((artists[f"{name} name"], *artists[name].get_data()) for name in kind))
        self._show_own(artists, arrays, share)

    def _show_own(self, artists: Artists, arrays: Arrays, share: np.ndarray) -> None:
        """EI'nin ve senin sıradaki ölçümünüz; sen seçmiyorsan hiçbiri görünmez."""
        n, duel = arrays["n"], arrays["duel"]
        shown: dict[str, Any] = dict.fromkeys(("rival", "rival race", *(f"own {part}" for part in OWN)), ([], []))
        if duel:
            x, mine = GRID[arrays["own"]], share[arrays["own"]]
            shown = {
                "own point": ([x], [duel["sen"][0]]), "rival": ([GRID[arrays["next"]]], [duel["EI"][0]]),
                "own line": ([x, x], artists["mean"].axes.get_ylim()), "own gain line": ([x, x], [0, 1.08]),
                "own gain": ([x], [mine]),
                "own race": ([n + 1], [duel["sen"][1]]), "rival race": ([n + 1], [duel["EI"][1]]),
            }  # fmt: skip
            if n == FIRST + STEPS:  # eksenin dışında kalır
                shown |= dict.fromkeys(("own race", "rival race"), ([], []))
            artists["own words"].set_x(x)
        for name, data in shown.items():
            artists[name].set_data(*data)
        write(artists["own words"], "sen" if duel else "")

    def describe(self, values: Values, arrays: Arrays) -> str:
        n, following, (apart, margin) = arrays["n"], arrays["next"], arrays["gap"]
        learned = "veriden öğrenildi" if values["fit"] else "verildi"
        ours, theirs = (curve[n - 1] for curve in arrays["means"].values())
        return (
            f"{values['objective']}, {n} ölçüm: sıradaki deneme α = {10 ** GRID[following]:.3g}. En iyi noktanın "
            f"gerçek hatası {arrays['mine'][-1]:.3f}, ulaşılabilecek en küçük {arrays['truth'].min():.3f}.\n"
            f"{reason(arrays)}.{told_duel(arrays)} {FIRST} ölçüm rastgele, {n - FIRST} EI ile; ölçüm gürültüsü "
            f"{values['noise']:g}, ℓ = {arrays['length']:.2g} onluk ({learned}). Sıradaki denemede "
            f"model {arrays['mean'][following]:.3f} ± {arrays['sd'][following]:.3f} "
            f"bekliyor, geçilecek değer {arrays['best']:.3f}, EI {arrays['gain'].max():.2g}. En "
            f"küçük ölçüm {arrays['y'].min():.3f}. {SEARCHES} aramanın ortalaması: EI {ours:.3f}, rastgele "
            f"{theirs:.3f}; farkları {apart:+.3f} ± {margin:.3f} (standart hata): {gp_leader(apart, margin)}."
        )


def _filled(axes: Axes, name: str, color: str, label: str) -> Artists:
    shape = Polygon([(LOW, 0), (LOW, 0)], closed=True, facecolor=color, edgecolor="none", label=label, zorder=0.9)
    return {name: axes.add_patch(shape)}


def reason(arrays: Arrays) -> str:
    """Sıradaki deneme neden orada: model oranın zaten daha iyi olduğunu mu sanıyor, yoksa yalnızca bilmiyor mu."""
    if given_up(arrays):
        return f"Model iyileşme beklemiyor: en büyük EI {ENOUGH:g}'den küçük"
    if arrays["mean"][arrays["next"]] < arrays["best"]:
        return "Sömürü: ortalama, geçilecek değerin altında"
    return "Keşif: ortalama geçilecek değerin üstünde, ama belirsiz"


def given_up(arrays: Arrays) -> bool:
    """Model, sıradaki denemeden iyileşme beklemiyor mu?"""
    return bool(arrays["gain"].max() < ENOUGH)


def missed(arrays: Arrays) -> bool:
    """Aramanın en iyi noktası gerçek en küçükten uzakta mı?"""
    return bool(arrays["mine"][-1] > arrays["truth"].min() + FAR)


def outside(arrays: Arrays) -> float:
    """Gerçeğin, modelin ±2 sapmalık bandının dışında kaldığı yerlerin payı."""
    return float((abs(arrays["truth"] - arrays["mean"]) > 2 * arrays["sd"] + 1e-3).mean())


def ahead(duel: dict[str, tuple[float, float]]) -> float:
    """Sıradaki ölçümden sonra en iyi noktanda EI'nin ne kadar önündesin; eşitlik 0'dır."""
    mine, theirs = duel["sen"][1], duel["EI"][1]
    return 0.0 if np.isclose(mine, theirs) else theirs - mine


def told_duel(arrays: Arrays) -> str:
    """Sıradaki ölçümü sen seçseydin ne bulunurdu; seçmiyorsan boş."""
    if not arrays["duel"]:
        return ""
    (y, after), (other, theirs) = arrays["duel"]["sen"], arrays["duel"]["EI"]
    lead = ahead(arrays["duel"])
    who = "ikisi eşit" if lead == 0 else "sen öndesin" if lead > 0 else "EI önde"
    gain = arrays["gain"][arrays["own"]] / max(arrays["gain"].max(), 1e-300)
    return (
        f" Sıradaki denemeyi sen seçersen (α = {10 ** GRID[arrays['own']]:.3g}) ölçüm {y:.3f}, EI'nin seçtiğinde "
        f"{other:.3f}; {arrays['n'] + 1} ölçümün en iyisinin gerçek hatası sende {after:.3f}, EI'de {theirs:.3f}: "
        f"{who} (tek bir ölçümle). Senin seçtiğin yerde EI, en büyüğünün %{100 * gain:.0f} kadarıdır."
    )


def gp_leader(apart: float, margin: float) -> str:
    """Kim önde; iki standart hatadan küçük bir fark ölçülmüş sayılmaz."""
    return verdict(apart, margin, "EI", "rastgele")


# --- aramalar -------------------------------------------------------------------------------------------------


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def _dip(x: np.ndarray, centre: float, width: float) -> np.ndarray:
    return np.exp(-0.5 * ((x - centre) / width) ** 2)


# Gerçek hata, x'in (log₁₀ α) fonksiyonu; arama onu yalnız ölçtüğü noktalarda bilir.
OBJECTIVES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "öğrenme oranı": lambda x: 0.2 + 0.01 * (x + 1.2) ** 2 + 0.55 * _sigmoid(-(x + 3.2) / 0.3)
    + 0.5 * _sigmoid((x + 0.45) / 0.06),
    "iki çukur": lambda x: 0.65 - 0.3 * _dip(x, -3.7, 0.5) - 0.45 * _dip(x, -1.1, 0.25),
    "plato": lambda x: 0.6 - 0.4 * _dip(x, -1.6, 0.15),
    "çanak": lambda x: 0.2 + 0.06 * (x + 2) ** 2,
}  # fmt: skip


class Searches(NamedTuple):
    """S aramanın N = FIRST + STEPS ölçümü; `length[:, k]`: ilk FIRST + k ölçümden sonra kullanılan uzunluk ölçeği."""

    x: np.ndarray  # (S, N)
    y: np.ndarray  # (S, N)
    length: np.ndarray  # (S, STEPS + 1)


def correlation(one: np.ndarray, other: np.ndarray, length: np.ndarray | float) -> np.ndarray:
    """Matérn 5/2: iki nokta arasındaki bağ, uzaklık büyüdükçe 1'den 0'a iner."""
    r = np.sqrt(5) * abs(one - other) / length
    return (1 + r + r**2 / 3) * np.exp(-r)


def scaled(y: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ölçümler ortalaması 0, sapması 1 olacak biçimde; ortalamaları, ölçekleri ve gürültünün o birimdeki varyansı."""
    centre, scale = y.mean(-1, keepdims=True), np.maximum(y.std(-1, keepdims=True), LEAST_SCALE)
    return (y - centre) / scale, np.concatenate([centre, scale], axis=-1), (noise / scale[..., 0]) ** 2 + JITTER


def posterior(x: np.ndarray, y: np.ndarray, length: np.ndarray, noise: float, at: np.ndarray) -> tuple:
    """Gauss sürecinin `at`teki (S, M) ortalaması ve standart sapması; x, y (S, n), length (S,). Gürültü bilinir.

    Formülün kendisidir: ortalama k·K⁻¹·y, varyans 1 - k·K⁻¹·kᵀ; K'nın köşegenine gürültünün varyansı eklenir. sklearn
    aynı sayıları verir; burada bütün aramalar birlikte hesaplanır, kaydırıcı beklemez. `lrlab.hpo.fit_gp` ayrıca
    sinyalin genliğini de öğrenir; burada genlik hep ölçümlerin sapmasıdır.
    """
    z, units, variance = scaled(y, noise)
    length = np.asarray(length)[:, None, None]
    K = correlation(x[:, :, None], x[:, None, :], length) + variance[:, None, None] * np.eye(x.shape[1])
    k = correlation(at[:, :, None], x[:, None, :], length)
    weights = k @ np.linalg.inv(K)
    mean, shrink = (weights @ z[..., None])[..., 0], (weights * k).sum(-1)
    centre, scale = units[:, :1], units[:, 1:]
    return centre + scale * mean, scale * np.sqrt(np.maximum(1 - shrink, 0))


def likeliest(x: np.ndarray, y: np.ndarray, noise: float) -> np.ndarray:
    """Her aramanın (S,), ölçümlerini en olası kılan (marjinal olabilirlik) uzunluk ölçeği, `LENGTHS` içinden."""
    z, _, variance = scaled(y, noise)
    K = correlation(x[:, None, :, None], x[:, None, None, :], LENGTHS[None, :, None, None])
    L = np.linalg.cholesky(K + variance[:, None, None, None] * np.eye(x.shape[1]))
    white = np.linalg.solve(L, np.broadcast_to(z[:, None, :, None], (*L.shape[:3], 1)))[..., 0]
    score = -0.5 * np.square(white).sum(-1) - np.log(np.diagonal(L, axis1=2, axis2=3)).sum(-1)
    return LENGTHS[score.argmax(1)]


def improvement(x: np.ndarray, y: np.ndarray, length: np.ndarray, noise: float) -> tuple:
    """`GRID`deki (S, 126) ortalama, sapma, EI ve geçilecek değer (S,): modelin ölçülen noktalardaki en küçüğü."""
    grid = np.broadcast_to(GRID, (len(x), len(GRID)))
    mean, sd = posterior(x, y, length, noise, np.concatenate([grid, x], axis=1))
    best = mean[:, len(GRID) :].min(1)
    mean, sd = mean[:, : len(GRID)], sd[:, : len(GRID)]
    return mean, sd, expected_improvement(mean, sd, best[:, None]), best


@lru_cache(1)
def dice() -> tuple[np.ndarray, np.ndarray]:
    """Her aramanın düzgün çekilmiş noktaları ve ölçümlerinin gürültüsü, (S, N); ayar değişince aynı kalırlar."""
    rng = np.random.default_rng(0)
    shape = SEARCHES, FIRST + STEPS
    return rng.uniform(LOW, HIGH, shape), rng.standard_normal(shape)


@lru_cache(32)
def searched(objective: str, noise: float, length: float | None) -> Searches:
    """EI ile 20 arama: üç rastgele nokta, sonra hep EI'nin en büyüğü. `length` `None` ise her adımda öğrenilir."""
    (x, luck), truth, lengths = dice(), OBJECTIVES[objective], np.empty((SEARCHES, STEPS + 1))
    x, y = x.copy(), truth(x) + noise * luck
    for k in range(STEPS + 1):
        n = FIRST + k
        lengths[:, k] = likeliest(x[:, :n], y[:, :n], noise) if length is None else length
        if k < STEPS:
            gain = improvement(x[:, :n], y[:, :n], lengths[:, k], noise)[2]
            x[:, n] = GRID[gain.argmax(1)]
            y[:, n] = truth(x[:, n]) + noise * luck[:, n]
    return Searches(x, y, lengths)


def incumbents(objective: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """İlk n ölçümden en küçüğünü veren noktanın GERÇEK hatası, (S, N): gürültüde en küçük ölçüm iyimserdir."""
    leading = np.array([y[:, : n + 1].argmin(1) for n in range(y.shape[1])]).T
    return OBJECTIVES[objective](np.take_along_axis(x, leading, axis=1))


def measured_next(
    objective: str, x: np.ndarray, y: np.ndarray, noise: float, search: int, theirs: int, mine: int
) -> dict[str, tuple[float, float]]:
    """`search` aramasının (1, n) ölçümlerinden sonra EI'nin ve senin denemeniz: ölçüm ve en iyinin gerçek hatası.

    `theirs` ve `mine` GRID'deki sıralardır; ikisi de aynı gürültüyle, aramanın sıradaki zarıyla ölçülür.
    """
    n, luck = x.shape[1], dice()[1][search]
    drawn = luck[n] if n < len(luck) else np.random.default_rng(search).standard_normal()
    found = {}
    for who, place in (("EI", GRID[theirs]), ("sen", GRID[mine])):
        measured = float(OBJECTIVES[objective](place) + noise * drawn)
        after = incumbents(objective, np.append(x, [[place]], axis=1), np.append(y, [[measured]], axis=1))
        found[who] = measured, float(after[0, -1])
    return found


@lru_cache(32)
def random_incumbents(objective: str, noise: float) -> np.ndarray:
    """Rastgele aramanın aynısı: her arama EI'ninkiyle aynı üç noktadan başlar."""
    x, luck = dice()
    return incumbents(objective, x, OBJECTIVES[objective](x) + noise * luck)
