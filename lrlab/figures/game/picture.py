"""Bitirme oyununun resmi ve sözleri: görülen eğriler, bütçe harcandıkça en iyi hata, robotların oyunları."""

from collections.abc import Sequence
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text

from lrlab.figures.engine import Arrays
from lrlab.figures.game.robots import Rival
from lrlab.figures.game.rules import GameCurves, Match, Trial
from lrlab.figures.hosts import Artists
from lrlab.figures.parts import (
    GREY,
    GRIP,
    SEARCH_LOOKS,
    STAR,
    end_label,
    headline_text,
    show_end_labels,
    write,
    write_headline,
)
from lrlab.figures.parts.learning import band, joined, learning_panel

YOU = "sen"  # elle oynayanın adı
NAMES = {"asha": "ASHA", "random": "rastgele arama"}
SHORT = {"asha": "ASHA", "random": "rastgele"}
SHADE = "#EBDCE7"  # ASHA'nın öteki oyunlarının şeridi
LONGEST_NAME = 24  # başlıkta geçen oyuncu adı en çok bu kadar harftir: bir satıra sığsın
OTHERS = (0.1, 0.9)  # şeridin altı ve üstü
NAMES_ROOM = 1.5  # yarışta adlara yer: bütçe ekseninin ucu, bu katı
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
        race.set(xlim=(0, NAMES_ROOM * self.budget), ylim=(low - 0.5, high + 0.8 * (high - low)))
        spread.set(title="Robotların oyunları", xlabel="puan: geçerleme hatası (%)", ylabel="oyun")
        spread.set(xlim=(low - 0.02 * (high - low), high), ylim=(0, 100))
        race.set_xticks([tick for tick in race.get_xticks() if 0 <= tick <= self.budget])
        race.axvline(self.budget, color=GREY, linestyle=":", linewidth=1.2)
        own = SEARCH_LOOKS["own"].color
        artists: Artists = {
            "headline": headline_text(figure),
            "ended": curve.plot([], [], ":", color=GREY, linewidth=1.2, zorder=2)[0],
            "going": curve.plot([], [], "-", color=GREY, linewidth=1.2, zorder=3)[0],
            "ended ends": curve.plot([], [], "o", color="white", markeredgecolor=GREY, markersize=4, zorder=2)[0],
            "going ends": curve.plot([], [], "o", color="0.3", markersize=5, zorder=3)[0],
            "picked": curve.plot([], [], "-", color=own, linewidth=2.4, zorder=4)[0],
            "chosen": curve.plot([], [], "o", **GRIP, zorder=5)[0],
            "best": curve.plot([], [], "*", **STAR, markersize=15, zorder=6)[0],
            "hint": _centred(curve, "ilk hamle: 9 yeni deneme"),
            "others": race.add_patch(PathPatch(Path(np.empty((0, 2))), facecolor=SHADE, linewidth=0, zorder=1)),
            "mine": race.plot([], [], "-", color=own, linewidth=2.4, drawstyle="steps-post", zorder=4)[0],
            "mine name": end_label(race, own, "bu oyun"),
            "score": spread.plot([], [], "-", color=own, linewidth=2.8, zorder=4)[0],
            "score name": spread.annotate(
                "bu oyun", (0, 0), (5, -2), textcoords="offset points", va="top", color=own, in_layout=False
            ),
            "wait": _centred(spread, ""),
        }  # fmt: skip
        for name in NAMES:
            color, line, _ = SEARCH_LOOKS[name]
            style: dict[str, Any] = {"color": color, "linestyle": line, "linewidth": 1.8}
            artists[f"same {name}"] = race.plot([], [], **style, drawstyle="steps-post", zorder=3)[0]
            artists[f"same {name} name"] = end_label(race, color, SHORT[name])
            artists[f"spread {name}"] = spread.plot([], [], **style)[0]
            artists[f"spread {name} name"] = end_label(spread, color, SHORT[name])
        keys = [
            Line2D([], [], color=own, label="seçili", **{"marker": "o", "markerfacecolor": GRIP["color"],
                   "markeredgecolor": GRIP["markeredgecolor"], "markersize": 8}),
            Line2D([], [], color=GREY, marker="o", markerfacecolor="0.3", markeredgecolor="0.3", label="süren"),
            Line2D([], [], color=GREY, linestyle=":", marker="o", markerfacecolor="white", label="durmuş"),
            Line2D([], [], linestyle="", marker="*", **STAR, markersize=13, label="en iyi an"),
        ]  # fmt: skip
        figure.legend(
            handles=keys,
            loc="outside lower center",
            ncols=len(keys),
            columnspacing=0.8,
            handlelength=1.3,
            handletextpad=0.4,
        )
        return artists

    def update(self, artists: Artists, arrays: Arrays) -> None:
        bins, done = self.bins, bool(arrays["rivals"])
        write_headline(artists["headline"], arrays["headline"])
        for name in ("going", "going ends", "ended", "ended ends", "picked", "chosen", "best", "mine"):
            artists[name].set_data(*arrays[name])
        write(artists["hint"], "" if arrays["started"] else "ilk hamle: 9 yeni deneme")
        none, tallest, ends = np.empty((2, 0)), 1.0, [(artists["mine name"], *arrays["mine"])]
        low, high = (100 * part for part in np.quantile(arrays["rivals"]["asha"].paths, OTHERS, axis=0)) if done else (
            none[0], none[0],
        )  # fmt: skip
        artists["others"].set_path(band(low, high))
        for name in NAMES:
            path = arrays["same"].get(name, none)
            artists[f"same {name}"].set_data(*path)
            ends.append((artists[f"same {name} name"], *path))
            counts = np.empty(0)
            if done:
                counts, _ = np.histogram(np.clip(100 * arrays["rivals"][name].scores, bins[0], bins[-1]), bins)
            steps = (np.repeat(bins, 2), np.concatenate([[0], np.repeat(counts, 2), [0]])) if done else none
            artists[f"spread {name}"].set_data(*steps)
            tallest = max(tallest, counts.max(initial=0))
            label = artists[f"spread {name} name"]
            label.set_visible(done)
            if done:
                peak = int(np.argmax(counts))
                label.xy = ((bins[peak] + bins[peak + 1]) / 2, counts.max())
                label.set(ha="right" if peak > 0.85 * BINS else "center", va="bottom", position=(0, 3))
        show_end_labels(*ends)
        at = float(np.clip(arrays["score"], bins[0], bins[-1]))
        artists["score"].set_data([at, at] if done else [], [0, 2 * tallest] if done else [])
        artists["score name"].set_visible(done)
        artists["wait"].set_text("" if done else "puanlar oyun bitince açılır")
        if done:
            artists["score"].axes.set_ylim(0, 1.35 * tallest)
            artists["score name"].xy = (at, 1.35 * tallest)


