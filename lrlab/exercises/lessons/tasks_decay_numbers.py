"""06. dersin sayı görevleri: azaltma formülleri, oranın ortalaması ve gürültü topunun boyu."""

import math

from lrlab.core.schedules import InverseTime
from lrlab.exercises.task import Mutant, NumberTask

LR, RATE, EPOCH = 0.2, 0.5, 4  # 1. görev

INVERSE = NumberTask(
    name="inverse_time_by_hand",
    lesson="06",
    title="1/(1 + rate·dönem)",
    question="α₀ = 0.2, rate = 0.5; dönemler 0'dan sayılıyor, α = α₀ / (1 + rate·dönem). 4 numaralı dönemde oran kaç? "
    "(üç ondalık yeter)",
    expected=InverseTime(LR, RATE)(EPOCH),
    tolerance=0.0004,
    near=0.0005,
    mutants=(
        Mutant("no_rate", LR / (1 + EPOCH), "rate'i kullanmamışsın: paydada 1 + rate·dönem var."),
        Mutant("no_one", LR / (RATE * EPOCH), "Paydadaki 1'i unutmuşsun; dönem 0'da ne olurdu?"),
        Mutant("one_less", LR / (1 + RATE * (EPOCH - 1)), "Bir dönem geridesin: dönemler 0'dan sayılıyor, numara 4."),
        Mutant(
            "one_more", LR / (1 + RATE * (EPOCH + 1)), "Bir dönem ilerdesin: numara zaten 4, bir eklemene gerek yok."
        ),
        Mutant("power", LR * RATE**EPOCH, "Bu çarpımsal azaltma: rate'in kuvvetini almışsın."),
        Mutant(
            "cumulative",
            LR / math.prod(1 + RATE * k for k in range(1, EPOCH + 1)),
            "Her dönemde bir önceki oranı bölmüşsün; formül hep α₀'dan başlar.",
        ),
        Mutant("root", LR / math.sqrt(1 + RATE * EPOCH), "Karekök yok: o, k/√t formülünde."),
        Mutant("inverted", LR * (1 + RATE * EPOCH), "Çarpmışsın: oran büyüyor. Böl."),
        Mutant("factor_only", 1 / (1 + RATE * EPOCH), "Çarpanı bulmuşsun; α₀ ile çarp."),
    ),
    hints=(
        "Önce paydayı hesapla: 1 + 0.5·4.",
        "α₀'ı paydaya böl.",
        "0.2 bölü 3.",
    ),
)

TENTH = NumberTask(
    name="epochs_to_tenth",
    lesson="06",
    title="Onda bire kaç dönem?",
    question="α = α₀·0.95^dönem. Oran ilk kez hangi dönemde α₀'ın onda birinin altına iner? (0'dan sayılan tam sayı)",
    expected=float(math.ceil(math.log(0.1) / math.log(0.95))),
    tolerance=0.05,
    near=0.05,
    mutants=(
        Mutant("linear", 18.0, "Her dönemde α₀'ın yirmide birini çıkarmışsın; azalan miktar da her dönem küçülür."),
        Mutant("linear_strict", 19.0, "Doğru parçası gibi saymışsın: her dönem ÇARPILIR, çıkarılmaz."),
        Mutant(
            "not_rounded", math.log(0.1) / math.log(0.95), "Bölüm doğru; ama dönem tam sayı: inen ilk dönem hangisi?"
        ),
        Mutant("rounded_down", 44.0, "Bir eksik: o dönemde oran daha onda birin üstünde."),
        Mutant("one_more", 46.0, "Bir fazla: bir önceki dönemde zaten inmişti."),
        Mutant("half", 14.0, "Bu, oranın yarıya indiği dönem; onda bir soruluyor."),
        Mutant("window", 20.0, "Bu 1/(1-0.95): orada oran α₀'ın onda birine değil, kabaca üçte birine inmiştir."),
        Mutant("hundredth", 90.0, "Bu yüzde birin dönemi; onda bir soruluyor."),
        Mutant("lost_a_tenth", 3.0, "Oranın onda BİR AZALDIĞI (0.9'un altına indiği) dönem bu; onda birine inmeli."),
    ),
    hints=(
        "0.95^dönem < 0.1 olmalı; iki yanın logaritmasını al.",
        "dönem > ln 0.1 / ln 0.95. Kesirli çıkarsa ilk tam sayı hangisi?",
        "Bölüm 44.9; inen ilk dönem ondan sonraki tam sayı.",
    ),
)

AVERAGE = NumberTask(
    name="average_rate",
    lesson="06",
    title="Kosinüsün ortalaması",
    question="Kosinüs 0.3'ten 0.01'e iniyor. Bütün süre boyunca oranın ortalaması kaç? (Eğri sürekli sayılsın.)",
    expected=(0.3 + 0.01) / 2,
    tolerance=0.0005,
    near=0.002,
    mutants=(
        Mutant("no_floor", 0.15, "Sonda varılan 0.01'i unutmuşsun: oran sıfıra inmiyor."),
        Mutant("difference", 0.145, "Farkın yarısını almışsın; onu en küçük orana, 0.01'e eklemelisin."),
        Mutant(
            "two_over_pi",
            0.01 + 0.29 * 2 / math.pi,
            "2/π çeyrek dalganın ortalaması; yarım dalga ortasına göre simetrik.",
        ),
        Mutant("start", 0.3, "Bu ilk oran; azaldıkça ortalama da düşer."),
        Mutant(
            "geometric",
            math.sqrt(0.3 * 0.01),
            "Uçların geometrik ortalamasını almışsın; çarpımsal azaltma sürenin ortasında ondan geçer, kosinüs değil.",
        ),
        Mutant("sum", 0.31, "Uçları toplamışsın; ortalama için ikiye böl."),
        Mutant(
            "zero", 0.0, "Kosinüsün kendisinin ortalaması 0'dır; oranda ise (1 + kosinüs)/2 var, onun ortalaması 1/2."
        ),
    ),
    hints=(
        "Eğri, tam ortadaki noktasına göre simetriktir: yarıda ne kadar yukarıdaysa öteki yarıda o kadar aşağıda.",
        "Ortadaki değer kaç? (1 + cos(π/2))/2 = 1/2.",
        "İki ucun tam ortası.",
    ),
)

