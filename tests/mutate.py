"""Görevlerin mutasyonları: doğru bir programın tek yeri değişmiş hâlleri; denklerinden başka hiçbiri kabul edilmemeli.

Doğru programlar: görevin defterdeki katlı çözümü, dersin modülünde yazılıysa doğru tanımı ve tests/spellings.py'deki
başka yazılışı. `python -m tests.mutate [görev …]` görev görev sayıları yazar, yanlışlıkla kabul edilenleri de.
"""

import ast
import math
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import combinations, repeat
from textwrap import indent
from typing import Any

import numpy as np

from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.checking.compare import equal
from lrlab.exercises.task import Case, FunctionTask
from tests.equivalents import ROWS
from tests.ground.test_solutions import NAMES, exercises, solved
from tests.spellings import SPELLINGS

TURNS = 2000  # bir programın bütün döngüleri toplamda en çok bu kadar döner: bitmeyen döngü hata sayılır
# torch'la eğiten görevler: testlerde mutasyonların her n.'si; `python -m tests.mutate` hepsine bakar.
EVERY = {"nesterov_losses": 11, "amsgrad_losses": 12, "evaluated_losses": 10, "cosine_losses": 3}
LOOP = re.compile(r"^( *)(?:for|while) .*:$", re.MULTILINE)
NAME = re.compile(r"^def (\w+)", re.MULTILINE)
SELF = re.compile(r"\b(\w+)\.append\(.*\b\1\b")  # kendini içeren liste: np.array onda yıllarca sürer
text = ast.unparse


@dataclass(frozen=True)
class Program:
    """Bir görevin doğru bir çözümü: fonksiyonun ağacı ve içinde çalıştığı adlar."""

    tree: ast.FunctionDef
    space: dict[str, Any]

    @property
    def run(self) -> Callable[..., Any]:
        return _compiled(text(self.tree), self.space)


@dataclass(frozen=True)
class Mutation:
    """Değişmiş bir program; `key` neyin neyle değiştiğidir, `eski → yeni`."""

    key: str
    function: Callable[..., Any]


# ---- doğru programlar


@cache
def _solutions() -> dict[str, Program]:
    """Görev -> defterdeki katlı çözümü."""
    found = {}
    for name in NAMES:
        for task, answer, block, before in exercises(name)[0]:
            if isinstance(TASKS[task], FunctionTask):
                trees = {node.name: node for node in ast.parse(block).body if isinstance(node, ast.FunctionDef)}
                found[task] = Program(trees[answer], solved(block, before))
    return found


@cache
def _module(path: str) -> ast.Module:
    with open(path, encoding="utf-8") as file:
        return ast.parse(file.read())


def _definition(task: FunctionTask) -> Program | None:
    """Doğru tanımın kendisi; dersin modülünde düz bir fonksiyon ya da lambda değilse None (çekirdekten ödünçtür)."""
    code = getattr(task.reference, "__code__", None)
    if code is None or code.co_freevars or "lessons" not in code.co_filename:
        return None
    for node in ast.walk(_module(code.co_filename)):
        if isinstance(node, ast.FunctionDef | ast.Lambda) and node.lineno == code.co_firstlineno:
            arguments = [one.arg for one in node.args.args]
            if arguments != list(code.co_varnames[: code.co_argcount]):
                continue
            body = node.body if isinstance(node, ast.FunctionDef) else [ast.Return(node.body)]
            body = body[1:] if isinstance(body[0], ast.Expr) and ast.get_docstring(node) else body
            head = f"def {task.name}({', '.join(arguments)}):\n"
            return Program(
                _function(head + indent("\n".join(text(one) for one in body), "    ")), task.reference.__globals__
            )
    return None


def programs(task: FunctionTask) -> list[Program]:
    """Görevin doğru programları."""
    written = SPELLINGS.get(task.name)
    spelled = Program(_function(written), {"math": math, "np": np}) if written else None
    return [one for one in (_solutions().get(task.name), _definition(task), spelled) if one]


# ---- deyimlerin içindeki ifadeler

