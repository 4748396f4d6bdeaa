"""Bir sınıf dolusu üretilmiş teslim: dürüst, bozuk, kötü niyetli ve dev dosyalar. Elle, 200 dosyayla:

python -m tests.exercises.hand_ins KLASÖR && lrlab class KLASÖR
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

from lrlab.exercises.catalog import TASKS

AT = "2026-11-29T01:{:02d}:{:02d}+00:00"
QUESTIONS = (
    ("02-1", "Günlerin ne kadarı bir önceki günden sıcaktır?", ["onda biri", "dörtte biri", "yarısı"], "", "yarısı"),
    ("03-2", "Kayıp momentumsuzun ne kadarı olur?", ["daha büyük", "yarısı", "yüzde biri"], "", "yüzde biri"),
    ("04-1", "Pencere kaç gün?", [], "gün", 50.0),
)
EWA = """
def ewa(theta, beta):
    v, out = 0.0, []
    for x in theta:
        v = beta * v + (1 - beta) * x
        out.append(v)
    return out

answer = ewa
"""


def document(number, name, seed=0, **changes):
    """Geçerli bir teslimin içeriği; `changes` alanları olduğu gibi değiştirir."""
    rng = np.random.default_rng(seed)
    skill = rng.uniform(0.3, 0.95)
    tasks = {}
    for task in list(TASKS.values())[: rng.integers(20, len(TASKS))]:
        solved = bool(rng.random() < skill)
        met = {mutant.name: int(rng.integers(1, 3)) for mutant in task.mutants if rng.random() < 0.15}
        tasks[task.name] = {
            "attempts": int(rng.integers(1, 6)), "first_at": AT.format(1, 2), "last_at": AT.format(3, 4),
            "solved_at": AT.format(3, 4) if solved else "", "mistakes": met,
            "source": EWA if task.name == "ewa" else "",
        }  # fmt: skip
    guesses = []
    for key, question, options, unit, actual in QUESTIONS:
        choices = options or [10.0, 50.0, 100.0]
        values = [choices[rng.integers(len(choices))]] + ([actual] if rng.random() < 0.2 else [])
        told = [{"value": value, "at": AT.format(5, k), "after": k > 0} for k, value in enumerate(values)]
        guesses.append(
            {"key": key, "question": question, "options": options, "unit": unit, "guesses": told, "actual": actual}
        )
    found = {
        "format": "lrlab.teslim", "version": 1, "name": name, "number": number, "at": AT.format(9, seed % 60),
        "versions": {"python": "3.12.3", "lrlab": "0.1.0"}, "tasks": tasks, "guesses": guesses,
    }  # fmt: skip
    return {**found, **changes}


def written(folder, name, content):
    """Teslim dosyası; içerik bir sözlük ya da baytlardır."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
    return path


def corrupt():
    """(ad, içerik): yarım, boş, başka türden ya da başka sürümden dosyalar."""
    whole = json.dumps(document("900", "Yarım Kalan")).encode()
    lost = document("901", "Eksik Alan")
    del lost["tasks"]
    return [
        ("yarim", whole[: len(whole) // 2]),
        ("bos", b""),
        ("ikili", bytes(range(256)) * 20),
        ("utf16", whole.decode().encode("utf-16")),
        ("sayfa", b"<!doctype html><title>Giri\xc5\x9f</title>"),
        ("defter", b'{"cells": [], "metadata": {}, "nbformat": 4}'),
        ("surum", {**document("902", "Gelecekten"), "version": 2}),
        ("eksik", lost),
        ("liste", b"[1, 2, 3]"),
        ("null", b"null"),
    ]


def malicious(marker):
    """(ad, içerik, okunmalı mı): okunanlar zararsız gösterilmeli. `marker`, kaynak çalışırsa doğacak dosyadır."""
    attack = f"import os\nopen({str(marker)!r}, 'w').write('çalıştı')\nos._exit(0)\n"
    story = {"attempts": 1, "first_at": "", "last_at": "", "solved_at": "x", "mistakes": {}, "source": attack}
    script = "<script>alert(1)</script>"
    guess = {"value": script, "at": script, "after": False}
    asked = {"key": "02-1", "question": f"<img src=x onerror=alert(1)>{script}", "options": [script, "b"], "unit": ""}
    return [
        ("betik", document("800", f"{script}$people {{0}} %s"), True),
        ("formul", document("801", '=HYPERLINK("http://x","tıkla")'), True),
        ("kaynak", document("802", "@SUM(1+1)*cmd|' /C calc'!A0", tasks={"ewa": story}), True),
        ("soru", document("803", "-2+3", guesses=[{**asked, "guesses": [guess], "actual": script}]), True),
        ("yon", document("804", "Ali\u202eileV\u0000\nBey"), True),
        ("an", document("808", "An", at="=1+1"), False),
        ("kacak", document("../../etc/passwd", "Yol"), False),
        ("derin", b'{"format": "lrlab.teslim", "tasks": ' + b"[" * 200_000, False),
        ("sayi", b'{"format": "lrlab.teslim", "version": 1, "at": ' + b"9" * 100_000 + b"}", False),
        ("sonsuz", json.dumps(document("806", "Sonsuz", at=float("inf"))).encode(), False),
        ("eksi", document("807", "Eksi", tasks={"ewa": {**story, "attempts": -5}}), False),
    ]


def huge(folder, name, size=50_000_000):
    """Dev bir dosya; diskte yer tutmaz."""
    path = written(folder, name, json.dumps(document("700", "Dev")).encode())
    os.truncate(path, size)
    return path


def class_of(folder, people, bad=10):
    """`people` dürüst teslim ile, her türden en çok `bad` tane, bozuk, kötü niyetli ve dev dosya."""
    for k in range(people):
        written(folder / f"ogrenci {k:03d}", f"teslim-21{k:03d}.json", document(f"21{k:03d}", f"Öğrenci Ş{k:03d}", k))
    for name, content in corrupt()[:bad]:
        written(folder, f"bozuk-{name}.json", content)
    for name, content, _ in malicious(folder / "calisti.txt")[:bad]:
        written(folder, f"kotu-{name}.json", content)
    for k in range(bad):
        huge(folder, f"dev-{k}.json")


if __name__ == "__main__":
    class_of(Path(sys.argv[1]), 170)
