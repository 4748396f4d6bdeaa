"""Canlı şekil: eşzamanlı ardışık yarılama ile ASHA, benzetilmiş saatte; iki işçi çizelgesi ve en iyi hatanın yolu."""

from functools import lru_cache, partial
from typing import Any, final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Annotation

from lrlab.core.validate import instance
from lrlab.figures.engine import Arrays, Explorer, LiveFigure, Readout, Slider, Title, Values, complete, within
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, SEARCH_LOOKS, above, beside_title, end_label, show_end_labels, write
from lrlab.hpo import ASHA, RecordedCurves, Replayed, SuccessiveHalving, Tuning, rungs, simulate

# Basamaklar bir sıradır: renkleri açıktan koyuya, kalınlıkları inceden kalına gider.
SHADES = LinearSegmentedColormap.from_list("basamaklar", ["#7FBFE6", BLUE, "#00283F"])
IDLE = "0.9"  # boşta geçen süre
MOST = 8  # en çok basamak
WAYS = {"sync": "eşzamanlı", "asha": "ASHA"}
STEPS = (1, 1.5, 2, 3, 5, 7, 10)  # süre ekseninin uçları, x 10ᵏ
NAMES = 1.4  # sağ panelde adlara yer: süre ekseninin ucu, bu katı
HEADROOM = 0.3  # şeritlerin üstünde sözlere yer, şeritlerin boyunun payı
SEEN_GAP = 0.08  # alanı bütünün bundan küçük payı olan bekleyiş gösterilmez


def _late(arrays: Arrays) -> float:
    """ASHA'nın süresi, eşzamanlınınkinin kaçta kaçı."""
    return arrays["asha"]["makespan"] / arrays["sync"]["makespan"]


def _waits(arrays: Arrays) -> bool:
    """Daha dağıtılacak iş varken eşzamanlı ASHA'dan belirgin biçimde çok mu bekliyor."""
    return arrays["sync"]["waiting"] > 0.1 + arrays["asha"]["waiting"] and _late(arrays) < 1


def _only_the_top(arrays: Arrays) -> bool:
    """Eşzamanlının en uzun bekleyişinde koşan tek iş üst basamağınki mi."""
    began, ended, idle = arrays["sync"]["gap"]
    _, start, stop = arrays["sync"]["bars"][-1].T
    middle = (began + ended) / 2
    return idle == arrays["workers"] - 1 and bool(((start <= middle) & (middle < stop)).any())


