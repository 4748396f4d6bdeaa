"""lrlab.core.averages: açık döngüye, pandas'a ve tanımın özelliklerine karşı."""

import re

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lrlab.core import beta_for_window, effective_window, ewa, ewa_weights

THETA = np.random.default_rng(7).normal(10, 4, size=400)
BETAS = [0.0, 1e-300, 0.1, 0.5, 0.9, 0.98, 0.999, 1 - 1e-9]

betas = st.floats(0, 1, exclude_max=True)
series = arrays(float, st.integers(1, 40), elements=st.floats(-1e3, 1e3))
prop = settings(deadline=None, derandomize=True, max_examples=150)


def by_loop(values, beta, bias_correction):
    v, out = 0.0, []
    for t, theta in enumerate(values, start=1):
        v = beta * v + (1 - beta) * theta
        out.append(v / (1 - beta**t) if bias_correction else v)
    return np.array(out)


@pytest.mark.parametrize("bias_correction", [False, True])
@pytest.mark.parametrize("beta", BETAS[:-1])
def test_equals_the_explicit_loop(beta, bias_correction):
    got = ewa(THETA, beta, bias_correction=bias_correction)
    np.testing.assert_allclose(got, by_loop(THETA, beta, bias_correction), rtol=1e-12)


@pytest.mark.parametrize("beta", BETAS)
def test_equals_pandas(beta):
    # pandas v₁ = θ₁ ile başlar; başa konan bir sıfır onu v₀ = 0'a getirir.
    padded = pd.Series(np.concatenate([[0.0], THETA]))
    plain = padded.ewm(alpha=1 - beta, adjust=False).mean().to_numpy()[1:]
    np.testing.assert_allclose(ewa(THETA, beta), plain, rtol=1e-12)
    corrected = pd.Series(THETA).ewm(alpha=1 - beta, adjust=True).mean().to_numpy()
    np.testing.assert_allclose(ewa(THETA, beta, bias_correction=True), corrected, rtol=1e-7 if beta > 0.9999 else 1e-12)


def test_first_values_by_hand():
    np.testing.assert_allclose(ewa([40.0, 49.0], 0.9), [4.0, 8.5], rtol=1e-15)
    np.testing.assert_allclose(ewa([40.0, 49.0], 0.9, bias_correction=True), [40.0, 8.5 / 0.19], rtol=1e-14)


def test_correction_vanishes_once_beta_to_the_t_is_negligible():
    plain, corrected = ewa(THETA, 0.9), ewa(THETA, 0.9, bias_correction=True)
    assert np.array_equal(plain[361:], corrected[361:])
    assert corrected[100] / plain[100] - 1 == pytest.approx(0.9**101, rel=1e-4)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (1,), (0,)])
@pytest.mark.parametrize("values_shape", [(5,), (4, 5), (2, 4, 1)])
@pytest.mark.parametrize("bias_correction", [False, True])
def test_shape_is_betas_then_values(shape, values_shape, bias_correction):
    rng = np.random.default_rng(0)
    values, beta = rng.normal(size=values_shape), rng.uniform(0, 0.99, size=shape)
    got = ewa(values, beta, bias_correction=bias_correction)
    assert got.shape == shape + values_shape
    for at in np.ndindex(shape + values_shape[:-1]):
        b, row = at[: len(shape)], at[len(shape) :]
        np.testing.assert_allclose(got[at], by_loop(values[row], beta[b], bias_correction), rtol=1e-12)


@pytest.mark.parametrize("given_dtype", ["float16", "float32", "float64", "int8", "int64", "uint16"])
def test_dtype(given_dtype):
    values = np.arange(1, 60).astype(given_dtype)
    expected = np.float32 if given_dtype == "float32" else np.float64
    for beta in (0.9, [0.5, 0.9]):
        assert ewa(values, beta).dtype == expected
        assert ewa(values, beta, bias_correction=True).dtype == expected
    np.testing.assert_allclose(ewa(values, 0.9), by_loop(range(1, 60), 0.9, False), rtol=1e-6)


def test_float32_result_is_the_rounded_float64_result():
    values = np.random.default_rng(3).normal(100, 1, size=20_000).astype(np.float32)
    assert np.array_equal(ewa(values, 0.9995), ewa(values.astype(float), 0.9995).astype(np.float32))


