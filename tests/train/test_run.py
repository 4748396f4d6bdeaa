"""Run: yinelenebilirlik, değişiklikler, durdurma, saklama ve sürdürme, ıraksama."""

import io
import math
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core import RULES, Constant, Cosine, Exponential, Warmup, rule
from lrlab.train import Run, digits, evaluate, minibatches, mlp, train
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count
from lrlab.train.runs.history import Mark

DIGITS = digits()
SMALL = DIGITS.take(101, 40)
CURVES = ("step", "loss", "rate", "grad_norm", "val_step", "val_loss", "val_accuracy", "marks")
prop = settings(deadline=None, derandomize=True, max_examples=40)


@pytest.fixture(autouse=True)
def one_thread():
    """Karşılaştırma döngüleri de tek iş parçacığında: dolu bir makinede iki iş parçacığı birbirini bekler."""
    with thread_count(1):
        yield


def net(seed=0):
    return mlp((64, 6, 10), seed)


def noisy():
    """BatchNorm ve dropout: durumu ve zarı olan bir ağ."""
    with seeded(5):
        return nn.Sequential(nn.Linear(64, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.3), nn.Linear(6, 10))


def run(model=None, rule="sgd", dataset=SMALL, **more):
    return Run(dataset, model or net(), rule, **{"every": 5, "batch_size": 16, "device": "cpu", **more})


def weights(run):
    return torch.cat([p.detach().double().reshape(-1) for p in run.model.state_dict().values()])


def same(a, b):
    """İki koşu son bitine dek aynı mı (süreler dışında)."""
    first, second = a.history.curves(), b.history.curves()
    return (
        a.t == b.t
        and a.settings == b.settings
        and torch.equal(weights(a), weights(b))
        and all(np.array_equal(getattr(first, name), getattr(second, name)) for name in CURVES[:-1])
        and first.marks == second.marks
    )


def saved(run):
    buffer = io.BytesIO()
    torch.save(run.state_dict(), buffer)
    buffer.seek(0)
    return torch.load(buffer, weights_only=True)


settings_of = st.one_of(
    st.fixed_dictionaries({"lr": st.sampled_from([0.0, 0.01, 0.1])}),
    st.fixed_dictionaries({"batch_size": st.integers(1, 120)}),
    st.fixed_dictionaries({"rule": st.sampled_from(sorted(RULES))}),
    st.fixed_dictionaries({"weight_decay": st.sampled_from([0.0, 0.01])}),
    st.fixed_dictionaries({"warmup": st.integers(0, 20)}),
    st.just({"rule": "momentum", "beta": 0.5, "lr": 0.05}),
)
plan = st.lists(st.tuples(st.integers(0, 12), settings_of), max_size=6)
models = st.sampled_from([net, noisy])


def follow(one, actions):
    for count, changes in actions:
        one.step(count)
        if not (changes.get("batch_size") == 1 and any(isinstance(m, nn.BatchNorm1d) for m in one.model)):
            one.change(**changes)


@prop
@given(models, plan, st.integers(0, 3))
def test_same_changes_at_the_same_steps_are_the_same_run(model, actions, seed):
    first, second, third = (run(model(), seed=seed) for _ in range(3))
    for one in (first, second):
        follow(one, actions)
        one.step(7)
    assert same(first, second)
    for mark in first.history.curves().marks:  # işaretler koşuyu yeniden kurmaya yeter
        third.step(mark.step - third.t)
        third.change(**mark.changes)
    third.step(first.t - third.t)
    assert same(first, third)


@prop
@given(models, plan, st.integers(0, 25))
def test_saved_and_resumed_to_the_bit(model, actions, more):
    first = run(model(), seed=1)
    follow(first, actions)
    state = saved(first)
    fresh = run(model(), "adam", seed=9, batch_size=7, lr=0.5)
    fresh.step(4)
    fresh.load_state_dict(state)
    assert same(first, fresh)
    first.step(more)
    assert fresh.step(more) == more
    assert same(first, fresh)
    fresh.load_state_dict(state)  # kayıt, ondan sürdürülen koşuyla değişmez
    fresh.step(more)
    assert same(first, fresh)


