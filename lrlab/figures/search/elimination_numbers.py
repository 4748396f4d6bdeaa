"""Erken elemenin sayıları: kim hangi basamakta elenir, sıra ne kadar değişir, ucuz eleme ne kadar uzağa düşürür."""

from itertools import pairwise

import numpy as np

from lrlab.hpo.schedulers.halving import rungs

POOLS, POOL = 200, 81  # bu kadar rastgele havuz, her birinde en çok bu kadar yapılandırma


def eliminated(losses: np.ndarray, ladder: tuple[int, ...], eta: int) -> np.ndarray:
    """Her yapılandırmanın elendiği basamak (0'dan), (N,); hiç elenmeyen son basamağın sırasını alır.

    k. basamaktan (0'dan) en iyi floor(N/η^(k+1)) yapılandırma (en az bir) terfi eder, ıraksayan etmez; eşitlikte küçük
    numara öndedir: `lrlab.hpo.SuccessiveHalving`in hepsini tek turda görseydi vereceği kararlar.
    """
    fate = np.full(len(losses), len(ladder) - 1)
    alive = np.arange(len(losses))
    for k, r in enumerate(ladder[:-1]):
        places = max(1, len(losses) // eta ** (k + 1))
        kept = np.sort(np.argsort(losses[alive, r - 1], kind="stable")[:places])
        kept = kept[np.isfinite(losses[alive[kept], r - 1])]
        fate[np.delete(alive, kept)] = k
        alive = alive[kept]
    return fate


def elimination_prices(losses: np.ndarray, starts: tuple[int, ...], eta: int) -> dict[str, np.ndarray]:
    """Her `r_min` için ardışık yarılamanın harcadığı dönem `cost` (R,) ve kazananın uzaklığı `gap` (R, havuz), puan.

    `random` (n,) ve `random_cost` (n,): ilk 1…n yapılandırmayı sonuna dek eğiten rastgele arama. Uzaklık, kazananın son
    hatası eksi havuzun en küçük son hatasıdır. Havuzlar her η'da aynıdır (tohum 0).
    """
    rng, (count, epochs) = np.random.default_rng(0), losses.shape
    pools = np.stack([rng.permutation(count)[: min(POOL, count)] for _ in range(POOLS)])
    final = np.where(np.isfinite(losses[:, -1]), losses[:, -1], 1.0)  # ıraksayan ağ hiç bilemez sayılır
    floor = final[pools].min(1)
    cost, gap = [], []
    for first in starts:
        ladder, alive = rungs(first, epochs, eta), pools
        spent = ladder[0] * alive.shape[1]
        for before, r in pairwise(ladder):
            order = np.argsort(losses[alive, before - 1], axis=1, kind="stable")
            kept = np.sort(order[:, : max(1, alive.shape[1] // eta)], axis=1)
            alive = np.take_along_axis(alive, kept, axis=1)
            spent += (r - before) * alive.shape[1]
        cost.append(spent)
        gap.append(final[alive].min(1) - floor)
    tried = np.minimum.accumulate(final[pools], axis=1) - floor[:, None]
    return {
        "cost": np.array(cost), "gap": 100 * np.array(gap),
        "random_cost": epochs * np.arange(1, tried.shape[1] + 1), "random": 100 * tried.mean(0),
    }  # fmt: skip


def ranks(values: np.ndarray) -> np.ndarray:
    """0'dan sıralar; eşit değerler ortalama sırayı paylaşır."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[inverse]


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """İki sıranın korelasyonu (Spearman); sıralardan biri hiç ayırt etmiyorsa 0."""
    one, other = (ranks(values) - (len(values) - 1) / 2 for values in (one, other))
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum() / size) if size else 0.0


def crossing(one: np.ndarray, other: np.ndarray) -> float:
    """Sırası iki ölçüm arasında ters dönen çiftlerin oranı; eşitlik ters dönmek sayılmaz."""
    first, second = (np.sign(ranks(values)[:, None] - ranks(values)) for values in (one, other))
    return float((first * second < 0).sum() / (len(one) * (len(one) - 1)))
