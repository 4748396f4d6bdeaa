"""Sayı yanıtının okunuşu: sayı, kesir, küçük bir hesap ("1-1/20") ve soruda geçen bir birim ("13 kat", "693. adım")."""

import ast
import operator
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from lrlab.exercises.checking.compare import to_array
from lrlab.exercises.task import NumberTask

LONGEST = 200  # harf: bundan uzun bir hesap okunmaz
_NUMBER = r"(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?"
_SUM = rf"[-+−(\s]*{_NUMBER}[)\s]*(?:(?:\*\*|[-+−*/·×÷^])[-+−(\s]*{_NUMBER}[)\s]*)*"
ANSWER = re.compile(rf"(%?)\s*({_SUM})(.*)", re.IGNORECASE | re.DOTALL)
THOUSANDS = re.compile(r"([1-9]\d{0,2})([., ])(\d{3}(?:\2\d{3})*)")
RAISED, LOWERED = re.compile(r"(?<=[\d)])⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+"), str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
ROOT = re.compile(rf"√\s*({_NUMBER})")
LEFT = re.compile(r"^\s*(?:(?:[^\W\d][\w*]{0,12}\s*)?=|[≈~])\s*")  # "w = 3", "= 3", "≈ 3"
OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: pow,
}  # fmt: skip
# Soruda geçen sözün yerine yazılabilecekler (katlanmış hâlleriyle).
COUNTERS = ("tane", "adet")
SYNONYMS = {
    "alfa": "α",
    "alpha": "α",
    "x": "kat",
    "kere": "kat",
    "kez": "kat",
    "adim": "t",
    "step": "adim",
    "epoch": "donem",
}


def read(answer: Any) -> tuple[float, str]:
    """Yanıttaki (sayı, birim): 50, 50.0, "50 gün", "19/20", "1-1/20". Okunamıyorsa nedenini söyleyen `TypeError`."""
    if callable(answer) and not hasattr(answer, "__array__"):
        raise TypeError("Bu görev bir sayı istiyor, fonksiyon geldi; fonksiyonunu çağırıp sonucunu ver.")
    if isinstance(answer, str):
        return _read_text(answer)
    if type(answer) is tuple and len(answer) == 2 and all(type(part) is int for part in answer):
        whole, rest = answer
        raise TypeError(
            f"Python'da {whole},{rest} bir sayı değil iki sayıdır; ondalık ayırıcı noktadır: {whole}.{rest}"
        )
    try:
        array = to_array(answer)
    except TypeError as error:
        raise TypeError(f"Bu görev bir sayı istiyor: {error}.") from error
    if array.ndim:
        raise TypeError(f"Tek sayı bekleniyordu, {array.size} öğeli dizi geldi.")
    return float(array), ""


def _read_text(answer: str) -> tuple[float, str]:
    text = _plain(answer)
    match = ANSWER.fullmatch(text)
    if not match or len(text) > LONGEST or re.match(r"[-+−*/·×÷^]+\d", match[3].strip()):
        raise TypeError(f"{answer!r} bir sayı olarak okunamadı; 12.5 gibi, istersen birimiyle yaz.")
    percent, written, unit = match.groups()
    if thousand := THOUSANDS.match(text):
        grouped = re.sub(r"\D", "", thousand[0])
        if thousand[2] == " " or thousand[0].count(thousand[2]) > 1:
            raise TypeError(f"{thousand[0]}: binleri ayırmadan yaz: {grouped}")
        if thousand[2] == ",":
            raise TypeError(f"{thousand[0]}: ondalıksa {thousand[1]}.{thousand[3]}, binse {grouped} yaz.")
    written = written.strip()
    if "," in written:
        raise TypeError(f"Ondalık ayırıcı olarak virgül değil nokta kullan: {written.replace(',', '.')}")
    return _computed(written), percent or unit.strip()


def _plain(answer: str) -> str:
    """Öndeki "w =", "≈" atılmış, √ ve üsler Python'un yazılışıyla: √10 -> (10)**0.5, 10⁻⁵ -> 10**(-5)."""
    text = re.sub(r"(?<=\d)_(?=\d)", "", LEFT.sub("", answer.strip()))
    text = RAISED.sub(lambda found: f"**({found[0].translate(LOWERED)})", text)
    return ROOT.sub(r"(\1)**0.5", text)


