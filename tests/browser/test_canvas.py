"""Tuval: matplotlib'in aynı durumu çizişiyle karşılaştırılan pikseller, sürükleme, ok tuşları, erişilebilirlik."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import Ellipse, Polygon

from lrlab.core import bowl
from lrlab.figures.hosts.canvas import CanvasHost
from lrlab.figures.parts.style import DESK
from tests.figures.catalog import FIGURES

playwright = pytest.importorskip("playwright.sync_api", reason="tarayıcı testleri Playwright ister")
metrics = pytest.importorskip("skimage.metrics", reason="resim karşılaştırması scikit-image ister")
STAGE = runpy.run_path(str(Path(__file__).with_name("stage.py")))
SIMILAR = 0.98

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chrome(chromium):
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(chrome):
    """Boş sayfa; bitince tarayıcının hiçbir hata yazmadığına bakılır."""
    problems, page = [], chrome.new_page(viewport={"width": 1000, "height": 700}, has_touch=True)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    yield page
    page.close()
    assert problems == []


def similarity(page, host):
    """Tuvalin pikselleri ile matplotlib'in aynı anda, aynı ölçekte çizdiği resim ne kadar benzer (SSIM; 1: aynı)."""
    STAGE["deliver"](page, host)
    assert host._image is None  # temel ev sahibine dönmedi
    host._picture(host._moving)
    whole = np.asarray(host._canvas.buffer_rgba())[..., :3]
    return metrics.structural_similarity(STAGE["grabbed"](page), whole, channel_axis=2)


def states(explorer):
    """Başlangıç, her hazır ayar, her denetimin uçları, soluk eğriler ve hata iletisi."""
    yield "başlangıç"
    for name in explorer.live.presets:
        explorer.preset(name)
        yield name
    for control in explorer.live.controls:
        for value in (control.extremes[0], control.extremes[-1]):
            explorer.set(**explorer._initial | {control.name: value})
            yield f"{control.name} = {value}"
    explorer.keep()
    explorer.set(**explorer._initial)
    yield "soluk eğriler"
    explorer._host.say("Bu ayarla hesap yapılamadı: çok uzun bir ileti iki satıra bölünür, " * 3)
    yield "hata"


@pytest.mark.parametrize("name", FIGURES)
def test_the_canvas_shows_what_matplotlib_draws(name, page):
    explorer = FIGURES[name]()
    STAGE["mount"](page, explorer._host)
    found = {state: similarity(page, explorer._host) for state in states(explorer)}
    assert min(found.values()) >= SIMILAR, {state: value for state, value in found.items() if value < SIMILAR}


@pytest.mark.parametrize("name", FIGURES)
def test_a_dense_screen_gets_a_sharper_picture(name, chrome):
    page = chrome.new_page(viewport={"width": 1000, "height": 700}, device_scale_factor=2)
    explorer = FIGURES[name]()
    STAGE["mount"](page, explorer._host)
    found = similarity(page, explorer._host)
    shape = STAGE["grabbed"](page).shape
    page.close()
    assert found >= SIMILAR
    assert shape == (960, 1800, 3)
    assert len(explorer._host.png) < 1e5  # deftere yine olağan ölçekte kaydedilir
    assert explorer._host.figure.dpi == 200


# --- sürükleme ve klavye --------------------------------------------------------------------------------------


@pytest.fixture
def descent(page):
    """Sayfadaki iniş şekli; `drag`lenen noktalar, kaydırıcıların değerleriyle birlikte."""
    explorer = FIGURES["descent"]()
    STAGE["mount"](page, explorer._host)
    return explorer


def place(explorer, name):
    """Bir noktanın sayfadaki yeri (CSS pikseli; tuval sol üst köşededir)."""
    artist = explorer._host.artists[name]
    x, y = artist.get_transform().transform(artist.get_xydata()[0])
    return x, 480 - y


def near(explorer, name, right=0.0, down=0.0):
    x, y = place(explorer, name)
    return x + right, y + down


def test_the_start_is_dragged_and_snaps_to_the_sliders(descent, page):
    before = descent.values
    page.mouse.move(*near(descent, "start", 3, 3))
    page.mouse.down()
    for k in range(20):
        page.mouse.move(*near(descent, "start", 5 * k, 2 * k))
    end = near(descent, "start", 100, 40)
    page.mouse.move(*end)
    page.mouse.up()
    for _ in range(3):
        STAGE["deliver"](page, descent._host)
    now = descent.values
    moved = {name for name in now if now[name] != before[name]}
    assert moved == {"x", "y"}
    assert now["x"] > before["x"]
    assert now["y"] < before["y"]
    assert np.hypot(*np.subtract(place(descent, "start"), end)) < 8  # kaydırıcının adımından yakın
    assert similarity(page, descent._host) >= SIMILAR


