"""Tohumlar üzerinden karşılaştırma: sayılar scipy'nin eşlenmiş t sınamasıyla, tablo ve hata iletileri."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as extra
from scipy import stats

from lrlab.core import compare, paired, standard_error


@given(extra.arrays(float, (2, 7), elements=st.floats(-100, 100).map(lambda x: round(x, 3))))
def test_is_the_paired_t_test(values):
    one = paired(*values)
    assert one.mean == pytest.approx((values[0] - values[1]).mean(), abs=1e-12)
    assert one.error == pytest.approx(stats.sem(values[0] - values[1]), abs=1e-12)
    assert one.wins == sum(a > b for a, b in zip(*values, strict=True))
    assert one.wins + one.ties + paired(*values[::-1]).wins == one.n == 7
    if one.error > 1e-6:
        assert one.mean / one.error == pytest.approx(stats.ttest_rel(*values).statistic)


def test_a_difference_smaller_than_the_spread_can_be_clear():
    """05'in yarışındaki gibi: fark 0.023, tohumların yayılımı 0.024, on tohum; t ≈ 3."""
    noise = np.array([-1.5, -1, -0.7, -0.4, -0.1, 0.1, 0.4, 0.7, 1, 1.5])
    noise *= 0.024 / noise.std(ddof=1)
    one = paired(0.5 + 0.023 + noise, np.full(10, 0.5))
    assert one.mean < 0.024
    assert one.mean / one.error == pytest.approx(3.03, abs=0.01)
    assert one.clear
    assert not paired(0.5 + 0.015 + noise, np.full(10, 0.5)).clear


def test_no_difference_is_not_clear():
    one = paired([1.0, 2.0], [1.0, 2.0])
    assert (one.mean, one.error, one.wins, one.ties, one.clear) == (0, 0, 0, 2, False)
    assert str(one) == "+0.00 ± 0.00, 0/2 tohumda artı, 2 eşit"


def test_the_table():
    table = compare({"sgd": [90.0, 91.0, 92.0], "adam": [92.0, 92.0, 95.0], "a": [90.0, 91.5, 91.0]}, unit="%")
    assert str(table).splitlines() == [
        "      ortalama ± standart hata (%)  - sgd",
        "sgd   91.00 ± 0.58",
        "adam  93.00 ± 1.00                  +2.00 ± 0.58, 3/3 tohumda artı",
        "a     90.83 ± 0.44                  -0.17 ± 0.44, 1/3 tohumda artı, 1 eşit",
    ]
    assert repr(table) == str(table)
    assert list(compare({"sgd": [1, 2], "adam": [3, 5]}, against="adam").differences) == ["sgd"]


def test_a_setting_may_be_a_number():
    assert str(compare({16: [1, 2], 64: [2, 4]})).splitlines() == [
        "    ortalama ± standart hata  - 16",
        "16  1.50 ± 0.50",
        "64  3.00 ± 1.00               +1.50 ± 0.50, 2/2 tohumda artı",
    ]


def test_results_without_names_are_refused():
    with pytest.raises(TypeError, match="`results` addan sonuçlara bir sözlük olmalı; verilen: list"):
        compare([[1, 2], [3, 4]])


@given(extra.arrays(float, (3, 5), elements=st.floats(-100, 100)))
def test_the_standard_error_runs_over_the_seeds(values):
    np.testing.assert_allclose(standard_error(values), stats.sem(values, axis=-1), atol=1e-12)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: standard_error([[1], [2]]), r"`values`ın son ekseninde en az iki tohum olmalı; .*: \(2, 1\)"),
        (lambda: standard_error(3), r"verilen dizi biçimi: \(\)"),
        (lambda: paired([1, 2], [1, 2, 3]), "`ours` ve `theirs` aynı tohumlarla ölçülmeli; verilen boylar: 2 ve 3"),
        (
            lambda: paired([1], [1]),
            r"`ours` tohum başına bir sayı, en az iki tohum olmalı; .*: \(1,\)",
        ),
        (lambda: paired([1, np.nan], [1, 2]), "`ours` = nan olamaz"),
        (lambda: paired([1, 2], [1, 2], digits=-1), "`digits` = -1"),
        (lambda: compare({}), "`results` boş"),
        (lambda: compare({"a": [1, 2], "b": [1, 2, 3]}), "verilen boylar: a: 2, b: 3"),
        (lambda: compare({"a": [1, np.inf]}), r"`results\['a'\]` = inf olamaz"),
        (lambda: compare({"a": [1, 2]}, against="b"), "`against`"),
    ],
)
def test_bad_input_is_named(call, told):
    with pytest.raises(ValueError, match=told):
        call()
