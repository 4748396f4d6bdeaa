"""Önden yollanan sahneler: tarayıcının belleğinde hangileri var, ne kadar yer tutuyorlar, hangileri unutulacak.

Çizimler içerikleriyle paylaşılır: iki sahnede aynı olan zemin, yazı ya da eğri bir kez gider. Çekirdek sahnelerin
kendisini saklamaz, yalnızca özetlerini ve boylarını.
"""

import hashlib
import json
import struct
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lrlab.figures.hosts.canvas import Floor, Page, Scene
    from lrlab.figures.hosts.scene import Part

BUDGET = 32e6  # bir şeklin tarayıcıda tutabileceği en çok bayt: noktalar, JSON ve açılmış resimler (piksel başına 4)

Key = tuple[int, ...]  # denetimlerin yerleri


class Store:
    """Bir sayfaya önden yollanan sahnelerin kaydı; en eski yollanan ilk unutulur.

    `size`: tarayıcıda tutulan bayt. Sahnelerin anahtarı, denetimlerin yerleridir.
    """

    def __init__(self, page: "Page") -> None:
        self._page = page
        self._lock = threading.RLock()
        self._kept: dict[Key, tuple[int, ...]] = {}
        self._ids: dict[bytes, int] = {}
        self._digests: dict[int, bytes] = {}
        self._sizes: dict[int, int] = {}
        self._uses: Counter[int] = Counter()
        self._next = 0
        self.size = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self) -> None:
        """Bütün sahneler geçersiz: zeminin ölçeği ya da soluk eğriler değişti, ya da sayfa yeni açıldı."""
        with self._lock:
            self._kept.clear()
            for table in (self._ids, self._digests, self._sizes, self._uses):
                table.clear()
            self.size = 0
            self._page.epoch += 1

    def put(self, key: Key, scene: "Scene", text: str, useful: list[int], epoch: int) -> int:
        """Sahneyi tarayıcıya yollar, eklediği baytı verir; sığmıyorsa en eskileri unutturur.

        `epoch` eskidiyse sahne artık geçersizdir.
        """
        with self._lock:
            if epoch != self._page.epoch or key in self._kept:
                return 0
            before = self.size
            fresh: list[list[Any]] = []
            buffers: list[bytes] = []
            floor = self._blob(told_floor(scene.floor), fresh, buffers)
            parts = {k: self._blob(told_part(part), fresh, buffers) for k, part in scene.parts.items()}
            blobs = (floor, *parts.values())
            self._uses.update(blobs)
            self._kept[key] = blobs
            told: dict[str, Any] = {
                "at": key, "text": text, "useful": useful, "axes": scene.axes, "floor": floor,
                "parts": list(parts.items()),
            }  # fmt: skip
            added = self.size - before
            gone, dead = self._trimmed()
            message = {"kind": "scene", "epoch": epoch, "scene": told, "blobs": fresh, "gone": gone, "dead": dead}
            self._page.send(message, buffers)
            return added

    def _blob(self, blob: tuple[dict[str, Any], list[bytes]], fresh: list[list[Any]], buffers: list[bytes]) -> int:
        told, pieces = blob
        digest = hashlib.blake2b(json.dumps(told).encode(), digest_size=16)
        for piece in pieces:
            digest.update(struct.pack("<q", len(piece)) + piece)
        key = digest.digest()
        if key not in self._ids:
            self._next += 1
            self._ids[key], self._digests[self._next] = self._next, key
            self._sizes[self._next] = size = len(json.dumps(told)) + sum(map(_opened, pieces))
            self.size += size
            fresh.append([self._next, told, len(pieces)])
            buffers.extend(pieces)
        return self._ids[key]

    def _trimmed(self) -> tuple[list[Key], list[int]]:
        gone: list[Key] = []
        dead: list[int] = []
        while self.size > BUDGET and len(self._kept) > 1:
            key = next(iter(self._kept))
            gone.append(key)
            for blob in self._kept.pop(key):
                self._uses[blob] -= 1
                if not self._uses[blob]:
                    del self._uses[blob], self._ids[self._digests.pop(blob)]
                    self.size -= self._sizes.pop(blob)
                    dead.append(blob)
        return gone, dead


def told_floor(floor: "Floor") -> tuple[dict[str, Any], list[bytes]]:
    """Zeminin tarayıcıya giden anlatımı (JSON) ve baytları."""
    return {"boxes": floor.boxes}, [floor.picture]


def told_part(part: "Part") -> tuple[dict[str, Any], list[bytes]]:
    """Bir çizimin tarayıcıya giden anlatımı (JSON) ve baytları."""
    return {"looks": part.looks, "values": len(part.values)}, [part.points, *part.values, *part.pictures]


def _opened(piece: bytes) -> int:
    """Bir parçanın tarayıcıda tuttuğu yer: PNG ise açılmış pikselleri de."""
    if piece[:8] != b"\x89PNG\r\n\x1a\n":
        return len(piece)
    width, height = struct.unpack(">II", piece[16:24])
    return len(piece) + 4 * width * height
