"""Zamanlayıcı yerine verilen fonksiyonlar ve d2l'nin zamanlayıcı nesneleri: her yerde, çağırmakla değişmeden."""

import copy
import math
import pickle
import threading
from functools import partial

import numpy as np
import pytest

from lrlab.core import Constant, D2LOrder, Join, PerEpoch, Warmup, bowl, langevin, momentum, sgd, trajectory


def falling(epoch):
    return 0.1 * 0.9**epoch


# d2l'nin zamanlayıcı bölümündeki sınıflar gibi.
class FactorScheduler:
    def __init__(self, factor=1, stop_factor_lr=1e-7, base_lr=0.1):
        self.factor, self.stop_factor_lr, self.base_lr = factor, stop_factor_lr, base_lr

    def __call__(self, num_update):
        self.base_lr = max(self.stop_factor_lr, self.base_lr * self.factor)
        return self.base_lr


class SquareRootScheduler:
    def __init__(self, lr=0.1):
        self.lr = lr

    def __call__(self, num_update):
        return self.lr * pow(num_update + 1.0, -0.5)


class CosineScheduler:
    def __init__(self, max_update, base_lr=0.01, final_lr=0.0, warmup_steps=0, warmup_begin_lr=0.0):
        self.base_lr_orig, self.max_update, self.final_lr = base_lr, max_update, final_lr
        self.warmup_steps, self.warmup_begin_lr = warmup_steps, warmup_begin_lr
        self.max_steps = self.max_update - self.warmup_steps

    def __call__(self, epoch):
        if epoch < self.warmup_steps:
            return self.warmup_begin_lr + (self.base_lr_orig - self.warmup_begin_lr) * epoch / self.warmup_steps
        if epoch <= self.max_update:
            self.base_lr = (
                self.final_lr
                + (self.base_lr_orig - self.final_lr)
                * (1 + math.cos(math.pi * (epoch - self.warmup_steps) / self.max_steps))
                / 2
            )
        return self.base_lr


BOOKS = {
    "factor": lambda: FactorScheduler(0.9, 1e-2, 2.0),
    "square root": lambda: SquareRootScheduler(0.3),
    "cosine": lambda: CosineScheduler(20, 0.3, 0.01, 5),
}


def in_order(scheduler, count):
    """Kitabın döngüsündeki gibi sırayla, bir kez çağrılan yeni bir nesnenin verdikleri."""
    return [float(scheduler(t)) for t in range(count)]


# Her yol, verilen zamanlayıcının ilk 40 oranını verir.
def through_per_epoch(given):
    return PerEpoch(given, 1)(np.arange(40))


def through_join(given):
    return Join((given, Constant(0.0)), (40,))(np.arange(40))


def through_warmup(given):
    return Warmup(given, 3)(np.arange(3, 43))


def through_late_order(given):
    return D2LOrder(given, 1.0)(np.arange(1, 41))


def through_a_trajectory(given):
    path = trajectory(sgd, bowl(1.0), (1.0, 0.0), 40, lr=given).path[:, 0]
    return 1 - path[1:] / path[:-1]


def through_langevin(given):
    path = langevin(lambda w, rng: w, (1.0, 0.0), 40, given, temperature=0.0)[:, 0]
    return 2 * (1 - path[1:] / path[:-1])


