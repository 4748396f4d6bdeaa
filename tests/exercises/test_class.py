"""`lrlab class`: sınıfın tablosu ve sayfası; dosyalar yabancıdan gelen veridir, hiçbiri çalıştırılmaz."""

import csv
import io
import json
import os
import re
import sys
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab import cli
from lrlab.exercises.catalog import LESSONS, TASKS
from lrlab.exercises.progress.classroom.page import html_page
from lrlab.exercises.progress.classroom.report import checked_again, classroom
from lrlab.exercises.progress.classroom.rerun import rerun
from lrlab.exercises.progress.classroom.schema import Broken, parsed, read
from lrlab.exercises.progress.classroom.table import csv_table, harmless
from lrlab.exercises.progress.summary import mistake_words
from tests.exercises.hand_ins import EWA, class_of, corrupt, document, huge, malicious, written

STORY = {"attempts": 1, "first_at": "", "last_at": "", "solved_at": "", "mistakes": {}, "source": ""}


def rows_of(text):
    return list(csv.reader(io.StringIO(text), delimiter=";"))


# ---- bütün klasör


def test_every_file_is_a_line_and_the_honest_ones_are_counted(tmp_path, capsys):
    class_of(tmp_path, people=12)
    assert cli.main(["class", str(tmp_path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "17 kişi, 42 dosya; okunamayan 25."
    assert sum(line.startswith("  ") for line in said) == 25
    assert not (tmp_path / "calisti.txt").exists()
    raw = (tmp_path / "sinif.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = rows_of(raw.decode("utf-8-sig"))
    assert len(table) == 1 + 42
    assert table[0][:5] == ["dosya", "numara", "ad", "durum", "zaman"]
    assert set(TASKS) <= set(table[0])
    broken = [row for row in table[1:] if row[3].startswith("okunamadı: ")]
    assert len(broken) == 25
    assert sum("çok büyük: 48 MB, sınır 4 MB" in row[3] for row in broken) == 10
    assert "<h1>Sınıf: 17 kişi</h1>" in (tmp_path / "sinif.html").read_text("utf-8")


def test_the_counts_are_those_of_the_files(tmp_path):
    solved = {**STORY, "solved_at": "2026-01-01T00:00:00+00:00", "attempts": 3, "mistakes": {"swapped": 4}}
    for k, story in enumerate([solved, {**solved, "attempts": 5}, {**STORY, "mistakes": {"shifted": 1, "swapped": 1}}]):
        written(tmp_path, f"{k}.json", document(f"{k}", "Ad", tasks={"ewa": story}, guesses=[]))
    found = classroom(tmp_path)
    count = next(count for count in found.tasks if count.task == "ewa")
    assert (count.solved, count.tried, count.attempts) == (2, 1, 4)
    assert count.mistakes == {"swapped": 3, "shifted": 1}
    table = rows_of(csv_table(found))
    ewa = table[0].index("ewa")
    assert [row[ewa] for row in table[1:]] == ["1", "1", "0"]
    assert [row[table[0].index("ders 02")] for row in table[1:]] == ["1", "1", "0"]
    assert {row[table[0].index("bias_correction")] for row in table[1:]} == {""}
    page = html_page(found)
    assert page.count(mistake_words("ewa", "swapped")) == 2  # en çok düşülenler arasında ve görevin altında
    assert "3 kişi" in page
    assert "ortanca 4 deneme" in page


def guessed(*values, actual="b", key="02-1", question="Hangisi?", after=False):
    told = [{"value": value, "at": "2026-01-01T00:00:00+00:00", "after": after} for value in values]
    return {"key": key, "question": question, "options": ["a", "b", "c"], "unit": "", "guesses": told, "actual": actual}


def test_first_guesses_are_counted_with_every_option(tmp_path):
    for k, first in enumerate("aabbb"):
        told = [guessed(first, "b")] if first == "a" else [guessed(first), guessed("c")]
        written(tmp_path, f"{k}.json", document(f"{k}", "Ad", tasks={}, guesses=told))
    late = guessed("b", after=True)
    written(tmp_path, "gec.json", document("gec", "Gören", tasks={}, guesses=[late]))
    rare = guessed("a", question="Yalnız bir dosyadaki soru?")
    written(tmp_path, "tek.json", document("tek", "Uyduran", tasks={}, guesses=[rare]))
    found = classroom(tmp_path)
    (question,) = found.questions
    assert list(question.firsts.items()) == [("a", 2), ("b", 3), ("c", 0)]
    assert (question.actual, question.right, question.changed, found.rare) == ("b", 3, 2, 1)
    page = html_page(found)
    assert "5 kişi, %60 tuttu, 2 kişi sonradan değiştirdi · <b>tartış</b>" in page
    assert "Tek bir dosyada geçen 1 soru gösterilmedi." in page
    assert "Uyduran" not in page.split("<h2>Dosyalar</h2>")[0]


def test_numbers_guessed_are_counted_too(tmp_path):
    for k, value in enumerate([10.0, 48.0, 50.0]):
        told = {**guessed(value, actual=50.0), "options": [], "unit": "gün"}
        written(tmp_path, f"{k}.json", document(f"{k}", "Ad", tasks={}, guesses=[told]))
    (question,) = classroom(tmp_path).questions
    assert (question.count, question.right, question.actual) == (3, 2, 50.0)
    assert "✔ 50 gün" in html_page(classroom(tmp_path))


def test_the_newest_file_of_a_number_counts_and_all_are_shown(tmp_path):
    for name, at, tasks in (("a", "2026-01-01T00:00:00+00:00", {}), ("b", "2026-01-02T00:00:00+00:00", {"ewa": STORY})):
        written(tmp_path / name, "teslim-1.json", document("1", f"Ad {name}", at=at, tasks=tasks))
    found = classroom(tmp_path)
    assert [one.name for one in found.people] == ["Ad b"]
    told = "aynı numara 2 dosyada; aynı numara, başka ad; sayıl"
    assert [row.note for row in found.rows] == [f"{told}madı, daha yenisi var", f"{told}an bu"]


def test_a_file_from_the_future_does_not_win(tmp_path):
    for number, days in (("1", ["2026-01-02", "9999-01-01", "2026-01-01"]), ("2", ["9999-01-01"])):
        for k, at in enumerate(days):
            written(tmp_path, f"{number}-{k}.json", document(number, "Ad", at=at, tasks={}, guesses=[]))
    found = classroom(tmp_path)
    assert [one.at[:10] for one in found.people] == ["2026-01-02", "9999-01-01"]
    assert [row.note for row in found.rows] == [
        "aynı numara 3 dosyada; sayılan bu", "zamanı gelecekte; aynı numara 3 dosyada; sayılmadı",
        "aynı numara 3 dosyada; sayılmadı, daha yenisi var", "zamanı gelecekte",
    ]  # fmt: skip


def test_files_of_one_student_are_told_from_those_of_two(tmp_path):
    solved = {**STORY, "solved_at": "2026-01-01"}
    both = {"ewa": solved, "sgd_step": solved}
    one = [("2026-01-01", "AYŞE  Işık", "e21a", both), ("2026-01-02", "ayse ışık", "E21A", {"ewa": solved})]
    two = [("2026-01-01", "Ayşe Işık", "5", {"ewa": solved}), ("2026-01-02", "Ali Kaya", "5", both)]
    for k, (at, name, number, tasks) in enumerate(one + two):
        written(tmp_path, f"{k}.json", document(number, name, at=at, tasks=tasks, guesses=[]))
    found = classroom(tmp_path)
    assert [each.name for each in found.people] == ["ayse ışık", "Ali Kaya"]
    assert [row.note for row in found.rows] == [
        "aynı numara 2 dosyada; sayılmadı, daha yenisi var",
        "aynı numara 2 dosyada; sayılan bu; öncekinde 2 görev vardı",
        "aynı numara 2 dosyada; aynı numara, başka ad; sayılmadı, daha yenisi var",
        "aynı numara 2 dosyada; aynı numara, başka ad; sayılan bu",
    ]  # fmt: skip
    assert "öncekinde 2 görev vardı" in html_page(found)
    assert rows_of(csv_table(found))[2][3] == found.rows[1].note


def test_files_whose_shown_names_are_the_same_are_two_rows(tmp_path):
    for name, at in (("a\u202e.json", "2026-01-01"), ("a.json", "2026-01-02")):
        written(tmp_path, name, document("1", "Ad", at=at, tasks={}, guesses=[]))
    found = classroom(tmp_path)
    assert [row.file for row in found.rows] == ["a.json", "a.json"]
    assert [row.counted for row in found.rows] == [row.submission.at[:10] == "2026-01-02" for row in found.rows]


def test_files_of_another_kind_are_told_in_one_line(tmp_path, capsys):
    assert cli.main(["class", str(tmp_path)]) == 0
    capsys.readouterr()
    for name in ("a.zip", "b.ipynb", "alt/c.json.txt", ".gizli", "teslim-1.json"):
        written(tmp_path / Path(name).parent, Path(name).name, document("1", "Ad", tasks={}, guesses=[]))
    assert cli.main(["class", str(tmp_path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [
        "1 kişi, 1 dosya; okunamayan 0.",
        f"3 dosya .json değil, atlandı: a.zip, b.ipynb, alt{os.sep}c.json.txt",
    ]
    written(tmp_path, "z.pdf", b"")
    assert cli.main(["class", str(tmp_path)]) == 0
    assert "4 dosya .json değil, atlandı: a.zip, b.ipynb, z.pdf, …" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("number", ["0210401001", "12e5", "1-2", "1234567890123456"])
def test_numbers_a_spreadsheet_would_change_are_kept_and_told(tmp_path, capsys, number):
    written(tmp_path, "1.json", document("210401001", "Ad", tasks={}, guesses=[]))
    assert cli.main(["class", str(tmp_path)]) == 0
    assert "`numara` sütununu metin seç" not in capsys.readouterr().out
    written(tmp_path, "2.json", document(number, "Ad", tasks={}, guesses=[]))
    assert cli.main(["class", str(tmp_path)]) == 0
    assert "`numara` sütununu metin seç" in capsys.readouterr().out
    assert f';"{number}";' in (tmp_path / "sinif.csv").read_text("utf-8-sig")


def test_an_empty_folder_is_a_class_too(tmp_path, capsys):
    assert cli.main(["class", str(tmp_path)]) == 0
    assert "0 kişi, 0 dosya" in capsys.readouterr().out
    assert "Henüz tahmin yok." in (tmp_path / "sinif.html").read_text("utf-8")


# ---- bozuk dosyalar


@pytest.mark.parametrize(("name", "content"), corrupt(), ids=lambda part: part if isinstance(part, str) else "")
def test_a_corrupt_file_is_one_line(tmp_path, name, content):
    with pytest.raises(Broken) as told:
        read(written(tmp_path, f"{name}.json", content))
    assert "\n" not in str(told.value)


def test_a_huge_file_is_not_read(tmp_path):
    with pytest.raises(Broken, match="çok büyük"):
        read(huge(tmp_path, "dev.json", 10**11))


def test_only_plain_files_are_opened(tmp_path):
    (tmp_path / "gizli.txt").write_text("sır", "utf-8")
    folder = tmp_path / "sinif"
    (folder / "klasor.json").mkdir(parents=True)
    (folder / "baglanti.json").symlink_to(tmp_path / "gizli.txt")
    (folder / "dongu").symlink_to(folder)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "boru.json")
    found = {row.file: row.note for row in classroom(folder).rows}
    assert found.pop("boru.json", "düz bir dosya değil") == "düz bir dosya değil"
    assert found == {"baglanti.json": "bağlantı (symlink)"}


WRONG = [
    {"number": 5}, {"number": "a b"}, {"name": ""}, {"name": "\u202e"}, {"name": "a" * 101}, {"at": None},
    {"at": "x" * 41}, {"at": ""}, {"at": "dün"}, {"at": "9999-12-31T23:59:59-23:59"},
    {"tasks": []}, {"tasks": {"ewa": []}}, {"tasks": {"ewa": {**STORY, "attempts": True}}},
    {"tasks": {"ewa": {**STORY, "attempts": 1.5}}}, {"tasks": {"ewa": {**STORY, "attempts": 10**9}}},
    {"tasks": {"ewa": {**STORY, "source": 5}}}, {"tasks": {"ewa": {**STORY, "source": "x" * 20_001}}},
    {"tasks": {"ewa": {**STORY, "mistakes": {"swapped": "çok"}}}}, {"tasks": {f"t{k}": STORY for k in range(501)}},
    {"guesses": {}}, {"guesses": [5]}, {"guesses": [guessed()]}, {"guesses": [guessed("z")]},
    {"guesses": [guessed("a", actual="z")]}, {"guesses": [guessed("a", key="../x")]},
    {"guesses": [guessed("a", after=1)]},
    {"guesses": [guessed("a", question="?" * 501)]}, {"guesses": [guessed(True)]}, {"guesses": [guessed("a")] * 501},
    {"guesses": [{**guessed("a"), "options": ["a"] * 21}]}, {"guesses": [guessed(*"ab" * 51)]}, {"versions": {"a": 1}},
    {"version": 2}, {"format": "başka"},
]  # fmt: skip


@pytest.mark.parametrize("changes", WRONG, ids=range(len(WRONG)))
def test_a_field_that_does_not_fit_is_refused(tmp_path, changes):
    path = written(tmp_path, "x.json", {**document("1", "Ad"), **changes})
    with pytest.raises(Broken):
        read(path)
    (row,) = classroom(tmp_path).rows
    assert row.submission is None


def test_the_smallest_honest_file_is_read():
    assert parsed(b"\xef\xbb\xbf" + b'{"format": "lrlab.teslim", "version": 1, "number": "1", "name": "A",'
                  b' "at": "2026-01-01", "tasks": {}, "guesses": [], "versions": {}}').name == "A"  # fmt: skip


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def places(found, way=()):
    """Bir belgenin içindeki her yer."""
    yield way
    items = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, item in items:
        yield from places(item, (*way, key))


def changed(found, way, value):
    """`way` yerindeki değeri `value` olan kopya."""
    if not way:
        return value
    copy = dict(found) if isinstance(found, dict) else list(found)
    copy[way[0]] = changed(found[way[0]], way[1:], value)
    return copy


WHOLE = document("1", "Ad", tasks={"ewa": {**STORY, "mistakes": {"swapped": 1}}}, guesses=[guessed("a", "b")])


@settings(max_examples=300, deadline=None)
@given(way=st.sampled_from(list(places(WHOLE))), value=JSON)
def test_any_value_anywhere_is_shown_or_refused(way, value):
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder), "x.json", json.dumps(changed(WHOLE, way, value)).encode())
        found = classroom(Path(folder))
    html_page(found).encode()
    csv_table(found).encode()
    (row,) = found.rows
    assert (row.submission is None) == (found.people == ())
    assert row.note.isprintable()


# ---- kötü niyetli dosyalar


def test_a_time_is_a_time_and_nothing_of_it_is_shown_as_written(tmp_path, capsys):
    lone = json.dumps(document("1", "Ad", at="\ud800", tasks={}, guesses=[])).encode()
    written(tmp_path, "1.json", lone)
    between = json.dumps(document("2", "A\ud800d", at="2026-01-01\ud80003:00:00+03:00", tasks={}, guesses=[])).encode()
    written(tmp_path, "2.json", between)  # ISO 8601'i okuyan, tarihle saatin arasında her harfe izin verir
    assert cli.main(["class", str(tmp_path)]) == 0
    assert "  1.json: bozuk: `at` alanı" in capsys.readouterr().out.splitlines()
    table = rows_of((tmp_path / "sinif.csv").read_text("utf-8-sig"))
    assert table[2][:5] == ["2.json", "2", "Ad", "tamam", "2026-01-01T00:00:00+00:00"]


def test_a_letter_carries_two_marks_at_most(tmp_path):
    path = written(tmp_path, "1.json", document("1", "A" + "\u0301" * 60 + "s\u0327e", tasks={}, guesses=[]))
    assert read(path).name == "A\u0301\u0301s\u0327e"


@pytest.mark.skipif(os.name == "nt", reason="izinler POSIX'indir")
def test_the_table_and_the_page_are_ordinary_files(tmp_path):
    (tmp_path / "her zamanki").write_text("", "utf-8")
    assert cli.main(["class", str(tmp_path)]) == 0
    usual = (tmp_path / "her zamanki").stat().st_mode
    assert {(tmp_path / name).stat().st_mode for name in ("sinif.csv", "sinif.html")} == {usual}


class Tags(HTMLParser):
    """Sayfadaki etiketler ve öznitelikler."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_malicious_files_do_no_harm(tmp_path):
    marker = tmp_path / "calisti.txt"
    folder = tmp_path / "sinif"
    for name, content, _ in malicious(marker) * 2:
        written(folder, f"{name}.json", content)
        written(folder / "ikinci", f"{name}.json", content)  # iki dosyada geçen soru sayfaya girer
    strange = "=1+1|<img src=x onerror=alert(1)>\n\u202e.json"
    written(folder, strange, document("1", "Ad"))
    found = classroom(folder)
    readable = {row.file.removeprefix("ikinci" + os.sep).removesuffix(".json") for row in found.rows if row.submission}
    assert readable >= {name for name, _, fine in malicious(marker) if fine}
    assert not readable & {name for name, _, fine in malicious(marker) if not fine}
    page = html_page(found)
    tags = Tags()
    tags.feed(page)
    assert tags.tags & {"script", "img", "iframe", "a", "link", "form", "object", "svg"} == set()
    assert not [name for name in tags.attributes if name.startswith("on") or name in ("src", "href")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;$people {0} %s" in page
    assert re.search(r"[\u202a-\u202e\x00]", page) is None
    assert "Content-Security-Policy" in page
    assert not marker.exists()
    for row in rows_of(csv_table(found)):
        for cell in row:
            assert re.search(r"(^|[,;])[\s\"]*[=+\-@]|[\t\r\n\x00]", cell) is None, cell


def test_a_planted_link_does_not_lead_the_report_elsewhere(tmp_path, capsys):
    (tmp_path / "hocanin.txt").write_text("önemli", "utf-8")
    folder = tmp_path / "sinif"
    folder.mkdir()
    for name in ("sinif.csv", "sinif.html"):
        (folder / name).symlink_to(tmp_path / "hocanin.txt")
    assert cli.main(["class", str(folder)]) == 0
    assert (tmp_path / "hocanin.txt").read_text("utf-8") == "önemli"
    assert sorted(path.name for path in folder.iterdir()) == ["sinif.csv", "sinif.html"]
    assert not (folder / "sinif.csv").is_symlink()
    (folder / "sinif.html").unlink()
    (folder / "sinif.html").mkdir()
    capsys.readouterr()
    assert cli.main(["class", str(folder)]) == 1
    assert "klasörüne yazılamadı" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["sinif.csv", "sinif.html"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "|calc", "%1", '"=1'])
def test_a_formula_is_only_text_in_the_table(text):
    assert harmless(text) == f"'{text}"
    assert harmless(f"\t{text}") == f"' {text}"
    assert harmless(f"Ali,{text}") == f"Ali,'{text}"
    assert harmless(f"Ali; {text}") == f"Ali;' {text}"
    assert harmless(f"Ali;\r\n\x00\u2028{text}") == f"Ali;'    {text}"


def test_every_cell_is_quoted(tmp_path):
    written(tmp_path, "x.json", document("1", "Ali,=1+1", tasks={}, guesses=[]))
    head, line, end = csv_table(classroom(tmp_path)).split("\r\n")
    assert line.startswith('"x.json";"1";"Ali,\'=1+1";"tamam";')
    assert all(cell[0] == cell[-1] == '"' for cell in [*head.split(";"), *line.split(";")])
    assert end == ""


@pytest.mark.parametrize("text", ["Ayşe", "21-04", "a=b", "", "210401"])
def test_a_plain_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_cell_cannot_open_another_cell(tmp_path):
    written(tmp_path, "x.json", document("1", 'A";"=1+1";"', tasks={}, guesses=[]))
    table = rows_of(csv_table(classroom(tmp_path)))
    assert table[1][2] == 'A";\'"=1+1";"'
    assert len(table[0]) == len(table[1]) == 9 + len(LESSONS) + len(TASKS)


# ---- yeniden denetim


def test_answers_run_again_only_on_request_and_apart(tmp_path, capsys):
    story = {**STORY, "solved_at": "2026-01-01T00:00:00+00:00", "source": EWA}
    wrong = {**story, "source": "answer = 3\n"}
    written(tmp_path, "1.json", document("1", "Ad", tasks={"ewa": story, "effective_window": wrong}, guesses=[]))
    assert cli.main(["class", str(tmp_path), "--rerun"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "ayrı süreçlerde" in said[0]
    assert said[1] == "  1 Ad: 1/2 doğrulandı; uymayan: effective_window (yanlış)"
    table = rows_of((tmp_path / "sinif.csv").read_text("utf-8-sig"))
    told = "1/2 doğrulandı; uymayan: effective_window (yanlış)"
    assert table[1][table[0].index("yeniden denetim")] == told
    assert told in (tmp_path / "sinif.html").read_text("utf-8")


def test_a_printed_letter_missing_from_the_code_page_is_not_a_mistake():
    """Windows'ta dosyaya giden çıktı yerel kod sayfasındadır, orada β yoktur; denetim her makinede UTF-8 konuşur."""
    source = "import sys; print('β', '✓'); answer = 1 / sys.flags.utf8_mode\nanswer = lambda theta, beta: []"
    assert rerun({"ewa": source}) == {"ewa": "yanlış"}


def test_a_source_that_says_it_is_not_whole_is_not_called_wrong():
    """Yazılamayan bir ad eksikken gelen hata öğrencinin yanlışı değildir; kendi hatası ise hatadır."""
    partial = "# tek başına çalışmaz; alınamayan: BUYUK\ndef answer(theta, beta):\n    return BUYUK\n"
    found = rerun({"ewa": partial, "sgd_step": "def answer(w, g, lr):\n    return YOK\n"})
    assert found == {"ewa": "tek başına çalışmıyor", "sgd_step": "hata"}


def test_a_source_cannot_stop_the_others(monkeypatch):
    monkeypatch.setenv("LRLAB_SIR", "sır")
    found = rerun(
        {
            "bias_correction": "",
            "sgd_step": "import os; os._exit(0)",
            "ewa": EWA,
            "effective_window": "raise SystemExit",
            "largest_lr": "import os; answer = 1 / ('LRLAB_SIR' not in os.environ) - 1; import sys; sys.exit('son')",
            "split_minibatches": "bu Python değil",
        },
        seconds=60,
    )
    assert found == {
        "bias_correction": "kaynak yok", "sgd_step": "bitmedi", "ewa": "doğru", "effective_window": "hata",
        "largest_lr": "hata", "split_minibatches": "hata",
    }  # fmt: skip


def test_an_endless_source_is_ended_and_the_rest_goes_on():
    found = rerun({"sgd_step": "while True: pass", "ewa": EWA}, seconds=10)
    assert found == {"sgd_step": "bitmedi", "ewa": "doğru"}


@pytest.mark.skipif(sys.platform != "linux", reason="bellek sınırını Windows ve macOS koymaz")
def test_a_source_that_eats_memory_is_stopped():
    found = rerun({"sgd_step": "x = [bytearray(2**26) for _ in range(10_000)]", "ewa": EWA}, megabytes=600)
    assert found == {"sgd_step": "hata", "ewa": "doğru"}


@pytest.mark.skipif(os.name == "nt", reason="boru ve bağlantı POSIX'indir")
@pytest.mark.parametrize("planted", ["os.mkfifo(path)", "os.symlink('/dev/zero', path)"])
def test_a_source_cannot_put_something_else_in_place_of_the_verdicts(planted):
    source = f"""
import os, stat, sys
top = os.path.dirname(sys.argv[2])
for path in [*sys.argv[2:], *(os.path.join(top, name) for name in os.listdir(top))]:
    if os.path.isfile(path):
        os.remove(path)
        {planted}
print(["effective_window", "yanlış"])
os._exit(0)
"""
    assert rerun({"sgd_step": source, "ewa": EWA}, seconds=30) == {"sgd_step": "bitmedi", "ewa": "doğru"}


def test_verdicts_not_of_the_checker_do_not_count():
    forged = """
import json, os
for file in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd") else range(20):
    for told in (["ewa", "<b>=1"], ["yok", "doğru"], ["sgd_step", "doğru"], ["ewa", {}], [[], []], 5, None, {"a": 1}):
        try:
            os.write(int(file), json.dumps(told).encode() + b"\\n")
        except OSError:
            pass
"""
    found = rerun({"sgd_step": forged, "ewa": EWA, "effective_window": 'print(\'["ewa", "yanlış"]\'); answer = 50'})
    assert found == {"sgd_step": "hata", "ewa": "doğru", "effective_window": "doğru"}


def test_a_hand_in_has_a_time_of_its_own():
    endless = dict.fromkeys(
        ["sgd_step", "ewa", "effective_window", "bias_correction", "largest_lr"], "while True: pass"
    )
    found = rerun({**endless, "split_minibatches": ""}, seconds=1)
    assert list(found.values()) == [*["bitmedi"] * 3, "sıra gelmedi", "sıra gelmedi", "kaynak yok"]
    assert list(rerun(endless, budget=0).values()) == ["sıra gelmedi"] * 5
    assert list(rerun(endless, budget=2).values()) == ["bitmedi", *["sıra gelmedi"] * 4]


def test_a_folder_however_deep_does_not_end_the_report_and_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    deep = "import os\nfor _ in range(3000):\n    os.mkdir('d')\n    os.chdir('d')\nanswer = 50"
    assert rerun({"effective_window": deep}) == {"effective_window": "doğru"}
    assert list(tmp_path.iterdir()) == []


def test_a_process_left_behind_is_ended_too(tmp_path):
    marker = tmp_path / "geride"
    child = f"import time; time.sleep(2); open({str(marker)!r}, 'w')"
    left = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); answer = 50"
    assert rerun({"effective_window": left}) == {"effective_window": "doğru"}
    time.sleep(3)
    assert not marker.exists()


def test_checked_again_runs_what_is_claimed_as_solved(tmp_path):
    story = {**STORY, "solved_at": "2026-01-01T00:00:00+00:00", "source": EWA}
    one = parsed(written(tmp_path, "1.json", document("1", "Ad", tasks={"ewa": story, "sgd_step": STORY})).read_bytes())
    assert checked_again(one) == "1/1 doğrulandı"


# ---- komut


@pytest.mark.parametrize("words", [[], ["a", "b"], ["--hızlı"]])
def test_the_verb_wants_one_folder(capsys, words):
    assert cli.main(["class", *words]) == 2
    assert "bir klasör gerekli: lrlab class KLASÖR" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(capsys, tmp_path):
    assert cli.main(["class", str(tmp_path / "yok")]) == 1
    assert "diye bir klasör yok" in capsys.readouterr().err
