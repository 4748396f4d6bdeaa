"""Bir aramanın resmi: bulunan en iyinin yolu, öğrenme eğrileri, basamaklardaki sonuçlar."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from lrlab.core.validate import instance, one_of
from lrlab.figures.engine.still import Still
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREY,
    STAR,
    VERMILION,
    centre_words,
    headline_text,
    plain_ticks,
    readable,
    write,
    write_headline,
)
from lrlab.figures.parts.learning import band, joined, middle
from lrlab.hpo import Report, Tuning
from lrlab.hpo.run.record import FAILED

AGAINST = {"seconds": "süre (s)", "epochs": "toplam dönem"}
FEW = 12  # bundan çok öğrenme eğrisi tek tek değil, ortancası ve şeridiyle çizilir
ALIVE = 3  # ortanca, en az bu kadar denemenin sürdüğü dönemlerde vardır
SPREAD = 5  # bu kadar kat yayılan sonuçlar logaritmik eksende ayırt edilir
STALE = 0.2  # sonundan bu paydan çok zamandır iyileşmeyen arama durmuş sayılır


def plot_search(found: Tuning, against: str = "seconds", *, lecture: bool | None = None) -> Still:
    """Aramanın resmi; `tune`un ya da `read_journal`ın verdiği `Tuning` ile: `plot_search(found)` ya da `found.plot()`.

    Sol: her kaydın sonucu ve o ana dek bulunan en iyi (incumbent), yıldız en iyinin bulunduğu yer; `against` yatay
    ekseni seçer, "seconds" (aramanın başından) ya da "epochs" (harcanan toplam dönem). Denemeler birden çok dönem sonuç
    verdiyse orta panel öğrenme eğrileridir, en iyi denemeninki mavi, ötekiler çoksa sürenlerin ortancası ve ortadaki
    %80'i; iş birden çok kaynakta bittiyse sağ panel her basamaktaki sonuçlardır, çizgi ortancadır. Sonuç vermeyen
    girişimler en üstte çarpıdır. Bütün sonuçlar artıysa ve en az beş kat yayılıyorsa düşey eksen logaritmiktir.

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
    title = headline_text(figure)
    title.set_parse_math(False)
    write_headline(title, _title(found, against))
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
        axes.plot(time[fine], errors[fine], "o", color=GREY, markersize=3, label="bir iş")
        known = np.isfinite(best)
        axes.plot(time[known], best[known], "-", color=BLACK, drawstyle="steps-post", label="o ana dek en iyi")
        first = int(np.argmax(best == best[-1]))
        axes.plot(time[first], best[first], "*", **STAR, markersize=15, zorder=4)
    if failed.any():
        high = axes.get_xaxis_transform()
        axes.plot(time[failed], np.full(failed.sum(), 0.98), "x", color=VERMILION, transform=high, label="sonuç yok")
    axes.set_xlim(left=0)


def _learning(axes: Axes, found: Tuning, curves: dict[int, np.ndarray]) -> None:
    best = found.incumbent_report
    rest = [curve for trial, curve in curves.items() if best is None or trial != best.trial]
    axes.set(title="Öğrenme eğrileri", xlabel="dönem")
    axes.plot(*joined(curve[-1:] for curve in rest), ".", color=GREY, markersize=5)
    if len(rest) <= FEW:
        axes.plot(*joined(rest), "-", color=GREY, linewidth=1.2)
    else:
        at = np.unique(np.concatenate([curve[:, 0] for curve in rest]))
        table = np.full((len(rest), len(at)), np.nan)
        for row, curve in zip(table, rest, strict=True):
            row[np.searchsorted(at, curve[:, 0])] = curve[:, 1]
        alive = np.isfinite(table).sum(axis=0) >= ALIVE
        mid, low, high = middle(table[:, alive])
        axes.add_patch(PathPatch(band(low, high, at[alive]), facecolor="0.92", linewidth=0, zorder=1))
        axes.plot(at[alive], mid, "--", color=GREY, label="sürenlerin ortancası")
    longest = max(curve[-1, 0] for curve in curves.values())
    if longest >= 9:
        axes.set_xscale("log")
        plain_ticks(axes.xaxis, [mark for mark in (1, 3, 9, 27, 81, 243, 729) if mark <= longest])
    if best is not None:
        axes.plot(*curves[best.trial].T, "-o", color=BLUE, markersize=4, label=f"en iyi deneme ({best.trial})")


def _rungs(axes: Axes, found: Tuning, done: list[Report]) -> None:
    levels = sorted({report.resource for report in done})
    at = {level: np.array([report.error for report in done if report.resource == level]) for level in levels}
    axes.set(title="Basamaklardaki sonuçlar", xlabel="dönem", xscale="log")
    for level, errors in at.items():
        axes.plot(np.full(len(errors), level), errors, "o", color=GREY, markersize=3)
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
    if len(shown) and shown.min() > 0 and shown.max() >= SPREAD * shown.min():
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.log10(high) + 1)
        for steps in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1,)):  # en sığan, en sık çentikler
            marks = [mark for mark in np.outer(powers, steps).flat if low <= mark <= high]
            if len(marks) < 10:
                break
        plain_ticks(axes.yaxis, marks)


def _title(found: Tuning, against: str) -> str:
    """Bulunan en iyi ve ondan sonra ne kadar arandığı."""
    best = found.incumbent_report
    if best is None:
        return "Hiçbir iş sonuç vermedi" if found.reports else "Henüz kayıt yok"
    seconds, epochs, errors = found.trajectory()
    time = seconds if against == "seconds" else epochs
    if len(errors) == 1:
        return readable(f"Tek sonuç: {errors[-1]:.4g}")
    rest = 1 - time[np.argmax(errors == errors[-1])] / time[-1] if time[-1] > 0 else 0.0
    what = "sürenin" if against == "seconds" else "dönemlerin"
    since = (
        f"{what} son %{100 * rest:.0f} kadarında daha iyisi yok" if rest > STALE else "sonlara doğru hâlâ iyileşiyordu"
    )
    return readable(f"En iyisi {errors[-1]:.4g}, deneme {best.trial}; {since}")


def _words(found: Tuning) -> str:
    return f"Bir aramanın resmi. {found!r}"
