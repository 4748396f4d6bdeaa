"""`check` fonksiyonu çağırırken: yan etkiler, hatalar ve imza."""

import operator

import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS

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


def test_in_place_update_of_w_is_caught():
    def in_place(w, m, g, lr, beta):
        m = beta * m + g
        w -= lr * m
        return w, m

    assert check("momentum_step", in_place).checks["yan etki"] is False
    before = TASKS["momentum_step"].cases[0].args[0].copy()
    check("momentum_step", in_place)
    np.testing.assert_array_equal(TASKS["momentum_step"].cases[0].args[0], before)


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
