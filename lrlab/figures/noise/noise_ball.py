"""Canlı şekil: gürültü topu. Gürültülü gradyanla inen yürüyüşçüler en küçük noktanın çevresinde α'ya göre dağılır."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from lrlab.core.rules import sgd
from lrlab.core.schedules import SCHEDULES, Constant, Cosine, InverseTime, Linear, Piecewise, Schedule, Warmup
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
    complete,
    log_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    AMBER,
    BLACK,
    BLUE,
    GREEN,
    GREY,
    POINT,
    STAR,
    VERMILION,
    arrow,
    beside_title,
    draw_contours,
    end_label,
    even,
    grip_line,
    near,
    show_arrow,
    show_end_labels,
    show_grip,
    write,
)
from lrlab.figures.parts.schedule_options import schedule_options

EIGENVALUES = np.array([[1.0], [4.0]])  # λ₁ (yatay, yassı) ve λ₂ (düşey, dik): f = ½·(λ₁·x² + λ₂·y²)
START = np.array([[-1.6], [1.1]])
WINDOW = (2.0, 2.0)  # düzlemin yarı genişliği ve yarı yüksekliği
STEPS, WALKERS = 300, 400
EDGE = 2 / float(EIGENVALUES.max())  # sabit α bunu aşarsa ıraksar
LOSS = (1e-4, 1e2)  # kayıp ekseninin sınırları
NAMES = 100  # sağdaki panellerde eğrilerin adlarına ayrılan yer, adım
TRAIL = 12  # okları gösterilen yürüyüşçünün görünen son adımları
Decay = Callable[[float], Schedule]  # α'dan STEPS adımlık zamanlayıcıya
# Örnekteki (`Schedule.over`) gibi yüzde birine inmeyenler.
GIVEN: dict[type[Schedule], dict[str, Any]] = {
    InverseTime: {"rate": 20 / STEPS}, Linear: {"end": 0.0}, Cosine: {"end": 0.0},
}  # fmt: skip
PRESETS: dict[str, Values] = {
    "Yolda: t = 5": {"t": 5.0},
    "Onda biri": {"lr": 0.02},
    "Yarıda onda bir": {"schedule": "yarıda onda bir"},
    InverseTime.label: {"schedule": InverseTime.label},
    "Kosinüs": {"schedule": Cosine.label},
    "Gürültüsüz": {"noise": 0.0},
    "Sınırın üstü": {"lr": 0.55, "t": 5.0},
}
SETTLED = 1.3  # kayıp, α'nın durağan kaybının bu katına indiyse bulut topuna oturmuştur
LATE = 60  # oturması bundan çok adım sürdüyse yavaştır


def _within(arrays: Arrays, times: float) -> bool:
    """Şu andaki beklenen kayıp, α'nın şimdiki değerinin durağan kaybının `times` katını aşmıyor mu?"""
    return bool(arrays["theory"][arrays["t"]] <= times * arrays["floor"][_now(arrays)])


def _now(arrays: Arrays) -> int:
    """Son kullanılan oranın adımı."""
    return max(0, min(arrays["t"], STEPS) - 1)


def _steady(arrays: Arrays) -> bool:
    """Oran başından beri aynı mı?"""
    return bool(np.ptp(arrays["rate"][: _now(arrays) + 1]) == 0)


def _settling(arrays: Arrays) -> int:
    """Beklenen kaybın sabit α'nın topuna oturduğu adım."""
    return int(np.argmax(arrays["theory"] <= SETTLED * arrays["floor"][0]))


def _shrunk(arrays: Arrays) -> bool:
    """Kayıp, baştaki α'nın durağan kaybının yarısından da aşağıda mı?"""
    return bool(arrays["theory"][arrays["t"]] < 0.5 * arrays["floor"][0])


def _cut(arrays: Arrays) -> bool:
    """Oran, bu ana dek bir adımda en büyüğünün üçte biri kadar düştü mü?"""
    used = arrays["rate"][: _now(arrays) + 1]
    return bool((np.diff(used) < -used.max() / 3).any())


