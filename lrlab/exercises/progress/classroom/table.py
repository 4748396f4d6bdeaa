"""Sınıfın CSV tablosu: dosya başına bir satır; yabancı metinler hesap tablosunda formül olamaz."""

import csv
import re
from io import StringIO

from lrlab.exercises.catalog import LESSONS
from lrlab.exercises.progress.classroom.report import Classroom, Row

# Hesap tablolarının formül sayabileceği ilk harfler, tam genişlikteki ikizleriyle; tablo başka bir ayraçla açılırsa
# hücrenin içindeki ayraçtan sonrası da bir başlangıçtır.
FORMULA = re.compile(r"""(^|[,;])(?=[\s"]*[=+\-@|%＝＋－＠])""")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def harmless(text: str) -> str:
    """Formül gibi başlayan metin, başında kesme işaretiyle: hesap tablosu onu metin sayar.

    Satır sonu, sekme ve öbür denetim harfleri boşluk olur.
    """
    return FORMULA.sub(r"\1'", CONTROL.sub(" ", text))


def csv_table(found: Classroom) -> str:
    """Noktalı virgülle ayrılmış tablo (Türkçe Excel böyle açar); görev sütununda 1 tamam, 0 denendi, boş duruyor.

    Numara olduğu gibidir: "0210" ancak sütun metin olarak açılırsa sıfırını korur; metin olduğunu söyleyen bir işaret
    ya formül olurdu (="0210") ya da numarayı başka tablolarla eşleşmez kılardı.
    """
    tasks = [task.name for lesson in LESSONS.values() for task in lesson]
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    lessons = [f"ders {lesson}" for lesson in LESSONS]
    counts = ["yeniden denetim", "tamam", "denendi", "tahmin"]
    writer.writerow(["dosya", "numara", "ad", "durum", "zaman", *counts, *lessons, *tasks])
    for row in found.rows:
        writer.writerow([harmless(cell) for cell in _cells(row, tasks)])
    return out.getvalue()


def _cells(row: Row, tasks: list[str]) -> list[str]:
    one = row.submission
    if one is None:
        return [row.file, "", "", f"okunamadı: {row.note}"]
    done = {task: row.done(task) for task in tasks}
    marks = ["" if done[task] is None else str(int(done[task] or 0)) for task in tasks]
    per = [str(sum(done[task.name] is True for task in lesson)) for lesson in LESSONS.values()]
    counts = [str(list(done.values()).count(state)) for state in (True, False)]
    return [
        row.file, one.number, one.name, row.note or "tamam", one.at, row.again, *counts, str(len(one.guesses)), *per,
        *marks,
    ]  # fmt: skip
