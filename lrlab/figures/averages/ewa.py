"""Canlı şekil: üssel ağırlıklı ortalama (noktalar, eğri, gecikmesi, istenirse hareketli ortalama, ağırlıklar)."""

import textwrap
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
    Title,
    Toggle,
    Values,
    beta_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREY, PALE, end_label, grip_line, show_end_labels

SETTLED = 30  # gündelik oynama bu günden sonra ölçülür
SHORTEST = SETTLED + 10
NAMES = 0.27  # sağda adlara ayrılan yer, günlerin payı
AGES = np.arange(121)  # ağırlık panelinde kaç gün öncesine bakılır

WHOLE = 600.0  # ağırlığı 1 olan günün noktasının alanı, punto²
SMALLEST = 0.3  # alanı bundan küçük nokta görünmez, çizilmez de

YEAR = 365  # mevsimin periyodu, gün
WARM = 90  # eğrinin mevsim dalgası bu günden sonra ölçülür: başlangıcın izi büyük ölçüde geçmiştir
PLAIN = "yok"  # hareketli ortalama çizilmez
SAME_WINDOW, SAME_NOISE = "pencere", "gürültü"  # kaç gününki çizilir: 1/(1-β) ya da (1+β)/(1-β)

FAR_LAG = 10  # gün; bundan çok geride kalan eğri "günlerce geride"dir
COLD = 60  # başlangıcın sıfırı bu kadar gün sonra hâlâ %5'ten çok tartıyorsa soğuk başlangıçtır

TITLES = (
    Title("β = 0: ortalama alınmaz, eğri günlerin kendisidir", lambda v, a: v["beta"] == 0),
    Title(
        "Aynı pencerede hareketli ortalama daha az gecikir",
        lambda v, a: v["mean"] == SAME_WINDOW and a["mean delay"] < 0.8 * a["delay"] and a["delay"] >= FAR_LAG,
    ),
    Title(
        "Gürültü eşitlenince hareketli ortalama da günlerce geride",
        lambda v, a: v["mean"] == SAME_NOISE and a["mean delay"] > 0.8 * a["delay"] and a["delay"] >= FAR_LAG,
    ),
    Title(
        "Düzeltme kapalı: eğri sıfırdan başlar, uzun süre yanlı kalır",
        lambda v, a: not v["corrected"] and v["beta"] ** COLD > 0.05 and abs(a["curve"][0]) < 0.1 * abs(a["theta"][0]),
    ),
    Title(
        "Büyük β: eğri düz, ama günlerce geride",
        lambda v, a: a["lag"] >= FAR_LAG and a["roughness"][1] < 0.25 * a["roughness"][0],
    ),
    Title(
        "Eğri düzleşti, bedeli birkaç günlük gecikme",
        lambda v, a: a["lag"] >= 2 and a["roughness"][1] < 0.5 * a["roughness"][0],
    ),
    Title(
        "Küçük β: eğri günlük gürültüyü izler",
        lambda v, a: a["lag"] <= 3 and a["roughness"][1] > 0.3 * a["roughness"][0],
    ),
    Title("Üssel ağırlıklı ortalama, günlerin ardından gelir"),
)

MEANS = {"yok": PLAIN, "aynı pencere": SAME_WINDOW, "aynı gürültü": SAME_NOISE}

PRESETS: dict[str, Values] = {
    "Andrew Ng'nin yeşil eğrisi: β = 0.98": {"beta": 0.98, "corrected": True},
    "Gürültülü sarı eğri: β = 0.5": {"beta": 0.5},
    "On günlük pencere: β = 0.9": {"beta": 0.9, "corrected": True},
    "50 günlük hareketli ortalama: aynı pencere": {"beta": 0.98, "corrected": True, "mean": SAME_WINDOW},
    "99 günlük hareketli ortalama: aynı gürültü": {"beta": 0.98, "corrected": True, "mean": SAME_NOISE},
    "Soğuk başlangıç": {"beta": 0.98, "corrected": False, "t": 30.0},
    "Düzeltilmiş başlangıç": {"beta": 0.98, "corrected": True, "t": 30.0},
}


