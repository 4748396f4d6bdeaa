"""Sayı görevlerinin denetimi: okunuş, birim, değer ve adlandırılmış hatalar."""

import re
import unicodedata
from typing import Any

from lrlab.exercises.checking.compare import to_array
from lrlab.exercises.feedback import Feedback, next_hint, unattempted
from lrlab.exercises.task import Mutant, NumberTask

_PLAIN = r"(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?"
ANSWER = re.compile(rf"(%?)\s*([-+−]?{_PLAIN})(?:\s*/\s*({_PLAIN}))?\s*(.*)", re.IGNORECASE)


def _read(answer: Any) -> tuple[float, str]:
    """Yanıttaki (sayı, birim): 50, 50.0, "50 gün", "19/20". Sayı değilse nedenini söyleyen `TypeError`."""
    if callable(answer) and not hasattr(answer, "__array__"):
        raise TypeError("Bu görev bir sayı istiyor, fonksiyon geldi; fonksiyonunu çağırıp sonucunu ver.")
    if not isinstance(answer, str):
        try:
            array = to_array(answer)
        except TypeError as error:
            raise TypeError(f"Bu görev bir sayı istiyor: {error}.") from error
        if array.ndim:
            raise TypeError(f"Tek sayı bekleniyordu, {array.size} öğeli dizi geldi.")
        return float(array), ""
    match = ANSWER.fullmatch(answer.strip())
    if not match:
        raise TypeError(f"{answer!r} bir sayı olarak okunamadı; 12.5 gibi, istersen birimiyle yaz.")
    percent, top, bottom, unit = match.groups()
    digits = top.replace("−", "-") + (f"/{bottom}" if bottom else "")
    if "," in digits:
        raise TypeError(f"Ondalık ayırıcı olarak virgül değil nokta kullan: {digits.replace(',', '.')}")
    top, _, bottom = digits.partition("/")
    if bottom and float(bottom) == 0:
        raise TypeError(f"{digits} hesaplanamaz: payda 0.")
    return float(top) / float(bottom or 1), percent or unit


def _folded(unit: str) -> str:
    """Birimin harf boyundan, noktalı/noktasız i'den ve kodlanışından bağımsız hâli: "GÜN" = "gün", "ºC" = "°C"."""
    letters = unicodedata.normalize("NFKD", unit.replace("º", "°"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.lower().replace("ı", "i").rstrip(". ")


def _unit_problem(task: NumberTask, unit: str) -> str | None:
    if not _folded(unit) or _folded(unit) in [_folded(known) for known in task.units]:
        return None
    if unit == "%" and not task.units:
        return "Yüzde değil, sayının kendisi isteniyor: yüzde 25 yerine 0.25 gibi."
    wanted = f"beklenen birim: {task.units[0]}" if task.units else "bu yanıtın birimi yok"
    return f"Birim uymuyor: {unit!r} yazdın; {wanted}."


def _recognised(task: NumberTask, value: float) -> Mutant | None:
    """En yakın adlandırılmış hata: üç ondalığa yuvarlanmışı ya da ondan ayırt edilmeyecek kadar yakını.

    Pay hatanın binde beşidir; doğru yanıta yakın hatalarda, ikisinin arasındaki başka yanlışlar o hatanın adını
    almasın diye aralarındaki uzaklığın onda birine iner.
    """
    mutant = min(task.mutants, key=lambda mutant: abs(value - mutant.answer))
    slack = min(0.005 * abs(mutant.answer), 0.1 * abs(mutant.answer - task.expected), task.near)
    close = abs(value - mutant.answer) <= max(slack, 1e-9)
    return mutant if close or value == round(mutant.answer, 3) else None


def _unnamed(task: NumberTask, value: float, unit: str) -> str:
    """Adlandırılmış bir hata olmayan yanlış değere söylenecek cümle."""
    if value and value in (round(task.expected, 1), round(task.expected, 2)):
        return f"{value:g}{unit} fazla yuvarlanmış: daha çok ondalıkla yaz."
    return f"{value:g}{unit} değil; bilinen bir hataya da benzemiyor."


def check_number(task: NumberTask, answer: Any) -> Feedback:
    """Bir sayı görevinin yanıtını denetler."""
    if isinstance(answer, str) and answer.strip() in ("", "...", "…"):
        return unattempted(task, "Yanıt boş duruyor.")
    unit = f" {task.units[0]}" if task.units else ""
    tolerance = f"±{task.tolerance:g}{unit}"

    def report(status: str, line: str, mutant: str | None = None, **checks: bool | None) -> Feedback:
        if not task.units and checks["birim"] is not False:
            del checks["birim"]  # birimsiz yanıtta denetlenecek birim yok
        lines = (line,) if status == "doğru" else (line, next_hint(task))
        return Feedback(task.name, task.title, status, lines, checks, tolerance, mutant)

    try:
        value, written = _read(answer)
    except TypeError as error:
        return report("yanlış", str(error), tür=False, birim=None, değer=None)
    if fault := _unit_problem(task, written):
        return report("yanlış", fault, tür=True, birim=False, değer=None)
    if abs(value - task.expected) <= task.tolerance:
        return report("doğru", f"{value:g}{unit}: doğru. Eline sağlık!", tür=True, birim=True, değer=True)
    mutant = _recognised(task, value)
    told = mutant.message if mutant else _unnamed(task, value, unit)
    return report("yanlış", told, mutant.name if mutant else None, tür=True, birim=True, değer=False)
