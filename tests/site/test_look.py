"""Kurulan sayfaların yazısı: bağlantılar bir yere varır, arayüz Türkçedir, başlangıç sayfası derslerden kurulur."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

pytest.importorskip("sphinx", reason="site ekleri kurulu değil: pip install lrlab[site]")

from lrlab.site.front import minutes, pages, promise
from lrlab.site.lessons import Lesson
from tests.site.conftest import NOTEBOOKS

ENGLISH = re.compile(
    r"\b(Toggle|Back to top|Skip to|Contents|On this page|Next|Previous|Home|Show code|Hide code|Permalink|Link to|"
    r"Light|Dark|Search|Please|Made with|Menu|Expand)\b"
)


class Page(HTMLParser):
    """Bir sayfanın kimlikleri, adresleri ve okura görünen sözleri."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.words, self.open = set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids |= {attrs["id"]} if attrs.get("id") else set()
        if tag in ("script", "style", "pre", "em"):  # eğik: kaynakların adları
            self.open.append(tag)
        for name in ("href", "src", "data-wide", "data-narrow"):
            if attrs.get(name):
                self.links.append(attrs[name])
        self.words += [attrs[name] for name in ("aria-label", "placeholder", "title") if attrs.get(name)]

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        if not self.open:
            self.words.append(data)


@pytest.fixture(scope="module")
def read(site_folder):
    return {path.name: Page(path.read_text("utf-8")) for path in site_folder.glob("*.html")}


def lesson(cell, *cells, name="02_deneme", title="02 · Deneme"):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(cell), *cells])
    return Lesson(name, title, book, {})


TITLE = "# 02 · Deneme\n\n*Colab düğmesi yok.*\n\n**Zikzağı** göreceksin.\n\n**Süre:** 50 dakika."


def test_promise_and_minutes_come_from_the_title_cell():
    assert promise(lesson(TITLE)) == "**Zikzağı** göreceksin."
    assert minutes(lesson(TITLE)) == 50


def test_a_lesson_without_its_minutes_is_named():
    with pytest.raises(ValueError, match=r"02_deneme: başlık hücresinde süre yok"):
        minutes(lesson("# 02 · Deneme\n\nSöz."))


def test_the_start_page_maps_the_lessons():
    made = pages([lesson(TITLE)], "# Öğretene\n")["index.md"]
    assert '<a href="02_deneme.html">02 · Deneme</a>' in made
    assert "50 dk" in made
    assert "<b>Zikzağı</b> göreceksin." in made
    assert made.index("02_deneme.html") < made.index("## Nasıl kullanılır") < made.index("## İlerlemen")


def test_the_teacher_page_leads_into_the_lessons():
    guess = nbformat.v4.new_code_cell('t1 = tahmin("Kaç?", key="02-1")\nt1', id="tahmin-1")
    task = nbformat.v4.new_code_cell('check("v2_by_hand", ...)', id="gorev-v2")
    made = pages([lesson(TITLE, guess, task)], "# Öğretene\n\n## 02 · Deneme\n\nSor `02-1`; `v2_by_hand`; `yok`.\n")
    text = made["OGRETEN.md"]
    assert '<a href="02_deneme.html#tahmin-1"><code>02-1</code></a>' in text
    assert '<a href="02_deneme.html#gorev-v2"><code>v2_by_hand</code></a>' in text
    assert "`yok`" in text
    assert "## [02 · Deneme](02_deneme.ipynb)" in text


def test_every_page_is_there(read):
    lessons = {f"{path.stem}.html" for path in NOTEBOOKS.glob("0[02]_*.ipynb")}
    assert lessons | {"index.html", "SOZLUK.html", "OGRETEN.html", "english.html", "search.html"} <= set(read)


def test_every_link_of_a_page_leads_somewhere(read, site_folder):
    lost = []
    for name, page in read.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or not (parts.path or parts.fragment):
                continue
            path = unquote(parts.path) or name
            there = (site_folder / path).is_file()
            if parts.fragment and path in read and path.endswith(".html"):
                there = there and unquote(parts.fragment) in read[path].ids
            if not there:
                lost.append((name, link))
    assert lost == []


def test_nothing_comes_from_another_host(read):
    loaded = re.compile(r"\.(js|css|png|bin|svg|woff2?)(\?|$)")
    assert [(name, link) for name, page in read.items() for link in page.links
            if urlsplit(link).scheme.startswith("http") and loaded.search(urlsplit(link).path)] == []  # fmt: skip


def test_the_interface_is_turkish(read):
    told = {name: [word.strip() for word in page.words if ENGLISH.search(word)] for name, page in read.items()}
    del told["english.html"]
    assert {name: words for name, words in told.items() if words} == {}


def test_figures_guesses_exercises_and_headings_have_links(read):
    page = read["02_ussel_agirlikli_ortalama.html"]
    assert {"#sekil-oyna", "#tahmin-1", "#gorev-v2-by-hand"} <= set(page.links)
    assert {"sekil-oyna", "tahmin-1", "gorev-v2-by-hand"} <= page.ids
    assert sum(link.startswith("#") for link in page.links) > 40


def test_previous_and_next(read):
    pages = [f"{path.stem}.html" for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    for before, after in pairwise(pages):
        assert before in read[after].links
        assert after in read[before].links
    assert "Sonraki" in read["00_baslangic.html"].words


def test_the_mark_of_the_tests_is_not_shown(site_folder):
    assert "NBVAL_CHECK_OUTPUT" not in (site_folder / "02_ussel_agirlikli_ortalama.html").read_text("utf-8")
