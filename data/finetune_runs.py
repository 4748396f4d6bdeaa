"""İnce ayarın kaydı: `python data/finetune_runs.py`; finetune_runs.csv'ye ekler, yalnızca eksik koşuları yapar.

Ön eğitim: ünlü uyumu, 4000 üretilmiş sözcük. İnce ayar: 220 gerçek adın çoğulu (`real_plurals`). Tohum,
adların bölünüşünü, ilk ağırlıkları ve minigrup sırasını belirler; aynı tohumda bütün yollar aynı ağdan başlar.
"""

import csv
from copy import deepcopy
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_
from torch.optim.lr_scheduler import LambdaLR

from lrlab.core import warmup_linear
from lrlab.train import (
    EXCEPTION_NOUNS,
    BertAdam,
    Dataset,
    bert_groups,
    decode_words,
    evaluate,
    minibatches,
    real_plurals,
    vowel_harmony,
    warmup_network,
)
from lrlab.train.records.finetune import EPOCHS, LONG, RATES, WAYS
from lrlab.train.records.warmup import BIAS_DEPTH

PATH = Path(__file__).with_name("finetune_runs.csv")
COLUMNS = ("way", "epochs", "rate", "seed", "accuracy", "exceptions", "old", "curve")
SEEDS = (20, 0, 1, 2, 21, 3, 4, 5, 22, 6, 7)  # 20–22: oranı seçmek için; yarıda kalırsa ikisinden de olsun
BATCH, WARMUP, LENGTHS = 16, 0.1, (2, 4, 8, 16, LONG)


def fit(model: nn.Module, data: Dataset, way: str, rate: float, epochs: int, size: int, seed: int) -> list[tuple]:
    """Ağı eğitir; dönemlerin sonunda (eğitim kaybı, geçerleme kaybı, doğruluk)."""
    updates = epochs * -(-len(data.train_y) // size)
    if way.startswith("bert"):
        timed = {} if "flat" in way else {"warmup": WARMUP, "t_total": updates}
        optimizer, scheduler = BertAdam(bert_groups(model), lr=rate, **timed), None
    else:
        optimizer = torch.optim.AdamW(bert_groups(model), lr=rate)
        scheduler = LambdaLR(optimizer, warmup_linear(1.0, updates, 0.0 if "cold" in way else WARMUP))
    curve = []
    for epoch in range(epochs):
        model.train()
        for _, x, y in minibatches(data.train_x, data.train_y, size, seed=(seed, epoch)):
            optimizer.zero_grad()
            cross_entropy(model(x), y).backward()
            if scheduler:
                clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if scheduler:
                scheduler.step()
        curve.append((evaluate(model, data.train_x, data.train_y)[0], *evaluate(model, data.val_x, data.val_y)))
    return curve


def start(way: str, pretrained: nn.Module, seed: int) -> nn.Module:
    """İnce ayarın başlayacağı ağ: gövdenin kopyası ve yeni bir çıkış katmanı; ya da sıfırdan."""
    model = warmup_network("post", 100 + seed, BIAS_DEPTH) if "scratch" in way else deepcopy(pretrained)
    torch.manual_seed(seed)
    model.head = nn.Linear(32, 2)
    return model


def record_all(path: Path) -> None:
    """Eksik koşuları yapıp dosyaya ekler."""
    if not path.is_file():
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8", newline="\n")
    with path.open(encoding="utf-8", newline="") as file:
        done = {(r["way"], int(r["epochs"]), r["rate"], int(r["seed"]), bool(r["curve"])) for r in csv.DictReader(file)}
    words = vowel_harmony()
    for seed in SEEDS:
        keys = [(way, EPOCHS, f"{rate:g}", seed, False) for way in WAYS for rate in RATES]
        keys += [("today", epochs, "0.001", seed, True) for epochs in LENGTHS] if seed < 20 else []
        keys = [key for key in keys if key not in done]
        if not keys:
            continue
        pretrained, data = warmup_network("post", seed, BIAS_DEPTH), real_plurals(seed=seed)
        fit(pretrained, words, "today", 1e-3, 3, 32, seed)
        odd = torch.tensor([word in EXCEPTION_NOUNS for word in decode_words(data.val_x)])
        for way, epochs, rate, _, curved in keys:
            model = start(way, pretrained, seed)
            curve = fit(model, data, way, float(rate), epochs, BATCH, seed)
            exceptions, old = evaluate(model, data.val_x[odd], data.val_y[odd])[1], ""
            if "scratch" not in way:
                model.head = pretrained.head
                old = f"{evaluate(model, words.val_x, words.val_y)[1]:.3f}"
            told = " ".join(":".join(f"{value:.4f}" for value in one) for one in curve) if curved else ""
            row = (way, epochs, rate, seed, f"{curve[-1][2]:.4f}", f"{exceptions:.4f}", old, told)
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(",".join(map(str, row)) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    record_all(PATH)
