"""train_epochs: `train` ile aynı güncellemeler, kaldığı yerden sürme, kesilme, ıraksama."""

import numpy as np
import pytest
import torch
from torch import nn

from lrlab.core import RULES, Cosine, PerEpoch, Warmup
from lrlab.train import digits, evaluate, fashion_sample, lenet, mlp, train, train_epochs
from lrlab.train.networks.models import seeded
from lrlab.train.runs.epochs import EpochRecord

SMALL = digits().take(250, 100)  # 64'lük minigruplarda sonuncusu 58'liktir
CPU = {"device": "cpu", "threads": 1}
COLUMNS = ("epoch", "rate", "train_loss", "train_accuracy", "val_loss", "val_accuracy")


def weights(record):
    return torch.cat([p.detach().reshape(-1) for p in record.model.parameters()])


def same(a, b):
    return all(np.array_equal(getattr(a, n), getattr(b, n)) for n in COLUMNS) and torch.equal(weights(a), weights(b))


def dropout_net():
    with seeded(3):
        return nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 10))


def batch_norm_net():
    with seeded(3):
        return nn.Sequential(nn.Linear(64, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 10)).double()


@pytest.mark.parametrize(("rule", "hyper"), [("sgd", {}), ("momentum", {"beta": 0.9}), ("adam", {})])
def test_same_updates_as_train(rule, hyper):
    """Aynı sıra, aynı kural: dönem ortalaması kayıplar ve ağırlıklar float64'te 1e-12'ye dek aynıdır."""
    lr, model = PerEpoch(Warmup(Cosine(0.1, 0.01, 3), 1, start=0.02), 4), mlp((64, 16, 10), 1, dtype=torch.float64)
    found = train_epochs(SMALL, model, rule, epochs=3, batch_size=64, seed=5, lr=lr, weight_decay=0.01, **hyper, **CPU)
    wanted = train(
        SMALL, model, RULES[rule], epochs=3, batch_size=64, seed=5, lr=lr, weight_decay=0.01, every=4, **hyper
    )
    sizes = np.array([64, 64, 64, 58] * 3)
    mean = (wanted.loss * sizes).reshape(3, 4).sum(1) / 250
    assert np.allclose(found.train_loss, mean, rtol=1e-12, atol=0)
    assert np.allclose(found.val_loss, wanted.val_loss[1:], rtol=1e-12, atol=0)
    assert found.val_accuracy.tolist() == wanted.val_accuracy[1:].tolist()
    assert (weights(found) - weights(wanted)).abs().max() < 1e-12
    assert found.rate.tolist() == lr([0, 4, 8]).tolist()
    assert (found.updates_per_epoch, found.diverged_at) == (4, 0)


def test_lenet_loss_curve_is_trains_in_float32():
    sample = fashion_sample().take(256, 100)
    found = train_epochs(sample, lenet(1), epochs=2, batch_size=64, lr=0.1, **CPU)
    wanted = train(sample, lenet(1), RULES["sgd"], epochs=2, batch_size=64, lr=0.1)
    assert np.allclose(found.train_loss, wanted.loss.reshape(2, 4).mean(1), rtol=1e-6, atol=0)


def test_dropout_rolls_the_runs_dice():
    found = train_epochs(SMALL, dropout_net(), epochs=2, batch_size=64, seed=2, lr=0.1, **CPU)
    wanted = train(SMALL, dropout_net(), RULES["sgd"], epochs=2, batch_size=64, seed=2, lr=0.1)
    assert (weights(found) - weights(wanted)).abs().max() < 1e-6


def test_training_accuracy_is_the_running_one():
    """lr = 0 iken ağ değişmez: dönem boyunca ölçülen, ilk ağın bütün eğitim kümesindeki değeridir."""
    model = mlp((64, 16, 10), 1)
    record = train_epochs(SMALL, model, epochs=1, batch_size=64, lr=0.0, **CPU)
    loss, accuracy = evaluate(model, SMALL.train_x, SMALL.train_y)
    assert record.train_accuracy[0] == accuracy
    assert record.train_loss[0] == pytest.approx(loss, rel=1e-6)


def test_given_model_and_global_generator_are_untouched():
    model = dropout_net()
    before, state = [p.clone() for p in model.parameters()], torch.get_rng_state()
    record = train_epochs(SMALL, model, epochs=1, batch_size=64, lr=0.1, **CPU)
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))
    assert torch.equal(state, torch.get_rng_state())
    assert isinstance(record, EpochRecord)
    assert (record.seconds > 0).all()


@pytest.mark.parametrize("make", [dropout_net, batch_norm_net])
def test_resumed_run_is_the_same_to_the_last_bit(tmp_path, make):
    def go(epochs, path=None):
        net, lr = make(), PerEpoch(Cosine(0.01, 0.001, 4), 4)
        return train_epochs(SMALL, net, "adam", epochs=epochs, batch_size=64, lr=lr, checkpoint=path, **CPU)

    path = tmp_path / "run.pt"
    whole, first = go(4), go(2, path)
    assert first.epoch.tolist() == [1, 2]
    assert same(go(4, path), whole)
    again = go(4, path)  # bitmiş koşu: hiçbir şey yapılmaz, kayıt döner
    assert same(again, whole)
    assert [p.name for p in tmp_path.iterdir()] == ["run.pt"]


