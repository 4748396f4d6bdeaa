"""Sayfa Python'un dediğini der: sayı görevlerinde `check`in durumu, hatası, cümlesi; tahminlerde `sonuc`un sözü."""

import json
import random
import re
from html import unescape

import pytest

from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS
from lrlab.exercises.checking.numbers import check_number
from lrlab.exercises.guesses import Guessed, History
from lrlab.exercises.predict import GuessOutcome
from lrlab.exercises.task import Mutant, NumberTask
from lrlab.site.questions import number_table
from tests.site.paper import lay

pytestmark = pytest.mark.browser

NUMBER_TASKS = [task for task in TASKS.values() if isinstance(task, NumberTask)]
# Katalogda olmayan sınırlar: üst üste binen hatalar, küçük sayılar, yuvarlamanın ve binliğin payları.
EDGES = [
    NumberTask("pair", "İki yakın hata", "Kaç?", 1.0, 0.001, (
        Mutant("far", 0.5, "Biri."), Mutant("near", 0.5001, "Öbürü."), Mutant("bare", 2.675, "Üçüncü."),
    ), ("Bak.",)),
    NumberTask("tiny", "Küçük sayı", "Kaç?", 0.00025, 0.000001, (
        Mutant("power", 0.0001003, "On üstü."), Mutant("thin", 0.0019, "İnce."),
    ), ("Bak.",)),
    NumberTask("hundred", "Yüze yakın", "Kaç?", 99.5, 0.1, (Mutant("half", 50, "Yarısı."),), ("Bak.",)),
]  # fmt: skip
EDGE_TEXTS = ["0.50006", "2.68", "2.67", "10^-4", "10⁻⁴", "0.002", "1.234", "1.000", "0.5", "0.00025", "99.5", "50"]
# Her göreve yazılan: boş, sayı olmayan, uç değerler, hesaplar, virgül ve binlik, birimler, başka yazıların rakamları.
TYPED = """
... … abc 0 -0 1e999 -1e999 nan 1e-320 9999999999999999999999 1/0 0**-1 0/0 1e999-1e999 10**400 2**1024 2**-1074
(-8)**(1/3) (-2)**3 (-2)**-3 -2**2 2**3**2 2**0.5 0**0 √10 10⁻⁵ 10⁻⁴ 10^-4 (1-0.9)² 2³ x² 5**2 2^-3 1e5*2
1.000 1,000 1.000.000 6.001 0,95 0,5 1-1/20 19/20 1−1/20 3·10 3×10 6÷2 1-0.98**50 1/(1-0,98) 1/7*7 0.9999**1000
((3)) ((3) (3)) 3) --3 +-3 01 01/2 00/1 0.5.5 5. ./5 .5/.5 5//2 5(3) 1_000 1__0 0x10 3;4 12.3456 1e16 1e-5 999999.5
123456.5 9.9999995 0.00001234565 %5 5% 3kat 3x ½ ٣ ٣/٤ ٣,٥ 5❤️ 3\ufe0f 7\u200b '3' 3"' 3\\x w=3 β₁=0,9 ==3 ≈3 ~3
(-1e999)**3 (-1e999)**0.5 (-1e999)**-3 1**1e999 (-1)**1e999 0.5**1e999 2**-1e999 (-1.5e300)**1.5 1e308*10 -1-1
((-8)**1)**0.5 (-8)**(1-(2-1.5)) (-8.0)**(1/3) (-1e20)**0.5 (-1.5e-7)**(2*0.25) 𝟛.𝟝 3gu\u0308n 3gün\u0345
""".split()
SPACED = [
    "", "   ", "√ 2", "1 000", "1 000 000", "12 3456", "- 3", "1 - 1/20", "5 * * 3", "5 ** -1", "5 (3)", "3 4", "3 e5",
    "w = 3", "a b = 3", "% 5", "yüzde 5", "3 elma", "3 \u00a0gün", "3\u00a0-\u00a01/20", "1\u2009000",
    "\u2003 7 \u2003", "(1\n-2)", "1\n-2", "3\x85", "\x1c3", "3 İ", "3 ı", "3 Σ", "3 ºC", "3 C°", "1+" * 99 + "1",
    "1" * 201, "-" * 150 + "1", "(" * 98 + "1" + ")" * 98,
]  # fmt: skip
UNITS = ["gün", "GÜN", "gündür", "Gün.", "adım", ". adım", "kat", "x", "kez", "tane", "α", "alfa", "alpha", "step",
         "epoch", "°C", "MB", "puan", "%", "dk", "dönem", "donem", "model", "'elma'"]  # fmt: skip
LETTERS = "0123456789.,+-*/()^ e√²⁻×% gk"


def written(value: float) -> list[str]:
    """Bir değerin öğrencinin yazabileceği halleri: tam, yuvarlanmış, kesilmiş, virgüllü, binli, hesapla."""
    rounded = [f"{value:.{places}f}" for places in range(6)]
    cut = [repr(int(value * scale) / scale) for scale in (10, 100, 1000)]
    grouped = [f"{value:,.0f}", f"{value:,.0f}".replace(",", "."), f"{value:,.3f}"]
    sums = [f"{7 * value!r}/7", f"1-{1 - value!r}", f"x = {value:g}"]
    return [
        repr(float(value)),
        f"{value:g}",
        f"{value:.3e}",
        *rounded,
        *cut,
        *grouped,
        *sums,
        rounded[3].replace(".", ","),
    ]


def near(value: float) -> list[float]:
    """Değer ve çevresi: denetimin paylarının iki yanı, ters işaret, on ve yüz katı."""
    factors = (1, -1, 10, 0.1, 100, 0.01, 1.0004, 0.9996, 1.0006, 1.004, 0.996, 1.006, 1.04, 0.951, 1.09, 0.89)
    return [*(factor * value for factor in factors), value + 1, value - 1, value + 0.5, value + 1e-9]


