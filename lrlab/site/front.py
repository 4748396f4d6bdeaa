"""Derslerin çevresindeki sayfalar: başlangıç, sözlük, öğretene, English; Markdown metni olarak."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from nbformat import NotebookNode

from lrlab.site.glossary import PAGE as GLOSSARY
from lrlab.site.glossary import glossary_page
from lrlab.site.lessons import Lesson
from lrlab.site.questions import guess_key, kind_of, lesson_questions, progress_block, task_of

TEACHER, ENGLISH = "OGRETEN", "english"
MINUTES = re.compile(r"\*\*Süre:\*\* (\d+) dakika")
NOT_A_PROMISE = ("#", "*Colab", "[Colab", "[![", "![", "**Süre")
# Başlangıç sayfasının şekli: ilk bulunan. Hepsi ▶ ile yürür.
OPENERS = ("02_ussel_agirlikli_ortalama.sekil-oyna", "03_momentum.sekil-momentum", "00_baslangic.sekil-ilk")


def pages(lessons: Sequence[Lesson], teacher: str) -> dict[str, str]:
    """Dosya adı -> metni. `teacher`: notebooks/OGRETEN.md'nin metni."""
    return {
        "index.md": start_page(lessons),
        f"{GLOSSARY}.md": glossary_page(),
        f"{TEACHER}.md": teacher_page(teacher, lessons),
        f"{ENGLISH}.md": english_page(lessons),
    }


def promise(lesson: Lesson) -> str:
    """Dersin sözü: başlık hücresinin ilk paragrafı."""
    return next(part for part in _opening(lesson).split("\n\n") if not part.startswith(NOT_A_PROMISE))


def minutes(lesson: Lesson) -> int:
    """Dersin süresi, başlık hücresinden."""
    found = MINUTES.search(_opening(lesson))
    if not found:
        raise ValueError(f"{lesson.name}: başlık hücresinde süre yok; beklenen: '**Süre:** 50 dakika.'")
    return int(found[1])


def _opening(lesson: Lesson) -> str:
    return str(lesson.notebook.cells[0].source)


def start_page(lessons: Sequence[Lesson]) -> str:
    """Karşılayan sayfa: hemen oynayan bir şekil, derslerin haritası, nasıl kullanılacağı, ilerleme."""
    rows = [lesson_questions(one.title, f"{one.name}.html", _sources(one)) for one in lessons]
    told = "\n".join(_card(one) for one in lessons)
    names = "\n".join([*(one.name for one in lessons), GLOSSARY, TEACHER, f"English summary <{ENGLISH}>"])
    return f"""# Derin öğrenmede eniyileme, elle oynayarak

<p class="lrlab-lead">Bir ağ nasıl öğrenir, ayarları neden tutmaz? Kaydır, ▶ tuşuna bas ve gör: derslerin canlı
şekilleri parmağının altında oynar, hiçbir şey kurman gerekmez.</p>

{_opener(lessons)}

## Dersler

<ol class="lrlab-map">
{told}
</ol>

## Nasıl kullanılır

- **Önce tahmin et.** Şekillerden önce sorular var; yanıtını kaydet, sonra şekle bak.
- **Sonra oyna.** Kaydırıcılar, hazır ayarlar ve ▶ klavyeyle de yürür; bir noktayı resmin üstünde de sürükleyebilirsin.
  Şeklin durumu adreste yazar: bağlantıyı yollarsan karşındaki de aynı şeyi görür.
- **Çöz.** Sayı isteyen alıştırmalar sayfada denetlenir; kod isteyenler Colab'da ya da JupyterLab'de yazılır.
- **Bilmediğin sözcük.** Altı noktalı bir terimin üstüne gel ya da dokun; hepsi [sözlükte]({GLOSSARY}.md).
- **Anlatıyorsan** bir derste <kbd>s</kbd> tuşuna bas: sayfa sunuma döner. Ders ders öneriler:
  [öğretene]({TEACHER}.md).

## İlerlemen

{progress_block(rows)}

```{{toctree}}
:hidden:
:maxdepth: 1

{names}
```
"""


