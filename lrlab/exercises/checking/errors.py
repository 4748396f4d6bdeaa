"""Öğrencinin kodundaki hatayı satırıyla ve Türkçesiyle söyler; İngilizce iletinin yanına ne olduğunu yazar."""

import ast
import inspect
import linecache
import re
import threading
from collections.abc import Callable, Iterator
from traceback import FrameSummary, StackSummary, walk_tb
from types import FrameType
from typing import Any

from lrlab.exercises.checking.watch import OURS

# (İngilizce iletide aranan, Türkçesi). İlk uyan söylenir; \1, \2: iletideki adlar ve sayılar.
SAYINGS = (
    (r"only (?:length-1|0-dimensional|size-1) arrays can be converted",
     "Tek sayı isteyen bir fonksiyona (float, int, math.…) dizi verdin; dizide numpy'nin fonksiyonunu kullan (np.…)."),
    (r"operands could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))",
     r"Biçimleri uyuşmayan iki dizi işleme girdi: \1 ve \2."),
    (r"mismatch in its core dimension|shapes? .* not aligned|shapes cannot be multiplied",
     "Çarpılan iki dizinin iç boyutları uyuşmuyor: `@`ta ilkinin son, ikincinin ilk boyutu aynı olur (devriği: .T)."),
    (r"setting an array element with a sequence",
     "Dizinin tek sayılık yerine bir dizi yazdın ya da satırları farklı boyda bir liste diziye çevrilemedi."),
    (r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
     r"\2 öğeli bir yerde \1 numara yok: numaralar 0'dan başlar, sonuncusu öğe sayısının bir eksiğidir."),
    (r"(?:list|tuple|string) (?:assignment )?index out of range",
     "Listede o numara yok: numaralar 0'dan başlar, sonuncusu len(liste) - 1'dir."),
    (r"only integers, slices|arrays used as indices must be of integer|indices must be integers|slice indices must be",
     "Köşeli ayraç içindeki numara tam sayı olmalı: bölme için `/` yerine `//`, gerekirse int(…)."),
    (r"'(?:numpy\.)?float\d*' object cannot be interpreted as an integer",
     "range, np.zeros gibi fonksiyonlar tam sayı ister: `/` yerine `//` ya da int(…)."),
    (r"can't multiply sequence by non-int",
     "Liste ya da demet bir sayıyla çarpılamaz: ondalık virgül mü yazdın (0,9 iki sayıdır)? Listeyse np.array(…) yap."),
    (r"unsupported operand type\(s\) for [^:]+: .*'(?:list|tuple)'",
     "Liste ya da demetle hesap yapılamaz: ondalık virgül mü yazdın (0,9 iki sayıdır)? Listeyse np.array(…) yap."),
    (r"unsupported operand type\(s\) for [^:]+: .*'NoneType'",
     "İşleme giren bir değer None: ya boş bırakılmış ya da `return` yazılmamış bir fonksiyondan gelmiş."),
    (r"unsupported operand type\(s\) for [^:]+: .*'(?:function|builtin_function_or_method)'",
     "Fonksiyonun kendisiyle hesap yapılamaz: çağırmak için parantez gerek."),
    (r"'NoneType' object", "Bir değer None: ya boş bırakılmış ya da `return` yazılmamış bir fonksiyondan gelmiş."),
    (r"'(?:int|float|numpy\.\w+|ndarray)' object is not callable",
     "Bir sayı fonksiyon gibi çağrıldı: çarpma işareti unutulmuş olabilir, 2(x) değil 2*x."),
    (r"'(?:int|float|numpy\.float64)' object (?:is not subscriptable|is not iterable|has no len)|"
     r"object of type '(?:int|float)' has no len|invalid index to scalar variable",
     "Tek bir sayı dizi gibi kullanıldı."),
    (r"'numpy\.ndarray' object has no attribute 'append'",
     "numpy dizisine append yapılmaz: değerleri bir listede topla, sonda np.array(liste)."),
    (r"name '(\w+)' is not defined",
     r"`\1` tanımlı değil: yazılışı doğru mu, onu tanımlayan hücre çalıştı mı?"),
    (r"(?:local variable|cannot access local variable) '(\w+)'",
     r"`\1` fonksiyonun içinde değer almadan kullanıldı: ilk değerini döngüden ya da `if`ten önce ver."),
    (r"Cannot cast ufunc '\w+' output",
     "Tam sayılı bir diziye yerinde (-=, *=) ondalıklı sayı yazılamaz: w -= … yerine w = w - … yaz."),
    (r"math domain error|expected a (?:nonnegative|positive) (?:input|number)",
     "Negatif bir sayının kökü ya da pozitif olmayan bir sayının logaritması alındı."),
    (r"maximum recursion depth exceeded", "Fonksiyon durmadan kendini çağırıyor: hangi koşulda duracak?"),
    (r"cannot convert float (?:NaN|infinity) to integer", "NaN ya da sonsuz, tam sayıya çevrilemez."),
    (r"too many values to unpack|not enough values to unpack|cannot unpack",
     "Eşittirin solundaki adların sayısı, sağdan gelen değerlerin sayısıyla aynı değil."),
    (r"module '([\w.]+)' has no attribute '(\w+)'", r"`\1` içinde `\2` yok: adı doğru mu?"),
    (r"object has no attribute '(\w+)'", r"O değerin `\1` diye bir özelliği yok."),
    (r"takes? .*positional arguments? but|missing \d+ required positional|unexpected keyword argument",
     "Bir fonksiyon yanlış sayıda ya da yanlış adlı argümanla çağrıldı."),
    (r"must be (?:a )?Tensor|expected Tensor", "torch fonksiyonu numpy dizisi almaz: np.… ya da torch.as_tensor(…)."),
    (r"Can't call numpy\(\) on Tensor that requires grad", "Gradyan izi taşıyan tensör önce .detach() ister."),
    (r"Unable to allocate", "İstenen dizi belleğe sığmıyor: boyutlarına bak."),
)  # fmt: skip


