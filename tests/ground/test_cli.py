"""`lrlab` komutu: komutlar, çıkış kodları, Türkçe iletiler."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from lrlab import __version__, cli, doctor
from lrlab.exercises import check, ilerleme
from lrlab.terms import glossary_markdown

HANGUP = [signal.SIGHUP] if hasattr(signal, "SIGHUP") else []


def test_help_is_turkish_and_names_every_verb(capsys):
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("kullanım: lrlab")
    assert all(verb in shown for verb in cli.VERBS)
    assert list(cli.VERBS) == ["lab", "doctor", "data", "glossary", "progress", "lessons", "site", "class"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "bir komut gerekli"),
        (["aç"], "bilinmeyen komut: 'aç'"),
        (["doctor", "--hızlı"], "bilinmeyen seçenek: --hızlı"),
        (["--hel"], "bilinmeyen seçenek: --hel"),
        (["--help=3"], "-h/--help bir değer almaz"),
        (["--version=3"], "--version bir değer almaz"),
        (["-hx"], "Yardım: lrlab --help"),  # yeni Python'lar -hx'i -h -x diye okur: ileti değişir, sonuç değişmez
    ],
)
def test_wrong_use_is_said_in_turkish(capsys, argv, said):
    assert cli.main(argv) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert "error" not in shown.err


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"lrlab {__version__}\n"


def run(*argv, blocked=(), encoding="utf-8"):
    """`lrlab argv`, ayrı bir Python'da; `blocked` paketleri orada yokmuş gibidir."""
    script = f"import sys; sys.modules.update(dict.fromkeys({blocked!r})); from lrlab.cli import main; sys.exit(main())"
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", script, *argv], capture_output=True, env=env, timeout=120)
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


@pytest.mark.parametrize(("encoding", "kept"), [("cp1254", "ğ"), ("ascii", "gradient")])
def test_letters_missing_from_the_code_page_are_written_in_words(encoding, kept):
    code, out, err = run("glossary", encoding=encoding)
    assert (code, err) == (0, "")
    assert kept in out
    assert "?" not in out
    assert "v_t = beta" in out
    assert "1-beta^t" in out
    assert run("--help", encoding=encoding)[::2] == (0, "")
    assert run("aç", encoding=encoding)[0] == 2
    code, out, err = run("doctor", blocked=("torch",), encoding=encoding)
    assert (code, err) == (1, "")
    assert "+ Python (tamam)" in out


@pytest.mark.parametrize("encoding", ["cp1254", "ascii", "utf-8"])
def test_a_file_is_written_in_utf_8_with_every_letter(encoding, tmp_path):
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    with (tmp_path / "sozluk.md").open("wb") as file:
        done = subprocess.run([sys.executable, "-m", "lrlab", "glossary"], stdout=file, env=env, timeout=120)
    assert done.returncode == 0
    assert (tmp_path / "sozluk.md").read_bytes().decode("utf-8").replace("\r\n", "\n") == glossary_markdown()