def _centred(axes: Axes, words: str) -> Text:
    """Panelin ortasında soluk söz."""
    return axes.text(
        0.5, 0.5, words, ha="center", va="center", transform=axes.transAxes, color="dimgrey", parse_math=False
    )


def view(
    match: Match, chosen: Sequence[int], others: dict[str, Rival], same: dict[str, Match], words: str = ""
) -> Arrays:
    """Resmin dizileri; `chosen` seçili denemeler, `words` başlık.

    Oyun sürerken `others` ve `same` (robotların aynı oyunu) boştur.
    """
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
        "score": 100 * match.score, "started": bool(match.trials), "headline": words,
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


def title(match: Match, player: str, others: dict[str, Rival], same: dict[str, Match]) -> str:
    """Resmin başlığı: sıra kimde, ne bulundu, bittiyse kim önde; oyun sürerken `others` ve `same` boştur."""
    if not match.trials:
        return f"Sıra sende: {match.budget} dönemle en küçük hatayı bul"
    found = f"en iyi hata {percent(match.score)}" if match.best is not None else "daha sonuç yok"
    if not others:
        return f"Kalan bütçe {match.left} dönem, {found}" if match.left else f"Bütçe bitti, {found}: Bitir'e bas"
    mine, theirs = match.score, same["asha"].score
    if player == YOU:
        verdict = "ASHA'yı geçtin" if mine < theirs else "ASHA seni geçti" if mine > theirs else "ASHA ile berabere"
        return f"{verdict}: sen {percent(mine)}, aynı sırayla ASHA {percent(theirs)}"
    middle = percent(float(np.median(others["asha"].scores)))
    who = f"{player[0].upper()}{player[1:]}" if len(player) <= LONGEST_NAME else "Bu oyuncu"
    return f"{who} {percent(mine)} buldu; ASHA'nın {len(others['asha'].scores)} oyununda ortanca {middle}"


def playing_words(match: Match, chosen: Sequence[int]) -> str:
    """Süren oyunun anlatımı."""
    if not match.trials:
        return (
            f"Bütçen {match.budget} dönem, yapılandırmaların sırası tohum {match.seed}.\nYeni deneme başlat (1 dönem), "
            "iyi gidenleri sürdür (yalnızca yeni dönemleri harcarsın), umutsuzları durdur; bütçe bitince Bitir'e bas."
        )
    said = f"Kalan bütçe {match.left}/{match.budget} dönem, {len(match.trials)} deneme."
    if match.best is not None:
        said += f" En iyi: deneme {match.best}, {percent(match.score)}."
    said += "" if match.left else " Bütçe bitti: Bitir'e bas."
    if len(chosen) == 1:
        one = match.trials[chosen[0]]
        state = " (durduruldu)" if one.stopped else ""
        said += (
            f"\nSeçili: deneme {chosen[0]}{state} ({named(one)}), {one.epochs} dönem, son hata {percent(one.error)}."
        )
    elif chosen:
        said += f"\nSeçili: süren en iyi {len(chosen)} deneme ({', '.join(map(str, chosen))})."
    return said


def finished_words(match: Match, player: str, others: dict[str, Rival], same: dict[str, Match], test: float) -> str:
    """Bitmiş oyunun anlatımı: puan, aynı sırayla robotlar, bütün oyunların dağılımındaki yer, test hatası."""
    rows = ", ".join(f"{NAMES[name]} {percent(one.score)}" for name, one in same.items())
    said = f"Oynayan {player}; puan (geçerleme hatası) {percent(match.score)}. Aynı yapılandırmalarla {rows}."
    if player == YOU:
        mine, theirs = match.score, same["asha"].score
        verdict = "ASHA'yı geçtin!" if mine < theirs else "ASHA seni geçti." if mine > theirs else "ASHA ile berabere."
        said += f" {verdict}"
    said += "\n"
    if match.best is not None:
        said += f"En iyisi deneme {match.best} ({named(match.trials[match.best])}). "
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
