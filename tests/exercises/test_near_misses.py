"""Doğruya benzeyen yanlışlar geçmez; yanlış sayılar başka bir hatanın adıyla anılmaz."""

import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS

right = {name: getattr(task, "reference", None) for name, task in TASKS.items()}


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("ewa", lambda theta, beta: abs(averages.ewa(theta, beta))),
        ("bias_correction", lambda theta, beta: abs(averages.ewa(theta, beta, bias_correction=True))),
        ("choose_batch_size", lambda n, s, b: min(512, right["choose_batch_size"](n, s, b))),
        ("choose_batch_size", lambda n, s, b: min(8192, right["choose_batch_size"](n, s, b))),
        ("epoch_cost", lambda c, s: (c[:-1].sum() * s[0] + c[-1] * s[-1]) / s.sum()),
        ("minibatch_epoch", lambda w, x, y, order, m, lr: right["minibatch_epoch"](w, x, y, order, min(m, 4), lr)),
    ],
)
def test_almost_right_function_is_not_accepted(task, answer):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant is None


def test_hard_coded_rate_is_named():
    report = check("minibatch_epoch", lambda w, x, y, order, m, lr: right["minibatch_epoch"](w, x, y, order, m, 0.1))
    assert report.mutant == "fixed_rate"


def test_repeats_do_not_occur_in_a_minibatch():
    assert "birbirinden farklı" in TASKS["gradient_minibatch"].question
    for case in TASKS["gradient_minibatch"].cases:
        assert len(np.unique(case.args[3])) == len(case.args[3])


# ---- sayıların adlandırılması


@pytest.mark.parametrize(
    ("task", "answer", "mutant"),
    [
        ("weight_share", "0.64", None),
        ("weight_share", 0.63, None),
        ("weight_share", 0.643, "one_over"),
        ("weight_share", 0.6284, "one_short"),
        ("weight_share", 0.632, "limit"),
        ("beta_for_window", 18 / 19, None),
        ("beta_for_window", 0.947, None),
        ("beta_for_window", 0.953, None),
        ("beta_for_window", 0.955, None),
        ("beta_for_window", 0.951, "exact_e"),
        ("beta_for_window", 0.9512, "exact_e"),
        ("beta_for_window", 0.952, "mean_age"),
        ("updates_in_training", 224, "floor_across_epochs"),
        ("updates_in_training", 224.5, "not_rounded"),
        ("updates_in_training", 225, "across_epochs"),
        ("updates_in_training", 226, None),
        ("updates_in_training", 219, None),
        ("updates_in_training", 220, "floor"),
        ("updates_in_training", 221, None),
        ("updates_per_epoch", 22.45, "not_rounded"),
        ("v2_corrected_by_hand", 15.05, None),
        ("v2_corrected_by_hand", 15, "plain_mean"),
    ],
)
def test_wrong_number_gets_its_own_name_or_none(task, answer, mutant):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant == mutant


@pytest.mark.parametrize("answer", ["0.64", 0.6])
def test_right_number_rounded_too_much_is_told_so(answer):
    assert "fazla yuvarlanmış" in str(check("weight_share", answer))
    assert "üç ondalık" in TASKS["weight_share"].question


def test_far_number_is_not_called_rounded():
    assert "yuvarlanmış" not in str(check("weight_share", 0.65))
