"""Kayıtlı eğitimlerin biçiminde küçük, uydurma kayıtlar: yalnızca şekillerin onları nasıl gösterdiği denensin diye."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class FakeRuns:
    """Bir zamanlayıcının kaydı: S tohum, E dönem."""

    seeds: np.ndarray
    rate: np.ndarray
    train_loss: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray


def lenet_like(rate, seed, last, jitter, dead=0, seeds=4):
    """Son test doğruluğu `last`, titremesi `jitter` puan, ilk `dead` tohumu ölmüş bir kayıt."""
    rng, epochs = np.random.default_rng(seed), np.arange(1, len(rate) + 1)
    test = last - 40 * np.exp(-epochs / 3) + jitter * rng.standard_normal((seeds, len(rate)))
    train = test + 0.3 * epochs
    test[:dead], train[:dead] = 10, 10.5
    return FakeRuns(np.arange(seeds), np.asarray(rate), 2.3 * np.exp(-train / 40), train / 100, test / 100)


def lenet_like_runs():
    t = np.arange(12)
    rates = {
        "sabit": np.full(12, 0.3),
        "karekök": 0.1 / np.sqrt(t + 1),
        "çok adımlı": np.where(t < 6, 0.5, 0.25),
        "kosinüs": 0.15 * (1 + np.cos(np.pi * t / 12)),
        "ısınma + kosinüs": np.minimum(t / 3, 1) * 0.3 * (1 - t / 12),
        "ısınma + kosinüs (d2l sırası)": np.append(0.3, (np.minimum(t / 3, 1) * 0.3 * (1 - t / 12))[:-1]),
        "doğrusal": 0.3 * (1 - t / 12),
    }
    return {
        name: lenet_like(rate, k, 80 + k, 4 if name == "sabit" else 0.3, dead=int("d2l" in name))
        for k, (name, rate) in enumerate(rates.items())
    }


@dataclass(frozen=True)
class FakeWarmups:
    """N katman normalleştirmesi, R oran, W ısınma, S tohum, T ölçüm anı."""

    rates: np.ndarray
    warmups: np.ndarray
    norms: tuple[str, ...]
    seeds: np.ndarray
    step: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray


def warmup_like():
    """post'ta her tohum, ısınma / oran yeterince büyükse öğrenir; pre'de yalnızca en büyük oranda takılanlar var."""
    rates, warmups, seeds = np.array([5e-4, 1e-3, 2e-3, 5e-3]), np.array([0, 10, 50, 200]), np.arange(5)
    step = np.arange(0, 301, 5)
    need = 2e4 * rates[:, None, None] * (0.5 + seeds / 4)
    post = warmups[:, None] + 12 > need
    pre = np.broadcast_to((rates[:, None, None] < 5e-3) | (seeds < 3), post.shape)
    learned = np.stack([post, pre])
    curve = 0.01 + 0.68 * np.exp(-np.maximum(step - 50, 0) / 40)
    loss = np.where(learned[..., None], curve, 0.69)
    return FakeWarmups(rates, warmups, ("post", "pre"), seeds, step, loss, np.where(learned, 0.97, 0.5 + 0.01 * seeds))
