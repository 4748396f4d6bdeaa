"""attach: torch'un zamanlayıcılarıyla eşitlik, gruplar, durum, kapalı biçimli atlama ve yanlış kullanım."""

import io
import warnings

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy
from torch.optim import lr_scheduler as tl

from lrlab.core import (
    SCHEDULES,
    Constant,
    Cosine,
    Cyclic,
    Exponential,
    InverseTime,
    Join,
    Linear,
    MultiStep,
    OneCycle,
    Polynomial,
    SquareRoot,
    Staircase,
    WarmRestarts,
    Warmup,
    rule,
)
from lrlab.train import BertAdam, RuleOptimizer, attach, digits, mlp
from lrlab.train.runs.device import thread_count

DIGITS = digits()
WAYS = {
    "torch": lambda groups: torch.optim.SGD(groups, lr=0.3),
    "lrlab": lambda groups: RuleOptimizer(groups, "sgd", lr=0.3),
}
# Ad -> (tepe oranından bizim zamanlayıcımız, torch'unki, kaç adım); gruplarda lr oranın kendisi, torch'ta tabanıdır.
SIBLINGS = {
    "LambdaLR": (SquareRoot, lambda o: tl.LambdaLR(o, lambda t: (t + 1) ** -0.5), 80),
    "LambdaLR, inverse": (lambda a: InverseTime(a, 0.7), lambda o: tl.LambdaLR(o, lambda t: 1 / (1 + 0.7 * t)), 80),
    "ConstantLR": (Constant, lambda o: tl.ConstantLR(o, 1.0), 20),
    "StepLR": (lambda a: Staircase(a, 0.5, 7), lambda o: tl.StepLR(o, 7, 0.5), 80),
    "MultiStepLR": (lambda a: MultiStep(a, (15, 30, 31), 0.5), lambda o: tl.MultiStepLR(o, [15, 30, 31], 0.5), 80),
    "ExponentialLR": (lambda a: Exponential(a, 0.95), lambda o: tl.ExponentialLR(o, 0.95), 80),
    "PolynomialLR": (lambda a: Polynomial(a, 0, 60, 1.7), lambda o: tl.PolynomialLR(o, 60, 1.7), 80),
    "CosineAnnealingLR": (lambda a: Cosine(a, 0.01, 70), lambda o: tl.CosineAnnealingLR(o, 70, 0.01), 71),
    "LinearLR": (lambda a: Linear(a / 4, a, 30), lambda o: tl.LinearLR(o, 0.25, 1.0, 30), 60),
    "OneCycleLR": (
        lambda a: OneCycle(a, 60),
        lambda o: tl.OneCycleLR(o, [g["lr"] for g in o.param_groups], 60, cycle_momentum=False),
        60,
    ),
    "SequentialLR": (
        lambda a: Warmup(Cosine(a, 0.01, 60), 10, start=a / 10),
        lambda o: tl.SequentialLR(o, [tl.LinearLR(o, 0.1, 1.0, 10), tl.CosineAnnealingLR(o, 60, 0.01)], [10]),
        70,
    ),
    "CosineAnnealingWarmRestarts": (
        lambda a: WarmRestarts(a, 0.01, 7, growth=2),
        lambda o: tl.CosineAnnealingWarmRestarts(o, 7, 2, 0.01),
        80,
    ),
    "CyclicLR": (
        lambda a: Cyclic(a, 0.01, 9, 4, factor=0.5),
        lambda o: tl.CyclicLR(
            o, 0.01, [g["lr"] for g in o.param_groups], 9, 4, mode="triangular2", cycle_momentum=False
        ),
        80,
    ),
    "SequentialLR of three": (
        lambda a: Join((Exponential(a, 0.9), Linear(a, a / 2, 20), Constant(a)), (10, 40)),
        lambda o: tl.SequentialLR(
            o, [tl.ExponentialLR(o, 0.9), tl.LinearLR(o, 1.0, 0.5, 20), tl.ConstantLR(o, 1.0)], [10, 40]
        ),
        60,
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


def small(seed=3):
    return mlp((64, 6, 10), seed, dtype=torch.float64)


def groups_of(model):
    """Üç grup, üç ayrı tepe oranı."""
    body, head = model[1], model[3]
    return [
        {"params": [body.weight, body.bias]},
        {"params": [head.weight], "lr": 0.1},
        {"params": [head.bias], "lr": 0.02},
    ]


def update(model, optimizer, t):
    x, y = DIGITS.train_x[t : t + 16].double(), DIGITS.train_y[t : t + 16]
    optimizer.zero_grad()
    cross_entropy(model(x), y).backward()
    optimizer.step()


def run(model, optimizer, scheduler, count, first=0):
    """`count` güncelleme; her birinde kullanılan oranlar, (count, grup)."""
    rates = []
    for t in range(first, first + count):
        rates.append([group["lr"] for group in optimizer.param_groups])
        update(model, optimizer, t)
        scheduler.step()
    return np.array(rates)


def weights(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])


@pytest.mark.filterwarnings("ignore:The epoch parameter:UserWarning")  # torch ≤ 2.7 SequentialLR kendi kendine uyarır
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SIBLINGS)
def test_equals_torch_in_every_group(name, way):
    ours, theirs, count = SIBLINGS[name]
    a, b = small(), small()
    first, second = WAYS[way](groups_of(a)), torch.optim.SGD(groups_of(b), lr=0.3)
    scheduler = attach([ours(group["lr"]) for group in first.param_groups], first)
    rates, expected = run(a, first, scheduler, count), run(b, second, theirs(second), count)
    # CosineAnnealingLR özyinelemeli çarpar; hata orana göre değil başlangıca göre 1e-12'dir.
    np.testing.assert_allclose(rates, expected, rtol=1e-12, atol=1e-12)
    assert (weights(a) - weights(b)).abs().max() < 1e-11
    assert (weights(a) - weights(small())).abs().max() > 1e-2


