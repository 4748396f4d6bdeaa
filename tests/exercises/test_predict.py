"""`tahmin`: saklama, ilk tahmin ve sonrakiler, bozuk ya da yazılamayan disk, çakışmayan anahtarlar ve denetimler."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

import lrlab.exercises.guesses as guesses
from lrlab.exercises import tahmin
from lrlab.exercises.progress import log
from lrlab.jupyter.outputs import VIEW

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


def rows(home):
    """Kayıttaki olaylar; dosyanın her satırı tek başına okunan bir JSON'dur."""
    return [json.loads(line) for line in (home / "tahminler.jsonl").read_text(encoding="utf-8").splitlines()]


def test_file_is_readable_json_lines_and_nothing_else_is_written(home):
    ask().save(OPTIONS[0])
    assert [path for path in files(home) if path.is_file()] == [home / "tahminler.jsonl"]
    assert "β'yı 0.9'dan" in (home / "tahminler.jsonl").read_text(encoding="utf-8")
    (row,) = rows(home)
    at = datetime.fromisoformat(row.pop("at"))
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=5)
    asked = {"event": "guess", "key": "03-zigzag", "question": QUESTION, "options": OPTIONS, "unit": ""}
    assert row == {**asked, "value": OPTIONS[0]}


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
    assert log.home() == home
    monkeypatch.delenv("LRLAB_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "kullanici"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "kullanici"))
    assert log.home() == tmp_path / "kullanici" / ".lrlab"


# ---- ilk tahmin ve sonrakiler


def test_the_first_guess_stays_with_its_time_and_a_later_one_is_a_change(home):
    guess = ask()
    guess.save(OPTIONS[1])
    path = home / "tahminler.jsonl"
    path.write_text(json.dumps({**rows(home)[0], "at": "2026-01-02T03:04:05+00:00"}) + "\n", "utf-8")
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).astimezone().strftime("%d.%m.%Y %H.%M")
    assert f"Kayıtlı tahminin: Zikzak artar ({when})" in str(ask())
    ask().save(OPTIONS[0])
    again = ask()
    assert (again.first, again.value) == (OPTIONS[1], OPTIONS[0])
    assert "İlk tahminin: Zikzak artar; değiştirdin: Zikzak azalır" in str(again)
    assert "değiştirdin: Zikzak azalır" in controls(again)[2].value
    assert rows(home)[0]["at"] == "2026-01-02T03:04:05+00:00"


def test_saving_the_same_guess_twice_is_no_change():
    guess = ask()
    guess.save(OPTIONS[1])
    guess.save(OPTIONS[1])
    for one in (guess, ask()):
        assert "Kayıtlı tahminin: Zikzak artar" in str(one)
        assert "değiştirdin" not in str(one)


def test_a_guess_after_the_outcome_is_told_so():
    guess = ask()
    guess.save(OPTIONS[1])
    guess.sonuc(OPTIONS[0])
    guess.save(OPTIONS[0])
    for one in (guess, ask()):
        assert "değiştirdin: Zikzak azalır, sonucu gördükten sonra" in str(one)
    other = ask(key="05-baska")
    other.save(OPTIONS[1])
    other.save(OPTIONS[0])
    assert "sonucu gördükten sonra" not in str(other)


def test_the_outcome_is_written_once_and_only_when_it_is_shown(home):
    guess = ask()
    hidden = guess.sonuc(OPTIONS[0])
    str(hidden), hidden._repr_mimebundle_()
    assert files(home) == []
    guess.save(OPTIONS[1])
    guess.sonuc(OPTIONS[0])
    ask().sonuc(OPTIONS[0])
    assert [row["event"] for row in rows(home)] == ["guess", "outcome"]
    assert rows(home)[1]["actual"] == OPTIONS[0]


def test_looking_without_a_guess_is_remembered():
    guess = ask()
    guess.sonuc(OPTIONS[0]).goster()
    guess.save(OPTIONS[1])  # aynı çekirdekte, aynı soruda
    assert "Kayıtlı tahminin: Zikzak artar, sonucu gördükten sonra" in str(guess)
    again = ask()
    assert "Kayıtlı tahminin: Zikzak artar, sonucu gördükten sonra" in str(again)
    assert str(again.sonuc(OPTIONS[0])).startswith("Tahminin: Zikzak artar, sonucu gördükten sonra — ")


# ---- bozuk dosya ve yazılamayan disk


