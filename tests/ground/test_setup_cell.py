"""Derslerin kurulum hücresi, Colab'daymış gibi: adressiz, depodan ve yayımlanmış paketten kurar; dizine hiç sormaz."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import venv
from pathlib import Path

import pytest

from tests.stamp import Address, addressed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Colab'ın kabuğu Linux'tadır")
pytest.importorskip("pip", reason="hücre pip ile kurar")
pytest.importorskip("hatchling", reason="paketi hatchling yapar")

ROOT = Path(__file__).resolve().parents[2]
NAME = "05_adam.ipynb"
VERSION = "0.0.1"  # damgadaki sürüm; paketin kendisininkiyle aynı olması gerekmez
COLAB = """
import importlib, sys, types

sys.modules["google.colab"] = types.ModuleType("google.colab")
from IPython.core.interactiveshell import InteractiveShell

done = InteractiveShell.instance().run_cell(sys.argv[1])
importlib.invalidate_caches()
done.raise_error()
try:
    import lrlab
    from lrlab.core import RULES
except ModuleNotFoundError as error:
    print("\\nkurulmadı:", error.name)
else:
    print("\\nkuruldu:", lrlab.__file__.startswith(sys.prefix), len(RULES) > 4)
"""


def cell(setup="", name=NAME, key="kurulum"):
    """Kurulum hücresi; `setup` verilmezse adressiz."""
    found = json.loads((ROOT / "notebooks" / name).read_text("utf-8"))["cells"]
    (source,) = ["".join(one["source"]) for one in found if one["id"] == key]
    return addressed(source, name, Address("ornek", setup, VERSION) if setup else Address("", "repository", VERSION))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "wheel", "--no-deps"]
    subprocess.run([*pip, "--no-build-isolation", "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture
def python(tmp_path):
    """lrlab dışında her şeyi hazır bulan yeni bir ortam, Colab'ınki gibi; kurulan yalnızca ona kurulur."""
    venv.create(tmp_path / "env", with_pip=False)
    dependencies = tmp_path / "dependencies"
    dependencies.mkdir()
    for kind in ("purelib", "platlib"):
        for entry in Path(sysconfig.get_path(kind)).iterdir():
            if not entry.name.lower().startswith(("lrlab", "_lrlab", "__editable")) and not entry.name.endswith(".pth"):
                target = dependencies / entry.name
                if not target.exists():
                    target.symlink_to(entry)
    (packages,) = (tmp_path / "env").rglob("site-packages")
    (packages / "dependencies.pth").write_text(str(dependencies), "utf-8")
    return tmp_path / "env" / "bin" / "python"


@pytest.fixture
def index(tmp_path):
    """`tmp_path/index`i veren yerel bir sunucu: (adresi, sorulan yollar)."""
    asked: list[str] = []

    class Recording(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            asked.append(self.path)

    folder = tmp_path / "index"
    folder.mkdir()
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Recording, directory=str(folder))
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.fixture
def colab(tmp_path, python, index):
    """Bir hücreyi Colab'daymış gibi çalıştırır; hücrenin ve ardından içe aktarmanın yazdıkları."""
    content = tmp_path / "content"
    content.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "LRLAB"))}

    def run(source, *files, **env):
        for file in files:
            shutil.copy(file, content)
        quiet = {
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_INDEX_URL": f"{index[0]}/simple",
            "PIP_RETRIES": "0",
            "PIP_CONFIG_FILE": os.devnull,
        }
        done = subprocess.run(
            [python, "-c", COLAB, source],
            cwd=content,
            env={**kept, "IPYTHONDIR": str(tmp_path / "ipython"), **quiet, **env},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def test_without_an_address_the_uploaded_package_is_installed(colab, wheel, index):
    said = colab(cell(), wheel)
    assert "kuruldu: True True" in said
    assert index[1] == []


def test_without_an_address_and_a_package_nobody_elses_is_looked_for(colab, index):
    said = colab(cell())
    assert "kurulmadı: lrlab" in said
    assert "lrlab-*.whl" in said
    assert [path for path in index[1] if "lrlab" in path] == []


def test_the_stamped_repository_is_installed(colab, tmp_path, index):
    """github.com yerine, bu çalışma klasörünün tek commit'lik bir deposu."""
    bare = tmp_path / "repository.git"
    git = ["git", "--git-dir", bare, "-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
    subprocess.run([*git, "--work-tree", ROOT, "add", "-A"], cwd=ROOT, check=True, capture_output=True)
    subprocess.run([*git, "--work-tree", ROOT, "commit", "-q", "-m", "test"], cwd=ROOT, check=True, capture_output=True)
    said = colab(
        cell("repository"),
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.{bare.as_uri()}.insteadOf",
        GIT_CONFIG_VALUE_0="https://github.com/ornek/lrlab",
        PIP_NO_BUILD_ISOLATION="0",  # pip'in ters anahtarı: 0, "yalıtma" demektir
    )
    assert "kuruldu: True True" in said
    assert index[1] == []


def test_the_stamped_package_is_installed(colab, wheel, tmp_path, index):
    """github.com yerine, paketi sürümün adresindeki yolda veren yerel sunucu."""
    place = tmp_path / f"index/ornek/lrlab/releases/download/v{VERSION}"
    place.mkdir(parents=True)
    shutil.copy(wheel, place)
    source = (
        cell("wheel").replace("https://github.com", index[0]).replace(f"lrlab-{VERSION}-py3-none-any.whl", wheel.name)
    )
    assert "kuruldu: True True" in colab(source)
    assert len(index[1]) >= 1
    assert all(path.endswith(wheel.name) for path in index[1])


def test_the_welcome_lessons_first_cell_installs_the_same():
    for setup in ("", "repository", "wheel"):
        first = cell(setup, "00_baslangic.ipynb", "colab")
        installing = [line for line in first.splitlines() if "%pip" in line]
        assert len(installing) == 1
        assert installing[0] in cell(setup).splitlines()


def test_elsewhere_the_cell_installs_nothing(python, tmp_path):
    script = COLAB.replace('sys.modules["google.colab"] = types.ModuleType("google.colab")', "")
    env = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")}
    done = subprocess.run([python, "-c", script, cell()], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert "kurulmadı: lrlab" in done.stdout, done.stderr
    assert "pip" not in done.stdout + done.stderr
