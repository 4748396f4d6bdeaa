"""07. dersin görevleri: ısınma, BertAdam'ın çarpanı, ince ayar ve SGLD'nin gürültüsü."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import Cosine, Linear, Warmup, warmup_linear
from lrlab.exercises.lessons.l05 import SIZES, STEPS  # düzeltmesiz Adam'ın adımları
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- warmup_cosine

AXES = ("kaçıncı güncelleme", "öğrenme oranı α")


def _cosine(lr: float, end: float, warmup: int, T: int) -> Any:
    return Warmup(Cosine(lr, end, T - warmup), warmup)(np.arange(T))


def _tail(curve: Any) -> Any:
    """Isınması doğru, gerisi `curve(lr, end, warmup, T, t)` olan oranlar; t eğitimin 0. adımından sayılır."""

    def rates(lr: float, end: float, warmup: int, T: int) -> Any:
        t = np.arange(T, dtype=float)
        return np.where(t < warmup, lr * t / warmup, curve(lr, end, warmup, T, t))

    return rates


def _half(lr: float, end: float, share: Any) -> Any:
    return end + (lr - end) * (1 + np.cos(np.pi * share)) / 2


COSINE = FunctionTask(
    name="warmup_cosine",
    title="Isınma + kosinüs",
    question="T güncellemelik eğitim: ilk warmup güncelleme 0'dan lr'ye doğrusal, kalan T - warmup güncelleme lr'den "
    "end'e kosinüs. Toplam süre T'dir: ısınma onun İÇİNDE. T oranı döndür; end'e tam t = T'de varılırdı.",
    arguments=("lr", "end", "warmup", "T"),
    reference=_cosine,
    cases=(
        Case("α = 0.3, end = 0.01", (0.3, 0.01, 5, 20)),
        Case("α = 1, end = 0", (1.0, 0.0, 10, 40)),
        Case("α = 1.875, end = 0.125, uzun ısınma", (1.875, 0.125, 7, 11)),
    ),
    plot=AXES,
    mutants=(
        Mutant(
            "outside",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, (t - warmup) / T)),
            "Kosinüs T adıma yayılmış: eğitim bitince oran hâlâ yüksek. Isınmadan sonra kaç güncelleme kalıyor?",
        ),
        Mutant(
            "from_zero",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, t / T)),
            "Birleşme yerinde sıçrama var: kosinüs kendi 0'ından başlamalı, eğitimin 0'ından değil.",
        ),
        Mutant(
            "product",
            lambda lr, end, warmup, T: _half(lr, end, np.arange(T) / T) * np.minimum(np.arange(T) / warmup, 1.0),
            "İki zamanlayıcıyı çarpmışsın: oran lr'ye hiç ulaşmıyor. Biri bitince öteki başlar.",
        ),
        Mutant(
            "ends_early",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, (t - warmup) / (T - warmup - 1))),
            "end'e son güncellemede varmışsın; burada varış t = T'dedir, son güncelleme ondan bir önce.",
        ),
        Mutant(
            "full_wave",
            _tail(lambda lr, end, warmup, T, t: end + (lr - end) * np.cos(np.pi * (t - warmup) / (T - warmup))),
            "Kosinüs +1'den -1'e iner; olduğu gibi çarpınca oran eksiye düşüyor. 1 ekleyip 2'ye bölmek neyi düzeltir?",
        ),
        Mutant(
            "quarter_wave",
            _tail(lambda lr, end, warmup, T, t: end + (lr - end) * np.cos(np.pi / 2 * (t - warmup) / (T - warmup))),
            "Çeyrek dalga: sonda en dik yerinde bitiyor. Yarım dalga gerek: 0'dan π'ye.",
        ),
        Mutant(
            "starts_above_zero",
            lambda lr, end, warmup, T: np.where(
                np.arange(T) < warmup, lr * (np.arange(T) + 1) / warmup, _cosine(lr, end, warmup, T)
            ),
            "Kosinüs doğru; ama ısınma lr/warmup'tan başlıyor, 0'dan değil.",
        ),
        Mutant(
            "linear",
            lambda lr, end, warmup, T: Warmup(Linear(lr, end, T - warmup), warmup)(np.arange(T)),
            "Süreler doğru ama azaltma doğru parçası: kosinüs uçlarda yavaş, ortada hızlı iner.",
        ),
        Mutant(
            "no_end",
            lambda lr, end, warmup, T: _cosine(lr, 0.0, warmup, T) + end * (np.arange(T) >= warmup),
            "end'i üstüne eklemişsin: tepe lr + end olmuş. Kosinüs lr ile end ARASINDA iner.",
        ),
        Mutant("no_warmup", lambda lr, end, warmup, T: _half(lr, end, np.arange(T) / T), "Isınma hiç yok."),
        Mutant(
            "half_of_cosine",
            _tail(
                lambda lr, end, warmup, T, t: end + (lr - end) * (1 + np.cos(np.pi * (t - warmup) / (T - warmup)) / 2)
            ),
            "Parantez eksik: yalnızca kosinüs ikiye bölünmüş, 1 bölünmemiş; oran birleşme yerinde lr'yi aşıyor.",
        ),
        Mutant(
            "no_parentheses",
            _tail(lambda lr, end, warmup, T, t: end + lr - end * _half(1, 0, (t - warmup) / (T - warmup))),
            "(lr - end)'in parantezi eksik: dalga yalnızca end'i çarpıyor, ısınmadan sonra oran hemen hiç azalmıyor.",
        ),
        Mutant(
            "share_parentheses",
            _tail(lambda lr, end, warmup, T, t: _half(lr, end, t - warmup / T - warmup)),
            "Payın ve paydanın parantezleri eksik: bölme, çıkarmalardan önce yapılmış; oran titriyor.",
        ),
    ),
    hints=(
        "İki parça: t < warmup iken 0'dan lr'ye giden doğru; sonra kosinüs, kendi 0'ından başlayarak.",
        "Kosinüsün gittiği pay: (t - warmup) bölü (T - warmup). Pay 0 iken oran lr, 1 iken end olmalı.",
        "end + (lr - end)·(1 + cos(π·pay))/2; iki parçayı np.where ile birleştir.",
    ),
)

# ---- warmup_linear: BertAdam'da oranın çarpanı


def _factor(step: int, t_total: int, warmup: float) -> float:
    n = warmup * t_total
    return Warmup(Linear(1.0, 0.0, t_total - n), n)(step)


def _after(tail: Any) -> Any:
    """Isınması doğru, gerisi `tail(x, warmup)` olan katsayı."""
    return lambda step, t_total, warmup: (
        step / t_total / warmup if step / t_total < warmup else tail(step / t_total, warmup)
    )


LINEAR = FunctionTask(
    name="warmup_linear",
    title="BertAdam'ın warmup_linear'ı",
    question="step numaralı (0'dan) güncellemede α'nın çarpanı: t_total güncellemenin ilk warmup PAYINDA (0.1: onda "
    "biri) 0'dan 1'e, sonra t_total'da 0'a inecek biçimde doğrusal; t_total'dan sonra 0.",
    arguments=("step", "t_total", "warmup"),
    reference=_factor,
    cases=tuple(
        Case(f"step = {step}, t_total = {total}, warmup = {warmup}", (step, total, warmup))
        for step, total, warmup in (
            *((step, 1000, 0.1) for step in (0, 30, 100, 550, 1000, 1200)),
            (80, 200, 0.25),
            (7, 80, 0.125),
            (33, 80, 0.125),
        )
    ),
    mutants=(
        Mutant(
            "one_minus_x",
            _after(lambda x, warmup: max(1 - x, 0.0)),
            "Isınma bitince çarpan 1'den 1 - warmup'a düşüyor: inen çizgi tepeden, (warmup, 1) noktasından başlamalı.",
        ),
        Mutant(
            "wrong_sign",
            _after(lambda x, warmup: max((x - 1) / (1 - warmup), 0.0)),
            "Isınmadan sonra çarpan hep 0: pay ile paydanın işaretleri aynı mı, parantezleri yerinde mi? x < 1 iken "
            "x - 1'in işareti ne?",
        ),
        Mutant(
            "no_clamp",
            _after(lambda x, warmup: (x - 1) / (warmup - 1)),
            "t_total'dan sonra çarpan eksi: α eksiye düşerse yokuş YUKARI gidersin.",
        ),
        Mutant(
            "counts_from_one",
            lambda step, t_total, warmup: _factor(step + 1, t_total, warmup),
            "Bir ileriden sayıyorsun: ilk güncelleme 0 numaralıdır, çarpanı 0'dır.",
        ),
        Mutant(
            "steps_not_shares",
            lambda step, t_total, warmup: step / warmup if step < warmup else max((step - 1) / (warmup - 1), 0.0),
            "warmup bir PAYDIR: step'i onunla karşılaştırmadan önce t_total'a böl.",
        ),
        Mutant(
            "own_horizon",
            _after(lambda x, warmup: max(1 - (x - warmup), 0.0)),
            "Azalma ısınmanın üstüne tam bir t_total istiyor: eğitim bitince çarpan hâlâ warmup kadar.",
        ),
        Mutant(
            "no_parentheses",
            _after(lambda x, warmup: max(1 - x - warmup, 0.0)),
            "Payın ve paydanın parantezleri eksik: 1 - x/1 - warmup, yalnızca üç sayının farkıdır.",
        ),
        Mutant(
            "stays",
            _after(lambda x, warmup: 1.0),
            "Isınıp orada kalıyor: bu warmup_constant. Buradaki sonra 0'a iner.",
        ),
        Mutant(
            "no_warmup",
            lambda step, t_total, warmup: max(1 - step / t_total, 0.0),
            "Isınma yok: ilk güncellemede çarpan 1.",
        ),
    ),
    hints=(
        "Önce x = step/t_total: eğitimin geçen payı. İki durum: x < warmup ve ötesi.",
        "Ötesi bir doğru: x = warmup'ta 1, x = 1'de 0. Eğimi kaç?",
        "(1 - x) bölü (1 - warmup); x > 1 iken 0'da tut (max).",
    ),
)

# ---- ince ayar: sönümlü ve sönümsüz parametreler, bütün örneklerin doğruluğu

BERT_NAMES = (
    "embeddings.word.weight", "embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias", "layer.0.query.weight",
    "layer.0.query.bias", "layer.0.output.LayerNorm.weight", "classifier.weight", "classifier.bias",
)  # fmt: skip
TORCH_NAMES = (
    "position", "attention.in_proj_weight", "attention.in_proj_bias", "attention.out_proj.weight",
    "attention.out_proj.bias", "norm1.weight", "norm1.bias", "head.weight",
)  # fmt: skip


def _free(name: str) -> bool:
    return "bias" in name.lower() or "norm" in name.lower()


def _places(names: list[str], chosen: Callable[[str], bool]) -> Any:
    return np.array([i for i, name in enumerate(names) if chosen(name)])


def _grouped(free: Callable[[str], bool]) -> Callable[[list[str]], Any]:
    return lambda names: (_places(names, lambda name: not free(name)), _places(names, free))


GROUPS = FunctionTask(
    name="decay_groups",
    title="Hangi parametre sönsün?",
    question="Parametre adları verildi. İki liste döndür: sönümlülerin ve sönümsüzlerin sıra numaraları (0'dan). "
    "Adının herhangi bir yerinde bias ya da norm geçen (büyük küçük harf fark etmez) sönümsüzdür.",
    arguments=("names",),
    reference=_grouped(_free),
    cases=(
        Case("BERT'in adları", (list(BERT_NAMES),)),
        Case("torch'un adları", (list(TORCH_NAMES),)),
        Case("hepsi sönümlü, kimisi benzer adlı", (["transformer.biaffine.weight", "minor.alias.weight"],)),
        Case("ilki sönümsüz, BÜYÜK harfli adlar", (["NORM.weight", "head.weight", "head.BIAS", "normal"],)),
        Case("hiç parametre yok", ([],)),
    ),
    parts=("sönümlüler", "sönümsüzler"),
    mutants=(
        Mutant(
            "bias_suffix",
            _grouped(lambda name: name.endswith(".bias") or "norm" in name.lower()),
            "Adı .bias ile bitmeyen bir yanlılık terimi (bias) var ve o da sönüyor: torch'un dikkat katmanının "
            "adlarına bak.",
        ),
        Mutant(
            "case",
            _grouped(lambda name: "bias" in name or "LayerNorm" in name),
            "Norm katmanının adı her kütüphanede LayerNorm değil: ikinci denemenin adlarına bak.",
        ),
        Mutant(
            "lower_case",
            _grouped(lambda name: "bias" in name or "norm" in name),
            "Büyük N ile yazılmış norm katmanı gözden kaçmış: BERT'in adlarına bak.",
        ),
        Mutant(
            "norm_decays",
            _grouped(lambda name: "bias" in name.lower()),
            "LayerNorm'un ağırlığı da sönüyor: onun adında bias geçmez, ama o da sönümsüz olmalı.",
        ),
        Mutant(
            "bias_decays",
            _grouped(lambda name: "norm" in name.lower()),
            "Norm katmanları tamam; öteki katmanların yanlılık terimleri (bias) hâlâ sönüyor.",
        ),
        Mutant(
            "both_needed",
            _grouped(lambda name: "bias" in name.lower() and "norm" in name.lower()),
            "İki koşulu `and` ile bağlamışsın: biri yeter.",
        ),
        Mutant(
            "in_both",
            lambda names: (np.arange(len(names)), _places(names, _free)),
            "Sönümsüzler öteki grupta da duruyor: bir parametre iki grupta olamaz (torch da kabul etmez).",
        ),
        Mutant(
            "lost",
            lambda names: (
                _places(names, lambda name: not _free(name)),
                _places(names, lambda name: "bias" in name.lower()),
            ),
            "Norm ağırlıkları hiçbir grupta yok: eniyileyici onları hiç güncellemez, hata da vermez.",
        ),
        Mutant(
            "only_weights",
            lambda names: (
                _places(names, lambda name: name.endswith("weight") and not _free(name)),
                _places(names, _free),
            ),
            "Adında weight geçmeyen bir parametre kayboldu: iki listenin toplamı bütün parametreler olmalı.",
        ),
        Mutant(
            "always_true",
            _grouped(lambda name: True),
            'Hiçbiri sönmüyor. `"bias" or "norm" in ad` Python\'da `"bias" or (…)` demektir, hep doğrudur: `in` iki '
            "yanda da yazılır.",
        ),
        Mutant("swapped", lambda names: _grouped(_free)(names)[::-1], "Sıra ters: önce sönümlüler, sonra sönümsüzler."),
    ),
    hints=(
        "Her ad tek bir soruya yanıt verir: sönümsüz mü? İkinci liste evet diyenler, ilki hepsinin geri kalanı.",
        "Soru: name.lower() içinde bias ya da norm geçiyor mu? (`in` ile; sonuna değil, herhangi bir yerine bak.)",
        "enumerate(names) ile i ve adı al; iki liste üretecinde aynı koşulu biri `not` ile kullan.",
    ),
)


def _batches(logits: Any, labels: Any, size: int) -> list[tuple[Any, Any]]:
    return [(logits[i : i + size], labels[i : i + size]) for i in range(0, len(labels), size)]


def _accuracy(logits: Any, labels: Any, size: int) -> float:
    return float((logits.argmax(axis=1) == labels).mean())


def _accuracy_case(label: str, seed: int, n: int, size: int) -> Case:
    """4 sınıf; son minigrup tek örnek ve doğru."""
    rng = np.random.default_rng(seed)
    logits, labels = rng.normal(size=(n, 4)), rng.integers(0, 4, n)
    logits[np.arange(n), labels] += 1.5
    logits[-1, labels[-1]] = 9.0
    return Case(label, (logits, labels, size))


CLOSE = np.array([[0.1, 0.4, 0.3, 0.2], [-1.3, -1.2, -1.4, -1.5], [2.2, 2.1, 2.3, 2.0], [-0.1, -0.2, -0.3, 0.0]])

ACCURACY = FunctionTask(
    name="epoch_accuracy",
    title="Bütün örneklerin doğruluğu",
    question="logits (n, sınıf), labels (n,), size minigrup boyu: minigrup minigrup değerlendir ve BÜTÜN örneklerin "
    "doğruluğunu (0 ile 1 arası tek sayı) döndür. Son minigrup kısa olabilir.",
    arguments=("logits", "labels", "size"),
    reference=_accuracy,
    cases=(
        _accuracy_case("9 örnek, 4'lük minigrup", 1, 9, 4),
        _accuracy_case("13 örnek, 4'lük minigrup", 2, 13, 4),
        Case("birbirine yakın logitler, tek minigrup", (CLOSE, np.array([1, 1, 2, 0]), 4)),
        Case("hepsi yanlış", (CLOSE, np.array([0, 0, 3, 2]), 4)),
    ),
    mutants=(
        Mutant(
            "mean_of_means",
            lambda logits, labels, size: np.mean([_accuracy(x, y, size) for x, y in _batches(logits, labels, size)]),
            "Minigrup doğruluklarının ortalamasını almışsın: son minigrupta tek örnek var, o da 4 örnek kadar ağır "
            "basıyor.",
        ),
        Mutant(
            "wrong_axis",
            lambda logits, labels, size: (
                sum((x.argmax(axis=0) == y).sum() for x, y in _batches(logits, labels, size)) / len(labels)
            ),
            "argmax yanlış eksende: her ÖRNEĞİN en büyük logiti aranır, her sınıfın en yüksek örneği değil.",
        ),
        Mutant(
            "no_axis",
            lambda logits, labels, size: (
                sum((x.argmax() == y).sum() for x, y in _batches(logits, labels, size)) / len(labels)
            ),
            "argmax'a eksen verilmemiş: bütün tablonun tek bir en büyüğünü bulur.",
        ),
        Mutant(
            "drops_last",
            lambda logits, labels, size: _accuracy(
                logits[: len(labels) // size * size], labels[: len(labels) // size * size], size
            ),
            "Son kısa minigrup hiç sayılmamış.",
        ),
        Mutant(
            "padded_total",
            lambda logits, labels, size: (
                _accuracy(logits, labels, size) * len(labels) / (len(_batches(logits, labels, size)) * size)
            ),
            "Doğru sayısını minigrup sayısı çarpı size'a bölmüşsün: son minigrup dolu değil.",
        ),
        Mutant(
            "last_batch",
            lambda logits, labels, size: _accuracy(*_batches(logits, labels, size)[-1], size),
            "Yalnızca son minigrubun doğruluğu: sayaçlar döngünün dışında, sıfırdan birikmeli.",
        ),
        Mutant(
            "count",
            lambda logits, labels, size: _accuracy(logits, labels, size) * len(labels),
            "Bu, doğruların SAYISI; bütün örneklere böl.",
        ),
        Mutant(
            "percent", lambda logits, labels, size: 100 * _accuracy(logits, labels, size), "Yüzde değil, 0–1 arası pay."
        ),
        Mutant("errors", lambda logits, labels, size: 1 - _accuracy(logits, labels, size), "Bu, yanlışların payı."),
    ),
    hints=(
        "Minigrupların doğruluğunu değil, doğru SAYISINI biriktir.",
        "Döngüde iki sayaç: doğrular ve örnekler. En sonda bir kez böl.",
        "Her minigrupta (x.argmax(axis=1) == y).sum() doğruları, len(y) örnekleri artırır.",
    ),
)

# ---- sayılar: ısınmanın süresi, bedeli, düzeltmesiz Adam'a etkisi; t_total; SGLD'nin gürültüsü


def longest(steps: int) -> float:
    """Düzeltmesiz Adam'ın, `steps` adımlık doğrusal ısınma (ilk oran 0) altında en uzun adımı."""
    return float((SIZES * np.minimum((STEPS - 1) / steps, 1.0)).max())


