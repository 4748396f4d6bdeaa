"""Bir hatanın adı ancak başka açıklama uymuyorsa verilir; soruya girmemiş yanıtlar ne yaptıklarıyla anlatılır."""

import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.checking.functions import check_function
from lrlab.exercises.checking.numbers import check_number
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# Eğitim yapan (tohum alan) ve bozuk bir koşuyla başlayan görevler dışında.
FUNCTIONS = [
    task
    for task in TASKS.values()
    if isinstance(task, FunctionTask) and task.given is None and "seed" not in task.arguments
]


def zeros(value):
    """Aynı biçimde, hep sıfır."""
    return type(value)(map(zeros, value)) if isinstance(value, (list, tuple)) else np.zeros(np.shape(value))


def judged(task, answer):
    return check(task.name, lambda *given: answer(*given))


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_zeros_are_told_as_zeros(task):
    report = judged(task, lambda *given: zeros(task.reference(*given)))
    assert report.status == "yanlış"
    assert report.lines[0] == "Fonksiyonun her girdide sıfır veriyor."


@pytest.mark.parametrize("value", [0, 1, 0.5])
@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_a_constant_is_told_as_a_constant(task, value):
    report = judged(task, lambda *given: value)
    assert report.status == "yanlış"
    assert report.lines[0].startswith(("Fonksiyonun her girdide sıfır", "Fonksiyonun her girdide aynı"))


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_an_input_handed_back_is_told_as_that(task):
    for place, name in enumerate(task.arguments):
        report = judged(task, lambda *given, place=place: given[place])
        assert report.status == "yanlış"
        assert report.lines[0].startswith("Fonksiyonun ")
        assert "olduğu gibi veriyor" in report.lines[0] or "aynı" in report.lines[0], (name, report)


@pytest.mark.parametrize("end", [0, -1])
@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_the_first_or_last_element_is_told_as_that(task, end):
    for place, name in enumerate(task.arguments):
        if all(np.ndim(case.args[place]) == 1 and len(case.args[place]) for case in task.cases):
            report = judged(task, lambda *given, place=place: given[place][end])
            assert report.status == "yanlış"
            assert f"{'son' if end else 'ilk'} öğesini veriyor" in report.lines[0] or "aynı" in report.lines[0], name


def test_the_first_element_is_not_a_choice_on_test_data():
    """Denemelerde ilk sınama doğruluğu en büyüğüydü; ters sırada değildir."""
    report = check("best_on_validation", lambda validation, test: test[0])
    assert report.mutant is None
    assert "`test` girdisinin ilk öğesini veriyor" in str(report)
    assert "SINAMA" not in str(report)
    assert check("best_on_validation", lambda validation, test: max(test)).mutant == "best_on_test"


def test_a_named_mistake_that_is_also_plain_is_told_both_ways():
    report = check("sgd_step", lambda w, g, lr: w.copy())
    assert report.mutant == "unchanged"
    assert "`w` girdisini olduğu gibi veriyor" in report.lines[0]
    assert "Şu da olabilir: w hiç değişmemiş" in report.lines[1]


def test_a_pair_handed_back_is_told_part_by_part():
    report = check("rmsprop_step", lambda w, v, g, lr, beta, eps: (w, v))
    assert "v: `v` girdisini olduğu gibi veriyor" in report.lines[0]


TWINS = FunctionTask(
    "middle", "Orta", "Ortancayı döndür.", ("x",), np.median,
    (Case("üç öğe", (np.array([1.0, 2.0, 6.0]),)), Case("dört öğe", (np.array([4.0, 0.0, 1.0, 9.0]),))),
    (
        Mutant("mean", np.mean, "Ortalama almışsın."),
        Mutant("sum", lambda x: np.sum(x) / len(x), "Toplayıp bölmüşsün."),
    ),
    ("İpucu.",),
)  # fmt: skip


def test_two_mistakes_that_fit_are_both_told():
    report = check_function(TWINS, lambda x: x.mean())
    assert report.lines[:2] == ("Şu olabilir: Ortalama almışsın.", "Şu da olabilir: Toplayıp bölmüşsün.")
    assert report.mutant is None  # hangisi olduğu bilinmiyor: sınıfın sayımına girmez


def test_two_number_mistakes_that_fit_are_both_told_and_none_is_kept():
    mistakes = Mutant("half", 5.0, "Yarısını almışsın."), Mutant("minus", 5.001, "Çıkarmışsın.")
    task = NumberTask("ikiz_sayı", "İkiz", "x kaçtır?", 10.0, 0.01, mistakes, ("ipucu", "ipucu", "ipucu"))
    report = check_number(task, 5)
    assert "Yarısını almışsın. Şu da olabilir: Çıkarmışsın." in report.lines[0]
    assert report.mutant is None


