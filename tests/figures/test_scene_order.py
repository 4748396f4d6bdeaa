"""Sahneler her sırada aynıdır: önden kaydedilen bir an, öncesinde hangi anın çizildiğine bakmaz."""

import re
from collections import defaultdict

import numpy as np
import pytest

from lrlab.figures import Explorer
from tests.figures.catalog import FIGURES


@pytest.fixture(scope="module")
def explorer():
    """Adıyla bir kâşif, başlangıç halinde; süren koşunun anları zaten sıralıdır, denenmez."""
    made = {}

    def one(name):
        if name not in made:
            made[name] = FIGURES[name]()
        shown = made[name]
        if not isinstance(shown, Explorer):
            shown.close()
            pytest.skip("süren koşu")
        shown.set(**shown.initial)
        return shown

    return one


def moments(explorer):
    """Başlangıç, hazır ayarlar, her denetimin uçları."""
    alone = [{one.name: value} for one in explorer.live.controls for value in one.extremes]
    return [explorer.initial | values for values in ({}, *explorer.live.presets.values(), *alone)]


def record(explorer, values):
    """Tarayıcıya gidecek sahnenin şekle ait olanı: eksenler ve oynayan çizimler."""
    moment = explorer.live.moment(values)
    scene = explorer.host.record(lambda artists: explorer.live.show(artists, moment))
    place = explorer.host.place
    drawn = {name: scene.parts.get(place[artist]) for name, artist in explorer.host.artists.items()}
    return scene.axes, drawn


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "retraining"])  # saati her koşuda başkadır
def test_a_moment_is_the_same_whatever_was_drawn_before(name, explorer):
    shown = explorer(name)
    wanted = moments(shown)
    forward = [record(shown, values) for values in wanted]
    for k in np.random.default_rng(0).permutation(len(wanted)):
        axes, parts = record(shown, wanted[k])
        assert axes == forward[k][0], wanted[k]
        assert [name for name, part in parts.items() if part != forward[k][1][name]] == [], wanted[k]
    assert not shown.host.painted


UNITS = {"°C", "%", "nat", "ms", "s", "puan"}


@pytest.mark.parametrize("name", FIGURES)
def test_what_stands_in_a_readouts_brackets_is_a_unit(name, explorer):
    """`adım (t)` denseydi `adım 18 t` okunurdu."""
    for readout in explorer(name).live.readouts.values():
        for label in (readout.x, readout.y):
            bracketed = re.findall(r"\(([^()]*)\)", label)
            assert set(bracketed) <= UNITS, label
            assert not bracketed or label.endswith(f"({bracketed[-1]})"), label


@pytest.mark.parametrize("name", FIGURES)
def test_linked_curves_have_the_same_points_in_every_moment(name, explorer):
    shown = explorer(name)
    for values in moments(shown):
        record(shown, values)
        lengths = defaultdict(set)
        for artist, told in shown.live.readouts.items():
            drawn = shown.host.artists[artist]
            points = drawn.get_xydata() if hasattr(drawn, "get_xydata") else drawn.get_offsets()
            if told.index and drawn.get_visible() and len(points):
                lengths[told.index].add(len(points))
        assert all(len(found) == 1 for found in lengths.values()), (dict(lengths), values)
