"""Canlı şekil: erken elemenin bedeli. Kesişen eğriler, basamaktaki ve sondaki sıra, harcanan döneme karşı kayıp."""

from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, Protocol, final, runtime_checkable

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.core.validate import instance
from lrlab.figures.engine import (
    Along,
    Arrays,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Values,
    complete,
    within,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREEN, GREY, ORANGE, VERMILION, plain_ticks
from lrlab.figures.parts.learning import error_marks, joined, learning_panel
from lrlab.hpo import rungs

STARTS = (1, 2, 3, 4, 6, 9, 13, 18, 27, 40, 54)  # r_min: ilk sıralamanın yapıldığı dönem
FACTORS = (2, 3, 4, 6, 9)
BESTS = (1, 3, 5, 10, 20, 40)
# Üstüne gelince okunanlar: eğrilerin ve basamağın çizimleri, adlarıyla.
ON_CURVES = {
    "lost": "ilk basamakta elenen", "later": "sonra elenen en iyi", "kept": "süren en iyi",
    "deaths": "ilk basamakta elenen", "turned": "sonra elenen en iyi",
}  # fmt: skip
AT_RUNG = {"top in": "en iyilerden, ilk basamağı geçen", "top out": "en iyilerden, ilk basamakta elenen"}
POOLS, POOL = 200, 81  # bu kadar rastgele havuz, her birinde en çok bu kadar yapılandırma
PRESETS: dict[str, Values] = {
    "Ölçülü eleme": {},
    "Acele: η = 9": {"eta": 9.0},
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
    yapılandırmanın eğrileri; çizgi, elendiği yerdeki işaretten sonra eğitilseydi ne olurdu, onu gösterir. Sağ üst: ilk
    basamaktaki hataya karşı son hata. Sağ alt: rastgele seçilmiş 81'lik 200 havuzda, her `r_min` için harcanan
    dönem ve kazananın havuzun en iyisinden ortalama uzaklığı; aynı dönemi rastgele arama (her deneme sonuna dek)
    harcasaydı ne olurdu. Terfi eden deneme kaldığı yerden sürer: yalnızca yeni dönemleri harcar.
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

    def __init__(self, errors: np.ndarray) -> None:
        self.losses = np.where(np.isfinite(errors), errors, np.inf)
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
        paid, at = self.prices(factor), self.starts.index(r_min)
        return {
            "curves": _traces(losses), "ladder": ladder, "fate": eliminated(losses, ladder, factor),
            "top": top[np.isfinite(last[top])], "early": early, "last": last, "kept": max(1, len(losses) // factor),
            "spearman": spearman(early, last), "crossing": crossing(early, last),
            "epoch": int(epoch), **paid, "at": at, "mean": paid["gap"].mean(1),
            "same": float(np.interp(paid["cost"][at], paid["random_cost"], paid["random"])),
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.15, 1])
        curve, rung, price = (figure.add_subplot(cells[place]) for place in (np.s_[:, 0], np.s_[0, 1], np.s_[1, 1]))
        (count, epochs), shown = self.losses.shape, 100 * self.losses[np.isfinite(self.losses)]
        pool = min(POOL, count)
        ends = (0.95 * shown.min(initial=90), 1.05 * shown.max(initial=90))
        learning_panel(curve, "En iyiler nerede elendi", epochs, ends)
        rung.set(title="Basamaktaki sıra son sıra değildir", xlabel="r_min dönem sonra hata (%)", ylabel="son hata (%)")
        rung.set(xscale="log", yscale="log", xlim=ends, ylim=ends)
        for axis in (rung.xaxis, rung.yaxis):
            plain_ticks(axis, error_marks(ends))
        price.set(title="Erken elemek ucuzdur, bedeli de var", xlabel=f"harcanan dönem ({pool} yapılandırma)")
        price.set(ylabel="en iyiden uzaklık (puan)", xscale="log", xlim=(0.9 * epochs, pool * epochs), ylim=(0, 3))
        plain_ticks(price.xaxis, (100, 300, 1000, 3000))
        # Fonda eğrilerin yarısı; kenar yumuşatma kapalı, çünkü yüzlerce çizginin ara tonları paletli resimde
        # kaybolurdu.
        soft = LineCollection(
            list(_traces(self.losses)[::2]), colors="0.88", linewidths=0.4, antialiaseds=False, zorder=1
        )
        curve.add_collection(soft, autolim=False)
        artists: Artists = {
            "now": curve.plot([], [], "-", color=BLUE, linewidth=0.8, zorder=2)[0],
            "rungs": curve.plot([], [], ":", color=GREY, linewidth=1, zorder=2)[0],
            "cut": curve.plot([], [], "-", color=BLACK, linewidth=1.6, zorder=2)[0],
            "lost": curve.plot([], [], ":", color=VERMILION, linewidth=1.3, zorder=3)[0],
            "later": curve.plot([], [], "--", color=ORANGE, linewidth=1.3, zorder=3)[0],
            "kept": curve.plot([], [], "-", color=BLUE, linewidth=1.7, zorder=4)[0],
            "deaths": curve.plot([], [], "X", color=VERMILION, markeredgecolor="white", markersize=9, zorder=5)[0],
            "turned": curve.plot([], [], "s", color=ORANGE, markeredgecolor="white", markersize=7, zorder=5)[0],
            "out": rung.plot([], [], ".", color="0.75", markersize=5)[0],
            "in": rung.plot([], [], ".", color="0.35", markersize=5)[0],
            "line": rung.plot([], [], "-", color=BLACK, linewidth=1.6)[0],
            "top in": rung.plot([], [], "o", color=BLUE, markeredgecolor="white", markersize=8)[0],
            "top out": rung.plot([], [], "X", color=VERMILION, markeredgecolor="white", markersize=9)[0],
            "random": price.plot([], [], "--", color=BLACK, linewidth=1.5)[0],
            "halving": price.plot([], [], "-o", color=GREEN, markersize=5)[0],
            "here": price.plot([], [], "D", color=GREEN, markeredgecolor=BLACK, markersize=11)[0],
        }
        keys = [
            Line2D([], [], color=VERMILION, linestyle=":", marker="X", label="ilk basamakta elenen"),
            Line2D([], [], color=ORANGE, linestyle="--", marker="s", label="sonra elenen en iyi"),
            Line2D([], [], color=BLUE, marker="o", label="sona kalan en iyi"),
            Line2D([], [], color=GREEN, marker="D", label="ardışık yarılama"),
            Line2D([], [], color=BLACK, linestyle="--", label="rastgele arama"),
        ]
        figure.legend(handles=keys, loc="outside lower center", ncols=3)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        ladder, top, fate, early, last = (arrays[name] for name in ("ladder", "top", "fate", "early", "last"))
        low, high = artists["cut"].axes.get_ylim()
        artists["cut"].set_data([ladder[0]] * 2, [low, high])
        artists["rungs"].set_data(joined(np.array([[r, low], [r, high]]) for r in ladder[1:]))
        epoch, last_epoch = arrays["epoch"], arrays["curves"].shape[1]
        artists["now"].set_data([epoch, epoch] if epoch < last_epoch else [], [low, high] if epoch < last_epoch else [])
        gone = out_by(ladder, fate[top], epoch)
        lost, later = gone & (fate[top] == 0), gone & (fate[top] > 0)
        for name, chosen in (("lost", lost), ("later", later), ("kept", ~gone)):
            artists[name].set_data(joined(arrays["curves"][k][:epoch] for k in top[chosen]))
        for name, chosen in (("deaths", lost), ("turned", later)):
            ends = np.array([arrays["curves"][k][ladder[fate[k]] - 1] for k in top[chosen]]).reshape(-1, 2)
            artists[name].set_data(*ends.T)
        passed, best = fate > 0, np.isin(np.arange(len(fate)), top)
        for name, chosen in (
            ("out", ~passed & ~best), ("in", passed & ~best), ("top out", ~passed & best), ("top in", passed & best),
        ):  # fmt: skip
            artists[name].set_data(100 * early[chosen], 100 * last[chosen])
        artists["line"].set_data([100 * early[passed].max(initial=0)] * 2, artists["line"].axes.get_ylim())
        artists["random"].set_data(arrays["random_cost"], arrays["random"])
        artists["halving"].set_data(arrays["cost"], arrays["mean"])
        artists["here"].set_data(arrays["cost"][arrays["at"] :][:1], arrays["mean"][arrays["at"] :][:1])

    def describe(self, values: Values, arrays: Arrays) -> str:
        ladder, top, fate = arrays["ladder"], arrays["top"], arrays["fate"]
        lost, kept = int((fate[top] == 0).sum()), int((fate[top] == len(ladder) - 1).sum())
        gap, cost = arrays["gap"][arrays["at"]], arrays["cost"][arrays["at"]]
        winner = float(arrays["last"][fate == len(ladder) - 1].min(initial=np.inf))
        found = f"%{100 * winner:.1f}" if np.isfinite(winner) else "ıraksadı"
        count = len(self.losses)
        return (
            f"Basamaklar {', '.join(map(str, ladder))} dönem, η = {values['eta']:.0f}: ilk basamakta {count} "
            f"yapılandırmadan {arrays['kept']} tanesi kalır. Sondaki en iyi {len(top)}: {lost} ilk basamakta, "
            f"{len(top) - lost - kept} sonraki basamaklarda elendi, {kept} sona kaldı; birincinin son hatası {found}, "
            f"en küçüğü %{100 * arrays['last'].min():.1f}. r_min'deki sıra ile son sıranın korelasyonu "
            f"{arrays['spearman']:.2f}; kesişen çiftler %{100 * arrays['crossing']:.0f}. Rastgele {min(POOL, count)} "
            f"yapılandırmayla {cost} dönem: birinci, en iyiden ortalama {gap.mean():.2f} puan geride (standart sapma "
            f"{gap.std():.2f}); aynı dönemle rastgele arama {arrays['same']:.2f}."
            + (
                f" Soldaki eğriler {arrays['epoch']}. döneme dek: bu {len(top)} yapılandırmadan "
                f"{int(out_by(ladder, fate[top], arrays['epoch']).sum())} tanesi elendi."
                if arrays["epoch"] < self.losses.shape[1]
                else ""
            )
        )


def _traces(losses: np.ndarray) -> np.ndarray:
    """Eğriler, (N, E, 2): dönem ve yüzde hata; ıraksadıktan sonrası boşluk."""
    time = np.broadcast_to(np.arange(1.0, losses.shape[1] + 1), losses.shape)
    return np.stack([time, np.where(np.isfinite(losses), 100 * losses, np.nan)], axis=-1)


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