SAID = """
from lrlab.doctor import Diagnosis, Finding
from lrlab.exercises import check, hint, tahmin, tasks

print(check("ewa", lambda theta, beta: [0.0] * len(theta)))
print(hint("ewa"))
print(tasks("05"))
guess = tahmin("α kaç?", ["10⁻⁵ ≤ α", "⌈n/m⌉"], key="konsol")
print(guess)
print(guess.sonuc("⌈n/m⌉"))
print(Diagnosis((Finding("deneme", "eksik", "yok → var"),)))
"""


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", ["✘ Üssel", "değer ✘", "θ'nın", "10⁻⁵ ≤ α", "⌈n/m⌉", "10⁶ bayt", "✗ deneme", "→"]),
        ("cp1254", ["x Üssel", "değer x", "teta'nın", "10^-5 <= alfa", "tavan(n/m)", "10^6 bayt", "x deneme", "->"]),
        ("ascii", ["x Ussel", "deger x", "teta'nin", "10^-5 <= alfa", "tavan(n/m)", "10^6 bayt", "x deneme", "->"]),
    ],
)
def test_what_a_student_prints_fits_the_console(encoding, words, tmp_path):
    env = {**os.environ, "PYTHONIOENCODING": encoding, "LRLAB_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SAID], capture_output=True, env=env, timeout=120)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    out = done.stdout.decode(encoding)
    assert [word for word in words if word not in out] == []


HOMELESS = """
import os, pathlib, sys

def nowhere(self=None):
    raise RuntimeError("Could not determine home directory.")

pathlib.Path.home = classmethod(nowhere)
os.environ.pop("HOME", None)
"""


HOMES = ("HOME", "LOCALAPPDATA", "XDG_CACHE_HOME", "LRLAB_HOME", "LRLAB_DATA")


def homeless(script, *argv, tmp_path, **more):
    """`script`, ev klasörü olmayan bir Python'da: HOME'suz ve kullanıcısı kayıtsız bir kapsayıcıdaki gibi."""
    kept = {name: value for name, value in os.environ.items() if name not in HOMES}
    command = [sys.executable, "-c", HOMELESS + script, *argv]
    env = {**kept, "TMPDIR": str(tmp_path), "MPLCONFIGDIR": str(tmp_path), **more}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, timeout=120)


