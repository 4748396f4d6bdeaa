"""00. dersin görevleri: bir gradyan inişi adımı, onun elle hesabı ve α'nın sınırı."""

import numpy as np

from lrlab.core import rules
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

STEP = FunctionTask(
    name="sgd_step",
    title="Bir gradyan inişi adımı",
    question="w ← w - α·g: bir adım at ve yeni w'yi döndür.",
    arguments=("w", "g", "lr"),
    reference=lambda w, g, lr: rules.sgd(w, g, {}, 1, lr=lr)[0],
    cases=(
        Case("iki parametre, α = 0.1", (np.array([3.0, -1.0]), np.array([6.0, -2.0]), 0.1)),
        Case("α = 0.5", (np.array([1.0, 2.0, 0.5]), np.array([-4.0, 0.5, 3.0]), 0.5)),
        Case("tek parametre, α = 1.25", (np.array([-0.3721]), np.array([0.7317]), 1.25)),
        Case("gradyanı 0 olan bir parametre", (np.array([0.5, -1.5]), np.array([0.0, -0.25]), 0.0375)),
    ),
    mutants=(
        Mutant(
            "sign",
            lambda w, g, lr: w + lr * g,
            "Tırmanıyorsun: gradyan kaybın ARTTIĞI yönü gösterir, inmek için ne yana?",
        ),
        Mutant(
            "no_rate", lambda w, g, lr: w - g, "α yok: gradyanın tamamını çıkarmışsın, adımın boyunu kim ayarlayacak?"
        ),
        Mutant("only_step", lambda w, g, lr: -lr * g, "Bu yalnızca adımın kendisi; yeni w, ESKİ w'den başlar."),
        Mutant(
            "scaled_weight",
            lambda w, g, lr: lr * (w - g),
            "α bütün parantezi çarpıyor; oysa yalnızca gradyanı küçültmesi gerek.",
        ),
        Mutant(
            "unchanged", lambda w, g, lr: w * 1.0, "w hiç değişmemiş: yeni değeri hesaplayıp eskisini mi döndürdün?"
        ),
        Mutant("divided", lambda w, g, lr: w - g / lr, "α'ya bölmüşsün: α küçüldükçe adım büyüyor, bu ters."),
        Mutant(
            "rate_subtracted",
            lambda w, g, lr: (w - lr) * g,
            "Parantez yersiz: önce w'den α çıkmış, sonra hepsi g ile çarpılmış. Çarpma, çıkarmadan önce gelmeli.",
        ),
    ),
    hints=(
        "Formülün kendisi bir satırlık koddur; numpy dizilerinde işlemler öğe öğe yapılır.",
        "Adım, gradyanın α katıdır ve gradyanın TERSİ yönünde atılır.",
        "w'den, α ile g'nin çarpımını çıkar ve sonucu döndür; w'yi yerinde (-=) değiştirme.",
    ),
)

BY_HAND = NumberTask(
    name="first_step_by_hand",
    title="Bir adım, elle",
    question="f(w) = w², w = 5, α = 0.2: bir gradyan inişi adımından sonra w kaç olur?",
    expected=3.0,
    tolerance=0.005,
    mutants=(
        Mutant("sign", 7.0, "Yukarı çıkmışsın: adım gradyanın tersi yönündedir."),
        Mutant("half_gradient", 4.0, "w²'nin türevini w almışsın; türevin 2 çarpanına bak."),
        Mutant(
            "value_for_gradient",
            0.0,
            "0 çanağın dibi: tek adımda oraya varılmaz. Gradyan yerine f'nin değerini (25) kullandıysan da 0 çıkar.",
        ),
        Mutant("no_rate", -5.0, "α'yı kullanmamışsın: gradyanın tamamını çıkarmışsın."),
        Mutant("step_only", 2.0, "Bu, adımın boyu; w bu kadar azalınca kaç kalır?"),
    ),
    hints=(
        "Önce türev: f'(w) = 2w. w = 5'te kaç?",
        "Gradyan 10. Adımın boyu α·10.",
        "w'den 0.2 kere 10'u çıkar.",
    ),
)

LARGEST = NumberTask(
    name="largest_lr",
    title="α'nın sınırı",
    question="f(w) = 3w²: gradyan inişi, α hangi değeri geçince dipten uzaklaşır?",
    expected=1 / 3,
    tolerance=0.005,
    mutants=(
        Mutant("limit_of_square", 1.0, "Bu, dersteki w²'nin sınırı. 3w² ondan daha dik: aynı α ile adım daha uzun."),
        Mutant("one_step", 1 / 6, "Bu α ile ilk adım tam dibe iner; uzaklaşmak için daha da büyütmek gerek."),
        Mutant("half_gradient", 2 / 3, "3w²'nin türevini 3w almışsın; üsten gelen çarpan yok."),
        Mutant("inverse", 3.0, "Dik kayıp küçük α ister: sınır eğriliğin tersiyle gider, kendisiyle değil."),
        Mutant("two_over_one", 2.0, "Eğriliği 1 saymışsın; burada bir adım w'yi kaçla çarpıyor?"),
    ),
    hints=(
        "Önce türev, sonra bir adım: yeni w'yi, eski w'nin bir katı olarak yaz.",
        "Bir adım w'yi 1 - 6α ile çarpar. Bu çarpanın büyüklüğü ne zaman 1'i aşar?",
        "α büyüdükçe çarpan eksiye geçer; sınır, 1 - 6α'nın tam -1 olduğu yerdir.",
    ),
)

TASKS = (
    BY_HAND,
    LARGEST,
    STEP,
)
CORE = (BY_HAND, LARGEST)  # ana yol
