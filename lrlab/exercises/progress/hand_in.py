"""`teslim`: denemelerin ve tahminlerin, öğrencinin kendi eliyle yükleyeceği tek dosyası."""

import json
import os
import platform
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from html import escape
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from pathlib import Path
from typing import Any

from lrlab.exercises.catalog import TASKS
from lrlab.exercises.guesses import History
from lrlab.exercises.progress.classroom.schema import (
    FORMAT,
    MOST_GUESSES,
    MOST_NAME,
    MOST_TRIES,
    NUMBER,
    VERSION,
    Broken,
    Submission,
    history,
    parsed,
    read,
    story,
)
from lrlab.exercises.progress.log import now
from lrlab.exercises.progress.page import Progress, ilerleme
from lrlab.exercises.progress.source import lacking
from lrlab.exercises.progress.summary import TaskStory
from lrlab.terms.console import for_console
from lrlab.terms.system import reason

TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@dataclass(frozen=True)
class HandIn:
    """`teslim`in sonucu: yazılan dosya, boyu (bayt), dosyanın içindekiler ve söylenmesi gerekenler."""

    path: Path
    size: int
    solved: int
    tried: int
    guesses: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        held = f"{self.solved} görev tamam, {self.tried} görev denendi, {self.guesses} tahmin"
        told = (
            f"Yeri: {self.path}. Bu dosyayı dersin istediği yere kendin yükle; lrlab hiçbir yere bir şey göndermez.",
            "İçinde: adın, numaran, yanıtlarının kaynağı, sonuçları, zamanları ve kitaplık sürümleri.",
        )
        first = f"{self.path.name} yazıldı ({-(-self.size // 1000)} kB): {held}."
        return for_console("\n".join([first, *self.notes, *told]))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        rows = "".join(f"<p style='margin:.3em 0'>{escape(line)}</p>" for line in str(self).splitlines())
        return {"text/plain": str(self), "text/html": f"<div>{rows}</div>"}


def teslim(name: str, number: str | int, folder: str | os.PathLike[str] = ".") -> HandIn:
    """Denemelerini ve tahminlerini tek bir dosyaya yazar: `folder` içinde teslim-NUMARA.json.

    name: adın ve soyadın; görünmeyen biçim harfleri (yumuşak tire) atılır. number: öğrenci numaran; 1-20 ASCII harfi,
    rakamı, - ya da _ (baştaki sıfırlar yitmesin diye tırnak içinde yaz). folder: klasör; verilmezse çalışılan klasör
    (defterin yanı). Dosya düz JSON'dur, aynı adlı eskisinin yerine geçer; eskisinde yenisinde olmayan bir şey ya da
    başka bir ad varsa eskisi teslim-NUMARA-onceki.json adıyla kalır. Hiçbir şey gönderilmez.
    Hatalar: boş ya da 100 harften uzun ad, uygun olmayan numara, bulunamayan ev klasörü (~) `ValueError`; metin olmayan
    ad, yol olmayan klasör `TypeError`; yazılamayan klasör `OSError`.
    """
    who, text, place = _name(name), _number(number), _folder(folder)
    found = ilerleme()
    document = _document(who, text, found)
    content = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    data = content.encode("utf-8", "backslashreplace")
    path = place / f"teslim-{text}.json"
    try:
        kept = _write(path, data)
    except OSError as error:
        raise OSError(f"`folder` = {os.fspath(folder)!r} klasörüne {path.name} yazılamadı: {reason(error)}") from error
    marks = [bool(one["solved_at"]) for one in document["tasks"].values()]
    notes = (*kept, *_warnings(document, found), *found.notes)
    return HandIn(path.resolve(), len(data), sum(marks), len(marks) - sum(marks), len(document["guesses"]), notes)


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f'`name` bir metin olmalı, "Ad Soyad" gibi; verilen: {name!r} ({type(name).__name__})')
    letters = (" " if unicodedata.category(letter) == "Zs" else letter for letter in unicodedata.normalize("NFC", name))
    # Yazı yönünü çevirenler (Cf'nin `bidirectional`ı olanları) adı başka gösterir: atılmaz, söylenir.
    kept = "".join(
        one for one in letters if unicodedata.category(one) != "Cf" or unicodedata.bidirectional(one) in TURNS
    )
    if strange := next((letter for letter in kept if not letter.isprintable()), ""):
        raise ValueError(f"`name` tek satırlık, görünen harflerden bir ad olmalı; içinde U+{ord(strange):04X} var")
    if not 0 < len(kept.strip()) <= MOST_NAME:
        raise ValueError(f"`name` 1-{MOST_NAME} harflik, tek satırlık bir ad olmalı; verilen: {name[:60]!r}")
    return kept.strip()


def _number(number: Any) -> str:
    if type(number) is int and number < 0:
        raise ValueError(f'`number` = {number} olamaz; öğrenci numarası eksi olmaz, örneğin "210401001"')
    text = str(number) if isinstance(number, str) or type(number) is int else ""
    if not NUMBER.fullmatch(text := text.strip(" \u00a0")):
        raise ValueError(
            f'`number` = {number!r} olamaz; öğrenci numaran, örneğin "210401001" (1-20 harf, rakam, - ya da _)'
        )
    return text


