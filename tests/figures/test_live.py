"""Canlı eğitim: düğmeler, değişiklikler, kayıt, iş parçacığının ömrü, hatalar, bellek; sahte bir koşuyla."""

import gc
import json
import threading
import time
import weakref
from types import SimpleNamespace

import IPython
import ipywidgets
import numpy as np
import pytest

from lrlab.core import RULES
from lrlab.figures import Live, LiveFigure, Slider
from lrlab.figures.engine import live as live_module
from lrlab.figures.engine import player as player_module
from lrlab.figures.engine.controls import Choice
from lrlab.figures.engine.player import Worker


class Fake:
    """Her adımda `value`su α kadar büyüyen koşu; α = 9 onu ıraksatır, α = 8 hata verdirir."""

    def __init__(self, pause=0.0005):
        self.settings = SimpleNamespace(rule="sgd", batch_size=64, warmup=0, weight_decay=0.0, hyper={"lr": 0.1})
        self.nap, self.seen, self.history = pause, [], None
        self._begin()

    def _begin(self):
        self.t, self.value, self.diverged_at, self.cause, self.values = 0, 0.0, 0, "", []

    def run(self, *, seconds=None, steps=None):
        end, made = time.perf_counter() + (seconds or 1e9), 0
        while not self.diverged_at and made < (steps or 1e9) and time.perf_counter() < end:
            time.sleep(self.nap)
            rate = self.settings.hyper["lr"]
            if rate == 8:
                raise MemoryError("yer kalmadı")
            self.t, self.value, made = self.t + 1, self.value + rate, made + 1
            self.values.append(self.value)
            if rate == 9:
                self.diverged_at, self.cause = self.t, f"ıraksadı: {self.t}. adımda kayıp sonsuz oldu"
        return made

    def pause(self):
        pass

    def change(self, **changes):
        if changes.get("batch_size") == 1:
            raise ValueError("`batch_size` = 1 olamaz")
        self.seen.append((self.t, changes))
        now = self.settings
        rule = changes.get("rule", now.rule)
        hyper = {n: changes.get(n, now.hyper.get(n, v)) for n, v in RULES[rule].hyper.items()}
        assert set(changes) <= {"rule", "batch_size"} | set(hyper), changes
        size = changes.get("batch_size", now.batch_size)
        assert isinstance(size, int)
        self.settings = SimpleNamespace(rule=rule, batch_size=size, warmup=0, weight_decay=0.0, hyper=hyper)

    def reset(self):
        self._begin()


CONTROLS = (
    Choice("rule", "kural", {"düz": "sgd", "momentum": "momentum", "adam": "adam"}, "sgd"),
    Slider("lr", "α", (0.001, 0.1, 0.2, 0.5, 8.0, 9.0), 0.1),
    Slider("beta", "β", (0.5, 0.9), 0.9),
    Slider("beta1", "β₁", (0.5, 0.9), 0.9),
    Slider("batch_size", "m", (1.0, 32.0, 64.0), 64.0),
)
PRESETS = {"hızlı": {"lr": 0.5}, "adam": {"rule": "adam", "beta1": 0.5}}


class Steps(LiveFigure):
    """Koşunun adım adım değerini çizen küçük şekil."""

    controls, presets = CONTROLS, PRESETS

    def __init__(self, run, **changes):
        self.watched = run
        for name, part in changes.items():
            setattr(self, name, part)

    def compute(self, **values):
        return {"values": list(self.watched.values), "t": self.watched.t, "cause": self.watched.cause}

    def draw(self, figure):
        axes = figure.subplots()
        axes.set(xlim=(0, 2000), ylim=(0, 200), title="değer")
        return {"line": axes.plot([], [])[0]}

    def update(self, artists, arrays):
        artists["line"].set_data(np.arange(len(arrays["values"])), arrays["values"])

    def describe(self, values, arrays):
        return f"α = {values['lr']:g}, {arrays['t']} adım. {arrays['cause']}"


@pytest.fixture
def make(monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "image")
    made = []

    def build(run=None, **options):
        run = run or Fake()
        made.append(Live(Steps(run), run, **options))
        return made[-1]

    yield build
    for one in made:
        one.close()
    assert workers() == []


def workers():
    return [thread for thread in threading.enumerate() if isinstance(thread, Worker)]


