"""Depodaki dosyalarda yeri olmayanlar: makine yolları, paket deposu adresleri, kilit dosyaları, büyük dosyalar."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".txt", ".ipynb", ".js", ".css", ""}
# Parçalı yazılır ki bu dosya kendini bulmasın.
HOSTS = re.compile("|".join(["py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.", "deb" + r"\.debian"]))
HOMES = re.compile(
    "(?<![\\w.])/(?:" + "|".join(["ro" + "ot", "ho" + "me/[a-z]", "Us" + "ers/[a-z]", "wo" + "rk"]) + ")/"
)
LOCKS = {"poetry.lock", "uv.lock", "Pipfile.lock", "conda-lock.yml", "pdm.lock", "requirements.txt"}


def tracked():
    """git'in bildiği ve yok saymadığı dosyalar; git yoksa (paketlenmiş kaynak) testin konusu da yoktur."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("bu klasör bir git deposu değil")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def holding(pattern):
    texts = ((path, path.read_text("utf-8", errors="ignore")) for path in tracked() if path.suffix in TEXT)
    return [f"{path.relative_to(ROOT)}: {found[0]}" for path, text in texts if (found := pattern.search(text))]


def test_no_registry_host_is_named():
    assert holding(HOSTS) == []


def test_no_path_of_one_machine_is_named():
    assert holding(HOMES) == []


def test_no_lock_file():
    assert [path.name for path in tracked() if path.name in LOCKS] == []


def test_no_file_over_two_megabytes():
    assert [path.name for path in tracked() if path.stat().st_size > 2_000_000] == []


def test_the_patterns_find_what_they_look_for():
    assert HOSTS.search("https://py" + "pi.org/simple")
    assert HOMES.search('open("/ro' + 'ot/data")')
    assert not HOMES.search("lrlab.org" + "/work" + "/x")


def hooks():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    return {hook["id"]: hook for repo in config["repos"] for hook in repo["hooks"]}


def test_every_hook_is_called_by_some_file():
    """Taşınan bir dosyanın eski yolunu bekleyen kanca hiç çalışmaz ve bunu söylemez; desenin her seçeneği denenir."""
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    parts = [
        part for hook in hooks().values() for part in re.sub(r"^\^\(|\)\$?$", "", hook.get("files", "")).split("|")
    ]
    assert len(set(parts)) > 2
    assert [part for part in parts if not any(re.match(part, name) for name in names)] == []


def test_hooks_read_the_types_and_the_style():
    assert {"ruff-check", "ruff-format", "mypy"} <= set(hooks())
