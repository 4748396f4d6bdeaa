"""Görünen adlar: yan yana duranlar birbirinden ayrılır, ayrılmayacaksa kısaltılmaz."""

from collections import Counter
from collections.abc import Iterable

from lrlab.core.rules import Rule


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
