"""Canlı şekil: bir zamanlayıcı (oran eğrisi, altındaki bütçe) ve onunla baştan eğitilen gerçek bir ağ."""

from collections.abc import Callable
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.ticker import MaxNLocator

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
    GREY,
    PALE,
    above,
    beside_title,
    centre_words,
    end_label,
    ending,
    grip_line,
    readable,
    show_end_labels,
    write,
)
from lrlab.figures.parts.loss import (
    TrainingRecord,
    accuracy_floor,
    accuracy_panel,
    log_loss_panel,
    loss_curves,
    show_log_loss,
)
from lrlab.figures.parts.schedule_options import schedule_options
from lrlab.figures.schedules.choices import KNOTS, build, own_sliders, uses

KEPT = 64  # saklanan eğitim kayıtları; dolunca en eskisi gider
LAST = 30  # eğitimin sonundaki kayıp bu kadar adımın ortalamasıdır
DRAWN = "PiecewiseLinear"  # düğümleri elle sürüklenen zamanlayıcı
NAMES = 0.24, 0.36  # soldaki ve sağdaki panellerde eğrilerin adlarına ayrılan yer, eğitimin payı
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

TITLES = (
    Title("Eğitim ıraksadı: kayıp sonsuza gitti", lambda v, a: a["diverged_at"]),
    Title("Kayıp inmedi: ağ bu oranlarla öğrenmedi", lambda v, a: stuck(a)),
    Title("Bütçe yetmedi: süre doldu, kayıp hâlâ iniyor", lambda v, a: unfinished(a["loss"])),
    Title("Sabit α: doğruluk son adımlarda da oynuyor", lambda v, a: a["flat"] is None and swing(a) >= 1),
    Title(
        "Aynı α'dan başlayıp inen oran, sabit kalanı 5 puandan çok geçti",
        lambda v, a: lead(a) > 5 and a["rate"][-1] < a["rate"].max() / 2,
    ),
    Title("Bu tohumda hep aynı α'da kalmak daha iyi bitirdi", lambda v, a: lead(a) <= -1),
    Title("Elle çizilen oranlar bu tohumda sabit α'yı geçti", lambda v, a: v["schedule"] == DRAWN and lead(a) >= 1),
    Title(
        "Oran sona dek büyük, iniş en sonda: bu tohumda sabit α'yı geçti",
        lambda v, a: lead(a) >= 1 and a["share"] > 0.75 and a["rate"][-1] < 0.2 * a["rate"].max(),
    ),
    Title(
        "Başta ısınan, sonda inen oran bu tohumda sabit α'yı geçti",
        lambda v, a: lead(a) >= 1 and max(a["rate"][0], a["rate"][-1]) < a["rate"].max() / 2,
    ),
    Title(
        "Oran inince doğruluk durulur; sabit α'da oynar",
        lambda v, a: lead(a) >= 1 and 2 * swing(a) <= swing(a["flat"]) and a["rate"][-1] < a["rate"].max() / 2,
    ),
    Title(
        "Daha az bütçeyle, bu tohumda en az sabit α kadar doğru",
        lambda v, a: lead(a) >= 0 and a["share"] < 0.9,
    ),
    Title("Bir zamanlayıcı ve onunla baştan eğitilen ağ"),
)

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
    """Solda oran eğrisi ve bütçesi; sağda bu oranlarla, yanında hep aynı α ile eğitilen ağın kaybı ve doğruluğu."""

    on_page = {"schedule": 30, "lr": 4}
    titles = TITLES
    passing = ("loss", "mean", *KNOTS, "flat rate", "flat smooth", "flat accuracy")
    handles = {knot: Handle(y=Along(knot)) for knot in KNOTS}
    readouts = {
        "rate": Readout("bu zamanlayıcı", "güncelleme", "α"),
        "loss": Readout("minigrup kaybı", "güncelleme", "kayıp (nat)", "güncelleme"),
        "smooth": Readout("üssel ortalaması", "güncelleme", "kayıp (nat)", "güncelleme"),
        "accuracy": Readout("geçerleme doğruluğu", "güncelleme", "doğruluk (%)"),
        "flat accuracy": Readout("hep aynı α ile", "güncelleme", "doğruluk (%)"),
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
        still = values["schedule"] == "Constant" and not values["warmup"]  # değişmeyen oran dönem başında da değişmez
        return {"schedule", "warmup", "seed"} | uses(values["schedule"]) | (set() if still else {"per_epoch"})

    def compute(self, *, seed: float, **values: Any) -> Arrays:
        """Oranlar, bütçesi Σα, kayıp ve doğruluk; `flat` hep aynı α ile eğitilenin ölçümleri, oran sabitse None.

        O α, zamanlayıcının kendi α'sı, elle çizilende oranların en büyüğüdür; `share` bütçenin onunkine oranıdır.
        """
        schedule, drawn = chosen(self.updates, **values), values["schedule"] == DRAWN
        rate = schedule(np.arange(self.steps))
        top = float(rate.max() if drawn else values["lr"])
        same = np.allclose(rate, top, rtol=1e-9, atol=0)
        flat = None if same else self.measured(Constant(top), np.full(self.steps, top), int(seed))
        budget = float(rate.sum())
        return {
            "rate": rate, "budget": budget, "top": top, "share": budget / (top * self.steps) if top else 1.0,
            "epochs": self.steps / self.updates, **self.measured(schedule, rate, int(seed)), "flat": flat,
            "knots": self.knots(values) if drawn else np.empty((0, 2)),
        }  # fmt: skip

    def measured(self, schedule: Schedule, rate: np.ndarray, seed: int) -> Arrays:
        """Eğitimin kaybı, doğruluğu (%) ve doğruluğun son üçte birdeki oynaması (puan)."""
        record = self.record(schedule, rate, seed)
        accuracy, step = 100 * np.asarray(record.val_accuracy), np.asarray(record.val_step)
        return {
            **loss_curves(record.step, record.loss), "val_step": step, "accuracy": accuracy,
            "diverged_at": record.diverged_at, "late": accuracy[step >= 2 * self.steps / 3],
        }  # fmt: skip

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
        grid = figure.add_gridspec(2, 2, width_ratios=[1.1, 1])
        rate = figure.add_subplot(grid[:, 0])
        loss, accuracy = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        rate.set(title="Oran", ylabel="öğrenme oranı α", ylim=(0, 0.05))
        rate.set_xlabel(f"güncelleme (t); her çentik bir dönem ({self.updates})")
        epochs = np.arange(0, self.steps + 1, self.updates)
        rate.plot(epochs, np.zeros(len(epochs)), "|", color=BLACK, markersize=14, transform=rate.get_xaxis_transform())
        area = Polygon(np.zeros((3, 2)), closed=True, facecolor=PALE, edgecolor="none", zorder=0.9)
        flat: dict[str, Any] = {"color": BLACK, "linestyle": "--", "linewidth": 1.3}
        artists: Artists = {
            "area": rate.add_patch(area),
            "mean": rate.plot([], [], ":", color=GREY)[0],
            "flat rate": rate.plot([], [], **flat)[0],
            "rate": rate.plot([], [], "-", color=BLUE, drawstyle="steps-post")[0],
            **log_loss_panel(loss, "Minigrup kaybı ve üssel ortalaması"),
            "flat smooth": loss.plot([], [], **flat)[0],
            "flat accuracy": accuracy.plot([], [], **flat)[0],
            "accuracy": accuracy_panel(accuracy),
            "budget": beside_title(rate, BLUE),
            "words": centre_words(loss),
            **{
                name: end_label(axes, color, words)
                for name, (axes, color, words) in names(rate, loss, accuracy).items()
            },
        }
        artists |= {knot: grip_line(rate) for knot in KNOTS}
        ticks = MaxNLocator(4, steps=[1, 2, 5, 10], integer=True).tick_values(0, self.steps)
        for axes in (rate, loss, accuracy):
            room = NAMES[axes is not rate] * self.steps
            axes.set(xlim=(0, self.steps + room), xticks=[t for t in ticks if t <= self.steps])
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        rate, top, flat, knots = arrays["rate"], arrays["top"], arrays["flat"], arrays["knots"]
        steps, mean = len(rate), arrays["budget"] / len(rate)
        edges = np.arange(steps + 1)  # t. oran t ile t+1 arasında geçerlidir: alan tam Σα'dır
        artists["rate"].set_data(edges, np.append(rate, rate[-1]))
        corners = np.column_stack([np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(rate, 2), [0.0]])])
        artists["area"].set_xy(corners)
        ends = [0, steps]
        artists["mean"].set_data(ends, [mean] * 2)
        artists["flat rate"].set_data(*(([], []) if flat is None else (ends, [top] * 2)))
        high = above(max(1.25 * rate.max(), 1.1 * top, 1e-3), (1, 1.5, 2, 3, 4, 5, 7, 10))
        # Elle çizilirken eksen yerinde durur: büyüseydi düğüm elin altından kaçardı.
        artists["rate"].axes.set_ylim(0, HEIGHTS[-1] if len(knots) else high)
        inside = knots[:, 0] <= steps if len(knots) else np.empty(0, bool)
        for k, knot in enumerate(KNOTS):
            shown = len(inside) and inside[k]
            artists[knot].set_data(*(knots[k : k + 1].T if shown else ([], [])))
        whole = f" (hep α: {top * steps:.4g})" if flat else ""
        artists["budget"].set_text(readable(f"alan Σα = {arrays['budget']:.4g}{whole}"))
        show_log_loss(artists, arrays)
        artists["accuracy"].set_data(arrays["val_step"], arrays["accuracy"])
        there = flat or {"step": [], "smooth": [], "val_step": [], "accuracy": []}
        artists["flat smooth"].set_data(there["step"], there["smooth"])
        artists["flat accuracy"].set_data(there["val_step"], there["accuracy"])
        artists["accuracy"].axes.set_ylim(floor(arrays), 101)  # iyilerin arasındaki fark da görünsün
        for name, found in (("accuracy name", arrays), ("flat accuracy name", flat)):
            if found and len(found["accuracy"]):
                artists[name].set_text(f"%{found['accuracy'][-1]:.1f}")
        labelled = artists["mean name"], ends, [mean] * 2 if flat else [np.nan] * 2
        show_end_labels(labelled, (artists["flat rate name"], *artists["flat rate"].get_data()))
        for kind in ("smooth", "accuracy"):
            show_end_labels(*((artists[f"{one} name"], *artists[one].get_data()) for one in (kind, f"flat {kind}")))
        write(artists["words"], outcome(arrays))

    def describe(self, values: Values, arrays: Arrays) -> str:
        drawn, flat = values["schedule"] == DRAWN, arrays["flat"]
        used = uses(values["schedule"]) | {"seed"} | {name for name in ("warmup", "per_epoch") if values[name]}
        told = [f"{c.label} = {c.shown(values[c.name])}" for c in self.controls if c.name in used]
        steps, budget, whole = len(arrays["rate"]), arrays["budget"], values["lr"] * len(arrays["rate"])
        found = [f"{self.shown[values['schedule']]}: bütçe Σα = {budget:.4g}"]
        if arrays["diverged_at"]:
            found.append(outcome(arrays))
        else:
            found += filter(None, [f"geçerleme doğruluğu %{arrays['accuracy'][-1]:.1f}", outcome(arrays)])
        if flat:
            end = ending(flat["diverged_at"]) or f"%{flat['accuracy'][-1]:.1f}"
            found.append(f"hep α = {arrays['top']:.3g} ile eğitilen aynı ağınki {end}")
        compared = f"; Σα, hep α = {values['lr']:g} olsaydı {whole:.4g}; %{100 * budget / whole:.3g}"
        rest = [f"{', '.join(told)}; {steps} güncelleme, {arrays['epochs']:.3g} dönem"]
        if not arrays["diverged_at"]:
            rest.append(f"; son {LAST} adımın ortalama kaybı {arrays['loss'][-LAST:].mean():.3g} nat")
        rest += [compared] if not drawn and flat else []
        return f"{', '.join(found)}.\n{''.join(rest)}."


