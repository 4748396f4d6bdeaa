"""10. dersin görevleri: ardışık yarılamanın basamakları, terfiler, ASHA ve bütçe."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask
from lrlab.hpo.schedulers.halving import brackets, rungs
from lrlab.hpo.schedulers.scheduler import Rung

# ---- basamakların kaynakları ve deneme sayıları


def _powers(r_min: int, r_max: int, eta: int) -> list[int]:
    """r_max'ı aşmayan bütün r_min·eta^k'lar."""
    return [r_min * eta**k for k in range(64) if r_min * eta**k <= r_max]


LEVELS_TASK = FunctionTask(
    name="rung_levels",
    title="Basamaklar kaçıncı dönemlerde?",
    question="Basamakların kaynakları: r_min, r_min·eta, r_min·eta², …, r_max'tan küçük kaldıkça; en sonda hep r_max. "
    "Küçükten büyüğe listesini döndür (tam sayılar).",
    arguments=("r_min", "r_max", "eta"),
    reference=lambda r_min, r_max, eta: list(rungs(r_min, r_max, eta)),
    cases=(
        Case("1'den 27'ye, eta = 3", (1, 27, 3)),
        Case("2'den 20'ye, eta = 2 (20 bir kuvvet değil)", (2, 20, 2)),
        Case("1'den 243'e, eta = 3", (1, 243, 3)),
        Case("r_min = r_max = 5", (5, 5, 4)),
        Case("1'den 125'e, eta = 5", (1, 125, 5)),
        Case("3'ten 5'e, eta = 7 (bir kez çarpmak bile aşıyor)", (3, 5, 7)),
    ),
    mutants=(
        Mutant(
            "no_last",
            _powers,
            "En son basamak r_max değil: kuvvetler tam oraya düşmediğinde de deneme r_max'ta biter.",
        ),
        Mutant(
            "float_log",
            lambda r_min, r_max, eta: [r_min * eta**k for k in range(int(math.log(r_max / r_min) / math.log(eta)) + 1)],
            "Son basamak eksik; 243'te de: log 243/log 3 kesirli sayıyla 5'in kıl payı altında çıkar, int onu 4 yapar.",
        ),
        Mutant(
            "twice",
            lambda r_min, r_max, eta: [*_powers(r_min, r_max, eta), r_max],
            "Kuvvetler tam r_max'a düşünce r_max iki kez yazılıyor.",
        ),
        Mutant(
            "without_end",
            lambda r_min, r_max, eta: [level for level in _powers(r_min, r_max, eta) if level < r_max],
            "r_max hiç yok: sonuna kadar eğitilen de bir basamağa varır.",
        ),
        Mutant(
            "beyond",
            lambda r_min, r_max, eta: (
                levels if (levels := _powers(r_min, r_max, eta))[-1] == r_max else [*levels, levels[-1] * eta]
            ),
            "Son basamak r_max'ı aşıyor: hiçbir deneme r_max'tan uzun sürmez.",
        ),
        Mutant(
            "replaced",
            lambda r_min, r_max, eta: [*_powers(r_min, r_max, eta)[:-1], r_max],
            "Son kuvvetin YERİNE r_max'ı koymuşsun; kuvvet r_max'tan küçükse o da bir basamaktır.",
        ),
        Mutant(
            "added",
            lambda r_min, r_max, eta: [*range(r_min, r_max, eta), r_max],
            "Basamaklar eta EKLENEREK değil, eta ile çarpılarak büyür.",
        ),
        Mutant(
            "from_one",
            lambda r_min, r_max, eta: [*(level for level in _powers(1, r_max, eta) if level < r_max), r_max],
            "Kuvvetler 1'den başlıyor; ilk basamak r_min.",
        ),
        Mutant(
            "first_skipped",
            lambda r_min, r_max, eta: ([*(level for level in _powers(r_min, r_max, eta)[1:] if level < r_max), r_max]),
            "İlk basamak atlanmış: eleme r_min'de başlar (eta üzeri 0).",
        ),
        Mutant(
            "from_the_top",
            lambda r_min, r_max, eta: sorted(
                {r_max // eta**k for k in range(64) if r_max // eta**k >= r_min} | {r_max}
            ),
            "r_max'tan aşağı bölerek gelmişsin; kuvvet değilse basamaklar başka yerlere düşer. r_min'den çarparak çık.",
        ),
        Mutant(
            "descending",
            lambda r_min, r_max, eta: list(rungs(r_min, r_max, eta))[::-1],
            "Sayılar doğru, sıra ters: küçükten büyüğe.",
        ),
    ),
    hints=(
        "Bir sayı r_min'den başlasın; r_max'tan küçük oldukça listeye girsin ve eta ile çarpılsın.",
        "Döngü bitince listenin sonuna r_max'ı ekle: böylece hem tek kez hem hep yazılır.",
        "while level < r_max: ekle, çarp. Logaritma gerekmez; kesirli sayı da hiç işe karışmaz.",
    ),
)


def _each(size: Callable[[int, int, int], float]) -> Callable[..., Any]:
    """k. basamaktaki sayıyı size(n, eta, k) ile veren yanıt."""
    return lambda n, eta, rungs: [size(n, eta, k) for k in range(rungs)]


SIZES_TASK = FunctionTask(
    name="rung_sizes",
    title="Basamaklarda kaç deneme kalır?",
    question="`n` deneme ilk basamağı bitiriyor; her basamaktan en iyi 1/eta'sı (aşağı yuvarlanır) terfi ediyor. "
    "`rungs` basamağın her birini kaç deneme bitirir? Liste döndür, ilki `n`.",
    arguments=("n", "eta", "rungs"),
    reference=_each(lambda n, eta, k: n // eta**k),
    cases=(
        Case("27 deneme, eta = 3, 4 basamak", (27, 3, 4)),
        Case("50 deneme, eta = 4, 3 basamak (tam bölünmez)", (50, 4, 3)),
        Case("23 deneme, eta = 2, 4 basamak", (23, 2, 4)),
        Case("tek basamak", (6, 3, 1)),
        Case("243 deneme, eta = 3, 6 basamak", (243, 3, 6)),
        Case("125 deneme, eta = 5, 4 basamak", (125, 5, 4)),
        Case("49 deneme, eta = 7, 3 basamak", (49, 7, 3)),
        Case("2 deneme, eta = 3, 3 basamak (n < eta)", (2, 3, 3)),
    ),
    mutants=(
        Mutant(
            "ceil",
            _each(lambda n, eta, k: math.ceil(n / eta**k)),
            "Yukarı yuvarlamışsın: 50 denemenin dörtte biri 12.5; 13 deneme en iyi dörtte birin dışına taşar.",
        ),
        Mutant(
            "not_rounded",
            _each(lambda n, eta, k: n / eta**k),
            "Yarım deneme olmaz: aşağı yuvarla (//).",
        ),
        Mutant(
            "rounded",
            _each(lambda n, eta, k: round(n / eta**k)),
            "En yakına yuvarlamışsın; istenen, aşağı yuvarlama.",
        ),
        Mutant(
            "resources",
            _each(lambda n, eta, k: n * eta**k),
            "Sayı büyüyor: eta ile çarpılan KAYNAKtır, deneme sayısı bölünür.",
        ),
        Mutant(
            "eliminated",
            lambda n, eta, rungs: [n, *(n // eta**k - n // eta ** (k + 1) for k in range(rungs - 1))],
            "Elenenleri saymışsın; terfi edip bir sonraki basamağı bitirenler soruluyor.",
        ),
        Mutant(
            "one_of_eta_lost",
            lambda n, eta, rungs: [int(n * (1 - 1 / eta) ** k + 1e-9) for k in range(rungs)],
            "1/eta'sını ELEMİŞSİN; kalan 1/eta'dır, elenen geri kalanı.",
        ),
        Mutant(
            "subtracted",
            _each(lambda n, eta, k: n - eta * k),
            "Her basamakta eta deneme çıkarmışsın; sayı eta'ya BÖLÜNÜR.",
        ),
        Mutant(
            "halved",
            _each(lambda n, eta, k: n // 2**k),
            "Hep ikiye bölmüşsün: adı yarılama ama çarpan eta.",
        ),
        Mutant(
            "linear",
            _each(lambda n, eta, k: n // (eta * k) if k else n),
            "eta·k'ya bölmüşsün; her basamakta yeniden bölünür: eta üzeri k.",
        ),
        Mutant(
            "first_skipped",
            _each(lambda n, eta, k: n // eta ** (k + 1)),
            "İlk basamağı herkes bitirir; eleme ondan SONRA.",
        ),
        Mutant(
            "at_least_one",
            _each(lambda n, eta, k: max(1, n // eta**k)),
            "Kimse kalmayınca da 1 yazmışsın: n, eta'nın kuvvetinden küçükse o basamağa hiçbir deneme çıkmaz.",
        ),
        Mutant(
            "power_outside",
            _each(lambda n, eta, k: (n // eta) ** k),
            "Parantez yersiz: önce bölünmüş, sonra sonucun kuvveti alınmış. Kuvvet yalnızca eta'nındır.",
        ),
        Mutant(
            "float_power",
            _each(lambda n, eta, k: math.floor(n * float(eta) ** -k)),
            "eta'nın eksi kuvveti kesirli sayıdır: çarpım bir tam sayının kıl payı altında kalınca aşağı yuvarlama "
            "bir deneme yitirir. Tam sayılarla böl (//).",
        ),
    ),
    hints=(
        "İlk sayı n. Sonraki her sayı öncekinin eta'ya bölünüp aşağı yuvarlanmışı.",
        "k. basamakta (0'dan) n // eta**k.",
        "27 ve eta = 3 için 27, 9, 3, 1 çıkmalı.",
    ),
)

# ---- promoted: bir basamaktan terfi edenler


def _promoted(errors: list[float], eta: int) -> list[int]:
    rung = Rung()
    for trial, error in enumerate(errors):
        rung.add(float(error), trial)
    return [trial for _, trial in rung.ranked[: rung.size // eta]]


def _finite(errors: list[float]) -> list[int]:
    """Sonuç veren denemeler, iyiden kötüye; eşitlikte küçük numaralı önce."""
    return _promoted(errors, 1)


TIES = [0.42, 0.31, 0.55, np.nan, 0.31, 0.60, 0.35, 0.28, 0.35, 0.71, 0.50]
FAILED = [np.nan, 0.4, np.nan, np.nan, 0.2, np.nan]

SIGNED = [3.5, -1.94, 4.5, 2.5, 6.0, 1.5, 7.5, 9.0, 5.0, -2.3]  # ilk yarısında eksi ve 1'den büyük hatalar var
MANY = [float(k * 11 % 49) / 50 for k in range(1, 50)]  # 49 deneme: 49·(1/49) kesirli sayılarda 1'in altında kalır

PROMOTED_TASK = FunctionTask(
    name="promoted",
    title="Kim terfi eder?",
    question="`errors[i]`, i. denemenin basamaktaki hatası; başarısız olanınki NaN. n denemenin (başarısızlar dahil) "
    "en iyi ⌊n/eta⌋'sı terfi eder, NaN hiç etmez; eşitlikte küçük numara öndedir. Numaraların listesini, en iyiden "
    "başlayarak döndür.",
    arguments=("errors", "eta"),
    reference=_promoted,
    cases=(
        Case("9 deneme, eta = 3", (TIES[:9], 3)),
        Case("11 deneme, eta = 2", (TIES, 2)),
        Case("altı denemenin dördü başarısız, eta = 2", (FAILED, 2)),
        Case("11 deneme, eta = 4", (TIES, 4)),
        Case("5 deneme, eta = 4", ([0.5, 0.4, 0.3, 0.1, 0.2], 4)),
        Case("2 deneme, eta = 3 (n < eta)", ([0.4, 0.2], 3)),
        Case("hepsi başarısız", ([np.nan, np.nan, np.nan], 2)),
        Case("eksi ve büyük hatalar, eta = 2", (SIGNED, 2)),
        Case("49 deneme, eta = 49", (MANY, 49)),
        Case("hiç sonuç yok", ([], 3)),
    ),
    mutants=(
        Mutant(
            "worst",
            lambda errors, eta: _finite(errors)[::-1][: len(errors) // eta],
            "En BÜYÜK hatalılar terfi etmiş; küçük hata iyidir.",
        ),
        Mutant(
            "ceil",
            lambda errors, eta: _finite(errors)[: math.ceil(len(errors) / eta)],
            "Bir fazla terfi: ⌊n/eta⌋ aşağı yuvarlanır. (Yukarı yuvarlayan, durduran ASHA'dır.)",
        ),
        Mutant(
            "rounded",
            lambda errors, eta: _finite(errors)[: round(len(errors) / eta)],
            "En yakına yuvarlamışsın; ⌊n/eta⌋ hep aşağı yuvarlanır.",
        ),
        Mutant(
            "finite_counted",
            lambda errors, eta: _finite(errors)[: len(_finite(errors)) // eta],
            "n'ye başarısızları katmamışsın: onlar da basamağa girmiş denemelerdir, yerleri eksilmez.",
        ),
        Mutant(
            "nan_fills",
            lambda errors, eta: [int(i) for i in np.argsort(errors, kind="stable")[: len(errors) // eta]],
            "Yer kalınca başarısız deneme de terfi etmiş: argsort NaN'ları sona koyar ama atmaz.",
        ),
        Mutant(
            "nan_best",
            lambda errors, eta: [
                int(i) for i in np.argsort(np.nan_to_num(errors), kind="stable")[: len(errors) // eta]
            ],
            "NaN'ı 0 saymışsın: başarısız deneme birinci oluyor.",
        ),
        Mutant(
            "by_number",
            lambda errors, eta: sorted(_promoted(errors, eta)),
            "Kümeyi doğru buldun, ama liste numara sırasında; en iyiden başlamalı.",
        ),
        Mutant(
            "late_tie",
            lambda errors, eta: sorted(_finite(errors), key=lambda i: (errors[i], -i))[: len(errors) // eta],
            "Eşitlikte büyük numara öne geçmiş; küçük numara öndedir.",
        ),
        Mutant(
            "one_based",
            lambda errors, eta: [trial + 1 for trial in _promoted(errors, eta)],
            "Numaralar 1'den sayılmış; denemeler 0'dan sayılır.",
        ),
        Mutant(
            "values",
            lambda errors, eta: [errors[trial] for trial in _promoted(errors, eta)],
            "Hataları döndürmüşsün; denemelerin NUMARALARI isteniyor (argsort).",
        ),
        Mutant(
            "eliminates",
            lambda errors, eta: _finite(errors)[: len(errors) - len(errors) // eta],
            "1/eta'sını ELEMİŞSİN; 1/eta'sı KALIR.",
        ),
        Mutant(
            "eta_many",
            lambda errors, eta: _finite(errors)[:eta],
            "eta TANE deneme almışsın; n'nin 1/eta'sı kadarı alınır.",
        ),
        Mutant(
            "halved",
            lambda errors, eta: _finite(errors)[: len(errors) // 2],
            "Hep yarısı terfi etmiş: adı yarılama ama çarpan eta.",
        ),
        Mutant(
            "at_least_one",
            lambda errors, eta: _finite(errors)[: max(1, len(errors) // eta)],
            "n < eta iken de birini terfi ettirmişsin: ⌊n/eta⌋ 0 olabilir, o zaman liste boştur.",
        ),
    ),
    hints=(
        "Önce NaN olmayanların numaralarını topla, sonra hataya göre sırala, sonra baştan ⌊n/eta⌋ tanesini al.",
        "n = len(errors): başarısızlar da sayılır. Bu yüzden alacak deneme yetmeyebilir; olan kadarı terfi eder.",
        "sorted(numaralar, key=lambda i: errors[i]) eşitlikte sırayı korur; sonra [: n // eta].",
    ),
)

# ---- asha_next: ASHA'nın bir basamaktan sıradaki terfisi


def _ranked(errors: Sequence[float]) -> list[int]:
    """Denemeler, iyiden kötüye; eşitlikte küçük numaralı önce."""
    rung = Rung()
    for trial, error in enumerate(errors):
        rung.add(float(error), trial)
    return [trial for _, trial in rung.ranked]


def _first(trials: Sequence[int], promoted: Sequence[int]) -> int:
    """`trials` içinde terfi etmemiş ilk deneme, yoksa -1."""
    return next((trial for trial in trials if trial not in promoted), -1)


def _of_top(choose: Callable[[list[int], list[int]], Any]) -> Callable[..., Any]:
    """En iyi ⌊n/eta⌋ denemeden choose(onlar, terfi edenler) ile seçen yanıt."""
    return lambda errors, promoted, eta: choose(_ranked(errors)[: len(errors) // eta], promoted)


def _remaining(errors: list[float], promoted: list[int], eta: int) -> int:
    rest = [trial for trial in _ranked(errors) if trial not in promoted]
    return _first(rest[: len(rest) // eta], [])


SEVEN = [0.50, 0.30, 0.45, 0.20, 0.60, 0.30, 0.25]

NEXT_TASK = FunctionTask(
    name="asha_next",
    title="ASHA sıradaki işe kimi seçer?",
    question="Bir basamağı bitirenlerin hataları geliş sırasıyla `errors`, oradan terfi etmiş olanların numaraları "
    "`promoted`. En iyi ⌊n/eta⌋ deneme içinde terfi etmemişlerin en iyisinin numarasını döndür; yoksa -1. Eşitlikte "
    "küçük numara öndedir.",
    arguments=("errors", "promoted", "eta"),
    reference=_of_top(_first),
    cases=(
        Case("yedi sonuç, 3 terfi etmiş", (SEVEN, [3], 3)),
        Case("yedi sonuç, ilk ikisi terfi etmiş", (SEVEN, [3, 6], 3)),
        Case("yedi sonuç, üçü terfi etmiş", (SEVEN, [1, 3, 6], 3)),
        Case("yedi sonuç, erken gelen ikisi terfi etmiş", (SEVEN, [0, 2], 3)),
        Case("iki sonuç, eta = 3", (SEVEN[:2], [], 3)),
        Case("altı sonuç, eşitlik", ([0.50, 0.30, 0.45, 0.30, 0.60, 0.50], [], 2)),
        Case("altı sonuç, eşitlerin ikisi terfi etmiş", ([0.50, 0.30, 0.45, 0.30, 0.60, 0.50], [1, 3], 2)),
        Case("altı sonuç, hiç terfi yok", ([0.5, 0.4, 0.3, 0.6, 0.2, 0.7], [], 3)),
        Case("altı sonuç, en iyi ikisi terfi etmiş", ([0.5, 0.4, 0.3, 0.6, 0.2, 0.7], [2, 4], 3)),
        Case("yedi sonuç, eşitlerden biri terfi etmiş", (SEVEN, [1, 3, 6], 2)),
        Case("on sonuç, eksi ve büyük hatalar", (SIGNED, [9, 1, 5], 2)),
        Case("on sonuç, erken gelen biri terfi etmiş", (SIGNED, [3, 9], 2)),
        Case("49 sonuç, eta = 49", (MANY, [], 49)),
        Case("üç sonuç, ilki en iyi", ([0.1, 0.5, 0.4], [], 3)),
        Case("hiç sonuç yok", ([], [], 3)),
    ),
    mutants=(
        Mutant(
            "ceil",
            lambda errors, promoted, eta: _first(_ranked(errors)[: math.ceil(len(errors) / eta)], promoted),
            "Yukarı yuvarlamışsın: iki sonuçla bile terfi veriyor. ⌊n/eta⌋ aşağı yuvarlanır.",
        ),
        Mutant(
            "at_least_one",
            lambda errors, promoted, eta: _first(_ranked(errors)[: max(1, len(errors) // eta)], promoted),
            "n < eta iken de birini terfi ettirmişsin: karşılaştıracak kadar sonuç yokken ASHA yeni deneme başlatır.",
        ),
        Mutant(
            "no_limit",
            lambda errors, promoted, eta: _first(_ranked(errors), promoted),
            "En iyi 1/eta sınırı yok: herkes sırayla terfi ediyor, eleme kalmıyor.",
        ),
        Mutant(
            "remaining_top",
            _remaining,
            "Terfi edenleri SAYIMDAN da çıkarmışsın: önce bütün sonuçların en iyi ⌊n/eta⌋'sı, sonra terfi etmemişler.",
        ),
        Mutant(
            "counted",
            lambda errors, promoted, eta: (
                _first(_ranked(errors), promoted) if len(promoted) < len(errors) // eta else -1
            ),
            "Terfi edenlerin SAYISINA bakmışsın. Erken terfi edenler artık en iyiler içinde olmayabilir: sıraya bak.",
        ),
        Mutant(
            "by_position",
            lambda errors, promoted, eta: _ranked(errors)[len(promoted)] if len(promoted) < len(errors) // eta else -1,
            "Terfi edenlerin SAYISINI sıra yerine kullanmışsın: erken terfi eden, artık en öndekiler olmayabilir; "
            "numaralara bak.",
        ),
        Mutant(
            "again",
            _of_top(lambda top, promoted: _first(top, [])),
            "`promoted`a bakılmamış: aynı deneme bir basamaktan iki kez terfi edemez.",
        ),
        Mutant(
            "worst_of_top",
            _of_top(lambda top, promoted: _first(top[::-1], promoted)),
            "En iyilerin içinden en KÖTÜSÜNÜ seçmişsin.",
        ),
        Mutant(
            "smallest_number",
            _of_top(lambda top, promoted: _first(sorted(top), promoted)),
            "En küçük numaralıyı (en önce geleni) seçmişsin; en küçük hatalıyı seç.",
        ),
        Mutant(
            "largest_error",
            lambda errors, promoted, eta: _first(_ranked([-error for error in errors])[: len(errors) // eta], promoted),
            "En BÜYÜK hatalılar içinden seçmişsin; küçük hata iyidir.",
        ),
        Mutant(
            "none_is_zero",
            _of_top(lambda top, promoted: max(0, _first(top, promoted))),
            "Terfi yokken 0 dönüyor; 0 da bir denemenin numarası. -1 döndür.",
        ),
        Mutant(
            "eta_many",
            lambda errors, promoted, eta: _first(_ranked(errors)[:eta], promoted),
            "En iyi eta TANEye bakmışsın; n'nin 1/eta'sı kadarına bakılır.",
        ),
        Mutant(
            "late_tie",
            lambda errors, promoted, eta: _first(
                sorted(range(len(errors)), key=lambda i: (errors[i], -i))[: len(errors) // eta], promoted
            ),
            "Eşitlikte büyük numara öne geçmiş; küçük numara öndedir.",
        ),
    ),
    hints=(
        "Numaraları hataya göre sırala; baştan ⌊n/eta⌋ tanesini al.",
        "O parçada, en iyiden başlayarak, `promoted`da olmayan ilkini bul.",
        "for trial in parça: if trial not in promoted: return trial. Döngü bitince -1.",
    ),
)

# ---- stopping_survivors: durduran ASHA'da kim sürer


def _going(goes: Callable[[int, int, int], bool]) -> Callable[..., Any]:
    """Sonuçlar geldikçe goes(yer, n, eta) doğruysa süren denemeler; yer ve n, gelenin kendisini de sayar."""

    def answer(errors: list[float], eta: int) -> list[int]:
        rung, going = Rung(), []
        for trial, error in enumerate(errors):
            rung.add(float(error), trial)
            if goes(rung.rank(float(error), trial), rung.size, eta):
                going.append(trial)
        return going

    return answer


SURVIVORS = _going(lambda rank, n, eta: rank <= math.ceil(n / eta))

STOPPING_TASK = FunctionTask(
    name="stopping_survivors",
    title="Durduran ASHA'da kim sürer?",
    question="Sonuçlar `errors` sırasıyla geliyor. n. gelen deneme, o ana dek gelenler içindeki yeri (kendisi dahil, "
    "en iyi 1.) ⌈n/eta⌉'yi aşmıyorsa sürer, aşıyorsa durur; eşitlikte önce gelen öndedir. Sürenlerin numaralarını "
    "(0'dan) liste olarak döndür.",
    arguments=("errors", "eta"),
    reference=SURVIVORS,
    cases=(
        Case("yedi sonuç, eta = 3", ([0.5, 0.6, 0.55, 0.52, 0.4, 0.45, 0.7], 3)),
        Case("yedi sonuç, eta = 2, eşitlik", ([0.4, 0.4, 0.3, 0.35, 0.38, 0.3, 0.6], 2)),
        Case("iyiden kötüye gelen altı sonuç, eta = 3", ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 3)),
        Case("altı sonuç, eta = 4", ([0.3, 0.4, 0.1, 0.2, 0.15, 0.5], 4)),
        Case("eksi ve büyük hatalar, eta = 2", ([-0.5, -0.9, 3.5, 2.5, 1.5, 4.0], 2)),
        Case("dokuz sonuç, eta = 2", ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.45], 2)),
        Case("tek sonuç", ([0.7], 3)),
        Case("hiç sonuç yok", ([], 2)),
    ),
    mutants=(
        Mutant(
            "floor",
            _going(lambda rank, n, eta: rank <= n // eta),
            "Aşağı yuvarlamışsın: ilk gelen hiç süremiyor. Durduran türde ⌈n/eta⌉ yukarı yuvarlanır.",
        ),
        Mutant(
            "afterwards",
            lambda errors, eta: sorted(
                int(i) for i in np.argsort(errors, kind="stable")[: math.ceil(len(errors) / eta)]
            ),
            "Bütün sonuçlar geldikten SONRA karar vermişsin; bu tür beklemez, karar geliş anında verilir.",
        ),
        Mutant(
            "only_best",
            _going(lambda rank, n, eta: rank == 1),
            "Yalnızca rekor kıranlar sürmüş; ilk ⌈n/eta⌉ içindeki de sürer.",
        ),
        Mutant(
            "without_itself",
            _going(lambda rank, n, eta: rank <= math.ceil((n - 1) / eta) or n == 1),
            "n'ye gelenin kendisini katmamışsın.",
        ),
        Mutant(
            "stopped",
            lambda errors, eta: [trial for trial in range(len(errors)) if trial not in SURVIVORS(errors, eta)],
            "Bunlar DURANLAR; sürenler soruluyor.",
        ),
        Mutant(
            "one_based",
            lambda errors, eta: [trial + 1 for trial in SURVIVORS(errors, eta)],
            "Numaralar 1'den sayılmış; denemeler 0'dan sayılır.",
        ),
        Mutant(
            "one_more",
            _going(lambda rank, n, eta: (rank - 1) * eta <= n),
            "n, eta'nın katıyken bir fazla deneme sürüyor: bu, Syne Tune'un kuralı (yer - 1 ≤ n/eta).",
        ),
        Mutant(
            "tie_wins",
            lambda errors, eta: [
                trial
                for trial, error in enumerate(errors)
                if 1 + sum(earlier < error for earlier in errors[:trial]) <= math.ceil((trial + 1) / eta)
            ],
            "Eşit hatada sonra gelen de öne geçmiş; eşitlikte önce gelen öndedir.",
        ),
        Mutant(
            "worst",
            lambda errors, eta: SURVIVORS([-error for error in errors], eta),
            "Büyük hatalılar sürmüş; küçük hata iyidir.",
        ),
        Mutant(
            "everyone",
            _going(lambda rank, n, eta: True),
            "Hiç kimse durmamış: bu, eleme yapmayan rastgele aramadır.",
        ),
    ),
    hints=(
        "Sonuçları sırayla gez; t. denemede (0'dan) n = t + 1 sonuç gelmiştir.",
        "Yeri: 1 + kendisinden önce gelip hatası ondan büyük OLMAYANLARIN sayısı.",
        "Yer ≤ ⌈n/eta⌉ ise numarayı listeye ekle (math.ceil).",
    ),
)

# ---- sayılar: ardışık yarılamanın bütçesi, η'nın anlamı, Hyperband'in braketi ve boşta geçen süre

HYPERBAND = [bracket[0][0] for bracket in brackets(81, 3)]  # s = 4, 3, 2, 1, 0

BUDGET = NumberTask(
    name="sh_budget",
    title="Ardışık yarılamanın bedeli",
    question="27 yapılandırma, η = 3, basamaklar 1, 3, 9, 27. dönemde. Terfi eden KALDIĞI YERDEN sürüyor. Toplam kaç "
    "dönem eğitilir?",
    expected=81.0,
    tolerance=0.4,
    near=0.4,
    units=("dönem",),
    mutants=(
        Mutant("from_scratch", 108.0, "Terfi edeni her basamakta sıfırdan eğitmişsin; kaldığı yerden sürüyor."),
        Mutant("all_to_the_end", 729.0, "Bu, hiç eleme yapmadan hepsini sonuna kadar eğitmenin bedeli."),
        Mutant(
            "only_winner", 27.0, "Yalnızca bir basamağın bedeli: ilk basamak da, sonuna varan tek deneme de bu kadar."
        ),
        Mutant("jobs", 40.0, "Bu, işlerin (ya da basamakların) toplamı; her iş kaç dönem sürer?"),
        Mutant("last_forgotten", 63.0, "Son basamak eksik: kazanan, oraya dek de eğitilir."),
        Mutant("first_forgotten", 54.0, "İlk basamak eksik: orada herkes eğitilir."),
        Mutant("halving", 143.0, "Denemeleri ikiye bölmüşsün (27, 13, 6, 3); çarpan η = 3."),
        Mutant("half_scratch", 90.0, "Bir terfiyi sıfırdan, ötekileri sürdürerek saymışsın: farklar 2, 6 ve 18 dönem."),
    ),
    hints=(
        "Basamakları 27, 9, 3, 1 deneme bitirir.",
        "İkinci basamağa çıkan 9 deneme yalnızca 3 - 1 dönem daha eğitilir.",
        "27·1 + 9·2 + 3·6 + 1·18.",
    ),
)

ETA = NumberTask(
    name="eta_meaning",
    title="η neyi çarpar?",
    question="Öğrenme oranı 0.1 olan bir deneme, η = 3 ile, 1. dönemdeki basamaktan 3. dönemdekine terfi ediyor. Orada "
    "hangi öğrenme oranıyla eğitilir?",
    expected=0.1,
    tolerance=0.0005,
    mutants=(
        Mutant(
            "learning_rate", 0.3, "η'yı öğrenme oranının çarpanı sanmışsın. η, kaynağı çarpar ve deneme sayısını böler."
        ),
        Mutant(
            "learning_rate_divided",
            0.1 / 3,
            "η'yı öğrenme oranının böleni sanmışsın. η, kaynağı çarpar ve deneme SAYISINI böler.",
        ),
        Mutant("eta_itself", 3.0, "η bir öğrenme oranı değil: her basamakta kaçta birin kaldığını söyler."),
        Mutant("power", 0.001, "Oranın η. kuvvetini almışsın; yapılandırma terfide değişmez."),
        Mutant("each_epoch", 0.9, "İki dönemde iki kez çarpmışsın; η öğrenme oranına dokunmaz."),
        Mutant("each_epoch_divided", 0.1 / 9, "İki dönemde iki kez bölmüşsün; η öğrenme oranına dokunmaz."),
        Mutant("share", 1 / 3, "Bu, terfi edenlerin oranı 1/η; soru öğrenme oranı."),
        Mutant("stopped", 0.0, "Deneme durmuyor: terfi, sürmek demektir."),
    ),
    hints=(
        "Terfi eden deneme aynı yapılandırmayla sürer.",
        "η iki şeyi değiştirir: basamaktaki deneme sayısını ve basamağın kaynağını.",
        "Yapılandırmanın hiçbir değeri, öğrenme oranı da, terfiyle değişmez.",
    ),
)

BRACKET = NumberTask(
    name="hyperband_n",
    title="Hyperband'in ikinci braketi",
    question="Hyperband, R = 81, η = 3, s_max = 4: s numaralı braket n = ⌈(s_max + 1)/(s + 1)·ηˢ⌉ yapılandırmayla "
    "başlar. s = 3 braketinde n kaç?",
    expected=float(HYPERBAND[1]),
    tolerance=0.1,
    near=0.1,
    units=("yapılandırma", "deneme"),
    mutants=(
        Mutant("power", 27.0, "Yalnızca ηˢ: öndeki kesir unutulmuş ya da çarpmadan önce aşağı yuvarlanmış."),
        Mutant("ceil_first", 54.0, "Önce kesri yuvarlamışsın; önce çarp, sonra yukarı yuvarla."),
        Mutant("not_rounded", 33.75, "Yapılandırma sayısı tam sayıdır: yukarı yuvarla."),
        Mutant("floor", 33.0, "Aşağı yuvarlamışsın; ⌈ ⌉ yukarı yuvarlar."),
        Mutant("no_plus_one", 36.0, "Kesirde 1'leri unutmuşsun: braketler s = 0'dan sayılır, s_max + 1 tanedir."),
        Mutant("no_plus_one_below", 45.0, "Paydada 1'i unutmuşsun: s + 1."),
        Mutant("first", float(HYPERBAND[0]), "Bu, s = 4 braketi: en çok yapılandırmayla başlayan, ilk koşan."),
        Mutant("third", float(HYPERBAND[2]), "Bu, s = 2 braketi."),
        Mutant("all", float(sum(HYPERBAND)), "Bu, bütün braketlerin toplamı; yalnızca s = 3 soruluyor."),
    ),
    hints=(
        "(s_max + 1)/(s + 1) = 5/4.",
        "ηˢ = 3·3·3.",
        "5/4 çarpı 27; kesirli çıkarsa yukarı yuvarla.",
    ),
)

IDLE = NumberTask(
    name="idle_time",
    title="Bariyerde beklemek",
    question="3 işçi, eşzamanlı bir basamakta 5 iş; süreleri sırayla 12, 4, 6, 1, 3 dakika. Boşalan işçi sıradaki işi "
    "alır; basamak bitmeden yeni iş yok. İşçiler toplam kaç dakika boş durur?",
    expected=10.0,
    tolerance=0.1,
    near=0.1,
    units=("dakika", "dk", "işçi-dakika"),
    mutants=(
        Mutant("waves", 19.0, "İşleri üçer üçer başlatmışsın: boşalan işçi ötekileri beklemeden sıradakini alır."),
        Mutant(
            "fixed_turns", 13.0, "İşleri işçilere baştan sırayla dağıtmışsın; sıradaki işi kim önce boşalırsa o alır."
        ),
        Mutant("first_wave", 14.0, "İlk üç iş bitince sanki işler tükenmiş: boşalan işçiler kalan iki işi de yapar."),
        Mutant("makespan", 12.0, "Bu, basamağın süresi; soru, işçilerin o süre içinde ne kadar boş durduğu."),
        Mutant("busy", 26.0, "Bu, çalışılan süre; boş durulan soruluyor."),
        Mutant("total", 36.0, "Bu, üç işçinin bütün süresi; çalıştıkları süreyi çıkar."),
        Mutant("longest_wait", 6.0, "Bu, en çok bekleyen işçinin süresi; bekleyen başka işçi de var."),
        Mutant("mean", 10 / 3, "Bu, işçi başına ortalama; toplam soruluyor."),
        Mutant("share", 10 / 36, "Bu, boş durulan sürenin oranı; dakika olarak toplam soruluyor."),
        Mutant("asynchronous", 0.0, "Bu, bariyersiz (eşzamansız) aramanın yanıtı; burada basamak bitene dek beklenir."),
    ),
    hints=(
        "Çiz: 1. işçi 12 dakika dolu. Kalan iki işi, ötekilerden kim önce boşalırsa o alır.",
        "2. işçi 4. dakikada boşalır, 1 ve 3 dakikalık işleri alır, 8'de biter; 3. işçi 6'da. Basamak 12'de biter.",
        "3·12 dakikadan çalışılan süreyi çıkar: 12 + 4 + 6 + 1 + 3.",
    ),
)

# ---- onarılacak koşu: terfi edince momentumunu yitiren deneme


def _resumed(
    kept: Callable[[Any, Any], Any], epochs: Callable[[int, int], int] = lambda done, rung: rung - done
) -> Callable[..., Any]:
    """Basamak basamak süren momentumlu deneme; `kept(m, w)` bir basamağın başındaki m, `epochs` dönemlerin sayısı."""

    def losses(w: Any, curvature: Any, rungs: Sequence[int], lr: float, beta: float) -> list[float]:
        m, done, found = np.zeros_like(w), 0, []
        for rung in rungs:
            m = kept(m, w)
            for _ in range(epochs(done, rung)):
                m = beta * m + curvature * w
                w = w - lr * m
                found.append(np.sum(curvature * w**2) / 2)
            done = rung
        return found

    return losses


def _resumed_case(label: str, size: int, rungs: tuple[int, ...], lr: float, beta: float, scale: float = 1.0) -> Case:
    rng = np.random.default_rng((size, len(rungs)))
    return Case(label, (rng.normal(0, 3, size), np.geomspace(0.1, 0.03, size) * scale, rungs, lr, beta))


RESUMED = FunctionTask(
    name="resumed_losses",
    title="Onar: terfide yavaşlayan deneme",
    question=(
        "Deneme her terfiden sonra yavaşlıyor; hiç durdurulmasaydı yavaşlamazdı. Tek hatayı bul ve onar; her dönemden "
        "sonraki kaybı döndür."
    ),
    arguments=("w", "curvature", "rungs", "lr", "beta"),
    reference=_resumed(lambda m, w: m),
    given=_resumed(lambda m, w: np.zeros_like(w)),
    cases=(
        _resumed_case("basamaklar 4, 8, 16, 32", 2, (4, 8, 16, 32), 0.0875, 0.875),
        _resumed_case("basamaklar 1, 2, 4, 8; dik", 3, (1, 2, 4, 8), 0.3, 0.5, scale=20),
        _resumed_case("tek basamak", 2, (4,), 0.3125, 0.875),
        _resumed_case("hiç basamak yok", 2, (), 0.3, 0.9),
    ),
    mutants=(
        Mutant(
            "no_momentum",
            lambda w, curvature, rungs, lr, beta: _resumed(lambda m, w: m)(w, curvature, rungs, lr, 0.0),
            "Momentum bütünüyle kalkmış: yavaşlama her yere yayıldı. m, dönemler arasında da sürmeli.",
        ),
        Mutant(
            "from_scratch",
            _resumed(lambda m, w: m, lambda done, rung: rung),
            "Her basamakta r yeni dönem eğitiliyor: terfi eden, yalnızca aradaki farkı eğitir.",
        ),
        Mutant(
            "each_rung",
            lambda w, curvature, rungs, lr, beta: [
                _resumed(lambda m, w: m)(w, curvature, rungs, lr, beta)[rung - 1] for rung in rungs
            ],
            "Yalnızca basamakların sonundaki kayıp dönmüş; her DÖNEMDEN sonraki isteniyor.",
        ),
    ),
    hints=(
        "Terfiden hemen sonraki dönemde m'yi yazdır.",
        "Denemenin durumu yalnızca ağırlık mı?",
        "m'yi basamakların döngüsünden önce bir kez kur; ağırlık gibi o da sürsün.",
    ),
    plot=("dönem", "kayıp"),
)

TASKS = (
    BUDGET,
    PROMOTED_TASK,
    RESUMED,
    LEVELS_TASK,
    SIZES_TASK,
    NEXT_TASK,
    STOPPING_TASK,
    ETA,
    BRACKET,
    IDLE,
)
CORE = (BUDGET, PROMOTED_TASK, RESUMED)  # ana yol
