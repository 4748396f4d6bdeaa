"""Langevin örneklemesi: gradyan inişine tam ayarında gürültü eklenince noktalar sonsal dağılımdan örnek olur.

Welling ve Teh'in (2011) yazılışıyla w ← w - (ε/2)·∇U(w) + √(ε·T)·N(0, 1). U, sonsal dağılımın negatif
logaritmasıdır; gradyanı minigruptan kestirilirse yöntemin adı SGLD olur (stochastic gradient Langevin dynamics).
Sıcaklık T = 1 örnekler; T = 0 öğrenme oranı α = ε/2 olan gradyan inişidir, en küçük U'ya iner.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core.schedules.given import a_schedule
from lrlab.core.validate import integer, number, numbers, plain_array

Array = np.ndarray
Gradient = Callable[[Array, np.random.Generator], Array]


def langevin(
    gradient: Gradient, start: Any, steps: int, rate: Any, *, temperature: float = 1.0, seed: int = 0
) -> Array:
    """Başlangıçla birlikte `steps` adımın noktaları: (steps+1, d) ya da, çok zincirle, (steps+1, d, zincir).

    `gradient(w, rng)`: U'nun `w`deki gradyanı ya da minigruptan kestirimi. `start` (d,) ya da (d, zincir)
    biçimindedir; her zincir kendi gürültüsünü çeker. `rate` ε'dur: bir sayı ya da adımı (0'dan) ε'a çeviren bir
    zamanlayıcı. Minigruplar ve gürültü ayrı üreteçlerden gelir: aynı `seed`, başka sıcaklıkta da aynı minigruplar
    demektir. Çok büyük ε'da noktalar sonsuza gider; hata verilmez.
    """
    steps = integer("steps", steps, "[0, inf)")
    temperature = number("temperature", temperature, "[0, inf)")
    if not callable(gradient):
        raise TypeError(f"`gradient` gradient(w, rng) diye çağrılabilmeli; verilen: {gradient!r}")
    w = numbers("start", plain_array("start", start, "ilk ekseni parametreler olan bir dizi ver: .to_numpy().T"))
    if not w.ndim:
        raise TypeError(f"`start` bir nokta olmalı, (0.0, 0.0) gibi; verilen: {start!r}")
    if callable(rate):
        schedule = a_schedule("rate", rate)
        rate = [schedule(t) for t in range(steps)]
    rates = np.broadcast_to(numbers("rate", rate, "[0, inf)"), steps)
    batches, noise = (
        np.random.default_rng(s) for s in np.random.SeedSequence(integer("seed", seed, "[0, inf)")).spawn(2)
    )
    path = noise.standard_normal((steps + 1, *w.shape))
    with np.errstate(under="ignore"):
        path *= np.sqrt(temperature * np.append(0, rates)).reshape(-1, *[1] * w.ndim)
    path[0] = w
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for t in range(steps):
            path[t + 1] += path[t] - 0.5 * rates[t] * gradient(path[t], batches)
    return path
