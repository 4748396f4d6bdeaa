"""Canlı şekil: üssel ağırlıklı ortalama (noktalar, eğri, gerçek hareketli ortalama, ağırlıklar)."""

from typing import Any, Protocol, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.averages import effective_window, ewa, ewa_weights
from lrlab.core.validate import finite
from lrlab.figures.engine import (
    Along,
    Arrays,
    Choice,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Toggle,
    Values,
    beta_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREY, ORANGE, SKY, VERMILION, grip_line

SHORTEST = 40  # gündelik oynama 30. günden sonra ölçülür
AGES = np.arange(121)  # ağırlık panelinde kaç gün öncesine bakılır

WHOLE = 600.0  # ağırlığı 1 olan günün noktasının alanı, punto²
SMALLEST = 0.3  # alanı bundan küçük nokta görünmez, çizilmez de

TITLE = "β büyüdükçe eğri düzleşir, ama geride kalır"

PRESETS: dict[str, Values] = {
    "β = 0.9: on gün": {"beta": 0.9},
    "Andrew Ng'nin yeşil eğrisi: β = 0.98": {"beta": 0.98, "corrected": True},
    "Gürültülü sarı eğri: β = 0.5": {"beta": 0.5},
    "Soğuk başlangıç": {"beta": 0.98, "corrected": False},
    "Düzeltilmiş başlangıç": {"beta": 0.98, "corrected": True},
}


class DailySeries(Protocol):
    """Şeklin bir diziden istedikleri: `lrlab.train.Series` bunları taşır."""

    city: str
    celsius: np.ndarray
    label: str


def explore_ewa(*series: DailySeries, title: str = TITLE, lecture: bool | None = None, **start: Any) -> Explorer:
    """Günlük sıcaklık dizileri üzerinde β'yı ve yanlılık düzeltmesini canlı değiştirir.

    `series`: bir ya da daha çok günlük dizi (`temperature("Londra")` gibi), hepsi aynı uzunlukta. `title`: sol
    resmin başlığı, yani o anda anlatılan bulgu.
    """
    if not series:
        raise ValueError("`series` boş olamaz; en az bir günlük dizi gerekli, örneğin temperature('Londra')")
    for one in series:
        if not hasattr(one, "celsius"):
            raise TypeError(f"`series` günlük dizilerden oluşmalı, temperature('Londra') gibi; verilen: {one!r}")
        if finite("series", one.celsius).ndim != 1 or len(one.celsius) < SHORTEST:
            raise ValueError(
                f"`series` en az {SHORTEST} günlük tek eksenli diziler olmalı; {one.city}: verilen biçim "
                f"{np.shape(one.celsius)}"
            )
    by_city = {one.city: one for one in series}
    if len(by_city) < len(series):
        raise ValueError(
            f"`series` içinde aynı kent iki kez var: {[one.city for one in series]}; adları ayır, "
            "örneğin dataclasses.replace(dizi, city='Londra (gerçek)')"
        )
    if len({len(one.celsius) for one in series}) > 1:
        lengths = ", ".join(f"{one.city}: {len(one.celsius)}" for one in series)
        raise ValueError(f"`series` uzunlukları aynı olmalı; verilen: {lengths}")
    return Explorer(EwaFigure(by_city, title), lecture=lecture, **start)


@final
class EwaFigure(LiveFigure):
    """Solda günler, üssel ağırlıklı ve hareketli ortalama; sağda her günün ağırlığı."""

    presets = PRESETS
    handles = {"today": Handle(x=Along("t"))}
    passing = ("today",)
    readouts = {
        "points": Readout("günlük sıcaklık θ", "gün", "sıcaklık (°C)", "gün"),
        "mean": Readout("hareketli ortalama", "gün", "sıcaklık (°C)", "gün"),
        "curve": Readout("üssel ağırlıklı ortalama v", "gün", "sıcaklık (°C)", "gün"),
        "weights": Readout("ağırlık", "kaç gün önce", "ağırlık / bugünün ağırlığı"),
    }

    def __init__(self, by_city: dict[str, DailySeries], title: str) -> None:
        self.by_city, self.title = by_city, title
        cities = {city: city for city in by_city}
        days = len(next(iter(by_city.values())).celsius)
        self.controls = (
            beta_slider(0.9),
            Toggle("corrected", "Yanlılık düzeltmesi"),
            Choice("city", "Şehir", cities, next(iter(cities))),
            Slider("t", "gün t", tuple(float(t) for t in range(1, days + 1)), float(days), "{:.0f}", play=True),
        )

    def compute(self, *, beta: float, corrected: bool, city: str, t: float = np.inf) -> Arrays:
        """Gün (1'den), sıcaklık, üssel ağırlıklı ortalama, aynı penceredeki hareketli ortalama, ağırlıklar.

        `shares` vₜ'nin içinde θ₁, …, θₜ'nin ağırlıklarıdır; `t` verilmezse son gündür.
        """
        theta = np.asarray(self.by_city[city].celsius)
        window = effective_window(beta)
        return {
            "shares": ewa_weights(beta, int(min(t, len(theta))), bias_correction=corrected),
            "day": np.arange(1, len(theta) + 1),
            "theta": theta,
            "curve": ewa(theta, beta, bias_correction=corrected),
            "mean": trailing_mean(theta, max(1, round(float(window)))),
            "weights": beta**AGES,
            "window": float(window),
            "label": self.by_city[city].label,
        }

    def draw(self, figure: Figure) -> Artists:
        main, side = figure.subplots(1, 2, width_ratios=[2.3, 1])
        series = tuple(self.by_city.values())
        days = len(series[0].celsius)
        low = min(0.0, *(float(np.min(one.celsius)) for one in series))
        high = max(float(np.max(one.celsius)) for one in series)
        main.set(
            title=self.title,
            xlabel="gün (t)", ylabel="sıcaklık (°C)", xlim=(0, days + 1), ylim=(low - 1, high + 7),
        )  # fmt: skip
        side.set(
            title="Ağırlık her gün β katına iner",
            xlabel="kaç gün önce", ylabel="ağırlık / bugünün ağırlığı", xlim=(0, AGES[-1]), ylim=(0, 1.05),
        )  # fmt: skip
        side.axhline(np.exp(-1), color=GREY, linestyle=":")
        side.annotate("1/e ≈ 0.368", (AGES[-1], np.exp(-1)), ha="right", va="bottom")
        artists = {
            "points": main.plot([], [], ".", color=GREY, alpha=0.7, label="günlük sıcaklık θ")[0],
            "shares": main.scatter([], [], s=[], color=SKY, edgecolors=BLUE, linewidths=0.5, alpha=0.8, zorder=1.9),
            "mean": main.plot([], [], "--", color=ORANGE, label="aynı penceredeki hareketli ortalama")[0],
            "curve": main.plot([], [], "-", color=BLUE, label="üssel ağırlıklı ortalama v")[0],
            "today": grip_line(main),
            "note": main.text(0.99, 0.015, "", transform=main.transAxes, ha="right", va="bottom", color=BLACK),
            "weights": side.plot([], [], "-", color=BLUE)[0],
            "window": side.plot([], [], "--", color=VERMILION)[0],
            "window_text": side.text(0.97, 0.97, "", transform=side.transAxes, ha="right", va="top", color=VERMILION),
        }
        main.legend(loc="upper left", ncols=1)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        artists["points"].set_data(arrays["day"], arrays["theta"])
        artists["curve"].set_data(arrays["day"], arrays["curve"])
        artists["mean"].set_data(arrays["day"], arrays["mean"])
        sizes, t = WHOLE * arrays["shares"], len(arrays["shares"])
        seen = np.flatnonzero(sizes >= SMALLEST)
        artists["shares"].set_offsets(np.column_stack([arrays["day"], arrays["theta"]])[seen])
        artists["shares"].set_sizes(sizes[seen])
        artists["today"].set_data([t], arrays["curve"][t - 1 : t])
        artists["weights"].set_data(AGES, arrays["weights"])
        artists["window"].set_data([arrays["window"]] * 2, [0, 0.92])
        artists["window_text"].set_text(f"pencere 1/(1-β) = {arrays['window']:.3g} gün")
        artists["note"].set_text(arrays["label"])

    def describe(self, values: Values, arrays: Arrays) -> str:
        beta, theta, curve = values["beta"], arrays["theta"], arrays["curve"]
        shares = arrays["shares"]
        t, total = len(shares), float(shares @ theta[: len(shares)])
        state = "açık" if values["corrected"] else "kapalı"
        return (
            f"{values['city']}, β = {beta:g}: v aşağı yukarı son {arrays['window']:.3g} günü ortalar, ağırlıkların "
            f"ortalama yaşı β/(1-β) = {beta / (1 - beta):.3g} gündür. Günden güne oynama (30. günden sonra): "
            f"sıcaklıkta {roughness(theta[30:]):.2f} °C, eğride {roughness(curve[30:]):.2f} °C. "
            f"Yanlılık düzeltmesi {state}: θ₁ = {theta[0]:.1f} °C, v₁ = {curve[0]:.2f} °C. "
            f"t = {t}: dairelerin alanı, günlerin vₜ'deki ağırlığıdır; ağırlıkların toplamı {shares.sum():.3g}, "
            f"ağırlık x sıcaklık toplamı tam vₜ = {total:.2f} °C."
        )


def trailing_mean(values: np.ndarray, window: int) -> np.ndarray:
    """Son `window` değerin ortalaması; ilk window-1 gün için yoktur (NaN)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    means = np.full(len(values), np.nan)
    if window <= len(values):
        means[window - 1 :] = (total[window:] - total[:-window]) / window
    return means


def roughness(values: np.ndarray) -> float:
    """Bir günden ertesine değişimin standart sapması: eğrinin gündelik oynaması."""
    return float(np.std(np.diff(values)))