def test_list_and_strided_input():
    assert np.array_equal(ewa(list(THETA), 0.9), ewa(THETA, 0.9))
    assert np.array_equal(ewa(THETA[::-2], 0.9), ewa(THETA[::-2].copy(), 0.9))


@pytest.mark.parametrize("beta", [0.9, np.array([0.1, 0.9])])
def test_input_is_neither_changed_nor_returned(beta):
    values = THETA.copy()
    values.setflags(write=False)
    got = ewa(values, beta, bias_correction=True)
    got += 1
    assert np.array_equal(values, THETA)
    assert np.array_equal(ewa(values, 0, bias_correction=True), THETA)
    assert not np.shares_memory(ewa(values, 0), values)


@pytest.mark.parametrize("beta", BETAS)
def test_no_floating_point_warning_even_when_numpy_raises_them(beta):
    with np.errstate(all="raise"):
        ewa(THETA, beta, bias_correction=True)
        weights = ewa_weights(beta, 20_000, bias_correction=True)
    assert weights.sum() == pytest.approx(1, abs=1e-9)


@prop
@given(series, series, betas, st.floats(-5, 5), st.booleans())
def test_linear(a, b, beta, scale, corrected):
    n = min(len(a), len(b))
    both = ewa(a[:n] + scale * b[:n], beta, bias_correction=corrected)
    parts = ewa(a[:n], beta, bias_correction=corrected) + scale * ewa(b[:n], beta, bias_correction=corrected)
    np.testing.assert_allclose(both, parts, rtol=1e-9, atol=1e-9)


@prop
@given(st.floats(-1e6, 1e6), betas, st.integers(1, 300))
def test_constants_are_preserved_under_correction(constant, beta, n):
    got = ewa(np.full(n, constant), beta, bias_correction=True)
    np.testing.assert_allclose(got, constant, rtol=1e-12, atol=1e-300)


@prop
@given(series, betas, st.booleans())
def test_weights_times_values_is_the_last_average(values, beta, corrected):
    weights = ewa_weights(beta, len(values), bias_correction=corrected)
    last = ewa(values, beta, bias_correction=corrected)[-1]
    assert weights @ values == pytest.approx(last, rel=1e-9, abs=1e-9)


@prop
@given(series, betas)
def test_corrected_average_stays_between_smallest_and_largest_so_far(values, beta):
    got, slack = ewa(values, beta, bias_correction=True), 1e-9
    assert (got >= np.minimum.accumulate(values) - slack).all()
    assert (got <= np.maximum.accumulate(values) + slack).all()


