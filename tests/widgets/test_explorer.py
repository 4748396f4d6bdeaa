"""Kâşif ve ev sahibi: geri çağrılar, durum, soluk eğriler, hatalar, kaydedilen resim; tarayıcısız."""

import base64
import gc
import io
import json
import threading

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import psutil
import pytest
from matplotlib.lines import Line2D
from PIL import Image

from lrlab.widgets.controls import Choice, Slider, Toggle, beta_slider, log_slider
from lrlab.widgets.explorer import Explorer, LiveFigure
from lrlab.widgets.style import LECTURE

CONTROLS = (
    Slider("slope", "eğim", (0.0, 1.0, 2.0, 3.0), 1.0),
    Choice("shape", "biçim", {"düz": "line", "kare": "square"}, "line"),
    Toggle("broken", "boz"),
)


def compute(*, slope, shape, broken):
    if broken:
        raise ZeroDivisionError("sıfıra bölme")
    x = np.linspace(0, 1, 50)
    return {"x": x, "y": slope * (x if shape == "line" else x**2)}


def draw(figure):
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 3), title="Eğim büyüdükçe diklik artar: ığüşöç İ")
    line = axes.plot([], [], label="doğru")[0]
    axes.legend()
    return {"line": line}


def update(artists, arrays):
    artists["line"].set_data(arrays["x"], arrays["y"])
    artists["line"].axes.set_ylim(0, 3 if arrays["y"][-1] < 3 else 6)


def describe(values, arrays):
    return f"eğim {values['slope']:g}, son değer {arrays['y'][-1]:g}"


def live(**changes):
    parts = {"controls": CONTROLS, "presets": {"dik": {"slope": 3.0}, "kare": {"shape": "square"}}}
    functions = {"compute": compute, "draw": draw, "update": update, "describe": describe}
    return LiveFigure(**parts | functions | changes)


def pixels(explorer):
    return np.asarray(Image.open(io.BytesIO(explorer._host.png)).convert("RGB")).astype(int)


def test_moving_a_control_changes_the_picture_and_the_words():
    explorer = Explorer(live())
    before = pixels(explorer)
    explorer._widgets["slope"].value = 2.0  # tarayıcının yaptığı
    assert (pixels(explorer) != before).any()
    assert explorer.text == "eğim 2, son değer 2"
    explorer._widgets["slope"].value = 1.0
    np.testing.assert_array_equal(pixels(explorer), before)


def test_blitted_picture_is_what_matplotlib_draws_from_scratch():
    explorer = Explorer(live())
    explorer.set(slope=2.0, shape="square")
    for artist in explorer._host.artists.values():
        artist.set_animated(False)
    with mpl.rc_context(explorer._host.style.rc()):
        explorer._host._canvas.draw()
    whole = np.asarray(explorer._host._canvas.buffer_rgba())[..., :3].astype(int)
    assert np.abs(pixels(explorer) - whole).mean() < 1.5  # 256 renge indirmek beyazı 255'ten 254'e çeker


def test_set_renders_once_however_many_controls_change():
    calls = []

    def counted(**values):
        calls.append(values)
        return compute(**values)

    explorer = Explorer(live(compute=counted))
    calls.clear()
    explorer.set(slope=3.0, shape="square")
    assert calls == [{"slope": 3.0, "shape": "square", "broken": False}]


def test_presets_start_from_the_initial_values():
    explorer = Explorer(live(), slope=2.0)
    explorer.preset("kare")
    assert explorer.values == {"slope": 2.0, "shape": "square", "broken": False}
    explorer.preset("dik")
    assert explorer.values == {"slope": 3.0, "shape": "line", "broken": False}


def buttons(widget):
    found = [widget] if type(widget).__name__ == "Button" else []
    return found + [button for child in getattr(widget, "children", ()) for button in buttons(child)]


def test_buttons_do_what_they_say():
    explorer = Explorer(live())
    named = {button.description: button for button in buttons(explorer.view)}
    assert list(named) == ["dik", "kare", "Öncekini sakla", "Soluk eğrileri sil", "Başa dön"]
    named["dik"].click()
    assert explorer.values["slope"] == 3.0
    named["Öncekini sakla"].click()
    assert len(explorer.state()["ghosts"]) == 1
    named["Başa dön"].click()
    assert explorer.values["slope"] == 1.0
    assert len(explorer.state()["ghosts"]) == 1  # başa dönmek saklananı silmez
    named["Soluk eğrileri sil"].click()
    assert explorer.state()["ghosts"] == []


def test_ghost_stays_while_the_curve_moves_and_is_named():
    explorer = Explorer(live(), slope=2.0)
    clean = pixels(Explorer(live(), slope=1.0))
    explorer.keep()
    explorer.set(slope=1.0)
    assert (pixels(explorer) != clean).any()
    assert "Soluk eğriler: eğim = 2." in explorer.text
    explorer.clear()
    np.testing.assert_array_equal(pixels(explorer), clean)
    lines = [a for ax in explorer._host.figure.axes for a in ax.get_children() if isinstance(a, Line2D)]
    assert len(lines) == 1


