"""Ölçülen bir farkın sözü: kim önde, ya da fark ölçülemiyor."""


def verdict(apart: float, margin: float, ahead: str, behind: str) -> str:
    """`apart` artıysa `ahead`, eksiyse `behind` öndedir; iki standart hatadan küçük bir fark ölçülmüş sayılmaz."""
    if abs(apart) <= 2 * margin:
        return "fark ölçülemiyor"
    return f"{ahead if apart > 0 else behind} önde"
