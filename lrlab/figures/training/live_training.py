"""Canlı şekil: gerçek bir ağ eğitilirken ayarları değişir (minigrup kaybı, geçerleme doğruluğu, kullanılan α)."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator

from lrlab.core.averages import ewa
from lrlab.core.rules import RANGES, RULES
from lrlab.core.validate import number, one_of
from lrlab.figures.engine.controls import Choice, Control, Slider, log_slider
from lrlab.figures.engine.explorer import Arrays, LiveFigure, Values
from lrlab.figures.engine.live import Live
from lrlab.figures.engine.steering import OWN, RATE, Run
from lrlab.figures.hosts.host import Artists
from lrlab.figures.parts.limits import above, below
from lrlab.figures.parts.style import BLACK, BLUE, GREEN, ORANGE, PURPLE, VERMILION
from lrlab.figures.schedules.choices import OPTIONS, uses

SMOOTH = 0.9  # minigrup kaybının yanında çizilen üssel ağırlıklı ortalamanın β'sı
# Adım ekseninin alabileceği uçlar: her değişimde zemin baştan çizilir, o yüzden seyrektirler.
ENDS = [float(step * 10**power) for power in range(2, 13) for step in (1, 3)]
FLOOR = 1e-12  # logaritmik eksende görünecek en küçük değer

HORIZONS = tuple(float(t) for t in (*range(50, 1000, 50), *range(1000, 3000, 200), *range(3000, 10_001, 1000)))
MEMORIES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999)
CONTROLS: dict[str, Control] = {
    control.name: control
    for control in (
        Choice("rule", "kural", {rule.label: name for name, rule in RULES.items()}, "sgd"),
        log_slider("lr", "α", 1e-5, 10.0, 0.1),
        Choice("schedule", "zamanlayıcı", OPTIONS, "Constant"),
        Slider("horizon", "süre (adım)", HORIZONS, 1000.0, "{:.0f}"),
        Slider("beta", "β", MEMORIES, 0.9),
        Slider("beta1", "β₁", MEMORIES, 0.9),
        Slider("beta2", "β₂", MEMORIES, 0.999),
        Slider("eps", "ε", tuple(float(f"1e{power}") for power in range(-10, 2)), 1e-8),
        Slider("batch_size", "minigrup m", tuple(float(m) for m in 2 ** np.arange(0, 11)), 64.0, "{:.0f}"),
        Slider("warmup", "ısınma (adım)", (0.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0), 0.0, "{:.0f}"),
        Slider("weight_decay", "ağırlık sönümü λ", (0.0, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0), 0.0),
    )
}


def live_training(
    run: Run,
    names: Sequence[str] = ("rule", "lr", "batch_size"),
    *,
    rules: Sequence[str] = ("sgd", "momentum", "rmsprop", "adam"),
    presets: dict[str, Values] | None = None,
    goal: float | None = None,
    title: str = "Bir ayarı değiştir: eğri o adımda yön değiştirir",
    steps: int = 0,
    lecture: bool | None = None,
    **start: Any,
) -> Live:
    """`run` (bir `lrlab.train.Run`) sürerken `names` denetimleriyle yönetilir; şekil onu canlı gösterir.

    `names`: CONTROLS içindeki adlardan gerekenler; seçili kuralda olmayanlar kapalı durur. "lr", "schedule", "horizon"
    birlikte α'yı bir zamanlayıcı yapar: "Cosine" gibi bir sınıf adı, α'dan onun yüzde birine `horizon` adımda; adımlar
    (ısınma varsa onun ardından) koşunun başından sayılır, değişiklik anından değil. `rules`: kural seçenekleri.
    `presets`: sınamalar, ad -> denetim değerleri; her biri eğitimi baştan başlatır. `goal`: ulaşılmak istenen geçerleme
    doğruluğu (%); ilk kaçıncı adımda ulaşıldığı söylenir. `title`: şeklin söylediği. `steps`: gösterilmeden önce
    atılacak adımlar; arka plan ancak Başlat'a basılınca başlar. `start`: denetimlerin koşununkinden başka başlangıcı.
    """
    if goal is not None:
        number("goal", goal, "(0, 100]")
    chosen = [one_of("names", name, CONTROLS) for name in names]
    if RATE & set(chosen) not in (set(), {"lr"}, RATE):
        raise ValueError(f"`names` = {tuple(chosen)} olamaz; `schedule` ve `horizon`, `lr` ile birlikte üçü de olmalı")
    if "schedule" in chosen and callable(run.settings.hyper["lr"]):
        raise ValueError(
            "`run`ın `lr`si bir zamanlayıcı olamaz; onu `schedule` denetimi kurar: lr=0.1 gibi bir sayı ver"
        )
    for name in rules:
        one_of("rules", name, RULES)
    told = (start, *(presets or {}).values())
    controls = tuple(_control(name, run, rules, [values[name] for values in told if name in values]) for name in chosen)
    live = LiveFigure(
        controls, presets or {}, partial(compute, run, goal), partial(draw, goal, title), update, describe,
        passing=("loss", "mark_loss", "mark_accuracy", "mark_rate"),
    )  # fmt: skip
    return Live(live, run, steps=steps, lecture=lecture, **start)


def _control(name: str, run: Run, rules: Sequence[str], told: list[Any]) -> Control:
    """CONTROLS'taki denetim, başlangıcı koşunun ayarı; kuralların varsayılanları ve `told` da tam seçilebilir."""
    control, settings = CONTROLS[name], run.settings
    if name == "schedule":
        return control
    if isinstance(control, Choice):
        wanted = {settings.rule, *rules}
        options = {label: rule for label, rule in control.options.items() if rule in wanted}
        return replace(control, options=options, default=one_of("rule", settings.rule, options.values()))
    now = settings.hyper.get(name, getattr(settings, name, None))
    if now is None:  # şu anki kuralda yok: onu alan ilk kuralın varsayılanı
        now = next((RULES[rule].hyper[name] for rule in rules if name in RULES[rule].hyper), control.default)
    default = control.default if callable(now) else float(now)
    known = [RULES[rule].hyper[name] for rule in rules if name in RULES[rule].hyper]
    asked = [number(name, value, RANGES.get(name, "[0, inf)")) for value in told]
    return replace(control.including(default, *known, *asked), default=default)


