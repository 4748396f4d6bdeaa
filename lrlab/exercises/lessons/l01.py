"""01. dersin görevleri: minigruplar, bir minigrubun gradyanı, dönemin kaybı ve bir dönemlik iniş."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import rules
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

Step = Callable[..., Any]

# ---- split_minibatches


def _split(x: Any, y: Any, order: Any, size: int) -> list[tuple[Any, Any]]:
    return [(x[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(order), size)]


def _split_case(n: int, size: int) -> Case:
    rng = np.random.default_rng((n, size))
    x, y = np.round(rng.normal(0, 5, (n, 3)), 1), rng.permutation(n) - 2.5
    return Case(f"n = {n}, B = {size}", (x, y, rng.permutation(n), size))


SPLIT = FunctionTask(
    name="split_minibatches",
    title="Veriyi minigruplara böl",
    question="`order` sırasındaki örnekleri B'lik minigruplara böl; sonuç (X, Y) çiftlerinin listesi olsun.",
    arguments=("x", "y", "order", "batch_size"),
    reference=_split,
    cases=(_split_case(10, 4), _split_case(12, 3), _split_case(5, 8), _split_case(7, 1)),
    mutants=(
        Mutant(
            "dropped_last",
            lambda x, y, order, size: _split(x, y, order[: len(order) // size * size], size),
            "Kısa kalan son minigrup kayboldu: n, B'ye bölünmeyince artan örnekler bu dönemde hiç görülmemiş oluyor.",
        ),
        Mutant(
            "ignored_order",
            lambda x, y, order, size: _split(x, y, np.arange(len(x)), size),
            "Örnekler karıştırılmadan, dosyadaki sırayla gidiyor: `order` ne işe yarayacaktı?",
        ),
        Mutant(
            "broke_pairs",
            lambda x, y, order, size: _split(x[order], y, np.arange(len(x)), size),
            "X karışmış ama Y eski sırasında kalmış: her örnek başkasının etiketini alıyor. Sıra ikisine de gerek.",
        ),
        Mutant(
            "m_as_count",
            lambda x, y, order, size: [(x[part], y[part]) for part in np.array_split(order, size)],
            "B'yi minigrup SAYISI gibi kullanmışsın. B bir minigruptaki örnek sayısıdır; minigrup sayısı n'ye bağlı.",
        ),
        Mutant(
            "extra_empty",
            lambda x, y, order, size: [
                (x[order[i * size : (i + 1) * size]], y[order[i * size : (i + 1) * size]])
                for i in range(len(order) // size + 1)
            ],
            "n, B'ye tam bölünürken sonda boş bir minigrup kalıyor. n/B + 1 her zaman doğru mu? n = 12, B = 3'ü dene.",
        ),
        Mutant(
            "inverse_order",
            lambda x, y, order, size: _split(x, y, np.argsort(order), size),
            "`order`ı tersinden okumuşsun: order[0] ilk sıraya GEÇECEK örneğin numarasıdır, ilk örneğin yeri değil.",
        ),
        Mutant(
            "only_labels_shuffled",
            lambda x, y, order, size: _split(x, y[order], np.arange(len(x)), size),
            "Y karışmış ama X dosyadaki sırada kalmış: etiketler başka örneklere gidiyor. Sıra ikisine de gerek.",
        ),
        Mutant(
            "shuffled_twice",
            lambda x, y, order, size: _split(x[order], y[order], order, size),
            "Veri iki kez karışmış: önce hepsi `order`a göre dizilmiş, sonra parçalar yine `order`la seçilmiş. Biri "
            "yeter.",
        ),
    ),
    hints=(
        "Önce yalnızca numaraları böl: `order` dizisini B'lik parçalara ayırmak yeter, veriye sonra dokunursun.",
        "range(0, n, B) her parçanın başladığı yeri verir. Python'da dilim sondan taşarsa hata vermez, kısa kalır.",
        "Her başlangıç i için order'ın i'den i + B'ye kadarki dilimini al; bu numaralarla x'i ve y'yi ayrı ayrı "
        "seç, ikisini bir çift yapıp listeye ekle. Kısa kalan son parça için ayrı bir satır gerekmez.",
    ),
)

# ---- updates_per_epoch, updates_in_training

UPDATES = NumberTask(
    name="updates_per_epoch",
    title="Bir dönemde kaç güncelleme?",
    question="n = 1437 örnek, B = 64 (kısa son minigrup da kullanılıyor): bir dönemde kaç güncelleme yapılır?",
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
            "per_sample", 1437, "Bu B = 1'in (stokastik gradyan inişi) sayısı. Burada bir adımda 64 örnek kullanılıyor."
        ),
        Mutant("batch_size", 64, "64 bir minigruptaki örnek sayısı; sorulan, böyle kaç minigrup olduğu."),
        Mutant("one_too_many", 24, "1437'den 64'leri çıkarırken son, kısa minigrubu iki kez saymış olabilirsin."),
    ),
    hints=(
        "Bir dönem, her örneğin bir kez görülmesidir; her minigrup bir güncelleme yaptırır.",
        "1437'nin içinde 64'ten kaç tam tane var, geriye kaç örnek kalıyor?",
        "22 tam minigrup 1408 örnek eder; kalan 29 örnek de kendi başına kısa bir minigrup olur. Onu da say.",
    ),
)

TRAINING = NumberTask(
    name="updates_in_training",
    title="Eğitim boyunca kaç güncelleme?",
    question="n = 1437, B = 64, 10 dönem (her dönem veri yeniden karıştırılıyor): toplam kaç güncelleme yapılır?",
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
        Mutant(
            "floor",
            220,
            "Her dönemin kısa son minigrubu eksik: artan örnekler de bir güncelleme yaptırır, hem de her dönemde.",
        ),
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
    title="Minigrup boyutunu seç",
    question="Belleğe sığan ve n'yi aşmayan, 2'nin kuvveti olan en büyük B'yi döndür (en az 1 örnek hep sığar).",
    arguments=("n", "sample_bytes", "budget_bytes"),
    reference=_choose,
    cases=(
        Case("n = 60000, örnek 3136 B, bellek 1 MB", (60000, 3136, 1_000_000)),
        Case("tam sığma: örnek 1000 B, bellek 64000 B", (5000, 1000, 64_000)),
        Case("az veri: n = 100, bol bellek", (100, 8, 1_000_000)),
        Case("tek örneklik bellek", (1437, 512, 600)),
        Case("n = 512, örnek 100 B, bellek 90 kB", (512, 100, 90_000)),
        Case("küçük örnek: n = 60000, örnek 64 B, bellek 8 MB", (60000, 64, 8_000_000)),
        Case("n = 511, bol bellek", (511, 8, 1_000_000)),
        Case("64 örneğe bir bayt eksik", (5000, 100, 6399)),
        Case("tam sığma: örnek 49 B, bellek 3136 B", (5000, 49, 3136)),
        Case("tek örneklik veri", (1, 16, 4096)),
    ),
    mutants=(
        Mutant(
            "forgot_n",
            lambda n, s, b: _choose(10**12, s, b),
            "Bellek bol olunca B, örnek sayısını aşıyor: 100 örnekten 65536'lık minigrup çıkmaz.",
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

# ---- gradient_minibatch


def _gradient(w: Any, x: Any, y: Any, batch: Any) -> Any:
    """J(w) = 1/(2B)·Σ(xᵢ·w - yᵢ)² kaybının minigruptaki gradyanı, (d,)."""
    part = x[batch]
    return part.T @ (part @ w - y[batch]) / len(batch)


def _gradient_case(n: int, batch: list[int]) -> Case:
    rng = np.random.default_rng((n, *batch))
    x, y, w = rng.normal(size=(n, 3)), rng.normal(size=n), rng.normal(size=3)
    return Case(f"n = {n}, B = {len(batch)}", (w, x, y, np.array(batch)))


GRADIENT = FunctionTask(
    name="gradient_minibatch",
    title="Minigrup gradyanı",
    question="J(w) = 1/(2B)·Σ(xᵢ·w - yᵢ)² için, numaraları `batch`te olan birbirinden farklı B örneğin gradyanı nedir?",
    arguments=("w", "x", "y", "batch"),
    reference=_gradient,
    cases=(_gradient_case(9, [8, 2, 5]), _gradient_case(6, [0, 4]), _gradient_case(8, [3])),
    mutants=(
        Mutant(
            "summed",
            lambda w, x, y, batch: _gradient(w, x, y, batch) * len(batch),
            "Ortalama yerine toplam almışsın: minigrubu iki katına çıkarınca adımın boyu da iki katına çıkardı.",
        ),
        Mutant(
            "divided_by_n",
            lambda w, x, y, batch: _gradient(w, x, y, batch) * len(batch) / len(x),
            "Bütün verinin örnek sayısına (n) bölmüşsün; toplamda ise yalnızca minigruptaki örnekler var.",
        ),
        Mutant(
            "factor_two",
            lambda w, x, y, batch: 2 * _gradient(w, x, y, batch),
            "Sonucun iki kat büyük: kayıptaki 1/2, karenin türevinden gelen çarpanla ne yapar?",
        ),
        Mutant(
            "half",
            lambda w, x, y, batch: _gradient(w, x, y, batch) / 2,
            "Sonucun yarı yarıya küçük: 1/2 duruyor ama karenin türevinden gelen çarpan unutulmuş.",
        ),
        Mutant(
            "sign",
            lambda w, x, y, batch: -_gradient(w, x, y, batch),
            "İşaret ters: hatayı tahmin - gerçek yerine gerçek - tahmin almışsın. Bu yöne inilmez, tırmanılır.",
        ),
        Mutant(
            "full_batch",
            lambda w, x, y, batch: _gradient(w, x, y, np.arange(len(x))),
            "Bütün veriyi kullanmışsın; `batch` yalnızca birkaç örnek seçiyordu.",
        ),
        Mutant(
            "first_m",
            lambda w, x, y, batch: _gradient(w, x, y, np.arange(len(batch))),
            "İlk B örneği almışsın. `batch`in kaç öğesi olduğu değil, içindeki numaralar önemli.",
        ),
        Mutant(
            "labels_apart",
            lambda w, x, y, batch: x[batch].T @ (x[batch] @ w - y[: len(batch)]) / len(batch),
            "X'i `batch` ile seçmiş, Y'nin ise ilk B öğesini almışsın: örnekler başkalarının etiketiyle eşleşiyor.",
        ),
    ),
    hints=(
        "Önce minigrubu seç, sonra yalnızca onunla çalış: her örneğin hatası xᵢ·w - yᵢ.",
        "Bir örneğin gradyanı hatası çarpı xᵢ'dir (1/2, karenin türevindeki 2'yi götürür). Bunların ortalamasını al.",
        "Seçilen satırlarla hata vektörünü kur; satırların devriğini (.T) bu vektörle çarp ve minigruptaki örnek "
        "sayısına böl. Sonucun biçimi w ile aynı olmalı.",
    ),
)

# ---- epoch_cost

COST = FunctionTask(
    name="epoch_cost",
    title="Dönemin ortalama kaybı",
    question="Minigrupların ortalama kayıpları `costs` ve boyutları `sizes`: bütün örneklerin ortalama kaybı kaç?",
    arguments=("costs", "sizes"),
    reference=lambda costs, sizes: float(np.average(costs, weights=sizes)),
    cases=(
        Case("kısa ve kötü son minigrup", (np.array([0.5, 0.4, 2.0]), np.array([64, 64, 8]))),
        Case("dört minigrup", (np.array([1.2, 0.9, 0.8, 0.1]), np.array([32, 32, 32, 5]))),
        Case("tek minigrup", (np.array([0.7]), np.array([10]))),
        Case("ortası kısa", (np.array([0.9, 1.5, 0.3]), np.array([32, 10, 64]))),
        Case("kaybı büyük üç minigrup", (np.array([2.75, 1.3, 4.0]), np.array([16, 16, 4]))),
        Case("birinin kaybı sıfır", (np.array([0.0, 0.6]), np.array([3, 9]))),
    ),
    mutants=(
        Mutant(
            "plain_mean",
            lambda costs, sizes: np.mean(costs),
            "Minigrupların düz ortalaması: 8 örneklik son minigrup 64 örneklik olanla aynı ağırlığı alıyor. Bir "
            "örnek, hangi minigruba düştüğüne göre daha mı önemli?",
        ),
        Mutant(
            "total",
            lambda costs, sizes: np.sum(costs * sizes),
            "Bu toplam kayıp; sorulan ortalama. Veri büyüdükçe büyümeyen bir sayı arıyorsun.",
        ),
        Mutant(
            "sum_of_costs",
            lambda costs, sizes: np.sum(costs),
            "Ortalamaları toplamışsın: minigrup sayısı arttıkça bu sayı kendiliğinden büyür.",
        ),
        Mutant(
            "divided_by_batches",
            lambda costs, sizes: np.sum(costs * sizes) / len(costs),
            "Örneklerin toplam kaybını minigrup sayısına bölmüşsün; pay örnek sayıyor, payda başka bir şey.",
        ),
        Mutant(
            "last",
            lambda costs, sizes: costs[-1],
            "Yalnızca son minigrubun kaybı: birkaç örneğe bakıyor ve minigruptan minigruba zıplar.",
        ),
        Mutant(
            "full_batches_assumed",
            lambda costs, sizes: np.sum(costs * sizes) / (len(costs) * sizes[0]),
            "Her minigrubu tam boyda saymışsın; paydadaki örneklerin bir kısmı gerçekte yok.",
        ),
        Mutant(
            "multiplied_means",
            lambda costs, sizes: np.mean(costs) * np.mean(sizes),
            "Ortalamaların çarpımını almışsın: her minigrubun kaybı KENDİ boyutuyla çarpılır, toplama ondan sonra.",
        ),
    ),
    hints=(
        "Her örnek eşit sayılmalı. Bir minigrubun ortalaması kaç örneği temsil ediyor?",
        "Ortalama kaybı minigrubun boyutuyla çarparsan o minigrubun toplam kaybını bulursun.",
        "Toplam kayıpları topla ve toplam örnek sayısına böl: boyutlarla ağırlıklı ortalama.",
    ),
)

# ---- minibatch_epoch


def _epoch(w: Any, x: Any, y: Any, order: Any, size: int, lr: float) -> Any:
    for i in range(0, len(order), size):
        w, _ = rules.sgd(w, _gradient(w, x, y, order[i : i + size]), {}, 1, lr=lr)
    return w


def _slipped(at: Step = lambda start, w: w, scale: Step = lambda k, size: 1) -> Step:
    """Bir dönemlik iniş; gradyan at(ilk w, w)'de alınır ve scale(minigruptaki örnek sayısı, B) ile çarpılır."""

    def epoch(w: Any, x: Any, y: Any, order: Any, size: int, lr: float) -> Any:
        start = w
        for i in range(0, len(order), size):
            batch = order[i : i + size]
            w = w - lr * _gradient(at(start, w), x, y, batch) * scale(len(batch), size)
        return w

    return epoch


