"""Denemelerin saklanan durumları: terfi eden deneme kaldığı dönemden sürsün diye, bellekte ya da bir klasörde."""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# Diske yazamamanın sık nedenleri; gerisini işletim sistemi kendi dilinde söyler.
REASONS = {
    errno.ENOSPC: "disk dolu", errno.EDQUOT: "disk kotası doldu", errno.EFBIG: "dosya boyu sınırı doldu",
    errno.EACCES: "yazma izni yok", errno.EPERM: "yazma izni yok", errno.EROFS: "disk salt okunur",
}  # fmt: skip


def reason(error: OSError) -> str:
    """Yazamamanın nedeni; dosya adı içermez, aynı neden hep aynı cümledir."""
    return REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


class States:
    """(deneme, dönem) -> durumun baytları. Bir denemenin yalnızca son durumu tutulur.

    `folder` verilirse her durum orada bir dosyadır ve ya bütünüyle ya da hiç yazılmaz; yazılamayan (disk dolu)
    bellekte kalır ve `problem`e bir cümle gider.
    """

    def __init__(self, folder: Path | None = None, problem: Callable[[str], object] = str) -> None:
        self.folder, self._problem = folder, problem
        self._memory: dict[tuple[int, int], bytes] = {}
        self._kept: dict[int, set[int]] = {}
        if folder is not None and folder.is_dir():
            for path in folder.iterdir():
                trial, _, epoch = path.stem.partition("-")
                if path.suffix == ".state" and trial.isdigit() and epoch.isdigit():
                    self._kept.setdefault(int(trial), set()).add(int(epoch))

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, trial: int, epoch: int, state: bytes) -> None:
        """Durumu saklar; denemenin önceki durumu `settle` çağrılana dek durur."""
        self._kept.setdefault(trial, set()).add(epoch)
        if self.folder is None:
            self._memory[trial, epoch] = state
            return
        path = _file(self.folder, trial, epoch)
        unfinished = path.with_suffix(".tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(state)
            os.replace(unfinished, path)
        except OSError as error:
            self._memory[trial, epoch] = state
            _remove(unfinished)
            self._problem(
                f"Denemelerin durumu `{self.folder}` klasörüne yazılamıyor ({reason(error)}); bellekte tutuluyor. "
                "Arama sürüyor, ama kesilip yeniden başlatılırsa bu denemeler terfi edince baştan eğitilir."
            )

    def find(self, trial: int, epoch: int) -> bytes | None:
        """Saklanan durum; yoksa ya da okunamıyorsa None."""
        if epoch not in self._kept.get(trial, ()):
            return None
        if self.folder is None or (trial, epoch) in self._memory:
            return self._memory[trial, epoch]
        try:
            return _file(self.folder, trial, epoch).read_bytes()
        except OSError:
            return None

    def settle(self, trial: int, epoch: int | None = None) -> None:
        """Denemenin `epoch` dönemindeki dışında kalan durumlarını siler; None ise hepsini."""
        for old in self._kept.get(trial, set()) - {epoch}:
            self._kept[trial].discard(old)
            if self._memory.pop((trial, old), None) is None and self.folder is not None:
                _remove(_file(self.folder, trial, old))
        if not self._kept.get(trial, True):
            del self._kept[trial]

    def clear(self) -> None:
        """Bütün durumları ve klasörü siler."""
        self._memory.clear()
        self._kept.clear()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def _file(folder: Path, trial: int, epoch: int) -> Path:
    return folder / f"{trial}-{epoch}.state"


def _remove(path: Path) -> None:
    """Silinemeyen bir durum dosyası yalnızca yer kaplar; aramayı durdurmaz."""
    with suppress(OSError):
        path.unlink()
