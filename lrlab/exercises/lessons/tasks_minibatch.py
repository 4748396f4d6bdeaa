"""01. dersin görevleri: minigruplar ve minigrup gradyan inişi."""

import math
from typing import Any

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- split_minibatches


def _split(x: Any, y: Any, order: Any, m: int) -> list[tuple[Any, Any]]:
    return [(x[order[i : i + m]], y[order[i : i + m]]) for i in range(0, len(order), m)]


def _split_case(n: int, m: int) -> Case:
    rng = np.random.default_rng((n, m))
    x, y = rng.integers(-9, 10, (n, 3)).astype(float), np.arange(float(n))
    return Case(f"n = {n}, m = {m}", (x, y, rng.permutation(n), m))


SPLIT = FunctionTask(
    name="split_minibatches",
    lesson="01",
    title="Veriyi minigruplara böl",
    question="`order` sırasındaki örnekleri m'lik minigruplara böl; sonuç (X, Y) çiftlerinin listesi olsun.",
    arguments=("x", "y", "order", "m"),
    reference=_split,
    cases=(_split_case(10, 4), _split_case(12, 3), _split_case(5, 8), _split_case(7, 1)),
    mutants=(
        Mutant(
            "dropped_last",
            lambda x, y, order, m: _split(x, y, order[: len(order) // m * m], m),
            "Kısa kalan son minigrup kayboldu: n, m'ye bölünmeyince artan örnekler bu dönemde hiç görülmemiş oluyor.",
        ),
        Mutant(
            "ignored_order",
            lambda x, y, order, m: _split(x, y, np.arange(len(x)), m),
            "Örnekler karıştırılmadan, dosyadaki sırayla gidiyor: `order` ne işe yarayacaktı?",
        ),
        Mutant(
            "broke_pairs",
            lambda x, y, order, m: _split(x[order], y, np.arange(len(x)), m),
            "X karışmış ama Y eski sırasında kalmış: her örnek başkasının etiketini alıyor. Sıra ikisine de gerek.",
        ),
        Mutant(
            "m_as_count",
            lambda x, y, order, m: [(x[part], y[part]) for part in np.array_split(order, m)],
            "m'yi minigrup SAYISI gibi kullanmışsın. m bir minigruptaki örnek sayısıdır; minigrup sayısı n'ye bağlı.",
        ),
        Mutant(
            "extra_empty",
            lambda x, y, order, m: [
                (x[order[i * m : (i + 1) * m]], y[order[i * m : (i + 1) * m]]) for i in range(len(order) // m + 1)
            ],
            "n, m'ye tam bölünürken sonda boş bir minigrup kalıyor. n/m + 1 her zaman doğru mu? n = 12, m = 3'ü dene.",
        ),
        Mutant(
            "inverse_order",
            lambda x, y, order, m: _split(x, y, np.argsort(order), m),
            "`order`ı tersinden okumuşsun: order[0] ilk sıraya GEÇECEK örneğin numarasıdır, ilk örneğin yeri değil.",
        ),
    ),
    hints=(
        "Önce yalnızca numaraları böl: `order` dizisini m'lik parçalara ayırmak yeter, veriye sonra dokunursun.",
        "range(0, n, m) her parçanın başladığı yeri verir. Python'da dilim sondan taşarsa hata vermez, kısa kalır.",
        "Her başlangıç i için order'ın i'den i + m'ye kadarki dilimini al; bu numaralarla x'i ve y'yi ayrı ayrı "
        "seç, ikisini bir çift yapıp listeye ekle. Kısa kalan son parça için ayrı bir satır gerekmez.",
    ),
)

# ---- updates_per_epoch, updates_in_training

UPDATES = NumberTask(
    name="updates_per_epoch",
    lesson="01",
    title="Bir dönemde kaç güncelleme?",
    question="n = 1437 örnek, m = 64 (kısa son minigrup da kullanılıyor): bir dönemde kaç güncelleme yapılır?",
    expected=math.ceil(1437 / 64),
    tolerance=0.001,
    units=("güncelleme", "adım", "minigrup"),
    near=0.05,
    mutants=(
        Mutant("floor", 22, "Kısa kalan son minigrubu saymadın: 22 minigruptan sonra elde hâlâ örnek var mı?"),
        Mutant("not_rounded", 1437 / 64, "Buçuklu güncelleme olmaz: artan örnekler de bir güncelleme yaptırır."),
        Mutant(
            "one", 1, "Bu, bütün veriyle tek adım atan tam grup gradyan inişi. Minigrup her seferinde kaç örnek alıyor?"
        ),
        Mutant(
            "per_sample", 1437, "Bu m = 1'in (rasgele gradyan inişi) sayısı. Burada bir adımda 64 örnek kullanılıyor."
        ),
        Mutant("batch_size", 64, "64 bir minigruptaki örnek sayısı; sorulan, böyle kaç minigrup olduğu."),
        Mutant(
            "one_too_many", 24, "Bir fazla: 1437'den 64'leri çıkarırken son, kısa minigrubu iki kez saymış olabilirsin."
        ),
    ),
    hints=(
        "Bir dönem, her örneğin bir kez görülmesidir; her minigrup bir güncelleme yaptırır.",
        "1437'nin içinde 64'ten kaç tam tane var, geriye kaç örnek kalıyor?",
        "22 tam minigrup 1408 örnek eder; kalan 29 örnek de kendi başına kısa bir minigrup olur. Onu da say.",
    ),
)

TRAINING = NumberTask(
    name="updates_in_training",
    lesson="01",
    title="Eğitim boyunca kaç güncelleme?",
    question="n = 1437, m = 64, 10 dönem (her dönem veri yeniden karıştırılıyor): toplam kaç güncelleme yapılır?",
    expected=10 * math.ceil(1437 / 64),
    tolerance=0.001,
    units=("güncelleme", "adım", "minigrup"),
    near=0.05,
    mutants=(
        Mutant(
            "across_epochs",
            math.ceil(14370 / 64),
            "Dönemlerin arasını birleştirmişsin: kısa minigrup bir sonraki dönemin örnekleriyle tamamlanmaz, her "
            "dönemin sonunda yeniden kısa kalır.",
        ),
        Mutant(
            "floor_across_epochs",
            14370 // 64,
            "Dönemleri uç uca ekleyip bölmüş, artanı da atmışsın: her dönem kendi kısa minigrubuyla biter.",
        ),
        Mutant("floor", 220, "Her dönemin kısa son minigrubu eksik: 10 dönemde 10 güncelleme kayboldu."),
        Mutant("not_rounded", 14370 / 64, "Buçuklu güncelleme olmaz; önce bir dönemi say, sonra dönemleri."),
        Mutant("one_epoch", 23, "Bu tek dönemin sayısı; eğitim 10 dönem sürüyor."),
        Mutant("epochs", 10, "Dönem sayısını yazdın; her dönemde birden çok güncelleme var."),
        Mutant("samples", 14370, "Bu, görülen örnek sayısı. Bir güncelleme kaç örnek kullanıyor?"),
    ),
    hints=(
        'Önce tek dönemi çöz: check("updates_per_epoch", …)',
        "Her dönem baştan başlar: son minigrup her dönemde kısa kalır, sonraki dönemden örnek almaz.",
        "Bir dönemdeki güncelleme sayısını (yukarı yuvarlanmış bölüm) dönem sayısıyla çarp; sırayı değiştirme.",
    ),
)

# ---- choose_batch_size


def _choose(n: int, sample_bytes: int, budget_bytes: int) -> int:
    return 2 ** (min(n, budget_bytes // sample_bytes).bit_length() - 1)


CHOOSE = FunctionTask(
    name="choose_batch_size",
    lesson="01",
    title="Minigrup boyutunu seç",
    question="Belleğe sığan ve n'yi aşmayan, 2'nin kuvveti olan en büyük m'yi döndür (en az 1 örnek hep sığar).",
    arguments=("n", "sample_bytes", "budget_bytes"),
    reference=_choose,
    cases=(
        Case("n = 60000, örnek 3136 B, bellek 1 MB", (60000, 3136, 1_000_000)),
        Case("tam sığma: örnek 1000 B, bellek 64000 B", (5000, 1000, 64_000)),
        Case("az veri: n = 100, bol bellek", (100, 8, 1_000_000)),
        Case("tek örneklik bellek", (1437, 512, 600)),
        Case("n = 512, örnek 100 B, bellek 90 kB", (512, 100, 90_000)),
        Case("küçük örnek: n = 60000, örnek 64 B, bellek 8 MB", (60000, 64, 8_000_000)),
    ),
    mutants=(
        Mutant(
            "forgot_n",
            lambda n, s, b: _choose(10**12, s, b),
            "Bellek bol olunca m, örnek sayısını aşıyor: 100 örnekten 65536'lık minigrup çıkmaz.",
        ),
        Mutant(
            "not_power_of_two",
            lambda n, s, b: min(n, b // s),
            "Sığan en büyük sayıyı buldun ama 2'nin kuvveti değil; soru 64, 128, 256 gibi bir boyut istiyor.",
        ),
        Mutant(
            "rounded_up",
            lambda n, s, b: 1 << (min(n, b // s) - 1).bit_length(),
            "2'nin bir ÜST kuvvetine çıkmışsın: o kadar örnek belleğe sığıyor mu, n'yi aşıyor mu?",
        ),
        Mutant(
            "nearest",
            lambda n, s, b: 2 ** round(math.log2(min(n, b // s))),
            "En YAKIN kuvvete yuvarlamışsın; yukarı yuvarlandığında sınır aşılır. Hangi yöne yuvarlamak güvenli?",
        ),
        Mutant(
            "strict",
            lambda n, s, b: _choose(n, s, max(b - 1, s)),
            "Tam sığan boyutu elemişsin: belleği son baytına kadar doldurmak da sığmaktır. < ile ≤ arasındaki fark.",
        ),
    ),
    hints=(
        "İki üst sınır var: belleğe sığan örnek sayısı ve n. Hangisi küçükse o bağlar.",
        "Belleğe sığan örnek sayısı tam bölmeyle (//) bulunur. Sonra o sınırı aşmayan en büyük 2 kuvvetini ara.",
        "1'den başla; iki katı hâlâ her iki sınırın da altında ya da ona eşitse ikiye katla, değilse dur.",
    ),
)

TASKS = (SPLIT, UPDATES, TRAINING, CHOOSE)
