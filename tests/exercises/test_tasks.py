"""Görevlerin kendisi: doğru tanım geçer, her hata kendi adıyla tanınır, metinler Türkçedir."""

import re
from copy import deepcopy
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from lrlab.core import best_momentum, convergence_rate, rules
from lrlab.exercises import check, hint, tasks
from lrlab.exercises.catalog import LESSONS, TASKS
from lrlab.exercises.checking.compare import equal
from lrlab.exercises.task import FunctionTask, NumberTask
from lrlab.terms import TERMS

ALL = list(TASKS.values())
FUNCTIONS = [task for task in ALL if isinstance(task, FunctionTask)]
MUTANTS = [(task, mutant) for task in ALL for mutant in task.mutants]
BANNED = [name for term in TERMS for name in term.banned]


def right_answer(task):
    """Doğru yanıt; fonksiyon, tanımın kendisi değil onu çağıran bir başkasıdır (kendisini denetim tanır)."""
    return (lambda *given: task.reference(*given)) if isinstance(task, FunctionTask) else task.expected


@cache
def judged(name, mistake):
    """Adlandırılmış hatanın geri bildirimi: iki test de ona bakar, denetim bir kez yapılır."""
    return check(name, next(mutant.answer for mutant in TASKS[name].mutants if mutant.name == mistake))


def texts(task):
    return [task.title, task.question, *task.hints, *(mutant.message for mutant in task.mutants)]


@pytest.mark.parametrize("task", ALL, ids=lambda task: task.name)
def test_reference_passes(task):
    report = check(task.name, right_answer(task))
    assert report.correct
    assert report.mutant is None
    assert all(passed is True for passed in report.checks.values())


@pytest.mark.parametrize(("task", "mutant"), MUTANTS, ids=lambda item: item.name)
def test_every_mutant_is_named_as_itself(task, mutant):
    report = judged(task.name, mutant.name)
    assert report.status == "yanlış"
    assert report.mutant == mutant.name
    assert mutant.message in str(report)


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_two_named_mistakes_differ_in_some_trial(task):
    with np.errstate(all="ignore"):
        answers = {one.name: [one.answer(*deepcopy(case.args)) for case in task.cases] for one in task.mutants}
    for (one, left), (other, right) in combinations(answers.items(), 2):
        assert not all(equal(a, b) for a, b in zip(left, right, strict=True)), f"{one} ile {other} ayırt edilemiyor"


# Bu hataların yanıtı soruya hiç girmeyenlerinkiyle aynıdır; adı zaten onu anlatır, denetim ikisini de söyler.
PLAIN = {
    ("sgd_step", "unchanged"),
    ("retune_alpha", "unchanged"),
    ("epoch_cost", "last"),
    ("incumbent", "raw"),
    ("warmup_linear", "steps_not_shares"),
}


@pytest.mark.parametrize(
    ("task", "mutant"), [pair for pair in MUTANTS if isinstance(pair[0], FunctionTask)], ids=lambda item: item.name
)
def test_a_named_mistake_is_not_what_an_untouched_question_gives(task, mutant):
    """Hep sıfır, hep aynı sayı, bir girdinin kendisi, ilk ya da son öğesi bir hatanın adını almasın."""
    told = str(judged(task.name, mutant.name))
    assert ("Fonksiyonun her girdide" in told or "girdisini" in told or "öğesini veriyor" in told) == (
        (task.name, mutant.name) in PLAIN
    ), told


@pytest.mark.parametrize("task", ALL, ids=lambda task: task.name)
def test_number_mutants_are_far_apart_and_outside_the_tolerance(task):
    if isinstance(task, NumberTask):
        values = [task.expected, *(mutant.answer for mutant in task.mutants)]
        assert min(abs(a - b) for a, b in combinations(values, 2)) > 1e-4
        assert all(abs(mutant.answer - task.expected) > task.tolerance for mutant in task.mutants)


@pytest.mark.parametrize("task", ALL, ids=lambda task: task.name)
def test_every_task_has_mutants_hints_and_distinct_texts(task):
    assert len(task.mutants) >= 3
    assert len(task.hints) >= 3
    assert len(set(texts(task))) == len(texts(task))
    assert len({mutant.name for mutant in task.mutants}) == len(task.mutants)


@pytest.mark.parametrize("task", ALL, ids=lambda task: task.name)
def test_texts_use_the_agreed_words_and_show_no_code_dump(task):
    for text in texts(task):
        found = [word for word in BANNED if re.search(rf"(?<!\w){word}", text.casefold())]
        assert not found, text
        assert not re.search(r"\d,\d", text), f"ondalık virgül: {text}"
        assert "\n" not in text
        assert text[-1] in ".?!):…" or text == task.title, text


@pytest.mark.parametrize("task", ALL, ids=lambda task: task.name)
def test_mutant_messages_do_not_print_the_solution(task):
    for mutant in task.mutants:
        assert "return" not in mutant.message or mutant.name == "first_only"
        if isinstance(task, NumberTask) and task.expected > 1:
            # 1'den büyük yanıtlar iletide sayı olarak geçmemeli
            assert not re.search(rf"(?<![\d.]){task.expected:g}(?![\d.]*\d)", mutant.message), mutant.message