def compute(run: Run, goal: float | None, **values: Any) -> Arrays:
    """Koşunun o anki eğrileri ve sonuçları; `values` ekrandaki denetimlerdir, hesapta gerekmez."""
    curves = run.history.curves()
    finite = np.isfinite(curves.loss)
    loss, accuracy = curves.loss[finite], 100 * curves.val_accuracy
    reached = np.flatnonzero(accuracy >= goal) if goal is not None else []
    return {
        "step": curves.step[finite],
        "loss": loss,
        "smooth": ewa(loss, SMOOTH, bias_correction=True) if len(loss) else loss,
        "rate_step": curves.step,
        "rate": curves.rate,
        "val_step": curves.val_step,
        "accuracy": accuracy,
        "marks": np.array([mark.step for mark in curves.marks if mark.step], dtype=float),
        "last_mark": f"{curves.marks[-1].step}. adımda {curves.marks[-1].text}" if curves.marks else "",
        "t": run.t,
        "goal": goal,
        "reached": int(curves.val_step[reached[0]]) if len(reached) else None,
        "cause": f"Iraksadı: {run.cause.rstrip('.')}." if run.diverged_at else "",
    }


def draw(goal: float | None, title: str, figure: Figure) -> Artists:
    grid = figure.add_gridspec(2, 2, width_ratios=[1.3, 1])
    loss = figure.add_subplot(grid[:, 0])
    accuracy, rate = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
    loss.set(title=title, xlabel="güncelleme (t)", ylabel="kayıp (nat)", yscale="log", ylim=(0.01, 5))
    accuracy.set(title="Geçerleme doğruluğu", xlabel="güncelleme (t)", ylabel="doğruluk (%)", ylim=(0, 101))
    rate.set(
        title="Gerçekten kullanılan α", xlabel="güncelleme (t)", ylabel="öğrenme oranı α", yscale="log", ylim=(0.01, 1)
    )
    if goal is not None:
        accuracy.axhline(goal, color=GREEN, linestyle="--", label=f"hedef %{goal:g}")
    artists: Artists = {
        "loss": loss.plot([], [], "-", color=ORANGE, linewidth=0.8, label="minigrup kaybı")[0],
        "smooth": loss.plot([], [], "-", color=BLUE, label="üssel ortalaması")[0],
        "accuracy": accuracy.plot([], [], ".-", color=BLUE)[0],
        "rate": rate.plot([], [], "-", color=BLUE)[0],
    }
    for axes in (loss, rate):  # ara çentikler, eksen her büyüdüğünde zemini çizmeyi pahalılaştırırdı
        axes.yaxis.set_minor_locator(NullLocator())
    for name, axes in (("loss", loss), ("accuracy", accuracy), ("rate", rate)):
        axes.set_xlim(0, 200_000)  # yerleşim bir kez hesaplanır: uzun sayılara şimdiden yer ayrılsın
        axes.xaxis.set(major_locator=MaxNLocator(5), major_formatter=_step)
        line = axes.plot(
            [], [], ":", color=PURPLE, transform=axes.get_xaxis_transform(), label="değiştirdiğin adım"
        )[0]  # fmt: skip
        artists[f"mark_{name}"] = line
    artists["words"] = loss.text(
        0.5, 0.5, "", transform=loss.transAxes, ha="center", va="center", color=VERMILION,
        bbox={"facecolor": "white", "edgecolor": BLACK}, visible=False, parse_math=False,
    )  # fmt: skip
    loss.legend(loc="upper right")
    if goal is not None:
        accuracy.legend(handles=accuracy.get_lines()[:1], loc="lower right")
    return artists


