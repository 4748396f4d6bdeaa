"""Canlı şekil: bir zamanlayıcı (oran eğrisi, altındaki bütçe) ve onunla baştan eğitilen gerçek bir ağ."""

from collections.abc import Callable
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from lrlab.core import Constant, PerEpoch, Schedule, Warmup
from lrlab.figures.engine import (
    Along,
    Arrays,
    Choice,
    Control,
    Explorer,
    Handle,
    LiveFigure,
    Readout,
    Slider,
    Toggle,
    Values,
    complete,
    log_slider,
)
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREEN, SKY, above, centre_words, ending, grip_line, write
from lrlab.figures.parts.loss import TrainingRecord, accuracy_panel, log_loss_panel, loss_curves, show_log_loss
from lrlab.figures.parts.schedule_options import schedule_options
from lrlab.figures.schedules.choices import KNOTS, build, own_sliders, uses

KEPT = 64  # saklanan eğitim kayıtları; dolunca en eskisi gider
LAST = 30  # eğitimin sonundaki kayıp bu kadar adımın ortalamasıdır
DRAWN = "PiecewiseLinear"  # düğümleri elle sürüklenen zamanlayıcı
ALWAYS = {"schedule", "warmup", "per_epoch", "seed"}  # her zamanlayıcıda işe yarayan denetimler
# Bir düğümün alabileceği oranlar; sıfıra yakınken de seçilebilsin.
HEIGHTS = tuple(
    float(f"{rate:.3g}")
    for rate in (*(0, 0.001, 0.002, 0.005), *np.arange(0.01, 0.1, 0.01), *np.arange(0.1, 1.01, 0.02))
)
FIRST_DRAWN = (0.1, 0.5, 0.5, 0.3, 0.1, 0.0)  # kırık çizginin açılıştaki düğümleri
# Elle verilen oranlar: sürenin eşit parçalarında α'nın katları.
MANUAL = {
    "sabırlı": (1.0, 1.0, 0.3, 0.1),
    "aceleci": (1.0, 0.1, 0.03, 0.01),
    "inip yeniden çıkan": (1.0, 0.1, 1.0, 0.1),
}

ScheduledTrainer = Callable[[Schedule, int], TrainingRecord]


def explore_schedule(
    trainer: ScheduledTrainer, *, presets: dict[str, Values] | None = None, lecture: bool | None = None, **start: Any
) -> Explorer:
    """Solda zamanlayıcı ve bütçesi Σα, sağda `trainer(schedule, seed) -> kayıt` ile onunla eğitilen ağ.

    `trainer` her zaman aynı sayıda adım atmalı, zamanlayıcıyı güncelleme numarasıyla (0'dan) çağırmalıdır:
    lambda s, seed: train(digits(), mlp((64, 32, 10)), sgd, batch_size=16, steps=300, every=25, lr=s, seed=seed)
    Adım ve dönem sayısı için, şekil kurulurken bir kez sıfır oranla çağrılır; yavaşlığı şekli de yavaşlatır.
    Zamanlayıcının kendi sayıları `Sınıf.alan` adıyla verilir: **{"WarmRestarts.growth": 2.0}.
    `presets`: hazır ayarlar, ad -> denetim değerleri; verilmezse dersinkiler.
    """
    if not callable(trainer):
        raise TypeError(f"`trainer` çağrılabilir olmalı: (zamanlayıcı, tohum) -> kayıt; verilen: {trainer!r}")
    return Explorer(ScheduleFigure(trainer, schedule_options(), presets), lecture=lecture, **start)


