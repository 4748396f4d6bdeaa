"""Canlı şekil: LeNet'in kayıtlı eğitimleri; her zamanlayıcının oranı ve ölçümleri, seçilenin tohumlar arası bandı."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any, Protocol, final, runtime_checkable

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from lrlab.core.seeds import standard_error
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
    Title,
    Values,
    among,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREY, PALE, end_label, grip_line, show_end_labels

DEAD = 0.2  # on sınıfta şans doğruluğu 0.1'dir: son test doğruluğu bunun altında kalan eğitim ölmüştür
LAST = 5  # titreme, son bu kadar dönemde ölçülür
MOST = 8  # gösterilebilen zamanlayıcı sayısı
NAMES = 0.26  # sağda adlara ayrılan yer, dönemlerin payı
CONTEXT: dict[str, Any] = {"color": GREY, "linestyle": "-", "linewidth": 1.1, "zorder": 2}
COMPARED: dict[str, Any] = {"color": BLACK, "linestyle": "--", "linewidth": 1.8, "zorder": 3}
METRICS = {
    "test doğruluğu": "test",
    "eğitim doğruluğu": "train",
    "eğitim - test doğruluğu": "gap",
    "eğitim kaybı": "loss",
}
LABELS = {
    "test": "Test doğruluğu (%)", "train": "Eğitim doğruluğu (%)", "gap": "Eğitim - test doğruluğu (puan)",
    "loss": "Eğitim kaybı (nat)",
}  # fmt: skip
TITLES = (
    Title("Eğitim sürüyor: seçilenin ilk dönemleri", lambda v, a: a["under_way"]),
    Title("Seçilenin kimi tohumu hiç öğrenmedi: sonu şans düzeyinde", lambda v, a: a["dead"]),
    Title(
        "Oran küçülünce eğitim - test farkı açılmıyor; sabit oranda açılıyor",
        lambda v, a: v["metric"] == "gap" and a["end"] < 0.5 and a["growth"] < 1 < a["flat_growth"],
    ),
    Title("Eğitim - test farkı dönemler ilerledikçe açılıyor", lambda v, a: v["metric"] == "gap" and a["growth"] > 1),
    Title(
        "Sabit oran sona dek titriyor, karşılaştırılan durulmuş",
        lambda v, a: v["metric"] == "test" and a["flat"] and a["jitter"] > 2 * a["other_jitter"],
    ),
    Title(
        "Isınmanın son doğruluğa kattığı ölçülemiyor",
        lambda v, a: v["metric"] == "test" and a["warm"] and not a["other_warm"] and unmeasured(a["difference"]),
    ),
    Title(
        "Isınmadan önce bir dönem tam oran: son doğruluk farkı ölçülemiyor",
        lambda v, a: v["metric"] == "test" and a["jumpy"] and unmeasured(a["difference"]),
    ),
    Title(
        "İkisinin son doğrulukları bu kadar tohumla ayırt edilemiyor",
        lambda v, a: v["metric"] == "test" and unmeasured(a["difference"]),
    ),
    Title(
        "Seçilen, karşılaştırılandan daha doğru bitiriyor",
        lambda v, a: v["metric"] == "test" and v["other"] != v["schedule"] and mean(a["difference"]) > 0,
    ),
    Title(
        "Seçilen, karşılaştırılandan daha az doğru bitiriyor",
        lambda v, a: v["metric"] == "test" and v["other"] != v["schedule"] and mean(a["difference"]) < 0,
    ),
    Title(
        "Sabit oranın test doğruluğu sona dek inip çıkıyor",
        lambda v, a: v["metric"] == "test" and a["flat"] and a["jitter"] > 2 * a["calmest"],
    ),
    Title(
        "Oran yeterince inmedi: test doğruluğu hâlâ inip çıkıyor",
        lambda v, a: v["metric"] == "test" and a["jitter"] > 3 * a["calmest"],
    ),
    Title(
        "Oran sıfıra yaklaşınca test doğruluğu durulur",
        lambda v, a: v["metric"] == "test" and a["end"] < 0.1 and a["jitter"] < 2 * a["calmest"],
    ),
    Title(
        "En küçük eğitim kaybı bunda, en iyi test doğruluğu değil",
        lambda v, a: v["metric"] == "loss" and a["least_loss"] and not a["best_test"],
    ),
    Title("Aynı ağ, başka zamanlayıcılar: seçilenin tohumları"),
)
PRESETS: dict[str, Values] = {
    "Sabit oran titrer": {"metric": "test", "schedule": "sabit", "other": "kosinüs"},
    "Kosinüs ile doğrusal": {"metric": "test", "schedule": "kosinüs", "other": "doğrusal"},
    "Isınma ne kattı?": {"metric": "test", "schedule": "ısınma + kosinüs", "other": "kosinüs"},
    "Yanlış sıra": {"metric": "test", "schedule": "ısınma + kosinüs (d2l sırası)", "other": "ısınma + kosinüs"},
    "Çok adımlı": {"metric": "test", "schedule": "çok adımlı", "other": ""},
    "Eğitim - test farkı": {"metric": "gap", "schedule": "kosinüs", "other": "sabit"},
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

    Her zamanlayıcı tohumların ortalamasıyla ince bir gri çizgidir; seçileninki kalın ve mavi, en küçük ve en büyük
    tohumu iki ince çizgidir. `other` (siyah, kesikli) seçilirse ikisinin son doğruluklarının farkı da tohum tohum
    ölçülüp söylenir. Hazır ayarlardan, zamanlayıcıları sözlükte bulunanlar görünür; ötekilerin adı bir uyarıyla
    söylenir.
    """
    if not isinstance(runs, Mapping) or not 1 <= len(runs) <= MOST:
        raise ValueError(f"`runs` 1–{MOST} zamanlayıcının adından kayıtlarına bir sözlük olmalı; verilen: {runs!r}")
    for name, one in runs.items():
        instance("runs", one, RecordedRuns, f"lenet_runs'ın verdiği sözlük olmalı; {name!r} bir kayıt değil")
    story = among(PRESETS, schedule=tuple(runs), other=("", *runs))
    return Explorer(LenetRunsFigure(runs, story), lecture=lecture, **start)


