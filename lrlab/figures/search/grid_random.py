"""Canlı şekil: ızgara mı, rastgele mi. Aynı sayıda denemenin x₁'de n ya da n² ayrı değeri; 300 aramada ölçülür."""

from functools import lru_cache
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from lrlab.core.seeds import standard_error
from lrlab.figures.engine import (
    Along,
    Arrays,
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
    GREY,
    ORANGE,
    SEARCH_LOOKS,
    STAR,
    above,
    beside_title,
    end_label,
    even,
    show_end_labels,
)
from lrlab.figures.parts.wording import verdict

SEARCHES, MOST = 300, 10  # kaç arama ölçülür; ızgaranın bir kenarında en çok kaç değer olur
RATIOS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)  # ölçülen önem oranları r
WIDTH = 0.15  # çukurun x₁ yönündeki standart sapması; x₂ yönündeki r katıdır
LEAST, RISE = 0.05, 0.85  # en iyi noktanın hatası ve ondan uzaklaşınca hatanın en çok ne kadar arttığı
RINGS = (0.5, 1.0, 1.5, 2.0)  # çukurun düzlemde gösterilen eş hata halkaları, standart sapma
FEW = 36  # bundan çok denemenin eksene inen çizgileri karışır, çizilmez
SIDES, EDGE = (0, 0.5, 1), 0.04  # birim karenin çentikleri; kenarındaki işaretler bütün görünsün diye payı
ROOM = 7  # sağ altta adlara yer: oran ekseninin ucu, bu katı
TICKS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
ROWS = {"grid": 1.4, "random": 0}  # sağ üstteki şeritlerin yeri
NAMES = {"grid": "Izgara", "random": "Rastgele"}
# Soluk kopyası saklanmayan çizimler, her yöntem için.
STILL = ("drop", "bottom", "points", "best", "profile", "shadow", "strip", "mine", "average")
SHADES = ("#E9F3FA", "#CFE5F4", "#B2D5EE", "#93C4E7")  # halkaların dolgusu, dıştan içe

