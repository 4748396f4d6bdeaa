"""Bir teslim dosyasının biçimi: yabancıdan gelen veri alan alan denetlenir; hiçbir parçası çalıştırılmaz."""

import json
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from lrlab.exercises.guesses import Guessed, History, is_answer
from lrlab.exercises.progress.log import moment
from lrlab.exercises.progress.source import MOST as MOST_SOURCE
from lrlab.exercises.progress.summary import TaskStory
from lrlab.terms.system import reason

FORMAT, VERSION = "lrlab.teslim", 1
NUMBER = re.compile(r"[\w-]{1,20}", re.ASCII)
MOST_NAME = 100
MOST_BYTES = 2**22  # 4 MB: bütün görevlerin en uzun kaynakları da sığar
MOST_TASKS, MOST_GUESSES, MOST_OPTIONS, MOST_TRIES = 500, 500, 20, 100
LINE, COUNT = 500, 1_000_000
MOST_MARKS = 2  # bir harfin üstüne ve altına binen işaret: fazlası satırların üstüne taşar
KEY = re.compile(r"[\w-]{1,60}")
_BINARY = getattr(os, "O_BINARY", 0)
T = TypeVar("T")


class Broken(ValueError):
    """Dosya okunamıyor ya da teslim dosyası değil; ileti nedenini tek satırda söyler."""


@dataclass(frozen=True)
class Submission:
    """Denetlenmiş bir teslim; metinleri yabancınındır, gösterilirken kaçışlanır.

    `at` hep UTC'dedir: metin olarak sıralanır.
    """

    name: str
    number: str
    at: str
    versions: Mapping[str, str]
    tasks: Mapping[str, TaskStory]
    guesses: tuple[History, ...]


def read(path: Path) -> Submission:
    """Dosyadaki teslim; düz bir dosya değilse, çok büyükse, bozuksa ya da biçimi uymuyorsa `Broken`."""
    try:
        # Bağlantı izlenmez; boru (FIFO) gibi bir dosya da okuyanı bekletmez.
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except OSError as error:
        raise Broken("bağlantı (symlink)" if path.is_symlink() else f"açılamadı: {reason(error)}") from error
    try:
        found = os.fstat(file)
        if path.is_symlink() or not stat.S_ISREG(found.st_mode):
            raise Broken("düz bir dosya değil")
        if found.st_size > MOST_BYTES:
            raise Broken(f"çok büyük: {found.st_size / 2**20:.0f} MB, sınır {MOST_BYTES >> 20} MB")
        with open(file, "rb", closefd=False) as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise Broken(f"okunamadı: {reason(error)}") from error
    finally:
        os.close(file)
    return parsed(data)


def parsed(data: bytes) -> Submission:
    """Baytlardaki teslim; biçimi uymuyorsa `Broken`."""
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Broken("bozuk: JSON değil ya da yarım") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Broken("lrlab'ın teslim dosyası değil")
    if found.get("version") != VERSION:
        raise Broken("başka bir sürümün teslim dosyası; lrlab'ı yenile")
    number = _text(found, "number", 20)
    if not NUMBER.fullmatch(number):
        _wrong("number")
    name = visible(_text(found, "name", MOST_NAME)).strip()
    if not name:
        _wrong("name")
    tasks = _mapping(found, "tasks", MOST_TASKS, story)
    guesses = tuple(history(item) for item in _list(found, "guesses", MOST_GUESSES))
    versions = _mapping(found, "versions", 20, lambda text: text if isinstance(text, str) else _wrong("versions"))
    shown = {key: visible(text)[:40] for key, text in versions.items()}
    return Submission(name, number, _time(found, "at"), shown, tasks, guesses)


def history(found: Any) -> History:
    """Bir sorunun tahminleri; biçimi uymuyorsa `Broken`."""
    if not isinstance(found, dict):
        _wrong("guesses")
    options = tuple(visible(_string(text, "options")) for text in _list(found, "options", MOST_OPTIONS))
    told = History(
        key if KEY.fullmatch(key := _text(found, "key", 60)) else _wrong("key"),
        visible(_text(found, "question", LINE)),
        options,
        visible(_text(found, "unit", 40)),
        tuple(_guess(one) for one in _list(found, "guesses", MOST_TRIES)),
        None if found.get("actual") is None else _answer(found["actual"], "actual"),
    )
    if not told.guesses or told.fitting() != told or not (told.actual is None or told.fits(told.actual)):
        _wrong("guesses")
    return told


def visible(text: str) -> str:
    """Metnin yalnızca görünen harfleri.

    Denetim ve biçim harfleri (satır sonu, yazı yönünü çeviren), eşsiz vekiller ve bir harfe binen işaretlerin ikiden
    fazlası çıkarılır.
    """
    shown, marks = [], 0
    for letter in text:
        kind = unicodedata.category(letter)
        if kind[0] == "C" or kind in ("Zl", "Zp"):
            continue
        marks = marks + 1 if kind[0] == "M" else 0
        if marks <= MOST_MARKS:
            shown.append(letter)
    return "".join(shown)


def story(found: Any) -> TaskStory:
    """Bir görevin denemeleri; biçimi uymuyorsa `Broken`."""
    if not isinstance(found, dict):
        _wrong("tasks")
    return TaskStory(
        _count(found.get("attempts"), "attempts"),
        _text(found, "first_at", 40),
        _text(found, "last_at", 40),
        _text(found, "solved_at", 40),
        _mapping(found, "mistakes", 100, lambda count: _count(count, "mistakes")),
        _text(found, "source", MOST_SOURCE),
    )


def _guess(found: Any) -> Guessed:
    if not isinstance(found, dict) or not isinstance(found.get("after"), bool):
        _wrong("guesses")
    return Guessed(_answer(found.get("value"), "value"), _text(found, "at", 40), found["after"])


def _answer(value: Any, name: str) -> str | float:
    if not is_answer(value):
        _wrong(name)
    return visible(_string(value, name)) if isinstance(value, str) else value


def _text(found: Mapping[str, Any], name: str, most: int) -> str:
    return _string(found.get(name), name, most)


def _string(value: Any, name: str, most: int = LINE) -> str:
    if not isinstance(value, str) or len(value) > most:
        _wrong(name)
    return value


def _time(found: Mapping[str, Any], name: str) -> str:
    """Zaman, hep aynı biçimde: verilen metnin kendisi (ISO'da ayraç her harf olabilir) hiç gösterilmez."""
    at = moment(_text(found, name, 40))
    return _wrong(name) if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _count(value: Any, name: str) -> int:
    if type(value) is not int or not 0 <= value <= COUNT:
        _wrong(name)
    return value


def _list(found: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = found.get(name)
    if not isinstance(value, list) or len(value) > most:
        _wrong(name)
    return value


def _mapping(found: Mapping[str, Any], name: str, most: int, one: Callable[[Any], T]) -> dict[str, T]:
    value = found.get(name)
    if not isinstance(value, dict) or len(value) > most:
        _wrong(name)
    return {visible(_string(key, name, 100)): one(item) for key, item in value.items()}


def _wrong(name: str) -> NoReturn:
    raise Broken(f"bozuk: `{name}` alanı")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # JSON'da NaN ve Infinity yoktur
