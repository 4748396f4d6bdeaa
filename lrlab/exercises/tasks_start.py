"""00. dersin görevleri: bir gradyan inişi adımı, onun elle hesabı ve α'nın sınırı."""

import numpy as np

from lrlab.core import rules
from lrlab.core.quadratic import boundaries
from lrlab.core.surfaces import bowl
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

LIMIT = float(boundaries("sgd", 0.0, bowl().eigenvalues[1])[1])

STEP = FunctionTask(
    name="sgd_step",
    lesson="00",
    title="Bir gradyan inişi adımı",
    question="w ← w - α·g: bir adım at ve yeni w'yi döndür.",
    arguments=("w", "g", "lr"),
    reference=lambda w, g, lr: rules.sgd(w, g, {}, 1, lr=lr)[0],
    cases=(
        Case("iki parametre, α = 0.1", (np.array([3.0, -1.0]), np.array([6.0, -2.0]), 0.1)),
        Case("α = 0.5", (np.array([1.0, 2.0, 0.5]), np.array([-4.0, 0.5, 3.0]), 0.5)),
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
    ),
    hints=(
        "Formülün kendisi bir satırlık koddur; numpy dizilerinde işlemler öğe öğe yapılır.",
        "Adım, gradyanın α katıdır ve gradyanın TERSİ yönünde atılır.",
        "w'den, α ile g'nin çarpımını çıkar ve sonucu döndür; w'yi yerinde (-=) değiştirme.",
    ),
)

BY_HAND = NumberTask(
    name="first_step_by_hand",
    lesson="00",
    title="Bir adım, elle",
    question="f(w) = w², w = 3, α = 0.1: bir gradyan inişi adımından sonra w kaç olur?",
    expected=2.4,
    tolerance=0.005,
    mutants=(
        Mutant("sign", 3.6, "Yukarı çıkmışsın: adım gradyanın tersi yönündedir."),
        Mutant("half_gradient", 2.7, "w²'nin türevini w almışsın; türevin 2 çarpanına bak."),
        Mutant("value_for_gradient", 2.1, "Gradyan yerine f'nin değerini (9) kullanmışsın."),
        Mutant("no_rate", -3.0, "α'yı kullanmamışsın: gradyanın tamamını çıkarmışsın."),
        Mutant("step_only", 0.6, "Bu, adımın boyu; w bu kadar azalınca kaç kalır?"),
    ),
    hints=(
        "Önce türev: f'(w) = 2w. w = 3'te kaç?",
        "Gradyan 6. Adımın boyu α·6.",
        "w'den 0.1 kere 6'yı çıkar.",
    ),
)

LARGEST = NumberTask(
    name="largest_lr",
    lesson="00",
    title="α'nın sınırı",
    question="Çanakta (dik yönün özdeğeri λ = 1) gradyan inişi, α hangi değeri geçince ıraksar?",
    expected=LIMIT,
    tolerance=0.05,
    mutants=(
        Mutant("half", 1.0, "α = 1'de salınım başlar (adım tam dibe gider) ama yol hâlâ yakınsar; daha büyüğünü dene."),
        Mutant("map_top", 10.0, "Kaydırıcının ucu 10; ama yol ondan çok önce uzaklaşmaya başlıyor."),
        Mutant("over_flat", 100.0, "Yassı yönün özdeğerine (0.02) bölmüşsün; sınırı önce hangi yön koyar?"),
        Mutant("steps", 60.0, "Bu, şeklin kaç adım yürüdüğü; α'nın kaydırıcısına bak."),
        Mutant("slow", 0.1, "α = 0.1 yavaştır ama yakınsar; ıraksama bunun üstünde."),
    ),
    hints=(
        "Şekilde α'yı 1.9'dan 2.1'e getir: ne değişti?",
        "Dik yönde her adım y'yi (1 - α·λ) ile çarpar. Bu çarpan ne zaman büyütür?",
        "|1 - α| > 1 olan en küçük pozitif α'yı bul.",
    ),
)

TASKS = (STEP, BY_HAND, LARGEST)
