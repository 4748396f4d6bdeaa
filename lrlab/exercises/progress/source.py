"""Bir yanıtın kaynağı: `answer` adını bağlayan, olabildiğince kendi başına çalışan bir program metni.

Defterde yazılmış fonksiyon; kullandığı öbür fonksiyonlar, sınıflar, içe aktarmalar ve küçük değerlerle birlikte alınır;
böylece teslim dosyasındaki yanıt başka bir bilgisayarda yeniden denetlenebilir. Yazılamayan bir şeyi (büyük bir dizi,
açık bir dosya) kullanıyorsa metnin ilk satırı onu söyler: tek başına çalışmaması yanıtın yanlışı değildir.
"""

import ast
import functools
import inspect
import linecache
import math
import symtable
import sys
import textwrap
from collections.abc import Iterator
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

MOST = 20_000  # harf
MOST_ITEMS = 100
INCOMPLETE = "# tek başına çalışmaz; alınamayan: "
LAZY = "from __future__ import annotations"  # tür notlarının adları çalışmak için gerekmez


def program(answer: Any) -> str:
    """`answer`ın kaynağı; bulunamıyorsa (yazılı bir kaynağı olmayan nesne) ya da çok uzunsa boş.

    Kullandığı bir ad alınamadıysa ilk satırı `INCOMPLETE` ile başlar ve o adları sayar.
    """
    try:
        text = _Gathered().program(answer)
    except Exception:  # öğrencinin nesnesi her şey olabilir; kaynak bir ektir, denetimin yoluna çıkmaz
        return ""
    return text if len(text) <= MOST else ""


def lacking(source: str) -> str:
    """Kaynağın, alınamadığını söylediği adlar (virgülle); kendi başına çalışıyorsa boş."""
    return source.splitlines()[0].removeprefix(INCOMPLETE) if source.startswith(INCOMPLETE) else ""


class _Unwritten(Exception):
    """Değerin bir metni yok."""


