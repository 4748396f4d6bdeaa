"""Canlı şekil: eniyileme ile örnekleme. Aynı adımlar, gürültünün sıcaklığına göre tek noktaya iner ya da dağılır."""

from functools import lru_cache
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure

from lrlab.core.sampling.dynamics import langevin
from lrlab.core.sampling.posteriors import Posterior, Regression, mixture_posterior, regression_posterior
from lrlab.figures.engine import Arrays, Choice, Explorer, LiveFigure, Readout, Slider, Values, complete, log_slider
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    ORANGE,
    POINT,
    PURPLE,
    VERMILION,
    above,
    arrow,
    ground,
    ground_lines,
    lowest,
    show_arrow,
    show_ground,
)

CHAINS = 32
DELAY = 20  # azalan adım ε·(1 + t/DELAY)^-γ
BLOCK = 200  # yol bu kadar adımın katlarından bir adım sonraya dek hesaplanır: adım sayısı oynarken baştan başlanmaz
SHOWN = 30  # düzlemde her zincirin en çok bu kadar noktası çizilir
LEVELS = (0.5, 2.0, 4.5, 8.0)  # en küçük U'nun bu kadar üstü: normal dağılımda 1, 2, 3, 4 standart sapma
LABELS = {"regresyon": ("eğim", "kesme"), "karışım": ("θ₁", "θ₂")}
MARGINAL = {"regresyon": 0, "karışım": 1}  # sağda dağılımı çizilen parametre
PRESETS: dict[str, Values] = {
    "Örnekleme": {},
    "Eniyileme": {"temperature": 0.0, "batch_size": 40.0},
    "Büyük adım: yanlı": {"rate": 0.03},
    "Azalan adım": {"rate": 0.03, "gamma": 0.55},
    "Küçük minigrup: yanlı": {"batch_size": 1.0},
    "İki tepe": {"problem": "karışım", "rate": 0.1, "batch_size": 40.0, "steps": 600.0},
    "İki tepe, eniyileme": {"problem": "karışım", "rate": 0.1, "batch_size": 40.0, "temperature": 0.0},
}
CONTROLS = (
    Choice("problem", "sonsal dağılım", {"doğrusal regresyon": "regresyon", "iki tepeli karışım": "karışım"},
           "regresyon"),
    Slider("temperature", "sıcaklık T", tuple(k / 20 for k in range(21)), 1.0),
    log_slider("rate", "adım ε", 0.0005, 0.2, 0.004),
    Slider("gamma", "azaltma γ", (0.0, 0.33, 0.55, 0.75, 1.0), 0.0),
    Slider("batch_size", "minigrup boyutu m", (1.0, 2.0, 5.0, 10.0, 20.0, 40.0), 10.0, "{:.0f}"),
    Slider("steps", "adım sayısı", tuple(float(k) for k in range(20, 1001, 20)), 400.0, "{:.0f}", play=True),
    Slider("seed", "tohum", tuple(map(float, range(10))), 0.0, "{:.0f}"),
)  # fmt: skip


