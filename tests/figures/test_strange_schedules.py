"""Başkasının yazdığı zamanlayıcılar şekillerde: alanlarının adı ne olursa olsun seçilir, oynanır, ötekileri bozmaz.

Dosyaları, öğrencinin koyacağı yere, `lrlab/core/schedules` paketine eklenir; taze bir Python'da: dizin bir kez okunur.
"""

import json
import os
import re
import subprocess
import sys

import pytest

FILE = '''
from dataclasses import dataclass, field
from typing import Annotated
import numpy as np
from lrlab.core.schedules.fields import Duration, Kind, Rate, Share
from lrlab.core.schedules.schedule import Schedule
from lrlab.core.validate import integer

@dataclass(frozen=True)
class Triangle(Schedule, label="üçgen"):
    lr: Rate
    steps: Duration
    cycles: Annotated[int, Kind(integer), "çevrim"] = 2
    depth: Annotated[Share, "derinlik"] = 0.5
    def at(self, t):
        share = np.abs((self.cycles * np.minimum(t, self.steps) / self.steps) % 1 * 2 - 1)
        return self.lr * (1 - self.depth * (1 - share))

@dataclass(frozen=True)
class Everything(Schedule, label="hepsi"):
    """Şeklin her denetiminin adını taşır."""
    lr: Rate
    schedule: int = 3
    horizon: float = 7.0
    warmup: float = 5.0
    end: float = 6.0
    rate: float = 4.0
    factor: float = 2.0
    power: float = 9.0
    share: Share = 0.5
    manual: float = 8.0
    per_epoch: int = 2
    seed: int = 12
    steps: int = 11
    values: float = 13.0
    name: float = 14.0
    def at(self, t):
        return self.lr / (self.factor + self.share) + 0 * t

@dataclass(frozen=True)
class Deep(Schedule, label="derin"):
    lr: Rate
    depth: Annotated[float, "derinlik"] = 0.8
    def at(self, t):
        return self.lr * self.depth + 0 * t

@dataclass(frozen=True)
class SecondCosine(Schedule, label="kosinüs"):
    lr: float = 0.3
    def at(self, t):
        return 0.7 * self.lr + 0 * t

@dataclass
class Loose(Schedule, label="gevşek"):
    """Donmuş değil, dizi tutuyor: == ile karşılaştırılamaz, hash'i yok."""
    lr: Rate
    parts: np.ndarray = field(default_factory=lambda: np.ones(3))
    top: float = float("inf")
    def at(self, t):
        return 0.9 * self.lr * self.parts[0] + 0 * t

@dataclass(frozen=True)
class Telling(Schedule, label="anlatan"):
    lr: Rate
    steps: str = "çok"
    end: tuple = (1, 2)
    def at(self, t):
        return self.lr + 0 * t

@dataclass(frozen=True)
class Open(Schedule, label="açık"):
    lr: Rate
    depth: float
    def at(self, t):
        return self.lr + 0 * t

class Bare(Schedule, label="çıplak"):
    lr: Rate
    def at(self, t):
        return self.lr + 0 * t

@dataclass(frozen=True)
class Single(Schedule, label="tek sayı"):
    lr: Rate
    def at(self, t):
        return self.lr if t < 5 else self.lr / 2

@dataclass(frozen=True)
class Flat(Schedule, label="düz"):
    lr: Rate
    def at(self, t):
        return np.full(2, self.lr)
'''
SCRIPT = """
import json, sys, warnings
from types import SimpleNamespace
import lrlab.core.schedules
lrlab.core.schedules.__path__.append(sys.argv[1])
import numpy as np
from lrlab.figures import explore_noise_ball, explore_schedule, live_training
from lrlab.train import Run, digits, mlp

warnings.simplefilter("always")
seen = []

def trainer(schedule, seed):
    seen.append(schedule)
    t = np.arange(1, 61)
    return SimpleNamespace(
        step=t, loss=np.exp(-t / 30.0), val_step=t[::20], val_accuracy=t[::20] / 60, diverged_at=0, updates_per_epoch=23
    )

def state(figure):
    return {
        "error": repr(figure.error), "text": figure.text, "schedule": repr(seen[-1]),
        "open": [name for name in figure.values if name in figure.useful],
    }

with warnings.catch_warnings(record=True) as told:
    figure = explore_schedule(trainer)
found = {"warnings": [[str(one.message), one.filename] for one in told if one.category is UserWarning]}
controls = {control.name: control for control in figure.live.controls}
found["options"] = controls["schedule"].options
found["sliders"] = {n: [c.label, c.default, list(c.values)] for n, c in controls.items() if "." in n}
found["names"] = len(figure.live.controls) == len(controls)
found["states"] = {}
for name in found["options"].values():
    figure.set(**figure.initial | {"schedule": name})
    found["states"][name] = state(figure)
found["presets"] = []
for preset in figure.live.presets:
    figure.preset(preset)
    found["presets"].append([preset, repr(figure.error), repr(seen[-1])])
figure.set(**figure.initial | {
    "schedule": "Triangle", "horizon": 30.0, "Triangle.cycles": 4.0, "Triangle.depth": 0.25, "Deep.depth": 1.6
})
found["moved"] = state(figure)
again = explore_schedule(trainer, **{"schedule": "Deep", "Deep.depth": 1.6})
found["started"] = state(again)

ball = explore_noise_ball(schedule="üçgen", lr=0.1)
found["ball"] = [ball.text, list(ball.live.controls[0].options)]

run = Run(digits(), mlp((64, 16, 10)), "sgd", lr=0.1)
shown = live_training(run, ("lr", "schedule", "horizon"))
found["live"] = {}
for name in found["options"].values():
    shown.set(schedule=name)
    shown.run(1)
    rate, closed = run.settings.hyper["lr"], "horizon" not in shown.useful
    found["live"][name] = [repr(rate), shown.text, repr(shown.error), closed]
shown.close()
print(json.dumps(found))
"""
TAKEN = """
import sys
import lrlab.core.schedules
lrlab.core.schedules.__path__.append(sys.argv[1])
import lrlab.core.schedules.registry
"""
LEFT_OUT = ("Open", "Bare", "Single", "Flat")
FITTING = ("Triangle", "Everything", "Deep", "SecondCosine", "Loose", "Telling")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stranger")
    (folder / "stranger.py").write_text(FILE, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", SCRIPT, str(folder)],
        capture_output=True, text=True, timeout=300, env={**os.environ, "LRLAB_HOST": "image"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_alpha_and_a_duration_make_is_a_choice_and_the_rest_is_told(found):
    names = list(found["options"].values())
    assert set(FITTING) < set(names)
    assert not set(LEFT_OUT) & set(names)
    ((words, where),) = found["warnings"]
    assert where == "<string>"  # şekli kuran satır
    for name, why in {
        "Open": "Open yalnızca α ve süreyle kurulamaz; .* alan: `depth`", "Bare": "Bare bir dataclass olmalı",
        "Single": r"`Single\.at` adımların dizisiyle de", "Flat": r"`Flat\.at` \(2,\) biçiminde döndürdü",
    }.items():  # fmt: skip
        assert re.search(f"'{name}': .*{why}", words), words
    assert {"kosinüs": "Cosine", "kosinüs [SecondCosine]": "SecondCosine"}.items() <= found["options"].items()


def test_every_choice_is_computed_and_the_lessons_own_are_untouched(found):
    assert found["names"]
    assert {name: one["error"] for name, one in found["states"].items()} == dict.fromkeys(found["states"], "None")
    assert found["states"]["Cosine"]["schedule"] == "Cosine(lr=0.5, end=0.0, steps=60, cycles=0.5)"
    assert found["states"]["WSD"]["schedule"] == "WSD(lr=0.5, steps=60, warmup=0, decay=18, end=0.0)"
    assert [error for _, error, _ in found["presets"]] == ["None"] * 8
    made = {name: schedule for name, _, schedule in found["presets"]}
    assert (
        made["WSD"]
        == "Warmup(schedule=WSD(lr=0.5, steps=54, warmup=0, decay=10.8, end=0.0), steps=6, kind='linear', start=0.0)"
    )


def test_a_field_keeps_its_authors_default_whatever_its_name(found):
    assert found["states"]["Everything"]["schedule"] == (
        "Everything(lr=0.5, schedule=3, horizon=7.0, warmup=5.0, end=6.0, rate=4.0, factor=2.0, power=9.0, share=0.5, "
        "manual=8.0, per_epoch=2, seed=12, steps=11, values=13.0, name=14.0)"
    )
    assert found["states"]["Triangle"]["schedule"] == "Triangle(lr=0.5, steps=60, cycles=2, depth=0.5)"
    assert found["states"]["Deep"]["schedule"] == "Deep(lr=0.5, depth=0.8)"
    assert found["states"]["SecondCosine"]["schedule"] == "SecondCosine(lr=0.5)"
    assert found["states"]["Loose"]["schedule"].startswith("Loose(lr=0.5, parts=array([1., 1., 1.])")


def test_each_number_has_its_own_slider_with_its_own_label(found):
    sliders = found["sliders"]
    assert sliders["Triangle.cycles"] == ["çevrim", 2, [1, 2, 4, 10, 20]]  # yalnızca zamanlayıcının kabul ettikleri
    assert sliders["Triangle.depth"] == ["derinlik (üçgen)", 0.5, [0.05, 0.1, 0.25, 0.5]]
    assert sliders["Deep.depth"] == ["derinlik (derin)", 0.8, [0.08, 0.16, 0.4, 0.8, 1.6, 4, 8]]
    assert sliders["Everything.factor"][:2] == ["factor", 2]
    fields = {name.split(".")[1] for name in sliders if name.startswith("Everything.")}
    assert fields == {
        "schedule", "horizon", "warmup", "end", "rate", "factor", "power", "share", "manual", "per_epoch", "seed",
        "steps", "values", "name",
    }  # fmt: skip
    assert not [name for name in sliders if name.startswith(("Loose.", "Telling."))]


def test_own_sliders_move_only_their_own_schedule_and_are_told_in_its_words(found):
    moved = found["moved"]
    assert moved["schedule"] == "Triangle(lr=0.5, steps=30, cycles=4, depth=0.25)"
    assert moved["text"].startswith("üçgen: bütçe Σα = ")
    assert "α = 0.5, süre (adım) = 30, çevrim = 4, derinlik (üçgen) = 0.25, tohum = 0;" in moved["text"]
    assert set(moved["open"]) == {
        "schedule", "lr", "horizon", "warmup", "Triangle.cycles", "Triangle.depth", "per_epoch", "seed",
    }  # fmt: skip
    assert found["started"]["schedule"] == "Deep(lr=0.5, depth=1.6)"
    assert set(found["started"]["open"]) == {"schedule", "lr", "warmup", "Deep.depth", "per_epoch", "seed"}


def test_other_figures_take_the_strangers_schedules_too(found):
    text, options = found["ball"]
    assert text.startswith("üçgen, α = 0.1")
    assert {"üçgen", "hepsi", "gevşek", "kosinüs [SecondCosine]"} < set(options)
    assert {name: error for name, (_, _, error, _) in found["live"].items()} == dict.fromkeys(found["live"], "None")
    rate, text, _, closed = found["live"]["Triangle"]
    assert rate == "Triangle(lr=0.1, steps=1000, cycles=2, depth=0.5)"
    assert "zamanlayıcı = üçgen, süre (adım) = 1000" in text
    assert not closed
    rate, text, _, closed = found["live"]["Telling"]
    assert rate == "Telling(lr=0.1, steps='çok', end=(1, 2))"
    assert "α = anlatan (0.1)" in text
    assert closed


def test_a_name_that_is_taken_is_refused_with_both_files(tmp_path):
    source = FILE[: FILE.index("@dataclass(frozen=True)\nclass Everything")].replace("Triangle", "Cosine")
    (tmp_path / "stranger.py").write_text(source, "utf-8")
    done = subprocess.run([sys.executable, "-c", TAKEN, str(tmp_path)], capture_output=True, text=True, timeout=120)
    words = "'Cosine' iki zamanlayıcının adı olamaz: lrlab.core.schedules.decay, lrlab.core.schedules.stranger"
    assert words in done.stderr