def test_every_verb_works_without_a_home(tmp_path):
    """Veri ve tahminler geçici klasöre gider; doctor onu söyler."""
    main = "from lrlab.cli import main; sys.exit(main())"
    done = homeless(main, "doctor", tmp_path=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(tmp_path / "lrlab" / "fashion-mnist") in done.stdout
    assert homeless(main, "glossary", tmp_path=tmp_path).stdout == glossary_markdown()
    done = homeless(main, "data", tmp_path=tmp_path, LRLAB_DATA="~kimse/veri")
    assert done.returncode == 1
    assert "öyle bir ev klasörü yok" in done.stderr
    assert "Traceback" not in done.stderr
    done = homeless(main, "lab", "~kimse/dersler", tmp_path=tmp_path)
    assert done.returncode == 1
    assert "Ev klasörü bulunamadı" in done.stdout
    assert "Başka bir klasör seçmek için" in done.stderr
    assert "Traceback" not in done.stderr


def test_guesses_are_kept_without_a_home(tmp_path):
    script = """
from lrlab.exercises import tahmin
guess = tahmin("Kaç?", key="evsiz")
print(guess.value)
guess.save(3)
print(guess)
"""
    first, second = homeless(script, tmp_path=tmp_path), homeless(script, tmp_path=tmp_path)
    assert (first.stderr, second.stderr) == ("", "")
    assert first.stdout.startswith("None")
    assert second.stdout.startswith("3")
    assert "Kayıtlı tahminin: 3" in second.stdout
    assert "Diske yazılamadı" not in second.stdout


@pytest.mark.parametrize("name", ["torch", "filelock", "tqdm", "numpy"])
def test_data_without_a_package_says_how_to_install_it(name):
    code, out, err = run("data", blocked=(name,))
    assert (code, out) == (1, "")
    assert err.splitlines() == [f"{name} açılmadı. Kurmak için: python -m pip install -U {name}"]


def test_glossary_verb_writes_the_table(capsys):
    assert cli.main(["glossary"]) == 0
    assert capsys.readouterr().out == glossary_markdown()


@pytest.mark.parametrize(("status", "code"), [("tamam", 0), ("öneri", 0), ("eksik", 1)])
def test_doctor_verb_exits_with_one_only_when_something_is_missing(monkeypatch, capsys, status, code):
    report = doctor.Diagnosis((doctor.Finding("Deneme", status, "metin", "komut"),))
    monkeypatch.setattr(doctor, "doctor", lambda: report)
    assert cli.main(["doctor"]) == code
    assert str(report) in capsys.readouterr().out


@pytest.fixture
def opened(monkeypatch):
    """JupyterLab açılmaz; verilecek seçenekler ve çalışılan klasör kaydedilir."""
    from jupyterlab.labapp import LabApp

    calls = []
    monkeypatch.setattr(LabApp, "launch_instance", lambda options: calls.append((options, Path.cwd())))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.chdir(Path.cwd())  # `lab` klasör değiştirir: testten sonra geri dönülür
    kept = [signal.getsignal(number) for number in HANGUP]
    yield calls
    for number, handler in zip(HANGUP, kept, strict=True):
        signal.signal(number, handler)


def package(folder, lessons, monkeypatch):
    """`lessons` klasöründe karşılama dersi olan, geçici bir lrlab kurulumu."""
    lessons.mkdir(parents=True)
    (lessons / cli.WELCOME).write_text("{}", "utf-8")
    monkeypatch.setattr(cli, "PACKAGE", folder / "lrlab")


@pytest.fixture
def course(tmp_path, monkeypatch, opened):
    """Deponun içi."""
    package(tmp_path, tmp_path / "notebooks", monkeypatch)
    (tmp_path / "lrlab").mkdir()
    (tmp_path / "lrlab" / "__init__.py").write_text("", "utf-8")
    return tmp_path, opened


@pytest.fixture
def wheel(tmp_path, monkeypatch, opened):
    """Deponun dışında, pip'in kurduğu lrlab: dersler paketin içindedir."""
    package(tmp_path / "site", tmp_path / "site" / "lrlab" / "_lessons", monkeypatch)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here", opened


def test_lab_opens_the_welcome_notebook_on_localhost_with_the_default_token(course):
    top, calls = course
    assert cli.main(["lab", "--no-browser"]) == 0
    ((options, cwd),) = calls
    assert "--ServerApp.ip=localhost" in options
    assert "--no-browser" in options
    assert f"--ServerApp.root_dir={top}" in options
    assert "--LabApp.default_url=/lab/tree/notebooks/00_baslangic.ipynb" in options
    assert cwd == top
    assert not any("token" in part or "password" in part for part in options)


def test_lab_outside_the_repository_opens_a_copy_of_the_students(wheel, capsys):
    here, calls = wheel
    assert cli.main(["lab", "--no-browser"]) == 0
    ((options, cwd),) = calls
    assert cwd == here / "lrlab-dersler"
    assert {f"--ServerApp.root_dir={cwd}", f"--LabApp.default_url=/lab/tree/{cli.WELCOME}"} <= set(options)
    assert (cwd / cli.WELCOME).read_text("utf-8") == "{}"
    assert "lrlab-dersler klasörüne kopyalandı" in capsys.readouterr().out


def test_lab_in_the_students_folder_does_not_copy_into_a_copy(wheel):
    here, calls = wheel
    cli.main(["lab"])
    assert Path.cwd() == here / "lrlab-dersler"
    cli.main(["lab"])
    assert [cwd for _, cwd in calls] == [here / "lrlab-dersler"] * 2


def test_lab_copies_to_the_folder_it_is_given(wheel):
    here, calls = wheel
    assert cli.main(["lab", "ders notları", "--no-browser"]) == 0
    ((options, cwd),) = calls
    assert cwd == here / "ders notları"
    assert (cwd / cli.WELCOME).is_file()
    assert "ders notları" not in options


def test_lab_in_the_repository_copies_too_when_it_is_given_a_folder(course):
    top, calls = course
    assert cli.main(["lab", str(top / "kopya")]) == 0
    assert [cwd for _, cwd in calls] == [top / "kopya"]
    assert (top / "kopya" / cli.WELCOME).is_file()


def test_lab_given_the_repositorys_own_lessons_opens_them_where_they_are(course, monkeypatch):
    top, calls = course
    monkeypatch.chdir(top)
    assert cli.main(["lab", "notebooks", "--no-browser"]) == 0
    ((options, cwd),) = calls
    assert cwd == top
    assert "notebooks" not in options
    assert not (top / "notebooks" / cli.MANIFEST).exists()


def test_a_copy_named_notebooks_is_still_a_copy(wheel):
    here, calls = wheel
    cli.main(["lab", "notebooks"])
    os.chdir(here)
    (cli.PACKAGE / "_lessons" / cli.WELCOME).write_text("yeni", "utf-8")
    cli.main(["lab", "notebooks"])
    assert [cwd for _, cwd in calls] == [here / "notebooks"] * 2
    assert (here / "notebooks" / cli.WELCOME).read_text("utf-8") == "yeni"


def test_a_folder_after_a_flag_is_told_where_to_stand(wheel, capsys):
    _, calls = wheel
    assert cli.main(["lab", "--no-browser", "dersler"]) == 2
    assert "seçeneklerden önce" in capsys.readouterr().err
    assert cli.main(["lab", "--port", "9999"]) == 0  # değer alan seçeneğin değeri klasör değildir
    assert len(calls) == 1


def test_lab_says_that_it_cannot_write_the_folder(wheel, capsys):
    here, calls = wheel
    (here / "dolu").write_text("", "utf-8")
    assert cli.main(["lab", "dolu"]) == 1
    assert "dolu klasörüne konamadı: yolun bir parçası klasör değil." in capsys.readouterr().err
    assert calls == []


def test_lab_without_lessons_says_so(wheel, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cli, "PACKAGE", tmp_path / "boş" / "lrlab")
    assert cli.main(["lab"]) == 1
    assert "yeniden kur" in capsys.readouterr().err


def test_lab_in_a_home_that_cannot_be_written_says_so(course, monkeypatch, capsys):
    from jupyterlab.labapp import LabApp

    def refused(options):
        raise PermissionError(13, "Permission denied", "/.local")

    monkeypatch.setattr(LabApp, "launch_instance", refused)
    assert cli.main(["lab"]) == 1
    assert "JupyterLab açılmadı" in (said := capsys.readouterr().err)
    assert "/.local" in said
    assert "HOME=" in said


def test_lab_without_jupyterlab_says_how_to_install_it(course, monkeypatch, capsys):
    monkeypatch.setattr(cli.importlib.util, "find_spec", lambda name: None)
    assert cli.main(["lab"]) == 1
    assert "python -m pip install" in capsys.readouterr().err
    assert course[1] == []


def test_data_verb_says_the_loaders_sentence_on_failure(monkeypatch, capsys):
    from lrlab import train

    def offline():
        raise train.DataError("İnternet bağlantısı yok; bağlanıp yeniden dene")

    monkeypatch.setattr(train, "fashion_mnist", offline)
    assert cli.main(["data"]) == 1
    assert "İnternet bağlantısı yok" in capsys.readouterr().err


def test_data_verb_names_the_folder(monkeypatch, capsys, tmp_path):
    from lrlab import train

    monkeypatch.setenv("LRLAB_DATA", str(tmp_path))
    monkeypatch.setattr(train, "fashion_mnist", lambda: SimpleNamespace(name="Fashion-MNIST", train_y=range(60_000)))
    assert cli.main(["data"]) == 0
    shown = capsys.readouterr().out
    assert str(tmp_path) in shown
    assert "60000" in shown


def test_module_and_command_are_the_same():
    done = subprocess.run([sys.executable, "-m", "lrlab", "glossary"], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout == glossary_markdown()


def test_progress_verb_writes_what_the_notebook_shows(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path))
    check("effective_window", 50)
    assert cli.main(["progress"]) == 0
    shown = capsys.readouterr().out
    assert shown == f"{ilerleme()}\n"
    assert "✔ effective_window" in shown
    monkeypatch.setenv("LRLAB_HOME", "~boyle-biri-yok/x")
    assert cli.main(["progress"]) == 1
    assert "LRLAB_HOME" in capsys.readouterr().err
    assert cli.main(["progress", "02"]) == 2


@pytest.mark.parametrize("encoding", ["cp1254", "ascii"])
def test_progress_fits_the_console(encoding, tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path))
    check("effective_window", 50)
    check("effective_window", 49)
    check("ewa", lambda theta, beta: theta)
    code, out, err = run("progress", encoding=encoding)
    assert (code, err) == (0, "")
    assert ["+ effective_window" in out, "~ ewa " in out, "o sgd_step" in out] == [True] * 3


