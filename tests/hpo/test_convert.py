"""Uzayların çevirisi: scipy, Syne Tune ve Optuna'nın uzaylarıyla gidiş geliş; dağılımlar gerçekten aynı mı."""

import re
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lrlab import hpo
from lrlab.hpo import Choice, Float, Int, Space, When

MISSING = "{} kurulu değil; kurmak için: pip install -e '.[hpo]'"
SPACE = Space({
    "rate": Float(1e-4, 2.0, log=True),
    "momentum": Float(-0.5, 0.75),
    "batch": Int(32, 255),
    "width": Int(4, 64, log=True),
    "activation": Choice(("relu", "tanh")),
    "epochs": 8,
})  # fmt: skip
ROUND_TRIPS = ["scipy", "syne_tune", "optuna"]
COUNT = 3000


def ways(name):
    if name != "scipy":
        pytest.importorskip(name, reason=MISSING.format(name))
    return getattr(hpo, f"to_{name}"), getattr(hpo, f"from_{name}")


def foreign(name, entry, rng):
    """Öteki kitaplığın kendi yoluyla çekilmiş COUNT değer."""
    if name == "scipy":
        return entry.rvs(COUNT, random_state=rng)
    if name == "syne_tune":
        return entry.sample(size=COUNT, random_state=np.random.RandomState(5))
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.RandomSampler(seed=5)
    return [sampler.sample_independent(None, None, "x", entry) for _ in range(COUNT)]


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_there_and_back_is_the_same_space(name):
    to, back = ways(name)
    space = Space({k: v for k, v in SPACE.parameters.items() if name != "scipy" or k != "width"})
    assert back(to(space)) == space
    assert list(to(space)) == list(space.parameters)


@pytest.mark.parametrize("name", ROUND_TRIPS)
@settings(deadline=None, derandomize=True, max_examples=40)
@given(data=st.data())
def test_random_spaces_come_back(name, data):
    to, back = ways(name)
    low, by, log = data.draw(st.floats(1e-6, 1e3)), data.draw(st.floats(1.01, 1e3)), data.draw(st.booleans())
    first, more = data.draw(st.integers(1, 1000)), data.draw(st.integers(1, 1000))
    options = data.draw(st.lists(st.text(max_size=3), min_size=2, max_size=4, unique=True))
    int_log = log and name != "scipy"
    space = Space(
        {"x": Float(low, low * by, log), "n": Int(first, first + more, int_log), "c": Choice(options), "f": 1}
    )
    got = back(to(space)).parameters
    assert (got["x"].low, got["x"].high) == pytest.approx((low, low * by), rel=1e-12)  # scipy high - low'u saklar
    assert got["x"].log is log
    assert {name: got[name] for name in "ncf"} == {name: space.parameters[name] for name in "ncf"}


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, parameter) for name in ROUND_TRIPS for parameter in ("rate", "momentum", "batch")]
    + [("syne_tune", "activation"), ("optuna", "activation")],  # scipy'nin seçenekler için dağılımı yok
)
def test_both_sides_draw_from_the_same_law(name, parameter):
    to, _ = ways(name)
    space, rng = Space({parameter: SPACE.parameters[parameter]}), np.random.default_rng(5)
    theirs = foreign(name, to(space)[parameter], rng)
    ours = [space.sample(rng)[parameter] for _ in range(COUNT)]
    for value in theirs[:200]:
        space.check({parameter: value.item() if hasattr(value, "item") else value})
    if parameter == "activation":
        counts = [[list(side).count(option) for option in ("relu", "tanh")] for side in (ours, theirs)]
        assert stats.chi2_contingency(counts).pvalue > 0.01
    else:
        assert stats.ks_2samp(ours, theirs).pvalue > 0.01


@pytest.mark.parametrize("name", ["syne_tune", "optuna"])
def test_a_log_int_keeps_its_ends_and_nearly_its_law(name):
    to, _ = ways(name)
    domain = SPACE.parameters["width"]
    theirs = np.array(foreign(name, to(Space({"width": domain}))["width"], np.random.default_rng(5)))
    assert (theirs.min(), theirs.max()) == (4, 64)
    middle = stats.loguniform(4, 65).cdf(17)
    assert np.mean(theirs <= 16) == pytest.approx(middle, abs=0.06)
    assert np.mean(theirs <= 16) > 2 * stats.randint(4, 65).cdf(16)  # doğrusal olsaydı yarısından az kalırdı


