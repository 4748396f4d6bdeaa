"""09. dersin görevleri: log ölçekte çekme, geçerlemede seçme, beklenen iyileşme ve aramanın bedeli."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask
from lrlab.hpo.searchers.bayes import expected_improvement
from lrlab.hpo.space.space import Float

# ---- log_uniform


def _log_uniform(u: np.ndarray, low: float, high: float) -> np.ndarray:
    domain = Float(low, high, log=True)
    return np.array([domain.at(float(each)) for each in u])


LOG_TASK = FunctionTask(
    name="log_uniform",
    title="Log ölçekte çekme",
    question="`u`, [0, 1) aralığında düzgün dağılmış sayıların dizisi. Onları `low` ile `high` arasında LOG ölçekte "
    "düzgün dağılan sayılara çevir: u = 0 `low`a gider, her 10 katlık aralığa eşit sayıda çekim düşer.",
    arguments=("u", "low", "high"),
    reference=_log_uniform,
    cases=(
        Case("10⁻⁴ ile 1 arası", (np.linspace(0, 1, 21)[:-1], 1e-4, 1.0)),
        Case("8 ile 512 arası", (np.array([0.5, 0.0, 0.999, 0.25]), 8.0, 512.0)),
        Case("0.5 ile 0.9 arası", (np.array([0.1, 0.9]), 0.5, 0.9)),
        Case("0.125 ile 0.875 arası, yinelenen u", (np.array([0.3, 0.3, 0.0]), 0.125, 0.875)),
    ),
    plot=("u'nun sırası", "değer"),
    mutants=(
        Mutant(
            "log_forgotten",
            lambda u, low, high: low + u * (high - low),
            "Log ölçek unutulmuş: bu DOĞRUSAL ölçek. Çekimlerin onda dokuzu en üstteki 10 katlık aralığa düşer.",
        ),
        Mutant(
            "still_log",
            lambda u, low, high: np.log(low) + u * (np.log(high) - np.log(low)),
            "Logaritmada kalmışsın: sonuç değerin kendisi değil, logaritması. Geri dön (exp).",
        ),
        Mutant(
            "still_log10",
            lambda u, low, high: np.log10(low) + u * (np.log10(high) - np.log10(low)),
            "log10'da kalmışsın: sonuç değerin kendisi değil, üssü. Geri dön (10 üzeri).",
        ),
        Mutant(
            "bases_mixed",
            lambda u, low, high: np.exp(np.log10(low) + u * (np.log10(high) - np.log10(low))),
            "Tabanlar karışmış: log10 ile gidip exp ile dönmüşsün. log ile exp ya da log10 ile 10 üzeri.",
        ),
        Mutant(
            "bases_mixed_back",
            lambda u, low, high: 10 ** (np.log(low) + u * (np.log(high) - np.log(low))),
            "Tabanlar karışmış: log ile gidip 10 üzeriyle dönmüşsün. log ile exp ya da log10 ile 10 üzeri.",
        ),
        Mutant(
            "one_decade",
            lambda u, low, high: low * 10**u,
            "Hep tek bir 10 katlık aralık: `high` kullanılmamış.",
        ),
        Mutant(
            "difference",
            lambda u, low, high: low * (high - low) ** u,
            "Farkın kuvvetini almışsın; log ölçekte uzaklık farkla değil ORANLA ölçülür.",
        ),
        Mutant(
            "no_low",
            lambda u, low, high: (high / low) ** u,
            "Başlangıç noktası eksik: u = 0 iken 1 çıkıyor, `low` çıkmalı.",
        ),
        Mutant(
            "reversed",
            lambda u, low, high: high * (low / high) ** u,
            "Ters yönde: u = 0 `high`a gidiyor. Dağılım aynı ama istenen dönüşüm u = 0'ı `low`a götürüyor.",
        ),
        Mutant(
            "log_of_linear",
            lambda u, low, high: np.log(low + u * (high - low)),
            "Önce doğrusal çekip sonra logaritma almışsın; sıra tersi: logaritmada düzgün çek, sonra geri dön.",
        ),
        Mutant(
            "no_parentheses",
            lambda u, low, high: low * high / low**u,
            "Oranın parantezi eksik: kuvveti alınan yalnızca `low`; u = 0 iken `low` çıkmıyor.",
        ),
        Mutant(
            "log_parentheses",
            lambda u, low, high: np.exp(np.log(low) + u * np.log(high) - np.log(low)),
            "`low` sonuca hiç girmemiş: farkın parantezi eksik olabilir (u yalnızca log(high)'ı çarpıyor).",
        ),
        Mutant(
            "each_item",
            lambda u, low, high: low * (high / low) ** (np.arange(len(u)) / len(u)),
            "`u`nun değerlerini değil, listedeki yerlerini kullanmışsın; sayılar sıralı ve eşit aralıklı gelmeyebilir.",
        ),
    ),
    hints=(
        "Değerin kendisi değil, logaritması düzgün dağılsın: log(low) ile log(high) arasında çek.",
        "log(değer) = log(low) + u·(log(high) - log(low)). İki yanın exp'ini al.",
        "exp(a + u·(b - a)) ile low·(high/low)^u aynı şeydir.",
    ),
)

# ---- geçerlemede seçme ve o ana dek en iyi hata

VALIDATION = np.array([0.91, 0.94, 0.93, 0.94, 0.88, 0.94])
TEST = np.array([0.96, 0.92, 0.95, 0.93, 0.87, 0.90])

BEST_TASK = FunctionTask(
    name="best_on_validation",
    title="Geçerlemede seç, testte söyle",
    question="`validation[i]` ile `test[i]`, i. yapılandırmanın geçerleme ve test doğruluğu. GEÇERLEMEDE seçilen "
    "yapılandırmanın test doğruluğunu döndür; eşitlikte önce gelen seçilir.",
    arguments=("validation", "test"),
    reference=lambda validation, test: test[np.argmax(validation)],
    cases=(
        Case("altı yapılandırma, üç birinci", (VALIDATION, TEST)),
        Case("üç yapılandırma", (np.array([0.7, 0.5, 0.8]), np.array([0.9, 0.4, 0.6]))),
        Case("seçilen sonda, testin en iyisi ortada", (np.array([0.6, 0.4, 0.7]), np.array([0.5, 0.8125, 0.6875]))),
        Case("tek yapılandırma", (np.array([0.81]), np.array([0.79]))),
    ),
    mutants=(
        Mutant(
            "best_on_test",
            lambda validation, test: np.max(test),
            "Seçimi TEST verisiyle yapmışsın: o veri seçime karışınca artık yeni veri değildir, sonuç iyimser çıkar.",
        ),
        Mutant(
            "validation_score",
            lambda validation, test: np.max(validation),
            "Seçilenin GEÇERLEME doğruluğunu döndürmüşsün; seçimde kullanılan ölçüm olduğundan iyi görünür.",
        ),
        Mutant(
            "test_choice",
            lambda validation, test: validation[np.argmax(test)],
            "İki küme yer değiştirmiş: testte seçip geçerlemede ölçüyorsun.",
        ),
        Mutant(
            "argmin",
            lambda validation, test: test[np.argmin(validation)],
            "En kötüsünü seçmişsin: bunlar doğruluk, büyük olan iyi.",
        ),
        Mutant(
            "last_tie",
            lambda validation, test: test[len(validation) - 1 - np.argmax(validation[::-1])],
            "Eşitlikte sonra geleni seçmişsin; önce gelen seçilmeli.",
        ),
        Mutant(
            "tie_by_test",
            lambda validation, test: np.max(test[validation == validation.max()]),
            "Eşitliği test verisi bozuyor: o veri hiçbir seçime, eşitlik bozmaya bile karışmamalı.",
        ),
        Mutant(
            "sum",
            lambda validation, test: test[np.argmax(validation + test)],
            "Seçime test doğruluğunu da katmışsın; seçerken yalnızca geçerlemeye bakılır.",
        ),
        Mutant(
            "index",
            lambda validation, test: np.argmax(validation),
            "Bu, seçilenin kaçıncı olduğu; onun test doğruluğu soruluyor.",
        ),
        Mutant(
            "mean",
            lambda validation, test: np.mean(test),
            "Bütün yapılandırmaların ortalaması bu; yalnızca seçilenin test doğruluğu soruluyor.",
        ),
    ),
    hints=(
        "İki iş var: seçmek (hangi dizi?) ve sonucu söylemek (hangi dizi?).",
        "np.argmax, en büyük öğenin sırasını verir; eşitlikte ilkini.",
        "Seçimi `validation` ile yap, o sıradaki `test` öğesini ver.",
    ),
)

ERRORS = [0.5, np.nan, 0.3, 0.4, np.nan, 0.35, 0.2, 0.6]


def _running_best(errors: list[float]) -> np.ndarray:
    """`Tuning.trajectory`deki gibi: başarısız deneme sonsuz hatadır."""
    return np.minimum.accumulate(np.where(np.isnan(errors), np.inf, errors))


INCUMBENT_TASK = FunctionTask(
    name="incumbent",
    title="O ana dek en iyi",
    question="`errors`, denemelerin bitiş sırasıyla hatalarının listesi; başarısız denemeninki NaN. Her denemeden "
    "sonraki, o ana dek en küçük hatayı döndür (liste ya da dizi). NaN'lar atlanır; hiç sonuç yokken sonsuz (inf).",
    arguments=("errors",),
    reference=_running_best,
    cases=(
        Case("arada başarısız denemeler", (ERRORS,)),
        Case("ilk iki deneme başarısız", ([np.nan, np.nan, 0.4, 0.7, 0.1, 0.3],)),
        Case("hepsi başarılı", ([0.9, 0.8, 0.85, 0.2],)),
        Case("1'den büyük ve eşit hatalar", ([3.5, 3.5, np.nan, 2.25, 4.0, 2.25],)),
        Case("hatasız bir deneme (tam 0)", ([0.3, 0.0, 0.2],)),
        Case("eksi hatalar (log olabilirlik)", ([1.0625, -0.5, np.nan, -0.4, -1.9375],)),
        Case("tek deneme, başarısız", ([np.nan],)),
    ),
    plot=("deneme", "en küçük hata"),
    mutants=(
        Mutant(
            "nan_spreads",
            np.minimum.accumulate,
            "İlk NaN'dan sonra her şey NaN: başarısız bir deneme bütün aramayı siliyor. np.minimum NaN'ı yayar.",
        ),
        Mutant(
            "whole_minimum",
            lambda errors: np.full(len(errors), np.fmin.reduce(errors)),
            "Her yerde bütün aramanın en küçüğü var: henüz bitmemiş denemeler bilinemez.",
        ),
        Mutant(
            "nan_is_zero",
            lambda errors: np.minimum.accumulate(np.nan_to_num(errors)),
            "NaN'ı 0 saymışsın: başarısız deneme kusursuz görünüyor.",
        ),
        Mutant(
            "largest",
            np.fmax.accumulate,
            "En BÜYÜK hatayı tutuyorsun; hata küçüldükçe iyidir.",
        ),
        Mutant(
            "raw",
            np.copy,
            "Her denemenin kendi hatası bu; o ana kadarkilerin en küçüğü isteniyor.",
        ),
        Mutant(
            "last_finite",
            lambda errors: np.array(errors)[np.maximum.accumulate(np.arange(len(errors)) * ~np.isnan(errors))],
            "NaN'ların yerine bir önceki hatayı koymuşsun; ama çizgi yine de artabiliyor.",
        ),
        Mutant(
            "nan_stays",
            lambda errors: np.where(np.isnan(errors), np.nan, _running_best(errors)),
            "Başarısız denemenin yerinde NaN bırakmışsın; o ana dek en iyi, o sırada da bilinir.",
        ),
        Mutant(
            "dropped",
            lambda errors: np.minimum.accumulate([error for error in errors if not np.isnan(error)]),
            "Başarısız denemeler diziden atılmış: sonuç kısaldı, sıralar kaydı.",
        ),
        Mutant(
            "nan_start",
            lambda errors: np.fmin.accumulate(errors),
            "Doğru, ama hiç sonuç yokken NaN yazıyor; orada sonsuz (inf) isteniyor: her sonuç ondan iyidir.",
        ),
        Mutant(
            "starts_at_first",
            lambda errors: np.full(len(errors), np.nan) if np.isnan(errors[0]) else _running_best(errors),
            "İlk deneme başarısızsa hep NaN kalıyor: başlangıç sonsuz (inf) olmalı, NaN'lar karşılaştırmaya girmemeli.",
        ),
        Mutant(
            "one_late",
            lambda errors: np.concatenate([[np.inf], _running_best(errors)[:-1]]),
            "Bir deneme geriden geliyor: biten denemenin kendisi de sayılır.",
        ),
    ),
    hints=(
        "Bir değişken o ana dek en iyiyi tutsun; sonsuzdan (float('inf')) başlasın, gerektikçe küçülsün.",
        "NaN ile karşılaştırma hep yanlıştır: `if error < best` NaN'da işlemez, onu kendiliğinden atlar.",
        "Her denemeden sonra değişkeni listeye ekle; başarısız denemede de, değişmemiş hâliyle.",
    ),
)

# ---- expected_improvement: bir adayın beklenen iyileşmesi, hatayı küçültürken

MEAN = np.array([0.30, 0.20, 0.25, 0.40, 0.10, 0.30, 0.22])
SD = np.array([0.05, 0.10, 0.00, 0.20, 0.00, 0.00, 0.01])


def _below(z: np.ndarray) -> np.ndarray:
    """Standart normal bir sayının z'den küçük olma olasılığı, Φ(z)."""
    return np.array([(1 + math.erf(each / math.sqrt(2))) / 2 for each in np.ravel(z)]).reshape(np.shape(z))