def test_rates_are_the_schedule_itself_whatever_the_optimizers_lr():
    model, schedule = small(), Warmup(Cosine(0.3, 0.01, 20), 5)
    optimizer = WAYS["torch"](groups_of(model))
    scheduler = attach(schedule, optimizer)
    assert isinstance(scheduler, tl.LRScheduler)
    rates = run(model, optimizer, scheduler, 30)
    assert np.array_equal(rates, np.repeat(schedule(np.arange(30))[:, None], 3, axis=1))
    assert scheduler.last_epoch == 30
    assert scheduler.get_last_lr() == [schedule(30)] * 3


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("optimizer_first", [True, False])
def test_state_resumes_to_the_bit(way, optimizer_first):
    def built(model):
        optimizer = WAYS[way](groups_of(model))
        return optimizer, attach([Warmup(Cosine(a, 0.0, 40), 10) for a in (0.3, 0.1, 0.02)], optimizer)

    model = small()
    optimizer, scheduler = built(model)
    run(model, optimizer, scheduler, 17)
    buffer = io.BytesIO()
    parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
    torch.save({name: part.state_dict() for name, part in parts.items()}, buffer)
    rates = run(model, optimizer, scheduler, 20, first=17)

    buffer.seek(0)
    saved = torch.load(buffer, weights_only=True)
    other = small(9)
    other.load_state_dict(saved["model"])
    optimizer, scheduler = built(other)
    order = [(optimizer, saved["optimizer"]), (scheduler, saved["scheduler"])]
    for part, state in order if optimizer_first else order[::-1]:
        part.load_state_dict(state)
    assert np.array_equal(run(other, optimizer, scheduler, 20, first=17), rates)
    assert torch.equal(weights(model), weights(other))
    assert scheduler.last_epoch == 37


def test_jumps_to_any_step_in_closed_form():
    schedule = Cosine(0.3, 0.0, 1000)
    optimizer = WAYS["torch"](small().parameters())
    scheduler = attach(schedule, optimizer)
    scheduler.load_state_dict({**scheduler.state_dict(), "last_epoch": 700})
    assert optimizer.param_groups[0]["lr"] == scheduler.get_last_lr()[0] == schedule(700)
    optimizer.step()
    scheduler.step()
    assert optimizer.param_groups[0]["lr"] == schedule(701)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # torch, step(epoch)i kullanımdan kaldırılmış sayar
        scheduler.step(250)
    assert optimizer.param_groups[0]["lr"] == schedule(250)


def test_state_holds_only_plain_numbers():
    optimizer = WAYS["torch"](small().parameters())
    scheduler = attach(Warmup(Cosine(0.3, 0.0, 40), 10), optimizer)
    state = scheduler.state_dict()
    assert "schedules" not in state
    assert "optimizer" not in state
    assert state["last_epoch"] == 0
    flat = [x for value in state.values() for x in (value if isinstance(value, list) else [value])]
    assert {type(x) for x in flat} <= {int, float, bool}


def test_a_group_added_later_follows_the_single_schedule():
    model = small()
    optimizer = WAYS["lrlab"](model[1].parameters())
    single = attach(Linear(0.5, 0.0, 10), optimizer)
    optimizer.add_param_group({"params": list(model[3].parameters())})
    rates = run(model, optimizer, single, 3)
    assert rates[1:].tolist() == [[0.45, 0.45], [0.4, 0.4]]
    optimizer = WAYS["torch"](model[1].parameters())
    listed = attach([Constant(0.1)], optimizer)
    optimizer.add_param_group({"params": list(model[3].parameters())})
    optimizer.step()
    with pytest.raises(ValueError, match=r"`schedule` uzunluğu 1 olamaz.*2 parametre grubu"):
        listed.step()


