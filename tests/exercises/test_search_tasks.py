"""09. dersin görevleri: yanıtlar kitaplıkla, ölçümle ve elle bulunanlarla aynı; sık yapılan hatalar adıyla anılıyor."""

import math

import numpy as np
import pytest

from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.hpo import Float, Report, Space, Tuning


def named(task):
    return {mutant.name: mutant.answer for mutant in TASKS[task].mutants}


def test_log_uniform_gives_each_decade_its_share():
    u = np.random.default_rng(0).random(20_000)
    values = TASKS["log_uniform"].reference(u, 1e-4, 1.0)
    share = np.histogram(values, [1e-4, 1e-3, 1e-2, 1e-1, 1.0])[0] / len(u)
    np.testing.assert_allclose(share, 0.25, atol=0.01)
    np.testing.assert_allclose(TASKS["log_uniform"].reference(np.array([0.0, 0.5]), 1e-4, 1.0), [1e-4, 1e-2])


def test_log_uniform_is_what_the_space_draws():
    u = np.random.default_rng(3).random(5)
    space, rng = Space({"rate": Float(0.001, 10.0, log=True)}), np.random.default_rng(3)
    drawn = [space.sample(rng)["rate"] for _ in range(5)]
    np.testing.assert_allclose(TASKS["log_uniform"].reference(u, 0.001, 10.0), drawn)


def test_top_decade_share_is_what_linear_draws_give():
    domain = Float(1e-4, 1.0)
    values = np.array([domain.at(u) for u in np.random.default_rng(1).random(20_000)])
    assert np.mean(values > 0.1) == pytest.approx(TASKS["top_decade_share"].expected, abs=0.01)


def test_grid_fits_counts_what_grid_search_fits():
    selection = pytest.importorskip("sklearn.model_selection")
    base = pytest.importorskip("sklearn.base")
    fits = []

    class Counting(base.ClassifierMixin, base.BaseEstimator):
        def __init__(self, depth=1):
            self.depth = depth

        def fit(self, x, y):
            fits.append(len(x))
            self.classes_ = np.unique(y)
            return self

        def predict(self, x):
            return np.zeros(len(x))

    selection.GridSearchCV(Counting(), {"depth": list(range(6))}, cv=5).fit(np.zeros((20, 1)), np.arange(20) % 2)
    assert len(fits) == 6 * 5 + 1
    assert fits[-1] == 20  # refit bütün eğitim verisiyle
    assert TASKS["grid_fits"].expected == 1200 * 5 + 1


def test_wine_is_split_into_the_counts_named_in_the_task():
    datasets = pytest.importorskip("sklearn.datasets")
    selection = pytest.importorskip("sklearn.model_selection")
    train, test = selection.train_test_split(datasets.load_wine().target, test_size=0.3, random_state=0)
    assert TASKS["one_wine"].expected == pytest.approx(100 / len(test))
    assert named("one_wine")["training_wines"] == pytest.approx(100 / len(train))
    right = np.array([51, 52, 53])
    assert np.round(right / len(test), 3).tolist() == [0.944, 0.963, 0.981]


def test_random_hits_is_how_often_sixty_draws_find_the_best_twentieth():
    found = (np.random.default_rng(2).random((20_000, 60)) < 0.05).any(1).mean()
    assert found == pytest.approx(TASKS["random_hits"].expected, abs=0.005)


def test_grid_values_are_the_different_rates_of_a_grid():
    domain = Float(0.001, 1.0, log=True)
    grid = Space({"rate": domain, "momentum": Float(0, 1), "decay": domain}).grid(4)
    assert len(grid) == 64
    assert len({config["rate"] for config in grid}) == TASKS["grid_values"].expected


def test_expected_improvement_is_the_mean_improvement_of_draws():
    mean, sd, best = np.array([0.3, 0.2, 0.5]), np.array([0.05, 0.1, 0.2]), 0.25
    draws = mean + sd * np.random.default_rng(0).standard_normal((400_000, 3))
    measured = np.maximum(best - draws, 0).mean(0)
    np.testing.assert_allclose(TASKS["expected_improvement"].reference(mean, sd, best), measured, atol=3e-4)


