"""Bitirme oyununun kuralları, ekransız: hamleler, harcanan bütçe, puan."""

from dataclasses import dataclass, field
from itertools import takewhile
from math import inf, isfinite
from typing import Any, Protocol, runtime_checkable

import numpy as np

from lrlab.core.validate import boolean, instance, integer, one_of
from lrlab.hpo import RecordedCurves, Replayed

SHORTEST = 1  # bir denemenin başlarken eğitildiği dönem


@runtime_checkable
class GameCurves(RecordedCurves, Protocol):
    """Oyunun kayıtlardan istedikleri; `lrlab.train.learning_curves()` bunları taşır."""

    test_error: np.ndarray  # (N,): E dönemden sonra test hatası; ıraksayanda NaN


class OutOfBudget(ValueError):
    """Bütçe bitti: eğitilecek dönem kalmadı."""


@dataclass
class Trial:
    """Oyundaki bir deneme: yapılandırması ve şimdiye dek görülen eğrisi."""

    config: dict[str, Any]
    errors: list[float] = field(default_factory=list)  # eğitilen her dönemin sonundaki hata; ıraksadıysa sonuncusu inf
    stopped: bool = False

    @property
    def diverged(self) -> bool:
        return bool(self.errors) and self.errors[-1] == inf

    @property
    def epochs(self) -> int:
        """Kaç dönem eğitildi."""
        return len(self.errors)

    @property
    def error(self) -> float:
        """Son eğitildiği dönemin hatası."""
        return self.errors[-1]


