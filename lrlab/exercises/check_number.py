"""Sayı görevlerinin denetimi: okunuş, birim, değer ve adlandırılmış hatalar."""

import re
from typing import Any

from lrlab.exercises.compare import to_array
from lrlab.exercises.feedback import next_hint, unattempted
from lrlab.exercises.report import Report
from lrlab.exercises.task import Mutant, NumberTask


def _read(answer: Any) -> tuple[float, str]:
    """Yanıttaki (sayı, birim): 50, 50.0, "50", "50 gün". Sayı değilse nedenini söyleyen `TypeError`."""
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
    match = re.fullmatch(r"\s*([-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?)\s*(.*?)\s*", answer, re.IGNORECASE)
    if not match:
        raise TypeError(f"{answer!r} bir sayı olarak okunamadı; 12.5 gibi, istersen birimiyle yaz.")
    digits = match.group(1).replace("−", "-")
    if "," in digits:
        raise TypeError(f"Ondalık ayırıcı olarak virgül değil nokta kullan: {digits.replace(',', '.')}")
    return float(digits), match.group(2)


def _unit_problem(task: NumberTask, unit: str) -> str | None:
    if not unit or unit.casefold() in [known.casefold() for known in task.units]:
        return None
    wanted = f"beklenen birim: {task.units[0]}" if task.units else "bu yanıtın birimi yok"
    return f"Birim uymuyor: {unit!r} yazdın; {wanted}."


def _recognised(task: NumberTask, value: float) -> Mutant | None:
    """En yakın adlandırılmış hata; yuvarlanarak yazılmış yanlışlar da tanınsın diye binde beş pay bırakılır."""
    near = min(task.mutants, key=lambda mutant: abs(value - mutant.answer))
    return near if abs(value - near.answer) <= max(0.005 * abs(near.answer), 1e-9) else None


def check_number(task: NumberTask, answer: Any) -> Report:
    """Bir sayı görevinin yanıtını denetler."""
    if isinstance(answer, str) and answer.strip() in ("", "...", "…"):
        return unattempted(task, "Yanıt boş duruyor.")
    unit = f" {task.units[0]}" if task.units else ""
    tolerance = f"±{task.tolerance:g}{unit}"

    def report(status: str, line: str, mutant: str | None = None, **checks: bool | None) -> Report:
        if not task.units and checks["birim"] is not False:
            del checks["birim"]  # birimsiz yanıtta denetlenecek birim yok
        lines = (line,) if status == "doğru" else (line, next_hint(task))
        return Report(task.name, task.title, status, lines, checks, tolerance, mutant)

    try:
        value, written = _read(answer)
    except TypeError as error:
        return report("yanlış", str(error), tür=False, birim=None, değer=None)
    if fault := _unit_problem(task, written):
        return report("yanlış", fault, tür=True, birim=False, değer=None)
    if abs(value - task.expected) <= task.tolerance:
        return report("doğru", f"{value:g}{unit}: doğru. Eline sağlık!", tür=True, birim=True, değer=True)
    mutant = _recognised(task, value)
    told = mutant.message if mutant else f"{value:g}{unit} değil; bilinen bir hataya da benzemiyor."
    return report("yanlış", told, mutant.name if mutant else None, tür=True, birim=True, değer=False)