def _density(z: np.ndarray) -> np.ndarray:
    """Standart normal yoğunluk, φ(z)."""
    return np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def _changed(formula: Callable[..., np.ndarray]) -> Callable[..., Any]:
    """(kazanç, sd, z) ile yazılmış bir formül; sd = 0 olan adaylarda doğru yanıt olan max(kazanç, 0)."""

    def answer(mean: np.ndarray, sd: np.ndarray, best: float) -> np.ndarray:
        gain, safe = best - mean, np.where(sd > 0, sd, 1.0)
        return np.where(sd > 0, formula(gain, safe, gain / safe), np.maximum(gain, 0))

    return answer


def _loose(mean: np.ndarray, sd: np.ndarray, best: float) -> np.ndarray:
    """z'nin parantezi eksik: best - mean/sd."""
    return _changed(lambda gain, safe, z: gain * _below(best - mean / safe) + safe * _density(best - mean / safe))(
        mean, sd, best
    )


def _careless(mean: np.ndarray, sd: np.ndarray, best: float) -> np.ndarray:
    z = (best - mean) / sd
    return (best - mean) * _below(z) + sd * _density(z)


EI_TASK = FunctionTask(
    name="expected_improvement",
    title="Beklenen iyileşme",
    question="Vekil model adayların hatasını `mean` ± `sd` (normal dağılım) kestiriyor; o ana dek en küçük hata "
    "`best`. Beklenen iyileşmeyi, max(best - hata, 0)'ın ortalamasını, her aday için döndür; sd 0 da olabilir.",
    arguments=("mean", "sd", "best"),
    reference=expected_improvement,
    cases=(
        Case("bir doğru boyunca 13 aday", (np.linspace(0.2, 0.5, 13), np.linspace(0.02, 0.2, 13), 0.3)),
        Case("yedi aday, üçünde sd = 0", (MEAN, SD, 0.25)),
        Case("hepsi kötü görünüyor", (np.array([0.5, 0.6, 0.9]), np.array([0.1, 0.3, 0.05]), 0.4)),
        Case("eksi ve büyük değerler", (np.array([-1.5, 2.0, 0.3]), np.array([3.0, 1.5, 0.004]), 1.125)),
    ),
    plot=("aday", "beklenen iyileşme"),
    mutants=(
        Mutant(
            "maximised",
            _changed(lambda gain, sd, z: -gain * _below(-z) + sd * _density(z)),
            "İşaret ters: bu, BÜYÜTÜRKEN beklenen iyileşme. Hata küçülsün istiyoruz: kazanç best - mean.",
        ),
        Mutant(
            "sign_in_z",
            _changed(lambda gain, sd, z: gain * _below(-z) + sd * _density(z)),
            "z'nin işareti ters: z = (best - mean)/sd olmalı, çarpandaki kazançla aynı işaretli.",
        ),
        Mutant(
            "minus_density",
            _changed(lambda gain, sd, z: gain * _below(z) - sd * _density(z)),
            "İkinci terim çıkarılmış: belirsizlik iyileşme umudunu artırır, azaltmaz.",
        ),
        Mutant(
            "no_density",
            _changed(lambda gain, sd, z: gain * _below(z)),
            "İkinci terim (sd·φ(z)) yok: ortalaması kötü ama belirsiz adaylar eksi değer alıyor.",
        ),
        Mutant(
            "no_probability",
            _changed(lambda gain, sd, z: gain + sd * _density(z)),
            "Kazanç, iyileşme olasılığıyla (Φ(z)) çarpılmamış.",
        ),
        Mutant(
            "swapped",
            _changed(lambda gain, sd, z: gain * _density(z) + sd * _below(z)),
            "Φ ile φ yer değiştirmiş: kazanç olasılıkla (cdf), sd yoğunlukla (pdf) çarpılır.",
        ),
        Mutant(
            "no_sd",
            _changed(lambda gain, sd, z: gain * _below(z) + _density(z)),
            "φ(z), sd ile çarpılmamış: belirsizliği küçük adaylar da büyük görünüyor.",
        ),
        Mutant(
            "variance",
            lambda mean, sd, best: _changed(
                lambda gain, sd, z: gain * _below(gain / sd**2) + sd * _density(gain / sd**2)
            )(mean, sd, best),
            "z'yi varyansa bölmüşsün; standart sapmaya bölünür.",
        ),
        Mutant(
            "probability",
            _changed(lambda gain, sd, z: _below(z)),
            "Bu, iyileşme OLASILIĞI: kıl payı iyileşme ile büyük iyileşmeyi bir tutar.",
        ),
        Mutant(
            "greedy",
            lambda mean, sd, best: np.maximum(best - mean, 0),
            "Belirsizlik hiç kullanılmamış: ortalaması kötü ama belirsiz adayların da umudu var.",
        ),
        Mutant(
            "zero_division",
            _careless,
            "sd = 0 olan adaylarda 0'a bölmüşsün: orada belirsizlik yok, kazanç bellidir. Onları ayrıca ele al.",
        ),
        Mutant(
            "certain_is_zero",
            lambda mean, sd, best: np.where(sd > 0, expected_improvement(mean, sd, best), 0.0),
            "sd = 0 olanlara hep 0 vermişsin; ortalaması best'ten küçükse iyileşme kesindir.",
        ),
        Mutant(
            "certain_negative",
            lambda mean, sd, best: np.where(sd > 0, expected_improvement(mean, sd, best), best - mean),
            "sd = 0 iken eksi değer çıkıyor: kötüleşme eksi değil, 0 sayılır.",
        ),
        Mutant(
            "z_parentheses",
            _loose,
            "z'nin parantezi eksik: best - mean/sd yazınca yalnızca mean bölünür.",
        ),
        Mutant(
            "gain_parentheses",
            lambda mean, sd, best: _changed(lambda gain, safe, z: best - mean * _below(z) + safe * _density(z))(
                mean, sd, best
            ),
            "Kazancın parantezi eksik: Φ(z) yalnızca mean'i çarpmış.",
        ),
    ),
    hints=(
        "z = (best - mean)/sd. Formül: (best - mean)·Φ(z) + sd·φ(z).",
        "Φ için scipy.stats.norm.cdf, φ için norm.pdf. sd = 0 olan adayları ayır (np.where).",
        "sd = 0 iken yanıt max(best - mean, 0). Bölmeyi np.where(sd > 0, sd, 1) ile güvenli yap.",
    ),
)

