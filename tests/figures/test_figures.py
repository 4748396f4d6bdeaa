"""Her ders şekli: denetimlerin uçlarında hesap, hazır ayarlar, kırpılmayan yazılar; ayrıca eğitim şekli."""

import itertools
import json
import runpy
from dataclasses import dataclass, replace
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from lrlab.core import bowl, ewa
from lrlab.figures import (
    explore_adam,
    explore_descent,
    explore_elimination,
    explore_ewa,
    explore_gp,
    explore_grid_random,
    explore_lenet_runs,
    explore_minibatch,
    explore_noise_ball,
    explore_race,
    explore_schedule,
    explore_sgld,
    explore_smoothing,
    explore_space,
    explore_training,
    explore_warmups,
    explore_workers,
)
from lrlab.train import learning_curves

NAMES = (
    "ewa",
    "minibatch",
    "descent",
    "training",
    "smoothing",
    "adam",
    "race",
    "schedule",
    "noise_ball",
    "sgld",
    "lenet",
    "warmups",
    "grid_random",
    "space",
    "gp",
    "workers",
    "elimination",
)
RECORDED = runpy.run_path(str(Path(__file__).with_name("recorded_runs.py")))


@dataclass
class Fake:
    """Bir eğitim kaydının biçimi; burada yalnızca şeklin onu nasıl gösterdiği denenir."""

    step: np.ndarray
    loss: np.ndarray
    seconds: np.ndarray
    val_step: np.ndarray
    val_accuracy: np.ndarray
    val_seconds: np.ndarray
    diverged_at: int
    updates_per_epoch: int = 10


def trainer(*, batch_size, lr, epochs, seed):
    assert all(isinstance(value, int) for value in (batch_size, epochs, seed))
    t = np.arange(1, 10 * epochs + 1)
    loss = np.exp(-lr * t / 10)
    burst = lr > 2.5
    if burst:
        t, loss = t[:7], np.array([1, 2, 4, 8, 16, 32, np.nan])
    evaluations = np.array([0, len(t)]) if burst else np.arange(0, len(t) + 1, 10)
    return Fake(t, loss, 1e-3 * t, evaluations, evaluations / 300, 1e-3 * evaluations, 7 if burst else 0)


def scheduled(schedule, seed):
    """300 adımlık, dönemi 25 güncelleme olan bir eğitim; Σα 600'ü aşarsa ıraksar."""
    assert isinstance(seed, int)
    t = np.arange(1, 301)
    total = np.cumsum(schedule(t - 1))
    loss = 2.3 * np.exp(-total / 50) + 0.1
    burst = total[-1] > 600
    if burst:
        t, loss = t[:7], np.array([1, 2, 4, 8, 16, 32, np.nan])
    evaluations = np.array([0, len(t)]) if burst else np.arange(0, 301, 25)
    return Fake(t, loss, 1e-3 * t, evaluations, evaluations / 301, 1e-3 * evaluations, 7 if burst else 0, 25)


def losses():
    """Azalan bir kayıp ve onun gürültülüsü."""
    truth = 2 * np.exp(-np.arange(400) / 80) + 0.1
    return truth + 0.2 * np.random.default_rng(0).standard_normal(400), truth


@pytest.fixture
def figure(daily, regression):
    """Adıyla bir ders şekli kurar."""
    makers = {
        "ewa": lambda **k: explore_ewa(daily(), daily("İstanbul", 1), **k),
        "minibatch": lambda **k: explore_minibatch(*regression(), **k),
        "descent": lambda **k: explore_descent(bowl(50), **k),
        "training": lambda **k: explore_training(trainer, **k),
        "smoothing": lambda **k: explore_smoothing(*losses(), **k),
        "adam": explore_adam,
        "race": explore_race,
        "schedule": lambda **k: explore_schedule(scheduled, **k),
        "noise_ball": explore_noise_ball,
        "sgld": explore_sgld,
        "lenet": lambda **k: explore_lenet_runs(RECORDED["lenet_like_runs"](), **k),
        "warmups": lambda **k: explore_warmups(RECORDED["warmup_like"](), **k),
        "grid_random": explore_grid_random,
        "space": explore_space,
        "gp": explore_gp,
        "workers": lambda **k: explore_workers(learning_curves(), **k),
        "elimination": lambda **k: explore_elimination(learning_curves(), **k),
    }
    return lambda name, **start: makers[name](**start)


@pytest.mark.parametrize("name", NAMES)
def test_every_control_at_its_extremes_draws(name, figure):
    explorer = figure(name)
    controls = explorer.live.controls
    corners = [{c.name: c.extremes[end] for c in controls} for end in (0, -1)]
    alone = [{c.name: value} for c in controls for value in c.extremes]
    for values in corners + alone:
        explorer.set(**explorer.initial | values)
        assert explorer.error is None, explorer.text
        assert "nan" not in explorer.text.lower()
        assert "inf" not in explorer.text.lower()