LESSONS = Path(__file__).resolve().parents[2] / "notebooks"
SOLUTION = re.compile(r"```python\n(.*?)```", re.DOTALL)


def sources(folder):
    """(defter, hücre kimliği) -> kaynağı."""
    found = {}
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            found[path.name, cell["id"]] = "".join(cell["source"])
    return found


def test_lessons_can_be_copied_without_solutions(tmp_path, capsys):
    folder = tmp_path / "derslerim"
    assert cli.main(["lessons", "--no-solutions", str(folder)]) == 0
    assert "klasörüne kopyalandı" in capsys.readouterr().out
    before, after = sources(LESSONS), sources(folder)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {name for name in before if "<summary>Çözüm</summary>" in before[name]}
    assert len(changed) >= 30
    assert not any("<summary>Çözüm</summary>" in text for text in after.values())
    for name in changed:
        hidden = before[name].split("<summary>Çözüm</summary>")[1].split("</details>")[0]
        for block in SOLUTION.findall(hidden):
            assert block not in after[name]
        rest = before[name].split("<summary>Çözüm</summary>")[1].split("</details>", 1)[1]
        assert after[name].endswith(rest if "<details>" not in rest else rest.split("</details>", 1)[1])
    assert {path.name for path in folder.iterdir()} - {cli.MANIFEST} == {
        path.name for path in LESSONS.iterdir() if path.suffix in (".ipynb", ".md")
    }


