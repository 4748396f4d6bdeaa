"""Canlı şekil: eşzamanlı ardışık yarılama ile ASHA, benzetilmiş saatte; iki işçi çizelgesi ve en iyi hatanın yolu."""

from functools import lru_cache, partial
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from lrlab.core.validate import instance
from lrlab.figures.engine import Arrays, Explorer, LiveFigure, Readout, Slider, Values, complete, within
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREEN, OLIVE, ORANGE, PURPLE, SKY, VERMILION, above
from lrlab.hpo import ASHA, RecordedCurves, Replayed, SuccessiveHalving, Tuning, rungs, simulate

COLOURS = (SKY, BLUE, GREEN, ORANGE, VERMILION, PURPLE, OLIVE, BLACK)  # basamak k'nin rengi; kalınlığı da artar
WAYS = {"sync": "eşzamanlı", "asha": "ASHA"}
LOOKS: dict[str, tuple[str, Any]] = {"sync": (BLACK, "--"), "asha": (VERMILION, "-")}
STEPS = (1, 1.5, 2, 3, 5, 7, 10)  # süre ekseninin uçları, x 10ᵏ
PRESETS: dict[str, Values] = {
    "Dört işçi": {},
    "Tek işçi": {"workers": 1.0},
    "On altı işçi": {"workers": 16.0},
    "Geride kalanlar": {"stragglers": 1.0},
    "Kalabalık tur": {"factor": 4.0, "budget": 1200.0},
    "Eleme yok": {"r_min": 9.0, "r_max": 9.0, "factor": 4.0},
}


