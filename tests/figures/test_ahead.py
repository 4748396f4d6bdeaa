"""Elin önünden kayıt: hangi anlar, hangi sırayla, ne yollanır; bellek, çağ, soluk eğriler, öndeki iş; tarayıcısız."""

import threading
import time

import numpy as np
import pytest

from lrlab.figures import Choice, Explorer, Slider, Toggle
from lrlab.figures.engine import ahead as ahead_module
from lrlab.figures.engine.ahead import FILLER, around
from lrlab.figures.engine.front import FRONT
from lrlab.figures.engine.panel import Action, Desk
from lrlab.figures.hosts import store as store_module
from tests.figures.catalog import FIGURES


@pytest.fixture(autouse=True)
def canvas(monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "canvas")


@pytest.fixture
def scenes(monkeypatch):
    """Tarayıcıya önden yollanan sahnelerin iletileri."""
    found = []
    monkeypatch.setattr(
        "anywidget.AnyWidget.send", lambda self, content, buffers=None: found.append((content, buffers or []))
    )
    return found


def places(scenes):
    return [tuple(content["scene"]["at"]) for content, _ in scenes if content.get("kind") == "scene"]


def test_the_order_is_outward_along_the_held_slider_then_presets_choices_and_the_rest():
    choice = Choice("c", "c", {"x": 1, "y": 2}, 1)
    controls = (Slider("a", "a", (0, 1, 2, 3, 4), 2), Toggle("b", "b"), choice, Slider("d", "d", (5, 6), 5))
    preset = Action("p", "p", lambda: None, {"a": 4, "b": True, "c": 2, "d": 6})
    desk = Desk(controls, [preset], [], [])
    order = list(around(desk, [1, 0, 0, 0], [0], [0, 1, 2, 3]))
    assert order == [
        (2, 0, 0, 0), (0, 0, 0, 0), (3, 0, 0, 0), (4, 0, 0, 0),  # tutulan kaydırıcı, yakından uzağa
        (4, 1, 1, 1),  # hazır ayar
        (1, 1, 0, 0), (1, 0, 1, 0),  # anahtar, seçim
        (1, 0, 0, 1),  # öteki kaydırıcı
    ]  # fmt: skip
    able = [0, 1, 2]  # işe yaramayan denetim boyunca gidilmez
    assert (1, 0, 0, 1) not in list(around(desk, [1, 0, 0, 0], [0], able))
    both = list(around(desk, [2, 0, 0, 0], [0, 3], [0, 3]))
    assert set(both[:5]) == {(1, 0, 0, 0), (3, 0, 0, 0), (1, 0, 0, 1), (2, 0, 0, 1), (3, 0, 0, 1)}  # ilk halka


def test_an_untouched_figure_records_nothing_a_touched_one_everything_once(live, scenes):
    explorer = Explorer(live())
    explorer.set(slope=2.0)
    FILLER.wait()
    assert places(scenes) == []
    explorer.touched(["slope"])
    FILLER.wait()
    first = places(scenes)
    assert first[0] in {(1, 0, 0), (3, 0, 0)}  # komşusu önce
    assert len(first) == len(set(first))
    slopes = {place[0] for place in first if place[1:] == (0, 0)}
    assert slopes == {0, 1, 3}
    assert all(place[2] == 0 for place in first)  # bozuk an kaydedilmez: oraya gidilince sözle söylenir
    scenes.clear()
    explorer.touched(["slope"])
    FILLER.wait()
    assert places(scenes) == [(2, 0, 0)][: len(scenes)]


def test_recording_leaves_the_screen_alone(live, scenes, pixels):
    explorer = Explorer(live(), slope=2.0)
    before, fields = pixels(explorer), explorer.host.page.get_state(["text", "place", "order", "shown"])
    explorer.touched(["slope"])
    FILLER.wait()
    np.testing.assert_array_equal(pixels(explorer), before)
    assert explorer.host.page.get_state(["text", "place", "order", "shown"]) == fields
    assert explorer.values["slope"] == 2.0