def wait(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "beklenen olmadı"
        time.sleep(0.01)


def named(figure):
    def buttons(widget):
        found = [widget] if type(widget).__name__ == "Button" else []
        return found + [button for child in getattr(widget, "children", ()) for button in buttons(child)]

    return {button.description: button for button in buttons(figure.view)}


def test_buttons_play_pause_step_and_reset(make):
    figure = make()
    assert list(named(figure)) == [
        "hızlı", "adam", "Başlat", "Bir adım", "Baştan", "Hız: olağan", "Öncekini sakla", "Soluk eğrileri sil",
    ]  # fmt: skip
    assert workers() == []  # düğmeye basılmadan arka plan yok
    named(figure)["Başlat"].click()
    wait(lambda: figure.training.t > 20)
    assert list(named(figure))[2] == "Duraklat"
    named(figure)["Duraklat"].click()
    stopped = figure.training.t
    assert workers() == []
    assert f"{stopped} adım" in figure.text  # son resim son adımdır
    named(figure)["Bir adım"].click()
    assert figure.training.t == stopped + 1
    assert f"{stopped + 1} adım" in figure.text
    named(figure)["Baştan"].click()
    assert (figure.training.t, figure.playing) == (0, False)


def test_reset_and_preset_keep_playing(make):
    figure = make(steps=5)
    figure.start()
    figure.reset()
    wait(lambda: figure.training.t > 5)
    figure.preset("hızlı")
    wait(lambda: figure.training.t > 5)
    assert figure.training.settings.hyper["lr"] == 0.5
    assert figure.training.value == pytest.approx(0.5 * figure.training.t, rel=0.1)


def test_steps_without_background_are_the_same_every_time(make):
    def played():
        figure = make(steps=30)
        figure.set(lr=0.5)
        figure.run(20)
        figure.set(rule="momentum", beta=0.5)
        figure.step()
        return figure.training.values, figure.training.seen, figure.state()

    assert played() == played()
    values, seen, state = played()
    assert (len(values), values[-1]) == (51, pytest.approx(30 * 0.1 + 21 * 0.5))
    assert seen == [(30, {"lr": 0.5}), (50, {"rule": "momentum", "beta": 0.5})]
    assert state["changes"] == [[30, {"lr": 0.5}], [50, {"rule": "momentum", "beta": 0.5}]]


def test_a_control_moved_while_playing_acts_at_the_next_step_and_is_shown(make):
    figure = make()
    figure.start()
    wait(lambda: figure.training.t > 3)
    figure.moved({"lr": 0.5})  # tarayıcının yaptığı
    wait(lambda: figure.training.seen, 1)
    at, changes = figure.training.seen[-1]
    assert changes == {"lr": 0.5}
    wait(lambda: "α = 0.5" in figure.text, 1)
    figure.pause()
    grown = np.diff([0.0, *figure.training.values])
    np.testing.assert_allclose(grown[:at], 0.1)
    np.testing.assert_allclose(grown[at:], 0.5)


def test_controls_before_the_first_step_are_the_beginning_not_a_change(make):
    figure = make()
    figure.set(lr=0.2)
    figure.run(3)
    assert figure.state()["values"]["lr"] == 0.2
    assert figure.state()["changes"] == []


def test_controls_a_rule_has_not_are_closed(make):
    figure = make()
    shut = lambda: figure.values.keys() - figure.useful  # noqa: E731
    assert shut() == {"beta", "beta1"}
    figure.set(beta1=0.5)  # şimdilik işe yaramaz, koşuya gitmez
    figure.set(rule="adam")
    assert shut() == {"beta"}
    assert figure.values["beta1"] == 0.9  # yeni kuralın varsayılanı
    assert figure.training.settings.hyper["beta1"] == 0.9
    figure.preset("adam")
    assert figure.training.settings.hyper["beta1"] == 0.5
    figure.set(rule="momentum")
    assert shut() == {"beta1"}


def test_state_is_relived_curve_by_curve(make):
    figure = make(steps=10)
    figure.keep()
    figure.set(lr=0.5)
    figure.run(7)
    figure.set(lr=0.2, batch_size=32.0)
    figure.run(3)
    saved = json.loads(json.dumps(figure.state()))
    other = make()
    other.load(saved)
    assert other.state() == figure.state() == saved
    assert other.training.values == figure.training.values
    assert other.host.png == figure.host.png
    other.clear()
    assert other.state()["ghosts"] == []


@pytest.mark.parametrize(
    "broken",
    [{}, None, {"steps": -1}, {"changes": 3}, {"changes": [[1]]}, {"changes": [[1, {"hız": 1}]]},
     {"values": {"lr": 7.0}}, {"ghosts": [1]}, {"ghosts": None}],
)  # fmt: skip
def test_a_bad_state_is_refused_whole(make, broken):
    figure = make(steps=4)
    before = figure.state()
    with pytest.raises((TypeError, ValueError)):
        figure.load(before | broken if broken else broken)
    assert figure.state() == before


def test_divergence_ends_the_run_in_words_and_reset_recovers(make):
    figure = make(steps=2)
    figure.start()
    figure.set(lr=9.0)
    wait(lambda: not workers())
    assert "ıraksadı: " in figure.text
    figure.start()
    assert not figure.playing
    figure.set(lr=0.1)
    figure.reset()
    figure.run(3)
    assert figure.text == "α = 0.1, 3 adım. "


def test_an_error_in_the_background_is_told_and_a_change_recovers(make):
    figure = make()
    figure.start()
    figure.moved({"lr": 8.0})
    wait(lambda: not figure.playing)
    wait(lambda: not workers())
    assert "Eğitim durdu: yer kalmadı (MemoryError)" in figure.text
    assert "Eğitim durdu: yer kalmadı" in figure.panel.told
    assert list(named(figure))[2] == "Başlat"
    figure.moved({"lr": 0.1})
    assert figure.error is None
    figure.start()
    wait(lambda: figure.training.t > 3)
    assert figure.playing


def test_a_refused_change_is_told_and_the_next_one_recovers(make):
    figure = make(steps=2)
    figure.moved({"batch_size": 1.0})
    assert "`batch_size` = 1 olamaz" in figure.text
    named(figure)["Bir adım"].click()
    assert "`batch_size` = 1 olamaz" in figure.text
    figure.moved({"batch_size": 32.0})
    figure.step()
    assert (figure.error, figure.training.settings.batch_size) == (None, 32)


def test_an_error_in_a_synchronous_run_is_raised_too(make):
    figure = make()
    figure.set(lr=8.0)
    with pytest.raises(MemoryError):
        figure.run(3)
    assert "yer kalmadı" in figure.text


def test_two_play_side_by_side_a_third_takes_the_place_of_the_oldest(make):
    figures = [make() for _ in range(3)]
    for figure in figures[:2]:
        figure.start()
    wait(lambda: min(figure.training.t for figure in figures[:2]) > 10)
    figures[2].start()
    assert [figure.playing for figure in figures] == [False, True, True]
    assert "Aynı anda en çok 2 şekil oynar" in figures[0].text
    figures[0].start()
    assert [figure.playing for figure in figures] == [True, False, True]
    wait(lambda: "Aynı anda" not in figures[0].text)


def test_a_figure_nobody_looks_at_pauses_with_a_reason(make, monkeypatch):
    monkeypatch.setattr(player_module, "LOOK", 0.01)
    figure = make()
    monkeypatch.setattr(figure.host, "seen", lambda: 5.0)
    figure.start()
    wait(lambda: figure.training.t > 50)
    monkeypatch.setattr(figure.host, "seen", lambda: float("inf"))
    wait(lambda: not figure.playing)
    wait(lambda: "sayfada görünmüyor: duraklatıldı" in figure.text)
    monkeypatch.setattr(figure.host, "seen", lambda: None)
    monkeypatch.setattr(live_module, "UNTOUCHED", 0.3)
    figure.start()
    wait(lambda: not figure.playing)
    wait(lambda: "dokunulmadı: duraklatıldı" in figure.text)


def test_a_view_removed_from_the_page_ends_the_thread(make, monkeypatch):
    monkeypatch.setattr(player_module, "LOOK", 0.01)
    figure = make()
    figure.view._view_count = 1  # tarayıcı gösterdi
    figure.start()
    wait(lambda: figure.training.t > 50)
    assert figure.playing
    figure.view._view_count = 0  # hücre silindi
    wait(lambda: not workers())
    assert "sayfada görünmüyor" in figure.text


def test_painting_takes_a_small_share_of_the_time(make):
    figure = make()
    figure.pace = "tam hız"
    paint, spent = figure.host.show, []

    def timed(update):
        begun = time.perf_counter()
        paint(update)
        spent.append(time.perf_counter() - begun)

    figure.host.show = timed
    figure.start()
    time.sleep(3)
    figure.player.end()
    assert len(spent) >= 2
    assert sum(spent) < player_module.BURST + player_module.SHARE * 3 + 2 * max(spent)


def test_the_words_follow_every_frame_but_are_not_spoken_ten_times_a_second(make, monkeypatch):
    figure = make()
    told, spoken = [], []
    tell = figure.panel.tell

    def heard(text, aloud=True):
        told.append(text)
        spoken.extend([text] if aloud else [])
        tell(text, aloud)

    monkeypatch.setattr(figure.panel, "tell", heard)
    figure.start()
    time.sleep(1.5)
    figure.player.end()
    assert 1 <= len(spoken) <= 2 < len(told)


@pytest.mark.parametrize(("pace", "fewest", "most"), [("yavaş", 10, 35), ("olağan", 60, 170)])
def test_the_pace_is_a_humans(make, pace, fewest, most):
    figure = make()
    figure.pace = pace
    figure.start()
    time.sleep(2)
    figure.player.end()
    assert fewest <= figure.training.t <= most


def test_the_pace_button_goes_round_and_a_wrong_name_is_refused(make):
    figure = make()
    button = next(one for label, one in named(figure).items() if label.startswith("Hız"))
    paces = []
    for _ in range(3):
        button.click()
        paces.append((figure.pace, button.description))
    assert paces == [(pace, f"Hız: {pace}") for pace in ("tam hız", "yavaş", "olağan")]
    with pytest.raises(ValueError, match="`pace`"):
        figure.pace = "hızlı"


def test_a_challenge_stops_at_its_budget_and_says_so(make):
    figure = make(budgets={"hızlı": 40})
    figure.pace = "tam hız"
    figure.preset("hızlı")
    figure.start()
    wait(lambda: "Bütçe bitti: 40 güncelleme" in figure.text)
    assert figure.training.t == 40
    assert not figure.playing
    figure.start()
    assert not figure.playing
    figure.preset("adam")
    assert figure.budget == 0
    assert "Bütçe" not in figure.text
    with pytest.raises(ValueError, match="`budgets`"):
        make(budgets={"yok": 3})


class Shell:
    """IPython kabuğunun şekle görünen kadarı."""

    def __init__(self):
        self.parent_header, self.calls = {}, {"pre_run_cell": [], "post_run_cell": []}
        self.events = SimpleNamespace(
            register=lambda event, call: self.calls[event].append(call),
            unregister=lambda event, call: self.calls[event].remove(call),
        )
        self.count = 0

    def run(self, work, cell, deleted=(), *, known=True):
        self.count += 1
        metadata = {"cellId": cell, "deletedCells": list(deleted)} if known else {}
        header = {"msg_id": str(self.count)}
        self.parent_header = {"header": header, "metadata": metadata, "content": {"code": f"hücre {cell}"}}
        for call in [*self.calls["pre_run_cell"]]:
            call(None)
        made = work()
        if hasattr(made, "_repr_mimebundle_"):
            made._repr_mimebundle_()
        for call in [*self.calls["post_run_cell"]]:
            call(None)
        return made


@pytest.fixture
def shell(monkeypatch):
    made = Shell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: made)
    return made


