"""Eğitim şekillerinin ortak kaydırıcıları: minigrup ve bellek katsayıları (β)."""

from lrlab.core.rules import SYMBOLS
from lrlab.figures.engine import Slider

MEMORIES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999)


def memory_slider(name: str, default: float) -> Slider:
    """β'lardan biri."""
    return Slider(name, SYMBOLS[name], MEMORIES, default)


def batch_slider(smallest: int) -> Slider:
    """Minigrup boyu: `smallest`tan (2'nin bir üssü) 1024'e, 2'nin üsleri."""
    sizes = tuple(float(2**power) for power in range(smallest.bit_length() - 1, 11))
    return Slider("batch_size", "minigrup B", sizes, 64.0, "{:.0f}")
