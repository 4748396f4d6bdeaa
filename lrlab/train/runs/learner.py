"""Eğitim adımının tek tanımı: bir ağ, aygıttaki verisi, düz ağırlıkları, kuralının durumu ve zarı."""

from contextlib import nullcontext
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core.rules import Rule
from lrlab.train.data.datasets import Dataset
from lrlab.train.networks.flat import Flat, trainable
from lrlab.train.optimizers.rule_step import Vectors
from lrlab.train.runs.dice import Dice
from lrlab.train.runs.fit import cast, copied, evaluate, predicted, rolls_dice

KEPT_BYTES = 30 * 2**20  # glibc'nin yükseltebildiği eşik 32 MiB'dir


class Learner:
    """`model`in bir kopyası ve onu eğitmek için gerekenler; kaçıncı adımda olduğunu bilmez, onu çağıran sayar.

    `forward`, `update`, `evaluate` ve `predictions` ağ düzken, `with learner.flat:` içinde çağrılır; dışında `model`
    olağan bir ağdır.
    """

    def __init__(self, dataset: Dataset, model: nn.Module, rule: Rule, seed: int, device: torch.device) -> None:
        # glibc her adımın ara katmanlarını sisteme geri verip yeniden ister; bir kez ayrılıp hemen bırakılan büyük bir
        # blok geri verme eşiğini yükseltir: LeNet'in sayfa hataları onda bire iner.
        torch.empty(KEPT_BYTES, dtype=torch.uint8)
        self.model = copied(model).to(device).train()
        self.flat = Flat(self.model)
        self.w, self.g = self.flat.w, self.flat.g
        self.x, self.val_x = (cast(x, self.w.dtype).to(device) for x in (dataset.train_x, dataset.val_x))
        self.y, self.val_y = (y.to(device) for y in (dataset.train_y, dataset.val_y))
        self._first, self._random = trainable(self.model)[0], rolls_dice(model, dataset)
        self.begin(rule, seed)

    def begin(self, rule: Rule, seed: int) -> None:
        """Kuralın durumu sıfırdan, zar `seed`den başlar; ağırlıklar olduğu gibi kalır."""
        self.change_rule(rule)
        self.dice = Dice(seed, self.w.device)

    def change_rule(self, rule: Rule) -> None:
        """Yeni kuralın durumu sıfırdan başlar; zar sürer."""
        self._vectors = Vectors(rule, self.w, self.g)

    def forward(self, rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """`rows` minigrubunun ortalama çapraz entropisi ve logitleri; gradyanlar sıfırlanmıştır."""
        if self._first.grad is None:  # biri model.zero_grad() demiş
            self.flat.attach_gradients()
        self.g.zero_()
        with self.dice if self._random else nullcontext():
            logits = self.model(self.x.index_select(0, rows))
        return cross_entropy(logits, self.y.index_select(0, rows)), logits

    def update(self, loss: torch.Tensor, rule: Rule, t: int, hyper: dict[str, Any]) -> None:
        """`forward`ın kaybından geri geçiş ve kuralın bir adımı; `t` kuralın adımıdır, 1'den sayılır."""
        if not loss.requires_grad:
            raise ValueError(
                "`model` eğitilemez: çıktısı hiçbir parametresine bağlı değil; forward'da no_grad, detach, .data ya da "
                "numpy'ye çevirme olabilir"
            )
        loss.backward()
        with torch.no_grad():
            self._vectors.advance(rule, t, hyper)

    def evaluate(self) -> tuple[float, float]:
        """Bütün geçerleme kümesinde kayıp ve doğruluk."""
        return evaluate(self.model, self.val_x, self.val_y)

    def predictions(self, count: int) -> np.ndarray:
        """Geçerleme kümesinin ilk `count` örneğine tahminler: sınıf numaraları, (count,)."""
        return predicted(self.model, self.val_x[:count]).cpu().numpy()

    def weights(self) -> dict[str, torch.Tensor]:
        """Modelin `state_dict`inin kopyası; ağ düzken de her dizi kendi belleğinde ve bitişiktir."""
        return {
            name: value.detach().clone(memory_format=torch.contiguous_format)
            for name, value in self.model.state_dict().items()
        }

    def state_dict(self) -> dict[str, Any]:
        """Ağırlıklar, kuralın durumu ve zar, kopya olarak."""
        state = {name: array.clone() for name, array in self._vectors.state.items()}
        return {"model": self.weights(), "state": state, "dice": self.dice.state.clone()}

    def load_state_dict(self, saved: dict[str, Any], rule: Rule) -> None:
        """`state_dict`in kaydettiği ana döner; durumu `rule`ünkidir."""
        arrays = {name: saved["state"][name].to(self.w).view_as(self.w) for name in rule.state}
        self.change_rule(rule)
        for name, array in arrays.items():
            self._vectors.state[name].copy_(array)
        self.model.load_state_dict(saved["model"])
        self.dice.state = saved["dice"].cpu().clone()
