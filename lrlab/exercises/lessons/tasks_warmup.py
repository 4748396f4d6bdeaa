"""07. dersin zamanlayıcı görevleri: doğrusal ısınma, ısınma + kosinüs."""

from typing import Any

import numpy as np

from lrlab.core.schedules import Constant, Cosine, Linear, Warmup
from lrlab.exercises.task import Case, FunctionTask, Mutant

AXES = ("güncelleme (t, 0'dan)", "öğrenme oranı α")


def _line(lr: float, steps: float, T: int, shift: float = 0.0) -> Any:
    """lr·(t + shift)/steps, lr'de kesilmiş."""
    return lr * np.minimum((np.arange(T) + shift) / steps, 1.0)


def _warmup(lr: float, steps: int, T: int) -> Any:
    return Warmup(Constant(lr), steps)(np.arange(T))


WARMUP = FunctionTask(
    name="linear_warmup",
    lesson="07",
    title="Doğrusal ısınma",
    question="İlk T güncellemenin oranları: 0. güncellemede 0, ilk steps güncelleme boyunca doğru çizgiyle yükselir, "
    "steps numaralı güncellemede tam lr'dir ve orada kalır.",
    arguments=("lr", "steps", "T"),
    reference=_warmup,
    cases=(Case("α = 0.1, 5 adım", (0.1, 5, 12)), Case("α = 2e-3, 50 adım", (2e-3, 50, 120))),
    plot=AXES,
    mutants=(
        Mutant(
            "starts_above_zero",
            lambda lr, steps, T: _line(lr, steps, T, 1.0),
            "İlk oran 0 değil lr/steps: bu da kullanılan bir uzlaşım (0. güncelleme boşa gitmez), ama burada 0'dan "
            "başlayan isteniyor; t, 0'dan sayılır.",
        ),
        Mutant(
            "early_joint",
            lambda lr, steps, T: _line(lr, steps - 1, T),
            "Bir erken: lr'ye steps - 1 numaralı güncellemede varılmış. Kaç aralık var, kaç nokta?",
        ),
        Mutant(
            "late_joint",
            lambda lr, steps, T: _line(lr, steps + 1, T),
            "Bir geç: steps numaralı güncellemede daha lr'ye varılmamış.",
        ),
        Mutant(
            "waits_then_climbs",
            lambda lr, steps, T: np.maximum(_line(lr, steps, T, -1.0), 0.0),
            "Çizgi bir adım kaymış: ilk iki oran da 0.",
        ),
        Mutant(
            "never_stops",
            lambda lr, steps, T: lr * np.arange(T) / steps,
            "Isınma bitmiyor: steps'ten sonra oran lr'yi aşıp büyümeyi sürdürüyor.",
        ),
        Mutant(
            "whole_run",
            lambda lr, steps, T: _line(lr, T, T),
            "Yükseliş bütün eğitime yayılmış: T'ye değil, steps'e böl.",
        ),
        Mutant(
            "jump",
            lambda lr, steps, T: np.where(np.arange(T) < steps, 0.0, lr),
            "Isınma boyunca oran hep 0: bu beklemedir, ısınma değil.",
        ),
        Mutant("no_warmup", lambda lr, steps, T: np.full(T, lr), "Isınma yok: bütün oranlar lr."),
        Mutant(
            "goes_to_zero",
            lambda lr, steps, T: np.where(np.arange(T) < steps, lr * np.arange(T) / steps, 0.0),
            "Isınma bitince oran 0'a düşüyor: ötekiler lr olmalı.",
        ),
    ),
    hints=(
        "t = 0, 1, …, T-1. Isınmada oran, yolun gidilen payıyla orantılı: pay kaç?",
        "Pay t bölü steps'tir; 1'i aşamaz.",
        "np.arange(T) bölü steps'i 1'den küçük tut (np.minimum), lr ile çarp.",
    ),
)


def _cosine(lr: float, end: float, warmup: int, T: int) -> Any:
    return Warmup(Cosine(lr, end, T - warmup), warmup)(np.arange(T))


def _tail(curve: Any) -> Any:
    """Isınması doğru, gerisi `curve(lr, end, warmup, T, t)` olan oranlar; t eğitimin 0. adımından sayılır."""

    def rates(lr: float, end: float, warmup: int, T: int) -> Any:
        t = np.arange(T, dtype=float)
        return np.where(t < warmup, lr * t / warmup, curve(lr, end, warmup, T, t))

    return rates