# ---- sayılar: ızgaranın bedeli, rastgele aramanın şansı, log ölçek ve bir şarabın ağırlığı

GRID = NumberTask(
    name="grid_fits",
    title="Izgara kaç model eğitir?",
    question="GridSearchCV 1200 yapılandırmayı 5 katlı çapraz geçerlemeyle deniyor; refit=True (varsayılan). Toplam "
    "kaç model eğitilir?",
    expected=6001.0,
    tolerance=0.4,
    near=0.4,
    units=("model", "eğitim"),
    mutants=(
        Mutant("refit", 6000.0, "Katlar tamam; ama refit=True: arama bitince ne yapılır?"),
        Mutant("no_folds", 1200.0, "Bu, yapılandırmaların sayısı; her biri kaç kez eğitilir?"),
        Mutant("no_folds_refit", 1201.0, "refit'i hatırlamışsın; ama her yapılandırma her kat için bir kez eğitilir."),
        Mutant("refit_each", 7200.0, "refit her yapılandırma için değil, yalnızca en iyisi için yapılır."),
        Mutant("refit_folds", 6005.0, "refit çapraz geçerleme yapmaz: bütün eğitim verisiyle tek eğitimdir."),
        Mutant(
            "four_folds", 4800.0, "Her eğitimde 4 kat kullanılır, ama eğitim beş kez yapılır: her kat bir kez dışarıda."
        ),
        Mutant(
            "four_folds_refit", 4801.0, "Her eğitimde 4 kat kullanılır, ama eğitim beş kez yapılır; refit'i saymışsın."
        ),
        Mutant("added", 1205.0, "Yapılandırmalarla katları toplamışsın; her yapılandırma her katta eğitilir."),
        Mutant("random", 1000.0, "Bu, 200 yapılandırmalı rastgele aramanın sayısı."),
    ),
    hints=(
        "Bir yapılandırma için 5 katlı çapraz geçerleme kaç eğitimdir?",
        "1200 çarpı 5. Sonra refit=True ne ekler?",
        "refit, en iyi yapılandırmayı bütün eğitim verisiyle bir kez daha eğitir.",
    ),
)

