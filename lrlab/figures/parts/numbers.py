"""Sayıların okunuşu: cümlelerde programcı yazısı ("1.6e+02", "2e-51") kalmaz."""

import re

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
