"""Yarış şekli: herkesin α'sı gerçekten kendi en iyisi mi, koşunun anı ve aynı α anahtarı."""

import itertools
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


def headline(explorer, **values):
    explorer.set(**values)
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def test_the_words_say_how_far_the_best_alphas_lie_apart(explorer):
    best = [race.best_alpha(losses) for losses in race.race_losses(bowl(50), 100).values()]
    assert explorer.text.endswith(f"En iyi α'lar {max(best) / min(best):.0f} kat ayrışır.")
    explorer.set(own=True, x=0.0, y=0.0, steps=10.0)  # dipten başlayan hiçbir kural kıpırdamaz
    assert explorer.text.endswith("En iyi α herkeste aynı.")


def test_presets_have_titles_of_their_own(explorer):
    opening, titles = headline(explorer), {}
    for name in explorer.live.presets:
        explorer.preset(name)
        titles[name] = headline(explorer)
        assert len(explorer.text.split("\n")[0]) <= 160
    assert next(iter(titles)) != "Çanak"
    assert titles["Çanak"] == opening
    assert len(set(titles.values())) == len(titles)
    assert all(len(title) <= 80 for title in titles.values())


def test_titles_follow_the_race(explorer):
    assert headline(explorer) == "Dik yön eksen boyunca: Adagrad ile RMSProp en önde"
    assert headline(explorer, t=0.0) == "Koşu başlıyor: herkes aynı noktada"
    assert "herkesin kaybı aynı" in explorer.text
    assert headline(explorer, steps=200.0, t=200.0) == "Öndekiler eşit: kayıpları sıfıra indi"
    explorer.set(steps=100.0)
    at = {name: curve[20] for name, curve in explorer.live.compute(**explorer.values)["curves"].items()}
    assert headline(explorer, t=20.0) == f"Bu yarışta en önde {RACE_RULES[min(at, key=at.get)].label}"
    explorer.preset("Yatık vadi")
    assert headline(explorer).startswith("Vadi döndü: momentumlular önde")
    assert "Herkese aynı α haksız" in headline(explorer, same=True, lr=0.1)
    assert "Vadi döndü" not in headline(explorer, same=False, t=4.0)


def test_the_names_stand_at_the_ends_of_the_losses_in_their_order(explorer):
    explorer.preset("Yatık vadi")
    artists, names = explorer.host.artists, list(RACE_RULES)
    final = {name: artists[f"loss {name}"].get_ydata()[-1] for name in names}
    renderer = explorer.host.agg.get_renderer()
    boxes = {name: artists[f"name {name}"].get_window_extent(renderer) for name in names}
    assert sorted(names, key=final.get) == sorted(names, key=lambda name: boxes[name].y0)
    ordered = sorted(boxes.values(), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 2 for low, high in itertools.pairwise(ordered))
    for name in names:
        assert artists[f"name {name}"].xy == (100, final[name])
        np.testing.assert_array_equal(np.ravel(artists[f"at {name}"].get_data()), [100, final[name]])


def test_one_unit_is_as_long_on_both_axes(explorer):
    plane = explorer.host.artists["start"].axes
    for surface in RACE_SURFACES:
        explorer.set(surface=surface)
        (x0, x1), (y0, y1) = plane.get_xlim(), plane.get_ylim()
        assert (x1 - x0) / plane.bbox.width == pytest.approx((y1 - y0) / plane.bbox.height)


def test_ranking_is_sorted_and_divergence_comes_last(explorer):
    explorer.set(surface="Rosenbrock", same=True, lr=0.1)
    said = explorer.text.split("anında kayıp: ")[1]
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


def test_two_forms_of_a_rule_are_told_apart_at_their_ends_and_in_the_words():
    own = [
        momentum_ewa,
        adam_uncorrected,
        rule("m", label="gradyan inişi")(_renamed("mine")),
        rule("m", label="momentum (benimki)")(_renamed("ours")),
    ]
    explorer = explore_race(own, surface="yatık vadi", steps=50.0)
    labels = written(explorer)
    assert labels == [
        "gradyan inişi", "momentum (β·m + g)", "Nesterov", "Adagrad", "RMSProp", "Adam", "Lion",
        "momentum (β·m + (1-β)·g)", "Adam (düzeltmesiz)", "gradyan inişi [mine]", "momentum (benimki)",
    ]  # fmt: skip
    told = explorer.text.split("anında kayıp: ")[1].split("). ")[0].split("), ")
    assert sorted(re.sub(r" \S+( küçük| büyük)? \(α = .*", "", one) for one in told) == sorted(labels)
    alone = [one.label for one in race.race_rules().values()]
    assert alone == ["gradyan inişi", "momentum", "Nesterov", "Adagrad", "RMSProp", "Adam", "Lion"]


def written(explorer):
    """Eğrilerin ucunda yazan adlar."""
    return [artist.get_text() for name, artist in explorer.host.artists.items() if name.startswith("name ")]


@pytest.mark.parametrize("lecture", [False, True])
@pytest.mark.parametrize("count", [1, 4])
def test_a_students_own_rules_run_and_their_names_fit(count, lecture):
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
    drawn, labels = explorer.host.figure, written(explorer)
    assert labels[: len(RACE_RULES) + 1] == [*(one.label for one in RACE_RULES.values()), "Aslan"]
    assert len(labels) == len(RACE_RULES) + count
    with mpl.rc_context(explorer.host.style.rc()):
        inked = drawn.get_tightbbox(explorer.host.agg.get_renderer())
        names = [explorer.host.artists[f"name {name}"].get_window_extent() for name in rates(explorer)]
    assert all(name.x1 <= drawn.bbox.x1 and name.y1 <= drawn.bbox.y1 for name in names)
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
