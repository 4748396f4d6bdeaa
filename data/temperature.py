"""Aylık normallerden yapay günlük sıcaklık serileri üretir: `python data/temperature.py [klasör]`.

Seri = düzgün yıllık eğri + günden güne ilişkili gürültü. Eğri, her ayın ortalaması o ayın normaline (ortalama
en yüksek ile en düşüğün ortası) eşit olan en düzgün periyodik eğridir. Gürültü AR(1)'dir: e_t = φ·e_{t-1} +
u_t. Tohum sabit olduğundan her çalıştırma aynı dosyaları yazar.
"""

import sys
from pathlib import Path

import numpy as np

# Aylık normaller: ortalama en yüksek / en düşük sıcaklık, °C, ocaktan aralığa (Londra: Heathrow, 1991–2020).
NORMALS = {
    "london": "8/3 9/3 12/4 15/6 18/9 22/12 24/14 23/14 20/12 16/9 11/5 9/3",
    "istanbul": "9/4 9/4 12/5 16/8 21/13 26/17 28/20 28/21 25/17 20/14 15/9 11/6",
}
SEEDS = {"london": 1991, "istanbul": 2020}
MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
YEARS = 10
PHI = 0.7  # ardışık iki günün sapmaları arasındaki korelasyon
SD = 2.5  # sapmanın durağan standart sapması, °C


def month_means(city: str) -> np.ndarray:
    """Her ayın normal ortalaması, (12,), °C."""
    return np.array([sum(map(float, pair.split("/"))) / 2 for pair in NORMALS[city].split()])


def annual_curve(means: np.ndarray) -> np.ndarray:
    """Aylık ortalamaları tutan, ikinci farklarının kareleri toplamı en küçük yıllık eğri, (365,), °C."""
    days = MONTH_DAYS.sum()
    identity = np.eye(days)
    bend = np.roll(identity, 1, 0) - 2 * identity + np.roll(identity, -1, 0)
    average = np.repeat(np.eye(12) / MONTH_DAYS, MONTH_DAYS, axis=1)
    # min ||bend·x||², average·x = means: Lagrange koşulları tek bir doğrusal sistemdir.
    system = np.block([[bend.T @ bend, average.T], [average, np.zeros((12, 12))]])
    return np.linalg.solve(system, np.concatenate([np.zeros(days), means]))[:days]


def noise(count: int, seed: int) -> np.ndarray:
    """Durağan AR(1) gürültü, (count,), °C: standart sapma `SD`, bir günlük korelasyon `PHI`."""
    shocks = np.random.default_rng(seed).standard_normal(count) * SD
    values = shocks.copy()
    for t in range(1, count):
        values[t] = PHI * values[t - 1] + (1 - PHI**2) ** 0.5 * shocks[t]
    return values


def series(city: str) -> np.ndarray:
    """`YEARS` yıllık (her biri 365 gün) günlük ortalama sıcaklık, °C."""
    curve = annual_curve(month_means(city))
    return np.tile(curve, YEARS) + noise(YEARS * len(curve), SEEDS[city])


def write(folder: Path) -> list[Path]:
    """Her kent için `temperature_<kent>.csv` dosyasını yazar ve yolları döndürür."""
    paths = []
    for city in NORMALS:
        rows = [f"{day},{value + 0.0:.1f}" for day, value in enumerate(series(city).round(1), start=1)]
        path = folder / f"temperature_{city}.csv"
        path.write_text("\n".join(["day,celsius", *rows]) + "\n", encoding="ascii", newline="\n")
        paths.append(path)
    return paths


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
