"""Tahminler ve alıştırmalar sayfada: defterin hücresinden HTML'e, sayı görevinden denetimin tablosuna.

Tarayıcıdaki yarısı `page/` içindedir: `exercises.js` her şeyi bağlar, `guesses.js` tahminleri, `judge.js` sayıları,
`memory.js` saklamayı, `progress.js` ilerlemeyi bilir. JavaScript kapalıyken soru, seçenekler, ipuçları ve (isteyene)
sonuç okunur.
"""

import ast
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from html.parser import HTMLParser
from math import isfinite
from typing import Any

from lrlab.exercises.catalog import find
from lrlab.exercises.checking.reading import SYNONYMS, asked_words
from lrlab.exercises.predict import NONE_YET
from lrlab.exercises.task import NumberTask, Task

COLAB = "{colab}"  # kod alıştırmasında dersin Colab adresinin yeri; `with_colab` doldurur
CALLS = {"guess": "tahmin", "outcome": "sonuc", "exercise": "check"}
NO_SCRIPT = "<noscript><p>Bu sayfada JavaScript kapalı: yanıtın burada saklanmaz, denetlenmez.</p></noscript>"
_LINKED = f'<a class="lrlab-colab" href="{COLAB}">dersi Colab\'da aç</a>'
_UNLINKED = "dersi Colab'da aç (bu kopyada Colab'ın adresi yok)"
_ACTUAL = "Gerçekte: "


def kind_of(source: str) -> str | None:
    """Kod hücresinin sayfadaki karşılığı: "guess", "outcome", "exercise" ya da (hiçbiri değilse) None."""
    return next((kind for kind, name in CALLS.items() if _calls(source, name)), None)


def _calls(source: str, name: str) -> list[ast.Call]:
    """Hücredeki `name(...)` ve `….name(...)` çağrıları; hücre Python değilse (%pip) hiçbiri."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if name in (getattr(call.func, "id", None), getattr(call.func, "attr", None))]


def _only_call(source: str, name: str) -> ast.Call:
    calls = _calls(source, name)
    if len(calls) != 1:
        raise _unread(name, f"içinde tek bir {name}(...) olmalı, {len(calls)} tane var", source)
    return calls[0]


def _unread(name: str, why: str, source: str) -> ValueError:
    return ValueError(f"{name}(...) hücresi okunamadı: {why}. Hücre:\n{source}")


# --- tahmin ve sonucu ---


@dataclass(frozen=True)
class Outcome:
    """Bir sonuç hücresinin kayıtlı çıktısı: soru, olan ve (varsa) açıklama."""

    question: str
    actual: str
    note: str


class _Parts(HTMLParser):
    """Sonucun çıktısının parçaları: b soru; details içinde span olan, p açıklama."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        inner = self.open[-1] if self.open else ""
        if inner == "b" or (inner in ("span", "p") and "details" in self.open):
            self.found[inner] = self.found.get(inner, "") + data


def _outcome(source: str, html: str) -> Outcome:
    parts = _Parts()
    parts.feed(html)
    parts.close()
    question, told = parts.found.get("b"), parts.found.get("span", "")
    if question is None or not told.startswith(_ACTUAL):
        raise _unread("sonuc", "kayıtlı çıktısı tahmin edilmemiş, kapalı bir sonuç değil; defteri yeniden üret", source)
    return Outcome(question, told.removeprefix(_ACTUAL), parts.found.get("p", ""))


def guess_key(source: str) -> str:
    """Tahmin hücresindeki sorunun anahtarı ("03-1")."""
    return str(_literals(source)["key"])


def _literals(source: str) -> dict[str, Any]:
    """`tahmin` çağrısının argümanları; sorusu f"…" ise onun ağacı."""
    call = _only_call(source, "tahmin")
    nodes: dict[Any, ast.expr] = dict(zip(("question", "options"), call.args, strict=False))
    nodes |= {word.arg: word.value for word in call.keywords}
    try:
        read = {
            name: node if isinstance(node, ast.JoinedStr) and name == "question" else ast.literal_eval(node)
            for name, node in nodes.items()
        }
    except ValueError as error:
        raise _unread("tahmin", "argümanları olduğu gibi yazılmış değerler olmalı", source) from error
    if not isinstance(read.get("key"), str) or "question" not in read:
        raise _unread("tahmin", "bir sorusu ve bir `key`i olmalı", source)
    return {"options": None, "unit": ""} | read


