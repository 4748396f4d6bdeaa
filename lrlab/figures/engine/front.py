"""Öndeki iş (front): bir hücre çalışırken ya da bir denetime yanıt verilirken arka plandaki kayıt bekler."""

import threading
from types import TracebackType
from typing import Any

from lrlab.figures.engine.place import running_shell
from lrlab.figures.parts.style import wait_for_look


class Front:
    """`with FRONT:` bloğu öndeki iştir; `wait` ortada öndeki iş kalmayıncaya dek bekler."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = 0
        self._cell = False
        self._shell: Any = None

    def __enter__(self) -> None:
        with self._changed:
            self._busy += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()

    @property
    def busy(self) -> bool:
        """Öndeki bir iş sürüyor mu?"""
        return self._cell or self._busy > 0

    def wait(self) -> None:
        """Öndeki iş bitene dek bekler."""
        with self._changed:
            self._changed.wait_for(lambda: not self.busy)

    def watch_cells(self) -> None:
        """Bundan sonra hücreler de öndeki iştir. Çekirdek yoksa bir şey yapmaz."""
        shell = running_shell()
        if shell is None or shell is self._shell:
            return
        header = (getattr(shell, "parent_header", None) or {}).get("header") or {}
        self._shell, self._cell = shell, header.get("msg_type") == "execute_request"
        shell.events.register("pre_run_cell", lambda *_: self._run(True))
        shell.events.register("post_run_cell", lambda *_: self._run(False))

    def _run(self, running: bool) -> None:
        with self._changed:
            self._cell = running
            self._changed.notify_all()
        if running:  # sürmekte olan bir kaydın koruduğu matplotlib ayarları, hücreninkilerin üstüne yazılmasın
            wait_for_look()


FRONT = Front()
