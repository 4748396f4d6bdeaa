"""Canlı şekil: gerçek bir ağ eğitilirken ayarları değişir (minigrup kaybı, geçerleme doğruluğu, kullanılan α)."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator

from lrlab.core import RULES, Rule
from lrlab.core.rules import RANGES, SYMBOLS, a_rule
from lrlab.core.schedules import SCHEDULES
from lrlab.core.validate import number, one_of
from lrlab.figures.engine import Arrays, Choice, Control, Live, LiveFigure, Slider, Title, Values, log_slider
from lrlab.figures.engine.steering import OWN, RATE, SteeredRun
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    BLACK,
    BLUE,
    GREEN,
    PURPLE,
    VERMILION,
    below,
    centre_words,
    end_label,
    show_end_labels,
    write,
)
from lrlab.figures.parts.loss import FLOOR, accuracy_floor, accuracy_panel, log_loss_panel, loss_curves, show_log_loss
from lrlab.figures.parts.schedule_options import has_horizon, schedule_options
from lrlab.figures.parts.wording import told_apart
from lrlab.figures.training.sliders import batch_slider, memory_slider

# Adım ekseninin alabileceği uçlar: her değişimde zemin baştan çizilir, o yüzden seyrektirler.
ENDS = [float(step * 10**power) for power in range(2, 13) for step in (1, 3)]

SHOWN, COLUMNS = 12, 3  # gösterilen örnekler
SETTLED = 8  # doğruluk ekseni en az bu kadar ölçümden sonra yakınlaşır
SMALLEST = 8  # bundan küçük bir kare resim sayılmaz
RATES = (0.01, 1.0)  # ölçülmeden önceki α ekseni

HORIZONS = tuple(float(t) for t in (*range(50, 1000, 50), *range(1000, 3000, 200), *range(3000, 10_001, 1000)))
SHRINKS = (0.0, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)
CONTROLS: dict[str, Control] = {
    control.name: control
    for control in (
        Choice("rule", "kural", {rule.label: name for name, rule in RULES.items()}, "sgd"),
        log_slider("lr", SYMBOLS["lr"], 1e-5, 10.0, 0.1),
        Choice("schedule", "zamanlayıcı", {kind.label: name for name, kind in SCHEDULES.items()}, "Constant"),
        Slider("horizon", "süre (adım)", HORIZONS, 1000.0, "{:.0f}"),
        memory_slider("beta", 0.9),
        memory_slider("beta1", 0.9),
        memory_slider("beta2", 0.999),
        Slider("eps", SYMBOLS["eps"], tuple(float(f"1e{power}") for power in range(-10, 2)), 1e-8),
        batch_slider(1),
        Slider("warmup", "ısınma (adım)", (0.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0), 0.0, "{:.0f}"),
        Slider("weight_decay", f"ağırlık sönümü {SYMBOLS['weight_decay']}", SHRINKS, 0.0),
    )
}


def live_training(
    run: SteeredRun,
    names: Sequence[str] = ("rule", "lr", "batch_size"),
    *,
    rules: Sequence[str | Rule] = ("sgd", "momentum", "rmsprop", "adam"),
    presets: dict[str, Values] | None = None,
    goal: float | None = None,
    budgets: Mapping[str, int] | None = None,
    steps: int = 0,
    lecture: bool | None = None,
    **start: Any,
) -> Live:
    """`run` (bir `lrlab.train.Run`) sürerken `names` denetimleriyle yönetilir; şekil onu canlı gösterir.

    `names`: CONTROLS içindeki adlardan gerekenler; seçili kuralda olmayanlar kapalı durur. "lr", "schedule", "horizon"
    birlikte α'yı bir zamanlayıcı yapar: "Cosine" gibi bir sınıf adı, α'dan onun yüzde birine `horizon` adımda; adımlar
    (ısınma varsa onun ardından) koşunun başından sayılır, değişiklik anından değil. `rules`: kural seçenekleri, RULES
    içindeki adlar ya da senin yazdığın kurallar.
    `presets`: sınamalar, ad -> denetim değerleri; her biri eğitimi baştan başlatır. `goal`: ulaşılmak istenen geçerleme
    doğruluğu (%); ilk kaçıncı adımda ulaşıldığı söylenir. `budgets`: sınamanın adı -> kaç güncelleme süreceği;
    dolunca koşu durur. `steps`: gösterilmeden önce atılacak adımlar; arka plan ancak Başlat'a basılınca başlar.
    Veri resimlerse (kare biçimli girdiler) geçerleme kümesinin ilk on ikisi, ağın tahminleriyle birlikte
    gösterilir. `start`: denetimlerin koşununkinden başka başlangıcı.
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
    known = named_rules(rules)
    told = (start, *(presets or {}).values())
    controls = tuple(_control(name, run, known, [values[name] for values in told if name in values]) for name in chosen)
    if "schedule" in chosen:
        options = schedule_options()
        choice = Choice("schedule", CONTROLS["schedule"].label, options, "Constant")
        controls = tuple(choice if one.name == "schedule" else one for one in controls)
    live = LiveTrainingFigure(run, controls, known, presets or {}, goal)
    return Live(live, run, rules=known, budgets=budgets, steps=steps, lecture=lecture, **start)


