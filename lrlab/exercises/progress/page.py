"""`ilerleme`: ders ders ne bitti, ne denendi, ne duruyor; kaç deneme, adıyla karşılaşılan hatalar, tahminler."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from lrlab.exercises.catalog import LESSONS, starred
from lrlab.exercises.guesses import History, histories, right
from lrlab.exercises.predict import LOG as GUESSES
from lrlab.exercises.progress.log import Log, local
from lrlab.exercises.progress.record import LOG as CHECKS
from lrlab.exercises.progress.summary import TaskStory, mistake_words, stories
from lrlab.exercises.task import Task
from lrlab.terms.console import for_console

DONE, TRIED, OPEN = "✔", "◐", "○"
COLOURS = {DONE: "#009E73", TRIED: "#D55E00", OPEN: "inherit"}


@dataclass(frozen=True)
class Progress:
    """`ilerleme()`nin sonucu; hücrenin son satırı olarak gösterilir.

    stories: görev adı -> denemeleri (`TaskStory`). guesses: tahmin edilen sorular. notes: okunamayanı söyleyenler.
    """

    stories: Mapping[str, TaskStory]
    guesses: tuple[History, ...]
    notes: tuple[str, ...]

    def mark(self, task: str) -> str:
        """Görevin imgesi: ✔ tamam, ◐ denendi, ○ duruyor."""
        story = self.stories.get(task)
        return OPEN if story is None else DONE if story.solved else TRIED

    def _counts(self, tasks: tuple[Task, ...]) -> str:
        marks = [self.mark(task.name) for task in tasks]
        return f"{marks.count(DONE)}/{len(marks)} tamam, {marks.count(TRIED)} denendi, {marks.count(OPEN)} duruyor"

    def _total(self) -> str:
        return self._counts(tuple(task for found in LESSONS.values() for task in found))

    def _guessed(self) -> str:
        known = [history for history in self.guesses if history.actual is not None]
        firsts = [right(history.guesses[0].value, history.actual) for history in known]  # type: ignore[arg-type]
        changed = sum(len(history.guesses) > 1 for history in self.guesses)
        if not self.guesses:
            return "Henüz tahmin yok."
        told = f"{len(self.guesses)} soruda tahmin; sonucu görülen {len(known)} tahminin {sum(firsts)} tanesi tuttu"
        return f"{told}, {changed} tanesi sonradan değişti."

    def _said(self, task: Task) -> tuple[str, str]:
        """(denemeler, karşılaşılan hatalar)"""
        story = self.stories.get(task.name)
        if story is None:
            return "", ""
        met = (
            f"{mistake_words(task.name, name)}" + (f" ({count} kez)" if count > 1 else "")
            for name, count in sorted(story.mistakes.items(), key=lambda pair: -pair[1])
        )
        return f"{story.attempts} deneme, {local(story.last_at)}", "; ".join(met)

    def __str__(self) -> str:
        rows = [f"İlerleme: {self._total()}", f"Tahminler: {self._guessed()}", *self.notes]
        for lesson, tasks in LESSONS.items():
            rows += ["", f"{lesson}. ders: {self._counts(tasks)}"]
            for task in tasks:
                tried, met = self._said(task)
                rows.append(f"  {self.mark(task.name)} {task.name:<24} {starred(task)}{tried and f': {tried}'}")
                rows += [f"      karşılaşılan: {met}"] if met else []
        return for_console("\n".join(rows))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        notes = "".join(f"<p style='margin:.3em 0'>{escape(note)}</p>" for note in self.notes)
        head = f"<b>İlerleme: {self._total()}</b><p style='margin:.3em 0'>Tahminler: {self._guessed()}</p>{notes}"
        lessons = "".join(self._lesson(key, tasks) for key, tasks in LESSONS.items())
        return {"text/plain": str(self), "text/html": f"<div>{head}{lessons}</div>"}

    def _lesson(self, key: str, tasks: tuple[Task, ...]) -> str:
        marks = [self.mark(task.name) for task in tasks]
        shown = "".join(
            f"<span style='color:{COLOURS[mark]}'>{mark}</span>" for mark in sorted(marks, key=_ORDER.index)
        )
        started = " open" if TRIED in marks else ""  # yarıda kalanlar açık durur
        rows = "".join(self._row(task) for task in tasks)
        title = f"{key}. ders: {self._counts(tasks)} <span aria-hidden='true'>{shown}</span>"
        table = f"<table style='margin:.3em 0 .8em'>{HEAD}{rows}</table>"
        return f"<details{started}><summary style='cursor:pointer'>{title}</summary>{table}</details>"

    def _row(self, task: Task) -> str:
        mark = self.mark(task.name)
        tried, met = self._said(task)
        cells = (f"<code>{escape(task.name)}</code>", escape(starred(task)), escape(tried), escape(met))
        state = f"<td style='color:{COLOURS[mark]}' title='{WORDS[mark]}' aria-label='{WORDS[mark]}'>{mark}</td>"
        return f"<tr>{state}{''.join(f'<td style={LEFT!r}>{cell}</td>' for cell in cells)}</tr>"


_ORDER = (DONE, TRIED, OPEN)
WORDS = {DONE: "tamam", TRIED: "denendi", OPEN: "duruyor"}
LEFT = "text-align:left;vertical-align:top;padding:.1em 1em .1em 0"
HEAD = "<tr><th></th>" + "".join(
    f"<th style='{LEFT}'>{name}</th>" for name in ("ad", "görev", "denemeler", "karşılaşılan hatalar")
)
HEAD += "</tr>"


def ilerleme() -> Progress:
    """Bu bilgisayardaki denemelerinin ve tahminlerinin sayfası: ders ders biten, denenen, duran görevler.

    Kayıtlar LRLAB_HOME klasöründe (yoksa ~/.lrlab) iki dosyadır, denemeler.jsonl ve tahminler.jsonl; her satır bir
    olaydır. Hiçbir yere gönderilmezler. Bozuk satır atlanır ve kaç tane olduğu söylenir. Terminalde: `lrlab progress`.
    Colab'da oturum kapanınca silinirler; saklamak için `teslim`in dosyasını indir.
    """
    checks, told = Log(CHECKS).events()
    guesses, also = Log(GUESSES).events()
    asked = (history.fitting() for history in histories(guesses).values())
    made = tuple(sorted((history for history in asked if history.guesses), key=lambda history: history.key))
    return Progress(stories(checks), made, tuple(dict.fromkeys(note for note in (told, also) if note)))
