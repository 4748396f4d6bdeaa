"""`check` sayı görevlerinde: okunuş, birim, hoşgörü ve denenmemiş yanıt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrlab.core import averages
from lrlab.exercises import check


@pytest.mark.parametrize("answer", [None, ..., "", "...", " … "])
def test_unattempted_number(answer):
    assert check("effective_window", answer).status == "denenmedi"


@pytest.mark.parametrize("answer", [50, 50.0, "50", "50.0 gün", " 50gün ", "5e1 GÜN", np.int64(50), np.array(50.0)])
def test_number_forms(answer):
    assert check("effective_window", answer).correct


@pytest.mark.parametrize(
    ("task", "answer", "said"),
    [
        ("effective_window", "50 hafta", "beklenen birim: gün"),
        ("best_beta_50", "0.57 gün", "birimi yok"),
        ("v2_by_hand", "2,9", "2.9"),
        ("effective_window", "elli", "okunamadı"),
        ("effective_window", [50, 50], "2 öğeli"),
        ("effective_window", True, "bool"),
        ("effective_window", averages.effective_window, "fonksiyonunu çağırıp"),
        ("effective_window", 47.3, "bilinen bir hataya da benzemiyor"),
        ("effective_window", float("nan"), "benzemiyor"),
    ],
)
def test_number_faults(task, answer, said):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant is None
    assert said in str(report)


def test_tolerance_and_unit_are_stated():
    assert "±0.1 gün" in str(check("effective_window", 50))
    assert "±0.03" in str(check("best_beta_50", 0.58))


def test_rounded_wrong_number_is_still_recognised():
    assert check("effective_window", 1.02).mutant == "inverse_beta"
    assert check("best_beta_50", "0.75").mutant == "rate"


@settings(deadline=None, derandomize=True)
@given(st.floats(-100, 100))
def test_number_is_right_exactly_within_the_tolerance(value):
    assert check("effective_window", value).correct == (abs(value - 50) <= 0.1)
    assert check("effective_window", f"{value!r} gün").correct == (abs(value - 50) <= 0.1)


@settings(deadline=None, derandomize=True)
@given(st.one_of(st.text(), st.lists(st.integers()), st.booleans(), st.complex_numbers(), st.binary()))
def test_any_answer_gets_a_report(answer):
    assert check("v2_by_hand", answer).status in ("doğru", "yanlış", "denenmedi")
    assert check("ewa", lambda theta, beta: answer).status in ("yanlış", "denenmedi")
