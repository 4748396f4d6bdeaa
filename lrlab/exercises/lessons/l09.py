"""09. dersin yazma görevleri: basamakların kaynakları ve basamaklardaki deneme sayıları."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant
from lrlab.hpo.schedulers.halving import rungs


def _powers(r_min: int, r_max: int, eta: int) -> list[int]:
    """r_max'ı aşmayan bütün r_min·eta^k'lar."""
    return [r_min * eta**k for k in range(64) if r_min * eta**k <= r_max]


LEVELS_TASK = FunctionTask(
    name="rung_levels",
    lesson="09",
    title="Basamaklar kaçıncı dönemlerde?",
    question="Basamakların kaynakları: r_min, r_min·eta, r_min·eta², …, r_max'tan küçük kaldıkça; en sonda hep r_max. "
    "Küçükten büyüğe listesini döndür (tam sayılar).",
    arguments=("r_min", "r_max", "eta"),
    reference=lambda r_min, r_max, eta: list(rungs(r_min, r_max, eta)),
    cases=(
        Case("1'den 27'ye, eta = 3", (1, 27, 3)),
        Case("2'den 20'ye, eta = 2 (20 bir kuvvet değil)", (2, 20, 2)),
        Case("1'den 243'e, eta = 3", (1, 243, 3)),
        Case("r_min = r_max = 5", (5, 5, 4)),
    ),
    mutants=(
        Mutant(
            "no_last",
            _powers,
            "En son basamak r_max değil: kuvvetler tam oraya düşmediğinde de deneme r_max'ta biter.",
        ),
        Mutant(
            "float_log",
            lambda r_min, r_max, eta: [r_min * eta**k for k in range(int(np.log(r_max / r_min) / np.log(eta)) + 1)],
            "Son basamak eksik; 243'te de: log 243/log 3 kesirli sayıyla 5'in kıl payı altında çıkar, int onu 4 yapar.",
        ),
        Mutant(
            "twice",
            lambda r_min, r_max, eta: [*_powers(r_min, r_max, eta), r_max],
            "Kuvvetler tam r_max'a düşünce r_max iki kez yazılıyor.",
        ),
        Mutant(
            "without_end",
            lambda r_min, r_max, eta: [level for level in _powers(r_min, r_max, eta) if level < r_max],
            "r_max hiç yok: sonuna kadar eğitilen de bir basamağa varır.",
        ),
        Mutant(
            "beyond",
            lambda r_min, r_max, eta: (
                levels if (levels := _powers(r_min, r_max, eta))[-1] == r_max else [*levels, levels[-1] * eta]
            ),
            "Son basamak r_max'ı aşıyor: hiçbir deneme r_max'tan uzun sürmez.",
        ),
        Mutant(
            "replaced",
            lambda r_min, r_max, eta: [*_powers(r_min, r_max, eta)[:-1], r_max],
            "Son kuvvetin YERİNE r_max'ı koymuşsun; kuvvet r_max'tan küçükse o da bir basamaktır.",
        ),
        Mutant(
            "added",
            lambda r_min, r_max, eta: [*range(r_min, r_max, eta), r_max],
            "Basamaklar eta EKLENEREK değil, eta ile çarpılarak büyür.",
        ),
        Mutant(
            "from_one",
            lambda r_min, r_max, eta: [*(level for level in _powers(1, r_max, eta) if level < r_max), r_max],
            "Kuvvetler 1'den başlıyor; ilk basamak r_min.",
        ),
        Mutant(
            "first_skipped",
            lambda r_min, r_max, eta: ([*(level for level in _powers(r_min, r_max, eta)[1:] if level < r_max), r_max]),
            "İlk basamak atlanmış: eleme r_min'de başlar (eta üzeri 0).",
        ),
        Mutant(
            "from_the_top",
            lambda r_min, r_max, eta: sorted(
                {r_max // eta**k for k in range(64) if r_max // eta**k >= r_min} | {r_max}
            ),
            "r_max'tan aşağı bölerek gelmişsin; kuvvet değilse basamaklar başka yerlere düşer. r_min'den çarparak çık.",
        ),
        Mutant(
            "descending",
            lambda r_min, r_max, eta: list(rungs(r_min, r_max, eta))[::-1],
            "Sayılar doğru, sıra ters: küçükten büyüğe.",
        ),
    ),
    hints=(
        "Bir sayı r_min'den başlasın; r_max'tan küçük oldukça listeye girsin ve eta ile çarpılsın.",
        "Döngü bitince listenin sonuna r_max'ı ekle: böylece hem tek kez hem hep yazılır.",
        "while level < r_max: ekle, çarp. Logaritma gerekmez; kesirli sayı da hiç işe karışmaz.",
    ),
)


def _each(size: Callable[[int, int, int], float]) -> Callable[..., Any]:
    """k. basamaktaki sayıyı size(n, eta, k) ile veren yanıt."""
    return lambda n, eta, rungs: [size(n, eta, k) for k in range(rungs)]


SIZES_TASK = FunctionTask(
    name="rung_sizes",
    lesson="09",
    title="Basamaklarda kaç deneme kalır?",
    question="`n` deneme ilk basamağı bitiriyor; her basamaktan en iyi 1/eta'sı (aşağı yuvarlanır) terfi ediyor. "
    "`rungs` basamağın her birini kaç deneme bitirir? Liste döndür, ilki `n`.",
    arguments=("n", "eta", "rungs"),
    reference=_each(lambda n, eta, k: n // eta**k),
    cases=(
        Case("27 deneme, eta = 3, 4 basamak", (27, 3, 4)),
        Case("50 deneme, eta = 4, 3 basamak (tam bölünmez)", (50, 4, 3)),
        Case("23 deneme, eta = 2, 4 basamak", (23, 2, 4)),
        Case("tek basamak", (6, 3, 1)),
    ),
    mutants=(
        Mutant(
            "ceil",
            _each(lambda n, eta, k: math.ceil(n / eta**k)),
            "Yukarı yuvarlamışsın: 50 denemenin dörtte biri 12.5; 13 deneme en iyi dörtte birin dışına taşar.",
        ),
        Mutant(
            "not_rounded",
            _each(lambda n, eta, k: n / eta**k),
            "Yarım deneme olmaz: aşağı yuvarla (//).",
        ),
        Mutant(
            "rounded",
            _each(lambda n, eta, k: round(n / eta**k)),
            "En yakına yuvarlamışsın; istenen, aşağı yuvarlama.",
        ),
        Mutant(
            "resources",
            _each(lambda n, eta, k: n * eta**k),
            "Sayı büyüyor: eta ile çarpılan KAYNAKtır, deneme sayısı bölünür.",
        ),
        Mutant(
            "eliminated",
            lambda n, eta, rungs: [n, *(n // eta**k - n // eta ** (k + 1) for k in range(rungs - 1))],
            "Elenenleri saymışsın; terfi edip bir sonraki basamağı bitirenler soruluyor.",
        ),
        Mutant(
            "one_of_eta_lost",
            lambda n, eta, rungs: [int(n * (1 - 1 / eta) ** k + 1e-9) for k in range(rungs)],
            "1/eta'sını ELEMİŞSİN; kalan 1/eta'dır, elenen geri kalanı.",
        ),
        Mutant(
            "subtracted",
            _each(lambda n, eta, k: n - eta * k),
            "Her basamakta eta deneme çıkarmışsın; sayı eta'ya BÖLÜNÜR.",
        ),
        Mutant(
            "halved",
            _each(lambda n, eta, k: n // 2**k),
            "Hep ikiye bölmüşsün: adı yarılama ama çarpan eta.",
        ),
        Mutant(
            "linear",
            _each(lambda n, eta, k: n // (eta * k) if k else n),
            "eta·k'ya bölmüşsün; her basamakta yeniden bölünür: eta üzeri k.",
        ),
        Mutant(
            "first_skipped",
            _each(lambda n, eta, k: n // eta ** (k + 1)),
            "İlk basamağı herkes bitirir; eleme ondan SONRA.",
        ),
    ),
    hints=(
        "İlk sayı n. Sonraki her sayı öncekinin eta'ya bölünüp aşağı yuvarlanmışı.",
        "k. basamakta (0'dan) n // eta**k.",
        "27 ve eta = 3 için 27, 9, 3, 1 çıkmalı.",
    ),
)

TASKS = (LEVELS_TASK, SIZES_TASK)
