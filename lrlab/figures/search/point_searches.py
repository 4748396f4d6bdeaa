"""Izgara ile rastgele aramanın ölçülmesi: iki hiperparametre, yeri bilinmeyen bir çukur, 300 arama."""

from functools import lru_cache

import numpy as np

SEARCHES, MOST = 300, 10  # kaç arama ölçülür; ızgaranın bir kenarında en çok kaç değer olur
RATIOS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)  # ölçülen önem oranları r
WIDTH = 0.15  # çukurun x₁ yönündeki standart sapması; x₂ yönündeki r katıdır
LEAST, RISE = 0.05, 0.85  # en iyi noktanın hatası ve ondan uzaklaşınca hatanın en çok ne kadar arttığı


def levels(n: int, ends: bool) -> np.ndarray:
    """Izgaranın bir eksendeki n değeri, birim aralıkta: uçlar içinde eşit aralıklı ya da n hücrenin ortaları."""
    return np.linspace(0, 1, n) if ends else (np.arange(n) + 0.5) / n


def error(squared: np.ndarray) -> np.ndarray:
    """En iyi noktaya önemle ölçeklenmiş uzaklığın karesinden hata."""
    return LEAST - RISE * np.expm1(-squared / (2 * WIDTH**2))


@lru_cache(1)
def draws() -> tuple[np.ndarray, np.ndarray]:
    """Her aramanın en iyi noktası, (300, 2), ve rastgele noktaları, (300, 100, 2): n büyüyünce eskiler kalır."""
    rng = np.random.default_rng(0)
    return rng.random((SEARCHES, 2)), rng.random((SEARCHES, MOST**2, 2))


@lru_cache(64)
def measured(n: int, ends: bool, lucky: bool) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """En iyi noktalar (300, 2); ızgaranın ve rastgelenin noktaları (300, n², 2); buldukları en küçük hata (R, 300)."""
    (best, drawn), values = draws(), levels(n, ends)
    if lucky:
        best = values[abs(best[..., None] - values).argmin(-1)]
    table = np.stack(np.meshgrid(values, values), axis=-1).reshape(-1, 2)
    points = {"grid": np.broadcast_to(table, (SEARCHES, n * n, 2)), "random": drawn[:, : n * n]}
    found = {}
    for kind, places in points.items():
        first, second = np.moveaxis(np.square(places - best[:, None]), -1, 0)
        found[kind] = error(np.stack([(first + second / ratio**2).min(1) for ratio in RATIOS]))
    return best, points, found


def gap(found: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Aynı aramalardaki hata farkı (ızgara - rastgele), ortalaması ve standart hatası, her oran için (R,)."""
    apart = found["grid"] - found["random"]
    return apart.mean(1), apart.std(1, ddof=1) / np.sqrt(SEARCHES)


def verdict(apart: float, margin: float) -> str:
    """Kim önde; iki standart hatadan küçük bir fark ölçülmüş sayılmaz."""
    if abs(apart) <= 2 * margin:
        return "fark ölçülemiyor"
    return "rastgele önde" if apart > 0 else "ızgara önde"


def where(apart: np.ndarray, margin: np.ndarray) -> str:
    """Rastgele, ölçülen oranların hangisinden sonra hep önde."""
    behind = np.flatnonzero(apart <= 2 * margin)
    if not len(behind):
        return "Rastgele her r'de önde"
    first = behind[-1] + 1
    return f"r ≥ {RATIOS[first]:g} iken rastgele önde" if first < len(RATIOS) else "Hiçbir r'de rastgele önde değil"
