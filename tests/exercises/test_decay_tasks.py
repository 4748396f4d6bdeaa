"""06. dersin görevleri: yanıtlar ölçümle ve başka tanımlarla aynı, sık yapılan hatalar adıyla anılıyor."""

import math

import numpy as np
import pytest

from lrlab.core import Cosine, D2LOrder, InverseTime, PerEpoch, Warmup
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS


def settled(alpha, sigma, curve, walkers=4000, steps=400):
    """Gürültülü inişin ölçülen durağan varyansı."""
    rng = np.random.default_rng(0)
    w, found = np.zeros(walkers), []
    for t in range(steps):
        w = w - alpha * (curve * w + sigma * rng.standard_normal(walkers))
        if t >= steps // 2:
            found.append(w.var())
    return float(np.mean(found))


def test_stationary_variance_is_what_a_noisy_walk_settles_to():
    assert settled(0.1, 3, 4) == pytest.approx(TASKS["stationary_variance"].expected, rel=0.01)
    assert settled(0.5, 1, 1) / settled(0.05, 1, 1) == pytest.approx(TASKS["noise_ball_ratio"].expected, rel=0.03)


def test_named_slips_about_the_noise_ball_are_what_they_say():
    named = {m.name: m.answer for m in TASKS["stationary_variance"].mutants}
    variance = TASKS["stationary_variance"].expected
    assert named["deviation"] == pytest.approx(variance**0.5)
    assert named["loss"] == pytest.approx(4 * variance / 2)


def test_a_tenth_is_first_passed_at_the_answer():
    epoch = int(TASKS["epochs_to_tenth"].expected)
    assert 0.95**epoch < 0.1 <= 0.95 ** (epoch - 1)


def test_average_rate_is_the_mean_of_the_curve():
    t = np.linspace(0, 1, 100_001)
    assert Cosine(0.3, 0.01, 1)(t).mean() == pytest.approx(TASKS["average_rate"].expected, abs=1e-6)


def test_late_rates_are_the_rates_of_the_late_order():
    warm = Warmup(Cosine(0.3, 0.01, 15), 5)
    late = TASKS["late_rates"].reference(warm, 0.3, 30)
    np.testing.assert_allclose(late, D2LOrder(warm, first=0.3)(np.arange(30)), rtol=1e-12)


def test_per_epoch_rate_is_what_per_epoch_gives():
    task = TASKS["per_epoch_rate"]
    for case in task.cases:
        step, updates, lr, rate = case.args
        schedule = PerEpoch(InverseTime(lr, rate), updates)
        np.testing.assert_allclose(task.reference(*case.args), schedule(step), rtol=1e-12)


def test_a_loop_over_the_steps_is_accepted():
    def per_epoch_rate(step, updates, lr, rate):
        return [lr / (1 + rate * math.floor(t / updates)) for t in step]

    assert check("per_epoch_rate", per_epoch_rate).correct


def test_a_schedule_that_counts_its_calls_is_named():
    def per_epoch_rate(step, updates, lr, rate):
        rates = []
        for _ in step:
            rates.append(lr / (1 + rate * (len(rates) // updates)))
        return rates

    assert check("per_epoch_rate", per_epoch_rate).mutant == "each_item"


def test_a_schedule_that_remembers_between_calls_has_a_side_effect():
    seen = []

    def per_epoch_rate(step, updates, lr, rate):
        seen.append(1)
        return lr / (1 + rate * (step // updates + (len(seen) > len(TASKS["per_epoch_rate"].cases))))

    assert check("per_epoch_rate", per_epoch_rate).checks["yan etki"] is False


@pytest.mark.parametrize(
    ("task", "answer", "mutant"),
    [
        ("inverse_time_by_hand", 0.07, None),
        ("inverse_time_by_hand", "0.08", "one_less"),
        ("epochs_to_tenth", 44.9, "not_rounded"),
        ("epochs_to_tenth", 44, "rounded_down"),
        ("stationary_variance", 0.1125, "approximate"),
        ("noise_ball_ratio", 10, "ten"),
    ],
)
def test_wrong_numbers_get_their_own_name(task, answer, mutant):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant == mutant


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("inverse_time_by_hand", "0.2/3"),
        ("inverse_time_by_hand", 0.067),
        ("average_rate", "0.155"),
        ("stationary_variance", 0.141),
        ("noise_ball_ratio", 13),
    ],
)
def test_rounded_right_numbers_pass(task, answer):
    assert check(task, answer).correct
