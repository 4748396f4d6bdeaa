"""Her şeklin her durumunda başlık doğrudur, söz kısadır; hazır ayarlar açılıştan ve birbirinden ayrıdır."""

import re

import numpy as np
import pytest

from lrlab.figures import Live
from lrlab.figures.parts import (
    AMBER,
    BLACK,
    BLUE,
    DESK,
    GHOSTS,
    GREEN,
    GREY,
    LECTURE,
    OLIVE,
    PURPLE,
    RULE_LOOKS,
    SEARCH_LOOKS,
    SKY,
    SPARE_LOOKS,
    VERMILION,
)  # fmt: skip
from lrlab.figures.parts.headline import PAD, SIZE, wrapped
from tests.figures.catalog import FIGURES

PROGRAMMED = re.compile(r"\d[eE][+-]\d")
LONGEST = 220  # cümle, harf: 900 piksellik sütunda iki satır


@pytest.fixture(scope="module", params=FIGURES)
def states(request):
    """Şekil ve (adı, değerleri, anı) olarak açılışı, hazır ayarları, her denetimin uçları."""
    board = FIGURES[request.param]()
    live, start = board.live, board.initial
    asked = {"açılış": start} | {name: start | values for name, values in live.presets.items()}
    asked |= {f"{c.name} = {v}": start | {c.name: v} for c in live.controls for v in c.extremes}
    moments = []
    for name, values in asked.items():
        if isinstance(board, Live):  # canlı eğitimin anı denetimlerden değil koşudan gelir
            board.set(**values)
            board.reset()
            board.run(20)
            values = board.values
        moments.append((name, values, live.moment(values)))
    yield board, moments
    if isinstance(board, Live):
        board.close()


def test_the_title_of_every_state_is_true_there(states):
    board, moments = states
    titles = {one.text: one for one in board.live.titles}
    assert board.live.titles[-1].holds is None
    assert all(one.holds for one in board.live.titles[:-1])
    for name, values, moment in moments:
        assert moment.title in titles, name
        assert titles[moment.title].true(values, moment.arrays), name


def test_titles_follow_the_state(states):
    board, moments = states
    assert len({moment.title for _, _, moment in moments}) > 1, board.live.titles


def test_a_title_is_one_line_on_a_desk_and_in_a_lecture(states):
    for one in states[0].live.titles:
        for style in (DESK, LECTURE):
            assert "\n" not in wrapped(one.text, style.width - 2 * PAD, SIZE * style.font), one.text


def test_the_sentence_is_short_and_numbers_are_written_for_people(states):
    for name, _, moment in states[1]:
        assert len(moment.text.split("\n")[0]) <= LONGEST, (name, moment.text)
        assert not PROGRAMMED.search(moment.title + moment.text), (name, moment.text)


def test_no_preset_is_the_opening_or_another_preset(states):
    board, _ = states
    seen = [board.initial, *(board.initial | dict(values) for values in board.live.presets.values())]
    first = list(board.live.presets)[:1]
    assert not first or seen[1] != seen[0], first
    for k, one in enumerate(seen[1:], 1):
        assert one not in seen[1:k], list(board.live.presets)[k - 1]


def test_ghosts_know_their_ground(states):
    board, _ = states
    names = {control.name for control in board.live.controls}
    assert set(board.live.ground) <= names


def test_pictures_hold_no_programmers_numbers(states):
    board, moments = states
    if isinstance(board, Live):
        return
    for name, values, _ in moments[:4]:
        board.set(**values)
        words = [text.get_text() for axes in board.host.figure.axes for text in axes.texts if text.get_visible()]
        assert not [one for one in words if PROGRAMMED.search(one)], name
    board.set(**board.initial)
    assert np.isfinite(board.host.figure.bbox.width)


def test_line_colours_are_seen_on_white():
    def light(color):
        channels = np.array([int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)])
        linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    looks = [*RULE_LOOKS.values(), *SPARE_LOOKS, *SEARCH_LOOKS.values()]
    lines = {BLACK, BLUE, GREEN, VERMILION, PURPLE, AMBER, SKY, OLIVE, GREY, *GHOSTS, *(look.color for look in looks)}
    assert {color: 1.05 / (light(color) + 0.05) for color in lines if 1.05 / (light(color) + 0.05) < 3} == {}
    assert not set(GHOSTS) & {look.color for look in looks}
