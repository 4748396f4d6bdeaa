"""Zamanlayıcılar: alanlar, girdiler ve hatalar."""

import json
import pickle
import re
from dataclasses import FrozenInstanceError, asdict, dataclass, fields, replace
from typing import Annotated, Literal

import numpy as np
import pytest

from lrlab.core import (
    SCHEDULES,
    WSD,
    Constant,
    Cosine,
    Duration,
    Exponential,
    InverseTime,
    Join,
    Linear,
    MultiStep,
    OneCycle,
    PerEpoch,
    Piecewise,
    Polynomial,
    Rate,
    Schedule,
    SquareRoot,
    Staircase,
    Warmup,
)
from lrlab.core.schedules.fields import Share, labels

STEPS = np.arange(80)
EXAMPLES = [
    Constant(0.3),
    SquareRoot(0.3),
    InverseTime(0.3, 0.7),
    Exponential(0.3, 0.95, 0.01),
    Staircase(0.3, 0.5, 7),
    MultiStep(0.3, [15, 30], 0.5),
    Piecewise([10, 20], [0.3, 0.1, 0.01]),
    Polynomial(0.3, 0.01, 60),
    Linear(0.3, 0.01, 60),
    Cosine(0.3, 0.01, 60),
    Warmup(Cosine(0.3, 0.01, 55), 5),
    Join([Constant(0.3), Linear(0.3, 0.02, 10)], [20]),
    OneCycle(0.3, 60),
    WSD(0.3, 60, 5, 10),
]


@pytest.mark.parametrize(
    "schedule", [*EXAMPLES, *(kind.over(0.3, 60) for kind in SCHEDULES.values())], ids=lambda s: type(s).__name__
)
def test_frozen_comparable_copyable_and_plain(schedule):
    before = repr(schedule)
    schedule(STEPS)
    assert repr(schedule) == before
    twin = replace(schedule)
    assert twin == schedule
    assert hash(twin) == hash(schedule)
    assert np.array_equal(pickle.loads(pickle.dumps(schedule))(STEPS), schedule(STEPS))
    json.dumps(asdict(schedule))
    with pytest.raises(FrozenInstanceError):
        setattr(schedule, fields(schedule)[0].name, 1.0)


def test_fields_become_plain_python_values():
    s = MultiStep(np.float32(0.5), np.array([10, 20]), 0.5)
    assert (s.lr, s.milestones) == (0.5, (10, 20))
    assert [type(x) for x in (s.lr, *s.milestones)] == [float, int, int]
    assert repr(Cosine(1, 0, 20.0)) == "Cosine(lr=1.0, end=0.0, steps=20, cycles=0.5)"
    assert Cosine(1, 0, 2.5).steps == 2.5


def test_array_shape_is_kept():
    schedule = Warmup(Constant(0.3), 5)
    assert schedule(np.arange(12).reshape(3, 4)).shape == (3, 4)
    assert schedule([]).shape == (0,)
    assert type(schedule(np.int64(3))) is float


def test_own_schedule_can_be_wrapped():
    @dataclass(frozen=True)
    class Halving(Schedule):
        lr: Rate

        def at(self, t):
            return self.lr * 0.5**t

    assert Warmup(Halving(0.8), 2)(np.arange(5)).tolist() == [0.0, 0.4, 0.8, 0.4, 0.2]
    with pytest.raises(ValueError, match="`lr` = -1"):
        Halving(-1)
    with pytest.raises(NotImplementedError, match="at"):
        Schedule().at(STEPS)


def test_only_a_field_with_a_checking_type_is_checked():
    """Öğrencinin alanlarının adı bizimkilerle aynı olabilir; anlamı onundur."""

    @dataclass(frozen=True)
    class Triangular(Schedule, label="üçgen"):
        lr: Rate
        period: Duration
        factor: float = 2.0
        kind: str = "triangular"
        steps: int = -1

        def at(self, t):
            return self.lr * np.abs(1 - self.factor * (t % self.period) / self.period)

    made = Triangular(0.4, 8.0)
    assert (made.factor, made.kind, made.steps, made.period) == (2.0, "triangular", -1, 8)
    assert made([0, 2, 4, 6, 8]).tolist() == [0.4, 0.2, 0.0, 0.2, 0.4]
    with pytest.raises(ValueError, match=r"`period` = -8 olamaz; izin verilen aralık: \[0, inf\)"):
        Triangular(0.4, -8)
    assert Triangular.over(0.4, 100) == Triangular(0.4, 100)
    assert Triangular.over(0.4, 100, factor=3.0, period=10) == Triangular(0.4, 10, 3.0)
    assert (Triangular.label, Cosine.label, Warmup.label) == ("üçgen", "kosinüs", "Warmup")
    assert Triangular not in SCHEDULES.values()