def names(rate: Axes, loss: Axes, accuracy: Axes) -> dict[str, tuple[Axes, str, str]]:
    """Eğrilerin uçlarındaki adlar: paneli, rengi, sözü."""
    return {
        "mean name": (rate, "dimgrey", "eş bütçeli\nsabit oran"),
        "flat rate name": (rate, BLACK, "hep α"),
        "smooth name": (loss, BLUE, "bu oranlar"),
        "flat smooth name": (loss, BLACK, "hep α"),
        "accuracy name": (accuracy, BLUE, ""),
        "flat accuracy name": (accuracy, BLACK, ""),
    }


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
        "Sabit, küçük": {"lr": 0.05},
        "Sabit, büyük": {"lr": 0.5},
        "Merdiven": {"schedule": "Staircase", "lr": 0.5},
        "Kosinüs": {"schedule": "Cosine", "lr": 0.5},
        "Kosinüsün bütçesiyle sabit": {"lr": 0.25},
        "Isınma + kosinüs": {"schedule": "Cosine", "lr": 0.5, "warmup": tenth, "horizon": rest},
        "WSD": {"schedule": "WSD", "lr": 0.5, "warmup": tenth, "horizon": rest, "share": 0.2},
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
    return "kayıp inmedi: ağ öğrenmedi" if stuck(arrays) else ""