TOTAL = NumberTask(
    name="t_total",
    title="t_total kaç olmalı?",
    question="7700 cümle, minigrup 32 (kısa son minigrup atılmıyor), 4 dönem ince ayar. BertAdam'a t_total olarak "
    "kaç vermelisin?",
    expected=964.0,
    tolerance=0.4,
    near=0.4,
    units=("güncelleme", "adım"),
    mutants=(
        Mutant("floor", 960.0, "Kısa son minigrup da bir güncelleme: bir dönemdeki sayı yukarı yuvarlanır."),
        Mutant("across", 963.0, "Kısa minigrup HER dönemin sonunda gelir: önce dönem başına yuvarla, sonra çarp."),
        Mutant("not_rounded", 962.5, "Güncelleme sayısı tam sayıdır: dönem başına yuvarlamadan çarpmışsın."),
        Mutant("one_epoch", 241.0, "Bu, bir dönemin güncelleme sayısı; t_total bütün eğitimindir."),
        Mutant("samples", 30800.0, "Bu, görülen örneklerin sayısı; güncelleme her minigrupta bir kez."),
        Mutant("epochs", 4.0, "Dönem değil güncelleme: BertAdam her step() çağrısını sayar."),
        Mutant("off", -1.0, "Bu, varsayılan: zamanlayıcıyı sessizce kapatan değer."),
        Mutant("with_warmup", 1060.4, "Isınmayı üstüne eklemişsin; warmup, t_total'ın içinden bir paydır."),
        Mutant("without_warmup", 867.6, "Isınmayı çıkarmışsın; warmup, t_total'ın içinden bir paydır."),
    ),
    hints=(
        "BertAdam'ın sayacı her step() çağrısında bir artar: her minigrupta bir kez.",
        "Bir dönemde ⌈7700/32⌉ minigrup var.",
        "O sayıyı 4 ile çarp.",
    ),
)