def _computed(written: str) -> float:
    for sign, plain in (("−", "-"), ("·", "*"), ("×", "*"), ("÷", "/"), ("^", "**")):
        written = written.replace(sign, plain)
    try:
        return float(written)
    except ValueError:
        pass
    try:
        return _value(ast.parse(written, mode="eval").body)
    except ZeroDivisionError as error:
        raise TypeError(f"{written} hesaplanamaz: payda 0.") from error
    except (SyntaxError, MemoryError, RecursionError) as error:
        raise TypeError(f"{written!r} bir hesap olarak okunamadı; ayraçlarına bak.") from error
    except OverflowError as error:
        raise TypeError(f"{written} hesaplanamaz: çok büyük.") from error


def _value(node: ast.expr) -> float:
    """Yalnızca sayılar, + - * / ** ve ayraç; float'la hesaplandığından büyüyemez."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]  # türü yukarıda bakıldı
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd | ast.USub):
        value = _value(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        result = OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
        if isinstance(result, complex):
            raise TypeError(f"{ast.unparse(node)} hesaplanamaz: negatif sayının kesirli kuvveti.")
        return result
    raise TypeError(f"{ast.unparse(node)!r} okunamadı: yalnızca sayılar, + - * / ** ve ayraç.")


def as_thousands(answer: Any) -> str | None:
    """ "1.000" ya da "6.001" gibi, noktası bin de ondalık da olabilecek bir yazılışın binlik okunuşu; değilse None."""
    match = THOUSANDS.match(answer.strip()) if isinstance(answer, str) else None
    ends = match and not re.match(r"[\d.,]", answer.strip()[match.end() :])
    return match[1] + match[3] if match and ends and match[2] == "." else None


def _folded(unit: str) -> str:
    """Birimin harf boyundan, noktalı/noktasız i'den ve kodlanışından bağımsız hâli: "GÜN" = "gün", "ºC" = "°C"."""
    letters = unicodedata.normalize("NFKD", unit.replace("º", "°"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.lower().replace("ı", "i").strip(". ")


def asked_words(task: NumberTask) -> list[str]:
    """Sorunun "kaç" ve "hangi"den sonra andığı sözler (kaç α'dır, kaç katı, hangi dönemde) ve her soruda geçenler."""
    text = f"{task.title} {task.question}".replace("kaçıncı", "kaç")
    found = re.findall(r"\b(?:[Kk]aç|[Hh]angi)\s+([\wα-ω]+)(?:['’]\w+)?(?:\s+([\wα-ω]+))?", text)
    return [*(_folded(word) for pair in found for word in pair if word), *COUNTERS]


def _in_question(task: NumberTask, unit: str) -> bool:
    known = asked_words(task)

    def asks(word: str) -> bool:
        meant = {word, SYNONYMS.get(word, word)}
        return any(asked == one or (len(one) >= 3 and asked.startswith(one)) for one in meant for asked in known)

    return all(asks(word) for word in _folded(unit).split())


def _says(unit: str, known: str) -> bool:
    """Yazılan birim bilinen mi; ekiyle de olur: "50 gündür"."""
    written, wanted = _folded(unit), _folded(known)
    return written == wanted or (len(wanted) >= 3 and written.startswith(wanted))


def unit_problem(task: NumberTask, unit: str) -> str | None:
    """Yanıttaki birim beklenen değilse nedeni; birimsiz yanıtta, sorunun kendi andığı söz de geçer."""
    if not _folded(unit) or any(_says(unit, known) for known in task.units) or _in_question(task, unit):
        return None
    if unit == "%" and not task.units:
        return "Yüzde değil, sayının kendisi isteniyor: yüzde 25 yerine 0.25 gibi."
    wanted = f"beklenen birim: {task.units[0]}" if task.units else "bu yanıtın birimi yok"
    return f"Birim uymuyor: {unit!r} yazdın; {wanted}."
