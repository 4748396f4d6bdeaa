"""08. dersin yazma görevleri: geçerlemede seçme ve o ana dek en iyi hata."""

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant

VALIDATION = np.array([0.91, 0.94, 0.93, 0.94, 0.88, 0.94])
TEST = np.array([0.96, 0.92, 0.95, 0.93, 0.87, 0.90])

BEST_TASK = FunctionTask(
    name="best_on_validation",
    lesson="08",
    title="Geçerlemede seç, sınamada söyle",
    question="`validation[i]` ile `test[i]`, i. yapılandırmanın geçerleme ve sınama doğruluğu. GEÇERLEMEDE seçilen "
    "yapılandırmanın sınama doğruluğunu döndür; eşitlikte önce gelen seçilir.",
    arguments=("validation", "test"),
    reference=lambda validation, test: test[np.argmax(validation)],
    cases=(
        Case("altı yapılandırma, üç birinci", (VALIDATION, TEST)),
        Case("üç yapılandırma", (np.array([0.7, 0.5, 0.8]), np.array([0.9, 0.4, 0.6]))),
        Case("tek yapılandırma", (np.array([0.81]), np.array([0.79]))),
    ),
    mutants=(
        Mutant(
            "best_on_test",
            lambda validation, test: np.max(test),
            "Seçimi SINAMA verisiyle yapmışsın: o veri seçime karışınca artık yeni veri değildir, sonuç iyimser çıkar.",
        ),
        Mutant(
            "validation_score",
            lambda validation, test: np.max(validation),
            "Seçilenin GEÇERLEME doğruluğunu döndürmüşsün; seçimde kullanılan ölçüm olduğundan iyi görünür.",
        ),
        Mutant(
            "test_choice",
            lambda validation, test: validation[np.argmax(test)],
            "İki küme yer değiştirmiş: sınamada seçip geçerlemede ölçüyorsun.",
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
            "Eşitliği sınama verisi bozuyor: o veri hiçbir seçime, eşitlik bozmaya bile karışmamalı.",
        ),
        Mutant(
            "sum",
            lambda validation, test: test[np.argmax(validation + test)],
            "Seçime sınama doğruluğunu da katmışsın; seçerken yalnızca geçerlemeye bakılır.",
        ),
        Mutant(
            "index",
            lambda validation, test: np.argmax(validation),
            "Bu, seçilenin kaçıncı olduğu; onun sınama doğruluğu soruluyor.",
        ),
        Mutant(
            "mean",
            lambda validation, test: np.mean(test),
            "Bütün yapılandırmaların ortalaması bu; yalnızca seçilenin sınama doğruluğu soruluyor.",
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
    lesson="08",
    title="O ana dek en iyi",
    question="`errors`, denemelerin bitiş sırasıyla hatalarının listesi; başarısız denemeninki NaN. Her denemeden "
    "sonraki, o ana dek en küçük hatayı döndür (liste ya da dizi). NaN'lar atlanır; hiç sonuç yokken sonsuz (inf).",
    arguments=("errors",),
    reference=_running_best,
    cases=(
        Case("arada başarısız denemeler", (ERRORS,)),
        Case("ilk iki deneme başarısız", ([np.nan, np.nan, 0.4, 0.7, 0.1, 0.3],)),
        Case("hepsi başarılı", ([0.9, 0.8, 0.85, 0.2],)),
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
            lambda errors: np.full(len(errors), np.nanmin(errors)),
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
            "İlk deneme başarısızsa hep NaN kalıyor: başlangıç errors[0] değil, sonsuz (inf) olmalı.",
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

TASKS = (BEST_TASK, INCUMBENT_TASK)
