"""07. dersin ince ayar görevleri: sönümlü ve sönümsüz parametreler, bütün örneklerin doğruluğu."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.exercises.task import Case, FunctionTask, Mutant

BERT = (
    "embeddings.word.weight", "embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias", "layer.0.query.weight",
    "layer.0.query.bias", "layer.0.output.LayerNorm.weight", "classifier.weight", "classifier.bias",
)  # fmt: skip
TORCH = (
    "position", "attention.in_proj_weight", "attention.in_proj_bias", "attention.out_proj.weight",
    "attention.out_proj.bias", "norm1.weight", "norm1.bias", "head.weight",
)  # fmt: skip


def _free(name: str) -> bool:
    return "bias" in name.lower() or "norm" in name.lower()


def _places(names: list[str], chosen: Callable[[str], bool]) -> Any:
    return np.array([i for i, name in enumerate(names) if chosen(name)])


def _split(free: Callable[[str], bool]) -> Callable[[list[str]], Any]:
    return lambda names: (_places(names, lambda name: not free(name)), _places(names, free))


GROUPS = FunctionTask(
    name="decay_groups",
    lesson="07",
    title="Hangi parametre sönsün?",
    question="Parametre adları verildi. İki liste döndür: sönümlülerin ve sönümsüzlerin sıra numaraları (0'dan). "
    "Adının herhangi bir yerinde bias ya da norm geçen (büyük küçük harf fark etmez) sönümsüzdür.",
    arguments=("names",),
    reference=_split(_free),
    cases=(Case("BERT'in adları", (list(BERT),)), Case("torch'un adları", (list(TORCH),))),
    parts=("sönümlüler", "sönümsüzler"),
    mutants=(
        Mutant(
            "bias_suffix",
            _split(lambda name: name.endswith(".bias") or "norm" in name.lower()),
            "Adı .bias ile bitmeyen bir yanlılık terimi (bias) var ve o da sönüyor: torch'un dikkat katmanının "
            "adlarına bak.",
        ),
        Mutant(
            "case",
            _split(lambda name: "bias" in name or "LayerNorm" in name),
            "Norm katmanının adı her kütüphanede LayerNorm değil: ikinci denemenin adlarına bak.",
        ),
        Mutant(
            "lower_case",
            _split(lambda name: "bias" in name or "norm" in name),
            "Büyük N ile yazılmış norm katmanı gözden kaçmış: BERT'in adlarına bak.",
        ),
        Mutant(
            "norm_decays",
            _split(lambda name: "bias" in name.lower()),
            "LayerNorm'un ağırlığı da sönüyor: onun adında bias geçmez, ama o da sönümsüz olmalı.",
        ),
        Mutant(
            "bias_decays",
            _split(lambda name: "norm" in name.lower()),
            "Norm katmanları tamam; öteki katmanların yanlılık terimleri (bias) hâlâ sönüyor.",
        ),
        Mutant(
            "both_needed",
            _split(lambda name: "bias" in name.lower() and "norm" in name.lower()),
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
        Mutant("swapped", lambda names: _split(_free)(names)[::-1], "Sıra ters: önce sönümlüler, sonra sönümsüzler."),
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


def _case(label: str, seed: int, n: int, size: int) -> Case:
    """4 sınıf; son minigrup tek örnek ve doğru."""
    rng = np.random.default_rng(seed)
    logits, labels = rng.normal(size=(n, 4)), rng.integers(0, 4, n)
    logits[np.arange(n), labels] += 1.5
    logits[-1, labels[-1]] = 9.0
    return Case(label, (logits, labels, size))


ACCURACY = FunctionTask(
    name="epoch_accuracy",
    lesson="07",
    title="Bütün örneklerin doğruluğu",
    question="logits (n, sınıf), labels (n,), size minigrup boyu: minigrup minigrup değerlendir ve BÜTÜN örneklerin "
    "doğruluğunu (0 ile 1 arası tek sayı) döndür. Son minigrup kısa olabilir.",
    arguments=("logits", "labels", "size"),
    reference=_accuracy,
    cases=(_case("9 örnek, 4'lük minigrup", 1, 9, 4), _case("13 örnek, 4'lük minigrup", 2, 13, 4)),
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

TASKS = (GROUPS, ACCURACY)
