"""`teslim`: denemelerin ve tahminlerin, öğrencinin kendi eliyle yükleyeceği tek dosyası."""

import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lrlab.exercises.catalog import TASKS
from lrlab.exercises.guesses import History
from lrlab.exercises.progress.classroom.schema import (
    FORMAT,
    MOST_GUESSES,
    MOST_NAME,
    NUMBER,
    VERSION,
    Broken,
    history,
    story,
)
from lrlab.exercises.progress.log import now
from lrlab.exercises.progress.page import Progress, ilerleme
from lrlab.exercises.progress.summary import TaskStory
from lrlab.terms.console import for_console


@dataclass(frozen=True)
class HandIn:
    """`teslim`in sonucu: yazılan dosya, boyu (bayt) ve içindekiler."""

    path: Path
    size: int
    solved: int
    tried: int
    guesses: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        held = f"{self.solved} görev tamam, {self.tried} görev denendi, {self.guesses} tahmin"
        told = (
            f"{self.path.name} yazıldı ({-(-self.size // 1000)} kB): {held}.",
            f"Yeri: {self.path}. Bu dosyayı dersin istediği yere kendin yükle; lrlab hiçbir yere bir şey göndermez.",
            "İçinde: adın, numaran, yanıtlarının kaynağı, sonuçları, zamanları ve kitaplık sürümleri.",
        )
        return for_console("\n".join([*told, *self.notes]))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        rows = "".join(f"<p style='margin:.3em 0'>{escape(line)}</p>" for line in str(self).splitlines())
        return {"text/plain": str(self), "text/html": f"<div>{rows}</div>"}


def teslim(name: str, number: str | int, folder: str | os.PathLike[str] = ".") -> HandIn:
    """Denemelerini ve tahminlerini tek bir dosyaya yazar: `folder` içinde teslim-NUMARA.json.

    name: adın ve soyadın. number: öğrenci numaran; 1-20 ASCII harfi, rakamı, - ya da _ (baştaki sıfırlar yitmesin diye
    tırnak içinde yaz). folder: klasör; verilmezse çalışılan klasör (defterin yanı). Dosya düz JSON'dur, aynı adlı
    eskisinin yerine geçer. Hiçbir şey gönderilmez.
    Hatalar: boş ya da 100 harften uzun ad, uygun olmayan numara `ValueError`; metin olmayan ad `TypeError`; yazılamayan
    klasör `OSError`.
    """
    if not isinstance(name, str):
        raise TypeError(f'`name` bir metin olmalı, "Ad Soyad" gibi; verilen: {name!r} ({type(name).__name__})')
    if not 0 < len(name.strip()) <= MOST_NAME or not name.isprintable():
        raise ValueError(f"`name` 1-{MOST_NAME} harflik, tek satırlık bir ad olmalı; verilen: {name[:60]!r}")
    text = str(number) if isinstance(number, str) or type(number) is int else ""
    if not NUMBER.fullmatch(text):
        raise ValueError(
            f'`number` = {number!r} olamaz; öğrenci numaran, örneğin "210401001" (1-20 harf, rakam, - ya da _)'
        )
    found = ilerleme()
    path = Path(folder).expanduser() / f"teslim-{text}.json"
    content = json.dumps(_document(name.strip(), text, found), ensure_ascii=False, indent=1, allow_nan=False)
    data = content.encode("utf-8", "backslashreplace")
    _write(path, data)
    marks = [one.solved for task, one in found.stories.items() if task in TASKS]
    return HandIn(path.resolve(), len(data), sum(marks), len(marks) - sum(marks), len(found.guesses), found.notes)


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
        "guesses": [told for one in found.guesses if (told := _fitting(one, history))][:MOST_GUESSES],
    }


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


def _write(path: Path, data: bytes) -> None:
    """Yarıda kesilirse eski dosya bozulmasın diye önce yanına yazar."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