def _question(asked: Any, known: Outcome | None, source: str) -> str:
    """Sorunun metni; içinde değişken varsa (f"…") kayıtlı sonucunda yazdığı hali."""
    if isinstance(asked, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else None for part in asked.values)
        pattern = "".join(".+" if part is None else re.escape(str(part)) for part in parts)
        if known and re.fullmatch(pattern, known.question):
            return known.question
        raise _unread("tahmin", "sorusunda değişken var; metni kayıtlı sonucundan alınır, orada bu soru yok", source)
    if known and known.question != asked:
        raise _unread("tahmin", f"kayıtlı sonuç başka bir sorunun: {known.question!r}", source)
    return str(asked)


def _variable(source: str) -> str:
    """`t1 = tahmin(...)` hücresindeki değişken."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="tahmin"))):
                return name
    raise _unread("tahmin", "bir değişkene verilmeli: t1 = tahmin(...)", source)


def guess_block(source: str, outcome: str | None) -> str:
    """Tahmin hücresinin sayfadaki hali. `outcome`: sonucunun (`sonuc`) kayıtlı HTML çıktısı; sonucu yoksa None.

    Argümanları okunamayan, sonucu başka bir sorunun olan ya da seçeneklerinin dışında kalan hücre `ValueError` verir.
    """
    asked = _literals(source)
    known = _outcome(source, outcome) if outcome else None
    question, options = _question(asked["question"], known, source), asked["options"]
    if known and options and known.actual not in options:
        raise _unread("tahmin", f"kayıtlı sonuç seçeneklerden biri değil: {known.actual!r}", source)
    name = f"tahmin-{asked['key']}"
    if options:
        fields = "".join(_option(name, option) for option in options)
    else:
        field = f'<input type="text" inputmode="decimal" autocomplete="off" name="{_attribute(name)}">'
        fields = f'<label class="lrlab-field">Tahminin {field} {escape(asked["unit"])}</label>'
    marks = _marks(lrlab_guess=_variable(source), key=asked["key"], question=question, unit=asked["unit"])
    return (
        f'<form class="lrlab-question lrlab-guess" {marks}><fieldset>'
        f"<legend><b>Tahmin et:</b> {escape(question.strip())}</legend>{fields}"
        f'</fieldset><button type="submit" class="lrlab-button" hidden>Tahminimi kaydet</button>'
        f'<p class="lrlab-said" role="status"></p>{NO_SCRIPT}</form>'
    )


def _option(name: str, option: str) -> str:
    field = f'<input type="radio" name="{_attribute(name)}" value="{_attribute(option)}">'
    return f'<label class="lrlab-option">{field} {escape(option)}</label>'


def outcome_block(source: str, html: str) -> str:
    """Sonuç hücresinin sayfadaki hali: tahmin kaydedilince (ya da isteyince) açılır. `html`: kayıtlı çıktısı."""
    call = _only_call(source, "sonuc")
    if not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)):
        raise _unread("sonuc", "tahminin değişkeniyle çağrılmalı: t1.sonuc(...)", source)
    known = _outcome(source, html)
    marks = _marks(lrlab_outcome=call.func.value.id, question=known.question, actual=known.actual)
    note = f"<p>{escape(known.note)}</p>" if known.note else ""
    return (
        f'<div class="lrlab-question lrlab-outcome" {marks}><p><b>{escape(known.question.strip())}</b></p>'
        f'<p class="lrlab-said">{NONE_YET} Kaydedince sonuç burada, tahmininin yanında durur.</p>'
        f"<details><summary>Göster (tahmin etmeden)</summary>"
        f'<p class="lrlab-actual">{_ACTUAL}{escape(known.actual)}</p>{note}</details></div>'
    )


# --- alıştırma ---


def task_of(source: str) -> Task:
    """`check("ad", …)` hücresinin görevi."""
    call = _only_call(source, "check")
    try:
        return find(ast.literal_eval(call.args[0]))
    except (IndexError, ValueError, TypeError) as error:
        raise _unread("check", 'ilk argümanı bir görev adı olmalı: check("ewa", …)', source) from error


def number_table(task: NumberTask) -> dict[str, Any]:
    """Sayı görevinin, sayfada aynı biçimde denetlenmesine yeten tablosu (ipuçları ayrıca sayfadadır)."""
    return {
        "name": task.name,
        "title": task.title,
        "question": task.question,
        "expected": task.expected,
        "tolerance": task.tolerance,
        "units": list(task.units),
        "near": task.near if isfinite(task.near) else None,
        "mutants": [asdict(mutant) for mutant in task.mutants],
        "asked": asked_words(task),
        "synonyms": SYNONYMS,
    }


def exercise_block(task_name: str) -> str:
    """Bir görevin sayfadaki hali: sayı görevi sayfada denetlenir, kod görevi Colab'a ve JupyterLab'e yollanır.

    Kod görevinde dersin Colab adresinin yeri `COLAB` diye durur; `with_colab` doldurur.
    """
    task = find(task_name)
    title = f'<p class="lrlab-title"><b>{escape(task.title)}</b></p>'
    if isinstance(task, NumberTask):
        return _number_form(task, title)
    where = (
        f"Yazacağın fonksiyon: <code>{escape(task.signature)}</code>. Kod bu sayfada çalışmaz: {_LINKED} ya da "
        f'JupyterLab\'de yaz; yanıtını orada <code>check("{task.name}", fonksiyonun)</code> denetler.'
    )
    marks = _marks(lrlab_task=task.name)
    return (
        f'<div class="lrlab-question lrlab-exercise" {marks}>{title}<p>{_prose(task.question)}</p>'
        f'<p class="lrlab-where">{where}</p>{_hints(task)}</div>'
    )


def _number_form(task: NumberTask, title: str) -> str:
    name = f"yanit-{task.name}"
    # Beklenen değer sayfanın kaynağında gözün önünde durmasın; saklı değildir.
    table = b64encode(json.dumps(number_table(task), ensure_ascii=False, allow_nan=False).encode()).decode()
    field = f'<input type="text" id="{name}" name="{name}" autocomplete="off" autocapitalize="off" spellcheck="false">'
    unit = f' <span class="lrlab-unit">{escape(task.units[0])}</span>' if task.units else ""
    return (
        f'<form class="lrlab-question lrlab-exercise" {_marks(lrlab_task=task.name, table=table)}>{title}'
        f'<label for="{name}">{_prose(task.question)}</label>'
        f'<p class="lrlab-field">{field}{unit} <button type="submit" class="lrlab-button" hidden>Denetle</button></p>'
        f'<div class="lrlab-said" role="status"></div>{_hints(task)}{NO_SCRIPT}</form>'
    )


def _hints(task: Task) -> str:
    """İpuçları iç içe: sıradaki, ancak bir önceki açılınca görünür."""
    inner = "<p>Bu son ipucuydu; çözüm alıştırmanın altındaki katlanmış bölümdedir.</p>"
    for level in range(len(task.hints), 0, -1):
        told = f"<p>{_prose(task.hints[level - 1])}</p>{inner}"
        inner = f'<details class="lrlab-hint"><summary>İpucu {level}/{len(task.hints)}</summary>{told}</details>'
    return inner


def with_colab(html: str, address: str | None) -> str:
    """Kod alıştırmalarının bağlantılarına dersin Colab adresini koyar; adres yoksa bağlantı yerine bunu söyler."""
    return html.replace(_LINKED, _LINKED.replace(COLAB, _attribute(address)) if address else _UNLINKED)


def _prose(text: str) -> str:
    """Görevin cümlesi: `ad` yazılışındaki kod, kod olarak."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def _attribute(text: str) -> str:
    return escape(text, quote=True)


