"""Bitirme oyunu: sen mi ASHA mı? Kayıtlı eğrilerde aynı bütçeyle, elle arama; sonunda robotlarla karşılaştırma."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from typing import Any, final

import numpy as np

from lrlab.core.validate import instance, integer
from lrlab.figures.engine.still import SHARP, saved
from lrlab.figures.game.buttons import Buttons, picked
from lrlab.figures.game.picture import NAMES, YOU, MatchPicture, finished_words, last, playing_words, title, view
from lrlab.figures.game.robots import ROBOTS, Policy, a_policy, played, rivals
from lrlab.figures.game.rules import GameCurves, Match, OutOfBudget, told
from lrlab.figures.hosts import make_host
from lrlab.figures.parts import chosen

GAMES = 200  # karşılaştırma: robotlar tohum 0 … 199 ile birer oyun oynar


def play_asha(curves: GameCurves, *, budget: int = 162, seed: int = 0, lecture: bool | None = None) -> "Game":
    """Oyunu açar: `play_asha(learning_curves())`.

    `budget`: eğitebileceğin dönem; varsayılanı iki denemeyi sonuna dek (81 dönem) eğitmeye yeter. `seed`:
    yapılandırmaların sırası; aynı tohumda sen ve robotlar aynı sırayı görür. Hücrenin son satırı olarak gösterilir.
    """
    return Game(curves, budget=budget, seed=seed, lecture=lecture)


@final
class Game:
    """Süren bir oyun. Düğmelerin her biri bir yöntemdir; ikisi de aynı kurallardan (`Match`) geçer.

    `start()` yeni deneme (1 dönem) başlatır, numarasını döndürür; `go(trial, epochs)` sürdürür, yalnızca yeni dönemler
    harcanır; `stop(trial)` durdurur; `select(trial)` gösterilecek denemeyi seçer; `finish()` oyunu bitirir, robotlarla
    karşılaştırır; `new(seed)` yeni oyun; `play(policy)` oyunu baştan bir robota ya da senin yazdığın `policy(match)`
    fonksiyonuna oynatır; `scores(policy)` onun 200 tohumdaki puanları.

    Puan, eğitilen dönemlerin en küçük geçerleme hatasıdır. Onu veren yapılandırmanın sonuna dek eğitilince test hatası,
    oyun bitince ayrıca söylenir: hiçbir seçim ona bakmaz. `match`: oyunun kendisi (denemeler, kalan bütçe); `target`:
    gösterilen deneme (`select`); `text`: şeklin altındaki sözler; `error`: son düğmenin hatası, yoksa None.
    """

    def __init__(self, curves: GameCurves, *, budget: int = 162, seed: int = 0, lecture: bool | None = None) -> None:
        self.curves = instance("curves", curves, GameCurves, "learning_curves'ın verdiği kayıtlar olmalı")
        self._lock = threading.RLock()  # yeni çekirdeklerde widget iletileri ayrı bir iş parçacığından gelir
        self.match, self.player, self.finished = Match(curves, budget, seed), YOU, False
        self.target: int | None = None
        self.error: Exception | None = None
        self._quiet, self.text, total = False, "", self.match.budget
        # Robotlar ilk bitişte oynar, bir kez: oyun beklemeden açılsın.
        self._rivals = cache(lambda: rivals(curves, total, GAMES))
        self._same = lru_cache(4)(lambda seed: {name: played(curves, one, total, seed) for name, one in ROBOTS.items()})
        self._picture = MatchPicture(curves, total)
        self.host = make_host(self._picture.draw, chosen(lecture))
        self.host.on_pointer({"chosen": None}, self.point)
        self._buttons = Buttons(self, self._press)
        self.view = self._buttons.view
        self._refresh()

    # --- kodla kullanım ---------------------------------------------------------------------------------------

    def start(self) -> int:
        """Sıradaki yapılandırmayla yeni bir deneme: bir dönem harcar, numarasını (0'dan) döndürür."""
        with self._move() as match:
            self.target = trial = match.start()
            return trial

    def go(self, trial: int, epochs: int = 1) -> float:
        """Denemeyi en çok `epochs` dönem sürdürür; son geçerleme hatasını (0–1, ıraksadıysa inf) döndürür."""
        with self._move() as match:
            error = match.go(trial, epochs)
            self.target = trial
            return error

    def stop(self, trial: int) -> None:
        """Denemeyi durdurur; bir daha sürdürülemez."""
        with self._move() as match:
            match.stop(trial)

    def select(self, trial: int | None) -> None:
        """Şekilde ve listede seçili deneme; -n: süren en iyi n deneme, None: hiçbiri."""
        with self._lock:
            if trial is not None:
                count = len(self.match.trials)
                trial = integer("trial", trial, f"[{-max(1, count)}, {count - 1}]")
            self.target = trial
            self._refresh()

    def point(self, _name: str, x: float, y: float) -> bool:
        """Şekilde tıklanan yere son noktası en yakın deneme seçilir; seçim değişmezse `False`."""
        trials = self.match.trials
        if not trials or not np.isfinite([x, y]).all():
            return False
        ends = [(np.log(t.epochs / x), 2 * np.log(100 * last(t) / y)) for t in trials]
        nearest = int(np.argmin([np.hypot(*end) for end in ends]))
        if nearest == self.target:
            return False
        self.select(nearest)
        return True

    def finish(self) -> None:
        """Oyunu bitirir; robotların oyunlarını (ilk bitişte, bir iki saniyede) oynatır ve karşılaştırır."""
        with self._move() as match:
            if not match.seen:
                raise ValueError("oyun bitirilemez; önce en az bir deneme başlat")
            self.finished = True

    def new(self, seed: int | None = None) -> None:
        """Yeni oyun; `seed` verilmezse sıradaki tohum."""
        with self._lock:
            self._begin(Match(self.curves, self.match.budget, self.match.seed + 1 if seed is None else seed))
            self._refresh()

    def play(self, policy: str | Policy) -> None:
        """Oyunu baştan, aynı tohumla `policy`ye oynatır ve bitirir: "asha", "random" ya da `policy(match)`.

        `policy`, `match.start()`, `match.go(trial, epochs)` ve `match.stop(trial)` çağırır; `match.left` kalan bütçe,
        `match.trials[k].errors` görülen eğridir. Bütçe bitince çağrısı `OutOfBudget` ile kesilir, oyun biter.
        """
        with self._lock:
            match = played(self.curves, a_policy(policy), self.match.budget, self.match.seed)
            if not match.seen:
                raise ValueError("`policy` hiç deneme başlatmadı; en az bir kez match.start() çağırmalı")
            self._begin(match, NAMES[policy] if policy in NAMES else getattr(policy, "__name__", "robot"))
            self.finished = True
            self._refresh()

    def scores(self, policy: str | Policy, games: int = GAMES) -> np.ndarray:
        """`policy`nin 0 … games-1 tohumlarındaki puanları, (games,): geçerleme hatası 0–1."""
        policy, games = a_policy(policy), integer("games", games)
        return np.array([played(self.curves, policy, self.match.budget, seed).score for seed in range(games)])

    @property
    def score(self) -> float:
        """Puan: şimdiye dek görülen en küçük geçerleme hatası, 0–1."""
        return self.match.score

    @property
    def test_error(self) -> float:
        """Oyun bitince: puanı veren yapılandırma sonuna dek eğitilince test hatası, 0–1; ıraksıyorsa NaN."""
        if not self.finished:
            raise ValueError("test hatası oyun bitmeden açılmaz; önce finish()")
        return float("nan") if self.match.chosen is None else float(self.curves.test_error[self.match.chosen])

    def state(self) -> dict[str, Any]:
        """Düz JSON: tohum, bütçe, oynayan, hamleler, oyunun bitip bitmediği."""
        with self._lock:
            match = self.match
            found = {"seed": match.seed, "budget": match.budget, "player": self.player, "moves": match.moves}
            return json.loads(json.dumps({**found, "finished": self.finished}))

    def load(self, state: dict[str, Any]) -> None:
        """`state()`in anlattığı oyunu baştan oynar; bir hamlesi bile uymuyorsa hiçbir şeyi değiştirmeden hata verir."""
        with self._lock:
            match, player, finished = told(self.curves, self.match.budget, state)
            self._begin(match, player)
            self.finished = finished
            self._refresh()

    # --- iç işleyiş -------------------------------------------------------------------------------------------

    def _begin(self, match: Match, player: str = YOU) -> None:
        self.match, self.player, self.finished, self.error = match, player, False, None
        running = match.running()
        self.target = match.best if match.best is not None else running[0] if running else None

    @contextmanager
    def _move(self) -> Iterator[Match]:
        """Bir hamle: bitmiş oyunda olmaz; sonunda, hata verse de, resim yenilenir."""
        with self._lock:
            if self.finished:
                raise ValueError("oyun bitti; new() ile yenisini başlat")
            try:
                yield self.match
            finally:
                self._refresh()

    def _refresh(self) -> None:
        if self._quiet:  # toplu bir hamle sürüyor: resim sonunda bir kez yenilenir
            return
        match, target = self.match, self.target
        others, same = (self._rivals(), self._same(match.seed)) if self.finished else ({}, {})
        arrays = view(match, picked(match, target), others, same, title(match, self.player, others, same))
        self.host.show(partial(self._picture.update, arrays=arrays))
        if self.finished:
            self.text = finished_words(match, self.player, others, same, self.test_error)
        else:
            self.text = playing_words(match, picked(match, target))
        self._buttons.show(match, target, not self.finished, self.text)

    def _press(self, action: Callable[[], Any]) -> None:
        """Düğmenin işi, resim bir kez yenilenerek; hatası günlükte kaybolmaz, şekilde gösterilir."""
        with self._lock:
            self._quiet, self.error = True, None
            try:
                action()
            except OutOfBudget:  # toplu hamlenin ortasında bütçe bitti
                pass
            except Exception as error:
                self.error = error
            finally:
                self._quiet = False
            self._refresh()
            if self.error is not None:
                self.host.say(f"{self.error} ({type(self.error).__name__})")

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Canlı görünümün yanında resim ve anlatım da kaydedilir: çekirdeksiz okur şekli görür."""
        return saved(self.text, self.host.picture(100 * SHARP, effort=6), self.view, width=self.host.fold.width)