HITS = NumberTask(
    name="random_hits",
    title="60 deneme yeter mi?",
    question="Yapılandırmaların en iyi yüzde 5'i işini görüyor. 60 bağımsız rastgele denemeden en az birinin bu "
    "bölgeye düşme olasılığı kaçtır? (üç ondalık)",
    expected=1 - 0.95**60,
    tolerance=0.0006,
    near=0.0006,
    mutants=(
        Mutant("all_miss", 0.95**60, "Bu, HİÇBİRİNİN düşmeme olasılığı; en az birinin düşmesi onun tümleyenidir."),
        Mutant("sum", 3.0, "Olasılıkları toplamışsın; olasılık 1'i geçemez. Bu, düşenlerin beklenen sayısı."),
        Mutant("capped", 1.0, "Kesin değil: 60 denemenin hepsi de ıskalayabilir."),
        Mutant("one_miss", 0.95, "Bu, tek denemenin ıskalama olasılığı; deneme 60 tane."),
        Mutant("one_hit", 0.05, "Bu, tek denemenin düşme olasılığı; deneme 60 tane."),
        Mutant("exactly_one", 60 * 0.05 * 0.95**59, "Bu, TAM birinin düşme olasılığı; en az biri soruluyor."),
        Mutant("one_less", 1 - 0.95**59, "Bu, 59 denemenin olasılığı."),
        Mutant("percent", 100 * (1 - 0.95**60), "Yüzde olarak yazmışsın; 0 ile 1 arası bir sayı yaz."),
        Mutant("percent_rounded", 95.4, "Bu, yüzde olarak; 0 ile 1 arası, üç ondalıklı bir sayı yaz."),
        Mutant("percent_ten", 1 - 0.9**60, "Bu, en iyi yüzde 10 için; soru yüzde 5."),
        Mutant("percent_one", 1 - 0.99**60, "Bu, en iyi yüzde 1 için; soru yüzde 5."),
        Mutant(
            "product_for_power", 1 - 0.95 * 60, "0.95'i 60 ile çarpmışsın: bağımsız olayların olasılıkları çarpılır."
        ),
    ),
    hints=(
        "Tersini hesaplamak kolay: 60 denemenin hepsinin ıskalama olasılığı.",
        "Bir deneme 0.95 olasılıkla ıskalar; denemeler bağımsızsa olasılıklar çarpılır.",
        "1'den 0.95'in 60. kuvvetini çıkar.",
    ),
)