class Match:
    """Bir oyun: N dönemlik bütçe, tohumun belirlediği sırada gelen yapılandırmalar, hamleler.

    `start()` sıradaki yapılandırmayla yeni bir deneme başlatır ve bir dönem eğitir; `go(trial, epochs)` bir denemeyi
    kaldığı yerden sürdürür, yalnızca yeni dönemleri harcar; `stop(trial)` onu durdurur. `score`: eğitilen bütün
    dönemlerin en küçük geçerleme hatası (o dönemdeki ağ saklanır); bir denemeyi tek tek ya da topluca sürdürmek
    aynıdır. Yapılandırmaların sırası `Replayed(curves, seed)`inkidir: aynı tohumda herkes aynı sırayı görür.
    """

    def __init__(self, curves: GameCurves, budget: int, seed: int = 0) -> None:
        self.curves, self.budget = curves, integer("budget", budget)
        self.seed = integer("seed", seed, f"[0, {2**63})")
        shape = np.shape(curves.errors)
        if len(shape) != 2 or shape[0] != len(curves.configs):
            raise ValueError(
                f"`curves.errors` biçimi {shape} olamaz; ({len(curves.configs)} yapılandırma, dönem) olmalı"
            )
        self.longest = shape[1]
        self._pool = Replayed(curves, self.seed)
        self.trials: list[Trial] = []
        self.seen: list[float] = []  # harcanan her dönemin getirdiği hata, harcanma sırasıyla
        self.moves: list[list[Any]] = []
        self.best: int | None = None  # en küçük hatayı veren deneme
        self.score = inf

    @property
    def spent(self) -> int:
        """Harcanan dönem."""
        return len(self.seen)

    @property
    def left(self) -> int:
        """Kalan bütçe, dönem."""
        return self.budget - len(self.seen)

    @property
    def chosen(self) -> int | None:
        """En iyi denemenin yapılandırmasının kayıttaki sırası."""
        return None if self.best is None else self.trials[self.best].config["number"]

    def start(self) -> int:
        """Yeni bir deneme başlatır, bir dönem eğitir; numarasını (0'dan) döndürür. Bütçe bittiyse `OutOfBudget`."""
        self._some_left()
        self.trials.append(Trial(self._pool.ask()))
        self.moves.append(["start"])
        self._train(len(self.trials) - 1, SHORTEST)
        return len(self.trials) - 1

    def go(self, trial: int, epochs: int = 1) -> float:
        """Denemeyi en çok `epochs` dönem daha eğitir ve son hatasını döndürür; ıraksadıysa inf.

        Eğrinin sonunda ve bütçenin bittiği yerde kendiliğinden durur; ıraksadıktan sonrası harcanmaz. Durdurulmuş,
        ıraksamış ya da sonuna dek eğitilmiş deneme `ValueError`, bitmiş bütçe `OutOfBudget` verir.
        """
        trial = self._open(trial)
        one = self.trials[trial]
        if type(epochs) is not int or epochs < 1:  # her hamleyi uzun uzun denetlemek 200 oyunu yavaşlatırdı
            epochs = integer("epochs", epochs)
        if one.epochs == self.longest:
            raise ValueError(f"`trial` = {trial} sürdürülemez; bu deneme sonuna dek ({self.longest} dönem) eğitildi")
        self._some_left()
        trained = self._train(trial, epochs)
        self.moves.append(["go", trial, trained])
        return one.error

    def stop(self, trial: int) -> None:
        """Denemeyi durdurur: bir daha sürdürülemez, gördüğü en küçük hata geçerli kalır."""
        trial = self._open(trial)
        self.trials[trial].stopped = True
        self.moves.append(["stop", trial])

    def running(self) -> list[int]:
        """Sürdürülebilecek denemeler, son hatası küçük olan önde."""
        able = [k for k, t in enumerate(self.trials) if not (t.stopped or t.diverged or t.epochs == self.longest)]
        return sorted(able, key=lambda k: self.trials[k].error)

    def _some_left(self) -> None:
        if self.left <= 0:
            raise OutOfBudget(f"bütçe bitti: {self.budget} dönemin hepsi harcandı")

    def _open(self, trial: int) -> int:
        """Sürdürülebilecek bir denemenin numarası."""
        if not self.trials:
            raise ValueError(f"`trial` = {trial!r} olamaz; daha hiç deneme başlatılmadı")
        if type(trial) is not int or not 0 <= trial < len(self.trials):
            trial = integer("trial", trial, f"[0, {len(self.trials) - 1}]")
        one = self.trials[trial]
        if one.stopped or one.diverged:
            raise ValueError(f"`trial` = {trial} sürdürülemez; bu deneme {'durduruldu' if one.stopped else 'ıraksadı'}")
        return trial

    def _train(self, trial: int, epochs: int) -> int:
        """Gerçekten eğitilen dönem sayısı."""
        one, done = self.trials[trial], len(self.trials[trial].errors)
        row = self.curves.errors[one.config["number"], done : min(done + min(epochs, self.left), self.longest)].tolist()
        if not isfinite(sum(row)):  # NaN: ıraksadı; sonraki dönemleri eğitilmez
            row = [*takewhile(isfinite, row), inf]
        one.errors += row
        self.seen += row
        if (low := min(row)) < self.score:
            self.score, self.best = low, trial
        return len(row)


def told(curves: GameCurves, budget: int, state: Any) -> tuple[Match, str, bool]:
    """`state()`in anlattığı oyun baştan oynanmış olarak, oynayanı, bitip bitmediği; uymayan bir şey hata verir."""
    if not isinstance(state, dict) or set(state) != {"seed", "budget", "player", "moves", "finished"}:
        raise ValueError(
            f"`state` = {state!r} olamaz; `seed`, `budget`, `player`, `moves`, `finished` alanları gerekli"
        )
    one_of("budget", state["budget"], (budget,))
    match = Match(curves, budget, state["seed"])
    for move in instance("moves", state["moves"], list, "hamlelerin listesi olmalı"):
        sizes = {"start": 1, "go": 3, "stop": 2}
        if not isinstance(move, list) or not move or len(move) != sizes.get(move[0]):
            raise ValueError(f"`moves` içinde {move!r} olamaz; [start], [go, deneme, dönem] ya da [stop, deneme]")
        getattr(match, move[0])(*move[1:])
    player = instance("player", state["player"], str, "oynayanın adı olmalı")
    return match, player, boolean("finished", state["finished"]) and bool(match.seen)
