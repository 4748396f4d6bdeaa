"""Bir kuralın torch eniyileyicisi: her parametre grubu tek bir düz vektördür."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch

from lrlab.core.rules import RANGES, Rule
from lrlab.core.validate import number
from lrlab.train.networks.flat import flat_weights, views
from lrlab.train.optimizers.rule_step import decaying, known, rule_step


class RuleOptimizer(torch.optim.Optimizer):
    """`rule`ü (bir kural ya da adı) torch.optim eniyileyicileri gibi kullanır: zero_grad, backward, step.

        eniyileyici = RuleOptimizer(model.parameters(), "adam", lr=0.01)

    `defaults`: kuralın hiperparametreleri, lrlab'daki adlarıyla (lr, beta1, ...), ve her kuralda `weight_decay`
    (adamw ve bert_adam'da ayrık, öbürlerinde torch'unki gibi bağlı). Grup sözlüğünde yeniden verilebilirler; torch'un
    öğrenme oranı zamanlayıcıları `group["lr"]`e yazar. (OneCycleLR ve CyclicLR'a cycle_momentum=False ver.)

    Kurulurken her grubun parametreleri tek bir vektörün görünümleri olur, değerleri değişmez. Bu yüzden bir gruptaki
    parametrelerin türü (dtype) ve aygıtı bir olmalı; `model.to(...)` eniyileyiciden ÖNCE çağrılmalıdır. Gradyanı
    `None` olan parametre, torch'taki gibi, o adımda olduğu gibi kalır ve t'si artmaz; zero_grad'ın iki biçimi de olur.
    Seyrek (sparse) gradyan kabul edilmez.
    """

    def __init__(self, params: Any, rule: Rule | str, **defaults: Any) -> None:
        self.rule = known(rule)
        self._decaying = decaying(self.rule)
        self._flats: list[Flat] = []
        checked = self._decaying.checked(**defaults)
        if isinstance(params, torch.Tensor) or not (params := list(params)):
            raise ValueError("`params` en az bir parametre içeren bir liste olmalı, model.parameters() gibi")
        super().__init__(params, {name: a_number(name, value) for name, value in checked.items()})

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Yeni bir grup ekler; verilmeyen hiperparametreler kuruluştaki değerlerini alır."""
        for name in self._decaying.hyper:
            if name in param_group:
                a_number(name, param_group[name])
        super().add_param_group(param_group)
        try:
            self._flats.append(Flat(self.param_groups[-1]["params"], self.rule))
        except ValueError:
            self.param_groups.pop()
            raise

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Bir güncelleme; `closure` verilirse önce o çağrılır ve döndürdüğü kayıp döner."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            for group, flat in zip(self.param_groups, self._flats, strict=True):
                self._update_group(group, flat)
        return loss

    def _update_group(self, group: dict[str, Any], flat: "Flat") -> None:
        rule = self._decaying if group["weight_decay"] else self.rule
        flat.update(rule, {name: group[name] for name in rule.hyper})

    def state_dict(self) -> dict[str, Any]:
        """torch'un biçiminde durum: her parametre için `step` ve kuralın durum dizileri."""
        for flat in self._flats:
            self.state.update(flat.by_parameter())
        try:
            return super().state_dict()
        finally:
            self.state.clear()

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """`state_dict`in kaydettiği duruma döner; başka bir kuralın ya da ağın durumu `ValueError` verir."""
        wanted = {"step", *self.rule.state}
        for one in state_dict["state"].values():
            if set(one) != wanted:
                raise ValueError(
                    f"`state_dict` {self.rule.name} kuralının değil; durumu {sorted(one)}, gereken: {sorted(wanted)}"
                )
        for group in state_dict["param_groups"]:
            if missing := sorted(set(self._decaying.hyper) - set(group)):
                raise ValueError(f"`state_dict` {self.rule.name} kuralının değil; grupta `{missing[0]}` yok")
        parameters = [p for flat in self._flats for p in flat.parameters]
        for i, one in state_dict["state"].items():
            for name in self.rule.state:
                if one[name].shape != parameters[i].shape:
                    raise ValueError(
                        f"`state_dict` bu ağın değil; {i}. parametrenin `{name}` dizisi {tuple(one[name].shape)} "
                        f"biçiminde, gereken: {tuple(parameters[i].shape)}"
                    )
        super().load_state_dict(state_dict)
        for flat in self._flats:
            flat.load(self.state)
        self.state.clear()


class Flat:
    """Bir grubun düz vektörleri: ağırlıklar `w`, gradyanlar `g`, kuralın durumu; ve her parametrenin adım sayısı."""

    def __init__(self, parameters: list[torch.Tensor], rule: Rule) -> None:
        self.parameters = parameters
        self.w = flat_weights("params", parameters)
        self.g = torch.zeros_like(self.w)
        self.state = rule.zeros(self.w)
        self.steps = [0] * len(parameters)
        self.views, self.gradients = views(self.w, parameters), views(self.g, parameters)
        self.places = [view.data_ptr() for view in self.views]
        self.ends = [0]
        for p in parameters:
            self.ends.append(self.ends[-1] + p.numel())

    def update(self, rule: Rule, hyper: dict[str, Any]) -> None:
        """Gradyanı olan parametreleri bir adım ilerletir; art arda duran ve aynı adımda olanlar tek vektördür."""
        if [p.data_ptr() for p in self.parameters] != self.places:
            self._gather_weights()
        gradients: list[Any] = [p.grad for p in self.parameters]
        present: Sequence[int] = range(len(gradients))
        try:
            torch._foreach_copy_(self.gradients, gradients)
        except (TypeError, RuntimeError):  # gradyanı None ya da seyrek olan var
            present = self._gather_present(gradients)
        if len(present) == self.steps.count(self.steps[0]) == len(gradients):
            self._advance(rule, hyper, 0, len(gradients))
            return
        for first, last in self._runs(present):
            self._advance(rule, hyper, first, last)

    def _gather_present(self, gradients: list[Any]) -> list[int]:
        present = [i for i, g in enumerate(gradients) if g is not None]
        if any(gradients[i].layout is not torch.strided for i in present):
            raise ValueError(
                "`params` içinde seyrek (sparse) gradyanlı bir parametre var; seyrek gradyan desteklenmiyor, "
                "nn.Embedding(sparse=False) kullan"
            ) from None
        for i in present:
            self.gradients[i].copy_(gradients[i])
        return present

    def _runs(self, present: Sequence[int]) -> list[tuple[int, int]]:
        """Birlikte ilerleyecek parametrelerin [ilk, son) aralıkları."""
        found: list[tuple[int, int]] = []
        for i in present:
            if found and found[-1][1] == i and self.steps[i] == self.steps[i - 1]:
                found[-1] = (found[-1][0], i + 1)
            else:
                found.append((i, i + 1))
        return found

    def _advance(self, rule: Rule, hyper: dict[str, Any], first: int, last: int) -> None:
        start, stop, t = self.ends[first], self.ends[last], self.steps[first] + 1
        whole = stop - start == self.ends[-1]
        w, g = (self.w, self.g) if whole else (self.w[start:stop], self.g[start:stop])
        state = self.state if whole else {name: s[start:stop] for name, s in self.state.items()}
        new, state = rule_step(rule, w, g, state, t, hyper)
        w.copy_(new)
        if whole:
            self.state = state
        else:
            for name, s in state.items():
                self.state[name][start:stop] = s
        self.steps[first:last] = [t] * (last - first)

    def _gather_weights(self) -> None:
        """Başka bir vektöre bağlanmış parametreleri (`p.data = ...`) değerleriyle geri alır."""
        for p, view in zip(self.parameters, self.views, strict=True):
            if (p.dtype, p.device, p.shape) != (view.dtype, view.device, view.shape):
                raise ValueError(
                    f"`params` eniyileyici kurulduktan sonra değişmiş: {view.dtype} ({view.device}) iken "
                    f"{p.dtype} ({p.device}) olmuş; önce model.to(...), sonra eniyileyici"
                )
        for p, view in zip(self.parameters, self.views, strict=True):
            if p.data_ptr() != view.data_ptr():
                view.copy_(p.detach())
                p.data = view

    def by_parameter(self) -> Iterator[tuple[torch.Tensor, dict[str, Any]]]:
        """En az bir adım atmış her parametre ve durumunun kopyası."""
        arrays = {name: views(s, self.parameters) for name, s in self.state.items()}
        for i, p in enumerate(self.parameters):
            if self.steps[i]:
                yield p, {"step": self.steps[i], **{name: array[i].clone() for name, array in arrays.items()}}

    def load(self, state: dict[torch.Tensor, dict[str, Any]]) -> None:
        for name in self.state:
            self.state[name] = torch.zeros_like(self.w)
        arrays = {name: views(s, self.parameters) for name, s in self.state.items()}
        for i, p in enumerate(self.parameters):
            saved = state.get(p)
            self.steps[i] = int(saved["step"]) if saved else 0
            for name, array in arrays.items():
                if saved:
                    array[i].copy_(saved[name])


def a_number(name: str, value: Any) -> float:
    """Bir hiperparametre; zamanlayıcı burada değil, `lrlab.train.attach` ile bağlanır."""
    if callable(value):
        raise TypeError(
            f"`{name}` burada bir sayı olmalı; zamanlayıcıyı eniyileyiciyi kurduktan sonra bağla: "
            "lrlab.train.attach(zamanlayıcı, eniyileyici)"
        )
    return number(name, value, RANGES.get(name, "(-inf, inf)"))
