"""Her iki ev sahibi: resmin kendisi, sayfadaki yeri, kaydedilen çıktı, sunum yazısı, bellek; tarayıcısız."""

import base64
import gc
import io
import threading

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import psutil
import pytest
from PIL import Image

from lrlab.figures import Explorer, Still
from lrlab.figures.parts.style import LECTURE


@pytest.fixture(params=["canvas", "image"], autouse=True)
def each_host(request, monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", request.param)


def test_blitted_picture_is_what_matplotlib_draws_from_scratch(live, pixels):
    explorer = Explorer(live())
    explorer.set(slope=2.0, shape="square")
    for artist in explorer.host.artists.values():
        artist.set_animated(False)
    with mpl.rc_context(explorer.host.style.rc()):
        explorer.host.agg.draw()
    whole = np.asarray(explorer.host.agg.buffer_rgba())[..., :3].astype(int)
    assert np.abs(pixels(explorer) - whole).mean() < 1.5  # 256 renge indirmek beyazı 255'ten 254'e çeker


def test_saved_output_has_picture_words_and_view(live):
    explorer = Explorer(live())
    bundle, metadata = explorer._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert metadata["image/png"] == {"width": 900, "height": 510, "alt": explorer.text}
    assert picture.width / picture.height == 900 / 510
    assert bundle["text/plain"] == explorer.text
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.view.model_id


def test_picture_bytes_are_the_same_every_time(live):
    assert Explorer(live()).host.png == Explorer(live()).host.png


def test_size_on_the_page_is_fixed(live, pixels):
    explorer = Explorer(live())
    sizes = {pixels(explorer).shape}
    for slope in (0.0, 3.0):
        explorer.set(slope=slope)
        sizes.add(pixels(explorer).shape)
    assert sizes == {(510, 900, 3)}


def texts(figure):
    return [t for t in figure.findobj(mpl.text.Text) if t.get_text().strip()]


def test_lecture_style_is_one_switch(monkeypatch, live):
    for explorer in (Explorer(live(), lecture=True), _with_environment(monkeypatch, live)):
        assert explorer.host.style == LECTURE
        assert min(t.get_fontsize() for t in texts(explorer.host.figure)) >= 14
    monkeypatch.delenv("LRLAB_LECTURE")
    assert min(t.get_fontsize() for t in texts(Explorer(live()).host.figure)) < 14


def _with_environment(monkeypatch, live):
    monkeypatch.setenv("LRLAB_LECTURE", "1")
    return Explorer(live())


def test_no_pyplot_figure_no_rcparams_and_no_leak(live):
    before = dict(plt.rcParams)
    explorer = Explorer(live())
    sizes = []
    for _ in range(4):
        for k in range(30):
            explorer.set(slope=float(k % 4))
        gc.collect()
        sizes.append(psutil.Process().memory_info().rss)
    grown = np.diff(sizes[1:])  # ilk blok ısınmadır; bir sızıntı her blokta büyütürdü
    assert grown.min() < 2.5e5, f"her 30 güncellemede bellek büyüyor: {grown}"
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before


def test_still_figure_has_the_same_look_and_words():
    def draw(figure):
        figure.subplots().plot([0, 1], [0, 1])

    bundle, metadata = Still(draw, "0'dan 1'e çıkan bir doğru")._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert picture.size == (1800, 1020)
    assert metadata == {"image/png": {"width": 900, "height": 510, "alt": "0'dan 1'e çıkan bir doğru"}}
    assert np.asarray(picture.convert("L")).min() < 120  # boş değil: bir çizgi var
    assert bundle["text/plain"] == "0'dan 1'e çıkan bir doğru"
    assert Still(draw, "x", lecture=True).png != Still(draw, "x").png


def test_figures_in_two_threads_leave_the_global_settings_alone(live):
    before = dict(plt.rcParams)

    def play(lecture):
        for _ in range(4):
            explorer = Explorer(live(), lecture=lecture)
            for slope in (0.0, 3.0, 1.0):
                explorer.set(slope=slope)

    threads = [threading.Thread(target=play, args=(lecture,)) for lecture in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(plt.rcParams) == before


def test_ticks_born_later_look_like_the_first_ones(live):
    explorer = Explorer(live(), lecture=True)
    explorer.set(slope=3.0)  # düşey eksen 0–6 olur: yeni çentikler
    axes = explorer.host.figure.axes[0]
    assert axes.get_ylim() == (0, 6)
    assert {label.get_fontsize() for label in axes.get_yticklabels()} == {14}


def test_background_follows_the_limits_and_the_layout_is_frozen(live, pixels):
    explorer = Explorer(live(), slope=2.0)
    axes = explorer.host.figure.axes[0]
    place, margin = axes.get_position().bounds, pixels(explorer)[:, :50]
    explorer.set(slope=3.0)
    assert axes.get_position().bounds == place
    assert (pixels(explorer)[:, :50] != margin).any()  # sol kenardaki sayılar değişti
    explorer.set(slope=2.0)
    np.testing.assert_array_equal(pixels(explorer)[:, :50], margin)
