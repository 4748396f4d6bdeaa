"""Sınıfın sayfası: betiksiz, tek dosyalık HTML; yabancı metinlerin hepsi kaçışlıdır."""

from html import escape
from string import Template

from lrlab.exercises.catalog import LESSONS, TASKS
from lrlab.exercises.progress.classroom.report import Classroom, Question, Row, TaskCount
from lrlab.exercises.progress.log import local
from lrlab.exercises.progress.summary import mistake_words

MOST_MISTAKES, MOST_ANSWERS = 10, 8
DEBATED = (0.3, 0.7)  # ilk tahminlerin bu kadarı tutmuşsa soru, yanındakiyle tartışmaya en elverişlisidir

PAGE = Template("""<!doctype html>
<html lang="tr"><head><meta charset="utf-8"><title>Sınıf</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 17px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 72em;
  margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.7em; margin: 0 } h2 { font-size: 1.3em; margin: 2em 0 .3em }
h3 { font-size: 1em; margin: 1.4em 0 .3em }
p { margin: .3em 0 } small, .quiet { color: #595959 } code { font-size: .9em }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
td, th { text-align: left; padding: .2em .8em .2em 0; vertical-align: top; border-bottom: 1px solid #e3e3e3 }
td.n, th.n { text-align: right }
.wide { overflow-x: auto }
.bar { display: grid; grid-template-columns: minmax(12em, 26em) 1fr 5.5em; gap: .2em .8em; align-items: center;
  margin: .15em 0 }
.track { background: #ececec; height: 1.1em; display: flex } .track span { display: block; height: 100% }
.met { background: #d55e00 } .solved { background: #009e73 }
.tried { background: #e69f00 } .told { background: #56b4e9 }
.task { margin: .9em 0 }
.key span { display: inline-block; width: .9em; height: .9em; margin: 0 .3em 0 1em }
summary { cursor: pointer; padding: .2em 0 } summary:focus-visible { outline: 3px solid #0072b2 }
@media (max-width: 40em) { .bar { grid-template-columns: 1fr 5.5em } .bar .track { grid-row: 2; grid-column: 1 / 3 } }
@media print { details:not([open]) { display: none } }
</style></head><body>
<h1>Sınıf: $people kişi</h1>
<p class="quiet">$files dosya, $broken tanesi okunamadı. Görevlerin ortalama %$done kadarı tamam.</p>
<h2>Sınıfın en çok düştüğü hatalar</h2>
<p class="quiet">Denetimin adıyla tanıdığı hatalar; çubuk, onunla en az bir kez karşılaşan kişilerdir.</p>
$worst
<h2>Görev görev</h2>
<p class="key"><span class="solved"></span>tamam <span class="tried"></span>yalnızca denendi
<span class="track" style="display:inline-block"></span>duruyor</p>
$lessons
<h2>İlk tahminler</h2>
<p class="quiet">✔ gerçekte olan; "tartış": ilk tahminlerin %30–70'i tutmuş, yanındakiyle tartışmaya en elverişli
sorular.$rare</p>
$questions
<h2>Dosyalar</h2>
<details><summary>Adlarıyla tablo (yansıtırken kapalı dursun)</summary><div class="wide">$rows</div></details>
</body></html>
""")


def html_page(found: Classroom) -> str:
    """Sayfanın bütünü."""
    people, total = len(found.people), len(TASKS)
    done = sum(count.solved for count in found.tasks) / max(people * total, 1)
    rare = f" Tek bir dosyada geçen {found.rare} soru gösterilmedi." if found.rare else ""
    return PAGE.substitute(
        people=people,
        files=len(found.rows),
        broken=sum(row.submission is None for row in found.rows),
        done=f"{100 * done:.0f}",
        worst=_worst(found),
        lessons="".join(_lesson(lesson, found) for lesson in LESSONS),
        rare=rare,
        questions="".join(_question(question) for question in found.questions) or "<p>Henüz tahmin yok.</p>",
        rows=_rows(found.rows),
    )


def _bar(label: str, parts: dict[str, float], told: str) -> str:
    """Bir satır: kaçışlanmış etiket, sınıf adı -> pay (0–1) parçalarından çubuk, sayı."""
    track = "".join(f"<span class='{kind}' style='width:{100 * share:.1f}%'></span>" for kind, share in parts.items())
    return f"<div class='bar'><div>{label}</div><div class='track'>{track}</div><div>{told}</div></div>"


