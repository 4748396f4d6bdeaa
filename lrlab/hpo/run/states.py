"""Denemelerin saklanan durumları: terfi eden deneme kaldığı dönemden sürsün, en iyi deneme aramadan sonra da dursun."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lrlab.terms.system import reason

KEEPS = ("best", "all", "none")
OWN = re.compile(r"([0-9]{1,15})-([0-9]{1,15})\.(state|tmp)")


class States:
    """(deneme, dönem) -> durumun baytları.

    Arama sürerken sürebilecek her denemenin son durumu ve en iyi kaydın durumu tutulur; gerisi silinir. `finish`ten
    sonra kalan `keep`e bağlıdır: "best" en iyi kaydınki, "all" her denemenin sonuncusu, "none" hiçbiri.

    `folder` verilirse her durum orada bir dosyadır ve ya bütünüyle ya da hiç yazılmaz; yazılamayan (disk dolu)
    bellekte kalır ve `problem`e bir cümle gider. Klasördeki başka dosyalara dokunulmaz.
    """

    def __init__(self, folder: Path | None = None, problem: Callable[[str], object] = str, keep: str = "best") -> None:
        self.folder, self._problem, self._choice = folder, problem, keep
        self._memory: dict[tuple[int, int], bytes] = {}
        self.kept: dict[int, set[int]] = {}  # deneme -> saklanan dönemleri
        self._live: dict[int, int] = {}  # deneme -> süreceği dönem
        self._best: tuple[int, int] | None = None
        for trial, epoch, kind in _own_files(folder):
            if kind == "state":
                self.kept.setdefault(trial, set()).add(epoch)

    def wants(self, best: bool) -> bool:
        """Bir daha sürmeyecek denemenin durumu saklanacak mı; gerekmeyeni yazmak boşa yazılmış büyük bir dosyadır."""
        return self._choice == "all" or (best and self._choice == "best")

    def keep(self, trial: int, epoch: int, state: bytes) -> None:
        """Durumu saklar; denemenin önceki durumu `settle` çağrılana dek durur."""
        self.kept.setdefault(trial, set()).add(epoch)
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

    def find(self, trial: int, epoch: int | None = None) -> bytes | None:
        """Saklanan durum (`epoch` verilmezse en ileri dönemdeki); yoksa ya da okunamıyorsa None."""
        kept = self.kept.get(trial, ())
        epoch = max(kept, default=None) if epoch is None else epoch
        if epoch is None or epoch not in kept:
            return None
        if self.folder is None or (trial, epoch) in self._memory:
            return self._memory.get((trial, epoch))
        try:
            return _file(self.folder, trial, epoch).read_bytes()
        except OSError:
            return None

    def best(self, trial: int, epoch: int) -> None:
        """En iyi kayıt artık bu: durumu, denemesi durdurulsa da kalır; öncekinin ayrıcalığı biter."""
        if self._choice != "none":
            old, self._best = self._best, (trial, epoch)
            if old is not None and old[0] != trial:
                self._tidy(old[0])

    def settle(self, trial: int, epoch: int | None = None) -> None:
        """Deneme `epoch` dönemden sürecek (None: bir daha sürmeyecek); gerekmeyen durumlarını siler."""
        if epoch is not None:
            self._live[trial] = epoch
            if (kept := self.kept.get(trial)) is None or (len(kept) == 1 and epoch in kept):
                return  # olağan hal: ilk durumu, silinecek bir şey yok
        elif self._choice != "all":
            self._live.pop(trial, None)
        self._tidy(trial)

    def restore(self, live: dict[int, int], over: set[int], best: tuple[int, int] | None) -> None:
        """Günlükten süren arama: denemelerin ulaştığı dönemler, bir daha sürmeyecekler ve en iyi kayıt."""
        self._live = {trial: epoch for trial, epoch in live.items() if self._choice == "all" or trial not in over}
        self._best = None if self._choice == "none" else best
        for trial in list(self.kept):
            self._tidy(trial)

    def finish(self) -> None:
        """Arama bitti: yalnızca `keep`in dediği kalır."""
        if self._choice == "all":
            return
        self._live.clear()
        if self.folder is None:
            best = self._best if self._best in self._memory else None
            self._memory = {} if best is None else {best: self._memory[best]}
            self.kept = {} if best is None else {best[0]: {best[1]}}
            return
        for trial in list(self.kept):
            self._tidy(trial)
        for trial, epoch, kind in _own_files(self.folder):
            if kind == "tmp":  # yazılırken öldürülmüş bir aramadan
                _remove(_file(self.folder, trial, epoch).with_suffix(".tmp"))
        if not self.kept:
            with suppress(OSError):  # içinde başkasının dosyası varsa klasör kalır
                self.folder.rmdir()

    def set_aside(self) -> None:
        """Klasördeki durumlar günlüğü silinmiş bir aramanın: klasör `.old` ekiyle kenara alınır, kullanılmaz."""
        if self.folder is not None and self.kept:
            self.kept.clear()
            old = next(path for k in range(10**6) if not (path := _aside(self.folder, k)).exists())
            with suppress(OSError):
                self.folder.rename(old)

    def _tidy(self, trial: int) -> None:
        kept = self.kept.get(trial)
        if kept is None:
            return
        needed = {self._live.get(trial)}
        if self._best is not None and self._best[0] == trial:
            needed.add(self._best[1])
        for old in kept - needed:
            kept.discard(old)
            if self._memory.pop((trial, old), None) is None and self.folder is not None:
                _remove(_file(self.folder, trial, old))
        if not kept:
            del self.kept[trial]


class Sealed(States):
    """Yalnızca okunan bir günlüğün durumları: açmak kod çalıştırabilir, istenirse nedeni söylenir."""

    def find(self, trial: int, epoch: int | None = None) -> bytes | None:
        raise ValueError(
            "read_journal durumları açmaz: bir durum turşudur (pickle), açmak içindeki kodu çalıştırabilir. Günlük "
            "seninse aramayı `tune(..., journal=...)` ile yeniden çağır; bitmişse hiçbir iş yapılmaz, durumu gelir"
        )


def _file(folder: Path, trial: int, epoch: int) -> Path:
    return folder / f"{trial}-{epoch}.state"


def _aside(folder: Path, k: int) -> Path:
    return folder.with_name(f"{folder.name}.old{k or ''}")


def _own_files(folder: Path | None) -> list[tuple[int, int, str]]:
    """Klasördeki durum dosyaları ve yarım kalanları: (deneme, dönem, tür)."""
    try:
        found = [OWN.fullmatch(name) for name in os.listdir(folder)] if folder is not None else []
    except OSError:  # klasör yok ya da okunamıyor
        return []
    return [(int(match[1]), int(match[2]), match[3]) for match in found if match]


def _remove(path: Path) -> None:
    """Silinemeyen bir durum dosyası yalnızca yer kaplar; aramayı durdurmaz."""
    with suppress(OSError):
        path.unlink()
