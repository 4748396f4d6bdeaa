"""Terimler sayfada: metinde geçen bir terim sözlükteki tanımını taşır; sözlük sayfası terim başına bir adresle."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lrlab.terms import TERMS, Term, chosen_terms

PAGE = "SOZLUK"  # sözlük sayfasının adı
SKIPPED = (
    nodes.title, nodes.literal, nodes.literal_block, nodes.reference, nodes.table, nodes.math, nodes.math_block,
    nodes.raw, nodes.image, nodes.comment,
)  # fmt: skip
ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
LETTER = f"[{ALPHABET}{ALPHABET.upper()}İâîûÂ]"
SOFTENED = {"k": "[kğ]", "ç": "[çc]", "t": "[td]", "p": "[pb]"}
# Ad çekiminin ekleri (çoğul, iyelik, durum, -ki, -li, -siz, -dir); bir sözcüğün sonunda art arda gelirler.
SUFFIX = (
    "l[ae]r|[ıiuü]m[ıiuü]z|[ıiuü]n[ıiuü]z|n?[ıiuü]n|[sy]?[ıiuü]|[ıiuü]m|[nyd]?[ae]|n?[dt][ae]n?|n?[dt][ae]ki|[nyc]?[ae]"
    "|y?l[ae]|l[ıiuü]|s[ıiuü]z|[dt][ıiuü]r|n|c[ae]"
)


def anchor(term: Term) -> str:
    """Terimin sözlük sayfasındaki adresi: terim-moving-average."""
    return "terim-" + re.sub(r"[^a-z0-9]+", "-", term.en.lower()).strip("-")


def _stem(name: str) -> str:
    """Adın metindeki yazılışları: cümle başında büyük, yumuşamış son ses, tamlamada çoğul (öğrenme oran-lar-ı)."""
    first, rest = name[0], name[1:]
    # Özel ad (Adam) yalnızca kendi yazılışıyla: adam başka bir sözcüktür.
    start = first if first.isupper() else f"[{first}{'İ' if first == 'i' else first.upper()}]"
    if " " in name and rest[-1] in "ıiuü":
        body, last = (rest[:-2], rest[-2:]) if rest[-2] in "sğ" else (rest[:-1], rest[-1])
        return f"{start}{re.escape(body)}(?:{last}|l[ae]r[ıi])"
    return start + re.escape(rest[:-1]) + SOFTENED.get(rest[-1], re.escape(rest[-1]))


@cache
def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str]:
    longest = sorted(terms, key=lambda term: -len(term.tr))
    names = "|".join(f"(?P<t{TERMS.index(term)}>{_stem(term.tr)})" for term in longest)
    return re.compile(f"(?<!{LETTER})(?<![\\d_])(?:{names})(?:['’]?(?:{SUFFIX})+)?(?!{LETTER})(?![\\d_])")


def found_terms(text: str, terms: tuple[Term, ...] = TERMS) -> list[tuple[int, int, Term]]:
    """Metinde geçen terimler: (baş, son, terim); uzun ad öndedir, ekleri de içindedir."""
    pattern = _pattern(terms)
    return [
        (found.start(), found.end(), TERMS[int(found.lastgroup[1:])])
        for found in pattern.finditer(text)
        if found.lastgroup
    ]


def taught(lessons: list[tuple[str, str]]) -> dict[str, tuple[Term, ...]]:
    """Ders -> o derste açıklanan terimler. `lessons`: (ad, metin), ders sırasıyla.

    Günlük, deneme, kaynak gibi gündelik sözcükler, ancak onları terim yapan dersten başlayarak terimdir; birden çok
    sözcüklü ya da özel adlar her yerde.
    """
    rows = [(name, set(re.findall(r"^\| \*\*(.+?)\*\* \|", text, re.MULTILINE))) for name, text in lessons]
    listed = {name for _, names in rows for name in names}
    known = {term.tr for term in TERMS if " " in term.tr or term.tr[0].isupper() or term.tr not in listed}
    told = {}
    for name, names in rows:
        known |= names
        told[name] = tuple(term for term in TERMS if term.tr in known)
    return told


class Explained(SphinxPostTransform):
    """Her bölümde bir terimin ilk geçtiği yer, sözlüğe giden ve tanımını taşıyan bir bağlantı olur."""

    default_priority = 500

    def run(self, **_: Any) -> None:
        terms = self.env.lrlab_taught.get(self.env.docname)  # type: ignore[attr-defined]
        if not terms:
            return
        seen: set[tuple[int, str]] = set()
        for text in list(self.document.findall(nodes.Text)):
            section = _section(text)
            if section is not None:
                _explain(text, id(section), terms, seen)


def _section(text: nodes.Text) -> nodes.Node | None:
    """Metnin en dıştan ikinci bölümü (## başlıklı); açıklanmayacak bir yerdeyse None."""
    outer: list[nodes.Node] = []
    node = text.parent
    while node is not None:
        if isinstance(node, SKIPPED) or "cell_output" in getattr(node, "attributes", {}).get("classes", ()):
            return None
        if isinstance(node, nodes.section):
            outer.append(node)
        node = node.parent
    return outer[max(len(outer) - 2, 0)] if outer else None


def _explain(text: nodes.Text, section: int, terms: tuple[Term, ...], seen: set[tuple[int, str]]) -> None:
    written, parts, at = text.astext(), [], 0
    for start, end, term in found_terms(written, terms):
        if (section, term.en) in seen:
            continue
        seen.add((section, term.en))
        link = nodes.reference(
            "", written[start:end], internal=True, refuri=f"{PAGE}.html#{anchor(term)}",
            reftitle=f"{term.tr} ({term.en}): {term.definition}", classes=["lrlab-term"],
        )  # fmt: skip
        parts += [nodes.Text(written[at:start]), link]
        at = end
    if parts:
        text.parent.replace(text, [part for part in (*parts, nodes.Text(written[at:])) if part.astext()])


def glossary_page() -> str:
    """Sözlük sayfası: her terim kendi adresinde."""
    rows = (
        f'<span id="{anchor(term)}"></span>**{term.tr}** ({term.en}) '
        f'<a class="headerlink" href="#{anchor(term)}" title="Bu terimin bağlantısı">#</a>\n: {term.definition}'
        for term in chosen_terms()
    )
    return (
        "# Terimler sözlüğü\n\nDerslerin kullandığı adlar, İngilizceleri ve anlamları.\n\n" + "\n\n".join(rows) + "\n"
    )


def _prepared(app: Any) -> None:
    # Defterin metni JSON'dan: tablolar orada "\n" ile ayrık durur.
    import nbformat

    paths = sorted(Path(app.srcdir).glob("*.ipynb"))
    books = [(path.stem, nbformat.read(path, as_version=4)) for path in paths]
    texts = [(name, "\n".join(c.source for c in book.cells if c.cell_type == "markdown")) for name, book in books]
    app.env.lrlab_taught = taught(texts)


def setup(app: Any) -> dict[str, Any]:
    """Sphinx eklentisi."""
    app.connect("builder-inited", _prepared)
    app.add_post_transform(Explained)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