@prop
@given(models, plan)
def test_reset_is_a_fresh_run_with_the_current_settings(model, actions):
    first = run(model())
    follow(first, actions)
    first.reset()
    now = first.settings.as_dict()
    fresh = run(model(), now.pop("rule"), batch_size=now.pop("batch_size"), **now)
    for one in (first, fresh):
        one.step(9)
    assert same(first, fresh)
    assert first.seconds > 0


@pytest.mark.parametrize("name", RULES)
def test_is_the_same_training_as_train(name):
    record = train(SMALL, noisy(), RULES[name], batch_size=16, steps=20, every=5, seed=2)
    one = run(noisy(), name, seed=2)
    assert one.step(20) == 20
    curves = one.history.curves()
    assert np.array_equal(curves.loss, record.loss)
    assert np.array_equal(curves.val_loss, record.val_loss)
    assert np.array_equal(curves.val_accuracy, record.val_accuracy)
    assert curves.val_step.tolist() == record.val_step.tolist() == [0, 5, 10, 15, 20]
    assert evaluate(one.model, SMALL.val_x, SMALL.val_y) == (curves.val_loss[-1], curves.val_accuracy[-1])


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("sgd", lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=0.1)),
        ("momentum", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1)),
        ("nesterov", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.1)),
        ("adagrad", lambda p: torch.optim.Adagrad(p, lr=0.01, weight_decay=0.1)),
        ("rmsprop", lambda p: torch.optim.RMSprop(p, lr=0.01, weight_decay=0.1)),
        ("adam", lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1)),
        ("adamw", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1)),
    ],
)
def test_weight_decay_is_that_of_torch(name, make):
    model = mlp((64, 6, 10), 0, dtype=torch.float64)
    one = run(model, name, weight_decay=0.1, lr=0.01)
    one.step(60)
    optimizer, done = make(model.parameters()), 0
    for epoch in range(9):
        for _, x, y in minibatches(SMALL.train_x, SMALL.train_y, 16, seed=(0, epoch)):
            if done < 60:
                optimizer.zero_grad()
                cross_entropy(model(x.double()), y).backward()
                optimizer.step()
                done += 1
    found, wanted = (torch.cat([p.detach().reshape(-1) for p in m.parameters()]) for m in (one.model, model))
    assert (found - wanted).abs().max() < 1e-12


def test_weight_decay_default_is_the_rules_own():
    assert run(rule="adamw").settings.weight_decay == 0.01
    assert run(rule="sgd").settings.weight_decay == 0.0
    one = run(rule="sgd")
    one.change(rule="adamw", lr=0.01)
    assert one.settings.weight_decay == 0.0  # aynı adlı değer korunur


@pytest.mark.parametrize("lr", [0.2, Cosine(0.2, 0.01, 15), lambda step: 0.2 * 0.9**step])
def test_warmup_and_schedules_give_the_rates_really_used(lr):
    one = run(lr=lr, warmup=8)
    one.step(30)
    schedule = Constant(lr) if isinstance(lr, float) else lr if isinstance(lr, Cosine) else Exponential(0.2, 0.9)
    np.testing.assert_allclose(one.history.curves().rate, Warmup(schedule, 8)(np.arange(30)), rtol=1e-12, atol=1e-15)


def test_warmup_counts_from_the_run_and_schedules_go_on_after_a_change():
    one = run(lr=0.1)
    one.step(5)
    one.change(warmup=10, lr=Exponential(0.4, 0.5))
    one.step(7)
    rates = one.history.curves().rate
    assert rates[4] == 0.1
    np.testing.assert_allclose(rates[5:], [0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.2], rtol=1e-12)