def _marks(**values: str) -> str:
    """data- özellikleri: lrlab_task="ewa" -> data-lrlab-task="ewa"."""
    return " ".join(f'data-{name.replace("_", "-")}="{_attribute(value)}"' for name, value in values.items())


# --- ilerleme ---


@dataclass(frozen=True)
class LessonQuestions:
    """Bir dersin ilerleme tablosundaki satırı: tahminlerinin anahtarları ve sayı görevlerinin adları."""

    title: str
    href: str
    guesses: tuple[str, ...]
    tasks: tuple[str, ...]


def lesson_questions(title: str, href: str, sources: Iterable[str]) -> LessonQuestions:
    """Dersin satırı, kod hücrelerinden; `href` sayfasının adresidir."""
    cells = [(kind_of(source), source) for source in sources]
    tasks = (task_of(source) for kind, source in cells if kind == "exercise")
    return LessonQuestions(
        title,
        href,
        tuple(guess_key(source) for kind, source in cells if kind == "guess"),
        tuple(task.name for task in tasks if isinstance(task, NumberTask)),
    )


def progress_block(lessons: Sequence[LessonQuestions]) -> str:
    """Okurun, tarayıcısında saklanan ilerlemesi: ders ders tahminler ve çözülen sayı alıştırmaları."""
    table = json.dumps([asdict(lesson) for lesson in lessons], ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<div class="lrlab-question lrlab-progress"><noscript><p>İlerleme JavaScript ister.</p></noscript>'
        f'<script type="application/json">{table}</script></div>'
    )