def _folder(folder: Any) -> Path:
    if not isinstance(folder, str | os.PathLike):
        raise TypeError(f"`folder` bir klasörün yolu olmalı; verilen: {folder!r} ({type(folder).__name__})")
    try:
        found = Path(folder).expanduser()
    except RuntimeError as error:
        raise ValueError(f"`folder` = {os.fspath(folder)!r} olamaz; ev klasörü bulunamadı, tam yolu yaz") from error
    if "\0" in str(found):
        raise ValueError(f"`folder` = {os.fspath(folder)!r} olamaz; içinde U+0000 var")
    return found


def _warnings(document: dict[str, Any], found: Progress) -> list[str]:
    """Öğrencinin bilmesi gerekenler: boş dosya, dosyaya giremeyenler, başka bilgisayarda çalışmayan kaynaklar."""
    tasks, told = document["tasks"], []
    if not tasks:
        told.append("DİKKAT: dosyada hiç görev yok! Alıştırmaları bu bilgisayarda, bu LRLAB_HOME ile mi yaptın?")
    if out := [task for task in found.stories if task not in tasks]:
        told.append(f"Dosyaya girmeyen görevler (bu sürümde yok ya da kaydı bozuk): {', '.join(out)}.")
    if lost := len(found.guesses) - len(document["guesses"]):
        told.append(f"{lost} tahmin dosyaya girmedi: kaydı bozuk ya da {MOST_GUESSES} sorudan çok.")
    if bare := [task for task, one in tasks.items() if not one["source"]]:
        told.append(f"Yanıtının kaynağı alınamayan görevler (yalnızca sonucu dosyada): {', '.join(bare)}.")
    if parts := [f"{task} ({names})" for task, one in tasks.items() if (names := lacking(one["source"]))]:
        told.append(f"Kaynağı tek başına çalışmayan görevler (alınamayan adlar): {', '.join(parts)}.")
    return told


def _document(name: str, number: str, found: Progress) -> dict[str, Any]:
    known = {task: one for task, one in found.stories.items() if task in TASKS}
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "number": number,
        "at": now(),
        "versions": _versions(),
        "tasks": {task: told for task, one in known.items() if (told := _fitting(one, story))},
        "guesses": [told for one in found.guesses if (told := _fitting(_shorter(one), history))][:MOST_GUESSES],
    }


def _shorter(one: History) -> History:
    """Tahmini çok kez değiştirilmiş sorunun ilk tahmini ve sonuncuları; çok uzun bir tarih sınıf tablosuna sığmaz."""
    if len(one.guesses) <= MOST_TRIES:
        return one
    return replace(one, guesses=(one.guesses[0], *one.guesses[1 - MOST_TRIES :]))


def _fitting(one: TaskStory | History, fits: Callable[[Any], Any]) -> dict[str, Any] | None:
    """Düz JSON hali; sınıf tablosunun biçimine uymuyorsa None: bozulmuş tek bir satır bütün dosyayı bozmasın."""
    told = json.loads(json.dumps(asdict(one)))
    try:
        fits(told)
    except Broken:
        return None
    return told


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in ("lrlab", "numpy", "torch"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _write(path: Path, data: bytes) -> tuple[str, ...]:
    """Yarıda kesilirse eski dosya bozulmasın diye önce yanına yazar; eskisini sakladıysa bunu söyleyen cümle."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        if path.is_dir() or not os.path.lexists(path) or not (why_kept := _would_lose(path, parsed(data))):
            os.replace(temporary, path)
            return ()
        names = (path.with_stem(f"{path.stem}-onceki{k if k > 1 else ''}") for k in count(1))
        aside = next(name for name in names if not os.path.lexists(name))
        path.rename(aside)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return (f"DİKKAT: {path.name} adlı eski dosyan silinmedi, {aside.name} adıyla duruyor: {why_kept}.",)


def _would_lose(path: Path, new: Submission) -> str:
    """Eski dosyada olup yenisinde olmayan; yoksa boş."""
    try:
        old = read(path)
    except Broken:
        return "içi okunamadı, yenisinde olmayanı bilinmiyor"
    if not (old.tasks or old.guesses):
        return ""
    if old.name != new.name:
        return f"başka bir adla yazılmış ({old.name})"
    solved = [
        task for task, one in old.tasks.items() if one.solved and not (task in new.tasks and new.tasks[task].solved)
    ]
    tried = [task for task in old.tasks if task not in new.tasks and task not in solved]
    guessed = {(one.key, one.question) for one in old.guesses} - {(one.key, one.question) for one in new.guesses}
    parts = ((solved, "görev tamam"), (tried, "görev denendi"), (guessed, "tahmin"))
    lost = ", ".join(f"{len(some)} {words}" for some, words in parts if some)
    return f"yenisinde olmayan {lost} var" if lost else ""
