"""`lrlab class`: klasördeki teslimlerin tablosunu ve sayfasını yanlarına yazar."""

import os
import secrets
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
    _write(folder / TABLE, csv_table(found).encode("utf-8-sig", "backslashreplace"))
    _write(folder / SITE, html_page(found).encode("utf-8", "backslashreplace"))
    broken = [row for row in found.rows if row.submission is None]
    told = f"{len(found.people)} kişi, {len(found.rows)} dosya; okunamayan {len(broken)}."
    return [told, *(f"  {row.file}: {row.note}" for row in broken), f"{folder / TABLE}", f"{folder / SITE}"]


def _write(path: Path, data: bytes) -> None:
    """Yeni bir dosya olarak yazar, sonra yerine koyar: aynı adlı bir bağlantının gösterdiği dosyaya dokunulmaz."""
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:  # tempfile'ınki değil: izinler, herhangi bir dosyadaki gibi umask'ındır
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