@final
class ScheduleFigure(LiveFigure):
    """Solda oran eğrisi ve bütçesi; sağda bu oranlarla eğitilen ağın kaybı ve doğruluğu."""

    passing = ("loss", "mean", *KNOTS)
    handles = {knot: Handle(y=Along(knot)) for knot in KNOTS}
    readouts = {
        "rate": Readout("bu zamanlayıcı", "güncelleme", "α"),
        "loss": Readout("minigrup kaybı", "güncelleme", "kayıp (nat)", "güncelleme"),
        "smooth": Readout("üssel ortalaması", "güncelleme", "kayıp (nat)", "güncelleme"),
        "accuracy": Readout("geçerleme doğruluğu", "güncelleme", "doğruluk (%)"),
    }

    def __init__(self, trainer: ScheduledTrainer, options: dict[str, str], presets: dict[str, Values] | None) -> None:
        first = trainer(Constant(0.0), 0)
        self.steps, self.updates = int(first.step[-1]), int(first.updates_per_epoch)
        self.trainer = trainer
        self.trained: dict[tuple[bytes, int], TrainingRecord] = {}
        self.controls = controls(self.steps, options)
        self.shown = {name: label for label, name in options.items()}
        self.presets = complete(self.controls, story(self.steps) if presets is None else presets)

    def useful(self, values: Values) -> set[str]:
        return ALWAYS | uses(values["schedule"])

    def compute(self, *, seed: float, **values: Any) -> Arrays:
        schedule = chosen(self.updates, **values)
        rate = schedule(np.arange(self.steps))
        record = self.record(schedule, rate, int(seed))
        return {
            "rate": rate,
            "budget": float(rate.sum()),
            **loss_curves(record.step, record.loss),
            "val_step": record.val_step,
            "accuracy": 100 * record.val_accuracy,
            "diverged_at": record.diverged_at,
            "epochs": self.steps / self.updates,
            "knots": self.knots(values) if values["schedule"] == DRAWN else np.empty((0, 2)),
        }

    def record(self, schedule: Schedule, rate: np.ndarray, seed: int) -> TrainingRecord:
        """Eğitim kaydı; bir kez denenmiş oranlara dönünce ağ yeniden eğitilmez: aynı oranlar ve tohum aynı kaydı verir.

        Anahtar oranların kendisidir: öğrencinin zamanlayıcısı bir sözlükte aranabilir (hash) olmayabilir.
        """
        key = (rate.tobytes(), seed)
        if key not in self.trained:
            if len(self.trained) == KEPT:
                del self.trained[next(iter(self.trained))]
            self.trained[key] = self.trainer(schedule, seed)
        return self.trained[key]

    def knots(self, values: Values) -> np.ndarray:
        """Elle çizilen zamanlayıcının düğümleri, (6, 2): güncelleme ve oran; ısınma onları sağa kaydırır."""
        steps = values["warmup"] + values["horizon"] * np.arange(len(KNOTS)) / (len(KNOTS) - 1)
        return np.column_stack([steps, [values[knot] for knot in KNOTS]])

    def draw(self, figure: Figure) -> Artists:
        grid = figure.add_gridspec(2, 2, width_ratios=[1.15, 1])
        rate = figure.add_subplot(grid[:, 0])
        loss, accuracy = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        rate.set(title="Eğrinin altındaki alan bütçedir: Σα", ylabel="öğrenme oranı α", ylim=(0, 0.05))
        rate.set_xlabel(f"güncelleme (t); her çentik bir dönem, {self.updates} güncelleme")
        epochs = np.arange(0, self.steps + 1, self.updates)
        rate.plot(epochs, np.zeros(len(epochs)), "|", color=BLACK, markersize=14, transform=rate.get_xaxis_transform())
        area = Polygon(np.zeros((3, 2)), closed=True, facecolor=SKY, edgecolor="none", alpha=0.35)
        artists: Artists = {
            "area": rate.add_patch(area),
            "rate": rate.plot([], [], "-", color=BLUE, drawstyle="steps-post", label="bu zamanlayıcı")[0],
            "mean": rate.plot([], [], "--", color=GREEN, label="aynı bütçeli sabit oran")[0],
            **log_loss_panel(loss, "Aynı ağ, bu oranlarla baştan eğitildi"),
            "accuracy": accuracy_panel(accuracy),
            "budget": rate.text(0.03, 0.97, "", transform=rate.transAxes, va="top"),
            "words": centre_words(loss),
        }
        artists |= {knot: grip_line(rate) for knot in KNOTS}
        for axes in (rate, loss, accuracy):
            axes.set_xlim(0, self.steps)
        rate.legend(loc="upper right")
        loss.legend(loc="upper right")
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        rate = arrays["rate"]
        steps = len(rate)
        edges = np.arange(steps + 1)  # t. oran t ile t+1 arasında geçerlidir: alan tam Σα'dır
        artists["rate"].set_data(edges, np.append(rate, rate[-1]))
        corners = np.column_stack([np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(rate, 2), [0.0]])])
        artists["area"].set_xy(corners)
        artists["mean"].set_data([0, steps], [arrays["budget"] / steps] * 2)
        top = above(max(1.25 * rate.max(), 1e-3), (1, 1.5, 2, 3, 4, 5, 7, 10))
        # Elle çizilirken eksen yerinde durur: büyüseydi düğüm elin altından kaçardı.
        artists["rate"].axes.set_ylim(0, HEIGHTS[-1] if len(arrays["knots"]) else top)
        inside = arrays["knots"][:, 0] <= steps if len(arrays["knots"]) else np.empty(0, bool)
        for k, knot in enumerate(KNOTS):
            shown = len(inside) and inside[k]
            artists[knot].set_data(*(arrays["knots"][k : k + 1].T if shown else ([], [])))
        artists["budget"].set_text(f"Σα = {arrays['budget']:.4g}")
        show_log_loss(artists, arrays)
        accuracy = arrays["accuracy"]
        artists["accuracy"].set_data(arrays["val_step"], accuracy)
        artists["accuracy"].axes.set_ylim(70 if accuracy[-1] > 85 else 0, 101)  # iyilerin arasındaki fark da görünsün
        write(artists["words"], outcome(arrays))

    def describe(self, values: Values, arrays: Arrays) -> str:
        drawn = values["schedule"] == DRAWN
        used = uses(values["schedule"]) | {"seed"} | {name for name in ("warmup", "per_epoch") if values[name]}
        told = [f"{c.label} = {c.shown(values[c.name])}" for c in self.controls if c.name in used]
        steps, budget, whole = len(arrays["rate"]), arrays["budget"], values["lr"] * len(arrays["rate"])
        compared = f" (hep α = {values['lr']:g} olsaydı {whole:.4g}; %{100 * budget / whole:.3g})"
        said = [f"{steps} güncelleme, {arrays['epochs']:.3g} dönem: "]
        if arrays["diverged_at"]:
            said.append(outcome(arrays))
        else:
            said.append(f"son {LAST} adımın ortalama kaybı {arrays['loss'][-LAST:].mean():.3g} nat")
            said.append(f", geçerleme doğruluğu %{arrays['accuracy'][-1]:.1f}")
            said += [f"; {words}" for words in filter(None, [outcome(arrays)])]
        return (
            f"{self.shown[values['schedule']]}, {', '.join(told)}: toplam bütçe Σα = {budget:.4g}"
            f"{compared if not drawn and (values['schedule'] != 'Constant' or values['warmup']) else ''}. "
            f"{''.join(said)}."
        )