@pytest.mark.parametrize("content", [b"\n", b'{"soru": "yar', b"[]", b"{}", b"\xff\xfe", b"null", b"[" * 100_000])
def test_damaged_lines_stay_where_they_are_and_are_told(home, content):
    ask().save(OPTIONS[0])
    path = home / "tahminler.jsonl"
    path.write_bytes(content)
    again = ask()
    assert again.value is None
    assert ("tahminler.jsonl dosyasının 1 satırı bozuk" in str(again)) == bool(content.strip())
    again.save(OPTIONS[2])
    assert ask().value == OPTIONS[2]
    assert path.read_bytes().startswith(content)


def test_a_half_written_line_costs_only_itself(home):
    ask().save(OPTIONS[0])
    path = home / "tahminler.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    ask().save(OPTIONS[1])
    found = ask()
    assert (found.first, found.value) == (OPTIONS[0], OPTIONS[1])


WRITER = """
import sys
from lrlab.exercises import tahmin
for k in range(100):
    tahmin("Kaç?", key=f"{sys.argv[1]}-{k}").save(k)
"""


def test_two_notebooks_at_once_lose_nothing(home):
    both = [subprocess.Popen([sys.executable, "-c", WRITER, name]) for name in ("bir", "iki")]
    assert [one.wait(120) for one in both] == [0, 0]
    written = {(row["key"], row["value"]) for row in rows(home)}
    assert written == {(f"{name}-{k}", k) for name in ("bir", "iki") for k in range(100)}


def test_unwritable_disk_keeps_the_guess_in_memory_and_says_so(home):
    home.write_text("klasör değil, dosya", "utf-8")  # root olarak da yazılamaz
    guess = ask()
    answer, button, status = controls(guess)
    answer.value = OPTIONS[1]
    button.click()
    assert guess.value == OPTIONS[1]
    assert "Diske yazılamadı" in status.value
    assert "Tahminin: Zikzak artar" in str(guess.sonuc(OPTIONS[0]))


def test_a_full_disk_is_told_and_the_guess_can_be_saved_again(home, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    guess = ask()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        guess.save(OPTIONS[0])
    assert "disk dolu" in str(guess)
    assert ask().value is None
    guess.save(OPTIONS[0])
    assert "disk dolu" not in str(guess)
    assert ask().value == OPTIONS[0]


def test_a_log_that_cannot_be_read_is_told(home):
    (home / "tahminler.jsonl").mkdir(parents=True)
    assert "tahminler.jsonl okunamadı" in str(ask())


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
    path = home / "tahminler.jsonl"
    path.write_text(path.read_text("utf-8").replace('"value": 50.0', f'"value": {stored}'), "utf-8")
    assert stored in path.read_text("utf-8")
    again = tahmin("Kaç gün?", key="02-gun")
    assert again.value is None
    assert "sayı değil" in str(again)
    assert "seçenek" not in str(again)


def test_a_home_that_cannot_be_found_keeps_the_guess_in_memory_and_says_so(monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", "~boyle-biri-yok/x")
    guess = ask()
    assert "`LRLAB_HOME` = '~boyle-biri-yok/x' olamaz" in str(guess)
    guess.save(OPTIONS[1])
    assert guess.value == OPTIONS[1]
    assert "Diske yazılamadı (`LRLAB_HOME` = '~boyle-biri-yok/x' olamaz" in str(guess)
    assert "Tahminin: Zikzak artar" in str(guess.sonuc(OPTIONS[0]))


def test_a_full_log_says_what_to_do(home, monkeypatch):
    ask().save(OPTIONS[0])
    monkeypatch.setattr(log, "LARGEST", 10)
    guess = ask()
    guess.save(OPTIONS[1])
    assert "önce `teslim` ile teslim dosyanı yaz, sonra" in str(guess)
    assert f"{home / 'tahminler.jsonl'} dosyasını başka bir klasöre taşı" in str(guess)


def test_reading_a_long_history_does_not_copy_it_at_every_guess(monkeypatch):
    copied = []
    real = guesses.replace

    def counting(history, **changes):
        copied.append(len(changes.get("guesses", ())))
        return real(history, **changes)

    monkeypatch.setattr(guesses, "replace", counting)
    row = {"event": "guess", "at": "x", "key": "k", "question": "?", "options": [], "unit": ""}
    (found,) = guesses.histories({**row, "value": k // 2} for k in range(4000)).values()
    assert [guess.value for guess in found.guesses] == list(range(2000))
    assert sum(copied) == 2000


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
    (first, metadata), second = guess._repr_mimebundle_(), guess._repr_mimebundle_()
    assert set(first) == {"text/plain", VIEW}
    assert (first, metadata) == second
    assert first[VIEW] == {"version_major": 2, "version_minor": 0, "model_id": guess.view.model_id}


def test_question_is_escaped_in_the_widget():
    guess = ask(question="w < 0 <b>iken</b>?")
    assert "w &lt; 0 &lt;b&gt;" in guess.view.children[0].value
