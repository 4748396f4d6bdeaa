"""Kâşif: geri çağrılar, hazır ayarlar, soluk eğriler, durum, hatalar, iş parçacıkları; tarayıcısız."""

import json
import threading

import numpy as np
import pytest
from matplotlib.lines import Line2D

from lrlab.figures import Explorer
from lrlab.figures.engine import Title


def test_moving_a_control_changes_the_picture_and_the_words(live, pixels):
    explorer = Explorer(live())
    before = pixels(explorer)
    explorer.moved({"slope": 2.0})  # tarayıcının yaptığı
    assert (pixels(explorer) != before).any()
    assert explorer.text == "eğim 2, son değer 2"
    explorer.moved({"slope": 1.0})
    np.testing.assert_array_equal(pixels(explorer), before)


def test_set_renders_once_however_many_controls_change(live):
    calls, compute = [], live().compute

    def counted(**values):
        calls.append(values)
        return compute(**values)

    explorer = Explorer(live(compute=counted))
    calls.clear()
    explorer.set(slope=3.0, shape="square")
    assert calls == [{"slope": 3.0, "shape": "square", "broken": False}]


def test_presets_start_from_the_initial_values(live):
    explorer = Explorer(live(), slope=2.0)
    explorer.preset("kare")
    assert explorer.values == {"slope": 2.0, "shape": "square", "broken": False}
    explorer.preset("dik")
    assert explorer.values == {"slope": 3.0, "shape": "line", "broken": False}


def buttons(explorer):
    """Ekrandaki düğmeler: üstündeki yazı -> basmak."""

    def of(widget):
        found = [widget] if type(widget).__name__ == "Button" else []
        return found + [button for child in getattr(widget, "children", ()) for button in of(child)]

    if "page" not in dir(explorer.host):
        return {button.description: button.click for button in of(explorer.view)}
    page = explorer.host.page

    def press(told):
        if "at" in told:
            page.place = {"at": told["at"], "drawn": False, "epoch": page.epoch}
        else:
            page.hear({"kind": "press", "name": told["name"]})

    told = [one for group in ("presets", "runs", "tools") for one in page.panel[group]]
    return {one["label"]: lambda one=one: press(one) for one in told}


@pytest.mark.parametrize("host", ["canvas", "image"])
def test_buttons_do_what_they_say(live, monkeypatch, host):
    monkeypatch.setenv("LRLAB_HOST", host)
    explorer = Explorer(live())
    named = buttons(explorer)
    assert list(named) == ["dik", "kare", "Öncekini sakla", "Soluk eğrileri sil", "Başa dön"]
    named["dik"]()
    assert explorer.values["slope"] == 3.0
    named["Öncekini sakla"]()
    assert len(explorer.state()["ghosts"]) == 1
    named["Başa dön"]()
    assert explorer.values["slope"] == 1.0
    assert len(explorer.state()["ghosts"]) == 1  # başa dönmek saklananı silmez
    named["Soluk eğrileri sil"]()
    assert explorer.state()["ghosts"] == []


def test_the_first_button_is_never_where_the_figure_opened(live):
    def order(**start):
        return [label for label in buttons(Explorer(live(), **start)) if label in ("dik", "kare")]

    assert order() == ["dik", "kare"]
    assert order(slope=3.0) == ["kare", "dik"]
    assert order(slope=2.0) == ["dik", "kare"]


def test_a_ghost_is_named_by_what_matters(live):
    explorer = Explorer(live())

    def names():
        return [text.get_text() for axes in explorer.host.figure.axes for text in axes.texts]

    explorer.keep()
    assert names() == ["ilk ayar"]
    explorer.set(slope=3.0)
    explorer.keep()
    assert names() == ["ilk ayar", "eğim = 3"]
    opened = Explorer(live(), slope=3.0)
    opened.set(slope=1.0)
    opened.keep()
    assert [text.get_text() for axes in opened.host.figure.axes for text in axes.texts] == ["eğim = 1"]


def test_ghost_stays_while_the_curve_moves_and_is_named(live, pixels):
    explorer = Explorer(live(), slope=2.0)
    clean = pixels(Explorer(live(), slope=1.0))
    explorer.keep()
    explorer.set(slope=1.0)
    assert (pixels(explorer) != clean).any()
    assert "Soluk eğriler: eğim = 2." in explorer.text
    explorer.clear()
    np.testing.assert_array_equal(pixels(explorer), clean)
    lines = [a for ax in explorer.host.figure.axes for a in ax.get_children() if isinstance(a, Line2D)]
    assert len(lines) == 1


def test_state_round_trips_as_plain_json(live, pixels):
    explorer = Explorer(live(), slope=2.0)
    explorer.keep()
    explorer.set(slope=3.0, shape="square")
    saved = json.dumps(explorer.state())
    other = Explorer(live())
    other.load(json.loads(saved))
    assert other.state() == explorer.state()
    assert other.text == explorer.text
    np.testing.assert_array_equal(pixels(other), pixels(explorer))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, ["`state`", "`values`"]),
        (None, ["`state`", "None"]),
        ({"values": None, "ghosts": []}, ["sözlüğü", "None"]),
        ({"values": {}, "ghosts": None}, ["`state`", "`ghosts`"]),
        ({"values": {}, "ghosts": [1]}, ["sözlüğü", "1"]),
        ({"values": {"slope": 1.5}, "ghosts": []}, ["`slope`", "1.5"]),
        ({"values": {"shape": "oval"}, "ghosts": []}, ["`shape`", "oval", "square"]),
        ({"values": {}, "ghosts": [{"slop": 1.0}]}, ["slop", "slope"]),
        ({"values": {"slope": "iki"}, "ghosts": []}, ["`slope`", "iki"]),
    ],
)
def test_a_bad_state_is_refused_whole(state, words, live):
    explorer = Explorer(live(), slope=2.0)
    explorer.keep()
    before = explorer.state()
    with pytest.raises((TypeError, ValueError)) as caught:
        explorer.load(state)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert explorer.state() == before


