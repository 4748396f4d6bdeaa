"""Sitenin kurulması: kayıtlar, sayfalar, Sphinx; hepsi tek klasöre."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from lrlab import __version__
from lrlab.figures.hosts.page import HERE as FIGURE_PAGE
from lrlab.figures.hosts.page import STYLE, module
from lrlab.site.jobs import recorded
from lrlab.site.lessons import Lesson, lesson_page

PAGE = Path(__file__).parent / "page"
SETTINGS = {
    "project": "lrlab",
    "author": "lrlab geliştiricileri",
    "version": __version__,
    "language": "tr",
    "extensions": ["myst_nb", "lrlab.site.mathml"],
    "html_math_renderer": "mathml",
    "html_theme": "furo",
    "html_title": "lrlab · derin öğrenmede eniyileme",
    "html_static_path": ["static"],
    "html_css_files": ["lrlab.css"],
    "html_js_files": [("lrlab.js", {"type": "module"})],
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "nb_execution_mode": "off",
    "nb_mime_priority_overrides": [("html", "text/html", 0), ("html", "image/png", 5)],
    "myst_enable_extensions": ["dollarmath", "amsmath"],
    "myst_heading_anchors": 4,
    "suppress_warnings": ["mystnb.unknown_mime_type"],
}


def build(out: Path, notebooks: Path, *, cache: Path, coarse: bool = False, lessons: Sequence[str] = ()) -> None:
    """Siteyi `out`a kurar. `notebooks`: derslerin klasörü; `cache`: kayıtlar ve ara dosyalar.

    `coarse`: şekiller az duraklı kaydedilir (testler için). `lessons`: yalnızca adları bunlarla başlayan
    dersler (boşsa hepsi).
    """
    paths = [p for p in sorted(notebooks.glob("*.ipynb")) if not lessons or p.name.startswith(tuple(lessons))]
    notes = recorded(paths, cache / "figures", coarse=coarse)
    source = cache / "source"
    shutil.rmtree(source, ignore_errors=True)
    (source / "static").mkdir(parents=True)
    made = [_written(path, notes, source) for path in paths]
    toctree = "\n".join(one.name for one in made)
    (source / "index.md").write_text(f"# lrlab\n\n```{{toctree}}\n{toctree}\n```\n", "utf-8")
    (source / "static/lrlab.js").write_text(module("page.js", (PAGE, FIGURE_PAGE)), "utf-8")
    styles = [STYLE, *(path.read_text("utf-8") for path in sorted(PAGE.glob("*.css")))]
    (source / "static/lrlab.css").write_text("\n".join(styles), "utf-8")
    shutil.rmtree(out, ignore_errors=True)
    with docutils_namespace():
        Sphinx(
            str(source), None, str(out), str(cache / "doctrees"), "html", confoverrides=SETTINGS, freshenv=True,
            warningiserror=False, status=None, parallel=1,
        ).build()  # fmt: skip
    for one in made:
        folder = out / "pictures" / one.name
        folder.mkdir(parents=True)
        for name, content in one.pictures.items():
            (folder / name).write_bytes(content)
    (out / "figures").mkdir()
    for note in notes.values():
        for name in note.files.values():
            shutil.copyfile(cache / "figures" / name, out / "figures" / name)
    (out / ".nojekyll").touch()  # GitHub Pages alt çizgili klasörleri de yayımlasın


def _written(path: Path, notes: dict, source: Path) -> Lesson:
    live = {
        name.removeprefix(f"{path.stem}."): {width: f"figures/{file}" for width, file in note.files.items()}
        for name, note in notes.items()
        if name.startswith(f"{path.stem}.")
    }
    made = lesson_page(path, live)
    import nbformat

    nbformat.write(made.notebook, source / f"{path.stem}.ipynb")
    folder = source / "pictures" / path.stem
    folder.mkdir(parents=True)
    for name, content in made.pictures.items():
        (folder / name).write_bytes(content)
    return made
