"""İçe aktarma duvarları: her paket, taze bir Python'da, yalnızca kendisine izin verilenleri yükler."""

import ast
import json
import pkgutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import lrlab

TOP = Path(lrlab.__file__).parent
HEAVY = {
    "torch", "matplotlib", "ipywidgets", "anywidget", "IPython", "sklearn", "d2l", "torchvision", "jupyterlab", "scipy",
    "loky", "distributed", "optuna", "syne_tune",
}  # fmt: skip
# Paket -> yükleyebileceği ağır kitaplıklar ve kendi paketlerimiz.
WALLS = {
    "lrlab": (set(), set()),
    "lrlab.terms": (set(), {"terms"}),
    "lrlab.cli": (set(), {"cli", "delivery", "terms"}),
    "lrlab.jupyter": (set(), {"jupyter"}),
    "lrlab.delivery": (set(), {"delivery"}),
    "lrlab.doctor": (set(), {"doctor", "terms"}),
    "lrlab.core": ({"scipy"}, {"core", "terms"}),
    "lrlab.hpo": (set(), {"hpo", "core", "terms"}),
    "lrlab.train": ({"torch", "scipy"}, {"train", "core", "terms"}),
    "lrlab.figures": (
        {"matplotlib", "ipywidgets", "anywidget", "IPython", "scipy"},
        {"figures", "core", "hpo", "terms", "jupyter"},
    ),
    "lrlab.site": (
        {"matplotlib", "ipywidgets", "anywidget", "IPython", "scipy", "torch"},
        {"site", "figures", "exercises", "core", "hpo", "terms", "jupyter"},
    ),
    "lrlab.exercises": ({"scipy"}, {"exercises", "core", "hpo", "terms", "jupyter"}),
}
SCRIPT = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
ours = {name.split(".")[1] for name in sys.modules if name.startswith("lrlab.")}
print(json.dumps([sorted({name.partition(".")[0] for name in sys.modules}), sorted(ours)]))
"""


def loaded(*names):
    done = subprocess.run([sys.executable, "-c", SCRIPT, *names], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    tops, ours = json.loads(done.stdout)
    return set(tops), set(ours)


def modules_of(package):
    """Paket ve içindeki bütün modüller: duvar yalnızca paketin kapısında değil, her odasında durmalı."""
    found = [package]
    for module in pkgutil.walk_packages(lrlab.__path__, "lrlab."):
        if module.name.startswith(package + ".") and package != "lrlab":
            found.append(module.name)
    return found


@pytest.mark.parametrize("package", WALLS)
def test_package_loads_only_what_its_wall_allows(package):
    allowed, neighbours = WALLS[package]
    tops, ours = loaded(*modules_of(package))
    assert tops & HEAVY <= allowed
    assert ours <= neighbours


def test_figures_open_without_anywidget():
    """Tuvalin kitaplığı yoksa şekiller temel ev sahibiyle açılır; kitaplık ancak bir şekil kurulurken yüklenir."""
    assert "anywidget" not in loaded("lrlab.figures.averages.ewa", "lrlab.figures.rules.descent")[0]
    script = (
        "import sys; sys.modules['anywidget'] = None\n"
        "from lrlab.core import bowl; from lrlab.figures import explore_descent\n"
        "print(type(explore_descent(bowl(50)).host).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "ImageHost", done.stderr


def test_every_package_has_a_wall():
    packages = {m.name for m in pkgutil.iter_modules(lrlab.__path__, "lrlab.") if m.name != "lrlab.__main__"}
    assert packages <= set(WALLS)


def test_the_probe_sees_what_is_loaded():
    tops, ours = loaded("lrlab.core.validate", "matplotlib")
    assert "matplotlib" in tops
    assert ours == {"core"}


# Kaynakta, fonksiyonların içinde bile, doğrudan adı geçebilecek kitaplıklar (standart kitaplık ve lazy_loader dışında).
# Ancak bir yöntem çağrılınca yüklenen paketler: aramanın resmi (`Tuning.plot`), gerçek veride eğitilen görevler.
ON_REQUEST = {"hpo": {"figures"}, "exercises": {"train"}}
NAMED = {
    "terms": set(),
    "jupyter": set(),
    "core": {"numpy", "scipy"},
    "hpo": {
        "numpy",
        "scipy",
        "sklearn",
        "tqdm",
        "filelock",
        "loky",
        "cloudpickle",
        "threadpoolctl",
        "distributed",
        "optuna",
        "syne_tune",
    },
    "train": {"numpy", "torch", "sklearn", "filelock", "tqdm"},
    "figures": {"numpy", "matplotlib", "ipywidgets", "anywidget", "traitlets", "PIL"},
    "exercises": {"numpy", "matplotlib", "ipywidgets", "psutil", "torch", "filelock"},
}


def imports(path):
    """Bir kaynağın içe aktardığı modüller, tam adlarıyla: fonksiyonların içindekiler ve göreli olanlar da."""
    module = path.relative_to(TOP.parent).with_suffix("").parts
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(module[: -node.level]) + "." * bool(node.module) if node.level else ""
            names.add(start + (node.module or ""))
            if node.module == "lrlab":
                names |= {f"lrlab.{alias.name}" for alias in node.names}
    return names


def named_in(package):
    """Paketin bütün kaynaklarında (alt klasörlerdekilerde ve kapıların listelerinde de) adı geçen modüller."""
    paths = [path for kind in ("*.py", "*.pyi") for path in (TOP / package).rglob(kind)]
    assert len(paths) > 1
    return set().union(*map(imports, paths))


@pytest.mark.parametrize("package", NAMED)
def test_sources_name_only_their_own_libraries(package):
    names = named_in(package)
    libraries = {name.partition(".")[0] for name in names}
    assert libraries - set(sys.stdlib_module_names) - {"lrlab", "lazy_loader"} <= NAMED[package]
    allowed = WALLS[f"lrlab.{package}"][1] | ON_REQUEST.get(package, set())
    assert {name.split(".")[1] for name in names if name.startswith("lrlab.")} <= allowed


# İçe aktarılan ad -> pip'teki adı (aynı olmayanlar).
DISTRIBUTIONS = {"sklearn": "scikit-learn", "PIL": "pillow", "IPython": "ipython"}
# Bağımlılıkları olmadan kurulan d2l ve yanındakiler; torch ile yalnızca yazılırken gereken pip.
UNDECLARED = {"d2l", "pip"}


def test_every_library_a_source_names_is_declared():
    """Bir bağımlılığın bağımlılığı (traitlets gibi) da, adı geçiyorsa, bildirilir: yarın gelmeyebilir."""
    project = tomllib.loads((TOP.parent / "pyproject.toml").read_text("utf-8"))["project"]
    told = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    declared = {canonicalize_name(Requirement(one).name) for one in told}
    named = {name.partition(".")[0] for path in TOP.rglob("*.py") for name in imports(path)}
    libraries = named - set(sys.stdlib_module_names) - {"lrlab", ""}
    needed = {canonicalize_name(DISTRIBUTIONS.get(name, name)) for name in libraries - UNDECLARED}
    assert needed - declared == set()


SHARED = ("engine", "hosts", "parts")  # şekillerin, neyin çizildiğini bilmeyen klasörleri


def test_figures_know_the_engine_and_the_engine_knows_no_figure():
    """Konu klasörleri (rules, schedules, …) ortak olanları içe aktarır; ortak olanlar onları, onlar birbirini değil."""
    folders = {path.name for path in (TOP / "figures").iterdir() if (path / "__init__.py").exists()}
    assert set(SHARED) < folders
    for folder in folders:
        allowed = {folder, *SHARED}
        asked = {name.split(".")[2] for name in named_in(f"figures/{folder}") if name.startswith("lrlab.figures.")}
        assert asked <= allowed, folder


def test_the_search_takes_only_the_checks_from_core():
    assert {name for name in named_in("hpo") if name.startswith("lrlab.core")} == {"lrlab.core.validate"}


def test_relative_imports_are_seen():
    assert "lrlab.core.averages" in imports(TOP / "core" / "__init__.pyi")
    assert {"lrlab.core", "lazy_loader"} & imports(TOP / "core" / "__init__.py") == {"lazy_loader"}
