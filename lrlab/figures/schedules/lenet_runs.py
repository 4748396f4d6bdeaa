"""Canlı şekil: LeNet'in kayıtlı eğitimleri; her zamanlayıcının oranı ve ölçümleri, seçilenin tohumlar arası bandı."""

from collections.abc import Mapping
from typing import Any, Protocol, final, runtime_checkable

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.core.validate import instance
from lrlab.figures.engine import (
    Along,
    Arrays,
    Choice,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Values,
    among,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, grip_line

DEAD = 0.2  # on sınıfta şans doğruluğu 0.1'dir: son test doğruluğu bunun altında kalan eğitim ölmüştür
LAST = 5  # titreme, son bu kadar dönemde ölçülür
LOOKS: tuple[tuple[str, Any], ...] = (
    (BLACK, "-"), (GREEN, "--"), (PURPLE, "-."), (BLUE, "-"), (ORANGE, (0, (6, 1))), (VERMILION, ":"),
    (SKY, (0, (6, 1, 1, 1, 1, 1))), (GREY, "--"),
)  # fmt: skip
METRICS = {
    "test doğruluğu": "test",
    "eğitim doğruluğu": "train",
    "eğitim - test doğruluğu": "gap",
    "eğitim kaybı": "loss",
}
TITLES = {
    "test": "Test doğruluğu (%)", "train": "Eğitim doğruluğu (%)", "gap": "Eğitim - test doğruluğu (puan)",
    "loss": "Eğitim kaybı (nat)",
}  # fmt: skip
PRESETS: dict[str, Values] = {
    "Sabit oran titrer": {"metric": "test", "schedule": "sabit", "other": "kosinüs"},
    "Kosinüs ile doğrusal": {"metric": "test", "schedule": "kosinüs", "other": "doğrusal"},
    "Isınma ne kattı?": {"metric": "test", "schedule": "ısınma + kosinüs", "other": "kosinüs"},
    "Yanlış sıra": {"metric": "test", "schedule": "ısınma + kosinüs (d2l sırası)", "other": "ısınma + kosinüs"},
    "Çok adımlı": {"metric": "test", "schedule": "çok adımlı", "other": ""},
    "Eğitim - test farkı": {"metric": "gap", "schedule": "kosinüs", "other": ""},
}


@runtime_checkable
class RecordedRuns(Protocol):
    """Bir zamanlayıcının kayıtlı eğitimleri; `lrlab.train.records.lenet.LenetRuns` bunları taşır: S tohum, E dönem."""

    seeds: np.ndarray  # (S,)
    rate: np.ndarray  # (E,)
    train_loss: np.ndarray  # (S, E)
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray


def explore_lenet_runs(runs: Mapping[str, RecordedRuns], *, lecture: bool | None = None, **start: Any) -> Explorer:
    """Zamanlayıcı adından kayıtlı eğitimlere bir sözlüğü gösterir: `explore_lenet_runs(lenet_runs("full"))`.

    Her zamanlayıcı tohumların ortalamasıyla ince bir çizgidir; seçilenin çizgisi kalın, en küçük ve en büyük tohumu
    iki ince çizgidir. `other` seçilirse ikisinin son doğruluklarının farkı da tohum tohum ölçülüp söylenir. Hazır
    ayarlardan, zamanlayıcıları sözlükte bulunanlar görünür; ötekilerin adı bir uyarıyla söylenir.
    """
    if not isinstance(runs, Mapping) or not 1 <= len(runs) <= len(LOOKS):
        raise ValueError(
            f"`runs` 1–{len(LOOKS)} zamanlayıcının adından kayıtlarına bir sözlük olmalı; verilen: {runs!r}"
        )
    for name, one in runs.items():
        instance("runs", one, RecordedRuns, f"lenet_runs'ın verdiği sözlük olmalı; {name!r} bir kayıt değil")
    story = among(PRESETS, schedule=tuple(runs), other=("", *runs))
    return Explorer(LenetRunsFigure(runs, story), lecture=lecture, **start)


@final
class LenetRunsFigure(LiveFigure):
    """Solda her zamanlayıcının oranı; sağda seçilen ölçüm, tohumların ortalaması ve seçilenin bandı."""

    def __init__(self, runs: Mapping[str, RecordedRuns], story: Mapping[str, Values]) -> None:
        self.runs = runs
        names = {name: name for name in runs}
        last = max(len(one.rate) for one in runs.values())
        self.controls = (
            Choice("metric", "ölçüm", METRICS, "test"),
            Choice("schedule", "seçilen", names, next(iter(runs))),
            Choice("other", "karşılaştırılan", {"yok": ""} | names, ""),
            Slider("epoch", "dönem", tuple(float(e) for e in range(1, last + 1)), float(last), "{:.0f}", play=True),
        )
        self.handles = {"rate here": Handle(x=Along("epoch")), "curve here": Handle(x=Along("epoch"))}
        self.readouts = {}
        for name in runs:
            self.readouts |= {
                f"rate {name}": Readout(name, "dönem", "α", "dönem"),
                f"curve {name}": Readout(f"{name}: tohumların ortalaması", "dönem", "ölçüm", "dönem"),
            }
        self.presets = story

    def compute(self, *, metric: str, schedule: str, other: str, epoch: float) -> Arrays:
        values = {name: measured(one, metric) for name, one in self.runs.items()}
        chosen = values[schedule]
        return {
            "metric": metric, "curves": {name: average(each) for name, each in values.items()},
            "rates": {name: np.asarray(one.rate) for name, one in self.runs.items()},
            "look": LOOKS[list(self.runs).index(schedule)], "rate": np.asarray(self.runs[schedule].rate),
            "curve": average(chosen),
            "band": (np.fmin.reduce(chosen), np.fmax.reduce(chosen)), "limits": limits(metric, values),
            "epoch": min(int(epoch), len(self.runs[schedule].rate)),
            "difference": difference(self.runs[schedule], self.runs[other]) if other else None,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        rate, curve = figure.subplots(1, 2, width_ratios=[1, 1.5])
        last = max(len(one.rate) for one in self.runs.values())
        top = max(float(np.nanmax(one.rate)) for one in self.runs.values())
        rate.set(title="Her dönemin oranı", xlabel="dönem", ylabel="α", xlim=(0, last + 0.5), ylim=(0, 1.08 * top))
        curve.set(title="Tohumların ortalaması, seçilenin bandı", xlabel="dönem", xlim=(0, last + 0.5))
        curve.set(ylabel=TITLES["gap"], ylim=(-10, 100))  # en geniş yazılar: yerleşim bir kez, burada hesaplanır
        artists: Artists = {}
        for name, (color, line) in zip(self.runs, LOOKS, strict=False):
            style: dict[str, Any] = {"color": color, "linestyle": line, "linewidth": 1.1, "zorder": 2}
            artists[f"rate {name}"] = rate.plot([], [], **style)[0]
            artists[f"curve {name}"] = curve.plot([], [], **style)[0]
        for end in ("low", "high"):
            artists[end] = curve.plot([], [], linewidth=0.8, zorder=3)[0]
        artists["rate"] = rate.plot([], [], linewidth=3, zorder=4)[0]
        artists["curve"] = curve.plot([], [], linewidth=3, zorder=4)[0]
        artists["rate here"], artists["curve here"] = grip_line(rate), grip_line(curve)
        keys = [
            Line2D([], [], color=color, linestyle=line, label=name)
            for name, (color, line) in zip(self.runs, LOOKS, strict=False)
        ]
        figure.legend(handles=keys, loc="outside lower center", ncols=4)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        artists["curve"].axes.set(ylim=arrays["limits"], ylabel=TITLES[arrays["metric"]])
        for kind, every in (("rate", arrays["rates"]), ("curve", arrays["curves"])):
            for name, values in every.items():
                artists[f"{kind} {name}"].set_data(_epochs(values), values)
        color, line = arrays["look"]
        for name, values in zip(
            ("low", "high", "curve", "rate"), (*arrays["band"], arrays["curve"], arrays["rate"]), strict=True
        ):
            whole = name in ("low", "high")  # kalın çizgi o döneme dek gelir, bant hep bütündür
            shown = values if whole else values[: arrays["epoch"]]
            artists[name].set(data=(_epochs(shown), shown), color=color)
            if not whole:
                artists[f"{name} here"].set_data(_epochs(shown)[-1:], shown[-1:])
        artists["rate"].set_linestyle(line)
        artists["curve"].set_linestyle(line)

    def describe(self, values: Values, arrays: Arrays) -> str:
        name, one = values["schedule"], self.runs[values["schedule"]]
        last, seeds, gone = last_accuracy(one), len(last_accuracy(one)), dead(one)
        alive = last >= 100 * DEAD
        said = f"{name}, {len(one.rate)} dönem, {seeds} tohum: "
        if alive.any():
            jitter = measured(one, "test")[alive, -LAST:].std(1, ddof=1).mean()
            gap = measured(one, "gap")[alive, -1].mean()
            who = "ölmeyen tohumlarda " if gone else ""
            said += (
                f"{who}son test doğruluğu %{_spread(last[alive])}; son {LAST} dönemdeki titremesi {jitter:.1f} puan; "
                f"eğitim - test farkı {gap:.1f} puan; "
            )
        said += f"{gone}/{seeds} tohum öldü (doğruluk 0.2'nin altında)." if gone else "ölen tohum yok."
        if arrays["epoch"] < len(one.rate):
            at = arrays["epoch"]
            now = arrays["curve"][at - 1]
            title = TITLES[values["metric"]]
            said += f" {at}. dönemde α = {arrays['rate'][at - 1]:.3g}, {title[0].lower()}{title[1:]} {now:.3g}."
        if values["other"] and values["other"] != name:
            apart = arrays["difference"]
            if len(apart) > 1:
                error = apart.std(ddof=1) / np.sqrt(len(apart))
                said += (
                    f" {values['other']} ile farkı, ikisinde de ölmeyen {len(apart)} tohumda {apart.mean():+.2f} ± "
                    f"{error:.2f} puan (± standart hata)."
                )
        return said


def measured(one: RecordedRuns, metric: str) -> np.ndarray:
    """Bir ölçüm, (S, E): doğruluklar yüzde, fark puan. Eğitimdekiler dönem sürerken, test dönem bitince ölçülmüştür."""
    return {
        "test": 100 * np.asarray(one.test_accuracy), "train": 100 * np.asarray(one.train_accuracy),
        "gap": 100 * (np.asarray(one.train_accuracy) - np.asarray(one.test_accuracy)),
        "loss": np.asarray(one.train_loss),
    }[metric]  # fmt: skip


def average(values: np.ndarray) -> np.ndarray:
    """Tohumların ortalaması, (E,); ıraksayan tohum, ıraksadıktan sonra (NaN) ortalamaya girmez."""
    there = np.isfinite(values)
    count = there.sum(0)
    return np.where(there, values, 0).sum(0) / np.where(count, count, np.nan)


def limits(metric: str, values: dict[str, np.ndarray]) -> tuple[float, float]:
    """Ölçümün ekseni: kayıtların sonu rahat görünür, ilk dönemlerin en kötüleri dışarıda kalabilir.

    Seçilen zamanlayıcıya bağlı değildir: eğriler birbiriyle karşılaştırılabilsin.
    """
    means = np.stack([average(each)[-1] for each in values.values()])
    shown = np.concatenate([average(each) for each in values.values()])
    shown, means = shown[np.isfinite(shown)], means[np.isfinite(means)]
    if not len(means):
        return 0.0, 1.0
    high, low = (np.quantile(shown, 0.9), shown.min()) if metric == "loss" else (shown.max(), np.quantile(shown, 0.1))
    low, high = min(low, means.min()), max(high, means.max())
    room = 0.08 * (high - low) + 1e-9
    return float(low - room), float(high + room)


def last_accuracy(one: RecordedRuns) -> np.ndarray:
    """Her tohumun son test doğruluğu, yüzde; ıraksayan eğitimde NaN."""
    return 100 * np.asarray(one.test_accuracy)[:, -1]


def dead(one: RecordedRuns) -> int:
    """Kaç tohum öldü: son doğruluğu `DEAD`in altında kaldı ya da ıraksadı."""
    return int((~(last_accuracy(one) >= 100 * DEAD)).sum())


def difference(one: RecordedRuns, other: RecordedRuns) -> np.ndarray:
    """İkisinde de ölmeyen tohumların son test doğruluğu farkı: aynı tohum aynı ağırlıklarla, aynı sırayla başlar."""
    _, here, there = np.intersect1d(one.seeds, other.seeds, return_indices=True)
    first, second = last_accuracy(one)[here], last_accuracy(other)[there]
    return (first - second)[(first >= 100 * DEAD) & (second >= 100 * DEAD)]


def _epochs(values: np.ndarray) -> np.ndarray:
    return np.arange(1, len(values) + 1)


def _spread(values: np.ndarray) -> str:
    """Ortalama ± standart sapma; tek değerin sapması yoktur."""
    return f"{values.mean():.1f}" + (f" ± {values.std(ddof=1):.1f}" if len(values) > 1 else "")
