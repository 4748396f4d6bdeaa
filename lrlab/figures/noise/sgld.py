"""Canlı şekil: eniyileme ile örnekleme. Aynı adımlar, gürültünün sıcaklığına göre tek noktaya iner ya da dağılır."""

from functools import lru_cache
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from lrlab.core.sampling.dynamics import langevin
from lrlab.core.sampling.posteriors import Posterior, Regression, mixture_posterior, regression_posterior
from lrlab.figures.engine import (
    Arrays,
    Choice,
    Explorer,
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
    GREY,
    POINT,
    above,
    arrow,
    beside_title,
    end_label,
    even,
    ground,
    ground_lines,
    lowest,
    show_arrow,
    show_end_labels,
    show_ground,
    write,
)

CHAINS = 32
DELAY = 20  # azalan adım ε·(1 + t/DELAY)^-γ
BLOCK = 200  # yol bu kadar adımın katlarından bir adım sonraya dek hesaplanır: adım sayısı oynarken baştan başlanmaz
SHOWN = 30  # düzlemde her zincirin en çok bu kadar noktası çizilir
LEVELS = (0.5, 2.0, 4.5, 8.0)  # en küçük U'nun bu kadar üstü: normal dağılımda 1, 2, 3, 4 standart sapma
LABELS = {"regresyon": ("eğim", "kesme"), "karışım": ("θ₁", "θ₂")}
MARGINAL = {"regresyon": 0, "karışım": 1}  # sağda dağılımı çizilen parametre
WHOLE = 40.0  # bütün veri: bu minigrupta gradyanın gürültüsü yoktur
FIRST = 60  # yolun başından çizilen adımlar: gerisi noktaların üstüne karalama olurdu
RECENT = 12  # yolun en koyu, son adımları
AGED = "#DDBB80"  # yolun eskiyen adımları
NAMES = 1.4  # enerji panelinin eni, adlara yer kalsın diye adımların bu katıdır
PRESETS: dict[str, Values] = {
    "Eniyileme": {"temperature": 0.0, "batch_size": WHOLE},
    "Örnekleme": {},
    "Büyük adım: yanlı": {"rate": 0.03},
    "Azalan adım": {"rate": 0.03, "gamma": 0.55},
    "Küçük minigrup: yanlı": {"batch_size": 1.0},
    "İki tepe": {"problem": "karışım", "rate": 0.1, "batch_size": WHOLE, "steps": 600.0},
    "İki tepe, eniyileme": {"problem": "karışım", "rate": 0.1, "batch_size": WHOLE, "temperature": 0.0},
}
NARROW, WIDE = 0.85, 1.2  # ölçülen sapma, sonsal dağılımınkinin bu katları arasındaysa genişliği doğrudur


def _stopped(arrays: Arrays) -> bool:
    """Bütün zincirler aynı yerde mi, gradyan onları artık yürütmüyor mu?"""
    return bool(arrays["width"] < 0.05 and np.hypot(*arrays["pull"]) < 1e-3)


