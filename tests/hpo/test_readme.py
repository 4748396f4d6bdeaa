"""README'deki arama örneği olduğu gibi çalışır ve yarıda kesilince sürer."""

import re
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_readme_example_runs_and_resumes(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(from lrlab\.hpo.*?)```", README.read_text("utf-8"), re.S).group(1)
    assert "trials=40" in code
    small = code.replace("trials=40", "trials=4").replace("r_max=27", "r_max=3")
    spaces = [{}, {}]
    for space in spaces:
        exec(small, space)
    assert (tmp_path / "arama.jsonl").is_file()
    first, second = (space["found"] for space in spaces)
    assert first.trials == 4
    assert first.stopped == "finished"
    assert second.reports == first.reports  # bitmiş arama günlükten okunur, hiçbir iş yeniden yapılmaz
    assert 0 < first.incumbent_error < 1
    assert str(first.incumbent) in capsys.readouterr().out
