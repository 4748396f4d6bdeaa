"""Tuval ev sahibi: ne yollanır, temel ev sahibine dönüş, ölçek, gelen iletiler, iş parçacıkları; tarayıcısız."""

import io
import math
import sys
import threading
import time

import ipywidgets
import numpy as np
import pytest
from PIL import Image

from lrlab.figures import Explorer
from lrlab.figures.engine import Along, Handle
from lrlab.figures.hosts import ImageHost
from lrlab.figures.hosts.canvas import CanvasHost
from lrlab.figures.hosts.choice import make_host
from lrlab.figures.hosts.scene import Recorder
from lrlab.figures.parts.style import DESK


@pytest.fixture(autouse=True)
def canvas(monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "canvas")


@pytest.fixture
def sent(monkeypatch):
    """Tarayıcıya giden iletiler: (widget, durum)."""
    messages = []
    monkeypatch.setattr(
        "ipywidgets.Widget._send", lambda self, message, buffers=None: messages.append((self, message, buffers or []))
    )
    return messages


def draw(figure):
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    artists = {"line": axes.plot([], [])[0], "dot": axes.plot([0.5], [0.5], "o")[0], "bar": axes.bar([0.5], [0.5])[0]}
    return artists | {"map": axes.imshow(np.zeros((3, 3)), extent=(0, 1, 0, 1))}


def test_the_environment_chooses_the_host(monkeypatch, live):
    assert type(Explorer(live()).host) is CanvasHost
    monkeypatch.setenv("LRLAB_HOST", "image")
    assert type(Explorer(live()).host) is ImageHost
    monkeypatch.setenv("LRLAB_HOST", "resim")
    with pytest.raises(ValueError, match=r"`LRLAB_HOST` = 'resim'.*'canvas', 'image'"):
        Explorer(live())
    monkeypatch.delenv("LRLAB_HOST")
    assert type(make_host(draw, DESK)) is CanvasHost
    monkeypatch.setitem(sys.modules, "google.colab", None)
    assert type(make_host(draw, DESK)) is ImageHost


def test_both_hosts_give_the_same_picture(monkeypatch, live):
    explorer = Explorer(live(), slope=2.0)
    monkeypatch.setenv("LRLAB_HOST", "image")
    assert explorer.host.png == Explorer(live(), slope=2.0).host.png


@pytest.mark.skipif(ipywidgets.__version__ < "8", reason="ipywidgets 7 çekirdeksiz hiç ileti yollamaz")
def test_an_update_is_one_message_with_only_what_changed(live, sent):
    explorer = Explorer(live())
    host = explorer.host
    sent.clear()
    explorer.set(slope=2.0)
    ((_, message, buffers),) = [one for one in sent if one[0] is host.page]
    line = host.place[host.artists["line"]]
    assert message["buffer_paths"] == [[f"d{line}"]]  # zemin, gösterge ve görünüş yeniden gitmez
    assert message["state"].keys() == {"place", "shown", "text"}
    assert sum(map(len, buffers)) < 200
    sent.clear()
    explorer.set(slope=2.0)
    assert [one for one in sent if one[0] is host.page] == []
    explorer.set(slope=3.0)  # eksen değişti: zemin de gider
    assert ["background"] in [path for one in sent if one[0] is host.page for path in one[1]["buffer_paths"]]


def test_ghosts_and_messages_reach_the_page(live):
    explorer = Explorer(live(), slope=2.0)
    page, notice = explorer.host.page, explorer.host.place[explorer.host.notice]
    background, order = page.background, page.order
    explorer.keep()
    assert page.background != background
    explorer.clear()
    assert page.background == background
    explorer.set(broken=True)
    assert page.order == [notice]
    assert len(getattr(page, f"p{notice}")) >= 1
    explorer.set(broken=False)
    assert page.order == order


def test_the_saved_picture_does_not_disturb_the_page(live):
    explorer = Explorer(live(), slope=2.0)
    host = explorer.host
    png, background = host.png, host.page.background
    ghosts = host.add_ghosts()
    explorer.set(slope=2.0)
    ghostly = host.page.background
    assert ghostly != background
    host.remove_ghosts(ghosts)
    assert host.png == png  # zemin burada yenilendi, sayfaya daha gitmedi
    assert host.page.background == ghostly
    explorer.set(slope=2.0)
    assert host.page.background == background
    assert host.png == png


@pytest.mark.parametrize("late", [False, True])
def test_a_figure_that_cannot_be_drawn_is_painted_by_matplotlib(late, live, pixels):
    def update(artists, arrays):
        artists["bar"].set_hatch("//" if not late or arrays["y"][-1] > 1 else None)

    def parts(figure):
        axes = figure.subplots()
        axes.set(xlim=(0, 2), ylim=(0, 4))
        return {"bar": axes.bar([1], [3])[0]}

    explorer = Explorer(live(draw=parts, update=update))
    host = explorer.host
    assert host.painted == (not late)
    explorer.set(slope=2.0)
    assert host.painted
    assert (host.page.background, host.page.order) == (host.png, [])
    before = pixels(explorer)
    explorer.set(slope=0.0)
    explorer.host.say("olmadı")
    assert (pixels(explorer) != before).any()


def heard(host, **message):
    host.page.hear(message)