TITLES = (
    Title(
        "Basamak tek, eleme yok: eşzamanlı yalnızca tur sonunda bekliyor",
        lambda v, a: len(a["levels"]) == 1 and a["sync"]["waiting"] > 0,
    ),
    Title(
        "Tek işçide bekleyen olmaz: iki yöntem aynı anda biter",
        lambda v, a: a["workers"] == 1 and 0.9 < _late(a) < 1.1,
    ),
    Title(
        "Eşzamanlıda işçilerin çoğu boş bekliyor; ASHA çok daha erken bitiriyor",
        lambda v, a: a["sync"]["idle"] > 0.6 and _late(a) < 0.5,
    ),
    Title(
        "Kalabalık turda üst basamakta da iş var: eşzamanlı az bekliyor",
        lambda v, a: v["factor"] > 1 and a["sync"]["idle"] < 0.25 and len(a["sync"]["bars"][-1]) > 1,
    ),
    Title(
        "İşlerin süresi dağıldı: eşzamanlı gecikeni de bekliyor, ASHA beklemiyor",
        lambda v, a: v["stragglers"] >= 0.75 and _waits(a) and a["asha"]["waiting"] < 0.05,
    ),
    Title(
        "Üst basamakta tek iş koşarken eşzamanlı bekliyor; ASHA boş kalana iş buluyor",
        lambda v, a: _waits(a) and _only_the_top(a),
    ),
    Title("Eşzamanlı, basamağın en yavaşını bekliyor; ASHA boş kalana iş buluyor", lambda v, a: _waits(a)),
    Title("Aynı bütçe, iki yöntem: işçiler ne zaman ne yapıyor"),
)
PRESETS: dict[str, Values] = {
    "Tek işçi": {"workers": 1.0},
    "Dört işçi": {},
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
    yavaşlıkların tohumu. Süreler kayıttaki dönem sürelerinden hesaplanan benzetilmiş saniyelerdir. Çubuğun koyuluğu ve
    kalınlığı basamaktır, gri boşta geçen süredir: oranı, işçi sayısı x son işin bitişi üzerindendir.
    """
    instance("curves", curves, RecordedCurves, "learning_curves'ın verdiği kayıtlar olmalı")
    return Explorer(WorkersFigure(curves), lecture=lecture, **start)


@final
class WorkersFigure(LiveFigure):
    """Solda iki çizelge: hangi işçi ne zaman hangi basamakta; sağda bulunan en küçük hata, süreye karşı."""

    on_page = {"workers": 6, "stragglers": 2}
    titles = TITLES
    passing = ("gap", *(f"{way} end" for way in WAYS))
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
                "gap": longest_wait(run), "makespan": run.makespan, "trials": run.trials,
                "epochs": sum(report.epochs for report in run.reports), **idleness(run),
            }  # fmt: skip
        return found

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.35, 1])
        charts = {"sync": figure.add_subplot(cells[0, 0]), "asha": figure.add_subplot(cells[1, 0])}
        path = figure.add_subplot(cells[:, 1])
        low = 100 * np.min(self.curves.errors, initial=0.9, where=np.isfinite(self.curves.errors))
        path.set(title="Bulunan en küçük hata", xlabel="benzetilmiş süre (s)", xlim=(0, 100))
        path.set(ylabel="geçerleme hatası (%)", ylim=(low - 0.9, low + 6))
        artists: Artists = {}
        for way, axes in charts.items():
            name = WAYS[way]
            axes.set(title=name[0].upper() + name[1:], xlabel="benzetilmiş süre (s)", ylabel="işçi", xlim=(0, 100))
            axes.set(ylim=(0.4, 40), yticks=(1, 32))
            axes.grid(False)
            empty = Path(np.empty((0, 2)))
            artists[f"{way} lanes"] = axes.add_patch(PathPatch(empty, facecolor=IDLE, linewidth=0, zorder=1))
            for k in range(MOST):
                artists[f"{way} {k}"] = axes.add_patch(PathPatch(empty, linewidth=0, zorder=2 + k / 10))
            artists[f"{way} idle"] = beside_title(axes, BLACK)
            artists[f"{way} idle"].set_parse_math(False)
            color, line, marker = SEARCH_LOOKS[way]
            artists[f"{way} path"] = path.plot(
                [], [], color=color, linestyle=line, drawstyle="steps-post", linewidth=2.2
            )[0]
            artists[f"{way} end"] = path.plot([], [], marker, color=color, markeredgecolor="white", markersize=9)[0]
            artists[f"{way} name"] = end_label(path, color)
        waiting = charts["sync"]
        artists["gap"] = waiting.plot([], [], "|-", color=BLACK, linewidth=1.2, markersize=7, zorder=5)[0]
        artists["gap words"] = waiting.text(0, 0, "", ha="center", va="bottom", zorder=5)
        key = charts["asha"]
        artists["key"] = key.text(0.01, 0.985, "dönem", transform=key.transAxes, va="top")
        for k in range(MOST):
            artists[f"key {k}"] = key.text(0, 0.97, "", transform=key.transAxes, ha="center", va="top", bbox={"pad": 2})
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        count, end, levels = arrays["workers"], arrays["end"], arrays["levels"]
        step = max(1, count // 4)
        top = 0.5 + count * (1 + HEADROOM)
        shades = SHADES(np.linspace(0, 1, len(levels)) if len(levels) > 1 else [0.5])
        for way in WAYS:
            found = arrays[way]
            lanes = artists[f"{way} lanes"]
            lanes.axes.set(xlim=(0, end), ylim=(0.4, top), yticks=range(step, count + 1, step))
            lanes.set_path(boxes(np.array([(w + 1, 0, found["makespan"]) for w in range(count)], float), 0.92, 0))
            for k in range(MOST):
                jobs = found["bars"][k] if k < len(levels) else np.empty((0, 3))
                height = 0.45 + 0.45 * k / max(1, len(levels) - 1)
                artists[f"{way} {k}"].set_path(boxes(jobs, height, end / 400))
                artists[f"{way} {k}"].set_facecolor(shades[min(k, len(levels) - 1)])
            artists[f"{way} idle"].set_text(f"{found['makespan']:.0f} s, boşta %{100 * found['idle']:.0f}")
            artists[f"{way} path"].set_data(*found["path"])
            artists[f"{way} end"].set_data(*(part[-1:] for part in found["path"]))
            last = found["path"][1][-1]
            words = "" if np.isnan(last) else f"%{last:.1f}"
            artists[f"{way} name"].set_text(f"{WAYS[way]}\n{words}")
        artists["asha path"].axes.set_xlim(0, NAMES * end)
        show_end_labels((artists["sync name"], *arrays["sync"]["path"]))
        _show_name(artists["asha name"], arrays["asha"]["path"], arrays["sync"]["path"])
        began, ended, idle = arrays["sync"]["gap"]
        seen = idle * (ended - began) > SEEN_GAP * count * arrays["sync"]["makespan"]
        above_lanes = 0.5 + count * (1 + 0.22 * HEADROOM)
        artists["gap"].set_data([began, ended] if seen else [], [above_lanes] * 2 if seen else [])
        artists["gap words"].set_position(((began + ended) / 2, above_lanes + 0.12 * HEADROOM * count))
        write(artists["gap words"], f"{idle} işçi bekliyor" if seen else "")
        for k in range(MOST):
            chip = artists[f"key {k}"]
            write(chip, str(levels[k]) if k < len(levels) else "")
            if k < len(levels):
                chip.set_x(0.24 + 0.105 * k)
                chip.set_color("white" if shades[k][:3] @ (0.3, 0.6, 0.1) < 0.5 else BLACK)
                chip.get_bbox_patch().set(facecolor=shades[k], edgecolor="none")

    def useful(self, values: Values) -> set[str]:
        return super().useful(values) - ({"eta"} if values["r_min"] >= values["r_max"] else set())

    def describe(self, values: Values, arrays: Arrays) -> str:
        sync, asha = (arrays[way] for way in WAYS)
        said = (
            f"{arrays['workers']} işçi, bütçe {values['budget']:.0f} dönem: eşzamanlı {sync['makespan']:.0f} s (boşta "
            f"%{100 * sync['idle']:.0f}), ASHA {asha['makespan']:.0f} s (boşta %{100 * asha['idle']:.0f}) sürüyor."
            f"\nBasamaklar {', '.join(map(str, arrays['levels']))} dönem. "
        )
        for way, name in WAYS.items():
            found = arrays[way]
            said += (
                f"{name[0].upper()}{name[1:]}: {found['trials']} deneme, en küçük hata "
                f"%{found['path'][1][-1]:.2f}; boşta geçen zaman %{100 * found['idle']:.0f} (iş dağıtılırken "
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


def _show_name(name: Annotation, path: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> None:
    """Eğrinin adı ucunun altında; öteki eğri oradan geçiyorsa üstünde."""
    axes: Any = name.axes
    end, error = path[0][-1], path[1][-1]
    then = other[1][other[0] <= end]
    over = bool(len(then) and then[-1] < error)
    right = over or end < 0.4 * axes.get_xlim()[1]
    name.set_visible(bool(axes.get_ylim()[0] < error < axes.get_ylim()[1]))
    name.xy = (end, error)
    name.set(ha="left" if right else "right", va="bottom" if over else "top", position=(0, 7 if over else -7))


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
    """Her basamağın işleri: (iş, 3) biçiminde işçinin numarası (1'den), başlangıç, bitiş."""
    jobs = [[(r.worker + 1, r.began, r.ended) for r in run.reports if r.resource == level] for level in levels]
    return [np.array(rows, float).reshape(-1, 3) for rows in jobs]


def idleness(run: Tuning) -> dict[str, float]:
    """Boşta geçen oran: `idle` bütünü, `waiting` son iş dağıtılmadan önceki; gerisi sondadır."""
    whole, last = run.workers * run.makespan, max(report.began for report in run.reports)
    busy = sum(min(report.ended, last) - min(report.began, last) for report in run.reports)
    return {"idle": run.idle / whole, "waiting": max(0.0, run.workers * last - busy) / whole}


def longest_wait(run: Tuning) -> tuple[float, float, int]:
    """Boşta geçen en büyük zaman parçası: başı, sonu, o sırada kaç işçinin boş olduğu."""
    began, ended = (np.array([getattr(report, name) for report in run.reports]) for name in ("began", "ended"))
    times = np.unique(np.concatenate([[0.0], began, ended]))
    times = times[np.concatenate([[True], np.diff(times) > 1e-9 * times[-1]])]
    middle = (times[1:] + times[:-1]) / 2
    busy = ((began <= middle[:, None]) & (middle[:, None] < ended)).sum(axis=1)
    widest = int(np.argmax((run.workers - busy) * np.diff(times)))
    return float(times[widest]), float(times[widest + 1]), int(run.workers - busy[widest])


def boxes(jobs: np.ndarray, height: float, gap: float) -> Path:
    """İşlerin dikdörtgenleri tek bir yolda; art arda iki iş karışmasın diye her işin sonundan en çok `gap` silinir."""
    worker, began, ended = jobs.T
    ended = ended - np.minimum(gap, 0.2 * (ended - began))
    low, high = worker - height / 2, worker + height / 2
    corners = np.stack([(began, low), (ended, low), (ended, high), (began, high), (began, low)]).transpose(2, 0, 1)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(corners.reshape(-1, 2), np.tile(np.array(codes, Path.code_type), len(jobs)))
