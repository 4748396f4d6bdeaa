"""Canlı eğitim şekli gerçek bir koşuyla: sayılar, işaretler, eksenler, ıraksama, denetimler, yazılar; tarayıcısız."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest
import torch

from lrlab.core import RULES, Cosine, Linear, Polynomial, Warmup, ewa
from lrlab.core.rules import rule
from lrlab.figures import live_training
from lrlab.figures.parts import VERMILION, readable
from lrlab.figures.training.live_run import CONTROLS, ENDS
from lrlab.train import Run, digits, mlp, vowel_harmony, warmup_network

NAMES = ("rule", "lr", "schedule", "horizon", "beta", "beta1", "beta2", "eps", "batch_size", "warmup", "weight_decay")


@pytest.fixture
def figure(monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "image")
    made = []

    def build(names=NAMES, *, rule="sgd", every=25, model=None, lecture=None, run=None, **options):
        run = run or Run(digits(), model or mlp((64, 32, 10)), rule, every=every)
        made.append(live_training(run, names, lecture=lecture, **options))
        return made[-1]

    yield build
    for one in made:
        one.close()


def test_numbers_are_those_of_the_run_without_a_figure(figure):
    plain = Run(digits(), mlp((64, 32, 10)), "sgd", lr=0.1, every=25)
    plain.step(100)
    plain.change(rule="adam", lr=0.01)
    plain.step(50)
    shown = figure(steps=100)
    shown.set(rule="adam", lr=0.01)
    shown.run(50)
    curves, artists = plain.history.curves(), shown.host.artists
    np.testing.assert_array_equal(shown.training.history.curves().loss, curves.loss)
    np.testing.assert_array_equal(artists["loss"].get_ydata(), curves.loss)
    np.testing.assert_array_equal(artists["smooth"].get_ydata(), ewa(curves.loss, 0.9, bias_correction=True))
    np.testing.assert_array_equal(artists["accuracy"].get_ydata(), 100 * curves.val_accuracy)
    np.testing.assert_array_equal(artists["rate"].get_ydata(), curves.rate)
    assert set(artists["rate"].get_ydata()) == {0.1, 0.01}
    for name in ("loss", "accuracy", "rate"):
        np.testing.assert_array_equal(artists[f"mark_{name}"].get_xdata(), [100, 100, 100])
    accuracy = f"geçerleme doğruluğu %{100 * curves.val_accuracy[-1]:.1f}"
    assert f"150 güncelleme, minigrup kaybının ortalaması {artists['smooth'].get_ydata()[-1]:.3g} nat" in shown.text
    assert accuracy in shown.text
    assert "Son değişiklik: 100. adımda kural = adam, α = 0.01" in shown.text
    assert "Adam, α = 0.01, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, minigrup B = 64." in shown.text


def test_state_is_relived_with_a_real_run(figure):
    first = figure(steps=60)
    first.keep()
    first.set(rule="momentum", lr=0.05, warmup=20.0)
    first.run(30)
    first.set(batch_size=16.0, weight_decay=0.001)
    first.run(30)
    second = figure()
    second.load(first.state())
    np.testing.assert_array_equal(*(one.training.history.curves().loss for one in (first, second)))
    assert second.text == first.text
    assert second.host.png == first.host.png


def test_goal_is_reached_at_an_evaluated_step(figure):
    shown = figure(("rule", "lr"), goal=80, steps=40)
    assert "hedefine" not in shown.text
    shown.set(rule="adam", lr=0.01)
    shown.run(100)
    curves = shown.training.history.curves()
    reached = curves.val_step[np.flatnonzero(curves.val_accuracy >= 0.8)[0]]
    assert f"%80 hedefine {reached}. adımda ulaşıldı" in shown.text


def test_divergence_is_said_in_the_figure(figure):
    shown = figure(("rule", "lr"), lr=10.0, rules=("sgd", "momentum"), presets={"aş": {"rule": "momentum", "lr": 9.0}})
    shown.training.change(lr=1e30)
    shown.run(50)
    assert shown.training.diverged_at
    words = shown.host.artists["words"]
    assert words.get_visible()
    assert " ".join(words.get_text().split()) == f"Iraksadı: {shown.training.cause}."
    assert readable(shown.training.cause) in shown.text
    shown.preset("aş")
    assert not words.get_visible()
    assert shown.training.t == 0


def test_every_control_at_its_extremes_draws(figure):
    for lecture in (False, True):
        shown = figure(lecture=lecture)
        for control in shown.live.controls:
            for value in control.extremes:
                shown.set(**{control.name: value})
                shown.run(2)
                assert shown.error is None, shown.text
                assert "nan" not in shown.text.lower()
            shown.set(**shown.initial)
            shown.reset()


def test_controls_start_from_the_run_and_hold_what_presets_need(figure):
    run = Run(digits(), mlp((64, 32, 10)), "adam", lr=0.00123, beta2=0.987, batch_size=50, weight_decay=0.0002)
    shown = figure(run=run, presets={"ince": {"lr": 0.000777, "beta": 0.912}}, eps=3e-5)
    wanted = {"rule": "adam", "lr": 0.00123, "beta2": 0.987, "batch_size": 50.0, "weight_decay": 0.0002, "eps": 3e-5}
    assert wanted.items() <= shown.values.items()
    assert run.settings.hyper["eps"] == 3e-5
    assert run.history.curves().marks == ()
    shown.preset("ince")
    assert run.settings.hyper["lr"] == 0.000777
    for name in ("sgd", "momentum", "rmsprop"):
        shown.set(rule=name)
        named = {name: value for name, value in run.settings.hyper.items() if name in shown.values}
        assert named == {name: shown.values[name] for name in named}


def test_a_schedule_stays_until_its_control_is_touched(figure):
    run = Run(digits(), mlp((64, 32, 10)), "sgd", lr=Cosine(0.5, 0.0, 100))
    shown = figure(("lr", "batch_size"), run=run, steps=10)
    shown.set(batch_size=32.0)
    shown.run(40)
    assert run.history.curves().rate[-1] == pytest.approx(Cosine(0.5, 0.0, 100)(49))
    shown.set(lr=0.2)
    shown.run(1)
    assert run.history.curves().rate[-1] == 0.2


RATE = ("rule", "lr", "schedule", "horizon", "warmup")


def test_a_schedule_chosen_while_training_counts_from_the_start_of_the_run(figure):
    shown = figure(RATE, horizon=300.0, steps=50)
    shown.set(schedule="Cosine")
    shown.run(30)
    wanted = Cosine(0.1, 0.001, 300)
    rate = shown.training.history.curves().rate
    np.testing.assert_array_equal(rate[:50], 0.1)
    assert list(rate[50:]) == [wanted(t) for t in range(50, 80)]
    assert "50. adımda α = kosinüs (0.1 → 0.001, 300 adım)" in shown.text
    assert "zamanlayıcı = kosinüs, süre (adım) = 300" in shown.text
    assert f"son adımda α = {rate[-1]:.3g}" in shown.text
    shown.set(lr=0.2)
    shown.run(10)
    assert shown.training.history.curves().rate[-1] == Cosine(0.2, 0.002, 300)(89)
    shown.set(horizon=500.0)
    assert shown.training.settings.hyper["lr"] == Cosine(0.2, 0.002, 500)
    shown.set(schedule="Constant")
    shown.run(1)
    assert shown.training.history.curves().rate[-1] == 0.2
    assert "süre" not in shown.text


def test_warmup_comes_before_the_chosen_schedule(figure):
    shown = figure(RATE, schedule="Linear", horizon=100.0, warmup=20.0, steps=130)
    wanted = Warmup(Linear(0.1, 0.001, 100), 20)
    np.testing.assert_allclose(shown.training.history.curves().rate, wanted(np.arange(130)), rtol=1e-12)


def test_a_rule_change_keeps_the_schedule(figure):
    shown = figure(RATE, schedule="Cosine", horizon=100.0, steps=10)
    shown.set(rule="momentum")
    shown.run(10)
    assert shown.training.history.curves().rate[-1] == pytest.approx(Cosine(0.1, 0.001, 100)(19))


def test_the_horizon_is_closed_when_the_schedule_has_none(figure):
    shown = figure(RATE)
    closed = {}
    for name in ("Constant", "Cosine", "SquareRoot"):
        shown.set(schedule=name)
        closed[name] = "horizon" not in shown.useful
    assert closed == {"Constant": True, "Cosine": False, "SquareRoot": True}


def test_schedules_are_relived_with_a_real_run(figure):
    first = figure(RATE, schedule="WSD", horizon=200.0, steps=40)
    first.keep()
    first.set(schedule="Constant", horizon=150.0)
    first.run(20)
    first.set(horizon=100.0)
    first.run(20)
    first.set(schedule="SquareRoot")
    first.run(20)
    first.set(schedule="Polynomial", rule="adam", lr=0.01)
    first.run(30)
    second = figure(RATE)
    second.load(first.state())
    np.testing.assert_array_equal(*(one.training.history.curves().rate for one in (first, second)))
    np.testing.assert_array_equal(*(one.training.history.curves().loss for one in (first, second)))
    assert second.text == first.text
    assert second.host.png == first.host.png
    assert second.training.settings.hyper["lr"] == Polynomial(0.01, 0.0001, 100)


def test_presets_choose_schedules(figure):
    presets = {"sabit": {"lr": 0.3}, "kosinüs": {"lr": 0.3, "schedule": "Cosine", "horizon": 123.0}}
    shown = figure(RATE, presets=presets)
    shown.preset("kosinüs")
    shown.run(5)
    assert shown.training.settings.hyper["lr"] == Cosine(0.3, 0.003, 123)
    shown.preset("sabit")
    assert shown.training.settings.hyper["lr"] == 0.3
    assert shown.training.t == 0


def test_a_run_with_its_own_schedule_has_no_schedule_control(figure):
    run = Run(digits(), mlp((64, 32, 10)), "sgd", lr=Cosine(0.5, 0.0, 100))
    with pytest.raises(ValueError, match="`lr`si bir zamanlayıcı olamaz"):
        figure(RATE, run=run)


def test_a_rate_of_zero_and_a_long_run_stay_on_the_axes(figure):
    run = Run(digits(), mlp((64, 32, 10)), "sgd", lr=0.1, warmup=30, every=1000)
    shown = figure(("lr",), run=run, steps=3)
    axes = shown.host.artists["rate"].axes
    assert axes.get_ylim()[0] > 0
    shown.run(2300)
    assert axes.get_xlim() == (0, 3000)
    assert axes.get_ylim() == (0.001, 1)


@pytest.mark.parametrize("lecture", [False, True])
def test_no_text_is_clipped_and_titles_do_not_overlap(figure, lecture):
    shown = figure(goal=95, steps=60, lecture=lecture)
    drawn = shown.host.figure
    with mpl.rc_context(shown.host.style.rc()):
        inked = drawn.get_tightbbox(shown.host.agg.get_renderer())
    width, height = drawn.get_size_inches()
    assert min(inked.x0, inked.y0, width - inked.x1, height - inked.y1) > -0.01, inked
    boxes = [axes.title.get_window_extent() for axes in drawn.axes]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    panels = [axes for axes in drawn.axes if axes.get_frame_on()]  # çerçevesiz panel örneklerin resimleridir
    assert all(axes.get_title() and axes.get_xlabel() and axes.get_ylabel() for axes in panels)


def test_ghosts_are_the_smooth_curves_not_the_noise(figure):
    shown = figure(("lr",), steps=30)
    shown.keep()
    loss = shown.host.artists["loss"].axes
    assert [line.get_label() for line in loss.get_lines()].count("_soluk") == 1
    assert shown.host.artists["loss"].get_visible()


def test_the_step_axis_changes_rarely_and_its_numbers_stay_short(figure):
    assert ENDS[:6] == [100, 300, 1000, 3000, 10_000, 30_000]
    run = Run(digits(), mlp((64, 32, 10)), "sgd", every=None)
    shown = figure(("lr",), run=run)
    artists, arrays = shown.host.artists, shown.live.compute(**shown.values)
    axes, limits = artists["loss"].axes, set()
    for t in (3, 90, 150, 450, 480, 900, 5001, 12_000):
        shown.live.update(artists, arrays | {"t": t})
        limits.add(axes.get_xlim())
        assert axes.get_xlim()[1] >= t
    assert len(limits) == 5
    assert [axes.xaxis.get_major_formatter()(t) for t in (500, 2000, 20_000, 150_000)] == [
        "500", "2000", "20 bin", "150 bin",
    ]  # fmt: skip


def test_a_students_own_rule_is_a_choice(figure):
    @rule("m", label="benim kuralım")
    def benim(w, g, s, t, *, lr=0.02, beta=0.8):
        m = beta * s["m"] + (1 - beta) * g
        return w - lr * m / (abs(m) + 0.1), {"m": m}

    shown = figure(("rule", "lr", "beta"), rules=("sgd", benim), steps=20)
    shown.set(rule="benim")
    assert shown.values == {"rule": "benim", "lr": 0.1, "beta": 0.8}
    shown.set(lr=0.02)
    shown.run(20)
    assert "benim kuralım, α = 0.02, β = 0.8" in shown.text
    plain = Run(digits(), mlp((64, 32, 10)), "sgd", every=25)
    plain.step(20)
    plain.change(rule=benim, lr=0.02)
    plain.step(20)
    np.testing.assert_array_equal(shown.training.history.curves().loss, plain.history.curves().loss)
    second = figure(("rule", "lr", "beta"), rules=("sgd", benim))
    second.load(shown.state())
    assert second.text == shown.text
    with pytest.raises(ValueError, match=r"`rules` içindeki 'adam' olamaz"):
        figure(("rule", "lr"), rules=("sgd", rule("m")(adam)))
    with pytest.raises(ValueError, match=r"`rules` içinde 'benim' adlı iki kural olamaz"):
        figure(("rule", "lr"), rules=(benim, rule("m")(benim.step)))


def test_two_rules_with_one_label_are_both_choices(figure):
    rules = [rule("m", label="benimki")(one) for one in (first, second)]
    shown = figure(("rule", "lr"), rules=("sgd", *rules))
    assert shown.live.controls[0].options == {"gradyan inişi": "sgd", "benimki": "first", "benimki [second]": "second"}
    shown.set(rule="second")
    assert "benimki [second], α = 0.1" in shown.text


def first(w, g, s, t, *, lr=0.1):
    return w - lr * g, {"m": g}


def second(w, g, s, t, *, lr=0.1):
    return w - lr * np.sign(g), {"m": g}


def adam(w, g, s, t, *, lr=0.1):
    return w - lr * g, {"m": s["m"]}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"names": ("hız",)}, ["`names`", "hız", "'lr'"]),
        ({"rules": ("sgd", "adem")}, ["`rules`", "adem"]),
        ({"goal": 0}, ["`goal`", "0"]),
        ({"presets": {"a": {"beta": 0.5}}, "names": ("lr",)}, ["beta", "lr"]),
        ({"lr": -1.0}, ["`lr`", "-1"]),
        ({"steps": -5}, ["`steps`", "-5"]),
        ({"names": ("schedule", "horizon")}, ["`names`", "schedule", "`lr`"]),
        ({"names": ("lr", "horizon")}, ["`names`", "horizon", "`schedule`"]),
    ],
)
def test_bad_input_is_named(figure, options, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        figure(**options)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_names_of_controls_are_the_runs_settings():
    run = Run(digits(), mlp((64, 32, 10)), "adam")
    assert set(run.settings.as_dict()) <= set(CONTROLS)


def test_every_rule_has_a_label():
    assert list(CONTROLS["rule"].options.values()) == list(RULES)
    assert len({rule.label for rule in RULES.values()}) == len(RULES)


def test_reset_brings_the_axes_back(figure):
    shown = figure(("lr",), steps=0)
    loss, rate = (shown.host.artists[name].axes for name in ("loss", "rate"))
    opened = [(axes.get_xlim(), axes.get_ylim()) for axes in (loss, rate)]
    shown.set(lr=1.0)
    shown.run(150)
    assert [(axes.get_xlim(), axes.get_ylim()) for axes in (loss, rate)] != opened
    shown.reset()
    assert [(axes.get_xlim(), axes.get_ylim()) for axes in (loss, rate)] == opened


def test_a_dozen_digits_show_the_networks_own_predictions(figure):
    shown = figure(("lr",), steps=120)
    data = digits()
    told = [int(shown.host.artists[f"guess {k}"].get_text()) for k in range(12)]
    with torch.no_grad():
        right = shown.training.model(data.val_x[:12]).argmax(1).tolist()
    assert told == right
    wrong = [shown.host.artists[f"guess {k}"].get_color() == VERMILION for k in range(12)]
    assert wrong == [one != two for one, two in zip(told, data.val_y[:12].tolist(), strict=True)]
    assert any(wrong) or told == data.val_y[:12].tolist()


def test_data_that_are_no_pictures_have_no_strip(figure):
    run = Run(vowel_harmony(), warmup_network("post", 0), "adam", every=None)
    shown = figure(("lr",), run=run)
    assert not any(name.startswith("guess") for name in shown.host.artists)


def test_titles_say_what_the_run_does(figure):
    shown = figure(("lr",), goal=90)
    title = shown.host.artists["headline"]
    assert title.get_text().startswith("Eğitim daha başlamadı")
    shown.run(3)
    assert title.get_text() == "Kaybın ortalaması daha ilk değerinin onda dokuzuna bile inmedi"
    shown.run(400)
    assert title.get_text() == "Hedefe ulaşıldı"
