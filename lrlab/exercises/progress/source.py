"""Bir yanıtın kaynağı: `answer` adını bağlayan, olabildiğince kendi başına çalışan bir program metni.

Defterde yazılmış fonksiyon, kullandığı öbür fonksiyonlar, içe aktarmalar ve küçük sabitlerle birlikte alınır; böylece
teslim dosyasındaki yanıt başka bir bilgisayarda yeniden denetlenebilir.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

MOST = 20_000  # harf
MOST_ITEMS = 100


def program(answer: Any) -> str:
    """`answer`ın kaynağı; bulunamıyorsa (yazılı bir kaynağı olmayan nesne) ya da çok uzunsa boş."""
    try:
        text = _Gathered().program(answer)
    except Exception:  # öğrencinin nesnesi her şey olabilir; kaynak bir ektir, denetimin yoluna çıkmaz
        return ""
    return text if len(text) <= MOST else ""


class _Gathered:
    """Toplanan satırlar: önce içe aktarmalar, sonra kullanılma sırasıyla adlar."""

    def __init__(self) -> None:
        self.imports: list[str] = []
        self.body: list[str] = []
        self.seen: set[str] = set()

    def program(self, answer: Any) -> str:
        if not isinstance(answer, FunctionType):
            if (line := self._bound("answer", answer)) is None:
                return ""
        else:
            name = answer.__name__ if answer.__name__.isidentifier() else ""
            if name:
                self._take(name, answer)
                line = f"answer = {name}"
            else:
                line = self._lambda("answer", answer)
        return "\n".join([*self.imports, *self.body, line]) + "\n"

    def _take(self, name: str, value: Any) -> None:
        """`name` adının tanımını, bir kez, ekler; tanımı yazılamıyorsa ad eksik kalır."""
        if name in self.seen:
            return
        self.seen.add(name)
        if line := _import(name, value):
            self.imports.append(line)
        elif isinstance(value, FunctionType) and not value.__name__.isidentifier():
            self.body.append(self._lambda(name, value))
        elif isinstance(value, FunctionType):
            self._names(value)
            self.body.append(_definition(value))
            if name != value.__name__:
                self.body.append(f"{name} = {value.__name__}")
        elif (bound := self._bound(name, value)) is not None:
            self.body.append(bound)

    def _lambda(self, name: str, function: FunctionType) -> str:
        self._names(function)
        return f"{name} = {_definition(function)}"

    def _names(self, function: FunctionType) -> None:
        cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        known = {**function.__globals__, **{name: cell.cell_contents for name, cell in cells}}
        for name in dict.fromkeys(_used(function.__code__)):
            if name in known:
                self._take(name, known[name])

    def _bound(self, name: str, value: Any) -> str | None:
        """Küçük ve düz bir değerin atanışı; değilse None."""
        if isinstance(value, np.ndarray) and 0 < value.ndim and value.size <= MOST_ITEMS and value.dtype.kind in "fiub":
            self.seen.add("np")
            self.imports.append("import numpy as np")
            return f"{name} = np.array({value.tolist()!r})"
        if not _plain(value) and hasattr(value, "item"):
            value = value.item()  # numpy ya da torch sayısı
        return f"{name} = {value!r}" if _plain(value) else None


def _plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return len(value) <= MOST_ITEMS and all(map(_plain, value))
    if isinstance(value, dict):
        return len(value) <= MOST_ITEMS and all(map(_plain, [*value, *value.values()]))
    return value is None or type(value) in (int, float, bool, str)


def _used(code: CodeType) -> Iterator[str]:
    """Kodun ve içindeki fonksiyonların andığı adlar."""
    yield from code.co_names
    yield from code.co_freevars
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _used(constant)


def _import(name: str, value: Any) -> str:
    """Değer bir modülse ya da (defterin kendisi dışında) bir modülün adıysa onu getiren satır; değilse boş."""
    if isinstance(value, ModuleType):
        return f"import {value.__name__} as {name}" if value.__name__ != name else f"import {name}"
    module, own = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
    if module in (None, "__main__") or not isinstance(own, str):
        return ""
    if getattr(sys.modules.get(module), own, None) is not value:
        return ""
    return f"from {module} import {own}" + (f" as {name}" if own != name else "")


def _definition(function: FunctionType) -> str:
    """Fonksiyonun yazıldığı metin: `def` bölümü ya da `lambda` ifadesi."""
    lines, _ = inspect.findsource(function)
    source = "".join(lines)
    code = function.__code__
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            if code.co_firstlineno in (first, node.lineno):
                return textwrap.dedent("".join(lines[first - 1 : node.end_lineno])).rstrip()
        if isinstance(node, ast.Lambda) and function.__name__ == "<lambda>" and node.lineno == code.co_firstlineno:
            spans = [span for span in code.co_positions() if span[2] is not None and span[0] == node.body.lineno]
            if any(span[2] == node.body.col_offset for span in spans):
                return ast.get_source_segment(source, node) or ""
    raise OSError("kaynak bulunamadı")
