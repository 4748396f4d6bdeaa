"""`teslim`: tek dosya, içindekiler, yanlış adlar ve numaralar; kendi yazdığı, sınıfın okuduğudur."""

import json
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrlab.core import averages
from lrlab.exercises import check, ilerleme, tahmin, teslim
from lrlab.exercises.progress.classroom.schema import read


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path / "ev"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "ev"


def right(theta, beta):
    return averages.ewa(theta, beta)


def worked():
    check("ewa", lambda theta, beta: averages.ewa(theta, 1 - beta))
    check("ewa", right)
    check("effective_window", 49)
    guess = tahmin("Kaç gün?", key="02-gun", unit="gün")
    guess.save(10)
    guess.save(40)
    guess.sonuc(50)


def test_one_file_holds_the_answers_the_results_the_times_and_the_versions(tmp_path):
    worked()
    told = teslim("  Ayşe Yılmaz ", "0210401")
    assert told.path == (tmp_path / "teslim-0210401.json").resolve()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ev", "teslim-0210401.json"]
    found = json.loads(told.path.read_text("utf-8"))
    assert "Ayşe Yılmaz" in told.path.read_text("utf-8")
    assert (found["name"], found["number"]) == ("Ayşe Yılmaz", "0210401")
    assert {"python", "lrlab", "numpy"} <= set(found["versions"])
    story = found["tasks"]["ewa"]
    assert (story["attempts"], story["mistakes"]) == (2, {"swapped": 1})
    assert story["source"] == "from tests.exercises.test_hand_in import right\nanswer = right\n"
    assert story["solved_at"] == story["last_at"] != ""
    assert found["tasks"]["effective_window"]["solved_at"] == ""
    (guess,) = found["guesses"]
    assert [one["value"] for one in guess["guesses"]] == [10, 40]
    assert (guess["actual"], guess["unit"]) == (50, "gün")


def test_what_was_written_is_what_the_class_reads():
    worked()
    one = read(teslim("Ayşe Yılmaz", 210401).path)
    found = ilerleme()
    assert (one.name, one.number) == ("Ayşe Yılmaz", "210401")
    assert {task: asdict(story) for task, story in one.tasks.items()} == {
        task: asdict(story) for task, story in found.stories.items()
    }
    assert one.guesses == found.guesses


def test_the_student_is_told_where_it_is_and_that_nothing_was_sent():
    worked()
    told = teslim("Ayşe Yılmaz", "210401")
    assert str(told).startswith("teslim-210401.json yazıldı (")
    assert "1 görev tamam, 1 görev denendi, 1 tahmin" in str(told)
    assert "hiçbir yere bir şey göndermez" in str(told)
    assert str(told.path) in str(told)
    assert "teslim-210401.json" in told._repr_mimebundle_()["text/html"]


def test_handing_in_again_replaces_the_file():
    first = teslim("Ayşe", "1").path.read_text("utf-8")
    worked()
    assert teslim("Ayşe", "1").path.read_text("utf-8") != first


def test_a_folder_can_be_given(tmp_path):
    (tmp_path / "klasör").mkdir()
    assert teslim("Ayşe", "1", tmp_path / "klasör").path.parent.name == "klasör"
    with pytest.raises(OSError, match=r"^`folder` = 'yok' klasörüne teslim-1.json yazılamadı: dosya ya da klasör yok$"):
        teslim("Ayşe", "1", "yok")
    with pytest.raises(TypeError, match="`folder` bir klasörün yolu olmalı; verilen: 5"):
        teslim("Ayşe", "1", 5)
    with pytest.raises(ValueError, match="`folder` = '~boyle-biri-yok/x' olamaz; ev klasörü bulunamadı"):
        teslim("Ayşe", "1", "~boyle-biri-yok/x")
    (tmp_path / "teslim-2.json").mkdir()
    with pytest.raises(OSError, match=r"`folder` = '.' klasörüne teslim-2.json yazılamadı: bir klasör"):
        teslim("Ayşe", "2")
    assert not list(tmp_path.glob(".teslim*"))