@pytest.mark.parametrize("known", [True, False])
def test_a_cell_run_again_replaces_its_own_figure_only(make, shell, known):
    other = shell.run(make, "b", known=known)
    other.start()
    for _ in range(10):
        figure = shell.run(make, "a", known=known)
        figure.start()
        assert len(workers()) == 2
    assert other.playing
    assert figure.playing
    other.close()
    assert [thread.name for thread in workers()] == [f"lrlab-live:{figure.place.name}"]
    assert all(len(calls) == 1 for calls in shell.calls.values())


def test_two_figures_of_one_cell_live_together_and_go_together(make, shell):
    pair = []
    shell.run(lambda: pair.extend([make(), make()]), "a")
    for figure in pair:
        figure.start()
    shell.run(lambda: None, "b")
    assert [figure.playing for figure in pair] == [True, True]
    shell.run(lambda: None, "a")
    assert workers() == []
    with pytest.raises(RuntimeError, match="kapandı"):
        pair[0].start()


def test_a_figure_shown_again_in_its_cell_survives(make, shell):
    figure = shell.run(make, "a")
    shell.run(lambda: figure, "b")
    figure.start()
    shell.run(lambda: figure, "b")
    assert not figure.playing  # çıktı yenilendi: durur ama yaşar
    shell.run(lambda: None, "a")  # artık o hücrede değil
    figure.run(3)
    assert figure.training.t >= 3