def test_a_moment_the_browser_drew_is_computed_only_when_asked_and_not_sent_again(live, scenes, pixels):
    calls, compute = [], live().compute

    def counted(**values):
        calls.append(tuple(values.values()))
        return compute(**values)

    explorer = Explorer(live(compute=counted))
    page = explorer.host.page
    expected = pixels(Explorer(live(), slope=3.0))
    explorer.touched(["slope"])
    FILLER.wait()
    calls.clear()
    line = f"d{explorer.host.place[explorer.host.artists['line']]}"
    sent = getattr(page, line)
    for slope in (2, 3):
        page.place = {"at": [slope, 0, 0], "drawn": True, "epoch": page.epoch}
    FILLER.wait()
    assert explorer.values == {"slope": 3.0, "shape": "line", "broken": False}
    assert calls.count((3.0, "line", False)) == 0
    assert explorer.state()["values"]["slope"] == 3.0
    assert explorer.text == "eğim 3, son değer 3"
    assert calls.count((3.0, "line", False)) == 1
    np.testing.assert_array_equal(pixels(explorer), expected)
    assert calls.count((3.0, "line", False)) == 1
    assert getattr(page, line) == sent


def test_a_moment_drawn_from_an_old_epoch_is_computed(live, scenes):
    explorer = Explorer(live())
    page = explorer.host.page
    page.place = {"at": [2, 0, 0], "drawn": True, "epoch": page.epoch - 1}
    assert page.text == "eğim 2, son değer 2"
    assert page.shown == [2, 0, 0]


def test_a_ghost_makes_every_stored_scene_invalid(live, scenes):
    explorer = Explorer(live())
    explorer.touched(["slope"])
    FILLER.wait()
    host = explorer.host
    epoch, count = host.page.epoch, len(host.store)
    assert count > 3
    explorer.keep()
    assert host.page.epoch > epoch
    assert len(host.store) == 0
    scenes.clear()
    explorer.touched(["slope"])
    FILLER.wait()
    assert all(content["epoch"] == host.page.epoch for content, _ in scenes)
    told = {tuple(content["scene"]["at"]): content["scene"]["text"] for content, _ in scenes}
    assert told[(3, 0, 0)].endswith("Soluk eğriler: eğim = 1.")


def test_a_new_page_is_filled_from_the_beginning(live, scenes):
    explorer = Explorer(live())
    explorer.touched(["slope"])
    FILLER.wait()
    page = explorer.host.page
    page.place = {"at": [3, 0, 0], "drawn": True, "epoch": page.epoch}
    FILLER.wait()
    page.hear({"kind": "here", "view": "b", "width": 900, "scale": 1.0, "empty": True})
    assert len(explorer.host.store) == 0
    assert (page.shown, page.text) == ([3, 0, 0], "eğim 3, son değer 3")  # alanlar yeni sayfa için yetişti


def test_the_memory_is_bounded_and_near_scenes_are_not_pushed_out_by_far_ones(live, scenes, monkeypatch):
    explorer = Explorer(live())
    explorer.touched(["slope"])
    FILLER.wait()
    everything = places(scenes)
    small = explorer.host.store.size
    monkeypatch.setattr(store_module, "BUDGET", small)
    monkeypatch.setattr(ahead_module, "BUDGET", small)
    scenes.clear()
    tight = Explorer(live())
    tight.touched(["slope"])
    FILLER.wait()
    recorded = places(scenes)
    assert 0 < len(recorded) < len(everything)
    assert all(place in tight.host.store for place in recorded)  # kayıt dolunca durdu, yakındakini silmedi
    assert tight.host.store.size <= small


def test_what_the_store_says_is_gone_is_told_to_the_browser(live, scenes, monkeypatch):
    explorer = Explorer(live())
    explorer.touched(["slope"])
    FILLER.wait()
    monkeypatch.setattr(store_module, "BUDGET", explorer.host.store.size / 2)
    known = set(places(scenes))
    explorer.moved({"shape": "square", "slope": 2.0})
    explorer.touched(["slope"])
    FILLER.wait()
    gone = {tuple(at) for content, _ in scenes for at in content["gone"]}
    dead = {blob for content, _ in scenes for blob in content["dead"]}
    assert gone & known
    sent = {blob for content, _ in scenes for blob, *_ in content["blobs"]}
    assert dead
    assert dead <= sent


def test_shared_parts_are_sent_once(scenes):
    explorer = FIGURES["ewa"]()
    explorer.touched(["beta"])
    FILLER.wait()
    blobs = [blob for content, _ in scenes for blob, *_ in content["blobs"]]
    assert len(blobs) == len(set(blobs))
    used = [[content["scene"]["floor"], *(part for _, part in content["scene"]["parts"])] for content, _ in scenes]
    assert {blob for scene in used for blob in scene} == set(blobs)
    assert len(blobs) < 0.5 * sum(map(len, used))  # yarıdan çoğu paylaşılır
    assert len({scene[0] for scene in used}) == 1  # zemin hep aynı