def others(folder):
    return sorted(path.name for path in folder.glob("teslim-*"))


def test_a_fuller_file_is_never_lost(tmp_path, home, monkeypatch):
    worked()
    full = teslim("Ayşe", "1").path.read_bytes()
    assert others(tmp_path) == ["teslim-1.json"]
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path / "bos"))
    told = str(teslim("Ayşe", "1"))
    assert (tmp_path / "teslim-1-onceki.json").read_bytes() == full
    assert "DİKKAT: dosyada hiç görev yok!" in told
    assert "DİKKAT: teslim-1.json adlı eski dosyan silinmedi, teslim-1-onceki.json adıyla duruyor" in told
    assert "yenisinde olmayan 1 görev tamam, 1 görev denendi, 1 tahmin var" in told
    monkeypatch.setenv("LRLAB_HOME", str(home))
    told = str(teslim("Ayşe", "1"))  # daha dolusu boşunun yerine geçer
    assert "DİKKAT" not in told
    assert others(tmp_path) == ["teslim-1-onceki.json", "teslim-1.json"]
    assert "başka bir adla yazılmış (Ayşe)" in str(teslim("Fatma", "1"))
    assert others(tmp_path) == ["teslim-1-onceki.json", "teslim-1-onceki2.json", "teslim-1.json"]
    (tmp_path / "teslim-1.json").write_text("notlarım", "utf-8")
    assert "teslim-1-onceki3.json" in str(teslim("Fatma", "1"))
    assert (tmp_path / "teslim-1-onceki3.json").read_text("utf-8") == "notlarım"


def test_an_empty_file_of_another_name_is_replaced_and_a_negative_number_refused(tmp_path):
    teslim("Ayse", "1")
    assert "adıyla duruyor" not in str(teslim("Ayşe", "1"))
    assert others(tmp_path) == ["teslim-1.json"]
    with pytest.raises(ValueError, match="`number` = -5 olamaz; öğrenci numarası eksi olmaz"):
        teslim("Ayşe", -5)


def test_a_home_that_cannot_be_found_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", "~boyle-biri-yok/x")
    for told in (str(ilerleme()), str(teslim("Ayşe", "1"))):
        assert told.count("`LRLAB_HOME` = '~boyle-biri-yok/x' olamaz") == 1


def test_what_is_counted_is_what_is_in_the_file_and_what_is_not_is_told(home):
    worked()
    with (home / "denemeler.jsonl").open("a", encoding="utf-8") as file:
        for task, at in (("baska_surum", "x"), ("sgd_step", "x" * 50)):
            row = {"event": "check", "at": at, "task": task, "status": "doğru", "mutant": None, "source": ""}
            file.write(json.dumps(row) + "\n")
    tahmin("?" * 5000, key="02-uzun").save(3)
    told = teslim("Ayşe", "1")
    found = read(told.path)
    assert (told.solved, told.tried, told.guesses) == (1, 1, 1)
    assert (len(found.tasks), len(found.guesses)) == (2, 1)
    assert "Dosyaya girmeyen görevler (bu sürümde yok ya da kaydı bozuk): baska_surum, sgd_step." in str(told)
    assert "1 tahmin dosyaya girmedi" in str(told)


def test_a_guess_changed_very_often_is_in_the_file_with_its_first_and_last():
    guess = tahmin("Kaç gün?", key="02-gun")
    for k in range(150):
        guess.save(k)
    (found,) = read(teslim("Ayşe", "1").path).guesses
    assert (found.first.value, found.last.value, len(found.guesses)) == (0, 149, 100)