class _Gathered:
    """Toplanan satırlar: önce içe aktarmalar, sonra kullanılma sırasıyla adlar."""

    def __init__(self) -> None:
        self.imports: list[str] = []
        self.body: list[str] = []
        self.seen: dict[str, Any] = {}
        self.made: dict[int, str] = {}  # nesnenin kimliği -> adı
        self.missing: list[str] = []

    def program(self, answer: Any) -> str:
        try:
            line = f"answer = {self._written(answer)}"
        except _Unwritten:
            return ""
        head = [INCOMPLETE + ", ".join(self.missing)] if self.missing else []
        lazy = [LAZY] if any(_annotated(part) for part in self.body) else []
        return "\n".join([*head, *lazy, *dict.fromkeys(self.imports), *self.body, line]) + "\n"

    def _take(self, name: str, value: Any) -> None:
        """`name` adının tanımını, bir kez, ekler; tanımı yazılamıyorsa ad eksik kalır."""
        if name in self.seen:
            if self.seen[name] is not value:  # iki ayrı yerde iki ayrı anlamı var
                self._lose(name)
            return
        self.seen[name] = value
        try:
            written = self._written(value, name)
        except Exception:  # öğrencinin nesnesi her şey olabilir
            self._lose(name)
            return
        if written != name:
            self.body.append(f"{name} = {written}")

    def _lose(self, name: str) -> None:
        if name not in self.missing:
            self.missing.append(name)

    def _written(self, value: Any, name: str = "") -> str:
        """Değeri veren ifade; gerektirdiği tanımları ekler. `name` bağlanacağı addır, içe aktarılan onu alır."""
        if line := _import(name or getattr(value, "__name__", ""), value):
            self.imports.append(line)
            return name or value.__name__
        if isinstance(value, FunctionType):
            return self._function(value)
        if isinstance(value, type):
            return self._defined(value.__name__, value, *_class(value))
        if isinstance(value, functools.partial):
            self.imports.append("import functools")
            named = [f"{key}={self._written(one)}" for key, one in value.keywords.items()]
            return f"functools.partial({', '.join([*map(self._written, (value.func, *value.args)), *named])})"
        if isinstance(value, functools._lru_cache_wrapper) and isinstance(value.__wrapped__, FunctionType):
            self.imports.append("import functools")
            return f"functools.lru_cache(**{value.cache_parameters()!r})({self._function(value.__wrapped__, name)})"
        if isinstance(value, MethodType):
            return f"{self._written(value.__self__)}.{value.__func__.__name__}"
        if type(value).__module__ == "__main__":
            return self._instance(value)
        return self._data(value)

    def _function(self, value: FunctionType, bound: str = "") -> str:
        """Fonksiyonun adı ya da `lambda` ifadesi. `bound` onu saran nesnenin adıdır: aynı ad önce fonksiyonun olur."""
        if id(value) in self.made:
            return self.made[id(value)]
        cells, name = _cells(value), value.__code__.co_name
        known, text = {**value.__globals__, **cells}, _definition(value)
        if name != "<lambda>" and self._clash({**cells, **({} if name == bound else {name: value})}):
            return self._closed(name, value, text, cells)
        if name != "<lambda>":
            return self._defined(name, value, text, known, bound)
        self._names(text, known)
        return f"({text})" if "\n" in text else text

    def _clash(self, names: dict[str, Any]) -> bool:
        return any(name in self.seen and self.seen[name] is not value for name, value in names.items())

    def _closed(self, name: str, value: FunctionType, text: str, cells: dict[str, Any]) -> str:
        """Adları başka bir yerde başka anlama gelen fonksiyon (aynı süsleyicinin ikincisi): bir fonksiyonun içinde."""
        made = f"kapali{len(self.made)}"
        self.made[id(value)] = own = f"{made}_{name}"
        inner = {one: self._written(held) for one, held in cells.items() if held is not value}
        self._names(text, {one: held for one, held in value.__globals__.items() if one not in cells})
        self.body.append(f"def {made}({', '.join(inner)}):\n{textwrap.indent(text, '    ')}\n    return {name}")
        self.body.append(f"{own} = {made}({', '.join(inner.values())})")
        return own

    def _defined(self, name: str, value: Any, text: str, known: dict[str, Any], bound: str = "") -> str:
        if self.made.get(id(value)) == name:
            return name
        if name != bound and self.seen.setdefault(name, value) is not value:
            raise _Unwritten(name)  # bu adda başka bir şey var
        self.made[id(value)] = name
        self._names(text, known)
        self.body.append(text)
        return name

    def _names(self, text: str, known: dict[str, Any]) -> None:
        for name in _used(text):
            if name in known:
                self._take(name, known[name])

    def _instance(self, value: Any) -> str:
        """Öğrencinin sınıfından bir nesne: içindekiler yazılabiliyorsa aynı içerikle yeniden kurulur."""
        if type(value).__new__ is not object.__new__:
            raise _Unwritten(type(value).__name__)  # içeriği yalnızca `__dict__`inde değil
        if id(value) not in self.made:
            kind, name = self._written(type(value)), f"nesne{len(self.made)}"
            self.made[id(value)] = name
            inside = self._written(dict(value.__dict__))
            self.body += [f"{name} = {kind}.__new__({kind})", f"{name}.__dict__.update({inside})"]
        return self.made[id(value)]

    def _data(self, value: Any) -> str:
        """Küçük ve düz bir değer."""
        if isinstance(value, np.ndarray) and value.ndim and value.size <= MOST_ITEMS and value.dtype.kind in "fiub":
            self.imports.append("import numpy as np")
            if self.seen.setdefault("np", np) is not np:
                raise _Unwritten("np")
            return f"np.array({self._data(value.tolist())})"
        if isinstance(value, np.ndarray | np.generic) or type(value).__module__ == "torch":
            value = value.item()  # sayı; daha büyüğü hata verir
        if type(value) is float and not math.isfinite(value):
            return f'float("{value}")'
        if value is None or value is ... or type(value) in (int, float, bool, str, complex, bytes):
            return repr(value)
        if type(value) in (list, tuple, set, dict) and len(value) <= MOST_ITEMS:
            if isinstance(value, dict):
                return (
                    "{" + ", ".join(f"{self._written(key)}: {self._written(one)}" for key, one in value.items()) + "}"
                )
            parts = ", ".join(map(self._written, value))
            if isinstance(value, list):
                return f"[{parts}]"
            if isinstance(value, set):
                return f"{{{parts}}}" if value else "set()"
            return f"({parts},)" if len(value) == 1 else f"({parts})"
        raise _Unwritten(type(value).__name__)


