"""Sphinx'siz bir sayfa: soruların HTML'i, gerçek modülleri ve biçemi; hiçbir adrese gitmez."""

from collections.abc import Mapping
from pathlib import Path

import lrlab.site
from lrlab.figures.hosts.page import HERE as FIGURE_PAGE
from lrlab.figures.hosts.page import STYLE, module

PAGE = Path(lrlab.site.__file__).parent / "page"
ADDRESS = "http://lrlab.test/ders.html"
DARK = ":root { --lrlab-ink: #e6e6e6; --lrlab-paper: #181818; --lrlab-line: #8a8a8a; --lrlab-accent: #56B4E9; }"
HEAD = '<!doctype html><html lang="tr"><meta charset="utf-8"><title>Ders</title>'
VIEWPORT = '<meta name="viewport" content="width=device-width">'


def lay(
    page, body: str, entry: str = "exercises.js", start: str = "mountQuestions(document);", style: str = ""
) -> None:
    """`body`yi sayfaya koyar, `entry` modülünü yükler ve `start`ı çalıştırır."""
    sheets = f"<style>{STYLE}\n{(PAGE / 'questions.css').read_text('utf-8')}\n{style}</style>"
    colours = "background: var(--lrlab-paper, #fff); color: var(--lrlab-ink, #1a1a1a)"
    frame = f"<body style='margin: 0; padding: 12px; font: 16px/1.5 sans-serif; {colours}'>"
    script = f"<script type='module'>{module(entry, (PAGE, FIGURE_PAGE))}\n{start}\nwindow.ready = true;</script>"
    html = f"{HEAD}{VIEWPORT}{sheets}{frame}<main>{body}</main>{script}"
    answers: Mapping[str, str] = {ADDRESS: html}
    page.unroute_all()
    page.route("**/*", lambda route: route.fulfill(body=answers[route.request.url], content_type="text/html"))
    page.goto(ADDRESS)
    page.wait_for_function("() => window.ready")
