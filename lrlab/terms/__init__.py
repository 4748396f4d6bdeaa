"""Terimler: Türkçe karşılıkların ve tanımların tek tablosu; sözlük, derslerin tabloları ve dil denetimi ona bakar.

Her kavramın tek bir Türkçe adı vardır (d2l'nin Türkçe baskısında varsa oradaki). `banned`, aynı kavram için
kullanılmayan adlardır. Bir adı değiştirmek için yenisini `tr`ye, eskisini `banned`e yaz: tests/ground/test_terms.py
eskisinin geçtiği her dosyayı ve satırı söyler. Yanlış adı bilerek anmak için üstü çizili yazılır: ~~ad~~.
"""

from difflib import get_close_matches

from lrlab.terms import descent, search, training
from lrlab.terms.entry import Term

__all__ = ["TERMS", "Term", "chosen_terms", "glossary_markdown", "term"]

TERMS: tuple[Term, ...] = training.TERMS + descent.TERMS + search.TERMS


def term(en: str) -> Term:
    """İngilizce adı `en` olan terim; yoksa en yakın adı da söyleyen `KeyError`."""
    for candidate in TERMS:
        if candidate.en == en:
            return candidate
    near = get_close_matches(en, [t.en for t in TERMS], n=1)
    hint = f"; şunu mu demek istedin: '{near[0]}'" if near else ""
    raise KeyError(f"`en` = {en!r} terimler tablosunda yok{hint}")


def _place(name: str) -> list[int]:
    """Bir adın Türk alfabesindeki yeri; büyük harf küçüğüyle, boşluk ve tire bütün harflerden önce sıralanır."""
    alphabet = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
    return [alphabet.find(letter) for letter in name.replace("I", "ı").replace("İ", "i").lower()]


def chosen_terms(*names: str) -> list[Term]:
    """Adları verilen terimler; ad verilmezse hepsi, Türk alfabesine göre sıralı."""
    return sorted([term(name) for name in names] or TERMS, key=lambda t: _place(t.tr))


def glossary_markdown(*names: str) -> str:
    """Sözlük tablosu, Markdown olarak; `names` İngilizce adlardır, verilmezse bütün terimler."""
    rows = [f"| **{t.tr}** | {t.en} | {t.definition} |" for t in chosen_terms(*names)]
    return "\n".join(["| Terim | İngilizcesi | Anlamı |", "|---|---|---|", *rows]) + "\n"