def test_an_error_is_told_in_the_figures_place_and_the_next_move_recovers(live, pixels):
    explorer = Explorer(live())
    good = pixels(explorer)
    explorer.moved({"broken": True})
    assert isinstance(explorer.error, ZeroDivisionError)
    assert "hesap yapılamadı: sıfıra bölme" in explorer.text
    assert (pixels(explorer) != good).any()
    explorer.moved({"broken": False})
    assert explorer.error is None
    np.testing.assert_array_equal(pixels(explorer), good)


def test_an_error_in_the_first_frame_is_raised(live):
    with pytest.raises(ZeroDivisionError):
        Explorer(live(), broken=True)


def test_calls_from_two_threads_do_not_mix(live, pixels):
    explorer = Explorer(live())
    threads = [
        threading.Thread(target=lambda s=s: [explorer.set(slope=s, shape="line") for _ in range(8)])
        for s in (0.0, 1.0, 2.0, 3.0)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert explorer.error is None
    slope = explorer.values["slope"]
    assert explorer.text == f"eğim {slope:g}, son değer {slope:g}"
    explorer.set(slope=slope)
    expected = Explorer(live(), slope=slope)
    np.testing.assert_array_equal(pixels(explorer), pixels(expected))


def test_unknown_preset_is_named(live):
    with pytest.raises(ValueError, match="'dik', 'kare'"):
        Explorer(live()).preset("yok")


def test_an_error_with_mathematical_signs_is_told_too(live):
    def compute(**values):
        if values["broken"]:
            raise ValueError("5$ ve $\\frac$ \x00")
        return live().compute(**values)

    explorer = Explorer(live(compute=compute))
    explorer.set(broken=True)
    assert isinstance(explorer.error, ValueError)
    assert "$\\frac$" in explorer.text


def test_ghost_of_an_interrupted_update_is_the_picture_on_screen(live):
    interrupts = [KeyboardInterrupt()]

    def compute(**values):
        if values["slope"] == 3.0 and interrupts:
            raise interrupts.pop()
        return live().compute(**values)

    explorer = Explorer(live(compute=compute))
    with pytest.raises(KeyboardInterrupt):
        explorer.set(slope=3.0)
    explorer.keep()
    assert explorer.state()["ghosts"] == [{"slope": 1.0, "shape": "line", "broken": False}]


def test_a_broken_preset_is_refused_at_once(live):
    with pytest.raises(ValueError, match="`slope`"):
        Explorer(live(presets={"bozuk": {"slope": 0.7}}))


def test_what_draw_returns_must_be_an_artist(live):
    def bars(figure):
        return {"bars": figure.subplots().bar([1, 2], [3, 4])}

    with pytest.raises(TypeError, match=r"`draw\(\)\['bars'\]` tek bir matplotlib çizimi olmalı.*BarContainer"):
        Explorer(live(draw=bars))


def names(explorer):
    """Soluk eğrilerin uçlarındaki yazılar."""
    return [text.get_text() for axes in explorer.host.figure.axes for text in axes.texts]


def test_ghosts_are_named_at_their_ends_in_their_own_colours(live):
    explorer = Explorer(live(), slope=2.0)
    explorer.keep()
    explorer.set(slope=3.0)
    explorer.keep()
    assert names(explorer) == ["eğim = 2", "eğim = 3"]
    lines = [a for a in explorer.host.figure.axes[0].get_children() if isinstance(a, Line2D)]
    assert len({line.get_color() for line in lines}) == 3


def test_a_third_ghost_replaces_the_oldest_and_says_so(live):
    explorer = Explorer(live(), slope=1.0)
    for slope in (1.0, 2.0, 3.0):
        explorer.set(slope=slope)
        explorer.keep()
    assert [ghost["slope"] for ghost in explorer.state()["ghosts"]] == [2.0, 3.0]
    assert "En eski soluk eğri silindi" in explorer.text
    assert names(explorer) == ["eğim = 2", "eğim = 3"]
    explorer.clear()
    assert "silindi" not in explorer.text


def test_ghosts_of_another_ground_go_and_it_is_said(live):
    figure = live()
    figure.ground = ("shape",)
    explorer = Explorer(figure, slope=2.0)
    explorer.keep()
    explorer.set(slope=3.0)
    assert len(explorer.state()["ghosts"]) == 1
    explorer.set(shape="square")
    assert explorer.state()["ghosts"] == []
    assert "Soluk eğriler silindi: biçim değişti" in explorer.text
    assert names(explorer) == []
    explorer.set(slope=1.0)
    assert "silindi" not in explorer.text  # söz, kaldıran değişikliğindir: sonrakilerde kalmaz


def test_the_title_on_screen_is_the_first_true_one(live):
    figure = live()
    figure.titles = (Title("dik", lambda values, arrays: values["slope"] > 2), Title("bir doğru"))
    explorer = Explorer(figure, slope=1.0)
    assert explorer.host.artists["headline"].get_text() == "bir doğru"
    explorer.set(slope=3.0)
    assert explorer.host.artists["headline"].get_text() == "dik"
