"""Yarış şekli: herkesin α'sı gerçekten kendi en iyisi mi, koşunun anı ve aynı α anahtarı."""

import re

import matplotlib as mpl
import numpy as np
import pytest

from lrlab.core import RULES, adam, adam_uncorrected, bowl, final_loss, momentum_ewa, ravine, rule, trajectory
from lrlab.figures import RACE_ALPHAS, RACE_LOSS, RACE_RULES, RACE_SURFACES, explore_race
from lrlab.figures.rules import race


@pytest.fixture(scope="module")
def built():
    return explore_race()


@pytest.fixture
def explorer(built):
    """Başlangıç değerlerindeki şekil; bir kez kurulur."""
    built.set(**built.initial)
    return built


def rates(explorer):
    return explorer.live.compute(**explorer.values)["rates"]


def final(name, surface, steps, lr):
    return trajectory(RULES[name], surface, surface.start, steps, lr=lr).loss[-1]


@pytest.mark.parametrize("name", list(RACE_RULES))
def test_each_rule_runs_with_its_own_best_alpha(name, explorer):
    explorer.set(surface="yatık vadi", steps=50.0)
    surface, used = ravine(50), rates(explorer)[name]
    with np.errstate(over="ignore", invalid="ignore"):
        everything = [final(name, surface, 50, lr) for lr in RACE_ALPHAS]
    assert final(name, surface, 50, used) == pytest.approx(np.nanmin(everything))
    tuning = explorer.host.artists[f"tuning {name}"].get_ydata()
    np.testing.assert_allclose(tuning[~np.isnan(tuning)][:20], np.maximum(everything, RACE_LOSS[0])[:20], rtol=1e-9)
    (alpha,), (loss,) = explorer.host.artists[f"used {name}"].get_data()
    assert alpha == used
    assert loss == pytest.approx(max(np.nanmin(everything), RACE_LOSS[0]))


def test_no_best_alpha_lies_on_the_edge_of_the_grid():
    for name, surface in RACE_SURFACES.items():
        for steps in (50, 100, 200):
            chosen = {rule: race.best_alpha(losses) for rule, losses in race.race_losses(surface, steps).items()}
            assert all(RACE_ALPHAS[0] < alpha < RACE_ALPHAS[-1] for alpha in chosen.values()), (name, steps, chosen)


def test_same_alpha_for_everyone(explorer):
    explorer.set(surface="yatık vadi", same=True, lr=0.1)
    assert set(rates(explorer).values()) == {0.1}
    assert "herkes α = 0.1 ile" in explorer.text
    run = trajectory(RULES["adam"], ravine(50), ravine(50).start, 100, lr=0.1)
    np.testing.assert_allclose(np.transpose(explorer.host.artists["path adam"].get_data()), run.path)
    np.testing.assert_allclose(explorer.host.artists["loss adam"].get_ydata(), np.maximum(run.loss, RACE_LOSS[0]))


def test_time_slider_moves_the_runners_only(explorer):
    explorer.set(surface="yatık vadi", t=200.0)
    before = {name: explorer.host.artists[f"path {name}"].get_xydata() for name in RACE_RULES}
    explorer.set(t=30.0)
    for name in RACE_RULES:
        path = explorer.host.artists[f"path {name}"].get_xydata()
        np.testing.assert_array_equal(path[:31], before[name][:31])
        assert np.isnan(path[31:]).all()
        assert len(path) == len(explorer.host.artists[f"loss {name}"].get_xdata())
        runner = explorer.host.artists[f"runner {name}"].get_xydata()
        np.testing.assert_array_equal(runner, path[30:31])
    assert "t = 30 anında" in explorer.text
    np.testing.assert_array_equal(explorer.host.artists["now"].get_xdata(), [30, 30])
    assert explorer.point("now", 42.3, 1e-3)
    assert explorer.values["t"] == 42


def test_the_start_is_dragged_and_everyone_tunes_again_from_there(explorer):
    explorer.set(steps=50.0)
    own = rates(explorer)
    assert not {"x", "y"} & explorer.useful
    assert explorer.point("start", -4.98, -1.02)
    assert [explorer.values[name] for name in ("own", "x", "y")] == [True, -5.0, -1.0]
    assert {"x", "y"} <= explorer.useful
    assert "çanak, başlangıç (-5, -1), T = 50" in explorer.text
    np.testing.assert_array_equal(np.ravel(explorer.host.artists["start"].get_data()), [-5, -1])
    assert rates(explorer) != own
    for name, used in rates(explorer).items():
        path = explorer.host.artists[f"path {name}"].get_xydata()
        with np.errstate(over="ignore", invalid="ignore"):
            tried = [trajectory(RULES[name], bowl(50), (-5.0, -1.0), 50, lr=lr).loss[-1] for lr in RACE_ALPHAS[::5]]
        np.testing.assert_array_equal(path, trajectory(RULES[name], bowl(50), (-5.0, -1.0), 50, lr=used).path)
        assert max(bowl(50).value(path[-1]), RACE_LOSS[0]) <= max(np.nanmin(tried), RACE_LOSS[0]) * (1 + 1e-9)


def test_a_start_outside_the_window_waits_at_its_edge(explorer):
    explorer.set(surface="Rosenbrock", own=True, x=-11.0, y=4.0, steps=10.0)
    np.testing.assert_array_equal(np.ravel(explorer.host.artists["start"].get_data()), [-1.8, 2.2])
    assert "başlangıç (-1.8, 2.2)" in explorer.text
    explorer.preset("Rosenbrock")
    np.testing.assert_array_equal(np.ravel(explorer.host.artists["start"].get_data()), [-1.2, 1.0])
    assert "başlangıç" not in explorer.text


