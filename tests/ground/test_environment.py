"""Kurulum dosyaları birbirini tutar: pyproject.toml, environment.yml, constraints.txt, Makefile ve .binder."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LINES = [*PROJECT["dependencies"], *EXTRAS["lab"], *EXTRAS["test"], *EXTRAS["site"]]
# PyPI adı -> conda-forge adı, farklı olanlar. matplotlib-base: Qt'siz matplotlib.
CONDA = {"torch": "pytorch", "matplotlib": "matplotlib-base"}


def conda_environment():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    conda = [Requirement(line) for line in listed if isinstance(line, str)]
    pip = [Requirement(line) for section in listed if isinstance(section, dict) for line in section["pip"]]
    return {r.name: r.specifier for r in conda}, {r.name: r.specifier for r in pip}


@pytest.mark.parametrize("line", LINES)
def test_every_dependency_is_in_environment_yml_with_the_same_bound(line):
    wanted = Requirement(line)
    conda, pip = conda_environment()
    found = conda.get(CONDA.get(wanted.name, wanted.name), pip.get(wanted.name))
    assert found == wanted.specifier


def test_environment_yml_names_nothing_else():
    conda, pip = conda_environment()
    known = {CONDA.get(Requirement(line).name, Requirement(line).name) for line in LINES}
    assert set(conda) | set(pip) <= known | {"python", "pip"}


def test_conda_python_is_what_the_project_supports():
    conda, _ = conda_environment()
    assert conda["python"] == SpecifierSet(PROJECT["requires-python"]) & SpecifierSet("<3.14")


def test_binder_environment_is_the_same_file():
    assert (ROOT / ".binder/environment.yml").read_bytes() == (ROOT / "environment.yml").read_bytes()


@pytest.mark.parametrize("line", LINES)
def test_dependencies_have_a_lower_bound_and_no_upper_pin(line):
    operators = {part.operator for part in Requirement(line).specifier}
    assert operators == {">="}


def test_constraints_satisfy_the_lower_bounds():
    text = (ROOT / "constraints.txt").read_text("utf-8")
    pins = [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]
    wanted = {Requirement(line).name: Requirement(line).specifier for line in LINES}
    assert pins
    for pin in pins:
        (exact,) = pin.specifier
        assert exact.operator == "=="
        assert wanted[pin.name].contains(exact.version)


def test_colab_versions_satisfy_the_lower_bounds():
    """Colab'da hiçbir paket yeniden kurulmasın: alt sınırlar oranın en eskisini (ipywidgets 7.7.1) dışlamaz."""
    colab = {"numpy": "2.1.3", "matplotlib": "3.10.0", "ipywidgets": "7.7.1", "ipython": "7.34.0", "torch": "2.11.0"}
    wanted = {Requirement(line).name: Requirement(line).specifier for line in PROJECT["dependencies"]}
    assert all(wanted[name].contains(version) for name, version in colab.items())


@pytest.mark.parametrize("name", ["Makefile", "environment.yml", ".binder/postBuild", "README.md", "lrlab/doctor.py"])
def test_d2l_is_installed_the_same_way_everywhere(name):
    text = (ROOT / name).read_text("utf-8")
    assert "--no-deps" in text
    assert re.findall(r"d2l==([\d.]+)", text)
    assert set(re.findall(r"d2l==([\d.]*\d)", text)) == {"1.0.3"}


@pytest.mark.parametrize("name", [".ci/run", ".binder/postBuild"])
def test_scripts_are_executable_and_stop_at_the_first_error(name):
    script = ROOT / name
    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in script.read_text("utf-8")


def test_ci_calls_make_test_with_the_browser_required():
    text = (ROOT / ".ci/run").read_text("utf-8")
    assert re.search(r"^make test$", text, re.MULTILINE)
    assert "LRLAB_BROWSER=required" in text
    assert "LRLAB_SPELLING=required" in text
