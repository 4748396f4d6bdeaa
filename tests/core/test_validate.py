"""Girdi denetiminin cümleleri: parametre, değer, izin verilen."""

import numpy as np
import pytest

from lrlab.core.validate import finite, integer, number, numbers, one_of, series


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: number("beta", 1, "[0, 1)"), ValueError, ["`beta`", "1", "[0, 1)"]),
        (lambda: number("beta", None), TypeError, ["`beta`", "None"]),
        (lambda: number("beta", [0.1, 0.2]), TypeError, ["`beta`", "(2,)"]),
        (lambda: number("beta", 1j), TypeError, ["`beta`"]),
        (lambda: numbers("lr", [0.1, -3.0], "(0, inf)"), ValueError, ["`lr`", "-3.0", "(0, inf)"]),
        (lambda: integer("m", 2.5), ValueError, ["`m`", "2.5", "tam sayı"]),
        (lambda: integer("m", 0), ValueError, ["`m`", "0", "[1, inf)"]),
        (lambda: integer("m", float("inf")), ValueError, ["`m`", "inf"]),
        (lambda: series("theta", []), ValueError, ["`theta`", "boş"]),
        (lambda: series("theta", 3.0), TypeError, ["`theta`", "dizi", "3.0"]),
        (lambda: series("theta", ["a", "b"]), TypeError, ["`theta`", "sayı"]),
        (lambda: finite("theta", [1.0, np.nan, np.nan]), ValueError, ["`theta`[1]", "nan"]),
        (lambda: finite("theta", [[1.0], [np.inf]]), ValueError, ["`theta`[(1, 0)]", "inf"]),
        (lambda: one_of("kind", "x", ("a", "b")), ValueError, ["`kind`", "'x'", "'a'", "'b'"]),
    ],
)
def test_error_names_parameter_value_and_what_is_allowed(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_accepted_values_are_returned():
    assert number("a", 0, "[0, 1)") == 0.0
    assert integer("m", 64.0) == 64
    assert isinstance(integer("m", np.int64(3)), int)
    assert series("x", np.ones(2, np.float32)).dtype == np.float32
    assert series("x", [1, 2]).dtype == np.float64


def test_long_values_are_shortened():
    with pytest.raises(TypeError) as caught:
        number("beta", "x" * 500)
    assert len(str(caught.value)) < 160
