"""Bitirme oyunu ekranda: düğmeler ile kod, görülen eğriler, durum, robotlarla karşılaştırmanın sözleri."""

import html
import json
import re
from dataclasses import replace

import ipywidgets
import numpy as np
import pytest

from lrlab.figures import play_asha
from lrlab.figures.game import game as module
from lrlab.figures.game.picture import edges
from lrlab.figures.game.robots import ROBOTS, asha, played
from tests.figures.curves_like import learning_curves_like

CURVES = learning_curves_like(count=40)  # 27 dönem; ilk üçü ıraksar


@pytest.fixture
def game(monkeypatch):
    monkeypatch.setattr(module, "GAMES", 12)
    return play_asha(CURVES, budget=60, seed=1)


def row(match, trial):
    return CURVES.errors[match.trials[trial].config["number"]]


def found(game, kind):
    """Oyunun görünümündeki `kind` türünden widget'lar."""

    def inside(widget):
        own = [widget] if isinstance(widget, kind) else []
        return own + [one for child in getattr(widget, "children", ()) for one in inside(child)]

    return inside(game.view)


def button(game, label):
    (one,) = (each for each in found(game, ipywidgets.Button) if each.description == label)
    return one


def trials(game):
    """Denemelerin listesi."""
    (one,) = found(game, ipywidgets.Dropdown)
    return one


def test_buttons_and_code_play_the_same_game(game):
    other = play_asha(CURVES, budget=60, seed=1)
    button(game, "9 yeni deneme").click()
    for _ in range(9):
        other.start()
    trials(game).value = -3  # listeden "süren en iyi 3 deneme"
    best = other.match.running()[:3]
    button(game, "+3 dönem").click()
    for trial in best:
        other.go(trial, 3)
    trials(game).value = best[0]
    button(game, "Durdur").click()
    other.stop(best[0])
    assert game.state() == other.state()
    assert game.match.spent == 18
    button(game, "Bitir").click()
    other.finish()
    assert game.text == other.text
    assert game.state()["finished"]
    button(game, "Yeni oyun").click()
    assert (game.match.seed, game.match.spent, game.finished) == (2, 0, False)


def test_buttons_open_and_close_with_the_game(game):
    def off(*labels):
        return [button(game, label).disabled for label in labels]

    assert off("Yeni deneme (1 dönem)", "+1 dönem", "Durdur", "Bitir") == [False, True, True, True]
    game.start()
    assert off("Yeni deneme (1 dönem)", "+1 dönem", "Durdur", "Bitir") == [False, False, False, False]
    game.stop(0)
    assert off("+1 dönem", "Durdur", "Bitir") == [True, True, False]
    while game.match.left:
        game.start()
    assert off("Yeni deneme (1 dönem)", "9 yeni deneme", "+1 dönem", "Bitir") == [True, True, True, False]
    assert "Bütçe bitti" in game.text
    game.finish()
    assert off("Durdur", "Bitir", "Yeni oyun") == [True, True, False]


def test_a_batch_stops_quietly_where_the_budget_ends():
    game = play_asha(CURVES, budget=5)
    button(game, "9 yeni deneme").click()
    assert (len(game.match.trials), game.match.left, game.error) == (5, 0, None)


def test_an_error_of_a_button_is_shown_not_lost(game):
    button(game, "Bitir").click()  # tarayıcıda kapalıdır
    assert isinstance(game.error, ValueError)
    assert "önce en az bir deneme başlat" in game.host.notice.get_text()
    button(game, "Yeni deneme (1 dönem)").click()
    assert game.error is None
    assert game.host.notice.get_text() == ""


def test_it_opens_at_a_start_that_says_what_to_do(game):
    lines = game.host.artists
    assert (game.match.spent, game.finished) == (0, False)
    assert lines["headline"].get_text() == "Sıra sende: 60 dönemle en küçük hatayı bul"
    assert lines["hint"].get_visible()
    assert not len(lines["mine"].get_xdata())
    game.start()
    assert not lines["hint"].get_visible()
    assert lines["headline"].get_text() == f"Kalan bütçe 59 dönem, en iyi hata %{100 * game.score:.2f}"
    while game.match.left:
        game.start()
    assert lines["headline"].get_text() == f"Bütçe bitti, en iyi hata %{100 * game.score:.2f}: Bitir'e bas"
    game.new()
    assert lines["hint"].get_visible()


