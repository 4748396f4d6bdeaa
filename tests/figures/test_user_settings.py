"""Kullanıcının matplotlib ayarları şekillere, şekillerinki kullanıcıya karışmaz: resimler bayt bayt aynıdır."""

import copy
import locale
import threading
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from cycler import cycler
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lrlab.core import rosenbrock
from lrlab.figures import Explorer, LiveFigure, Slider, Still, explore_ewa
from lrlab.figures.parts import contour_line

SETTINGS = {
    "dark": {**mpl.style.library["dark_background"]},
    "LaTeX": {"text.usetex": True},
    "locale and dollars": {"axes.formatter.use_locale": True, "text.parse_math": False},
    "seaborn": {
        "axes.facecolor": "#EAEAF2", "axes.edgecolor": "white", "axes.grid": True, "grid.color": "white",
        "grid.linestyle": "-", "font.family": ["sans-serif"], "font.sans-serif": ["Arial"], "xtick.bottom": False,
        "ytick.left": False, "lines.solid_capstyle": "round", "patch.edgecolor": "w", "axes.axisbelow": True,
        "image.cmap": "magma", "text.color": ".15", "axes.labelcolor": ".15", "font.size": 1,
    },
    "saving and layout": {
        "savefig.bbox": "tight", "savefig.dpi": 300, "savefig.facecolor": "red", "savefig.transparent": True,
        "figure.dpi": 300, "figure.figsize": (2, 2), "figure.facecolor": "green", "figure.autolayout": True,
        "figure.subplot.left": 0.4, "axes.xmargin": 0.4, "axes.autolimit_mode": "round_numbers", "font.size": 60,
    },
    "drawing": {
        "image.cmap": "gray", "axes.prop_cycle": cycler(color=["red", "lime"], linestyle=["-", ":"]),
        "path.simplify": False, "path.sketch": (3, 50, 2), "agg.path.chunksize": 5, "path.snap": False,
        "lines.scale_dashes": False, "lines.dashed_pattern": (9, 9), "lines.linewidth": 9, "lines.marker": "o",
        "contour.corner_mask": False, "contour.algorithm": "mpl2005", "contour.linewidth": 5,
        "image.interpolation": "bilinear", "image.origin": "lower", "image.aspect": "equal",
    },
    "writing": {
        "axes.unicode_minus": False, "axes.formatter.limits": (-1, 1), "axes.formatter.useoffset": False,
        "xtick.direction": "in", "xtick.color": "red", "ytick.minor.visible": True, "ytick.major.size": 20,
        "font.family": "monospace", "mathtext.fontset": "cm", "text.hinting": "none", "text.antialiased": False,
        "legend.loc": "lower left", "legend.fancybox": False, "legend.shadow": True, "legend.numpoints": 3,
    },
}  # fmt: skip


class Rich(LiveFigure):
    """Ayarların dokunabileceği her şey: sayılar, kesik çizgi, formül, renk haritası, eşyükselti, gösterge, log."""

    controls = (Slider("k", "k", (1.0, 2.0, 3.0), 1.0),)

    def compute(self, *, k):
        x = np.linspace(-1, 1, 400)
        return {"x": x, "y": 12_345.5 * k * x * np.sin(9 * x), "map": np.outer(x[::40], x[::40]) * k}

    def draw(self, figure):
        line, log, ground = figure.subplots(1, 3)
        line.set(title="$x_1$ ve %50", xlabel="α", ylabel="β", xlim=(-1, 1), ylim=(-2e4, 2e4))
        log.set(yscale="log", ylim=(1e-3, 1e4), xlim=(0, 400))
        log.plot([0, 400], [1e-2, 1e3], label="zemin")
        x = np.linspace(-2, 2, 30)
        ground.contour(x, x, x[:, None] ** 2 - x**2)
        artists = {
            "line": line.plot([], [], "--", label="eğri")[0],
            "log": log.plot([], [], label="büyüklük")[0],
            "map": ground.imshow(np.zeros((10, 10)), extent=(-2, 2, -2, 2), aspect="auto"),
            "told": line.text(0, 0, ""),
        }
        line.legend()
        return artists

    def update(self, artists, arrays):
        artists["line"].set_data(arrays["x"], arrays["y"])
        artists["line"].axes.set_ylim(*(np.array([-1, 1]) * (2e4 if arrays["y"].max() < 2e4 else 5e4)))
        artists["log"].set_data(np.arange(400), np.abs(arrays["y"]) + 1e-3)
        artists["map"].set(data=arrays["map"], clim=(-3, 3))
        artists["told"].set_text(f"$y_1$ = {arrays['y'].max():.1f}")

    def describe(self, values, arrays):
        return f"k = {values['k']:g}"