WINE = NumberTask(
    name="one_wine",
    title="Bir şarabın ağırlığı",
    question="Test kümesinde 54 şarap var. Bir şarabı doğru ya da yanlış bilmek doğruluğu kaç yüzde puanı "
    "değiştirir? (iki ondalık)",
    expected=100 / 54,
    tolerance=0.006,
    near=0.006,
    units=("puan", "yüzde puan", "yüzde puanı", "%"),
    mutants=(
        Mutant("fraction", 1 / 54, "Bu, oran olarak; yüzde puan olarak yaz."),
        Mutant("all_wines", 100 / 178, "178, bütün şarapların sayısı; doğruluk test kümesinde ölçülüyor."),
        Mutant("training_wines", 100 / 124, "124, eğitim kümesindeki şarapların sayısı; doğruluk testte ölçülüyor."),
        Mutant("one_class", 100 / 18, "54'ü üç sınıfa bölmüşsün; doğruluğun paydası bütün test kümesidir."),
        Mutant("rounded", 1.8, "Yuvarlanmış doğrulukları (0.981 ile 0.963) çıkarmışsın; 54 üzerinden hesapla."),
        Mutant("two_wines", 200 / 54, "Bu, iki şarap: 0.944 ile 0.981 arası."),
        Mutant("count", 54.0, "Bu, kümenin büyüklüğü; bir tanesinin yüzde kaç ettiği soruluyor."),
        Mutant("out_of_53", 100 / 53, "Payda 54: değişen şarap da kümenin içinde."),
    ),
    hints=(
        "Doğruluk = doğru bilinenler / 54.",
        "Bir şarap, üstteki sayıyı bir değiştirir: doğruluk 1/54 değişir.",
        "1/54'ü 100 ile çarp.",
    ),
)

