"""Fonksiyon görevlerinin denetimi: imza, hata, tür, biçim, değer, yan etki ve adlandırılmış hatalar."""

import inspect
import traceback
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np

from lrlab.exercises.checking.compare import KINDS, Problem, equal, problems, to_array
from lrlab.exercises.feedback import Comparison, Feedback, failed, next_hint, returned_nothing, unattempted, visible
from lrlab.exercises.task import ATOL, RTOL, Case, FunctionTask, Mutant

SIDE_EFFECT = "yan etki"
TOLERANCE = f"göreli {RTOL:g} + mutlak {ATOL:g}"


def _blank(result: Any) -> bool:
    if isinstance(result, (tuple, list)) and result:
        return all(item is None or item is ... for item in result)
    return result is None or result is ...


def _signature_fault(task: FunctionTask, function: Callable[..., Any]) -> str | None:
    """Fonksiyon istenen argümanlarla çağrılamıyorsa ya da argümanların sırası farklıysa nedenini söyler."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # C ile yazılmış fonksiyonların imzası okunamayabilir
        return None
    names = tuple(signature.parameters)
    wanted = f"Beklenen imza: {task.signature}; seninki: ({', '.join(names)})."
    if set(names) == set(task.arguments) and names != task.arguments:
        return f"{wanted} Adlar doğru ama sıraları farklı; değerler bu sırayla verilecek."
    try:
        signature.bind(*task.arguments)
    except TypeError:
        return f"{wanted} Fonksiyon {len(task.arguments)} argümanla, bu sırayla çağrılıyor."
    return None


def _said(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # öğrencinin kendi hata sınıfının __str__'i de hatalı olabilir
        return "(iletisi okunamadı)"


def _code(function: Callable[..., Any]) -> Any:
    """Öğrencinin fonksiyonunun kod nesnesi, yoksa None; sarmalayıcıların (functools.wraps) içine bakar."""
    try:
        function = inspect.unwrap(function)
    except ValueError:  # kendini saran fonksiyon
        pass
    return getattr(function, "__code__", None)


def _error_lines(error: Exception, function: Callable[..., Any], case: Case) -> tuple[str, ...]:
    """Hatanın türü, iletisi ve öğrencinin kodundaki satırı."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    code = _code(function)
    own = [frame for frame in frames if code and frame.filename == code.co_filename] or frames
    lines = [f"Fonksiyonun hata verdi ({case.label}): {type(error).__name__}: {_said(error)}"]
    if own:
        source = f": {own[-1].line}" if own[-1].line else ""
        lines.append(f"Satır {own[-1].lineno}{source}")
    if isinstance(error, ZeroDivisionError):
        lines.append("Bir payda sıfır oldu: saydığın şey 0'dan mı başlıyor, 1'den mi?")
    return tuple(lines)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, np.ndarray):  # girdideki NaN kendisine eşit sayılır
        known = isinstance(right, np.ndarray) and left.dtype == right.dtype
        return known and np.array_equal(left, right, equal_nan=left.dtype.kind in "fc")
    return bool(left == right)


def _snapshot(result: Any) -> Any:
    """Sonucun kopyası: öğrenci aynı diziyi ya da tensörü yeniden doldurursa önceki sonuç bozulmasın."""
    if isinstance(result, (list, tuple)):
        return type(result)([_snapshot(item) for item in result]) if type(result) in (list, tuple) else result
    if hasattr(result, "detach"):  # torch'u yüklemeden, tensörü yönteminden tanır
        result = result.detach()
        return result.clone() if hasattr(result, "clone") else result
    return result.copy() if isinstance(result, np.ndarray) else result


def _call(function: Callable[..., Any], case: Case) -> tuple[Any, int | None]:
    """Fonksiyonu girdinin kopyasıyla çağırır; (sonuç, değiştirilen ilk argümanın 0'dan sayılan yeri ya da None)."""
    given = deepcopy(case.args)
    with np.errstate(all="ignore"):  # NaN ve sonsuz, uyarıyla değil geri bildirimde sözle anlatılır
        result = _snapshot(function(*given))
    changed = [i for i, (left, right) in enumerate(zip(case.args, given, strict=True)) if not _same(left, right)]
    return result, changed[0] if changed else None


