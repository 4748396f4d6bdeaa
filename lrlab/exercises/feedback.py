"""Öğrencinin gördüğü: geri bildirim, ipucu ve görev listesi (metin, HTML ve gerektiğinde küçük bir şekil)."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

import numpy as np

from lrlab.exercises.task import Task
from lrlab.terms.console import for_console

# Durum -> (imge, çizgi rengi). Anlam renge kalmasın diye her durumun imgesi ve sözü de var (Okabe-Ito renkleri).
LOOK = {
    "doğru": ("✔", "#009E73"),
    "yanlış": ("✘", "#D55E00"),
    "hata": ("✘", "#D55E00"),
    "denenmedi": ("…", "#56B4E9"),
}
MARKS = 30  # bir eğrinin üstündeki en çok işaret
MARK = {True: "✔", False: "✘", None: "–"}


@dataclass(frozen=True)
class Comparison:
    """Yan yana çizilecek iki eğri: `yours` senin yanıtın, `expected` beklenen; ikisi de (n,) biçiminde, t 1'den.

    names: ikisinin göstergedeki adları; onarılacak koşu olduğu gibi duruyorsa `yours` verilen koşudur.
    """

    yours: np.ndarray
    expected: np.ndarray
    labels: tuple[str, str]
    case: str
    names: tuple[str, str] = ("senin yanıtın", "beklenen eğri")


@dataclass(frozen=True)
class Feedback:
    """`check`in sonucu; hücrenin son satırı olarak gösterilir.

    status: "doğru", "yanlış", "hata" (fonksiyon çalışmadı) ya da "denenmedi".
    lines: geri bildirim cümleleri. mutant: tanınan hatanın adı, yoksa None.
    checks: ölçüt -> True (geçti), False (geçmedi) ya da None (sıra gelmedi).
    """

    task: str
    title: str
    status: str
    lines: tuple[str, ...]
    checks: Mapping[str, bool | None]
    tolerance: str
    mutant: str | None = None
    comparison: Comparison | None = None

    @property
    def correct(self) -> bool:
        """Yanıt bütün ölçütlerden geçti mi."""
        return self.status == "doğru"

    def __bool__(self) -> bool:
        """Yalnızca doğru yanıtta True: `assert check("ewa", f)`."""
        return self.correct

    def _summary(self) -> str:
        return " · ".join(f"{name} {MARK[passed]}" for name, passed in self.checks.items())

    def __str__(self) -> str:
        rows = [f"{LOOK[self.status][0]} {self.title} — {self.status}", *self.lines]
        if self.checks:
            rows.append(f"{self._summary()} (kabul edilen fark: {self.tolerance})")
        return for_console("\n  ".join(rows))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        body = "".join(f"<p style='margin:.3em 0'>{escape(line)}</p>" for line in self.lines)
        if self.checks:
            body += f"<p style='margin:.3em 0'>{self._summary()} <small>kabul edilen fark: {self.tolerance}</small></p>"
        bundle: dict[str, Any] = {"text/plain": str(self)}
        if self.comparison:
            bundle["image/png"] = source = b64encode(draw(self.comparison, self.title)).decode()
            # Okuyucular HTML'i PNG'ye yeğlediğinden şekil HTML'in içinde de durmalı.
            body += f"<img alt='{escape(alt_text(self.comparison), quote=True)}' src='data:image/png;base64,{source}'>"
        symbol, colour = LOOK[self.status]
        bundle["text/html"] = _box(f"{symbol} {self.title} — {self.status}", body, colour)
        return bundle


def next_hint(task: Task) -> str:
    """Geri bildirimin sonuna yazılan, ipucuna götüren cümle."""
    return f'Takıldıysan: hint("{task.name}")'


def unattempted(task: Task, why: str) -> Feedback:
    """Denenmemiş yanıta söylenen; soruyu hatırlatır."""
    lines = (f"{why} Henüz denemedin, bu yanlış sayılmaz: {task.question}", next_hint(task))
    return Feedback(task.name, task.title, "denenmedi", lines, {}, "")


def returned_nothing(task: Task) -> Feedback:
    """None döndüren fonksiyona söylenen: henüz yazılmamış olabilir, `return` unutulmuş da olabilir."""
    line = (
        "Fonksiyonun bir şey döndürmedi. Henüz yazmadıysan bu yanlış sayılmaz; yazdıysan `return` eksik: "
        f"print yalnızca ekrana yazar, değeri vermez. Soru: {task.question}"
    )
    return Feedback(task.name, task.title, "denenmedi", (line, next_hint(task)), {}, "")


def failed(task: Task, *lines: str) -> Feedback:
    """Denetlenemeyen (çağrılamayan, hata veren) yanıta söylenen."""
    return Feedback(task.name, task.title, "hata", (*lines, next_hint(task)), {}, "")


@dataclass(frozen=True)
class Hint:
    """Bir görevin `level` düzeyindeki ipucu; `of` düzey sayısı."""

    task: str
    level: int
    of: int
    text: str

    def __str__(self) -> str:
        return for_console(f"İpucu {self.level}/{self.of}: {self.text}\n  {self._next()}")

    def _next(self) -> str:
        if self.level < self.of:
            return f'Yetmezse: hint("{self.task}", {self.level + 1})'
        return "Bu son ipucuydu; defterinde çözüm varsa alıştırmanın altındaki katlanmış bölümdedir."

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        body = f"<p style='margin:.3em 0'>{escape(self.text)}</p><small>{escape(self._next())}</small>"
        return {
            "text/plain": str(self),
            "text/html": _box(f"İpucu {self.level}/{self.of}", body, LOOK["denenmedi"][1]),
        }


@dataclass(frozen=True)
class TaskList:
    """Görevlerin listesi: her satır (ders, ad, başlık, soru)."""

    rows: tuple[tuple[str, str, str, str], ...]

    def __str__(self) -> str:
        rows = (f"{lesson}  {name:<22} {title}: {question}" for lesson, name, title, question in self.rows)
        return for_console("\n".join(rows))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        head = "".join(f"<th style='text-align:left'>{name}</th>" for name in ("ders", "ad", "görev", "soru"))
        rows = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        return {"text/plain": str(self), "text/html": f"<table><tr>{head}</tr>{rows}</table>"}


def _box(heading: str, body: str, colour: str) -> str:
    style = f"border-left:4px solid {colour};padding:.2em .8em"
    return f"<div role='status' style='{style}'><b>{escape(heading)}</b>{body}</div>"


def visible(values: np.ndarray) -> np.ndarray:
    """Çizilebilen öğeler: NaN, sonsuz ve eksen hesabını taşıracak kadar büyük olanlar çizilmez."""
    return np.abs(values) < 1e300


def _first_difference(pair: Comparison) -> int:
    """Eğrilerin görünür biçimde ayrıldığı ilk t (1'den); aralığın binde birinden küçük fark görünmez."""
    gap = np.abs(pair.yours - pair.expected)
    gap = np.where(np.isfinite(gap), gap, np.inf)
    apart = gap > 1e-3 * max(float(np.ptp(pair.expected)), 1e-12)
    return int(np.argmax(apart if apart.any() else gap > 0)) + 1


def alt_text(pair: Comparison) -> str:
    """Şeklin sözle anlatımı."""
    t = _first_difference(pair)
    return (
        f"{pair.case}: {pair.names[0]} ve {pair.names[1]}, ilk ayrılık t = {t}: "
        f"{pair.yours[t - 1]:.4g} yerine {pair.expected[t - 1]:.4g}."
    )


def draw(pair: Comparison, title: str) -> bytes:
    """İki eğriyi pyplot'a dokunmadan çizer ve PNG baytlarını döndürür."""
    from matplotlib import style  # yalnızca çizerken yüklenir

    with (
        style.context("default"),
        np.errstate(all="ignore"),
    ):  # öğrencinin kendi matplotlib ayarları (usetex, koyu zemin) karışmasın
        return _drawn(pair, title)


def _drawn(pair: Comparison, title: str) -> bytes:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 3.2), dpi=80, layout="tight")
    axes = figure.add_subplot()
    t = np.arange(1, pair.expected.size + 1)
    every = -(-t.size // MARKS)  # uzun eğride işaretler çizgiyi örtmesin
    style: dict[str, Any] = {"lw": 2, "ms": 7, "markevery": every}
    axes.plot(t, pair.expected, "o-", color="#0072B2", mfc="white", label=pair.names[1], **style)
    yours = np.where(visible(pair.yours), pair.yours, np.nan)
    axes.plot(t, yours, "x--", color="#D55E00", label=pair.names[0], **style)
    axes.set_title(f"İlk ayrılık t = {_first_difference(pair)} ({pair.case})", fontsize=14)
    axes.set_xlabel(pair.labels[0], fontsize=14)
    axes.set_ylabel(pair.labels[1], fontsize=14)
    axes.tick_params(labelsize=12)
    axes.legend(fontsize=12)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None, "Title": title})
    return buffer.getvalue()