def test_state_round_trips_as_plain_json():
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
        ({"values": {"slope": 1.5}, "ghosts": []}, ["`slope`", "1.5"]),
        ({"values": {"shape": "oval"}, "ghosts": []}, ["`shape`", "oval", "square"]),
        ({"values": {}, "ghosts": [{"slop": 1.0}]}, ["slop", "slope"]),
        ({"values": {"slope": "iki"}, "ghosts": []}, ["`slope`", "iki"]),
    ],
)
def test_a_bad_state_is_refused_whole(state, words):
    explorer = Explorer(live(), slope=2.0)
    explorer.keep()
    before = explorer.state()
    with pytest.raises((TypeError, ValueError)) as caught:
        explorer.load(state)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert explorer.state() == before


def test_an_error_is_told_in_the_figures_place_and_the_next_move_recovers():
    explorer = Explorer(live())
    good = pixels(explorer)
    explorer._widgets["broken"].value = True
    assert isinstance(explorer.error, ZeroDivisionError)
    assert "hesap yapılamadı: sıfıra bölme" in explorer.text
    assert (pixels(explorer) != good).any()
    explorer._widgets["broken"].value = False
    assert explorer.error is None
    np.testing.assert_array_equal(pixels(explorer), good)


def test_an_error_in_the_first_frame_is_raised():
    with pytest.raises(ZeroDivisionError):
        Explorer(live(), broken=True)


def test_saved_output_has_picture_words_and_view():
    explorer = Explorer(live())
    bundle = explorer._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert picture.size == (900, 480)
    assert bundle["text/plain"] == explorer.text
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.view.model_id


def test_picture_bytes_are_the_same_every_time():
    assert Explorer(live())._host.png == Explorer(live())._host.png


def test_size_on_the_page_is_fixed():
    explorer = Explorer(live())
    layout = explorer._host.view.layout
    assert (layout.width, layout.height) == ("900px", "480px")
    sizes = {pixels(explorer).shape}
    for slope in (0.0, 3.0):
        explorer.set(slope=slope)
        sizes.add(pixels(explorer).shape)
    assert sizes == {(480, 900, 3)}


def texts(figure):
    return [t for t in figure.findobj(mpl.text.Text) if t.get_text().strip()]


def test_lecture_style_is_one_switch(monkeypatch):
    for explorer in (Explorer(live(), lecture=True), _with_environment(monkeypatch)):
        assert explorer._host.style == LECTURE
        assert min(t.get_fontsize() for t in texts(explorer._host.figure)) >= 14
    monkeypatch.delenv("LRLAB_LECTURE")
    assert min(t.get_fontsize() for t in texts(Explorer(live())._host.figure)) < 14


def _with_environment(monkeypatch):
    monkeypatch.setenv("LRLAB_LECTURE", "1")
    return Explorer(live())


def test_no_pyplot_figure_no_rcparams_and_no_leak():
    before = dict(plt.rcParams)
    explorer = Explorer(live())
    for k in range(100):
        explorer.set(slope=float(k % 4))
    gc.collect()
    start = psutil.Process().memory_info().rss
    for k in range(300):
        explorer.set(slope=float(k % 4))
    gc.collect()
    grown = psutil.Process().memory_info().rss - start
    assert grown < 4e6, f"300 güncellemede bellek {grown / 1e6:.1f} MB büyüdü"
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before


def test_calls_from_two_threads_do_not_mix():
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
def test_bad_start_values_are_named(start, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        Explorer(live(), **start)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_unknown_preset_is_named():
    with pytest.raises(ValueError, match="'dik', 'kare'"):
        Explorer(live()).preset("yok")


def test_beta_slider_spreads_by_window_length():
    values = beta_slider().values
    assert {0.0, 0.5, 0.9, 0.98, 0.99} <= set(values)
    places = [values.index(beta) / len(values) for beta in (0.5, 0.9, 0.98)]
    assert np.diff(places).min() > 0.15  # üçü kaydırıcıda birbirinden iyice ayrı
    assert list(values) == sorted(values)
    assert all(0 <= beta < 1 for beta in values)


def test_log_slider_holds_its_default_exactly():
    slider = log_slider("lr", "α", 0.01, 10, 1.9)
    assert {0.01, 0.03, 0.3, 1.9, 2.0} <= set(slider.values)
    assert list(slider.values) == sorted(set(slider.values))
    assert np.diff(np.log10(slider.values)).max() < 0.08  # adımlar en çok yüzde yirmi
    assert slider.extremes == (0.01, 10.0)
    assert slider.accept(np.float64(1.9)) == 1.9