def explore_workers(curves: RecordedCurves, *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Eşzamanlı ardışık yarılama ile ASHA'yı kayıtlı eğrilerde karşılaştırır: `explore_workers(learning_curves())`.

    İkisi aynı yapılandırmaları aynı sırayla görür, aynı işte aynı yavaşlıkla karşılaşır, `budget` dönemi aşmaz.
    `factor`: eşzamanlının turu ilk basamakta factor·η^K denemeyle başlar (K + 1 basamak). `stragglers`: işlerin
    yavaşlığı, ortancası 1 olan log-normal bir sayıdır; bu, logaritmasının sapmasıdır. `seed`: sıranın ve
    yavaşlıkların tohumu. Süreler kayıttaki dönem sürelerinden hesaplanan benzetilmiş saniyelerdir. Çubuğun rengi ve
    kalınlığı basamaktır, gri boşta geçen süredir: pay, işçi sayısı x son işin bitişi üzerindendir.
    """
    instance("curves", curves, RecordedCurves, "learning_curves'ın verdiği kayıtlar olmalı")
    return Explorer(WorkersFigure(curves), lecture=lecture, **start)


@final
class WorkersFigure(LiveFigure):
    """Solda iki çizelge: hangi işçi ne zaman hangi basamakta; sağda bulunan en küçük hata, süreye karşı."""

    readouts = {
        f"{way} path": Readout(name, "benzetilmiş süre (s)", "en küçük geçerleme hatası (%)")
        for way, name in WAYS.items()
    }

    def __init__(self, curves: RecordedCurves) -> None:
        self.curves = curves
        longest = int(np.shape(curves.errors)[1])
        highs = tuple(float(r) for r in (9, 27, 81) if r <= longest) or (float(longest),)
        lows = tuple(float(r) for r in (1, 3, 9) if r <= highs[0])
        self.controls = (
            Slider("workers", "işçi", (1.0, 2.0, 4.0, 8.0, 16.0, 32.0), 4.0, "{:.0f}"),
            Slider("eta", "η", (2.0, 3.0, 4.0), 3.0, "{:.0f}"),
            Slider("r_min", "r_min (dönem)", lows, lows[0], "{:.0f}"),
            Slider("r_max", "r_max (dönem)", highs, highs[-1], "{:.0f}"),
            Slider("stragglers", "geride kalma", (0.0, 0.25, 0.5, 0.75, 1.0, 1.5), 0.25),
            Slider("budget", "bütçe (dönem)", (100.0, 200.0, 300.0, 400.0, 600.0, 900.0, 1200.0), 600.0, "{:.0f}"),
            Slider("factor", "tur büyüklüğü", (1.0, 2.0, 4.0), 1.0, "{:.0f}"),
            Slider("seed", "tohum", tuple(map(float, range(20))), 0.0, "{:.0f}"),
        )
        self.presets = within(complete(self.controls, PRESETS), r_min=(lows[0], lows[-1]), r_max=(highs[0], highs[-1]))
        self.searches = {
            "sync": lru_cache(64)(partial(synchronous, curves)),
            "asha": lru_cache(64)(partial(asynchronous, curves)),
        }

    def compute(
        self,
        *,
        workers: float,
        eta: float,
        r_min: float,
        r_max: float,
        stragglers: float,
        budget: float,
        factor: float,
        seed: float,
    ) -> Arrays:
        ladder = (int(r_min), int(r_max), int(eta))
        clock = {"workers": int(workers), "stragglers": stragglers, "seed": int(seed)}
        runs = {
            "sync": self.searches["sync"](ladder, int(budget), int(factor), **clock),
            "asha": self.searches["asha"](ladder, int(budget), **clock),
        }
        end = max(run.makespan for run in runs.values())
        found: Arrays = {"workers": int(workers), "levels": rungs(*ladder), "end": above(end, STEPS)}
        for way, run in runs.items():
            time, _, error = run.trajectory()
            found[way] = {
                "bars": bars(run, found["levels"]), "path": (time, 100 * np.where(np.isfinite(error), error, np.nan)),
                "makespan": run.makespan, "trials": run.trials, "epochs": sum(report.epochs for report in run.reports),
                **idleness(run),
            }  # fmt: skip
        return found

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.5, 1])
        charts = {"sync": figure.add_subplot(cells[0, 0]), "asha": figure.add_subplot(cells[1, 0])}
        path = figure.add_subplot(cells[:, 1])
        low = 100 * np.min(self.curves.errors, initial=0.9, where=np.isfinite(self.curves.errors))
        path.set(title="Aynı bütçe: kim ne zaman ne buldu", xlabel="benzetilmiş süre (s)", xlim=(0, 100))
        path.set(ylabel="en küçük geçerleme hatası (%)", ylim=(low - 0.5, low + 6))
        artists: Artists = {}
        titles = {"sync": "Eşzamanlı: basamağın en yavaşı beklenir", "asha": "ASHA: iş varken kimse beklemez"}
        for way, axes in charts.items():
            axes.set(
                title=titles[way],
                xlabel="benzetilmiş süre (s)",
                ylabel="işçi",
                xlim=(0, 100),
                ylim=(-0.6, 39),
                yticks=(0, 24),
            )
            axes.grid(False)
            empty = Path(np.empty((0, 2)))
            artists[f"{way} lanes"] = axes.add_patch(PathPatch(empty, facecolor="0.86", linewidth=0, zorder=1))
            for k, colour in enumerate(COLOURS):
                bar = PathPatch(empty, facecolor=colour, linewidth=0, zorder=2 + k / 10)
                artists[f"{way} {k}"] = axes.add_patch(bar)
            artists[f"{way} idle"] = axes.text(
                0.99, 0.98, "", transform=axes.transAxes, ha="right", va="top", parse_math=False, zorder=5
            )
            color, line = LOOKS[way]
            artists[f"{way} path"] = path.plot(
                [], [], color=color, linestyle=line, drawstyle="steps-post", linewidth=2.2, label=WAYS[way]
            )[0]
            artists[f"{way} end"] = path.plot([], [], "o", color=color, markeredgecolor="white", markersize=9)[0]
        path.legend(loc="upper right")
        keys = [Patch(color=colour, label=f"{k + 1}" if k else "basamak 1") for k, colour in enumerate(COLOURS)]
        keys.append(Patch(color="0.86", label="boşta"))
        figure.legend(handles=keys, loc="outside lower center", ncols=len(keys), columnspacing=1.2)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        count, end, steps = arrays["workers"], arrays["end"], len(arrays["levels"])
        for way in WAYS:
            found = arrays[way]
            lanes = artists[f"{way} lanes"]
            lanes.axes.set(xlim=(0, end), ylim=(-0.6, 1.24 * count - 0.4), yticks=range(0, count, max(1, count // 4)))
            lanes.set_path(boxes(np.array([(w, 0, found["makespan"]) for w in range(count)], float), 0.92, 0))
            for k in range(len(COLOURS)):
                jobs = found["bars"][k] if k < steps else np.empty((0, 3))
                height = 0.45 + 0.45 * k / max(1, steps - 1)
                artists[f"{way} {k}"].set_path(boxes(jobs, height, end / 400))
            artists[f"{way} idle"].set_text(f"boşta %{100 * found['idle']:.0f}")
            artists[f"{way} path"].set_data(*found["path"])
            artists[f"{way} end"].set_data(*(part[-1:] for part in found["path"]))
        artists["asha path"].axes.set_xlim(0, end)

    def describe(self, values: Values, arrays: Arrays) -> str:
        said = (
            f"{arrays['workers']} işçi, basamaklar {', '.join(map(str, arrays['levels']))} dönem, "
            f"bütçe {values['budget']:.0f} dönem. "
        )
        for way, name in WAYS.items():
            found = arrays[way]
            said += (
                f"{name[0].upper()}{name[1:]}: {found['makespan']:.0f} s, {found['trials']} deneme, en küçük hata "
                f"%{found['path'][1][-1]:.2f}; boşta geçen pay %{100 * found['idle']:.0f} (iş dağıtılırken "
                f"%{100 * found['waiting']:.0f}, gerisi sonda). "
            )
        time, error = arrays["asha"]["path"]
        goal = arrays["sync"]["path"][1][-1]
        reached = np.flatnonzero(error <= goal)
        if len(reached):
            return said + f"ASHA eşzamanlının sonundaki hataya {time[reached[0]]:.0f} s'de indi."
        time, error = arrays["sync"]["path"]
        then = error[time <= arrays["asha"]["makespan"]]
        told = f"%{then[-1]:.2f} hatadaydı" if len(then) and np.isfinite(then[-1]) else "daha sonuç vermemişti"
        return said + f"ASHA eşzamanlının sonundaki hataya inmedi; ASHA bittiğinde eşzamanlı {told}."


def synchronous(curves: RecordedCurves, ladder: tuple[int, int, int], budget: int, factor: int, **clock: Any) -> Tuning:
    """Eşzamanlı ardışık yarılama; `ladder`: (r_min, r_max, η)."""
    r_min, r_max, eta = ladder
    searcher = Replayed(curves, clock["seed"])
    scheduler = SuccessiveHalving(searcher, r_min=r_min, r_max=r_max, eta=eta, factor=factor, budget=budget)
    return simulate(curves, scheduler, **clock)


def asynchronous(curves: RecordedCurves, ladder: tuple[int, int, int], budget: int, **clock: Any) -> Tuning:
    """Terfili ASHA; aynı sıra, aynı yavaşlıklar."""
    r_min, r_max, eta = ladder
    scheduler = ASHA(Replayed(curves, clock["seed"]), r_min=r_min, r_max=r_max, eta=eta, budget=budget)
    return simulate(curves, scheduler, **clock)


def bars(run: Tuning, levels: tuple[int, ...]) -> list[np.ndarray]:
    """Her basamağın işleri: (iş, 3) biçiminde işçi, başlangıç, bitiş."""
    jobs = [[(r.worker, r.began, r.ended) for r in run.reports if r.resource == level] for level in levels]
    return [np.array(rows, float).reshape(-1, 3) for rows in jobs]


def idleness(run: Tuning) -> dict[str, float]:
    """Boşta geçen pay: `idle` bütünü, `waiting` son iş dağıtılmadan önceki; gerisi sondadır."""
    whole, last = run.workers * run.makespan, max(report.began for report in run.reports)
    busy = sum(min(report.ended, last) - min(report.began, last) for report in run.reports)
    return {"idle": run.idle / whole, "waiting": max(0.0, run.workers * last - busy) / whole}


def boxes(jobs: np.ndarray, height: float, gap: float) -> Path:
    """İşlerin dikdörtgenleri tek bir yolda; art arda iki iş karışmasın diye her işin sonundan en çok `gap` silinir."""
    worker, began, ended = jobs.T
    ended = ended - np.minimum(gap, 0.2 * (ended - began))
    low, high = worker - height / 2, worker + height / 2
    corners = np.stack([(began, low), (ended, low), (ended, high), (began, high), (began, low)]).transpose(2, 0, 1)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(corners.reshape(-1, 2), np.tile(np.array(codes, Path.code_type), len(jobs)))
