"""Zamanlayıcı şekli gerçek bir ağla: seçeneklerin oranları, bütçe, yanındaki sabit α, kapalı denetimler, sözler."""

from types import SimpleNamespace

import numpy as np
import pytest

from lrlab.core import (
    SCHEDULES,
    WSD,
    Constant,
    Cosine,
    Cyclic,
    Exponential,
    InverseTime,
    Linear,
    MultiStep,
    OneCycle,
    PerEpoch,
    Piecewise,
    PiecewiseLinear,
    Polynomial,
    SquareRoot,
    Staircase,
    WarmRestarts,
    Warmup,
    sgd,
)
from lrlab.figures import explore_schedule
from lrlab.figures.parts.schedule_options import schedule_options
from lrlab.figures.schedules.choices import KNOTS, uses
from lrlab.train import digits, mlp, train

STEPS, UPDATES = 60, 23  # digits'te 64'lük minigruplarla bir dönem 23 güncelleme
DATA, MODEL = digits(), mlp((64, 16, 10))


@pytest.fixture
def figure():
    """Şekli ve `trainer`ın gördüğü zamanlayıcıları birlikte kurar."""

    def build(**start):
        seen = []

        def trainer(schedule, seed):
            seen.append((schedule, seed))
            return train(DATA, MODEL, sgd, batch_size=64, steps=STEPS, every=20, lr=schedule, seed=seed)

        explorer = explore_schedule(trainer, **start)
        explorer.seen = seen
        return explorer

    return build


CASES = {
    "Constant": ({}, Constant(0.5)),
    "InverseTime": ({"rate": 2.0}, InverseTime(0.5, 2 / UPDATES)),
    "Exponential": ({"factor": 0.95, "end": 0.3}, Exponential(0.5, 0.95 ** (1 / UPDATES), 0.3)),
    "SquareRoot": ({}, SquareRoot(0.5)),
    "Staircase": ({"factor": 0.1}, Staircase(0.5, 0.1, 15)),
    "MultiStep": ({"factor": 0.3}, MultiStep(0.5, (30, 45), 0.3)),
    "Piecewise": ({"manual": "inip yeniden çıkan"}, Piecewise((15, 30, 45), (0.5, 0.05, 0.5, 0.05))),
    "PiecewiseLinear": (
        {"knot3": 0.2, "knot6": 0.04},
        PiecewiseLinear((0, 12, 24, 36, 48, 60), (0.1, 0.5, 0.2, 0.3, 0.1, 0.04)),
    ),
    "Polynomial": ({"power": 3.0, "end": 0.01}, Polynomial(0.5, 0.01, 60, 3)),
    "Linear": ({"horizon": 30.0}, Linear(0.5, 0.0, 30)),
    "Cosine": ({"horizon": 90.0, "end": 0.1}, Cosine(0.5, 0.1, 90)),
    "OneCycle": ({"share": 0.5}, OneCycle(0.5, 60, pct_start=0.5)),
    "WSD": ({"share": 0.2}, WSD(0.5, 60, 0, 12)),
    "WarmRestarts": ({"end": 0.1}, WarmRestarts(0.5, 0.1, 15)),
    "Cyclic": ({"end": 0.1, "factor": 0.3}, Cyclic(0.5, 0.1, 15, factor=0.3)),
}


@pytest.mark.parametrize("name", CASES)
def test_every_choice_trains_under_the_schedule_it_names(name, figure):
    values, wanted = CASES[name]
    explorer = figure(schedule=name, **values)
    t = np.arange(STEPS)
    np.testing.assert_allclose(explorer.seen[-1][0](t), wanted(t), rtol=1e-12)
    np.testing.assert_allclose(explorer.host.artists["rate"].get_ydata()[:-1], wanted(t), rtol=1e-12)
    plain = train(DATA, MODEL, sgd, batch_size=64, steps=STEPS, every=20, lr=explorer.seen[-1][0], seed=0)
    np.testing.assert_array_equal(explorer.host.artists["loss"].get_ydata(), plain.loss)
    np.testing.assert_array_equal(explorer.host.artists["accuracy"].get_ydata(), 100 * plain.val_accuracy)
    assert f"Σα = {wanted(t).sum():.4g}" in explorer.text
    assert explorer.text.startswith(SCHEDULES[name].label)


@pytest.mark.parametrize("name", CASES)
def test_warmup_wraps_every_schedule(name, figure):
    values, wanted = CASES[name]
    explorer = figure(schedule=name, warmup=12.0, **values)
    t = np.arange(STEPS)
    np.testing.assert_allclose(explorer.seen[-1][0](t), Warmup(wanted, 12)(t), rtol=1e-12)
    assert "ısınma (adım) = 12" in explorer.text


