"""Tuval boş bir sayfada: sürükleme, ok tuşları, dokunma, odak, sayfadan kalkma; çekirdeğe ne ulaştığı."""

import numpy as np
import pytest

from lrlab.core import bowl
from lrlab.figures import Explorer
from tests.figures.catalog import FIGURES
from tests.figures.conftest import Slope

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")
pytest.importorskip("skimage", reason="resim karşılaştırması scikit-image ister")

from tests.browser.stage import deliver, grabbed, leave, mount, similarity

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chrome):
    """Boş sayfa; bitince tarayıcının hiçbir hata yazmadığına bakılır."""
    problems, page = [], chrome.new_page(viewport={"width": 1000, "height": 700}, has_touch=True)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    yield page
    page.close()
    assert problems == []


@pytest.fixture
def descent(page, monkeypatch):
    """Sayfadaki iniş şekli; testler çizimlere bakarken arka planda önden kayıt yapılmaz."""
    monkeypatch.setattr("lrlab.figures.engine.ahead.MOST", 0)
    explorer = FIGURES["descent"]()
    mount(page, explorer.host)
    return explorer


def place(explorer, name):
    """Bir noktanın sayfadaki yeri (CSS pikseli; tuval sol üst köşededir)."""
    artist = explorer.host.artists[name]
    x, y = artist.get_transform().transform(artist.get_xydata()[0])
    return x, explorer.host.figure.bbox.height - y


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
        deliver(page, descent.host)
    now = descent.values
    moved = {name for name in now if now[name] != before[name]}
    assert moved == {"x", "y"}
    assert now["x"] > before["x"]
    assert now["y"] < before["y"]
    assert np.hypot(*np.subtract(place(descent, "start"), end)) < 8  # kaydırıcının adımından yakın
    assert similarity(page, descent.host, 0.98) >= 0.98


def test_only_the_last_place_waits_while_the_kernel_is_busy(descent, page):
    shown = descent.host.page
    shown.grips = [{**grip, "moves": None} for grip in shown.grips]  # çekirdeğe sorulan sürükleme
    mount(page, descent.host)
    page.mouse.move(*near(descent, "start"))
    page.mouse.down()
    # Elli ara yer tek çağrıda: yüklü bir makinede, çekirdek beklenirken süre dolup yeniden sorulmasın.
    page.mouse.move(*near(descent, "start", 49, 24.5), steps=50)
    page.mouse.up()
    sent = page.evaluate("() => sent.filter(m => m.kind === 'point').length")
    assert sent == 1  # çekirdek ilkini yanıtlamadı: gerisi beklemez, en sonuncusu saklanır
    deliver(page, descent.host)
    deliver(page, descent.host)
    assert page.evaluate("() => sent.filter(m => m.kind === 'point').length") == 0
    assert descent.values["x"] > -9


def test_a_click_moves_the_nearest_point_of_that_panel(descent, page):
    chart = near(descent, "here", 60, -50)
    page.mouse.click(*chart)
    deliver(page, descent.host)
    assert np.hypot(*np.subtract(place(descent, "here"), chart)) < 8
    assert descent.values["x"] == -9.0
    page.mouse.click(300, 20)  # panellerin dışı: başlık
    assert page.evaluate("() => sent.filter(m => ['point', 'place'].includes(m.kind)).length") == 0


def test_arrow_keys_move_the_selected_point_one_slider_step(descent, page):
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "lrlab"
    sliders = {c.name: list(c.values) for c in descent.live.controls if hasattr(c, "values")}

    def steps(before):
        return {
            k: v.index(descent.values[k]) - v.index(before[k]) for k, v in sliders.items() if k not in ("steps", "t")
        }

    for key, moved in (
        ("ArrowRight", {"x": 1}),
        ("ArrowUp", {"y": 1}),
        ("ArrowLeft", {"x": -1}),
        ("ArrowDown", {"y": -1}),
    ):
        before = descent.values
        page.keyboard.press(key)
        deliver(page, descent.host)
        assert steps(before) == {"lr": 0, "beta": 0, "x": 0, "y": 0} | moved
    page.keyboard.press(" ")  # sıradaki nokta: haritadaki
    before = descent.values
    for _ in range(3):
        page.keyboard.press("ArrowUp")  # çekirdek yanıt vermeden basılanlar birikir, kaybolmaz
    deliver(page, descent.host)
    deliver(page, descent.host)
    assert steps(before) == {"lr": 3, "beta": 0, "x": 0, "y": 0}


def test_a_point_does_not_leave_its_panel(descent, page):
    page.mouse.move(*near(descent, "start"))
    page.mouse.down()
    page.mouse.move(900, 5)
    page.mouse.up()
    deliver(page, descent.host)
    deliver(page, descent.host)
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
    deliver(page, descent.host)
    assert descent.values["x"] > -9


def test_only_a_figure_with_points_to_move_takes_the_focus(descent, page):
    role = "() => { const c = document.querySelector('canvas.lrlab'); return [c.getAttribute('role'), c.tabIndex]; }"
    assert page.evaluate(role) == ["application", 0]
    mount(page, Explorer(Slope()).host)
    assert page.evaluate(role) == ["img", -1]


def test_focus_is_seen(descent, page):
    assert not grabbed(page, "overlay").any()
    page.keyboard.press("Tab")
    page.wait_for_timeout(100)
    x, y = (round(part) for part in place(descent, "start"))
    ring = grabbed(page, "overlay")
    assert (ring[y - 14 : y + 14, x - 14 : x + 14].max(axis=2) > 50).sum() > 60
    assert (ring.max(axis=2) > 50).sum() == (ring[y - 14 : y + 14, x - 14 : x + 14].max(axis=2) > 50).sum()
    outline = page.evaluate("() => getComputedStyle(document.querySelector('canvas.lrlab')).outlineStyle")
    assert outline == "solid"


def test_the_kernel_knows_whether_the_figure_is_on_the_page(descent, page):
    assert 0 <= descent.host.seen() < 5
    leave(page, descent.host)
    assert descent.host.seen() == np.inf
    assert page.evaluate("() => Object.values(listeners).every(calls => calls.size === 0)")


def test_a_narrow_page_gets_its_panels_below_each_other(descent, page):
    page.set_viewport_size({"width": 600, "height": 700})
    page.wait_for_function("() => sent.some(m => m.kind === 'here' && m.width === 600)")
    deliver(page, descent.host)
    box = page.locator("canvas.lrlab").bounding_box()
    width, height = descent.host.figure.bbox.size
    assert (box["width"], box["height"]) == (pytest.approx(600, abs=1), pytest.approx(height, abs=2))
    assert height > 900
    assert round(width) == 600  # yazılar küçülmedi: ekran pikseli başına bir şekil pikseli
    plane, loss = (descent.host.artists[name].axes.get_position() for name in ("start", "loss"))
    assert loss.y1 < plane.y0
    assert (plane.width, loss.width) == (pytest.approx(loss.width), pytest.approx(plane.width))
    x, y = near(descent, "start", 60, 45)
    page.mouse.click(x, y)
    deliver(page, descent.host)
    assert np.hypot(*np.subtract(place(descent, "start"), (x, y))) < 12
    assert similarity(page, descent.host, 0.98) >= 0.98
