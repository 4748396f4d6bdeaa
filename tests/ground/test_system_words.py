"""İşletim sisteminin hataları tek yerden, Türkçe söylenir."""

import errno
import re
from pathlib import Path

import pytest

import lrlab
from lrlab.terms.system import REASONS, reason


@pytest.mark.parametrize("number", REASONS)
def test_a_known_number_is_told_in_turkish_without_the_file(number):
    told = reason(OSError(number, "English words", "/gizli/yol"))
    assert told == REASONS[number]
    assert "English" not in told
    assert "gizli" not in told


def test_what_the_system_did_not_say_keeps_its_own_words():
    assert reason(OSError("32 MB'a ulaştı")) == "32 MB'a ulaştı"
    assert reason(ValueError("`LRLAB_HOME` olamaz")) == "`LRLAB_HOME` olamaz"
    assert reason(OSError()) == "OSError"
    assert reason(OSError(errno.EMFILE, "Too many open files")) == "Too many open files"


def test_a_file_open_elsewhere_on_windows_is_not_only_a_missing_right():
    """Excel'de açık bir sinif.csv'nin üstüne yazmak da Windows'ta "erişim engellendi"dir (5), paylaşımsa 32."""
    for code in (5, 32, 33):
        error = PermissionError(errno.EACCES, "Access is denied")
        error.winerror = code
        assert reason(error) == "izin yok ya da dosya başka bir programda açık"


def test_no_other_file_words_the_systems_errors():
    top = Path(lrlab.__file__).parent
    elsewhere = {
        path.relative_to(top).as_posix()
        for path in top.rglob("*.py")
        if re.search(r"\.strerror\b(?!\()", path.read_text("utf-8"))
    }
    assert elsewhere == {"terms/system.py"}
