"""Isınmanın kayıtlı deneyleri: data/warmup_runs.csv ve o koşuların ağı."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lrlab.train.data.places import DataError
from lrlab.train.data.words import HARMONY, LENGTH, VOCABULARY
from lrlab.train.networks.transformers import Transformer, transformer
from lrlab.train.records.reading import Recorded, Row, read

STEPS, EVERY, BATCH = 300, 10, 32  # her koşu: adım sayısı, kaç adımda bir kayıp yazıldığı, minigrup boyutu
DEPTH, BIAS_DEPTH = 8, 4  # ısınma haritasının ve yanlılık düzeltmesi tablosunun blok sayıları

Key = tuple[str, int, str, float, int, int]  # kural, blok sayısı, norm, oran, ısınma, tohum


@dataclass(frozen=True, eq=False)
class WarmupRuns(Recorded):
    """Isınma haritası: N katman normalleştirmesi, R oran, W ısınma, S tohum, T ölçülen adım.

    `norms` ("post", "pre"); `rates` (R,): ısınmanın vardığı, sonra sabit kalan oran; `warmups` (W,): ısınma adımları;
    `seeds` (S,); `step` (T,): 10, 20, …, 300. `loss` (N, R, W, S, T): o adıma dek son on adımın ortalama minigrup
    kaybı (nat), ıraksayan koşuda NaN; `accuracy` (N, R, W, S): 300 adımdan sonra geçerleme doğruluğu (0–1).
    """

    norms: tuple[str, ...]
    rates: np.ndarray
    warmups: np.ndarray
    seeds: np.ndarray
    step: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray


@dataclass(frozen=True, eq=False)
class BiasRuns(Recorded):
    """Yanlılık düzeltmeli ve düzeltmesiz Adam: U kural, N norm, R oran, W ısınma, S tohum.

    `rules` ("adam", "adam_uncorrected"); `accuracy` (U, N, R, W, S): son geçerleme doğruluğu; öbürleri `WarmupRuns`
    gibi.
    """

    rules: tuple[str, ...]
    norms: tuple[str, ...]
    rates: np.ndarray
    warmups: np.ndarray
    seeds: np.ndarray
    accuracy: np.ndarray


def warmup_network(norm: str = "post", seed: int = 0, depth: int = DEPTH) -> Transformer:
    """Kayıtlardaki ağ: sözcüklere bakan, 32 genişlikte, iki başlı, `depth` bloklu transformer."""
    return transformer(
        VOCABULARY, len(HARMONY), length=LENGTH, width=32, heads=2, depth=depth, norm=norm, ffn=64, seed=seed
    )


def warmup_runs(path: Path | None = None) -> WarmupRuns:
    """Kayıtlı ısınma deneyleri; nasıl yapıldıklarını data/README.md ve data/warmup_runs.py söyler.

    Bütün ızgarası kaydedilmiş tohumlar okunur. `path`: verilmezse lrlab ile gelen kayıt. Dosya yoksa, bozuksa ya da
    hiçbir tohum bitmemişse `DataError`.
    """
    return read("warmup_runs.csv", path, _warmups)


def bias_runs(path: Path | None = None) -> BiasRuns:
    """Kayıtlı yanlılık düzeltmesi deneyleri (dört blok); `warmup_runs` gibi okunur."""
    return read("warmup_runs.csv", path, _biases)


def _warmups(rows: list[Row]) -> WarmupRuns:
    runs = {key: found for key, found in map(_run, rows) if key[:2] == ("adam", DEPTH)}
    _, _, norms, rates, warmups, seeds = _axes(runs)
    shape = tuple(map(len, (norms, rates, warmups, seeds)))
    cells = [runs["adam", DEPTH, n, r, w, s] for n in norms for r in rates for w in warmups for s in seeds]
    loss = np.array([row[1:] for row in cells]).reshape(*shape, -1)
    step = EVERY * np.arange(1, loss.shape[-1] + 1)
    accuracy = np.array([row[0] for row in cells]).reshape(shape)
    return WarmupRuns(norms, np.array(rates), np.array(warmups), np.array(seeds), step, loss, accuracy)


def _biases(rows: list[Row]) -> BiasRuns:
    runs = {key: found for key, found in map(_run, rows) if key[1] == BIAS_DEPTH}
    rules, _, norms, rates, warmups, seeds = _axes(runs)
    shape = tuple(map(len, (rules, norms, rates, warmups, seeds)))
    cells = [
        runs[u, BIAS_DEPTH, n, r, w, s][0] for u in rules for n in norms for r in rates for w in warmups for s in seeds
    ]
    return BiasRuns(rules, norms, np.array(rates), np.array(warmups), np.array(seeds), np.array(cells).reshape(shape))


def _run(row: Row) -> tuple[Key, list[float]]:
    """Bir satırdaki koşu: anahtarı ve [doğruluk, kayıplar]."""
    return key_of(row), [float(row["accuracy"]), *map(float, row["loss"].split())]


def key_of(row: Row) -> Key:
    """Dosyanın bir satırındaki koşunun anahtarı."""
    return (
        row["rule"], int(row["depth"]), row["norm"], float(row["rate"]), int(row["warmup"]), int(row["seed"])
    )  # fmt: skip


def _axes(runs: dict[Key, list[float]]) -> list[tuple]:
    """Anahtarın her yerindeki değerler, sıralı (normlar dosyadaki sırayla); tohumlardan yalnızca bitmiş olanlar."""
    axes = [tuple(dict.fromkeys(column)) for column in zip(*runs, strict=True)]
    if axes:
        axes[3:] = [tuple(sorted(axis)) for axis in axes[3:]]
        whole = np.prod([len(axis) for axis in axes[:5]])
        axes[5] = tuple(s for s in axes[5] if sum(key[5] == s for key in runs) == whole)
    if not axes or not axes[5]:
        raise DataError("warmup_runs.csv içinde tamamlanmış bir tohum yok; lrlab'ı yeniden kur")
    return axes
