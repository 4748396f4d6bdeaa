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


def failed(task: Task, *lines: str) -> Report:
    """Denetlenemeyen (çağrılamayan, hata veren) yanıtın raporu."""
    return Report(task.name, task.title, "hata", (*lines, next_hint(task)), {}, "")
