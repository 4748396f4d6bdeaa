"""Sıcaklık serileri: kalıcı yapay seri, üreten betik ve arşivin biçimini konuşan yerel bir sunucu."""

import importlib.util
import json
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest

from lrlab.train import DataError, archive_temperature, temperature
from lrlab.train.data.places import shipped_file

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("temperature_script", DATA / "temperature.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def month_of_day(script):
    return np.repeat(np.arange(12), script.MONTH_DAYS)


# --- yapay seri ---


def test_script_rewrites_the_kept_files_byte_for_byte(script, tmp_path):
    paths = script.write(tmp_path)
    assert sorted(p.name for p in paths) == ["temperature_istanbul.csv", "temperature_london.csv"]
    for path in paths:
        assert path.read_bytes() == shipped_file(path.name).read_bytes()


@pytest.mark.parametrize("city", ["london", "istanbul"])
def test_curve_keeps_monthly_means_and_is_smooth(script, city):
    means = script.month_means(city)
    curve = script.annual_curve(means)
    months = month_of_day(script)
    assert [curve[months == m].mean() for m in range(12)] == pytest.approx(means, abs=1e-9)
    assert np.abs(np.diff(curve, append=curve[0])).max() < 0.25  # yılbaşında da sıçrama yok


def test_london_normals_are_the_published_ones(script):
    assert script.month_means("london").tolist() == [5.5, 6, 8, 10.5, 13.5, 17, 19, 18.5, 16, 12.5, 8, 6]
    assert script.month_means("istanbul").tolist() == [6.5, 6.5, 8.5, 12, 17, 21.5, 24, 24.5, 21, 17, 12, 8.5]


def test_noise_has_the_stated_spread_and_correlation(script):
    values = script.noise(200_000, seed=1)
    assert values.std() == pytest.approx(script.SD, rel=0.02)
    assert np.corrcoef(values[1:], values[:-1])[0, 1] == pytest.approx(script.PHI, abs=0.01)


@pytest.mark.parametrize(("city", "key"), [("Londra", "london"), ("İstanbul", "istanbul")])
def test_kept_series_follows_its_normals(script, city, key):
    series = temperature(city, 10)
    months = np.tile(month_of_day(script), 10)
    means = np.array([series.celsius[months == m].mean() for m in range(12)])
    assert np.abs(means - script.month_means(key)).max() < 1.2
    rest = series.celsius - np.tile(script.annual_curve(script.month_means(key)), 10)
    assert rest.std() == pytest.approx(script.SD, rel=0.1)
    assert np.corrcoef(rest[1:], rest[:-1])[0, 1] == pytest.approx(script.PHI, abs=0.05)


def test_years_take_the_beginning_of_the_series():
    one, ten = temperature("Londra"), temperature("Londra", 10)
    assert (len(one.day), len(ten.day)) == (365, 3650)
    assert (one.day[0], one.day[-1], one.day.dtype) == (1, 365, np.int64)
    assert one.celsius.dtype == np.float64
    assert np.array_equal(one.celsius, ten.celsius[:365])


def test_label_says_that_the_series_is_synthetic():
    assert temperature("İstanbul").label == "İstanbul: aylık normallerden üretilmiş yapay seri (ölçüm değil)"


@pytest.mark.parametrize(
    ("city", "years", "error", "said"),
    [
        ("Ankara", 1, ValueError, "`city` = 'Ankara' olamaz; seçenekler: 'Londra', 'İstanbul'"),
        (["Londra"], 1, ValueError, "`city`"),
        ("Londra", 0, ValueError, "`years` = 0 olamaz"),
        ("Londra", 11, ValueError, "`years` = 11 olamaz"),
        ("Londra", 1.5, ValueError, "`years` = 1.5 olamaz"),
        ("Londra", "iki", TypeError, "`years` bir sayı olmalı"),
    ],
)
def test_bad_input_is_named(city, years, error, said):
    with pytest.raises(error, match=said):
        temperature(city, years)


# --- arşiv ---

YEAR = 2020


def answer(nulls=(), year=YEAR, days=366):
    """Open-Meteo arşivinin yanıtı: günün sıcaklığı gün numarasının onda biri."""
    times = [(date(year, 1, 1) + timedelta(days=i)).isoformat() for i in range(days)]
    values = [None if i + 1 in nulls else (i + 1) / 10 for i in range(days)]
    return {
        "latitude": 51.49,
        "daily_units": {"time": "iso8601", "temperature_2m_mean": "°C"},
        "daily": {"time": times, "temperature_2m_mean": values},
    }


def serve(server, body, status=200):
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    server.serve("v1/archive", text, status)
    return server.url + "v1/archive"


def fetched(server, tmp_path, body, status=200, city="Londra", year=YEAR):
    return archive_temperature(city, year, directory=tmp_path, url=serve(server, body, status))


def left(folder):
    return [p.name for p in folder.iterdir() if p.name != ".lock"]


def test_archive_year_is_fetched_once(server, tmp_path):
    series = fetched(server, tmp_path, answer())
    again = fetched(server, tmp_path, b"")
    assert len(server.requests) == 1
    assert np.array_equal(series.day, np.arange(1, 367))
    assert series.celsius == pytest.approx(np.arange(1, 367) / 10)
    assert np.array_equal(again.celsius, series.celsius)
    assert series.label == "Londra 2020: Open-Meteo arşivi (ERA5, CC BY 4.0)"
    assert left(tmp_path) == ["open-meteo-london-2020.json"]


def test_archive_is_asked_in_its_own_terms(server, tmp_path):
    fetched(server, tmp_path, answer(), city="İstanbul")
    asked = {k: v[0] for k, v in parse_qs(server.requests[0].partition("?")[2]).items()}
    assert asked == {
        "latitude": "41.01",
        "longitude": "28.98",
        "start_date": "2020-01-01",
        "end_date": "2020-12-31",
        "daily": "temperature_2m_mean",
        "timezone": "Europe/Istanbul",
    }


def test_archive_cache_follows_the_variable(server, tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_DATA", str(tmp_path))
    archive_temperature("Londra", YEAR, url=serve(server, answer()))
    assert left(tmp_path / "weather") == ["open-meteo-london-2020.json"]


def test_missing_days_are_dropped_counted_and_keep_their_numbers(server, tmp_path):
    series = fetched(server, tmp_path, answer(nulls=(1, 60)))
    assert len(series.day) == 364
    assert series.day[0] == 2
    assert 60 not in series.day
    assert series.celsius == pytest.approx(series.day / 10)
    assert series.label.endswith(", 2 gün eksik")


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"error": True, "reason": "Parameter 'end_date' is out of range"}, 400, "end_date' is out of range"),
        ({"error": True, "reason": "limit exceeded"}, 200, r"geri çevirdi \(limit exceeded\)"),
        (b"oops", 500, "HTTP 500"),
        (b"<html>giris</html>", 200, "yanıt JSON değil"),
        (b"\xff\xfe\x00", 200, "yanıt JSON değil"),
        ([1, 2], 200, "beklenen biçimde değil"),
        ({"daily": {"time": ["2020-01-01"]}}, 200, "beklenen biçimde değil"),
        ({"daily": {"time": ["dün"], "temperature_2m_mean": [1.0]}}, 200, "beklenen biçimde değil"),
        ({"daily": {"time": ["2020-01-01"], "temperature_2m_mean": [{}]}}, 200, "beklenen biçimde değil"),
        (answer(days=365), 200, "366 günü beklendi, 365 gün geldi"),
        (answer(year=2019, days=365), 200, "366 günü beklendi"),
        (answer(nulls=range(1, 367)), 200, "hiçbir gününün sıcaklığı yok"),
    ],
)
def test_unusable_answer_is_told_and_not_kept(server, tmp_path, body, status, said):
    with pytest.raises(DataError, match=said):
        fetched(server, tmp_path, body, status)
    assert left(tmp_path) == []


def test_spoilt_cache_file_says_what_to_delete(server, tmp_path):
    path = tmp_path / "open-meteo-london-2020.json"
    path.write_text('{"daily": {"ti')
    with pytest.raises(DataError, match=r"open-meteo-london-2020\.json bozuk: .*Bu dosyayı sil"):
        fetched(server, tmp_path, answer())
    assert server.requests == []


@pytest.mark.parametrize(
    ("city", "year", "said"),
    [
        ("Paris", 2020, "`city`"),
        ("Londra", 1939, r"`year` = 1939 olamaz; izin verilen aralık: \[1940, "),
        ("Londra", date.today().year, "`year`"),
    ],
)
def test_archive_bad_input_is_named(city, year, said):
    with pytest.raises(ValueError, match=said):
        archive_temperature(city, year, url="http://127.0.0.1:1/")
