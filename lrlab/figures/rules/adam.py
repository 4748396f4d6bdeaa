"""Canlı şekil: Adam'ın üç parçası (momentum, RMS ölçekleme, yanlılık düzeltmesi) tek tek açılıp kapanır."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import NullLocator

from lrlab.core.rules import Rule, adam, adam_uncorrected, momentum_ewa, rmsprop, sgd
from lrlab.core.surfaces import Surface, bowl, noisy, ravine, saddle
from lrlab.core.trajectories import trajectory
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
    complete,
    log_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    OLIVE,
    WALKING,
    beside_title,
    corner_words,
    end_label,
    ending,
    even,
    first_outside,
    fitted,
    grip_line,
    ground,
    ground_lines,
    lowest,
    plain_ticks,
    readable,
    remaining,
    show_end_labels,
    show_grip,
    show_ground,
    show_walk,
    time_slider,
    told_walk,
    walk,
    walk_lines,
    widened,
    write,
)

BETA1 = adam.hyper["beta1"]
FLOOR, LARGE = 1e-12, 1e6  # kayıp bunların altında ve üstünde artık sayıyla anlatılmaz
TALLEST = 7.0  # adım panelinin tepesi, α cinsinden: düzeltmesiz Adam'ın en uzun adımı 6.57·α'dır
ROOM = 2.6  # adım panelinin sağında, eğrilerin adlarına: logaritmik eksende T'nin katı
WIDEST = 4.0  # pencere yolu alsın diye en çok bu kadar genişler
SURFACES = {
    "çanak": bowl(50),
    "yatık vadi": ravine(50),
    "eyer": saddle(),
    "gürültülü çanak": noisy(bowl(50), 0.5),
}
# (momentum, RMS, düzeltme) -> bu parçalardan oluşan kuralın adı; ölçek ve bellek yoksa düzeltilecek şey de yoktur.
NAMES = {
    (True, True, True): adam.label,
    (True, True, False): adam_uncorrected.label,
    (False, True, True): f"düzeltmeli {rmsprop.label}",
    (False, True, False): rmsprop.label,
    (True, False, True): f"düzeltmeli {momentum_ewa.label}",
    (True, False, False): momentum_ewa.label,
    (False, False, True): sgd.label,
    (False, False, False): sgd.label,
}
CONTROLS = (
    Toggle("momentum", "momentum (m)", True),
    Toggle("rms", "RMS ölçekleme (√v)", True),
    Toggle("corrected", "yanlılık düzeltmesi", True),
    Choice("surface", "yüzey", {name: name for name in SURFACES}, "çanak"),
    log_slider("lr", "α", 0.01, 3.0, 0.3),
    Slider("scale", "gradyan çarpanı", tuple(10.0**k for k in range(-9, 4)), 1.0, "{:g}"),
    Slider("steps", "adım T", tuple(float(t) for t in range(10, 201, 10)), 100.0, "{:.0f}"),
    time_slider(200),
)
PRESETS: dict[str, Values] = {
    "Momentumsuz": {"momentum": False},
    "Düzeltmesiz": {"corrected": False},
    "RMS'siz": {"rms": False},
    "Hiçbiri": {"momentum": False, "rms": False, "corrected": False},
    "Adam": {},
    "Gradyan 1000 kat": {"scale": 1e3},
    "1000 kat, RMS'siz": {"scale": 1e3, "rms": False},
    "ε'un sınırı": {"scale": 1e-8},
    "Gürültü": {"surface": "gürültülü çanak"},
    "Gürültü, momentumsuz": {"surface": "gürültülü çanak", "momentum": False},
}

TITLES = (
    Title("RMS'siz adım gradyanla büyür: yol ilk adımlarda fırlayıp gitti", lambda v, a: not v["rms"] and a["thrown"]),
    Title("Bu ayarda yol dipten uzaklaşıyor: kayıp büyüyor", lambda v, a: not a["loss"][-1] <= a["loss"][0]),
    Title(
        "Gradyan ε kadar küçük: ε adımı α'nın altında tutuyor",
        lambda v, a: v["rms"] and v["scale"] < 1 and a["sizes"][0].max() < 0.9,
    ),
    Title("Gradyanın ölçeği değişti, yol değişmedi: RMS onu böler", lambda v, a: v["rms"] and a["unmoved"]),
    Title(
        "Gürültü her adımı başka yöne savuruyor; momentum yok ki yumuşatsın",
        lambda v, a: not v["momentum"] and a["noisy"] and a["turning"] > 0.5,
    ),
    Title(
        "Gürültüde momentum yolu yumuşatıyor, ama yol dipte durmuyor",
        lambda v, a: v["momentum"] and a["noisy"] and a["turning"] < 0.7 * a["forgetful"] and a["loss"][-1] > 1e-3,
    ),
    Title(
        "Düzeltme yoksa ilk adımlar α'nın birkaç katı: yol dibi aşıp savruluyor",
        lambda v, a: not v["corrected"] and a["sizes"][0].min() > 1.5 and a["overshoot"][0] > 0.2,
    ),
    Title(
        "Düzeltme yoksa ilk adımlar α'nın birkaç katı",
        lambda v, a: not v["corrected"] and a["sizes"][0].min() > 1.5,
    ),
    Title(
        "Parçaların hiçbiri yok: dik yön bitti, yassı yönde yol yarıda kaldı",
        lambda v, a: not v["momentum"] and not v["rms"] and a["left"][0] > 0.3 and a["left"][1] < 0.1,
    ),
    Title(
        "RMS'siz adım gradyanla orantılı: dik yönde uzun, yassı yönde kısa",
        lambda v, a: not v["rms"] and a["sizes"][0, 1] > 3 * a["sizes"][0, 0] > 0,
    ),
    Title(
        "Momentumsuz: ilk adım α, yol dibe salınmadan iniyor",
        lambda v, a: (
            not v["momentum"]
            and v["rms"]
            and a["exact"]
            and a["overshoot"].max() < 0.05
            and a["loss"][-1] < a["loss"][0]
        ),
    ),
    Title("İlk adım iki yönde de tam α boyunda, gradyan ne olursa olsun", lambda v, a: v["rms"] and a["exact"]),
    Title("Adam'ın parçaları: momentum, RMS ölçekleme, yanlılık düzeltmesi"),
)


def explore_adam(*, lecture: bool | None = None, **start: Any) -> Explorer:
    """Adam'ı parçalarına ayırır: yol, her eksendeki adımın boyu (α cinsinden) ve kayıp.

    `scale`: gradyanın çarpıldığı sayı; Adam'ın yolu ona bakmaz, ölçeklemesiz kurallarınki bakar.
    """
    return Explorer(AdamFigure(), lecture=lecture, **start)


def adam_parts(momentum: bool, rms: bool, corrected: bool, lr: float) -> tuple[Rule, dict[str, Any]]:
    """Açık parçalardan oluşan kural ve hiperparametreleri; düzeltilmiş momentum, α/(1-β₁ᵗ) zamanlayıcısıdır."""
    if rms:
        return adam if corrected else adam_uncorrected, {"lr": lr, "beta1": BETA1 if momentum else 0.0}
    if not momentum:
        return sgd, {"lr": lr}
    rate = (lambda step: lr / (1 - BETA1 ** (step + 1))) if corrected else lr  # zamanlayıcının adımı 0'dan, t 1'den
    return momentum_ewa, {"lr": rate, "beta": BETA1}


def scaled_surface(surface: Surface, factor: float) -> Surface:
    """Aynı yüzey, gradyanı (gürültüsüyle birlikte) `factor` ile çarpılmış."""
    return replace(surface, gradient=lambda w: factor * surface.gradient(w), noise=factor * surface.noise)


@final
class AdamFigure(LiveFigure):
    """Solda yol ve kaybı; sağda her eksendeki adımın boyu, α cinsinden."""

    on_page = {"momentum": 2, "rms": 2, "corrected": 2, "lr": 8, "t": 24}
    controls = CONTROLS
    presets = complete(CONTROLS, PRESETS)
    handles = {"now": Handle(Along("t"))}
    passing = (*WALKING, "now", "first")
    ground = ("surface",)
    titles = TITLES
    readouts = {
        "path": Readout("yol", "x", "y", "adım"),
        "x": Readout("x'teki adım", "adım", "boyu / α", "adım"),
        "y": Readout("y'deki adım", "adım", "boyu / α", "adım"),
        "loss": Readout("kayıp", "adım", "en küçük kayıpla fark", "adım"),
    }

    def __init__(self) -> None:
        self.grounded = lru_cache(maxsize=16)(lambda name, window: ground(SURFACES[name], window=window))
        self.walked = lru_cache(maxsize=16)(_path)  # yalnızca karşılaştırılan yollar; t kayarken baştan hesaplanmasın

    def compute(
        self, *, momentum: bool, rms: bool, corrected: bool, surface: str, lr: float, scale: float, steps: float,
        t: float,
    ) -> Arrays:  # fmt: skip
        """Yol, adımların boyu (T, 2), kayıp ve başlığın baktıkları: yol neyi aştı, ölçekle değişti mi, ne kadar döndü.

        `left`: dibe kalan yolun başlangıçtakine oranı, eksen eksen; `turning`: ardışık adımların farkı, adımların
        boyuna göre (2: her adım bir öncekinin tersi); `forgetful`: aynı koşunun momentumsuzundaki.
        """
        chosen, T = SURFACES[surface], int(steps)
        rule, hyper = adam_parts(momentum, rms, corrected, lr)
        run = walk(rule, scaled_surface(chosen, scale), chosen.start, T, t, **hyper)
        window = fitted(chosen.bounds, run.path, WIDEST)
        outside = first_outside(run.path, widened(chosen.bounds, WIDEST))
        sizes, away = abs(np.diff(run.path, axis=0)) / lr, remaining(chosen, run.path)
        unscaled = run.path if scale == 1 else self.walked(momentum, rms, corrected, surface, lr, 1.0, T)
        return {
            "ground": self.grounded(surface, window),
            "window": window,
            "walk": run,
            "path": run.path,
            "sizes": sizes,
            "loss": run.loss - lowest(chosen),
            "ending": ending(run.diverged_at, outside),
            "name": NAMES[momentum, rms, corrected],
            "exact": bool(np.allclose(sizes[0], 1, rtol=0.02)),
            "thrown": 0 < outside <= 5,
            "unmoved": scale != 1 and bool(np.allclose(run.path, unscaled, atol=0.02)),
            "overshoot": -np.nanmin(away, axis=0, initial=0),
            "left": abs(away[-1]),
            "noisy": chosen.noise > 0,
            "turning": turning(run.path),
            "forgetful": turning(self.walked(False, rms, corrected, surface, lr, scale, T)) if chosen.noise else 0.0,
        }

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.15, 1], height_ratios=[1.5, 1])
        plane, curve = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[1, 0])
        size = figure.add_subplot(grid[:, 1])
        # İlk sınırlar, en geniş yazılı çentikleri getirsin: yerleşim bir kez, burada hesaplanır.
        plane.set(title="Yol", xlabel="x", ylabel="y", ylim=(-1.6, 1.6))
        curve.set(
            title="Kayıp", xlabel="adım (t)", ylabel="kayıp farkı", xlim=(0, 100), yscale="log", ylim=(1e-8, 1e3),
            yticks=[1e-8, 1e-4, 1],
        )  # fmt: skip
        curve.yaxis.set_minor_locator(NullLocator())
        size.set(
            title="Adımın boyu (halka: ilk adım)", xlabel="adım (t), logaritmik", ylabel="adımın boyu / α",
            xscale="log", xlim=(0.85, 100 * ROOM), ylim=(-0.2, TALLEST),
        )  # fmt: skip
        plain_ticks(size.xaxis, (1, 2, 5, 10, 20, 50, 100, 200))
        size.axhline(1, color=BLACK, linewidth=1.2)
        size.text(0.99, 1, "adım = α", transform=size.get_yaxis_transform(), ha="right", va="bottom", color=BLACK)
        return {
            **ground_lines(plane, color="0.75"),
            **walk_lines(plane),
            "x": size.plot([], [], ".-", color=BLUE)[0],
            "y": size.plot([], [], ".--", color=OLIVE)[0],
            "x name": end_label(size, BLUE, "x'te"),
            "y name": end_label(size, OLIVE, "y'de"),
            "first": size.plot([], [], "o", color="none", markeredgecolor=BLACK, markersize=11, markeredgewidth=1.5)[0],
            "first name": _first_words(size),
            "beyond": beside_title(size),
            "loss": curve.plot([], [], "-", color=BLUE)[0],
            "now": grip_line(curve),
            "words": corner_words(plane),
            "name": plane.title,
        }

    def update(self, artists: Artists, arrays: Arrays) -> None:
        show_ground(artists, arrays["ground"])
        even(artists["path"].axes, arrays["window"])
        show_walk(artists, arrays["walk"])
        T, at, sizes = len(arrays["loss"]) - 1, arrays["walk"].t, arrays["sizes"]
        t, panel = np.arange(T + 1), artists["x"].axes
        panel.set_xlim(0.85, T * ROOM)
        for name, lengths in zip("xy", sizes.T, strict=True):
            # Başlangıca gelen bir adım yoktur; yeri boş durur ki k. nokta her panelde aynı adım olsun.
            artists[name].set_data(t, [np.nan, *np.clip(lengths, 1e-30, 1e30)])
        ends = [(artists[f"{name} name"], *artists[name].get_data()) for name in "xy"]
        show_end_labels(*ends)
        artists["first"].set_data([1, 1], sizes[0])
        _tell_first(artists["first name"], sizes)
        first, most = sizes[0].max(), np.nanmax(sizes)
        told = f"ilk adım {first:.3g}·α ↑" if first > TALLEST else f"en çok {most:.2g}·α ↑"
        write(artists["beyond"], readable(told) if most > TALLEST else "")
        loss = np.clip(arrays["loss"], FLOOR, 1e30)
        artists["loss"].set_data(t, loss)
        artists["loss"].axes.set_xlim(0, T)
        show_grip(artists["now"], at, loss[at])
        artists["name"].set_text(f"Yol: {arrays['name']}")
        write(artists["words"], arrays["ending"])

    def useful(self, values: Values) -> set[str]:
        """Ortalama yoksa düzeltilecek bir şey de yoktur."""
        averaged = values["momentum"] or values["rms"]
        return super().useful(values) - (set() if averaged else {"corrected"})

    def describe(self, values: Values, arrays: Arrays) -> str:
        first, last = arrays["sizes"][0], arrays["loss"][-1]
        said = [f"ilk adım x'te {first[0]:.4g}·α, y'de {first[1]:.4g}·α"]
        if last < LARGE:  # NaN de küçük değildir
            said.append(f"{values['steps']:.0f} adımda kayıp {arrays['loss'][0]:.3g} iken {max(last, 0.0):.2g} oldu")
        said += filter(None, [arrays["ending"]])
        label = f"{arrays['name'][0].upper()}{arrays['name'][1:]}"
        longest = f"En uzun adım {np.nanmax(arrays['sizes']):.3g}·α." if last < LARGE else ""
        scale = f"Gradyan çarpanı {values['scale']:g}, yüzey: {values['surface']}. {longest}"
        return f"{label}, α = {values['lr']:g}: {'; '.join(said)}.\n{scale}{told_walk(arrays['walk'])}"


def turning(path: np.ndarray) -> float:
    """Ardışık adımların farkı, adımların boyuna göre: düz yolda 0, her adım öncekinin tersiyse 2."""
    steps = np.diff(path[np.isfinite(path).all(axis=1)], axis=0)
    whole = float(np.hypot(*steps.T).sum())
    return float(np.hypot(*np.diff(steps, axis=0).T).sum()) / whole if whole else 0.0


def _path(
    momentum: bool, rms: bool, corrected: bool, surface: str, lr: float, scale: float, steps: int
) -> np.ndarray:  # fmt: skip
    chosen = SURFACES[surface]
    rule, hyper = adam_parts(momentum, rms, corrected, lr)
    return trajectory(rule, scaled_surface(chosen, scale), chosen.start, steps, **hyper).path


def _first_words(size: Axes) -> Annotation:
    return size.annotate(
        "", (1, 1), (2, 0), textcoords="offset points", ha="left", color=BLACK, annotation_clip=False, in_layout=False,
        zorder=8,
    )  # fmt: skip


def _tell_first(name: Annotation, sizes: np.ndarray) -> None:
    """İlk adımların boyunu, halkalarının yanına yazar: eğri yükseliyorsa altına."""
    (x, y), top = sizes[0], float(sizes[0].max())
    rising = bool(len(sizes) > 1 and sizes[1].max() > 1.05 * top)
    name.xy = (1, 1 if 0.5 < top < 1 else top)  # yazı α çizgisinin üstüne binmesin
    name.set(va="top" if rising else "bottom", position=(2, -9 if rising else 9))
    same = abs(x - y) < 0.01 * top
    write(name, "" if top > TALLEST else readable(f"{x:.3g}·α" if same else f"x'te {x:.2g}·α, y'de {y:.2g}·α"))
