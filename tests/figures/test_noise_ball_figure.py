"""Gürültü topu: ölçülen varyans ve kayıp kuramla örnekleme hatası içinde aynı mı; sözler, işaretler."""

import numpy as np
import pytest

from lrlab.core import (
    SCHEDULES,
    WSD,
    Constant,
    Cosine,
    InverseTime,
    Linear,
    Piecewise,
    SquareRoot,
    Warmup,
    sgd,
)
from lrlab.figures import explore_noise_ball
from lrlab.figures.noise import noise_ball
from lrlab.figures.noise.noise_ball import EIGENVALUES, START, STEPS, WALKERS, decays
from lrlab.figures.parts.schedule_options import schedule_options

DECAYS = decays(schedule_options())


@pytest.mark.parametrize("lr", [0.02, 0.1, 0.2, 0.45])
@pytest.mark.parametrize("name", DECAYS)
def test_measured_agrees_with_the_theory_within_sampling_error(name, lr):
    rate = DECAYS[name](lr)(np.arange(STEPS))
    mean, variance = noise_ball.theory(rate, 1.0)
    seeds = 6
    paths = np.concatenate([noise_ball.walk(rate, 1.0, seed) for seed in range(seeds)], axis=2)
    n = seeds * WALKERS
    assert paths.shape == (STEPS + 1, 2, n)
    for t in (1, 10, 50, 150, 300):
        error = np.sqrt(variance[t] / n)
        assert (abs(paths[t].mean(axis=1) - mean[t]) < 4 * error + 1e-12).all()
        # Normal örneğin varyansının bağıl standart hatası √(2/(n-1))'dir.
        relative = paths[t].var(axis=1, ddof=1) / np.where(variance[t] > 0, variance[t], np.nan) - 1
        assert not (abs(relative) > 4 * np.sqrt(2 / (n - 1))).any(), (t, relative)


@pytest.mark.parametrize("lr", [0.02, 0.2, 0.45])
def test_a_constant_rate_settles_at_the_stationary_variance(lr):
    rate = np.full(STEPS, lr)
    _, variance = noise_ball.theory(rate, 0.7)
    curvature = EIGENVALUES[:, 0]
    wanted = lr * 0.7**2 / (curvature * (2 - lr * curvature))
    np.testing.assert_allclose(noise_ball.stationary(rate, 0.7)[0], wanted)
    np.testing.assert_allclose(variance[-1], wanted, rtol=1e-4)


def test_above_the_limit_there_is_no_stationary_variance():
    x, y = noise_ball.stationary(0.55, 1.0)
    assert np.isfinite(x)
    assert np.isnan(y)


def test_walkers_follow_the_rule_with_their_own_noise():
    rate = DECAYS["kosinüs"](0.2)(np.arange(STEPS))
    path = noise_ball.walk(rate, 0.5, 3)
    w = START[:, 0]
    for t in range(20):
        w, _ = sgd(w, EIGENVALUES[:, 0] * w + 0.5 * noise_ball.draws(3)[t, :, 7], {}, t + 1, lr=rate[t])
        np.testing.assert_allclose(path[t + 1, :, 7], w)


def test_every_ready_schedule_is_a_choice_by_its_own_label():
    shown = explore_noise_ball().live.controls[0].options
    assert list(shown)[: len(SCHEDULES)] == [kind.label for kind in SCHEDULES.values()]
    assert list(shown)[len(SCHEDULES) :] == ["yarıda onda bir", "ısınma + kosinüs"]
    t = np.arange(STEPS)
    wanted = {
        "sabit": Constant(0.2), "1/(1+k·t)": InverseTime(0.2, 20 / STEPS), "karekök": SquareRoot(0.2),
        "yarıda onda bir": Piecewise((STEPS / 2,), (0.2, 0.02)), "doğrusal": Linear(0.2, 0.0, STEPS),
        "kosinüs": Cosine(0.2, 0.0, STEPS), "ısınma + kosinüs": Warmup(Cosine(0.2, 0.0, STEPS - 50), 50),
        "WSD": WSD.over(0.2, STEPS),
    }  # fmt: skip
    for name, schedule in wanted.items():
        np.testing.assert_allclose(DECAYS[name](0.2)(t), schedule(t), rtol=1e-12)


