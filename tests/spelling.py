"""Türkçe metinlerin yazımı: `python tests/spelling.py` sözlüklerin bilmediği sözcükleri geçtikleri yerle yazar.

Sözlükler Debian'ın hunspell-tr ve hunspell-en-us paketleri; onlarda olmayan sözcüklerimizin gövdeleri `spelling.txt`
tedir. Gövdenin sonuna çekim ekleri gelebilir; eklerin uyumuna bakılmaz.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.texts import ROOT, documents, python_texts

STEMS = Path(__file__).with_suffix(".txt")
INSTALLED = shutil.which("hunspell") is not None
# Yazı olmayan: kod, formül, adres, HTML, üstü çizili (bilerek yanlış) sözcük; ardından gelen eki de sayılmaz.
CODE = re.compile(
    r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]+\$|~~[^~\n]+~~|https?://\S+|(?<=\])\([^)\n]*\)|<[^<>\n]+>|\\.", re.DOTALL
)
WORD = re.compile(r"(?<![\w'’.§%/@-])([^\W\d_]+)(?:['’]([^\W\d_]+))?(?![\w(=/§@*]|\.\w|-\w)")
TURKISH = re.compile(r"[A-Za-zÇĞİÖŞÜçğıöşüÂÎÛâîû]{2,}")  # başka harfli olan bir formül ya da yabancı bir addır
CAMEL = re.compile(r"[^\W\d_]+[a-zçğıöşü][A-Z][^\W\d_]*|[A-Z]{2,}[a-z]+")  # sınıf adları, JupyterLab gibi
SUFFIX = re.compile(
    r"(?:l[ae]r|l[ıiuü][kğ]?|s[ıiuü]z|[dt][ae]n?|k[ıi]|[cç][ae]|[cç][ıiuü]|y?l[ae]|y?[ıiuü]|y?[ae]|[nsy]?[ıiuü]n?|n[ae]"
    r"|(?<=[aeıioöuü])[nm]|[ıiuü]m|m[ıiuü]z|n[ıiuü]z|s[ıiuü]n|[dt][ıiuü]r?|s[ae]|y?ken|m[ıiuü]ş)*"
)
SHORTEST = 4  # sözlükteki bir sözcüğün, ekleri bizce sayılan gövde olabilmesi için harf sayısı


def words(text: str) -> Iterator[tuple[int, str]]:
    """Yazının sözcükleri, (0'dan sayılan satır, sözcük); kesme işaretinden sonraki ek sayılmaz."""
    plain = CODE.sub(lambda found: "§" + "\n" * found[0].count("\n"), text)
    for found in WORD.finditer(plain):
        if TURKISH.fullmatch(found[1]) and not CAMEL.fullmatch(found[1]):
            yield plain.count("\n", 0, found.start()), found[1]


def unknown(found: Iterable[str]) -> set[str]:
    """Sözcüklerin, gövdesi ne sözlüklerde ne bizde olanları."""
    missing = _not_in_dictionaries(set(found))
    stems = {lowered(line) for line in STEMS.read_text("utf-8").split()}
    missing = {word for word in missing if not _inflected(lowered(word), stems)}
    heads = {word[:k] for word in missing for k in range(SHORTEST, len(word)) if SUFFIX.fullmatch(lowered(word), k)}
    heads -= _not_in_dictionaries(heads)
    return {word for word in missing if not any(word[:k] in heads for k in range(SHORTEST, len(word)))}


def lowered(text: str) -> str:
    """Türkçe küçük harf: I -> ı, İ -> i (str.lower bunu yapmaz)."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def misspelt(path: Path) -> Iterator[tuple[str, str]]:
    """Dosyanın yazıları: (yer, sözcük)."""
    name, source = str(path.relative_to(ROOT)), path.read_text("utf-8")
    if path.suffix in (".py", ".pyi"):
        for text, first, _ in python_texts(source):
            if " " in text.strip():  # tek sözcüklük sabitler çoğunlukla ad ve anahtardır
                yield from ((f"{name}:{first + row}", word) for row, word in words(text))
    elif path.suffix == ".ipynb":
        for cell in json.loads(source)["cells"]:
            parts = [("".join(cell["source"]), 0)]
            if cell["cell_type"] == "code":
                code = re.sub(r"^(\s*)%.*", r"\1pass", parts[0][0], flags=re.MULTILINE)
                parts = [(text, first - 1) for text, first, _ in python_texts(code) if " " in text.strip()]
            for text, first in parts:
                yield from ((f"{name}, {cell['id']}:{first + row + 1}", word) for row, word in words(text))
    elif path.suffix == ".md":
        yield from ((f"{name}:{row + 1}", word) for row, word in words(source))


def _inflected(word: str, stems: set[str]) -> bool:
    return any(word[:k] in stems and SUFFIX.fullmatch(word, k) for k in range(2, len(word) + 1))


def _not_in_dictionaries(found: set[str]) -> set[str]:
    command = ["hunspell", "-d", "tr_TR,en_US", "-i", "utf-8", "-l"]
    text = "\n".join(sorted(found))
    return set(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.split())


def main() -> int:
    """Bilinmeyen sözcükleri yerleriyle yazar; yoksa 0 döndürür."""
    places: dict[str, list[str]] = {}
    for path in documents():
        for place, word in misspelt(path):
            places.setdefault(word, []).append(place)
    bad = unknown(places)
    for word in sorted(bad, key=lambda word: (lowered(word), word)):
        print(f"{word:24} {len(places[word]):4}  {places[word][0]}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
