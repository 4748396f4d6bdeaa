"""Bir klasördeki teslimlerin dökümü: kim ne yaptı, sınıf neyi yanlış anlıyor, ilk tahminler nasıl dağıldı."""

import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from lrlab.exercises.catalog import TASKS
from lrlab.exercises.guesses import History, right
from lrlab.exercises.progress.classroom.rerun import rerun
from lrlab.exercises.progress.classroom.schema import Broken, Submission, read, visible
from lrlab.exercises.progress.log import now

FEWEST = 2  # bu kadar dosyada geçmeyen soru sayfaya girmez: tek bir dosya sayfayı uydurma sorularla dolduramasın


@dataclass(frozen=True)
class Row:
    """Bir dosya: ya denetlenmiş teslim ya da okunamamasının nedeni.

    note: tabloda yanına yazılacak. counted: sınıfın sayılarına giriyor mu. again: istendiyse, yanıtların yeniden
    denetlenmesinin sonucu.
    """

    file: str
    submission: Submission | None
    note: str
    counted: bool = False
    again: str = ""

    def done(self, task: str) -> bool | None:
        """Görev: True tamam, False denendi, None duruyor."""
        story = self.submission.tasks.get(task) if self.submission else None
        return None if story is None or not (story.solved or story.attempts) else story.solved

    @property
    def solved(self) -> int:
        """Tamam olan görev sayısı."""
        return sum(self.done(task) is True for task in TASKS)


@dataclass(frozen=True)
class TaskCount:
    """Bir görevde sınıf: kaç kişi bitirdi, kaçı yalnızca denedi, ortanca deneme, hata -> onunla karşılaşan kişi."""

    task: str
    solved: int
    tried: int
    attempts: float
    mistakes: Mapping[str, int]


@dataclass(frozen=True)
class Question:
    """Bir sorunun ilk tahminleri: yanıt -> kişi; sonucu (bilinmiyorsa None), tutanlar, sonradan değiştirenler."""

    key: str
    text: str
    unit: str
    firsts: Mapping[str | float, int]
    actual: str | float | None
    right: int
    changed: int

    @property
    def count(self) -> int:
        """Tahmin eden kişi."""
        return sum(self.firsts.values())


@dataclass(frozen=True)
class Classroom:
    """Klasörün dökümü.

    people: sayılan teslimler, numara başına en yenisi. rare: sayfaya girmeyen soru sayısı. skipped: .json olmayan
    dosyalar.
    """

    rows: tuple[Row, ...]
    people: tuple[Submission, ...]
    tasks: tuple[TaskCount, ...]
    questions: tuple[Question, ...]
    rare: int
    skipped: tuple[str, ...]


def classroom(folder: Path, again: Callable[[Submission], str] | None = None) -> Classroom:
    """`folder`daki (alt klasörleriyle) bütün .json dosyalarının dökümü; okunamayan dosya, nedeniyle bir satırdır.

    again: verilirse her teslimin yanıtları onunla yeniden denetlenir (`checked_again`); yoksa hiçbir kaynak çalışmaz.
    """
    files, skipped = _files(folder)
    rows = _noted([_opened(folder, path) for path in files])
    people = tuple(row.submission for row in rows if row.submission and row.counted)
    if again:
        rows = tuple(replace(row, again=again(row.submission)) if row.submission else row for row in rows)
    asked = _questions(people)
    often = [question for question in asked if question.count >= min(FEWEST, len(people))]
    counts = tuple(_counted(task, people) for task in TASKS)
    return Classroom(rows, people, counts, tuple(often), len(asked) - len(often), skipped)


def checked_again(one: Submission) -> str:
    """Tamam denen görevlerin kaynaklarını ayrı bir süreçte yeniden denetler; kaçı doğrulandı, hangileri uymadı."""
    claimed = {task: story.source for task, story in one.tasks.items() if story.solved and task in TASKS}
    found = rerun(claimed)
    unlike = [f"{task} ({status})" for task, status in found.items() if status != "doğru"]
    told = f"{len(found) - len(unlike)}/{len(found)} doğrulandı"
    return f"{told}; uymayan: {', '.join(unlike)}" if unlike else told