@pytest.fixture(autouse=True)
def turkish_numbers(monkeypatch):
    """tr_TR'nin sayıları: o yerel ayar bu makinede kurulu olmayabilir."""
    comma = {**locale.localeconv(), "decimal_point": ",", "thousands_sep": ".", "grouping": [3, 3, 0]}
    monkeypatch.setattr(locale, "localeconv", lambda: comma)


def seen(explorer):
    """Ekrandaki ve kaydedilen her şey: resim, tarayıcıya giden zemin, kutular ve çizimler."""
    page = getattr(explorer.host, "page", None)
    sent = (
        {name: getattr(page, name) for name in page.trait_names() if name[0] in "ldpb" and name[1:].isdigit()}
        if page
        else {}
    )
    return explorer.host.png, getattr(page, "background", b""), getattr(page, "boxes", []), sent


def story(explorer, settings):
    """Şeklin ömrü: `settings` verilirse şekil kurulduktan sonra değişir."""
    with mpl.rc_context(settings):
        explorer.set(k=2.0)  # düşey eksen büyür: yeni çentikler
        explorer.keep()
        return seen(explorer)


@pytest.fixture(scope="module")
def usual():
    """Olağan ayarlarla: ev sahibi -> görülenler."""
    found = {}

    def of(host):
        if host not in found:
            found[host] = story(Explorer(Rich()), {})
        return found[host]

    return of


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("host", ["canvas", "image"])
def test_settings_before_and_after_the_figure_is_made_change_no_byte(name, host, usual, monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", host)
    expected, settings = usual(host), SETTINGS[name]
    assert story(Explorer(Rich()), settings) == expected
    with mpl.rc_context(settings):
        before = copy.deepcopy(dict(mpl.rcParams))
        assert story(Explorer(Rich()), {}) == expected
        assert dict(mpl.rcParams) == before


def test_without_our_care_these_settings_would_be_seen():
    """Denemenin kendisi: bu ayarlar düz bir matplotlib şeklini değiştirir (LaTeX'siz makinede usetex hata verir)."""

    def plain():
        figure = Figure(figsize=(6, 3))
        canvas = FigureCanvasAgg(figure)
        explorer = Rich()
        explorer.update(explorer.draw(figure), explorer.compute(k=2.0))
        canvas.draw()
        return bytes(canvas.buffer_rgba())

    harmless = plain()
    for name in SETTINGS.keys() - {"LaTeX"}:
        with mpl.rc_context(SETTINGS[name]), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # kocaman yazılar sığmaz
            try:
                seen = plain()
            except IndexError:  # eski matplotlib'de kimi ayarla hiç çizilemez: o da görülürdü
                continue
            assert seen != harmless, name


def test_a_style_of_the_users_own_is_left_in_place():
    with mpl.rc_context():
        plt.style.use("dark_background")
        mpl.rcParams["text.usetex"] = True
        before = copy.deepcopy(dict(mpl.rcParams))
        explorer = Explorer(Rich())
        explorer.set(k=2.0)
        assert explorer.error is None, explorer.text
        explorer.host.say("bir $ileti")
        explorer._repr_mimebundle_()
        with pytest.raises(KeyError):
            Explorer(Broken())
        assert dict(mpl.rcParams) == before


class Broken(Rich):
    def draw(self, figure):
        raise KeyError("çizerken")


def test_an_unchanged_matplotlib_is_never_touched(monkeypatch):
    """Arka planda süren bir eğitim çizerken kullanıcının ayarları bir an bile değişmez."""
    explorer = Explorer(Rich())
    touched = []
    monkeypatch.setattr(mpl, "rc_context", lambda *_: touched.append(1))
    explorer.set(k=2.0)
    explorer.keep()
    assert (explorer.host.png != b"", touched) == (True, [])


def test_two_threads_of_figures_under_a_style_agree(usual, monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "image")
    expected, found = usual("image"), {}
    with mpl.rc_context(SETTINGS["dark"]):
        before = copy.deepcopy(dict(mpl.rcParams))
        threads = [
            threading.Thread(target=lambda k=k: found.update({k: story(Explorer(Rich()), {})})) for k in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert dict(mpl.rcParams) == before
    assert [found[k] == expected for k in range(2)] == [True] * 2


def test_stills_contours_and_a_lessons_figure_too(daily):
    def draw(figure):
        figure.subplots().plot([0, 1], [0, 1e4], label="$x$")

    def all_of():
        return Still(draw, "x").png, contour_line(rosenbrock()).tobytes(), explore_ewa(daily()).host.png

    expected = all_of()
    for name in ("LaTeX", "drawing"):
        with mpl.rc_context(SETTINGS[name]):
            assert all_of() == expected, name