def code_of(function: Callable[..., Any]) -> Any:
    """Öğrencinin fonksiyonunun kod nesnesi, yoksa None; sarmalayıcıların (functools.wraps) içine bakar."""
    try:
        function = inspect.unwrap(function)
    except ValueError:  # kendini saran fonksiyon
        pass
    return getattr(function, "__code__", None)


def place_line(stack: list[FrameSummary], function: Callable[..., Any]) -> str | None:
    """Öğrencinin kodunda, en içteki satır: "Satır 3: v = v / 0"."""
    code = code_of(function)
    frames = [frame for frame in stack if not frame.filename.startswith((OURS, threading.__file__))]
    own = [frame for frame in frames if code and frame.filename == code.co_filename] or frames
    if not own:
        return None
    return f"Satır {own[-1].lineno}" + (f": {own[-1].line}" if own[-1].line else "")


def _said(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # öğrencinin kendi hata sınıfının __str__'i de hatalı olabilir
        return "(iletisi okunamadı)"


def error_lines(error: Exception, function: Callable[..., Any], label: str) -> tuple[str, ...]:
    """Hatanın türü ve iletisi, öğrencinin kodundaki satırı ve, biliniyorsa, Türkçesi."""
    text = _said(error)
    stack = list(StackSummary.extract(walk_tb(error.__traceback__)))
    lines = [f"Fonksiyonun hata verdi ({label}): {type(error).__name__}: {text}"]
    if place := place_line(stack, function):
        lines.append(place)
    if meaning := _meaning(error, text, function):
        lines.append(meaning)
    return tuple(lines)


def _meaning(error: Exception, text: str, function: Callable[..., Any]) -> str | None:
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    summaries = list(StackSummary.extract(walk_tb(error.__traceback__)))
    code = code_of(function)
    own = [pair for pair in zip(frames, summaries, strict=True) if code and pair[1].filename == code.co_filename]
    if isinstance(error, ZeroDivisionError):
        given = set(code.co_varnames[: code.co_argcount]) if code else set()
        return _zero(*own[-1], given) if own else "Bir payda sıfır oldu."
    if "truth value of an array" in text or "Boolean value of Tensor" in text:
        names = [name for name, value in _values(*own[-1]) if getattr(value, "shape", ())] if own else []
        which = f"`{names[0]}` bir dizi" if names else "Orada bir dizi var"
        return (
            f"{which}: `if`, `while`, `and`, `or`, `min`, `max` tek bir doğru/yanlış ister. `if` yerine `np.where`, "
            "`max` yerine `np.maximum`, `and` yerine `&` kullan."
        )
    if isinstance(error, MemoryError):
        return "İstenen dizi belleğe sığmıyor: boyutlarına bak."
    for pattern, meaning in SAYINGS:
        if found := re.search(pattern, text):
            return found.expand(meaning)
    return None


def _piece(summary: FrameSummary) -> ast.stmt | None:
    """Hatanın satırda işaret ettiği ifade; okunamıyorsa satırın kendisi, o da okunamıyorsa None."""
    line = linecache.getline(summary.filename, summary.lineno or 0)
    pieces = [line.strip(), line.strip() + " pass"]  # `if x < 1:` tek başına okunmaz
    if summary.colno is not None and summary.end_colno is not None and summary.end_lineno == summary.lineno:
        pieces.insert(0, line.encode()[summary.colno : summary.end_colno].decode(errors="ignore").strip())
    for piece in pieces:
        try:
            found = ast.parse(piece).body
        except (SyntaxError, ValueError):
            continue
        if found:
            return found[0]
    return None


def _values(frame: FrameType, summary: FrameSummary, node: ast.AST | None = None) -> Iterator[tuple[str, Any]]:
    """`node`daki (verilmezse hatanın ifadesindeki) adlar ve o andaki değerleri."""
    node = node or _piece(summary)
    for part in ast.walk(node) if node else ():
        if isinstance(part, ast.Name) and part.id in frame.f_locals:
            yield part.id, frame.f_locals[part.id]


def _divisors(node: ast.AST) -> Iterator[ast.expr]:
    for part in ast.walk(node):
        if isinstance(part, ast.BinOp | ast.AugAssign) and isinstance(part.op, ast.Div | ast.FloorDiv | ast.Mod):
            yield part.right if isinstance(part, ast.BinOp) else part.value


def _from_zero(name: str, summary: FrameSummary) -> bool:
    """O satırdaki liste üretecinde `name` 0'dan mı sayılıyor; Python 3.12'den beri değeri dışarıdan okunamıyor."""
    try:
        tree = ast.parse("".join(linecache.getlines(summary.filename)))
    except (SyntaxError, ValueError):
        return False
    for node in ast.walk(tree):
        if not isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            continue
        for part in node.generators if node.lineno <= (summary.lineno or 0) <= (node.end_lineno or 0) else ():
            target = part.target.elts[0] if isinstance(part.target, ast.Tuple) else part.target
            start = re.match(r"enumerate\([^,]*\)$|range\((?:0, *)?[^,]*\)$", ast.unparse(part.iter))
            if start and isinstance(target, ast.Name) and target.id == name:
                return True
    return False


def _zero(frame: FrameType, summary: FrameSummary, given: set[str]) -> str:
    """Sıfıra bölmenin nedeni: 0'dan sayılan bir sayaç, 0 verilen bir girdi ya da yalnızca paydanın kendisi."""
    node = _piece(summary)
    divisor = next(_divisors(node), None) if node else None
    if divisor is None:
        return "Bir payda sıfır oldu."
    values = dict(_values(frame, summary, divisor))
    zeros = [name for name, value in values.items() if isinstance(value, (int, float)) and value == 0]
    names = [part.id for part in ast.walk(divisor) if isinstance(part, ast.Name)]
    counted = [name for name in zeros if name not in given and type(values[name]) is int]
    counted += [name for name in names if name not in values and _from_zero(name, summary)]
    if isinstance(divisor, ast.Name):
        zeros = [divisor.id]
    text = ast.unparse(divisor)
    if counted:
        return f"Payda ({text}) sıfır oldu; `{counted[0]}` burada 0: saydığın şey 0'dan mı başlıyor, 1'den mi?"
    if zeros:
        return f"Payda ({text}) sıfır oldu; `{zeros[0]}` bu denemede 0. O durum ayrıca düşünülmeli."
    return f"Payda ({text}) bu denemede sıfır oldu."
