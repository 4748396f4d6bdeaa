"""Kazananın durumu: eğitilmiş model aramadan sonra da durur; ne kadarının kalacağı `keep`tir."""

import copy
import pickle

import pytest
import torch

from lrlab.hpo import (
    ASHA,
    BasicScheduler,
    Choice,
    Float,
    Grid,
    Random,
    Space,
    StoppingASHA,
    SuccessiveHalving,
    Tuning,
    read_journal,
    tune,
)
from tests.hpo import objectives

SPACE = Space({"x": Float(0.0, 1.0)})
SCHEDULERS = {
    "basic": lambda: BasicScheduler(Random(SPACE), resource=3, trials=6),
    "halving": lambda: SuccessiveHalving(Random(SPACE), r_min=1, r_max=8, eta=2, rounds=1),
    "asha": lambda: ASHA(Random(SPACE), r_min=1, r_max=9, eta=3, trials=9),
    "stopping": lambda: StoppingASHA(Random(SPACE), r_min=1, r_max=9, eta=3, trials=9),
}


def files(path):
    folder = path.with_name(path.name + ".states")
    return sorted(file.name for file in folder.glob("*")) if folder.exists() else None


@pytest.fixture
def path(tmp_path):
    return tmp_path / "arama.jsonl"


@pytest.mark.parametrize("name", SCHEDULERS)
@pytest.mark.parametrize("workers", [1, 2])
def test_the_winners_state_is_returned(name, workers, path, no_leftovers):
    """`continued`in durumu dönemini taşır: dönen, en iyi kaydın dönemindeki durumdur; bellekte de diskte de."""
    for journal in (None, path):
        found = tune(objectives.continued, SCHEDULERS[name](), workers=workers, journal=journal)
        best = found.incumbent_report
        assert found.incumbent_state["epoch"] == best.resource
        x, total = best.config["x"], found.incumbent_state["sum"]
        assert x / total + x == best.error
    assert files(path) == [f"{best.trial}-{best.resource}.state"]
    again = tune(pytest.fail, SCHEDULERS[name](), journal=path)
    assert again.incumbent_state == found.incumbent_state
    found.incumbent_state["epoch"] = -1  # her erişim yeni bir kopya
    assert found.incumbent_state["epoch"] == best.resource


def test_a_trained_network_is_the_one_that_won(path):
    """Modelin kendisi: yeniden değerlendirilince kaydedilen hatayı verir."""
    x = torch.linspace(-1, 1, 32)[:, None]

    def loss(net):
        return torch.nn.functional.mse_loss(net(x), torch.sin(3 * x))

    def objective(rate, width, state=None):
        if state is None:
            torch.manual_seed(width)
            net = torch.nn.Sequential(torch.nn.Linear(1, width), torch.nn.Tanh(), torch.nn.Linear(width, 1))
            state = net, torch.optim.SGD(net.parameters(), rate)
        net, optimizer = state
        while True:
            for _ in range(5):
                optimizer.zero_grad()
                loss(net).backward()
                optimizer.step()
            yield loss(net).item(), (net, optimizer)

    space = Space({"rate": Float(0.01, 1.0, log=True), "width": Choice((2, 4, 8))})
    found = tune(objective, ASHA(Random(space), r_min=1, r_max=9, eta=3, trials=9), journal=path)
    net, _ = found.incumbent_state
    assert loss(net).item() == found.incumbent_error


@pytest.mark.parametrize("journaled", [False, True])
def test_a_winner_that_got_worse_or_was_stopped_keeps_its_best_state(path, journaled):
    """En iyi kayıt alt basamaktadır: denemesi terfi eder ve kötüleşir, ya da durdurulur; o günkü durumu silinmez."""
    curves = {0: [0.1, 0.9, 0.8], 1: [0.2, 0.5, 0.6], 2: [0.7, 0.8, 0.9], 3: [0.8, 0.9, 1.0]}

    def objective(number, state=None):
        for epoch in range(state or 0, 3):
            yield curves[number][epoch], epoch + 1

    scheduler = SuccessiveHalving(
        Grid(Space({"number": Choice((0, 1, 2, 3))})), r_min=1, r_max=3, eta=2, rounds=1, trials=4
    )
    found = tune(objective, scheduler, journal=path if journaled else None)
    best = found.incumbent_report
    assert (best.trial, best.resource, best.error) == (0, 1, 0.1)
    assert {r.resource for r in found.reports if r.trial == 0} >= {1, 2}
    assert found.incumbent_state == 1
    assert files(path) == (["0-1.state"] if journaled else None)


def test_a_tie_keeps_the_first(path):
    def objective(x, state=None):
        for epoch in range(state[1] if state else 0, 9):
            yield 0.5, (x, epoch + 1)

    found = tune(objective, SCHEDULERS["asha"](), journal=path)
    assert found.incumbent_state == (found.reports[0].config["x"], 1)