def _worst(found: Classroom) -> str:
    met = [(count, task.task, name) for task in found.tasks for name, count in task.mistakes.items()]
    met = sorted(met, key=lambda each: -each[0])[:MOST_MISTAKES]
    people = max(len(found.people), 1)
    return "".join(_mistake(task, name, count, people, True) for count, task, name in met) or "<p>Henüz yok.</p>"


def _mistake(task: str, name: str, count: int, people: int, titled: bool) -> str:
    where = f"<br><small>{escape(TASKS[task].title)} (<code>{escape(task)}</code>)</small>" if titled else ""
    return _bar(escape(mistake_words(task, name)) + where, {"met": count / people}, f"{count} kişi")


def _lesson(lesson: str, found: Classroom) -> str:
    names = [task.name for task in LESSONS[lesson]]
    counts = [count for count in found.tasks if count.task in names]
    people = max(len(found.people), 1)
    done = sum(count.solved for count in counts) / (people * max(len(counts), 1))
    body = "".join(_task(count, people) for count in counts)
    title = f"<b>{lesson}. ders</b>: görevlerin %{100 * done:.0f} kadarı tamam"
    return f"<details><summary>{title}</summary>{body}</details>"


def _task(count: TaskCount, people: int) -> str:
    tries = f" · ortanca {count.attempts:g} deneme" if count.solved else ""
    name = f"<br><small><code>{escape(count.task)}</code>{tries}</small>"
    shares = {"solved": count.solved / people, "tried": count.tried / people}
    bar = _bar(f"<b>{escape(TASKS[count.task].title)}</b>{name}", shares, f"{count.solved}/{people}")
    met = "".join(_mistake(count.task, name, met, people, False) for name, met in count.mistakes.items())
    return f"<div class='task'>{bar}{met}</div>"


def _question(question: Question) -> str:
    known = question.actual is not None
    share = question.right / max(question.count, 1)
    talk = " · <b>tartış</b>" if known and DEBATED[0] <= share <= DEBATED[1] else ""
    told = f"{question.count} kişi" + (f", %{100 * share:.0f} tuttu" if known else ", sonuç bilinmiyor")
    changed = f", {question.changed} kişi sonradan değiştirdi" if question.changed else ""
    shown = list(question.firsts.items())[:MOST_ANSWERS]
    left = question.count - sum(count for _, count in shown)
    bars = "".join(_answer(question, value, count) for value, count in shown)
    more = f"<p class='quiet'>ve başka {left} yanıt</p>" if left else ""
    if known and question.actual not in question.firsts:
        more += f"<p>✔ {_worded(question, question.actual)}</p>"
    heading = f"<h3><code>{escape(question.key)}</code> {escape(question.text)}</h3>"
    return f"{heading}<p class='quiet'>{told}{changed}{talk}</p>{bars}{more}"


def _answer(question: Question, value: str | float, count: int) -> str:
    tick = "✔ " if value == question.actual else ""
    kind = "solved" if tick else "told"
    share = count / max(question.count, 1)
    return _bar(tick + _worded(question, value), {kind: share}, f"{count} (%{100 * share:.0f})")


def _worded(question: Question, value: str | float | None) -> str:
    text = value if isinstance(value, str) else f"{value:.10g}"
    return escape(f"{text} {question.unit}".strip())


def _rows(rows: tuple[Row, ...]) -> str:
    ordered = sorted(rows, key=lambda row: row.submission is None)  # okunamayanlar sonda
    lessons = "".join(f"<th class='n'>{lesson}</th>" for lesson in LESSONS)
    head = f"<th>numara</th><th>ad</th><th>zaman</th><th class='n'>tamam</th>{lessons}<th>not</th><th>dosya</th>"
    return f"<table><tr>{head}</tr>{''.join(map(_row, ordered))}</table>"


def _row(row: Row) -> str:
    file = f"<td><small>{escape(row.file)}</small></td>"
    one = row.submission
    if one is None:
        return f"<tr><td colspan='{len(LESSONS) + 5}'>okunamadı: {escape(row.note)}</td>{file}</tr>"
    per = [sum(row.done(task.name) is True for task in tasks) for tasks in LESSONS.values()]
    counts = "".join(f"<td class='n'>{count}</td>" for count in [sum(per), *per])
    who = f"<td>{escape(one.number)}</td><td>{escape(one.name)}</td><td>{local(one.at)}</td>"
    told = "; ".join(filter(None, (row.note, row.again)))
    return f"<tr>{who}{counts}<td>{escape(told)}</td>{file}</tr>"