def test_deleting_the_cell_ends_the_thread(make, shell):
    figure = shell.run(make, "a")
    figure.start()
    shell.run(lambda: None, "b", deleted=["a"])
    assert workers() == []
    assert figure.closed


@pytest.fixture
def fresh_objects():
    """Çöp toplayıcı yalnızca testte doğanlara bakar: sürecin bütün nesnelerini her seferinde saymak saniyeler alır."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("fresh_objects")
def test_ten_opened_in_a_row_leave_nothing_behind(make, shell):
    figures, runs, hosts, sizes = [], [], [], []
    for _ in range(10):
        run = Fake()
        figure = shell.run(lambda run=run: make(run), "a")
        figure.start()
        figures.append(figure)
        runs.append(weakref.ref(run))
        hosts.append(weakref.ref(figure.host))
        gc.collect()
        sizes.append(sum(issubclass(type(one), ipywidgets.Widget) for one in gc.get_objects()))
    del run
    gc.collect()
    # Nesnelerin kendileri, defterin Out'undaki gibi, tutuluyor; ağır parçaları gitmiş olmalı.
    assert [one() is None for one in runs] == [True] * 9 + [False]
    assert [one() is None for one in hosts] == [True] * 9 + [False]
    assert len(workers()) == 1
    assert len(set(sizes[1:])) == 1
    assert "kapandı" in figures[0]._repr_mimebundle_()[0]["text/plain"]