def test_the_area_is_the_budget_and_the_mean_line_has_the_same(figure):
    explorer = figure(schedule="Cosine", warmup=6.0)
    x, y = explorer.host.artists["area"].get_xy().T
    area = np.sum((x[1:] - x[:-1]) * (y[1:] + y[:-1]) / 2)
    budget = explorer.live.compute(**explorer.values)["budget"]
    assert abs(area) == pytest.approx(budget)
    assert explorer.host.artists["mean"].get_ydata()[0] * STEPS == pytest.approx(budget)
    assert f"hep α = 0.5 olsaydı 30; %{100 * budget / 30:.3g}" in explorer.text


def test_the_same_network_under_a_constant_alpha_stands_beside(figure):
    explorer = figure(schedule="Cosine", lr=0.3)
    flat = train(DATA, MODEL, sgd, batch_size=64, steps=STEPS, every=20, lr=Constant(0.3), seed=0)
    artists = explorer.host.artists
    np.testing.assert_array_equal(artists["flat accuracy"].get_ydata(), 100 * flat.val_accuracy)
    np.testing.assert_array_equal(artists["flat rate"].get_ydata(), [0.3, 0.3])
    assert artists["flat accuracy name"].get_text() == f"%{100 * flat.val_accuracy[-1]:.1f}"
    trained = len(explorer.seen)
    explorer.set(schedule="Linear")  # sabit olan baştan eğitilmez
    assert len(explorer.seen) == trained + 1
    explorer.set(schedule="Constant")
    assert not len(artists["flat accuracy"].get_xdata())
    assert not artists["flat accuracy name"].get_visible()
    explorer.set(schedule="PiecewiseLinear")  # elle çizilende α, oranların en büyüğüdür
    np.testing.assert_array_equal(artists["flat rate"].get_ydata(), [0.5, 0.5])


def test_the_accuracy_axis_holds_both_ends(figure):
    explorer = figure(schedule="Cosine")
    for values in ({}, {"lr": 5.0}, {"lr": 0.05}, {"schedule": "Constant", "lr": 0.5}):
        explorer.set(**values)
        low, high = explorer.host.artists["accuracy"].axes.get_ylim()
        for name in ("accuracy", "flat accuracy"):
            assert all(low <= end <= high for end in explorer.host.artists[name].get_ydata()[-1:])


def record(loss, accuracy, diverged_at=0):
    """`accuracy`: 0, 20, 40, 60. güncellemelerdeki geçerleme doğruluğu."""
    step = np.arange(1, STEPS + 1)
    return SimpleNamespace(
        step=step, loss=np.full(STEPS, loss) if np.isscalar(loss) else np.asarray(loss), updates_per_epoch=UPDATES,
        val_step=np.array([0, 20, 40, 60]), val_accuracy=np.array(accuracy), diverged_at=diverged_at,
    )  # fmt: skip


FALLEN = np.r_[2.0, np.full(STEPS - 1, 0.2)]
FALLING = np.linspace(2.0, 1.0, STEPS)
CALM, RESTLESS = (0.1, 0.9, 0.94, 0.95), (0.1, 0.9, 0.95, 0.91)


@pytest.mark.parametrize(
    ("values", "ours", "flat", "title"),
    [
        ({}, record(FALLEN, CALM, diverged_at=7), record(FALLEN, CALM), "Eğitim ıraksadı"),
        ({}, record(2.0, (0.1, 0.1, 0.1, 0.1)), record(FALLEN, CALM), "Kayıp inmedi"),
        ({}, record(FALLING, (0.1, 0.5, 0.6, 0.7)), record(FALLEN, CALM), "Bütçe yetmedi"),
        ({"schedule": "Constant"}, record(FALLEN, RESTLESS), None, "Sabit α: doğruluk son adımlarda da oynuyor"),
        ({"schedule": "Constant"}, record(FALLEN, (0.1, 0.9, 0.95, 0.95)), None, "Bir zamanlayıcı"),
        ({}, record(FALLEN, CALM), record(FALLEN, (0.1, 0.4, 0.5, 0.6)), "Aynı α'dan başlayıp inen oran"),
        ({}, record(FALLEN, RESTLESS), record(FALLEN, CALM), "Bu tohumda hep aynı α'da kalmak"),
        ({"schedule": "PiecewiseLinear"}, record(FALLEN, CALM), record(FALLEN, RESTLESS), "Elle çizilen"),
        ({"schedule": "WSD"}, record(FALLEN, CALM), record(FALLEN, RESTLESS), "Oran sona dek büyük"),
        ({"schedule": "OneCycle"}, record(FALLEN, CALM), record(FALLEN, RESTLESS), "Başta ısınan"),
        ({}, record(FALLEN, CALM), record(FALLEN, RESTLESS), "Oran inince doğruluk durulur"),
        ({}, record(FALLEN, CALM), record(FALLEN, CALM), "Daha az bütçeyle"),
        ({"end": 0.3, "lr": 0.3}, record(FALLEN, CALM), record(FALLEN, RESTLESS), "Sabit α"),
    ],
)
def test_the_title_is_what_the_two_trainings_did(values, ours, flat, title):
    def trainer(schedule, seed):
        return ours if flat is None or np.ptp(schedule(np.arange(STEPS))) > 1e-9 else flat

    explorer = explore_schedule(trainer, **{"schedule": "Cosine", **values})
    assert explorer.error is None, explorer.text
    assert explorer.host.artists["headline"].get_text().replace("\n", " ").startswith(title)


