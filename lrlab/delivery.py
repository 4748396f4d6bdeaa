"""Derslerin öğrenciye teslimi: lrlab'la gelen defterlerin, öğrencinin değiştirdiğine dokunmayan bir kopyası.

Klasördeki `MANIFEST`, her dersin en son teslim edilen halinin özetini (SHA-256) tutar. Dosya hâlâ o haldeyse öğrenci
ona dokunmamıştır: yenisi yerine yazılır. Değiştiyse olduğu gibi kalır, dersin yenisi sürümüyle yanına konur.
"""

import hashlib
import json
import os
import re
from pathlib import Path

MANIFEST = ".lrlab-dersler.json"
LESSON = re.compile(r"\d\d_\w+\.ipynb|[A-Z]+\.md")


def lessons_in(folder: Path) -> list[Path]:
    """`folder`daki dersler ve sözlük, adlarına göre sıralı; `Untitled.ipynb` gibi deneme defterleri ders değildir."""
    return sorted(path for path in folder.iterdir() if LESSON.fullmatch(path.name))


def deliver(source: Path, folder: Path, version: str) -> list[str]:
    """`source`taki dersleri `folder`a koyar ve ne yaptığını söyleyen cümleleri döndürür (bir şey yapmadıysa boş).

    Silinmiş bir ders yeniden konur. `version`, değiştirilmiş bir dersin yanına konan yenisinin adına yazılır.
    """
    folder.mkdir(parents=True, exist_ok=True)
    delivered, said, fresh = _read(folder / MANIFEST), [], 0
    for lesson in lessons_in(source):
        content, path = lesson.read_bytes(), folder / lesson.name
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


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(manifest: Path) -> dict[str, str]:
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