def test_weights():
    np.testing.assert_allclose(ewa_weights(0.5, 3), [0.125, 0.25, 0.5], rtol=1e-15)
    assert np.array_equal(ewa_weights(0.0, 3), [0, 0, 1])
    w100 = ewa_weights(0.9, 100)  # dersin V₁₀₀ açılımı: 0.1, 0.1·0.9, 0.1·0.9², …
    np.testing.assert_allclose(w100[::-1][:3], [0.1, 0.09, 0.081], rtol=1e-14)
    assert w100.sum() == pytest.approx(1 - 0.9**100, rel=1e-14)
    many = ewa_weights([[0.5, 0.9]], 4, bias_correction=True)
    assert many.shape == (1, 2, 4)
    np.testing.assert_allclose(many.sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(many[0, 1], ewa_weights(0.9, 4, bias_correction=True), rtol=1e-15)


def test_effective_window_and_its_inverse():
    assert effective_window(0) == 1.0
    assert type(effective_window(0.9)) is float
    assert type(beta_for_window(10)) is float
    np.testing.assert_allclose(effective_window([0.5, 0.9, 0.98]), [2, 10, 50], rtol=1e-13)
    assert beta_for_window(1) == 0.0
    np.testing.assert_allclose(beta_for_window(np.array([2, 10, 50])), [0.5, 0.9, 0.98], rtol=1e-14)


@prop
@given(st.floats(1, 1e6))
def test_window_round_trip(window):
    assert effective_window(beta_for_window(window)) == pytest.approx(window, rel=1e-9)


def test_weight_one_window_back_tends_to_one_over_e():
    factor = [b ** effective_window(b) for b in (0.9, 0.98, 0.9999)]
    assert factor[0] == pytest.approx(0.3487, abs=5e-5)
    assert factor == sorted(factor)
    assert factor[-1] == pytest.approx(np.exp(-1), abs=2e-5)


def says(*parts):
    return "(?s)" + ".*".join(re.escape(part) for part in parts)


@pytest.mark.parametrize("bad", [1.2, 1, 1.0, -0.1, np.nan, np.inf, [0.5, 1.0]])
@pytest.mark.parametrize("call", [lambda b: ewa(THETA, b), lambda b: ewa_weights(b, 5), effective_window])
def test_beta_out_of_range(call, bad):
    with pytest.raises(ValueError, match=says("`beta` = ", "[0, 1)")):
        call(bad)


@pytest.mark.parametrize("bad", ["0.9", None, True, 0.5j])
def test_beta_that_is_no_number(bad):
    with pytest.raises(TypeError, match="`beta`"):
        ewa(THETA, bad)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("beta", [0.0, 0.9, [0.5, 0.9]])
def test_missing_value_error_says_where_the_first_is(bad, beta):
    values = THETA.copy()
    values[[37, 90]] = bad
    with pytest.raises(ValueError, match=says("`values`[37]", str(bad))):
        ewa(values, beta)
    with pytest.raises(ValueError, match=says("`values`[(0, 37)]")):
        ewa(values[None], beta)


def test_values_that_cannot_be_averaged():
    with pytest.raises(ValueError, match=says("`values` boş olamaz")):
        ewa([], 0.9)
    with pytest.raises(ValueError, match=says("`values` boş olamaz", "(3, 0)")):
        ewa(np.empty((3, 0)), 0.9)
    for bad in (5.0, "otuz", ["a", "b"], [True, False], [None, 1.0]):
        with pytest.raises(TypeError, match="`values`"):
            ewa(bad, 0.9)


class Labelled:
    """xarray'in DataArray'i gibi: eksenlerinin adı olan bir dizi."""

    def __init__(self, values, dims):
        self.values, self.dims, self.shape = np.asarray(values), dims, np.shape(values)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)


TABLE = pd.DataFrame({"Londra": THETA[:40], "Ankara": THETA[40:80]})


@pytest.mark.parametrize("table", [TABLE, TABLE.T, Labelled(TABLE, ("gün", "şehir"))], ids=["days", "cities", "named"])
@pytest.mark.parametrize("bias_correction", [False, True])
def test_a_table_is_refused_because_its_axis_is_another(table, bias_correction):
    with pytest.raises(TypeError, match=says("`values` bir tablo", type(table).__name__, "son eksen", ".to_numpy().T")):
        ewa(table, 0.9, bias_correction=bias_correction)


def test_what_the_refusal_tells_to_give_is_pandas_down_the_rows():
    expected = TABLE.ewm(alpha=0.1, adjust=True).mean()
    found = ewa(TABLE.to_numpy().T, 0.9, bias_correction=True)
    np.testing.assert_allclose(found.T, expected, rtol=1e-12)
    for name in TABLE:
        np.testing.assert_allclose(ewa(TABLE[name], 0.9, bias_correction=True), expected[name], rtol=1e-12)


def test_one_dimensional_labelled_values_lists_of_lists_and_tensors_are_arrays():
    expected = ewa(THETA, 0.9)
    for values in (pd.Series(THETA, index=pd.date_range("2024", periods=400)), Labelled(THETA, ("gün",)), list(THETA)):
        np.testing.assert_array_equal(ewa(values, 0.9), expected)
    np.testing.assert_array_equal(ewa(torch.from_numpy(THETA), 0.9), expected)
    rows = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]  # her satır bir dizi
    np.testing.assert_array_equal(ewa(rows, 0.5), ewa(np.array(rows), 0.5))
    np.testing.assert_array_equal(ewa(rows, 0.5)[1], ewa([4.0, 5.0, 6.0], 0.5))
    assert effective_window(pd.Series([0.5, 0.9])) == pytest.approx([2, 10])


@pytest.mark.parametrize("bad", [0, -3, 2.5, np.inf])
def test_weights_refuse_a_bad_t(bad):
    with pytest.raises(ValueError, match="`t` = "):
        ewa_weights(0.9, bad)


@pytest.mark.parametrize("bad", [0, 0.99, -5, np.inf, np.nan])
def test_window_out_of_range(bad):
    with pytest.raises(ValueError, match=says("`window` = ", "[1, inf)")):
        beta_for_window(bad)
