"""Denemelerin özeti: görev başına kaç deneme, tamam mı, hangi adlandırılmış hatalar, son kaynak."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

STATUSES = ("doğru", "yanlış", "hata")


@dataclass(frozen=True)
class TaskStory:
    """Bir görevin denemeleri.

    attempts: ilk doğruya dek (o da içinde) deneme sayısı; art arda aynı kaynakla yinelenen denetim bir denemedir.
    solved_at: ilk doğrunun zamanı, yoksa boş. mistakes: adlandırılmış hata -> kaç kez. source: ilk doğru yanıtın,
    doğrusu yoksa sonuncunun kaynağı (bulunamadıysa boş).
    """

    attempts: int = 0
    first_at: str = ""
    last_at: str = ""
    solved_at: str = ""
    mistakes: Mapping[str, int] = field(default_factory=dict)
    source: str = ""

    @property
    def solved(self) -> bool:
        """Bir kez doğru yanıtlandı mı."""
        return bool(self.solved_at)


def stories(events: Iterable[Mapping[str, Any]]) -> dict[str, TaskStory]:
    """Kayıttaki olaylardan görev -> denemeleri; tanınmayan olaylar atlanır."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for event in events:
        if event["event"] == "check" and isinstance(event.get("task"), str) and event.get("status") in STATUSES:
            earlier = rows.setdefault(event["task"], [])
            if not (earlier and _attempt(earlier[-1]) == _attempt(event) and event.get("source")):
                earlier.append(event)
    return {task: _story(found) for task, found in rows.items()}


def _attempt(event: Mapping[str, Any]) -> tuple[Any, ...]:
    return event["status"], event.get("mutant"), event.get("source")


def _story(events: list[Mapping[str, Any]]) -> TaskStory:
    won = next((k for k, event in enumerate(events) if event["status"] == "doğru"), None)
    source = events[-1 if won is None else won].get("source")
    return TaskStory(
        attempts=len(events) if won is None else won + 1,
        first_at=events[0]["at"],
        last_at=events[-1]["at"],
        solved_at="" if won is None else events[won]["at"],
        mistakes=dict(Counter(event["mutant"] for event in events if isinstance(event.get("mutant"), str))),
        source=source if isinstance(source, str) else "",
    )


def mistake_words(task: str, name: str) -> str:
    """Adlandırılmış bir hatanın Türkçesi: geri bildiriminin ilk sözü; tanınmıyorsa adın kendisi."""
    from lrlab.exercises.catalog import TASKS

    mutants = TASKS[task].mutants if task in TASKS else ()
    message = next((mutant.message for mutant in mutants if mutant.name == name), name)
    return re.split(r"[:;.?!](?:\s|$)", message, maxsplit=1)[0]
