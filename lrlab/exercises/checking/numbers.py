"""Sayı görevlerinin denetimi: değer, birim ve adlandırılmış hatalar."""

from decimal import Decimal
from math import floor, isfinite
from typing import Any

from lrlab.exercises.checking.reading import as_thousands, read, unit_problem
from lrlab.exercises.feedback import Feedback, next_hint, unattempted
from lrlab.exercises.task import Mutant, NumberTask

LARGE = 100  # yanıtı bundan büyük soruda noktadan sonra üç basamak, binlik de olabilir


def _recognised(task: NumberTask, value: float) -> list[Mutant]:
    """Adlandırılmış hatalardan uyanlar, yakından uzağa: üç ondalığa yuvarlanmışı ya da ondan ayırt edilmeyeni.

    Pay hatanın binde beşidir; doğru yanıta yakın hatalarda, ikisinin arasındaki başka yanlışlar o hatanın adını
    almasın diye aralarındaki uzaklığın onda birine iner.
    """

    def fits(mutant: Mutant) -> bool:
        slack = min(0.005 * abs(mutant.answer), 0.1 * abs(mutant.answer - task.expected), task.near)
        return abs(value - mutant.answer) <= max(slack, 1e-9) or value == round(mutant.answer, 3)

    return sorted(filter(fits, task.mutants), key=lambda mutant: abs(value - mutant.answer))


def _rounded(task: NumberTask, value: float) -> bool:
    """Değer, doğru yanıtın fazla yuvarlanmışı (ya da fazlası atılmışı) mı; ondan onda birden çok ayrılan değildir."""
    if not value or not isfinite(value) or abs(value - task.expected) > 0.1 * abs(task.expected):
        return False
    places = -int(Decimal(repr(value)).normalize().as_tuple().exponent)
    if not (0 if abs(task.expected) >= 1 else 1) <= places <= 3:
        return False
    cut = floor(abs(task.expected) * 10**places) / 10**places
    return abs(value - task.expected) <= 0.5 * 10.0**-places + 1e-9 or abs(value) == cut


def _told(task: NumberTask, value: float, unit: str, mutants: list[Mutant]) -> str:
    """Yanlış değere söylenecek cümle; birden çok açıklama uyuyorsa hepsi."""
    whole = float(task.expected).is_integer()
    rounded = not whole and _rounded(task, value)
    if rounded and not mutants:
        return f"{value:g}{unit} fazla yuvarlanmış: daha çok ondalıkla yaz."
    if not mutants:
        return f"{value:g}{unit} değil; bilinen bir hataya da benzemiyor."
    said = " Şu da olabilir: ".join(mutant.message for mutant in mutants)
    return f"{said} (Sonucunu yuvarladıysan önce daha çok ondalıkla yaz.)" if rounded else said


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
        value, written = read(answer)
    except TypeError as error:
        return report("yanlış", str(error), tür=False, birim=None, değer=None)
    if fault := unit_problem(task, written):
        return report("yanlış", fault, tür=True, birim=False, değer=None)
    if abs(value - task.expected) <= task.tolerance:
        return report("doğru", f"{value:g}{unit}: doğru. Eline sağlık!", tür=True, birim=True, değer=True)
    thousands = as_thousands(answer)
    if thousands and (value.is_integer() or task.expected >= LARGE):
        line = f"{answer.strip()} hangi sayı? Python'da nokta ondalık ayırıcıdır. Bin demek istiyorsan {thousands} yaz."
        return report("yanlış", line, tür=True, birim=True, değer=False)
    mutants = _recognised(task, value)
    name = mutants[0].name if mutants else None
    return report("yanlış", _told(task, value, unit, mutants), name, tür=True, birim=True, değer=False)