SHARE = NumberTask(
    name="top_decade_share",
    title="Doğrusal çekimler nereye düşer?",
    question="Öğrenme oranı 0.0001 ile 1 arasından DOĞRUSAL ölçekte çekiliyor. Çekimlerin ne kadarı 0.1'den "
    "büyüktür? (oran olarak, iki ondalık)",
    expected=0.9 / 0.9999,
    tolerance=0.002,
    near=0.002,
    mutants=(
        Mutant("log", 0.25, "Bu, LOG ölçekte: dört 10 katlık aralığın birine düşen oran. Soru doğrusal ölçek."),
        Mutant("below", 1 - 0.9 / 0.9999, "Bu, 0.1'den küçük olanların oranı."),
        Mutant("half", 0.5, "Ortadan bölünmüyor: 0.1 ile 1 arası, bütün aralığın ne kadarıdır?"),
        Mutant("log_below", 0.75, "Bu, log ölçekte 0.1'den KÜÇÜK olanların oranı."),
        Mutant("above_hundredth", 0.99 / 0.9999, "Bu, 0.01'den büyük olanların oranı; soru 0.1."),
        Mutant("middle_decade", 0.09 / 0.9999, "Bu, 0.01 ile 0.1 arasına düşen oran; 0.1'in üstü soruluyor."),
        Mutant("percent", 90.0, "Yüzde olarak yazmışsın; oran olarak yaz."),
    ),
    hints=(
        "Doğrusal ölçekte bir aralığa düşen oran, uzunluğuyla orantılıdır.",
        "0.1'den 1'e uzunluk 0.9; bütün aralığın uzunluğu 1 - 0.0001.",
        "İkisinin oranı; paydayı 1 saysan da olur.",
    ),
)

