"""Bitirme oyununun düğmeleri, deneme listesi ve sözleri; klavyeyle kullanılır, `Game`in yöntemlerini çağırır."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, final

import ipywidgets

from lrlab.figures.engine.panel import button, row, spoken
from lrlab.figures.game.picture import NAMES, named, percent
from lrlab.figures.game.rules import Match

if TYPE_CHECKING:
    from lrlab.figures.game.game import Game

STEPS = (1, 3, 9, 27)  # bir düğmenin sürdürdüğü dönem
BATCH = 9  # toplu başlatma
GROUPS = (3, 9, 27)  # listede "süren en iyi n": hepsi birlikte sürdürülür ya da durdurulur


@final
class Buttons:
    """Düğmeler ve liste; `game`in `start`, `go`, `stop`, `finish`, `new`, `play` yöntemlerini çağırır.

    `target`: listede seçili deneme, "süren en iyi n" için -n, seçili yoksa None. `press(iş)`: düğmenin işini yapar.
    """

    def __init__(self, game: "Game", press: Callable[[Callable[[], Any]], None]) -> None:
        self._game, self._press, self._quiet = game, press, False
        self._buttons: dict[str, list[ipywidgets.Button]] = {}
        self._status = ipywidgets.HTML()
        self._list = ipywidgets.Dropdown(
            options=[("yok", None)], description="seçili", layout=ipywidgets.Layout(width="600px")
        )
        self._list.observe(self._picked, names="value")
        upper = [
            self._button("start", "Yeni deneme (1 dönem)", partial(self._starts, 1)),
            self._button("start", f"{BATCH} yeni deneme", partial(self._starts, BATCH)),
            self._list,
        ]
        lower = [self._button("go", f"+{n} dönem", partial(self._goes, n)) for n in STEPS]
        lower.append(self._button("stop", "Durdur", self._stops))
        ends = [self._button("finish", "Bitir", game.finish), self._button("", "Yeni oyun", game.new)]
        robots = {label: f"{label[0].upper()}{label[1:]} oynasın" for label in NAMES.values()}
        ends += [self._button("", robots[label], partial(game.play, name)) for name, label in NAMES.items()]
        self.view = ipywidgets.VBox([row(upper), row(lower), game.host.view, self._status, row(ends)])

    @property
    def target(self) -> int | None:
        return self._list.value

    def show(self, match: Match, target: int | None, playing: bool, text: str) -> None:
        """Listeyi, düğmelerin açık olup olmadığını ve sözleri yeniler."""
        running = match.running()
        rest = [k for k in range(len(match.trials)) if k not in running]
        groups = [(f"süren en iyi {n} deneme", -n) for n in GROUPS if n <= len(running)]
        trials = [(_told(match, k), k) for k in (*running, *rest)]
        self._quiet = True
        try:
            self._list.options = [("yok", None), *groups, *trials]
            self._list.value = target if target in [value for _, value in self._list.options] else None
        finally:
            self._quiet = False
        able = playing and any(k in running for k in picked(match, self.target))
        on = {
            "start": playing and match.left > 0, "go": able and match.left > 0, "stop": able,
            "finish": playing and bool(match.trials), "": True,
        }  # fmt: skip
        for name, buttons in self._buttons.items():
            for one in buttons:
                one.disabled = not on[name]
        self._status.value = spoken(text, self._game.host.style, lines=5)  # oyun bitince uzar

    def _button(self, name: str, label: str, action: Callable[[], Any]) -> ipywidgets.Button:
        made = button(label, lambda: self._press(action))
        self._buttons.setdefault(name, []).append(made)
        return made

    def _picked(self, _change: Any) -> None:
        if not self._quiet:
            self._press(partial(self._game.select, self.target))

    def _starts(self, count: int) -> None:
        for _ in range(count):
            self._game.start()

    def _goes(self, epochs: int) -> None:
        target = self.target
        for trial in picked(self._game.match, target):
            self._game.go(trial, epochs)
        self._game.select(target)

    def _stops(self) -> None:
        for trial in picked(self._game.match, self.target):
            self._game.stop(trial)


def picked(match: Match, target: int | None) -> list[int]:
    """Seçilen denemeler: biri, süren en iyi n tanesi (-n) ya da hiçbiri (None)."""
    if target is None:
        return []
    return [target] if target >= 0 else match.running()[:-target]


def _told(match: Match, trial: int) -> str:
    one = match.trials[trial]
    stopped = " · durduruldu" if one.stopped else ""
    return f"{trial}: {percent(one.error)} · {one.epochs} dönem · {named(one)}{stopped}"
