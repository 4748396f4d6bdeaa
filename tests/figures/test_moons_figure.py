"""İki ay şekli: ağlar torch'unkiyle aynı yerden geçer, sınır noktaları ayırdığı yerdedir, başlık sayıları söyler."""

import numpy as np
import pytest
import torch
from torch import nn

from lrlab.figures import batch_orders, explore_moons
from lrlab.figures.noise import moons


def title(explorer):
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def test_training_is_what_torch_does():
    x, y = moons.two_moons()
    first = moons.initial(3)
    net = nn.Sequential(nn.Linear(2, moons.HIDDEN), nn.Tanh(), nn.Linear(moons.HIDDEN, 1)).double()
    weights = (first.inner.T, first.shift, first.outer[None], first.bias)
    for parameter, value in zip(net.parameters(), weights, strict=True):
        parameter.data = torch.tensor(value.copy())
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
    inputs, labels = torch.tensor(x), torch.tensor(y)
    for order in batch_orders(len(x), 2, 3):
        for start in range(0, len(x), 50):  # son minigrup kısa: 20
            rows = order[start : start + 50]
            optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(net(inputs[rows])[:, 0], labels[rows]).backward()
            optimizer.step()
    ours = moons.trained(x, y, 50, 0.5, 3)[2]
    np.testing.assert_allclose(moons.logits(ours, x), net(inputs)[:, 0].detach(), atol=1e-10)


@pytest.mark.parametrize(("lr", "words"), [(0.1, "Yalnız B = 1"), (1.0, "B = 1 ve minigrup"), (10.0, "B = 1 savruldu")])
def test_the_title_and_the_sentence_follow_the_accuracies(lr, words):
    explorer = explore_moons(lr=lr)
    runs = explorer.live.compute(**explorer.values)
    assert words in title(explorer)
    assert all(f"%{100 * runs[name]['accuracy']:.0f}" in explorer.text for name in ("single", "mini", "full"))


def test_the_boundary_is_where_the_network_is_undecided():
    x, y = moons.two_moons()
    network = moons.trained(x, y, 1, 0.1, 0)[-1]
    line = moons.boundary(network)
    points = line.T[np.isfinite(line[0])]
    assert len(points) > 50
    assert abs(moons.logits(network, points)).max() < 0.1 * abs(moons.logits(network, x)).max()


def test_a_network_that_calls_everything_one_moon_has_no_boundary():
    flat = moons.initial(0)._replace(outer=np.zeros(moons.HIDDEN), bias=np.ones(1))
    assert moons.boundary(flat).shape == (2, 0)


def test_at_the_start_the_three_networks_are_the_same_and_an_epoch_is_as_many_updates_as_batches():
    explorer = explore_moons(epochs=0.0)
    lines = [explorer.host.artists[f"{name}_boundary"].get_xydata() for name in ("single", "mini", "full")]
    np.testing.assert_array_equal(lines[0], lines[1])
    np.testing.assert_array_equal(lines[0], lines[2])
    explorer.set(epochs=1.0)
    assert "B = 1: 120; B = 16: 8; B = n = 120: 1" in explorer.text


def test_wrong_points_are_marked():
    explorer = explore_moons()
    runs = explorer.live.compute(**explorer.values)
    for name in ("single", "mini", "full"):
        marked = len(explorer.host.artists[f"{name}_wrong"].get_xdata())
        assert marked == round(moons.POINTS * (1 - runs[name]["accuracy"]))