def test_a_rounded_right_answer_is_told_as_rounded():
    report = check("ewa", lambda theta, beta: np.round(averages.ewa(theta, beta), 2))
    assert "2 ondalığa yuvarlanmışı" in report.lines[0]
    assert report.mutant is None
    cut = check("ewa", lambda theta, beta: averages.ewa(theta, beta).round(1))
    assert "1 ondalığa yuvarlanmışı" in cut.lines[0]


def test_a_right_answer_of_another_shape_is_not_called_rounded():
    reference = TASKS["choose_batch_size"].reference
    report = check("choose_batch_size", lambda *given: [reference(*given)])
    assert report.checks["biçim"] is False
    assert "yuvarlan" not in str(report)


def test_printing_is_seen_once_for_each_trial(capsys):
    def talks(theta, beta):
        print("çağrıldı")
        return averages.ewa(theta, 1 - beta)

    assert check("ewa", talks).mutant == "swapped"
    assert capsys.readouterr().out.count("çağrıldı") == len(TASKS["ewa"].cases) + 1  # sonda bir kez yineleme için


# ---- sayılar


@pytest.mark.parametrize(
    ("task", "answer", "mutant"),
    [("average_rate", 0.15, "no_floor"), ("v2_by_hand", "3", "no_decay"), ("beta_for_window", 0.9, "default")],
)
def test_a_named_number_that_may_be_the_rounded_answer_is_told_both_ways(task, answer, mutant):
    report = check(task, answer)
    assert report.mutant == mutant
    assert next(one.message for one in TASKS[task].mutants if one.name == mutant) in str(report)
    assert "yuvarladıysan" in str(report)


@pytest.mark.parametrize(("answer", "rounded"), [(0.16, True), (0.2, False), (0.17, False)])
def test_only_the_right_answer_rounded_is_called_rounded(answer, rounded):
    report = check("average_rate", answer)
    assert report.mutant is None
    assert ("fazla yuvarlanmış" in str(report)) == rounded


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("beta_for_window", 0.9025), ("sgld_noise", 0.002), ("damped_direction", 0.003), ("warmup_cost", 0.4993),
        ("coupled_decay_by_hand", 1.997),
    ],
)  # fmt: skip
def test_a_number_near_a_mistake_is_not_that_mistake(task, answer):
    assert check(task, answer).mutant is None


@pytest.mark.parametrize(
    ("task", "answer", "mutant"),
    [
        ("bounce_amplitude", 0.0499876, "not_in_alpha"), ("v2_by_hand", 15.2631578, "corrected"),
        ("v2_by_hand", 15.3, "corrected"), ("v2_by_hand", 15.26, "corrected"), ("effective_window", 49.49, "exact_e"),
    ],
)  # fmt: skip
def test_a_mistake_computed_or_rounded_is_still_that_mistake(task, answer, mutant):
    assert check(task, answer).mutant == mutant


def test_a_whole_answer_is_never_called_rounded():
    for task in TASKS.values():
        if isinstance(task, NumberTask) and float(task.expected).is_integer():
            assert "yuvarla" not in check(task.name, task.expected * 1.05 + 0.4).lines[0].split(": ")[0]


@pytest.mark.parametrize(
    ("task", "answer", "plain"),
    [
        ("eps_ratio", "1.000", "1000"), ("grid_fits", "6.001", "6001"), ("grid_fits", "6.000 model", "6000"),
        ("effective_window", "98.000", "98000"), ("t_total", "1.060", "1060"),
    ],
)  # fmt: skip
def test_a_dot_that_may_part_thousands_is_asked_about(task, answer, plain):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert report.mutant is None
    assert f"{plain} yaz" in str(report)


@pytest.mark.parametrize("answer", ["1 000", "1.000.000", "1,000"])
def test_other_ways_to_part_thousands_are_told(answer):
    assert "yaz" in check("eps_ratio", answer).lines[0]
    assert check("eps_ratio", answer).checks["tür"] is False


def test_a_dot_and_three_decimals_may_be_right():
    assert check("scaled_best_alpha", "1.000").correct
    assert check("weight_share", "0.636").correct
    assert check("weight_share", "0.640").lines[0].startswith("0.64 fazla yuvarlanmış")
