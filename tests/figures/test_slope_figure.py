"""Eğim şekli: adımlar gradyan inişinindir, oklar onları bağlar, başlık yolun yaptığını söyler."""

import numpy as np
import pytest

from lrlab.figures import explore_slope


def title(explorer):
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


@pytest.mark.parametrize("lr", [0.01, 0.1, 0.5, 0.9])
def test_the_points_are_the_steps_on_the_curve(lr):
    path = explore_slope(lr=lr).host.artists["path"].get_xydata()
    w = 3 * (1 - 2 * lr) ** np.arange(11)  # J'(w) = 2w: her adım w'yi 1 - 2α ile çarpar
    np.testing.assert_allclose(path, np.stack([w, w * w], axis=1), atol=1e-12)


def test_arrows_lead_from_each_step_to_the_next_and_stop_at_the_edge():
    explorer = explore_slope(lr=0.3)
    shown = [one for name, one in explorer.host.artists.items() if name.startswith("step") and one.get_visible()]
    assert 1 < len(shown) <= 10
    explorer.set(lr=1.2)
    path = explorer.host.artists["path"].get_xydata()
    np.testing.assert_allclose(path[:3, 0], [3, -4.2, 5.88])  # sonuncusu dışarıda; gerisi çizilmez
    assert np.isnan(path[3:]).all()
    assert explorer.host.artists["words"].get_text() == "pencereden çıktı: 2. adım"


@pytest.mark.parametrize(
    ("lr", "words"),
    [
        (0.01, "yarısı bile gidilemedi"),
        (0.1, "kendiliğinden kısalıyor"),
        (0.5, "bir adımda varıldı"),
        (0.9, "yine de yaklaşılıyor"),
        (1.0, "aynı iki nokta"),
        (1.05, "daha uzağa düşüyor"),
    ],
)
def test_the_title_says_what_the_steps_did(lr, words):
    explorer = explore_slope(lr=lr)
    assert words in title(explorer)


def test_there_is_one_slider_and_the_sentence_gives_the_place():
    explorer = explore_slope(lr=0.1)
    assert [control.name for control in explorer.live.controls] == ["lr"]
    assert "w = 0.32" in explorer.text
    assert "w = 3.00, 2.40, 1.92" in explorer.text


@pytest.mark.parametrize(("lr", "words"), [(0.99, "yakın."), (1.0, "başladığı uzaklıkta."), (1.01, "uzakta.")])
def test_the_sentence_says_on_which_side_of_the_start_the_path_ended(lr, words):
    assert explore_slope(lr=lr).text.split("\n")[0].endswith(words)


def test_a_kept_path_stays_behind_as_a_ghost():
    explorer = explore_slope(lr=0.1)
    explorer.keep()
    explorer.set(lr=0.9)
    assert "Soluk eğriler: α = 0.1." in explorer.text