VALUES = NumberTask(
    name="grid_values",
    title="Izgara kaç farklı oran dener?",
    question="Üç hiperparametreli bir ızgara, her eksende eşit sayıda değerle, 64 eğitim yapıyor. Sonucu yalnızca "
    "öğrenme oranı belirliyorsa kaç farklı şey denenmiş olur?",
    expected=4.0,
    tolerance=0.1,
    near=0.1,
    mutants=(
        Mutant("random", 64.0, "Bu, 64 RASTGELE denemenin yanıtı. Izgarada aynı oran birçok kez yinelenir."),
        Mutant("repeats", 16.0, "Bu, aynı oranın kaç kez yinelendiği; kaç FARKLI oran olduğu soruluyor."),
        Mutant("square", 8.0, "Karekök almışsın: iki eksen olsaydı doğruydu; üç eksen var."),
        Mutant("divided", 64 / 3, "Eksen sayısına bölmüşsün; ızgarada eksenlerin değer sayıları toplanmaz, çarpılır."),
        Mutant("all_axes", 12.0, "Bu, üç eksendeki değerlerin toplamı; sonuç yalnızca birine bağlı."),
        Mutant("axes", 3.0, "Bu, eksenlerin sayısı; bir eksende kaç değer var?"),
        Mutant("log2", 6.0, "2'nin kaçıncı kuvveti olduğunu yazmışsın; üç eksen için küp kök gerekir."),
    ),
    hints=(
        "Her eksende k değer varsa ızgarada kaç nokta olur?",
        "k·k·k = 64.",
        "Öteki iki hiperparametre sonucu değiştirmiyorsa, öğrenme oranının k değeri kadar farklı sonuç görülür.",
    ),
)