def test_only_the_last_place_waits_while_the_kernel_is_busy(descent, page):
    page.mouse.move(*near(descent, "start"))
    page.mouse.down()
    for k in range(50):
        page.mouse.move(*near(descent, "start", k, k / 2))
    page.mouse.up()
    sent = page.evaluate("() => sent.filter(m => m.kind === 'point').length")
    assert sent == 1  # çekirdek ilkini yanıtlamadı: gerisi beklemez, en sonuncusu saklanır
    STAGE["deliver"](page, descent._host)
    STAGE["deliver"](page, descent._host)
    assert page.evaluate("() => sent.filter(m => m.kind === 'point').length") == 0
    assert descent.values["x"] > -9


def test_a_click_moves_the_nearest_point_of_that_panel(descent, page):
    chart = near(descent, "here", 60, -50)
    page.mouse.click(*chart)
    STAGE["deliver"](page, descent._host)
    assert np.hypot(*np.subtract(place(descent, "here"), chart)) < 8
    assert descent.values["x"] == -9.0
    page.mouse.click(300, 440)  # kayıp eğrisinin paneli: sürüklenen noktası yok
    assert page.evaluate("() => sent.filter(m => m.kind === 'point').length") == 0


def test_arrow_keys_move_the_selected_point_one_slider_step(descent, page):
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "lrlab"
    sliders = {c.name: list(c.values) for c in descent.live.controls if hasattr(c, "values")}

    def steps(before):
        return {k: v.index(descent.values[k]) - v.index(before[k]) for k, v in sliders.items() if k != "steps"}

    for key, moved in (
        ("ArrowRight", {"x": 1}),
        ("ArrowUp", {"y": 1}),
        ("ArrowLeft", {"x": -1}),
        ("ArrowDown", {"y": -1}),
    ):
        before = descent.values
        page.keyboard.press(key)
        STAGE["deliver"](page, descent._host)
        assert steps(before) == {"lr": 0, "beta": 0, "x": 0, "y": 0} | moved
    page.keyboard.press(" ")  # sıradaki nokta: haritadaki
    before = descent.values
    for _ in range(3):
        page.keyboard.press("ArrowUp")  # çekirdek yanıt vermeden basılanlar birikir, kaybolmaz
    STAGE["deliver"](page, descent._host)
    STAGE["deliver"](page, descent._host)
    assert steps(before) == {"lr": 3, "beta": 0, "x": 0, "y": 0}


def test_a_point_does_not_leave_its_panel(descent, page):
    page.mouse.move(*near(descent, "start"))
    page.mouse.down()
    page.mouse.move(900, 5)
    page.mouse.up()
    STAGE["deliver"](page, descent._host)
    STAGE["deliver"](page, descent._host)
    _, right, _, top = bowl(50).bounds
    assert descent.values["x"] == pytest.approx(right)
    assert descent.values["y"] == pytest.approx(top)


def touch(page, kind, x, y):
    """Parmağın bir olayı; sayfanın kaymasını engelledi mi."""
    return page.evaluate(
        """([kind, x, y]) => {
             const target = document.querySelector('canvas.lrlab');
             const finger = new Touch({identifier: 1, target, clientX: x, clientY: y});
             const init = {touches: [finger], changedTouches: [finger], bubbles: true, cancelable: true};
             return !target.dispatchEvent(new TouchEvent(kind, init)); }""",
        [kind, x, y],
    )


def test_a_finger_scrolls_the_page_except_on_a_point(descent, page):
    assert touch(page, "touchstart", *near(descent, "start", 8, 8))
    assert not touch(page, "touchstart", *near(descent, "start", 100, 60))
    page.touchscreen.tap(*near(descent, "start", 100, 60))
    STAGE["deliver"](page, descent._host)
    assert descent.values["x"] > -9


def test_only_a_figure_with_points_to_move_takes_the_focus(descent, page):
    role = "() => { const c = document.querySelector('canvas.lrlab'); return [c.getAttribute('role'), c.tabIndex]; }"
    assert page.evaluate(role) == ["application", 0]
    STAGE["mount"](page, FIGURES["ewa"]()._host)
    assert page.evaluate(role) == ["img", -1]


def test_focus_is_seen(descent, page):
    before = STAGE["grabbed"](page)
    page.keyboard.press("Tab")
    page.wait_for_timeout(100)
    x, y = (round(part) for part in place(descent, "start"))
    ring = STAGE["grabbed"](page)[y - 14 : y + 14, x - 14 : x + 14].astype(int)
    assert (np.abs(ring - before[y - 14 : y + 14, x - 14 : x + 14]).max(axis=2) > 50).sum() > 60
    outline = page.evaluate("() => getComputedStyle(document.querySelector('canvas.lrlab')).outlineStyle")
    assert outline == "solid"


def test_the_kernel_knows_whether_the_figure_is_on_the_page(descent, page):
    assert 0 <= descent._host.seen() < 5
    page.evaluate("() => unmount()")
    STAGE["deliver"](page, descent._host)
    assert descent._host.seen() == np.inf
    assert page.evaluate("() => Object.values(listeners).every(calls => calls.size === 0)")


