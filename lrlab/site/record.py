"""Kayıt: bir şeklin sayfada oynayan bütün anları, aynı şekil sınıfından; her en (geniş, dar) için bir dosya."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from lrlab.figures.engine.controls import Slider, Values
from lrlab.figures.engine.explorer import Explorer
from lrlab.figures.engine.figure import Moment
from lrlab.figures.engine.live import Live
from lrlab.figures.engine.panel import PagePanel
from lrlab.figures.hosts.canvas import CanvasHost
from lrlab.figures.hosts.store import Key
from lrlab.figures.parts.style import GHOSTS
from lrlab.site.film import COARSE_FRAMES, FRAMES, Film
from lrlab.site.pack import Pack
from lrlab.site.stops import Stops, stops_of

# Sayfanın sütunu: bilgisayarda ve telefonda (CSS pikseli).
WIDTHS = {"wide": 736, "narrow": 360}
SHARP = 2.0  # ekran pikseli / CSS pikseli
MOST = 1_000_000  # bir dosyanın en çok baytı
SCENES = 420  # bir şeklin en çok anı: bütün site iki çekirdekte on dakikadan kısa sürede kaydedilsin


@dataclass(frozen=True)
class Recording:
    """Bir şeklin kaydı: enin adı -> dosyanın baytları; `states`: kaç yer, `scenes`: kaçı birbirinden farklı.

    `mapped`: renkleri metinde anılan bir harita var (gri tonlu örnek resimleri sayılmaz).
    """

    files: Mapping[str, bytes]
    states: int
    scenes: int
    mapped: bool


def record(shown: Any, *, coarse: bool = False) -> Recording | None:
    """Canlı bir şeklin kaydı; canlı değilse None. `coarse`: az duraklı, hızlı kayıt."""
    if isinstance(shown, Live):
        film = Film(shown, COARSE_FRAMES if coarse else FRAMES)
        shown.close()
        return record_explorer(Explorer(film), film.on_page)
    return record_explorer(shown, shown.live.on_page, coarse=coarse) if isinstance(shown, Explorer) else None


def record_explorer(board: Explorer, counts: Mapping[str, int], *, coarse: bool = False) -> Recording:
    """Bir kâşifin kaydı; `counts`: oynayan denetim -> en çok kaç durağı.

    SCENES'i ve MOST'u aşmasın diye duraklar seyrelir; yetmezse son anılan denetim kilitlenir.
    """
    kept = board.state()["ghosts"]
    known: dict[tuple[Any, ...], Moment] = {}
    while True:
        stops = stops_of(board.live, board.values, counts, kept, coarse=coarse)
        many = len(stops.keys()) / SCENES
        sparser = _sparser(stops, counts, 1 / many) if many > 1 else None
        if sparser is None:
            try:
                return _recorded(Explorer(stops.live, **board.values), stops, kept, known)
            except _Heavy as heavy:  # hazır ayarların değerleri bile çoksa son anılan kilitlenir
                sparser = _sparser(stops, counts, heavy.share) or dict(list(counts.items())[:-1])
        counts = sparser


class _Heavy(Exception):
    """Kayıt sığmıyor; `share`: sahnelerin ancak bu kadarı sığdı."""

    def __init__(self, share: float) -> None:
        super().__init__(share)
        self.share = share


def _sparser(stops: Stops, counts: Mapping[str, int], share: float) -> dict[str, int] | None:
    """Sahnelerin `share` kadarı kalsın diye duraklar; en çok durağı olan denetim en çok seyrelir.

    Hiçbir durak eksilmiyorsa None.
    """
    fewer = {one.name: min(counts[one.name], len(one.extent)) for one in stops.live.controls if one.name in counts}
    timed = {one.name for one in stops.live.controls if isinstance(one, Slider) and one.play}
    product = 1.0
    while product > 0.9 * share and max(fewer.values(), default=2) > 2:
        # Zaman birleşimlere birkaç durağıyla girer: en son o seyrelir.
        name = max(fewer, key=lambda one: (fewer[one] > 2, one not in timed, fewer[one]))
        product *= (fewer[name] - 1) / fewer[name]
        fewer[name] -= 1
    return fewer if product < 1 else None


def _recorded(shown: Explorer, stops: Stops, kept: Sequence[Values], known: dict[tuple[Any, ...], Moment]) -> Recording:
    host = shown.host
    if not isinstance(host, CanvasHost):
        raise TypeError("kayıt için tuval gerekli: anywidget kurulu olmalı, LRLAB_HOST=canvas")
    keys = stops.keys()
    places = {key: _canonical(stops, key) for key in keys}
    # Dosya akarken okunur: başlangıç ve hazır ayarlar önde. Gerisi karışık: sığmayacaksa ilk gelenler bütünün
    # örneğidir.
    first = list(dict.fromkeys(places[stops.place(start)] for start in stops.starts))
    rest = sorted(set(places.values()) - set(first))
    random.Random(0).shuffle(rest)
    scenes = [*first, *rest]

    def moment(key: Key) -> Moment:
        at = tuple(stops.values(key).values())
        if at not in known:
            known[at] = stops.live.moment(stops.values(key))
        return known[at]

    files = {}
    for name, width in WIDTHS.items():
        host.page.hear({"kind": "here", "view": "sayfa", "width": width, "height": 0, "scale": SHARP})
        for key in scenes[: min(12, len(scenes))]:  # hangi eksenlerin oynadığı önce görülsün
            host.record(partial(stops.live.show, moment=moment(key)))
        pack, numbers = Pack(), {}
        for key in scenes:
            numbers[key] = _add(pack, host, stops, key, moment(key))
            if pack.weight > 0.9 * MOST and stops.moving:  # kalanı üst bilgiye
                raise _Heavy(len(numbers) / len(scenes))
        for key, place in places.items():
            pack.place(key, numbers[place])
        files[name] = pack.packed(_told(shown, stops, width) | {"kept": [shown.desk.place(v) for v in kept]})
        if len(files[name]) > MOST and stops.moving:
            raise _Heavy(MOST / len(files[name]))
    images = [artist for artist in host.artists.values() if isinstance(artist, AxesImage)]
    return Recording(files, len(keys), len(scenes), any(not image.get_cmap().is_gray() for image in images))


def _canonical(stops: Stops, key: Key) -> Key:
    """Aynı ana çıkan yerlerin ilki: işe yaramayan bir oynayan denetim neresinde olursa olsun resim aynıdır."""
    useful = stops.live.useful(stops.values(key))
    idle = [one.name in stops.moving and one.name not in useful for one in stops.live.controls]
    return tuple(0 if still else at for at, still in zip(key, idle, strict=True))


def _add(pack: Pack, host: CanvasHost, stops: Stops, key: Key, moment: Moment) -> int:
    useful = stops.live.useful(stops.values(key))
    able = [k for k, control in enumerate(stops.live.controls) if control.name in useful]
    able += range(len(stops.live.controls), len(stops.live.controls) + len(_settings(stops)))
    return pack.add(host.record(partial(stops.live.show, moment=moment)), moment.text, able)


def _settings(stops: Stops) -> list[dict[str, Any]]:
    """Filmin kilitli duran asıl denetimleri."""
    return stops.live.settings if isinstance(stops.live, Film) else []


def _told(shown: Explorer, stops: Stops, width: int) -> dict[str, Any]:
    """Dosyanın üst bilgisine eklenenler: masa, tutamaklar, okunanlar, soluklaşan çizimler, başlangıç."""
    host, panel = shown.host, shown.panel
    assert isinstance(host, CanvasHost)
    assert isinstance(panel, PagePanel)
    page = host.page
    controls = [
        told if one.name in stops.moving else {"kind": "locked", **{k: told[k] for k in ("name", "label", "texts")}}
        for one, told in zip(stops.live.controls, page.panel["controls"], strict=True)
    ]
    controls += _settings(stops)
    locked = [k for k, one in enumerate(stops.live.controls) if one.name not in stops.moving]
    grips = [grip for grip in (_freed(grip, locked) for grip in page.grips) if grip]
    lines = [
        [host.place[artist], [axes is artist.axes for axes in host.figure.axes].index(True)]
        for name, artist in host.artists.items()
        if isinstance(artist, Line2D) and artist.axes and name not in stops.live.passing
    ]
    ground = [k for k, one in enumerate(stops.live.controls) if one.name in stops.live.ground]
    return {
        "film": isinstance(stops.live, Film), "width": width, "size": page.size,
        "panel": {**page.panel, "controls": controls}, "grips": grips, "reads": page.reads, "ground": ground,
        "initial": page.place["at"],
        "ghosts": {"lines": lines, "frames": len(host.artists) + 1, "colors": GHOSTS},
    }  # fmt: skip


def _freed(grip: Mapping[str, Any], locked: list[int]) -> dict[str, Any] | None:
    """Tutamağın sayfada oynattıkları; kilitli bir denetimi oynatan eksen durur, hiçbiri kalmazsa tutamak değildir."""
    moves = grip["moves"]
    free = {axis: along if (along := moves[axis]) and along["control"] not in locked else None for axis in "xy"}
    if not any(free.values()) or any(control in locked for control in moves["fixed"]):
        return None
    return {**grip, "moves": {**moves, **free}}