def test_recording_waits_for_the_front(live, scenes):
    explorer = Explorer(live())
    with FRONT:
        explorer.touched(["slope"])
        time.sleep(0.2)
        assert places(scenes) == []
    FILLER.wait()
    assert places(scenes)


def test_a_training_recorded_ahead_stops_between_two_steps_while_the_front_is_busy(scenes):
    explorer = FIGURES["retraining"](epochs=20)
    explorer.touched(["lr"])
    deadline = time.monotonic() + 30
    while not places(scenes) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert places(scenes)
    with FRONT:
        time.sleep(0.1)  # sürmekte olan adım bitsin
        count = len(scenes)
        time.sleep(1)
        assert len(scenes) == count
    threads = [thread.name for thread in threading.enumerate()]
    assert "lrlab-ahead" in threads
    explorer.host.page.hear({"kind": "here", "view": "a", "width": 900, "scale": 1.0, "empty": False})
    explorer.host.page.hear({"kind": "gone", "view": "a"})  # sayfadan kalkan şekil artık kaydedilmez
    FILLER.wait()


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in ("live", "retraining")])
def test_a_scene_recorded_ahead_is_what_the_kernel_would_show(name, scenes):
    """Önden kaydedilen sahne ile o ana gidilince yollanan resim aynıdır: noktalar, görünüşler, yazılar, cümle.

    Saatin de çizildiği eğitim her koşuda birkaç milisaniye değişir: o dışarıda.
    """
    explorer = FIGURES[name]()
    first = next(control for control in explorer.live.controls if control.name in explorer.useful)
    page = explorer.host.page
    low, high = first.extremes[0], first.extremes[-1]
    values = explorer.values | {first.name: high if explorer.values[first.name] == low else low}
    moment = explorer.live.moment(values)
    ahead = explorer.host.record(lambda artists: explorer.live.show(artists, moment))
    explorer.set(**values)
    assert page.text == moment.text
    assert page.order == list(ahead.parts)
    for k, part in ahead.parts.items():
        shown = [getattr(page, f"{kind}{k}") for kind in "ldpv"]
        assert shown == [part.looks, part.points, part.pictures, part.values], k
    assert page.axes == ahead.axes


def test_one_broken_figure_does_not_stop_the_others(live, scenes):
    class Broken(Exception):
        pass

    def useful(values):
        if threading.current_thread().name == "lrlab-ahead":
            raise Broken
        return set(values)

    broken, healthy = Explorer(live(useful=useful)), Explorer(live())
    broken.touched(["slope"])
    FILLER.wait()
    assert len(broken.host.store) == 0
    healthy.touched(["slope"])
    FILLER.wait()
    assert len(healthy.host.store) > 3


def test_an_emptied_memory_is_filled_again_however_often(live, scenes, monkeypatch):
    monkeypatch.setattr(ahead_module, "MOST", 9)
    explorer = Explorer(live())
    explorer.touched(["slope"])
    for _ in range(4):
        FILLER.wait()
        assert len(explorer.host.store) >= 3
        explorer.keep()  # bellek boşalır
        explorer.moved({"slope": 2.0})
    FILLER.wait()
    assert len(explorer.host.store) >= 3


def test_a_second_view_of_a_warm_figure_opens_on_the_present_moment(live, scenes):
    explorer = Explorer(live())
    explorer.touched(["slope"])
    FILLER.wait()
    page = explorer.host.page
    page.hear({"kind": "here", "view": "a", "width": 900, "scale": 1.0, "empty": False})
    page.place = {"at": [2, 0, 0], "drawn": True, "epoch": page.epoch}
    assert page.text == "eğim 1, son değer 1"  # tarayıcı kendisi çizdi: yeniden yollanmaz
    assert explorer.text == "eğim 2, son değer 2"
    page.hear({"kind": "here", "view": "b", "width": 900, "scale": 1.0, "empty": False})
    assert (page.text, page.shown) == ("eğim 2, son değer 2", [2, 0, 0])


def test_useful_controls_follow_a_moment_the_browser_drew(live, scenes):
    explorer = Explorer(live(useful=lambda values: {"slope", "shape"} if values["slope"] < 2 else {"slope"}))
    page = explorer.host.page
    page.place = {"at": [3, 0, 0], "drawn": True, "epoch": page.epoch}
    assert explorer.useful == {"slope"}
