"""06. dersin görevleri: oranın birimi ve sırası, onarılacak koşular, oranın ortalaması ve gürültü topunun boyu."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lrlab.core import Cosine, InverseTime, Linear, Schedule, Warmup
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- oranın birimi (adım mı, dönem mi) ve sırası (dönemden önce mi, sonra mı)


def _of_epoch(epoch: Callable[[Any, int], Any]) -> Callable[..., Any]:
    """1/(1 + rate·dönem), dönemi adımdan bulma biçimi değiştirilmiş hâliyle."""
    return lambda step, updates, lr, rate: lr / (1 + rate * epoch(step, updates))


EPOCH_TASK = FunctionTask(
    name="per_epoch_rate",
    title="Oran dönem başına",
    question="`step`. güncellemedeki oran (0'dan sayılır): α = lr / (1 + rate·dönem). Bir dönem `updates` "
    "güncellemedir; dönem de 0'dan sayılır ve oran dönem boyunca değişmez.",
    arguments=("step", "updates", "lr", "rate"),
    reference=lambda step, updates, lr, rate: InverseTime(lr, rate)(np.floor(step / updates)),
    cases=(
        Case("dönemde 5 güncelleme", (np.arange(21.0), 5, 0.2, 1.0)),
        Case("dönemde 23 güncelleme, rate = 0.5", (np.array([0.0, 22.0, 23.0, 45.0, 46.0, 230.0]), 23, 0.1, 0.5)),
        Case("karışık sırada, yinelenen adımlar", (np.array([14.0, 0.0, 6.0, 7.0, 70.0, 6.0]), 7, 1.375, 0.125)),
    ),
    plot=("`step` içindeki sıra", "öğrenme oranı"),
    mutants=(
        Mutant(
            "per_step",
            _of_epoch(lambda step, updates: step),
            "Oranı her GÜNCELLEMEDE azaltmışsın; dönemde bir azalmalı. Bir dönemde kaç güncelleme var?",
        ),
        Mutant(
            "fractional",
            _of_epoch(lambda step, updates: step / updates),
            "Oran dönemin içinde de azalıyor: dönem sayısı tam olmalı (//).",
        ),
        Mutant(
            "epoch_from_one",
            _of_epoch(lambda step, updates: step // updates + 1),
            "Dönemi 1'den saymışsın: ilk dönem azalmış oranla başlıyor.",
        ),
        Mutant(
            "one_epoch_late",
            _of_epoch(lambda step, updates: np.maximum(step // updates - 1, 0)),
            "Oran bir dönem geriden geliyor: her dönemin oranı o dönem BAŞLAMADAN kurulmalı.",
        ),
        Mutant(
            "one_step_early",
            _of_epoch(lambda step, updates: (step + 1) // updates),
            "Oran, dönemin son güncellemesinde değişiyor: adım 0'dan sayılıyor, bir eklemene gerek yok.",
        ),
        Mutant(
            "one_step_late",
            _of_epoch(lambda step, updates: np.maximum(step - 1, 0) // updates),
            "Yeni dönemin ilk güncellemesi hâlâ eski oranla: sınır bir adım geç.",
        ),
        Mutant(
            "ceil",
            _of_epoch(lambda step, updates: np.ceil(step / updates)),
            "Yukarı yuvarlamışsın: oran, dönemin 2. güncellemesinde azalıyor.",
        ),
        Mutant(
            "remainder",
            _of_epoch(lambda step, updates: step % updates),
            "Bu, dönemin içindeki sıra (%); kaçıncı dönem olduğu bölümdür (//).",
        ),
        Mutant(
            "no_one",
            lambda step, updates, lr, rate: lr / np.maximum(rate * (step // updates), 1),
            "Paydadaki 1'i unutmuşsun: formül 1 + rate·dönem.",
        ),
        Mutant(
            "no_rate",
            lambda step, updates, lr, rate: lr / (1 + step // updates),
            "`rate` kullanılmamış.",
        ),
        Mutant(
            "cumulative",
            lambda step, updates, lr, rate: (
                lr / np.array([np.prod(1 + rate * np.arange(int(s // updates) + 1)) for s in step])
            ),
            "Her dönemde bir önceki ORANI bölmüşsün; formül hep ilk orandan, `lr`den başlar.",
        ),
        Mutant(
            "no_parentheses",
            lambda step, updates, lr, rate: lr + rate * (step // updates),
            "Payda parantezsiz: `lr` önce 1'e bölünmüş, sonra rate·dönem EKLENMİŞ; oran büyüyor.",
        ),
        Mutant(
            "sum_times_epoch",
            lambda step, updates, lr, rate: lr / ((1 + rate) * (step // updates)),
            "Parantez yersiz: dönemle çarpılan yalnızca `rate`; 0. dönemde payda 0 olmamalı.",
        ),
        Mutant(
            "each_item",
            lambda step, updates, lr, rate: lr / (1 + rate * (np.arange(len(step)) // updates)),
            "Dönemi, adımın kendisinden değil listedeki YERİNDEN bulmuşsun; `step` 0, 1, 2, … olmayabilir.",
        ),
    ),
    hints=(
        "`step`. güncelleme kaçıncı dönemin içinde? 0'dan updates-1'e kadar olanlar 0. dönem.",
        "Dönem: step // updates.",
        "lr'yi 1 + rate çarpı o döneme böl.",
    ),
)


def _used(schedule: Schedule, first: float, epochs: int) -> list[float]:
    return [first, *(schedule(epoch) for epoch in range(epochs - 1))]


def _rates(formula: Callable[[Callable[[int], float], float, int], Sequence[float]]) -> Callable[..., Any]:
    return lambda schedule, first, epochs: formula(schedule, first, epochs)


ORDER_TASK = FunctionTask(
    name="late_rates",
    title="Oran dönemden sonra kurulursa",
    question="Bir döngü eniyileyiciyi `first` oranıyla kurar, oranı her dönemin SONUNDA schedule(o dönem) yapar; "
    "dönemler 0'dan sayılır. `epochs` dönemde sırayla hangi oranlar KULLANILIR? Liste döndür.",
    arguments=("schedule", "first", "epochs"),
    reference=_used,
    cases=(
        Case("ısınma + kosinüs", (Warmup(Cosine(0.3, 0.01, 15), 5), 0.3, 12)),
        Case("doğrusal", (Linear(0.5, 0.0, 10), 0.1, 6)),
        Case("tek dönem", (Cosine(0.3, 0.01, 20), 1.125, 1)),
    ),
    mutants=(
        Mutant(
            "right_order",
            _rates(lambda schedule, first, epochs: [schedule(e) for e in range(epochs)]),
            "Bu doğru sıranın oranları: her dönemden ÖNCE kurulsaydı. Burada oran dönemden sonra kuruluyor.",
        ),
        Mutant(
            "from_one",
            _rates(lambda schedule, first, epochs: [first, *(schedule(e) for e in range(1, epochs))]),
            "İlk dönem doğru, sonrası değil: 0. dönemin sonunda schedule'a hangi dönem verildi?",
        ),
        Mutant(
            "two_late",
            _rates(lambda schedule, first, epochs: [first, first, *(schedule(e) for e in range(epochs - 2))][:epochs]),
            "`first` iki dönem sürmüş: 0. dönem biter bitmez oran değişir.",
        ),
        Mutant(
            "one_more",
            _rates(lambda schedule, first, epochs: [first, *(schedule(e) for e in range(epochs))]),
            "Bir fazla oran: son dönemden sonra kurulan oran hiç kullanılmaz.",
        ),
        Mutant(
            "first_forgotten",
            _rates(lambda schedule, first, epochs: [schedule(max(e - 1, 0)) for e in range(epochs)]),
            "0. dönemde schedule daha çağrılmadı: o dönem hangi oranla geçti?",
        ),
        Mutant(
            "zero_first",
            _rates(lambda schedule, first, epochs: [0.0, *(schedule(e) for e in range(epochs - 1))]),
            "Eniyileyici 0 oranıyla değil, `first` ile kuruldu.",
        ),
        Mutant(
            "one_early",
            _rates(lambda schedule, first, epochs: [schedule(e + 1) for e in range(epochs)]),
            "Oranları bir dönem ERKENE almışsın; dönemden sonra kurulan oran bir dönem GEÇ kullanılır.",
        ),
        Mutant(
            "always_first",
            _rates(lambda schedule, first, epochs: [first] * epochs),
            "Oran hiç değişmemiş: her dönemin sonunda schedule'ın verdiği oran kurulur.",
        ),
    ),
    hints=(
        "Döngüyü kâğıda aç: kur (first), 0. dönem, kur, 1. dönem, kur, … Her dönem hangi orandan hemen sonra geliyor?",
        "1. dönem, 0. dönemin sonunda kurulan oranla geçer: schedule(0).",
        "Önce `first`, sonra schedule(0), schedule(1), …; toplam `epochs` tane.",
    ),
)

# ---- sayılar: azaltma formülleri, oranın ortalaması ve gürültü topunun boyu

LR, RATE, EPOCH = 0.2, 0.5, 4  # inverse_time_by_hand

INVERSE = NumberTask(
    name="inverse_time_by_hand",
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
            "one_more", LR / (1 + RATE * (EPOCH + 1)), "Bir dönem ileridesin: numara zaten 4, bir eklemene gerek yok."
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
        Mutant("no_parentheses", LR + RATE * EPOCH, "Paydanın parantezi eksik: α₀ önce 1'e bölünmüş."),
    ),
    hints=(
        "Önce paydayı hesapla: 1 + 0.5·4.",
        "α₀'ı paydaya böl.",
        "0.2 bölü 3.",
    ),
)

TENTH = NumberTask(
    name="epochs_to_tenth",
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
        Mutant("rounded_down", 44.0, "O dönemde oran daha onda birin üstünde: koyup hesapla."),
        Mutant("one_more", 46.0, "Onda birin altına indiği İLK dönem bu değil: daha küçüklerini de dene."),
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
    title="Kosinüsün ortalaması",
    question="Kosinüs 0.3'ten 0.01'e iniyor. Bütün süre boyunca oranın ortalaması kaç? (Eğri sürekli sayılsın.)",
    expected=(0.3 + 0.01) / 2,
    tolerance=0.0005,
    near=0.002,
    mutants=(
        Mutant("no_floor", 0.15, "Sonda varılan 0.01'i unutmuşsun: oran sıfıra inmiyor."),
        Mutant("difference", 0.145, "Farkın yarısını almışsın; eğri sıfıra değil, en küçük orana iniyor."),
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
        Mutant("sum", 0.31, "Uçları toplamışsın; iki ucun toplamı ortalama değildir."),
        Mutant("no_parentheses", 0.305, "Parantez eksik: yalnızca ikinci uç ikiye bölünmüş."),
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
        Mutant("deviation", 0.375, "Bu standart sapma; varyans soruluyor."),
        Mutant("loss", 0.28125, "Bu ortalama kayıp, yani ½·λ çarpı varyans; varyansın kendisi soruluyor."),
        Mutant("sigma_not_squared", ALPHA * SIGMA / (CURVE * 1.6), "σ'nın karesi girmeli: gürültünün varyansı σ²'dir."),
        Mutant("no_curvature", ALPHA * SIGMA**2 / 1.6, "Paydada λ çarpanı eksik."),
        Mutant("one_step", (ALPHA * SIGMA) ** 2, "Bu tek adımın kattığı varyans; adımlar birikir, çanak geri çeker."),
        Mutant("no_alpha", SIGMA**2 / (CURVE * 1.6), "α çarpanı eksik: α küçüldükçe top da küçülmeli."),
        Mutant("plus", ALPHA * SIGMA**2 / (CURVE * 2.4), "Paydada 2 - αλ var, 2 + αλ değil."),
        Mutant(
            "no_parentheses",
            ALPHA * SIGMA**2 / CURVE * 1.6,
            "Paydanın parantezi eksik: λ'ya bölünüp 2 - αλ ile ÇARPILMIŞ; ikisi de paydada.",
        ),
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
    title="α'yı onda bire indirince",
    question="λ = 1, σ = 1. α = 0.5'ten 0.05'e iniyor: durağan kayıp kaç kat küçülür? "
    "(büyük kayıp, küçük kaybın kaç katı?)",
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

# ---- onarılacak koşular: bir dönem geç kurulan oran, her minigrupta ilerleyen zamanlayıcı


def _noisy_run(rates: Callable[..., Any]) -> Callable[..., Any]:
    """f(w) = ½|w|²'de gürültülü iniş; `rates(epochs, updates, *ayarlar)` dönem dönem, her güncellemenin oranı."""

    def losses(w: Any, noise: Any, *settings: Any) -> list[float]:
        found = []
        for epoch, used in zip(noise, rates(*noise.shape[:2], *settings), strict=True):
            for one, lr in zip(epoch, used, strict=True):
                w = w - lr * (w + one)
                found.append(np.sum(w**2) / 2)
        return found

    return losses