def _files(folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    """Okunacak dosyalar ve .json olmayanların adları."""
    found: list[Path] = []
    skipped: list[str] = []
    for top, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for path in (Path(top, name) for name in sorted(files) if name[0] != "."):
            if path.name.lower().endswith(".json"):
                found.append(path)
            else:
                skipped.append(visible(str(path.relative_to(folder))))
    return found, tuple(skipped)


def _opened(folder: Path, path: Path) -> Row:
    file = visible(str(path.relative_to(folder)))
    try:
        found = read(path)
    except Broken as error:
        return Row(file, None, str(error))
    strange = len(set(found.tasks) - set(TASKS))
    return Row(file, found, f"tanınmayan {strange} görev" if strange else "")


def _noted(rows: list[Row]) -> tuple[Row, ...]:
    """Satırlar, notlarıyla; aynı numaranın dosyalarından en yenisi sayılır, zamanı gelecekte olan en sonda gelir."""
    today = now()
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.submission:
            same[_number(row.submission)].append(row)
    best = {number: max(group, key=lambda row: _rank(row, today)) for number, group in same.items()}
    noted = []
    for row in rows:
        if one := row.submission:
            group, counted = same[_number(one)], best[_number(one)] is row
            told = [row.note, "" if _rank(row, today)[0] else "zamanı gelecekte", *_among(row, group, counted, today)]
            row = replace(row, note="; ".join(filter(None, told)), counted=counted)
        noted.append(row)
    return tuple(noted)


def _among(row: Row, group: list[Row], counted: bool, today: str) -> list[str]:
    """Aynı numaranın öbür dosyaları arasındaki yeri."""
    if len(group) == 1:
        return []
    told = [f"aynı numara {len(group)} dosyada"]
    if len({_name(other.submission) for other in group if other.submission}) > 1:
        told.append("aynı numara, başka ad")
    if not counted:
        return [*told, "sayılmadı, daha yenisi var" if _rank(row, today)[0] else "sayılmadı"]
    others = [other for other in group if other is not row and _rank(other, today)[0] == _rank(row, today)[0]]
    earlier = max((other.solved for other in others), default=0)
    return [*told, "sayılan bu", *([f"öncekinde {earlier} görev vardı"] if earlier > row.solved else [])]


def _number(one: Submission) -> str:
    return one.number.casefold()


def _name(one: Submission) -> str:
    """Adın karşılaştırılan hali: harfin büyüğü küçüğü, Türkçe işaretleri ve boşlukların sayısı ayırmaz."""
    plain = unicodedata.normalize("NFKD", one.name.casefold().replace("ı", "i"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _rank(row: Row, today: str) -> tuple[bool, str]:
    """Sıralama anahtarı: zamanı gelmiş mi, zamanı (hep aynı biçimde, UTC)."""
    at = row.submission.at if row.submission else ""
    return at <= today, at


def _counted(task: str, people: tuple[Submission, ...]) -> TaskCount:
    found = [one.tasks[task] for one in people if task in one.tasks]
    known = {mutant.name for mutant in TASKS[task].mutants}
    met = Counter(name for story in found for name, count in story.mistakes.items() if count and name in known)
    solved = [story.attempts for story in found if story.solved]
    tried = sum(not story.solved and story.attempts > 0 for story in found)
    return TaskCount(task, len(solved), tried, median(solved) if solved else 0, dict(met.most_common()))


def _questions(people: tuple[Submission, ...]) -> list[Question]:
    grouped: dict[tuple[str, str], list[History]] = defaultdict(list)
    for one in people:
        # Bir dosyada yinelenen soru bir kez sayılır.
        for asked, found in {(found.key, found.question): found for found in reversed(one.guesses)}.items():
            if not found.guesses[0].after:  # sonucu görüp yapılan tahmin sayılmaz
                grouped[asked].append(found)
    return [_question(found) for _, found in sorted(grouped.items())]


def _question(found: list[History]) -> Question:
    options = Counter(one.options for one in found).most_common(1)[0][0]
    actual = Counter(one.actual for one in found if one.actual is not None).most_common(1)
    happened = actual[0][0] if actual else None
    firsts = Counter(one.guesses[0].value for one in found)
    order = [*options, *(value for value, _ in firsts.most_common() if value not in options)]
    return Question(
        found[0].key,
        found[0].question,
        found[0].unit,
        {value: firsts[value] for value in order},
        happened,
        sum(count for value, count in firsts.items() if happened is not None and right(value, happened)),
        sum(len(one.guesses) > 1 for one in found),
    )