BUDGET = NumberTask(
    name="warmup_cost",
    title="Isınmanın bedeli",
    question="α = 0.01, 1000 güncelleme, ilk 100'ü doğrusal ısınma (0. güncellemenin oranı 0, 100.'nünki 0.01). Sabit "
    "α'ya göre oranların toplamı Σα ne kadar eksilir? (üç ondalık)",
    expected=0.505,
    tolerance=0.0008,
    near=0.0005,
    mutants=(
        Mutant("triangle", 0.5, "Üçgenin alanı yaklaşıktır: oranları tek tek topla (0. güncelleme boşa gidiyor)."),
        Mutant("other_start", 0.495, "Bu, α/100'den başlayan ısınmanın kaybı; burada ilk oran 0."),
        Mutant("whole", 1.0, "Isınmada oran 0 değil; yalnızca eksik kalan parça kayıp."),
        Mutant("kept", 9.495, "Bu, kalan toplam; eksilen soruluyor."),
        Mutant("full", 10.0, "Bu, ısınmasız toplam; eksilen soruluyor."),
        Mutant("share", 0.0505, "Bu, kaybın bütçeye oranı; kaybın kendisi soruluyor."),
        Mutant("no_lr", 50.5, "α ile çarpmayı unutmuşsun: bu, kaybın kaç güncellemeye denk geldiği."),
    ),
    hints=(
        "t. güncellemede eksilen: α·(1 - t/100), t = 0, …, 99.",
        "1 - t/100 değerleri 1, 0.99, …, 0.01. Toplamları 100 terimli bir aritmetik dizi.",
        "(1 + 0.01)/2 çarpı 100, çarpı α.",
    ),
)