TITLES = (
    Title(
        "α sınırı aştı: her adım bulutu dipten uzağa savuruyor",
        lambda v, a: a["rate"][: _now(a) + 1].max() > EDGE and a["theory"][a["t"]] > a["theory"][0],
    ),
    Title(
        "Gürültü yoksa top da yok: bütün yürüyüşçüler dibe vardı",
        lambda v, a: v["noise"] == 0 and a["theory"][a["t"]] < 1e-3 * a["theory"][0],
    ),
    Title("Gürültü yok: bütün yürüyüşçüler aynı yoldan iniyor", lambda v, a: v["noise"] == 0 and 0 < a["t"]),
    Title("Başlangıç: bütün yürüyüşçüler aynı noktada", lambda v, a: a["t"] == 0),
    Title(
        "Küçük α: top küçük, ama bulut oraya yavaş indi",
        lambda v, a: _steady(a) and _within(a, SETTLED) and _settling(a) > LATE,
    ),
    Title(
        "Sabit α: bulut küçülmeyi bıraktı, olduğu yerde titriyor",
        lambda v, a: _steady(a) and _within(a, SETTLED) and _settling(a) + 20 <= a["t"],
    ),
    Title("α bir anda düştü, top da onun ardından ufaldı", lambda v, a: _cut(a) and _shrunk(a)),
    Title(
        "α sıfıra inerken top söndü; kayıp onu geriden izledi",
        lambda v, a: not _steady(a) and _shrunk(a) and not _within(a, 2),
    ),
    Title("α azaldıkça top söndü: kayıp sabit α'nınkinin çok altında", lambda v, a: not _steady(a) and _shrunk(a)),
    Title(
        "Gradyan dibe çekiyor, gürültü savuruyor: bulut iniyor",
        lambda v, a: a["t"] < STEPS and a["theory"][a["t"]] < a["theory"][a["t"] - 5] and a["rate"][a["t"]] < EDGE,
    ),
    Title("Gürültülü iniş: aynı noktadan, her biri kendi gürültüsüyle"),
)
SLIDERS = (
    log_slider("lr", "α", 0.005, 0.6, 0.2),
    Slider("noise", "gürültü σ", (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0), 1.0),
    Slider("t", "an t", tuple(float(t) for t in range(0, STEPS + 1, 5)), float(STEPS), "{:.0f}", play=True),
    Slider("seed", "tohum", tuple(float(k) for k in range(10)), 0.0, "{:.0f}"),
)


