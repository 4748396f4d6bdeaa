"""Arama uzayının tanım kümeleri: gidiş geliş, uçlar, dağılım (scipy'ye karşı), yanlış girdi."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lrlab.hpo import Choice, Float, Int, When

prop = settings(deadline=None, derandomize=True, max_examples=100)
U = np.random.default_rng(3).random(6000)
LAST = math.nextafter(1.0, 0.0)  # rng.random()'ın verebildiği en büyük sayıdan da büyük


@st.composite
def floats(draw):
    log = draw(st.booleans())
    low = draw(st.floats(1e-9, 1e6)) if log else draw(st.floats(-1e6, 1e6))
    span = draw(st.floats(1.001, 1e6))
    return Float(low, low * span if log else low + span, log)


@st.composite
def ints(draw):
    log = draw(st.booleans())
    low = draw(st.integers(1 if log else -(2**30), 2**30))
    return Int(low, low + draw(st.integers(0, 2**30)), log)


@prop
@given(floats(), st.floats(0, 1))
def test_float_and_unit_interval_are_inverse(domain, u):
    value = domain.at(u)
    assert type(value) is float
    assert domain.low <= value <= domain.high
    assert domain.check("x", value) == value
    ratio = math.log(domain.high / domain.low) if domain.log else 1.0
    assert domain.unit(value) == pytest.approx(u, abs=1e-13 * max(1.0, abs(domain.low)) / min(1.0, ratio) + 1e-12)


@prop
@given(ints(), st.floats(0, 1), st.data())
def test_int_and_unit_interval_are_inverse(domain, u, data):
    value = data.draw(st.integers(domain.low, domain.high))
    assert domain.at(domain.unit(value)) == value
    assert type(domain.at(u)) is int
    assert domain.low <= domain.at(u) <= domain.high


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(("low", "high"), [(1, 1), (1, 2), (3, 300), (2**40 - 3, 2**40), (1, 2**40)])
def test_every_cell_of_an_int_can_be_reached(low, high, log):
    domain = Int(low, high, log)
    for value in {low, min(low + 1, high), (low + high) // 2, max(high - 1, low), high}:
        assert domain.at(domain.unit(value)) == value
    assert (domain.at(0.0), domain.at(LAST), domain.at(1.0)) == (low, high, high)


ROUNDED = [Float(0.74, 1.92, log=True), Float(1.01, 2.45, log=True), Float(0.81, 7.55), Float(2.02, 7.88)]


@pytest.mark.parametrize("domain", [Float(-2, 3), Float(1e-5, 10, log=True), *ROUNDED])
def test_both_ends_of_a_float_are_exact_and_reachable(domain):
    assert domain.at(0.0) == domain.low
    assert domain.at(1.0) == domain.high
    assert domain.levels(3)[-1] == domain.high
    assert domain.at(LAST) <= domain.high


@prop
@given(st.one_of(floats(), ints()), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_u_never_gives_a_smaller_value(domain, first, second):
    assert domain.at(min(first, second)) <= domain.at(max(first, second))


@pytest.mark.parametrize("options", [("a",), ("a", "b", "c"), (1, "1", None, 2.5, False), tuple(range(49))])
def test_choice_and_unit_interval_are_inverse(options):
    domain = Choice(options)
    assert [domain.at(domain.unit(option)) for option in options] == list(options)
    assert (domain.at(0.0), domain.at(LAST), domain.at(1.0)) == (options[0], options[-1], options[-1])


def test_at_equals_scipy_inverse_cdf():
    u = U[:500]
    for domain, law in [
        (Float(1e-4, 2.0, log=True), stats.loguniform(1e-4, 2.0)),
        (Float(-3.0, 5.0), stats.uniform(-3.0, 8.0)),
        (Int(32, 255), stats.randint(32, 256)),
    ]:
        np.testing.assert_allclose([domain.at(x) for x in u], law.ppf(u), rtol=1e-12)


def test_log_scale_is_log_uniform_and_linear_is_not():
    law = stats.loguniform(1e-4, 1.0)
    drawn = [Float(1e-4, 1.0, log=True).at(u) for u in U]
    assert stats.kstest(drawn, law.cdf).pvalue > 0.01
    assert stats.kstest([Float(1e-4, 1.0).at(u) for u in U], law.cdf).pvalue < 1e-50
    shares = np.histogram(drawn, [1e-4, 1e-3, 1e-2, 1e-1, 1])[0] / len(U)
    np.testing.assert_allclose(shares, 0.25, atol=0.02)
    assert np.mean([Float(1e-4, 1.0).at(u) < 0.1 for u in U]) == pytest.approx(0.1, abs=0.012)


@pytest.mark.parametrize(("low", "high"), [(1, 8), (16, 40)])
def test_int_laws_equal_those_of_scipy(low, high):
    values = np.arange(low, high + 1)
    cdf = stats.loguniform(low, high + 1).cdf
    for log, expected in [(False, stats.randint(low, high + 1).pmf(values)), (True, cdf(values + 1) - cdf(values))]:
        drawn = [Int(low, high, log).at(u) for u in U]
        counts = np.array([drawn.count(value) for value in values])
        assert stats.chisquare(counts, expected * len(U)).pvalue > 0.01
    assert stats.chisquare(counts, np.full(len(values), len(U) / len(values))).pvalue < 1e-6  # log, doğrusal değil


def test_choice_gives_every_option_the_same_share():
    drawn = [Choice(("a", "b", "c")).at(u) for u in U]
    assert stats.chisquare([drawn.count(option) for option in "abc"]).pvalue > 0.01


def test_levels_hold_both_ends_and_are_equally_spaced_on_their_scale():
    assert Float(0.0, 1.0).levels(5) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert Float(1e-3, 1.0, log=True).levels(4) == pytest.approx([1e-3, 1e-2, 1e-1, 1.0])
    assert Float(1e-4, 1.0, log=True).levels(1) == pytest.approx([1e-2])
    assert Int(0, 10).levels(3) == [0, 5, 10]
    assert Int(1, 10, log=True).levels(10) == list(range(1, 11))
    assert Int(1, 10, log=True).levels(9) == [1, 2, 3, 4, 6, 8, 10]
    assert Int(16, 256, log=True).levels(3) == [16, 64, 256]
    assert Choice(("b", "a")).levels(1) == ["b", "a"]


def test_values_are_turned_into_plain_python_values():
    assert Float(1, 2, np.True_) == Float(1.0, 2.0, True)
    assert type(Float(1, 2).low) is float
    assert type(Int(np.int64(1), 2.0).high) is int
    assert [type(option) for option in Choice([np.int64(1), np.float64(0.5), np.str_("a")]).options] == [
        int,
        float,
        str,
    ]
    assert type(Float(0, 2).check("x", np.float32(1))) is float
    assert type(Int(0, 2).check("x", 1.0)) is int
    assert type(Choice((64, 128)).check("x", np.int64(64))) is int


WRONG = [
    (lambda: Float(1, 1), ValueError, "`high` = 1 olamaz; izin verilen aralık: (1.0, inf)"),
    (lambda: Float(2, 1), ValueError, "`high` = 1 olamaz"),
    (lambda: Float(0, 1, log=True), ValueError, "`low` = 0 olamaz; izin verilen aralık: (0, inf)"),
    (lambda: Float(math.nan, 1), ValueError, "`low` = nan"),
    (lambda: Float(-1e308, 1e308), ValueError, "`high` = 1e+308 olamaz"),
    (lambda: Float(1e-300, 1e300, log=True), ValueError, "float64'e sığmıyor"),
    (lambda: Float("1", 2), TypeError, "`low` bir sayı olmalı; verilen: '1'"),
    (lambda: Float(1, 2, "log"), TypeError, "`log` = 'log' olamaz; seçenekler: True, False"),
    (lambda: Int(0, 5, log=True), ValueError, "`low` = 0 olamaz; izin verilen aralık: [1, "),
    (lambda: Int(5, 4), ValueError, "`high` = 4 olamaz; izin verilen aralık: [5, "),
    (lambda: Int(1.5, 4), ValueError, "`low` = 1.5 olamaz; bir tam sayı olmalı"),
    (lambda: Int(0, 2**41), ValueError, "`high` = 2199023255552 olamaz"),
    (lambda: Choice(()), ValueError, "`options` boş olamaz"),
    (lambda: Choice("abc"), TypeError, "`options` bir liste ya da çoklu (tuple) olmalı; verilen: str"),
    (lambda: Choice((1, 2, 1)), ValueError, "`options` içinde 1 iki kez var"),
    (lambda: Choice((1, True)), ValueError, "`options` içinde True iki kez var"),
    (lambda: Choice((math.inf,)), ValueError, "`options` = inf olamaz; sonlu"),
    (lambda: Choice(([1],)), TypeError, "`options` = [1] olamaz; str, int, float, bool ya da None olmalı"),
    (lambda: When(0.5, "a", (1,)), TypeError, "`domain` Float, Int ya da Choice olmalı; verilen: float"),
    (lambda: When(Int(1, 2), 3, (1,)), TypeError, "`parent` üst hiperparametrenin adı olmalı; verilen: int"),
    (lambda: When(Int(1, 2), "a", ()), ValueError, "`values` boş olamaz"),
    (lambda: When(Int(1, 2), "a", "b"), TypeError, "`values` bir liste ya da çoklu"),
    (lambda: Float(0, 1).check("rate", 2), ValueError, "`rate` = 2 olamaz; izin verilen aralık: [0.0, 1.0]"),
    (lambda: Float(0, 1).check("rate", None), TypeError, "`rate` bir sayı olmalı"),
    (lambda: Int(1, 9).check("batch", 8.5), ValueError, "`batch` = 8.5 olamaz; bir tam sayı olmalı, aralık: [1, 9]"),
    (lambda: Choice(("a", 1)).check("act", "c"), ValueError, "`act` = 'c' olamaz; seçenekler: 'a', 1"),
    (lambda: Choice(("a", 1)).check("act", ["a"]), ValueError, "`act` = ['a'] olamaz; seçenekler"),
]


@pytest.mark.parametrize(("call", "error", "message"), WRONG)
def test_wrong_input_is_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