def test_a_new_rule_starts_from_zero_and_keeps_what_it_knows():
    one = run(rule="momentum", lr=0.05, beta=0.5, dataset=DIGITS)
    one.step(10)
    at = weights(one)
    one.change(rule="adam")
    assert one.settings.hyper == {"lr": 0.05, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    one.step()
    moved = (weights(one) - at).abs()
    assert moved.max() == pytest.approx(0.05, rel=1e-3)  # düzeltmeli ilk adımın boyu α'dır: t gerçekten 1'den başladı
    one.change(rule="rmsprop")
    assert one.settings.hyper == {"lr": 0.05, "beta": 0.99, "eps": 1e-8}


def test_marks_tell_step_and_changes():
    one = run(rule="momentum", lr=0.05)
    one.step(3)
    one.change(lr=0.05, beta=0.9)
    assert one.history.curves().marks == ()
    one.change(lr=0.01, beta=0.9, batch_size=32)
    one.step(2)
    one.change(rule="sgd")
    one.change()
    assert one.history.curves().marks == (
        Mark(3, "α = 0.01, m = 32", {"lr": 0.01, "batch_size": 32}),
        Mark(5, "kural = sgd", {"rule": "sgd"}),
    )


def test_the_next_step_uses_the_change():
    one = run(lr=0.1)
    one.step(4)
    before = weights(one)
    one.change(lr=0.0)
    one.step(3)
    assert torch.equal(weights(one), before)
    assert one.history.curves().rate.tolist() == [0.1] * 4 + [0.0] * 3


def test_batch_size_cuts_the_rest_of_the_epoch():
    sizes = []

    class Spy(nn.Linear):
        def forward(self, x):
            if self.training:
                sizes.append(len(x))
            return super().forward(x)

    one = run(Spy(64, 10), batch_size=40)
    sizes.clear()
    one.step()
    one.change(batch_size=25)
    one.step(4)
    one.change(batch_size=101)
    one.step(3)
    assert sizes == [40, 25, 25, 11, 25, 76, 101, 101]


def test_a_lone_row_is_skipped_only_by_models_that_need_two():
    for model, wanted in ((net(), [50, 50, 1]), (noisy(), [50, 50])):
        one, sizes = run(model, batch_size=50, every=None), []
        one.model.register_forward_pre_hook(lambda model, inputs, sizes=sizes: sizes.append(len(inputs[0])))
        one.step(2 * len(wanted))
        assert sizes == 2 * wanted
    with pytest.raises(ValueError, match="`batch_size` = 1 olamaz"):
        one.change(batch_size=1)
    with pytest.raises(ValueError, match="`batch_size` = 1 olamaz"):
        run(noisy(), batch_size=1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lr": -1}, ["`lr` = -1", "[0, inf)"]),
        ({"lr": 0.5, "beta": 1.0}, ["`beta` = 1.0"]),
        ({"lr": 0.5, "beta1": 0.9}, ["`beta1`", "momentum"]),
        ({"lr": 0.5, "rule": "adm"}, ["`rule` = 'adm'", "'adam'"]),
        ({"rule": "adam", "beta": 0.5}, ["`beta`", "adam"]),
        ({"lr": 0.5, "batch_size": 0}, ["`batch_size` = 0"]),
        ({"lr": 0.5, "warmup": -1}, ["`warmup` = -1"]),
        ({"lr": 0.5, "weight_decay": -1}, ["`weight_decay` = -1"]),
        ({"beta": 0.1, "lr": lambda step: None}, ["`lr(3)`", "None"]),
        ({"beta": 0.1, "lr": Cosine}, ["`lr`", "NESNESİ"]),
        ({"seed": 3}, ["`seed`"]),
    ],
)
def test_a_wrong_change_changes_nothing(changes, words):
    one, twin = (run(rule="momentum", lr=0.05) for _ in range(2))
    for each in (one, twin):
        each.step(3)
    with pytest.raises((TypeError, ValueError)) as caught:
        one.change(**changes)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    for each in (one, twin):
        each.step(3)
    assert same(one, twin)


