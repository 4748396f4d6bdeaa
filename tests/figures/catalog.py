"""Bütün ders şekilleri, bir kez: adı -> şekli derslerinkine benzeyen verilerle, verilen başlangıçla kuran fonksiyon.

Her şekli deneyen testler (tests/figures, tests/browser) listeyi buradan alır; yeni bir şekil buraya bir satır ekler.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from lrlab import figures
from lrlab.core import bowl, momentum, sgd
from lrlab.figures import Explorer, Live
from lrlab.train import (
    Run,
    digits,
    learning_curves,
    lenet_runs,
    mlp,
    temperature,
    train,
    train_population,
    warmup_runs,
    wine,
)

SIZES = (64, 32, 10)


def minibatch(**start: Any) -> Explorer:
    wines = wine().train_x.double().numpy()
    return figures.explore_minibatch(wines[:, [12, 9]], wines[:, 0], **start)


def smoothing(**start: Any) -> Explorer:
    truth = 2 * np.exp(-np.arange(3000) / 600) + 0.1
    return figures.explore_smoothing(truth + 0.2 * np.random.default_rng(0).standard_normal(3000), truth, **start)


def retraining(**start: Any) -> Explorer:
    data, model = digits(), mlp(SIZES)

    def trainer(**values: Any) -> Any:
        return train(data, model, sgd, **values)

    return figures.explore_training(trainer, presets={"ıraksar": {"lr": 3.0}}, **{"epochs": 2, **start})


def schedule(**start: Any) -> Explorer:
    data, model = digits(), mlp(SIZES)

    def trainer(rate: Any, seed: int) -> Any:
        return train(data, model, sgd, batch_size=16, steps=60, every=20, lr=rate, seed=seed)

    return figures.explore_schedule(trainer, **{"schedule": "Cosine", **start})


def live(**start: Any) -> Live:
    run = Run(digits(), mlp(SIZES), "momentum", lr=0.05, every=10)
    names = ("rule", "lr", "schedule", "horizon", "beta")
    shown = figures.live_training(run, names, presets={"hızlı": {"lr": 0.2}}, goal=95, steps=150, **start)
    shown.set(lr=0.1)
    shown.run(100)
    return shown


@cache
def trained_population() -> Any:
    lrs, betas = np.geomspace(0.01, 3, 8), 1 - np.geomspace(1, 0.02, 8)
    return train_population(digits(), SIZES, momentum, steps=60, every=20, lr=lrs[:, None], beta=betas)


FIGURES: dict[str, Callable[..., Explorer | Live]] = {
    "ewa": lambda **start: figures.explore_ewa(temperature("Londra"), temperature("İstanbul"), **start),
    "smoothing": smoothing,
    "minibatch": minibatch,
    "slope": lambda **start: figures.explore_slope(**start),
    "moons": lambda **start: figures.explore_moons(**start),
    "descent": lambda **start: figures.explore_descent(bowl(50), **start),
    "adam": lambda **start: figures.explore_adam(**start),
    "adaptive": lambda **start: figures.explore_adaptive(**start),
    "race": lambda **start: figures.explore_race(**start),
    "noise_ball": lambda **start: figures.explore_noise_ball(**start),
    "sgld": lambda **start: figures.explore_sgld(**start),
    "retraining": retraining,
    "live": live,
    "population": lambda **start: figures.explore_population(trained_population(), bowl(50), **start),
    "schedule": schedule,
    "lenet": lambda **start: figures.explore_lenet_runs(lenet_runs("full"), **start),
    "warmups": lambda **start: figures.explore_warmups(warmup_runs(), **start),
    "space": lambda **start: figures.explore_space(**start),
    "grid_random": lambda **start: figures.explore_grid_random(**start),
    "gp": lambda **start: figures.explore_gp(**start),
    "workers": lambda **start: figures.explore_workers(learning_curves(), **start),
    "elimination": lambda **start: figures.explore_elimination(learning_curves(), **start),
}
