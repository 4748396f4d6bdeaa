"""Denetimler: aralıkları, uçları ve tanımadıkları değerler."""

import numpy as np
import pytest

from lrlab.figures import Explorer
from lrlab.figures.engine.controls import beta_slider, log_slider, within


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ({"slope": 1.5}, ["`slope`", "1.5", "0 … 3", "en yakını"]),
        ({"slope": "dik"}, ["`slope`", "dik", "0 … 3"]),
        ({"slope": float("nan")}, ["`slope`", "nan"]),
        ({"broken": "evet"}, ["`broken`", "evet"]),
        ({"egim": 1.0}, ["egim", "slope"]),
    ],
)
def test_bad_start_values_are_named(start, words, live):
    with pytest.raises((TypeError, ValueError)) as caught:
        Explorer(live(), **start)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_beta_slider_spreads_by_window_length():
    values = beta_slider().values
    assert {0.0, 0.5, 0.9, 0.98, 0.99} <= set(values)
    places = [values.index(beta) / len(values) for beta in (0.5, 0.9, 0.98)]
    assert np.diff(places).min() > 0.15  # üçü kaydırıcıda birbirinden iyice ayrı
    assert list(values) == sorted(values)
    assert all(0 <= beta < 1 for beta in values)


def test_presets_beyond_a_slider_are_told_and_the_others_kept():
    presets = {"a": {"lr": 0.5}, "b": {"beta": 0.9}, "c": {"lr": 3.0, "beta": 0.5}}
    with pytest.warns(UserWarning, match=r"'c' \(lr = 3\); `lr` kaydırıcısı 0.1 … 1 arasında"):
        assert within(presets, lr=(0.1, 1.0)) == {"a": {"lr": 0.5}, "b": {"beta": 0.9}}
    assert within(presets, lr=(0.1, 3.0), beta=(0.0, 0.9)) == presets


def test_log_slider_holds_its_default_exactly():
    slider = log_slider("lr", "α", 0.01, 10, 1.9)
    assert {0.01, 0.03, 0.3, 1.9, 2.0} <= set(slider.values)
    assert list(slider.values) == sorted(set(slider.values))
    assert np.diff(np.log10(slider.values)).max() < 0.08  # adımlar en çok yüzde yirmi
    assert slider.extremes == (0.01, 10.0)
    assert slider.accept(np.float64(1.9)) == 1.9
