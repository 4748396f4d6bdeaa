"""Yürüyen: yolun bir anı; oradan atılacak adım, gradyanın ve belleğin (momentumun) payına ayrılmış iki okla."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from lrlab.core.rules import Rule
from lrlab.core.surfaces import Surface
from lrlab.core.trajectories import trajectory
from lrlab.figures.engine.controls import Slider
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.outcome import write
from lrlab.figures.parts.plane import GRIP, near, path_lines, show_path
from lrlab.figures.parts.style import BLACK, BLUE, PALE, PURPLE

HEAD = 12.0  # okun ucunun boyu, punto; kısa okta uç da kısalır
SHORTEST = 1.0  # bundan kısa ok (punto) çizilmez
RECENT = 12  # yolun en koyu, son adımları
AGED = "#6FA8D0"  # eskiyen adımlar
WALKING = ("walked", "recent", "walker")  # `walk_lines`ın, soluk kopyası saklanmayacak çizimleri


@dataclass(frozen=True)
class Walk:
    """Bir yol, üzerinde durulan `t` (0 başlangıç) ve oradan atılacak adımın iki payı.

    `memory`: o adımda gradyan sıfır olsaydı atılacak adım, `gradient`: gerisi; toplamları adımın kendisidir. Yol
    bittiyse ikisi de NaN'dır.
    """

    path: np.ndarray
    loss: np.ndarray
    diverged_at: int
    t: int
    gradient: np.ndarray
    memory: np.ndarray

    @property
    def under_way(self) -> bool:
        """Daha atılacak adım var mı, yani durulan yer yolun sonu değil mi?"""
        return bool(np.isfinite(self.gradient + self.memory).all())


def walk(rule: Rule, surface: Surface, start: Any, steps: int, t: float, **hyper: Any) -> Walk:
    """`start`tan `steps` adımlık yol ve t. adımdan sonraki an; `t` yolun boyunu aşarsa yolun sonudur."""
    at, told = min(int(t), steps), {}

    def step(w: Any, g: Any, s: Any, k: int, **values: Any) -> Any:
        if k == at + 1:
            told["next"] = (w, g, s, k, values)
        return rule.step(w, g, s, k, **values)

    run = trajectory(replace(rule, step=step), surface, start, steps, **hyper)
    gradient = memory = np.full(2, np.nan)
    if told:
        w, g, s, k, values = told["next"]
        with np.errstate(all="ignore"):
            memory = rule.step(w, 0 * g, s, k, **values)[0] - w
            gradient = rule.step(w, g, s, k, **values)[0] - w - memory
    return Walk(run.path, run.loss, int(run.diverged_at), at, gradient, memory)


def time_slider(last: int, label: str = "an t") -> Slider:
    """Yürüyüşün anı, 0 … `last`; açılışta yolun sonudur."""
    return Slider("t", label, tuple(float(t) for t in range(last + 1)), float(last), "{:.0f}", play=True, until="steps")


def walk_lines(axes: Axes) -> Artists:
    """Boş bir yol, eskidikçe solan yürünmüş kısmı, yürüyen ve iki oku; okların adı sağ alt köşede yazar."""
    artists = path_lines(axes)
    artists["path"].set_color(PALE)
    return artists | {
        "walked": axes.plot([], [], ".-", color=AGED)[0],
        "recent": axes.plot([], [], ".-", color=BLUE)[0],
        "walker": axes.plot([], [], "o", color=BLUE, markeredgecolor=BLACK, markersize=6.5, zorder=6)[0],
        "gradient": arrow(axes, BLACK, "-"),
        "memory": arrow(axes, PURPLE, (0, (3, 1))),
        "gradient_key": axes.text(0.98, 0.1, "", transform=axes.transAxes, ha="right", va="bottom", color=BLACK),
        "memory_key": axes.text(0.98, 0.02, "", transform=axes.transAxes, ha="right", va="bottom", color=PURPLE),
    }


def show_walk(artists: Artists, shown: Walk) -> None:
    """`walk_lines`ın verdiklerini bu ana getirir; eksenin sınırları önceden konmuş olmalıdır."""
    show_path(artists, shown.path)
    walked = near(shown.path[: shown.t + 1])
    artists["walked"].set_data(*walked[: max(0, len(walked) - RECENT)].T)
    artists["recent"].set_data(*walked[-RECENT - 1 :].T)
    artists["walker"].set_data(*walked[-1:].T)
    tip = shown.path[shown.t] + shown.gradient
    show_arrow(artists["gradient"], shown.path[shown.t], tip)
    show_arrow(artists["memory"], tip, tip + shown.memory)
    words = {
        "gradient": "→ gradyanın payı" if shown.memory.any() else "→ sıradaki adım",
        "memory": "⇢ belleğin (momentumun) payı",
    }
    for name, told in words.items():
        write(artists[f"{name}_key"], told if artists[name].get_visible() else "")


def told_walk(shown: Walk) -> str:
    """Durulan anın sözü; yol bittiyse boş."""
    if not shown.under_way:
        return ""
    (gx, gy), (mx, my) = shown.gradient, shown.memory
    if not shown.memory.any():
        return f" t = {shown.t} anında sıradaki adım ({gx:.2g}, {gy:.2g}), hepsi gradyandan."
    return f" t = {shown.t} anında sıradaki adım: gradyanın payı ({gx:.2g}, {gy:.2g}), belleğinki ({mx:.2g}, {my:.2g})."


def grip_line(axes: Axes) -> Line2D:
    """Bir eğrinin üstünde `show_grip`in koyacağı, zamanı sürükleyen işaret; panelin kenarında da bütün görünür."""
    grip = axes.plot([], [], "o", **GRIP, zorder=6, clip_on=False)[0]
    grip.set_in_layout(False)  # boş bir çizgi yerleşimde yer kaplamasın
    return grip


def show_grip(placed: Line2D, x: float, y: float) -> None:
    """İşareti (x, y)'ye koyar; panelden taşan y panelin kenarında durur, sayı olmayan yerde işaret yoktur."""
    panel: Any = placed.axes
    low, high = panel.get_ylim()
    placed.set_data([x], [np.clip(y, low, high)])


def arrow(axes: Axes, color: str, line: Any) -> FancyArrowPatch:
    """Düzlemde, `show_arrow`un koyacağı bir ok."""
    made = FancyArrowPatch(
        (0, 0), (1, 1), arrowstyle="-|>", shrinkA=0, shrinkB=0, color=color, linestyle=line, linewidth=2, zorder=7,
    )  # fmt: skip
    axes.add_patch(made)
    return made


def show_arrow(placed: FancyArrowPatch, tail: Sequence[float], tip: Sequence[float]) -> None:
    """Oku veri koordinatlarında `tail`den `tip`e uzatır; boyu adımın gerçek boyudur, sıfır ya da sonsuzsa görünmez."""
    ends = near(np.array([tail, tip]))
    panel: Any = placed.axes
    length = np.hypot(*np.diff(panel.transData.transform(ends), axis=0)[0]) * 72 / panel.figure.dpi
    placed.set_visible(bool(length >= SHORTEST))  # NaN da görünmez
    if placed.get_visible():
        placed.set_positions(*ends)
        placed.set_mutation_scale(min(HEAD, length))