def stuck(arrays: Arrays) -> bool:
    """Ağ hiç öğrenmedi mi: kayıp da doğruluk da başladığı yerin dolayında mı."""
    loss, accuracy = arrays["loss"], arrays["accuracy"]
    return bool(loss[-LAST:].mean() > 0.9 * loss[0] and accuracy[-1] < accuracy[0] + 15)


def unfinished(loss: np.ndarray) -> bool:
    """Kayıp sonda hem büyük hem inmekte mi: son adımların ortalaması, biraz öncekilerinkinden belirgin küçük mü."""
    if len(loss) < 2 * LAST:
        return False
    last, before = loss[-LAST // 2 :].mean(), loss[-2 * LAST : -LAST].mean()
    return bool(0.3 * loss[0] < last < 0.95 * before)


def swing(arrays: Arrays) -> float:
    """Doğruluğun eğitimin son üçte birindeki oynaması, en büyüğü eksi en küçüğü (puan)."""
    return float(np.ptp(arrays["late"])) if len(arrays["late"]) else 0.0


def lead(arrays: Arrays) -> float:
    """Son doğrulukta, hep aynı α ile eğitilenin kaç puan önünde; öyle biri yoksa ya da bozulduysa NaN."""
    flat = arrays["flat"]
    if flat is None or flat["diverged_at"] or arrays["diverged_at"]:
        return float("nan")
    return float(arrays["accuracy"][-1] - flat["accuracy"][-1])


def floor(arrays: Arrays) -> int:
    """Doğruluk ekseninin alt ucu (%): çizilenlerin sonu hep içeride kalır."""
    ends = [one["late"] for one in (arrays, arrays["flat"]) if one]
    low = min((float(one.min() if k == 0 else one[-1]) for k, one in enumerate(ends) if len(one)), default=0.0)
    return accuracy_floor(low)
