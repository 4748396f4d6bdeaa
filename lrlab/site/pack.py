"""Kayıt dosyası: bir şeklin sahneleri tek bir gzip dosyasında; içerikleri aynı olan parçalar bir kez yazılır.

Dosya: üst bilginin uzunluğu (4 bayt, küçük uç önde), üst bilgi (JSON), sonra parçaların baytları art arda. Üst
bilgide: `pieces` (her parçanın boyu), `blobs` (çizimlerin ve zeminlerin anlatımı, parçalarının sıraları), `axes` (eksen
takımları), `scenes` (cümle, işe yarayan denetimler, eksen takımı, zemin, çizimler), `keys` (yerler -> sahne).
recording.js okur. Okunan değerler çekirdektekinden kısadır: float32, ondalıklıysa 16 anlamlı bit (okuma dört basamak
gösterir).
"""

import gzip
import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from lrlab.figures.hosts.canvas import Scene
from lrlab.figures.hosts.store import Key, told_floor, told_part

EXACT = 2**24  # float32'nin tam tuttuğu sayılar bundan küçüktür
KEPT = np.uint32(0xFFFFFF80)  # float32'nin kesir bitlerinden ilk on altısı


class Pack:
    """Sahneleri biriktirir, sonunda dosyanın baytlarını verir. `weight`: şimdiye dek aşağı yukarı kaç bayt tuttu."""

    def __init__(self) -> None:
        self.weight = 0
        self._meter = zlib.compressobj(6)
        self._pieces: dict[bytes, int] = {}
        self._blobs: dict[Any, int] = {}
        self._axes: dict[str, int] = {}
        self._scenes: list[list[Any]] = []
        self._keys: list[list[Any]] = []

    def add(self, scene: Scene, text: str, useful: list[int]) -> int:
        """Sahneyi ekler ve numarasını verir."""
        axes = self._axes.setdefault(json.dumps(scene.axes), len(self._axes))
        floor = self._blob(*told_floor(scene.floor))
        parts = [[number, self._blob(*_slimmer(*told_part(part)))] for number, part in scene.parts.items()]
        self._scenes.append([text, useful, axes, floor, parts])
        return len(self._scenes) - 1

    def place(self, key: Key, scene: int) -> None:
        """`key` yerinde bu sahne görünür."""
        self._keys.append([*key, scene])

    def packed(self, told: Mapping[str, Any]) -> bytes:
        """Dosyanın baytları; `told`: üst bilgiye eklenenler (masa, tutamaklar, okunanlar, başlangıç)."""
        head = {
            **told, "pieces": [len(piece) for piece in self._pieces],
            "blobs": [[json.loads(text), pieces] for text, pieces in self._blobs],
            "axes": [json.loads(text) for text in self._axes], "scenes": self._scenes, "keys": self._keys,
        }  # fmt: skip
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        return gzip.compress(struct.pack("<I", len(text)) + text + b"".join(self._pieces), 9, mtime=0)

    def _blob(self, told: dict[str, Any], pieces: list[bytes]) -> int:
        key = json.dumps(told), tuple(map(self._piece, pieces))
        return self._blobs.setdefault(key, len(self._blobs))

    def _piece(self, piece: bytes) -> int:
        if piece not in self._pieces:
            self.weight += len(self._meter.compress(piece))
            self._pieces[piece] = len(self._pieces)
        return self._pieces[piece]


def _slimmer(told: dict[str, Any], pieces: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Okunan değerleri (float64) kısaltılmış bir çizim."""
    end = 1 + told["values"]
    return told, [pieces[0], *map(_short, pieces[1:end]), *pieces[end:]]


def _short(values: bytes) -> bytes:
    """float64 baytlarından, kısaltılmış float32 baytları."""
    exact = np.frombuffer(values, "<f8")
    with np.errstate(over="ignore"):
        found = exact.astype("<f4")
    whole = np.isfinite(exact).all() and (exact == np.round(exact)).all() and (np.abs(exact) < EXACT).all()
    if not whole:
        found = (found.view(np.uint32) & KEPT).view("<f4")
    return found.tobytes()