def test_curves_shown_are_those_of_the_walk():
    explorer = explore_noise_ball(schedule="yarıda onda bir", t=200.0)
    artists = explorer.host.artists
    rate = DECAYS["yarıda onda bir"](0.2)(np.arange(STEPS))
    path = noise_ball.walk(rate, 1.0, 0)
    np.testing.assert_array_equal(np.array(artists["cloud"].get_data()), path[200])
    loss = (EIGENVALUES * path**2).sum(axis=1).mean(axis=1) / 2
    np.testing.assert_allclose(artists["measured"].get_ydata(), loss)
    mean, variance = noise_ball.theory(rate, 1.0)
    np.testing.assert_allclose(artists["theory"].get_ydata(), noise_ball.expected(variance, mean))
    np.testing.assert_array_equal(artists["rate"].get_ydata(), [*rate, np.nan])
    assert f"ortalama kayıp {loss[200]:.3g}" in explorer.text
    ellipse = np.array(artists["ellipse"].get_data())
    np.testing.assert_allclose((((ellipse - mean[200][:, None]) ** 2) / variance[200][:, None]).sum(axis=0), 4)


def test_decay_ends_below_the_constant_rate_and_small_alpha_is_slow():
    figure = noise_ball.NoiseBallFigure(DECAYS)

    def loss(name, lr, t):
        return figure.compute(schedule=name, lr=lr, noise=1.0, t=0.0, seed=0.0)["theory"][t]

    assert loss("kosinüs", 0.2, 300) < 0.1 * loss("sabit", 0.2, 300)
    assert loss("yarıda onda bir", 0.2, 300) == pytest.approx(loss("sabit", 0.02, 300), rel=0.02)
    assert loss("sabit", 0.02, 20) > 3 * loss("yarıda onda bir", 0.2, 20)


def test_loss_floor_is_proportional_to_alpha_when_alpha_is_small():
    low, high = (noise_ball.expected(noise_ball.stationary(lr, 1.0)) for lr in (0.005, 0.01))
    assert high / low == pytest.approx(2, rel=0.02)


def test_divergence_and_those_outside_are_said_in_words():
    explorer = explore_noise_ball(lr=0.55, t=300.0)
    assert "ıraksar" in explorer.text
    assert "10⁹'dan büyük" in explorer.text
    assert f"{WALKERS} yürüyüşçü pencerenin dışında" in explorer.text
    explorer.set(lr=0.2)
    assert "ıraksar" not in explorer.text
    assert explorer.host.artists["words"].get_text() == ""


def test_the_moment_is_dragged():
    explorer = explore_noise_ball()
    for name in ("now", "moment", "measured here", "rate here"):
        explorer.set(t=300.0)
        assert explorer.point(name, 42.0, 0.1)
        assert explorer.values["t"] == 40
    np.testing.assert_array_equal(explorer.host.artists["now"].get_xdata(), [40, 40])


def test_the_arrows_at_the_walker_add_up_to_the_step_it_takes():
    rate = DECAYS["kosinüs"](0.2)(np.arange(STEPS))
    path = noise_ball.walk(rate, 1.0, 3)[:, :, 0]
    figure = noise_ball.NoiseBallFigure(DECAYS)
    for t in (0, 5, 100, 295):
        arrays = figure.compute(schedule="kosinüs", lr=0.2, noise=1.0, t=float(t), seed=3.0)
        np.testing.assert_allclose(arrays["pull"], -rate[t] * EIGENVALUES[:, 0] * path[t])
        np.testing.assert_allclose(arrays["trail"][-1] + arrays["pull"] + arrays["kick"], path[t + 1])
        np.testing.assert_array_equal(arrays["trail"], path[max(0, t - noise_ball.TRAIL) : t + 1])
    assert not np.isfinite(figure.compute(schedule="kosinüs", lr=0.2, noise=1.0, t=300.0, seed=3.0)["pull"]).any()


