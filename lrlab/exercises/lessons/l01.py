"""01. dersin görevleri: bir minigrubun gradyanı, dönemin kaybı ve bir dönemlik iniş."""

from typing import Any

import numpy as np

from lrlab.core import rules
from lrlab.exercises.task import Case, FunctionTask, Mutant


def _gradient(w: Any, x: Any, y: Any, batch: Any) -> Any:
    """J(w) = 1/(2m)·Σ(xᵢ·w - yᵢ)² kaybının minigruptaki gradyanı, (d,)."""
    part = x[batch]
    return part.T @ (part @ w - y[batch]) / len(batch)


def _gradient_case(n: int, batch: list[int]) -> Case:
    rng = np.random.default_rng((n, *batch))
    x, y, w = rng.normal(size=(n, 3)), rng.normal(size=n), rng.normal(size=3)
    return Case(f"n = {n}, m = {len(batch)}", (w, x, y, np.array(batch)))


GRADIENT = FunctionTask(
    name="gradient_minibatch",
    lesson="01",
    title="Minigrup gradyanı",
    question="J(w) = 1/(2m)·Σ(xᵢ·w - yᵢ)² için, numaraları `batch`te olan birbirinden farklı m örneğin gradyanı nedir?",
    arguments=("w", "x", "y", "batch"),
    reference=_gradient,
    cases=(_gradient_case(9, [7, 2, 5]), _gradient_case(6, [0, 4]), _gradient_case(8, [3])),
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
            "İlk m örneği almışsın. `batch`in kaç öğesi olduğu değil, içindeki numaralar önemli.",
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
    lesson="01",
    title="Dönemin ortalama kaybı",
    question="Minigrupların ortalama kayıpları `costs` ve boyutları `sizes`: bütün örneklerin ortalama kaybı kaç?",
    arguments=("costs", "sizes"),
    reference=lambda costs, sizes: float(np.average(costs, weights=sizes)),
    cases=(
        Case("kısa ve kötü son minigrup", (np.array([0.5, 0.4, 2.0]), np.array([64, 64, 8]))),
        Case("dört minigrup", (np.array([1.2, 0.9, 0.8, 0.1]), np.array([32, 32, 32, 5]))),
        Case("tek minigrup", (np.array([0.7]), np.array([10]))),
        Case("ortası kısa", (np.array([0.9, 1.5, 0.3]), np.array([32, 10, 64]))),
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
    ),
    hints=(
        "Her örnek eşit sayılmalı. Bir minigrubun ortalaması kaç örneği temsil ediyor?",
        "Ortalama kaybı minigrubun boyutuyla çarparsan o minigrubun toplam kaybını bulursun.",
        "Toplam kayıpları topla ve toplam örnek sayısına böl: boyutlarla ağırlıklı ortalama.",
    ),
)

# ---- minibatch_epoch


def _epoch(w: Any, x: Any, y: Any, order: Any, m: int, lr: float, *, fixed: bool = False, full: bool = False) -> Any:
    """Bir dönemlik iniş; `fixed` gradyanı hep ilk w'de alır, `full` kısa minigrubu da m'ye böler."""
    start = w
    for i in range(0, len(order), m):
        batch = order[i : i + m]
        g = _gradient(start if fixed else w, x, y, batch) * (len(batch) / m if full else 1)
        w, _ = rules.sgd(w, g, {}, 1, lr=lr)
    return w


def _one_step(w: Any, x: Any, y: Any, order: Any, m: int, lr: float) -> Any:
    return w - lr * _gradient(w, x, y, order)


def _epoch_case(n: int, m: int, lr: float) -> Case:
    rng = np.random.default_rng((n, m))
    x, y, w = rng.normal(size=(n, 2)), rng.normal(size=n), rng.normal(size=2)
    return Case(f"n = {n}, m = {m}, α = {lr}", (w, x, y, rng.permutation(n), m, lr))


EPOCH = FunctionTask(
    name="minibatch_epoch",
    lesson="01",
    title="Bir dönemlik minigrup gradyan inişi",
    question="`order` sırasındaki minigruplarla bir dönem in, son w'yi döndür (J, gradient_minibatch'teki).",
    arguments=("w", "x", "y", "order", "m", "lr"),
    reference=_epoch,
    cases=(_epoch_case(10, 4, 0.1), _epoch_case(9, 3, 0.05), _epoch_case(5, 1, 0.2), _epoch_case(6, 8, 0.3)),
    mutants=(
        Mutant(
            "stale_w",
            lambda w, x, y, order, m, lr: _epoch(w, x, y, order, m, lr, fixed=True),
            "Bütün gradyanları dönem başındaki w'de hesaplamışsın. Minigrupların kazancı tam da burada: ikinci "
            "minigrup, birincinin düzelttiği w'yi görür.",
        ),
        Mutant(
            "short_divided_by_m",
            lambda w, x, y, order, m, lr: _epoch(w, x, y, order, m, lr, full=True),
            "Kısa son minigrubu da m'ye bölmüşsün; onda m örnek yok, bu yüzden adımı küçük kalıyor.",
        ),
        Mutant(
            "dropped_last",
            lambda w, x, y, order, m, lr: _epoch(w, x, y, order[: len(order) // m * m], m, lr),
            "Kısa son minigrubun adımı eksik: artan örnekler bu dönemde hiç kullanılmadı.",
        ),
        Mutant(
            "one_batch_step",
            _one_step,
            "Bütün veriyle tek adım atmışsın (tam grup gradyan inişi); m'nin bir etkisi yok.",
        ),
        Mutant(
            "ascent",
            lambda w, x, y, order, m, lr: _epoch(w, x, y, order, m, -lr),
            "Yokuş çıkıyorsun: gradyan, kaybın en hızlı ARTTIĞI yönü gösterir.",
        ),
        Mutant(
            "fixed_rate",
            lambda w, x, y, order, m, lr: _epoch(w, x, y, order, m, 0.1),
            "α'yı hep 0.1 almışsın: adımın boyu `lr` argümanından gelmeli.",
        ),
        Mutant(
            "not_shuffled",
            lambda w, x, y, order, m, lr: _epoch(w, x, y, np.arange(len(x)), m, lr),
            "`order`ı kullanmadan, örnekleri dosyadaki sırayla almışsın.",
        ),
        Mutant(
            "first_only",
            lambda w, x, y, order, m, lr: _epoch(w, x, y, order[:m], m, lr),
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

TASKS = (GRADIENT, COST, EPOCH)
