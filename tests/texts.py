"""Deponun Türkçe metinleri: belgeler, derslerin yazıları, kaynakların sabitleri ve açıklamaları."""

import ast
import io
import tokenize
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("*.py", "*.pyi", "*.js")
PAGES = (
    "notebooks/*.ipynb", "notebooks/*.md", "data/*.md", "data/*.py", "*.md", "*.toml", "*.yml", ".*.yaml",
    ".binder/*", ".ci/*", "Makefile",
)  # fmt: skip


def documents() -> list[Path]:
    """Okunan bütün dosyalar; lrlab/terms, kaçınılan adların da tablosu olduğundan dışarıda kalır."""
    found = [p for kind in SOURCES for p in sorted((ROOT / "lrlab").rglob(kind)) if p.parent.name != "terms"]
    return found + [p for kind in PAGES for p in sorted(ROOT.glob(kind))]


def python_texts(source: str) -> Iterator[tuple[str, int, int]]:
    """Bir Python kaynağının Türkçe olabilecek parçaları, (metin, ilk satır, son satır): sabitler ve açıklamalar."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno, node.end_lineno
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = {token.start[0]: token.string.lstrip("#") for token in tokens if token.type == tokenize.COMMENT}
    for _, block in groupby(enumerate(sorted(comments)), key=lambda pair: pair[1] - pair[0]):  # art arda satırlar
        rows = [row for _, row in block]
        yield "\n".join(comments[row] for row in rows), rows[0], rows[-1]