def _card(lesson: Lesson) -> str:
    return (
        f'<li><a href="{lesson.name}.html">{escape(lesson.title)}</a> '
        f'<span class="lrlab-minutes">{minutes(lesson)} dk</span><p>{_plain(promise(lesson))}</p></li>'
    )


def _plain(text: str) -> str:
    """Markdown'un bir paragrafı HTML olarak: yalnızca **kalın** ve `kod`."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text, quote=False))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text).replace("\n", " ")


def _opener(lessons: Sequence[Lesson]) -> str:
    """Başlangıç sayfasının şekli: dersteki şeklin aynısı, hemen yüklenir; kaydı yoksa hiçbir şey."""
    for opener in OPENERS:
        name, cell = opener.split(".")
        lesson = next((one for one in lessons if one.name == name), None)
        block = lesson and next((_output(one) for one in lesson.notebook.cells if one.id == cell), "")
        if block and "lrlab-live" in block:
            return block.replace('loading="lazy"', 'fetchpriority="high"').replace(
                "lrlab-live", "lrlab-live lrlab-begins", 1
            )
    return ""


def _output(cell: NotebookNode) -> str:
    return "".join(output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {}))


def _sources(lesson: Lesson) -> list[str]:
    return [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]


# --- öğretene ---


def teacher_page(text: str, lessons: Sequence[Lesson]) -> str:
    """notebooks/OGRETEN.md, andığı şekiller, tahminler ve alıştırmalar sayfalardaki yerlerine bağlı."""
    places = _places(lessons)
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return "".join(_linked(part, lessons, places) for part in parts)


def _places(lessons: Sequence[Lesson]) -> dict[str, str]:
    """Tahminin anahtarı ya da görevin adı -> adresi."""
    found = {}
    for lesson in lessons:
        for cell in lesson.notebook.cells:
            kind = kind_of(cell.source) if cell.cell_type == "code" else None
            if kind in NAMES:
                found[NAMES[kind](cell.source)] = f"{lesson.name}.html#{cell.id}"
    return found


NAMES: Mapping[str | None, Callable[[str], str]] = {"guess": guess_key, "exercise": lambda source: task_of(source).name}


def _linked(part: str, lessons: Sequence[Lesson], places: Mapping[str, str]) -> str:
    lesson = next((one for one in lessons if part.startswith(f"## {one.title}")), None)
    cells = {cell.id for cell in lesson.notebook.cells} if lesson else set()

    def link(found: re.Match[str]) -> str:
        name = found[1]
        here = f"{lesson.name}.html#{name}" if lesson and name in cells else None
        address = here or places.get(name)
        return f'<a href="{address}"><code>{name}</code></a>' if address else found[0]

    body = re.sub(r"`([\w-]+)`", link, part)
    if not lesson:
        return body
    return body.replace(f"## {lesson.title}", f"## [{lesson.title}]({lesson.name}.ipynb)", 1)


# --- English ---


def english_page(lessons: Sequence[Lesson]) -> str:
    """The English summary."""
    told = "\n".join(f'1. <a lang="tr" href="{one.name}.html">{escape(one.title)}</a>' for one in lessons)
    return f"""# English summary

<div lang="en">

lrlab is a course, in Turkish, on optimization for deep learning: minibatches, exponentially weighted
averages, momentum, RMSProp, Adam, learning-rate decay, warmup, and hyperparameter search up to asynchronous
successive halving.

The live figures of the lessons move in your browser, without a server: drag their sliders, press ▶, use the
presets or drag a point on the picture. The state of a figure is in the address, so a link shows what you saw.
Questions come before the figures; your guesses and answers stay in your browser.

Reading without Turkish: the formulas, the figures and the code (whose names are English) carry most of each
lesson; the glossary gives the English name of every term.

</div>

{told}

The [glossary]({GLOSSARY}.md) pairs each Turkish term with its English name. Code is MIT, texts and figures are
CC BY 4.0.
"""
