"""Canlı şekil: erken elemenin bedeli. Kesişen eğriler, basamaktaki ve sondaki sıra, harcanan döneme karşı kayıp."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Protocol, runtime_checkable

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.core.validate import instance
from lrlab.figures.engine.controls import Slider
from lrlab.figures.engine.explorer import Arrays, Explorer, LiveFigure, Values
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.style import BLACK, BLUE, GREEN, GREY, ORANGE, VERMILION
from lrlab.figures.search.elimination_numbers import POOL, crossing, eliminated, elimination_prices, spearman
from lrlab.hpo.schedulers.halving import rungs

STARTS = (1, 2, 3, 4, 6, 9, 13, 18, 27, 40, 54)  # r_min: ilk sıralamanın yapıldığı dönem
FACTORS = (2, 3, 4, 6, 9)
BESTS = (1, 3, 5, 10, 20, 40)
PRESETS: dict[str, Values] = {
    "Ölçülü eleme": {},
    "Acele: η = 9": {"eta": 9.0},
    "Kırk iyiden kaçı ölür": {"eta": 9.0, "best": 40.0},
    "Sabır: r_min = 9": {"r_min": 9.0},
    "Acele ama geç: r_min = 9, η = 9": {"r_min": 9.0, "eta": 9.0},
    "Neredeyse sonuna dek": {"r_min": 54.0},
}


@runtime_checkable
class Curves(Protocol):
    """Şeklin kayıtlardan istediği; `lrlab.train.learning_curves()` bunu taşır."""

    errors: np.ndarray  # (N, E): her dönemin sonundaki geçerleme hatası, 0–1; ıraksadıktan sonra NaN


def explore_elimination(curves: Curves, *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Ardışık yarılamanın kayıtlı eğrilerde kimi elediği: `explore_elimination(learning_curves())`.

    Bütün yapılandırmalar `r_min` dönem eğitilir, her basamakta en iyi 1/η'sı kalır. Sol: son hatası en küçük `best`
    yapılandırmanın eğrileri; çizgi, elendiği yerdeki işaretten sonra eğitilseydi ne olurdu, onu gösterir. Sağ üst: ilk
    basamaktaki hataya karşı son hata. Sağ alt: rastgele seçilmiş 81'lik 200 havuzda, her `r_min` için harcanan
    dönem ve kazananın havuzun en iyisinden ortalama uzaklığı; aynı dönemi rastgele arama (her deneme sonuna dek)
    harcasaydı ne olurdu. Terfi eden deneme kaldığı yerden sürer: yalnızca yeni dönemleri harcar.
    """
    errors = np.asarray(instance("curves", curves, Curves, "learning_curves'ın verdiği kayıtlar olmalı").errors, float)
    if errors.ndim != 2 or errors.shape[0] < 2 or errors.shape[1] < 2:
        raise ValueError(
            f"`curves.errors` biçimi {errors.shape} olamaz; (yapılandırma, dönem), ikisi de en az 2 olmalı"
        )
    if not np.isfinite(errors[:, -1]).any():
        raise ValueError("`curves.errors` içinde sonuna dek eğitilmiş (ıraksamamış) en az bir yapılandırma olmalı")
    count, epochs = errors.shape
    starts, bests = (
        tuple(float(v) for v in values if v <= most) for values, most in ((STARTS, epochs - 1), (BESTS, count))
    )
    base = {"r_min": 1.0, "eta": 3.0, "best": 10.0 if 10.0 in bests else 1.0}
    controls = (
        Slider("r_min", "r_min (dönem)", starts, base["r_min"], "{:.0f}"),
        Slider("eta", "η", tuple(map(float, FACTORS)), base["eta"], "{:.0f}"),
        Slider("best", "sonda en iyi kaç tanesi", bests, base["best"], "{:.0f}"),
    )
    there = {"r_min": starts, "eta": FACTORS, "best": bests}
    story = {n: base | preset for n, preset in PRESETS.items() if all(preset[k] in there[k] for k in preset)}
    losses = np.where(np.isfinite(errors), errors, np.inf)
    price = lru_cache(len(FACTORS))(partial(elimination_prices, losses, tuple(map(int, starts))))
    live = LiveFigure(
        controls, story, partial(compute, losses, price), partial(draw, losses), update, partial(describe, losses),
        handles={"cut": lambda x, y: {"r_min": x}},
    )  # fmt: skip
    return Explorer(live, lecture=lecture, **start)