def explore_sgld(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """SGLD'nin `CHAINS` zinciri: sonsal dağılım üstünde noktalar, bir parametrenin dağılımı ve U'nun adımlarla gidişi.

    Sıcaklık T = 0 iken w ← w - (ε/2)·∇U gradyan inişidir, T = 1 iken örneklemedir. Ölçümler adımların ikinci
    yarısındaki noktalardan, her nokta kendi ε'uyla ağırlıklandırılarak yapılır. Turuncu zincirin sıradaki adımı iki
    oktur: -(ε/2)·∇U (minigruptan) ve gürültü.
    """
    return Explorer(SgldFigure(), lecture=lecture, **start)


@final
class SgldFigure(LiveFigure):
    """Solda sonsal dağılım ve zincirlerin noktaları; sağda bir parametrenin dağılımı ve U'nun gidişi."""

    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
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
        return {
            "problem": problem, "ground": self.grounds[problem],
            "path": path[:, :, 0], "pull": pull, "kick": step - pull,
            "cloud": late[:: max(1, len(late) // SHOWN)].swapaxes(0, 1).reshape(2, -1),
            "axis": axis, "density": truth.densities[k], "edges": np.linspace(axis[0], axis[-1], 61), "bars": bars,
            "energy": energy, "excess": truth.excess, "mean": mean, "spread": spread, "diverged": diverged,
            "noisy": temperature > 0,
            "points": late[:, 0].size,
        }  # fmt: skip

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.1, 1])
        plane = figure.add_subplot(cells[:, 0])
        chart, run = figure.add_subplot(cells[0, 1]), figure.add_subplot(cells[1, 1])
        plane.set(title="Sıcaklık T arttıkça noktalar yayılır", xlabel="eğim", ylabel="kesme", ylim=(-1.5, 1.5))
        chart.set(title="Dağılım: noktalar ve sonsal dağılım", xlabel="eğim", ylabel="olasılık yoğunluğu")
        chart.set_ylim(0, 2.5)
        run.set(
            title="Örnekleme dipte durmaz", xlabel="adım (t)", ylabel="U - en küçük U", yscale="log", ylim=(1e-3, 1e3),
            xlim=(0, 1000),
        )  # fmt: skip
        artists = {
            **ground_lines(plane, color="0.6", linewidth=1, zorder=5, label="tepe: en küçük U"),
            "path": plane.plot([], [], "-", color=ORANGE, linewidth=0.9, zorder=2, label="bir zincirin yolu")[0],
            "cloud": plane.plot([], [], ".", color=BLUE, markersize=4, zorder=3, label="noktalar (ikinci yarı)")[0],
            "walker": plane.plot([], [], "o", **POINT, markersize=7, zorder=7)[0],
            "pull": arrow(plane, BLACK, "-"),
            "kick": arrow(plane, PURPLE, (0, (3, 1))),
            "pull words": plane.text(0.98, 0.08, "", transform=plane.transAxes, ha="right", color=BLACK),
            "kick words": plane.text(0.98, 0.02, "", transform=plane.transAxes, ha="right", color=PURPLE),
            "start": plane.plot([], [], "s", color=BLACK, markersize=7, zorder=4, label="başlangıç")[0],
            "bars": chart.plot([], [], "-", color=BLUE, drawstyle="steps-post")[0],
            "density": chart.plot([], [], "--", color=VERMILION, label="sonsal dağılım")[0],
            "energy": run.plot([], [], "-", color=BLUE)[0],
            "excess": run.plot([], [], "--", color=VERMILION)[0],
        }
        keys = [artists[name] for name in ("cloud", "path", "start", "minima", "density")]
        figure.legend(handles=keys, loc="outside lower center", ncols=len(keys))
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        labels = LABELS[arrays["problem"]]
        show_ground(artists, arrays["ground"])
        artists["path"].axes.set(xlabel=labels[0], ylabel=labels[1])
        artists["bars"].axes.set(
            xlim=(arrays["axis"][0], arrays["axis"][-1]), ylim=(0, 1.7 * arrays["density"].max()),
            xlabel=labels[MARGINAL[arrays["problem"]]],
        )  # fmt: skip
        artists["cloud"].set_data(*arrays["cloud"])
        artists["path"].set_data(*arrays["path"].T)
        artists["start"].set_data(*arrays["path"][:1].T)
        artists["walker"].set_data(*arrays["path"][-1:].T)
        here, pull, kick = arrays["path"][-1], arrays["pull"], arrays["kick"]
        show_arrow(artists["pull"], here, here + pull)
        show_arrow(artists["kick"], here + pull, here + pull + kick)
        artists["pull words"].set_text("→ gradyanın payı" if not arrays["diverged"] else "")
        artists["kick words"].set_text("⇢ gürültünün payı" if not arrays["diverged"] and arrays["noisy"] else "")
        artists["bars"].set_data(arrays["edges"], np.append(arrays["bars"], 0))
        artists["density"].set_data(arrays["axis"], arrays["density"])
        artists["energy"].set_data(arrays["energy"][0], np.clip(arrays["energy"][1], 1e-3, 1e6))
        last = arrays["energy"][0][-1]
        artists["excess"].set_data([0, last], 2 * [arrays["excess"]])
        artists["energy"].axes.set_xlim(0, above(last, (1, 2, 4, 6, 8, 10)))

    def describe(self, values: Values, arrays: Arrays) -> str:
        posterior, k = self.problems[values["problem"]], MARGINAL[values["problem"]]
        label, truth = LABELS[values["problem"]][k], posterior.truth
        step = f"ε = {values['rate']:g}" + (f", γ = {values['gamma']:g} ile azalıyor" if values["gamma"] else ", sabit")
        setting = f"{posterior.surface.name}, T = {values['temperature']:g}, {step}, m = {values['batch_size']:.0f}"
        if arrays["diverged"]:
            return f"{setting}: zincirler ıraksadı, adım çok büyük."
        said = (
            f"{setting}: ikinci yarıdaki {arrays['points']} noktada {label} {arrays['mean'][k]:.3f} ± "
            f"{arrays['spread'][k]:.3f}; sonsal dağılımda {truth.mean[k]:.3f} ± {np.sqrt(truth.covariance[k, k]):.3f}."
        )
        if isinstance(posterior, Regression) and not values["gamma"]:
            settled = posterior.stationary(
                values["rate"], temperature=values["temperature"], batch_size=int(values["batch_size"])
            )
            said += (
                f" Kurama göre bu ε ve m ile varılacak sapma {np.sqrt(settled[k, k]):.3f}."
                if np.isfinite(settled).all()
                else " Kurama göre bu ε ve m ile zincirler hiç durulmaz."
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