class DailySeries(Protocol):
    """Şeklin bir diziden istedikleri: `lrlab.train.Series` bunları taşır."""

    city: str
    celsius: np.ndarray
    label: str


def explore_ewa(*series: DailySeries, lecture: bool | None = None, **start: Any) -> Explorer:
    """Günlük sıcaklık dizileri üzerinde β'yı ve yanlılık düzeltmesini canlı değiştirir.

    `series`: bir ya da daha çok günlük dizi (`temperature("Londra")` gibi), hepsi aynı uzunlukta.
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
    return Explorer(EwaFigure(by_city), lecture=lecture, **start)


@final
class EwaFigure(LiveFigure):
    """Solda günler ve ortalamaları, mevsimin iki tepesi arasında gecikme oku; sağda her günün ağırlığı."""

    presets = PRESETS
    handles = {"today": Handle(x=Along("t"))}
    passing = ("today", "window", "points", "delay")
    ground = ("city",)
    titles = TITLES
    on_page = {"beta": 16, "corrected": 2, "mean": 3, "t": 24}
    readouts = {
        "points": Readout("günlük sıcaklık θ", "gün", "sıcaklık (°C)", "gün"),
        "mean": Readout("hareketli ortalama", "gün", "sıcaklık (°C)", "gün"),
        "curve": Readout("üssel ağırlıklı ortalama v", "gün", "sıcaklık (°C)", "gün"),
        "weights": Readout("ağırlık", "kaç gün önce", "ağırlık / bugünün ağırlığı"),
    }

    def __init__(self, by_city: dict[str, DailySeries]) -> None:
        self.by_city = by_city
        cities = {city: city for city in by_city}
        days = len(next(iter(by_city.values())).celsius)
        self.controls = (
            beta_slider(0.9),
            Toggle("corrected", "Yanlılık düzeltmesi"),
            Choice("mean", "Hareketli ortalama", MEANS, PLAIN),
            Choice("city", "Şehir", cities, next(iter(cities))),
            Slider("t", "gün t", tuple(float(t) for t in range(1, days + 1)), float(days), "{:.0f}", play=True),
        )

    def compute(self, *, beta: float, corrected: bool, city: str, mean: str = PLAIN, t: float = np.inf) -> Arrays:
        """Gün (1'den), sıcaklık, üssel ağırlıklı ortalama, istenen hareketli ortalama, ağırlıklar.

        `shares` vₜ'nin içinde θ₁, …, θₜ'nin ağırlıklarıdır; `t` verilmezse son gündür. `peaks`: yıllık dalganın
        günlerdeki ve eğrideki tepesi, (gün, °C); `delay`: aralarındaki gün (mevsimi olmayan dizide NaN).
        """
        theta = np.asarray(self.by_city[city].celsius)
        window, curve = effective_window(beta), ewa(theta, beta, bias_correction=corrected)
        days = {PLAIN: 0, SAME_WINDOW: round(window), SAME_NOISE: round((1 + beta) / (1 - beta))}[mean]
        average = trailing_mean(theta, days) if days else np.full(len(theta), np.nan)
        peaks = season_peak(theta), season_peak(curve)
        delay = peaks[1][0] - peaks[0][0]
        return {
            "shares": ewa_weights(beta, int(min(t, len(theta))), bias_correction=corrected),
            "day": np.arange(1, len(theta) + 1),
            "theta": theta,
            "curve": curve,
            "lag": lag(theta, curve) if np.isnan(delay) else round(delay),
            "peaks": peaks,
            "delay": delay,
            "roughness": (roughness(theta[SETTLED:]), roughness(curve[SETTLED:])),
            "mean": average,
            "mean days": days,
            "mean delay": season_peak(average)[0] - peaks[0][0],
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
        room = NAMES * days  # sağda, eğrilerin adlarına
        main.set(
            title="Günler ve ortalamaları", xlabel="gün (t)", ylabel="sıcaklık (°C)", xlim=(0, days + room),
            ylim=(low - 1, high + 3), xticks=np.arange(0, days + 1, 50 if days > 120 else 10),
        )  # fmt: skip
        side.set(
            title="Günlerin ağırlığı", xlabel="kaç gün önce", ylabel="ağırlık / bugünün ağırlığı",
            xlim=(0, AGES[-1]), ylim=(0, 1.05), yticks=[0, np.exp(-1), 1], yticklabels=["0", "1/e", "1"],
        )  # fmt: skip
        return {
            "points": main.plot([], [], ".", color=GREY, alpha=0.7)[0],
            "shares": main.scatter([], [], s=[], color=PALE, edgecolors=BLUE, linewidths=0.5, zorder=1.9),
            "mean": main.plot([], [], "--", color=BLACK, linewidth=1.2)[0],
            "curve": main.plot([], [], "-", color=BLUE, zorder=3)[0],
            "curve name": end_label(main, BLUE, "üssel v"),
            "mean name": end_label(main, BLACK, "hareketli"),
            "points name": end_label(main, "dimgrey", "günler θ"),
            "delay": main.plot([], [], "-", color=BLACK, linewidth=1.5, marker="v", markevery=[3], zorder=6)[0],
            "delay text": main.text(0, 0, "", ha="left", va="center", color=BLACK),
            "today": grip_line(main),
            "note": main.text(0.01, 0.985, "", transform=main.transAxes, ha="left", va="top", color="dimgrey"),
            "weights": side.plot([], [], "-", color=BLUE)[0],
            "window": side.plot([], [], "--", color=BLACK, linewidth=1.2)[0],
            "window_text": side.text(0.97, 0.97, "", transform=side.transAxes, ha="right", va="top", color=BLACK),
        }

    def update(self, artists: Artists, arrays: Arrays) -> None:
        artists["points"].set_data(arrays["day"], arrays["theta"])
        artists["curve"].set_data(arrays["day"], arrays["curve"])
        artists["mean"].set_data(arrays["day"], arrays["mean"])
        sizes, t = WHOLE * arrays["shares"], len(arrays["shares"])
        seen = np.flatnonzero(sizes >= SMALLEST)
        artists["shares"].set_offsets(np.column_stack([arrays["day"], arrays["theta"]])[seen])
        artists["shares"].set_sizes(sizes[seen])
        artists["today"].set_data([t], arrays["curve"][t - 1 : t])
        show_end_labels(
            (artists["curve name"], arrays["day"], arrays["curve"]),
            (artists["mean name"], arrays["day"], arrays["mean"]),
            (artists["points name"], arrays["day"], np.full_like(arrays["theta"], arrays["theta"][-7:].mean())),
        )
        (start, warm), (end, late) = arrays["peaks"]
        shown = 1 <= arrays["delay"] and end <= len(arrays["day"])
        level = np.max(arrays["theta"]) + 1  # ok bütün günlerin üstünden geçer
        artists["delay"].set_data(*([[start, start, end, end], [warm, level, level, late]] if shown else [[], []]))
        artists["delay text"].set_position((end + 6, level) if shown else (0, level))
        artists["delay text"].set_text(f"{arrays['delay']:.0f} gün geç" if shown else "")
        artists["weights"].set_data(AGES, arrays["weights"])
        artists["window"].set_data([arrays["window"]] * 2, [0, 0.92])
        artists["window_text"].set_text(f"pencere 1/(1-β) = {arrays['window']:.3g} gün")
        artists["note"].set_text(textwrap.fill(arrays["label"], 34))

    def describe(self, values: Values, arrays: Arrays) -> str:
        beta, theta, curve = values["beta"], arrays["theta"], arrays["curve"]
        shares = arrays["shares"]
        t, total = len(shares), float(shares @ theta[: len(shares)])
        state = "açık" if values["corrected"] else "kapalı"
        rough, smooth = arrays["roughness"]
        late, plain = "", ""
        if np.isfinite(arrays["delay"]):
            late = (
                f" Mevsimin tepesi günlerde {arrays['peaks'][0][0]:.0f}., eğride {arrays['peaks'][1][0]:.0f}. gündür."
            )
        if arrays["mean days"]:
            plain = f" Kesikli çizgi {arrays['mean days']} günlük hareketli ortalamadır"
            plain += f"; tepesi {arrays['mean delay']:.0f} gün geçtir." if np.isfinite(arrays["mean delay"]) else "."
        return (
            f"{values['city']}, β = {beta:g}: v aşağı yukarı son {arrays['window']:.3g} günü ortalar; günden güne "
            f"oynama sıcaklıkta {rough:.2f} °C, eğride {smooth:.2f} °C.\n"
            f"Ağırlıkların ortalama yaşı β/(1-β) = {beta / (1 - beta):.3g} gündür.{late}{plain} Oynama, {SETTLED}. "
            "günden sonraki günlük değişimlerin standart sapmasıdır. "
            f"Yanlılık düzeltmesi {state}: θ₁ = {theta[0]:.1f} °C, v₁ = {curve[0]:.2f} °C. "
            f"t = {t}: dairelerin alanı, günlerin vₜ'deki ağırlığıdır; ağırlıkların toplamı {shares.sum():.3g}, "
            f"ağırlık x sıcaklık toplamı tam vₜ = {total:.2f} °C."
        )


def season_peak(values: np.ndarray) -> tuple[float, float]:
    """Yıllık dalganın (diziye en yakın sinüsün) tepesi: (kaçıncı gün, °C).

    Dizi bir yıldan kısaysa ya da değişiminin çoğu o dalga değilse (NaN, NaN).
    """
    day = np.arange(1, len(values) + 1)
    kept = (day > WARM) & np.isfinite(values)
    if len(values) < YEAR or kept.sum() < YEAR // 2:
        return np.nan, np.nan
    turn = 2 * np.pi * day[kept] / YEAR
    basis = np.column_stack([np.ones(kept.sum()), np.cos(turn), np.sin(turn)])
    middle, across, along = fit = np.linalg.lstsq(basis, values[kept], rcond=None)[0]
    if np.var(values[kept] - basis @ fit) > 0.5 * np.var(values[kept]):
        return np.nan, np.nan
    return float(np.arctan2(along, across) * YEAR / (2 * np.pi) % YEAR), float(middle + np.hypot(across, along))


def trailing_mean(values: np.ndarray, window: int) -> np.ndarray:
    """Son `window` değerin ortalaması; ilk window-1 gün için yoktur (NaN)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    means = np.full(len(values), np.nan)
    if window <= len(values):
        means[window - 1 :] = (total[window:] - total[:-window]) / window
    return means


def lag(theta: np.ndarray, curve: np.ndarray) -> int:
    """Eğrinin kaç gün geriden geldiği: kaydırılınca günlerle en çok ilişkili olduğu gün sayısı (0 … 60)."""
    shifts = range(min(60, len(theta) // 3) + 1)
    kept = len(theta) - SETTLED - len(shifts)
    if kept < 2 or np.ptp(theta) == 0:
        return 0
    tails = [(theta[SETTLED : SETTLED + kept], curve[SETTLED + k : SETTLED + k + kept]) for k in shifts]
    fits = [np.corrcoef(a, b)[0, 1] if np.ptp(a) and np.ptp(b) else 0.0 for a, b in tails]
    return int(np.argmax(fits))


def roughness(values: np.ndarray) -> float:
    """Bir günden ertesine değişimin standart sapması: eğrinin gündelik oynaması."""
    return float(np.std(np.diff(values)))