def _half(lr: float, end: float, share: Any) -> Any:
    return end + (lr - end) * (1 + np.cos(np.pi * share)) / 2


COSINE = FunctionTask(
    name="warmup_cosine",
    lesson="07",
    title="Isınma + kosinüs",
    question="T güncellemelik eğitim: ilk warmup güncelleme 0'dan lr'ye doğrusal, kalan T - warmup güncelleme lr'den "
    "end'e kosinüs. Toplam süre T'dir: ısınma onun İÇİNDE. T oranı döndür; end'e tam t = T'de varılırdı.",
    arguments=("lr", "end", "warmup", "T"),
    reference=_cosine,
    cases=(Case("α = 0.3, end = 0.01", (0.3, 0.01, 5, 20)), Case("α = 1, end = 0", (1.0, 0.0, 10, 40))),
    plot=AXES,
    mutants=(
        Mutant(
            "outside",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, (t - warmup) / T)),
            "Kosinüs T adıma yayılmış: eğitim bitince oran hâlâ yüksek. Isınmadan sonra kaç güncelleme kalıyor?",
        ),
        Mutant(
            "from_zero",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, t / T)),
            "Birleşme yerinde sıçrama var: kosinüs kendi 0'ından başlamalı, eğitimin 0'ından değil.",
        ),
        Mutant(
            "product",
            lambda lr, end, warmup, T: _half(lr, end, np.arange(T) / T) * np.minimum(np.arange(T) / warmup, 1.0),
            "İki zamanlayıcıyı çarpmışsın: oran lr'ye hiç ulaşmıyor. Biri bitince öteki başlar.",
        ),
        Mutant(
            "ends_early",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, (t - warmup) / (T - warmup - 1))),
            "end'e son güncellemede varmışsın; burada varış t = T'dedir, son güncelleme ondan bir önce.",
        ),
        Mutant(
            "full_wave",
            _tail(lambda lr, end, warmup, T, t: end + (lr - end) * np.cos(np.pi * (t - warmup) / (T - warmup))),
            "Kosinüs +1'den -1'e iner; olduğu gibi çarpınca oran eksiye düşüyor. 1 ekleyip 2'ye bölmek neyi düzeltir?",
        ),
        Mutant(
            "quarter_wave",
            _tail(lambda lr, end, warmup, T, t: end + (lr - end) * np.cos(np.pi / 2 * (t - warmup) / (T - warmup))),
            "Çeyrek dalga: sonda en dik yerinde bitiyor. Yarım dalga gerek: 0'dan π'ye.",
        ),
        Mutant(
            "starts_above_zero",
            lambda lr, end, warmup, T: np.where(
                np.arange(T) < warmup, lr * (np.arange(T) + 1) / warmup, _cosine(lr, end, warmup, T)
            ),
            "Kosinüs doğru; ama ısınma lr/warmup'tan başlıyor, 0'dan değil.",
        ),
        Mutant(
            "linear",
            lambda lr, end, warmup, T: Warmup(Linear(lr, end, T - warmup), warmup)(np.arange(T)),
            "Süreler doğru ama azaltma doğru parçası: kosinüs uçlarda yavaş, ortada hızlı iner.",
        ),
        Mutant(
            "no_end",
            lambda lr, end, warmup, T: _cosine(lr, 0.0, warmup, T) + end * (np.arange(T) >= warmup),
            "end'i üstüne eklemişsin: tepe lr + end olmuş. Kosinüs lr ile end ARASINDA iner.",
        ),
        Mutant("no_warmup", lambda lr, end, warmup, T: _half(lr, end, np.arange(T) / T), "Isınma hiç yok."),
    ),
    hints=(
        "İki parça: t < warmup iken linear_warmup'taki doğru; sonra kosinüs, kendi 0'ından başlayarak.",
        "Kosinüsün gittiği pay: (t - warmup) bölü (T - warmup). Pay 0 iken oran lr, 1 iken end olmalı.",
        "end + (lr - end)·(1 + cos(π·pay))/2; iki parçayı np.where ile birleştir.",
    ),
)


TASKS = (WARMUP, COSINE)
