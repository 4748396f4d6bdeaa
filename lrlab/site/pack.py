"""Kayıt dosyası: bir şeklin sahneleri tek bir gzip dosyasında; içerikleri aynı olan parçalar bir kez yazılır.

Dosya: üst bilginin uzunluğu (4 bayt, küçük uç önde), üst bilgi (JSON), sonra parçaların baytları art arda. Üst
bilgide: `blobs` (her parçanın anlatımı ve baytlarının boyları), `axes` (eksen takımları), `scenes` (cümle, işe yarayan
denetimler, eksen takımı, zemin, çizimler), `keys` (yerler -> sahne). recording.js okur.
"""

import gzip
import json
import struct
from collections.abc import Mapping
from typing import Any

from lrlab.figures.hosts.canvas import Scene
from lrlab.figures.hosts.store import told_floor, told_part

Key = tuple[int, ...]


class Pack:
    """Sahneleri biriktirir, sonunda dosyanın baytlarını verir."""

    def __init__(self) -> None:
        self._blobs: list[list[Any]] = []
        self._pieces: list[bytes] = []
        self._known: dict[Any, int] = {}
        self._axes: list[Any] = []
        self._scenes: list[list[Any]] = []
        self._keys: list[list[Any]] = []

    def add(self, scene: Scene, text: str, useful: list[int]) -> int:
        """Sahneyi ekler ve numarasını verir."""
        if scene.axes not in self._axes[-64:]:
            self._axes.append(scene.axes)
        axes = len(self._axes) - 1 - self._axes[::-1].index(scene.axes)
        floor = self._blob(*told_floor(scene.floor))
        parts = [[number, self._blob(*told_part(part))] for number, part in scene.parts.items()]
        self._scenes.append([text, useful, axes, floor, parts])
        return len(self._scenes) - 1

    def place(self, key: Key, scene: int) -> None:
        """`key` yerinde bu sahne görünür."""
        self._keys.append([*key, scene])

    def packed(self, told: Mapping[str, Any]) -> bytes:
        """Dosyanın baytları; `told`: üst bilgiye eklenenler (masa, tutamaklar, okunanlar, başlangıç)."""
        head = {
            **told, "blobs": self._blobs, "axes": self._axes, "scenes": self._scenes, "keys": self._keys,
        }  # fmt: skip
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        return gzip.compress(struct.pack("<I", len(text)) + text + b"".join(self._pieces), 9, mtime=0)

    def _blob(self, told: dict[str, Any], pieces: list[bytes]) -> int:
        key = (json.dumps(told), *pieces)
        if key not in self._known:
            self._known[key] = len(self._blobs)
            self._blobs.append([told, [len(piece) for piece in pieces]])
            self._pieces += pieces
        return self._known[key]
