"""06. dersin yazma görevi: tabanlı çarpımsal azaltma, çağrı sayısına değil adıma bakan hâliyle."""

import numpy as np

from lrlab.core.schedules import Exponential
from lrlab.exercises.task import Case, FunctionTask, Mutant

UNSORTED = np.array([0.0, 7.0, 2.0, 50.0, 1.0, 120.0, 7.0])

FACTOR_TASK = FunctionTask(
    name="factor_rate",
    lesson="06",
    title="Tabanlı çarpımsal azaltma",
    question="`step` adımlarındaki oran: `lr` çarpı `factor` üzeri adım, ama `floor`un altına inmez. `step` herhangi "
    "bir sırada gelebilir; aynı adım hep aynı oranı vermeli.",
    arguments=("step", "lr", "factor", "floor"),
    reference=lambda step, lr, factor, floor: Exponential(lr, factor, floor)(step),
    cases=(
        Case("2, 0.9 katına, taban 0.01, karışık sırada", (UNSORTED, 2.0, 0.9, 0.01)),
        Case("0.5, 0.95 katına, taban 0.1", (np.arange(61.0), 0.5, 0.95, 0.1)),
        Case("tabansız (0)", (np.array([3.0, 0.0, 10.0]), 1.0, 0.5, 0.0)),
    ),
    mutants=(
        Mutant(
            "min",
            lambda step, lr, factor, floor: np.minimum(floor, lr * factor**step),
            "Oran hep tabanda ya da altında: ikisinin küçüğünü almışsın, büyüğü gerekli.",
        ),
        Mutant(
            "no_floor",
            lambda step, lr, factor, floor: lr * factor**step,
            "Taban yok: oran `floor`un altına iniyor.",
        ),
        Mutant(
            "each_call",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** np.arange(1, len(step) + 1)),
            "Oran adıma değil, kaçıncı ÇAĞRI olduğuna bağlı: her sorulduğunda bir kez daha çarpılıyor. `step`i kullan.",
        ),
        Mutant(
            "each_item",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** np.arange(len(step))),
            "Oran adıma değil, adımın listedeki YERİNE bağlı; adımlar karışık sırada gelebilir. `step`i kullan.",
        ),
        Mutant(
            "from_one",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** (step + 1)),
            "0. adımda oran çoktan bir kez çarpılmış: adım 0'dan sayılıyor.",
        ),
        Mutant(
            "one_late",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor ** np.maximum(step - 1, 0)),
            "Oran bir adım geriden geliyor: 0. ve 1. adımda aynı. Üs adımın kendisidir.",
        ),
        Mutant(
            "floor_added",
            lambda step, lr, factor, floor: floor + lr * factor**step,
            "Tabanı eklemişsin: 0. adımda oran `lr`yi aşıyor.",
        ),
        Mutant(
            "toward_floor",
            lambda step, lr, factor, floor: floor + (lr - floor) * factor**step,
            "Tabana yumuşakça yaklaşan başka bir eğri bu; burada çarpım tabana kadar değişmeden iner, sonra kesilir.",
        ),
        Mutant(
            "floor_of_factor",
            lambda step, lr, factor, floor: lr * np.maximum(floor, factor**step),
            "Tabanı çarpana uygulamışsın; `floor` ORANIN tabanıdır, `lr` ile çarpıldıktan sonra.",
        ),
        Mutant(
            "times_step",
            lambda step, lr, factor, floor: np.maximum(floor, lr * factor * step),
            "`factor` adımla çarpılmış: oran adımla büyüyor. Adım, üs olmalı.",
        ),
        Mutant(
            "minus",
            lambda step, lr, factor, floor: np.maximum(floor, lr * (1 - (1 - factor) * step)),
            "Her adımda `lr`nin aynı miktarını çıkarmışsın: doğru parçası. Çarpımsal azaltmada o miktar da azalır.",
        ),
    ),
    hints=(
        "Döngü gerekmez: oran yalnızca `step`in fonksiyonudur, önceki orana bakmaz.",
        "lr * factor**step, dizilerle de çalışır.",
        "`floor` ile o sayının BÜYÜĞÜ: np.maximum.",
    ),
)

TASKS = (FACTOR_TASK,)
