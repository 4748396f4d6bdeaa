"""`lrlab class`: klasördeki teslimlerin tablosunu ve sayfasını yanlarına yazar."""

from pathlib import Path

from lrlab.exercises.progress.classroom.page import html_page
from lrlab.exercises.progress.classroom.report import checked_again, classroom
from lrlab.exercises.progress.classroom.table import csv_table

TABLE, SITE = "sinif.csv", "sinif.html"


def write_class(folder: Path, again: bool) -> list[str]:
    """`folder`a sinif.csv ile sinif.html'i yazar; söylenecek cümleleri döndürür. Yazılamazsa `OSError`.

    again: yanıtların kaynağı ayrı süreçlerde yeniden denetlensin mi.
    """
    found = classroom(folder, checked_again if again else None)
    # Sıra işareti (BOM): Excel Türkçe harfleri onsuz başka kod sayfasıyla okur.
    (folder / TABLE).write_text(csv_table(found), "utf-8-sig", newline="")
    (folder / SITE).write_text(html_page(found), "utf-8")
    broken = [row for row in found.rows if row.submission is None]
    told = f"{len(found.people)} kişi, {len(found.rows)} dosya; okunamayan {len(broken)}."
    return [told, *(f"  {row.file}: {row.note}" for row in broken), f"{folder / TABLE}", f"{folder / SITE}"]