def test_expected_improvement_by_hand():
    reference = TASKS["expected_improvement"].reference
    # Ortalaması en iyiye eşit aday: sd·φ(0) = sd/√(2π).
    assert reference(np.array([0.3]), np.array([0.1]), 0.3)[0] == pytest.approx(0.1 / math.sqrt(2 * math.pi))
    np.testing.assert_allclose(reference(np.array([0.2, 0.4]), np.zeros(2), 0.3), [0.1, 0.0])


def test_expected_improvement_with_scipy_is_accepted():
    norm = pytest.importorskip("scipy.stats").norm

    def expected_improvement(mean, sd, best):
        safe = np.where(sd > 0, sd, 1)
        z = (best - mean) / safe
        value = (best - mean) * norm.cdf(z) + sd * norm.pdf(z)
        return np.where(sd > 0, value, np.maximum(best - mean, 0))

    assert check("expected_improvement", expected_improvement).correct


def test_incumbent_is_the_trajectory_of_a_tuning():
    for case in TASKS["incumbent"].cases:
        (errors,) = case.args
        reports = [
            Report(k, {}, 0, 1, math.inf, (), "nan", "x", 0, 0.0, 1.0, 0.0, 1, 1)
            if math.isnan(error)
            else Report(k, {}, 0, 1, error, (error,), "ok", "", 0, 0.0, 1.0, 0.0, 1, 1)
            for k, error in enumerate(errors)
        ]
        np.testing.assert_array_equal(
            TASKS["incumbent"].reference(errors), Tuning(tuple(reports), 1, "finished").trajectory()[2]
        )


def test_incumbent_loop_is_accepted():
    def incumbent(errors):
        best, found = float("inf"), []
        for error in errors:
            if error < best:
                best = error
            found.append(best)
        return found

    assert check("incumbent", incumbent).correct


def test_choice_on_the_test_set_looks_better_than_it_is():
    """Görevin anlattığı: sınamada seçilen, yeni veride sınamadaki kadar iyi çıkmaz; geçerlemede seçilen çıkar."""
    rng = np.random.default_rng(0)
    truth = rng.normal(0.9, 0.01, (4000, 20))
    validation, test = truth + rng.normal(0, 0.02, truth.shape), truth + rng.normal(0, 0.02, truth.shape)
    rows = range(len(truth))
    honest = np.mean([TASKS["best_on_validation"].reference(validation[k], test[k]) for k in rows])
    chosen = np.mean([truth[k, validation[k].argmax()] for k in rows])
    peeked = np.mean([named("best_on_validation")["best_on_test"](validation[k], test[k]) for k in rows])
    assert honest == pytest.approx(chosen, abs=0.002)
    assert peeked > chosen + 0.02


@pytest.mark.parametrize(
    ("task", "answer", "mutant"),
    [
        ("grid_fits", 6000, "refit"),
        ("grid_fits", 6002, None),
        ("random_hits", 0.95, "one_miss"),
        ("random_hits", 0.046, "all_miss"),
        ("random_hits", 0.952, "one_less"),
        ("one_wine", 1.9, None),
        ("one_wine", 1.8, "rounded"),
        ("one_wine", "0.0185", "fraction"),
        ("top_decade_share", 0.25, "log"),
        ("top_decade_share", "%90", None),
        ("grid_values", 64, "random"),
    ],
)
def test_wrong_numbers_get_their_own_name(task, answer, mutant):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant == mutant


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("grid_fits", "6001 eğitim"),
        ("random_hits", 0.954),
        ("one_wine", "1.85 puan"),
        ("one_wine", "%1.85"),
        ("top_decade_share", 0.9),
        ("grid_values", 4),
    ],
)
def test_right_numbers_pass_in_their_usual_forms(task, answer):
    assert check(task, answer).correct


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("log_uniform", lambda u, low, high: np.exp(np.log(low) + np.round(u, 2) * np.log(high / low))),
        ("best_on_validation", lambda validation, test: test[min(1, len(test) - 1)]),
        ("incumbent", lambda errors: np.fmin.accumulate(np.nan_to_num(errors, nan=0.5))),
        ("expected_improvement", lambda mean, sd, best: np.maximum(best - mean, 0) + 0.4 * sd),
    ],
)
def test_almost_right_function_is_not_accepted(task, answer):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant is None