def controls(steps: int, options: dict[str, str]) -> tuple[Control, ...]:
    """`steps` güncellemelik bir eğitimin denetimleri; `options` seçilebilen zamanlayıcılar, görünen ad -> sınıf adı."""
    warmups = (0.0, *(t for t in horizons(steps) if t <= steps / 2))
    common: tuple[Control, ...] = (
        Choice("schedule", "zamanlayıcı", options, "Constant"),
        log_slider("lr", "α", 0.001, 5.0, 0.5),
        Slider("horizon", "süre (adım)", horizons(steps), float(steps), "{:.0f}"),
        Slider("warmup", "ısınma (adım)", warmups, 0.0, "{:.0f}"),
        Slider("end", "en küçük oran", (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3), 0.0),
        Slider("rate", "k (dönem başına)", (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0), 1.0),
        Slider("factor", "çarpan", (0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99), 0.5),
        Slider("power", "üs", (0.5, 1.0, 2.0, 3.0, 5.0), 2.0),
        Slider("share", "çıkış ya da iniş payı", (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9), 0.3),
        Choice("manual", "elle", {name: name for name in MANUAL}, "sabırlı"),
        *(
            Slider(knot, f"{k}. düğüm α", HEIGHTS, at)
            for k, (knot, at) in enumerate(zip(KNOTS, FIRST_DRAWN, strict=True), 1)
        ),
    )
    last: tuple[Control, ...] = (
        Toggle("per_epoch", "oran dönem başında değişsin"),
        Slider("seed", "tohum", tuple(float(k) for k in range(10)), 0.0, "{:.0f}"),
    )
    own = own_sliders(options.values(), (control.label for control in (*common, *last)))
    return (*common, *own, *last)