def update(artists: Artists, arrays: Arrays) -> None:
    lines = {
        "loss": (arrays["step"], arrays["loss"]),
        "smooth": (arrays["step"], arrays["smooth"]),
        "accuracy": (arrays["val_step"], arrays["accuracy"]),
        "rate": (arrays["rate_step"], arrays["rate"]),
    }
    for name, (x, y) in lines.items():
        artists[name].set_data(x, y if name == "accuracy" else np.clip(y, FLOOR, 1 / FLOOR))
    right = next(end for end in ENDS if end >= arrays["t"])
    marks = arrays["marks"]
    x, y = np.repeat(marks, 3), np.tile([0.0, 1.0, np.nan], len(marks))  # NaN çizgileri birbirinden ayırır
    for name in ("loss", "accuracy", "rate"):
        artists[f"mark_{name}"].set_data(x, y)
        artists[f"mark_{name}"].axes.set_xlim(0, right)
    # Sınırlar basamak basamak değişir: her kareye yeni bir zemin çizilmesin.
    loss, rate = arrays["smooth"], arrays["rate"][arrays["rate"] > 0]
    if len(loss):
        low = min(0.1, max(loss.min(), 1e-6))
        artists["loss"].axes.set_ylim(0.5 * below(low), above(min(max(2.5, 1.2 * loss.max()), 1e3)))
    if len(rate):
        artists["rate"].axes.set_ylim(below(0.9 * max(rate.min(), 1e-9)), 10 * below(1.1 * min(rate.max(), 1e9)))
    artists["words"].set(text=textwrap.fill(arrays["cause"], 36), visible=bool(arrays["cause"]))


def _step(value: float, _place: int | None = None) -> str:
    """Adım sayısının eksende yazılışı: kısa kalsın ki yana taşmasın."""
    return f"{value / 1000:g} bin" if value >= 10_000 else f"{value:g}"


def describe(values: Values, arrays: Arrays) -> str:
    kind = values.get("schedule", "Constant")
    hyper = RULES[values["rule"]].hyper if "rule" in values else values.keys() - {"schedule", "horizon"}
    named = {"rule", "batch_size", *hyper} | ({"schedule", *uses(kind)} if kind != "Constant" else set())
    useful = {k: v for k, v in values.items() if k in named or (v and k in OWN - {"schedule"})}
    settings = ", ".join(_setting(name, value) for name, value in useful.items())
    parts = [f"{arrays['t']} güncelleme"]
    if len(arrays["smooth"]):
        parts.append(f"minigrup kaybının ortalaması {arrays['smooth'][-1]:.3g} nat")
    if len(arrays["accuracy"]):
        parts.append(f"geçerleme doğruluğu %{arrays['accuracy'][-1]:.1f}")
    if kind != "Constant" and len(arrays["rate"]):
        parts.append(f"son adımda α = {arrays['rate'][-1]:.3g}")
    if arrays["reached"] is not None:
        parts.append(f"%{arrays['goal']:g} hedefine {arrays['reached']}. adımda ulaşıldı")
    last = f" Son değişiklik: {arrays['last_mark']}." if arrays["last_mark"] else ""
    return f"{settings}: {', '.join(parts)}.{last} {arrays['cause']}".strip()


def _setting(name: str, value: Any) -> str:
    control = CONTROLS[name]
    return control.shown(value) if name == "rule" else f"{control.label} = {control.shown(value)}"