@pytest.mark.parametrize(
    ("keep", "expected"),
    [("best", lambda last, best: {best}), ("all", lambda last, best: last | {best}), ("none", lambda last, best: None)],
    ids=["best", "all", "none"],
)
def test_keep_says_what_stays(path, keep, expected):
    found = tune(objectives.continued, SCHEDULERS["asha"](), journal=path, keep=keep)
    last = {f"{trial}-{max(r.resource for r in found.reports if r.trial == trial)}.state" for trial in range(9)}
    best = f"{found.incumbent_report.trial}-{found.incumbent_report.resource}.state"
    wanted = expected(last, best)
    assert files(path) == (None if wanted is None else sorted(wanted))
    memory = tune(objectives.continued, SCHEDULERS["asha"](), keep=keep)
    for tuning in (found, memory):
        assert (tuning.incumbent_state is None) == (keep == "none")
        held = [trial for trial in range(9) if tuning.state(trial) is not None]
        assert held == {"best": [found.incumbent_report.trial], "all": list(range(9)), "none": []}[keep]
        for trial in held:
            assert tuning.state(trial)["epoch"] == max(r.resource for r in found.reports if r.trial == trial)


def test_keep_may_change_later_and_is_no_identity(path):
    tune(objectives.continued, SCHEDULERS["asha"](), journal=path, keep="all")
    assert len(files(path)) == 9
    assert tune(pytest.fail, SCHEDULERS["asha"](), journal=path).incumbent_state is not None
    assert len(files(path)) == 1
    assert tune(pytest.fail, SCHEDULERS["asha"](), journal=path, keep="none").incumbent_state is None
    assert files(path) is None


def test_the_winner_survives_interruptions_and_kills(path):
    """Her kesilişte en iyinin durumu diskte ve erişilebilir; baştan sona aynı kazanan."""

    def stops(x, state=None):
        calls.append(x)
        if len(calls) % 3 == 0:
            raise KeyboardInterrupt
        yield from objectives.continued(x, state)

    calls = []
    while (tuning := tune(stops, SCHEDULERS["stopping"](), journal=path)).stopped == "interrupted":
        best = tuning.incumbent_report
        assert tuning.incumbent_state["epoch"] == best.resource
        assert f"{best.trial}-{best.resource}.state" in files(path)
        # Yazılırken öldürülmüş bir dosya ve günlüğe yazılamadan kalmış bir durum.
        path.with_name("arama.jsonl.states").joinpath("7-9.tmp").write_bytes(b"yarim")
        path.with_name("arama.jsonl.states").joinpath("0-500.state").write_bytes(b"yarim")
    straight = tune(objectives.continued, SCHEDULERS["stopping"]())
    assert tuning.incumbent_report.config == straight.incumbent_report.config
    assert tuning.incumbent_state == straight.incumbent_state
    assert files(path) == [f"{tuning.incumbent_report.trial}-{tuning.incumbent_report.resource}.state"]


def test_somebodys_own_file_in_the_folder_stays(path):
    folder = path.with_name("arama.jsonl.states")
    folder.mkdir()
    (folder / "notlar.txt").write_text("benim")
    tune(objectives.continued, SCHEDULERS["asha"](), journal=path, keep="none")
    assert files(path) == ["notlar.txt"]


def test_an_objective_without_states_has_none(path):
    for objective in (objectives.quadratic, objectives.retrained):
        found = tune(objective, SCHEDULERS["asha"]())
        assert found.incumbent is not None
        assert found.incumbent_state is None
    assert tune(objectives.quadratic, SCHEDULERS["asha"](), journal=path).incumbent_state is None
    assert files(path) is None
    assert Tuning((), 1, "finished").incumbent_state is None


def test_a_lost_file_is_none_not_an_error(path):
    found = tune(objectives.continued, SCHEDULERS["asha"](), journal=path)
    for file in path.with_name("arama.jsonl.states").iterdir():
        file.unlink()
    assert found.incumbent_state is None
    assert tune(pytest.fail, SCHEDULERS["asha"](), journal=path).incumbent_state is None


def test_a_result_is_copied_and_sent_with_its_state(path):
    for journal in (None, path):
        found = tune(objectives.continued, SCHEDULERS["asha"](), journal=journal)
        for twin in (copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
            assert twin == found
            assert twin.incumbent_state == found.incumbent_state


def test_a_read_journal_does_not_open_states_and_says_so(path):
    tune(objectives.continued, SCHEDULERS["asha"](), journal=path, keep="all")
    found = read_journal(path)
    for ask in (lambda: found.incumbent_state, lambda: found.state(0)):
        with pytest.raises(ValueError, match=r"turşudur \(pickle\).*`tune\(..., journal=...\)`"):
            ask()


def test_wrong_keep_is_named():
    with pytest.raises(ValueError, match="`keep` = 'hepsi' olamaz; seçenekler: 'best', 'all', 'none'"):
        tune(objectives.continued, SCHEDULERS["asha"](), keep="hepsi")