# ---- onarılacak koşu: hep aynı yapılandırmayı deneyen rastgele arama


def _searched(draw: Callable[..., Any], best: Callable[[float, float], float] = min) -> Callable[..., Any]:
    """Log ölçekte rastgele arama; `draw(low, high, trials, seed)` çekilen öğrenme oranları."""

    def found(error: Callable[[float], float], low: float, high: float, trials: int, seed: int) -> list[float]:
        lowest, path = math.inf, []
        for lr in draw(low, high, trials, seed):
            lowest = best(lowest, error(lr))
            path.append(lowest)
        return path

    return found


def _spread(low: float, high: float, u: Any) -> Any:
    return low * (high / low) ** u


def _in_turn(low: float, high: float, trials: int, seed: int) -> Any:
    return _spread(low, high, np.random.default_rng(seed).uniform(size=trials))


def _bowl_error(lr: float) -> float:
    return 0.05 + (math.log10(lr) + 2) ** 2 / 10


def _steep_error(lr: float) -> float:
    return abs(math.log(lr / 0.3))


SEARCHED = FunctionTask(
    name="searched_errors",
    title="Onar: ilerlemeyen rastgele arama",
    question=(
        "Rastgele arama kaç deneme yaparsa yapsın ilkinden iyisini bulamıyor. Tek hatayı bul ve onar; her denemeden "
        "sonra o ana dek en küçük hatayı döndür."
    ),
    arguments=("error", "low", "high", "trials", "seed"),
    reference=_searched(_in_turn),
    given=_searched(lambda low, high, trials, seed: [_in_turn(low, high, 1, seed)[0]] * trials),
    cases=(
        Case("30 deneme", (_bowl_error, 1e-4, 1.0, 30, 0)),
        Case("12 deneme, başka tohum", (_steep_error, 1e-3, 7.375, 12, 3)),
        Case("tek deneme", (_steep_error, 1e-3, 10.0, 1, 1)),
        Case("hiç deneme yok", (_bowl_error, 1e-3, 10.0, 0, 1)),
    ),
    mutants=(
        Mutant(
            "new_seeds",
            _searched(lambda low, high, trials, seed: [_in_turn(low, high, 1, seed + k)[0] for k in range(trials)]),
            "Her denemeye ayrı bir tohum vermişsin: çekimler ayrılır, ama burada hepsi tek üreteçten sırayla çekilsin.",
        ),
        Mutant(
            "linear",
            _searched(
                lambda low, high, trials, seed: low + (high - low) * np.random.default_rng(seed).uniform(size=trials)
            ),
            "Çekimler ayrılmış ama ölçek doğrusal olmuş: denemelerin çoğu en üstteki 10 katlık aralığa düşer.",
        ),
        Mutant(
            "last_error",
            _searched(_in_turn, lambda lowest, error: error),
            "Çekimler düzelmiş; ama döndürdüğün o denemenin hatası, o ana dek en küçüğü değil.",
        ),
        Mutant(
            "worst",
            _searched(_in_turn, lambda lowest, error: error if lowest == math.inf else max(lowest, error)),
            "En büyük hata saklanıyor; aranan en küçüğü.",
        ),
    ),
    hints=(
        "Denenen öğrenme oranlarını yazdır.",
        "Aynı tohumla kurulan üreteç hep aynı ilk sayıyı verir. Üreteç kaç kez kuruluyor?",
        "Üreteci döngüden önce bir kez kur; her denemede ondan bir sayı çek.",
    ),
    plot=("deneme", "o ana dek en küçük hata"),
)

TASKS = (
    HITS,
    BEST_TASK,
    SEARCHED,
    SHARE,
    WINE,
    LOG_TASK,
    GRID,
    VALUES,
    INCUMBENT_TASK,
    EI_TASK,
)
CORE = (HITS, BEST_TASK, SEARCHED)  # ana yol
