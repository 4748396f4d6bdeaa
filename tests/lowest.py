"""pyproject.toml'ın verdiği alt sınırlar, pip'in kısıt dosyası biçiminde: `make test-lowest` bu sürümleri kurar."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("lab", "test", "hpo")
# torch ile eşi constraints.txt'ten gelir: eski derlemelerinin her biri birkaç GB'tır.
KEPT = {"torch", "torchvision"}
# En eski ipywidgets'in JupyterLab'deki eşi; pip en yenisini alırdı, o ise ipywidgets 8'indir.
PAIRED = {"jupyterlab_widgets": "1.1.1"}


def lowest() -> dict[str, str]:
    """Paket -> bildirilen en eski sürümü; aynı paket iki yerde geçiyorsa sınırları da aynıdır."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in EXTRAS for line in project["optional-dependencies"][extra])]
    found: dict[str, str] = {}
    for requirement in map(Requirement, lines):
        (bound,) = requirement.specifier
        if bound.operator != ">=" or found.get(requirement.name, bound.version) != bound.version:
            raise ValueError(f"{requirement}: yalnızca tek bir alt sınır (>=) olmalı")
        found[requirement.name] = bound.version
    return {name: version for name, version in found.items() if name not in KEPT} | PAIRED


if __name__ == "__main__":
    for name, version in lowest().items():
        print(f"{name}=={version}")
