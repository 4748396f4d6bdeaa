"""Bir görevin denenmemiş ya da çalışmamış yanıtı için raporlar."""

from lrlab.exercises.report import Report
from lrlab.exercises.task import Task


def next_hint(task: Task) -> str:
    """Geri bildirimin sonuna yazılan, ipucuna götüren cümle."""
    return f'Takıldıysan: hint("{task.name}")'


def unattempted(task: Task, why: str) -> Report:
    """Denenmemiş yanıtın raporu; soruyu hatırlatır."""
    lines = (f"{why} Henüz denemedin, bu yanlış sayılmaz: {task.question}", next_hint(task))
    return Report(task.name, task.title, "denenmedi", lines, {}, "")


def returned_nothing(task: Task) -> Report:
    """None döndüren fonksiyonun raporu: henüz yazılmamış olabilir, `return` unutulmuş da olabilir."""
    line = (
        "Fonksiyonun bir şey döndürmedi. Henüz yazmadıysan bu yanlış sayılmaz; yazdıysan `return` eksik: "
        f"print yalnızca ekrana yazar, değeri vermez. Soru: {task.question}"
    )
    return Report(task.name, task.title, "denenmedi", (line, next_hint(task)), {}, "")


def failed(task: Task, *lines: str) -> Report:
    """Denetlenemeyen (çağrılamayan, hata veren) yanıtın raporu."""
    return Report(task.name, task.title, "hata", (*lines, next_hint(task)), {}, "")
