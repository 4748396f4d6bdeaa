"""Bitirme oyununun resmi ve sözleri: görülen eğriler, bütçe harcandıkça en iyi hata, robotların oyunları."""

from collections.abc import Sequence
from typing import Any, final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lrlab.figures.engine import Arrays
from lrlab.figures.game.robots import Rival
from lrlab.figures.game.rules import GameCurves, Match, Trial
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import BLACK, BLUE, GREEN, GREY, ORANGE, VERMILION
from lrlab.figures.parts.learning import joined, learning_panel

YOU = "sen"  # elle oynayanın adı
NAMES = {"asha": "ASHA", "random": "rastgele arama"}
LOOKS: dict[str, tuple[str, Any]] = {"asha": (BLUE, "--"), "random": (ORANGE, (0, (6, 1, 1, 1)))}
SETTINGS = {"rate": "α", "batch_size": "minigrup", "momentum": "β", "width": "gizli birim"}
BINS = 24


@final
class MatchPicture:
    """Bir oyunun resmi; `curves`in hataları eksenleri, `budget` yarışın uzunluğunu belirler.

    `bins`: puanların dağılımındaki dilimlerin sınırları, yüzde.
    """

    def __init__(self, curves: GameCurves, budget: int) -> None:
        self.bins, self.longest, self.budget = edges(curves.errors), np.shape(curves.errors)[1], budget

    def draw(self, figure: Figure) -> Artists:
        cells = figure.add_gridspec(2, 2, width_ratios=[1.2, 1])
        curve, race, spread = (figure.add_subplot(cells[place]) for place in (np.s_[:, 0], np.s_[0, 1], np.s_[1, 1]))
        low, high = self.bins[[0, -1]]
        learning_panel(curve, "Gördüğün eğriler", self.longest, (0.95 * low, 100))
        race.set(title="Bütçe harcandıkça en iyi hata", xlabel="harcanan dönem", ylabel="en iyi (%)")
        race.set(xlim=(0, self.budget), ylim=(low - 0.5, high + 0.8 * (high - low)))
        spread.set(title="Oyun bitince: robotların oyunları", xlabel="puan: geçerleme hatası (%)", ylabel="oyun")
        spread.set(xlim=(low - 0.02 * (high - low), high), ylim=(0, 100))
        artists: Artists = {
            "ended": curve.plot([], [], ":", color=GREY, linewidth=1, zorder=2)[0],
            "going": curve.plot([], [], "-", color=BLUE, linewidth=1, zorder=3)[0],
            "ended ends": curve.plot([], [], "o", color="white", markeredgecolor=GREY, markersize=4, zorder=2)[0],
            "going ends": curve.plot([], [], "o", color=BLUE, markersize=4, zorder=3)[0],
            "picked": curve.plot([], [], "-", color=VERMILION, linewidth=2.4, zorder=4)[0],
            "chosen": curve.plot([], [], "o", color=VERMILION, markeredgecolor=BLACK, markersize=8, zorder=5)[0],
            "best": curve.plot([], [], "*", color=GREEN, markeredgecolor=BLACK, markersize=15, zorder=6)[0],
            "mine": race.plot([], [], "-", color=VERMILION, linewidth=2.4, drawstyle="steps-post", zorder=4)[0],
            "score": spread.plot([], [], "-", color=VERMILION, linewidth=2.8, zorder=4)[0],
            "wait": spread.text(
                0.5, 0.5, "", ha="center", va="center", transform=spread.transAxes, color=GREY, parse_math=False
            ),
        }
        for name, (color, line) in LOOKS.items():
            style: dict[str, Any] = {"color": color, "linestyle": line, "linewidth": 1.8}
            artists[f"same {name}"] = race.plot([], [], **style, drawstyle="steps-post")[0]
            artists[f"spread {name}"] = spread.plot([], [], **style)[0]
        keys = [
            Line2D([], [], color=VERMILION, marker="o", markeredgecolor=BLACK, label="seçili deneme / bu oyun"),
            Line2D([], [], color=BLUE, marker="o", label="süren"),
            Line2D([], [], color=GREY, linestyle=":", marker="o", markerfacecolor="white", label="durmuş"),
            Line2D([], [], color=GREEN, marker="*", linestyle="", markersize=13, markeredgecolor=BLACK, label="en iyi"),
            *(Line2D([], [], color=color, linestyle=line, label=NAMES[k]) for k, (color, line) in LOOKS.items()),
        ]
        figure.legend(handles=keys, loc="outside lower center", ncols=len(keys), columnspacing=1.2, handlelength=1.8)
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        bins = self.bins
        for name in ("going", "going ends", "ended", "ended ends", "picked", "chosen", "best", "mine"):
            artists[name].set_data(*arrays[name])
        tallest = 1.0
        for name in LOOKS:
            same, rival = arrays["same"].get(name), arrays["rivals"].get(name)
            artists[f"same {name}"].set_data(*(same if same is not None else ([], [])))
            artists[f"spread {name}"].set_data([], [])
            if rival is not None:
                counts, _ = np.histogram(np.clip(100 * rival.scores, bins[0], bins[-1]), bins)
                artists[f"spread {name}"].set_data(np.repeat(bins, 2), np.concatenate([[0], np.repeat(counts, 2), [0]]))
                tallest = max(tallest, counts.max())
        done = bool(arrays["rivals"])
        at = float(np.clip(arrays["score"], bins[0], bins[-1]))
        artists["score"].set_data([at, at] if done else [], [0, 2 * tallest] if done else [])
        artists["wait"].set_text("" if done else "puanlar oyun bitince açılır")
        if done:
            artists["score"].axes.set_ylim(0, 1.1 * tallest)


