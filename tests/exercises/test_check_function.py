"""`check` fonksiyon görevlerinde: denenmemiş, kabul edilen türler, tür, biçim ve değer."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS

# ---- denenmemiş yanıt yanlış değildir


def stub_none(theta, beta):
    pass


def stub_dots(theta, beta):
    return ...


def stub_raises(theta, beta):
    raise NotImplementedError


@pytest.mark.parametrize("answer", [None, ..., stub_none, stub_dots, stub_raises])
def test_unattempted_is_not_wrong(answer):
    report = check("ewa", answer)
    assert report.status == "denenmedi"
    assert not report.correct
    assert "yanlış sayılmaz" in str(report)
    assert 'hint("ewa")' in str(report)
    assert "image/png" not in report._repr_mimebundle_()


def test_printing_is_not_returning():
    said = str(check("ewa", lambda theta, beta: None))
    assert "bir şey döndürmedi" in said
    assert "`return`" in said
    assert "print" in said
    assert "Henüz denemedin" not in said
    assert "print" not in str(check("ewa", stub_dots))


def test_unattempted_pair():
    assert check("rmsprop_step", lambda w, v, g, lr, beta, eps: (..., ...)).status == "denenmedi"


# ---- kabul edilen dönüş türleri


class Tensor:
    """torch tensörünün gradyan izini taşıyan hâli: detach etmeden numpy'ye çevrilemez."""

    def __init__(self, values, attached=True):
        self.values, self.attached = values, attached

    def detach(self):
        return Tensor(self.values, attached=False)

    def cpu(self):
        return self

    def __array__(self, dtype=None, copy=None):
        if self.attached:
            raise RuntimeError("detach gerekli")
        return np.asarray(self.values, dtype=dtype)


def exact(values):
    return [Fraction(float(value)) for value in values]


def decimals(values):
    return [Decimal(float(value)) for value in values]


def objects(values):
    return np.array(values, dtype=object)


@pytest.mark.parametrize(
    "wrap", [list, tuple, np.float32, Tensor, lambda v: [Tensor(x) for x in v], exact, decimals, objects]
)
def test_lists_float32_and_tensors_are_accepted(wrap):
    assert check("ewa", lambda theta, beta: wrap(averages.ewa(theta, beta))).correct


def test_pair_may_be_one_stacked_array():
    right = TASKS["rmsprop_step"].reference
    assert check("rmsprop_step", lambda *given: np.stack(right(*given))).correct


# ---- tür, biçim, değer ayrı ayrı


def wrong_generator(theta, beta):
    yield from averages.ewa(theta, beta)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda theta, beta: "1.0", "str"),
        (lambda theta, beta: [True] * len(theta), "bool"),
        (lambda theta, beta: objects([True] * len(theta)), "bool"),
        (lambda theta, beta: [None, *theta[1:]], "NoneType"),
        (lambda theta, beta: [[1.0], [1.0, 2.0]], "satırların uzunluğu"),
        (wrong_generator, "üreteç"),
        (lambda theta, beta: averages.ewa, "çağırmayı unutmuş"),
        (lambda theta, beta: {"v": 1.0}, "dict"),
    ],
)
def test_wrong_type(answer, said):
    report = check("ewa", answer)
    assert report.checks["tür"] is False
    assert report.checks["biçim"] is None
    assert report.checks["değer"] is None
    assert said in str(report)


def test_wrong_shape():
    report = check("ewa", lambda theta, beta: averages.ewa(theta, beta)[:, None])
    assert (report.checks["tür"], report.checks["biçim"], report.checks["değer"]) == (True, False, None)
    assert "(30,)" in str(report)
    assert "(30, 1)" in str(report)


def test_wrong_value_says_where():
    report = check("ewa", lambda theta, beta: averages.ewa(theta, beta) + (np.arange(len(theta)) == 2))
    assert (report.checks["tür"], report.checks["biçim"], report.checks["değer"]) == (True, True, False)
    assert report.mutant is None
    assert "3. öğe" in str(report)
    assert "30 öğeden 1 tanesi farklı" in str(report)
    assert "1e-05" in str(report)


def test_nan_is_told_in_words():
    assert "NaN" in str(check("ewa", lambda theta, beta: theta * np.nan))


def test_list_of_pairs_names_the_part():
    right = TASKS["split_minibatches"].reference

    def broken(x, y, order, m):
        batches = right(x, y, order, m)
        return [(batches[0][0], batches[0][1] + 1), *batches[1:]]

    assert "1. parça: 2. parça" in str(check("split_minibatches", broken))
    assert check("split_minibatches", lambda x, y, order, m: iter(right(x, y, order, m))).checks["tür"] is False
    assert "3 parça" in str(check("split_minibatches", lambda x, y, order, m: right(x, y, order, m)[:-1]))


def test_pair_parts_are_named():
    report = check("rmsprop_step", lambda w, v, g, lr, beta, eps: (w, v + 1))
    assert "w: " in str(report)
    assert "2 parça (w, v) bekleniyordu" in str(check("rmsprop_step", lambda w, v, g, lr, beta, eps: [w, v, g]))
