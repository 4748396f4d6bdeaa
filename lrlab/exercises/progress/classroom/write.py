"""`lrlab class`: klasördeki teslimlerin tablosunu ve sayfasını yanlarına yazar."""

import os
import tempfile
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
    _write(folder / TABLE, csv_table(found).encode("utf-8-sig"))
    _write(folder / SITE, html_page(found).encode("utf-8"))
    broken = [row for row in found.rows if row.submission is None]
    told = f"{len(found.people)} kişi, {len(found.rows)} dosya; okunamayan {len(broken)}."
    return [told, *(f"  {row.file}: {row.note}" for row in broken), f"{folder / TABLE}", f"{folder / SITE}"]


def _write(path: Path, data: bytes) -> None:
    """Yeni bir dosya olarak yazar, sonra yerine koyar: aynı adlı bir bağlantının gösterdiği dosyaya dokunulmaz."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