def compute(
    losses: np.ndarray, price: Callable[[int], dict[str, np.ndarray]], *, r_min: float, eta: float, best: float
) -> Arrays:
    first, factor, epochs = int(r_min), int(eta), losses.shape[1]
    ladder = rungs(first, epochs, factor)
    fate = eliminated(losses, ladder, factor)
    early, final = losses[:, first - 1], losses[:, -1]
    top = np.argsort(final, kind="stable")[: int(best)]
    top = top[np.isfinite(final[top])]
    paid = price(factor)
    at = STARTS.index(first)
    return {
        "curves": _traces(losses), "ladder": ladder, "fate": fate, "top": top, "early": early, "final": final,
        "kept": max(1, len(losses) // factor), "spearman": spearman(early, final), "crossing": crossing(early, final),
        **paid, "at": at, "mean": paid["gap"].mean(1),
        "same": float(np.interp(paid["cost"][at], paid["random_cost"], paid["random"])),
    }  # fmt: skip


def draw(losses: np.ndarray, figure: Figure) -> Artists:
    cells = figure.add_gridspec(2, 2, width_ratios=[1.15, 1])
    curve, rung, price = (figure.add_subplot(cells[place]) for place in (np.s_[:, 0], np.s_[0, 1], np.s_[1, 1]))
    (count, epochs), shown = losses.shape, 100 * losses[np.isfinite(losses)]
    pool = min(POOL, count)
    ends = (0.95 * shown.min(initial=90), 1.05 * shown.max(initial=90))
    marks = [mark for mark in (5, 10, 15, 20, 30, 50, 90) if ends[0] < mark < ends[1]]
    curve.set(
        title="En iyiler nerede elendi", xlabel="dönem", ylabel="geçerleme hatası (%)", xscale="log", yscale="log"
    )
    curve.set(xlim=(0.95, 1.05 * epochs), ylim=ends)
    rung.set(title="Basamaktaki sıra son sıra değildir", xlabel="r_min dönem sonra hata (%)", ylabel="son hata (%)")
    rung.set(xscale="log", yscale="log", xlim=ends, ylim=ends)
    price.set(title="Erken elemek ucuzdur, bedeli de var", xlabel=f"harcanan dönem ({pool} yapılandırma)")
    price.set(ylabel="en iyiden uzaklık (puan)", xscale="log", xlim=(0.9 * epochs, pool * epochs), ylim=(0, 3))
    for axis in (curve.yaxis, rung.xaxis, rung.yaxis):
        axis.set_ticks(marks, [str(mark) for mark in marks])
        axis.set_ticks([], minor=True)
    powers = [r for r in (1, 3, 9, 27, 81, 243) if r <= epochs]
    curve.xaxis.set_ticks(powers, [str(r) for r in powers])
    curve.xaxis.set_ticks([], minor=True)
    ticks = (100, 300, 1000, 3000)
    price.xaxis.set_ticks(ticks, [str(tick) for tick in ticks])
    price.xaxis.set_ticks([], minor=True)
    # Fonda eğrilerin yarısı; kenar yumuşatma kapalı, çünkü yüzlerce çizginin ara tonları paletli resimde kaybolurdu.
    soft = LineCollection(_traces(losses)[::2], colors="0.88", linewidths=0.4, antialiaseds=False, zorder=1)
    curve.add_collection(soft, autolim=False)
    artists: Artists = {
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


def update(artists: Artists, arrays: Arrays) -> None:
    ladder, top, fate, early, final = (arrays[name] for name in ("ladder", "top", "fate", "early", "final"))
    low, high = artists["cut"].axes.get_ylim()
    artists["cut"].set_data([ladder[0]] * 2, [low, high])
    artists["rungs"].set_data(_joined([np.array([[r, low], [r, high]]) for r in ladder[1:]]))
    first, last = fate[top] == 0, fate[top] == len(ladder) - 1
    for name, chosen in (("lost", first), ("later", ~first & ~last), ("kept", last)):
        artists[name].set_data(_joined([arrays["curves"][k] for k in top[chosen]]))
    for name, chosen in (("deaths", first), ("turned", ~first & ~last)):
        ends = np.array([arrays["curves"][k][ladder[fate[k]] - 1] for k in top[chosen]]).reshape(-1, 2)
        artists[name].set_data(*ends.T)
    passed, best = fate > 0, np.isin(np.arange(len(fate)), top)
    for name, chosen in (
        ("out", ~passed & ~best), ("in", passed & ~best), ("top out", ~passed & best), ("top in", passed & best),
    ):  # fmt: skip
        artists[name].set_data(100 * early[chosen], 100 * final[chosen])
    artists["line"].set_data([100 * early[passed].max(initial=0)] * 2, artists["line"].axes.get_ylim())
    artists["random"].set_data(arrays["random_cost"], arrays["random"])
    artists["halving"].set_data(arrays["cost"], arrays["mean"])
    artists["here"].set_data(arrays["cost"][arrays["at"] :][:1], arrays["mean"][arrays["at"] :][:1])


def _traces(losses: np.ndarray) -> np.ndarray:
    """Eğriler, (N, E, 2): dönem ve yüzde hata; ıraksadıktan sonrası boşluk."""
    time = np.broadcast_to(np.arange(1.0, losses.shape[1] + 1), losses.shape)
    return np.stack([time, np.where(np.isfinite(losses), 100 * losses, np.nan)], axis=-1)


def _joined(pieces: list[np.ndarray]) -> np.ndarray:
    """Aralarına boşluk konmuş eğriler, (2, toplam): hepsi tek bir çizgiyle çizilir."""
    gap = [[np.nan, np.nan]]
    return np.concatenate([np.empty((0, 2)), *(np.concatenate([piece, gap]) for piece in pieces)]).T


def describe(losses: np.ndarray, values: Values, arrays: Arrays) -> str:
    ladder, top, fate = arrays["ladder"], arrays["top"], arrays["fate"]
    first, last = int((fate[top] == 0).sum()), int((fate[top] == len(ladder) - 1).sum())
    gap, cost = arrays["gap"][arrays["at"]], arrays["cost"][arrays["at"]]
    winner = float(arrays["final"][fate == len(ladder) - 1].min(initial=np.inf))
    found = f"%{100 * winner:.1f}" if np.isfinite(winner) else "ıraksadı"
    pool = min(POOL, len(losses))
    return (
        f"Basamaklar {', '.join(map(str, ladder))} dönem, η = {values['eta']:.0f}: ilk basamakta {len(losses)} "
        f"yapılandırmadan {arrays['kept']} tanesi kalır. Sondaki en iyi {len(top)}: {first} ilk basamakta, "
        f"{len(top) - first - last} sonraki basamaklarda elendi, {last} sona kaldı; birincinin son hatası {found}, en "
        f"küçüğü %{100 * arrays['final'].min():.1f}. r_min'deki sıra ile son sıranın korelasyonu "
        f"{arrays['spearman']:.2f}; kesişen çiftler %{100 * arrays['crossing']:.0f}. Rastgele {pool} yapılandırmayla "
        f"{cost} dönem: birinci, en iyiden ortalama {gap.mean():.2f} puan geride (standart sapma {gap.std():.2f}); "
        f"aynı dönemle rastgele arama {arrays['same']:.2f}."
    )
