"""`lrlab doctor`: her kusur bulunur ve onu gideren komutla söylenir."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

from lrlab import doctor as module
from lrlab.doctor import Diagnosis, Finding, doctor


def versions(**installed):
    return lambda name: installed.get(name.replace("-", "_"))


def failing(error):
    def load(*_):
        raise error

    return load


def touched(path):
    path.touch()
    return path


def absent(name):
    return ModuleNotFoundError(f"No module named {name!r}", name=name)


def wrapped(error):
    """load_d2l gibi: asıl hata, söyleyen hatanın nedenidir."""

    def load(*_):
        raise ImportError("d2l yüklenemedi") from error

    return load


def fashion(*names):
    return lambda _: SimpleNamespace(HOME=SimpleNamespace(sha256=names))


BROKEN = {
    "old python": (lambda _: module.check_python((3, 10, 4), windows=False), "make lab PYTHON=python3.12"),
    "old python on Windows": (
        lambda _: module.check_python((3, 10, 4), windows=True),
        "conda env create -f environment.yml && conda activate lrlab && python -m pip install --no-deps -e .",
    ),
    "missing package": (
        lambda _: module.check_packages([Requirement("numpy>=1.26")], versions()),
        'python -m pip install "numpy>=1.26"',
    ),
    "old package": (
        lambda _: module.check_packages([Requirement("torch>=2.2")], versions(torch="1.13.1+cpu")),
        'python -m pip install "torch>=2.2"',
    ),
    "no packaging": (
        lambda _: module.check_packages(map(failing(absent("packaging")), [1]), versions()),
        "python -m pip install --force-reinstall packaging",
    ),
    "widgets 7 with page 3": (
        lambda _: module.check_front_end(versions(ipywidgets="7.7.1", jupyterlab_widgets="3.0.16"), colab=False),
        "python -m pip install -U ipywidgets jupyterlab_widgets",
    ),
    "no page": (
        lambda _: module.check_front_end(versions(ipywidgets="8.1.5"), colab=False),
        "python -m pip install -U ipywidgets jupyterlab_widgets",
    ),
    "no shipped data": (lambda folder: module.check_shipped_data(folder), "git checkout -- data"),
    "no shipped data, installed by pip": (
        lambda folder: module.check_shipped_data(folder, repository=False),
        f"python -m pip install --force-reinstall --no-deps {module.source()}",
    ),
    "old Python, installed by pip": (
        lambda _: module.check_python((3, 10, 4), repository=False, windows=False),
        f"python3.12 -m venv .venv && .venv/bin/python -m pip install {module.source()}",
    ),
    "no filelock": (
        lambda folder: module.check_fashion_mnist(folder, failing(absent("filelock"))),
        "python -m pip install --force-reinstall filelock",
    ),
    "data folder is a file": (
        lambda folder: module.check_fashion_mnist(touched(folder / "veri") / "fashion-mnist", fashion()),
        "LRLAB_DATA",
    ),
    "no torch": (
        lambda _: module.check_device(failing(ImportError("No module named 'torch'"))),
        'python -m pip install -U "torch>=2.2"',
    ),
    "torch with a broken library": (
        lambda _: module.check_device(failing(RuntimeError("operator already registered"))),
        'python -m pip install -U "torch>=2.2"',
    ),
    "d2l without matplotlib_inline": (
        lambda _: module.check_d2l(wrapped(absent("matplotlib_inline.backend"))),
        "python -m pip install -U matplotlib_inline",
    ),
    "torchvision operator": (
        lambda _: module.check_d2l(failing(RuntimeError("operator torchvision::nms does not exist"))),
        "python -m pip install -U torchvision",
    ),
    "full disk": (lambda folder: module.check_disk(folder, free=200_000_000), "python -m pip cache purge"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_failure_is_named_with_the_command_that_mends_it(name, tmp_path):
    check, command = BROKEN[name]
    finding = check(tmp_path)
    assert finding.status == "eksik"
    assert command in finding.mend
    report = Diagnosis((finding,))
    assert not report.ok
    assert command in str(report)
    assert finding.name in report.summary


def test_every_check_has_a_broken_case(tmp_path):
    """Yeni bir denetim eklenirse onun da bozuk hali yukarıda denenmeli."""
    checks = {check(tmp_path).name for check, _ in BROKEN.values()}
    assert set(doctor().checked) == checks


def test_absent_fashion_mnist_is_only_advice(tmp_path):
    finding = module.check_fashion_mnist(tmp_path, fashion("train.gz"))
    assert (finding.status, finding.mend) == ("öneri", "lrlab data")
    assert Diagnosis((finding,)).ok
    (tmp_path / "train.gz").touch()
    assert module.check_fashion_mnist(tmp_path, fashion("train.gz")).status == "tamam"


SCRIPT = """
import json, sys
sys.modules.update(dict.fromkeys(sys.argv[1:]))
from lrlab.doctor import doctor
print(json.dumps({f.name: [f.status, f.mend] for f in doctor().findings}))
"""


@pytest.mark.parametrize(
    ("name", "check"),
    [("filelock", "Fashion-MNIST"), ("tqdm", "Fashion-MNIST"), ("numpy", "Fashion-MNIST"), ("packaging", "Paketler")],
)
def test_doctor_survives_without_the_package_it_reports(name, check):
    """Ayrı bir Python'da: paket de, hız için torch da orada yokmuş gibidir."""
    command = [sys.executable, "-c", SCRIPT, name, "torch"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    findings = json.loads(done.stdout)
    status, mend = findings[check]
    assert status == "eksik"
    assert name in mend
    assert findings["torch"][0] == findings["d2l ve torchvision"][0] == "eksik"


@pytest.mark.parametrize("found", [(3, 11, 0), (3, 12, 4), (3, 13, 1)])
def test_supported_pythons(found):
    assert module.check_python(found).status == "tamam"


def test_newer_python_is_only_advice():
    assert module.check_python((3, 14, 0)).status == "öneri"


@pytest.mark.parametrize(("kernel", "page"), [("8.1.5", "3.0.13"), ("7.7.1", "1.1.7")])
def test_widget_halves_that_match(kernel, page):
    assert module.check_front_end(versions(ipywidgets=kernel, jupyterlab_widgets=page), colab=False).status == "tamam"


def test_colab_brings_its_own_front_end():
    finding = module.check_front_end(versions(ipywidgets="7.7.1", jupyterlab_widgets="3.0.16"), colab=True)
    assert finding.status == "tamam"


@pytest.mark.parametrize(
    ("cuda", "mps", "device"), [(True, False, "cuda"), (False, True, "mps"), (False, False, "cpu")]
)
def test_device(cuda, mps, device):
    torch = SimpleNamespace(
        __version__="2.11.0",
        cuda=SimpleNamespace(is_available=lambda: cuda),
        backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps)),
    )
    assert module.check_device(lambda name: torch).text == f"2.11.0, aygıt: {device}"


