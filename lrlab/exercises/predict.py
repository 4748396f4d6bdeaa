"""`tahmin`: şekle bakmadan önce yapılan, saklanan ve sonra olanla yan yana gösterilen tahmin."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from lrlab.core.validate import number, one_of
from lrlab.exercises.guesses import GuessFile
from lrlab.terms.console import for_console

NONE_YET = "Henüz tahmin yapmadın."
VIEW = "application/vnd.jupyter.widget-view+json"


def _worded(value: Any, unit: str) -> str:
    text = f"{value:.10g}" if isinstance(value, (int, float)) else str(value)
    return f"{text} {unit}" if unit else text


def _text(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise TypeError(f"`{name}` bir metin olmalı; verilen: {value!r} ({type(value).__name__})")


def _distinct(options: Any) -> tuple[str, ...]:
    """Birbirinden farklı en az iki metin; değilse `ValueError`."""
    chosen = tuple(options) if isinstance(options, Iterable) and not isinstance(options, str) else ()
    texts = [option for option in chosen if isinstance(option, str)]
    if len(texts) < len(chosen) or len(set(texts)) < max(len(texts), 2):
        raise ValueError(f"`options` birbirinden farklı en az iki metin olmalı; verilen: {options!r}")
    return chosen


@dataclass(frozen=True)
class GuessOutcome:
    """Tahmin ile gerçeği yan yana gösterir; `guess` yapılmadıysa None."""

    question: str
    guess: Any
    actual: Any
    note: str
    unit: str

    def _sides(self) -> tuple[str, str]:
        mine = NONE_YET if self.guess is None else f"Tahminin: {_worded(self.guess, self.unit)}"
        return mine, f"Gerçekte: {_worded(self.actual, self.unit)}"

    def __str__(self) -> str:
        line = " — ".join(self._sides())
        return for_console(f"{line}\n{self.note}" if self.note else line)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        style = "display:inline-block;min-width:14em;padding:.3em .8em;margin-right:.6em;border:1px solid #888"
        cells = "".join(f"<span style='{style}'>{escape(side)}</span>" for side in self._sides())
        note = f"<p style='margin:.4em 0'>{escape(self.note)}</p>" if self.note else ""
        return {
            "text/plain": str(self),
            "text/html": f"<div><p style='margin:.4em 0'><b>{escape(self.question)}</b></p>{cells}{note}</div>",
        }


class Guess:
    """Bir tahmin sorusu; hücrenin son satırı olarak gösterilir. `tahmin(...)` ile yapılır."""

    def __init__(self, question: str, options: tuple[str, ...], key: str, unit: str) -> None:
        self.question, self.options, self.key, self.unit = question, options, key, unit
        self._file = GuessFile.of(key, question)
        self._value, self._note = self._file.load()
        if self._value is not None and not self._acceptable(self._value):
            gone = "artık seçenekler arasında değil; yeniden seç." if options else "bir sayı değil; yeniden yaz."
            self._value, self._note = None, f"Önceki tahminin {gone}"

    @cached_property
    def view(self) -> Any:
        """Sorunun denetimleri (ipywidgets); ilk gösterilişte kurulur."""
        return _build(self)

    @property
    def value(self) -> Any:
        """Kayıtlı tahmin; yoksa None."""
        return self._value

    def _acceptable(self, value: Any) -> bool:
        if self.options:
            return value in self.options
        try:
            number("value", value)
        except (TypeError, ValueError):  # elle bozulmuş dosyada metin, NaN ya da 500 basamaklı bir sayı olabilir
            return False
        return True

    def save(self, value: Any) -> None:
        """Tahmini kaydeder (düğmenin yaptığı budur); diske yazılamazsa bellekte tutar ve bunu söyler."""
        value = one_of("value", value, self.options) if self.options else number("value", value)
        self._value, self._note = value, ""
        try:
            self._file.save(value)
        except OSError as error:
            why = error.strerror or str(error)
            self._note = f"Diske yazılamadı ({why}): tahminin yalnızca bu hücre yeniden çalıştırılana dek bellekte."

    def sonuc(self, actual: Any, note: str = "") -> GuessOutcome:
        """Tahmini olanla (`actual`) yan yana gösterir; `note` altına yazılacak açıklamadır.

        Seçenekli soruda `actual` seçeneklerden biri, sayılı soruda bir sayı olmalıdır.
        """
        _text("note", note)
        actual = one_of("actual", actual, self.options) if self.options else number("actual", actual)
        return GuessOutcome(self.question, self._value, actual, note, self.unit)

    def _status(self) -> str:
        saved = NONE_YET if self._value is None else f"Kayıtlı tahminin: {_worded(self._value, self.unit)}"
        return f"{saved} {self._note}".strip()

    def __str__(self) -> str:
        rows = [f"  ( ) {option}" for option in self.options] or [f"  ____ {self.unit}".rstrip()]
        return for_console("\n".join([f"Tahmin et: {self.question}", *rows, self._status()]))

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        view = {"version_major": 2, "version_minor": 0, "model_id": self.view.model_id}
        return {"text/plain": str(self), VIEW: view}


def _build(guess: Guess) -> Any:
    """Sorunun denetimleri: yalnızca çekirdek ipywidgets, hepsi Sekme ve ok tuşlarıyla kullanılır."""
    import ipywidgets  # yalnızca gösterirken yüklenir

    question = ipywidgets.HTML(f"<b>Tahmin et:</b> {escape(guess.question)}")
    if guess.options:
        wide = ipywidgets.Layout(width="auto", min_width="20em")
        # Baştan seçili bir seçenek tahmini yönlendirirdi.
        answer = ipywidgets.RadioButtons(options=guess.options, value=guess.value, layout=wide)
        row = answer
    else:
        answer = ipywidgets.FloatText(value=guess.value or 0.0, layout=ipywidgets.Layout(width="10em"))
        row = ipywidgets.HBox([answer, ipywidgets.Label(guess.unit)])
    button = ipywidgets.Button(
        description="Tahminimi kaydet",
        tooltip="Tahminin saklanır ve sonra olanla yan yana gösterilir",
        layout=ipywidgets.Layout(width="12em"),
    )
    status = ipywidgets.HTML(escape(guess._status()))

    def clicked(_: Any) -> None:
        if answer.value is None:
            status.value = "Önce bir seçenek seç."
            return
        guess.save(answer.value)
        status.value = escape(guess._status())

    button.on_click(clicked)
    return ipywidgets.VBox([question, row, button, status])


def tahmin(question: str, options: Sequence[str] | None = None, *, key: str, unit: str = "") -> Guess:
    """Şekle bakmadan önce bir tahmin ister ve saklar; sonra `.sonuc(olan)` ile yan yana gösterir.

    question: soru cümlesi. options: seçenekler; verilmezse yanıt bir sayıdır ve `unit` birimidir.
    key: sorunun adı, örneğin "03-zigzag"; harf, rakam, - ve _ içerir. Tahmin, LRLAB_HOME klasöründe (yoksa ~/.lrlab)
    anahtar ve soruyla saklanır: çekirdek yeniden başlasa ya da hücre yeniden çalışsa da kaybolmaz. Sorunun metni
    değişirse yeni bir soru sayılır.
    Hatalar: boş soru, tekil olmayan ya da ikiden az seçenek, uygun olmayan anahtar `ValueError`; metin olmayan
    soru, anahtar ya da birim `TypeError`.
    """
    for name, value in (("question", question), ("key", key), ("unit", unit)):
        _text(name, value)
    if not question.strip():
        raise ValueError(f"`question` boş olmayan bir soru cümlesi olmalı; verilen: {question!r}")
    if not re.fullmatch(r"[\w-]{1,60}", key):
        raise ValueError(f'`key` = {key!r} olamaz; 1-60 harf, rakam, - ya da _ olmalı, örneğin "03-zigzag"')
    return Guess(question, () if options is None else _distinct(options), key, unit)