def _one_step(w: Any, x: Any, y: Any, order: Any, size: int, lr: float) -> Any:
    return w - lr * _gradient(w, x, y, order)


def _epoch_case(n: int, size: int, lr: float) -> Case:
    rng = np.random.default_rng((n, size))
    x, y, w = rng.normal(size=(n, 2)), rng.normal(size=n), np.array([2, -2]) + rng.normal(size=2)
    return Case(f"n = {n}, B = {size}, α = {lr}", (w, x, y, rng.permutation(n), size, lr))


EPOCH = FunctionTask(
    name="minibatch_epoch",
    title="Bir dönemlik minigrup gradyan inişi",
    question="`order` sırasındaki minigruplarla bir dönem in, son w'yi döndür: J(w) = 1/(2B)·Σ(xᵢ·w - yᵢ)².",
    arguments=("w", "x", "y", "order", "batch_size", "lr"),
    reference=_epoch,
    cases=(_epoch_case(10, 4, 0.1), _epoch_case(9, 3, 0.05), _epoch_case(5, 1, 0.2), _epoch_case(6, 8, 0.0375)),
    mutants=(
        Mutant(
            "stale_w",
            _slipped(at=lambda start, w: start),
            "Bütün gradyanları dönem başındaki w'de hesaplamışsın. Minigrupların kazancı tam da burada: ikinci "
            "minigrup, birincinin düzelttiği w'yi görür.",
        ),
        Mutant(
            "short_divided_by_m",
            _slipped(scale=lambda k, size: k / size),
            "Kısa son minigrubu da B'ye bölmüşsün; onda B örnek yok, bu yüzden adımı küçük kalıyor.",
        ),
        Mutant(
            "dropped_last",
            lambda w, x, y, order, size, lr: _epoch(w, x, y, order[: len(order) // size * size], size, lr),
            "Kısa son minigrubun adımı eksik: artan örnekler bu dönemde hiç kullanılmadı.",
        ),
        Mutant(
            "one_batch_step",
            _one_step,
            "Bütün veriyle tek adım atmışsın (tam grup gradyan inişi); B'nin bir etkisi yok.",
        ),
        Mutant(
            "ascent",
            lambda w, x, y, order, size, lr: _epoch(w, x, y, order, size, -lr),
            "Yokuş çıkıyorsun: gradyan, kaybın en hızlı ARTTIĞI yönü gösterir.",
        ),
        Mutant(
            "fixed_rate",
            lambda w, x, y, order, size, lr: _epoch(w, x, y, order, size, 0.1),
            "α'yı hep 0.1 almışsın: adımın boyu `lr` argümanından gelmeli.",
        ),
        Mutant(
            "not_shuffled",
            lambda w, x, y, order, size, lr: _epoch(w, x, y, np.arange(len(x)), size, lr),
            "`order`ı kullanmadan, örnekleri dosyadaki sırayla almışsın.",
        ),
        Mutant(
            "broke_pairs",
            lambda w, x, y, order, size, lr: _epoch(w, x[order], y, np.arange(len(x)), size, lr),
            "X karışmış ama Y eski sırasında kalmış: hata, başka örneğin etiketinden hesaplanıyor.",
        ),
        Mutant(
            "no_rate",
            lambda w, x, y, order, size, lr: _epoch(w, x, y, order, size, 1.0),
            "α yok: her minigrupta gradyanın tamamını çıkarmışsın.",
        ),
        Mutant(
            "summed",
            _slipped(scale=lambda k, size: k),
            "Gradyanları minigrubun örnek sayısına bölmemişsin: J ortalamadır, B büyüdükçe adımlar büyümemeli.",
        ),
        Mutant(
            "first_only",
            lambda w, x, y, order, size, lr: _epoch(w, x, y, order[:size], size, lr),
            "Yalnızca ilk minigrubun adımı atılmış: `return` döngünün içinde mi kaldı?",
        ),
    ),
    hints=(
        "İki parçayı yaptın bile: minigruplara bölmek ve bir minigrubun gradyanı. Burada onları bir döngüde birleştir.",
        "Döngünün her turunda sıradaki numaraları al, gradyanı O ANKİ w'de hesapla, w'yi güncelle.",
        "Her turda w'den α çarpı minigrubun ortalama gradyanını çıkar ve yeni w ile sürdür; gradyanı minigrubun kendi "
        "boyutuna böl. w'yi yerinde (-=) değiştirme, yoksa çağıranın w'si de değişir.",
    ),
)

# ---- onarılacak koşu: etiketleri karışmış minigruplar

LOSS_AXES = ("dönem", "bütün verideki kayıp")


def _epoch_losses(batches: Callable[..., Any]) -> Callable[..., Any]:
    """Doğrusal modelin eğitimi; `batches(x, y, order, B)` bir dönemin (X, Y) çiftlerini verir."""

    def losses(x: Any, y: Any, w: Any, orders: Any, size: int, lr: float) -> list[float]:
        found = []
        for order in orders:
            for X, Y in batches(x, y, order, size):
                w = w - lr * X.T @ (X @ w - Y) / len(Y)
            found.append(np.mean((x @ w - y) ** 2) / 2)
        return found

    return losses


def _paired(left: Any, right: Any, size: int) -> list[tuple[Any, Any]]:
    """Aynı uzunlukta iki dizinin B'lik parçaları."""
    return [(left[i : i + size], right[i : i + size]) for i in range(0, len(left), size)]


def _shuffle_case(label: str, n: int, size: int, epochs: int, lr: float) -> Case:
    rng = np.random.default_rng((n, size, epochs))
    x = rng.normal(size=(n, 3))
    y = x @ np.array([2.0, -1.0, 0.5]) + 0.1 * rng.normal(size=n)
    return Case(label, (x, y, rng.normal(size=3), rng.permuted(np.tile(np.arange(n), (epochs, 1)), axis=1), size, lr))


SHUFFLED = FunctionTask(
    name="shuffled_losses",
    title="Onar: kaybı inmeyen koşu",
    question="Eğitim kaybı dalgalanıyor ama düşmüyor. Koşudaki tek hatayı bul ve onar; dönem sonu kayıplarını döndür.",
    arguments=("x", "y", "w", "orders", "batch_size", "lr"),
    reference=_epoch_losses(_split),
    given=_epoch_losses(lambda x, y, order, size: _paired(x[order], y, size)),
    cases=(
        _shuffle_case("n = 40, B = 8", 40, 8, 15, 0.0875),
        _shuffle_case("n = 10, B = 4 (kısa son minigrup)", 10, 4, 6, 0.2),
        _shuffle_case("n = 6, B = 1", 6, 1, 3, 0.0625),
        _shuffle_case("n = 5, B = 8 (tam grup)", 5, 8, 4, 0.3),
        _shuffle_case("hiç dönem yok", 5, 2, 0, 0.3),
    ),
    mutants=(
        Mutant(
            "unshuffled",
            _epoch_losses(lambda x, y, order, size: _paired(x, y, size)),
            "Karıştırmayı kaldırmışsın: çiftler doğru ama her dönem aynı sırayla geliyor; `orders` hiç kullanılmıyor.",
        ),
        Mutant(
            "labels_shuffled_alone",
            _epoch_losses(lambda x, y, order, size: _paired(x, y[order], size)),
            "Şimdi de yalnızca etiketler karışıyor: satır ile etiketi yine ayrı sıralarda.",
        ),
        Mutant(
            "shuffled_twice",
            _epoch_losses(lambda x, y, order, size: _paired(x[order], y[order][order], size)),
            "Etiketleri iki kez karıştırmışsın: satırlar bir kez, etiketler iki kez yer değiştirmiş.",
        ),
        Mutant(
            "one_order",
            lambda x, y, w, orders, size, lr: _epoch_losses(_split)(x, y, w, [orders[0] for _ in orders], size, lr),
            "Her dönemde ilk dönemin sırası kullanılıyor: her dönemin kendi sırası var.",
        ),
        Mutant(
            "short_dropped",
            _epoch_losses(
                lambda x, y, order, size: [pair for pair in _split(x, y, order, size) if len(pair[1]) == size]
            ),
            "Kısa kalan son minigrup atılıyor: o örnekler hiç öğrenilmiyor.",
        ),
    ),
    hints=(
        "Bir minigrubun ilk satırını ve ilk etiketini, asıl verideki yerleriyle karşılaştır.",
        "Satırlar hangi sırada geliyor, etiketler hangi sırada?",
        "`order` satırlara uygulanıyor; etiketlere de aynı sıra uygulanmalı.",
    ),
    plot=LOSS_AXES,
)

# ---- elle iki katman


def _gated(error: Any, W2: Any, hidden: Any, lr: float) -> Any:
    """Gizli katmana geri yayılan hata."""
    return error @ W2.T * (hidden > 0)


def _two_layers(
    change: Callable[..., Any] = lambda n, hidden, error, parts: parts, back: Callable[..., Any] = _gated
) -> Callable[..., Any]:
    """İki katmanlı ağın adımı; `back` geri yayılan hatayı verir, `change(n, h, e, gradyanlar)` gradyanları bozar."""

    def step(W1: Any, b1: Any, W2: Any, b2: Any, x: Any, y: Any, lr: float) -> Any:
        hidden = np.maximum(x @ W1 + b1, 0)
        error = (hidden @ W2 + b2 - y) / len(x)
        inner = back(error, W2, hidden, lr)
        parts = change(len(x), hidden, error, (x.T @ inner, inner.sum(axis=0), hidden.T @ error, error.sum(axis=0)))
        return tuple(old - lr * part for old, part in zip((W1, b1, W2, b2), parts, strict=True))

    return step


def _layer_case(label: str, n: int, inputs: int, hidden: int, outputs: int, lr: float) -> Case:
    rng = np.random.default_rng((n, inputs, hidden))
    weights = [rng.normal(0, 2, size) for size in ((inputs, hidden), (hidden,), (hidden, outputs), (outputs,))]
    return Case(label, (*weights, rng.normal(size=(n, inputs)), rng.normal(size=(n, outputs)), lr))


TWO_LAYERS = FunctionTask(
    name="two_layer_step",
    title="Elle iki katman",
    question=(
        "h = max(x W1 + b1, 0), ŷ = h W2 + b2, kayıp Σ|ŷ-y|²/(2B): minigrupla bir SGD adımı at, yeni (W1, b1, W2, b2) "
        "dörtlüsünü döndür."
    ),
    arguments=("W1", "b1", "W2", "b2", "x", "y", "lr"),
    reference=_two_layers(),
    cases=(
        _layer_case("m = 5, 3-4-2", 5, 3, 4, 2, 0.0625),
        _layer_case("m = 1, 2-6-1", 1, 2, 6, 1, 0.5),
        _layer_case("m = 7, 4-1-3", 7, 4, 1, 3, 0.05),
    ),
    parts=("W1", "b1", "W2", "b2"),
    mutants=(
        Mutant(
            "no_gate",
            _two_layers(back=lambda error, W2, hidden, lr: error @ W2.T),
            "ReLU'nun türevi yok: sıfırda kalan gizli birimden geriye gradyan geçmez.",
        ),
        Mutant(
            "sum",
            _two_layers(lambda n, hidden, error, parts: tuple(n * part for part in parts)),
            "Gradyan B'ye bölünmemiş: minigrup büyüdükçe adım da büyür.",
        ),
        Mutant(
            "bias_forgotten",
            _two_layers(lambda n, hidden, error, parts: (parts[0], 0.0, parts[2], 0.0)),
            "Ağırlıklar doğru; yanlılık terimleri (b1, b2) olduğu gibi kalmış.",
        ),
        Mutant(
            "bias_mean",
            _two_layers(lambda n, hidden, error, parts: (parts[0], parts[1] / n, parts[2], parts[3] / n)),
            "Yanlılık terimlerinin gradyanı B'ye iki kez bölünmüş: hata zaten bölünmüştü, örnekler üzerinden TOPLANIR.",
        ),
        Mutant(
            "over_outputs_too",
            _two_layers(lambda n, hidden, error, parts: tuple(part / error.shape[1] for part in parts)),
            "Gradyan çıktıların sayısına da bölünmüş: kayıp örneklerin ortalamasıdır, çıktılar toplanır.",
        ),
        Mutant(
            "twice",
            _two_layers(lambda n, hidden, error, parts: tuple(2 * part for part in parts)),
            "Gradyan iki kat: kayıptaki ½, karenin türevindeki 2'yi götürür.",
        ),
        Mutant(
            "new_second",
            _two_layers(back=lambda error, W2, hidden, lr: _gated(error, W2 - lr * hidden.T @ error, hidden, lr)),
            "W1'in gradyanında YENİ W2 var: bütün gradyanlar eski ağırlıklarla hesaplanır.",
        ),
        Mutant(
            "sign",
            lambda W1, b1, W2, b2, x, y, lr: _two_layers()(W1, b1, W2, b2, x, y, -lr),
            "Yön ters: gradyan çıkarılır.",
        ),
        Mutant(
            "no_rate",
            lambda W1, b1, W2, b2, x, y, lr: _two_layers()(W1, b1, W2, b2, x, y, 1.0),
            "α yok: gradyanların tamamı çıkarılmış.",
        ),
        Mutant(
            "only_last",
            _two_layers(lambda n, hidden, error, parts: (0.0, 0.0, parts[2], parts[3])),
            "Yalnızca son katman öğreniyor: hata ilk katmana da yayılmalı.",
        ),
    ),
    hints=(
        "Önce ileri: h ve hata e = (ŷ - y)/B. W2'nin gradyanı h ile e'den, b2'ninki e'nin toplamından çıkar.",
        "Geri: e, W2'nin devriğiyle çarpılır ve h > 0 olan yerlerde geçer. Kalanı ilk katmanın hatasıdır.",
        "W1'in gradyanı x'in devriği çarpı o hata; dört gradyanı da eski ağırlıklarla hesapla, sonra dördünü güncelle.",
    ),
)

TASKS = (
    TRAINING,
    COST,
    SHUFFLED,
    UPDATES,
    SPLIT,
    GRADIENT,
    EPOCH,
    CHOOSE,
    TWO_LAYERS,
)
CORE = (TRAINING, COST, SHUFFLED)  # ana yol
