"""Konsolun kod sayfasında olmayan işaretler: yerlerine yazılacak sözler (α: alfa, ✓: +); hiçbir harf yitmesin."""

import codecs
import sys
import unicodedata
from typing import Any

WORDS = {
    "α": "alfa", "β": "beta", "γ": "gama", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "teta", "κ": "kapa",
    "λ": "lambda", "μ": "mü", "π": "pi", "σ": "sigma", "φ": "fi", "Δ": "Delta", "Λ": "Lambda", "Σ": "Toplam",
    "Φ": "Fi", "ℓ": "l", "∇": "grad ", "∂": "d", "√": "karekök ", "∞": "sonsuz", "∝": "orantılı", "∈": "içinde",
    "≈": "~", "≤": "<=", "≥": ">=", "≠": "!=", "−": "-", "→": "->", "←": "<-", "↔": "<->", "↑": "^", "↓": "v",
    "⌈": "tavan(", "⌉": ")", "⌊": "taban(", "⌋": ")", "✓": "+", "✔": "+", "✗": "x", "✘": "x", "·": "*", "×": "x",
    "–": "-", "—": "-", "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"', "■": "[durdur]", "ı": "i", "⁻": "^-",
    "ᵀ": "^T", "ᵗ": "^t",
}  # fmt: skip


def _instead(error: UnicodeError) -> tuple[str, int]:
    """Yazılamayan harflerin karşılığı: sözü, yoksa işaretsizi (ş: s, ₁: 1), o da yoksa soru işareti."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    said = ""
    for letter in error.object[error.start : error.end]:
        word = WORDS.get(letter, letter)
        bare = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
        said += next((text for text in (word, bare) if _can(text, error.encoding)), "?")
    return said, error.end


def _can(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


IN_WORDS = "lrlab.sözle"
codecs.register_error(IN_WORDS, _instead)


def for_console(text: str, stream: Any = None) -> str:
    """`text`, `stream`in (verilmezse o anki çıktının) yazabileceği harflerle; UTF-8'de olduğu gibi."""
    encoding = getattr(sys.stdout if stream is None else stream, "encoding", None) or "utf-8"
    return text.encode(encoding, IN_WORDS).decode(encoding)