ALPHA, SIGMA, CURVE = 0.1, 3.0, 4.0  # gürültü topu


def stationary_variance(alpha: float, sigma: float, curve: float) -> float:
    """Gürültülü gradyan inişinin, eğriliği `curve` olan çanakta vardığı varyans."""
    return alpha * sigma**2 / (curve * (2 - alpha * curve))


BALL = NumberTask(
    name="stationary_variance",
    lesson="06",
    title="Gürültü topunun varyansı",
    question="f(w) = ½·λ·w², λ = 4; gradyana her adımda standart sapması σ = 3 olan taze gürültü ekleniyor, α = 0.1 "
    "sabit. w'nin varyansı hangi değere oturur? (üç ondalık yeter)",
    expected=stationary_variance(ALPHA, SIGMA, CURVE),
    tolerance=0.0005,
    near=0.002,
    mutants=(
        Mutant(
            "approximate", ALPHA * SIGMA**2 / (2 * CURVE), "Bu, αλ çok küçükken geçerli yaklaşıklık; burada αλ = 0.4."
        ),
        Mutant("deviation", 0.375, "Bu standart sapma; karesi soruluyor."),
        Mutant("loss", 0.28125, "Bu ortalama kayıp, yani ½·λ çarpı varyans; varyansın kendisi soruluyor."),
        Mutant("sigma_not_squared", ALPHA * SIGMA / (CURVE * 1.6), "σ'nın karesi girmeli: gürültünün varyansı σ²'dir."),
        Mutant("no_curvature", ALPHA * SIGMA**2 / 1.6, "Paydada λ çarpanı eksik."),
        Mutant("one_step", (ALPHA * SIGMA) ** 2, "Bu tek adımın kattığı varyans; adımlar birikir, çanak geri çeker."),
        Mutant("no_alpha", SIGMA**2 / (CURVE * 1.6), "α çarpanı eksik: α küçüldükçe top da küçülmeli."),
        Mutant("plus", ALPHA * SIGMA**2 / (CURVE * 2.4), "Paydada 2 - αλ var, 2 + αλ değil."),
        Mutant("zero", 0.0, "Gürültü her adımda yenileniyor; α sabitken varyans sıfıra inmez."),
    ),
    hints=(
        "Bir adım: w ← w - α(λw + σ·gürültü) = (1 - αλ)·w - ασ·gürültü. Varyans V iken sonraki varyans ne olur?",
        "Durağan hâlde V = (1-αλ)²·V + α²σ². V'yi çek.",
        "V = ασ² / (λ(2 - αλ)); sayıları koy.",
    ),
)

SHRINK = NumberTask(
    name="noise_ball_ratio",
    lesson="06",
    title="α'yı onda bire indirince",
    question="λ = 1, σ = 1. α = 0.5'ten 0.05'e iniyor: durağan kayıp kaç katı küçülür? (büyük kayıp bölü küçük kayıp)",
    expected=stationary_variance(0.5, 1, 1) / stationary_variance(0.05, 1, 1),
    tolerance=0.3,
    near=0.3,
    mutants=(
        Mutant("ten", 10.0, "α'nın küçüldüğü kadar demişsin; küçük α'larda öyledir. 0.5 küçük değil: 2 - αλ'ya bak."),
        Mutant(
            "square",
            100.0,
            "α² değil: α küçülünce gürültünün ittiği kadar çanağın geri çekişi de azalır; V, α ile orantılı kalır.",
        ),
        Mutant(
            "root",
            math.sqrt(10),
            "Bu, aşağı yukarı, topun YARIÇAPININ küçülmesi; kayıp yarıçapın karesiyle orantılıdır.",
        ),
        Mutant(
            "radius",
            math.sqrt(13),
            "Bu, topun yarıçapının (standart sapmanın) küçülmesi; kayıp onun karesiyle orantılıdır.",
        ),
        Mutant("inverted", 1 / 13, "Bölümü ters almışsın: büyük kayıp bölü küçük kayıp soruluyor."),
        Mutant("only_denominator", 1.3, "Yalnızca 2 - αλ'ların oranı bu; α çarpanı da değişiyor."),
        Mutant("divided_wrong", 10 / 1.3, "2 - αλ'lar ters girmiş: α büyükken payda küçüktür, kayıp daha da büyür."),
        Mutant("difference", 0.5 / 1.5 - 0.05 / 1.95, "Varyansların farkını almışsın; oranı soruluyor."),
        Mutant("one", 1.0, "Durağan kayıp α'ya bağlıdır; azaltmanın bütün amacı bu."),
    ),
    hints=(
        "Durağan kayıp ½·λ·V; λ aynı kaldığından V'lerin oranı yeter.",
        "V = ασ²/(λ(2-αλ)): 0.5/1.5 ile 0.05/1.95.",
        "Birinciyi ikinciye böl; 10'dan biraz büyük.",
    ),
)

TASKS = (INVERSE, TENTH, AVERAGE, BALL, SHRINK)