def test_a_dense_screen_redraws_the_background_at_its_own_scale(live):
    explorer = Explorer(live(), slope=2.0)
    host = explorer.host
    png = host.png
    heard(host, kind="here", view="a", width=900, scale=2.0)
    assert _size(host.page.background) == (1800, 1020)
    assert host.png == png  # deftere kaydedilen resim ekrana göre değişmez
    background = host.page.background
    explorer.set(slope=2.0)
    assert host.page.background is background
    heard(host, kind="here", view="b", width=900, scale=1.0)  # iki görünüşten keskin olanı belirler
    assert _size(host.page.background) == (1800, 1020)
    heard(host, kind="gone", view="a")
    heard(host, kind="here", view="b", width=900, scale=1.0)
    assert _size(host.page.background) == (900, 510)
    heard(host, kind="here", view="b", width=900, scale=40.0)
    assert _size(host.page.background) == (2700, 1530)
    heard(host, kind="here", view="b", width=0, scale=2.0)  # gizli sekme sayılmaz
    assert _size(host.page.background) == (2700, 1530)


def _size(png):
    return Image.open(io.BytesIO(png)).size


def test_seen_follows_the_views(live):
    host = Explorer(live()).host
    assert host.seen() is None  # tarayıcıdan hiç ses gelmedi
    heard(host, kind="here", view="a", width=900, scale=1.0)
    heard(host, kind="here", view="b", width=900, scale=1.0)
    assert not host.page.pulse  # kimse sormadıkça görünüşler boşuna haber vermez
    assert 0 <= host.seen() < 1
    assert host.page.pulse
    heard(host, kind="gone", view="a")
    assert host.seen() < 1
    time.sleep(0.05)
    assert host.seen() >= 0.05
    heard(host, kind="gone", view="b")
    assert host.seen() == math.inf
    heard(host, kind="here", view="c", width=900, scale=1.0)
    assert host.seen() < 1


SLOPE = Handle(y=Along("slope", lambda slope: slope / 3))


def test_a_pointer_moves_the_nearest_slider_values_and_is_answered(live, sent):
    explorer = Explorer(live(handles={"line": SLOPE}))
    host = explorer.host
    box = host.page.axes[0]["box"]
    sent.clear()
    middle = (box[1] + box[3]) / 2  # eksende y = 1.5: eğim 4.5, en yakını 3
    heard(host, kind="point", view="a", grip=0, x=0.5, y=middle, turn=7)
    assert explorer.values["slope"] == 3.0
    assert [m["content"] for _, m, _ in sent if m["method"] == "custom"] == [{"done": 7}]
    heard(host, kind="point", view="a", grip=0, x=0.5, y=5.0, turn=8)  # şeklin altı: eksenin en altı sayılır
    assert explorer.values["slope"] == 0.0


def test_a_pointer_that_moves_nothing_computes_nothing(live):
    calls = []
    explorer = Explorer(live(handles={"line": SLOPE}, describe=lambda v, a: calls.append(v) or ""))
    box = explorer.host.page.axes[0]["box"]
    calls.clear()
    for x in (0.3, 0.4, 0.5):
        heard(explorer.host, kind="point", view="a", grip=0, x=x, y=box[3], turn=1)
    assert len(calls) == 1


def test_arrow_keys_step_whatever_the_handle_is():
    asked = []

    def pointed(name, x, y):
        now = (name, round(4 * x), round(4 * y))
        changed = not asked or asked[-1] != now
        asked.append(now)
        return changed

    for k, (name, start) in enumerate({"dot": (2, 2), "bar": (2, 1), "map": (2, 2)}.items()):
        for step, (right, up) in {(1, 0): (1, 0), (-1, 0): (-1, 0), (0, -1): (0, 1), (0, 1): (0, -1)}.items():
            host = CanvasHost(draw, DESK)  # her seferinde yenisi: renk haritası son dokunulan yeri unutmaz
            host.show(lambda artists: None)
            host.on_pointer(dict.fromkeys(("dot", "bar", "map")), pointed)
            asked[:] = [(name, *start)]
            heard(host, kind="step", view="a", grip=k, step=step, turn=1)
            assert asked[-1] == (name, start[0] + right, start[1] + up)


def test_an_error_in_a_handle_is_still_answered(live, sent):
    def broken(**values):
        if values["slope"] > 1:
            raise KeyboardInterrupt
        return live().compute(**values)

    explorer = Explorer(live(handles={"line": SLOPE}, compute=broken))
    sent.clear()
    with pytest.raises(KeyboardInterrupt):
        heard(explorer.host, kind="point", view="a", grip=0, x=0.5, y=0.5, turn=3)
    assert [m["content"] for _, m, _ in sent if m["method"] == "custom"] == [{"done": 3}]


def test_an_unknown_handle_is_named_at_once(live):
    with pytest.raises(ValueError, match=r"`handles`.*'yok'.*'line'"):
        Explorer(live(handles={"yok": SLOPE}))


def test_show_from_threads_is_cheap_and_ordered():
    host = CanvasHost(draw, DESK)
    x = np.linspace(0, 1, 500)

    def play(level):
        for _ in range(20):
            host.show(lambda artists: artists["line"].set_data(x, np.full(500, level)))

    threads = [threading.Thread(target=play, args=(level,)) for level in (0.13, 0.47, 0.88)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.perf_counter() - began < 30
    line, shown = host.artists["line"], host.page
    assert getattr(shown, f"d{host.place[line]}") == Recorder(*shown.size, 100).read(line).points
