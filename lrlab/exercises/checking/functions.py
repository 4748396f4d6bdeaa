"""Fonksiyon görevlerinin denetimi: imza, hata, tür, biçim, değer, yan etki ve adlandırılmış hatalar."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import replace
from functools import partial
from io import StringIO
from types import CodeType
from typing import Any

import numpy as np

from lrlab.exercises.checking.compare import KINDS, Problem, equal, problems, to_array
from lrlab.exercises.checking.errors import code_of, error_lines, place_line
from lrlab.exercises.checking.obvious import Args, empty_handed, imprecise, turned
from lrlab.exercises.checking.trials import call_text
from lrlab.exercises.checking.watch import Unfinished, watched
from lrlab.exercises.feedback import Comparison, Feedback, failed, next_hint, returned_nothing, unattempted, visible
from lrlab.exercises.task import ATOL, RTOL, FunctionTask, Mutant

SIDE_EFFECT = "yan etki"
TOLERANCE = f"göreli {RTOL:g} + mutlak {ATOL:g}"
RANDOM = {"random", "default_rng", "rand", "randn", "randint", "shuffle", "permutation", "choice", "normal", "uniform"}


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
    if isinstance(function, partial) and (fixed := {*function.keywords} & set(task.arguments)):
        told = ", ".join(f"`{name}`" for name in sorted(fixed))
        return f"{told} partial ile sabitlenmiş; denetim onu da verir. Fonksiyonun kendisini ver: {task.signature}."
    names = tuple(signature.parameters)
    wanted = f"Beklenen imza: {task.signature}; seninki: {signature}."
    only_named = [one.name for one in signature.parameters.values() if one.kind is inspect.Parameter.KEYWORD_ONLY]
    if set(only_named) & set(task.arguments):
        return f"{wanted} `*`dan sonrakiler ancak adıyla verilebilir; burada değerler sırayla verilir: `*`ı sil."
    if set(names) == set(task.arguments) and names != task.arguments:
        return f"{wanted} Adlar doğru ama sıraları farklı; değerler bu sırayla verilecek."
    try:
        signature.bind(*task.arguments)
    except TypeError:
        return f"{wanted} Fonksiyon {len(task.arguments)} argümanla, bu sırayla çağrılıyor."
    return None


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


def _call(function: Callable[..., Any], args: Args) -> tuple[Any, int | None]:
    """Fonksiyonu girdinin kopyasıyla çağırır; (sonuç, değiştirilen ilk argümanın 0'dan sayılan yeri ya da None)."""
    given = deepcopy(args)
    with np.errstate(all="ignore"):  # NaN ve sonsuz, uyarıyla değil geri bildirimde sözle anlatılır
        result = _snapshot(function(*given))
    changed = [i for i, (left, right) in enumerate(zip(args, given, strict=True)) if not _same(left, right)]
    return result, changed[0] if changed else None


def _watched_call(task: FunctionTask, function: Callable[..., Any], args: Args) -> tuple[Any, int | None]:
    return watched(partial(_call, function, args), partial(_call, task.reference, args))


def _unfinished(cut: Unfinished, function: Callable[..., Any], label: str) -> tuple[str, ...]:
    """Kesilen kod için söylenecekler."""
    if cut.memory:
        told = f"Fonksiyonun {cut.limit} sınırını aştı, durduruldu: durmadan büyüyen bir liste mi var? ({label})"
    else:
        told = f"Fonksiyonun {cut.limit} içinde bitmedi: döngünün koşulu? ({label})"
    alive = "Kod durdurulamadı, arkada sürüyor olabilir: çekirdeği yeniden başlat." if cut.alive else None
    return tuple(line for line in (told, place_line(cut.stack, function), alive) if line)


def check_function(task: FunctionTask, function: Any) -> Feedback:
    """Bir fonksiyon görevinin yanıtını denetler."""
    if not callable(function):
        how = f'parantezsiz, adıyla ver: check("{task.name}", {task.name})'
        return failed(task, f"Bu görev bir fonksiyon istiyor, {type(function).__name__} geldi; {how}")
    if fault := _signature_fault(task, function):
        return failed(task, fault)
    results: list[Any] = []
    changed = None
    for k, case in enumerate(task.cases, start=1):
        try:
            result, touched = _watched_call(task, function, case.args)
        except NotImplementedError:
            return unattempted(task, "Fonksiyon NotImplementedError veriyor.")
        except SystemExit:
            return failed(
                task, "Fonksiyonun programı kapatmaya çalışıyor: exit() ya da sys.exit() yerine `return` yaz."
            )
        except Unfinished as cut:
            return failed(task, *_unfinished(cut, function, case.label), _trial(task, function, k))
        except Exception as error:  # öğrencinin hatası defteri durdurmasın
            return failed(task, *error_lines(error, function, case.label), _trial(task, function, k))
        if inspect.iscoroutine(result):
            result.close()
            return failed(
                task, "Fonksiyonun `async def` ile yazılmış; çağırınca değer vermiyor. `async` sözcüğünü sil."
            )
        if result is not None and _blank(result) and not results:
            return unattempted(task, "Fonksiyonun döndürdüğü yer boş duruyor.")
        results.append(result)
        changed = touched if changed is None else changed
    if all(result is None for result in results):
        return returned_nothing(task)
    return _judged(task, function, results, changed)


def _untouched(task: FunctionTask, results: list[Any]) -> bool:
    """Onarılacak koşu olduğu gibi mi duruyor: bütün sonuçlar bozuk olanınki."""
    if task.given is None:
        return False
    return all(equal(_call(task.given, case.args)[0], result) for case, result in zip(task.cases, results, strict=True))


def _trial(task: FunctionTask, function: Callable[..., Any], k: int) -> str:
    """k. denemeyi yinelemenin yolu."""
    text = call_text(task, function, k)
    return f"Bu deneme: {text}" + ("  (from lrlab.exercises import deneme)" if "*deneme(" in text else "")


def _judged(task: FunctionTask, function: Callable[..., Any], results: list[Any], changed: int | None) -> Feedback:
    wants = [task.reference(*deepcopy(case.args)) for case in task.cases]
    if task.plot:  # bir eğridir: parçaları değil öğeleri vardır
        wants = [to_array(want) for want in wants]
    if _untouched(task, results):
        told = "Sonuç hâlâ verilen koşununki; şekilde, onarılmışıyla yan yana."
        pair = _curves(task, 0, wants, results)
        return replace(unattempted(task, told), comparison=pair and replace(pair, names=("verilen koşu", "onarılmışı")))
    wrong = _wrong(task, wants, results)
    worst = min(wrong, key=lambda entry: entry[:2], default=None)
    comparable = worst is None or worst[2].kind != "tür"
    moving = _unrepeatable(task, function, results[0]) if comparable else None
    lines, mutants = [], []
    if worst:
        rank, k, problem = worst
        beyond = list(_beyond(task, function))
        mutants = _recognised(task, results, beyond)
        right = len(results) - len({trial for _, trial, _ in wrong})
        lines = [
            *([moving] if moving else _explained(task, wants, results, beyond, mutants)),
            f"{task.cases[k].label}: {problem.text}",
            f"{len(results)} denemenin {f'{right} tanesi' if right else 'hiçbiri'} doğru{'' if right else ' değil'}. "
            + _trial(task, function, k + 1),
        ]
    effect = _changed_input(task, changed) or (None if worst else moving)
    lines += [effect] if effect else []
    rank = worst[0] if worst else len(KINDS)
    checks = {kind: True if i < rank else False if i == rank else None for i, kind in enumerate(KINDS)}
    checks[SIDE_EFFECT] = effect is None and moving is None
    if not lines:
        done = (f"{len(task.cases)} denemenin hepsi tanımla aynı. Eline sağlık!",)
        return Feedback(task.name, task.title, "doğru", done, checks, TOLERANCE)
    name = mutants[0].name if len(mutants) == 1 and not moving else None
    pair = _curves(task, worst[1], wants, results) if worst and KINDS[rank] == "değer" else None
    return Feedback(task.name, task.title, "yanlış", (*lines, next_hint(task)), checks, TOLERANCE, name, pair)


def _wrong(task: FunctionTask, wants: list[Any], results: list[Any]) -> list[tuple[int, int, Problem]]:
    """Bulunan bütün sorunlar: (türünün KINDS'taki yeri, denemenin 0'dan numarası, sorun)."""
    nothing = Problem(
        KINDS[0], "fonksiyon burada bir şey döndürmedi, başka denemede döndürdü: bir dalda `return` eksik"
    )
    return [
        (KINDS.index(problem.kind), k, problem)
        for k, (want, result) in enumerate(zip(wants, results, strict=True))
        for problem in ([nothing] if result is None else problems(want, result, task.parts))
    ]


def _curves(task: FunctionTask, k: int, wants: list[Any], results: list[Any]) -> Comparison | None:
    """Sonuç bir eğriyse, yan yana çizilecek iki eğri."""
    if task.plot is None:
        return None
    yours, want = to_array(results[k]), to_array(wants[k])
    drawable = want.size > 1 and visible(yours).any()
    return Comparison(yours, want, task.plot, task.cases[k].label) if drawable else None


def _beyond(task: FunctionTask, function: Callable[..., Any]) -> Iterator[tuple[Args, Any]]:
    """Denemelerin girdileri tersinden verilince gelenler; fonksiyonun hata verdikleri sayılmaz."""
    for case in task.cases:
        if args := turned(case.args):
            try:
                with redirect_stdout(StringIO()):  # öğrencinin print'leri yalnızca denemelerde görünsün
                    result, _ = _watched_call(task, function, args)
                yield args, result
            except Unfinished:
                return
            except (Exception, SystemExit):
                continue


def _recognised(task: FunctionTask, results: list[Any], beyond: list[tuple[Args, Any]]) -> list[Mutant]:
    """Bütün denemelerde ve ters girdilerde aynı yanıtı veren adlandırılmış hatalar."""

    def agrees(mutant: Mutant, args: Args, result: Any, unknown: bool) -> bool:
        try:
            with np.errstate(all="ignore"):
                return equal(mutant.answer(*deepcopy(args)), result)
        except Exception:  # hatanın kendisi ters girdide çalışmıyor: bir şey söylemez
            return unknown

    return [
        mutant
        for mutant in task.mutants
        if all(agrees(mutant, case.args, result, False) for case, result in zip(task.cases, results, strict=True))
        and all(agrees(mutant, args, result, True) for args, result in beyond)
    ]


def _explained(
    task: FunctionTask, wants: list[Any], results: list[Any], beyond: list[tuple[Args, Any]], mutants: list[Mutant]
) -> list[str]:
    """Yanlışın bilinen açıklamaları; birden çok açıklama uyuyorsa hepsi, kesin konuşmadan."""
    inputs = [case.args for case in task.cases] + [args for args, _ in beyond]
    empty = empty_handed(task, inputs, wants, results + [result for _, result in beyond])
    rough = imprecise(wants, results)
    lines = [line for line in (empty, rough) if line]
    if not lines and len(mutants) <= 1:
        return [mutant.message for mutant in mutants]
    starts = ["Şu da olabilir: "] * len(mutants)
    if not lines:
        starts[0] = "Şu olabilir: "
    return lines + [start + mutant.message for start, mutant in zip(starts, mutants, strict=True)]


def _changed_input(task: FunctionTask, changed: int | None) -> str | None:
    if changed is None:
        return None
    return (
        f"Fonksiyon `{task.arguments[changed]}` girdisini değiştiriyor; çağıranın verisi bozulur. "
        "Yeni bir dizi oluştur (örneğin .copy())."
    )


def _names(code: Any) -> Iterator[str]:
    """Kodun ve içindeki fonksiyonların andığı bütün adlar."""
    if isinstance(code, CodeType):
        yield from code.co_names
        for constant in code.co_consts:
            yield from _names(constant)


def _unrepeatable(task: FunctionTask, function: Callable[..., Any], first: Any) -> str | None:
    try:
        again, _ = _watched_call(task, function, task.cases[0].args)
        if equal(first, again):
            return None
    except (Exception, SystemExit):  # ilk çağrıda çalışmıştı: ikincideki hata da dıştaki bir değişkendendir
        pass
    if RANDOM & set(_names(code_of(function))):
        return (
            "Aynı girdiyle ikinci çağrı başka sonuç veriyor: içinde rastgele sayı çekiliyor. Sonuç yalnızca girdilere "
            "bağlı olmalı."
        )
    return (
        "Aynı girdiyle ikinci çağrı başka sonuç veriyor: fonksiyonun dışında bir değişken mi değişiyor, içinde "
        "rastgele bir sayı mı var?"
    )