def test_interrupted_epoch_is_dropped_and_resumed(tmp_path):
    path, wanted = tmp_path / "run.pt", train_epochs(SMALL, dropout_net(), epochs=3, batch_size=64, lr=0.1, **CPU)
    calls = []

    def interrupting(model, inputs):
        if model.training and len(inputs[0]) > 2:  # bir minigrup; eğitimden önceki denemeler iki satırlıktır
            calls.append(1)
            if len(calls) == 6:  # ikinci dönemin ikinci güncellemesi
                raise KeyboardInterrupt

    model = dropout_net()
    model.register_forward_pre_hook(interrupting)
    half = train_epochs(SMALL, model, epochs=3, batch_size=64, lr=0.1, checkpoint=path, **CPU)
    assert half.epoch.tolist() == [1]
    assert evaluate(half.model, SMALL.val_x, SMALL.val_y)[1] == half.val_accuracy[0]
    assert same(train_epochs(SMALL, dropout_net(), epochs=3, batch_size=64, lr=0.1, checkpoint=path, **CPU), wanted)


CHANGED = [
    ({"lr": 0.2}, "`lr` orada 0.1, burada 0.2"),
    ({"lr": Cosine(0.1, 0, 8)}, r"`lr` orada 0.1, burada Cosine\(lr=0.1"),
    ({"lr": lambda step: 0.1}, "`lr` orada 0.1, burada fonksiyon"),
    ({"batch_size": 50}, "`batch_size` orada 64, burada 50"),
    ({"seed": 1}, "`seed` orada 0, burada 1"),
    ({"rule": "adam"}, "`rule` orada sgd, burada adam"),
    ({"warmup": 5}, "`warmup` orada 0, burada 5"),
    ({"model": mlp((64, 10), 9)}, "`model` orada"),
    ({"dataset": SMALL.take(249)}, "`dataset` orada Rakamlar, 250"),
    ({"epochs": 1}, "`epochs` = 1 olamaz; .* içinde 2 dönem var"),
]


@pytest.mark.parametrize(("change", "said"), CHANGED, ids=[said for _, said in CHANGED])
def test_checkpoint_of_other_settings_is_refused_and_kept(tmp_path, change, said):
    path = tmp_path / "run.pt"
    given = {"dataset": SMALL, "model": mlp((64, 10), 1), "rule": "sgd", "epochs": 2, "batch_size": 64, "lr": 0.1}
    train_epochs(**given, checkpoint=path, **CPU)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=f"(?s){said}"):
        train_epochs(**{**given, **change}, checkpoint=path, **CPU)
    assert path.read_bytes() == before


def test_own_step_function_is_known_by_its_values(tmp_path):
    path, model = tmp_path / "run.pt", mlp((64, 10), 1)

    def go(lr):
        return train_epochs(SMALL, model, epochs=1, batch_size=64, lr=lr, checkpoint=path, **CPU)

    go(lambda step: 0.1 / (step + 1))
    assert go(lambda step: 0.1 / (1 + step)).epoch.tolist() == [1]
    with pytest.raises(ValueError, match="başka ayarlarla başlamış: `lr`"):
        go(lambda step: 0.1 / (step + 2))


def test_broken_or_misplaced_checkpoint_is_told(tmp_path):
    path = tmp_path / "run.pt"
    path.write_bytes(b"bozuk")
    with pytest.raises(ValueError, match=r"run\.pt' okunamıyor .*bu dosyayı sil"):
        train_epochs(SMALL, mlp((64, 10)), epochs=1, checkpoint=path, lr=0.1, **CPU)
    with pytest.raises(ValueError, match="klasörü yok"):
        train_epochs(SMALL, mlp((64, 10)), epochs=1, checkpoint=tmp_path / "yok" / "run.pt", lr=0.1, **CPU)


def test_divergence_stops_after_its_epoch(tmp_path):
    path, model = tmp_path / "run.pt", mlp((64, 10))
    for _ in range(2):  # ikincisi dosyadan
        record = train_epochs(SMALL, model, epochs=5, batch_size=64, lr=1e38, checkpoint=path, **CPU)
        assert record.diverged_at == 1
        assert record.epoch.tolist() == [1]
        assert not np.isfinite(record.train_loss[0])


def test_progress_is_quiet_unless_asked(capsys):
    train_epochs(SMALL, mlp((64, 10)), epochs=1, lr=0.1, **CPU)
    assert capsys.readouterr().err == ""
    train_epochs(SMALL, mlp((64, 10)), epochs=1, lr=0.1, progress=True, **CPU)
    assert "geçerleme doğruluğu" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"epochs": 0}, ValueError, "`epochs` = 0 olamaz"),
        ({"threads": 0}, ValueError, "`threads` = 0 olamaz"),
        ({"progress": 1}, TypeError, "`progress` = 1 olamaz"),
        ({"batch_size": 2.5}, ValueError, "`batch_size` = 2.5"),
        ({"device": "hızlı"}, ValueError, "`device` = 'hızlı' olamaz"),
        ({"rate": 0.1}, TypeError, "`rate`"),
        ({"model": mlp((32, 10))}, ValueError, "`model` Rakamlar girdisini"),
        ({"dataset": None}, TypeError, "`dataset` bir veri kümesi olmalı"),
    ],
)
def test_bad_input_is_named(change, error, said):
    given = {"dataset": SMALL, "model": mlp((64, 10)), "rule": "sgd", "epochs": 1, **CPU, **change}
    with pytest.raises(error, match=said):
        train_epochs(**given)