def test_a_rate_kept_in_a_tensor_stays_the_same_tensor():
    p = torch.nn.Parameter(torch.ones(2))
    kept = torch.tensor(0.1)
    optimizer = torch.optim.Adam([p], lr=kept, capturable=False, foreach=False)
    scheduler = attach(Linear(0.5, 0.0, 10), optimizer)
    kept = optimizer.param_groups[0]["lr"]
    scheduler.load_state_dict({**scheduler.state_dict(), "last_epoch": 4})
    assert optimizer.param_groups[0]["lr"] is kept
    assert kept.item() == pytest.approx(0.3)


def test_drives_torchs_own_composition():
    model = small()
    optimizer = WAYS["torch"](model.parameters())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The epoch parameter", UserWarning)
        joined = tl.SequentialLR(
            optimizer, [attach(Linear(0.0, 0.4, 5), optimizer), attach(Constant(0.4), optimizer)], [5]
        )
        rates = run(model, optimizer, joined, 10)[:, 0]
    np.testing.assert_allclose(rates, Warmup(Constant(0.4), 5)(np.arange(10)), rtol=1e-12)


def d2l_style(model, optimizer, epochs, scheduler):
    """Kitabın döngüsündeki sıra: torch'un zamanlayıcısında step(), fonksiyonda dönemden SONRA scheduler(epoch)."""
    used = []
    for epoch in range(epochs):
        used.append(optimizer.param_groups[0]["lr"])
        update(model, optimizer, epoch)
        if scheduler.__module__ == tl.__name__:
            scheduler.step()
        else:
            for group in optimizer.param_groups:
                group["lr"] = scheduler(epoch)
    return used


def test_a_schedule_is_a_callable_for_the_books_loop():
    schedule, model = Warmup(Cosine(0.3, 0.01, 15), 5), small()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    used = d2l_style(model, optimizer, 20, schedule)
    assert used == [0.3, *schedule(np.arange(19)).tolist()]  # o döngü oranı bir dönem geç yazar
    assert d2l_style(model, optimizer, 20, schedule) == [schedule(19), *used[1:]]  # ikinci kez de aynı: durum yok


FIRST = MultiStep(0.3, (1, 3), 0.5)


@pytest.mark.parametrize("way", WAYS)
def test_the_books_loop_with_an_attached_schedule_is_not_one_epoch_late(way):
    ours, theirs = small(), small()
    optimizer, other = WAYS[way](ours.parameters()), torch.optim.SGD(theirs.parameters(), lr=0.3)
    used = d2l_style(ours, optimizer, 6, attach(FIRST, optimizer))
    assert used == [0.3, 0.15, 0.15, 0.075, 0.075, 0.075]
    assert used == pytest.approx(d2l_style(theirs, other, 6, tl.MultiStepLR(other, [1, 3], 0.5)))
    assert (weights(ours) - weights(theirs)).abs().max() < 1e-12
    late = torch.optim.SGD(small().parameters(), lr=0.3)
    assert d2l_style(small(), late, 4, FIRST) == [0.3, 0.3, 0.15, 0.15]  # zamanlayıcının kendisi geriden gelir


def test_an_attached_schedule_warms_up_from_the_first_epoch_in_the_books_loop():
    model, schedule = small(), Warmup(Cosine(0.3, 0.01, 15), 5)
    optimizer = torch.optim.SGD(groups_of(model), lr=0.3)
    attached = attach(schedule, optimizer)
    assert d2l_style(model, optimizer, 20, attached) == schedule(np.arange(20)).tolist()
    assert [group["lr"] for group in optimizer.param_groups] == attached.get_last_lr() == [schedule(20)] * 3
    state = attached.state_dict()
    assert (state["last_epoch"], attached(19), attached(19)) == (20, schedule(20), schedule(20))
    attached.step()
    assert attached.get_last_lr() == [schedule(21)] * 3
    attached.load_state_dict(state)
    assert optimizer.param_groups[2]["lr"] == schedule(20)


def test_the_books_loop_writes_one_number_so_several_schedules_are_refused():
    optimizer = WAYS["torch"](groups_of(small()))
    attached = attach([Constant(0.3), FIRST, Constant(0.1)], optimizer)
    with pytest.raises(TypeError, match=r"`schedule` 3 zamanlayıcı.*bütün gruplara tek sayı.*step\(\)"):
        attached(0)
    for wrong, error in ((-1, ValueError), (2.5, ValueError), (None, TypeError)):
        with pytest.raises(error, match="`epoch`"):
            attach(FIRST, optimizer)(wrong)


