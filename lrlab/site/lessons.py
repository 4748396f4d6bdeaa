"""Ders -> sayfa: kayıtlı defterin her hücresi, sayfada ne olacaksa ona çevrilir; defterin kendisine dokunulmaz."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from lrlab.exercises.task import NumberTask
from lrlab.figures.hosts.fold import NARROW
from lrlab.site.jobs import FIGURE, Note
from lrlab.site.questions import exercise_block, guess_block, kind_of, outcome_block, task_of, with_colab

# Dersin metni bir defter için yazılmıştır; sayfada neyin nerede olduğunu bu cümle söyler.
READ_HERE = (
    "*Bu sayfa dersin okunan hâlidir: şekiller burada oynar, tahminler ve sayı alıştırmaları burada denetlenir. "
    "İpuçları alıştırmanın altında, [ilerlemen başlangıç sayfasındadır](index.md). Hücre çalıştırmak, kod yazmak ve "
    "süren bir eğitimi yönetmek için dersi JupyterLab'de ya da Colab'da aç.*"
)
LINKS = {
    "guess": "Bu tahminin bağlantısı",
    "outcome": "Bu sonucun bağlantısı",
    "exercise": "Bu alıştırmanın bağlantısı",
}
CHECKED = "# NBVAL_CHECK_OUTPUT\n"  # testlerin imi; okura bir şey söylemez
ONLY_THERE = ("play_asha",)  # çekirdeksiz oynamayan şekiller
ATTACHED = re.compile(r"!\[(?P<alt>[^\]]*)\]\(attachment:(?P<name>[\w.-]+)\)")
COLAB = re.compile(r"\[!\[[^\]]*\]\([^)]*\)\]\((?P<address>https://colab[^)]*)\)")
GUESSED = re.compile(r"^(?P<name>\w+) = tahmin\(", re.MULTILINE)
OUTCOME = re.compile(r"^(?P<name>\w+)\.sonuc\(", re.MULTILINE)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """Bir dersin sayfası: `name` dosyanın adı (uzantısız), `notebook` Sphinx'e giden defter.

    `pictures`: sayfanın resimleri, dosya adı -> baytları.
    """

    name: str
    title: str
    notebook: NotebookNode
    pictures: Mapping[str, bytes] = field(repr=False)


def lesson_page(path: Path, live: Mapping[str, Note]) -> Lesson:
    """Defterin sayfası. `live`: canlı şeklin hücre kimliği -> kaydının künyesi; kayıtlar figures/ içindedir."""
    nb = nbformat.read(path, as_version=4)
    pictures: dict[str, bytes] = {}
    colab = next((found["address"] for cell in nb.cells if (found := COLAB.search(cell.source))), "")
    outcomes = {found["name"]: _html(cell) for cell in nb.cells if (found := OUTCOME.search(cell.source))}
    cells = []
    for cell in nb.cells:
        made = _text(cell, path.stem, pictures) if cell.cell_type == "markdown" else None
        cells.append(made or _code(cell, path.stem, live, pictures, colab, outcomes))
    cells.insert(1, nbformat.v4.new_markdown_cell(READ_HERE, id="okurken"))
    fresh = nbformat.v4.new_notebook(cells=cells, metadata=nb.metadata)
    title = next(found[1] for cell in nb.cells if (found := TITLE.search(cell.source)))
    return Lesson(path.stem, title, fresh, pictures)


def _text(cell: NotebookNode, lesson: str, pictures: dict[str, bytes]) -> NotebookNode:
    def shown(found: re.Match[str]) -> str:
        pictures[found["name"]] = base64.b64decode(cell.attachments[found["name"]]["image/png"])
        return f"![{found['alt']}](pictures/{lesson}/{found['name']})"

    source = ATTACHED.sub(shown, cell.source)
    source = COLAB.sub(lambda found: f"[Colab'da aç]({found['address']})", source)
    return nbformat.v4.new_markdown_cell(source, id=cell.id)


def _code(
    cell: NotebookNode,
    lesson: str,
    live: Mapping[str, Note],
    pictures: dict[str, bytes],
    colab: str,
    outcomes: Mapping[str, str],
) -> NotebookNode:
    tags = list(cell.metadata.get("tags", ()))
    hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
    block, kind = "", kind_of(cell.source)
    if kind == "guess":
        found = GUESSED.search(cell.source)
        block, hidden = guess_block(cell.source, outcomes.get(found["name"]) if found else None), True
    elif kind == "outcome":
        block, hidden = outcome_block(cell.source, _html(cell)), True
    elif kind == "exercise":
        task = task_of(cell.source)
        block, hidden = with_colab(exercise_block(task.name), colab), hidden or isinstance(task, NumberTask)
    elif FIGURE in tags:
        pictures[f"{cell.id}.png"] = _picture(cell)
        block = _figure(cell, lesson, live.get(cell.id))
    if kind:
        block = f'<div class="lrlab-anchored" id="{cell.id}">{block}{_link(cell.id, LINKS[kind])}</div>'
    # Onarılacak koşunun resmi alıştırmanın üstünde kalır.
    kept = [output for output in cell.outputs if not block or (kind == "exercise" and _has_picture(output))]
    outputs = [made for output in kept if (made := _output(output, f"{lesson}/{cell.id}.png"))]
    if any(_has_picture(output) for output in kept):
        pictures[f"{cell.id}.png"] = _picture(cell)
    outputs += [_raw(block)] if block else []
    made = nbformat.v4.new_code_cell(cell.source.removeprefix(CHECKED), id=cell.id, outputs=outputs)
    # `ders`: sunumda kodu görünen hücreler.
    folded = ["remove-input"] if kind == "guess" else ["hide-input"] if hidden else []
    made.metadata["tags"] = [*folded, *(["ders"] if "ders" in tags else [])]
    return made


def _link(anchor: str, title: str) -> str:
    return f'<a class="lrlab-link headerlink" href="#{anchor}" title="{title}" aria-label="{title}">#</a>'


def _raw(html: str) -> NotebookNode:
    return nbformat.v4.new_output("display_data", {"text/html": html})


def _html(cell: NotebookNode) -> str:
    return next((o.data["text/html"] for o in cell.outputs if "text/html" in o.get("data", {})), "")


def _picture(cell: NotebookNode) -> bytes:
    found = next((o.data["image/png"] for o in cell.outputs if "image/png" in o.get("data", {})), "")
    return base64.b64decode(found)


def _has_picture(output: NotebookNode) -> bool:
    return "image/png" in output.get("data", {})


def _output(output: NotebookNode, address: str) -> NotebookNode | None:
    """Sayfada da duran çıktı: yazı, tablo, `address`teki resim; ilerleme çubuğu durmaz."""
    if output.output_type == "stream":
        return output
    data = output.get("data", {})
    if "<progress" in data.get("text/html", ""):
        return None
    if _has_picture(output):
        return _raw(_still(output, address))
    kept = {kind: data[kind] for kind in ("text/html", "text/plain") if kind in data}
    return nbformat.v4.new_output("display_data", kept) if kept else None


def _still(output: NotebookNode, address: str) -> str:
    """Çıktıdaki resmin sayfadaki hali; okunan sözü, yanında durur."""
    size = output.get("metadata", {}).get("image/png", {})
    finding = str(output.data.get("text/plain", "")).split("\n")[0]
    return (
        f'<img class="lrlab-still" src="pictures/{address}" alt="{escape(finding)}" loading="lazy" '
        f'decoding="async" width="{size.get("width", 900)}" height="{size.get("height", 500)}">'
    )


def _figure(cell: NotebookNode, lesson: str, note: Note | None) -> str:
    """Durağan resim ve cümlesi; kaydı varsa sayfa onu canlısıyla değiştirir."""
    output: Any = next(o for o in cell.outputs if "image/png" in o.get("data", {}))
    words = str(output.data.get("text/plain", ""))
    finding, *rest = words.split("\n")
    attributes, kind = "", "lrlab-still-figure"
    if note:
        attributes = "".join(f' data-{name}="figures/{escape(file)}"' for name, file in note.files.items())
        attributes += f' data-fold="{NARROW}"'
        kind = "lrlab-live lrlab-mapped" if note.mapped else "lrlab-live"
    picture = _still(output, f"{lesson}/{cell.id}.png")
    told = f'<p class="lrlab-told">{escape(finding)}</p>' if note else ""
    numbers = f"<p class='lrlab-told-numbers'>{escape(' '.join(rest))}</p>" if note and rest else ""
    if not note and any(name in cell.source for name in ONLY_THERE):
        told = "<p class=\"lrlab-told\">Burada yalnızca resmi var: JupyterLab'de ve Colab'da oynar.</p>"
    link = _link(cell.id, "Bu şeklin bağlantısı")
    return f'<figure class="{kind}" id="{cell.id}"{attributes}>{picture}{told}{numbers}{link}</figure>'