@final
class LenetRunsFigure(LiveFigure):
    """Solda her zamanlayıcının oranı; sağda seçilen ölçüm, tohumların ortalaması ve seçilenin bandı."""

    on_page = {"metric": 4, "schedule": 12, "other": 12, "epoch": 15}
    titles = TITLES
    ground = ("metric",)

    def __init__(self, runs: Mapping[str, RecordedRuns], story: Mapping[str, Values]) -> None:
        self.runs = runs
        self.passing = (*(f"{kind} {name}" for kind in ("rate", "curve") for name in (*runs, "here")), "low", "high")
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
        chosen, one, there = values[schedule], self.runs[schedule], self.runs.get(other)
        shakes = {name: jitter(each) for name, each in self.runs.items()}
        ends = {
            kind: {name: average(measured(each, kind))[-1] for name, each in self.runs.items()}
            for kind in ("test", "loss")
        }
        rate = np.asarray(one.rate)
        flat = [growth(each) for each in self.runs.values() if np.ptp(each.rate) == 0]
        return {
            "metric": metric, "curves": {name: average(each) for name, each in values.items()},
            "rates": {name: np.asarray(each.rate) for name, each in self.runs.items()},
            "chosen": schedule, "other": other if other != schedule else "", "rate": rate, "curve": average(chosen),
            "band": (np.fmin.reduce(chosen), np.fmax.reduce(chosen)), "limits": limits(metric, values),
            "epoch": min(int(epoch), len(rate)), "under_way": int(epoch) < len(rate),
            "difference": difference(one, there) if there else None,
            # başlıkların bakacağı ölçümler
            "dead": dead(one), "end": float(rate[-1] / max(rate.max(), 1e-12)), "flat": not np.ptp(rate),
            "warm": warm(rate), "other_warm": warm(np.asarray(there.rate)) if there else False,
            "jumpy": len(rate) > 1 and rate[1] < 0.2 * rate[0], "growth": growth(one),
            "flat_growth": max(flat, default=0.0),
            "jitter": shakes[schedule], "other_jitter": shakes.get(other, np.inf),
            "calmest": float(np.fmin.reduce(list(shakes.values()))),
            "least_loss": ends["loss"][schedule] <= np.fmin.reduce(list(ends["loss"].values())),
            "best_test": ends["test"][schedule] >= np.fmax.reduce(list(ends["test"].values())),
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        rate, curve = figure.subplots(1, 2, width_ratios=[1, 1.9])
        last = max(len(one.rate) for one in self.runs.values())
        top = max(float(np.nanmax(one.rate)) for one in self.runs.values())
        rate.set(title="Her dönemin oranı", xlabel="dönem", ylabel="α", xlim=(0, last + 0.5), ylim=(0, 1.08 * top))
        curve.set(title="Tohumların ortalaması; gri: öteki zamanlayıcılar", xlabel="dönem")
        curve.set_xlim(0, (1 + NAMES) * last)
        curve.set_xticks([epoch for epoch in rate.get_xticks() if 0 <= epoch <= last])
        curve.set(ylabel=LABELS["gap"], ylim=(-10, 100))  # en geniş yazılar: yerleşim bir kez, burada hesaplanır
        artists: Artists = {
            "band": curve.add_patch(Polygon([(0, 0), (0, 0)], closed=True, facecolor=PALE, edgecolor="none", zorder=1))
        }
        for name in self.runs:
            artists[f"rate {name}"] = rate.plot([], [], **CONTEXT)[0]
            artists[f"curve {name}"] = curve.plot([], [], **CONTEXT)[0]
        for end in ("low", "high"):
            artists[end] = curve.plot([], [], color=BLUE, linewidth=1.1, zorder=2.5)[0]
        artists["rate"] = rate.plot([], [], color=BLUE, linewidth=3, zorder=4)[0]
        artists["curve"] = curve.plot([], [], color=BLUE, linewidth=3, zorder=4)[0]
        artists["rate here"], artists["curve here"] = grip_line(rate), grip_line(curve)
        artists["chosen name"], artists["other name"] = end_label(curve, BLUE), end_label(curve, BLACK)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        artists["curve"].axes.set(ylim=arrays["limits"], ylabel=LABELS[arrays["metric"]])
        for kind, every in (("rate", arrays["rates"]), ("curve", arrays["curves"])):
            for name, values in every.items():
                look = COMPARED if name == arrays["other"] else CONTEXT
                artists[f"{kind} {name}"].set(data=(_epochs(values), values), **look)
        low, high = arrays["band"]
        known = np.isfinite(low + high)
        days = _epochs(low)[known]
        artists["band"].set_xy(np.column_stack([np.r_[days, days[::-1]], np.r_[low[known], high[known][::-1]]]))
        artists["low"].set_data(_epochs(low), low)
        artists["high"].set_data(_epochs(high), high)
        for name in ("curve", "rate"):  # kalın çizgi o döneme dek gelir, bant hep bütündür
            shown = arrays[name][: arrays["epoch"]]
            artists[name].set_data(_epochs(shown), shown)
            artists[f"{name} here"].set_data(_epochs(shown)[-1:], shown[-1:])
        chosen, other = arrays["curve"], arrays["curves"].get(arrays["other"], np.array([]))
        for name, curve in (("chosen", chosen), ("other", other)):
            artists[f"{name} name"].set_text(fill(arrays[name], 14))
            show_end_labels((artists[f"{name} name"], _epochs(curve), curve))
        above = not len(other) or chosen[-1] >= other[-1]  # biri yukarı, öbürü aşağı doğru yazılır: üst üste gelmezler
        alone = "center" if not len(other) else None
        artists["chosen name"].set_va(alone or ("bottom" if above else "top"))
        artists["other name"].set_va("top" if above else "bottom")

    def describe(self, values: Values, arrays: Arrays) -> str:
        name, one = values["schedule"], self.runs[values["schedule"]]
        last, seeds, gone = last_accuracy(one), len(last_accuracy(one)), dead(one)
        alive = last >= 100 * DEAD
        told = [f"{name}, {len(one.rate)} dönem, {seeds} tohum: "]
        rest = []
        if alive.any():
            told.append(f"son test doğruluğu {'ölmeyenlerde ' if gone else ''}%{_spread(last[alive])}, ")
            gap = measured(one, "gap")[alive, -1].mean()
            who = "ölmeyen tohumlarda " if gone else ""
            told.append(f"son {LAST} dönemdeki titremesi {jitter(one):.1f} puan; ")
            rest.append(f"{who}eğitim - test farkı {gap:.1f} puan.")
        told.append(f"{gone}/{seeds} tohum öldü" if gone else "ölen tohum yok")
        rest += ["Ölen tohumun son doğruluğu 0.2'nin altındadır."] if gone else []
        if arrays["under_way"]:
            at = arrays["epoch"]
            now = arrays["curve"][at - 1]
            title = LABELS[values["metric"]]
            rest.append(f"{at}. dönemde α = {arrays['rate'][at - 1]:.3g}, {title[0].lower()}{title[1:]} {now:.3g}.")
        if arrays["other"]:
            apart = arrays["difference"]
            if len(apart) > 1:
                rest.append(
                    f"{values['other']} ile farkı, ikisinde de ölmeyen {len(apart)} tohumda {apart.mean():+.2f} ± "
                    f"{standard_error(apart):.2f} puan (± standart hata)."
                )
        return f"{''.join(told)}.\n{' '.join(rest)}".strip()


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


def jitter(one: RecordedRuns) -> float:
    """Ölmeyen tohumların test doğruluğunun son dönemlerdeki titremesi (puan); hepsi öldüyse sonsuz."""
    test = measured(one, "test")[last_accuracy(one) >= 100 * DEAD, -LAST:]
    return float(test.std(1, ddof=1).mean()) if len(test) else float("inf")


def growth(one: RecordedRuns) -> float:
    """Eğitim - test farkının, eğitimin ortasından sonuna ne kadar açıldığı (puan)."""
    gap = average(measured(one, "gap"))
    middle = gap[len(gap) // 3 : max(len(gap) // 2, len(gap) // 3 + 1)]
    return float(gap[-LAST:].mean() - middle.mean())


def warm(rate: np.ndarray) -> bool:
    """Oran küçükten başlayıp çıkıyor mu?"""
    return bool(rate[0] < 0.5 * rate.max())


def mean(values: np.ndarray | None) -> float:
    """Ortalama; değer yoksa 0."""
    return float(values.mean()) if values is not None and len(values) else 0.0


def unmeasured(apart: np.ndarray | None) -> bool:
    """Eşlenmiş fark iki standart hatasından küçük mü, yani ölçülemiyor mu?"""
    return (
        apart is not None and len(apart) > 1 and abs(apart.mean()) <= 2 * standard_error(apart) and bool(np.ptp(apart))
    )


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
