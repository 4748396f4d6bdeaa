"""README'nin araması olduğu gibi çalışır, sürer, büyür; sözleri doğrudur."""

import re
from pathlib import Path

import pytest
import torch

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
CODE = re.search(r"```python\n(import torch.*?)```", README, re.S).group(1)


def run(trials, workers=1, r_max=3):
    """Örnek, daha az denemeyle; adlarını verir. Yeni süreçler torch'u yükler: ikinci kez açılmaları gerekmez."""
    assert "workers=2" in CODE
    assert "trials=40" in CODE
    assert "r_max=27" in CODE
    space: dict = {}
    small = CODE.replace("trials=40", f"trials={trials}").replace("r_max=27", f"r_max={r_max}")
    exec(small.replace("workers=2", f"workers={workers}"), space)
    return space


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    threads = torch.get_num_threads()
    yield tmp_path / "arama.jsonl"
    torch.set_num_threads(threads)


def test_the_example_runs_resumes_and_grows(here, capsys):
    first = run(4, workers=2)
    found = first["found"]
    assert (found.stopped, found.trials) == ("finished", 4)
    assert 0 < found.incumbent_error < 0.9
    assert str(found.incumbent) in capsys.readouterr().out
    error = (first["net"](first["data"].val_x).argmax(1) != first["data"].val_y).float().mean()
    assert float(error) == found.incumbent_error  # eğitilmiş ağın kendisi
    again = run(4)["found"]
    assert again.reports == found.reports  # bitmiş arama günlükten okunur, hiçbir iş yeniden yapılmaz
    grown = run(6)["found"]
    assert grown.reports[: len(found.reports)] == found.reports
    assert grown.trials == 6
    assert first["read_journal"](here).reports == grown.reports
    promoted = [report for report in found.reports if report.start]
    assert promoted
    assert all(report.epochs == report.resource - report.start for report in promoted)  # kaldığı yerden


def test_the_objective_is_short(here):
    body = CODE[CODE.index("def objective") : CODE.index("space = Space")].strip().splitlines()
    assert len(body) - 1 == 8


def test_every_name_in_the_section_is_behind_its_door():
    import lrlab.hpo

    section = README[README.index("## Hiperparametre araması") : README.index("## Komutlar")]
    names = {name for name in re.findall(r"`([A-Za-z][A-Za-z_0-9]+)`", section) if "_" in name or name[0].isupper()}
    told = {"max_epochs"}
    assert {name for name in names - told if not hasattr(lrlab.hpo, name)} == set()
    assert {"OptunaSearcher", "D2LSearcher", "run_syne_tune", "to_optuna"} <= names