def test_title_says_how_far_the_best_alphas_lie_apart(explorer):
    best = [race.best_alpha(losses) for losses in race.race_losses(bowl(50), 100).values()]
    assert f"{max(best) / min(best):.0f} kat" in explorer.host.artists["spread"].get_text()
    explorer.set(own=True, x=0.0, y=0.0, steps=10.0)  # dipten başlayan hiçbir kural kıpırdamaz
    assert explorer.host.artists["spread"].get_text() == "En iyi α herkeste aynı"


def test_ranking_is_sorted_and_divergence_comes_last(explorer):
    explorer.set(surface="Rosenbrock", same=True, lr=0.1)
    said = explorer.text.split("kayıp: ")[1]
    assert said.index("Adam") < said.index("gradyan inişi")
    assert "100'den büyük" in said


def test_ties_below_the_floor_take_the_smallest_alpha():
    losses = np.full(len(RACE_ALPHAS), np.nan)
    losses[[10, 20, 30]] = 1e-3, 1e-20, 1e-30
    assert race.best_alpha(losses) == RACE_ALPHAS[20]


@rule("m", label="Aslan")
def my_lion(w, g, s, t, *, lr=1e-3, beta1=0.9, beta2=0.99):
    """İşaretli momentum (Chen ve ark. 2023)."""
    return w - lr * np.sign(beta1 * s["m"] + (1 - beta1) * g), {"m": beta2 * s["m"] + (1 - beta2) * g}


def test_runners_are_the_rules_that_are_no_variants_each_with_its_own_look():
    assert list(RACE_RULES) == [name for name, one in RULES.items() if not one.variant_of]
    assert [RACE_RULES[name].label for name in ("sgd", "momentum", "adam")] == ["gradyan inişi", "momentum", "Adam"]
    looks = [(one.color, str(one.line), one.marker) for one in race.race_rules([my_lion]).values()]
    assert all(len(set(kind)) == len(looks) for kind in zip(*looks, strict=True))


def test_two_forms_of_a_rule_are_told_apart_in_the_legend_and_in_the_sentence():
    own = [
        momentum_ewa,
        adam_uncorrected,
        rule("m", label="gradyan inişi")(_renamed("mine")),
        rule("m", label="momentum (benimki)")(_renamed("ours")),
    ]
    explorer = explore_race(own, surface="yatık vadi", steps=50.0)
    labels = [text.get_text() for text in explorer.host.figure.legends[0].get_texts()]
    assert labels == [
        "gradyan inişi", "momentum (β·m + g)", "Nesterov", "Adagrad", "RMSProp", "Adam",
        "momentum (β·m + (1-β)·g)", "Adam (düzeltmesiz)", "gradyan inişi [mine]", "momentum (benimki)",
    ]  # fmt: skip
    told = explorer.text.split("kayıp: ")[1].rstrip(".").split("), ")
    assert sorted(re.sub(r" \S+( küçük| büyük)? \(α = .*", "", one) for one in told) == sorted(labels)
    alone = [one.label for one in race.race_rules().values()]
    assert alone == ["gradyan inişi", "momentum", "Nesterov", "Adagrad", "RMSProp", "Adam"]


@pytest.mark.parametrize("lecture", [False, True])
@pytest.mark.parametrize("count", [1, 4])
def test_a_students_own_rules_run_and_the_legend_fits(count, lecture):
    own = [
        my_lion,
        *(rule("m", label=f"kuralın {k}. biçimi")(_renamed(f"lion_{k}")) for k in range(2, count + 1)),
    ]
    explorer = explore_race(own, lecture=lecture, surface="yatık vadi", steps=50.0)
    with np.errstate(over="ignore", invalid="ignore"):
        losses, _ = final_loss(my_lion, ravine(50), ravine(50).start, 50, dtype=np.float64, lr=np.array(RACE_ALPHAS))
    assert rates(explorer)["my_lion"] == RACE_ALPHAS[np.argmin(losses)]
    run = trajectory(my_lion, ravine(50), ravine(50).start, 50, lr=rates(explorer)["my_lion"])
    np.testing.assert_array_equal(np.transpose(explorer.host.artists["path my_lion"].get_data()), run.path)
    assert "Aslan" in explorer.text
    drawn = explorer.host.figure
    labels = [text.get_text() for text in drawn.legends[0].get_texts()]
    assert labels[: len(RACE_RULES) + 1] == [*(one.label for one in RACE_RULES.values()), "Aslan"]
    assert len(labels) == len(RACE_RULES) + count
    with mpl.rc_context(explorer.host.style.rc()):
        inked = drawn.get_tightbbox(explorer.host.agg.get_renderer())
    width, height = drawn.get_size_inches()
    assert min(inked.x0, inked.y0, width - inked.x1, height - inked.y1) > -0.01, inked


def _renamed(name):
    def step(w, g, s, t, *, lr=1e-3):
        return w - lr * np.sign(g), {"m": g}

    step.__name__ = name
    return step


@rule()
def without_alpha(w, g, s, t, *, speed=1.0):
    return w - speed * g, {}


@pytest.mark.parametrize(
    ("rules", "error", "words"),
    [
        ([adam], ValueError, ["`rules`", "'adam'", "zaten"]),
        ([my_lion, my_lion], ValueError, ["`rules`", "'my_lion'", "zaten"]),
        ([without_alpha], ValueError, ["`rules`", "'without_alpha'", "`lr`"]),
        ([np.sign], TypeError, ["`rule`"]),
    ],
)
def test_a_rule_that_cannot_run_is_named(rules, error, words):
    with pytest.raises(error) as caught:
        explore_race(rules)
    assert all(word in str(caught.value) for word in words), str(caught.value)
