"""`lrlab` komutu: komutlar, çıkış kodları, Türkçe iletiler."""

import os
import subprocess
import sys

import pytest

from lrlab import __version__, cli, doctor
from lrlab.terms import glossary_markdown


def test_help_is_turkish_and_names_every_verb(capsys):
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("kullanım: lrlab")
    assert all(verb in shown for verb in ("lab", "doctor", "data", "glossary"))


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
def test_letters_missing_from_the_code_page_do_not_stop_the_output(encoding, kept):
    code, out, err = run("glossary", encoding=encoding)
    assert (code, err) == (0, "")
    assert kept in out
    assert run("--help", encoding=encoding)[::2] == (0, "")
    assert run("aç", encoding=encoding)[0] == 2
    code, out, err = run("doctor", blocked=("torch",), encoding=encoding)
    assert (code, err) == (1, "")
    assert "Python (tamam)" in out


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
    report = doctor.Report((doctor.Finding("Deneme", status, "metin", "komut"),))
    monkeypatch.setattr(doctor, "doctor", lambda: report)
    assert cli.main(["doctor"]) == code
    assert str(report) in capsys.readouterr().out


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Geçici bir ders klasörü; JupyterLab açılmaz, verilen komut kaydedilir."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / cli.WELCOME).write_text("{}", "utf-8")
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "lrlab" / "cli.py"))
    calls = []

    def run(command, cwd):
        calls.append((command, cwd))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(cli.subprocess, "run", run)
    return tmp_path, calls


def test_lab_opens_the_welcome_notebook_on_localhost_with_the_default_token(course):
    top, calls = course
    assert cli.main(["lab", "--no-browser"]) == 0
    ((command, cwd),) = calls
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--ServerApp.ip=localhost" in command
    assert "--no-browser" in command
    assert "--LabApp.default_url=/lab/tree/notebooks/00_baslangic.ipynb" in command
    assert cwd == top
    assert not any("token" in part or "password" in part for part in command)


def test_lab_without_jupyterlab_says_how_to_install_it(course, monkeypatch, capsys):
    monkeypatch.setattr(cli.importlib.util, "find_spec", lambda name: None)
    assert cli.main(["lab"]) == 1
    assert "python -m pip install" in capsys.readouterr().err
    assert course[1] == []


def test_lab_outside_the_repository_says_where_to_run_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "site-packages" / "lrlab" / "cli.py"))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lab"]) == 1
    assert "cd lrlab" in capsys.readouterr().err


def test_data_verb_says_the_loaders_sentence_on_failure(monkeypatch, capsys):
    from lrlab.train import DataError, data

    def offline():
        raise DataError("İnternet bağlantısı yok; bağlanıp yeniden dene")

    monkeypatch.setattr(data, "fashion_mnist", offline)
    assert cli.main(["data"]) == 1
    assert "İnternet bağlantısı yok" in capsys.readouterr().err


def test_data_verb_names_the_folder(monkeypatch, capsys, tmp_path):
    from types import SimpleNamespace

    from lrlab.train import data

    monkeypatch.setenv("LRLAB_DATA", str(tmp_path))
    monkeypatch.setattr(data, "fashion_mnist", lambda: SimpleNamespace(name="Fashion-MNIST", train_y=range(60_000)))
    assert cli.main(["data"]) == 0
    shown = capsys.readouterr().out
    assert str(tmp_path) in shown
    assert "60000" in shown


def test_module_and_command_are_the_same():
    done = subprocess.run([sys.executable, "-m", "lrlab", "glossary"], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout == glossary_markdown()
