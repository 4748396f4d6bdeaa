"""Canlı şekil: ızgara mı, rastgele mi. Aynı sayıda denemenin x₁'de n ya da n² ayrı değeri; 300 aramada ölçülür."""

from functools import lru_cache
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse

from lrlab.figures.engine import Along, Arrays, Explorer, Handle, LiveFigure, Readout, Slider, Toggle, Values, complete
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREEN, GREY, SKY, VERMILION, above
from lrlab.figures.parts.verdict import verdict

SEARCHES, MOST = 300, 10  # kaç arama ölçülür; ızgaranın bir kenarında en çok kaç değer olur
RATIOS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)  # ölçülen önem oranları r
WIDTH = 0.15  # çukurun x₁ yönündeki standart sapması; x₂ yönündeki r katıdır
LEAST, RISE = 0.05, 0.85  # en iyi noktanın hatası ve ondan uzaklaşınca hatanın en çok ne kadar arttığı
RINGS = (0.5, 1.0, 1.5, 2.0)  # çukurun düzlemde gösterilen eş hata halkaları, standart sapma
TICKS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
# ad -> (görünen adı, rengi, işareti, çizgisi, sağdaki şeritte yeri)
KINDS: dict[str, tuple[str, str, str, Any, int]] = {
    "grid": ("Izgara", BLUE, "s", "-", 1),
    "random": ("Rastgele", VERMILION, "o", "--", 0),
}
# Soluk kopyası saklanmayan çizimler, her yöntem için.
STILL = ("drop", "bottom", "points", "best", "profile", "shadow", "strip", "mine", "average")
PRESETS: dict[str, Values] = {
    "x₁ on kat önemli": {},
    "Yalnız x₁ önemli": {"ratio": 100.0},
    "İkisi eşit önemli": {"ratio": 1.0},
    "Başa baş": {"ratio": 5.0},
    "100 deneme": {"n": 10.0},
    "Şanslı ızgara": {"lucky": True},
    "Uçları da deneyen ızgara": {"ends": True, "ratio": 1.0},
}