@pytest.mark.parametrize("name", NAMES)
def test_presets_apply_and_are_told_apart(name, figure):
    explorer = figure(name)
    seen = set()
    for preset in explorer.live.presets:
        explorer.preset(preset)
        assert explorer.error is None
        seen.add(json.dumps(explorer.values))
    assert len(seen) >= len(explorer.live.presets) - 1  # biri başlangıçla ya da bir başkasıyla aynı olabilir


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lecture", [False, True])
def test_no_text_is_clipped_and_axes_are_labelled(name, lecture, figure):
    explorer = figure(name, lecture=lecture)
    drawn = explorer.host.figure
    with mpl.rc_context(explorer.host.style.rc()):
        inked = drawn.get_tightbbox(explorer.host.agg.get_renderer())  # inç
    width, height = drawn.get_size_inches()
    assert min(inked.x0, inked.y0, width - inked.x1, height - inked.y1) > -0.01, inked
    panels = [axes for axes in drawn.axes if axes.get_label() != "<colorbar>"]
    assert all(axes.get_title() and axes.get_xlabel() and axes.get_ylabel() for axes in panels)


@pytest.mark.parametrize("name", NAMES)
def test_axes_titles_do_not_overlap(name, figure):
    drawn = figure(name, lecture=True).host.figure
    boxes = [axes.title.get_window_extent() for axes in drawn.axes if axes.get_title()]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda daily: explore_ewa(), ["`series`", "boş"]),
        (lambda daily: explore_ewa(daily(), replace(daily("Ankara"), celsius=np.ones(50))), ["`series`", "Ankara: 50"]),
        (lambda daily: explore_ewa(daily(), daily()), ["`series`", "Londra", "iki kez"]),
        (lambda daily: explore_ewa([1, 2]), ["`series`", "temperature"]),
        (lambda daily: explore_ewa(replace(daily(), celsius=np.ones(5))), ["`series`", "(5,)"]),
        (lambda daily: explore_ewa(replace(daily(), celsius=np.full(50, np.nan))), ["`series`[0]", "nan"]),
        (lambda daily: explore_training(3), ["`trainer`", "3"]),
        (lambda daily: explore_schedule(3), ["`trainer`", "3"]),
        (lambda daily: explore_schedule(scheduled, schedule="Kosinüs"), ["`schedule`", "Kosinüs", "'Cosine'"]),
        (lambda daily: explore_noise_ball(noise=-1.0), ["`noise`", "-1"]),
        (lambda daily: explore_ewa(daily(), beta=1.2), ["`beta`", "1.2"]),
        (lambda daily: explore_ewa(daily(), city="Paris"), ["`city`", "Paris", "Londra"]),
        (lambda daily: explore_minibatch(np.ones((5, 3)), np.ones(5)), ["`x`", "(5, 3)", "(n, 2)"]),
        (lambda daily: explore_minibatch(np.full((5, 2), np.nan), np.ones(5)), ["`x`", "nan"]),
        (lambda daily: explore_smoothing(np.ones(3), np.ones(4)), ["`loss`", "(3,)", "(4,)"]),
        (lambda daily: explore_smoothing([1.0, np.nan], [1.0, 1.0]), ["`loss`[1]", "nan"]),
        (lambda daily: explore_training(trainer, ("hız",)), ["`names`", "hız", "'lr'"]),
    ],
)
def test_bad_input_is_named(call, words, daily):
    with pytest.raises((TypeError, ValueError)) as caught:
        call(daily)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_training_shows_the_record(figure):
    explorer = figure("training", epochs=3.0)
    lines = explorer.host.artists
    assert list(lines["epochs"].get_xdata()) == [0, 1, 2, 3]
    np.testing.assert_allclose(lines["clock"].get_xdata(), [0, 10, 20, 30])
    np.testing.assert_allclose(lines["epochs"].get_ydata(), [0, 10 / 3, 20 / 3, 10])
    np.testing.assert_allclose(lines["smooth"].get_ydata(), ewa(lines["loss"].get_ydata(), 0.9, bias_correction=True))


def test_training_divergence_is_said_in_words(figure):
    explorer = figure("training", lr=3.0)
    assert "ıraksadı: 7. adım" in explorer.text
    assert explorer.host.artists["words"].get_visible()
    explorer.set(lr=0.1)
    assert not explorer.host.artists["words"].get_visible()


def test_smoothing_measures_the_distance_to_the_truth(figure):
    loss, truth = losses()
    explorer = figure("smoothing")
    errors = {}
    for beta in (0.0, 0.9, 0.98):
        explorer.set(beta=beta)
        curve = explorer.host.artists["curve"].get_ydata()
        np.testing.assert_array_equal(curve, ewa(loss, beta, bias_correction=True))
        errors[beta] = [np.sqrt(np.mean((curve - truth)[part] ** 2)) for part in (slice(0, 100), slice(200, None))]
        assert f"{errors[beta][0]:.2f}, son 200 adımda {errors[beta][1]:.2f}" in explorer.text
    # Başlığın iddiası: küçük β sonda titrer, büyük β düşüşün gerisinde kalır.
    assert errors[0.0][1] > errors[0.9][1]
    assert errors[0.98][0] > errors[0.9][0]
