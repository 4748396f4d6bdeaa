"""`lrlab class`: klasördeki teslimlerin tablosunu ve sayfasını yanlarına yazar."""

import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from lrlab.exercises.progress.classroom.page import html_page
from lrlab.exercises.progress.classroom.report import checked_again, classroom
from lrlab.exercises.progress.classroom.schema import Submission
from lrlab.exercises.progress.classroom.table import csv_table

TABLE, SITE = "sinif.csv", "sinif.html"
SAFE = re.compile(r"[1-9]\d{0,14}")  # hesap tablosunun sayı sanıp da değiştirmediği numaralar
AS_TEXT = (
    "Hesap tablosu numaraları bozmasın (0210, 12e5, 1-2): sinif.csv'yi içe aktarırken `numara` sütununu metin seç."
)
MOST_NAMES = 3


def write_class(folder: Path, again: bool, say: Callable[[str], None]) -> list[str]:
    """`folder`a sinif.csv ile sinif.html'i yazar; söylenecek cümleleri döndürür. Yazılamazsa `OSError`.

    again: yanıtların kaynağı ayrı süreçlerde yeniden denetlensin mi. say: o sürerken her teslimin sonucuyla çağrılır.
    """

    def checked(one: Submission) -> str:
        told = checked_again(one)
        say(f"  {one.number} {one.name}: {told}")
        return told

    found = classroom(folder, checked if again else None)
    # Sıra işareti (BOM): Excel Türkçe harfleri onsuz başka kod sayfasıyla okur.
    _write(folder / TABLE, csv_table(found).encode("utf-8-sig", "backslashreplace"))
    _write(folder / SITE, html_page(found).encode("utf-8", "backslashreplace"))
    broken = [row for row in found.rows if row.submission is None]
    told = f"{len(found.people)} kişi, {len(found.rows)} dosya; okunamayan {len(broken)}."
    told_too = [f"  {row.file}: {row.note}" for row in broken]
    if others := [name for name in found.skipped if name not in (TABLE, SITE)]:
        names = ", ".join(others[:MOST_NAMES]) + (", …" if len(others) > MOST_NAMES else "")
        told_too.append(f"{len(others)} dosya .json değil, atlandı: {names}")
    if not all(SAFE.fullmatch(one.number) for one in found.people):
        told_too.append(AS_TEXT)
    return [told, *told_too, f"{folder / TABLE}", f"{folder / SITE}"]


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