LONGEST = NumberTask(
    name="warmed_longest_step",
    title="Isınma fırlamayı ne kadar kısar?",
    question="Düzeltmesiz Adam, gradyan hep aynı, varsayılan β'lar. 100 adımlık doğrusal ısınmayla (t = 1'in oranı 0, "
    "t = 101'inki α) en uzun adım kaç α'dır? (iki ondalık)",
    expected=longest(100),
    tolerance=0.008,
    near=0.004,
    mutants=(
        Mutant("no_warmup", float(SIZES.max()), "Bu, ısınmasız en uzun adım; her adımı o adımın oranıyla çarp."),
        Mutant("first", float(SIZES[0]), "Bu, ısınmasız ilk adım; ısınmayla ilk adımın oranı 0."),
        Mutant(
            "at_old_peak", float(SIZES[11] * 0.11), "Bu, 12. adım: ısınmasız tepe oradaydı, ısınmayla yeri değişti."
        ),
        Mutant(
            "other_start",
            float((SIZES * np.minimum(STEPS / 100, 1.0)).max()),
            "Bu, ilk oranı α/100 olan ısınma; burada ilk oran 0.",
        ),
        Mutant("corrected", 1.0, "Bu, düzeltmeli Adam'ın adımı: v 101. adımda da daha ısınmış değil."),
        Mutant(
            "no_root",
            float((SIZES / np.sqrt(1 - 0.999**STEPS) * np.minimum((STEPS - 1) / 100, 1.0)).max()),
            "Paydada kök yok: v'nin kendisine bölmüşsün.",
        ),
        Mutant(
            "half_not_root",
            float((2 * SIZES / np.sqrt(1 - 0.999**STEPS) * np.minimum((STEPS - 1) / 100, 1.0)).max()),
            "v'nin kökü yerine yarısını almışsın: **1/2 üs değil, bölmedir.",
        ),
        Mutant("short", longest(50), "Bu, 50 adımlık ısınma."),
        Mutant("where", 101.0, "Bu, en uzun adımın kaçıncı olduğu; boyu soruluyor."),
    ),
    hints=(
        "Isınmasız boy (1-β₁ᵗ)/√(1-β₂ᵗ). Isınma bunu t'nin oranıyla çarpar: (t-1)/100, en çok 1.",
        "Isınma sürerken boy büyür, bitince küçülür: tepe, ısınmanın bittiği yerdedir.",
        "t = 101'de m dolmuştur, √(1-0.999¹⁰¹) ise daha 0.31'dir.",
    ),
)