def test_d2l_never_brings_the_old_numpy_it_pins():
    assert module.check_d2l(wrapped(absent("d2l"))).mend == "python -m pip install --no-deps d2l==1.0.3"


def test_requirements_come_from_the_installed_metadata():
    assert {r.name for r in module.wanted(lab=True)} - {r.name for r in module.wanted(lab=False)} >= {"jupyterlab"}
    assert "pytest" not in {r.name for r in module.wanted(lab=True)}


def test_the_data_folder_the_student_names_must_be_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_DATA", str(touched(tmp_path / "veri.txt")))
    report = doctor()
    assert not report.ok
    assert f"{tmp_path / 'veri.txt'} bir klasör değil" in str(report)


def test_disk_of_a_folder_that_is_not_there_yet(tmp_path):
    assert module.check_disk(tmp_path / "a" / "b", free=5_000_000_000).text == "5.0 GB"


def test_this_environment_and_its_stable_parts():
    report = doctor()
    assert report.checked == (
        "Python",
        "Paketler",
        "Canlı şekiller",
        "Derslerin verisi",
        "Fashion-MNIST",
        "torch",
        "d2l ve torchvision",
        "Boş disk",
    )
    assert report.ok, str(report)
    assert report.summary == "Ortam derslere hazır."


def test_html_escapes_what_it_shows():
    html = Diagnosis((Finding("a", "eksik", "<b>kötü</b>", "pip install <x>"),))._repr_html_()
    assert "<b>kötü" not in html
    assert "&lt;b&gt;kötü" in html
    assert "pip install &lt;x&gt;" in html


@pytest.mark.parametrize(
    ("urls", "told"),
    [
        (["Repository, https://github.com/ornek/lrlab"], '"lrlab @ git+https://github.com/ornek/lrlab"'),
        (["Documentation, https://ornek.github.io/lrlab/"], "lrlab-1.2-py3-none-any.whl"),
        (None, "lrlab-1.2-py3-none-any.whl"),
    ],
)
def test_lrlab_is_never_asked_from_an_index_by_its_name(monkeypatch, urls, told):
    monkeypatch.setattr(module, "metadata", lambda _: SimpleNamespace(get_all=lambda _: urls))
    monkeypatch.setattr(module, "version", lambda _: "1.2")
    assert module.source() == told
