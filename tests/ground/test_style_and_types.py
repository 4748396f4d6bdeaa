"""Üslup ve türler: ruff ile mypy depoda hiçbir kusur bulmaz."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {"ruff check": ("ruff", "check"), "ruff format": ("ruff", "format", "--check"), "mypy": ("mypy",)}


@pytest.mark.parametrize("name", TOOLS)
def test_finds_nothing(name):
    if importlib.util.find_spec(name.split()[0]) is None:
        missing = f"{name} kurulu değil"
        pytest.fail(missing) if os.environ.get("LRLAB_BROWSER") == "required" else pytest.skip(missing)
    done = subprocess.run([sys.executable, "-m", *TOOLS[name]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
