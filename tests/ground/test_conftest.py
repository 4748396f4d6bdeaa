"""Tarayıcı testlerinin koşulu: Chromium yoksa atlanır, LRLAB_BROWSER=required ise başarısız olur."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
BROWSER_TEST = """
import pytest

@pytest.mark.browser
def test_page():
    pass
"""


def outcome(folder, **env):
    (folder / "conftest.py").write_text((TESTS / "conftest.py").read_text("utf-8"), "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", "utf-8")
    (folder / "test_page.py").write_text(BROWSER_TEST, "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LRLAB_BROWSER", "PYTEST"))}
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "test_page.py"]
    return subprocess.run(command, cwd=folder, env={**environment, **env}, capture_output=True, text=True, timeout=60)


def test_without_chromium_browser_tests_are_skipped_with_a_sentence(tmp_path):
    done = outcome(tmp_path, PATH=str(tmp_path))
    assert done.returncode == 0
    assert "1 skipped" in done.stdout
    assert "Chromium gerekli" in done.stdout


def test_without_chromium_required_browser_tests_fail(tmp_path):
    done = outcome(tmp_path, PATH=str(tmp_path), LRLAB_BROWSER="required")
    assert done.returncode == 1
    assert "Chromium gerekli" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="sahte Chromium bir kabuk betiğidir")
def test_with_chromium_browser_tests_run(tmp_path):
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\n", "utf-8")
    browser.chmod(0o755)
    done = outcome(tmp_path, PATH=str(tmp_path), LRLAB_BROWSER="required")
    assert done.returncode == 0
    assert "1 passed" in done.stdout


def test_tests_do_not_write_to_the_students_home(test_home):
    assert os.environ["LRLAB_HOME"] == str(test_home)
