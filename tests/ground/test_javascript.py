"""Tarayıcıdaki yarının JavaScript'i: biçimi, kusurları, tek modülde birleşmesi ve node ile koşan birim testleri."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lrlab.figures.hosts.page import HERE, module
from lrlab.figures.hosts.points import BREAK, packed

ROOT = Path(__file__).resolve().parents[2]
# Her açıdan: sıfır, bir-iki-üç bayt tutan artı ve eksi farklar, işaretler.
PIECES = [
    np.array([(0, 0), (63, -64), (64, -65), (8191, -8192), (-8193, 8192), (32767, -32767)]),
    np.array([(BREAK, 1), (32767, 32767), (BREAK, 3), (-1, 1)]),
    np.random.default_rng(0).integers(-32767, 32768, (500, 2)),
]
UNPACK = """
import { unpack } from "PAGE/points.js";
import { readFileSync } from "node:fs";
const bytes = Uint8Array.from(readFileSync(0));
console.log(JSON.stringify(unpack(new DataView(bytes.buffer, 0, bytes.length))));
"""


def lacking(reason):
    pytest.fail(reason) if os.environ.get("LRLAB_BROWSER") == "required" else pytest.skip(reason)


def run(*command, **more):
    if shutil.which(command[0]) is None:
        lacking(f"JavaScript denetimi için {command[0]} gerekli; PATH'te yok")
    return subprocess.run(command, cwd=ROOT, capture_output=True, **more)


def biome(*given):
    return run("npm", "run", "--silent", "biome", "--", *given, "--colors=off", text=True)


def test_biome_finds_nothing():
    if biome("version").returncode != 0:
        lacking("biome kurulamadı: npm'in paket deposuna ulaşılamıyor")
    done = biome("ci", "--error-on-warnings")
    assert done.returncode == 0, done.stdout + done.stderr


def test_unit_tests_pass():
    done = run("npm", "test", "--silent", text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_reads_what_the_kernel_packs():
    program = UNPACK.replace("PAGE", HERE.as_uri())
    done = run("node", "--input-type=module", "-e", program, input=packed(PIECES))
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == np.concatenate(PIECES).ravel().tolist()


def checked(text):
    return run("node", "--input-type=module", "--check", "-", input=text, text=True)


def test_the_files_join_into_one_module():
    """İki dosya aynı adı tanımlarsa birleşen modül okunamaz."""
    joined = module()
    done = checked(joined)
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^(?:import|export)\b.*", joined, re.MULTILINE) == ["export default { render };"]
    assert checked(joined + "\nfunction unpack() {}\n").returncode != 0


def test_imports_are_relative_and_every_file_is_used():
    joined = module()
    for path in sorted(HERE.glob("*.js")):
        text = path.read_text("utf-8")
        assert all(name.startswith("./") for name in re.findall(r'\bfrom\s+"([^"]+)"', text)), path.name
        assert "import(" not in text, path.name
        assert text.splitlines()[0] in joined, f"{path.name} modülde yok"