ENOUGH = NumberTask(
    name="warmup_for_two",
    title="Kaç adımlık ısınma yeter?",
    question="Aynı kurulumda en uzun adımın 2α'yı aşmaması için ısınma en az kaç adım olmalı? (tam sayı)",
    expected=float(next(n for n in range(1, 2000) if longest(n) <= 2)),
    tolerance=0.4,
    near=0.4,
    mutants=(
        Mutant(
            "one_more",
            float(next(n for n in range(1, 2000) if longest(n) <= 2) + 1),
            "Bu, ısınmanın bittiği adımın 1'den sayılan numarası; soru ısınmanın uzunluğu.",
        ),
        Mutant(
            "one_less",
            float(next(n for n in range(1, 2000) if longest(n) <= 2) - 1),
            "Bununla en uzun adım daha 2'nin kıl payı üstünde.",
        ),
        Mutant("window", 1000.0, "Bu, v'nin etkin penceresi; o kadarı gerekmez."),
        Mutant("half_full", 693.0, "Bu, v'nin yarısının dolduğu yer; 2α için √'nin yarıya varması yeter."),
        Mutant("m_window", 10.0, "Bu, m'nin etkin penceresi; asıl geç kalan v'dir."),
        Mutant("no_root", 692.0, "v'nin payının 0.5 olması değil, KÖKÜNÜN 0.5 olması gerek."),
        Mutant("hundred", 100.0, "100 adımda en uzun adımın 3'ü aştığını bir önceki soruda buldun."),
    ),
    hints=(
        "Tepe ısınmanın bittiği adımdadır; orada m doludur, oran α'dır. Geriye v'nin payı kalır.",
        "1/√(1-0.999ᵗ) ≤ 2 ne demek? Kareyi al: 1-0.999ᵗ ≥ 1/4.",
        "0.999ᵗ ≤ 0.75 olan ilk t'yi bul; ısınma n adımsa tepe t = n + 1'dedir.",
    ),
)

