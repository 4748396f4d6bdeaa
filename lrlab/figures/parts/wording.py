"""Sözlerin yazılışı: sayılar insanın okuduğu gibi, adlar birbirinden ayrı, ölçülen bir farkın hükmü."""

import re
from collections import Counter
from collections.abc import Iterable

from lrlab.core.rules import Rule

PROGRAMMED = re.compile(r"(?<![\w.])(-?)(\d+(?:\.\d+)?)e([+-]?\d+)(?!\w)")
PLAIN = range(-4, 6)  # 10'un bu üsleri arasındaki sayılar olduğu gibi yazılır
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def readable(text: str) -> str:
    """`text`teki "1.6e+02" gibi sayılar 160, "2e-51" gibiler 2·10⁻⁵¹ diye yazılır; gerisi olduğu gibi kalır."""
    return PROGRAMMED.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    sign, mantissa, power = found[1], found[2], int(found[3])
    if power in PLAIN:
        digits = len(mantissa.partition(".")[2])
        return f"{sign}{float(f'{mantissa}e{power}'):.{max(0, digits - power)}f}"
    times = "" if mantissa == "1" else f"{mantissa}·"
    return f"{sign}{times}10{str(power).translate(RAISED)}"


def told_apart(labels: dict[str, str]) -> dict[str, str]:
    """Ad -> görünen ad; bir öncekiyle aynı görünecek olanın yanına adı da yazılır: öncekiler olduğu gibi kalır."""
    first = {label: name for name, label in reversed(labels.items())}
    return {name: label if first[label] == name else f"{label} [{name}]" for name, label in labels.items()}


def short_labels(rules: Iterable[Rule]) -> dict[str, str]:
    """Kuralın adı -> etiketi, biçimini anlatan ayracı olmadan; kısası bir başkasınınkiyle aynıysa bütünüyle."""
    whole = {rule.name: rule.label for rule in rules}
    short = {name: label.split(" (")[0] for name, label in whole.items()}
    count = Counter(short.values())
    return told_apart({name: one if count[one] == 1 else whole[name] for name, one in short.items()})


def verdict(apart: float, margin: float, ahead: str, behind: str) -> str:
    """`apart` artıysa `ahead`, eksiyse `behind` öndedir; iki standart hatadan küçük bir fark ölçülmüş sayılmaz."""
    if abs(apart) <= 2 * margin:
        return "fark ölçülemiyor"
    return f"{ahead if apart > 0 else behind} önde"