def test_the_title_of_a_finished_game_names_the_winner(game):
    game.start()
    game.finish()
    mine, theirs = game.score, played(CURVES, asha, 60, 1).score
    assert mine > theirs
    title = game.host.artists["headline"]
    assert title.get_text() == f"ASHA seni geçti: sen %{100 * mine:.2f}, aynı sırayla ASHA %{100 * theirs:.2f}"
    game.play("asha")
    middle = np.median([played(CURVES, asha, 60, seed).score for seed in range(12)])
    assert title.get_text() == f"ASHA %{100 * theirs:.2f} buldu; ASHA'nın 12 oyununda ortanca %{100 * middle:.2f}"


def test_the_band_holds_ashas_other_games(game):
    assert not len(game.host.artists["others"].get_path().vertices)
    game.play("random")
    paths = [np.minimum.accumulate(played(CURVES, asha, 60, seed).seen) for seed in range(12)]
    low, high = np.quantile(paths, [0.1, 0.9], axis=0)
    x, y = game.host.artists["others"].get_path().vertices.T
    np.testing.assert_array_equal(x[:60], np.arange(1, 61))
    np.testing.assert_allclose(y[:120], 100 * np.r_[low, high[::-1]])


def test_picture_shows_what_was_paid_for(game):
    for _ in range(4):
        game.start()
    game.go(2, 5)
    game.stop(0)
    lines = game.host.artists
    np.testing.assert_allclose(lines["picked"].get_ydata()[:6], 100 * row(game.match, 2)[:6])
    assert list(lines["chosen"].get_xydata()[0]) == pytest.approx([6, 100 * row(game.match, 2)[5]])
    np.testing.assert_allclose(lines["mine"].get_ydata(), 100 * np.minimum.accumulate(game.match.seen))
    (x,), (y,) = lines["best"].get_data()
    assert y == pytest.approx(100 * game.score)
    assert row(game.match, game.match.best)[round(x) - 1] == game.score
    assert not len(lines["spread asha"].get_xdata())
    assert lines["wait"].get_text()
    assert game.point("chosen", 1.0, 100 * row(game.match, 3)[0])
    assert game.target == 3
    assert not game.point("chosen", 1.0, 100 * row(game.match, 3)[0])


def test_end_compares_with_the_robots_over_seeds(game):
    for _ in range(9):
        game.start()
    for trial in game.match.running()[:3]:
        game.go(trial, 9)
    with pytest.raises(ValueError, match="oyun bitmeden"):
        _ = game.test_error
    game.finish()
    for name, label in (("asha", "ASHA"), ("random", "rastgele arama")):
        scores = np.array([played(CURVES, ROBOTS[name], 60, seed).score for seed in range(12)])
        np.testing.assert_array_equal(game.scores(name, 12), scores)
        said = re.search(rf"{label}, 12 oyun: ortanca puan %([\d.]+); (\d+) tanesi bu oyundan iyi", game.text)
        assert float(said[1]) == pytest.approx(100 * np.median(scores), abs=0.006)
        assert int(said[2]) == (scores < game.score).sum()
        x, y = game.host.artists[f"spread {name}"].get_data()
        bins = edges(CURVES.errors)
        np.testing.assert_allclose(x, np.repeat(bins, 2))
        assert y[1:-1:2].sum() == 12
        same = played(CURVES, ROBOTS[name], 60, 1)
        assert f"{label} %{100 * same.score:.2f}" in game.text
        np.testing.assert_allclose(game.host.artists[f"same {name}"].get_ydata()[-1], 100 * same.score)
    mine, theirs = game.score, played(CURVES, asha, 60, 1).score
    assert ("ASHA'yı geçtin" in game.text) == (mine < theirs)
    assert ("ASHA seni geçti" in game.text) == (mine > theirs)
    assert game.test_error == CURVES.test_error[game.match.chosen]
    assert f"bu oyun %{100 * game.test_error:.2f}" in game.text
    with pytest.raises(ValueError, match="oyun bitti"):
        game.start()


