"""Duraklar: bir şeklin çekirdeksiz sayfada hangi anları oynar; oynamayan denetimler kilitlidir."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from lrlab.figures.engine.controls import Choice, Control, Slider, Values
from lrlab.figures.engine.figure import LiveFigure
from lrlab.figures.hosts.store import Key

TIMES = 3  # birleşimlerde zamanın en az kaç durağı


@dataclass(frozen=True)
class Stops:
    """Sayfadaki şekil: `live`in denetimlerinde yalnızca duraklar vardır.

    `moving`: oynayan denetimlerin adları; `starts`: başlangıç, sonra hazır ayarlar (bütün denetimlerin değerleriyle);
    `coarse`: kaba kayıt, birleşimler yerine başlangıçtan her denetimin, hazır ayarlardan zamanın çizgisi.
    """

    live: LiveFigure
    moving: tuple[str, ...]
    starts: tuple[Values, ...]
    coarse: bool = False

    def keys(self) -> list[Key]:
        """Kaydedilecek bütün yerler.

        Kilitli denetimler başlangıçtaki gibiyken oynayanların bütün birleşimleri; onları değiştiren bir hazır ayarda,
        ayarın anında yine bütün birleşimler. Zaman (▶) her başlangıçta bütün duraklarıyla, birleşimlerde yalnızca
        birkaçıyla yürür: sayfa, kayıtta olmayan bir yere gidilirse en yakınına varır.
        """
        timed = {one.name for one in self.live.controls if isinstance(one, Slider) and one.play} & set(self.moving)
        base = self._locked(self.starts[0])
        found: list[Key] = []
        for start in self.starts:
            for name in timed:
                found += self._around(start, {name})
            if self.coarse:
                lines = self.moving if start is self.starts[0] else ()
                for name in lines or ("",):
                    found += self._around(start, {name})
            elif self._locked(start) == base:
                found += self._around(start, set(self.moving), timed)
            else:
                found += self._around(start, set(self.moving) - timed)
        return list(dict.fromkeys(found))

    def _locked(self, start: Values) -> tuple[Any, ...]:
        return tuple(start[one.name] for one in self.live.controls if one.name not in self.moving)

    def _around(self, start: Values, moving: Collection[str], few: Collection[str] = ()) -> list[Key]:
        """`start`ın çevresinde, `moving` oynarken yerler; `few`: duraklarının yalnızca birkaçı alınanlar."""
        spans: list[Iterable[int]] = []
        for one in self.live.controls:
            if one.name not in moving:
                spans.append((one.extent.index(start[one.name]),))
            elif one.name in few:
                own = {one.extent.index(other[one.name]) for other in self.starts}
                spans.append(sorted(own | set(_spread(len(one.extent), TIMES))))
            else:
                spans.append(range(len(one.extent)))
        return list(product(*spans))

    def place(self, values: Values) -> Key:
        """Değerlerin yeri."""
        return tuple(one.extent.index(values[one.name]) for one in self.live.controls)

    def values(self, key: Key) -> Values:
        """Bir yerin değerleri."""
        return {one.name: one.extent[at] for one, at in zip(self.live.controls, key, strict=True)}


def stops_of(
    live: LiveFigure, initial: Values, counts: Mapping[str, int], others: Sequence[Values] = (), *, coarse: bool = False
) -> Stops:
    """`counts`: oynayan denetim -> en çok kaç durağı olduğu; `coarse`: her birinin yalnızca iki ucu, kaba kayıt için.

    Başlangıcın, hazır ayarların ve `others`ın (soluk eğrilerin) değerleri hep duraktadır.
    """
    starts = [initial, *(initial | values for values in live.presets.values()), *others]
    accepted = {control.name: control.accept for control in live.controls}
    starts = [{name: accepted[name](value) for name, value in start.items()} for start in starts]
    fixed = [handle.fixed for handle in live.handles.values()]
    controls = []
    for control in live.controls:
        kept = {start[control.name] for start in starts}
        kept |= {one[control.name] for one in fixed if control.name in one}
        extent = control.extent
        if isinstance(control, Slider) and control.until:  # koşuların sonları da durak; sonrası hep aynı an
            ends = [max(v for v in extent if v <= start[control.until]) for start in starts]
            kept |= set(ends)
            extent = tuple(v for v in extent if v <= max(ends) or v in kept)
        count = min(counts.get(control.name, 0), 2 if coarse else counts.get(control.name, 0))
        controls.append(_thinned(control, extent, kept, count))
    told = copy(live)
    told.controls = tuple(controls)
    moving = tuple(one.name for one in controls if counts.get(one.name, 0) > 1 and len(one.extent) > 1)
    return Stops(told, moving, tuple({name: one[name] for name in initial} for one in starts), coarse)


def _thinned(control: Control, extent: Sequence[Any], kept: Collection[Any], count: int) -> Control:
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