BINARY: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("{a} - {b}", "{a} * {b}", "{a}", "{b}"),
    ast.Sub: ("{a} + {b}", "{b} - {a}", "{a}", "{b}"),
    ast.Mult: ("{a} / {b}", "{a} + {b}", "{a}", "{b}"),
    ast.Div: ("{a} * {b}", "{a} // {b}", "{b} / {a}", "{a}"),
    ast.FloorDiv: (
        "{a} / {b}", "-(-{a} // {b})", "round({a} / {b})", "np.round({a} / {b})", "{a} % {b}", "int({a} / {b})",
        "int({a} * (1 / {b}))", "max(1, {a} // {b})", "max(0, {a} // {b} - 1)", "min(3, {a} // {b})",
    ),
    ast.Mod: ("{a} // {b}",),
    ast.Pow: ("{a} * {b}", "{b} ** {a}", "{a}", "{a} ** ({b} + 1)", "{a} ** ({b} - 1)", "{a} ** -{b}"),
    ast.MatMult: ("{a} * {b}", "{b} @ {a}"),
}  # fmt: skip
SIGN = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Pow: "**", ast.MatMult: "@"}
COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">=", "!="),
    ast.LtE: ("<", ">", ">=", "=="),
    ast.Gt: (">=", "<", "<=", "!="),
    ast.GtE: (">", "<", "<=", "=="),
    ast.Eq: ("!=", "<=", ">="),
    ast.NotEq: ("==",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
CALLED = {
    "np.minimum": ("np.maximum",), "np.maximum": ("np.minimum",), "min": ("max",), "max": ("min",),
    "np.floor": ("np.ceil", "np.round"), "np.ceil": ("np.floor", "np.round"), "np.cos": ("np.sin",),
    "np.argmax": ("np.argmin",), "argmax": ("argmin",), "np.sum": ("np.mean", "np.max"), "sum": ("max", "any", "mean"),
    "norm.cdf": ("norm.pdf", "norm.sf"), "norm.pdf": ("norm.cdf",), "mean": ("sum", "max"), "lower": ("upper",),
    "np.minimum.accumulate": ("np.maximum.accumulate",), "np.average": ("np.sum",),
}  # fmt: skip

CONVERSIONS = ("np.array", "float", "list")  # denetim sayı da liste de dizi de kabul eder
SHIFTED = ("range", "np.arange", "min", "max", "np.minimum", "np.maximum", "np.zeros", "math.ceil", "np.ceil")


def _numbers(value: Any) -> Iterator[str]:
    for other in (value + 1, value - 1, 0, 1, -value, 2 * value):
        if other != value:
            yield repr(type(value)(other))


def _strings(value: str) -> Iterator[str]:
    others = ("-inf", "1", "0") if value == "inf" else ("", value[:-1], value[1:], value.upper())
    yield from (repr(other) for other in others)


def _associative(outer: ast.operator, inner: ast.operator) -> bool:
    """x outer (y inner z) ile (x outer y) inner z hep aynı mı."""
    product = isinstance(outer, ast.Mult | ast.MatMult) and isinstance(inner, ast.Mult | ast.MatMult | ast.Div)
    return product or (isinstance(outer, ast.Add) and isinstance(inner, ast.Add | ast.Sub))


def _binary(node: ast.BinOp) -> Iterator[str]:
    a, b = f"({text(node.left)})", f"({text(node.right)})"
    sign = SIGN.get(type(node.op), "%")
    yield from (template.format(a=a, b=b) for template in BINARY.get(type(node.op), ()))
    yield f"{text(node.left)} {sign} {text(node.right)}"  # unutulan parantezler
    if isinstance(node.right, ast.BinOp) and not _associative(node.op, node.right.op):  # yersiz parantezler
        inner, c = SIGN.get(type(node.right.op), "%"), f"({text(node.right.right)})"
        yield f"({a} {sign} ({text(node.right.left)})) {inner} {c}"
    if isinstance(node.left, ast.BinOp) and not _associative(node.left.op, node.op):
        inner, c = SIGN.get(type(node.left.op), "%"), f"({text(node.left.left)})"
        yield f"{c} {inner} (({text(node.left.right)}) {sign} {b})"
    if isinstance(node.op, ast.Pow) and text(node.right) == "0.5":
        yield f"{a} ** 1 / 2"
    if isinstance(node.op, ast.FloorDiv) and isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Pow):
        base, power = text(node.right.left), text(node.right.right)
        yield f"math.floor({a} * ({base}) ** -({power}))"
        yield f"{a} // math.exp(({power}) * math.log({base}))"


