"""Terimler tablosu tutarlıdır; yasak adlar hiçbir metinde geçmez."""

import json
import re

import pytest

from lrlab.terms import TERMS, glossary_markdown, term
from tests.texts import ROOT, documents, python_texts

# Yanlış adı bilerek anmanın yolu: ~~ad~~ (Markdown'da üstü çizili).
QUOTED = re.compile(r"~~[^~\n]+~~")
# Yasak bir adla başlayan, onunla ilgisiz sözcükler.
INNOCENT = re.compile(r"(?<!\w)üstelik(?!\w)")
NAMED = {
    "minibatch": "minigrup",
    "epoch": "dönem",
    "learning rate": "öğrenme oranı",
    "scheduler": "zamanlayıcı",
    "warmup": "ısınma",
    "decay": "azaltma",
    "weight decay": "ağırlık sönümü",
    "exponentially weighted average": "üssel ağırlıklı ortalama",
    "bias correction": "yanlılık düzeltmesi",
    "optimizer": "eniyileyici",
    "overfitting": "aşırı öğrenme",
    "validation": "geçerleme",
    "convergence": "yakınsama",
    "divergence": "ıraksama",
    "successive halving": "ardışık yarılama",
    "configuration": "yapılandırma",
    "search space": "arama uzayı",
    "random search": "rastgele arama",
    "grid search": "ızgara araması",
    "cross-validation": "çapraz geçerleme",
    "multi-fidelity": "çoklu sadakat",
    "asynchronous": "eşzamansız",
}


def lowered(text):
    """Türkçe küçük harf: I -> ı, İ -> i (str.lower bunu yapmaz)."""
    return text.replace("İ", "i").replace("I", "ı").lower()


BANNED = {lowered(name): t for t in TERMS for name in t.banned}
# Sözcük başında aranır: ekler (epokta, epoklar) de yakalanır, sözcük içi rastlantılar (kayığın) yakalanmaz. Satır
# sonunda bölünmüş adlar da bulunur.
ANY = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(BANNED, key=len, reverse=True))
PATTERN = re.compile(rf"(?<!\w)({ANY})")


def hidden(match):
    return "·" * len(match.group())


def banned_in(text):
    """Metindeki yasak adlar: (0'dan sayılan satır, adın ilk sözcüğü, ad ve yerine yazılacak)."""
    shown = INNOCENT.sub(hidden, lowered(QUOTED.sub(hidden, text)))
    for match in PATTERN.finditer(shown):
        name = " ".join(match.group().split())
        yield shown.count("\n", 0, match.start()), name.split()[0], f"'{name}' yerine '{BANNED[name].tr}'"


def banned_in_python(source):
    """Bir Python kaynağındaki yasak adlar: (1'den sayılan satır, ad ve yerine yazılacak)."""
    lines = lowered(source).split("\n")
    for text, first, last in python_texts(source):
        for row, word, told in banned_in(text):
            if text.count("\n") == last - first:  # metnin satırları kaynağınkilerle bire bir
                yield first + row, told
            else:  # yan yana yazılmış parçalar, kaçış dizileri
                yield next((k for k in range(first, last + 1) if word in lines[k - 1]), first), told


def banned_places(path):
    """Dosyadaki her yasak adın yeri ve yerine yazılacak; defterlerde yer, hücrenin adı ve içindeki satırdır."""
    name, source = path.relative_to(ROOT), path.read_text("utf-8")
    if path.suffix == ".py":
        return [f"{name}:{row}: {told}" for row, told in sorted(banned_in_python(source))]
    if path.suffix == ".ipynb":
        cells = [(cell["id"], "".join(cell["source"])) for cell in json.loads(source)["cells"]]
        return [f"{name}, {cell}:{row + 1}: {told}" for cell, text in cells for row, _, told in banned_in(text)]
    return [f"{name}:{row + 1}: {told}" for row, _, told in banned_in(source)]


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_banned_variant(path):
    found = banned_places(path)
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("each", TERMS, ids=lambda each: each.en)
def test_definition_is_one_or_two_plain_sentences_without_banned_variants(each):
    assert each.definition[0].isupper() or each.definition[0] == "v" or each.definition.startswith("torch")
    assert each.definition.endswith(".")
    assert 20 <= len(each.definition) <= 120
    assert list(banned_in(f"{each.tr} {each.definition}")) == []


def test_one_word_for_one_thing():
    assert len({t.en for t in TERMS}) == len({t.tr for t in TERMS}) == len(TERMS)
    assert len(BANNED) == sum(len(t.banned) for t in TERMS)
    assert not set(BANNED) & {lowered(t.tr) for t in TERMS}


@pytest.mark.parametrize(("en", "tr"), NAMED.items())
def test_agreed_names(en, tr):
    assert term(en).tr == tr
    assert term(en).both == f"{tr} ({en})"


def test_unknown_term_suggests_the_nearest():
    with pytest.raises(KeyError, match=r"learning rates.*yok.*learning rate"):
        term("learning rates")


def test_glossary_is_in_turkish_alphabetical_order():
    rows = [line.split("**")[1] for line in glossary_markdown().splitlines() if line.startswith("| **")]
    assert len(rows) == len(TERMS)
    # ç c'den, ı i'den, ö o'dan, ş s'den sonra/önce: kod noktası sırası bunu bozardı.
    assert rows.index("salınım") < rows.index("sönümleme") < rows.index("tohum")
    assert rows.index("hiperparametre") < rows.index("ıraksama") < rows.index("kayıp fonksiyonu")
    # Büyük harf küçüğüyle aynı yerdedir.
    assert rows.index("basamak") < rows.index("Bayesçi eniyileme") < rows.index("beklenen iyileşme")


def test_glossary_of_chosen_terms():
    assert glossary_markdown("epoch").count("\n") == 3
    with pytest.raises(KeyError):
        glossary_markdown("epok")


@pytest.mark.parametrize(
    "text",
    ["Üç epokta biter", "ÖĞRENME HIZI", "mini-batch", "küçük\nyığın", "Üstel azalır", "EPOK"],
)
def test_banned_variants_are_found(text):
    assert list(banned_in(text))


@pytest.mark.parametrize(
    "text", ["~~epok~~ değil dönem", "kayığın", "üstelik", "dönem (epoch)", "minigrup (minibatch)"]
)
def test_allowed_texts_pass(text):
    assert list(banned_in(text)) == []


def test_the_place_of_each_one_is_told():
    source = '''"""Belge.

Üç epokta biter.
"""

told = (
    "bir şey: "
    "Öğrenme "
    "hızı"
)
# açıklama: küçük
# yığın
number = f"{told} mini-batch"
'''
    assert sorted(banned_in_python(source)) == [
        (3, "'epok' yerine 'dönem'"),
        (8, "'öğrenme hızı' yerine 'öğrenme oranı'"),
        (11, "'küçük yığın' yerine 'minigrup'"),
        (13, "'mini-batch' yerine 'minigrup'"),
    ]
    assert [(row, told) for row, _, told in banned_in("dönem\nbir EPOK")] == [(1, "'epok' yerine 'dönem'")]