def test_no_preset_is_the_opening_or_another(figure):
    explorer = figure()
    states = [str(explorer.initial | values) for values in explorer.live.presets.values()]
    assert len(set(states)) == len(states)
    assert states[0] != str(explorer.initial)


def test_per_epoch_holds_the_rate_during_an_epoch(figure):
    explorer = figure(schedule="Exponential", factor=0.5, per_epoch=True)
    t = np.arange(STEPS)
    np.testing.assert_array_equal(explorer.seen[-1][0](t), 0.5 * 0.5 ** np.floor(t / UPDATES))
    explorer.set(schedule="Cosine", horizon=60.0)
    assert explorer.seen[-1][0] == PerEpoch(Cosine(0.5, 0, 60 / UPDATES), UPDATES)


def test_controls_that_do_not_matter_are_closed_and_not_told(figure):
    explorer = figure(schedule="Cosine")
    closed = explorer.values.keys() - explorer.useful
    assert closed == {"rate", "factor", "power", "share", "manual", "WarmRestarts.growth", *KNOTS}
    assert "çarpan" not in explorer.text
    explorer.set(schedule="Exponential")
    closed = explorer.values.keys() - explorer.useful
    assert closed == {"horizon", "rate", "power", "share", "manual", "WarmRestarts.growth", *KNOTS}
    explorer.set(schedule="Constant")
    assert explorer.useful == {"schedule", "lr", "warmup", "seed"}  # değişmeyen oran dönem başında da değişmez
    explorer.set(warmup=12.0)
    assert "per_epoch" in explorer.useful


def test_a_schedule_already_tried_is_not_trained_again(figure):
    explorer = figure()
    explorer.set(schedule="Linear")
    trained = len(explorer.seen)
    explorer.set(schedule="Constant")
    explorer.set(schedule="Linear")
    assert len(explorer.seen) == trained
    explorer.set(seed=1.0)
    assert explorer.seen[-1] == (Linear(0.5, 0.0, 60), 1)


def test_a_network_that_does_not_learn_is_said_in_words(figure):
    explorer = figure(lr=5.0)
    assert "kayıp inmedi" in explorer.text
    assert explorer.host.artists["words"].get_visible()
    explorer.set(lr=0.5)
    assert not explorer.host.artists["words"].get_visible()


def test_divergence_is_said_in_words(figure):
    explorer = figure()
    broken = train(DATA, MODEL, sgd, batch_size=64, steps=STEPS, lr=1e30)
    explorer = explore_schedule(
        lambda s, seed: broken if s(0) else train(DATA, MODEL, sgd, batch_size=64, steps=9, lr=s)
    )
    assert f"ıraksadı: {broken.diverged_at}. adım" in explorer.text


def test_ghosts_and_state_come_back(figure):
    first = figure(schedule="Cosine")
    first.keep()
    first.set(schedule="WSD", warmup=6.0)
    second = figure()
    second.load(first.state())
    assert second.text == first.text
    assert "Soluk eğriler: zamanlayıcı = kosinüs" in second.text
    assert second.host.png == first.host.png


def test_own_presets_replace_the_story(figure):
    explorer = figure(presets={"doğru": {"schedule": "Linear", "lr": 1.0}})
    assert list(explorer.live.presets) == ["doğru"]
    explorer.preset("doğru")
    assert explorer.seen[-1][0] == Linear(1.0, 0.0, 60)


