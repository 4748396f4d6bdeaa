"""Canlı şekil: erken elemenin bedeli. Kesişen eğriler, basamaktaki ve sondaki sıra, harcanan döneme karşı kayıp."""

from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, Protocol, final, runtime_checkable

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lrlab.core.validate import instance
from lrlab.figures.engine import (
    Along,
    Arrays,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Title,
    Values,
    complete,
    within,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREY,
    GRIP,
    PALE,
    SEARCH_LOOKS,
    VERMILION,
    end_label,
    plain_ticks,
    show_end_labels,
)
from lrlab.figures.parts.learning import band, error_marks, joined, learning_panel, middle
from lrlab.hpo import rungs

STARTS = (1, 2, 3, 4, 6, 9, 13, 18, 27, 40, 54)  # r_min: ilk sıralamanın yapıldığı dönem
FACTORS = (2, 3, 4, 6, 9)
BESTS = (1, 3, 5, 10, 20, 40)
# Üstüne gelince okunanlar: eğrilerin ve basamağın çizimleri, adlarıyla.
ON_CURVES = {
    "lost": "ilk basamakta elenenlerin ortancası", "later": "sonra elenenlerin ortancası",
    "kept": "sürenlerin ortancası", "all": "bütün kaydın ortancası",
    "deaths": "ilk basamakta elenen", "turned": "sonra elenen en iyi",
}  # fmt: skip
AT_RUNG = {"top in": "en iyilerden, ilk basamağı geçen", "top out": "en iyilerden, ilk basamakta elenen"}
POOLS, POOL = 200, 81  # bu kadar rastgele havuz, her birinde en çok bu kadar yapılandırma
ROOM = 1.4  # sol panelin üstünde basamağın sapına yer: hata ekseninin ucu, bu katı
NAMES = 7  # sol panelde adlara yer: logaritmik dönem ekseninin ucu, bu katı
# Sondaki en iyilerin üç bölüğü: şeridin rengi, çizginin rengi ve biçimi.
GROUPS: dict[str, tuple[str, str, Any]] = {
    "lost": ("#F7D3BC", VERMILION, ":"),
    "later": ("#FBE7DA", VERMILION, "--"),
    "kept": (PALE, BLUE, "-"),
}


def _most(arrays: Arrays) -> bool:
    """Sondaki en iyilerin yarısından çoğu elenmedi mi."""
    return arrays["sizes"]["kept"] > len(arrays["top"]) / 2


TITLES = (
    Title("İlk basamağa varılmadı: daha kimse elenmedi", lambda v, a: a["epoch"] < a["ladder"][0]),
    Title(
        "Sondaki en iyilerin üçte ikisi daha ilk basamakta elendi",
        lambda v, a: 0.6 * len(a["top"]) < a["sizes"]["lost"] < 0.75 * len(a["top"]),
    ),
    Title(
        "Sondaki en iyilerin en az yarısı daha ilk basamakta elendi",
        lambda v, a: a["sizes"]["lost"] >= len(a["top"]) / 2,
    ),
    Title(
        "En iyilerin çoğu sona kaldı, ama harcanan dönem pek azalmadı",
        lambda v, a: a["ended"] and _most(a) and a["cost"][a["at"]] > 0.7 * a["whole"],
    ),
    Title(
        "En iyilerin çoğu sona kaldı; birkaçı daha ilk basamakta elendi",
        lambda v, a: a["ended"] and _most(a) and a["sizes"]["lost"] > 0,
    ),
    Title("Sondaki en iyilerden kimi daha ilk basamakta elendi", lambda v, a: a["sizes"]["lost"] > 0),
    Title(
        "İlk basamak en iyilere dokunmadı; çoğu sonraki basamaklarda elendi",
        lambda v, a: a["sizes"]["later"] > len(a["top"]) / 2,
    ),
    Title("İlk basamak sondaki en iyilerin hiçbirini elemedi; çoğu sona kaldı", lambda v, a: a["ended"] and _most(a)),
    Title("Sondaki en iyilerin çoğu hâlâ yarışta", lambda v, a: _most(a)),
    Title("Erken eleme: kim nerede elenir, ne kadar dönem harcanır"),
)
PRESETS: dict[str, Values] = {
    "Acele: η = 9": {"eta": 9.0},
    "Ölçülü eleme": {},
    "Kırk iyiden kaçı ölür": {"eta": 9.0, "best": 40.0},
    "Sabır: r_min = 9": {"r_min": 9.0},
    "Acele ama geç: r_min = 9, η = 9": {"r_min": 9.0, "eta": 9.0},
    "Neredeyse sonuna dek": {"r_min": 54.0},
}


