"""Geri bildirim ne olduğunu söyler: unutulan parça, dönmeyen dal, ondalık virgül, rastgelelik, İngilizce iletiler."""

import math
import random
from functools import partial

import numpy as np
import pytest
import torch

from lrlab.core import averages, rule
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.train import digits, mlp, train

right = {name: getattr(task, "reference", None) for name, task in TASKS.items()}


def said(task, answer):
    return str(check(task, answer))


# ---- biçim: unutulan parça, dönmeyen dal, virgül


@pytest.mark.parametrize(
    ("task", "answer", "wanted"),
    [
        ("rmsprop_step", lambda w, v, g, lr, beta, eps: w * 2, "2 parça (w, v) bekleniyordu, tek bir dizi geldi"),
        ("rmsprop_step", lambda w, v, g, lr, beta, eps: w * 2, "return w, v"),
        ("adamw_step", lambda w, m, v, g, *rest: w + g, "3 parça (w, m, v) bekleniyordu, tek bir dizi geldi"),
    ],
)
def test_a_forgotten_part_is_told_as_one_array(task, answer, wanted):
    """w üç öğeliyse "3 parça geldi" demek yanıltırdı."""
    report = check(task, answer)
    assert report.checks["biçim"] is False
    assert wanted in str(report)
    assert "parça geldi" not in str(report)


def test_a_list_of_another_length_is_shown():
    text = said("rung_sizes", lambda n, eta, rungs: [n, 1])
    assert "2 parça geldi: [" in text


def returns_for_many(n, eta, rungs):
    if n > 20:
        return right["rung_sizes"](n, eta, rungs)


def returns_for_few(n, eta, rungs):
    if n <= 20:
        return right["rung_sizes"](n, eta, rungs)


@pytest.mark.parametrize("answer", [returns_for_many, returns_for_few])
def test_a_branch_without_return_is_told(answer):
    report = check("rung_sizes", answer)
    assert report.status == "yanlış"
    assert report.checks["tür"] is False
    assert "bir dalda `return` eksik" in str(report)
    assert "Henüz" not in str(report)


def test_a_decimal_comma_in_a_result_is_told():
    assert "ondalık ayırıcı noktadır" in said("retune_alpha", lambda lr, beta: (0, 5))
    assert "ondalık" not in said("retune_alpha", lambda lr, beta: (0.5, 5.5))


@pytest.mark.parametrize("answer", [(0, 95), "0,95"])
def test_a_decimal_comma_in_a_number_is_told(answer):
    report = check("beta_for_window", answer)
    assert report.checks["tür"] is False
    assert "0.95" in str(report)


def test_a_decimal_comma_in_the_call_itself_is_told():
    assert "0,95 bir sayı değil iki sayıdır" in str(check("beta_for_window", 0, 95))
    assert "3 öğeli" in str(check("beta_for_window", 0, 9, 5))
    assert "fonksiyon denetlenir" in str(check("rmsprop_step", 1, 2))


@pytest.mark.parametrize("answer", [lambda *, lr, beta: lr, lambda lr, *, beta: lr])
def test_keyword_only_arguments_are_told(answer):
    report = check("retune_alpha", answer)
    assert report.status == "hata"
    assert "`*`ı sil" in str(report)


def test_a_keyword_only_extra_with_a_default_is_fine():
    assert check("retune_alpha", lambda lr, beta, *, note="": right["retune_alpha"](lr, beta))


# ---- değer: rastgelelik, yarım duyarlık


@pytest.mark.parametrize(
    "answer",
    [
        lambda theta, beta: np.random.default_rng().normal(size=len(theta)),
        lambda theta, beta: [random.random() for _ in theta],
        lambda theta, beta: [x + random.gauss(0, 1) for x in theta],
    ],
)
def test_randomness_inside_is_told_first(answer):
    report = check("ewa", answer)
    assert "rastgele sayı çekiliyor" in report.lines[0]
    assert report.checks["yan etki"] is False
    assert report.mutant is None


def test_half_precision_is_told():
    report = check("ewa", lambda theta, beta: averages.ewa(theta, beta).astype(np.float16))
    assert "float16" in report.lines[0]
    assert report.mutant is None
    assert "float16" not in said("ewa", lambda theta, beta: (averages.ewa(theta, beta) * 2).astype(np.float16))


def test_torchs_half_precision_is_read():
    torch = pytest.importorskip("torch")
    report = check("ewa", lambda theta, beta: torch.tensor(averages.ewa(theta, beta)).bfloat16())
    assert report.checks["tür"] is True
    assert "bfloat16" in report.lines[0]
    assert check("ewa", lambda theta, beta: torch.tensor(averages.ewa(theta, beta)).float())


# ---- İngilizce iletiler


def if_on_array(step, updates, lr, rate):
    if step < updates:
        return lr
    return lr / (1 + rate)