def typed(task: NumberTask) -> list[str]:
    rng = random.Random(task.name)
    edges = [task.expected + sign * task.tolerance for sign in (1, -1)]
    answers = [mutant.answer for mutant in task.mutants]
    texts = [text for value in (task.expected, *answers, *edges) for text in written(value)]
    texts += [text for value in (task.expected, *answers) for one in near(value) for text in (repr(one), f"{one:.3f}")]
    words = [*UNITS, *task.units, *re.findall(r"\w+", task.question)]
    texts += [f"{value:g} {word}" for word in words for value in (task.expected, 3)]
    texts += ["".join(rng.choices(LETTERS, k=rng.randint(1, 9))) for _ in range(150)]
    return list(dict.fromkeys([*TYPED, *SPACED, *texts]))


@pytest.fixture(scope="module")
def judged(chrome):
    """(görev, yazılan) -> sayfanın söylediği; hepsi tek sayfada."""
    asked = [(task, typed(task)) for task in NUMBER_TASKS] + [(task, EDGE_TEXTS) for task in EDGES]
    page = chrome.new_page()
    lay(page, "", "judge.js", "window.judge = judgeNumber;")
    given = json.dumps([[number_table(task), texts] for task, texts in asked])
    judge_all = "JSON.parse(given).map(([task, texts]) => texts.map((text) => judge(task, text)))"
    told = json.loads(page.evaluate(f"given => JSON.stringify({judge_all})", given))
    page.close()
    return {
        (task.name, text): one
        for (task, texts), found in zip(asked, told, strict=True)
        for text, one in zip(texts, found, strict=True)
    }


def differences(task, texts, judged):
    """(yazılan, Python'un söylediği, sayfanın söylediği), ayrıldıkları yerlerde."""
    for text in texts:
        wanted, found = check_number(task, text), judged[task.name, text]
        here = (wanted.status, wanted.lines[0], wanted.mutant, dict(wanted.checks), wanted.tolerance)
        there = tuple(found[part] for part in ("status", "line", "mutant", "checks", "tolerance"))
        if here != there:
            yield text, here, there


@pytest.mark.parametrize("task", NUMBER_TASKS, ids=lambda task: task.name)
def test_the_page_says_what_python_says(task, judged):
    assert list(differences(task, typed(task), judged)) == []
    named = {judged[task.name, text]["mutant"] for text in typed(task)} - {None}
    assert len(named) >= len(task.mutants) / 2  # adlandırılmış hatalar gerçekten denendi


@pytest.mark.parametrize("task", EDGES, ids=lambda task: task.name)
def test_the_margins_are_the_same(task, judged):
    assert list(differences(task, EDGE_TEXTS, judged)) == []


def test_check_itself_says_the_same(judged):
    for task in NUMBER_TASKS:
        text = repr(float(task.mutants[0].answer))
        told = check(task.name, text)
        assert (told.status, told.lines[0], told.mutant) == tuple(
            judged[task.name, text][part] for part in ("status", "line", "mutant")
        )


def test_thousands_of_answers_are_compared(judged):
    assert len(judged) > 10_000
    statuses = [one["status"] for one in judged.values()]
    assert {status: statuses.count(status) > 50 for status in ("doğru", "yanlış", "denenmedi")} == {
        "doğru": True, "yanlış": True, "denenmedi": True,
    }  # fmt: skip


def guess_cases():
    """(tahminler, olan, birim): seçenekli ve sayılı, tek ve değiştirilmiş, sonucu görmeden ve gördükten sonra."""
    rng = random.Random(5)
    numbers = [0.0, 3.0, -2.5, 0.1 + 0.2, 1 / 3, 110.0, 90.0, 1e-7, 123456.789, 1.5e12, -0.0]
    numbers += [round(rng.gauss(0, 100), rng.randint(0, 6)) for _ in range(60)]
    for actual in [100.0, 0.0, 3.16, -0.001, 1 / 3, *numbers[-20:]]:
        for first in [actual, 1.1 * actual, 1.1001 * actual, 0.9 * actual, 0.8999 * actual, *rng.sample(numbers, 12)]:
            yield [Guessed(first, "", False)], actual, rng.choice(["", "α", "°C"])
            yield [Guessed(first, ""), Guessed(rng.choice(numbers), "", rng.random() < 0.5)], actual, ""
    for actual in ("az", "çok & çok"):
        for first in ("az", "çok & çok"):
            yield [Guessed(first, "", True)], actual, ""
            yield [Guessed(first, ""), Guessed("orta", ""), Guessed("az", "", True)], actual, ""


def test_the_page_says_about_a_guess_what_python_says(chrome):
    cases = list(guess_cases())
    given = [[[{"value": g.value, "after": g.after} for g in made], actual, unit] for made, actual, unit in cases]
    page = chrome.new_page()
    tell = "(made, actual, unit) => [guessesTold({ made }, unit), verdictOf({ made }, actual)]"
    lay(page, "", "guesses.js", f"window.tell = {tell};")
    tell_all = "given => JSON.stringify(JSON.parse(given).map((one) => tell(...one)))"
    told = json.loads(page.evaluate(tell_all, json.dumps(given)))
    page.close()
    for (made, actual, unit), found in zip(cases, told, strict=True):
        shown = GuessOutcome(History("k", "Kaç?", (), unit, tuple(made)), actual, "", shown=True)
        html = shown._repr_mimebundle_()["text/html"]
        guessed, _, verdict = (unescape(one) for one in re.findall(r"<span[^>]*>(.*?)</span>", html))
        assert found == [guessed, verdict]
