"""`check` fonksiyonu çağırırken: yan etkiler, hatalar ve imza."""

import operator
import sys

import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.checking.functions import check_function
from lrlab.exercises.task import Case, FunctionTask

# ---- yan etkiler


def test_mutated_input_is_caught_even_with_the_right_value():
    def in_place(theta, beta):
        right = averages.ewa(theta, beta)
        theta[0] = -1
        return right

    report = check("ewa", in_place)
    assert report.status == "yanlış"
    assert report.checks == {"tür": True, "biçim": True, "değer": True, "yan etki": False}
    assert "`theta`" in str(report)


def test_nan_in_an_array_is_not_taken_for_a_change():
    task = FunctionTask(
        "total", "Toplam", "NaN'ları atla.", ("errors",), np.nansum,
        (Case("NaN", (np.array([1.0, np.nan, 2.0]),)),), (), ("İpucu.",),
    )  # fmt: skip
    assert check_function(task, np.nansum).correct
    assert not check_function(task, lambda errors: errors.sort() or np.nansum(errors)).correct


def test_in_place_update_of_w_is_caught():
    def in_place(w, v, g, lr, beta, eps):
        v = beta * v + (1 - beta) * g**2
        w -= lr * g / (np.sqrt(v) + eps)
        return w, v

    assert check("rmsprop_step", in_place).checks["yan etki"] is False
    before = TASKS["rmsprop_step"].cases[0].args[0].copy()
    check("rmsprop_step", in_place)
    np.testing.assert_array_equal(TASKS["rmsprop_step"].cases[0].args[0], before)


def test_state_kept_between_calls_is_caught():
    seen = []

    def remembers(theta, beta):
        seen.append(1)
        return averages.ewa(theta, beta) + (len(seen) > len(TASKS["ewa"].cases))

    report = check("ewa", remembers)
    assert report.checks["yan etki"] is False
    assert "ikinci çağrı" in str(report)


def test_reused_buffer_does_not_spoil_earlier_results():
    buffer = np.zeros(100)

    def reuses(theta, beta):
        out = buffer[: len(theta)]
        out[:] = averages.ewa(theta, beta)
        return out

    assert check("ewa", reuses).correct


class Buffer:
    """Yerinde doldurulan bir tensör: detach aynı belleği, clone kopyasını verir."""

    def __init__(self, size):
        self.values = np.zeros(size)

    def detach(self):
        return self

    def clone(self):
        copy = Buffer(0)
        copy.values = self.values.copy()
        return copy

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype=dtype)


def test_reused_tensor_does_not_spoil_earlier_results():
    buffers = {}

    def reuses(w, g, lr):
        out = buffers.setdefault(0, Buffer(0))
        out.values.resize(len(w), refcheck=False)
        out.values[:] = w - lr * g
        return out

    assert check("sgd_step", reuses).correct


# ---- çağrılamayan fonksiyonlar


def test_exception_is_reported_with_type_message_and_line():
    def broken(theta, beta):
        v = 0
        return v + theta["gün"]

    report = check("ewa", broken)
    assert report.status == "hata"
    assert "IndexError" in str(report)
    line = broken.__code__.co_firstlineno + 2
    assert f'Satır {line}: return v + theta["gün"]' in str(report)


def test_division_by_zero_points_to_counting():
    report = check("bias_correction", lambda theta, beta: [float(v) / (1 - 0.9**t) for t, v in enumerate(theta)])
    assert "ZeroDivisionError" in str(report)
    assert "0'dan mı başlıyor" in str(report)


def test_builtin_failure_has_no_line_but_is_reported():
    report = check("retune_alpha", operator.getitem)
    assert "TypeError" in str(report)
    assert "Satır" not in str(report)


def test_callable_object_failure_names_its_line():
    class Answer:
        def __call__(self, lr, beta):
            raise ValueError("özel")

    report = check("retune_alpha", Answer())
    assert "ValueError: özel" in str(report)
    assert 'raise ValueError("özel")' in str(report)


@pytest.mark.parametrize("answer", [lambda theta: theta, lambda: 1, lambda theta, beta, t: theta])
def test_wrong_signature_lists_the_arguments(answer):
    report = check("ewa", answer)
    assert report.status == "hata"
    assert "ewa(theta, beta)" in str(report)


def test_swapped_argument_order_is_named():
    assert "sıraları farklı" in str(check("ewa", lambda beta, theta: averages.ewa(theta, beta)))


def test_extra_default_arguments_are_fine():
    assert check("ewa", lambda theta, beta, start=0.0: averages.ewa(theta, beta)).correct


def test_result_instead_of_function():
    report = check("ewa", averages.ewa([1.0, 2.0], 0.9))
    assert report.status == "hata"
    assert "parantezsiz" in str(report)


# ---- öğrencinin kodu hücreyi çökertmez


class Unsayable(Exception):
    def __str__(self):
        raise ValueError("yazılamaz")


def test_exception_whose_text_fails_is_still_reported():
    def broken(theta, beta):
        raise Unsayable

    report = check("ewa", broken)
    assert report.status == "hata"
    assert "Unsayable" in str(report)


def test_wrapper_cycle_is_still_reported():
    def broken(theta, beta):
        raise ValueError("özel")

    broken.__wrapped__ = broken
    assert "ValueError: özel" in str(check("ewa", broken))


def test_exit_is_reported_on_the_first_and_on_a_later_call():
    report = check("ewa", lambda theta, beta: sys.exit(1))
    assert report.status == "hata"
    assert "Fonksiyonun programı kapatmaya çalışıyor" in str(report)
    calls = []

    def exits_later(theta, beta):
        calls.append(1)
        return averages.ewa(theta, beta) if len(calls) <= len(TASKS["ewa"].cases) else sys.exit()

    assert check("ewa", exits_later).checks["yan etki"] is False


def test_stopping_the_kernel_is_not_swallowed():
    def stopped(theta, beta):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("ewa", stopped)


def test_async_function_is_named_and_closed():
    async def slow(theta, beta):
        return averages.ewa(theta, beta)

    report = check("ewa", slow)  # kapatılmayan bir korutin uyarı, uyarı da hata olurdu
    assert report.status == "hata"
    assert "`async`" in str(report)


def test_forgotten_task_name_and_forgotten_answer():
    with pytest.raises(TypeError, match=r"`task` bir görev adı .* verilen: function"):
        check(lambda theta, beta: theta)
    assert check("ewa").status == "denenmedi"
