"""Tarayıcıdaki yarı: tek konulu JavaScript dosyaları ve onların birleştiği tek modül.

anywidget tek bir ES modülü alır. Dosyalar birbirini olağan `import`la anar; burada, içe aktarılan dosyalar önce gelmek
üzere, arka arkaya konurlar. Bu yüzden iki dosya aynı adı tanımlayamaz (tarayıcı bunu bir sözdizimi hatasıyla söyler).
"""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import\s.*?from\s+"\./([\w.]+)";\n', re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=const|function|class|async|let)", re.MULTILINE)


@cache
def module(name: str = "widget.js", folders: tuple[Path, ...] = (HERE,)) -> str:
    """`name` ve içe aktardıkları, tek bir ES modülünün metni olarak; dosyalar `folders`ta sırayla aranır."""
    order: list[str] = []

    def text(name: str) -> str:
        return next(folder / name for folder in folders if (folder / name).exists()).read_text("utf-8")

    def visit(name: str) -> None:
        if name not in order:
            for needed in _IMPORT.findall(text(name)):
                visit(needed)
            order.append(name)

    visit(name)
    inner = [_EXPORT.sub("", _IMPORT.sub("", text(one))) for one in order[:-1]]
    return "".join([*inner, _IMPORT.sub("", text(name))])


STYLE = (HERE / "figure.css").read_text("utf-8")