TITLES = (
    Title("Adım çok büyük: zincirler ıraksadı", lambda v, a: a["diverged"]),
    Title(
        "Eniyileme tek tepede durur; öbür tepeyi hiç görmez",
        lambda v, a: v["problem"] == "karışım" and _stopped(a) and a["share"] in (0, 1),
    ),
    Title("Eniyileme: bütün zincirler tek noktaya indi ve durdu", lambda v, a: _stopped(a)),
    Title(
        "T = 0, ama minigrubun gürültüsü zincirleri durdurmuyor",
        lambda v, a: v["temperature"] == 0 and v["batch_size"] < WHOLE and v["steps"] >= 200 and a["off"] < 0.5,
    ),
    Title(
        "Zincirler daha tek tepede, öbürüne geçmediler",
        lambda v, a: v["problem"] == "karışım" and v["temperature"] > 0 and not 0.1 < a["share"] < 0.9,
    ),
    Title(
        "Örnekleme iki tepeyi de gezer",
        lambda v, a: v["problem"] == "karışım" and v["temperature"] > 0 and 0.25 < a["share"] < 0.75,
    ),
    Title(
        "Zincirler daha yolda: noktaların ortası yerini bulmadı",
        lambda v, a: v["problem"] == "regresyon" and a["off"] > 0.5,
    ),
    Title(
        "Adım büyük: noktalar sonsal dağılımdan geniş yayılıyor",
        lambda v, a: a["width"] > WIDE and a["step_width"] > 1.1 and v["temperature"] == 1,
    ),
    Title(
        "Küçük minigrup: fazladan gürültü noktaları geniş yayıyor",
        lambda v, a: a["width"] > WIDE and a["step_width"] < 1.1 and v["batch_size"] < WHOLE,
    ),
    Title(
        "Azalan adım: noktalar sonsal dağılım kadar yayılıyor",
        lambda v, a: v["gamma"] > 0 and v["problem"] == "regresyon" and NARROW < a["width"] < WIDE,
    ),
    Title(
        "Örnekleme dipte durmaz: noktalar sonsal dağılım kadar yayılır",
        lambda v, a: v["temperature"] == 1 and v["problem"] == "regresyon" and NARROW < a["width"] < WIDE,
    ),
    Title(
        "Sıcaklık düşük: noktalar sonsal dağılımdan dar kalıyor",
        lambda v, a: v["temperature"] < 1 and v["problem"] == "regresyon" and a["width"] < NARROW,
    ),
    Title("Aynı adımlar: sıcaklık T noktaların ne kadar yayılacağını belirler"),
)
CONTROLS = (
    Choice("problem", "sonsal dağılım", {"doğrusal regresyon": "regresyon", "iki tepeli karışım": "karışım"},
           "regresyon"),
    Slider("temperature", "sıcaklık T", tuple(k / 20 for k in range(21)), 1.0),
    log_slider("rate", "adım ε", 0.0005, 0.2, 0.004),
    Slider("gamma", "azaltma γ", (0.0, 0.33, 0.55, 0.75, 1.0), 0.0),
    Slider("batch_size", "minigrup B", (1.0, 2.0, 5.0, 10.0, 20.0, WHOLE), 10.0, "{:.0f}"),
    Slider("steps", "adım sayısı", tuple(float(k) for k in range(20, 1001, 20)), 400.0, "{:.0f}", play=True),
    Slider("seed", "tohum", tuple(map(float, range(10))), 0.0, "{:.0f}"),
)  # fmt: skip