def horizons(steps: int) -> tuple[float, ...]:
    """Seçilebilen süreler: eğitimin yirmide birinden bir buçuk katına."""
    return tuple(float(t) for t in np.unique(np.ceil(steps * np.arange(1, 31) / 20)))


def story(steps: int) -> dict[str, Values]:
    """Dersin sırası; süreler eğitimin boyuyla ölçülür, α'lar küçük bir ağ ve minigrup için seçilmiştir."""
    tenth = float(np.ceil(2 * steps / 20))
    rest = min(horizons(steps), key=lambda horizon: abs(horizon - (steps - tenth)))  # ısınmadan kalan
    return {
        "Sabit, büyük": {"lr": 0.5},
        "Sabit, küçük": {"lr": 0.05},
        "1/(1+k·dönem)": {"schedule": "InverseTime", "lr": 0.5, "rate": 1.0},
        "0.95^dönem": {"schedule": "Exponential", "lr": 0.5, "factor": 0.95},
        "Merdiven": {"schedule": "Staircase", "lr": 0.5},
        "Kosinüs": {"schedule": "Cosine", "lr": 0.5},
        "Isınma + kosinüs": {"schedule": "Cosine", "lr": 0.5, "warmup": tenth, "horizon": rest},
        "OneCycle": {"schedule": "OneCycle", "lr": 0.5},
        "WSD": {"schedule": "WSD", "lr": 0.5, "warmup": tenth, "horizon": rest, "share": 0.2},
        "Kosinüsün bütçesiyle sabit": {"lr": 0.25},
        "Kendin çiz": {"schedule": DRAWN},
    }


def chosen(updates: int, *, schedule: str, warmup: float, per_epoch: bool, **values: Any) -> Schedule:
    """Denetimlerin anlattığı zamanlayıcı, güncelleme biriminde; `updates` bir dönemdeki güncelleme sayısıdır."""
    unit = updates if per_epoch else 1  # zamanlayıcının bir birimi kaç güncellemedir
    epochs = unit / updates  # bir birim kaç dönemdir
    values |= {"horizon": values["horizon"] / unit, "rate": values["rate"] * epochs}
    values |= {"manual": MANUAL[values["manual"]]}
    if schedule == "Exponential":  # çarpan, merdivende basamak başına, burada dönem başınadır
        values["factor"] **= epochs
    made = build(schedule, **values)
    made = Warmup(made, warmup / unit) if warmup else made
    return PerEpoch(made, updates) if per_epoch else made


def outcome(arrays: Arrays) -> str:
    """Eğitim bozulduysa nasıl bozulduğu, sözle; bozulmadıysa boştur."""
    if arrays["diverged_at"]:
        return ending(arrays["diverged_at"])
    loss = arrays["loss"]
    return "kayıp inmedi: ağ öğrenmedi" if loss[-LAST:].mean() > 0.9 * loss[0] else ""
