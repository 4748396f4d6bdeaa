"""Sayı görevlerinin denetimi: değer, birim ve adlandırılmış hatalar."""

from decimal import Decimal
from math import floor, isfinite, log10
from typing import Any

from lrlab.exercises.checking.reading import as_thousands, read, unit_problem
from lrlab.exercises.feedback import Feedback, next_hint, unattempted
from lrlab.exercises.task import Mutant, NumberTask

LARGE = 100  # yanıtı bundan büyük soruda noktadan sonra üç basamak, binlik de olabilir


def _cut_short(value: float, full: float, places: int = 3) -> bool:
    """Değer, `full`ün en çok `places` ondalığa yuvarlanmışı ya da ondan sonrası atılmışı mı."""
    if not isfinite(value):
        return False
    own = max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent))
    kept = floor(abs(full) * 10**own + 1e-9) / 10**own
    return own <= places and (abs(value - full) <= 0.5 * 10.0**-own + 1e-9 or abs(value) == kept)


def _recognised(task: NumberTask, value: float) -> list[Mutant]:
    """Adlandırılmış hatalardan uyanlar, yakından uzağa: kendisi, yuvarlanmışı ya da üç ondalığa yuvarlanmışı.

    Kendisinden payı on binde beştir (sayısal hesap), yuvarlanmışının binde beş. Doğru yanıta yakın hatalarda, ikisinin
    arasındaki başka yanlışlar o hatanın adını almasın diye pay aralarındaki uzaklığın onda birine iner.
    """

    def fits(mutant: Mutant) -> bool:
        full, gap = mutant.answer, abs(value - mutant.answer)
        most = min(0.1 * abs(full - task.expected), task.near)
        same = gap <= max(min(0.0005 * abs(full), most), 1e-9)
        places = max(3, 2 - floor(log10(abs(full)))) if full else 3  # küçük sayıda üç anlamlı basamak
        short = gap <= min(0.005 * abs(full), most) and _cut_short(value, full, places)
        return same or short or (value == round(full, 3) and gap <= 0.05 * abs(full))

    return sorted(filter(fits, task.mutants), key=lambda mutant: abs(value - mutant.answer))


def _rounded(task: NumberTask, value: float) -> bool:
    """Değer, doğru yanıtın fazla yuvarlanmışı mı; ondan onda birden çok ayrılan ve 1'den küçüğe 1 denmesi değildir."""
    right = task.expected
    if float(right).is_integer() or not value or abs(value - right) > 0.1 * abs(right):
        return False
    return _cut_short(value, right) and not (abs(right) < 1 and value.is_integer())


def _told(task: NumberTask, value: float, unit: str, mutants: list[Mutant]) -> str:
    """Yanlış değere söylenecek cümle; birden çok açıklama uyuyorsa hepsi."""
    rounded = _rounded(task, value)
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
    name = mutants[0].name if len(mutants) == 1 else None
    return report("yanlış", _told(task, value, unit, mutants), name, tür=True, birim=True, değer=False)
