"""Yayım: adresin tek ayarı her yere yazılır ve geri alınır; CITATION.cff ile iş akışları depoyla tutarlıdır."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.stamp import ADDRESSED, FILES, Address, addressed, stamp

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
SETUP = "05_adam.ipynb"
WORKFLOWS = sorted((ROOT / ".github/workflows").iterdir())


@pytest.fixture
def copy(tmp_path):
    """Adresin geçtiği dosyaların, adresi kaldırılmış bir kopyası."""
    (tmp_path / "notebooks").mkdir()
    for name in [*FILES, *(f"notebooks/{name}" for name in NOTEBOOKS)]:
        shutil.copy(ROOT / name, tmp_path / name)
    stamp(tmp_path, "")
    return tmp_path


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def cells(folder, name):
    found = json.loads((folder / "notebooks" / name).read_text("utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in found}


def test_an_unpublished_copy_names_no_repository(copy):
    for path, content in contents(copy).items():
        addresses = r"github(?:\.com)?/[\w-]+/lrlab|[\w-]+\.github\.io|mybinder\.org"
        assert re.findall(addresses, content.decode()) == [], path


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_an_unpublished_lesson_says_that_its_address_is_missing(copy, name):
    assert "adresi daha yazılmadı" in cells(copy, name)["baslik"]
    assert "%pip install -q lrlab-*.whl" in cells(copy, name)["kurulum"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_stamped_badge_opens_its_own_notebook(copy, name):
    stamp(copy, "ornek-sahip")
    badge = f"(https://colab.research.google.com/github/ornek-sahip/lrlab/blob/main/notebooks/{name})"
    assert badge in cells(copy, name)["baslik"]
    assert "adresi daha yazılmadı" not in "".join(cells(copy, name).values())


def test_stamping_writes_every_place_and_only_the_places(copy):
    before = contents(copy)
    changed = stamp(copy, "ornek-sahip")
    assert sorted(changed) == sorted([*FILES, *(f"notebooks/{name}" for name in NOTEBOOKS)])
    for name in ("README.md", "CITATION.cff", "pyproject.toml"):
        text = (copy / name).read_text("utf-8")
        assert "ornek-sahip" in text
        assert "ADRES`" not in text
    metadata = tomllib.loads((copy / "pyproject.toml").read_text("utf-8"))
    assert metadata["project"]["urls"]["Repository"] == "https://github.com/ornek-sahip/lrlab"
    assert metadata["tool"]["lrlab"] == {"owner": "ornek-sahip", "setup": "repository"}
    assert yaml.safe_load((copy / "CITATION.cff").read_text("utf-8"))["repository-code"].endswith("/ornek-sahip/lrlab")
    old, new = (
        json.loads(text) for text in (before[Path("notebooks", SETUP)], (copy / "notebooks" / SETUP).read_bytes())
    )
    differing = [now["id"] for was, now in zip(old["cells"], new["cells"], strict=True) if was != now]
    assert differing == ["baslik", "kurulum"]


def test_stamping_can_be_repeated_changed_and_taken_back(copy):
    bare = contents(copy)
    stamp(copy, "ornek-sahip", "wheel")
    once = contents(copy)
    assert stamp(copy) == []
    stamp(copy, "baska")
    assert not any(b"ornek-sahip" in content for content in contents(copy).values())
    stamp(copy, "ornek-sahip")
    assert contents(copy) == once
    stamp(copy, "", "repository")
    assert contents(copy) == bare


def test_a_new_version_reaches_the_setup_cells_and_the_citation(copy):
    stamp(copy, "ornek-sahip", "wheel")
    project = (copy / "pyproject.toml").read_text("utf-8")
    (copy / "pyproject.toml").write_text(
        project.replace(f'version = "{PROJECT["version"]}"', 'version = "3.1.4"'), "utf-8"
    )
    stamp(copy)
    wheel = "https://github.com/ornek-sahip/lrlab/releases/download/v3.1.4/lrlab-3.1.4-py3-none-any.whl"
    for name in NOTEBOOKS:
        assert f'%pip install -q "lrlab @ {wheel}"' in cells(copy, name)["kurulum"]
    assert f'"lrlab[lab] @ {wheel}"' in (copy / "README.md").read_text("utf-8")
    cited = yaml.safe_load((copy / "CITATION.cff").read_text("utf-8"))
    assert (cited["version"], cited["cff-version"]) == ("3.1.4", "1.2.0")


def test_the_setup_cell_installs_from_what_is_stamped():
    cell = cells(ROOT, SETUP)["kurulum"]
    sources = {setup: addressed(cell, SETUP, Address("ornek", setup, "1.2")) for setup in ("repository", "wheel")}
    assert '"lrlab @ git+https://github.com/ornek/lrlab"' in sources["repository"]
    assert '"lrlab @ https://github.com/ornek/lrlab/releases/download/v1.2/' in sources["wheel"]
    assert all("--no-deps d2l==1.0.3" in text for text in sources.values())


@pytest.mark.parametrize("owner", ["DEPO_SAHIBI", "-tire", "iki--tire", "bir/iki", "ş", "a" * 40])
def test_an_owner_that_github_does_not_take_is_refused(copy, owner):
    before = contents(copy)
    with pytest.raises(ValueError, match=r"owner=.*tire"):
        stamp(copy, owner)
    assert contents(copy) == before


def test_an_unknown_setup_is_refused():
    with pytest.raises(ValueError, match=r"setup='conda'.*'repository' ya da 'wheel'"):
        Address("ornek", "conda", "1.0")


def test_a_rewritten_sentence_is_missed_before_anything_is_written(copy):
    (copy / "README.md").write_text("# Yeni bir README\n", "utf-8")
    before = contents(copy)
    with pytest.raises(ValueError, match=r"README\.md: .*ADRES"):
        stamp(copy, "ornek")
    assert contents(copy) == before


def test_no_address_is_written_outside_its_cells():
    for name in NOTEBOOKS:
        assert [key for key, text in cells(ROOT, name).items() if "lrlab @" in text and key not in ADDRESSED] == []


def citation():
    return yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


def test_citation_has_what_the_format_asks_for_and_nothing_it_does_not_know():
    found = citation()
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    known = {"abstract", "type", "version", "license", "keywords", "repository-code", "url", "date-released", "doi"}
    assert set(found) <= known | {"cff-version", "message", "title", "authors"}
    assert found["cff-version"] == "1.2.0"
    assert found["type"] in ("software", "dataset")
    assert [set(author) for author in found["authors"]] == [{"name"}]
    assert all(isinstance(found[key], str) and found[key] for key in ("message", "title", "version", "license"))


def test_citation_says_what_pyproject_says():
    found = citation()
    assert found["version"] == PROJECT["version"]
    assert found["license"] == PROJECT["license"]
    assert [author["name"] for author in found["authors"]] == [author["name"] for author in PROJECT["authors"]]


def workflow(name):
    found = yaml.safe_load((ROOT / ".github/workflows" / name).read_text("utf-8"))
    return {"on": found[True], **found}  # YAML 1.1'de `on` bir doğru değeridir


def steps(found):
    return [step for job in found["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_use_major_versions_no_secret_and_few_rights(path):
    found = workflow(path.name)
    used = [step["uses"] for step in steps(found) if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []
    assert "secrets" not in path.read_text("utf-8")
    assert found["permissions"] == {"contents": "read"}
    assert all(job["timeout-minutes"] <= 90 for job in found["jobs"].values())


def test_tests_run_on_three_systems_with_every_supported_python():
    job = workflow("tests.yml")["jobs"]["tests"]
    offered = [line.rsplit(" :: ", 1)[1] for line in PROJECT["classifiers"] if "Python :: 3." in line]
    assert job["strategy"]["matrix"] == {
        "os": ["ubuntu-latest", "macos-latest", "windows-latest"],
        "python": offered,
    }
    systems = {re.search(r"'(\w+)'", step["if"])[1] for step in job["steps"] if "if" in step}
    assert systems == {"Linux", "macOS", "Windows"}


def test_windows_makes_the_same_call_as_make():
    (call,) = [step["run"] for step in steps(workflow("tests.yml")) if "-m pytest" in step.get("run", "")]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    options = re.findall(r"^(?:PYTEST :=|WORKERS \+?=)(.*)$", makefile, re.MULTILINE)
    wanted = re.findall(r"--[\w-]+(?:[= ](?!-)[\w]+)?", " ".join(options))
    assert len(wanted) >= 6
    assert [option for option in wanted if option not in call] == []
    assert call.endswith(" tests notebooks")
    extras = re.search(r"\.test: .*?-e '(\.\[[\w,]+\])'", makefile, re.DOTALL)[1]
    assert any(f"-e '{extras}'" in step.get("run", "") for step in steps(workflow("tests.yml")))
    assert "python -m pytest tests notebooks" in (ROOT / "README.md").read_text("utf-8")


def test_pages_are_published_after_the_package_on_every_release():
    found = workflow("release.yml")
    assert found["on"] == {"release": {"types": ["published"]}}
    assert {name: job.get("needs") for name, job in found["jobs"].items()} == {
        "package": None,
        "site": "package",
        "deploy": "site",
    }
    site = found["jobs"]["site"]["steps"]
    assert "make site" in [step.get("run") for step in site]
    assert [step["with"] for step in site if "upload-pages-artifact" in step.get("uses", "")] == [{"path": "_site"}]
    assert found["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert found["jobs"]["deploy"]["environment"]["name"] == "github-pages"


@pytest.mark.skipif(os.name == "nt", reason="adım GitHub'da Linux'ta çalışır")
@pytest.mark.parametrize(("tag", "code"), [(f"v{PROJECT['version']}", 0), (PROJECT["version"], 1), ("v9.9.9", 1)])
def test_a_tag_that_is_not_the_version_stops_the_release(tag, code):
    (check,) = [
        step["run"]
        for step in steps(workflow("release.yml"))
        if "GITHUB_REF_NAME" in step.get("run", "") and "tomllib" in step["run"]
    ]
    env = {
        **os.environ,
        "GITHUB_REF_NAME": tag,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(["bash", "-e", "-c", check], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == code
    assert (f"Etiket {tag}," in done.stderr) == bool(code)


def test_the_release_page_names_what_the_workflow_does():
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("\n## Yayımlamak\n")[2].partition("\n## ")[0]
    for word in ("version", "git tag", "python -m tests.stamp", "make site", "CHANGELOG.md", ".whl", "Colab", "Binder"):
        assert word in page, word