def check_function(task: FunctionTask, function: Any) -> Feedback:
    """Bir fonksiyon görevinin yanıtını denetler."""
    if not callable(function):
        how = f'parantezsiz, adıyla ver: check("{task.name}", {task.name})'
        return failed(task, f"Bu görev bir fonksiyon istiyor, {type(function).__name__} geldi; {how}")
    if fault := _signature_fault(task, function):
        return failed(task, fault)
    results: list[Any] = []
    changed = None
    for case in task.cases:
        try:
            result, touched = _call(function, case)
        except NotImplementedError:
            return unattempted(task, "Fonksiyon NotImplementedError veriyor.")
        except SystemExit:
            return failed(
                task, "Fonksiyonun programı kapatmaya çalışıyor: exit() ya da sys.exit() yerine `return` yaz."
            )
        except Exception as error:  # öğrencinin hatası defteri durdurmasın
            return failed(task, *_error_lines(error, function, case))
        if inspect.iscoroutine(result):
            result.close()
            return failed(
                task, "Fonksiyonun `async def` ile yazılmış; çağırınca değer vermiyor. `async` sözcüğünü sil."
            )
        if result is None and not results:
            return returned_nothing(task)
        if _blank(result) and not results:
            return unattempted(task, "Fonksiyonun döndürdüğü yer boş duruyor.")
        results.append(result)
        changed = touched if changed is None else changed
    return _judged(task, function, results, changed)


def _judged(task: FunctionTask, function: Callable[..., Any], results: list[Any], changed: int | None) -> Feedback:
    wants = [task.reference(*deepcopy(case.args)) for case in task.cases]
    worst, pair = _worst(task, wants, results)
    lines = []
    if mutant := _recognised(task, results) if worst else None:
        lines.append(mutant.message)
    if worst:
        lines.append(worst.text)
    comparable = worst is None or worst.kind != "tür"
    effect = _changed_input(task, changed) or (_unrepeatable(task, function, results[0]) if comparable else None)
    lines += [effect] if effect else []
    rank = KINDS.index(worst.kind) if worst else len(KINDS)
    checks = {kind: True if i < rank else False if i == rank else None for i, kind in enumerate(KINDS)}
    checks[SIDE_EFFECT] = effect is None
    if not lines:
        done = (f"{len(task.cases)} denemenin hepsi tanımla aynı. Eline sağlık!",)
        return Feedback(task.name, task.title, "doğru", done, checks, TOLERANCE)
    name = mutant.name if mutant else None
    lines.append(next_hint(task))
    return Feedback(task.name, task.title, "yanlış", tuple(lines), checks, TOLERANCE, name, pair)


def _worst(task: FunctionTask, wants: list[Any], results: list[Any]) -> tuple[Problem | None, Comparison | None]:
    """Türü biçimden, biçimi değerden önce gelen ilk sorun ve değer sorunu bir eğrideyse çizilecek eğriler."""
    found = [
        (KINDS.index(problem.kind), i, problem)
        for i, (want, result) in enumerate(zip(wants, results, strict=True))
        for problem in problems(want, result, task.parts)
    ]
    if not found:
        return None, None
    rank, i, problem = min(found, key=lambda entry: entry[:2])
    told = Problem(problem.kind, f"{task.cases[i].label}: {problem.text}")
    if task.plot is None or KINDS[rank] != "değer":
        return told, None
    yours, want = to_array(results[i]), to_array(wants[i])
    drawable = want.size > 1 and visible(yours).any()
    return told, Comparison(yours, want, task.plot, task.cases[i].label) if drawable else None


def _recognised(task: FunctionTask, results: list[Any]) -> Mutant | None:
    """Bütün denemelerde aynı yanıtı veren adlandırılmış hata."""
    for mutant in task.mutants:
        with np.errstate(all="ignore"):
            expected = [mutant.answer(*deepcopy(case.args)) for case in task.cases]
        if all(equal(want, result) for want, result in zip(expected, results, strict=True)):
            return mutant
    return None


def _changed_input(task: FunctionTask, changed: int | None) -> str | None:
    if changed is None:
        return None
    return (
        f"Fonksiyon `{task.arguments[changed]}` girdisini değiştiriyor; çağıranın verisi bozulur. "
        "Yeni bir dizi oluştur (örneğin .copy())."
    )


def _unrepeatable(task: FunctionTask, function: Callable[..., Any], first: Any) -> str | None:
    try:
        again, _ = _call(function, task.cases[0])
        if equal(first, again):
            return None
    except (Exception, SystemExit):  # ilk çağrıda çalışmıştı: ikincideki hata da dıştaki bir değişkendendir
        pass
    return "Aynı girdiyle ikinci çağrı başka sonuç veriyor: fonksiyonun dışında bir değişken mi değişiyor?"