def explore_sgld(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """SGLD'nin `CHAINS` zinciri: sonsal dağılım üstünde noktalar, bir parametrenin dağılımı ve U'nun adımlarla gidişi.

    Sıcaklık T = 0 iken w ← w - (ε/2)·∇U gradyan inişidir, T = 1 iken örneklemedir. Ölçümler adımların ikinci
    yarısındaki noktalardan, her nokta kendi ε'uyla ağırlıklandırılarak yapılır. İzlenen zincirin sıradaki adımı iki
    oktur: -(ε/2)·∇U (minigruptan) ve gürültü.
    """
    return Explorer(SgldFigure(), lecture=lecture, **start)


@final
class SgldFigure(LiveFigure):
    """Solda sonsal dağılım ve zincirlerin noktaları; sağda bir parametrenin dağılımı ve U'nun gidişi."""

    on_page = {"temperature": 5, "batch_size": 3, "steps": 20}
    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    titles = TITLES
    ground = ("problem",)
    passing = ("contours", "minima", "path", "recent", "cloud", "walker", "start", "density", "excess")
    readouts = {
        "path": Readout("bir zincirin yolu", "yatay", "düşey"),
        "cloud": Readout("bir nokta", "yatay", "düşey"),
        "density": Readout("sonsal dağılım", "parametre", "olasılık yoğunluğu"),
        "energy": Readout("zincirlerin ortalaması", "adım", "U - en küçük U"),
    }

    def __init__(self) -> None:
        self.problems: dict[str, Posterior] = {"regresyon": regression_posterior(), "karışım": mixture_posterior()}
        self.walked = lru_cache(8)(self._walked)
        self.grounds = {
            name: ground(one.surface, one.truth.lowest + np.array(LEVELS)) for name, one in self.problems.items()
        }

    def _walked(
        self, problem: str, temperature: float, rate: float, gamma: float, batch_size: int, seed: int, steps: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Bütün zincirlerin yolu ve ilk zincirin her adımında gradyanın payı, (steps, 2)."""
        posterior, rates, drifts = self.problems[problem], _rates(rate, gamma, steps), []
        estimate = posterior.gradient(batch_size)

        def gradient(w: np.ndarray, rng: np.random.Generator) -> np.ndarray:
            found = estimate(w, rng)
            drifts.append(found[:, 0])
            return found

        start = np.repeat(np.array(posterior.surface.start)[:, None], CHAINS, axis=1)
        path = langevin(gradient, start, steps, rates.__getitem__, temperature=temperature, seed=seed)
        with np.errstate(over="ignore", invalid="ignore"):
            return path, -0.5 * rates[:, None] * np.array(drifts)

    def compute(
        self, *, problem: str, temperature: float, rate: float, gamma: float, batch_size: float, steps: float,
        seed: float,
    ) -> Arrays:  # fmt: skip
        posterior, T = self.problems[problem], int(steps)
        truth, k, whole = posterior.truth, MARGINAL[problem], -(-T // BLOCK) * BLOCK + 1
        rates = _rates(rate, gamma, T)
        path, pulls = self.walked(problem, temperature, rate, gamma, int(batch_size), int(seed), whole)
        step, pull = path[T + 1, :, 0] - path[T, :, 0], pulls[T]
        path = path[: T + 1]
        energy = _energy(posterior, path)
        late = path[T // 2 + 1 :]  # (adım, 2, zincir)
        weight = np.broadcast_to(rates[T // 2 :, None], late[:, 0].shape)
        diverged = not np.abs(late).max() < 1e3  # NaN da ıraksamadır
        mean = spread = np.full(2, np.nan)
        axis = truth.axes[k]
        bars = np.zeros(60)
        if not diverged:
            mean = np.array([np.average(late[:, i], weights=weight) for i in (0, 1)])
            spread = np.sqrt([np.average((late[:, i] - mean[i]) ** 2, weights=weight) for i in (0, 1)])
            bars = np.histogram(late[:, k], 60, (axis[0], axis[-1]), weights=weight)[0]
            bars = bars / (weight.sum() * (axis[-1] - axis[0]) / len(bars))
        sigma = np.sqrt(truth.covariance[k, k])
        step_width = np.nan
        if isinstance(posterior, Regression) and not gamma:
            step_width = (
                np.sqrt(posterior.stationary(rate, temperature=temperature, batch_size=int(WHOLE))[k, k]) / sigma
            )
        return {
            "width": spread[k] / sigma, "off": abs(mean[k] - truth.mean[k]) / sigma, "step_width": step_width,
            "share": float(np.mean(late[:, k] > 0)),
            "problem": problem, "ground": self.grounds[problem],
            "path": path[:, :, 0], "pull": pull, "kick": step - pull,
            "cloud": late[:: max(1, len(late) // SHOWN)].swapaxes(0, 1).reshape(2, -1),
            "axis": axis, "density": truth.densities[k], "edges": np.linspace(axis[0], axis[-1], 61), "bars": bars,
            "energy": energy, "excess": truth.excess, "mean": mean, "spread": spread, "diverged": diverged,
            "points": late[:, 0].size,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.1, 1])
        plane = figure.add_subplot(cells[:, 0])
        chart, run = figure.add_subplot(cells[0, 1]), figure.add_subplot(cells[1, 1])
        plane.set(title="Zincirlerin noktaları", xlabel="eğim", ylabel="kesme", ylim=(-1.5, 1.5))
        chart.set(title="Bir parametrenin dağılımı", xlabel="eğim", ylabel="olasılık yoğunluğu", ylim=(0, 2.5))
        run.set(
            title="U'nun en küçüğünden fazlası", xlabel="adım (t)", ylabel="U - en küçük U", yscale="log",
            ylim=(1e-3, 1e3), xlim=(0, 1000 * NAMES),
        )  # fmt: skip
        run.yaxis.set_minor_locator(NullLocator())
        chart.text(0.02, 0.98, "zincirler", transform=chart.transAxes, ha="left", va="top", color=BLUE)
        chart.text(0.98, 0.98, "kesikli: sonsal", transform=chart.transAxes, ha="right", va="top", color=BLACK)
        artists = {
            **ground_lines(plane, color=GREY, linewidth=1, zorder=5),
            "path": plane.plot([], [], "-", color=AGED, linewidth=1.1, zorder=2)[0],
            "cloud": plane.plot([], [], ".", color=BLUE, markersize=3, zorder=3, label="noktalar (ikinci yarı)")[0],
            "recent": plane.plot([], [], ".-", color=AMBER, linewidth=1.4, zorder=4, label="bir zincir")[0],
            "walker": plane.plot([], [], "o", color=AMBER, markeredgecolor=BLACK, markersize=7, zorder=7)[0],
            "pull": arrow(plane, BLACK, "-"),
            "kick": arrow(plane, AMBER, (0, (3, 1))),
            "pull words": plane.text(0.98, 0.98, "", transform=plane.transAxes, ha="right", va="top", color=BLACK),
            "kick words": plane.text(0.98, 0.92, "", transform=plane.transAxes, ha="right", va="top", color=AMBER),
            "words": beside_title(plane),
            "start": plane.plot([], [], "s", **POINT, markersize=6, zorder=4)[0],
            "bars": chart.plot([], [], "-", color=BLUE, drawstyle="steps-post")[0],
            "density": chart.plot([], [], "--", color=BLACK, linewidth=1.4)[0],
            "energy": run.plot([], [], "-", color=BLUE)[0],
            "excess": run.plot([], [], "--", color=BLACK, linewidth=1.4)[0],
            "energy name": end_label(run, BLUE, "zincirler"),
            "excess name": end_label(run, BLACK, "sonsal"),
        }
        artists["contours"].set_zorder(5)
        figure.legend(handles=[artists["cloud"], artists["recent"]], loc="outside lower center", ncols=2)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        labels = LABELS[arrays["problem"]]
        show_ground(artists, arrays["ground"])
        even(artists["path"].axes, arrays["ground"].bounds)
        artists["path"].axes.set(xlabel=labels[0], ylabel=labels[1])
        artists["bars"].axes.set(
            xlim=(arrays["axis"][0], arrays["axis"][-1]), ylim=(0, 1.7 * arrays["density"].max()),
            xlabel=labels[MARGINAL[arrays["problem"]]],
        )  # fmt: skip
        artists["cloud"].set_data(*arrays["cloud"])
        path = arrays["path"]
        hidden = slice(min(FIRST, len(path)) + 1, max(0, len(path) - RECENT - 1))
        artists["path"].set_data(*np.concatenate([path[: hidden.start], [[np.nan] * 2], path[hidden.stop :]]).T)
        artists["recent"].set_data(*arrays["path"][-RECENT - 1 :].T)
        artists["start"].set_data(*arrays["path"][:1].T)
        artists["walker"].set_data(*arrays["path"][-1:].T)
        here, pull, kick = arrays["path"][-1], arrays["pull"], arrays["kick"]
        show_arrow(artists["pull"], here, here + pull)
        show_arrow(artists["kick"], here + pull, here + pull + kick)
        artists["pull words"].set_text("→ gradyanın payı" if artists["pull"].get_visible() else "")
        artists["kick words"].set_text("⇢ gürültünün payı" if artists["kick"].get_visible() else "")
        artists["bars"].set_data(arrays["edges"], np.append(arrays["bars"], 0))
        artists["density"].set_data(arrays["axis"], arrays["density"])
        artists["energy"].set_data(arrays["energy"][0], np.clip(arrays["energy"][1], 1e-3, 1e6))
        last = arrays["energy"][0][-1]
        artists["excess"].set_data([0, last], 2 * [arrays["excess"]])
        artists["energy"].axes.set_xlim(0, NAMES * above(last, (1, 2, 4, 6, 8, 10)))
        steps, energy = artists["energy"].get_data()
        show_end_labels(
            (artists["energy name"], steps, np.where(energy > 3e-3, energy, np.nan)),  # ad panelin kenarına yapışmasın
            (artists["excess name"], *artists["excess"].get_data()),
        )
        write(artists["words"], "ıraksadı" if arrays["diverged"] else "")

    def useful(self, values: Values) -> set[str]:
        still = values["temperature"] == 0 and values["batch_size"] == WHOLE  # hiç zar atılmaz
        return super().useful(values) - ({"seed"} if still else set())

    def describe(self, values: Values, arrays: Arrays) -> str:
        posterior, k = self.problems[values["problem"]], MARGINAL[values["problem"]]
        label, truth = LABELS[values["problem"]][k], posterior.truth
        step = f"ε = {values['rate']:g}" + (f", γ = {values['gamma']:g} ile azalıyor" if values["gamma"] else ", sabit")
        setting = f"{posterior.surface.name}, T = {values['temperature']:g}, {step}, B = {values['batch_size']:.0f}"
        if arrays["diverged"]:
            return f"{setting}: zincirler ıraksadı, adım çok büyük."
        said = (
            f"{setting}: {label} {arrays['mean'][k]:.3f} ± {arrays['spread'][k]:.3f}; "
            f"sonsal dağılımda {truth.mean[k]:.3f} ± {np.sqrt(truth.covariance[k, k]):.3f}.\n"
            f"Ölçü, adımların ikinci yarısındaki {arrays['points']} noktadır."
        )
        if isinstance(posterior, Regression) and not values["gamma"]:
            settled = posterior.stationary(
                values["rate"], temperature=values["temperature"], batch_size=int(values["batch_size"])
            )
            said += (
                f" Kurama göre bu ε ve B ile varılacak sapma {np.sqrt(settled[k, k]):.3f}."
                if np.isfinite(settled).all()
                else " Kurama göre bu ε ve B ile zincirler hiç durulmaz."
            )
        if values["problem"] == "karışım":
            above, mass = (
                100 * height[place > 0].sum() / height.sum()
                for place, height in ((arrays["edges"][1:], arrays["bars"]), (truth.axes[1], truth.densities[1]))
            )
            said += f" Üst tepedeki pay %{above:.0f}, sonsal dağılımda %{mass:.0f}."
        return said


def _rates(rate: float, gamma: float, steps: int) -> np.ndarray:
    """Azalan adımlar ε·(1 + t/DELAY)^-γ, (steps,)."""
    return rate * (1 + np.arange(steps) / DELAY) ** -gamma


def _energy(posterior: Posterior, path: np.ndarray) -> np.ndarray:
    """Her adımda zincirlerin ortalama U'su, en küçük U'nun üstünde; uzun yolda 80 noktada."""
    with np.errstate(over="ignore", invalid="ignore"):
        at = np.unique(np.rint(np.linspace(0, len(path) - 1, 80)).astype(int))
        energy = posterior.surface.value(path[at].swapaxes(0, 1)).mean(1)
    return np.stack([at, energy - lowest(posterior.surface)])
