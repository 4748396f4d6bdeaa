"""Bir dersin dilimi: seçilen hücreler ve öbürlerinden yalnızca onların gerektirdiği deyimler."""

import ast
import symtable
from collections.abc import Collection, Iterator


def slice_of(sources: list[str], wanted: Collection[int]) -> list[str]:
    """Hücrelerin dilimi: `wanted`dakiler olduğu gibi, öbürlerinden onların gerektirdiği deyimler (yoksa boş).

    Sondan başa: bir deyim, sonrakilerin gerektirdiği bir adı bağlıyor ya da değiştiriyorsa o da gerekir. `ad.yap(...)`
    deyimi ile `ad.alan = ...`, `ad[i] = ...`, `ad += ...` adı değiştirmiş sayılır; bir fonksiyona verilmek sayılmaz.
    Fonksiyonun içinde okunan adlar, fonksiyonun kullanıldığı yerde gerekir.
    """
    bodies = [ast.parse(plain(source)).body for source in sources]
    inside = _read_inside([statement for body in bodies for statement in body])
    cells: list[str] = []
    needed: set[str] = set()
    for place in reversed(range(len(sources))):
        kept: list[str] = []
        for statement in reversed(bodies[place]):
            bound, read, changed = _names(statement)
            if place in wanted or needed & (bound | changed):
                kept.append(ast.unparse(statement))
                surely = set() if isinstance(statement, ast.If | ast.For | ast.While | ast.Try) else bound
                needed = (needed - surely) | _with_insides(read, inside)
        cells.append(sources[place] if place in wanted else "\n".join(reversed(kept)))
    return cells[::-1]


def plain(source: str) -> str:
    """Jupyter'in `%` ve `!` satırları Python değildir; ad da bağlamazlar."""
    lines = [(line, len(line) - len(line.lstrip())) for line in source.splitlines()]
    return "\n".join(
        line[:indent] + "pass" if line[indent : indent + 1] in ("%", "!") else line for line, indent in lines
    )


def _read_inside(statements: list[ast.stmt]) -> dict[str, set[str]]:
    """Her fonksiyonun ve sınıfın dışarıdan okuduğu adlar."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.setdefault(statement.name, set()).update(_names(statement)[1])
    return found


def _with_insides(names: set[str], inside: dict[str, set[str]]) -> set[str]:
    """Adlar ve aralarındaki fonksiyonların, onların da çağırdıklarının okudukları."""
    found, waiting = set(), list(names)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += inside.get(name, ())
    return found


def _names(statement: ast.stmt) -> tuple[set[str], set[str], set[str]]:
    """Deyimin bağladığı, dışarıdan okuduğu ve değiştirdiği adlar."""
    table = symtable.symtable(ast.unparse(statement), "hücre", "exec")
    here = table.get_symbols()
    read = {symbol.get_name() for symbol in here if symbol.is_referenced()}
    read |= {symbol.get_name() for inner in _inside(table) for symbol in inner.get_symbols() if symbol.is_global()}
    own = {symbol.get_name() for inner in _inside(table) for symbol in inner.get_symbols() if symbol.is_local()}
    changed = set(_changed(statement)) - (own - {symbol.get_name() for symbol in here})
    bound = {symbol.get_name() for symbol in here if symbol.is_assigned() or symbol.is_imported()} - changed
    return bound, (read | changed) - set(_loop_names(statement)), changed


def _inside(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """Fonksiyonların, sınıfların ve kapsamaların içi."""
    for inner in table.get_children():
        yield inner
        yield from _inside(inner)


def _loop_names(statement: ast.stmt) -> Iterator[str]:
    """Döngünün ve `with`in, gövdesinden önce bağladığı adlar."""
    targets = [statement.target] if isinstance(statement, ast.For) else []
    if isinstance(statement, ast.With):
        targets = [item.optional_vars for item in statement.items if item.optional_vars]
    yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))


def _changed(statement: ast.stmt) -> Iterator[str]:
    """Bağlanmadan değişen adlar."""
    for node in ast.walk(statement):
        place: ast.AST | None = None
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            place = node
        elif isinstance(node, ast.AugAssign):
            place = node.target
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            place = node.value.func if isinstance(node.value.func, ast.Attribute) else None
        while isinstance(place, ast.Attribute | ast.Subscript | ast.Call):
            place = place.func if isinstance(place, ast.Call) else place.value
        if isinstance(place, ast.Name):
            yield place.id