def test_numbers_by_hand():
    by_hand = {
        "first_step_by_hand": 3.0,
        "largest_lr": 1 / 3,
        "updates_per_epoch": 23,
        "updates_in_training": 230,
        "v2_by_hand": 2.9,
        "v2_corrected_by_hand": 2.9 / 0.19,
        "effective_window": 50,
        "beta_for_window": 0.95,
        "weight_share": 0.635830,
        "best_beta_50": 0.566,
        "damped_direction": 20.0,
        "first_step_rmsprop": 0.1,
        "steady_step_rmsprop": 0.02,
        "eps_ratio": 1000.0,
        "bounce_amplitude": 0.5,
        "steps_to_half": 693,
        "adam_memory": 880,
        "alpha_trials": 27,
        "coupled_decay_by_hand": 1.9,
        "scaled_best_alpha": 1.0,
        "inverse_time_by_hand": 0.0667,
        "epochs_to_tenth": 45,
        "average_rate": 0.155,
        "stationary_variance": 0.140625,
        "noise_ball_ratio": 13,
        "t_total": 964,
        "warmup_cost": 0.505,
        "warmed_longest_step": 3.2255,
        "warmup_for_two": 287,
        "sgld_noise": 0.2,
        "grid_fits": 6001,
        "random_hits": 0.9539,
        "one_wine": 1.8519,
        "top_decade_share": 0.9001,
        "grid_values": 4,
        "sh_budget": 81,
        "eta_meaning": 0.1,
        "hyperband_n": 34,
        "idle_time": 10,
    }
    numeric = {task.name: task.expected for task in ALL if isinstance(task, NumberTask)}
    assert {name: numeric[name] for name in by_hand} == pytest.approx(by_hand, abs=5e-4)


def test_best_point_is_the_best_cell_of_an_eigenvalue_map():
    alpha, beta = np.linspace(0.05, 4, 400)[:, None], np.linspace(0, 0.95, 400)[None]
    rate = np.maximum(convergence_rate(alpha, beta, 1 / 50), convergence_rate(alpha, beta, 1.0))
    i, j = np.unravel_index(rate.argmin(), rate.shape)
    assert check("best_beta_50", float(beta[0, j])).correct
    assert float(alpha[i, 0]) == pytest.approx(best_momentum(1 / 50, 1.0).lr, abs=0.03)
    mutant = next(m for m in TASKS["best_beta_50"].mutants if m.name == "rate")
    assert rate.min() == pytest.approx(mutant.answer, abs=0.01)


def path(rule, lr, beta, steps=50):
    w, state = np.array([1.0, -2.0]), {"m": np.zeros(2)}
    for t in range(1, steps + 1):
        w, state = rule(w, np.array([0.02, 1.0]) * w, state, t, lr=lr, beta=beta)
    return w


@pytest.mark.parametrize(("lr", "beta"), [(0.1, 0.9), (1.0, 0.98), (0.3, 0.5)])
def test_retuned_alpha_really_gives_the_same_path(lr, beta):
    retuned = TASKS["retune_alpha"].reference(lr, beta)
    np.testing.assert_allclose(path(rules.momentum, retuned, beta), path(rules.momentum_ewa, lr, beta), rtol=1e-12)


def test_minibatch_gradient_is_the_derivative_of_its_cost():
    for case in TASKS["gradient_minibatch"].cases:
        w, x, y, batch = case.args

        def cost(w, x=x, y=y, batch=batch):
            return np.sum((x[batch] @ w - y[batch]) ** 2) / (2 * len(batch))

        numeric = [(cost(w + step) - cost(w - step)) / 2e-6 for step in 1e-6 * np.eye(w.size)]
        np.testing.assert_allclose(TASKS["gradient_minibatch"].reference(w, x, y, batch), numeric, atol=1e-7)


@pytest.mark.parametrize("size", [1, 4, 7, 20])
def test_split_is_what_the_training_minibatches_do(size):
    batches = pytest.importorskip("lrlab.train.data.batches")
    x, y = np.arange(42.0).reshape(14, 3), np.arange(14.0)
    order = np.random.default_rng([5]).permutation(14)
    ours = TASKS["split_minibatches"].reference(x, y, order, size)
    theirs = list(batches.minibatches(x, y, size, seed=5))
    assert len(ours) == len(theirs)
    for (our_x, our_y), (_, their_x, their_y) in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(our_x, their_x)
        np.testing.assert_array_equal(our_y, their_y)
    assert TASKS["updates_per_epoch"].expected == batches.updates_per_epoch(1437, 64)


def test_hints_come_in_levels():
    assert hint("ewa").text == TASKS["ewa"].hints[0]
    assert hint("ewa", 3).text == TASKS["ewa"].hints[2]
    assert 'hint("ewa", 2)' in str(hint("ewa"))
    assert "son ipucu" in str(hint("ewa", 3))
    assert set(hint("ewa")._repr_mimebundle_()) == {"text/plain", "text/html"}


@pytest.mark.parametrize("level", [0, 4, -1])
def test_hint_level_beyond_the_last_is_named(level):
    with pytest.raises(ValueError, match=rf"`level` = {level} olamaz; izin verilen aralık: \[1, 3\]"):
        hint("ewa", level)


def test_unknown_names_list_the_known_ones():
    for call in (lambda: hint("eva"), lambda: check("eva", 1)):
        with pytest.raises(ValueError, match=r"`task` = 'eva' olamaz; seçenekler: .*'ewa'"):
            call()
    with pytest.raises(TypeError, match=r"`task` bir görev adı .* verilen: function"):
        check(lambda theta, beta: theta, "ewa")
    with pytest.raises(ValueError, match=r"`lesson` = '9' olamaz; seçenekler: '00', '01', '02', '03'"):
        tasks("9")


def test_tasks_lists_one_lesson():
    listed = tasks("03")
    assert [row[1] for row in listed.rows] == [task.name for task in LESSONS["03"]]
    assert {row[0] for row in listed.rows} == {"03"}
    assert "retune_alpha" in listed._repr_mimebundle_()["text/html"]
    assert len(tasks().rows) == len(ALL)
