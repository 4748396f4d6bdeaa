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


def title(explorer):
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def recorded(accuracy, loss):
    """Her denetimde bu doğruluğu (% olarak) ve kaybı veren eğitim."""

    def trained(**_):
        t, at = np.arange(1, len(loss) + 1), np.linspace(0, len(loss), len(accuracy))
        return Fake(t, np.array(loss), 1e-3 * t, at, np.array(accuracy) / 100, 1e-3 * at, 0, len(loss) // 2)

    return explore_training(trained)


FALLING = 2 * np.exp(-np.arange(200) / 40) + 0.1
NOISY = FALLING * (1 + 0.6 * np.random.default_rng(0).standard_normal(200)).clip(0.1)


@pytest.mark.parametrize(
    ("accuracy", "loss", "words"),
    [
        ([10, 80, 60, 85], FALLING, "Doğruluk yükselip geri düşüyor"),
        ([10, 11, 12, 13], np.full(200, 2.3), "Ağ neredeyse hiç öğrenmedi"),
        ([10, 40, 60, 80], FALLING, "Doğruluk sonda hâlâ artıyor: eğitim erken bitti"),
        ([10, 40, 60, 80], FALLING[:60], "Az güncelleme: doğruluk sonda hâlâ artıyor"),
        ([10, 90, 92, 92], NOISY, "Minigrup kaybı zikzak çiziyor, ortalaması iniyor"),
        ([10, 90, 92, 92], FALLING, "Kayıp indi, doğruluk düzleşti"),
        ([10, 90, 92, 92], np.full(200, 2.3), "Her denetim değişince ağ baştan eğitilir"),
    ],
)
def test_titles_are_what_the_record_says(accuracy, loss, words):
    assert title(recorded(accuracy, loss)).startswith(words)


def test_divergence_is_the_title_and_goes_with_it(figure):
    explorer = figure(lr=3.0)
    assert "ıraksadı" in title(explorer)
    explorer.set(lr=0.1)
    assert "ıraksadı" not in title(explorer)


def test_the_last_accuracy_is_written_at_the_end_of_both_curves():
    explorer = recorded([10, 40, 60, 81.5], FALLING)
    artists = explorer.host.artists
    for name in ("epochs", "clock"):
        label = artists[f"{name} last"]
        assert label.get_text() == "%81.5"
        np.testing.assert_allclose(label.xy, artists[name].get_xydata()[-1])
    first, rest = explorer.text.split("\n")
    assert "%81.5" in first
    assert "200 güncelleme" in rest


def test_beta_is_shown_only_with_a_rule_that_has_it():
    def trained(**_):
        return trainer(batch_size=4, lr=0.1, epochs=2, seed=0)

    explorer = explore_training(trained, names=("rule", "lr", "beta"))
    assert explorer.live.useful(explorer.values) == {"rule", "lr"}
    explorer.set(rule="momentum")
    assert explorer.live.useful(explorer.values) == {"rule", "lr", "beta"}
