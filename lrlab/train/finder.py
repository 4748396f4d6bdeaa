"""Öğrenme oranı taraması (LR range test, Smith 2017): oranı büyüterek kaybın nerede düştüğüne bakmak."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from lrlab.core.rules import Rule
from lrlab.core.validate import integer, number
from lrlab.train.data.datasets import Dataset
from lrlab.train.runs.run import Run

TOO_HIGH = 4.0  # yumuşatılmış kayıp en iyisinin bu katını,
FIRST, JUMP = 10, 2.0  # ya da kayıp ilk on adımdakilerin en büyüğünün iki katını aşınca tarama biter
BELOW = 3.0  # önerilen üst sınır, kaybın en az olduğu oranın kaçta biri
NOISE = 4.0  # düşüş ve yükseliş, gürültünün standart sapmasının bu katını aşmalı


@dataclass(frozen=True)
class RangeTest:
    """Bir taramanın sonucu; diziler numpy'dır.

    `rate` (n,): denenen oranlar; `loss` (n,): o oranla yapılan güncellemeden SONRAKİ minigrupta ölçülen kayıp;
    `smooth` (n,): yumuşatılmışı. `low`, `high`: önerilen aralık; güvenilemiyorsa ikisi de `None`. `why`: aralığın
    nereden geldiği ya da neden verilmediği. `diverged`: tarama sona varmadan ıraksadı; kalan oranlar denenmedi.
    """

    rate: np.ndarray
    loss: np.ndarray
    smooth: np.ndarray
    low: float | None
    high: float | None
    why: str
    diverged: bool


def lr_range_test(
    dataset: Dataset,
    model: nn.Module,
    rule: Rule | str = "sgd",
    *,
    low: float = 1e-5,
    high: float = 10.0,
    steps: int = 100,
    batch_size: int = 64,
    seed: int = 0,
    beta: float = 0.9,
    **hyper: Any,
) -> RangeTest:
    """Oranı `steps` güncellemede `low`dan `high`a üssel büyütür; modelin bir kopyasını eğitir, verdiğin değişmez.

    `hyper`: kuralın `lr` dışındaki hiperparametreleri ve Run'ın `weight_decay`, `device`, `threads` ayarları. `beta`:
    yumuşatmanın β'sı. Tarama, kayıp sonlu olmayınca, EWA'sı o ana dek görülen en iyisinin 4 katını ya da kendisi ilk on
    adımdakilerin en büyüğünün 2 katını aşınca durur; o nokta atılır.

    Öneri yumuşatılmış eğriden okunur. Alt sınır: kayıp, bütün düşüşünün onda birini yaptığında denenen oran. Üst sınır:
    kaybın en az olduğu oranın üçte biri; en alt noktada kayıp artık düşmüyor demektir, orası sınıra fazla yakındır.
    Kayıp gürültüden ayrılacak kadar (en az yüzde bir) düşmediyse, düşüş taramanın sonunda sürüyorsa, ilk adımlarda
    ıraksadıysa ya da nokta azsa öneri yoktur (`None`) ve `why` nedenini söyler.

    Bu kısa bir denemedir: her orana tek güncelleme düşer, ağ önceki oranların getirdiği yerdedir, minigrupların sırası
    şanstır. Öneriyi bir başlangıç say; başka tohumla, başka `steps`le yeniden bak.
    """
    if named := sorted({"lr", "warmup", "every"} & set(hyper)):
        raise TypeError(f"`{named[0]}` burada verilemez; öğrenme oranını tarama belirler: `low`, `high`, `steps`")
    low, steps, beta = (
        number("low", low, "(0, inf)"),
        integer("steps", steps, "[2, inf)"),
        number("beta", beta, "[0, 1)"),
    )
    high = number("high", high, f"({low!r}, inf)")
    rates = np.geomspace(low, high, steps)
    run = Run(
        dataset, model, rule, batch_size=batch_size, seed=seed, every=None,
        lr=lambda step: rates[min(step, steps - 1)], **hyper,
    )  # fmt: skip
    losses: list[float] = []
    average, best = 0.0, math.inf
    with run.flat():
        run.step()
        while len(losses) < steps:
            if not run.step():
                break
            average = beta * average + (1 - beta) * run.loss
            smooth = average / (1 - beta ** (len(losses) + 1))
            if smooth > TOO_HIGH * best or (len(losses) >= FIRST and run.loss > JUMP * max(losses[:FIRST])):
                break
            best = min(best, smooth)
            losses.append(run.loss)
    return range_test(rates[: len(losses)], np.array(losses), beta=beta, diverged=len(losses) < steps)


def range_test(rate: np.ndarray, loss: np.ndarray, *, beta: float = 0.9, diverged: bool = False) -> RangeTest:
    """Ölçülmüş bir taramanın yumuşatılmış eğrisi ve önerisi.

    Yumuşatma, yanlılığı düzeltilmiş EWA'nın iki yönlüsüdür: her nokta, iki yanındakilerin β^uzaklık ağırlıklı
    ortalamasıdır. Tek yönlüsü β/(1-β) adım (β = 0.9'da 9) gecikir, en alt noktayı da o kadar ileride gösterirdi; iki
    yönlüsü gecikmez. Bedeli: köşeler iki yana o kadar adım yayılır (düşüş biraz erken başlar gibi görünür), uçlarda
    noktanın yalnızca bir yanı vardır; ıraksamadan hemen önceki yükseliş geriye sızar, en alt noktayı küçük orana doğru
    (tedbirli yana) çeker.
    """
    n = len(loss)
    weights = beta ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    weights /= weights.sum(axis=1, keepdims=True)
    smooth = weights @ loss
    low, high, why = _suggestion(rate, loss, smooth, weights, beta, diverged)
    return RangeTest(rate, loss, smooth, low, high, why, diverged)


def _suggestion(
    rate: np.ndarray, loss: np.ndarray, smooth: np.ndarray, weights: np.ndarray, beta: float, diverged: bool
) -> tuple[float | None, float | None, str]:
    few = max(10, math.ceil(2 / (1 - beta)))
    if len(loss) < few:
        if diverged:
            return None, None, f"Kayıp daha {len(loss) + 1}. oranda ıraksadı: `low` çok büyük, daha küçüğünden başla."
        return None, None, f"Nokta az: {len(loss)}. Bu yumuşatma için en az {few} adım gerekir, `steps`i büyüt."
    bottom = int(smooth.argmin())
    # Ardışık farklar eğilimi götürür, gürültüyü bırakır; ortanca, ıraksamanın sıçramalarına bakmaz.
    noise = 1.4826 * float(np.median(np.abs(np.diff(loss)))) / math.sqrt(2)
    spread = noise * np.sqrt((weights**2).sum(axis=1))
    fall, rise = smooth[0] - smooth[bottom], smooth[-1] - smooth[bottom]
    if fall <= max(NOISE * math.hypot(spread[0], spread[bottom]), smooth[0] / 100):
        return None, None, "Kayıp gürültüden ayrılacak kadar düşmedi: bu oranlarda, bu kadar adımda öğrenme görülmüyor."
    if not diverged and rise <= NOISE * math.hypot(spread[-1], spread[bottom]):
        return None, None, f"Kayıp taramanın sonunda ({rate[-1]:g}) hâlâ düşüyordu: `high`ı büyüt, daha geniş tara."
    low, high = float(rate[np.argmax(smooth < smooth[0] - fall / 10)]), float(rate[bottom]) / BELOW
    if high <= low:
        return None, None, "Kayıp düşer düşmez ıraksadı: düşüşün aralığı seçilemiyor, `steps`i büyüt."
    seen = f"Kayıp {low:.2g} dolayında düşmeye başladı, {rate[bottom]:.2g} dolayında en aza indi"
    return low, high, f"{seen}; üst sınır onun üçte biri."
