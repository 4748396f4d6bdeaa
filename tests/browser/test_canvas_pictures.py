"""Tuval: her şeklin her durumu ve her tür çizim, matplotlib'in aynı durumu çizişiyle karşılaştırılan piksellerdir."""

from functools import cache

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import Ellipse, Polygon

from lrlab.figures.hosts.canvas import CanvasHost
from lrlab.figures.parts.style import DESK
from tests.figures.catalog import FIGURES

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")
pytest.importorskip("skimage", reason="resim karşılaştırması scikit-image ister")

from tests.browser.stage import grabbed, leave, mount, similarity

SIMILAR = 0.98

pytestmark = pytest.mark.browser


@cache
def built(name):
    """Şekil bir kez kurulur: bazıları kurulurken eğitilir."""
    return FIGURES[name]()


@pytest.fixture
def sheet(chrome):
    """Verilen ölçekte boş bir sayfa açar; bitince tarayıcının hiçbir hata yazmadığına bakılır."""
    problems, pages = [], []

    def new(scale=1):
        pages.append(chrome.new_page(viewport={"width": 1000, "height": 700}, device_scale_factor=scale))
        pages[-1].on("pageerror", lambda error: problems.append(str(error)))
        pages[-1].on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        return pages[-1]

    yield new
    for page in pages:
        page.close()
    assert problems == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_dense_screen_gets_a_sharper_picture(name, sheet):
    page, host = sheet(scale=2), built(name).host
    mount(page, host)
    assert similarity(page, host, SIMILAR) >= SIMILAR
    assert grabbed(page).shape == (1020, 1800, 3)
    assert len(host.png) < 1e5  # deftere yine olağan ölçekte kaydedilir
    assert host.figure.dpi == 200
    leave(page, host)


def states(explorer):
    """Başlangıç, her hazır ayar, her denetimin uçları, soluk eğriler ve hata iletisi."""
    yield "başlangıç"
    for name in explorer.live.presets:
        explorer.preset(name)
        yield name
    for control in explorer.live.controls:
        for value in (control.extremes[0], control.extremes[-1]):
            explorer.set(**explorer.initial | {control.name: value})
            yield f"{control.name} = {value}"
    explorer.keep()
    explorer.set(**explorer.initial)
    yield "soluk eğriler"
    explorer.host.say("Bu ayarla hesap yapılamadı: çok uzun bir ileti iki satıra bölünür, " * 3)
    yield "hata"


@pytest.mark.parametrize("name", FIGURES)
def test_the_canvas_shows_what_matplotlib_draws(name, sheet):
    page, explorer = sheet(), built(name)
    mount(page, explorer.host)
    found = {state: similarity(page, explorer.host, SIMILAR, colour=state == "başlangıç") for state in states(explorer)}
    assert min(found.values()) >= SIMILAR, {state: value for state, value in found.items() if value < SIMILAR}


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
def test_every_kind_of_artist_is_drawn(scale, sheet):
    page, host = sheet(scale), CanvasHost(everything, DESK)
    host.show(lambda artists: None)
    mount(page, host)
    assert similarity(page, host, SIMILAR) >= SIMILAR