def view(match: Match, chosen: Sequence[int], others: dict[str, Rival], same: dict[str, Match]) -> Arrays:
    """Resmin dizileri; `chosen` seçili denemeler, oyun sürerken `others` ve `same` (robotların aynı oyunu) boştur."""
    running = set(match.running())
    picked = [match.trials[k] for k in chosen]
    rest = [(k in running, trial) for k, trial in enumerate(match.trials) if k not in chosen]
    going, ended = ([trial for able, trial in rest if able == wanted] for wanted in (True, False))
    best = match.trials[match.best] if match.best is not None else None
    return {
        "going": _curves(going), "going ends": _ends(going), "ended": _curves(ended), "ended ends": _ends(ended),
        "picked": _curves(picked), "chosen": _ends(picked),
        "best": np.array([[1 + best.errors.index(match.score), 100 * match.score]] if best else []).reshape(-1, 2).T,
        "mine": _incumbent(match), "rivals": others, "same": {name: _incumbent(one) for name, one in same.items()},
        "score": 100 * match.score,
    }  # fmt: skip


def last(trial: Trial) -> float:
    """Iraksadıysa ıraksamadan önceki hata; o da yoksa 1."""
    return trial.error if not trial.diverged else (trial.errors[-2] if trial.epochs > 1 else 1.0)


def _curves(trials: list[Trial]) -> np.ndarray:
    """Denemelerin eğrileri, yüzde, aralarında boşlukla: (2, toplam)."""
    errors = (np.array([error if np.isfinite(error) else np.nan for error in trial.errors]) for trial in trials)
    return joined(np.column_stack([np.arange(1.0, len(one) + 1), 100 * one]) for one in errors)


def _ends(trials: list[Trial]) -> np.ndarray:
    """Eğrilerin uçları, (2, deneme)."""
    return np.array([(trial.epochs, 100 * last(trial)) for trial in trials]).reshape(-1, 2).T