def test_an_example_is_made_of_alpha_and_the_fields_the_author_left_open():
    @dataclass(frozen=True)
    class Stairs(Schedule):
        lr: float = 0.3
        steps: int = 4
        depth: Annotated[Share, "derinlik"] = 0.5
        count: Annotated[int, "basamak"] = 2
        kind: Literal["a", "b"] = "a"

    assert Stairs.over(0.1, 100) == Stairs(0.1)  # α'nın varsayılanı olsa da verilen geçerlidir
    assert Stairs.over(0.1, 100, steps=7) == Stairs(0.1, 7)  # alanın adı `over`ınkiyle aynı olabilir
    assert labels(Stairs) == {"lr": "lr", "steps": "steps", "depth": "derinlik", "count": "basamak", "kind": "kind"}
    with pytest.raises(ValueError, match="`depth` = 2"):
        Stairs(depth=2)


def test_a_class_that_alpha_and_a_duration_cannot_make_says_why():
    @dataclass(frozen=True)
    class Open(Schedule):
        lr: Rate
        width: float
        depth: Annotated[float, "derinlik"]

    class Bare(Schedule):
        lr: Rate

    with pytest.raises(TypeError, match=r"Open yalnızca α ve süreyle kurulamaz; .* alan: `depth`, `width`"):
        Open.over(0.1, 100)
    assert Open.over(0.1, 100, depth=1.0, width=2.0) == Open(0.1, 2.0, 1.0)
    with pytest.raises(TypeError, match=r"Bare bir dataclass olmalı: .*@dataclass\(frozen=True\)"):
        Bare.over(0.1, 100)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_ready_schedule_has_an_example_and_a_label(name):
    kind = SCHEDULES[name]
    schedule = kind.over(0.2, 400)
    assert isinstance(schedule, kind)
    rates = schedule(np.arange(400))
    assert rates.max() == pytest.approx(0.2)
    assert np.isfinite(rates).all()
    assert (rates >= 0).all()
    np.testing.assert_allclose(rates, [schedule(t) for t in range(400)], rtol=1e-14)
    assert kind.label
    assert [other for other in SCHEDULES if SCHEDULES[other].label == kind.label] == [name]


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_negative_duration_or_rate_is_refused(name):
    schedule = SCHEDULES[name].over(0.2, 400)
    checked = [field.name for field in fields(schedule) if isinstance(getattr(schedule, field.name), int | float)]
    for field in checked:
        with pytest.raises(ValueError, match=f"`{field}` = -1"):
            replace(schedule, **{field: -1})


def test_the_ready_schedules_are_those_that_wrap_no_other():
    assert {type(schedule).__name__ for schedule in EXAMPLES} <= set(SCHEDULES) | {"Warmup", "Join"}
    assert not set(SCHEDULES) & {"Warmup", "Join", "PerEpoch", "D2LOrder", "Schedule"}
    with pytest.raises(TypeError):
        SCHEDULES["Mine"] = Constant
    with pytest.raises(TypeError, match="schedule"):
        Warmup.over(0.2, 400)


@pytest.mark.parametrize("bad", [-1, -0.001, np.nan, np.inf, [3, -2]])
@pytest.mark.parametrize("schedule", [Constant(0.3), Warmup(Cosine(0.3, 0, 20), 5)])
def test_step_out_of_range(schedule, bad):
    with pytest.raises(ValueError, match=r"`step` = .*\[0, inf\)"):
        schedule(bad)


@pytest.mark.parametrize("bad", ["3", None, True, [None]])
def test_step_that_is_no_number(bad):
    with pytest.raises(TypeError, match="`step`"):
        Constant(0.3)(bad)