@runtime_checkable
class RecordedErrors(Protocol):
    """Şeklin kayıtlardan istediği; `lrlab.train.learning_curves()` bunu taşır."""

    errors: np.ndarray  # (N, E): her dönemin sonundaki geçerleme hatası, 0–1; ıraksadıktan sonra NaN


def explore_elimination(curves: RecordedErrors, *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Ardışık yarılamanın kayıtlı eğrilerde kimi elediği: `explore_elimination(learning_curves())`.

    Bütün yapılandırmalar `r_min` dönem eğitilir, her basamakta en iyi 1/η'sı kalır. Sol: son hatası en küçük `best`
    yapılandırma; ilk basamakta elenenlerin, sonra elenenlerin ve kalanların ortancası ile ortadaki %80'inin şeridi.
    Çizgi, elenme işaretlerinden sonra eğitilselerdi ne olurdu, onu gösterir; gri olan bütün kaydın ortancası ve
    ortadaki yarısıdır. Sağ üst: ilk basamaktaki hataya karşı son hata. Sağ alt: rastgele seçilmiş 81'lik 200 havuzda,
    her `r_min` için harcanan dönem ve kazananın havuzun en iyisinden ortalama uzaklığı; aynı dönemi rastgele arama
    (her deneme sonuna dek) harcasaydı ne olurdu. Terfi eden deneme kaldığı yerden sürer: yalnızca yeni dönemleri
    harcar.
    `epoch`: soldaki eğrilerin ve elemelerin gösterildiği dönem.
    """
    instance("curves", curves, RecordedErrors, "learning_curves'ın verdiği kayıtlar olmalı")
    errors = np.asarray(curves.errors, float)
    if errors.ndim != 2 or errors.shape[0] < 2 or errors.shape[1] < 2:
        raise ValueError(
            f"`curves.errors` biçimi {errors.shape} olamaz; (yapılandırma, dönem), ikisi de en az 2 olmalı"
        )
    if not np.isfinite(errors[:, -1]).any():
        raise ValueError("`curves.errors` içinde sonuna dek eğitilmiş (ıraksamamış) en az bir yapılandırma olmalı")
    return Explorer(EliminationFigure(errors), lecture=lecture, **start)


@final
class EliminationFigure(LiveFigure):
    """Solda en iyilerin eğrileri ve nerede elendikleri; sağda ilk sıraya karşı son sıra, altında elemenin bedeli."""

    on_page = {"r_min": 6, "eta": 4, "best": 4, "epoch": 20}
    titles = TITLES
    ground = ("best",)
    passing = (
        "now",
        "rungs",
        "cut",
        "deaths",
        "turned",
        "all",
        "out",
        "in",
        "line",
        "top in",
        "top out",
        "random",
        "here",
    )

    def __init__(self, errors: np.ndarray) -> None:
        self.losses = np.where(np.isfinite(errors), errors, np.inf)
        self.shown = np.where(np.isfinite(errors), 100 * errors, np.nan)
        count, epochs = self.losses.shape
        self.starts, bests = (
            tuple(float(v) for v in values if v <= most) for values, most in ((STARTS, epochs - 1), (BESTS, count))
        )
        self.controls = (
            Slider("r_min", "r_min (dönem)", self.starts, 1.0, "{:.0f}"),
            Slider("eta", "η", tuple(map(float, FACTORS)), 3.0, "{:.0f}"),
            Slider("best", "sonda en iyi kaç tanesi", bests, 10.0 if 10.0 in bests else 1.0, "{:.0f}"),
            Slider("epoch", "dönem", tuple(float(e) for e in range(1, epochs + 1)), float(epochs), "{:.0f}", play=True),
        )
        told = complete(self.controls, PRESETS)
        self.presets = within(told, r_min=(1, self.starts[-1]), best=(1, bests[-1]))
        self.handles = {"cut": Handle(x=Along("r_min")), "now": Handle(x=Along("epoch"))}
        self.readouts = {
            "random": Readout("rastgele arama", "harcanan dönem", "en iyiden uzaklık (puan)"),
            "halving": Readout("ardışık yarılama", "harcanan dönem", "en iyiden uzaklık (puan)"),
            **{name: Readout(told, "dönem", "hata (%)") for name, told in ON_CURVES.items()},
            **{name: Readout(told, "r_min dönem sonra hata (%)", "son hata (%)") for name, told in AT_RUNG.items()},
        }
        self.prices = lru_cache(len(FACTORS))(partial(elimination_prices, self.losses, tuple(map(int, self.starts))))

    def compute(self, *, r_min: float, eta: float, best: float, epoch: float) -> Arrays:
        losses, first, factor = self.losses, int(r_min), int(eta)
        ladder = rungs(first, losses.shape[1], factor)
        early, last = losses[:, first - 1], losses[:, -1]
        top = np.argsort(last, kind="stable")[: int(best)]
        top = top[np.isfinite(last[top])]
        fate, paid, at = eliminated(losses, ladder, factor), self.prices(factor), self.starts.index(r_min)
        gone = out_by(ladder, fate[top], int(epoch))
        groups = {"lost": top[gone & (fate[top] == 0)], "later": top[gone & (fate[top] > 0)], "kept": top[~gone]}
        return {
            "lines": {name: middle(self.shown[chosen, : int(epoch)]) for name, chosen in groups.items()},
            "deaths": self._ends(ladder, fate, groups["lost"]), "turned": self._ends(ladder, fate, groups["later"]),
            "sizes": {name: len(chosen) for name, chosen in groups.items()}, "ladder": ladder, "fate": fate,
            "top": top, "early": early, "last": last, "promoted": max(1, len(losses) // factor),
            "spearman": spearman(early, last), "crossing": crossing(early, last),
            "epoch": int(epoch), "ended": int(epoch) == losses.shape[1], **paid, "at": at, "mean": paid["gap"].mean(1),
            "whole": min(POOL, len(losses)) * losses.shape[1],
            "same": float(np.interp(paid["cost"][at], paid["random_cost"], paid["random"])),
        }  # fmt: skip

    def _ends(self, ladder: tuple[int, ...], fate: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """`chosen` yapılandırmaların elendiği dönem ve o dönemdeki hatası (%), (2, n)."""
        epochs = np.array(ladder)[fate[chosen]]
        return np.stack([epochs, self.shown[chosen, epochs - 1]])

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.25, 1])
        curve, rung, price = (figure.add_subplot(cells[place]) for place in (np.s_[:, 0], np.s_[0, 1], np.s_[1, 1]))
        (count, epochs), shown = self.losses.shape, 100 * self.losses[np.isfinite(self.losses)]
        pool = min(POOL, count)
        low, high = 0.95 * shown.min(initial=90), 1.05 * shown.max(initial=90)
        mid, under, over = middle(self.shown, 0.5)
        tallest = self.shown[np.argsort(self.losses[:, -1], kind="stable")[: max(BESTS)]]
        top = 1.05 * max(np.nanmax(over, initial=low), np.nanmax(tallest, initial=low))
        # Üstte, basamağın tutulduğu yere yer.
        learning_panel(curve, "Sondaki en iyilerin eğrileri", epochs, (low, ROOM * top))
        curve.set_xlim(0.9, NAMES * epochs)
        rung.set(title="Basamaktaki hataya karşı son hata", xlabel="r_min dönem sonra hata (%)", ylabel="son hata (%)")
        rung.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high))
        for axis in (rung.xaxis, rung.yaxis):
            plain_ticks(axis, error_marks((low, high)))
        price.set(title=f"En iyiden uzaklık, {pool} yapılandırmada", xlabel="harcanan dönem")
        price.set(
            ylabel="puan",
            xscale="log",
            xlim=(0.9 * epochs, pool * epochs),
            ylim=(0, 3),
            yticks=range(4),
        )
        plain_ticks(price.xaxis, (100, 300, 1000, 3000))
        curve.add_patch(PathPatch(band(under, over), facecolor="0.93", linewidth=0, zorder=1))
        grip: dict[str, Any] = {"marker": "o", "markevery": (1, 2), "markerfacecolor": GRIP["color"]}
        grip |= {"markeredgecolor": GRIP["markeredgecolor"], "markersize": GRIP["markersize"]}
        artists: Artists = {}
        for k, (name, (shade, color, line)) in enumerate(GROUPS.items()):
            patch = PathPatch(Path(np.empty((0, 2))), facecolor=shade, linewidth=0, zorder=1.5 + k / 10)
            artists[f"{name} band"] = curve.add_patch(patch)
            artists[name] = curve.plot([], [], linestyle=line, color=color, linewidth=2.2, zorder=4 + k / 10)[0]
            artists[f"{name} name"] = end_label(curve, color)
        looks = {name: SEARCH_LOOKS[way] for name, way in (("halving", "sync"), ("random", "random"))}
        artists |= {
            "all": curve.plot(np.arange(1, epochs + 1), mid, "-", color=GREY, linewidth=1.2, zorder=2)[0],
            "all name": end_label(curve, "dimgrey", f"hepsi {count}"),
            "now": curve.plot([], [], "-", color=BLACK, linewidth=1.2, zorder=6, **grip)[0],
            "rungs": curve.plot([], [], ":", color=GREY, linewidth=1.2, zorder=2)[0],
            "cut": curve.plot([], [], "-", color=BLACK, linewidth=1.6, zorder=3, **grip)[0],
            "cut name": curve.annotate(
                "ilk eleme", (1, high), (10, 0), textcoords="offset points", va="center", in_layout=False
            ),
            "deaths": curve.plot([], [], "X", color=VERMILION, markeredgecolor="white", markersize=9, zorder=5)[0],
            "turned": curve.plot([], [], "s", color="white", markeredgecolor=VERMILION, markersize=6, zorder=5)[0],
            "out": rung.plot([], [], ".", color=GREY, markersize=4)[0],
            "in": rung.plot([], [], ".", color=BLACK, markersize=4)[0],
            "line": rung.plot([], [], "-", color=BLACK, linewidth=1.6)[0],
            "line name": rung.annotate(
                "← kalır", (1, high), (-5, -4), textcoords="offset points", ha="right", va="top", in_layout=False
            ),
            "top in": rung.plot([], [], "o", color=BLUE, markeredgecolor="white", markersize=8)[0],
            "top out": rung.plot([], [], "X", color=VERMILION, markeredgecolor="white", markersize=9)[0],
            **{
                name: price.plot([], [], color=look.color, linestyle=look.line, marker=look.marker, markersize=4)[0]
                for name, look in looks.items()
            },
            "here": price.plot([], [], "o", **GRIP, zorder=5, clip_on=False, in_layout=False)[0],
            "halving name": end_label(price, looks["halving"].color, "yarılama"),
            "random name": end_label(price, looks["random"].color, "rastgele arama"),
        }  # fmt: skip
        artists["random"].set_marker("")
        artists["halving name"].set(ha="right", position=(-9, 0))
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        ladder, top, fate, early, last = (arrays[name] for name in ("ladder", "top", "fate", "early", "last"))
        low, high = artists["cut"].axes.get_ylim()
        epoch, sizes = arrays["epoch"], arrays["sizes"]
        artists["cut"].set_data([ladder[0]] * 2, [low, high / ROOM**0.5])
        artists["cut name"].xy = (ladder[0], high / ROOM**0.5)
        late = ladder[0] > np.sqrt(self.losses.shape[1])
        artists["cut name"].set(ha="right" if late else "left", position=(-10 if late else 10, 0))
        artists["rungs"].set_data(joined(np.array([[r, low], [r, high / ROOM]]) for r in ladder[1:]))
        artists["now"].set_data(*([], []) if arrays["ended"] else ([epoch, epoch], [high / ROOM, 1.06 * low]))
        names = {"lost": "ilk elenen", "later": "sonraki", "kept": "sona kalan" if arrays["ended"] else "süren"}
        ends = [(artists["all name"], *(part[-1:] for part in artists["all"].get_data()))]
        for name in GROUPS:
            mid, under, over = arrays["lines"][name]
            seen = len(mid) if sizes[name] else 0
            artists[name].set_data(np.arange(1, seen + 1), mid[:seen])
            artists[f"{name} band"].set_path(band(under, over))
            artists[f"{name} name"].set_text(f"{names[name]} {sizes[name]}")
            ends.append((artists[f"{name} name"], [self.losses.shape[1]] if seen else [], mid[:seen][-1:]))
        show_end_labels(*ends)
        for name in ("deaths", "turned"):
            artists[name].set_data(*arrays[name])
        passed, best = fate > 0, np.isin(np.arange(len(fate)), top)
        for name, chosen in (
            ("out", ~passed & ~best), ("in", passed & ~best), ("top out", ~passed & best), ("top in", passed & best),
        ):  # fmt: skip
            artists[name].set_data(100 * early[chosen], 100 * last[chosen])
        limit = 100 * early[passed].max(initial=0)
        artists["line"].set_data([limit] * 2, artists["line"].axes.get_ylim())
        (left, right), roof = artists["line"].axes.get_xlim(), artists["line"].axes.get_ylim()[1]
        room = np.log(limit / left) > 0.25 * np.log(right / left)
        artists["line name"].xy = (limit, roof)
        artists["line name"].set(text="← kalır" if room else "elenir →", ha="right" if room else "left")
        artists["line name"].set_position((-5 if room else 5, -4))
        artists["random"].set_data(arrays["random_cost"], arrays["random"])
        artists["halving"].set_data(arrays["cost"], arrays["mean"])
        artists["here"].set_data(arrays["cost"][arrays["at"] :][:1], arrays["mean"][arrays["at"] :][:1])
        artists["halving name"].xy = (arrays["cost"][0], arrays["mean"][0])
        mark = int(np.argmin(abs(arrays["random"] - 0.7 * artists["here"].axes.get_ylim()[1])))
        artists["random name"].xy = (arrays["random_cost"][mark], arrays["random"][mark])

    def describe(self, values: Values, arrays: Arrays) -> str:
        ladder, top, fate = arrays["ladder"], arrays["top"], arrays["fate"]
        lost, kept = int((fate[top] == 0).sum()), int((fate[top] == len(ladder) - 1).sum())
        gap, cost = arrays["gap"][arrays["at"]], arrays["cost"][arrays["at"]]
        winner = float(arrays["last"][fate == len(ladder) - 1].min(initial=np.inf))
        found = f"%{100 * winner:.1f}" if np.isfinite(winner) else "ıraksadı"
        count = len(self.losses)
        fates = (
            f"Sondaki en iyi {len(top)}: {lost} ilk basamakta, {len(top) - lost - kept} sonraki basamaklarda elendi, "
            f"{kept} sona kaldı"
        )
        gone = int(arrays["sizes"]["lost"] + arrays["sizes"]["later"])
        playing = f"{arrays['epoch']}. döneme dek: bu {len(top)} yapılandırmadan {gone} tanesi elendi.\n{fates}.\n"
        return (
            (f"{fates}; {cost} dönem harcandı.\n" if arrays["ended"] else playing)
            + f"Basamaklar {', '.join(map(str, ladder))} dönem, η = {values['eta']:.0f}: ilk basamakta {count} "
            f"yapılandırmadan {arrays['promoted']} tanesi kalır; birincinin son hatası {found}, "
            f"en küçüğü %{100 * arrays['last'].min():.1f}. r_min'deki sıra ile son sıranın korelasyonu "
            f"{arrays['spearman']:.2f}; kesişen çiftler %{100 * arrays['crossing']:.0f}. Rastgele {min(POOL, count)} "
            f"yapılandırmayla {cost} dönem: birinci, en iyiden ortalama {gap.mean():.2f} puan geride (standart sapma "
            f"{gap.std():.2f}); aynı dönemle rastgele arama {arrays['same']:.2f}."
        )


# --- elemenin sayıları ----------------------------------------------------------------------------------------


def eliminated(losses: np.ndarray, ladder: tuple[int, ...], eta: int) -> np.ndarray:
    """Her yapılandırmanın elendiği basamak (0'dan), (N,); hiç elenmeyen son basamağın sırasını alır.

    k. basamaktan (0'dan) en iyi floor(N/η^(k+1)) yapılandırma (en az bir) terfi eder, ıraksayan etmez; eşitlikte küçük
    numara öndedir: `lrlab.hpo.SuccessiveHalving`in hepsini tek turda görseydi vereceği kararlar.
    """
    fate = np.full(len(losses), len(ladder) - 1)
    alive = np.arange(len(losses))
    for k, r in enumerate(ladder[:-1]):
        places = max(1, len(losses) // eta ** (k + 1))
        kept = np.sort(np.argsort(losses[alive, r - 1], kind="stable")[:places])
        kept = kept[np.isfinite(losses[alive[kept], r - 1])]
        fate[np.delete(alive, kept)] = k
        alive = alive[kept]
    return fate


def out_by(ladder: tuple[int, ...], fate: np.ndarray, epoch: int) -> np.ndarray:
    """`fate` basamaklarında elenenlerden hangileri `epoch`. dönemin sonunda artık yok; son basamak eleme değildir."""
    return (fate < len(ladder) - 1) & (np.array(ladder)[fate] <= epoch)


def elimination_prices(losses: np.ndarray, starts: tuple[int, ...], eta: int) -> dict[str, np.ndarray]:
    """Her `r_min` için ardışık yarılamanın harcadığı dönem `cost` (R,) ve kazananın uzaklığı `gap` (R, havuz), puan.

    `random` (n,) ve `random_cost` (n,): ilk 1…n yapılandırmayı sonuna dek eğiten rastgele arama. Uzaklık, kazananın son
    hatası eksi havuzun en küçük son hatasıdır. Havuzlar her η'da aynıdır (tohum 0).
    """
    rng, (count, epochs) = np.random.default_rng(0), losses.shape
    pools = np.stack([rng.permutation(count)[: min(POOL, count)] for _ in range(POOLS)])
    last = np.where(np.isfinite(losses[:, -1]), losses[:, -1], 1.0)  # ıraksayan ağ hiç bilemez sayılır
    floor = last[pools].min(1)
    cost, gap = [], []
    for first in starts:
        ladder, alive = rungs(first, epochs, eta), pools
        spent = ladder[0] * alive.shape[1]
        for before, r in pairwise(ladder):
            order = np.argsort(losses[alive, before - 1], axis=1, kind="stable")
            kept = np.sort(order[:, : max(1, alive.shape[1] // eta)], axis=1)
            alive = np.take_along_axis(alive, kept, axis=1)
            spent += (r - before) * alive.shape[1]
        cost.append(spent)
        gap.append(last[alive].min(1) - floor)
    tried = np.minimum.accumulate(last[pools], axis=1) - floor[:, None]
    return {
        "cost": np.array(cost), "gap": 100 * np.array(gap),
        "random_cost": epochs * np.arange(1, tried.shape[1] + 1), "random": 100 * tried.mean(0),
    }  # fmt: skip


def ranks(values: np.ndarray) -> np.ndarray:
    """0'dan sıralar; eşit değerler ortalama sırayı paylaşır."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[inverse]


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """İki sıranın korelasyonu (Spearman); sıralardan biri hiç ayırt etmiyorsa 0."""
    one, other = (ranks(values) - (len(values) - 1) / 2 for values in (one, other))
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum() / size) if size else 0.0


def crossing(one: np.ndarray, other: np.ndarray) -> float:
    """Sırası iki ölçüm arasında ters dönen çiftlerin oranı; eşitlik ters dönmek sayılmaz."""
    first, second = (np.sign(ranks(values)[:, None] - ranks(values)) for values in (one, other))
    return float((first * second < 0).sum() / (len(one) * (len(one) - 1)))
