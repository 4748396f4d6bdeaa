"""Kurulan paket (wheel), depodan uzakta: şekiller, veri, denetimler, `lrlab doctor` ve `lrlab lab` orada da çalışır."""

import json
import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from lrlab.delivery import lessons_in
from tests.browser.server import server

pytest.importorskip("pip", reason="paketi pip kurar")
pytest.importorskip("hatchling", reason="paketi hatchling yapar")

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = """
import sys
from pathlib import Path

import lrlab
from lrlab.exercises import check, tasks
from lrlab.figures import explore_ewa, explore_workers
from lrlab.hpo import Float, Random, Space
from lrlab.train import learning_curves, lenet_runs, temperature, warmup_runs, wine

assert Path(lrlab.__file__).is_relative_to(sys.prefix), lrlab.__file__
assert explore_ewa(temperature("Londra")).host.png.startswith(b"\\x89PNG")
assert explore_workers(learning_curves()).host.png.startswith(b"\\x89PNG")
assert lenet_runs("fast") and warmup_runs() and len(wine().train_y)
assert "sgd_step" in str(tasks())
assert check("first_step_by_hand", 3).correct and not check("first_step_by_hand", 4).correct
assert Random(Space({"lr": Float(1e-3, 1.0, log=True)})) is not None
print("hepsi çalıştı")
"""


@pytest.fixture(scope="module")
def away(tmp_path_factory):
    """Paketin kurulduğu boş ortam: lrlab oradadır, bağımlılıkları bu ortamdan okunur; deponun yolu hiçbir yerde yok."""
    folder = tmp_path_factory.mktemp("away")
    environment, pip = folder / "env", [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    venv.create(environment, with_pip=False)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = folder.glob("*.whl")
    install = [*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, text=True)
    # Bir .pth'nin gösterdiği klasördeki .pth'ler okunmaz: bu ortamın lrlab'ı depoya bağlayan satırı oraya geçmez.
    (packages,) = environment.rglob("site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return folder, python


def clean():
    """Depoyu gösteren değişkenler olmadan; JupyterLab'in kendi dosyaları bu ortamdadır."""
    shared = Path(sys.prefix, "share", "jupyter")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LRLAB", "PYTEST"))}
    return {**kept, "PYTHONPATH": "", "JUPYTER_PATH": str(shared), "JUPYTERLAB_DIR": str(shared / "lab")}


def run(away, *command):
    folder, python = away
    done = subprocess.run([python, *command], cwd=folder, env=clean(), capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stderr


def test_figures_data_and_exercises_work(away):
    code, out, err = run(away, "-c", EVERYTHING)
    assert (code, out.strip()) == (0, "hepsi çalıştı"), err


def test_doctor_finds_nothing_missing(away):
    code, out, err = run(away, "-m", "lrlab", "doctor")
    assert code == 0, out + err
    assert "Ortam derslere hazır." in out


def test_the_server_extension_comes_with_the_package(away):
    """Düz `jupyter lab` de onu yüklesin diye ayarı, paketin kurulduğu ortamın Jupyter klasöründedir."""
    _, python = away
    enabled = python.parents[1] / "etc" / "jupyter" / "jupyter_server_config.d" / "lrlab.json"
    assert json.loads(enabled.read_text("utf-8"))["ServerApp"]["jpserver_extensions"] == {"lrlab.jupyter.server": True}
    code, _, err = run(away, "-c", "import lrlab.jupyter.server as s; print(s.freeze)")
    assert code == 0, err


def test_lab_brings_the_lessons_and_opens_them(away):
    folder, python = away
    command = [str(python.with_name("lrlab"))]
    lessons = folder / "lrlab-dersler"
    with server(lessons, folder, program=command, cwd=folder, **clean()) as lab:
        names = {entry["name"] for entry in lab.ask("contents")["content"]}
    expected = {path.name for path in lessons_in(ROOT / "notebooks")}
    assert len(expected) > 10
    assert names == expected
    assert all((lessons / name).read_bytes() == (ROOT / "notebooks" / name).read_bytes() for name in expected)