@final
class LiveTrainingFigure(LiveFigure):
    """Solda minigrup kaybı; ortada geçerleme doğruluğu ve gerçekten kullanılan α; sağda birkaç örnek ve tahminleri.

    Mor noktalı çizgiler değişikliklerin adımlarıdır.
    """

    passing = ("loss", "mark_loss", "mark_accuracy", "mark_rate")
    titles = (
        Title("Eğitim ıraksadı: kayıp artık bir sayı değil", lambda v, a: bool(a["cause"])),
        Title("Hedefe ulaşıldı", lambda v, a: a["reached"] is not None),
        Title("Eğitim daha başlamadı: Başlat'a bas, ayarları sürerken değiştir", lambda v, a: a["t"] == 0),
        Title("Kaybın ortalaması ilk değerinin yarısından azına indi", lambda v, a: _down(a) < 0.5),
        Title("Kaybın ortalaması daha ilk değerinin onda dokuzuna bile inmedi", lambda v, a: _down(a) > 0.9),
        Title("Kaybın ortalaması düştü, ama daha ilk değerinin yarısına inmedi"),
    )

    def __init__(
        self,
        run: SteeredRun,
        controls: tuple[Control, ...],
        rules: Mapping[str, Rule],
        presets: dict[str, Values],
        goal: float | None,
    ) -> None:
        self.run, self.controls, self.presets, self.goal = run, controls, presets, goal
        self.examples = pictures_of(run.dataset)
        self.rules = {**RULES, **rules}

    def compute(self, **values: Any) -> Arrays:
        """Koşunun o anki eğrileri ve sonuçları; `values` ekrandaki denetimlerdir, hesapta gerekmez."""
        run, curves = self.run, self.run.history.curves()
        accuracy = 100 * curves.val_accuracy
        reached = np.flatnonzero(accuracy >= (np.inf if self.goal is None else self.goal))
        return {
            **loss_curves(curves.step, curves.loss),
            "rate_step": curves.step,
            "rate": curves.rate,
            "val_step": curves.val_step,
            "accuracy": accuracy,
            "marks": np.array([mark.step for mark in curves.marks if mark.step], dtype=float),
            "last_mark": f"{curves.marks[-1].step}. adımda {curves.marks[-1].text}" if curves.marks else "",
            "t": run.t,
            "reached": int(curves.val_step[reached[0]]) if len(reached) else None,
            "predictions": run.predictions(len(self.examples)) if len(self.examples) else np.empty(0, int),
            "cause": f"Iraksadı: {run.cause.rstrip('.')}." if run.diverged_at else "",
        }

    def draw(self, figure: Figure) -> Artists:
        seen = bool(len(self.examples))
        grid = figure.add_gridspec(2, 3 if seen else 2, width_ratios=[1.3, 1, 0.62][: 3 if seen else 2])
        loss = figure.add_subplot(grid[:, 0])
        accuracy, rate = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        rate.set(title="Kullanılan α", xlabel="güncelleme (t)", ylabel="öğrenme oranı α")
        rate.set(yscale="log", ylim=RATES)
        rate.yaxis.set_minor_locator(NullLocator())
        if self.goal is not None:
            accuracy.axhline(self.goal, color=GREEN, linestyle="--")
            accuracy.text(
                0.98, self.goal - 2, f"hedef %{self.goal:g}", color=GREEN, ha="right", va="top",
                transform=accuracy.get_yaxis_transform(), clip_on=True,
            )  # fmt: skip
        artists: Artists = {
            **(_mosaic(figure.add_subplot(grid[:, 2]), self.examples) if seen else {}),
            **log_loss_panel(loss, "Minigrup kaybı"),
            "accuracy": accuracy_panel(accuracy),
            "rate": rate.plot([], [], "-", color=BLUE)[0],
        }
        for name, axes in (("loss", loss), ("accuracy", accuracy), ("rate", rate)):
            axes.set_xlim(0, 200_000)  # yerleşim bir kez hesaplanır: uzun sayılara şimdiden yer ayrılsın
            axes.xaxis.set(major_locator=MaxNLocator(5), major_formatter=_step)
            line = axes.plot([], [], ":", color=PURPLE, transform=axes.get_xaxis_transform())[0]
            artists[f"mark_{name}"] = line
        artists["mark words"] = loss.text(
            0, 0.02, "", color=PURPLE, transform=loss.get_xaxis_transform(), va="bottom", clip_on=True
        )
        artists["smooth name"] = end_label(loss, BLUE, "ortalaması")
        artists["words"] = centre_words(loss, parse_math=False)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        show_log_loss(artists, arrays)
        artists["accuracy"].set_data(arrays["val_step"], arrays["accuracy"])
        artists["rate"].set_data(arrays["rate_step"], np.clip(arrays["rate"], FLOOR, 1 / FLOOR))
        artists["accuracy"].axes.set_ylim(_floor(arrays["accuracy"]), 101)
        right = next(end for end in ENDS if end >= arrays["t"])
        marks = arrays["marks"]
        x, y = np.repeat(marks, 3), np.tile([0.0, 1.0, np.nan], len(marks))  # NaN çizgileri birbirinden ayırır
        for name in ("loss", "accuracy", "rate"):
            artists[f"mark_{name}"].set_data(x, y)
            artists[f"mark_{name}"].axes.set_xlim(0, right)
        last = marks[-1] if len(marks) else 0.0
        artists["mark words"].set(x=last, ha="right" if last > right / 2 else "left")
        artists["mark words"].set_text(" değiştirdin " if len(marks) else "")
        show_end_labels((artists["smooth name"], arrays["step"], arrays["smooth"]), inside=True)
        for k, (found, (_, label)) in enumerate(zip(arrays["predictions"], self.examples, strict=True)):
            artists[f"guess {k}"].set(text=f"{found}", color=BLACK if found == label else VERMILION)
        rate, ends = arrays["rate"][arrays["rate"] > 0], RATES
        if len(rate):  # bu eksen de basamak basamak değişir
            ends = below(0.9 * max(rate.min(), 1e-9)), 10 * below(1.1 * min(rate.max(), 1e9))
        artists["rate"].axes.set_ylim(ends)
        write(artists["words"], textwrap.fill(arrays["cause"], 36))

    def describe(self, values: Values, arrays: Arrays) -> str:
        kind = values.get("schedule", "Constant")
        hyper = self.rules[values["rule"]].hyper if "rule" in values else values.keys() - {"schedule", "horizon"}
        named = {"rule", "batch_size", *hyper} | ({"schedule"} if kind != "Constant" else set())
        named |= {"horizon"} if has_horizon(kind) else set()
        useful = {k: v for k, v in values.items() if k in named or (v and k in OWN - {"schedule"})}
        settings = ", ".join(self._setting(name, value) for name, value in useful.items())
        parts = [f"{arrays['t']} güncelleme"]
        if len(arrays["smooth"]):
            parts.append(f"minigrup kaybının ortalaması {arrays['smooth'][-1]:.3g} nat")
        if len(arrays["accuracy"]):
            parts.append(f"geçerleme doğruluğu %{arrays['accuracy'][-1]:.1f}")
        if kind != "Constant" and len(arrays["rate"]):
            parts.append(f"son adımda α = {arrays['rate'][-1]:.3g}")
        if arrays["reached"] is not None:
            parts.append(f"%{self.goal:g} hedefine {arrays['reached']}. adımda ulaşıldı")
        cause = f" {arrays['cause']}" if arrays["cause"] else ""
        last = f" Son değişiklik: {arrays['last_mark']}." if arrays["last_mark"] else ""
        return f"{', '.join(parts)}.{cause}\n{settings}.{last}"

    def _setting(self, name: str, value: Any) -> str:
        control = next(one for one in self.controls if one.name == name)
        return control.shown(value) if name == "rule" else f"{control.label} = {control.shown(value)}"


