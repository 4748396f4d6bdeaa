"""Denemelerin kaydı: her `check`, sonucu ve yanıtın kaynağıyla bir satır."""

from dataclasses import replace
from typing import Any

from lrlab.exercises.feedback import Feedback
from lrlab.exercises.progress.log import Log
from lrlab.exercises.progress.source import program
from lrlab.terms.system import reason

LOG = "denemeler"


def remember(feedback: Feedback, answer: Any) -> Feedback:
    """Denemeyi kaydeder ve geri bildirimi aynen döndürür; yazılamazsa sonuna bunu söyleyen bir cümle ekler.

    Denenmemiş görev (boş iskelet) kaydedilmez: bir deneme değildir.
    """
    if feedback.status == "denenmedi":
        return feedback
    told = {"task": feedback.task, "status": feedback.status, "mutant": feedback.mutant}
    try:
        Log(LOG).append("check", **told, source=program(answer))
    except (OSError, ValueError) as error:  # ValueError: LRLAB_HOME'un gösterdiği ev klasörü yok
        return replace(feedback, lines=(*feedback.lines, f"Bu deneme ilerlemene yazılamadı: {reason(error)}."))
    return feedback
