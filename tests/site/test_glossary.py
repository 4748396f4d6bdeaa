"""Terimler metinde ekleriyle bulunur; gündelik bir sözcük, onu terim yapan dersten önce terim sayılmaz."""

import pytest

pytest.importorskip("sphinx", reason="site ekleri kurulu değil: pip install lrlab[site]")

from lrlab.site.glossary import anchor, found_terms, glossary_page, taught
from lrlab.terms import TERMS, term


def found(text):
    return [(text[start:end], one.tr) for start, end, one in found_terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minigruplarla eğitilir.", [("Minigruplarla", "minigrup")]),
        ("öğrenme oranının boyu", [("öğrenme oranının", "öğrenme oranı")]),
        ("bütün öğrenme oranları", [("öğrenme oranları", "öğrenme oranı")]),
        ("çok basamağı var", [("basamağı", "basamak")]),
        ("ağın katmanı, kata çıkmak", []),
        ("bir adam ve Adam'ın payı", [("Adam'ın", "Adam")]),
        ("Adam’dan", [("Adam’dan", "Adam")]),
        ("Isınmasız koşu", [("Isınmasız", "ısınma")]),
        ("üssel ağırlıklı ortalamanın gecikmesi", [("üssel ağırlıklı ortalamanın", "üssel ağırlıklı ortalama"),
                                                ("gecikmesi", "gecikme")]),
        ("adımlama ve yadım", []),
        ("gradyan inişinde", [("gradyan inişinde", "gradyan inişi")]),
        ("GradYan_x", []),
    ],
)  # fmt: skip
def test_terms_are_found_with_their_suffixes(text, expected):
    assert found(text) == expected


def test_every_term_is_found_in_its_own_name():
    assert [one.tr for one in TERMS if found(f"Bir {one.tr} var.") != [(one.tr, one.tr)]] == []


def test_an_everyday_word_is_a_term_only_from_its_lesson_on():
    told = taught([("00", "düz metin"), ("01", "| **günlük** | journal | … |\n| **tohum** | seed | … |"), ("02", "")])
    daily, journal = term("moving average"), term("journal")
    assert daily in told["00"]
    assert journal not in told["00"]
    assert journal in told["01"]
    assert journal in told["02"]


def test_every_term_has_its_own_address():
    assert len({anchor(one) for one in TERMS}) == len(TERMS)
    page = glossary_page()
    assert all(f'id="{anchor(one)}"' in page and one.definition in page for one in TERMS)