def _per_epoch(rate: Callable[..., float]) -> Callable[..., Any]:
    """Oranı dönem boyunca değişmeyen koşu; `rate(dönem, *ayarlar)`."""
    return lambda epochs, updates, *settings: [[rate(e, *settings)] * updates for e in range(epochs)]


def _run_case(label: str, size: int, epochs: int, updates: int, *settings: Any) -> Case:
    rng = np.random.default_rng((size, epochs, updates))
    return Case(label, (rng.normal(0, 3, size), rng.normal(size=(epochs, updates, size)), *settings))


def _slow_start(epoch: int) -> float:
    return 0.05 if epoch == 0 else 0.5 * 0.5 ** (epoch - 1)


def _rise_and_rest(epoch: int) -> float:
    return {0: 0.5, 1: 0.75}.get(epoch, 0.0)


def _stairs(epoch: int) -> float:
    return 0.8 * 0.1 ** (epoch // 2)


SCHEDULED = FunctionTask(
    name="scheduled_losses",
    title="Onar: geç kalan oran",
    question=(
        "Zamanlayıcı ilk dönem için küçük bir oran veriyor, ama koşu ilk dönemde savruluyor. Tek hatayı bul ve onar; "
        "her güncellemeden sonraki kaybı döndür."
    ),
    arguments=("w", "noise", "schedule", "first"),
    reference=_noisy_run(_per_epoch(lambda epoch, schedule, first: schedule(epoch))),
    given=_noisy_run(_per_epoch(lambda epoch, schedule, first: schedule(epoch - 1) if epoch else first)),
    cases=(
        _run_case("ısınan, sonra yarılanan oran", 2, 5, 10, _slow_start, 2.1),
        _run_case("iki dönemde bir onda bir", 3, 7, 2, _stairs, 1.5),
        _run_case("tek dönem, tek güncelleme", 1, 1, 1, _slow_start, 1.0),
        _run_case("baştakinden büyüyen, sonra 0 olan oran", 2, 4, 3, _rise_and_rest, 0.25),
    ),
    mutants=(
        Mutant(
            "first_kept",
            _noisy_run(_per_epoch(lambda epoch, schedule, first: schedule(epoch) if epoch else first)),
            "Sonraki dönemler yerine oturdu, ama ilk dönem hâlâ eniyileyicinin kendi oranıyla geçiyor.",
        ),
        Mutant(
            "one_early",
            _noisy_run(_per_epoch(lambda epoch, schedule, first: schedule(epoch + 1))),
            "Her dönem, bir SONRAKİNİN oranını kullanıyor: dönemler 0'dan sayılıyor.",
        ),
        Mutant(
            "started_right",
            _noisy_run(_per_epoch(lambda epoch, schedule, first: schedule(max(epoch - 1, 0)))),
            "İlk oran düzeldi, ama sonrakiler hâlâ bir dönem geç: 0. dönemin oranı iki dönem kullanılıyor.",
        ),
        Mutant(
            "constant",
            _noisy_run(_per_epoch(lambda epoch, schedule, first: first)),
            "Zamanlayıcı hiç kullanılmıyor: oran hep baştaki.",
        ),
        Mutant(
            "per_update",
            _noisy_run(
                lambda epochs, updates, schedule, first: [
                    [schedule(e * updates + k) for k in range(updates)] for e in range(epochs)
                ]
            ),
            "Zamanlayıcıya güncelleme numarası veriyorsun: o, dönem numarası bekliyor.",
        ),
    ),
    hints=(
        "Her dönemin başında `print(epoch, lr)` yaz ve zamanlayıcınınkiyle karşılaştır.",
        "Oran hangi satırda kuruluyor: dönem başlamadan mı, bittikten sonra mı?",
        "`lr = schedule(epoch)` satırı güncellemelerden önce gelmeli.",
    ),
    plot=("güncelleme", "kayıp"),
)


def _annealed(epoch: float, epochs: float, lr: float) -> float:
    return lr * (1 + math.cos(math.pi * epoch / epochs)) / 2


def _cosine_rates(
    position: Callable[[int, int, int], float], period: Callable[[int, int], float]
) -> Callable[..., Any]:
    """torch'un kosinüsü: `position(dönem, sıra, güncelleme)` adımında, `period(dönem, güncelleme)` süreyle."""
    return lambda epochs, updates, lr: [
        [_annealed(position(e, k, updates), period(epochs, updates), lr) for k in range(updates)] for e in range(epochs)
    ]


COSINE_RUN = FunctionTask(
    name="cosine_losses",
    title="Onar: inip çıkan kosinüs",
    question=(
        "CosineAnnealingLR oranı eğitim boyunca bir kez, sonuna dek indirmeliydi (dönem dönem, T_max = dönem sayısı); "
        "kayıp eğitimin sonunda bile yeniden fırlıyor. Tek hatayı bul ve onar; her güncellemeden sonraki kaybı döndür."
    ),
    arguments=("w", "noise", "lr"),
    reference=_noisy_run(_cosine_rates(lambda e, k, updates: e, lambda epochs, updates: epochs)),
    given=_noisy_run(_cosine_rates(lambda e, k, updates: e * updates + k, lambda epochs, updates: epochs)),
    cases=(
        _run_case("6 dönem, 20 güncelleme", 20, 6, 20, 1.4875),
        _run_case("3 dönem, 4 güncelleme", 1, 3, 4, 0.875),
        _run_case("2 dönem, 1 güncelleme", 3, 2, 1, 0.5),
    ),
    mutants=(
        Mutant(
            "per_update",
            _noisy_run(_cosine_rates(lambda e, k, updates: e * updates + k, lambda epochs, updates: epochs * updates)),
            "T_max'ı güncelleme sayısı yapmışsın: o da bir kez iner, ama her güncellemede. Burada oran dönem dönem "
            "değişsin.",
        ),
        Mutant(
            "one_late",
            _noisy_run(_cosine_rates(lambda e, k, updates: max(e - 1, 0), lambda epochs, updates: epochs)),
            "Oran bir dönem geç iniyor: ilk dönem bitince zamanlayıcı ilerlemeli.",
        ),
        Mutant(
            "one_early",
            _noisy_run(_cosine_rates(lambda e, k, updates: e + 1, lambda epochs, updates: epochs)),
            "Zamanlayıcı dönemin başında ilerliyor: ilk dönem, en büyük oranla geçmeliydi.",
        ),
        Mutant(
            "constant",
            _noisy_run(_cosine_rates(lambda e, k, updates: 0, lambda epochs, updates: epochs)),
            "Zamanlayıcı hiç ilerlemiyor: oran hep baştaki.",
        ),
    ),
    hints=(
        'Her güncellemede `optimizer.param_groups[0]["lr"]` değerini yazdır. Kaç kez inip çıkıyor?',
        "torch'un kosinüsü T_max'tan sonra yeniden yükselir. `scheduler.step()` kaç kez çağrılıyor?",
        "`scheduler.step()` içteki döngüde: dönemde bir kez çağrılacak yere al.",
    ),
    plot=("güncelleme", "kayıp"),
)

TASKS = (
    BALL,
    EPOCH_TASK,
    SCHEDULED,
    COSINE_RUN,
    INVERSE,
    TENTH,
    AVERAGE,
    ORDER_TASK,
    SHRINK,
)
CORE = (BALL, EPOCH_TASK, SCHEDULED)  # ana yol