BAD_FIELDS = [
    (lambda: Constant(-1), "`lr` = -1 olamaz; izin verilen aralık: [0, inf)"),
    (lambda: SquareRoot(float("nan")), "`lr` = nan"),
    (lambda: InverseTime(0.1, -2), "`rate` = -2"),
    (lambda: Exponential(0.1, 1.1), "`factor` = 1.1 olamaz; izin verilen aralık: (0, 1]"),
    (lambda: Exponential(0.1, 0.9, -1), "`floor` = -1"),
    (lambda: Staircase(0.1, 0.5, 0), "`every` = 0 olamaz; izin verilen aralık: (0, inf)"),
    (lambda: MultiStep(0.1, (30, 15), 0.5), "`milestones`[1] = 15 olamaz; bir önceki adım 30"),
    (lambda: MultiStep(0.1, (-3, 15), 0.5), "`milestones` = -3"),
    (
        lambda: Piecewise((10,), (0.1,)),
        "`rates` uzunluğu 1 olamaz; `boundaries` içinde 1 adım var, bir fazlası gerekli: 2",
    ),
    (lambda: Polynomial(0.1, 0, 10, 0), "`power` = 0"),
    (lambda: Linear(0.1, -0.1, 10), "`end` = -0.1"),
    (lambda: Cosine(0.1, 0, -5), "`steps` = -5"),
    (lambda: Cosine(0.1, 0, float("inf")), "`steps` = inf"),
    (lambda: Warmup(Constant(0.1), 5, "exp"), "`kind` = 'exp' olamaz; seçenekler: 'linear', 'constant'"),
    (lambda: Warmup(Constant(0.1), 5, start=-1), "`start` = -1"),
    (lambda: Join((Constant(0.1),), (5,)), "`schedules` uzunluğu 1 olamaz"),
    (lambda: OneCycle(0.1, 10, pct_start=1.0), "`pct_start` = 1.0"),
    (lambda: OneCycle(0.1, 10, div_factor=0), "`div_factor` = 0"),
    (lambda: OneCycle(0.1, 10, anneal="cosine"), "`anneal` = 'cosine'"),
    (lambda: WSD(0.1, 10, 6, 5), "`warmup` + `decay` = 11 olamaz; en çok `steps` = 10"),
]
BAD_TYPES = [
    (lambda: Constant("0.1"), "`lr` bir sayı olmalı"),
    (lambda: Constant([0.1, 0.2]), "`lr` tek bir sayı olmalı"),
    (lambda: Cosine(0.1, 0, None), "`steps` bir sayı olmalı"),
    (lambda: MultiStep(0.1, 15, 0.5), "`milestones` (10, 20) gibi bir sayı listesi olmalı"),
    (lambda: Piecewise(("a",), (0.1, 0.2)), "`boundaries` bir sayı olmalı"),
    (lambda: Warmup(0.1, 5), "`schedule` bir zamanlayıcı olmalı"),
    (lambda: Join((Constant(1), 0.1), (5,)), "`schedules[1]` bir zamanlayıcı olmalı"),
    (lambda: Join(Constant(1), ()), "`schedules` bir zamanlayıcı listesi olmalı"),
]


@pytest.mark.parametrize(
    ("make", "message", "error"),
    [(*case, ValueError) for case in BAD_FIELDS] + [(*case, TypeError) for case in BAD_TYPES],
    ids=[message for _, message in BAD_FIELDS + BAD_TYPES],
)
def test_bad_fields_are_named(make, message, error):
    with pytest.raises(error, match=re.escape(message)):
        make()


# --- öğrencinin `at`i -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scalar(Schedule):
    """t'ye bakmayan tek bir sayı veren."""

    lr: Rate

    def at(self, t):
        return self.lr


@dataclass(frozen=True)
class Branching(Schedule):
    lr: Rate

    def at(self, t):
        return self.lr if t < 5 else 0.0


@dataclass(frozen=True)
class Shortened(Schedule):
    lr: Rate

    def at(self, t):
        return self.lr / (1 + np.atleast_1d(t)[1:])


@dataclass(frozen=True)
class Forgetful(Schedule):
    lr: Rate

    def at(self, t):
        self.lr * t


def test_a_number_for_an_array_of_steps_fills_it():
    assert Scalar(0.3)(np.zeros((2, 3))).tolist() == [[0.3] * 3] * 2
    assert Scalar(0.3)(7) == 0.3


def test_a_branch_over_an_array_is_told_in_turkish():
    assert [Branching(0.3)(t) for t in (0, 9)] == [0.3, 0.0]
    with pytest.raises(ValueError, match=r"`Branching\.at` adımların dizisiyle de çağrılır.*np\.where"):
        Branching(0.3)(np.arange(10))


def test_another_shape_is_told():
    with pytest.raises(ValueError, match=r"`Shortened\.at` \(3,\) biçiminde döndürdü; `t` gibi olmalı: \(4,\)"):
        Shortened(0.3)(np.arange(4))


@pytest.mark.parametrize("wrap", [lambda s: s, lambda s: PerEpoch(s, 10), lambda s: PerEpoch(PerEpoch(s, 3), 10)])
def test_a_forgotten_return_names_the_schedule_that_forgot_it(wrap):
    for step in (3, np.arange(3)):
        with pytest.raises(TypeError, match=r"`Forgetful\.at` bir oran döndürmeli; verilen: None"):
            wrap(Forgetful(0.3))(step)