def while_on_array(step, updates, lr, rate):
    while step > 0:
        step = step - 1
    return step


def unset(theta, beta):
    for x in theta:
        v = beta * v + (1 - beta) * x  # noqa: F821
    return v


def in_place(theta, beta):
    theta *= beta
    return theta


@pytest.mark.parametrize(
    ("task", "answer", "wanted"),
    [
        ("per_epoch_rate", if_on_array, "`step` bir dizi: `if`"),
        ("per_epoch_rate", if_on_array, "`if` yerine `np.where`"),
        ("per_epoch_rate", while_on_array, "`step` bir dizi"),
        ("per_epoch_rate", lambda step, updates, lr, rate: max(step, 3), "`np.maximum`"),
        ("per_epoch_rate", lambda step, updates, lr, rate: math.cos(step), "dizide numpy'nin fonksiyonunu kullan"),
        ("per_epoch_rate", lambda step, updates, lr, rate: step + np.ones(77), "uyuşmayan iki dizi işleme girdi: ("),
        ("gradient_minibatch", lambda w, x, y, batch: x.T @ w, "iç boyutları uyuşmuyor"),
        ("ewa", lambda theta, beta: theta[len(theta)], "numaralar 0'dan başlar"),
        ("ewa", lambda theta, beta: list(theta)[len(theta)], "sonuncusu len(liste) - 1"),
        ("ewa", lambda theta, beta: theta[len(theta) / 2], "numara tam sayı olmalı"),
        ("ewa", lambda theta, beta: list(theta)[len(theta) / 2], "numara tam sayı olmalı"),
        ("ewa", lambda theta, beta: [beta for i in range(len(theta) / 2)], "tam sayı ister"),
        ("ewa", lambda theta, beta: (0, 9) * theta[0], "ondalık virgül mü yazdın"),
        ("ewa", lambda theta, beta: beta - [0.5], "ondalık virgül mü yazdın"),
        ("ewa", lambda theta, beta: None * beta, "bir değer None"),
        ("ewa", lambda theta, beta: beta * len, "çağırmak için parantez"),
        ("ewa", lambda theta, beta: beta(theta), "2*x"),
        ("ewa", lambda theta, beta: beta[0], "Tek bir sayı dizi gibi"),
        ("ewa", lambda theta, beta: theta.append(1), "append yapılmaz"),
        ("ewa", lambda theta, beta: teta, "`teta` tanımlı değil"),  # noqa: F821
        ("ewa", unset, "`v` fonksiyonun içinde değer almadan kullanıldı"),
        ("ewa", in_place, "w = w - …"),
        ("ewa", lambda theta, beta: math.log(-beta), "logaritması alındı"),
        ("ewa", lambda theta, beta: int(math.nan), "tam sayıya çevrilemez"),
        ("ewa", lambda theta, beta: np.ones(10**15), "belleğe sığmıyor"),
        ("ewa", lambda theta, beta: np.ewa(theta), "`numpy` içinde `ewa` yok"),
    ],
)  # fmt: skip
def test_english_errors_are_told_in_turkish_beside_the_english(task, answer, wanted):
    report = check(task, answer)
    assert report.status == "hata"
    assert "Error: " in report.lines[0]
    assert wanted in str(report)
    assert wanted not in report.lines[0]


def test_an_error_of_the_students_own_has_no_translation():
    def broken(theta, beta):
        raise ValueError("özel")

    assert len(check("ewa", broken).lines) == 4  # hata, satır, deneme, ipucu


# ---- sıfıra bölme


def counter(theta, beta):
    return [float(x) / (1 - beta**t) for t, x in enumerate(theta)]


def counter_in_place(theta, beta):
    out, v = [], 0.0
    for t, x in enumerate(theta):
        v = beta * v + (1 - beta) * float(x)
        v /= 1 - beta**t
        out.append(v)
    return out


def constant(lr, beta):
    return lr / (1 - 1)


def given_zero(mean, sd, best):
    return [float(best - m) / s for m, s in zip(mean.tolist(), sd.tolist(), strict=True)]


@pytest.mark.parametrize("answer", [counter, counter_in_place])
def test_a_counter_from_zero_is_named_when_it_divides(answer):
    text = said("bias_correction", answer)
    assert "Payda (1 - beta ** t) sıfır oldu; `t` burada 0: saydığın şey 0'dan mı başlıyor" in text


def test_another_zero_is_not_a_counter():
    assert "saydığın" not in said("retune_alpha", constant)
    assert "Payda (1 - 1)" in said("retune_alpha", constant)
    text = said("expected_improvement", given_zero)
    assert "saydığın" not in text
    assert "`s` bu denemede 0" in text


def test_a_zero_hidden_in_a_call_is_only_told():
    text = said("retune_alpha", lambda lr, beta: divmod(lr, 0.0))
    assert "ZeroDivisionError" in text
    assert "saydığın" not in text


