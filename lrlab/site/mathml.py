"""Formüller: LaTeX, sayfa kurulurken MathML'e çevrilir; sayfada formül için betik de yazı tipi de yüklenmez."""

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert


def mathml(latex: str, *, display: bool = False) -> str:
    """Bir formülün MathML'i; LaTeX'i `alttext` olarak durur (kopyalayan ve MathML'siz okur için)."""
    found = convert(latex.strip(), display="block" if display else "inline")
    escaped = latex.strip().replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return found.replace("<math ", f'<math alttext="{escaped}" ', 1)


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.math_block) -> None:
    # Uzun formül telefonda kendi içinde kayar; klavyeyle de kaydırılabilsin.
    writer.body.append(
        f'<div class="math" tabindex="0" role="group" aria-label="Formül">{mathml(node.astext(), display=True)}</div>'
    )
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, Any]:
    """Sphinx eklentisi: `html_math_renderer = "mathml"`."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
