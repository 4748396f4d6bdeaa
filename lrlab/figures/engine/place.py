"""Bir şeklin defterdeki yeri: hücresi yeniden çalışırsa ya da silinirse şekil bunu öğrenir."""

import sys
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Any


class Place:
    """Şeklin gösterildiği hücre. O hücre yeniden çalışırken `left`, şekil artık orada değilse `gone` çağrılır.

    Hücreyi JupyterLab'in kimliğinden, o yoksa kaynak metninden tanır; çekirdek yoksa hiçbir şey yapmaz.
    """

    def __init__(self, left: Callable[[], None], gone: Callable[[], None]) -> None:
        self._left, self._gone = left, gone
        self._cell, self._request = "", ""
        self._ended = monotonic()
        self._shell = running_shell()
        if self._shell is not None:
            self._shell.events.register("pre_run_cell", self._before)
            self._shell.events.register("post_run_cell", self._after)
            self.here()

    @property
    def name(self) -> str:
        return self._cell[:12] or "?"

    def here(self) -> None:
        """Şekil şu anda çalışan hücrede kuruldu ya da gösterildi."""
        self._cell, self._request, _ = _running(self._shell)

    def idle(self) -> float:
        """Çekirdeğin kaç saniyedir hücre çalıştırmadığı: çalıştırırken tarayıcının haberlerini alamaz."""
        return monotonic() - self._ended

    def leave(self) -> None:
        """Artık hiçbir hücreye bakmaz."""
        shell, self._shell = self._shell, None
        if shell is not None:
            shell.events.unregister("pre_run_cell", self._before)
            shell.events.unregister("post_run_cell", self._after)

    def _before(self, *_: Any) -> None:
        self._ended = inf
        cell, _request, deleted = _running(self._shell)
        if self._cell in deleted:
            self._gone()
        elif cell == self._cell:
            self._left()

    def _after(self, *_: Any) -> None:
        self._ended = monotonic()
        cell, request, _deleted = _running(self._shell)
        if cell == self._cell and request != self._request:
            self._gone()


def running_shell() -> Any:
    """Çalışılan IPython kabuğu; IPython hiç yüklenmemişse (düz Python) None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _running(shell: Any) -> tuple[str, str, list[str]]:
    """Çalışan hücrenin kimliği, isteğin kimliği ve o arada silinmiş hücreler; bilinmeyen boştur."""
    request = getattr(shell, "parent_header", None) or {}
    metadata, content = request.get("metadata") or {}, request.get("content") or {}
    cell = metadata.get("cellId") or (f"{hash(content['code']):x}" if content.get("code") else "")
    return cell, request.get("header", {}).get("msg_id", ""), metadata.get("deletedCells") or []
