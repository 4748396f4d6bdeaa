"""Konsolun kod sayfasında olmayan işaretler: yerlerine yazılacak sözler (α: alfa, ✓: +); hiçbir harf yitmesin."""

import codecs
import sys
import unicodedata
from typing import Any

# Karşılıklar ASCII'dir: hangi kod sayfasına yazıldığı buradan bilinmez (Python hepsine "charmap" der).
WORDS = {
    "α": "alfa", "β": "beta", "γ": "gama", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "teta", "κ": "kapa",
    "λ": "lambda", "μ": "mu", "ξ": "ksi", "π": "pi", "σ": "sigma", "φ": "fi", "Δ": "Delta", "Λ": "Lambda",
    "Σ": "Toplam", "Φ": "Fi", "ℓ": "l", "∇": "grad ", "∂": "d", "√": "sqrt ", "∞": "sonsuz", "∝": "~", "≈": "~",
    "∈": "in", "≤": "<=", "≥": ">=", "≠": "!=", "‖": "||", "−": "-", "⁻": "-", "→": "->", "←": "<-", "↔": "<->",
    "↑": "^", "↓": "v", "⌈": "tavan(", "⌉": ")", "⌊": "taban(", "⌋": ")", "✓": "+", "✔": "+", "✗": "x", "✘": "x",
    "·": "*", "×": "x", "±": "+-", "–": "-", "—": "-", "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"',
    "■": "[durdur]", "◐": "~", "○": "o", "★": "*", "ı": "i", "°": "derece ", "\u0302": "_hat",
}  # fmt: skip


def _instead(error: UnicodeError) -> tuple[str, int]:
    """Yazılamayan harflerin karşılığı: sözü, yoksa işaretsizi (ş: s, ₁: 1), o da yoksa soru işareti; üsler ^ ile."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    said, before = "", error.object[: error.start][-1:]
    for letter in error.object[error.start : error.end]:
        word = WORDS.get(letter) or unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        power = "^" if _raised(letter) and not _raised(before) else ""
        said, before = said + power + (word or "?"), letter
    return said, error.end


def _raised(letter: str) -> bool:
    return unicodedata.decomposition(letter or " ").startswith("<super>")


IN_WORDS = "lrlab.sözle"
codecs.register_error(IN_WORDS, _instead)


def for_console(text: str, stream: Any = None) -> str:
    """`text`, `stream`in (verilmezse o anki çıktının) yazabileceği harflerle; UTF-8'de olduğu gibi."""
    encoding = getattr(sys.stdout if stream is None else stream, "encoding", None) or "utf-8"
    return text.encode(encoding, IN_WORDS).decode(encoding)
