"""Bir dersin ana yolunun kaç dakika sürdüğü: `python tests/lesson_time.py [defter …]` bir tablo basar.

Ana yol, "Derinleş" ve "Daha fazlası" bölümlerinin, `<details>` içinin ve kapalı duran kodun dışında kalandır. Ölçü:
dakikada 150 sözcük, görünen her kod satırı 5 s, her tahmin (şekliyle) 3, ana yolun her alıştırması 4 dakika.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
WORDS_A_MINUTE, SECONDS_A_LINE, MINUTES_A_GUESS, MINUTES_AN_EXERCISE = 150, 5, 3, 4
ASIDE = re.compile(r"derinleş|daha fazlası", re.IGNORECASE)  # ana yolun dışındaki bölümlerin başlığı
HEADING = re.compile(r"^(#{1,6}) +(.*)$", re.MULTILINE)
EXERCISE = re.compile(r"#+ Alıştırma \d")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
UNREAD = re.compile(r"<details\b.*?</details>|<!--.*?-->|<[^>]+>|!\[[^\]]*\]\([^)]*\)|(?<=\])\([^)]*\)", re.DOTALL)
MINUTES = re.compile(r"\*\*Süre:\*\* (\d+) dakika")


@dataclass(frozen=True)
class CorePath:
    """Bir dersin ana yolu: okunan sözcükler, görünen kod satırları, tahminler ve alıştırmalar."""

    words: int
    lines: int
    guesses: int
    exercises: int

    @property
    def minutes(self) -> float:
        """Tahmini süre, dakika."""
        return (
            self.words / WORDS_A_MINUTE
            + self.lines * SECONDS_A_LINE / 60
            + self.guesses * MINUTES_A_GUESS
            + self.exercises * MINUTES_AN_EXERCISE
        )


def core_path(nb: NotebookNode) -> CorePath:
    """Defterin ana yolunu sayar."""
    words = lines = guesses = exercises = 0
    for cell, aside in cells(nb):
        if cell.cell_type == "markdown":
            parts = [text for text, out in _parts(cell.source, aside) if not out]
            words += sum(len(UNREAD.sub(" ", FENCE.sub(" ", text)).split()) for text in parts)
            exercises += sum(bool(EXERCISE.match(text)) for text in parts)
        elif not aside:
            lines += 0 if collapsed(cell) else sum(bool(line.strip()) for line in cell.source.splitlines())
            guesses += len(re.findall(r"\btahmin\(", cell.source))
    return CorePath(words, lines, guesses, exercises)


def cells(nb: NotebookNode) -> Iterator[tuple[NotebookNode, int]]:
    """Hücreler ve başında içinde bulunulan ana yol dışı bölümün başlık düzeyi (0: ana yol)."""
    aside = 0
    for cell in nb.cells:
        yield cell, aside
        if cell.cell_type == "markdown":
            *_, (_, aside) = _parts(cell.source, aside)


def collapsed(cell: NotebookNode) -> bool:
    """Kodu kapalı duran hücre mi?"""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden", False))


def stated(nb: NotebookNode) -> int:
    """Dersin başlığında yazan süre, dakika."""
    found = MINUTES.search(nb.cells[0].source)
    if not found:
        raise ValueError("başlık hücresinde `**Süre:** N dakika` yok")
    return int(found[1])


def _parts(source: str, aside: int) -> Iterator[tuple[str, int]]:
    """Hücrenin yazısı başlıklarından bölünmüş; her parçanın yanında, içinde olduğu ana yol dışı bölümün düzeyi."""
    source = re.sub(r"<details\b.*?</details>", " ", source, flags=re.DOTALL)
    code = [(one.start(), one.end()) for one in FENCE.finditer(source)]
    starts = [one for one in HEADING.finditer(source) if not any(a <= one.start() < b for a, b in code)]
    edges = [one.start() for one in starts] + [len(source)]
    yield source[: edges[0]].strip(), aside
    for one, end in zip(starts, edges[1:], strict=True):
        level = len(one[1])
        if not aside or level <= aside:
            aside = level if ASIDE.search(one[2]) else 0
        yield source[one.start() : end].strip(), aside


def main(paths: list[str]) -> None:
    """Derslerin sürelerini basar."""
    print(f"{'ders':40} {'sözcük':>7} {'satır':>6} {'tahmin':>7} {'alıştırma':>10} {'dakika':>7} {'yazan':>6}")
    for path in [Path(one) for one in paths] or sorted(FOLDER.glob("*.ipynb")):
        nb = nbformat.read(path, as_version=4)
        one, header = core_path(nb), MINUTES.search(nb.cells[0].source)
        counts = f"{one.words:7} {one.lines:6} {one.guesses:7} {one.exercises:10} {one.minutes:7.0f}"
        print(f"{path.name:40} {counts} {header[1] if header else '–':>6}")


if __name__ == "__main__":
    main(sys.argv[1:])
