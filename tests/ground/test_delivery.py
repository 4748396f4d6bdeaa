"""Derslerin öğrenciye teslimi: değiştirdiği hiçbir dosya değişmez, yeni dersler gelir ve söylenir."""

import json

import pytest

from lrlab.delivery import deliver
from lrlab.exercises import hint
from lrlab.exercises.unsolved import INSTEAD


@pytest.fixture
def lessons(tmp_path):
    """lrlab'la gelen dersler: iki defter, bir sözlük ve ders olmayan dosyalar."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    for name in ("00_a.ipynb", "01_b.ipynb", "SOZLUK.md", "geçici.tmp", "Untitled.ipynb", "00_a-Copy1.ipynb"):
        (folder / name).write_text(f"{name} 1", "utf-8")
    return folder


def contents(folder):
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if not path.name.startswith(".")}


def test_the_first_delivery_copies_the_lessons_and_the_second_says_nothing(lessons, tmp_path):
    said = deliver(lessons, tmp_path / "a" / "b", "0.1.0")
    assert said == [f"3 dosya {tmp_path / 'a' / 'b'} klasörüne kopyalandı."]
    before = contents(tmp_path / "a" / "b")
    assert before == {name: f"{name} 1" for name in ("00_a.ipynb", "01_b.ipynb", "SOZLUK.md")}
    assert deliver(lessons, tmp_path / "a" / "b", "0.1.0") == []
    assert contents(tmp_path / "a" / "b") == before


def test_appendices_and_pages_are_delivered_too(lessons, tmp_path):
    for name in ("ek_a_ad.ipynb", "OGRETEN.md"):
        (lessons / name).write_text(name, "utf-8")
    deliver(lessons, tmp_path / "my", "0.1.0")
    assert {"ek_a_ad.ipynb", "OGRETEN.md"} < contents(tmp_path / "my").keys()


def test_an_untouched_lesson_is_renewed(lessons, tmp_path):
    deliver(lessons, tmp_path / "my", "0.1.0")
    (lessons / "01_b.ipynb").write_text("yeni", "utf-8")
    assert deliver(lessons, tmp_path / "my", "0.2.0") == ["01_b.ipynb yenilendi."]
    assert contents(tmp_path / "my")["01_b.ipynb"] == "yeni"
    assert deliver(lessons, tmp_path / "my", "0.2.0") == []


def test_a_changed_lesson_stays_and_the_newer_one_goes_beside_it_once(lessons, tmp_path):
    deliver(lessons, tmp_path / "my", "0.1.0")
    (tmp_path / "my" / "01_b.ipynb").write_text("yanıtlarım", "utf-8")
    assert deliver(lessons, tmp_path / "my", "0.1.0") == []  # dersin kendisi yenilenmedi
    (lessons / "01_b.ipynb").write_text("yeni", "utf-8")
    (said,) = deliver(lessons, tmp_path / "my", "0.2.0")
    assert "01_b.ipynb değiştirdiğin gibi duruyor" in said
    assert "01_b-0.2.0.ipynb" in said
    after = contents(tmp_path / "my")
    assert (after["01_b.ipynb"], after["01_b-0.2.0.ipynb"]) == ("yanıtlarım", "yeni")
    assert deliver(lessons, tmp_path / "my", "0.2.0") == []
    assert contents(tmp_path / "my") == after


def test_a_newer_lesson_of_the_same_version_does_not_cover_the_one_beside(lessons, tmp_path):
    deliver(lessons, tmp_path / "my", "0.1.0")
    (tmp_path / "my" / "01_b.ipynb").write_text("yanıtlarım", "utf-8")
    for text in ("iki", "üç"):
        (lessons / "01_b.ipynb").write_text(text, "utf-8")
        deliver(lessons, tmp_path / "my", "0.1.0")
    after = contents(tmp_path / "my")
    kept = after["01_b.ipynb"], after["01_b-0.1.0.ipynb"], after["01_b-0.1.0-2.ipynb"]
    assert kept == ("yanıtlarım", "iki", "üç")


def test_the_students_own_file_of_that_name_stays(lessons, tmp_path):
    (tmp_path / "my").mkdir()
    (tmp_path / "my" / "00_a.ipynb").write_text("benim", "utf-8")
    said = deliver(lessons, tmp_path / "my", "0.1.0")
    assert len(said) == 2
    assert contents(tmp_path / "my")["00_a.ipynb"] == "benim"
    assert contents(tmp_path / "my")["00_a-0.1.0.ipynb"] == "00_a.ipynb 1"


def test_a_deleted_lesson_comes_back(lessons, tmp_path):
    deliver(lessons, tmp_path / "my", "0.1.0")
    (tmp_path / "my" / "00_a.ipynb").unlink()
    assert deliver(lessons, tmp_path / "my", "0.1.0") == [f"1 dosya {tmp_path / 'my'} klasörüne kopyalandı."]
    assert "00_a.ipynb" in contents(tmp_path / "my")


@pytest.mark.parametrize("broken", ["", "[1, 2]", "{"])
def test_a_broken_record_costs_no_file(lessons, tmp_path, broken):
    deliver(lessons, tmp_path / "my", "0.1.0")
    (tmp_path / "my" / ".lrlab-dersler.json").write_text(broken, "utf-8")
    (tmp_path / "my" / "00_a.ipynb").write_text("yanıtlarım", "utf-8")
    (lessons / "01_b.ipynb").write_text("yeni", "utf-8")
    deliver(lessons, tmp_path / "my", "0.2.0")
    after = contents(tmp_path / "my")
    assert (after["00_a.ipynb"], after["01_b.ipynb"]) == ("yanıtlarım", "01_b.ipynb 1")
    assert (after["00_a-0.2.0.ipynb"], after["01_b-0.2.0.ipynb"]) == ("00_a.ipynb 1", "yeni")


def notebook(text):
    return json.dumps({"cells": [{"cell_type": "markdown", "id": "a", "source": [text]}]}, ensure_ascii=False)


def test_a_copy_without_solutions_stays_so_when_its_lessons_are_renewed(lessons, tmp_path):
    hidden = "<details>\n<summary>Çözüm</summary>GİZLİ</details>"
    for name in ("00_a.ipynb", "01_b.ipynb"):
        (lessons / name).write_text(notebook(f"bir {hidden}"), "utf-8")
    my = tmp_path / "my"
    deliver(lessons, my, "0.1.0", unsolved=True)
    assert deliver(lessons, my, "0.1.0") == []  # `lrlab lab` böyle çağırır
    (lessons / "01_b.ipynb").write_text(notebook(f"iki {hidden}"), "utf-8")
    (my / "00_a.ipynb").unlink()
    deliver(lessons, my, "0.2.0")
    after = contents(my)
    assert sorted(after) == ["00_a.ipynb", "01_b.ipynb", "SOZLUK.md"]
    assert not any("GİZLİ" in text for text in after.values())
    assert f"iki {INSTEAD}" in after["01_b.ipynb"]
    assert INSTEAD in after["00_a.ipynb"]
    deliver(lessons, my, "0.2.0", unsolved=False)
    assert "GİZLİ" in contents(my)["01_b.ipynb"]
    deliver(lessons, my, "0.2.0")
    assert "GİZLİ" in contents(my)["00_a.ipynb"]


def test_the_last_hint_is_true_in_a_copy_without_solutions_too():
    assert "defterinde çözüm varsa alıştırmanın altındaki katlanmış bölümdedir." in str(hint("ewa", 3))