def test_robots_and_your_own_policy_play_on_the_same_seed(game):
    def ikiye_böl(match):
        trials = [match.start() for _ in range(16)]
        while len(trials) > 1:
            for trial in trials:
                match.go(trial, 2)
            trials = sorted(trials, key=lambda k: match.trials[k].error)[: len(trials) // 2]

    game.play(ikiye_böl)
    assert "Oynayan ikiye_böl" in game.text
    assert game.score == played(CURVES, ikiye_böl, 60, 1).score == game.scores(ikiye_böl, 2)[1]
    game.play("asha")
    assert game.score == played(CURVES, asha, 60, 1).score
    assert "Oynayan ASHA" in game.text
    assert "seni geçti" not in game.text

    def hep_yeni(match):
        while True:
            match.start()

    game.play(hep_yeni)
    assert len(game.match.trials) == 60
    before = game.state()
    with pytest.raises(ValueError, match="`policy` hiç deneme"):
        game.play(lambda match: None)
    with pytest.raises(ValueError, match=r"`policy` = 'ben'.*'asha', 'random'"):
        game.play("ben")
    assert game.state() == before


def test_state_goes_through_json_and_back(game):
    for _ in range(5):
        game.start()
    game.go(game.match.running()[0], 4)
    game.stop(game.match.running()[-1])
    state = json.loads(json.dumps(game.state()))
    other = play_asha(CURVES, budget=60)
    other.load(state)
    assert other.state() == state
    assert (other.score, other.match.seen) == (game.score, game.match.seen)
    game.finish()
    other.load(game.state())
    assert other.finished
    assert other.text == game.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"budget": 61}, "`budget` = 61"),
        ({"seed": -1}, "`seed` = -1"),
        ({"moves": 3}, "`moves`"),
        ({"moves": [["start"], ["go", 5, 1]]}, "`trial` = 5"),
        ({"moves": [["uç"]]}, "`moves`"),
        ({"moves": [["go"]]}, "`moves`"),
        ({"moves": [["start"]] * 61}, "bütçe bitti"),
        ({"finished": "evet"}, "`finished`"),
        ({"player": 3}, "`player`"),
        ({"fazla": 1}, "`state`"),
    ],
)
def test_a_bad_state_changes_nothing(change, words, game):
    game.start()
    before = game.state()
    with pytest.raises((TypeError, ValueError), match=words):
        game.load(before | change)
    assert game.state() == before
    assert not game.finished


def test_saved_output_has_a_picture_and_words(game):
    game.start()
    bundle, _ = game._repr_mimebundle_()
    assert bundle["text/plain"] == game.text
    assert bundle["image/png"].startswith("iVBOR")
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == game.view.model_id
    (words,) = found(game, ipywidgets.HTML)
    assert 'aria-live="polite"' in words.value
    assert all(html.escape(line) in words.value for line in game.text.split("\n"))


@pytest.mark.parametrize("lecture", [False, True])
def test_the_canvas_can_draw_it(lecture, monkeypatch):
    pytest.importorskip("anywidget", reason="hızlı tuval anywidget ister")
    monkeypatch.setenv("LRLAB_HOST", "canvas")
    monkeypatch.setattr(module, "GAMES", 3)
    game = play_asha(CURVES, budget=60, lecture=lecture)
    game.play("asha")
    assert not game.host.painted


def test_wrong_curves_are_named():
    with pytest.raises(TypeError, match="`curves` learning_curves'ın verdiği"):
        play_asha({"errors": 1})
    with pytest.raises(ValueError, match=r"`curves.errors` biçimi \(40,\) olamaz; \(40 yapılandırma"):
        play_asha(replace(CURVES, errors=CURVES.errors[:, 0]))