def _incumbent(match: Match) -> np.ndarray:
    """Harcanan her dönemden sonra en iyi hata, yüzde: (2, harcanan)."""
    best = np.minimum.accumulate(np.array(match.seen, float)) if match.seen else np.empty(0)
    return np.stack([np.arange(1.0, len(best) + 1), 100 * np.where(np.isfinite(best), best, np.nan)])


def edges(errors: np.ndarray) -> np.ndarray:
    """Dağılımın dilimleri, yüzde: kayıttaki en küçük hatadan, son hataların ortancasının biraz üstüne."""
    errors = np.where(np.isfinite(errors), errors, np.inf)
    low, high = errors.min(), np.median(errors[:, -1])
    return np.linspace(100 * low, 100 * (high if low < high < np.inf else low + 0.1), BINS + 1)


# --- sözler ---------------------------------------------------------------------------------------------------


def named(trial: Trial) -> str:
    """Yapılandırmanın okunuşu: "α 0.105, minigrup 71, …"."""
    return ", ".join(f"{SETTINGS.get(k, k)} {_short(v)}" for k, v in trial.config.items() if k != "number")


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def percent(error: float) -> str:
    return f"%{100 * error:.2f}" if np.isfinite(error) else "ıraksadı"


def playing_words(match: Match, chosen: Sequence[int]) -> str:
    """Süren oyunun anlatımı."""
    if not match.trials:
        return (
            f"Bütçen {match.budget} dönem, yapılandırmaların sırası tohum {match.seed}. Yeni deneme başlat (1 dönem), "
            "iyi gidenleri sürdür (yalnızca yeni dönemleri harcarsın), umutsuzları durdur; bütçe bitince Bitir'e bas."
        )
    said = f"Kalan bütçe {match.left}/{match.budget} dönem, {len(match.trials)} deneme. "
    if match.best is not None:
        said += f"En iyi: deneme {match.best}, {percent(match.score)}. "
    if len(chosen) == 1:
        one = match.trials[chosen[0]]
        state = " (durduruldu)" if one.stopped else ""
        said += f"Seçili: deneme {chosen[0]}{state} ({named(one)}), {one.epochs} dönem, son hata {percent(one.error)}."
    elif chosen:
        said += f"Seçili: süren en iyi {len(chosen)} deneme ({', '.join(map(str, chosen))})."
    return said + ("" if match.left else " Bütçe bitti: Bitir'e bas.")


def finished_words(match: Match, player: str, others: dict[str, Rival], same: dict[str, Match], test: float) -> str:
    """Bitmiş oyunun anlatımı: puan, aynı sırayla robotlar, bütün oyunların dağılımındaki yer, test hatası."""
    said = f"Oynayan {player}; puan (geçerleme hatası) {percent(match.score)}"
    if match.best is not None:
        said += f", deneme {match.best} ({named(match.trials[match.best])})"
    rows = ", ".join(f"{NAMES[name]} {percent(one.score)}" for name, one in same.items())
    said += f". Aynı yapılandırmalarla {rows}. "
    if player == YOU:
        mine, theirs = match.score, same["asha"].score
        verdict = "ASHA'yı geçtin!" if mine < theirs else "ASHA seni geçti." if mine > theirs else "ASHA ile berabere."
        said += f"{verdict} "
    for name, rival in others.items():
        better, equal = int((rival.scores < match.score).sum()), int((rival.scores == match.score).sum())
        tie = f", {equal} tanesi eşit" if equal else ""
        said += (
            f"{NAMES[name]}, {len(rival.scores)} oyun: ortanca puan {percent(float(np.median(rival.scores)))}; "
            f"{better} tanesi bu oyundan iyi{tie}. "
        )
    tests = ", ".join(f"{NAMES[name]} {percent(float(np.nanmedian(rival.tests)))}" for name, rival in others.items())
    return said + (
        f"Test hatası, yapılandırma sonuna dek eğitilince (seçimde kullanılmadı): bu oyun {percent(test)}; "
        f"ortancalar {tests}."
    )