NOISE = NumberTask(
    name="sgld_noise",
    title="SGLD'nin gürültüsü",
    question="SGLD adımı θ ← θ + (ε/2)·∇log p(θ) + η. ε = 0.04 iken η'nın standart sapması kaç olmalı?",
    expected=0.2,
    tolerance=0.001,
    mutants=(
        Mutant("variance", 0.04, "Bu, η'nın varyansı; standart sapma onun kökü."),
        Mutant("double", 0.08**0.5, "Bu, gradyanın önünde ε olan (yarımsız) yazılışın gürültüsü; burada ε/2 var."),
        Mutant(
            "half",
            0.02,
            "Bu, gradyanın çarpanı; gürültünün varyansı ε'dur. Kökü **1/2 diye yazdıysan da bu çıkar: o, ikiye böler.",
        ),
        Mutant("half_root", 0.02**0.5, "Varyansı ε/2 almışsın: yarım, gradyanın önünde; gürültününki ε."),
        Mutant("squared", 0.0016, "Kare almışsın; varyanstan standart sapmaya kökle geçilir."),
        Mutant("none", 0.0, "Gürültü olmazsa bu gradyan çıkışıdır: örneklemez, tepeye tırmanır."),
    ),
    hints=(
        "η ~ N(0, ε): varyans ε.",
        "Standart sapma varyansın köküdür.",
        "√0.04'ü hesapla.",
    ),
)

