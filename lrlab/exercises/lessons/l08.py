"""08. dersin görevleri: BertAdam'ın çarpanı, sönümün grupları, doğruluk, ince ayarın onarılacak koşuları."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core import Linear, Warmup, warmup_linear
from lrlab.exercises.task import Case, FunctionTask, Mutant, NumberTask

# ---- t_total

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
        Mutant("with_warmup", 1060.4, "Isınmayı üstüne eklemişsin; warmup, t_total'ın bir bölümüdür."),
        Mutant("without_warmup", 867.6, "Isınmayı çıkarmışsın; warmup, t_total'ın bir bölümüdür."),
    ),
    hints=(
        "BertAdam'ın sayacı her step() çağrısında bir artar: her minigrupta bir kez.",
        "Bir dönemde ⌈7700/32⌉ minigrup var.",
        "O sayıyı 4 ile çarp.",
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
    question="step numaralı (0'dan) güncellemede α'nın çarpanı: t_total güncellemenin ilk warmup ORANLIK bölümünde "
    "(0.1: onda biri) 0'dan 1'e, sonra t_total'da 0'a inecek biçimde doğrusal; t_total'dan sonra 0.",
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
            "warmup bir ORANDIR: step'i onunla karşılaştırmadan önce t_total'a böl.",
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
        "Önce x = step/t_total: eğitimin geçen bölümü. İki durum: x < warmup ve ötesi.",
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
            "percent",
            lambda logits, labels, size: 100 * _accuracy(logits, labels, size),
            "Yüzde değil, 0 ile 1 arası oran.",
        ),
        Mutant("errors", lambda logits, labels, size: 1 - _accuracy(logits, labels, size), "Bu, yanlışların oranı."),
    ),
    hints=(
        "Minigrupların doğruluğunu değil, doğru SAYISINI biriktir.",
        "Döngüde iki sayaç: doğrular ve örnekler. En sonda bir kez böl.",
        "Her minigrupta (x.argmax(axis=1) == y).sum() doğruları, len(y) örnekleri artırır.",
    ),
)

# ---- onarılacak koşular: t_total, öğrenirken ölçülen ağ


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
        _tuned_case("4 dönem, her biri 15 güncelleme", 2, 4, 15, 0.2875, 0.1),
        _tuned_case("3 dönem, her biri 7 güncelleme, ısınma üçte bir", 3, 3, 7, 0.875, 1 / 3),
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
            "all_numbers",
            lambda w, noise, lr, warmup: _tuned(lambda epochs, updates: noise.size)(w, noise, lr, warmup),
            "noise.size gürültünün bütün bileşenlerini sayar; güncelleme, onların d tanesinde bir.",
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

TASKS = (TOTAL, GROUPS, TUNED, LINEAR, EVALUATED, ACCURACY)
CORE = (TOTAL, GROUPS, TUNED)  # ana yol
