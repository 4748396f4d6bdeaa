"""`tahmin`: şekle bakmadan önce yapılan, saklanan ve sonra olanla yan yana gösterilen tahmin."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Any

from lrlab.core.validate import number, one_of
from lrlab.exercises.guesses import Guessed, History, histories, right
from lrlab.exercises.progress.log import Log, local, now
from lrlab.jupyter.outputs import live_output
from lrlab.terms.console import for_console
from lrlab.terms.system import reason

LOG = "tahminler"
NONE_YET = "Henüz tahmin yapmadın."
FIRST_GUESS = "Sonuç, tahminini kaydedip bu hücreyi yeniden çalıştırınca burada, tahmininin yanında durur."


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
    """Tahmin ile gerçeği yan yana gösterir ve tahminin tutup tutmadığını söyler.

    Tahmin yapılmadıysa gerçek saklıdır: HTML'de "Göster"in altında, metinde `goster()` çağrılınca görünür.
    """

    history: History
    actual: Any
    note: str
    shown: bool
    saw: Callable[[Any], object] = field(default=str, repr=False, compare=False)  # sonucun görüldüğü söylenecek yer

    def goster(self) -> "GuessOutcome":
        """Sonucu, tahmin yapılmamış olsa da gösterir; sonraki bir tahmin "sonucu gördükten sonra" sayılır."""
        self.saw(self.actual)
        return replace(self, shown=True)

    def _actual(self) -> str:
        return f"Gerçekte: {_worded(self.actual, self.history.unit)}"

    def _sides(self) -> list[str]:
        return [_guesses(self.history) or NONE_YET, self._actual(), *_verdict(self.history, self.actual)]

    def __str__(self) -> str:
        if not self.shown:
            return for_console(f"{NONE_YET} {FIRST_GUESS} Tahmin etmeden bakmak için satırın sonuna .goster() ekle.")
        line = " — ".join(self._sides())
        return for_console(f"{line}\n{self.note}" if self.note else line)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        style = "display:inline-block;min-width:14em;padding:.3em .8em;margin-right:.6em;border:1px solid #888"
        sides = self._sides() if self.shown else [self._actual()]
        cells = "".join(f"<span style='{style}'>{escape(side)}</span>" for side in sides)
        body = cells + (f"<p style='margin:.4em 0'>{escape(self.note)}</p>" if self.note else "")
        if not self.shown:  # çekirdek yokken, kayıtlı defterde de açılır
            told = f"<p style='margin:.4em 0'>{NONE_YET} {FIRST_GUESS}</p>"
            body = f"{told}<details><summary>Göster (tahmin etmeden)</summary>{body}</details>"
        heading = f"<p style='margin:.4em 0'><b>{escape(self.history.question)}</b></p>"
        return {"text/plain": str(self), "text/html": f"<div>{heading}{body}</div>"}


def _guesses(history: History) -> str:
    """Tahminin, değiştirildiyse ilki ve sonuncusu."""
    first, last = history.first, history.last
    if first is None or last is None:
        return ""
    if first is last:
        return f"Tahminin: {_told(first, history.unit)}"
    return f"İlk tahminin: {_told(first, history.unit)}; değiştirdin: {_told(last, history.unit)}"


def _told(guess: Guessed, unit: str) -> str:
    return _worded(guess.value, unit) + (", sonucu gördükten sonra" if guess.after else "")


def _verdict(history: History, actual: Any) -> list[str]:
    """İlk tahminin (ve değiştirildiyse sonuncunun) tutup tutmadığı."""
    first, last = history.first, history.last
    if first is None or last is None:
        return []
    if first is last:
        return [_judged(first, actual)]
    return [f"ilki {_judged(first, actual)}, sonuncusu {_judged(last, actual)}"]


def _judged(guess: Guessed, actual: Any) -> str:
    word = "✔ tuttu" if right(guess.value, actual) else "✘ tutmadı"
    if isinstance(guess.value, str) or isinstance(actual, str) or guess.value == actual or not actual:
        return word
    return f"{word} (%{100 * abs((guess.value - actual) / actual):.3g} uzak)"


def _remember_outcome(history: History, actual: Any) -> History:
    """Gösterilen sonucu, yeniyse, kaydeder; yazılamazsa sonuç yine gösterilir, yalnızca kaydı eksik kalır."""
    if history.actual != actual:
        with suppress(OSError, ValueError):
            Log(LOG).append("outcome", key=history.key, question=history.question, actual=actual)
    return replace(history, actual=actual)


class Guess:
    """Bir tahmin sorusu; hücrenin son satırı olarak gösterilir. `tahmin(...)` ile yapılır."""

    def __init__(self, question: str, options: tuple[str, ...], key: str, unit: str) -> None:
        self.question, self.options, self.key, self.unit = question, options, key, unit
        self._log = Log(LOG)
        events, told = self._log.events()
        known = histories(events).get((key, question), History(key, question))
        kept = replace(known, options=options, unit=unit)
        self._history = kept.fitting()
        self._note = "" if self._history.last else told
        if kept.last is not self._history.last:
            gone = "artık seçenekler arasında değil; yeniden seç." if options else "bir sayı değil; yeniden yaz."
            self._note = f"Önceki tahminin {gone}"

    @cached_property
    def view(self) -> Any:
        """Sorunun denetimleri (ipywidgets); ilk gösterilişte kurulur."""
        return _build(self)

    @property
    def value(self) -> Any:
        """Kayıtlı (son) tahmin; yoksa None."""
        return self._history.last.value if self._history.last else None

    @property
    def first(self) -> Any:
        """İlk tahmin; sonra değiştirilse de odur. Yoksa None."""
        return self._history.first.value if self._history.first else None

    def save(self, value: Any) -> None:
        """Tahmini zamanıyla kaydeder (düğmenin yaptığı budur); diske yazılamazsa bellekte tutar ve bunu söyler.

        İlk tahmin silinmez: başka bir tahmin, onun yanında "değiştirdin" diye durur.
        """
        value = one_of("value", value, self.options) if self.options else number("value", value)
        self._history, self._note = self._history.guessed(value, now()), ""
        try:
            asked = {"key": self.key, "question": self.question, "options": list(self.options), "unit": self.unit}
            self._log.append("guess", **asked, value=value)
        except (OSError, ValueError) as error:  # ValueError: LRLAB_HOME'un gösterdiği ev klasörü yok
            self._note = (
                f"Diske yazılamadı ({reason(error)}): tahminin yalnızca bu hücre yeniden çalıştırılana dek bellekte."
            )

    def sonuc(self, actual: Any, note: str = "") -> GuessOutcome:
        """Tahmini olanla (`actual`) yan yana gösterir, tuttu mu söyler; `note` altına yazılacak açıklamadır.

        Seçenekli soruda `actual` seçeneklerden biri, sayılı soruda bir sayı olmalıdır; sayı, ondan en çok onda biri
        kadar uzaksa tutmuş sayılır. Tahmin yapılmadıysa sonuç kapalı durur.
        """
        _text("note", note)
        actual = one_of("actual", actual, self.options) if self.options else number("actual", actual)
        if self._history.last is None:
            return GuessOutcome(self._history, actual, note, False, self._saw)
        self._saw(actual)
        return GuessOutcome(self._history, actual, note, True, self._saw)

    def _saw(self, actual: Any) -> None:
        self._history = _remember_outcome(self._history, actual)

    def _status(self) -> str:
        last = self._history.last
        if last is None:
            return f"{NONE_YET} {self._note}".strip()
        when = local(last.at)
        if last is self._history.first:
            saved = f"Kayıtlı tahminin: {_told(last, self.unit)} ({when})"
        else:
            saved = f"{_guesses(self._history)} ({when})"
        return f"{saved}. {self._note}".strip()

    def __str__(self) -> str:
        rows = [f"  ( ) {option}" for option in self.options] or [f"  ____ {self.unit}".rstrip()]
        return for_console("\n".join([f"Tahmin et: {self.question}", *rows, self._status()]))

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        return live_output({"text/plain": str(self)}, self.view)


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
    anahtar, soru ve zamanla saklanır: çekirdek yeniden başlasa ya da hücre yeniden çalışsa da kaybolmaz. İlk tahmin
    kalır; sonrakiler değişiklik sayılır. Sorunun metni değişirse yeni bir soru sayılır.
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