# ---- onarılacak koşular: t_total, bitmeyen ısınma, öğrenirken ölçülen ağ


def _tuned(
    t_total: Callable[[int, int], float], step: Callable[[int, int], int] = lambda t, epoch: t
) -> Callable[..., Any]:
    """f(w) = ½|w|²'de warmup_linear ile gürültülü iniş; süre `t_total(dönem, güncelleme)`, sayaç `step(t, dönem)`."""

    def losses(w: Any, noise: Any, lr: float, warmup: float) -> list[float]:
        epochs, updates = noise.shape[:2]
        rate, found = warmup_linear(lr, t_total(epochs, updates), warmup), []
        for t in range(epochs * updates):
            epoch, place = divmod(t, updates)
            w = w - rate(step(t, epoch)) * (w + noise[epoch, place])
            found.append(np.sum(w**2) / 2)
        return found

    return losses


def _tuned_case(label: str, size: int, epochs: int, updates: int, lr: float, warmup: float) -> Case:
    rng = np.random.default_rng((size, epochs, updates))
    return Case(label, (rng.normal(0, 3, size), rng.normal(size=(epochs, updates, size)), lr, warmup))


TUNED = FunctionTask(
    name="finetuned_losses",
    title="Onar: erkenden duran ince ayar",
    question=(
        "warmup_linear'la ince ayar birkaç güncellemeden sonra hiç ilerlemiyor. Tek hatayı bul ve onar; her "
        "güncellemeden sonraki kaybı döndür."
    ),
    arguments=("w", "noise", "lr", "warmup"),
    reference=_tuned(lambda epochs, updates: epochs * updates),
    given=_tuned(lambda epochs, updates: epochs),
    cases=(
        _tuned_case("4 dönem, 15 güncelleme", 2, 4, 15, 0.2875, 0.1),
        _tuned_case("3 dönem, 7 güncelleme, ısınma üçte bir", 3, 3, 7, 0.875, 1 / 3),
        _tuned_case("2 dönem, 1 güncelleme", 1, 2, 1, 0.5, 0.5),
    ),
    mutants=(
        Mutant(
            "per_epoch",
            _tuned(lambda epochs, updates: epochs, lambda t, epoch: epoch),
            "Bu kez sayaç dönemleri sayıyor: süre ile sayaç aynı birimde, ama oran dönem boyunca değişmiyor.",
        ),
        Mutant(
            "one_epoch",
            _tuned(lambda epochs, updates: updates),
            "t_total bir dönemin güncellemeleri: ilk dönem bitince oran 0, gerisi boşa gidiyor.",
        ),
        Mutant(
            "from_one",
            _tuned(lambda epochs, updates: epochs * updates, lambda t, epoch: t + 1),
            "Sayaç 1'den başlıyor: 0. güncellemenin oranı 0'dır.",
        ),
    ),
    hints=(
        "Oranı yazdır: kaçıncı güncellemede 0 oluyor?",
        "`len(noise)` neyin sayısı: güncellemelerin mi, dönemlerin mi?",
        "t_total bütün güncellemelerin sayısıdır: dönem sayısı çarpı dönemdeki güncelleme.",
    ),
    plot=("güncelleme", "kayıp"),
)