# ---- sayının okunuşu: birimler ve küçük hesaplar


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("bounce_amplitude", "0.5 α"), ("bounce_amplitude", "0.5α"), ("warmed_longest_step", "3.23 alfa"),
        ("sgld_noise", "√0.04"), ("sgld_noise", "0.04**0.5"), ("sgld_noise", "0.04^0.5"),
        ("noise_ball_ratio", "13 kat"), ("noise_ball_ratio", "13 katı"), ("damped_direction", "20 kat"),
        ("steps_to_half", "693. adım"), ("steps_to_half", "t = 693"), ("steps_to_half", "693"),
        ("epochs_to_tenth", "45. dönem"), ("epochs_to_tenth", "45. DÖNEM"), ("alpha_trials", "27 eğitim"),
        ("alpha_trials", "27 tane"), ("warmup_for_two", "287 adım"), ("grid_values", "4 farklı oran"),
        ("beta_for_window", "1-1/20"), ("beta_for_window", "1 - 1/20"), ("beta_for_window", "1 − 1 ÷ 20"),
        ("beta_for_window", "(20-1)/20"), ("beta_for_window", "β = 0.95"), ("beta_for_window", "≈ 0.95"),
        ("random_hits", "1 - 0.95**60"), ("random_hits", "1-0.95^60"), ("adam_memory", "2*4*110 MB"),
        ("effective_window", "1/(1-0.98) gün"), ("stationary_variance", "0.1*9/(4*(2-0.4))"),
        ("first_step_by_hand", "5 - 0.2·2·5"), ("largest_lr", "2×(1/6)"), ("sgld_noise", "+0.2"),
        ("stationary_variance", "9·4⁻³"), ("sgld_noise", "2·10⁻¹"), ("grid_fits", "6_001"),
        ("effective_window", "50 gündür"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_question_speaks(task, answer):
    report = check(task, answer)
    assert report, report


@pytest.mark.parametrize(
    ("task", "answer", "wanted"),
    [
        ("beta_for_window", "0.95 gün", "birimi yok"), ("bounce_amplitude", "0.5 kat", "birimi yok"),
        ("beta_for_window", "(1-1/20", "ayraçlarına bak"), ("beta_for_window", "9**9**9**9", "çok büyük"),
        ("beta_for_window", "10**400", "çok büyük"), ("beta_for_window", "1/(1-1)", "payda 0"),
        ("beta_for_window", "(-8)**0.5", "negatif sayının kesirli"), ("beta_for_window", "1-1,0/20", "1-1.0/20"),
        ("beta_for_window", "__import__('os')", "okunamadı"), ("beta_for_window", "1+" * 5000 + "1", "okunamadı"),
        ("beta_for_window", "(" * 99 + "1", "ayraçlarına bak"), ("beta_for_window", "20//19", "okunamadı"),
    ],
)  # fmt: skip
def test_what_is_not_arithmetic_is_told(task, answer, wanted):
    report = check(task, answer)
    assert report.status == "yanlış"
    assert wanted in str(report)


def test_an_error_that_is_no_exception_does_not_reach_the_notebook():
    """Öğrencinin kendi BaseException'ı da bir hatadır; yalnızca durdurma (KeyboardInterrupt) geçer."""

    class Own(BaseException):
        pass

    for error in (Own("dur"), GeneratorExit()):

        def sgd_step(w, g, lr, error=error):
            raise error

        told = check("sgd_step", sgd_step)
        assert told.status == "hata"
        assert type(error).__name__ in str(told)


def test_what_partial_has_fixed_is_named():
    told = str(check("sgd_step", partial(lambda w, g, lr: w - lr * g, lr=0.1)))
    assert "`lr` partial ile sabitlenmiş" in told


def test_an_iterator_is_told_as_one():
    assert "map, zip" in str(check("ewa", lambda theta, beta: map(float, theta)))


@pytest.mark.parametrize(
    ("task", "answer"), [("t_total", "964 güncelleme"), ("first_step_by_hand", "= 3"), ("zigzag_gain", "19 kez")]
)
def test_more_ways_to_write_a_number(task, answer):
    assert check(task, answer).correct


def test_an_own_rule_without_a_state_is_told_what_to_return():
    def nesterov_losses(lr, beta, steps, seed):
        @rule("m")
        def own(w, g, s, t, *, lr=0.1, beta=0.9):
            return w - lr * g

        model = mlp((64, 16, 10), seed, dtype=torch.float64)
        return train(digits(), model, own, batch_size=64, steps=steps, seed=seed, lr=lr, beta=beta).loss

    assert 'yeni w ve durum sözlüğü, `return w, {"m": …}`' in str(check("nesterov_losses", nesterov_losses))