def pictures_of(dataset: Any) -> list[tuple[np.ndarray, int]]:
    """Geçerleme kümesinin ilk örnekleri, gösterilebilecek resimlerse: (kare resim, sınıfı); değillerse boş."""
    x = dataset.val_x
    side = round(x[0].numel() ** 0.5)
    if not x.is_floating_point() or side * side != x[0].numel() or side < SMALLEST:
        return []
    flat = x.reshape(len(x), -1).double().cpu().numpy()
    # Özellikleri başka ölçeklere çekilmiş veride de rakam görünsün: her piksel kendi en büyüğüne bölünür.
    shades = flat / np.maximum(abs(flat).max(axis=0), 1e-12)
    return [(shade.reshape(side, side), int(y)) for shade, y in zip(shades[:SHOWN], dataset.val_y[:SHOWN], strict=True)]


def _mosaic(axes: Axes, examples: list[tuple[np.ndarray, int]]) -> Artists:
    """Örnekleri alt alta üçer üçer dizer; her birinin altında tahminin boş yazısı."""
    axes.set(title="Ağın tahminleri", xticks=[], yticks=[], xlim=(0, COLUMNS), ylim=(-(-len(examples) // COLUMNS), 0))
    axes.set_frame_on(False)
    axes.grid(False)
    artists: Artists = {}
    for k, (shade, _) in enumerate(examples):
        row, column = divmod(k, COLUMNS)
        axes.imshow(shade, cmap="gray_r", extent=(column + 0.1, column + 0.9, row + 0.7, row), aspect="auto")
        artists[f"guess {k}"] = axes.text(column + 0.5, row + 0.85, "", ha="center", va="center")
    axes.set(xlim=(0, COLUMNS), ylim=(-(-len(examples) // COLUMNS), 0))
    return artists


def _floor(accuracy: np.ndarray) -> int:
    """Doğruluk ekseninin altı (%): ilk dörtte birden sonraki bütün ölçümler üstündedir; titreme ancak öyle görülür."""
    if len(accuracy) < SETTLED:
        return 0
    return accuracy_floor(accuracy[len(accuracy) // 4 :].min() - 1)


def _down(arrays: Arrays) -> float:
    """Kaybın ortalamasının, başındakinin kaç katına indiği; ölçülmediyse NaN."""
    smooth = arrays["smooth"]
    return float(smooth[-1] / smooth[0]) if len(smooth) else np.nan


def named_rules(rules: Sequence[str | Rule]) -> dict[str, Rule]:
    """Kural seçenekleri, adlarıyla; adı ya da görünen adı hazır bir kuralınki olan başka bir kural `ValueError`."""
    found: dict[str, Rule] = {}
    for each in rules:
        rule = RULES[one_of("rules", each, RULES)] if isinstance(each, str) else a_rule(each)
        ready = (one for one in RULES.values() if rule.name == one.name or rule.label == one.label)
        if next(ready, rule) is not rule:
            raise ValueError(
                f"`rules` içindeki {rule.name!r} olamaz; bu ad hazır bir kuralın, kendininkine başka bir ad ver"
            )
        if found.get(rule.name, rule) is not rule:
            raise ValueError(f"`rules` içinde {rule.name!r} adlı iki kural olamaz; birine başka bir ad ver")
        found[rule.name] = rule
    return found


def _control(name: str, run: SteeredRun, rules: Mapping[str, Rule], told: list[Any]) -> Control:
    """CONTROLS'taki denetim, başlangıcı koşunun ayarı; kuralların varsayılanları ve `told` da tam seçilebilir."""
    control, settings = CONTROLS[name], run.settings
    if name == "rule":
        ready = {each: rule for each, rule in RULES.items() if each in {settings.rule, *rules}}
        labels = told_apart({each: rule.label for each, rule in {**ready, **rules}.items()})
        options = {label: each for each, label in labels.items()}
        return Choice(name, control.label, options, one_of("rule", settings.rule, options.values()))
    if not isinstance(control, Slider):
        return control
    known = [rule.hyper[name] for rule in rules.values() if name in rule.hyper]
    now = settings.hyper.get(name, getattr(settings, name, None))
    if now is None:  # şu anki kuralda yok: onu alan ilk kuralın varsayılanı
        now = next(iter(known), control.default)
    default = control.default if callable(now) else float(now)
    asked = [number(name, value, RANGES.get(name, "[0, inf)")) for value in told]
    return replace(control.including(default, *known, *asked), default=default)


def _step(value: float, _place: int | None = None) -> str:
    """Adım sayısının eksende yazılışı: kısa kalsın ki yana taşmasın."""
    return f"{value / 1000:g} bin" if value >= 10_000 else f"{value:g}"