def explore_noise_ball(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """400 yürüyüşçü aynı noktadan, her biri kendi gürültüsüyle iner; ölçülen bulut ve kayıp kuramla yan yanadır.

    Gradyan g = λ·w + `noise`·ξ, ξ her adımda ve yürüyüşçüde ayrı bir standart normal sayıdır. `schedule`:
    zamanlayıcının görünen adı ("kosinüs"); `lr` onun α'sı; `t` bulutun gösterildiği adım. İzlenen yürüyüşçünün
    sıradaki adımı iki oktur: -α·λ·w ve -α·σ·ξ.
    """
    return Explorer(NoiseBallFigure(decays(schedule_options())), lecture=lecture, **start)


def decays(options: dict[str, str]) -> dict[str, Decay]:
    """Görünen ad -> `Decay`: `options`taki (görünen ad -> sınıf adı) bütün zamanlayıcılar ve dersin iki bileşimi."""
    kinds = {label: SCHEDULES[name] for label, name in options.items()}
    ready: dict[str, Decay] = {label: partial(_spread, kind) for label, kind in kinds.items()}
    return ready | {
        "yarıda onda bir": lambda lr: Piecewise((STEPS / 2,), (lr, lr / 10)),
        f"ısınma + {Cosine.label}": lambda lr: Warmup(Cosine(lr, 0.0, STEPS - 50), 50),
    }


def _spread(kind: type[Schedule], lr: float) -> Schedule:
    return kind.over(lr, STEPS, **GIVEN.get(kind, {}))


@lru_cache(2)
def draws(seed: int) -> np.ndarray:
    """Bütün gürültü, (STEPS, 2, WALKERS): kaydırıcı oynarken yürüyüşçüler aynı zarları atar."""
    return np.random.default_rng(seed).standard_normal((STEPS, 2, WALKERS))


def walk(rate: np.ndarray, noise: float, seed: int) -> np.ndarray:
    """Yürüyüşçülerin yolları, (STEPS + 1, 2, WALKERS): sgd kuralı, `rate` (STEPS,) oranlarıyla."""
    path = np.empty((STEPS + 1, 2, WALKERS))
    path[0] = START
    for t, drawn in enumerate(draws(seed)):
        path[t + 1], _ = sgd(path[t], EIGENVALUES * path[t] + noise * drawn, {}, t + 1, lr=rate[t])
    return path


def theory(rate: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Her adımdaki beklenen yer ve varyans, (STEPS + 1, 2): m ← (1-αλ)·m, V ← (1-αλ)²·V + α²σ².

    Kestirme değil, tamdır: kural doğrusal, gürültü bağımsızdır; α'nın sabit olması gerekmez.
    """
    mean, variance = np.empty((STEPS + 1, 2)), np.zeros((STEPS + 1, 2))
    mean[0] = START[:, 0]
    for t, alpha in enumerate(rate):
        shrink = 1 - alpha * EIGENVALUES[:, 0]
        mean[t + 1] = shrink * mean[t]
        variance[t + 1] = shrink**2 * variance[t] + (alpha * noise) ** 2
    return mean, variance


def stationary(alpha: Any, noise: float) -> np.ndarray:
    """Sabit `alpha`nın (T,) durağan varyansı α·σ²/(λ·(2-αλ)), (T, 2); sınırın üstünde yoktur, NaN."""
    alpha, curvature = np.asarray(alpha)[..., None], EIGENVALUES[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = alpha * noise**2 / (curvature * (2 - alpha * curvature))
    return np.where(alpha * curvature < 2, variance, np.nan)


def expected(variance: np.ndarray, mean: Any = 0.0) -> np.ndarray:
    """Beklenen kayıp: ½·Σ λ·(m² + V)."""
    return (np.square(mean) + variance) @ EIGENVALUES[:, 0] / 2


@final
class NoiseBallFigure(LiveFigure):
    """Solda yürüyüşçülerin bulutu ve kuramın elipsi; sağda ortalama kayıp ve zamanlayıcının verdiği α."""

    on_page = {"schedule": 3, "lr": 6, "noise": 2, "t": 24}
    handles = {
        name: Handle(x=Along("t")) for name in ("now", "moment", "measured here", "rate here")
    }  # fmt: skip
    passing = ("cloud", "theory", "floor", "now", "moment", "trail", "walker", "measured here", "rate here")
    titles = TITLES
    readouts = {
        "cloud": Readout("bir yürüyüşçü", "x", "y"),
        "measured": Readout("ölçülen kayıp", "adım", "ortalama kayıp", "adım"),
        "theory": Readout("kuram", "adım", "ortalama kayıp", "adım"),
        "floor": Readout("α hep bu kalsa", "adım", "ortalama kayıp", "adım"),
        "rate": Readout("zamanlayıcı", "adım", "α", "adım"),
    }

    def __init__(self, decays: dict[str, Decay]) -> None:
        self.decays = decays
        self.controls = (Choice("schedule", "zamanlayıcı", {name: name for name in decays}, Constant.label), *SLIDERS)
        self.presets = complete(self.controls, PRESETS)
        self.walked = lru_cache(2)(self._walked)  # an t oynarken yürüyüş baştan hesaplanmasın

    def _walked(self, schedule: str, lr: float, noise: float, seed: int) -> tuple[np.ndarray, ...]:
        """Oranlar, yol, yolun ortalama kaybı, kuramın yeri ve varyansı."""
        rate = self.decays[schedule](lr)(np.arange(STEPS))
        path = walk(rate, noise, seed)
        return rate, path, expected(np.square(path).mean(axis=2)), *theory(rate, noise)

    def compute(self, *, schedule: str, lr: float, noise: float, t: float, seed: float) -> Arrays:
        moment = int(t)
        rate, path, loss, mean, variance = self.walked(schedule, lr, noise, int(seed))
        one, pull, kick = path[:, :, 0], np.full(2, np.nan), np.full(2, np.nan)
        if moment < STEPS:
            pull = -rate[moment] * EIGENVALUES[:, 0] * one[moment]
            kick = -rate[moment] * noise * draws(int(seed))[moment, :, 0]
        return {
            "rate": rate,
            "cloud": path[moment].copy(),  # yolun bütünü bellekte kalmasın
            "trail": one[max(0, moment - TRAIL) : moment + 1].copy(),
            "pull": pull,
            "kick": kick,
            "mean": mean[moment],
            "spread": np.sqrt(variance[moment]),
            "loss": loss,
            "theory": expected(variance, mean),
            "floor": expected(stationary(rate, noise)),
            "t": moment,
        }

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.15, 1])
        plane = figure.add_subplot(grid[:, 0])
        loss, rate = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        plane.set(title="Bulut, t anında", xlabel="x (λ₁ = 1)", ylabel="y (λ₂ = 4)")
        plane.grid(False)
        across, up = 2 * WINDOW[0], 2 * WINDOW[1]  # eksen panelin biçimine göre uzar
        draw_contours(
            plane, lambda w: expected(np.moveaxis(w, 0, -1) ** 2), (-across, across, -up, up),
            np.geomspace(1e-3, 1, 12), low=0.0, grid=(80, 80), colors="0.8", linewidths=0.8,
        )  # fmt: skip
        plane.set(xlim=(-WINDOW[0], WINDOW[0]), ylim=(-WINDOW[1], WINDOW[1]))
        plane.plot(*START, "s", **POINT, markersize=6)
        plane.plot(0, 0, "*", **STAR, markersize=13, zorder=2.5)
        for line, (words, color) in enumerate(
            ((f"{WALKERS} yürüyüşçü", BLUE), ("izlenen yürüyüşçü", AMBER), ("kesikli: kuram, 2 std. sapma", BLACK))
        ):
            plane.text(
                0.98, 0.98 - 0.055 * line, words, transform=plane.transAxes, ha="right", va="top", color=color,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )  # fmt: skip
        for axes in (loss, rate):
            axes.set(xlabel="adım (t)", xlim=(0, STEPS + NAMES), xticks=range(0, STEPS + 1, 100))
        loss.set(title="Ortalama kayıp", ylabel="ortalama kayıp", yscale="log", ylim=LOSS)
        loss.yaxis.set_minor_locator(NullLocator())
        rate.set(title="Zamanlayıcının verdiği α", ylabel="öğrenme oranı α", ylim=(0, 0.7))
        rate.plot([0, STEPS], [EDGE, EDGE], "--", color=VERMILION, linewidth=1.2)
        edge = end_label(rate, VERMILION, f"sınır\n2/λ₂ = {EDGE:g}")
        edge.xy = (STEPS, EDGE)
        return {
            "words": beside_title(plane),
            "cloud": plane.plot([], [], ".", color=BLUE, markersize=3)[0],
            "ellipse": plane.plot([], [], "--", color=BLACK, linewidth=1.4, zorder=4)[0],
            "trail": plane.plot([], [], ".-", color=AMBER, linewidth=1.2, zorder=3)[0],
            "walker": plane.plot([], [], "o", color=AMBER, markeredgecolor=BLACK, markersize=7, zorder=6)[0],
            "pull": arrow(plane, BLACK, "-"),
            "kick": arrow(plane, AMBER, (0, (3, 1))),
            "pull words": plane.text(0.98, 0.08, "", transform=plane.transAxes, ha="right", color=BLACK),
            "kick words": plane.text(0.98, 0.02, "", transform=plane.transAxes, ha="right", color=AMBER),
            "measured": loss.plot([], [], "-", color=BLUE)[0],
            "theory": loss.plot([], [], "--", color=BLACK, linewidth=1.2)[0],
            "floor": loss.plot([], [], ":", color=GREEN)[0],
            "measured name": end_label(loss, BLUE, "ölçülen"),
            "theory name": end_label(loss, BLACK, "kuram"),
            "floor name": end_label(loss, GREEN, "durağan"),
            "rate": rate.plot([], [], "-", color=BLUE)[0],
            "now": loss.plot([], [], "-", color=GREY, linewidth=1.1)[0],
            "moment": rate.plot([], [], "-", color=GREY, linewidth=1.1)[0],
            "measured here": grip_line(loss),
            "rate here": grip_line(rate),
        }

    def update(self, artists: Artists, arrays: Arrays) -> None:
        t, steps = arrays["t"], np.arange(STEPS + 1)
        even(artists["cloud"].axes, (-WINDOW[0], WINDOW[0], -WINDOW[1], WINDOW[1]))
        artists["cloud"].set_data(*near(arrays["cloud"]))
        angle = np.linspace(0, 2 * np.pi, 91)
        circle = np.stack([np.cos(angle), np.sin(angle)])
        ellipse = arrays["mean"][:, None] + 2 * arrays["spread"][:, None] * circle
        artists["ellipse"].set_data(*np.clip(ellipse, -1e3, 1e3))
        for name, curve in (("measured", "loss"), ("theory", "theory")):
            artists[name].set_data(steps, np.clip(arrays[curve], 1e-30, 1e30))
        floor, rate = (np.append(arrays[name], np.nan) for name in ("floor", "rate"))  # son adımdan sonra oran yoktur
        artists["floor"].set_data(steps, np.clip(floor, 1e-30, 1e30))
        artists["rate"].set_data(steps, rate)
        artists["now"].set_data([t, t], LOSS)
        artists["moment"].set_data([t, t], [0, 1])
        ends = (3 * LOSS[0], LOSS[1] / 5)  # panelden çıkan eğrinin adı kenara yapışmasın
        named = {name: artists[name].get_ydata() for name in ("measured", "theory", "floor")}
        show_end_labels(
            *(
                (artists[f"{k} name"], steps, np.where((y > ends[0]) & (y < ends[1]), y, np.nan))
                for k, y in named.items()
            )
        )
        show_grip(artists["measured here"], t, arrays["loss"][t])
        artists["rate here"].set_data([t], arrays["rate"][[min(t, STEPS - 1)]])
        trail, pull, kick = near(arrays["trail"]), arrays["pull"], arrays["kick"]
        artists["trail"].set_data(*trail.T)
        artists["walker"].set_data(*trail[-1:].T)
        show_arrow(artists["pull"], trail[-1], trail[-1] + pull)
        show_arrow(artists["kick"], trail[-1] + pull, trail[-1] + pull + kick)
        artists["pull words"].set_text("→ gradyanın payı" if np.isfinite(pull).all() else "")
        artists["kick words"].set_text("⇢ gürültünün payı" if np.isfinite(kick).all() and kick.any() else "")
        write(artists["words"], left_out(arrays["cloud"]))

    def describe(self, values: Values, arrays: Arrays) -> str:
        t, spread, wanted = arrays["t"], arrays["cloud"].std(axis=1), arrays["spread"]
        measured, predicted = arrays["loss"][t], arrays["theory"][t]
        now = min(t, STEPS - 1)
        first = (
            f"{values['schedule']}, α = {values['lr']:g}, gürültü σ = {values['noise']:g}; t = {t} anında "
            f"ortalama kayıp {_told(measured)} (kuram {_told(predicted)})"
        )
        parts = [
            f"Standart sapma x'te {_told(spread[0])} (kuram {_told(wanted[0])}), y'de {_told(spread[1])} "
            f"(kuram {_told(wanted[1])})",
        ]
        if np.isfinite(floor := arrays["floor"][now]):
            parts.append(f"kuramda α hep {arrays['rate'][now]:.3g} kalsa kayıp {_told(floor)} olurdu")
        if arrays["rate"].max() >= EDGE:
            parts.append(f"2/λ₂ = {EDGE:g} sınırına ulaşan α ile y yönünde ıraksar")
        if np.isfinite(step := np.concatenate([arrays["pull"], arrays["kick"]])).all():
            gx, gy, nx, ny = step
            parts.append(
                f"izlenen yürüyüşçünün sıradaki adımında gradyanın payı ({gx:.2g}, {gy:.2g}), gürültünün payı "
                f"({nx:.2g}, {ny:.2g})"
            )
        return f"{first}.\n{'; '.join(filter(None, [*parts, left_out(arrays['cloud'])]))}."


def left_out(cloud: np.ndarray) -> str:
    """Pencerede görünmeyen yürüyüşçülerin sayısı, sözle; yoksa boştur."""
    outside = int((abs(cloud) > np.array(WINDOW)[:, None]).any(axis=0).sum())
    return f"{outside} yürüyüşçü pencerenin dışında" if outside else ""


def _told(value: float) -> str:
    """Okunur sayı: yuvarlama hatasından küçüğü sıfır, çok büyüğü sözle."""
    if value > 1e9:
        return "10⁹'dan büyük"
    return f"{value:.3g}" if value > 1e-12 else "0"
