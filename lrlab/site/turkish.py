"""Sayfanın Türkçesi: temanın, Sphinx'in ve docutils'in kendi çevirisi olmayan sözleri; aramanın harfleri."""

import unicodedata
from types import SimpleNamespace
from typing import Any

from docutils.languages import get_language
from sphinx.search.tr import SearchTurkish

# Temanın İngilizce yazdığı yerler, sayfadaki biçimleriyle -> Türkçeleri.
WORDS = {
    'aria-label="Toggle site navigation sidebar"': 'aria-label="Ders listesi"',
    'aria-label="Toggle table of contents sidebar"': 'aria-label="Bu sayfanın bölümleri"',
    'aria-label="Toggle Light / Dark / Auto color theme"': 'aria-label="Açık, koyu, kendiliğinden renk"',
    'title="Link to this heading"': 'title="Bu bölümün bağlantısı"',
    'title="Permalink to this heading"': 'title="Bu bölümün bağlantısı"',
    'title="Link to this image"': 'title="Bu resmin bağlantısı"',
    'title="Link to this table"': 'title="Bu tablonun bağlantısı"',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Dersler">',
    '<aside class="toc-drawer': '<aside aria-label="Bu sayfanın bölümleri" class="toc-drawer',
    "<title>Contents</title>": "<title>Bu sayfanın bölümleri</title>",
    "<title>Menu</title>": "<title>Ders listesi</title>",
    "<title>Expand</title>": "<title>Aç</title>",
    "<title>Light mode</title>": "<title>Açık renk</title>",
    "<title>Dark mode</title>": "<title>Koyu renk</title>",
    "<title>Auto light/dark, in light mode</title>": "<title>Kendiliğinden, şimdi açık</title>",
    "<title>Auto light/dark, in dark mode</title>": "<title>Kendiliğinden, şimdi koyu</title>",
    ' aria-label="Toggle hidden content"': "",  # adı içindeki yazıdır: Kodu göster
    "Skip to content": "İçeriğe geç",
    "On this page": "Bu sayfada",
    "<span>Back to top</span>": "<span>Başa dön</span>",
    "Please activate JavaScript to enable the search functionality.": "Arama, JavaScript ister.",
    # Başlıkların kapalı bölümlerini açan kutular (yan menü)
    "Toggle navigation of ": "Bölümlerini aç: ",
}
# docutils'in kendi yazdığı başlıklar.
LABELS = {
    "author": "Yazar", "authors": "Yazarlar", "organization": "Kurum", "address": "Adres", "contact": "İletişim",
    "version": "Sürüm", "revision": "Düzeltme", "status": "Durum", "date": "Tarih", "copyright": "Telif hakkı",
    "dedication": "İthaf", "abstract": "Özet", "attention": "Dikkat", "caution": "Dikkat", "danger": "Tehlike",
    "error": "Hata", "hint": "İpucu", "important": "Önemli", "note": "Not", "tip": "İpucu", "warning": "Uyarı",
    "contents": "İçindekiler",
}  # fmt: skip


def turkish(page: str) -> str:
    """Sayfanın gövdesi, temanın İngilizce sözleri Türkçe."""
    for english, told in WORDS.items():
        page = page.replace(english, told)
    return page


def folded(word: str) -> str:
    """Harfleri İngilizce bir klavyedekilere inen söz: `ISINMA`, `isinma` ve "ısınma" aynı yeri bulsun.

    Aranan söz aynı yoldan geçer: search_words.js.
    """
    plain = "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
    return plain.replace("ı", "i")


class Search(SearchTurkish):
    """Sphinx'in Türkçe araması, kökleri `folded`."""

    def stem(self, word: str) -> str:
        return folded(super().stem(word))


def _filtered(app: Any) -> None:
    app.builder.templates.environment.filters["turkish"] = turkish


def setup(app: Any) -> dict[str, Any]:
    """Sphinx eklentisi."""
    # docutils'in Türkçesi yoktur; olmayan dil için her sayfada bir uyarı yazar.
    get_language.cache["tr"] = SimpleNamespace(labels=LABELS, bibliographic_fields={}, author_separators=[";", ","])
    app.add_search_language(Search)
    app.connect("builder-inited", _filtered)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