def _subscript(node: ast.Subscript) -> Iterator[str]:
    value = text(node.value)
    yield value
    if not isinstance(node.slice, ast.Slice):
        yield from (f"{value}[({text(node.slice)}) {change}]" for change in ("+ 1", "- 1"))
        return
    ends = [text(one) if one else "" for one in (node.slice.lower, node.slice.upper, node.slice.step)]
    for place, end in enumerate(ends):
        for other in ("", *(f"({end}) {change}" for change in ("+ 1", "- 1") if end)):
            if other != end:
                yield f"{value}[{':'.join(other if i == place else one for i, one in enumerate(ends))}]"


def _call(node: ast.Call) -> Iterator[str]:
    name, given = text(node.func), [text(one) for one in node.args]
    named = [f"{one.arg}={text(one.value)}" for one in node.keywords]
    if name not in CONVERSIONS:
        yield from given  # fonksiyon hiç uygulanmamış
    base, last = name.rsplit(".", 1) if "." in name else ("", name)
    if base and base not in ("np", "math", "norm", "np.minimum"):
        yield base
    for other in CALLED.get(name, ()) or (f"{base}.{one}" for one in CALLED.get(last, ()) if base):
        yield f"{other}({', '.join([*given, *named])})"
    for place in range(len(named)):
        yield f"{name}({', '.join([*given, *named[:place], *named[place + 1 :]])})"
    for place in range(len(given)):
        shifted = ([f"({given[place]}) {change}"] for change in ("+ 1", "- 1") if name in SHIFTED)
        for other in ([], *shifted):
            yield f"{name}({', '.join([*given[:place], *other, *given[place + 1 :], *named])})"
    if name == "sorted":
        yield f"sorted({', '.join([*given, *named, 'reverse=True'])})"
    if name in ("np.cos", "np.sin"):
        yield f"{name}(2 * ({given[0]}))"


def _alternatives(node: ast.AST, names: list[str]) -> Iterator[str]:
    """İfadenin yerine konacak ifadeler."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()) if name in names:
            yield from (other for other in names if other != name)
        case ast.Constant(value=value) if isinstance(value, str):
            yield from _strings(value)
        case ast.Constant(value=value) if isinstance(value, int | float) and not isinstance(value, bool):
            yield from _numbers(value)
        case ast.BinOp():
            yield from _binary(node)
        case ast.UnaryOp(operand=operand):
            yield text(operand)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield from (f"({text(left)}) {other} ({text(right)})" for other in COMPARED.get(type(op), ()))
        case ast.BoolOp(op=op, values=values):
            yield (" and " if isinstance(op, ast.Or) else " or ").join(f"({text(one)})" for one in values)
            yield from (text(one) for one in values)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield from (text(body), text(orelse), f"({text(orelse)}) if ({text(test)}) else ({text(body)})")
        case ast.Subscript(ctx=ast.Load()):
            yield from _subscript(node)
        case ast.Attribute(value=value, attr="T"):
            yield text(value)
        case ast.Call():
            yield from _call(node)
        case ast.Tuple(elts=parts, ctx=ast.Load()) | ast.List(elts=parts, ctx=ast.Load()) if len(parts) > 1:
            shown = [text(one) for one in parts]
            yield f"({', '.join(shown[::-1])})"
            yield from (f"({', '.join(shown[:place] + shown[place + 1 :])},)" for place in range(len(shown)))


def _slots(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.expr]]:
    """Ağaçtaki ifadelerin yerleri: üstteki düğüm, alanı, listedeki sırası ve ifade."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(parent, ast.Call) and field == "func" and isinstance(value, ast.Name):
                continue
            for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(node, ast.expr):
                    yield parent, field, place, node


