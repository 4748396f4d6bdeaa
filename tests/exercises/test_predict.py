"""`tahmin`: saklama, bozuk ya da yazılamayan disk, çakışmayan anahtarlar ve denetimler."""

import json
import os
import subprocess
import sys

import pytest

from lrlab.exercises import guesses, tahmin
from lrlab.exercises.predict import VIEW

OPTIONS = ["Zikzak azalır", "Zikzak artar", "Değişmez"]
QUESTION = "β'yı 0.9'dan 0.98'e çıkarınca ne olur?"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path / "ev"))
    return tmp_path / "ev"


def ask(**changed):
    return tahmin(**{"question": QUESTION, "options": OPTIONS, "key": "03-zigzag", **changed})


def controls(guess):
    """Gösterilen görünümün parçaları: (yanıt, düğme, durum)."""
    _, row, button, status = guess.view.children
    return (row.children[0] if getattr(row, "children", None) else row), button, status


def files(home):
    return sorted(home.rglob("*")) if home.exists() else []


# ---- saklama


def test_guess_survives_a_rerun_of_the_cell():
    ask().save(OPTIONS[1])
    assert ask().value == OPTIONS[1]


def test_guess_survives_a_kernel_restart(home):
    code = "from lrlab.exercises import tahmin; tahmin('Kaç gün?', key='02-pencere', unit='gün').save(50)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert tahmin("Kaç gün?", key="02-pencere", unit="gün").value == 50


def test_file_is_readable_json_and_leaves_no_half_file(home):
    ask().save(OPTIONS[0])
    (path,) = [path for path in files(home) if path.is_file()]
    assert path.name.startswith("03-zigzag-")
    assert json.loads(path.read_text(encoding="utf-8")) == {"soru": QUESTION, "tahmin": OPTIONS[0]}


def test_asking_writes_nothing(home):
    str(ask())
    controls(ask())
    assert files(home) == []


def test_same_key_in_two_notebooks_does_not_collide():
    ask(key="soru-1").save(OPTIONS[0])
    other = tahmin("Pencere kaç gün?", key="soru-1")
    assert other.value is None
    other.save(50)
    assert ask(key="soru-1").value == OPTIONS[0]


def test_home_follows_the_environment(monkeypatch, tmp_path, home):
    assert guesses.home() == home
    monkeypatch.delenv("LRLAB_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "kullanici"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "kullanici"))
    assert guesses.home() == tmp_path / "kullanici" / ".lrlab"


# ---- bozuk dosya ve yazılamayan disk


@pytest.mark.parametrize("content", [b"", b'{"soru": "yar', b"[]", b"{}", b"\xff\xfe", b"null", b"[" * 100_000])
def test_corrupted_file_is_kept_aside_and_told(home, content):
    ask().save(OPTIONS[0])
    (path,) = (home / "tahminler").glob("*.json")
    path.write_bytes(content)
    again = ask()
    assert again.value is None
    assert ".bozuk" in str(again)
    (copy,) = (home / "tahminler").glob("*.bozuk")
    assert copy.read_bytes() == content
    again.save(OPTIONS[2])
    assert ask().value == OPTIONS[2]


def test_unwritable_disk_keeps_the_guess_in_memory_and_says_so(home):
    home.write_text("klasör değil, dosya")  # root olarak da yazılamaz
    guess = ask()
    answer, button, status = controls(guess)
    answer.value = OPTIONS[1]
    button.click()
    assert guess.value == OPTIONS[1]
    assert "Diske yazılamadı" in status.value
    assert "Tahminin: Zikzak artar" in str(guess.sonuc(OPTIONS[0]))


def test_failed_replace_leaves_no_temporary_file(home, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    guess = ask()
    guess.save(OPTIONS[0])
    assert "No space left" in str(guess)
    assert [path for path in files(home) if path.is_file()] == []


def test_guess_that_is_no_longer_an_option_is_told():
    ask().save(OPTIONS[2])
    fewer = ask(options=OPTIONS[:2])
    assert fewer.value is None
    assert "artık seçenekler arasında değil" in str(fewer)


def test_stored_value_of_the_wrong_kind_is_not_used():
    ask().save(OPTIONS[0])
    assert ask(options=None).value is None


@pytest.mark.parametrize("stored", ["9" * 500, "NaN", "1e999", "[1]", '"5"', "true", "{}"])
def test_damaged_number_is_told_without_naming_options(home, stored):
    tahmin("Kaç gün?", key="02-gun").save(50)
    (path,) = (home / "tahminler").glob("*.json")
    path.write_text(f'{{"tahmin": {stored}}}')
    again = tahmin("Kaç gün?", key="02-gun")
    assert again.value is None
    assert "sayı değil" in str(again)
    assert "seçenek" not in str(again)


def test_home_that_cannot_be_found_is_named(monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", "~boyle-biri-yok/x")
    with pytest.raises(ValueError, match=r"`LRLAB_HOME` = '~boyle-biri-yok/x' olamaz"):
        ask()


# ---- denetimler


def test_radio_starts_with_nothing_chosen_and_asks_for_a_choice():
    guess = ask()
    answer, button, status = controls(guess)
    assert answer.value is None
    button.click()
    assert guess.value is None
    assert status.value == "Önce bir seçenek seç."


def test_button_saves_and_redisplay_shows_it():
    answer, button, status = controls(ask())
    answer.value = OPTIONS[1]
    button.click()
    assert "Kayıtlı tahminin: Zikzak artar" in status.value
    again, _, status = controls(ask())
    assert again.value == OPTIONS[1]
    assert "Kayıtlı tahminin: Zikzak artar" in status.value


def test_number_question():
    guess = tahmin("Kaç gün?", key="02-gun", unit="gün")
    answer, button, status = controls(guess)
    answer.value = 49.5
    button.click()
    assert tahmin("Kaç gün?", key="02-gun", unit="gün").value == 49.5
    assert "49.5 gün" in status.value


def test_view_is_built_once_and_named_in_the_bundle():
    guess = ask()
    first, second = guess._repr_mimebundle_(), guess._repr_mimebundle_()
    assert set(first) == {"text/plain", VIEW}
    assert first == second
    assert first[VIEW] == {"version_major": 2, "version_minor": 0, "model_id": guess.view.model_id}


def test_question_is_escaped_in_the_widget():
    guess = ask(question="w < 0 <b>iken</b>?")
    assert "w &lt; 0 &lt;b&gt;" in guess.view.children[0].value