def test_sources_that_do_not_stand_alone_are_told(home):
    worked()
    text = (home / "denemeler.jsonl").read_text("utf-8")
    own = json.dumps("from tests.exercises.test_hand_in import right\nanswer = right\n")
    partial = json.dumps("# tek başına çalışmaz; alınamayan: BUYUK\nanswer = BUYUK\n")
    (home / "denemeler.jsonl").write_text(text.replace(own, partial).replace('"answer = 49\\n"', '""'), "utf-8")
    told = str(teslim("Ayşe", "1"))
    assert "Kaynağı tek başına çalışmayan görevler (alınamayan adlar): ewa (BUYUK)." in told
    assert "Yanıtının kaynağı alınamayan görevler (yalnızca sonucu dosyada): effective_window." in told


def test_a_damaged_record_does_not_spoil_the_file(home):
    worked()
    with (home / "tahminler.jsonl").open("a", encoding="utf-8") as file:
        rows = [
            {"event": "guess", "at": "x", "key": "a b", "question": "?", "options": [], "unit": "", "value": 3},
            {"event": "guess", "at": "x", "key": "c", "question": "?" * 5000, "options": [], "unit": "", "value": 3},
            {"event": "outcome", "at": "x", "key": "d", "question": "?", "actual": 3},
        ]
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.write("{yarım\n")
    told = teslim("Ayşe", "1")
    assert [history.key for history in read(told.path).guesses] == ["02-gun"]
    assert "tahminler.jsonl dosyasının 1 satırı bozuk" in str(told)


VALUE = st.one_of(
    st.sampled_from(
        ["check", "guess", "outcome", "ewa", "doğru", "yanlış", "02-gun", "Kaç gün?", "gün", "swapped", "2026-01-02"]
    ),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("x" * 30_000),
    st.lists(st.text(max_size=3) | st.integers(), max_size=3) | st.dictionaries(st.text(max_size=3), st.none()),
)
FIELDS = (
    "event", "at", "task", "status", "mutant", "source", "key", "question", "options", "unit", "value", "actual",
)  # fmt: skip
ROW = {
    "event": "check", "at": "2026-01-02", "task": "ewa", "status": "yanlış", "mutant": "swapped",
    "source": "answer = 1", "key": "02-gun", "question": "Kaç gün?", "options": [], "unit": "gün", "value": 5,
    "actual": 5,
}  # fmt: skip
LINE = st.dictionaries(st.sampled_from(FIELDS), VALUE, max_size=3).map(lambda some: {**ROW, **some})


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(LINE, max_size=6))
def test_whatever_the_record_holds_it_is_shown_and_the_class_reads_the_file(home, rows):
    home.mkdir(exist_ok=True)
    for name in ("denemeler", "tahminler"):
        (home / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    guess = tahmin("Kaç gün?", key="02-gun", unit="gün")
    str(guess), str(guess.sonuc(5)), str(ilerleme()), ilerleme()._repr_mimebundle_()
    assert read(teslim("Ayşe", "1").path).name == "Ayşe"


@pytest.mark.parametrize("number", ["", "../kaçış", "a/b", "1" * 21, "12 34", 1.5, None, True, "ş1", "1\n", -5])
def test_bad_numbers(number):
    with pytest.raises(ValueError, match="`number`"):
        teslim("Ayşe", number)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a" * 101, "a\u202eb"])
def test_bad_names(name):
    with pytest.raises(ValueError, match="`name`"):
        teslim(name, "1")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ay\u00a0Şe", "Ay Şe"),
        ("Ay\u00adşe", "Ayşe"),
        ("s\u0327ule", "şule"),
        ("\ufeffAda \u200d", "Ada"),
        ("\N{WOMAN}\u200d\N{MICROSCOPE} Ada", "\N{WOMAN}\N{MICROSCOPE} Ada"),
    ],
)
def test_names_are_made_plain(name, kept):
    assert read(teslim(name, " 1\u00a0").path).name == kept


def test_a_letter_that_cannot_be_in_a_name_is_named():
    with pytest.raises(ValueError, match=r"içinde U\+202E var"):
        teslim("a\u202eb", "1")


def test_the_name_must_be_text():
    with pytest.raises(TypeError, match="`name` bir metin olmalı"):
        teslim(210401, "Ayşe")