def test_the_equal_budget_preset_spends_what_cosine_spends(figure):
    explorer = figure()
    budgets = []
    for name in ("Kosinüs", "Kosinüsün bütçesiyle sabit"):
        explorer.preset(name)
        budgets.append(explorer.live.compute(**explorer.values)["budget"])
    assert budgets[0] == pytest.approx(budgets[1], rel=0.02)  # fark, kosinüsün son adımının 0 olmayışındandır


@pytest.mark.parametrize("name", CASES)
def test_one_horizon_takes_alpha_to_a_hundredth(name):
    schedule, label = SCHEDULES[name].over(0.2, 400), SCHEDULES[name].label
    assert schedule_options()[label] == name
    assert schedule(np.arange(400)).max() == pytest.approx(0.2)
    if name in ("Constant", "SquareRoot"):
        assert "horizon" not in uses(name)
    elif name in ("WarmRestarts", "Cyclic"):  # yinelenir: her çevrimin sonunda ya da başında yüzde birdedir
        assert schedule(np.arange(0, 401, 0.5)).min() == pytest.approx(0.002, rel=1e-2)
    elif name != "OneCycle":
        assert schedule(400) == pytest.approx(0.002)
    else:
        assert schedule(400) < 0.002


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_is_a_choice(name, figure):
    assert schedule_options()[SCHEDULES[name].label] == name
    explorer = figure(schedule=name)
    assert isinstance(explorer.seen[-1][0], SCHEDULES[name])
    assert explorer.text.startswith(SCHEDULES[name].label)


def test_a_number_the_common_controls_do_not_give_has_its_own_slider(figure):
    explorer = figure(schedule="WarmRestarts", **{"WarmRestarts.growth": 2.0})
    assert explorer.seen[-1][0] == WarmRestarts(0.5, 0.0, 15, 2.0)
    assert "en küçük oran = 0, çevrim boyu çarpanı = 2, tohum = 0" in explorer.text
    explorer.set(schedule="Cosine")
    assert "WarmRestarts.growth" not in explorer.useful


def test_ghosts_are_the_smooth_curves_not_the_noise(figure):
    explorer = figure(schedule="Cosine")
    explorer.keep()
    artists = explorer.host.artists
    assert [line.get_label() for line in artists["loss"].axes.get_lines()].count("_soluk") == 1
    assert [line.get_label() for line in artists["rate"].axes.get_lines()].count("_soluk") == 1
    assert artists["loss"].get_visible()


def test_a_schedule_of_ones_own_is_drawn_by_dragging_its_knots(figure):
    explorer = figure()
    explorer.preset("Kendin çiz")
    assert {*KNOTS, "horizon"} <= explorer.useful
    assert "lr" not in explorer.useful
    artists = explorer.host.artists
    places = [artists[knot].get_xydata()[0].tolist() for knot in KNOTS]
    assert places == [[0, 0.1], [12, 0.5], [24, 0.5], [36, 0.3], [48, 0.1], [60, 0]]
    top = artists["rate"].axes.get_ylim()
    assert explorer.point("knot2", 40.0, 0.913)  # yalnızca boyunca oynar
    assert explorer.values["knot2"] == 0.92
    assert artists["knot2"].get_xydata().tolist() == [[12, 0.92]]
    assert artists["rate"].get_ydata()[12] == pytest.approx(0.92)
    assert explorer.seen[-1][0](np.arange(60)).tolist() == artists["rate"].get_ydata()[:-1].tolist()
    assert artists["rate"].axes.get_ylim() == top  # eksen büyüseydi düğüm elin altından kaçardı
    assert "hep α = 0.92 ile eğitilen aynı ağınki" in explorer.text


def test_knots_stand_where_the_rate_passes_and_leave_with_the_schedule(figure):
    explorer = figure(schedule="PiecewiseLinear", warmup=6.0, horizon=75.0)
    artists = explorer.host.artists
    rate = artists["rate"].get_ydata()
    for knot in KNOTS[:4]:  # son ikisi eğitimin dışında kalır
        ((t, height),) = artists[knot].get_xydata()
        assert np.interp(t, np.arange(STEPS), rate[:-1]) == pytest.approx(height)
    assert not len(artists["knot6"].get_xdata())
    explorer.set(schedule="Cosine")
    assert not any(len(artists[knot].get_xdata()) for knot in KNOTS)


def test_loss_and_its_mean_light_up_together(figure):
    explorer = figure()
    assert len({len(explorer.host.artists[name].get_xdata()) for name in ("loss", "smooth")}) == 1
    assert explorer.live.readouts["loss"].index == explorer.live.readouts["smooth"].index
