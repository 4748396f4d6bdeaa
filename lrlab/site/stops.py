"""Duraklar: bir şeklin çekirdeksiz sayfada hangi anları oynar; oynamayan denetimler kilitlidir."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from lrlab.figures.engine.controls import Choice, Control, Slider, Values
from lrlab.figures.engine.figure import LiveFigure

Key = tuple[int, ...]  # denetimlerin yerleri (sıraları)


@dataclass(frozen=True)
class Stops:
    """Sayfadaki şekil: `live`in denetimlerinde yalnızca duraklar vardır.

    `moving`: oynayan denetimlerin adları; `bases`: kilitli denetimlerin birlikte alabildiği değerler (başlangıcınki,
    sonra hazır ayarlarınki).
    """

    live: LiveFigure
    moving: tuple[str, ...]
    bases: tuple[Values, ...]

    def keys(self) -> list[Key]:
        """Kaydedilecek bütün yerler: her temel için, oynayan denetimlerin bütün birleşimleri."""
        spans = [
            [
                range(len(one.extent)) if one.name in self.moving else (one.extent.index(base[one.name]),)
                for one in self.live.controls
            ]
            for base in self.bases
        ]
        return list(dict.fromkeys(key for span in spans for key in product(*span)))

    def values(self, key: Key) -> Values:
        """Bir yerin değerleri."""
        return {one.name: one.extent[at] for one, at in zip(self.live.controls, key, strict=True)}


def stops_of(live: LiveFigure, initial: Values, counts: Mapping[str, int], others: Sequence[Values] = ()) -> Stops:
    """`counts`: oynayan denetim -> en çok kaç durağı olduğu.

    Başlangıcın, hazır ayarların ve `others`ın (soluk eğrilerin) değerleri hep duraktadır.
    """
    starts = [initial, *(initial | values for values in live.presets.values()), *others]
    fixed = [handle.fixed for handle in live.handles.values()]
    controls = []
    for control in live.controls:
        kept = {control.accept(start[control.name]) for start in starts}
        kept |= {one[control.name] for one in fixed if control.name in one}
        count = counts.get(control.name, 0)
        controls.append(_thinned(control, [v for v in control.extent if v in kept], count))
    told = copy(live)
    told.controls = tuple(controls)
    moving = tuple(one.name for one in controls if counts.get(one.name, 0) > 1 and len(one.extent) > 1)
    locked = [one.name for one in controls if one.name not in moving]
    bases = {tuple(start[name] for name in locked): {name: start[name] for name in locked} for start in starts}
    return Stops(told, moving, tuple(bases.values()))


def coarser(counts: Mapping[str, int], most: int) -> dict[str, int]:
    """Aynı denetimler, en çok `most` durakla."""
    return {name: min(count, most) for name, count in counts.items()}


def _thinned(control: Control, kept: Sequence[Any], count: int) -> Control:
    extent = control.extent
    chosen = _spread(len(extent), count) if count else ()
    values = [value for k, value in enumerate(extent) if k in chosen or value in kept]
    if isinstance(control, Slider):
        return replace(control, values=tuple(values))
    if isinstance(control, Choice):
        return replace(control, options={name: v for name, v in control.options.items() if v in values})
    return control


def _spread(length: int, count: int) -> Iterable[int]:
    """0 … length - 1 arasında, iki ucu da olan, eşit aralıklı en çok `count` sıra."""
    if count >= length:
        return range(length)
    return {round(k * (length - 1) / (count - 1)) for k in range(count)}
