"""İki harita: bir nüfusun geçerleme kaybı ve aynı kuralın oyuncak yüzeydeki kaybı, aynı hücrelerde."""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np

from lrlab.core.rules import Rule
from lrlab.core.surfaces import Surface, a_surface
from lrlab.core.trajectories import trajectory
from lrlab.core.validate import instance
from lrlab.figures.engine.explorer import Values
from lrlab.figures.parts.contours import lowest

LEARNED = 0.98  # kaybı, eğitim öncesindekinin bu katının altına inmeyen ağ öğrenmemiştir
LETTERS = {"beta": "β", "beta1": "β₁", "beta2": "β₂", "eps": "ε", "weight_decay": "λ"}


@runtime_checkable
class Population(Protocol):
    """Şeklin bir nüfustan istedikleri; `lrlab.train.Population` bunları taşır."""

    grid: tuple[int, ...]
    rule: Rule
    val_step: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    diverged_at: np.ndarray
    hyper: dict[str, Any]


@dataclass(frozen=True)
class Maps:
    """İki harita: `alphas` (A,), `across` (B,) ve her T için (A, B) biçiminde `real` ile `toy` kayıpları.

    Başlangıçtaki kaybın LEARNED katının altına inmeyen kayıplar NaN'dır: ıraksamış ya da öğrenmemiştir.
    """

    population: Population
    surface: Surface
    name: str
    alphas: np.ndarray
    across: np.ndarray
    steps: np.ndarray
    real: np.ndarray
    toy: np.ndarray

    @property
    def letter(self) -> str:
        return LETTERS.get(self.name, self.name)


def paired(population: Population, surface: Surface) -> Maps:
    """Nüfusun ve yüzeyin haritaları; ızgarası harita olamayan ya da hiç değerlendirilmemiş nüfus `ValueError`."""
    instance("population", population, Population, "train_population'ın verdiği bir nüfus olmalı")
    surface, grid = a_surface(surface), population.grid
    arrays = {name: np.asarray(v) for name, v in population.hyper.items() if not callable(v)}
    varied = [name for name, a in arrays.items() if a.size and a.min() < a.max()]
    names = [name for name in varied if name != "lr"]
    if len(grid) != 2 or len(varied) != 2 or len(names) != 1:
        raise ValueError(
            f"`population` ızgarası {grid} ve değişen hiperparametreleri {varied} olamaz; "
            "lr (A, 1) ve başka tek bir hiperparametre (B,) biçiminde değişmeli"
        )
    alphas, across = arrays["lr"][:, 0], arrays[names[0]][0]
    for name, values, back in (("lr", alphas, alphas[:, None]), (names[0], across, across)):
        if (np.diff(values) <= 0).any() or not np.array_equal(arrays[name], np.broadcast_to(back, grid)):
            raise ValueError(
                f"`population`da {name} artan sırada olmalı; lr satırlarda, {names[0]} sütunlarda değişmeli"
            )
    reached = np.flatnonzero(np.isfinite(population.val_loss[1:]).any((1, 2))) + 1
    if not len(reached):
        raise ValueError("`population` ilk değerlendirmeye ulaşmadan kesilmiş; eğitimi yeniden çalıştır")
    steps = population.val_step[reached]
    walk = trajectory(population.rule, surface, surface.start, int(steps[-1]), **population.hyper)
    real, toy = population.val_loss[reached], walk.loss - lowest(surface)
    with np.errstate(invalid="ignore"):
        real = np.where(real < LEARNED * population.val_loss[0], real, np.nan)
        toy = np.where(toy < LEARNED * toy[0], np.maximum(toy, 1e-300), np.nan)[steps]
    return Maps(population, surface, names[0], alphas, across, steps, real, toy)


def best_cell(losses: np.ndarray) -> tuple[int, int] | None:
    """En küçük kaybın (satır, sütun)u; hepsi NaN ise yoktur."""
    if not np.isfinite(losses).any():
        return None
    row, column = np.unravel_index(np.nanargmin(losses), losses.shape)
    return int(row), int(column)


def ridge(losses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sırt: her sütunun en küçük kayıplı satırı, (sütunlar, satırlar); bütünüyle NaN olan sütunlar yoktur."""
    columns = np.flatnonzero(np.isfinite(losses).any(0))
    return columns, np.argmin(np.where(np.isnan(losses), np.inf, losses)[:, columns], axis=0)


def falling(alphas: np.ndarray, losses: np.ndarray) -> bool:
    """Sırt iniyor mu: sütunların son çeyreğinde en iyi α'nın ortancası, ilk çeyrektekinin yarısından küçük mü?"""
    columns, rows = ridge(losses)
    quarter = len(columns) // 4
    return bool(quarter) and bool(2 * np.median(alphas[rows[-quarter:]]) < np.median(alphas[rows[:quarter]]))


def presets(maps: Maps) -> dict[str, Values]:
    """Hazır ayarlar verinin kendisinden bulunur; veride olmayan ayar yoktur."""
    best, last = best_cell(maps.real[-1]), maps.real[-1]
    if best is None:
        return {}

    def at(row: int, column: int) -> Values:
        return {"lr": float(maps.alphas[row]), maps.name: float(maps.across[column])}

    story = {"En iyi hücre": at(*best)}
    columns, rows = ridge(last)
    if falling(maps.alphas, last):
        story[f"Büyük {maps.letter}, küçük α"] = at(rows[-1], columns[-1])
        story[f"Aynı α, küçük {maps.letter}"] = at(rows[-1], columns[0])
    beyond = np.flatnonzero(np.isnan(last[best[0] :, best[1]]))
    if len(beyond):
        worse = best[0] + int(beyond[0])
        diverged = maps.population.diverged_at[worse, best[1]]
        story["Iraksama" if diverged else "Aşırı adım"] = at(worse, best[1])
    return story
