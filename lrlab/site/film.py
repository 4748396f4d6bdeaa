"""Film: süren bir koşunun kaydı; sayfada bir kaydırıcıyla (▶) baştan sona izlenir, her hazır ayar ayrı bir koşudur."""

from typing import Any, final

from matplotlib.figure import Figure

from lrlab.figures.engine.controls import Choice, Slider, Values
from lrlab.figures.engine.figure import Arrays, LiveFigure, Moment
from lrlab.figures.engine.live import Live
from lrlab.figures.hosts.host import Artists

LENGTH = 400  # bütçesi olmayan bir koşunun güncelleme sayısı
FRAMES = 50
COARSE_FRAMES = 6
OPENING = "dersteki koşu"
RUN, TIME = "film", "update"  # sayfadaki iki denetim: hangi koşu, kaçıncı güncelleme
NOTHING = "–"


@final
class Film(LiveFigure):
    """Bir canlı eğitimin, `board`, koşuları; hesap kayıttan gelir, çizim eğitimin kendi şeklinindir.

    `settings`: sayfada kilitli duran asıl denetimler (JSON), her koşudaki değerleriyle.
    """

    def __init__(self, board: Live, frames: int) -> None:
        live = board.live
        self.live, self.titles, self.readouts, self.passing = live, live.titles, live.readouts, live.passing
        state = board.state()
        stories = [(OPENING, state["values"], dict(state["changes"]), board.budget)]
        for name in live.presets:
            board.preset(name)
            stories.append((name, board.values, {}, board.budget))
        longest = max(budget or max(LENGTH, state["steps"]) for *_, budget in stories)
        times = sorted({max(1, round(k * longest / frames)) for k in range(1, frames + 1)} | {state["steps"]} - {0})
        self._moments: dict[tuple[int, int], Moment] = {}
        useful = []
        for k, (_, values, changes, budget) in enumerate(stories):
            useful.append(_shown(board, values, changes, budget or longest, times, self._moments, k))
        names = {name: float(k) for k, (name, *_) in enumerate(stories)}
        self.controls = (
            Choice(RUN, "koşu", names, 0.0),
            Slider(
                TIME, "güncelleme", tuple(map(float, times)), float(state["steps"] or times[0]), "{:.0f}", play=True
            ),
        )
        self.presets = {name: {RUN: k, TIME: float(times[-1])} for name, k in names.items() if name != OPENING}
        self.on_page = {RUN: len(names), TIME: len(times)}
        self.settings = [
            {
                "kind": "locked", "name": control.name, "label": control.label, "by": 0,
                "texts": [
                    control.shown(values[control.name]) if control.name in useful[k] else NOTHING
                    for k, (_, values, *_) in enumerate(stories)
                ],
            }
            for control in live.controls
        ]  # fmt: skip

    def moment(self, values: Values) -> Moment:
        """O koşunun o güncellemesi, kaydedildiği gibi."""
        return self._moments[int(values[RUN]), int(values[TIME])]

    def compute(self, **values: Any) -> Arrays:
        """O anın dizileri."""
        return self.moment(values).arrays

    def draw(self, figure: Figure) -> Artists:
        """Eğitimin kendi çizimi."""
        return self.live.draw(figure)

    def update(self, artists: Artists, arrays: Arrays) -> None:
        """Eğitimin kendi güncellemesi."""
        self.live.update(artists, arrays)

    def describe(self, values: Values, arrays: Arrays) -> str:
        """O anın sözü."""
        return self.moment(values).text


def _shown(
    board: Live, values: Values, changes: dict[int, Values], budget: int, times: list[int],
    moments: dict[tuple[int, int], Moment], film: int,
) -> set[str]:  # fmt: skip
    """Koşuyu baştan yaşar, her durakta anını `moments`a yazar; işe yarayan denetimleri verir.

    Biten koşu (ıraksama, bütçe) son anında kalır.
    """
    board.set(**values)
    board.reset()
    useful = set(board.useful)
    for time in times:
        for at in sorted(at for at in changes if board.training.t <= at <= time):
            board.run(at - board.training.t)
            board.set(**changes.pop(at))
        end = min(time, budget)
        if not board.training.diverged_at and end > board.training.t:
            board.run(end - board.training.t)
        moments[film, time] = board.live.moment(board.values)
    return useful