def explore_grid_random(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """n x n ızgara ile n² rastgele nokta, iki hiperparametreli bir hata yüzeyinde (Bergstra ve Bengio, 2012).

    Hata, en iyi nokta c'den uzaklaştıkça artar: 0.05 + 0.85·(1 - exp(-q/2)), q = ((x₁-c₁)² + ((x₂-c₂)/r)²)/0.15².
    `ratio` önem oranı r'dir: x₂'deki bir adım, x₁'dekinin r'de biri kadar sayılır. c'si birim karenin başka başka
    yerlerinde olan 300 arama ölçülür; `search` bunlardan gösterilenin numarası (1'den). `ends` kapalıysa ızgara
    hücrelerin ortalarıdır (c'nin yeri bilinmezken ortalama hatası daha küçüktür), açıksa `lrlab.hpo.Grid`deki
    gibi iki uç da denenir. `lucky` açıksa c, en yakın ızgara noktasına kaydırılır.
    """
    return Explorer(GridRandomFigure(), lecture=lecture, **start)


@final
class GridRandomFigure(LiveFigure):
    """Solda ızgaranın ve rastgelenin denemeleri, altında x₁'deki gölgeleri; sağda 300 aramanın hataları."""

    def __init__(self) -> None:
        self.controls = (
            Slider("n", "ızgaranın kenarı n", tuple(float(n) for n in range(2, MOST + 1)), 3.0, "{:.0f}"),
            Slider("ratio", "önem oranı r", RATIOS, 10.0),
            Slider("search", "gösterilen arama", tuple(float(k) for k in range(1, 31)), 12.0, "{:.0f}"),
            Toggle("ends", "ızgara uçları da denesin"),
            Toggle("lucky", "en iyi nokta ızgaranın üstünde"),
        )
        self.presets = complete(self.controls, PRESETS)
        self.passing = ("now", *(f"{part} {kind}" for part in STILL for kind in KINDS))
        self.handles = {"now": Handle(x=Along("ratio"))}
        self.readouts = {}
        for kind, (name, *_) in KINDS.items():  # bir deneme, düzlemde ve x₁'deki gölgesinde aynı sıradadır
            self.readouts |= {
                f"points {kind}": Readout(f"{name}: deneme", "x₁", "x₂", f"deneme {kind}"),
                f"shadow {kind}": Readout(f"{name}: deneme", "x₁", "x₂ = c₂ iken hata", f"deneme {kind}"),
                f"strip {kind}": Readout(f"{name}: bir arama", "bulunan en küçük hata", "şeritteki yeri", "arama"),
                f"mean {kind}": Readout(f"{name}: ortalama", "önem oranı r", "hata", "oran"),
            }

    def compute(self, *, n: float, ratio: float, search: float, ends: bool, lucky: bool) -> Arrays:
        best, points, found = measured(int(n), ends, lucky)
        shown, row, scale = int(search) - 1, RATIOS.index(ratio), np.array([1, ratio])
        here = {kind: places[shown] for kind, places in points.items()}
        apart, margin = gap(found)
        return {
            "ratio": ratio, "best": best[shown], "points": here, "gap": (apart[row], margin[row]),
            "errors": {kind: error(np.square((places - best[shown]) / scale).sum(-1)) for kind, places in here.items()},
            "found": {kind: values[row] for kind, values in found.items()},
            "means": {kind: values.mean(1) for kind, values in found.items()},
            "verdict": verdict(apart[row], margin[row], "rastgele", "ızgara"), "where": where(apart, margin),
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 3, width_ratios=[1, 1, 1.35], height_ratios=[1.8, 1])
        artists: Artists = {}
        for column, kind in enumerate(KINDS):
            plane, profile = figure.add_subplot(cells[0, column]), figure.add_subplot(cells[1, column])
            artists |= _plane(plane, kind) | _profile(profile, kind)
        right = cells[:, 2].subgridspec(2, 1)
        strips, means = figure.add_subplot(right[0]), figure.add_subplot(right[1])
        strips.set(xlabel="bulunan en küçük hata", ylabel="yöntem", xlim=(0, 0.8), ylim=(-0.6, 1.75))
        strips.set_yticks([1, 0], [name for name, *_ in KINDS.values()], rotation=90, va="center")
        means.set(xlabel="önem oranı r", ylabel="ortalama", xscale="log", xlim=(RATIOS[0], RATIOS[-1]), ylim=(0, 0.15))
        means.set_xticks([1, 2, 5, 10, 20, 50, 100], ["1", "2", "5", "10", "20", "50", "100"])
        means.minorticks_off()
        across = strips.get_yaxis_transform()
        artists["now"] = means.plot([], [], "-", color=BLACK, linewidth=0.8)[0]
        for kind, (_, color, marker, line, place) in KINDS.items():
            star: dict[str, Any] = {"color": color, "markeredgecolor": BLACK, "markersize": 12, "zorder": 5}
            artists |= {
                f"strip {kind}": strips.plot([], [], marker, color=color, markersize=2.5, alpha=0.5)[0],
                f"average {kind}": strips.plot([], [], "-", color=BLACK, linewidth=3, zorder=4)[0],
                f"mine {kind}": strips.plot([], [], "*", **star)[0],
                f"words {kind}": strips.text(0.98, place + 0.38, "", transform=across, ha="right"),
                f"mean {kind}": means.plot([], [], marker, color=color, linestyle=line, markersize=4)[0],
            }
        artists["who"] = strips.set_title(f"{SEARCHES} arama: fark ölçülemiyor")
        artists["where"] = means.set_title("Hiçbir r'de rastgele önde değil")
        only: dict[str, Any] = {"linestyle": "", "markeredgecolor": BLACK}
        keys = [
            *(Line2D([], [], color=c, marker=m, linestyle=s, label=name) for name, c, m, s, _ in KINDS.values()),
            Line2D([], [], color=GREEN, marker="P", markersize=9, label="en iyi nokta c", **only),
            Line2D([], [], color=GREY, marker="*", markersize=12, label="bulunanın en iyisi", **only),
            Line2D([], [], color=BLACK, linewidth=3, label=f"{SEARCHES} aramanın ortalaması"),
        ]
        figure.legend(handles=keys, loc="outside lower center", ncols=len(keys))
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        c, line = arrays["best"], np.linspace(0, 1, 121)
        spread = np.linspace(-0.3, 0.3, 23)[np.arange(SEARCHES) * 7 % 23]  # üst üste binmesinler diye
        for kind, (name, *_, place) in KINDS.items():
            (x, y), errors, found = arrays["points"][kind].T, arrays["errors"][kind], arrays["found"][kind]
            winner, mean, gaps = int(np.argmin(errors)), found.mean(), np.full(len(x), np.nan)
            for ring in RINGS:
                artists[f"ring {ring} {kind}"].set(
                    center=c, width=2 * ring * WIDTH, height=2 * ring * WIDTH * arrays["ratio"]
                )
            for part, data in {
                "drop": (np.repeat(x, 3), np.stack([y, 0 * y, gaps], axis=1).ravel()), "points": (x, y),
                "bottom": (c[:1], c[1:]), "best": ([x[winner]], [y[winner]]), "shadow": (x, error(np.square(x - c[0]))),
                "profile": (line, error(np.square(line - c[0]))), "strip": (found, place + spread),
                "average": ([mean, mean], [place - 0.42, place + 0.42]), "mine": ([errors[winner]], [place]),
                "mean": (RATIOS, arrays["means"][kind]),
            }.items():  # fmt: skip
                artists[f"{part} {kind}"].set_data(*data)
            artists[f"least {kind}"].set_text(f"{name}: en küçük hata {errors[winner]:.3f}")
            artists[f"count {kind}"].set_text(f"x₁'de {distinct(x)} ayrı değer")
            artists[f"words {kind}"].set_text(f"ortalama {mean:.3f}")
        tops = [above(max(values.max() for values in arrays[part].values()), TICKS) for part in ("found", "means")]
        artists["who"].axes.set_xlim(0, tops[0])
        artists["where"].axes.set_ylim(0, tops[1])
        artists["now"].set_data([arrays["ratio"]] * 2, [0, tops[1]])
        artists["who"].set_text(f"{SEARCHES} arama: {arrays['verdict']}")
        artists["where"].set_text(arrays["where"])

    def describe(self, values: Values, arrays: Arrays) -> str:
        (apart, margin), found = arrays["gap"], arrays["found"]
        counts = [distinct(points[:, 0]) for points in arrays["points"].values()]
        least = [errors.min() for errors in arrays["errors"].values()]
        return (
            f"{values['n'] ** 2:.0f} deneme, önem oranı r = {values['ratio']:g}: x₁'de ızgara {counts[0]}, rastgele "
            f"{counts[1]} ayrı değer dener. {values['search']:.0f}. aramada en küçük hata ızgarada {least[0]:.3f}, "
            f"rastgelede {least[1]:.3f} (ulaşılabilecek en küçük {LEAST:g}). {SEARCHES} aramanın ortalaması: ızgara "
            f"{found['grid'].mean():.3f}, rastgele {found['random'].mean():.3f}; aynı aramalardaki farkları "
            f"{apart:+.3f} ± {margin:.3f} (standart hata): {arrays['verdict']}."
        )


def _plane(axes: Axes, kind: str) -> Artists:
    """Birim kare: çukurun halkaları, denemeler ve x₁ eksenine inen gölgeleri."""
    name, color, marker, *_ = KINDS[kind]
    axes.set(xlabel="x₁", ylabel="x₂", xlim=(0, 1), ylim=(0, 1))
    axes.grid(False)
    pale: dict[str, Any] = {"facecolor": SKY, "alpha": 0.25, "edgecolor": "none"}
    rings = {f"ring {ring} {kind}": axes.add_patch(Ellipse((0, 0), 0, 0, **pale)) for ring in RINGS}
    filled: dict[str, Any] = {"color": color, "markeredgecolor": BLACK, "clip_on": False, "in_layout": False}
    return rings | {
        f"drop {kind}": axes.plot([], [], "-", color=color, linewidth=0.8, alpha=0.5)[0],
        f"bottom {kind}": axes.plot([], [], "P", color=GREEN, markeredgecolor=BLACK, markersize=10, zorder=4)[0],
        f"points {kind}": axes.plot([], [], marker, zorder=3, **filled)[0],
        f"best {kind}": axes.plot([], [], "*", markersize=15, zorder=5, **filled)[0],
        f"least {kind}": axes.set_title(f"{name}: en küçük hata 0.123"),
    }


def _profile(axes: Axes, kind: str) -> Artists:
    """x₂ en iyi yerindeyken hata, x₁'e göre; üstünde denemelerin gölgeleri."""
    _, color, marker, *_ = KINDS[kind]
    axes.set(xlabel="x₁", ylabel="hata (x₂ = c₂)", xlim=(0, 1), ylim=(0, 1))
    dots: dict[str, Any] = {"color": color, "markeredgecolor": BLACK, "clip_on": False, "in_layout": False}
    return {
        f"profile {kind}": axes.plot([], [], "-", color=BLACK, linewidth=1.2)[0],
        f"shadow {kind}": axes.plot([], [], marker, **dots)[0],
        f"count {kind}": axes.set_title("x₁'de 100 ayrı değer"),
    }


def distinct(x: np.ndarray) -> int:
    """Kaç ayrı değer var."""
    return len(np.unique(np.round(x, 9)))


# --- aramalar -------------------------------------------------------------------------------------------------


def levels(n: int, ends: bool) -> np.ndarray:
    """Izgaranın bir eksendeki n değeri, birim aralıkta: uçlar içinde eşit aralıklı ya da n hücrenin ortaları."""
    return np.linspace(0, 1, n) if ends else (np.arange(n) + 0.5) / n


def error(squared: np.ndarray) -> np.ndarray:
    """En iyi noktaya önemle ölçeklenmiş uzaklığın karesinden hata."""
    return LEAST - RISE * np.expm1(-squared / (2 * WIDTH**2))


@lru_cache(1)
def draws() -> tuple[np.ndarray, np.ndarray]:
    """Her aramanın en iyi noktası, (300, 2), ve rastgele noktaları, (300, 100, 2): n büyüyünce eskiler kalır."""
    rng = np.random.default_rng(0)
    return rng.random((SEARCHES, 2)), rng.random((SEARCHES, MOST**2, 2))


@lru_cache(64)
def measured(n: int, ends: bool, lucky: bool) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """En iyi noktalar (300, 2); ızgaranın ve rastgelenin noktaları (300, n², 2); buldukları en küçük hata (R, 300)."""
    (best, drawn), values = draws(), levels(n, ends)
    if lucky:
        best = values[abs(best[..., None] - values).argmin(-1)]
    table = np.stack(np.meshgrid(values, values), axis=-1).reshape(-1, 2)
    points = {"grid": np.broadcast_to(table, (SEARCHES, n * n, 2)), "random": drawn[:, : n * n]}
    found = {}
    for kind, places in points.items():
        first, second = np.moveaxis(np.square(places - best[:, None]), -1, 0)
        found[kind] = error(np.stack([(first + second / ratio**2).min(1) for ratio in RATIOS]))
    return best, points, found


def gap(found: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Aynı aramalardaki hata farkı (ızgara - rastgele), ortalaması ve standart hatası, her oran için (R,)."""
    apart = found["grid"] - found["random"]
    return apart.mean(1), apart.std(1, ddof=1) / np.sqrt(SEARCHES)


def where(apart: np.ndarray, margin: np.ndarray) -> str:
    """Rastgele, ölçülen oranların hangisinden sonra hep önde."""
    behind = np.flatnonzero(apart <= 2 * margin)
    if not len(behind):
        return "Rastgele her r'de önde"
    first = behind[-1] + 1
    return f"r ≥ {RATIOS[first]:g} iken rastgele önde" if first < len(RATIOS) else "Hiçbir r'de rastgele önde değil"