def test_divergence_ends_the_run_with_step_and_cause():
    one = run(rule="sgd", lr=1e30, every=None)
    made = one.step(100)
    assert one.diverged_at == made + 1 == one.t + 1
    assert one.cause == f"{made + 1}. adımda minigrup kaybı sonlu değil ({one.loss}); son güncellemede α = 1e+30 idi"
    assert not math.isfinite(one.loss)
    assert np.isfinite(one.history.curves().loss).all()
    assert one.step() == one.run(steps=5) == 0
    again = run()
    again.load_state_dict(one.state_dict())
    assert (again.diverged_at, again.cause) == (one.diverged_at, one.cause)
    one.change(lr=0.1)
    one.reset()
    assert (one.diverged_at, one.cause, one.t) == (0, "", 0)
    assert one.step(10) == 10


def test_divergence_seen_by_the_evaluation():
    one = run(lr=1e38, every=1, dataset=DIGITS)
    assert one.step(5) == 1
    assert one.diverged_at == 1
    assert one.cause.startswith("1. adımda geçerleme kaybı sonlu değil (")
    assert one.history.curves().val_step.tolist() == [0]


def test_first_loss_may_already_be_infinite():
    model = net()
    with torch.no_grad():
        model[1].weight.fill_(math.inf)
    one = run(model, every=None)
    assert one.step() == 0
    assert one.cause == "1. adımda minigrup kaybı sonlu değil (nan); henüz güncelleme yapılmamıştı"


def test_pause_from_another_thread_and_go_on():
    one = run(dataset=DIGITS, every=None)
    made = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: made.append(one.run()))
        thread.start()
        while one.t < 50 * (1 + len(made)):
            time.sleep(0.001)
        one.pause()
        thread.join(10)
        assert not thread.is_alive()
    assert sum(made) == one.t
    twin = run(dataset=DIGITS, every=None)
    twin.step(one.t)
    assert same(one, twin)


def test_steered_from_another_thread_replays_exactly():
    one = run(noisy(), dataset=DIGITS, rule="adam", lr=1e-3)
    thread = threading.Thread(target=one.run, kwargs={"steps": 1500})
    waits = []
    thread.start()
    for i in range(20):
        time.sleep(0.005)
        began = time.perf_counter()
        one.change(lr=1e-3 * (2 + i), batch_size=16 + i)
        waits.append(time.perf_counter() - began)
        one.history.curves()
    copied = saved(one)
    thread.join(60)
    assert np.median(waits) < 0.05  # süren koşu, değiştirmek isteyeni bekletmez
    twin = run(noisy(), dataset=DIGITS, rule="adam", lr=1e-3)
    for mark in one.history.curves().marks:
        twin.step(mark.step - twin.t)
        twin.change(**mark.changes)
    twin.step(one.t - twin.t)
    assert same(one, twin)
    resumed = run(noisy(), dataset=DIGITS)
    resumed.load_state_dict(copied)
    resumed.step(one.t - resumed.t)
    assert same(one, resumed)


def test_two_runs_side_by_side_with_dropout_do_not_disturb_each_other():
    alone = [run(noisy(), seed=seed) for seed in (1, 2)]
    for one in alone:
        one.step(300)
    together = [run(noisy(), seed=seed) for seed in (1, 2)]
    threads = [threading.Thread(target=one.step, args=(300,)) for one in together]
    torch.manual_seed(0)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(same(a, b) for a, b in zip(alone, together, strict=True))


def test_nothing_outside_is_touched():
    model, rows = noisy(), SMALL.train_x.clone()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    state = torch.get_rng_state()
    with thread_count(2):
        one = run(model)
        one.step(20)
        one.run(steps=3)
        one.reset()
        assert torch.get_num_threads() == 2
    assert torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert torch.equal(SMALL.train_x, rows)


def test_the_data_set_is_not_copied():
    dataset = replace(SMALL, train_x=SMALL.train_x.clone())
    one, twin = run(dataset=dataset), run(dataset=replace(SMALL, train_x=0 * SMALL.train_x))
    dataset.train_x.zero_()
    for each in (one, twin):
        each.step()
    assert one.loss == twin.loss