def _rates(warmup: Callable[[int, int, int], float]) -> Callable[..., Any]:
    """Koşunun bütün oranları; ısınmanın adım sayısı `warmup(güncelleme, örnek, dönem)`in verdiği bütünün %5'i."""

    def rates(n: int, m: int, epochs: int, lr: float) -> list[float]:
        updates = -(-n // m) * epochs
        return [lr * min(t / (0.05 * warmup(updates, n, epochs)), 1) for t in range(updates)]

    return rates


WARMED = FunctionTask(
    name="warmed_rates",
    title="Onar: bitmeyen ısınma",
    question=(
        "Güncellemelerin ilk %5'i ısınma olacaktı; ısınma olması gerekenden kat kat uzun sürüyor. Tek hatayı bul ve "
        "onar; bütün güncellemelerin oranlarını döndür (kısa son minigrup da bir güncelleme)."
    ),
    arguments=("n", "m", "epochs", "lr"),
    reference=_rates(lambda updates, n, epochs: updates),
    given=_rates(lambda updates, n, epochs: n * epochs),
    cases=(
        Case("1437 örnek, m = 64, 4 dönem", (1437, 64, 4, 0.1)),
        Case("100 örnek, m = 10, 2 dönem", (100, 10, 2, 1.0)),
        Case("7 örnek, m = 7, 30 dönem", (7, 7, 30, 0.3)),
        Case("65 örnek, m = 64, 24 dönem", (65, 64, 24, 2.0375)),
    ),
    mutants=(
        Mutant(
            "one_epoch",
            _rates(lambda updates, n, epochs: updates / epochs),
            "Bir dönemin %5'i alınmış: ısınma, dönem sayısı kadar kez daha kısa.",
        ),
        Mutant(
            "epochs",
            _rates(lambda updates, n, epochs: epochs),
            "Dönem sayısının %5'i alınmış: sayaç güncellemeleri sayıyor, ısınma ilk adımda bitiyor.",
        ),
        Mutant(
            "samples_of_one_epoch",
            _rates(lambda updates, n, epochs: n),
            "Bir dönemin ÖRNEKLERİ sayılmış: birim hâlâ örnek, oysa t güncelleme.",
        ),
    ),
    hints=(
        "Isınma kaç adım sürüyor, eğitim kaç güncelleme? İkisini yazdır.",
        "t güncellemeleri sayıyor; ısınmanın süresi hangi birimde?",
        "Isınma, örneklerin değil güncellemelerin %5'i kadar sürmeli.",
    ),
    plot=AXES,
)


def _evaluated(mode: Callable[[Any, bool], Any]) -> Callable[..., Any]:
    """Toplu normalleştirmeli küçük bir ağ; `mode(model, ölçülüyor mu)` kipi değiştirir. Dönem dönem geçerleme kaybı."""

    def losses(x: Any, y: Any, val_x: Any, val_y: Any, lr: float, epochs: int) -> list[float]:
        import torch  # ancak bu görev denetlenirken

        from lrlab.train import mlp

        x, y, val_x, val_y = map(torch.tensor, (x, y, val_x, val_y))
        model = torch.nn.Sequential(torch.nn.BatchNorm1d(2), mlp((2, 8, 2), seed=0))
        optimizer, found = torch.optim.SGD(model.parameters(), lr=lr), []
        for _ in range(epochs):
            mode(model, False)
            torch.nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
            optimizer.zero_grad()
            mode(model, True)
            with torch.no_grad():
                found.append(torch.nn.functional.cross_entropy(model(val_x), val_y).item())
        return found

    return losses


def _points_case(label: str, n: int, validation: int, lr: float, epochs: int) -> Case:
    """İki küme; geçerlemede neredeyse yalnızca biri var."""
    rng = np.random.default_rng((n, validation))
    y, val_y = np.arange(n) % 2, (np.arange(validation) < 1).astype(np.int64)
    x, val_x = (rng.normal(3 * labels[:, None], 1.0, (len(labels), 2)).astype(np.float32) for labels in (y, val_y))
    return Case(label, (x, y, val_x, val_y, lr, epochs))


EVALUATED = FunctionTask(
    name="evaluated_losses",
    title="Onar: geçerlemede başka davranan ağ",
    question=(
        "Toplu normalleştirmeli (BatchNorm) ağ eğitimde öğreniyor, geçerleme kaybı bir süre sonra artmaya başlıyor: "
        "orada neredeyse hep aynı sınıf var. Tek hatayı bul ve onar; her dönemin geçerleme kaybını döndür."
    ),
    arguments=("x", "y", "val_x", "val_y", "lr", "epochs"),
    reference=_evaluated(lambda model, measured: model.train(not measured)),
    given=_evaluated(lambda model, measured: model),
    cases=(
        _points_case("n = 40", 40, 12, 0.4375, 12),
        _points_case("n = 16, iki dönem", 16, 5, 0.2, 2),
        _points_case("tek dönem", 16, 8, 0.1, 1),
    ),
    mutants=(
        Mutant(
            "never_back",
            _evaluated(lambda model, measured: model.eval() if measured else model),
            "Ölçerken eval() var, sonra train()'e dönülmüyor: ilk dönemden sonra istatistikler hiç yenilenmiyor.",
        ),
        Mutant(
            "never_training",
            _evaluated(lambda model, measured: model.eval()),
            "Ağ eğitimde de eval() kipinde: toplu normalleştirme eğitim verisinin ortalamasını hiç öğrenmiyor.",
        ),
        Mutant(
            "reversed",
            _evaluated(lambda model, measured: model.train(measured)),
            "Kipler ters: eğitirken train(), ölçerken eval().",
        ),
    ),
    hints=(
        "Ağı geçerlemenin tek bir örneğiyle çağırsan ne olurdu? BatchNorm ortalamayı nereden alıyor?",
        "BatchNorm'un (ve dropout'un) iki kipi var; torch ağı eğitim kipinde kurar.",
        "Ölçmeden önce model.eval(), eğitmeden önce model.train().",
    ),
    plot=("dönem", "geçerleme kaybı"),
)

TASKS = (
    TOTAL,
    COSINE,
    WARMED,
    TUNED,
    EVALUATED,
    LINEAR,
    BUDGET,
    LONGEST,
    ENOUGH,
    GROUPS,
    ACCURACY,
    NOISE,
)
CORE = (TOTAL, COSINE, WARMED)  # ana yol
