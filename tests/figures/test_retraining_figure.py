"""Baştan eğitilen ağın şekli: gösterilen kaydın sayıları, ıraksamanın sözleri; uydurma bir kayıtla."""

from dataclasses import dataclass

import numpy as np
import pytest

from lrlab.core import RULES, ewa
from lrlab.figures import explore_training
from lrlab.figures.training.retraining import CONTROLS


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


@pytest.fixture
def figure():
    return lambda **start: explore_training(trainer, **start)


def test_training_shows_the_record(figure):
    explorer = figure(epochs=3.0)
    lines = explorer.host.artists
    assert list(lines["epochs"].get_xdata()) == [0, 1, 2, 3]
    np.testing.assert_allclose(lines["clock"].get_xdata(), [0, 10, 20, 30])
    np.testing.assert_allclose(lines["epochs"].get_ydata(), [0, 10 / 3, 20 / 3, 10])
    np.testing.assert_allclose(lines["smooth"].get_ydata(), ewa(lines["loss"].get_ydata(), 0.9, bias_correction=True))


def test_rules_are_called_by_their_own_labels_without_the_brackets():
    options = CONTROLS["rule"].options
    assert options == {RULES[name].label.split(" (")[0]: name for name in ("sgd", "momentum", "nesterov")}


def test_training_divergence_is_said_in_words(figure):
    explorer = figure(lr=3.0)
    assert "ıraksadı: 7. adım" in explorer.text
    assert explorer.host.artists["words"].get_visible()
    explorer.set(lr=0.1)
    assert not explorer.host.artists["words"].get_visible()


def test_every_control_at_its_extremes_shows_the_record(figure):
    explorer = figure()
    for control in explorer.live.controls:
        for value in control.extremes:
            explorer.set(**explorer.initial | {control.name: value})
            assert explorer.error is None, explorer.text
            assert "nan" not in explorer.text.lower()