def test_lessons_are_copied_as_they_are_otherwise(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lessons"]) == 0
    assert sources(tmp_path / "lrlab-dersler") == sources(LESSONS)
    assert cli.main(["lessons", "--no-solutions"]) == 0
    assert (tmp_path / "lrlab-dersler-cozumsuz" / cli.WELCOME).is_file()
    capsys.readouterr()
    assert cli.main(["lessons"]) == 0
    assert capsys.readouterr().out == "lrlab-dersler zaten güncel.\n"


def test_a_lesson_that_was_changed_is_not_written_over(tmp_path, capsys):
    assert cli.main(["lessons", str(tmp_path), "--no-solutions"]) == 0
    (tmp_path / cli.WELCOME).write_text("benim", "utf-8")
    assert cli.main(["lessons", str(tmp_path)]) == 0
    assert (tmp_path / cli.WELCOME).read_text("utf-8") == "benim"
    assert "değiştirdiğin gibi duruyor" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["a", "b"], ["--çözümsüz"]])
def test_the_lessons_verb_in_wrong_use(capsys, words):
    assert cli.main(["lessons", *words]) == 2
    assert "lrlab lessons [KLASÖR] [--no-solutions]" in capsys.readouterr().err


def test_lessons_are_not_copied_onto_themselves(capsys, tmp_path):
    assert cli.main(["lessons", str(LESSONS), "--no-solutions"]) == 1
    assert "derslerin kendi klasörü" in capsys.readouterr().err
    (tmp_path / "dolu").write_text("", "utf-8")
    assert cli.main(["lessons", str(tmp_path / "dolu")]) == 1
    assert "klasörüne konamadı: yolun bir parçası klasör değil" in capsys.readouterr().err
    assert cli.main(["lessons", "~boyle-biri-yok/x"]) == 1
    assert "~boyle-biri-yok/x klasörüne konamadı: ev klasörü bulunamadı" in capsys.readouterr().err
