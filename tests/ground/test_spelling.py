"""Türkçe metinlerde sözlüklerin bilmediği sözcük yoktur; denetimin kendisi yanlışları yakalar."""

import os

import pytest

from tests import spelling
from tests.texts import documents

pytestmark = pytest.mark.skipif(
    not spelling.INSTALLED and not os.environ.get("LRLAB_SPELLING"), reason="hunspell kurulu değil"
)


def test_every_word_is_known():
    places = {}
    for path in documents():
        for place, word in spelling.misspelt(path):
            places.setdefault(word, place)
    assert len(places) > 5000
    assert {word: places[word] for word in sorted(spelling.unknown(places))} == {}


def test_mistakes_are_found():
    wrong = ["yanlıs", "Ögrenme", "minigurup", "gradyann", "eniyilyeci", "karşılaşıtrma", "Dogrusal", "şönüm"]
    assert spelling.unknown(wrong) == set(wrong)


def test_names_stems_and_suffixes_pass():
    right = [
        "minigrubun",
        "minigruplarla",
        "gradyanlarının",
        "Hiperparametrenin",
        "Adagrad",
        "öğrenme",
        "ÖĞRENME",
        "İlki",
    ]
    assert spelling.unknown([*right, "onarılmışınındır", "warmup", "learning"]) == set()


def test_only_text_is_read():
    text = "`kodd`u geç, $xyzt$'yi de; [burası](http://adrress.org) **β'nın** torch'un 3'üncü SGDRun\nsözcük"
    assert list(spelling.words(text)) == [
        (0, "geç"), (0, "de"), (0, "burası"), (0, "torch"), (1, "sözcük")
    ]  # fmt: skip


def test_no_stem_is_idle():
    """Artık hiçbir metinde geçmeyen gövde listede durmaz."""
    found = {spelling.lowered(word) for path in documents() for _, word in spelling.misspelt(path)}
    stems = spelling.STEMS.read_text("utf-8").split()
    assert [stem for stem in stems if not any(word.startswith(spelling.lowered(stem)) for word in found)] == []
    assert len(stems) == len({spelling.lowered(stem) for stem in stems})
