"""`check` sayı görevlerinde: okunuş, birim, hoşgörü ve denenmemiş yanıt."""

import unicodedata
from decimal import Decimal
from fractions import Fraction

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
    ("task", "answer"),
    [
        ("updates_in_training", "230 ADIM"),
        ("updates_in_training", "230 MİNİGRUP"),
        ("updates_in_training", "230 güncelleme."),
        ("updates_in_training", "230 GÜNCELLEME"),
        ("v2_by_hand", "2.9 SANTİGRAT"),
        ("v2_by_hand", "2.9 SANTIGRAT"),
        ("v2_by_hand", "2.9 ºC"),
        ("v2_by_hand", "2.9 ℃"),
        ("v2_by_hand", "2.9 c"),
        ("v2_by_hand", "29/10 °C"),
        ("effective_window", unicodedata.normalize("NFD", "50 gün")),
        ("effective_window", unicodedata.normalize("NFD", "50 gözlem.")),
        ("beta_for_window", "19/20"),
        ("beta_for_window", " 19 / 20 "),
    ],
)
def test_unit_spellings_and_fractions(task, answer):
    report = check(task, answer)
    assert report.correct, report


@pytest.mark.parametrize(
    "answer", [Fraction(19, 20), Decimal("0.95"), np.array(0.95, dtype=object), np.array(Fraction(19, 20))]
)
def test_exact_numbers(answer):
    assert check("beta_for_window", answer).correct


@pytest.mark.parametrize("answer", ["63.6%", "%63.6", "63.6 %", "% 63.6"])
def test_percent_is_told_in_its_own_words(answer):
    report = check("weight_share", answer)
    assert report.checks["birim"] is False
    assert "Yüzde değil" in str(report)


@pytest.mark.parametrize(
    ("task", "answer", "said"),
    [
        ("effective_window", "50 hafta", "beklenen birim: gün"),
        ("best_beta_50", "0.57 gün", "birimi yok"),
        ("v2_by_hand", "2,9", "2.9"),
        ("effective_window", "elli", "okunamadı"),
        ("effective_window", [50, 50], "2 öğeli"),
        ("effective_window", True, "bool"),
        ("effective_window", np.array(True, dtype=object), "bool"),
        ("effective_window", 10**400, "çok büyük"),
        ("effective_window", "50%", "beklenen birim: gün"),
        ("effective_window", "5/0 gün", "payda"),
        ("effective_window", "50/gün", "beklenen birim: gün"),
        ("beta_for_window", "1,9/2", "1.9/2"),
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
    assert "±0.05" in str(check("best_beta_50", 0.58))


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