def test_scipy_upper_end_of_randint_is_outside_and_loc_scale_are_read():
    found = hpo.from_scipy({
        "learning_rate": stats.loguniform(1e-2, 1),
        "old": stats.reciprocal(a=1e-2, b=1),
        "scaled": stats.loguniform(1e-2, 1, scale=3),
        "batch_size": stats.randint(32, 256),
        "moved": stats.randint(0, 5, loc=3),
        "u": stats.uniform(loc=1, scale=2),
        "options": ["a", "b"],
        "fixed": 16,
    })  # fmt: skip
    assert found == Space({
        "learning_rate": Float(0.01, 1.0, log=True),
        "old": Float(0.01, 1.0, log=True),
        "scaled": Float(0.03, 3.0, log=True),
        "batch_size": Int(32, 255),
        "moved": Int(3, 7),
        "u": Float(1.0, 3.0),
        "options": Choice(("a", "b")),
        "fixed": 16,
    })  # fmt: skip


def test_scikit_learn_takes_the_scipy_form():
    from sklearn.model_selection import ParameterSampler

    space = Space(
        {"C": Float(1e-3, 10, log=True), "kernel": Choice(("rbf", "linear")), "degree": Int(2, 4), "tol": 0.1}
    )
    for config in ParameterSampler(hpo.to_scipy(space), n_iter=30, random_state=0):
        assert space.check(config) == {name: config[name] for name in space.parameters}


def test_a_single_option_means_a_fixed_value():
    ways("optuna")
    one = Space({"a": Choice(("x",))})
    assert hpo.from_scipy(hpo.to_scipy(one)) == hpo.from_optuna(hpo.to_optuna(one)) == Space({"a": "x"})


WRONG = [
    ("scipy", lambda to, back, _: back({"a": stats.norm()}), "`a`: scipy'nin norm dağılımı çevrilemez; uniform"),
    ("scipy", lambda to, back, _: back({"a": stats.loguniform(0.1, 1, loc=1)}), "`a`: loc verilmiş bir loguniform"),
    ("scipy", lambda to, back, _: back({"a": stats.uniform(1, 0)}), "`a`: "),
    (
        "scipy",
        lambda to, back, _: to(Space({"a": Int(1, 9, log=True)})),
        "`a`: log ölçekli Int'in scipy'de karşılığı yok",
    ),
    ("syne_tune", lambda to, back, cs: back({"a": cs.ordinal([1, 2])}), "`a`: ordinal([1, 2]"),
    ("syne_tune", lambda to, back, cs: back({"a": cs.finrange(1, 2, 3)}), "`a`: finrange"),
    ("syne_tune", lambda to, back, cs: back({"a": cs.reverseloguniform(0.1, 0.2)}), "(ReverseLogUniform) çevrilemez"),
    ("syne_tune", lambda to, back, cs: back({"a": cs.uniform(0, 1).quantized(0.1)}), "(Quantized) çevrilemez"),
    ("syne_tune", lambda to, back, _: to(Space({"a": Choice((1, "b"))})), "`a`: Syne Tune'un choice'u tek tür ister"),
    ("optuna", lambda to, back, found: back({"a": found.FloatDistribution(0, 1, step=0.5)}), "`a`: FloatDistribution"),
    ("optuna", lambda to, back, found: back({"a": found.IntDistribution(1, 9, step=2)}), "`a`: IntDistribution"),
]
MODULES = {"scipy": "scipy.stats", "syne_tune": "syne_tune.config_space", "optuna": "optuna.distributions"}


@pytest.mark.parametrize(("name", "call", "message"), WRONG)
def test_what_cannot_be_expressed_is_named(name, call, message):
    to, back = ways(name)
    with pytest.raises(ValueError, match=re.escape(message)):
        call(to, back, sys.modules.get(MODULES[name]) or pytest.importorskip(MODULES[name]))


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_conditionals_and_wrong_types_are_named(name):
    to, back = ways(name)
    conditional = Space({"a": Int(1, 2), "b": When(Float(0, 1), "a", (2,))})
    with pytest.raises(ValueError, match=re.escape("`b`: koşullu bir hiperparametre (üstü `a`)")):
        to(conditional)
    with pytest.raises(TypeError, match=re.escape("`space` bir arama uzayı olmalı")):
        to({"a": Int(1, 2)})
    with pytest.raises(TypeError, match="ad -> dağılım sözlüğü olmalı; verilen: list"):
        back([1])


@pytest.mark.parametrize("name", ["syne_tune", "optuna"])
def test_a_missing_library_is_a_sentence(name, monkeypatch):
    monkeypatch.setitem(sys.modules, MODULES[name], None)
    with pytest.raises(
        ImportError, match=re.escape(f"{name} yüklenemedi") + ".*" + re.escape('pip install "lrlab[hpo]"')
    ):
        getattr(hpo, f"to_{name}")(SPACE)
