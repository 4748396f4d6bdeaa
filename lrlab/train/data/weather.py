"""Günlük sıcaklık serileri: lrlab ile gelen yapay seriler ve bir hava durumu arşivinden gerçek bir yıl.

Bu modülün kendisi torch kullanmaz; şekiller seriyi bir `Series` nesnesi olarak alır.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from lrlab.core.validate import integer, one_of
from lrlab.train.data.download import fetch
from lrlab.train.data.places import DataError, cache_dir, folder_of, shipped_file

ARCHIVE = "https://archive-api.open-meteo.com/v1/archive"
FIRST_YEAR = 1940  # ERA5'in başladığı yıl
YEAR_DAYS = 365


@dataclass(frozen=True)
class City:
    """Bir kent: dosya adlarındaki `key`, enlem ve boylam (derece), saat dilimi."""

    key: str
    latitude: float
    longitude: float
    timezone: str


CITIES: Mapping[str, City] = {
    "Londra": City("london", 51.48, -0.45, "Europe/London"),
    "İstanbul": City("istanbul", 41.01, 28.98, "Europe/Istanbul"),
}


@dataclass(frozen=True)
class Series:
    """Günlük bir sıcaklık serisi.

    `city`: kent; `day`: gün numaraları, int64, (n,), 1'den sayılır; `celsius`: günün ortalama sıcaklığı,
    float64, (n,), °C; `label`: serinin ne olduğunu ve nereden geldiğini söyleyen, şekillerde gösterilecek
    cümle.
    """

    city: str
    day: np.ndarray
    celsius: np.ndarray
    label: str


def temperature(city: str, years: int = 1) -> Series:
    """lrlab ile gelen YAPAY günlük sıcaklık serisinin ilk `years` yılı (her yıl 365 gün); ağ istemez.

    Seri ölçüm değildir: yayımlanmış aylık normallerden, günden güne ilişkili gürültüyle üretilmiştir
    (data/README.md). `city`: "Londra" ya da "İstanbul"; `years`: 1–10. Başka değerler `ValueError`.
    """
    one_of("city", city, CITIES)
    days = YEAR_DAYS * integer("years", years, "[1, 10]")
    path = shipped_file(f"temperature_{CITIES[city].key}.csv")
    day, celsius = np.loadtxt(path, delimiter=",", skiprows=1, max_rows=days, unpack=True)
    label = f"{city}: aylık normallerden üretilmiş yapay seri (ölçüm değil)"
    return Series(city, day.astype(np.int64), celsius, label)


def archive_temperature(
    city: str, year: int, *, directory: str | Path | None = None, url: str = ARCHIVE, timeout: float = 30.0
) -> Series:
    """Bir yılın gerçek günlük ortalama sıcaklığı, Open-Meteo arşivinden (ERA5, CC BY 4.0).

    İlk çağrıda indirilir ve önbellekte (`cache_dir()/weather`, ya da verilirse `directory`) saklanır; sonra
    ağ istemez. `day` yılın günüdür (1–366). Arşivde değeri olmayan günler atılır ve `label`da sayısı yazar.
    `year`: 1940'tan son tamamlanmış yıla kadar. Ağ, disk ya da yanıt sorunu `DataError`, yanlış `city`/`year`
    `ValueError` verir.
    """
    place = CITIES[one_of("city", city, CITIES)]
    # Arşiv birkaç gün geriden gelir; yarım bir yıl önbelleğe girmesin diye bir ay beklenir.
    last_year = (date.today() - timedelta(days=31)).year - 1
    year = integer("year", year, f"[{FIRST_YEAR}, {last_year}]")
    folder = cache_dir() / "weather" if directory is None else folder_of(directory)
    path = folder / f"open-meteo-{place.key}-{year}.json"
    fetch(f"{url}?{_query(place, year)}", path, check=lambda part: _check(part, year), timeout=timeout)
    try:
        day, celsius = _days(path.read_bytes(), year)
    except (ValueError, OSError) as error:
        raise DataError(f"{path} bozuk: {error}. Bu dosyayı sil ve hücreyi yeniden çalıştır") from error
    known = np.isfinite(celsius)
    missing = "" if known.all() else f", {int((~known).sum())} gün eksik"
    return Series(city, day[known], celsius[known], f"{city} {year}: Open-Meteo arşivi (ERA5, CC BY 4.0){missing}")


def _query(place: City, year: int) -> str:
    return urlencode(
        {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "start_date": f"{year}-01-01",
            "end_date": f"{year}-12-31",
            "daily": "temperature_2m_mean",
            "timezone": place.timezone,
        }
    )


def _check(path: Path, year: int) -> None:
    try:
        _days(path.read_bytes(), year)
    except ValueError as error:
        raise DataError(f"Hava durumu arşivinin yanıtı kullanılamıyor: {error}. Daha sonra yeniden dene") from error


def _days(raw: bytes, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Yanıttan yılın günleri ve sıcaklıkları (değeri olmayan gün NaN); beklenmeyen yanıt `ValueError`."""
    try:
        answer: Any = json.loads(raw)
    except ValueError as error:
        raise ValueError("yanıt JSON değil") from error
    if not isinstance(answer, dict):
        raise ValueError("yanıt beklenen biçimde değil")
    if answer.get("error"):
        raise ValueError(f"arşiv isteği geri çevirdi ({answer.get('reason', 'neden söylenmedi')})")
    try:
        daily = answer["daily"]
        dates = [date.fromisoformat(text) for text in daily["time"]]
        celsius = np.array([np.nan if v is None else float(v) for v in daily["temperature_2m_mean"]])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("yanıtta günlük sıcaklıklar beklenen biçimde değil") from error
    whole = [date(year, 1, 1) + timedelta(days=i) for i in range(date(year, 12, 31).timetuple().tm_yday)]
    if dates != whole or len(celsius) != len(whole):
        raise ValueError(f"{year} yılının {len(whole)} günü beklendi, {len(dates)} gün geldi")
    if np.isnan(celsius).all():
        raise ValueError(f"{year} yılının hiçbir gününün sıcaklığı yok")
    return np.arange(1, len(whole) + 1), celsius