def _cells(function: FunctionType) -> dict[str, Any]:
    """Fonksiyonun, içinde tanımlandığı fonksiyondan aldığı adlar."""
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # henüz bağlanmamış
            continue
    return found


class _WithoutAnnotations(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)


def _used(text: str) -> Iterator[str]:
    """Tanımın dışarıdan istediği adlar: gövdedekiler, varsayılan değerler, süsleyiciler, üst sınıflar."""
    bare = ast.unparse(ast.fix_missing_locations(_WithoutAnnotations().visit(ast.parse(text))))
    waiting = [symtable.symtable(bare, "<yanıt>", "exec")]
    while waiting:
        table = waiting.pop(0)
        yield from (one.get_name() for one in table.get_symbols() if one.is_global() and one.is_referenced())
        waiting += table.get_children()


def _annotated(text: str) -> bool:
    return any(
        getattr(node, "annotation", None) is not None or getattr(node, "returns", None) is not None
        for node in ast.walk(ast.parse(text))
    )


def _import(name: str, value: Any) -> str:
    """Değer bir modülse ya da (defterin kendisi dışında) bir modülün adıysa onu getiren satır; değilse boş."""
    if isinstance(value, ModuleType):
        return f"import {value.__name__} as {name}" if value.__name__ != name else f"import {name}"
    module, own = getattr(value, "__module__", None), getattr(value, "__qualname__", getattr(value, "__name__", ""))
    if module in (None, "__main__") or not isinstance(own, str) or not own.isidentifier():
        return ""
    if getattr(sys.modules.get(module), own, None) is not value:
        return ""
    return f"from {module} import {own}" + (f" as {name}" if own != name else "")


def _definition(function: FunctionType) -> str:
    """Fonksiyonun yazıldığı metin: süsleyicileri olmadan `def` bölümü ya da `lambda` ifadesi.

    Süslenmiş ad başka bir nesnedir (çoğunlukla süsleyicinin fonksiyonu); bu fonksiyon onun sardığıdır.
    """
    lines, _ = inspect.findsource(function.__code__)
    source = "".join(lines)
    code = function.__code__
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            if code.co_firstlineno in (first, node.lineno):
                return _dedented(lines, node.lineno, node.end_lineno)
        if isinstance(node, ast.Lambda) and code.co_name == "<lambda>" and node.lineno == code.co_firstlineno:
            spans = [span for span in code.co_positions() if span[2] is not None and span[0] == node.body.lineno]
            if any(span[2] == node.body.col_offset for span in spans):
                return ast.get_source_segment(source, node) or ""
    raise OSError("kaynak bulunamadı")


def _class(kind: type) -> tuple[str, dict[str, Any]]:
    """Sınıfın, süsleyicileriyle, yazıldığı metin ve gördüğü adlar."""
    methods = [one for one in vars(kind).values() if isinstance(one, FunctionType)]
    known = {**vars(sys.modules[kind.__module__]), **{k: v for one in methods for k, v in _cells(one).items()}}
    for lines in _places(kind, methods):
        for node in reversed(list(ast.walk(ast.parse("".join(lines))))):
            if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
                first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                return _dedented(lines, first, node.end_lineno), known
    raise OSError("kaynak bulunamadı")


def _places(kind: type, methods: list[FunctionType]) -> Iterator[list[str]]:
    """Sınıfın yazılmış olabileceği metinler: yöntemlerinin ve, yöntemi yoksa, defterin hücrelerinin satırları."""
    written: list[CodeType | type] = [*(method.__code__ for method in methods), kind]
    for one in written:
        try:
            yield inspect.findsource(one)[0]
        except (OSError, TypeError):  # defterde bir sınıfın dosyası yoktur; dataclass'ın yazdığı yöntemin de
            continue
    for name in reversed(list(linecache.cache)):
        if "ipykernel" in name or name.startswith("<ipython-input"):
            yield linecache.getlines(name)


def _dedented(lines: list[str], first: int, last: int | None) -> str:
    return textwrap.dedent("".join(lines[first - 1 : last])).rstrip()
