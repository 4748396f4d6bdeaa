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
