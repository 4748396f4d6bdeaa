"""Bir aramanın resmi: bulunan en iyinin yolu, öğrenme eğrileri, basamaklardaki sonuçlar."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lrlab.core.validate import instance, one_of
from lrlab.figures.engine.still import Still
from lrlab.figures.parts import BLACK, BLUE, GREY, VERMILION, centre_words, plain_ticks, write
from lrlab.figures.parts.learning import joined
from lrlab.hpo import Report, Tuning
from lrlab.hpo.run.record import FAILED

AGAINST = {"seconds": "süre (s)", "epochs": "toplam dönem"}


def plot_search(found: Tuning, against: str = "seconds", *, lecture: bool | None = None) -> Still:
    """Aramanın resmi; `tune`un ya da `read_journal`ın verdiği `Tuning` ile: `plot_search(found)` ya da `found.plot()`.

    Sol: her kaydın sonucu ve o ana dek bulunan en iyi (incumbent); `against` yatay ekseni seçer, "seconds" (aramanın
    başından) ya da "epochs" (harcanan toplam dönem). Denemeler birden çok dönem sonuç verdiyse orta panel öğrenme
    eğrileridir, en iyi denemeninki mavi; iş birden çok kaynakta bittiyse sağ panel her basamaktaki sonuçlardır, çizgi
    ortancadır. Sonuç vermeyen girişimler en üstte çarpıdır. Bütün sonuçlar artıysa ve en az on kat yayılıyorsa düşey
    eksen logaritmiktir.

    Dönen resim defterde görünür; dosyaya yazmak için `found.plot().figure.savefig("arama.png")`.
    """
    instance("found", found, Tuning, "tune() ya da read_journal() sonucu olmalı")
    one_of("against", against, AGAINST)
    return Still(lambda figure: _draw(figure, found, against), _words(found), lecture=lecture)


def _draw(figure: Figure, found: Tuning, against: str) -> None:
    done = [report for report in found.reports if report.status == "ok"]
    curves = _curves(done)
    panels: list[Callable[[Axes], None]] = [lambda axes: _path(axes, found, against)]
    if any(len(curve) > 1 for curve in curves.values()):
        panels.append(lambda axes: _learning(axes, found, curves))
    if len({report.resource for report in done}) > 1:
        panels.append(lambda axes: _rungs(axes, found, done))
    # Aynı düşey eksen: en iyinin düzeyi bütün panellerde bir hizadadır.
    row = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    row[0].set_ylabel(found.measure)
    for axes, panel in zip(row, panels, strict=True):
        panel(axes)
    _scale(row[0], np.concatenate([np.empty(0), *(curve[:, 1] for curve in curves.values())]))
    if not done:
        row[0].set(yticks=[])
        write(centre_words(row[0]), "hiçbir iş sonuç vermedi" if found.reports else "henüz kayıt yok")
    keys = {label: line for axes in row for line, label in zip(*axes.get_legend_handles_labels(), strict=True)}
    if keys:
        figure.legend(keys.values(), keys.keys(), loc="outside lower center", ncols=len(keys))


def _path(axes: Axes, found: Tuning, against: str) -> None:
    seconds, epochs, best = found.trajectory()
    time = seconds if against == "seconds" else epochs
    fine = np.array([report.status == "ok" for report in found.reports], bool)
    failed = np.array([report.status in FAILED for report in found.reports], bool)
    errors = np.array([report.error for report in found.reports], float)
    axes.set(title="Bulunan en iyi", xlabel=AGAINST[against])
    if fine.any():
        axes.plot(time[fine], errors[fine], "o", color=GREY, alpha=0.6, markersize=4, label="bir iş")
        known = np.isfinite(best)
        axes.plot(time[known], best[known], "-", color=BLACK, drawstyle="steps-post", label="o ana dek en iyi")
    if failed.any():
        high = axes.get_xaxis_transform()
        axes.plot(time[failed], np.full(failed.sum(), 0.98), "x", color=VERMILION, transform=high, label="sonuç yok")
    axes.set_xlim(left=0)


def _learning(axes: Axes, found: Tuning, curves: dict[int, np.ndarray]) -> None:
    best = found.incumbent_report
    rest = [curve for trial, curve in curves.items() if best is None or trial != best.trial]
    axes.set(title="Öğrenme eğrileri", xlabel="dönem")
    axes.plot(*joined(rest), "-", color=GREY, alpha=0.5, linewidth=0.8)
    axes.plot(*joined(curve[-1:] for curve in rest), ".", color=GREY, markersize=4)
    if best is not None:
        axes.plot(*curves[best.trial].T, "-o", color=BLUE, markersize=4, label=f"en iyi deneme ({best.trial})")


def _rungs(axes: Axes, found: Tuning, done: list[Report]) -> None:
    levels = sorted({report.resource for report in done})
    at = {level: np.array([report.error for report in done if report.resource == level]) for level in levels}
    axes.set(title="Basamaklardaki sonuçlar", xlabel="dönem", xscale="log")
    for level, errors in at.items():
        axes.plot(np.full(len(errors), level), errors, "o", color=GREY, alpha=0.6, markersize=4)
    axes.plot(levels, [np.median(at[level]) for level in levels], "_", color=BLACK, markersize=18, label="ortanca")
    if (best := found.incumbent_report) is not None:
        own = sorted((report.resource, report.error) for report in done if report.trial == best.trial)
        axes.plot(*np.array(own).T, "-o", color=BLUE, markersize=5)
    plain_ticks(axes.xaxis, levels)
    axes.set_xlim(levels[0] / 1.3, levels[-1] * 1.3)


def _curves(done: list[Report]) -> dict[int, np.ndarray]:
    """Deneme -> (n, 2): dönem ve sonuç; sayı döndüren amaç fonksiyonunda her iş tek noktadır."""
    points: dict[int, dict[int, float]] = defaultdict(dict)
    for report in done:
        last = report.resource
        points[report.trial].update(zip(range(last - len(report.errors) + 1, last + 1), report.errors, strict=True))
    return {trial: np.array(sorted(found.items()), float) for trial, found in points.items()}


def _scale(axes: Axes, shown: np.ndarray) -> None:
    """Yayılan artı sonuçlar logaritmik eksende ayırt edilir."""
    shown = shown[np.isfinite(shown)]
    if len(shown) and shown.min() > 0 and shown.max() >= 10 * shown.min():
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.log10(high) + 1)
        marks = [mark for mark in np.outer(powers, (1, 2, 5)).flat if low <= mark <= high]
        plain_ticks(axes.yaxis, marks if len(marks) < 10 else [mark for mark in powers if low <= mark <= high])


def _words(found: Tuning) -> str:
    return f"Bir aramanın resmi. {found!r}"