def test_a_narrow_page_shows_the_whole_figure(descent, page):
    page.set_viewport_size({"width": 600, "height": 700})
    page.wait_for_timeout(100)
    box = page.locator("canvas.lrlab").bounding_box()
    assert box["width"] == pytest.approx(600, abs=1)
    assert box["height"] == pytest.approx(320, abs=1)
    x, y = (2 / 3 * part for part in near(descent, "start", 90, 45))
    page.mouse.click(x, y)
    STAGE["deliver"](page, descent._host)
    assert np.hypot(*np.subtract(place(descent, "start"), (1.5 * x, 1.5 * y))) < 8


# --- her tür çizim --------------------------------------------------------------------------------------------


def everything(figure):
    """Bir şekilde oynayabilecek her tür çizim, her biri birkaç görünüşte."""
    lines, marks, shapes, words = figure.subplots(2, 2).ravel()
    x = np.linspace(0, 10, 200)
    gaps = np.where(np.abs(x - 5) < 1, np.nan, np.sin(x))
    lines.set_yscale("symlog")
    artists = {f"dash {dash}": lines.plot(x, gaps + k, dash)[0] for k, dash in enumerate(("-", "--", "-.", ":"))}
    artists["steps"] = lines.step(x[::20], x[::20], where="mid", marker="o", markevery=2)[0]
    artists["masked"] = lines.plot(x, np.ma.masked_greater(x, 3) - 3, linewidth=4, alpha=0.4)[0]
    artists["far"] = lines.plot([2, 3, 4], [-1, 1e9, -1], color="k")[0]
    artists["level"] = lines.plot([0, 10], [2.2, 2.2], color="r", linewidth=1)[0]
    for k, marker in enumerate("os*x^+dv."):
        artists[marker] = marks.plot(
            [k] * 3, [0, 1, 2], marker, markersize=9, markeredgecolor="k", markerfacecolor=("r", "none")[k % 2]
        )[0]
    spread = np.random.default_rng(0).uniform(0, 9, (40, 2))
    artists["same"] = marks.scatter(*spread.T, s=20, alpha=0.5)
    artists["colours"] = marks.scatter(*spread.T + 3, c=spread[:, 0], s=30 * spread[:, 1], edgecolors="k")
    shapes.set(xlim=(0, 10), ylim=(0, 10))
    for k, bar in enumerate(shapes.bar(range(5), [1, 3, 2, 8, 1e6], color="g", edgecolor="k")):
        artists[f"bar {k}"] = bar
    artists["ellipse"] = shapes.add_patch(Ellipse((6, 6), 3, 1.5, angle=30, facecolor="orange", alpha=0.6))
    artists["ring"] = shapes.add_patch(Ellipse((6, 6), 4, 3, fill=False, linestyle="--", linewidth=2))
    artists["polygon"] = shapes.add_patch(Polygon([(7, 7), (9, 9), (9.5, 6)], closed=True))
    artists["fill"] = shapes.fill_between(x, 3 + np.sin(x), 4 + np.cos(x), where=x > 5, alpha=0.3)
    artists["bundle"] = shapes.add_collection(LineCollection([[(0, k), (4, k + 2)] for k in range(4)], colors="b"))
    grid = np.random.default_rng(1).uniform(size=(8, 12))
    kinds = {"origin": "lower", "aspect": "auto", "interpolation": "nearest"}
    artists["map"] = words.imshow(np.ma.masked_less(grid, 0.2), extent=(0, 5, 0, 1), alpha=0.8, **kinds)
    artists["upper"] = words.imshow(grid, extent=(5, 10, 0, 1), **kinds | {"origin": "upper"})
    artists["smooth"] = words.imshow(grid, extent=(0, 4, 1, 2), **kinds | {"interpolation": "bilinear"})
    words.set(xlim=(0, 10), ylim=(0, 2))
    artists["boxed"] = words.text(
        6, 1.5, "iki\nsatır, ığüşöçİ", ha="center", bbox={"facecolor": "w", "boxstyle": "round"}
    )
    artists["turned"] = words.text(8, 1.2, "eğik yazı", rotation=30, color="r", alpha=0.7)
    artists["math"] = words.text(9, 1.2, r"$\frac{\alpha}{\beta_1}$", fontsize=16)
    artists["arrow"] = words.annotate("ok", (5, 1.2), (4.5, 1.8), arrowprops={"arrowstyle": "->"})
    artists["hidden"] = words.text(1, 1.5, "görünmez", visible=False)
    return artists


@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_every_kind_of_artist_is_drawn(scale, chrome):
    page = chrome.new_page(viewport={"width": 1000, "height": 700}, device_scale_factor=scale)
    host = CanvasHost(everything, DESK)
    host.show(lambda artists: None)
    STAGE["mount"](page, host)
    found = similarity(page, host)
    page.close()
    assert found >= SIMILAR