def test_works_under_no_grad_and_after_zero_grad():
    one, twin = run(), run()
    with torch.no_grad():
        one.step(5)
    one.model.zero_grad()
    one.step(5)
    twin.step(10)
    assert same(one, twin)


def test_run_stops_by_time_and_by_steps():
    one = run(dataset=DIGITS)
    assert one.run(steps=7) == 7
    began = time.perf_counter()
    assert one.run(seconds=0.1) > 0
    assert 0.1 <= time.perf_counter() - began < 5


def test_schedules_are_saved_too():
    one = run(lr=Cosine(0.1, 0.01, 30))
    one.step(10)
    buffer = io.BytesIO()
    torch.save(one.state_dict(), buffer)
    buffer.seek(0)
    two = run()
    two.load_state_dict(torch.load(buffer, weights_only=False))
    one.step(10)
    two.step(10)
    assert same(one, two)


def test_own_rules_are_resumed_by_a_run_that_knows_them():
    @rule("last")
    def lazy_descent(w, g, s, t, *, lr=0.1):
        return w - lr * (g + s["last"]) / 2, {"last": g}

    one, two = run(rule=lazy_descent), run(rule=lazy_descent)
    one.step(5)
    two.load_state_dict(saved(one))
    for each in (one, two):
        each.step(5)
    assert same(one, two)
    with pytest.raises(ValueError, match="`state` bu koşuya uymuyor: `rule` = 'lazy_descent'"):
        run().load_state_dict(saved(one))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda d: d.pop("state"), "'state' eksik"),
        (lambda d: d["model"].pop("1.weight"), "'1.weight' eksik"),
        (lambda d: d["model"].update({"1.weight": torch.zeros(3)}), r"1\.weight ağırlığı .*\(3,\)"),
        (lambda d: d["state"].update(m=torch.zeros(3)), "shape"),
        (lambda d: d["settings"].update(lr=-1), "`lr` = -1 olamaz"),
        (lambda d: d["history"].pop("marks"), "'marks' eksik"),
        (lambda d: d["progress"].pop("t"), "'t' eksik"),
    ],
)
def test_a_foreign_state_changes_nothing(spoil, words):
    one, twin, other = (run(rule="momentum") for _ in range(3))
    other.step(8)
    other.change(rule="adam")
    other.change(rule="momentum", lr=0.01)
    state = saved(other)
    spoil(state)
    one.step(3)
    with pytest.raises(ValueError, match=f"`state` bu koşuya uymuyor: .*{words}"):
        one.load_state_dict(state)
    twin.step(3)
    for each in (one, twin):
        each.step(5)
    assert same(one, twin)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"rule": "sdg"}, ["`rule` = 'sdg'", "'sgd'"]),
        ({"rule": None}, ["`rule`", "None"]),
        ({"dataset": None}, ["`dataset`", "digits()"]),
        ({"device": "warp"}, ["`device` = 'warp'"]),
        ({"every": 0}, ["`every` = 0"]),
        ({"seed": -1}, ["`seed` = -1"]),
        ({"threads": 0}, ["`threads` = 0"]),
        ({"batch_size": 2.5}, ["`batch_size` = 2.5"]),
        ({"warmup": 1.5}, ["`warmup` = 1.5"]),
        ({"eps": 1.0}, ["`eps`", "sgd"]),
        ({"model": nn.LazyLinear(10)}, ["`model`", "Lazy"]),
    ],
)
@pytest.mark.filterwarnings("ignore:Lazy modules")
def test_wrong_arguments_are_named(arguments, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        run(**arguments)
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize("call", [lambda r: r.step(-1), lambda r: r.run(steps=0), lambda r: r.run(seconds=0)])
def test_wrong_amounts_are_named(call):
    with pytest.raises(ValueError, match="olamaz"):
        call(run())


def test_float64_and_one_row_data_work():
    one = run(mlp((64, 10), dtype=torch.float64), dataset=replace(SMALL.take(1, 1)), batch_size=1)
    assert one.step(3) == 3
    assert one.history.curves().loss[2] < one.history.curves().loss[0]
