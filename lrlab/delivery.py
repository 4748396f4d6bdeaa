"""Derslerin öğrenciye teslimi: lrlab'la gelen defterlerin, öğrencinin değiştirdiğine dokunmayan bir kopyası.

Klasördeki `MANIFEST`, her dersin en son teslim edilen halinin özetini (SHA-256) tutar. Dosya hâlâ o haldeyse öğrenci
ona dokunmamıştır: yenisi yerine yazılır. Değiştiyse olduğu gibi kalır, dersin yenisi sürümüyle yanına konur. Kopyanın
çözümlü mü çözümsüz mü olduğunu da tutar: çözümsüz kopyaya sonra da çözümsüz dersler gelir.
"""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

MANIFEST = ".lrlab-dersler.json"
UNSOLVED = "no_solutions"  # hiçbir dersin adı olamaz
LESSON = re.compile(r"(\d\d|ek_[a-z])_\w+\.ipynb|[A-Z]+\.md")


def lessons_in(folder: Path) -> list[Path]:
    """`folder`daki dersler, ekler ve sayfalar, adlarına göre sıralı; `Untitled.ipynb` gibi denemeler sayılmaz."""
    return sorted(path for path in folder.iterdir() if LESSON.fullmatch(path.name))


def deliver(source: Path, folder: Path, version: str, unsolved: bool | None = None) -> list[str]:
    """`source`taki dersleri `folder`a koyar ve ne yaptığını söyleyen cümleleri döndürür (bir şey yapmadıysa boş).

    Silinmiş bir ders yeniden konur. `version`, değiştirilmiş bir dersin yanına konan yenisinin adına yazılır.
    `unsolved`: çözümleri çıkarılsın mı; verilmezse `folder`daki kopya nasılsa öyle (yeni bir kopya çözümlüdür).
    """
    folder.mkdir(parents=True, exist_ok=True)
    delivered, said, fresh = _read(folder / MANIFEST), [], 0
    delivered[UNSOLVED] = bare = delivered.get(UNSOLVED) is True if unsolved is None else unsolved
    for lesson in lessons_in(source):
        content, path = _content(lesson, bare), folder / lesson.name
        last, now = delivered.get(lesson.name), _digest(content)
        found = _digest(path.read_bytes()) if path.exists() else None
        if found is None:
            _write(path, content)
            fresh += 1
        elif found == last != now:
            _write(path, content)
            said.append(f"{path.name} yenilendi.")
        elif now not in (found, last):
            beside = _beside(path, version, now)
            _write(beside, content)
            said.append(f"{path.name} değiştirdiğin gibi duruyor; dersin yeni hali yanında: {beside.name}")
        delivered[lesson.name] = now
    _write(folder / MANIFEST, json.dumps(delivered, indent=1).encode())
    return ([f"{fresh} dosya {folder} klasörüne kopyalandı."] if fresh else []) + said


def _content(lesson: Path, unsolved: bool) -> bytes:
    if not unsolved or lesson.suffix != ".ipynb":
        return lesson.read_bytes()
    from lrlab.exercises.unsolved import without_solutions  # yalnızca çözümsüz kopya için yüklenir

    return without_solutions(lesson.read_text("utf-8")).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(manifest: Path) -> dict[str, Any]:
    """Teslim edilenlerin özetleri; kayıt yoksa ya da bozulmuşsa boş: o zaman hiçbir dosyanın üzerine yazılmaz."""
    try:
        kept = json.loads(manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _beside(path: Path, version: str, digest: str) -> Path:
    """`path`in yanında, adı sürümlü ve başka bir içeriğe ait olmayan yer."""
    names = [path.with_stem(f"{path.stem}-{version}")]
    while names[-1].exists() and _digest(names[-1].read_bytes()) != digest:
        names.append(path.with_stem(f"{path.stem}-{version}-{len(names) + 1}"))
    return names[-1]


def _write(path: Path, content: bytes) -> None:
    """Yarıda kesilirse eski hali bozulmasın diye önce yanına yazar."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(content)
    os.replace(temporary, path)
