"""Şekil testlerinin ortağı: küçük bir canlı şekil, ekrandaki pikseller ve derslerinkine benzeyen veriler."""

import io
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from lrlab.figures import LiveFigure, Slider, Toggle
from lrlab.figures.engine.controls import Choice

CONTROLS = (
    Slider("slope", "eğim", (0.0, 1.0, 2.0, 3.0), 1.0),
    Choice("shape", "biçim", {"düz": "line", "kare": "square"}, "line"),
    Toggle("broken", "boz"),
)


class Slope(LiveFigure):
    """Eğimi değişen bir doğru: şekillerin en küçüğü."""

    controls = CONTROLS

    def __init__(self, **changes):
        self.presets = {"dik": {"slope": 3.0}, "kare": {"shape": "square"}}
        for name, part in changes.items():  # testler bir parçayı kendilerininkiyle değiştirir
            setattr(self, name, part)

    def compute(self, *, slope, shape, broken):
        if broken:
            raise ZeroDivisionError("sıfıra bölme")
        x = np.linspace(0, 1, 50)
        return {"x": x, "y": slope * (x if shape == "line" else x**2)}

    def draw(self, figure):
        axes = figure.subplots()
        axes.set(xlim=(0, 1), ylim=(0, 3), title="Eğim büyüdükçe diklik artar: ığüşöç İ")
        line = axes.plot([], [], label="doğru")[0]
        axes.legend()
        return {"line": line}

    def update(self, artists, arrays):
        artists["line"].set_data(arrays["x"], arrays["y"])
        artists["line"].axes.set_ylim(0, 3 if arrays["y"][-1] < 3 else 6)

    def describe(self, values, arrays):
        return f"eğim {values['slope']:g}, son değer {arrays['y'][-1]:g}"


@pytest.fixture
def live():
    return Slope


@pytest.fixture
def pixels():
    return lambda explorer: np.asarray(Image.open(io.BytesIO(explorer.host.png)).convert("RGB")).astype(int)


@dataclass
class Daily:
    city: str
    celsius: np.ndarray
    label: str = "deneme dizisi"


@pytest.fixture
def daily():
    """Bir yıllık sıcaklığa benzeyen dizi."""

    def make(city="Londra", seed=0):
        rng, day = np.random.default_rng(seed), np.arange(365)
        return Daily(city, 12 - 7 * np.cos(2 * np.pi * day / 365) + 2 * rng.standard_normal(365))

    return make


@pytest.fixture
def regression():
    """İki ağırlıklı doğrusal regresyonun verisi: x (n, 2), y (n,)."""

    def make(n=100, seed=0):
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((n, 2))
        return x, x @ [0.6, 0.4] + 0.6 * rng.standard_normal(n)

    return make
