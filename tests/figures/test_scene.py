"""Sahne: çizimlerden okunan noktalar, görünüşler ve resimler; tarayıcısız."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from PIL import Image

from lrlab.figures.hosts.points import BREAK, CLOSE, END, MOVE, NEXT, UNIT, packed, sign, thinned
from lrlab.figures.hosts.scene import Recorder


def unpacked(data):
    """canvas.js'teki `unpack`in aynısı."""
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            numbers.append((value >> 1) ^ -(value & 1))
            value = shift = 0
    return np.cumsum(np.reshape(numbers, (-1, 2)), axis=0)


@pytest.fixture
def scene():
    """Eksenlerin piksel başına bir birim olduğu 400 x 300'lük şekil ve kaydedicisi."""
    figure = Figure(figsize=(4, 3), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 400), ylim=(0, 300))
    return axes, Recorder(400, 300, 100)


def coordinates(part):
    points = unpacked(part.points)
    return points[points[:, 0] != BREAK] / UNIT


def signs(part):
    points = unpacked(part.points)
    return points[points[:, 0] == BREAK][:, 1].tolist()


@pytest.mark.parametrize("seed", range(5))
def test_points_come_back_as_they_went(seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(-32767, 32768, (200, 2)) // 8 ** rng.integers(0, 6, (200, 1))
    pieces = [points[:100], sign(NEXT), points[100:101], sign(END), sign(MOVE), points[101:]]
    np.testing.assert_array_equal(unpacked(packed(pieces)), np.concatenate(pieces))
    assert packed([]) == b""


def test_a_curve_takes_about_two_bytes_a_point(scene):
    axes, recorder = scene
    x = np.linspace(0, 400, 300)
    part = recorder.read(axes.plot(x, 150 + 100 * np.sin(x / 40) + np.random.default_rng(0).standard_normal(300))[0])
    assert len(coordinates(part)) > 250
    assert len(part.points) < 2.3 * 300


def test_a_line_is_read_in_pixels_from_the_top_left_corner(scene):
    axes, recorder = scene
    line = axes.plot([10, 30, 20], [20, 290, 100], "--", color=(1, 0, 0), alpha=0.5, linewidth=3.6)[0]
    part = recorder.read(line)
    np.testing.assert_allclose(coordinates(part), [(10, 280), (30, 10), (20, 200)], atol=1 / UNIT)
    (look,) = part.looks
    assert look["stroke"] == "rgba(255,0,0,0.5)"
    assert look["width"] == pytest.approx(5)
    assert look["dash"] == pytest.approx([3.7 * 5, 1.6 * 5])
    assert look["clip"] == [0, 0, 400, 300]
    assert "fill" not in look


def test_gaps_masks_and_invisible_artists(scene):
    axes, recorder = scene
    line = axes.plot([0, 10, np.nan, 30, 40], [5, 9, 5, 5, 9], alpha=1)[0]
    assert signs(recorder.read(line)) == [MOVE]
    line.set_ydata(np.ma.masked_equal([5, 9, 5, 1, 9], 1))
    assert len(coordinates(recorder.read(line))) <= 3
    line.set_data([], [])
    assert recorder.read(line).looks == []
    line.set(data=([1, 2], [1, 2]), visible=False)
    assert recorder.read(line).looks == []


def test_a_line_with_markers_is_two_looks_and_shapes_are_closed(scene):
    axes, recorder = scene
    part = recorder.read(axes.plot([10, 50], [10, 60], "o-")[0])
    assert [look["kind"] for look in part.looks] == ["path", "marks"]
    assert signs(part) == [END]
    bar = axes.bar([100], [50], width=20, color="g", edgecolor="none")[0]
    part = recorder.read(bar)
    assert signs(part) == [CLOSE]
    np.testing.assert_array_equal(np.ptp(coordinates(part), axis=0), (20, 50))
    assert "stroke" not in part.looks[0]


def test_a_shape_far_outside_is_cut_not_bent(scene):
    axes, recorder = scene
    bar = axes.bar([200], [1e9], width=20)[0]
    found = coordinates(recorder.read(bar))
    assert found[:, 0].min() == 190
    assert found[:, 0].max() == 210
    assert found[:, 1].min() < 0


def test_a_crowded_curve_is_thinned_but_keeps_its_extremes():
    x = np.linspace(0, 100, 5000)
    y = np.random.default_rng(0).standard_normal(5000)
    y[1234] = 50
    kept = thinned(np.column_stack([x, y]))
    assert len(kept) <= 4 * 101
    assert kept[:, 1].max() == 50
    assert tuple(kept[0]) == (x[0], y[0])
    for column in (3, 50, 99):
        inside = np.floor(x) == column
        assert y[inside].min() == kept[np.floor(kept[:, 0]) == column, 1].min()
    back = np.column_stack([x[::-1], y])  # geri dönen yol seyreltilmez: sütundaki sırası anlamlıdır
    assert thinned(back) is back


def test_a_heat_map_sends_one_pixel_a_cell_and_a_smooth_one_does_not(scene):
    axes, recorder = scene
    grid = np.arange(12.0).reshape(3, 4)
    image = axes.imshow(grid, origin="lower", extent=(0, 400, 0, 300), interpolation="nearest", aspect="auto")
    part = recorder.read(image)
    picture = np.asarray(Image.open(io.BytesIO(part.pictures[0])).convert("RGB")).astype(int)
    assert picture.shape == (3, 4, 3)
    top = np.asarray(image.to_rgba(grid, bytes=True))[::-1, :, :3].astype(int)
    assert np.abs(picture - top).max() < 40  # renk tablosu 256 renge iner
    np.testing.assert_array_equal(coordinates(part), [(0, 0), (400, 300)])
    image.set_interpolation("bilinear")
    assert Image.open(io.BytesIO(recorder.read(image).pictures[0])).size == (400, 300)


def test_the_same_text_is_the_same_bytes_and_memory_is_bounded(scene):
    axes, recorder = scene
    words = axes.text(50, 50, "ıraksadı: 37. adım", color="r")
    first = recorder.read(words)
    words.set_position((90, 80))
    moved = recorder.read(words)
    assert moved.pictures == first.pictures
    assert moved.points != first.points
    for k in range(300):
        words.set_text(f"{k}. adım")
        recorder.read(words)
    assert len(recorder.written_lines) <= 65


@pytest.mark.parametrize("how", ["hatch", "sketch", "clip", "filter"])
def test_what_a_canvas_cannot_draw_is_refused(scene, how):
    axes, recorder = scene
    bar = axes.bar([100], [50])[0]
    if how == "hatch":
        bar.set_hatch("//")
    elif how == "sketch":
        bar.set_sketch_params(3)
    elif how == "clip":
        bar.set_clip_path(Circle((100, 20), 30, transform=axes.transData))
    else:
        bar.set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))
    with pytest.raises(NotImplementedError):
        recorder.read(bar)
