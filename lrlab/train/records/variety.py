"""Çeşitliliğin kayıtlı deneyleri: data/variety_runs.csv; takılan ve öğrenen koşularda ağın içi."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lrlab.train.data.places import DataError
from lrlab.train.records.reading import Recorded, Row, read

STEPS, WORDS = 300, 200  # koşunun adımı; çeşitliliğin ölçüldüğü geçerleme sözcükleri
SEEN = (*range(11), 15, *range(20, STEPS + 1, 10))  # ölçülen adımlar; 0: başlangıç


@dataclass(frozen=True)
class Case:
    """Bir durum: ağ, oran ve ısınmanın nereye uygulandığı ("all", "deep": 5–8. bloklar ve çıkış, "shallow": gerisi)."""

    name: str
    norm: str = "post"
    rate: float = 0.0025
    warmup: int = 0
    where: str = "all"
    frozen: bool = False  # ısınma yerine, o kadar adım hiç güncellenmez
    xavier: bool = False  # blokların bütün matrisleri Xavier ile


CASES = (
    Case("cold"),
    Case("warm", warmup=50),
    Case("deep warm", warmup=50, where="deep"),
    Case("shallow warm", warmup=50, where="shallow"),
    Case("deep frozen", warmup=50, where="deep", frozen=True),
    Case("slower cold", rate=0.002),
    Case("pre cold", norm="pre"),
    Case("xavier cold", xavier=True),
    Case("xavier warm", warmup=50, xavier=True),
)


@dataclass(frozen=True, eq=False)
class VarietyRuns(Recorded):
    """Bir durumun kayıtlı koşuları; S tohum, T ölçülen adım.

    `seeds` (S,); `step` (T,): 0, 1, …, 10, 15, 20, 30, …, 300; `variety` (S, T): son bloğun gösterimlerinin ne
    kadarının sözcükten sözcüğe değiştiği (0–1); `accuracy` (S,): 300 adımdan sonra geçerleme doğruluğu (0–1).
    """

    seeds: np.ndarray
    step: np.ndarray
    variety: np.ndarray
    accuracy: np.ndarray


def variety_runs(path: Path | None = None) -> dict[str, VarietyRuns]:
    """Kayıtlı koşular: durumun adı ("cold", "warm", …, `CASES`) -> `VarietyRuns`.

    Bütün durumları kaydedilmiş tohumlar okunur. `path`: verilmezse lrlab ile gelen kayıt. Dosya yoksa, bozuksa ya da
    hiçbir tohum bitmemişse `DataError`.
    """
    return read("variety_runs.csv", path, _cases)


def done_in(rows: Iterable[Row]) -> set[tuple[str, int]]:
    """Dosyada bulunan koşular: (durum, tohum)."""
    return {(row["case"], int(row["seed"])) for row in rows}


def _cases(rows: list[Row]) -> dict[str, VarietyRuns]:
    found = {(row["case"], int(row["seed"])): row for row in rows}
    names = tuple(dict.fromkeys(row["case"] for row in rows))
    seeds = [s for s in sorted({seed for _, seed in found}) if all((name, s) in found for name in names)]
    if not seeds:
        raise DataError("variety_runs.csv içinde tamamlanmış bir tohum yok; lrlab'ı yeniden kur")
    return {name: _runs([found[name, seed] for seed in seeds], np.array(seeds)) for name in names}


def _runs(rows: list[Row], seeds: np.ndarray) -> VarietyRuns:
    variety = np.array([[float(value) for value in row["variety"].split()] for row in rows])
    return VarietyRuns(seeds, np.array(SEEN), variety, np.array([float(row["accuracy"]) for row in rows]))
