"""Sitenin kurulması: kayıtlar, sayfalar, Sphinx; hepsi tek klasöre."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from lrlab import __version__
from lrlab.figures.hosts.page import HERE as FIGURE_PAGE
from lrlab.figures.hosts.page import STYLE, module
from lrlab.site.front import pages
from lrlab.site.jobs import Note, recorded
from lrlab.site.lessons import Lesson, lesson_page

# GitHub Pages alt çizgili klasörleri de bu dosya varken yayımlar; eski bir site de bundan tanınır.
MARK = ".nojekyll"
PAGE = Path(__file__).parent / "page"
TEMPLATES = Path(__file__).parent / "templates"
SETTINGS = {
    "project": "lrlab",
    "author": "lrlab geliştiricileri",
    "version": __version__,
    "language": "tr",
    "extensions": ["myst_nb", "lrlab.site.mathml", "lrlab.site.glossary", "lrlab.site.turkish"],
    "html_math_renderer": "mathml",
    "html_theme": "furo",
    "html_title": "lrlab · derin öğrenmede eniyileme",
    "html_static_path": ["static"],
    "templates_path": [str(TEMPLATES)],
    "locale_dirs": [str(TEMPLATES / "locale")],
    "html_use_index": False,
    "html_favicon": str(TEMPLATES / "favicon.svg"),
    "html_css_files": ["lrlab.css"],
    "html_js_files": [("lrlab.js", {"type": "module"})],
    "html_search_scorer": str(PAGE / "search_words.js"),  # Sphinx'in, aramaya kod katılan tek yeri
    "html_show_search_summary": False,  # özet, sayfadaki kapalı sonuçları da gösterirdi
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "nb_execution_mode": "off",
    "nb_mime_priority_overrides": [("html", "text/html", 0), ("html", "image/png", 5)],
    "nb_code_prompt_show": "Kodu göster",
    "nb_code_prompt_hide": "Kodu gizle",
    "myst_enable_extensions": ["dollarmath", "amsmath", "deflist"],
    "myst_heading_anchors": 4,
    "suppress_warnings": ["mystnb.unknown_mime_type"],
}


def build(
    out: Path,
    notebooks: Path,
    *,
    cache: Path,
    coarse: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Siteyi `out`a kurar. `notebooks`: derslerin klasörü; `cache`: kayıtlar ve ara dosyalar.

    `coarse`: şekiller az duraklı kaydedilir (testler için). `say`: ilerlemenin söyleneceği yer. Eski bir sitenin
    yerine yenisi konur; içinde başka dosyalar olan bir klasöre dokunulmaz: `FileExistsError`.
    """
    if out.exists() and not (out / MARK).exists() and any(out.iterdir()):
        raise FileExistsError(f"`out` = {out} dolu ve içinde eski bir site yok; boş bir klasör ver")
    paths = sorted(notebooks.glob("*.ipynb"))
    figures = cache / ("figures-coarse" if coarse else "figures")
    notes = recorded(paths, figures, coarse=coarse, say=say)
    say("Sayfalar kuruluyor.")
    source, fresh = cache / "source", cache / "fresh"
    for folder in (source, fresh):
        shutil.rmtree(folder, ignore_errors=True)
    (source / "static").mkdir(parents=True)
    made = [_written(path, notes, source) for path in paths]
    for name, text in pages(made, (notebooks / "OGRETEN.md").read_text("utf-8")).items():
        (source / name).write_text(text, "utf-8")
    (source / "static/lrlab.js").write_text(module("page.js", (PAGE, FIGURE_PAGE)), "utf-8")
    styles = [STYLE, *(path.read_text("utf-8") for path in sorted(PAGE.glob("*.css")))]
    (source / "static/lrlab.css").write_text("\n".join(styles), "utf-8")
    with docutils_namespace():
        Sphinx(
            str(source), None, str(fresh), str(cache / "doctrees"), "html", confoverrides=SETTINGS, freshenv=True,
            status=None,
        ).build()  # fmt: skip
    for one in made:
        folder = fresh / "pictures" / one.name
        folder.mkdir(parents=True)
        for name, content in one.pictures.items():
            (folder / name).write_bytes(content)
    (fresh / "figures").mkdir()
    for note in notes.values():
        for name in note.files.values():
            shutil.copyfile(figures / name, fresh / "figures" / name)
    (fresh / MARK).touch()
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(fresh, out)


def _written(path: Path, notes: Mapping[str, Note], source: Path) -> Lesson:
    """Dersin sayfasını Sphinx'in kaynağına yazar."""
    prefix = f"{path.stem}."
    made = lesson_page(path, {name.removeprefix(prefix): one for name, one in notes.items() if name.startswith(prefix)})
    nbformat.write(made.notebook, source / f"{path.stem}.ipynb")
    folder = source / "pictures" / path.stem
    folder.mkdir(parents=True)
    for name, content in made.pictures.items():
        (folder / name).write_bytes(content)
    return made