TITLES = (
    Title(
        "En iyi nokta ızgaranın tam üstündeyse ızgara onu hep bulur",
        lambda v, a: v["lucky"] and bool(a["found"]["grid"].max() < LEAST + 1e-9),
    ),
    Title(
        "Uçlara nokta harcayan ızgara, eşit önemde bile rastgelenin gerisinde",
        lambda v, a: v["ends"] and v["ratio"] == 1 and a["verdict"] == "rastgele önde",
    ),
    Title(
        "İki eksen eşit önemliyse düzenli ızgara önde",
        lambda v, a: v["ratio"] == 1 and a["verdict"] == "ızgara önde",
    ),
    Title(
        "Deneme çokken ikisi de dibe yakın; rastgele yine önde",
        lambda v, a: a["verdict"] == "rastgele önde" and bool(max(map(np.mean, a["found"].values())) < 2 * LEAST),
    ),
    Title(
        "Yalnız x₁ önemliyse ızgaranın aynı x₁'deki denemeleri boşa gider",
        lambda v, a: a["verdict"] == "rastgele önde" and v["ratio"] >= 50,
    ),
    Title(
        "x₁ daha önemliyse rastgele önde: her denemesi yeni bir x₁",
        lambda v, a: a["verdict"] == "rastgele önde" and v["ratio"] > 1,
    ),
    Title("x₁ biraz daha önemli: düzenli ızgara hâlâ önde", lambda v, a: a["verdict"] == "ızgara önde"),
    Title(f"Başa baş: {SEARCHES} aramada fark ölçülemiyor", lambda v, a: a["verdict"] == "fark ölçülemiyor"),
    Title("Aynı sayıda deneme: ızgara mı, rastgele mi"),
)
PRESETS: dict[str, Values] = {
    "Yalnız x₁ önemli": {"ratio": 100.0},
    "x₁ on kat önemli": {},
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

    on_page = {"n": 5, "ratio": 5, "search": 4, "ends": 2, "lucky": 2}
    titles = TITLES
    ground = ("ends", "lucky")

    def __init__(self) -> None:
        self.controls = (
            Slider("n", "ızgaranın kenarı n", tuple(float(n) for n in range(2, MOST + 1)), 3.0, "{:.0f}"),
            Slider("ratio", "önem oranı r", RATIOS, 10.0),
            Slider("search", "gösterilen arama", tuple(float(k) for k in range(1, 31)), 12.0, "{:.0f}"),
            Toggle("ends", "ızgara uçları da denesin"),
            Toggle("lucky", "en iyi nokta ızgaranın üstünde"),
        )
        self.presets = complete(self.controls, PRESETS)
        self.passing = ("now", *(f"{part} {kind}" for part in STILL for kind in NAMES))
        self.handles = {"now": Handle(x=Along("ratio"))}
        self.readouts = {}
        for kind, name in NAMES.items():  # bir deneme, düzlemde ve x₁'deki gölgesinde aynı sıradadır
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
        for column, kind in enumerate(NAMES):
            plane, profile = figure.add_subplot(cells[0, column]), figure.add_subplot(cells[1, column])
            artists |= _plane(plane, kind) | _profile(profile, kind)
        right = cells[:, 2].subgridspec(2, 1)
        strips, means = figure.add_subplot(right[0]), figure.add_subplot(right[1])
        strips.set(title=f"{SEARCHES} aramanın her biri", xlabel="bulunan en küçük hata", ylabel="yöntem")
        strips.set(xlim=(0, 0.8), ylim=(-0.5, 2.2))
        strips.set_yticks(list(ROWS.values()), [NAMES[kind] for kind in ROWS], rotation=90, va="center")
        strips.grid(False, axis="y")
        means.set(title="Önem oranına göre ortalama", xlabel="önem oranı r", ylabel="hata")
        means.set(xscale="log", xlim=(RATIOS[0], ROOM * RATIOS[-1]), ylim=(0, 0.15))
        means.set_xticks([1, 2, 5, 10, 30, 100], ["1", "2", "5", "10", "30", "100"])
        means.minorticks_off()
        grip: dict[str, Any] = {"marker": "o", "markevery": (1, 2), "markerfacecolor": ORANGE, "markeredgecolor": BLACK}
        artists["now"] = means.plot(
            [], [], "-", color=BLACK, linewidth=1.2, markersize=9, clip_on=False, zorder=4, **grip
        )[0]
        artists["now"].set_in_layout(False)  # boş bir çizgi yerleşimde yer kaplamasın
        artists["where"] = means.text(0.98, 0.97, "", transform=means.transAxes, ha="right", va="top")
        for kind, row in ROWS.items():
            color, line, marker = SEARCH_LOOKS[kind]
            mine: dict[str, Any] = {"color": color, "markeredgecolor": "white", "markersize": 10, "zorder": 5}
            pale = {"grid": "0.6", "random": "#DDB877"}[kind]
            artists |= {
                f"strip {kind}": strips.plot([], [], marker, color=pale, markersize=2.5)[0],
                f"average {kind}": strips.plot([], [], "-", color=color, linewidth=3, zorder=4)[0],
                f"mine {kind}": strips.plot([], [], marker, **mine)[0],
                f"words {kind}": strips.text(0, row + 0.46, "", ha="center", va="bottom", color=color),
                f"mean {kind}": means.plot([], [], marker, color=color, linestyle=line, markersize=4)[0],
                f"mean {kind} name": end_label(means, color, {"grid": "ızgara", "random": "rastgele"}[kind]),
            }
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        c, line = arrays["best"], np.linspace(0, 1, 121)
        spread = np.linspace(-0.3, 0.3, 23)[np.arange(SEARCHES) * 7 % 23]  # üst üste binmesinler diye
        for kind, place in ROWS.items():
            (x, y), errors, found = arrays["points"][kind].T, arrays["errors"][kind], arrays["found"][kind]
            winner, mean, gaps = int(np.argmin(errors)), found.mean(), np.full(len(x), np.nan)
            few = len(x) <= FEW
            plane: Any = artists[f"points {kind}"].axes
            even(plane, (-EDGE, 1 + EDGE, -EDGE, 1 + EDGE))  # halkalar gerçek biçimleriyle
            artists[f"shadow {kind}"].axes.set_xlim(plane.get_xlim())
            floor = plane.get_ylim()[0]
            for ring in RINGS:
                artists[f"ring {ring} {kind}"].set(
                    center=c, width=2 * ring * WIDTH, height=2 * ring * WIDTH * arrays["ratio"]
                )
            falls = (np.repeat(x, 3), np.stack([y, 0 * y + floor, gaps], axis=1).ravel())
            for part, data in {
                "drop": falls if few else ([], []), "points": (x, y),
                "bottom": (c[:1], c[1:]), "best": ([x[winner]], [y[winner]]), "shadow": (x, error(np.square(x - c[0]))),
                "profile": (line, error(np.square(line - c[0]))), "strip": (found, place + spread),
                "average": ([mean, mean], [place - 0.42, place + 0.42]), "mine": ([errors[winner]], [place]),
                "mean": (RATIOS, arrays["means"][kind]),
            }.items():  # fmt: skip
                artists[f"{part} {kind}"].set_data(*data)
            artists[f"c {kind}"].set_visible(few)
            artists[f"c {kind}"].xy = c
            artists[f"least {kind}"].set_text(f"en iyisi {errors[winner]:.3f}")
            artists[f"count {kind}"].set_text(f"{distinct(x)} ayrı x₁")
            artists[f"words {kind}"].set(text=f"ortalama {mean:.3f}", x=mean)
        most = {part: max(values.max() for values in arrays[part].values()) for part in ("found", "means")}
        tops = above(most["found"], TICKS), above(1.22 * most["means"], TICKS)  # sağ altta, üstteki söze yer
        strips: Any = artists["strip grid"].axes
        strips.set_xlim(0, tops[0])
        for kind in ROWS:  # ortalaması kenara yakın olanın sözü panelin içinde kalsın
            words, share = artists[f"words {kind}"], artists[f"words {kind}"].get_position()[0] / tops[0]
            words.set_ha("left" if share < 0.25 else "right" if share > 0.75 else "center")
        artists["now"].axes.set_ylim(0, tops[1])
        artists["now"].set_data([arrays["ratio"]] * 2, [0.8 * tops[1], 0.08 * tops[1]])
        artists["where"].set_text(arrays["where"])
        show_end_labels(*((artists[f"mean {kind} name"], RATIOS, arrays["means"][kind]) for kind in ROWS))

    def describe(self, values: Values, arrays: Arrays) -> str:
        (apart, margin), found = arrays["gap"], arrays["found"]
        counts = [distinct(points[:, 0]) for points in arrays["points"].values()]
        least = [errors.min() for errors in arrays["errors"].values()]
        return (
            f"{values['n'] ** 2:.0f} deneme, önem oranı r = {values['ratio']:g}: {SEARCHES} aramada ortalama hata "
            f"ızgarada {found['grid'].mean():.3f}, rastgelede {found['random'].mean():.3f}; {arrays['verdict']}.\n"
            f"x₁'de ızgara {counts[0]}, rastgele "
            f"{counts[1]} ayrı değer dener. {values['search']:.0f}. aramada en küçük hata ızgarada {least[0]:.3f}, "
            f"rastgelede {least[1]:.3f} (ulaşılabilecek en küçük {LEAST:g}). Aynı aramalardaki farkları (ızgara eksi "
            f"rastgele) {apart:+.3f} ± {margin:.3f} (standart hata). {arrays['where']}."
        )


def _plane(axes: Axes, kind: str) -> Artists:
    """Birim kare: çukurun halkaları, denemeler ve x₁ eksenine inen gölgeleri."""
    color, _, marker = SEARCH_LOOKS[kind]
    axes.set(title=NAMES[kind], xlabel="x₁", ylabel="x₂", xlim=(0, 1), ylim=(0, 1), xticks=SIDES, yticks=SIDES)
    axes.grid(False)
    rings = {
        f"ring {ring} {kind}": axes.add_patch(Ellipse((0, 0), 0, 0, facecolor=shade, edgecolor="none", zorder=k / 10))
        for k, (ring, shade) in enumerate(zip(RINGS[::-1], SHADES, strict=True))
    }
    filled: dict[str, Any] = {"color": color, "markeredgecolor": "white"}
    return rings | {
        f"drop {kind}": axes.plot([], [], "-", color=GREY, linewidth=1.1, zorder=1.5)[0],
        f"bottom {kind}": axes.plot([], [], "*", **STAR, markersize=15, zorder=4)[0],
        f"c {kind}": axes.annotate("c", (0, 0), (8, 4), textcoords="offset points", in_layout=False, zorder=4),
        f"points {kind}": axes.plot([], [], marker, zorder=3, markersize=6, **filled)[0],
        f"best {kind}": axes.plot([], [], marker, markersize=11, zorder=3.5, **filled)[0],
        f"least {kind}": beside_title(axes, color),
    }


def _profile(axes: Axes, kind: str) -> Artists:
    """x₂ en iyi yerindeyken hata, x₁'e göre; üstünde denemelerin gölgeleri."""
    color, _, marker = SEARCH_LOOKS[kind]
    axes.set(title="Gölgeler", xlabel="x₁", ylabel="hata", xlim=(0, 1), ylim=(0, 1))
    axes.set(xticks=SIDES, yticks=SIDES)
    return {
        f"profile {kind}": axes.plot([], [], "-", color=GREY, linewidth=1.5)[0],
        f"shadow {kind}": axes.plot([], [], marker, color=color, markeredgecolor="white", markersize=6)[0],
        f"count {kind}": beside_title(axes, color),
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
    return apart.mean(1), standard_error(apart)


def where(apart: np.ndarray, margin: np.ndarray) -> str:
    """Rastgele, ölçülen oranların hangisinden sonra hep önde."""
    behind = np.flatnonzero(apart <= 2 * margin)
    if not len(behind):
        return "Rastgele her r'de önde"
    first = behind[-1] + 1
    return f"r ≥ {RATIOS[first]:g} iken rastgele önde" if first < len(RATIOS) else "Hiçbir r'de rastgele önde değil"