class FactorScheduler:
    """Kitaptaki gibi: adıma bakmaz, her çağrıda çarpar."""

    def __init__(self, factor, base_lr):
        self.factor, self.base_lr = factor, base_lr

    def __call__(self, num_update):
        self.base_lr *= self.factor
        return self.base_lr


@pytest.mark.parametrize("way", WAYS)
def test_functions_and_the_books_objects_can_be_attached(way):
    book = FactorScheduler(0.5, 0.8)
    given = [lambda epoch: 0.1 * 0.9**epoch, book, Linear(0.5, 0.0, 10)]
    model = small()
    optimizer = WAYS[way](groups_of(model))
    rates = run(model, optimizer, attach(given, optimizer), 12)
    t = np.arange(12)
    expected = np.stack([0.1 * 0.9**t, 0.8 * 0.5 ** (t + 1), np.maximum(0.5 * (1 - t / 10), 0)], axis=1)
    np.testing.assert_allclose(rates, expected, rtol=1e-12, atol=1e-15)
    assert book.base_lr == 0.8
    single = attach(book, optimizer)
    assert d2l_style(model, optimizer, 4, single) == [0.4, 0.2, 0.1, 0.05]


OPTIMIZERS = {
    "sgd": lambda p: RuleOptimizer(p, "sgd", lr=0.3),
    "adam": lambda p: RuleOptimizer(p, "adam", lr=0.3),
    "BertAdam": lambda p: BertAdam(p, lr=0.3),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_torchs_reduce_on_plateau_works_with_our_optimizers(name):
    """Kayba baktığı için zamanlayıcı değildir: torch'unki olduğu gibi kullanılır."""
    losses = [1.0, 0.5, 0.5, 0.5, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]
    optimizers = [OPTIMIZERS[name](groups_of(small())), torch.optim.SGD(groups_of(small()), lr=0.3)]
    found = []
    for optimizer in optimizers:
        scheduler, rates = tl.ReduceLROnPlateau(optimizer, factor=0.5, patience=1), []
        for loss in losses:
            optimizer.step()
            scheduler.step(loss)
            rates.append([group["lr"] for group in optimizer.param_groups])
        found.append(rates)
    assert found[0] == found[1]
    assert found[0][0] == [0.3, 0.1, 0.02]
    assert found[0][-1][0] < 0.05


def test_a_plateau_lowers_the_rate_that_is_really_used():
    model = small()
    optimizer = RuleOptimizer(model.parameters(), "sgd", lr=0.4)
    scheduler = tl.ReduceLROnPlateau(optimizer, factor=0.5, patience=0)
    for loss in (1.0, 1.0):
        scheduler.step(loss)
    before = weights(model).clone()
    update(model, optimizer, 0)
    gradient = torch.cat([p.grad.reshape(-1) for p in model.parameters()])
    torch.testing.assert_close(weights(model), before - 0.2 * gradient, rtol=0, atol=1e-14)


@rule()
def still(w, g, s, t):
    return w, {}


def still_optimizer():
    return RuleOptimizer(small().parameters(), still)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda o: attach(0.1, o), TypeError, ["`schedule`", "Cosine(...)", "float"]),
        (lambda o: attach(attach(FIRST, o), o), TypeError, ["`schedule`", "Attached", "eniyileyiciye bağlı"]),
        (lambda o: attach(tl.StepLR(o, 3), o), TypeError, ["`schedule`", "StepLR", "eniyileyiciye bağlı"]),
        (lambda o: attach(Cosine, o), TypeError, ["`schedule`", "sınıf", "Cosine(...)"]),
        (lambda o: attach([Constant(1.0), 3, Constant(1.0)], o), TypeError, ["`schedule[1]`", "int"]),
        (lambda o: attach([Constant(1.0)] * 2, o), ValueError, ["`schedule` uzunluğu 2", "3 parametre grubu"]),
        (lambda o: attach([], o), ValueError, ["`schedule` uzunluğu 0"]),
        (lambda o: attach(o, Constant(1.0)), TypeError, ["`optimizer`", "Constant"]),
        (lambda o: attach(Constant(1.0), small()), TypeError, ["`optimizer`", "Sequential"]),
        (lambda o: attach(Constant(1.0), still_optimizer()), ValueError, ["`optimizer`", "`lr`"]),
    ],
)  # fmt: skip
def test_mistake_is_named(call, error, words):
    with pytest.raises(error) as caught:
        call(WAYS["torch"](groups_of(small())))
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_ready_schedule_can_be_attached(name):
    schedule, optimizer = SCHEDULES[name].over(0.2, 40), WAYS["torch"]([torch.nn.Parameter(torch.zeros(1))])
    attached, rates = attach(schedule, optimizer), []
    for _ in range(40):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        attached.step()
    np.testing.assert_allclose(rates, schedule(np.arange(40)), rtol=1e-14)
