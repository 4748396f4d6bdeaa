"""Şekillerin görünüşü: renk körlüğüne dayanıklı palet, çizgi biçimleri, ders (sunum) yazısı."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from threading import RLock
from typing import Any

import matplotlib as mpl
import numpy as np

# Okabe–Ito paletinden, her tür renk körlüğünde ayırt edilen renkler; çizgi çizilenler beyaza karşı en az 3:1'e dek
# koyulaştırılmıştır. ORANGE ve PALE ile çizgi çizilmez: biri siyah kenarlı işaretlerin, öbürü alanların dolgusudur.
BLACK, BLUE, GREEN, VERMILION = "#000000", "#0072B2", "#009E73", "#D55E00"
PURPLE, AMBER, SKY, OLIVE, GREY = "#B8609A", "#B87700", "#2F8FCB", "#7F7F00", "#8A8A8A"
ORANGE, PALE = "#E69F00", "#BBDDF2"
GHOSTS = ("#7F3B08", "#4A4A7D")  # saklanan eğriler, eskiden yeniye: hiçbir canlı eğrinin rengi değildir
DIVERGED = "#B0B0B0"  # haritalarda ıraksayan hücreler


# matplotlib'in kendi ayarları; nerede ve ne zaman gösterildiğine ilişkin olanlar kullanıcınınki kalır.
DEFAULTS = {
    name: value
    for name, value in dict.copy(mpl.rcParamsDefault).items()
    if name not in ("backend", "backend_fallback", "interactive")
}
# numpy'nin kendi ayarları: küçücük bir sayının sıfıra inmesi, np.seterr(all="raise") denmişse de hata değildir.
ARITHMETIC: dict[str, Any] = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
_ONE_AT_A_TIME = RLock()  # ayarlar bütün sürecindir: iki iş parçacığı birden çizerse karışırdı

FONT = "DejaVu Sans"  # matplotlib ile gelir: Türkçe harfler ve α, β her makinede aynı görünür
GRID_ALPHA = 0.25


@contextmanager
def own_look(settings: dict[Any, Any] | None = None) -> Iterator[None]:
    """İçinde çizilen, kullanıcının matplotlib ve numpy ayarlarından etkilenmez; çıkınca ayarlar onunkilerdir.

    Ayarlar matplotlib'in varsayılanlarına `settings` eklenmiş halidir. Kullanıcı hiçbirini değiştirmemişse hiçbirine
    dokunulmaz: süren bir eğitim arka planda çizerken onun çizdikleri de olduğu gibi kalır.
    """
    with _ONE_AT_A_TIME, np.errstate(**ARITHMETIC):
        now, wanted = dict.copy(mpl.rcParams), {**DEFAULTS, **(settings or {})}
        changed = {name: value for name, value in wanted.items() if now[name] is not value and now[name] != value}
        with mpl.rc_context(changed) if changed else nullcontext():
            yield


def wait_for_look() -> None:
    """Başka bir iş parçacığı `own_look` içinde çiziyorsa bitmesini bekler."""
    with _ONE_AT_A_TIME:
        pass


@dataclass(frozen=True)
class Style:
    """Bir şeklin piksel ölçüsü ve matplotlib ayarları; şekiller yazı boyunu asla kendileri vermez."""

    width: int
    height: int
    font: float

    def rc(self) -> dict[Any, Any]:
        """`own_look`a verilecek ayarlar; bütün yazılar aynı boydadır, en küçüğü `font` punto."""
        sized = ("axes.titlesize", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize")
        scale = self.font / 10
        return {
            "font.size": self.font,
            **dict.fromkeys(sized, self.font),
            "font.family": FONT,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.titlecolor": "0.3",
            "grid.alpha": GRID_ALPHA,
            "axes.axisbelow": True,
            "lines.linewidth": 1.8 * scale,
            "lines.markersize": 4 * scale,
            "legend.frameon": True,
            "legend.framealpha": 0.85,
            "legend.edgecolor": "none",
            "figure.dpi": 100,
            "savefig.dpi": 100,
        }


DESK = Style(width=900, height=510, font=10)
LECTURE = Style(width=1260, height=722, font=14)


def chosen(lecture: bool | None = None) -> Style:
    """Sunum yazısı mı: `lecture` söylenmediyse LRLAB_LECTURE=1 ortam değişkeni bütün şekiller için karar verir."""
    if lecture is None:
        lecture = os.environ.get("LRLAB_LECTURE") == "1"
    return LECTURE if lecture else DESK
