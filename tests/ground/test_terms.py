"""Terimler tablosu tutarlıdır; yasak adlar hiçbir metinde geçmez."""

import ast
import io
import json
import re
import tokenize
from pathlib import Path

import pytest

from lrlab.terms import TERMS, glossary_markdown, term

ROOT = Path(__file__).resolve().parents[2]
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
# Sözcük başında aranır: ekler (epokta, epoklar) de yakalanır, sözcük içi rastlantılar (kayığın) yakalanmaz.
PATTERN = re.compile(r"(?<!\w)(" + "|".join(sorted(map(re.escape, BANNED), key=len, reverse=True)) + ")")


def banned_in(text):
    """Metindeki yasak adlar ve yerine yazılacaklar; satır sonunda bölünmüş adlar da bulunur."""
    flat = re.sub(r"\s+", " ", lowered(QUOTED.sub("", text)))
    return [f"'{name}' yerine '{BANNED[name].tr}'" for name in PATTERN.findall(INNOCENT.sub("", flat))]


def python_texts(source):
    """Bir Python kaynağının Türkçe olabilecek parçaları: bütün metin sabitleri ve açıklamalar."""
    yield from (
        n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    )
    comments = (t.string for t in tokenize.generate_tokens(io.StringIO(source).readline) if t.type == tokenize.COMMENT)
    yield "\n".join(comments)


def texts_of(path):
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        return list(python_texts(source))
    if path.suffix == ".ipynb":
        return ["".join(cell["source"]) for cell in json.loads(source)["cells"]]
    return [source]


def documents():
    # lrlab/terms'teki yasak adlar tablonun kendisidir; tanımları aşağıda ayrıca denetlenir.
    found = [p for p in sorted((ROOT / "lrlab").rglob("*.py")) if p.parent.name != "terms"]
    found += sorted((ROOT / "notebooks").glob("*.ipynb")) + sorted((ROOT / "notebooks").glob("*.md"))
    return found + sorted(ROOT.glob("*.md"))


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_banned_variant(path):
    assert [found for text in texts_of(path) for found in banned_in(text)] == []


@pytest.mark.parametrize("each", TERMS, ids=lambda each: each.en)
def test_definition_is_one_or_two_plain_sentences_without_banned_variants(each):
    assert each.definition[0].isupper() or each.definition[0] == "v" or each.definition.startswith("torch")
    assert each.definition.endswith(".")
    assert 20 <= len(each.definition) <= 120
    assert banned_in(f"{each.tr} {each.definition}") == []


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
    assert banned_in(text)


@pytest.mark.parametrize(
    "text", ["~~epok~~ değil dönem", "kayığın", "üstelik", "dönem (epoch)", "minigrup (minibatch)"]
)
def test_allowed_texts_pass(text):
    assert banned_in(text) == []