WAYS = [
    through_per_epoch, through_join, through_warmup, through_late_order, through_a_trajectory, through_langevin
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", BOOKS)
def test_a_books_object_gives_its_own_rates_everywhere_and_is_left_alone(name, way):
    expected, ours = in_order(BOOKS[name](), 40), BOOKS[name]()
    np.testing.assert_allclose(way(ours), expected, rtol=1e-9)
    assert vars(ours) == vars(BOOKS[name]())
    np.testing.assert_allclose(way(ours), expected, rtol=1e-9)  # ikinci kullanım da aynı


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("function", [falling, partial(falling), lambda t: np.float32(0.5) if t else 0.25])
def test_a_function_is_a_schedule_everywhere(way, function):
    np.testing.assert_allclose(way(function), [function(t) for t in range(40)], rtol=1e-6)


def test_order_and_number_of_calls_do_not_matter():
    s, expected = PerEpoch(FactorScheduler(0.5, 0.0, 1.0), 1), 0.5 ** np.arange(1, 11)
    assert s(9) == expected[9]
    assert [s(t) for t in (3, 3, 0, 9)] == expected[[3, 3, 0, 9]].tolist()
    assert s(np.array([[0, 5], [2, 2]])).tolist() == expected[[[0, 5], [2, 2]]].tolist()
    for twin in (copy.deepcopy(s), pickle.loads(pickle.dumps(s))):
        assert twin == s
        assert twin(4) == s(4)


def test_whole_steps_come_as_integers_and_fractions_as_they_are():
    seen = []

    def spy(step):
        seen.append(step)
        return 0.1

    s = Warmup(spy, 0)
    s(np.array([0, 3, 2.5]))
    s(7)
    assert seen[-4:] == [0, 3, 2.5, 7]
    assert [type(step) for step in seen[-4:]] == [int, int, float, int]
    assert Warmup(lambda t: [0.3, 0.1][t], 0)(np.arange(2)).tolist() == [0.3, 0.1]
    assert Warmup(FactorScheduler(0.5, 0.0, 1.0), 0)(1.5) == 0.25  # nesne yalnızca tam adımlarla çağrılır


def test_equal_only_when_really_the_same():
    assert Warmup(falling, 2) == Warmup(falling, 2)
    assert hash(Warmup(falling, 2)) == hash(Warmup(falling, 2))
    assert Warmup(falling, 2) != Warmup(lambda t: falling(t), 2)
    assert Warmup(FactorScheduler(0.5), 2) == Warmup(FactorScheduler(0.5), 2)
    assert Warmup(FactorScheduler(0.5), 2) != Warmup(FactorScheduler(0.6), 2)
    used = FactorScheduler(0.5)
    fresh = Warmup(used, 2)
    used(0)  # sahibi onu kullandı: artık başka bir yerden başlıyor
    assert Warmup(used, 2) != fresh
    assert Warmup(used, 0)(0) == 0.025

    class Table:
        def __init__(self, rates):
            self.rates = np.array(rates)

        def __call__(self, step):
            return self.rates[step]

    assert Warmup(Table([0.1, 0.2]), 0) != Warmup(Table([0.1, 0.3]), 0)


def test_threads_playing_one_object_agree():
    s, expected = Warmup(FactorScheduler(0.999, 0.0, 1.0), 0), 0.999 ** np.arange(1, 2001)
    found = {}
    threads = [threading.Thread(target=lambda k=k: found.update({k: s(np.arange(2000))})) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for rates in found.values():
        np.testing.assert_allclose(rates, expected, rtol=1e-9)


class Locked:
    def __init__(self):
        self.lock = threading.Lock()

    def __call__(self, step):
        return 0.1


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: Warmup(lambda t: None, 0), TypeError, ["`<lambda>(0)`", "None", "return"]),
        (lambda: Warmup(lambda t: -1, 0), ValueError, ["`<lambda>(0)` = -1", "[0, inf)"]),
        (lambda: PerEpoch(falling, 1)(-1), ValueError, ["`step` = -1"]),
        (lambda: PerEpoch(lambda t: math.nan, 1)(3), ValueError, ["`<lambda>(3)` = nan"]),
        (lambda: PerEpoch(lambda t: math.inf, 1)(3), ValueError, ["`<lambda>(3)` = inf"]),
        (lambda: PerEpoch(lambda t: "0.1", 1)(3), TypeError, ["`<lambda>(3)`", "'0.1'"]),
        (lambda: PerEpoch(lambda t: [0.1, 0.2], 1)(3), TypeError, ["`<lambda>(3)`", "(2,)"]),
        (lambda: PerEpoch(SquareRootScheduler(-1), 1)(3), ValueError, ["`SquareRootScheduler(3)` = -0.5"]),
        (lambda: PerEpoch(FactorScheduler(), 1)(10**8), ValueError, ["FactorScheduler", "10,000,000"]),
        (lambda: PerEpoch(FactorScheduler, 1), TypeError, ["`schedule`", "NESNESİ", "FactorScheduler(...)"]),
        (lambda: PerEpoch(Locked(), 1), TypeError, ["Locked", "kopyalanamıyor"]),
        (lambda: PerEpoch(0.1, 1), TypeError, ["`schedule` bir zamanlayıcı olmalı", "fonksiyon", "float"]),
        (lambda: Join((Constant(1), 0.1), (5,)), TypeError, ["`schedules[1]` bir zamanlayıcı olmalı"]),
        (lambda: trajectory(momentum, bowl(), (1, 1), 3, beta=lambda t: -1.0), ValueError, ["`beta(0)`", "[0, 1)"]),
        (lambda: langevin(lambda w, r: w, (1.0,), 3, lambda t: None), TypeError, ["`<lambda>(0)`", "None"]),
    ],
)
def test_what_is_wrong_is_named(call, error, words):
    with pytest.raises(error) as caught:
        call()(3)
    assert all(word in str(caught.value) for word in words), str(caught.value)
