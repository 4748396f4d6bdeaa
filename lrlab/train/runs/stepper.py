"""Eğitim adımının tek tanımı: bir model, bir minigrup sırası, bir kural ve bunların saklanabilen durumu."""

import copy
import math
from contextlib import nullcontext
from time import perf_counter
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core.validate import instance, integer
from lrlab.train.data.batches import epoch_order
from lrlab.train.data.datasets import Dataset
from lrlab.train.networks.flat import attach_gradients, flatten, kept, trainable
from lrlab.train.runs.device import chosen_device, thread_count
from lrlab.train.runs.dice import Dice
from lrlab.train.runs.fit import alone, cast, evaluate, fitting, rolls_dice
from lrlab.train.runs.history import History
from lrlab.train.runs.settings import Plan, Settings, make_plan

# Koşunun nerede olduğunu söyleyen sayılar ve yazılar; ağırlıklarla birlikte kaydedilir.
PROGRESS = (
    "seed", "t", "loss", "seconds", "diverged_at", "cause", "_rule_from", "_rate", "_epoch", "_position"
)  # fmt: skip


class Stepper:
    """`lrlab.train.Run`ın, iş parçacıklarından habersiz yarısı; parametreler orada anlatılır."""

    def __init__(
        self,
        dataset: Dataset,
        model: nn.Module,
        plan: Plan,
        seed: int,
        every: int | None,
        device: torch.device | str | None,
        threads: int,
    ) -> None:
        instance("dataset", dataset, Dataset, "bir veri kümesi olmalı, digits() gibi")
        self._plan, self.seed = plan, integer("seed", seed, f"[0, {2**64})")
        self._every = None if every is None else integer("every", every)
        self._threads = integer("threads", threads, "[1, 1024]")
        self.device = chosen_device(device)
        fitting(model, dataset, plan.settings.batch_size, shortest=plan.settings.batch_size)
        self._least, self._random = 2 if alone(model, dataset) else 1, rolls_dice(model, dataset)
        self.dataset, self.model = dataset, copy.deepcopy(model).to(self.device).train()
        self._w, self._g = flatten(self.model)
        self._parameters = trainable(self.model)
        self._x, self.val_x = (cast(x, self._w.dtype).to(self.device) for x in (dataset.train_x, dataset.val_x))
        self._y, self.val_y = (y.to(self.device) for y in (dataset.train_y, dataset.val_y))
        self._initial, self.history = self._weights(), History()
        self._begin()

    @property
    def settings(self) -> Settings:
        """Geçerli ayarlar."""
        return self._plan.settings

    def _update(self) -> bool:
        """Eğitim adımının tek tanımı; kayıp sonlu değilse güncelleme yapılmaz ve `False` döner."""
        began, hyper = perf_counter(), self._plan.hyper(self.t)
        rows = self._rows()
        if self._parameters[0].grad is None:  # biri run.model.zero_grad() demiş
            attach_gradients(self._parameters, self._g)
        self._g.zero_()
        with self._dice if self._random else nullcontext():
            loss = cross_entropy(self.model(self._x.index_select(0, rows)), self._y.index_select(0, rows))
        self.loss = loss.item()
        if finite := math.isfinite(self.loss):
            loss.backward()
            with torch.no_grad():
                t = self.t - self._rule_from + 1
                grad_norm = torch.linalg.vector_norm(self._g).item()
                new, self._state = self._plan.acting(self._w, self._g, self._state, t, **hyper)
                self._state = kept(self._state, self._w, self._g)
                self._w.copy_(new)
            self.t, self._position, self._rate = self.t + 1, self._position + len(rows), hyper.get("lr", math.nan)
        self.seconds += perf_counter() - began
        if finite:
            self.history.add(self.t, self.loss, self._rate, grad_norm, self.seconds)
        else:
            self._diverge(self.t + 1, "minigrup kaybı", self.loss)
        return finite

    def _rows(self) -> torch.Tensor:
        """Sıradaki minigrubun satır numaraları."""
        if len(self._order) - self._position < self._least:
            self._start_epoch(self._epoch + 1)
        return self._order[self._position : self._position + self.settings.batch_size]

    def _start_epoch(self, epoch: int, position: int = 0) -> None:
        order = epoch_order(len(self._y), self.seed, epoch).to(self.device)
        self._epoch, self._position, self._order = epoch, position, order

    def _evaluate(self) -> None:
        loss, accuracy = evaluate(self.model, self.val_x, self.val_y)
        if math.isfinite(loss):
            self.history.add_evaluation(self.t, loss, accuracy)
        elif self.t:
            self._diverge(self.t, "geçerleme kaybı", loss)

    def _diverge(self, step: int, what: str, value: float) -> None:
        last = f"; son güncellemede α = {self._rate:g} idi" if self.t else "; henüz güncelleme yapılmamıştı"
        self.diverged_at, self.cause = step, f"{step}. adımda {what} sonlu değil ({value}){last}"

    def _begin(self) -> None:
        self.t, self._rule_from, self.seconds, self.loss, self._rate = 0, 0, 0.0, math.nan, math.nan
        self.diverged_at, self.cause = 0, ""
        self._state = self._plan.rule.zeros(self._w)
        self._dice = Dice(self.seed, self.device)
        self._start_epoch(0)
        if self._every is not None:
            with thread_count(self._threads):
                self._evaluate()

    def _weights(self) -> dict[str, torch.Tensor]:
        return {name: value.detach().clone() for name, value in self.model.state_dict().items()}

    def _saved(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in PROGRESS}
        state = {name: array.clone() for name, array in self._state.items()}
        settings = self.settings.as_dict()
        dice, history = self._dice.state.clone(), self.history.state_dict()
        return {"progress": own, "settings": settings, "model": self._weights(), "state": state, "dice": dice,
                "history": history}  # fmt: skip

    def _restore(self, state: dict[str, Any]) -> None:
        wanted, found = self._initial, state["model"]
        for name, value in wanted.items():
            if found[name].shape != value.shape or found[name].dtype != value.dtype:
                shapes = f"{tuple(found[name].shape)} ({found[name].dtype}) ve {tuple(value.shape)} ({value.dtype})"
                raise ValueError(f"{name} ağırlığı kayıtta ve modelde farklı: {shapes}")
        settings = dict(state["settings"])
        rule = self._plan.rule if settings["rule"] == self.settings.rule else settings["rule"]
        self._plan = make_plan(**{**settings, "rule": rule})
        arrays = {name: state["state"][name].to(self._w).clone() for name in self._plan.rule.state}
        self._state = {name: array.view_as(self._w) for name, array in arrays.items()}
        self.model.load_state_dict(found)
        for name in PROGRESS:
            setattr(self, name, state["progress"][name])
        self._dice.state = state["dice"].cpu().clone()
        self._start_epoch(self._epoch, self._position)
        self.history.load_state_dict(state["history"])
