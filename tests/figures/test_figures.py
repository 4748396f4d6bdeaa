"""Her ders şekli: denetimlerin uçlarında hesap, hazır ayarlar, kırpılmayan yazılar; bozuk girdinin adı söylenir."""

import itertools
import json
from dataclasses import replace
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text

from lrlab.figures import (
    Live,
    explore_ewa,
    explore_minibatch,
    explore_noise_ball,
    explore_schedule,
    explore_smoothing,
    explore_training,
)
from tests.figures.catalog import FIGURES

UNTITLED = {"population": 2}  # haritaların altındaki iki eğri, haritaların başlığını sürdürür


@pytest.fixture(scope="module")
def figure():
    """Adıyla bir ders şekli, başlangıç halinde; her biri dosya boyunca bir kez kurulur."""
    made = {}

    def one(name, *, lecture=False):
        if (name, lecture) not in made:
            with np.errstate(all="raise"):  # öğrencinin np.seterr(all="raise")ı şekillere karışmaz
                made[name, lecture] = FIGURES[name](lecture=lecture)
        shown = made[name, lecture]
        shown.set(**shown.initial)
        return shown

    yield one
    for shown in made.values():
        if isinstance(shown, Live):
            shown.close()


@pytest.mark.parametrize("name", FIGURES)
def test_every_control_at_its_extremes_draws(name, figure):
    explorer = figure(name)
    controls = explorer.live.controls
    corners = [{c.name: c.extremes[end] for c in controls} for end in (0, -1)]
    alone = [{c.name: value} for c in controls for value in c.extremes]
    for values in corners + alone:
        with np.errstate(all="raise"):
            explorer.set(**explorer.initial | values)
        assert explorer.error is None, explorer.text
        assert "nan" not in explorer.text.lower()
        assert "inf" not in explorer.text.lower()


@pytest.mark.parametrize("name", FIGURES)
def test_presets_apply_and_are_told_apart(name, figure):
    explorer = figure(name)
    seen = set()
    for preset in explorer.live.presets:
        with np.errstate(all="raise"):
            explorer.preset(preset)
        assert explorer.error is None
        seen.add(json.dumps(explorer.values))
    assert len(seen) == len(explorer.live.presets)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lecture", [False, True])
def test_no_text_is_clipped_and_axes_are_labelled(name, lecture, figure):
    explorer = figure(name, lecture=lecture)
    drawn = explorer.host.figure
    with mpl.rc_context(explorer.host.style.rc()):
        inked = drawn.get_tightbbox(explorer.host.agg.get_renderer())  # inç
    width, height = drawn.get_size_inches()
    assert min(inked.x0, inked.y0, width - inked.x1, height - inked.y1) > -0.01, inked
    # Çerçevesiz panel resimlerdir (rakamlar), ekseni yoktur.
    panels = [axes for axes in drawn.axes if axes.get_label() != "<colorbar>" and axes.get_frame_on()]
    assert all(axes.get_xlabel() and axes.get_ylabel() for axes in panels)
    assert sum(not axes.get_title() for axes in panels) == UNTITLED.get(name, 0)


def clipped(drawn):
    """Şeklin kenarından taşan adlar (eksenlerin rakamları sayılmaz)."""
    ticks = {
        label
        for axes in drawn.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
    }
    names = [text for text in drawn.findobj(Text) if text.get_text().strip() and text.get_visible()]
    free = [text for text in names if text not in ticks and text.get_clip_box() is None]
    boxes = {text.get_text(): text.get_window_extent() for text in free}
    return [name for name, box in boxes.items() if box.x0 < -3 or box.x1 > drawn.bbox.width + 1]


@pytest.mark.parametrize("name", FIGURES)
def test_a_phone_clips_no_name(name, figure):
    explorer = figure(name)
    explorer.host.page.hear({"kind": "here", "view": "telefon", "width": 360, "height": 0, "scale": 1})
    try:
        for preset in (None, *explorer.live.presets):
            if preset:
                explorer.preset(preset)
            assert clipped(explorer.host.figure) == [], preset
    finally:
        explorer.host.page.hear({"kind": "here", "view": "telefon", "width": 900, "height": 0, "scale": 1})


@pytest.mark.parametrize("name", FIGURES)
def test_axes_titles_do_not_overlap(name, figure):
    drawn = figure(name, lecture=True).host.figure
    boxes = [axes.title.get_window_extent() for axes in drawn.axes if axes.get_title()]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)


def still(*_, **__):
    """Şekli kurmaya yetecek kadar kayıt."""
    return SimpleNamespace(step=np.array([300]), updates_per_epoch=25)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda daily: explore_ewa(), ["`series`", "boş"]),
        (lambda daily: explore_ewa(daily(), replace(daily("Ankara"), celsius=np.ones(50))), ["`series`", "Ankara: 50"]),
        (lambda daily: explore_ewa(daily(), daily()), ["`series`", "Londra", "iki kez"]),
        (lambda daily: explore_ewa([1, 2]), ["`series`", "temperature"]),
        (lambda daily: explore_ewa(replace(daily(), celsius=np.ones(5))), ["`series`", "(5,)"]),
        (lambda daily: explore_ewa(replace(daily(), celsius=np.full(50, np.nan))), ["`series`[0]", "nan"]),
        (lambda daily: explore_training(3), ["`trainer`", "3"]),
        (lambda daily: explore_schedule(3), ["`trainer`", "3"]),
        (lambda daily: explore_schedule(still, schedule="Kosinüs"), ["`schedule`", "Kosinüs", "'Cosine'"]),
        (lambda daily: explore_noise_ball(noise=-1.0), ["`noise`", "-1"]),
        (lambda daily: explore_ewa(daily(), beta=1.2), ["`beta`", "1.2"]),
        (lambda daily: explore_ewa(daily(), city="Paris"), ["`city`", "Paris", "Londra"]),
        (lambda daily: explore_minibatch(np.ones((5, 3)), np.ones(5)), ["`x`", "(5, 3)", "(n, 2)"]),
        (lambda daily: explore_minibatch(np.full((5, 2), np.nan), np.ones(5)), ["`x`", "nan"]),
        (lambda daily: explore_smoothing(np.ones(3), np.ones(4)), ["`loss`", "(3,)", "(4,)"]),
        (lambda daily: explore_smoothing([1.0, np.nan], [1.0, 1.0]), ["`loss`[1]", "nan"]),
        (lambda daily: explore_training(still, ("hız",)), ["`names`", "hız", "'lr'"]),
    ],
)
def test_bad_input_is_named(call, words, daily):
    with pytest.raises((TypeError, ValueError)) as caught:
        call(daily)
    assert all(word in str(caught.value) for word in words), str(caught.value)
