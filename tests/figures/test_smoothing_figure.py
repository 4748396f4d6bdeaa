"""Gürültülü kaybın düzleştirilmesi: gösterilen hatalar ve başlığın iddiası."""

import numpy as np

from lrlab.core import ewa
from lrlab.figures import explore_smoothing


def losses():
    """Azalan bir kayıp ve onun gürültülüsü."""
    truth = 2 * np.exp(-np.arange(400) / 80) + 0.1
    return truth + 0.2 * np.random.default_rng(0).standard_normal(400), truth


def test_smoothing_measures_the_distance_to_the_truth():
    loss, truth = losses()
    explorer = explore_smoothing(loss, truth)
    errors = {}
    np.testing.assert_array_equal(explorer.host.artists["truth"].get_ydata(), truth)
    for beta in (0.0, 0.9, 0.98):
        explorer.set(beta=beta)
        curve = explorer.host.artists["curve"].get_ydata()
        np.testing.assert_array_equal(curve, ewa(loss, beta, bias_correction=True))
        errors[beta] = [np.sqrt(np.mean((curve - truth)[part] ** 2)) for part in (slice(0, 100), slice(200, None))]
        assert f"{errors[beta][0]:.2f}, son 200 adımda {errors[beta][1]:.2f}" in explorer.text
    # Başlığın iddiası: küçük β sonda titrer, büyük β düşüşün gerisinde kalır.
    assert errors[0.0][1] > errors[0.9][1]
    assert errors[0.98][0] > errors[0.9][0]


def title(explorer):
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def test_titles_are_what_the_two_distances_say():
    loss, truth = losses()
    explorer = explore_smoothing(loss, truth, beta=0.5)
    told = {}
    for beta in (0.0, 0.5, 0.9, 0.98):
        explorer.set(beta=beta)
        off = explorer.host.artists["curve"].get_ydata() - truth
        told[beta] = title(explorer), off[:100].mean(), off[200:].std()
    assert told[0.0][0].startswith("β = 0: ortalama alınmaz")
    words, lag, shake = told[0.5]
    assert words.startswith("Küçük β: eğri gerçeğe geç kalmıyor, ama titriyor")
    assert lag < shake / 2
    words, lag, shake = told[0.98]
    assert words.startswith("Büyük β: eğri düz, ama düşüşte gerçeğin üstünde")
    assert lag > 1.5 * shake
    assert len({words for words, *_ in told.values()}) >= 3


def test_without_a_fall_there_is_no_lag_to_tell():
    flat = np.full(400, 0.5)
    noisy = flat + 0.2 * np.random.default_rng(1).standard_normal(400)
    assert "üstünde kalıyor" not in title(explore_smoothing(noisy, flat, beta=0.98))


def test_the_two_distances_are_written_over_the_steps_they_are_measured_on():
    loss, truth = losses()
    explorer = explore_smoothing(loss, truth, beta=0.9)
    shown = explorer.live.compute(beta=0.9)
    for name, words in (("early", "ilk 100 adım"), ("late", "son 200 adım")):
        assert explorer.host.artists[name].get_text() == f"{words}:\nsapma {shown[name]:.2f} nat"
    first, rest = explorer.text.split("\n")
    assert len(first) <= 160
    assert "titriyor" in rest
