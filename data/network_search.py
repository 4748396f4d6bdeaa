"""Derin öğrenmenin sık kullanılan hiperparametrelerinde bir rastgele arama: `python data/network_search.py`.

network_search.csv'yi yazar. Rakamlarda küçük bir ağ: 400 eğitim görüntüsü (aşırı öğrenme görünsün diye az), 500
geçerleme, 897 test. Uzayda seçenekler (etkinleştirme, eniyileyici), koşullu boyutlar (var olan katmanların genişliği,
yalnızca momentumun β'sı), dropout ve L1/L2 düzenlileştirme vardır. Sonra en iyi altı yapılandırma altışar yeni
tohumla yeniden eğitilir. Yarım bırakılamaz; beş dakika kadar sürer.
"""

import csv
import json
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import torch
from torch import nn
from tqdm import tqdm

from lrlab.hpo import Choice, Float, Int, Random, Space, When
from lrlab.train import digits

PATH = Path(__file__).resolve().parent / "network_search.csv"
SPACE = Space(
    {
        "rate": Float(1e-4, 1.0, log=True),
        "batch_size": Int(32, 128, log=True),
        "layers": Choice((1, 2, 3)),
        "width1": Int(8, 128, log=True),
        "width2": When(Int(8, 128, log=True), "layers", (2, 3)),
        "width3": When(Int(8, 128, log=True), "layers", (3,)),
        "activation": Choice(("relu", "tanh", "sigmoid")),
        "optimizer": Choice(("sgd", "momentum", "rmsprop", "adam")),
        "beta": When(Float(0.5, 0.99), "optimizer", ("momentum",)),
        "dropout": Float(0.0, 0.6),
        "l1": Float(1e-6, 1e-2, log=True),
        "l2": Float(1e-6, 1e-1, log=True),
    }
)
TRAIN, VAL, EPOCHS, TRIALS, BEST, SEEDS = 400, 500, 30, 200, 6, 6
COLUMNS = ("kind", "number", "seed", "config", "seconds", "train_wrong", "val_wrong", "test_wrong")
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
OPTIMIZERS = {"sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop, "adam": torch.optim.Adam}


def network(config: dict[str, Any], inputs: int, outputs: int) -> nn.Sequential:
    """Yapılandırmanın ağı: her gizli katmandan sonra etkinleştirme ve dropout."""
    widths = [inputs, *(config[f"width{k}"] for k in range(1, config["layers"] + 1))]
    parts: list[nn.Module] = []
    for before, after in pairwise(widths):
        parts += [nn.Linear(before, after), ACTIVATIONS[config["activation"]](), nn.Dropout(config["dropout"])]
    return nn.Sequential(*parts, nn.Linear(widths[-1], outputs))


def optimizer(config: dict[str, Any], weights: list[nn.Parameter]) -> torch.optim.Optimizer:
    """Yapılandırmanın eniyileyicisi; β'lar torch'un varsayılanı, momentumunki yapılandırmadan."""
    if config["optimizer"] == "momentum":
        return torch.optim.SGD(weights, lr=config["rate"], momentum=config["beta"])
    return OPTIMIZERS[config["optimizer"]](weights, lr=config["rate"])


def train(config: dict[str, Any], seed: int, x: torch.Tensor, y: torch.Tensor) -> list[Any]:
    """Bir eğitim: süre; sonda yanlış bilinen eğitim görüntüsü; her dönemde geçerlemede ve testte yanlışlar."""
    torch.manual_seed(seed)
    began = process_time()
    model = network(config, x.shape[1], 10)
    step, loss = optimizer(config, list(model.parameters())), nn.CrossEntropyLoss()
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    wrong: list[list[int]] = []
    for _ in range(EPOCHS):
        model.train()
        for rows in torch.randperm(TRAIN).split(config["batch_size"]):
            penalty = sum(config["l1"] * w.abs().sum() + config["l2"] / 2 * w.square().sum() for w in weights)
            step.zero_grad()
            (loss(model(x[rows]), y[rows]) + penalty).backward()
            step.step()
        model.eval()
        with torch.no_grad():
            missed = (model(x).argmax(1) != y).long()
        wrong.append([int(part.sum()) for part in missed.split([TRAIN, VAL, len(y) - TRAIN - VAL])])
    in_train, in_val, in_test = zip(*wrong, strict=True)
    return [f"{process_time() - began:.3f}", in_train[-1], *(" ".join(map(str, part)) for part in (in_val, in_test))]


def main() -> None:
    """Önce arama, sonra en iyi altı yapılandırmanın yeni tohumlarla ölçümü."""
    torch.set_num_threads(1)
    data = digits()
    x, y = torch.cat([data.train_x, data.val_x]), torch.cat([data.train_y, data.val_y])
    searcher, rows = Random(SPACE, seed=0), []
    configs = [searcher.ask() for _ in range(TRIALS)]
    for number, config in enumerate(tqdm(configs)):
        rows.append(["search", number, number, json.dumps(config), *train(config, number, x, y)])
    best = sorted(range(TRIALS), key=lambda number: int(rows[number][6].split()[-1]))[:BEST]
    for number in tqdm(best):
        for seed in range(1000, 1000 + SEEDS):
            rows.append(["again", number, seed, "", *train(configs[number], seed, x, y)])
    with PATH.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])


if __name__ == "__main__":
    main()
