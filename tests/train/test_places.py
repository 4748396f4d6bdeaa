"""Veri dosyalarının yeri: ortam değişkeni, işletim sistemine göre önbellek, kurulumla gelen dosyalar."""

import sys
from pathlib import Path

import pytest

from lrlab.train import DataError
from lrlab.train.data import places
from lrlab.train.data.places import cache_dir, shipped_file


def test_variable_moves_the_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("LRLAB_DATA", str(tmp_path / "veri"))
    assert cache_dir() == tmp_path / "veri"
    assert not (tmp_path / "veri").exists()


def test_empty_variable_is_no_variable(monkeypatch):
    monkeypatch.setenv("LRLAB_DATA", "")
    assert cache_dir().name == "lrlab"


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x/onbellek"}, Path("/x/onbellek")),
        ("linux", {"XDG_CACHE_HOME": "goreli"}, Path.home() / ".cache"),
        ("darwin", {}, Path.home() / "Library" / "Caches"),
        ("win32", {"LOCALAPPDATA": "/c/Local"}, Path("/c/Local")),
        ("win32", {}, Path.home() / "AppData" / "Local"),
    ],
)
def test_user_cache_by_platform(monkeypatch, platform, variables, expected):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LRLAB_DATA", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_dir() == expected / "lrlab"


def test_shipped_file_is_found_in_wheel_and_in_repository(monkeypatch, tmp_path):
    assert shipped_file("temperature_london.csv").read_text().startswith("day,celsius\n1,")
    package = tmp_path / "lrlab"
    (package / "_data").mkdir(parents=True)
    (package / "_data" / "a.csv").write_text("kurulu")
    monkeypatch.setattr(places, "PACKAGE", package)
    assert shipped_file("a.csv").read_text() == "kurulu"


def test_missing_shipped_file_is_named():
    with pytest.raises(DataError, match="yok_boyle\\.csv bulunamadı; lrlab'ı yeniden kur"):
        shipped_file("yok_boyle.csv")
