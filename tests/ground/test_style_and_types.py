"""Üslup ve türler: ruff ile mypy depoda hiçbir kusur bulmaz."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {"ruff check": ("ruff", "check"), "ruff format": ("ruff", "format", "--check"), "mypy": ("mypy",)}


@pytest.mark.parametrize("name", TOOLS)
def test_finds_nothing(name):
    pytest.importorskip(name.split()[0], reason=f"{name} kurulu değil")
    done = subprocess.run([sys.executable, "-m", *TOOLS[name]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
