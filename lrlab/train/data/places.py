"""Veri dosyalarının yeri: kurulumla gelenler, önbellek klasörü ve veriyle ilgili tek hata türü."""

import os
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


class DataError(RuntimeError):
    """Veri okunamadı ya da indirilemedi; ileti, Türkçe olarak ne yapılacağını söyler."""


def shipped_file(name: str) -> Path:
    """lrlab ile gelen bir veri dosyasının yolu (data/ klasöründeki `name`).

    Kurulu pakette dosyalar `lrlab/_data` içindedir; depodan (editable) kurulumda deponun `data/`
    klasöründedir. Dosya yoksa `DataError`.
    """
    for folder in (PACKAGE / "_data", PACKAGE.parent / "data"):
        if (path := folder / name).is_file():
            return path
    raise DataError(f"lrlab ile gelmesi gereken {name} bulunamadı; lrlab'ı yeniden kur")


def cache_dir() -> Path:
    """İndirilen verilerin durduğu klasör; yalnızca yolu söyler, klasörü oluşturmaz.

    `LRLAB_DATA` ortam değişkeni verilmişse odur (veri hem orada aranır hem oraya indirilir), verilmemişse
    işletim sisteminin kullanıcı önbelleğindeki (ev klasörü yoksa geçici klasördeki) `lrlab` klasörüdür. Her veri
    kümesinin orada kendi alt klasörü vardır: `fashion-mnist/`, `weather/`.
    """
    if given := os.environ.get("LRLAB_DATA"):
        return folder_of(given, "LRLAB_DATA").absolute()
    return _user_cache(sys.platform) / "lrlab"


def folder_of(directory: str | Path, name: str = "directory") -> Path:
    """`directory`nin yolu; baştaki ~ ev klasörüne açılır."""
    if not isinstance(directory, str | os.PathLike):
        raise TypeError(f"`{name}` bir klasör yolu olmalı; verilen: {directory!r} ({type(directory).__name__})")
    try:
        return Path(directory).expanduser()
    except RuntimeError as error:
        raise DataError(f"`{name}` = {directory!r} açılamıyor; öyle bir ev klasörü yok") from error


def _user_cache(platform: str) -> Path:
    # XDG belirtimi göreli bir yolun yok sayılmasını ister.
    given = os.environ.get({"win32": "LOCALAPPDATA", "darwin": ""}.get(platform, "XDG_CACHE_HOME"), "")
    if given and (platform == "win32" or Path(given).is_absolute()):
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError:  # HOME'suz, kullanıcısı kayıtsız bir kapsayıcı
        return Path(tempfile.gettempdir())
    return home.joinpath(*{"win32": ("AppData", "Local"), "darwin": ("Library", "Caches")}.get(platform, (".cache",)))
