"""Eğitim döngüsü: torch.optim ile eşitlik, tohum, ıraksama, kayıt ve yan etkiler."""

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core import RULES, adam, momentum, sgd
from lrlab.train import digits, evaluate, minibatches, mlp, train


@pytest.fixture(scope="module")
def data():
    return digits()


@pytest.fixture(autouse=True)
def one_thread():
    """Karşılaştırma döngüleri de tek iş parçacığında: dolu bir makinede iki iş parçacığı birbirini bekler."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def net(seed=0, dtype=torch.float32):
    return mlp((64, 32, 10), seed, dtype=dtype)


def weights(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])


def plain_loop(data, model, make, size, steps, seed):
    """torch'un kendi eniyileyicisiyle olağan döngü: (kayıplar, ağırlıklar)."""
    optimizer, losses, epoch = make(model.parameters()), [], 0
    while len(losses) < steps:
        for _, x, y in minibatches(data.train_x, data.train_y, size, seed=(seed, epoch)):
            optimizer.zero_grad()
            loss = cross_entropy(model(x.double()), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        epoch += 1
    return np.array(losses[:steps]), weights(model)


@pytest.mark.parametrize(
    ("rule", "hyper", "make"),
    [
        ("sgd", {"lr": 0.1}, lambda p: torch.optim.SGD(p, lr=0.1)),
        ("momentum", {"lr": 0.05, "beta": 0.9}, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
        ("nesterov", {"lr": 0.05}, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True)),
        ("adam", {"lr": 1e-3}, lambda p: torch.optim.Adam(p, lr=1e-3)),
        ("rmsprop", {"lr": 1e-3}, lambda p: torch.optim.RMSprop(p, lr=1e-3)),
    ],
)
def test_equals_torch_optim_over_200_steps(data, rule, hyper, make):
    # 207 adım = 9 tam dönem: 23 minigrubun sonuncusu 29 örnekliktir.
    ours = train(data, net(1, torch.float64), RULES[rule], batch_size=64, steps=207, seed=3, **hyper)
    losses, w = plain_loop(data, net(1, torch.float64), make, 64, 207, 3)
    assert np.abs(ours.loss - losses).max() < 1e-12
    assert (weights(ours.model) - w).abs().max() < 1e-12


def test_record_shapes_and_meaning(data):
    record = train(data, net(), momentum, batch_size=64, epochs=3, lr=0.05)
    assert record.updates_per_epoch == 23
    assert np.array_equal(record.step, np.arange(1, 70))
    assert record.loss.shape == record.seconds.shape == (69,)
    assert record.val_step.tolist() == [0, 23, 46, 69]
    assert record.val_loss[0] == pytest.approx(math.log(10), abs=0.1)
    assert record.val_accuracy[-1] > 0.85
    assert record.diverged_at == 0
    assert (np.diff(record.seconds) > 0).all()
    assert record.val_seconds.tolist() == [0.0, *record.seconds[[22, 45, 68]]]
    assert evaluate(record.model, data.val_x, data.val_y) == (record.val_loss[-1], record.val_accuracy[-1])


def test_first_loss_is_before_the_first_update(data):
    model = net(2)
    _, x, y = next(minibatches(data.train_x, data.train_y, 64, seed=(0, 0)))
    record = train(data, model, sgd, batch_size=64, steps=1)
    assert record.loss[0] == pytest.approx(cross_entropy(model(x), y).item(), rel=1e-6)


def test_every_chooses_the_evaluations_and_the_last_step_is_always_one(data):
    record = train(data, net(), sgd, batch_size=64, steps=25, every=10)
    assert record.val_step.tolist() == [0, 10, 20, 25]


@pytest.mark.parametrize(("size", "updates"), [(1437, 1), (5000, 1), (1436, 2), (256, 6)])
def test_short_last_batch_is_an_update(data, size, updates):
    assert len(train(data, net(), sgd, batch_size=size, epochs=2).step) == 2 * updates


def test_time_budget_ends_the_run(data):
    record = train(data, net(), sgd, batch_size=64, seconds=0.05)
    assert record.seconds[-1] >= 0.05
    assert (record.seconds[:-1] < 0.05).all()
    assert record.val_step[-1] == record.step[-1]


def test_same_seed_is_the_same_run_and_evaluating_changes_nothing(data):
    runs = [
        train(data, net(), adam, batch_size=32, steps=60, seed=seed, every=every)
        for seed, every in ((1, None), (1, 7), (2, None))
    ]
    assert np.array_equal(runs[0].loss, runs[1].loss)
    assert torch.equal(weights(runs[0].model), weights(runs[1].model))
    assert not np.array_equal(runs[0].loss, runs[2].loss)


def test_given_model_generator_threads_and_data_are_untouched(data):
    model = net()
    before, rows = weights(model), data.train_x.clone()
    state = torch.get_rng_state()
    torch.set_num_threads(2)
    train(data, model, sgd, batch_size=64, steps=5)
    assert torch.equal(weights(model), before)
    assert all(p.grad is None for p in model.parameters())
    assert torch.equal(data.train_x, rows)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_num_threads() == 2


def test_dropout_is_seeded_and_off_while_evaluating(data):
    model = nn.Sequential(nn.Linear(64, 32), nn.Dropout(0.5), nn.Linear(32, 10))
    first, same = (train(data, model, sgd, batch_size=64, steps=30, seed=4, every=e) for e in (3, 30))
    assert np.array_equal(first.loss, same.loss)
    again = evaluate(first.model, data.val_x, data.val_y)
    assert again == evaluate(first.model, data.val_x, data.val_y) == (first.val_loss[-1], first.val_accuracy[-1])


def test_schedule_is_called_with_steps_from_zero(data):
    asked = []

    def schedule(step):
        asked.append(step)
        return np.float64(0.1) if step < 3 else 0.0

    record = train(data, net(), sgd, batch_size=64, steps=6, every=1, lr=schedule)
    assert asked == [0, 1, 2, 3, 4, 5]
    assert (np.diff(record.val_loss)[:3] != 0).all()
    assert (np.diff(record.val_loss)[3:] == 0).all()


def test_divergence_stops_and_names_the_step(data):
    record = train(data, net(), sgd, batch_size=64, epochs=50, lr=1e30)
    assert record.diverged_at == record.step[-1] == len(record.loss)
    assert 1 < record.diverged_at < 50
    assert np.isfinite(record.loss[:-1]).all()
    assert not np.isfinite(record.loss[-1])
    assert record.val_step[-1] == record.diverged_at


def test_divergence_seen_only_by_the_evaluation_counts(data):
    record = train(data, net(), sgd, batch_size=64, steps=1, lr=1e38)
    assert np.isfinite(record.loss).all()
    assert not np.isfinite(record.val_loss[-1])
    assert record.diverged_at == 1


def test_mean_loss_weighs_every_row_the_same(data):
    class Rows(nn.Module):  # parça sınırını aşan örnek sayısı; kaybı örneğe göre değişir
        def forward(self, x):
            return x

    x = torch.randn(5000, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    x[4096:] *= 10
    y = torch.zeros(5000, dtype=torch.int64)
    loss, accuracy = evaluate(Rows(), x, y)
    assert loss == pytest.approx(cross_entropy(x, y).item(), rel=1e-12)
    assert accuracy == (x.argmax(1) == 0).double().mean().item()


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"batch_size": 0}, ValueError, "`batch_size` = 0 olamaz"),
        ({"batch_size": "64"}, TypeError, "`batch_size` bir sayı olmalı"),
        ({"steps": 0}, ValueError, "`steps` = 0 olamaz"),
        ({"steps": None}, TypeError, "tam birini ver; verilen: hiçbiri"),
        ({"epochs": 2}, TypeError, "tam birini ver; verilen: `epochs`, `steps`"),
        ({"steps": None, "seconds": -1}, ValueError, "`seconds` = -1 olamaz"),
        ({"steps": None, "epochs": 1.5}, ValueError, "`epochs` = 1.5 olamaz"),
        ({"every": 0}, ValueError, "`every` = 0 olamaz"),
        ({"seed": -1}, ValueError, "`seed` = -1 olamaz"),
        ({"lr": -1}, ValueError, "`lr` = -1 olamaz"),
        ({"lr": "hız"}, TypeError, "`lr` bir sayı olmalı; verilen: 'hız'"),
        ({"lr": math.nan}, ValueError, "`lr` = nan olamaz"),
        ({"lr": np.array([0.1, 0.2])}, TypeError, "`lr` tek bir sayı olmalı"),
        ({"beta": 1.0}, ValueError, r"`beta` = 1.0 olamaz; izin verilen aralık: \[0, 1\)"),
        ({"eps": 1e-8}, TypeError, "`eps` momentum kuralının hiperparametresi değil"),
        ({"threads": 0}, ValueError, "`threads` = 0 olamaz"),
    ],
)
def test_bad_input_is_named(data, arguments, error, said):
    with pytest.raises(error, match=said):
        train(data, net(), momentum, **{"batch_size": 64, "steps": 2, **arguments})


@pytest.mark.parametrize(
    ("model", "error", "said"),
    [
        (mlp((784, 10)), ValueError, r"`model` Rakamlar girdisini \(\(64,\) biçiminde\) alamıyor"),
        (mlp((64, 5)), ValueError, r"çıktısı \(n, 10\) biçiminde olmalı; bir örnek için çıkan: \(1, 5\)"),
        ((64, 10), TypeError, r"`model` bir torch\.nn\.Module olmalı; verilen: tuple"),
    ],
)
def test_model_that_does_not_fit_the_data_is_named(data, model, error, said):
    with pytest.raises(error, match=said):
        train(data, model, sgd, batch_size=64, steps=1)


def test_rule_must_be_a_rule(data):
    with pytest.raises(TypeError, match=r"`rule` bir güncelleme kuralı olmalı .*verilen: 'sgd'"):
        train(data, net(), "sgd", batch_size=64, steps=1)