def test_the_walker_is_drawn_with_its_arrows_until_the_walk_ends():
    explorer = explore_noise_ball(t=10.0)
    artists, path = explorer.host.artists, noise_ball.walk(np.full(STEPS, 0.2), 1.0, 0)[:, :, 0]
    np.testing.assert_array_equal(artists["walker"].get_xydata(), [path[10]])
    assert artists["pull"].get_visible()
    assert "sıradaki adımında gradyanın payı" in explorer.text
    explorer.set(noise=0.0)
    assert artists["kick words"].get_text() == ""
    assert not artists["kick"].get_visible()
    explorer.set(t=300.0)
    assert not artists["pull"].get_visible()
    assert "sıradaki" not in explorer.text


def test_curves_that_share_the_step_have_as_many_points():
    explorer = explore_noise_ball()
    linked = [name for name, told in explorer.live.readouts.items() if told.index == "adım"]
    assert {len(explorer.host.artists[name].get_xdata()) for name in linked} == {STEPS + 1}
    assert explorer.live.controls[3].play


def title(explorer):
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def losses(explorer):
    """Ekrandaki andaki ve baştaki kayıp, baştaki α'nın durağan kaybı."""
    shown = explorer.live.compute(**explorer.values)
    return shown["theory"][shown["t"]], shown["theory"][0], shown["floor"][0]


def test_titles_are_what_the_losses_say():
    explorer = explore_noise_ball()
    now, _, floor = losses(explorer)
    assert title(explorer).startswith("Sabit α: bulut küçülmeyi bıraktı")
    assert now == pytest.approx(floor, rel=0.3)
    titles = {title(explorer)}
    for preset in explorer.live.presets:
        explorer.preset(preset)
        titles.add(title(explorer))
    assert len(titles) == len(explorer.live.presets) + 1  # her durumun kendi bulgusu vardır
    for preset in ("Yarıda onda bir", "1/(1+k·t)", "Kosinüs"):
        explorer.preset(preset)
        now, _, floor = losses(explorer)
        assert "top" in title(explorer)
        assert now < floor / 2
        explorer.set(t=5.0)  # top daha ufalmamıştır: başlık da bunu söylemez
        assert "söndü" not in title(explorer)
        assert "ufaldı" not in title(explorer)
    explorer.preset("Sınırın üstü")
    now, first, _ = losses(explorer)
    assert title(explorer).startswith("α sınırı aştı")
    assert now > first
    explorer.preset("Gürültüsüz")
    assert "bütün yürüyüşçüler dibe vardı" in title(explorer)
    explorer.set(t=5.0)
    assert "dibe vardı" not in title(explorer)


@pytest.mark.parametrize("name", DECAYS)
@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_every_moment_of_every_schedule_has_a_title(name, noise):
    figure = noise_ball.NoiseBallFigure(DECAYS)
    values = {"schedule": name, "noise": noise, "seed": 0.0}
    for lr, t in ((0.005, 300.0), (0.2, 0.0), (0.2, 5.0), (0.2, 300.0), (0.6, 300.0)):
        assert figure.moment(values | {"lr": lr, "t": t}).title


def test_the_sentence_is_one_line_and_the_rest_follows():
    explorer = explore_noise_ball(lr=0.02, t=20.0)
    first, rest = explorer.text.split("\n")
    assert first.startswith("sabit, α = 0.02, gürültü σ = 1; t = 20 anında ortalama kayıp")
    assert len(first) <= 160
    assert "Standart sapma" in rest


def test_one_unit_is_as_long_on_both_axes_of_the_plane():
    axes = explore_noise_ball().host.artists["cloud"].axes
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    assert (x1 - x0) / axes.bbox.width == pytest.approx((y1 - y0) / axes.bbox.height)
