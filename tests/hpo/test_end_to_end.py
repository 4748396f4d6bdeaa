"""Uçtan uca: ASHA'nın altında Bayesçi arama; seçenekli, koşullu bir uzayda gerçek ağlar, günlük, büyütme."""

import math

import pytest
import torch
from torch import nn

from lrlab.hpo import ASHA, Bayesian, Choice, Float, Int, Space, When, read_journal, tune
from lrlab.train import RuleOptimizer, digits

SPACE = Space(
    {
        "activation": Choice(("relu", "tanh", "sigmoid")),
        "optimizer": Choice(("sgd", "momentum", "adam")),
        "lr": Float(1e-3, 1.0, log=True),
        "dropout": Float(0.0, 0.5),
        "depth": Int(1, 2),
        "width": Int(4, 32, log=True),
        "width2": When(Int(4, 32, log=True), "depth", (2,)),
    }
)
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def network(activation, dropout, widths):
    layers = []
    for i, o in zip((64, *widths), widths, strict=False):
        layers += [nn.Linear(i, o), ACTIVATIONS[activation](), nn.Dropout(dropout)]
    return nn.Sequential(*layers, nn.Linear(widths[-1], 10))


def accuracy_of(net, data):
    return float((net.eval()(data.val_x).argmax(1) == data.val_y).double().mean())


def objective(activation, optimizer, lr, dropout, depth, width, width2=None, state=None):
    """Her dönemin sonunda {doğruluk, kayıp} ve (ağ, eniyileyici)."""
    data = digits()
    if state is None:
        torch.manual_seed(0)
        net = network(activation, dropout, (width,) if depth == 1 else (width, width2))
        state = net, RuleOptimizer(net.parameters(), optimizer, lr=lr)
    net, steps = state
    shuffled = torch.Generator().manual_seed(1)
    while True:
        net.train()
        for rows in torch.randperm(len(data.train_y), generator=shuffled).split(128):
            steps.zero_grad()
            loss = nn.functional.cross_entropy(net(data.train_x[rows]), data.train_y[rows])
            loss.backward()
            steps.step()
        yield {"accuracy": accuracy_of(net, data), "loss": loss.item()}, state


def search(path, trials):
    scheduler = ASHA(Bayesian(SPACE, seed=3, candidates=50), r_min=1, r_max=4, eta=2, trials=trials)
    return tune(objective, scheduler, journal=path, metric="accuracy", maximize=True), scheduler


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "arama.jsonl"
    return *search(path, 14), path


def test_every_job_gives_a_result_and_the_condition_holds(done):
    found, scheduler, _ = done
    assert found.stopped == "finished"
    assert found.failures == ()
    assert found.trials == 14
    for report in found.reports:
        assert ("width2" in report.config) == (report.config["depth"] == 2)
        assert SPACE.check(report.config) == report.config
        assert set(report.metrics) == {"loss"}
        assert report.epochs == report.resource - report.start  # terfi eden kaldığı yerden sürer
    assert {report.resource for report in found.reports} == {1, 2, 4}
    assert scheduler.finished


def test_the_winner_is_the_best_and_is_handed_over_trained(done):
    found, _, _ = done
    accuracies = [report.error for report in found.reports]
    assert found.incumbent_error == max(accuracies) > 0.8
    net, optimizer = found.incumbent_state
    assert accuracy_of(net, digits()) == found.incumbent_error
    assert optimizer.rule.name == found.incumbent["optimizer"]
    assert len(optimizer.state) == len(list(net.parameters()))


def test_the_model_learns_from_every_rung_and_chooses_better_than_by_chance(done):
    """Modelin önerileri (ilk birkaç rastgele çekilişten sonra) ortalamada onlardan iyidir."""
    found, _, _ = done
    first = {report.trial: report.error for report in found.reports if report.start == 0}
    begun = [first[trial] for trial in sorted(first)]
    assert sum(begun[-7:]) / 7 > sum(begun[:4]) / 4


def test_it_reads_back_and_grows(done):
    found, _, path = done
    read = read_journal(path)
    assert (read.reports, read.metric, read.maximize) == (found.reports, "accuracy", True)
    grown, _ = search(path, 16)
    assert grown.reports[: len(found.reports)] == found.reports
    assert grown.trials == 16
    assert grown.incumbent_error >= found.incumbent_error
    assert all(math.isfinite(report.error) for report in grown.reports)