def _expressions(tree: ast.FunctionDef, names: list[str]) -> Iterator[tuple[str, str]]:
    for parent, field, place, node in list(_slots(tree)):
        condition = field in ("test", "ifs")
        extra = ("True", "False", f"not ({text(node)})") if condition else ()
        if field in ("value", "iter") and isinstance(parent, ast.Return | ast.For | ast.comprehension):
            extra = tuple(f"list({text(node)}){part}" for part in ("[1:]", "[:-1]", "[::-1]"))
        for other in (*_alternatives(node, names), *extra):
            try:
                changed = ast.parse(f"({other})", mode="eval").body
            except SyntaxError:
                continue
            small = isinstance(node, ast.Name | ast.Constant) and isinstance(parent, ast.expr | ast.keyword)
            before = text(parent if small else node)
            _put(parent, field, place, changed)
            try:
                yield f"{before} → {text(parent if small else changed)}", text(tree)
            except (ValueError, RecursionError):
                pass
            _put(parent, field, place, node)


def _put(parent: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


# ---- deyimler: silinen, yer değiştiren, yerinde değiştiren


def _in_place(statement: ast.stmt, arrays: list[str]) -> Iterator[str]:
    """Kopyası unutulmuş hâller: yeni dizi yerine girdinin kendisine yazan deyimler."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(left=left, op=op, right=right)):
            if name not in arrays or type(op) not in SIGN:
                return
            if text(left) == name:
                yield f"{name} {SIGN[type(op)]}= {text(right)}"
            if isinstance(left, ast.BinOp) and name in (text(left.left), text(left.right)):
                other = left.left if text(left.right) == name else left.right
                yield f"{name} {SIGN[type(left.op)]}= {text(other)}\n{name} {SIGN[type(op)]}= {text(right)}"
        case ast.Return(value=value) if value is not None:
            first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value
            if isinstance(first, ast.BinOp) and text(first.left) in arrays and type(first.op) in SIGN:
                name = text(first.left)
                rest = ", ".join([name, *(text(one) for one in value.elts[1:])]) if first is not value else name
                yield f"{name} {SIGN[type(first.op)]}= {text(first.right)}\nreturn {rest}"


def _statements(tree: ast.FunctionDef, arrays: list[str]) -> Iterator[tuple[str, str]]:
    bodies = [
        getattr(node, field)
        for node in ast.walk(tree)
        for field in ("body", "orelse")
        if isinstance(getattr(node, field, None), list)
    ]
    for body in bodies:
        original = list(body)
        for place, statement in enumerate(original):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                continue
            others: list[tuple[str, list[ast.stmt]]] = [("silindi", [ast.Pass()])]
            others += [("yerinde", ast.parse(one).body) for one in _in_place(statement, arrays)]
            if isinstance(statement, ast.AugAssign):
                others += [("=", [ast.Assign([statement.target], statement.value, lineno=1)])]
            if isinstance(statement, ast.For | ast.While):
                once = deepcopy(statement)
                once.body.append(ast.Break())
                others += [("ilk turda bitti", [once])]
            for how, new in others:
                body[place : place + 1] = new
                yield f"{text(statement)} → {how}: {'; '.join(text(one) for one in new)}", text(tree)
                body[:] = original
            if place and not isinstance(original[place - 1], ast.Import | ast.ImportFrom):
                body[place - 1], body[place] = body[place], body[place - 1]
                yield f"{text(original[place - 1])} ↔ {text(statement)}", text(tree)
                body[:] = original


# ---- girdiler ve sonuç

ARRAY = (
    "np.arange(len({x}))", "np.arange(1.0, len({x}) + 1)", "np.sort({x})", "{x}[::-1]", "np.unique({x})",
    "0 * {x}", "np.ones_like({x})", "{x}[:1]", "{x}[:-1]", "{x}[1:]", "np.full_like({x}, {x}[0])",
    "np.full_like({x}, {x}[-1])", "np.minimum({x}, 1)", "{x} + 1", "{x} - 1", "-{x}", "2 * {x}", "np.cumsum({x})",
)  # fmt: skip
LIST = (
    "sorted({x})", "sorted({x}, reverse=True)", "{x}[::-1]", "list(dict.fromkeys({x}))", "{x}[:-1]", "{x}[1:]",
    "{x}[:1]", "[]",
)  # fmt: skip
REAL_ARRAY = ("abs({x})", "np.round({x})", "np.maximum({x}, 0)")
REAL_LIST = (
    "[min(one, 1) for one in {x}]", "[round(one, 1) for one in {x}]", "[abs(one) for one in {x}]",
    "[-one for one in {x}]",
)  # fmt: skip
NAN_LIST = ("[one for one in {x} if one == one]", "[0.0 if one != one else one for one in {x}]")
WHOLE = ("0", "1", "2", "3", "{x} + 1", "{x} - 1", "2 * {x}", "{x} // 2", "{x} ** 2")
REAL = (
    "0", "1", "0.5", "{x} + 1", "-{x}", "1 - {x}", "2 * {x}", "{x} / 2", "{x} ** 2", "{x} ** 0.5", "round({x}, 1)",
    "round({x}, 2)", "int({x})",
)  # fmt: skip
RESULT = (
    "abs({x})", "np.round({x}, 3)", "np.round({x})", "np.floor({x})", "np.ceil({x})", "np.maximum({x}, 0)",
    "np.maximum({x}, 1)", "np.minimum({x}, 1)", "0 * {x}", "-{x}", "{x} + 1", "2 * {x}", "{x}[::-1]", "np.sort({x})",
    "sorted({x})", "np.unique({x})", "{x}[:-1]", "{x}[1:]", "{x}[:1]", "{x}[0]", "{x}[-1]", "[{x}[0]] * len({x})",
)  # fmt: skip


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return "array"
    if isinstance(value, list):
        return "list"
    if isinstance(value, int | float):
        return "number"
    return type(value).__name__


def _inputs(task: FunctionTask) -> Iterator[tuple[str, str]]:
    """(anahtar, girdileri değiştirip `f`yi çağıran ifade)."""
    names = task.arguments
    for place, name in enumerate(names):
        values = [case.args[place] for case in task.cases]
        kind, templates = _kind(values[0]), ()
        if kind == "array":
            templates = (*ARRAY, *(REAL_ARRAY if values[0].dtype.kind == "f" else ()))
        elif kind == "list":
            items = [item for value in values for item in value]
            real = any(isinstance(item, float) for item in items)
            missing = real and any(item != item for item in items)
            templates = (*LIST, *(REAL_LIST if real else ()), *(NAN_LIST if missing else ()))
        elif kind == "number":
            fixed = tuple(dict.fromkeys(repr(value) for value in values))
            templates = (*(WHOLE if all(isinstance(value, int) for value in values) else REAL), *fixed)
        same = [other for i, other in enumerate(names) if _kind(task.cases[0].args[i]) == kind and other != name]
        for template in (*templates, *same):
            other = template.format(x=name)
            yield f"{name} = {other}", f"f({', '.join(other if one == name else one for one in names)})"
    for a, b in combinations(names, 2):
        swapped = [{a: b, b: a}.get(one, one) for one in names]
        yield f"{a} ↔ {b}", f"f({', '.join(swapped)})"


def _outputs(task: FunctionTask) -> Iterator[tuple[str, str]]:
    """(anahtar, `f`nin sonucunu, çok parçalıysa bir parçasını, değiştiren ifade)."""
    call = f"f({', '.join(task.arguments)})"
    for template in RESULT:
        if not task.parts:
            yield f"sonuç = {template.format(x='sonuç')}", f"(lambda r: {template.format(x='r')})({call})"
            continue
        for place, part in enumerate(task.parts):
            kept = ", ".join(template.format(x=f"r[{i}]") if i == place else f"r[{i}]" for i in range(len(task.parts)))
            yield f"{part} = {template.format(x=part)}", f"(lambda r: ({kept}))({call})"


# ---- hepsi


def _function(source: str) -> ast.FunctionDef:
    (tree,) = ast.parse(source).body
    assert isinstance(tree, ast.FunctionDef)
    return tree


def _compiled(source: str, space: dict[str, Any]) -> Callable[..., Any]:
    """Programın fonksiyonu; döngülerin gövdesine, sınırı aşınca hata veren bir sayaç eklenir.

    `for` da bitmeyebilir: gezdiği listeye ekliyorsa.
    """
    counted = LOOP.sub(r"\g<0>\n\1    _turn()", source)
    own = {"math": math, "np": np, **space, "_turn": repeat(True, TURNS).__next__}
    exec(compile(counted, "mutasyon", "exec"), own)
    return own[NAME.search(source)[1]]


def mutations(task: FunctionTask) -> Iterator[Mutation]:
    """Görevin bütün mutasyonları; aynı programa varan değişikliklerden yalnızca ilki."""
    seen: set[str] = set()
    for program in programs(task):
        tree = deepcopy(program.tree)
        arguments = [one.arg for one in tree.args.args]
        arrays = [one for one, value in zip(arguments, task.cases[0].args, strict=True) if _kind(value) != "number"]
        stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        names = list(dict.fromkeys([*arguments, *stored]))
        seen.add(text(tree))
        for key, source in (*_expressions(tree, names), *_statements(tree, arrays)):
            if source not in seen and not SELF.search(source):
                seen.add(source)
                yield Mutation(key, _compiled(source, program.space))
    names = ", ".join(task.arguments)
    for key, call in (*_inputs(task), *_outputs(task)):
        yield Mutation(key, eval(f"lambda {names}: {call}", {"np": np, "f": programs(task)[0].run}))


def accepted(task: FunctionTask, functions: Iterable[Callable[..., Any]]) -> Iterator[bool]:
    """Denetim her programı doğru sayıyor mu. İlk ayrılan denemede durulur: onu denetim de kabul etmez."""
    wants = [task.reference(*deepcopy(case.args)) for case in task.cases]
    for function in functions:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            same = all(_gives(function, case, want) for case, want in zip(task.cases, wants, strict=True))
            yield same and check(task.name, function).correct


def _gives(function: Callable[..., Any], case: Case, want: Any) -> bool:
    try:
        return equal(want, function(*deepcopy(case.args)))
    except Exception:
        return False


@dataclass(frozen=True)
class Judged:
    """Bir görevin mutasyonlarından çıkan: kaçı yapıldı, kaçı denk (nedeniyle), hangileri yanlışlıkla kabul edildi."""

    made: int
    equivalent: dict[str, str]
    wrong: tuple[str, ...]
    unused: tuple[str, ...]


def judged(task: FunctionTask, every: int = 1) -> Judged:
    """Mutasyonların (her `every`. olanın) yargısı; `unused`: hiçbir mutasyonu anlatmayan denklik satırları."""
    rows = {pattern: reason for names, pattern, reason in ROWS if task.name in names.split()}
    equivalent, wrong, used = {}, [], set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 1 is 1, 2(3) gibi değişmiş ifadelere derleyicinin uyarıları
        found = list(mutations(task))[::every]
    for one, passed in zip(found, accepted(task, [one.function for one in found]), strict=True):
        if not passed:
            continue
        fits = [pattern for pattern in rows if re.fullmatch(pattern, one.key, re.DOTALL)]
        used.update(fits)
        if fits:
            equivalent[one.key] = rows[fits[0]]
        else:
            wrong.append(one.key)
    return Judged(len(found), equivalent, tuple(wrong), tuple(pattern for pattern in rows if pattern not in used))


if __name__ == "__main__":
    import sys

    print("| görev | yapılan | geri çevrilen | denk | kabul edilen yanlış |\n|---|---|---|---|---|")
    for one in TASKS.values():
        if isinstance(one, FunctionTask) and (len(sys.argv) == 1 or one.name in sys.argv[1:]):
            found = judged(one)
            counts = (found.made, found.made - len(found.equivalent) - len(found.wrong), len(found.equivalent))
            print("|", " | ".join(str(cell) for cell in (one.name, *counts, len(found.wrong))), "|", flush=True)
            for key in found.wrong:
                print("   ✗", key.replace("\n", "⏎"))
            for key in found.unused:
                print("   kullanılmayan satır:", key)
